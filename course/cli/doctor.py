"""`ldt doctor`: what is missing on this machine, and how to get it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from importlib import import_module, metadata
from pathlib import Path

import click
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from rich.console import Console
from rich.table import Table

from course import checkout
from course.audit.chromium import HOW_TO_GET_IT, find_browser
from course.errors import CourseError
from course.hub import needs

OLDEST_PYTHON = (3, 11)
ROOM_MEGABYTES = 1000
NAME = "leading-digital-transformation"
EXTRAS = {"tutor": "marking and writing workshops", "hub": "running a JupyterHub", "dev": "the tests"}


class State(StrEnum):
    """How a finding turned out: MISSING stops a participant, WANTED stops somebody else, NOTE stops nobody."""

    OK = "ok"
    MISSING = "missing"
    WANTED = "not here"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """What was found about one thing.

    Args:
        what: the thing, in a word or two.
        state: whether it is there, and whether a participant needs it.
        found: what was found.
        do: what to do about it; empty when there is nothing to do.
    """

    what: str
    state: State
    found: str
    do: str = ""


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the findings for a program to read.")
def command(as_json: bool) -> int:
    """Say what is missing on this machine and how to get it; exit with 0 if a participant can work here."""
    findings = examine()
    works = not any(finding.state is State.MISSING for finding in findings)
    if as_json:
        holds = {"participant_can_work": works, "findings": [asdict(finding) for finding in findings]}
        click.echo(json.dumps(holds, indent=1, ensure_ascii=False))
        return 0 if works else 1
    table = Table(title="What this machine has for the course", title_justify="left")
    for heading in ("What", "State", "Found", "What to do"):
        table.add_column(heading, overflow="fold")
    for finding in findings:
        table.add_row(finding.what, finding.state.value, finding.found, finding.do)
    console = Console()
    console.print(table, markup=False)
    console.print(
        "A participant can work here."
        if works
        else "A participant cannot work here yet: see the lines marked “missing”."
    )
    return 0 if works else 1


def examine() -> list[Finding]:
    """Look at everything. A check that fails in a way nobody foresaw becomes a finding, never a traceback."""
    checks: tuple[Callable[[], Iterable[Finding]], ...] = (
        python,
        libraries,
        versions,
        kernel,
        course_folder,
        own_folder,
        disk,
        gradebook,
        sandbox,
        hub,
        gradebook_server,
        browser,
        git,
        bytecode,
    )
    findings: list[Finding] = []
    for check in checks:
        try:
            findings += check()
        except Exception as problem:
            words = f"could not be looked at: {type(problem).__name__}: {problem}"
            findings.append(Finding(check.__name__.replace("_", " "), State.NOTE, words))
    return findings


def python(version: Sequence[int] | None = None) -> Iterable[Finding]:
    """The interpreter that runs now."""
    version = sys.version_info[:3] if version is None else version
    shown = f"{'.'.join(map(str, version))} at {sys.executable}"
    if tuple(version[:2]) >= OLDEST_PYTHON:
        yield Finding("Python", State.OK, shown)
    else:
        yield Finding("Python", State.MISSING, shown, f"install Python 3.11 or newer; {_packages('python3', 'Python')}")


def libraries(requirements: Sequence[str] | None = None) -> Iterable[Finding]:
    """The libraries of each kind of person, by what the installed course says it needs."""
    if requirements is None:
        try:
            requirements = metadata.requires(NAME) or []
        except metadata.PackageNotFoundError:
            yield Finding("libraries", State.MISSING, "the course is not installed here", _install(""))
            return
    for extra, purpose in {"": "taking the course", **EXTRAS}.items():
        absent = sorted({name for name in _needed(requirements, extra) if _installed(name) is None})
        what = f"libraries for {purpose}"
        if not absent:
            yield Finding(what, State.OK, "all installed")
            continue
        state = State.WANTED if extra else State.MISSING
        yield Finding(what, state, f"not installed: {', '.join(absent)}", _install(extra))


def versions(lock: str | None = None) -> Iterable[Finding]:
    """Installed versions against requirements.lock."""
    if lock is None:
        file = checkout.root() / "requirements.lock"
        if not file.is_file():
            yield Finding("versions", State.NOTE, f"{file} is missing", "get the course again")
            return
        lock = file.read_text(encoding="utf-8")
    other = []
    pins = 0
    for pin in pinned(lock):
        have = _installed(pin.name)
        if have is None or (pin.marker is not None and not pin.marker.evaluate()):
            continue
        pins += 1
        if not pin.specifier.contains(have, prereleases=True):
            other.append(f"{pin.name} {have} (tried with {str(pin.specifier).removeprefix('==')})")
    if other:
        yield Finding("versions", State.NOTE, "; ".join(sorted(other)), f"if something misbehaves: {_install('')}")
    else:
        yield Finding("versions", State.OK, f"{pins} libraries are as in requirements.lock")


def kernel() -> Iterable[Finding]:
    """What answers when a notebook asks for the kernel python3."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        spec = KernelSpecManager().get_kernel_spec("python3")
    except NoSuchKernel:
        yield Finding("kernel", State.MISSING, "notebooks find no Python", _install(""))
        return
    program = spec.argv[0] if spec.argv else ""
    if program in ("python", "python3") or Path(program).resolve() == Path(sys.executable).resolve():
        yield Finding("kernel", State.OK, "notebooks run with this Python")
        return
    yield Finding(
        "kernel",
        State.NOTE,
        f"outside `ldt lab`, notebooks run with {program}",
        f"open notebooks with `ldt lab`, or remove {spec.resource_dir}",
    )


