"""The explorer of week 2: what sets a line's pace, and what makes parts wait."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from course.display.explorer import Explorer, View
from course.display.pictures import Picture, new_figure
from course.display.slider import Slider
from course.display.style import GROUND, LOOKS, house_style
from course.display.tables import Amount, Column, Table, table
from course.methods.streams import Stream, by_batch_size, resized
from course.quantities import DAYS, MINUTES, PERCENT, PIECES, show

Floats = NDArray[np.float64]

_SLOWEST, _OTHER, _TAKT, _NOW = LOOKS[1], LOOKS[0], LOOKS[3], LOOKS[1]
_BATCHES: Final = np.arange(5, 121, 1.0)  # the batch sizes of the explorer's lower panel


def flow_explorer(stream: Stream, *, vary: tuple[str, str]) -> Explorer:
    """An explorer of a line: move two cycle times, the batch, the set-ups or the uptime, and see pace and lead time.

    As many batches wait in the line as now, whatever their size; the line runs as fast as its slowest step.

    Args:
        stream: where the sliders start.
        vary: the names of two steps: the slowest one, whose cycle and uptime can be moved, and another one, whose cycle
            can.

    Raises:
        ValueError: when one of the two is no step of the line.
    """
    for name in vary:
        if name not in stream.times:
            raise ValueError(f"No step is called {name!r}; this line has {', '.join(stream.times)}.")
    first, second = (next(step for step in stream.steps if step.name == name) for name in vary)
    drawing = _drawing(len(stream.steps))
    sliders = (
        Slider("first", f"{first.name}: cycle time", MINUTES, 3, 12, 0.1, first.cycle),
        Slider("uptime", f"{first.name}: uptime", PERCENT, 50, 100, 1, round(100 * first.uptime)),
        Slider("second", f"{second.name}: cycle time", MINUTES, 3, 12, 0.1, second.cycle),
        Slider("batch", "Batch size", PIECES, _BATCHES[0], _BATCHES[-1], 5, stream.batch, whole=True),
        Slider("setup", "Set-up times, as a share of today's", PERCENT, 20, 100, 5, 100),
    )

    def look(first: float, uptime: float, second: float, batch: float, setup: float) -> View:
        changed = []
        for step in stream.steps:
            if step.name == vary[0]:
                step = replace(step, cycle=first, uptime=uptime / 100)
            elif step.name == vary[1]:
                step = replace(step, cycle=second)
            changed.append(replace(step, setup=step.setup * setup / 100))
        return drawing.view(resized(replace(stream, steps=tuple(changed)), batch))

    return Explorer("What sets the pace, and what makes parts wait?", sliders, look)


def _say(axes: Axes, x: float, y: float, words: str, **how: Any) -> Text:
    usual: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": 10}
    return axes.text(x, y, words, **(usual | how))


@cache
def _drawing(steps: int) -> _Drawing:
    """The one drawing of a kernel: a cell that is run again does not hold a second figure in memory."""
    return _Drawing(steps)


class _Drawing:
    """Three charts made once; each new setting only moves their bars and lines, which makes the sliders quick."""

    def __init__(self, steps: int) -> None:
        self._figure, (self._times, self._pace, self._lead) = new_figure(8.4, panels=3, fitted=False)
        # Fixed margins: working them out anew for every setting would make the charts jump, and take longer.
        self._figure.subplots_adjust(left=0.165, right=0.955, top=0.96, bottom=0.07, hspace=0.62)
        self._steps = steps
        with house_style():
            for axes in (self._times, self._pace, self._lead):
                axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
                # A fixed place for the label saves measuring every number on the axis twice.
                axes.yaxis.set_label_coords(-0.12, 0.5)
            self._set_up_times()
            self._out, self._out_here = self._set_up_by_batch(self._pace, "Pieces a day, by batch size", "Pieces a day")
            self._days, self._days_here = self._set_up_by_batch(self._lead, "Lead time, by batch size", "Working days")
            self._wanted = _line_wanted(self._pace, [0.0, float(_BATCHES[-1]) + 3])
            self._wanted_words = _say(self._pace, 1, 0, "wanted", ha="left", va="bottom", color=_TAKT.colour)

    def _set_up_times(self) -> None:
        axes = self._times
        axes.set_title("Minutes for one good piece, by step", y=1.0, pad=8)
        axes.set_ylabel("Minutes")
        axes.set_xlim(-0.6, self._steps - 0.4)
        axes.set_xticks(range(self._steps), [""] * self._steps)
        self._bars = axes.bar(range(self._steps), [0.0] * self._steps, width=0.68)
        self._takt = _line_wanted(axes, [-0.6, self._steps - 0.4])
        ground = {"facecolor": GROUND, "edgecolor": "none", "pad": 0.8}
        self._values = [_say(axes, place, 0, "", va="bottom", bbox=ground) for place in range(self._steps)]
        self._takt_words = _say(axes, self._steps - 0.4, 0, "takt", ha="right", va="bottom", color=_TAKT.colour)

    def _set_up_by_batch(self, axes: Axes, title: str, label: str) -> tuple[Line2D, Line2D]:
        """A curve over batch sizes, and the mark of where the slider stands on it."""
        axes.set_title(title, y=1.0, pad=8)
        axes.set_ylabel(label)
        axes.set_xlabel("Pieces in a batch")
        axes.xaxis.set_label_coords(0.5, -0.2)
        axes.set_xlim(0, float(_BATCHES[-1]) + 3)
        (curve,) = axes.plot(_BATCHES, 0 * _BATCHES, color=_OTHER.colour, linestyle="-", marker="")
        (here,) = axes.plot(
            [], [], marker=_NOW.marker, linestyle="", color=_NOW.colour, markerfacecolor="white", mew=2, ms=9
        )
        return curve, here

    def view(self, stream: Stream) -> View:
        """The charts, tables and sentence for one setting."""
        pace, leads = by_batch_size(stream, _BATCHES)
        self._move(stream, pace, leads)
        words = _in_words(stream, pace, leads)
        return View(Picture(self._figure, words, scale=1.0), _as_tables(stream), _in_a_sentence(stream))

    def _move(self, stream: Stream, pace: Floats, leads: Floats) -> None:
        top = max(*stream.times.values(), stream.takt)
        self._times.set_ylim(0, 1.3 * top)
        self._times.set_xticklabels(list(stream.times))
        self._bars.datavalues = np.array(list(stream.times.values()))
        for bar, value, (name, minutes) in zip(self._bars, self._values, stream.times.items(), strict=True):
            slowest = name == stream.bottleneck
            look = _SLOWEST if slowest else _OTHER
            bar.set(height=minutes, facecolor=look.colour, hatch=look.hatch)
            value.set(text=f"slowest\n{minutes:.1f}" if slowest else f"{minutes:.1f}", y=minutes + 0.025 * top)
        self._takt.set_ydata([stream.takt, stream.takt])
        self._takt_words.set_y(stream.takt + 0.01 * top)
        self._out.set_ydata(pace)
        self._out_here.set_data([stream.batch], [stream.throughput])
        most = max(float(pace.max()), stream.demand)
        self._pace.set_ylim(0, 1.25 * most)
        self._wanted.set_ydata([stream.demand, stream.demand])
        self._wanted_words.set_y(stream.demand + 0.01 * most)
        self._days.set_ydata(leads)
        self._days_here.set_data([stream.batch], [stream.lead_time])
        self._lead.set_ylim(0, 1.12 * float(leads.max()))


def _line_wanted(axes: Axes, across: list[float]) -> Line2D:
    """The dotted line of what customers want."""
    (line,) = axes.plot(across, [0, 0], color=_TAKT.colour, linestyle=_TAKT.line, marker="", linewidth=2.4)
    return line


def _as_tables(stream: Stream) -> tuple[Table, ...]:
    results = table(
        [
            ("Slowest step", stream.bottleneck),
            ("Pieces a day", Amount(stream.throughput, PIECES, 0.1)),
            ("Wanted a day", Amount(stream.demand, PIECES, 0.1)),
            ("Pieces in process", Amount(stream.pieces, PIECES, 1)),
            ("Lead time", Amount(stream.lead_time, DAYS, 0.1)),
            ("Share that adds value", Amount(100 * stream.value_added_ratio, PERCENT, 0.01)),
        ],
        ["Measure", "Result"],
        "What the line does",
    )
    steps = table(
        [(step.name, step.cycle, stream.times[step.name], step.waiting) for step in stream.steps],
        [
            "Step",
            Column("Cycle, min", nearest=0.1),
            Column("Good piece, min", nearest=0.01),
            Column("Pieces before it", nearest=1),
        ],
        f"Each step, at {show(stream.batch, PIECES)} a batch",
    )
    return results, steps


def _in_a_sentence(stream: Stream) -> str:
    short = stream.demand - stream.throughput
    kept = f"{show(short, PIECES, 0.1)} fewer than wanted" if short > 0 else "as many as customers want, or more"
    return (
        f"The slowest step is {stream.bottleneck.lower()}: {show(stream.throughput, PIECES, 0.1)} a day leave, {kept}. "
        f"A piece spends {show(stream.lead_time, DAYS)} in the process."
    )


def _in_words(stream: Stream, pace: Floats, leads: Floats) -> str:
    bars = ", ".join(f"{name.lower()} {minutes:.2f}" for name, minutes in stream.times.items())
    return (
        f"Three charts. First: bars of the minutes that each step needs for one good piece: {bars}; the slowest is "
        f"{stream.bottleneck.lower()}. Takt is {show(stream.takt, MINUTES, 0.01)}. Second: by batch size, from "
        f"{_BATCHES[0]:g} to {_BATCHES[-1]:g} pieces, the line sends out {pace[0]:.1f} to "
        f"{show(float(pace[-1]), PIECES, 0.1)} a day; {show(stream.throughput, PIECES, 0.1)} at {stream.batch:g}, and "
        f"{stream.demand:g} are wanted. Third: lead time goes from {show(float(leads[0]), DAYS)} to "
        f"{show(float(leads[-1]), DAYS)}; "
        f"{show(stream.lead_time, DAYS)} at {stream.batch:g}."
    )
