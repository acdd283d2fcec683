"""Ribble's line is what the workshop says of it, and runs in simulation as the formulas say."""

from __future__ import annotations

import numpy as np
import pytest

from course.cases import ribble_flow as ribble
from course.methods import streams

LINE = ribble.BRACKETS


def test_the_line_by_hand() -> None:
    lathe = (6.2 + 60 / 40) / (0.75 * 0.96)
    assert LINE.times["Lathe"] == pytest.approx(lathe)
    assert LINE.throughput == pytest.approx(450 / lathe)
    assert LINE.pieces == 600
    assert LINE.takt == pytest.approx(450 / 46)


def test_the_lathe_is_the_bottleneck_although_the_mill_is_slower_on_paper() -> None:
    cycles = {step.name: step.cycle for step in LINE.steps}
    assert max(cycles, key=lambda name: cycles[name]) == "Mill"
    assert LINE.bottleneck == "Lathe"
    assert LINE.times["Mill"] < LINE.takt < LINE.times["Lathe"]
    assert max(LINE.steps, key=lambda step: step.waiting).name == "Lathe"


def test_what_was_counted_is_what_the_line_can_do() -> None:
    assert round(LINE.throughput) == ribble.A_DAY < ribble.DEMAND
    assert all(step.waiting % LINE.batch == 0 for step in LINE.steps)


def test_figures_lie_in_the_ranges_that_are_assumed_for_such_firms() -> None:
    for step in (ribble.LATHE, ribble.MILL):
        assert 4 <= step.cycle <= 25
        assert 30 <= step.setup <= 120
    assert 10 <= LINE.batch <= 200


def test_only_the_lathes_offer_brings_anything_and_then_demand_is_met() -> None:
    gains = {
        offer.step.name: ribble.with_step(LINE, offer.step).throughput - LINE.throughput for offer in ribble.OFFERS
    }
    assert [name for name, gain in gains.items() if gain != 0] == ["Lathe"]
    loaded = ribble.with_step(LINE, ribble.OFFERS[1].step)
    assert loaded.throughput > ribble.DEMAND
    assert loaded.bottleneck == "Mill"
    # 7.7 minutes of lathe at 75% and 96% before, 8.85 of mill at 95% and 98% after.
    assert gains["Lathe"] == pytest.approx(450 / (8.85 / (0.95 * 0.98)) - 450 / (7.7 / (0.75 * 0.96)))


def test_smaller_batches_and_quicker_set_ups_shorten_the_lead_time_to_the_days_that_are_kept() -> None:
    smaller = ribble.with_smaller_batches(LINE)
    # The lathe: 6.2 minutes and a 25th of 36 minutes' set-up. 15 batches of 25 pieces are in the works.
    assert smaller.times["Lathe"] == pytest.approx((6.2 + 36 / 25) / (0.75 * 0.96))
    assert smaller.pieces == 375
    assert ribble.DAYS_KEPT - 1 < smaller.lead_time <= ribble.DAYS_KEPT < LINE.lead_time
    assert smaller.throughput >= LINE.throughput


def test_each_offer_makes_its_step_faster() -> None:
    for offer in ribble.OFFERS:
        assert offer.step.effective(LINE.batch) < LINE.times[offer.step.name]


def test_an_unknown_step_is_refused() -> None:
    with pytest.raises(ValueError, match="No step is called 'Paint'"):
        ribble.with_step(LINE, streams.Step("Paint", 1, 0, 1, 1, 0))


def test_a_small_run_by_hand() -> None:
    # Two steps of 2 and 3 minutes. Job 1: 0 to 5. Job 2 waits for the second step until 5, and leaves at 8. Only two
    # may be inside, so that job 3 enters at 5, is through the first step at 7, and leaves at 11.
    entered, left = ribble.run_line(np.array([[2.0, 3.0]] * 3), inside=2)
    assert entered.tolist() == [0, 0, 5]
    assert left.tolist() == [5, 8, 11]


def test_a_job_that_comes_late_is_waited_for() -> None:
    entered, left = ribble.run_line(np.array([[2.0], [2.0]]), inside=5, starts=[0, 10])
    assert entered.tolist() == [0, 10]
    assert left.tolist() == [2, 12]


def test_with_so_many_pieces_inside_a_simulated_line_has_the_lead_time_of_the_map() -> None:
    pieces = 3_000
    work = np.tile(list(LINE.times.values()), (pieces, 1))
    entered, left = ribble.run_line(work, inside=int(LINE.pieces))
    settled = slice(pieces // 2, None)
    in_days = float((left - entered)[settled].mean()) / LINE.minutes
    assert in_days == pytest.approx(LINE.lead_time, rel=0.001)
    a_day = LINE.minutes / float(np.diff(left)[settled].mean())
    assert a_day == pytest.approx(LINE.throughput)
