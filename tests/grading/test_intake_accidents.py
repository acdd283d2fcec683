"""Whatever happens to a submission's cells, what is handed on has the release's, in order, and the answers."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake_cases import Cell, blank, copied, name_of, own, put_right, release, text

from course.grading.intake.mending import is_intact
from course.grading.intake.reading import parse


@dataclass
class Session:
    """A participant at work, and what they last wrote, kept apart from the notebook.

    A cell carries the number of its last edit in `written`, which no notebook has; a code cell is run after each edit.
    """

    cells: list[Cell]
    clock: int = 100
    written: dict[int, int] = field(default_factory=dict)
    gone: list[Cell] = field(default_factory=list)

    def delete(self, at: int) -> None:
        self.gone.append(self.cells.pop(at))  # kept, so that its `id` is not given to another

    def copy(self, at: int, to: int) -> None:
        twin = copied(self.cells[at], count=self.cells[at].get("execution_count"))
        self.clock += 1
        twin["id"] = f"twin-{self.clock}"
        if id(self.cells[at]) in self.written:
            self.written[id(twin)] = self.written[id(self.cells[at])]
        self.cells.insert(to, twin)

    def move(self, at: int, to: int) -> None:
        self.cells.insert(to, self.cells.pop(at))

    def write(self, at: int) -> None:
        self.clock += 1
        cell = self.cells[at]
        cell["source"] = f"answer = {self.clock}"
        if cell["cell_type"] == "code":
            cell["execution_count"] = self.clock
        self.written[id(cell)] = self.clock

    def rework(self, at: int, below: bool) -> None:
        """Write, keep a copy underneath, and write again, above or below."""
        self.write(at)
        self.copy(at, at + 1)
        self.write(at + below)

    def retype(self, at: int, kind: str) -> None:
        cell = self.cells[at]
        for part in ("outputs", "execution_count"):
            cell.pop(part, None)
        cell["cell_type"] = kind
        if kind == "code":
            cell |= {"outputs": [], "execution_count": None}

    def forge(self, at: int, part: str, value: object) -> None:
        if "nbgrader" in self.cells[at]["metadata"]:
            self.cells[at]["metadata"]["nbgrader"][part] = value

    def add(self, to: int) -> None:
        self.clock += 1
        self.cells.insert(to, own(f"own = {self.clock}", name=f"own-{self.clock}"))

    def somewhere(self, number: int) -> int:
        """A place in the notebook; as often as not that of an answer, where most accidents happen."""
        answers = [at for at, cell in enumerate(self.cells) if (name_of(cell) or "").endswith("-answer")]
        return answers[number % len(answers)] if number % 2 and answers else number % len(self.cells)

    def texts(self) -> set[str]:
        """All that was written into answers and own cells."""
        locked = {name_of(cell) for cell in blank()["cells"] if cell["metadata"].get("nbgrader", {}).get("locked")}
        return {text(cell) for cell in self.cells if id(cell) in self.written and name_of(cell) not in locked}

    def last_texts(self, name: str, original: Cell) -> set[str]:
        """What may stand in an answer at the end: what was written last, where a notebook can tell which that is."""
        mine = [cell for cell in self.cells if name_of(cell) == name]
        edited = [cell for cell in mine if id(cell) in self.written]
        if not edited:
            return {text(original)}
        if all(cell["cell_type"] == "code" and cell["execution_count"] for cell in edited):
            return {text(max(edited, key=lambda cell: self.written[id(cell)]))}
        return {text(cell) for cell in edited}


_where = st.integers(0, 10_000)
_names = ["nbgrader", "grade_id", "points", "metadata", "source", "cell_type", "outputs", "id", "x"]
_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(_names), inner),
    max_leaves=20,
)
_accident = st.one_of(
    st.tuples(st.just("delete"), _where),
    st.tuples(st.just("copy"), _where, _where),
    st.tuples(st.just("move"), _where, _where),
    st.tuples(st.just("write"), _where),
    st.tuples(st.just("rework"), _where, st.booleans()),
    st.tuples(st.just("retype"), _where, st.sampled_from(["code", "markdown", "raw"])),
    st.tuples(st.just("forge"), _where, st.sampled_from(["points", "checksum", "locked", "solution"]), st.just(7)),
    st.tuples(st.just("add"), _where),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_accident, max_size=25))
def test_after_any_accidents_the_cells_are_the_releases_with_the_last_answers(accidents: list[tuple[Any, ...]]) -> None:
    notebook = blank()
    session = Session(copy.deepcopy(notebook["cells"]))
    for deed, at, *rest in accidents:
        if not session.cells:
            session.add(0)
        more = [session.somewhere(value) if deed in ("copy", "move") else value for value in rest]
        getattr(session, deed)(session.somewhere(at), *more)

    mended = put_right({**notebook, "cells": session.cells})

    ours = [cell for cell in notebook["cells"] if name_of(cell)]
    theirs = [cell for cell in mended.notebook["cells"] if name_of(cell)]
    assert [name_of(cell) for cell in theirs] == [name_of(cell) for cell in ours]
    for cell, original in zip(theirs, ours, strict=True):
        described = original["metadata"]["nbgrader"]
        assert (cell["metadata"]["nbgrader"], cell["cell_type"]) == (described, original["cell_type"])
        if described["solution"]:
            assert text(cell) in session.last_texts(described["grade_id"], original)
        else:
            assert text(cell) == text(original)

    # What a participant wrote is all there, and what they added is there once, in its order.
    assert session.texts() <= {text(cell) for cell in mended.notebook["cells"]}
    mine = [text(cell) for cell in session.cells if text(cell).startswith("own = ")]
    assert [text(cell) for cell in mended.notebook["cells"] if text(cell).startswith("own = ")] == mine

    again = parse(json.dumps(mended.notebook).encode())
    assert again.as_is
    assert is_intact(again.notebook, release())


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_anything, _where)
def test_no_damage_to_a_cell_breaks_the_others(damage: Any, at: int) -> None:
    notebook = blank()
    cells = notebook["cells"]
    cell = cells[at % len(cells)]
    for part in ("metadata", "source", "outputs", "id", "cell_type"):
        cells[at % len(cells)] = {**cell, part: damage}
        mended = put_right(notebook)
        assert is_intact(mended.notebook, release())
