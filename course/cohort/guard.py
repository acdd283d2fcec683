"""Where a cohort may live: people's work never enters a git checkout's view."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from course.errors import CourseError


def refuse_git(folder: Path) -> None:
    """Refuse a folder whose contents git could pick up.

    Args:
        folder: a cohort's folder, which need not exist yet.

    Raises:
        CourseError: when it is a checkout itself, or lies in one that does not ignore it.
    """
    folder = folder.resolve()  # “../cohort” lies beside this folder, not in it
    if (folder / ".git").exists():
        raise CourseError(
            f"{folder} is a git checkout; participants' work must not get into one, so choose a folder outside git."
        )
    top = next((above for above in folder.parents if (above / ".git").exists()), None)
    if top is None or _ignored(top, folder):
        return
    raise CourseError(
        f"{folder} lies in the git checkout {top}, which does not ignore it, so participants' work could be committed "
        "by mistake; choose a folder outside it (demo-cohort in the course's own checkout is ignored and may be used)."
    )


def _ignored(top: Path, folder: Path) -> bool:
    git = shutil.which("git")
    if git is None:
        raise CourseError(
            f"{folder} lies in the git checkout {top}, and git is not installed to say whether it ignores the folder; "
            "choose a folder outside the checkout."
        )
    # A checkout owned by somebody else is only asked, not obeyed: no hook and no monitor of it is run.
    ask = [git, "-c", f"safe.directory={top.as_posix()}", "-c", "core.fsmonitor=false", "-C", str(top)]
    inside = folder.relative_to(top).as_posix() + "/"
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    said = subprocess.run(
        [*ask, "check-ignore", "--quiet", "--no-index", "--", inside],
        env=surroundings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return said.returncode == 0
