"""The explorer of webinar 1 says what the formulas say, wherever its sliders stand."""

from __future__ import annotations

from dataclasses import asdict

from hypothesis import given, settings
from hypothesis import strategies as st

from course.cases import claims as printed
from course.display.claims import claim_explorer
from course.methods import claims
from course.quantities import GBP, PERCENT, show

SHOWN = claim_explorer(**asdict(printed.EXPLORED))


def test_it_starts_at_the_made_up_claim() -> None:
    start = printed.EXPLORED
    found = claims.left(start.claimed, start.anyway, start.displaced, start.due)
    shown = claim_explorer(**asdict(start))
    assert shown.view.sentence.startswith(f"Of £1,000,000 claimed, {show(found.due, GBP)} is left")
    assert shown.view.tables[0].rows[3][2] == found.due == 315_000


@settings(deadline=None, max_examples=20)
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
