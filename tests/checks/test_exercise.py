"""The definition of an exercise: what authors may not write, and how answers are compared."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.checks import Exercise, Slip, definition, exercises
from course.quantities import GBP


def make(**changes: Any) -> Exercise:
    about: dict[str, Any] = {
        "id": "w99-toy",
        "title": "Toy",
        "points": 4,
        "right": lambda a, b: a + b,
        "slips": (Slip("only the first", "a", "Add b too."),),
        "means": "{answer}",
        "asks": "What is missing?",
        "fill": "Fill it in.",
        "unit": GBP,
        "nearest": 10,
        "inputs": {"a": 1000, "b": 500},
        "transfer_points": 1,
    }
    return Exercise(**{**about, **changes})


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"transfer_points": 4}, "transfer_points"),
        ({"transfer_points": -1}, "transfer_points"),
        ({"nearest": 0}, "nearest"),
        ({"nearest": float("nan")}, "nearest"),
        ({"slips": (Slip("s", "a", "x", points=3),)}, "“s” must earn less"),
        ({"slips": (Slip("s", "a", "x", points=-1),)}, "“s” must earn less"),
    ],
)
def test_a_definition_that_would_mark_unfairly_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        make(**changes)


def test_a_slip_just_below_the_visible_points_is_allowed() -> None:
    assert make(slips=(Slip("s", "a", "x", points=2.75),)).visible_points == 3


@pytest.mark.parametrize(("b", "found"), [(49, True), (50, False), (-49, True), (-50, False)])
def test_collisions_are_what_lies_closer_than_five_tolerances(b: int, found: bool) -> None:
    collisions = make(inputs={"a": 1000, "b": b}).collisions()
    assert bool(collisions) == found
    if found:
        assert collisions == [("right", "only the first", pytest.approx(4.9))]


def test_collisions_are_found_between_slips_and_on_another_case() -> None:
    toy = make(slips=(Slip("p", "a", "."), Slip("q", "a + b / 100", ".")))
    assert [(one, other) for one, other, _ in toy.collisions()] == [("p", "q")]
    assert len(toy.collisions({"a": 1, "b": 1})) == 3
    assert toy.collisions(apart=0.4) == []


finite = st.floats(-1e6, 1e6)


@given(finite, finite)
def test_distance_is_in_tolerances_and_symmetric(one: float, other: float) -> None:
    toy = make()
    assert toy.distance(one, other) == toy.distance(other, one) == abs(one - other) / 10
    assert toy.distance([one, 0.0], [other, 0.0]) == toy.distance(one, other)


def test_lists_of_other_lengths_and_other_words_are_infinitely_far() -> None:
    toy = make()
    assert toy.distance([1.0], [1.0, 2.0]) == float("inf")
    assert toy.distance([1.0, 100.0], [1.0, 50.0]) == 5
    assert toy.distance("one", "two") == float("inf")
    assert toy.distance("one", "one") == 0
    assert toy.distance("one", 1.0) == float("inf")


def test_values_follow_the_case() -> None:
    toy = make(helpers={"double": lambda x: 2 * x}, slips=(Slip("s", "double(a)", "."),))
    other = {"a": 1, "b": 2}
    assert (toy.right_value(), toy.right_value(other)) == (1500, 3)
    assert (toy.slip_value(toy.slips[0]), toy.slip_value(toy.slips[0], other)) == (2000, 2)


def test_a_definition_is_found_by_its_id() -> None:
    assert definition("w05-payback").id == "w05-payback"
    assert exercises("w05-payback") == exercises("w05")
    assert list(exercises("w05")) == [known.id for known in exercises("w05").values()]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [("w05-nope", "w05-payback"), ("payback", "week such as"), ("w97-x", "week 97"), ("", "week such")],
)
def test_an_unknown_id_is_an_authors_mistake(wrong: str, says: str) -> None:
    with pytest.raises(KeyError, match=says):
        definition(wrong)
