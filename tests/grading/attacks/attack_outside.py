"""What lies outside the sandbox: a tutor's folder, a listening port, a process. Nothing of it may change or be read."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from course.grading.execution.sandbox import NO_ANSWERS

TOKEN = "canary-5d1f"
_FILES = ("gradebook.db", "source/week97/week97.ipynb", "submitted/other/week97/week97.ipynb", ".ssh/id_ed25519")

_HARMED = (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD, psutil.STATUS_STOPPED)


@dataclass(frozen=True)
class Outside:
    """A tutor's machine, as far as a test can have one."""

    folder: Path
    port: int
    victim: psutil.Process
    _listening: socket.socket

    def state(self) -> dict[str, str]:
        """Whatever an attack might have changed."""
        found = {
            str(path.relative_to(self.folder)): _state(path) for path in sorted([self.folder, *self.folder.rglob("*")])
        }
        try:
            self._listening.accept()[0].close()
            found["port"] = "somebody called"
        except BlockingIOError:
            found["port"] = "quiet"
        found["victim"] = "ended" if self.victim.status() in _HARMED else "lives"
        return found

    def names(self) -> dict[str, object]:
        """What @outside@ and the others in an attack stand for."""
        return {"outside": self.folder, "port": self.port, "victim": self.victim.pid, "tutor": os.getpid()}


@contextmanager
def outside(folder: Path) -> Iterator[Outside]:
    """Make one; its folder can be read and written by everybody, so that only the sandbox is in the way."""
    for name in _FILES:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{TOKEN} {name}\n", encoding="utf-8", newline="\n")
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o777)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.setblocking(False)
        with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
            try:
                yield Outside(folder, listening.getsockname()[1], psutil.Process(process.pid), listening)
            finally:
                process.kill()


def inmates() -> list[int]:
    """Processes below this one that are in the namespace of a submission: a nursery's is one level less deep.

    Those of the judges are left out: a judge stays for the next submission, and runs no line of a participant's.
    """
    found = []
    nursery = _depth(os.getpid()) + (1 if os.geteuid() == 0 else 2)  # an ordinary user's has one below bubblewrap's
    firsts = [each for each in psutil.Process().children() if str(NO_ANSWERS) in " ".join(each.cmdline())]
    for process in [each for first in firsts for each in first.children(recursive=True)]:
        try:
            deep = _depth(process.pid) > nursery
            if deep and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
        except (psutil.NoSuchProcess, FileNotFoundError, ProcessLookupError):
            continue
    return found


def _depth(process: int) -> int:
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next(len(line.split()) - 1 for line in lines if line.startswith("NSpid:"))


def _state(path: Path) -> str:
    about = path.lstat()
    content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    return f"{about.st_mode:o} {about.st_uid} {about.st_nlink} {content}"
