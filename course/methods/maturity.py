"""Digital maturity (week 1): where a firm stands, where it wants to be, and which gap matters most.

Conventions, the same in every function:

* A score is a step of the ladder in `course.methods.questions`: 0 (on paper) to 5 (foreseen). Between steps it has
  decimals.
* An answer is a score, or None for "don't know". A don't-know is left out: it is not a zero.
* Weights are shares of importance in any measure (stickers, points, per cent); only their proportions count.
* Lists that go together have one entry for each area, in the same order.
* Whatever cannot be worked out raises ValueError, with a sentence that says which argument, what it was and what to do.

Source of the formulas: the weighted mean of multi-criteria scoring; plain averages over answered items and "the weakest
part limits the whole" as in public readiness checks for manufacturers (IMPULS, the European digital innovation hubs'
assessment). The areas and questions are this course's own wording.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import permutations
from typing import Any

from course.methods.questions import TOP


def known(answers: Sequence[float | None]) -> list[float]:
    """The answers that somebody could give: those that are not None.

    Raises:
        ValueError: when an answer is no number from 0 to 5.
    """
    return [_score("an answer", answer) for answer in answers if answer is not None]


def area_score(answers: Sequence[float | None]) -> float:
    """The score of an area, 0 to 5: the mean of its known answers.

    Args:
        answers: each 0 to 5, or None for a don't-know; at least one known.

    Raises:
        ValueError: when nothing is known, or an answer is no number from 0 to 5.
    """
    given = known(answers)
    if not given:
        raise ValueError("Every answer is a don't-know, so there is no score; find somebody who can answer one.")
    return mean(given)


def mean(values: Sequence[float]) -> float:
    """The average of some numbers.

    Raises:
        ValueError: when there are none, or one of them is no number.
    """
    numbers = _numbers("values", values)
    return math.fsum(numbers) / len(numbers)


def sumproduct(one: Sequence[float], other: Sequence[float]) -> float:
    """Multiply two lists entry by entry and add up, as SUMPRODUCT does in a spreadsheet.

    Raises:
        ValueError: when the lists are not equally long, are empty, or hold something that is no number.
    """
    left, right = _pairs(one, other)
    return math.fsum(a * b for a, b in zip(left, right, strict=True))


def differences(one: Sequence[float], other: Sequence[float]) -> list[float]:
    """How far apart two lists are, entry by entry, each counted without its sign.

    Raises:
        ValueError: as `sumproduct`.
    """
    left, right = _pairs(one, other)
    return [abs(a - b) for a, b in zip(left, right, strict=True)]


def weighted_mean(scores: Sequence[float], weights: Sequence[float]) -> float:
    """The overall score: each area counts in proportion to its weight.

    Args:
        scores: 0 to 5, one for each area.
        weights: 0 or more, one for each area, not all 0.

    Raises:
        ValueError: when the lists do not go together or all weights are 0.
    """
    return sumproduct(scores, weight_shares(weights))


def weight_shares(weights: Sequence[float]) -> list[float]:
    """Weights as shares of 1.

    Raises:
        ValueError: when a weight is negative or all are 0.
    """
    numbers = _numbers("weights", weights)
    whole = math.fsum(numbers)
    if min(numbers) < 0 or whole <= 0:
        raise ValueError(f"The weights are {numbers}; give none below 0 and at least one above it.")
    return [weight / whole for weight in numbers]


def weighted_gaps(scores: Sequence[float], targets: Sequence[float], weights: Sequence[float]) -> list[float]:
    """What closing each gap would add to the overall score: share of the weight times (target - score).

    Args:
        scores: where each area stands, 0 to 5.
        targets: where it should stand, 0 to 5.
        weights: 0 or more, not all 0.

    Raises:
        ValueError: when the lists do not go together or all weights are 0.
    """
    now, then = _pairs(scores, targets)
    shares, _ = _pairs(weight_shares(weights), now)
    return [share * (b - a) for share, a, b in zip(shares, now, then, strict=True)]


def ranking(values: Sequence[float]) -> list[int]:
    """The places of a list's entries, the largest first; equal ones keep their order.

    Raises:
        ValueError: when there are none, or one of them is no number.
    """
    numbers = _numbers("values", values)
    return sorted(range(len(numbers)), key=lambda place: -numbers[place])


def shortfall(needed: float, scores: Sequence[float]) -> float:
    """How many steps a plan is short of what it needs: its weakest area decides.

    Args:
        needed: the step that every area of the plan must have reached, 0 to 5.
        scores: where the areas that the plan leans on stand.

    Raises:
        ValueError: when there are no scores, or one of them is no number.
    """
    return _score("needed", needed) - min(_numbers("scores", scores))


def disagreement(one: Sequence[float | None], other: Sequence[float | None]) -> float:
    """How far apart two people's answers lie: the mean distance over the questions that both answered.

    Raises:
        ValueError: when the lists are not equally long, or there is no question that both answered.
    """
    if len(one) != len(other):
        raise ValueError(f"One person gave {len(one)} answers and the other {len(other)}; compare the same questions.")
    both = [(a, b) for a, b in zip(one, other, strict=True) if a is not None and b is not None]
    if not both:
        raise ValueError("There is no question that both people answered, so nothing can be compared.")
    return mean(differences([a for a, _ in both], [b for _, b in both]))


def radar_area(scores: Sequence[float]) -> float:
    """The share of a radar chart's whole area that lies inside the line through the scores, as a fraction of 1.

    The triangle between two neighbouring axes is half the product of their scores times the sine of the angle, so the
    area depends on which axes are neighbours: on an order that means nothing.

    Args:
        scores: 0 to 5, in the order of the axes; at least 3.

    Raises:
        ValueError: for fewer than three scores.
    """
    numbers = _numbers("scores", scores)
    if len(numbers) < 3:
        raise ValueError(f"There are {len(numbers)} scores; a radar chart needs at least 3.")
    return math.fsum(a * b for a, b in zip(numbers, [*numbers[1:], numbers[0]], strict=True)) / len(numbers) / TOP**2


def radar_orders(scores: Sequence[float]) -> tuple[list[int], list[int]]:
    """The orders of the axes that make a radar's area smallest and largest, as places in the list.

    Raises:
        ValueError: as `radar_area`.
    """
    numbers = _numbers("scores", scores)
    radar_area(numbers)
    orders = [[0, *rest] for rest in permutations(range(1, len(numbers)))]
    areas = [
        round(sum(numbers[a] * numbers[b] for a, b in zip(order, [*order[1:], order[0]], strict=True)), 9)
        for order in orders
    ]
    return orders[areas.index(min(areas))], orders[areas.index(max(areas))]


def _score(name: str, value: Any) -> float:
    number = _number(name, value)
    if not 0 <= number <= TOP:
        raise ValueError(f"{name} is {number:g}; it must be from 0 to {TOP}.")
    return number


def _number(name: str, value: Any) -> float:
    try:
        number = math.nan if isinstance(value, (str, bytes)) else float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"{name} is {str(value)[:20]!r}; give a number.")
    return number


def _numbers(name: str, values: Any) -> list[float]:
    try:
        numbers = [_number(f"an entry of {name}", value) for value in values]
    except TypeError:
        raise ValueError(f"{name} is {str(values)[:20]!r}; give a list of numbers, such as [2, 3.5].") from None
    if not numbers:
        raise ValueError(f"{name} is empty; give at least one number.")
    return numbers


def _pairs(one: Any, other: Any) -> tuple[list[float], list[float]]:
    left, right = _numbers("the first list", one), _numbers("the second list", other)
    if len(left) != len(right):
        raise ValueError(f"The lists have {len(left)} and {len(right)} entries; give two lists of the same length.")
    return left, right
