"""Every notebook runs top to bottom: cold, offline, from anywhere, quickly, with nothing red (issue 4, rule 12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.audit import cold
from course.audit.findings import Finding, Result
from course.audit.tools import Tools
from course.audit.workshop import Workshop
from course.authoring import changes

NAME = "clean"

LIMIT_SECONDS = 20.0
"""A participant waits no longer than this for a whole notebook."""

_PATIENCE_SECONDS = 60.0
"""A cell that takes longer is stuck; it is ended, and the rest is not run."""


def look(workshop: Workshop, tools: Tools) -> Result:
    """Run a workshop's notebooks with their model answers; look for outputs in what is committed of them."""
    source = _notebooks(workshop.root / "source" / workshop.name)
    if not source:
        return Result(findings=(Finding(f"source/{workshop.name}", "It holds no notebook to run; run `ldt build`."),))
    committed = [*source, *_notebooks(workshop.release_folder)]
    return _looked(workshop.root, source, committed, tools)


def look_at_course(tools: Tools) -> Result:
    """Do the same with what belongs to no workshop: start-here, webinars, site visits, tutors' notebooks."""
    found = _notebooks(tools.root / "notebooks")
    return _looked(tools.root, found, found, tools)


def _notebooks(folder: Path) -> list[Path]:
    return [path for path in changes.files(folder) if path.suffix == ".ipynb"]


def _looked(root: Path, run: Iterable[Path], committed: Iterable[Path], tools: Tools) -> Result:
    slowest, walls = 0.0, set()
    findings: list[Finding] = []
    for path in committed:
        findings += _not_clean(path.relative_to(root).as_posix(), nbformat.read(path, as_version=4))
    for path in run:
        name = path.relative_to(root).as_posix()
        tools.progress(f"running {name}")
        ran = cold.run(nbformat.read(path, as_version=4), patience=_PATIENCE_SECONDS)
        slowest = max(slowest, ran.seconds)
        walls.add(ran.network)
        findings += judged(name, ran, LIMIT_SECONDS)
    measures = {"seconds_to_run": round(slowest, 1), "network_off_by": ", ".join(sorted(walls))}
    return Result(measures, tuple(findings))


def judged(name: str, ran: cold.Ran, limit: float) -> Iterator[Finding]:
    """What a run shows to be wrong; of several errors the first, since the others may only follow from it."""
    if ran.complaints:
        cell, said = ran.complaints[0]
        more = f" ({len(ran.complaints) - 1} more follow)" if len(ran.complaints) > 1 else ""
        where = f"{name}, {cell}" if cell else name
        yield Finding(where, f"Run offline, from an empty folder, it shows in red: {said.rstrip('.')}{more}.")
    if ran.seconds > limit:
        yield Finding(
            name, f"It takes {ran.seconds:.0f} seconds from a cold start; the limit is {limit:g}. Make it quicker."
        )


def _not_clean(name: str, notebook: NotebookNode) -> Iterator[Finding]:
    """Outputs and counts in a committed notebook."""
    for place, cell in enumerate(notebook.cells, start=1):
        if cell.get("outputs") or cell.get("execution_count") is not None:
            says = "A committed notebook holds no outputs and no execution counts; clear them, or run `ldt build`."
            yield Finding(f"{name}, cell {place}", says)
