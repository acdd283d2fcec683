"""How fast a class is marked: `ldt grade`'s engine against stock `nbgrader autograde`, taking turns in one run.

For every workshop there is, a simulated cohort is marked. Each pass measures all of these once, so that a machine that
slows down slows them all; figures are medians over the passes, and what carries over to other machines are the ratios.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks/results/grading.json"
PASSES = 5
COHORT = 40
STOCK_SAMPLE = 3
LARGE = 2000
AT_LEAST = {
    "stock_over_ldt": 12.0,
    "stock_over_ldt_with_start_up": 10.0,
    "two_workers_over_one": 1.8,
    "dask_two_over_one": 1.7,
}
AT_MOST = {
    "ldt_over_floor": 1.3,
    "wall_and_judge_seconds": 0.060,
    "large_over_small_time_a_submission": 1.10,
    "coordinator_grows_megabytes": 50.0,
}

STOCK = """
from nbgrader.converters import Autograde
c.Autograde.autograde_preprocessors = list(Autograde.class_traits()["autograde_preprocessors"].default())
"""


def seconds(act: Callable[[], object]) -> float:
    """How long a call takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def make_cohort(folder: Path, people: int) -> Any:
    """A simulated cohort that has submitted everything there is."""
    from datetime import date

    from course.cohort.folder import new_cohort
    from course.cohort.simulate import simulate

    folder.parent.mkdir(parents=True, exist_ok=True)
    return simulate(new_cohort(folder.name, folder, date(2027, 1, 11)), people, 7)


def stock(cohort: Path, workshop: str, people: list[str]) -> float:
    """Stock `nbgrader autograde` on some participants, as its manual says, in a process of its own."""
    work = Path(tempfile.mkdtemp(prefix="ldt-stock-"))
    try:
        for name in ("nbgrader_config.py", "gradebook.db"):
            shutil.copy(cohort / name, work / name)
        with (work / "nbgrader_config.py").open("a", encoding="utf-8") as config:
            config.write(STOCK)
        for who in people:
            shutil.copytree(cohort / "submitted" / who / workshop, work / "submitted" / who / workshop)
        command = [sys.executable, "-m", "nbgrader", "autograde", workshop]
        done: list[subprocess.CompletedProcess[bytes]] = []
        took = seconds(lambda: done.append(subprocess.run(command, cwd=work, capture_output=True, check=False)))
        marked = len(list((work / "autograded").glob(f"*/{workshop}/{workshop}.ipynb")))
        if marked != len(people):
            raise SystemExit(f"stock nbgrader marked {marked} of {len(people)}: {done[0].stderr.decode()[-800:]}")
        return took
    finally:
        shutil.rmtree(work, ignore_errors=True)


def marked_in(cohort: Any, workshop: str, workers: int) -> tuple[float, float]:
    """(seconds of marking, seconds of starting the engine) for a whole cohort, everything marked anew."""
    from course.grading.executors import Local
    from course.grading.marking import grade_cohort

    began = time.perf_counter()
    with Local(workers) as executor:
        # The first submission pays for starting; it is not one of those that are counted.
        executor.submit(_job(cohort, workshop)).result()
        started = time.perf_counter()
        result = grade_cohort(cohort, workshop, executor=executor, force=True)
        ended = time.perf_counter()
    if result.count("problem"):
        raise SystemExit(f"{result.count('problem')} submissions of {workshop} could not be marked")
    return ended - started, started - began


def _job(cohort: Any, workshop: str) -> Any:
    """The job of one right submission, sanitised."""
    import nbformat

    from course.grading.execute import job_of

    source = ROOT / "source" / workshop
    return job_of(nbformat.read(source / f"{workshop}.ipynb", as_version=4), source, workshop, workshop)


def execution_and_floor(cohort: Any, workshop: str, times: int) -> tuple[float, float, float]:
    """Seconds a submission: (through the engine, all its cells in a warm process, those that cannot run ahead)."""
    import nbformat

    from course.grading.engine import Engine
    from course.grading.execution.plan import Plan
    from course.grading.execution.shell import CellRunner

    job = _job(cohort, workshop)
    engine = Engine()
    engine.run(job)
    through = statistics.median(seconds(lambda: engine.run(job)) for _ in range(times))
    engine.close()
    notebook = nbformat.reads(job.notebook, as_version=4)
    ahead = set(Plan.of(nbformat.reads(job.release, as_version=4)).ahead(notebook))
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    own = [cell for place, cell in enumerate(cells) if place not in ahead]
    runner = CellRunner()
    for cell in cells:
        runner.run(cell)
    floor = statistics.median(seconds(lambda: [runner.run(cell) for cell in cells]) for _ in range(times))
    must = statistics.median(seconds(lambda: [runner.run(cell) for cell in own]) for _ in range(times))
    return through, floor, must


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """A real Dask scheduler and real workers of one thread, each a process of its own; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    own = ["--host", "127.0.0.1", "--no-dashboard"]
    worker = ["distributed.cli.dask_worker", address, *own, "--nworkers", "1", "--nthreads", "1", "--no-nanny"]
    programs = [["distributed.cli.dask_scheduler", *own, "--port", str(port)], *[worker] * workers]
    with (folder / "dask.log").open("ab") as log:
        running = [
            subprocess.Popen([sys.executable, "-m", *program], cwd=folder, stdout=log, stderr=log)
            for program in programs
        ]
        try:
            yield address
        finally:
            for process in running[::-1]:
                process.terminate()
                process.wait(30)


def on_dask(cohort: Any, workshop: str, workers: int, jobs: int, folder: Path) -> float:
    """Seconds a submission for running notebooks on a Dask cluster; recording is the coordinator's, and left out."""
    from course.grading.cluster import Dask

    job = _job(cohort, workshop)
    with cluster(folder, workers) as address, Dask(address) as executor:
        executor._client.wait_for_workers(workers)
        warm = [executor.submit(job) for _ in range(6 * workers)]  # every worker has started its engine
        for one in warm:
            one.result()
        return seconds(lambda: [one.result() for one in [executor.submit(job) for _ in range(jobs)]]) / jobs


