"""The children of a nursery: they are waited for, interrupted when told, and ended when nobody wants them any more.

The nursery forks each child itself and stands by all of them while it waits for requests: a process of its own beside
every child would be a second fork of a large process for each submission.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import struct
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from course.grading.execution import sandbox

LOOK_SECONDS = 0.2
"""How often the memory of a submission's processes is added up."""
_POLL_SECONDS = 0.02
"""How often a child's end is asked for where the system cannot tell of it."""


@dataclass
class _Ward:
    """A child, the socket on which the tutor's side speaks of it, and the memory that all its processes may use."""

    control: socket.socket
    watcher: int | None
    allowed: int | None
    too_much: bool = False
    unwanted: bool = False


class Wards:
    """The children that a nursery has forked and that have not ended.

    On each child's control socket come single letters: `i` to interrupt it; anything else, or the end, to end it. When
    the child has ended its wait status goes back on it, as four bytes.
    """

    def __init__(self) -> None:
        self._wards: dict[int, _Ward] = {}
        self._next_look = 0.0

    def take(self, child: int, control: socket.socket, memory_mb: int | None) -> None:
        """Stand by a child from now on.

        Args:
            child: its process id.
            control: the near end of its control socket.
            memory_mb: what all its processes together may use beside what they share with this one; None for no limit.
        """
        watcher = os.pidfd_open(child) if hasattr(os, "pidfd_open") else None  # which only Linux has
        # Its own limits hold for each process. What all its processes use together is looked after from here.
        allowed = None if memory_mb is None else memory_mb * 1024 * 1024 + sandbox.own_memory()
        self._wards[child] = _Ward(control, watcher, allowed)

    def look_after_until(self, request: socket.socket) -> None:
        """Stand by the children until something comes on this socket."""
        while True:
            controls = {ward.control: child for child, ward in self._wards.items() if not ward.unwanted}
            watchers = [ward.watcher for ward in self._wards.values() if ward.watcher is not None]
            waiting: list[Any] = [request, *controls, *watchers]
            ready, _, _ = select.select(waiting, [], [], self._pause())
            for control, child in controls.items():
                if control in ready:
                    self._told(child)
            self._mourn()
            self._measure()
            if request in ready:
                return

    def close(self) -> None:
        """In a process that has just been forked: these children are another's."""
        for ward in self._wards.values():
            self._let_go(ward)
        self._wards = {}

    def _pause(self) -> float | None:
        """How long to wait for news, in seconds; None for as long as it takes."""
        if any(ward.watcher is None for ward in self._wards.values()):
            return _POLL_SECONDS
        if any(ward.allowed is not None for ward in self._wards.values()):
            return LOOK_SECONDS
        return None

    def _told(self, child: int) -> None:
        ward = self._wards[child]
        try:
            word = ward.control.recv(1)
        except OSError:
            word = b""
        if word == b"i":
            with suppress(ProcessLookupError):
                os.killpg(child, signal.SIGINT)  # as from a kernel, it reaches what a cell has started as well
        else:
            ward.unwanted = True
            _kill(child)

    def _mourn(self) -> None:
        """Take leave of what has ended, and tell of it where somebody waits."""
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                ward = self._wards.pop(ended[0], None)
                if ward is not None:
                    with suppress(OSError):  # nobody waits for the news any more
                        ward.control.sendall(struct.pack("!i", sandbox.TOO_MUCH_MEMORY if ward.too_much else ended[1]))
                    self._let_go(ward)

    def _measure(self) -> None:
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + LOOK_SECONDS
        for child, ward in self._wards.items():
            if ward.allowed is None or ward.too_much:
                continue
            processes = sandbox.processes_with(child)
            ward.too_much = len(processes) > 1 and sandbox.memory_of(processes) > ward.allowed
            if ward.too_much:
                _kill(child)

    @staticmethod
    def _let_go(ward: _Ward) -> None:
        ward.control.close()
        if ward.watcher is not None:
            os.close(ward.watcher)


def _kill(child: int) -> None:
    """End a child and what it has started; behind a wall all the rest ends with the child."""
    for send in (os.killpg, os.kill):
        with suppress(ProcessLookupError):
            send(child, signal.SIGKILL)
