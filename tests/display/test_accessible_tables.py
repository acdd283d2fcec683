"""Tables are read aloud, in light and dark pages, and at any width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import Reading

from course.audit.colour import contrast
from course.display.tables import Amount, Column, Table, table
from course.quantities import GBP, HOURS, PERCENT, YEARS


def results() -> Table:
    return table(
        [("Payback", Amount(2.652, YEARS), "soon"), ("NPV", Amount(37_059.8, GBP), None), ("IRR", "none", "?")],
        ["Measure", "Result", "Remark"],
        "Results",
    )


def test_it_has_a_caption_and_headings_for_both_ways() -> None:
    page = Reading(results()._repr_html_())
    ((_, caption),) = page.all("caption")
    assert caption == "Results"
    scopes = [(attributes["scope"], text) for attributes, text in page.all("th")]
    assert scopes == [
        ("col", "Measure"),
        ("col", "Result"),
        ("col", "Remark"),
        ("row", "Payback"),
        ("row", "NPV"),
        ("row", "IRR"),
    ]


def test_numbers_have_their_units_and_stand_right() -> None:
    page = Reading(results()._repr_html_())
    cells = [text for _, text in page.all("td")]
    assert cells == ["2.65 years", "soon", "£37,060", "–", "none", "?"]
    sides = [style["text-align"] for style in page.styles("td")]
    assert sides == ["right", "left"] * 3
    heads = [style["text-align"] for style in page.styles("th")][:3]
    assert heads == ["left", "right", "left"]


def test_a_column_gives_its_unit_to_plain_numbers() -> None:
    made = table([("Mon", 7.24, 0.4), ("Tue", 8, 12.0)], ["Day", Column("Run", HOURS), Column("Loss", PERCENT, 1)], "x")
    assert [text for _, text in Reading(made._repr_html_()).all("td")] == ["7.2 hours", "0%", "8.0 hours", "12%"]


def test_it_scrolls_in_a_box_that_a_keyboard_reaches() -> None:
    page = Reading(results()._repr_html_())
    attributes, _ = page.all("div")[0]
    assert (attributes["role"], attributes["tabindex"], attributes["aria-label"]) == ("region", "0", "Results")
    assert page.styles("div")[0]["overflow-x"] == "auto"
    assert page.styles("div")[0]["max-width"] == "100%"


@pytest.mark.parametrize("tag", ["td", "th", "caption"])
def test_every_cell_sets_both_its_colours(tag: str) -> None:
    styles = Reading(results()._repr_html_()).styles(tag)
    assert styles
    for style in styles:
        assert contrast(style["color"], style["background"]) >= 4.5


cells = st.one_of(st.text(), st.floats(allow_nan=True), st.integers(-(10**9), 10**9), st.none())


@given(
    rows=st.lists(st.tuples(st.text(), cells, cells), max_size=5),
    caption=st.text(min_size=1).filter(lambda text: bool(text.strip())),
)
def test_no_text_can_break_the_table(rows: list[tuple[str, object, object]], caption: str) -> None:
    page = Reading(table(rows, ["a", "b <i>", '"c"'], caption)._repr_html_())  # type: ignore[arg-type]
    assert {tag for tag, _, _ in page.elements} <= {"div", "table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert len(page.all("td")) == 2 * len(rows)
    assert page.all("th")[1][1] == "b <i>"


def test_plain_text_lines_up() -> None:
    lines = repr(results()).splitlines()
    assert lines[0] == "Results"
    assert lines[2].index("2.65 years") + len("2.65 years") == lines[3].index("£37,060") + len("£37,060")
    assert set(results()._repr_mimebundle_()) == {"text/plain", "text/html"}


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Row 2 .* 1 cells for 2 columns"):
        table([("a", 1), ("b",)], ["x", "y"], "Things")


def test_a_table_without_a_name_or_with_a_nameless_column_is_refused() -> None:
    with pytest.raises(ValueError, match="no caption"):
        table([], ["x"], " ")
    with pytest.raises(ValueError, match="without a heading"):
        table([], ["x", ""], "Things")
