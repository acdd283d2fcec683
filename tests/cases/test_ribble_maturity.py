"""Ribble's assessment teaches what it is meant to teach: its answers are possible, and the lessons are in them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from course.cases import ribble_maturity as ribble
from course.methods import maturity
from course.methods.assessment import STICKERS
from course.methods.questions import NAMES, QUESTIONS_PER_AREA, TOP

PEOPLE = (ribble.DIRECTOR, ribble.LEADER)


def pooled(name: str) -> Fraction:
    """The score worked out once more, by hand and exactly."""
    told = [answer for person in PEOPLE for answer in person[name] if answer is not None]
    return Fraction(int(sum(told)), len(told))


def by(measure: dict[str, float]) -> str:
    first, second = sorted(measure, key=lambda name: -measure[name])[:2]
    assert measure[first] > measure[second], "there is one answer, and no tie"
    return first


def test_every_area_has_four_possible_answers_from_each_person() -> None:
    for person in PEOPLE:
        assert tuple(person) == NAMES
        for answers in person.values():
            assert len(answers) == QUESTIONS_PER_AREA
            assert all(answer is None or (0 <= answer <= TOP and answer == int(answer)) for answer in answers)


def test_scores_leave_dont_knows_out() -> None:
    for name in NAMES:
        assert ribble.SCORES[name] == pytest.approx(float(pooled(name)))
        assert 100 * pooled(name) == int(100 * pooled(name)), "two decimals say it exactly"


def test_stickers_and_targets_are_possible() -> None:
    assert sum(ribble.STICKERS.values()) == STICKERS
    assert sum(area.stickers for area in ribble.TWO_YEARS_ON.values()) == STICKERS
    assert all(ribble.SCORES[name] < ribble.TARGETS[name] <= TOP for name in NAMES)
    assert all(area.score < area.target <= TOP for area in ribble.TWO_YEARS_ON.values())


def test_the_lowest_score_the_widest_gap_the_most_stickers_and_the_weightiest_gap_are_four_areas() -> None:
    now = {name: float(pooled(name)) for name in NAMES}
    lowest = by({name: -score for name, score in now.items()})
    widest = by({name: ribble.TARGETS[name] - now[name] for name in NAMES})
    dearest = by({name: float(count) for name, count in ribble.STICKERS.items()})
    weightiest = by({name: ribble.STICKERS[name] * (ribble.TARGETS[name] - now[name]) for name in NAMES})
    assert (lowest, widest, dearest, weightiest) == ("energy", "direction", "people", "data")


def test_so_they_are_two_years_on_and_the_answer_is_another() -> None:
    later = ribble.TWO_YEARS_ON
    lowest = by({name: -area.score for name, area in later.items()})
    highest = by({name: area.score for name, area in later.items()})
    widest = by({name: area.target - area.score for name, area in later.items()})
    dearest = by({name: float(area.stickers) for name, area in later.items()})
    weightiest = by({name: area.stickers * (area.target - area.score) for name, area in later.items()})
    assert len({lowest, highest, widest, dearest, weightiest}) == 5
    assert weightiest == "tools"


def test_on_tools_the_averages_nearly_agree_and_the_answers_do_not() -> None:
    director, leader = ribble.DIRECTOR["tools"], ribble.LEADER["tools"]
    assert abs(maturity.area_score(director) - maturity.area_score(leader)) == 0.5
    assert maturity.disagreement(director, leader) == 2


def test_the_shift_leader_knows_of_no_plan() -> None:
    assert ribble.LEADER["direction"] == (0, None, None, None)


def test_the_projects_weakest_link_is_data_by_far() -> None:
    standing = {name: float(pooled(name)) for name in ribble.PROJECT}
    assert by({name: -score for name, score in standing.items()}) == "data"
    assert all(score < ribble.NEEDED for score in standing.values())


def test_the_order_of_the_axes_changes_the_radar_by_a_fifth() -> None:
    scores = [ribble.SCORES[name] for name in NAMES]
    smallest, largest = (
        maturity.radar_area([scores[place] for place in order]) for order in maturity.radar_orders(scores)
    )
    assert largest / smallest > 1.2
