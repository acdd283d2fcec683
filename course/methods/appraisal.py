"""Investment appraisal (week 5): is it worth it?

Conventions, the same in every function:

* Money is in pounds. Money that goes out is negative in a list of cash flows; an `outlay` or a `price` is given as a
  positive number.
* A rate is a fraction a year: 0.10 is 10%.
* Year 0 is today and is not discounted. The flow of year t is treated as arriving at the end of year t and is divided
  by (1 + rate) ** t. A payback time, which falls inside a year, takes the year's money as arriving evenly.
* Whatever cannot be worked out raises ValueError, with a sentence that says which argument, what it was and what to do.

Source of the formulas: any textbook of engineering economics or corporate finance (net present value, internal rate of
return, annuities, equivalent annual cost, the Fisher equation).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy_financial as npf
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def npv(rate: float, cash_flows: Sequence[float]) -> float:
    """Net present value in pounds of cash flows, the first of which is today's (year 0) and is not discounted.

    A spreadsheet's NPV() discounts its first value by a year; this does not.

    Args:
        rate: discount rate a year, as a fraction above -1.
        cash_flows: pounds in years 0, 1, 2, ...; at least one.

    Raises:
        ValueError: for a rate of -100% or less, no cash flows, or something that is not a number.
    """
    return float(npf.npv(_rate("rate", rate), _numbers("cash_flows", cash_flows)))


def npv_by_rate(cash_flows: Sequence[float], rates: Iterable[float]) -> Floats:
    """Net present values in pounds of the same cash flows at many rates.

    Args:
        cash_flows: pounds in years 0, 1, 2, ...; at least one.
        rates: m discount rates a year, as fractions above -1.

    Returns:
        An array of shape (m,): the net present value at each rate.

    Raises:
        ValueError: as `npv`.
    """
    flows = _numbers("cash_flows", cash_flows)
    per_year = _numbers("rates", rates)
    _rate("rates", float(per_year.min()))
    result: Floats = (1.0 + per_year)[:, np.newaxis] ** -np.arange(flows.size) @ flows
    return result


def irr(cash_flows: Sequence[float]) -> float:
    """Internal rate of return a year, as a fraction: the rate at which the net present value is zero.

    Cash flows that change sign more than once (a clean-up cost in the last year, say) can have several such rates,
    none of which means what people take a rate of return to mean. This refuses them rather than choose one.

    Args:
        cash_flows: pounds in years 0, 1, 2, ..., with money going out and money coming in.

    Raises:
        ValueError: when the cash flows never change sign (no such rate exists) or do so more than once.
    """
    flows = _numbers("cash_flows", cash_flows)
    signs = np.sign(flows[flows != 0])
    changes = int(np.count_nonzero(signs[1:] != signs[:-1]))
    if changes == 0:
        what = "are all zero" if signs.size == 0 else f"only ever {'come in' if signs[0] > 0 else 'go out'}"
        raise ValueError(
            f"There is no internal rate of return: the cash_flows {what}. "
            "Give the outlay as a negative number and the benefits as positive ones."
        )
    if changes > 1:
        raise ValueError(
            f"There may be several internal rates of return: the cash_flows change sign {changes} times. "
            "Decide by the net present value at your own rate instead."
        )
    found = float(npf.irr(flows))
    if not math.isfinite(found):
        raise ValueError(
            "No internal rate of return was found for these cash_flows: the sums are too unequal to tell one. "
            "Check that they are all in pounds."
        )
    return found


def present_value(amount: float, rate: float, year: float) -> float:
    """What a sum in a later year is worth today: amount / (1 + rate) ** year, in pounds.

    Args:
        amount: pounds in that year.
        rate: discount rate a year, as a fraction above -1.
        year: years from today, 0 or more; parts of a year are allowed.

    Raises:
        ValueError: for a negative year, a rate of -100% or less, or something that is not a number.
    """
    return float(_number("amount", amount) / (1.0 + _rate("rate", rate)) ** _not_negative("year", year))


def annuity_factor(rate: float, years: int) -> float:
    """What £1 at the end of each of `years` years is worth today: (1 - (1 + rate) ** -years) / rate.

    Args:
        rate: discount rate a year, as a fraction above -1; at 0 the factor is the number of years.
        years: a whole number, 1 or more.

    Raises:
        ValueError: for a rate of -100% or less, or a number of years that is not whole and positive.
    """
    per_year, whole = _rate("rate", rate), _years("years", years)
    if per_year == 0:
        return float(whole)
    # expm1 and log1p keep the figures that 1 - (1 + rate) ** -years would lose at a rate near 0.
    return -math.expm1(-whole * math.log1p(per_year)) / per_year


def payback(outlay: float, benefits: Sequence[float]) -> float:
    """Years until the benefits have paid the outlay back, with each year's benefit arriving evenly through it.

    Args:
        outlay: net pounds paid in year 0, 0 or more (after any grant).
        benefits: pounds in years 1, 2, ...; at least one.

    Returns:
        Years, or infinity if the benefits never reach the outlay. If a later year loses money, the first time counts.

    Raises:
        ValueError: for a negative outlay, no benefits, or something that is not a number.
    """
    return _years_to_reach(_not_negative("outlay", outlay), _numbers("benefits", benefits))


def discounted_payback(outlay: float, benefits: Sequence[float], rate: float) -> float:
    """Years until the discounted benefits have paid the outlay back, each arriving evenly through its year.

    Args:
        outlay: net pounds paid in year 0, 0 or more (after any grant).
        benefits: pounds in years 1, 2, ..., undiscounted; at least one.
        rate: discount rate a year, as a fraction above -1.

    Returns:
        Years, or infinity if the discounted benefits never reach the outlay.

    Raises:
        ValueError: as `payback`, and for a rate of -100% or less.
    """
    return _years_to_reach(_not_negative("outlay", outlay), _discounted(_numbers("benefits", benefits), rate))


def profitability_index(outlay: float, benefits: Sequence[float], rate: float) -> float:
    """Present value of the benefits for each pound put in: 1 + NPV / outlay. Above 1 the project is worth doing.

    Args:
        outlay: net pounds paid in year 0, above 0.
        benefits: pounds in years 1, 2, ..., undiscounted; at least one.
        rate: discount rate a year, as a fraction above -1.

    Raises:
        ValueError: for an outlay of 0 or less, no benefits, a rate of -100% or less, or something not a number.
    """
    paid = _not_negative("outlay", outlay)
    if paid == 0:
        raise ValueError("outlay is 0, so nothing can be said for each pound put in; give an outlay above 0.")
    return float(_discounted(_numbers("benefits", benefits), rate).sum()) / paid


def equivalent_annual_cost(price: float, running: float, life: int, rate: float) -> float:
    """What buying, running and replacing a machine for ever costs a year, in pounds a year.

    This is the net present cost of one life divided by its annuity factor; it puts machines with unequal lives on the
    same footing.

    Args:
        price: net pounds paid in year 0, 0 or more.
        running: pounds at the end of each year of its life (negative for a machine that earns).
        life: years until it is replaced, a whole number, 1 or more.
        rate: discount rate a year, as a fraction above -1.

    Raises:
        ValueError: for a negative price, a life that is not whole and positive, a rate of -100% or less.
    """
    factor = annuity_factor(_rate("rate", rate), _years("life", life))
    return _not_negative("price", price) / factor + _number("running", running)


def real_rate(nominal: float, inflation: float) -> float:
    """Real rate a year, as a fraction, from a nominal rate and inflation: (1 + nominal) / (1 + inflation) - 1.

    The Fisher equation. Real rates belong with cash flows at today's prices, nominal rates with those in money of the
    day.

    Raises:
        ValueError: when either is -100% or less, or is not a number.
    """
    return (1.0 + _rate("nominal", nominal)) / (1.0 + _rate("inflation", inflation)) - 1.0


def nominal_rate(real: float, inflation: float) -> float:
    """Nominal rate a year, as a fraction, from a real rate and inflation: (1 + real) * (1 + inflation) - 1.

    Raises:
        ValueError: when either is -100% or less, or is not a number.
    """
    return (1.0 + _rate("real", real)) * (1.0 + _rate("inflation", inflation)) - 1.0


def ramped_benefits(first_year: float, full_year: float, years: int) -> list[float]:
    """Yearly benefits in pounds when the first year is spent getting up to speed.

    Args:
        first_year: pounds in year 1.
        full_year: pounds in year 2 and each later one.
        years: how many years, a whole number, 1 or more.

    Returns:
        `years` values: first_year, then full_year until the end.

    Raises:
        ValueError: when the number of years is not whole and positive, or something is not a number.
    """
    return [_number("first_year", first_year)] + [_number("full_year", full_year)] * (_years("years", years) - 1)


def cumulative(outlay: float, benefits: Sequence[float], rate: float = 0.0) -> Floats:
    """Running total in pounds of (discounted) cash since year 0; its last value is the net present value.

    Args:
        outlay: net pounds paid in year 0, 0 or more.
        benefits: pounds in years 1 to n, undiscounted; n at least 1.
        rate: discount rate a year, as a fraction above -1; 0 leaves the cash undiscounted.

    Returns:
        An array of shape (n + 1,): the total at the end of years 0 to n.

    Raises:
        ValueError: as `discounted_payback`.
    """
    paid = _not_negative("outlay", outlay)
    result: Floats = np.concatenate(([-paid], _discounted(_numbers("benefits", benefits), rate))).cumsum()
    return result


def _discounted(benefits: Floats, rate: float) -> Floats:
    """The benefits of years 1, 2, ..., each at its present value."""
    result: Floats = benefits / (1.0 + _rate("rate", rate)) ** np.arange(1, benefits.size + 1)
    return result


def _years_to_reach(outlay: float, benefits: Floats) -> float:
    missing = outlay
    if missing == 0:
        return 0.0
    for years_before, benefit in enumerate(benefits.tolist()):
        if benefit >= missing:
            return float(years_before + missing / benefit)
        missing -= benefit
    return math.inf


def _number(name: str, value: Any) -> float:
    if isinstance(value, (str, bytes)):
        raise ValueError(f"{name} is the text {value!r}; give a number without quotation marks, %, £ or commas.")
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is of the kind {type(value).__name__!r}; give one number.") from None
    if not math.isfinite(number):
        raise ValueError(f"{name} is {number}, which is not a number to reckon with; give a finite one.")
    return number


def _numbers(name: str, values: Any) -> Floats:
    if isinstance(values, (str, bytes)):
        raise ValueError(f"{name} is the text {values!r}; give a list of numbers, such as [14000, 31000].")
    try:
        listed = [_number(f"an entry of {name}", value) for value in values]
    except TypeError:
        raise ValueError(f"{name} is {values!r}; give a list of numbers, such as [14000, 31000].") from None
    if not listed:
        raise ValueError(f"{name} is empty; give at least one number.")
    return np.array(listed, dtype=np.float64)


def _rate(name: str, value: float) -> float:
    number = _number(name, value)
    if number <= -1:
        raise ValueError(f"{name} is {number:.0%}; it must be above -100%. Give it as a fraction: 0.10 for 10%.")
    return number


def _not_negative(name: str, value: float) -> float:
    number = _number(name, value)
    if number < 0:
        raise ValueError(f"{name} is {number:,.10g}; give it as 0 or a positive number.")
    return number


def _years(name: str, value: float) -> int:
    number = _number(name, value)
    if number < 1 or number != int(number):
        raise ValueError(f"{name} is {number:,.10g}; give a whole number of years, 1 or more.")
    return int(number)
