"""People made for a hub that is only tried out: real unix users, who exist in the hub's own view of the machine.

The kernel knows users by number. Their names come from /etc/passwd and /etc/group, of which the hub gets copies with
these people added; the machine's own files are not touched, so there is nobody to remove afterwards.
"""

from __future__ import annotations

import grp
import hashlib
import hmac
import json
import os
import pwd
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from course.errors import CourseError
from course.hub.roles import FOLDER, Role

TUTORS_GROUP = "ldt-tutors"
_FIRST, _LAST, _BLOCK = 20_000, 59_000, 500
_ROUNDS = 50_000


@dataclass(frozen=True)
class Person:
    """Somebody made for a hub.

    Args:
        name: the login name.
        role: participant or tutor.
        password: made for this hub.
        uid: the number of the user, and of the group of the same name.
        home: the home folder, which only this user may enter.
    """

    name: str
    role: Role
    password: str
    uid: int
    home: Path

    @property
    def folder(self) -> Path:
        """What a participant sees in JupyterLab; a tutor sees the cohort instead."""
        return self.home / FOLDER


@dataclass(frozen=True)
class People:
    """Everybody made for a hub.

    Args:
        everybody: by name.
        tutors: the number of the tutors' group.
    """

    everybody: Mapping[str, Person]
    tutors: int

    def of(self, role: Role) -> list[Person]:
        """Those in a role."""
        return [person for person in self.everybody.values() if person.role is role]


def make_up(homes: Path, participants: Iterable[str], tutors: Iterable[str]) -> People:
    """Invent people with numbers that are free on this machine, and passwords that nobody has had.

    Args:
        homes: where their homes are to be.
        participants: login names.
        tutors: login names.
    """
    roles = dict.fromkeys(participants, Role.PARTICIPANT) | dict.fromkeys(tutors, Role.TUTOR)
    first = _free_numbers(len(roles) + 1)
    people = {
        name: Person(name, role, secrets.token_urlsafe(9), first + 1 + place, homes / name)
        for place, (name, role) in enumerate(roles.items())
    }
    return People(people, first)


def write_names(people: People, folder: Path) -> dict[Path, Path]:
    """Copies of /etc/passwd and /etc/group with these people in them.

    Args:
        people: whom to add.
        folder: where to write the copies.

    Returns:
        Where each is to be seen -> the copy.
    """
    users = [f"{each.name}:x:{each.uid}:{each.uid}::{each.home}:/bin/sh" for each in people.everybody.values()]
    groups = [f"{each.name}:x:{each.uid}:" for each in people.everybody.values()]
    members = ",".join(each.name for each in people.of(Role.TUTOR))
    groups.append(f"{TUTORS_GROUP}:x:{people.tutors}:{members}")
    shown = {}
    for name, lines, known in (("passwd", users, _user_names()), ("group", groups, _group_names())):
        taken = {line.split(":")[0] for line in lines} & known
        if taken:
            raise CourseError(f"This machine has a user or group called {min(taken)} already; choose another name.")
        original = Path("/etc", name)
        copy = folder / name
        copy.write_text(original.read_text(encoding="utf-8") + "".join(f"{line}\n" for line in lines), "utf-8")
        copy.chmod(0o644)
        shown[original] = copy
    return shown


def make_homes(people: People) -> None:
    """Make everybody's home, which nobody else may enter."""
    for person in people.everybody.values():
        person.home.mkdir(parents=True)
        os.chown(person.home, person.uid, person.uid)
        person.home.chmod(0o700)


def write_passwords(people: People, file: Path) -> None:
    """Write what the hub needs to check passwords, for root only. The passwords themselves are not in it."""
    salt = secrets.token_hex(16)
    holds = {each.name: _digest(salt, each.password) for each in people.everybody.values()}
    file.touch(mode=0o600)
    file.write_text(json.dumps({"salt": salt, "people": holds}), encoding="utf-8", newline="\n")


def right_password(file: Path, name: str, password: str) -> bool:
    """Whether this is the person's password."""
    read = json.loads(file.read_text(encoding="utf-8"))
    known = read["people"].get(name, "")
    return hmac.compare_digest(known, _digest(read["salt"], password))


def _digest(salt: str, password: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), _ROUNDS).hex()


def _free_numbers(count: int) -> int:
    """The first of a block of numbers that no user, group or running process has."""
    used = {each.pw_uid for each in pwd.getpwall()} | {each.gr_gid for each in grp.getgrall()}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            used.add(process.stat().st_uid)
        except OSError:
            continue
    if count > _BLOCK:
        raise CourseError(f"A hub that is tried out has room for {_BLOCK - 1} people, not {count - 1}; ask for fewer.")
    for _ in range(100):
        first = _FIRST + secrets.randbelow((_LAST - _FIRST) // _BLOCK) * _BLOCK
        if used.isdisjoint(range(first, first + _BLOCK)):
            return first
    raise CourseError("No free user numbers were found on this machine; remove users that are no longer needed.")


def _user_names() -> set[str]:
    return {each.pw_name for each in pwd.getpwall()}


def _group_names() -> set[str]:
    return {each.gr_name for each in grp.getgrall()}
