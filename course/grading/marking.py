"""Marking a cohort: look at each submission, run what can be run, record what came out.

What stands behind `grade_cohort` is nbgrader's own Autograde, one submission at a time; only `_mark` knows that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from nbgrader.converters import Autograde
from traitlets.config import Config

from course.errors import CourseError
from course.grading import nbgrader_run
from course.grading.gradebook import gradebook_of
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
    cohort: Place, assignment: str, on_progress: OnProgress = nothing, *, force: bool = False
) -> GradeResult:
    """Mark the submissions of one workshop that are new or changed. submitted/ is read, never written.

    One bad submission does not stop the others, and what was marked before stays: each result is kept as soon as it
    is there, and an earlier one is only replaced by a finished one.

    Args:
        cohort: whose submissions.
        assignment: the workshop.
        on_progress: called after each submission.
        force: mark the unchanged ones again too.

    Raises:
        CourseError: when the gradebook does not know the workshop, or the folder's configuration cannot be used.
    """
    names = _known(cohort)
    refuse_unknown(assignment, names, cohort.path)
    workshop = _workshop(cohort, assignment)
    config = nbgrader_run.configuration(cohort.path)
    record = Record.load(cohort.path)
    result = GradeResult(assignment)
    folders = [folder for folder in _submission_folders(cohort) if folder.name == assignment]
    _forget_withdrawn(record, assignment, folders)
    with nbgrader_run.logged_to(_log_file(cohort, assignment)):
        for number, folder in enumerate(folders, start=1):
            marked = _one(cohort, workshop, folder, config, record, force=force)
            result.submissions.append(marked)
            on_progress(Step(number, len(folders), marked.participant))
    result.problems = sorted(record.problems.get(assignment, {}).values(), key=lambda each: each.participant)
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


def _one(cohort: Place, workshop: _Workshop, folder: Path, config: Config, record: Record, *, force: bool) -> Marked:
    who, name = folder.parent.name, workshop.name
    done = cohort.path / "autograded" / who / name
    hashed = content_hash(folder) if folder.is_dir() else ""
    known = record.hashes.get(name, {}).get(who)
    if not force and known == hashed:
        problem = record.problems.get(name, {}).get(who)
        if done.exists() or (problem is not None and not problem.marked):
            return Marked(
                who, "problem" if problem and not problem.marked else "unchanged", problem.says if problem else ""
            )
    if not force and known is None and _marked_elsewhere(folder, done):
        record.note(name, who, hashed, _deleted_checks(workshop, done, who))
        return Marked(who, "unchanged")
    wrong = what_is_wrong(folder, name, workshop.notebooks, workshop.cells) or _mark(cohort, workshop, who, config)
    if wrong:
        if done.exists():
            wrong = f"{wrong.rstrip('.')}. The mark of an earlier submission stands."
        record.note(name, who, hashed, Problem(who, name, wrong))
        return Marked(who, "problem", wrong)
    deleted = _deleted_checks(workshop, done, who)
    record.note(name, who, hashed, deleted)
    return Marked(who, "marked", deleted.says if deleted else "")


def _mark(cohort: Place, workshop: _Workshop, who: str, config: Config) -> str | None:
    """Mark one submission that has been looked at; the reason as a sentence when it could not be done."""
    directory = nbgrader_run.course_directory(cohort.path, config, workshop.name, who)
    with kept_aside(cohort.path / "autograded" / who / workshop.name, cohort.path):
        reason = nbgrader_run.run(Autograde, directory, config)
    return None if reason is None else _sentence(reason, workshop.name, who)


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


def _deleted_checks(workshop: _Workshop, done: Path, who: str) -> Problem | None:
    present = set().union(*(grade_ids(done / f"{notebook}.ipynb") for notebook in workshop.notebooks))
    gone = sorted(workshop.checks - present)
    if not gone:
        return None
    cells = "the cell " + gone[0] if len(gone) == 1 else "the cells " + ", ".join(gone)
    return Problem(
        who,
        workshop.name,
        f"{who} deleted {cells}, so there is no automatic mark for it: mark it by hand.",
        marked=True,
    )


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
