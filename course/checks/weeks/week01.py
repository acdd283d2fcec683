"""Week 1, where are we?: what is right, what people get wrong, and what to say (curriculum: W1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from course.cases import ribble_maturity as ribble
from course.checks.exercise import Exercise, Slip
from course.checks.form import Field, Form, FormValue
from course.methods import assessment, maturity
from course.methods.questions import AREAS, LADDER, NAMES, QUESTIONS_PER_AREA, TOP
from course.quantities import NUMBER, PERCENT, show

_BOTH_ON_DATA = (*ribble.DIRECTOR["data"], *ribble.LEADER["data"])
_SCORES = [ribble.SCORES[name] for name in NAMES]
_STICKERS = [ribble.STICKERS[name] for name in NAMES]


def _step(score: float) -> str:
    """The step of the ladder that a score has reached in full, in words."""
    return f"step {int(score)}, “{LADDER[int(score)].name}”"


SCORE = Exercise(
    id="w01-score",
    title="The score of an area",
    points=4,
    transfer_points=1,
    nearest=0.01,
    minutes=5.5,
    inputs={
        "points": int(sum(maturity.known(_BOTH_ON_DATA))),
        "questions": len(_BOTH_ON_DATA),
        "dont_knows": _BOTH_ON_DATA.count(None),
    },
    right=lambda points, questions, dont_knows: points / (questions - dont_knows),
    slips=(
        Slip(
            "don't know counted as 0",
            "points / questions",
            "You divided by all the questions, so each “don't know” pulls the score down as if it were a zero. Nobody said "
            "zero. How many answers do the points come from?",
        ),
        Slip(
            "don't know counted as the middle",
            "(points + 2.5 * dont_knows) / questions",
            "You put a middling answer in for each “don't know”. That makes up figures. Leave those questions out: above the "
            "line and below it.",
        ),
        Slip(
            "points not shared out",
            "points",
            "Those are the points in all. A score is an average: by how many answers do you divide?",
        ),
        Slip(
            "brackets forgotten",
            "points / questions - dont_knows",
            "Dividing comes before taking away, so the don't-knows came off the score. Put brackets round what belongs below "
            "the line.",
            points=2,
        ),
        Slip(
            "divided by the don't-knows",
            "points / dont_knows",
            "You divided by the answers that are missing. Which answers did bring points?",
        ),
    ),
    means="Ribble scores {answer} on data: past step 1, “on screen”, and not yet at step 2. And three don't-knows in eight "
    "are a finding too: ask who would know.",
    asks="How many of the questions were answered? The average is taken over those, and over no others. Do you need brackets?",
    fill="Replace the three dots with a formula that uses points, questions and dont_knows.",
    ways=(
        "points * 1 / (questions - dont_knows)",
        "1 / ((questions - dont_knows) / points)",
        "round(points / (questions - dont_knows), 2)",
        "points / (-dont_knows + questions)",
    ),
)

OVERALL = Exercise(
    id="w01-overall",
    title="One score for the firm",
    points=4,
    transfer_points=1,
    nearest=0.01,
    minutes=4.5,
    inputs={"scores": _SCORES, "stickers": _STICKERS},
    helpers={"sumproduct": maturity.sumproduct},
    right=lambda scores, stickers: maturity.weighted_mean(scores, stickers),
    slips=(
        Slip(
            "plain average",
            "sum(scores) / len(scores)",
            "That is the plain average: energy counts as much as people. The stickers say what matters to the firm, so let "
            "each area count as often as it has stickers.",
        ),
        Slip(
            "not divided by the stickers",
            "sumproduct(scores, stickers)",
            "Each score is counted as often as it has stickers: good. But the result must lie between 0 and 5 again. By how "
            "many stickers do you divide?",
            points=2,
        ),
        Slip(
            "divided by the number of areas",
            "sumproduct(scores, stickers) / len(scores)",
            "You divided by the number of areas. Every sticker counts once here, so how many things did you add up?",
            points=2,
        ),
        Slip(
            "stickers read as per cent",
            "sumproduct(scores, stickers) / 100",
            "You treated the stickers as per cent. But what do they add up to? Divide by that.",
            points=2,
        ),
        Slip(
            "divided by the scores",
            "sumproduct(scores, stickers) / sum(scores)",
            "You divided by the sum of the scores. That gives an average number of stickers. What has to be shared out is "
            "the scores: divide by the other list's sum.",
        ),
    ),
    means="Ribble stands at {answer} of 5, where its plain average is {plain}: what it cares about most is a little better "
    "off than the rest. One figure for a whole firm hides more than it shows. Use it to see change, not to plan.",
    asks="Three parts: each score times its stickers, all of that added up, and then a division. Is your result between 0 "
    "and 5?",
    fill="Replace the three dots with a formula that uses sumproduct(scores, stickers) and sum(...).",
    facts=lambda scores, stickers: {"plain": show(maturity.mean(scores), NUMBER)},
    ways=(
        "sumproduct(stickers, scores) / sum(stickers)",
        "sumproduct(scores, stickers) * (1 / sum(stickers))",
        "round(sumproduct(scores, stickers) / sum(stickers), 2)",
        "1 / sum(stickers) * sumproduct(scores, stickers)",
    ),
)

GAP = Exercise(
    id="w01-gap",
    title="A gap and its weight",
    points=4,
    transfer_points=1,
    nearest=0.01,
    minutes=4.5,
    inputs={
        "score": ribble.SCORES["data"],
        "target": ribble.TARGETS["data"],
        "stickers": ribble.STICKERS["data"],
        "all_stickers": assessment.STICKERS,
    },
    right=lambda score, target, stickers, all_stickers: stickers / all_stickers * (target - score),
    slips=(
        Slip(
            "gap not weighted",
            "target - score",
            "That is the gap itself. It says how far, not how much it matters: multiply it by this area's share of the "
            "stickers.",
        ),
        Slip(
            "stickers not made a share",
            "stickers * (target - score)",
            "You multiplied by the number of stickers. Make it a share first: this area's stickers out of how many?",
            points=2,
        ),
        Slip(
            "gap to the top of the ladder",
            "stickers / all_stickers * (5 - score)",
            "You measured up to step 5. Few firms need the top of every ladder. How far is it to Ribble's own target?",
        ),
        Slip(
            "target weighted, not the gap",
            "stickers / all_stickers * target",
            "You weighted the whole target, as if the firm stood at zero. Part of the way is behind it: weight only what is "
            "left.",
        ),
        Slip(
            "brackets forgotten",
            "stickers / all_stickers * target - score",
            "Multiplying comes before taking away, so only the target was weighted. Put brackets round the gap.",
            points=2,
        ),
        Slip(
            "brackets forgotten, the score weighted",
            "target - score * stickers / all_stickers",
            "Multiplying and dividing come before taking away, so only the score was weighted. Work the gap out first: put "
            "brackets round it.",
            points=2,
        ),
    ),
    means="Closing the gap in data would lift Ribble's overall score by {answer}. No other area would lift it so much: the "
    "next is {second}, with {second_gap}.",
    asks="Two parts: how far is it from the score to the target, and what share of all stickers does the area have?",
    fill="Replace the three dots with a formula that uses score, target, stickers and all_stickers.",
    facts=lambda score, target, stickers, all_stickers: _second_gap(),
    ways=(
        "(target - score) * stickers / all_stickers",
        "(target * stickers - score * stickers) / all_stickers",
        "round((target - score) * (stickers / all_stickers), 2)",
        "-(score - target) / all_stickers * stickers",
    ),
)


def _second_gap() -> dict[str, str]:
    gaps = maturity.weighted_gaps(_SCORES, [ribble.TARGETS[name] for name in NAMES], _STICKERS)
    second = maturity.ranking(gaps)[1]
    return {"second": NAMES[second], "second_gap": show(gaps[second], NUMBER)}


def _top(measure: Callable[[ribble.LaterArea], float]) -> str:
    return max(ribble.TWO_YEARS_ON, key=lambda name: measure(ribble.TWO_YEARS_ON[name]))


FIRST = Exercise(
    id="w01-first",
    title="Which area first",
    points=2,
    minutes=3.5,
    choices=NAMES,
    right=lambda: _top(lambda area: area.stickers * (area.target - area.score)),
    slips=(
        Slip(
            "picked the lowest score",
            "'energy'",
            "That area has the lowest score. But the managers gave it one sticker, and they do not want it to go far. Which "
            "gap would lift the whole firm most?",
            points=0.5,
        ),
        Slip(
            "picked the widest gap",
            "'automation'",
            "That is the widest gap by itself. Few stickers stand behind it, though. Multiply each gap by its stickers, and "
            "compare.",
            points=0.5,
        ),
        Slip(
            "picked the most stickers",
            "'people'",
            "That area matters most, but it is nearly where the managers want it. Multiply each gap by its stickers, and "
            "compare.",
            points=0.5,
        ),
        Slip(
            "picked the highest score",
            "'direction'",
            "That area is furthest up the ladder, and close to its target. Which gap, times its stickers, is larger?",
            points=0,
        ),
        Slip(
            "picked a middling gap",
            "'data'",
            "A gap of 1 with 3 stickers behind it: that makes 3. Work out the other rows in the same way. Is one larger?",
            points=0.5,
        ),
    ),
    means="Yes: {answer}. It has neither the lowest score, nor the widest gap, nor the most stickers, yet its gap weighs most: "
    "{stickers} stickers times {gap}. A low score is not yet a reason to act.",
    asks="For each row: target less score, times stickers. Which row gives most?",
    fill='Replace the three dots with the name of one area, in quotation marks, such as "people".',
    ways=("'Tools'", "' tools. '", "'TOOLS'"),
    facts=lambda: {
        "stickers": str(ribble.TWO_YEARS_ON["tools"].stickers),
        "gap": show(ribble.TWO_YEARS_ON["tools"].target - ribble.TWO_YEARS_ON["tools"].score, NUMBER, 0.1),
    },
)

WEAKEST = Exercise(
    id="w01-weakest",
    title="The weakest link of a plan",
    points=4,
    transfer_points=1,
    nearest=0.01,
    minutes=3.5,
    inputs={"needed": ribble.NEEDED, **{name: ribble.SCORES[name] for name in ribble.PROJECT}},
    right=lambda needed, tools, people, data: maturity.shortfall(needed, [tools, people, data]),
    slips=(
        Slip(
            "average of the three",
            "needed - (tools + people + data) / 3",
            "You took the average. Good tools do not make up for figures that nobody has: the plan stands only where its "
            "weakest area stands. Which of the three is that?",
        ),
        Slip(
            "strongest area used",
            "needed - max(tools, people, data)",
            "You measured from the strongest of the three. The plan needs all of them at once. Which one holds it up?",
        ),
        Slip(
            "weakest area, not its distance",
            "min(tools, people, data)",
            "That is where the weakest area stands: good. The question is how far it still is to the step that the plan "
            "needs.",
            points=2,
        ),
        Slip(
            "all three distances added",
            "3 * needed - tools - people - data",
            "You added up all three distances. They are walked side by side, not one after the other. Which is the longest?",
        ),
    ),
    means="The plan is {answer} steps short, because of data; the other two are nearly there. Keep that figure for your "
    "memo. What would a screen at each machine show today?",
    asks="Which of the three areas is furthest behind, and how far is it from there to the step that is needed?",
    fill="Replace the three dots with a formula that uses needed and min(tools, people, data).",
    ways=(
        "max(needed - tools, needed - people, needed - data)",
        "needed - min([data, people, tools])",
        "round(needed - min(tools, min(people, data)), 2)",
        "-min(tools, people, data) + needed",
    ),
)

DISAGREE = Exercise(
    id="w01-disagree",
    title="How far two people are apart",
    points=4,
    transfer_points=1,
    nearest=0.01,
    minutes=4.5,
    # As decimals, so that the check can tell a formula from a typed-in number.
    inputs={
        "director": [float(answer) for answer in maturity.known(ribble.DIRECTOR["tools"])],
        "leader": [float(answer) for answer in maturity.known(ribble.LEADER["tools"])],
    },
    helpers={"differences": maturity.differences, "mean": maturity.mean},
    right=lambda director, leader: maturity.disagreement(director, leader),
    slips=(
        Slip(
            "difference of the averages",
            "abs(mean(director) - mean(leader))",
            "You compared the two averages. There, one person's high answer makes up for a low one, and the quarrel "
            "disappears. Compare question by question first, and average after that.",
        ),
        Slip(
            "largest difference only",
            "max(differences(director, leader))",
            "That is the one question where they are furthest apart. Good to know; but here the average over all the "
            "questions is asked for.",
            points=2,
        ),
        Slip(
            "differences added up",
            "sum(differences(director, leader))",
            "Those are all the distances together. With more questions that grows by itself. How much is it for one question?",
            points=2,
        ),
        Slip(
            "average of both people",
            "mean(director + leader)",
            "That is what the two think on average: the level, not the distance between them. How far apart are they at each "
            "question?",
        ),
        Slip(
            "highest less lowest answer",
            "max(director + leader) - min(director + leader)",
            "You took the highest answer of all and the lowest of all. They may belong to different questions. Compare the "
            "two answers to the same question.",
        ),
    ),
    means="Their averages on tools are only {close} steps apart, and yet at a question the two are {answer} steps apart, on "
    "average: they live in two different firms. In the other areas: {others}. Get the missing answers, then talk about the "
    "widest distance before anybody buys anything.",
    asks="What is the distance at each of the questions, without its sign? And what is the average of those distances?",
    fill="Replace the three dots with a formula that uses differences(director, leader) and mean(...).",
    facts=lambda director, leader: {
        "close": show(abs(maturity.mean(director) - maturity.mean(leader)), NUMBER),
        "others": _other_distances(),
    },
    ways=(
        "sum(differences(director, leader)) / len(director)",
        "mean(differences(leader, director))",
        "round(mean(differences(director, leader)), 2)",
        "sum(differences(director, leader)) / len(differences(director, leader))",
    ),
)


def _other_distances() -> str:
    others = [name for name in NAMES if name != "tools"]
    apart = {name: maturity.disagreement(ribble.DIRECTOR[name], ribble.LEADER[name]) for name in others}
    both = {
        name: sum(None not in pair for pair in zip(ribble.DIRECTOR[name], ribble.LEADER[name], strict=True))
        for name in others
    }
    # What rests on one question comes last: it says little, however wide it is.
    order = sorted(others, key=lambda name: (both[name] == 1, -apart[name]))
    return ", ".join(
        f"{name} {show(apart[name], NUMBER, 0.1)}" + (" (one question only)" if both[name] == 1 else "")
        for name in order
    )


PERCENT_GROWTH = Exercise(
    id="w01-percent",
    title="Per cent or percentage points",
    points=4,
    transfer_points=1,
    unit=PERCENT,
    nearest=0.1,
    minutes=4.5,
    inputs={"before": ribble.LINKED_PERCENT_BEFORE, "after": ribble.LINKED_PERCENT_AFTER},
    right=lambda before, after: 100 * (after - before) / before,
    slips=(
        Slip(
            "percentage points",
            "after - before",
            "That is the rise in percentage points: the plain difference of two shares. Growth in per cent asks another "
            "question: how large is that rise, beside what there was before?",
            points=2,
        ),
        Slip(
            "per cent of the new figure",
            "100 * (after - before) / after",
            "You compared the rise with where it ended. Growth is measured from where it began.",
            points=2,
        ),
        Slip(
            "the whole instead of the rise",
            "100 * after / before",
            "That is the new share beside the old one, the old one included. Which part of it was added?",
            points=2,
        ),
        Slip(
            "brackets forgotten",
            "100 * after - before / before",
            "Multiplying and dividing come before taking away. Put brackets round the rise, so that it is worked out first.",
        ),
        Slip(
            "per cent of the middle",
            "100 * (after - before) / ((after + before) / 2)",
            "You compared the rise with the middle of the two shares. Growth is measured from where it began.",
        ),
    ),
    means="The brochure may print {answer}, and it is true: {rise} percentage points, measured against a small beginning. "
    "Write your own targets as “from … to …”; then nobody can mistake them.",
    asks="How much did the share rise, and how large was it to begin with? Do you need brackets, or per cent?",
    fill="Replace the three dots with a formula that uses before and after, in per cent.",
    facts=lambda before, after: {"rise": show(after - before, NUMBER, 1)},
    ways=(
        "(after / before - 1) * 100",
        "100 * after / before - 100",
        "round((after - before) / before * 100, 1)",
        "(after - before) / (before / 100)",
    ),
)


@dataclass(frozen=True)
class _Line(Field):
    """A blank that takes a line of figures between quotation marks; read by one of week 1's own methods."""

    unit: None = None
    figures: Callable[[str], tuple[float | None, ...]] = field(default=assessment.read_line)

    def read(self, given: Any) -> FormValue:
        """The line, once every figure in it can be read.

        Raises:
            ValueError: with a sentence for the person who filled it in.
        """
        if given is not ... and given is not None and not isinstance(given, str):
            raise ValueError(f"{self.name}: put the whole line between quotation marks.")
        line = str(super().read(given))
        try:
            self.figures(line)
        except ValueError as problem:
            raise ValueError(f"{self.name}: {problem}") from None
        return line


