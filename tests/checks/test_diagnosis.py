"""What is the matter with an answer, on small exercises made for the purpose."""

from __future__ import annotations

import itertools
import sys
import warnings
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from course.checks import Exercise, Slip, check, definition
from course.checks.answer import is_blank
from course.checks.diagnosis import diagnose
from course.methods.appraisal import irr, npv
from course.methods.maturity import differences, mean
from course.quantities import (
    GBP,
    GBP_A_YEAR,
    HOURS,
    KW,
    KWH,
    MINUTES,
    NUMBER,
    PERCENT,
    PIECES,
    SECONDS,
    TIMES,
    YEARS,
    Unit,
)


def number(value: float, unit: Unit = NUMBER, nearest: float = 0.01, **more: Any) -> Exercise:
    """An exercise whose answer is one number that no formula is asked for."""
    return _exercise(right=lambda: value, unit=unit, nearest=nearest, **more)


def formula(right: Callable[..., Any], inputs: dict[str, Any], **more: Any) -> Exercise:
    return _exercise(right=right, inputs=inputs, **more)


def _exercise(**more: Any) -> Exercise:
    plain: dict[str, Any] = {
        "id": "w99-toy",
        "title": "Toy",
        "points": 4,
        "slips": (),
        "means": "{answer}",
        "asks": "Which?",
        "fill": "Fill.",
    }
    return Exercise(**{**plain, **more})


SUM = formula(
    lambda price, grant: price - grant, {"price": 900, "grant": 200}, unit=GBP, nearest=1, helpers={"npv": npv}
)


class TestWhatIsTakenForAnAnswer:
    @pytest.mark.parametrize("given_", [..., None, "", "  ", "...", " … ", np.str_("...")])
    def test_blanks_are_unanswered_wherever_they_stand(self, given_: Any) -> None:
        assert is_blank(given_)
        assert diagnose(SUM, given_).outcome == "unanswered"
        if given_ is not None:
            assert diagnose(SUM, lambda price, grant: given_).outcome == "unanswered"

    @pytest.mark.parametrize("given_", [0, 0.0, False, [], "0", ". . 5"])
    def test_nought_is_an_answer_and_no_blank(self, given_: Any) -> None:
        assert not is_blank(given_)
        assert diagnose(number(7), given_).outcome in ("other", "wrong type")

    @pytest.mark.parametrize(
        "given_",
        [
            37060,
            37060.0,
            37060.4,
            37055,
            "£37,060",
            "37 060",
            "£37.06k",
            Decimal("37060.4"),
            Fraction(74120, 2),
            np.int32(37060),
            np.float32(37060),
            np.array(37060.4),
            np.array([37060.4]),
            pd.Series([37060.4]),
            [37060],
        ],
    )
    def test_right_in_every_form_that_people_type(self, given_: Any) -> None:
        assert diagnose(number(37060.4, GBP, 10), given_).outcome == "right"

    @given(st.floats(-1e6, 1e6), st.sampled_from([0.01, 0.1, 1, 10, 100]))
    def test_rounded_or_cut_off_at_the_digits_asked_is_right(self, right: float, nearest: float) -> None:
        toy = number(right, nearest=nearest)
        for cut in (np.round, np.floor, np.ceil, np.trunc):
            assert diagnose(toy, float(cut(right / nearest) * nearest)).outcome == "right"

    @given(st.floats(-1e6, 1e6), st.floats(1.001, 1e6), st.booleans())
    def test_more_than_one_step_off_is_never_right(self, right: float, steps: float, below: bool) -> None:
        given_ = right + (-steps if below else steps)
        assert diagnose(number(right, nearest=1), given_).outcome != "right"

    @pytest.mark.parametrize(
        ("given_", "about"),
        [
            (True, "True or False"),
            ("2 or 3", "“2 or 3”"),
            ([1, 2], "2 figures"),
            ((35, 280), "1,250"),
            (float("nan"), "nan"),
            (float("inf"), "infinite"),
            (1 + 2j, "complex"),
            ({}, "dict"),
            (10**400, "too large"),
            ("price - grant", "quotation marks"),
            ("= price-grant", "quotation marks"),
        ],
    )
    def test_what_is_no_number_is_the_wrong_type(self, given_: Any, about: str) -> None:
        for wrapped in (given_, lambda price, grant: given_):
            found = diagnose(SUM, wrapped)
            assert found.outcome == "wrong type"
            assert about in found.says

    @pytest.mark.parametrize(
        "given_",
        [
            [1.5, 2.5, 3, 4],
            (1.5, 2.5, 3, 4),
            np.array([1, 2, 3, 4]),
            pd.Series([1, 2, 3, 4]),
            [[1, 2], [3], 4, 5],
            np.array([[1, 2], [3, 4]]),
        ],
    )
    def test_several_figures_where_one_is_asked_are_not_put_down_to_a_comma(self, given_: Any) -> None:
        for wrapped in (given_, lambda price, grant: given_):
            found = diagnose(SUM, wrapped)
            assert found.outcome == "wrong type"
            assert "4 figures" in found.says
            assert "average" in found.says
            assert "1,250" not in found.says

    @pytest.mark.parametrize("given_", [(1, 250), (1, 0), (12, 345, 678), (-88, 0), (1.5, 20)])
    def test_a_comma_in_a_number_is_named(self, given_: Any) -> None:
        said = diagnose(SUM, given_).says
        assert "Write 1250, not 1,250" in said
        assert "average" not in said

    def test_a_name_of_an_input_beside_a_good_number_does_no_harm(self) -> None:
        assert diagnose(SUM, lambda price, grant: f"£{price - grant} after grant").outcome == "right"

    def test_a_function_where_a_number_is_asked_is_the_wrong_type(self) -> None:
        found = diagnose(number(7), lambda: 7)
        assert found.outcome == "wrong type"
        assert "not been worked out" in found.says


