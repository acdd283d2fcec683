"""Week 3, what is today costing us?: what is right, what people get wrong, and what to say (curriculum: W3)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from course.cases import pendle, stops
from course.checks.exercise import Exercise, Slip
from course.checks.form import Field, Form, Rule
from course.methods import labour, oee
from course.quantities import GBP, GBP_A_YEAR, HOURS, MINUTES, NUMBER, PERCENT, PIECES, Unit, show

_WEEK = pendle.WEEK
_LATHE, _MILL = stops.RIBBLE_LATHE, stops.RIBBLE_MILL
_COSTS = {name: round(cost) for name, cost in pendle.cost_by_loss().items()}
_LOSSES = {loss.replace("-", "_").replace(" ", "_"): loss for loss in _COSTS}
_TOTAL = round(sum(pendle.cost_by_loss().values()))

LABOUR_AN_HOUR = labour.loaded_rate(
    pendle.WAGE,
    pendle.PAID_HOURS,
    pendle.PRODUCTIVE_HOURS,
    nic_rate=pendle.NIC_RATE,
    nic_threshold=pendle.NIC_THRESHOLD,
    pension_rate=pendle.PENSION,
)
"""£ that an hour of work of one of Pendle's operators costs."""

GBP_AN_HOUR = Unit("pounds an hour", before="£", after=" an hour", nearest=0.01)
WEEKS = Unit("weeks", after=" weeks", nearest=1)


AVAILABILITY = Exercise(
    id="w03-availability",
    title="Availability",
    points=4,
    transfer_points=1,
    unit=PERCENT,
    nearest=0.1,
    inputs={
        "shift": _WEEK.shift,
        "breaks": _WEEK.breaks,
        "long_stops": _WEEK.long_stops,
        "short_stops": _WEEK.short_stops,
    },
    right=lambda shift, breaks, long_stops, short_stops: 100 * oee.availability(shift - breaks, long_stops),
    slips=(
        Slip(
            "breaks left in",
            "100 * (shift - long_stops) / shift",
            "The breaks count as planned time in your formula. Nobody planned to fill jars in them: take them off the "
            "shift time first, above the line and below it.",
            points=2,
        ),
        Slip(
            "run time over shift time",
            "100 * (shift - breaks - long_stops) / shift",
            "The run time is right. But you compare it with the whole shift, breaks and all. What was the time planned?",
            points=2,
        ),
        Slip(
            "the share lost",
            "100 * long_stops / (shift - breaks)",
            "That is the share of planned time that was lost. Availability is the other part: the share in which the "
            "filler was up.",
            points=2,
        ),
        Slip(
            "short stops taken off too",
            "100 * (shift - breaks - long_stops - short_stops) / (shift - breaks)",
            "You took the short stops off as well. They come back in performance, and would count twice. Which stops "
            "belong here?",
        ),
        Slip(
            "counted round the clock",
            "100 * (shift - breaks - long_stops) / (7 * 24 * 60)",
            "You compare with every minute of the week, nights and Sunday too. That is another measure, utilisation. For "
            "availability, what was planned?",
        ),
    ),
    means="The filler was up for {answer} of its planned time. Adding up the log as it stood, overlaps and all, would have "
    "made the stops {extra} longer.",
    asks="One decimal is asked: do not round further. What is the planned time: shift time without breaks? How much of it is left after the long stops? "
    "Brackets come before dividing, and per cent needs 100 times.",
    fill="Replace the three dots with a formula that uses shift, breaks and long_stops.",
    facts=lambda shift, breaks, long_stops, short_stops: {
        "extra": show(pendle.LOGGED - long_stops - short_stops, MINUTES, 1)
    },
    ways=(
        "100 * (1 - long_stops / (shift - breaks))",
        "100 - 100 * long_stops / (shift - breaks)",
        "(shift - breaks - long_stops) / (shift - breaks) * 100",
        "round(100 * (shift - (breaks + long_stops)) / (shift - breaks), 1)",
    ),
    minutes=5,
)

