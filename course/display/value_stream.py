"""A value stream drawn from its data, from top to bottom, and the same figures as two tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Text

from course.display.pictures import WIDTH_INCHES, Picture, new_figure
from course.display.style import GROUND, LOOKS, TEXT, house_style
from course.display.tables import Column, Table, table
from course.methods import flow
from course.methods.streams import Step, Stream
from course.quantities import DAYS, MINUTES, PERCENT, PIECES, show

# Inches. The steps stand below one another, not side by side as on paper: a row has room for text of 12 points, which
# is still read where a narrow window shows the picture at 280 pixels.
_STOCK_ROW: Final = 0.42
_STEP_ROW: Final = 0.46
_TOP: Final = 0.08
_FOOT: Final = 0.62
_BOX: Final = (0.12, 2.72)  # from left to right
_WORK_RUNG: Final = 2.92
_WAIT_RUNG: Final = 3.22
_TIMES: Final = 3.36  # where the days and minutes are written


@dataclass(frozen=True)
class ValueStream:
    """A value stream as a cell shows it: the drawing, and the same figures as tables."""

    picture: Picture
    tables: tuple[Table, ...]

    def __repr__(self) -> str:
        return "\n\n".join(map(repr, (self.picture, *self.tables)))

    def _repr_html_(self) -> str:
        tables = "".join(table._repr_html_() for table in self.tables)
        return (
            '<div style="display:flex;flex-wrap:wrap;gap:0 1.5em;max-width:1100px">'
            f'<div style="flex:0 1 {self.picture.width}px;min-width:0">{self.picture._repr_html_()}</div>'
            f'<div style="flex:1 1 260px;min-width:0">{tables}</div></div>'
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/plain": repr(self), "text/html": self._repr_html_()}


def value_stream(stream: Stream, a_day: float, caption: str) -> ValueStream:
    """Draw a value stream: stocks as triangles, steps as boxes, and beside them the ladder of waiting and of work.

    Args:
        stream: the line.
        a_day: pieces that leave on a working day, as counted; stock in days is reckoned with it.
        caption: the line below the picture, such as where its figures come from.

    Raises:
        ValueError: when a_day is not above 0.
    """
    stocks = [step.waiting for step in stream.steps] + [stream.finished]
    days = [flow.lead_time(pieces, a_day) for pieces in stocks]
    height = _TOP + _STOCK_ROW * len(stocks) + _STEP_ROW * len(stream.steps) + _FOOT
    figure, (axes,) = new_figure(height, fitted=False)
    figure.subplots_adjust(left=0, right=1, bottom=0, top=1)
    rungs: list[tuple[float, float]] = []
    with house_style():
        axes.set_axis_off()
        axes.set_xlim(0, WIDTH_INCHES)
        axes.set_ylim(height, 0)
        top = _TOP
        for place, pieces in enumerate(stocks):
            _stock(axes, top + _STOCK_ROW / 2, pieces, days[place], last=place == len(stream.steps))
            rungs += [(_WAIT_RUNG, top), (_WAIT_RUNG, top + _STOCK_ROW)]
            top += _STOCK_ROW
            if place < len(stream.steps):
                _step(axes, top + _STEP_ROW / 2, stream.steps[place])
                rungs += [(_WORK_RUNG, top), (_WORK_RUNG, top + _STEP_ROW)]
                top += _STEP_ROW
        axes.add_patch(Polygon(rungs, closed=False, fill=False, edgecolor=TEXT, linewidth=1.6, label="_ladder"))
        _say(axes, _BOX[0], top + 0.18, f"Waiting: {show(sum(days), DAYS)}", fontweight="bold")
        _say(axes, _BOX[0], top + 0.42, f"Work on one piece: {show(stream.work, MINUTES)}", fontweight="bold")
    return ValueStream(Picture(figure, _in_words(stream, a_day), caption), _as_tables(stream, a_day))


def _say(axes: Axes, x: float, y: float, words: str, **how: Any) -> Text:
    usual: dict[str, Any] = {"ha": "left", "va": "center_baseline", "fontsize": 12}
    return axes.text(x, y, words, **(usual | how))


def _stock(axes: Axes, y: float, pieces: float, days: float, *, last: bool) -> None:
    """The sign for stock, its pieces, and how long they wait."""
    corners = [(0.2, y + 0.16), (0.6, y + 0.16), (0.4, y - 0.17)]
    look: dict[str, Any] = {"facecolor": GROUND, "edgecolor": LOOKS[0].colour, "linewidth": 1.8}
    axes.add_patch(Polygon(corners, closed=True, label="_stock", **look))
    # I for inventory, as on every such map.
    _say(axes, 0.4, y + 0.06, "I", ha="center", fontsize=10, fontweight="bold", color=LOOKS[0].colour)
    _say(axes, 0.75, y, f"{pieces:,.10g}", fontweight="bold")
    _say(axes, 1.26, y, "wait for dispatch" if last else "wait")
    _say(axes, _TIMES, y, show(days, DAYS), fontweight="bold")


def _step(axes: Axes, y: float, step: Step) -> None:
    left, right = _BOX
    look: dict[str, Any] = {"facecolor": GROUND, "edgecolor": TEXT, "linewidth": 1.4, "label": "_step"}
    axes.add_patch(Rectangle((left, y - 0.19), right - left, 0.38, **look))
    _say(axes, left + 0.1, y, step.name, fontweight="bold")
    _say(axes, left + 1.1, y, f"up {step.uptime:.0%}, ok {step.good:.0%}")
    _say(axes, _TIMES, y, f"{step.cycle:.1f} min")


def _in_words(stream: Stream, a_day: float) -> str:
    def wait(pieces: float) -> str:
        return f"{show(pieces, PIECES)} wait {show(flow.lead_time(pieces, a_day), DAYS)}"

    parts = [
        f"{wait(step.waiting)} before {step.name.lower()} ({show(step.cycle, MINUTES)} of work a piece, can run "
        f"{step.uptime:.0%} of the time, {step.good:.0%} right first time)"
        for step in stream.steps
    ]
    return (
        f"Value stream of {len(stream.steps)} steps from top to bottom. {'; '.join(parts)}; "
        f"{wait(stream.finished)} for dispatch. In all a piece waits "
        f"{show(flow.lead_time(stream.pieces, a_day), DAYS)} for {show(stream.work, MINUTES)} of work."
    )


def _as_tables(stream: Stream, a_day: float) -> tuple[Table, ...]:
    """What waits, and what each step does: two narrow tables, so that a narrow window shows them whole."""
    stocks = [*((step.name, step.waiting) for step in stream.steps), ("Dispatch", stream.finished)]
    stocks.append(("All", stream.pieces))
    waits = table(
        [(name, pieces, flow.lead_time(pieces, a_day)) for name, pieces in stocks],
        ("Step", Column("Waits before it", PIECES), Column("That is", DAYS, 0.1)),
        f"What waits; {show(a_day, PIECES)} leave a day",
    )
    work = table(
        [(step.name, step.cycle, step.setup, 100 * step.uptime, 100 * step.good) for step in stream.steps],
        (
            "Step",
            Column("Cycle, min", nearest=0.1),
            Column("Set-up, min", nearest=1),
            Column("Up", PERCENT, 1),
            Column("Ok", PERCENT, 1),
        ),
        f"What each step does; it is set up once for {show(stream.batch, PIECES)}",
    )
    return waits, work
