"""What must hold of any claim that is read in four ways."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.methods import claims

money = st.floats(0, 1e9)
above = st.floats(1, 1e9)
fraction = st.floats(0, 1)


def close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-6)


class TestPer:
    def test_by_hand(self) -> None:
        assert claims.per(900, 12) == 75

    @given(total=money, count=above)
    def test_all_of_them_together_make_the_total(self, total: float, count: float) -> None:
        assert close(claims.per(total, count) * count, total)

    @pytest.mark.parametrize("count", [0, -3, math.nan, "many"])
    def test_it_needs_at_least_some_of_them(self, count: float) -> None:
        with pytest.raises(ValueError, match="count"):
            claims.per(900, count)


class TestShare:
    @given(parts=st.tuples(money, above))
    def test_a_part_and_the_rest_make_the_whole(self, parts: tuple[float, float]) -> None:
        whole = sum(parts)
        assert close(sum(claims.share(part, whole) for part in parts), 1)

    @pytest.mark.parametrize(("part", "whole"), [(273, 198), (-1, 10)])
    def test_a_part_larger_than_its_whole_is_refused(self, part: float, whole: float) -> None:
        with pytest.raises(ValueError, match="part"):
            claims.share(part, whole)


class TestLeft:
    def test_by_hand(self) -> None:
        found = claims.left(100, anyway=0.4, displaced=0.25, due=0.5)
        assert found == claims.Left(100, 60, 45, 22.5)
        assert found.taken_off == (40, 15, 22.5)

    @given(claimed=money, anyway=fraction, displaced=fraction, due=fraction)
    def test_no_step_adds_anything_and_what_is_taken_off_is_what_is_missing(
        self, claimed: float, anyway: float, displaced: float, due: float
    ) -> None:
        found = claims.left(claimed, anyway, displaced, due)
        assert claimed >= found.without_anyway >= found.without_displaced >= found.due >= 0
        assert close(sum(found.taken_off) + found.due, claimed)

    @given(claimed=money, anyway=fraction, displaced=fraction, due=fraction)
    def test_the_order_of_the_two_that_come_off_does_not_matter(
        self, claimed: float, anyway: float, displaced: float, due: float
    ) -> None:
        one, other = claims.left(claimed, anyway, displaced, due), claims.left(claimed, displaced, anyway, due)
        assert close(one.due, other.due)

    @given(claimed=money, anyway=fraction, displaced=fraction, due=fraction)
    def test_it_is_never_less_than_taking_every_share_from_the_whole_claim(
        self, claimed: float, anyway: float, displaced: float, due: float
    ) -> None:
        all_at_once = claimed * (1 - anyway - displaced - (1 - due))
        assert claims.left(claimed, anyway, displaced, due).due >= all_at_once - 1e-6 * max(1, claimed)

    @given(claimed=money)
    def test_with_nothing_to_take_off_the_claim_stands(self, claimed: float) -> None:
        assert claims.left(claimed, 0).due == claimed

    @pytest.mark.parametrize("wrong", [{"anyway": 35}, {"displaced": -0.1}, {"due": 1.5}, {"claimed": -1}])
    def test_a_share_outside_0_to_1_is_named(self, wrong: dict[str, float]) -> None:
        (name,) = wrong
        with pytest.raises(ValueError, match="claim" if name == "claimed" else name):
            claims.left(**{"claimed": 100.0, "anyway": 0.2, "displaced": 0.1, "due": 0.5, **wrong})


class TestShareNeeded:
    @given(claimed=above, put_in=money)
    def test_that_share_of_the_claim_is_what_was_put_in(self, claimed: float, put_in: float) -> None:
        assert close(claims.share_needed(claimed, put_in) * claimed, put_in)

    def test_a_claim_of_nothing_has_no_such_share(self) -> None:
        with pytest.raises(ValueError, match="count"):
            claims.share_needed(0, 10)


class TestPayback:
    def test_by_hand(self) -> None:
        assert claims.saving_implied(1_000, 73) == 5_000
        assert claims.payback_days(1_000, 5_000) == 73

    @given(cost=above, days=st.floats(1, 10_000))
    def test_the_saving_implied_pays_back_in_just_those_days(self, cost: float, days: float) -> None:
        assert close(claims.payback_days(cost, claims.saving_implied(cost, days)), days)

    @given(cost=above, days=st.floats(1, 364))
    def test_paying_back_within_a_year_needs_more_than_the_cost_in_a_year(self, cost: float, days: float) -> None:
        assert claims.saving_implied(cost, days) > cost

    @pytest.mark.parametrize("days", [0, -195, math.inf])
    def test_days_are_above_0(self, days: float) -> None:
        with pytest.raises(ValueError, match="days"):
            claims.saving_implied(1_000, days)
