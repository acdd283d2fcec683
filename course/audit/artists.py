"""What a figure of matplotlib is drawn of: its texts, its axes and its series, as plain values.

Sizes are in points of the figure, colours "#rrggbb", each as it looks on what lies beneath it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex, to_rgb, to_rgba
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle, Wedge
from matplotlib.text import Text

from course.audit.colour import contrast

Facts = dict[str, Any]
_MOST = 5000  # values of one series that are looked at


def facts_of(figure: Figure) -> Facts:
    """The texts, axes and series of a figure; it is drawn for that, and stays as it is."""
    FigureCanvasAgg(figure).draw()
    panels = [axes for axes in figure.axes if axes.get_visible()]
    return {
        "inches": figure.get_figwidth(),
        "texts": [fact for text in figure.findobj(Text) for fact in _text(text, figure)],
        "axes": [_axes(axes, figure) for axes in panels if axes.get_label() != "<colorbar>"],
    }


def _text(text: Any, figure: Figure) -> Iterator[Facts]:
    if not (text.get_visible() and text.get_text().strip()):
        return
    axes = text.axes
    if axes is not None and not (axes.get_visible() and (axes.axison or text in axes.texts or text is axes.title)):
        return
    yield {
        "text": text.get_text(),
        "size": float(text.get_fontsize()),
        "bold": text.get_fontweight() in ("bold", "heavy", "black", 700, 800, 900),
        "colour": _over(text.get_color(), _ground(axes, figure), text.get_alpha()),
        "ground": _under(text, figure),
    }


def _under(text: Any, figure: Figure) -> str:
    """What a text stands on: its own box, a bar, or the axes."""
    ground = _ground(text.axes, figure)
    box = text.get_bbox_patch()
    if box is not None and box.get_facecolor()[3] > 0:
        return _over(box.get_facecolor(), ground)
    if text.axes is not None and text in text.axes.texts:
        extent = text.get_window_extent()
        middle = ((extent.x0 + extent.x1) / 2, (extent.y0 + extent.y1) / 2)
        for patch in reversed(text.axes.patches):
            if patch.get_visible() and patch.get_window_extent().contains(*middle):
                return _over(patch.get_facecolor(), ground)
    return ground


def _axes(axes: Axes, figure: Figure) -> Facts:
    ground = _ground(axes, figure)
    title = " ".join(part for part in (axes.get_title(place) for place in ("left", "center", "right")) if part)
    return {
        "title": title or figure.get_suptitle(),
        "ground": ground,
        "place": [round(float(edge), 3) for edge in axes.get_position().bounds],
        "x": _scale(axes.xaxis, axes) if axes.axison else None,
        "y": _scale(axes.yaxis, axes) if axes.axison else None,
        "series": [fact for fact in _series(axes, ground) if fact["colours"] or fact["map"]],
    }


def _scale(axis: Any, axes: Axes) -> Facts | None:
    """The axis's label and the words at its ticks; None for an axis that shows no ticks."""
    if not axis.get_visible():
        return None
    low, high = sorted(axis.get_view_interval())
    ticks = [
        tick.label1.get_text() or tick.label2.get_text()
        for tick in axis.get_major_ticks()
        if low <= tick.get_loc() <= high and (tick.label1.get_visible() or tick.label2.get_visible())
    ]
    words = [tick for tick in ticks if tick.strip()]
    offset = axis.get_offset_text().get_text()
    return {"label": axis.get_label().get_text(), "ticks": words, "offset": offset} if words else None


def _series(axes: Axes, ground: str) -> Iterator[Facts]:
    barred = set()
    for bars in (each for each in axes.containers if isinstance(each, BarContainer)):
        barred |= {id(patch) for patch in bars.patches}
        colours = [_best(patch, ground) for patch in bars.patches]
        flat = bars.orientation == "horizontal"
        first = bars.patches[0] if bars.patches else None
        yield _one("bars", bars, colours, bars.datavalues, hatch=str(first.get_hatch() or "") if first else "") | {
            "places": [float(patch.get_y() if flat else patch.get_x()) for patch in bars.patches]
        }
    for line in axes.lines:
        yield from _line(line, axes, ground)
    for patch in axes.patches:
        if id(patch) not in barred and patch.get_visible():
            yield from _patch(patch, ground)
    for collection in axes.collections:
        yield from _collection(collection, ground)
    for image in axes.images:
        yield _one("map", image, [], image.get_array()) | {"map": _map(image)}


