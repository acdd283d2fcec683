"""The seed gradebook: every assignment with its due date and its cells, and no person.

nbgrader gives each row a chance id. Here ids are derived from what a row is, so that two builds give the same table
contents and the committed file changes only when the course does.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from nbgrader.api import Gradebook

from course.errors import CourseError

_PEOPLE = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")


def rows(gradebook: Path) -> list[str]:
    """The gradebook as sorted SQL statements: the same list means the same tables with the same contents."""
    with closing(sqlite3.connect(f"{gradebook.resolve().as_uri()}?mode=ro", uri=True)) as database:
        return sorted(database.iterdump())


def people(gradebook: Path) -> int:
    """How many students a gradebook holds.

    Raises:
        CourseError: when the file is not a gradebook.
    """
    try:
        with closing(sqlite3.connect(f"{gradebook.resolve().as_uri()}?mode=ro", uri=True)) as database:
            (count,) = database.execute("select count(*) from student").fetchone()
    except sqlite3.DatabaseError as problem:
        raise CourseError(
            f"{gradebook} is not a gradebook that can be read ({problem}); restore it with `git checkout gradebook.db`."
        ) from None
    return int(count)


def set_assignments(gradebook: Path, due: dict[str, datetime]) -> None:
    """Give the gradebook exactly these assignments with these due dates; cells of the others are removed.

    Args:
        gradebook: nbgrader's SQLite file; made if it is missing.
        due: assignment name -> aware due date.
    """
    with Gradebook(f"sqlite:///{gradebook}") as book:
        for assignment in list(book.assignments):
            if assignment.name not in due:
                book.remove_assignment(assignment.name)
        for name, when in due.items():
            book.update_or_create_assignment(name, duedate=when.strftime("%Y-%m-%d %H:%M:%S.%f %Z"))


def canonical(gradebook: Path, target: Path) -> None:
    """Write a gradebook again with derived ids and rows in a fixed order.

    Args:
        gradebook: the one to read.
        target: the file to make; must not exist.

    Raises:
        CourseError: when it holds a person: a seed never does.
    """
    count = people(gradebook)
    if count:
        raise CourseError(
            f"{gradebook} holds {count} participants, and the seed gradebook must hold none. Move them into a cohort's "
            "folder (`ldt cohort new`), or restore the seed with `git checkout gradebook.db`."
        )
    with closing(sqlite3.connect(gradebook)) as database:
        renamed = dict(_derived_ids(database))
        statements = list(database.iterdump())
    schema = [line for line in statements if not line.startswith("INSERT")]
    inserts = [line for line in statements if line.startswith("INSERT")]
    for old, new in renamed.items():
        inserts = [line.replace(f"'{old}'", f"'{new}'") for line in inserts]
    with closing(sqlite3.connect(target)) as database:
        begin, end = schema[0], schema[-1]
        # Parents before children does not matter to SQLite here: a dump switches foreign keys off.
        ordered = [line for line in schema if line not in (begin, end)]
        tables = [line for line in ordered if line.startswith("CREATE TABLE")]
        others = [line for line in ordered if not line.startswith("CREATE TABLE")]
        database.executescript("\n".join([begin, *sorted(tables), *sorted(inserts), *sorted(others), end]))


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
