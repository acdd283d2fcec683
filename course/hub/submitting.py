"""Handing in and collecting, as plugins of nbgrader's exchange (`c.ExchangeFactory.submit` and `.collect`).

Everything is nbgrader's own; what is added is said before, and noted after.
"""

from __future__ import annotations

import pwd
import re
import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeCollect, ExchangeSubmit

from course.errors import CourseError
from course.grading.intake.reading import Cell, Notebook, UnreadableError, parse
from course.grading.intake.reception import receive
from course.hub.receipts import Receipt, fingerprint, write_receipt

_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)


class NotHandedInError(ExchangeError):
    """Something was not handed in; the message is for the person who tried."""


class Submit(ExchangeSubmit):
    """Handing in: refuses what could not be marked, and leaves a receipt."""

    def init_dest(self) -> None:
        """Find where it goes; a hub whose exchange is not ready says so in a sentence."""
        try:
            super().init_dest()
        except ExchangeError as problem:
            raise NotHandedInError(
                f"Your work was not handed in, because the hub is not ready to take it. It is kept as it is; tell your "
                f"tutor: {problem}"
            ) from None

    def init_release(self) -> None:
        """Find the workshop as it was given out."""
        try:
            super().init_release()
        except ExchangeError:
            raise NotHandedInError(
                f"Your work was not handed in, because {self.workshop} is not open at the moment. It is kept as it "
                "is; ask your tutor."
            ) from None

    @property
    def workshop(self) -> str:
        """The name of the workshop."""
        return str(self.coursedir.assignment_id)

    def check_filename_diff(self) -> None:
        """Refuse a submission in which a notebook is missing, renamed or damaged.

        Raises:
            NotHandedInError: with what to do about it.
        """
        own, released = Path(self.src_path), Path(self.release_path)
        for wanted in sorted(path.name for path in released.glob("*.ipynb")):
            if not (own / wanted).is_file():
                raise NotHandedInError(self._not_found(wanted, own, released))
            try:
                parse((own / wanted).read_bytes())
            except UnreadableError as why:
                raise NotHandedInError(
                    f"Your work was not handed in, because {wanted} {why}. "
                    f"Rename your folder {self.workshop} (right click, Rename), fetch the week again, and copy your "
                    "answers over; or ask your tutor, who can often mend it. What you handed in before still counts."
                ) from None

    def _not_found(self, wanted: str, own: Path, released: Path) -> str:
        begin = f"Your work was not handed in, because {wanted} is not in your folder {self.workshop}."
        others = sorted(path.name for path in own.glob("*.ipynb") if not (released / path.name).exists())
        if len(others) == 1:
            return (
                f"{begin} Is “{others[0]}” your work? Then rename it to {wanted} (right click, Rename), and press "
                "Submit again. Nothing is lost."
            )
        if others:
            return (
                f"{begin} Rename the notebook with your work to {wanted} (right click, Rename), and press Submit again."
            )
        return (
            f"{begin} If you moved it, move it back. If you deleted it, rename the folder {self.workshop} "
            "(right click, Rename), fetch the week again, and start afresh."
        )

    def copy_files(self) -> None:
        """Hand in, keep it from everybody but the tutors, and write the receipt.

        Raises:
            NotHandedInError: when the folder is too big, or it could not be handed in whole.
        """
        try:
            super().copy_files()
        except RuntimeError as problem:  # nbgrader says so of a folder that is too big
            if "too big" not in str(problem):
                raise
            raise NotHandedInError(
                f"Your work was not handed in, because your folder {self.workshop} holds too much. Move large files "
                "of your own out of it, and press Submit again."
            ) from None
        place = Path(self.inbound_path, self.assignment_filename)
        if self.coursedir.groupshared:
            # The folder belongs to the tutors' group, because of where it lies.
            place.chmod(0o770)
        where = Path(self.assignment_dir).absolute() / "receipts" / self.workshop
        try:
            write_receipt(where, self._receipt(place))
        except OSError as problem:  # it is handed in all the same
            self.log.error("No receipt could be written: %s", problem)

    def _receipt(self, place: Path) -> Receipt:
        title = ""
        blank: list[str] = []
        gone: list[str] = []
        prints: dict[str, str] = {}
        questions = 0
        for released in sorted(Path(self.release_path).glob("*.ipynb")):
            handed_in = place / released.name
            prints[released.name] = fingerprint(handed_in)
            given, done = (parse(path.read_bytes()).notebook for path in (released, handed_in))
            before, after, under = known_cells(given), known_cells(done), headings(given)
            title = title or under.get("", "")
            asked = [name for name, cell in before.items() if cell["metadata"]["nbgrader"]["solution"]]
            questions += len(asked)
            same = [name for name in asked if name in after and after[name]["source"] == before[name]["source"]]
            blank += [under.get(name, name) for name in same]
            gone += [name for name in before if name not in after]
        moment = str(self.timestamp)
        return Receipt(self.workshop, title or self.workshop, moment, prints, questions, tuple(blank), tuple(gone))


