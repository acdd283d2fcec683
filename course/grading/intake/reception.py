"""Where a submission is received: looked at, mended on a copy, or refused with a sentence."""

from __future__ import annotations

import codecs
import json
import re
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from nbgrader.utils import parse_utc
from traitlets.log import get_logger

from course.grading.intake import files
from course.grading.intake.choosing import Candidate, Search
from course.grading.intake.files import File, Listing
from course.grading.intake.mending import is_intact, mend
from course.grading.intake.release import Release, released
from course.grading.intake.saying import listed, megabytes, plain
from course.grading.place import nearest

_TIMESTAMP = "timestamp.txt"
_OURS = (_TIMESTAMP, "submission_secret.txt")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]*")


@dataclass(frozen=True)
class Received:
    """What became of a submission at the door.

    Args:
        says: what was mended, left out or got over, a sentence each.
        refused: why it cannot be marked, one sentence; None when it can.
    """

    says: tuple[str, ...] = ()
    refused: str | None = None


class _RefusedError(Exception):
    """A submission cannot be marked; the text is the sentence."""


def receive(folder: Path, to: Path, notebooks: Collection[str]) -> Received:
    """Look at a submission, and put a copy of it that nbgrader can mark into another folder.

    Args:
        folder: submitted/PARTICIPANT/ASSIGNMENT; read, never written, and never through a link.
        to: where the copy goes; what is there is removed first. Not there after a refusal.
        notebooks: names of the workshop's notebooks, without .ipynb.

    Raises:
        CourseError: when the workshop's release is not in the checkout; that is not the participant's doing.
    """
    releases = {name: released(folder.name, name) for name in notebooks}
    try:
        if to.exists():
            shutil.rmtree(to)
        return Received(tuple(_Desk(folder, to).receive(releases)))
    except _RefusedError as reason:
        refused = str(reason)
    except Exception as problem:  # whatever is wrong with this one, the others go on
        get_logger().exception("%s could not be received", folder)
        refused = f"The submission from {plain(folder.parent.name)} could not be read ({type(problem).__name__})."
    shutil.rmtree(to, ignore_errors=True)
    return Received(refused=refused)


def not_a_workshop(folder: Path, known: Collection[str]) -> str:
    """What to say of a folder in submitted/PARTICIPANT/ that bears no workshop's name."""
    return (
        f"submitted/{plain(folder.parent.name)}/{plain(folder.name)} is not the name of a workshop, so nothing in it "
        f"was marked: {nearest(folder.name, known)}"
    )


