"""Week 4's tables and explorer say what the formulas say."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from moving import assert_every_slider_changes_the_picture
from reading import Reading

from course.cases import ribble_people as ribble
from course.display.explorer import Explorer
from course.display.priorities import _drawing, priorities_explorer, projects_table, week1_reminder
from course.display.tables import Amount
from course.methods import priorities
from course.quantities import NUMBER, PERCENT, show

TABLE = list(ribble.POINTS.values())
WEEK_1 = {
    "direction": "2 2 2 2",
    "tools": "1 1 1 1",
    "people": "3 ? 3 3",
    "data": "0 1 0 1",
    "automation": "2 2 2 2",
    "energy": "1 1 1 1",
    "targets": "3 3 4 3 3 2",
    "stickers": "2 4 6 5 2 1",
}


@pytest.fixture(autouse=True)
def _as_a_participant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)


def explorer() -> Explorer:
    return priorities_explorer(points=ribble.POINTS, weights=ribble.WEIGHTS)


def drawing() -> Any:
    return _drawing(len(ribble.POINTS), len(ribble.WEIGHTS))


def scores_shown(shown: Explorer) -> list[tuple[str, float]]:
    found = []
    for row in shown.view.tables[0].rows:
        assert isinstance(row[-1], Amount)
        found.append((str(row[0]), row[-1].value))
    return found


def test_it_starts_at_the_figures_of_the_case() -> None:
    shown = explorer()
    assert "Robot cell wins with 6.20 points, ahead of camera check with 5.80." in shown.view.sentence
    assert "saving below 35.7% (now 40.0%), then camera check" in shown.view.sentence
    page = Reading(shown.view.tables[1]._repr_html_())
    cells = [text for _, text in page.all("td")]
    assert cells == [
        *("40.0%", "35.7%: camera check", "–"),
        *("20.0%", "–", "42.9%: camera check"),
        *("20.0%", "–", "33.3%: camera check"),
        *("20.0%", "–", "24.3%: camera check"),
    ]
    for figure in ("robot cell 6.20", "planning system 4.60", "cost 0.0% to 24.3% (now 20.0%)"):
        assert figure in shown.view.picture.alternative


@settings(max_examples=8)
@given(weights=st.lists(st.integers(0, 100), min_size=4, max_size=4))
def test_wherever_the_sliders_stand_all_three_agree_with_the_formulas(weights: list[int]) -> None:
    assume(sum(weights) > 0)
    shown = explorer()
    shown.set(**dict(zip(ribble.WEIGHTS, weights, strict=True)))
    scores = dict(zip(ribble.POINTS, priorities.weighted_scores(TABLE, weights), strict=True))
    ranked = scores_shown(shown)
    assert dict(ranked) == pytest.approx(scores)
    assert [score for _, score in ranked] == sorted(scores.values(), reverse=True)
    first, most = ranked[0]
    level = [name for name, score in ranked if show(score, NUMBER) == show(most, NUMBER)]
    if len(level) == 1:
        assert f"{first.capitalize()} wins with {show(most, NUMBER)} points" in shown.view.sentence
    else:
        assert f"are level, with {show(most, NUMBER)} points each" in shown.view.sentence
        assert all(name in shown.view.sentence.lower() for name in level)
    assert f"{first} {show(most, NUMBER)}" in shown.view.picture.alternative
    for place, row in enumerate(shown.view.tables[1].rows):
        assert isinstance(row[1], Amount)
        assert row[1].value == pytest.approx(100 * weights[place] / sum(weights))
        if weights[place] < sum(weights):
            room = priorities.room(TABLE, weights, place)
            for flip, said in zip((room.below, room.above), row[2:], strict=True):
                told = f"{show(100 * flip.share, PERCENT)}: {list(ribble.POINTS)[flip.winner]}" if flip else None
                assert said == told
        else:
            assert row[2:] == (None, None)


def test_the_bars_of_the_picture_are_the_figures_of_the_tables() -> None:
    shown = explorer()
    shown.set(cost=60)
    assert [bar.get_width() for bar in drawing()._lengths] == [score for _, score in scores_shown(shown)]
    assert list(drawing()._lengths.datavalues) == [score for _, score in scores_shown(shown)]
    assert list(drawing()._now.get_xdata()) == [row[1].value for row in shown.view.tables[1].rows]  # type: ignore[union-attr]
    room = priorities.room(TABLE, list(shown.values.values()), 3)
    assert room.below is not None
    bar = drawing()._stays[3]
    assert bar.get_x() == pytest.approx(100 * room.below.share)
    assert bar.get_x() + bar.get_width() == pytest.approx(100)


def test_every_slider_changes_the_picture() -> None:
    assert_every_slider_changes_the_picture(explorer())


def test_no_weight_at_all_is_said_and_changes_nothing() -> None:
    shown = explorer()
    shown.set(saving=0, customers=0, effort=0)
    before = shown.view
    shown.set(cost=0)
    assert shown.view is before
    assert "Move at least one slider up." in shown._sentence.value


def test_a_tie_is_called_level() -> None:
    shown = explorer()
    shown.set(saving=0, customers=100, effort=0, cost=0)  # three projects have 7 points for customers
    assert shown.view.sentence.startswith("Job tracking, camera check and planning system are level, with 7.00 points")
    assert "wins" not in shown.view.sentence


def test_a_project_that_nothing_can_beat() -> None:
    shown = priorities_explorer(points={"a": [9, 9], "b": [1, 2]}, weights={"x": 50, "y": 50})
    assert "No single weight can change that." in shown.view.sentence


def test_points_and_weights_that_do_not_go_together_are_refused() -> None:
    with pytest.raises(ValueError, match="same length"):
        priorities_explorer(points={"a": [1, 2, 3], "b": [1, 2, 3]}, weights={"x": 50, "y": 50})


def test_the_projects_are_shown_as_the_managers_scored_them() -> None:
    shown = projects_table(ribble.PROJECTS, ribble.ABOUT, "Simulated.")
    page = Reading(shown._repr_html_())
    cells = [text for _, text in page.all("td")]
    assert cells[:5] == ["a robot loads a lathe", "10", "6", "6", "£88,000"]
    assert len(shown.rows) == len(ribble.PROJECTS)


class TestTheReminderOfWeek1:
    @staticmethod
    def load(figures: dict[str, str]) -> Any:
        return lambda: {"version": 1, "weeks": {"week01": {"figures": figures}}}

    def test_shows_the_widest_weighted_gaps(self) -> None:
        shown = week1_reminder(self.load(WEEK_1))
        assert shown is not None
        # data: 5/20 x 2.5; tools: 4/20 x 2; people: 6/20 x 1, the don't-know left out.
        assert [row[0] for row in shown.rows] == ["data", "tools", "people"]
        assert [row[3] for row in shown.rows] == pytest.approx([0.625, 0.4, 0.3])

    def test_is_silent_where_week_1_is_missing_or_not_complete(self) -> None:
        assert week1_reminder(lambda: {"version": 1, "weeks": {}}) is None
        assert week1_reminder(self.load({})) is None
        assert week1_reminder(self.load({**WEEK_1, "data": "? ? ? ?"})) is None
        assert week1_reminder(self.load({**WEEK_1, "stickers": "many"})) is None

    def test_is_silent_where_the_workbook_cannot_be_read(self) -> None:
        def damaged() -> dict[str, Any]:
            raise ValueError("my-firm.json is damaged")

        def locked() -> dict[str, Any]:
            raise PermissionError

        assert week1_reminder(damaged) is None
        assert week1_reminder(locked) is None

    def test_does_not_even_look_while_nbgrader_runs_the_notebook(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
        looked = []

        def load() -> dict[str, Any]:
            looked.append(1)
            return {"version": 1, "weeks": {"week01": {"figures": WEEK_1}}}

        assert week1_reminder(load) is None
        assert looked == []
