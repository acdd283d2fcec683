"""Skills and barriers against hand-worked figures and against what must hold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.methods import people

levels = st.integers(0, people.HIGHEST)
matrices = st.integers(1, 6).flatmap(
    lambda skills: st.lists(st.lists(levels, min_size=skills, max_size=skills), min_size=1, max_size=12)
)
adkar = st.lists(st.integers(1, 5), min_size=5, max_size=5)
counts = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=8)


class TestHandWorked:
    def test_coverage_counts_who_works_alone(self) -> None:
        matrix = [[4, 3, 0], [2, 3, 2], [2, 1, 2], [2, 3, 0], [2, 0, 0]]
        assert people.coverage(matrix) == [1, 3, 0]
        assert people.single_points(matrix) == [0]

    def test_the_average_of_the_curriculum_hides_the_single_expert(self) -> None:
        one_skill = [[4], [2], [2], [2], [2]]
        assert people.average_levels(one_skill) == [2.4]
        assert people.coverage(one_skill) == [1]

    def test_a_surplus_fills_no_gap(self) -> None:
        assert people.shortfalls([2, 3, 4], [5, 3, 1]) == [0, 0, 3]

    @pytest.mark.parametrize(
        ("scores", "first"),
        [([4, 2, 3, 1, 2], 2), ([5, 4, 3, 2, 1], 3), ([4, 5, 4, 4, 4], 0), ([3, 1, 1, 1, 1], 1), ([4, 4, 4, 4, 3], 5)],
    )
    def test_the_barrier_is_the_first_low_one_and_not_the_lowest(self, scores: list[int], first: int) -> None:
        assert people.barrier(scores) == first

    def test_readiness(self) -> None:
        assert people.readiness([[4, 4, 4, 4, 4], [5, 5, 5, 5, 3], [5, 4, 5, 4, 5], [1, 5, 5, 5, 5]]) == 0.5


class TestWhatMustHold:
    @given(matrices, st.integers(0, people.HIGHEST))
    def test_coverage_is_never_above_the_head_count(self, matrix: list[list[int]], enough: int) -> None:
        covered = people.coverage(matrix, enough)
        assert len(covered) == len(matrix[0])
        assert all(0 <= each <= len(matrix) for each in covered)
        assert people.coverage(matrix, 0) == [len(matrix)] * len(covered)

    @given(matrices, levels)
    def test_a_harder_level_is_never_reached_by_more_people(self, matrix: list[list[int]], enough: int) -> None:
        for easier, harder in zip(people.coverage(matrix, enough), people.coverage(matrix, enough + 1), strict=True):
            assert harder <= easier

    @given(matrices)
    def test_nobody_more_never_lowers_coverage(self, matrix: list[list[int]]) -> None:
        bigger = [*matrix, matrix[0]]
        for before, after in zip(people.coverage(matrix), people.coverage(bigger), strict=True):
            assert after in (before, before + 1)

    @given(counts)
    def test_gaps_are_never_negative_and_never_below_the_difference_of_totals(
        self, pairs: list[tuple[int, int]]
    ) -> None:
        needed, have = (list(each) for each in zip(*pairs, strict=True))
        gaps = people.shortfalls(needed, have)
        assert min(gaps) >= 0
        assert sum(gaps) >= sum(needed) - sum(have)
        assert [h + gap >= n for n, h, gap in zip(needed, have, gaps, strict=True)] == [True] * len(gaps)
        surpluses = people.shortfalls(have, needed)
        assert sum(gaps) - sum(surpluses) == sum(needed) - sum(have)

    @given(adkar)
    def test_before_the_barrier_all_is_well_and_at_it_nothing_is(self, scores: list[int]) -> None:
        first = people.barrier(scores)
        if first == people.NO_BARRIER:
            assert min(scores) > people.LOW
        else:
            assert scores[first - 1] <= people.LOW
            assert all(score > people.LOW for score in scores[: first - 1])

    @given(st.lists(adkar, min_size=1, max_size=10))
    def test_readiness_is_a_share(self, everybody: list[list[int]]) -> None:
        ready = people.readiness(everybody)
        assert 0 <= ready <= 1
        assert people.readiness([*everybody, [5, 5, 5, 5, 5]]) >= ready


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("act", "says"),
        [
            (lambda: people.coverage([]), "at least one person"),
            (lambda: people.coverage([[1, 2], [3]]), "as many levels"),
            (lambda: people.coverage([[5]]), "from 0 to 4"),
            (lambda: people.able(["3"]), "list of numbers"),
            (lambda: people.able([]), "is empty"),
            (lambda: people.able(3), "list of numbers"),
            (lambda: people.shortfalls([1], [1, 2]), "1 and 2 entries"),
            (lambda: people.shortfalls([float("nan")], [1]), "list of numbers"),
            (lambda: people.barrier([4, 4, 4, 4]), "needs 5"),
            (lambda: people.barrier([4, 4, 4, 4, 6]), "from 1 to 5"),
            (lambda: people.readiness([]), "nobody"),
        ],
    )
    def test_is_said_in_a_sentence(self, act: Any, says: str) -> None:
        with pytest.raises(ValueError, match=says):
            act()
