"""The same gradebook whatever runs the notebooks: one worker, two, or a real Dask cluster that loses a worker."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import distributed
import pytest
import tiny
from distributed import Client
from gradebooks import contents

from course.cohort.folder import new_cohort
from course.cohort.simulate import simulate
from course.errors import CourseError
from course.grading.cluster import Dask
from course.grading.engine import Job
from course.grading.executors import Executor, Local
from course.grading.marking import GradeResult, grade_cohort
from course.grading.place import Step

PEOPLE = 9


def marked_by(executor: Executor, folder: Path) -> tuple[GradeResult, list[str]]:
    """Mark a simulated cohort of the tiny course; the result, and the gradebook as text without ids and times."""
    with tiny.in_course(tiny.course()):
        cohort = simulate(new_cohort("same", folder, date(2027, 1, 11)), PEOPLE, 5)
        result = grade_cohort(cohort, tiny.WORKSHOP, executor=executor)
    return result, contents(folder / "gradebook.db")


@pytest.fixture(scope="module")
def one_worker(tmp_path_factory: pytest.TempPathFactory) -> tuple[GradeResult, list[str]]:
    with tiny.in_course(tiny.course()), Local(1) as executor:
        return marked_by(executor, tmp_path_factory.mktemp("one") / "cohort")


def test_two_workers_give_the_gradebook_of_one(one_worker: tuple[GradeResult, list[str]], tmp_path: Path) -> None:
    with tiny.in_course(tiny.course()), Local(2) as executor:
        assert marked_by(executor, tmp_path / "cohort") == one_worker
    assert one_worker[0].count("marked") >= PEOPLE - 2


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]], subprocess.Popen[bytes]]]:
    """The address of a real scheduler, real workers, and the scheduler, each a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    variables = {**os.environ, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "3"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": (folder / "dask.log").open("ab"), "cwd": folder, "env": variables}
    scheduler = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "distributed.cli.dask_scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--no-dashboard",
        ],
        **quiet,  # type: ignore[call-overload]
    )
    crew: list[subprocess.Popen[bytes]] = [
        subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nworkers", "1", "--nthreads", "1",
             "--no-nanny", "--no-dashboard", "--host", "127.0.0.1"],
            **quiet,  # type: ignore[call-overload]
        )
        for _ in range(workers)
    ]  # fmt: skip
    try:
        yield address, crew, scheduler
    finally:
        for process in [*crew, scheduler]:
            if process.poll() is None:
                process.kill()  # asked to end, a worker first looks for its scheduler
        for process in [*crew, scheduler]:
            process.wait()


