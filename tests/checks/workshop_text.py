"""A workshop's source as a participant meets it: its cells, its model lines, its hidden cases."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sane import assert_sane

from course.checks import Exercise, Mark, definition, exercises

ROOT = Path(__file__).resolve().parents[2]
_SOLUTION = re.compile(r"^(?P<indent> *)### BEGIN SOLUTION\n(?P<body>.*?)^ *### END SOLUTION\n", re.M | re.S)
_HIDDEN = re.compile(r"^### BEGIN HIDDEN TESTS\n(?P<body>.*?)^### END HIDDEN TESTS\n?", re.M | re.S)


class Part(NamedTuple):
    """A cell: nbgrader's record of it, and its text."""

    about: dict[str, Any]
    text: str


@cache
def cells(workshop: str) -> dict[str, Part]:
    """The cells that have a grade_id, by it, and the others by their place."""
    source = (ROOT / "source" / workshop / f"{workshop}.py").read_text(encoding="utf-8")
    found = {}
    for place, piece in enumerate(re.split(r"^# %%", source, flags=re.M)[1:]):
        head, _, text = piece.partition("\n")
        record = re.search(r"nbgrader=(\{.*\})", head)
        about = json.loads(record[1]) if record else {}
        found[about.get("grade_id", str(place))] = Part(about, text)
    return found


def exercise(stem: str) -> Exercise:
    """The exercise (no form) of this stem."""
    known = definition(stem)
    assert isinstance(known, Exercise)
    return known


def named_slips(prefix: str) -> set[str]:
    """The slips that a workshop knows, each with its exercise: "w05-npv: not discounted"."""
    asked = [known for known in exercises(prefix).values() if isinstance(known, Exercise)]
    return {f"{known.id}: {slip.name}" for known in asked for slip in known.slips}


def setup(workshop: str, prefix: str) -> dict[str, Any]:
    """The names that a participant has after the first code cell."""
    names: dict[str, Any] = {}
    exec(cells(workshop)[f"{prefix}-setup"].text, names)
    return names


def model_line(workshop: str, stem: str) -> str:
    """What the model answer has after `answer = `."""
    body = _SOLUTION.search(cells(workshop)[f"{stem}-answer"].text)
    assert body is not None
    tree = ast.parse("\n".join(line.strip() for line in body["body"].splitlines()))
    (line,) = tree.body
    assert isinstance(line, ast.Assign)
    return ast.unparse(line.value)


def answer_cell(workshop: str, stem: str, line: str) -> str:
    """The answer cell with `line` typed after `answer = `."""
    text = cells(workshop)[f"{stem}-answer"].text
    return _SOLUTION.sub(lambda found: f"{found['indent']}answer = {line}\n", text)


def visible_check(workshop: str, stem: str) -> str:
    """The check as a participant has it."""
    return _HIDDEN.sub("", cells(workshop)[f"{stem}-check"].text).strip()


def hidden_check(workshop: str, stem: str) -> str | None:
    """The check as it stands in marking."""
    found = _HIDDEN.search(cells(workshop)[f"{stem}-check"].text)
    return found["body"].strip() if found else None


def hidden_cases(workshop: str, stem: str) -> list[dict[str, Any]]:
    """The figures of the hidden check: none, those of one case, or of several."""
    line = hidden_check(workshop, stem)
    if line is None:
        return []
    call = ast.parse(line, mode="eval").body
    assert isinstance(call, ast.Call)
    also = next(ast.literal_eval(word.value) for word in call.keywords if word.arg == "also")
    return also if isinstance(also, list) else [also]


def hidden_case(workshop: str, stem: str) -> dict[str, Any] | None:
    """The figures of the hidden check, where it has one case."""
    found = hidden_cases(workshop, stem)
    assert len(found) < 2
    return found[0] if found else None


def typed(workshop: str, stem: str, line: str, *, hidden: bool = False) -> Mark:
    """The mark of somebody who types `line` after `answer = ` and runs the check, here or in marking."""
    names = setup(workshop, stem[:3])
    exec(answer_cell(workshop, stem, line), names)
    cell = (hidden_check(workshop, stem) if hidden else None) or visible_check(workshop, stem)
    mark = eval(cell, names)
    assert isinstance(mark, Mark)
    assert_sane(mark)
    return mark
