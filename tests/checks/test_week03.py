"""Week 3 as it is printed, typed and marked: its text against the case, its definitions against the formulas."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pytest
import workshop_text
from workshop_text import answer_cell, cells, exercise, hidden_case, model_line, named_slips, setup, visible_check

from course.cases import pendle, stops
from course.checks import Form, exercises
from course.checks.weeks.week03 import FIGURES, LABOUR_AN_HOUR
from course.methods import labour, oee
from course.quantities import GBP, GBP_A_YEAR, show

WEEK = "week03-losses"
pytestmark = pytest.mark.usefixtures("as_when_marked")
ALL = exercises("w03")


typed = partial(workshop_text.typed, WEEK)


def told(stem: str) -> str:
    return cells(WEEK)[f"{stem}-task"].text


def part(heading: str) -> str:
    return next(each.text for each in cells(WEEK).values() if heading in each.text)


class TestDefinitionsAreTheCoursesFormulas:
    """The right answers once more, each by another function of course.methods than the definition uses."""

    @pytest.mark.parametrize("hidden", [False, True])
    def test_each_exercise(self, hidden: bool) -> None:
        def case(stem: str) -> dict[str, Any]:
            return (hidden_case(WEEK, stem) if hidden else None) or dict(exercise(stem).inputs)

        def right(stem: str) -> Any:
            return pytest.approx(exercise(stem).right_value(case(stem)))

        one = case("w03-availability")
        steps = oee.ladder(one["shift"] - one["breaks"], 1 - one["long_stops"] / (one["shift"] - one["breaks"]), 1, 1)
        assert 100 * steps.good / steps.planned == right("w03-availability")
        two = case("w03-oee")
        shares = (
            oee.availability(two["planned"], two["planned"] - two["run"]),
            oee.performance(two["jars"], two["full_speed"], two["run"]),
            oee.quality(two["good_jars"], two["jars"]),
        )
        assert 100 * oee.oee(*shares) == right("w03-oee")
        three = case("w03-plant")
        planned = three["lathe_planned"] + three["mill_planned"]
        both = oee.oee_direct(three["lathe_good"] + three["mill_good"], 1, planned)
        assert 100 * both == right("w03-plant")
        four = [share for step, share in case("w03-rolled").items() if step != "shipped"]
        assert 100 * oee.rolled_throughput_yield(four) == right("w03-rolled")
        five = case("w03-labour")
        rates = {"nic_rate": five["nic"], "nic_threshold": five["free_pay"], "pension_rate": five["pension"]}
        assert five["pay"] == pytest.approx(five["wage"] * five["paid_hours"])
        assert labour.loaded_rate(five["wage"], five["paid_hours"], five["work_hours"], **rates) == right("w03-labour")
        six = case("w03-cost")
        week = six["lost_hours"] * six["sales"] - six["lost_hours"] * six["materials"] + six["thrown_away"]
        assert week * six["weeks"] == right("w03-cost")
        seven = case("w03-pareto")
        total = seven.pop("total")
        assert sum(seven.values()) == pytest.approx(total, abs=2)
        ranked = oee.pareto(seven)
        assert {each.name for each in ranked[:2]} == {"change_overs", "breakdowns"}
        assert 100 * sum(each.amount for each in ranked[:2]) / total == right("w03-pareto")

    def test_shares_of_the_hidden_week_are_possible(self) -> None:
        two = hidden_case(WEEK, "w03-oee") or {}
        assert two["good_jars"] < two["jars"] < two["full_speed"] * two["run"] < two["full_speed"] * two["planned"]


class TestSlips:
    def test_every_slip_of_the_curriculum_is_known(self) -> None:
        assert named_slips("w03") >= {
            "w03-oee: average of the three",
            "w03-oee: losses added up",
            "w03-oee: performance left out",
            "w03-plant: average of the machines",
            "w03-availability: counted round the clock",
            "w03-rolled: average of the steps",
            "w03-pareto: ranked by how often",
            "w03-labour: wage not loaded",
            "w03-cost: wages counted on top",
            "w03-cost: sales instead of contribution",
        }

    @pytest.mark.parametrize(
        ("stem", "line", "named"),
        [
            ("w03-oee", "good_jars / jars * 100", "quality alone"),
            ("w03-cost", "lost_hours * (sales - materials) + thrown_away * weeks", "hours once, not each week"),
            ("w03-cost", "weeks * lost_hours * (sales - materials) + thrown_away", "thrown away once, not each week"),
        ],
    )
    def test_what_a_trial_showed_is_named(self, stem: str, line: str, named: str) -> None:
        mark = typed(stem, line)
        assert (mark.outcome, mark.slip) == ("slip", named)

    @pytest.mark.parametrize(
        ("stem", "line", "says"),
        [
            ("w03-oee", "64", "nearest 0.1%"),
            ("w03-labour", "22", "nearest £0.01"),
            ("w03-cost", "858000", "nearest £100"),
        ],
    )
    def test_what_is_rounded_too_far_is_told_how_far(self, stem: str, line: str, says: str) -> None:
        mark = typed(stem, line)
        assert mark.points == 0
        assert says in str(mark)


class TestForm:
    GOOD = model_line(WEEK, "w03-firm")

    def changed(self, **fields: float) -> str:
        line = self.GOOD
        for name, value in fields.items():
            line = re.sub(rf"\b{name}=[\d_.]+", f"{name}={value}", line)
        assert line != self.GOOD
        return line

    def test_the_model_is_complete_and_says_what_it_costs(self) -> None:
        said = str(typed("w03-firm", self.GOOD))
        lost = 76 - 22_900 / 420
        assert f"{lost:.1f} hours did not become good pieces" in said
        assert f"Together {show(lost * 190 * 48, GBP_A_YEAR, 100)}" in said

    def test_the_card_says_what_each_of_three_losses_costs_and_they_add_up(self) -> None:
        said = str(typed("w03-firm", self.GOOD))
        found = re.search(r"long stops £(.*?), .*? £(.*?), spoilt pieces £(.*?) a year\. Together £(.*?) a year", said)
        assert found is not None
        stops, slow, spoilt, together = (float(figure.replace(",", "")) for figure in found.groups())
        assert stops == pytest.approx(11.5 * 190 * 48, abs=50)
        assert spoilt == pytest.approx((23_800 - 22_900) / 420 * 190 * 48, abs=50)
        assert stops + slow + spoilt == pytest.approx(together, abs=200)
        decision = model_line(WEEK, "w03-decision")
        assert f"£{found[1]} a year" in decision
        assert 2 * stops > together, "the model decision says: more than half"

    def test_a_machine_may_have_a_name_of_one_word(self) -> None:
        line = self.GOOD.replace("'Packing line 2'", "'CNC'")
        assert line != self.GOOD
        assert typed("w03-firm", line).points == ALL["w03-firm"].points

    def test_many_kinds_of_part_fit_in_as_hours(self) -> None:
        """The way that the task gives: full speed 1, and pieces in their hours at full speed."""
        said = str(typed("w03-firm", self.changed(full_speed=1, pieces=60, good=57)))
        assert f"OEE is {100 * 57 / 76:.1f}%" in said

    @pytest.mark.parametrize(
        ("fields", "says"),
        [
            ({"stopped": 80}, "Are overlaps counted twice?"),
            ({"good": 23_801}, "more good pieces than pieces"),
            ({"full_speed": 7}, "Is full speed too low"),
            ({"good": 0}, "Less than one piece was right"),
            ({"good": 0.96}, "a number of pieces, not a share"),
            ({"planned": 169}, "outside"),
        ],
    )
    def test_what_does_not_fit_together_is_said(self, fields: dict[str, float], says: str) -> None:
        mark = typed("w03-firm", self.changed(**fields))
        assert mark.outcome == "partly"
        assert says in str(mark)

    def test_merit_is_not_marked(self) -> None:
        poor = self.changed(good=1, left_an_hour=1)
        assert typed("w03-firm", poor).points == ALL["w03-firm"].points
        assert isinstance(ALL["w03-firm"], Form)


class TestTheFiguresInTheText:
    """Worked out again here, and looked for where a participant reads them."""

    def test_predict_and_case(self) -> None:
        assert f"run for {pendle.WEEK.planned / 60:g} hours in a week" in part("## Predict")
        assert "85 staff" in part("## The case")

    def test_exercise_3_the_table_of_both_machines(self) -> None:
        machines = (stops.RIBBLE_LATHE, stops.RIBBLE_MILL)

        def row(name: str, *values: str) -> str:
            return f"| {name} | {' | '.join(values)} |"

        printed = [line for line in told("w03-plant").splitlines() if line.startswith("|")]
        assert printed[2:] == [
            row("Planned minutes", *(f"{one.planned:,}" for one in machines)),
            row("Good minutes", *(f"{one.good * one.ideal_minutes:,}" for one in machines)),
            row("OEE", *(f"{100 * one.good * one.ideal_minutes / one.planned:.1f}%" for one in machines)),
        ]
        assert stops.RIBBLE_LATHE.planned == 3 * stops.RIBBLE_MILL.planned, "the card says three times as long"

    def test_exercise_5_the_rate_rounds_to_what_week_5_uses(self) -> None:
        assert show(LABOUR_AN_HOUR, GBP) == "£22"
        assert exercise("w03-cost").inputs["labour"] == 5 * 22 == pendle.CREW * 22
        for figure in ("£15.95 an hour", "1,700", "2,028", "0.15", "£5,000", "0.03"):
            assert figure in told("w03-labour")

    @pytest.mark.parametrize("stem", ["w03-availability", "w03-oee", "w03-rolled", "w03-cost", "w03-labour"])
    def test_the_tables_of_names_hold_the_inputs(self, stem: str) -> None:
        for name, value in exercise(stem).inputs.items():
            row = next(line for line in told(stem).splitlines() if line.startswith("|") and f"`{name}`" in line)
            printed = re.findall(r"\d[\d,]*(?:\.\d+)?", row.split("|")[-2])
            assert [float(figure.replace(",", "")) for figure in printed] == [pytest.approx(value)]

    def test_exercise_7_the_table_of_losses(self) -> None:
        hours, costs, times = pendle.hours_by_loss(), pendle.cost_by_loss(), pendle.WEEK.times
        rows = {line.split("`")[1]: line for line in told("w03-pareto").splitlines() if line.startswith("| `")}
        for loss in oee.SIX_BIG_LOSSES:
            row = rows[re.sub(r"[- ]", "_", loss)]
            shown = [cell.strip() for cell in row.split("|")[2:-1]]
            often, long = str(times.get(loss, "–")), f"{hours[loss] + 1e-9:.2f}"
            assert shown == [often, long, show(costs[loss], GBP)]
        assert (
            f"hours (rounded here) at {show(pendle.SALES_AN_HOUR - pendle.MATERIALS_AN_HOUR, GBP)} of contribution"
            in told("w03-pareto")
        )
        assert show(sum(costs.values()), GBP) in rows["total"]
        assert f"| {sum(hours.values()):.2f} |" in rows["total"]
        assert sum(hours.values()) == pytest.approx(exercise("w03-cost").inputs["lost_hours"])

    def test_the_model_memo(self) -> None:
        memo = cells(WEEK)["w03-memo"].text
        costs = pendle.cost_by_loss()
        ranked = oee.pareto(costs)
        year = exercise("w03-cost").right_value()
        assert isinstance(year, float)
        share = oee.oee_direct(pendle.WEEK.good, pendle.RATE, pendle.WEEK.planned)
        assert f"{100 * share:.1f}% of its planned time" in memo
        assert f"{pendle.WEEK.lost_hours} hours a week" in memo
        assert f"about {show(year, GBP, 100)} a year" in memo
        assert f"only {pendle.WEEK.times['change-overs']} times a week" in memo
        assert f"{pendle.WEEK.times['short stops']} short stops" in memo
        assert f"cost {show(ranked[0].amount, GBP)} a week" in memo
        half_the_sauce = costs["change-overs"] - pendle.thrown_away_by_loss()["change-overs"] / 2
        assert half_the_sauce < costs["breakdowns"], "what the memo says would turn the ranking round"
        assert 100 <= len(memo.replace('"""', "").split()) <= 140
        assert "About 120 words" in cells(WEEK)["w03-memo-task"].text

    def test_what_the_cards_say_beside_the_answer(self) -> None:
        double = pendle.LOGGED - pendle.WEEK.long_stops - pendle.WEEK.short_stops
        assert f"{double} minutes longer" in str(typed("w03-availability", model_line(WEEK, "w03-availability")))
        costs = pendle.cost_by_loss()
        assert costs["short stops"] < 0.6 * costs["change-overs"], "the card says: far less"
        running = str(typed("w03-pareto", model_line(WEEK, "w03-pareto")))
        shares = [float(share) for share in re.findall(r"(\d+\.\d)%", running.split("added up:")[1])]
        first, second = sorted(costs.values(), reverse=True)[:2]
        assert shares[:2] == pytest.approx(
            [100 * part / sum(costs.values()) for part in (first, first + second)], abs=0.06
        )
        assert shares == sorted(shares)
        assert (len(shares), shares[-1]) == (len(costs), 100)
        plant = str(typed("w03-plant", model_line(WEEK, "w03-plant")))
        lost = [one.planned - one.good * one.ideal_minutes for one in (stops.RIBBLE_LATHE, stops.RIBBLE_MILL)]
        assert f"more time to win: {lost[0]:,} minutes against {lost[1]:,} minutes" in plant
        assert lost[0] > lost[1]
        said = str(typed("w03-oee", model_line(WEEK, "w03-oee")))
        product = 1.0
        for share in re.findall(r"(\d\d\.\d)%", said.split("Both ways agree")[1])[:3]:
            product *= float(share) / 100
        assert 100 * product == pytest.approx(float(exercise("w03-oee").right_value()), abs=0.1)  # type: ignore[arg-type]

    def test_what_the_explorer_is_said_to_show(self) -> None:
        before, after = (oee.ladder(75, available, 0.8, 0.96) for available in (0.82, 1))
        assert after.speed > before.speed
        assert f"At 90 each, OEE is only {100 * 0.9**3:.1f}%" in part("## Explore")

    def test_the_listed_figures_are_printed_and_right(self) -> None:
        printed = "\n".join(each.text for each in cells(WEEK).values())
        for text, value in FIGURES.items():
            assert text in printed
            shown = float(re.sub(r"[^\d.]", "", text))
            assert abs(shown - value) <= max(
                0.5 * 10 ** -len(text.partition(".")[2].rstrip("%")), 50 if shown > 1e5 else 0
            )

    def test_the_predicted_share_is_said_again_beside_the_result(self) -> None:
        names = setup(WEEK, "w03") | {"guess": 85}
        exec(answer_cell(WEEK, "w03-oee", model_line(WEEK, "w03-oee")), names)
        assert "you guessed 85.0%" in str(eval(visible_check(WEEK, "w03-oee"), names))


def test_a_picture_can_be_drawn_anew_after_the_setup_cell_alone() -> None:
    """Somebody who opens the page again and goes to exercise 7: the setup cell, and then the picture's."""
    for cell in ("w03-explore", "w03-explore-losses"):
        exec(cells(WEEK)[cell].text, setup(WEEK, "w03"))
