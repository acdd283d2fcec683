"""Week 5 as it is printed, typed and marked: definitions against the workshop's own text and the course's formulas."""

from __future__ import annotations

import ast
import math
import re
from itertools import combinations
from typing import Any

import pytest
import workshop_text
from hypothesis import given
from hypothesis import strategies as st
from sane import html_words
from workshop_text import answer_cell, cells, hidden_case, model_line, setup, visible_check

from course.cases import ribble
from course.checks import Exercise, Mark, Slip, check, exercises
from course.checks.card import as_html
from course.checks.diagnosis import diagnose
from course.methods import appraisal
from course.quantities import GBP, GBP_A_YEAR, PERCENT, TIMES, YEARS, Unit, show

WEEK = "week05-appraisal"
pytestmark = pytest.mark.usefixtures("as_when_marked")
ALL = exercises("w05")
EXERCISES = [known for known in ALL.values() if isinstance(known, Exercise)]
FORMULAS = [known for known in EXERCISES if known.inputs]
HIDDEN = {known.id: hidden_case(WEEK, known.id) for known in FORMULAS}
CASES = [(known, case) for known in FORMULAS for case in (None, HIDDEN[known.id])]
SLIPS = [(known, slip) for known in EXERCISES for slip in known.slips]
UNIT_FACTORS: dict[Unit, tuple[float, ...]] = {
    YEARS: (12, 1 / 12),
    GBP: (1000, 0.001, 100, 1 / 12, 12),
    GBP_A_YEAR: (1000, 0.001, 100, 1 / 12, 12),
    PERCENT: (100, 0.01),
    TIMES: (100, 0.01),
}


def name_of(value: Any) -> str | None:
    if isinstance(value, (Exercise, Slip)):
        return value.id if isinstance(value, Exercise) else value.name
    return None if value is None or not isinstance(value, dict) else "hidden"


def typed(known: Exercise, line: str, *, hidden: bool = False) -> Mark:
    """The mark of somebody who types `line` after `answer = ` and runs the check, here or in marking."""
    return workshop_text.typed(WEEK, known.id, line, hidden=hidden)


class TestTheModelAnswers:
    @pytest.mark.parametrize("stem", list(ALL))
    def test_earn_every_point_in_marking_and_all_but_the_transfer_point_before(self, stem: str) -> None:
        known, line = ALL[stem], model_line(WEEK, stem)
        here, there = typed(known, line), typed(known, line, hidden=True)  # type: ignore[arg-type]
        waiting = known.transfer_points if isinstance(known, Exercise) else 0
        assert (here.outcome, here.points) == ("right", known.points - waiting)
        assert (there.outcome, there.points) == ("right", known.points)

    @pytest.mark.parametrize("known", FORMULAS, ids=name_of)
    def test_may_be_rounded_to_the_digits_asked(self, known: Exercise) -> None:
        digits = -math.floor(math.log10(known.nearest))
        assert typed(known, f"round({model_line(WEEK, known.id)}, {digits})", hidden=True).points == known.points

    @pytest.mark.parametrize("stem", list(ALL))
    def test_are_nowhere_in_what_a_participant_starts_from(self, stem: str) -> None:
        mark = typed(ALL[stem], "...")  # type: ignore[arg-type]
        assert (mark.outcome, mark.points) == ("unanswered", 0)
        visible = visible_check(WEEK, stem) + answer_cell(WEEK, stem, "...")
        assert "also" not in visible
        assert model_line(WEEK, stem) not in visible

    def test_all_points_add_up_to_what_the_page_says(self) -> None:
        marked = {stem: part.about["points"] for stem, part in cells(WEEK).items() if part.about.get("grade")}
        assert marked.pop("w05-memo") == 6
        assert marked == {f"{stem}-check": known.points for stem, known in ALL.items()}
        assert sum(marked.values()) == 34
        assert f"{sum(marked.values()) + 6} points" in cells(WEEK)["0"].text

    @pytest.mark.parametrize("stem", list(ALL))
    def test_the_task_states_its_points(self, stem: str) -> None:
        assert f"**Task ({ALL[stem].points:g} points)." in cells(WEEK)[f"{stem}-task"].text

    @pytest.mark.parametrize("known", FORMULAS, ids=name_of)
    def test_the_names_in_the_task_the_def_line_and_the_hidden_case_are_those_of_the_exercise(
        self, known: Exercise
    ) -> None:
        (line,) = ast.parse(answer_cell(WEEK, known.id, "...")).body
        assert isinstance(line, ast.FunctionDef)
        assert [argument.arg for argument in line.args.args] == list(known.inputs)
        assert list(HIDDEN[known.id] or {}) == list(known.inputs)
        task = cells(WEEK)[f"{known.id}-task"].text
        for name in known.inputs:
            assert f"`{name}`" in task
        for name in known.helpers:
            assert f"`{name}(" in task
            assert setup(WEEK, "w05")[name] is known.helpers[name]


