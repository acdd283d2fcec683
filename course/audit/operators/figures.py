"""What may be changed in a sum: operators, signs, constants, names, terms and brackets."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from course.audit.operators import Around, Changes, altered, is_number, operator, said

_ARITHMETIC: Mapping[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "−", ast.Mult: "*", ast.Div: "/"}
_RARER: Mapping[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Pow: (ast.Mult,),  # nothing becomes a power: it might never end
    ast.FloorDiv: (ast.Div, ast.Mod),
    ast.Mod: (ast.Div, ast.FloorDiv),
}
_SIGNS = {**_ARITHMETIC, ast.Pow: "**", ast.FloorDiv: "//", ast.Mod: "%"}


@operator("AOR", ast.BinOp)
def _arithmetic(node: ast.BinOp, around: Around) -> Changes:
    kind = type(node.op)
    for other in _ARITHMETIC if kind in _ARITHMETIC else _RARER.get(kind, ()):
        if other is not kind and not (around.counts and other is ast.Mult):
            yield altered(node, op=other()), f"{_SIGNS[kind]} became {_SIGNS[other]}"


_RELATIONS: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_OPPOSITES: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


@operator("ROR", ast.Compare)
def _relational(node: ast.Compare, around: Around) -> Changes:
    for place, op in enumerate(node.ops):
        kind = type(op)
        others = [other for other in _RELATIONS if other is not kind] if kind in _RELATIONS else [_OPPOSITES[kind]]
        for other in others:
            ops = [*node.ops[:place], other(), *node.ops[place + 1 :]]
            what = f"{_RELATIONS[kind]} became {_RELATIONS[other]}" if kind in _RELATIONS else "in or is turned round"
            yield altered(node, ops=ops), what


@operator("LCR", ast.BoolOp)
def _connector(node: ast.BoolOp, around: Around) -> Changes:
    was_and = isinstance(node.op, ast.And)
    yield altered(node, op=ast.Or() if was_and else ast.And()), "and became or" if was_and else "or became and"


@operator("LCR", ast.BinOp)
def _mask_connector(node: ast.BinOp, around: Around) -> Changes:
    if isinstance(node.op, (ast.BitAnd, ast.BitOr)):
        was_and = isinstance(node.op, ast.BitAnd)
        yield altered(node, op=ast.BitOr() if was_and else ast.BitAnd()), "& became |" if was_and else "| became &"


@operator("UOD", ast.UnaryOp)
def _sign_dropped(node: ast.UnaryOp, around: Around) -> Changes:
    yield node.operand, "sign dropped" if isinstance(node.op, (ast.USub, ast.UAdd)) else "not dropped"


@operator("UOI", ast.Name, ast.Constant, ast.BinOp, ast.Call)
def _sign_turned(node: ast.expr, around: Around) -> Changes:
    """The sign of a name, a constant, or the whole."""
    if isinstance(node, ast.Name):
        may = is_number(around.inputs.get(node.id))
    elif isinstance(node, ast.Constant):
        may = is_number(node.value) and node.value != 0
    else:
        may = around.parent is None
    if may and not around.counts and not isinstance(around.parent, ast.UnaryOp):
        yield ast.UnaryOp(ast.USub(), node), f"sign of {said(node)} turned"


@operator("CRP", ast.Constant)
def _constant(node: ast.Constant, around: Around) -> Changes:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value), f"{value} became {not value}"
    elif isinstance(value, str):
        for other in around.choices if value in around.choices else _keys_beside(value, around.inputs):
            if other != value:
                yield ast.Constant(other), f"“{value}” became “{other}”"
    elif isinstance(value, (int, float)):
        others = [value + 1, value - 1]
        if not around.counts:
            others += [value * 1.01, value * 0.99]
            # A number that is the answer, or one of a list, can be changed in few ways: so in larger steps as well.
            others += [value * 1.1, value * 0.9, value * 2, value / 2] if _typed(around.parent) else []
        for new in dict.fromkeys(_tidy(new) for new in others):
            yield _number(new), f"{value} became {new}"


def _typed(parent: ast.AST | None) -> bool:
    return parent is None or isinstance(parent, (ast.List, ast.UnaryOp))


def _keys_beside(word: str, inputs: Mapping[str, Any]) -> list[str]:
    """The other columns of a table, or keys of a mapping, that this word is one of."""
    for value in inputs.values():
        keys = list(getattr(value, "columns", value if isinstance(value, Mapping) else ()))
        if word in keys:
            return [key for key in keys if isinstance(key, str)]
    return []


def _tidy(number: float) -> float:
    """Without the last digits of a float (3.0300000000000002), and whole where it is."""
    short = float(f"{number:.12g}")
    return int(short) if short.is_integer() and abs(short) < 1e15 else short


def _number(value: float) -> ast.expr:
    return ast.UnaryOp(ast.USub(), ast.Constant(-value)) if value < 0 else ast.Constant(value)


@operator("SVR", ast.Name)
def _other_name(node: ast.Name, around: Around) -> Changes:
    if node.id in around.inputs and not around.counts:
        for name, value in around.inputs.items():
            if name != node.id and _of_one_kind(around.inputs[node.id], value):
                yield ast.Name(name, ast.Load()), f"{node.id} became {name}"


def _of_one_kind(one: Any, other: Any) -> bool:
    """Whether one could be taken for the other: both fractions, both sums, both lists, not too unequal in size."""
    if not (is_number(one) and is_number(other)):
        return type(one) is type(other)
    if (0 < abs(one) < 1) != (0 < abs(other) < 1):
        return False
    small, large = sorted((abs(one), abs(other)))
    return bool(large <= 1000 * max(small, 1))


@operator("CSR", ast.Name)
def _typed_in(node: ast.Name, around: Around) -> Changes:
    value = around.inputs.get(node.id)
    if isinstance(value, (int, float, str, list)) and len(repr(value)) <= 300:
        literal = ast.parse(repr(value), mode="eval").body
        yield literal, f"{node.id} typed in as {said(literal)}"


@operator("OBO", ast.Name)
def _count_moved(node: ast.Name, around: Around) -> Changes:
    value = around.inputs.get(node.id)
    small = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 100  # years, shifts, machines
    if node.id in around.inputs and (small or (around.counts and is_number(value))):
        yield ast.BinOp(node, ast.Add(), ast.Constant(1)), f"{node.id} became {node.id} + 1"
        yield ast.BinOp(node, ast.Sub(), ast.Constant(1)), f"{node.id} became {node.id} − 1"


@operator("ODL", ast.BinOp)
def _operand_dropped(node: ast.BinOp, around: Around) -> Changes:
    yield node.left, f"{said(node.right)} dropped"
    if isinstance(node.op, ast.Sub):
        yield ast.UnaryOp(ast.USub(), node.right), f"{said(node.left)} dropped"
    elif isinstance(node.op, ast.Div):
        yield ast.BinOp(ast.Constant(1), ast.Div(), node.right), f"{said(node.left)} dropped"
    elif not isinstance(node.op, ast.Pow):
        yield node.right, f"{said(node.left)} dropped"


@operator("ODL", ast.BoolOp)
def _condition_dropped(node: ast.BoolOp, around: Around) -> Changes:
    for place, gone in enumerate(node.values):
        rest = [*node.values[:place], *node.values[place + 1 :]]
        yield rest[0] if len(rest) == 1 else altered(node, values=rest), f"{said(gone)} dropped"


@operator("ASW", ast.BinOp)
def _operands_swapped(node: ast.BinOp, around: Around) -> Changes:
    if isinstance(node.op, (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod)):
        what = f"{said(node.left)} and {said(node.right)} swapped"
        yield altered(node, left=node.right, right=node.left), what


_SAME_EITHER_WAY = ((ast.Add, ast.Add), (ast.Add, ast.Sub), (ast.Mult, ast.Mult), (ast.Mult, ast.Div))


@operator("MBR", ast.BinOp)
def _brackets_moved(node: ast.BinOp, around: Around) -> Changes:
    """(a + b) / c becomes a + b / c, and a * (b + c) becomes a * b + c."""
    left, right = node.left, node.right
    if isinstance(left, ast.BinOp) and not _same(left.op, node.op) and not isinstance(left.op, ast.Pow):
        new = altered(left, right=altered(node, left=left.right))
        yield new, f"brackets moved: {said(new)}"
    if isinstance(right, ast.BinOp) and not _same(node.op, right.op):
        new = altered(right, left=altered(node, right=right.left))
        yield new, f"brackets moved: {said(new)}"


def _same(outer: ast.operator, inner: ast.operator) -> bool:
    return any(isinstance(outer, one) and isinstance(inner, other) for one, other in _SAME_EITHER_WAY)


@operator("MBR", ast.UnaryOp)
def _sign_on_the_first_only(node: ast.UnaryOp, around: Around) -> Changes:
    """-(a + b) becomes -a + b."""
    if isinstance(node.operand, ast.BinOp) and isinstance(node.operand.op, (ast.Add, ast.Sub)):
        new = altered(node.operand, left=altered(node, operand=node.operand.left))
        yield new, f"brackets moved: {said(new)}"
