"""The rule on mutants: it passes a sound workshop, and catches cases and checks that let wrong answers through."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course.audit.findings import Result
from course.audit.probing import Prober
from course.audit.rules import mutation
from course.audit.tools import Tools
from course.audit.workshop import Workshop
from course.checks import Exercise, Form
from course.grading.engine import Job

REPOSITORY = Path(__file__).resolve().parents[2]
NAME = "week97-small"

DEFINITIONS = """\
from dataclasses import replace

from course.checks import Exercise, Slip, check
from course.quantities import GBP

SLIP = Slip("another", "1.5", "Is it?", 0.0)
CLEANING = Exercise(
    id="w97-sum", title="Cleaning", points=4, transfer_points=1, slips=(SLIP,), unit=GBP, nearest=1,
    means="", asks="", fill="",
    right=lambda price, years, visits, fee, travel: price / years + visits * (fee + travel),
    inputs={"price": 40_000, "years": 8, "visits": 6, "fee": 85, "travel": 32},
)
PICK = Exercise(
    id="w97-pick", title="Pick", points=2, slips=(), means="", asks="", fill="",
    right=lambda: "one", choices=("one", "two", "neither"),
)
PROFIT = Exercise(
    id="w97-profit", title="Profit", points=2, slips=(), unit=GBP, nearest=10, means="", asks="", fill="",
    right=lambda: 1500.0,
)
FLOWS = Exercise(
    id="w97-flows", title="Flows", points=2, slips=(), unit=GBP, nearest=1, means="", asks="", fill="",
    right=lambda: [-500.0, 200.0, 400.0],
)
"""

MODEL = "price / years + visits * (fee + travel)"
GOOD = '{"price": 31_000, "years": 6, "visits": 4, "fee": 140, "travel": 55}'
IDLE = '{"price": 31_000, "years": 6, "visits": 0, "fee": 140, "travel": 55}'  # no visits: the fee plays no part
SAME = '{"price": 31_000, "years": 6, "visits": 4, "fee": 85, "travel": 32}'  # the visible fee and travel once more


@dataclass(frozen=True)
class Part:
    """An exercise of a small workshop: its stem, model line, check, hidden check, and names in brackets."""

    stem: str = "w97-sum"
    model: str = MODEL
    check: str = "check(CLEANING, formula)"
    hidden: str | None = f"check(CLEANING, formula, also={GOOD})"
    names: str = "price, years, visits, fee, travel"


PICK = Part("w97-pick", "'one'", "check(PICK, pick)", None, "")
PROFIT = Part("w97-profit", "1500", "check(PROFIT, profit)", None, "")
FLOWS = Part("w97-flows", "[-500, 200, 400]", "check(FLOWS, flows)", None, "")


@dataclass(frozen=True)
class Small(Workshop):
    """A workshop whose definitions stand in its first cell."""

    setup: str = field(default=DEFINITIONS, hash=False)
    stems: tuple[str, ...] = ()

    @cached_property
    def definitions(self) -> Mapping[str, Exercise | Form]:
        """The exercises by id, in order."""
        known = {each.id: each for each in self.names().values() if isinstance(each, Exercise)}
        return {stem: known[stem] for stem in self.stems}


def code(grade_id: str, source: str, **about: Any) -> nbformat.NotebookNode:
    record = {"grade": False, "locked": True, "solution": False, "task": False, "schema_version": 3, **about}
    return new_code_cell(source, id=grade_id, metadata={"nbgrader": {"grade_id": grade_id, **record}})


def answer(part: Part, line: str) -> str:
    if part.names:
        return f"def formula({part.names}):\n{line.replace('@', '    ')}    return answer"
    return f"{line.replace('@', '')}{part.stem[4:]} = answer"


def notebook(setup: str, parts: tuple[Part, ...], *, release: bool) -> nbformat.NotebookNode:
    cells = [code("w97-setup", setup)]
    for part in parts:
        line = "answer = ..." if release else f"### BEGIN SOLUTION\n@answer = {part.model}\n@### END SOLUTION"
        cells.append(code(f"{part.stem}-answer", answer(part, f"@{line}\n"), locked=False, solution=True))
        hidden = f"\n### BEGIN HIDDEN TESTS\n{part.hidden}\n### END HIDDEN TESTS"
        check = part.check if release or part.hidden is None else part.check + hidden
        cells.append(code(f"{part.stem}-check", check, grade=True, points=4))
    return new_notebook(cells=cells)


Make = Callable[..., Small]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Writes a checkout with one small workshop."""
    number = itertools.count()

    def made(*parts: Part, setup: str = DEFINITIONS) -> Small:
        root = tmp_path / f"course{next(number)}"
        for folder in ("source", "release"):
            path = root / folder / NAME / f"{NAME}.ipynb"
            path.parent.mkdir(parents=True)
            made_here = notebook(setup, parts, release=folder == "release")
            path.write_text(nbformat.writes(made_here), encoding="utf-8", newline="\n")
        (root / "nbgrader_config.py").write_text("", encoding="utf-8", newline="\n")
        monkeypatch.setenv("LDT_ROOT", str(root))
        return Small(root, NAME, setup, tuple(part.stem for part in parts))

    return made


