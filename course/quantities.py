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


_UNREADABLE = 1e15
"""From here on nobody reads a number digit by digit, and rounding it to a small step could overflow."""


def show(value: float, unit: Unit = NUMBER, nearest: float | None = None) -> str:
    """Write a number with its unit as a person reads it: `show(37060.4, GBP)` is "£37,060".

    Args:
        value: the number, in `unit`. Infinite, missing and absurdly large numbers are said in words.
        unit: the unit, which decides the sign before, the words after and the usual rounding.
        nearest: round to the nearest of this step instead of the unit's own.
    """
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "never" if unit is YEARS else "without limit"
    if abs(value) >= _UNREADABLE:
        return f"{'minus ' if value < 0 else ''}a number of {math.floor(math.log10(abs(value))) + 1} digits"
    step = unit.nearest if nearest is None else nearest
    # Halves away from zero, as people round; the hair undoes what binary fractions lose (2.645 is stored below itself).
    rounded = math.copysign(math.floor(abs(value) / step + 0.5 + 1e-9), value) * step
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


_SCALES = {"k": 1e3, "t": 1e3, "m": 1e6}
"""What a number is multiplied by, from the first letter of k, thousand, m or million."""

_LONGEST = 200
"""Characters; nothing longer is one number, and nothing longer is searched for one."""

_DEEPEST = 5
"""How many wrappings are taken off: a list that holds an array that holds a number is still one number."""

_TYPED = re.compile(  # white space is made single spaces first, so that no two parts can compete for a run of it
    r"""(?P<sign>[-+−–]?)[ ]?
    (?P<pound>£|gbp)?[ ]?
    (?P<inner>[-−–]?)[ ]?
    (?P<digits>(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d*)?|\.\d+)[ ]?
    (?P<scale>(?:k|m|thousand|million)(?![a-z/²³]))?[ ]?
    (?P<percent>%|per[ ]?cent)?
    (?P<words>(?:[a-z/£²³.\ ]|(?<=[a-z])-(?=[a-z]))*)""",
    re.IGNORECASE | re.VERBOSE,
)


def read(raw: Any) -> Typed:
    """Read one number from what a person typed or computed.

    Takes int, float, Decimal, Fraction, numpy scalars, arrays and pandas objects that hold exactly one number, and
    text such as "£37,060", " 12 %", "1.2m", "2.65 years" or "(1,200)".

    Raises:
        NotANumberError: with a sentence that says what was found instead, whatever was given.
    """
    try:
        for _ in range(_DEEPEST):
            if isinstance(raw, str):
                return _read_text(str.__str__(raw))
            if isinstance(raw, bool):
                raise NotANumberError("That is True or False; this needs a number.")
            if isinstance(raw, (int, float, Decimal, Fraction)):
                return _finite(float(raw))
            raw = _inside(raw)
        raise NotANumberError("That is a list inside a list; this needs one number.")
    except NotANumberError:
        raise
    except OverflowError:
        raise NotANumberError("That number is far too large: is something multiplied too often?") from None
    except (Exception, SystemExit):  # an object may do anything when it is looked at
        raise NotANumberError("That could not be read as a number.") from None


def quoted(text: str) -> str:
    """The beginning of a text that somebody typed, in quotation marks, to be shown back to them."""
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


def _inside(raw: Any) -> Any:
    """What a thing holds that holds exactly one value.

    Raises:
        NotANumberError: when it holds none or several, or is no such thing.
    """
    if callable(raw):
        raise NotANumberError("That is a formula that has not been worked out yet; this needs a number.")
    kind = getattr(getattr(raw, "dtype", None), "kind", "")
    if isinstance(raw, complex) or kind == "c":
        raise NotANumberError("That came out as a complex number: was a power taken of a negative number?")
    if isinstance(raw, (list, tuple)):
        if len(raw) == 1:
            return raw[0]
        raise _several(len(raw))
    if callable(getattr(raw, "item", None)) and kind not in ("m", "M"):  # numpy and pandas; dates are no numbers
        if getattr(raw, "size", 1) != 1:
            raise _several(raw.size)
        held = raw.item()
        return float(held) if type(held) is type(raw) and kind == "f" else held  # numpy's long double holds itself
    raise NotANumberError(f"That is of the kind {quoted(type(raw).__name__)}; this needs a number.")


def _several(size: Any) -> NotANumberError:
    if size == 0:
        return NotANumberError("That is an empty list; this needs one number.")
    how_many = f"{size} values" if isinstance(size, int) else "several values"
    return NotANumberError(
        f"That is a list of {how_many}; this needs one number. Is there a comma in it? Write 1250, not 1,250."
    )


def _read_text(text: str) -> Typed:
    stripped = text.strip()
    if len(stripped) > _LONGEST:
        raise NotANumberError(f"The text is {len(stripped):,} characters long; write one number, such as 1250 or 2.5.")
    spaced = " ".join(stripped.split())
    in_brackets = spaced.startswith("(") and spaced.endswith(")")  # accountants write a loss as (1,200)
    match = _TYPED.fullmatch(spaced[1:-1].strip() if in_brackets else spaced)
    if match is None:
        what = quoted(spaced) if spaced else "nothing"
        raise NotANumberError(f"The text holds {what}; write one number, such as 1250 or 2.5.")
    size = float(re.sub(r"[, ]", "", match["digits"])) * _SCALES.get((match["scale"] or "")[:1].lower(), 1.0)
    negative = in_brackets or match["sign"] in ("-", "−", "–") or match["inner"]
    return Typed(_finite(-size if negative else size).value, percent_sign=match["percent"] is not None)


def _finite(value: float) -> Typed:
    if math.isnan(value):
        raise NotANumberError("That is “not a number” (nan): is something divided by zero, or missing?")
    if math.isinf(value):
        raise NotANumberError("That is infinite: is something divided by zero?")
    return Typed(value)
