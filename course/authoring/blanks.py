"""What a participant finds where the model answer stood: the same lines with the values taken out.

nbgrader replaces a solution by one fixed stub. A course for people who have never programmed needs blanks with labels,
and those labels stand in the model answer already; so the blank is made from it:

    answer = 1 + (cost - grant) / full_year  # <- your formula, in years     becomes
    answer = ...  # <- your formula, in years

    answer = dict(                                                            becomes
        cost=64_000,  # all that you would pay, in pounds                     answer = dict(
    )                                                                             cost=...,  # all that you ...
                                                                              )
"""

from __future__ import annotations

import io
import re
import tokenize
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions

_ASSIGNS = re.compile(r"^(?P<name>\s*\w+\s*=\s*)(?P<value>.*)$")
_OPENS = re.compile(r"^\s*\w+\s*=\s*\w*[\(\[\{]$")
_CLOSES = re.compile(r"^\s*[\)\]\}],?$")


class LeaveBlanks(ClearSolutions):
    """ClearSolutions whose code blanks keep the names and the labels of the model answer."""

    def _replace_solution_region(self, cell: NotebookNode, language: str) -> bool:
        if cell.cell_type != "code" or self.begin_solution_delimeter not in cell.source:
            replaced: bool = super()._replace_solution_region(cell, language)
            return replaced
        lines: list[str] = []
        inside = False
        for line in cell.source.split("\n"):
            if self.begin_solution_delimeter in line:
                if inside:
                    raise RuntimeError(f"a solution begins inside a solution, in the cell:\n{cell.source}")
                inside = True
            elif self.end_solution_delimeter in line:
                inside = False
            else:
                lines.append(blank(line) if inside else line)
        if inside:
            raise RuntimeError(f"a solution begins and does not end, in the cell:\n{cell.source}")
        cell.source = "\n".join(lines)
        return True

    def preprocess_cell(self, cell: NotebookNode, resources: Any, cell_index: int) -> tuple[NotebookNode, Any]:
        """Blank one cell; a code answer without a marked solution would lose its whole frame, so it is refused."""
        is_answer = cell.metadata.get("nbgrader", {}).get("solution", False)
        if is_answer and cell.cell_type == "code" and self.begin_solution_delimeter not in cell.source:
            raise RuntimeError(
                f"the answer cell {cell.metadata['nbgrader']['grade_id']} marks no solution; put its model answer "
                "between ### BEGIN SOLUTION and ### END SOLUTION"
            )
        result: tuple[NotebookNode, Any] = super().preprocess_cell(cell, resources, cell_index)
        return result


def blank(line: str) -> str:
    """One line of a model answer with its value taken out; its comment, which is the label, stays.

    Raises:
        RuntimeError: for a line that is neither `name = value` nor the closing bracket of one: part of the answer would
            be left standing.
    """
    code, comment = _split_comment(line)
    if not code.strip() or _OPENS.match(code) or _CLOSES.match(code):
        return line
    assigns = _ASSIGNS.match(code)
    if assigns is None:
        raise RuntimeError(
            f"a model answer is made of lines such as `name = value`; this one cannot be blanked: {line.strip()!r}"
        )
    comma = "," if code.endswith(",") else ""
    return f"{assigns['name']}...{comma}{'  ' + comment if comment else ''}"


def _split_comment(line: str) -> tuple[str, str]:
    """(code, comment) of one line; a # inside quotation marks is code."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(line.lstrip()).readline):
            if token.type == tokenize.COMMENT:
                start = len(line) - len(line.lstrip()) + token.start[1]
                return line[:start].rstrip(), line[start:]
    except (tokenize.TokenError, IndentationError):
        pass  # an open bracket at the end of the line: tokens up to it were seen
    return line.rstrip(), ""
