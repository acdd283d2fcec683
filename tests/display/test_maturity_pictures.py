"""Week 1's tables and explorer say what the formulas say."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moving import assert_every_slider_changes_the_picture, results
from PIL import Image
from reading import Reading

from course.cases import ribble_maturity as ribble
from course.display.explorer import Explorer
from course.display.gap_bars import own_gaps
from course.display.maturity import answers_table, maturity_explorer, questions_table
from course.methods import maturity
from course.methods.questions import AREAS, NAMES, TOP
from course.quantities import NUMBER, PERCENT, show


def explorer() -> Explorer:
    return maturity_explorer(scores=ribble.SCORES, targets=ribble.TARGETS, stickers=ribble.STICKERS)


def test_it_starts_at_the_figures_of_the_case() -> None:
    shown = explorer()
    assert results(shown) == {
        "Overall score, by stickers": "2.07",
        "Plain average of the six": "1.83",
        "Lowest score": "energy",
        "Largest weighted gap": "data",
        "Radar: share inside the line": "13.5%",
        "The same in other orders": "11.9% to 14.3%",
    }
    for figure in ("2.07", "data, 0.40", "13.5%", "11.9%", "14.3%"):
        assert figure in shown.view.sentence
    for name in NAMES:
        told = f"{name} {show(ribble.SCORES[name], NUMBER)} (target {show(ribble.TARGETS[name], NUMBER)})"
        assert told in shown.view.picture.alternative


def test_the_order_slider_changes_the_radar_and_nothing_else() -> None:
    shown = explorer()
    first, seen = results(shown), set()
    rows = shown.view.tables[1].rows
    for order in (1, 2, 3):
        shown.set(order=order)
        found = results(shown)
        seen.add(found.pop("Radar: share inside the line"))
        assert found == {name: value for name, value in first.items() if name in found}
        assert shown.view.tables[1].rows == rows
    assert seen == {"13.5%", "11.9%", "14.3%"}


@settings(max_examples=8)
@given(data=st.data())
def test_wherever_the_sliders_stand_all_three_agree_with_the_formulas(data: st.DataObject) -> None:
    shown = explorer()
    now = {name: 0.05 * data.draw(st.integers(0, 100), label=name) for name in NAMES}
    shown.set(**now, order=data.draw(st.integers(1, 3), label="order"))
    scores, stickers = [now[name] for name in NAMES], [ribble.STICKERS[name] for name in NAMES]
    overall = show(maturity.weighted_mean(scores, stickers), NUMBER)
    found = results(shown)
    assert found["Overall score, by stickers"] == overall
    assert f"Overall {overall} of {TOP}" in shown.view.sentence
    assert now[found["Lowest score"]] == min(scores)
    gaps = maturity.weighted_gaps(scores, [ribble.TARGETS[name] for name in NAMES], stickers)
    rows = shown.view.tables[1].rows
    assert [row[4] for row in rows] == pytest.approx(sorted(gaps, reverse=True))
    assert {row[0]: row[1] for row in rows} == pytest.approx(now)
    assert found["Largest weighted gap"] == rows[0][0]
    assert f"{rows[0][0]} {show(max(gaps), NUMBER)}" in shown.view.picture.alternative
    inside = found["Radar: share inside the line"]
    assert inside in shown.view.sentence
    assert f"encloses {inside}" in shown.view.picture.alternative
    assert float(inside.rstrip("%")) <= float(found["The same in other orders"].split()[-1].rstrip("%"))


def test_the_bars_of_the_picture_are_the_gaps_of_the_table() -> None:
    from course.display.maturity import _drawing

    shown = explorer()
    shown.set(tools=0.5, people=5)
    bars = _drawing()._bars.lengths
    drawn = [bar.get_width() for bar in bars]
    assert drawn == [row[4] for row in shown.view.tables[1].rows]
    assert list(bars.datavalues) == drawn


def test_the_line_of_the_radar_encloses_the_share_that_is_said() -> None:
    """Worked out from the drawn corners by the surveyor's formula."""
    from course.display.maturity import _closed, _drawing

    def enclosed(across: list[float], up: list[float]) -> float:
        return abs(sum(a * d - b * c for a, b, c, d in zip(across, up, across[1:], up[1:], strict=False))) / 2

    shown = explorer()
    whole = enclosed(*(list(each) for each in _closed([float(TOP)] * len(NAMES))))
    for order in (1, 2, 3):
        shown.set(order=order)
        across, up = (list(each) for each in _drawing()._now.get_data())
        assert show(100 * enclosed(across, up) / whole, PERCENT) == results(shown)["Radar: share inside the line"]


