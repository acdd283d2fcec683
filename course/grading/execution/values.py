"""Plain values, as they cross the wall between a participant's process and the judge.

Numbers, text, lists, dicts, arrays and tables of plain types go as JSON; a function goes as its handle, and is called
through the wall; anything else goes as the name of its type, which no check takes for an answer. Nothing is unpickled,
and nothing that arrives can be more than one of these.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

MOST_ITEMS = 200_000
MOST_TEXT = 1_000_000
DEEPEST = 12
_ARRAY_KINDS = "biuf"
_TABLE_KINDS = "biufOSUM"


class TooLargeError(ValueError):
    """A value is larger than a check can need."""


class Opaque:
    """Something that is no plain value; only the name of its type crossed."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __repr__(self) -> str:
        return f"<{self.kind}>"


def encode(value: Any, keep: Callable[[Any], int], depth: int = 0, budget: list[int] | None = None) -> Any:
    """A value as JSON can carry it.

    Args:
        value: what the participant's name stands for.
        keep: called with a function; gives the handle under which it can be called.
        depth: how deep inside lists and dicts this is.
        budget: how many items may still follow.

    Raises:
        TooLargeError: for more than a check can need.
    """
    budget = [MOST_ITEMS] if budget is None else budget
    budget[0] -= 1
    if budget[0] < 0 or depth > DEEPEST:
        raise TooLargeError("more than a check can take")
    kind = type(value)
    if value is None or kind is bool or kind is str or kind is int or kind is float:
        return _scalar(value)
    if value is ...:
        return {"is": "blank"}
    if kind in (list, tuple):
        return {"is": kind.__name__, "of": [encode(item, keep, depth + 1, budget) for item in value]}
    if kind is dict:
        pairs = [[encode(k, keep, depth + 1, budget), encode(v, keep, depth + 1, budget)] for k, v in value.items()]
        return {"is": "dict", "of": pairs}
    if kind in (Decimal, Fraction):
        return {"is": kind.__name__, "of": str(value)[:1000]}
    if isinstance(value, np.generic) and value.dtype.kind in _ARRAY_KINDS:
        return {"is": "numpy", "type": value.dtype.str, "of": _number(value.item())}
    if kind is np.ndarray:
        return _array(value, budget)
    if kind is pd.Series:
        return {
            "is": "series",
            "name": _label(value.name),
            **_column(value, budget),
            "index": _index(value.index, budget),
        }
    if kind is pd.DataFrame:
        columns = [[_label(name), _column(value.iloc[:, place], budget)] for place, name in enumerate(value.columns)]
        return {"is": "table", "columns": columns, "index": _index(value.index, budget)}
    if callable(value) and hasattr(value, "__code__"):
        return {"is": "function", "of": keep(value), "name": str(getattr(value, "__name__", "?"))[:80]}
    return {"is": "other", "of": kind.__name__[:80]}


def decode(data: Any, function: Callable[[int, str], Any], depth: int = 0) -> Any:
    """The value that `encode` wrote down; whatever does not fit comes out as `Opaque`.

    Args:
        data: JSON that may have been forged.
        function: makes something callable from a handle and a name.
        depth: how deep inside lists and dicts this is.
    """
    if data is None or isinstance(data, (bool, str, int, float)):
        return data
    if depth > DEEPEST + 2 or not isinstance(data, dict):
        return Opaque("nonsense")
    try:
        return _READERS[data["is"]](data, function, depth)
    except (KeyError, TypeError, ValueError, ArithmeticError, OverflowError, AttributeError):
        return Opaque("nonsense")


def _scalar(value: Any) -> Any:
    if isinstance(value, str):
        if len(value) > MOST_TEXT:
            raise TooLargeError("a very long text")
        return value
    return _number(value) if not isinstance(value, bool) else value


