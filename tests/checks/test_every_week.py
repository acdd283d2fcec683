"""What holds of every workshop as it is printed, typed and marked; a new week is found here by itself."""

from __future__ import annotations

import ast
import math
import re
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sane import html_words
from workshop_text import ROOT, answer_cell, cells, hidden_cases, model_line, setup, typed, visible_check

from course import syllabus
from course.checks import Exercise, Mark, Slip, check, exercises
from course.checks.card import as_html
from course.checks.diagnosis import diagnose
from course.quantities import GBP, GBP_A_YEAR, HOURS, MINUTES, PERCENT, SECONDS, YEARS, Unit, show

pytestmark = pytest.mark.usefixtures("as_when_marked")
POINTS = {each.name: each.points for each in syllabus.load(ROOT / "course" / "syllabus.yaml").workshops}
DEFINED = {file.stem[4:] for file in (ROOT / "course" / "checks" / "weeks").glob("week*.py")}
WORKSHOPS = sorted(folder.name for folder in (ROOT / "source").glob("week*") if folder.is_dir())
WEEKS = [name for name in WORKSHOPS if name[4:6] in DEFINED]
OTHER_UNITS: dict[Unit, tuple[float, ...]] = {
    YEARS: (12, 1 / 12),
    **dict.fromkeys((HOURS, MINUTES, SECONDS), (60, 1 / 60)),
    **dict.fromkeys((GBP, GBP_A_YEAR), (1000, 0.001, 100, 1 / 12, 12)),
    PERCENT: (100, 0.01),
}
"""What people multiply a right answer by without knowing: months for years, thousands for pounds."""
ANY_UNIT = (100, 0.01, 1000)
PASSED = ("right", "transfer", "typed in")


class Asked(NamedTuple):
    """An exercise or a form, and the workshop in which it is asked."""

    week: str
    known: Any

    @property
    def stem(self) -> str:
        return str(self.known.id)

    @property
    def line(self) -> str:
        """The model answer."""
        return model_line(self.week, self.stem)

    @property
    def hidden(self) -> list[dict[str, Any]]:
        return hidden_cases(self.week, self.stem)

    @property
    def factors(self) -> tuple[float, ...]:
        return OTHER_UNITS.get(self.known.unit, ANY_UNIT)

    def typed(self, line: str, *, hidden: bool = False) -> Mark:
        return typed(self.week, self.stem, line, hidden=hidden)


def prefix(week: str) -> str:
    """ "week05-appraisal" -> "w05"."""
    return f"w{week[4:6]}"


ALL = [Asked(week, known) for week in WEEKS for known in exercises(prefix(week)).values()]
EXERCISES = [asked for asked in ALL if isinstance(asked.known, Exercise)]
FORMULAS = [asked for asked in EXERCISES if asked.known.inputs]
NUMBERS = [asked for asked in FORMULAS if isinstance(asked.known.right_value(), float)]
SLIPS = [(asked, slip) for asked in EXERCISES for slip in asked.known.slips]
CASES = [(asked, case) for asked in FORMULAS for case in (None, *asked.hidden)]


def name_of(value: Any) -> str:
    if isinstance(value, Asked):
        return value.stem
    return value.name if isinstance(value, Slip) else "visible" if value is None else "hidden"


