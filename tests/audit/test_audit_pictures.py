"""Rule 10: the pictures that must be caught, and those that must not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pages import notebook

from course.audit.artists import facts_of
from course.audit.colour import confused, contrast, lightness
from course.audit.rules import pictures
from course.audit.seeing import faults, figures, matching
from course.audit.tools import Tools
from course.audit.workshop import workshops
from course.display.pictures import new_figure
from course.display.style import BLUE, LOOKS, ORANGE, TEAL

ROOT = Path(__file__).parents[2]
BUILT = [each for each in workshops(ROOT) if each.release_folder.is_dir()]
WORDS = "Bars of the saving in each year: £9,000 in year 1 and £33,000 in year 2."


def good(axes: Axes) -> None:
    axes.bar([1, 2], [9_000, 33_000], color=BLUE, label="saving")
    axes.set_title("Saving by year")
    axes.set_xlabel("Year")
    axes.set_ylabel("Saving (£)")
    axes.set_xticks([1, 2])


def two_lines(**other: Any) -> Callable[[Axes], None]:
    """The house blue, and a line that differs from it only as the test says."""

    def change(axes: Axes) -> None:
        axes.clear()
        axes.plot([1, 2], [9_000, 33_000], color=BLUE, label="here", linestyle="-", marker="")
        axes.plot(
            [1, 2], [4_000, 8_000], **{"color": BLUE, "linestyle": "-", "marker": ""} | {"label": "there"} | other
        )
        axes.set(title="Saving by year", xlabel="Year", ylabel="Saving (£)")

    return change


def found(change: Callable[[Axes], object] = lambda axes: None, alt: str = WORDS, width: float = 4.4) -> list[str]:
    """What is wrong with the good picture after a change to it."""
    figure, (axes,) = new_figure(2.5)
    figure.set_figwidth(width)
    good(axes)
    change(axes)
    return faults({"cell": "w99-case", "alt": alt, **facts_of(figure)})


def test_a_good_picture_has_no_fault() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("alt", "says"),
    [
        ("", "no text alternative"),
        ("   ", "no text alternative"),
        ("Savings of £9,000 and £33,000.", "only 5 words long"),
        ("A chart of the savings, which rise from year to year.", "has no figures"),
        ("A chart of the savings, made by the course in 2026.", "gives no value of “Saving by year”"),
        ("Bars of the saving in each year; £9,000 in the first one.", "only 1 value"),
    ],
)
def test_an_alternative_that_does_not_tell_is_caught(alt: str, says: str) -> None:
    assert [each for each in found(alt=alt) if says in each]


@pytest.mark.parametrize(
    "alt",
    [
        "Bars of the saving in each year: £9k in year 1 and £33k in year 2.",
        "Bars of the saving in each year: 0.009 and then 0.033 million pounds.",
        "Bars of the saving in each year: about £9,020 first, then £32,950.",
    ],
)
def test_values_may_be_told_in_thousands_millions_or_rounded(alt: str) -> None:
    assert found(alt=alt) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda axes: axes.tick_params(labelsize=7), "7.0 points high"),
        (lambda axes: axes.set_xlabel("Year", fontsize=8), "“Year” is 8.0 points high"),
        (lambda axes: axes.text(1, 20_000, "tiny", fontsize=6), "“tiny” is 6.0 points high"),
        (lambda axes: axes.set_ylabel("Saving"), "The y axis of “Saving by year” is labelled “Saving”, without a unit"),
        (lambda axes: axes.set_ylabel(""), "The y axis of “Saving by year” has no label, without a unit"),
        (lambda axes: axes.set_xlabel("Time"), "The x axis"),
        (lambda axes: axes.patches[0].set_facecolor("#c9c9c9"), "stands out from its ground by 1.7:1 only"),
        (lambda axes: axes.text(1, 20_000, "pale", color="#999999"), "“pale” stands out"),
        (lambda axes: axes.text(1, 5_000, "on the bar", ha="center", color="#000000"), "“on the bar” stands out"),
        (two_lines(), "“here” and “there” are told apart by colour alone, and not in usual"),
        (two_lines(color="#6a3fa0"), "“here” and “there” are told apart by colour alone"),
        (lambda axes: axes.imshow([[1, 2], [3, 9_000]], cmap="jet"), "do not go from dark to light"),
    ],
)
def test_a_picture_that_cannot_be_read_is_caught(change: Callable[[Axes], object], says: str) -> None:
    assert [each for each in found(change) if says in each], found(change)


@pytest.mark.parametrize(
    "change",
    [
        two_lines(linestyle="--"),
        two_lines(marker="s"),
        two_lines(color=TEAL),
        two_lines(color=ORANGE, linestyle=LOOKS[1].line),
        lambda axes: axes.set_xticks([1, 2], ["Preston", "Salford"]),
        lambda axes: axes.text(1, 5_000, "on the bar", ha="center", color="#ffffff"),
        lambda axes: axes.axhspan(0, 5_000, color="#eeeeee"),
        lambda axes: axes.yaxis.set_major_formatter("£{x:,.0f}") or axes.set_ylabel(""),
        lambda axes: axes.patches[0].set(facecolor="#ffffff", edgecolor=BLUE, linewidth=2),
        lambda axes: axes.text(1, 20_000, "hidden", fontsize=4, visible=False),
    ],
)
def test_a_picture_that_can_be_read_is_left_in_peace(change: Callable[[Axes], object]) -> None:
    alt = f"{WORDS} Elsewhere £4,000 and £8,000."
    assert found(change, alt=alt) == []


def test_text_shrinks_with_a_picture_that_is_too_wide_for_the_page() -> None:
    assert found(width=7) == []
    assert any("for the picture is 1540 pixels wide" in each for each in found(width=14))


def test_red_and_green_of_many_charts_are_confused() -> None:
    red, green = "#cc4444", "#2d7f2d"
    assert contrast(red, "#ffffff") >= 3
    assert "greyscale" in confused(red, green)
    assert confused("#000000", "#ffffff") == ()
    assert lightness("#000000") == pytest.approx(0)
    assert lightness("#ffffff") == pytest.approx(100)


def test_numbers_are_read_as_people_write_them() -> None:
    assert [value for value, _ in figures("from -£68,000 to £1.2 million, 25.9%, 3k and 0")] == [
        25.9,
        3000,
        68000,
        1.2e6,
    ]
    told = figures("25.9%, £35,278 and 12 jobs")
    assert matching(told, [0.259438892, 35277.78157]) == {25.9, 35278}
    assert matching(figures("26.9% and £36,000"), [0.259438892, 35277.78157]) == set()


# ---- explorers


def explored(tables: list[str], at: str = "", sentence: str = "It rises.") -> list[str]:
    figure, (axes,) = new_figure(2.5)
    good(axes)
    picture = {"cell": "x", "alt": WORDS, "tables": tables, "sentence": sentence, **facts_of(figure)}
    return faults(picture | ({"at": at} if at else {}))


def test_an_explorer_has_the_same_figures_beside_it() -> None:
    assert explored(["Year Saving\n1 £9,000\n2 £33,000"]) == []
    assert any("no table" in each for each in explored([]))
    assert any("fewer than 2 of the values" in each for each in explored(["Year Saving\n1 £8,000\n2 £33,000"]))
    assert any("no sentence" in each for each in explored(["1 £9,000\n2 £33,000"], sentence=" "))
    (said,) = explored(["Year Saving\n1 £8,000\n2 £31,000"], at="Cost (£) at 5")
    assert said.endswith("put them there too (Cost (£) at 5).")


# ---- whole notebooks


def look(folder: Path, *cells: str) -> list[tuple[str, str]]:
    return [(each.where, each.says) for each in pictures.look_at(notebook(*cells), folder / "run").findings]


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("![](flow.png)", "no text alternative"),
        ("![Flow](flow.png)", "only 1 words long"),
        ('<img src="flow.png" alt="The flow of an order through the works">', "has no figures"),
        ("<img src='flow.png'>", "no text alternative"),
    ],
)
def test_a_picture_in_the_text_needs_words(cell: str, says: str) -> None:
    assert [said for _, said in pictures.in_text(notebook(cell)) if says in said]


def test_a_picture_in_the_text_with_words_is_good() -> None:
    cell = "![The flow of an order: 5 steps, 12 days, of which 3 hours are work](flow.png)"
    assert list(pictures.in_text(notebook(cell, "# Title\n\nNo picture, but 5 words."))) == []


def test_figures_are_found_however_a_cell_shows_them(tmp_path: Path) -> None:
    told = look(
        tmp_path,
        "from matplotlib.figure import Figure",
        "figure = Figure()\nfigure.subplots().plot([1, 2], [3, 4])\nfigure",
        "from matplotlib import pyplot\npyplot.bar([1, 2], [3, 5]);",
        "from IPython.display import HTML, display\ndisplay(HTML('<img src=\"data:,\">'))",
        "from course.display.pictures import Picture, new_figure\n"
        "figure, (axes,) = new_figure(2)\n"
        "axes.plot([1, 2], [3.5, 4.25], label='a')\n"
        "axes.set(title='Take-up', xlabel='Week', ylabel='Hours')\n"
        "Picture(figure, 'A line of the hours in each week: 3.5, then 4.25.')",
        "1 / 0",
    )
    assert [where for where, says in told if "no text alternative" in says] == ["cell 2", "cell 3", "cell 4"]
    assert [where for where, _ in told if where == "cell 5"] == []
    assert [says for where, says in told if where == "cell 6"] == [
        "It stops, so its pictures are not seen: ZeroDivisionError: division by zero."
    ]


def test_an_explorer_is_moved_to_the_ends_of_its_sliders(tmp_path: Path) -> None:
    explorer = (
        "from course.display.explorer import Explorer, Slider, View\n"
        "from course.display.pictures import Picture, new_figure\n"
        "from course.display.tables import table\n"
        "from course.quantities import HOURS\n"
        "def look(hours):\n"
        "    figure, (axes,) = new_figure(2)\n"
        "    axes.plot([1, 2], [hours, 2 * hours], label='a')\n"
        "    axes.set(title='Hours', xlabel='Week', ylabel='Hours')\n"
        "    words = f'A line of the hours in each week: {hours:g}, then {2 * hours:g}.'\n"
        "    shown = hours if hours < 50 else 7\n"
        "    rows = [('1', shown), ('2', 2 * shown)]\n"
        "    return View(Picture(figure, words), (table(rows, ['Week', 'Hours'], 'Hours'),), words)\n"
        "Explorer('How long?', (Slider('hours', 'Hours', HOURS, 1, 80, 1, 5),), look)"
    )
    ((where, says),) = look(tmp_path, explorer)
    assert where == "cell 1"
    assert "fewer than 1 of the values" in says
    assert "at 80" in says


@pytest.mark.slow
@pytest.mark.parametrize("workshop", BUILT, ids=lambda each: each.name)
def test_the_pictures_of_a_workshop_can_be_read(workshop: Any) -> None:
    with Tools(ROOT) as tools:
        result = pictures.look(workshop, tools)
    assert result.findings == ()
    assert result.measures["pictures"] >= 1


def test_looking_leaves_a_figure_as_it_is() -> None:
    figure = Figure(figsize=(3, 2), dpi=90)
    figure.subplots().plot([1, 2])
    facts_of(figure)
    assert (figure.get_dpi(), tuple(figure.get_size_inches())) == (90, (3, 2))
