"""Overall equipment effectiveness (week 3): what share of the planned time ends up as good pieces at full speed.

Conventions, the same in every function:

* Shares are fractions: 0.85 is 85%.
* Times are in minutes unless an argument says otherwise; an ideal rate is in pieces a minute, at the speed that the
  machine was bought for. Any unit of time will do as long as one calculation keeps to one.
* Planned time is shift time without planned breaks. Run time is planned time without breakdowns and change-overs. Short
  stops stay in the run time, as is usual, and show as lost performance.
* Whatever cannot be worked out raises ValueError, with a sentence that says which argument, what it was and what to do.

Source: S. Nakajima, Introduction to TPM (1988), for the three factors and the six big losses; rolled throughput yield
and Pareto ranking are in any textbook of quality management.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

SIX_BIG_LOSSES: Final = ("breakdowns", "change-overs", "short stops", "slow running", "start-up", "rejects")
"""Nakajima's six, in the order in which they eat the planned time."""


def availability(planned: float, stopped: float) -> float:
    """Share of the planned time in which the machine was not down: run time / planned time.

    Args:
        planned: minutes of shifts without planned breaks, above 0.
        stopped: minutes of breakdowns and change-overs in them, from 0 to `planned`.

    Raises:
        ValueError: when a time is outside its range.
    """
    _at_least("planned", planned, above=True)
    _at_least("stopped", stopped)
    if stopped > planned:
        raise ValueError(
            f"stopped is {stopped:,.10g} minutes of {planned:,.10g} planned; are stops that overlap counted twice?"
        )
    return 1 - stopped / planned


def performance(pieces: float, ideal_rate: float, run: float) -> float:
    """Pieces made, good or not, as a share of what the run time could give at the ideal rate.

    Args:
        pieces: all pieces made, 0 or more.
        ideal_rate: pieces a minute at full speed, above 0; not the speed it usually runs at.
        run: minutes of run time, above 0.

    Raises:
        ValueError: when something is outside its range, or when more was made than the ideal rate allows.
    """
    _at_least("pieces", pieces)
    _at_least("ideal_rate", ideal_rate, above=True)
    _at_least("run", run, above=True)
    share = pieces / (ideal_rate * run)
    if share > 1 + 1e-9:
        raise ValueError(
            f"{pieces:,.10g} pieces are more than {run:,.10g} minutes can give at {ideal_rate:.10g} a minute; "
            "take the fastest rate that the machine is built for."
        )
    return share


def quality(good: float, pieces: float) -> float:
    """Pieces that were right the first time, as a share of all pieces made.

    Args:
        good: pieces right the first time, from 0 to `pieces`.
        pieces: all pieces made, above 0.

    Raises:
        ValueError: when something is outside its range.
    """
    _at_least("good", good)
    _at_least("pieces", pieces, above=True)
    if good > pieces:
        raise ValueError(f"good is {good:,.10g} of {pieces:,.10g} pieces; it cannot be more than all.")
    return good / pieces


def oee(availability: float, performance: float, quality: float) -> float:
    """Overall equipment effectiveness: the three shares multiplied.

    Raises:
        ValueError: when a share is not from 0 to 1.
    """
    return _share("availability", availability) * _share("performance", performance) * _share("quality", quality)


def oee_direct(good: float, ideal_rate: float, planned: float) -> float:
    """The same in one step: good pieces, as a share of what the planned time could give at the ideal rate.

    Args:
        good: pieces right the first time, 0 or more.
        ideal_rate: pieces a minute at full speed, above 0.
        planned: minutes of shifts without planned breaks, above 0.

    Raises:
        ValueError: as `performance`.
    """
    return performance(good, ideal_rate, planned)


def plant_oee(good_time: Sequence[float], planned: Sequence[float]) -> float:
    """One figure for several machines: all the time that became good pieces / all the planned time.

    It is the machines' OEEs weighted by their planned time. A plain average of them would count a machine that is
    hardly used as much as one that runs day and night.

    Args:
        good_time: for each machine, good pieces x ideal minutes a piece.
        planned: for each machine, minutes planned, above 0.

    Raises:
        ValueError: when there are no machines, the lists differ in length, or a machine earned more than was planned.
    """
    if not planned or len(good_time) != len(planned):
        raise ValueError(f"There are {len(good_time)} good times for {len(planned)} planned ones; give one for each.")
    for good, time in zip(good_time, planned, strict=True):
        availability(time, good)  # good time, like a stop, lies inside the planned time
    return sum(good_time) / sum(planned)


def rolled_throughput_yield(yields: Iterable[float]) -> float:
    """Share of parts that go through every step right the first time: the steps' first-pass yields multiplied.

    Args:
        yields: first-pass yield of each step, as fractions from 0 to 1; at least one.

    Raises:
        ValueError: when there is no step, or a yield is not from 0 to 1.
    """
    steps = [_share("yields", each) for each in yields]
    if not steps:
        raise ValueError("yields is empty; give the first-pass yield of at least one step.")
    return math.prod(steps)


