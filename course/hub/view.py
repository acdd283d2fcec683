"""A view of the machine for one hub: its own list of users, its own /tmp, and no more of the disk than it needs.

Linux gives a group of processes mounts of their own. A hub that is only tried out, or tested, runs in such a view:
its users exist nowhere else, a Python in root's home can be read by them without anybody changing root's home, and
when the first process of the view ends, the kernel ends all the others. Nothing has to be put back afterwards.

This file is also the first process of the view: `python -m course.hub.view SPEC -- COMMAND`. It stops the command
when its standard input is closed, which happens whatever becomes of the process that started it.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from course.errors import CourseError

PATIENCE_SECONDS = 15
_MS_BIND, _MS_REC = 4096, 16384


@dataclass(frozen=True)
class View:
    """What the processes of a view see differently.

    Args:
        hidden: folders that are replaced by an empty one, with its permissions (0o755, 0o1777).
        shown: (what, where) pairs: files and folders that are seen at another place, or again in a hidden folder.
    """

    hidden: tuple[tuple[str, int], ...]
    shown: tuple[tuple[str, str], ...]


def needed_view(shown: dict[Path, Path]) -> View:
    """The view in which everybody can reach some files and folders.

    Every folder on the way to one of them that ordinary users may not pass is hidden, and so are the places where
    programs leave temporary files.

    Args:
        shown: where -> what.
    """
    hidden = {Path("/tmp"): 0o1777, Path("/var/tmp"): 0o1777, Path("/dev/shm"): 0o1777}
    for place in shown:
        for above in reversed(place.parents):
            if above in hidden:
                break
            if above.is_dir() and not above.stat().st_mode & 0o001:
                hidden[above] = 0o755
                break
    order = sorted(shown, key=lambda place: len(place.parts))
    return View(
        tuple((str(folder), mode) for folder, mode in hidden.items() if folder.is_dir()),
        tuple((str(shown[place]), str(place)) for place in order),
    )


def command(spec: Path, view: View, program: Sequence[str]) -> list[str]:
    """The command line that runs a program in a view; its standard input must be a pipe, which stops it when closed.

    Args:
        spec: a file to write the view to.
        view: what is seen.
        program: the program and its arguments.
    """
    spec.write_text(json.dumps(asdict(view)), encoding="utf-8", newline="\n")
    spaces = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "private"]
    return ["unshare", *spaces, sys.executable, "-m", "course.hub.view", str(spec), "--", *program]


def why_not() -> str | None:
    """Why this machine gives no views, as a sentence; None when it does."""
    if not shutil.which("unshare"):
        return "The program `unshare` is missing; on Debian or Ubuntu: sudo apt-get install util-linux."
    tried = subprocess.run(
        ["unshare", "--mount", "--pid", "--fork", "--mount-proc", "--propagation", "private", "true"],
        capture_output=True,
        text=True,
        check=False,
    )
    if tried.returncode:
        last = (tried.stderr.strip().splitlines() or ["no reason given"])[-1]
        return f"Linux does not allow mounts of one's own here ({last}); in a container, start it with --privileged."
    return None


def take(view: View) -> None:
    """Change what this process, and all that it starts, see. It must have mounts of its own already."""
    held = {source: os.open(source, os.O_PATH) for source, _ in view.shown}
    for folder, mode in view.hidden:
        _mount("tmpfs", folder, "tmpfs", 0, f"mode={mode:o}")
    for source, place in view.shown:
        there = Path(place)
        if Path(f"/proc/self/fd/{held[source]}").is_dir():
            there.mkdir(parents=True, exist_ok=True)
        elif not there.exists():
            there.parent.mkdir(parents=True, exist_ok=True)
            there.touch()
        _mount(f"/proc/self/fd/{held[source]}", place, None, _MS_BIND | _MS_REC)
    for number in held.values():
        os.close(number)


def _mount(source: str, place: str, kind: str | None, flags: int, data: str = "") -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    words = (source.encode(), place.encode(), kind.encode() if kind else None)
    if libc.mount(*words, ctypes.c_ulong(flags), data.encode() or None):
        code = ctypes.get_errno()
        raise CourseError(
            f"{place} could not be set up for the hub: {os.strerror(code)}; run it on the machine itself."
        )


def _stand_by(program: Sequence[str]) -> int:
    """Run the program until it ends or standard input is closed; give its exit code."""
    child = subprocess.Popen(program, stdin=subprocess.DEVNULL)

    def stop(*_: object) -> None:
        try:
            os.kill(child.pid, signal.SIGTERM)
        except ProcessLookupError:
            return
        threading.Timer(PATIENCE_SECONDS, os.kill, (child.pid, signal.SIGKILL)).start()

    def listen() -> None:
        while os.read(0, 1):
            pass
        stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=listen, daemon=True).start()
    # The first process of a view inherits those whose parents have ended.
    while True:
        ended, status = os.wait()
        if ended == child.pid:
            return os.waitstatus_to_exitcode(status)


def _main() -> None:
    spec, _, *program = sys.argv[1:]
    read = json.loads(Path(spec).read_text(encoding="utf-8"))
    take(View(tuple(map(tuple, read["hidden"])), tuple(map(tuple, read["shown"]))))
    code = _stand_by(program)
    sys.stdout.flush()
    os._exit(code if code >= 0 else 128 - code)  # no timer is waited for


if __name__ == "__main__":
    _main()
