"""The result of a check: a number of points to nbgrader, a card to the person, the slip's name to reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from course import mime
from course.checks.card import Card, as_html, as_text

Outcome = Literal[
    "right",
    "transfer",
    "typed in",
    "slip",
    "wrong unit",
    "wrong sign",
    "wrong type",
    "partly",
    "unanswered",
    "error",
    "other",
]

OUTCOMES: Mapping[str, str] = {
    "right": "right",
    "transfer": "right for this firm only",
    "typed in": "a typed-in number",
    "slip": "a known slip",
    "wrong unit": "wrong unit",
    "wrong sign": "wrong sign",
    "wrong type": "could not be read",
    "partly": "partly filled in",
    "unanswered": "not answered",
    "error": "stopped with an error",
    "other": "something else",
}
"""Every outcome in the words of reports and feedback, the best first."""


@dataclass(frozen=True)
class Mark:
    """What one check found.

    Shown by Jupyter as the card (text/html) with the points as text/plain, which is what nbgrader reads for partial
    credit.
    """

    exercise: str
    points: float
    max_points: float
    outcome: Outcome
    card: Card
    slip: str | None = None

    def __repr__(self) -> str:
        return f"{self.points:g}"

    def __str__(self) -> str:
        return as_text(self.card)

    def as_dict(self) -> dict[str, Any]:
        """The mark as plain JSON values, without the card."""
        return {
            "exercise": self.exercise,
            "points": self.points,
            "max_points": self.max_points,
            "outcome": self.outcome,
            "slip": self.slip,
        }

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/plain": repr(self), "text/html": as_html(self.card), mime.MARK: self.as_dict()}