class TestRightAndSlipsKeepTheirDistance:
    @pytest.mark.parametrize(("known", "case"), CASES, ids=name_of)
    def test_by_five_tolerances_in_the_visible_and_in_the_hidden_case(
        self, known: Exercise, case: dict[str, Any] | None
    ) -> None:
        values = {"right": known.right_value(case)} | {slip.name: known.slip_value(slip, case) for slip in known.slips}
        assert len(values) == len(known.slips) + 1
        for one, other in combinations(values, 2):
            assert abs(values[one] - values[other]) >= 5 * known.nearest, (one, other)  # type: ignore[operator]
        assert known.collisions(case) == []

    @pytest.mark.parametrize(("known", "case"), CASES, ids=name_of)
    def test_from_the_right_answer_in_another_unit_or_with_its_sign_turned(
        self, known: Exercise, case: dict[str, Any] | None
    ) -> None:
        right = known.right_value(case)
        assert isinstance(right, float)
        assert diagnose(known, -right, case).outcome == "wrong sign"
        for factor in UNIT_FACTORS[known.unit]:
            for turned in (1, -1):
                found = diagnose(known, right * factor * turned, case)
                assert found.slip is None, (factor, turned)
                assert turned == -1 or found.outcome == "wrong unit", factor

    @pytest.mark.parametrize("known", FORMULAS, ids=name_of)
    def test_there_are_at_least_three_known_slips(self, known: Exercise) -> None:
        assert len(known.slips) >= 3
        assert len({slip.says for slip in known.slips}) == len(known.slips)


class TestSlips:
    @pytest.mark.parametrize(("known", "slip"), SLIPS, ids=name_of)
    def test_each_earns_its_part_and_shows_its_own_sentence(self, known: Exercise, slip: Slip) -> None:
        for hidden in (False, True):
            mark = typed(known, slip.formula, hidden=hidden)
            assert (mark.outcome, mark.slip, mark.points) == ("slip", slip.name, slip.points)
        assert slip.says in str(mark)
        heard = " ".join(html_words(as_html(mark.card)))
        assert slip.says in heard
        others = [one.says for one in known.slips if one is not slip]
        assert not any(says in heard for says in others)

    @pytest.mark.parametrize(("known", "slip"), SLIPS, ids=name_of)
    def test_each_points_to_a_next_step(self, known: Exercise, slip: Slip) -> None:
        assert len(re.findall(r"[.?:](?:\s|$)", slip.says)) >= 2
        assert len(slip.says.split()) <= 60

    def test_every_slip_of_the_curriculum_that_can_be_typed_is_known(self) -> None:
        named = " | ".join(f"{known.id}: {slip.name}" for known, slip in SLIPS)
        for wanted in (
            "w05-payback: full price over a full year",
            "w05-payback: average saving used",
            "w05-npv: not discounted",
            "w05-npv: today's payment discounted",
            "w05-npv: grant counted twice",
            "w05-npv: real rate on money of the day",
            "w05-npv: money already spent counted",
            "w05-npv: depreciation taken off as well",
            "w05-size: picked by a rate",
            "w05-yearly: straight line",
            "w05-real: inflation subtracted",
        ):
            assert wanted in named


