"""People and change (week 4): who can do the work, who has to learn it, and what holds people back.

Conventions, the same in every function:

* A skill level is a number from 0 to 4: 0 not begun, 1 learning, 2 with help, 3 alone, 4 can teach others.
* A skills matrix has one row for each person and in each row one level for each skill, in the same order.
* The five elements of ADKAR are scored from 1 to 5, always in the order of `ELEMENTS`; LOW or less is a barrier.
* Whatever cannot be worked out raises ValueError, with a sentence that says which argument, what it was and what to do.

Source: skills (or versatility) matrices as used in lean production; ADKAR is Prosci's model of individual change
(J. Hiatt, 2006), whose "barrier point" is the first element, in that order, with a score of 3 or less.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

ALONE: Final = 3
"""The level from which a person does the work with nobody beside them."""

HIGHEST: Final = 4
"""The highest skill level."""

ELEMENTS: Final = ("awareness", "desire", "knowledge", "ability", "reinforcement")
"""The five elements of ADKAR, in the order in which people need them."""

LOW: Final = 3
"""An element that scores this or less holds a person back."""

NO_BARRIER: Final = 0
"""What stands for "nothing holds them back" where the number of an element is asked."""

Matrix = Sequence[Sequence[float]]


def able(levels: Sequence[float], enough: float = ALONE) -> int:
    """How many people have reached a level in one skill.

    Args:
        levels: one for each person, 0 to 4.
        enough: the level that counts as able.

    Raises:
        ValueError: when there are no levels, or one is no number from 0 to 4.
    """
    return sum(level >= enough for level in _levels(levels))


def coverage(matrix: Matrix, enough: float = ALONE) -> list[int]:
    """How many people can do each skill: never more than there are people.

    Args:
        matrix: one row for each person, one level (0 to 4) for each skill.
        enough: the level that counts as able.

    Raises:
        ValueError: when the matrix is empty, its rows are of unequal length, or a level is no number from 0 to 4.
    """
    return [able(levels, enough) for levels in _columns(matrix)]


def average_levels(matrix: Matrix) -> list[float]:
    """The average level of each skill. It hides who can do the work: 4, 2, 2 and 3, 3, 2 average alike.

    Raises:
        ValueError: as `coverage`.
    """
    return [math.fsum(levels) / len(levels) for levels in _columns(matrix)]


def single_points(matrix: Matrix, enough: float = ALONE) -> list[int]:
    """The places of the skills that exactly one person has: single points of failure.

    Raises:
        ValueError: as `coverage`.
    """
    return [place for place, people in enumerate(coverage(matrix, enough)) if people == 1]


def shortfalls(needed: Sequence[float], have: Sequence[float]) -> list[float]:
    """The training gap of each skill: how many people are missing; 0 where there are enough.

    A skill with too many people does not make up for one with too few.

    Args:
        needed: people that each skill needs.
        have: people who have it, in the same order.

    Raises:
        ValueError: when the lists are empty, of unequal length, or hold something that is no number.
    """
    wanted, there = _numbers("needed", needed), _numbers("have", have)
    if len(wanted) != len(there):
        raise ValueError(f"The lists have {len(wanted)} and {len(there)} entries; give two lists of the same length.")
    return [max(0, want - has) for want, has in zip(wanted, there, strict=True)]


def barrier(scores: Sequence[float], low: float = LOW) -> int:
    """ADKAR's barrier point: the number (1 to 5) of the FIRST element that scores low; 0 when none does.

    It is not the lowest score: nobody learns for a change that they do not yet want.

    Args:
        scores: five, 1 to 5, in the order of `ELEMENTS`.
        low: the highest score that counts as a barrier.

    Raises:
        ValueError: when there are not five scores, or one is no number from 1 to 5.
    """
    numbers = _numbers("scores", scores)
    if len(numbers) != len(ELEMENTS):
        raise ValueError(f"There are {len(numbers)} scores; ADKAR needs {len(ELEMENTS)}, in the order of its letters.")
    for score in numbers:
        if not 1 <= score <= 5:
            raise ValueError(f"A score is {score:g}; each must be from 1 to 5.")
    return next((place for place, score in enumerate(numbers, start=1) if score <= low), NO_BARRIER)


def readiness(everybody: Sequence[Sequence[float]], low: float = LOW) -> float:
    """The share of people (or teams) whom nothing holds back, as a fraction of 1.

    Args:
        everybody: five ADKAR scores for each of them.
        low: the highest score that counts as a barrier.

    Raises:
        ValueError: when there is nobody, or as `barrier`.
    """
    if not everybody:
        raise ValueError("There is nobody to count; give five scores for at least one person.")
    return sum(barrier(scores, low) == NO_BARRIER for scores in everybody) / len(everybody)


def _columns(matrix: Matrix) -> list[list[float]]:
    rows = [_levels(row) for row in matrix]
    if not rows or len({len(row) for row in rows}) != 1:
        raise ValueError(
            "The skills matrix needs at least one person, and as many levels for each as there are skills."
        )
    return [list(column) for column in zip(*rows, strict=True)]


def _levels(levels: Any) -> list[float]:
    numbers = _numbers("levels", levels)
    for level in numbers:
        if not 0 <= level <= HIGHEST:
            raise ValueError(f"A level is {level:g}; each must be from 0 to {HIGHEST}.")
    return numbers


def _numbers(name: str, values: Any) -> list[float]:
    try:
        numbers = [math.nan if isinstance(value, (str, bytes)) else value for value in values]
        finite = all(math.isfinite(number) for number in numbers)
    except TypeError:
        finite, numbers = False, [math.nan]
    if not finite:
        raise ValueError(f"{name} is {str(values)[:30]!r}; give a list of numbers, such as [2, 3].")
    if not numbers:
        raise ValueError(f"{name} is empty; give at least one number.")
    return numbers
