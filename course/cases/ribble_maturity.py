"""Ribble Precision Ltd (simulated, 48 staff): what two of its people answered to the 24 questions of week 1.

All answers, targets and stickers are assumed, not measured. They are set so that the lessons show: a shift leader who
knows of no plan, two people whose averages nearly agree while their answers do not, and a largest weighted gap that is
neither the lowest score, nor the widest gap, nor the area with the most stickers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from course.methods.maturity import area_score
from course.methods.questions import NAMES

Answers = tuple[float | None, ...]

DIRECTOR: Final[dict[str, Answers]] = {
    "direction": (3, 2, 2, 1),
    "tools": (4, 0, 4, 3),
    "people": (4, 3, 4, 3),
    "data": (3, 2, None, 2),
    "automation": (3, 2, 2, 1),
    "energy": (1, 0, 1, None),
}
"""The managing director's answers by area; None is a don't-know."""

LEADER: Final[dict[str, Answers]] = {
    "direction": (0, None, None, None),
    "tools": (1, 3, 2, 3),
    "people": (2, 2, 1, 3),
    "data": (0, None, 0, None),
    "automation": (2, 3, 2, 1),
    "energy": (1, None, None, None),
}
"""The shift leader's answers by area."""

TARGETS: Final[dict[str, float]] = dict(zip(NAMES, (4, 3.5, 3.5, 3, 3, 2), strict=True))
"""Where the managers want each area to stand in two years."""

STICKERS: Final[dict[str, int]] = dict(zip(NAMES, (2, 4, 6, 5, 2, 1), strict=True))
"""How the managers shared out 20 stickers of importance."""

SCORES: Final[dict[str, float]] = {name: area_score((*DIRECTOR[name], *LEADER[name])) for name in NAMES}
"""Both people's known answers, averaged: exact to two decimals."""


@dataclass(frozen=True)
class LaterArea:
    """An area two years on: where it stands, where it should stand, stickers."""

    score: float
    target: float
    stickers: int


TWO_YEARS_ON: Final[dict[str, LaterArea]] = {
    "direction": LaterArea(3.5, 4.0, 3),
    "tools": LaterArea(2.5, 4.0, 5),
    "people": LaterArea(3.0, 3.5, 6),
    "data": LaterArea(3.0, 4.0, 3),
    "automation": LaterArea(2.0, 4.0, 2),
    "energy": LaterArea(1.0, 2.5, 1),
}
"""Ribble two years later: another round of the same questions."""

PROJECT: Final = ("tools", "people", "data")
"""What live job tracking (a screen at each machine) leans on."""

NEEDED: Final = 3
"""The step that each of them must have reached for it."""

LINKED_PERCENT_BEFORE: Final = 32
LINKED_PERCENT_AFTER: Final = 44
"""Per cent of a (made-up) customer's job cards on screen, before and after, in a brochure that Ribble was sent."""
