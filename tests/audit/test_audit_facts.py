"""The rule “facts” and what it reads with: figures in a text, what a notebook knows, the book of facts."""

from __future__ import annotations

import copy
import dataclasses
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, cast

import nbformat
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from small_checkout import REPOSITORY, WEEK05, copied

from course import syllabus
from course.audit import factbook, known
from course.audit.factbook import Fact
from course.audit.figures import Figure, figures
from course.audit.findings import Result
from course.audit.known import Known, Value
from course.audit.prose import blocks
from course.audit.rules import facts
from course.audit.spelling import wrong_words
from course.audit.tools import Tools
from course.audit.workshop import Workshop
from course.checks import Exercise
from course.checks.weeks import week05
from course.errors import CourseError
from course.grading.engine import Job, Outcome

PAGE = "https://example.org/wages"
TITLE = "fact: living-wage, April 2026"
BOOK = {
    "living-wage": Fact(
        says="The lowest wage.", value=12.71, unit="£ an hour", date="April 2026", source=PAGE, how_sure="verified"
    ),
    "price": Fact(
        says="A unit of power.", value=24.11, unit="p/kWh", date="2025", source=PAGE, how_sure="verified", rounds_to=1
    ),
    "range": Fact(
        says="How well machines run.", value=[35, 45], unit="%", date="2025", source=PAGE, how_sure="estimate"
    ),
    "boost": Fact(
        says="Added to the economy.", value=7_600_000, unit="£", date="2025", source=PAGE, how_sure="estimate"
    ),
    "chosen": Fact(says="Chosen for the course.", value=3, unit="%", date="2026", how_sure="assumption"),
}  # fmt: skip


class Stub(Tools):
    """Tools whose engine gives a notebook back with one output, and counts how often it was asked."""

    def __init__(self, root: Path, prints: str = "") -> None:
        super().__init__(root)
        self.prints, self.ran = prints, 0

    def run(self, jobs: Iterable[Job]) -> list[Outcome]:
        self.ran += 1
        return [cast(Outcome, SimpleNamespace(notebook=self._ran(job))) for job in jobs]

    def _ran(self, job: Job) -> str:
        notebook = nbformat.reads(job.notebook, as_version=4)
        first = next(cell for cell in notebook.cells if cell.cell_type == "code")
        data = {"text/html": f"<style>p {{margin: 987%}}</style><table><td>{self.prints}</td></table>"}
        first.outputs = [new_output("execute_result", data=data, execution_count=1)]
        return nbformat.writes(notebook)


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copied(tmp_path_factory.mktemp("facts") / "course")
    shutil.copyfile(REPOSITORY / "course/facts.yaml", root / "course/facts.yaml")
    return root


def look(root: Path, added: str = "", tools: Tools | None = None) -> Result:
    """The rule on week 5 with one more paragraph in its case part."""
    workshop = Workshop(root, WEEK05)
    notebook = copy.deepcopy(workshop.source)
    cell = next(cell for cell in notebook.cells if cell.source.startswith("## The case"))
    cell.source += f"\n\n{added}"
    workshop.__dict__["source"] = notebook
    with tools or Stub(root) as used:
        return facts.look(workshop, used)


def said(result: Result) -> str:
    return "\n".join(f"{finding.where}: {finding.says}" for finding in result.findings)


# ---- the whole rule


@pytest.mark.slow
def test_week05_holds(checkout: Path) -> None:
    result = look(checkout)
    assert said(result) == ""
    assert result.measures["figures_unexplained"] == 0


@pytest.mark.parametrize(
    "text",
    [
        "Firms that automate grow by 37% a year.",
        "A typical cell costs £61,500.",
        "Over 240 firms have done it.",
        "Twenty firms have done it.",
        "Two hundred firms have done it.",
        "It takes 13 weeks.",
        "It draws 7 kWh.",
        "It costs 26p.",
        "It costs £7.",
        "It is 4.6 times as fast.",
        "It saves 5%.",
        "It took part in a study of 1,700 hours.",
        "It won 40 of them.",
        "It took 75 weeks.",
        "[£61,500](https://example.org) is the price.",
        "**£61,500** is *the* price.",
        "| Price |\n| --- |\n| £61,500 |",
        "### It costs £61,500",
        "<details><summary>More</summary>\n\nIt costs £61,500.\n</details>",
    ],
)
def test_a_figure_from_nowhere_is_reported(checkout: Path, text: str) -> None:
    result = look(checkout, text)
    assert result.measures["figures_unexplained"] == 1
    assert "is neither the case's, nor worked out, nor a cited fact" in said(result)
    assert "week05-appraisal, cell 5 (“" in said(result)


