"""What is the matter with an answer: right, a known slip, a wrong unit or sign, not a number, or something else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from course.checks.answer import PercentSignError, is_blank, plain
from course.checks.exercise import Exercise, Slip, Value
from course.checks.formula import FormulaError, work_out
from course.checks.mark import Outcome
from course.quantities import GBP, GBP_A_YEAR, HOURS, KW, KWH, MINUTES, PERCENT, SECONDS, YEARS, NotANumberError, Unit

_UNIT_SLACK = 0.002
"""A number in the wrong unit is often rounded more coarsely; this share of the right answer is allowed for that."""

_ONE_STEP = 1 + 1e-9
"""A distance of one tolerance, with room for the last digit of a float."""


@dataclass(frozen=True)
class Diagnosis:
    """What was found: the outcome, the answer in plain form where there is one, and a sentence that explains."""

    outcome: Outcome
    value: Value | None = None
    says: str = ""
    slip: Slip | None = None


def diagnose(exercise: Exercise, given: Any, case: Mapping[str, Any] | None = None) -> Diagnosis:
    """Compare what the participant gave with the right answer and the known slips on a case.

    Args:
        exercise: the definition.
        given: the answer: a value, or a function of the case's named inputs. Any object at all may be given.
        case: named inputs; the visible case unless another is given.
    """
    inputs = exercise.inputs if case is None else case
    right = exercise.right_value(inputs)
    slips = [(slip, exercise.slip_value(slip, inputs)) for slip in exercise.slips]
    try:
        found = (
            work_out(given, inputs, tuple(exercise.helpers), exercise.no_need) if callable(given) and inputs else given
        )
        if is_blank(found):
            return Diagnosis("unanswered")
        value = plain(exercise, found, right, inputs)
    except FormulaError as problem:
        return Diagnosis("error", says=str(problem))
    except PercentSignError as problem:
        fits = exercise.distance(problem.value, right) <= _ONE_STEP
        return Diagnosis("wrong unit" if fits else "wrong type", says=str(problem))
    except NotANumberError as problem:
        return Diagnosis("wrong type", says=str(problem))
    if exercise.distance(value, right) <= _ONE_STEP:
        if case is None and inputs and _is_typed_in(exercise, given, value):
            return Diagnosis("typed in", value, "A typed-in number fits one firm; a formula with the names fits all.")
        return Diagnosis("right", value)
    for slip, slipped in slips:
        if exercise.distance(value, slipped) <= _ONE_STEP:
            return Diagnosis("slip", value, slip.says, slip)
    if isinstance(value, float) and not isinstance(right, (list, str)):
        return _diagnose_scale(exercise, value, float(right))
    return Diagnosis("other", value)


def _is_typed_in(exercise: Exercise, given: Any, value: Value) -> bool:
    """Whether an answer that should be a formula stays the same when every one of its inputs changes."""
    if not callable(given):
        return True
    # Each input by another share: a payback time stays as it is when all sums of money grow alike.
    other = {
        name: _nudged(figure, 0.1 * place) for place, (name, figure) in enumerate(exercise.inputs.items(), start=1)
    }
    right = exercise.right_value(other)
    if exercise.distance(right, value) <= _ONE_STEP:
        return False  # nothing can be told from figures that have the same answer
    try:
        return exercise.distance(plain(exercise, work_out(given, other), right, other), value) == 0
    except (FormulaError, NotANumberError):  # a formula that cannot be worked out on other figures does look at them
        return False


def _nudged(figure: Any, share: float) -> Any:
    if isinstance(figure, list):
        return [_nudged(one, share) for one in figure]
    if isinstance(figure, int) and not isinstance(figure, bool):  # a number of years stays whole
        return figure + max(1, round(figure * share))
    return figure * (1 + share) if isinstance(figure, float) else figure


def _scales(unit: Unit) -> list[tuple[float, str]]:
    """(factor, sentence) pairs: the answer times the factor would be right."""
    thousands = [
        (1000.0, "That looks like thousands; write the number out in full."),
        (0.001, "That is a thousand times too big: are there three noughts too many?"),
    ]
    if unit is PERCENT:
        return [
            (100.0, "That looks like a fraction of one. Per cent is asked for: 0.25 is 25 per cent."),
            (0.01, "That is a hundred times too big: is it already per cent, and multiplied by 100 again?"),
        ]
    if unit in (KW, KWH):
        return [
            (2.0, "That is half of what it should be: 1 kW for half an hour is 0.5 kWh."),
            (0.5, "That is twice what it should be: 1 kW for half an hour is 0.5 kWh."),
            *thousands,
        ]
    if unit is YEARS:
        return [
            (1 / 12, "That looks like months; years are asked for."),
            (12.0, "That is a twelfth of what it should be: are monthly and yearly figures mixed?"),
        ]
    if unit in (HOURS, MINUTES, SECONDS):
        return [
            (1 / 60, "That is 60 times too big: are hours, minutes and seconds mixed?"),
            (60.0, "That is a sixtieth of what it should be: are hours, minutes and seconds mixed?"),
        ]
    if unit in (GBP, GBP_A_YEAR):
        return [
            *thousands,
            (0.01, "That looks like pence; pounds are asked for."),
            (12.0, "That is a twelfth of what it should be: is it a figure for one month?"),
            (1 / 12, "That is twelve times too big: was a yearly figure multiplied by 12?"),
        ]
    return [
        (100.0, "That is a hundredth of what it should be: are per cent and fractions mixed?"),
        (0.01, "That is a hundred times too big: are per cent and fractions mixed?"),
        *thousands,
    ]


def _diagnose_scale(exercise: Exercise, value: float, right: float) -> Diagnosis:
    slack = max(exercise.tolerance, abs(right) * _UNIT_SLACK)
    if abs(value + right) <= slack:
        return Diagnosis(
            "wrong sign",
            value,
            "The size fits, but the sign is turned round. What goes out, and what comes in?",
        )
    for factor, says in _scales(exercise.unit):
        if abs(value * factor - right) <= slack:
            return Diagnosis("wrong unit", value, says)
    return Diagnosis("other", value)