OEE = Exercise(
    id="w03-oee",
    title="Overall equipment effectiveness",
    points=5,
    transfer_points=1,
    unit=PERCENT,
    nearest=0.1,
    inputs={
        "planned": _WEEK.planned,
        "run": _WEEK.run,
        "full_speed": pendle.RATE,
        "jars": _WEEK.jars,
        "good_jars": _WEEK.good,
    },
    right=lambda planned, run, full_speed, jars, good_jars: 100 * oee.oee_direct(good_jars, full_speed, planned),
    slips=(
        Slip(
            "average of the three",
            "100 * (run / planned + jars / (full_speed * run) + good_jars / jars) / 3",
            "You averaged the three shares. Each one works on what the one before has left, so they must be multiplied.",
            points=2,
        ),
        Slip(
            "losses added up",
            "100 * (run / planned + jars / (full_speed * run) + good_jars / jars - 2)",
            "You took the three losses off 100% one after the other. But slow running cannot lose a minute that a stop has "
            "lost already. What does one do with shares of shares?",
            points=2,
        ),
        Slip(
            "quality left out",
            "100 * jars / (full_speed * planned)",
            "All the jars are in your formula, spoilt ones too. Nobody pays for those: which jars count?",
            points=2,
        ),
        Slip(
            "availability left out",
            "100 * good_jars / (full_speed * run)",
            "You start from the run time, so the long stops do not show at all. With which time does the week begin?",
            points=2,
        ),
        Slip(
            "performance left out",
            "100 * run / planned * good_jars / jars",
            "The speed is missing. A line that is judged by its own usual speed always runs at 100%: compare the jars with "
            "what full speed would give.",
            points=2,
        ),
        Slip(
            "quality alone",
            "100 * good_jars / jars",
            "That is quality, one of the three shares. Time that was lost to stops and slow running is not in it yet: with "
            "which jars would you compare the good ones then?",
        ),
    ),
    means="Of all the jars that the planned time could give, {answer} came out right. Both ways agree: {shares} multiplied, "
    "or good jars over possible jars. The rest is what today costs; nobody gets all of it back.",
    asks="One decimal is asked: do not round further. How many jars could the planned time give at full speed? How many good ones came out? Or work out the three "
    "shares and multiply them. Do you need brackets below the line, and 100 times?",
    fill="Replace the three dots with a formula that uses good_jars, full_speed and planned.",
    facts=lambda planned, run, full_speed, jars, good_jars: {
        "shares": ", ".join(
            show(100 * share, PERCENT) for share in (run / planned, jars / (full_speed * run), good_jars / jars)
        )
    },
    ways=(
        "100 * (run / planned) * (jars / (full_speed * run)) * (good_jars / jars)",
        "100 * good_jars / full_speed / planned",
        "good_jars / (planned * full_speed) * 100",
        "round(100 * good_jars / (full_speed * planned), 1)",
    ),
    minutes=6,
)

PLANT = Exercise(
    id="w03-plant",
    title="OEE of the whole plant",
    points=4,
    transfer_points=1,
    unit=PERCENT,
    nearest=0.1,
    inputs={
        "lathe_good": _LATHE.good_minutes,
        "lathe_planned": _LATHE.planned,
        "mill_good": _MILL.good_minutes,
        "mill_planned": _MILL.planned,
    },
    right=lambda lathe_good, lathe_planned, mill_good, mill_planned: (
        100 * oee.plant_oee([lathe_good, mill_good], [lathe_planned, mill_planned])
    ),
    slips=(
        Slip(
            "average of the machines",
            "100 * (lathe_good / lathe_planned + mill_good / mill_planned) / 2",
            "You averaged the two figures, as if both machines worked alike. The lathe is planned for three times as long. "
            "Add up the minutes first, then divide once.",
            points=2,
        ),
        Slip(
            "shares multiplied",
            "100 * lathe_good / lathe_planned * mill_good / mill_planned",
            "You multiplied the machines' figures. That is for factors of one machine, or for steps that a part goes "
            "through. Here all good minutes stand against all planned ones.",
        ),
        Slip(
            "the lathe alone",
            "100 * lathe_good / lathe_planned",
            "That is the lathe by itself. How do the mill's minutes come in, above the line and below it?",
        ),
        Slip(
            "the mill alone",
            "100 * mill_good / mill_planned",
            "That is the mill by itself. How do the lathe's minutes come in, above the line and below it?",
        ),
        Slip(
            "shares added",
            "100 * (lathe_good / lathe_planned + mill_good / mill_planned)",
            "You added two shares. Shares of different totals cannot be added. Minutes can: add those, then divide once.",
        ),
    ),
    means="The plant's OEE is {answer}. A plain average of the two machines would say {average}: it counts the mill as much as "
    "the lathe. And the mill's {mill} alone would send you to the mill, although the lathe has more time to win: "
    "{lathe_lost} against {mill_lost}.",
    asks="One decimal is asked: do not round further. How many minutes became good parts, on both machines together? How many were planned, together? Put brackets "
    "round each sum.",
    fill="Replace the three dots with a formula that uses all four names.",
    facts=lambda lathe_good, lathe_planned, mill_good, mill_planned: {
        "average": show(50 * (lathe_good / lathe_planned + mill_good / mill_planned), PERCENT),
        "mill": show(100 * mill_good / mill_planned, PERCENT),
        "lathe_lost": show(lathe_planned - lathe_good, MINUTES, 1),
        "mill_lost": show(mill_planned - mill_good, MINUTES, 1),
    },
    ways=(
        "(lathe_good + mill_good) / (lathe_planned + mill_planned) * 100",
        "100 * lathe_good / (lathe_planned + mill_planned) + 100 * mill_good / (lathe_planned + mill_planned)",
        "100 * sum([lathe_good, mill_good]) / sum([lathe_planned, mill_planned])",
        "round(100 * (mill_good + lathe_good) / (mill_planned + lathe_planned), 1)",
    ),
    minutes=4.5,
)

