"""Plain values, as they cross the wall between a participant's process and the judge.

Numbers, text, lists, dicts, arrays and tables of plain types go as JSON; a function goes as its handle, and is called
through the wall; anything else goes as the name of its type, which no check takes for an answer. Nothing is unpickled,
and nothing that arrives can be more than one of these.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

MOST_ITEMS = 200_000
"""All numbers, texts and lists of a value together."""
MOST_TEXT = 2_000_000
"""All characters of a value together."""
DEEPEST = 12
MOST_BITS = 1000
"""The largest whole number; larger ones cost time and are no answer."""
MOST_DIGITS = 400
_ARRAY_KINDS = "biuf"

Json = Any
Keep = Callable[[Any], int]
MakeFunction = Callable[[int, str], Any]


class TooLargeError(ValueError):
    """A value is larger than a check can need."""


class Opaque:
    """Something that is no plain value; only the name of its type crossed."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __repr__(self) -> str:
        return f"<{self.kind}>"


@dataclass
class _Budget:
    """What may still follow."""

    items: int = MOST_ITEMS
    characters: int = MOST_TEXT

    def take(self, items: int, characters: int = 0) -> None:
        self.items -= items
        self.characters -= characters
        if self.items < 0 or self.characters < 0:
            raise TooLargeError("a value that is larger than an answer can be")


# --- writing ----------------------------------------------------------------------------------------------------------


def encode(value: Any, keep: Keep) -> Json:
    """A value as JSON can carry it.

    Args:
        value: what the participant's name stands for.
        keep: called with a function; gives the handle under which it can be called.

    Raises:
        TooLargeError: for more than a check can need.
    """
    return _encode(value, keep, 0, _Budget())


def _encode(value: Any, keep: Keep, depth: int, budget: _Budget) -> Json:
    budget.take(1)
    if depth > DEEPEST:
        raise TooLargeError("a value with too many lists inside each other")
    kind = type(value)
    if value is ...:
        return {"is": "blank"}
    if kind is list or kind is tuple:
        return {"is": kind.__name__, "of": [_encode(item, keep, depth + 1, budget) for item in value]}
    if kind is dict:
        pairs = [[_encode(part, keep, depth + 1, budget) for part in pair] for pair in value.items()]
        return {"is": "dict", "of": pairs}
    if kind is np.ndarray:
        return _array(value, budget)
    if kind is pd.Series:
        return {"is": "series", "name": _label(value.name), "index": _index(value.index, budget)} | _column(
            value, budget
        )
    if kind is pd.DataFrame:
        columns = [[_label(name), _column(value.iloc[:, place], budget)] for place, name in enumerate(value.columns)]
        return {"is": "table", "columns": columns, "index": _index(value.index, budget)}
    if callable(value) and hasattr(value, "__code__"):
        return {"is": "function", "of": keep(value), "name": str(getattr(value, "__name__", "?"))[:80]}
    return _scalar(value, budget)


def _scalar(value: Any, budget: _Budget) -> Json:
    kind = type(value)
    if value is None or kind is bool:
        return value
    if kind is str:
        budget.take(0, len(value))
        return value
    if kind is int or kind is float:
        return _number(value)
    if kind is Fraction:
        parts = [_number(value.numerator), _number(value.denominator)]
        return {"is": "Fraction", "of": parts} if all(type(part) is int for part in parts) else _other(kind)
    if kind is Decimal:
        return {"is": "Decimal", "of": str(value)} if _moderate(value) else _other(kind)
    if isinstance(value, np.generic) and value.dtype.kind in _ARRAY_KINDS and value.dtype.itemsize <= 8:
        return {"is": "numpy", "type": value.dtype.str, "of": _number(value.item())}
    return _other(kind)


def _number(value: bool | int | float) -> Json:
    if isinstance(value, float) and not math.isfinite(value):
        return {"is": "float", "of": repr(value)}
    if isinstance(value, int) and value.bit_length() > MOST_BITS:
        return {"is": "other", "of": "very large int"}
    return value


def _other(kind: type) -> Json:
    return {"is": "other", "of": kind.__name__[:80]}


def _moderate(value: Decimal) -> bool:
    """Whether calculating with it costs no more than with other numbers."""
    return not value.is_finite() or (abs(value.adjusted()) <= MOST_DIGITS and len(value.as_tuple().digits) < 100)


def _array(value: np.ndarray[Any, Any], budget: _Budget) -> Json:
    if value.dtype.kind not in _ARRAY_KINDS or value.dtype.itemsize > 8:
        return {"is": "other", "of": f"array of {value.dtype}"[:80]}
    budget.take(value.size)
    numbers = [_number(item) for item in value.ravel().tolist()]
    return {"is": "array", "type": value.dtype.str, "shape": list(value.shape), "of": numbers}


def _column(series: Any, budget: _Budget) -> dict[str, Json]:
    budget.take(len(series))
    dtype = series.dtype
    if isinstance(dtype, np.dtype) and dtype.kind in _ARRAY_KINDS and dtype.itemsize <= 8:
        return {"type": dtype.str, "of": [_number(item) for item in series.tolist()]}
    if getattr(dtype, "kind", "O") == "M":
        zone = None if isinstance(dtype, np.dtype) else "UTC"
        times = series.dt.tz_convert("UTC") if zone else series
        unit = times.dt.unit
        return {
            "type": "time",
            "unit": unit,
            "zone": zone,
            "of": [None if item == _NO_TIME else item for item in times.astype("int64").tolist()],
        }
    if isinstance(dtype, pd.StringDtype):
        texts = [None if pd.isna(item) else str(item) for item in series]
        budget.take(0, sum(len(item) for item in texts if item is not None))
        return {"type": "text", "of": texts}
    return {"type": "mixed", "of": [None if item is pd.NA else _scalar(item, budget) for item in series]}


