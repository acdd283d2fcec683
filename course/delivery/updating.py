"""Bring a participant's copy up to date without ever eating their work.

First everything is looked at and a plan is made; then the plan is remembered; then it is carried out, one whole file
at a time. Nothing here deletes or overwrites anything that the course did not put there itself.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from course.delivery import manifest as memory
from course.delivery.files import (
    HIDDEN,
    Standing,
    folds_case,
    named_beside,
    offered,
    standing,
    sweep,
    write,
)
from course.delivery.manifest import Manifest, Record
from course.delivery.outcome import Outcome, What
from course.delivery.signature import Signature, cell_ids, sign
from course.errors import CourseError

# What the fresh copy beside a person's file is called, and what `restore` calls the person's own.
FRESH = "fresh copy"
EARLIER = "my earlier version"


@dataclass(frozen=True)
class _Step:
    """One file to write: where, what, what must still stand there when it is written, and what that makes of it."""

    path: str
    raw: bytes
    version: Signature
    seen: Standing
    outcome: Outcome
    copy_of: str | None = None


def update(source_roots: Sequence[Path], copy: Path, leave_out: Collection[str] = ()) -> list[Outcome]:
    """Bring new and unchanged files of a copy up to date, and leave everything that the person changed alone.

    Args:
        source_roots: folders whose contents the copy holds side by side (release/ and notebooks/).
        copy: the participant's folder; made if it does not exist.
        leave_out: names at the top of a root that are not for participants.

    Returns:
        One outcome for each file of the course, by path.

    Raises:
        CourseError: when the copy cannot be where it is asked to be, or there is nothing to deliver.
        OSError: when the disk refuses a whole update (full, read-only); files already written are whole, and the next
            update carries on.
    """
    copy = usable(copy, source_roots)
    sources = offered(source_roots, leave_out)
    copy.mkdir(parents=True, exist_ok=True)
    sweep(copy)
    records = memory.load(copy, folds_case(copy))
    outcomes: list[Outcome] = []
    steps: list[_Step] = []
    for path, file in sources.items():
        decided = _decide(copy, records, path, file.read_bytes(), sources)
        if isinstance(decided, _Step):
            steps.append(decided)
        else:
            outcomes.append(decided)
    outcomes += _withdrawn(copy, records, sources)
    outcomes += _carry_out(copy, records, steps)
    return sorted(outcomes, key=lambda outcome: outcome.path)


def usable(copy: Path, source_roots: Sequence[Path]) -> Path:
    """The copy's real folder, once it is sure that the copy is a folder of its own.

    Raises:
        CourseError: when it is a file, or lies within the course's own folders or around them.
    """
    real = copy.resolve()
    if real.exists() and not real.is_dir():
        raise CourseError(f"{copy} is a file; give a folder for your copy of the course.")
    for root in (folder.resolve() for folder in source_roots):
        if real == root or root in real.parents or real in root.parents:
            raise CourseError(
                f"{copy} cannot hold your copy, because the course's own {root} is kept there; give another folder."
            )
    return real


def is_course_own(record: Record | None, here: Standing, signature: Signature) -> bool:
    """Whether a file that stands in a copy is as the course put it there, except for what merely opening it changes."""
    if record is None or here.kind != "file":
        return False
    return any(
        signature.content == known.content or (signature.work is not None and signature.work == known.work)
        for known in record.versions
    )


def _decide(copy: Path, records: Manifest, path: str, raw: bytes, sources: Collection[str]) -> Outcome | _Step:
    record = records.find(path)
    here = standing(copy, path)
    version = sign(path, raw)
    if here.kind == "blocked":
        return Outcome(path, What.LEFT, why=here.why)
    if here.kind == "missing":
        if record is None or record.pending or _renamed(copy, records, path, raw, sources):
            return _Step(path, raw, version, here, Outcome(path, What.NEW))
        return Outcome(path, What.DELETED)
    found = sign(path, here.raw)
    if here.kind == "file":
        if found.content == version.content:
            records.put(path, version, pending=False)
            return Outcome(path, What.UNCHANGED)
        same_work = found.work is not None and found.work == version.work
        if same_work and record is not None and record.last == version and not record.pending:
            return Outcome(path, What.UNCHANGED)  # opened and saved since; there is nothing newer to put there
        if not here.locked and (same_work or is_course_own(record, here, found)):
            return _Step(path, raw, version, here, Outcome(path, What.UPDATED))
    if record is not None and record.last == version and not record.pending:
        return Outcome(path, What.KEPT, why=here.why)
    why = "is set read-only" if here.locked else here.why
    return _beside(copy, records, path, raw, version, why, sources)


def _renamed(copy: Path, records: Manifest, path: str, raw: bytes, sources: Collection[str]) -> bool:
    """Whether a missing notebook lies in the same folder under another name: then its owner wants a clean one.

    It is known by its cells' ids, which stay through edits and through versions of the course.
    """
    ids = cell_ids(raw)
    if not ids:
        return False
    for other in (copy / path).parent.glob("*.ipynb"):
        name = other.relative_to(copy).as_posix()
        if name in sources or records.find(name) is not None or f"({EARLIER}" in other.name:
            continue
        if len(ids & cell_ids(standing(copy, name).raw)) * 2 >= len(ids):
            return True
    return False


def _beside(
    copy: Path, records: Manifest, path: str, raw: bytes, version: Signature, why: str, sources: Collection[str]
) -> Outcome | _Step:
    """Put the course's version beside the person's, unless this version was put there once already."""
    known = {name: record for name, record in records.files.items() if record.copy_of == path}
    for name, record in known.items():
        if record.last == version and not record.pending:
            stands = standing(copy, name).kind != "missing"  # a fresh copy that was thrown away stays away
            return Outcome(path, What.KEPT, beside=name if stands else None, why=why)
    number = 0
    while True:
        number += 1
        name = named_beside(path, FRESH, number)
        here = standing(copy, name)
        if name in sources:
            continue
        if here.kind == "file":
            found = sign(name, here.raw)
            if found == version:
                records.put(name, version, pending=False, copy_of=path)
                return Outcome(path, What.KEPT, beside=name, why=why)
            if here.locked or not is_course_own(records.find(name), here, found):
                continue
        elif here.kind != "missing":
            continue
        return _Step(name, raw, version, here, Outcome(path, What.FRESH, beside=name, why=why), copy_of=path)


def _withdrawn(copy: Path, records: Manifest, sources: Collection[str]) -> list[Outcome]:
    """Files that the course no longer has: they stay, and the person is told once."""
    told = []
    for path, record in sorted(records.files.items()):
        if path in sources or record.copy_of is not None or record.withdrawn:
            continue
        record.withdrawn = True
        if standing(copy, path).kind == "file":
            told.append(Outcome(path, What.WITHDRAWN))
    return told


def _carry_out(copy: Path, records: Manifest, steps: Sequence[_Step]) -> list[Outcome]:
    """Remember the plan, then write its files; a file that is in use or forbidden is left for the next time."""
    for step in steps:
        records.put(step.path, step.version, pending=True, copy_of=step.copy_of)
    records.save()
    outcomes = []
    for step in steps:
        outcome = _write(copy, step)
        records.put(step.path, step.version, pending=outcome.what is What.LEFT, copy_of=step.copy_of)
        outcomes.append(outcome)
    records.save()
    return outcomes


def _write(copy: Path, step: _Step) -> Outcome:
    if standing(copy, step.path) != step.seen:
        return replace(step.outcome, what=What.LEFT, beside=None, why="changed during the update; run it again")
    try:
        write(copy / step.path, step.raw, copy / HIDDEN)
    except PermissionError:
        why = "is in use or may not be written; close it and run this again"
        return replace(step.outcome, what=What.LEFT, beside=None, why=why)
    return step.outcome
