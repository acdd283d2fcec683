"""Weighted scores and their sensitivity against hand-worked figures and against what must hold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from course.methods import priorities
from course.methods.maturity import ranking, weight_shares

points = st.integers(0, priorities.TOP)
weights = st.lists(st.integers(1, 100), min_size=3, max_size=3)
rows = st.lists(points, min_size=3, max_size=3)
tables = st.lists(rows, min_size=2, max_size=6)
places = st.integers(0, 2)


class TestHandWorked:
    def test_a_weighted_score(self) -> None:
        # 0.5 x 8 + 0.3 x 2 + 0.2 x 5
        assert priorities.weighted_score([8, 2, 5], [50, 30, 20]) == pytest.approx(5.6)

    def test_a_cost_as_points(self) -> None:
        found = [priorities.cost_points(cost, 20_000, 60_000) for cost in (20_000, 30_000, 60_000)]
        assert found == pytest.approx([10, 7.5, 0])

    def test_other_weights_are_rescaled_pro_rata(self) -> None:
        assert priorities.rescaled([50, 30, 20], 0, 0.75) == pytest.approx([0.75, 0.15, 0.10])

    def test_a_flip(self) -> None:
        # On the rest, equally weighted: 6 against 4, so 2 ahead; on the third 3 against 9, so 6 behind: 2 / (2 + 6).
        assert priorities.flip_share([8, 4, 3], [4, 4, 9], [30, 30, 40], 2) == pytest.approx(0.25)

    def test_room_on_both_sides(self) -> None:
        # The first wins at 0.5. Its rivals live on the first criterion alone and on the second alone.
        table = [[6, 6], [10, 0], [0, 10]]
        found = priorities.room(table, [50, 50], 0)
        assert found.above is not None
        assert found.below is not None
        assert (found.above.share, found.above.winner) == (pytest.approx(0.6), 1)
        assert (found.below.share, found.below.winner) == (pytest.approx(0.4), 2)

    def test_nothing_flips_what_is_best_in_everything(self) -> None:
        assert priorities.nearest_flip([[9, 9, 9], [1, 5, 8]], [20, 30, 50]) is None

    @pytest.mark.parametrize(
        ("impact", "effort", "name"),
        [(5, 4.9, "quick win"), (5, 5, "big project"), (4.9, 1, "fill-in"), (0, 10, "think again")],
    )
    def test_quadrants(self, impact: float, effort: float, name: str) -> None:
        assert priorities.quadrant(impact, effort) == name


class TestWhatMustHold:
    @given(tables, weights, st.floats(0.01, 1000))
    def test_scores_do_not_change_when_all_weights_are_multiplied(
        self, table: list[list[int]], by: list[int], times: float
    ) -> None:
        more = priorities.weighted_scores(table, [times * weight for weight in by])
        assert more == pytest.approx(priorities.weighted_scores(table, by))

    @given(rows, weights)
    def test_a_score_lies_between_the_lowest_and_the_highest_points(self, row: list[int], by: list[int]) -> None:
        assert min(row) - 1e-9 <= priorities.weighted_score(row, by) <= max(row) + 1e-9

    @given(st.floats(0, 10))
    def test_turning_round_twice_is_nothing(self, given_: float) -> None:
        assert priorities.inverted(priorities.inverted(given_)) == pytest.approx(given_)

    @given(st.lists(st.integers(1, 10**7), min_size=2, max_size=8))
    def test_turned_costs_rank_the_other_way(self, costs: list[int]) -> None:
        assume(min(costs) < max(costs))
        turned = [priorities.cost_points(cost, min(costs), max(costs)) for cost in costs]
        assert (min(turned), max(turned)) == (0, priorities.TOP)
        for cost, gained in zip(costs, turned, strict=True):
            for other, its in zip(costs, turned, strict=True):
                assert (cost < other) == (gained > its)

    @given(rows, rows, weights, places)
    def test_at_the_flip_the_two_scores_are_equal(
        self, one: list[int], other: list[int], by: list[int], place: int
    ) -> None:
        share = priorities.flip_share(one, other, by, place)
        assume(share is not None)
        assert share is not None
        there = priorities.rescaled(by, place, share)
        assert priorities.weighted_score(one, there) == pytest.approx(priorities.weighted_score(other, there))

    @given(weights, places, st.floats(0, 1))
    def test_rescaled_weights_add_up_and_keep_their_proportions(self, by: list[int], place: int, share: float) -> None:
        found = priorities.rescaled(by, place, share)
        assert sum(found) == pytest.approx(1)
        assert found[place] == share
        one, other = (at for at in range(3) if at != place)
        assert found[one] * by[other] == pytest.approx(found[other] * by[one])
        assert priorities.rescaled(by, place, weight_shares(by)[place]) == pytest.approx(weight_shares(by))

    @given(tables, weights, places, st.floats(0, 1))
    def test_inside_its_room_the_winner_stays_and_outside_it_does_not(
        self, table: list[list[int]], by: list[int], place: int, share: float
    ) -> None:
        winner = ranking(priorities.weighted_scores(table, by))[0]
        found = priorities.room(table, by, place)
        low = found.below.share if found.below else 0.0
        high = found.above.share if found.above else 1.0
        assert low <= found.share <= high
        scores = priorities.weighted_scores(table, priorities.rescaled(by, place, share))
        if low <= share <= high:
            assert scores[winner] >= max(scores) - 1e-9
        elif min(abs(share - low), abs(share - high)) > 1e-6:
            assert scores[winner] < max(scores)

    @given(tables, weights)
    def test_the_nearest_flip_is_the_nearest_of_all(self, table: list[list[int]], by: list[int]) -> None:
        rooms = [priorities.room(table, by, place) for place in range(3)]
        moves = [abs(flip.share - room.share) for room in rooms for flip in (room.below, room.above) if flip]
        found = priorities.nearest_flip(table, by)
        assert (found is None) == (not moves)
        if found is not None:
            place, flip = found
            assert abs(flip.share - rooms[place].share) == min(moves)

    @given(tables, places)
    def test_a_criterion_with_all_the_weight_is_passed_over(self, table: list[list[int]], place: int) -> None:
        found = priorities.nearest_flip(table, [100 if at == place else 0 for at in range(3)])
        assert found is None or found[0] != place


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("act", "says"),
        [
            (lambda: priorities.inverted(11), "from 0 to 10"),
            (lambda: priorities.cost_points(5, 7, 7), "ranks nothing"),
            (lambda: priorities.cost_points(9, 1, 7), "between the cheapest"),
            (lambda: priorities.cost_points(float("nan"), 1, 7), "give a number"),
            (lambda: priorities.rescaled([1, 1], 0, 1.2), "from 0 to 1"),
            (lambda: priorities.rescaled([1, 0], 0, 0.5), "cannot be rescaled"),
            (lambda: priorities.weighted_score([1], [1, 2]), "same length"),
            (lambda: priorities.weighted_score([1, 2], [0, 0]), "at least one above"),
            (lambda: priorities.quadrant("5", 1), "give a number"),
        ],
    )
    def test_is_said_in_a_sentence(self, act: Any, says: str) -> None:
        with pytest.raises(ValueError, match=says):
            act()
