"""One open gradebook for all of nbgrader's steps, and one transaction for what they enter.

nbgrader's preprocessors each open the gradebook, commit after each cell and close it. That took three times as long as
what they do with it, and left half a submission's marks behind when it was interrupted. The subclasses here do the
same work with a gradebook that is open already. A preprocessor of anybody else's is used as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Comment, Grade, Gradebook
from nbgrader.preprocessors import (
    AssignLatePenalties,
    NbGraderPreprocessor,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import joinedload

from course.errors import CourseError
from course.grading.gradebook import gone, opened, reason, shown

Resources = dict[str, Any]


class Ledger:
    """A gradebook that stays open.

    Args:
        url: where it is.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._cells: dict[tuple[str, ...], Any] = {}
        self.held: Held | None = None

    @cached_property
    def _book(self) -> Gradebook:
        book = opened(self._url)
        book.db.remove()
        # What a commit has just written need not be read again; each submission has a session of its own.
        book.db.configure(expire_on_commit=False)
        return book

    @contextmanager
    def open(self) -> Iterator[Held]:
        """The gradebook, for one submission: all that is entered in here is committed at the end, or nothing is.

        Raises:
            CourseError: when the database's server is away. That is no submission's fault, and none is noted for it.
        """
        if self.held is not None:
            raise RuntimeError("the gradebook is being written already")
        try:
            self.held = Held(self._book, self._cells)
            yield self.held
            self._book.db.commit()
        except SQLAlchemyError as problem:
            if not gone(self._url, problem):
                raise
            raise CourseError(
                f"The gradebook {shown(self._url)} has gone away: {reason(problem)}. What was marked before stands."
            ) from problem
        finally:
            self.held = None
            if "_book" in self.__dict__:
                self._book.db.remove()  # what was not committed is undone; nothing read now is taken for news later

    def close(self) -> None:
        """Close it; the next use opens it again."""
        if "_book" in self.__dict__:
            self._book.close()
            del self.__dict__["_book"]
            self._cells.clear()

    def sharing(self, kind: type[Any]) -> type[Any]:
        """The same preprocessor, using this gradebook, if it is one of nbgrader's own that uses one."""
        shared = {
            OverwriteKernelspec: _Kernelspec,
            OverwriteCells: _Overwrite,
            SaveAutoGrades: _Save,
            AssignLatePenalties: _Late,
        }.get(kind)
        return kind if shared is None else type(kind.__name__, (shared,), {"ledger": self})


class Held:
    """A gradebook whose `db.commit()` waits: whoever opened the ledger commits.

    Args:
        book: the gradebook.
        cells: the assignment's own cells that have been looked up; they are the same for every submission.
    """

    def __init__(self, book: Gradebook, cells: dict[tuple[str, ...], Any]) -> None:
        self._book = book
        self._cells = cells
        self._entries: dict[tuple[type[Any], str, str, str], dict[str, Any]] = {}
        self.db = self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._book, name)

    def find_source_cell(self, *names: str) -> Any:
        """A cell as it stands in source; looked up once."""
        return self._once("find_source_cell", names)

    def find_graded_cell(self, *names: str) -> Any:
        """A cell that has points; looked up once."""
        return self._once("find_graded_cell", names)

    def find_grade(self, cell: str, *notebook: str) -> Any:
        """The entry for a cell's points; all those of a notebook are read at once."""
        return self._entry(Grade, cell, *notebook) or self._book.find_grade(cell, *notebook)

    def find_comment(self, cell: str, *notebook: str) -> Any:
        """The entry for a cell's comments; all those of a notebook are read at once."""
        return self._entry(Comment, cell, *notebook) or self._book.find_comment(cell, *notebook)

    def _entry(self, kind: type[Any], cell: str, notebook: str, assignment: str, student: str) -> Any:
        key = (kind, notebook, assignment, student)
        if key not in self._entries:
            submitted = self._book.find_submission_notebook(notebook, assignment, student)
            found = self._book.db.query(kind).options(joinedload(kind.cell)).filter_by(notebook_id=submitted.id)
            self._entries[key] = {entry.cell.name: entry for entry in found}
        return self._entries[key].get(cell)

    def _once(self, find: str, names: tuple[str, ...]) -> Any:
        key = (find, *names)
        if key not in self._cells:
            self._cells[key] = getattr(self._book, find)(*names)
        return self._cells[key]

    def commit(self) -> None:
        """The ledger commits when the submission is done; queries before that see what was changed."""


class _Shared(NbGraderPreprocessor):
    """What these have in common: whose notebook it is, and the gradebook."""

    ledger: Ledger
    gradebook: Held

    def _begin(self, resources: Resources) -> None:
        about = resources["nbgrader"]
        self.notebook_id, self.assignment_id, self.student_id = about["notebook"], about["assignment"], about["student"]
        self.db_url = about["db_url"]
        if self.ledger.held is None:
            raise RuntimeError("nbgrader's steps run with the ledger open")
        self.gradebook = self.ledger.held


class _Kernelspec(_Shared, OverwriteKernelspec):
    """The kernel that the notebook was released with."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        self._begin(resources)
        kernelspec = self.gradebook.find_notebook(self.notebook_id, self.assignment_id).kernelspec
        if found := json.loads(kernelspec) if kernelspec else None:
            nb.metadata["kernelspec"] = found
        return nb, resources


class _Overwrite(_Shared, OverwriteCells):
    """Locked cells as the gradebook has them."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        self._begin(resources)
        nb, resources = NbGraderPreprocessor.preprocess(self, nb, resources)
        if self.add_missing_cells:
            nb, resources = self.add_missing_grade_cells(nb, resources)
            nb, resources = self.add_missing_task_cells(nb, resources)
        return nb, resources


class _Save(_Shared, SaveAutoGrades):
    """Marks into the gradebook."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        self._begin(resources)
        return NbGraderPreprocessor.preprocess(self, nb, resources)


class _Late(_Shared, AssignLatePenalties):
    """Penalties for what came late, by the plugin that is configured."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        self._begin(resources)
        notebook = self.gradebook.find_submission_notebook(self.notebook_id, self.assignment_id, self.student_id)
        late = self.gradebook.find_submission(self.assignment_id, self.student_id).total_seconds_late
        notebook.late_submission_penalty = None
        if late > 0:
            self.init_plugin()
            penalty = self.plugin_inst.late_submission_penalty(self.student_id, notebook.score, late)
            if penalty is not None:
                notebook.late_submission_penalty = self._check_late_penalty(notebook, penalty)
        self.gradebook.db.commit()
        return nb, resources
