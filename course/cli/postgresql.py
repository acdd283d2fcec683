"""A PostgreSQL for the tests, got where that can be done unasked."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from course.cli import apt

HOW_TO_GET_IT: Final = "on Debian or Ubuntu, `sudo apt-get install postgresql`; nothing needs to be set up in it"
_NEEDED: Final = ("initdb", "postgres")


def find_postgresql() -> Path | None:
    """The folder of the newest PostgreSQL server's programs; Debian keeps them off the path."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: (len(each.parent.name), each.parent.name)
    )
    found = shutil.which("postgres")
    for folder in [*reversed(folders), *([Path(found).resolve().parent] if found else [])]:
        if all((folder / name).exists() for name in _NEEDED):
            return folder
    return None


def get_postgresql() -> Path | None:
    """The server's programs, installed first if need be and if this is a Debian that lets us; None without them."""
    found = find_postgresql()
    if found is None and apt.may_install():
        apt.install("postgresql")
        found = find_postgresql()
    return found