ROLLED = Exercise(
    id="w03-rolled",
    title="Rolled throughput yield",
    points=4,
    transfer_points=1,
    unit=PERCENT,
    nearest=0.1,
    inputs={**stops.RIBBLE_YIELDS, "shipped": stops.RIBBLE_SHIPPED},
    # Not oee.rolled_throughput_yield, which refuses shares above 1: the check also tries figures that no firm has, to
    # tell a formula from a typed-in number.
    right=lambda sawing, turning, milling, finishing, shipped: 100 * math.prod((sawing, turning, milling, finishing)),
    slips=(
        Slip(
            "average of the steps",
            "100 * (sawing + turning + milling + finishing) / 4",
            "You averaged the steps. A part must get through all of them, one after another: what is left after each step?",
            points=2,
        ),
        Slip(
            "the worst step alone",
            "100 * min(sawing, turning, milling, finishing)",
            "That is the worst step by itself. The other three lose parts as well.",
        ),
        Slip(
            "losses added up",
            "100 * (sawing + turning + milling + finishing - 3)",
            "You added the four losses. A part that failed at the saw cannot fail again at the lathe. Take shares of what is "
            "left each time.",
            points=2,
        ),
        Slip(
            "parts that left in the end",
            "100 * shipped",
            "That is what leaves the factory after all the mending. The question is how many parts needed no mending on the "
            "way.",
        ),
        Slip(
            "shipped share as a fifth step",
            "100 * sawing * turning * milling * finishing * shipped",
            "The four steps are right. What left in the end is their result after rework, and no step of its own.",
            points=2,
        ),
    ),
    means="Only {answer} of the parts go through right the first time, although no step is below {worst}. The others are "
    "mended or scrapped. That work is in nobody's quote: people call it the hidden factory.",
    asks="One decimal is asked: do not round further. Of 100 parts, how many pass the saw? How many of those pass the lathe? Do it for all four steps. Is the result in "
    "per cent?",
    fill="Replace the three dots with a formula that uses sawing, turning, milling and finishing.",
    facts=lambda sawing, turning, milling, finishing, shipped: {
        "worst": show(100 * min(sawing, turning, milling, finishing), PERCENT, 1)
    },
    ways=(
        "sawing * turning * milling * finishing * 100",
        "100 * (sawing * turning) * (milling * finishing)",
        "100 * finishing * milling * turning * sawing",
        "round(100 * sawing * turning * milling * finishing, 1)",
    ),
    minutes=3.5,
)