class Collect(ExchangeCollect):
    """Collecting, from a folder into which every participant can put anything.

    What is collected belongs to the unix user who put it there, whatever name it bears; links in it are not followed,
    for they would be followed with the tutor's rights; and what cannot be collected does not keep the rest back.
    """

    src_records: list[dict[str, Any]]

    def _path_to_record(self, path: str) -> dict[str, Any]:
        try:
            record: dict[str, Any] = super()._path_to_record(path)
        except (ExchangeError, ValueError, OverflowError):
            record = {"username": "", "filename": Path(path).name, "timestamp": datetime.min}
        if self.check_owner:
            owner = owner_of(Path(path))
            if owner and owner != record["username"]:
                self.log.warning("%s was put there by %s, and counts as theirs", path, owner)
                record["username"] = owner
        return record

    def init_src(self) -> None:
        """Choose what to collect: the newest of each person, if it is a folder at all."""
        super().init_src()
        usable = []
        for record in self.src_records:
            place = Path(self.inbound_path, record["filename"])
            if record["username"] and place.is_dir() and not place.is_symlink():
                usable.append(record)
            else:
                self.log.error("%s is not a submission, and was passed over", place)
        self.src_records = usable

    def copy_files(self) -> None:
        """Collect one after the other; one that cannot be copied is reported, and the others are collected."""
        for record in list(self.src_records):
            self.src_records = [record]
            try:
                super().copy_files()
            except (OSError, shutil.Error, RuntimeError) as problem:
                self.log.error("%s could not be collected: %s", record["filename"], problem)

    def do_copy(self, src: str, dest: str, log: object = None) -> None:
        """Copy a submission without its links."""
        with tempfile.TemporaryDirectory(prefix="ldt-collect-") as own:
            plain = Path(own, "submission")
            shutil.copytree(src, plain, symlinks=True)
            for path in plain.rglob("*"):
                if path.is_symlink():
                    self.log.error("%s is a link in a submission, and was left out", path.name)
                    path.unlink()
            super().do_copy(str(plain), dest)
            self._tell(Path(dest), Path(own, "seen"))

    def _tell(self, submitted: Path, to: Path) -> None:
        """Say at once what Formgrader will not be able to mark: whoever put it there went round `Submit`."""
        who = submitted.parent.name
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                names = [each.name for each in gradebook.find_assignment(submitted.name).notebooks]
            except MissingEntry:
                return
        try:
            refused = receive(submitted, to, names).refused
        except CourseError:  # of the course's own folder, and said when it is marked
            return
        missing = [f"{name}.ipynb" for name in names if not (submitted / f"{name}.ipynb").exists()]
        if refused:
            self.log.error(refused)
        elif missing:
            self.log.error(
                f"{who} handed in no {missing[0]} but a notebook of another name. Formgrader does not find it; "
                "`ldt grade` does."
            )


def owner_of(path: Path) -> str | None:
    """The name of the unix user to whom a file belongs; None when the machine has no name for that user."""
    try:
        return pwd.getpwuid(path.lstat().st_uid).pw_name
    except (KeyError, OSError):
        return None


def known_cells(notebook: Notebook) -> dict[str, Cell]:
    """The cells that nbgrader knows, by grade_id; the first of each."""
    found: dict[str, Cell] = {}
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader")
        if isinstance(about, dict) and isinstance(about.get("grade_id"), str):
            found.setdefault(about["grade_id"], cell)
    return found


def headings(notebook: Notebook) -> dict[str, str]:
    """What stands over each cell that nbgrader knows: grade_id -> the last heading before it, in plain words.

    The notebook's own title is the first, under "".
    """
    found: dict[str, str] = {}
    last = ""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            for line in _HEADING.findall(cell["source"]):
                last = re.sub(r"<[^>]*>|[*_`]", "", line).strip()
                found.setdefault("", last)
        about = cell["metadata"].get("nbgrader")
        if isinstance(about, dict) and isinstance(about.get("grade_id"), str):
            found.setdefault(about["grade_id"], last)
    return found
