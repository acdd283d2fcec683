"""What must hold of every training plan, and of reading a matrix that somebody typed."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.methods import training
from course.methods.people import HIGHEST
from course.methods.training import ABLE, MONTHS, NO_LEARNER, NO_TEACHER, NO_TIME, TEACHES, Matrix, Plan


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    people = draw(st.integers(1, 6))
    skills = draw(st.integers(1, 6))
    row = st.tuples(*[st.integers(0, HIGHEST)] * people)
    levels = draw(st.tuples(*[row] * skills))
    return Matrix(tuple(f"P{n}" for n in range(people)), tuple(f"S{n}" for n in range(skills)), levels)


@st.composite
def plans(draw: st.DrawFn) -> tuple[Matrix, dict[str, int], Plan]:
    matrix = draw(matrices())
    asked = {
        "wanted": draw(st.integers(1, 4)),
        "learns_at_once": draw(st.integers(1, 3)),
        "teaches_at_once": draw(st.integers(1, 3)),
        "within": draw(st.integers(1, 12)),
    }
    return matrix, asked, training.plan(matrix, **asked)


class TestEveryPlan:
    @given(plans())
    def test_meets_or_reports_every_gap(self, made: tuple[Matrix, dict[str, int], Plan]) -> None:
        matrix, asked, plan = made
        lessons = Counter(lesson.skill for lesson in plan.lessons)
        missing = {each.skill: each.missing for each in plan.unmet}
        assert len(missing) == len(plan.unmet)
        assert all(missing.values())
        for skill in matrix.skills:
            able = len(matrix.able(skill))
            assert able + lessons[skill] + missing.get(skill, 0) == max(able, asked["wanted"])

    @given(plans())
    def test_lets_nobody_teach_what_they_do_not_know_or_learn_what_they_do(
        self, made: tuple[Matrix, dict[str, int], Plan]
    ) -> None:
        matrix, _, plan = made
        for lesson in plan.lessons:
            assert matrix.level(lesson.skill, lesson.teacher) >= TEACHES
            assert matrix.level(lesson.skill, lesson.learner) < ABLE
        assert max(Counter((lesson.skill, lesson.learner) for lesson in plan.lessons).values(), default=1) == 1

    @given(plans())
    def test_asks_no_more_of_anybody_in_any_month_than_is_allowed(
        self, made: tuple[Matrix, dict[str, int], Plan]
    ) -> None:
        _, asked, plan = made
        months = [(lesson, month) for lesson in plan.lessons for month in range(lesson.start, lesson.end + 1)]
        learning = Counter((lesson.learner, month) for lesson, month in months)
        teaching = Counter((lesson.teacher, month) for lesson, month in months)
        assert max(learning.values(), default=0) <= asked["learns_at_once"]
        assert max(teaching.values(), default=0) <= asked["teaches_at_once"]

    @given(plans())
    def test_gives_each_lesson_its_time_and_ends_in_time(self, made: tuple[Matrix, dict[str, int], Plan]) -> None:
        matrix, asked, plan = made
        for lesson in plan.lessons:
            assert 1 <= lesson.start <= lesson.end <= asked["within"]
            assert lesson.months == MONTHS[matrix.level(lesson.skill, lesson.learner)]
        assert [lesson.start for lesson in plan.lessons] == sorted(lesson.start for lesson in plan.lessons)
        assert plan.months == max((lesson.end for lesson in plan.lessons), default=0)

    @given(plans())
    def test_gives_the_true_reason_for_what_stays_open(self, made: tuple[Matrix, dict[str, int], Plan]) -> None:
        matrix, _, plan = made
        for each in plan.unmet:
            learning = {lesson.learner for lesson in plan.lessons if lesson.skill == each.skill}
            left = set(matrix.people) - set(matrix.able(each.skill)) - learning
            if each.why == NO_TEACHER:
                assert not matrix.teachers(each.skill)
            elif each.why == NO_LEARNER:
                assert not left
            else:
                assert each.why == NO_TIME
                assert left
                assert matrix.teachers(each.skill)

    @given(matrices(), st.integers(1, 4))
    def test_time_is_never_what_is_missing_when_there_is_plenty(self, matrix: Matrix, wanted: int) -> None:
        plan = training.plan(matrix, wanted=wanted, within=100)
        assert NO_TIME not in {each.why for each in plan.unmet}

    @given(matrices())
    def test_of_two_able_people_leaves_no_skill_on_one_that_could_be_passed_on(self, matrix: Matrix) -> None:
        plan = training.plan(matrix, wanted=2, within=100)
        learned = {lesson.skill for lesson in plan.lessons}
        for skill in training.single_points(matrix):
            alone = len(matrix.people) == 1
            assert (skill in learned) == (bool(matrix.teachers(skill)) and not alone)

    @given(plans())
    def test_for_more_people_begins_with_the_lessons_for_fewer(self, made: tuple[Matrix, dict[str, int], Plan]) -> None:
        """So to ask for a third person moves no lesson of a second; it may still fit a third in before that one."""
        matrix, asked, plan = made
        more = training.plan(matrix, **{**asked, "wanted": asked["wanted"] + 1})
        assert set(plan.lessons) <= set(more.lessons)


def test_one_by_hand() -> None:
    """Ann alone can teach two skills. Bob needs one month for the lathe; Cy, a beginner, two for the saw."""
    matrix = Matrix(("Ann", "Bob", "Cy"), ("lathe", "saw"), ((4, 2, 0), (4, 0, 0)))
    plan = training.plan(matrix)
    told = [(each.skill, each.learner, each.teacher, each.start, each.end) for each in plan.lessons]
    assert told == [("lathe", "Bob", "Ann", 1, 1), ("saw", "Cy", "Ann", 2, 3)]
    assert plan.unmet == ()
    assert plan.months == 3
    both = training.plan(matrix, teaches_at_once=2)
    assert both.months == 2


def test_what_cannot_be_done_is_said() -> None:
    nobody_teaches = Matrix(("Ann", "Bob"), ("lathe",), ((3, 0),))
    assert training.plan(nobody_teaches).unmet == (training.Unmet("lathe", 1, NO_TEACHER),)
    nobody_left = Matrix(("Ann",), ("lathe",), ((4,),))
    assert training.plan(nobody_left).unmet == (training.Unmet("lathe", 1, NO_LEARNER),)
    no_time = Matrix(("Ann", "Bob"), ("lathe",), ((4, 0),))
    assert training.plan(no_time, within=1).unmet == (training.Unmet("lathe", 1, NO_TIME),)


@pytest.mark.parametrize("name", ["wanted", "learns_at_once", "teaches_at_once", "within"])
def test_nothing_below_one_is_asked_for(name: str) -> None:
    matrix = Matrix(("Ann", "Bob"), ("lathe",), ((4, 0),))
    with pytest.raises(ValueError, match="1 or more"):
        training.plan(matrix, **{name: 0})


class TestCost:
    def test_by_hand(self) -> None:
        assert training.cost(3, 10, 20) == 2 * 600

    @pytest.mark.parametrize("place", range(3))
    def test_nothing_is_negative(self, place: int) -> None:
        given = [3.0, 10.0, 20.0]
        given[place] = -1
        with pytest.raises(ValueError, match="0 or a positive"):
            training.cost(*given)


class TestReading:
    @given(matrices(), st.sampled_from([",", ", ", "\t", " ; "]))
    def test_what_was_written_out_is_read_back(self, matrix: Matrix, between: str) -> None:
        lines = [between.join(["skill", *matrix.people])]
        rows = zip(matrix.skills, matrix.levels, strict=True)
        lines += [between.join([skill, *map(str, levels)]) for skill, levels in rows]
        assert training.read_matrix("\n" + "\n\n".join(lines) + "\n") == matrix

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("", "first line"),
            ("skill, Ann, Bob", "first line"),
            ("skill, Ann, Bob\nlathe, 4", "“lathe” has 1 levels for 2 people"),
            ("skill, Ann, Bob\nlathe, 4, good", "no level"),
            ("skill, Ann, Bob\nlathe, 4, 5", "no level"),
            ("lathe, 4, 2\nsaw, 3, 0", r"first line, “lathe, 4, 2”, names people by numbers \(4, 2\)"),
            ("\n lathe\t4\nsaw\t3", "names people by numbers"),
            ("skill, Ann, Ann\nlathe, 4, 2", "name of its own"),
            ("skill, Ann, Bob\nlathe, 4, 2\nlathe, 4, 1", "name of its own"),
        ],
    )
    def test_what_cannot_be_read_is_said_in_a_sentence(self, text: str, says: str) -> None:
        with pytest.raises(ValueError, match=says):
            training.read_matrix(text)
