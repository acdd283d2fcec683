"""Things that nobody should hand in, and that a check must survive."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn

import numpy as np
import pandas as pd
from hypothesis import strategies as st


class RaisesOnEverything:
    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(name)


class LiesAboutItsClass:
    def __init__(self, pretends: type) -> None:
        object.__setattr__(self, "pretends", pretends)

    @property
    def __class__(self) -> Any:
        return object.__getattribute__(self, "pretends")


class HoldsItself:
    size = 1

    def item(self) -> HoldsItself:
        return self


class ItemRaises:
    def item(self) -> NoReturn:
        raise SystemExit("item")


class ItemIsText:
    size = "many" * 1000

    def item(self) -> str:
        return "<b>3</b>"


class BadInt(int):
    def __float__(self) -> NoReturn:
        raise RuntimeError("no float")


class NanInt(int):
    def __float__(self) -> float:
        return float("nan")


class BadText(str):
    def strip(self, chars: str | None = None) -> NoReturn:
        raise RuntimeError("no strip")

    def split(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RuntimeError("no split")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no eq")

    __hash__ = str.__hash__


class BadList(list):  # type: ignore[type-arg]
    def __len__(self) -> int:
        return 1

    def __iter__(self) -> Iterator[Any]:
        raise RuntimeError("no iter")


class BadMapping(Mapping[str, Any]):
    def __getitem__(self, key: str) -> NoReturn:
        raise RuntimeError("no item")

    def __iter__(self) -> Iterator[str]:
        raise RuntimeError("no iter")

    def __len__(self) -> int:
        return 3


class BadArray:
    dtype = property(lambda self: 1 / 0)

    def __array__(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RuntimeError("no array")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no eq")

    __hash__ = None  # type: ignore[assignment]


class MuteError(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words")


class BadSignature:
    __signature__ = "not a signature"

    def __call__(self, **figures: float) -> float:
        return 1.0


def _recursive() -> list[Any]:
    inner: list[Any] = []
    inner.append(inner)
    return inner


def raising(problem: BaseException) -> Callable[..., NoReturn]:
    def formula(**figures: Any) -> NoReturn:
        raise problem

    return formula


def giving(value: Any) -> Callable[..., Any]:
    def formula(**figures: Any) -> Any:
        return value

    return formula


def _endless_recursion(**figures: Any) -> Any:
    return _endless_recursion(**figures)


MAKERS: tuple[Callable[[], Any], ...] = (
    RaisesOnEverything,
    lambda: LiesAboutItsClass(str),
    lambda: LiesAboutItsClass(float),
    lambda: LiesAboutItsClass(bool),
    lambda: LiesAboutItsClass(dict),
    HoldsItself,
    ItemRaises,
    ItemIsText,
    lambda: BadInt(3),
    lambda: NanInt(3),
    lambda: BadText("3"),
    lambda: BadText("two machines"),
    lambda: BadList([1, 2]),
    BadMapping,
    BadArray,
    BadSignature,
    _recursive,
    lambda: (number for number in (1, 2)),
    itertools.count,
    lambda: itertools.repeat("x"),
    lambda: 10**5000,
    lambda: -(10**400),
    lambda: Fraction(10**400, 3),
    lambda: Decimal("sNaN"),
    lambda: Decimal("1e400"),
    lambda: 1e308,
    lambda: -1e308,
    lambda: 5e-324,
    lambda: np.longdouble("1e4000"),
    lambda: np.longdouble(3),
    lambda: np.clongdouble(3 + 1j),
    lambda: np.float64("nan"),
    lambda: np.timedelta64(3, "Y"),
    lambda: np.datetime64("2026-01-01"),
    lambda: np.array([], dtype=float),
    lambda: np.array([[1.0, 2.0], [3.0, 4.0]]),
    lambda: np.array([None], dtype=object),
    lambda: np.ma.masked_array([1.0], mask=[True]),
    lambda: np.array([(1, 2.0)], dtype=[("a", int), ("b", float)]),
    lambda: pd.NA,
    lambda: pd.NaT,
    lambda: pd.Series(dtype=float),
    lambda: pd.DataFrame({"item": [1], "size": [2]}),
    lambda: "x" * 10**6,
    lambda: " " * 10**6 + "-",
    lambda: "- " + " " * 10**6 + "x",
    lambda: "1," * 10**5,
    lambda: "9" * 400,
    lambda: "\ud800\u202e<script>alert(1)</script>\x00",
    lambda: "{answer} {0} %s",
    lambda: float,
    lambda: np.float64,
    lambda: print,
    lambda: exit,
    lambda: len,
    lambda: NotImplemented,
    lambda: _endless_recursion,
    lambda: raising(MuteError()),
    lambda: raising(NameError()),
    lambda: raising(UnboundLocalError("x")),
    lambda: raising(SystemExit(3)),
    lambda: raising(RecursionError()),
    lambda: raising(KeyError("<b>")),
    lambda: raising(MemoryError()),
    lambda: raising(StopIteration()),
    lambda: raising(ValueError("\ud800" * 10_000)),
    lambda: raising(ExceptionGroup("many", [ValueError("one")])),
)

Recipe = Callable[[], Any]
"""How to make a thing: hypothesis itself would stumble over the worst of them, so it draws recipes."""


def _made(recipes: Any) -> Any:
    """The thing itself, from a recipe, or from a list, tuple or dict of them."""
    if isinstance(recipes, (list, tuple)):
        return type(recipes)(_made(one) for one in recipes)
    if isinstance(recipes, dict):
        return {name: _made(one) for name, one in recipes.items()}
    return recipes()


def _recipe(recipes: Any) -> Recipe:
    return lambda: _made(recipes)


_plain = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.complex_numbers()
    | st.decimals()
    | st.fractions()
    | st.text(max_size=50)
    | st.binary(max_size=10)
    | st.datetimes()
    | st.just(...)
)
anything: st.SearchStrategy[Recipe] = st.recursive(
    _plain.map(lambda value: lambda: value) | st.sampled_from(MAKERS),
    lambda inner: (
        st.lists(inner, max_size=4).map(_recipe)
        | st.tuples(inner).map(_recipe)
        | st.dictionaries(st.text(max_size=8), inner, max_size=3).map(_recipe)
        | inner.map(lambda recipe: lambda: giving(recipe()))
    ),
    max_leaves=6,
)
