"""Where the course's own folders are: the checkout that this package was installed from."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from course.errors import CourseError

_MARKS = ("nbgrader_config.py", "source", "release")


def root() -> Path:
    """The folder of the checkout: `LDT_ROOT` if set, else the nearest folder above the current one, else the package's.

    Raises:
        CourseError: when none of them is a checkout of the course.
    """
    named = os.environ.get("LDT_ROOT")
    if named:
        if _is_checkout(Path(named)):
            return Path(named).resolve()
        raise CourseError(f"LDT_ROOT names {named}, which is not a checkout of the course; unset it or mend it.")
    here = Path.cwd()
    for folder in (here, *here.parents, Path(__file__).resolve().parent.parent):
        if _is_checkout(folder):
            return folder.resolve()
    raise CourseError(
        "The course's folder was not found from here. Change into the folder that holds source/ and release/, "
        "or set LDT_ROOT to it."
    )


def _is_checkout(folder: Path) -> bool:
    return all((folder / mark).exists() for mark in _MARKS)


def put_own_programs_on_path() -> None:
    """Make programs of this Python's own environment findable (nbgrader calls `alembic` by its bare name).

    Somebody who runs `.venv/bin/ldt` without activating the environment has them off the path.
    """
    own = str(Path(sys.executable).parent)
    folders = os.environ.get("PATH", "").split(os.pathsep)
    if own not in folders:
        os.environ["PATH"] = os.pathsep.join([own, *folders])
