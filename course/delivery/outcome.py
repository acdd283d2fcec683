"""What became of one file of the course in a participant's copy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class What(StrEnum):
    """The few things that can become of a file; docs/delivery.md says when each does."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    FRESH = "fresh copy"
    DELETED = "deleted"
    WITHDRAWN = "withdrawn"
    LEFT = "left alone"


@dataclass(frozen=True)
class Outcome:
    """One file of the course and what became of it.

    Args:
        path: the file, relative to the copy, with forward slashes on every system.
        what: what became of it.
        beside: the fresh copy that stands beside the person's own file, if one does.
        why: half a sentence for the person, where `what` alone does not explain itself.
    """

    path: str
    what: What
    beside: str | None = None
    why: str = ""
