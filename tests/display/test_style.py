"""The house style can be read: contrast, colours told apart however they are seen, and text of a size to read."""

from __future__ import annotations

import matplotlib as mpl
import pytest
from matplotlib.font_manager import font_scalings

from course.audit.colour import APART, contrast, nearest_pair
from course.display import style


def test_the_measures_find_known_faults() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    red, green = "#d62728", "#2ca02c"  # the default of many charts
    assert nearest_pair([red, green], "usual") > 100
    assert nearest_pair([red, green], "deuteranopia") < nearest_pair([red, green], "usual") / 2
    assert nearest_pair(["#cc4444", "#2d7f2d", "#444444"], "greyscale") < 9


@pytest.mark.parametrize("colour", style.PALETTE)
def test_colours_stand_out_from_the_ground(colour: str) -> None:
    assert contrast(colour, style.GROUND) >= 3


def test_text_stands_out_from_the_ground() -> None:
    assert contrast(style.TEXT, style.GROUND) >= 7


@pytest.mark.parametrize("vision", ["usual", "protanopia", "deuteranopia", "tritanopia", "greyscale"])
def test_colours_are_told_apart(vision: str) -> None:
    assert nearest_pair(style.PALETTE, vision) >= APART[vision]


def test_few_looks_and_colour_is_never_the_only_sign() -> None:
    assert len(style.LOOKS) <= 6
    for part in range(len(style.Look._fields)):
        assert len({look[part] for look in style.LOOKS}) == len(style.LOOKS)


def test_text_is_nine_points_or_more() -> None:
    sizes = {name: value for name, value in style.HOUSE_STYLE.items() if name.endswith("size") and "marker" not in name}
    texts = {name: value for name, value in sizes.items() if not name.endswith("major.size")}
    assert {"font.size", "xtick.labelsize", "ytick.labelsize", "legend.fontsize"} <= set(texts)
    for name, size in texts.items():
        assert size not in font_scalings, f"{name} is relative"
        assert size >= 9, name


def test_the_style_ends_with_its_block() -> None:
    before = mpl.rcParams["font.size"]
    with style.house_style():
        assert mpl.rcParams["font.size"] == style.HOUSE_STYLE["font.size"]
    assert mpl.rcParams["font.size"] == before


def test_use_house_style_stays() -> None:
    with mpl.rc_context():
        style.use_house_style()
        assert mpl.rcParams["axes.prop_cycle"].by_key()["color"] == list(style.PALETTE)
