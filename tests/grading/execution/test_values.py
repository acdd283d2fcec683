from __future__ import annotations

import json
import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from course.grading.execution.values import MOST_ITEMS, MOST_TEXT, Opaque, TooLargeError, decode, encode

NUMBERS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**999), 2**999)
    | st.floats()
    | st.decimals(allow_nan=False, min_value=-(10**9), max_value=10**9, places=4)
    | st.fractions()
)
SCALARS = NUMBERS | st.text(max_size=20)
VALUES = st.recursive(
    SCALARS | st.just(...),
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.lists(inside, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5) | st.integers(), inside, max_size=4)
    ),
    max_leaves=12,
)


def crossed(value: Any) -> Any:
    """The value, after it has gone through the wall."""
    functions: list[Any] = []

    def keep(function: Any) -> int:
        functions.append(function)
        return len(functions) - 1

    data = json.loads(json.dumps(encode(value, keep), allow_nan=False))
    return decode(data, lambda handle, name: functions[handle])


def same(one: Any, other: Any) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, float) and math.isnan(one):
        return math.isnan(other)
    return bool(one == other)


@given(VALUES)
def test_plain_values_cross_unchanged(value: Any) -> None:
    assert same(crossed(value), value)


@given(
    st_numpy.arrays(
        st.sampled_from([bool, "i1", "i8", "u2", "u8", "f4", "f8", ">i4"]),
        st_numpy.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
    )
)
def test_arrays_cross_unchanged(value: np.ndarray[Any, Any]) -> None:
    got = crossed(value)
    assert got.dtype == value.dtype
    np.testing.assert_array_equal(got, value)


@given(st_numpy.from_dtype(np.dtype("f8")) | st_numpy.from_dtype(np.dtype("i4")) | st_numpy.from_dtype(np.dtype("?")))
def test_numpy_scalars_cross_unchanged(value: Any) -> None:
    got = crossed(value)
    assert type(got) is type(value)
    np.testing.assert_equal(got, value)


COLUMNS = {
    "whole": st.integers(-(2**60), 2**60),
    "real": st.floats(),
    "text": st.text(max_size=8) | st.none(),
    "truth": st.booleans(),
}


