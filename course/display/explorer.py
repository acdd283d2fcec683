"""Explorers: sliders, the picture they move, and the same numbers as a table and as a sentence.

In JupyterLab an explorer is an ipywidgets view. Everywhere else (exported pages, feedback, a notebook that nbgrader has
run) the same output holds the picture, the table and the sentence at the starting values.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

import ipywidgets as widgets

from course.display.entry import Entry
from course.display.pictures import Picture
from course.display.slider import Slider
from course.display.style import GROUND, TEXT
from course.display.tables import Table

WIDGET_VIEW: Final = "application/vnd.jupyter.widget-view+json"
_SENTENCE_GROUND: Final = "#eef3f9"

_STYLE: Final = """<style>
.ldt-explorer { max-width: 1100px; overflow: hidden; }
.ldt-explorer .widget-slider { flex-flow: row wrap; height: auto; width: auto; margin: 0 8px 6px 2px; }
.ldt-explorer .widget-slider > label.widget-label { width: 100%; text-align: left; white-space: normal; height: auto;
  line-height: 1.4; }
.ldt-explorer .ldt-slider { overflow: visible; }
.ldt-explorer .ldt-slider .widget-slider { flex: 1 1 0; min-width: 0; margin-bottom: 0; }
.ldt-explorer .ldt-slider .widget-slider > label.widget-label { min-width: calc(100% + 8em); }
.ldt-explorer .ldt-slider .slider-container { margin: 14px 8px; }
.ldt-explorer .ldt-slider input { text-align: right; }
.ldt-explorer .noUi-handle:focus-visible { outline: 3px solid #c04a00; outline-offset: 2px; }
.ldt-explorer .widget-html-content { line-height: 1.4; min-width: 0; }
.ldt-explorer .widget-html { height: auto; min-width: 0; }
</style>"""

# ipywidgets 8 gives a slider's handle no name that a screen reader could say, and cannot mark an element as live, so
# the page is told both when the sentence arrives. The parent element stays while sentences come and go: only then do
# screen readers read out the new one.
_FOR_SCREEN_READERS: Final = (
    '<img alt="" width="1" height="1" style="position:absolute" '
    'src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7" onload="'
    "const says = this.parentElement, all = this.closest('.ldt-explorer');"
    "says.setAttribute('role', 'status'); says.setAttribute('aria-live', 'polite');"
    "if (all) for (const one of all.querySelectorAll('.ldt-slider')) {"
    "const label = one.querySelector('.widget-slider label'), handle = one.querySelector('.noUi-handle'),"
    "field = one.querySelector('input[type=text]');"
    "if (label &amp;&amp; handle) handle.setAttribute('aria-label', label.textContent);"
    "if (label &amp;&amp; field) field.setAttribute('aria-label', label.textContent + ', typed'); }"
    'this.remove();">'
)


@dataclass(frozen=True)
class View:
    """What an explorer shows for one setting of its sliders: the same facts three times."""

    picture: Picture
    tables: tuple[Table, ...]
    sentence: str


class Explorer:
    """Sliders, and what they change, as the last line of a cell shows it.

    Attributes:
        title: the heading above it.
        view: what is shown now.
    """

    def __init__(self, title: str, sliders: Sequence[Slider], look: Callable[..., View]) -> None:
        """Make the sliders and look once at their starting values.

        Args:
            title: plain text.
            sliders: from top to bottom.
            look: from the sliders' values, given by name, to what is shown. Where it raises ValueError, the sentence
                of the error is shown and the picture stays as it was.
        """
        self.title: Final = title
        self._sliders: Final = tuple(sliders)
        self._look: Final = look
        self._values = {slider.name: slider.start for slider in self._sliders}
        self._starting_values: Final = dict(self._values)
        self.view = look(**self._values)
        self._starting_view: Final = self.view
        self._controls: Final = {slider.name: _control(slider) for slider in self._sliders}
        self._entries: Final = {slider.name: self._entry(slider) for slider in self._sliders}
        self._sentence: Final = widgets.HTML()
        self._picture: Final = widgets.HTML(layout=widgets.Layout(flex="1 1 300px", max_width="560px"))
        self._tables: Final = widgets.HTML(layout=widgets.Layout(flex="1 1 100%", overflow="hidden"))
        self._show()
        for slider in self._sliders:
            self._controls[slider.name].observe(
                lambda change, slider=slider: self._slid(slider, change["new"]), names="value"
            )
        self.widget: Final = self._arranged()

    @property
    def values(self) -> Mapping[str, float]:
        """The sliders' values now, by name."""
        return dict(self._values)

    def set(self, **values: float) -> None:
        """Move sliders as a person would, and show what changes.

        Args:
            values: new values by the sliders' names.

        Raises:
            KeyError: for a name that no slider has.
        """
        changed = {name: value for name, value in values.items() if self._values[name] != value}
        if not changed:
            return
        self._values.update(changed)
        self._write()
        for slider in self._sliders:
            control = self._controls[slider.name]
            if slider.value_at(control.value) != self._values[slider.name]:
                control.value = self._values[slider.name]  # its observer comes back here and finds nothing changed
        self._look_again()

    def reset(self) -> None:
        """Put every slider back to where it started."""
        self.set(**self._starting_values)
        self._write()  # what was refused is still in its field where nothing had changed
        self._look_again()

    def _slid(self, slider: Slider, shown: float) -> None:
        typed = self._values[slider.name]
        if abs(shown - typed) <= slider.step / 2:
            return  # a page that can only show steps tells what it made of a number that was typed
        self.set(**{slider.name: slider.value_at(shown)})

    def _entry(self, slider: Slider) -> Entry:
        def take(value: float) -> None:
            now = self._values[slider.name]
            if slider.written(value) == slider.written(now):  # the same in another form, perhaps after a refusal
                self._write()
                self._look_again()
            else:
                self.set(**{slider.name: value})

        def refuse(says: str) -> None:
            self._sentence.value = _said(says)

        return Entry(slider, take=take, refuse=refuse)

    def _write(self) -> None:
        for name, entry in self._entries.items():
            entry.show(self._values[name])

    def _look_again(self) -> None:
        try:
            self.view = self._look(**self._values)
        except ValueError as problem:
            self._sentence.value = _said(str(problem))
        else:
            self._show()

    def _show(self) -> None:
        self._picture.value = self.view.picture._repr_html_()
        tables = "".join(f'<div style="min-width:0">{table._repr_html_()}</div>' for table in self.view.tables)
        self._tables.value = f'<div style="display:flex;flex-wrap:wrap;gap:0 1.5em">{tables}</div>'
        self._sentence.value = _said(self.view.sentence)

    def _arranged(self) -> widgets.VBox:
        back = widgets.Button(description="Back to the starting values", layout=widgets.Layout(width="auto"))
        back.on_click(lambda _: self.reset())
        heading = widgets.HTML(f'{_STYLE}<p style="margin:0 0 .4em;font-weight:bold">{escape(self.title)}</p>')
        sliders = widgets.VBox(
            [*(self._control_of(slider) for slider in self._sliders), back, self._sentence],
            layout=widgets.Layout(flex="1 1 250px"),
        )
        both = widgets.Box(
            [sliders, self._picture], layout=widgets.Layout(flex_flow="row wrap", align_items="flex-start")
        )
        everything = widgets.VBox([heading, both, self._tables])
        everything.add_class("ldt-explorer")
        return everything

    def _control_of(self, slider: Slider) -> widgets.Widget:
        together = widgets.HBox(
            [self._controls[slider.name], self._entries[slider.name].widget],
            layout=widgets.Layout(align_items="flex-end"),
        )
        together.add_class("ldt-slider")
        return together

    def __repr__(self) -> str:
        shown = self._starting_view
        return "\n\n".join([self._starting_point(), shown.sentence, repr(shown.picture), *map(repr, shown.tables)])

    def _repr_html_(self) -> str:
        shown = self._starting_view
        return (
            f'<div style="max-width:1100px">'
            f'<p style="margin:0 0 .4em;padding:.4em .6em;background:{GROUND};color:{TEXT}">'
            f"{escape(self._starting_point())}</p>{_said(shown.sentence, live=False)}"
            f'<div style="display:flex;flex-wrap:wrap;gap:0 1.5em">'
            f'<div style="flex:0 1 {shown.picture.width}px;min-width:0">{shown.picture._repr_html_()}</div>'
            f'<div style="flex:1 1 300px;min-width:0">{"".join(table._repr_html_() for table in shown.tables)}</div>'
            f"</div></div>"
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/plain": repr(self), "text/html": self._repr_html_()}
        # A page made from a notebook that nbgrader has run prefers the view of a widget whose kernel is gone.
        if not os.environ.get("NBGRADER_EXECUTION"):
            bundle[WIDGET_VIEW] = self.widget._repr_mimebundle_()[WIDGET_VIEW]
        return bundle

    def _starting_point(self) -> str:
        settings = "; ".join(
            f"{slider.label[0].lower()}{slider.label[1:]}: {slider.written(slider.start)}" for slider in self._sliders
        )
        return f"{self.title} The sliders start at: {settings}."


def _control(slider: Slider) -> widgets.IntSlider | widgets.FloatSlider:
    finest = 1 if slider.whole else slider.unit.nearest
    whole = all(float(number).is_integer() for number in (slider.low, slider.high, slider.step, slider.start, finest))
    kind, number = (widgets.IntSlider, int) if whole else (widgets.FloatSlider, float)
    return kind(
        value=number(slider.start),
        min=number(slider.low),
        max=number(slider.high),
        step=number(slider.step),
        description=slider.description,
        readout=False,
        style={"description_width": "100%"},
        layout=widgets.Layout(width="auto", height="auto"),
    )


def _said(sentence: str, live: bool = True) -> str:
    return (
        f'{_FOR_SCREEN_READERS if live else ""}<p style="margin:.3em 0;padding:.5em .8em;background:{_SENTENCE_GROUND};'
        f'color:{TEXT};font-size:15px;line-height:1.5">{escape(sentence)}</p>'
    )
