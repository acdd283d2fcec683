"""An answer in plain form: what a participant gave, read as the kind of answer that is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from itertools import islice
from typing import Any

from course.checks.exercise import Exercise, Value
from course.quantities import NUMBER, PERCENT, TIMES, NotANumberError, Unit, quoted, read

_LONGEST_LIST = 10_000
"""No answer has more entries; an iterator that never ends is left after so many."""


def is_blank(given: Any) -> bool:
    """Whether the three dots, or nothing, still stand where an answer should."""
    return given is ... or given is None or (_is_text(given) and str.strip(given) in ("", "...", "…"))


class PercentSignError(NotANumberError):
    """A per cent sign on something that is not a share."""

    def __init__(self, value: float, unit: Unit) -> None:
        super().__init__(f"The answer has a per cent sign, but {unit.name} are asked for here.")
        self.value = value


def _is_text(given: Any) -> bool:
    return issubclass(type(given), str)  # not isinstance, which asks the object itself


def plain(exercise: Exercise, given: Any, right: Value, inputs: Mapping[str, Any]) -> Value:
    """The answer in plain form.

    Raises:
        NotANumberError: with a sentence, when it cannot be read as the kind of answer that is asked for.
    """
    if exercise.choices:
        return _choice(exercise, given)
    try:
        return _numbers(given, exercise) if isinstance(right, list) else _number(given, exercise)
    except PercentSignError:
        raise
    except NotANumberError:
        if _is_text(given) and any(re.search(rf"\b{name}\b", str.__str__(given)[:200]) for name in inputs):
            raise NotANumberError(
                "The formula stands between quotation marks, so it is only text. Take the quotation marks away."
            ) from None
        raise


def _number(given: Any, exercise: Exercise) -> float:
    how_many = _how_many(given)
    if how_many > 1:
        raise NotANumberError(
            "Is there a comma in it? It was read as several numbers. Write 1250, not 1,250."
            if _split_by_a_comma(given)
            else f"That is a list of {how_many:,} figures, and one is asked for. What should happen to them: add them "
            "up, take their average, or pick one?"
        )
    typed = read(given)
    if not typed.percent_sign or exercise.unit is PERCENT:
        return typed.value
    if exercise.unit in (NUMBER, TIMES):
        return typed.value / 100
    raise PercentSignError(typed.value, exercise.unit)


def _how_many(given: Any) -> int:
    """How many figures are in a list or an array; 1 for anything else."""
    kind = type(given)
    try:
        size = getattr(given, "size", 1) if hasattr(kind, "__array__") else 1
        return len(given) if issubclass(kind, (list, tuple)) else size if type(size) is int else 1
    except (Exception, SystemExit):  # an object may do anything when it is looked at
        return 1


def _split_by_a_comma(given: Any) -> bool:
    """Whether it looks like 1,250: Python reads that as 1 and 250, while a helper of the course gives a list."""
    return type(given) is tuple and all(type(part) is int and 0 <= part < 1000 for part in given[1:])


def _numbers(given: Any, exercise: Exercise) -> list[float]:
    wanted = "This needs a list: numbers between square brackets, with commas, such as [1, 2, 3]."
    if issubclass(type(given), (str, bytes, Mapping, Set)):  # words, and what has no order
        raise NotANumberError(wanted)
    try:
        items = list(islice(iter(given), _LONGEST_LIST))
    except (Exception, SystemExit):  # not a list at all, or an object that breaks off while it is read
        raise NotANumberError(wanted) from None
    if any(is_blank(item) for item in items):
        raise NotANumberError("The list still has three dots in it: replace each of them with a number.")
    return [_number(item, exercise) for item in items]


def _choice(exercise: Exercise, given: Any) -> str:
    allowed = ", ".join(f'"{choice}"' for choice in exercise.choices)  # straight, so that they can be copied
    if not _is_text(given):
        raise NotANumberError(f"This needs one of these, in quotation marks: {allowed}.")
    named = {choice.casefold(): choice for choice in exercise.choices}
    word = " ".join(str.__str__(given)[:200].split())
    found = named.get(word.strip("\"'“”‘’. ").casefold())
    if found is None:
        raise NotANumberError(f"{quoted(word)} is not one of the choices: {allowed}.")
    return found
