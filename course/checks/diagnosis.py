"""What is the matter with an answer: right, a known slip, a wrong unit or sign, not a number, or something else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from course.checks.exercise import Exercise, Slip, Value
from course.checks.mark import Outcome
from course.quantities import GBP, GBP_A_YEAR, KW, KWH, NUMBER, PERCENT, TIMES, YEARS, NotANumberError, Unit, read

_UNIT_SLACK = 0.002
"""A number in the wrong unit is often rounded more coarsely; this share of the right answer is allowed for that."""


@dataclass(frozen=True)
class Diagnosis:
    """What was found: the outcome, the answer in plain form where there is one, and a sentence that explains."""

    outcome: Outcome
    value: Value | None = None
    says: str = ""
    slip: Slip | None = None


def is_blank(given: Any) -> bool:
    """Whether the three dots, or nothing, still stand where an answer should."""
    return given is ... or given is None or (isinstance(given, str) and given.strip() in ("", "...", "…"))


def diagnose(exercise: Exercise, given: Any, case: Mapping[str, Any] | None = None) -> Diagnosis:
    """Compare what the participant gave with the right answer and the known slips on a case.

    Args:
        exercise: the definition.
        given: the answer: a value, or a function of the case's named inputs.
        case: named inputs; the visible case unless another is given.
    """
    inputs = exercise.inputs if case is None else case
    if callable(given) and inputs:
        try:
            given = given(**inputs)
        except Exception as problem:  # whatever a participant's formula raises is theirs to read, in a sentence
            return Diagnosis("error", says=_sentence(problem, exercise, inputs))
    if is_blank(given):
        return Diagnosis("unanswered")
    if exercise.choices:
        return _diagnose_choice(exercise, given, inputs)
    right = exercise.right_value(inputs)
    try:
        value = _numbers(given, exercise) if isinstance(right, list) else _number(given, exercise)
    except NotANumberError as problem:
        return Diagnosis("wrong type", says=str(problem))
    except _WrongSignTypedError as problem:
        return Diagnosis("wrong unit", says=str(problem))
    if exercise.distance(value, right) <= 1 + 1e-9:
        return Diagnosis("right", value)
    for slip in exercise.slips:
        if exercise.distance(value, exercise.slip_value(slip, inputs)) <= 1 + 1e-9:
            return Diagnosis("slip", value, slip.says, slip)
    if isinstance(value, list) or isinstance(right, (list, str)):
        return Diagnosis("other", value)
    return _diagnose_scale(exercise, float(value), float(right))


class _WrongSignTypedError(ValueError):
    """A per cent sign on something that is not a share."""


def _number(given: Any, exercise: Exercise) -> float:
    typed = read(given)
    if not typed.percent_sign or exercise.unit is PERCENT:
        return typed.value
    if exercise.unit in (NUMBER, TIMES):
        return typed.value / 100
    raise _WrongSignTypedError(f"The answer has a per cent sign, but {exercise.unit.name} are asked for here.")


def _numbers(given: Any, exercise: Exercise) -> list[float]:
    if isinstance(given, (str, bytes)) or not hasattr(given, "__iter__"):
        raise NotANumberError("This needs a list: numbers between square brackets, with commas, such as [1, 2, 3].")
    items = list(given)
    if any(is_blank(item) for item in items):
        raise NotANumberError("The list still has three dots in it: replace each of them with a number.")
    return [_number(item, exercise) for item in items]


def _diagnose_choice(exercise: Exercise, given: Any, inputs: Mapping[str, Any]) -> Diagnosis:
    allowed = ", ".join(f"“{choice}”" for choice in exercise.choices)
    if not isinstance(given, str):
        return Diagnosis("wrong type", says=f"This needs one of these words, in quotation marks: {allowed}.")
    word = given.strip().strip("\"'“”").casefold()
    named = {choice.casefold(): choice for choice in exercise.choices}
    if word not in named:
        return Diagnosis("wrong type", says=f"“{given.strip()[:40]}” is not one of the choices: {allowed}.")
    value = named[word]
    if value == exercise.right_value(inputs):
        return Diagnosis("right", value)
    for slip in exercise.slips:
        if value == exercise.slip_value(slip, inputs):
            return Diagnosis("slip", value, slip.says, slip)
    return Diagnosis("other", value)


def _scales(unit: Unit) -> list[tuple[float, str]]:
    """(factor, sentence) pairs: the answer times the factor would be right."""
    thousands = [
        (1000.0, "That looks like thousands; write the number out in full."),
        (0.001, "That is a thousand times too big: is it a number in thousands written out in full?"),
    ]
    if unit is PERCENT:
        return [
            (100.0, "That looks like a fraction of one. Per cent is asked for: 0.25 is 25 per cent."),
            (0.01, "That is a hundred times too big: is it already per cent, and multiplied by 100 again?"),
        ]
    if unit in (KW, KWH):
        return [
            (2.0, "That is half of it: energy in half an hour (kWh) and power (kW) differ by a factor of two."),
            (0.5, "That is twice it: energy in half an hour (kWh) and power (kW) differ by a factor of two."),
            *thousands,
        ]
    if unit is YEARS:
        return [
            (1 / 12, "That looks like months; years are asked for."),
            (12.0, "That is a twelfth of it: were monthly and yearly figures mixed?"),
        ]
    if unit in (GBP, GBP_A_YEAR):
        return [
            *thousands,
            (0.01, "That looks like pence; pounds are asked for."),
            (12.0, "That looks like a figure for one month; a year is asked for."),
            (1 / 12, "That is twelve times too big: was a yearly figure multiplied by 12?"),
        ]
    return [
        (100.0, "That is a hundredth of it: were per cent and fractions mixed?"),
        (0.01, "That is a hundred times too big: were per cent and fractions mixed?"),
        *thousands,
    ]


def _diagnose_scale(exercise: Exercise, value: float, right: float) -> Diagnosis:
    slack = max(exercise.tolerance, abs(right) * _UNIT_SLACK)
    if abs(value + right) <= slack:
        return Diagnosis(
            "wrong sign", value, "The size fits, but the sign is turned round: which is paid, which comes in?"
        )
    for factor, says in _scales(exercise.unit):
        if abs(value * factor - right) <= slack:
            return Diagnosis("wrong unit", value, says)
    return Diagnosis("other", value)


def _sentence(problem: Exception, exercise: Exercise, inputs: Mapping[str, Any]) -> str:
    """What a formula's error means to somebody who has never programmed."""
    names = ", ".join([*inputs, *exercise.helpers])
    explain: dict[type[Exception], Callable[[], str]] = {
        NameError: lambda: (
            f"The formula uses the name “{getattr(problem, 'name', None) or '?'}”, which is not known here. "
            f"Names you can use: {names}."
        ),
        ZeroDivisionError: lambda: (
            "The formula divides by zero. Which of the inputs is 0, and should it be underneath?"
        ),
        OverflowError: lambda: "The number became too large: is a per cent figure used where a fraction is meant?",
    }
    for kind, sentence in explain.items():
        if isinstance(problem, kind):
            return sentence()
    text = str(problem)
    if isinstance(problem, TypeError):
        if "ellipsis" in text.lower():
            return "Part of the formula is still three dots. Replace all of them."
        if "argument" in text and "()" in text and "unexpected keyword" in text:
            return (
                "The line that begins with “def” was changed, so the figures cannot be put in. "
                f"Its names in brackets must be: {', '.join(inputs)}."
            )
        return (
            "The formula mixes things that do not go together, such as a list and a single number, or leaves something "
            f"out of a function's brackets. Names you can use: {names}. The computer's words: {text[:160]}"
        )
    return f"The formula stopped. The computer's words: {type(problem).__name__}: {text[:160]}"
