"""What marking a workshop takes: which cells the judge runs, which names cross the wall, which cells may run ahead."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Mapping
from dataclasses import dataclass

from nbformat import NotebookNode

from course.grading.execution.answers import Names, bound, may_run_before, pure_functions, stores, values_only


@dataclass(frozen=True)
class Plan:
    """Read off a workshop's release notebook, which participants cannot change.

    Args:
        sources: the text of each code cell, in order.
        setting: the locked code cells, which give the judge its own names (imports, the case's figures).
        names: the names that participants' answers bind; these, and no others, are asked of their process.
        checks: grade_id -> points of the check cells. The judge runs these; a cell that a participant gave the
            metadata of a check is none.
        until: how many code cells there are up to the last locked one.
    """

    sources: tuple[str, ...]
    setting: tuple[str, ...]
    names: frozenset[str]
    checks: Mapping[str, float]
    until: int

    @classmethod
    def of(cls, release: NotebookNode) -> Plan:
        """The plan for a workshop."""
        code = [cell for cell in release.cells if cell.cell_type == "code"]
        locked = [place for place, cell in enumerate(code) if _flag(cell, "locked") and not _flag(cell, "grade")]
        setting = [code[place].source for place in locked]
        names: set[str] = set()
        for cell in code:
            if _flag(cell, "solution"):
                names |= bound(cell.source)
        checks = {
            cell.metadata.nbgrader["grade_id"]: float(cell.metadata.nbgrader["points"])
            for cell in release.cells
            if is_check(cell)
        }
        return cls(
            tuple(cell.source for cell in code), tuple(setting), frozenset(names), checks, max(locked, default=-1) + 1
        )

    def ahead(self, submission: NotebookNode) -> tuple[int, ...]:
        """Which code cells of a submission may run once for everybody, before any participant's line.

        They are the locked cells at the top that are as released. Answers between them do not end the row if all they
        do is to give names values, or to define formulas, and the locked cells after them touch none of these names:
        the two orders cannot be told apart. Nor does a check, which the judge runs.

        Returns:
            Places among the code cells, rising.
        """
        places: list[int] = []
        pure: frozenset[str] = frozenset()
        overtaken: Names | None = None
        code = [cell for cell in submission.cells if cell.cell_type == "code"]
        for place, (ours, cell) in enumerate(zip(self.sources[: self.until], code, strict=False)):
            if self.is_check(cell):
                continue
            if cell.source == ours and _flag(cell, "locked") and not is_check(cell):
                if overtaken is not None and not may_run_before(ours, overtaken, pure):
                    break
                places.append(place)
                pure |= pure_functions(ours)
                continue
            answer = values_only(cell.source, pure)
            if answer is None:
                break
            overtaken = answer | (overtaken or Names())
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


def read(source: str) -> set[str]:
    """The names that a cell reads."""
    tree = ast.parse(source)
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not stores(node)}
    return found - set(dir(builtins))


def _flag(cell: NotebookNode, name: str) -> bool:
    about = cell.metadata.get("nbgrader")
    return isinstance(about, dict) and bool(about.get(name, False))
