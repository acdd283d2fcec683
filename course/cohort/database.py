"""A cohort's gradebook on a database server: its address, and moving all of it from one database to another."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from nbgrader.api import Base
from sqlalchemy import Connection, Table, create_engine, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import NoSuchModuleError, OperationalError, SQLAlchemyError

from course import checkout
from course.errors import CourseError
from course.grading.gradebook import no_driver, opened, reason, shown

EXAMPLE: Final = "postgresql+psycopg://host/database"
# A server that does not answer at all is given up after so long; without this, after more than two minutes.
_SECONDS_TO_CONNECT: Final = "10"
_SECRETS: Final = frozenset({"password", "sslpassword"})
_POSTGRES: Final = frozenset({"postgres", "postgresql"})
# Whoever holds one of these holds somebody's work; `course` is made by opening a gradebook.
_TELLING: Final = ("student", "assignment", "submitted_assignment")


def address(given: str, where: str) -> str:
    """A database's address as a cohort keeps it.

    Args:
        given: what somebody typed.
        where: what it was given as, for the sentence ("--gradebook").

    Raises:
        CourseError: when it is not an address, or holds a password.
    """
    try:
        url = make_url(given)
    except (SQLAlchemyError, ValueError):
        raise CourseError(f"The address given with {where} is not a database's; write it like {EXAMPLE}.") from None
    if holds_password(url):
        raise CourseError(
            f"Leave the password out of {where} ({shown(given)}), for it would be kept in cohort.yaml and shown by "
            "Formgrader; PostgreSQL takes it from ~/.pgpass or from PGPASSWORD."
        )
    # Which driver a bare name means depends on SQLAlchemy's version.
    named = url.set(drivername="postgresql+psycopg") if url.drivername in _POSTGRES else url
    return named.render_as_string(hide_password=False)


def holds_password(url: URL) -> bool:
    """Whether an address holds a password, in either of the places where it may stand."""
    return url.password is not None or not _SECRETS.isdisjoint(url.query)


def reachable(kept: str) -> str:
    """The address that is used for one that is kept: the same, with an end to waiting for a server."""
    url = make_url(kept)
    if url.get_backend_name() != "postgresql" or "connect_timeout" in url.query or "PGCONNECT_TIMEOUT" in os.environ:
        return kept
    waiting = url.update_query_dict({"connect_timeout": _SECONDS_TO_CONNECT})
    return waiting.render_as_string(hide_password=False)


def sqlite_url(file: Path) -> str:
    """An SQLite database's address."""
    return f"sqlite:///{file.as_posix()}"


def copy(source: str, target: str, *, alone: bool = False) -> int:
    """Put all that a gradebook holds into an empty database, in one transaction, and compare.

    Args:
        source: the address of a gradebook.
        target: the address of a database that holds no gradebook yet; its tables are made if need be.
        alone: refuse while another program has the source open, since what it enters from now on would be lost.

    Returns:
        How many rows were copied.

    Raises:
        CourseError: when one of the two cannot be used, or the target holds a gradebook. It is left as it was then,
            but for empty tables.
    """
    checkout.put_own_programs_on_path()
    with _said(source), _connected(source) as old:
        _hold(old, source, alone=alone)
        if not inspect(old).has_table("alembic_version"):
            raise CourseError(f"The database {shown(source)} holds no gradebook; check the address.")
        layout, held = _layout(old), {table.name: _rows(old, table) for table in _tables()}
        with _said(target):
            with opened(target):
                pass  # makes the tables and notes the version of their layout
            with _connected(target) as new, new.begin():
                if _layout(new) != layout:
                    raise CourseError(
                        f"The gradebook {shown(source)} was made by another version of nbgrader; run `nbgrader db "
                        "upgrade` in the cohort's folder first."
                    )
                _fill(new, held, shown(target))
    return sum(map(len, held.values()))


def everything(url: str) -> dict[str, list[dict[str, Any]]]:
    """All rows of a gradebook, table by table, in order of their ids."""
    with _said(url), _connected(url) as book:
        return {table.name: _rows(book, table) for table in _tables()}


