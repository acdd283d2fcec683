"""Week 2, where does time go?: what is right, what people get wrong, and what to say (curriculum: W2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course.cases import ribble_flow as ribble
from course.checks.exercise import Exercise, Slip
from course.checks.form import Field, Form, Rule
from course.methods import flow
from course.quantities import DAYS, GBP, MINUTES, PERCENT, PIECES, show

_LINE = ribble.BRACKETS
_LATHE = ribble.LATHE
_TIMES = {name.lower(): round(minutes, 2) for name, minutes in _LINE.times.items()}
"""Effective cycle times as the notebook prints them, to two decimals."""

_LOADED = round(ribble.OFFERS[1].step.effective(_LINE.batch), 2)
"""The lathe's effective cycle time once a robot loads it, as printed."""

_NEXT = round(ribble.slowest_other(_LINE, _LATHE.name), 2)
_LEAD = round(flow.lead_time(_LINE.pieces, ribble.A_DAY), 1)

_SMALL_LETTERS = dict.fromkeys(("MAX", "Max"), "Write max in small letters.")
"""What spreadsheet users type for it."""

TAKT = Exercise(
    id="w02-takt",
    title="Takt time",
    points=4,
    transfer_points=1,
    unit=MINUTES,
    nearest=0.01,
    minutes=5,
    inputs={"shift": ribble.SHIFT, "breaks": ribble.BREAKS, "demand": ribble.DEMAND, "a_day": ribble.A_DAY},
    right=lambda shift, breaks, demand, a_day: flow.takt_time(shift, breaks, demand),
    ways=(
        "(shift - breaks) * (1 / demand)",
        "shift / demand - breaks / demand",
        "(-breaks + shift) / demand",
        "round((shift - breaks) / demand, 2)",
    ),
    slips=(
        Slip(
            "breaks left in",
            "shift / demand",
            "The breaks are still in it, so the line seems to have more time than it has. How many minutes of the shift "
            "does anybody work?",
            points=2,
        ),
        Slip(
            "the wrong way up",
            "demand / (shift - breaks)",
            "That is how many pieces there are for each minute. Takt is the other way round: how many minutes are there "
            "for each piece?",
        ),
        Slip(
            "what leaves instead of what is wanted",
            "(shift - breaks) / a_day",
            "You divided by what leaves today. That tells how fast the line goes, not how fast it should. Who decides "
            "how many are wanted?",
        ),
        Slip(
            "brackets missing",
            "shift - breaks / demand",
            "Dividing is worked out before taking away, so only the breaks were divided. Which part of the formula "
            "needs brackets?",
        ),
        Slip(
            "breaks added",
            "(shift + breaks) / demand",
            "You added the breaks to the shift. The shift already runs from start to end. What do breaks do to the "
            "time for work?",
        ),
    ),
    means="To keep up, a bracket must leave every {answer}. Today one leaves about every {now}: the gap is what Ribble "
    "buys in, at a higher price.",
    asks="Rounded? Leave all decimals in. How many minutes of the day does anybody work? How many pieces must fit "
    "into them?",
    fill="Replace the three dots with a formula that uses shift, breaks and demand.",
    facts=lambda shift, breaks, demand, a_day: {"now": show(flow.takt_time(shift, breaks, a_day), MINUTES, 0.1)},
)

