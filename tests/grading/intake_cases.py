"""Submissions to the tiny workshop, and accidents that happen to them."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import tiny

from course.grading.intake.mending import Mended, mend
from course.grading.intake.reading import parse
from course.grading.intake.reception import Received, receive
from course.grading.intake.release import Release, released

Notebook = dict[str, Any]
Cell = dict[str, Any]

NAME = f"{tiny.WORKSHOP}.ipynb"
ANSWERS = {
    "w98-predict-answer": "answer = 3\nguess = answer",
    "w98-payback-answer": (
        "def payback_years(cost, grant, saving):\n    answer = (cost - grant) / saving\n    return answer"
    ),
    "w98-gain-answer": "answer = 1_500\ngain = answer",
    "w98-firm-answer": "answer = dict(price=31_313, saving=7_171)\nfirm = answer",
    "w98-memo": "We buy it, for £8,000 a year.",
}


def release() -> Release:
    return released(tiny.WORKSHOP, tiny.WORKSHOP)


def blank() -> Notebook:
    """The notebook as released."""
    file = tiny.course() / "release" / tiny.WORKSHOP / NAME
    notebook: Notebook = json.loads(file.read_text(encoding="utf-8"))
    return notebook


def solved() -> Notebook:
    """The notebook with every answer right, run once from top to bottom."""
    notebook = blank()
    for name, text in ANSWERS.items():
        find(notebook, name)["source"] = text
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for number, cell in enumerate(code, start=1):
        cell["execution_count"] = number
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "seen\n"}]
    return notebook


def own(text: str, kind: str = "code", name: str = "mine") -> Cell:
    """A cell of the participant's own."""
    cell: Cell = {"cell_type": kind, "id": name, "metadata": {}, "source": text}
    return cell | {"outputs": [], "execution_count": None} if kind == "code" else cell


def name_of(cell: Cell) -> str | None:
    name: str | None = cell["metadata"].get("nbgrader", {}).get("grade_id")
    return name


def place(notebook: Notebook, name: str) -> int:
    (found,) = [number for number, cell in enumerate(notebook["cells"]) if name_of(cell) == name]
    return found


def find(notebook: Notebook, name: str) -> Cell:
    cell: Cell = notebook["cells"][place(notebook, name)]
    return cell


def text(cell: Cell) -> str:
    return "".join(cell["source"])


def without(notebook: Notebook, *names: str) -> Notebook:
    return {**notebook, "cells": [cell for cell in notebook["cells"] if name_of(cell) not in names]}


def copied(cell: Cell, source: str | None = None, count: int | None = None) -> Cell:
    """A copy as Jupyter makes it: a new cell id, everything else the same."""
    twin = copy.deepcopy(cell)
    twin["id"] = f"{cell['id']}-copy-{count}"
    if source is not None:
        twin["source"] = source
    if twin["cell_type"] == "code":
        twin["execution_count"] = count
    return twin


def put_right(notebook: Notebook, who: str = "p04") -> Mended:
    """The notebook after mending, from its bytes."""
    return mend(parse(json.dumps(notebook).encode()).notebook, release(), who)


def submit(submitted: Path, who: str, notebook: Notebook | bytes | None, name: str = NAME) -> Path:
    """Put a notebook into submitted/PARTICIPANT/WORKSHOP."""
    folder = submitted / who / tiny.WORKSHOP
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    if notebook is not None:
        data = notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode()
        (folder / name).write_bytes(data)
    return folder


def received(folder: Path, to: Path) -> tuple[Received, Notebook | None]:
    """What intake says of a submission, and the notebook that it hands on."""
    result = receive(folder, to, [tiny.WORKSHOP])
    file = to / NAME
    return result, json.loads(file.read_text(encoding="utf-8")) if file.exists() else None
