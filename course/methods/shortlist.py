"""A shortlist of three to five projects, scored and weighted, as week 4's form keeps it and later weeks read it.

In the workbook, under "week04" and "figures":

project1 ... project5
    a line each: a name, a colon, then points for saving, for customers and for effort (0 to 10) and the cost in £
    ("Labels printed from the order: 4 7 3 18000"); the last two may be "none"
weights
    a line (or a list) of four numbers, 100 in all: how much saving, customers, effort and cost count
barrier
    the first ADKAR element that holds the firm's people back, or "none"
skill
    a skill that only one person has, in the participant's words, or "none"

Week 5 may take the name and the cost of `Shortlist.first`; week 12 all of it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from course.methods.maturity import ranking
from course.methods.priorities import TOP, cost_points, inverted, nearest_flip, quadrant, weighted_scores

CRITERIA: Final = ("saving", "customers", "effort", "cost")
"""What projects are compared by. Effort and cost count against a project."""

HOW_MANY: Final = 5
"""The most projects in a shortlist."""

LEAST: Final = 3
"""The fewest."""

KEYS: Final = tuple(f"project{number}" for number in range(1, HOW_MANY + 1))
"""Their keys in the workbook."""

NO_PROJECT: Final = "none"
"""What stands for a fourth or fifth project that a firm does not have."""


@dataclass(frozen=True)
class Project:
    """A project as people score it.

    Args:
        name: in a few words.
        saving: points for what it saves, 0 to 10.
        customers: points for what customers gain, 0 to 10.
        effort: points for how much it asks of people, 0 to 10; 10 is hardest.
        cost: £ in all, before any grant.
    """

    name: str
    saving: float
    customers: float
    effort: float
    cost: float

    @property
    def impact(self) -> float:
        """The plain average of the points for saving and for customers."""
        return (self.saving + self.customers) / 2

    @property
    def quadrant(self) -> str:
        """Where it lies by impact and effort, as one of `course.methods.priorities.QUADRANTS`."""
        return quadrant(self.impact, self.effort)


def points_table(projects: Sequence[Project]) -> list[list[float]]:
    """Points of each project on CRITERIA, with 10 as best: effort and cost turned round.

    Raises:
        ValueError: when all projects cost the same, or points are outside 0 to 10.
    """
    costs = [project.cost for project in projects]
    return [
        [
            project.saving,
            project.customers,
            inverted(project.effort),
            cost_points(project.cost, min(costs), max(costs)),
        ]
        for project in projects
    ]


@dataclass(frozen=True)
class Shortlist:
    """Three to five projects with the weights of CRITERIA, and what follows from them.

    Attributes:
        projects: in the order in which they were entered.
        weights: one for each of CRITERIA.
    """

    projects: tuple[Project, ...]
    weights: tuple[float, ...]

    @property
    def scores(self) -> list[float]:
        """The weighted score of each project, 0 to 10."""
        return weighted_scores(points_table(self.projects), self.weights)

    @property
    def ranked(self) -> list[Project]:
        """The projects, the highest weighted score first."""
        return [self.projects[place] for place in ranking(self.scores)]

    @property
    def first(self) -> Project:
        """The winner."""
        return self.ranked[0]

    @property
    def flip(self) -> tuple[str, float, float, Project] | None:
        """The smallest change of one weight that changes the winner: criterion, share now, share then, new winner.

        None when no single weight does. Shares are fractions of 1.
        """
        found = nearest_flip(points_table(self.projects), self.weights)
        if found is None:
            return None
        place, change = found
        return CRITERIA[place], self.weights[place] / sum(self.weights), change.share, self.projects[change.winner]


def read_project(line: str) -> Project:
    """A project as people write it into one line: "Labels printed from the order: 4 7 3 18000".

    Args:
        line: a name, a colon, then four figures with spaces between them; the cost may have a £ and commas, or a k
            for thousands, and each figure the name of its criterion beside it.

    Raises:
        ValueError: with a sentence, when something else stands there.
    """
    name, colon, figures = line.rpartition(":")
    if not colon or not name.strip():
        raise ValueError('write a name, a colon, then four figures, such as "New labels: 4 7 3 16000".')
    numbers = _numbers(figures, len(CRITERIA))
    for criterion, points in zip(CRITERIA[:-1], numbers, strict=False):
        if not 0 <= points <= TOP:
            raise ValueError(f"the points for {criterion} are {points:g}; give from 0 to {TOP}.")
    if numbers[-1] <= 0:
        raise ValueError("the cost is not above £0; write what it would cost in all.")
    return Project(" ".join(name.split()), *numbers)


def read_weights(line: str | Sequence[float]) -> tuple[float, ...]:
    """The weights of CRITERIA as people write them into one line, "40 20 20 20", or into a list.

    Raises:
        ValueError: with a sentence, when there are not four numbers from 0 to 100, or all are 0.
    """
    numbers = tuple(_numbers(line if isinstance(line, str) else " ".join(map(str, line)), len(CRITERIA)))
    if not all(0 <= number <= 100 for number in numbers) or not any(numbers):
        raise ValueError("each weight is from 0 to 100, and one at least is above 0.")
    return numbers


def read_shortlist(figures: Mapping[str, Any]) -> Shortlist:
    """The shortlist that a participant saved in week 4, from the figures in the workbook.

    Raises:
        ValueError: with a sentence that names the entry, when one is missing or cannot be read.
    """
    for key in (*KEYS, "weights"):
        if not isinstance(figures.get(key), str | list if key == "weights" else str):
            raise ValueError(f"Week 4's entry “{key}” is missing; fill it in there first.")
    lines = [figures[key] for key in KEYS]
    there = [*lines[:LEAST], *(line for line in lines[LEAST:] if not is_none(line))]
    return Shortlist(tuple(map(read_project, there)), read_weights(figures["weights"]))


def is_none(line: str) -> bool:
    """Whether a line says that there is no such project."""
    return line.strip(" .").casefold() == NO_PROJECT


def _numbers(text: str, count: int) -> list[float]:
    # "£64,000" is one number; "7, 4" is two; "28k" is 28,000.
    bare = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    bare = re.sub(r"(?<![\w.])(\d+(?:\.\d+)?)k\b", lambda found: str(1000 * float(found[1])), bare, flags=re.I)
    parts = re.sub(r"[£%,;/=]", " ", bare).split()
    named = [part.casefold() for part in parts if part.casefold() in CRITERIA]
    if named and named != list(CRITERIA):
        raise ValueError(f"give the figures in this order: {', '.join(CRITERIA)}.")
    parts = [part for part in parts if part.casefold() not in CRITERIA]
    if len(parts) != count:
        found = f"{len(parts)} figure{'' if len(parts) == 1 else 's'} found"
        raise ValueError(f"{found}; write {count}, with spaces between them.")
    return [_number(part) for part in parts]


def _number(part: str) -> float:
    try:
        number = float(part)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"“{part[:20]}” is no number; write figures such as 4 or 16000.")
    return number
