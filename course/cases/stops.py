"""A week of stops at Pendle Pantry and at Ribble Precision (simulated), event by event, and the logs that people kept.

Each machine runs until its next event: a breakdown, a change-over or a short stop, each with its own random gap of
running time and its own random length. While it runs it makes pieces, a little below full speed. What happened is
then written down as people write it: by the clock only, with a wrong shift here and there, and twice where an operator
and a fitter each kept a note.

All that is assumed: gaps, lengths and speeds are chosen so that the machines' OEE lies between 40% and 75%, as small
firms report theirs. Numbers come from numpy's default generator with fixed seeds. The figures that exercises use stand
in `course.cases.pendle` and in `RIBBLE_LATHE` and `RIBBLE_MILL` below; tests work them out again from the committed
logs.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from course.cases import pendle
from course.methods.losses import Shifts, Stop, parse_log, read_log

MONDAY: Final = datetime(2026, 11, 2)
"""The first day of the simulated week."""

_BREAK: Final = 30
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Kind:
    """A kind of event.

    Args:
        reasons: what the log calls it; one is drawn.
        every: minutes of running between two of them, on average.
        typical: minutes that one lasts, as the median.
        spread: how much lengths differ: the standard deviation of their logarithm.
        steady: 1 for gaps as of pure chance, more for gaps that are more alike.
        longest: minutes at most.
        spoils: pieces spoilt by starting again afterwards, from none to this many.
    """

    reasons: tuple[str, ...]
    every: float
    typical: float
    spread: float
    steady: float = 1
    longest: int = 150
    spoils: int = 0


@dataclass(frozen=True)
class Machine:
    """A machine as it is simulated.

    Args:
        name: as in the log.
        shifts: the shifts that it is planned for, by the clock.
        rate: pieces a minute at full speed.
        speed: how fast it usually runs, as a share of that.
        rejects: share of pieces spoilt while running.
        pack: good pieces are counted in packs of this many.
        kinds: what makes it stop.
    """

    name: str
    shifts: Shifts
    rate: float
    speed: float
    rejects: float
    pack: int
    kinds: tuple[Kind, ...]


@dataclass
class Week:
    """What really happened to a machine in a week, before anybody wrote it down."""

    stops: list[Stop] = field(default_factory=list)
    pieces: int = 0
    start_up: int = 0
    rejects: int = 0

    @property
    def good(self) -> int:
        """Pieces right the first time."""
        return self.pieces - self.start_up - self.rejects


@dataclass(frozen=True)
class MachineWeek:
    """What the exercises use of a machine of Ribble's: minutes planned, parts right first time, minutes a part."""

    planned: int
    good: int
    ideal_minutes: int

    @property
    def good_minutes(self) -> int:
        """The planned time that became good parts at full speed."""
        return self.good * self.ideal_minutes


RIBBLE_SHIFTS: Final[Shifts] = {"early": ("06:00", "14:00"), "late": ("14:00", "22:00"), "night": ("22:00", "06:00")}
RIBBLE_REASONS: Final = {
    "breakdown": "breakdowns",
    "waiting for fitter": "breakdowns",
    "set-up": "change-overs",
    "tool change": "short stops",
    "swarf in the way": "short stops",
}
"""Reason in Ribble's log -> which of the six big losses it is."""

RIBBLE_LATHE: Final = MachineWeek(planned=6_750, good=826, ideal_minutes=6)
RIBBLE_MILL: Final = MachineWeek(planned=2_250, good=73, ideal_minutes=15)

RIBBLE_YIELDS: Final = {"sawing": 0.97, "turning": 0.92, "milling": 0.89, "finishing": 0.95}
"""Share of parts that pass each of Ribble's steps the first time [assumed]."""

RIBBLE_SHIPPED: Final = 0.98
"""Share of Ribble's parts that leave in the end, after rework [assumed]."""

_FILLER: Final = Machine(
    "filler",
    pendle.SHIFTS,
    rate=pendle.RATE,
    speed=0.875,
    rejects=0.028,
    pack=pendle.TRAY,
    kinds=(
        Kind(("capper breakdown", "filler breakdown", "labeller breakdown"), 240, 27, 0.5),
        Kind(("flavour change",), 165, 17, 0.2, steady=8, spoils=60),
        Kind(("jar jam", "no jars"), 26, 2.3, 0.4, longest=4),
    ),
)
_LATHE: Final = Machine(
    "lathe",
    RIBBLE_SHIFTS,
    rate=1 / 6,
    speed=0.94,
    rejects=0.03,
    pack=1,
    kinds=(
        Kind(("breakdown", "waiting for fitter"), 700, 45, 0.6),
        Kind(("set-up",), 420, 55, 0.25, steady=8),
        Kind(("tool change", "swarf in the way"), 70, 3, 0.3, longest=4),
    ),
)
_MILL: Final = Machine(
    "mill",
    {"early": RIBBLE_SHIFTS["early"]},
    rate=1 / 15,
    speed=0.85,
    rejects=0.05,
    pack=1,
    kinds=(
        Kind(("breakdown", "waiting for fitter"), 600, 50, 0.5),
        Kind(("set-up",), 150, 85, 0.25, steady=8),
        Kind(("tool change", "swarf in the way"), 60, 3, 0.3, longest=4),
    ),
)


@cache
def pendle_week() -> Week:
    """What happened to Pendle's filler."""
    return _simulated(_FILLER, np.random.default_rng(66))


@cache
def ribble_weeks() -> Mapping[str, Week]:
    """What happened to Ribble's lathe and mill."""
    random = np.random.default_rng(33)
    return {machine.name: _simulated(machine, random) for machine in (_LATHE, _MILL)}


