"""The workshop's notebook as released: what a submission is compared with, and what its cells are called."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from course import checkout
from course.errors import CourseError
from course.grading.intake.reading import Cell, UnreadableError, about, grade_id, parse

_HEADING = re.compile(r"^#{1,6}\s+(?:(?P<number>\d+)[.):]?\s+)?(?P<title>.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Release:
    """A workshop's notebook, as participants get it.

    Args:
        cells: all of them, in order.
        metadata: the notebook's own.
        labels: grade_id -> what people call the cell: "the check of exercise 3".
    """

    cells: tuple[Cell, ...]
    metadata: dict[str, Any]
    labels: dict[str, str]

    @classmethod
    def of(cls, notebook: dict[str, Any]) -> Release:
        """What a released notebook says."""
        cells = tuple(notebook["cells"])
        return cls(cells, notebook["metadata"], _labels(cells))

    def is_answer(self, place: int) -> bool:
        """Whether the cell at this place is for the participant to write in."""
        return bool(about(self.cells[place]).get("solution"))

    def is_check(self, place: int) -> bool:
        """Whether the cell at this place is marked, and not written in."""
        return bool(about(self.cells[place]).get("grade")) and not self.is_answer(place)

    def label(self, place: int) -> str:
        """What people call the cell at this place."""
        return self.labels[grade_id(self.cells[place]) or ""]


def released(assignment: str, name: str) -> Release:
    """A workshop's notebook in the checkout.

    Raises:
        CourseError: when it is not there, or is no notebook.
    """
    file = checkout.root() / "release" / assignment / f"{name}.ipynb"
    if not file.is_file():
        raise CourseError(f"{file} is missing; marking compares with it. Make it with `ldt build`.")
    written = file.stat()
    return _load(file, written.st_mtime_ns, written.st_size)


@lru_cache(maxsize=64)
def _load(file: Path, _written: int, _size: int) -> Release:
    try:
        return Release.of(parse(file.read_bytes()).notebook)
    except UnreadableError as problem:
        raise CourseError(f"{file} {problem}; make it again with `ldt build`.") from None


def _labels(cells: tuple[Cell, ...]) -> dict[str, str]:
    labels: dict[str, str] = {}
    heading = ""
    for cell in cells:
        if cell["cell_type"] == "markdown" and (found := _HEADING.search(cell["source"])):
            heading = f"exercise {found['number']}" if found["number"] else f"“{found['title']}”"
        name = grade_id(cell)
        if name:
            labels[name] = _label(name, about(cell), heading)
    shared = {label for label, number in Counter(labels.values()).items() if number > 1}
    return {name: f"{label} ({name})" if label in shared else label for name, label in labels.items()}


def _label(name: str, described: dict[str, Any], heading: str) -> str:
    if described.get("solution"):
        return f"the answer to {heading or name}"
    if described.get("grade"):
        return f"the check of {heading or name}"
    return f"the task of {heading}" if heading and name.endswith("-task") else f"the cell {name}"
