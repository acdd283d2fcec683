"""The tutor's side of the nurseries: starting them, growing them, and asking them for children."""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.grading.execution import sandbox
from course.grading.execution.channel import BrokenChannelError, Channel, TimeUpError, send_with_sockets
from course.grading.execution.limits import Limits
from course.grading.execution.sandbox import NoSandboxError

MODULE = "course.grading.execution.nursery"
START_SECONDS = 120
READY_SECONDS = 60
GRACE_SECONDS = 2.0
END_SECONDS = 30.0
"""How long the end of a child may take: the kernel ends all that it has started first."""
PARTICIPANTS_LARGEST = 12 * 1024 * 1024
"""The largest answer in bytes that is taken from a participant's process, beside what its cells may show."""


@dataclass
class Born:
    """A child that runs one submission's cells."""

    channel: Channel
    control: socket.socket
    status: int | None = None

    def wait_until_ready(self) -> None:
        """Wait until it is behind its wall.

        Raises:
            NoSandboxError: when it does not get as far as that.
        """
        try:
            self.channel.receive(READY_SECONDS)
        except (BrokenChannelError, TimeUpError):
            raise NoSandboxError("a process could not be put into its sandbox") from None

    def interrupt(self) -> None:
        """Stop the cell that runs now, as a person does with the stop button."""
        self._tell(b"i")

    def dismiss(self) -> None:
        """Tell the child to end, without waiting for it; `end` must follow."""
        self.channel.close()
        self._tell(b"k")

    def end(self) -> int | None:
        """End the child and all that it started; its wait status, None when it was not told in time."""
        if self.control.fileno() < 0:
            return self.status
        self.dismiss()
        try:
            self.control.settimeout(END_SECONDS)
            told = self.control.recv(4)
            self.status = struct.unpack("!i", told)[0] if len(told) == 4 else None
        except OSError:
            self.status = None
        finally:
            self.control.close()
        return self.status

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
    def start(cls, jobs: Path, log: Path, *, walled: bool = True, answers: bool = True) -> Nursery:
        """Start a first nursery, behind the first wall.

        Args:
            jobs: the folder in which submissions to be run are laid.
            log: where its own complaints go.
            walled: False runs participants' code with the tutor's rights.
            answers: whether its processes may read the definitions of the exercises, as the judge must.

        Raises:
            CourseError: on a system that has no way of forking processes.
        """
        if not hasattr(os, "fork"):
            raise CourseError(
                "Submissions cannot be run on this system, with or without a sandbox: Python cannot fork here. On "
                "Windows, mark in WSL (the Linux that comes with it)."
            )
        ours, theirs = socket.socketpair()
        program = [sys.executable, "-m", MODULE, str(theirs.fileno()), "walled" if walled else "bare"]
        environment = dict(os.environ)
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        if walled:
            program = sandbox.command(jobs, program, sandbox.python_folders(), answers=answers)
        else:
            environment |= {
                "NBGRADER_EXECUTION": "autograde",
                "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            }
        with log.open("ab") as out:
            process = _in_a_lasting_thread(
                lambda: subprocess.Popen(
                    program,
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=out,
                    env=environment,
                )
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
        return Born(Channel(ours, PARTICIPANTS_LARGEST + 8 * limits.output_characters), control)

    def has_ended(self) -> bool:
        """Whether it is gone. It says nothing on this socket of its own accord, but its end can be heard."""
        if self._process is not None and self._process.poll() is not None:
            return True
        with self._one_at_a_time:
            self._control.socket.settimeout(0)
            try:
                return not self._control.socket.recv(1, socket.MSG_PEEK)
            except BlockingIOError:
                return False
            except OSError:
                return True

    def end(self) -> None:
        """End it, and its children with it."""
        self._control.close()
        if self._process is not None:
            self._process.terminate()
            self._process.wait()

    def _ask(self, request: dict[str, Any], handed: list[socket.socket]) -> None:
        try:
            with self._one_at_a_time:
                send_with_sockets(self._control, request, handed)
        finally:
            for one in handed:
                one.close()


def _in_a_lasting_thread(start: Callable[[], subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
    """Start a process from a thread that stays until it ends.

    bubblewrap ends with the thread that started it (the kernel's PR_SET_PDEATHSIG goes by threads). So the nursery ends
    when this process does, however it does; and it must not end when a thread of some pool has had its turn.
    """
    started: Future[subprocess.Popen[bytes]] = Future()

    def keep() -> None:
        try:
            process = start()
        except BaseException as problem:
            started.set_exception(problem)
        else:
            started.set_result(process)
            process.wait()

    threading.Thread(target=keep, name="nursery", daemon=True).start()
    return started.result()
