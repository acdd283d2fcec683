"""What the processes of a hub hold and have used: memory by PSS, processor time, by person and by kind.

PSS (proportional set size) counts a page that several processes share once, divided among them, so that figures can be
added up; the resident set would count the libraries of every server again. Linux only, as the hub is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil

Kind = Literal["hub", "proxy", "culler", "view", "server", "kernel", "engine"]
THE_HUB = "the hub"
# What a process's command line holds, in the order in which they are looked for; the hub's own name is in many.
_SIGNS: tuple[tuple[str, Kind], ...] = (
    ("jupyterhub.singleuser", "server"),
    ("course.hub.arriving", "server"),
    ("ipykernel_launcher", "kernel"),
    ("configurable-http-proxy", "proxy"),
    ("jupyterhub_idle_culler", "culler"),
    ("course.hub.view", "view"),
    ("jupyterhub", "hub"),
)


@dataclass(frozen=True)
class Process:
    """A process at one moment.

    Args:
        pid: its number.
        parent: its parent's.
        uid: whose it is.
        words: its command line.
        megabytes: its PSS, in MB (a million bytes).
        seconds: processor time that it, and children of it that have ended, have used.
    """

    pid: int
    parent: int
    uid: int
    words: tuple[str, ...]
    megabytes: float
    seconds: float


def processes(first: int) -> list[Process]:
    """All descendants of a process; those that end meanwhile are left out."""
    found = []
    for process in psutil.Process(first).children(recursive=True):
        try:
            with process.oneshot():
                times = process.cpu_times()
                found.append(
                    Process(
                        process.pid,
                        process.ppid(),
                        process.uids().real,
                        tuple(process.cmdline()),
                        pss(process.pid),
                        times.user + times.system + times.children_user + times.children_system,
                    )
                )
        except (psutil.NoSuchProcess, psutil.ZombieProcess, ProcessLookupError, FileNotFoundError):
            continue
    return found


def pss(pid: int) -> float:
    """The PSS of a process, in MB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise ProcessLookupError(f"process {pid} holds nothing any more")


def kind_of(process: Process, parents: Mapping[int, Process]) -> Kind:
    """What a process is; what a server has started, and is no kernel, is the engine that marks."""
    for sign, kind in _SIGNS:
        if any(sign in word for word in process.words):
            return kind
    above = parents.get(process.parent)
    while above is not None:
        if kind_of(above, {}) == "server":
            return "engine"
        above = parents.get(above.parent)
    return "view"


def grouped(found: Iterable[Process], names: Mapping[int, str]) -> dict[tuple[str, Kind], list[Process]]:
    """Processes by whose they are and what they are.

    Args:
        found: all of a hub's processes.
        names: uid -> login name; processes of all others belong to `THE_HUB`.
    """
    listed = list(found)
    parents = {process.pid: process for process in listed}
    groups: dict[tuple[str, Kind], list[Process]] = defaultdict(list)
    for process in listed:
        groups[names.get(process.uid, THE_HUB), kind_of(process, parents)].append(process)
    return dict(groups)


def megabytes(group: Iterable[Process]) -> float:
    """What processes hold together, in MB."""
    return sum(process.megabytes for process in group)


def seconds(group: Iterable[Process]) -> float:
    """The processor time that processes have used together."""
    return sum(process.seconds for process in group)
