"""What Formgrader shows of a submission, without anything that could act with the tutor's rights.

Formgrader puts participants' words and outputs on a page of its own as they are; a script in them could read every
mark, and change it. `nbgrader_config.py` names `Harmless` among the preprocessors of the page, which runs before the
page is written. autograded/ stays as it is.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any, Final

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from course.grading.sanitise import Headings, clean_html

_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,200}")
_WIDGET: Final = "application/vnd.jupyter.widget-view+json"
_SLIDERS: Final = "Sliders stood here. Open the notebook to move them."
_PICTURE: Final = "Picture drawn by the notebook."


class Harmless(Preprocessor):
    """Leaves of a notebook what can be read and looked at."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Clean every cell, and forget what the notebook says of itself."""
        headings = Headings()
        nb.metadata = NotebookNode(language_info=NotebookNode(name="python"))
        for cell in nb.cells:
            about = cell.metadata.get("nbgrader")
            known = about and _NAME.fullmatch(str(about.get("grade_id", "")))
            cell.metadata = NotebookNode(nbgrader=about) if known else NotebookNode()
            if not _NAME.fullmatch(str(cell.get("id", ""))):
                cell.pop("id", None)
            if cell.cell_type == "code":
                count = cell.get("execution_count")
                cell.execution_count = count if type(count) is int else None
                cell.outputs = [_output(output, headings) for output in cell.get("outputs", [])]
            elif cell.cell_type == "markdown":
                cell.source = _as_block(_markdown(cell.source, headings, cell.pop("attachments", {})))
            else:
                cell.cell_type, cell.source = "markdown", _as_block(f"<pre>{escape(cell.source)}</pre>")
        return nb, resources


def _output(output: NotebookNode, headings: Headings) -> NotebookNode:
    """An output of which the page shows either clean HTML or plain text, which it escapes."""
    if output.output_type not in ("display_data", "execute_result"):
        return output
    data, said = dict(output.get("data", {})), output.get("metadata", {})
    output.metadata, output.data = NotebookNode(), NotebookNode()
    if _WIDGET in data:
        output.data["text/plain"] = _SLIDERS
    elif html := _html(data, said, headings):
        output.data["text/html"] = html
    else:
        output.data["text/plain"] = _joined(data.get("text/plain", ""))
    return output


def _html(data: dict[str, Any], said: Any, headings: Headings) -> str:
    """The clean HTML of an output that has more to show than text; "" for any other."""
    if "text/markdown" in data and "text/html" not in data:
        return _markdown(_joined(data["text/markdown"]), headings, {})
    for kind in ("text/html", "image/svg+xml"):
        if kind in data:
            return clean_html(_joined(data[kind]), headings, _PICTURE)
    for kind in ("image/png", "image/jpeg"):
        if kind in data:
            address = escape(re.sub(r"\s", "", _joined(data[kind])))
            alt = escape(str(said.get("alt") or _PICTURE))
            return clean_html(f'<img src="data:{kind};base64,{address}" alt="{alt}">', headings)
    return ""


def _markdown(source: str, headings: Headings, attachments: Any) -> str:
    renderer = IPythonRenderer(escape=False, attachments=attachments, exclude_anchor_links=True)
    return clean_html(MarkdownWithMath(renderer=renderer).render(source), headings, "Picture in the notebook's text.")


def _as_block(html: str) -> str:
    """HTML as one line of Markdown, which Formgrader's page takes over as it stands."""
    return f"<div>{html}</div>".replace("\n", "&#10;")


def _joined(text: Any) -> str:
    return "".join(map(str, text)) if isinstance(text, list) else str(text)
