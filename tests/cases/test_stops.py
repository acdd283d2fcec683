"""The simulated logs: the committed bytes, the planted faults, and that mending finds what really happened."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from course.cases import pendle, stops
from course.methods import oee
from course.methods.losses import Mended, Shifts, mend, read_log

SOURCE = Path(__file__).resolve().parents[2] / "source"
PENDLE, RIBBLE = stops.FILES
WEEKS = {"filler": stops.pendle_week(), **stops.ribble_weeks()}
REASONS = pendle.REASONS | stops.RIBBLE_REASONS


def mended(name: str) -> Mended:
    return mend(read_log(SOURCE / name), pendle.SHIFTS if name == PENDLE else stops.RIBBLE_SHIFTS)


@pytest.mark.parametrize("name", stops.FILES)
def test_the_committed_file_is_what_the_generator_makes(name: str) -> None:
    assert stops.FILES[name]() == stops.FILES[name]() == (SOURCE / name).read_bytes()


@pytest.mark.parametrize("name", stops.FILES)
def test_every_fault_of_a_real_log_is_in_it(name: str) -> None:
    found = mended(name)
    assert found.shifts_put_right >= 1
    assert found.overlaps >= 5
    assert found.past_midnight >= 2
    assert found.logged_minutes - found.minutes >= 50
    assert {row["reason"] for row in csv.DictReader(io.StringIO((SOURCE / name).read_text("utf-8")))} <= set(REASONS)


@pytest.mark.parametrize(("name", "machine"), [(PENDLE, "filler"), (RIBBLE, "lathe"), (RIBBLE, "mill")])
def test_mending_finds_what_really_happened(name: str, machine: str) -> None:
    minutes: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for stop in WEEKS[machine].stops:
        minutes[REASONS[stop.reason]] += round(stop.minutes)
        times[REASONS[stop.reason]] += 1
    found = mended(name)
    assert {kind: part for kind, part in found.minutes_by(REASONS, machine).items() if part} == minutes
    assert {kind: part for kind, part in found.times_by(REASONS, machine).items() if part} == times


@pytest.mark.parametrize("machine", WEEKS)
def test_what_really_happened_can_have_happened(machine: str) -> None:
    week = WEEKS[machine]
    assert 0 < week.good < week.pieces
    assert all(before.end <= after.start for before, after in zip(week.stops, week.stops[1:], strict=False))
    shifts: Shifts = pendle.SHIFTS if machine == "filler" else stops.RIBBLE_SHIFTS
    for stop in week.stops:
        assert 1 <= stop.minutes <= 150
        begins, ends = shifts[stop.shift]
        assert stop.start.strftime("%H:%M") >= begins or ends < begins
    short = [stop.minutes for stop in week.stops if REASONS[stop.reason] == "short stops"]
    assert max(short) < 5


@pytest.mark.parametrize("name", stops.FILES)
def test_the_notebook_gets_the_same_rows_with_and_without_its_file(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, path = name.split("/", 1)
    monkeypatch.chdir(SOURCE / folder)
    beside = stops.logged(path)
    monkeypatch.chdir(tmp_path)
    assert stops.logged(path) == beside == read_log(SOURCE / name)
    (tmp_path / "data").mkdir()
    (tmp_path / path).write_text("machine,date,shift,start,end,reason\n", encoding="utf-8")
    assert stops.logged(path) == []


def test_pendles_figures_are_those_of_its_log() -> None:
    found, week = mended(PENDLE), pendle.WEEK
    assert found.minutes_by(pendle.REASONS) == {
        "breakdowns": week.breakdowns,
        "change-overs": week.change_overs,
        "short stops": week.short_stops,
    }
    assert found.times_by(pendle.REASONS) == week.times
    assert found.logged_minutes == pendle.LOGGED
    happened = stops.pendle_week()
    assert (happened.pieces, happened.start_up, happened.rejects) == (week.jars, week.start_up, week.rejects)
    assert week.good % pendle.TRAY == 0


def test_the_time_of_the_shifts_is_that_of_the_clock() -> None:
    def minutes(shifts: Shifts) -> int:
        halves = [stops._halves(stops.MONDAY, *each) for each in shifts.values()]
        return sum(round((end - start) / timedelta(minutes=1)) for each in halves for start, end in each)

    assert 5 * minutes(pendle.SHIFTS) == pendle.WEEK.planned
    assert pendle.WEEK.shift - pendle.WEEK.planned == pendle.WEEK.breaks == 5 * 2 * 30
    assert 5 * minutes(stops.RIBBLE_SHIFTS) == stops.RIBBLE_LATHE.planned
    assert 5 * minutes({"early": stops.RIBBLE_SHIFTS["early"]}) == stops.RIBBLE_MILL.planned


def test_ribbles_figures_are_those_of_its_week() -> None:
    for machine, figures in (("lathe", stops.RIBBLE_LATHE), ("mill", stops.RIBBLE_MILL)):
        assert stops.ribble_weeks()[machine].good == figures.good
        assert 0.4 < figures.good_minutes / figures.planned < 0.8


def test_the_six_losses_fill_what_oee_leaves_and_their_costs_add_up_to_the_year() -> None:
    week, hours, costs = pendle.WEEK, pendle.hours_by_loss(), pendle.cost_by_loss()
    share = oee.oee_direct(week.good, pendle.RATE, week.planned)
    assert sum(hours.values()) == pytest.approx(week.planned / 60 * (1 - share))
    assert sum(hours.values()) == pytest.approx(week.lost_hours)
    thrown_away = sum(pendle.thrown_away_by_loss().values())
    year = oee.yearly_cost_of_losses(
        week.lost_hours, pendle.SALES_AN_HOUR, pendle.MATERIALS_AN_HOUR, thrown_away, pendle.WEEKS
    )
    assert pendle.WEEKS * sum(costs.values()) == pytest.approx(year)


def test_count_hours_and_cost_put_different_losses_first() -> None:
    times, hours, costs = pendle.WEEK.times, pendle.hours_by_loss(), pendle.cost_by_loss()
    assert max(times, key=lambda loss: times[loss]) == "short stops"
    assert [one.name for one in oee.pareto(hours)[:2]] == ["breakdowns", "slow running"]
    assert [one.name for one in oee.pareto(costs)[:2]] == ["change-overs", "breakdowns"]
