"""Reading a claim (webinar 1): what it says for each pound, job or firm, and what is left of it after four questions.

Conventions, the same in every function:

* Money is in pounds. A share is a fraction of 1: 0.35 is 35 per cent.
* `anyway` (deadweight) is the share that would have happened without the help; `displaced` the share of the rest that
  only moved from another firm or place; `due` the share of what is then left that this one cause can claim
  (attribution). Each is a share of what the step before has left, not of the whole claim.
* Whatever cannot be worked out raises ValueError, with a sentence that says which argument, what it was and what to do.

Source of the steps: gross to net as in the Additionality Guide (Homes and Communities Agency, fourth edition, 2014),
which has deadweight and displacement, in its simplest form: no leakage, multipliers or discounting. The glossary of the
Treasury's Green Book defines deadweight as well. Attribution, the share due to one cause among several, is a step of
social return on investment.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

DAYS_A_YEAR = 365


def per(total: float, count: float) -> float:
    """A total for each one of what it is said to stand for: pounds a job, pounds a firm, pounds for each pound.

    Raises:
        ValueError: when the count is not above 0.
    """
    number = _number("count", count)
    if number <= 0:
        raise ValueError(f"The count is {number:,.10g}; a figure for each one needs at least some of them.")
    return _number("total", total) / number


def share(part: float, whole: float) -> float:
    """A part as a fraction of its whole.

    Raises:
        ValueError: when the part is not from 0 to the whole.
    """
    one = _number("part", part)
    if not 0 <= one <= _number("whole", whole):
        raise ValueError(f"The part is {one:,.10g} of {whole:,.10g}; a part is from 0 to as much as its whole.")
    return per(one, whole)


@dataclass(frozen=True)
class Left:
    """What four readings of one claim come to, in the claim's own unit, each without the step before it.

    Args:
        claimed: as printed.
        without_anyway: without what would have happened anyway.
        without_displaced: without what only moved from elsewhere, too.
        due: the part of that which this cause can claim.
    """

    claimed: float
    without_anyway: float
    without_displaced: float
    due: float

    @property
    def taken_off(self) -> tuple[float, float, float]:
        """What each of the three steps takes off."""
        return (
            self.claimed - self.without_anyway,
            self.without_anyway - self.without_displaced,
            self.without_displaced - self.due,
        )


def left(claimed: float, anyway: float, displaced: float = 0.0, due: float = 1.0) -> Left:
    """What is left of a claim, step by step.

    Args:
        claimed: the figure as printed, 0 or more.
        anyway: share that would have happened anyway, 0 to 1.
        displaced: share of the rest that only moved, 0 to 1.
        due: share of what is then left that this cause can claim, 0 to 1.

    Raises:
        ValueError: when the claim is negative, or a share is outside 0 to 1.
    """
    printed = _number("claimed", claimed)
    if printed < 0:
        raise ValueError(f"The claim is {printed:,.10g}; give it as 0 or a positive number.")
    new = printed * (1 - _share("anyway", anyway))
    stayed = new * (1 - _share("displaced", displaced))
    return Left(printed, new, stayed, stayed * _share("due", due))


def share_needed(claimed: float, put_in: float) -> float:
    """The share of a claim that has to be true and due for it to equal what was put in; above 1 when it cannot.

    Raises:
        ValueError: when the claim is not above 0 or the money put in is negative.
    """
    spent = _number("put_in", put_in)
    if spent < 0:
        raise ValueError(f"The money put in is {spent:,.10g}; give it as 0 or a positive number.")
    return per(spent, claimed)


def saving_implied(cost: float, days: float) -> float:
    """The saving a year that a payback claim implies: the cost, earned back in so many calendar days.

    Args:
        cost: pounds that have to come back.
        days: calendar days, above 0.

    Returns:
        Pounds a year.

    Raises:
        ValueError: when a figure is not above 0.
    """
    return per(_above_zero("cost", cost), _above_zero("days", days)) * DAYS_A_YEAR


def payback_days(cost: float, saving: float) -> float:
    """The calendar days until savings at an even pace have brought the cost back.

    Args:
        cost: pounds.
        saving: pounds a year, above 0.

    Raises:
        ValueError: when a figure is not above 0.
    """
    return per(_above_zero("cost", cost), _above_zero("saving", saving)) * DAYS_A_YEAR


def _number(name: str, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is {value!r}; give one number, without £, % or quotation marks.") from None
    if not math.isfinite(number):
        raise ValueError(f"{name} is {number}, which is not a number to reckon with; give a finite one.")
    return number


def _above_zero(name: str, value: Any) -> float:
    number = _number(name, value)
    if number <= 0:
        raise ValueError(f"{name} is {number:,.10g}; give a number above 0.")
    return number


def _share(name: str, value: Any) -> float:
    number = _number(name, value)
    if not 0 <= number <= 1:
        raise ValueError(f"{name} is {number:,.10g}; give it as a fraction from 0 to 1, such as 0.35 for 35%.")
    return number
