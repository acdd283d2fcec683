"""Readable ids that nobody changes, points that agree everywhere, flags as nbgrader needs them (issue 4, rule 7)."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

from course.audit.findings import Finding, Result
from course.audit.frozen import PATH, changed, frozen, ids
from course.audit.tools import Tools
from course.audit.workshop import Workshop, workshops
from course.checks import Exercise, Form

NAME = "metadata"

# What a cell of each kind is for nbgrader: (cell_type, grade, solution, locked).
_READ_ONLY_TEXT = ("markdown", False, False, True)
_READ_ONLY_CODE = ("code", False, False, True)
_ANSWER = ("code", False, True, False)
_CHECK = ("code", True, False, True)
_MANUAL = ("markdown", True, True, False)

_TASK_POINTS = re.compile(r"\*\*Task \((\d+(?:\.\d+)?) points?\b[^)]*\)\.?\*\*")
_POINTS = re.compile(r"(\d+(?:\.\d+)?) points?\b")


def look(workshop: Workshop, tools: Tools) -> Result:
    """Hold a workshop's metadata against its definitions, its text, the syllabus, its rubric and the frozen ids."""
    findings = [
        *_readable(workshop),
        *_flags(workshop),
        *_complete(workshop),
        *_points(workshop),
        *_names(workshop),
        *_still_frozen(workshop),
    ]
    return Result({"grade_ids": len(ids(workshop.source))}, tuple(findings))


def look_at_course(tools: Tools) -> Result:
    """Every workshop of the list of frozen ids must still exist."""
    there = {workshop.name for workshop in workshops(tools.root)}
    gone = [name for name in frozen(tools.root) if name not in there]
    says = f"{PATH} has this workshop and source/ has not; a released workshop keeps its name, so put it back."
    return Result(findings=tuple(Finding(name, says) for name in gone))


def _marked(workshop: Workshop) -> Iterator[tuple[str, NotebookNode]]:
    """The cells with a grade_id."""
    for cell in workshop.source.cells:
        about = cell.metadata.get("nbgrader")
        if isinstance(about, dict) and "grade_id" in about:
            yield str(about["grade_id"]), cell


def _wanted(workshop: Workshop, grade_id: str) -> tuple[Any, ...] | None:
    """What a cell of this id is for nbgrader; None when the id has not the stated form."""
    week = workshop.week
    fixed = {
        f"{week}-setup": _READ_ONLY_CODE,
        f"{week}-predict-answer": _ANSWER,
        f"{week}-decision-answer": _ANSWER,
        f"{week}-memo-task": _READ_ONLY_TEXT,
        f"{week}-memo": _MANUAL,
    }
    for stem in workshop.definitions:
        fixed |= {f"{stem}-task": _READ_ONLY_TEXT, f"{stem}-answer": _ANSWER, f"{stem}-check": _CHECK}
    if re.fullmatch(rf"{week}-(case|explore)(-[a-z]+)*", grade_id):
        return _READ_ONLY_CODE
    return fixed.get(grade_id)


def _readable(workshop: Workshop) -> Iterator[Finding]:
    names = [name for name, _ in _marked(workshop)]
    for name, count in Counter(names).items():
        if count > 1:
            yield Finding(name, f"{count} cells have this grade_id; give each its own.")
        if _wanted(workshop, name) is None:
            week = workshop.week
            yield Finding(
                name,
                f"No cell of {workshop.name} is called so. Use {week}-setup, -predict-answer, -case, -explore, "
                f"-decision-answer, -memo-task or -memo, or the id of a definition with -task, -answer or -check.",
            )


def _flags(workshop: Workshop) -> Iterator[Finding]:
    for place, cell in enumerate(workshop.source.cells, start=1):
        about = cell.metadata.get("nbgrader")
        if about is None:
            if cell.cell_type == "code":
                says = "This code cell has no grade_id, so it is not locked and marking does not know it; give it one."
                yield Finding(f"{workshop.name}, cell {place}", says)
            continue
        name = str(about.get("grade_id", f"{workshop.name}, cell {place}"))
        wanted = _wanted(workshop, name)
        if wanted is None:
            continue
        found = (cell.cell_type, *(about.get(flag) for flag in ("grade", "solution", "locked")))
        if found != wanted:
            yield Finding(name, f"It must be {_told(wanted)}, and is {_told(found)}.")
        if about.get("schema_version") != 3 or about.get("task") is not False:
            yield Finding(name, 'Its nbgrader metadata must have "schema_version": 3 and "task": false.')
        if bool(about.get("grade")) != isinstance(about.get("points"), int | float):
            says = "A graded cell has a number of points, and no other cell has any; mend “points” in its metadata."
            yield Finding(name, says)


