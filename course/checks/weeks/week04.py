"""Week 4, who, and what first?: what is right, what people get wrong, and what to say (curriculum: W4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from course.cases import ribble_people as ribble
from course.checks.exercise import Exercise, Slip
from course.checks.form import Field, Form, FormValue, Rule
from course.methods import maturity, people, priorities, shortlist
from course.methods.shortlist import CRITERIA, KEYS, Project
from course.quantities import GBP, NUMBER, PERCENT, show

_MATRIX = list(ribble.LEVELS.values())
_ABLE = people.coverage(_MATRIX)
_TEAMS = list(ribble.TEAMS.values())
_COST = CRITERIA.index("cost")
_WEIGHTS = list(ribble.WEIGHTS.values())
_ROBOT, _CAMERA, _TRACKING = (ribble.POINTS[each.name] for each in (ribble.ROBOT, ribble.CAMERA, ribble.TRACKING))


def _typed(numbers: Sequence[float]) -> str:
    """A list as somebody types it."""
    return repr([round(number, 1) if isinstance(number, float) else number for number in numbers])


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)


COVERAGE = Exercise(
    id="w04-coverage",
    title="How many can do it",
    points=4,
    nearest=0.1,
    whole=True,
    minutes=5,
    right=lambda: [float(people_able) for people_able in _ABLE],
    slips=(
        Slip(
            "learners counted as able",
            _typed(people.coverage(_MATRIX, 1)),
            "You counted everybody who has begun. A learner cannot take over on a Monday morning. From which level does "
            "somebody work alone?",
        ),
        Slip(
            "helpers counted as able",
            _typed(people.coverage(_MATRIX, 2)),
            "You counted level 2 as well. Those people still need somebody beside them. Who is left if you count only those "
            "who work alone?",
            points=2,
        ),
        Slip(
            "teachers only",
            _typed(people.coverage(_MATRIX, 4)),
            "You counted only the people who can teach. To work alone is enough here. Which level is that?",
            points=2,
        ),
        Slip(
            "average level",
            _typed(people.average_levels(_MATRIX)),
            "Those are average levels. An average hides a single expert among helpers. Count heads instead: how many in "
            "each column work alone?",
        ),
        Slip(
            "best level",
            _typed([max(levels) for levels in zip(*_MATRIX, strict=True)]),
            "That is the best level in each column. It says how well the skill is known, not by how many. Count the people "
            "who work alone.",
        ),
        Slip(
            "people instead of skills",
            _typed([people.able(levels) for levels in _MATRIX]),
            "You counted along the rows: how many skills each person has. Go down the columns: how many people has each "
            "skill?",
            points=2,
        ),
    ),
    means="Two of these should worry Ribble. {single} is a single point of failure: one person can do it, although its "
    "average level ({average}) is above that of measuring ({measuring}), which three can. And for {none}, there is nobody.",
    asks="Go down each column and count the people at level 3 or 4. Are there four numbers, in the order of the columns?",
    fill="Replace the three dots with four numbers between square brackets, such as [2, 0, 4, 3].",
    facts=lambda: {
        "single": ribble.SKILLS[people.single_points(_MATRIX)[0]].capitalize(),
        "average": show(people.average_levels(_MATRIX)[ribble.SKILLS.index("programming")], NUMBER, 0.1),
        "measuring": show(people.average_levels(_MATRIX)[ribble.SKILLS.index("measuring")], NUMBER, 0.1),
        "none": ribble.SKILLS[_ABLE.index(0)],
    },
    ways=(
        f"({', '.join(map(str, _ABLE))})",
        _typed([float(each) for each in _ABLE]),
        repr([str(each) for each in _ABLE]),
    ),
)

TRAINING = Exercise(
    id="w04-training",
    title="What the training costs",
    points=4,
    transfer_points=1,
    unit=GBP,
    nearest=1,
    minutes=5,
    inputs={"needed": list(ribble.NEEDED), "able": _ABLE, "price": ribble.TRAINING},
    helpers={"shortfalls": people.shortfalls},
    right=lambda needed, able, price: float(price * sum(people.shortfalls(needed, able))),
    slips=(
        Slip(
            "surplus set against a gap",
            "price * (sum(needed) - sum(able))",
            "You compared the totals, so a turner too many fills a gap in robots. A person too many in one skill cannot do "
            "another. How many are missing in each skill, none of them below zero?",
        ),
        Slip(
            "everybody trained",
            "price * sum(needed)",
            "That trains everyone who is needed. Most of them can do it already. Who is missing?",
        ),
        Slip(
            "people, not pounds",
            "sum(shortfalls(needed, able))",
            "That is how many people have to learn a skill: good. What does it cost to train them all?",
            points=2,
        ),
        Slip(
            "largest gap only",
            "price * max(shortfalls(needed, able))",
            "You paid for the widest gap only. There are others. How many are missing in all the skills together?",
            points=2,
        ),
        Slip(
            "skills counted, not people",
            "price * len(shortfalls(needed, able))",
            "len counts how many skills are in the list. But some skills lack two people or more, and some lack nobody. Add "
            "the list up instead.",
            points=2,
        ),
        Slip(
            "the lists swapped",
            "price * sum(shortfalls(able, needed))",
            "The two lists have changed places, so you counted people that Ribble has too many of. Which list comes first: "
            "what is needed, or who is there?",
            points=2,
        ),
    ),
    means="{answer} closes every gap, with {missing} places on a course. Comparing the totals alone would have hidden one of them. "
    "Put this sum into the price of the robot cell: without it, the cell stands still on the first sick day.",
    asks="Two parts: how many are missing in all the skills together, and what it costs to train each. Is your answer in "
    "pounds?",
    fill="Replace the three dots with a formula that uses price and shortfalls(needed, able).",
    facts=lambda needed, able, price: {"missing": show(sum(people.shortfalls(needed, able)), NUMBER, 1)},
    ways=(
        "sum(shortfalls(needed, able)) * price",
        "price * (max(0, needed[0] - able[0]) + sum(shortfalls(needed[1:], able[1:])))",
        "sum(price * gap for gap in shortfalls(needed, able))",
        "price * sum(max(0, n - a) for n, a in zip(needed, able))",
    ),
)


def _barriers(of: Callable[[Sequence[int]], float]) -> str:
    """What somebody types who takes another figure for the barrier, but sees that one team has none."""
    return _typed([of(scores) if people.barrier(scores) else people.NO_BARRIER for scores in _TEAMS])


BARRIER = Exercise(
    id="w04-barrier",
    title="What holds each team back",
    points=4,
    nearest=0.1,
    whole=True,
    minutes=5,
    right=lambda: [float(people.barrier(scores)) for scores in _TEAMS],
    slips=(
        Slip(
            "lowest instead of first",
            _barriers(lambda scores: scores.index(min(scores)) + 1),
            "You took the lowest score. But training somebody who does not yet want the change is wasted. Read from the left: "
            "which low score comes first?",
        ),
        Slip(
            "a score of 3 passed over",
            _typed([people.barrier(scores, 2) for scores in _TEAMS]),
            "You passed over scores of exactly 3. In this model 3 is still too low. Look again from the left.",
            points=2,
        ),
        Slip(
            "last instead of first",
            _barriers(lambda scores: max(place for place, score in enumerate(scores, start=1) if score <= people.LOW)),
            "You took the last low score. What comes earlier has to be in place first. Read from the left, and stop at the "
            "first low one.",
        ),
        Slip(
            "low scores counted",
            _typed([sum(score <= people.LOW for score in scores) for scores in _TEAMS]),
            "You counted how many scores are low. Where does help have to begin? Give the number of that column.",
        ),
        Slip(
            "average of the five",
            _typed([sum(scores) / len(scores) for scores in _TEAMS]),
            "Those are averages. Plenty of one element does not make up for want of another. Which low score comes first?",
        ),
        Slip(
            "score instead of place",
            _barriers(lambda scores: scores[people.barrier(scores) - 1]),
            "You found the right boxes, and wrote down what stands in them. Give the number of the column, from 1 to 5.",
            points=2,
        ),
    ),
    means="Each team needs other help: {first}, a reason to want it; {second}, a course; {third}, to hear why at all; {last}, "
    "time to practise. One course for all would have helped one team of five. {ready} of the teams have no barrier.",
    asks="For each team, read its five scores from the left. At which column do you first meet a 3 or less?",
    fill="Replace the three dots with five numbers between square brackets, 0 where a team has no barrier.",
    facts=lambda: {
        **dict(zip(("first", "second", "third"), (team.lower() for team in ribble.TEAMS), strict=False)),
        "last": list(ribble.TEAMS)[-1].lower(),
        "ready": show(100 * people.readiness(_TEAMS), PERCENT, 1),
    },
    ways=(
        f"({', '.join(str(people.barrier(scores)) for scores in _TEAMS)})",
        _typed([float(people.barrier(scores)) for scores in _TEAMS]),
        repr([str(people.barrier(scores)) for scores in _TEAMS]),
    ),
)

TURN = Exercise(
    id="w04-turn",
    title="A cost as points",
    points=4,
    transfer_points=1,
    nearest=0.01,
    minutes=5,
    inputs={"cost": ribble.TRACKING.cost, "cheapest": ribble.CHEAPEST, "dearest": ribble.DEAREST},
    right=lambda cost, cheapest, dearest: priorities.cost_points(cost, cheapest, dearest),
    slips=(
        Slip(
            "cost not turned round",
            "10 * (cost - cheapest) / (dearest - cheapest)",
            "The scale is right, but not turned round: here the dearest project gets the 10, and would win by costing "
            "most. How far is this one from the dearest?",
            points=2,
        ),
        Slip(
            "share of the dearest",
            "10 * cost / dearest",
            "That is the cost beside the dearest, so more cost gives more points. Which end of the scale should get 10?",
        ),
        Slip(
            "measured from nothing",
            "10 * (dearest - cost) / dearest",
            "It is turned round: good. But you measured down to a cost of zero, so the cheapest project does not get its "
            "10. Between which two costs does the scale lie?",
            points=2,
        ),
        Slip(
            "cheapest beside the cost",
            "10 * cheapest / cost",
            "That gives the cheapest its 10, but the dearest more than 0. How large a part of the way from dearest to cheapest "
            "has this project come?",
        ),
        Slip(
            "a share, not points",
            "(dearest - cost) / (dearest - cheapest)",
            "That is the right share of the way, from 0 to 1. The points go up to 10.",
            points=2,
        ),
        Slip(
            "brackets forgotten",
            "10 * (dearest - cost) / dearest - cheapest",
            "Dividing comes before taking away, so the cheapest cost came off at the end. Put brackets round what is below the "
            "line.",
            points=2,
        ),
    ),
    means="Job tracking gets {answer} points for its cost. Left as it was, it would have had {wrong}, and the dearest project a "
    "full 10 for being dear. Turn round whatever counts against a project: cost, effort, risk, weeks of waiting.",
    asks="How far is this project from the dearest, beside the whole way from dearest to cheapest? Do you need brackets?",
    fill="Replace the three dots with a formula that uses cost, cheapest and dearest.",
    facts=lambda cost, cheapest, dearest: {
        "wrong": show(priorities.inverted(priorities.cost_points(cost, cheapest, dearest)), NUMBER)
    },
    ways=(
        "(dearest - cost) / (dearest - cheapest) * 10",
        "10 - 10 * (cost - cheapest) / (dearest - cheapest)",
        "10 * (1 - (cost - cheapest) / (dearest - cheapest))",
        "round(10 * (cost - dearest) / (cheapest - dearest), 2)",
    ),
)

_LEADERS_SCORES = dict(
    zip(ribble.POINTS, priorities.weighted_scores(list(ribble.POINTS.values()), ribble.LEADERS_WEIGHTS), strict=True)
)

SCORE = Exercise(
    id="w04-score",
    title="A weighted score",
    points=4,
    transfer_points=1,
    nearest=0.01,
    minutes=6,
    inputs={
        "saving": ribble.TRACKING.saving,
        "customers": ribble.TRACKING.customers,
        "effort": ribble.TRACKING.effort,
        "cost_points": _TRACKING[_COST],
        "weights": list(ribble.LEADERS_WEIGHTS),
    },
    helpers={"sumproduct": maturity.sumproduct},
    right=lambda saving, customers, effort, cost_points, weights: priorities.weighted_score(
        [saving, customers, priorities.inverted(effort), cost_points], weights
    ),
    slips=(
        Slip(
            "effort not turned round",
            "sumproduct([saving, customers, effort, cost_points], weights) / sum(weights)",
            "Effort is in as it stands, so a hard project gains by being hard. What does 7 of 10 become when 10 is to be the "
            "easiest?",
            points=2,
        ),
        Slip(
            "weights read as per cent",
            "sumproduct([saving, customers, 10 - effort, cost_points], weights) / 100",
            "You took the weights for per cent. But what do they add up to? Nobody had checked. Divide by that.",
            points=2,
        ),
        Slip(
            "not divided by the weights",
            "sumproduct([saving, customers, 10 - effort, cost_points], weights)",
            "Each figure is counted by its weight: good. The score must lie between 0 and 10 again. By what do you divide?",
            points=2,
        ),
        Slip(
            "plain average",
            "(saving + customers + 10 - effort + cost_points) / 4",
            "That is the plain average, as if all four mattered alike. Let each count by its weight.",
        ),
        Slip(
            "figures in another order",
            "sumproduct([cost_points, 10 - effort, customers, saving], weights) / sum(weights)",
            "Your four figures stand in another order than their weights, so cost counts as much as saving should. In which "
            "order are the weights written?",
            points=2,
        ),
        Slip(
            "divided by the number of criteria",
            "sumproduct([saving, customers, 10 - effort, cost_points], weights) / 4",
            "You divided by how many criteria there are. Each was counted as often as its weight says: what do the weights "
            "add up to?",
            points=2,
        ),
        Slip(
            "effort taken off",
            "sumproduct([saving, customers, -effort, cost_points], weights) / sum(weights)",
            "You took effort off the score. Then no project can reach 10, and the scale has no clear ends. Turn effort round "
            "instead: from 10, take the effort.",
        ),
        Slip(
            "cost turned round twice",
            "sumproduct([saving, customers, 10 - effort, 10 - cost_points], weights) / sum(weights)",
            "The cost was turned round already, and you turned it back: now dear is good again. Which of the four still has "
            "to be turned?",
        ),
    ),
    means="With the shift leaders' weights, job tracking scores {answer}. The robot cell wins again with {robot}; the camera check "
    "is second with {camera}: the managers' order again. That is a good sign, and no proof: how near is another winner?",
    asks="Is each of the four figures so that 10 is best? Do the weights stand in the same order? By what is it all divided?",
    fill="Replace the three dots with sumproduct([a, b, c, d], weights), your four figures in the places of a to d, and divide.",
    facts=lambda saving, customers, effort, cost_points, weights: {
        "robot": show(_LEADERS_SCORES[ribble.ROBOT.name], NUMBER),
        "camera": show(_LEADERS_SCORES[ribble.CAMERA.name], NUMBER),
    },
    ways=(
        "sumproduct(weights, [saving, customers, 10 - effort, cost_points]) / sum(weights)",
        "(weights[0] * saving + weights[1] * customers + weights[2] * (10 - effort) + weights[3] * cost_points) / sum(weights)",
        "round(sumproduct([saving, customers, 10 - effort, cost_points], weights) / sum(weights), 2)",
        "sumproduct([cost_points, 10 - effort, customers, saving], weights[::-1]) / sum(weights)",
    ),
)

_REST_AHEAD = priorities.rest_of(_ROBOT, _WEIGHTS, _COST) - priorities.rest_of(_CAMERA, _WEIGHTS, _COST)
_COST_BEHIND = _CAMERA[_COST] - _ROBOT[_COST]

FLIP = Exercise(
    id="w04-flip",
    title="Where the winner changes",
    points=4,
    transfer_points=1,
    unit=PERCENT,
    nearest=0.1,
    minutes=6,
    inputs={"rest_ahead": round(_REST_AHEAD, 10), "cost_behind": _COST_BEHIND},
    right=lambda rest_ahead, cost_behind: 100 * rest_ahead / (rest_ahead + cost_behind),
    slips=(
        Slip(
            "the others kept their weight",
            "100 * rest_ahead / cost_behind",
            "You let cost weigh more while the rest weighs as much as ever. All the weights together stay 100%: what cost "
            "gains, the rest loses. Divide by both leads together.",
            points=2,
        ),
        Slip(
            "the wrong way up",
            "100 * cost_behind / (rest_ahead + cost_behind)",
            "That is what the rest weighs when the two are level. How much is left for cost?",
            points=2,
        ),
        Slip(
            "divided by the difference",
            "100 * rest_ahead / (cost_behind - rest_ahead)",
            "You took one lead from the other below the line. They pull in opposite ways, and the weight is shared out between "
            "them: put the two together.",
        ),
        Slip(
            "brackets forgotten",
            "100 * rest_ahead / rest_ahead + cost_behind",
            "Dividing comes before adding, so one lead was divided by itself. Put brackets round what is below the line.",
            points=2,
        ),
        Slip(
            "the lead read as per cent",
            "100 * rest_ahead / 10",
            "You made a percentage of the lead alone. How far the winner falls behind on cost matters as much. Weigh the two "
            "leads against each other.",
        ),
    ),
    means="Once cost weighs more than {answer}, the camera check wins. It weighs {now} today. There, both score {level}. "
    "So the choice hangs on a few points of weight, which nobody measured: say so when you report it.",
    asks="Both leads belong in it. Which one is above the line, and what do you divide by? Is your answer in per cent?",
    fill="Replace the three dots with a formula that uses rest_ahead and cost_behind, in per cent.",
    facts=lambda rest_ahead, cost_behind: {
        "now": show(ribble.WEIGHTS["cost"], PERCENT, 1),
        "level": show(
            priorities.weighted_score(
                _ROBOT, priorities.rescaled(_WEIGHTS, _COST, rest_ahead / (rest_ahead + cost_behind))
            ),
            NUMBER,
        ),
    },
    ways=(
        "rest_ahead / (cost_behind + rest_ahead) * 100",
        "100 / (1 + cost_behind / rest_ahead)",
        "100 - 100 * cost_behind / (rest_ahead + cost_behind)",
        "round(100 * rest_ahead / (rest_ahead + cost_behind), 1)",
    ),
)

TWICE = Exercise(
    id="w04-twice",
    title="One thing counted twice",
    points=2,
    minutes=2,
    choices=("hours freed", "safety", "floor space"),
    right=lambda: "hours freed",
    slips=(
        Slip(
            "took safety for a copy",
            "'safety'",
            "None of the four criteria says whether anybody gets hurt. This one would add something. Which proposal moves up "
            "and down together with a criterion that is there already?",
            points=0.5,
        ),
        Slip(
            "took floor space for a copy",
            "'floor space'",
            "Room on the shop floor is in none of the four. This one would add something. Which proposal moves up and down "
            "together with a criterion that is there already?",
            points=0.5,
        ),
    ),
    means="Yes: {answer}. Ribble's saving is those hours, times what an hour costs. With both in the list, the robot cell "
    "would be paid twice for one good deed. Before you weigh a criterion, ask what it measures that no other does.",
    asks="Which of the three is already in the list, under another name?",
    fill="Replace the three dots with one of the three, in quotation marks.",
    ways=("'Hours freed'", "'HOURS FREED'", "' hours  freed. '"),
)

_WRONG_PLACE = {
    ribble.ROBOT.name: "It brings most of all. But look at its effort: it asks a lot of people, so it is a big project, "
    "and no quick one. Which project brings enough, and asks little?",
    ribble.TRACKING.name: "It brings a lot, and asks even more. It is a big project that needs a plan. Which one brings "
    "enough, and asks little?",
    ribble.SENSORS.name: "It asks least of all. But it also brings least: something for a quiet week. Which project has both "
    "figures on the right side of 5?",
    ribble.PLANNING.name: "It asks most of all five. That is no quick win, whatever it brings. Which project has both "
    "figures on the right side of 5?",
}
_CALLED = {
    ribble.ROBOT.name: "picked the highest impact",
    ribble.TRACKING.name: "picked a big project",
    ribble.SENSORS.name: "picked the lowest effort",
    ribble.PLANNING.name: "picked the hardest project",
}

WIN = Exercise(
    id="w04-win",
    title="The quick win",
    points=2,
    minutes=2,
    choices=tuple(project.name for project in ribble.PROJECTS),
    right=lambda: next(project.name for project in ribble.PROJECTS if project.quadrant == priorities.QUADRANTS[0]),
    slips=tuple(
        Slip(_CALLED[name], repr(name), says, points=0 if name == ribble.PLANNING.name else 0.5)
        for name, says in _WRONG_PLACE.items()
    ),
    means="Yes: the {answer} is Ribble's one quick win: impact {impact}, effort {effort}. It also comes second by weighted "
    "score, and first once cost weighs a little more. Two roads lead to it.",
    asks="Which project has an impact of 5 or more and an effort below 5?",
    fill="Replace the three dots with the name of one project, in quotation marks.",
    facts=lambda: {
        "impact": show(ribble.CAMERA.impact, NUMBER, 0.1),
        "effort": show(ribble.CAMERA.effort, NUMBER, 1),
    },
    ways=("'Camera check'", "'CAMERA CHECK'", "' camera  check. '"),
)


@dataclass(frozen=True)
class _Line(Field):
    """A blank that takes a line between quotation marks; read by one of week 4's own methods."""

    unit: None = None
    line: Callable[[str], object] = field(default=shortlist.read_project)

    def read(self, given: Any) -> FormValue:
        """The line, once it can be read.

        Raises:
            ValueError: with a sentence for the person who filled it in.
        """
        if self.line is shortlist.read_weights and type(given) in (list, tuple):
            given = " ".join(str(part) for part in given if type(part) in (int, float))
        if given is not ... and given is not None and not isinstance(given, str):
            raise ValueError(f"{self.name}: put the whole line between quotation marks.")
        written = str(super().read(given))
        try:
            self.line(written)
        except ValueError as problem:
            raise ValueError(f"{self.name}: {problem}") from None
        return written


