"""The house chart style: few colours, each with its own line, marker and hatch, and text that can be read.

The colours are told apart by people with any of the common colour-vision deficiencies and in greyscale print, and
stand out from white by at least 3:1; tests/display/test_style.py works that out.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, Final, NamedTuple

import matplotlib as mpl
from cycler import cycler

BLUE: Final = "#0b55ad"
ORANGE: Final = "#c04a00"
TEAL: Final = "#27a08f"
PURPLE: Final = "#5b1a6b"
INK: Final = "#101820"

TEXT: Final = "#1a1a1a"
GROUND: Final = "#ffffff"
RULE: Final = "#d5dae0"


class Look(NamedTuple):
    """How one series looks: colour is never the only sign."""

    colour: str
    line: str | tuple[int, tuple[int, ...]]
    marker: str
    hatch: str


LOOKS: Final = (
    Look(BLUE, "-", "o", ""),
    Look(ORANGE, "--", "s", "///"),
    Look(TEAL, "-.", "^", "..."),
    Look(PURPLE, ":", "D", "xx"),
    Look(INK, (0, (8, 2, 2, 2)), "v", "\\\\\\"),
)
"""The looks of the first to the fifth series of a picture; a picture with more series is two pictures."""

PALETTE: Final = tuple(look.colour for look in LOOKS)

HOUSE_STYLE: Final[dict[Any, Any]] = {
    "axes.axisbelow": True,
    "axes.edgecolor": TEXT,
    "axes.formatter.useoffset": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.labelcolor": TEXT,
    "axes.labelsize": 11,
    "axes.prop_cycle": cycler(
        color=PALETTE, linestyle=[look.line for look in LOOKS], marker=[look.marker for look in LOOKS]
    ),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "figure.constrained_layout.h_pad": 0.08,
    "figure.constrained_layout.w_pad": 0.08,
    "figure.facecolor": GROUND,
    "axes.facecolor": GROUND,
    "font.family": "sans-serif",
    # Comes with matplotlib, so that a picture is the same on every machine.
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 11,
    "grid.color": RULE,
    "grid.linestyle": "-",
    "grid.linewidth": 0.8,
    "hatch.color": GROUND,
    "hatch.linewidth": 1.2,
    "legend.borderaxespad": 0.2,
    "legend.fontsize": 10,
    "legend.frameon": False,
    "legend.handlelength": 2.6,
    "lines.linewidth": 2.2,
    "lines.markersize": 6,
    "savefig.facecolor": GROUND,
    "text.color": TEXT,
    "xtick.color": TEXT,
    "xtick.labelsize": 10,
    "ytick.color": TEXT,
    "ytick.labelsize": 10,
    "ytick.major.size": 0,
}


def house_style() -> AbstractContextManager[None]:
    """The house style inside a `with` block only, whatever style the notebook has set."""
    return mpl.rc_context(HOUSE_STYLE)


def use_house_style() -> None:
    """Set the house style for everything drawn from here on, as for a tutor's own charts with pyplot."""
    mpl.rcParams.update(HOUSE_STYLE)