def pendle_log() -> bytes:
    """The log that Pendle's people kept, as a CSV file."""
    return _written(pendle_week().stops, pendle.SHIFTS, np.random.default_rng(33), twice=5, inside=3, wrong_shifts=1)


def ribble_log() -> bytes:
    """The log that Ribble's people kept, as a CSV file."""
    stops = [stop for week in ribble_weeks().values() for stop in week.stops]
    return _written(stops, RIBBLE_SHIFTS, np.random.default_rng(55), twice=4, inside=2, wrong_shifts=1)


FILES: Final[dict[str, Callable[[], bytes]]] = {
    "week03-losses/data/pendle_stops.csv": pendle_log,
    "week03-losses/data/ribble_stops.csv": ribble_log,
}
"""Files under source/ -> what makes their bytes."""


def logged(path: str) -> list[Stop]:
    """The rows of one of the two logs: from the file beside the notebook or, where it is not there, made anew.

    Making it anew gives the same rows, so the notebook also runs where it was moved away from its data.

    Args:
        path: "data/pendle_stops.csv" or "data/ribble_stops.csv".

    Raises:
        KeyError: for another path.
        ValueError: when the file is damaged, with the line.
    """
    make = FILES[f"week03-losses/{path}"]
    return read_log(path) if Path(path).is_file() else parse_log(make().decode("utf-8"), Path(path).name)


def _simulated(machine: Machine, random: np.random.Generator) -> Week:
    """Five days of a machine, each shift in two halves around a break."""
    week = Week()
    # Running minutes until the next event of each kind; they carry over breaks and nights, as wear does.
    left = [_gap(kind, random) for kind in machine.kinds]
    for day in range(5):
        for shift, (begins, ends) in machine.shifts.items():
            for start, end in _halves(MONDAY + day * timedelta(days=1), begins, ends):
                _run(machine, shift, start, end, left, week, random)
    spare = week.good % machine.pack
    week.pieces -= spare  # a pack that is not full yet waits for next week
    return week


def _halves(day: datetime, begins: str, ends: str) -> list[tuple[datetime, datetime]]:
    start, end = (datetime.fromisoformat(f"{day:%Y-%m-%d} {clock}") for clock in (begins, ends))
    length = (end - start) % timedelta(days=1)
    half = (length - _BREAK * _MINUTE) / 2
    # Whole quarters of an hour, so that a break begins at a time that people would choose.
    first = half - half % timedelta(minutes=15)
    return [(start, start + first), (start + first + _BREAK * _MINUTE, start + length)]


def _run(
    machine: Machine,
    shift: str,
    now: datetime,
    end: datetime,
    left: list[int],
    week: Week,
    random: np.random.Generator,
) -> None:
    """Run a machine from now until the end, event by event."""
    while now < end:
        place = int(np.argmin(left))
        kind = machine.kinds[place]
        minutes = min(left[place], round((end - now) / _MINUTE))
        _make(machine, minutes, week, random)
        left[:] = [wait - minutes for wait in left]
        now += minutes * _MINUTE
        if now >= end or left[place] > 0:
            continue
        left[place] = _gap(kind, random)
        length = int(np.clip(round(random.lognormal(np.log(kind.typical), kind.spread)), 1, kind.longest))
        until = min(now + length * _MINUTE, end)
        number = len(week.stops) + 1
        week.stops.append(Stop(machine.name, shift, now, until, str(random.choice(kind.reasons)), number))
        spoilt = min(int(random.integers(0, kind.spoils + 1)), week.good)
        week.pieces += spoilt
        week.start_up += spoilt
        now = until


def _make(machine: Machine, minutes: int, week: Week, random: np.random.Generator) -> None:
    speed = min(1.0, float(random.normal(machine.speed, 0.02)))
    made = int(minutes * machine.rate * speed + random.random())
    week.pieces += made
    week.rejects += int(random.binomial(made, machine.rejects))


def _gap(kind: Kind, random: np.random.Generator) -> int:
    return max(2, round(random.gamma(kind.steady, kind.every / kind.steady)))


def _written(
    stops: list[Stop], shifts: Shifts, random: np.random.Generator, *, twice: int, inside: int, wrong_shifts: int
) -> bytes:
    """What people write down of stops: as CSV, with the faults of real logs."""
    rows = [(stop.start, stop.end, stop) for stop in stops]
    long = [place for place, stop in enumerate(stops) if stop.minutes >= 15]
    chosen = [int(place) for place in random.choice(long, size=twice + inside, replace=False)]
    for place in chosen[:twice]:  # operator and fitter: each saw a part of it, together they saw all of it
        stop = stops[place]
        third = int(stop.minutes // 3)
        early, late = (int(random.integers(2, third)) for _ in range(2))
        rows[place] = (stop.start, stop.end - early * _MINUTE, stop)
        rows.append((stop.start + late * _MINUTE, stop.end, stop))
    for place in chosen[twice:]:  # a second note of the same stop, shorter than the first
        stop = stops[place]
        begins = stop.start + int(random.integers(2, 6)) * _MINUTE
        rows.append((begins, begins + int(random.integers(2, 6)) * _MINUTE, stop))
    rows.sort(key=lambda row: (row[0], row[2].machine, row[1]))
    mislabelled = {int(place) for place in random.choice(len(rows), size=wrong_shifts, replace=False)}
    names = list(shifts)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("machine", "date", "shift", "start", "end", "reason"))
    for place, (start, end, stop) in enumerate(rows):
        shift = names[(names.index(stop.shift) + 1) % len(names)] if place in mislabelled else stop.shift
        writer.writerow((stop.machine, f"{start:%Y-%m-%d}", shift, f"{start:%H:%M}", f"{end:%H:%M}", stop.reason))
    return text.getvalue().encode("utf-8")
