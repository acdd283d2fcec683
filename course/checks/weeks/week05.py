"""Week 5, is it worth it?: what is right, what people get wrong, and what to say (curriculum: W5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course.cases import ribble
from course.checks.exercise import Exercise, Slip
from course.checks.form import Field, Form, Rule
from course.methods import appraisal
from course.quantities import GBP, GBP_A_YEAR, PERCENT, TIMES, YEARS, show

_LIFE = ribble.ONE_MACHINE.life
_CELL = ribble.money(ribble.ONE_MACHINE)


def _flows(cost: float, grant: float, first_year: float, full_year: float) -> list[float]:
    return [grant - cost, *appraisal.ramped_benefits(first_year, full_year, _LIFE)]


PAYBACK = Exercise(
    id="w05-payback",
    title="Payback",
    points=4,
    transfer_points=1,
    unit=YEARS,
    nearest=0.01,
    inputs=_CELL,
    right=lambda cost, grant, first_year, full_year: appraisal.payback(
        cost - grant, appraisal.ramped_benefits(first_year, full_year, _LIFE)
    ),
    slips=(
        Slip(
            "full price over a full year",
            "cost / full_year",
            "You divided the whole price by a full year's saving. Two things are missing: the grant pays part of the "
            "price, and the first year saves less. How much of Ribble's own money is left to earn back?",
        ),
        Slip(
            "average saving used",
            "(cost - grant) / ((first_year + 4 * full_year) / 5)",
            "You divided by the average saving. The slow first year comes first, so the money comes back later than the "
            "average says. Take year 1 by itself, then count full years.",
        ),
        Slip(
            "slow first year forgotten",
            "(cost - grant) / full_year",
            "You treated every year as a full year. Year 1 saves less while people learn. What is still owed after it?",
        ),
        Slip(
            "grant left out",
            "1 + (cost - first_year) / full_year",
            "The first year is handled well, but the grant is left out: Ribble does not have to earn that part back.",
        ),
        Slip(
            "grant counted twice",
            "1 + (cost - 2 * grant - first_year) / full_year",
            "The grant is taken off twice. It lowers the price once; it is not a saving as well.",
        ),
        Slip(
            "year 1 not counted",
            "(cost - grant - first_year) / full_year",
            "What is owed after year 1 is right, and so are the years to earn it. But year 1 itself took a year too.",
            points=2,
        ),
    ),
    means="Ribble has its own money back after {answer}, if the estimates hold. Payback is about how long the money is at "
    "risk. It says nothing about what comes after, so it cannot rank two projects.",
    asks="Think in two steps. How much of its own money has Ribble still to earn back when year 1 is over? How many full "
    "years does that take? Dividing comes before adding: do you need brackets?",
    fill="Replace the three dots with a formula that uses cost, grant, first_year and full_year.",
    ways=(
        "(full_year + cost - grant - first_year) / full_year",
        "1 + cost / full_year - grant / full_year - first_year / full_year",
        "2 + ((cost - grant) - (first_year + full_year)) / full_year",
    ),
    minutes=6,
)

NPV = Exercise(
    id="w05-npv",
    title="Net present value",
    points=4,
    transfer_points=1,
    unit=GBP,
    nearest=10,
    inputs={**_CELL, "rate": ribble.RATE, "study": ribble.STUDY},
    helpers={"npv": appraisal.npv},
    right=lambda cost, grant, first_year, full_year, rate, study: appraisal.npv(
        rate, _flows(cost, grant, first_year, full_year)
    ),
    slips=(
        Slip(
            "not discounted",
            "grant - cost + first_year + 4 * full_year",
            "You added the years up as they stand. A pound in year 5 is worth less than a pound today: use npv(rate, [...]) "
            "so that each year is brought back to today's money.",
        ),
        Slip(
            "today's payment discounted",
            "npv(rate, [0, grant - cost, first_year, full_year, full_year, full_year, full_year])",
            "Everything is pushed one year into the future, as a spreadsheet's NPV() does. The price is paid today, so it "
            "must come first in the list, and year 1 second.",
        ),
        Slip(
            "grant counted twice",
            "npv(rate, [grant - cost, first_year, full_year, full_year, full_year, full_year]) + grant",
            "The grant is in twice: once off the price and once as money coming in. Keep one of the two.",
        ),
        Slip(
            "grant left out",
            "npv(rate, [-cost, first_year, full_year, full_year, full_year, full_year])",
            "The grant is left out. Ribble's own payment today is what is left of the price after it.",
        ),
        Slip(
            "money already spent counted",
            "npv(rate, [grant - cost - study, first_year, full_year, full_year, full_year, full_year])",
            "The study is in the sum. It is already paid, whatever Ribble decides now, so it belongs to no choice. Leave it out.",
        ),
        Slip(
            "depreciation taken off as well",
            "npv(rate, [grant - cost, first_year, full_year, full_year, full_year, full_year]) "
            "- npv(rate, [0] + 5 * [(cost - grant) / 5])",
            "Depreciation is taken off each year although the price is already in the sum. It is the same money twice: "
            "depreciation is book-keeping, no cash leaves.",
        ),
        Slip(
            "real rate on money of the day",
            "npv(rate - 0.03, [grant - cost, first_year, full_year, full_year, full_year, full_year])",
            "Inflation is taken out of the rate but not out of the savings. Use both with inflation or both without; here "
            "the savings are in money of the day, so the rate stays as it is.",
        ),
        Slip(
            "slow first year forgotten",
            "npv(rate, [grant - cost, full_year, full_year, full_year, full_year, full_year])",
            "Every year is a full year in your list. Year 1 saves less, while people learn.",
        ),
    ),
    means="In today's money the cell leaves Ribble {answer} better off than an investment that earns exactly what the firm "
    "asks. Above zero means: worth more than it costs.",
    asks="Write out the six years first: what Ribble pays today, then five savings. Is today's payment negative and "
    "first? Are there six numbers? Is the rate a fraction (0.10)?",
    fill="Replace the three dots with npv(rate, [...]), today's payment first.",
    ways=(
        "npv(rate, [-cost + grant, first_year] + 4 * [full_year])",
        "npv(rate, [0, first_year, full_year, full_year, full_year, full_year]) - (cost - grant)",
        "grant - cost + first_year / (1 + rate) + full_year / (1 + rate) ** 2 + full_year / (1 + rate) ** 3 + full_year / (1 + rate) ** 4 + full_year / (1 + rate) ** 5",
        "grant - cost + first_year / (1 + rate) + sum(full_year / (1 + rate) ** year for year in [2, 3, 4, 5])",
    ),
    minutes=7,
)

DISCOUNTED_PAYBACK = Exercise(
    id="w05-discounted",
    title="Discounted payback",
    points=4,
    transfer_points=1,
    unit=YEARS,
    nearest=0.01,
    inputs={
        "whole_years": 3,
        # What three years of discounted savings leave to be earned back, to the pound, as the task's table shows it.
        "still_owed": -round(
            float(
                appraisal.cumulative(
                    _CELL["cost"] - _CELL["grant"],
                    appraisal.ramped_benefits(_CELL["first_year"], _CELL["full_year"], _LIFE),
                    ribble.RATE,
                )[3]
            )
        ),
        "next_saving": _CELL["full_year"],
        "rate": ribble.RATE,
    },
    right=lambda whole_years, still_owed, next_saving, rate: (
        whole_years + still_owed / appraisal.present_value(next_saving, rate, whole_years + 1)
    ),
    slips=(
        Slip(
            "last year not discounted",
            "whole_years + still_owed / next_saving",
            "The years are right, but the last part divides by next year's saving as it stands. What is owed is in today's "
            "money, so bring that saving back to today first.",
            points=2,
        ),
        Slip(
            "rounded up to whole years",
            "whole_years + 1",
            "You took the whole of the next year. The debt is paid off part of the way through it: which part?",
        ),
        Slip(
            "whole years left out",
            "still_owed / (next_saving / (1 + rate) ** (whole_years + 1))",
            "That is the part of the last year. Add the whole years that came before it.",
            points=2,
        ),
        Slip(
            "saving grown instead of discounted",
            "whole_years + still_owed / (next_saving * (1 + rate) ** (whole_years + 1))",
            "Your formula makes the later saving larger; today it is worth less. If you did divide, put brackets round the saving in today's money, so that it is worked out first.",
        ),
    ),
    means="Counting what money costs, Ribble breaks even after {answer}: about half a year later than simple payback says.",
    asks="Three parts: the whole years, what is still owed, and next year's saving in today's money. What share of that "
    "saving is needed?",
    fill="Replace the three dots with a formula that uses whole_years, still_owed, next_saving and rate.",
    ways=(
        "whole_years + still_owed * (1 + rate) ** (whole_years + 1) / next_saving",
        "whole_years + still_owed / (next_saving * (1 + rate) ** -(whole_years + 1))",
        "still_owed / (next_saving / (1 + rate) ** whole_years / (1 + rate)) + whole_years",
    ),
    minutes=5,
)

IRR = Exercise(
    id="w05-irr",
    title="Internal rate of return",
    points=4,
    transfer_points=1,
    unit=PERCENT,
    nearest=0.1,
    inputs=_CELL,
    helpers={"irr": appraisal.irr},
    no_need={"rate": "irr needs no rate: it finds one. Give it only the list in square brackets."},
    right=lambda cost, grant, first_year, full_year: 100 * appraisal.irr(_flows(cost, grant, first_year, full_year)),
    slips=(
        Slip(
            "grant left out",
            "100 * irr([-cost, first_year, full_year, full_year, full_year, full_year])",
            "The grant is left out, so the return looks poorer than it is: Ribble puts in less of its own money.",
        ),
        Slip(
            "slow first year forgotten",
            "100 * irr([grant - cost, full_year, full_year, full_year, full_year, full_year])",
            "Every year is a full year in your list. Year 1 saves less, and early money counts most in a rate of return.",
        ),
        Slip(
            "average return on the outlay",
            "100 * (first_year + 4 * full_year) / 5 / (cost - grant)",
            "You divided the average saving by the outlay. That forgets that the outlay itself is used up and that later "
            "years count for less. Use irr([...]) on the six years.",
        ),
        Slip(
            "one year short",
            "100 * irr([grant - cost, first_year, full_year, full_year, full_year])",
            "Your list stops a year early: it needs today and five years, six numbers in all.",
        ),
    ),
    means="The cell earns {answer} a year on Ribble's own money. The firm asks 10%, so there is room for things to go "
    "wrong. A rate has no size, though: a high rate on a small sum can be worth less than a fair rate on a large one.",
    asks="Is it the same list of six numbers as in the exercise on net present value? Is the answer in per cent?",
    fill="Replace the three dots with 100 * irr([...]), today's payment first.",
    ways=(
        "irr([grant - cost, first_year, full_year, full_year, full_year, full_year]) * 100",
        "100 * irr([-cost + grant, first_year] + 4 * [full_year])",
        "100 * irr([(grant - cost) / 1000, first_year / 1000] + 4 * [full_year / 1000])",
    ),
    minutes=3,
)

PROFITABILITY_INDEX = Exercise(
    id="w05-index",
    title="Profitability index",
    points=4,
    transfer_points=1,
    unit=TIMES,
    nearest=0.01,
    inputs={**_CELL, "rate": ribble.RATE},
    helpers={"npv": appraisal.npv},
    right=lambda cost, grant, first_year, full_year, rate: appraisal.profitability_index(
        cost - grant, appraisal.ramped_benefits(first_year, full_year, _LIFE), rate
    ),
    slips=(
        Slip(
            "net value over outlay",
            "npv(rate, [grant - cost, first_year, full_year, full_year, full_year, full_year]) / (cost - grant)",
            "That is what is left over for each pound, after the pound itself came back. The index counts the pound too.",
            points=2,
        ),
        Slip(
            "savings not discounted",
            "(first_year + 4 * full_year) / (cost - grant)",
            "The savings are added up as they stand. Bring each year back to today's money first.",
        ),
        Slip(
            "divided by the full price",
            "npv(rate, [0, first_year, full_year, full_year, full_year, full_year]) / cost",
            "You divided by the whole price. Ribble's own money is what is left of it after the grant.",
        ),
        Slip(
            "grant counted twice",
            "(npv(rate, [0, first_year, full_year, full_year, full_year, full_year]) + grant) / (cost - grant)",
            "The grant is in twice: as money coming in, and off the price. Keep one of the two.",
        ),
    ),
    means="For each pound of its own, Ribble gets £{answer} back in today's money. Use the index when money is short and "
    "several good projects compete for it.",
    asks="Above the line: all five savings in today's money. Below the line: Ribble's own payment. Dividing comes before taking away: do you need brackets?",
    fill="Replace the three dots with a formula that uses npv(rate, [...]), cost and grant.",
    ways=(
        "1 + npv(rate, [grant - cost, first_year, full_year, full_year, full_year, full_year]) / (cost - grant)",
        "npv(rate, [0, first_year] + 4 * [full_year]) / -(grant - cost)",
        "(first_year / (1 + rate) + full_year / (1 + rate) ** 2 + full_year / (1 + rate) ** 3 + full_year / (1 + rate) ** 4 + full_year / (1 + rate) ** 5) / (cost - grant)",
    ),
    minutes=5,
)

SIZE = Exercise(
    id="w05-size",
    title="Small cell or large cell",
    points=2,
    choices=("one machine", "two machines", "neither"),
    right=lambda: (
        "two machines"
        if appraisal.npv(ribble.RATE, _flows(**ribble.money(ribble.TWO_MACHINES)))
        > max(0.0, appraisal.npv(ribble.RATE, _flows(**_CELL)))
        else "one machine"
    ),
    slips=(
        Slip(
            "picked by a rate or by payback",
            "'one machine'",
            "The small cell has the better rate, the better index and the quicker payback. But only one of the two can be "
            "built, and Ribble can pay for either. Which line of the table says how many pounds better off the firm is?",
            points=0.5,
        ),
        Slip(
            "a worthwhile project turned down",
            "'neither'",
            "Both cells earn more than the 10% that Ribble asks. What does a net present value above zero mean?",
            points=0,
        ),
    ),
    means="Of two projects that shut each other out, take the one worth more in pounds: the larger cell leaves Ribble "
    "{more} more. Rates and payback times favour small projects. (If Ribble could not raise the money, the answer would change.)",
    asks="Which of the three words is it?",
    fill='Replace the three dots with "one machine", "two machines" or "neither", in quotation marks.',
    facts=lambda: {
        "more": show(
            appraisal.npv(ribble.RATE, _flows(**ribble.money(ribble.TWO_MACHINES)))
            - appraisal.npv(ribble.RATE, _flows(**_CELL)),
            GBP,
            100,
        )
    },
    ways=(
        "'Two machines'",
        "'TWO MACHINES'",
        "' two machines. '",
    ),
    minutes=3,
)

YEARLY_COST = Exercise(
    id="w05-yearly",
    title="Cost a year when lives differ",
    points=4,
    transfer_points=1,
    unit=GBP_A_YEAR,
    nearest=10,
    inputs={
        "price": ribble.LONG_LIVED.price,
        "running": ribble.LONG_LIVED.running,
        "life": ribble.LONG_LIVED.life,
        "rate": ribble.RATE,
    },
    helpers={"annuity_factor": appraisal.annuity_factor},
    right=lambda price, running, life, rate: appraisal.equivalent_annual_cost(price, running, life, rate),
    slips=(
        Slip(
            "straight line",
            "price / life + running",
            "You spread the price evenly, as depreciation does. That treats money tied up for years as free. Divide by "
            "annuity_factor(rate, life) instead of by the years.",
        ),
        Slip(
            "running cost left out",
            "price / annuity_factor(rate, life)",
            "The price is spread rightly. Each year also has its running cost.",
            points=2,
        ),
        Slip(
            "running cost spread like the price",
            "(price + running) / annuity_factor(rate, life)",
            "The running cost comes back every year already: it needs no spreading. Spread the price alone, then add it.",
        ),
        Slip(
            "total over the whole life",
            "price + running * life",
            "That is the total over all the years, as it stands. The two washers last 8 and 3 years, so totals cannot be "
            "compared. What does each cost a year?",
        ),
        Slip(
            "present cost not made yearly",
            "price + running * annuity_factor(rate, life)",
            "That is the whole cost in today's money. Divide by annuity_factor(rate, life) to make it so much a year.",
        ),
        Slip(
            "flat interest on the full price",
            "price * rate + price / life + running",
            "You charged interest on the full price every year. Part of it is paid back as time goes on: the annuity factor "
            "takes care of that.",
        ),
    ),
    means="The long-lived washer costs {answer}; the short-lived one {short}. So the short-lived one is cheaper, although "
    "spreading the prices evenly says the opposite ({even_long} against {even_short}).",
    asks="Two parts: the price turned into so much a year, and the running cost. Is your answer in pounds a year?",
    fill="Replace the three dots with a formula that uses price, running and annuity_factor(rate, life).",
    facts=lambda price, running, life, rate: {
        "short": show(
            appraisal.equivalent_annual_cost(
                ribble.SHORT_LIVED.price, ribble.SHORT_LIVED.running, ribble.SHORT_LIVED.life, rate
            ),
            GBP_A_YEAR,
            10,
        ),
        "even_long": show(price / life + running, GBP, 10),
        "even_short": show(ribble.SHORT_LIVED.price / ribble.SHORT_LIVED.life + ribble.SHORT_LIVED.running, GBP, 10),
    },
    ways=(
        "running + price / annuity_factor(rate, life)",
        "price * rate / (1 - (1 + rate) ** -life) + running",
        "(price + running * annuity_factor(rate, life)) / annuity_factor(rate, life)",
    ),
    minutes=4,
)

REAL_RATE = Exercise(
    id="w05-real",
    title="The rate without inflation",
    points=4,
    transfer_points=1,
    unit=PERCENT,
    nearest=0.01,
    inputs={"nominal": ribble.RATE, "inflation": ribble.INFLATION},
    right=lambda nominal, inflation: 100 * appraisal.real_rate(nominal, inflation),
    slips=(
        Slip(
            "inflation subtracted",
            "100 * (nominal - inflation)",
            "Subtracting is close, but not right: the growth above inflation is itself in dearer pounds. Divide the two "
            "growth factors instead.",
        ),
        Slip(
            "inflation added on top",
            "100 * ((1 + nominal) * (1 + inflation) - 1)",
            "You went the other way: that puts inflation on top of the rate. Taking it out means dividing.",
        ),
        Slip(
            "the wrong way up",
            "100 * ((1 + inflation) / (1 + nominal) - 1)",
            "The two factors are the wrong way up: which of them grows faster, and belongs above the line?",
        ),
        Slip(
            "rate unchanged",
            "100 * nominal",
            "That is the rate with inflation still in it. Take inflation out.",
            points=0,
        ),
    ),
    means="{answer} is what Ribble asks on top of inflation. Money of the day goes with 10%; savings in today's prices go "
    "with this rate. Mixing the two is a common slip in a business case.",
    asks="What does £1 become in a year at the nominal rate? What does a £1 item cost by then? How do the two compare? Do you need brackets, or per cent?",
    fill="Replace the three dots with a formula that uses nominal and inflation, in per cent.",
    ways=(
        "((1 + nominal) / (1 + inflation) - 1) * 100",
        "100 * (nominal - inflation) / (1 + inflation)",
        "100 * (1 + nominal) / (1 + inflation) - 100",
    ),
    minutes=4,
)


def _firm_says(values: Mapping[str, Any]) -> tuple[str, ...]:
    outlay = values["cost"] - values["grant"]
    benefits = appraisal.ramped_benefits(values["first_year"], values["full_year"], int(values["life"]))
    rate = values["rate"] / 100
    years = appraisal.payback(outlay, benefits)
    worth = appraisal.npv(rate, [-outlay, *benefits])
    back = f"pays back in {show(years, YEARS, 0.1)}" if years <= values["life"] else "does not pay back within its life"
    verdict = "worth more than it costs" if worth > 0 else "worth less than it costs, on these figures"
    remark = ("Year 1 saves more than a later year: check that this is what you mean.",)
    return (
        f"On your figures it {back}, and its net present value at {show(values['rate'], PERCENT)} is "
        f"{show(worth, GBP, 100)}: {verdict}.",
        *(remark if values["first_year"] > values["full_year"] else ()),
    )


FIRM = Form(
    id="w05-firm",
    title="Your own project",
    points=4,
    fields=(
        Field("project", "what you would automate", unit=None, words=2),
        Field("cost", "all that you would pay, before any grant", GBP, 100, 50_000_000),
        Field("grant", "any grant you count on (0 if none)", GBP, 0, 10_000_000),
        Field("first_year", "what it saves in year 1, while people learn", GBP, 0, 50_000_000),
        Field("full_year", "what it saves in each later year", GBP, 0, 50_000_000),
        Field("life", "how many years you count on it", YEARS, 1, 40),
        Field("rate", "what you ask of an investment, in per cent a year", PERCENT, 1, 60),
    ),
    rules=(
        Rule("The grant is as large as the cost or larger. Who pays the rest?", lambda own: own["grant"] < own["cost"]),
        Rule("The life is not a whole number of years. Round it down.", lambda own: float(own["life"]).is_integer()),
    ),
    means=_firm_says,
    minutes=8,
)

DEFINITIONS = (PAYBACK, NPV, DISCOUNTED_PAYBACK, IRR, PROFITABILITY_INDEX, SIZE, YEARLY_COST, REAL_RATE, FIRM)

_SMALL, _LARGE = ribble.ONE_MACHINE, ribble.TWO_MACHINES
_LARGE_FLOWS = _flows(**ribble.money(_LARGE))

# Figures that the notebook prints and that are neither constants of the case nor answers: as printed -> the number.
# `ldt audit` holds one against the other.
FIGURES = {
    "£100": 100,  # a sum to try the discounting on
    "£90.91": appraisal.present_value(100, ribble.RATE, 1),
    "£68,000": _SMALL.cost - _SMALL.grant,
    "£130,000": _LARGE.cost - _LARGE.grant,
    "3.07": appraisal.payback(
        _LARGE.cost - _LARGE.grant, appraisal.ramped_benefits(_LARGE.first_year, _LARGE.full_year, _LARGE.life)
    ),
    "20.7%": 100 * appraisal.irr(_LARGE_FLOWS),
    "1.34": appraisal.profitability_index(
        _LARGE.cost - _LARGE.grant,
        appraisal.ramped_benefits(_LARGE.first_year, _LARGE.full_year, _LARGE.life),
        ribble.RATE,
    ),
    "£44,100": appraisal.npv(ribble.RATE, _LARGE_FLOWS),
    "£1.10": 1 + ribble.RATE,
    "£1.03": 1 + ribble.INFLATION,
}
