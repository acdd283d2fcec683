"""Marking a cohort: look at each submission, run what can be run, record what came out.

The path of a submission: intake (can it be marked at all?), sanitise (nbgrader's first half, one at a time), run (the
engine, several at a time), record (nbgrader's second half, one at a time).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import nbformat

from course.errors import CourseError
from course.grading import nbgrader_run
from course.grading.engine import Job, Outcome
from course.grading.execute import job_of
from course.grading.executors import Executor, Local, together
from course.grading.gradebook import gradebook_of
from course.grading.halves import Record as RecordHalf
from course.grading.halves import Sanitise, recording, waiting
from course.grading.intake import grade_ids, not_a_workshop, what_is_wrong
from course.grading.place import Marked, OnProgress, Place, Step, nothing, refuse_unknown
from course.grading.record import Problem, Record, content_hash, kept_aside


@dataclass
class GradeResult:
    """What a run of marking came to.

    Args:
        assignment: the workshop.
        submissions: what became of each, in order of participants.
        problems: what a tutor has to know; those of earlier runs too where nothing has changed since.
    """

    assignment: str
    submissions: list[Marked] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def count(self, state: str) -> int:
        """How many submissions ended in this state ("marked", "unchanged" or "problem")."""
        return sum(each.state == state for each in self.submissions)


@dataclass(frozen=True)
class _Workshop:
    """What the gradebook says of an assignment."""

    name: str
    notebooks: tuple[str, ...]
    cells: frozenset[str]
    checks: frozenset[str]


def submitted_assignments(cohort: Place) -> list[str]:
    """The workshops of the gradebook for which somebody has submitted something, in order."""
    known = set(_known(cohort))
    return sorted({folder.name for folder in _submission_folders(cohort)} & known)


def grade_cohort(
    cohort: Place,
    assignment: str,
    on_progress: OnProgress = nothing,
    *,
    executor: Executor | None = None,
    force: bool = False,
) -> GradeResult:
    """Mark the submissions of one workshop that are new or changed. submitted/ is read, never written.

    One bad submission does not stop the others, and what was marked before stays: each result is kept as soon as it
    is there, and an earlier one is only replaced by a finished one.

    Args:
        cohort: whose submissions.
        assignment: the workshop.
        on_progress: called after each submission.
        executor: where notebooks are run; in this machine's sandbox, one for each core, unless given.
        force: mark the unchanged ones again too.

    Raises:
        CourseError: when the gradebook does not know the workshop, or the folder's configuration cannot be used.
    """
    names = _known(cohort)
    refuse_unknown(assignment, names, cohort.path)
    marking = _Marking(cohort, _workshop(cohort, assignment))
    result = GradeResult(assignment)
    folders = [folder for folder in _submission_folders(cohort) if folder.name == assignment]
    _forget_withdrawn(marking.record, assignment, folders)
    with ExitStack() as stack:
        stack.enter_context(nbgrader_run.logged_to(_log_file(cohort, assignment)))
        runs = executor if executor is not None else stack.enter_context(Local())
        for number, marked in enumerate(marking.all_of(folders, runs, force=force), start=1):
            result.submissions.append(marked)
            on_progress(Step(number, len(folders), marked.participant))
    result.submissions.sort(key=lambda each: each.participant)
    result.problems = sorted(marking.record.problems.get(assignment, {}).values(), key=lambda each: each.participant)
    result.problems += misplaced(cohort, names)
    return result


def misplaced(cohort: Place, known: list[str] | None = None) -> list[Problem]:
    """Folders in submitted/PARTICIPANT/ that bear no workshop's name, which nbgrader passes over in silence."""
    names = _known(cohort) if known is None else known
    return [
        Problem(folder.parent.name, folder.name, not_a_workshop(folder, names))
        for folder in _submission_folders(cohort)
        if folder.name not in names
    ]


