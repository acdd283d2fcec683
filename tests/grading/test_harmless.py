"""Formgrader's page of a submission: all that is to be read is there, and nothing on it can act."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode, v4
from nbgrader.server_extensions.formgrader import handlers
from test_sanitise import HOSTILE
from traitlets.config import Config

from course.grading import nbgrader_run

ABOUT = {"grade_id": "w05-memo", "solution": True, "grade": True, "points": 2, "schema_version": 3, "task": False}
PIXEL = "iVBORw0KGgo="
CHECKOUT = Path(__file__).resolve().parents[2]


def page(*cells: NotebookNode, preprocessors: list[str] | None = None, **metadata: Any) -> BeautifulSoup:
    """The page as Formgrader makes it, with the course's configuration, without the scripts of Formgrader's own."""
    notebook = v4.new_notebook(cells=list(cells), metadata=metadata)
    config = nbgrader_run.configuration(CHECKOUT)
    config.merge(
        Config(
            {"HTMLExporter": {"template_name": "formgrade", "extra_template_basedirs": [str(handlers.template_path)]}}
        )
    )
    if preprocessors is not None:
        config.HTMLExporter.preprocessors = preprocessors
    names = ("assignment_id", "notebook_id", "submission_id", "base_url", "student", "notebook_path")
    about = dict.fromkeys(names, "x") | {"index": 0, "total": 1, "first_name": "A", "last_name": "B"}
    text, _ = HTMLExporter(config=config).from_notebook_node(notebook, resources=about)
    return BeautifulSoup(text, "html.parser")


def written(soup: BeautifulSoup) -> str:
    """The part of the page that shows the notebook."""
    found = soup.find(id="notebook-container")
    assert found is not None
    return str(found)


def shown(data: dict[str, Any], **metadata: Any) -> NotebookNode:
    return v4.new_code_cell("1", outputs=[v4.new_output("display_data", data, metadata=metadata)])


EMPTY = page()


def everywhere(text: str) -> list[NotebookNode]:
    """Cells that hold a text wherever a participant can put one."""
    error = v4.new_output("error", ename=text, evalue=text, traceback=[text, f"\x1b[31m{text}"])
    odd = {"tags": [f'"> {text.replace(",", "")}'], "nbgrader": {**ABOUT, "grade_id": f'"> {text}'}}
    return [
        v4.new_markdown_cell(text),
        v4.new_markdown_cell(text, metadata={"nbgrader": ABOUT}),
        v4.new_markdown_cell("x", metadata=odd),
        v4.new_raw_cell(text, metadata={"format": "text/html", "raw_mimetype": "text/html"}),
        v4.new_code_cell(text, outputs=[v4.new_output("stream", name="stdout", text=text), error]),
        shown({"text/html": text, "text/plain": "x"}),
        shown({"text/markdown": text, "text/plain": "x"}),
        shown({"text/latex": text, "text/plain": text}),
        shown({"image/svg+xml": text, "text/plain": "x"}),
        shown({"image/png": f'"> {text}', "text/plain": "x"}, width=f'"> {text}'),
        shown({"application/javascript": text}),
        shown({"application/vnd.jupyter.widget-view+json": {"model_id": f"</script>{text}"}}),
    ]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_that_was_handed_in_can_act(hostile: str) -> None:
    soup = page(*everywhere(hostile), widgets={"x": f"</script>{hostile}"}, title=hostile)
    assert active(soup) == active(EMPTY)


@pytest.mark.parametrize("cell", [0, 1, 5, 6, 10])
def test_nbgraders_own_page_would_let_it_act(cell: int) -> None:
    """So it is `Harmless` that keeps it out, and the test above would notice."""
    soup = page(everywhere("<script>alert(1)</script>")[cell], preprocessors=[])
    assert active(soup) != active(EMPTY)


def active(soup: BeautifulSoup) -> list[str]:
    """What can run, load or send, outside the controls that Formgrader itself puts beside an answer."""
    for control in soup.select(".scoring-buttons, input.score, input.extra-credit, textarea.comment, .nbgrader-label"):
        control.decompose()
    names = "script iframe object embed link meta base form input button textarea math video audio svg noscript style"
    found = [f"{tag.name} {tag.get('src', '')}{tag.get('href', '')}" for tag in soup.find_all(names.split())]
    for tag in soup.find_all(True):
        for name, value in tag.attrs.items():
            text = "".join(str(value).split()).lower()
            if name.startswith("on") or text.startswith(("javascript:", "vbscript:", "data:text")):
                found.append(f"{tag.name} {name}")
            if tag.name == "img" and name in ("src", "srcset") and not text.startswith("data:image/"):
                found.append(f"img {name}")
            if name == "style" and any(word in text for word in ("url(", "expression", "position:fixed")):
                found.append(f"{tag.name} style")
    return found


def test_what_is_to_be_read_is_there() -> None:
    table, code = "| £ | year |\n|---|---|\n| 1 | 2 |", "```\none\n\ntwo\n```"
    memo = f"## My case\n\nWe **buy** it; 3 < 4, and `a < b`.\n\n{table}\n\n{code}\n"
    soup = page(
        v4.new_markdown_cell(memo, metadata={"nbgrader": ABOUT}),
        shown({"text/html": "<table><tr><td>42 jars</td></tr></table>", "text/plain": "no"}),
        shown({"image/png": PIXEL, "text/plain": "Figure"}, alt="Bars that fall"),
        v4.new_code_cell("x = 1  # mine", outputs=[v4.new_output("stream", name="stdout", text="a < b")]),
    )
    text = written(soup)
    words = BeautifulSoup(text, "html.parser").get_text()
    assert "We buy it; 3 < 4, and a < b." in words
    assert "one\n\ntwo" in words
    assert [cell.get_text() for cell in soup.select("#notebook-container td")] == ["1", "2", "42 jars"]
    assert f'src="data:image/png;base64,{PIXEL}"' in text
    assert 'alt="Bars that fall"' in text
    assert "a < b" in soup.select(".output_text, .output_stream, .output_subarea")[-1].get_text()
    assert "# mine" in words
    # And what the tutor marks with.
    assert soup.find("input", id="w05-memo") is not None
    assert soup.find("textarea", id="w05-memo-comment") is not None


def test_the_notebook_itself_stays_as_it_is(tmp_path: Path) -> None:
    cell = v4.new_markdown_cell("<script>1</script> x", metadata={"tags": ["mine"]})
    page(cell)
    assert (cell.source, cell.metadata) == ("<script>1</script> x", {"tags": ["mine"]})
