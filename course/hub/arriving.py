"""What happens when somebody's server starts: notebooks that are not graded are brought, then JupyterLab opens.

The hub runs `python -m course.hub.arriving` as that person, in place of `jupyterhub-singleuser`, which this becomes at
its end. Whatever goes wrong before is written into the hub's log and never keeps a person out.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from course import checkout
from course.delivery import NOT_FOR_PARTICIPANTS, tell, update
from course.delivery.jupyter import START
from course.hub.roles import FOLDER, Role

ROLE = "LDT_ROLE"
"""The environment variable that says which role this server is for."""

COHORT = "LDT_COHORT"
"""The environment variable with the cohort's folder, for tutors."""

_ASSIGNMENTS = "nbgrader-assignment-list"

# A server and its kernels talk through sockets in this folder (deploy/one-machine sets `KernelManager.transport`): on a
# port, everybody on the machine could listen. The path of a socket has at most 107 bytes, of which its name takes 50.
_RUNTIME, _LONGEST = ".jupyter-run", 107 - len(f"/kernel-{'x' * 36}-ipc-99")


def participant(home: Path) -> Path:
    """Bring a participant's notebooks, and lay JupyterLab's desk out for the first time.

    Args:
        home: the person's home folder.

    Returns:
        What JupyterLab is to show.
    """
    os.umask(0o077)
    copy = home / FOLDER
    copy.mkdir(exist_ok=True)
    os.chdir(copy)  # nbgrader fetches to where it is started
    _without_fail("bringing the notebooks", lambda: _bring(copy))
    _without_fail("laying out the desk", lambda: lay_out_desk(home / ".jupyter" / "lab" / "workspaces"))
    return copy


def tutor(cohort: Path) -> Path:
    """What tutors make in a cohort's folder is for all of them.

    Args:
        cohort: the cohort's folder.

    Returns:
        What JupyterLab is to show, and where Formgrader works.
    """
    os.umask(0o002)
    os.chdir(cohort)  # nbgrader reads the cohort's configuration from where it is started
    return cohort


def runtime_folder(home: Path) -> Path:
    """Where a server keeps the sockets to its kernels: a folder that only this person can enter.

    Args:
        home: the person's home folder; when its name is too long for a socket, the folder is a temporary one.
    """
    folder = home / _RUNTIME
    if len(os.fsencode(folder)) > _LONGEST:
        return Path(tempfile.mkdtemp(prefix="jupyter-"))
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    return folder


def lay_out_desk(folder: Path) -> None:
    """Open nbgrader's Assignment List beside start-here when somebody opens JupyterLab for the first time.

    After that the desk is theirs, and is left as they leave it.

    Args:
        folder: where JupyterLab keeps its workspaces for this person.
    """
    if folder.is_dir() and any(folder.iterdir()):
        return
    from jupyterlab_server.workspaces_handler import WorkspacesManager

    start, assignments = f"notebook:{START}", f"{_ASSIGNMENTS}:{_ASSIGNMENTS}"
    desk = {
        "layout-restorer:data": {
            "main": {
                "dock": {"type": "tab-area", "currentIndex": 0, "widgets": [start, assignments]},
                "current": start,
            },
            "left": {"collapsed": False, "visible": True, "current": "filebrowser", "widgets": ["filebrowser"]},
            "relativeSizes": [0.2, 0.8, 0],
        },
        start: {"data": {"path": START, "factory": "Notebook"}},
        assignments: {"data": {}},
    }
    folder.mkdir(parents=True, exist_ok=True)
    WorkspacesManager(str(folder)).save("default", json.dumps({"data": desk, "metadata": {"id": "default"}}))


def _bring(copy: Path) -> None:
    for line in tell(update([checkout.root() / "notebooks"], copy, leave_out=NOT_FOR_PARTICIPANTS)):
        print(f"{copy}: {line}")


def _without_fail(what: str, do: Callable[[], None]) -> None:
    try:
        do()
    except Exception as problem:
        print(f"{what} did not work ({type(problem).__name__}: {problem}); going on", file=sys.stderr)


def _main() -> None:
    role = Role(os.environ.get(ROLE, Role.PARTICIPANT))
    shown = tutor(Path(os.environ[COHORT])) if role is Role.TUTOR else participant(Path.home())
    os.environ["JUPYTERHUB_ROOT_DIR"] = str(shown)
    os.environ["JUPYTER_RUNTIME_DIR"] = str(runtime_folder(Path.home()))
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "jupyterhub.singleuser", *sys.argv[1:]])


if __name__ == "__main__":
    _main()
