"""Explorers: what moves when a slider does, and what is left where nothing can move."""

from __future__ import annotations

from pathlib import Path

import ipywidgets as widgets
import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbclient import NotebookClient
from reading import Reading

import course
from course.display.explorer import WIDGET_VIEW, Explorer, View
from course.display.pictures import Picture, new_figure
from course.display.slider import Slider
from course.display.tables import Amount, table
from course.quantities import GBP, NUMBER, PERCENT, YEARS


def squares(*, side: float, share: float) -> View:
    if side > 90:
        raise ValueError("The side is above 90; choose a lower one.")
    area = side**2 * share / 100
    figure, (axes,) = new_figure(1.5)
    axes.bar([0], [area])
    axes.set_ylim(0, 10_000)
    results = table([("Area", Amount(area, GBP))], ["What", "Value"], "Results")
    return View(Picture(figure, f"A bar of {area:g}.", scale=1), (results,), f"The area is {area:g}.")


SLIDERS = (
    Slider("side", "Side", GBP, 0, 100, 5, 20),
    Slider("share", "Share", PERCENT, 0, 100, 1, 45.2),
)


@pytest.fixture
def explorer() -> Explorer:
    return Explorer("How large?", SLIDERS, squares)


def widgets_of(explorer: Explorer, kind: type) -> list[widgets.Widget]:
    found, ahead = [], [explorer.widget]
    while ahead:
        one = ahead.pop(0)
        ahead.extend(getattr(one, "children", ()))
        if isinstance(one, kind):
            found.append(one)
    return found


def sliders_of(explorer: Explorer) -> dict[str, widgets.Widget]:
    return {
        one.description: one for kind in (widgets.IntSlider, widgets.FloatSlider) for one in widgets_of(explorer, kind)
    }


def fields_of(explorer: Explorer) -> dict[str, widgets.Text]:
    """The fields by the names of the sliders that they stand beside."""
    found = [one for one in widgets_of(explorer, widgets.Text) if isinstance(one, widgets.Text)]
    return dict(zip(explorer.values, found, strict=True))


def shown(explorer: Explorer) -> str:
    return "".join(one.value for one in widgets_of(explorer, widgets.HTML))


def test_every_slider_says_its_name_and_unit(explorer: Explorer) -> None:
    assert set(sliders_of(explorer)) == {"Side (£)", "Share (%)"}
    assert Slider("n", "Machines", NUMBER, 0, 9, 1, 3).description == "Machines"


def test_moving_a_slider_changes_picture_table_and_sentence(explorer: Explorer) -> None:
    before = explorer.view
    sliders_of(explorer)["Side (£)"].value = 40
    assert explorer.values["side"] == 40
    assert explorer.view.picture.png != before.picture.png
    page = shown(explorer)
    assert "The area is 723.2." in page
    assert "£723" in page
    assert "A bar of 723.2." in page
    assert "180.8" not in page


def test_set_moves_the_sliders_too_and_reset_puts_them_back(explorer: Explorer) -> None:
    start = explorer.view.sentence
    explorer.set(side=50, share=10)
    assert sliders_of(explorer)["Side (£)"].value == 50
    assert explorer.view.sentence == "The area is 250."
    (button,) = widgets_of(explorer, widgets.Button)
    button.click()
    assert sliders_of(explorer)["Side (£)"].value == 20
    assert explorer.view.sentence == start


def test_a_start_between_two_steps_survives_a_page_that_can_only_show_steps(explorer: Explorer) -> None:
    sliders_of(explorer)["Share (%)"].value = 45  # what a page sends as soon as it has drawn the slider
    assert explorer.values["share"] == 45.2
    sliders_of(explorer)["Share (%)"].value = 46
    assert explorer.values["share"] == 46
    sliders_of(explorer)["Share (%)"].value = 45
    assert explorer.values["share"] == 45.2


