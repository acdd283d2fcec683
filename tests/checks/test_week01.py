"""Week 1 as it is printed, typed and marked: definitions against the workshop's own text and the course's formulas."""

from __future__ import annotations

import ast
import re
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
import workshop_text
from hypothesis import given
from hypothesis import strategies as st
from sane import assert_sane
from workshop_text import answer_cell, cells, exercise, model_line, named_slips, setup, visible_check

from course.cases import ribble_maturity as ribble
from course.checks import Form, check, exercises
from course.methods import maturity
from course.methods.assessment import STICKERS, read_assessment
from course.methods.questions import AREAS, LADDER, NAMES
from course.quantities import NUMBER, show
from course.workbook import book

WEEK = "week01-maturity"
pytestmark = pytest.mark.usefixtures("as_when_marked")
ALL = exercises("w01")
FORM = ALL["w01-firm"]
assert isinstance(FORM, Form)


def text(stem: str) -> str:
    return cells(WEEK)[stem].text


def part(heading: str) -> str:
    return next(each.text for each in cells(WEEK).values() if f"\n## {heading}" in each.text)


def two(value: float) -> str:
    return show(value, NUMBER)


typed = partial(workshop_text.typed, WEEK)


class TestMarks:
    @pytest.mark.parametrize("area", ["tools", "people", "data"])
    def test_the_area_that_happens_to_be_weakest_is_not_the_lowest_of_three(self, area: str) -> None:
        mark = typed("w01-weakest", f"needed - {area}", hidden=True)
        assert mark.points < 4

    def test_every_slip_of_the_curriculum_that_can_be_typed_is_known(self) -> None:
        assert named_slips("w01") >= {
            "w01-score: don't know counted as 0",
            "w01-overall: plain average",
            "w01-overall: not divided by the stickers",
            "w01-first: picked the lowest score",
            "w01-weakest: average of the three",
            "w01-disagree: difference of the averages",
            "w01-percent: percentage points",
        }

    def test_the_guess_is_said_beside_the_overall_score(self) -> None:
        names = setup(WEEK, "w01")
        exec(answer_cell(WEEK, "w01-predict", "3.5"), names)
        exec(answer_cell(WEEK, "w01-overall", model_line(WEEK, "w01-overall")), names)
        assert "you guessed 3.50" in str(eval(visible_check(WEEK, "w01-overall"), names))


