"""Working out a participant's formula, and saying in plain words why it could not be worked out."""

from __future__ import annotations

import inspect
import io
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr
from copy import deepcopy
from difflib import get_close_matches
from typing import Any, Protocol, runtime_checkable

from course.quantities import quoted


class FormulaError(Exception):
    """The formula gave no answer; the message is a sentence for the person who wrote it."""


@runtime_checkable
class FarFormula(Protocol):
    """A participant's formula that lives in another process: every question to it takes its time."""

    def ask_ahead(self, cases: Sequence[Mapping[str, Any]]) -> None:
        """Have it worked out on several cases in one go; calling it on one of them then gives what came of it."""


def ask_ahead(formula: Any, cases: Sequence[Mapping[str, Any]]) -> None:
    """Say on which cases a formula is going to be worked out; one that is at hand needs no such word.

    Args:
        formula: the participant's answer, whatever it is.
        cases: named inputs; each goes into the formula as `work_out` would put it.
    """
    if isinstance(formula, FarFormula):
        formula.ask_ahead(cases)


def work_out(
    formula: Callable[..., Any],
    inputs: Mapping[str, Any],
    helpers: Mapping[str, Callable[..., Any]] | None = None,
    no_need: Mapping[str, str] | None = None,
) -> Any:
    """What a participant's formula gives on the named inputs, which it gets a copy of.

    Warnings are not shown: nbgrader takes any line on stderr for a failed check.

    Raises:
        FormulaError: when it cannot be worked out, or gives nothing back.
    """
    if _def_line_changed(formula, inputs):
        raise FormulaError(
            "The line that begins with “def” was changed, so the figures cannot be put in. "
            f"Its names in brackets must be: {', '.join(inputs)}."
        )
    try:
        with warnings.catch_warnings(), redirect_stderr(io.StringIO()):
            warnings.simplefilter("ignore")
            found = formula(**deepcopy(dict(inputs)))
    except (Exception, SystemExit) as problem:  # whatever a participant's formula raises is theirs to read
        raise FormulaError(_sentence(problem, list(inputs), helpers or {}, no_need or {})) from None
    if found is None:
        raise FormulaError("Nothing came back from the formula. The cell's last line must still say: return answer.")
    return found


def _def_line_changed(formula: Callable[..., Any], inputs: Mapping[str, Any]) -> bool:
    try:
        signature = inspect.signature(formula)
    except (Exception, SystemExit):  # built-in functions may have none; then the call itself will tell
        return False
    try:
        signature.bind(**inputs)
    except TypeError:
        return True
    return False


def _sentence(
    problem: BaseException,
    inputs: Sequence[str],
    helpers: Mapping[str, Callable[..., Any]],
    no_need: Mapping[str, str],
) -> str:
    """What a formula's error means to somebody who has never programmed."""
    text = _text(problem)
    names = [*inputs, *helpers]
    usable = f"Names you can use: {', '.join(names)}."
    if "ellipsis" in text.lower():
        return "Part of the formula is still three dots. Replace all of them."
    if isinstance(problem, NameError):
        return _unknown_name(problem, text, names, no_need)
    if isinstance(problem, ZeroDivisionError):
        return "The formula divides by zero. Which of the figures below the line is 0?"
    if isinstance(problem, (OverflowError, RecursionError, MemoryError)):
        return "The number became too large: is a per cent figure used where a fraction is meant?"
    if isinstance(problem, TypeError):
        return _wrong_kind(text, helpers) or (
            "The formula mixes things that do not go together, such as a list and a single number, or leaves something "
            f"out of a function's brackets. {usable} The computer's words: {text}"
        )
    return (
        f"The formula stopped before it was done. {usable} The computer's words: {text or type(problem).__name__[:40]}"
    )


_SQUARE = "Are single figures to go in? Put square brackets round them, with commas between, as in sum([2, 3])."
_BUILT_IN_LISTS = {"sum": f"sum takes one list. {_SQUARE}", "len": f"len takes one list. {_SQUARE}"}
_WANTS_A_LIST = re.compile(r"object is not iterable|object of type '(?:int|float)' has no len")
_ON_A_LIST = re.compile(r"'list'|not list\b|to list\b|type list\b|multiply sequence")


