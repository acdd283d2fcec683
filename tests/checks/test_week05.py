"""Week 5 as it is printed, typed and marked: definitions against the workshop's own text and the course's formulas."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import pytest
import workshop_text
from workshop_text import cells, exercise, model_line, named_slips

from course.cases import ribble
from course.checks import check
from course.methods import appraisal
from course.quantities import GBP, GBP_A_YEAR, PERCENT, TIMES, YEARS, Unit, show

WEEK = "week05-appraisal"
pytestmark = pytest.mark.usefixtures("as_when_marked")


typed = partial(workshop_text.typed, WEEK)


class TestSlips:
    def test_every_slip_of_the_curriculum_that_can_be_typed_is_known(self) -> None:
        assert named_slips("w05") >= {
            "w05-payback: full price over a full year",
            "w05-payback: average saving used",
            "w05-npv: not discounted",
            "w05-npv: today's payment discounted",
            "w05-npv: grant counted twice",
            "w05-npv: real rate on money of the day",
            "w05-npv: money already spent counted",
            "w05-npv: depreciation taken off as well",
            "w05-size: picked by a rate or by payback",
            "w05-yearly: straight line",
            "w05-real: inflation subtracted",
        }


class TestNoWrongCardGivesTheAnswerAway:
    @pytest.mark.parametrize("given_", ["one machine", "neither"])
    def test_in_words(self, given_: str) -> None:
        said = str(check("w05-size", given_)).lower()
        assert "two machines" not in said
        assert "large cell" not in said.removeprefix("small cell or large cell")
        assert "larger" not in said


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
        known = exercise("w05-discounted")
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
        assert "half a year later" in str(typed("w05-discounted", model_line(WEEK, "w05-discounted")))
        assert f"The firm asks {ribble.RATE:.0%}" in str(typed("w05-irr", model_line(WEEK, "w05-irr")))


def appraisal_line() -> Any:
    return lambda price, running, life, rate: price / appraisal.annuity_factor(rate, life) + running
