"""The seed gradebook: every assignment with its due date and its cells, and no person.

nbgrader gives each row a chance id. Here ids are derived from what a row is, so that two builds give the same table
contents and the committed file changes only when the course does.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from nbgrader.api import Gradebook

from course import checkout
from course.errors import CourseError

_PEOPLE = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")


def rows(gradebook: Path) -> list[str]:
    """The gradebook as sorted SQL statements: the same list means the same tables with the same contents.

    Raises:
        CourseError: when the file is not a gradebook.
    """
    with _opened(gradebook) as database:
        return sorted(database.iterdump())


def people(gradebook: Path) -> int:
    """How many students a gradebook holds.

    Raises:
        CourseError: when the file is not a gradebook.
    """
    with _opened(gradebook) as database:
        return _count(database, "student")


def refuse_people(gradebook: Path) -> None:
    """Make sure that a gradebook holds no person and nothing of one.

    Raises:
        CourseError: when it does: a seed never does; or when the file is not a gradebook.
    """
    with _opened(gradebook) as database:
        held = {table: _count(database, table) for table in _PEOPLE}
    if any(held.values()):
        what = f"{held['student']} participants" if held["student"] else "what participants have handed in"
        raise CourseError(
            f"{gradebook} holds {what}, and the seed gradebook must hold none. Move them into a cohort's "
            "folder (`ldt cohort new`), or restore the seed with `git checkout gradebook.db`."
        )


def set_assignments(
    gradebook: Path, due: Mapping[str, datetime], *, course_id: str, built: Collection[str] | None = None
) -> None:
    """Give the gradebook exactly these assignments with these due dates; cells of the others are removed.

    Args:
        gradebook: nbgrader's SQLite file; made if it is missing.
        due: assignment name -> aware due date.
        course_id: nbgrader's name of the course.
        built: the assignments that may have cells; all, unless given.
    """
    checkout.put_own_programs_on_path()
    with Gradebook(f"sqlite:///{gradebook}", course_id) as book:
        for assignment in list(book.assignments):
            gone = assignment.name not in due
            if gone or (assignment.notebooks and built is not None and assignment.name not in built):
                book.remove_assignment(assignment.name)
        for name, when in due.items():
            book.update_or_create_assignment(name, duedate=when.strftime("%Y-%m-%d %H:%M:%S.%f %Z"))


def canonical(gradebook: Path, target: Path) -> None:
    """Write a gradebook again with derived ids and rows in a fixed order.

    Args:
        gradebook: the one to read.
        target: the file to make; must not exist.

    Raises:
        CourseError: as `refuse_people`.
    """
    refuse_people(gradebook)
    with _opened(gradebook) as database:
        renamed = dict(_derived_ids(database))
        statements = list(database.iterdump())
    begin, end = statements[0], statements[-1]
    schema = [line for line in statements[1:-1] if not line.startswith("INSERT")]
    inserts = [line for line in statements if line.startswith("INSERT")]
    for old, new in renamed.items():
        inserts = [line.replace(f"'{old}'", f"'{new}'") for line in inserts]
    # Parents before children does not matter to SQLite here: a dump switches foreign keys off.
    made = [line for line in schema if line.startswith("CREATE TABLE")]
    others = [line for line in schema if not line.startswith("CREATE TABLE")]
    with closing(sqlite3.connect(target)) as database:
        database.executescript("\n".join([begin, *sorted(made), *sorted(inserts), *sorted(others), end]))


@contextmanager
def _opened(gradebook: Path) -> Iterator[sqlite3.Connection]:
    """The gradebook for reading, with SQLite's errors as a sentence."""
    try:
        with closing(sqlite3.connect(f"{gradebook.resolve().as_uri()}?mode=ro", uri=True)) as database:
            yield database
    except sqlite3.Error as problem:
        raise CourseError(
            f"{gradebook} is not a gradebook that can be read ({problem}); restore it with "
            "`git checkout gradebook.db`, or delete it and run `ldt build`."
        ) from None


def _count(database: sqlite3.Connection, table: str) -> int:
    (count,) = database.execute(f"select count(*) from {table}").fetchone()
    return int(count)


def _derived_ids(database: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """(chance id, id derived from the row's natural key) for assignments, notebooks and cells."""

    def derive(*key: str) -> str:
        return hashlib.sha256("/".join(key).encode()).hexdigest()[:32]

    assignment_names = dict(database.execute("select id, name from assignment"))
    for old, name in assignment_names.items():
        yield old, derive("assignment", name)
    notebooks = {}
    for old, name, assignment in database.execute("select id, name, assignment_id from notebook"):
        notebooks[old] = f"{assignment_names[assignment]}/{name}"
        yield old, derive("notebook", notebooks[old])
    for old, name, notebook, kind in database.execute("select id, name, notebook_id, type from base_cell"):
        yield old, derive("cell", notebooks[notebook], kind, name)
    for old, name, notebook in database.execute("select id, name, notebook_id from source_cell"):
        yield old, derive("source", notebooks[notebook], name)