def _answers(line: str) -> tuple[float | None, ...]:
    answers = assessment.read_answers(line)
    if not maturity.known(answers):
        raise ValueError(
            "nothing but question marks, so it has no score. Ask somebody, or answer the easiest of its four questions."
        )
    return answers


def _firm_says(own: Mapping[str, Any]) -> tuple[str, ...]:
    assessed = assessment.read_assessment(own)
    scores, gaps = assessed.scores, assessed.gaps
    lowest = [name for name, score in zip(NAMES, scores, strict=True) if score == min(scores)]
    below = [name for name, score, target in zip(NAMES, scores, assessed.targets, strict=True) if target < score]
    unknown = assessed.dont_knows
    said = [
        f"Your scores: {_listed(scores, range(len(NAMES)))}. Overall you stand at {show(assessed.overall, NUMBER)} of "
        f"{TOP}.",
        f"Your lowest score is {show(min(scores), NUMBER)}, in {_and(lowest)}: {_step(min(scores))}.",
        f"Your weighted gaps, largest first: {_listed(gaps, maturity.ranking(gaps))}. {_heaviest(gaps)}",
    ]
    if unknown:
        said.append(f"You left {unknown} of {QUESTIONS_PER_AREA * len(AREAS)} open. Who in the firm would know?")
    if below:
        said.append(f"Your target lies below today's score in {_and(below)}: check that this is what you mean.")
    return tuple(said)


