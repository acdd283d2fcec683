"""The folders of a hub, and who may do what in them.

    FOLDER/                 everybody may pass
      exchange/ldt/         nbgrader's exchange
        outbound/           tutors write, everybody reads
        inbound/            everybody may put something in, only tutors may look
        feedback/           tutors write, everybody may fetch what they know the name of
      cohorts/              tutors only
      state/                root only: the hub's own database, keys and log

The classic exchange of nbgrader is a folder in which everybody may do everything. Here it is the tutors' group that
owns it (`CourseDirectory.groupshared`), so several tutors share it and participants cannot make or remove courses.
"""

from __future__ import annotations

import grp
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from course.errors import CourseError
from course.hub.needs import unreadable
from course.hub.roles import COURSE_ID

OPEN = ("course", "deploy", "notebooks")
"""What participants' servers read of the course's folder. The rest holds answers, hidden tests, or what is not out."""

_FOLDERS = {
    "exchange": 0o755,
    f"exchange/{COURSE_ID}": 0o755,
    # With the group's bit, what is put in belongs to the tutors' group.
    f"exchange/{COURSE_ID}/outbound": 0o2775,
    # And with the sticky one, nobody can rename or remove what somebody else has handed in.
    f"exchange/{COURSE_ID}/inbound": 0o3773,
    f"exchange/{COURSE_ID}/feedback": 0o2771,
    "cohorts": 0o2770,
    "state": 0o700,
}


@dataclass(frozen=True)
class Site:
    """The folders of a hub.

    Args:
        folder: the folder that holds them.
    """

    folder: Path

    @property
    def exchange(self) -> Path:
        """What nbgrader calls the exchange's root."""
        return self.folder / "exchange"

    @property
    def inbound(self) -> Path:
        """Where submissions wait to be collected."""
        return self.exchange / COURSE_ID / "inbound"

    @property
    def cohorts(self) -> Path:
        """Where the tutors' cohorts are."""
        return self.folder / "cohorts"

    @property
    def state(self) -> Path:
        """What the hub itself keeps."""
        return self.folder / "state"


def lay_out(site: Site, tutors: int) -> None:
    """Make a hub's folders, or put their owners and permissions right; what is in them is left alone.

    Args:
        site: where.
        tutors: the number of the tutors' group.

    Raises:
        CourseError: when this is not run as root.
    """
    if os.geteuid() != 0:
        raise CourseError(f"Only root can make the folders of a hub in {site.folder}; run this with sudo.")
    site.folder.mkdir(parents=True, exist_ok=True)
    site.folder.chmod(0o755)
    for name, mode in _FOLDERS.items():
        folder = site.folder / name
        folder.mkdir(exist_ok=True)
        os.chown(folder, 0, 0 if name == "state" else tutors)
        folder.chmod(mode)


def admit_tutors(cohort: Path, tutors: int) -> None:
    """Open a cohort's folder to the tutors' group, and shut it to everybody else.

    Args:
        cohort: the cohort's folder.
        tutors: the number of the tutors' group.
    """
    for path in (cohort, *cohort.rglob("*")):
        if path.is_symlink():
            continue
        os.chown(path, -1, tutors)
        path.chmod(0o2770 if path.is_dir() else 0o660)


def close_course(folder: Path, tutors: int) -> None:
    """Shut what participants must not read of the course's folder: answers, hidden tests, what is not yet released.

    Only the top of the folder is changed, which git does not notice.

    Args:
        folder: the course's folder.
        tutors: the number of the tutors' group, which may read all.
    """
    for path in folder.iterdir():
        if path.name in OPEN or path.is_symlink():
            continue
        os.chown(path, -1, tutors)
        path.chmod(0o750 if path.is_dir() else 0o640)
    for_tutors = folder / "notebooks" / "tutor"
    if for_tutors.is_dir():
        os.chown(for_tutors, -1, tutors)
        for_tutors.chmod(0o750)
    folder.chmod(0o755)


def copy_course(folder: Path, to: Path) -> None:
    """Copy what a hub needs of the course's folder.

    Args:
        folder: the course's folder.
        to: the folder to make.
    """
    to.mkdir()
    for name in ("course", "deploy", "docs", "notebooks", "release", "source", "nbgrader_config.py", "gradebook.db"):
        path = folder / name
        if path.is_dir():
            shutil.copytree(path, to / name, ignore=shutil.ignore_patterns(".*"))
        elif path.exists():
            shutil.copy2(path, to / name)
        else:
            raise CourseError(f"{path} is missing, and a hub needs it; run `ldt build` first.")


def prepare(folder: Path, course: Path, tutors: str) -> list[str]:
    """Make the folders of a hub for a class, and put the permissions of its cohorts and of the course right.

    Args:
        folder: where the hub is to be; made if it is missing.
        course: the course's folder.
        tutors: the tutors' unix group.

    Returns:
        What was done, in sentences.

    Raises:
        CourseError: when the group is missing, this is not root, or participants could not read what they need.
    """
    try:
        group = grp.getgrnam(tutors).gr_gid
    except KeyError:
        raise CourseError(
            f"There is no unix group {tutors}; make it with `groupadd {tutors}`, and add each tutor with "
            f"`usermod --append --groups {tutors} NAME`."
        ) from None
    lay_out(Site(folder), group)
    close_course(course, group)
    shut = unreadable([Path(sys.prefix), Path(sys.base_prefix), *(course / name for name in OPEN)])
    if shut is not None:
        raise CourseError(
            f"Participants cannot read {shut}, and their servers need what lies in it. Put the course where all can "
            "read it, such as /srv/ldt-course, and make its environment there from a Python that all can read, such "
            "as /usr/bin/python3."
        )
    told = [
        f"The hub's folders are in {folder}.",
        f"Answers and hidden tests in {course} can now be read by root and {tutors} only.",
    ]
    for cohort in sorted(path for path in Site(folder).cohorts.iterdir() if (path / "cohort.yaml").is_file()):
        admit_tutors(cohort, group)
        told.append(f"The cohort {cohort.name} is open to {tutors} and to nobody else.")
    if len(told) == 2:
        told.append(f"Make a cohort in {Site(folder).cohorts} with `ldt cohort new`, then run this once more.")
    return told
