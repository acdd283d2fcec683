"""The shortlist reads back what people write, and says what follows from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.methods import shortlist
from course.methods.shortlist import Project

SAVED = {
    "project1": "New press: 9 5 6 60000",
    "project2": "Labels: 4 7 3 20000",
    "project3": "Scanners: 5 4 4 25000",
    "project4": "Meters: 3 2 2 10000",
    "project5": "Quotes: 6 8 7 40000",
    "weights": "40 20 20 20",
    "barrier": "desire",
    "skill": "none",
}


@pytest.mark.parametrize(
    "line",
    [
        "New labels: 4 7 3 16000",
        "  New   labels :4 7 3 £16,000 ",
        "New labels: 4, 7, 3, 16,000",
        "New labels: 4; 7; 3; 16000.0",
        "New labels: 4 7 3 16k",
        "New labels: 4/7/3/£16K",
        "New labels: saving 4 customers 7 effort 3 cost £16,000",
        "New labels: Saving=4, Customers=7, Effort=3, Cost=16000",
    ],
)
def test_a_project_is_read_however_its_figures_are_separated(line: str) -> None:
    assert shortlist.read_project(line) == Project("New labels", 4, 7, 3, 16_000)


def test_a_name_may_have_figures_and_a_colon_in_it() -> None:
    assert shortlist.read_project("Line 2: stage 1: 4 7 3 16000").name == "Line 2: stage 1"


@given(
    st.integers(0, 10), st.integers(0, 10), st.integers(0, 10), st.integers(1, 10**7), st.sampled_from(["{}", "£{:,}"])
)
def test_what_is_written_is_what_is_read(saving: int, customers: int, effort: int, cost: int, form: str) -> None:
    line = f"A project: {saving} {customers} {effort} {form.format(cost)}"
    assert shortlist.read_project(line) == Project("A project", saving, customers, effort, cost)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("New labels 4 7 3 16000", "a colon"),
        (": 4 7 3 16000", "a colon"),
        ("New labels: 4 7 16000", "3 figures found"),
        ("New labels: 4", "1 figure found"),
        ("New labels: 4 7 many 16000", "“many” is no number"),
        ("New labels: 4 17 3 16000", "customers are 17"),
        ("New labels: 4 7 -3 16000", "effort are -3"),
        ("New labels: 4 7 3 0", "not above £0"),
        ("New labels: 4 7 3 inf", "no number"),
        ("New labels: cost 16000 saving 4 customers 7 effort 3", "in this order: saving, customers, effort, cost"),
    ],
)
def test_a_line_that_cannot_be_read_is_explained(line: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        shortlist.read_project(line)


@pytest.mark.parametrize("line", ["40 20 20", "40 20 20 120", "0 0 0 0", "a b c d", "-5 35 35 35"])
def test_weights_that_make_no_sense_are_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        shortlist.read_weights(line)


def test_the_table_turns_effort_and_cost_round() -> None:
    found = shortlist.points_table(shortlist.read_shortlist(SAVED).projects)
    assert found[0] == [9, 5, 4, 0]
    assert found[3] == [3, 2, 8, 10]
    assert found[1][3] == pytest.approx(8)


def test_a_saved_shortlist_is_read_and_ranked() -> None:
    found = shortlist.read_shortlist(SAVED)
    # New press: 0.4 x 9 + 0.2 x (5 + 4 + 0); Labels: 0.4 x 4 + 0.2 x (7 + 7 + 8).
    assert found.scores[:2] == pytest.approx([5.4, 6.0])
    assert found.first.name == "Labels"
    assert sorted(found.scores, reverse=True) == pytest.approx(
        [dict(zip((each.name for each in found.projects), found.scores, strict=True))[one.name] for one in found.ranked]
    )


@pytest.mark.parametrize("weights", ["40 20 20 20", "40/20/20/20", "40%, 20%, 20%, 20%", [40, 20, 20, 20]])
def test_weights_are_read_from_a_line_or_a_list(weights: str | list[float]) -> None:
    assert shortlist.read_shortlist({**SAVED, "weights": weights}).weights == (40, 20, 20, 20)


def test_a_fourth_or_fifth_project_may_be_missing_and_a_third_may_not() -> None:
    found = shortlist.read_shortlist({**SAVED, "project4": "none", "project5": " None. "})
    assert [each.name for each in found.projects] == ["New press", "Labels", "Scanners"]
    with pytest.raises(ValueError, match="a colon"):
        shortlist.read_shortlist({**SAVED, "project3": "none"})


def test_the_flip_names_the_criterion_and_the_new_winner() -> None:
    criterion, now, then, other = shortlist.read_shortlist(SAVED).flip or ("", 0, 0, None)
    assert criterion in shortlist.CRITERIA
    assert now == (0.4 if criterion == "saving" else 0.2)
    assert then != now
    assert other is not None
    assert other.name != "Labels"


@pytest.mark.parametrize("missing", [*shortlist.KEYS, "weights"])
def test_a_missing_entry_is_named(missing: str) -> None:
    with pytest.raises(ValueError, match=missing):
        shortlist.read_shortlist({key: line for key, line in SAVED.items() if key != missing})
