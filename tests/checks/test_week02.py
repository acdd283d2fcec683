"""Week 2 as it is printed, typed and marked: definitions against the workshop's own text and the course's formulas."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from functools import partial
from itertools import combinations
from typing import Any

import pytest
import workshop_text
from hypothesis import given
from hypothesis import strategies as st
from sane import html_words
from workshop_text import answer_cell, cells, hidden_check, model_line

from course.cases import ribble_flow as ribble
from course.checks import Exercise, Slip, check, exercises
from course.checks.card import as_html
from course.checks.diagnosis import diagnose
from course.checks.weeks.week02 import FIGURES
from course.methods import flow
from course.quantities import DAYS, GBP, MINUTES, PERCENT, PIECES, Unit, show

WEEK = "week02-flow"
pytestmark = pytest.mark.usefixtures("as_when_marked")
ALL = exercises("w02")
EXERCISES = [known for known in ALL.values() if isinstance(known, Exercise)]
FORMULAS = [known for known in EXERCISES if known.inputs]
SLIPS = [(known, slip) for known in EXERCISES for slip in known.slips]
UNIT_FACTORS: dict[Unit, tuple[float, ...]] = {
    MINUTES: (60, 1 / 60),
    DAYS: (100, 0.01, 1000),
    PIECES: (100, 0.01, 1000),
    PERCENT: (100, 0.01),
    GBP: (1000, 0.001, 100, 1 / 12, 12),
}
LINE = ribble.BRACKETS


def hidden_cases(known: Exercise) -> list[dict[str, Any]]:
    """The figures of the hidden check; a check may have several cases."""
    line = hidden_check(WEEK, known.id)
    assert line is not None
    call = ast.parse(line, mode="eval").body
    assert isinstance(call, ast.Call)
    also = next(ast.literal_eval(word.value) for word in call.keywords if word.arg == "also")
    return also if isinstance(also, list) else [also]


CASES = [(known, case) for known in FORMULAS for case in (None, *hidden_cases(known))]


def name_of(value: Any) -> str | None:
    if isinstance(value, (Exercise, Slip)):
        return value.id if isinstance(value, Exercise) else value.name
    return None if value is None or not isinstance(value, dict) else "hidden"


typed = partial(workshop_text.typed, WEEK)


def text(stem: str) -> str:
    return cells(WEEK)[stem].text


def part(title: str) -> str:
    return next(one.text for one in cells(WEEK).values() if f"## {title}" in one.text)


class TestPointsAndNames:
    @pytest.mark.parametrize("stem", list(ALL))
    def test_the_model_answer_earns_every_point_in_marking(self, stem: str) -> None:
        known, line = ALL[stem], model_line(WEEK, stem)
        waiting = known.transfer_points if isinstance(known, Exercise) else 0
        assert typed(stem, line).points == known.points - waiting
        assert typed(stem, line, hidden=True).points == known.points
        assert typed(stem, "...", hidden=True).points == 0

    def test_all_points_add_up_to_what_the_page_says(self) -> None:
        marked = {stem: one.about["points"] for stem, one in cells(WEEK).items() if one.about.get("grade")}
        assert marked.pop("w02-memo") == 6
        assert marked == {f"{stem}-check": known.points for stem, known in ALL.items()}
        assert sum(marked.values()) == 34
        assert "40 points" in text("0")

    @pytest.mark.parametrize("known", FORMULAS, ids=name_of)
    def test_the_names_in_the_task_the_def_line_and_the_hidden_cases_are_those_of_the_exercise(
        self, known: Exercise
    ) -> None:
        (line,) = ast.parse(answer_cell(WEEK, known.id, "...")).body
        assert isinstance(line, ast.FunctionDef)
        assert [argument.arg for argument in line.args.args] == list(known.inputs)
        task = text(f"{known.id}-task")
        assert f"**Task ({known.points:g} points)." in task
        for name in known.inputs:
            assert f"`{name}`" in task
        for case in hidden_cases(known):
            assert list(case) == list(known.inputs)
            assert all(case[name] != known.inputs[name] for name in case)


class TestRightAndSlipsKeepTheirDistance:
    @pytest.mark.parametrize(("known", "case"), CASES, ids=name_of)
    def test_by_five_tolerances(self, known: Exercise, case: dict[str, Any] | None) -> None:
        values = {"right": known.right_value(case)} | {slip.name: known.slip_value(slip, case) for slip in known.slips}
        assert len(values) == len(known.slips) + 1 >= 4
        for one, other in combinations(values, 2):
            assert abs(values[one] - values[other]) >= 5 * known.nearest, (one, other)  # type: ignore[operator]

    @pytest.mark.parametrize(("known", "case"), CASES, ids=name_of)
    def test_from_the_right_answer_in_another_unit_or_with_its_sign_turned(
        self, known: Exercise, case: dict[str, Any] | None
    ) -> None:
        right = known.right_value(case)
        assert isinstance(right, float)
        assert diagnose(known, -right, case).outcome == "wrong sign"
        for factor in UNIT_FACTORS[known.unit]:
            assert diagnose(known, right * factor, case).outcome == "wrong unit", factor
            assert diagnose(known, -right * factor, case).slip is None, factor


class TestSlips:
    @pytest.mark.parametrize(("known", "slip"), SLIPS, ids=name_of)
    def test_each_earns_its_part_and_shows_its_own_sentence(self, known: Exercise, slip: Slip) -> None:
        for hidden in (False, True):
            mark = typed(known.id, slip.formula, hidden=hidden)
            assert (mark.outcome, mark.slip, mark.points) == ("slip", slip.name, slip.points)
        heard = " ".join(html_words(as_html(mark.card)))
        assert slip.says in heard
        assert len(re.findall(r"[.?:](?:\s|$)", slip.says)) >= 2
        assert len(slip.says.split()) <= 60

    def test_every_slip_of_the_curriculum_is_known(self) -> None:
        named = " | ".join(f"{known.id}: {slip.name}" for known, slip in SLIPS)
        for wanted in (
            "w02-takt: breaks left in",
            "w02-takt: the wrong way up",
            "w02-lead: only the time at the machines",
            "w02-lead: pounds over pieces",
            "w02-ratio: two clocks",
            "w02-line: longest cycle on paper",
            "w02-offer: the step with the longest cycle on paper",
            "w02-offer: the step that people complain about",
        ):
            assert wanted in named

    @pytest.mark.parametrize("known", FORMULAS, ids=name_of)
    def test_no_wrong_card_gives_the_answer_away(self, known: Exercise) -> None:
        right = known.right_value()
        assert isinstance(right, float)
        lines = [slip.formula for slip in known.slips] + ["nothing", "1 / 0", "...", "'words'", "[1, 2]"]
        lines += [repr(factor * right) for factor in (-1, *UNIT_FACTORS[known.unit])]
        for line in lines:
            mark = typed(known.id, line)
            assert mark.points < known.visible_points
            for said in (mark.card.headline, *mark.card.body):
                figures = [float(one.replace(",", "")) for one in re.findall(r"\d[\d,]*(?:\.\d+)?", said)]
                assert all(abs(one - right) > known.nearest for one in figures), said

    def test_the_mill_that_looks_slow_is_known_by_its_value(self) -> None:
        assert typed("w02-line", "minutes / mill").slip == "longest cycle on paper"

    @pytest.mark.parametrize("wrong", ["mill", "deburr", "saw"])
    def test_nor_does_one_in_words(self, wrong: str) -> None:
        assert "lathe" not in str(check("w02-offer", wrong)).lower()


class TestTransfer:
    @given(st.sampled_from(FORMULAS), st.floats(6, 1e5), st.sampled_from([-1, 1]))
    def test_a_formula_off_only_in_a_hidden_case_loses_just_the_transfer_point(
        self, known: Exercise, steps: float, sign: int
    ) -> None:
        def off(**given_: float) -> float:
            here = given_ == dict(known.inputs)
            return float(known.right(**given_)) + (0 if here else sign * steps * known.nearest)

        mark = check(known, off, also=hidden_cases(known))
        assert (mark.outcome, mark.points) == ("transfer", known.visible_points)

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
            ("w02-gain", "minutes / slowest_other - now"),
            ("w02-gain", "minutes / max(after, slowest_other) - minutes / 10.69"),
            ("w02-ratio", "100 * work / (lead_days * 450)"),
        ],
    )
    def test_a_formula_that_fits_ribble_alone_does_too(self, stem: str, line: str) -> None:
        known = ALL[stem]
        assert isinstance(known, Exercise)
        assert typed(stem, line).outcome == "right"
        assert (typed(stem, line, hidden=True).outcome, known.transfer_points) == ("transfer", 1)


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
        assert f"`now` ({LINE.throughput:.1f} pieces a day leave now)" in task
        for name, minutes in (
            ("after", loaded.effective(LINE.batch)),
            ("slowest_other", LINE.times["Mill"]),
        ):
            assert f"`{name}` ({minutes:.2f} minutes" in task

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
        assert (
            f"needs {LINE.times['Lathe']:.2f} minutes for a good bracket, while customers leave us {takt:.2f}" in memo
        )
        assert f"{ribble.A_DAY} brackets a day leave, and {ribble.DEMAND} are wanted" in memo
        then = ribble.with_step(LINE, ribble.OFFERS[1].step).throughput
        assert f"bring that to {then:.0f}," in memo
        lead = flow.lead_time(LINE.pieces, ribble.A_DAY)
        ratio = 100 * flow.value_added_ratio(LINE.value_adding, lead * LINE.minutes)
        assert f"{lead:.1f} working days with us, and only {ratio:.2f}% of that" in memo
        freed = flow.cash_released(LINE.pieces, ribble.A_DAY, ribble.DAYS_KEPT, ribble.COST)
        assert f"{ribble.DAYS_KEPT} days' worth, they would free {show(freed, GBP)}" in memo
        assert (
            f"uptime of {ribble.OFFERS[1].step.uptime:.0%} with the robot. Today it is {ribble.LATHE.uptime:.0%}"
            in memo
        )
        assert 120 <= len(memo.replace('"""', "").split()) <= 200

    @pytest.mark.parametrize(("printed", "value"), list(FIGURES.items()))
    def test_figures_are_printed_as_they_are_worked_out(self, printed: str, value: float) -> None:
        digits = re.sub(r"[£,%]", "", printed)
        places = len(digits.partition(".")[2])
        assert float(digits) == pytest.approx(value, abs=0.5 * 10**-places)
        assert any(printed in one.text for one in cells(WEEK).values())