_PROJECT = 'a name, a colon, then saving, customers, effort and cost, such as "New labels: 4 7 3 16000"'
_SPARE = KEYS[shortlist.LEAST :]


def _spare(line: str) -> object:
    return None if shortlist.is_none(line) else shortlist.read_project(line)


_BARRIERS = (*people.ELEMENTS, "none")


def _element(line: str) -> str:
    word = line.strip(" .").casefold()
    if word not in _BARRIERS:
        raise ValueError(f"write one of these words: {_listed(_BARRIERS)}.")
    return word


def _projects(own: Mapping[str, Any]) -> list[Project]:
    return list(shortlist.read_shortlist(own).projects)


def _firm_says(own: Mapping[str, Any]) -> tuple[str, ...]:
    found = shortlist.read_shortlist(own)
    by_name = {project.name: score for project, score in zip(found.projects, found.scores, strict=True)}
    order = "; ".join(f"{project.name} {show(by_name[project.name], NUMBER, 0.1)}" for project in found.ranked)
    wins = [project.name for project in found.ranked if project.quadrant == priorities.QUADRANTS[0]]
    said = [f"By weighted score: {order}."]
    if max(found.weights) == sum(found.weights):
        said.append("All the weight lies on one thing. Give the others some too.")
    elif found.flip is None:
        said.append("No change of a single weight would put another project first.")
    else:
        criterion, now, then, other = found.flip
        said.append(
            f"The smallest change that would put another first: {criterion} {'above' if then > now else 'below'} "
            f"{show(100 * then, PERCENT)} (now {show(100 * now, PERCENT)}), then {other.name}."
        )
    said.append(f"Quick wins (impact 5 or more, effort below 5): {_listed(wins)}." if wins else "None is a quick win.")
    element = _element(own["barrier"])
    if element != "none":
        said.append(f"Your people's barrier is {element}: whichever project you choose, begin there.")
    return tuple(said)


