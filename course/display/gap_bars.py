"""Weighted gaps as sorted bars: in the explorer of week 1, and of the participant's own firm."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes

from course.display.pictures import Picture, new_figure
from course.display.style import LOOKS, TEXT, house_style
from course.methods import maturity
from course.methods.assessment import read_assessment, read_stickers
from course.methods.questions import NAMES
from course.quantities import NUMBER, show

_PLACES: Final = range(len(NAMES))


class GapBars:
    """Bars made once in a chart; each new setting only moves them, which is what makes an explorer's sliders quick.

    Attributes:
        lengths: the bars, from top to bottom.
    """

    def __init__(self, axes: Axes, title: str) -> None:
        axes.set_title(title)
        axes.set_xlabel("Weighted gap, in steps of the overall score")
        axes.grid(visible=False)
        axes.set_ylim(len(NAMES) - 0.4, -0.6)
        axes.set_yticks(_PLACES, [""] * len(NAMES))
        axes.axvline(0, color=TEXT, linewidth=1)
        self._axes: Final = axes
        self.lengths: Final = axes.barh(_PLACES, [0.0] * len(NAMES), height=0.66, color=LOOKS[0].colour)
        self._figures: Final = [axes.text(0, place, "", fontsize=9.5, va="center") for place in _PLACES]

    def move(self, scores: Sequence[float], targets: Sequence[float], stickers: Sequence[float]) -> None:
        """Show other figures, each list in the order of the areas."""
        gaps = maturity.weighted_gaps(scores, targets, stickers)
        ranked = maturity.ranking(gaps)
        least, most = min(0.0, *gaps), max(0.0, *gaps)
        span = max(0.05, most - least)
        self._axes.set_xlim(1.05 * least, most + 1.35 * span)  # the words beside the bars need the room
        self._axes.set_yticklabels([NAMES[place] for place in ranked])
        self.lengths.datavalues = np.array([gaps[place] for place in ranked])  # what the bars stand for
        for bar, words, place in zip(self.lengths, self._figures, ranked, strict=True):
            bar.set_width(gaps[place])
            words.set_x(max(0.0, gaps[place]) + 0.02 * span)
            words.set_text(
                f"{show(gaps[place], NUMBER)}  ({_stickers(stickers[place])}, "
                f"{_short(scores[place])} to {_short(targets[place])})"
            )


def own_gaps(firm: Any) -> Picture | None:
    """The weighted gaps of the participant's own firm as sorted bars; None until the form of week 1 is complete.

    What is missing is said by the form's own check, so nothing is said here.

    Args:
        firm: the filled-in form (see `course.methods.assessment`); any object at all may be given.
    """
    if not isinstance(firm, Mapping):
        return None
    try:
        own = read_assessment(firm)
        read_stickers(str(firm["stickers"]))
        scores, gaps = own.scores, own.gaps
    except ValueError:
        return None
    figure, (axes,) = new_figure(3.1, fitted=False)
    with house_style():
        axes.set_position((0.235, 0.19, 0.735, 0.7))
        GapBars(axes, "Your firm: the weighted gaps").move(scores, own.targets, own.weights)
    bars = ", ".join(
        f"{NAMES[place]} {show(gaps[place], NUMBER)} ({_stickers(own.weights[place])}, from {_short(scores[place])} "
        f"to {_short(own.targets[place])})"
        for place in maturity.ranking(gaps)
    )
    return Picture(figure, f"Bars of your firm's weighted gaps, in steps of the overall score, largest first: {bars}.")


def _stickers(count: float) -> str:
    return f"{count:g} sticker{'' if count == 1 else 's'}"


def _short(score: float) -> str:
    return f"{math.floor(score * 100 + 0.5) / 100:g}"