def measure(workshop: str, place: Path, *, dask: bool) -> dict[str, float]:
    """All figures for one workshop; those of a Dask cluster only where asked, since workshops hardly differ there."""
    cohort = make_cohort(place / workshop, COHORT)
    people = sorted(path.parent.name for path in cohort.path.glob(f"submitted/*/{workshop}"))
    found: dict[str, list[float]] = {}

    def note(name: str, value: float) -> None:
        found.setdefault(name, []).append(value)

    for number in range(PASSES):
        print(f"  pass {number + 1} of {PASSES}", flush=True)
        few, one = stock(cohort.path, workshop, people[:STOCK_SAMPLE]), stock(cohort.path, workshop, people[:1])
        note("stock", (few - one) / (STOCK_SAMPLE - 1))
        note("stock_start", one - (few - one) / (STOCK_SAMPLE - 1))
        two, start = marked_in(cohort, workshop, 2)
        note("ldt_two", two / len(people))
        note("ldt_start", start)
        note("ldt_one", marked_in(cohort, workshop, 1)[0] / len(people))
        through, floor, must = execution_and_floor(cohort, workshop, 9)
        note("engine", through)
        note("floor", floor)
        note("wall_and_judge", through - must)
        for workers in (1, 2) if dask else ():
            note(f"dask_{workers}", on_dask(cohort, workshop, workers, 40, place))
    middle = {name: statistics.median(values) for name, values in found.items()}
    whole_stock = middle["stock_start"] + len(people) * middle["stock"]
    whole_ldt = middle["ldt_start"] + len(people) * middle["ldt_two"]
    return {
        "submissions": len(people),
        "stock_seconds_a_submission": middle["stock"],
        "ldt_seconds_a_submission_two_workers": middle["ldt_two"],
        "ldt_seconds_a_submission_one_worker": middle["ldt_one"],
        "engine_seconds_a_submission": middle["engine"],
        "floor_seconds_a_submission": middle["floor"],
        "stock_over_ldt": middle["stock"] / middle["ldt_two"],
        "stock_over_ldt_with_start_up": whole_stock / whole_ldt,
        "ldt_over_floor": middle["engine"] / middle["floor"],
        "wall_and_judge_seconds": middle["wall_and_judge"],
        "two_workers_over_one": middle["ldt_one"] / middle["ldt_two"],
    } | ({"dask_two_over_one": middle["dask_1"] / middle["dask_2"]} if dask else {})


def growth(workshop: str, place: Path) -> dict[str, float]:
    """Time a submission and memory of the coordinator, for a cohort of `LARGE` against one of `COHORT`."""
    small, large = make_cohort(place / "small", COHORT), make_cohort(place / "large", COHORT)
    for folder in sorted(large.path.glob(f"submitted/*/{workshop}")):
        for copy in range(1, LARGE // COHORT):
            shutil.copytree(folder, large.path / "submitted" / f"{folder.parent.name}-{copy:02}" / workshop)
    people = [len(list(each.path.glob(f"submitted/*/{workshop}"))) for each in (small, large)]
    peak_before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    short = marked_in(small, workshop, 2)[0] / people[0]
    between = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    long = marked_in(large, workshop, 2)[0] / people[1]
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "large_cohort": people[1],
        "large_over_small_time_a_submission": long / short,
        "coordinator_grows_megabytes": (after - max(between, peak_before)) / 1024,
    }


def told(figures: dict[str, float]) -> bool:
    """Print figures with their limits; whether all are met."""
    within = True
    for key, value in figures.items():
        low, high = AT_LEAST.get(key), AT_MOST.get(key)
        good = (low is None or value >= low) and (high is None or value <= high)
        within = within and good
        limit = f"at least {low:g}" if low is not None else f"at most {high:g}" if high is not None else "no limit"
        print(f"  {key:<40} {value:8.3f}  ({limit}{': NOT MET' if not good else ''})", flush=True)
    return within


def main() -> int:
    """Measure every workshop (or those that are named), print, write the results."""
    sys.path.insert(0, str(ROOT))
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    results: dict[str, Any] = {"passes": PASSES}
    within = True
    with tempfile.TemporaryDirectory(prefix="ldt-bench-") as name:
        place = Path(name)
        there = sorted(path.name for path in (ROOT / "release").iterdir() if path.is_dir())
        workshops = [name for name in there if name in sys.argv[1:]] or there
        for workshop in workshops:
            print(f"Marking {workshop}:", flush=True)
            figures = measure(workshop, place, dask=workshop == workshops[-1])
            results[workshop] = {key: round(value, 4) for key, value in figures.items()}
            within = told(figures) and within
        print(f"Marking {LARGE} against {COHORT}:", flush=True)
        figures = growth(workshops[-1], place / "growth")
        results["growth"] = {key: round(value, 3) for key, value in figures.items()}
        within = told(figures) and within
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8", newline="\n")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