class TestTheFiguresInTheText:
    """Worked out again here, and looked for where a participant reads them."""

    def test_the_ladder_is_that_of_the_questions(self) -> None:
        printed = [line for line in part("The case").splitlines() if re.match(r"\| \d", line)]
        assert printed == [f"| {number} | {step.name} | {step.means} |" for number, step in enumerate(LADDER)]

    def test_the_areas_are_those_of_the_questions(self) -> None:
        for area in AREAS:
            assert f"**{area.name}** ({area.about})" in cells(WEEK)["5"].text

    def test_the_stickers(self) -> None:
        assert f"They also had {STICKERS} **stickers**" in cells(WEEK)["5"].text

    def test_the_order_of_the_axes(self) -> None:
        scores = [ribble.SCORES[name] for name in NAMES]
        smallest, largest = (
            100 * maturity.radar_area([scores[place] for place in order]) for order in maturity.radar_orders(scores)
        )
        assert f"from {smallest:.1f}% to {largest:.1f}% of the whole" in part("Explore")
        assert f"(its stickers out of {STICKERS})" in part("Explore")

    def test_exercise_1(self) -> None:
        both = (*ribble.DIRECTOR["data"], *ribble.LEADER["data"])
        told = text("w01-score-task")
        assert f"gave {len(both)} answers. Three were “don't know”. The others add up to 7 points." in told
        assert both.count(None) == 3
        assert sum(answer for answer in both if answer is not None) == 7
        assert exercise("w01-score").right_value() == ribble.SCORES["data"]

    def test_exercises_2_and_3(self) -> None:
        overall, gap = exercise("w01-overall"), exercise("w01-gap")
        assert overall.right_value() == pytest.approx(2.0725)
        assert gap.right_value() == pytest.approx(float(Fraction(5, 20) * (3 - Fraction(7, 5))))
        for name, value in gap.inputs.items():
            assert re.search(rf"`{name}` \({value:g}(?: here)?\)", text("w01-gap-task")), name
        said = str(typed("w01-gap", model_line(WEEK, "w01-gap")))
        assert "the next is direction, with 0.24" in said

    def test_exercise_4_the_table_two_years_on(self) -> None:
        printed = [line for line in text("w01-first-task").splitlines() if line.startswith("|")]
        assert printed[2:] == [
            f"| {name} | {area.score:g} | {area.target:g} | {area.stickers} |"
            for name, area in ribble.TWO_YEARS_ON.items()
        ]
        assert "5 stickers times 1.5" in str(check("w01-first", "tools"))

    def test_exercise_5(self) -> None:
        told = text("w01-weakest-task")
        assert f"must each stand at step {ribble.NEEDED}" in told
        for name in ribble.PROJECT:
            assert f"`{name}` ({ribble.SCORES[name]:g})" in told

    def test_exercise_6(self) -> None:
        told = text("w01-disagree-task")
        for answers in (ribble.DIRECTOR["tools"], ribble.LEADER["tools"]):
            assert ", ".join(f"{answer:g}" for answer in answers if answer is not None) in told
            assert two(maturity.area_score(answers)) in told
        said = str(typed("w01-disagree", model_line(WEEK, "w01-disagree")))
        assert "only 0.50 steps apart" in said
        assert "people 1.5, automation 0.5, direction 3.0 (one question only), data 3.0 (one question only)" in said
        assert "energy 0.0 (one question only)" in said
        for name in NAMES:
            answered = sum(None not in pair for pair in zip(ribble.DIRECTOR[name], ribble.LEADER[name], strict=True))
            assert (answered == 1) == (name in ("direction", "data", "energy"))

    def test_exercise_7(self) -> None:
        told = text("w01-percent-task")
        assert f"rose from {ribble.LINKED_PERCENT_BEFORE}% to {ribble.LINKED_PERCENT_AFTER}%" in told
        assert check("w01-percent", lambda before, after: 100 * (after - before) / before).outcome == "right"
        assert exercise("w01-percent").right_value({"before": 40, "after": 50}) == 25
        assert "growth of 25 **per cent**" in told

    def test_the_model_memo(self) -> None:
        memo = text("w01-memo")
        scores = [ribble.SCORES[name] for name in NAMES]
        stickers = [ribble.STICKERS[name] for name in NAMES]
        gaps = dict(
            zip(NAMES, maturity.weighted_gaps(scores, [ribble.TARGETS[name] for name in NAMES], stickers), strict=True)
        )
        assert f"people and data at step {ribble.NEEDED} of the ladder" in memo
        for area in ("tools", "people", "data"):
            assert re.search(rf"{area}(?: stands?)? at {two(ribble.SCORES[area])}", memo, re.IGNORECASE), area
        short = ribble.NEEDED - min(ribble.SCORES[area] for area in ribble.PROJECT)
        assert f"the plan is {two(short)} steps short" in memo
        assert f"our overall score of {two(maturity.weighted_mean(scores, stickers))} by {two(gaps['data'])}" in memo
        assert f"against {two(gaps['direction'])} for direction, the next" in memo
        apart = maturity.disagreement(ribble.DIRECTOR["data"], ribble.LEADER["data"])
        assert f"{apart:g} steps apart on the one data question" in memo
        assert 100 <= len(memo.replace('"""', "").split()) <= 140
        assert "About 120 words" in text("w01-memo-task")


OWN: dict[str, Any] = ast.literal_eval(
    "{" + ", ".join(f"{name!r}: {line!r}" for name, line in eval(model_line(WEEK, "w01-firm")).items()) + "}"
)


