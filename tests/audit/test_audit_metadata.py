"""The rule “metadata”: week 5 as it is holds, and each way of spoiling it is found where it was done."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
import yaml
from nbformat import NotebookNode
from small_checkout import WEEK05, built, copied

from course.audit.findings import Finding
from course.audit.frozen import PATH, freeze, frozen
from course.audit.rules import metadata
from course.audit.tools import Tools
from course.audit.workshop import Workshop
from course.errors import CourseError

Spoil = Callable[[NotebookNode], None]


def cell(notebook: NotebookNode, name: str) -> NotebookNode:
    (found,) = (each for each in notebook.cells if each.metadata.get("nbgrader", {}).get("grade_id") == name)
    return found


def findings(root: Path, spoil: Spoil = lambda notebook: None) -> tuple[Finding, ...]:
    """What the rule says of week 5 after something was done to its source notebook."""
    workshop = Workshop(root, WEEK05)
    spoil(workshop.source)
    with Tools(root) as tools:
        return metadata.look(workshop, tools).findings


def text(name: str, old: str, new: str) -> Spoil:
    def spoil(notebook: NotebookNode) -> None:
        found = cell(notebook, name)
        assert old in found.source
        found.source = found.source.replace(old, new)

    return spoil


def about(name: str, **values: object) -> Spoil:
    return lambda notebook: cell(notebook, name).metadata.nbgrader.update(values)


def without(name: str) -> Spoil:
    return lambda notebook: notebook.cells.remove(cell(notebook, name))


def swapped(one: str, other: str) -> Spoil:
    def spoil(notebook: NotebookNode) -> None:
        cells = notebook.cells
        first, second = cells.index(cell(notebook, one)), cells.index(cell(notebook, other))
        cells[first], cells[second] = cells[second], cells[first]

    return spoil


def twice(notebook: NotebookNode) -> None:
    notebook.cells.append(copy.deepcopy(cell(notebook, "w05-case")))


def unmarked(notebook: NotebookNode) -> None:
    del cell(notebook, "w05-explore").metadata["nbgrader"]


def headline(notebook: NotebookNode) -> None:
    notebook.cells[0].source = notebook.cells[0].source.replace("40 points", "45 points")


def as_text(notebook: NotebookNode) -> None:
    cell(notebook, "w05-case").cell_type = "markdown"


@pytest.mark.slow
def test_week_5_holds() -> None:
    assert findings(built()) == ()


# What is spoiled -> (where it is found, words of what is said).
SPOILED: dict[str, tuple[Spoil, str, str]] = {
    "an id twice": (twice, "w05-case", "2 cells have this grade_id"),
    "an id of no form": (about("w05-explore", grade_id="cell-8f3a1c"), "cell-8f3a1c", "is called so"),
    "an id of another week": (about("w05-explore", grade_id="w06-explore"), "w06-explore", "is called so"),
    "a code cell without an id": (unmarked, f"{WEEK05}, cell 8", "has no grade_id"),
    "an answer that is locked": (about("w05-npv-answer", locked=True), "w05-npv-answer", "locked false, and is"),
    "a check that is not": (about("w05-npv-check", locked=False), "w05-npv-check", "locked true, and is"),
    "a task that can be changed": (about("w05-npv-task", locked=False), "w05-npv-task", "locked true, and is"),
    "a check that is not graded": (about("w05-npv-check", grade=False), "w05-npv-check", "grade true"),
    "a memo that is not marked": (about("w05-memo", grade=False), "w05-memo", "grade true"),
    "a case that is text": (as_text, "w05-case", "a code cell"),
    "an old schema": (about("w05-case", schema_version=2), "w05-case", "schema_version"),
    "a cell that is a task to nbgrader": (about("w05-memo", task=True), "w05-memo", '"task": false'),
    "points on an answer": (about("w05-npv-answer", points=4), "w05-npv-answer", "no other cell has any"),
    "points in words": (about("w05-npv-check", points="four"), "w05-npv-check", "number of points"),
    "no task": (without("w05-npv-task"), "w05-npv-task", "is missing"),
    "no answer": (without("w05-npv-answer"), "w05-npv-answer", "is missing"),
    "no check": (without("w05-firm-check"), "w05-firm-check", "is missing"),
    "no prediction": (without("w05-predict-answer"), "w05-predict-answer", "no such cell"),
    "no decision": (without("w05-decision-answer"), "w05-decision-answer", "no such cell"),
    "a check above its answer": (swapped("w05-npv-answer", "w05-npv-check"), "w05-npv", "in the order"),
    "other points than defined": (about("w05-npv-check", points=5), "w05-npv-check", "5 points and its definition 4"),
    "other points than stated": (
        text("w05-npv-task", "Task (4 points)", "Task (3 points)"),
        "w05-npv-task",
        "states 3 points; begin its task once with “**Task (4 points).**”",
    ),
    "a task without its points": (text("w05-npv-task", "**Task (4 points).**", ""), "w05-npv-task", "states no points"),
    "a sum that is not the syllabus's": (about("w05-memo", points=7), WEEK05, "give 41 points and"),
    "a headline of other points": (headline, f"{WEEK05}, cell 1", "states 45 points"),
    "a rubric of fewer rows": (
        text("w05-memo-task", "| **Figures** |", "**Figures** |"),
        "w05-memo-task",
        "adds up to 2",
    ),
    "a rubric of other columns": (text("w05-memo-task", "2 points", "3 points"), "w05-memo-task", "adds up to 9"),
    "no rubric": (text("w05-memo-task", "|", " "), "w05-memo-task", "has no rubric"),
    "a check of another exercise": (
        text("w05-npv-check", '"w05-npv"', '"w05-irr"'),
        "w05-npv-check",
        "another exercise than its own",
    ),
    "a check of another answer": (
        text("w05-npv-check", "npv_pounds", "payback_years"),
        "w05-npv-check",
        "no name that w05-npv-answer gives",
    ),
    "a check that checks nothing": (text("w05-npv-check", "check(", "print("), "w05-npv-check", "calls no check"),
    "names in another order": (
        text("w05-npv-answer", "(cost, grant,", "(grant, cost,"),
        "w05-npv-answer",
        "has (grant, cost, first_year",
    ),
    "a name too few": (text("w05-irr-answer", ", full_year)", ")"), "w05-irr-answer", "inputs are (cost, grant"),
    "a function where a value is asked": (
        text("w05-size-answer", "size = answer", "def size(): return answer"),
        "w05-size-answer",
        "must define no function",
    ),
    "an input that the task hides": (
        text("w05-npv-task", "`study`", "study"),
        "w05-npv-task",
        "does not name `study`",
    ),
    "a helper that the task hides": (text("w05-irr-task", "irr(", "rate_of("), "w05-irr-task", "does not name `irr`"),
    "a helper that nobody imports": (
        text("w05-setup", "annuity_factor, irr", "annuity_factor"),
        "w05-setup",
        "does not import `irr`, which w05-irr offers",
    ),
    "a frozen id renamed": (about("w05-case", grade_id="w05-case-money"), "w05-case", "is gone or was renamed"),
    "a new id that is not frozen": (
        about("w05-case", grade_id="w05-case-money"),
        "w05-case-money",
        "not among the frozen",
    ),
    "a frozen id of another kind": (
        about("w05-memo", grade=False),
        "w05-memo",
        "was a markdown manual cell and is a markdown answer cell",
    ),
}


@pytest.mark.parametrize("what", SPOILED)
def test_each_way_of_spoiling_it_is_found(what: str) -> None:
    spoil, where, words = SPOILED[what]
    found = findings(built(), spoil)
    assert [finding for finding in found if finding.where == where and words in finding.says], found


@pytest.mark.parametrize("name", ["w05-case-table", "w05-explore-second"])
def test_a_second_picture_or_explorer_has_a_readable_id(name: str) -> None:
    found = findings(built(), about("w05-case", grade_id=name))
    assert not any("is called so" in finding.says for finding in found)


# ---- the frozen list


def test_a_workshop_that_is_not_frozen_is_told_how(tmp_path: Path) -> None:
    root = copied(tmp_path / "checkout")
    (root / PATH).unlink()
    (found,) = findings(root)
    assert found.where == WEEK05
    assert "ldt audit --freeze week05" in found.says
    assert freeze(root, WEEK05) == len(Workshop(root, WEEK05).source.cells) - len(
        [each for each in Workshop(root, WEEK05).source.cells if "nbgrader" not in each.metadata]
    )
    assert findings(root) == ()


def spoil_file(root: Path, spoil: Spoil) -> None:
    path = root / "source" / WEEK05 / f"{WEEK05}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    spoil(notebook)
    nbformat.write(notebook, path)


def test_freezing_again_adds_only_what_is_new(tmp_path: Path) -> None:
    root = copied(tmp_path / "checkout")
    before = (root / PATH).read_bytes()
    assert freeze(root, WEEK05) == 0
    assert (root / PATH).read_bytes() == before

    def more(notebook: NotebookNode) -> None:
        extra = copy.deepcopy(cell(notebook, "w05-case"))
        extra.metadata.nbgrader.grade_id, extra.id = "w05-case-table", "w05-case-table"
        notebook.cells.insert(7, extra)

    spoil_file(root, more)
    assert freeze(root, WEEK05) == 1
    assert frozen(root)[WEEK05]["w05-case-table"] == "code read-only"
    assert findings(root) == ()


@pytest.mark.parametrize("spoil", [without("w05-case"), about("w05-case", grade=True, points=1)])
def test_freezing_refuses_to_forget_what_was_released(spoil: Spoil, tmp_path: Path) -> None:
    root = copied(tmp_path / "checkout")
    before = (root / PATH).read_bytes()
    spoil_file(root, spoil)
    with pytest.raises(CourseError, match=r"w05-case of week05-appraisal .* participants have it already"):
        freeze(root, WEEK05)
    assert (root / PATH).read_bytes() == before


def test_freezing_what_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="no source/week06-funding"):
        freeze(copied(tmp_path / "checkout"), "week06-funding")


@pytest.mark.parametrize("content", ["- w05-setup\n", "week05-appraisal: [w05-setup]\n", "a: {b\n"])
def test_a_damaged_list_is_one_sentence(content: str, tmp_path: Path) -> None:
    (tmp_path / PATH).parent.mkdir(parents=True)
    (tmp_path / PATH).write_text(content, encoding="utf-8")
    with pytest.raises(CourseError, match=r"released_ids\.yaml is not a list .*git checkout"):
        frozen(tmp_path)


def test_a_frozen_workshop_that_disappeared_is_found(tmp_path: Path) -> None:
    root = copied(tmp_path / "checkout")
    with Tools(root) as tools:
        assert metadata.look_at_course(tools).findings == ()
    listed = {**frozen(root), "week06-funding": {"w06-setup": "code read-only"}}
    (root / PATH).write_text(yaml.safe_dump(listed), encoding="utf-8")
    with Tools(root) as tools:
        assert [finding.where for finding in metadata.look_at_course(tools).findings] == ["week06-funding"]


# ---- reading a rubric


@pytest.mark.parametrize(
    ("rubric", "points"),
    [
        (
            "| What | 2 points | 1 point | 0 points |\n| :-- | :-- | :-- | :-- |\n| a | b | c | d |\n| e | f | g | h |",
            4,
        ),
        ("| What | 0 points | **3 points** |\n|--|--|--|\n| a | b | c |\n\n| x | y |", 3),
        ("| Figure | Pounds |\n|--|--|\n| a | 2 points |", None),
        ("Six points in all.", None),
    ],
)
def test_a_rubric_adds_up(rubric: str, points: float | None) -> None:
    assert metadata.rubric_points(rubric) == points