@pytest.fixture(scope="module")
def tools() -> Iterator[Tools]:
    with Tools(REPOSITORY) as made:
        yield made


def survivors(result: Result) -> set[str]:
    return {survivor["line"] for survivor in result.measures["survivors"]}


def counts_add_up(result: Result) -> None:
    measures = result.measures
    assert measures["mutants"] == measures["killed"] + measures["equivalent"] + len(measures["survivors"])
    for name in ("mutants", "killed", "equivalent", "equivalent_by_tolerance", "visible_survivors", "mutants_raised"):
        assert measures[name] == sum(count[name] for count in measures["by_exercise"].values())
    per_exercise = {stem: count["survivors"] for stem, count in measures["by_exercise"].items()}
    told = [survivor["exercise"] for survivor in measures["survivors"]]
    assert per_exercise == {stem: told.count(stem) for stem in per_exercise}


class TestASoundWorkshop:
    def test_has_no_survivors(self, make: Make, tools: Tools) -> None:
        result = mutation.look(make(Part(), PICK, PROFIT, FLOWS), tools)
        assert result.findings == ()
        # Each of the five names, typed in, earns the visible points and no more.
        assert result.measures["by_exercise"]["w97-sum"]["visible_survivors"] >= 5
        assert result.measures["survivors"] == []
        assert result.measures["by_exercise"]["w97-sum"]["mutants"] >= 20
        assert result.measures["by_exercise"]["w97-flows"]["mutants"] >= 20
        assert result.measures["by_exercise"]["w97-pick"]["mutants"] == 2  # the other two choices
        counts_add_up(result)

    def test_mutants_within_the_tolerance_are_no_mistakes(self, make: Make, tools: Tools) -> None:
        counts = mutation.look(make(PROFIT), tools).measures["by_exercise"]["w97-profit"]
        # In tens of pounds, 1499 and 1501 are right; 1485 and 1515 are too close to call; five are far off:
        # 1350, 1650, 750, 3000 and -1500.
        assert (counts["mutants"], counts["equivalent"], counts["equivalent_by_tolerance"]) == (9, 4, 2)
        assert (counts["killed"], counts["survivors"]) == (5, 0)

    @pytest.mark.slow
    def test_the_same_formula_in_other_words_is_equivalent(self, make: Make, tools: Tools) -> None:
        model = "price / years + visits * max(fee + travel, 0)"
        result = mutation.look(make(Part(model=model)), tools)
        assert result.findings == ()
        counts = result.measures["by_exercise"]["w97-sum"]
        # The two swapped, the first alone, and 1 or -1 for the nought.
        assert counts["equivalent"] - counts["equivalent_by_tolerance"] == 4

    def test_mutants_that_stop_with_an_error_are_killed(self, make: Make, tools: Tools) -> None:
        result = mutation.look(make(Part(model="price / years + visits * sum([fee, travel])")), tools)
        assert result.findings == ()
        assert result.measures["mutants_raised"] >= 2  # a list times a whole number and no sum; sum of nothing
        assert result.measures["survivors"] == []

    @pytest.mark.slow
    def test_week_5_is_sound(self, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LDT_ROOT", str(REPOSITORY))
        workshop = Workshop(REPOSITORY, "week05-appraisal")
        result = mutation.look(workshop, tools)
        assert result.findings == ()
        assert set(result.measures["by_exercise"]) == {known.id for known in workshop.exercises}
        formulas = [known.id for known in workshop.exercises if known.inputs]
        assert all(result.measures["by_exercise"][stem]["mutants"] >= 20 for stem in formulas)
        assert result.measures["killed"] >= 0.98 * (result.measures["mutants"] - result.measures["equivalent"])
        counts_add_up(result)


class TestFiguresThatLetMistakesThrough:
    @pytest.mark.parametrize("hidden", [IDLE, SAME], ids=["a nought", "the visible figures again"])
    def test_a_hidden_case_in_which_a_term_is_idle(self, make: Make, tools: Tools, hidden: str) -> None:
        result = mutation.look(make(Part(hidden=f"check(CLEANING, formula, also={hidden})")), tools)
        typed_in = {
            "price / years + visits * (85 + travel)",
            "price / years + visits * (fee + 32)",
        }
        assert survivors(result) == typed_in
        assert {finding.where for finding in result.findings} == {"w97-sum"}
        counts_add_up(result)
        (first, *_) = result.measures["survivors"]
        assert first["what"] == "fee typed in as 85"
        assert first["diff"].splitlines() == [f"-answer = {MODEL}", f"+answer = {first['line']}"]
        assert first["case"].startswith("other figures")
        assert "fee=" in first["case"]

    @pytest.mark.slow
    def test_a_second_hidden_case_mends_it(self, make: Make, tools: Tools) -> None:
        result = mutation.look(make(Part(hidden=f"check(CLEANING, formula, also=[{IDLE}, {GOOD}])")), tools)
        assert result.findings == ()
        assert result.measures["survivors"] == []

    def test_a_visible_case_in_which_a_term_is_idle_too(self, make: Make, tools: Tools) -> None:
        setup = DEFINITIONS.replace('"visits": 6', '"visits": 0')
        assert setup != DEFINITIONS
        result = mutation.look(make(Part(hidden=f"check(CLEANING, formula, also={IDLE})"), setup=setup), tools)
        # Whatever is done to the visits earns full marks.
        assert {"price / years", "price / years - visits * (fee + travel)"} <= survivors(result)
        assert not result.ok

    def test_a_hidden_test_that_is_missing(self, make: Make, tools: Tools) -> None:
        result = mutation.look(make(Part(hidden=None), PICK), tools)
        assert [finding.where for finding in result.findings] == ["w97-sum"]
        assert "hidden" in result.findings[0].says

    @pytest.mark.slow
    def test_also_where_no_point_hangs_on_it(self, make: Make, tools: Tools) -> None:
        setup = DEFINITIONS.replace("transfer_points=1", "transfer_points=0")
        result = mutation.look(make(Part(hidden=None), setup=setup), tools)
        assert [finding.where for finding in result.findings] == ["w97-sum"]

    def test_a_hidden_test_without_figures(self, make: Make, tools: Tools) -> None:
        result = mutation.look(make(Part(hidden="check(CLEANING, formula)")), tools)
        assert [finding.where for finding in result.findings] == ["w97-sum"]


class TestChecksThatLetMistakesThrough:
    @pytest.mark.slow
    def test_one_that_takes_far_more_than_the_definition_says(self, make: Make, tools: Tools) -> None:
        wide = "check(replace(CLEANING, nearest=100), formula"
        result = mutation.look(make(Part(check=f"{wide})", hidden=f"{wide}, also={GOOD})")), tools)
        assert not result.ok
        told = {survivor["line"]: survivor["case"] for survivor in result.measures["survivors"]}
        # A pound more for each of six visits: wrong by £6 where £1 is asked.
        assert told["price / years + visits * (fee + 1 + travel)"].startswith("visible case")
        counts_add_up(result)

    def test_one_that_cannot_fail(self, make: Make, tools: Tools) -> None:
        never = f"check(CLEANING, CLEANING.right, also={GOOD})"
        result = mutation.look(make(Part(check="check(CLEANING, CLEANING.right)", hidden=never), PICK), tools)
        assert result.measures["by_exercise"]["w97-sum"]["killed"] == 0
        assert result.measures["by_exercise"]["w97-sum"]["survivors"] >= 20
        assert result.measures["by_exercise"]["w97-pick"]["survivors"] == 0
        assert {finding.where for finding in result.findings} == {"w97-sum"}

    def test_one_whose_tolerance_takes_nearly_anything(self, make: Make, tools: Tools) -> None:
        setup = DEFINITIONS.replace("nearest=1,\n    means", "nearest=20_000,\n    means", 1)
        assert setup != DEFINITIONS
        result = mutation.look(make(Part(), setup=setup), tools)
        assert any("tolerance" in finding.says for finding in result.findings)

    @pytest.mark.slow
    def test_one_that_gives_no_mark(self, make: Make, tools: Tools) -> None:
        silent = Part(check="mark = check(CLEANING, formula)", hidden=f"mark = check(CLEANING, formula, also={GOOD})")
        result = mutation.look(make(silent), tools)
        assert not result.ok
        assert result.measures["killed"] == 0, "nbgrader gives full marks to a check without a result"


class TestModelAnswersThatAreNotRight:
    def test_by_the_definition(self, make: Make, tools: Tools) -> None:
        result = mutation.look(make(Part(model="price / years"), PICK), tools)
        assert {finding.where for finding in result.findings} == {"w97-sum"}
        assert "visible case" in result.findings[0].says
        assert set(result.measures["by_exercise"]) == {"w97-pick"}

    def test_by_the_marks_that_it_earns(self, make: Make, tools: Tools) -> None:
        result = mutation.look(make(Part(check="check(CLEANING, 3)", hidden=f"check(CLEANING, 3, also={GOOD})")), tools)
        assert any("does not earn its 4 points" in finding.says for finding in result.findings)

    def test_because_it_is_more_than_one_line(self, make: Make, tools: Tools) -> None:
        result = mutation.look(make(Part(model="3\n    answer = 4")), tools)
        assert [finding.where for finding in result.findings] == ["w97-sum"]


class TestOtherFigures:
    @staticmethod
    def prober(right: Callable[..., float], model: str, **inputs: Any) -> Prober:
        known = Exercise("w97-any", "Any", 2, right, (), "", "", "", inputs=inputs)
        return Prober(known, model, (), {})

    def test_move_every_number_and_no_word(self) -> None:
        inputs = {"years": 1, "none": 0, "rate": 0.1, "list": [3, 0.5], "by_name": {"a": 7}, "word": "x", "sure": True}
        prober = self.prober(lambda **figures: 1.0, "1", **inputs)
        others = [case for name, case in prober.cases.items() if name.startswith("other figures")]
        assert others
        for other in others:
            assert list(other) == list(inputs)
            assert (other["word"], other["sure"]) == ("x", True)
            moved = [(other[name], inputs[name]) for name in ("years", "none", "rate")]
            moved += [*zip(other["list"], inputs["list"], strict=True), (other["by_name"]["a"], 7)]
            assert all(new != old and type(new) is type(old) for new, old in moved)
            assert other["years"] > 0

    def test_are_left_out_where_the_answer_does_not_exist(self) -> None:
        def right(cost: float, saving: float) -> float:
            if cost != 100:
                raise ValueError("no such answer")
            return cost / saving

        assert list(self.prober(right, "cost / saving", cost=100, saving=20).cases) == ["visible case"]

    def test_are_left_out_where_the_model_answer_does_not_hold(self) -> None:
        prober = self.prober(lambda a, b: max(a, b) / 7, "a / 7", a=100, b=99)
        assert all(case["a"] >= case["b"] for case in prober.cases.values())
        assert len(prober.cases) > 1

    def test_a_line_is_worked_out_on_copies(self) -> None:
        prober = self.prober(lambda items: 6.0, "sum(items)", items=[1, 2, 3])
        assert prober.answers("items.pop()")["visible case"] == 3
        assert prober.answers("sum(items)")["visible case"] == 6
        assert prober.answers("items.gone")["visible case"] is None
        assert prober.distances(prober.answers("nothing"))["visible case"] == float("inf")


class _Generous:
    """An engine that has seen every check give the same mark to all but so many submissions."""

    def __init__(self, missed: int) -> None:
        self.missed = missed
        self.seen: list[Job] = []

    def run(self, jobs: list[Job]) -> list[SimpleNamespace]:
        self.seen = list(jobs)
        return [self._marked(4 if place <= self.missed else 0) for place in range(len(self.seen))]

    def progress(self, words: str) -> None:
        pass

    @staticmethod
    def _marked(points: float) -> SimpleNamespace:
        mark = {"exercise": "w97-sum", "points": points, "max_points": 4, "outcome": "right", "slip": None}
        output = nbformat.v4.new_output("display_data", data={"application/vnd.ldt.mark+json": mark})
        cell = new_code_cell("check(CLEANING, formula)", outputs=[output])
        return SimpleNamespace(notebook=nbformat.writes(new_notebook(cells=[cell])))


class TestHowManyMayBeMissed:
    def test_two_in_a_hundred(self, make: Make) -> None:
        workshop = make(Part())
        first = _Generous(0)
        wrong = mutation.look(workshop, first).measures["killed"]  # type: ignore[arg-type]
        assert len(first.seen) == wrong + 1, "every wrong answer, and the model answer, is marked"
        allowed = wrong * 2 // 100
        for missed in (allowed, allowed + 1):
            result = mutation.look(workshop, _Generous(missed))  # type: ignore[arg-type]
            assert len(result.measures["survivors"]) == missed
            assert result.measures["killed"] == wrong - missed
            assert len(result.findings) == (0 if missed == allowed else missed)
