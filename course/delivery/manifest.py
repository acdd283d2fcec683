"""The memory of a copy: which versions of which files the course itself put there."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from course.delivery.files import HIDDEN, write
from course.delivery.signature import Signature

NAME = "delivered.json"


class Record(BaseModel):
    """What was put at one path.

    `versions` holds every version ever put there, the newest last: a file that equals one of them is not the person's.
    `pending` is set before a file is written and cleared after, so that an interrupted update is carried on with and a
    file that never arrived is not mistaken for one that was deleted. `withdrawn` says that the person has been told
    that the course no longer has the file. `copy_of` names the file that this fresh copy stands beside.
    """

    model_config = ConfigDict(extra="forbid")

    versions: list[Signature] = Field(min_length=1)
    pending: bool = False
    withdrawn: bool = False
    copy_of: str | None = None

    @property
    def last(self) -> Signature:
        """The newest version put there."""
        return self.versions[-1]

    def add(self, version: Signature) -> None:
        """Remember one more version as the newest."""
        self.versions = [known for known in self.versions if known != version] + [version]


class _Stored(BaseModel):
    model_config = ConfigDict(extra="forbid")

    format: Literal[1] = 1
    files: dict[str, Record] = Field(default_factory=dict)


class Manifest:
    """The records of one copy, kept in its hidden folder.

    Args:
        copy: the participant's folder.
        folds: whether the disk takes "Data" and "data" for the same name.
        stored: what was read from the hidden folder.
    """

    def __init__(self, copy: Path, folds: bool, stored: _Stored) -> None:
        self.file = copy / HIDDEN / NAME
        self.files = stored.files
        self._hidden = copy / HIDDEN
        self._folds = folds
        self._saved = stored.model_dump_json(indent=1)

    def find(self, path: str) -> Record | None:
        """The record for a path; where the disk ignores capital letters, so does this (and keeps the new spelling)."""
        if path not in self.files and self._folds:
            for known in self.files:
                if known.casefold() == path.casefold():
                    self.files[path] = self.files.pop(known)
                    break
        return self.files.get(path)

    def put(self, path: str, version: Signature, *, pending: bool, copy_of: str | None = None) -> Record:
        """Remember that `version` is, or is about to be, at `path`."""
        record = self.find(path)
        if record is None:
            record = self.files[path] = Record(versions=[version])
        record.add(version)
        record.pending, record.withdrawn, record.copy_of = pending, False, copy_of
        return record

    def save(self) -> None:
        """Write the records if they changed; the old ones stay whole until the new ones are."""
        text = _Stored(files=dict(sorted(self.files.items()))).model_dump_json(indent=1)
        if text != self._saved:
            write(self.file, text.encode(), self._hidden)
            self._saved = text


def load(copy: Path, folds: bool) -> Manifest:
    """Read a copy's records; if they are lost or damaged, start with none (a damaged file is put aside, not deleted).

    With no records, a file that differs from the course's is taken for the person's: the careful way to be wrong.
    """
    file = copy / HIDDEN / NAME
    try:
        stored = _Stored.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        stored = _Stored()
    except ValidationError:
        with contextlib.suppress(PermissionError):
            file.replace(file.with_name(NAME + ".damaged"))
        stored = _Stored()
    return Manifest(copy, folds, stored)