def _heaviest(gaps: Sequence[float]) -> str:
    """Which gap weighs most, if one does; gaps that look the same on the card count as equal."""
    most = show(max(gaps), NUMBER)
    if max(gaps) <= 0:
        return "No area with stickers has a target above today's score, so no gap is left. Look at your targets again."
    heaviest = [name for name, gap in zip(NAMES, gaps, strict=True) if show(gap, NUMBER) == most]
    if len(heaviest) == 1:
        return f"The gap that weighs most is {heaviest[0]}: closing it would lift your overall score by {most}."
    return f"The gaps that weigh most are {_and(heaviest)}, with {most} each. Which would help the others along?"


def _listed(figures: Sequence[float], order: Iterable[int]) -> str:
    return ", ".join(f"{NAMES[place]} {show(figures[place], NUMBER)}" for place in order)


def _and(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


FIRM = Form(
    id="w01-firm",
    title="Your own firm",
    points=8,
    minutes=14,
    fields=(
        *(
            _Line(area.name, f"four answers on {area.name}, 0 to 5 or ?, such as “2 3 ? 1”", figures=_answers)
            for area in AREAS
        ),
        _Line("targets", "six targets, 0 to 5, in the order of the areas"),
        _Line("stickers", f"six numbers that add up to {assessment.STICKERS}", figures=assessment.read_stickers),
    ),
    rules=(),  # what must hold between figures stands in one line here, and its blank says which line and how
    means=_firm_says,
)
"""Kept in the workbook under "week01"; `course.methods.assessment` says by which keys, and reads it back."""

DEFINITIONS = (SCORE, OVERALL, GAP, FIRST, WEAKEST, DISAGREE, PERCENT_GROWTH, FIRM)

FIGURES: dict[str, float] = {
    "2.25": maturity.area_score(ribble.LEADER["tools"]),
    "25 per cent": 100 * (50 - 40) / 40,  # the growth from 40% to 50%, the task's own example
    "40": 40,
}
"""Figures printed in the text that are worked out from the case: as printed -> value."""
