"""What a participant finds where the model answer stood: the same lines with the values taken out.

nbgrader replaces a solution by one fixed stub. A course for people who have never programmed needs blanks with labels,
and those labels stand in the model answer already; so the blank is made from it:

    answer = 1 + (cost - grant) / full_year  # <- your formula, in years     becomes
    answer = ...  # <- your formula, in years

    answer = dict(                                                            becomes
        cost=64_000,  # all that you would pay, in pounds                     answer = dict(
    )                                                                             cost=...,  # all that you ...
                                                                              )

What is taken out is what Python's own grammar says a value is, so no half of a value that runs over lines can stay.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions

_Place = tuple[int, int, int, int]
"""First line, byte in it, last line, byte in it; lines count from 0."""


class LeaveBlanks(ClearSolutions):
    """ClearSolutions whose code blanks keep the names and the labels of the model answer."""

    def _replace_solution_region(self, cell: NotebookNode, language: str) -> bool:
        begin, end = self.begin_solution_delimeter, self.end_solution_delimeter
        if cell.cell_type != "code" or (begin not in cell.source and end not in cell.source):
            replaced: bool = super()._replace_solution_region(cell, language)
            return replaced
        kept: list[str] = []
        region: list[str] | None = None
        for line in cell.source.split("\n"):
            if begin in line:
                if region is not None:
                    raise RuntimeError(f"a solution begins inside a solution, in {_name(cell)}")
                region = []
            elif end in line:
                if region is None:
                    raise RuntimeError(f"a solution ends that never began, in {_name(cell)}")
                try:
                    kept += [blank("\n".join(region))] if region else []
                except RuntimeError as problem:
                    raise RuntimeError(f"{problem}, in {_name(cell)}") from None
                region = None
            else:
                (kept if region is None else region).append(line)
        if region is not None:
            raise RuntimeError(f"a solution begins and does not end, in {_name(cell)}")
        cell.source = "\n".join(kept)
        return True

    def preprocess_cell(self, cell: NotebookNode, resources: Any, cell_index: int) -> tuple[NotebookNode, Any]:
        """Blank one cell; a code answer without a marked solution would lose its whole frame, so it is refused."""
        is_answer = cell.metadata.get("nbgrader", {}).get("solution", False)
        if is_answer and cell.cell_type == "code" and self.begin_solution_delimeter not in cell.source:
            raise RuntimeError(
                f"{_name(cell)} is an answer and marks no solution; put its model answer between "
                "### BEGIN SOLUTION and ### END SOLUTION"
            )
        result: tuple[NotebookNode, Any] = super().preprocess_cell(cell, resources, cell_index)
        return result


def blank(region: str) -> str:
    """A model answer with its values taken out; names and comments, which are the labels, stay.

    Args:
        region: whole lines of Python, `name = value` each. A value may run over several lines, and may be a
            `dict(...)` of named values, whose names stay.

    Raises:
        RuntimeError: for anything else, since part of the answer would be left standing, and for a comment inside a
            value, since it is a label that would go with it.
    """
    lines = region.split("\n")
    statements = _statements(region)
    comments = _comments(region) if statements else []
    # From the last to the first, so that the places of what is still to be taken out do not move.
    for first, start, last, stop in sorted((at for each in statements for at in _values(each, lines)), reverse=True):
        if any((first, start) <= comment < (last, stop) for comment in comments):
            raise RuntimeError(
                f"a comment stands inside the value of {lines[first].strip()!r}; put it behind the value"
            )
        head, tail = lines[first].encode()[:start].decode(), lines[last].encode()[stop:].decode()
        lines[first : last + 1] = [f"{head}...{tail}"]
    return "\n".join(lines)


def _statements(region: str) -> list[ast.stmt]:
    first = re.search(r"^([ \t]*)[^\s#]", region, flags=re.MULTILINE)
    if first is None:
        return []
    indented = bool(first[1])  # as in a function: parsed as the body of something
    opening = "if True:\n" if indented else ""
    try:
        body = ast.parse(opening + region).body
    except (SyntaxError, ValueError) as problem:
        line = (getattr(problem, "lineno", None) or 1) - indented
        lines = region.split("\n")
        raise _refused(lines[min(max(line, 1), len(lines)) - 1]) from None
    if not indented:
        return body
    block, *after = body
    if after or not isinstance(block, ast.If) or block.orelse:
        raise _refused(region.rstrip().split("\n")[-1])
    return [ast.increment_lineno(statement, -1) for statement in block.body]


def _values(statement: ast.stmt, lines: list[str]) -> Iterator[_Place]:
    if not isinstance(statement, ast.Assign) or not (
        len(statement.targets) == 1 and isinstance(statement.targets[0], ast.Name)
    ):
        raise _refused(lines[statement.lineno - 1])
    yield from _value(statement, statement.value, lines)


def _value(whole: ast.Assign | ast.keyword, value: ast.expr, lines: list[str]) -> Iterator[_Place]:
    """The places of one value, or of the values inside it when it is a dict(...) of names."""
    match value:
        case ast.Call(func=ast.Name("dict"), args=[], keywords=[_, *_] as named) if all(each.arg for each in named):
            for each in named:
                yield from _value(each, each.value, lines)
        case _:
            # Brackets round a value are not part of its node, so its place is counted from the equals sign.
            line = lines[whole.lineno - 1].encode()
            equals = re.compile(rb"[^\s=]+\s*=\s*").match(line, whole.col_offset)
            if equals is None or whole.end_lineno is None or whole.end_col_offset is None:
                raise _refused(lines[whole.lineno - 1])
            yield whole.lineno - 1, equals.end(), whole.end_lineno - 1, whole.end_col_offset


def _comments(region: str) -> list[tuple[int, int]]:
    """Where the comments begin: line (from 0) and byte."""
    lines = region.split("\n")
    tokens = tokenize.generate_tokens(io.StringIO(region + "\n").readline)
    places = [token.start for token in tokens if token.type == tokenize.COMMENT]
    return [(line - 1, len(lines[line - 1][:column].encode())) for line, column in places]


def _name(cell: NotebookNode) -> str:
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
    return f"the cell {grade_id}" if grade_id else f"the cell that begins {cell.source[:40]!r}"


def _refused(line: str) -> RuntimeError:
    return RuntimeError(
        f"a model answer is made of lines such as `name = value`; this one cannot be blanked: {line.strip()!r}"
    )