def _told(kind: tuple[Any, ...]) -> str:
    cell_type, *flags = kind
    named = zip(("grade", "solution", "locked"), flags, strict=True)
    return f"a {cell_type} cell with {', '.join(f'{name} {str(value).lower()}' for name, value in named)}"


def _complete(workshop: Workshop) -> Iterator[Finding]:
    """Every definition has task, answer and check, in that order; the workshop has its other cells."""
    names = [name for name, _ in _marked(workshop)]
    for stem in workshop.definitions:
        three = [f"{stem}-{part}" for part in ("task", "answer", "check")]
        missing = [name for name in three if name not in names]
        for name in missing:
            yield Finding(name, f"{stem} is defined in course/checks/weeks and this cell is missing; add it.")
        if not missing and sorted(three, key=names.index) != three:
            yield Finding(stem, "Its cells must stand in the order task, answer, check.")
    for part in ("setup", "predict-answer", "decision-answer", "memo-task", "memo"):
        if f"{workshop.week}-{part}" not in names:
            yield Finding(f"{workshop.week}-{part}", f"{workshop.name} has no such cell, and every workshop has one.")


def _points(workshop: Workshop) -> Iterator[Finding]:
    cells = dict(_marked(workshop))
    for stem, known in workshop.definitions.items():
        check, task = cells.get(f"{stem}-check"), cells.get(f"{stem}-task")
        if check is not None and check.metadata.nbgrader.get("points") != known.points:
            given = check.metadata.nbgrader.get("points")
            yield Finding(f"{stem}-check", f"Its metadata give {given} points and its definition {known.points:g}.")
        if check is not None:
            yield from _asks_for(stem, check, cells.get(f"{stem}-answer"))
        if task is not None:
            yield from _stated(f"{stem}-task", task, known.points)
    memo = cells.get(f"{workshop.week}-memo")
    task = cells.get(f"{workshop.week}-memo-task")
    if memo is not None and task is not None:
        points = memo.metadata.nbgrader.get("points")
        points = points if isinstance(points, int | float) else 0
        yield from _stated(f"{workshop.week}-memo-task", task, points)
        most = rubric_points(task.source)
        if most != points:
            told = (
                "has no rubric with a column “… points”" if most is None else f"has a rubric that adds up to {most:g}"
            )
            yield Finding(f"{workshop.week}-memo-task", f"It {told}, and the memo gives {points:g} points.")
    given = (cell.metadata.nbgrader.get("points") for cell in cells.values() if cell.metadata.nbgrader.get("grade"))
    total = sum(points for points in given if isinstance(points, int | float))
    if total != workshop.session.points:
        says = f"Its cells give {total:g} points and course/syllabus.yaml says {workshop.session.points}."
        yield Finding(workshop.name, says)
    head = workshop.source.cells[0].source if workshop.source.cells else ""
    stated = _POINTS.search(head.replace("**", ""))
    if stated is None or float(stated[1]) != workshop.session.points:
        told = f"states {stated[1]} points" if stated else "states no points"
        yield Finding(
            f"{workshop.name}, cell 1", f"It {told}; write “{workshop.session.points} points”, as the syllabus."
        )


def _stated(where: str, task: NotebookNode, points: float) -> Iterator[Finding]:
    stated = _TASK_POINTS.findall(task.source)
    if len(stated) != 1 or float(stated[0]) != points:
        told = f"states {' and '.join(stated)} points" if stated else "states no points"
        unit = "point" if points == 1 else "points"
        yield Finding(where, f"It {told}; begin its task once with “**Task ({points:g} {unit}).**”.")


def rubric_points(text: str) -> float | None:
    """What a rubric adds up to: the rows of the table whose header has columns such as “2 points”, times the highest.

    Returns:
        None when there is no such table.
    """
    rows = [line.strip() for line in text.splitlines()]
    for place, line in enumerate(rows):
        columns = [_POINTS.fullmatch(column.strip(" *")) for column in line.strip("|").split("|")]
        most = max((float(column[1]) for column in columns if column), default=None)
        if most is not None and re.match(r"\|[\s:|-]+\|$", "".join(rows[place + 1 : place + 2])):
            below = rows[place + 2 :]
            count = next((at for at, row in enumerate(below) if not row.startswith("|")), len(below))
            return most * count
    return None


