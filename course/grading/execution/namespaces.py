"""Linux namespaces: which there are, and how a nursery gives its children theirs.

A process namespace is made for each child. Those of the network and of System V objects are made once for each slot and
used again by the next child of that slot: making and unmaking them takes the kernel longer than anything else here, and
under a lock that all processors share. Nothing can be left in them, since every process of a child ends with it, and
nobody in them has the privilege to change them.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

ALL = (CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC, CLONE_NEWUTS, CLONE_NEWCGROUP)

_KEPT = {"net": CLONE_NEWNET, "ipc": CLONE_NEWIPC}

libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def call(name: str, *arguments: Any) -> None:
    """Call a function of the C library that answers 0 when all went well.

    Raises:
        OSError: when it did not.
    """
    assert libc is not None
    if getattr(libc, name)(*arguments) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")


class Slots:
    """The namespaces of a nursery's children, by slot; one child at a time has a slot."""

    def __init__(self) -> None:
        self._own = _opened("pid")
        self._kept: dict[int, dict[str, int]] = {}

    def fork(self, slot: int, fork: Callable[[], int]) -> int:
        """Fork a child that is the first process of a namespace of its own; it has to `enter` those of its slot.

        Args:
            slot: which.
            fork: forks, as os.fork does.

        Raises:
            OSError: when the system refuses.
        """
        if slot not in self._kept:
            self._kept[slot] = self._made()
        call("unshare", CLONE_NEWPID)
        child = -1
        try:
            child = fork()
        finally:
            if child:
                call("setns", self._own, CLONE_NEWPID)
        return child

    def enter(self, slot: int) -> None:
        """In the child: leave the nursery's network and System V objects for those of the slot."""
        for name, descriptor in self._kept[slot].items():
            call("setns", descriptor, _KEPT[name])

    def close(self) -> None:
        """In a child: these are its nursery's. What it has entered it stays in."""
        for descriptor in (self._own, *(one for kept in self._kept.values() for one in kept.values())):
            os.close(descriptor)

    @staticmethod
    def _made() -> dict[str, int]:
        """Fresh namespaces. This process is in them too until it makes the next; it has nothing there."""
        call("unshare", CLONE_NEWNET | CLONE_NEWIPC)
        return {name: _opened(name) for name in _KEPT}


def own_user() -> None:
    """Enter a user namespace of one's own, in which one has one's own number and no other exists."""
    uid, gid = os.getuid(), os.getgid()
    call("unshare", CLONE_NEWUSER)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        Path(f"/proc/self/{name}").write_text(text, encoding="ascii")


def _opened(name: str) -> int:
    return os.open(f"/proc/self/ns/{name}", os.O_RDONLY | os.O_CLOEXEC)
