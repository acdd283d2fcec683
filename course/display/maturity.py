"""The tables of week 1, and its explorer: the same six scores as a radar chart and as sorted bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from numpy.typing import NDArray

from course.display.explorer import Explorer, View
from course.display.gap_bars import GapBars
from course.display.pictures import Picture, new_figure
from course.display.slider import Slider
from course.display.style import LOOKS, RULE, TEXT, house_style
from course.display.tables import Amount, Cell, Column, Table, table
from course.methods import maturity
from course.methods.questions import AREAS, NAMES, TOP
from course.quantities import NUMBER, PERCENT, show

Floats = NDArray[np.float64]

_NOW, _TARGET = LOOKS[0], LOOKS[1]
_SIDES: Final = len(NAMES)
_ANGLES: Final = np.pi / 2 - 2 * np.pi * np.arange(_SIDES) / _SIDES  # from the top, clockwise


def answers_table(
    people: Mapping[str, Mapping[str, Sequence[float | None]]],
    targets: Mapping[str, float],
    stickers: Mapping[str, float],
    caption: str,
) -> Table:
    """What each person answered, area by area, with the targets and the stickers.

    Args:
        people: name of a person -> area -> their answers, None for a don't-know.
        targets: area -> where it should stand, 0 to 5.
        stickers: area -> how many stickers of importance it got.
        caption: what the table shows.
    """
    rows: list[tuple[Cell, ...]] = [
        (
            name,
            *(_written(answers[name]) for answers in people.values()),
            float(targets[name]),
            float(stickers[name]),
        )
        for name in NAMES
    ]
    return table(rows, ("Area", *people, Column("Target", nearest=0.1), Column("Stickers", nearest=1)), caption)


def questions_table() -> Table:
    """The 24 questions, with what 0 and what 5 means for each."""
    rows = [
        (f"{area.name} {number}", question.asks, question.low, question.high)
        for area in AREAS
        for number, question in enumerate(area.questions, start=1)
    ]
    return table(rows, ("Area, number", "Question", "0 means", "5 means"), "The 24 questions, each scored from 0 to 5")


def maturity_explorer(
    *, scores: Mapping[str, float], targets: Mapping[str, float], stickers: Mapping[str, float]
) -> Explorer:
    """An explorer of a firm's six scores: a radar chart, the weighted gaps as sorted bars, and the same as tables.

    The last slider changes nothing but the order of the areas round the radar, and with it the radar's area.

    Args:
        scores: area -> where it stands, 0 to 5; where the sliders start.
        targets: area -> where it should stand, 0 to 5.
        stickers: area -> how many stickers of importance it got.

    Raises:
        ValueError: when an area is missing, or a figure is outside its range.
    """
    for what, figures in (("scores", scores), ("targets", targets)):
        if set(figures) != set(NAMES) or not all(0 <= each <= TOP for each in figures.values()):
            raise ValueError(
                f"The {what} are {dict(figures)}; give one from 0 to {TOP} for each of {', '.join(NAMES)}."
            )
    weights = [stickers[name] for name in NAMES]
    maturity.weight_shares(weights)
    smallest, largest = maturity.radar_orders([scores[name] for name in NAMES])
    orders = (list(range(_SIDES)), smallest, largest)
    sliders = (
        *(Slider(area.name, f"Score of {area.name}", NUMBER, 0, TOP, 0.05, scores[area.name]) for area in AREAS),
        Slider("order", "Order of the areas round the radar (1, 2 or 3)", NUMBER, 1, len(orders), 1, 1, whole=True),
    )
    drawing = _drawing()

    def look(order: float, **now: float) -> View:
        facts = _Facts(
            [now[name] for name in NAMES], [targets[name] for name in NAMES], weights, orders[int(order) - 1]
        )
        drawing.move(facts)
        return View(Picture(drawing.figure, _in_words(facts), scale=1.0), _as_tables(facts), _in_a_sentence(facts))

    return Explorer("Where are we?", sliders, look)


@dataclass(frozen=True)
class _Facts:
    """One setting: six figures each in the order of the areas, and the order of the axes as places in it."""

    scores: list[float]
    targets: list[float]
    stickers: list[float]
    order: list[int]

    @cached_property
    def gaps(self) -> list[float]:
        return maturity.weighted_gaps(self.scores, self.targets, self.stickers)

    @cached_property
    def ranked(self) -> list[int]:
        return maturity.ranking(self.gaps)

    @cached_property
    def overall(self) -> float:
        return maturity.weighted_mean(self.scores, self.stickers)

    def area(self, order: Sequence[int]) -> float:
        return 100 * maturity.radar_area([self.scores[place] for place in order])

    @cached_property
    def areas(self) -> tuple[float, float]:
        """The smallest and the largest share of the radar that any order of the axes gives, in per cent."""
        smallest, largest = maturity.radar_orders(self.scores)
        return self.area(smallest), self.area(largest)


@cache
def _drawing() -> _Drawing:
    """The one drawing of a kernel: a cell that is run again does not hold a second figure in memory."""
    return _Drawing()


class _Drawing:
    """Two charts made once; each new setting only moves their lines and bars, which is what makes the sliders quick."""

    def __init__(self) -> None:
        self.figure, (radar, bars) = new_figure(7.8, panels=2, fitted=False)
        with house_style():
            radar.set_position((0.03, 0.475, 0.94, 0.44))
            bars.set_position((0.235, 0.085, 0.735, 0.3))
            self._set_up_radar(radar)
            self._bars = GapBars(bars, "Sorted bars: the weighted gaps")

    def _set_up_radar(self, axes: Axes) -> None:
        axes.set_title("Radar chart: scores and targets, 0 to 5", y=1.0, pad=24)
        axes.set_axis_off()
        axes.set_aspect("equal")
        axes.set_xlim(-7.6, 7.6)
        axes.set_ylim(-6.9, 5.9)
        rings = [np.column_stack(_closed([float(step)] * _SIDES)) for step in range(1, TOP + 1)]
        spokes = [np.array([[0, 0], [TOP * np.cos(angle), TOP * np.sin(angle)]]) for angle in _ANGLES]
        axes.add_collection(LineCollection([*rings, *spokes], colors=RULE, linewidths=0.9))
        for step in range(TOP + 1):
            axes.text(0.42, step, str(step), fontsize=9, ha="left", va="center", color=TEXT)
        (self._fill,) = axes.fill([0, 0, 0], [0, 0, 0], color=_NOW.colour, alpha=0.16, linewidth=0, label="_inside")
        self._target, self._now = (
            axes.plot([], [], color=look.colour, linestyle=look.line, marker=look.marker, label=label)[0]
            for look, label in ((_TARGET, "target"), (_NOW, "score today"))
        )
        self._names = [
            axes.text(
                5.35 * np.cos(angle),
                5.45 * np.sin(angle),
                "",
                fontsize=10,
                ha="center" if abs(np.cos(angle)) < 0.1 else "left" if np.cos(angle) > 0 else "right",
                va="center",
            )
            for angle in _ANGLES
        ]
        axes.legend(loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=2)
        self._share = axes.text(
            -7.5, -6.6, "", fontsize=10, fontweight="bold", color=_NOW.colour, ha="left", va="center"
        )

    def move(self, facts: _Facts) -> None:
        """Show another setting."""
        scores, targets = ([values[place] for place in facts.order] for values in (facts.scores, facts.targets))
        self._now.set_data(*_closed(scores))
        self._target.set_data(*_closed(targets))
        self._fill.set_xy(np.column_stack(_closed(scores)))
        for words, place in zip(self._names, facts.order, strict=True):
            words.set_text(NAMES[place])
        self._share.set_text(f"Inside the line: {_percent(facts.area(facts.order))} of the whole")
        self._bars.move(facts.scores, facts.targets, facts.stickers)


def _closed(lengths: Sequence[float]) -> tuple[Floats, Floats]:
    """The corners of the line through some lengths along the axes, the first one again at the end."""
    radii = np.asarray(lengths, dtype=np.float64)
    across, up = radii * np.cos(_ANGLES), radii * np.sin(_ANGLES)
    return np.append(across, across[0]), np.append(up, up[0])


def _as_tables(facts: _Facts) -> tuple[Table, ...]:
    smallest, largest = facts.areas
    lowest = min(range(_SIDES), key=lambda place: facts.scores[place])
    results = table(
        [
            ("Overall score, by stickers", Amount(facts.overall)),
            ("Plain average of the six", Amount(maturity.mean(facts.scores))),
            ("Lowest score", NAMES[lowest]),
            ("Largest weighted gap", NAMES[facts.ranked[0]]),
            ("Radar: share inside the line", _percent(facts.area(facts.order))),
            ("The same in other orders", f"{_percent(smallest)} to {_percent(largest)}"),
        ],
        ["Measure", "Result"],
        "What follows from these scores",
    )
    by_area = table(
        [
            (NAMES[place], facts.scores[place], facts.targets[place], Amount(facts.stickers[place], NUMBER, 1), gap)
            for place in facts.ranked
            for gap in (facts.gaps[place],)
        ],
        ["Area", "Score", "Target", "Stickers", Column("Weighted gap")],
        "The areas, largest weighted gap first",
    )
    return results, by_area


def _in_a_sentence(facts: _Facts) -> str:
    smallest, largest = facts.areas
    first = facts.ranked[0]
    return (
        f"Overall {show(facts.overall, NUMBER)} of {TOP}. The largest weighted gap is {NAMES[first]}, "
        f"{show(facts.gaps[first], NUMBER)}. The radar's line encloses {_percent(facts.area(facts.order))} of the "
        f"whole; in another order, the same scores enclose anything from {_percent(smallest)} to {_percent(largest)}."
    )


def _in_words(facts: _Facts) -> str:
    round_ = ", ".join(
        f"{NAMES[place]} {show(facts.scores[place], NUMBER)} (target {show(facts.targets[place], NUMBER)})"
        for place in facts.order
    )
    bars = ", ".join(f"{NAMES[place]} {show(facts.gaps[place], NUMBER)}" for place in facts.ranked)
    return (
        f"Two charts. Upper: a radar chart of six scores from 0 to {TOP}, clockwise from the top: {round_}. Its line "
        f"encloses {_percent(facts.area(facts.order))} of the whole. Lower: bars of the weighted gaps, the largest "
        f"first: {bars}."
    )


def _written(answers: Sequence[float | None]) -> str:
    return " ".join("?" if answer is None else f"{answer:g}" for answer in answers)


def _percent(share: float) -> str:
    return show(share, PERCENT)
