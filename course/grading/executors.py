"""What runs jobs, and the processes of this machine as one such; `cluster` has the other. The outcome is the same."""

from __future__ import annotations

import os
import threading
from concurrent.futures import Future
from types import TracebackType
from typing import Protocol, Self

from course.grading.engine import Job, Outcome, refuse_without_sandbox
from course.grading.engine_process import RemoteEngine
from course.grading.execution.limits import Limits


class Executor(Protocol):
    """Runs jobs, several at a time."""

    @property
    def at_once(self) -> int:
        """How many jobs are worth having under way."""

    def submit(self, job: Job) -> Future[Outcome]:
        """Begin a job."""


class Local:
    """Jobs in warmed processes of this machine, looked after by a process of their own.

    Args:
        workers: how many of the machine's cores to use; all unless given.
        limits: what a submission may use.
        walled: False runs participants' code with the tutor's own rights.

    Raises:
        CourseError: when there is to be a sandbox and none can be had, with the reason.
    """

    def __init__(self, workers: int | None = None, limits: Limits | None = None, *, walled: bool = True) -> None:
        if walled:
            refuse_without_sandbox()
        self.workers = workers or os.cpu_count() or 1
        self._limits, self._walled = limits or Limits(), walled
        self._engine: RemoteEngine | None = None

    @property
    def at_once(self) -> int:
        """Twice what runs, so that the next is ready when one ends; with one core, strictly one by one."""
        return 2 * self._runs if self.workers > 1 else 1

    @property
    def _runs(self) -> int:
        """One more than there are cores: a notebook's processes wait for each other a fifth of the time."""
        return self.workers + 1 if self.workers > 1 else 1

    def submit(self, job: Job) -> Future[Outcome]:
        """Begin a job."""
        if self._engine is not None and self._engine.has_ended:
            self._engine.close()
            self._engine = None
        if self._engine is None:
            self._engine = RemoteEngine(self._runs, self._limits, walled=self._walled)
        return self._engine.submit(job)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._engine is not None:
            self._engine.close()
            self._engine = None


def together(parts: list[Future[Outcome]]) -> Future[list[Outcome]]:
    """One future for the notebooks of one submission; it is done when they all are."""
    whole: Future[list[Outcome]] = Future()
    lock = threading.Lock()
    left = list(parts)

    def look(_: Future[Outcome]) -> None:
        with lock:
            if whole.done() or not all(part.done() for part in left):
                return
            try:
                whole.set_result([part.result() for part in left])
            except BaseException as problem:
                whole.set_exception(problem)
            left.clear()  # they know this function and it knew them: whole notebooks would wait for the collector

    for part in parts:
        part.add_done_callback(look)
    return whole
