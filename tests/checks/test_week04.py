"""Week 4 as it is printed, typed and marked: definitions against the workshop's own text and the course's formulas."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import workshop_text
from workshop_text import answer_cell, cells, exercise, model_line, named_slips, setup, visible_check

from course.cases import ribble_people as ribble
from course.checks import Form, check, exercises
from course.methods import people, priorities
from course.methods.shortlist import CRITERIA, read_shortlist
from course.quantities import GBP, NUMBER, PERCENT, show

WEEK = "week04-people"
pytestmark = pytest.mark.usefixtures("as_when_marked")
ALL = exercises("w04")
FORM = ALL["w04-firm"]
assert isinstance(FORM, Form)
WEIGHTS = list(ribble.WEIGHTS.values())
COST = CRITERIA.index("cost")


def text(stem: str) -> str:
    return cells(WEEK)[stem].text


def part(heading: str) -> str:
    return next(each.text for each in cells(WEEK).values() if f"\n## {heading}" in each.text)


def rows(stem: str) -> list[str]:
    """The rows of the table in a task, without its heading."""
    return [line for line in text(stem).splitlines() if line.startswith("|")][2:]


typed = partial(workshop_text.typed, WEEK)


class TestMarks:
    def test_every_slip_of_the_curriculum_that_can_be_typed_is_known(self) -> None:
        assert named_slips("w04") >= {
            "w04-coverage: average level",
            "w04-barrier: lowest instead of first",
            "w04-barrier: average of the five",
            "w04-turn: cost not turned round",
            "w04-score: weights read as per cent",
            "w04-twice: took safety for a copy",
            "w04-flip: the others kept their weight",
        }

    def test_the_list_of_exercise_1_is_not_printed_before_it_is_answered(self) -> None:
        right = model_line(WEEK, "w04-coverage").strip("[]")
        figures = re.compile(r"\D+".join(re.findall(r"\d+", right)))
        for part_ in cells(WEEK).values():
            if not part_.about.get("solution"):
                assert not figures.search(re.sub(r"^\|.*$", "", part_.text, flags=re.M)), part_.about

    def test_the_guess_is_said_beside_the_flip(self) -> None:
        names = setup(WEEK, "w04")
        exec(answer_cell(WEEK, "w04-predict", "'60%'"), names)
        exec(answer_cell(WEEK, "w04-flip", model_line(WEEK, "w04-flip")), names)
        assert "you guessed 60.0%" in str(eval(visible_check(WEEK, "w04-flip"), names))


class TestTheFiguresInTheText:
    """Worked out again here, and looked for where a participant reads them."""

    def test_the_skills_matrix(self) -> None:
        assert rows("w04-coverage-task") == [
            f"| {name} | {' | '.join(map(str, levels))} |" for name, levels in ribble.LEVELS.items()
        ]
        heads = text("w04-coverage-task").splitlines()
        assert f"| Person | {' | '.join(ribble.HEADINGS)} |" in heads

    def test_the_training(self) -> None:
        needed = [str(each) for each in ribble.NEEDED]
        assert f"Ribble needs {', '.join(needed[:-1])} and {needed[-1]} people" in text("w04-training-task")
        assert f"costs {show(ribble.TRAINING, GBP)}." in text("w04-training-task")

    def test_the_teams(self) -> None:
        assert rows("w04-barrier-task") == [
            f"| {name} | {' | '.join(map(str, scores))} |" for name, scores in ribble.TEAMS.items()
        ]
        heads = [f"{place} {element[0].upper()}" for place, element in enumerate(people.ELEMENTS, start=1)]
        assert f"| Team | {' | '.join(heads)} |" in text("w04-barrier-task")
        assert all(
            f"{at} {element} (" in text("w04-barrier-task") for at, element in enumerate(people.ELEMENTS, start=1)
        )
        assert f"scores low: {people.LOW} or less" in text("w04-barrier-task")

    def test_the_costs(self) -> None:
        told = text("w04-turn-task")
        assert f"Job tracking costs {show(ribble.TRACKING.cost, GBP)}." in told
        assert f"costs {show(ribble.CHEAPEST, GBP)} and the dearest {show(ribble.DEAREST, GBP)}." in told
        assert f"is {show(ribble.DEAREST - ribble.CHEAPEST, GBP)} long" in told

    def test_the_shift_leaders(self) -> None:
        told = text("w04-score-task")
        saving, customers, effort, cost = ribble.LEADERS_WEIGHTS
        assert f"{saving} for saving, {customers} for customers, {effort} for effort, {cost} for cost" in told
        project = ribble.TRACKING
        assert (
            f"`saving` ({project.saving} here), `customers` ({project.customers}), `effort` ({project.effort}," in told
        )
        assert f"`cost_points` ({ribble.POINTS[project.name][COST]:g}, turned round already)" in told

    def test_the_two_leads(self) -> None:
        told = text("w04-flip-task")
        robot, camera = ribble.POINTS[ribble.ROBOT.name], ribble.POINTS[ribble.CAMERA.name]
        ahead = [priorities.rest_of(points, WEIGHTS, COST) for points in (robot, camera)]
        assert f"the robot cell scores {ahead[0]:.2f} and the camera check {ahead[1]:.2f}" in told
        assert f"**{ahead[0] - ahead[1]:g} ahead**" in told
        assert f"it has {robot[COST]:g} point and the camera check {camera[COST]:g}" in told
        assert f"**{camera[COST] - robot[COST]:g} behind**" in told
        rest = [weight for place, weight in enumerate(WEIGHTS) if place != COST]
        assert f"(the managers' weights {', '.join(map(str, rest))}, divided by {sum(rest)})" in told
        gains, loses = 0.7 * (ahead[0] - ahead[1]), 0.3 * (camera[COST] - robot[COST])
        assert (
            f"gains {show(gains, NUMBER)} (70% of 2.25) and loses {show(loses, NUMBER)} (30% of 7), so it loses" in told
        )
        assert loses > gains
        assert f"cost counts for only {ribble.WEIGHTS['cost']}%" in part("Predict")

    def test_the_flip_of_the_exercise_is_the_flip_of_the_explorer(self) -> None:
        room = priorities.room(list(ribble.POINTS.values()), WEIGHTS, COST)
        assert room.above is not None
        assert exercise("w04-flip").right_value() == pytest.approx(100 * room.above.share)
        assert ribble.PROJECTS[room.above.winner] == ribble.CAMERA

    def test_impact_and_effort(self) -> None:
        assert rows("w04-win-task") == [
            f"| {each.name} | {each.impact:.1f} | {each.effort:g} |" for each in ribble.PROJECTS
        ]
        assert f"an impact of {priorities.MIDDLE} or more, and an effort below {priorities.MIDDLE}" in text(
            "w04-win-task"
        )

    def test_the_model_memo(self) -> None:
        memo = text("w04-memo")
        table = list(ribble.POINTS.values())
        scores = dict(zip(ribble.POINTS, priorities.weighted_scores(table, WEIGHTS), strict=True))
        robot, camera = (show(scores[each.name], NUMBER) for each in (ribble.ROBOT, ribble.CAMERA))
        assert f"with {robot} points against {camera}" in memo
        cost = priorities.room(table, WEIGHTS, COST)
        assert cost.above is not None
        assert f"more than {show(100 * cost.above.share, PERCENT)} and not {ribble.WEIGHTS['cost']}%" in memo
        assert f"impact {ribble.CAMERA.impact}, effort {ribble.CAMERA.effort}" in memo
        able = people.coverage(list(ribble.LEVELS.values()))
        price = ribble.TRAINING * sum(people.shortfalls(ribble.NEEDED, able))
        assert f"takes {show(price, GBP)} of training" in memo
        assert "four teams of five have a barrier" in memo
        assert people.readiness(list(ribble.TEAMS.values())) == pytest.approx(1 / 5)
        assert people.ELEMENTS[people.barrier(ribble.TEAMS["Turners"]) - 1] == "desire"
        assert 100 <= len(memo.replace('"""', "").split()) <= 140
        assert "About 120 words" in text("w04-memo-task")

    def test_what_the_cards_say_beside_the_answer(self) -> None:
        told = str(typed("w04-barrier", model_line(WEEK, "w04-barrier")))
        first = {team: people.barrier(scores) for team, scores in ribble.TEAMS.items()}
        assert first == {"Turners": 2, "Millers": 3, "Inspectors": 1, "Setters": 0, "Planners": 4}
        assert "turners, a reason to want it; millers, a course; inspectors, to hear why at all; planners, time" in told
        training = str(typed("w04-training", model_line(WEEK, "w04-training")))
        able = people.coverage(list(ribble.LEVELS.values()))
        gaps = sum(people.shortfalls(ribble.NEEDED, able))
        assert gaps - (sum(ribble.NEEDED) - sum(able)) == 1
        assert f"with {gaps} places on a course" in training
        assert "hidden one of them" in training
        score = str(typed("w04-score", model_line(WEEK, "w04-score")))
        leaders = priorities.weighted_scores(list(ribble.POINTS.values()), ribble.LEADERS_WEIGHTS)
        managers = priorities.weighted_scores(list(ribble.POINTS.values()), WEIGHTS)
        assert "the managers' order again" in score
        for scores in (leaders, managers):
            robot, tracking, camera = scores[:3]
            assert robot > camera > tracking


