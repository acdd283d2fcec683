"""The tutor's side of the nurseries: starting them, growing them, and asking them for children."""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.grading.execution import sandbox
from course.grading.execution.channel import BrokenChannelError, Channel, TimeUpError, send_with_sockets
from course.grading.execution.limits import Limits

MODULE = "course.grading.execution.nursery"
START_SECONDS = 120
GRACE_SECONDS = 2.0


@dataclass
class Born:
    """A child that runs one submission's cells."""

    channel: Channel
    control: socket.socket

    def interrupt(self) -> None:
        """Stop the cell that runs now, as a person does with the stop button."""
        self._tell(b"i")

    def end(self) -> int | None:
        """End the child and all that it started; its wait status, None when it was not told in time."""
        self.channel.close()
        self._tell(b"k")
        try:
            self.control.settimeout(GRACE_SECONDS)
            told = self.control.recv(4)
            return struct.unpack("!i", told)[0] if len(told) == 4 else None
        except OSError:
            return None
        finally:
            self.control.close()

    def _tell(self, word: bytes) -> None:
        with suppress(OSError):  # it has ended already
            self.control.sendall(word)


class Nursery:
    """A warmed process that forks children.

    Args:
        control: the socket on which it takes requests.
        process: the process itself, for the first of a family.
    """

    def __init__(self, control: Channel, process: subprocess.Popen[bytes] | None = None) -> None:
        self._control = control
        self._process = process
        self._one_at_a_time = threading.Lock()

    @classmethod
    def start(cls, jobs: Path, log: Path, *, walled: bool = True) -> Nursery:
        """Start a first nursery, behind the first wall.

        Args:
            jobs: the folder in which submissions to be run are laid.
            log: where its own complaints go.
            walled: False runs participants' code with the tutor's rights.
        """
        ours, theirs = socket.socketpair()
        program = [sys.executable, "-m", MODULE, str(theirs.fileno()), "walled" if walled else "bare"]
        environment = dict(os.environ)
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        if walled:
            program = sandbox.command(jobs, program, sandbox.python_folders())
        else:
            environment |= {
                "NBGRADER_EXECUTION": "autograde",
                "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            }
        with log.open("ab") as out:
            process = subprocess.Popen(
                program, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=environment
            )
        theirs.close()
        return cls(Channel(ours), process)

    def grow(self, cells: list[str], folder: str | None = None) -> tuple[Nursery, list[dict[str, Any]]]:
        """A nursery that has run some trusted cells more, and what they showed.

        Raises:
            BrokenChannelError: when it could not be had.
        """
        ours, theirs = socket.socketpair()
        self._ask({"do": "grow"}, [theirs])
        own = Channel(ours)
        own.send({"cells": cells, "folder": folder})
        try:
            reply = own.receive(START_SECONDS)
        except TimeUpError:
            raise BrokenChannelError("the first cells of the workshop did not end") from None
        return Nursery(own), reply["shown"]

    def birth(self, job: str, slot: int, limits: Limits, folder: str | None = None) -> Born:
        """A child for a submission.

        Args:
            job: the name of the submission's folder among the jobs.
            slot: which of the children that run at the same time it is.
            limits: what it may use.
            folder: where it runs when there is no wall.
        """
        ours, theirs = socket.socketpair()
        control, far_control = socket.socketpair()
        request = {"do": "birth", "job": job, "slot": slot, "limits": limits.as_message(), "folder": folder}
        self._ask(request, [theirs, far_control])
        return Born(Channel(ours), control)

    def end(self) -> None:
        """End it, and its children with it."""
        self._control.close()
        if self._process is not None:
            self._process.terminate()
            self._process.wait()

    def _ask(self, request: dict[str, Any], handed: list[socket.socket]) -> None:
        with self._one_at_a_time:
            send_with_sockets(self._control, request, handed)
        for one in handed:
            one.close()