class TestUnitsAndSigns:
    @pytest.mark.parametrize(
        ("unit", "factor", "about"),
        [
            (PERCENT, 0.01, "fraction"),
            (PERCENT, 100, "multiplied by 100"),
            (YEARS, 12, "months"),
            (YEARS, 1 / 12, "twelfth"),
            (GBP, 0.001, "thousands"),
            (GBP, 1000, "thousand times too big"),
            (GBP, 100, "pence"),
            (GBP, 1 / 12, "one month"),
            (GBP_A_YEAR, 1 / 12, "one month"),
            (GBP_A_YEAR, 12, "multiplied by 12"),
            (KW, 0.5, "half an hour"),
            (KWH, 2, "half an hour"),
            (KWH, 0.001, "thousands"),
            (HOURS, 60, "minutes"),
            (MINUTES, 1 / 60, "minutes"),
            (SECONDS, 1 / 60, "minutes"),
            (NUMBER, 100, "per cent"),
            (TIMES, 0.01, "per cent"),
            (PIECES, 0.001, "thousands"),
        ],
    )
    def test_a_wrong_unit_is_named(self, unit: Unit, factor: float, about: str) -> None:
        found = diagnose(number(5432.1, unit, 0.1), 5432.1 * factor)
        assert found.outcome == "wrong unit"
        assert about in found.says

    @given(st.floats(1, 1e6), st.sampled_from([GBP, PERCENT, YEARS, KWH, NUMBER, HOURS]))
    def test_a_turned_sign_is_named(self, right: float, unit: Unit) -> None:
        assert diagnose(number(right, unit), -right).outcome == "wrong sign"
        assert diagnose(number(-right, unit), right).outcome == "wrong sign"

    @pytest.mark.parametrize("unit", [NUMBER, PERCENT, YEARS, KWH, HOURS, PIECES])
    def test_a_turned_sign_of_no_money_is_not_called_money(self, unit: Unit) -> None:
        said = diagnose(number(7, unit), -7).says
        assert "goes out" not in said
        assert "which one should come first?" in said

    @pytest.mark.parametrize("unit", [GBP, GBP_A_YEAR])
    def test_a_turned_sign_of_money_is(self, unit: Unit) -> None:
        assert "What goes out, and what comes in?" in diagnose(number(7, unit), -7).says

    def test_a_wrong_unit_may_be_rounded_more_coarsely_but_not_anyhow(self) -> None:
        toy = number(35_278, GBP, 10)
        assert diagnose(toy, 35.3).outcome == "wrong unit"
        assert diagnose(toy, 35.4).outcome == "other"

    @pytest.mark.parametrize(("unit", "right"), [(PERCENT, 25.9), (TIMES, 0.259), (NUMBER, 0.259)])
    def test_a_per_cent_sign_says_what_is_meant(self, unit: Unit, right: float) -> None:
        assert diagnose(number(right, unit, 0.001), "25.9%").outcome == "right"

    @pytest.mark.parametrize(("typed", "outcome"), [("2.79%", "wrong unit"), ("31%", "wrong type")])
    def test_a_per_cent_sign_on_years_earns_something_only_on_the_right_number(self, typed: str, outcome: str) -> None:
        found = diagnose(number(2.79, YEARS), typed)
        assert found.outcome == outcome
        assert "years are asked for" in found.says


