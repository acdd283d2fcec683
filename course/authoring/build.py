"""`ldt build`: everything that is derived from source/ and the syllabus, made again where it is stale.

Pairs, data files, the programme's tables, release/ and the seed gradebook. What is fresh is not touched, not even its
date, and a build that is refused has written nothing.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course import syllabus
from course.authoring import blanks, changes, escapes, pairs, release, seed, settling, tables
from course.authoring.changes import Changes, digest, fingerprint
from course.authoring.settling import Master, Pair
from course.cases import files
from course.errors import CourseError

_START_HERE = "notebooks/start-here/start-here"
_LIBRARIES = ("jupytext", "nbconvert", "nbformat", "nbgrader")


@dataclass
class Build:
    """What a build found: `written` are the files that differed, `rebuilt` the workshops that were made again."""

    written: list[Path] = field(default_factory=list)
    rebuilt: list[str] = field(default_factory=list)


def build_course(
    root: Path,
    on_progress: Callable[[str], None] | None = None,
    *,
    check: bool = False,
    master: Master | None = None,
) -> Build:
    """Bring everything derived up to date.

    Args:
        root: the checkout.
        on_progress: told what is being done, a few words at a time.
        check: write nothing into the checkout; only find what a build would write.
        master: which half of a pair wins when both changed or nobody knows which changed.

    Raises:
        CourseError: for a pair that cannot be settled, a workshop that nbgrader refuses, a syllabus that does not fit,
            a gradebook that cannot be read or holds a person. Nothing has been written then.
        OSError: for a file that cannot be read or written; it names the file.
    """
    say = on_progress or (lambda words: None)
    plan = syllabus.load(root / "course" / "syllabus.yaml")
    present = _workshops(root, plan)
    memory = _Memory(root)
    wanted = Changes(root)

    say("pairs")
    settled = _settle(root, plan, memory, master)
    for pair in settled:
        wanted.text(pair.stem.with_suffix(".py"), pair.text)
        wanted.text(pair.stem.with_suffix(".ipynb"), pair.notebook)
    say("data files")
    newest: dict[str, dict[str, bytes]] = {}
    for workshop in present:
        folder = root / "source" / workshop
        _check_points(settled, folder, plan.workshop(workshop).points)
        made = {path: make() for path, make in files.of_workshop(workshop).items()}
        for path, content in made.items():
            wanted.content(folder / path, content)
        newest[workshop] = made | {
            f"{pair.stem.name}.ipynb": pair.notebook.encode("utf-8") for pair in settled if pair.stem.parent == folder
        }
    with tempfile.TemporaryDirectory(prefix="ldt-build-") as name:
        rebuilt = _release(root, plan, newest, memory, wanted, Path(name), say)
    say("programme tables")
    _renew_readme(root, plan, present, wanted)

    found = Build(wanted.listed(), rebuilt)
    if not check:
        wanted.write()
        memory.seed = _seed_mark(root)
        memory.save()
    return found


def _workshops(root: Path, plan: syllabus.Syllabus) -> list[str]:
    """The folders of source/; each must be a workshop of the syllabus."""
    present = sorted(path.name for path in (root / "source").iterdir() if path.is_dir() and path.name[0] not in "._")
    for name in present:
        if name not in {workshop.name for workshop in plan.workshops}:
            raise CourseError(
                f"source/{name} is not in course/syllabus.yaml; add it there, or rename the folder to a "
                "workshop's name."
            )
    return present


def _settle(root: Path, plan: syllabus.Syllabus, memory: _Memory, master: Master | None) -> list[Pair]:
    """Every pair of the checkout, with the programme of today in start-here."""
    settled = []
    for stem in [*settling.stems(root / "source"), *settling.stems(root / "notebooks")]:
        name = stem.relative_to(root).as_posix()
        pair = settling.settle(stem, name, memory.pairs, master)
        if name == _START_HERE:
            # A participant's copy lies elsewhere than the checkout, so it names the notebooks without linking them.
            block = tables.programme_markdown(plan)
            pair = pair.with_text(tables.replace_block(pair.text, tables.BEGIN, tables.END, block, where=f"{name}.py"))
        settled.append(pair)
    if not any(pair.stem == root / _START_HERE for pair in settled):
        raise CourseError(f"{_START_HERE}.py is missing, and the programme's table belongs in it; restore it.")
    memory.pairs = {pair.stem.relative_to(root).as_posix(): pair.mark for pair in settled}
    return settled


def _check_points(settled: Sequence[Pair], folder: Path, points: float) -> None:
    """The workshop's cells must give the points that the syllabus says."""
    marks = [
        cell.metadata.get("nbgrader", {}) for pair in settled if pair.stem.parent == folder for cell in pair.cells.cells
    ]
    counted = [
        mark.get("points") for mark in marks if isinstance(mark, dict) and (mark.get("grade") or mark.get("task"))
    ]
    total = sum(each for each in counted if isinstance(each, int | float))
    if total != points:
        raise CourseError(
            f"source/{folder.name} gives {total:g} points and course/syllabus.yaml says {points:g}; make them agree."
        )