@given(st.data(), st.integers(0, 5))
def test_tables_cross_unchanged(data: st.DataObject, rows: int) -> None:
    columns = {
        name: pd.Series(data.draw(st.lists(kind, min_size=rows, max_size=rows)), dtype=dtype)
        for (name, kind), dtype in zip(COLUMNS.items(), ("int64", "float64", "str", "bool"), strict=True)
    }
    frame = pd.DataFrame(columns)
    pd.testing.assert_frame_equal(crossed(frame), frame, check_index_type="equiv")
    for name in frame:
        pd.testing.assert_series_equal(crossed(frame[name]), frame[name], check_index_type="equiv")


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"a": [1, 2]}, index=["x", "y"]),
        pd.DataFrame({"a": [1.5]}, index=pd.Index([2027], name="year")),
        pd.DataFrame({"when": pd.to_datetime(["2027-01-04", None])}),
        pd.DataFrame({"when": pd.to_datetime(["2027-01-04"]).tz_localize("UTC")}),
        pd.DataFrame([[1, 2]], columns=["twice", "twice"]),
        pd.DataFrame([[1, 2]], columns=[0, 1]),
        pd.DataFrame({"mixed": [1, "a", None, 2.5, Decimal("1.1")]}, dtype=object),
        pd.DataFrame({"month": pd.date_range("2027-01-01", periods=2)}).set_index("month"),
        pd.DataFrame(),
        pd.DataFrame({"empty": pd.Series([], dtype="float64")}),
    ],
    ids=lambda frame: ",".join(map(str, frame.dtypes)) or "nothing",
)
def test_tables_of_other_kinds_cross_unchanged(frame: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(
        crossed(frame), frame, check_index_type=False, check_column_type=False, check_freq=False
    )


def test_times_elsewhere_are_the_same_moments() -> None:
    there = pd.Series(pd.to_datetime(["2027-01-04 09:00"]).tz_localize("Europe/London"))
    assert crossed(there).iloc[0] == there.iloc[0]


def test_functions_cross_as_handles() -> None:
    def payback(cost: float) -> float:
        return cost

    assert crossed(payback) is payback
    assert crossed([payback])[0] is payback
    double = lambda x: 2 * x  # noqa: E731
    assert crossed({"f": double})["f"] is double


class Subclassed(float):
    pass


class Listed(list[int]):
    pass


class Lies:
    __class__ = float  # type: ignore[assignment]

    def __float__(self) -> float:
        return 4.0

    def __array__(self) -> Any:
        return np.array([4.0])

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


class CallsItself:
    __code__ = 5

    def __call__(self) -> None: ...


@pytest.mark.parametrize(
    "value",
    [
        Lies(), Subclassed(4.0), Listed([1]), type("str", (str,), {})("x"), object(), int, len, {1}, b"bytes", 1j,
        range(3), 10**400, Decimal("1e5000"), Fraction(10**400, 3), np.longdouble(1) / 3, np.complex128(1),
        np.array(["x"]), np.array([object()]), np.array([1], dtype="longdouble"), np.datetime64("2027-01-04"),
        pd.Timestamp("2027-01-04"), pd.NA, pd.Index([1]), iter([1]), type("Frame", (pd.DataFrame,), {})({"a": [1]}),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_what_is_no_plain_value_crosses_as_the_name_of_its_type(value: Any) -> None:
    got = crossed(value)
    assert type(got) is Opaque
    assert type(crossed([value])[0]) is Opaque
    assert repr(got).startswith("<")


def test_what_only_looks_like_a_function_can_at_most_be_called() -> None:
    assert callable(crossed(CallsItself()))


def deep(levels: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    return value


LOOP: list[Any] = []
LOOP.append(LOOP)


@pytest.mark.parametrize(
    "value",
    [
        [0] * MOST_ITEMS, "x" * (MOST_TEXT + 1), ["x" * 1000] * 3000, np.zeros(MOST_ITEMS + 1),
        [np.zeros(MOST_ITEMS // 2)] * 3, pd.DataFrame({"a": range(MOST_ITEMS)}), pd.Series(["x" * 1000] * 3000),
        pd.Series(["x" * 1000] * 3000, dtype=object), deep(20), LOOP, {str(i): [0] * 100 for i in range(3000)},
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_values_larger_than_an_answer_are_refused(value: Any) -> None:
    with pytest.raises(TooLargeError):
        encode(value, lambda function: 0)


@pytest.mark.parametrize(
    "name",
    [float("nan"), float("inf"), 10**400, ("a", 1), frozenset([1]), np.int64(3), "x" * 10_000, True],
    ids=["nan", "inf", "huge", "tuple", "set", "numpy", "long", "truth"],
)
def test_labels_of_any_kind_can_be_sent(name: Any) -> None:
    series = pd.Series([1], name=name, index=pd.Index([2], name=name))
    json.dumps(encode(series, lambda function: 0), allow_nan=False)
    assert isinstance(crossed(series), pd.Series)


FORGED = [
    {}, {"is": "nothing"}, {"is": []}, {"is": "list"}, {"is": "list", "of": 5}, {"is": "list", "of": {"a": 1}},
    {"is": "dict", "of": [[1]]}, {"is": "dict", "of": [[{"is": "list", "of": []}, 1]]}, [1], [],
    {"is": "float", "of": "x"}, {"is": "float", "of": []}, {"is": "Decimal", "of": "1e999999999"},
    {"is": "Decimal", "of": "9" * 5000}, {"is": "Fraction", "of": "1e999999999"}, {"is": "Fraction", "of": [1, 0]},
    {"is": "Fraction", "of": [1.5, 2]}, {"is": "Fraction", "of": [10**400, 1]}, 10**400,
    {"is": "numpy", "type": "O", "of": 5}, {"is": "numpy", "type": "f8", "of": {"is": "array"}},
    {"is": "numpy", "type": "i1", "of": 3000}, {"is": "numpy", "type": "M8[s]", "of": 5},
    {"is": "array", "type": "O", "shape": [1], "of": [{"is": "function"}]},
    {"is": "array", "type": "f8,f8", "shape": [1], "of": [1]},
    {"is": "array", "type": "S900000000", "shape": [1], "of": [1]},
    {"is": "array", "type": "(900000000,)f8", "shape": [1], "of": [1]},
    {"is": "array", "type": "f8", "shape": [900, 900, 900], "of": [1]},
    {"is": "array", "type": "f8", "shape": "x", "of": [1]}, {"is": "array", "type": "f8", "shape": [1], "of": ["x"]},
    {"is": "array", "type": "f8", "shape": [2], "of": [[1, 2], [1]]},
    {"is": "series", "name": [], "type": "f8", "of": [1], "index": {"name": None, "type": "f8", "of": [1]}},
    {"is": "series", "name": "a", "type": "f8", "of": [1], "index": {"name": None, "type": "f8", "of": [1, 2]}},
    {"is": "series", "name": "a", "type": "time", "unit": "Y", "zone": None, "of": [1], "index": {}},
    {"is": "table", "columns": [["a", {"type": "f8", "of": [1]}]], "index": {"name": None, "type": "f8", "of": []}},
    {"is": "table", "columns": 5, "index": {}}, {"is": "function"}, {"is": "function", "of": "x", "name": ""},
    {"is": "other", "of": "a type"}, {"is": "table"},
]  # fmt: skip


@pytest.mark.parametrize("data", FORGED, ids=range(len(FORGED)))
def test_forged_forms_come_out_as_opaque(data: Any) -> None:
    assert type(decode(data, lambda handle, name: 0)) is Opaque


@pytest.mark.parametrize(
    "data",
    [
        {"is": "list", "of": [0] * (MOST_ITEMS + 1)},
        "x" * (MOST_TEXT + 1),
        {"is": "array", "type": "f8", "shape": [MOST_ITEMS + 1], "of": [0] * (MOST_ITEMS + 1)},
    ],
    ids=["list", "text", "array"],
)
def test_forged_forms_that_are_too_large_come_out_as_opaque(data: Any) -> None:
    assert type(decode(data, lambda handle, name: 0)) is Opaque


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(st.text(max_size=4), inside, max_size=3)
        | st.fixed_dictionaries(
            {
                "is": st.sampled_from(
                    ["list", "tuple", "dict", "array", "series", "table", "numpy", "float", "Decimal", "function"]
                ),
                "of": inside,
                "type": st.sampled_from(["f8", "i8", "text", "time", "mixed", "O", "V8", "?"]),
                "shape": inside,
                "name": inside,
                "index": inside,
                "columns": inside,
            }
        )
    ),
    max_leaves=15,
)

PLAIN = (
    type(None), bool, int, float, str, type(...), list, tuple, dict, Decimal, Fraction, Opaque, np.ndarray, np.generic,
    pd.Series, pd.DataFrame, dict,
)  # fmt: skip


@given(JSON)
def test_whatever_arrives_is_one_of_the_plain_types(data: Any) -> None:
    got = decode(data, lambda handle, name: ...)
    assert isinstance(got, PLAIN)
    if isinstance(got, np.ndarray):
        assert got.dtype.kind in "biuf"
