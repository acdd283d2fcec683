"""A pulse of a change (webinar 2): five short statements, asked again and again, and where people are stuck.

Conventions, the same in every function:

* A score is 1 (not at all) to 5 (fully). A person's answer is five scores, in the order of ELEMENTS; None stands for a
  person who did not answer.
* The five elements come in turn: the first one that is low is the barrier, however low a later one is.

Source: as week 4's `course.methods.people`, where the elements and the barrier are. The statements that the notebook
asks are this course's own wording.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from course.methods import people
from course.methods.people import ELEMENTS, LOW

TOP: Final = 5
"""The highest score."""

Answer = Sequence[float] | None

__all__ = ["ELEMENTS", "LOW", "TOP", "Answer", "answered", "barrier", "barriers", "means", "with_the_silent"]


def means(answers: Sequence[Answer]) -> tuple[float, ...]:
    """The average score of each element among those who answered.

    Raises:
        ValueError: when nobody answered, or an answer is not five scores from 1 to 5.
    """
    given = answered(answers)
    if not given:
        raise ValueError("Nobody has answered, so there is no average; ask again before you draw a picture.")
    return tuple(math.fsum(column) / len(given) for column in zip(*given, strict=True))


def answered(answers: Sequence[Answer]) -> list[tuple[float, ...]]:
    """The answers of those who answered.

    Raises:
        ValueError: when an answer is not five scores from 1 to 5.
    """
    return [_five(answer) for answer in answers if answer is not None]


def barrier(scores: Sequence[float]) -> str | None:
    """The first element with a score of 3 or less; None when there is none.

    Args:
        scores: five scores of one person, or five averages.

    Raises:
        ValueError: when they are not five scores from 1 to 5.
    """
    number = people.barrier(_five(scores))
    return None if number == people.NO_BARRIER else ELEMENTS[number - 1]


def barriers(answers: Sequence[Answer]) -> dict[str | None, int]:
    """How many of those who answered have their barrier at each element; None counts those who have none.

    Returns:
        Element -> people, in the order of ELEMENTS, then None.

    Raises:
        ValueError: when an answer is not five scores from 1 to 5.
    """
    found = [barrier(scores) for scores in answered(answers)]
    return {name: found.count(name) for name in (*ELEMENTS, None)}


def with_the_silent(mean: float, answered: float, earlier: float, silent: float) -> float:
    """An average that lets nobody drop out: those who no longer answer count as they last answered.

    Args:
        mean: average of those who answered now.
        answered: how many they are.
        earlier: average that the others gave when they last answered.
        silent: how many they are.

    Raises:
        ValueError: when a number of people is negative or there is nobody at all.
    """
    if answered < 0 or silent < 0 or answered + silent <= 0:
        raise ValueError(f"There are {answered:g} who answered and {silent:g} who did not; give numbers of people.")
    return (mean * answered + earlier * silent) / (answered + silent)


def _five(scores: Any) -> tuple[float, ...]:
    given = tuple(float(score) for score in scores)
    if len(given) != len(ELEMENTS) or not all(1 <= score <= TOP for score in given):
        raise ValueError(f"{given} is no answer to a pulse; give five scores from 1 to {TOP}.")
    return given
