"""How far a participant has come: read from their own saved notebooks and workbook, and shown to them alone."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course import mime
from course.display.tables import Table, table
from course.workbook.book import beside, load, place


@dataclass(frozen=True)
class Week:
    """What a participant's own copy of one workshop shows.

    Args:
        name: the folder.
        title: the notebook's first heading.
        checked: checks whose result is saved in the notebook.
        checks: all checks of the notebook.
        points: points that the saved checks show.
        decided: whether the week's decision is in the workbook.
    """

    name: str
    title: str
    checked: int
    checks: int
    points: float
    decided: bool


def weeks(folder: Path) -> list[Week]:
    """The workshops in a participant's folder, in order; a notebook that cannot be read is left out."""
    try:
        decisions = {name for name, kept in load(place(folder))["weeks"].items() if kept.get("decision")}
    except (ValueError, OSError):
        decisions = set()
    found = (_week(path, decisions) for path in sorted(folder.glob("week[0-9][0-9]-*/")) if path.is_dir())
    return [week for week in found if week is not None]


def progress(folder: str | Path | None = None) -> Table:
    """A table of the workshops that are here and what was done in each.

    Args:
        folder: where the week folders are; beside the current folder unless given.
    """
    where = beside() if folder is None else Path(folder)
    rows = [
        (f"{week.name[4:6]}. {week.title}", f"{week.checked} of {week.checks}", f"{week.points:g}", _yes(week.decided))
        for week in weeks(where)
    ]
    if not rows:
        rows = [("No workshop is here yet", "–", "–", "–")]
    return table(
        rows,
        ("Week", "Checks run and saved", "Points shown by them", "Decision saved"),
        "Your progress, as last saved. A tutor's marks come with the feedback.",
    )


def _week(folder: Path, decisions: set[str]) -> Week | None:
    try:
        notebook: dict[str, Any] = json.loads((folder / f"{folder.name}.ipynb").read_text(encoding="utf-8-sig"))
        cells = notebook["cells"]
        title = next(
            (found[1].strip() for cell in cells if (found := re.search(r"^# (.+)$", "".join(cell["source"]), re.M))),
            folder.name,
        )
        graded = [cell for cell in cells if _is_check(cell)]
        marks = [
            output["data"][mime.MARK]
            for cell in graded
            for output in cell.get("outputs", [])
            if mime.MARK in output.get("data", {})
        ]
        points = sum(float(mark["points"]) for mark in marks)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):  # whatever stands in the file
        return None
    return Week(folder.name, title, len(marks), len(graded), points, folder.name[:6] in decisions)


def _is_check(cell: dict[str, Any]) -> bool:
    about = cell.get("metadata", {}).get("nbgrader", {})
    return cell.get("cell_type") == "code" and bool(about.get("grade")) and not about.get("solution")


def _yes(done: bool) -> str:
    return "yes" if done else "not yet"
