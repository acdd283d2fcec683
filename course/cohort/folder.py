"""A cohort's folder: its submissions, its gradebook, and `cohort.yaml`, which says who is in it."""

from __future__ import annotations

import difflib
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from course import checkout, syllabus
from course.cohort import database
from course.cohort.database import sqlite_url
from course.cohort.guard import refuse_git
from course.errors import CourseError
from course.grading.gradebook import gradebook_of, see_what_others_enter

FILE = "cohort.yaml"
MadeBy = Literal["ldt cohort new", "ldt demo"]
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
_GLOB = re.compile(r"[\[\]*?{}]")

_CONFIG = '''\
"""How nbgrader runs this cohort: as the course says, on this folder's submissions and gradebook."""

from pathlib import Path

from course.cohort.folder import nbgrader_settings

_HERE = Path(__file__).resolve().parent
_SETTINGS = nbgrader_settings(_HERE)

load_subconfig(_SETTINGS.pop("course_config"))  # noqa: F821 - nbgrader puts this name here
for _name, _value in _SETTINGS.items():
    get_config().CourseDirectory[_name] = _value  # noqa: F821
'''

_HEAD = """\
# A cohort of the course. Add a participant by adding a line to `participants`; the id is the name of the person's
# folder in submitted/.
"""


class Participant(BaseModel):
    """Somebody enrolled in a cohort.

    Attributes:
        id: the name of the person's folder in submitted/, and nbgrader's student id.
        first_name: may be empty.
        last_name: may be empty.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@-]*$", max_length=128)]
    # As long as nbgrader's tables have them; SQLite takes longer ones, a database server does not.
    first_name: Annotated[str, Field(max_length=128)] = ""
    last_name: Annotated[str, Field(max_length=128)] = ""

    @property
    def name(self) -> str:
        """First and last name, or the id of somebody who gave none."""
        return f"{self.first_name} {self.last_name}".strip() or self.id


class Simulation(BaseModel):
    """How a simulated cohort was made; its presence says that nobody in it is real."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: int
    participants: int
    note: str = "Simulated: every name and every answer in this cohort is made up."


class _Contents(BaseModel):
    """What cohort.yaml holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    start: date
    made_by: MadeBy = "ldt cohort new"
    gradebook: str | None = None
    simulated: Simulation | None = None
    participants: tuple[Participant, ...] = ()


@dataclass(frozen=True)
class Cohort:
    """A cohort.

    Args:
        path: its folder.
        name: for reports.
        start: its first day.
        participants: everybody enrolled, in order of ids.
        made_by: which verb made the folder.
        gradebook: a database's address when it is not the folder's own gradebook.db.
        simulated: how the people were made up, when they were.
    """

    path: Path
    name: str
    start: date
    participants: tuple[Participant, ...] = field(default=())
    made_by: MadeBy = "ldt cohort new"
    gradebook: str | None = None
    simulated: Simulation | None = None

    @classmethod
    def open(cls, path: Path) -> Cohort:
        """Read a cohort's folder.

        Raises:
            CourseError: when there is none, it lies in git's view, cohort.yaml has a mistake, or the gradebook is gone.
        """
        folder = path.expanduser().absolute()
        if not folder.is_dir():
            what = "is a file, not a folder" if folder.exists() else "does not exist"
            raise CourseError(
                f"The cohort's folder {folder} {what}; check the spelling, or make it with `ldt cohort new`."
            )
        refuse_git(folder)
        read = _read(folder)
        cohort = cls(folder, read.name, read.start, read.participants, read.made_by, read.gradebook, read.simulated)
        if cohort.gradebook is None and not (folder / "gradebook.db").is_file():
            raise CourseError(
                f"{folder / 'gradebook.db'} is missing; put it back from a copy, or make the cohort anew."
            )
        return cohort

    @property
    def gradebook_url(self) -> str:
        """Where the gradebook is, as SQLAlchemy writes it."""
        return database.reachable(self.gradebook) if self.gradebook else sqlite_url(self.path / "gradebook.db")

    @property
    def participant_ids(self) -> tuple[str, ...]:
        """Everybody's id."""
        return tuple(each.id for each in self.participants)

    def save(self) -> None:
        """Write cohort.yaml."""
        contents: dict[str, Any] = {"name": self.name, "start": self.start, "made_by": self.made_by}
        if self.gradebook:
            contents["gradebook"] = self.gradebook
        if self.simulated:
            contents["simulated"] = self.simulated.model_dump()
        contents["participants"] = [each.model_dump(exclude_defaults=True) for each in self.participants]
        text = _HEAD + yaml.safe_dump(contents, sort_keys=False, allow_unicode=True, width=120)
        (self.path / FILE).write_text(text, encoding="utf-8", newline="\n")

    def enrol(self) -> None:
        """Bring the gradebook's list of people up to date with cohort.yaml; nobody is taken out."""
        with gradebook_of(self) as gradebook:
            for each in self.participants:
                # Formgrader shows people as "last name, first name"; whoever has neither is shown by the id.
                last = each.last_name or ("" if each.first_name else each.id)
                gradebook.update_or_create_student(each.id, first_name=each.first_name, last_name=last)

    def with_people(self, participants: tuple[Participant, ...], simulated: Simulation | None) -> Cohort:
        """The same cohort with other people in it."""
        return replace(self, participants=participants, simulated=simulated)


