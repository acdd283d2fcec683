"""`my-firm.json`: the one place where a participant's own figures and decisions are kept.

It lies beside the week folders, so that every week finds it, and outside them, so that handing in a week's folder does
not hand in the whole firm. It is written whole or not at all. While nbgrader runs a notebook nothing is written:
a tutor's machine keeps nobody's figures.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

NAME = "my-firm.json"
_T = TypeVar("_T")
_WEEK_FOLDER = re.compile(r"week\d\d-|start-here$|webinars$|site-visits$")
_SESSION_FOLDER = re.compile(r"(webinar|visit)\d-")
_DEEPEST = 3
"""Lists in lists are kept so deep; what lies deeper becomes text."""


def beside() -> Path:
    """The folder that the week folders lie in: above the current one when that is one of them."""
    here = Path.cwd()
    if _SESSION_FOLDER.match(here.name):  # one folder deeper, in webinars/ or site-visits/
        here = here.parent
    return here.parent if _WEEK_FOLDER.match(here.name) else here


def place(folder: Path | None = None) -> Path:
    """Where the workbook is: `LDT_WORKBOOK` if set, else in a folder: the one of the week folders unless given."""
    named = os.environ.get("LDT_WORKBOOK")
    return Path(named) if named else (beside() if folder is None else folder) / NAME


def load(path: Path | None = None) -> dict[str, Any]:
    """What the workbook holds; empty when there is none yet.

    Raises:
        ValueError: when the file is damaged, with a sentence that says so.
        OSError: when the file is there but cannot be read.
    """
    path = place() if path is None else path
    if not path.exists():
        return {"version": 1, "weeks": {}}
    try:
        book = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        book = None
    if not _is_book(book):
        raise ValueError(f"{path.name} is damaged: it cannot be read as a workbook.")
    return dict(book)


def _is_book(book: Any) -> bool:
    """Whether it has the shape that `_save` writes; other keys may stand beside."""
    weeks = book.get("weeks") if isinstance(book, dict) else None
    return isinstance(weeks, dict) and all(
        isinstance(kept, dict) and isinstance(kept.get("figures", {}), dict) for kept in weeks.values()
    )


def remember(week: str, figures: _T) -> _T:
    """Save the figures of a week's own-firm form; blanks are left out and what was saved for them before stays.

    Args:
        week: "week05".
        figures: the filled-in form, a dict of name -> value.

    Returns:
        The figures as they were given, so that the cell can pass them on to its check.
    """
    if isinstance(figures, Mapping):
        filled = {str(name): _plain(value) for name, value in figures.items() if not _is_blank(value)}
        if filled:
            _save(week, "figures", filled)
    return figures


def decide(week: str, sentence: _T) -> _T:
    """Save the week's decision, one sentence; what is no sentence is not saved, and that is said."""
    if isinstance(sentence, str) and not _is_blank(sentence):
        _save(week, "decision", sentence.strip())
    elif sentence is not ... and not os.environ.get("NBGRADER_EXECUTION"):
        print("Not saved: write one sentence between quotation marks.")
    return sentence


def _save(week: str, key: str, value: Any) -> None:
    if os.environ.get("NBGRADER_EXECUTION"):
        return
    try:
        path = place()
        book = _load_or_begin(path)
        kept = book["weeks"].setdefault(week, {})
        kept[key] = {**kept.get(key, {}), **value} if isinstance(value, dict) else value
        _write(path, json.dumps(book, ensure_ascii=False, indent=2) + "\n")
    except OSError as problem:
        print(
            f"Your entry could not be saved in {NAME} ({problem.strerror or problem}). It is still in this notebook: "
            "save the notebook, and run this cell again once the disk can be written to."
        )
    else:
        # Figures that cannot be are saved too: only a check says so, and it should before other weeks use them.
        print(f"Saved in {path.name}" + (" as you typed it. If a check follows, run it." if key == "figures" else "."))


def _load_or_begin(path: Path) -> dict[str, Any]:
    try:
        return load(path)
    except ValueError:
        aside = _free_name(path)
        path.replace(aside)
        print(f"{path.name} could not be read. It was kept as {aside.name}, and a new one was begun.")
        return load(path)


def _write(path: Path, text: str) -> None:
    """Write the file whole or not at all: whoever reads it meanwhile sees the old one or the new one."""
    part = path.parent / f".{path.name}.part"
    try:
        # Half a surrogate pair, which UTF-8 cannot hold, goes in as JSON's own \\uXXXX and comes back as it was.
        part.write_bytes(text.encode("utf-8", "backslashreplace"))
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _free_name(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.stem} (damaged {number}){path.suffix}")).exists():
        number += 1
    return aside


def _is_blank(value: Any) -> bool:
    return value is ... or value is None or (isinstance(value, str) and not value.strip(" .…\n\t"))


def _plain(value: Any, depth: int = 0) -> Any:
    """A value as JSON can hold it; numpy's numbers become plain ones, anything odd becomes its text."""
    try:
        if callable(getattr(value, "tolist", None)):  # numpy and pandas
            value = value.item() if value.size == 1 else value.tolist()
        if depth < _DEEPEST and isinstance(value, (list, tuple)):
            return [_plain(one, depth + 1) for one in value]
        if isinstance(value, (str, bool)) or value is None:
            return value
        if isinstance(value, (int, float)) and math.isfinite(value):
            return value
        return str(value)
    except Exception:  # nothing that somebody enters may stop the notebook, or spoil the file for the other weeks
        return f"({type(value).__name__})"