def _release(
    root: Path,
    plan: syllabus.Syllabus,
    newest: Mapping[str, Mapping[str, bytes]],
    memory: _Memory,
    wanted: Changes,
    workplace: Path,
    say: Callable[[str], None],
) -> list[str]:
    """Want release/ and the seed gradebook to be what source/ says; give the workshops that had to be made again.

    `newest` holds, for each workshop, the files of its folder as this build will leave them: path -> content.
    """
    committed, book, fresh = root / "gradebook.db", workplace / "gradebook.db", workplace / "seed.db"
    if committed.exists():
        seed.refuse_people(committed)
    if committed.exists() and _seed_mark(root) == memory.seed:
        shutil.copyfile(committed, book)
    else:
        memory.workshops = {}
    rebuilt = []
    for workshop, contents in newest.items():
        inputs = _inputs(root, workshop, contents)
        if memory.workshops.get(workshop) == [inputs, fingerprint(root / "release" / workshop)]:
            continue
        say(workshop)
        made = release.generate(root, workshop, workplace, contents)
        wanted.folder(root / "release" / workshop, made)
        rebuilt.append(workshop)
        memory.workshops[workshop] = [inputs, fingerprint(made)]
    for folder in sorted((root / "release").glob("[!.]*/")):
        if folder.is_dir() and folder.name not in newest:
            wanted.folder(folder, None)
    memory.workshops = {name: known for name, known in memory.workshops.items() if name in newest}
    course_id = release.nbgrader_settings(root).CourseDirectory.course_id
    seed.set_assignments(book, plan.due_dates(plan.seed_start), course_id=course_id, built=newest)
    seed.canonical(book, fresh)
    if not committed.exists() or seed.rows(committed) != seed.rows(fresh):
        wanted.content(committed, fresh.read_bytes())
    return rebuilt


def _renew_readme(root: Path, plan: syllabus.Syllabus, present: Sequence[str], wanted: Changes) -> None:
    """Write the programme between its markers in the README, with links to the notebooks that will exist."""
    readme = root / "README.md"
    text = changes.read_text(readme)
    links = {
        name: link for name, link in tables.notebook_links(plan, root).items() if not link.startswith("release/")
    } | {name: plan.workshop(name).notebook.as_posix() for name in present}
    block = tables.programme_markdown(plan, links=links)
    wanted.text(readme, tables.replace_block(text, tables.BEGIN, tables.END, block, where="README.md"))


class _Memory:
    """What the last build saw, kept outside git's view; without it a build only takes longer."""

    def __init__(self, root: Path) -> None:
        self.path = root / ".cache" / "build.json"
        try:
            data: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8"))
            self.pairs: dict[str, str] = dict(data["pairs"])
            self.workshops: dict[str, list[str]] = dict(data["workshops"])
            self.seed = str(data["seed"])
        except (OSError, ValueError, TypeError, KeyError):
            self.pairs, self.workshops, self.seed = {}, {}, ""

    def save(self) -> None:
        content = json.dumps(
            {"pairs": self.pairs, "workshops": self.workshops, "seed": self.seed}, indent=1, sort_keys=True
        ).encode()
        if not (self.path.exists() and self.path.read_bytes() == content):
            changes.write_whole(self.path, content)


def _inputs(root: Path, workshop: str, newest: Mapping[str, bytes]) -> str:
    """A hash over all that a workshop's release depends on."""
    folder = root / "source" / workshop
    parts = [
        f"{path.relative_to(folder).as_posix()} {fingerprint(path)}"
        for path in changes.files(folder)
        if path.suffix != ".py" and path.relative_to(folder).as_posix() not in newest
    ]
    parts += [f"{name} {hashlib.sha256(content).hexdigest()}" for name, content in sorted(newest.items())]
    return digest("\n".join([*parts, _means(root)]))


def _seed_mark(root: Path) -> str:
    """What tells that the seed gradebook is as this build, by these means, left it."""
    return digest(f"{fingerprint(root / 'gradebook.db')} {_means(root)}")


def _means(root: Path) -> str:
    """A hash over the code, settings and libraries with which release/ and the seed are made."""
    code = [Path(module.__file__ or "") for module in (blanks, escapes, pairs, release, seed)]
    parts = [fingerprint(path) for path in (*code, root / "nbgrader_config.py")]
    return digest(" ".join([*parts, *map(importlib.metadata.version, _LIBRARIES)]))
