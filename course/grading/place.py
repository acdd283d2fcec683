"""What marking needs to know of a cohort, and how it says how far it has come."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from course.errors import CourseError


class Place(Protocol):
    """A folder with submissions and a gradebook: a `course.cohort.folder.Cohort`, seen from the marking room."""

    @property
    def path(self) -> Path:
        """The folder that holds submitted/, autograded/ and feedback/."""

    @property
    def gradebook_url(self) -> str:
        """Where its gradebook is, as SQLAlchemy writes it."""


@dataclass(frozen=True)
class Step:
    """One piece of work done: how many of how many, whose it was, and what became of it where that is known."""

    done: int
    total: int
    participant: str
    state: str = ""
    says: str = ""


@dataclass(frozen=True)
class Marked:
    """What became of one submission."""

    participant: str
    state: Literal["marked", "unchanged", "problem"]
    says: str = ""


OnProgress = Callable[[Step], None]


def nothing(_: Step) -> None:
    """Say nothing of the progress."""


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant, as the end of a sentence; a list of them all when none is near."""
    names = sorted(known)
    if not names:
        return "there are none yet"
    number = re.search(r"\d+", name)
    same_week = [
        known_name for known_name in names if number and re.search(rf"\D0*{int(number[0])}\D", f" {known_name} ")
    ]
    if len(same_week) == 1:
        return f"did you mean {same_week[0]}?"
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.5) or [
        known_name for known_name in names if name and name.lower() in known_name.lower()
    ]
    return f"did you mean {close[0]}?" if close else f"choose from {', '.join(names)}"


def refuse_unknown(assignment: str, known: Iterable[str], where: Path) -> None:
    """Refuse a workshop that the gradebook does not know.

    Raises:
        CourseError: with the nearest name.
    """
    names = list(known)
    if assignment not in names:
        raise CourseError(
            f"There is no workshop “{assignment}” in the gradebook of {where}: {nearest(assignment, names)}"
        )
