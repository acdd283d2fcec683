"""A machine's stops log (week 3): reading it, and mending what real logs get wrong.

A log says for each stop: machine, date, shift, start and end by the clock, and reason. Three faults are met, in this
order:

1. The shift that somebody ticked does not fit the clock. The clock is right.
2. Two people logged the same stop, or one stop lies inside another. Each minute counts once, for the stop that began
   first.
3. A stop runs past midnight, so that its end looks earlier than its start. It is split at midnight, so that each day
   gets its own minutes; it still counts as one stop.

Source: the rules are this course's own; the union of intervals is the usual way to add up times that overlap.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Final

Shifts = Mapping[str, tuple[str, str]]
"""Shift -> when it begins and ends by the clock ("17:00", "01:00"); a shift may run past midnight."""

COLUMNS: Final = ("machine", "date", "shift", "start", "end", "reason")
_MINUTE: Final = timedelta(minutes=1)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Stop:
    """One stop, or the part of one that lies on one day.

    Args:
        machine: which machine stood.
        shift: in which shift it began.
        start: when it began.
        end: when it ended, later than `start`.
        reason: as logged.
        number: the same for all parts of one stop, different for different stops of a log.
    """

    machine: str
    shift: str
    start: datetime
    end: datetime
    reason: str
    number: int

    @property
    def minutes(self) -> float:
        """How long it lasted."""
        return (self.end - self.start) / _MINUTE


@dataclass(frozen=True)
class Mended:
    """A log put right, and what had to be done.

    Args:
        stops: parts of stops that do not overlap and do not cross midnight, by machine and start.
        shifts_put_right: rows whose shift did not fit the clock.
        overlaps: rows that lay partly or wholly in an earlier stop of the same machine.
        past_midnight: stops that were split at midnight.
        logged_minutes: what simply adding up the rows would have given.
    """

    stops: tuple[Stop, ...]
    shifts_put_right: int
    overlaps: int
    past_midnight: int
    logged_minutes: float

    @property
    def minutes(self) -> float:
        """How long machines really stood, each minute of a machine counted once."""
        return sum(stop.minutes for stop in self.stops)

    def minutes_by(self, kinds: Mapping[str, str], machine: str | None = None) -> dict[str, float]:
        """Minutes for each kind of loss.

        Args:
            kinds: reason -> kind of loss, for every reason in the log.
            machine: only this machine's stops; all unless given.

        Raises:
            ValueError: for a reason that has no kind.
        """
        found = dict.fromkeys(kinds.values(), 0.0)
        for stop in self._of(machine):
            found[_kind(stop, kinds)] += stop.minutes
        return found

    def times_by(self, kinds: Mapping[str, str], machine: str | None = None) -> dict[str, int]:
        """How often each kind of loss came; a stop that was split at midnight counts once.

        Raises:
            ValueError: for a reason that has no kind.
        """
        seen = {(_kind(stop, kinds), stop.number) for stop in self._of(machine)}
        return {kind: sum(one == kind for one, _ in seen) for kind in dict.fromkeys(kinds.values())}

    def _of(self, machine: str | None) -> Iterable[Stop]:
        return (stop for stop in self.stops if machine in (None, stop.machine))


def read_log(path: str | Path) -> list[Stop]:
    """The rows of a log in a file; see `parse_log`.

    Raises:
        ValueError: as `parse_log`.
        FileNotFoundError: when there is no such file, with a sentence that says where it belongs.
    """
    file = Path(path)
    if not file.is_file():
        raise FileNotFoundError(
            f"The file {file.name} is missing. It belongs in the folder “{file.parent.name}” beside this notebook; "
            "get the workshop again to have it back."
        )
    return parse_log(file.read_text(encoding="utf-8-sig"), file.name)


def parse_log(text: str, name: str = "the log") -> list[Stop]:
    """The rows of a log as they stand, except that an end before the start is taken to be on the next day.

    Args:
        text: CSV with the columns machine, date (2026-11-02), shift, start (23:40), end (00:25) and reason.
        name: what errors call it.

    Raises:
        ValueError: when a column is missing or a row cannot be read, with the line.
    """
    rows = csv.DictReader(text.splitlines())
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
    if missing:
        raise ValueError(f"{name} has no column “{missing[0]}”; its first line must name the columns.")
    return [_row(row, line, name) for line, row in enumerate(rows, start=2)]


def shift_by_clock(moment: datetime, shifts: Shifts) -> str:
    """The shift that a moment lies in.

    Args:
        moment: any time of day.
        shifts: the firm's shifts; a shift includes its first minute and not its end.

    Raises:
        ValueError: when no shift runs then.
    """
    at = moment.time()
    for name, (begins, ends) in shifts.items():
        first, last = time.fromisoformat(begins), time.fromisoformat(ends)
        if first <= at < last or (last <= first and (at >= first or at < last)):
            return name
    raise ValueError(f"No shift runs at {at:%H:%M}; the shifts are {', '.join(shifts)}. Is the time right?")


def merge_overlaps(stops: Iterable[Stop]) -> tuple[list[Stop], int]:
    """Each minute of a machine once: what an earlier stop covers already is taken off a later one.

    Where the later row gives the same reason, the two become one stop.

    Returns:
        Stops that do not overlap, by machine and start; and how many rows lay partly or wholly in an earlier one.
    """
    kept: list[Stop] = []
    overlaps = 0
    for stop in sorted(stops, key=lambda one: (one.machine, one.start, -one.end.timestamp(), one.number)):
        last = kept[-1] if kept and kept[-1].machine == stop.machine else None
        if last is None or stop.start >= last.end:
            kept.append(stop)
            continue
        overlaps += 1
        if stop.end <= last.end:
            continue
        if stop.reason == last.reason:
            kept[-1] = replace(last, end=stop.end)
        else:
            kept.append(replace(stop, start=last.end))
    return kept, overlaps


def split_at_midnight(stop: Stop) -> list[Stop]:
    """The parts of a stop that lie on each day, in order; the stop itself where it stays within one day."""
    parts = []
    while stop.end > (midnight := datetime.combine(stop.start.date(), time()) + _DAY):
        parts.append(replace(stop, end=midnight))
        stop = replace(stop, start=midnight)
    return [*parts, stop]


def mend(log: Sequence[Stop], shifts: Shifts) -> Mended:
    """Put a log right: shifts by the clock, overlaps merged, stops split at midnight.

    Args:
        log: rows as read.
        shifts: the firm's shifts.

    Raises:
        ValueError: when a stop begins outside all shifts.
    """
    by_clock = [shift_by_clock(stop.start, shifts) for stop in log]
    put_right = sum(stop.shift != right for stop, right in zip(log, by_clock, strict=True))
    merged, overlaps = merge_overlaps(replace(stop, shift=right) for stop, right in zip(log, by_clock, strict=True))
    parts = [split_at_midnight(stop) for stop in merged]
    return Mended(
        stops=tuple(part for stop in parts for part in stop),
        shifts_put_right=put_right,
        overlaps=overlaps,
        past_midnight=sum(len(stop) > 1 for stop in parts),
        logged_minutes=sum(stop.minutes for stop in log),
    )


def _row(row: Mapping[str, str], line: int, name: str) -> Stop:
    try:
        start, end = (datetime.fromisoformat(f"{row['date']} {row[clock]}") for clock in ("start", "end"))
    except ValueError:
        raise ValueError(
            f"Line {line} of {name} has the date “{row['date']}” and the times “{row['start']}” and “{row['end']}”; "
            "write them as 2026-11-02, 09:15 and 09:40."
        ) from None
    if end == start:
        raise ValueError(f"Line {line} of {name} begins and ends at {row['start']}; a stop lasts at least a minute.")
    later = _DAY if end < start else timedelta()
    return Stop(row["machine"], row["shift"], start, end + later, row["reason"], line)


def _kind(stop: Stop, kinds: Mapping[str, str]) -> str:
    try:
        return kinds[stop.reason]
    except KeyError:
        raise ValueError(f"The reason “{stop.reason}” has no kind of loss; say which of the six it is.") from None