class _Desk:
    """One submission being received.

    Args:
        folder: where it is.
        to: where its copy goes.
    """

    def __init__(self, folder: Path, to: Path) -> None:
        self.folder, self.to = folder, to
        self.who = plain(folder.parent.name)
        self.where = f"submitted/{self.who}/{folder.name}"

    def receive(self, releases: dict[str, Release]) -> list[str]:
        """Copy and mend; what to say of it."""
        self._refuse_impossible()
        found = files.listing(self.folder)
        own = [file for file in found.files if file.name not in _OURS]
        self._refuse_hopeless(found, own, releases)
        stamp = self._timestamp(found)
        says: list[str] = []
        notebooks: dict[str, bytes] = {}
        for name, release in releases.items():
            search = Search(self.who, self.where, name, release)
            chosen = search.among(own, [other for other in releases if other != name])
            if chosen.candidate is None:
                raise _RefusedError(chosen.says[0])
            says += chosen.says
            notebooks[name], mended = self._mended(chosen.candidate, release)
            says += mended
        self.to.mkdir(parents=True)
        for name, data in notebooks.items():
            (self.to / f"{name}.ipynb").write_bytes(data)
        if stamp is not None:
            (self.to / _TIMESTAMP).write_bytes(stamp)
        return says + self._carry(found)

    def _refuse_impossible(self) -> None:
        if not _NAME.fullmatch(self.folder.parent.name):
            raise _RefusedError(
                f"“{self.who}” is no name for a participant's folder: nbgrader needs letters, digits, full stops and "
                "hyphens."
            )
        if files.outside(self.folder):
            raise _RefusedError(
                f"{self.where} is a link to another place, which is not followed: put the folder itself there."
            )
        if not self.folder.is_dir():
            raise _RefusedError(f"{self.where} is a file, not a folder: put the notebook in a folder of that name.")

    def _refuse_hopeless(self, found: Listing, own: list[File], releases: dict[str, Release]) -> None:
        if found.too_many:
            raise _RefusedError(
                f"{self.where} holds more than {files.MOST_FILES:,} files: ask {self.who} to submit the workshop's "
                "files only."
            )
        if "." in found.odd:
            raise _RefusedError(f"{self.where} is {found.odd['.']}: change its permissions.")
        for name in releases:
            if f"{name}.ipynb" in found.odd and not any(file.name.endswith(".ipynb") for file in own):
                raise _RefusedError(
                    f"{name}.ipynb from {self.who} is {found.odd[f'{name}.ipynb']}, so it was not read: ask {self.who} "
                    "to submit the file itself."
                )
        if not own and not found.odd:
            raise _RefusedError(f"{self.where} is empty: ask {self.who} to submit again.")

    def _mended(self, candidate: Candidate, release: Release) -> tuple[bytes, list[str]]:
        """The bytes of a notebook that nbgrader can mark, and what was done to get them."""
        read = candidate.read
        says = [f"{plain(candidate.file.name)} from {self.who} {clause}." for clause in read.says]
        if is_intact(read.notebook, release) and read.as_is:
            return candidate.data, says
        mended = mend(read.notebook, release, self.who)
        text = json.dumps(mended.notebook, ensure_ascii=False, indent=1) + "\n"
        return text.encode(), [*says, *mended.says]

    def _carry(self, found: Listing) -> list[str]:
        """Copy the other files; what to say of those that were left out."""
        left = dict(found.odd)
        total = 0
        for file in found.files:
            if file.name.lower().endswith(".ipynb") or file.name == _TIMESTAMP:
                continue
            total += min(file.size, files.MOST_BYTES)
            if file.name.startswith(f"{_TIMESTAMP}/"):
                left[file.name] = "in a folder that has the name of a file of nbgrader's"
            elif file.size > files.MOST_BYTES:
                left[file.name] = f"a file of {megabytes(file.size)}, more than {megabytes(files.MOST_BYTES)}"
            elif total > files.MOST_BYTES_IN_ALL:
                left[file.name] = f"beyond the {megabytes(files.MOST_BYTES_IN_ALL)} that a submission may hold"
            else:
                copy = self.to / file.name
                try:
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    copy.write_bytes(files.read(file))
                except OSError:
                    left[file.name] = "a file that cannot be opened"
        kinds = {what: [name for name in left if left[name] == what] for what in dict.fromkeys(left.values())}
        return [
            f"{listed([f'“{plain(name)}”' for name in sorted(names)], 'files')} from {self.who} "
            f"{'was' if len(names) == 1 else 'were'} left out: {what}."
            for what, names in kinds.items()
        ]

    def _timestamp(self, found: Listing) -> bytes | None:
        """When it was submitted, as bytes that nbgrader can read."""
        for file in found.files:
            if file.name == _TIMESTAMP:
                data = files.read(file)[:1000].removeprefix(codecs.BOM_UTF8)
                text = data.decode(errors="replace").strip()
                try:
                    parse_utc(text or "2000-01-01")
                except (ValueError, OverflowError, TypeError):
                    raise _RefusedError(
                        f"timestamp.txt in {self.where} holds “{plain(text[:40])}”, which is not a date: write it like "
                        "2027-02-12 17:30:00 UTC."
                    ) from None
                return data
        return None
