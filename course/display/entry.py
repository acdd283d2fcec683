"""The field beside a slider: it shows the number in full, and takes one that is typed as people write it.

The readout that ipywidgets puts there cuts “42,700” off at its comma, pulls “85k” to the end of the slider and drops
“£95,000”, all without a word. This field reads what a form reads, and says what it cannot take.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import ipywidgets as widgets

from course.display.slider import Slider


class Entry:
    """A field that always shows a number in full, and hands on every number that is typed into it.

    Attributes:
        widget: what stands beside the slider.
    """

    def __init__(self, slider: Slider, *, take: Callable[[float], None], refuse: Callable[[str], None]) -> None:
        """Make the field.

        Args:
            slider: what it stands beside.
            take: gets each number that can be taken.
            refuse: gets a sentence about each entry that cannot.
        """
        self._slider: Final = slider
        self._take: Final = take
        self._refuse: Final = refuse
        self._shown = slider.written(slider.start)
        self._refused = False
        self.widget: Final = widgets.Text(
            value=self._shown,
            continuous_update=False,  # on Enter, or when the field is left
            layout=widgets.Layout(width="9em", flex="0 0 auto"),
        )
        self.widget.observe(self._typed, names="value")

    def show(self, value: float) -> None:
        """Show a number, whatever stood in the field before."""
        self._shown, self._refused = self._slider.written(value), False
        self.widget.value = self._shown

    def _typed(self, change: Any) -> None:
        text = change["new"]
        if text == self._shown and not self._refused:
            return  # what `show` has put there
        try:
            value = self._slider.typed(text)
        except ValueError as problem:
            self._refused = True
            self._refuse(f"{problem} Until then, {self._shown} stays.")
        else:
            self._take(value)
