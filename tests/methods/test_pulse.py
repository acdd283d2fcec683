"""What must hold of every pulse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.methods import pulse

five = st.tuples(*[st.integers(1, pulse.TOP)] * len(pulse.ELEMENTS))
answers = st.lists(st.none() | five, max_size=12)


class TestBarrier:
    @pytest.mark.parametrize(
        ("scores", "found"),
        [
            ((4, 2, 1, 1, 1), "desire"),
            ((4, 3, 5, 5, 5), "desire"),
            ((3.01, 3.01, 3.01, 3, 1), "ability"),
            ((4, 4, 4, 4, 4), None),
        ],
    )
    def test_is_the_first_low_one_and_not_the_lowest(self, scores: tuple[float, ...], found: str | None) -> None:
        assert pulse.barrier(scores) == found

    @given(five)
    def test_all_before_it_are_high_and_it_is_low(self, scores: tuple[int, ...]) -> None:
        found = pulse.barrier(scores)
        place = len(scores) if found is None else pulse.ELEMENTS.index(found)
        assert all(score > pulse.LOW for score in scores[:place])
        assert found is None or scores[place] <= pulse.LOW

    @given(answers)
    def test_each_person_who_answered_is_counted_once(self, given_answers: list[pulse.Answer]) -> None:
        assert sum(pulse.barriers(given_answers).values()) == len(pulse.answered(given_answers))

    @pytest.mark.parametrize("scores", [(4, 4), (4, 4, 4, 4, 6), (0, 4, 4, 4, 4), (4, 4, 4, 4, float("nan"))])
    def test_anything_but_five_scores_is_refused(self, scores: tuple[float, ...]) -> None:
        with pytest.raises(ValueError, match="five scores"):
            pulse.barrier(scores)


class TestMeans:
    def test_by_hand(self) -> None:
        assert pulse.means([(1, 2, 3, 4, 5), None, (3, 2, 1, 4, 5)]) == (2, 2, 2, 4, 5)

    def test_without_an_answer_there_is_none(self) -> None:
        with pytest.raises(ValueError, match="Nobody"):
            pulse.means([None, None])


class TestWithTheSilent:
    @given(st.lists(st.integers(1, 5), min_size=1, max_size=9), st.lists(st.integers(1, 5), min_size=1, max_size=9))
    def test_is_the_average_of_all_people(self, now: list[int], before: list[int]) -> None:
        found = pulse.with_the_silent(sum(now) / len(now), len(now), sum(before) / len(before), len(before))
        assert found == pytest.approx(sum(now + before) / (len(now) + len(before)))

    def test_with_nobody_silent_it_is_the_average_of_those_who_answered(self) -> None:
        assert pulse.with_the_silent(3.5, 8, 1.0, 0) == 3.5

    @pytest.mark.parametrize(("answered", "silent"), [(0, 0), (-1, 4), (4, -1)])
    def test_people_are_needed(self, answered: float, silent: float) -> None:
        with pytest.raises(ValueError, match="people"):
            pulse.with_the_silent(3, answered, 2, silent)
