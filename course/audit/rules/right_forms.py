"""Right is accepted: whoever answers rightly earns every point, however they write it.

Each exercise names at least three other right ways of typing its answer; to these come the model answer rounded as
asked, in every kind of number that Python's libraries give, and written with its sign, unit and spaces. All are typed
into release notebooks, one form of each exercise in a notebook, and run as in marking.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from course.audit.findings import Finding, Result
from course.audit.tools import Tools
from course.audit.workshop import Workshop
from course.checks import Exercise, Form
from course.quantities import NUMBER, PERCENT, SCORE, TIMES, Unit, decimals, read

NAME = "right"

FEWEST_WAYS = 3

_NUMPY, _PANDAS = "__import__('numpy')", "__import__('pandas')"
_DECIMAL, _FRACTION = "__import__('decimal').Decimal", "__import__('fractions').Fraction"

KINDS = {
    "a float": "float({0})",
    "numpy's float64": _NUMPY + ".float64({0})",
    "an array without dimensions": _NUMPY + ".array({0})",
    "an array of one number": _NUMPY + ".array([{0}])",
    "an entry of a pandas Series": _PANDAS + ".Series([{0}])[0]",
    "a pandas Series of one number": _PANDAS + ".Series([{0}])",
    "a Decimal": _DECIMAL + "(repr(float({0})))",
    "a Fraction": _FRACTION + "(repr(float({0})))",
}
"""Ways of giving one number: what it is called -> how it is typed around the model answer."""

LISTS = {
    "a list": "list({0})",
    "a tuple": "tuple({0})",
    "an array": _NUMPY + ".array({0})",
    "a pandas Series": _PANDAS + ".Series({0})",
    "a list of numpy's float64": "list(" + _NUMPY + ".array({0}, dtype=float))",
    "a list of Decimals": "[" + _DECIMAL + "(repr(float(each))) for each in {0}]",
}
"""The same for a list of numbers."""


@dataclass(frozen=True)
class Try:
    """A right answer as somebody might type it.

    Args:
        stem: the exercise or form.
        what: what is special about it, as it is said in a finding.
        line: what is typed after `answer = `.
        typed_in: whether it is a number where a formula is asked; that is neither right nor unreadable, and its card
            says so.
    """

    stem: str
    what: str
    line: str
    typed_in: bool = False


def look(workshop: Workshop, tools: Tools) -> Result:
    """Try every right form through the marking engine."""
    findings: list[Finding] = []
    tries: dict[str, list[Try]] = {}
    for stem, known in workshop.definitions.items():
        try:
            model = workshop.model(stem)
        except (KeyError, ValueError) as problem:
            findings.append(Finding(f"{stem}-answer", f"No right form can be made of it: {problem.args[0]}."))
            continue
        if isinstance(known, Form):
            tries[stem] = list(form_tries(known, model, eval(model, workshop.names())))
        else:
            findings += too_few_ways(known, model)
            tries[stem] = list(exercise_tries(known, model))
    refused = list(_refused(workshop, tools, tries))
    count = sum(map(len, tries.values()))
    return Result({"right_forms": count, "right_rejected": len(refused)}, (*findings, *refused))


def _refused(workshop: Workshop, tools: Tools, tries: Mapping[str, list[Try]]) -> Iterator[Finding]:
    """Run all tries in as few submissions as can be; a sentence for each that was not accepted."""
    most = max(map(len, tries.values()), default=0)
    packs = [[each[number] for each in tries.values() if number < len(each)] for number in range(most)]
    tools.progress(f"{sum(map(len, packs))} right forms in {len(packs)} notebooks")
    outcomes = tools.run(workshop.job({each.stem: each.line for each in pack}) for pack in packs)
    for pack, outcome in zip(packs, outcomes, strict=True):
        marks = workshop.marks(outcome.notebook)
        for each in pack:
            yield from _refusal(workshop.definitions[each.stem], each, marks.get(each.stem))


def _refusal(known: Exercise | Form, tried: Try, mark: Mapping[str, Any] | None) -> Iterator[Finding]:
    typed = f"`answer = {tried.line}` ({tried.what})"
    if mark is None:
        yield Finding(tried.stem, f"{typed} brings no card at all; try it in the notebook.")
        return
    found = f"slip “{mark['slip']}”" if mark.get("slip") else f"“{mark['outcome']}”"
    if tried.typed_in:
        # Right for this firm only: where other figures may well have the same answer, nothing more can be told.
        if mark["outcome"] not in ("typed in", "transfer"):
            yield Finding(
                tried.stem, f"{typed} is the right number without a formula, but is taken for {found}; mend the check."
            )
    elif mark["outcome"] != "right" or mark["points"] != known.points:
        yield Finding(
            tried.stem,
            f"{typed} is right, but is taken for {found} and earns {mark['points']:g} of {known.points:g}; mend the "
            "check, or the form if it is not right after all.",
        )


# ---- the ways that an author states


def too_few_ways(known: Exercise, model: str) -> Iterator[Finding]:
    """Whether there are enough other ways, and each is another formula than the model answer and than the others."""
    if len(known.ways) < FEWEST_WAYS:
        yield Finding(
            known.id, f"It has {len(known.ways)} of at least {FEWEST_WAYS} other right ways; add them to `ways=`."
        )
    trees = {_tree(model): "the model answer"}
    for way in known.ways:
        try:
            tree = _tree(way)
        except SyntaxError:
            yield Finding(known.id, f"The way `{way}` is not one line of Python; mend it in `ways=`.")
            continue
        if tree in trees:
            yield Finding(known.id, f"The way `{way}` is the same formula as {trees[tree]}; write it differently.")
        trees.setdefault(tree, f"the way `{way}`")


def _tree(line: str) -> str:
    """A formula without its spaces and needless brackets."""
    return ast.dump(ast.parse(line.strip(), mode="eval"))


# ---- the forms made from a model answer


def exercise_tries(known: Exercise, model: str) -> Iterator[Try]:
    """Every right form of an exercise: its ways, and those made of its model answer."""
    for way in known.ways:
        if _is_python(way):
            yield Try(known.id, "one of its ways", way)
    right = known.right_value()
    if isinstance(right, str):
        made = _of_a_choice(known, model)
    elif isinstance(right, list):
        made = _of_a_list(known, model, [float(each) for each in right])
    else:
        made = _of_a_number(known, model, float(right))
    yield from made


def _is_python(line: str) -> bool:
    try:
        ast.parse(line.strip(), mode="eval")
    except SyntaxError:
        return False
    return True


def _of_a_choice(known: Exercise, model: str) -> Iterator[Try]:
    for what, typed in {
        "in capitals": "({0}).upper()",
        "in small letters": "({0}).lower()",
        "with a capital": "({0}).capitalize()",
        "with spaces around it": "'  ' + ({0}) + ' '",
        "with more space between words": "({0}).replace(' ', '  ')",
        "with a full stop": "({0}) + '.'",
        "in quotation marks of its own": "'“' + ({0}) + '”'",
    }.items():
        yield Try(known.id, what, typed.format(model))


def _of_a_number(known: Exercise, model: str, right: float) -> Iterator[Try]:
    for what, typed in [*rounded(known.nearest), *KINDS.items()]:
        yield Try(known.id, what, typed.format(f"({model})"))
    texts = dict(number_texts(known.unit, known.nearest))
    for what, pattern in texts.items():
        yield Try(known.id, f"text {what}", f"{pattern!r}.format({model})")
    formula = bool(known.inputs)
    value = _at(right, known.nearest)
    yield Try(known.id, "the number itself", repr(value), typed_in=formula)
    yield Try(known.id, "the number itself, all its digits", repr(right), typed_in=formula)
    if right.is_integer():
        yield Try(known.id, "the number itself, whole", repr(int(right)), typed_in=formula)
    for what, pattern in texts.items():
        yield Try(known.id, f"the number itself, text {what}", repr(pattern.format(value)), typed_in=formula)


def _of_a_list(known: Exercise, model: str, right: list[float]) -> Iterator[Try]:
    for what, typed in LISTS.items():
        yield Try(known.id, what, typed.format(f"({model})"))
    for what, typed in rounded(known.nearest):
        yield Try(known.id, f"{what}, each", f"[{typed.format('each')} for each in ({model})]")
    texts = dict(number_texts(known.unit, known.nearest))
    for what, pattern in texts.items():
        yield Try(known.id, f"texts {what}", f"[{pattern!r}.format(each) for each in ({model})]")
    formula = bool(known.inputs)
    values = [_at(each, known.nearest) for each in right]
    yield Try(known.id, "the numbers themselves", repr(values), typed_in=formula)
    yield Try(known.id, "the numbers themselves, in round brackets", repr(tuple(values)), typed_in=formula)


def rounded(nearest: float) -> Iterator[tuple[str, str]]:
    """Ways of rounding to the step that is asked for: what each is called, and how it is typed around an answer."""
    power = round(math.log10(nearest))
    if math.isclose(nearest, 10.0**power):
        yield "rounded as asked", f"round({{0}}, {-power})"
    yield "to the nearest step", f"round({{0}} / {nearest!r}) * {nearest!r}"
    yield "cut off at the step", f"int({{0}} / {nearest!r}) * {nearest!r}"
    if nearest >= 1:
        yield "a whole number", "int(round({0}))"


def number_texts(unit: Unit, nearest: float) -> Iterator[tuple[str, str]]:
    """Sensible ways of writing a number with its unit: what each is called, and a pattern for `format`."""
    number = f"{{0:,.{decimals(nearest)}f}}"
    yield "with its digits alone", number.replace(",", "")
    yield "with commas and spaces", f" {number} "
    if unit.before or unit.after:
        yield "with its sign or unit", f"{unit.before}{number}{unit.after}"
        yield "with its sign or unit, and spaces", f" {unit.before} {number} {unit.after.strip()} "
    if unit not in (NUMBER, TIMES, SCORE, PERCENT):
        yield "with its unit in words", f"{number} {unit.name}"
    if unit is PERCENT:
        yield "with “per cent”", f"{number} per cent"


def _at(value: float, nearest: float) -> float | int:
    """A number as people write it down who round as asked."""
    places = decimals(nearest)
    near = round(round(value / nearest) * nearest, places)
    return int(near) if places == 0 else near


# ---- the participant's own figures


def form_tries(form: Form, model: str, filled: Mapping[str, Any]) -> Iterator[Try]:
    """A form filled in as the model is, each of its figures in other clothes.

    Args:
        form: the form.
        model: what stands after `answer = ` in the source.
        filled: its value.
    """
    numbers = {blank.name: blank.unit for blank in form.fields if blank.unit is not None}
    words = [blank.name for blank in form.fields if blank.unit is None]
    yield Try(form.id, "as the model", model)
    yield Try(form.id, "as a dictionary between braces", repr(dict(filled)))
    yield Try(form.id, "in another order", f"dict(reversed(list(({model}).items())))")
    if words:
        yield _with(form, model, "with spaces around words", {name: repr(f"  {filled[name]} ") for name in words})
    for what, typed in KINDS.items():
        yield _with(form, model, what, {name: typed.format(repr(filled[name])) for name in numbers})
    patterns: dict[str, dict[str, str]] = {}
    for name, unit in numbers.items():
        value = read(filled[name]).value
        exponent = min(0, int(Decimal(repr(value)).normalize().as_tuple().exponent))
        for what, pattern in number_texts(unit, 10.0**exponent):
            patterns.setdefault(what, {})[name] = repr(pattern.format(value))
    for what, changed in patterns.items():
        yield _with(form, model, f"text {what}", changed)


def _with(form: Form, model: str, what: str, changed: Mapping[str, str]) -> Try:
    items = ", ".join(f"{name!r}: {typed}" for name, typed in changed.items())
    return Try(form.id, what, f"{{**{model}, {items}}}")
