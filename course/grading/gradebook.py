"""The gradebook of a cohort, opened so that whatever is wrong with it is one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from nbgrader.api import Base, Gradebook, InvalidEntry
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, NoSuchModuleError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import ORMExecuteState, Session
from tornado.log import app_log

from course.errors import CourseError
from course.grading.place import Place

# What a database server or its driver says -> what to do. A server that speaks another language gets the last sentence.
_PASSWORD_PLACES: Final = "in the tutor's own ~/.pgpass (chmod 600), or in the environment variable PGPASSWORD"
_ADVICE: Final = (
    (r"password authentication failed", f"the password or the user's name is wrong; put it right {_PASSWORD_PLACES}"),
    (r"no password supplied", f"put the password {_PASSWORD_PLACES}"),
    (r"role .* does not exist", "set PGUSER to the name that the server knows the tutor by, or have that name made"),
    (r"database .* does not exist", "check the name at the end of the address, or have the database made"),
    (r"no pg_hba\.conf entry", "the server refuses this machine or user; whoever runs it allows them in pg_hba.conf"),
    (r"permission denied", "this tutor may not use it; docs/several-tutors.md says which rights are needed"),
    (r"read.?only", "this tutor may only read it; ask for the right to write"),
    (r"could not translate host name|resolve|Name or service", "check the server's name in the address"),
    (r"refused|timeout|timed out|unreachable|No such file|starting up|shutting down|terminating|closed the connection",
     "check that the server is running and reachable from here, then try again"),
)  # fmt: skip
_OTHERWISE: Final = "mend that, or put it back from a copy"


@contextmanager
def gradebook_of(cohort: Place) -> Iterator[Gradebook]:
    """Open a cohort's gradebook.

    Raises:
        CourseError: when it is damaged, cannot be written, or its server does not answer.
    """
    try:
        with _unsaid(), opened(cohort.gradebook_url) as gradebook:
            yield gradebook
    except (SQLAlchemyError, InvalidEntry) as problem:
        raise CourseError(unusable(cohort.path, cohort.gradebook_url, problem)) from problem


def opened(url: str) -> Gradebook:
    """A gradebook by its address; the caller closes it.

    Raises:
        CourseError: when the driver for that kind of database is not installed.
        SQLAlchemyError: when the database cannot be used.
    """
    try:
        return Gradebook(url)
    except (ModuleNotFoundError, NoSuchModuleError) as missing:
        raise CourseError(no_driver(url, missing)) from None


def no_driver(url: str, missing: Exception) -> str:
    """Say how to get the driver that a database's address asks for."""
    what = getattr(missing, "name", None) or make_url(url).drivername
    how = (
        "run `pip install -c requirements.lock 'psycopg[binary]'` in the course's folder"
        if "psycopg" in what
        else "write the address like postgresql+psycopg://host/database"
    )
    return f"The gradebook {shown(url)} needs Python's driver {what}, which is not installed here; {how}."


@contextmanager
def _unsaid() -> Iterator[None]:
    """Nbgrader writes a traceback to tornado's log before it raises; one sentence is enough."""
    before = app_log.disabled
    app_log.disabled = True
    try:
        yield
    finally:
        app_log.disabled = before


def shown(url: str) -> str:
    """An address as people may see it: no password, and none of what follows the question mark."""
    return make_url(url).set(query={}).render_as_string(hide_password=True)


def unusable(folder: Path, url: str, problem: Exception) -> str:
    """Say that a gradebook cannot be used, without giving a password away."""
    return f"The gradebook of {folder} ({shown(url)}) cannot be used: {reason(problem)}."


def reason(problem: Exception) -> str:
    """What a database complained of, and what to do; half a sentence, without its full stop."""
    lines = str(getattr(problem, "orig", None) or problem).strip().splitlines() or [type(problem).__name__]
    advice = next((does for said, does in _ADVICE if re.search(said, " ".join(lines), re.IGNORECASE)), _OTHERWISE)
    return f"{re.sub(r'  +', ' ', lines[0]).rstrip('.')}; {advice}"


def gone(url: str, problem: Exception) -> bool:
    """Whether it is the database's server that is away, and not one entry that it would not take."""
    if make_url(url).get_backend_name() == "sqlite" or not isinstance(problem, DBAPIError):
        return False
    return problem.connection_invalidated or isinstance(problem, (OperationalError, InterfaceError))


def see_what_others_enter() -> None:
    """From now on, whatever this process reads of a gradebook is as it stands there, even if it was read before.

    Formgrader keeps one session for as long as it runs. A session goes on showing what it has read first, and does not
    write a mark that equals it: a tutor would not see another's marks, and could not put back what was there before.
    The means is SQLAlchemy's public event for queries; see "populate existing" in its manual.
    """
    if not event.contains(Session, "do_orm_execute", _afresh):
        event.listen(Session, "do_orm_execute", _afresh)


def _afresh(asked: ORMExecuteState) -> None:
    mapped = asked.bind_mapper
    if asked.is_select and not asked.is_column_load and mapped is not None and issubclass(mapped.class_, Base):
        asked.update_execution_options(populate_existing=True)
