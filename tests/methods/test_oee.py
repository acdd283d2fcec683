"""Overall equipment effectiveness: what must hold whatever the figures, and figures worked out by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from course.methods import oee

SHARE = st.floats(0, 1)
MINUTES = st.floats(1, 10_000)
YIELDS = st.lists(SHARE, min_size=1, max_size=8)


class TestByHand:
    """A shift of 480 minutes with 60 of breaks, 47 down, 1 s a piece, 19,271 made, 423 of them spoilt."""

    def test_the_three_factors_and_their_product(self) -> None:
        planned, run = 420, 373
        assert oee.availability(planned, 47) == pytest.approx(0.8881, abs=5e-5)
        assert oee.performance(19_271, 60, run) == pytest.approx(0.8611, abs=5e-5)
        assert oee.quality(19_271 - 423, 19_271) == pytest.approx(0.9780, abs=5e-5)
        assert oee.oee(0.8881, 0.8611, 0.9780) == pytest.approx(0.7479, abs=5e-5)
        assert oee.oee_direct(18_848, 60, planned) == pytest.approx(18_848 / 25_200)

    def test_a_plant_of_a_busy_and_an_idle_machine(self) -> None:
        assert oee.plant_oee([80, 5], [100, 10]) == pytest.approx(85 / 110)

    def test_six_steps_of_97_per_cent(self) -> None:
        assert oee.rolled_throughput_yield([0.97] * 6) == pytest.approx(0.833, abs=5e-4)

    def test_a_year(self) -> None:
        assert oee.yearly_cost_of_losses(10, 500, 300, 150, 48) == 48 * (10 * 200 + 150)

    def test_a_pareto(self) -> None:
        ranked = oee.pareto({"a": 1, "b": 6, "c": 3})
        assert [(one.name, one.cumulative) for one in ranked] == [("b", 0.6), ("c", 0.9), ("a", 1.0)]


@given(planned=MINUTES, down=SHARE, speed=SHARE, rate=st.floats(0.01, 500), spoilt=SHARE)
def test_both_ways_to_oee_agree(planned: float, down: float, speed: float, rate: float, spoilt: float) -> None:
    stopped = planned * down
    run = planned - stopped
    pieces = run * rate * speed
    assume(run > 1e-3 and pieces > 1e-6)
    good = pieces * (1 - spoilt)
    product = oee.oee(
        oee.availability(planned, stopped), min(1.0, oee.performance(pieces, rate, run)), oee.quality(good, pieces)
    )
    assert product == pytest.approx(oee.oee_direct(good, rate, planned), abs=1e-9)


@given(SHARE, SHARE, SHARE)
def test_oee_is_at_most_its_lowest_factor_and_at_least_one_less_the_losses(a: float, p: float, q: float) -> None:
    assert max(0.0, a + p + q - 2) - 1e-12 <= oee.oee(a, p, q) <= min(a, p, q) + 1e-12


@given(st.lists(st.tuples(MINUTES, SHARE), min_size=1, max_size=6))
def test_the_plant_lies_between_its_lowest_and_its_highest_machine(machines: list[tuple[float, float]]) -> None:
    planned = [minutes for minutes, _ in machines]
    good = [minutes * share for minutes, share in machines]
    each = [part / whole for part, whole in zip(good, planned, strict=True)]
    assert min(each) - 1e-9 <= oee.plant_oee(good, planned) <= max(each) + 1e-9


@given(st.lists(st.tuples(MINUTES, SHARE), min_size=2, max_size=6), st.floats(0.1, 10))
def test_the_plant_does_not_depend_on_the_unit_of_time(machines: list[tuple[float, float]], factor: float) -> None:
    planned = [minutes for minutes, _ in machines]
    good = [minutes * share for minutes, share in machines]
    scaled = oee.plant_oee([part * factor for part in good], [whole * factor for whole in planned])
    assert scaled == pytest.approx(oee.plant_oee(good, planned))


@given(YIELDS, st.floats(0, 0.999))
def test_rolled_yield_is_at_most_the_lowest_step_and_falls_with_each_further_one(
    yields: list[float], one_more: float
) -> None:
    rolled = oee.rolled_throughput_yield(yields)
    assert rolled <= min(yields)
    assert oee.rolled_throughput_yield([*yields, one_more]) <= rolled
    assert rolled == pytest.approx(oee.rolled_throughput_yield(yields[::-1]))


@given(MINUTES, SHARE, SHARE, SHARE)
def test_a_ladder_adds_up_and_ends_at_oee(planned: float, a: float, p: float, q: float) -> None:
    steps = oee.ladder(planned, a, p, q)
    assert steps.stops + steps.speed + steps.rejects + steps.good == pytest.approx(planned)
    assert steps.lost == pytest.approx(planned * (1 - oee.oee(a, p, q)), abs=1e-6)
    assert min(steps) >= -1e-9 * planned


@given(data=st.data(), planned=st.floats(100, 10_000), rate=st.floats(0.1, 100))
def test_the_six_losses_add_up_to_what_oee_leaves(data: st.DataObject, planned: float, rate: float) -> None:
    parts = [data.draw(st.floats(0, 0.3), label=name) for name in ("breakdowns", "change-overs", "short stops")]
    assume(sum(parts) < 0.9)
    left = planned * (1 - sum(parts))
    pieces = left * rate * data.draw(st.floats(0.1, 1), label="speed")
    bad = [pieces * data.draw(st.floats(0, 0.4), label=name) for name in ("start-up", "rejects")]
    found = oee.six_big_losses(
        planned,
        breakdowns=planned * parts[0],
        change_overs=planned * parts[1],
        short_stops=planned * parts[2],
        pieces=pieces,
        start_up=bad[0],
        rejects=bad[1],
        ideal_rate=rate,
    )
    assert tuple(found) == oee.SIX_BIG_LOSSES
    assert min(found.values()) >= 0
    good = pieces - sum(bad)
    assert sum(found.values()) == pytest.approx(planned * (1 - oee.oee_direct(good, rate, planned)), rel=1e-6, abs=1e-6)


@given(st.dictionaries(st.text(min_size=1), st.floats(0, 1e6), min_size=1))
def test_a_pareto_falls_keeps_everything_and_ends_at_the_whole(amounts: dict[str, float]) -> None:
    assume(sum(amounts.values()) > 1e-6)
    ranked = oee.pareto(amounts)
    assert {one.name: one.amount for one in ranked} == amounts
    assert [one.amount for one in ranked] == sorted(amounts.values(), reverse=True)
    assert [one.cumulative for one in ranked] == sorted(one.cumulative for one in ranked)
    assert ranked[-1].cumulative == pytest.approx(1)


@given(st.floats(0, 168), st.floats(1, 5_000), SHARE, st.floats(0, 10_000), st.floats(1, 52))
def test_the_yearly_cost_never_exceeds_the_sales_missed_and_what_was_thrown_away(
    hours: float, sales: float, share: float, thrown_away: float, weeks: float
) -> None:
    cost = oee.yearly_cost_of_losses(hours, sales, sales * share, thrown_away, weeks)
    assert weeks * thrown_away - 1e-6 <= cost <= weeks * (hours * sales + thrown_away) * (1 + 1e-12)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: oee.availability(100, 101), "overlap counted twice"),
        (lambda: oee.availability(0, 0), "planned is 0"),
        (lambda: oee.availability(100, -1), "stopped is -1"),
        (lambda: oee.performance(121, 1, 100), "fastest rate"),
        (lambda: oee.performance(1, 0, 100), "ideal_rate is 0"),
        (lambda: oee.quality(11, 10), "more than all"),
        (lambda: oee.quality(0, 0), "pieces is 0"),
        (lambda: oee.oee(85, 0.9, 0.9), "availability is 85"),
        (lambda: oee.oee(0.9, math.nan, 0.9), "performance is nan"),
        (lambda: oee.plant_oee([], []), "0 good times"),
        (lambda: oee.plant_oee([1, 2], [3]), "2 good times for 1"),
        (lambda: oee.plant_oee([4], [3]), "4 minutes of 3"),
        (lambda: oee.rolled_throughput_yield([]), "yields is empty"),
        (lambda: oee.rolled_throughput_yield([97]), "yields is 97"),
        (lambda: oee.pareto({"a": 0}), "nothing to rank"),
        (lambda: oee.pareto({"a": -1}), "a is -1"),
        (lambda: oee.yearly_cost_of_losses(1, 5, 6, 0, 50), "sales less materials is -1"),
        (lambda: oee.yearly_cost_of_losses(1, 6, 5, 0, 0), "weeks is 0"),
        (lambda: oee.ladder(math.inf, 1, 1, 1), "planned is inf"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(wrong: object, says: str) -> None:
    assert callable(wrong)
    with pytest.raises(ValueError, match=says):
        wrong()


def test_six_losses_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="Short stops of 50 minutes leave too little time"):
        oee.six_big_losses(
            100, breakdowns=0, change_overs=0, short_stops=50, pieces=60, start_up=0, rejects=0, ideal_rate=1
        )
