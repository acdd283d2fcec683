"""Week 3's table, picture and explorer say what the formulas say."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moving import assert_every_slider_changes_the_picture, moved_anywhere
from reading import Reading

from course.display.explorer import Explorer
from course.display.losses import mended_table, oee_explorer, pareto_picture
from course.methods import oee
from course.methods.losses import Stop, mend
from course.quantities import GBP, GBP_A_YEAR, HOURS, PERCENT, show

SHIFTS = {"day": ("09:00", "17:00"), "twilight": ("17:00", "01:00")}


def explorer(**changes: float) -> Explorer:
    case = {"planned": 75, "availability": 0.82, "performance": 0.8, "quality": 0.96, "left_an_hour": 480, "weeks": 50}
    return oee_explorer(**(case | changes))


def cells(shown: Explorer) -> list[list[str]]:
    (only,) = shown.view.tables
    texts = [text for _, text in Reading(only._repr_html_()).all("td")]
    return [texts[at : at + 3] for at in range(0, len(texts), 3)]


def test_it_starts_at_the_figures_of_the_case() -> None:
    shown = explorer()
    share = 0.82 * 0.8 * 0.96
    assert f"OEE is {100 * share:.1f}%" in shown.view.sentence
    lost = 75 * (1 - share)
    for figure in (f"{lost:.1f} hours", show(lost * 480 * 50, GBP_A_YEAR, 100)):
        assert figure in shown.view.sentence
    assert f"{75 * share:.1f} hours" in shown.view.picture.alternative


@settings(max_examples=8)
@given(data=st.data())
def test_wherever_the_sliders_stand_all_three_agree_with_the_formulas(data: st.DataObject) -> None:
    shown = explorer()
    chosen = moved_anywhere(shown, data)
    share = oee.oee(*(chosen[name] / 100 for name in ("availability", "performance", "quality")))
    lost = chosen["planned"] * (1 - share)
    planned, _, _, _, all_lost, good = cells(shown)
    assert planned == ["–", show(chosen["planned"], HOURS), "100.0%"]
    assert good[2] == show(100 * share, PERCENT)
    assert good[1] in shown.view.picture.alternative
    assert all_lost == [
        show(lost * chosen["left_an_hour"] * 50, GBP, 100),
        show(lost, HOURS),
        show(100 * (1 - share), PERCENT),
    ]
    assert all_lost[0] in shown.view.sentence


def test_the_rows_add_up() -> None:
    (only,) = explorer().view.tables
    hours = [row[2] for row in only.rows]
    assert sum(hours[1:4]) == pytest.approx(hours[4])  # type: ignore[arg-type]
    assert hours[4] + hours[5] == pytest.approx(hours[0])  # type: ignore[operator]


def test_every_slider_changes_what_is_shown() -> None:
    shown = explorer()
    for slider in shown._sliders:
        shown.reset()
        before = shown.view
        shown.set(**{slider.name: slider.high})
        assert shown.view.sentence != before.sentence, slider.name
    assert_every_slider_changes_the_picture(shown, without=["left_an_hour"])


def test_its_labels_have_units() -> None:
    assert all("(" in slider.description for slider in explorer()._sliders)


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"availability": 82}, "availability is 82"), ({"planned": 0}, "planned is 0"), ({"weeks": 0}, "weeks is 0")],
)
def test_a_start_that_makes_no_sense_is_refused(changes: dict[str, float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        explorer(**changes)


def test_the_pareto_picture_says_every_figure_the_dearest_first() -> None:
    picture = pareto_picture(
        {"jams": 90, "tools": 4}, {"jams": 3.2, "tools": 5.1, "slow": 6}, {"jams": 700, "tools": 2_500, "slow": 900}
    )
    told = picture.alternative
    for figure in ("90 times", "3.2 hours", "£700", "4 times", "5.1 hours", "£2,500", "6.0 hours", "£900"):
        assert figure in told
    assert told.index("tools") < told.index("slow") < told.index("jams")


def test_the_pareto_picture_refuses_losses_that_differ() -> None:
    with pytest.raises(ValueError, match="The losses differ"):
        pareto_picture({"jams": 1}, {"tools": 1}, {"tools": 1})


def test_the_table_of_mended_logs_counts_what_was_mended() -> None:
    def stop(start: str, end: str, number: int) -> Stop:
        shift = "day" if " 10:" in start else "twilight"
        return Stop("A", shift, datetime.fromisoformat(start), datetime.fromisoformat(end), "jam", number)

    log = [
        stop("2026-11-02 10:00", "2026-11-02 10:30", 1),
        stop("2026-11-02 10:20", "2026-11-02 10:45", 2),
        stop("2026-11-02 23:50", "2026-11-03 00:20", 3),
    ]
    shown = mended_table({"Filler": mend(log, SHIFTS)})
    assert [row[1] for row in shown.rows] == ["never", "once", "once", "85 minutes", "75 minutes"]
    assert "simulated" in shown.caption
