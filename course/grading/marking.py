"""Marking a cohort: look at each submission, run what can be run, record what came out.

The path of a submission: intake (looked at, and mended on a copy), sanitise (nbgrader's steps before the run, one at a
time), run (the engine, several at a time), record (nbgrader's steps after it, one at a time).
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from shutil import rmtree

import nbformat
import traitlets.log

from course import checkout
from course.errors import CourseError
from course.grading import nbgrader_run
from course.grading.engine import Job, Outcome
from course.grading.execute import job_of
from course.grading.execution.attempt import LostError
from course.grading.execution.channel import BrokenChannelError
from course.grading.execution.plan import grade_id
from course.grading.executors import Executor, Local, together
from course.grading.gradebook import gradebook_of
from course.grading.intake.files import fingerprint
from course.grading.intake.reading import grade_ids
from course.grading.intake.reception import not_a_workshop, receive
from course.grading.intake.saying import printable
from course.grading.place import Marked, OnProgress, Place, Step, nothing, refuse_unknown
from course.grading.record import OWN_FOLDER, Problem, Record, alone, kept_aside
from course.grading.run_page import page_file, write_page
from course.grading.steps import TIMESTAMP, Steps, keep


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
    checks: frozenset[str]
    version: str


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
        CourseError: when the gradebook does not know the workshop, the folder's configuration cannot be used, or
            somebody else marks this cohort now.
    """
    names = _known(cohort)
    refuse_unknown(assignment, names, cohort.path)
    folders = [folder for folder in _submission_folders(cohort) if folder.name == assignment]
    result = GradeResult(assignment)
    with ExitStack() as stack:
        stack.enter_context(alone(cohort.path))
        marking = _Marking(cohort, _workshop(cohort, assignment))
        _forget_withdrawn(marking.record, assignment, folders)
        stack.enter_context(nbgrader_run.logged_to(_log_file(cohort, assignment)))
        runs = executor if executor is not None else stack.enter_context(Local())
        stack.callback(marking.steps.ledger.close)
        for number, marked in enumerate(marking.all_of(folders, runs, force=force), start=1):
            result.submissions.append(marked)
            on_progress(Step(number, len(folders), marked.participant, marked.state, marked.says))
        marking.record.save()
    result.submissions.sort(key=lambda each: each.participant)
    result.problems = sorted(marking.record.problems.get(assignment, {}).values(), key=lambda each: each.participant)
    result.problems += misplaced(cohort, names)
    return result


