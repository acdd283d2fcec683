"""Mending a stops log: shifts by the clock, each minute once, each day its own minutes."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.methods.losses import Stop, mend, merge_overlaps, read_log, shift_by_clock, split_at_midnight

SHIFTS = {"day": ("09:00", "17:00"), "twilight": ("17:00", "01:00")}
ALL_DAY = {"early": ("06:00", "14:00"), "late": ("14:00", "22:00"), "night": ("22:00", "06:00")}
MONDAY = datetime(2026, 11, 2)


def at(clock: str, day: int = 0) -> datetime:
    return datetime.fromisoformat(f"{MONDAY + timedelta(days=day):%Y-%m-%d} {clock}")


def stop(start: str, end: str, reason: str = "jam", *, days: int = 0, shift: str = "day", number: int = 1) -> Stop:
    return Stop("filler", shift, at(start), at(end, days), reason, number)


@st.composite
def logs(draw: st.DrawFn) -> list[Stop]:
    """Stops of two machines on five days, which overlap and cross midnight as they like."""
    found = []
    for number in range(draw(st.integers(1, 25))):
        start = MONDAY + timedelta(minutes=draw(st.integers(0, 5 * 1440 - 1)))
        end = start + timedelta(minutes=draw(st.integers(1, 400)))
        machine, reason, shift = (draw(st.sampled_from(few)) for few in (["A", "B"], ["jam", "tool"], list(ALL_DAY)))
        found.append(Stop(machine, shift, start, end, reason, number))
    return found


def covered(stops: object) -> set[tuple[str, datetime]]:
    """The minutes in which machines stood, one by one: another way to the same union."""
    assert isinstance(stops, (list, tuple))
    return {
        (one.machine, one.start + timedelta(minutes=minute)) for one in stops for minute in range(round(one.minutes))
    }


@given(logs())
def test_mending_keeps_every_minute_and_counts_it_once(log: list[Stop]) -> None:
    mended = mend(log, ALL_DAY)
    assert covered(mended.stops) == covered(log)
    assert mended.minutes == len(covered(log))
    assert mended.minutes <= mended.logged_minutes == sum(one.minutes for one in log)


@given(logs())
def test_mended_stops_neither_overlap_nor_cross_midnight_nor_outlast_the_week(log: list[Stop]) -> None:
    mended = mend(log, ALL_DAY)
    for machine in ("A", "B"):
        own = [one for one in mended.stops if one.machine == machine]
        assert all(before.end <= after.start for before, after in pairwise(own))
        by_day: dict[object, float] = {}
        for one in own:
            assert one.minutes > 0
            assert (one.end - timedelta(microseconds=1)).date() == one.start.date()
            by_day[one.start.date()] = by_day.get(one.start.date(), 0) + one.minutes
        assert all(minutes <= 1440 for minutes in by_day.values())


@given(st.lists(st.tuples(st.integers(0, 479), st.integers(1, 479)), min_size=1, max_size=30))
def test_merged_stops_are_never_longer_than_the_shift(spans: list[tuple[int, int]]) -> None:
    log = [
        Stop(
            "filler",
            "day",
            at("09:00") + timedelta(minutes=a),
            at("09:00") + timedelta(minutes=min(480, a + b)),
            "x",
            n,
        )
        for n, (a, b) in enumerate(spans)
    ]
    assert mend(log, SHIFTS).minutes <= 480


@given(logs())
def test_mending_what_is_mended_changes_nothing(log: list[Stop]) -> None:
    once = mend(log, ALL_DAY)
    again = mend([one for one in once.stops if one.start.time().hour], ALL_DAY)
    assert again.overlaps == again.past_midnight == 0
    assert again.minutes == again.logged_minutes


@given(logs())
def test_the_shift_is_the_one_by_the_clock(log: list[Stop]) -> None:
    mended = mend(log, ALL_DAY)
    wrong = sum(one.shift != shift_by_clock(one.start, ALL_DAY) for one in log)
    assert mended.shifts_put_right == wrong


class TestOverlaps:
    def test_two_people_saw_parts_of_one_stop(self) -> None:
        merged, overlaps = merge_overlaps([stop("09:10", "09:50"), stop("09:20", "10:05", number=2)])
        assert [(one.start, one.end) for one in merged] == [(at("09:10"), at("10:05"))]
        assert overlaps == 1

    def test_another_reason_gets_only_the_minutes_that_are_its_own(self) -> None:
        merged, _ = merge_overlaps([stop("09:10", "09:50"), stop("09:20", "10:05", "no jars", number=2)])
        assert [(one.reason, one.minutes) for one in merged] == [("jam", 40), ("no jars", 15)]

    def test_a_stop_inside_another_is_dropped(self) -> None:
        merged, overlaps = merge_overlaps([stop("09:10", "09:50"), stop("09:20", "09:30", "no jars", number=2)])
        assert [one.minutes for one in merged] == [40]
        assert overlaps == 1

    def test_stops_that_only_touch_stay_two(self) -> None:
        merged, overlaps = merge_overlaps([stop("09:10", "09:50"), stop("09:50", "10:05", number=2)])
        assert len(merged) == 2
        assert overlaps == 0

    def test_another_machine_has_its_own_minutes(self) -> None:
        both = [stop("09:10", "09:50"), Stop("capper", "day", at("09:20"), at("09:40"), "jam", 2)]
        assert sum(one.minutes for one in merge_overlaps(both)[0]) == 60


class TestMidnight:
    def test_a_stop_past_midnight_is_two_parts_of_one_stop(self) -> None:
        parts = split_at_midnight(stop("23:40", "00:25", days=1))
        assert [(one.start, one.end, one.number) for one in parts] == [
            (at("23:40"), at("00:00", 1), 1),
            (at("00:00", 1), at("00:25", 1), 1),
        ]

    def test_a_stop_until_midnight_is_one(self) -> None:
        assert split_at_midnight(stop("23:40", "00:00", days=1)) == [stop("23:40", "00:00", days=1)]

    def test_it_counts_once(self) -> None:
        mended = mend([stop("23:40", "00:25", days=1, shift="twilight")], SHIFTS)
        assert mended.past_midnight == 1
        assert mended.times_by({"jam": "short stops"}) == {"short stops": 1}
        assert mended.minutes_by({"jam": "short stops"}) == {"short stops": 45}


@pytest.mark.parametrize(
    ("clock", "shift"), [("09:00", "day"), ("16:59", "day"), ("17:00", "twilight"), ("00:59", "twilight")]
)
def test_the_shift_of_a_moment(clock: str, shift: str) -> None:
    assert shift_by_clock(at(clock), SHIFTS) == shift


def test_a_moment_outside_all_shifts_is_refused() -> None:
    with pytest.raises(ValueError, match="No shift runs at 01:00; the shifts are day, twilight"):
        shift_by_clock(at("01:00"), SHIFTS)


HEAD = "machine,date,shift,start,end,reason\n"


class TestReading:
    def test_an_end_before_the_start_is_on_the_next_day(self, tmp_path: Path) -> None:
        path = tmp_path / "log.csv"
        path.write_text(HEAD + "filler,2026-11-02,twilight,23:40,00:25,jam\n", encoding="utf-8")
        (row,) = read_log(path)
        assert (row.start, row.end, row.minutes) == (at("23:40"), at("00:25", 1), 45)

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("machine,date,shift,start,reason\n", "no column “end”"),
            (HEAD + "filler,2026-11-02,day,9.15,09:40,jam\n", "Line 2 of log.csv has the date"),
            (HEAD + "filler,2026-11-02,day,09:15,09:15,jam\n", "begins and ends at 09:15"),
        ],
    )
    def test_what_cannot_be_read_is_named(self, tmp_path: Path, text: str, says: str) -> None:
        path = tmp_path / "log.csv"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match=says):
            read_log(path)

    def test_a_file_that_is_not_there_is_told_where_it_belongs(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError, match=r"stops\.csv is missing\. It belongs in the folder “data”"):
            read_log(tmp_path / "data" / "stops.csv")


def test_a_reason_without_a_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="The reason “jam” has no kind of loss"):
        mend([stop("09:10", "09:20")], SHIFTS).minutes_by({"tool": "short stops"})