OWN: dict[str, Any] = {
    "product": "Gearbox covers, small",
    "minutes": 440,
    "demand": 24,
    "a_day": 22,
    "pieces": 310,
    "work": 38,
    "cost": 54,
}


class TestTheOwnFirm:
    def test_what_the_card_says_of_it(self) -> None:
        said = str(check("w02-firm", OWN))
        assert f"every {440 / 24:.1f} minutes" in said
        assert f"{310 / 22:.1f} days with you" in said
        assert f"{100 * 38 / (310 / 22 * 440):.2f}% of that time" in said
        assert "£16,740" in said
        assert "Fewer leave than are wanted" in said

    def test_nobody_is_told_off_for_keeping_up(self) -> None:
        assert "Fewer leave" not in str(check("w02-firm", OWN | {"a_day": 24}))

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"work": 7_000}, "more work on one than time"),
            ({"a_day": 200}, "Are both for one day?"),
            ({"a_day": 4}, "Are both for one day?"),
            ({"minutes": 7}, "minutes: "),
            ({"product": "Covers"}, "at least 2 words"),
            ({"cost": ...}, "still blank"),
        ],
    )
    def test_what_does_not_fit_is_said(self, change: Mapping[str, Any], says: str) -> None:
        mark = check("w02-firm", OWN | dict(change))
        assert 0 < mark.points < 4
        assert says in str(mark)
