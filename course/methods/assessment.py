"""A firm's own assessment of week 1, as its owner types it into the form and as later weeks read it back.

In the workbook, under "week01" and "figures":

direction, tools, people, data, automation, energy
    a line of four answers each, in the order of the questions: 0 to 5, or ? for don't know ("2 3 ? 1")
targets
    a line of six numbers from 0 to 5, in the order of the areas above: where each should stand in two years
stickers
    a line of six numbers in the same order, 20 in all: how much each area matters; its weight is stickers / 20
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from course.methods.maturity import area_score, ranking, weighted_gaps, weighted_mean
from course.methods.questions import AREAS, QUESTIONS_PER_AREA, TOP

STICKERS: Final = 20
"""How many importance stickers a person shares out over the six areas."""

UNKNOWN: Final = "?"
"""How somebody writes "don't know"."""


@dataclass(frozen=True)
class Assessment:
    """A firm's own assessment, with what follows from it; each list has one entry for each area, in their order.

    Attributes:
        answers: four for each area, None for a don't-know.
        targets: where each area should stand in two years, 0 to 5.
        weights: stickers for each area.
    """

    answers: tuple[tuple[float | None, ...], ...]
    targets: tuple[float, ...]
    weights: tuple[float, ...]

    @property
    def scores(self) -> list[float]:
        """Where each area stands, 0 to 5."""
        return [area_score(each) for each in self.answers]

    @property
    def overall(self) -> float:
        """The weighted overall score, 0 to 5."""
        return weighted_mean(self.scores, self.weights)

    @property
    def gaps(self) -> list[float]:
        """The weighted gap of each area, in steps of the overall score."""
        return weighted_gaps(self.scores, self.targets, self.weights)

    @property
    def first(self) -> str:
        """The area with the largest weighted gap, by its name in the workbook."""
        return AREAS[ranking(self.gaps)[0]].name

    @property
    def dont_knows(self) -> int:
        """How many of all answers are don't-knows."""
        return sum(answer is None for each in self.answers for answer in each)


def read_answers(text: str, count: int = QUESTIONS_PER_AREA) -> tuple[float | None, ...]:
    """Answers as people write them into one line: "2 3 ? 1" is 2, 3, don't know, 1.

    Args:
        text: numbers from 0 to 5 and question marks, with spaces or commas between them.
        count: how many there must be.

    Raises:
        ValueError: with a sentence, when something else stands there.
    """
    parts = text.replace(",", " ").replace(";", " ").split()
    if len(parts) != count:
        raise ValueError(f"{_entries(parts)} found; write {count}, with spaces between them.")
    return tuple(None if part == UNKNOWN else _read(part) for part in parts)


def read_assessment(figures: Mapping[str, Any]) -> Assessment:
    """The assessment that a participant saved in week 1, from the figures in the workbook.

    Args:
        figures: one line of answers for each area, by the area's name ("data": "2 3 ? 1"); "targets" and "stickers",
            a line of six numbers each, in the order of the areas.

    Raises:
        ValueError: with a sentence that names the entry, when one is missing or cannot be read.
    """
    lines = {name: figures.get(name) for name in (*(area.name for area in AREAS), "targets", "stickers")}
    for name, line in lines.items():
        if not isinstance(line, str):
            raise ValueError(f"Week 1's entry “{name}” is missing; fill it in there first.")
    answers = tuple(read_answers(str(lines[area.name])) for area in AREAS)
    return Assessment(answers, read_line(str(lines["targets"])), read_line(str(lines["stickers"]), high=STICKERS))


def read_line(text: str, high: float = TOP) -> tuple[float, ...]:
    """Six numbers written into one line, one for each area: "3 3 4 3 2 2".

    Args:
        text: numbers with spaces between them.
        high: the highest that each may be; the lowest is 0.

    Raises:
        ValueError: with a sentence, when something else stands there.
    """
    parts = text.replace(",", " ").replace(";", " ").split()
    if len(parts) != len(AREAS):
        raise ValueError(f"{_entries(parts)} found; write {len(AREAS)}, one for each area, with spaces between them.")
    return tuple(_read(part, high) for part in parts)


def read_stickers(text: str) -> tuple[float, ...]:
    """Stickers as people write them into one line, all of them shared out: "3 4 4 6 2 1".

    Args:
        text: six numbers with spaces between them, one for each area.

    Raises:
        ValueError: with a sentence, when something else stands there or they do not add up to all the stickers.
    """
    stickers = read_line(text, high=STICKERS)
    together = math.fsum(stickers)
    spare = STICKERS - together
    if abs(spare) > 1e-9:
        do = f"share out {spare:g} more" if spare > 0 else f"take {-spare:g} away"
        raise ValueError(f"they add up to {together:g}, not to {STICKERS}: {do}.")
    return stickers


def _entries(parts: list[str]) -> str:
    return f"{len(parts)} {'entry' if len(parts) == 1 else 'entries'}"


def _read(part: str, high: float = TOP) -> float:
    try:
        number = float(part)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"“{part[:20]}” is no number; write figures such as 2 or 3.5.")
    if not 0 <= number <= high:
        raise ValueError(f"{number:g} is outside 0 to {high:g}.")
    return number