def misplaced(cohort: Place, known: list[str] | None = None) -> list[Problem]:
    """Folders in submitted/PARTICIPANT/ that bear no workshop's name, which nbgrader passes over in silence."""
    names = _known(cohort) if known is None else known
    return [
        Problem(printable(folder.parent.name), printable(folder.name), not_a_workshop(folder, names))
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
        self.steps = Steps(self.config, cohort.gradebook_url, workshop.name)
        self.mended: dict[str, tuple[str, ...]] = {}
        self.files: dict[str, dict[str, bytes]] = {}

    def all_of(self, folders: list[Path], executor: Executor, *, force: bool) -> Iterator[Marked]:
        """Mark each submission that needs it; they come out in the order in which they are done."""
        queue = deque(folders)
        running: dict[Future[list[Outcome]], tuple[str, str]] = {}
        while queue or running:
            while queue and len(running) < executor.at_once:
                folder = queue.popleft()
                who, hashed = printable(folder.parent.name), self._key(folder)
                done = self._settled(folder, who, hashed, force=force) or self._prepared(who, hashed)
                if isinstance(done, Marked):
                    yield done
                else:
                    running[together([executor.submit(job) for job in done])] = (who, hashed)
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                yield self._recorded(future, *running.pop(future))

    def _key(self, folder: Path) -> str:
        """What a mark depends on, as one hash: the submission, the workshop with its hidden tests, and our own code."""
        return hashlib.sha256(f"{fingerprint(folder)} {self.workshop.version}".encode()).hexdigest()

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
            present = set().union(*(grade_ids(done / f"{notebook}.ipynb") for notebook in self.workshop.notebooks))
            self.record.note(name, who, hashed, _remarks(self.workshop, present, who, []))
            return Marked(who, "unchanged")
        door = receive(folder, received(self.cohort.path, who, name), self.workshop.notebooks)
        self.mended[who] = door.says
        return self._failed(who, hashed, door.refused) if door.refused else None

    def _prepared(self, who: str, hashed: str) -> Marked | list[Job]:
        """Enter a submission that intake has let through, and sanitise it; the jobs of running its notebooks."""
        folder = received(self.cohort.path, who, self.workshop.name)
        try:
            stamp = folder / TIMESTAMP
            self.steps.enter(who, stamp.read_text(encoding="utf-8") if stamp.is_file() else None)
            jobs = []
            for name in self.workshop.notebooks:
                notebook = nbformat.read(folder / f"{name}.ipynb", as_version=4)
                jobs.append(job_of(self.steps.sanitise(notebook, name, who), folder, self.workshop.name, name))
        except CourseError:
            raise
        except Exception as problem:
            return self._stopped(who, hashed, problem)
        finally:
            # It may hold the firm's own figures, and everything in it can be made again.
            rmtree(folder, ignore_errors=True)
        self.files[who] = {**jobs[0].files, **jobs[0].setting}
        return jobs

    def _recorded(self, run: Future[list[Outcome]], who: str, hashed: str) -> Marked:
        """Enter what came of a run into autograded/ and the gradebook."""
        name = self.workshop.name
        made = self.cohort.path / OWN_FOLDER / "made" / who / name
        done = self.cohort.path / "autograded" / who / name
        try:
            outcomes = dict(zip(self.workshop.notebooks, run.result(), strict=True))
            kept = {each: self.steps.record(ran.notebook, each, who) for each, ran in outcomes.items()}
            rmtree(made, ignore_errors=True)
            keep(made, kept, self.files.pop(who))
        except (CourseError, OSError):
            raise
        except Exception as problem:  # this submission's own trouble; the others go on
            return self._stopped(who, hashed, problem)
        with kept_aside(done, self.cohort.path):
            done.parent.mkdir(parents=True, exist_ok=True)
            made.replace(done)
        mended = self.mended.pop(who, ())
        present = {found for notebook in kept.values() for cell in notebook.cells if (found := grade_id(cell))}
        ran = [says for each in outcomes.values() for says in each.says]
        remark = _remarks(self.workshop, present, who, ran, mended)
        page = page_file(self.cohort.path, who, name)
        write_page(page, who, name, mended, {each: (kept[each], outcomes[each]) for each in outcomes})
        self.record.note(name, who, hashed, remark)
        traitlets.log.get_logger().info("Recorded %s of %s", name, who)
        return Marked(who, "marked", remark.says if remark else "")

    def _stopped(self, who: str, hashed: str, problem: Exception) -> Marked:
        """A submission with which nbgrader or the engine came to grief."""
        traitlets.log.get_logger().error("%s of %s", self.workshop.name, who, exc_info=problem)
        # What the machine did is not the submission's fault: the next run tries again.
        ours = isinstance(problem, (LostError, BrokenChannelError))
        return self._failed(who, None if ours else hashed, _sentence(problem, self.workshop.name, who))

    def _failed(self, who: str, hashed: str | None, wrong: str) -> Marked:
        """Note that a submission could not be marked."""
        name = self.workshop.name
        if (self.cohort.path / "autograded" / who / name).exists():
            wrong = f"{wrong.rstrip('.')}. The mark of an earlier submission stands."
        self.record.note(name, who, hashed, Problem(who, name, wrong))
        return Marked(who, "problem", wrong)


def _sentence(problem: Exception, assignment: str, who: str) -> str:
    lines = str(problem).strip().splitlines() or [type(problem).__name__]
    return (
        f"The notebook from {who} could not be marked: {lines[0][:160].rstrip('.')}. "
        f"Details are in logs/grade-{assignment}.log."
    )


def _remarks(
    workshop: _Workshop, present: set[str], who: str, says: list[str], mended: Sequence[str] = ()
) -> Problem | None:
    """What a tutor should know of a submission that has its marks: what was mended, and what the run ran into."""
    gone = sorted(workshop.checks - present)
    sentences = [*mended, *dict.fromkeys(f"{who}: {sentence}" for sentence in says)]
    if gone:  # marked by nbgrader itself
        cells = "the cell " + gone[0] if len(gone) == 1 else "the cells " + ", ".join(gone)
        sentences.insert(0, f"{who} deleted {cells}, so there is no automatic mark for it: mark it by hand.")
    return Problem(who, workshop.name, " ".join(sentences), marked=True) if sentences else None


def received(folder: Path, participant: str, assignment: str) -> Path:
    """Where the copy of a participant's submission waits that intake has mended."""
    return folder / OWN_FOLDER / "intake" / participant / assignment


def _marked_elsewhere(folder: Path, done: Path) -> bool:
    """Whether nbgrader or Formgrader has marked this very submission: same timestamp on both sides."""
    stamps = [each / "timestamp.txt" for each in (folder, done)]
    if not all(stamp.is_file() and not stamp.is_symlink() and stamp.stat().st_size < 1000 for stamp in stamps):
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
        checks = frozenset(cell.name for notebook in found.notebooks for cell in notebook.grade_cells)
        cells = sorted((cell.name, cell.source or "") for notebook in found.notebooks for cell in notebook.source_cells)
    return _Workshop(assignment, notebooks, checks, _version(assignment, repr(cells)))


def _version(assignment: str, cells: str) -> str:
    """A hash of all that marks depend on besides the submission: the release, hidden tests, checks and this engine."""
    package = Path(__file__).resolve().parent.parent
    rooms = ("methods", "cases", "checks", "grading")
    code = [path for room in rooms for path in (package / room).rglob("*.py")]
    release = [path for path in (checkout.root() / "release" / assignment).rglob("*") if path.is_file()]
    whole = hashlib.sha256(cells.encode())
    for path in sorted(code) + sorted(release):
        whole.update(f"\0{path.name}\0".encode() + path.read_bytes())
    return whole.hexdigest()
