"""`ldt bench`: measure what the course promises about its own speed and size, and print it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from course import checkout
from course.errors import CourseError

# What is measured, in this order; each is a program of its own, so that none warms up another.
MEASURED = ("first_cell", "explorer", "grading", "hub")
# Only when it is named: it installs somebody else's grader.
COMPARED = ("otter",)


@click.command("bench")
@click.argument("names", nargs=-1, type=click.Choice((*MEASURED, *COMPARED)))
def command(names: tuple[str, ...]) -> int:
    """Measure everything, or only what is named; exit with 1 if a limit is passed.

    The results go to benchmarks/results/; benchmarks/README.md says how to read them.
    """
    folder = checkout.root() / "benchmarks"
    passed = [measure(folder / f"{name}.py") for name in names or MEASURED]
    return 0 if all(passed) else 1


def measure(program: Path) -> bool:
    """Run one benchmark, with compiled modules kept, and say whether it stayed within its limits.

    Raises:
        CourseError: when it is not there.
    """
    if not program.is_file():
        raise CourseError(f"{program} is missing; get the course again.")
    variables = dict(os.environ)
    # Without compiled modules, what is measured is Python's compiler.
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.run([sys.executable, str(program)], env=variables, check=False).returncode == 0
