"""The gradebook of a cohort, opened so that whatever is wrong with it is one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.api import Gradebook, InvalidEntry
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from tornado.log import app_log

from course.errors import CourseError
from course.grading.place import Place


@contextmanager
def gradebook_of(cohort: Place) -> Iterator[Gradebook]:
    """Open a cohort's gradebook.

    Raises:
        CourseError: when it is damaged, cannot be written, or its server does not answer.
    """
    try:
        with _unsaid(), Gradebook(cohort.gradebook_url) as gradebook:
            yield gradebook
    except (SQLAlchemyError, InvalidEntry) as problem:
        raise CourseError(unusable(cohort.path, cohort.gradebook_url, problem)) from problem


@contextmanager
def _unsaid() -> Iterator[None]:
    """Nbgrader writes a traceback to tornado's log before it raises; one sentence is enough."""
    before = app_log.disabled
    app_log.disabled = True
    try:
        yield
    finally:
        app_log.disabled = before


def unusable(folder: Path, url: str, problem: Exception) -> str:
    """Say that a gradebook cannot be used, without giving a password away."""
    reason = str(getattr(problem, "orig", None) or problem).strip().splitlines()[0].rstrip(".")
    shown = make_url(url).render_as_string()
    return f"The gradebook of {folder} ({shown}) cannot be used: {reason}; mend that, or put it back from a copy."