def _number(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if value.bit_length() <= 1000 else {"is": "other", "of": "very large int"}
    if isinstance(value, float) and not math.isfinite(value):
        return {"is": "float", "of": repr(value)}
    return value


def _array(value: np.ndarray[Any, Any], budget: list[int]) -> Any:
    if value.dtype.kind not in _ARRAY_KINDS:
        return {"is": "other", "of": f"array of {value.dtype}"}
    budget[0] -= value.size
    if budget[0] < 0:
        raise TooLargeError("a very large array")
    return {
        "is": "array",
        "type": value.dtype.str,
        "shape": list(value.shape),
        "of": [_number(item) for item in value.ravel().tolist()],
    }


def _column(series: Any, budget: list[int]) -> dict[str, Any]:
    budget[0] -= len(series)
    if budget[0] < 0:
        raise TooLargeError("a very large table")
    kind = getattr(series.dtype, "kind", "O")
    if kind == "M":
        return {"type": "time", "of": [None if pd.isna(item) else item.isoformat() for item in series]}
    if kind in _ARRAY_KINDS and isinstance(series.dtype, np.dtype):
        return {"type": series.dtype.str, "of": [_number(item) for item in series.tolist()]}
    plain = [item if isinstance(item, (str, bool)) else None if pd.isna(item) else str(item)[:1000] for item in series]
    return {"type": "text", "of": plain}


def _index(index: Any, budget: list[int]) -> dict[str, Any]:
    return {"name": _label(index.name), **_column(index.to_series(), budget)}


def _label(name: Any) -> Any:
    return name if name is None or isinstance(name, (str, int, float)) else str(name)[:200]


def _read_column(data: Mapping[str, Any]) -> Any:
    kind, items = data["type"], data["of"]
    if kind == "time":
        return pd.to_datetime(items)
    if kind == "text":
        return pd.array(
            [item if item is None or isinstance(item, bool) else str(item) for item in items], dtype="object"
        )
    dtype = np.dtype(str(kind))
    if dtype.kind not in _ARRAY_KINDS:
        raise ValueError(kind)
    return np.array([_plain(item) for item in items], dtype=dtype)


def _plain(item: Any) -> Any:
    return float(item["of"]) if isinstance(item, dict) and item.get("is") == "float" else item


def _read_table(data: Mapping[str, Any]) -> pd.DataFrame:
    index = pd.Index(_read_column(data["index"]), name=data["index"]["name"])
    frame = pd.DataFrame(
        {place: _read_column(column) for place, (_, column) in enumerate(data["columns"])}, index=index
    )
    frame.columns = pd.Index([name for name, _ in data["columns"]])
    return frame


def _read_array(data: Mapping[str, Any]) -> np.ndarray[Any, Any]:
    dtype = np.dtype(str(data["type"]))
    if dtype.kind not in _ARRAY_KINDS:
        raise ValueError(dtype)
    return np.array([_plain(item) for item in data["of"]], dtype=dtype).reshape([int(size) for size in data["shape"]])


_READERS: dict[str, Callable[[Any, Callable[[int, str], Any], int], Any]] = {
    "blank": lambda data, function, depth: ...,
    "list": lambda data, function, depth: [decode(item, function, depth + 1) for item in data["of"]],
    "tuple": lambda data, function, depth: tuple(decode(item, function, depth + 1) for item in data["of"]),
    "dict": lambda data, function, depth: {
        decode(key, function, depth + 1): decode(item, function, depth + 1) for key, item in data["of"]
    },
    "Decimal": lambda data, function, depth: Decimal(str(data["of"])),
    "Fraction": lambda data, function, depth: Fraction(str(data["of"])),
    "float": lambda data, function, depth: float(str(data["of"])),
    "numpy": lambda data, function, depth: np.dtype(str(data["type"])).type(_plain(data["of"])),
    "array": lambda data, function, depth: _read_array(data),
    "series": lambda data, function, depth: pd.Series(
        _read_column(data), index=pd.Index(_read_column(data["index"]), name=data["index"]["name"]), name=data["name"]
    ),
    "table": lambda data, function, depth: _read_table(data),
    "function": lambda data, function, depth: function(int(data["of"]), str(data["name"])),
    "other": lambda data, function, depth: Opaque(str(data["of"])[:80]),
}
