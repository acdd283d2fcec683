"""Priorities (week 4): which project first, by weighted scores, and how easily that choice would change.

Conventions, the same in every function:

* Points go from 0 to 10. For a benefit, 10 is best. For a cost or an effort, 10 is most, so worst: it is turned round
  (`inverted`, `cost_points`) before it is weighted.
* Weights are shares of importance in any measure (stickers, points, per cent); only their proportions count.
* A table of points has one row for each project and in each row one figure for each criterion, all with 10 as best.
* Where one weight is changed, the others keep their proportions (they are rescaled pro rata).
* Whatever cannot be worked out raises ValueError, with a sentence that says which argument, what it was and what to do.

Source: the weighted-sum method of multi-criteria analysis and its one-way sensitivity analysis, as in any manual of it
(for one: Department for Communities and Local Government, Multi-criteria analysis: a manual, 2009).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from course.methods.maturity import ranking, sumproduct, weight_shares, weighted_mean

TOP: Final = 10
"""The highest number of points."""

MIDDLE: Final = 5
"""Where the impact/effort picture is cut into four; a project on the line counts as high."""

QUADRANTS: Final = ("quick win", "big project", "fill-in", "think again")
"""High impact with low and with high effort; low impact with low and with high effort."""

Table = Sequence[Sequence[float]]


def inverted(points: float, low: float = 0, high: float = TOP) -> float:
    """Points turned round, so that the most becomes the least; doing it twice is doing nothing.

    Raises:
        ValueError: when the points are no number from `low` to `high`.
    """
    if not low <= _number("points", points) <= high:
        raise ValueError(f"points is {points:g}; give from {low:g} to {high:g}.")
    return low + high - points


def cost_points(cost: float, cheapest: float, dearest: float) -> float:
    """A cost as points: 10 for the cheapest project, 0 for the dearest, in proportion between them.

    Args:
        cost: £, as much as `cheapest` or more, and as much as `dearest` or less.
        cheapest: £ of the cheapest project that is compared.
        dearest: £ of the dearest.

    Raises:
        ValueError: when all cost the same, or the cost is outside the two.
    """
    least, most = _number("cheapest", cheapest), _number("dearest", dearest)
    if not least < most:
        raise ValueError(f"cheapest is {least:g} and dearest is {most:g}; a cost that is alike for all ranks nothing.")
    if not least <= _number("cost", cost) <= most:
        raise ValueError(f"cost is {cost:g}; it must lie between the cheapest, {least:g}, and the dearest, {most:g}.")
    return TOP * (most - cost) / (most - least)


def weighted_score(points: Sequence[float], weights: Sequence[float]) -> float:
    """The weighted score of one project, from 0 to 10: each criterion counts in proportion to its weight.

    Raises:
        ValueError: when the lists do not go together, a weight is negative, or all are 0.
    """
    return weighted_mean(points, weights)


def weighted_scores(table: Table, weights: Sequence[float]) -> list[float]:
    """The weighted score of each project.

    Raises:
        ValueError: as `weighted_score`.
    """
    return [weighted_score(points, weights) for points in table]


def rescaled(weights: Sequence[float], place: int, share: float) -> list[float]:
    """The weights as shares of 1 when one of them is set and the others shrink or grow pro rata.

    Args:
        weights: one for each criterion, none negative, not all 0.
        place: which of them is set, from 0.
        share: its new share, 0 to 1.

    Raises:
        ValueError: when the share is outside 0 to 1, or the other weights are all 0, so that nothing can be rescaled.
    """
    if not 0 <= _number("share", share) <= 1:
        raise ValueError(f"share is {share:g}; give from 0 to 1.")
    rest = 1 - weight_shares(weights)[place]
    others = [weight if at != place else 0.0 for at, weight in enumerate(weights)]
    if rest <= 0 or not any(others):
        raise ValueError("All the weight lies on one criterion, so the others cannot be rescaled; give them some.")
    return [share if at == place else (1 - share) * each for at, each in enumerate(weight_shares(others))]


def rest_of(points: Sequence[float], weights: Sequence[float], place: int) -> float:
    """The weighted score of a project on every criterion but one.

    Raises:
        ValueError: as `rescaled`.
    """
    return sumproduct(points, rescaled(weights, place, 0))


def flip_share(first: Sequence[float], second: Sequence[float], weights: Sequence[float], place: int) -> float | None:
    """The share of one weight at which two projects score the same; None where no share from 0 to 1 does it.

    With `w` for the share, `lead` for how far the first is ahead on the rest and `behind` for how far it is behind on
    this criterion, (1 - w) lead = w behind, so w = lead / (lead + behind).

    Args:
        first: points of a project on each criterion.
        second: points of another.
        weights: one for each criterion.
        place: the criterion whose weight is changed, from 0.

    Raises:
        ValueError: as `rescaled`.
    """
    lead = rest_of(first, weights, place) - rest_of(second, weights, place)
    behind = second[place] - first[place]
    if math.isclose(lead + behind, 0.0, abs_tol=1e-12):
        return None
    share = lead / (lead + behind)
    return share if 0 <= share <= 1 else None


@dataclass(frozen=True)
class Flip:
    """Where the winner changes: from this share of a weight on, the project at `winner` (from 0) scores more."""

    share: float
    winner: int


@dataclass(frozen=True)
class Room:
    """How far one weight can move before the winner changes.

    Attributes:
        share: the weight's share now.
        below: the change nearest below it; None when it may fall to 0.
        above: the change nearest above it; None when it may rise to 1.
    """

    share: float
    below: Flip | None
    above: Flip | None


def room(table: Table, weights: Sequence[float], place: int) -> Room:
    """How far the weight of one criterion can move, the others pro rata, before another project wins.

    Args:
        table: points of each project on each criterion.
        weights: one for each criterion.
        place: the criterion, from 0.

    Raises:
        ValueError: as `rescaled`.
    """
    now = weight_shares(weights)[place]
    winner = ranking(weighted_scores(table, weights))[0]
    below: Flip | None = None
    above: Flip | None = None
    for rival, points in enumerate(table):
        share = flip_share(table[winner], points, weights, place) if rival != winner else None
        if share is None:
            continue
        # A rival that does better on this criterion gains on the winner as its weight rises; another, as it falls.
        if points[place] > table[winner][place]:
            if share < 1 and (above is None or share < above.share):
                above = Flip(max(now, share), rival)
        elif points[place] < table[winner][place] and share > 0 and (below is None or share > below.share):
            below = Flip(min(now, share), rival)
    return Room(now, below, above)


def nearest_flip(table: Table, weights: Sequence[float]) -> tuple[int, Flip] | None:
    """The criterion whose weight has to move least, in points of 100, until the winner changes, and the change.

    A criterion that has all the weight is passed over: nothing is left to share out among the
    others. None when no single weight can change the winner.

    Raises:
        ValueError: as `weighted_score`.
    """
    found = []
    for place in range(len(weights)):
        if not any(weight for at, weight in enumerate(weights) if at != place):
            continue
        here = room(table, weights, place)
        found += [(abs(flip.share - here.share), place, flip) for flip in (here.below, here.above) if flip is not None]
    if not found:
        return None
    _, place, flip = min(found, key=lambda each: each[:2])
    return place, flip


def quadrant(impact: float, effort: float, middle: float = MIDDLE) -> str:
    """Which of QUADRANTS a project lies in, by the points of what it brings and of what it takes (10 is most).

    Raises:
        ValueError: when one of them is no number.
    """
    high, hard = _number("impact", impact) >= middle, _number("effort", effort) >= middle
    return QUADRANTS[(0 if high else 2) + (1 if hard else 0)]


def _number(name: str, value: Any) -> float:
    try:
        number = math.nan if isinstance(value, (str, bytes)) else float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"{name} is {str(value)[:20]!r}; give a number.")
    return number
