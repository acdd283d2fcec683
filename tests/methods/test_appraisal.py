"""The formulas of week 5 against hand-worked figures and against the laws that tie them together."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from course.methods import appraisal

pounds = st.floats(min_value=-200_000, max_value=200_000)
gains = st.floats(min_value=100, max_value=200_000)
outlays = st.floats(min_value=100, max_value=500_000)
rates = st.floats(min_value=-0.5, max_value=1.5)
discount_rates = st.floats(min_value=0, max_value=0.5)
lives = st.integers(min_value=1, max_value=25)
benefit_lists = st.lists(gains, min_size=1, max_size=15)


class TestTheTestedExample:
    """A cobot cell: £85,000, a grant of £20,000, £14,000 in year 1 and £31,000 in years 2 to 5, at 10%."""

    outlay = 65_000
    benefits = (14_000, 31_000, 31_000, 31_000, 31_000)

    def test_payback_falls_in_year_three(self) -> None:
        # 14 + 31 = 45 by the end of year 2; the 20 still missing is 20/31 of year 3.
        assert appraisal.payback(self.outlay, self.benefits) == pytest.approx(2 + 20 / 31)

    def test_discounted_payback_falls_in_year_four(self) -> None:
        by_year_3 = 14_000 / 1.1 + 31_000 / 1.21 + 31_000 / 1.331
        expected = 3 + (65_000 - by_year_3) / (31_000 / 1.4641)
        assert appraisal.discounted_payback(self.outlay, self.benefits, 0.10) == pytest.approx(expected)
        assert round(expected, 2) == 3.16

    def test_net_present_value(self) -> None:
        value = appraisal.npv(0.10, [-self.outlay, *self.benefits])
        assert round(value) == 37_060
        later = 14_000 / 1.1 + 31_000 / 1.21 + 31_000 / 1.331 + 31_000 / 1.4641 + 31_000 / 1.61051
        assert value == pytest.approx(later - 65_000)

    def test_internal_rate_of_return(self) -> None:
        assert appraisal.irr([-self.outlay, *self.benefits]) == pytest.approx(0.281, abs=0.0005)

    def test_profitability_index(self) -> None:
        assert appraisal.profitability_index(self.outlay, self.benefits, 0.10) == pytest.approx(1.57, abs=0.005)

    def test_ramp(self) -> None:
        assert appraisal.ramped_benefits(14_000, 31_000, 5) == list(self.benefits)

    def test_running_total(self) -> None:
        totals = appraisal.cumulative(self.outlay, self.benefits)
        np.testing.assert_allclose(totals, [-65_000, -51_000, -20_000, 11_000, 42_000, 73_000])


def test_present_value_by_hand() -> None:
    assert appraisal.present_value(121, 0.10, 2) == pytest.approx(100)
    assert appraisal.present_value(121, 0.10, 0) == 121


def test_irr_of_one_year_by_hand() -> None:
    assert appraisal.irr([-100, 128]) == pytest.approx(0.28)
    assert appraisal.irr([-100, 50]) == pytest.approx(-0.50)
    assert appraisal.irr([0, -100, 0, 121, 0]) == pytest.approx(0.10)


def test_equivalent_annual_cost_by_hand() -> None:
    # Over one year: £100 repaid with 10% interest, and £20 of running cost.
    assert appraisal.equivalent_annual_cost(100, 20, 1, 0.10) == pytest.approx(130)
    # Over two: 210 / (1/1.1 + 1/1.21) = 210 x 1.21 / 2.1 = 121 a year.
    assert appraisal.equivalent_annual_cost(210, 0, 2, 0.10) == pytest.approx(121)
    # Interest-free, it is the straight line.
    assert appraisal.equivalent_annual_cost(8_000, 500, 4, 0) == pytest.approx(2_500)


def test_real_rate_is_not_a_difference() -> None:
    assert appraisal.real_rate(0.10, 0.03) == pytest.approx(0.0680, abs=0.00005)
    assert appraisal.nominal_rate(0.05, 0.02) == pytest.approx(0.071)


def test_never_paid_back() -> None:
    assert appraisal.payback(100, [10, 10]) == math.inf
    assert appraisal.discounted_payback(100, [50, 50], 0.10) == math.inf


def test_paid_back_on_the_last_day() -> None:
    assert appraisal.payback(100, [50, 50]) == 2


def test_paid_back_the_first_time_counts() -> None:
    assert appraisal.payback(100, [200, -300, 50]) == 0.5


def test_a_year_that_loses_money_delays_payback() -> None:
    assert appraisal.payback(100, [60, -20, 120]) == pytest.approx(2.5)


def test_nothing_paid_is_paid_back_at_once() -> None:
    assert appraisal.payback(0, [10]) == 0


@given(outlay=outlays, benefits=benefit_lists)
def test_npv_at_the_internal_rate_is_zero(outlay: float, benefits: list[float]) -> None:
    flows = [-outlay, *benefits]
    rate = appraisal.irr(flows)
    assume(rate > -0.9)  # nearer to -100% the discount factors swamp the sums
    scale = sum(abs(flow) / (1 + rate) ** year for year, flow in enumerate(flows))
    assert abs(appraisal.npv(rate, flows)) <= 1e-6 * scale


@given(
    rate=rates,
    pairs=st.lists(st.tuples(pounds, pounds), min_size=1, max_size=12),
    times=st.floats(min_value=-10, max_value=10),
)
def test_npv_is_linear_in_the_flows(rate: float, pairs: list[tuple[float, float]], times: float) -> None:
    together = appraisal.npv(rate, [a + times * b for a, b in pairs])
    apart = appraisal.npv(rate, [a for a, _ in pairs]) + times * appraisal.npv(rate, [b for _, b in pairs])
    scale = sum((abs(a) + abs(times * b)) / (1 + rate) ** year for year, (a, b) in enumerate(pairs))
    assert together == pytest.approx(apart, abs=1e-9 * scale + 1e-6)


@given(rate=rates, flows=st.lists(pounds, min_size=1, max_size=12))
def test_npv_is_the_sum_of_present_values(rate: float, flows: list[float]) -> None:
    parts = [appraisal.present_value(flow, rate, year) for year, flow in enumerate(flows)]
    assert appraisal.npv(rate, flows) == pytest.approx(sum(parts), abs=1e-9 * sum(map(abs, parts)) + 1e-6)


@given(flows=st.lists(pounds, min_size=1, max_size=12), at=st.lists(rates, min_size=1, max_size=8))
def test_npv_by_rate_is_npv_at_each(flows: list[float], at: list[float]) -> None:
    np.testing.assert_allclose(
        appraisal.npv_by_rate(flows, at), [appraisal.npv(rate, flows) for rate in at], rtol=1e-9, atol=1e-3
    )


@given(outlay=outlays, benefits=benefit_lists, rate=rates)
def test_profitability_index_is_one_plus_npv_for_each_pound(outlay: float, benefits: list[float], rate: float) -> None:
    expected = 1 + appraisal.npv(rate, [-outlay, *benefits]) / outlay
    assert appraisal.profitability_index(outlay, benefits, rate) == pytest.approx(expected)


@given(price=outlays, running=pounds, life=lives, rate=discount_rates)
def test_equivalent_annual_cost_repays_the_net_present_cost(
    price: float, running: float, life: int, rate: float
) -> None:
    net_present_cost = appraisal.npv(rate, [price] + [running] * life)
    yearly = appraisal.equivalent_annual_cost(price, running, life, rate)
    scale = price + abs(running) * life
    assert yearly * appraisal.annuity_factor(rate, life) == pytest.approx(net_present_cost, abs=1e-9 * scale)


@given(outlay=outlays, benefits=benefit_lists, rate=discount_rates)
def test_discounting_never_shortens_payback(outlay: float, benefits: list[float], rate: float) -> None:
    undiscounted = appraisal.payback(outlay, benefits)
    # The last bit of a year may round either way when the rate is next to nothing.
    assert appraisal.discounted_payback(outlay, benefits, rate) >= undiscounted * (1 - 1e-12)


@given(benefit=gains, share=st.floats(min_value=0.01, max_value=0.99), years=lives)
def test_payback_of_a_constant_benefit_is_a_division(benefit: float, share: float, years: int) -> None:
    outlay = benefit * years * share
    assert appraisal.payback(outlay, [benefit] * years) == pytest.approx(outlay / benefit)


@given(outlay=outlays, benefits=benefit_lists)
def test_payback_is_where_the_running_total_crosses_zero(outlay: float, benefits: list[float]) -> None:
    years = appraisal.payback(outlay, benefits)
    totals = appraisal.cumulative(outlay, benefits)
    if math.isinf(years):
        assert totals[-1] < 1e-6
    else:
        assert np.interp(years, range(len(totals)), totals) == pytest.approx(0, abs=1e-6)


@given(nominal=rates, inflation=rates)
def test_fisher_round_trip(nominal: float, inflation: float) -> None:
    there = appraisal.real_rate(nominal, inflation)
    assert appraisal.nominal_rate(there, inflation) == pytest.approx(nominal, abs=1e-12)


@given(rate=rates, years=lives)
def test_annuity_factor_is_the_sum_of_discount_factors(rate: float, years: int) -> None:
    expected = math.fsum((1 + rate) ** -year for year in range(1, years + 1))
    assert appraisal.annuity_factor(rate, years) == pytest.approx(expected)


@given(outlay=outlays, benefits=benefit_lists, rate=rates)
def test_the_running_total_ends_at_the_npv(outlay: float, benefits: list[float], rate: float) -> None:
    totals = appraisal.cumulative(outlay, benefits, rate)
    assert totals.shape == (len(benefits) + 1,)
    assert totals[0] == -outlay
    scale = outlay + sum(benefit / (1 + rate) ** year for year, benefit in enumerate(benefits, start=1))
    assert totals[-1] == pytest.approx(appraisal.npv(rate, [-outlay, *benefits]), abs=1e-9 * scale)


@pytest.mark.parametrize(
    "value",
    [
        appraisal.npv(np.float64(0.1), np.array([-10, 20])),  # type: ignore[arg-type]
        appraisal.irr(np.array([-10, 20])),  # type: ignore[arg-type]
        appraisal.payback(np.int64(10), (Decimal(5), Decimal(5))),  # type: ignore[arg-type]
        appraisal.profitability_index(np.float64(10), [np.float64(20)], 0.1),
        appraisal.equivalent_annual_cost(np.float64(10), 0, np.int64(2), 0.1),  # type: ignore[arg-type]
        appraisal.real_rate(np.float64(0.1), np.float64(0.02)),
        appraisal.present_value(np.float64(10), np.float64(0.1), np.int64(2)),  # type: ignore[arg-type]
    ],
)
def test_results_are_plain_floats_whatever_came_in(value: object) -> None:
    assert type(value) is float


nonsense: list[tuple[Callable[[], Any], str, str]] = [
    (lambda: appraisal.npv("10%", [1]), "rate", "'10%'"),  # type: ignore[arg-type]
    (lambda: appraisal.npv(-1, [1]), "rate", "-100%"),
    (lambda: appraisal.npv(math.nan, [1]), "rate", "nan"),
    (lambda: appraisal.npv(0.1, []), "cash_flows", "empty"),
    (lambda: appraisal.npv(0.1, 5), "cash_flows", "5"),  # type: ignore[arg-type]
    (lambda: appraisal.npv(0.1, "1, 2"), "cash_flows", "'1, 2'"),  # type: ignore[arg-type]
    (lambda: appraisal.npv(0.1, [1, "two"]), "cash_flows", "'two'"),  # type: ignore[list-item]
    (lambda: appraisal.npv_by_rate([1], [0.1, -2]), "rates", "-200%"),
    (lambda: appraisal.irr([100, 10]), "cash_flows", "come in"),
    (lambda: appraisal.irr([-100, -10]), "cash_flows", "go out"),
    (lambda: appraisal.irr([0, 0]), "cash_flows", "zero"),
    (lambda: appraisal.irr([-100, 230, -132]), "cash_flows", "2 times"),  # both 10% and 20%
    (lambda: appraisal.annuity_factor(0.1, -2), "years", "-2"),
    (lambda: appraisal.annuity_factor(0.1, 2.5), "years", "2.5"),  # type: ignore[arg-type]
    (lambda: appraisal.payback(-5, [1]), "outlay", "-5"),
    (lambda: appraisal.payback(5, [None]), "benefits", "NoneType"),  # type: ignore[list-item]
    (lambda: appraisal.payback(5, [math.inf]), "benefits", "inf"),
    (lambda: appraisal.discounted_payback(5, [1], -3), "rate", "-300%"),
    (lambda: appraisal.profitability_index(0, [1], 0.1), "outlay", "0"),
    (lambda: appraisal.equivalent_annual_cost(100, 0, 0, 0.1), "life", "0"),
    (lambda: appraisal.equivalent_annual_cost(-100, 0, 3, 0.1), "price", "-100"),
    (lambda: appraisal.present_value(1, 0.1, -1), "year", "-1"),
    (lambda: appraisal.ramped_benefits(1, 2, 0), "years", "0"),
    (lambda: appraisal.real_rate(0.1, -1), "inflation", "-100%"),
    (lambda: appraisal.nominal_rate(-1, 0.1), "real", "-100%"),
]


@pytest.mark.parametrize(("call", "argument", "was"), nonsense)
def test_nonsense_is_refused_with_a_sentence(call: Callable[[], Any], argument: str, was: str) -> None:
    with pytest.raises(ValueError, match=r"[.]$") as refused:
        call()
    assert argument in str(refused.value)
    assert was in str(refused.value)
