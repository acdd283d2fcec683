"""A firm's own assessment: what people type is read as they mean it, and comes back to later weeks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.methods.assessment import STICKERS, read_answers, read_assessment, read_line, read_stickers
from course.methods.questions import AREAS, NAMES

OWN = {
    "direction": "2 1 3 ?",
    "tools": "2, 1, 3, 2",
    "people": "3 2 1 2",
    "data": "1 ? 1 ?",
    "automation": "0 0 0 0",
    "energy": "5 5 5 5",
    "targets": "3 3 4 3.5 2 5",
    "stickers": "3 4 4 6 2 1",
}


def test_what_follows_from_it() -> None:
    own = read_assessment(OWN)
    assert own.scores == [2, 2, 2, 1, 0, 5]
    assert own.dont_knows == 3
    assert own.targets == (3, 3, 4, 3.5, 2, 5)
    assert own.overall == pytest.approx((3 * 2 + 4 * 2 + 4 * 2 + 6 * 1 + 0 + 5) / 20)
    assert own.gaps == pytest.approx([0.15, 0.2, 0.4, 0.75, 0.2, 0])
    assert own.first == "data"
    assert sum(own.weights) == STICKERS


def test_later_weeks_may_find_more_in_the_workbook_than_they_need() -> None:
    assert read_assessment({**OWN, "something": 3}) == read_assessment(OWN)


@pytest.mark.parametrize("name", [*NAMES, "targets", "stickers"])
def test_a_missing_entry_is_named(name: str) -> None:
    with pytest.raises(ValueError, match=f"“{name}” is missing"):
        read_assessment({other: line for other, line in OWN.items() if other != name})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1 2 3", "3 entries found; write 4"),
        ("1 2 3 4 5", "5 entries"),
        ("", "0 entries"),
        ("1233", "1 entry found; write 4, with spaces"),
        ("1 2 3 x", "“x” is no number"),
        ("1 2 3 6", "6 is outside 0 to 5"),
        ("1 2 3 -1", "-1 is outside"),
        ("1 2 3 nan", "“nan” is no number"),
        ("1 2 3 ??", "no number"),
    ],
)
def test_a_line_that_cannot_be_read_is_explained(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says.replace("?", r"\?")):
        read_answers(text)


@pytest.mark.parametrize(
    ("text", "high", "says"),
    [
        ("1 2 3", 5, "3 entries found; write 6"),
        ("1 2 3 4 5 6", 5, "6 is outside 0 to 5"),
        ("? 2 3 4 5 1", 5, "no number"),
    ],
)
def test_targets_and_stickers_take_no_dont_know(text: str, high: float, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_line(text, high)


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 5)), min_size=4, max_size=4), st.sampled_from([" ", ",", " , ", "  "])
)
def test_any_four_answers_come_back_as_they_were_typed(answers: list[int | None], between: str) -> None:
    line = between.join("?" if answer is None else str(answer) for answer in answers)
    assert read_answers(line) == tuple(answers)


@given(st.lists(st.integers(0, STICKERS), min_size=len(AREAS), max_size=len(AREAS)))
def test_stickers_that_are_not_all_shared_out_are_counted(stickers: list[int]) -> None:
    line = " ".join(map(str, stickers))
    if sum(stickers) == STICKERS:
        assert read_stickers(line) == tuple(stickers)
    else:
        with pytest.raises(ValueError, match=f"add up to {sum(stickers)}, not to {STICKERS}"):
            read_stickers(line)


def test_stickers_may_be_cut_in_parts() -> None:
    assert read_stickers("3.3 3.3 3.4 3.1 3.2 3.7") == (3.3, 3.3, 3.4, 3.1, 3.2, 3.7)
    with pytest.raises(ValueError, match=r"add up to 19\.5, not to 20: share out 0\.5 more"):
        read_stickers("3 4 4 6 2 .5")


@given(st.lists(st.integers(0, STICKERS), min_size=len(AREAS), max_size=len(AREAS)))
def test_any_six_stickers_do(stickers: list[int]) -> None:
    assert read_line(" ".join(map(str, stickers)), high=STICKERS) == tuple(stickers)
