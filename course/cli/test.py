"""`ldt test`: set up what the tests need, run every check the course is held to, and say how each went."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from course import checkout
from course.audit.chromium import VARIABLE
from course.cli import apt
from course.cli.browser import get_browser
from course.cli.postgresql import HOW_TO_GET_IT, get_postgresql
from course.errors import CourseError

# What `--quick` leaves out.
SLOW = "browser or slow"

# import-linter has no `python -m`, and its script need not be on the path.
_LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"


@dataclass(frozen=True)
class Step:
    """One thing that must pass.

    Args:
        name: what it is called on the line that says how it went.
        command: the program and its arguments.
        quiet: its output is shown only if it fails.
    """

    name: str
    command: tuple[str, ...]
    quiet: bool = True


@click.command("test", context_settings={"ignore_unknown_options": True})
@click.option("--quick", is_flag=True, help="Leave out what needs a browser or more than ten seconds.")
@click.argument("pytest_arguments", nargs=-1, type=click.UNPROCESSED)
def command(quick: bool, pytest_arguments: tuple[str, ...]) -> int:
    """Run the course's checks and tests; what you add goes to pytest, such as -k payback or tests/delivery.

    A word for pytest that `ldt` knows too (--help, --quick) goes after two hyphens: `ldt test -- --help`.
    """
    root = checkout.root()
    variables = dict(os.environ)
    # The tests time starting kernels, and a checkout is used with compiled modules kept.
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    # nbgrader starts its database's tool by name, and nobody need have activated the environment.
    variables["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), variables.get("PATH", "")])
    if not quick:
        browser = get_browser()
        variables[VARIABLE] = str(browser)
        click.echo(f"browser: {browser}")
        click.echo(f"PostgreSQL: {get_postgresql() or f'none, so its tests are left out; {HOW_TO_GET_IT}'}")
        click.echo(f"hub's proxy: {get_proxy()}")
    click.echo(f"sandbox: {get_sandbox() or 'there'}")
    *checks, tests = steps(quick, pytest_arguments)
    failed = [step.name for step in checks if not run(step, root, variables)]
    if failed:  # said now, because the last line is left to pytest, where machines look for it
        click.echo(f"Failed before the tests: {', '.join(failed)}.")
        sys.stdout.flush()
    return 0 if run(tests, root, variables) and not failed else 1


def get_proxy() -> str:
    """The hub's proxy, got now if that may be done, since tests that need it run side by side; else what is missing."""
    from course.hub import needs

    if needs.find_proxy() is None and shutil.which("npm") is None and apt.may_install():
        apt.install("npm")
    lacks = needs.missing_to_try()
    if lacks:
        return f"none, so tests of the hub are left out; {lacks[0]}"
    try:
        return str(needs.find_proxy() or needs.get_proxy())
    except CourseError as problem:
        return f"none; {problem}"


def get_sandbox() -> str | None:
    """Why there is no sandbox for marking, after installing what it needs if that may be done; None when there is."""
    from course.grading.execution.sandbox import why_not

    if why_not() and apt.may_install():
        apt.install("bubblewrap", "libseccomp2")
    return why_not()


def steps(quick: bool, pytest_arguments: Sequence[str] = ()) -> list[Step]:
    """What is run, in order: the quick and telling first, pytest last; the audit when everything is.

    Args:
        quick: leave out tests marked browser or slow.
        pytest_arguments: more words for pytest.
    """
    python = (sys.executable, "-m")
    # Tests are dealt out by file (see tests/conftest.py) to two workers, in the order of their names.
    workers = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
    chosen = ("-m", f"not ({SLOW})") if quick else ()
    # Whoever names tests wants to see those, and soon.
    whole = not quick and not pytest_arguments
    return [
        Step("ruff check", (*python, "ruff", "check", ".")),
        Step("ruff format", (*python, "ruff", "format", "--check", ".")),
        Step("types (mypy)", (*python, "mypy")),
        Step("import arrows", (sys.executable, "-c", _LINT_IMPORTS)),
        Step("derived files fresh", (*python, "course.cli", "build", "--check")),
        *([Step("audit of every workshop", (*python, "course.cli", "audit"))] if whole else []),
        Step("pytest", (*python, "pytest", *workers, *chosen, *pytest_arguments), quiet=False),
    ]


def run(step: Step, root: Path, variables: dict[str, str]) -> bool:
    """Run one step, and print one line: how it went and how long it took (pytest speaks for itself)."""
    began = time.monotonic()
    done = subprocess.run(
        step.command,
        cwd=root,
        env=variables,
        check=False,
        stdout=subprocess.PIPE if step.quiet else None,
        stderr=subprocess.STDOUT if step.quiet else None,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    passed = done.returncode == 0
    if step.quiet:
        if not passed:
            click.echo(done.stdout.rstrip())
        click.echo(f"{step.name}: {'passed' if passed else 'FAILED'} in {time.monotonic() - began:.0f} s")
        sys.stdout.flush()
    return passed
