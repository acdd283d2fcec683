"""Explorers as a test moves them, and what they then show."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from hypothesis import strategies as st
from reading import Reading

from course.display.explorer import Explorer


def results(shown: Explorer) -> dict[str, str]:
    """The first table's rows of one value, by what stands before it."""
    page = Reading(shown.view.tables[0]._repr_html_())
    names = [text for attributes, text in page.all("th") if attributes["scope"] == "row"]
    return dict(zip(names, [text for _, text in page.all("td")], strict=True))


def moved_anywhere(shown: Explorer, data: st.DataObject) -> dict[str, Any]:
    """Every slider put somewhere on its way; where they stand then, by name."""
    chosen = {
        slider.name: slider.value_at(
            slider.low
            + slider.step * data.draw(st.integers(0, int((slider.high - slider.low) / slider.step)), label=slider.name)
        )
        for slider in shown._sliders
    }
    shown.set(**chosen)
    return chosen


def assert_every_slider_changes_the_picture(shown: Explorer, end: str = "high", without: Container[str] = ()) -> None:
    """Each slider by itself, moved to its high or low end, changes the picture and the words for it."""
    for slider in shown._sliders:
        if slider.name in without:
            continue
        shown.reset()
        before = shown.view
        shown.set(**{slider.name: getattr(slider, end)})
        assert shown.view.picture.png != before.picture.png, slider.name
        assert shown.view.picture.alternative != before.picture.alternative, slider.name