LEAD = Exercise(
    id="w02-lead",
    title="Lead time by Little's law",
    points=4,
    transfer_points=1,
    unit=DAYS,
    nearest=0.1,
    minutes=3,
    inputs={
        "pieces": int(_LINE.pieces),
        "a_day": ribble.A_DAY,
        "demand": ribble.DEMAND,
        "pounds": int(_LINE.pieces * ribble.COST),
        "work_minutes": round(_LINE.work, 1),
    },
    right=lambda pieces, a_day, demand, pounds, work_minutes: flow.lead_time(pieces, a_day),
    ways=("1 / (a_day / pieces)", "pieces * (1 / a_day)", "pieces * a_day**-1", "round(pieces / a_day, 1)"),
    slips=(
        Slip(
            "only the time at the machines",
            "work_minutes",
            "That adds up the work on one piece, in minutes. Most of the time a piece is not worked on: it waits. How "
            "long does it take until all that is in the process has left?",
        ),
        Slip(
            "divided by what is wanted",
            "pieces / demand",
            "You divided by what customers want. Some of that is bought in, and never lies in Ribble's works. How many of "
            "the pieces there leave on a working day?",
            points=2,
        ),
        Slip(
            "pounds over pieces",
            "pounds / a_day",
            "Above the line are pounds, below it pieces: the two do not go together. Count both in pieces, or both in "
            "pounds.",
        ),
        Slip(
            "weekends counted in",
            "pieces / a_day * 7 / 5",
            "Those are days of the calendar, weekends included. Working days are asked for. Is the last step needed?",
            points=2,
        ),
    ),
    means="A bracket spends {answer} at Ribble. Its {work} of work are among them already: nothing has to be added. Work "
    "is minutes; the days are waiting. This holds for any process: orders in the office, too.",
    asks="Rounded? Leave all decimals in. How many pieces are in the process? How many of them leave on one working day?",
    fill="Replace the three dots with a formula that uses pieces and a_day.",
    facts=lambda pieces, a_day, demand, pounds, work_minutes: {"work": show(work_minutes, MINUTES)},
)

RATIO = Exercise(
    id="w02-ratio",
    title="The share that adds value",
    points=4,
    transfer_points=1,
    unit=PERCENT,
    nearest=0.001,
    minutes=5,
    inputs={
        "work": round(_LINE.value_adding, 1),
        "checking": ribble.INSPECT.cycle,
        "lead_days": _LEAD,
        "day_minutes": int(_LINE.minutes),
    },
    right=lambda work, checking, lead_days, day_minutes: 100 * flow.value_added_ratio(work, lead_days * day_minutes),
    ways=(
        "work / (lead_days * day_minutes) * 100",
        "100 * work / lead_days / day_minutes",
        "work / (lead_days * day_minutes / 100)",
        "100 * (work / day_minutes) / lead_days",
    ),
    slips=(
        Slip(
            "two clocks: nights counted in",
            "100 * work / (lead_days * 24 * 60)",
            "The lead time was counted in working days, but you gave each of them a whole day and night. "
            "Put both times on the same clock: how many minutes has a working day?",
        ),
        Slip(
            "breaks left in",
            "100 * work / (lead_days * 510)",
            "Each day has its whole shift in your formula, breaks included. The work is measured without breaks. Which "
            "name holds the minutes of a day in which work is done?",
            points=2,
        ),
        Slip(
            "minutes over days",
            "100 * work / lead_days",
            "Above the line are minutes, below it days. Turn the days into minutes first: how many are there in one "
            "working day?",
        ),
        Slip(
            "checking counted as value",
            "100 * (work + checking) / (lead_days * day_minutes)",
            "Inspection is in your sum. It finds faults but changes nothing that the customer wants. Which of the two "
            "times does?",
            points=2,
        ),
        Slip(
            "bracket missing below the line",
            "100 * work / lead_days * day_minutes",
            "Without brackets below the line, you divide by the days and then multiply by the minutes. What should be "
            "worked out first?",
        ),
        Slip(
            "the wrong way up",
            "(lead_days * day_minutes) / work",
            "That is how many times longer the waiting is than the work. A share is the part over the whole, times 100.",
        ),
    ),
    means="Only {answer} of a bracket's time at Ribble changes the metal. That is usual where work moves in batches. So "
    "look first at the waiting, and only then for a faster machine.",
    asks="Rounded? Leave all decimals in. Above the line: the minutes that change the part, times 100. Below it: "
    "all the minutes of the lead time.",
    fill="Replace the three dots with a formula that uses work, lead_days and day_minutes.",
)