def reached(address: str) -> Dask:
    """The cluster, as soon as its scheduler answers."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return Dask(address)
        except CourseError:
            assert time.monotonic() < deadline


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_gives_the_gradebook_of_one(
    one_worker: tuple[GradeResult, list[str]], tmp_path: Path
) -> None:
    with tiny.in_course(tiny.course()), cluster(tmp_path, 2) as (address, crew, _), reached(address) as executor:
        executor._client.wait_for_workers(2, timeout=60)
        submit, sent = executor.submit, []

        def submit_and_kill(job):  # type: ignore[no-untyped-def]
            sent.append(job)
            if len(sent) == 4:  # in the middle: jobs are waiting and running on both
                crew[0].send_signal(signal.SIGKILL)
            return submit(job)

        executor.submit = submit_and_kill  # type: ignore[method-assign]
        result, rows = marked_by(executor, tmp_path / "cohort")
        assert crew[0].wait(timeout=30) == -signal.SIGKILL
        assert (result.count("marked"), rows) == (one_worker[0].count("marked"), one_worker[1])


@pytest.mark.slow
def test_one_job_that_fails_does_not_spoil_those_that_went_with_it(tmp_path: Path) -> None:
    folder = tiny.course()
    with tiny.in_course(folder), cluster(tmp_path, 1) as (address, *_), reached(address) as executor:
        executor._client.wait_for_workers(1, timeout=60)
        release = (folder / "release" / tiny.WORKSHOP / f"{tiny.WORKSHOP}.ipynb").read_text(encoding="utf-8")
        good, nonsense = Job(release, release), Job("no notebook", release)
        began = [executor.submit(job) for job in (good, good, good, nonsense, good, good, good)]
        for place, one in enumerate(began):
            if place == 3:
                with pytest.raises(json.JSONDecodeError):
                    one.result(120)
            else:
                assert json.loads(one.result(120).notebook)["cells"]


@pytest.mark.slow
def test_a_scheduler_that_goes_in_the_middle_is_one_sentence_and_the_next_run_ends_the_work(
    one_worker: tuple[GradeResult, list[str]], tmp_path: Path
) -> None:
    with tiny.in_course(tiny.course()), cluster(tmp_path, 1) as (address, _, scheduler), reached(address) as executor:
        cohort = simulate(new_cohort("same", tmp_path / "cohort", date(2027, 1, 11)), PEOPLE, 5)
        done: list[str] = []

        def kill_scheduler(step: Step) -> None:
            done.append(step.state)
            if done.count("marked") == 2:
                scheduler.kill()

        with pytest.raises(CourseError, match=r"The scheduler at tcp://.* has gone .* run the same command\."):
            grade_cohort(cohort, tiny.WORKSHOP, kill_scheduler, executor=executor)
        assert done.count("marked") >= 2
        with Local(2) as here:
            result = grade_cohort(cohort, tiny.WORKSHOP, executor=here)
        assert result.count("unchanged") >= 2
        assert result.count("marked") + result.count("unchanged") == one_worker[0].count("marked")
        assert contents(cohort.path / "gradebook.db") == one_worker[1]


@pytest.mark.slow
def test_nbgraders_own_commands_run_on_the_cluster_that_their_configuration_names(tmp_path: Path) -> None:
    """Formgrader's button too, where the tutor's own machine can have no sandbox."""
    with tiny.in_course(tiny.course()), cluster(tmp_path, 1) as (address, crew, _):
        folder = tmp_path / "cohort"
        simulate(new_cohort("same", folder, date(2027, 1, 11)), 2, 5)
        with (folder / "nbgrader_config.py").open("a", encoding="utf-8") as config:
            config.write(f'c.EngineExecute.scheduler = "{address}"\n')
        words = [sys.executable, "-m", "nbgrader", "autograde", tiny.WORKSHOP, "--log-level=ERROR"]
        without = {**os.environ, "PATH": str(Path(sys.executable).parent)}  # no bubblewrap is found here
        done = subprocess.run(words, cwd=folder, env=without, capture_output=True, text=True, check=False)
        log = (tmp_path / "dask.log").read_text(encoding="utf-8")
        assert done.returncode == 0, done.stderr + log
        assert len(list(folder.glob(f"autograded/*/{tiny.WORKSHOP}/*.ipynb"))) == 2
        for one in crew:
            assert one.poll() is None


def test_a_scheduler_that_does_not_answer_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distributed, "Client", lambda address, timeout: Client(address, timeout="0.5s"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(CourseError, match=r"No scheduler answers at tcp://127\.0\.0\.1"):
        Dask(f"tcp://127.0.0.1:{port}")


@pytest.mark.slow
def test_the_gradebook_is_the_one_that_stock_nbgrader_writes(
    one_worker: tuple[GradeResult, list[str]], tmp_path: Path
) -> None:
    folder = tmp_path / "cohort"
    with tiny.in_course(tiny.course()):
        simulate(new_cohort("same", folder, date(2027, 1, 11)), PEOPLE, 5)
        config = folder / "nbgrader_config.py"
        stock = "from nbgrader.converters import Autograde\nc.Autograde.autograde_preprocessors = list(\n"
        stock += '    Autograde.class_traits()["autograde_preprocessors"].default()\n)\n'
        config.write_text(config.read_text(encoding="utf-8") + stock, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", "autograde", tiny.WORKSHOP, "--log-level=ERROR"],
            cwd=folder, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert contents(folder / "gradebook.db") == one_worker[1]
