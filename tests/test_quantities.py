"""Numbers as people write them: what is read, what is refused, and how a number is shown."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.quantities import GBP, NUMBER, PERCENT, YEARS, NotANumberError, Unit, decimals, read, show

NBSP, THIN, NARROW = "\u00a0", "\u2009", "\u202f"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (37060, 37060),
        (2.65, 2.65),
        (3.0, 3),
        (np.int64(7), 7),
        (np.int8(-7), -7),
        (np.uint16(65_535), 65_535),
        (np.float32(0.5), 0.5),
        (np.float16(0.25), 0.25),
        (np.longdouble(2.5), 2.5),
        (np.array(2.65), 2.65),
        (np.array([2.65]), 2.65),
        (np.array([[2.65]]), 2.65),
        (np.array(["£37,060"]), 37060),
        (np.array([Decimal("2.5")], dtype=object), 2.5),
        (pd.Series([2.65]), 2.65),
        (pd.Series([2.65], index=["payback"]), 2.65),
        (pd.Index([4]), 4),
        (Decimal("2.65"), 2.65),
        (Fraction(5, 2), 2.5),
        ([2.65], 2.65),
        (("2.65",), 2.65),
        ("37060", 37060),
        ("£37,060", 37060),
        ("£ 37,060.50", 37060.5),
        ("37 060", 37060),
        (f"37{NBSP}060", 37060),
        (f"£1{THIN}234{NARROW}567", 1_234_567),
        ("37060 GBP", 37060),
        ("GBP 37,060", 37060),
        ("37060£", 37060),
        ("1.2m", 1_200_000),
        ("£1.2M", 1_200_000),
        ("£1.2 million", 1_200_000),
        ("35.28k", 35_280),
        ("35 thousand pounds", 35_000),
        (" 2.65 years ", 2.65),
        ("2.65 years.", 2.65),
        ("12 months", 12),
        ("12 minutes", 12),
        ("3 kW", 3),
        ("5 kWh", 5),
        ("4.5 m²", 4.5),
        ("0.3 m/s", 0.3),
        (".5", 0.5),
        ("5.", 5),
        ("+3", 3),
        ("-3", -3),
        ("−3", -3),
        ("–3", -3),
        ("-£1,200", -1200),
        ("£-1,200", -1200),
        ("£ −1,200", -1200),
        ("(1,200)", -1200),
        ("(£1,200)", -1200),
        ("( 1,200 )", -1200),
        ("(-5)", -5),  # brackets around a minus do not undo it
        ("(−5)", -5),
        ("\t2.65\n", 2.65),
        ("٣", 3),
    ],
)
def test_what_people_type_is_read(typed: Any, value: float) -> None:
    found = read(typed)
    assert found.value == pytest.approx(value, rel=1e-12)
    assert type(found.value) is float
    assert not found.percent_sign


@pytest.mark.parametrize(
    "typed", ["12%", " 12 %", "12.0 %", "12 per cent", "12 percent", "12% a year", "(-12%)", "−12%"]
)
def test_a_per_cent_sign_is_noticed_and_the_number_stays_as_typed(typed: str) -> None:
    found = read(typed)
    assert abs(found.value) == 12
    assert found.percent_sign


@pytest.mark.parametrize(
    ("typed", "about"),
    [
        (True, "True or False"),
        (np.True_, "True or False"),
        (np.array([False]), "True or False"),
        ("3 to 4", "“3 to 4”"),
        ("2 years 8 months", "one number"),
        ("2,79", "“2,79”"),
        ("1,2345", "one number"),
        ("12,34,567", "one number"),
        ("cost - grant", "one number"),
        ("$5", "one number"),
        ("1e5", "one number"),
        ("", "nothing"),
        ("   ", "nothing"),
        ("()", "one number"),
        ("nan", "one number"),
        ("-", "one number"),
        ("1 2", "one number"),
        ("9" * 400, "400 characters"),
        (float("nan"), "nan"),
        (np.float32("nan"), "nan"),
        (Decimal("NaN"), "nan"),
        (Decimal("sNaN"), "could not be read"),
        (float("inf"), "infinite"),
        (-math.inf, "infinite"),
        (Decimal("1e400"), "infinite"),
        (10**400, "too large"),
        (Fraction(10**400), "too large"),
        ([1, 2], "list of 2"),
        ((2, 79), "comma"),
        ([], "empty"),
        (np.array([1.0, 2.0]), "list of 2"),
        (np.array([]), "empty"),
        (pd.Series([1, 2, 3]), "list of 3"),
        ([[[[[[1]]]]]], "list inside a list"),
        (None, "NoneType"),
        (..., "ellipsis"),
        (2 + 1j, "complex"),
        (np.complex64(1), "complex"),
        (np.clongdouble(1), "complex"),
        (lambda: 3, "formula"),
        (float, "formula"),
        ({"a": 1}, "dict"),
        ({1}, "set"),
        (b"3", "bytes"),
        (pd.NA, "NAType"),
        (np.timedelta64(3, "Y"), "timedelta64"),
        (np.datetime64("2026-01-01T00:00:00.000000000"), "datetime64"),
        (pd.DataFrame({"a": [1]}), "DataFrame"),
    ],
)
def test_what_is_no_single_number_is_refused_with_a_sentence(typed: Any, about: str) -> None:
    with pytest.raises(NotANumberError) as refused:
        read(typed)
    said = str(refused.value)
    assert about in said
    assert said[0].isupper()
    assert said[-1] in ".?"
    assert len(said) < 200


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "long", ["- " + " " * 150 + "x", " " * 10**6 + "-", "1," * 10**6, "1 " * 99, "9" * 10**6, "(" * 199]
)
def test_a_long_text_is_refused_and_not_searched_for_ever(long: str) -> None:
    with pytest.raises(NotANumberError):
        read(long)


def test_text_is_shown_back_only_in_part() -> None:
    with pytest.raises(NotANumberError) as refused:
        read("word " * 30)
    assert "“word word word word word word word word …”" in str(refused.value)


@given(st.text(alphabet="0123456789,. -−£%()kmKM\u00a0yearspent", max_size=30) | st.text(max_size=30))
def test_any_text_is_a_finite_number_or_refused(text: str) -> None:
    try:
        found = read(text)
    except NotANumberError:
        return
    assert math.isfinite(found.value)
    assert any(sign.isdigit() for sign in text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_computed_number_is_read_unchanged_in_every_wrapping(value: float) -> None:
    for wrapped in (value, np.float64(value), np.array([value]), pd.Series([value]), [value], Decimal(value)):
        assert read(wrapped).value == value


@given(st.floats(-1e9, 1e9), st.sampled_from([GBP, PERCENT, YEARS, NUMBER]), st.sampled_from([0.01, 0.1, 1, 10, 100]))
def test_what_is_shown_can_be_typed_in_again(value: float, unit: Unit, nearest: float) -> None:
    shown = show(value, unit, nearest)
    assert read(shown).value == pytest.approx(value, abs=nearest / 2 + 1e-6)
    assert read(shown).percent_sign == (unit is PERCENT)


@given(st.integers(-10_000_000, 10_000_000))
def test_halves_are_rounded_away_from_zero_as_people_do(thousandths: int) -> None:
    exact = Decimal(thousandths) / 1000
    expected = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert Decimal(show(float(exact), NUMBER, 0.01).replace(",", "")) == expected


@pytest.mark.parametrize(
    ("value", "unit", "nearest", "shown"),
    [
        (37060.4, GBP, None, "£37,060"),
        (-37060.4, GBP, None, "-£37,060"),
        (35277.8, GBP, 10, "£35,280"),
        (-0.001, NUMBER, 0.01, "0.00"),
        (1.0, YEARS, 1, "1 year"),
        (1.0, YEARS, 0.01, "1.00 years"),
        (2.0, YEARS, 1, "2 years"),
        (math.inf, YEARS, None, "never"),
        (math.inf, GBP, None, "without limit"),
        (math.nan, GBP, None, "not a number"),
        (25.94, PERCENT, None, "25.9%"),
        (999_999_999_999.0, GBP, None, "£999,999,999,999"),
        (2e20, GBP, None, "a number of 21 digits"),
        (-2e20, GBP, None, "minus a number of 21 digits"),
    ],
)
def test_a_number_is_shown_as_a_person_reads_it(value: float, unit: Unit, nearest: float | None, shown: str) -> None:
    assert show(value, unit, nearest) == shown


@given(st.floats(allow_nan=True, allow_infinity=True), st.sampled_from([1e-9, 0.01, 1, 100]))
def test_any_number_is_shown_in_a_few_words(value: float, nearest: float) -> None:
    assert 0 < len(show(value, YEARS, nearest)) < 50


@pytest.mark.parametrize(
    ("nearest", "places"), [(0.01, 2), (0.1, 1), (1, 0), (10, 0), (100.0, 0), (0.25, 2), (1e-5, 5)]
)
def test_decimals_follow_from_the_step(nearest: float, places: int) -> None:
    assert decimals(nearest) == places


@pytest.mark.parametrize("nearest", [0, -1, math.nan])
def test_a_step_must_be_positive(nearest: float) -> None:
    with pytest.raises(ValueError, match="positive step"):
        decimals(nearest)