EFFECTIVE = Exercise(
    id="w02-effective",
    title="Effective cycle time",
    points=4,
    transfer_points=1,
    unit=MINUTES,
    nearest=0.01,
    minutes=4,
    inputs={
        "cycle": _LATHE.cycle,
        "setup": int(_LATHE.setup),
        "batch": int(_LINE.batch),
        "uptime": _LATHE.uptime,
        "good": _LATHE.good,
    },
    # Not flow.effective_cycle_time, which refuses a share above 1: a check also tries the formula on figures nudged up.
    right=lambda cycle, setup, batch, uptime, good: (cycle + setup / batch) / (uptime * good),
    ways=(
        "(cycle + setup / batch) / uptime / good",
        "(batch * cycle + setup) / batch / (good * uptime)",
        "(setup / batch + cycle) * (1 / uptime) * (1 / good)",
        "cycle / (uptime * good) + setup / (batch * uptime * good)",
    ),
    slips=(
        Slip(
            "set-up left out",
            "cycle / (uptime * good)",
            "The losses are handled well, but the set-up is missing. It comes once for each batch: what is one piece's "
            "share of it?",
            points=2,
        ),
        Slip(
            "both losses left out",
            "cycle + setup / batch",
            "That is the start, and nothing is lost in it yet. Stops and pieces done again both make it longer. Which two "
            "names say by how much?",
        ),
        Slip(
            "whole set-up on each piece",
            "(cycle + setup) / (uptime * good)",
            "Each piece carries a whole set-up in your formula. The set-up serves the whole batch. How much of it falls "
            "on one piece?",
        ),
        Slip(
            "multiplied by the shares",
            "(cycle + setup / batch) * uptime * good",
            "Your formula makes the time shorter. Stops and work done again make it longer. Which way round do the "
            "shares go?",
        ),
        Slip(
            "uptime left out",
            "(cycle + setup / batch) / good",
            "The stops are left out. The lathe can run for only a part of the working time. Which name says so?",
            points=2,
        ),
        Slip(
            "work done again left out",
            "(cycle + setup / batch) / uptime",
            "The pieces that are done again are left out. Some of the lathe's time goes into them. Which name says so?",
            points=2,
        ),
        Slip(
            "losses added up",
            "(cycle + setup / batch) * (3 - uptime - good)",
            "You added the two losses to the time as per cents. But a share that is lost comes off what the machine can "
            "do: divide by what is left.",
        ),
        Slip(
            "bracket missing below the line",
            "(cycle + setup / batch) / uptime * good",
            "You divided by the first share, and then multiplied by the second. Should both make the time longer? Put "
            "brackets round what stands below the line.",
        ),
        Slip(
            "set-up added after the losses",
            "cycle / (uptime * good) + setup / batch",
            "The set-up escapes the losses in your formula. The lathe stops during set-ups too. Add its share before "
            "you divide.",
            points=2,
        ),
        Slip(
            "set-up spared for work done again",
            "(cycle / good + setup / batch) / uptime",
            "A piece that is done again takes up its place in a batch again, with its share of the set-up. Which part of "
            "the formula do both losses make longer?",
            points=2,
        ),
    ),
    means="On paper the lathe needs {paper}. In practice it needs {answer} for each good bracket. Suppliers quote the "
    "first figure; plans need the second.",
    asks="Rounded? Leave all decimals in. What does one piece take at the lathe, with its share of the set-up? Do "
    "the two losses make that longer? Do you need brackets?",
    fill="Replace the three dots with a formula that uses cycle, setup, batch, uptime and good.",
    facts=lambda cycle, setup, batch, uptime, good: {"paper": show(cycle, MINUTES)},
)

