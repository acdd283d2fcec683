"""`my-firm.json`: the one place where a participant's own figures and decisions are kept.

It lies beside the week folders, so that every week finds it, and outside them, so that handing in a week's folder does
not hand in the whole firm. It is written whole or not at all. While nbgrader runs a notebook nothing is written:
a tutor's machine keeps nobody's figures.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

NAME = "my-firm.json"
_T = TypeVar("_T")
_WEEK_FOLDER = re.compile(r"week\d\d-|start-here$|webinars$|site-visits$")


def place() -> Path:
    """Where the workbook is: `LDT_WORKBOOK` if set, else beside the week folders, else in the current folder."""
    named = os.environ.get("LDT_WORKBOOK")
    if named:
        return Path(named)
    here = Path.cwd()
    return (here.parent if _WEEK_FOLDER.match(here.name) else here) / NAME


def load(path: Path | None = None) -> dict[str, Any]:
    """What the workbook holds; empty when there is none yet.

    Raises:
        ValueError: when the file is damaged, with a sentence that says so.
    """
    path = place() if path is None else path
    if not path.exists():
        return {"version": 1, "weeks": {}}
    try:
        book = json.loads(path.read_text(encoding="utf-8-sig"))
        if not isinstance(book["weeks"], dict):
            raise TypeError
    except (ValueError, KeyError, TypeError):
        raise ValueError(f"{path.name} is damaged: it cannot be read as a workbook.") from None
    return dict(book)


def remember(week: str, figures: _T) -> _T:
    """Save the figures of a week's own-firm form; blanks are left out and what was saved for them before stays.

    Args:
        week: "week05".
        figures: the filled-in form, a dict of name -> value.

    Returns:
        The figures as they were given, so that the cell can pass them on to its check.
    """
    if isinstance(figures, Mapping):
        filled = {name: _plain(value) for name, value in figures.items() if value is not ...}
        if filled:
            _save(week, "figures", filled)
    return figures


def decide(week: str, sentence: _T) -> _T:
    """Save the week's decision, one sentence; a blank one saves nothing."""
    if isinstance(sentence, str) and sentence.strip(" .…"):
        _save(week, "decision", sentence.strip())
    return sentence


def _save(week: str, key: str, value: Any) -> None:
    if os.environ.get("NBGRADER_EXECUTION"):
        return
    path = place()
    try:
        try:
            book = load(path)
        except ValueError:
            aside = _free_name(path)
            path.replace(aside)
            book = {"version": 1, "weeks": {}}
            print(f"{NAME} could not be read. It was kept as {aside.name}, and a new one was begun.")
        kept = book["weeks"].setdefault(week, {})
        kept[key] = {**kept.get(key, {}), **value} if isinstance(value, dict) else value
        part = path.with_name(f".{path.name}.part")
        part.write_text(json.dumps(book, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
        part.replace(path)
    except OSError as problem:
        print(
            f"Your entry could not be saved in {path.name} ({problem.strerror}). It is still in this notebook: save "
            "the notebook, and run this cell again once the disk can be written to."
        )
    else:
        print(f"Saved in {path.name}.")


def _free_name(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.stem} (damaged {number}){path.suffix}")).exists():
        number += 1
    return aside


def _plain(value: Any) -> Any:
    """A value as JSON can hold it; numpy's numbers become plain ones, anything odd becomes its text."""
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    item = getattr(value, "item", None)
    return item() if callable(item) and getattr(value, "size", 0) == 1 else str(value)
