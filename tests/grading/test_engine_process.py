"""The engine in a process of its own: what it answers, and what becomes of it when a process is ended from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import nbformat
import psutil
import pytest

from course.errors import CourseError
from course.grading.engine import Job
from course.grading.engine_process import RemoteEngine
from course.grading.execution import sandbox
from course.grading.execution.attempt import LostError
from course.grading.execution.limits import Limits
from course.grading.executors import Local

RELEASE = nbformat.writes(nbformat.v4.new_notebook(cells=[]))


def job(source: str, **files: bytes) -> Job:
    return Job(nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])), RELEASE, files)


@pytest.fixture
def engine() -> Iterator[RemoteEngine]:
    if reason := sandbox.why_not():
        pytest.skip(reason)
    made = RemoteEngine(2, Limits(), walled=True)
    yield made
    made.close()


def until(true: Callable[[], bool]) -> None:
    for _ in range(600):
        if true():
            return
        time.sleep(0.1)
    pytest.fail("it did not come about within a minute")


def test_jobs_run_beside_each_other(engine: RemoteEngine) -> None:
    runs = [engine.submit(job(f"{number} * 2")) for number in range(5)]
    told = [nbformat.reads(run.result(120).notebook, as_version=4).cells[0].outputs[0].data for run in runs]
    assert [each["text/plain"] for each in told] == ["0", "2", "4", "6", "8"]


def test_what_goes_wrong_comes_back_as_it_was(engine: RemoteEngine) -> None:
    with pytest.raises(CourseError, match="leads out of its folder"):
        engine.submit(job("1", **{"../out": b"x"})).result(120)
    assert engine.submit(job("1")).result(120).says == ()


def test_jobs_of_an_engine_that_is_gone_are_lost_and_the_next_has_another() -> None:
    if reason := sandbox.why_not():
        pytest.skip(reason)
    with Local(2) as executor:
        running = executor.submit(job("import time; time.sleep(25)"))
        first = executor._engine
        assert first is not None
        until(lambda: len(psutil.Process(first._process.pid).children(recursive=True)) > 2)
        first._process.send_signal(signal.SIGKILL)
        with pytest.raises(LostError, match="ended by the system"):
            running.result(60)
        until(lambda: first.has_ended)
        assert executor.submit(job("1")).result(120).says == ()


COORDINATOR = """
import sys
from course.grading.engine_process import RemoteEngine
from course.grading.execution.limits import Limits
sys.path.insert(0, sys.argv[1])
from test_engine_process import job
engine = RemoteEngine(1, Limits(), walled=True)
engine.submit(job("1")).result(120)
waits = engine.submit(job("import time; time.sleep(25)"))
print("there", flush=True)
waits.result()
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no engine without fork")
def test_nothing_is_left_when_the_coordinator_is_killed() -> None:
    if reason := sandbox.why_not():
        pytest.skip(reason)
    here = os.path.dirname(__file__)  # noqa: PTH120
    coordinator = subprocess.Popen([sys.executable, "-c", COORDINATOR, here], stdout=subprocess.PIPE)
    assert coordinator.stdout is not None
    assert coordinator.stdout.readline() == b"there\n"
    below = psutil.Process(coordinator.pid).children(recursive=True)
    assert len(below) > 4
    coordinator.kill()
    coordinator.wait()
    coordinator.stdout.close()
    _, alive = psutil.wait_procs(below, timeout=60)
    assert not [each for each in alive if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]
