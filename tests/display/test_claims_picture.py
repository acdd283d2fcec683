"""The explorer of webinar 1 says what the formulas say, wherever its sliders stand."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.cases import claims as printed
from course.display.claims import _drawing, claim_explorer
from course.methods import claims
from course.quantities import GBP, PERCENT, show

SHOWN = claim_explorer(**asdict(printed.EXPLORED))


def test_it_starts_at_the_made_up_claim() -> None:
    start = printed.EXPLORED
    found = claims.left(start.claimed, start.anyway, start.displaced, start.due)
    shown = claim_explorer(**asdict(start))
    assert shown.view.sentence.startswith(f"Of £1,000,000 claimed, {show(found.due, GBP)} is left")
    assert shown.view.tables[0].rows[3][2] == found.due == 315_000


@settings(max_examples=8)
@given(
    claimed=st.integers(1, 50_000).map(lambda thousands: 1_000 * thousands),
    put_in=st.integers(1, 10_000).map(lambda thousands: 1_000 * thousands),
    shares=st.tuples(*[st.integers(0, 100)] * 3),
)
def test_picture_table_and_sentence_agree_with_the_formulas(
    claimed: int, put_in: int, shares: tuple[int, int, int]
) -> None:
    anyway, displaced, due = shares
    SHOWN.set(claimed=claimed, put_in=put_in, anyway=anyway, displaced=displaced, due=due)
    found = claims.left(claimed, anyway / 100, displaced / 100, due / 100)
    steps, results = SHOWN.view.tables
    assert [row[2] for row in steps.rows] == [found.claimed, found.without_anyway, found.without_displaced, found.due]
    assert show(100 * found.due / claimed, PERCENT) in repr(results)
    for level in (found.claimed, found.without_anyway, found.without_displaced, found.due, put_in):
        assert show(level, GBP) in SHOWN.view.picture.alternative
    assert show(found.due, GBP) in SHOWN.view.sentence
    assert show(found.due / put_in, GBP, 0.01) in SHOWN.view.sentence


def test_the_legend_shows_all_three_looks() -> None:
    (axes,) = _drawing().figure.axes
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == [
        "money put in",
        "left of the claim",
        "taken off by this step",
    ]
    assert all(handle.get_visible() for handle in legend.legend_handles if handle is not None)


@pytest.mark.parametrize("typed", ["42,700,000", "£42,700,000", "42.7m", "42700000", " 42 700 000 "])
def test_the_claim_can_be_typed_as_it_is_printed(typed: str) -> None:
    shown = claim_explorer(**asdict(printed.EXPLORED))
    shown._entries["claimed"].widget.value = typed
    assert shown.values["claimed"] == 42_700_000
    assert shown.view.sentence.startswith("Of £42,700,000 claimed")
