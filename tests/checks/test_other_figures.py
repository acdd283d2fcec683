"""Whether a right formula holds on other figures, before it is marked."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from course.checks import Exercise, exercises
from course.checks.diagnosis import diagnose
from course.checks.other_figures import is_at_risk

WEEKS = ("w01", "w02", "w03", "w04", "w05")
FORMULAS = [
    known
    for week in WEEKS
    for known in exercises(week).values()
    if isinstance(known, Exercise) and known.transfer_points
]


def typed(known: Exercise, line: str) -> Callable[..., Any]:
    """The formula of somebody who types `line` after `answer = `."""
    return lambda **figures: known.work_out(line, figures)


def formula(right: Callable[..., Any], inputs: dict[str, Any], **more: Any) -> Exercise:
    return Exercise("w99-toy", "Toy", 4, right, (), "{answer}", "Which?", "Fill.", inputs=inputs, **more)


SUM = formula(lambda price, grant: price - grant, {"price": 900, "grant": 200}, nearest=1)


def matters(known: Exercise, name: str) -> bool:
    """Whether the right answer, however it is worked out, moves when this figure alone is made much smaller."""
    figure = known.inputs[name]
    for share in (0.4, 0.8):
        less = [each * share for each in figure] if isinstance(figure, list) else type(figure)(figure * share)
        case = {**known.inputs, name: less}
        with suppress(ValueError, ZeroDivisionError):  # there is no such firm
            right = known.right(**case)
            agreed = all(known.distance(known.work_out(way, case), right) <= 2 for way in known.ways)
            return agreed and known.distance(right, known.right_value()) > 1
    return False


class TestOneFigureTypedIn:
    """Right here, with a number where a name belongs: right for one firm only, and known before it is marked."""

    @pytest.mark.parametrize("known", FORMULAS, ids=lambda known: known.id)
    def test_is_never_said_of_a_right_formula(self, known: Exercise) -> None:
        digits = -math.floor(math.log10(known.nearest))
        shapes = ["{0}", f"round({{0}}, {digits})", f"int(({{0}}) / {known.nearest}) * {known.nearest}", "str({0})"]
        for line in known.ways:
            for shape in shapes[: 2 if "round" in line else 4]:  # who rounds up and then cuts off is one step away
                given_ = typed(known, shape.format(line))
                assert diagnose(known, given_).outcome == "right", shape.format(line)
                assert not is_at_risk(known, given_), shape.format(line)
        assert not is_at_risk(known, lambda **figures: known.right_value(figures))

    @pytest.mark.parametrize("known", FORMULAS, ids=lambda known: known.id)
    def test_is_told_for_each_name(self, known: Exercise) -> None:
        """Except for one that hangs together with others, cancels out, or is far from the largest of several."""
        for line in known.ways:
            used = {node.id for node in ast.walk(ast.parse(line)) if isinstance(node, ast.Name)} & set(known.inputs)
            for name in filter(partial(matters, known), used):
                given_ = typed(known, f"(lambda {name}: {line})({known.inputs[name]!r})")
                outcome = diagnose(known, given_).outcome
                assert outcome == "typed in" or (outcome == "right" and is_at_risk(known, given_)), name

    def test_a_total_may_be_added_up_from_its_parts(self) -> None:
        share = formula(
            lambda part, rest, total: 100 * part / total,
            {"part": 300, "rest": 500, "total": 800},
            ways=("100 * part / (part + rest)",),
        )
        assert not is_at_risk(share, lambda part, rest, total: 100 * part / (part + rest))
        assert not is_at_risk(replace(share, ways=()), lambda part, rest, total: 100 * part / (part + rest))

    def test_a_figure_typed_in_beside_such_a_total_is_told_all_the_same(self) -> None:
        pay = formula(
            lambda wage, hours, pay, rate, free: pay + rate * (pay - free),
            {"wage": 16.0, "hours": 2000, "pay": 32000.0, "rate": 0.15, "free": 5000},
            ways=("wage * hours + rate * (wage * hours - free)",),
            nearest=1,
        )
        assert not is_at_risk(pay, lambda wage, hours, pay, rate, free: wage * hours * (1 + rate) - rate * free)
        assert is_at_risk(pay, lambda wage, hours, pay, rate, free: wage * hours * (1 + rate) - rate * 5000)
        assert is_at_risk(pay, lambda wage, hours, pay, rate, free: pay * 1.15 - 0.15 * free)

    def test_a_name_left_out(self) -> None:
        weakest = next(known for known in FORMULAS if known.id == "w01-weakest")
        assert is_at_risk(weakest, lambda needed, tools, people, data: needed - data)
        assert is_at_risk(weakest, lambda needed, tools, people, data: needed - min(people, data))

    def test_a_number_of_entries_typed_in(self) -> None:
        mean_of = formula(lambda readings: sum(readings) / len(readings), {"readings": [1.0, 2.0, 6.0, 7.0]})
        assert is_at_risk(mean_of, lambda readings: sum(readings) / 4)
        assert not is_at_risk(mean_of, lambda readings: sum(readings) / len(readings))

    def test_one_entry_of_a_list_typed_in(self) -> None:
        total = formula(lambda readings: sum(readings), {"readings": [1.0, 2.0, 6.0, 7.0]})
        assert is_at_risk(total, lambda readings: readings[0] + readings[1] + 6 + readings[3])

    def test_rounding_on_the_way_is_not_taken_for_it(self) -> None:
        exact = formula(lambda a, b: a / b * 100, {"a": 17.0, "b": 23.0}, nearest=0.1)
        assert not is_at_risk(exact, lambda a, b: round(a / b, 3) * 100)

    def test_where_the_right_answer_cannot_be_worked_out_on_other_figures_nothing_is_claimed(self) -> None:
        def strict(share: float, sum_: float) -> float:
            if share != 0.9 or sum_ != 10.0:
                raise ValueError("share is above 1")
            return share * sum_

        toy = formula(strict, {"share": 0.9, "sum_": 10.0})
        for given_ in (lambda share, sum_: share * sum_, lambda share, sum_: share * 10, lambda share, sum_: 9.0):
            assert diagnose(toy, given_).outcome == "right"
            assert not is_at_risk(toy, given_)

    def test_a_formula_that_fails_on_other_figures_is_left_to_marking(self) -> None:
        assert not is_at_risk(SUM, lambda price, grant: price - grant if price == 900 else 1 / 0)
