"""A line of steps as it runs on a working day: its stocks, pace and lead time, and what another batch size does.

The formulas, and the conventions that hold here too, are those of `course.methods.flow`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from course.methods import flow

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Step:
    """A step of a line and the stock that waits in front of it.

    Args:
        name: one word, as the shop floor calls it.
        cycle: minutes of work on one piece.
        setup: minutes to change over to the next batch.
        uptime: share of the working time in which it can run.
        good: share of the pieces that are right first time.
        waiting: pieces that wait in front of it.
        adds_value: whether the customer pays for what is done here.
    """

    name: str
    cycle: float
    setup: float
    uptime: float
    good: float
    waiting: float
    adds_value: bool = True

    def effective(self, batch: float) -> float:
        """Its effective cycle time in minutes, with so many pieces in a batch."""
        return flow.effective_cycle_time(self.cycle, self.uptime, self.good, self.setup, batch)


@dataclass(frozen=True)
class Stream:
    """A line of steps as it runs on one working day.

    Args:
        steps: in the order of the work; at least one.
        finished: pieces that wait for dispatch after the last step.
        batch: pieces in a batch.
        minutes: working minutes a day.
        demand: pieces that customers want a day.
    """

    steps: tuple[Step, ...]
    finished: float
    batch: float
    minutes: float
    demand: float

    @property
    def pieces(self) -> float:
        """All pieces in the process, the finished ones included."""
        return sum(step.waiting for step in self.steps) + self.finished

    @property
    def times(self) -> dict[str, float]:
        """The effective cycle time of each step, in minutes, by name."""
        return {step.name: step.effective(self.batch) for step in self.steps}

    @property
    def bottleneck(self) -> str:
        """The step that sets the pace."""
        return flow.bottleneck(self.times)

    @property
    def takt(self) -> float:
        """Minutes that customers leave for one piece."""
        return flow.takt_time(self.minutes, 0, self.demand)

    @property
    def throughput(self) -> float:
        """Pieces that the line can send out a day."""
        return flow.throughput(self.minutes, list(self.times.values()))

    @property
    def lead_time(self) -> float:
        """Working days from the first stock to dispatch, at the line's own throughput."""
        return flow.lead_time(self.pieces, self.throughput)

    @property
    def work(self) -> float:
        """Minutes of work on one piece, whether the customer pays for it or not."""
        return sum(step.cycle for step in self.steps)

    @property
    def value_adding(self) -> float:
        """Minutes of work on one piece that the customer pays for."""
        return sum(step.cycle for step in self.steps if step.adds_value)

    @property
    def value_added_ratio(self) -> float:
        """The share of the lead time that adds value, as a fraction."""
        return flow.value_added_ratio(self.value_adding, self.lead_time * self.minutes)


def resized(stream: Stream, batch: float) -> Stream:
    """The line with another batch size and as many batches waiting as before.

    Args:
        stream: the line.
        batch: pieces in a batch, above 0.

    Raises:
        ValueError: when the batch is not above 0.
    """
    if not batch > 0:
        raise ValueError(f"batch is {batch:,.10g}; give it above 0.")
    share = batch / stream.batch
    steps = tuple(replace(step, waiting=step.waiting * share) for step in stream.steps)
    return replace(stream, steps=steps, finished=stream.finished * share, batch=batch)


def by_batch_size(stream: Stream, batches: Floats) -> tuple[Floats, Floats]:
    """What `resized` lines do, for many batch sizes at once.

    Args:
        stream: the line.
        batches: shape (n,), pieces in a batch, each above 0.

    Returns:
        Two arrays of shape (n,): pieces a day, and lead time in working days.
    """
    cycle = np.array([[step.cycle] for step in stream.steps])
    setup = np.array([[step.setup] for step in stream.steps])
    running = np.array([[step.uptime * step.good] for step in stream.steps])
    pace: Floats = stream.minutes / ((cycle + setup / batches) / running).max(axis=0)
    leads: Floats = stream.pieces / stream.batch * batches / pace
    return pace, leads