def figures(text: str) -> list[float]:
    """All numbers in a text."""
    return [float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


class TestNoWrongCardGivesTheAnswerAway:
    @staticmethod
    def assert_silent(known: Exercise, mark: Mark) -> None:
        assert mark.outcome not in ("right", "transfer", "typed in")
        right = known.right_value()
        assert isinstance(right, float)
        for said in (mark.card.headline, *mark.card.body):
            assert all(abs(figure - abs(right)) > known.nearest for figure in figures(said)), said

    @pytest.mark.parametrize("known", FORMULAS, ids=name_of)
    def test_in_figures(self, known: Exercise) -> None:
        right = known.right_value()
        assert isinstance(right, float)
        for slip in known.slips:
            self.assert_silent(known, check(known, lambda slip=slip, **given_: known.work_out(slip.formula, given_)))
        wrong: list[Any] = [right * factor for factor in (-1, *UNIT_FACTORS[known.unit])]
        wrong += [right + 6 * known.nearest, right - 6 * known.nearest, 10 * right + 7, ..., "text", [1, 2], True]
        for value in wrong:
            self.assert_silent(known, check(known, value))
        for line in ("nothing", "1 / 0", "[1] + 1", "...", "None"):
            self.assert_silent(known, typed(known, line))

    @pytest.mark.parametrize("given_", ["one machine", "neither"])
    def test_in_words(self, given_: str) -> None:
        said = str(check("w05-size", given_)).lower()
        assert "two machines" not in said
        assert "large cell" not in said.removeprefix("small cell or large cell")
        assert "larger" not in said


@st.composite
def formula_and_case(draw: st.DrawFn) -> tuple[Exercise, dict[str, Any] | None]:
    known = draw(st.sampled_from(FORMULAS))
    return known, draw(st.sampled_from([None, HIDDEN[known.id]]))


class TestTolerance:
    @given(st.sampled_from(FORMULAS), st.floats(6, 1e7), st.sampled_from([-1, 1]), st.booleans())
    def test_six_tolerances_off_never_passes(self, known: Exercise, steps: float, sign: int, as_text: bool) -> None:
        def off(**given_: float) -> Any:
            value = known.right(**given_) + sign * steps * known.nearest
            return f"{value:,.6f}" if as_text else value

        for also in (None, HIDDEN[known.id]):
            mark = check(known, off, also=also)
            assert mark.outcome not in ("right", "transfer", "typed in")
            assert mark.points < known.visible_points

    @given(formula_and_case(), st.floats(1.01, 1e7), st.sampled_from([-1, 1]))
    def test_nor_more_than_one_on_either_case(
        self, picked: tuple[Exercise, dict[str, Any] | None], steps: float, sign: int
    ) -> None:
        known, case = picked
        right = known.right_value(case)
        assert isinstance(right, float)
        assert diagnose(known, right + sign * steps * known.nearest, case).outcome not in ("right", "typed in")

    @given(st.sampled_from(FORMULAS), st.floats(-0.5, 0.5))
    def test_half_a_tolerance_off_always_does(self, known: Exercise, steps: float) -> None:
        mark = check(known, lambda **given_: known.right(**given_) + steps * known.nearest, also=HIDDEN[known.id])
        assert mark.points == known.points

    @given(st.sampled_from(FORMULAS), st.floats(6, 1e5), st.sampled_from([-1, 1]))
    def test_a_formula_off_only_in_the_hidden_case_loses_just_the_transfer_point(
        self, known: Exercise, steps: float, sign: int
    ) -> None:
        def off(**given_: float) -> float:
            here = given_ == dict(known.inputs)
            return float(known.right(**given_)) + (0 if here else sign * steps * known.nearest)

        mark = check(known, off, also=HIDDEN[known.id])
        assert (mark.outcome, mark.points) == ("transfer", known.visible_points)


class _Typed(ast.NodeTransformer):
    def __init__(self, figures: dict[str, Any]) -> None:
        self.figures = figures

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Constant(self.figures[node.id]) if node.id in self.figures else node


def with_figures(line: str, figures: dict[str, Any]) -> str:
    """The formula with some names replaced by figures."""
    return ast.unparse(_Typed(figures).visit(ast.parse(line, mode="eval")))


class TestTypedInNumbers:
    @pytest.mark.parametrize("known", FORMULAS, ids=name_of)
    def test_for_one_name_lose_the_transfer_point_and_nothing_else(self, known: Exercise) -> None:
        line = model_line(WEEK, known.id)
        used = {node.id for node in ast.walk(ast.parse(line)) if isinstance(node, ast.Name)} & set(known.inputs)
        assert used >= set(known.inputs) - {"study"}
        for name in used:
            fixed = with_figures(line, {name: known.inputs[name]})
            assert typed(known, fixed).points == known.visible_points
            mark = typed(known, fixed, hidden=True)
            assert (mark.outcome, mark.points) == ("transfer", known.visible_points), name

    @pytest.mark.parametrize("known", FORMULAS, ids=name_of)
    def test_for_all_names_are_no_formula_before_marking_as_in_it(self, known: Exercise) -> None:
        right = known.right_value()
        assert isinstance(right, float)
        shown = show(right, known.unit, known.nearest)
        for line in (with_figures(model_line(WEEK, known.id), dict(known.inputs)), repr(right), repr(shown)):
            for hidden in (False, True):
                mark = typed(known, line, hidden=hidden)
                assert mark.outcome == "typed in"
                assert mark.points == 0.25 * known.points


def flows(cell: ribble.Cell) -> tuple[float, list[float], list[float]]:
    outlay = cell.cost - cell.grant
    benefits = appraisal.ramped_benefits(cell.first_year, cell.full_year, cell.life)
    return outlay, benefits, [-outlay, *benefits]


ONE, TWO = flows(ribble.ONE_MACHINE), flows(ribble.TWO_MACHINES)


def pounds(value: float, nearest: float = 1) -> str:
    return show(value, GBP, nearest)


def text(stem: str) -> str:
    return cells(WEEK)[stem].text


def case_text() -> str:
    return next(part.text for part in cells(WEEK).values() if "## The case" in part.text)


class TestTheFiguresInTheText:
    """Worked out again here, and looked for where a participant reads them."""

    def test_the_case(self) -> None:
        told = case_text()
        cell = ribble.ONE_MACHINE
        hours, wage = 1500, 22
        assert f"about {hours:,} hours a year, at £{wage} an hour: {pounds(hours * wage)}" in told
        assert hours * wage == cell.full_year
        assert f"In the first year it saves only {pounds(cell.first_year)}" in told
        assert f"**{show(100 * ribble.RATE, PERCENT, 1)} a year**" in told
        assert f"has cost {pounds(ribble.STUDY)}" in told
        predict = next(part.text for part in cells(WEEK).values() if "## Predict" in part.text)
        assert f"cost it {pounds(cell.cost)}" in predict
        assert f"pay {pounds(cell.grant)}" in predict
        assert f"saves {pounds(cell.full_year)} a year" in predict
        assert cell.life == 5
        assert "five years" in told

    def test_exercise_2_a_hundred_pounds_next_year(self) -> None:
        next_year = appraisal.present_value(100, ribble.RATE, 1)
        assert f"£100 today: at {ribble.RATE:.0%} a year, {pounds(next_year, 0.01)}." in text("w05-npv-task")

    def test_exercise_3_what_is_still_owed(self) -> None:
        outlay, benefits, _ = ONE
        whole = math.floor(appraisal.discounted_payback(outlay, benefits, ribble.RATE))
        owed = -appraisal.cumulative(outlay, benefits, ribble.RATE)[whole]
        told = text("w05-discounted-task")
        assert f"After **{whole} whole years**, in today's money, **{pounds(owed)}** is still owed." in told
        assert f"In year {whole + 1} the cell saves {pounds(benefits[whole])}" in told
        known = ALL["w05-discounted"]
        assert isinstance(known, Exercise)
        assert (known.inputs["whole_years"], known.inputs["still_owed"]) == (whole, round(owed))
        exact = appraisal.discounted_payback(outlay, benefits, ribble.RATE)
        assert known.right_value() == pytest.approx(exact, abs=known.nearest / 10)

    def test_exercise_6_the_table_of_both_cells(self) -> None:
        def row(name: str, of_cell: Any, unit: Unit, nearest: float) -> str:
            return f"| {name} | {show(of_cell(*ONE), unit, nearest)} | {show(of_cell(*TWO), unit, nearest)} |"

        rate = ribble.RATE
        rows = [
            row("Ribble's own money", lambda outlay, benefits, all_: outlay, GBP, 1),
            row("Payback", lambda outlay, benefits, all_: appraisal.payback(outlay, benefits), YEARS, 0.01),
            row("Internal rate of return", lambda outlay, benefits, all_: 100 * appraisal.irr(all_), PERCENT, 0.1),
            row(
                "Profitability index",
                lambda outlay, benefits, all_: appraisal.profitability_index(outlay, benefits, rate),
                TIMES,
                0.01,
            ),
            row(f"Net present value at {rate:.0%}", lambda outlay, benefits, all_: appraisal.npv(rate, all_), GBP, 10),
        ]
        printed = [line for line in text("w05-size-task").splitlines() if line.startswith("|")]
        assert printed[2:] == rows

    def test_exercise_6_the_measures_disagree_and_pounds_decide(self) -> None:
        rate = ribble.RATE
        assert appraisal.payback(*ONE[:2]) < appraisal.payback(*TWO[:2])
        assert appraisal.irr(ONE[2]) > appraisal.irr(TWO[2])
        assert appraisal.profitability_index(*ONE[:2], rate) > appraisal.profitability_index(*TWO[:2], rate)
        assert 0 < appraisal.npv(rate, ONE[2]) < appraisal.npv(rate, TWO[2])
        more = appraisal.npv(rate, TWO[2]) - appraisal.npv(rate, ONE[2])
        assert f"leaves Ribble {pounds(more, 100)} more" in str(check("w05-size", "two machines"))

    def test_exercise_7_the_table_of_both_grippers(self) -> None:
        long, short = ribble.LONG_LIVED, ribble.SHORT_LIVED
        printed = [line for line in text("w05-yearly-task").splitlines() if line.startswith("|")]
        assert printed[2:] == [
            f"| Price | {pounds(long.price)} | {pounds(short.price)} |",
            f"| Running cost a year | {pounds(long.running)} | {pounds(short.running)} |",
            f"| Lasts | {show(long.life, YEARS, 1)} | {show(short.life, YEARS, 1)} |",
        ]

    def test_exercise_7_unequal_lives_turn_the_ranking_round(self) -> None:
        long, short = ribble.LONG_LIVED, ribble.SHORT_LIVED
        even = [one.price / one.life + one.running for one in (long, short)]
        yearly = [
            appraisal.equivalent_annual_cost(one.price, one.running, one.life, ribble.RATE) for one in (long, short)
        ]
        assert even[0] < even[1]
        assert yearly[0] > yearly[1]
        assert yearly[0] - yearly[1] > 50, "so large a difference is not lost in rounding to £10"
        said = str(check("w05-yearly", appraisal_line()))
        assert f"costs {show(yearly[0], GBP_A_YEAR, 10)}; the short-lived one {show(yearly[1], GBP_A_YEAR, 10)}" in said
        assert f"({pounds(even[0], 10)} against {pounds(even[1], 10)})" in said

    def test_exercise_8_the_growth_of_a_pound(self) -> None:
        told = text("w05-real-task")
        assert f"rise, say, {ribble.INFLATION:.0%} a year" in told
        assert f"The {ribble.RATE:.0%} that Ribble asks" in told
        assert f"£1.00 grows to {pounds(1 + ribble.RATE, 0.01)}." in told
        assert f"costs {pounds(1 + ribble.INFLATION, 0.01)} by then" in told
        assert f"`nominal` ({ribble.RATE:.2f} here) and `inflation` ({ribble.INFLATION:.2f})" in told

    def test_the_model_memo(self) -> None:
        memo = text("w05-memo")
        worth = [appraisal.npv(ribble.RATE, one[2]) for one in (ONE, TWO)]
        paybacks = [appraisal.payback(*one[:2]) for one in (ONE, TWO)]
        returns = [100 * appraisal.irr(one[2]) for one in (ONE, TWO)]
        assert f"about {pounds(worth[1], 100)} in today's money" in memo
        assert f"{pounds(worth[1] - worth[0], 100)} more than the one-machine cell" in memo
        assert f"({paybacks[0]:.2f} against {paybacks[1]:.2f} years)" in memo
        assert f"({returns[0]:.1f}% against {returns[1]:.1f}%)" in memo
        assert 120 <= len(memo.replace('"""', "").split()) <= 200

    def test_what_the_cards_say_beside_the_answer(self) -> None:
        outlay, benefits, _ = ONE
        later = appraisal.discounted_payback(outlay, benefits, ribble.RATE) - appraisal.payback(outlay, benefits)
        assert later == pytest.approx(0.5, abs=0.1)
        assert "half a year later" in str(typed(exercise("w05-discounted"), model_line(WEEK, "w05-discounted")))
        assert f"The firm asks {ribble.RATE:.0%}" in str(typed(exercise("w05-irr"), model_line(WEEK, "w05-irr")))


def exercise(stem: str) -> Exercise:
    known = ALL[stem]
    assert isinstance(known, Exercise)
    return known


def appraisal_line() -> Any:
    return lambda price, running, life, rate: price / appraisal.annuity_factor(rate, life) + running
