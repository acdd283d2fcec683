"""Pictures are images with words."""

from __future__ import annotations

import base64
import io

import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image
from reading import Reading

from course.display.pictures import Picture, new_figure


def drawn(alternative: str = "Bars of 3 and 5.", caption: str = "") -> Picture:
    figure, (axes,) = new_figure(2)
    axes.bar([0, 1], [3, 5])
    return Picture(figure, alternative, caption)


@pytest.mark.parametrize("words", ["", "   ", "A chart of cash."])
def test_a_picture_without_figures_in_words_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="text alternative"):
        drawn(words)


def test_html_is_a_figure_with_its_words() -> None:
    page = Reading(drawn('From "£3k" to £5k & up <b>.', "Ribble's <i>cash</i> & more")._repr_html_())
    ((image, _),) = page.all("img")
    assert image["alt"] == 'From "£3k" to £5k & up <b>.'
    ((_, caption),) = page.all("figcaption")
    assert caption == "Ribble's <i>cash</i> & more"
    assert not page.all("b")
    assert len(page.all("figure")) == 1


def test_the_image_is_a_picture_of_the_right_shape() -> None:
    picture = drawn()
    ((attributes, _),) = Reading(picture._repr_html_()).all("img")
    kind, data = attributes["src"].split(",")
    assert kind == "data:image/png;base64"
    image = Image.open(io.BytesIO(base64.b64decode(data)))
    assert image.size == (2 * picture.width, 2 * picture.height)
    assert (int(attributes["width"]), int(attributes["height"])) == (picture.width, picture.height)
    assert len(np.unique(np.asarray(image.convert("L")))) > 2, "nothing is drawn"


def test_the_image_shrinks_with_the_page_and_never_grows_past_its_size() -> None:
    picture = drawn()
    page = Reading(picture._repr_html_())
    assert page.styles("img")[0]["max-width"] == "100%"
    assert page.styles("img")[0]["height"] == "auto"
    assert page.styles("figure")[0]["max-width"] == f"{picture.width}px"
    assert picture.width < 560


def test_no_caption_no_empty_caption() -> None:
    assert not Reading(drawn()._repr_html_()).all("figcaption")


def test_plain_text_is_the_words() -> None:
    bundle = drawn("Bars of 3 and 5.", "Two bars.")._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    assert "Bars of 3 and 5." in bundle["text/plain"]
    assert "Two bars." in bundle["text/plain"]


def test_a_picture_stays_as_it_was_when_its_figure_changes() -> None:
    figure, (axes,) = new_figure(2)
    (line,) = axes.plot([0, 1], [0, 1])
    first = Picture(figure, "0 to 1.")
    kept = first.png
    line.set_ydata([1, 0])
    second = Picture(figure, "1 to 0.")
    assert first.png == kept
    assert second.png != kept


def test_a_figure_of_pyplot_is_closed() -> None:
    mpl.use("agg")
    from matplotlib import pyplot

    figure, _ = pyplot.subplots()
    number = figure.number
    assert pyplot.fignum_exists(number)
    Picture(figure, "An empty chart from 0 to 1.")
    assert not pyplot.fignum_exists(number)


def test_panels_stand_one_below_the_other() -> None:
    _, axes = new_figure(5, panels=3)
    bottoms = [panel.get_position().y0 for panel in axes]
    assert bottoms == sorted(bottoms, reverse=True)
    assert len({round(panel.get_position().x0, 6) for panel in axes}) == 1
