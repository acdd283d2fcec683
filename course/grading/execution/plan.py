"""What marking a workshop takes: which cells the judge runs, which names cross the wall, which cells may run ahead."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Mapping
from dataclasses import dataclass

from nbformat import NotebookNode


@dataclass(frozen=True)
class Plan:
    """Read off a workshop's release notebook, which participants cannot change.

    Args:
        sources: the text of each code cell, in order.
        setting: the locked code cells, which give the judge its own names (imports, the case's figures).
        names: the names that participants' answers bind; these, and no others, are asked of their process.
        checks: grade_id -> points of the check cells. The judge runs these; a cell that a participant gave the
            metadata of a check is none.
    """

    sources: tuple[str, ...]
    setting: tuple[str, ...]
    names: frozenset[str]
    checks: Mapping[str, float]

    @classmethod
    def of(cls, release: NotebookNode) -> Plan:
        """The plan for a workshop."""
        code = [cell for cell in release.cells if cell.cell_type == "code"]
        setting = [cell.source for cell in code if _flag(cell, "locked") and not _flag(cell, "grade")]
        names: set[str] = set()
        for cell in code:
            if _flag(cell, "solution"):
                names |= bound(cell.source)
        checks = {
            cell.metadata.nbgrader["grade_id"]: float(cell.metadata.nbgrader["points"])
            for cell in release.cells
            if is_check(cell)
        }
        return cls(tuple(cell.source for cell in code), tuple(setting), frozenset(names), checks)

    def ahead(self, submission: NotebookNode) -> tuple[int, ...]:
        """Which code cells of a submission may run once for everybody, before any participant's line.

        They are the locked cells at the top that are as released. An answer between them does not end the row if all
        it does is to give names a plain value that no locked cell after it reads: the two orders cannot be told apart.

        Returns:
            Places among the code cells, rising.
        """
        places: list[int] = []
        waiting: set[str] = set()
        code = [cell for cell in submission.cells if cell.cell_type == "code"]
        for place, (ours, cell) in enumerate(zip(self.sources, code, strict=False)):
            if _flag(cell, "solution") and is_inert(cell.source):
                waiting |= bound(cell.source)
            elif cell.source == ours and _flag(cell, "locked") and not is_check(cell):
                if waiting and touches(cell.source, waiting):
                    break
                places.append(place)
            else:
                break
        return tuple(places)

    def is_check(self, cell: NotebookNode) -> bool:
        """Whether a submission's cell is one of the workshop's own checks."""
        return is_check(cell) and grade_id(cell) in self.checks

    def asked(self, check: str) -> list[str]:
        """The names that a check cell needs from the participant: what it reads, and an answer binds."""
        return sorted(read(check) & self.names)


def is_check(cell: NotebookNode) -> bool:
    """Whether a cell is an autograded check: graded, and not itself an answer."""
    return cell.cell_type == "code" and _flag(cell, "grade") and not _flag(cell, "solution")


def grade_id(cell: NotebookNode) -> str | None:
    """A cell's grade_id, if it has one that is a text."""
    about = cell.metadata.get("nbgrader")
    found = about.get("grade_id") if isinstance(about, dict) else None
    return found if isinstance(found, str) else None


def is_inert(source: str) -> bool:
    """Whether all a cell does is to give names plain values: numbers, text, three dots, other names."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return False
    return all(
        isinstance(statement, ast.Assign)
        and all(isinstance(target, ast.Name) for target in statement.targets)
        and isinstance(statement.value, (ast.Constant, ast.Name))
        for statement in tree.body
    )


def bound(source: str) -> set[str]:
    """The names that a cell binds at its top level; none when it is no Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return set()
    names: set[str] = set()
    for statement in tree.body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(statement.name)
        else:
            names |= {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and _stores(node)}
    return names


def read(source: str) -> set[str]:
    """The names that a cell reads."""
    tree = ast.parse(source)
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not _stores(node)}
    return found - set(dir(builtins))


def touches(source: str, names: set[str]) -> bool:
    """Whether a cell may read or bind one of these names; a cell with magics, which is no Python, may."""
    try:
        return bool((read(source) | bound(source)) & names)
    except (SyntaxError, ValueError, RecursionError):
        return True


def _stores(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _flag(cell: NotebookNode, name: str) -> bool:
    about = cell.metadata.get("nbgrader")
    return isinstance(about, dict) and bool(about.get(name, False))
