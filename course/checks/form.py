"""A form: the participant's own figures, marked for completeness and consistency, never for merit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from course.quantities import NUMBER, PERCENT, NotANumberError, Unit, read, show

FormValue = float | str


@dataclass(frozen=True)
class Field:
    """One blank of a form.

    Args:
        name: its name in `dict(name=...)`.
        asks: what it asks for, in a few words.
        unit: the unit of its number; None for a blank that takes words.
        low: the lowest sensible number, in `unit`.
        high: the highest sensible number, in `unit`.
        words: the fewest words, for a blank that takes words.
    """

    name: str
    asks: str
    unit: Unit | None = NUMBER
    low: float = float("-inf")
    high: float = float("inf")
    words: int = 1

    def read(self, given: Any) -> FormValue:
        """The blank's value in plain form.

        Raises:
            ValueError: with a sentence for the person who filled it in.
        """
        text = str.__str__(given) if issubclass(type(given), str) else None
        if given is ... or given is None or (text is not None and not text.strip(" .…\n\t")):
            raise ValueError(f"{self.name}: still blank. Fill in {self.asks}.")
        if self.unit is None:
            if text is None:
                raise ValueError(f"{self.name}: put the words between quotation marks.")
            if len(text.split()) < self.words:
                raise ValueError(f"{self.name}: write at least {self.words} words.")
            return text.strip()
        try:
            typed = read(given)
        except NotANumberError as problem:
            raise ValueError(f"{self.name}: {problem}") from None
        value = typed.value
        if typed.percent_sign and self.unit is not PERCENT:
            raise ValueError(f"{self.name}: has a per cent sign, but {self.unit.name} are asked for.")
        if not self.low <= value <= self.high:
            shown, low, high = (show(each, self.unit) for each in (value, self.low, self.high))
            wrong = f"{shown} is outside {low} to {high}" if shown != low else f"it must be more than {low}"
            raise ValueError(f"{self.name}: {wrong}. Is the unit right?")
        return value


@dataclass(frozen=True)
class Rule:
    """Something that must hold between blanks; `holds` sees them all, by name, once they are filled in."""

    says: str
    holds: Callable[[Mapping[str, Any]], bool]


@dataclass(frozen=True)
class Form:
    """The participant's own figures for one week.

    Args:
        id: the stem of its grade_ids ("w05-firm").
        title: a few words for reports and the card's label.
        points: for a form that is complete and consistent; part of them for part of it.
        fields: its blanks.
        rules: what must hold between them.
        means: what the filled-in figures say, as sentences, from the values by name.
        minutes: how long filling it in takes, in minutes.
    """

    id: str
    title: str
    points: float
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...]
    means: Callable[[Mapping[str, Any]], tuple[str, ...]] = field(default=lambda values: ())
    minutes: float = 8

    def read(self, given: Any) -> tuple[dict[str, FormValue], list[str]]:
        """Read a filled-in form.

        Returns:
            The values that could be read, by name, and a sentence for each blank or rule that is not met yet.
        """
        try:
            filled = {blank.name: given.get(blank.name, ...) for blank in self.fields}
        except (Exception, SystemExit):  # no dict at all, or an object that only looks like one
            return {}, ["The form is empty, or its frame was changed. Fill in the blanks between dict( and )."]
        values: dict[str, FormValue] = {}
        problems: list[str] = []
        for blank in self.fields:
            try:
                values[blank.name] = blank.read(filled[blank.name])
            except ValueError as problem:
                problems.append(str(problem))
        if not problems:
            problems += [rule.says for rule in self.rules if not rule.holds(values)]
        return values, problems
