"""The two little cells of start-here: a first card to read, and a first answer to try."""

from __future__ import annotations

from course.checks.card import Card
from course.checks.exercise import Exercise, Slip
from course.checks.mark import Mark
from course.quantities import HOURS as UNIT

HOURS = Exercise(
    id="start-hours",
    title="A first try",
    points=1,
    unit=UNIT,
    nearest=1,
    right=lambda: 12.0 * 3,
    slips=(
        Slip(
            "added instead of multiplied",
            "12 + 3",
            "You added people and hours. Each of the 12 people gives 3 hours: what do they give together?",
            points=0.5,
        ),
        Slip(
            "divided instead of multiplied",
            "12 / 3",
            "You divided. That would be people for each hour. How many hours do the 12 people give together?",
            points=0.5,
        ),
        Slip(
            "one person only",
            "3",
            "That is one person's time. There are 12 of them.",
            points=0.5,
        ),
    ),
    means="A morning for twelve people is {answer}, nearly a working week: a meeting has a price too.",
    asks="How many hours does one person give? How many people are there?",
    fill="Put your number where the three dots are.",
)


def hello() -> Mark:
    """A card that says that a cell has run."""
    card = Card(
        "Your first cell",
        "right",
        "It worked: you have run a cell",
        ("A green edge and a tick mean that something is right. The words always say the same as the colour does.",),
        "No points here: this page is not marked.",
    )
    return Mark("start-hello", 0.0, 0.0, "right", card)
