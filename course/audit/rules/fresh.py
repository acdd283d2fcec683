"""What is derived is what a build makes, and a build makes the same each time (issue 4, rule 1).

The course is built twice from nothing, each time in a folder and a process of its own whose sets are ordered
differently, and the two are compared byte by byte. What is committed is then held against the first. Where the halves
of a pair differ, the text is taken.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from weakref import WeakKeyDictionary

from course import syllabus
from course.audit.findings import Finding, Result
from course.audit.tools import Tools
from course.audit.workshop import Workshop
from course.authoring import changes, seed
from course.cases import files

NAME = "fresh"

_SOURCES = ("source", "notebooks")
_SETTINGS = ("nbgrader_config.py", "README.md", "course/syllabus.yaml")
_TREES = (*_SOURCES, "release")
_LEFT_BY_EDITORS = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__", changes.PARTS)
_BUILD = (
    "import sys; from pathlib import Path; from course.authoring.build import build_course\n"
    "from course.errors import CourseError\n"
    "try: build_course(Path(sys.argv[1]), master='py')\n"
    "except CourseError as problem: sys.exit(str(problem))\n"
)


@dataclass(frozen=True)
class _Built:
    """What building showed: why it was refused, what is stale in the checkout, and where two builds differ."""

    refused: str = ""
    stale: tuple[str, ...] = ()
    differ: tuple[str, ...] = ()


_known: WeakKeyDictionary[Tools, _Built] = WeakKeyDictionary()
_one_at_a_time = Lock()


def look(workshop: Workshop, tools: Tools) -> Result:
    """Hold a workshop's folders in source/ and release/ against a build and against the data files' generators."""
    built = _build_twice(tools)
    data, findings = _data_files(workshop)
    if built.refused:
        findings.append(Finding(workshop.name, f"Nobody can say whether it is fresh: the build fails. {built.refused}"))
    own = (f"source/{workshop.name}/", f"release/{workshop.name}/")
    already = {finding.where for finding in findings}
    findings += _said(built, [path for path in (*built.stale, *built.differ) if path.startswith(own)], already)
    for name in workshop.session.files:
        path = f"release/{workshop.name}/{name}"
        if not (built.refused or path in built.stale or (workshop.root / path).is_file()):
            says = "course/syllabus.yaml promises participants this file and nothing makes it; make it, or unlist it."
            findings.append(Finding(path, says))
    return Result({"data_files": len(data)}, tuple(findings))


def look_at_course(tools: Tools) -> Result:
    """Hold the seed gradebook, the programme's tables and the ungraded notebooks against a build."""
    built = _build_twice(tools)
    findings = [Finding("ldt build", built.refused)] if built.refused else []
    there = {f"{folder}/{path.name}/" for folder in ("source", "release") for path in (tools.root / "source").iterdir()}
    rest = [path for path in (*built.stale, *built.differ) if not path.startswith(tuple(there))]
    findings += _said(built, rest, set())
    planned = {workshop.name for workshop in syllabus.load(tools.root / "course/syllabus.yaml").workshops}
    for path in files.generators():
        if path.split("/")[0] not in planned:
            says = "A generator of course/cases makes this file for no workshop of the syllabus; mend its path."
            findings.append(Finding(f"source/{path}", says))
    return Result({"stale": len(built.stale), "builds_differ": len(built.differ)}, tuple(findings))


def _said(built: _Built, paths: Sequence[str], already: set[str]) -> list[Finding]:
    found = []
    for path in dict.fromkeys(paths):
        if path in built.differ:
            says = (
                "Two builds of the same source give different bytes here; take chance, time and the order of sets out."
            )
            found.append(Finding(path, says))
        elif path not in already:
            found.append(Finding(path, "This is not what a build makes; run `ldt build` and commit the result."))
    return found


def _data_files(workshop: Workshop) -> tuple[list[str], list[Finding]]:
    """The data files in a workshop's source folder, and what is wrong with them."""
    folder = workshop.root / "source" / workshop.name
    made = files.of_workshop(workshop.name)
    there = [
        path.relative_to(folder).as_posix()
        for path in changes.files(folder)
        if path.suffix not in (".ipynb", ".py", ".md")
    ]
    findings = []
    for name in sorted({*there, *made}):
        where = f"source/{workshop.name}/{name}"
        path = folder / name
        if name not in made:
            says = "No generator makes this file. Add it to FILES of a module in course/cases, or delete it."
            findings.append(Finding(where, says))
        elif not path.is_file():
            findings.append(Finding(where, "Its generator makes this file and it is missing; run `ldt build`."))
        else:
            one, other = made[name](), made[name]()
            if one != other:
                findings.append(Finding(where, "Its generator gives other bytes each time; fix its seed."))
            elif not changes.same(path, path.read_bytes(), one):
                findings.append(Finding(where, "It is not what its generator makes, byte for byte; run `ldt build`."))
        if path.is_file() and path.suffix != ".md":
            findings += _dictionary(path, where)
    return there, findings


