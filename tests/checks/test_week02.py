"""Week 2 as it is printed, typed and marked: definitions against the workshop's own text and the course's formulas."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest
import workshop_text
from workshop_text import cells, exercise, model_line, named_slips

from course.cases import ribble_flow as ribble
from course.checks import check
from course.checks.weeks.week02 import FIGURES
from course.methods import flow
from course.quantities import GBP, show

WEEK = "week02-flow"
pytestmark = pytest.mark.usefixtures("as_when_marked")
LINE = ribble.BRACKETS


typed = partial(workshop_text.typed, WEEK)


def text(stem: str) -> str:
    return cells(WEEK)[stem].text


def part(title: str) -> str:
    return next(one.text for one in cells(WEEK).values() if f"## {title}" in one.text)


class TestSlips:
    def test_every_slip_of_the_curriculum_is_known(self) -> None:
        assert named_slips("w02") >= {
            "w02-takt: breaks left in",
            "w02-takt: the wrong way up",
            "w02-lead: only the time at the machines",
            "w02-lead: pounds over pieces",
            "w02-ratio: two clocks: nights counted in",
            "w02-line: longest cycle on paper",
            "w02-offer: the step with the longest cycle on paper",
            "w02-offer: the step that people complain about",
        }

    def test_the_mill_that_looks_slow_is_known_by_its_value(self) -> None:
        assert typed("w02-line", "minutes / mill").slip == "longest cycle on paper"

    @pytest.mark.parametrize("wrong", ["mill", "deburr", "saw"])
    def test_nor_does_one_in_words(self, wrong: str) -> None:
        assert "lathe" not in str(check("w02-offer", wrong)).lower()


class TestTransfer:
    @pytest.mark.parametrize(
        ("stem", "line"),
        [
            ("w02-line", "minutes / lathe"),
            ("w02-line", "minutes / max(saw, lathe, mill, deburr)"),
            ("w02-line", "minutes / max(lathe, mill, deburr, inspect)"),
            ("w02-line", "minutes / max(saw, lathe, deburr, inspect)"),
            ("w02-line", "minutes / max(saw, lathe, mill, inspect)"),
            ("w02-line", "minutes / max(lathe, mill)"),
            ("w02-lead", "pieces / a_day + work_minutes / 450"),
            ("w02-gain", "minutes / other_minutes - now_a_day"),
            ("w02-gain", "minutes / max(after_minutes, other_minutes) - minutes / 10.69"),
            ("w02-ratio", "100 * work / (lead_days * 450)"),
        ],
    )
    def test_a_formula_that_fits_ribble_alone_does_too(self, stem: str, line: str) -> None:
        assert typed(stem, line).outcome == "right"
        assert (typed(stem, line, hidden=True).outcome, exercise(stem).transfer_points) == ("transfer", 1)


def of_the_right(stem: str) -> str:
    return str(typed(stem, model_line(WEEK, stem)))


class TestTheFiguresInTheText:
    """Worked out again here, and looked for where a participant reads them."""

    def test_the_case(self) -> None:
        told = part("The case")
        assert f"want {ribble.DEMAND} brackets each working day, Monday to Friday." in told
        assert f"works send out {ribble.A_DAY}. The other four are bought in" in told
        assert ribble.DEMAND - ribble.A_DAY == 4
        assert f"all {LINE.batch} in it" in told
        assert 20 < LINE.work < 25
        assert "less than 25 minutes of work" in part("Predict")
        assert len(LINE.steps) == 5

    def test_what_the_explorer_is_said_to_show(self) -> None:
        assert f"**batches** of {ribble.SMALLER_BATCH}" in part("Explore")
        assert f"{ribble.QUICKER_SETUP:.0%} of today's" in part("Explore")
        lead = ribble.with_smaller_batches(LINE).lead_time
        assert f"brought lead time down to {lead:.1f} days" in text("w02-stock-task")
        assert f"would keep {ribble.DAYS_KEPT} days' worth" in text("w02-stock-task")

    def test_what_each_exercise_starts_from(self) -> None:
        assert f"`shift` ({ribble.SHIFT}), `breaks` ({ribble.BREAKS})" in text("w02-takt-task")
        assert f"{show(LINE.pieces * ribble.COST, GBP)} so far" in text("w02-lead-task")
        assert f"`work_minutes` ({LINE.work:.1f} minutes" in text("w02-lead-task")
        lead = flow.lead_time(LINE.pieces, ribble.A_DAY)
        assert f"`work` ({LINE.value_adding:.1f} minutes" in text("w02-ratio-task")
        assert f"`checking` ({ribble.INSPECT.cycle} minutes" in text("w02-ratio-task")
        assert f"`lead_days` ({lead:.1f} working days)" in text("w02-ratio-task")
        assert f"`day_minutes` ({LINE.minutes:g}," in text("w02-ratio-task")
        lathe = ribble.LATHE
        with_setup = lathe.cycle + lathe.setup / LINE.batch
        assert f"{lathe.cycle} + {lathe.setup} ÷ {LINE.batch} = {with_setup:.1f} minutes" in text("w02-effective-task")
        assert f"more than {with_setup:.1f}, or less" in text("w02-effective-task")
        assert f"`cycle` ({lathe.cycle} minutes), `setup` ({lathe.setup} minutes a batch)" in text("w02-effective-task")
        assert f"`uptime` (it can run {lathe.uptime:.2f} of the time)" in text("w02-effective-task")
        assert f"`good` ({lathe.good:.2f} are right first time" in text("w02-effective-task")

    def test_the_table_of_steps(self) -> None:
        rows = [line for line in text("w02-line-task").splitlines() if line.startswith("|")][2:]
        assert rows == [f"| {name.lower()} | {minutes:.2f} |" for name, minutes in LINE.times.items()]

    def test_the_table_of_offers(self) -> None:
        rows = [line for line in text("w02-offer-task").splitlines() if line.startswith("|")][2:]
        for row, offer in zip(rows, ribble.OFFERS, strict=True):
            then = offer.step.effective(LINE.batch)
            assert row.endswith(f"| {offer.step.name.lower()} | {LINE.times[offer.step.name]:.2f} → {then:.2f} |")

    def test_the_gain_starts_from_the_lathes_offer(self) -> None:
        loaded = ribble.OFFERS[1].step
        assert loaded.name == LINE.bottleneck
        task = text("w02-gain-task")
        assert f"`now_a_day` ({LINE.throughput:.1f} pieces)" in task
        for name, minutes in (
            ("after_minutes", loaded.effective(LINE.batch)),
            ("other_minutes", LINE.times["Mill"]),
        ):
            assert f"`{name}` ({minutes:.2f} " in task

    def test_the_cards(self) -> None:
        assert f"leaves about every {450 / ribble.A_DAY:.1f} minutes" in of_the_right("w02-takt")
        assert f"Its {LINE.work:.1f} minutes of work are among them already" in of_the_right("w02-lead")
        assert f"Ribble counted {ribble.A_DAY} pieces" in of_the_right("w02-line")
        assert "adds 0 pieces a day" in of_the_right("w02-offer")
        assert f"47.3 pieces in all, above the {ribble.DEMAND} that" in of_the_right("w02-gain")
        assert "At the start you guessed 3.0 days." in str(
            check("w02-lead", lambda pieces, a_day, demand, pounds, work_minutes: pieces / a_day, guess=3)
        )

    def test_the_model_memo(self) -> None:
        memo = text("w02-memo")
        takt = flow.takt_time(ribble.SHIFT, ribble.BREAKS, ribble.DEMAND)
        lathe = LINE.times["Lathe"]
        assert f"needs {lathe:.2f} minutes for a good bracket, while customers leave us {takt:.2f}" in memo
        assert f"{ribble.A_DAY} leave a day, and {ribble.DEMAND} are wanted" in memo
        then = ribble.with_step(LINE, ribble.OFFERS[1].step).throughput
        assert f"bring that to {then:.0f}." in memo
        assert f"the lathe's {ribble.LATHE.uptime:.2f} least" in memo
        assert 80 <= len(memo.replace('"""', "").split()) <= 110
        assert "about 90 words" in text("w02-memo-task")
        assert f"the lathe's {ribble.LATHE.uptime:.2f}, do you trust least" in text("w02-memo-task")

    @pytest.mark.parametrize(("printed", "value"), list(FIGURES.items()))
    def test_figures_are_printed_as_they_are_worked_out(self, printed: str, value: float) -> None:
        digits = re.sub(r"[£,%]", "", printed)
        places = len(digits.partition(".")[2])
        assert float(digits) == pytest.approx(value, abs=0.5 * 10**-places)
        assert any(printed in one.text for one in cells(WEEK).values())


