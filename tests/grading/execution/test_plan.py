from __future__ import annotations

import nbformat
import pytest
from nbformat import NotebookNode

from course.grading.execution.plan import Plan, bound, is_check, read


def cell(source: str, kind: str = "locked") -> NotebookNode:
    flags = {
        "locked": {"locked": True, "grade": False, "solution": False},
        "answer": {"locked": False, "grade": False, "solution": True},
        "check": {"locked": True, "grade": True, "solution": False, "points": 4},
        "own": {},
        "manual": {"locked": False, "grade": True, "solution": True, "points": 4},
    }[kind]
    made = nbformat.v4.new_code_cell(source)
    if flags:
        made.metadata.nbgrader = flags | {"grade_id": f"{kind}-{source[:5]}", "schema_version": 3}
    return made


def notebook(*cells: NotebookNode) -> NotebookNode:
    return nbformat.v4.new_notebook(cells=list(cells))


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("answer = ...\nsize = answer", {"answer", "size"}),
        ("a, (b, *c) = d = values", {"a", "b", "c", "d"}),
        ("def f(x):\n    inside = x\n    return inside", {"f"}),
        ("async def g(): pass\nclass Firm:\n    x = 1", {"g", "Firm"}),
        ("for i in range(3):\n    j = i\nwith open(p) as file: pass", {"i", "j", "file"}),
        ("x += 1\ny: int = 2\nif (z := 3): pass", {"x", "y", "z"}),
        ("a.b = 1\na[0] = 2\ndel q", set()),
        ("answer = (", set()),
        ("%magic", set()),
        ("", set()),
        ("\0", set()),
    ],
)
def test_names_that_a_cell_binds(source: str, names: set[str]) -> None:
    assert bound(source) == names


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ('check("w05-size", size)', {"check", "size"}),
        ('check("w05-payback", payback, also={"cost": cost})', {"check", "payback", "cost"}),
        ("print(len(x))", {"x"}),
        ("y = x.z[k]", {"x", "k"}),
    ],
)
def test_names_that_a_check_reads(source: str, names: set[str]) -> None:
    assert read(source) == names


def test_the_judge_has_the_locked_cells_and_asks_for_what_answers_bind() -> None:
    release = notebook(
        cell("import x"), cell("answer = ...\nsize = answer", "answer"), cell("check(size, rate)", "check"),
        cell("rate = 5"), cell("free = 1", "own"), cell("def f():\n    answer = ...", "answer"),
    )  # fmt: skip
    plan = Plan.of(release)
    assert plan.setting == ("import x", "rate = 5")
    assert plan.names == {"answer", "size", "f"}
    assert plan.asked("check(size, rate, free, f)") == ["f", "size"]
    assert plan.asked("check(rate)") == []


def test_a_check_is_graded_code_that_is_no_answer() -> None:
    assert is_check(cell("check(x)", "check"))
    assert not any(is_check(cell("x", kind)) for kind in ("locked", "answer", "own", "manual"))


def test_a_cell_that_calls_itself_a_check_is_none() -> None:
    plan = Plan.of(notebook(cell("check(x)", "check")))
    forged = cell("4.0", "check")
    assert plan.is_check(cell("check(x)", "check"))
    assert not plan.is_check(forged)
    assert plan.checks == {"check-check": 4.0}


RELEASE = (cell("a = 1"), cell("b = 2"), cell("answer = ...", "answer"), cell("check(answer)", "check"), cell("c = 3"))


@pytest.mark.parametrize(
    ("changed", "places"),
    [
        ({}, (0, 1, 4)),
        ({2: cell("answer = 5", "answer")}, (0, 1, 4)),
        ({2: cell("c = 5", "answer")}, (0, 1)),
        ({3: cell("check(other)", "own")}, (0, 1)),
        ({0: cell("a = f()")}, ()),
        ({1: cell("b = f()")}, (0,)),
        ({1: cell("b = f()", "own")}, (0,)),
    ],
)
def test_only_unchanged_locked_cells_run_ahead(changed: dict[int, NotebookNode], places: tuple[int, ...]) -> None:
    plan = Plan.of(notebook(*RELEASE))
    cells = [changed.get(place, each) for place, each in enumerate(RELEASE)]
    assert plan.ahead(notebook(*cells)) == places


@pytest.mark.parametrize("kind", ["answer", "own"])
def test_nothing_runs_ahead_of_what_could_change_it(kind: str) -> None:
    cells = (cell("a = 1"), cell("b = run()", kind), cell("c = a"))
    assert Plan.of(notebook(*cells)).ahead(notebook(*cells)) == (0,)


def test_a_check_changes_nothing_since_the_judge_runs_it() -> None:
    cells = (cell("a = 1"), cell("check(b)", "check"), cell("c = a"))
    assert Plan.of(notebook(*cells)).ahead(notebook(*cells)) == (0, 2)
    forged = (cell("a = 1"), cell("other(b)", "check"), cell("c = a"))
    assert Plan.of(notebook(*cells)).ahead(notebook(*forged)) == (0,)


@pytest.mark.parametrize(
    ("answer", "after", "places"),
    [
        ("answer = 5", "c = a", (0, 2)),
        ("answer = 'text'\nguess = answer", "c = a", (0, 2)),
        ("answer = ...\nc = answer", "c = a", (0,)),
        ("answer = 5", "print(answer)", (0,)),
        ("answer = f()", "c = a", (0,)),
        ("answer.b = 5", "c = a", (0,)),
        ("answer = 5; import os", "c = a", (0,)),
        ("answer = (", "c = a", (0,)),
        ("%magic", "c = a", (0,)),
        ("answer = 5", "%magic", (0,)),
        ("answer = 5", "!echo answer", (0,)),
    ],
)
def test_a_plain_answer_lets_locked_cells_run_ahead_of_it(answer: str, after: str, places: tuple[int, ...]) -> None:
    plan = Plan.of(notebook(cell("a = 1"), cell("answer = ...", "answer"), cell(after)))
    assert plan.ahead(notebook(cell("a = 1"), cell(answer, "answer"), cell(after))) == places


def test_a_shorter_or_longer_submission_is_no_trouble() -> None:
    plan = Plan.of(notebook(*RELEASE))
    assert plan.ahead(notebook(RELEASE[0])) == (0,)
    assert plan.ahead(notebook()) == ()
    assert plan.ahead(notebook(*RELEASE, cell("more"))) == (0, 1, 4)
    assert Plan.of(notebook()).ahead(notebook(*RELEASE)) == ()


def test_an_added_cell_in_between_ends_the_row() -> None:
    plan = Plan.of(notebook(*RELEASE))
    assert plan.ahead(notebook(RELEASE[0], cell("b = f()", "own"), *RELEASE[1:])) == (0,)
    assert plan.ahead(notebook(RELEASE[0], nbformat.v4.new_markdown_cell("text"), *RELEASE[1:])) == (0, 1, 4)


def test_a_picture_below_formulas_is_drawn_once_for_everybody() -> None:
    setup = cell("from course.methods.losses import mean\nfrom course.display.losses import picture\nweek = 5")
    formula = "def f(rows):\n    answer = mean(rows)\n    return answer"
    released = (
        setup,
        cell("def f(rows):\n    answer = ...", "answer"),
        cell("check(f)", "check"),
        cell("picture(week)"),
    )
    plan = Plan.of(notebook(*released))
    for answer, places in ((formula, (0, 3)), (formula.replace("mean", "picture"), (0,)), ("week = 3", (0,))):
        assert plan.ahead(notebook(setup, cell(answer, "answer"), *released[2:])) == places
