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
from typing import Any

from course.quantities import quoted


class FormulaError(Exception):
    """The formula gave no answer; the message is a sentence for the person who wrote it."""


def work_out(
    formula: Callable[..., Any],
    inputs: Mapping[str, Any],
    helpers: Sequence[str] = (),
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
        raise FormulaError(_sentence(problem, [*inputs, *helpers], no_need or {})) from None
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


def _sentence(problem: BaseException, names: Sequence[str], no_need: Mapping[str, str]) -> str:
    """What a formula's error means to somebody who has never programmed."""
    text = _text(problem)
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
        if "not callable" in text:
            return "A name or a number stands right before a bracket. Is a * (times) missing between them?"
        if re.search(r"for \^=?:", text):
            return "“^” does not mean “to the power of” here: write ** in its place."
        return (
            "The formula mixes things that do not go together, such as a list and a single number, or leaves something "
            f"out of a function's brackets. {usable} The computer's words: {text}"
        )
    return (
        f"The formula stopped before it was done. {usable} The computer's words: {text or type(problem).__name__[:40]}"
    )


def _unknown_name(problem: NameError, text: str, names: Sequence[str], no_need: Mapping[str, str]) -> str:
    found = re.search(r"'(\w+)'", text)
    unknown = str(problem.name or (found[1] if found else "?"))
    if unknown in no_need:
        return no_need[unknown]
    near = get_close_matches(unknown.lower()[:40], names, n=1)
    help_ = f"Did you mean {near[0]}?" if near and near[0] != unknown else f"Names you can use: {', '.join(names)}."
    return f"The formula uses the name {quoted(unknown)}, which is not known here. {help_}"


def _text(problem: BaseException) -> str:
    try:
        return str(problem)[:160]
    except Exception:  # an error of a participant's own making may not even have words
        return ""
