"""Ribble's people and projects teach what they should: the figures are possible, and the lessons are in them."""

from __future__ import annotations

from course.cases import ribble
from course.cases import ribble_people as case
from course.methods import people, priorities

MATRIX = list(case.LEVELS.values())
TEAMS = list(case.TEAMS.values())
TABLE = list(case.POINTS.values())
NAMES = list(case.POINTS)


def winner(weights: list[float]) -> str:
    scores = priorities.weighted_scores(TABLE, weights)
    assert sorted(scores)[-1] - sorted(scores)[-2] > 0.05, "no tie decides"
    return NAMES[scores.index(max(scores))]


def test_every_level_and_score_is_possible() -> None:
    for levels in MATRIX:
        assert len(levels) == len(case.SKILLS) == len(case.NEEDED) == len(case.HEADINGS)
        assert all(0 <= level <= people.HIGHEST for level in levels)
    for scores in TEAMS:
        assert people.barrier(scores) in range(6)


def test_the_average_says_the_opposite_of_coverage() -> None:
    able = dict(zip(case.SKILLS, people.coverage(MATRIX), strict=True))
    average = dict(zip(case.SKILLS, people.average_levels(MATRIX), strict=True))
    assert able["programming"] == 1
    assert able["measuring"] == 3
    assert average["programming"] > average["measuring"]
    assert [case.SKILLS[place] for place in people.single_points(MATRIX)] == ["programming"]
    assert able["robots"] == 0


def test_totals_hide_a_gap() -> None:
    able = people.coverage(MATRIX)
    missing = sum(people.shortfalls(case.NEEDED, able))
    assert 0 < sum(case.NEEDED) - sum(able) < missing
    assert missing not in (len(case.NEEDED), len(case.SKILLS)), "counting skills is not counting people"


def test_the_first_barrier_is_never_the_lowest_score_and_one_score_is_exactly_three() -> None:
    with_barrier = [scores for scores in TEAMS if people.barrier(scores)]
    assert len(with_barrier) == len(TEAMS) - 1
    for scores in with_barrier:
        assert scores[people.barrier(scores) - 1] > min(scores)
    assert any(scores[people.barrier(scores) - 1] == people.LOW for scores in with_barrier)
    assert len({people.barrier(scores) for scores in with_barrier}) == len(with_barrier), "each needs other help"


def test_the_robot_cell_is_that_of_week_5() -> None:
    assert case.ROBOT.cost == ribble.ONE_MACHINE.cost


def test_the_robot_cell_wins_narrowly_and_the_camera_takes_over() -> None:
    weights = list(case.WEIGHTS.values())
    assert sum(weights) == 100
    assert winner(list(weights)) == case.ROBOT.name
    assert winner([37, 19, 19, 25]) == case.CAMERA.name
    assert winner(list(case.LEADERS_WEIGHTS)) == case.ROBOT.name
    assert sum(case.LEADERS_WEIGHTS) == 110


def test_not_turned_round_the_dearest_gains() -> None:
    turned = case.POINTS[case.PLANNING.name][3]
    assert (turned, priorities.inverted(turned)) == (0, 10)


def test_each_of_what_the_explorer_asks_for_can_be_found() -> None:
    assert winner([25, 25, 25, 25]) != case.ROBOT.name
    assert winner([20, 80, 0, 0]) == case.PLANNING.name


def test_there_is_one_quick_win_and_every_project_is_described() -> None:
    assert [project.name for project in case.PROJECTS if project.quadrant == "quick win"] == [case.CAMERA.name]
    assert list(case.ABOUT) == NAMES
