"""Whether a formula that is right on the figures at hand would be right on others, as far as that can be known here.

A formula with a figure typed in, or a name left out, is right for one firm only. It is tried on the exercise's own
figures, some of them changed. The figures of one firm may hang together (a total and its parts), so that two right
formulas differ where only some are changed: that tells nothing. The exercise's own other right ways show where.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from course.checks.answer import plain
from course.checks.exercise import Exercise, Value
from course.checks.formula import FormulaError, work_out
from course.quantities import NotANumberError

_OFF = 5.0
"""From so many tolerances on, a formula is another one and not only rounded otherwise."""

_ALIKE = 2.0
"""So many tolerances two right formulas may differ that round otherwise."""

_MOST_PLACES = 16
"""Figures of an input; of more of them, some are always changed together."""

_LOWERED = 0.4
"""What is left of a figure that is made lower."""

_ONE_STEP = 1 + 1e-9


@dataclass(frozen=True)
class _Case:
    """Other figures, and the right answer on them.

    Args:
        inputs: by name.
        right: the right answer.
        tells: whether all the right formulas that are known agree here.
        scale: how much larger than at home the answer is, and so what rounding on the way makes of it; at least 1.
    """

    inputs: Mapping[str, Any]
    right: Value
    tells: bool
    scale: float


@dataclass(frozen=True)
class _Cases:
    """The cases of an exercise.

    Args:
        exercise: the exercise.
        others: cases with many figures changed.
        unused: the case in which only those names differ that the right answer does not need; None where it needs all.
    """

    exercise: Exercise
    others: tuple[_Case, ...]
    unused: Mapping[str, Any] | None


def is_typed_in(exercise: Exercise, given: Any, value: Value) -> bool:
    """Whether an answer that should be a formula stays the same when every one of its inputs changes.

    Args:
        exercise: an exercise with inputs.
        given: the participant's answer.
        value: what it gives on the visible case, in plain form, and right.
    """
    if not callable(given):
        return True
    telling = _telling(exercise, value)
    return bool(telling) and all(_stays(exercise, given, case, value) for case in telling)  # until the first that moves


def first_other(exercise: Exercise) -> list[Mapping[str, Any]]:
    """The inputs on which a right formula is first tried whether it moves; none where none can tell."""
    return [case.inputs for case in _telling(exercise, exercise.right_value())[:1]]


def _telling(exercise: Exercise, value: Value) -> list[_Case]:
    """The cases whose right answer is another than this one."""
    return [case for case in _cases(exercise).others if exercise.distance(case.right, value) > _ONE_STEP]


def _stays(exercise: Exercise, given: Any, case: _Case, value: Value) -> bool:
    found = _found(exercise, given, case.inputs, case.right)
    return found is not None and exercise.distance(found, value) == 0


def is_at_risk(exercise: Exercise, given: Any) -> bool:
    """Whether a formula that is right on the visible case is surely wrong for other firms.

    Args:
        exercise: the exercise.
        given: the participant's formula.
    """
    if not (callable(given) and exercise.inputs):
        return False
    cases = _cases(exercise)
    for case in cases.others:
        found = _found(exercise, given, case.inputs, case.right) if case.tells else None
        if found is not None and exercise.distance(found, case.right) > _OFF * case.scale:
            return not _uses_another_name(exercise, given, cases.unused)
    return False


def _uses_another_name(exercise: Exercise, given: Any, unused: Mapping[str, Any] | None) -> bool:
    """Whether a formula looks at figures that the right answer does not need: parts in the place of their total."""
    if unused is None:
        return False
    right = exercise.right_value()
    here, there = (_found(exercise, given, inputs, right) for inputs in (exercise.inputs, unused))
    return here is None or there is None or exercise.distance(here, there) > _ONE_STEP


def _found(exercise: Exercise, given: Callable[..., Any], inputs: Mapping[str, Any], right: Value) -> Value | None:
    """What a formula gives on other figures; None when it cannot be worked out there, which proves nothing."""
    try:
        return plain(exercise, work_out(given, inputs), right, inputs)
    except (FormulaError, NotANumberError):
        return None


# ---- the other figures

_known: dict[str, _Cases] = {}


def _cases(exercise: Exercise) -> _Cases:
    """The cases of an exercise, worked out once: a judge asks for them again and again."""
    kept = _known.get(exercise.id)
    if kept is None or kept.exercise is not exercise:
        others = _worked_out(exercise, _changed(exercise.inputs))
        if not all(case.tells for case in others):  # figures that hang together: then each by itself
            others += _worked_out(exercise, _changed_alone(exercise.inputs))
        kept = _known[exercise.id] = _Cases(exercise, others, _unused(exercise))
    return kept


def _worked_out(exercise: Exercise, changed: Iterator[Mapping[str, Any]]) -> tuple[_Case, ...]:
    return tuple(case for inputs in changed if (case := _case(exercise, inputs)) is not None)


def _case(exercise: Exercise, inputs: Mapping[str, Any]) -> _Case | None:
    """The case of these inputs; None where the right answer itself cannot be worked out."""
    right = _right(exercise, inputs)
    if right is None:
        return None
    home, away = (_size(value) for value in (exercise.right_value(), right))
    scale = max(1.0, away / home) if home else 1.0
    tells = all(
        way is not None and exercise.distance(way, right) <= _ALIKE * scale for way in _of_ways(exercise, inputs, right)
    )
    return _Case(inputs, right, tells, scale)


def _of_ways(exercise: Exercise, inputs: Mapping[str, Any], right: Value) -> Iterator[Value | None]:
    for line in exercise.ways:
        yield _found(exercise, lambda line=line, **names: exercise.work_out(line, names), inputs, right)


def _right(exercise: Exercise, inputs: Mapping[str, Any]) -> Value | None:
    try:
        right = exercise.right_value(inputs)
    except (ArithmeticError, LookupError, TypeError, ValueError):  # a method of the course refuses such figures
        return None
    return right if math.isfinite(_size(right)) else None


def _size(value: Value) -> float:
    if isinstance(value, str):
        return 1.0
    return max((abs(each) for each in value), default=0.0) if isinstance(value, list) else abs(value)


def _changed(inputs: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The inputs with other figures: all larger; some much lower, so that any two part both ways; lists shorter."""
    # Each input by another share: a payback time stays as it is when all sums of money grow alike.
    yield {name: _grown(figure, 0.1 * place) for place, (name, figure) in enumerate(inputs.items(), start=1)}
    places = min(_MOST_PLACES, sum(len(figure) if isinstance(figure, list) else 1 for figure in inputs.values()))
    for bit in range((places - 1).bit_length()):
        for wanted in (0, 1):
            yield _lowered(inputs, lambda place, bit=bit, wanted=wanted: (place % _MOST_PLACES >> bit) & 1 == wanted)  # type: ignore[misc]
    lengths = {len(figure) for figure in inputs.values() if isinstance(figure, list)}
    if len(lengths) == 1 and min(lengths) > 1:
        yield {name: figure[:-1] if isinstance(figure, list) else figure for name, figure in inputs.items()}


