"""The tables, the explorer and the pulse of webinar 2 say what the formulas say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.cases import ribble_training as ribble
from course.display import training as shown
from course.methods import pulse, training

MATRIX = ribble.CELL_TEAM
EXPLORER = shown.training_explorer(MATRIX, wanted=ribble.WANTED)


def test_the_matrix_counts_the_able() -> None:
    rows = shown.matrix_table(MATRIX, "Levels").rows
    assert {row[0]: row[-1] for row in rows} == {skill: len(MATRIX.able(skill)) for skill in MATRIX.skills}
    assert [row[1:-1] for row in rows] == list(MATRIX.levels)


@settings(max_examples=8)
@given(wanted=st.integers(2, 4), learns=st.integers(1, 3), teaches=st.integers(1, 3), within=st.integers(1, 12))
def test_picture_table_and_sentence_agree_with_the_plan(wanted: int, learns: int, teaches: int, within: int) -> None:
    EXPLORER.set(wanted=wanted, learns=learns, teaches=teaches, within=within)
    plan = training.plan(MATRIX, wanted=wanted, learns_at_once=learns, teaches_at_once=teaches, within=within)
    (found,) = EXPLORER.view.tables
    assert len(found.rows) == len(plan.lessons) + len(plan.unmet)
    for lesson, row in zip(plan.lessons, found.rows, strict=False):
        assert row[:3] == (lesson.skill, lesson.learner, lesson.teacher)
        assert row[4] == lesson.months
        assert f"{lesson.learner} learns “{lesson.skill}” from {lesson.teacher}" in EXPLORER.view.picture.alternative
    assert EXPLORER.view.sentence.startswith(f"{len(plan.lessons)} lesson")
    for each in plan.unmet:
        assert each.skill in repr(found)
        assert EXPLORER.view.sentence.count(each.why) == 1


class TestOwnPlan:
    def test_a_typed_matrix_becomes_a_plan(self) -> None:
        found = shown.own_plan("skill, Ann, Bob\npress, 4, 2")
        assert found.rows == (("press", "Bob", "Ann", "1", 1),)

    @pytest.mark.parametrize("typed", [..., "\n...\n", "", None, 7])
    def test_a_blank_says_what_to_do(self, typed: object) -> None:
        assert "Fill in your own people" in repr(shown.own_plan(typed))

    @pytest.mark.parametrize("typed", ["press, 4", "skill, Ann\npress, well", "skill\npress", ",,\n,,"])
    def test_what_cannot_be_read_is_said_and_not_raised(self, typed: str) -> None:
        (row,) = shown.own_plan(typed).rows
        assert row[0] == "Not yet"
        assert str(row[1]).endswith(".")

    @pytest.mark.parametrize("typed", ["press, 4, 2\nscreen, 3, 0", "\npress\t4\t4\nscreen\t3\t0", "press; 4\nsaw; 2"])
    def test_without_its_heading_line_no_skill_is_lost_silently(self, typed: str) -> None:
        (row,) = shown.own_plan(typed).rows
        assert row[0] == "Not yet"
        assert "names people by numbers" in str(row[1])

    def test_it_says_how_many_are_wanted_and_what_it_takes(self) -> None:
        """Bob needs one month for the press, Ann two for the saw: 3 months of 10 hours, two people at £20."""
        caption = shown.own_plan("skill, Ann, Bob\npress, 4, 2\nsaw, 0, 4", wanted=2, hours=10, rate=20).caption
        assert "2 people can do each skill" in caption
        assert "3 months" in caption
        assert "£1,200" in caption

    def test_with_nothing_missing_it_says_so(self) -> None:
        assert "Nothing is missing" in repr(shown.own_plan("skill, Ann, Bob\npress, 4, 3"))


class TestPulse:
    def test_the_table_holds_the_averages_and_how_many_answered(self) -> None:
        rows = {row[0]: row[1:] for row in shown.pulse_table(ribble.PULSES, "Pulse").rows}
        assert rows["desire"] == ("2.8", "4.0", "4.1")
        assert rows["people who answered"] == ("10 of 10", "6 of 10", "9 of 10")

    def test_everybody_who_answered_is_stuck_somewhere_or_nowhere(self) -> None:
        rows = shown.barriers_table(ribble.PULSES, "Stuck").rows
        for place, answers in enumerate(ribble.PULSES.values(), start=1):
            assert sum(row[place] for row in rows) == len(pulse.answered(answers))  # type: ignore[misc]

    def test_the_picture_tells_every_average(self) -> None:
        words = shown.pulse_picture(ribble.PULSES).alternative
        for day, answers in ribble.PULSES.items():
            told = words.split(f"day {day}: ")[1].split(";")[0]
            for name, mean in zip(pulse.ELEMENTS, pulse.means(answers), strict=True):
                assert f"{name} {mean:.1f}" in told