@pytest.mark.parametrize(
    "text",
    [
        "It costs £88,000, or £88k; the washer £17,000; rates of 10% and 3%, or 0.10.",
        "It is back after 2.79 years, or 2.8; it earns 25.9%.",
        "Who leaves the grant out gets 3.39 years.",
        "It is worth £35,280, and £8,800 less than the other.",
        "Five years, 12 people, exercise 2, step 0, two cells, eleven jobs.",
        "This week has 40 points and takes 75 minutes; the task has 4 points. Write 120 to 200 words.",
        "Write a note of 150 words, or a 150-word note.",
        "In 2026, on 26 October, at 23:59; ISO 9001, Industry 4.0, CO2.",
        "Type `npv(0.07, [-512, 256])`: £512 out, £256 in, at 7%.",
        "```\nx = 61500\n```",
        "<!-- £61,500 -->",
        "[more](https://example.org/61500)",
        "Multiply by 100, or 100 * a share.",
        "Half of them; three quarters; a third.",
    ],
)
def test_what_is_known_is_not_reported(checkout: Path, text: str) -> None:
    assert said(look(checkout, text)) == ""


def test_a_percentage_is_no_price_and_no_count(checkout: Path) -> None:
    assert "“£25.90”" in said(look(checkout, "It earns £25.90."))
    assert "“2.79%”" in said(look(checkout, "It earns 2.79%."))


def test_what_a_locked_cell_prints_is_worked_out(checkout: Path) -> None:
    tools = Stub(checkout, prints="£61,500")
    assert said(look(checkout, "It costs £61,500.", tools)) == ""
    assert tools.ran == 1
    assert "“61,400”" in said(look(checkout, "It takes 61,400.", Stub(checkout, prints="£61,500")))
    assert "“987%”" in said(look(checkout, "It grew 987%.", Stub(checkout))), "a style sheet prints no figure"


def test_nothing_is_run_when_nothing_is_left(checkout: Path) -> None:
    tools = Stub(checkout)
    look(checkout, tools=tools)
    assert tools.ran == 0


@pytest.mark.slow
def test_the_notebook_is_run_for_what_it_prints(checkout: Path) -> None:
    # The short-lived washer's cost a year stands on no line of the notebook's code, only on a card.
    washer = week05.YEARLY_COST.facts
    assert washer is not None
    shown = washer(**week05.YEARLY_COST.inputs)["short"]
    assert "£" in shown
    tools = Tools(checkout, walled=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known, "of_exercise", lambda exercise: known._case(ModuleType("none")))
        patch.setattr(facts, "sentences_of_card", lambda definition: [])
        result = look(checkout, f"It costs {shown}; a made-up £61,500 does not.", tools)
    left = [finding.says for finding in result.findings if "neither" in finding.says]
    assert any("£61,500" in says for says in left)
    assert not any(f"“{shown.split()[0]}”" in says for says in left)


def test_the_cards_sentences_are_held_to_it_too(checkout: Path) -> None:
    workshop = Workshop(checkout, WEEK05)
    first, *others = workshop.exercises
    claims = dataclasses.replace(first, means="{answer}: 37% of firms wait longer.")
    workshop.__dict__["definitions"] = {known.id: known for known in (claims, *others)}
    with Stub(checkout) as tools:
        result = facts.look(workshop, tools)
    assert f"{first.id}, its cards: “37%”" in said(result)


