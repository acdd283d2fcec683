"""Week 2's map and explorer say what the formulas say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import Reading

from course.display.explorer import Explorer
from course.display.flow import flow_explorer, value_stream
from course.methods import flow
from course.quantities import DAYS, PIECES, show

LINE = flow.Stream(
    steps=(
        flow.Step("Cut", cycle=3.0, setup=20, uptime=0.9, good=0.98, waiting=60),
        flow.Step("Bend", cycle=6.0, setup=30, uptime=0.8, good=0.95, waiting=100),
        flow.Step("Weld", cycle=6.5, setup=15, uptime=0.95, good=0.99, waiting=40),
    ),
    finished=20,
    batch=20,
    minutes=440,
    demand=45,
)


def explorer() -> Explorer:
    return flow_explorer(LINE, vary=("Bend", "Weld"))


def results(shown: Explorer) -> dict[str, str]:
    page = Reading(shown.view.tables[0]._repr_html_())
    names = [text for attributes, text in page.all("th") if attributes["scope"] == "row"]
    return dict(zip(names, [text for _, text in page.all("td")], strict=True))


class TestTheMap:
    shown = value_stream(LINE, a_day=40, caption="Simulated.")

    def test_words_and_table_give_every_stock_and_every_step(self) -> None:
        words, page = self.shown.picture.alternative, Reading(self.shown.table._repr_html_())
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
        for figure in ("3.0 minutes", "6.0 minutes", "6.5 minutes"):
            assert figure in words
            assert figure in told
        assert "90% of the time" in words
        assert "98% right first time" in words

    def test_the_ladder_is_added_up(self) -> None:
        # 220 pieces at 40 a day; 3 + 6 + 6.5 minutes.
        assert "In all a piece waits 5.5 days for 15.5 minutes of work." in self.shown.picture.alternative
        assert self.shown.table.rows[-1][:4] == ("All", 220, 5.5, 15.5)

    def test_it_is_shown_with_its_caption_and_its_table(self) -> None:
        page = Reading(self.shown._repr_html_())
        assert [text for _, text in page.all("figcaption")] == ["Simulated."]
        assert len(page.all("table")) == 1
        assert self.shown.picture.alternative in repr(self.shown)
        assert set(self.shown._repr_mimebundle_()) == {"text/plain", "text/html"}

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

    @settings(deadline=None, max_examples=12)
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
        smaller = flow.resized(LINE, 10)
        assert smaller.lead_time < LINE.lead_time
        assert smaller.throughput < LINE.throughput
        assert results(shown)["Pieces in process"] == "110 pieces"

    def test_every_slider_changes_the_picture(self) -> None:
        shown = explorer()
        for slider in shown._sliders:
            shown.reset()
            before = shown.view
            shown.set(**{slider.name: slider.low})
            assert shown.view.picture.png != before.picture.png, slider.name
            assert shown.view.picture.alternative != before.picture.alternative, slider.name

    def test_the_sentence_says_whether_demand_is_met(self) -> None:
        shown = explorer()
        assert show(LINE.demand - LINE.throughput, PIECES, 0.1) + " fewer than wanted" in shown.view.sentence
        shown.set(uptime=100, second=4)
        assert "as many as customers want, or more" in shown.view.sentence

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
