"""Where jobs are run: in processes of this machine, or on a Dask cluster. The outcome is the same."""

from __future__ import annotations

import os
import threading
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Protocol, Self

from course.errors import CourseError
from course.grading.engine import Engine, Job, Outcome, refuse_without_sandbox
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
        """One more than runs, so that the next is ready when one ends; with one core, strictly one by one."""
        return self._runs + 1 if self.workers > 1 else 1

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


class Dask:
    """Jobs on a `dask.distributed` cluster. A worker warms up once; a lost worker's jobs are run again elsewhere.

    Args:
        scheduler: its address, such as tcp://10.0.0.5:8786.
        limits: what a submission may use.
        walled: False runs participants' code with the workers' own rights.

    Raises:
        CourseError: when the library is missing or the scheduler does not answer.
    """

    def __init__(self, scheduler: str, limits: Limits | None = None, *, walled: bool = True) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise CourseError(
                "Marking on a cluster needs dask.distributed: run `pip install distributed` here and on the workers."
            ) from None
        try:
            self._client: Any = Client(scheduler, timeout="10s")
        except (OSError, ValueError) as problem:
            raise CourseError(f"No scheduler answers at {scheduler} ({problem}); check the address.") from None
        self._limits, self._walled = limits or Limits(), walled

    @property
    def at_once(self) -> int:
        """Twice what the cluster's threads can run, so that no worker waits for the next."""
        return 2 * max(1, sum(self._client.nthreads().values()))

    def submit(self, job: Job) -> Future[Outcome]:
        """Begin a job; a worker that is lost with it does not end it."""
        ours: Future[Outcome] = Future()
        theirs = self._client.submit(run_on_worker, job, self._limits, self._walled, pure=False, retries=3)

        def done(finished: Any) -> None:
            if finished.status == "finished":
                ours.set_result(finished.result())
            else:
                ours.set_exception(finished.exception() or RuntimeError("the cluster gave the job up"))

        theirs.add_done_callback(done)
        return ours

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()


_engines: dict[tuple[Limits, bool], Engine] = {}


def run_on_worker(job: Job, limits: Limits, walled: bool) -> Outcome:
    """Run a job in a worker's own engine, which it keeps."""
    key = (limits, walled)
    if key not in _engines:
        _engines[key] = Engine(limits, walled=walled)
    return _engines[key].run(job)


def together(parts: list[Future[Outcome]]) -> Future[list[Outcome]]:
    """One future for the notebooks of one submission; it is done when they all are."""
    whole: Future[list[Outcome]] = Future()
    lock = threading.Lock()

    def look(_: Future[Outcome]) -> None:
        with lock:
            if whole.done() or not all(part.done() for part in parts):
                return
            try:
                whole.set_result([part.result() for part in parts])
            except BaseException as problem:
                whole.set_exception(problem)

    for part in parts:
        part.add_done_callback(look)
    return whole
