"""What an hour of labour costs the employer (week 3): pay, national insurance and pension over productive hours."""

from __future__ import annotations

import math


def loaded_rate(
    wage: float,
    paid_hours: float,
    productive_hours: float,
    *,
    nic_rate: float,
    nic_threshold: float,
    pension_rate: float,
) -> float:
    """Pounds that one productive hour of one person costs.

    Pay is wage x paid hours. The employer's national insurance is due on the pay above a threshold only; the pension
    is taken here as a share of all pay. Holidays, sickness, training and waiting are paid but not productive, so the
    year's cost is divided by the productive hours.

    Source: the rates of the tax year are an argument; HM Revenue and Customs publishes them each year.

    Args:
        wage: pounds an hour, above 0.
        paid_hours: hours paid in a year, above 0.
        productive_hours: hours of them in which work is done, above 0 and at most `paid_hours`.
        nic_rate: employer's national insurance, as a fraction of pay above the threshold, from 0 to 1.
        nic_threshold: pounds of pay a year on which none is due, 0 or more.
        pension_rate: employer's pension contribution, as a fraction of pay, from 0 to 1.

    Raises:
        ValueError: when something is outside its range, with a sentence that says what.
    """
    for name, value in (("wage", wage), ("paid_hours", paid_hours), ("productive_hours", productive_hours)):
        if not (math.isfinite(value) and value > 0):
            raise ValueError(f"{name} is {value:,.10g}; give a number above 0.")
    if productive_hours > paid_hours:
        raise ValueError(
            f"productive_hours is {productive_hours:,.10g} of {paid_hours:,.10g} paid; nobody works more than is paid."
        )
    for name, rate in (("nic_rate", nic_rate), ("pension_rate", pension_rate)):
        if not 0 <= rate <= 1:
            raise ValueError(f"{name} is {rate:.10g}; give it as a fraction from 0 to 1, such as 0.15 for 15%.")
    if not (math.isfinite(nic_threshold) and nic_threshold >= 0):
        raise ValueError(f"nic_threshold is {nic_threshold:,.10g}; give pounds a year, 0 or more.")
    pay = wage * paid_hours
    insurance = nic_rate * max(0.0, pay - nic_threshold)
    return (pay + insurance + pension_rate * pay) / productive_hours
