"""Pictures that come with the same in words: a figure as an image, its text alternative and its caption."""

from __future__ import annotations

import base64
import io
import re
import sys
from html import escape
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from course.display.style import GROUND, TEXT, house_style

# 4.4 in at 110 dots an inch is 484 CSS pixels. JupyterLab in a window 400 pixels wide shows it at about 280, where
# text of 10 points is 9 pixels high and still read; in a wider figure it would not be.
WIDTH_INCHES: Final = 4.4
DOTS_PER_INCH: Final = 110


def new_figure(height: float, panels: int = 1, *, fitted: bool = True) -> tuple[Figure, list[Axes]]:
    """A figure in the house style, and its panels from top to bottom.

    It is made without pyplot: it shows itself nowhere, needs no closing, and costs little.

    Args:
        height: inches, at the house width of 4.4 in.
        panels: how many charts, one below the other.
        fitted: work the margins out from the labels at each drawing; without, set them with `subplots_adjust`.
    """
    with house_style():
        figure = Figure(figsize=(WIDTH_INCHES, height), dpi=DOTS_PER_INCH, layout="constrained" if fitted else None)
        axes = figure.subplots(panels, 1, squeeze=False)
    return figure, list(axes[:, 0])


class Picture:
    """A figure drawn once and kept as an image, with a text alternative that gives its figures.

    Attributes:
        png: the image.
        alternative: what somebody who cannot see the picture needs from it.
        caption: the line below it; may be empty.
        width: width on a wide page, in CSS pixels.
        height: the height that goes with it.
    """

    def __init__(self, figure: Figure, alternative: str, caption: str = "", *, scale: float = 2.0) -> None:
        """Draw the figure.

        Args:
            figure: it may be changed and drawn again later; this picture stays as it is.
            alternative: the picture in words: what is plotted, in which unit, and the values that matter.
            caption: plain text.
            scale: dots of the image to a CSS pixel; 2 is sharp on a fine screen, 1 is quick.

        Raises:
            ValueError: when the alternative is empty or has no figures in it.
        """
        words = " ".join(alternative.split())
        if not re.search(r"\d", words):
            raise ValueError(
                f"The picture's text alternative is {words!r}; say what is plotted and give its main values in figures."
            )
        self.alternative: Final = words
        self.caption: Final = " ".join(caption.split())
        self.width: Final = round(figure.get_figwidth() * DOTS_PER_INCH)
        self.height: Final = round(figure.get_figheight() * DOTS_PER_INCH)
        self.png: Final = _drawn(figure, DOTS_PER_INCH * scale)
        _keep_from_showing_itself(figure)

    def __repr__(self) -> str:
        return f"Picture: {self.alternative}" + (f"\n{self.caption}" if self.caption else "")

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.png).decode("ascii")
        caption = (
            f'<figcaption style="color:{TEXT};font-size:14px;line-height:1.4;padding:.2em .6em .5em">'
            f"{escape(self.caption)}</figcaption>"
            if self.caption
            else ""
        )
        return (
            f'<figure style="margin:0;max-width:{self.width}px;background:{GROUND}">'
            f'<img alt="{escape(self.alternative, quote=True)}" src="data:image/png;base64,{data}" '
            f'width="{self.width}" height="{self.height}" '
            f'style="display:block;width:100%;max-width:100%;height:auto;margin:0">{caption}</figure>'
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/plain": repr(self), "text/html": self._repr_html_()}


def _drawn(figure: Figure, dots_per_inch: float) -> bytes:
    """The figure as a PNG of at most 256 colours, a quarter of the bytes of one with all colours."""
    figure.set_facecolor(GROUND)
    usual = figure.get_dpi()
    figure.set_dpi(dots_per_inch)
    canvas = FigureCanvasAgg(figure)
    with house_style():  # matplotlib makes some ticks and labels only now
        canvas.draw()
    dots = np.asarray(canvas.buffer_rgba())[..., :3]
    figure.set_dpi(usual)
    image = io.BytesIO()
    few = Image.fromarray(dots).quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(image, "png", compress_level=4)
    return image.getvalue()


def _keep_from_showing_itself(figure: Figure) -> None:
    """Close a figure that was made with pyplot: the inline backend shows every open one at the end of the cell."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)
