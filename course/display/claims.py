"""The explorer of webinar 1: what is left of a claim, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from matplotlib.ticker import FuncFormatter, MaxNLocator

from course.display.explorer import Explorer, View
from course.display.pictures import Picture, new_figure
from course.display.slider import Slider
from course.display.style import LOOKS, TEXT, house_style
from course.display.tables import Amount, Column, Table, table
from course.methods import claims
from course.quantities import GBP, PERCENT, show

_STEPS: Final = ("as printed", "not anyway", "not from\nothers", "due to\nthis cause")
_MOST: Final = 50_000_000  # £; the largest claim that the sliders reach
_STEP: Final = 1_000


def claim_explorer(*, claimed: float, put_in: float, anyway: float, displaced: float, due: float) -> Explorer:
    """An explorer of a claim: how much of it is left, and for each pound put in.

    The arguments are where the sliders start.

    Args:
        claimed: pounds as printed, from 1,000 to 50 million.
        put_in: pounds that went in, from 1,000 to 10 million.
        anyway: share that would have happened anyway, 0 to 1.
        displaced: share of the rest that only moved from others, 0 to 1.
        due: share of what is then left that this cause can claim, 0 to 1.

    Raises:
        ValueError: when an argument is outside its range.
    """
    sliders = (
        Slider("claimed", "The claim, as printed", GBP, _STEP, _MOST, _STEP, claimed),
        Slider("put_in", "Money put in", GBP, _STEP, _MOST / 5, _STEP, put_in),
        Slider("anyway", "Would have happened anyway (deadweight)", PERCENT, 0, 100, 1, round(100 * anyway, 6)),
        Slider("displaced", "Of the rest: only moved from others", PERCENT, 0, 100, 1, round(100 * displaced, 6)),
        Slider("due", "Of what is left: due to this cause", PERCENT, 0, 100, 1, round(100 * due, 6)),
    )
    drawing = _drawing()

    def look(claimed: float, put_in: float, anyway: float, displaced: float, due: float) -> View:
        facts = _Facts(claims.left(claimed, anyway / 100, displaced / 100, due / 100), put_in)
        drawing.move(facts)
        return View(Picture(drawing.figure, _in_words(facts), scale=1.0), _as_tables(facts), _in_a_sentence(facts))

    return Explorer("What is left of a claim?", sliders, look)


@dataclass(frozen=True)
class _Facts:
    """A claim read in four ways, and the money put in."""

    left: claims.Left
    put_in: float

    @property
    def levels(self) -> tuple[float, float, float, float]:
        return self.left.claimed, self.left.without_anyway, self.left.without_displaced, self.left.due

    def for_each_pound(self, pounds: float) -> float:
        return claims.per(pounds, self.put_in)

    @property
    def share_left(self) -> float:
        return 100 * claims.share(self.left.due, self.left.claimed)

    @property
    def share_needed(self) -> float:
        return 100 * claims.share_needed(self.left.claimed, self.put_in)


@cache
def _drawing() -> _Drawing:
    """The one drawing of a kernel: a cell that is run again does not hold a second figure in memory."""
    return _Drawing()


class _Drawing:
    """Four bars made once; each new setting only changes their lengths, which is what makes the sliders quick."""

    def __init__(self) -> None:
        self.figure, (self._axes,) = new_figure(3.9, fitted=False)
        places = range(len(_STEPS))
        with house_style():
            axes = self._axes
            self.figure.subplots_adjust(left=0.215, right=0.955, top=0.8, bottom=0.155)
            axes.set_title("What is left of the claim", loc="left", y=1.0, pad=38)
            axes.grid(visible=False)
            axes.set_ylim(len(_STEPS) - 0.45, -0.55)
            axes.set_yticks(places, list(_STEPS))
            axes.xaxis.set_major_locator(MaxNLocator(nbins=4))
            axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _short(value)))
            axes.set_xlabel("Pounds")
            self._left = axes.barh(places, [1.0] * 4, height=0.62, color=LOOKS[0].colour)
            self._off = axes.barh(
                places,
                [1.0] * 4,
                height=0.62,
                facecolor="#ffffff",
                edgecolor=LOOKS[1].colour,
                hatch="///",
                linewidth=1,
            )
            self._off[0].set_visible(False)  # nothing is taken off what is printed
            self._paid = axes.axvline(1, color=TEXT, linewidth=1.8, linestyle="--")
            self._figures = [
                axes.text(0, place, "", fontsize=10, va="center", ha="left", color=TEXT) for place in places
            ]
            # By name, since a legend left to itself draws the first bar of a row of bars, and that one is hidden.
            axes.legend(
                handles=[self._paid, self._left, self._off[1]],
                labels=["money put in", "left of the claim", "taken off by this step"],
                loc="lower left",
                bbox_to_anchor=(-0.29, 1.0),
                ncols=2,
                columnspacing=1.2,
            )

    def move(self, facts: _Facts) -> None:
        """Show another setting."""
        levels = facts.levels
        before = (levels[0], *levels[:3])
        longest = max(levels[0], facts.put_in)
        # What the bars stand for.
        self._left.datavalues = np.array(levels)
        self._off.datavalues = np.array([0.0, *facts.left.taken_off])
        for bar, off, words, now, was in zip(self._left, self._off, self._figures, levels, before, strict=True):
            bar.set_width(now)
            off.set_x(now)
            off.set_width(was - now)
            words.set_x(was + 0.015 * longest)
            words.set_text(_short(now))
        self._paid.set_xdata([facts.put_in, facts.put_in])
        self._axes.set_xlim(0, 1.22 * longest)


def _short(pounds: float) -> str:
    """A sum of money in four or five signs: £1.26m, £315k, £900."""
    if abs(pounds) >= 999_500:
        return f"£{pounds / 1e6:,.4g}m"
    if abs(pounds) >= 1_000:
        return f"£{pounds / 1e3:,.4g}k"
    return show(pounds, GBP)


def _as_tables(facts: _Facts) -> tuple[Table, ...]:
    taken = (0.0, *facts.left.taken_off)
    names = ("As printed", "Not what would have happened anyway", "Not what only moved", "Due to this cause")
    steps = table(
        [
            (name, off or None, level, facts.for_each_pound(level))
            for name, off, level in zip(names, taken, facts.levels, strict=True)
        ],
        ["Step", Column("Taken off", GBP), Column("Left", GBP), Column("For each £1 put in", GBP, 0.01)],
        "The claim, step by step",
    )
    results = table(
        [
            ("Share of the claim that is left", Amount(facts.share_left, PERCENT)),
            ("Share that has to be left for it to equal the money put in", Amount(facts.share_needed, PERCENT)),
        ],
        ["Measure", "Result"],
        "What follows",
    )
    return steps, results


def _in_a_sentence(facts: _Facts) -> str:
    return (
        f"Of {show(facts.left.claimed, GBP)} claimed, {show(facts.left.due, GBP)} is left: "
        f"{show(facts.share_left, PERCENT)}. For each £1 put in that is "
        f"{show(facts.for_each_pound(facts.left.due), GBP, 0.01)}, where the claim says "
        f"{show(facts.for_each_pound(facts.left.claimed), GBP, 0.01)}."
    )


def _in_words(facts: _Facts) -> str:
    levels = facts.levels
    return (
        f"Four bars in pounds, each shorter than the one above or as long. As printed: {show(levels[0], GBP)}. Without "
        f"what would have happened anyway: {show(levels[1], GBP)}. Without what only moved from others: "
        f"{show(levels[2], GBP)}. Due to this cause: {show(levels[3], GBP)}. A broken line marks the money put in, "
        f"{show(facts.put_in, GBP)}."
    )