LABOUR = Exercise(
    id="w03-labour",
    title="Loaded labour rate",
    points=4,
    transfer_points=1,
    unit=GBP_AN_HOUR,
    nearest=0.01,
    inputs={
        "wage": pendle.WAGE,
        "paid_hours": pendle.PAID_HOURS,
        "pay": round(pendle.WAGE * pendle.PAID_HOURS, 2),
        "work_hours": pendle.PRODUCTIVE_HOURS,
        "nic": pendle.NIC_RATE,
        "free_pay": pendle.NIC_THRESHOLD,
        "pension": pendle.PENSION,
    },
    # The wage comes from the pay: the check also tries figures in which the two do not fit together.
    right=lambda wage, paid_hours, pay, work_hours, nic, free_pay, pension: labour.loaded_rate(
        pay / paid_hours, paid_hours, work_hours, nic_rate=nic, nic_threshold=free_pay, pension_rate=pension
    ),
    slips=(
        Slip(
            "wage not loaded",
            "wage",
            "That is what the operator gets. The firm also pays insurance, a pension, and hours in which nobody works.",
            points=0.5,
        ),
        Slip(
            "divided by paid hours",
            "(pay + nic * (pay - free_pay) + pension * pay) / paid_hours",
            "The year's cost is right. But you spread it over all paid hours. Holidays and training are paid too: over "
            "which hours does work get done?",
            points=2,
        ),
        Slip(
            "insurance on all pay",
            "(pay + nic * pay + pension * pay) / work_hours",
            "You charged national insurance on all the pay. The first part of each person's pay is free of it: take that off "
            "first.",
            points=2,
        ),
        Slip(
            "insurance left out",
            "(pay + pension * pay) / work_hours",
            "The employer's national insurance is missing. On which part of the pay is it due?",
        ),
        Slip(
            "pension left out",
            "(pay + nic * (pay - free_pay)) / work_hours",
            "Pay and insurance are right. The pension is missing: it is a share of all the pay.",
            points=2,
        ),
        Slip(
            "insurance on the free part only",
            "(pay + nic * free_pay + pension * pay) / work_hours",
            "You charged insurance on the part that is free of it. It is due on what is above that part.",
            points=2,
        ),
    ),
    means="Labour costs Pendle {answer}, although the operator's pay is {wage}. Use the loaded figure wherever hours "
    "turn into pounds. Week 5 rounds it to £22.",
    asks="If you round, then to the penny. First the year: pay, plus insurance on the pay above the free part, plus pension. Then divide by the hours of work. "
    "Brackets round the whole year?",
    fill="Replace the three dots with a formula that uses pay, nic, free_pay, pension and work_hours.",
    facts=lambda wage, **others: {"wage": show(wage, GBP_AN_HOUR)},
    ways=(
        "(wage * paid_hours + nic * (wage * paid_hours - free_pay) + pension * wage * paid_hours) / work_hours",
        "(pay * (1 + pension) + nic * (pay - free_pay)) / work_hours",
        "(pay * (1 + nic + pension) - nic * free_pay) / work_hours",
        "pay / work_hours + nic * (pay - free_pay) / work_hours + pay * pension / work_hours",
        "round((pay + pay * pension + (pay - free_pay) * nic) / work_hours, 2)",
    ),
    minutes=5.5,
)

COST = Exercise(
    id="w03-cost",
    title="What today costs in a year",
    points=5,
    transfer_points=1,
    unit=GBP_A_YEAR,
    nearest=100,
    inputs={
        "lost_hours": _WEEK.lost_hours,
        "sales": pendle.SALES_AN_HOUR,
        "materials": pendle.MATERIALS_AN_HOUR,
        "labour": float(pendle.CREW * round(LABOUR_AN_HOUR)),
        "thrown_away": round(sum(pendle.thrown_away_by_loss().values())),
        "weeks": pendle.WEEKS,
    },
    right=lambda lost_hours, sales, materials, labour, thrown_away, weeks: oee.yearly_cost_of_losses(
        lost_hours, sales, materials, thrown_away, weeks
    ),
    slips=(
        Slip(
            "wages counted on top",
            "weeks * (lost_hours * (sales - materials + labour) + thrown_away)",
            "You counted each lost hour twice: once as sales that did not come, once as wages. The wages are paid in any "
            "case, and the lost sales would have covered them. Keep one of the two.",
            points=2,
        ),
        Slip(
            "sales instead of contribution",
            "weeks * (lost_hours * sales + thrown_away)",
            "You took the whole sales value. Jars that were not filled used no sauce: what would have been left of the price?",
            points=2,
        ),
        Slip(
            "what was thrown away forgotten",
            "weeks * lost_hours * (sales - materials)",
            "The lost hours are right. Spoilt jars and washed-out sauce also used materials that somebody paid for.",
            points=2,
        ),
        Slip(
            "wages instead of contribution",
            "weeks * (lost_hours * labour + thrown_away)",
            "You priced the lost hours at wages. That fits a machine with time to spare. The filler holds up every sale: what "
            "does an hour of it bring in?",
            points=2,
        ),
        Slip(
            "one week only",
            "lost_hours * (sales - materials) + thrown_away",
            "That is one week, and rightly worked out. How many such weeks has a year?",
            points=3,
        ),
        Slip(
            "thrown away once, not each week",
            "weeks * lost_hours * (sales - materials) + thrown_away",
            "The hours are multiplied by the weeks, but what was thrown away is in only once. Is a pair of brackets missing?",
            points=3,
        ),
        Slip(
            "hours once, not each week",
            "lost_hours * (sales - materials) + thrown_away * weeks",
            "What was thrown away is multiplied by the weeks, but the lost hours are in only once. Is a pair of brackets "
            "missing?",
            points=3,
        ),
        Slip(
            "materials counted for every lost hour",
            "weeks * (lost_hours * (sales + materials) + thrown_away)",
            "You added the materials. A lost hour used none: they are saved, so they come off the sales.",
        ),
    ),
    means="The filler's losses cost {answer}. It is not a saving that anybody will promise: no line reaches 100%. It says how "
    "much there is to go for, and each hour in it is counted once.",
    asks="If you round, then to the nearest £100. What is left of an hour's sales after materials? How many such hours were lost in a week? What was thrown away on "
    "top? Then the year. Do you need brackets?",
    fill="Replace the three dots with a formula that uses lost_hours, sales, materials, thrown_away and weeks.",
    ways=(
        "(lost_hours * (sales - materials) + thrown_away) * weeks",
        "weeks * lost_hours * (sales - materials) + weeks * thrown_away",
        "weeks * (lost_hours * sales - lost_hours * materials + thrown_away)",
        "round(weeks * (thrown_away + (sales - materials) * lost_hours), -2)",
    ),
    minutes=6,
)

