"""Figures that a notebook may print without citing anybody: its case's, its exercises', and those it has worked out."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from numbers import Real
from types import ModuleType
from typing import Any, Final

from nbformat import NotebookNode

from course.audit.figures import Figure, figures
from course.checks import Exercise
from course.quantities import Unit

_MOST: Final = 200  # members of a list that are a case's figures; what is longer is data
_TIMES: Final = {"%": 100.0, "p": 100.0}  # 0.10 is 10%; £0.24 is 24p


@dataclass(frozen=True)
class Value:
    """A number that the course knows.

    Args:
        size: the number.
        sign: the sign that it is printed with ("£", "%", ""); None when that is not known: then any but %, and a
            fraction may be printed as per cent, pounds as pence.
        within: how far from it a printed figure may be, besides the last place printed; None for exactly.
    """

    size: float
    sign: str | None = None
    within: float | None = None

    def is_printed_as(self, figure: Figure) -> bool:
        """Whether this is what the figure says."""
        if self.within is not None:
            near = abs(abs(self.size) - figure.value) <= max(self.within, figure.step / 2) * (1 + 1e-9)
            return near and self._may_have(figure.sign)
        if figure.same(self.size) and self._may_have(figure.sign):
            return True
        return self.sign is None and abs(self.size) <= 10 and figure.same(self.size * _TIMES.get(figure.sign, math.nan))

    def _may_have(self, sign: str) -> bool:
        if self.sign is None:
            return sign != "%"  # five years are not 5%
        # A number of years or pieces has no sign of its own; its unit stands in words, or as "kWh".
        return sign == self.sign or (not self.sign and sign not in ("£", "%", "p", "$", "€"))


@dataclass
class Known:
    """All the figures that one notebook may print.

    Args:
        values: numbers of the case and the exercises.
        stated: figures worked out for this notebook (FIGURES): as printed -> the number.
    """

    values: list[Value] = field(default_factory=list)
    stated: dict[str, float] = field(default_factory=dict)

    def explains(self, figure: Figure) -> bool:
        """Whether the figure is one of them."""
        return self.states(figure) is not None or any(value.is_printed_as(figure) for value in self.values)

    def states(self, figure: Figure) -> str | None:
        """The text in FIGURES that is this figure."""
        for text in self.stated:
            if any(one.value == figure.value and one.sign == figure.sign for one in figures(text)):
                return text
        return None

    def misstated(self) -> Iterator[tuple[str, str]]:
        """Entries of FIGURES that are wrong: the text, and what is the matter with it."""
        for text, number in self.stated.items():
            read = figures(text)
            if len(read) != 1:
                yield text, "holds no single figure"
            elif not read[0].rounds(number):
                yield text, f"is printed, but the number is {number:,.10g}"


def of_notebook(notebook: NotebookNode, extra: Iterable[ModuleType] = ()) -> Known:
    """What a notebook knows through what it imports.

    Modules of `course.cases` give the constants and the fields of dataclasses in them (data frames and arrays are data
    and give nothing), and the figures in the first line of their docstrings. Modules of `course.checks` give their
    exercises (inputs, right answers, slips, facts) and their FIGURES.

    Args:
        notebook: its code cells are read, not run.
        extra: more modules, such as the definitions of the week.
    """
    known = Known()
    modules = {module.__name__: module for module in (*_imported(notebook), *extra)}
    for module in list(modules.values()):
        inside = (each for each in vars(module).values() if isinstance(each, ModuleType))
        modules.update({each.__name__: each for each in inside if each.__name__.startswith("course.cases.")})
    for name, module in modules.items():
        if name.startswith("course.cases."):
            known.values += _case(module)
        elif name.startswith("course.checks."):
            for thing in vars(module).values():
                if isinstance(thing, Exercise):
                    known.values += of_exercise(thing)
            known.stated |= vars(module).get("FIGURES", {})
    return known


def of_exercise(exercise: Exercise) -> Iterator[Value]:
    """The figures of an exercise: its inputs and points exactly; right answers and slips to the nearest it asks."""
    yield Value(exercise.points, "")
    yield Value(exercise.nearest, _sign(exercise.unit))  # “to the nearest £10”
    yield from _numbers(exercise.inputs)
    answers = [exercise.right_value(), *(exercise.slip_value(slip) for slip in exercise.slips)]
    for answer in _numbers(answers):
        yield Value(answer.size, _sign(exercise.unit), exercise.nearest / 2)
    if exercise.facts is not None:
        for text in exercise.facts(**exercise.inputs).values():
            yield from printed(str(text))


def printed(text: str) -> Iterator[Value]:
    """The figures of a text that the course itself has made, exactly as they are printed there."""
    yield from (Value(figure.value, figure.sign or None) for figure in figures(text))


def _sign(unit: Unit) -> str:
    return "%" if unit.after.startswith("%") else unit.before


def _case(module: ModuleType) -> Iterator[Value]:
    yield from printed((module.__doc__ or "").partition("\n")[0])
    for name, thing in vars(module).items():
        if not name.startswith("_"):
            yield from _numbers(thing, name)


def _numbers(thing: Any, name: str = "") -> Iterator[Value]:
    """The numbers in a thing; what is called “percent” carries the sign."""
    if isinstance(thing, bool) or thing is None:
        return
    if isinstance(thing, Real):
        if math.isfinite(thing):
            yield Value(float(thing), "%" if "percent" in name.lower() else None)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for each in fields(thing):
            yield from _numbers(getattr(thing, each.name), each.name)
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from _numbers(value, f"{name} {key}")
    elif isinstance(thing, (list, tuple, set, frozenset)) and len(thing) <= _MOST:
        for member in thing:
            yield from _numbers(member, name)


def _imported(notebook: NotebookNode) -> Iterator[ModuleType]:
    for cell in notebook.cells:
        if cell.cell_type != "code" or "course" not in cell.source:
            continue
        try:
            tree = ast.parse(cell.source)
        except SyntaxError:  # a line for IPython alone, or an error that the rule which runs notebooks finds
            continue
        for node in ast.walk(tree):
            names = []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            for name in names:
                if name.startswith(("course.cases.", "course.checks.")) and _is_module(name):
                    yield importlib.import_module(name)


def _is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:  # a name inside a module
        return False