def _tables() -> list[Table]:
    """The tables of nbgrader, those that others point at first."""
    return list(Base.metadata.sorted_tables)


def _layout(database: Connection) -> Any:
    return database.scalar(text("SELECT version_num FROM alembic_version"))


def _fill(database: Connection, held: dict[str, list[dict[str, Any]]], name: str) -> None:
    if any(_rows(database, table) for table in _tables() if table.name in _TELLING):
        raise CourseError(f"The database {name} holds a gradebook already; give an empty one.")
    for table in _tables():
        if table.name == "course":  # opening it has made one
            database.execute(table.delete())
        if held[table.name]:
            database.execute(table.insert(), held[table.name])
        if _rows(database, table) != held[table.name]:
            raise CourseError(
                f"The database {name} did not take the table {table.name} as it is, so nothing was copied; keep the "
                "gradebook where it is."
            )


def _rows(database: Connection, table: Table) -> list[dict[str, Any]]:
    found = [dict(row._mapping) for row in database.execute(select(table))]
    return sorted(found, key=lambda row: str(row["id"]))  # databases differ in how they put letters in order


def _hold(database: Connection, url: str, *, alone: bool) -> None:
    """See one moment of the whole gradebook, even while tutors go on marking; or refuse while anybody may be."""
    if database.dialect.name == "sqlite":
        try:
            database.execute(text("BEGIN EXCLUSIVE" if alone else "BEGIN"))
        except OperationalError as problem:
            if "locked" not in str(problem.orig):
                raise
            raise CourseError(f"{shown(url)} is being written just now; try again when that is done.") from None
    elif alone and database.dialect.name == "postgresql":
        # Of other users' connections, only this much can be seen; the server's own have no user.
        others = "datname = current_database() AND pid <> pg_backend_pid() AND usesysid IS NOT NULL"
        count = database.scalar(text(f"SELECT count(*) FROM pg_stat_activity WHERE {others}"))
        if count:
            programs = "another program has it" if count == 1 else f"{count} other programs have it"
            raise CourseError(
                f"The gradebook {shown(url)} cannot be moved while {programs} open; close every Formgrader (stop the "
                "tutors' servers), and try again."
            )


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    level = {"isolation_level": "REPEATABLE READ"} if make_url(url).get_backend_name() == "postgresql" else {}
    engine = create_engine(url, **level)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def _said(url: str) -> Iterator[None]:
    """What a database complains of, as a sentence."""
    try:
        yield
    except (ModuleNotFoundError, NoSuchModuleError) as missing:
        raise CourseError(no_driver(url, missing)) from None
    except (SQLAlchemyError, sqlite3.Error, OSError) as problem:
        raise CourseError(f"The database {shown(url)} cannot be used: {reason(problem)}.") from None


def back_up(url: str, file: Path, *, alone: bool = False) -> int:
    """Copy a gradebook into a new SQLite file that only its owner may read, as it is at one moment.

    Args:
        url: the gradebook's address.
        file: the file to make.
        alone: refuse while another program has the gradebook open; otherwise tutors may go on marking.

    Returns:
        How many rows it has.

    Raises:
        CourseError: when the file is there already, or one of the two cannot be used.
    """
    if file.exists():
        raise CourseError(f"{file} exists, and nothing in it will be overwritten; give another name.")
    if not file.parent.is_dir():
        raise CourseError(f"{file.parent} does not exist, so {file.name} cannot be made in it; make it first.")
    # Beside it first: an interruption leaves no half of a copy under the name of a whole one.
    partial = file.with_name(f".{file.name}.part")
    partial.unlink(missing_ok=True)
    try:
        rows = copy(url, sqlite_url(partial), alone=alone)
        partial.chmod(0o600)  # names and marks
        partial.rename(file)
    finally:
        partial.unlink(missing_ok=True)
    return rows


def set_aside(gradebook: Path) -> Path:
    """Rename a gradebook's file that is no longer the one in use, so that nobody marks in it by mistake."""
    aside = gradebook.with_name(f"{gradebook.stem}-until-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}.db")
    return gradebook.rename(aside)
