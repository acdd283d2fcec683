"""The formulas of week 1 against hand-worked figures and against what must hold."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from course.methods import maturity
from course.methods.questions import AREAS, LADDER, QUESTIONS_PER_AREA, TOP

scores = st.floats(0, TOP)
answers = st.lists(st.one_of(st.none(), st.integers(0, TOP)), min_size=1, max_size=8)
six = st.lists(scores, min_size=6, max_size=6)
weights = st.lists(st.floats(0.1, 100), min_size=6, max_size=6)


class TestHandWorked:
    def test_a_dont_know_is_left_out(self) -> None:
        assert maturity.area_score([3, None, 1, 2]) == 2
        assert maturity.known([3, None, 0]) == [3, 0]

    def test_weighted_mean_of_the_curriculum(self) -> None:
        # 3 x 0.2 + 1 x 0.3 + 2 x 0.5 is 1.9; the plain average is 2.
        assert maturity.weighted_mean([3, 1, 2], [2, 3, 5]) == pytest.approx(1.9)
        assert maturity.mean([3, 1, 2]) == 2

    def test_weighted_gaps(self) -> None:
        found = maturity.weighted_gaps([1, 2, 4], [3, 3, 4], [1, 3, 4])
        assert found == pytest.approx([0.25, 0.375, 0])
        assert maturity.ranking(found) == [1, 0, 2]

    def test_the_weakest_decides(self) -> None:
        assert maturity.shortfall(3, [2.5, 1.5, 4]) == 1.5
        assert maturity.shortfall(2, [2.5, 3]) == -0.5

    def test_disagreement_counts_only_what_both_answered(self) -> None:
        assert maturity.disagreement([4, 0, None, 2], [1, 3, 5, None]) == 3

    def test_the_area_of_a_radar(self) -> None:
        assert maturity.radar_area([TOP] * 6) == pytest.approx(1)
        assert maturity.radar_area([5, 0, 5, 0, 5, 0]) == 0
        assert maturity.radar_area([5, 5, 5, 0, 0, 0]) == pytest.approx(2 / 6)


class TestWhatMustHold:
    @given(answers)
    def test_dont_knows_never_change_a_score(self, given_: list[int | None]) -> None:
        told = [answer for answer in given_ if answer is not None]
        assume(told)
        assert maturity.area_score(given_) == pytest.approx(maturity.area_score(told))
        assert maturity.area_score([*given_, None]) == maturity.area_score(given_)
        assert min(told) <= maturity.area_score(given_) <= max(told)

    @given(six, weights, st.floats(0.01, 1000))
    def test_only_the_proportions_of_weights_count(self, now: list[float], by: list[float], times: float) -> None:
        more = [times * weight for weight in by]
        assert maturity.weighted_mean(now, more) == pytest.approx(maturity.weighted_mean(now, by))
        assert maturity.weighted_gaps(now, [TOP] * 6, more) == pytest.approx(
            maturity.weighted_gaps(now, [TOP] * 6, by), abs=1e-12
        )

    @given(six, weights)
    def test_an_overall_score_lies_between_the_lowest_and_the_highest(self, now: list[float], by: list[float]) -> None:
        assert min(now) - 1e-9 <= maturity.weighted_mean(now, by) <= max(now) + 1e-9

    @given(six)
    def test_equal_weights_give_the_plain_average(self, now: list[float]) -> None:
        assert maturity.weighted_mean(now, [7] * 6) == pytest.approx(maturity.mean(now), abs=1e-12)

    @given(six, six, weights)
    def test_closing_all_gaps_brings_the_overall_score_to_the_overall_target(
        self, now: list[float], then: list[float], by: list[float]
    ) -> None:
        lifted = maturity.weighted_mean(now, by) + sum(maturity.weighted_gaps(now, then, by))
        assert lifted == pytest.approx(maturity.weighted_mean(then, by), abs=1e-9)

    @given(six)
    def test_a_ranking_goes_down(self, values: list[float]) -> None:
        order = maturity.ranking(values)
        assert sorted(order) == list(range(6))
        assert [values[place] for place in order] == sorted(values, reverse=True)

    @given(six, six)
    def test_disagreement_is_the_same_from_both_sides_and_never_less_than_that_of_the_averages(
        self, one: list[float], other: list[float]
    ) -> None:
        apart = maturity.disagreement(one, other)
        assert apart == maturity.disagreement(other, one)
        assert apart >= abs(maturity.mean(one) - maturity.mean(other)) - 1e-12
        assert maturity.disagreement(one, one) == 0

    @given(six, scores)
    def test_a_plan_is_never_less_short_than_its_average_says(self, now: list[float], needed: float) -> None:
        assert maturity.shortfall(needed, now) >= needed - maturity.mean(now) - 1e-12

    @given(st.lists(scores, min_size=3, max_size=6))
    def test_no_order_of_the_axes_gives_a_smaller_or_larger_radar(self, now: list[float]) -> None:
        areas = [maturity.radar_area(list(order)) for order in permutations(now)]
        smallest, largest = maturity.radar_orders(now)
        assert sorted(smallest) == sorted(largest) == list(range(len(now)))
        assert maturity.radar_area([now[place] for place in smallest]) == pytest.approx(min(areas), abs=1e-9)
        assert maturity.radar_area([now[place] for place in largest]) == pytest.approx(max(areas), abs=1e-9)

    @given(st.lists(st.floats(0, TOP / 2), min_size=6, max_size=6))
    def test_twice_the_scores_make_four_times_the_radar(self, now: list[float]) -> None:
        double = maturity.radar_area([2 * score for score in now])
        assert double == pytest.approx(4 * maturity.radar_area(now), abs=1e-12)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: maturity.area_score([None, None]), "Every answer is a don't-know"),
        (lambda: maturity.area_score([6]), "is 6; it must be from 0 to 5"),
        (lambda: maturity.area_score(["3"]), "'3'"),  # type: ignore[list-item]
        (lambda: maturity.mean([]), "empty"),
        (lambda: maturity.mean(3), "give a list"),  # type: ignore[arg-type]
        (lambda: maturity.mean([float("nan")]), "give a number"),
        (lambda: maturity.sumproduct([1, 2], [1]), "2 and 1 entries"),
        (lambda: maturity.differences([1], [1, 2]), "1 and 2 entries"),
        (lambda: maturity.weighted_mean([1, 2], [0, 0]), "at least one above"),
        (lambda: maturity.weighted_mean([1, 2], [3, -1]), "none below 0"),
        (lambda: maturity.weighted_gaps([1, 2], [3, 4], [1]), "1 and 2 entries"),
        (lambda: maturity.shortfall(3, []), "empty"),
        (lambda: maturity.disagreement([1, None], [None, 2]), "no question that both"),
        (lambda: maturity.disagreement([1], [1, 2]), "1 answers and the other 2"),
        (lambda: maturity.radar_area([1, 2]), "at least 3"),
    ],
)
def test_what_cannot_be_worked_out_is_said(call: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        call()


def test_the_questionnaire_has_24_questions_in_six_areas_and_words_for_both_ends() -> None:
    assert [len(area.questions) for area in AREAS] == [QUESTIONS_PER_AREA] * 6
    asked = [question for area in AREAS for question in area.questions]
    assert len(asked) == 24
    assert len({question.asks for question in asked}) == 24
    assert len({area.name for area in AREAS}) == 6
    for question in asked:
        assert question.asks.endswith("?")
        assert question.low
        assert question.high
        assert question.low != question.high


def test_the_ladder_has_a_step_for_each_answer() -> None:
    assert len(LADDER) == TOP + 1
    assert len({step.name for step in LADDER}) == len(LADDER)
