"""The tables of week 4, and its explorer: projects ranked by weighted score, and where the winner would change."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes

from course.display.explorer import Explorer, View
from course.display.pictures import Picture, new_figure
from course.display.slider import Slider
from course.display.style import GROUND, LOOKS, TEXT, house_style
from course.display.tables import Amount, Column, Table, table
from course.methods import priorities
from course.methods.assessment import read_assessment
from course.methods.maturity import ranking, weight_shares
from course.methods.questions import NAMES
from course.methods.shortlist import CRITERIA, Project
from course.quantities import GBP, NUMBER, PERCENT, show

_SCORE, _NOW, _ROOM = LOOKS[0], LOOKS[1], LOOKS[2]
_SHOWN: Final = 3
"""Areas of week 1 that the reminder shows."""


def projects_table(projects: Sequence[Project], about: Mapping[str, str], caption: str) -> Table:
    """The projects as the managers scored them, nothing turned round yet.

    Args:
        projects: each with its points (0 to 10) and its cost in £.
        about: name of a project -> what it is.
        caption: what the table shows.
    """
    rows = [
        (each.name, about[each.name], each.saving, each.customers, each.effort, Amount(each.cost, GBP))
        for each in projects
    ]
    points = [Column(criterion.capitalize(), nearest=1) for criterion in CRITERIA[:-1]]
    return table(rows, ["Project", "What it is", *points, "Cost"], caption)


def week1_reminder(load: Callable[[], Mapping[str, Any]]) -> Table | None:
    """The gaps that weighed most in the participant's own week 1; None where it is not in their workbook.

    While nbgrader runs the notebook nothing is read: a tutor's machine knows nobody's figures.

    Args:
        load: gives the workbook, such as `course.workbook.book.load`.
    """
    if os.environ.get("NBGRADER_EXECUTION"):
        return None
    try:
        figures = load()["weeks"].get("week01", {}).get("figures", {})
        assessed = read_assessment(figures)
        scores, gaps = assessed.scores, assessed.gaps
    except (ValueError, OSError):  # not filled in, not complete, or not to be read: the week works without it
        return None
    rows = [(NAMES[place], scores[place], assessed.targets[place], gaps[place]) for place in ranking(gaps)[:_SHOWN]]
    return table(
        rows,
        ["Area", Column("Score"), Column("Target"), Column("Weighted gap")],
        "Your own week 1: the gaps that weigh most. Which project would close one?",
    )


def priorities_explorer(*, points: Mapping[str, Sequence[float]], weights: Mapping[str, float]) -> Explorer:
    """An explorer of weights: the projects ranked by weighted score, and how far each weight may move.

    Args:
        points: project -> points on each criterion, 0 to 10 with 10 as best.
        weights: criterion -> its weight, 0 to 100, where its slider starts.

    Raises:
        ValueError: when the points and weights do not go together.
    """
    names, criteria = tuple(points), tuple(weights)
    given = tuple(tuple(each) for each in points.values())
    _Facts(names, criteria, given, tuple(weights.values())).scores  # noqa: B018 - refuses what makes no sense
    sliders = [Slider(name, f"Weight of {name}", NUMBER, 0, 100, 1, weights[name]) for name in criteria]
    drawing = _drawing(len(names), len(criteria))

    def look(**now: float) -> View:
        if not any(now.values()):
            raise ValueError("Move at least one slider up.")
        facts = _Facts(names, criteria, given, tuple(now[name] for name in criteria))
        drawing.move(facts)
        return View(Picture(drawing.figure, _in_words(facts), scale=1.0), _as_tables(facts), _in_a_sentence(facts))

    return Explorer("Which project first?", sliders, look)


@dataclass(frozen=True)
class _Facts:
    """One setting: projects, criteria, points with 10 as best, and the weights as the sliders have them."""

    names: tuple[str, ...]
    criteria: tuple[str, ...]
    points: tuple[tuple[float, ...], ...]
    weights: tuple[float, ...]

    @cached_property
    def scores(self) -> list[float]:
        return priorities.weighted_scores(self.points, self.weights)

    @cached_property
    def ranked(self) -> list[int]:
        return ranking(self.scores)

    @cached_property
    def shares(self) -> list[float]:
        """The weights in per cent."""
        return [100 * share for share in weight_shares(self.weights)]

    @cached_property
    def rooms(self) -> list[priorities.Room | None]:
        """How far each weight may move; None where all the weight lies on that criterion."""
        found: list[priorities.Room | None] = []
        for place, share in enumerate(self.shares):
            found.append(priorities.room(self.points, self.weights, place) if share < 100 else None)
        return found

    def ends(self, place: int) -> tuple[float, float]:
        """Between which shares of a weight the winner stays, in per cent."""
        room = self.rooms[place]
        if room is None:
            return 100.0, 100.0
        return 100 * room.below.share if room.below else 0.0, 100 * room.above.share if room.above else 100.0

    @cached_property
    def nearest(self) -> tuple[int, priorities.Flip] | None:
        """The smallest change that makes another project win: criterion and change."""
        found = [
            (abs(flip.share - room.share), place, flip)
            for place, room in enumerate(self.rooms)
            if room is not None
            for flip in (room.below, room.above)
            if flip is not None
        ]
        return min(found, key=lambda each: each[:2])[1:] if found else None


@cache
def _drawing(projects: int, criteria: int) -> _Drawing:
    """The one drawing of a kernel: a cell that is run again does not hold a second figure in memory."""
    return _Drawing(projects, criteria)


class _Drawing:
    """Two charts made once; each new setting only moves their bars, which is what makes the sliders quick."""

    def __init__(self, projects: int, criteria: int) -> None:
        self.figure, (self._bars, self._rooms) = new_figure(6.0, panels=2, fitted=False)
        with house_style():
            self._bars.set_position((0.285, 0.585, 0.665, 0.355))
            self._rooms.set_position((0.285, 0.09, 0.665, 0.3))
            self._set_up_bars(self._bars, projects)
            self._set_up_rooms(self._rooms, criteria)

    def _set_up_bars(self, axes: Axes, projects: int) -> None:
        _label(axes, "Who wins at these weights?", "Weighted score, 0 to 10 points", 1.02)
        axes.set_xlim(0, priorities.TOP)
        axes.set_ylim(projects - 0.4, -0.6)
        axes.set_yticks(range(projects), [""] * projects)
        self._lengths = axes.barh(
            range(projects), [0.0] * projects, height=0.66, color=GROUND, edgecolor=_SCORE.colour, linewidth=1.8
        )
        self._lengths[0].set_facecolor(_SCORE.colour)  # the winner is solid, whatever its name
        self._figures = [axes.text(0, place, "", fontsize=10, va="center") for place in range(projects)]
        self._figures[0].set_fontweight("bold")

    def _set_up_rooms(self, axes: Axes, criteria: int) -> None:
        _label(axes, "How far may one weight move?", "Weight, in % of all the weights", 1.17)
        axes.set_xlim(0, 100)
        axes.set_ylim(criteria - 0.35, -0.65)
        axes.set_yticks(range(criteria), [""] * criteria)
        axes.tick_params(axis="y", pad=9)  # a diamond at 0 does not cover the name
        self._stays = axes.barh(
            range(criteria), [1.0] * criteria, height=0.5, color=_ROOM.colour, label="the winner stays"
        )
        (self._now,) = axes.plot(
            [0.0] * criteria,
            range(criteria),
            color=_NOW.colour,
            marker="D",
            markersize=8,
            linestyle="none",
            markeredgecolor=TEXT,
            label="weight now",
            clip_on=False,
        )
        self._changes = [
            (
                axes.text(0, place, "", fontsize=9.5, va="center", ha="right"),
                axes.text(0, place, "", fontsize=9.5, va="center", ha="left"),
            )
            for place in range(criteria)
        ]
        axes.legend(loc="lower left", bbox_to_anchor=(-0.42, 0.98), ncols=2, columnspacing=1.2)

    def move(self, facts: _Facts) -> None:
        """Show another setting."""
        self._bars.set_yticklabels([facts.names[place] for place in facts.ranked])
        self._lengths.datavalues = np.array([facts.scores[place] for place in facts.ranked])  # what the bars stand for
        for bar, words, place in zip(self._lengths, self._figures, facts.ranked, strict=True):
            score = facts.scores[place]
            bar.set_width(score)
            # Beside a long bar there is no room left, so its figure stands inside.
            inside = score > 0.86 * priorities.TOP
            words.set_x(score - 0.15 if inside else score + 0.15)
            words.set_horizontalalignment("right" if inside else "left")
            words.set_color(GROUND if inside and bar is self._lengths[0] else TEXT)
            words.set_text(show(score, NUMBER))
        self._rooms.set_yticklabels(facts.criteria)
        self._now.set_xdata(facts.shares)
        self._stays.datavalues = np.array([np.ptp(facts.ends(place)) for place in range(len(facts.criteria))])
        for place, (bar, (left, right)) in enumerate(zip(self._stays, self._changes, strict=True)):
            low, high = facts.ends(place)
            bar.set_x(low)
            bar.set_width(high - low)
            left.set_x(low - 1.5)
            left.set_text(show(low, PERCENT) if low > 0 and facts.rooms[place] else "")
            right.set_x(high + 1.5)
            right.set_text(show(high, PERCENT) if high < 100 else "")


def _label(axes: Axes, title: str, label: str, height: float) -> None:
    """Title and axis label in fixed places: to look for room at each drawing costs a third of its time."""
    axes.set_title(title, x=-0.42, y=height, pad=0)
    axes.set_xlabel(label)
    axes.xaxis.set_label_coords(0.5, -0.15)
    axes.grid(visible=False)


def _as_tables(facts: _Facts) -> tuple[Table, ...]:
    scores = table(
        [
            (facts.names[place], *(Amount(each) for each in facts.points[place]), Amount(facts.scores[place]))
            for place in facts.ranked
        ],
        ["Project", *(criterion.capitalize() for criterion in facts.criteria), "Weighted score"],
        "Points with 10 as best (effort and cost turned round), and the weighted score",
    )
    rooms = table(
        [
            (
                criterion,
                Amount(facts.shares[place], PERCENT),
                _change(facts, room.below if room else None),
                _change(facts, room.above if room else None),
            )
            for place, (criterion, room) in enumerate(zip(facts.criteria, facts.rooms, strict=True))
        ],
        ["Criterion", "Weight now", "Winner changes below", "Winner changes above"],
        "How far each weight may move, the others keeping their proportions",
    )
    return scores, rooms


def _change(facts: _Facts, flip: priorities.Flip | None) -> str | None:
    return None if flip is None else f"{show(100 * flip.share, PERCENT)}: {facts.names[flip.winner]}"


def _in_a_sentence(facts: _Facts) -> str:
    first, second = facts.ranked[:2]
    most = show(facts.scores[first], NUMBER)
    level = [facts.names[place] for place in facts.ranked if show(facts.scores[place], NUMBER) == most]
    if len(level) > 1:
        together = f"{', '.join(level[:-1])} and {level[-1]}".capitalize()
        return f"{together} are level, with {most} points each. These weights do not decide between them."
    said = (
        f"{facts.names[first].capitalize()} wins with {most} points, ahead of "
        f"{facts.names[second]} with {show(facts.scores[second], NUMBER)}."
    )
    if facts.nearest is None:
        return f"{said} No single weight can change that."
    place, flip = facts.nearest
    now, then = facts.shares[place], 100 * flip.share
    way = (
        "above"
        if then > now or (then == now and facts.points[flip.winner][place] > facts.points[first][place])
        else "below"
    )
    return (
        f"{said} The smallest change that makes another win: {facts.criteria[place]} {way} {show(then, PERCENT)} "
        f"(now {show(now, PERCENT)}), then {facts.names[flip.winner]}."
    )


def _in_words(facts: _Facts) -> str:
    bars = ", ".join(f"{facts.names[place]} {show(facts.scores[place], NUMBER)}" for place in facts.ranked)
    rooms = "; ".join(
        f"{criterion} {show(facts.ends(place)[0], PERCENT)} to {show(facts.ends(place)[1], PERCENT)} "
        f"(now {show(facts.shares[place], PERCENT)})"
        for place, criterion in enumerate(facts.criteria)
    )
    return (
        f"Two charts. Upper: bars of the weighted scores, 0 to 10 points, the highest first: {bars}. Lower: between "
        f"which weights, in per cent of all, {facts.names[facts.ranked[0]]} stays first: {rooms}."
    )
