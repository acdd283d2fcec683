"""How work flows through a line of steps: takt, lead time, value-added ratio, effective cycle times, the bottleneck.

Conventions, the same in every function:

* Minutes are working minutes: breaks are out of them. A day is a working day.
* A share (uptime, right first time) is a fraction above 0 and at most 1: 0.78 is 78%.
* Pieces are good pieces. What is not right first time is done again at the same step, so that as many pieces leave a
  step as enter it.
* Whatever cannot be worked out raises ValueError, with a sentence that says which argument, what it was and what to do.

Source of the formulas: M. Rother and J. Shook, Learning to See (takt time, value stream, value-added ratio, uptime);
J. D. C. Little, A Proof for the Queuing Formula L = λW, Operations Research 9 (1961), for the lead time; any textbook
of operations management for the bottleneck.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any


def takt_time(shift: float, breaks: float, demand: float) -> float:
    """Minutes that may pass between one piece and the next if a day's work is to meet a day's demand.

    Args:
        shift: minutes from the start to the end of a day's work, above 0.
        breaks: minutes of it in which nobody works, 0 or more and less than the shift.
        demand: pieces that customers want a day, above 0.

    Raises:
        ValueError: when an argument is outside its range, or is not a number.
    """
    return working_minutes(shift, breaks) / _positive("demand", demand)


def working_minutes(shift: float, breaks: float) -> float:
    """Minutes of a day in which work is done: the shift without its breaks.

    Raises:
        ValueError: for a shift of 0 or less, negative breaks, or breaks that fill the shift.
    """
    whole, idle = _positive("shift", shift), _not_negative("breaks", breaks)
    if idle >= whole:
        raise ValueError(f"breaks is {idle:,.10g} minutes and the shift only {whole:,.10g}; give shorter breaks.")
    return whole - idle


def lead_time(pieces: float, throughput: float) -> float:
    """Days that a piece spends in the process, by Little's law: pieces in it, divided by pieces that leave it a day.

    It holds for averages over a long time, whatever the order of work, while as many pieces leave as enter.

    Args:
        pieces: pieces in the process (work in progress), 0 or more.
        throughput: pieces that leave a day, above 0.

    Returns:
        Time in the throughput's own clock: working days for pieces a working day.

    Raises:
        ValueError: when an argument is outside its range, or is not a number.
    """
    return _not_negative("pieces", pieces) / _positive("throughput", throughput)


def value_added_ratio(value_adding: float, lead: float) -> float:
    """The share of the lead time in which the piece is changed into what the customer wants, as a fraction.

    Also called process cycle efficiency.

    Args:
        value_adding: minutes of work on one piece that the customer would pay for, 0 or more.
        lead: minutes of lead time on the same clock, at least as many and above 0.

    Raises:
        ValueError: when there is more work than lead time (the two clocks differ), or something is not a number.
    """
    work, whole = _not_negative("value_adding", value_adding), _positive("lead", lead)
    if work > whole:
        raise ValueError(
            f"value_adding is {work:,.10g} and lead {whole:,.10g}: more work than time. Put both on the same clock."
        )
    return work / whole


def effective_cycle_time(cycle: float, uptime: float, good: float, setup: float = 0.0, batch: float = 1.0) -> float:
    """Minutes that a step needs for one good piece, over a long time.

    Args:
        cycle: minutes of work on one piece, above 0.
        uptime: share of the working time in which the step can run.
        good: share of the pieces that are right first time; the others are done again here.
        setup: minutes to change over to a batch, 0 or more.
        batch: pieces between one set-up and the next, above 0.

    Raises:
        ValueError: when an argument is outside its range, or is not a number.
    """
    at_work = _positive("cycle", cycle) + _not_negative("setup", setup) / _positive("batch", batch)
    return at_work / (_share("uptime", uptime) * _share("good", good))


def bottleneck(times: Mapping[str, float]) -> str:
    """The step with the longest effective cycle time; the first of them, if several are alike.

    Args:
        times: minutes a good piece, by step; at least one.

    Raises:
        ValueError: when there is no step, or a time is not above 0.
    """
    if not times:
        raise ValueError("times is empty; give at least one step with its minutes.")
    checked = {name: _positive(f"the time of {name}", minutes) for name, minutes in times.items()}
    return max(checked, key=lambda name: checked[name])


def throughput(minutes: float, times: Sequence[float]) -> float:
    """Pieces that a line can send out a day: its working minutes over the longest effective cycle time.

    Args:
        minutes: working minutes a day, above 0.
        times: effective cycle time of each step, minutes; at least one.

    Raises:
        ValueError: when there is no step, or an argument is outside its range.
    """
    by_step = {f"step {place}": time for place, time in enumerate(times, start=1)}
    return _positive("minutes", minutes) / by_step[bottleneck(by_step)]


def cash_released(pieces: float, a_day: float, days_kept: float, cost: float) -> float:
    """Pounds that come free when stock falls to so many days' worth; below 0 if it has to grow.

    Args:
        pieces: pieces in stock now, 0 or more.
        a_day: pieces that leave a day, above 0.
        days_kept: days' worth of pieces that stay, 0 or more.
        cost: pounds that have gone into one piece so far (not its selling price), 0 or more.

    Raises:
        ValueError: when an argument is outside its range, or is not a number.
    """
    kept = _not_negative("days_kept", days_kept) * _positive("a_day", a_day)
    return (_not_negative("pieces", pieces) - kept) * _not_negative("cost", cost)


def _number(name: str, value: Any) -> float:
    if isinstance(value, (str, bytes)):
        raise ValueError(f"{name} is the text {value!r}; give a number without quotation marks, %, £ or commas.")
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is of the kind {type(value).__name__!r}; give one number.") from None
    if not math.isfinite(number):
        raise ValueError(f"{name} is {number}, which is not a number to reckon with; give a finite one.")
    return number


def _positive(name: str, value: Any) -> float:
    number = _number(name, value)
    if number <= 0:
        raise ValueError(f"{name} is {number:,.10g}; give it above 0.")
    return number


def _not_negative(name: str, value: Any) -> float:
    number = _number(name, value)
    if number < 0:
        raise ValueError(f"{name} is {number:,.10g}; give it as 0 or a positive number.")
    return number


def _share(name: str, value: Any) -> float:
    number = _number(name, value)
    if not 0 < number <= 1:
        raise ValueError(f"{name} is {number:,.10g}; give a share above 0 and at most 1, such as 0.78 for 78%.")
    return number