def test_every_slider_changes_the_picture() -> None:
    assert_every_slider_changes_the_picture(explorer())


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"scores": {**ribble.SCORES, "data": 6}}, "scores are"),
        ({"targets": {**ribble.TARGETS, "data": -1}}, "targets are"),
        ({"scores": {"data": 1}}, "scores are"),
        ({"stickers": dict.fromkeys(NAMES, 0)}, "at least one above"),
    ],
)
def test_a_start_that_makes_no_sense_is_refused(changes: dict[str, dict[str, float]], says: str) -> None:
    case = {"scores": ribble.SCORES, "targets": ribble.TARGETS, "stickers": ribble.STICKERS}
    with pytest.raises(ValueError, match=says):
        maturity_explorer(**(case | changes))  # type: ignore[arg-type]


def test_the_answers_are_shown_as_people_write_them() -> None:
    people = {"Director": ribble.DIRECTOR, "Shift leader": ribble.LEADER}
    said = repr(answers_table(people, ribble.TARGETS, ribble.STICKERS, "Simulated."))
    assert "3 2 ? 2" in said
    assert "0 ? ? ?" in said
    page = Reading(answers_table(people, ribble.TARGETS, ribble.STICKERS, "Simulated.")._repr_html_())
    assert [text for attributes, text in page.all("th") if attributes["scope"] == "col"] == [
        "Area",
        "Director",
        "Shift leader",
        "Target",
        "Stickers",
    ]


def test_all_24_questions_are_shown_with_both_ends() -> None:
    shown = questions_table()
    assert len(shown.rows) == 24
    for area in AREAS:
        for number, question in enumerate(area.questions, start=1):
            assert (f"{area.name} {number}", question.asks, question.low, question.high) in shown.rows


OWN: dict[str, Any] = {
    **dict.fromkeys(NAMES, "1 1 ? 1"),
    "targets": "3 2 5 1 2 0",
    "stickers": "4 3 4 5 3 1",
}


def test_the_own_firms_chart_says_each_gap_largest_first() -> None:
    shown = own_gaps(OWN)
    assert shown is not None
    told = shown.alternative.partition("largest first: ")[2]
    assert told == (
        "people 0.80 (4 stickers, from 1 to 5), direction 0.40 (4 stickers, from 1 to 3), "
        "tools 0.15 (3 stickers, from 1 to 2), automation 0.15 (3 stickers, from 1 to 2), "
        "data 0.00 (5 stickers, from 1 to 1), energy -0.05 (1 sticker, from 1 to 0)."
    )


def test_the_own_firms_chart_draws_other_bars_for_other_figures() -> None:
    def ink(targets: str) -> int:
        shown = own_gaps({**OWN, "targets": targets})
        assert shown is not None
        pixels = np.asarray(Image.open(io.BytesIO(shown.png)).convert("RGB")).astype(int)
        return int((pixels[..., 2] - pixels[..., 0] > 100).sum())

    assert ink("1 1 1 1 1 1") == 0  # no gaps, no bars
    assert ink("3 3 3 3 3 3") > ink("1 1 1 5 1 1") > 1000


@pytest.mark.parametrize(
    "firm",
    [
        ...,
        None,
        3,
        {},
        dict.fromkeys(OWN, ...),
        {**OWN, "data": "? ? ? ?"},
        {**OWN, "stickers": "4 3 4 5 3 2"},
        {**OWN, "stickers": ["4 3 4 5 3 1"]},
        {**OWN, "targets": "3 2 5 1 2"},
        {**OWN, "energy": 1111},
    ],
)
def test_the_own_firms_chart_waits_until_the_form_is_complete(firm: Any) -> None:
    assert own_gaps(firm) is None