OWN: dict[str, Any] = {
    "product": "Gearbox covers, small",
    "minutes": 440,
    "a_day": 22,
    "pieces": 310,
    "work": 38,
}


class TestTheOwnFirm:
    def test_what_the_card_says_of_it(self) -> None:
        said = str(check("w02-firm", OWN))
        assert f"about every {440 / 22:.1f} minutes" in said
        assert f"{310 / 22:.1f} days with you" in said
        assert f"{100 * 38 / (310 / 22 * 440):.2f}% of that time" in said
        assert "Take 310 pieces times what one has cost you so far" in said

    def test_a_product_that_takes_a_year_is_no_mistake(self) -> None:
        assert check("w02-firm", OWN | {"a_day": 1.2}).points == 4

    def test_what_an_older_form_asked_too_does_no_harm(self) -> None:
        assert check("w02-firm", OWN | {"demand": 24, "cost": 54}).points == 4

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"work": 7_000}, "more work on one than time"),
            ({"a_day": 0.5}, "over two years"),
            ({"minutes": 7}, "minutes: "),
            ({"product": "Covers"}, "at least 2 words"),
            ({"work": ...}, "still blank"),
        ],
    )
    def test_what_does_not_fit_is_said(self, change: Mapping[str, Any], says: str) -> None:
        mark = check("w02-firm", OWN | dict(change))
        assert 0 < mark.points < 4
        assert says in str(mark)
