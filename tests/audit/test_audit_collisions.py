"""The rule on collisions: five tolerances between answers that mean different things, and enough slips."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tiny_workshop import Altered, said

from course import quantities
from course.audit.findings import Result
from course.audit.rules import collisions
from course.audit.tools import Tools
from course.audit.workshop import Workshop
from course.checks import Exercise, Slip
from course.checks.diagnosis import _scales
from course.quantities import GBP, YEARS, Unit

SUM = Exercise(
    id="w99-sum",
    title="Sum",
    points=4,
    transfer_points=1,
    right=lambda price, grant: price - grant,
    inputs={"price": 900.0, "grant": 200.0},
    slips=(
        Slip("added", "price + grant", "You added."),
        Slip("price only", "price", "Where is the grant?"),
        Slip("grant only", "grant", "Where is the price?"),
    ),
    means="{answer}",
    asks="What is left?",
    fill="Fill it in.",
    unit=GBP,
    nearest=1,
)
GOOD = {"price": 640.0, "grant": 90.0}
COLOUR = Exercise(
    id="w99-colour",
    title="Colour",
    points=2,
    right=lambda: "green",
    choices=("red", "amber", "green"),
    slips=(Slip("red", "'red'", "Why stop?"), Slip("amber", "'amber'", "Why wait?")),
    means="{answer}",
    asks="Which?",
    fill="Fill it in.",
)


def look(*stated: Exercise, cases: dict[str, tuple[dict[str, Any], ...]] | None = None) -> Result:
    hidden = {"w99-sum": (GOOD,)} if cases is None else cases
    workshop = Altered(Path("nowhere"), "week99-made", stated, hidden)
    with Tools(Path("nowhere")) as tools:
        return collisions.look(workshop, tools)


def test_a_sound_exercise_has_nothing_wrong() -> None:
    assert look(SUM, COLOUR) == Result({"collisions": 0, "slips_per_exercise_min": 3}, ())


def test_week_5_neither() -> None:
    repository = Path(__file__).resolve().parents[2]
    with Tools(repository) as tools:
        result = collisions.look(Workshop(repository, "week05-appraisal"), tools)
    assert result.findings == ()
    assert result.measures["slips_per_exercise_min"] >= 3


@pytest.mark.parametrize(("grant", "found"), [(4.9, True), (5.0, False)])
def test_answers_closer_than_five_tolerances_on_the_visible_case(grant: float, found: bool) -> None:
    result = look(replace(SUM, inputs={"price": 90_000.0, "grant": grant}))
    assert bool(said(result, "On the visible case, right and “price only” lie 4.9 tolerances apart")) == found
    assert bool(result.measures["collisions"]) == found


def test_answers_too_close_on_a_hidden_case() -> None:
    result = look(SUM, cases={"w99-sum": ({"price": 640.0, "grant": 3.0},)})
    assert said(result, "On the hidden case, “added” and “price only” lie 3 tolerances apart")
    assert not said(result, "visible case, ")


def test_answers_too_close_on_the_second_of_two_hidden_cases() -> None:
    result = look(SUM, cases={"w99-sum": (GOOD, {"price": 300.0, "grant": 150.0})})
    assert said(result, "On hidden case 2, right and “grant only” lie 0 tolerances apart")
    assert not said(result, "hidden case 1")


def test_a_hidden_case_with_the_answer_of_the_visible_one() -> None:
    result = look(SUM, cases={"w99-sum": ({"price": 1002.0, "grant": 300.0},)})
    assert said(result, "typed-in number would pass it")
    assert result.measures["collisions"] == 1


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("grant - price", "with its sign turned"),
        ("(price - grant) * 12 + 4", "times 12, another unit"),
        ("(price - grant) / 12", "times 0.0833, another unit"),
        ("(price - grant) * 1000", "times 1e+03, another unit"),
        ("(price - grant) * 100 - 4", "times 100, another unit"),
    ],
)
def test_a_slip_that_another_card_explains_already(formula: str, says: str) -> None:
    slips = (*SUM.slips[:2], Slip("doubtful", formula, "Hm?"))
    result = look(replace(SUM, slips=slips))
    assert said(result, "On the visible case, “doubtful” lies", says)
    assert said(result, "On the hidden case, “doubtful” lies", says)


def test_a_slip_that_is_another_unit_elsewhere_only() -> None:
    """Times twelve means something in pounds and in years, and nothing in seconds."""
    slips = (*SUM.slips[:2], Slip("doubtful", "(price - grant) * 12", "Hm?"))
    assert look(replace(SUM, slips=slips, unit=YEARS)).findings
    assert look(replace(SUM, slips=slips, unit=quantities.SECONDS)).findings == ()


@pytest.mark.parametrize(
    "unit", [each for each in vars(quantities).values() if isinstance(each, Unit)], ids=lambda unit: unit.name
)
def test_every_factor_for_which_there_is_a_card_is_tried(unit: Unit) -> None:
    for factor, _ in _scales(unit):
        assert any(abs(tried * factor - 1) < 1e-9 for tried in collisions.FACTORS), factor


def test_too_few_slips() -> None:
    result = look(replace(SUM, slips=SUM.slips[:2]))
    assert said(result, "w99-sum", "2 of at least 3 slips")
    assert result.measures == {"collisions": 0, "slips_per_exercise_min": 2}


def test_a_list_needs_slips_too() -> None:
    steps = replace(COLOUR, id="w99-steps", choices=(), right=lambda: [1.0, 2.0], slips=())
    assert said(look(steps), "w99-steps", "0 of at least 3 slips")


def test_a_choice_needs_a_slip_for_each_wrong_word_and_no_more() -> None:
    result = look(SUM, replace(COLOUR, slips=COLOUR.slips[:1]))
    (only,) = result.findings
    assert "“amber” has no slip of its own" in only.says
    assert result.measures["slips_per_exercise_min"] == 3


def test_two_slips_for_one_wrong_word_collide() -> None:
    slips = (*COLOUR.slips, Slip("amber again", "'amber'", "Why wait so long?"))
    assert said(look(replace(COLOUR, slips=slips)), "“amber” and “amber again” lie 0 tolerances apart")


def test_a_figure_that_no_hidden_case_changes() -> None:
    kept = {"price": 640.0, "grant": 200.0}
    (told,) = said(look(SUM, cases={"w99-sum": (kept,)}), "is the same on the visible case")
    assert "`grant`" in told
    assert not said(look(SUM, cases={"w99-sum": (kept, GOOD)}), "is the same on the visible case")