def _wrong_kind(text: str, helpers: Mapping[str, Callable[..., Any]]) -> str:
    """A sentence for what Python calls a TypeError; none where its words fit several mistakes."""
    if "not callable" in text:
        return "A name or a number stands right before a bracket. Is a * (times) missing between them?"
    if re.search(r"for \^=?:", text):
        return "“^” does not mean “to the power of” here: write ** in its place."
    called = re.match(r"(\w+)\(\) (takes|missing)\b(.*)", text)
    if called is not None:
        name, what, rest = called.groups()
        if name in _BUILT_IN_LISTS:
            return _BUILT_IN_LISTS[name]
        takes = _takes(name, helpers[name]) if _is_about(rest, helpers.get(name)) else ""
        return takes and f"{takes} Here it was given {'less' if what == 'missing' else 'more'}."
    if _WANTS_A_LIST.search(text):
        return f"A function that takes a list was given a single figure. {_SQUARE}"
    if "'function'" in text or "'builtin_function_or_method'" in text:
        return "A function's name stands without its brackets. Write what it is to work on after it, in brackets."
    if re.search(r"operand.*'str'|concatenate str", text):
        return "Part of the formula stands between quotation marks, so it is only text. Take the quotation marks away."
    if _ON_A_LIST.search(text) and "indices" not in text:
        return (
            "The formula treats a whole list as one figure, but + - * / and the like need single figures. Make one "
            f"figure of the list first. Functions that take lists: {', '.join([*_takes_lists(helpers), 'sum'])}."
        )
    return ""


def _is_about(told: str, helper: Callable[..., Any] | None) -> bool:
    """Whether an error that counts or names what is in a function's brackets is about this function of the course.

    A participant's own function may have the same name.
    """
    needs = _needs(helper) if helper else {}
    counted = re.match(r" (?:from \d+ to )?(\d+) positional", told)
    return bool(needs) and (
        int(counted[1]) >= len(needs) if counted else set(re.findall(r"'(\w+)'", told)) <= set(needs)
    )


def _takes(name: str, helper: Callable[..., Any]) -> str:
    """What goes into the brackets of a function, in words."""
    kinds = list(_needs(helper).values())
    if len(kinds) == 1:
        return f"{name} takes one {kinds[0]}."
    alike = len(set(kinds)) == 1
    some = (
        f"{_COUNTED.get(len(kinds), len(kinds))} {kinds[0]}s" if alike else " and ".join(f"a {kind}" for kind in kinds)
    )
    return f"{name} takes {some}, with {'a comma' if len(kinds) == 2 else 'commas'} between them."


_COUNTED = {2: "two", 3: "three", 4: "four", 5: "five"}


def _needs(helper: Callable[..., Any]) -> dict[str, str]:
    """What a function needs in its brackets, by name: "list" or "figure"; empty where that is not known."""
    try:
        needed = [one for one in inspect.signature(helper).parameters.values() if one.default is one.empty]
    except (TypeError, ValueError):  # some built-in functions do not say
        return {}
    if any(one.kind is not one.POSITIONAL_OR_KEYWORD for one in needed):
        return {}
    return {one.name: "list" if _A_LIST.search(str(one.annotation)) else "figure" for one in needed}


_A_LIST = re.compile(r"Sequence|list|Iterable|Array")


def _takes_lists(helpers: Mapping[str, Callable[..., Any]]) -> list[str]:
    return [name for name, helper in helpers.items() if "list" in _needs(helper).values()]


_NEAR_BUILT_IN = {name: name for name in ("min", "max", "sum", "round", "abs")} | {"minimum": "min", "maximum": "max"}
"""Python's own functions that formulas of the course need, by what people type for them."""


def _unknown_name(problem: NameError, text: str, names: Sequence[str], no_need: Mapping[str, str]) -> str:
    found = re.search(r"'(\w+)'", text)
    unknown = str(problem.name or (found[1] if found else "?"))
    if unknown in no_need:
        return no_need[unknown]
    near = _near(unknown.lower()[:40], names)
    help_ = f"Did you mean {near}?" if near and near != unknown else f"Names you can use: {', '.join(names)}."
    return f"The formula uses the name {quoted(unknown)}, which is not known here. {help_}"


def _near(unknown: str, names: Sequence[str]) -> str | None:
    """The name that is most like the unknown one, capitals or not; Python's own functions only when very like it."""
    own = {name.lower(): name for name in names}
    for known in (own, _NEAR_BUILT_IN):
        if unknown in known:
            return known[unknown]
    near = get_close_matches(unknown, own, n=1)
    if near:
        return own[near[0]]
    near = get_close_matches(unknown, _NEAR_BUILT_IN, n=1, cutoff=0.75)
    return _NEAR_BUILT_IN[near[0]] if near else None


def _text(problem: BaseException) -> str:
    try:
        return str(problem)[:160]
    except Exception:  # an error of a participant's own making may not even have words
        return ""
