"""A look at a submission before anything is run: can it be marked at all, and if not, what should be said?"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from nbgrader.utils import parse_utc

from course.grading.place import nearest

_TIMESTAMP = "timestamp.txt"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]*")
_OURS = (_TIMESTAMP, "submission_secret.txt")


def what_is_wrong(folder: Path, assignment: str, notebooks: Collection[str], cells: Collection[str]) -> str | None:
    """Why a submission cannot be marked.

    Args:
        folder: submitted/PARTICIPANT/ASSIGNMENT.
        assignment: the workshop's name.
        notebooks: names of the workshop's notebooks, without .ipynb.
        cells: grade_ids of the workshop, by which a renamed notebook is known.

    Returns:
        One sentence, or None when it can be marked.
    """
    who = folder.parent.name
    if not _NAME.fullmatch(who):
        return f"“{who}” is no name for a participant's folder: nbgrader needs letters, digits, full stops and hyphens."
    if not folder.is_dir():
        return f"submitted/{who}/{assignment} is a file, not a folder: put the notebook in a folder of that name."
    files = [path for path in folder.rglob("*") if path.is_file() and path.name not in _OURS]
    if not files:
        return f"submitted/{who}/{assignment} is empty: ask {who} to submit again."
    for notebook in notebooks:
        file = folder / f"{notebook}.ipynb"
        if not file.is_file():
            return _missing(folder, file.name, files, cells)
        damage = _damage(file)
        if damage:
            return f"{file.name} from {who} {damage}: ask {who} to submit it again."
    return _bad_timestamp(folder)


def not_a_workshop(folder: Path, known: Collection[str]) -> str:
    """What to say of a folder in submitted/PARTICIPANT/ that bears no workshop's name."""
    return (
        f"submitted/{folder.parent.name}/{folder.name} is not the name of a workshop, so nothing in it was marked: "
        f"{nearest(folder.name, known)}"
    )


def _missing(folder: Path, wanted: str, files: list[Path], cells: Collection[str]) -> str:
    where = f"submitted/{folder.parent.name}/{folder.name}"
    others = [path for path in files if path.suffix == ".ipynb"]
    if not others:
        return f"{where} holds no notebook: {wanted} is missing."
    for path in others:
        found = path.relative_to(folder).as_posix()
        if grade_ids(path) & set(cells):
            return (
                f"{wanted} is missing from {where}, but “{found}” is that workshop under another name: "
                f"rename it to {wanted} and run `ldt grade` again."
            )
    return f"{wanted} is missing from {where}, which holds “{others[0].relative_to(folder).as_posix()}” instead."


def grade_ids(file: Path) -> set[str]:
    """The grade_ids in a notebook; none when it cannot be read."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return {str(cell["metadata"]["nbgrader"]["grade_id"]) for cell in data["cells"] if _has_id(cell)}
    except (ValueError, KeyError, TypeError, OSError):
        return set()


def _has_id(cell: Any) -> bool:
    return bool(cell.get("metadata", {}).get("nbgrader", {}).get("grade_id"))


def _damage(file: Path) -> str | None:
    """What keeps a file from being a notebook, as the middle of a sentence."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return "is not a notebook (it is not text)"
    if not text.strip():
        return "is an empty file"
    try:
        data = json.loads(text)
    except ValueError as problem:
        line = getattr(problem, "lineno", 1)
        return f"is not a notebook, or was cut off on its way (it is not JSON: line {line})"
    if not isinstance(data, dict) or not isinstance(data.get("nbformat"), int):
        return "is JSON, but not a notebook"
    if data["nbformat"] != 4 or not isinstance(data.get("cells"), list):
        return f"is a notebook of another kind (format {data['nbformat']} where 4 is needed)"
    for number, cell in enumerate(data["cells"], start=1):
        if (
            not isinstance(cell, dict)
            or cell.get("cell_type") not in ("code", "markdown", "raw")
            or "source" not in cell
        ):
            return f"is a damaged notebook (its cell {number} is not one)"
    return None


def _bad_timestamp(folder: Path) -> str | None:
    file = folder / _TIMESTAMP
    if not file.exists():
        return None
    text = file.read_text(encoding="utf-8", errors="replace").strip()
    try:
        parse_utc(text or "2000-01-01")
    except (ValueError, OverflowError, TypeError):
        return (
            f"timestamp.txt in submitted/{folder.parent.name}/{folder.name} holds “{text[:40]}”, which is not a date: "
            "write it like 2027-02-12 17:30:00 UTC."
        )
    return None
