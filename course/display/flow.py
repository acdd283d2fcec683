"""The pictures of week 2: a value stream drawn from its data, and an explorer of what sets a line's pace."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from course.display.explorer import Explorer, Slider, View
from course.display.pictures import Picture, new_figure
from course.display.style import GROUND, LOOKS, TEXT, house_style
from course.display.tables import Amount, Column, Table, table
from course.methods import flow
from course.quantities import DAYS, MINUTES, PERCENT, PIECES, show

Floats = NDArray[np.float64]

_SLOWEST, _OTHER, _TAKT, _NOW = LOOKS[1], LOOKS[0], LOOKS[3], LOOKS[1]
_BATCHES: Final = np.arange(5, 121, 1.0)  # the batch sizes of the explorer's lower panel
_PITCH: Final = 1.0  # from one process box to the next, in the drawing's own units
_BOX: Final = 0.88  # the width of a box; what is left over is the gap between two


@dataclass(frozen=True)
class ValueStream:
    """A value stream as a cell shows it: the drawing, and the same figures as a table."""

    picture: Picture
    table: Table

    def __repr__(self) -> str:
        return f"{self.picture!r}\n\n{self.table!r}"

    def _repr_html_(self) -> str:
        return (
            '<div style="display:flex;flex-wrap:wrap;gap:0 1.5em;max-width:1100px">'
            f'<div style="flex:0 1 {self.picture.width}px;min-width:0">{self.picture._repr_html_()}</div>'
            f'<div style="flex:1 1 300px;min-width:0">{self.table._repr_html_()}</div></div>'
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/plain": repr(self), "text/html": self._repr_html_()}


def value_stream(stream: flow.Stream, a_day: float, caption: str) -> ValueStream:
    """Draw a value stream: stocks as triangles, steps as boxes, and below them the ladder of waiting and of work.

    Args:
        stream: the line.
        a_day: pieces that leave on a working day, as counted; stock in days is reckoned with it.
        caption: the line below the picture, such as where its figures come from.

    Raises:
        ValueError: when a_day is not above 0.
    """
    stocks = [step.waiting for step in stream.steps] + [stream.finished]
    days = [flow.lead_time(pieces, a_day) for pieces in stocks]
    figure, (axes,) = new_figure(4.2, fitted=False)
    figure.subplots_adjust(left=0, right=1, bottom=0, top=1)
    with house_style():
        axes.set_axis_off()
        axes.set_xlim(-0.62, len(stream.steps) + 0.62)
        axes.set_ylim(-2.5, 5.5)
        _say(axes, -0.36, 5.2, "Pieces that wait before each step, and for dispatch", ha="left")
        for place, pieces in enumerate(stocks):
            _triangle(axes, place * _PITCH, pieces)
        for place, step in enumerate(stream.steps):
            _process_box(axes, (place + 0.5) * _PITCH, step)
        _ladder(axes, days, [step.cycle for step in stream.steps])
        total = f"Waiting {show(sum(days), DAYS)}; work on one piece {show(stream.work, MINUTES)}"
        _say(axes, len(stream.steps) / 2, -2.05, total, fontweight="bold")
    return ValueStream(Picture(figure, _stream_in_words(stream, a_day), caption), _stream_table(stream, a_day))


def flow_explorer(stream: flow.Stream, *, vary: tuple[str, str]) -> Explorer:
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
        Slider("batch", "Batch size", PIECES, _BATCHES[0], _BATCHES[-1], 5, stream.batch),
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
        return drawing.view(flow.resized(replace(stream, steps=tuple(changed)), batch))

    return Explorer("What sets the pace, and what makes parts wait?", sliders, look)


def _say(axes: Axes, x: float, y: float, words: str, **how: Any) -> Text:
    usual: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": 10}
    return axes.text(x, y, words, **(usual | how))


def _triangle(axes: Axes, x: float, pieces: float) -> None:
    """The sign for stock, with its pieces below it."""
    corners = [(x - 0.36, 3.85), (x + 0.36, 3.85), (x, 4.85)]
    look: dict[str, Any] = {"facecolor": GROUND, "edgecolor": _OTHER.colour, "linewidth": 1.8}
    axes.add_patch(Polygon(corners, closed=True, label="_stock", **look))
    _say(
        axes, x, 4.17, "I", fontsize=11, fontweight="bold", color=_OTHER.colour
    )  # I for inventory, as on every such map
    _say(axes, x, 3.5, f"{pieces:,.10g}", fontweight="bold")


def _process_box(axes: Axes, x: float, step: flow.Step) -> None:
    look: dict[str, Any] = {"facecolor": GROUND, "edgecolor": TEXT, "linewidth": 1.4, "label": "_step"}
    for bottom, height in ((0.55, 2.5), (2.45, 0.6)):  # the whole box, and the head with its name
        axes.add_patch(Rectangle((x - _BOX / 2, bottom), _BOX, height, **look))
    lines = (f"{step.cycle:.1f} min", f"up {step.uptime:.0%}", f"ok {step.good:.0%}")
    _say(axes, x, 2.75, step.name, fontweight="bold")
    for line, words in enumerate(lines):
        _say(axes, x, 2.12 - 0.58 * line, words, fontsize=10)


def _ladder(axes: Axes, days: list[float], minutes: list[float]) -> None:
    """Waiting on the upper rungs, work on the lower ones."""
    corners: list[tuple[float, float]] = []
    for place in range(len(days)):
        left, right = (place - 0.3) * _PITCH, (place + 0.3) * _PITCH
        corners += [(left, -0.35), (right, -0.35)]
        _say(axes, place * _PITCH, -0.02, f"{days[place]:.1f} d")
        if place < len(minutes):
            corners += [(right, -1.0), (right + 0.4, -1.0)]
            _say(axes, right + 0.2, -1.35, f"{minutes[place]:.1f} min")
    axes.add_patch(Polygon(corners, closed=False, fill=False, edgecolor=TEXT, linewidth=1.6, label="_ladder"))


def _stream_in_words(stream: flow.Stream, a_day: float) -> str:
    def wait(pieces: float) -> str:
        return f"{show(pieces, PIECES)} wait {show(flow.lead_time(pieces, a_day), DAYS)}"

    parts = [
        f"{wait(step.waiting)} before {step.name.lower()} ({show(step.cycle, MINUTES)} of work a piece, can run "
        f"{step.uptime:.0%} of the time, {step.good:.0%} right first time)"
        for step in stream.steps
    ]
    return (
        f"Value stream of {len(stream.steps)} steps from left to right. {'; '.join(parts)}; "
        f"{wait(stream.finished)} for dispatch. In all a piece waits "
        f"{show(flow.lead_time(stream.pieces, a_day), DAYS)} for {show(stream.work, MINUTES)} of work."
    )


def _stream_table(stream: flow.Stream, a_day: float) -> Table:
    rows: list[tuple[Any, ...]] = []
    for step in stream.steps:
        days = flow.lead_time(step.waiting, a_day)
        shares = [Amount(100 * share, PERCENT, 1) for share in (step.uptime, step.good)]
        rows.append((step.name, step.waiting, days, step.cycle, step.setup, *shares))
    rows.append(("Dispatch", stream.finished, flow.lead_time(stream.finished, a_day), None, None, None, None))
    rows.append(("All", stream.pieces, flow.lead_time(stream.pieces, a_day), stream.work, None, None, None))
    columns = (
        "Step",
        Column("Waits before it", PIECES),
        Column("That is", DAYS, 0.1),
        Column("Cycle time", MINUTES, 0.1),
        Column("Set-up a batch", MINUTES, 1),
        Column("Uptime", PERCENT, 1),
        Column("Right first time", PERCENT, 1),
    )
    return table(rows, columns, f"The same in figures; a batch is {show(stream.batch, PIECES)}")


@cache
def _drawing(steps: int) -> _Drawing:
    """The one drawing of a kernel: a cell that is run again does not hold a second figure in memory."""
    return _Drawing(steps)


class _Drawing:
    """Three charts made once; each new setting only moves their bars and lines, which makes the sliders quick."""

    def __init__(self, steps: int) -> None:
        self._figure, (self._times, self._pace, self._lead) = new_figure(7.6, panels=3, fitted=False)
        # Fixed margins: working them out anew for every setting would make the charts jump, and take longer.
        self._figure.subplots_adjust(left=0.165, right=0.955, top=0.955, bottom=0.075, hspace=0.5)
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
            self._pace.tick_params(labelbottom=False)  # the scale is the one of the chart below
            self._lead.set_xlabel("Pieces in a batch")
            self._lead.xaxis.set_label_coords(0.5, -0.2)

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
        axes.set_xlim(0, float(_BATCHES[-1]) + 3)
        (curve,) = axes.plot(_BATCHES, 0 * _BATCHES, color=_OTHER.colour, linestyle="-", marker="")
        (here,) = axes.plot(
            [], [], marker=_NOW.marker, linestyle="", color=_NOW.colour, markerfacecolor="white", mew=2, ms=9
        )
        return curve, here

    def view(self, stream: flow.Stream) -> View:
        """The charts, tables and sentence for one setting."""
        pace, leads = flow.by_batch_size(stream, _BATCHES)
        self._move(stream, pace, leads)
        words = _in_words(stream, pace, leads)
        return View(Picture(self._figure, words, scale=1.0), _as_tables(stream), _in_a_sentence(stream))

    def _move(self, stream: flow.Stream, pace: Floats, leads: Floats) -> None:
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


def _as_tables(stream: flow.Stream) -> tuple[Table, ...]:
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
            Column("Cycle time", MINUTES, 0.1),
            Column("For one good piece", MINUTES, 0.01),
            Column("Waits before it", PIECES, 1),
        ],
        f"Each step, at {show(stream.batch, PIECES)} a batch",
    )
    return results, steps


def _in_a_sentence(stream: flow.Stream) -> str:
    short = stream.demand - stream.throughput
    kept = f"{show(short, PIECES, 0.1)} fewer than wanted" if short > 0 else "as many as customers want, or more"
    return (
        f"The slowest step is {stream.bottleneck.lower()}: {show(stream.throughput, PIECES, 0.1)} a day leave, {kept}. "
        f"A piece spends {show(stream.lead_time, DAYS)} in the process."
    )


def _in_words(stream: flow.Stream, pace: Floats, leads: Floats) -> str:
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