class _Marking:
    """One run of marking: what is common to all its submissions."""

    def __init__(self, cohort: Place, workshop: _Workshop) -> None:
        self.cohort = cohort
        self.workshop = workshop
        self.config = nbgrader_run.configuration(cohort.path)
        self.record = Record.load(cohort.path)

    def all_of(self, folders: list[Path], executor: Executor, *, force: bool) -> Iterator[Marked]:
        """Mark each submission that needs it; they come out in the order in which they are done."""
        queue = deque(folders)
        running: dict[Future[list[Outcome]], tuple[str, str]] = {}
        while queue or running:
            while queue and len(running) < executor.at_once:
                folder = queue.popleft()
                who, hashed = folder.parent.name, content_hash(folder) if folder.is_dir() else ""
                done = self._settled(folder, who, hashed, force=force) or self._prepared(who, hashed)
                if isinstance(done, Marked):
                    yield done
                else:
                    running[together([executor.submit(job) for job in done])] = (who, hashed)
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                yield self._recorded(future, *running.pop(future))

    def _settled(self, folder: Path, who: str, hashed: str, *, force: bool) -> Marked | None:
        """What became of a submission that need not or cannot be run; None when it is to be run."""
        name = self.workshop.name
        done = self.cohort.path / "autograded" / who / name
        known = self.record.hashes.get(name, {}).get(who)
        if not force and known == hashed:
            problem = self.record.problems.get(name, {}).get(who)
            unmarked = problem is not None and not problem.marked
            if done.exists() or unmarked:
                return Marked(who, "problem" if unmarked else "unchanged", problem.says if problem else "")
        if not force and known is None and _marked_elsewhere(folder, done):
            self.record.note(name, who, hashed, _remarks(self.workshop, done, who, []))
            return Marked(who, "unchanged")
        wrong = what_is_wrong(folder, name, self.workshop.notebooks, self.workshop.cells)
        return self._failed(who, hashed, wrong) if wrong else None

    def _prepared(self, who: str, hashed: str) -> Marked | list[Job]:
        """Sanitise a submission; the jobs of running its notebooks."""
        directory = nbgrader_run.course_directory(self.cohort.path, self.config, self.workshop.name, who)
        reason = nbgrader_run.run(Sanitise, directory, self.config)
        if reason is not None:
            return self._failed(who, hashed, _sentence(reason, self.workshop.name, who))
        folder = waiting(self.cohort.path, who, self.workshop.name)
        present = [name for name in self.workshop.notebooks if (folder / f"{name}.ipynb").is_file()]
        return [
            job_of(nbformat.read(folder / f"{name}.ipynb", as_version=4), folder, self.workshop.name, name)
            for name in present
        ]

    def _recorded(self, run: Future[list[Outcome]], who: str, hashed: str) -> Marked:
        """Enter what came of a run into autograded/ and the gradebook."""
        name = self.workshop.name
        made = waiting(self.cohort.path, who, name)
        done = self.cohort.path / "autograded" / who / name
        try:
            outcomes = dict(zip(self.workshop.notebooks, run.result(), strict=False))
        except CourseError:
            raise
        except Exception as failure:  # the engine's own failure with this submission; the others go on
            return self._failed(who, hashed, f"The notebook from {who} could not be run: {failure}")
        directory = nbgrader_run.course_directory(self.cohort.path, self.config, name, who)
        config = recording(self.config, {notebook: outcome.notebook for notebook, outcome in outcomes.items()})
        with kept_aside(done, self.cohort.path):
            done.parent.mkdir(parents=True, exist_ok=True)
            made.replace(done)
            reason = nbgrader_run.run(RecordHalf, directory, config)
        if reason is not None:
            return self._failed(who, hashed, _sentence(reason, name, who))
        problem = _remarks(self.workshop, done, who, [says for each in outcomes.values() for says in each.says])
        self.record.note(name, who, hashed, problem)
        return Marked(who, "marked", problem.says if problem else "")

    def _failed(self, who: str, hashed: str, wrong: str) -> Marked:
        """Note that a submission could not be marked."""
        name = self.workshop.name
        if (self.cohort.path / "autograded" / who / name).exists():
            wrong = f"{wrong.rstrip('.')}. The mark of an earlier submission stands."
        self.record.note(name, who, hashed, Problem(who, name, wrong))
        return Marked(who, "problem", wrong)