MODEL: dict[str, Any] = eval(model_line(WEEK, "w04-firm"))


class TestTheOwnFirm:
    def test_the_card_says_what_follows(self) -> None:
        found = read_shortlist(MODEL)
        said = str(check(FORM, MODEL))
        assert f"By weighted score: {found.first.name} {show(max(found.scores), NUMBER, 0.1)}" in said
        criterion, now, then, other = found.flip or ("", 0.0, 0.0, found.first)
        assert (
            f"{criterion} above {show(100 * then, PERCENT)} (now {show(100 * now, PERCENT)}), then {other.name}" in said
        )
        assert "Quick wins (impact 5 or more, effort below 5): Labels printed from the order." in said
        assert "barrier is knowledge" in said

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"weights": "40 25 20 20"}, "do not add up to 100"),
            ({"weights": "100"}, "1 figure found"),
            ({"weights": {40: 20}}, "between quotation marks"),
            ({"weights": [40, 20, "x", 20]}, "3 figures found"),
            ({"project1": "Cells: cost 28k saving 6 customers 7 effort 5"}, "in this order: saving"),
            ({"project3": "none"}, "a colon"),
            ({"project2": MODEL["project1"]}, "same name"),
            ({"project1": "Palletising 9 5 5 64000"}, "a colon"),
            ({"project1": "Palletising: 9 5 15 64000"}, "effort are 15"),
            ({"barrier": "fear"}, "write one of these words: awareness"),
            ({"skill": ...}, "still blank"),
            ({"project3": ...}, "still blank"),
            ({f"project{n}": f"Project {n}: 5 5 5 9000" for n in range(1, 6)}, "cost the same"),
        ],
    )
    def test_what_does_not_fit_is_explained_and_not_paid_in_full(self, changes: dict[str, Any], says: str) -> None:
        mark = check(FORM, {**MODEL, **changes})
        assert says in str(mark)
        assert mark.outcome == "partly"
        assert 0 < mark.points < FORM.points

    @pytest.mark.parametrize(
        "changes",
        [
            {"weights": [50, 20, 15, 15]},
            {"weights": "50/20/15/15"},
            {"project2": "Labels printed from the order: saving 4 customers 7 effort 3 cost 18k"},
        ],
    )
    def test_other_ways_of_writing_a_line_mean_the_same(self, changes: dict[str, Any]) -> None:
        assert str(check(FORM, {**MODEL, **changes})) == str(check(FORM, MODEL))
        assert read_shortlist({**MODEL, **changes}) == read_shortlist(MODEL)

    def test_three_projects_earn_all_the_points(self) -> None:
        three = {**MODEL, "project4": "None.", "project5": "none"}
        mark = check(FORM, three)
        assert (mark.outcome, mark.points) == ("right", FORM.points)
        assert "Power meters" not in str(mark)
        assert len(read_shortlist(three).projects) == 3

    @pytest.mark.parametrize("weights", ["100 0 0 0", "0 100 0 0", "0 0 100 0", "0 0 0 100"])
    def test_all_the_weight_on_one_thing_is_said(self, weights: str) -> None:
        mark = check(FORM, {**MODEL, "weights": weights})
        assert mark.outcome == "right"
        assert "All the weight lies on one thing. Give the others some too." in str(mark)

    def test_no_merit_is_marked(self) -> None:
        poor = {f"project{n}": f"Project {n}: 0 0 10 {n}" for n in range(1, 6)}
        mark = check(FORM, {**MODEL, **poor, "barrier": "None", "skill": "none"})
        assert (mark.outcome, mark.points) == ("right", FORM.points)
        assert "None is a quick win." in str(mark)
        assert "barrier is" not in str(mark)

    def test_a_winner_in_everything_is_said_to_be_safe(self) -> None:
        best = {**MODEL, "project1": "The best: 10 10 0 100"}
        assert "No change of a single weight" in str(check(FORM, best))

    def test_what_is_saved_can_be_read_back(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("NBGRADER_EXECUTION")
        monkeypatch.setenv("LDT_WORKBOOK", str(tmp_path / "my-firm.json"))
        names = setup(WEEK, "w04")
        exec(answer_cell(WEEK, "w04-firm", model_line(WEEK, "w04-firm")), names)
        kept = json.loads((tmp_path / "my-firm.json").read_text(encoding="utf-8"))["weeks"]["week04"]["figures"]
        assert kept == MODEL
        found = read_shortlist(kept)
        assert (found.first.name, found.first.cost) == ("Palletising at the end of line 2", 64_000)
