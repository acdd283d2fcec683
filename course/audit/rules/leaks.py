"""Nothing that a participant receives holds an answer, a hidden test or anything else meant for authors (rule 6)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from course.audit.findings import Finding, Result
from course.audit.received import Shown, as_notebook, name_of, received, shown
from course.audit.secrets import leaves, secrets, solution_statements
from course.audit.tools import Tools
from course.audit.workshop import Workshop, workshops
from course.grading.execution.plan import is_check

NAME = "leaks"

_MARK = re.compile(r"#{1,4}[ \t]*(?:BEGIN|END)[ \t]+(?:\w+[ \t]+)?(?:SOL|HID|MARK|TEST)\w*.*", re.IGNORECASE)
_LOUD = re.compile(r"(?:BEGIN|END)[ \t]")
_PATH = re.compile(r"(?<![\w./])(?:/home/|/Users/|/root/|/tmp/|/mnt/|/private/)\w|\b[A-Za-z]:\\{1,2}Users\\|file:///")

# What may stand in the metadata of a notebook and of its cells. Whatever else stands there, nobody looks at.
_OF_NOTEBOOK = {"kernelspec", "language_info", "title"}
_OF_CELL = {"nbgrader", "tags", "jupyter", "editable", "deletable", "slideshow"}
_OF_NBGRADER = {"checksum", "cell_type", "grade", "grade_id", "locked", "points", "schema_version", "solution", "task"}

_ANSWERING = ("check", "definition", "exercises")


def look(workshop: Workshop, tools: Tools) -> Result:
    """Look for what is secret in a workshop in all that participants receive, and for authors' traces in its own."""
    files = received(workshop.root)
    own = {path: file for path, file in files.items() if path.startswith(f"{workshop.name}/")}
    leaks = [*_traces(workshop.root, own), *_unblanked(workshop), *_secrets_in(workshop, files)]
    return Result({"leaks": len(leaks)}, (*leaks, *_answering_cells(workshop)))


def look_at_course(tools: Tools) -> Result:
    """Look for authors' traces in what belongs to no workshop: start-here, webinars, site visits."""
    names = {workshop.name for workshop in workshops(tools.root)}
    files = {path: file for path, file in received(tools.root).items() if path.split("/")[0] not in names}
    leaks = tuple(_traces(tools.root, files))
    return Result({"leaks": len(leaks)}, leaks)


def _secrets_in(workshop: Workshop, files: Mapping[str, Path]) -> Iterator[Finding]:
    known = secrets(workshop)
    already: set[tuple[str, str, str]] = set()
    for path, file in files.items():
        own = path.startswith(f"{workshop.name}/")
        wanted = [secret for secret in known if own or secret.everywhere]
        for piece in shown(path, file):
            for secret in wanted:
                key = (piece.where, secret.of, secret.says)
                if key not in already and any(secret.shows.search(text) for text in _texts(piece, secret.by_line)):
                    already.add(key)
                    yield Finding(
                        piece.where, f"It shows {secret.says} of {secret.of}; take it out of what is released."
                    )


def _texts(piece: Shown, by_line: bool) -> Iterable[str]:
    if not (by_line and piece.lines):
        return piece.texts
    return (line.replace(",", " ; ") for text in piece.texts for line in text.splitlines())  # no thousands in data


def _unblanked(workshop: Workshop) -> Iterator[Finding]:
    """Values of model answers that stand in a released cell where they stood in source, or as the same statement."""
    answers: dict[str, list[ast.Assign]] = {}
    for cell in workshop.source.cells:
        if cell.cell_type == "code":
            name = cell.metadata.get("nbgrader", {}).get("grade_id", cell.id)
            answers[name] = [statement for statement, _ in solution_statements(cell.source)]
    statements = {ast.unparse(each): name for name, several in answers.items() for each in several}
    for place, cell in enumerate(workshop.release.cells, start=1):
        if cell.cell_type != "code":
            continue
        where = name_of(workshop.name, place, cell)
        filled = {(_target(each), name): leaf for each in _assigned(cell) for name, leaf in leaves(each.value)}
        for each in answers.get(where, ()):
            for name, leaf in leaves(each.value):
                left = filled.get((_target(each), name))
                if left is not None and ast.dump(left) == ast.dump(leaf):
                    says = f"The blank {name or _target(each)} still holds the model answer; run `ldt build`."
                    yield Finding(where, says)
        for each in _assigned(cell):
            owner = statements.get(ast.unparse(each), where)
            if owner != where:
                yield Finding(where, f"It holds the line of {owner}'s model answer; delete it.")