def _changed_alone(inputs: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for name, figure in inputs.items():
        yield {**inputs, **_lowered({name: figure}, lambda _: True)}
        yield {**inputs, name: _grown(figure, 0.5)}


def _lowered(inputs: Mapping[str, Any], which: Callable[[int], bool]) -> dict[str, Any]:
    """The inputs with those figures lowered whose places, counted through all inputs and lists, are wanted."""
    place = 0
    changed: dict[str, Any] = {}
    for name, figure in inputs.items():
        entries = figure if isinstance(figure, list) else [figure]
        now = [_low(entry) if which(place + number) else entry for number, entry in enumerate(entries)]
        changed[name] = now if isinstance(figure, list) else now[0]
        place += len(entries)
    return changed


def _low(figure: Any) -> Any:
    """So low that of several figures the largest may become the smallest; never 0, which no formula divides by."""
    if isinstance(figure, int) and not isinstance(figure, bool):  # a number of years stays whole
        return max(1, round(figure * _LOWERED)) if figure > 1 else figure + 1
    return (figure * _LOWERED or 1.0) if isinstance(figure, float) else figure


def _grown(figure: Any, share: float) -> Any:
    if isinstance(figure, list):
        return [_grown(one, share) for one in figure]
    if isinstance(figure, int) and not isinstance(figure, bool):
        return figure + max(1, round(figure * share))
    return figure * (1 + share) if isinstance(figure, float) else figure


def _unused(exercise: Exercise) -> Mapping[str, Any] | None:
    """The visible case with every input changed that no right formula looks at; None where there is none."""
    home = exercise.right_value()
    unused = {}
    for name, figure in exercise.inputs.items():
        for inputs in _changed_alone({name: figure}):
            case = _case(exercise, {**exercise.inputs, **inputs})
            if case is None or not case.tells or exercise.distance(case.right, home) > 1e-6:
                break
        else:
            unused[name] = _grown(figure, 0.5)
    return {**exercise.inputs, **unused} if unused else None