PARETO = Exercise(
    id="w03-pareto",
    title="The vital few",
    points=4,
    transfer_points=1,
    unit=PERCENT,
    nearest=0.1,
    inputs={**{name: _COSTS[loss] for name, loss in _LOSSES.items()}, "total": _TOTAL},
    right=lambda breakdowns, change_overs, short_stops, slow_running, start_up, rejects, total: (
        100 * (breakdowns + change_overs) / total
    ),
    slips=(
        Slip(
            "ranked by how often",
            "100 * (short_stops + change_overs) / total",
            "You took what happens most often. Small things that happen often can cost little: rank by pounds.",
            points=2,
        ),
        Slip(
            "ranked by hours",
            "100 * (breakdowns + slow_running) / total",
            "You took what takes the most hours. Some losses also throw sauce or jars away: rank by pounds.",
            points=2,
        ),
        Slip(
            "the dearest alone",
            "100 * change_overs / total",
            "That is the dearest loss by itself. Which one comes next?",
            points=2,
        ),
        Slip(
            "compared with the rest",
            "100 * (breakdowns + change_overs) / (total - breakdowns - change_overs)",
            "The two are right, but you compare them with the other four. Compare with the total.",
            points=2,
        ),
        Slip(
            "two of six",
            "100 * 2 / 6",
            "That counts the losses, as if all six cost the same. How many pounds do the two cost?",
        ),
    ),
    means="Two of six losses make {answer} of the cost. The whole ranking, with shares added up: {running}. Change-overs lead: each one also washes good sauce down the drain. "
    "Short stops come most often, yet cost far less.",
    asks="One decimal is asked: do not round further. Which two losses cost the most pounds a week? What share of the total are they together? Is it in per cent?",
    fill="Replace the three dots with a formula that uses the two dearest losses and total.",
    facts=lambda total, **costs: {
        "running": ", ".join(
            f"{_LOSSES[each.name]} {show(100 * each.cumulative, PERCENT)}" for each in oee.pareto(costs)
        )
    },
    ways=(
        "(breakdowns + change_overs) / total * 100",
        "100 * breakdowns / total + 100 * change_overs / total",
        "100 * (total - short_stops - slow_running - start_up - rejects) / total",
        "100 * (change_overs + breakdowns) / (breakdowns + change_overs + short_stops + slow_running + start_up + rejects)",
        "round(100 * (change_overs + breakdowns) / total, 1)",
    ),
    minutes=5,
)


