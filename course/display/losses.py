"""The pictures of week 3: what was mended in a log, where the planned time goes, and which losses cost the most."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from matplotlib.container import BarContainer
from matplotlib.ticker import FuncFormatter

from course.display.explorer import Explorer, View
from course.display.pictures import Picture, new_figure
from course.display.slider import Slider
from course.display.style import LOOKS, TEXT, house_style
from course.display.tables import Column, Table, table
from course.methods.losses import Mended
from course.methods.oee import Ladder, ladder
from course.quantities import GBP, GBP_A_YEAR, HOURS, MINUTES, PERCENT, Unit, show

GBP_AN_HOUR: Final = Unit("pounds an hour", before="£", after=" an hour", nearest=1)
_STEPS: Final = ("planned", "long stops", "lost speed", "spoilt", "good")
_IN_FULL: Final = (
    "Planned time",
    "Lost to long stops (availability)",
    "Lost to short stops and slow running (performance)",
    "Lost to spoilt pieces (quality)",
    "Good pieces at full speed (OEE)",
)


def mended_table(logs: Mapping[str, Mended]) -> Table:
    """What was wrong in each log, and what was done about it, in plain words.

    Args:
        logs: name of the machine -> its log, mended.
    """

    def row(wrong: str, done: str, times: str) -> tuple[str, ...]:
        return (wrong, *(_often(getattr(log, times)) for log in logs.values()), done)

    def minutes(what: str, of: str, done: str) -> tuple[str, ...]:
        return (what, *(show(getattr(log, of), MINUTES, 1) for log in logs.values()), done)

    rows = [
        row("The shift does not fit the clock", "The clock is right: the shift was changed", "shifts_put_right"),
        row("Two people logged the same stop", "Merged: each minute counts once", "overlaps"),
        row("A stop runs past midnight", "Split: each day gets its own minutes", "past_midnight"),
        minutes("Stops, added up as logged", "logged_minutes", "Some minutes are in twice"),
        minutes("Stops, after mending", "minutes", "Used from here on"),
    ]
    return table(rows, ["What was wrong", *logs, "What was done"], "Two stops logs of one week, mended (simulated)")


def pareto_picture(
    times: Mapping[str, int], hours: Mapping[str, float], pounds: Mapping[str, float], caption: str = ""
) -> Picture:
    """The same losses three times: how often they come, how long they take, what they cost; the dearest on top.

    Args:
        times: loss -> how often in a week; losses that cannot be counted so are left out.
        hours: loss -> hours a week.
        pounds: loss -> pounds a week, for the same losses as `hours`.
        caption: the line below the picture.

    Raises:
        ValueError: when the losses differ.
    """
    if set(hours) != set(pounds) or not set(times) <= set(hours):
        raise ValueError("The losses differ: give hours and pounds for the same ones, and times for some of them.")
    names = sorted(pounds, key=lambda name: pounds[name])
    panels: list[tuple[str, Mapping[str, float], str]] = [
        ("How often in a week", times, "Stops a week"),
        ("How long in a week", hours, "Hours a week"),
        ("What it costs in a week", pounds, "Pounds a week"),
    ]
    figure, axes = new_figure(7.6, panels=3)
    with house_style():
        for chart, (title, amounts, label), look in zip(axes, panels, LOOKS, strict=False):
            values = [float(amounts.get(name, 0)) for name in names]
            bars = chart.barh(names, values, color=look.colour, hatch=look.hatch, height=0.66)
            words = [_amount(label, amounts[name]) if name in amounts else "not counted" for name in names]
            chart.bar_label(bars, words, padding=3, fontsize=10)
            chart.set_title(title)
            chart.set_xlabel(label)
            chart.grid(visible=False)
            chart.set_xlim(0, 1.25 * max(values))
            chart.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    said = "; ".join(
        f"{name}: {f'{times[name]} times, ' if name in times else ''}{show(hours[name], HOURS)}, "
        f"{show(pounds[name], GBP)} a week"
        for name in reversed(names)
    )
    return Picture(figure, f"Three bar charts of the same losses, the dearest first. {said}.", caption)


def oee_explorer(
    *, planned: float, availability: float, performance: float, quality: float, left_an_hour: float, weeks: float
) -> Explorer:
    """An explorer of where planned time goes: move the three factors and see hours and pounds.

    The arguments are where the sliders start.

    Args:
        planned: hours planned in a week, from 10 to 168.
        availability: a fraction from 0 to 1, and so are the next two.
        performance: share of full speed.
        quality: share right the first time.
        left_an_hour: pounds that an hour at full speed leaves after materials, from 10 to 2,000.
        weeks: working weeks a year, above 0; no slider moves it.

    Raises:
        ValueError: when an argument is outside its range.
    """
    ladder(planned, availability, performance, quality)
    if not weeks > 0:
        raise ValueError(f"weeks is {weeks:.10g}; give working weeks a year above 0.")
    sliders = (
        Slider("planned", "Planned time a week", HOURS, 10, 168, 1, planned),
        Slider("availability", "Availability", PERCENT, 0, 100, 1, 100 * availability),
        Slider("performance", "Performance", PERCENT, 0, 100, 1, 100 * performance),
        Slider("quality", "Quality", PERCENT, 0, 100, 1, 100 * quality),
        Slider("left_an_hour", "What an hour leaves after materials", GBP_AN_HOUR, 10, 2_000, 10, left_an_hour),
    )
    drawing = _drawing()

    def look(planned: float, availability: float, performance: float, quality: float, left_an_hour: float) -> View:
        steps = ladder(planned, availability / 100, performance / 100, quality / 100)
        return drawing.view(steps, left_an_hour, weeks)

    return Explorer("Where does the planned time go?", sliders, look)


@cache
def _drawing() -> _Drawing:
    """The one drawing of a kernel: a cell that is run again does not hold a second figure in memory."""
    return _Drawing()


class _Drawing:
    """A chart made once; each new setting only moves its bars, which is what makes the sliders quick."""

    def __init__(self) -> None:
        self._figure, (self._axes,) = new_figure(4.0, fitted=False)
        self._figure.subplots_adjust(left=0.135, right=0.975, top=0.9, bottom=0.2)
        axes = self._axes
        with house_style():
            axes.set_title("Hours of a week, step by step")
            axes.set_ylabel("Hours a week")
            axes.set_xlabel("What happens to the planned time")
            looks = (LOOKS[4], LOOKS[1], LOOKS[1], LOOKS[1], LOOKS[0])
            self._bars: BarContainer = axes.bar(
                _STEPS, [1.0] * 5, width=0.7, color=[one.colour for one in looks], hatch=[one.hatch for one in looks]
            )
            for bar in (self._bars[0],):
                bar.set(facecolor="white", edgecolor=TEXT, hatch="", linewidth=1.5)
            axes.set_xticks(range(5), [_two_lines(step) for step in _STEPS])
            self._labels = [
                axes.text(place, 0, "", ha="center", va="bottom", fontsize=10, fontweight="bold", color=TEXT)
                for place in range(5)
            ]

    def view(self, steps: Ladder, left_an_hour: float, weeks: float) -> View:
        """The chart, table and sentence for one setting."""
        self._move(steps)
        oee = steps.good / steps.planned
        cost = steps.lost * left_an_hour * weeks
        return View(
            Picture(self._figure, _in_words(steps), scale=1.0),
            (_as_table(steps, left_an_hour, weeks),),
            f"OEE is {show(100 * oee, PERCENT)}: of {show(steps.planned, HOURS)} planned, {show(steps.good, HOURS)} "
            f"end up as good pieces at full speed. The lost {show(steps.lost, HOURS)} a week cost "
            f"{show(cost, GBP_A_YEAR, 100)} in sales less materials. What is thrown away comes on top.",
        )

    def _move(self, steps: Ladder) -> None:
        left = steps.planned
        for place, (bar, label, hours) in enumerate(zip(self._bars, self._labels, steps, strict=True)):
            is_loss = 0 < place < 4
            left -= hours if is_loss else 0
            foot = left if is_loss else 0.0
            bar.set_y(foot)
            bar.set_height(hours)
            label.set_position((place, foot + hours + 0.015 * steps.planned))
            label.set_text(f"{'-' if is_loss and hours >= 0.05 else ''}{hours:,.1f}")
        self._bars.datavalues = list(steps)
        self._axes.set_ylim(0, 1.12 * steps.planned)


def _as_table(steps: Ladder, left_an_hour: float, weeks: float) -> Table:
    rows = [
        (name, hours * left_an_hour * weeks if 0 < place < 4 else None, hours, 100 * hours / steps.planned)
        for place, (name, hours) in enumerate(zip(_IN_FULL, steps, strict=True))
    ]
    all_lost = (
        "All that is lost",
        steps.lost * left_an_hour * weeks,
        steps.lost,
        100 * steps.lost / steps.planned,
    )
    # The cost comes first: in a narrow window the last columns are out of sight.
    columns: list[Column | str] = [
        "Step",
        Column("Cost a year", GBP, 100),
        Column("Hours a week", HOURS),
        Column("Share", PERCENT),
    ]
    return table([*rows[:-1], all_lost, rows[-1]], columns, "Where the planned time goes, and what it costs")


def _in_words(steps: Ladder) -> str:
    planned, stops, speed, spoilt, good = (show(hours, HOURS) for hours in steps)
    return (
        f"Bar chart that steps down from the planned time to the good time of a week. Planned: {planned}. "
        f"Long stops take {stops}, short stops and slow running {speed}, spoilt pieces {spoilt}. "
        f"Good pieces at full speed: {good}."
    )


def _amount(label: str, value: float) -> str:
    return (
        f"£{value:,.0f}"
        if label.startswith("Pounds")
        else f"{value:,.1f}"
        if label.startswith("Hours")
        else f"{value:,}"
    )


def _often(times: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(times, f"{times} times")


def _two_lines(step: str) -> str:
    return step.replace(" ", "\n")