def maker_of(folder: Path) -> MadeBy:
    """Which verb made a cohort's folder, even when other things in it are broken.

    Raises:
        CourseError: when it is no cohort's folder, lies in git's view, or cohort.yaml has a mistake.
    """
    refuse_git(folder)
    return _read(folder).made_by


def nbgrader_settings(folder: Path) -> dict[str, str]:
    """What a cohort's nbgrader_config.py adds to the course's own: the options of CourseDirectory, by name.

    The folder's `course_config` is the path of the course's own configuration.
    """
    see_what_others_enter()  # Formgrader reads this file too
    course = checkout.root()
    try:
        # Relative, because nbgrader builds regular expressions from these and trips over a drive letter.
        source, release = (Path(os.path.relpath(course / each, folder)).as_posix() for each in ("source", "release"))
    except ValueError:  # another drive on Windows
        source, release = str(course / "source"), str(course / "release")
    return {
        "course_config": str(course / "nbgrader_config.py"),
        "root": str(folder),
        "source_directory": source,
        "release_directory": release,
        "db_url": Cohort.open(folder).gradebook_url,
    }


def new_cohort(
    name: str,
    at: Path,
    start: date | None = None,
    gradebook: str | None = None,
    made_by: MadeBy = "ldt cohort new",
) -> Cohort:
    """Make a cohort's folder: empty submitted/, autograded/ and feedback/, and a gradebook with its due dates.

    Args:
        name: letters, digits, hyphens and underscores ("salford-2027-01").
        at: the folder to make; it may exist if it is empty.
        start: the first day; the next Monday unless given.
        gradebook: address of a database to use instead of a gradebook.db in the folder; it must hold no people yet.
        made_by: which verb asked for it.

    Raises:
        CourseError: when the name or the folder cannot be used, or the course has no seed gradebook. Nothing is left
            behind then, and nothing is ever overwritten.
    """
    if not _NAME.fullmatch(name):
        raise CourseError(
            f"“{name}” cannot be a cohort's name: use letters without accents, digits, hyphens and underscores, "
            "such as salford-2027-01."
        )
    folder = at.expanduser().absolute()
    _refuse_place(folder)
    if gradebook is not None:
        gradebook = database.address(gradebook, "--gradebook")
    seed = checkout.root() / "gradebook.db"
    if not seed.is_file():
        raise CourseError(f"{seed} is missing, and a cohort's gradebook is a copy of it; run `ldt build` first.")
    cohort = Cohort(folder, name, start or _next_monday(), (), made_by, gradebook)
    partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for each in ("submitted", "autograded", "feedback"):
            (partial / each).mkdir()
        (partial / "nbgrader_config.py").write_text(_CONFIG, encoding="utf-8", newline="\n")
        replace(cohort, path=partial).save()
        if gradebook is None:
            shutil.copyfile(seed, partial / "gradebook.db")
        else:
            database.copy(sqlite_url(seed), replace(cohort, path=partial).gradebook_url)
        _move_due_dates(replace(cohort, path=partial))
        partial.chmod(0o755)
        if folder.exists():
            folder.rmdir()  # empty, as looked at above; fails if something has come in since
        partial.rename(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return cohort


def move_gradebook(cohort: Cohort, to: str | None) -> tuple[Cohort, Path | None]:
    """Move a cohort's gradebook into another database, with all it holds.

    Nobody may be marking meanwhile. The old one is never deleted: a file is renamed, a database stays as it is.

    Args:
        cohort: whose gradebook.
        to: the address of an empty database; None for gradebook.db in the cohort's folder.

    Returns:
        (the cohort as it is now, the old gradebook's file under its new name if it was a file of the folder's).

    Raises:
        CourseError: when it is there already, one of the two cannot be used, or the new one is not empty. The gradebook
            is where it was then.
    """
    kept = None if to is None else database.address(to, "--move-to")
    if kept == cohort.gradebook:
        raise CourseError(f"The gradebook of {cohort.path} is there already; nothing was moved.")
    own = cohort.path / "gradebook.db"
    moved = replace(cohort, gradebook=kept)
    if kept is not None:
        database.copy(cohort.gradebook_url, moved.gradebook_url, alone=True)
    elif own.exists():
        raise CourseError(f"{own} exists, and nothing in it will be overwritten; rename it first.")
    else:
        database.back_up(cohort.gradebook_url, own, alone=True)
    moved.save()
    return moved, database.set_aside(own) if cohort.gradebook is None else None


def _refuse_place(folder: Path) -> None:
    if _GLOB.search(str(folder)):
        raise CourseError(
            f"{folder} has one of the characters [ ] * ? {{ }} in it, which nbgrader cannot handle; choose another."
        )
    if not folder.parent.is_dir():
        raise CourseError(f"{folder.parent} does not exist, so {folder.name} cannot be made in it; make it first.")
    refuse_git(folder)
    if folder.exists() and not folder.is_dir():
        raise CourseError(f"{folder} is a file; give a folder that does not exist yet.")
    if folder.exists() and any(folder.iterdir()):
        raise CourseError(f"{folder} is not empty, and nothing in it will be overwritten; choose another folder.")


def _next_monday() -> date:
    today = datetime.now(tz=UTC).date()
    return today + timedelta(days=-today.weekday() % 7)


def _move_due_dates(cohort: Cohort) -> None:
    due: Mapping[str, datetime] = syllabus.load().due_dates(cohort.start)
    with gradebook_of(cohort) as gradebook:
        for assignment in gradebook.assignments:
            if assignment.name in due:
                when = due[assignment.name]
                # nbgrader keeps times in UTC without saying so.
                assignment.duedate = when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when
        gradebook.db.commit()


def _read(folder: Path) -> _Contents:
    file = folder / FILE
    if not file.is_file():
        raise CourseError(f"{folder} is not a cohort's folder: it has no {FILE}; `ldt cohort new` makes one.")
    try:
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError) as problem:  # a ValueError is a date that no calendar has, or bytes
        mark = getattr(problem, "problem_mark", None)
        line = f" in line {mark.line + 1}" if mark else ""
        what = getattr(problem, "problem", None) or str(problem)
        raise CourseError(f"{file} cannot be read{line}: {what}; mend it there.") from None
    if not isinstance(data, dict):
        raise CourseError(
            f"{file} should hold lines such as `name: salford-2027-01`; mend it, or put it back from a copy."
        )
    try:
        contents = _Contents.model_validate(data)
    except ValidationError as refused:
        raise CourseError(f"{file}: {_explain(refused)}") from None
    ids = [each.id for each in contents.participants]
    twice = sorted({each for each in ids if ids.count(each) > 1})
    if twice:
        raise CourseError(f"{file}: participants lists the id {twice[0]} twice; give each person an id of their own.")
    if contents.gradebook is not None:
        kept = database.address(contents.gradebook, f"gradebook in {file}")
        contents = contents.model_copy(update={"gradebook": kept})
    return contents


def _explain(refused: ValidationError) -> str:
    """The first mistake as a sentence, with the key it is about."""
    error = refused.errors()[0]
    place = error["loc"]
    key = ".".join(f"{part + 1}" if isinstance(part, int) else part for part in place)
    if error["type"] == "extra_forbidden":
        wrong = str(place[-1])
        known = [*_Contents.model_fields, *Participant.model_fields, *Simulation.model_fields]
        close = difflib.get_close_matches(wrong, known, n=1)
        hint = f"did you mean “{close[0]}”?" if close else "take it out."
        return f"“{key}” is not a key it knows; {hint}"
    if error["type"] == "missing":
        return f"“{key}” is missing; add it."
    return f"“{key}” cannot be {error['input']!r} ({error['msg'][0].lower()}{error['msg'][1:]}); mend it."
