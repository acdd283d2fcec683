"""A field beside a slider, for a number that is typed as people write it: “42,700,000”, “£471k”, “42.7m”.

The readout of a slider in ipywidgets cuts “42,700,000” off at its first comma and says nothing. Where a range is too
wide to slide through, this field stands in its place: it reads what a form reads, and says what it cannot take.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import ipywidgets as widgets

from course.quantities import PERCENT, NotANumberError, Unit, quoted, read, show


class Entry:
    """A field that always shows a number in full, and hands on every number that is typed into it.

    Attributes:
        widget: what stands under the slider.
    """

    def __init__(
        self,
        unit: Unit,
        low: float,
        high: float,
        start: float,
        *,
        take: Callable[[float], None],
        refuse: Callable[[str], None],
    ) -> None:
        """Make the field.

        Args:
            unit: the unit of the number.
            low: the least number that is taken.
            high: the greatest number that is taken.
            start: the number shown at first.
            take: gets each number that can be taken, rounded as it is shown.
            refuse: gets a sentence about each entry that cannot.
        """
        self._unit: Final = unit
        self._low: Final = low
        self._high: Final = high
        self._take: Final = take
        self._refuse: Final = refuse
        self._shown = show(start, unit)
        self._refused = False
        self.widget: Final = widgets.Text(
            value=self._shown,
            description="or type it:",
            continuous_update=False,  # on Enter, or when the field is left
            style={"description_width": "initial"},
            layout=widgets.Layout(width="auto", max_width="16em"),
        )
        self.widget.observe(self._typed, names="value")

    def show(self, value: float) -> None:
        """Show a number, whatever stood in the field before."""
        self._shown, self._refused = show(value, self._unit), False
        self.widget.value = self._shown

    def _typed(self, change: Any) -> None:
        text = change["new"]
        if text == self._shown and not self._refused:
            return  # what `show` has put there
        try:
            value = self._read(text)
        except ValueError as problem:
            self._refused = True
            self._refuse(f"{problem} Until then, {self._shown} stays.")
        else:
            self._take(value)

    def _read(self, text: str) -> float:
        try:
            typed = read(text)
        except NotANumberError as problem:
            raise ValueError(f"This could not be read. {problem}") from None
        if typed.percent_sign and self._unit is not PERCENT:
            raise ValueError(f"{quoted(text)} has a per cent sign, but {self._unit.name} are asked for.")
        value = round(typed.value / self._unit.nearest) * self._unit.nearest
        if not self._low <= value <= self._high:
            low, high = show(self._low, self._unit), show(self._high, self._unit)
            raise ValueError(f"{quoted(text)} is outside {low} to {high}; type a number between the two.")
        return value
