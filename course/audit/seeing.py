"""What is wrong with a picture that was drawn, told from the facts that `course.audit.artists` wrote down of it.

Contrast: WCAG 2.2, 1.4.11 (3:1 for what is drawn) and 1.4.3 (4.5:1 for text, 3:1 where it is large). Series that are
told apart by colour alone are held to the distances of `course.audit.colour.APART`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from course.audit.colour import confused, contrast, lightness
from course.display.pictures import DOTS_PER_INCH

SMALLEST: Final = 9.0
"""Points."""

PAGE: Final = 768
"""CSS pixels that a page leaves for a picture; a wider one is shrunk, and its text with it."""

FEWEST_WORDS: Final = 6
"""Of a text alternative."""

_UNIT: Final = re.compile(
    r"""[£$€%°] | \b(?:per\ cent|pence|years?|quarters?|months?|weeks?|days?|date|hours?|h|minutes?|min|seconds?|s|ms|
    shifts?|batch(?:es)?|pieces?|parts?|units?|items?|jobs?|orders?|pallets?|machines?|robots?|steps?|times|cycles?|
    people|staff|persons?|operators?|customers?|points?|scores?|votes?|marks?|share|ratio|index|number|count|how\ many|
    mm|cm|m|km|µm|m²|m³|g|kg|tonnes?|t|l|litres?|bar|rpm|w|kw|mw|wh|kwh|mwh|v|a|hz|db|tco2e?|kgco2e?|no\ unit)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_FIGURE: Final = re.compile(
    r"(?<![\w.,])[-−–]?[£$€]?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s?(million|m\b|k\b)?", re.IGNORECASE
)
_SCALES: Final = {"k": 1e3, "m": 1e6, "million": 1e6}
_SHOWN_AS: Final = (1.0, 100.0, 1e-3, 1e-6)
"""A value may be told as it is, as a percentage, in thousands or in millions."""

Facts = Mapping[str, Any]


def faults(picture: Facts) -> list[str]:
    """What is wrong with one picture, a sentence each; of an explorer's ends, only what is said there."""
    at = f" ({picture['at']})" if "at" in picture else ""
    found = list(words(picture["alt"]))
    if "axes" not in picture:
        return found
    if not found:
        found = list(_alternative(picture))
    if "tables" in picture:
        found += _beside(picture)
    if not at:
        for axes in picture["axes"]:
            found += _units(axes)
        found += [*_sizes(picture), *_text_contrast(picture), *_colours(picture)]
    return [f"{sentence[:-1]}{at}." for sentence in found]


def words(alt: str) -> Iterator[str]:
    """What is wrong with a text alternative, whatever the picture."""
    count = len(alt.split())
    if not count:
        yield "A picture has no text alternative; say in words and figures what it shows."
    elif count < FEWEST_WORDS:
        yield f"A picture's text alternative is only {count} words long (“{alt}”); say in words what it shows."
    elif not re.search(r"\d", alt):
        yield f"A picture's text alternative has no figures (“{alt[:60]}…”); give the main values that it shows."


def _alternative(picture: Facts) -> Iterator[str]:
    told = figures(picture["alt"])
    need, have = 0, 0
    for axes in picture["axes"]:
        values = _values(axes)
        matched = matching(told, values)
        have += len(matched)
        need += bool(values)
        if values and not matched:
            yield f"The text alternative gives no value of {_named(axes)}; say its main ones in figures."
    distinct = {value for axes in picture["axes"] for value in _values(axes)}
    least = min(max(2, need), len(distinct))
    if need == 1 and 0 < have < least:
        yield f"The text alternative gives only {have} value that the picture shows; give at least {least}."


def _beside(picture: Facts) -> Iterator[str]:
    tables = figures("\n".join(picture["tables"]))
    if not picture["tables"]:
        yield "The explorer has no table beside its picture; show the same figures as a table."
        return
    for axes in picture["axes"]:
        values = _values(axes)
        least = 1 if "at" in picture else min(2, len(values))
        if len(matching(tables, values)) < least:
            yield f"The explorer's tables give fewer than {least} of the values of {_named(axes)}; put them there too."
    if not picture["sentence"].strip():
        yield "The explorer has no sentence that says what its picture shows; give it one."


def figures(text: str) -> list[tuple[float, float]]:
    """The numbers in a text without their signs, each with half of its last place; 0 is not counted."""
    found = {}
    for whole, part, scale in _FIGURE.findall(text):
        times = _SCALES.get(scale.lower(), 1.0)
        value = float(whole.replace(",", "") + part) * times
        if value:
            found[value] = 0.5 * times * 10.0 ** -max(0, len(part) - 1)
    return sorted(found.items())