LINE = Exercise(
    id="w02-line",
    title="What the line can send out",
    points=4,
    transfer_points=1,
    unit=PIECES,
    nearest=0.1,
    minutes=5.5,
    inputs={"minutes": int(_LINE.minutes), **_TIMES},
    no_need=_SMALL_LETTERS,
    right=lambda minutes, saw, lathe, mill, deburr, inspect: flow.throughput(
        minutes, [saw, lathe, mill, deburr, inspect]
    ),
    ways=(
        "min(minutes / saw, minutes / lathe, minutes / mill, minutes / deburr, minutes / inspect)",
        "minutes * (1 / max(inspect, deburr, mill, lathe, saw))",
        "minutes / max([saw, lathe, mill, deburr, inspect])",
        "minutes / sorted([saw, lathe, mill, deburr, inspect])[-1]",
    ),
    slips=(
        Slip(
            "longest cycle on paper",
            # What `minutes / mill` gives here; in a firm whose mill is the slowest step, that would be right.
            "minutes / sorted([saw, lathe, mill, deburr, inspect])[-2]",
            "You took the mill. Its cycle time is the longest on paper, but here the times hold stops, set-ups and work "
            "done again. Which of the five is longest now?",
        ),
        Slip(
            "average step",
            "minutes / ((saw + lathe + mill + deburr + inspect) / 5)",
            "You divided by the average time. Work piles up wherever a step is slower than that. Which step does "
            "everything have to pass, and wait for?",
        ),
        Slip(
            "one piece at a time",
            "minutes / (saw + lathe + mill + deburr + inspect)",
            "You added up all the steps, as if the next piece had to wait until the last one is packed. All five steps "
            "work at once, on different pieces. Which one holds up the rest?",
        ),
        Slip(
            "fastest step",
            "minutes / min(saw, lathe, mill, deburr, inspect)",
            "That is what the fastest step could do. What it makes would only pile up further on. Which step lets the "
            "fewest through?",
        ),
        Slip(
            "speeds added up",
            "minutes / saw + minutes / lathe + minutes / mill + minutes / deburr + minutes / inspect",
            "You added up what each step could do. But every piece must pass all five. How many get through the "
            "slowest?",
        ),
    ),
    means="The line can send out {answer} a day, because the lathe lets no more through. Ribble counted {counted}: the "
    "sum fits. The slowest step is the bottleneck, and it sets the pace of all the others. Would your formula still hold "
    "if another step were the slowest?",
    asks="Rounded? Leave all decimals in. Which of the five steps needs the longest for a good piece? How often does that time fit into the day?",
    fill="Replace the three dots with a formula that uses minutes and max(...).",
    facts=lambda minutes, saw, lathe, mill, deburr, inspect: {"counted": show(ribble.A_DAY, PIECES)},
)

OFFER = Exercise(
    id="w02-offer",
    title="Which offer",
    points=2,
    minutes=2,
    choices=tuple(offer.step.name.lower() for offer in ribble.OFFERS),
    right=lambda: max(
        ribble.OFFERS, key=lambda offer: ribble.with_step(_LINE, offer.step).throughput
    ).step.name.lower(),
    ways=("'Lathe'", "' lathe '", "'LATHE'"),
    slips=(
        Slip(
            "the step with the longest cycle on paper",
            "'mill'",
            "The mill has the longest cycle on paper, and this is the largest machine of the four. Does every piece wait "
            "for the mill today? Look at what each step needs for a good piece.",
            points=0.5,
        ),
        Slip(
            "the step that people complain about",
            "'deburr'",
            "This offer saves the most hand work, and it may be worth having for that. But does the line wait for "
            "deburring? Count the pieces that leave, not the minutes saved.",
            points=0.5,
        ),
        Slip(
            "the first step",
            "'saw'",
            "A faster first step feeds the line faster. But what happens to the blanks once they are cut? Look where "
            "the most pieces wait.",
            points=0,
        ),
    ),
    means="Only the lathe's offer lets more pieces through. The other three make work pile up sooner, and nothing leaves "
    "sooner. A faster step that is not the bottleneck adds {nothing} a day.",
    asks="Which of the four words is it?",
    fill='Replace the three dots with "saw", "lathe", "mill" or "deburr", in quotation marks.',
    facts=lambda: {
        "nothing": show(ribble.with_step(_LINE, ribble.OFFERS[2].step).throughput - _LINE.throughput, PIECES)
    },
)