def test_figures_worked_out_have_to_be_right_and_used(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = week05.FIGURES
    stated = {**right, "£90.91": 90.99, "£61,500": 61_480.0, "1.5 and 2": 1.5, "£44,100": 44_151.0}
    monkeypatch.setattr(week05, "FIGURES", stated)
    found = said(look(checkout))
    assert "“£90.91” is printed, but the number is 90.99" in found
    assert "“£61,500” stands nowhere in the notebook" in found
    assert "“1.5 and 2” holds no single figure" in found
    assert "“£44,100” is printed, but the number is 44,151" in found
    monkeypatch.setattr(week05, "FIGURES", {**right, "£61,500": 61_480.0})
    assert said(look(checkout, "It costs £61,500.")) == "", "a number may be rounded to three of its figures"


def test_a_workshop_cites_a_fact(checkout: Path) -> None:
    there = factbook.load(checkout / "course/facts.yaml")["national-living-wage"]
    right = f'Nobody earns less than [£12.71 an hour]({there.source} "fact: national-living-wage, {there.date}").'
    result = look(checkout, right)
    assert said(result) == ""
    assert result.measures["facts_cited"] == 1
    assert "says “£12.17 an hour”" in said(look(checkout, right.replace("12.71", "12.17")))
    assert "[£12.71](" in said(look(checkout, "Nobody earns less than £12.71.")), "the citation to paste is shown"


def test_other_notebooks_and_the_book_are_looked_at(checkout: Path, tmp_path: Path) -> None:
    root = tmp_path / "course"
    shutil.copytree(checkout, root)
    session = syllabus.load(root / "course/syllabus.yaml").sessions[0]
    webinar = root / session.notebook
    shutil.rmtree(webinar.parent, ignore_errors=True)
    webinar.parent.mkdir(parents=True)
    text = f"# A claim\n\n{session.minutes} minutes. It adds £61,500 in 45 minutes."
    cells = [new_markdown_cell(text), new_code_cell("1 + 1")]
    nbformat.write(new_notebook(cells=cells), webinar)
    with Stub(root) as tools:
        found = said(facts.look_at_course(tools))
    assert f"{session.name}, cell 1 (“A claim”): “£61,500”" in found
    assert f"{session.name}, cell 1 (“A claim”): “45”" in found
    assert f"{session.name}, cell 1 (“A claim”): “{session.minutes}”" not in found
    with Stub(root, prints="£61,500 in 45") as tools:
        assert session.name not in said(facts.look_at_course(tools))
    (root / "course/facts.yaml").write_text("a: {}\n", encoding="utf-8")
    with Stub(root) as tools, pytest.raises(CourseError, match=r"facts\.yaml"):
        facts.look_at_course(tools)


# ---- citations


@pytest.mark.parametrize(
    ("title", "href", "text", "around", "problem"),
    [
        (TITLE, PAGE, "£12.71 an hour", "", ""),
        (TITLE, PAGE, "from April 2026, £12.71", "", ""),
        (TITLE, PAGE, "£12.70", "", "says “£12.70”"),
        (TITLE, PAGE, "12.71 an hour", "", "says “12.71 an hour”"),
        (TITLE, PAGE, "the lowest wage", "", "says “the lowest wage”"),
        (TITLE, PAGE + "/old", "£12.71", "", "but the source of"),
        ("fact: living-wage, April 2025", PAGE, "£12.71", "", "The date is “April 2025”"),
        ("fact: wage, April 2026", PAGE, "£12.71", "", "no fact “wage”"),
        ("fact: living-wage", PAGE, "£12.71", "", "not of the form"),
        ("fact: price, 2025", PAGE, "24p", "", ""),
        ("fact: price, 2025", PAGE, "24.11p/kWh", "", ""),
        ("fact: price, 2025", PAGE, "24 p/kWh", "", ""),
        ("fact: price, 2025", PAGE, "25p", "", "says “25p”"),
        ("fact: range, 2025", PAGE, "35% to 45%", "It is typically … .", ""),
        ("fact: range, 2025", PAGE, "35-45%", "It is about … .", ""),
        ("fact: range, 2025", PAGE, "45% to 35%", "It is about … .", "says “45% to 35%”"),
        ("fact: range, 2025", PAGE, "35%", "It is about … .", "says “35%”"),
        ("fact: range, 2025", PAGE, "35-45%", "It is … .", "is an estimate: say so"),
        ("fact: boost, 2025", PAGE, "£7.6m", "They claim … .", ""),
        ("fact: boost, 2025", PAGE, "£7.6 million", "They claim … .", ""),
        ("fact: boost, 2025", PAGE, "£7,600,000", "They claim … .", ""),
        ("fact: boost, 2025", PAGE, "£8m", "They claim … .", "says “£8m”"),
        ("fact: chosen, 2026", PAGE, "3%", "", "but the source of"),
    ],
)
def test_citations(title: str, href: str, text: str, around: str, problem: str) -> None:
    found = factbook.problems_of(title, href, text, around, BOOK)
    assert (problem in " ".join(found)) if problem else found == []


WHOLE: dict[str, Any] = {
    "says": "What it is, in words.", "value": 1, "unit": "%", "date": "2025", "source": PAGE, "how_sure": "verified"
}  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"says": "short"}, {"value": "12%"}, {"value": []}, {"value": True}, {"unit": ""}, {"date": "last year"},
        {"source": None}, {"source": "a book"}, {"source": "https://x y.org"}, {"how_sure": "quite"}, {"extra": 1},
        {"rounds_to": 0},
    ],
)  # fmt: skip
def test_a_fact_that_is_not_whole_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    file = tmp_path / "facts.yaml"
    file.write_text(yaml.safe_dump({"a-fact": WHOLE}), encoding="utf-8")
    assert factbook.load(file)["a-fact"].value == (1.0,)
    file.write_text(yaml.safe_dump({"a-fact": {**WHOLE, **change}}), encoding="utf-8")
    with pytest.raises(CourseError, match="a-fact"):
        factbook.load(file)


