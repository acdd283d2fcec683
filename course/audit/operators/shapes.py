"""What may be changed in calls, lists, slices, filters and conditions."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from course.audit.operators import Around, Changes, altered, is_mask, operator, said

_PARTNERS: Mapping[str, tuple[str, ...]] = {
    "sum": ("mean",),
    "mean": ("sum", "median"),
    "fmean": ("fsum", "median"),
    "median": ("mean",),
    "max": ("min",),
    "min": ("max",),
    "idxmax": ("idxmin",),
    "idxmin": ("idxmax",),
    "argmax": ("argmin",),
    "argmin": ("argmax",),
    "nlargest": ("nsmallest",),
    "nsmallest": ("nlargest",),
    "ceil": ("floor",),
    "floor": ("ceil",),
    "any": ("all",),
    "all": ("any",),
    "head": ("tail",),
    "tail": ("head",),
    "first": ("last",),
    "last": ("first",),
    "std": ("var",),
    "var": ("std",),
    "cumsum": ("cumprod",),
}
_BUILT_IN = ("sum", "max", "min", "any", "all")


@operator("FNR", ast.Call)
def _function(node: ast.Call, around: Around) -> Changes:
    func = node.func
    name = func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""
    for other in _PARTNERS.get(name, ()):
        what = f"{name} became {other}"
        if isinstance(func, ast.Attribute):
            yield altered(node, func=altered(func, attr=other)), what
        elif other in _BUILT_IN:
            yield altered(node, func=ast.Name(other, ast.Load())), what
        elif name == "sum" and len(node.args) == 1:  # there is no built-in mean
            listed = node.args[0]
            if isinstance(listed, ast.GeneratorExp):
                listed = ast.ListComp(listed.elt, listed.generators)
            whole = altered(node, args=[listed])
            length = ast.Call(ast.Name("len", ast.Load()), [listed], [])
            yield ast.BinOp(whole, ast.Div(), length), what


@operator("OBO", ast.Call)
def _length_moved(node: ast.Call, around: Around) -> Changes:
    if isinstance(node.func, ast.Name) and node.func.id == "len":
        yield ast.BinOp(node, ast.Sub(), ast.Constant(1)), "one too few counted"
        yield ast.BinOp(node, ast.Add(), ast.Constant(1)), "one too many counted"


@operator("APR", ast.Call)
def _call_dropped(node: ast.Call, around: Around) -> Changes:
    if isinstance(node.func, ast.Attribute):
        yield node.func.value, f".{node.func.attr}() dropped"
    for argument in node.args:
        if not isinstance(argument, ast.Starred):
            yield _alone(argument), f"{said(node.func)}() dropped, {said(argument)} left"


def _alone(node: ast.expr) -> ast.expr:
    """A generator needs its brackets when no call is around it."""
    return ast.ListComp(node.elt, node.generators) if isinstance(node, ast.GeneratorExp) else node


@operator("ARM", ast.Call)
def _argument_dropped(node: ast.Call, around: Around) -> Changes:
    for place, gone in enumerate(node.args):
        rest = [*node.args[:place], *node.args[place + 1 :]]
        yield altered(node, args=rest), f"argument {said(gone)} dropped"
    for place, keyword in enumerate(node.keywords):
        others = [*node.keywords[:place], *node.keywords[place + 1 :]]
        yield altered(node, keywords=others), f"argument {keyword.arg or '**'} dropped"


@operator("ASW", ast.Call)
def _arguments_swapped(node: ast.Call, around: Around) -> Changes:
    for swapped, what in _swaps(node.args):
        yield altered(node, args=swapped), what


def _swaps(items: Sequence[ast.expr]) -> list[tuple[list[ast.expr], str]]:
    """Each two neighbours swapped."""
    return [
        (
            [*items[:place], items[place + 1], items[place], *items[place + 2 :]],
            f"{said(items[place])} and {after} swapped",
        )
        for place, after in enumerate(map(said, items[1:]))
    ]


@operator("LED", ast.List, ast.Tuple)
def _element_dropped(node: ast.List | ast.Tuple, around: Around) -> Changes:
    for place, gone in enumerate(node.elts):
        rest = [*node.elts[:place], *node.elts[place + 1 :]]
        yield altered(node, elts=rest), f"{said(gone)} dropped from the list"


@operator("LEO", ast.List, ast.Tuple)
def _order(node: ast.List | ast.Tuple, around: Around) -> Changes:
    for swapped, what in _swaps(node.elts):
        yield altered(node, elts=swapped), what
    yield altered(node, elts=node.elts[::-1]), "the list turned round"


@operator("OBO", ast.List)
def _begins_late(node: ast.List, around: Around) -> Changes:
    if len(node.elts) > 1:
        later = altered(node, elts=[ast.Constant(0), *node.elts])
        yield later, "the list begins one later"
        yield altered(later, elts=later.elts[:-1]), "the list begins one later and its last is lost"
        yield altered(node, elts=[*node.elts, node.elts[-1]]), "the list is one too long"


@operator("SIR", ast.Slice)
def _bound(node: ast.Slice, around: Around) -> Changes:
    """A bound dropped, or put where there was none, one from the end."""
    for field in ("lower", "upper", "step"):
        if getattr(node, field) is not None:
            yield altered(node, **{field: None}), f"{field} bound dropped" if field != "step" else "step dropped"
    if node.lower is None:
        yield altered(node, lower=ast.Constant(1)), "the first left out"
    if node.upper is None:
        yield altered(node, upper=ast.UnaryOp(ast.USub(), ast.Constant(1))), "the last left out"


@operator("OBO", ast.Call, ast.Attribute, ast.BinOp)
def _worked_out_count_moved(node: ast.expr, around: Around) -> Changes:
    """A bound or an exponent that is worked out, not typed."""
    if around.counts and not isinstance(around.parent, (ast.Call, ast.BinOp)):
        yield ast.BinOp(node, ast.Add(), ast.Constant(1)), f"{said(node)} became one more"
        yield ast.BinOp(node, ast.Sub(), ast.Constant(1)), f"{said(node)} became one less"


@operator("CFD", ast.ListComp, ast.GeneratorExp, ast.SetComp)
def _filter_dropped(node: ast.ListComp | ast.GeneratorExp | ast.SetComp, around: Around) -> Changes:
    for place, loop in enumerate(node.generators):
        for which, gone in enumerate(loop.ifs):
            fewer = altered(loop, ifs=[*loop.ifs[:which], *loop.ifs[which + 1 :]])
            loops = [*node.generators[:place], fewer, *node.generators[place + 1 :]]
            yield altered(node, generators=loops), f"filter {said(gone)} dropped"


@operator("CFD", ast.Subscript)
def _mask_dropped(node: ast.Subscript, around: Around) -> Changes:
    if is_mask(node.slice):
        yield node.value, f"filter {said(node.slice)} dropped"
    elif isinstance(node.slice, ast.Tuple):
        for place, gone in enumerate(node.slice.elts):
            if is_mask(gone):
                elts = [*node.slice.elts[:place], ast.Slice(), *node.slice.elts[place + 1 :]]
                yield altered(node, slice=altered(node.slice, elts=elts)), f"filter {said(gone)} dropped"


@operator("COR", ast.IfExp)
def _branch(node: ast.IfExp, around: Around) -> Changes:
    yield node.body, f"always {said(node.body)}"
    yield node.orelse, f"always {said(node.orelse)}"
    yield altered(node, body=node.orelse, orelse=node.body), "the two branches swapped"


_SORTS = {"sorted": ("reverse", False), "sort_values": ("ascending", True), "sort_index": ("ascending", True)}


@operator("RSO", ast.Call)
def _sort_turned(node: ast.Call, around: Around) -> Changes:
    func = node.func
    name = func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""
    if name in _SORTS:
        keyword, usual = _SORTS[name]
        said_now = [
            word.value.value for word in node.keywords if word.arg == keyword and isinstance(word.value, ast.Constant)
        ]
        others = [word for word in node.keywords if word.arg != keyword]
        turned = ast.Constant(not (said_now[0] if said_now else usual))
        yield altered(node, keywords=[*others, ast.keyword(keyword, turned)]), "sorted the other way"