def _dictionary(path: Path, where: str) -> list[Finding]:
    """What is missing from the data dictionary of a file: itself, or a column of a table."""
    dictionary = path.with_suffix(".md")
    if not dictionary.is_file():
        says = (
            f"There is no data dictionary beside it: write {dictionary.name} (each column, its unit, where it is from)."
        )
        return [Finding(where, says)]
    text = changes.read_text(dictionary)
    missing = [column for column in _columns(path) if f"`{column}`" not in text]
    if not missing:
        return []
    named = ", ".join(f"`{column}`" for column in missing)
    return [Finding(where, f"Its data dictionary, {dictionary.name}, does not explain {named}; add a line for each.")]


def _columns(path: Path) -> list[str]:
    """The columns of a table of text; none of a file that is no such table."""
    if path.suffix not in (".csv", ".tsv"):
        return []
    with path.open(encoding="utf-8-sig", newline="") as opened:
        return next(csv.reader(opened, delimiter="\t" if path.suffix == ".tsv" else ","), [])


def _build_twice(tools: Tools) -> _Built:
    """What two builds from nothing show; made once for each run of the audit."""
    with _one_at_a_time:
        if tools not in _known:
            tools.progress("building the course twice")
            _known[tools] = _show(tools.root, tools.scratch / "fresh")
        return _known[tools]


def _show(root: Path, scratch: Path) -> _Built:
    one, two = scratch / "one", scratch / "two"
    for site in (one, two):
        _lay_out(root, site)
    with ThreadPoolExecutor(2) as both:
        refusals = list(both.map(_build_apart, (one, two), ("1", "2")))
    if any(refusals):
        return _Built(refused=next(filter(None, refusals)))
    return _Built(stale=tuple(_stale(root, one)), differ=_differing(one, two))


def _stale(root: Path, built: Path) -> Iterator[str]:
    """The files of the checkout that are not what was built from nothing out of its sources; those it lacks too."""
    for name in _TREES:
        held = {path.relative_to(site).as_posix() for site in (root, built) for path in changes.files(site / name)}
        yield from (path for path in sorted(held) if not _same(root / path, built / path))
    if not _same(root / "README.md", built / "README.md"):
        yield "README.md"
    book = root / "gradebook.db"
    if not book.is_file() or seed.people(book) or seed.rows(book) != seed.rows(built / "gradebook.db"):
        yield "gradebook.db"


def _same(one: Path, other: Path) -> bool:
    both = one.is_file() and other.is_file()
    return both and changes.same(one, one.read_bytes(), other.read_bytes())


def _lay_out(root: Path, site: Path) -> None:
    """Put into `site` what a build reads of a checkout, and nothing that it makes."""
    for name in _SOURCES:
        shutil.copytree(root / name, site / name, ignore=_LEFT_BY_EDITORS)
    for name in _SETTINGS:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / name, site / name)
    (site / "release").mkdir()


def _build_apart(site: Path, hash_seed: str) -> str:
    """Build in a process of its own; why it was refused, or nothing."""
    package = str(Path(changes.__file__).resolve().parents[2])
    paths = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")]))
    ended = subprocess.run(
        [sys.executable, "-c", _BUILD, str(site)],
        cwd=site,
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if ended.returncode == 0:
        return ""
    told = ended.stderr.strip().splitlines()
    return told[-1] if told else f"the build ended with code {ended.returncode} and said nothing"


def _differing(one: Path, two: Path) -> tuple[str, ...]:
    """The files of two sites that are not the same bytes, or only in one of them."""
    held = [
        {
            path.relative_to(site).as_posix(): path.read_bytes()
            for path in changes.files(site)
            if ".cache" not in path.parts
        }
        for site in (one, two)
    ]
    return tuple(name for name in sorted({*held[0], *held[1]}) if held[0].get(name) != held[1].get(name))
