"""A small course and one participant's copy of it, for the tests of this room."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from course.delivery import Outcome, restore, update
from course.delivery.files import HIDDEN

NOTEBOOK = "week05-appraisal/week05-appraisal.ipynb"
FRESH = "week05-appraisal/week05-appraisal (fresh copy).ipynb"
FRESH_2 = "week05-appraisal/week05-appraisal (fresh copy 2).ipynb"
DATA = "week05-appraisal/data/offers.csv"


def notebook(*sources: str, **cells: Any) -> str:
    made = [
        {
            "cell_type": "code",
            "id": f"c{number}",
            "execution_count": None,
            "metadata": {},
            "outputs": [],
            "source": text,
        }
        for number, text in enumerate(sources)
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **cells}, indent=1)


class Course:
    """A small course and one participant's copy of it."""

    def __init__(self, folder: Path) -> None:
        self.release, self.notebooks = folder / "course/release", folder / "course/notebooks"
        self.copy = folder / "my-course"
        self.publish(self.release, NOTEBOOK, notebook("answer = ...", "version = 1"))
        self.publish(self.release, DATA, "offer,pounds\nA,1\n")
        self.publish(self.notebooks, "start-here/start-here.ipynb", notebook("print('hello')"))

    def publish(self, root: Path, path: str, text: str) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")

    def version(self, number: int) -> str:
        """Publish one more version of the workshop's notebook, and give its text."""
        text = notebook("answer = ...", f"version = {number}")
        self.publish(self.release, NOTEBOOK, text)
        return text

    def update(self) -> dict[str, Outcome]:
        return {outcome.path: outcome for outcome in update([self.release, self.notebooks], self.copy)}

    def restore(self, wanted: str) -> dict[str, Outcome]:
        return {outcome.path: outcome for outcome in restore([self.release, self.notebooks], self.copy, wanted)}

    def mine(self, path: str) -> str:
        return (self.copy / path).read_text(encoding="utf-8")

    def type_into(self, path: str, text: str) -> str:
        (self.copy / path).parent.mkdir(parents=True, exist_ok=True)
        (self.copy / path).write_text(text, encoding="utf-8", newline="\n")
        return text

    def seen(self) -> dict[str, str]:
        """Every file the person can see, with what it holds."""
        return {
            file.relative_to(self.copy).as_posix(): file.read_text(encoding="utf-8")
            for file in sorted(self.copy.rglob("*"))
            if file.is_file() and HIDDEN not in file.parts
        }


ANSWERED = notebook("answer = 2.65", "version = 1")
