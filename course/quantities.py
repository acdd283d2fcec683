"""Quantities as people write them: units, showing a number with its unit, reading a number that somebody typed.

Cards, tables, pictures and the strategy document all show and read quantities through this module, so that a sum of
money looks the same everywhere.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final


@dataclass(frozen=True)
class Unit:
    """A unit of measure.

    Args:
        name: how the unit is said in a sentence, in the plural ("years", "pounds", "per cent").
        before: what stands before the number ("£").
        after: what stands after it ("%", " years").
        nearest: the step to which a number is shown when nobody asks otherwise, in this unit.
    """

    name: str
    before: str = ""
    after: str = ""
    nearest: float = 0.01


GBP: Final = Unit("pounds", before="£", nearest=1)
GBP_A_YEAR: Final = Unit("pounds a year", before="£", after=" a year", nearest=1)
PERCENT: Final = Unit("per cent", after="%", nearest=0.1)
YEARS: Final = Unit("years", after=" years", nearest=0.01)
TIMES: Final = Unit("pounds back for each pound put in", nearest=0.01)
HOURS: Final = Unit("hours", after=" hours", nearest=0.1)
MINUTES: Final = Unit("minutes", after=" minutes", nearest=0.1)
SECONDS: Final = Unit("seconds", after=" s", nearest=0.1)
KW: Final = Unit("kilowatts", after=" kW", nearest=0.1)
KWH: Final = Unit("kilowatt-hours", after=" kWh", nearest=1)
PIECES: Final = Unit("pieces", after=" pieces", nearest=1)
DAYS: Final = Unit("days", after=" days", nearest=0.1)
SCORE: Final = Unit("points", after=" points", nearest=0.01)
NUMBER: Final = Unit("", nearest=0.01)


def decimals(nearest: float) -> int:
    """Decimal places needed to write a multiple of `nearest` (0.01 -> 2, 1 -> 0, 100 -> 0).

    Raises:
        ValueError: if `nearest` is not a positive number.
    """
    if not nearest > 0:
        raise ValueError(f"a number is shown to the nearest positive step, not to the nearest {nearest}")
    exponent = Decimal(repr(nearest)).normalize().as_tuple().exponent
    return max(0, -int(exponent))


def show(value: float, unit: Unit = NUMBER, nearest: float | None = None) -> str:
    """Write a number with its unit as a person reads it: `show(37060.4, GBP)` is "£37,060".

    Args:
        value: the number, in `unit`. Infinite or missing numbers are said in words.
        unit: the unit, which decides the sign before, the words after and the usual rounding.
        nearest: round to the nearest of this step instead of the unit's own.
    """
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "never" if unit is YEARS else "without limit"
    step = unit.nearest if nearest is None else nearest
    rounded = round(value / step) * step
    sign = "-" if rounded < 0 else ""
    after = unit.after
    if unit is YEARS and abs(rounded) == 1 and step >= 1:
        after = " year"
    return f"{sign}{unit.before}{abs(rounded):,.{decimals(step)}f}{after}"


@dataclass(frozen=True)
class Typed:
    """A number that somebody typed, and the signs they typed with it."""

    value: float
    percent_sign: bool = False


class NotANumberError(ValueError):
    """What was typed is not one number; the message is a sentence for the person who typed it."""


_THOUSANDS = {"k": 1e3, "m": 1e6}
_TYPED = re.compile(
    r"""^\s*
    (?P<sign>[-+−–]?)\s*
    (?P<pound>£|gbp\s*)?\s*
    (?P<inner>[-−–]?)\s*
    (?P<digits>(?:\d{1,3}(?:[,\s]\d{3})+|\d+)(?:\.\d*)?|\.\d+)\s*
    (?P<scale>[km](?![a-z]))?\s*
    (?P<percent>%|per\s?cent|percent)?\s*
    (?P<words>[a-z/² ³.]*)\s*$""",
    re.IGNORECASE | re.VERBOSE,
)


def read(raw: Any) -> Typed:
    """Read one number from what a person typed or computed.

    Takes int, float, Decimal, Fraction, numpy scalars, arrays and pandas objects that hold exactly one number, and
    text such as "£37,060", " 12 %", "1.2m", "2.65 years" or "(1,200)".

    Raises:
        NotANumberError: with a sentence that says what was found instead.
    """
    if isinstance(raw, bool) or type(raw).__name__ == "bool":
        raise NotANumberError("That is True or False; this needs a number.")
    if isinstance(raw, str):
        return _read_text(raw)
    if isinstance(raw, (int, float, Decimal, Fraction)):
        return _finite(float(raw))
    if callable(getattr(raw, "item", None)):  # numpy scalars and arrays, pandas Series: one number inside or none
        try:
            return read(raw.item())
        except (ValueError, TypeError) as problem:
            if isinstance(problem, NotANumberError):
                raise
            size = getattr(raw, "size", "several")
            raise NotANumberError(f"That holds {size} values; this needs one number.") from None
    if isinstance(raw, (list, tuple)):
        if len(raw) == 1:
            return read(raw[0])
        raise NotANumberError(f"That is a list of {len(raw)} values; this needs one number.")
    if isinstance(raw, complex):
        raise NotANumberError("That came out as a complex number: was a power taken of a negative number?")
    if callable(raw):
        raise NotANumberError("That is a formula that has not been worked out yet; this needs a number.")
    raise NotANumberError(f"That is of the kind “{type(raw).__name__}”; this needs a number.")


def _read_text(text: str) -> Typed:
    stripped = text.strip()
    negative = stripped.startswith("(") and stripped.endswith(")")  # accountants write a loss as (1,200)
    match = _TYPED.match(stripped[1:-1] if negative else stripped)
    if match is None:
        what = "nothing" if not stripped else f"“{stripped[:40]}”"
        raise NotANumberError(f"The text holds {what}; write one number, such as 1250 or 2.5.")
    digits = re.sub(r"[,\s]", "", match["digits"])
    value = float(digits) * _THOUSANDS.get((match["scale"] or "").lower(), 1.0)
    if match["sign"] in ("-", "−", "–") or match["inner"]:
        value = -value
    return Typed(-value if negative else value, percent_sign=match["percent"] is not None)


def _finite(value: float) -> Typed:
    if math.isnan(value):
        raise NotANumberError("That is “not a number” (nan): is something divided by zero, or missing?")
    if math.isinf(value):
        raise NotANumberError("That is infinite: is something divided by zero?")
    return Typed(value)
