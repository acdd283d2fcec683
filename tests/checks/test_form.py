"""Own figures: marked for being complete and for fitting together, never for being good."""

from __future__ import annotations

from collections import OrderedDict, UserDict
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sane import assert_sane

from course.checks import Field, Form, Rule, check, definition
from course.quantities import GBP, PERCENT, YEARS

FIRM = definition("w05-firm")
assert isinstance(FIRM, Form)

GOOD: dict[str, Any] = {
    "project": "Palletising at line 2",
    "cost": 64_000,
    "grant": 12_000,
    "first_year": 9_000,
    "full_year": 21_000,
    "life": 6,
    "rate": 12,
}
TYPED = {"cost": "£64,000", "grant": "12k", "first_year": np.float64(9000), "life": "6 years", "rate": "12%"}
BAD: dict[str, list[Any]] = {
    "project": ["", "robot", 5, ..., None, "…"],
    "cost": ["12%", "a lot", 0, -64_000, 1e12, True, [1, 2], float("nan"), "..."],
    "grant": ["12%", -1, "none", 10**400],
    "first_year": ["30%", -5],
    "full_year": ["-5", None],
    "life": [0, 41, "long"],
    "rate": [0.12, 75, "0", "ten"],
}


def test_complete_figures_that_fit_together_earn_all() -> None:
    for figures in (GOOD, {**GOOD, **TYPED}, OrderedDict(GOOD), UserDict(GOOD), {**GOOD, "more": "x"}):
        mark = check(FIRM, figures)
        assert (mark.outcome, mark.points) == ("right", FIRM.points)
        assert_sane(mark)
    said = str(check(FIRM, GOOD))
    assert "net present value at 12.0% is £23,600" in said
    assert "nobody marks whether they are good" in said


@pytest.mark.parametrize("poor", [{"first_year": 0, "full_year": 0}, {"cost": 900_000}, {"life": 1}, {"grant": 0}])
def test_a_poor_project_earns_as_much_as_a_good_one(poor: dict[str, Any]) -> None:
    mark = check(FIRM, {**GOOD, **poor})
    assert mark.points == FIRM.points


@pytest.mark.parametrize("blank", [..., None, "", "..."])
def test_an_untouched_form_is_unanswered(blank: Any) -> None:
    mark = check(FIRM, blank)
    assert (mark.outcome, mark.points) == ("unanswered", 0)
    assert "0 of 4 points" in mark.card.points


@pytest.mark.parametrize("frame", [{}, dict.fromkeys(GOOD, ...), {"other": 3}, 5, [GOOD], "text", list(GOOD.values())])
def test_a_form_with_nothing_in_it_or_another_frame_earns_nothing(frame: Any) -> None:
    mark = check(FIRM, frame)
    assert (mark.outcome, mark.points) == ("unanswered", 0)
    assert_sane(mark)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_one_bad_blank_is_named_and_costs_a_part(name: str, value: Any) -> None:
    mark = check(FIRM, {**GOOD, name: value})
    assert mark.outcome == "partly"
    assert 0 < mark.points < FIRM.points
    assert len(mark.card.body) == 1
    assert mark.card.body[0].startswith(f"{name}: ")


@pytest.mark.parametrize(
    ("name", "value", "about"),
    [
        ("cost", "12%", "has a per cent sign, but pounds are asked for"),
        ("cost", ..., "still blank. Fill in all that you would pay"),
        ("cost", "a lot", "“a lot”"),
        ("cost", 5, "£5 is outside £100 to £50,000,000. Is the unit right?"),
        ("project", "robot", "at least 2 words"),
        ("project", 5, "quotation marks"),
        ("rate", 0.12, "Is the unit right?"),
    ],
)
def test_says_what_is_the_matter_with_a_blank(name: str, value: Any, about: str) -> None:
    assert about in str(check(FIRM, {**GOOD, name: value}))


@pytest.mark.parametrize(
    ("figures", "about"),
    [
        ({"grant": 64_000}, "Who pays the rest?"),
        ({"grant": 70_000}, "Who pays the rest?"),
        ({"life": 6.5}, "whole number of years"),
    ],
)
def test_figures_that_do_not_fit_together_are_not_complete(figures: dict[str, Any], about: str) -> None:
    mark = check(FIRM, {**GOOD, **figures})
    assert mark.outcome == "partly"
    assert FIRM.points * 0.75 <= mark.points < FIRM.points
    assert [about in sentence for sentence in mark.card.body] == [True]


def test_all_that_does_not_fit_is_said_at_once() -> None:
    mark = check(FIRM, {**GOOD, "grant": 70_000, "life": 6.5})
    assert len(mark.card.body) == 2
    assert mark.points < check(FIRM, {**GOOD, "grant": 70_000}).points


@given(st.permutations(list(GOOD)), st.data())
def test_each_further_good_blank_never_costs_points_and_only_the_last_earns_all(order: list[str], data: Any) -> None:
    filled = {name: data.draw(st.sampled_from([..., *BAD[name]]), label=name) for name in GOOD}
    earned = [check(FIRM, filled).points]
    for name in order:
        filled[name] = GOOD[name]
        earned.append(check(FIRM, filled).points)
    assert earned == sorted(earned)
    assert earned[-2] < earned[-1] == FIRM.points


@given(
    st.fixed_dictionaries(
        {
            "project": st.just("a robot"),
            "cost": st.floats(100, 5e7),
            "grant": st.floats(0, 1e7),
            "first_year": st.floats(0, 5e7),
            "full_year": st.floats(0, 5e7),
            "life": st.integers(1, 40),
            "rate": st.floats(1, 60),
        }
    )
)
def test_sensible_figures_always_get_a_sentence(figures: dict[str, Any]) -> None:
    mark = check(FIRM, figures)
    assert_sane(mark)
    assert (mark.points == FIRM.points) == (figures["grant"] < figures["cost"])
    quick = figures["first_year"] > figures["full_year"]
    assert ("Year 1 saves more" in str(mark)) == (quick and mark.outcome == "right")


def test_points_come_in_quarters_and_are_never_rounded_up_to_full() -> None:
    fields = tuple(Field(f"blank{place}", "it", GBP) for place in range(40))
    form = Form("w99-many", "Many", 1, fields, (Rule("No.", lambda own: False),))
    mark = check(form, {blank.name: 1 for blank in fields})
    assert mark.points == 0.75


def test_a_field_takes_percent_only_where_percent_is_asked() -> None:
    assert Field("rate", "the rate", PERCENT).read("12%") == 12
    with pytest.raises(ValueError, match="years are asked for"):
        Field("life", "the life", YEARS).read("12%")


def test_words_are_stripped_and_counted() -> None:
    field = Field("why", "the reason", unit=None, words=3)
    assert field.read("  one two  three \n") == "one two  three"
    with pytest.raises(ValueError, match="at least 3 words"):
        field.read("one two")


def test_a_figure_that_only_looks_like_the_least_is_told_what_it_must_be() -> None:
    price = Field("price", "what it costs", GBP, 0.01, 1_000_000)
    with pytest.raises(ValueError, match="price: it must be more than £0"):
        price.read(0)
