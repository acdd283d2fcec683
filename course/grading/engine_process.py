"""The engine in a process of its own, so that what it does and what the coordinator does share no interpreter.

The two processes are the tutor's and trust each other; they speak in pickles over a socket that nobody else has. The
engine's process ends when the coordinator does, however that comes about.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from course.grading.engine import Engine, Job, Outcome
from course.grading.execution.attempt import LostError
from course.grading.execution.limits import Limits

END_SECONDS = 60


class RemoteEngine:
    """An `Engine` that runs jobs in a process of its own, several at a time.

    Args:
        workers: how many at a time.
        limits: what a submission may use.
        walled: False runs participants' code with the tutor's own rights.
    """

    def __init__(self, workers: int, limits: Limits, *, walled: bool) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "course.grading.engine_process", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )
        self._connection = Connection(ours.detach())
        self._sends, self._knows = threading.Lock(), threading.Lock()
        self._waiting: dict[int, Future[Outcome]] = {}
        self._number = 0
        self._send((workers, limits, walled))
        threading.Thread(target=self._listen, name="engine", daemon=True).start()

    def submit(self, job: Job) -> Future[Outcome]:
        """Begin a job; its future raises what `Engine.run` would, and LostError when the process is gone."""
        future: Future[Outcome] = Future()
        with self._knows:
            self._number += 1
            number = self._number
            self._waiting[number] = future
        if not self._send((number, job)):
            self._give_up()
        return future

    @property
    def has_ended(self) -> bool:
        """Whether its process is gone."""
        return self._process.poll() is not None

    def close(self) -> None:
        """End the process, and all that it has started."""
        self._send(None)
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._give_up()

    def _send(self, message: Any) -> bool:
        with self._sends, suppress(OSError):
            self._connection.send(message)
            return True
        return False

    def _listen(self) -> None:
        """Hand out what comes back, until the process is gone."""
        with suppress(EOFError, OSError):
            while True:
                number, outcome, problem = self._connection.recv()
                with self._knows:
                    future = self._waiting.pop(number)
                if problem is None:
                    future.set_result(outcome)
                else:
                    future.set_exception(problem)
        self._give_up()

    def _give_up(self) -> None:
        with self._knows:
            waiting, self._waiting = self._waiting, {}
        for future in waiting.values():
            future.set_exception(LostError("the engine was ended by the system, perhaps because memory ran out"))


def main() -> None:
    """Run jobs that come over the socket whose number is the argument, until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the coordinator, which then closes the socket
    connection = Connection(int(sys.argv[1]))
    workers, limits, walled = connection.recv()
    engine = Engine(limits, walled=walled)
    one_at_a_time = threading.Lock()

    def run(number: int, job: Job) -> None:
        answer: tuple[int, Outcome | None, Exception | None]
        try:
            answer = number, engine.run(job), None
        except Exception as problem:
            answer = number, None, problem
        with one_at_a_time, suppress(OSError):  # nobody waits for it any more
            connection.send(answer)

    threads = ThreadPoolExecutor(workers, thread_name_prefix="marking")
    with suppress(EOFError, OSError):
        while (message := connection.recv()) is not None:
            threads.submit(run, *message)
    threads.shutdown(wait=False, cancel_futures=True)
    engine.close()
    os._exit(0)  # without waiting for threads whose notebooks have been ended


if __name__ == "__main__":
    main()
