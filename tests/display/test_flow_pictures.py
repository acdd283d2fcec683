"""Week 2's map and explorer say what the formulas say."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from moving import assert_every_slider_changes_the_picture, results
from reading import Reading

from course.cases import ribble_flow
from course.display import value_stream as drawn
from course.display.explorer import Explorer
from course.display.flow import _drawing, flow_explorer
from course.display.value_stream import value_stream
from course.methods import flow, streams
from course.quantities import DAYS, PIECES, show

LINE = streams.Stream(
    steps=(
        streams.Step("Cut", cycle=3.0, setup=20, uptime=0.9, good=0.98, waiting=60),
        streams.Step("Bend", cycle=6.0, setup=30, uptime=0.8, good=0.95, waiting=100),
        streams.Step("Weld", cycle=6.5, setup=15, uptime=0.95, good=0.99, waiting=40),
    ),
    finished=20,
    batch=20,
    minutes=440,
    demand=45,
)


def explorer() -> Explorer:
    return flow_explorer(LINE, vary=("Bend", "Weld"))


class TestTheMap:
    shown = value_stream(LINE, a_day=40, caption="Simulated.")

    def test_words_and_table_give_every_stock_and_every_step(self) -> None:
        words, page = self.shown.picture.alternative, Reading(self.shown._repr_html_())
        told = [text for _, text in page.all("td")]
        for figure in (
            "60 pieces",
            "100 pieces",
            "40 pieces",
            "20 pieces",
            "1.5 days",
            "2.5 days",
            "1.0 days",
            "0.5 days",
        ):
            assert figure in words
            assert figure in told
        for figure in ("3.0", "6.0", "6.5"):
            assert f"{figure} minutes of work a piece" in words
            assert figure in told
        assert "90% of the time" in words
        assert "98% right first time" in words

    def test_the_ladder_is_added_up(self) -> None:
        # 220 pieces at 40 a day; 3 + 6 + 6.5 minutes.
        assert "In all a piece waits 5.5 days for 15.5 minutes of work." in self.shown.picture.alternative
        assert self.shown.tables[0].rows[-1] == ("All", 220, 5.5)

    def test_it_is_shown_with_its_caption_and_its_table(self) -> None:
        page = Reading(self.shown._repr_html_())
        assert [text for _, text in page.all("figcaption")] == ["Simulated."]
        assert len(page.all("table")) == len(self.shown.tables) == 2
        assert self.shown.picture.alternative in repr(self.shown)
        assert set(self.shown._repr_mimebundle_()) == {"text/plain", "text/html"}

    def test_no_text_of_the_drawing_touches_another_or_leaves_its_box_or_the_picture(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: list[Figure] = []
        monkeypatch.setattr(drawn, "Picture", lambda figure, *words: seen.append(figure) or self.shown.picture)
        value_stream(ribble_flow.BRACKETS, a_day=42, caption="Simulated.")
        (axes,) = seen[0].axes
        paper = FigureCanvasAgg(seen[0]).get_renderer()
        words = [(text.get_text(), text.get_window_extent(paper)) for text in axes.texts]
        boxes = [patch.get_window_extent(paper) for patch in axes.patches if patch.get_label() == "_step"]
        assert len(boxes) == 5
        for (one, here), (other, there) in combinations(words, 2):
            assert not here.overlaps(there), (one, other)
        for name in ribble_flow.BRACKETS.times:
            inside = next(extent for said, extent in words if said == name)
            assert any(box.x0 + 5 < inside.x0 and inside.x1 < box.x1 for box in boxes)
        for said, extent in words:
            assert 0 <= extent.x0 < extent.x1 <= seen[0].bbox.x1, said
            crossed = [box for box in boxes if box.overlaps(extent)]
            assert all(box.x0 < extent.x0 and extent.x1 < box.x1 for box in crossed), said
        assert all(text.get_fontsize() >= 10 for text in axes.texts)

    def test_other_data_draw_another_picture(self) -> None:
        other = value_stream(replace(LINE, finished=60), a_day=40, caption="Simulated.")
        assert other.picture.png != self.shown.picture.png

    def test_nothing_that_leaves_is_refused(self) -> None:
        with pytest.raises(ValueError, match="throughput is 0"):
            value_stream(LINE, a_day=0, caption="Simulated.")


class TestTheExplorer:
    def test_it_starts_at_the_line(self) -> None:
        found = results(explorer())
        assert found["Slowest step"] == "Bend"
        assert found["Pieces a day"] == show(LINE.throughput, PIECES, 0.1)
        assert found["Lead time"] == show(LINE.lead_time, DAYS)
        assert found["Pieces in process"] == "220 pieces"

    @settings(max_examples=8)
    @given(data=st.data())
    def test_wherever_the_sliders_stand_all_three_agree_with_the_formulas(self, data: st.DataObject) -> None:
        shown = explorer()
        chosen = {
            slider.name: slider.value_at(
                slider.low + slider.step * data.draw(st.integers(0, int((slider.high - slider.low) / slider.step)))
            )
            for slider in shown._sliders
        }
        shown.set(**chosen)
        share, batch = chosen["setup"] / 100, chosen["batch"]
        times = [
            flow.effective_cycle_time(3.0, 0.9, 0.98, 20 * share, batch),
            flow.effective_cycle_time(chosen["first"], chosen["uptime"] / 100, 0.95, 30 * share, batch),
            flow.effective_cycle_time(chosen["second"], 0.95, 0.99, 15 * share, batch),
        ]
        a_day = flow.throughput(440, times)
        lead = flow.lead_time(220 * batch / 20, a_day)
        found = results(shown)
        assert found["Pieces a day"] == show(a_day, PIECES, 0.1)
        assert found["Lead time"] == show(lead, DAYS)
        for told in (shown.view.sentence, shown.view.picture.alternative):
            assert show(a_day, PIECES, 0.1) in told
            assert show(lead, DAYS) in told
        assert found["Slowest step"] == ("Cut", "Bend", "Weld")[times.index(max(times))]

    def test_a_faster_step_that_is_not_the_slowest_changes_nothing_but_its_own_bar(self) -> None:
        shown = explorer()
        before = results(shown)
        shown.set(second=5)
        after = results(shown)
        assert {name for name in before if before[name] != after[name]} == {"Share that adds value"}
        assert shown.view.tables[1].rows[2][1] == 5

    def test_smaller_batches_shorten_the_lead_time_and_cost_output(self) -> None:
        shown = explorer()
        shown.set(batch=10)
        smaller = streams.resized(LINE, 10)
        assert smaller.lead_time < LINE.lead_time
        assert smaller.throughput < LINE.throughput
        assert results(shown)["Pieces in process"] == "110 pieces"

    def test_every_slider_changes_the_picture(self) -> None:
        assert_every_slider_changes_the_picture(explorer(), "low")

    def test_the_sentence_says_whether_demand_is_met(self) -> None:
        shown = explorer()
        assert show(LINE.demand - LINE.throughput, PIECES, 0.1) + " fewer than wanted" in shown.view.sentence
        shown.set(uptime=100, second=4)
        assert "as many as customers want, or more" in shown.view.sentence

    def test_every_chart_has_numbers_and_names_on_its_axes(self) -> None:
        explorer()
        figure = _drawing(len(LINE.steps))._figure
        for axes in figure.axes:
            assert axes.get_ylabel()
            assert all(label.get_visible() and label.get_text() for label in axes.get_xticklabels())
        assert [axes.get_xlabel() for axes in figure.axes] == ["", "Pieces in a batch", "Pieces in a batch"]

    def test_its_labels_have_units(self) -> None:
        assert [slider.description for slider in explorer()._sliders] == [
            "Bend: cycle time (minutes)",
            "Bend: uptime (%)",
            "Weld: cycle time (minutes)",
            "Batch size (pieces)",
            "Set-up times, as a share of today's (%)",
        ]

    def test_a_step_that_is_not_there_is_refused(self) -> None:
        with pytest.raises(ValueError, match="No step is called 'Paint'"):
            flow_explorer(LINE, vary=("Bend", "Paint"))