def _assigned(cell: NotebookNode) -> list[ast.Assign]:
    try:
        return [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Assign)]
    except (SyntaxError, ValueError):
        return []


def _target(statement: ast.Assign) -> str:
    return ast.unparse(statement.targets[0])


def _traces(root: Path, files: Mapping[str, Path]) -> Iterator[Finding]:
    """What authors and their tools leave in files that participants receive."""
    for path, file in files.items():
        if file.suffix in (".py", ".pyc"):
            yield Finding(path, "Participants receive Python source, which holds answers; keep it out of the release.")
        notebook = as_notebook(file)
        if notebook is not None:
            yield from _left_in(path, notebook)
        for piece in shown(path, file):
            for text in piece.texts[:1] if piece.lines else piece.texts:
                mark = _MARK.search(text)
                if mark and (_LOUD.search(mark[0]) or mark[0].startswith("###")):
                    yield Finding(
                        piece.where, f"It shows the authors' mark “{mark[0].strip()[:60]}”; spell it rightly."
                    )
                    break
                trace = _PATH.search(text)
                if trace or str(root) in text:
                    told = text[trace.start() :].split()[0][:60] if trace else str(root)
                    yield Finding(piece.where, f"It shows a path of its author's machine, {told}; take it out.")
                    break


def _left_in(path: str, notebook: NotebookNode) -> Iterator[Finding]:
    """Outputs, execution counts and metadata that a released notebook must not have."""
    yield from _unknown(f"{path}, its metadata", notebook.metadata, _OF_NOTEBOOK)
    for place, cell in enumerate(notebook.cells, start=1):
        where = name_of(path, place, cell)
        if cell.get("outputs"):
            yield Finding(where, "It has an output, which shows what the author saw; clear it.")
        if cell.get("execution_count") is not None:
            yield Finding(where, "It has an execution count; clear the outputs.")
        if cell.get("attachments"):
            yield Finding(
                where, "A file is attached to it, which nobody can look through; keep it beside the notebook."
            )
        yield from _unknown(where, cell.metadata, _OF_CELL)
        about = cell.metadata.get("nbgrader")
        yield from _unknown(where, about if isinstance(about, dict) else {}, _OF_NBGRADER)


def _unknown(where: str, metadata: Mapping[str, Any], known: set[str]) -> Iterator[Finding]:
    for key in metadata:
        if key not in known:
            yield Finding(where, f"Its metadata have “{key}”, which participants do not need; take it out of source.")


def _answering_cells(workshop: Workshop) -> Iterator[Finding]:
    """Cells that are no checks and ask for definitions: in marking, participants' processes have none."""
    names = set(_ANSWERING)
    trees: list[tuple[str, ast.Module]] = []
    for place, cell in enumerate(workshop.source.cells, start=1):
        if cell.cell_type != "code":
            continue
        try:
            tree = ast.parse(cell.source)
        except (SyntaxError, ValueError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("course.checks"):
                names |= {each.asname for each in node.names if each.name in _ANSWERING and each.asname}
        if not is_check(cell):
            trees.append((name_of(workshop.name, place, cell), tree))
    for where, tree in trees:
        for called in sorted(set(_asking(tree, names))):
            says = f"It uses {called}, and only a check cell may: in marking, the other cells run without definitions."
            yield Finding(where, says)


def _asking(tree: ast.Module, names: set[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in names:
                yield name
            case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in _ANSWERING:
                if ast.unparse(value).split(".")[-1] in ("checks", "weeks"):
                    yield ast.unparse(node.func)
            case ast.ImportFrom(module=str(module)) if module.startswith("course.checks.weeks"):
                yield module
            case ast.Import(names=imported):
                yield from (each.name for each in imported if each.name.startswith("course.checks.weeks"))