_NO_TIME = np.iinfo(np.int64).min


def _index(index: Any, budget: _Budget) -> dict[str, Json]:
    return {"name": _label(index.name)} | _column(index.to_series(), budget)


def _label(name: Any) -> Json:
    if name is None or type(name) is bool:
        return name
    if type(name) in (int, float) and isinstance(_number(name), (int, float)):
        return name
    return str(name)[:200]


# --- reading ----------------------------------------------------------------------------------------------------------


def decode(data: Json, function: MakeFunction) -> Any:
    """The value that `encode` wrote down; whatever does not fit comes out as `Opaque`.

    Args:
        data: JSON that may have been forged.
        function: makes something callable from a handle and a name.
    """
    try:
        return _decode(data, function, 0, _Budget())
    except TooLargeError:
        return Opaque("nonsense")


def _decode(data: Json, function: MakeFunction, depth: int, budget: _Budget) -> Any:
    budget.take(1, len(data) if isinstance(data, str) else 0)
    if isinstance(data, int):
        return data if data.bit_length() <= MOST_BITS else Opaque("very large int")
    if data is None or isinstance(data, (str, float)):
        return data
    if depth > DEEPEST + 2 or not isinstance(data, dict):
        return Opaque("nonsense")

    def inside(items: Any) -> list[Any]:
        if not isinstance(items, list):
            raise TypeError(items)
        return [_decode(item, function, depth + 1, budget) for item in items]

    try:
        match data["is"]:
            case "blank":
                return ...
            case "list":
                return inside(data["of"])
            case "tuple":
                return tuple(inside(data["of"]))
            case "dict":
                return {key: item for key, item in map(inside, data["of"])}  # noqa: C416 - of lists, not of pairs
            case "function":
                return function(int(data["of"]), str(data["name"])[:80])
            case "other":
                return Opaque(str(data["of"])[:80])
            case "array":
                shape = [int(size) for size in data["shape"]]
                return _numbers(data, budget).reshape(shape)
            case "series":
                name = data["index"]["name"]
                index = pd.Index(_read_column(data["index"], budget), name=name)
                return pd.Series(_read_column(data, budget), index=index, name=data["name"])
            case "table":
                return _read_table(data, budget)
            case _:
                return _read_scalar(data)
    except TooLargeError:
        raise
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError):
        return Opaque("nonsense")


def _read_scalar(data: Json) -> Any:
    """A number in a form of its own.

    Raises:
        ValueError: when it is none (or KeyError, TypeError, ArithmeticError).
    """
    if not isinstance(data, dict):
        return data
    match data["is"]:
        case "float":
            return float(str(data["of"])[:40])
        case "Decimal":
            value = Decimal(str(data["of"])[: 3 * MOST_DIGITS])
            if not _moderate(value):
                raise ValueError(value)
            return value
        case "Fraction":
            top, bottom = data["of"]
            if not isinstance(top, int) or not isinstance(bottom, int) or max(map(abs, (top, bottom))) >> MOST_BITS:
                raise ValueError(data)
            return Fraction(top, bottom)
        case "numpy":
            return _dtype(data).type(_read_scalar(data["of"]))
        case "other":
            return Opaque(str(data["of"])[:80])
    raise ValueError(data["is"])


def _dtype(data: Json) -> np.dtype[Any]:
    dtype = np.dtype(str(data["type"])[:8])
    if dtype.kind not in _ARRAY_KINDS or dtype.itemsize > 8:
        raise ValueError(dtype)
    return dtype


def _numbers(data: Json, budget: _Budget) -> np.ndarray[Any, Any]:
    """A row of numbers; no other array can come of it."""
    budget.take(len(data["of"]))
    items = [_read_scalar(item) for item in data["of"]]
    if not all(isinstance(item, (bool, int, float)) for item in items):
        raise ValueError("not numbers")
    return np.array(items, dtype=_dtype(data))


def _read_column(data: Json, budget: _Budget) -> Any:
    items = data["of"]
    match data["type"]:
        case "time":
            budget.take(len(items))
            whole = [_NO_TIME if item is None else int(item) for item in items]
            if data["unit"] not in ("s", "ms", "us", "ns"):
                raise ValueError(data["unit"])
            times = pd.Series(np.array(whole, dtype="int64").view(f"M8[{data['unit']}]"))
            return (times.dt.tz_localize("UTC") if data["zone"] else times).array
        case "text":
            budget.take(len(items), sum(len(item) for item in items if item is not None))
            return pd.Series([None if item is None else str(item) for item in items], dtype="str").array
        case "mixed":
            budget.take(len(items), sum(len(item) for item in items if isinstance(item, str)))
            cells = np.empty(len(items), dtype=object)
            cells[:] = [_read_scalar(item) for item in items]
            return cells
    return _numbers(data, budget)


def _read_table(data: Json, budget: _Budget) -> pd.DataFrame:
    index = pd.Index(_read_column(data["index"], budget), name=data["index"]["name"])
    columns = {place: _read_column(column, budget) for place, (_, column) in enumerate(data["columns"])}
    if any(len(column) != len(index) for column in columns.values()):
        raise ValueError("columns of different lengths")
    frame = pd.DataFrame(columns, index=index)
    frame.columns = pd.Index([name for name, _ in data["columns"]])
    return frame
