"""Week 5's picture and explorer say what the formulas say."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moving import assert_every_slider_changes_the_picture, moved_anywhere, results

from course.display.appraisal import appraisal_explorer, cash_flow_picture
from course.display.explorer import Explorer
from course.methods import appraisal
from course.quantities import GBP, PERCENT, YEARS, show


def explorer(**changes: float) -> Explorer:
    case = {"cost": 85_000, "grant": 20_000, "first_year": 14_000, "full_year": 31_000, "rate": 0.10, "life": 5}
    return appraisal_explorer(**(case | changes))  # type: ignore[arg-type]


def test_it_starts_at_the_figures_of_the_case() -> None:
    shown = explorer()
    assert results(shown) == {
        "Payback": "2.65 years",
        "Discounted payback": "3.16 years",
        "Net present value (NPV)": "£37,060",
        "Internal rate of return (IRR)": "28.1%",
        "Profitability index (PI)": "1.57",
    }
    for figure in ("2.65 years", "£37,060", "28.1%"):
        assert figure in shown.view.sentence
        assert figure in shown.view.picture.alternative


@settings(max_examples=8)
@given(data=st.data())
def test_wherever_the_sliders_stand_all_three_agree_with_the_formulas(data: st.DataObject) -> None:
    shown = explorer()
    chosen = moved_anywhere(shown, data)
    outlay = chosen["cost"] - chosen["grant"]
    assert outlay > 0
    benefits = appraisal.ramped_benefits(
        chosen["benefit"] * chosen["ramp"] / 100, chosen["benefit"], int(chosen["life"])
    )
    rate = chosen["rate"] / 100
    found = results(shown)
    value = show(appraisal.npv(rate, [-outlay, *benefits]), GBP)
    assert found["Net present value (NPV)"] == value
    assert value in shown.view.sentence
    assert value in shown.view.picture.alternative
    payback = appraisal.payback(outlay, benefits)
    assert found["Payback"] == (
        f"not within {show(len(benefits), YEARS, 1)}" if math.isinf(payback) else show(payback, YEARS)
    )
    if any(benefits):
        assert found["Internal rate of return (IRR)"] == show(100 * appraisal.irr([-outlay, *benefits]), PERCENT)
    _, by_year = shown.view.tables
    assert by_year.rows[-1][3] == pytest.approx(appraisal.npv(rate, [-outlay, *benefits]), abs=0.01)
    assert len(by_year.rows) == len(benefits) + 1


def test_nothing_comes_back() -> None:
    shown = explorer()
    shown.set(benefit=0)
    assert results(shown)["Internal rate of return (IRR)"] == "none, nothing comes back"
    assert results(shown)["Payback"] == "not within 5 years"
    assert "not paid back within 5 years" in shown.view.sentence


def test_every_slider_changes_the_picture() -> None:
    assert_every_slider_changes_the_picture(explorer())


def test_its_labels_have_units() -> None:
    assert [slider.description for slider in explorer()._sliders] == [
        "Cost (£)",
        "Grant (£)",
        "Benefit in a full year (£ a year)",
        "Year 1 benefit, as a share of a full year's (%)",
        "Discount rate a year (%)",
        "Life (years)",
    ]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"cost": 0}, "cost is 0"),
        ({"grant": 85_000}, "grant 85,000"),
        ({"grant": -1}, "grant -1"),
        ({"full_year": 0}, "0 in a full one"),
        ({"first_year": 32_000}, "32,000 in the first year"),
        ({"rate": 10}, "rate is 10"),
        ({"life": 0}, "life is 0"),
        ({"life": 2.5}, "life is 2.5"),
    ],
)
def test_a_start_that_makes_no_sense_is_refused(changes: dict[str, float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        explorer(**changes)


def test_the_case_picture_says_every_sum() -> None:
    picture = cash_flow_picture(
        cost=85_000, grant=20_000, first_year=14_000, full_year=31_000, life=5, caption="Simulated."
    )
    for figure in ("£85,000", "£20,000", "£14,000", "£31,000", "years 2 to 5"):
        assert figure in picture.alternative
    assert picture.caption == "Simulated."


def test_the_case_picture_without_grant_or_later_years() -> None:
    words = cash_flow_picture(cost=9_000, grant=0, first_year=4_000, full_year=5_000, life=1).alternative
    assert "grant" not in words
    assert "£5,000" not in words