def test_a_key_stands_once_and_in_small_letters(tmp_path: Path) -> None:
    file = tmp_path / "facts.yaml"
    entry = "{says: What it is in words., value: 1, unit: people, date: '2025', how_sure: assumption}"
    for text, says in (
        (f"a: {entry}\na: {entry}\n", "twice"),
        (f"A b: {entry}\n", "not allowed"),
        ("a: [", "not YAML"),
    ):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(CourseError, match=says):
            factbook.load(file)
    with pytest.raises(CourseError, match="cannot be read"):
        factbook.load(tmp_path / "none.yaml")


def test_the_courses_facts_can_all_be_cited() -> None:
    book = factbook.load(REPOSITORY / "course/facts.yaml")
    assert len(book) > 50
    for key, fact in book.items():
        text = " and ".join(_printed(fact, value) for value in fact.value)
        if fact.source is not None:
            problems = factbook.problems_of(f"fact: {key}, {fact.date}", fact.source, text, "They claim …", book)
            assert problems == [], key
        assert wrong_words(f"{fact.says} {fact.note}") == {}, key


def _printed(fact: Fact, value: float) -> str:
    number = f"{value:,.10g}"
    return f"£{number}" if fact.sign == "£" else f"{number}{fact.sign}"


# ---- figures in a text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("£7.6m, £7.6 million and GBP 88k", [(7.6e6, "£"), (7.6e6, "£"), (88e3, "£")]),
        ("25.9%, 3 per cent and 24p", [(25.9, "%"), (3, "%"), (24, "p")]),
        ("24 p/kWh at 5 kWh, 12 mm and 5m long", [(24, "p"), (5, "kWh"), (12, "mm"), (5, "m")]),
        ("from 8-15%, £20 to 30", [(8, "%"), (15, "%"), (20, "£"), (30, "£")]),
        ("1,500 hours; 2025; 65000.", [(1500, ""), (2025, ""), (65000, "")]),
        ("twenty-five per cent of two hundred, a dozen", [(25, "%"), (200, ""), (12, "")]),
        ("seventeen; ninety; one thousand; 7 million", [(17, ""), (90, ""), (1000, ""), (7e6, "")]),
        ("five of twelve, someone, often, attention, tension", []),
        ("CO2, W5, v3.3, ISO 9001, Industry 4.0", []),
        ("-£500 and (0.10) and .5", [(500, "£"), (0.1, ""), (0.5, "")]),
        ("40/25/20", [(40, ""), (25, ""), (20, "")]),
        ("$40", [(40, "$")]),
    ],
)
def test_figures_of_a_text(text: str, found: list[tuple[float, str]]) -> None:
    assert [(pytest.approx(figure.value), figure.sign) for figure in figures(text)] == found


def test_dates_years_and_small_counts() -> None:
    assert [figure.is_date for figure in figures("26 October, 23:59, 1st, 26 firms")] == [True, True, True, False]
    assert [figure.is_year for figure in figures("2026, 2,026, £2026, 1989")] == [True, False, False, False]
    small = [figure.is_small_count for figure in figures("12, 13, £5, 5%, 5 kWh, 0, 1.5, 012")]
    assert small == [True, False, False, False, False, True, False, True]


@pytest.mark.parametrize(
    ("text", "value", "rounds"),
    [
        ("2.79", 2.788, True), ("2.79", 2.78, False), ("44,100", 44_096, True), ("44,100", 44_151, False),
        ("8,800", 8_815, True), ("8,800", 8_851, False), ("£90.91", 90.909, True), ("1,500", 1_500, True),
        ("1,501", 1_500, False), ("20.7%", -20.71, True), ("100", 104, True), ("100", 106, False),
        ("£7.6m", 7_640_000, True), ("£7.6m", 7_660_000, False), ("5", 5.4, True), ("5", 5.6, False),
    ],
)  # fmt: skip
def test_a_printed_figure_rounds_a_number(text: str, value: float, rounds: bool) -> None:
    assert figures(text)[0].rounds(value) is rounds


