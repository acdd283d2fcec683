"""Mutants of a model answer: the same line with one thing in it changed, as a mistake would change it.

Pure: from a line of code to other lines of code; nothing is worked out here. What may be changed, and into what, is
said by `course.audit.operators`.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from course.audit.operators import KNOWN, Around, figures, says_how_many, shapes

_FAMILIES = (figures, shapes)  # when they are loaded, they register their operators


@dataclass(frozen=True)
class Mutant:
    """A changed model answer.

    Args:
        line: what would be typed after `answer = `.
        what: what was changed, in a few words, such as "− became +".
        operator: one of `course.audit.operators.NAMES`.
    """

    line: str
    what: str
    operator: str


def mutants(line: str, inputs: Mapping[str, Any] | None = None, choices: Sequence[str] = ()) -> list[Mutant]:
    """All mutants of a model answer that are written differently, from the whole formula inwards.

    Args:
        line: what stands after `answer = `, a Python expression.
        inputs: the exercise's named inputs with their visible figures; they say which names are of one kind.
        choices: the words allowed, for an answer that is a choice.

    Raises:
        SyntaxError: when the line is no expression.
    """
    tree = ast.parse(line, mode="eval")
    original = ast.unparse(tree)
    found: dict[str, Mutant] = {}
    for path, node, around in _places(tree.body, Around(inputs or {}, choices), ("body",)):
        if isinstance(getattr(node, "ctx", None), ast.Store):  # the name that a comprehension gives
            continue
        for name, kind, operator in KNOWN:
            if not isinstance(node, kind):
                continue
            for new, what in operator(node, around):
                # Read and written once more, so that trees that are typed alike count once (- 3 and -3).
                text = ast.unparse(ast.parse(ast.unparse(_put(tree, path, new)), mode="eval"))
                if text != original:
                    found.setdefault(text, Mutant(text, what, name))
    return list(found.values())


_Path = tuple[str | int, ...]


def _places(node: ast.AST, around: Around, path: _Path) -> Iterator[tuple[_Path, ast.AST, Around]]:
    """This node and every one below it, with the way to it from the top."""
    yield path, node, around
    for field, value in ast.iter_fields(node):
        within = Around(around.inputs, around.choices, around.counts or says_how_many(node, field), node)
        if isinstance(value, ast.AST):
            yield from _places(value, within, (*path, field))
        elif isinstance(value, list):
            for place, item in enumerate(value):
                if isinstance(item, ast.AST):
                    yield from _places(item, within, (*path, field, place))


def _put(tree: ast.Expression, path: _Path, new: ast.AST) -> ast.Expression:
    """A copy of the tree with one node replaced."""
    whole = copy.deepcopy(tree)
    holder: Any = whole
    for step in path[:-1]:
        holder = getattr(holder, step) if isinstance(step, str) else holder[step]
    last = path[-1]
    if isinstance(last, str):
        setattr(holder, last, new)
    else:
        holder[last] = new
    return whole
