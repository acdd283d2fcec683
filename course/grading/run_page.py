"""A page for the tutor about how one submission was marked: what was mended, what was stopped, where the time went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from course.grading.engine import Outcome
from course.grading.execution.plan import grade_id, is_check
from course.grading.intake.saying import printable
from course.grading.templating import template

FOLDER = "marking"
"""Where in a cohort's folder the pages are; nbgrader has no folder of that name."""


@dataclass(frozen=True)
class CellTime:
    """One code cell: what it is called, where it ran, and for how long (wall time in seconds)."""

    name: str
    run_by: str
    seconds: float


def page_file(cohort: Path, participant: str, assignment: str) -> Path:
    """Where the page about a submission is."""
    return cohort / FOLDER / assignment / f"{participant}.html"


def write_page(
    file: Path,
    participant: str,
    assignment: str,
    mended: Sequence[str],
    ran: Mapping[str, tuple[NotebookNode, Outcome]],
) -> None:
    """Write the page about one submission.

    Args:
        file: see `page_file`.
        participant: whose submission.
        assignment: the workshop.
        mended: what intake has mended, a sentence each.
        ran: the notebooks by name, each as it was kept, with what came of its run.
    """
    stopped = [sentence for _, outcome in ran.values() for sentence in outcome.says]
    times = [time for notebook, outcome in ran.values() for time in cell_times(notebook, outcome)]
    total = sum(time.seconds for time in times)
    text = template("run").render(
        participant=participant, assignment=assignment, mended=mended, stopped=stopped, times=times, total=total
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


def cell_times(notebook: NotebookNode, outcome: Outcome) -> list[CellTime]:
    """How long each code cell of a notebook took, in order; cells that were not run are left out."""
    times = []
    for number, cell in enumerate(notebook.cells, start=1):
        seconds = outcome.seconds.get(cell.get("id", ""))
        if cell.cell_type == "code" and seconds is not None:
            by = "once for everybody" if cell.id in outcome.ahead else "the judge" if is_check(cell) else "the sandbox"
            times.append(CellTime(printable(grade_id(cell) or f"cell {number}"), by, seconds))
    return times
