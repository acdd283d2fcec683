"""What marking a workshop takes: which cells the judge runs, which names cross the wall, which cells may run once."""

from __future__ import annotations

import ast
import builtins
from dataclasses import dataclass

from nbformat import NotebookNode


@dataclass(frozen=True)
class Plan:
    """Read off a workshop's release notebook, which participants cannot change.

    Args:
        sources: the text of each code cell, in order.
        setting: the locked code cells, which give the judge its own names (imports, the case's figures).
        names: the names that participants' answers bind; these, and no others, are asked of their process.
    """

    sources: tuple[str, ...]
    setting: tuple[str, ...]
    names: frozenset[str]

    @classmethod
    def of(cls, release: NotebookNode) -> Plan:
        """The plan for a workshop."""
        code = [cell for cell in release.cells if cell.cell_type == "code"]
        setting = [cell.source for cell in code if _flag(cell, "locked") and not _flag(cell, "grade")]
        names: set[str] = set()
        for cell in code:
            if _flag(cell, "solution"):
                names |= bound(cell.source)
        return cls(tuple(cell.source for cell in code), tuple(setting), frozenset(names))

    def unchanged(self, submission: NotebookNode) -> int:
        """How many code cells at the top of a submission are as released; a check cell ends the run."""
        count = 0
        code = [cell for cell in submission.cells if cell.cell_type == "code"]
        for ours, cell in zip(self.sources, code, strict=False):
            if cell.source != ours or is_check(cell):
                break
            count += 1
        return count

    def asked(self, check: str) -> list[str]:
        """The names that a check cell needs from the participant: what it reads, and an answer binds."""
        return sorted(read(check) & self.names)


def is_check(cell: NotebookNode) -> bool:
    """Whether a cell is an autograded check: graded, and not itself an answer."""
    return cell.cell_type == "code" and _flag(cell, "grade") and not _flag(cell, "solution")


def bound(source: str) -> set[str]:
    """The names that a cell binds at its top level; none when it is no Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
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


def _stores(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _flag(cell: NotebookNode, name: str) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get(name, False))
