"""What is the matter with an answer: right, a known slip, a wrong unit or sign, not a number, or something else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from course.checks.answer import PercentSignError, is_blank, plain
from course.checks.exercise import Exercise, Slip, Value
from course.checks.formula import FormulaError, work_out
from course.checks.mark import Outcome
from course.checks.other_figures import is_typed_in
from course.quantities import (
    GBP,
    GBP_A_YEAR,
    HOURS,
    KW,
    KWH,
    MINUTES,
    PERCENT,
    SECONDS,
    YEARS,
    NotANumberError,
    Unit,
    show,
)

_UNIT_SLACK = 0.002
"""A number in the wrong unit is often rounded more coarsely; this share of the right answer is allowed for that."""

_COARSER = (10, 100)
"""An answer that is rounded to a step so many times larger than the one asked for is told so."""

_ONE_STEP = 1 + 1e-9
"""A distance of one tolerance, with room for the last digit of a float."""


@dataclass(frozen=True)
class Diagnosis:
    """What was found: the outcome, the answer in plain form where there is one, and a sentence that explains.

    `typed` says that a number was given where a formula is asked for.
    """

    outcome: Outcome
    value: Value | None = None
    says: str = ""
    slip: Slip | None = None
    typed: bool = False


def diagnose(exercise: Exercise, given: Any, case: Mapping[str, Any] | None = None) -> Diagnosis:
    """Compare what the participant gave with the right answer and the known slips on a case.

    Args:
        exercise: the definition.
        given: the answer: a value, or a function of the case's named inputs. Any object at all may be given.
        case: named inputs; the visible case unless another is given.
    """
    inputs = exercise.inputs if case is None else case
    right = exercise.right_value(inputs)
    try:
        found = work_out(given, inputs, exercise.helpers, exercise.no_need) if callable(given) and inputs else given
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
        if case is None and inputs and is_typed_in(exercise, given, value):
            return Diagnosis("typed in", value, "A typed-in number fits one firm; a formula with the names fits all.")
        return Diagnosis("right", value)
    for slip in exercise.slips:
        if exercise.distance(value, exercise.slip_value(slip, inputs)) <= _ONE_STEP:
            return Diagnosis("slip", value, slip.says, slip, typed=bool(inputs) and not callable(given))
    if isinstance(value, float) and not isinstance(right, (list, str)):
        return _diagnose_scale(exercise, value, float(right))
    return Diagnosis("other", value)


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
        asks = (
            "What goes out, and what comes in?"
            if exercise.unit.before == GBP.before
            else "Where one figure is taken from another, which one should come first?"
        )
        return Diagnosis("wrong sign", value, f"The size fits, but the sign is turned round. {asks}")
    for factor, says in _scales(exercise.unit):
        if abs(value * factor - right) <= slack:
            return Diagnosis("wrong unit", value, says)
    for coarser in _COARSER:
        step = exercise.nearest * coarser
        if round(right / step) != 0 and abs(value - round(right / step) * step) <= exercise.nearest / 1000:
            asked = show(exercise.nearest, exercise.unit, exercise.nearest)
            return Diagnosis("other", value, f"That is rounded too far: give it to the nearest {asked}.")
    return Diagnosis("other", value)