class TestTheOwnFirm:
    def test_the_decision_says_what_the_model_assessment_says(self) -> None:
        assessed = read_assessment(OWN)
        assert assessed.first == "data"
        assert f"its weighted gap of {two(max(assessed.gaps))} is our largest" in text("w01-decision-answer")

    def test_the_card_sums_it_up(self) -> None:
        assessed = read_assessment(OWN)
        said = str(check(FORM, OWN))
        assert f"Overall you stand at {two(assessed.overall)} of 5." in said
        assert f"The gap that weighs most is data: closing it would lift your overall score by {two(0.5)}" in said
        assert max(assessed.gaps) == pytest.approx(0.5)
        assert "Your lowest score is 1.00, in automation: step 1, “on screen”." in said
        for name, score, gap in zip(NAMES, assessed.scores, assessed.gaps, strict=True):
            assert f"{name} {two(score)}" in said
            assert f"{name} {two(gap)}" in said
        assert f"You left {assessed.dont_knows} of 24 open." in said
        assert "below today's score" not in said

    def test_a_target_below_todays_score_is_remarked_on_and_not_marked_down(self) -> None:
        mark = check(FORM, {**OWN, "targets": "1 3 4 3 2 2"})
        assert mark.points == FORM.points
        assert "below today's score in direction:" in str(mark)

    def test_gaps_that_weigh_the_same_are_all_named(self) -> None:
        level = dict.fromkeys(NAMES, "1 1 1 1")
        said = str(check(FORM, {**OWN, **level, "targets": "3 2 3 1 2 1", "stickers": "4 3 4 5 3 1"}))
        assert "The gaps that weigh most are direction and people, with 0.40 each." in said
        assert "Your lowest score is 1.00, in direction, tools, people, data, automation and energy" in said

    def test_without_a_target_above_todays_score_no_gap_is_called_the_largest(self) -> None:
        mark = check(FORM, {**OWN, "targets": "0 0 0 0 0 0"})
        assert mark.points == FORM.points
        assert "No area with stickers has a target above today's score" in str(mark)
        assert "weighs most" not in str(mark)

    def test_each_answer_line_recalls_its_four_questions(self) -> None:
        for area in AREAS:
            names = ", ".join(question.name for question in area.questions)
            assert re.search(rf'^    {area.name}=".*",  # {names}$', text("w01-firm-answer"), re.MULTILINE)

    def test_the_chart_appears_once_the_form_is_complete(self) -> None:
        def drawn(given: Any) -> Any:
            *lines, last = answer_cell(WEEK, "w01-firm", repr(given)).strip().splitlines()
            names = setup(WEEK, "w01")
            exec("\n".join(lines), names)
            return eval(last, names)

        assert "data 0.50 (6 stickers, from 1.33 to 3)" in drawn(OWN).alternative
        assert drawn({**OWN, "stickers": "4 4 4 6 2 1"}) is None

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"data": "? ? ? ?"}, "data: nothing but question marks"),
            ({"stickers": "4 4 4 6 2 1"}, "stickers: they add up to 21, not to 20: take 1 away."),
            ({"stickers": "3 4 4 6 1 1"}, "stickers: they add up to 19, not to 20: share out 1 more."),
            ({"stickers": "0 0 0 0 0 0"}, "stickers: they add up to 0, not to 20: share out 20 more."),
            ({"tools": "2132"}, "tools: 1 entry found; write 4, with spaces between them"),
            ({"tools": "2 1 3"}, "tools: 3 entries found; write 4"),
            ({"tools": "2 1 3 6"}, "tools: 6 is outside 0 to 5"),
            ({"tools": "2 1 3 good"}, "tools: “good” is no number"),
            ({"tools": 2132}, "tools: put the whole line between quotation marks"),
            ({"tools": [2, 1, 3, 2]}, "tools: put the whole line between quotation marks"),
            ({"targets": "3 3 4 3 2"}, "targets: 5 entries found; write 6"),
            ({"targets": ...}, "targets: still blank"),
            ({"people": " "}, "people: still blank"),
        ],
    )
    def test_what_is_missing_or_does_not_fit_is_said(self, changes: dict[str, Any], says: str) -> None:
        mark = check(FORM, {**OWN, **changes})
        assert_sane(mark)
        assert mark.outcome == "partly"
        assert 0 < mark.points < FORM.points
        assert says in str(mark)

    @given(
        st.dictionaries(
            st.sampled_from([*NAMES, "targets", "stickers"]),
            st.one_of(st.none(), st.integers(), st.floats(), st.text(max_size=20), st.lists(st.integers(), max_size=5)),
        )
    )
    def test_whatever_is_filled_in_a_card_comes_back(self, given_: dict[str, Any]) -> None:
        assert_sane(check(FORM, {**OWN, **given_}))

    def test_the_workbook_gives_it_back_to_later_weeks(self, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("NBGRADER_EXECUTION")
        monkeypatch.setenv("LDT_WORKBOOK", str(tmp_path / "my-firm.json"))
        book.remember("week01", OWN)
        kept = book.load()["weeks"]["week01"]["figures"]
        assert read_assessment(kept) == read_assessment(OWN)
