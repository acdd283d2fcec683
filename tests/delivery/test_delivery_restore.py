"""`ldt lab --restore`: the course's version comes back, and the person's own is kept beside it."""

from __future__ import annotations

import pytest
from small_course import ANSWERED, DATA, NOTEBOOK, Course

from course.delivery import What, tell
from course.errors import CourseError

MINE = "week05-appraisal/week05-appraisal (my earlier version).ipynb"
MINE_2 = "week05-appraisal/week05-appraisal (my earlier version 2).ipynb"


def test_a_changed_file_is_kept_beside(delivered: Course) -> None:
    new = delivered.version(2)
    delivered.type_into(NOTEBOOK, ANSWERED)
    outcome = delivered.restore(NOTEBOOK)[NOTEBOOK]
    assert (outcome.what, outcome.beside) == (What.FRESH, MINE)
    assert (delivered.mine(NOTEBOOK), delivered.mine(MINE)) == (new, ANSWERED)
    assert tell([outcome], restored=True) == [f"Put back: {NOTEBOOK}. Your own version is beside it: {MINE}."]


def test_earlier_versions_are_never_overwritten(delivered: Course) -> None:
    for answer in ("answer = 1", "answer = 2"):
        delivered.type_into(NOTEBOOK, answer)
        delivered.restore(NOTEBOOK)
    assert (delivered.mine(MINE), delivered.mine(MINE_2)) == ("answer = 1", "answer = 2")


def test_an_unchanged_file_is_left(delivered: Course) -> None:
    before = delivered.seen()
    assert delivered.restore(NOTEBOOK)[NOTEBOOK].what is What.UNCHANGED
    assert delivered.seen() == before


def test_an_older_version_of_the_course_needs_no_keeping(delivered: Course) -> None:
    new = delivered.version(2)
    assert delivered.restore(NOTEBOOK)[NOTEBOOK].what is What.UPDATED
    assert delivered.mine(NOTEBOOK) == new
    assert MINE not in delivered.seen()


@pytest.mark.parametrize(
    "spelling",
    ["week05-appraisal", "week05-appraisal/", "./week05-appraisal", "my-course/week05-appraisal"],
)
def test_a_folder_by_any_spelling(delivered: Course, spelling: str) -> None:
    assert set(delivered.restore(spelling)) == {NOTEBOOK, DATA}


def test_a_file_with_backslashes_or_in_full(delivered: Course) -> None:
    assert set(delivered.restore(r"week05-appraisal\data\offers.csv")) == {DATA}
    assert set(delivered.restore(str(delivered.copy / DATA))) == {DATA}


def test_an_unknown_name(delivered: Course) -> None:
    with pytest.raises(CourseError, match=r"did you mean week05-appraisal\?"):
        delivered.restore("week5-apraisal")
    with pytest.raises(CourseError, match="such as week05-appraisal"):
        delivered.restore("zzzzzzzz")


def test_an_obstacle_stops_before_anything_is_written(delivered: Course) -> None:
    delivered.type_into(NOTEBOOK, ANSWERED)
    (delivered.copy / DATA).unlink()
    delivered.type_into(f"{DATA}/inside.txt", "mine")
    before = delivered.seen()
    with pytest.raises(CourseError, match="is a folder now"):
        delivered.restore("week05-appraisal")
    assert delivered.seen() == before
