"""How fast a class is marked: `ldt grade`'s engine against stock `nbgrader autograde`, taking turns in one run.

For every workshop there is, a simulated cohort is marked. Each pass measures all of these once, so that a machine that
slows down slows them all; figures are medians over the passes, and what carries over to other machines are the ratios.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks/results/grading.json"
PASSES = 5
COHORT = 40
STOCK_SAMPLE = 5
LARGE = 400
LIMITS = {
    "stock_over_ldt": 12.0,
    "stock_over_ldt_with_start_up": 10.0,
    "ldt_over_floor": 1.3,
    "two_workers_over_one": 1.8,
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


def execution_and_floor(cohort: Any, workshop: str, times: int) -> tuple[float, float]:
    """(seconds through the engine with one worker, seconds of the same cells in a warm process) a submission."""
    import nbformat

    from course.grading.engine import Engine
    from course.grading.execution.shell import CellRunner

    job = _job(cohort, workshop)
    engine = Engine()
    engine.run(job)
    through = statistics.median(seconds(lambda: engine.run(job)) for _ in range(times))
    engine.close()
    cells = [cell.source for cell in nbformat.reads(job.notebook, as_version=4).cells if cell.cell_type == "code"]
    runner = CellRunner()
    for cell in cells:
        runner.run(cell)
    floor = statistics.median(seconds(lambda: [runner.run(cell) for cell in cells]) for _ in range(times))
    return through, floor


def measure(workshop: str, place: Path) -> dict[str, float]:
    """All figures for one workshop."""
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
        through, floor = execution_and_floor(cohort, workshop, 9)
        note("engine", through)
        note("floor", floor)
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
        "two_workers_over_one": middle["ldt_one"] / middle["ldt_two"],
    }


def growth(workshop: str, place: Path) -> dict[str, float]:
    """Time a submission and memory of the coordinator, for a cohort of `LARGE` against one of `COHORT`."""
    small, large = make_cohort(place / "small", COHORT), make_cohort(place / "large", LARGE)
    peak_before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    short = marked_in(small, workshop, 2)[0] / COHORT
    between = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    long = marked_in(large, workshop, 2)[0] / LARGE
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "large_cohort": LARGE,
        "large_over_small_time_a_submission": long / short,
        "coordinator_grows_megabytes": (after - max(between, peak_before)) / 1024,
    }


def main() -> int:
    """Measure, print, write the results."""
    sys.path.insert(0, str(ROOT))
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    results: dict[str, Any] = {"passes": PASSES}
    within = True
    with tempfile.TemporaryDirectory(prefix="ldt-bench-") as name:
        place = Path(name)
        workshops = sorted(path.name for path in (ROOT / "release").iterdir() if path.is_dir())
        for workshop in workshops:
            print(f"Marking {workshop}:", flush=True)
            figures = measure(workshop, place)
            results[workshop] = {key: round(value, 4) for key, value in figures.items()}
            for key, value in figures.items():
                limit = LIMITS.get(key)
                good = limit is None or (value <= limit if key == "ldt_over_floor" else value >= limit)
                within = within and good
                words = "" if limit is None else f"  (limit {limit:g}: {'met' if good else 'NOT MET'})"
                print(f"  {key:<40} {value:8.3f}{words}")
        results["growth"] = {key: round(value, 3) for key, value in growth(workshops[0], place / "growth").items()}
        for key, value in results["growth"].items():
            print(f"  {key:<40} {value:8.3f}")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8", newline="\n")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
