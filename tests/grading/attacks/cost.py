"""Prints what the sandbox and the judge cost a submission: `python tests/grading/attacks/cost.py`.

A trivial submission is run in turn behind the wall, without a wall but with the judge, and by a plain warm shell that
runs all cells in one process. Processor time is that of this process and of all below it, so that others on the machine
matter less; what overlaps on two cores counts twice in it.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable

import nbformat
import psutil
from attack_workshop import release, submission

from course.grading.engine import Engine, Job
from course.grading.execution.shell import CellRunner

TIMES = 30


def main() -> None:
    job = Job(nbformat.writes(submission()), nbformat.writes(release()))
    walled, bare, runner = Engine(), Engine(walled=False), CellRunner()
    sources = [cell.source for cell in submission().cells if cell.cell_type == "code"]
    runner.run(sources[0])
    runner.forget_loop()
    ways: dict[str, Callable[[], object]] = {
        "wall and judge": lambda: walled.run(job),
        "judge, no wall": lambda: bare.run(job),
        "warm shell": lambda: _forked(runner, sources[1:]),
    }
    taken: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    for run in ways.values():
        run()
    for _ in range(TIMES):
        for way, run in ways.items():
            wall, processor = time.perf_counter(), _processor()
            run()
            taken[way].append((time.perf_counter() - wall, _processor() - processor))
    for way, pairs in taken.items():
        wall, processor = (1000 * statistics.median(values) for values in zip(*pairs, strict=True))
        total = 1000 * sum(pair[1] for pair in pairs) / TIMES
        print(f"{way:16} wall {wall:6.1f} ms   processor {processor:6.1f} ms (mean {total:.1f})")
    walled.close()
    bare.close()


def _forked(runner: CellRunner, sources: list[str]) -> None:
    child = os.fork()
    if child == 0:
        runner.move_in()
        for source in sources:
            runner.run(source)
        os._exit(0)
    os.waitpid(child, 0)


def _processor() -> float:
    total = sum(time for time in psutil.Process().cpu_times()[:4])
    for process in psutil.Process().children(recursive=True):
        try:
            total += sum(process.cpu_times()[:4])
        except psutil.NoSuchProcess:
            continue
    return total


if __name__ == "__main__":
    sys.exit(main())
