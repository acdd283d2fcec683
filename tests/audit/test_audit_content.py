"""The rule “content” and what it reads with: prose, spelling, glossary, labels."""

from __future__ import annotations

import copy
import dataclasses
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from small_checkout import REPOSITORY, WEEK05, copied

from course.audit import glossary, pages, simulated, spelling
from course.audit.findings import Result
from course.audit.pages import Page, common
from course.audit.prose import blocks, blocks_of, place, sentences_of, words
from course.audit.rules import content
from course.audit.tools import Tools
from course.audit.workshop import Workshop
from course.checks import Exercise
from course.errors import CourseError

BOOKS = ("course/glossary.yaml", "course/facts.yaml")


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Week 5 and start-here as the build makes them, with the books that the rules read."""
    root = copied(tmp_path_factory.mktemp("content") / "course")
    for name in BOOKS:
        shutil.copyfile(REPOSITORY / name, root / name)
    return root


def workshop(root: Path, change: Callable[[NotebookNode], None] = lambda notebook: None) -> Workshop:
    """Week 5, its release changed in memory."""
    week05 = Workshop(root, WEEK05)
    notebook = copy.deepcopy(week05.release)
    change(notebook)
    week05.__dict__["release"] = notebook
    return week05


def look(root: Path, change: Callable[[NotebookNode], None] = lambda notebook: None) -> Result:
    with Tools(root) as tools:
        return content.look(workshop(root, change), tools)


def said(result: Result) -> str:
    return "\n".join(f"{finding.where}: {finding.says}" for finding in result.findings)


def cell_with(notebook: NotebookNode, text: str) -> NotebookNode:
    found = [cell for cell in notebook.cells if text in cell.source]
    assert found, f"no cell holds {text!r}: the fixture no longer fits"
    return found[0]


def swap(old: str, new: str) -> Callable[[NotebookNode], None]:
    """A change of the first cell that holds `old`."""

    def change(notebook: NotebookNode) -> None:
        cell = cell_with(notebook, old)
        cell.source = cell.source.replace(old, new, 1)

    return change


# ---- the whole rule


@pytest.mark.slow
def test_week05_holds_and_is_measured(checkout: Path) -> None:
    result = look(checkout)
    assert said(result) == ""
    assert 25 <= result.measures["cells"] <= 40
    assert 1000 < result.measures["words"] < 2000
    assert 0 < result.measures["fk_grade"] <= 10
    assert 45 < result.measures["minutes"] <= 75


def test_notebooks_outside_the_workshops_hold_too(checkout: Path) -> None:
    with Tools(checkout) as tools:
        result = content.look_at_course(tools)
    assert said(result) == ""
    assert result.measures["words"] > 500


def long_text(notebook: NotebookNode) -> None:
    cell_with(notebook, "## Your decision").source += "\n\n" + "word " * 121


def long_code(notebook: NotebookNode) -> None:
    cell_with(notebook, "appraisal_explorer(").source += "\n# more" * 12


def few_cells(notebook: NotebookNode) -> None:
    notebook.cells = [*notebook.cells[:10], *notebook.cells[-12:]]


def hard_words(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and not cell.source.startswith(("#", "*")):
            cell.source = ""
    sentence = (
        "Organisational considerations necessitate comprehensive interdepartmental administrative deliberations, "
    )
    for _ in range(8):
        notebook.cells.append(new_markdown_cell(sentence * 8 + "unquestionably."))


def moved(heading: str, before: str) -> Callable[[NotebookNode], None]:
    def change(notebook: NotebookNode) -> None:
        cell = cell_with(notebook, heading)
        notebook.cells.remove(cell)
        notebook.cells.insert(notebook.cells.index(cell_with(notebook, before)), cell)

    return change


HINT = "<details><summary>Hint</summary>"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (swap("# Is it worth it?", "## Is it worth it?"), "There are 0 headings of the first level"),
        (swap("## Predict", "# Predict"), "There are 2 headings of the first level"),
        (swap("## Predict", "### Predict"), "leaves out a level"),
        (swap("# Is it worth it?", "# Does it pay?"), "the syllabus says “Is it worth it?”"),
        (swap("75 minutes", "60 minutes"), "does not say “75 minutes”"),
        (swap("**Have to hand**", "Have ready"), "no paragraph that begins “**Have to hand**”"),
        (long_text, "a text cell has at most 120"),
        (long_code, "a code cell has at most 12"),
        (few_cells, "a workshop has 25 to 40"),
        (hard_words, "is of grade"),
        (swap("## Explore", "## Look around"), "The part “Explore” is missing"),
        (swap("**Hand in:**", "**Send:**"), "The part “Hand in” is missing"),
        (moved("## Your decision", "## Your firm"), "“Your decision” comes before “Your firm”"),
        (swap("## 3. When", "## When"), "Exercise 3 is missing"),
        (swap("## 8. With", "## 9. With"), "but there are 8 exercises"),
        (swap(HINT, "<details open><summary>Hint</summary>"), "w05-payback-task: It has no folded hint"),
        (swap("Nudge: after year 1", "After year 1"), "w05-payback-task: Its hint needs two paragraphs"),
        (swap("| Washer | Long-lived |", "| | Long-lived |"), "A column of a table has no heading"),
        (swap("Move the sliders", "Move the slyders [here](gone.md)"), "there is no such file"),
        (swap("Move the sliders", "Organize the sliders"), "“Organize” is not British spelling; write “organise”"),
        (swap("Move the sliders", "Recieve the sliders"), "“Recieve” is not British spelling; write “receive”"),
        (swap("# ← your formula, in years", "# your favorite formula"), "“favorite” is not British spelling"),
        (swap("**cobot** (a robot arm that can work next to people)", "cobot"), "“cobot” is used for the first time"),
        (swap("**cobot** (a robot arm that can work next to people)", "**cobot**"), "and is not explained there"),
        (swap("**Discounted payback** counts", "Discounted payback counts"), "“discounted payback” is used"),
        (
            swap("*Ribble Precision is a made-up firm, and all its figures are simulated.*\n", ""),
            "Ribble Precision does not exist: say so",
        ),
        (swap(" (simulated).\"", '."'), "does not say “simulated”"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(checkout: Path, change: Callable[[NotebookNode], None], sentence: str) -> None:
    assert sentence in said(look(checkout, change))


def test_minutes_are_reading_exercises_and_the_fixed_parts(checkout: Path) -> None:
    week05 = workshop(checkout)
    page = content.page_of(week05)
    told = sum(known.minutes for known in week05.definitions.values())
    assert content.minutes_of(week05, page) == pytest.approx(page.words / 200 + told + 1 + 5 + 3 + 12)
    longer = workshop(checkout, lambda notebook: notebook.cells.append(new_markdown_cell("word " * 2000)))
    assert content.minutes_of(longer, content.page_of(longer)) == pytest.approx(page.words / 200 + told + 21 + 10)
    assert "minutes, and the session has 75" in said(
        look(checkout, lambda nb: nb.cells.append(longer.release.cells[-1]))
    )


def test_a_card_is_spelt_in_british(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    week05 = workshop(checkout)
    first, *others = week05.definitions.values()
    assert isinstance(first, Exercise)
    american = dataclasses.replace(first, means="The color of money.")
    monkeypatch.setitem(week05.__dict__, "definitions", {known.id: known for known in (american, *others)})
    with Tools(checkout) as tools:
        assert f"{first.id}: “color” in a card" in said(content.look(week05, tools))


def test_an_earlier_week_may_have_explained_a_term(checkout: Path, tmp_path: Path) -> None:
    root = tmp_path / "course"
    shutil.copytree(checkout, root)
    unexplained = swap("**Discounted payback** counts", "Discounted payback counts")
    assert "discounted payback" in said(look(root, unexplained))
    week04 = root / "source/week04-people"
    week04.mkdir()
    assert "discounted payback" in said(look(root, unexplained)), "a week without a notebook explains nothing"
    text = "**Discounted payback** is payback counted in today's money, so it comes later."
    nbformat.write(new_notebook(cells=[new_markdown_cell(text)]), week04 / "week04-people.ipynb")
    assert "discounted payback" not in said(look(root, unexplained))


# ---- any page


def page(*cells: NotebookNode | str, root: Path | None = None) -> Page:
    made = [new_markdown_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    folder = root or Path("/nowhere")
    return Page(folder, folder / "page.ipynb", new_notebook(cells=made))


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("[here](other.md)", ""),
        ("[here](../outside.md)", "leads out of the course"),
        ("[here](gone.md)", "no such file"),
        ("[here](#The-part)", ""),
        ("[here](#the-part)", ""),
        ("[here](#The-whole)", "No heading here has the anchor"),
        ("[here](https://example.org/a?b=c)", ""),
        ("[here](http://localhost:8888/lab)", "nobody else can open"),
        ("[here](http://192.168.1.5/lab)", "nobody else can open"),
        ("[here](ftp://example.org)", "nobody else can open"),
        ("[here]()", "no whole address"),
        ("[](other.md)", "has no words"),
        ("[here] (other.md)", "looks like a link and is none"),
        ("see https://example.org", "looks like a link and is none"),
        ("`[code] (is no link)`", ""),
        ("![a bar](gone.png)", "no such file"),
        ("![a bar](attachment:bar.png)", "holds no attachment"),
        ('<a href="gone.md">here</a>', "no such file"),
        ("[write](mailto:tutor@example.org)", ""),
        ("[write](mailto:tutor)", "no address to write to"),
    ],
)
def test_links(tmp_path: Path, link: str, sentence: str) -> None:
    (tmp_path / "other.md").write_text("there", encoding="utf-8")
    found = [finding.says for finding in pages.links(page("# A title\n\n## The part", link, root=tmp_path))]
    assert (sentence in " ".join(found)) if sentence else found == []


def test_headings_of_a_page() -> None:
    assert list(pages.headings(page("# One", "## Two\n\n### Three", "## Four"))) == []
    assert "leaves out a level" in str(list(pages.headings(page("# One", "### Three"))))
    assert "There are 0 headings" in str(list(pages.headings(page("`# no heading`", "```\n# nor this\n```"))))
    assert "not the title" in str(list(pages.headings(page("## Two", "# One"))))


def test_a_tables_words_and_what_is_derived_are_counted_apart() -> None:
    row = "| " + "word " * 60 + " | x |\n"
    assert list(pages.sizes(page(f"| a | b |\n| --- | --- |\n{row * 3}\n{'word ' * 120}"))) == []
    assert list(pages.sizes(page(f"{pages.BEGIN}\n\n{'word ' * 150}\n\n{pages.END}"))) == []
    assert len(list(pages.sizes(page("word " * 121)))) == 1
    assert len(list(pages.sizes(page(new_code_cell("x = 1\n" * 13))))) == 1
    assert list(pages.sizes(page(new_code_cell("x = 1\n" * 12)))) == []


def test_a_table_in_html_needs_headings() -> None:
    assert list(pages.tables(page("<table><tr><th>a</th></tr><tr><td>1</td></tr></table>"))) == []
    assert "no headings" in str(list(pages.tables(page("<table><tr><td>1</td></tr></table>"))))


def test_a_plain_page_passes_all() -> None:
    assert list(common(page("# A plain page\n\nThe cat sat on the mat. It was warm there."))) == []


# ---- prose


def test_blocks_tell_apart_what_is_read_and_what_is_code() -> None:
    text = "# Title\n\nA **bold word** and `code 12` and [a link](http://x.org/99 'title').\n\n* item\n\n```\n3\n```\n"
    found = blocks(text)
    assert [block.kind for block in found] == ["heading", "text", "item", "code"]
    assert found[1].prose == "A bold word and … and a link."
    assert found[1].code == "code 12"
    assert [(link.href, link.title, words) for link, words in found[1].links] == [
        ("http://x.org/99", "title", "a link")
    ]
    assert blocks("**Bold** first")[0].leads_with == "Bold"
    assert blocks("Not **bold** first")[0].leads_with == ""


def test_folded_parts_tables_and_comments() -> None:
    fold = "<details><summary>Hint</summary>\n\nNudge: b\n</details>"
    text = f"a\n\n<!-- no word -->\n\n{fold}\n\nc\n\n| x | y |\n| - | - |\n| 1 | 2 |"
    found = [(block.kind, block.text, block.folded) for block in blocks(text)]
    assert found == [
        ("text", "a", 0), ("summary", "Hint", 1), ("text", "Nudge: b", 1), ("text", "c", 0), ("header", "x\ny", 0),
        ("row", "1\n2", 0),
    ]  # fmt: skip


def test_words_and_sentences() -> None:
    assert words("Two words – and £3 more.") == 5
    text = "# A heading\n\nOne sentence of 2.5 words\n\n* an item:\n\n| a | table |\n| - | - |\n\n`code` ends."
    assert sentences_of(blocks(text)) == "One sentence of 2 words.\nan item.\nends."


def test_formulas_are_no_prose() -> None:
    assert "x" not in blocks("The value is $x = 5$ here.")[0].prose
    assert "$20 and $30" in blocks("It costs $20 and $30.")[0].prose


def test_a_place_is_a_grade_id_or_the_heading_above() -> None:
    marked = new_markdown_cell("b", metadata={"nbgrader": {"grade_id": "w05-x-task"}})
    notebook = new_notebook(cells=[new_markdown_cell("## Part"), new_markdown_cell("a"), marked])
    assert [place(notebook, number) for number in range(3)] == ["cell 1 (“Part”)", "cell 2 (“Part”)", "w05-x-task"]


# ---- spelling


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("We organise the centre and analyse the colour of aluminium.", {}),
        ("A good practice; a licensed program; two stories; the gas meter.", {}),
        ("resize the prize; capsize; a horizon; seize it", {}),
        ("We organize the center.", {"organize": "organise", "center": "centre"}),
        ("palletizing and monetized", {"palletizing": "palletising", "monetized": "monetised"}),
        ("seperate them", {"seperate": "separate"}),
        ("20 percent", {"percent": "per cent"}),
        ("see color.py, @color and my_color", {}),
    ],
)
def test_british_spelling(text: str, wrong: dict[str, str]) -> None:
    assert spelling.wrong_words(text) == wrong


def test_words_in_code_are_comments_and_texts() -> None:
    code = 'color = 1  # the colour of it\n%matplotlib inline\nsay("a center", caption=f"of {color} labor")'
    assert set(spelling.wrong_words(spelling.words_in_code(code))) <= {"center", "labor"}
    assert "center" in spelling.wrong_words(spelling.words_in_code(code))


# ---- glossary

TERMS = {
    "payback": glossary.Term(means="The time until a project has brought back what the firm itself put in."),
    "discounted payback": glossary.Term(means="Payback counted in today's money, which makes it later."),
    "overall effectiveness": glossary.Term(means="Planned time with good pieces at full speed.", also=("OEE",)),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("**Payback** is the time until a project has brought back the firm's money.", set()),
        ("Payback is the time until a project has brought back the firm's money.", {"payback"}),
        ("**Payback** is nice to have.", {"payback"}),
        ("## Payback\n\n**Payback** is the time until a project has brought its price back.", set()),
        ("See the payback.\n\n**Payback** is the time until a project has brought its price back.", {"payback"}),
        ("The discounted payback.", {"discounted payback"}),
        ("Its OEE is low.", {"overall effectiveness"}),
        ("**OEE** is the share of planned time in which it makes good pieces at full speed.", set()),
        ("Use `payback(cost)` here; paybacker, non-payback.", set()),
        ("| payback | 3 |\n| - | - |", {"payback"}),
    ],
)
def test_first_uses_of_terms(text: str, missing: set[str]) -> None:
    assert set(glossary.undefined(blocks(text), TERMS)) == missing
    assert set(glossary.undefined(blocks(text), TERMS, known=TERMS)) == set()


def test_the_courses_glossary_explains_itself() -> None:
    terms = glossary.load(REPOSITORY / "course/glossary.yaml")
    assert len(terms) > 50
    assert not [name for name, term in terms.items() if not term.explained_in(term.means, name)]
    british = {name: spelling.wrong_words(f"{name}. {term.means}") for name, term in terms.items()}
    assert not {name: wrong for name, wrong in british.items() if wrong}


@pytest.mark.parametrize(
    "text", ["a: {means: short}", "[]", "a:\n  means: A plain sentence of words.\n" * 2, ":", "a: {x: 1}"]
)
def test_a_spoilt_glossary_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "glossary.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match="glossary"):
        glossary.load(file)


# ---- labels of what is simulated


def test_the_firms_are_read_off_the_cases() -> None:
    assert simulated.firms()["Ribble"] == "Ribble Precision"


def test_a_page_without_a_firm_needs_no_label(checkout: Path) -> None:
    plain = page("## The case\n\nA firm.")
    assert list(simulated.unlabelled(Workshop(checkout, WEEK05), plain)) == []
    named = page("## The case\n\nRibble buys a cell.", "![Ribble's cell](cell.png)")
    says = " ".join(finding.says for finding in simulated.unlabelled(Workshop(checkout, WEEK05), named))
    assert "does not exist" in says
    assert "“The case” does not say" in says
    assert "The picture" in says


def test_data_files_are_labelled(tmp_path: Path, checkout: Path) -> None:
    root = tmp_path / "course"
    shutil.copytree(checkout, root)
    data = root / "release" / WEEK05 / "data"
    data.mkdir()
    (data / "stops.csv").write_text("time,minutes\n", encoding="utf-8")
    assert "does not say that its data are simulated" in said(look(root))
    (data / "README.md").write_text("`stops.csv`: stops of a simulated machine.\n", encoding="utf-8")
    assert said(look(root)) == ""
    (data / "README.md").unlink()
    (data / "stops.csv").write_text("# simulated\ntime,minutes\n", encoding="utf-8")
    assert said(look(root)) == ""


def test_blocks_of_a_notebook_know_their_cells() -> None:
    notebook = new_notebook(cells=[new_markdown_cell("a"), new_code_cell("b"), new_markdown_cell("c\n\nd")])
    assert [(block.text, block.cell) for block in blocks_of(notebook)] == [("a", 0), ("c", 2), ("d", 2)]