class TestSlips:
    TOY = formula(
        lambda price, grant: price - grant,
        {"price": 900, "grant": 200},
        nearest=1,
        unit=GBP,
        slips=(Slip("added", "price + grant", "You added."), Slip("turned", "grant - price", "Turned.", points=2)),
    )

    @given(st.floats(-1, 1))
    def test_a_slip_is_known_within_one_step(self, off: float) -> None:
        found = diagnose(self.TOY, lambda price, grant: price + grant + off)
        assert found.outcome == "slip"
        assert found.slip is self.TOY.slips[0]
        assert found.says == "You added."

    def test_a_slip_comes_before_a_general_remark_on_the_sign(self) -> None:
        found = diagnose(self.TOY, lambda price, grant: grant - price)
        assert found.slip is self.TOY.slips[1]

    def test_slips_are_worked_out_on_the_case_at_hand(self) -> None:
        other = {"price": 50, "grant": 20}
        assert diagnose(self.TOY, 70, other).slip is self.TOY.slips[0]
        assert diagnose(self.TOY, 1100, other).outcome == "other"

    def test_right_beats_a_slip_that_happens_to_agree(self) -> None:
        assert diagnose(self.TOY, lambda price, grant: price - grant, {"price": 50, "grant": 0}).outcome == "right"


