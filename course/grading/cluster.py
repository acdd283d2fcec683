"""Jobs on a Dask cluster.

A task costs the client, the scheduler and the worker some milliseconds each, whatever it does. So jobs go several in a
task while many wait, and one by one when few are left, so that no worker ends long after the others.
"""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Self

from course.errors import CourseError
from course.grading.engine import Engine, Job, Outcome
from course.grading.execution.limits import Limits

MOST_IN_A_TASK = 4
TASKS_A_THREAD = 2
"""Tasks that are under way for each thread of the cluster, so that no worker waits for the next."""
_LOOK_SECONDS = 5.0
"""How often the size of the cluster is asked for."""

_Asked = tuple[Job, Future[Outcome]]


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
        self._scheduler, self._limits, self._walled = scheduler, limits or Limits(), walled
        self._lock = threading.Lock()
        self._waiting: deque[_Asked] = deque()
        self._under_way = 0
        self._threads, self._looked = 1, -math.inf

    @property
    def at_once(self) -> int:
        """As many as fill the tasks that are worth having under way."""
        return MOST_IN_A_TASK * self._tasks()

    def submit(self, job: Job) -> Future[Outcome]:
        """Begin a job; a worker that is lost with it does not end it.

        Raises:
            CourseError: when the scheduler has gone.
        """
        ours: Future[Outcome] = Future()
        self._waiting.append((job, ours))
        self._send(self._tasks())
        return ours

    def _tasks(self) -> int:
        """How many tasks are worth having under way."""
        if time.monotonic() - self._looked > _LOOK_SECONDS:
            try:
                self._threads = max(1, sum(self._client.nthreads().values()))
            except (OSError, RuntimeError, ValueError) as problem:
                raise self._gone(problem) from None
            self._looked = time.monotonic()
        return TASKS_A_THREAD * self._threads

    def _send(self, tasks: int) -> None:
        """Give the cluster what it can take of what waits, up to so many tasks under way."""
        while True:
            with self._lock:
                if not self._waiting or self._under_way >= tasks:
                    return
                size = min(MOST_IN_A_TASK, math.ceil(len(self._waiting) / tasks))
                some = [self._waiting.popleft() for _ in range(size)]
                self._under_way += 1
            self._start(some)

    def _start(self, some: list[_Asked]) -> None:
        jobs = [job for job, _ in some]
        try:
            task = self._client.submit(run_on_worker, jobs, self._limits, self._walled, pure=False, retries=3)
        except Exception as problem:  # the client has been closed, or has lost its scheduler
            self._lost(some, problem)
        else:
            task.add_done_callback(lambda ended: self._ended(ended, some))

    def _ended(self, task: Any, some: list[_Asked]) -> None:
        """Hand out what came of a task. Where nothing did, its jobs are tried one by one: one may spoil the rest."""
        if task.status == "finished":
            self._forget_one()
            for (_, ours), outcome in zip(some, task.result(), strict=True):
                ours.set_result(outcome)
        elif task.status != "error":
            self._lost(some, "a task was cancelled")
        elif len(some) == 1:
            self._forget_one()
            some[0][1].set_exception(task.exception())
        else:
            with self._lock:
                self._under_way += len(some) - 1
            for one in some:
                self._start([one])
        self._send(TASKS_A_THREAD * self._threads)

    def _lost(self, some: list[_Asked], problem: object) -> None:
        self._forget_one()
        for _, ours in some:
            ours.set_exception(self._gone(problem))

    def _gone(self, problem: object) -> CourseError:
        return CourseError(
            f"The scheduler at {self._scheduler} has gone ({problem}). What has been marked is kept: start it again, "
            "then run the same command."
        )

    def _forget_one(self) -> None:
        with self._lock:
            self._under_way -= 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()


_engines: dict[tuple[Limits, bool], Engine] = {}


def run_on_worker(jobs: list[Job], limits: Limits, walled: bool) -> list[Outcome]:
    """Run jobs in a worker's own engine, which it keeps."""
    key = (limits, walled)
    if key not in _engines:
        _engines[key] = Engine(limits, walled=walled)
    return [_engines[key].run(job) for job in jobs]
