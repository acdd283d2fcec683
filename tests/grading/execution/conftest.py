from __future__ import annotations

from collections.abc import Iterator

import nbformat
import pytest
from nbformat import NotebookNode
from through_engine import Cell, Through, notebook_of

from course.grading.engine import Engine, Job
from course.grading.execution import sandbox


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    reason = sandbox.why_not()
    made = Engine(walled=reason is None)
    yield made
    made.close()


@pytest.fixture
def through(engine: Engine) -> Through:
    """Run a notebook, or cells, through the engine; `first` tells how many cells are the workshop's, and run ahead."""

    def run(*cells: Cell | NotebookNode, first: int = 0, by: Engine | None = None) -> NotebookNode:
        whole = cells[0] if isinstance(cells[0], NotebookNode) else notebook_of(*cells)
        release = notebook_of()
        release.cells = [nbformat.from_dict(cell) for cell in whole.cells[:first]]
        for cell in whole.cells[:first] + release.cells:
            cell.metadata.nbgrader = {"locked": True, "grade": False, "solution": False, "grade_id": cell.id}
        done = (by or engine).run(Job(nbformat.writes(whole), nbformat.writes(release)))
        return nbformat.reads(done.notebook, as_version=4)

    return run
