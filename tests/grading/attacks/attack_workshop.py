"""A small workshop to attack, as `ldt grade` sees it: the release, and a submission after nbgrader has sanitised it.

An attack is a notebook's cells in one file of this folder, `# %% NAME` above each: `predict`, `payback`, `gain` and
`firm` stand in for the answer cells of those names, `extra after NAME` is a cell that the participant has added. Answer
cells that an attack does not name are answered honestly. Comments before the first cell say what must come of it:

    marks: payback=0 gain=2    the marks; 4, 2 and 2 for what is not named
    one process: payback=4     the marks when one process runs all cells, checks included, as stock nbgrader does
    told: longer than          a pattern in what the tutor is told; without this line nothing may be told
    shows: tried               text in the participant's own outputs, which proves that the attack was carried out
    leaks: hidden inputs       it does get to see these; docs/grading-threats.md says so

An attack prints GOT in front of what it should not have got. @outside@, @port@ and @victim@ in its cells stand for a
folder, a listening port and a process outside the sandbox, so that it need not search for them.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.utils import determine_grade

HERE = Path(__file__).resolve().parent
KINDS = ("forge", "read", "escape", "exhaust")
FULL = {"payback": 4.0, "gain": 2.0, "firm": 2.0}
HIDDEN = ("73313", "11717", "5303")

SETUP = """\
import numpy as np
import pandas as pd
from course.checks import Exercise, Field, Form, Slip, check
from course.quantities import GBP, YEARS

PAYBACK = Exercise(
    id="w97-payback", title="Payback", points=4, transfer_points=1, unit=YEARS,
    right=lambda cost, grant, saving: (cost - grant) / saving,
    slips=(Slip("grant left out", "cost / saving", "The grant is left out."),),
    means="{answer}", asks="What is still owed?", fill="Fill it in.",
    inputs={"cost": 42_000, "grant": 12_000, "saving": 8_000},
)
GAIN = Exercise(
    id="w97-gain", title="Gain", points=2, unit=GBP, nearest=10,
    right=lambda: 1_500.0,
    slips=(Slip("running cost forgotten", "5_500", "The running cost is forgotten.", 0.5),),
    means="{answer}", asks="What goes out?", fill="Fill it in.",
)
FIRM = Form(
    id="w97-firm", title="Your firm", points=2, rules=(),
    fields=(Field("price", "the price", GBP, 1, 1e7), Field("saving", "the saving", GBP, 1, 1e7)),
)
payback_years = gain = firm = ..."""

BLANK = {
    "predict": "guess = ...",
    "payback": "def payback_years(cost, grant, saving):\n    answer = ...\n    return answer",
    "gain": "gain = ...",
    "firm": "answer = dict(price=..., saving=...)\nfirm = answer",
}
HONEST = {
    "predict": "guess = 3",
    "payback": "def payback_years(cost, grant, saving):\n    answer = (cost - grant) / saving\n    return answer",
    "gain": "gain = 1_500",
    "firm": "answer = dict(price=20_000, saving=5_000)\nfirm = answer",
}
CHECKS = {
    "payback": (
        "check(PAYBACK, payback_years)",
        '### BEGIN HIDDEN TESTS\ncheck(PAYBACK, payback_years, also={"cost": 73_313, "grant": 11_717, "saving": 5_303})'
        "\n### END HIDDEN TESTS",
    ),
    "gain": ("check(GAIN, gain)", ""),
    "firm": ("check(FIRM, firm)", ""),
}


@dataclass(frozen=True)
class Attack:
    """A file of the corpus."""

    path: Path
    says: dict[str, str]
    cells: dict[str, str]
    extra: tuple[tuple[str, str], ...]

    @classmethod
    def read(cls, path: Path) -> Attack:
        head, *rest = re.split(r"^# %% ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        says = dict(re.findall(r"^# (marks|one process|told|shows|leaks): (.+)$", head, flags=re.MULTILINE))
        assert "marks" in says, path
        parts = [(name.strip(), source.strip()) for name, _, source in (part.partition("\n") for part in rest)]
        extra = tuple((name.removeprefix("extra after "), source) for name, source in parts if name not in BLANK)
        assert all(name in BLANK for name, _ in extra), path
        return cls(path, says, {name: source for name, source in parts if name in BLANK}, extra)

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.path.stem}"

    def marks(self, key: str = "marks") -> dict[str, float]:
        given = {name: float(points) for name, points in re.findall(r"(\w+)=([\d.]+)", self.says[key])}
        assert set(given) <= set(FULL), self.path
        return FULL | given

    def notebook(self, **stands_for: object) -> NotebookNode:
        def told(source: str) -> str:
            return re.sub(r"@(\w+)@", lambda found: str(stands_for[found[1]]), source)

        return submission(
            {name: told(source) for name, source in self.cells.items()},
            tuple((after, told(source)) for after, source in self.extra),
        )


def corpus() -> list[Attack]:
    """All attacks, by name."""
    return [Attack.read(path) for kind in KINDS for path in sorted((HERE / kind).glob("*.py"))]


def release() -> NotebookNode:
    """The workshop as participants get it."""
    return _notebook(BLANK, hidden=False)


def submission(answers: dict[str, str] | None = None, extra: tuple[tuple[str, str], ...] = ()) -> NotebookNode:
    """A submission with these answers, honest ones where nothing is said, as sanitising leaves it."""
    made = _notebook(HONEST | (answers or {}), hidden=True)
    for number, (after, source) in enumerate(extra):
        cell = new_code_cell(source, id=f"extra-{number}")
        names = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in made.cells]
        last = f"w97-{after}-check" if after in CHECKS else f"w97-{after}-answer"
        place = names.index(last) + 1
        while place < len(made.cells) and str(made.cells[place].id).startswith("extra-"):
            place += 1
        made.cells.insert(place, cell)
    return made


def marks_of(notebook: NotebookNode) -> dict[str, float | None]:
    """The marks that nbgrader reads off a notebook that has run."""
    found = {}
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id") or ""
        if grade_id.endswith("-check"):
            found[grade_id.split("-")[1]] = determine_grade(cell, logging.getLogger("attacks"))[0]
    return found


def shown(notebook: NotebookNode) -> str:
    """All that the participant's own cells show, as one text."""
    return "\n".join(
        nbformat.v4.writes(new_notebook(cells=[cell]))
        for cell in notebook.cells
        if cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("grade") and _without_source(cell)
    )


def _without_source(cell: NotebookNode) -> bool:
    cell.source = ""
    return True


def _notebook(answers: dict[str, str], *, hidden: bool) -> NotebookNode:
    cells = [new_markdown_cell("# A workshop", id="title"), _cell("w97-setup", SETUP, locked=True)]
    for name in BLANK:
        cells.append(_cell(f"w97-{name}-answer", answers[name], solution=True))
        if name in CHECKS:
            visible, more = CHECKS[name]
            source = f"{visible}\n{more}" if hidden and more else visible
            cells.append(_cell(f"w97-{name}-check", source, locked=True, grade=True, points=FULL[name]))
    return new_notebook(cells=cells)


def _cell(grade_id: str, source: str, **flags: Any) -> NotebookNode:
    about = {"grade_id": grade_id, "schema_version": 3, "task": False}
    about |= {"grade": False, "locked": False, "solution": False} | flags
    return new_code_cell(source, id=grade_id, metadata={"nbgrader": about})