def _firm_says(values: Mapping[str, Any]) -> tuple[str, ...]:
    possible = values["full_speed"] * values["planned"]
    share = values["good"] / possible
    lost = values["planned"] - values["good"] / values["full_speed"]
    slow = values["planned"] - values["stopped"] - values["pieces"] / values["full_speed"]
    spoilt = (values["pieces"] - values["good"]) / values["full_speed"]
    stops, speed, rejects, cost = (
        show(oee.yearly_cost_of_losses(max(0, hours), values["left_an_hour"], 0, 0, values["weeks"]), GBP, 100)
        for hours in (values["stopped"], slow, spoilt, lost)
    )
    return (
        f"On your figures the OEE is {show(100 * share, PERCENT)}: of {show(values['planned'], HOURS)} planned in a week, "
        f"{show(lost, HOURS)} did not become good pieces at full speed.",
        f"At {show(values['left_an_hour'], GBP)} an hour, and to the nearest £100: long stops {stops}, slow running and short "
        f"stops {speed}, spoilt pieces {rejects} a year. Together {cost} a year, if you could sell what those hours would "
        "make; materials thrown away come on top.",
        "If you could not sell it, put the crew's loaded cost an hour in “left_an_hour” instead.",
    )


FIRM = Form(
    id="w03-firm",
    title="Your own machine",
    points=4,
    fields=(
        Field("machine", "which machine or line holds up the most work", unit=None),
        Field("planned", "hours planned in a week, without breaks", HOURS, 1, 168),
        Field("stopped", "hours of long stops in that week", HOURS, 0, 168),
        Field("full_speed", "pieces an hour at full speed", NUMBER, 0.01, 1_000_000),
        Field("pieces", "all pieces made in that week", PIECES, 1, 100_000_000),
        Field("good", "pieces that were right the first time", PIECES, 0, 100_000_000),
        Field(
            "left_an_hour",
            "what an hour at full speed leaves after materials, or the crew's loaded cost if there is time to spare",
            GBP,
            1,
            100_000,
        ),
        Field("weeks", "working weeks in a year", WEEKS, 1, 52),
    ),
    rules=(
        Rule(
            "The long stops take all of the planned time or more. Are overlaps counted twice?",
            lambda own: own["stopped"] < own["planned"],
        ),
        Rule("There are more good pieces than pieces.", lambda own: own["good"] <= own["pieces"]),
        Rule(
            "Less than one piece was right the first time. Is “good” a number of pieces, not a share? If the week really "
            "gave none, take another week.",
            lambda own: own["good"] >= 1,
        ),
        Rule(
            "More pieces were made than full speed allows in the time that is left. Is full speed too low, or in pieces a "
            "minute?",
            lambda own: own["pieces"] <= own["full_speed"] * max(0, own["planned"] - own["stopped"]) * (1 + 1e-9),
        ),
    ),
    means=_firm_says,
    minutes=8,
)


def _pounds(value: float) -> str:
    return show(value, GBP)


FIGURES: dict[str, float] = {}
"""Figures that the text prints and that no exercise asks for, as printed -> worked out."""
for _name, _cost in pendle.cost_by_loss().items():
    FIGURES[_pounds(_cost)] = _cost
for _name, _hours in pendle.hours_by_loss().items():
    FIGURES[show(_hours, NUMBER, 0.01)] = _hours
for _name, _times in _WEEK.times.items():
    FIGURES[str(_times)] = _times
FIGURES |= {
    "100": 100,  # what makes a share a percentage; a whole
    "65000": 65_000,  # a number as it is to be typed
    "200": 200,  # brackets, an example of how many kinds of part are entered
    "3 minutes": 3,  # what one of them takes
    "10 hours": 200 * 3 / 60,
    "75 hours": _WEEK.planned / 60,
    "£480": pendle.SALES_AN_HOUR - pendle.MATERIALS_AN_HOUR,
    "72.9%": 100 * oee.oee(0.9, 0.9, 0.9),
    "27.08": _WEEK.lost_hours,
    "£17,158": sum(pendle.cost_by_loss().values()),
    "63.9%": 100 * oee.oee_direct(_WEEK.good, pendle.RATE, _WEEK.planned),
    "£857,900": oee.yearly_cost_of_losses(
        _WEEK.lost_hours,
        pendle.SALES_AN_HOUR,
        pendle.MATERIALS_AN_HOUR,
        round(sum(pendle.thrown_away_by_loss().values())),
        pendle.WEEKS,
    ),
    "73.4%": 100 * oee.plant_oee([_LATHE.good_minutes], [_LATHE.planned]),
    "48.7%": 100 * oee.plant_oee([_MILL.good_minutes], [_MILL.planned]),
}

DEFINITIONS = (AVAILABILITY, OEE, PLANT, ROLLED, LABOUR, COST, PARETO, FIRM)
