"""What lines of the course's own work out to, on the cases of an exercise and on other figures like them."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from course.checks.answer import plain
from course.checks.exercise import Exercise, Value

Case = Mapping[str, Any]

NEAR = 1 + 1e-9
"""Tolerances: as near as this, an answer is right to `check`."""

_SHARES = (0.07, 0.13, 0.19, 0.29)
"""By how much figures are moved: each by another share, for what grows alike may leave an answer as it was."""


@dataclass(frozen=True)
class Prober:
    """Works lines out for one exercise.

    Args:
        exercise: the exercise.
        model: its model answer, as typed.
        hidden: its hidden cases.
        names: what a notebook of the workshop knows after its setup cell.
    """

    exercise: Exercise
    model: str
    hidden: Sequence[Case]
    names: Mapping[str, Any]

    @cached_property
    def cases(self) -> dict[str, Case]:
        """The figures by what they are called: the visible case, the hidden ones, and others like them.

        Other figures are kept when the exercise has a right answer on them, and the model answer gives it: neither need
        hold where the savings never reach the price, say.
        """
        given = {"visible case": self.exercise.inputs}
        for place, case in enumerate(self.hidden, start=1):
            given["hidden case" if len(self.hidden) == 1 else f"hidden case {place}"] = case
        if not self.exercise.inputs:
            return given
        others = [other for case in given.values() for other in _moved_cases(case)]
        usable = [other for other in others if self._is_right(other)]
        return {**given, **{f"other figures {place}": other for place, other in enumerate(usable, start=1)}}

    @cached_property
    def rights(self) -> dict[str, Value | None]:
        """The right answer on each case; None where there is none."""
        return {name: self._right(case) for name, case in self.cases.items()}

    def answers(self, line: str) -> dict[str, Value | None]:
        """What a line works out to on each case; None where it raises, or gives no answer of the kind that is asked."""
        return {name: self._work_out(line, case, self.rights[name]) for name, case in self.cases.items()}

    def distances(self, answers: Mapping[str, Value | None]) -> dict[str, float]:
        """How far answers are from the right ones, in tolerances, by case; where either is missing, infinitely far."""
        return {name: self._distance(answers[name], right) for name, right in self.rights.items()}

    @cached_property
    def _with_names(self) -> Exercise:
        return replace(self.exercise, helpers={**self.names, **self.exercise.helpers})

    def _is_right(self, case: Case) -> bool:
        right = self._right(case)
        return self._distance(self._work_out(self.model, case, right), right) <= NEAR

    def _distance(self, answer: Value | None, right: Value | None) -> float:
        return float("inf") if answer is None or right is None else self.exercise.distance(answer, right)

    def _right(self, case: Case) -> Value | None:
        with _quiet():
            right = self.exercise.right_value(copy.deepcopy(dict(case)))
            return plain(self.exercise, right, right, case)
        return None

    def _work_out(self, line: str, case: Case, right: Value | None) -> Value | None:
        if right is not None:
            with _quiet():
                found = self._with_names.work_out(line, copy.deepcopy(dict(case)))
                return plain(self.exercise, found, right, case)
        return None


@contextmanager
def _quiet() -> Iterator[None]:
    """A mutant may warn and raise as it likes, also while it is compiled; so may `right`, on figures nobody chose."""
    with warnings.catch_warnings(), suppress(Exception):
        warnings.simplefilter("ignore")
        yield


def _moved_cases(case: Case) -> Iterator[Case]:
    """Figures like those of a case: all of them larger, and some larger and some smaller."""
    largest = max((abs(one) for one in _numbers(case.values())), default=1.0)
    for signs in ((1, 1), (1, -1), (-1, 1)):
        yield {
            name: _moved(figure, _SHARES[place % len(_SHARES)] * signs[place % 2], largest)
            for place, (name, figure) in enumerate(case.items())
        }


def _numbers(values: Any) -> Iterator[float]:
    for value in values:
        if isinstance(value, (list, dict)):
            yield from _numbers(value.values() if isinstance(value, dict) else value)
        elif isinstance(value, (int, float)):
            yield value


def _moved(figure: Any, share: float, largest: float) -> Any:
    """A figure moved by a share of itself; a nought becomes something, a whole number stays whole, words stay."""
    if isinstance(figure, dict):
        return {key: _moved(one, share * (-1) ** place, largest) for place, (key, one) in enumerate(figure.items())}
    if isinstance(figure, list):
        return [_moved(one, share * (-1) ** place * (1 + place % 3 / 2), largest) for place, one in enumerate(figure)]
    if isinstance(figure, bool) or not isinstance(figure, (int, float)):
        return figure
    if figure == 0:
        return max(1, round(largest * abs(share))) if isinstance(figure, int) else abs(share)
    if isinstance(figure, int):
        step = max(1, round(abs(figure) * abs(share)))
        return figure + step if share > 0 or figure == 1 else figure - step  # a count of one does not become none
    return figure * (1 + share)
