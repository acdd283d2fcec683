"""Answers whose only effect is to give names a value: a cell that touches none of these names may run before them.

Read off a cell's text, since nothing of a participant's is run here. What is not surely harmless may change anything.
"""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_PURE = frozenset({
    "abs", "bool", "dict", "enumerate", "float", "int", "len", "list", "max", "min", "pow", "range", "round", "set",
    "sorted", "str", "sum", "tuple", "zip",
})  # fmt: skip
"""Functions of Python's that only make a value of what they are given."""

_KEPT = 2_000
"""Cells whose reading is remembered: those of the workshop come with every submission, and many answers are alike."""

_BUILT_IN = frozenset(dir(builtins))

_LONGEST = 5_000
"""Characters of an answer that is read; a longer one may do anything."""

_PURE_ROOM = "course.methods"
"""The room whose functions only calculate."""

_VALUES = (
    ast.Constant, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.JoinedStr,
    ast.FormattedValue, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.Subscript, ast.Slice, ast.Starred, ast.keyword,
    ast.ListComp, ast.GeneratorExp, ast.operator, ast.unaryop, ast.boolop, ast.cmpop,
    ast.expr_context,
)  # fmt: skip
"""What a value may be made of, beside names, loops over lists, and calls of the functions above."""


@dataclass(frozen=True)
class Names:
    """The names of a cell's surroundings that it has to do with.

    Args:
        binds: those that it gives a value.
        reads: those whose value it uses.
    """

    binds: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()

    def __or__(self, other: Names) -> Names:
        return Names(self.binds | other.binds, self.reads | other.reads)


def values_only(source: str, pure: frozenset[str]) -> Names | None:
    """The names of a cell that does nothing but give names values and define formulas; None when it may do more.

    Args:
        source: the cell.
        pure: names of functions, beside Python's own, that only calculate.
    """
    return _values_only(source, pure) if len(source) <= _LONGEST else None


@lru_cache(maxsize=_KEPT)
def _values_only(source: str, pure: frozenset[str]) -> Names | None:
    tree = _parsed(source)
    pure |= _PURE
    if tree is None or not all(_only_values(statement, pure) for statement in tree.body):
        return None
    if pure & {*_stored(tree), *(node.arg for node in ast.walk(tree) if isinstance(node, ast.arg))}:
        return None  # such a name may now stand for a function that does anything
    try:
        table = symtable.symtable(source, "<cell>", "exec")
    except (SyntaxError, RecursionError):
        return None
    return Names(frozenset(_bound_in(tree)), frozenset(_globals(table)))


@lru_cache(maxsize=_KEPT)
def pure_functions(source: str) -> frozenset[str]:
    """The names of functions that only calculate, as a locked cell imports them."""
    tree = _parsed(source)
    found = (each for each in tree.body if isinstance(each, ast.ImportFrom)) if tree else ()
    return frozenset(
        alias.asname or alias.name
        for each in found
        if each.level == 0 and f"{each.module}.".startswith(f"{_PURE_ROOM}.")
        for alias in each.names
    )


@lru_cache(maxsize=_KEPT)
def may_run_before(source: str, answers: Names, pure: frozenset[str]) -> bool:
    """Whether a locked cell comes out the same before these answers as after them, and they after it.

    Data that both use counts as shared: the cell might change it. Functions that only calculate do not.

    Args:
        source: the locked cell; one with magics, which is no Python, may do anything.
        answers: the names of all the answers that it would overtake.
        pure: names of functions, beside Python's own, that only calculate.
    """
    tree = _parsed(source)
    if tree is None:
        return False
    stored = frozenset(_stored(tree))
    mentions = stored | {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    shared = mentions - pure - _BUILT_IN
    return not (mentions & answers.binds or stored & answers.reads or shared & answers.reads)


def bound(source: str) -> set[str]:
    """The names that a cell binds at its top level; none when it is no Python."""
    tree = _parsed(source)
    return _bound_in(tree) if tree else set()


def _bound_in(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for statement in tree.body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(statement.name)
        else:
            names |= {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and stores(node)}
    return names


def stores(node: ast.Name) -> bool:
    """Whether a name is given a value here, and not used."""
    return isinstance(node.ctx, ast.Store)


def _parsed(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _only_values(statement: ast.stmt, pure: frozenset[str]) -> bool:
    """Whether a statement gives names a value, or defines a function of such statements."""
    if isinstance(statement, ast.Assign):
        return all(isinstance(target, ast.Name) for target in statement.targets) and _is_value(statement.value, pure)
    if isinstance(statement, ast.FunctionDef):
        given = statement.args
        plain = not (statement.decorator_list or statement.returns or given.defaults or given.kw_defaults)
        plain = plain and not any(one.annotation for one in [*given.posonlyargs, *given.args, *given.kwonlyargs])
        return plain and all(_in_a_formula(each, pure) for each in statement.body)
    return False


def _in_a_formula(statement: ast.stmt, pure: frozenset[str]) -> bool:
    if isinstance(statement, ast.Return):
        return statement.value is None or _is_value(statement.value, pure)
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)  # a line that explains, or three dots
    return isinstance(statement, ast.Assign) and _only_values(statement, pure)


def _is_value(expression: ast.expr, pure: frozenset[str]) -> bool:
    return all(_is_part_of_a_value(node, pure) for node in ast.walk(expression))


def _is_part_of_a_value(node: ast.AST, pure: frozenset[str]) -> bool:
    match node:
        case ast.Name(id=name):
            return name in pure or name not in _BUILT_IN  # such as exec, which another function might call
        case ast.Call(func=ast.Name(id=name), keywords=named):
            return name in pure and all(one.arg not in (None, "key") for one in named)
        case ast.comprehension(is_async=waits):
            return not waits
    return isinstance(node, _VALUES)


def _globals(table: symtable.SymbolTable) -> Iterator[str]:
    """The names of its surroundings that a cell uses, inside its functions too."""
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (table.get_type() == "module" or symbol.is_global()):
            yield symbol.get_name()
    for child in table.get_children():
        yield from _globals(child)


def _stored(tree: ast.Module) -> Iterator[str]:
    """Every name that a cell may bind or take away, wherever in it that happens."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).partition(".")[0]
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            yield from node.names
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
            yield node.name
        elif isinstance(node, ast.MatchMapping) and node.rest:
            yield node.rest
