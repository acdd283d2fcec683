"""One number for each person, for good: the uid that their pods run as, and that their files belong to.

JupyterHub's chart runs everybody as uid 1000, and to a shared exchange everybody would be one and the same. The numbers
are kept in a table of the hub's own database: they outlive restarts of the hub, and are in its backups. A line is never
taken out, so that a number never comes to mean somebody else. JupyterHub's own user ids do not promise that: SQLite
gives the number of the last deleted user to the next one.
"""

from __future__ import annotations

import re

from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

TUTOR_UID = 10_000
"""All tutors' pods run as this one: the exchange's course folder and the cohorts' folders belong to it."""

FIRST_UID = 20_000
"""The first participant's; system accounts, images' own users (1000) and tutors are below."""

LAST_UID = 59_999
"""The last one. Marking gives each submission a uid from 61 000 on, and 65 534 is nobody."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,127}")
_TRIES = 20

TAKEN = frozenset(
    {"root", "daemon", "bin", "sys", "sync", "games", "man", "lp", "mail", "news", "uucp", "proxy", "www-data"}
    | {"backup", "list", "irc", "gnats", "_apt", "nobody", "tutor", "jovyan"}
)
"""Names of the images' own users; and to a user called jovyan, nbgrader gives any name that they ask for."""

_TABLE = Table(
    "ldt_uids",
    MetaData(),
    Column("name", String(128), primary_key=True),
    Column("uid", Integer, unique=True, nullable=False),
)


class NoUidError(Exception):
    """Somebody can be given no number; the message says why and what to do."""


class Uids:
    """The table of numbers.

    Args:
        url: the hub's database, as SQLAlchemy writes it.
    """

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, pool_pre_ping=True)
        _TABLE.create(self._engine, checkfirst=True)

    def uid_of(self, name: str) -> int:
        """The number of a person; they are given one when they come for the first time.

        Args:
            name: the person's name at the hub.

        Raises:
            NoUidError: when the name cannot be a name in a list of users, or all numbers are given out.
        """
        if name in TAKEN:
            raise NoUidError(f"The name {name} is the system's own; give this person another where people log in.")
        if not _NAME.fullmatch(name):
            raise NoUidError(
                f"The name {name!r} cannot have a server: use letters, digits and . _ @ - only, 128 at most, and begin "
                "with a letter or digit. Change the name where people log in."
            )
        for _ in range(_TRIES):
            try:
                with self._engine.begin() as connection:
                    known = connection.execute(select(_TABLE.c.uid).where(_TABLE.c.name == name)).scalar()
                    return int(known) if known is not None else _new(connection, name)
            except IntegrityError:  # another hub process gave the same number, or the same person one, at this moment
                continue
        raise NoUidError(f"No number could be given to {name} in {_TRIES} tries; what else writes to ldt_uids?")

    def everybody(self) -> dict[str, int]:
        """All names and numbers that were ever given, in order of numbers."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(_TABLE.c.name, _TABLE.c.uid).order_by(_TABLE.c.uid))
            return {str(name): int(uid) for name, uid in rows}


def _new(connection: Connection, name: str) -> int:
    highest = connection.execute(select(func.max(_TABLE.c.uid))).scalar()
    uid = FIRST_UID if highest is None else int(highest) + 1
    if uid > LAST_UID:
        raise NoUidError(
            f"All numbers from {FIRST_UID} to {LAST_UID} are given out: begin a new hub, with a database and volumes "
            "of its own."
        )
    connection.execute(_TABLE.insert().values(name=name, uid=uid))
    return uid
