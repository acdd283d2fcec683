"""The rule “leaks”: whatever gives an answer away is found, and what a task rightly states is not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
from nbformat import NotebookNode
from small_checkout import WEEK05, built, copied

from course.audit import received, secrets
from course.audit.findings import Finding
from course.audit.rules import leaks
from course.audit.tools import Tools
from course.audit.workshop import Workshop

RELEASE = f"release/{WEEK05}/{WEEK05}.ipynb"
SOURCE = f"source/{WEEK05}/{WEEK05}.ipynb"
Change = Callable[[NotebookNode], None]


def cell(notebook: NotebookNode, name: str) -> NotebookNode:
    (found,) = (each for each in notebook.cells if each.metadata.get("nbgrader", {}).get("grade_id") == name)
    return found


def change(path: Path, how: Change) -> None:
    notebook = nbformat.read(path, as_version=4)
    how(notebook)
    nbformat.write(notebook, path)


def found(root: Path) -> tuple[Finding, ...]:
    workshop = Workshop(root, WEEK05)
    with Tools(root) as tools:
        result = leaks.look(workshop, tools)
    assert result.measures["leaks"] <= len(result.findings)
    return result.findings


def after(tmp_path: Path, how: Change, file: str = RELEASE) -> tuple[Finding, ...]:
    root = copied(tmp_path / "checkout")
    change(root / file, how)
    return found(root)


def says(name: str, text: str) -> Change:
    """Something added to a cell, on a line of its own."""

    def how(notebook: NotebookNode) -> None:
        cell(notebook, name).source += f"\n\n{text}"

    return how


def typed(name: str, line: str) -> Change:
    """The first blank of a cell filled in."""

    def how(notebook: NotebookNode) -> None:
        there = cell(notebook, name)
        assert "..." in there.source
        there.source = there.source.replace("...", line, 1)

    return how


def new_code(text: str) -> Change:
    return lambda notebook: notebook.cells.append(nbformat.v4.new_code_cell(text, metadata={}))


def about(name: str, **values: object) -> Change:
    return lambda notebook: cell(notebook, name).metadata.update(values)


def test_week_5_leaks_nothing() -> None:
    assert found(built()) == ()
    with Tools(built()) as tools:
        result = leaks.look_at_course(tools)
    assert (result.findings, result.measures["leaks"]) == ((), 0)


# What is done to the release -> the cell where it is found, and words of what is said.
LEAKS: dict[str, tuple[Change, str, str]] = {
    "a formula left in its blank": (
        typed("w05-irr-answer", "100 * irr([grant - cost, first_year, full_year, full_year, full_year, full_year])"),
        "w05-irr-answer",
        "the model answer of w05-irr-answer",
    ),
    "a formula spaced otherwise, in a hint": (
        says("w05-payback-task", "Method: `1+( cost-grant -first_year )/full_year`."),
        "w05-payback-task",
        "the model answer of w05-payback-answer",
    ),
    "a formula with brackets that change nothing": (
        new_code("helper = (1 + ((cost - grant) - first_year) / full_year)"),
        f"{WEEK05}/{WEEK05}.ipynb, cell 41",
        "the model answer of w05-payback-answer",
    ),
    "a formula in a comment": (
        says("w05-case", "# price / annuity_factor(rate, life) + running"),
        "w05-case",
        "the model answer of w05-yearly-answer",
    ),
    "a formula in metadata": (
        about("w05-case", tags=["whole_years + still_owed / (next_saving / (1 + rate) ** (whole_years + 1))"]),
        "w05-case",
        "the model answer of w05-discounted-answer",
    ),
    "a choice left in its blank": (
        typed("w05-size-answer", '"two machines"'),
        "w05-size-answer",
        "The blank answer still holds the model answer",
    ),
    "a number left in its blank": (typed("w05-predict-answer", "2"), "w05-predict-answer", "still holds"),
    "a figure left in a form": (
        lambda notebook: setattr(
            cell(notebook, "w05-firm-answer"),
            "source",
            cell(notebook, "w05-firm-answer").source.replace("cost=...", "cost=64000"),
        ),
        "w05-firm-answer",
        "The blank cost still holds",
    ),
    "words left in a form": (
        says("w05-firm-task", "For example: palletising at the *end of line 2*."),
        "w05-firm-task",
        "the model answer of w05-firm-answer",
    ),
    "a line of the model in another cell": (
        new_code('answer = "two machines"'),
        f"{WEEK05}, cell 41",
        "the line of w05-size-answer's model answer",
    ),
    "a sentence of the memo": (
        says(
            "w05-memo-task", "If they fill less than about **seven eighths** of them,\nI would build the smaller cell."
        ),
        "w05-memo-task",
        "the model answer's sentence",
    ),
    "a hidden test": (
        says("w05-real-check", 'check("w05-real", real_rate_percent, also={"nominal":0.085,"inflation": 0.045})'),
        "w05-real-check",
        "the hidden test",
    ),
    "the figures of a hidden case, in prose": (
        says(
            "w05-npv-task",
            "Another firm: £64,000, less £9,000; it saves £11,000, then £19,000, asks 12% and paid £2,500.",
        ),
        "w05-npv-task",
        "the figures of a hidden case",
    ),
    "the figures of a hidden case, in a table": (
        says("w05-yearly-task", "| 26000 | 1700 | 6 | 12 % |"),
        "w05-yearly-task",
        "the figures of a hidden case",
    ),
    "an authors' mark": (says("w05-case", "### BEGIN SOLUTION"), "w05-case", "mark “### BEGIN SOLUTION”"),
    "an output": (
        lambda notebook: cell(notebook, "w05-case").outputs.append(nbformat.v4.new_output("stream", text="2.79")),
        "w05-case",
        "an output",
    ),
    "an execution count": (
        lambda notebook: setattr(cell(notebook, "w05-case"), "execution_count", 3),
        "w05-case",
        "execution count",
    ),
    "metadata of an author's": (about("w05-case", answer="2.79"), "w05-case", "metadata have “answer”"),
    "metadata of nbgrader's that it has not": (
        lambda notebook: cell(notebook, "w05-case").metadata.nbgrader.update(solution_source="x"),
        "w05-case",
        "“solution_source”",
    ),
    "metadata of the notebook": (
        lambda notebook: notebook.metadata.update(answers={"w05-payback": 2.79}),
        f"{WEEK05}/{WEEK05}.ipynb, its metadata",
        "“answers”",
    ),
    "a path of Linux": (says("w05-case", "# see /home/ann/course"), "w05-case", "/home/ann/course"),
    "a path of Windows": (says("w05-case", r"# see C:\Users\ann\course"), "w05-case", "C:\\Users\\ann"),
    "a path of macOS": (says("w05-npv-task", "See file:///Users/ann/a.csv"), "w05-npv-task", "file:///Users/ann"),
}


@pytest.mark.parametrize("what", LEAKS)
def test_each_leak_is_found(what: str, tmp_path: Path) -> None:
    how, where, words = LEAKS[what]
    told = after(tmp_path, how)
    assert [finding for finding in told if finding.where == where and words in finding.says], told


NO_LEAKS: dict[str, Change] = {
    "a number that the task states": says("w05-predict-answer", "# not 2 weeks: 2 years or more"),
    "a choice that the task offers": says("w05-size-task", "Write `two machines`, or `answer = 2` where 2 is meant."),
    "another formula of the same names": says("w05-payback-task", "`(cost - grant) / full_year` forgets year 1."),
    "part of a formula": says("w05-payback-task", "Take `cost - grant - first_year` first."),
    "a longer name": says("w05-real-task", "`100 * ((1 + nominal) / (1 + inflation) - 1_000)`"),
    "one figure of a hidden case": says("w05-npv-task", "A firm pays £64,000 and saves £19,000 in a year."),
    "the visible case": says("w05-npv-task", "£88,000, £20,000, £9,000, £33,000, 10%, £4,500"),
    "figures that only hold those of a hidden case": says("w05-real-task", "Of 10.085 and 0.0455 nothing follows."),
    "a few words of the memo": says("w05-memo-task", "Only one cell fits."),
    "a heading with the words of a mark": says("w05-memo-task", "## Begin tests at the end of the line"),
    "an address with home in it": says("w05-case", "# https://example.org/home/prices and ./tmp/x"),
    "tags": about("w05-case", tags=["hide-input"]),
}


@pytest.mark.parametrize("what", NO_LEAKS)
def test_what_gives_nothing_away_is_left_in_peace(what: str, tmp_path: Path) -> None:
    assert after(tmp_path, NO_LEAKS[what]) == ()


def test_source_code_and_the_courses_own_folder_are_found(tmp_path: Path) -> None:
    root = copied(tmp_path / "checkout")
    folder = root / "release" / WEEK05
    (folder / f"{WEEK05}.py").write_text("x = 1\n", encoding="utf-8")
    (folder / ".hidden.txt").write_text(f"made in {root}\n", encoding="utf-8")
    wheres = {finding.where for finding in found(root)}
    assert wheres == {f"{WEEK05}/{WEEK05}.py", f"{WEEK05}/.hidden.txt"}


def test_a_data_file_is_looked_through_line_by_line(tmp_path: Path) -> None:
    root = copied(tmp_path / "checkout")
    data = root / "release" / WEEK05 / "data.csv"
    data.write_text("nominal,inflation\n0.085,1\n2,0.045\n", encoding="utf-8")
    assert found(root) == ()
    data.write_text("nominal,inflation\n0.085,0.045\n", encoding="utf-8")
    (told,) = found(root)
    assert (told.where, "hidden case of w05-real" in told.says) == (f"{WEEK05}/data.csv", True)


def test_what_another_notebook_gives_away_is_found(tmp_path: Path) -> None:
    root = copied(tmp_path / "checkout")
    change(
        root / "notebooks/start-here/start-here.ipynb",
        lambda notebook: notebook.cells.append(
            nbformat.v4.new_markdown_cell("The study is already paid for and plays no part in this.")
        ),
    )
    (told,) = found(root)
    assert told.where.startswith("start-here/start-here.ipynb, cell ")
    assert "w05-memo" in told.says


def test_traces_in_a_notebook_of_no_workshop_are_found(tmp_path: Path) -> None:
    root = copied(tmp_path / "checkout")

    def how(notebook: NotebookNode) -> None:
        notebook.cells[2].execution_count = 1
        notebook.cells[0].source += "\n\n/home/ann/x"

    change(root / "notebooks/start-here/start-here.ipynb", how)
    (root / "notebooks/tutor").mkdir()
    (root / "notebooks/tutor/answers.py").write_text("x = 1\n", encoding="utf-8")
    with Tools(root) as tools:
        result = leaks.look_at_course(tools)
    assert [finding.where for finding in result.findings] == [
        "start-here/start-here.ipynb, cell 3",
        "start-here/start-here.ipynb, cell 1",
    ]
    assert result.measures["leaks"] == 2


def test_a_note_for_tutors_is_a_secret(tmp_path: Path) -> None:
    note = "### BEGIN MARK SCHEME\nGive two points only where the cell is named.\n### END MARK SCHEME"
    root = copied(tmp_path / "checkout")
    change(root / SOURCE, says("w05-memo-task", note))
    assert found(root) == ()
    change(root / RELEASE, says("w05-memo-task", "Give two points only where the cell is named."))
    (told,) = found(root)
    assert "the tutors' note" in told.says


def test_what_participants_receive_is_what_the_lab_gives_them() -> None:
    assert not [path for path in received.received(built()) if path.startswith("tutor")]
    assert f"{WEEK05}/{WEEK05}.ipynb" in received.received(built())


def test_a_hidden_test_over_several_lines_is_found_on_one(tmp_path: Path) -> None:
    root = copied(tmp_path / "checkout")
    several = "### BEGIN HIDDEN TESTS\ncheck(\n    'w05-size',  # a note\n    [3,\n     4])\n### END HIDDEN TESTS"
    change(root / SOURCE, says("w05-size-check", several))
    assert found(root) == ()
    change(root / RELEASE, says("w05-case", 'check("w05-size", [3, 4])'))
    (told,) = found(root)
    assert (told.where, "the hidden test of w05-size-check" in told.says) == ("w05-case", True)


# ---- cells that are no checks


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('check("w05-npv", 1)', "check"),
        ('definition("w05-npv").right_value()', "definition"),
        ('import course.checks\ncourse.checks.exercises("w05")', "course.checks.exercises"),
        ("from course.checks.weeks import week05", "course.checks.weeks"),
        ("import course.checks.weeks.week05 as w", "course.checks.weeks.week05"),
        ('from course.checks import definition as known\nknown("w05-npv")', "known"),
    ],
)
@pytest.mark.parametrize("name", ["w05-explore", "w05-firm-answer"])
def test_a_cell_that_is_no_check_must_not_ask_for_definitions(name: str, line: str, said: str, tmp_path: Path) -> None:
    told = after(tmp_path, says(name, line), SOURCE)
    assert [
        finding for finding in told if finding.where == name and f"It uses {said}, and only a check" in finding.says
    ]


def test_a_name_that_only_sounds_like_it_may_be_used(tmp_path: Path) -> None:
    assert after(tmp_path, says("w05-explore", "ribble.check(1); exercises = 3; price.definition()"), SOURCE) == ()


# ---- reading figures


@pytest.mark.parametrize(
    "value",
    [
        [1, 2.5],
        (1, 2.5),
        np.array([1, 2.5]),
        pd.Series([1, 2.5]),
        {"a": 1, "b": [2.5]},
        pd.DataFrame({"x": [1], "y": 2.5}),
    ],
)
def test_numbers_are_found_in_every_kind_of_value(value: object) -> None:
    assert secrets.numbers(value) == (1.0, 2.5)


@pytest.mark.parametrize("value", ["12", None, True, float("nan"), [float("inf")], {}])
def test_what_is_no_number_is_none(value: object) -> None:
    assert secrets.numbers(value) == ()


def test_a_list_of_small_figures_is_known_by_its_order(tmp_path: Path) -> None:
    """Scores from 1 to 5 stand everywhere; in the hidden case's order and number they do not."""
    root = copied(tmp_path / "checkout")

    def how(notebook: NotebookNode) -> None:
        there = cell(notebook, "w05-real-check")
        there.source = there.source.replace('{"nominal": 0.085, "inflation": 0.045}', '{"nominal": [4.5, 2, 5, 3, 1]}')
        assert "4.5, 2" in there.source

    change(root / SOURCE, how)
    assert found(root) == ()
    change(root / RELEASE, says("w05-real-task", "Marks are 1, 2, 3, 4.5 or 5."))
    assert found(root) == ()
    change(root / RELEASE, says("w05-real-task", "Marks: | 4.5 | 2 | 5 | 3 | 1 |"))
    change(root / RELEASE, says("w05-case", "marks = [4.5,2,5,3,1]"))
    assert [finding.where for finding in found(root)] == ["w05-case", "w05-real-task"]


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("64000", True),
        ("64_000", True),
        ("£64,000.", True),
        ("64000.0", True),
        ("[1,64000,2]", True),
        ("164,000", False),
        ("64,000,000", False),
        ("64000.5", False),
        ("6.4", False),
        ("64_0005", False),
    ],
)
def test_a_figure_is_known_however_it_is_set(text: str, there: bool) -> None:
    assert bool(re.search(secrets.number_pattern(64_000), text)) is there


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("0.12", True),
        (".12", True),
        ("12%", True),
        ("12 per cent", True),
        ("12", False),
        ("0.125", False),
        ("112%", False),
    ],
)
def test_a_share_is_known_as_a_percentage_too(text: str, there: bool) -> None:
    assert bool(re.search(secrets.number_pattern(0.12), text)) is there
