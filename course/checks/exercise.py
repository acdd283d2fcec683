"""An exercise: its right answer, the slips that people are known to make, and the sentences for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from types import CodeType
from typing import Any

from course.quantities import NUMBER, Unit

Value = float | list[float] | str
"""An answer in plain form: one number in the exercise's unit, a list of numbers, or one of the choices."""


@dataclass(frozen=True)
class Slip:
    """A wrong way of working that people really use.

    Args:
        name: what the cohort report counts, in a few words ("grant left out").
        formula: what such a person types after `answer = `, in the exercise's named inputs and helpers.
        says: the card's sentences: names the slip and the next step, gives no answer away.
        points: the partial mark, below the exercise's points.
    """

    name: str
    formula: str
    says: str
    points: float = 1.0


@dataclass(frozen=True)
class Exercise:
    """An exercise with one answer: a number, a list of numbers, or one of a few choices.

    Args:
        id: the stem of its grade_ids ("w05-payback").
        title: a few words for reports and the card's label.
        points: all of its points, the transfer point included.
        right: the right answer from the named inputs, in `unit`.
        slips: known wrong ways, at least three where a number is asked.
        means: what the right answer means for the decision; may hold {answer} and any of `facts`.
        asks: the question that helps when nothing known fits.
        fill: what to fill in, for somebody who left the blank.
        unit: the unit of the answer.
        nearest: the step to which the answer is asked, in `unit`. It is also the tolerance: an answer passes within one
            such step, which takes both rounding and cutting off.
        inputs: the visible case: name -> value. Empty for an answer that is not a formula.
        transfer_points: the part of `points` kept for a hidden case on other figures.
        helpers: functions of the course that the notebook offers for this answer, by name.
        no_need: names that people try although the answer needs none of them, each with the sentence that says so.
        choices: the allowed words, for an answer that is a choice.
        facts: more numbers for `means`, worked out from the inputs.
        whole: whether figures are counts, which cards show without decimals whatever the tolerance.
        ways: at least three other right ways of typing it after `answer = `, in the inputs and helpers. `ldt audit`
            proves that none is refused.
        minutes: how long a participant who has never programmed takes over it, in minutes.
    """

    id: str
    title: str
    points: float
    right: Callable[..., Value]
    slips: tuple[Slip, ...]
    means: str
    asks: str
    fill: str
    unit: Unit = NUMBER
    nearest: float = 0.01
    inputs: Mapping[str, Any] = field(default_factory=dict)
    transfer_points: float = 0.0
    helpers: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    no_need: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    facts: Callable[..., Mapping[str, str]] | None = None
    whole: bool = False
    ways: tuple[str, ...] = ()
    minutes: float = 5

    def __post_init__(self) -> None:
        if not 0 <= self.transfer_points < self.points:
            raise ValueError(f"{self.id}: transfer_points must be below its {self.points} points")
        for slip in self.slips:
            if not 0 <= slip.points < self.visible_points:
                raise ValueError(f"{self.id}: the slip “{slip.name}” must earn less than the right answer")
        if not self.nearest > 0:
            raise ValueError(f"{self.id}: `nearest` must be positive")

    @property
    def visible_points(self) -> float:
        """Points that the participant sees at once; the rest waits for the hidden case."""
        return self.points - self.transfer_points

    @property
    def tolerance(self) -> float:
        """How far an answer may be from the right one, in the exercise's unit."""
        return self.nearest

    def right_value(self, case: Mapping[str, Any] | None = None) -> Value:
        """The right answer on a case (the visible one unless another is given)."""
        return self.right(**(self.inputs if case is None else case))

    def slip_value(self, slip: Slip, case: Mapping[str, Any] | None = None) -> Value:
        """What the slip's formula gives on a case, in plain form."""
        return self.work_out(slip.formula, self.inputs if case is None else case)

    def work_out(self, formula: str, case: Mapping[str, Any]) -> Value:
        """Evaluate one of the course's own formulas (never a participant's) on a case."""
        names: dict[str, Any] = {**self.helpers, **case}
        value: Value = eval(_compiled(formula, self.id), names)
        return value

    def distance(self, one: Value, other: Value) -> float:
        """How far apart two answers are, in tolerances; lists of unequal length and other words are infinitely far."""
        if isinstance(one, str) or isinstance(other, str):
            return 0.0 if one == other else float("inf")
        left, right = (value if isinstance(value, list) else [value] for value in (one, other))
        if len(left) != len(right):
            return float("inf")
        return max((abs(a - b) for a, b in zip(left, right, strict=True)), default=0.0) / self.tolerance

    def collisions(self, case: Mapping[str, Any] | None = None, apart: float = 5.0) -> list[tuple[str, str, float]]:
        """Pairs among the right answer and the slips that lie fewer than `apart` tolerances from each other.

        Returns:
            (name, name, distance in tolerances) for each pair; empty when the exercise can tell them all apart.
        """
        named: list[tuple[str, Value]] = [("right", self.right_value(case))]
        named += [(slip.name, self.slip_value(slip, case)) for slip in self.slips]
        close = []
        for (a, value_a), (b, value_b) in combinations(named, 2):
            distance = self.distance(value_a, value_b)
            if distance < apart:
                close.append((a, b, distance))
        return close


@lru_cache(maxsize=2000)
def _compiled(formula: str, exercise: str) -> CodeType:
    """A formula of the course's own, ready to run: reading it takes longer than working it out."""
    return compile(formula, f"<{exercise}>", "eval")
