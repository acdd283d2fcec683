"""The pictures of week 5: the cash flows of an investment, and an explorer of what makes it worth it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, MaxNLocator

from course.display.explorer import Explorer, View
from course.display.pictures import Picture, new_figure
from course.display.slider import Slider
from course.display.style import LOOKS, TEXT, Look, house_style
from course.display.tables import Amount, Column, Table, table
from course.methods import appraisal
from course.quantities import GBP, GBP_A_YEAR, PERCENT, TIMES, YEARS, show

_RATES: Final = np.linspace(0.0, 0.5, 51)  # the rates of the lower panel: 0 to 50% a year
_PAID, _DISCOUNTED, _IRR = LOOKS[0], LOOKS[1], LOOKS[3]


def appraisal_explorer(
    *, cost: float, grant: float, first_year: float, full_year: float, rate: float, life: int
) -> Explorer:
    """An explorer of an investment: move its cost, grant, benefit, ramp-up, rate or life, and see whether it pays.

    The arguments are where the sliders start.

    Args:
        cost: pounds paid in year 0.
        grant: pounds towards it in year 0, from 0 to less than the cost.
        first_year: benefit in year 1, in pounds, from 0 to full_year.
        full_year: benefit in each later year, in pounds, above 0.
        rate: discount rate a year, as a fraction from 0 to 0.5.
        life: years of benefits, a whole number from 1 to 25.

    Raises:
        ValueError: when an argument is outside its range.
    """
    if not (cost > 0 and 0 <= grant < cost):
        raise ValueError(
            f"The cost is {cost:,.10g} and the grant {grant:,.10g}; give a grant from 0 to below the cost."
        )
    if not (full_year > 0 and 0 <= first_year <= full_year):
        raise ValueError(
            f"The benefit is {first_year:,.10g} in the first year and {full_year:,.10g} in a full one; "
            "give a full year above 0 and a first year from 0 to as much."
        )
    if not 0 <= rate <= 0.5:
        raise ValueError(f"The rate is {rate:.10g}; give it as a fraction from 0 to 0.5, such as 0.10 for 10%.")
    if not (1 <= life <= 25 and life == int(life)):
        raise ValueError(f"The life is {life:.10g}; give a whole number of years from 1 to 25.")
    step = _round_step(cost)
    benefit_step = _round_step(full_year)
    # The dearest grant stays below the lowest cost, so that there is always something to pay back.
    most_grant = max(grant, step * math.floor(cost / 2 / step))
    least_cost = min(cost, most_grant + step)
    sliders = (
        Slider("cost", "Cost", GBP, least_cost, step * math.ceil(2 * cost / step), step, cost),
        Slider("grant", "Grant", GBP, 0, most_grant, step, grant),
        Slider(
            "benefit",
            "Benefit in a full year",
            GBP_A_YEAR,
            0,
            benefit_step * math.ceil(2 * full_year / benefit_step),
            benefit_step,
            full_year,
        ),
        Slider("ramp", "Year 1 benefit, as a share of a full year's", PERCENT, 0, 100, 1, 100 * first_year / full_year),
        Slider("rate", "Discount rate a year", PERCENT, 0, max(30, math.ceil(100 * rate)), 0.5, round(100 * rate, 6)),
        Slider("life", "Life", YEARS, 1, max(12, life), 1, life, whole=True),
    )
    drawing = _drawing()

    def look(cost: float, grant: float, benefit: float, ramp: float, rate: float, life: float) -> View:
        benefits = appraisal.ramped_benefits(benefit * ramp / 100, benefit, int(life))
        return drawing.view(cost - grant, benefits, rate / 100)

    return Explorer("Is it worth it?", sliders, look)


def cash_flow_picture(
    *, cost: float, grant: float, first_year: float, full_year: float, life: int, caption: str = ""
) -> Picture:
    """The yearly cash flows of an investment as bars, with the same in words.

    Args:
        cost: pounds paid in year 0.
        grant: pounds received towards it in year 0.
        first_year: benefit in year 1, in pounds.
        full_year: benefit in each later year, in pounds.
        life: years of benefits, a whole number from 1 to 25.
        caption: the line below the picture, such as where its figures come from.

    Raises:
        ValueError: when the life is not a whole number of years, or something is not a number.
    """
    benefits = appraisal.ramped_benefits(first_year, full_year, life)
    figure, (axes,) = new_figure(3.7)
    with house_style():
        bars: list[tuple[str, list[float], list[float], Look]] = [
            ("cost", [0.0], [-float(cost)], LOOKS[1]),
            ("grant", [0.0], [float(grant)], LOOKS[2]),
            ("yearly benefit", [float(year + 1) for year in range(len(benefits))], benefits, LOOKS[0]),
        ]
        for label, years, pounds, look in bars:
            if any(pounds):
                drawn = axes.bar(years, pounds, width=0.72, color=look.colour, hatch=look.hatch, label=label)
                if len(benefits) <= 8:
                    axes.bar_label(drawn, [_thousands(value) for value in pounds], padding=3, fontsize=10)
        axes.axhline(0, color=TEXT, linewidth=1)
        axes.margins(y=0.12)
        axes.set_title("Cash by year", pad=26)
        axes.set_xlabel("Year (0 is today)")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=13))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _thousands(value)))
        axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=3)
    granted = f" and a grant of {show(grant, GBP)} comes in" if grant else ""
    later = f", then {show(full_year, GBP)} in each of years 2 to {len(benefits)}" if len(benefits) > 1 else ""
    words = (
        f"Bar chart of cash by year, in pounds. Year 0: {show(cost, GBP)} goes out{granted}. "
        f"Year 1: {show(first_year, GBP)} comes in{later}."
    )
    return Picture(figure, words, caption)


@cache
def _drawing() -> _Drawing:
    """The one drawing of a kernel: a cell that is run again does not hold a second figure in memory."""
    return _Drawing()


class _Drawing:
    """Two charts made once; each new setting only moves their lines, which is what makes the sliders quick."""

    def __init__(self) -> None:
        self._figure, (self._cash, self._by_rate) = new_figure(6.4, panels=2, fitted=False)
        # Fixed margins: working them out anew for every setting would make the charts jump, and take longer.
        self._figure.subplots_adjust(left=0.165, right=0.955, top=0.905, bottom=0.085, hspace=0.5)
        with house_style():
            for axes in (self._cash, self._by_rate):
                axes.axhline(0, color=TEXT, linewidth=1)
                axes.yaxis.set_major_formatter(FuncFormatter(lambda pounds, _: _thousands(pounds)))
                axes.yaxis.set_major_locator(MaxNLocator(6))
                # A fixed place for the label and the title saves measuring every number on the axis twice.
                axes.xaxis.set_label_coords(0.5, -0.145)
            self._set_up_cash()
            self._set_up_by_rate()

    def _set_up_cash(self) -> None:
        axes = self._cash
        axes.set_title("Running total of cash", y=1.0, pad=26)
        axes.set_xlabel("Year (0 is today)")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        self._paid, self._discounted = (
            axes.plot([], [], label=label, color=look.colour, linestyle=look.line, marker=look.marker)[0]
            for label, look in (("as it comes", _PAID), ("discounted", _DISCOUNTED))
        )
        self._legend = axes.legend(loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=2)
        self._payback = _mark(axes, _PAID)
        self._discounted_payback = _mark(axes, _DISCOUNTED)
        self._payback_words = _words(axes, _PAID, line=2)
        self._discounted_payback_words = _words(axes, _DISCOUNTED, line=1)

    def _set_up_by_rate(self) -> None:
        axes = self._by_rate
        axes.set_title("Net present value, by discount rate", y=1.0)
        axes.set_xlabel("Discount rate a year")
        axes.xaxis.set_major_formatter(FuncFormatter(lambda rate, _: f"{rate:.0%}"))
        axes.set_xlim(0, float(_RATES[-1]))
        (self._curve,) = axes.plot(_RATES, 0 * _RATES, color=_PAID.colour, linestyle="-", marker="")
        self._npv = _mark(axes, _DISCOUNTED)
        self._irr = _mark(axes, _IRR)
        self._npv_words = _words(axes, _DISCOUNTED, line=-1)
        self._irr_words = _words(axes, _IRR, line=-2)

    def view(self, outlay: float, benefits: Sequence[float], rate: float) -> View:
        """The charts, tables and sentence for one setting."""
        facts = _Facts.of(outlay, benefits, rate)
        self._move(facts)
        return View(Picture(self._figure, _in_words(facts), scale=1.0), _as_tables(facts), _in_a_sentence(facts))

    def _move(self, facts: _Facts) -> None:
        years = np.arange(facts.life + 1)
        self._paid.set_data(years, facts.paid)
        self._discounted.set_data(years, facts.discounted)
        self._legend.get_texts()[1].set_text(f"discounted at {_percent(facts.rate)}")
        self._cash.set_xlim(-0.03 * facts.life, 1.03 * facts.life)
        self._cash.set_ylim(*_room_around(facts.paid, facts.discounted))
        self._payback.set_data([facts.payback], [0])
        self._discounted_payback.set_data([facts.discounted_payback], [0])
        self._payback_words.set_text(f"payback: {_paid_back(facts.payback, facts.life)}")
        self._discounted_payback_words.set_text(
            f"discounted payback: {_paid_back(facts.discounted_payback, facts.life)}"
        )
        # The words stand in the corner that the lines leave free: they rise from the lower left, or never get far.
        corner = "never" if math.isinf(facts.payback) else "paid back"
        for words, line in ((self._payback_words, 2), (self._discounted_payback_words, 1)):
            words.set(**_CORNERS[corner], y=_height(line if corner == "paid back" else line - 3))
        self._curve.set_ydata(facts.npv_by_rate)
        self._by_rate.set_ylim(*_room_around(facts.npv_by_rate))
        self._npv.set_data([facts.rate], [facts.npv])
        self._irr.set_data([math.nan if facts.irr is None else facts.irr], [0])
        self._npv_words.set_text(f"at {_percent(facts.rate)}: {show(facts.npv, GBP)}")
        self._irr_words.set_text(f"IRR: {_irr(facts)}")


@dataclass(frozen=True)
class _Facts:
    """Everything that is shown of one setting, worked out once; pounds, years and fractions."""

    life: int
    rate: float
    benefits: Sequence[float]
    paid: appraisal.Floats
    discounted: appraisal.Floats
    npv_by_rate: appraisal.Floats
    payback: float
    discounted_payback: float
    npv: float
    irr: float | None
    profitability_index: float

    @classmethod
    def of(cls, outlay: float, benefits: Sequence[float], rate: float) -> _Facts:
        flows = [-outlay, *benefits]
        return cls(
            life=len(benefits),
            rate=rate,
            benefits=benefits,
            paid=appraisal.cumulative(outlay, benefits),
            discounted=appraisal.cumulative(outlay, benefits, rate),
            npv_by_rate=appraisal.npv_by_rate(flows, _RATES),
            payback=appraisal.payback(outlay, benefits),
            discounted_payback=appraisal.discounted_payback(outlay, benefits, rate),
            npv=appraisal.npv(rate, flows),
            irr=appraisal.irr(flows) if any(benefits) else None,
            profitability_index=appraisal.profitability_index(outlay, benefits, rate),
        )


def _as_tables(facts: _Facts) -> tuple[Table, ...]:
    results = table(
        [
            ("Payback", _paid_back(facts.payback, facts.life)),
            ("Discounted payback", _paid_back(facts.discounted_payback, facts.life)),
            ("Net present value (NPV)", Amount(facts.npv, GBP)),
            ("Internal rate of return (IRR)", _irr(facts)),
            ("Profitability index (PI)", Amount(facts.profitability_index, TIMES)),
        ],
        ["Measure", "Result"],
        f"Results at {_percent(facts.rate)} a year",
    )
    cash = [float(facts.paid[0]), *facts.benefits]
    by_year = table(
        [
            (str(year), flow, float(total), float(discounted))
            for year, (flow, total, discounted) in enumerate(zip(cash, facts.paid, facts.discounted, strict=True))
        ],
        ["Year", Column("Cash", GBP), Column("Running total", GBP), Column("Discounted", GBP)],
        f"Cash by year, its running total, and that total discounted at {_percent(facts.rate)}",
    )
    return results, by_year


def _in_a_sentence(facts: _Facts) -> str:
    npv = show(facts.npv, GBP)
    if math.isinf(facts.payback):
        return f"The money is not paid back within {_life(facts)}; at {_percent(facts.rate)} the NPV is {npv}."
    verdict = "worth more than it costs" if facts.npv > 0 else "not worth what it costs"
    return (
        f"Paid back after {show(facts.payback, YEARS)}. Over {_life(facts)} at {_percent(facts.rate)} it is {verdict}: "
        f"the NPV is {npv}, and the IRR {_irr(facts)}."
    )


def _in_words(facts: _Facts) -> str:
    return (
        f"Two line charts. Upper: the running total of cash goes from {show(facts.paid[0], GBP)} in year 0 to "
        f"{show(facts.paid[-1], GBP)} in year {facts.life}, and discounted at {_percent(facts.rate)} to "
        f"{show(facts.discounted[-1], GBP)}; payback: {_paid_back(facts.payback, facts.life)}, "
        f"discounted: {_paid_back(facts.discounted_payback, facts.life)}. "
        f"Lower: the net present value goes from {show(facts.npv_by_rate[0], GBP)} at a discount rate of "
        f"{_percent(_RATES[0])} to {show(facts.npv_by_rate[-1], GBP)} at {_percent(_RATES[-1])}; "
        f"at {_percent(facts.rate)} it is {show(facts.npv, GBP)}. IRR: {_irr(facts)}."
    )


def _paid_back(years: float, life: int) -> str:
    return f"not within {show(life, YEARS, 1)}" if math.isinf(years) else show(years, YEARS)


def _life(facts: _Facts) -> str:
    return show(facts.life, YEARS, 1)


def _irr(facts: _Facts) -> str:
    return "none, nothing comes back" if facts.irr is None else show(100 * facts.irr, PERCENT)


def _percent(fraction: float) -> str:
    """A rate that somebody chose: "10%" or "7.5%"."""
    return show(100 * fraction, PERCENT, 1 if round(1000 * fraction) % 10 == 0 else None)


def _thousands(pounds: float) -> str:
    """Pounds as an axis or a bar shows them: "£31k", "-£2.5k"."""
    return f"{'-' if pounds < 0 else ''}£{abs(pounds) / 1000:,.10g}k" if pounds else "£0"


def _round_step(pounds: float) -> float:
    """About a hundredth of a sum, as 1, 2 or 5 and noughts: a step that people find natural."""
    power = 10.0 ** math.floor(math.log10(pounds / 100))
    return max(1.0, next(power * digit for digit in (1, 2, 5, 10) if power * digit >= pounds / 100))


def _room_around(*values: appraisal.Floats) -> tuple[float, float]:
    """Limits of an axis of pounds that shows zero and leaves some room."""
    least, most = min(0.0, *(part.min() for part in values)), max(0.0, *(part.max() for part in values))
    room = 0.12 * (most - least or 1.0)
    # Where nothing rises above zero, the words in the corner stand between zero and the top.
    return least - room, most + room * (3 if most == 0 else 1)


_CORNERS: Final[dict[str, dict[str, Any]]] = {
    "paid back": {"x": 0.99, "horizontalalignment": "right"},
    "never": {"x": 0.03, "horizontalalignment": "left"},
}


def _mark(axes: Axes, look: Look) -> Line2D:
    """A hollow marker, to be put where a line meets something."""
    (mark,) = axes.plot(
        [], [], marker=look.marker, linestyle="", color=look.colour, markerfacecolor="white", markeredgewidth=2, ms=9
    )
    return mark


def _words(axes: Axes, look: Look, line: int) -> Text:
    """Words in a corner on the right: lines 1, 2, ... from the bottom, or -1, -2, ... from the top."""
    return axes.text(
        0.99,
        _height(line),
        "",
        color=look.colour,
        fontsize=10,
        fontweight="bold",
        transform=axes.transAxes,
        horizontalalignment="right",
        verticalalignment="center",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
    )


def _height(line: int) -> float:
    return 0.095 * line - 0.025 if line > 0 else 1 + 0.095 * line + 0.03
