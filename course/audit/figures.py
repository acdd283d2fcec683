"""Figures in a text: "£7.6m", "25.9%", "24p", "1,500 hours", "twenty firms", each with its value and its sign."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

_SMALL: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS: Final = {
    **{word: 13 + n for n, word in enumerate(("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"))},
    "nineteen": 19,
}
_TENS: Final = {
    word: 10 * n
    for n, word in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2)
}
_LARGE: Final = {"dozen": 12, "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_SCALES: Final = {"k": 1e3, "m": 1e6, "bn": 1e9, **_LARGE}
_MONTHS: Final = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
# Units of measurement: what stands before one of these was measured, and is never just a small count.
_UNITS: Final = (
    r"kgCO2e|kWh|MWh|GWh|kW|MW|kVA|kg|tonnes?|mm|cm|km|m[23²³]?|°C|litres?|bar|metres?|pence|pounds?|euros?|dollars?"
)

_DIGITS: Final = re.compile(
    rf"""(?<![\w.,:])(?P<currency>[£$€]\s?|GBP\s|[-−–+](?=\d))?
    (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)
    (?P<scale>\s?(?:thousand|million|billion|dozen)\b|(?:bn|m|k)\b)?
    (?P<after>\s?%|\s?per\scent\b|p\b|\s?p(?=/)|\s?(?:{_UNITS})(?![\w]))?
    (?P<rest>\s?(?:{_MONTHS})\b|:\d\d\b|(?:st|nd|rd|th)\b)?""",
    re.VERBOSE,
)
_WORDS: Final = re.compile(
    rf"""(?<![\w-])(?:
    (?P<ten>{"|".join(_TENS)})(?:[-\s](?P<one>{"|".join(_SMALL[:9])}))?
    |(?P<teen>{"|".join(_TEENS)})
    |(?P<times>{"|".join((*_SMALL, "a", "an"))})(?=\s(?:dozen|hundred|thousand|million|billion)\b)
    )?(?:(?:^|\s|(?<=[\s(“]))(?P<large>dozen|hundred|thousand|million|billion)s?)?(?!\w)
    (?P<after>\s?%|\sper\scent\b|\s?(?:pounds|pence)\b)?""",
    re.VERBOSE | re.IGNORECASE,
)
# “ISO 9001”, “Industry 4.0”: the number is part of a name.
_NAMED: Final = re.compile(r"\b(?:ISO|IEC|BS|EN|PAS|Industry|Industrie)[\s/-]$")
_BETWEEN: Final = re.compile(r"\s?[-–]\s?|\s(?:to|and|or)\s")


@dataclass(frozen=True)
class Figure:
    """A figure as it is printed.

    Args:
        text: as printed, with its sign: "£7.6m".
        value: its size in the unit of its sign, without a minus: 7,600,000.
        sign: "£", "%", "p", another currency, a unit of measurement such as "kWh", or "".
        step: the last place that is printed, in the same unit: 100,000.
        start: where it begins in its text.
        is_date: whether it is the day in a date or a time of day.
    """

    text: str
    value: float
    sign: str = ""
    step: float = 1.0
    start: int = 0
    is_date: bool = False

    @property
    def is_year(self) -> bool:
        """Whether it reads as a calendar year."""
        return not self.sign and self.text.isdecimal() and 1990 <= self.value < 2050

    @property
    def is_small_count(self) -> bool:
        """Whether it is a bare whole number up to twelve: "5 years", "exercise 2", "put 0 for today"."""
        return not self.sign and re.fullmatch(r"[-−–+]?\d+", self.text) is not None and self.value <= 12

    def rounds(self, value: float) -> bool:
        """Whether `value` printed to as many places as this is this.

        Noughts at the end of a whole number may come from rounding, as long as two other figures are left: 44,100 may
        stand for 44,096, and 8,800 for 8,815.
        """
        digits = re.sub(r"\D", "", self.text)
        noughts = len(digits) - len(digits.rstrip("0")) if self.step >= 1 else 0
        step = self.step * 10.0 ** max(0, min(noughts, len(digits) - 2))
        return abs(abs(value) - self.value) <= step / 2 * (1 + 1e-9)

    def same(self, value: float) -> bool:
        """Whether it is exactly `value`, but for the error of reckoning with fractions."""
        return math.isclose(abs(value), self.value, rel_tol=1e-9, abs_tol=1e-9)


def figures(text: str) -> list[Figure]:
    """The figures of a text, in order: all that is in digits, and words above twelve ("twenty", "a hundred").

    Names with a number in them (CO2, ISO 9001, Industry 4.0) are none. In "8-15%" or "£20 to 30", the sign counts for
    both ends.
    """
    found = sorted([*_in_digits(text), *_in_words(text)], key=lambda figure: figure.start)
    for at in range(len(found) - 1):
        one, other = found[at], found[at + 1]
        if _BETWEEN.fullmatch(text[one.start + len(one.text) : other.start]):
            if not one.sign and not one.is_date and other.sign not in ("£", "$", "€"):
                found[at] = replace(one, sign=other.sign)
            elif not other.sign and one.sign == "£":
                found[at + 1] = replace(other, sign=one.sign)
    return found


def _in_digits(text: str) -> Iterator[Figure]:
    for match in _DIGITS.finditer(text):
        if _NAMED.search(text[: match.start()]):
            continue
        before, after = (match["currency"] or "").strip(" -−–+"), _sign(match["after"])
        scale, places = (match["scale"] or "").strip(), len(match["digits"].partition(".")[2])
        if scale == "m" and not before:  # five metres
            scale, after = "", "m"
        times = _SCALES.get(scale, 1.0)
        yield Figure(
            text=match[0].rstrip(),
            value=float(match["digits"].replace(",", "")) * times,
            sign={"GBP": "£"}.get(before, before) or after,
            step=10.0**-places * times,
            start=match.start(),
            is_date=match["rest"] is not None,
        )


def _in_words(text: str) -> Iterator[Figure]:
    for match in _WORDS.finditer(text):
        if not match[0].strip() or not any(match[name] for name in ("ten", "teen", "large")):
            continue
        if match["large"] and re.search(r"\d\s?$", text[: match.start("large")]):
            continue  # “7 million” has been read already
        unit = (match["times"] or "").lower()
        value = _TENS.get((match["ten"] or "").lower(), 0) + _TEENS.get((match["teen"] or "").lower(), 0)
        value += _SMALL.index(match["one"].lower()) + 1 if match["one"] else 0
        value = value or (_SMALL.index(unit) + 1 if unit in _SMALL else 1)
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        yield Figure(
            text=match[0].strip(),
            value=value * _LARGE.get((match["large"] or "").lower(), 1.0),
            sign=_sign(match["after"]),
            start=start,
        )


def _sign(after: str | None) -> str:
    sign = " ".join((after or "").split())
    return {"per cent": "%", "pence": "p", "pound": "£", "pounds": "£"}.get(sign, sign)
