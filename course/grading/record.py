"""What has been marked so far, kept in the cohort's folder: a hash of each submission, and what was wrong with it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from nbgrader.utils import rmtree

from course.errors import CourseError

# Hidden, so that nobody takes it for submissions; everything in it can be made again by marking with --force.
OWN_FOLDER = ".ldt"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Mark a cohort while nobody else does: two runs would undo each other's work in its folder.

    Args:
        folder: the cohort's folder. The system gives the lock back however a run ends.

    Raises:
        CourseError: when somebody else marks it now.
    """
    own = folder / OWN_FOLDER
    own.mkdir(exist_ok=True)
    try:
        with FileLock(own / "marking.lock", timeout=0, mode=0o664):  # several tutors may share the folder
            yield
    except Timeout:
        raise CourseError(
            f"Somebody is marking {folder} right now, so nothing was done. Wait until that has ended, then run this "
            "again: it does what is left."
        ) from None


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
        """Where a cohort's record is. What a run adds is appended to the journal beside it, a line a submission."""
        return folder / OWN_FOLDER / "marking.json"

    @staticmethod
    def journal(folder: Path) -> Path:
        """What has been noted since the record was last written whole."""
        return folder / OWN_FOLDER / "marking.journal"

    @classmethod
    def load(cls, folder: Path) -> Record:
        """Read a cohort's record; an empty one when nothing has been marked yet.

        Raises:
            CourseError: when the file is damaged.
        """
        file, made = cls.file(folder), cls(folder)
        try:
            data: dict[str, dict[str, dict[str, Any]]] = {}
            if file.exists():
                data = json.loads(file.read_text(encoding="utf-8"))
            for name, people in data.items():
                for who, entry in people.items():
                    made._take(name, who, entry)
        except (ValueError, AttributeError, TypeError, KeyError):
            raise CourseError(
                f"{file} is damaged, so it is not known what has been marked; delete that file and run `ldt grade` "
                "again."
            ) from None
        for name, who, entry in _lines(cls.journal(folder)):
            made._take(name, who, entry)
        return made

    def save(self) -> None:
        """Write the record whole, in one step: an interruption leaves the old or the new one, never half of it."""
        file = self.file(self.path)
        file.parent.mkdir(exist_ok=True)
        names = sorted({*self.hashes, *self.problems})
        data: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in names}
        for name in names:
            for who in sorted({*self.hashes.get(name, {}), *self.problems.get(name, {})}):
                data[name][who] = self._entry(name, who)
        fresh = file.with_suffix(".new")
        fresh.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
        fresh.replace(file)
        self.journal(self.path).unlink(missing_ok=True)  # an interruption before this only notes the same twice

    def note(self, assignment: str, participant: str, hashed: str | None, problem: Problem | None) -> None:
        """Remember what became of one submission, at once and for good; `save` after the last one."""
        if hashed is not None:
            self.hashes.setdefault(assignment, {})[participant] = hashed
        self.problems.setdefault(assignment, {}).pop(participant, None)
        if problem is not None:
            self.problems[assignment][participant] = problem
        file = self.journal(self.path)
        file.parent.mkdir(exist_ok=True)
        line = json.dumps([assignment, participant, self._entry(assignment, participant)], ensure_ascii=False)
        with file.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(line + "\n")

    def _entry(self, assignment: str, participant: str) -> dict[str, Any]:
        entry: dict[str, Any] = {"hash": self.hashes.get(assignment, {}).get(participant)}
        problem = self.problems.get(assignment, {}).get(participant)
        return entry if problem is None else entry | {"problem": problem.says, "marked": problem.marked}

    def _take(self, assignment: str, participant: str, entry: dict[str, Any]) -> None:
        if entry.get("hash"):
            self.hashes.setdefault(assignment, {})[participant] = str(entry["hash"])
        self.problems.setdefault(assignment, {}).pop(participant, None)
        if entry.get("problem"):
            says, marked = str(entry["problem"]), bool(entry.get("marked"))
            self.problems[assignment][participant] = Problem(participant, assignment, says, marked)


def _lines(journal: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What a journal holds; a line that an interruption cut short is passed over: its submission is marked again."""
    if not journal.exists():
        return
    for line in journal.read_text(encoding="utf-8", errors="replace").splitlines():
        with suppress(ValueError, TypeError):
            name, who, entry = json.loads(line)
            if isinstance(entry, dict):
                yield str(name), str(who), entry


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