def _patch(patch: Any, ground: str) -> Iterator[Facts]:
    """A piece of a pie, or a shape with a name; one without (a band behind the lines, say) is decoration."""
    hatch, colours = str(patch.get_hatch() or ""), [_best(patch, ground)]
    if isinstance(patch, Wedge):
        yield _one("wedge", patch, colours, [(patch.theta2 - patch.theta1) / 360], hatch)
    elif _named(patch):
        sides = [patch.get_width(), patch.get_height()] if isinstance(patch, Rectangle) else []
        yield _one("area", patch, colours, sides, hatch)


def _line(line: Any, axes: Axes, ground: str) -> Iterator[Facts]:
    heights = np.asarray(line.get_ydata(orig=False), dtype=float)
    if not line.get_visible() or not np.isfinite(heights).any():
        return
    drawn = line.get_linestyle() not in ("None", "none", " ", "")
    marker = str(line.get_marker())
    marked = marker not in ("None", "none", " ", "")
    if not drawn and not marked:
        return
    colour = line.get_color() if drawn else line.get_markeredgecolor()
    across = np.asarray(line.get_xdata(orig=False), dtype=float)
    # A point by itself is a finding: both of its figures count. Of a line, where it stands is only the way to read it,
    # but for one that crosses the picture from foot to top.
    upright = line.get_transform() == axes.get_xaxis_transform()
    values = across if upright else heights if drawn else np.concatenate([heights, across])
    yield _one("line" if drawn else "points", line, [_over(colour, ground, line.get_alpha())], values) | {
        "dash": str(getattr(line, "_unscaled_dash_pattern", line.get_linestyle())) if drawn else "",
        "marker": marker if marked else "",
    }


def _collection(collection: Any, ground: str) -> Iterator[Facts]:
    if not collection.get_visible():
        return
    points = isinstance(collection, PathCollection)
    if collection.get_array() is not None:
        yield _one("points" if points else "map", collection, [], collection.get_array()) | {"map": _map(collection)}
    elif points or _named(collection):
        faces = [*collection.get_facecolors(), *collection.get_edgecolors()][:50]
        colours = sorted({_over(colour, ground) for colour in faces if colour[3] > 0})
        values: Any = np.ma.filled(collection.get_offsets(), np.nan)[:, 1] if points else []
        shape = len(collection.get_paths()[0].vertices) if points and collection.get_paths() else 0
        yield _one("points" if points else "area", collection, colours, values) | {
            "marker": f"shape of {shape}" if shape else "",
            "hatch": str(collection.get_hatch() or ""),
        }


def _one(kind: str, artist: Any, colours: list[str], values: Any, hatch: str = "") -> Facts:
    flat: Any = np.ma.filled(np.ma.asarray(values, dtype=float), np.nan).ravel()[:_MOST]
    return {
        "kind": kind,
        "label": str(artist.get_label()),
        "colours": colours,
        "values": sorted({float(f"{value:.10g}") for value in flat if np.isfinite(value)}),
        "dash": "",
        "marker": "",
        "hatch": hatch,
        "map": [],
        "places": [],
    }


def _map(mapped: Any) -> list[str]:
    return [to_hex(mapped.get_cmap()(share)) for share in np.linspace(0, 1, 9)]


def _named(artist: Any) -> bool:
    label = str(artist.get_label())
    return bool(label) and not label.startswith("_")


def _best(patch: Any, ground: str) -> str:
    """The colour by which a filled shape is seen: its edge, where its face is as pale as the ground."""
    face, edge = _over(patch.get_facecolor(), ground), _over(patch.get_edgecolor(), ground)
    return edge if contrast(face, ground) < 3 <= contrast(edge, ground) and patch.get_linewidth() >= 1 else face


def _ground(axes: Axes | None, figure: Figure) -> str:
    page = _over(figure.get_facecolor(), "#ffffff")
    return _over(axes.get_facecolor(), page) if axes is not None else page


def _over(colour: Any, ground: str, alpha: float | None = None) -> str:
    """A colour, perhaps one that lets some through, as it looks on a ground."""
    red, green, blue, solid = to_rgba(colour, alpha)
    below = to_rgb(ground)
    mixed = (solid * top + (1 - solid) * under for top, under in zip((red, green, blue), below, strict=True))
    return str(to_hex([*mixed]))  # type: ignore[arg-type]
