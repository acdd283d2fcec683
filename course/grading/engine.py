"""The engine: runs sanitised notebooks, one call a submission, from nurseries that are warmed once.

`Engine.run` is a function from a job to an outcome. It reads nothing but the job and writes nothing but the outcome, so
it may run in a thread of the tutor's process, or in a worker on another machine.
"""

from __future__ import annotations

import atexit
import hashlib
import queue
import shutil
import threading
import time
import uuid
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.grading.execution import attempt, sandbox
from course.grading.execution.attempt import LostError
from course.grading.execution.channel import BrokenChannelError
from course.grading.execution.judges import SUBMISSIONS, Judges
from course.grading.execution.limits import Limits
from course.grading.execution.nurseries import Nursery
from course.grading.execution.plan import Plan
from course.grading.execution.sandbox import NoSandboxError
from course.grading.execution.scratch import Scratch
from course.grading.notebooks import as_text, from_text

MOST_AT_ONCE = 64
_ROLES = ("participants", "judge")


@dataclass(frozen=True)
class Job:
    """All that running a submission takes.

    Args:
        notebook: the sanitised notebook, as JSON text: locked cells as in source, hidden tests in the check cells.
        release: the workshop's notebook as released, as JSON text.
        files: the other files of the submission: path in its folder -> content.
        setting: the other files of the release, such as case data. The judge sees these and no participant's file.
    """

    notebook: str
    release: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    setting: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What came of a job.

    Args:
        notebook: the notebook with its outputs, as JSON text.
        seconds: wall time by cell id.
        ahead: the ids of the cells that had run once for everybody, so that their outputs were only copied.
        says: what the tutor should know, a sentence each.
    """

    notebook: str
    seconds: Mapping[str, float]
    ahead: frozenset[str]
    says: tuple[str, ...]


class Engine:
    """Warmed processes for any number of workshops; safe to call from several threads.

    Args:
        limits: what a submission may use.
        walled: False runs participants' code with the tutor's own rights.

    Raises:
        CourseError: when there is to be a sandbox and none can be had, with the reason.
    """

    def __init__(self, limits: Limits | None = None, *, walled: bool = True) -> None:
        if walled:
            refuse_without_sandbox()
        self.limits = limits or Limits()
        self.walled = walled
        self._scratch = Scratch()
        self._home = self._scratch.path
        self._jobs = self._home / "jobs"
        self._jobs.mkdir()
        self._lock = threading.Lock()
        self._first: dict[str, Nursery] = {}
        self._grown: dict[tuple[str, tuple[str, ...]], tuple[Nursery, list[dict[str, Any]]]] = {}
        # The last one given back is used next: a slot keeps namespaces, which are dear to make.
        self._slots: queue.LifoQueue[int] = queue.LifoQueue()
        for slot in range(MOST_AT_ONCE):
            self._slots.put(slot)
        self._judges = Judges(first_slot=MOST_AT_ONCE, most=MOST_AT_ONCE)
        atexit.register(self.close)

    def run(self, job: Job) -> Outcome:
        """Run one submission. Whatever it does, this ends in an outcome within the limits.

        Raises:
            LostError: when the system ended the processes that ran it, twice.
            CourseError: when no process can be put into a sandbox.
        """
        try:
            return self._run(job)
        except (LostError, BrokenChannelError, NoSandboxError):  # the system took a process away; no result is kept
            time.sleep(0.5)  # until what goes with it has gone too
        try:
            return self._run(job)
        except NoSandboxError as problem:
            raise CourseError(
                f"Submissions cannot be run: {problem}. {self._last_words('participants') or self._last_words('judge')}"
            ) from None

    def _run(self, job: Job) -> Outcome:
        notebook = from_text(job.notebook)
        plan = _plan(job.release)
        setting = self._setting(job)
        ahead = plan.ahead(notebook)
        participants, outputs = self._grown_to("participants", setting, tuple(plan.sources[place] for place in ahead))
        shown = dict(zip(ahead, outputs, strict=True))
        judge, _ = self._grown_to("judge", setting, plan.setting)
        for_judge = replace(self.limits, cpu_seconds=self.limits.cpu_seconds * SUBMISSIONS)
        name = uuid.uuid4().hex
        folder = self._jobs / name
        slot = self._slots.get()
        try:
            _lay_out(folder, job.files)
            with ExitStack() as ends:
                born = participants.birth(name, slot, self.limits, str(folder))
                ends.callback(born.end)
                judging = ends.enter_context(
                    self._judges.one(
                        setting, lambda place: judge.birth(setting, place, for_judge, str(self._jobs / setting))
                    )
                )
                result = attempt.run(notebook, plan, shown, born, judging, self.limits)
        finally:
            self._slots.put(slot)
            shutil.rmtree(folder, ignore_errors=True)
        return Outcome(as_text(result.notebook), result.seconds, frozenset(result.ahead), tuple(result.says))

    def close(self) -> None:
        """End all processes and remove what they used."""
        atexit.unregister(self.close)
        self._judges.close()
        for nursery, _ in self._grown.values():
            nursery.end()
        for nursery in self._first.values():
            nursery.end()
        self._grown, self._first = {}, {}
        self._scratch.remove()

    def _setting(self, job: Job) -> str:
        """The name of the folder, among the jobs, that holds a workshop's own files; laid out once."""
        name = f"setting-{_hash(job.release, job.setting)}"
        with self._lock:
            if not (self._jobs / name).is_dir():
                part = self._jobs / f"{name}.part"
                shutil.rmtree(part, ignore_errors=True)
                _lay_out(part, job.setting)
                part.rename(self._jobs / name)
        return name

    def _grown_to(self, role: str, setting: str, cells: tuple[str, ...]) -> tuple[Nursery, list[dict[str, Any]]]:
        """A nursery that has run these cells of a workshop among its own files, and what they showed.

        Judges and participants come from different processes: what one was told, the other never had.
        """
        key = (f"{role} {setting}", cells)
        with self._lock:
            self._forget_what_has_ended()
            if key not in self._grown:
                folder = f"{sandbox.JOBS}/{setting}" if self.walled else str(self._jobs / setting)
                try:
                    self._grown[key] = self._first_of(role).grow(list(cells), folder)
                except BrokenChannelError:  # it ended in this very moment
                    self._first.pop(role).end()
                    try:
                        self._grown[key] = self._first_of(role).grow(list(cells), folder)
                    except BrokenChannelError as problem:
                        last = self._last_words(role) or str(problem)
                        raise CourseError(f"The marking processes could not be started: {last}") from None
            return self._grown[key]

    def _first_of(self, role: str) -> Nursery:
        """The warmed process from which all others of a role come; those that are not there start side by side."""
        for each in _ROLES:
            if each not in self._first:
                self._first[each] = Nursery.start(
                    self._jobs, self._home / f"{each}.log", walled=self.walled, answers=each == "judge"
                )
        return self._first[role]

    def _last_words(self, role: str) -> str:
        """The last line that a nursery has complained of."""
        told = (self._home / f"{role}.log").read_text(encoding="utf-8", errors="replace").strip()
        return told.splitlines()[-1] if told else ""

    def _forget_what_has_ended(self) -> None:
        """A nursery that the system has ended (when memory ran out, for example) is started again when it is needed."""
        gone = {role for role, nursery in self._first.items() if nursery.has_ended()}
        for role in gone:
            self._first.pop(role).end()
        for key in [key for key, (grown, _) in self._grown.items() if key[0].split()[0] in gone or grown.has_ended()]:
            self._grown.pop(key)[0].end()


def refuse_without_sandbox() -> None:
    """Go on where a sandbox can be had.

    Raises:
        CourseError: where none can, with the reason.
    """
    reason = sandbox.why_not()
    if reason:
        raise CourseError(f"{reason} To mark without a sandbox all the same, add --unsandboxed.")


@lru_cache(maxsize=16)
def _plan(release: str) -> Plan:
    return Plan.of(from_text(release))


def _lay_out(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for name, content in files.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise CourseError(f"A file of the submission has a name that leads out of its folder: {name!r}.")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _hash(text: str, files: Mapping[str, bytes]) -> str:
    whole = hashlib.sha256(text.encode())
    for name in sorted(files):
        whole.update(f"\0{name}\0{len(files[name])}\0".encode() + files[name])
    return whole.hexdigest()[:16]
