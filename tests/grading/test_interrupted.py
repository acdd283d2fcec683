"""Marking that is killed at any step, and then asked for again, ends where an undisturbed run ends."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import tiny
from gradebooks import contents

from course.cohort.folder import Cohort, new_cohort
from course.cohort.simulate import simulate
from course.grading.executors import Local
from course.grading.marking import grade_cohort

PEOPLE = 5

# The process kills itself, as the power cut would, just before the step is done for the second submission.
KILLED = """
import os, signal, sys
from pathlib import Path
from course.cohort.folder import Cohort
from course.grading import marking
from course.grading.marking import grade_cohort

owner, name = {"enter": (marking.Steps, "enter"), "sanitise": (marking.Steps, "sanitise"),
               "record": (marking.Steps, "record"), "keep": (marking, "keep"),
               "move": (marking, "kept_aside"), "note": (marking.Record, "note")}[sys.argv[2]]
done, calls = getattr(owner, name), []

def instead(*given, **named):
    calls.append(1)
    if len(calls) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return done(*given, **named)

setattr(owner, name, instead)
grade_cohort(Cohort.open(Path(sys.argv[1])), sys.argv[3], force=True)
"""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(a cohort that has been marked, the same cohort before)."""
    place = tmp_path_factory.mktemp("kill")
    with tiny.in_course(tiny.course()), Local(1) as executor:
        cohort = simulate(new_cohort("kill", place / "marked", date(2027, 1, 11)), PEOPLE, 5)
        shutil.copytree(cohort.path, place / "before")
        grade_cohort(cohort, tiny.WORKSHOP, executor=executor)
    return cohort.path, place / "before"


@pytest.mark.slow
@pytest.mark.parametrize("step", ["enter", "sanitise", "record", "keep", "move", "note"])
def test_killed_before(step: str, undisturbed: tuple[Path, Path], tmp_path: Path) -> None:
    marked, before = undisturbed
    folder = tmp_path / "cohort"
    shutil.copytree(before, folder)
    variables = {**os.environ, "LDT_ROOT": str(tiny.course())}
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), step, tiny.WORKSHOP],
        env=variables, capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    with tiny.in_course(tiny.course()), Local(1) as executor:
        result = grade_cohort(Cohort.open(folder), tiny.WORKSHOP, executor=executor)
    assert result.count("problem") == 0
    assert contents(folder / "gradebook.db") == contents(marked / "gradebook.db")
    assert kept(folder) == kept(marked)


def kept(folder: Path) -> dict[str, bytes]:
    """What lies in autograded/."""
    top = folder / "autograded"
    return {path.relative_to(top).as_posix(): path.read_bytes() for path in top.rglob("*") if path.is_file()}