def figures(text: str) -> list[float]:
    return [float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


def test_every_workshop_has_definitions_and_these_their_workshop() -> None:
    assert {name[4:6] for name in WORKSHOPS} == DEFINED
    assert {asked.week for asked in EXERCISES} == set(WEEKS)


class TestPoints:
    @pytest.mark.parametrize("week", WEEKS)
    def test_add_up_to_what_the_page_and_the_syllabus_say(self, week: str) -> None:
        marked = {stem: part.about["points"] for stem, part in cells(week).items() if part.about.get("grade")}
        assert f"{POINTS[week]} points" in cells(week)["0"].text
        assert sum(marked.values()) == POINTS[week]
        del marked[f"{prefix(week)}-memo"]
        assert marked == {f"{stem}-check": known.points for stem, known in exercises(prefix(week)).items()}

    @pytest.mark.parametrize("asked", ALL, ids=name_of)
    def test_stand_in_the_task(self, asked: Asked) -> None:
        assert f"**Task ({asked.known.points:g} points)." in cells(asked.week)[f"{asked.stem}-task"].text


class TestTheModelAnswers:
    @pytest.mark.parametrize("asked", ALL, ids=name_of)
    def test_earn_every_point_in_marking_and_all_but_the_transfer_point_before(self, asked: Asked) -> None:
        waiting = asked.known.transfer_points if isinstance(asked.known, Exercise) else 0
        here, there = asked.typed(asked.line), asked.typed(asked.line, hidden=True)
        assert (here.outcome, here.points) == ("right", asked.known.points - waiting)
        assert (there.outcome, there.points) == ("right", asked.known.points)

    @pytest.mark.parametrize("asked", ALL, ids=name_of)
    def test_are_nowhere_in_what_a_participant_starts_from(self, asked: Asked) -> None:
        for hidden in (False, True):
            mark = asked.typed("...", hidden=hidden)
            assert (mark.outcome, mark.points) == ("unanswered", 0)
        visible = visible_check(asked.week, asked.stem) + answer_cell(asked.week, asked.stem, "...")
        assert "also" not in visible
        assert asked.line not in visible

    @pytest.mark.parametrize("asked", NUMBERS, ids=name_of)
    def test_may_be_rounded_to_the_digits_asked(self, asked: Asked) -> None:
        digits = -math.floor(math.log10(asked.known.nearest))
        line = f"round({asked.line}, {digits})"
        assert asked.typed(line, hidden=True).points == asked.known.points

    @pytest.mark.parametrize("asked", [each for each in EXERCISES if each.known.ways], ids=name_of)
    def test_are_right_in_another_shape(self, asked: Asked) -> None:
        for way in asked.known.ways:
            assert asked.typed(way, hidden=True).points == asked.known.points, way


class TestNames:
    @pytest.mark.parametrize("asked", FORMULAS, ids=name_of)
    def test_in_the_task_the_def_line_and_the_hidden_cases_are_those_of_the_exercise(self, asked: Asked) -> None:
        known = asked.known
        (line,) = ast.parse(answer_cell(asked.week, asked.stem, "...")).body
        assert isinstance(line, ast.FunctionDef)
        assert [argument.arg for argument in line.args.args] == list(known.inputs)
        task = cells(asked.week)[f"{asked.stem}-task"].text
        for name in known.inputs:
            assert f"`{name}`" in task
        for name, helper in known.helpers.items():
            assert f"`{name}(" in task
            assert setup(asked.week, prefix(asked.week))[name] is helper
        assert bool(asked.hidden) == (known.transfer_points > 0)
        for case in asked.hidden:
            assert list(case) == list(known.inputs)
            assert all(case[name] != known.inputs[name] for name in case)


class TestDistance:
    @pytest.mark.parametrize(("asked", "case"), CASES, ids=name_of)
    def test_of_right_and_slips_is_five_tolerances(self, asked: Asked, case: dict[str, Any] | None) -> None:
        assert len(asked.known.slips) >= 3
        values = {"right": asked.known.right_value(case)}
        values |= {slip.name: asked.known.slip_value(slip, case) for slip in asked.known.slips}
        assert len(values) == len(asked.known.slips) + 1
        for one, other in combinations(values, 2):
            apart = (
                np.subtract(values[one], values[other]) if np.size(values[one]) == np.size(values[other]) else np.inf
            )
            assert np.max(np.abs(apart)) >= 5 * asked.known.nearest, (one, other)

    @pytest.mark.parametrize(("asked", "case"), [pair for pair in CASES if pair[0] in NUMBERS], ids=name_of)
    def test_another_unit_and_a_turned_sign_are_known_and_taken_for_no_slip(
        self, asked: Asked, case: dict[str, Any] | None
    ) -> None:
        right = asked.known.right_value(case)
        assert diagnose(asked.known, -right, case).outcome == "wrong sign"
        for factor in asked.factors:
            assert diagnose(asked.known, right * factor, case).outcome == "wrong unit", factor
            assert diagnose(asked.known, -right * factor, case).slip is None, factor


class TestSlips:
    @pytest.mark.parametrize(("asked", "slip"), SLIPS, ids=name_of)
    def test_each_earns_its_part_here_and_in_marking_and_shows_its_own_sentence(self, asked: Asked, slip: Slip) -> None:
        for hidden in (False, True):
            mark = asked.typed(slip.formula, hidden=hidden)
            assert (mark.outcome, mark.slip, mark.points) == ("slip", slip.name, slip.points)
            heard = " ".join(html_words(as_html(mark.card)))
            assert slip.says in heard
            assert not any(other.says in heard for other in asked.known.slips if other is not slip)

    @pytest.mark.parametrize(("asked", "slip"), SLIPS, ids=name_of)
    def test_each_points_to_a_next_step(self, asked: Asked, slip: Slip) -> None:
        assert len(re.findall(r"[.?:](?:\s|$)", slip.says)) >= 2
        assert len(slip.says.split()) <= 60

    @pytest.mark.parametrize(("asked", "slip"), SLIPS, ids=name_of)
    def test_none_gives_the_answer_away(self, asked: Asked, slip: Slip) -> None:
        right = asked.known.right_value()
        said = f"{slip.name} {slip.says}"
        if isinstance(right, str):
            assert right not in said.lower()
        elif isinstance(right, list):
            assert len(set(figures(said))) < 3, "no list of figures"
        else:
            assert all(abs(figure - right) > asked.known.nearest for figure in figures(said))


class TestCardsOfWrongAnswers:
    @pytest.mark.parametrize("asked", NUMBERS, ids=name_of)
    def test_hold_no_figure_that_is_the_answer(self, asked: Asked) -> None:
        known, right = asked.known, asked.known.right_value()
        # A card says how long a list was, so the list is longer than any answer is large and near.
        lines = [*(slip.formula for slip in known.slips), "nothing", "1 / 0", "[1] + 1", "...", "None", "'words'"]
        lines += ["[1] * 17", "True", *(repr(right * factor) for factor in (-1, *asked.factors))]
        lines += [repr(value) for value in (right + 6 * known.nearest, right - 6 * known.nearest, 10 * right + 7)]
        for line in lines:
            mark = asked.typed(line)
            assert mark.outcome not in PASSED, line
            for said in (mark.card.headline, *mark.card.body):
                assert all(abs(figure - abs(right)) > known.nearest for figure in figures(said)), (line, said)


class _Figures(ast.NodeTransformer):
    def __init__(self, figures: dict[str, Any]) -> None:
        self.figures = figures

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Constant(self.figures[node.id]) if node.id in self.figures else node


def with_figures(line: str, figures: dict[str, Any]) -> str:
    """The formula with some names replaced by figures."""
    return ast.unparse(_Figures(figures).visit(ast.parse(line, mode="eval")))


class TestTypedInNumbers:
    @pytest.mark.parametrize("asked", FORMULAS, ids=name_of)
    def test_for_one_name_lose_the_transfer_point_and_nothing_else(self, asked: Asked) -> None:
        used = {node.id for node in ast.walk(ast.parse(asked.line)) if isinstance(node, ast.Name)}
        for name in used & set(asked.known.inputs):
            fixed = with_figures(asked.line, {name: asked.known.inputs[name]})
            assert asked.typed(fixed).points == asked.known.visible_points
            mark = asked.typed(fixed, hidden=True)
            assert (mark.outcome, mark.points) == ("transfer", asked.known.visible_points), name

    @pytest.mark.parametrize("asked", FORMULAS, ids=name_of)
    def test_for_all_names_are_no_formula_before_marking_as_in_it(self, asked: Asked) -> None:
        right = asked.known.right_value()
        lines = [with_figures(asked.line, dict(asked.known.inputs)), repr(right)]
        if isinstance(right, float):
            lines.append(repr(show(right, asked.known.unit, asked.known.nearest)))
        for line in lines:
            for hidden in (False, True):
                mark = asked.typed(line, hidden=hidden)
                assert (mark.outcome, mark.points) == ("typed in", 0.25 * asked.known.points), line


class TestTolerance:
    @given(st.sampled_from(NUMBERS), st.floats(6, 1e7), st.sampled_from([-1, 1]), st.booleans())
    def test_six_tolerances_off_never_passes(self, asked: Asked, steps: float, sign: int, as_text: bool) -> None:
        def off(**given_: float) -> Any:
            value = asked.known.right(**given_) + sign * steps * asked.known.nearest
            return f"{value:,.6f}" if as_text else value

        for also in (None, asked.hidden):
            mark = check(asked.known, off, also=also)
            assert mark.outcome not in PASSED
            assert mark.points < asked.known.visible_points

    @given(st.sampled_from(NUMBERS), st.data(), st.floats(1.01, 1e7), st.sampled_from([-1, 1]))
    def test_nor_more_than_one_in_any_case(self, asked: Asked, data: st.DataObject, steps: float, sign: int) -> None:
        case = data.draw(st.sampled_from([None, *asked.hidden]))
        off = asked.known.right_value(case) + sign * steps * asked.known.nearest
        assert diagnose(asked.known, off, case).outcome not in ("right", "typed in")

    @given(st.sampled_from(NUMBERS), st.floats(-0.5, 0.5))
    def test_half_a_tolerance_off_always_does(self, asked: Asked, steps: float) -> None:
        known = asked.known
        mark = check(known, lambda **given_: known.right(**given_) + steps * known.nearest, also=asked.hidden)
        assert mark.points == known.points

    @given(st.sampled_from(NUMBERS), st.floats(6, 1e5), st.sampled_from([-1, 1]))
    def test_a_formula_off_only_in_a_hidden_case_loses_just_the_transfer_point(
        self, asked: Asked, steps: float, sign: int
    ) -> None:
        def off(**given_: float) -> float:
            here = given_ == dict(asked.known.inputs)
            return float(asked.known.right(**given_)) + (0 if here else sign * steps * asked.known.nearest)

        mark = check(asked.known, off, also=asked.hidden)
        assert (mark.outcome, mark.points) == ("transfer", asked.known.visible_points)