def _sentence(reason: str, assignment: str, who: str) -> str:
    log = f"logs/grade-{assignment}.log"
    if "DeadKernelError" in reason or "Kernel died" in reason:
        return (
            f"The notebook from {who} stopped Python itself (too much memory, or a command to quit), so it has no "
            f"mark; look for the cell in the notebook. Details are in {log}."
        )
    if "unresponsive" in reason.lower():
        return f"The notebook from {who} never came to an end and could not be interrupted. Details are in {log}."
    if "ValidationError" in reason:
        return f"The notebook from {who} has a cell whose hidden description is damaged: ask {who} to submit it again."
    return f"nbgrader could not mark the notebook from {who}: {reason[:160].rstrip('.')}. Details are in {log}."


def _remarks(workshop: _Workshop, done: Path, who: str, says: list[str]) -> Problem | None:
    """What a tutor should know of a submission that has its marks: deleted checks, and what the run ran into."""
    present = set().union(*(grade_ids(done / f"{notebook}.ipynb") for notebook in workshop.notebooks))
    gone = sorted(workshop.checks - present)
    sentences = list(dict.fromkeys(f"{who}: {sentence}" for sentence in says))
    if gone:
        cells = "the cell " + gone[0] if len(gone) == 1 else "the cells " + ", ".join(gone)
        sentences.insert(0, f"{who} deleted {cells}, so there is no automatic mark for it: mark it by hand.")
    return Problem(who, workshop.name, " ".join(sentences), marked=True) if sentences else None


def _marked_elsewhere(folder: Path, done: Path) -> bool:
    """Whether nbgrader or Formgrader has marked this very submission: same timestamp on both sides."""
    stamps = [each / "timestamp.txt" for each in (folder, done)]
    if not all(stamp.is_file() for stamp in stamps):
        return False
    return stamps[0].read_bytes() == stamps[1].read_bytes()


def _forget_withdrawn(record: Record, assignment: str, folders: list[Path]) -> None:
    here = {folder.parent.name for folder in folders}
    for who in [who for who in record.problems.get(assignment, {}) if who not in here]:
        del record.problems[assignment][who]


def _submission_folders(cohort: Place) -> list[Path]:
    submitted = cohort.path / "submitted"
    if not submitted.is_dir():
        raise CourseError(f"{submitted} is missing: it holds what the participants submitted; put it back.")
    return sorted(
        folder
        for person in submitted.iterdir()
        if person.is_dir() and not person.name.startswith(".")
        for folder in person.iterdir()
        if not folder.name.startswith(".")
    )


def _log_file(cohort: Place, assignment: str) -> Path:
    file = cohort.path / "logs" / f"grade-{assignment}.log"
    if file.exists() and file.stat().st_size > 5_000_000:
        file.replace(file.with_suffix(".old.log"))
    file.parent.mkdir(exist_ok=True)
    with file.open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(f"---- {datetime.now().astimezone():%Y-%m-%d %H:%M:%S %z}\n")
    return file


def _known(cohort: Place) -> list[str]:
    with gradebook_of(cohort) as gradebook:
        return [each.name for each in gradebook.assignments]


def _workshop(cohort: Place, assignment: str) -> _Workshop:
    with gradebook_of(cohort) as gradebook:
        found = gradebook.find_assignment(assignment)
        notebooks = tuple(sorted(notebook.name for notebook in found.notebooks))
        if not notebooks:
            raise CourseError(
                f"The gradebook of {cohort.path} has no notebook for {assignment}: that workshop was not built when "
                "the cohort was made."
            )
        cells = frozenset(cell.name for notebook in found.notebooks for cell in notebook.source_cells)
        checks = frozenset(cell.name for notebook in found.notebooks for cell in notebook.grade_cells)
    return _Workshop(assignment, notebooks, cells, checks)