class TestFormulasThatStop:
    @pytest.mark.parametrize(
        ("line", "about"),
        [
            ("cost - grant", "“cost”, which is not known here. Names you can use: price, grant, npv."),
            ("Price - grant", "Did you mean price?"),
            ("price - gramt", "Did you mean grant?"),
            ("price / 0", "divides by zero"),
            ("price / (grant - 200)", "divides by zero"),
            ("price - ...", "still three dots"),
            ("npv(0.1, [...])", "still three dots"),
            ("npv(0.1, ...)", "still three dots"),
            ("npv(0.1, [-price, ..., grant])", "still three dots"),
            ("price ^ 2.0", "**"),
            ("2(price)", "* (times)"),
            ("price(grant)", "* (times)"),
            ("MIN(price, grant)", "Did you mean min?"),
            ("Sum([price, grant])", "Did you mean sum?"),
            ("maximum(price, grant)", "Did you mean max?"),
            ("NPV(0.1, [price])", "Did you mean npv?"),
            ("Round(price)", "Did you mean round?"),
            ("maxx(price, grant)", "Did you mean max?"),
            ("mix + 1", "Names you can use: price, grant, npv."),
            ("{} - grant", "do not go together"),
            ("npv / 2", "name stands without its brackets"),
            ("2 * sum", "name stands without its brackets"),
            ("'price' - grant", "between quotation marks"),
            ("float(price) ** 1000", "too large"),
            ("[price, grant][2]", "stopped"),
            ("print(price - grant)", "return answer"),
            ("npv(10 - 12, [-price, grant])", "rate is -200%"),
        ],
    )
    @pytest.mark.filterwarnings("ignore::SyntaxWarning")
    def test_says_in_plain_words_what_stopped_it(self, line: str, about: str) -> None:
        names = {"npv": npv, "irr": irr}
        exec(f"def toy(price, grant):\n    answer = {line}\n    return answer", names)
        found = diagnose(SUM, names["toy"])
        assert found.outcome == "error"
        assert about in found.says
        assert "Error" not in found.says

    @pytest.mark.parametrize(
        ("line", "about"),
        [
            ("npv(0.1)", "npv takes a figure and a list, with a comma between them. Here it was given less"),
            (
                "npv(0.1, [price], 5)",
                "npv takes a figure and a list, with a comma between them. Here it was given more",
            ),
            ("npv()", "npv takes a figure and a list"),
            ("mean(price, grant)", "mean takes one list. Here it was given more"),
            ("mean([price], [grant])", "mean takes one list"),
            ("mean()", "mean takes one list. Here it was given less"),
            ("differences([price])", "differences takes two lists, with a comma between them"),
            ("sum(price, grant)", "square brackets round them"),
            ("sum(price, grant, price)", "sum takes one list"),
            ("min(price)", "square brackets round them"),
            ("len(price)", "square brackets round them"),
            ("len([price], [grant])", "len takes one list"),
            ("[price] - [grant]", "whole list"),
            ("[price] - grant", "whole list"),
            ("[price] + grant", "whole list"),
            ("grant / [price]", "whole list"),
            ("[price] * 0.5", "whole list"),
            ("-[price]", "whole list"),
            ("abs([price])", "whole list"),
            ("round([price])", "whole list"),
            ("max([price], grant)", "whole list"),
        ],
    )
    def test_says_what_a_function_takes_and_where_a_list_does_not_fit(self, line: str, about: str) -> None:
        helpers: dict[str, Callable[..., Any]] = {"npv": npv, "mean": mean, "differences": differences}
        names: dict[str, Any] = dict(helpers)
        exec(f"def toy(price, grant):\n    answer = {line}\n    return answer", names)
        found = diagnose(replace(SUM, helpers=helpers), names["toy"])
        assert found.outcome == "error"
        assert about in found.says
        assert "computer's words" not in found.says

    def test_a_function_of_the_participants_own_is_not_taken_for_one_of_the_courses(self) -> None:
        names: dict[str, Any] = {}
        exec(
            "def mean(one, other):\n    return (one + other) / 2\ndef toy(price, grant):\n    return mean(price)", names
        )
        found = diagnose(replace(SUM, helpers={"mean": mean}), names["toy"])
        assert found.outcome == "error"
        assert "one list" not in found.says

    def test_a_variable_used_before_it_has_a_value(self) -> None:
        def toy(price: float, grant: float) -> float:
            answer = answer - grant  # type: ignore[has-type]  # noqa: F821
            return answer  # noqa: RET504

        assert "“answer”" in diagnose(SUM, toy).says

    @pytest.mark.parametrize(
        "changed",
        [
            lambda: 700,
            lambda price: price,
            lambda cost, grant: cost - grant,
            lambda price, grant, more: price - grant,
            lambda price, /, grant: price - grant,
        ],
    )
    def test_a_changed_def_line_is_told_from_an_error_in_the_formula(self, changed: Callable[..., Any]) -> None:
        found = diagnose(SUM, changed)
        assert found.outcome == "error"
        assert "“def” was changed" in found.says
        assert "price, grant" in found.says

    def test_an_error_inside_a_helper_is_not_put_down_to_the_def_line(self) -> None:
        def toy(price: float, grant: float) -> float:
            return npv(0.1, years=[price])  # type: ignore[call-arg]

        assert "“def”" not in diagnose(SUM, toy).says

    def test_a_def_line_with_more_room_than_needed_is_fine(self) -> None:
        assert diagnose(SUM, lambda price, grant, extra=0: price - grant).outcome == "right"
        assert diagnose(SUM, lambda **figures: figures["price"] - figures["grant"]).outcome == "right"

    def test_a_missing_return_line_is_not_called_unanswered(self) -> None:
        def toy(price: float, grant: float) -> None:
            answer = price - grant  # noqa: F841

        found = diagnose(SUM, toy)
        assert found.outcome == "error"
        assert "return answer" in found.says

    def test_interrupting_a_check_by_hand_still_works(self) -> None:
        def stopped(price: float, grant: float) -> float:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            diagnose(SUM, stopped)