def matching(told: Sequence[tuple[float, float]], values: Sequence[float]) -> set[float]:
    """The numbers told that are values of a picture, as far as they were rounded (or within half a per cent)."""
    return {
        number
        for number, half in told
        if any(
            abs(abs(value) * scale - number) <= max(min(half, 0.05 * number) * 1.001, 0.005 * number)
            for value in values
            for scale in _SHOWN_AS
        )
    }


def _values(axes: Facts) -> list[float]:
    return sorted({value for series in axes["series"] for value in series["values"] if value})


def _units(axes: Facts) -> Iterator[str]:
    for name in ("x", "y"):
        scale = axes[name]
        if scale is None or not any(re.search(r"\d", tick) for tick in scale["ticks"]):
            continue  # no scale: nothing at the ticks, or names of things
        ticks = [tick for tick in scale["ticks"] if re.search(r"[1-9]", tick)]
        on_ticks = bool(ticks) and all(_UNIT.search(re.sub(r"\d+", " ", tick)) for tick in ticks)
        if not (_UNIT.search(scale["label"]) or (on_ticks and (scale["label"] or axes["title"]))):
            what = f"is labelled “{scale['label']}”" if scale["label"] else "has no label"
            yield (
                f"The {name} axis of {_named(axes)} {what}, without a unit; add it in brackets, such as (£), or to "
                "each number."
            )


def _sizes(picture: Facts) -> Iterator[str]:
    wide = picture["inches"] * DOTS_PER_INCH
    shrunk = DOTS_PER_INCH / 96 * min(1.0, PAGE / wide)
    for text in picture["texts"]:
        size = min(text["size"], text["size"] * shrunk)
        if size < SMALLEST:
            why = "" if size == text["size"] else f", for the picture is {wide:.0f} pixels wide"
            yield f"“{text['text']}” is {size:.1f} points high{why}; make it at least {SMALLEST:g}."


def _text_contrast(picture: Facts) -> Iterator[str]:
    for text in picture["texts"]:
        large = text["size"] >= 18 or (text["bold"] and text["size"] >= 14)
        found, least = contrast(text["colour"], text["ground"]), 3.0 if large else 4.5
        if found < least:
            yield (
                f"“{text['text']}” stands out from its ground by {found:.1f}:1 only ({text['colour']} on "
                f"{text['ground']}); {least:g}:1 is needed."
            )


def _colours(picture: Facts) -> Iterator[str]:
    for axes in picture["axes"]:
        for series in axes["series"]:
            for colour in dict.fromkeys(series["colours"]):
                if contrast(colour, axes["ground"]) < 3:
                    yield (
                        f"{_called(series)} in {_named(axes)} stands out from its ground by "
                        f"{contrast(colour, axes['ground']):.1f}:1 only ({colour}); 3:1 is needed."
                    )
            steps = [lightness(colour) for colour in series["map"]]
            rises = [after - before for before, after in itertools.pairwise(steps)]
            if rises and not (all(rise > 0 for rise in rises) or all(rise < 0 for rise in rises)):
                yield f"The colours of {_named(axes)} do not go from dark to light; take a map that does: cividis."
    for together in _by_place(picture["axes"]):
        for one, other in itertools.combinations(together, 2):
            vision = _alike(one, other)
            if vision:
                yield (
                    f"{_called(one)} and {_called(other)} are told apart by colour alone, and not in {vision[0]}; give "
                    "them other dashes, markers or hatches (the house style does)."
                )


def _by_place(panels: Iterable[Facts]) -> list[list[Facts]]:
    """The series that are drawn in one place, on two axes perhaps."""
    places: dict[tuple[float, ...], list[Facts]] = {}
    for axes in panels:
        places.setdefault(tuple(axes["place"]), []).extend(axes["series"])
    return list(places.values())


def _alike(one: Facts, other: Facts) -> tuple[str, ...]:
    """The ways of seeing in which two series look alike, when nothing else tells them apart."""
    signs = ("kind", "dash", "marker", "hatch")
    if any(one[sign] != other[sign] for sign in signs) or one["kind"] in ("map", "wedge"):
        return ()
    if not (one["colours"] and other["colours"]):
        return ()
    if set(one["colours"]) == set(other["colours"]) and not (_has_name(one) and _has_name(other)):
        return ()  # parts of one thing, or several of a kind
    ways = [confused(left, right) for left in one["colours"] for right in other["colours"]]
    return max(ways, key=len, default=())


def _has_name(series: Facts) -> bool:
    return bool(series["label"]) and not series["label"].startswith("_")


def _called(series: Facts) -> str:
    return f"“{series['label']}”" if _has_name(series) else f"One of the {series['kind']} ({series['colours'][0]})"


def _named(axes: Facts) -> str:
    return f"“{axes['title']}”" if axes["title"] else "the picture"