def test_what_cannot_be_worked_out_is_said_and_the_picture_stays(explorer: Explorer) -> None:
    before = explorer.view
    explorer.set(side=95)
    assert "The side is above 90; choose a lower one." in shown(explorer)
    assert explorer.view is before
    explorer.set(side=90)
    assert "above 90" not in shown(explorer)


def test_a_name_that_no_slider_has_is_refused(explorer: Explorer) -> None:
    with pytest.raises(KeyError):
        explorer.set(height=3)


def test_a_slider_that_starts_outside_its_ends_is_refused() -> None:
    with pytest.raises(ValueError, match="“Cost” goes from 0 to 10"):
        Slider("cost", "Cost", GBP, 0, 10, 1, 11)


def test_the_sentence_is_announced_in_a_region_that_stays(explorer: Explorer) -> None:
    (holder,) = [one for one in widgets_of(explorer, widgets.HTML) if "The area is" in one.value]
    ((image, _),) = Reading(holder.value).all("img")
    assert image["alt"] == ""
    assert "says.setAttribute('aria-live', 'polite')" in image["onload"]
    assert "handle.setAttribute('aria-label', label.textContent)" in image["onload"]
    assert "onload" not in explorer._repr_html_()


def test_the_bundle_has_the_view_and_the_same_without_one(explorer: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    bundle = explorer._repr_mimebundle_()
    assert bundle[WIDGET_VIEW]["model_id"] == explorer.widget.model_id
    page = Reading(bundle["text/html"])
    assert [attributes["alt"] for attributes, _ in page.all("img")] == ["A bar of 180.8."]
    assert ("£181") in [text for _, text in page.all("td")]
    for text in ("The area is 180.8.", "A bar of 180.8.", "£181", "side: £20", "share: 45.2%"):
        assert text in bundle["text/plain"]


def test_the_fall_back_stays_at_the_starting_values(explorer: Explorer) -> None:
    before = explorer._repr_html_()
    explorer.set(side=60)
    assert explorer._repr_html_() == before


def test_where_nbgrader_runs_there_is_only_what_a_page_can_show(
    explorer: Explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert set(explorer._repr_mimebundle_()) == {"text/plain", "text/html"}


def test_in_a_real_kernel_the_output_has_both_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    package = str(Path(course.__file__).parent.parent)
    cell = (
        f"import sys; sys.path.insert(0, {package!r})\n"
        "from course.display.appraisal import appraisal_explorer\n"
        "appraisal_explorer(cost=85_000, grant=20_000, first_year=14_000, full_year=31_000, rate=0.10, life=5)"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for _ in range(2)])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    views = set()
    for ran in notebook.cells:
        (output,) = ran.outputs
        assert output.output_type == "execute_result"
        assert {"text/plain", "text/html", WIDGET_VIEW} <= set(output.data)
        assert "£37,060" in output.data["text/plain"]
        assert "£37,060" in output.data["text/html"]
        views.add(output.data[WIDGET_VIEW]["model_id"])
    assert len(views) == 2


class TestEntries:
    """A number that is typed into the field beside its slider."""

    @pytest.fixture
    def field(self, explorer: Explorer) -> widgets.Text:
        return fields_of(explorer)["side"]

    def test_every_slider_has_one_and_no_readout_that_would_cut_a_number_off(self, explorer: Explorer) -> None:
        assert {name: field.value for name, field in fields_of(explorer).items()} == {"side": "£20", "share": "45.2%"}
        assert not any(slider.readout for slider in sliders_of(explorer).values())

    @pytest.mark.parametrize(
        ("typed", "means"),
        [("42,700", 42_700), ("£42,700", 42_700), (" 42.7k ", 42_700), ("0.5m", 500_000), ("85 000", 85_000)],
    )
    def test_numbers_are_read_as_people_write_them(self, typed: str, means: float) -> None:
        cost = Slider("side", "Cost", GBP, 0, 500_000, 1_000, 1_000)
        explorer = Explorer("How much?", (cost, SLIDERS[1]), lambda **values: squares(side=1, share=1))
        fields_of(explorer)["side"].value = typed
        assert explorer.values["side"] == means
        assert fields_of(explorer)["side"].value == f"£{means:,}"

    def test_a_number_between_two_steps_is_kept_though_the_page_shows_a_step(
        self, explorer: Explorer, field: widgets.Text
    ) -> None:
        field.value = "£ 42.00"
        assert explorer.values["side"] == 42
        assert field.value == "£42"
        sliders_of(explorer)["Side (£)"].value = 40  # what the page makes of it
        assert explorer.values["side"] == 42
        sliders_of(explorer)["Side (£)"].value = 45
        assert explorer.values["side"] == 45
        assert field.value == "£45"

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ("4,2", "could not be read"),
            ("", "could not be read"),
            ("lots", "could not be read"),
            ("30%", "per cent sign, but pounds are asked for"),
            ("101", "outside £0 to £100"),
            ("-5", "outside £0 to £100"),
        ],
    )
    def test_what_cannot_be_taken_is_said_and_changes_nothing(
        self, explorer: Explorer, field: widgets.Text, typed: str, says: str
    ) -> None:
        before = explorer.view
        field.value = typed
        assert says in shown(explorer)
        assert "Until then, £20 stays." in shown(explorer)
        assert field.value == typed
        assert explorer.view is before
        field.value = "£20"  # back to what was there: the complaint goes
        assert "Until then" not in shown(explorer)
        assert before.sentence in shown(explorer)

    @pytest.mark.parametrize("before", ["60", "20"])
    def test_reset_takes_a_refused_entry_back(self, explorer: Explorer, field: widgets.Text, before: str) -> None:
        field.value = before
        field.value = "lots"
        explorer.reset()
        assert field.value == "£20"
        assert "Until then" not in shown(explorer)

    def test_another_slider_takes_a_refused_entry_back(self, explorer: Explorer, field: widgets.Text) -> None:
        """No field may hold what the picture was not made with."""
        field.value = "lots"
        sliders_of(explorer)["Share (%)"].value = 80
        assert field.value == "£20"

    def test_what_is_shown_of_a_longer_number_can_be_typed_without_changing_it(self) -> None:
        start = 100 * 32 / 39
        share = Slider("share", "Share", PERCENT, 0, 100, 1, start)
        explorer = Explorer("How large?", (SLIDERS[0], share), squares)
        field = fields_of(explorer)["share"]
        assert field.value == "82.1%"
        field.value = "82.1"
        assert explorer.values["share"] == start
        assert field.value == "82.1%"
        field.value = "82.0"
        assert explorer.values["share"] == 82
        assert field.value == "82%"

    @pytest.mark.parametrize(
        ("typed", "written"), [("7.25", "7.3%"), ("47.0", "47%"), ("46.96", "47%"), ("20.5%", "20.5%")]
    )
    def test_what_is_finer_than_is_written_is_rounded_as_it_is_written(self, typed: str, written: str) -> None:
        share = Slider("share", "Share", PERCENT, 0, 100, 5, 30)
        explorer = Explorer("How large?", (SLIDERS[0], share), squares)
        fields_of(explorer)["share"].value = typed
        assert fields_of(explorer)["share"].value == written
        assert explorer.values["share"] == float(written.removesuffix("%"))

    @pytest.mark.parametrize("typed", ["4.5", "4,5", "0", "13"])
    def test_of_what_is_whole_nothing_is_rounded(self, typed: str) -> None:
        life = Slider("life", "Life", YEARS, 1, 12, 1, 5, whole=True)
        explorer = Explorer("How long?", (life,), lambda life: squares(side=life, share=1))
        fields_of(explorer)["life"].value = typed
        assert explorer.values["life"] == 5
        assert "Until then, 5 years stays." in shown(explorer)

    @given(st.floats(0, 100))
    def test_every_number_that_is_written_is_read_as_nearly_the_same(self, value: float) -> None:
        for slider in SLIDERS:
            assert abs(slider.typed(slider.written(value)) - value) <= slider.unit.nearest / 2 + 1e-6
