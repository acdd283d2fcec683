"""Mutation operators: each says what a node of a formula may become, and in a few words what was changed.

They have the names that the field gives them: the letters of Mothra (King and Offutt, 1991), of the deletion operators
of Delamaro, Offutt and Ammann (2014) and of MutPy; argument propagation and naked receiver are PIT's, argument removal
is mutmut's. Those for lists, counts and brackets are this course's own.

Where a number says how often or how far (an exponent, an index, a slice, a repetition, what stands in `range`), it is
only changed by one, and nothing larger is put in its place: `2 ** cost` would never come to an end.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NAMES: Mapping[str, str] = {
    "AOR": "arithmetic operator replacement",
    "ROR": "relational operator replacement",
    "LCR": "logical connector replacement",
    "UOI": "unary operator insertion: the sign",
    "UOD": "unary operator deletion",
    "CRP": "constant replacement",
    "SVR": "scalar variable replacement",
    "CSR": "constant for scalar variable replacement: a name typed in as its figure",
    "ODL": "operand deletion: a term, a factor, a condition",
    "APR": "argument propagation and naked receiver: f(x) becomes x",
    "ARM": "argument removal",
    "ASW": "arguments or operands swapped",
    "FNR": "function replacement: sum and mean, max and min",
    "SIR": "slice index removal",
    "COR": "conditional operator replacement: one branch only, or the other way round",
    "CFD": "comprehension filter deletion, mask deletion",
    "OBO": "off by one: a count, a year, an index, a list that begins one late",
    "LED": "list element deletion",
    "LEO": "list element order: two swapped, or all turned round",
    "RSO": "reversed sort order",
    "MBR": "moved brackets",
}


@dataclass(frozen=True)
class Around:
    """What an operator knows of where a node stands.

    Args:
        inputs: the exercise's named inputs with their visible figures.
        choices: the words allowed, for an answer that is a choice.
        counts: whether the node says how often or how far.
        parent: the node around it; None for the whole formula.
    """

    inputs: Mapping[str, Any]
    choices: Sequence[str] = ()
    counts: bool = False
    parent: ast.AST | None = None


Changes = Iterator[tuple[ast.expr, str]]
Operator = Callable[[Any, Around], Changes]
KNOWN: list[tuple[str, type[ast.AST], Operator]] = []
"""(one of NAMES, the kind of node it changes, what it may become)"""


def operator(name: str, *kinds: type[ast.AST]) -> Callable[[Operator], Operator]:
    """Register a mutation operator for nodes of these kinds."""

    def register(function: Operator) -> Operator:
        KNOWN.extend((name, kind, function) for kind in kinds)
        return function

    return register


def altered(node: Any, **fields: Any) -> Any:
    """A copy of a node with some of its fields changed."""
    return type(node)(**{**dict(ast.iter_fields(node)), **fields})


def said(node: ast.AST) -> str:
    """A node as it is typed, cut short."""
    text = ast.unparse(node)
    return text if len(text) <= 40 else f"{text[:39]}…"


def is_number(value: Any) -> bool:
    """Whether a value is an int or a float, and no truth value."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_mask(node: ast.expr) -> bool:
    """Whether what stands in square brackets picks rows by a condition."""
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, (ast.BitAnd, ast.BitOr))
    return isinstance(node, (ast.Compare, ast.BoolOp)) or (
        isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert)
    )


def says_how_many(node: ast.AST, field: str) -> bool:
    """Whether what stands in a field of a node says how often or how far."""
    if isinstance(node, ast.BinOp):
        other = node.right if field == "left" else node.left
        repeats = isinstance(node.op, ast.Mult) and isinstance(other, (ast.List, ast.Tuple))
        return repeats or (isinstance(node.op, ast.Pow) and field == "right")
    if isinstance(node, ast.Subscript):
        picked = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        return field == "slice" and not any(is_mask(one) for one in picked)
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range"
