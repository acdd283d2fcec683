"""Webinar 2, will our people come with us?: what is right, what people get wrong, and what to say (curriculum: WB1)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from course.cases import ribble_training as ribble
from course.checks.exercise import Exercise, Slip
from course.checks.form import Field, Form, Rule
from course.methods import pulse, training
from course.quantities import GBP, NUMBER, show

_DESIRE = pulse.ELEMENTS.index("desire")
_ANSWERED = [place for place, answer in enumerate(ribble.PULSES[60]) if answer is not None]
_SILENT = [place for place, answer in enumerate(ribble.PULSES[60]) if answer is None]


def _desire(day: int, places: list[int]) -> float:
    answers = [ribble.PULSES[day][place] for place in places]
    return pulse.means(answers)[_DESIRE]


BARRIER = Exercise(
    id="webinar2-barrier",
    title="Where people are stuck",
    points=1,
    choices=pulse.ELEMENTS,
    right=lambda: pulse.barrier(pulse.means(ribble.PULSES[30])) or "",
    slips=(
        Slip(
            "the lowest score",
            "'ability'",
            "You took the lowest score. The five come in turn, so a low one late in the row may only follow from an "
            "earlier one. Read the column from the top: where does it first fall to 3 or less?",
            points=0.5,
        ),
        Slip(
            "straight to training",
            "'knowledge'",
            "Knowledge is low, and a course is the easiest thing to buy. But people learn little that they do not want "
            "to learn. Is an element before it low as well?",
            points=0.5,
        ),
        Slip(
            "the first element, though it is not low",
            "'awareness'",
            "Awareness comes first, but people already know why: look at its score. Which is the first that is 3 or "
            "less?",
            points=0.25,
        ),
        Slip(
            "the last element",
            "'reinforcement'",
            "Reinforcement keeps a change alive once people can do it. On day 30 that is still to come. Read from the "
            "top.",
            points=0.25,
        ),
    ),
    means="The first element that is 3 or less is {answer}. People know why the cell has come; they do not yet want "
    "it. A "
    "course would teach people who are not listening. Ask what they stand to lose, and what they would like to gain.",
    asks="Which of the five words is it? Read the column of day 30 from the top.",
    fill="Replace the three dots with one of the five words, in quotation marks.",
    minutes=3,
)

SILENT = Exercise(
    id="webinar2-silent",
    title="Those who no longer answer",
    points=1,
    unit=NUMBER,
    nearest=0.01,
    inputs={
        "now": _desire(60, _ANSWERED),
        "answered": len(_ANSWERED),
        "before": _desire(30, _SILENT),
        "silent": len(_SILENT),
    },
    right=lambda now, answered, before, silent: pulse.with_the_silent(now, answered, before, silent),
    slips=(
        Slip(
            "only those who answered",
            "now",
            "That is the average of those who still answer. Four people have gone quiet. What was their last word?",
            points=0.25,
        ),
        Slip(
            "average of two averages",
            "(now + before) / 2",
            "You took the average of two averages, as if both groups were equally large. Let each person count once.",
            points=0.5,
        ),
        Slip(
            "silence counted as nothing",
            "now * answered / (answered + silent)",
            "You counted the silent as zero. Nobody can answer below 1, and they did answer last time: use that.",
            points=0.5,
        ),
        Slip(
            "groups mixed up",
            "(now * silent + before * answered) / (answered + silent)",
            "The two averages are with the wrong groups. Who gave which of them?",
            points=0.5,
        ),
        Slip(
            "no brackets round the sum",
            "now * answered + before * silent / (answered + silent)",
            "Only the second group was divided, since × and ÷ come before +. Put brackets round the whole sum, so that "
            "all of it is divided. Can an average be above 5?",
            points=0.5,
        ),
        Slip(
            "no brackets round the people",
            "(now * answered + before * silent) / answered + silent",
            "You divided by one group and then added people to the result. Put brackets round all the people, below "
            "the line. Can an average be above 5?",
            points=0.5,
        ),
        Slip(
            "no brackets at all",
            "now * answered + before * silent / answered + silent",
            "The formula needs brackets twice: round the sum above the line, and round the people below it. Otherwise "
            "× and ÷ come first. Can an average be above 5?",
            points=0.25,
        ),
        Slip(
            "divided by those who answered",
            "(now * answered + before * silent) / answered",
            "The sum has everybody in it, but you shared it among those who answered. How many people are there in "
            "all?",
            points=0.5,
        ),
    ),
    means="With everybody counted, desire is {answer} and not {now}: still 3 or less. The pulse looked better because "
    "the "
    "least willing had stopped answering. Watch how many answer before you look at how they answer.",
    asks="Add up what each group's people said together: average times people. How many people is that in all?",
    fill="Replace the three dots with a formula that uses now, answered, before and silent.",
    facts=lambda now, answered, before, silent: {"now": show(now, NUMBER)},
    ways=(
        "(answered * now + silent * before) / (silent + answered)",
        "now - (now - before) * silent / (answered + silent)",
        "now * answered / (answered + silent) + before * silent / (answered + silent)",
    ),
    minutes=5,
)

_SHORT = {
    "gripper": "Change the gripper",
    "new part": "Teach the cell a new part",
    "lathe": "Set up the lathe",
    "load": "Load and start the cell",
}
"""The words of a choice -> the skill."""


def _most_exposed() -> str:
    """The skill that rests on one person and that nobody can teach."""
    (found,) = (
        word
        for word, skill in _SHORT.items()
        if len(ribble.CELL_TEAM.able(skill)) == 1 and not ribble.CELL_TEAM.teachers(skill)
    )
    return found


EXPOSED = Exercise(
    id="webinar2-exposed",
    title="The most exposed skill",
    points=1,
    choices=tuple(_SHORT),
    right=_most_exposed,
    slips=(
        Slip(
            "rests on one person, who can pass it on",
            "'new part'",
            "This skill rests on Hana alone as well, but she has a 4 in it: she can teach it before she goes. "
            "Which skill of hers can nobody here pass on?",
            points=0.5,
        ),
        Slip(
            "rests on somebody else",
            "'lathe'",
            "The lathe rests on Kofi alone, which is a risk too. But he can teach it, and it is Hana who will be away.",
            points=0.5,
        ),
        Slip(
            "the skill that is used most",
            "'load'",
            "It is needed every day, but three people do it alone. Count the levels of 3 and 4 in each row first.",
            points=0.25,
        ),
    ),
    means="Only Hana does it alone, and nobody has a 4, so nobody here can teach it before she goes. Such a gap "
    "needs a phone call this week: to the supplier of the cell, a college, or a neighbour.",
    asks="Which of the four words is it? Look for a row with a single 3 or 4 in it, and then at whether that is a 4.",
    fill="Replace the three dots with one of the four words, in quotation marks.",
    minutes=3,
)

_PLAN = training.plan(ribble.CELL_TEAM, wanted=ribble.WANTED)

COST = Exercise(
    id="webinar2-cost",
    title="What the plan costs",
    points=1,
    unit=GBP,
    nearest=10,
    inputs={
        "months": sum(lesson.months for lesson in _PLAN.lessons),
        "hours": ribble.LESSON_HOURS,
        "rate": ribble.RATE,
    },
    right=lambda months, hours, rate: training.cost(months, hours, rate),
    slips=(
        Slip(
            "only the learner's time",
            "months * hours * rate",
            "You paid the learner and forgot the teacher. How many people are busy in a lesson?",
            points=0.5,
        ),
        Slip(
            "one month for all",
            "hours * 2 * rate",
            "That is one month of one lesson. How many such months are there in the plan, all lessons together?",
            points=0.5,
        ),
        Slip(
            "a whole month's work",
            "months * 160 * 2 * rate",
            "You counted every working hour of those months. People work on while they learn: how many hours a month "
            "does a lesson take?",
            points=0.25,
        ),
        Slip(
            "hours added, not multiplied",
            "(months + hours) * 2 * rate",
            "You added months and hours. Each month of a lesson takes so many hours: what do you do with the two?",
            points=0.25,
        ),
    ),
    means="The whole plan costs Ribble {answer} of two people's time (simulated). Set that beside one week in which "
    "the "
    "cell stands still because the only person who knows it is ill.",
    asks="How many hours is that in all, for one person? And who else is there in each of those hours?",
    fill="Replace the three dots with a formula that uses months, hours and rate.",
    ways=("2 * months * hours * rate", "months * hours * (rate + rate)", "rate * hours * months * 2"),
    minutes=4,
)

QUICK_WIN = Exercise(
    id="webinar2-quick-win",
    title="A quick win",
    points=1,
    choices=tuple(ribble.QUICK_WINS),
    right=lambda: "fault",
    slips=(
        Slip(
            "visible, but nobody's day is better",
            "'screen'",
            "Everybody will see it, and soon. But it shows what the machine does and mends nothing that people minded. "
            "Whose day is better a month from now?",
            points=0.5,
        ),
        Slip(
            "not quick, and not yet a win",
            "'cell'",
            "An order is money spent, not something that works. And day 90 is late. What could people notice in the "
            "first "
            "month?",
            points=0.25,
        ),
        Slip(
            "an activity, not a result",
            "'training'",
            "Everybody has sat through something. That is work done, not a result. What is better because of it?",
            points=0.25,
        ),
    ),
    means="It is soon, everybody at the cell notices it, nobody can dispute it, and it is what people had asked for. "
    "So it "
    "shows that speaking up pays. Say in public who asked and who mended it.",
    asks="Which of the four words is it? Hold each idea against the four tests in the text.",
    fill="Replace the three dots with one of the four words, in quotation marks.",
    minutes=3,
)

_FEWEST = 5
"""Below so many answers, a person could be recognised."""

_HELP = {
    "awareness": "say why, face to face, with one figure from your own shop floor; then ask what people heard",
    "desire": "ask what each person stands to lose and to gain, and change one thing that they name",
    "knowledge": "show it at the machine, in small groups, with somebody they trust",
    "ability": "give time to practise, with help standing by and no target for a month",
    "reinforcement": "say thank you in public, mend what annoys, and stop the old way of doing it",
}


def _of_own_pulse(values: Mapping[str, Any]) -> tuple[str, ...]:
    stuck = pulse.barrier([values[name] for name in pulse.ELEMENTS])
    told = [
        f"The first element that is {pulse.LOW} or less is {stuck}. What helps there: {_HELP[stuck]}."
        if stuck
        else f"No element is {pulse.LOW} or less. Ask again in 30 days, and keep on saying thank you."
    ]
    share = show(100 * values["answered"] / values["asked"], NUMBER, 1)
    if values["day"] == 0:
        told.append(f"You expect {share}% to answer. Lay the real answers beside this forecast when you have asked.")
    elif values["answered"] == values["asked"]:
        told.append("Everybody whom you asked has answered. Tell them soon what you will do about it.")
    else:
        told.append(f"{share}% of those you asked have answered. Ask the others in person what kept them from it.")
    if values["answered"] < _FEWEST:
        told.append(f"With fewer than {_FEWEST} answers, people can be recognised. Talk instead, and show no picture.")
    return tuple(told)


OWN_PULSE = Form(
    id="webinar2-pulse",
    title="Your pulse",
    points=1,
    fields=(
        Field("change", "the change that you ask about", None),
        Field("day", "which day of the change it is", NUMBER, low=0, high=365),
        Field("asked", "how many people you asked, or will ask", NUMBER, low=1, high=500),
        Field("answered", "how many answered, or will", NUMBER, low=1, high=500),
        *(Field(name, f"the average score for {name}", NUMBER, low=1, high=pulse.TOP) for name in pulse.ELEMENTS),
    ),
    rules=(
        Rule(
            "answered: more people answered than were asked. Check the two numbers.",
            lambda values: values["answered"] <= values["asked"],
        ),
        Rule(
            "asked, answered: people come in whole numbers.",
            lambda values: all(math.isclose(values[name] % 1, 0) for name in ("asked", "answered")),
        ),
    ),
    means=_of_own_pulse,
    minutes=5,
)

_MYSELF = ("i", "me", "myself")


def _of_own_plan(values: Mapping[str, Any]) -> tuple[str, ...]:
    owner = str(values["owner"])
    diary = "your own diary" if owner.casefold() in _MYSELF else f"the diary of {owner}"
    return (
        f"Your quick win: {values['win']}. Day {show(values['win_day'], NUMBER, 1)}. Who will notice it: "
        f"{values['noticed_by']}. How you will know: {values['proof']}.",
        f"Put the day in {diary} now.",
    )


OWN_PLAN = Form(
    id="webinar2-plan",
    title="Your first 90 days",
    points=1,
    fields=(
        Field("win", "your quick win", None),
        Field("win_day", "the day by which people notice it", NUMBER, low=1, high=90),
        Field("noticed_by", "who will notice it", None),
        Field("proof", "how you will know that it worked", None),
        Field("owner", "who brings it about", None),
        Field("by_day_30", "what people see by day 30", None),
        Field("by_day_60", "what people see by day 60", None),
        Field("by_day_90", "what people see by day 90", None),
    ),
    rules=(
        Rule(
            "by_day_30, by_day_60, by_day_90: people would see the same thing twice. What will be different by then?",
            lambda values: len({str(values[name]).casefold() for name in ("by_day_30", "by_day_60", "by_day_90")}) == 3,
        ),
    ),
    means=_of_own_plan,
    minutes=8,
)

DEFINITIONS: tuple[Exercise | Form, ...] = (BARRIER, SILENT, EXPOSED, COST, QUICK_WIN, OWN_PULSE, OWN_PLAN)
"""In the order of the notebook."""

FIGURES: dict[str, float] = {"45": 45, "15": 15}
"""What the notebook prints and has not from the case: the minutes of the session's plan."""