FIRM = Form(
    id="w04-firm",
    title="Your own projects",
    points=6,
    minutes=9,
    fields=(
        *(
            _Line(
                key,
                f"{_PROJECT}{', or none' if key in _SPARE else ''}",
                line=_spare if key in _SPARE else shortlist.read_project,
            )
            for key in KEYS
        ),
        _Line("weights", "four numbers that add up to 100, such as 40 20 20 20", line=shortlist.read_weights),
        _Line("barrier", f"one word: {_listed(_BARRIERS)}", line=_element),
        Field("skill", "a skill that only one person has, or none", unit=None),
    ),
    rules=(
        Rule(
            "The four weights do not add up to 100. Take some away, or share out the rest.",
            lambda own: abs(sum(shortlist.read_weights(own["weights"])) - 100) < 1e-9,
        ),
        Rule(
            "Two projects have the same name. Name them apart.",
            lambda own: len({project.name.casefold() for project in _projects(own)}) == len(_projects(own)),
        ),
        Rule(
            "All projects cost the same, so cost cannot rank them. Is each cost that project's own?",
            lambda own: len({project.cost for project in _projects(own)}) > 1,
        ),
    ),
    means=_firm_says,
)
"""Kept in the workbook under "week04"; `course.methods.shortlist` says by which keys, and reads it back."""

DEFINITIONS = (COVERAGE, TRAINING, BARRIER, TURN, SCORE, FLIP, TWICE, WIN, FIRM)

FIGURES: dict[str, float] = {
    "£80,000": ribble.DEAREST - ribble.CHEAPEST,
    "7.50": priorities.rest_of(_ROBOT, _WEIGHTS, _COST),
    "5.25": priorities.rest_of(_CAMERA, _WEIGHTS, _COST),
    "80": sum(_WEIGHTS) - _WEIGHTS[_COST],
    "30%": 30,  # a weight of cost, for trying the idea on
    "70%": 100 - 30,  # what the rest weighs then
    "1.58": (100 - 30) / 100 * _REST_AHEAD,
    "2.10": 30 / 100 * _COST_BEHIND,
    "50%": 100 * 1 / (1 + 1),  # where two equal leads are level
    "2.5": ribble.SENSORS.impact,
    "100": sum(_WEIGHTS),
}
"""Figures printed in the text that are worked out from the case: as printed -> value."""