def course_folder() -> Iterable[Finding]:
    """The checkout, and whether it holds workshops to give out."""
    try:
        root = checkout.root()
    except CourseError as problem:
        yield Finding("the course's folder", State.MISSING, str(problem), "change into the course's folder")
        return
    workshops = sorted(folder.name for folder in (root / "release").glob("week*") if folder.is_dir())
    if workshops:
        yield Finding("the course's folder", State.OK, f"{root}: {len(workshops)} workshop(s) to open")
    else:
        yield Finding("the course's folder", State.MISSING, f"{root / 'release'} holds no workshop", "run `ldt build`")


def own_folder() -> Iterable[Finding]:
    """Whether a participant's copy can be written."""
    copy = checkout.root() / "my-course"
    place = copy if copy.is_dir() else copy.parent
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as problem:
        do = "use a folder of your own: `ldt lab --at FOLDER`"
        yield Finding("your own folder", State.MISSING, f"{place} cannot be written to ({problem.strerror})", do)
        return
    yield Finding("your own folder", State.OK, f"{place} can be written to")


def disk(free: int | None = None) -> Iterable[Finding]:
    """Room for notebooks, results and the libraries' caches."""
    free = shutil.disk_usage(checkout.root()).free if free is None else free
    megabytes = free // 1_000_000
    if megabytes >= ROOM_MEGABYTES:
        yield Finding("disk", State.OK, f"{megabytes:,} MB free")
    else:
        yield Finding(
            "disk", State.NOTE, f"only {megabytes:,} MB free", f"free some: {ROOM_MEGABYTES:,} MB is comfortable"
        )


def gradebook(file: Path | None = None) -> Iterable[Finding]:
    """The seed gradebook: there, and empty of people."""
    file = checkout.root() / "gradebook.db" if file is None else file
    if not file.is_file():
        yield Finding("gradebook.db", State.WANTED, f"{file} is missing (only marking needs it)", "run `ldt build`")
        return
    reading = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
    try:
        (people,) = reading.execute("select count(*) from student").fetchone()
    except sqlite3.Error:
        yield Finding("gradebook.db", State.WANTED, f"{file} is damaged", "delete it and run `ldt build`")
        return
    finally:
        reading.close()
    if people:
        do = "move them to a cohort's folder (`ldt cohort new`), then delete gradebook.db and run `ldt build`"
        yield Finding("gradebook.db", State.WANTED, f"holds {people} people; a checkout must hold none", do)
    else:
        yield Finding("gradebook.db", State.OK, "holds the workshops and no people")