class Ladder(NamedTuple):
    """Planned time, split into what each of the three factors takes and what is left; all in the unit of planned."""

    planned: float
    stops: float
    speed: float
    rejects: float
    good: float

    @property
    def lost(self) -> float:
        """All that did not become good pieces at full speed."""
        return self.stops + self.speed + self.rejects


def ladder(planned: float, availability: float, performance: float, quality: float) -> Ladder:
    """How planned time becomes good time, step by step.

    Each factor works on what the one before has left, which is why the losses cannot simply be added.

    Args:
        planned: planned time, above 0, in any unit.
        availability: a fraction from 0 to 1, and so are the next two.
        performance: share of the ideal rate.
        quality: share right the first time.

    Raises:
        ValueError: when something is outside its range.
    """
    _at_least("planned", planned, above=True)
    run = planned * _share("availability", availability)
    at_speed = run * _share("performance", performance)
    good = at_speed * _share("quality", quality)
    return Ladder(planned, planned - run, run - at_speed, at_speed - good, good)


def six_big_losses(
    planned: float,
    *,
    breakdowns: float,
    change_overs: float,
    short_stops: float,
    pieces: float,
    start_up: float,
    rejects: float,
    ideal_rate: float,
) -> dict[str, float]:
    """Planned time that each of the six big losses takes; together they take planned time x (1 - OEE).

    Slow running is what is left of the run time when short stops and the pieces at full speed are taken off.

    Args:
        planned: minutes planned.
        breakdowns: minutes down.
        change_overs: minutes of set-up and change-over.
        short_stops: minutes of short stops and idling.
        pieces: all pieces made.
        start_up: pieces spoilt after a start or a change-over.
        rejects: pieces spoilt while running.
        ideal_rate: pieces a minute at full speed.

    Returns:
        Minutes by the names of SIX_BIG_LOSSES, in their order.

    Raises:
        ValueError: when the stops and the pieces do not fit into the planned time, or something is out of range.
    """
    for name, minutes in (("breakdowns", breakdowns), ("change_overs", change_overs), ("short_stops", short_stops)):
        _at_least(name, minutes)
    run = planned * availability(planned, breakdowns + change_overs)
    at_speed = run * performance(pieces, ideal_rate, run)
    for name, spoilt in (("start_up", start_up), ("rejects", rejects)):
        _at_least(name, spoilt)
    quality(start_up + rejects, max(pieces, 1))
    slow = run - short_stops - at_speed
    if slow < -1e-9 * planned:
        raise ValueError(
            f"Short stops of {short_stops:,.10g} minutes leave too little time for {pieces:,.10g} pieces; "
            "are the stops counted twice?"
        )
    minutes_of = (breakdowns, change_overs, short_stops, max(slow, 0.0), start_up / ideal_rate, rejects / ideal_rate)
    return dict(zip(SIX_BIG_LOSSES, minutes_of, strict=True))


class Ranked(NamedTuple):
    """A line of a Pareto table: what, how much, and the share of the total that it and those above it make."""

    name: str
    amount: float
    cumulative: float


def pareto(amounts: Mapping[str, float]) -> list[Ranked]:
    """The largest first, each with the running share of the total; equal ones stay in their order.

    Args:
        amounts: what -> how much, 0 or more, in any one unit.

    Raises:
        ValueError: when an amount is negative, or there is nothing to share out.
    """
    for name, amount in amounts.items():
        _at_least(name, amount)
    ordered = sorted(amounts.items(), key=lambda item: -item[1])
    running = list(accumulate(amount for _, amount in ordered))
    if not running or running[-1] <= 0:
        raise ValueError("There is nothing to rank: give at least one amount above 0.")
    return [Ranked(name, amount, so_far / running[-1]) for (name, amount), so_far in zip(ordered, running, strict=True)]


def yearly_cost_of_losses(lost_hours: float, sales: float, materials: float, thrown_away: float, weeks: float) -> float:
    """What a bottleneck's lost time costs, in pounds a year, with each hour counted once.

    A lost hour of a bottleneck that could sell more costs its contribution: sales less materials. Its wages are paid
    either way, so they are not added. Materials that were used up without a sale come on top.

    Args:
        lost_hours: hours a week that did not become good pieces, 0 or more.
        sales: pounds of sales that an hour at full speed would bring.
        materials: pounds of materials that such an hour uses, from 0 to `sales`.
        thrown_away: pounds of materials a week that were used and not sold.
        weeks: working weeks a year, above 0.

    Raises:
        ValueError: when something is outside its range.
    """
    _at_least("lost_hours", lost_hours)
    _at_least("materials", materials)
    _at_least("sales less materials", sales - materials)
    _at_least("thrown_away", thrown_away)
    _at_least("weeks", weeks, above=True)
    return weeks * (lost_hours * (sales - materials) + thrown_away)


def _share(name: str, value: float) -> float:
    if not 0 <= value <= 1:  # also refuses what is not a number
        raise ValueError(f"{name} is {value:.10g}; give it as a fraction from 0 to 1, such as 0.85 for 85%.")
    return float(value)


def _at_least(name: str, value: float, *, above: bool = False) -> None:
    if not math.isfinite(value) or value < 0 or (above and value == 0):
        raise ValueError(f"{name} is {value:,.10g}; give a number {'above 0' if above else 'of 0 or more'}.")