GAIN = Exercise(
    id="w02-gain",
    title="What a faster step brings",
    points=4,
    transfer_points=1,
    unit=PIECES,
    nearest=0.1,
    minutes=5,
    inputs={
        "minutes": int(_LINE.minutes),
        "now_a_day": round(_LINE.throughput, 1),
        "after_minutes": _LOADED,
        "other_minutes": _NEXT,
    },
    no_need=_SMALL_LETTERS,
    right=lambda minutes, now_a_day, after_minutes, other_minutes: (
        flow.throughput(minutes, [after_minutes, other_minutes]) - now_a_day
    ),
    ways=(
        "min(minutes / after_minutes, minutes / other_minutes) - now_a_day",
        "-now_a_day + minutes / max(other_minutes, after_minutes)",
        "(minutes - now_a_day * max(after_minutes, other_minutes)) / max(after_minutes, other_minutes)",
        "round(minutes / max(after_minutes, other_minutes) - now_a_day, 1)",
    ),
    slips=(
        Slip(
            "rest of the line forgotten",
            # What `minutes / after_minutes - now_a_day` gives here; where the changed step stays the slowest, it is right.
            "minutes / min(after_minutes, other_minutes) - now_a_day",
            "You let the changed step set the pace. But another step may be slower than it by then. Which time rules "
            "the line once the change is made?",
        ),
        Slip(
            "new output, not the gain",
            "minutes / max(after_minutes, other_minutes)",
            "That is what the line sends out after the change, and it is right. How many of them are more than today?",
            points=2,
        ),
        Slip(
            "per cent more",
            "100 * (minutes / max(after_minutes, other_minutes) / now_a_day - 1)",
            "That is the gain in per cent. Pieces a day are asked for. How many leave after the change, and how many "
            "leave now?",
            points=2,
        ),
        Slip(
            "times added up",
            "minutes / (after_minutes + other_minutes) - now_a_day",
            "You added the two times, as if one step waited until the other is done. Both work at once. Which of the "
            "two holds up the line?",
        ),
        Slip(
            "bracket in the wrong place",
            "minutes / (max(after_minutes, other_minutes) - now_a_day)",
            "You took pieces a day from minutes. Work out the pieces a day after the change first. Then take off those "
            "of now.",
        ),
    ),
    means="The robot at the lathe brings {answer} more a day: {then} in all, above the {wanted} that customers want. Then "
    "the mill is slowest, and a still faster lathe would bring nothing more. Would your formula still hold if the "
    "changed step stayed the slowest?",
    asks="Rounded? Leave all decimals in. How many pieces leave after the change? Which of the two times sets the "
    "pace then?",
    fill="Replace the three dots with a formula that uses minutes, now_a_day, after_minutes and other_minutes.",
    facts=lambda minutes, now_a_day, after_minutes, other_minutes: {
        "then": show(flow.throughput(minutes, [after_minutes, other_minutes]), PIECES, 0.1),
        "wanted": f"{ribble.DEMAND}",
    },
)

STOCK = Exercise(
    id="w02-stock",
    title="Cash that waits",
    points=4,
    transfer_points=1,
    unit=GBP,
    nearest=10,
    minutes=4,
    inputs={
        "pieces": int(_LINE.pieces),
        "a_day": ribble.A_DAY,
        "days_kept": ribble.DAYS_KEPT,
        "cost": ribble.COST,
        "price": ribble.PRICE,
    },
    right=lambda pieces, a_day, days_kept, cost, price: flow.cash_released(pieces, a_day, days_kept, cost),
    ways=(
        "pieces * cost - days_kept * a_day * cost",
        "(pieces / a_day - days_kept) * a_day * cost",
        "cost * (pieces - a_day * days_kept)",
        "round((pieces - days_kept * a_day) * cost, -1)",
    ),
    slips=(
        Slip(
            "valued at the selling price",
            "(pieces - days_kept * a_day) * price",
            "You valued the pieces at what customers pay. Nobody has paid for them yet. What has Ribble itself put into "
            "each?",
        ),
        Slip(
            "all of the stock",
            "pieces * cost",
            "That is the worth of everything in the process. Some of it stays. How many pieces will Ribble still keep?",
        ),
        Slip(
            "what stays, not what comes free",
            "days_kept * a_day * cost",
            "That is the cash that stays tied up. How much comes free is what lies between it and today's.",
            points=2,
        ),
        Slip(
            "days taken for pieces",
            "(pieces - days_kept) * cost",
            "You took days away from pieces. Turn the days into pieces first: how many leave on each of them?",
        ),
        Slip(
            "brackets missing",
            "pieces - days_kept * a_day * cost",
            "Multiplying comes before taking away, so pounds are taken off pieces. Which part must be worked out first? "
            "Put brackets round it.",
        ),
        Slip(
            "profit on the pieces",
            "(pieces - days_kept * a_day) * (price - cost)",
            "You counted the profit on those pieces. It comes when they are sold, now or later. What comes free is what "
            "Ribble has put into them.",
        ),
        Slip(
            "pieces, not pounds",
            "pieces - days_kept * a_day",
            "That is how many pieces are no longer needed. What has Ribble put into them, in pounds?",
            points=2,
        ),
    ),
    means="Smaller batches would set {answer} free, once. That is cash in the bank and not a yearly saving: it does not "
    "come again next year.",
    asks="How many pieces are there now? How many would stay? What has Ribble put into each of the others?",
    fill="Replace the three dots with a formula that uses pieces, a_day, days_kept and cost.",
)