@given(st.floats(min_value=0.01, max_value=1e9), st.integers(min_value=0, max_value=4))
def test_whatever_is_printed_is_read_and_rounds(value: float, places: int) -> None:
    for text in (f"£{value:,.{places}f}", f"{value:.{places}f}%"):
        [figure] = figures(f"It is {text} in all.")
        assert figure.text == text
        assert figure.value == pytest.approx(round(value, places))
        assert figure.rounds(value)


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    for figure in figures(text):
        assert figure.text in text
        assert text[figure.start :].startswith(figure.text)


# ---- what a notebook knows


@dataclasses.dataclass(frozen=True)
class Machine:
    price: float = 61_500.0
    share: float = 0.37
    name: str = "made by 240 firms"
    busy: bool = True


def case(**constants: object) -> ModuleType:
    module = ModuleType("course.cases.tiny", "Tiny Ltd (simulated): 48 staff.\n\nOf 999 firms.\n")
    vars(module).update(constants)
    return module


def explained(numbers: Known, text: str) -> bool:
    [figure] = figures(text)
    return numbers.explains(figure)


def test_a_case_gives_its_constants_and_its_first_line() -> None:
    numbers = known.of_notebook(
        new_notebook(),
        [case(CELL=Machine(), RATES={"a": [0.18, 26_500]}, FULL_PERCENT=62, _HIDDEN=777, DATA=list(range(1000, 1300)))],
    )
    for text in ("£61,500", "61,500", "37%", "0.37", "18%", "26,500", "48", "62%"):
        assert explained(numbers, text), text
    for text in ("240", "777", "1,100", "999", "61,501", "38%", "0.38", "£62,000", "4,800%", "48%"):
        assert not explained(numbers, text), text


def test_only_what_is_imported_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "course.cases.tiny", case(CELL=Machine()))
    monkeypatch.setattr(known, "_is_module", lambda name: name == "course.cases.tiny")
    for line in ("from course.cases import tiny", "import course.cases.tiny", "from course.cases.tiny import CELL"):
        assert explained(known.of_notebook(new_notebook(cells=[new_code_cell(line)])), "£61,500"), line
    for line in ("# from course.cases import tiny", "from course.cases import other", "from course import ("):
        assert not explained(known.of_notebook(new_notebook(cells=[new_code_cell(line)])), "£61,500"), line


def test_an_exercise_gives_inputs_answers_slips_and_its_step() -> None:
    numbers = Known(list(known.of_exercise(_of("w05-payback"))))
    for text in ("£88,000", "2.79", "2.788", "2.8", "3.39", "0.01"):
        assert explained(numbers, text), text
    for text in ("2.81", "£2.79", "2.79%", "2.74"):
        assert not explained(numbers, text), text
    assert explained(Known(list(known.of_exercise(_of("w05-npv")))), "£10"), "“to the nearest £10”"


def _of(name: str) -> Exercise:
    found = next(each for each in week05.DEFINITIONS if each.id == name)
    assert isinstance(found, Exercise)
    return found


def test_a_number_of_pence_or_per_cent_is_a_hundredth() -> None:
    assert Value(0.24).is_printed_as(figures("24p")[0])
    assert Value(0.24).is_printed_as(figures("24%")[0])
    assert Value(240.0).is_printed_as(figures("24,000")[0]) is False
    assert Value(0.24).is_printed_as(Figure("24", 24.0)) is False


def test_figures_are_kept_as_they_are_printed() -> None:
    numbers = Known(stated={"£90.91": 90.909, "3.07": 3.0714})
    assert explained(numbers, "£90.91")
    assert not explained(numbers, "90.91")
    assert not explained(numbers, "£90.90")
    assert list(numbers.misstated()) == []


def test_text_is_read_without_code_and_citations() -> None:
    text = f'A [£12.71]({PAGE} "{TITLE}"), [£5]({PAGE}) and `£7`.'
    assert facts.plain(blocks(text)[0]) == "A …, £5 and …."


def test_outputs_of_locked_cells_are_read(checkout: Path) -> None:
    def cell(locked: bool, text: str) -> NotebookNode:
        made = new_code_cell("1", metadata={"nbgrader": {"locked": locked}})
        made.outputs = [new_output("execute_result", data={"text/plain": text}, execution_count=1)]
        return made

    notebook = new_notebook(cells=[cell(True, "12 of 34"), cell(False, "56")])
    assert "34" in " ".join(facts._outputs(notebook, locked=True))
    assert "56" not in " ".join(facts._outputs(notebook, locked=True))
    assert "56" in " ".join(facts._outputs(notebook, locked=False))
