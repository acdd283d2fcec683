"""What can be varied in an explorer: its range, and how its numbers are written and read."""

from __future__ import annotations

from dataclasses import dataclass

from course.quantities import PERCENT, NotANumberError, Unit, quoted, read, show


@dataclass(frozen=True)
class Slider:
    """One thing that can be varied.

    Args:
        name: the name of the argument that gets its value.
        label: what people read beside it; its unit is added.
        unit: its unit; the value is in this unit as shown (10 for 10%).
        low: the least value.
        high: the greatest value.
        step: the step of one press of an arrow key.
        start: the value at first; it need not be on a step.
        whole: whether only whole numbers make sense, as for people.
    """

    name: str
    label: str
    unit: Unit
    low: float
    high: float
    step: float
    start: float
    whole: bool = False

    def __post_init__(self) -> None:
        if not (self.low <= self.start <= self.high and self.low < self.high and self.step > 0):
            raise ValueError(
                f"The slider “{self.label}” goes from {self.low:g} to {self.high:g} in steps of {self.step:g} "
                f"and starts at {self.start:g}; start it between its ends, with a step above 0."
            )

    @property
    def description(self) -> str:
        """The label with the unit: "Cost (£)"."""
        unit = f"{self.unit.before}{self.unit.after}".strip()
        return f"{self.label} ({unit})" if unit else self.label

    def value_at(self, shown: float) -> float:
        """The value that is meant when the slider shows a number: its start, where that is nearest.

        A page can only show steps, and says so to the kernel as soon as it has drawn the slider. A start between two
        steps must not change by that.
        """
        return self.start if abs(shown - self.start) < self.step / 2 else shown

    def written(self, value: float) -> str:
        """A value as people read it: as finely as its step is or, off the steps, at most as its unit usually is."""
        for nearest in (self.step, 1):
            if abs(value / nearest - round(value / nearest)) < 1e-9:
                return show(value, self.unit, nearest)
        return show(value, self.unit)

    def typed(self, text: str) -> float:
        """The value that somebody typed: “42,700,000”, “£471k”, “42.7m”, rounded as it is then written.

        It need not be on a step.

        Raises:
            ValueError: when it cannot be taken, with a sentence that says why.
        """
        try:
            number = read(text)
        except NotANumberError as problem:
            raise ValueError(f"This could not be read. {problem}") from None
        if number.percent_sign and self.unit is not PERCENT:
            asked = f"{self.unit.name} are" if self.unit.name else "a plain number is"
            raise ValueError(f"{quoted(text)} has a per cent sign, but {asked} asked for.")
        if self.whole and not number.value.is_integer():
            raise ValueError(f"{quoted(text)} is not a whole number; type one without a decimal point.")
        if not self.low <= number.value <= self.high:
            low, high = self.written(self.low), self.written(self.high)
            raise ValueError(f"{quoted(text)} is outside {low} to {high}; type a number between the two.")
        return int(number.value) if self.whole else read(self.written(number.value)).value