def sandbox() -> Iterable[Finding]:
    """The wall behind which submissions are marked."""
    try:
        from course.grading.execution.sandbox import why_not
    except ModuleNotFoundError:
        return  # without the tutor's libraries nobody marks here, and that has been said
    reason = why_not()
    state, found = (State.WANTED, "cannot be had") if reason else (State.OK, "there")
    yield Finding("sandbox for marking", state, found, reason or "")


def hub() -> Iterable[Finding]:
    """What a JupyterHub needs besides its libraries; nothing is said where those are not installed."""
    if sys.platform != "linux" or _installed("jupyterhub") is None:
        return
    proxy, lacks = needs.find_proxy(), needs.missing_to_try()
    if proxy:
        yield Finding("for a hub: its proxy", State.OK, str(proxy))
    else:
        do = f"`ldt hub` gets it with npm; for a class: npm install -g {needs.PROXY}"
        yield Finding("for a hub: its proxy", State.WANTED, "configurable-http-proxy is not installed", do)
    state, found = (State.WANTED, "cannot be started here yet") if lacks else (State.OK, "can be started: `ldt hub`")
    yield Finding("for a hub: one to try", state, found, lacks[0] if lacks else "")


def gradebook_server() -> Iterable[Finding]:
    """The driver for a gradebook on PostgreSQL; nothing is said where nobody asked for one."""
    have = _installed("psycopg")
    if have is None:
        return
    what = "for several tutors: PostgreSQL's driver"
    try:
        import_module("psycopg")
    except ImportError as problem:
        do = f"{sys.executable} -m pip install -c requirements.lock 'psycopg[binary]'"
        yield Finding(what, State.WANTED, f"psycopg {have} does not start ({str(problem).splitlines()[0]})", do)
        return
    yield Finding(what, State.OK, f"psycopg {have}")


def browser() -> Iterable[Finding]:
    """A browser that the tests can drive."""
    found = find_browser()
    if found:
        yield Finding("browser for the tests", State.OK, str(found))
    else:
        yield Finding("browser for the tests", State.WANTED, "no Chromium, Chrome or Edge", HOW_TO_GET_IT)


def git() -> Iterable[Finding]:
    """Git, which only authors need."""
    found = shutil.which("git")
    if found:
        yield Finding("git", State.OK, found)
    else:
        yield Finding("git", State.WANTED, "not installed (only authors need it)", _packages("git", "Git"))


def bytecode() -> Iterable[Finding]:
    """Whether Python may keep compiled modules."""
    if os.environ.get("PYTHONDONTWRITEBYTECODE"):
        found = "PYTHONDONTWRITEBYTECODE is set, so every start compiles the libraries again"
        yield Finding("compiled modules", State.NOTE, found, "unset it; `make` and `ldt lab` ignore it")
    else:
        yield Finding("compiled modules", State.OK, "are kept")


def pinned(lock: str) -> list[Requirement]:
    """The pins of a lock file: one requirement a line, comments and blank lines aside."""
    lines = (line.split(" #")[0].strip() for line in lock.splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def _needed(requirements: Iterable[str], extra: str) -> list[str]:
    """Names that an extra asks for on this machine; dev asks for tutor's by naming the course itself, which is here."""
    names = []
    for requirement in map(Requirement, requirements):
        marker = requirement.marker
        always = marker is None or marker.evaluate({"extra": ""})
        wanted = always if not extra else not always and marker is not None and marker.evaluate({"extra": extra})
        if wanted and canonicalize_name(requirement.name) != NAME:
            names.append(requirement.name)
    return names


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _install(extra: str) -> str:
    """The command that installs the course's libraries, as it is typed on this system."""
    interpreter = sys.executable
    wanted = f".[{extra}]" if extra else "."
    quoted = f'"{wanted}"' if sys.platform == "win32" else f"'{wanted}'"
    return f"in the course's folder: {interpreter} -m pip install -c requirements.lock -e {quoted}"


def _packages(debian: str, brand: str) -> str:
    if sys.platform == "win32":
        return f"get {brand} with winget or from its own site"
    if sys.platform == "darwin":
        return f"brew install {debian}, or get {brand} from its own site"
    return f"on Debian and Ubuntu: sudo apt-get install {debian}"
