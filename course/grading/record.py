"""What has been marked so far, kept in the cohort's folder: a hash of each submission, and what was wrong with it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbgrader.utils import rmtree

from course.errors import CourseError

# Hidden, so that nobody takes it for submissions; everything in it can be made again by marking with --force.
OWN_FOLDER = ".ldt"


@dataclass(frozen=True)
class Problem:
    """Something about a submission that a tutor has to know.

    Args:
        participant: whose submission it is.
        assignment: which workshop; may be a folder name that is no workshop.
        says: one sentence: what is wrong, where, what to do.
        marked: whether the submission has a mark all the same.
    """

    participant: str
    assignment: str
    says: str
    marked: bool = False


@dataclass
class Record:
    """What `ldt grade` remembers of a cohort between two runs.

    Args:
        path: the cohort's folder.
        hashes: assignment -> participant -> hash of what was marked.
        problems: assignment -> participant -> what was wrong.
    """

    path: Path
    hashes: dict[str, dict[str, str]] = field(default_factory=dict)
    problems: dict[str, dict[str, Problem]] = field(default_factory=dict)

    @staticmethod
    def file(folder: Path) -> Path:
        """Where a cohort's record is."""
        return folder / OWN_FOLDER / "marking.json"

    @classmethod
    def load(cls, folder: Path) -> Record:
        """Read a cohort's record; an empty one when nothing has been marked yet.

        Raises:
            CourseError: when the file is damaged.
        """
        file = cls.file(folder)
        if not file.exists():
            return cls(folder)
        try:
            data: dict[str, dict[str, dict[str, Any]]] = json.loads(file.read_text(encoding="utf-8"))
            hashes = {
                name: {who: entry["hash"] for who, entry in people.items() if entry.get("hash")}
                for name, people in data.items()
            }
            problems = {
                name: {
                    who: Problem(who, name, str(entry["problem"]), bool(entry.get("marked")))
                    for who, entry in people.items()
                    if entry.get("problem")
                }
                for name, people in data.items()
            }
        except (ValueError, AttributeError, TypeError, KeyError):
            raise CourseError(
                f"{file} is damaged, so it is not known what has been marked; delete that file and run `ldt grade` "
                "again."
            ) from None
        return cls(folder, hashes, problems)

    def save(self) -> None:
        """Write the record in one step, so that an interruption leaves the old or the new one, never half of it."""
        file = self.file(self.path)
        file.parent.mkdir(exist_ok=True)
        names = sorted({*self.hashes, *self.problems})
        data: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in names}
        for name in names:
            hashes, problems = self.hashes.get(name, {}), self.problems.get(name, {})
            for who in sorted({*hashes, *problems}):
                entry: dict[str, Any] = {"hash": hashes.get(who)}
                if who in problems:
                    entry |= {"problem": problems[who].says, "marked": problems[who].marked}
                data[name][who] = entry
        fresh = file.with_suffix(".new")
        fresh.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
        fresh.replace(file)

    def note(self, assignment: str, participant: str, hashed: str | None, problem: Problem | None) -> None:
        """Remember what became of one submission, and save."""
        hashes = self.hashes.setdefault(assignment, {})
        problems = self.problems.setdefault(assignment, {})
        if hashed is not None:
            hashes[participant] = hashed
        problems.pop(participant, None)
        if problem is not None:
            problems[participant] = problem
        self.save()


def content_hash(folder: Path) -> str:
    """A hash of every file below a folder, names and bytes; the same whatever the machine and the time."""
    whole = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = file.relative_to(folder).as_posix().encode()
        whole.update(f"{len(name)}:".encode() + name)
        with file.open("rb") as stream:
            whole.update(hashlib.file_digest(stream, "sha256").digest())
    return whole.hexdigest()


@contextmanager
def kept_aside(folder: Path, cohort: Path) -> Iterator[None]:
    """Put an earlier result out of nbgrader's way; it comes back if the new one is not finished, for whatever reason.

    nbgrader deletes what it is about to replace before it knows whether the replacement will succeed.
    """
    aside = cohort / OWN_FOLDER / "kept" / folder.relative_to(cohort)
    bring_back(folder, aside)
    if folder.exists():
        aside.parent.mkdir(parents=True, exist_ok=True)
        os.replace(folder, aside)  # noqa: PTH105 - both are folders, on the same disk
    try:
        yield
    finally:
        if folder.exists() and any(folder.iterdir()):
            if aside.exists():
                rmtree(str(aside))
        else:
            bring_back(folder, aside)


def bring_back(folder: Path, aside: Path) -> None:
    """Undo an interrupted replacement: if a result is still aside, it was the last finished one."""
    if not aside.exists():
        return
    if folder.exists():
        rmtree(str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(aside, folder)