class TestWhatAFormulaCannotDo:
    def test_a_warning_leaves_nothing_on_stderr_which_nbgrader_would_take_for_a_failure(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def toy(price: float, grant: float) -> float:
            warnings.warn("mind", RuntimeWarning, stacklevel=1)
            print("words", file=sys.stderr)
            return float(np.float64(price) - grant + 0 * np.float64(1) / np.array([2.0])[0])

        with warnings.catch_warnings():
            warnings.simplefilter("error")  # would become an error in the formula
            assert diagnose(SUM, toy).outcome == "right"
        assert capsys.readouterr().err == ""

    def test_a_formula_cannot_change_the_figures_that_it_is_judged_by(self) -> None:
        toy = formula(lambda readings: sum(readings) / len(readings), {"readings": [4.0, 1.0, 4.0]})

        def greedy(readings: list[float]) -> float:
            readings.clear()
            readings.append(5.0)
            return 5.0

        assert diagnose(toy, greedy).outcome == "other"
        assert toy.inputs == {"readings": [4.0, 1.0, 4.0]}
        assert diagnose(toy, lambda readings: sorted(readings) and sum(readings) / 3).outcome == "right"


RATIO = formula(
    lambda cost, grant, saving, rate, life: (cost - grant) / saving * (1 + rate) + life,
    {"cost": 88_000, "grant": 20_000, "saving": 33_000, "rate": 0.1, "life": 5},
)


class TestTypedIn:
    """A number in place of a formula: right for one firm only."""

    @pytest.mark.parametrize(
        "given_",
        [
            7.27,
            "7.27",
            lambda **figures: 7.27,
            lambda **figures: "7.27 years",
            lambda **figures: (88_000 - 20_000) / 33_000 * 1.1 + 5,
        ],
    )
    def test_is_told_from_a_formula(self, given_: Any) -> None:
        found = diagnose(RATIO, given_)
        assert found.outcome == "typed in"
        assert found.says

    @pytest.mark.parametrize("places", [2, 3, 10])
    def test_a_formula_that_rounds_its_result_is_a_formula(self, places: int) -> None:
        assert diagnose(RATIO, lambda **f: round(RATIO.right(**f), places)).outcome == "right"

    def test_a_formula_with_one_name_is_a_formula(self) -> None:
        assert diagnose(RATIO, lambda cost, **rest: (cost - 20_000) / 33_000 * 1.1 + 5).outcome == "right"
        assert diagnose(RATIO, lambda life, **rest: 68_000 / 33_000 * 1.1 + life).outcome == "right"

    def test_money_that_grows_alike_would_hide_it(self) -> None:
        payback = formula(lambda cost, saving: cost / saving, {"cost": 90_000, "saving": 30_000})
        assert diagnose(payback, lambda cost, saving: 3).outcome == "typed in"
        assert diagnose(payback, lambda cost, saving: cost / saving).outcome == "right"

    def test_a_list_of_figures_is_changed_too(self) -> None:
        mean = formula(lambda readings: sum(readings) / 3, {"readings": [1.0, 2.0, 6.0]})
        assert diagnose(mean, lambda readings: 3).outcome == "typed in"
        assert diagnose(mean, lambda readings: sum(readings) / 3).outcome == "right"

    def test_only_the_right_number_is_called_typed_in(self) -> None:
        assert diagnose(RATIO, 99).outcome == "other"
        assert diagnose(number(7.27), 7.27).outcome == "right"

    def test_nothing_is_claimed_where_the_answer_does_not_depend_on_the_figures(self) -> None:
        fixed = formula(lambda a: 5.0, {"a": 1.0})
        assert diagnose(fixed, lambda a: 5).outcome == "right"

    def test_a_formula_that_fails_on_other_figures_does_look_at_them(self) -> None:
        def picky(cost: float, **rest: float) -> float:
            return 7.27 if cost == 88_000 else 1 / 0

        assert diagnose(RATIO, picky).outcome == "right"


class TestLists:
    TOY = _exercise(right=lambda: [1.0, 2.0, 3.0], slips=(Slip("backwards", "[3, 2, 1]", "Backwards."),))

    @pytest.mark.parametrize(
        "given_", [[1, 2, 3], (1, "2", 3.0), np.array([1, 2, 3]), pd.Series([1, 2, 3]), range(1, 4), iter([1, 2, 3])]
    )
    def test_right_in_every_form(self, given_: Any) -> None:
        assert diagnose(self.TOY, given_).outcome == "right"

    def test_one_wrong_entry_or_one_too_many_is_not_right(self) -> None:
        for given_ in ([1, 2, 3.02], [1, 2], [1, 2, 3, 4], []):
            assert diagnose(self.TOY, given_).outcome == "other"
        assert diagnose(self.TOY, [3, 2, 1]).outcome == "slip"

    @pytest.mark.parametrize(
        "given_", ["1, 2, 3", 6, {1: 2}, {1, 2, 3}, b"abc", [1, [2, 3]], [1, "x", 3], [1, True, 3]]
    )
    def test_what_is_no_list_of_numbers_is_the_wrong_type(self, given_: Any) -> None:
        found = diagnose(self.TOY, given_)
        assert found.outcome == "wrong type"
        assert found.says[-1] in ".?"

    def test_dots_left_in_the_list_are_named(self) -> None:
        assert "three dots" in diagnose(self.TOY, [1, ..., 3]).says

    @pytest.mark.timeout(60)
    @pytest.mark.parametrize("given_", [itertools.count(), itertools.repeat(1.0), itertools.cycle("12")])
    def test_a_list_without_end_is_left(self, given_: Any) -> None:
        assert diagnose(self.TOY, given_).outcome == "other"


class TestChoices:
    TOY = _exercise(
        right=lambda: "two machines",
        choices=("one machine", "two machines", "neither"),
        slips=(Slip("small", "'one machine'", "Why?"),),
    )

    @pytest.mark.parametrize(
        "given_",
        [
            "two machines",
            "Two Machines",
            " two  machines. ",
            "“two machines”",
            "'two machines'",
            np.str_("two machines"),
        ],
    )
    def test_right_in_every_form(self, given_: str) -> None:
        assert diagnose(self.TOY, given_).outcome == "right"

    def test_the_others_are_told_apart(self) -> None:
        assert diagnose(self.TOY, "one machine").outcome == "slip"
        assert diagnose(self.TOY, "neither").outcome == "other"

    @pytest.mark.parametrize("given_", ["two", "two machine", "machines", 2, True, ["two machines"], lambda: "neither"])
    def test_anything_else_is_answered_with_the_choices(self, given_: Any) -> None:
        found = diagnose(self.TOY, given_)
        assert found.outcome == "wrong type"
        assert '"one machine", "two machines", "neither"' in found.says


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(-1e6, 1e6))
def test_every_finite_number_has_an_outcome(value: float, right: float) -> None:
    assume(right != 0)
    found = diagnose(number(right, GBP, 10), value)
    assert found.outcome in ("right", "wrong sign", "wrong unit", "other")
    assert found.value == value


class TestRoundedTooFar:
    @pytest.mark.parametrize(("given", "says"), [(2.8, True), (3, True), (2.9, False), (2.79, False), (280, False)])
    def test_is_told_so_and_only_then(self, given: float, says: bool) -> None:
        known = definition("w05-payback")
        assert isinstance(known, Exercise)
        assert ("rounded too far" in diagnose(known, given).says) == says


class TestASlipTypedInAsANumber:
    def test_earns_no_more_than_the_right_number_typed_in(self) -> None:
        known = definition("w05-payback")
        assert isinstance(known, Exercise)
        slip = max(known.slips, key=lambda one: one.points)
        value = known.slip_value(slip)
        assert check(known, value).points == 0.25 * known.points < slip.points
        assert check(known, lambda **names: value).points == slip.points


def test_choices_are_listed_in_quotation_marks_that_can_be_copied() -> None:
    known = definition("w05-size")
    assert isinstance(known, Exercise)
    assert '"neither"' in diagnose(known, "nether").says