def _asks_for(stem: str, check: NotebookNode, answer: NotebookNode | None) -> Iterator[Finding]:
    """Every `check(...)` of a check cell names the cell's own exercise and a name that its answer cell gives."""
    given = _bound(answer.source) if answer is not None else set()
    calls = [
        node
        for node in ast.walk(_parsed(check.source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "check"
    ]
    if not calls:
        yield Finding(f"{stem}-check", f'It calls no check; write check("{stem}", ...).')
    for call in calls:
        first, second = [*call.args, None, None][:2]
        if not isinstance(first, ast.Constant) or first.value != stem:
            yield Finding(f"{stem}-check", f'It checks another exercise than its own; write check("{stem}", ...).')
        elif answer is not None and not (isinstance(second, ast.Name) and second.id in given):
            yield Finding(f"{stem}-check", f"It checks no name that {stem}-answer gives; pass that name on.")


def _names(workshop: Workshop) -> Iterator[Finding]:
    """The names of an exercise: in its def line, in its task, and the helpers among what the setup cell imports."""
    cells = dict(_marked(workshop))
    setup = cells.get(f"{workshop.week}-setup")
    offered = _bound(setup.source) if setup is not None else set()
    for stem, known in workshop.definitions.items():
        answer, task = cells.get(f"{stem}-answer"), cells.get(f"{stem}-task")
        if answer is not None:
            yield from _frame(f"{stem}-answer", answer.source, known)
        if isinstance(known, Form):
            continue
        if task is not None:
            quoted = " ".join(re.findall(r"`([^`]+)`", task.source))
            for name in (*known.inputs, *known.helpers):
                if not re.search(rf"\b{re.escape(name)}\b", quoted):
                    yield Finding(
                        f"{stem}-task", f"It does not name `{name}`, which the answer may use; say what it is."
                    )
        for name in known.helpers:
            if setup is not None and name not in offered:
                yield Finding(f"{workshop.week}-setup", f"It does not import `{name}`, which {stem} offers.")


def _frame(where: str, source: str, known: Exercise | Form) -> Iterator[Finding]:
    """An answer cell is `def name(the inputs, in order):`, or no function when there are no inputs."""
    inputs = list(known.inputs) if isinstance(known, Exercise) else []
    functions = [node for node in ast.walk(_parsed(source)) if isinstance(node, ast.FunctionDef)]
    plain = ", ".join(inputs)
    if not inputs:
        if functions:
            yield Finding(where, "Its definition has no inputs, so the answer cell must define no function.")
        return
    if len(functions) != 1 or ast.unparse(functions[0].args) != plain:
        told = f"has ({ast.unparse(functions[0].args)})" if functions else "has no def line"
        yield Finding(where, f"It {told}; the definition's inputs are ({plain}), in that order.")


def _still_frozen(workshop: Workshop) -> Iterator[Finding]:
    listed = frozen(workshop.root).get(workshop.name)
    week = workshop.name.split("-")[0]
    if listed is None:
        says = f"Its grade_ids are not frozen. Once they are as they shall stay, run `ldt audit --freeze {week}`."
        yield Finding(workshop.name, says)
        return
    now = ids(workshop.source)
    for name, became in changed(listed, now).items():
        yield Finding(name, f"It has been released and {became}; gradebooks know it as it was, so put it back.")
    for name in now:
        if name not in listed:
            yield Finding(name, f"It is not among the frozen grade_ids; run `ldt audit --freeze {week}`.")


def _bound(source: str) -> set[str]:
    """The names that a cell gives at its top level."""
    found: set[str] = set()
    for statement in _parsed(source).body:
        match statement:
            case ast.FunctionDef(name=name):
                found.add(name)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                found |= {(each.asname or each.name).split(".")[0] for each in names}
            case _:
                found |= {
                    node.id
                    for node in ast.walk(statement)
                    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
                }
    return found


def _parsed(source: str) -> ast.Module:
    """A cell as Python; an empty one when it is none, which running the notebook finds."""
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.Module([], [])
