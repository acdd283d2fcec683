"""The formulas of week 2: hand-worked figures, a line simulated event by event, and what must always hold."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.cases.ribble_flow import run_line
from course.methods import flow, streams

minutes = st.floats(min_value=0.1, max_value=120)
shares = st.floats(min_value=0.05, max_value=1)
lines = st.lists(minutes, min_size=1, max_size=8)
days = st.floats(min_value=60, max_value=1440)
amounts = st.floats(min_value=1, max_value=5_000)
factors = st.floats(min_value=0.1, max_value=50)


class TestByHand:
    def test_takt_time(self) -> None:
        # Eight hours less half an hour, for 90 pieces: 450 / 90.
        assert flow.takt_time(480, 30, 90) == 5
        assert flow.working_minutes(480, 30) == 450

    def test_lead_time(self) -> None:
        assert flow.lead_time(300, 60) == 5
        assert flow.lead_time(0, 60) == 0

    def test_value_added_ratio(self) -> None:
        # 9 minutes of work in 2 days of 450 minutes: one part in a hundred.
        assert flow.value_added_ratio(9, 2 * 450) == pytest.approx(0.01)

    def test_effective_cycle_time(self) -> None:
        # 4 minutes and a fortieth of an hour's set-up, running half the time, with 1 piece in 5 done again.
        assert flow.effective_cycle_time(4, 0.5, 0.8, setup=60, batch=40) == pytest.approx(5.5 / 0.4)
        assert flow.effective_cycle_time(4, 1, 1) == 4

    def test_bottleneck_and_throughput(self) -> None:
        times = {"saw": 2.0, "lathe": 6.0, "mill": 5.0}
        assert flow.bottleneck(times) == "lathe"
        assert flow.bottleneck({"one": 3.0, "other": 3.0}) == "one"
        assert flow.throughput(480, list(times.values())) == 80

    def test_cash_released(self) -> None:
        assert flow.cash_released(500, a_day=40, days_kept=10, cost=30) == 3_000
        assert flow.cash_released(300, a_day=40, days_kept=10, cost=30) == -3_000


def test_the_curriculums_example() -> None:
    assert 60 * flow.takt_time(480, 50, 230) == pytest.approx(112.2, abs=0.05)
    # 5.2 minutes of work in 13.3 days of 430 minutes.
    assert 100 * flow.value_added_ratio(5.2, 13.3 * 430) == pytest.approx(0.091, abs=0.0005)


@given(shift=days, share=st.floats(0, 0.9), demand=amounts, factor=factors)
def test_takt_scales_with_time_and_against_demand(shift: float, share: float, demand: float, factor: float) -> None:
    takt = flow.takt_time(shift, share * shift, demand)
    assert flow.takt_time(factor * shift, factor * share * shift, demand) == pytest.approx(factor * takt)
    assert flow.takt_time(shift, share * shift, factor * demand) == pytest.approx(takt / factor)


@given(shift=days, share=st.floats(0.01, 0.9), demand=amounts)
def test_breaks_always_shorten_takt(shift: float, share: float, demand: float) -> None:
    assert flow.takt_time(shift, share * shift, demand) < flow.takt_time(shift, 0, demand)


@given(work=st.floats(0, 1e4), waiting=st.floats(0, 1e6))
def test_the_value_added_ratio_is_a_share(work: float, waiting: float) -> None:
    if work + waiting > 0:
        assert 0 <= flow.value_added_ratio(work, work + waiting) <= 1


@given(cycle=minutes, uptime=shares, good=shares, setup=st.floats(0, 120), batch=st.floats(1, 200))
def test_losses_never_make_a_step_quicker(cycle: float, uptime: float, good: float, setup: float, batch: float) -> None:
    effective = flow.effective_cycle_time(cycle, uptime, good, setup, batch)
    assert effective >= cycle
    assert effective == pytest.approx(flow.effective_cycle_time(cycle, uptime * good, 1, setup, batch))
    assert flow.effective_cycle_time(cycle, uptime, good, setup, 2 * batch) <= effective


@given(day=days, times=lines, place=st.integers(0, 7), share=st.floats(0.01, 1))
def test_a_faster_step_that_is_not_the_bottleneck_changes_nothing(
    day: float, times: list[float], place: int, share: float
) -> None:
    place %= len(times)
    slowest = times.index(max(times))
    quicker = [time * (share if number == place else 1) for number, time in enumerate(times)]
    before, after = flow.throughput(day, times), flow.throughput(day, quicker)
    if place != slowest:
        assert after == before
    else:
        assert after >= before


@given(pieces=amounts, a_day=amounts, cost=st.floats(0.01, 1e4))
def test_keeping_the_days_that_there_are_frees_nothing(pieces: float, a_day: float, cost: float) -> None:
    kept = flow.lead_time(pieces, a_day)
    assert flow.cash_released(pieces, a_day, kept, cost) == pytest.approx(0, abs=1e-9 * pieces * cost)
    assert flow.cash_released(pieces, a_day, 0, cost) == pytest.approx(pieces * cost)


# ---- a line simulated event by event


def pieces_inside(entered: np.ndarray[Any, Any], left: np.ndarray[Any, Any]) -> float:
    """The average number of jobs in the line, from its comings and goings alone."""
    events = sorted([(time, 1) for time in entered] + [(time, -1) for time in left])
    area, inside, last = 0.0, 0, 0.0
    for time, change in events:
        area += inside * (time - last)
        inside, last = inside + change, time
    assert inside == 0
    return area / last


@settings(max_examples=40)
@given(seed=st.integers(0, 10_000), steps=st.integers(1, 5), inside=st.integers(1, 30))
def test_littles_law_on_a_simulated_line(seed: int, steps: int, inside: int) -> None:
    rng = np.random.default_rng(seed)
    work = rng.exponential(rng.uniform(1, 10, size=steps), size=(200, steps))
    starts = np.cumsum(rng.exponential(6, size=200)).tolist()
    entered, left = run_line(work, inside, starts)
    per_minute = len(left) / left.max()
    average = float((left - entered).mean())
    # Started and ended empty, so that it holds exactly, however uneven the work is.
    assert flow.lead_time(pieces_inside(entered, left), per_minute) == pytest.approx(average)


@settings(max_examples=30)
@given(times=st.lists(st.floats(0.5, 10), min_size=2, max_size=6))
def test_a_full_simulated_line_runs_at_the_pace_of_its_bottleneck(times: list[float]) -> None:
    jobs = 300
    _, left = run_line(np.tile(times, (jobs, 1)), inside=jobs)
    a_minute = (jobs - 1) / (left[-1] - left[0])
    assert a_minute == pytest.approx(flow.throughput(1, times))


@settings(max_examples=30)
@given(times=st.lists(st.floats(0.5, 10), min_size=2, max_size=6, unique=True), share=st.floats(0.05, 0.99))
def test_in_simulation_too_a_faster_step_elsewhere_sends_out_nothing_more(times: list[float], share: float) -> None:
    slowest = max(times)
    quicker = [time if time == slowest else time * share for time in times]
    spread = [np.diff(run_line(np.tile(each, (100, 1)), inside=100)[1]) for each in (times, quicker)]
    np.testing.assert_allclose(spread[0], spread[1])
    np.testing.assert_allclose(spread[0], slowest)


# ---- a whole line

STREAM = streams.Stream(
    steps=(
        streams.Step("Cut", cycle=2, setup=10, uptime=0.5, good=1, waiting=30),
        streams.Step("Bend", cycle=3, setup=20, uptime=1, good=0.8, waiting=50),
        streams.Step("Look", cycle=1, setup=0, uptime=1, good=1, waiting=10, adds_value=False),
    ),
    finished=10,
    batch=10,
    minutes=400,
    demand=50,
)


def test_a_line_by_hand() -> None:
    assert STREAM.pieces == 100
    assert STREAM.times == pytest.approx({"Cut": 6, "Bend": 6.25, "Look": 1})
    assert STREAM.bottleneck == "Bend"
    assert STREAM.takt == 8
    assert STREAM.throughput == 64
    assert STREAM.lead_time == pytest.approx(100 / 64)
    assert (STREAM.work, STREAM.value_adding) == (6, 5)
    assert STREAM.value_added_ratio == pytest.approx(5 / (100 / 64 * 400))


def test_another_batch_size_keeps_as_many_batches_waiting() -> None:
    half = streams.resized(STREAM, 5)
    assert [step.waiting for step in half.steps] == [15, 25, 5]
    assert (half.finished, half.batch, half.pieces) == (5, 5, 50)
    assert half.times["Cut"] == pytest.approx((2 + 10 / 5) / 0.5)


@given(batch=st.floats(1, 200))
def test_many_batch_sizes_at_once_say_what_each_says_alone(batch: float) -> None:
    pace, leads = streams.by_batch_size(STREAM, np.array([batch, 10.0]))
    alone = streams.resized(STREAM, batch)
    assert pace[0] == pytest.approx(alone.throughput)
    assert leads[0] == pytest.approx(alone.lead_time)
    assert pace[1] == pytest.approx(STREAM.throughput)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: flow.takt_time(480, 480, 10), "breaks is 480"),
        (lambda: flow.takt_time(480, -1, 10), "breaks is -1"),
        (lambda: flow.takt_time(480, 30, 0), "demand is 0"),
        (lambda: flow.takt_time(0, 0, 5), "shift is 0"),
        (lambda: flow.lead_time(-1, 5), "pieces is -1"),
        (lambda: flow.lead_time(5, 0), "throughput is 0"),
        (lambda: flow.value_added_ratio(10, 9), "same clock"),
        (lambda: flow.value_added_ratio(0, 0), "lead is 0"),
        (lambda: flow.effective_cycle_time(4, 78, 0.9), "uptime is 78"),
        (lambda: flow.effective_cycle_time(4, 0.78, 0), "good is 0"),
        (lambda: flow.effective_cycle_time(4, 0.78, 0.9, 10, 0), "batch is 0"),
        (lambda: flow.bottleneck({}), "times is empty"),
        (lambda: flow.bottleneck({"saw": 0}), "time of saw is 0"),
        (lambda: flow.throughput(450, []), "times is empty"),
        (lambda: flow.cash_released(1, 1, -1, 1), "days_kept is -1"),
        (lambda: streams.resized(STREAM, 0), "batch is 0"),
        (lambda: flow.lead_time("600", 42), "text '600'"),  # type: ignore[arg-type]
        (lambda: flow.lead_time([600], 42), "kind 'list'"),  # type: ignore[arg-type]
        (lambda: flow.lead_time(math.nan, 42), "is nan"),
    ],
)
def test_what_cannot_be_worked_out_is_said(call: Callable[[], Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        call()
