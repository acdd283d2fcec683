"""The loaded labour rate: by hand, and what must hold whatever the figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.methods.labour import loaded_rate

RATES = {"nic_rate": 0.15, "nic_threshold": 5_000.0, "pension_rate": 0.03}


def test_by_hand() -> None:
    # £10 x 2,000 h = £20,000; insurance 15% of £15,000 = £2,250; pension £600; over 1,600 h: £14.28.
    assert loaded_rate(10, 2_000, 1_600, **RATES) == pytest.approx(22_850 / 1_600)


def test_no_insurance_below_the_threshold() -> None:
    assert loaded_rate(10, 400, 400, **RATES) == pytest.approx(10.3)


@given(st.floats(5, 100), st.floats(100, 3_000), st.floats(0.3, 1), st.floats(0, 0.5), st.floats(0, 20_000))
def test_it_is_never_below_the_wage_nor_below_wage_over_the_share_worked(
    wage: float, paid: float, worked: float, nic: float, threshold: float
) -> None:
    rate = loaded_rate(wage, paid, paid * worked, nic_rate=nic, nic_threshold=threshold, pension_rate=0)
    assert rate >= wage / worked * (1 - 1e-9)
    assert rate <= wage / worked * (1 + nic) * (1 + 1e-9)


@given(st.floats(5, 100), st.floats(0, 20_000), st.floats(1, 20_000))
def test_a_higher_threshold_never_costs_more(wage: float, threshold: float, more: float) -> None:
    low, high = (
        loaded_rate(wage, 2_000, 1_700, nic_rate=0.15, nic_threshold=each, pension_rate=0.03)
        for each in (threshold, threshold + more)
    )
    assert high <= low


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"wage": 0}, "wage is 0"),
        ({"productive_hours": 2_100}, "nobody works more"),
        ({"nic_rate": 15}, "nic_rate is 15"),
        ({"pension_rate": -0.01}, "pension_rate is -0.01"),
        ({"nic_threshold": -1}, "nic_threshold is -1"),
        ({"paid_hours": float("nan")}, "paid_hours is nan"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(changes: dict[str, float], says: str) -> None:
    figures = {"wage": 10.0, "paid_hours": 2_000.0, "productive_hours": 1_600.0} | RATES | changes
    with pytest.raises(ValueError, match=says):
        loaded_rate(**figures)
