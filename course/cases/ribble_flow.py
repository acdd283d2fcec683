"""Ribble Precision's line for hinge brackets (simulated): its steps, its stocks, and what customers want of it.

Everything here is made up. Data dictionary, and how each figure was chosen:

* `cycle`, minutes a piece: 6 to 8 at the machining centres, inside the 4 to 25 minutes assumed for small machined
  parts; hand work and measuring less [assumed].
* `setup`, minutes a batch: 50 to 60 at the machining centres, inside the 30 to 120 minutes assumed for them [assumed].
* `batch`, pieces: 40, inside the 10 to 200 assumed for such parts [assumed].
* `uptime` and `good`, shares: chosen so that the lathe, which waits for its operator to load it, is slower in practice
  than the mill, whose cycle is longer on paper [assumed].
* `waiting`, pieces: whole batches, most of them in front of the lathe, as counted on one evening [assumed].
* `COST` and `PRICE`, pounds a piece [assumed].
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from course.methods.flow import working_minutes
from course.methods.streams import Step, Stream, resized

Floats = NDArray[np.float64]

SHIFT: Final = 510
"""Minutes from the start of the day's work to its end [assumed]."""

BREAKS: Final = 60
"""Minutes of breaks in it [assumed]."""

DEMAND: Final = 46
"""Brackets that customers want for each working day [assumed]."""

A_DAY: Final = 42
"""Brackets that leave Ribble on a working day, as counted [assumed; the line can do 42.1].

The rest is bought in, already finished, from another firm: none of it is ever in Ribble's works, so that pieces in the
works and pieces that leave them are of one kind.
"""

COST: Final = 50
"""Pounds of material and work in a bracket in process, on average [assumed]."""

PRICE: Final = 140
"""Pounds that a customer pays for a bracket [assumed]."""

DAYS_KEPT: Final = 9
"""Days' worth of brackets that Ribble would still keep with `SMALLER_BATCH` and `QUICKER_SETUP` [assumed; the
line would take 8.8 days]."""

SMALLER_BATCH: Final = 25
"""Pieces in a batch, as the workshop has people try it [assumed]."""

QUICKER_SETUP: Final = 0.60
"""Set-up times then, as a share of today's [assumed]."""

BRACKETS: Final = Stream(
    steps=(
        Step("Saw", cycle=2.0, setup=12, uptime=0.96, good=0.99, waiting=80),
        Step("Lathe", cycle=6.2, setup=60, uptime=0.75, good=0.96, waiting=240),
        Step("Mill", cycle=7.6, setup=50, uptime=0.95, good=0.98, waiting=120),
        Step("Deburr", cycle=5.4, setup=5, uptime=0.95, good=0.98, waiting=40),
        Step("Inspect", cycle=3.5, setup=20, uptime=0.94, good=0.99, waiting=80, adds_value=False),
    ),
    finished=40,
    batch=40,
    minutes=working_minutes(SHIFT, BREAKS),
    demand=DEMAND,
)
"""The line as it runs today."""

SAW, LATHE, MILL, DEBURR, INSPECT = BRACKETS.steps


@dataclass(frozen=True)
class Offer:
    """One way to spend the same money: what is bought, and the step as it would then be."""

    what: str
    step: Step


OFFERS: Final = (
    Offer("A saw that changes over by itself", replace(SAW, setup=2)),
    Offer("A robot that loads the lathe, so that it never waits", replace(LATHE, uptime=0.90)),
    Offer("A faster mill", replace(MILL, cycle=4.8)),
    Offer("A deburring machine instead of hand work", replace(DEBURR, cycle=1.8)),
)
"""Four offers at about the same price [assumed], one for each machining step."""


def with_step(stream: Stream, step: Step) -> Stream:
    """The line with one step, known by its name, put in place of what was there.

    Raises:
        ValueError: when no step of the line has that name.
    """
    if step.name not in stream.times:
        raise ValueError(f"No step is called {step.name!r}; this line has {', '.join(stream.times)}.")
    return replace(stream, steps=tuple(step if one.name == step.name else one for one in stream.steps))


def with_smaller_batches(stream: Stream) -> Stream:
    """The line with `SMALLER_BATCH` pieces in a batch, as many batches waiting as before, and `QUICKER_SETUP`."""
    quicker = tuple(replace(step, setup=QUICKER_SETUP * step.setup) for step in stream.steps)
    return resized(replace(stream, steps=quicker), SMALLER_BATCH)


def slowest_other(stream: Stream, name: str) -> float:
    """The longest effective cycle time, in minutes, of all steps but the named one."""
    return max(minutes for step, minutes in stream.times.items() if step != name)


def run_line(work: Floats, inside: int, starts: Sequence[float] | None = None) -> tuple[Floats, Floats]:
    """Send jobs through a line of one-at-a-time steps, first come first served, event by event.

    It is small enough to check by hand, and is what the tests hold Little's law and the bottleneck against.

    Args:
        work: shape (jobs, steps), the minutes of each job at each step.
        inside: the most jobs that may be in the line; the next one enters when another leaves.
        starts: minutes at which each job could enter at the earliest, not falling; 0 for all unless given.

    Returns:
        Two arrays of shape (jobs,): the minutes at which each job entered the line and left it.
    """
    jobs, steps = work.shape
    entered, left = np.zeros(jobs), np.zeros(jobs)
    free = np.zeros(steps)  # when each step has finished its last job
    for job in range(jobs):
        earliest = 0.0 if starts is None else starts[job]
        entered[job] = max(earliest, left[job - inside] if job >= inside else 0.0)
        now = float(entered[job])
        for step in range(steps):
            now = max(now, float(free[step])) + float(work[job, step])
            free[step] = now
        left[job] = now
    return entered, left
