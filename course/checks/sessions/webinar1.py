"""Webinar 1, should we believe that claim?: what is right, what people get wrong, and what to say (curriculum: WB4)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from course.cases import claims as printed
from course.checks.exercise import Exercise, Slip
from course.checks.form import Field, Form, Rule
from course.methods import claims
from course.quantities import DAYS, GBP, GBP_A_YEAR, PERCENT, TIMES, show

KIND = Exercise(
    id="webinar1-kind",
    title="What can be counted today",
    points=1,
    choices=("money put in", "jobs", "value added", "payback"),
    right=lambda: "money put in",
    slips=(
        Slip(
            "a forecast of jobs",
            "'jobs'",
            "The table calls these jobs a forecast, or says that projects are to bring them. That can be checked only "
            "later, against the payroll. What has already left somebody's bank account?",
            points=0.25,
        ),
        Slip(
            "a forecast of value added",
            "'value added'",
            "Value added is a forecast too, and nobody has an invoice for it. What has already left somebody's bank "
            "account?",
            points=0.25,
        ),
        Slip(
            "a seller's average",
            "'payback'",
            "A maker claims it as an average, and the page does not say over which customers. Which of the four could "
            "an accountant find in the books today?",
            points=0.25,
        ),
    ),
    means="What was paid can be found in the books. The other three are forecasts, or what a maker claims. They may "
    "come true. Until then, ask who made the forecast, how, and who will check it.",
    asks="Which of the four words is it?",
    fill='Replace the three dots with "money put in", "jobs", "value added" or "payback", in quotation marks.',
    minutes=3,
)

PER_JOB = Exercise(
    id="webinar1-per-job",
    title="Pounds for each job",
    points=1,
    unit=GBP,
    nearest=10,
    right=lambda: claims.per(printed.LANCASHIRE_INVESTMENT, printed.LANCASHIRE_JOBS),
    slips=(
        Slip(
            "millions left out",
            "7.6 / 520",
            "You divided 7.6 and not 7.6 million. Write the noughts out: how many are there in a million?",
            points=0.5,
        ),
        Slip(
            "the uplift instead of the money put in",
            "80_000_000 / 520",
            "You shared out the uplift, which is what may come back. The question is what was put in.",
            points=0.5,
        ),
        Slip(
            "shared among firms",
            "7_600_000 / 2_500",
            "You divided by the firms of the whole North West. This money belongs to Lancashire; it is shared by its "
            "jobs.",
            points=0.25,
        ),
    ),
    means="{answer} was put in for each job that is printed: by grants and firms together, so it is not what a job "
    "cost the taxpayer. The figure does not say how long a job lasts, whether it is full time, or whether it was lost "
    "elsewhere.",
    asks="Which figure is the money put in, and which one counts jobs? Which of them goes on top? Are all the noughts "
    "there?",
    fill="Replace the three dots with the money put in, divided by the jobs.",
    ways=("7.6e6 / 520", "round(7_600_000 / 520)", "7600 / 520 * 1000"),
    minutes=4,
)

GRANT_SHARE = Exercise(
    id="webinar1-grant-share",
    title="The grants' share",
    points=1,
    unit=PERCENT,
    nearest=0.1,
    right=lambda: 100 * claims.share(printed.ROBOTICS_GRANTS, printed.ROBOTICS_INVESTMENT),
    slips=(
        Slip(
            "grants against the firms' own money",
            "100 * 198 / 273",
            "You compared the grants with the firms' own money. A share is of the whole: what do the two make "
            "together?",
            points=0.5,
        ),
        Slip(
            "the firms' share",
            "100 * 273 / 471",
            "That is what the firms paid themselves. The question is about the other part.",
            points=0.5,
        ),
        Slip(
            "upside down",
            "100 * 471 / 198",
            "You divided the whole by its part, and a part came out larger than its whole. Turn the division round.",
            points=0.5,
        ),
    ),
    means="The grants paid {answer} of the money. Whoever says that a grant “created” a result leaves out those who "
    "paid "
    "the rest. For each £1 of grant, the firms put in {own} of their own.",
    asks="A share is a part of the whole, times 100. Which is the part, and which is the whole?",
    fill="Replace the three dots with the grants as a share of the whole, in per cent.",
    facts=lambda: {"own": show(claims.per(printed.ROBOTICS_PRIVATE, printed.ROBOTICS_GRANTS), GBP, 0.01)},
    ways=("198_000 / 471_000 * 100", "100 * 198 / (198 + 273)", "100 - 100 * 273 / 471"),
    minutes=4,
)

PER_PROJECT = Exercise(
    id="webinar1-per-project",
    title="Top and bottom must belong together",
    points=1,
    unit=GBP,
    nearest=100,
    right=lambda: claims.per(printed.NORTH_WEST_VALUE_ADDED, printed.NORTH_WEST_PROJECTS),
    slips=(
        Slip(
            "shared among everybody who engaged",
            "242_000_000 / 2_500",
            "You divided by all manufacturers that engaged with the programme, and only hundreds of them got support. "
            "Read the line once more: whose results is the forecast about?",
            points=0.5,
        ),
        Slip(
            "shared among jobs",
            "242_000_000 / 1_550",
            "That is value added for each job that is forecast. What does the claim say for each project?",
            points=0.5,
        ),
        Slip(
            "millions left out",
            "242 / 334",
            "You divided 242 and not 242 million. Write the noughts out.",
            points=0.5,
        ),
        Slip(
            "the forecast of Lancashire's robots",
            "42_700_000 / 12",
            "Both of these belong to the twelve firms with robots. Take the forecast for the whole North West, and "
            "what "
            "belongs to it.",
            points=0.25,
        ),
    ),
    means="The forecast is {answer} for each project. Divide it by every manufacturer that engaged with the programme, "
    "and it looks like {diluted}. Neither is wrong as a sum. Only the first has top and bottom from the same claim.",
    asks="What is the forecast about: all that engaged with the programme, the projects, or the jobs?",
    fill="Replace the three dots with the forecast, divided by what it belongs to.",
    facts=lambda: {"diluted": show(claims.per(printed.NORTH_WEST_VALUE_ADDED, printed.NORTH_WEST_FIRMS), GBP, 100)},
    ways=("242e6 / 334", "round(242_000_000 / 334, -2)", "242 / 334 * 1_000_000"),
    minutes=4,
)

PER_POUND = Exercise(
    id="webinar1-per-pound",
    title="Value added for each pound",
    points=1,
    unit=TIMES,
    nearest=0.1,
    right=lambda: claims.per(printed.ROBOTICS_VALUE_ADDED, printed.ROBOTICS_INVESTMENT),
    slips=(
        Slip(
            "for each pound of grant",
            "42_700_000 / 198_000",
            "You divided by the grants alone, which makes the result more than twice as large. The firms' own money "
            "went in "
            "as well: what was put in altogether?",
            points=0.5,
        ),
        Slip(
            "for each pound of the firms",
            "42_700_000 / 273_000",
            "You divided by the firms' own money alone. The grants went in as well: what was put in altogether?",
            points=0.5,
        ),
        Slip(
            "millions over thousands",
            "42.7 / 471",
            "One figure is in millions and the other in thousands. Write the noughts of both out first.",
            points=0.5,
        ),
        Slip(
            "for each job",
            "42_700_000 / 47",
            "That is the value added for each job that is forecast. What is it for each pound put in?",
            points=0.25,
        ),
    ),
    means="For each £1 put in, the forecast says {pounds}. That is value added: wages and profit together. It is not "
    "profit, and it does not come back to those who paid. A figure so large deserves the next question: what of it "
    "would "
    "have come anyway?",
    asks="What was put in altogether, by grants and firms? Are the noughts of both figures there?",
    fill="Replace the three dots with the value added, divided by all the money put in.",
    facts=lambda: {"pounds": show(claims.per(printed.ROBOTICS_VALUE_ADDED, printed.ROBOTICS_INVESTMENT), GBP, 0.01)},
    ways=("42.7e6 / 471e3", "42_700 / 471", "round(42_700_000 / (198_000 + 273_000), 1)"),
    minutes=4,
)

LEFT = Exercise(
    id="webinar1-left",
    title="What is left",
    points=1,
    unit=GBP,
    nearest=100,
    inputs={
        "claimed": printed.BROCHURE.claimed,
        "anyway": printed.BROCHURE.anyway,
        "displaced": printed.BROCHURE.displaced,
        "due": printed.BROCHURE.due,
    },
    right=lambda claimed, anyway, displaced, due: claims.left(claimed, anyway, displaced, due).due,
    slips=(
        Slip(
            "all shares taken from the whole claim",
            "claimed * (1 - anyway - displaced - (1 - due))",
            "You took every share from the whole claim. Each one is a share of what the step before has left, so the "
            "steps multiply.",
            points=0.5,
        ),
        Slip(
            "the first two shares added",
            "claimed * (1 - (anyway + displaced)) * due",
            "You added the first two shares. But the second is a share of what the first has left, not of the whole "
            "claim: give each step a bracket of its own.",
            points=0.5,
        ),
        Slip(
            "the part that would have come anyway kept",
            "claimed * anyway * (1 - displaced) * due",
            "You kept what would have come anyway and took the rest off. What is new is the other part: 1 minus that "
            "share.",
            points=0.5,
        ),
        Slip(
            "the part that is due taken off",
            "claimed * (1 - anyway) * (1 - displaced) * (1 - due)",
            "`due` is the share that the product may claim, so it stays. The first two shares come off; this one does "
            "not.",
            points=0.5,
        ),
        Slip(
            "what only moved left in",
            "claimed * (1 - anyway) * due",
            "Two steps are right. What other firms nearby have lost is still in it: which share is that?",
            points=0.5,
        ),
        Slip(
            "only the first step",
            "claimed * (1 - anyway)",
            "That is the claim without what would have come anyway. Two more steps follow.",
            points=0.25,
        ),
    ),
    means="Of the claim, {answer} is left. It is still money. But it is {left} for each £1 that customers paid, "
    "where the brochure says {said}. Your own shares will be guesses, so try a kind one and a harsh one, and see if "
    "your decision changes.",
    asks="Three steps, each on what the step before has left. Two take a share off, with 1 minus it; the last keeps "
    "one.",
    fill="Replace the three dots with a formula that uses claimed, anyway, displaced and due.",
    facts=lambda claimed, anyway, displaced, due: {
        "left": show(claims.left(claimed, anyway, displaced, due).due / printed.BROCHURE.put_in, GBP, 0.01),
        "said": show(claimed / printed.BROCHURE.put_in, GBP, 0.01),
    },
    ways=(
        "due * (1 - displaced) * (1 - anyway) * claimed",
        "(claimed - claimed * anyway) * (1 - displaced) * due",
        "(claimed * (1 - anyway) - claimed * (1 - anyway) * displaced) * due",
    ),
    minutes=6,
)


def _arm_alone() -> Mapping[str, str]:
    arm = printed.ARM_SHARE * printed.CELL.cost
    saving = printed.SHIFTS * printed.CELL.full_year
    return {
        "own": show(printed.CELL.full_year, GBP),
        "arm": show(arm, GBP),
        "saving": show(saving, GBP),
        "days": show(claims.payback_days(arm, saving), DAYS, 1),
    }


IMPLIED = Exercise(
    id="webinar1-implied",
    title="The saving that a payback time implies",
    points=1,
    unit=GBP_A_YEAR,
    nearest=100,
    right=lambda: claims.saving_implied(printed.CELL.cost, printed.PAYBACK_DAYS),
    slips=(
        Slip(
            "a day instead of a year",
            "88_000 / 195",
            "That is what the cell would have to save each day. How many days has a year?",
            points=0.5,
        ),
        Slip(
            "upside down",
            "88_000 * 195 / 365",
            "You took a part of the price, but the whole price must come back in a part of the year. Should the "
            "saving of "
            "a whole year be more or less than the price?",
            points=0.5,
        ),
        Slip(
            "working days",
            "88_000 / 195 * 250",
            "You counted working days. That is worth asking the seller, because it changes the answer. Here, count the "
            "days of the calendar.",
            points=0.5,
        ),
        Slip(
            "working days of a longer year",
            "88_000 / 195 * 260",
            "You counted five days a week, for 52 weeks. Ask the seller which days were meant, since it changes the "
            "answer. Here, count the days of the calendar.",
            points=0.5,
        ),
        Slip(
            "Ribble's own payback",
            "88_000 / 33_000 * 365",
            "That is how many days Ribble's cell takes with the saving that Ribble expects. Turn it round: the days "
            "are given, and the saving is asked.",
            points=0.5,
        ),
        Slip(
            "grant taken off",
            "(88_000 - 20_000) / 195 * 365",
            "You took the grant off first. A seller's average cannot know of it: use the whole price.",
            points=0.5,
        ),
    ),
    means="The claim needs {answer} from this cell; Ribble expects {own} a year (simulated). Other sums can still "
    "reach it. Count the arm alone (assumed: {arm} of the price) and two shifts (assumed: {saving} a year), and "
    "payback is {days}. So ask what was counted: the arm or the whole cell, one shift or more, and which customers.",
    asks="How much a day must come back? And in a year?",
    fill="Replace the three dots with the saving a year, in pounds.",
    facts=_arm_alone,
    ways=("88_000 * 365 / 195", "88_000 / (195 / 365)", "round(365 / 195 * 88_000)"),
    minutes=5,
)

_SHARES = {
    "anyway": "what would have happened anyway",
    "displaced": "what only moved",
    "due": "what is due to this cause",
}

_KINDS = ("forecast", "measured", "not said")


def _no_fraction(name: str, values: Mapping[str, Any]) -> bool:
    return not 0 < values[name] < 1


def _of_own_claim(values: Mapping[str, Any]) -> tuple[str, ...]:
    found = claims.left(values["claimed"], values["anyway"] / 100, values["displaced"] / 100, values["due"] / 100)
    kept = claims.per(found.due, values["put_in"])
    said = claims.per(found.claimed, values["put_in"])
    ones = [asks for name, asks in _SHARES.items() if values[name] == 1]
    asked = (f"You typed 1 for {' and for '.join(ones)}. That is 1%; for all of it, write 100.",) if ones else ()
    return (
        *asked,
        f"Of {show(found.claimed, GBP)} claimed, {show(found.due, GBP)} is left with your shares: "
        f"{show(kept, GBP, 0.01)} for each £1 put in, where the claim says {show(said, GBP, 0.01)}.",
        "Enough to act on? Then ask for the evidence behind your largest share."
        if kept >= 1
        else "Less is left than was put in. Which of your shares would have to be wrong for that to change?",
    )


OWN_CLAIM = Form(
    id="webinar1-claim",
    title="Your claim",
    points=1,
    fields=(
        Field("claim", "what is claimed, in a few words", None),
        Field("said_by", "who says so", None),
        Field("kind", "“forecast”, “measured” or “not said”", None),
        Field("claimed", "the claim, in pounds", GBP, low=1, high=1e9),
        Field("put_in", "what was put in, in pounds", GBP, low=1, high=1e9),
        Field("anyway", "what would have happened anyway, in per cent", PERCENT, low=0, high=100),
        Field("displaced", "what of the rest only moved, in per cent", PERCENT, low=0, high=100),
        Field("due", "what of that is due to this cause, in per cent", PERCENT, low=0, high=100),
        Field("ask", "the question that you will ask", None),
    ),
    rules=(
        Rule(
            "kind: write “forecast”, “measured” or “not said”.",
            lambda values: str(values["kind"]).strip().lower() in _KINDS,
        ),
        *(
            Rule(
                f"{name}: that is less than 1%. Shares are in per cent here. For 0.3, did you mean 30%? Then write 30.",
                partial(_no_fraction, name),
            )
            for name in _SHARES
        ),
    ),
    means=_of_own_claim,
    minutes=8,
)

_START = printed.EXPLORED


def _points_to_move(name: str) -> int:
    """By how many whole points one share has to move, the others at their start, until less is left than was put in."""
    start = {each: getattr(_START, each) for each in _SHARES}
    step = -0.01 if name == "due" else 0.01
    return next(
        points
        for points in range(1, 101)
        if claims.left(_START.claimed, **(start | {name: start[name] + points * step})).due < _START.put_in
    )


_SMALL = claims.left(100, anyway=0.4, displaced=1 / 3, due=0.5)

FIGURES: dict[str, float] = {
    "100": _SMALL.claimed,
    "60": _SMALL.without_anyway,
    "40": _SMALL.without_displaced,
    "20": _SMALL.due,
    "15 points": _points_to_move("anyway"),
    "19 points": _points_to_move("displaced"),
    "11 points": _points_to_move("due"),
    "£810,000": claims.left(_START.claimed, 0.10, 0.00, 0.90).due,
    "£84,000": claims.left(_START.claimed, 0.60, 0.30, 0.30).due,
    "365": claims.DAYS_A_YEAR,
    "90": 90,  # per cent, set on a slider
    "30": 30,
    "45": 45,  # minutes of the session's plan
    "£39,250": claims.per(printed.ROBOTICS_INVESTMENT, printed.ROBOTICS_FIRMS),
    "1.1%": 100 * claims.share_needed(printed.ROBOTICS_VALUE_ADDED, printed.ROBOTICS_INVESTMENT),
}
"""What the notebook prints and has worked out, as printed."""

DEFINITIONS: tuple[Exercise | Form, ...] = (
    KIND,
    PER_JOB,
    GRANT_SHARE,
    PER_PROJECT,
    PER_POUND,
    LEFT,
    IMPLIED,
    OWN_CLAIM,
)
"""In the order of the notebook."""