_TWO_YEARS = 2 * 52 * 5
"""Working days in two years: a product that takes longer is more likely a slip in one of the two figures."""


def _days(own: Mapping[str, Any]) -> float:
    return flow.lead_time(own["pieces"], own["a_day"])


def _firm_says(own: Mapping[str, Any]) -> tuple[str, ...]:
    ratio = 100 * flow.value_added_ratio(own["work"], _days(own) * own["minutes"])
    pace = flow.takt_time(own["minutes"], 0, own["a_day"])
    return (
        f"On your figures one spends {show(_days(own), DAYS)} with you, and {show(ratio, PERCENT, 0.01)} of that time "
        "adds value.",
        f"One leaves about every {show(pace, MINUTES)}. Do customers want them faster? Then one step sets that pace. "
        "Which one?",
        f"Take {show(own['pieces'], PIECES)} times what one has cost you so far: that is the cash that waits.",
    )


FIRM = Form(
    id="w02-firm",
    title="Your own value stream",
    points=4,
    minutes=6,
    fields=(
        Field("product", "one product or family that passes the same steps", unit=None, words=2),
        Field("minutes", "working minutes a day, breaks out; add shifts, not people", MINUTES, 60, 1440),
        Field("a_day", "how many leave on a working day; two a week is 0.4", PIECES, 0.01, 1_000_000),
        Field(
            "pieces",
            "how many there are now from first step to dispatch, waiting or worked on",
            PIECES,
            0.01,
            10_000_000,
        ),
        Field("work", "minutes of work on one that change it for the customer", MINUTES, 0.01, 1_000_000),
    ),
    rules=(
        Rule(
            "There is more work on one than time for it: work is in minutes, and what is in the process must be the same "
            "kind of thing as what leaves. Please look at both.",
            lambda own: own["work"] <= _days(own) * own["minutes"],
        ),
        Rule(
            "On these figures one spends over two years with you. Is what leaves for one working day, and is what is in "
            "the process the same kind of thing?",
            lambda own: _days(own) <= _TWO_YEARS,
        ),
    ),
    means=_firm_says,
)

DEFINITIONS = (TAKT, LEAD, RATIO, EFFECTIVE, LINE, OFFER, GAIN, STOCK, FIRM)

FIGURES: dict[str, float] = {
    "60%": 100 * ribble.QUICKER_SETUP,
    "8.8": ribble.with_smaller_batches(_LINE).lead_time,
    "450": _LINE.minutes,
    "600": _LINE.pieces,
    "0.4": 2 / 5,
    "24.7": _LINE.work,
    "£30,000": _LINE.pieces * ribble.COST,
    "14.3": flow.lead_time(_LINE.pieces, ribble.A_DAY),
    "9.78": flow.takt_time(ribble.SHIFT, ribble.BREAKS, ribble.DEMAND),
    "47": flow.throughput(_LINE.minutes, [_LOADED, _NEXT]),
    "7.7": _LATHE.cycle + _LATHE.setup / _LINE.batch,
    **{f"{minutes:.2f}": minutes for minutes in _LINE.times.values()},
    **{f"{offer.step.effective(_LINE.batch):.2f}": offer.step.effective(_LINE.batch) for offer in ribble.OFFERS},
}
"""Figures worked out in the text, as printed there."""
