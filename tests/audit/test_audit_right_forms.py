"""The rule on right forms: nothing right is refused, and a check, or an author, that is too strict is caught."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tiny
from tiny_workshop import SOURCE, exercise, said, spoilt, workshop

from course import quantities
from course.audit.rules import right_forms
from course.audit.rules.right_forms import Try
from course.audit.tools import Tools
from course.audit.workshop import Workshop
from course.checks import Exercise, Field, Form, check
from course.quantities import GBP, KWH, PERCENT, TIMES, YEARS, Unit

WAYS = {
    "w98-payback": ("cost / saving - grant / saving", "-(grant - cost) / saving", "(cost - grant) * saving**-1"),
    "w98-gain": ("5_500 - 4_000", "1_500.0", "3 * 500"),
}


@pytest.fixture(scope="module", autouse=True)
def tools() -> Iterator[Tools]:
    with tiny.in_course(tiny.course()), Tools(tiny.course()) as made:
        yield made


def with_ways(**ways: tuple[str, ...]) -> list[Exercise]:
    stated = WAYS | {name.replace("_", "-"): each for name, each in ways.items()}
    return [exercise(stem, ways=each) for stem, each in stated.items()]


class TestASoundWorkshop:
    def test_has_nothing_wrong(self, tools: Tools) -> None:
        result = right_forms.look(workshop(*with_ways()), tools)
        assert result.findings == ()
        assert result.measures["right_rejected"] == 0
        assert result.measures["right_forms"] >= 60

    @pytest.mark.slow
    def test_week_5_neither(self) -> None:
        repository = Path(__file__).resolve().parents[2]
        with Tools(repository) as tools:
            result = right_forms.look(Workshop(repository, "week05-appraisal"), tools)
        assert result.findings == ()
        assert result.measures["right_forms"] > 150


class TestWaysThatAnAuthorStates:
    def test_too_few(self) -> None:
        stated = exercise("w98-gain", ways=("5_500 - 4_000", "1_500.0"))
        (finding,) = right_forms.too_few_ways(stated, "1_500")
        assert (finding.where, "2 of at least 3 other right ways" in finding.says) == ("w98-gain", True)

    @pytest.mark.parametrize(
        ("way", "says"),
        [
            ("((cost-grant)/saving)", "same formula as the model answer"),
            ("cost/saving - (grant/saving)", "same formula as the way"),
            ("cost - grant) / saving", "not one line of Python"),
        ],
    )
    def test_that_are_no_other_ways(self, way: str, says: str) -> None:
        stated = exercise("w98-payback", ways=(*WAYS["w98-payback"], way))
        (finding,) = right_forms.too_few_ways(stated, "(cost - grant) / saving")
        assert says in finding.says
        assert way in finding.says

    def test_that_are_wrong(self, tools: Tools) -> None:
        ways = (*WAYS["w98-payback"], "cost / saving", "cost / 8_000 - grant / saving", "cost / nothing")
        result = right_forms.look(workshop(*with_ways(w98_payback=ways)), tools)
        assert said(result, "`answer = cost / saving`", "taken for slip “grant left out” and earns 1 of 4")
        assert said(result, "`answer = cost / 8_000 - grant / saving`", "“transfer” and earns 3 of 4")
        assert said(result, "`answer = cost / nothing`", "taken for “error”")
        assert result.measures["right_rejected"] == len(result.findings) == 3


class TestChecksThatAreTooStrict:
    @pytest.mark.slow
    def test_one_that_takes_only_whole_numbers(self, tmp_path: Path, tools: Tools) -> None:
        strict = "check(GAIN, gain if type(gain) is int else [])"
        root = spoilt(tmp_path / "course", (SOURCE, "check(GAIN, gain)", strict))
        result = right_forms.look(workshop(*with_ways(), root=root), tools)
        for what in ("1_500.0", "(a Fraction)", "(numpy's float64)", "'£1,500'"):
            assert said(result, "w98-gain", what, "taken for “wrong type” and earns 0 of 2"), what
        assert not said(result, "5_500 - 4_000")
        assert result.measures["right_rejected"] == len(result.findings)

    @pytest.mark.slow
    def test_one_that_shows_no_card(self, tmp_path: Path, tools: Tools) -> None:
        root = spoilt(tmp_path / "course", (SOURCE, "check(GAIN, gain)", "check(GAIN, gain).points"))
        result = right_forms.look(workshop(*with_ways(), root=root), tools)
        assert said(result, "w98-gain", "brings no card at all")
        assert not said(result, "w98-payback")

    def test_a_form_that_takes_only_numbers(self, tmp_path: Path, tools: Tools) -> None:
        strict = "check(FIRM, {name: each if isinstance(each, (int, float)) else ... for name, each in firm.items()})"
        root = spoilt(tmp_path / "course", (SOURCE, "check(FIRM, firm)", strict))
        result = right_forms.look(workshop(*with_ways(), root=root), tools)
        assert said(result, "w98-firm", "'£31,313'", "taken for “unanswered” and earns 0 of 2")
        assert not said(result, "(in another order)")

    def test_a_solution_of_which_nothing_can_be_made(self, tmp_path: Path, tools: Tools) -> None:
        right = "answer = 1_500\n### END SOLUTION\ngain = answer"
        root = spoilt(tmp_path / "course", (SOURCE, right, f"part = 1\n{right}"))
        result = right_forms.look(workshop(*with_ways(), root=root), tools)
        assert said(result, "w98-gain-answer", "No right form can be made of it")


class TestTypedInNumbers:
    """A number where a formula is asked is neither right nor unreadable: it has an outcome of its own."""

    @pytest.mark.parametrize("outcome", ["right", "wrong type", "other"])
    def test_taken_for_anything_else_are_a_finding(self, outcome: str) -> None:
        tried = Try("w98-payback", "the number itself", "3.75", typed_in=True)
        mark = {"outcome": outcome, "points": 4.0, "slip": None}
        (finding,) = right_forms._refusal(exercise("w98-payback"), tried, mark)
        assert f"taken for “{outcome}”" in finding.says

    @pytest.mark.parametrize("outcome", ["typed in", "transfer"])
    def test_taken_for_what_they_are_are_none(self, outcome: str) -> None:
        tried = Try("w98-payback", "the number itself", "3.75", typed_in=True)
        mark = {"outcome": outcome, "points": 1.0, "slip": None}
        assert list(right_forms._refusal(exercise("w98-payback"), tried, mark)) == []

    def test_where_no_formula_is_asked_they_are_right(self) -> None:
        for stem, typed_in in (("w98-payback", True), ("w98-gain", False)):
            tries = right_forms.exercise_tries(exercise(stem), "1_500")
            numbers = [each for each in tries if each.what.startswith("the number itself")]
            assert len(numbers) >= 5
            assert {each.typed_in for each in numbers} == {typed_in}


UNITS = [each for each in vars(quantities).values() if isinstance(each, Unit)]


def made(unit: Unit, nearest: float, right: Any, **more: Any) -> Exercise:
    return Exercise("w99-made", "Made", 4, right, (), "{answer}", "?", "Fill.", unit, nearest, **more)


def outcomes(known: Exercise, model: str) -> dict[str, tuple[str, bool]]:
    """What each form of an exercise is taken for, worked out here: line -> (outcome, whether it should be typed in)."""
    found = {}
    for each in right_forms.exercise_tries(known, model):
        given = eval(f"lambda {', '.join(known.inputs)}: {each.line}") if known.inputs else eval(each.line)
        found[each.line] = (check(known, given).outcome, each.typed_in)
    return found


@pytest.mark.parametrize("nearest", [10, 1, 0.5, 0.1, 0.01])
@pytest.mark.parametrize("right", [36_000.0, 1234.5678, -250.25, 0.4999], ids=str)
@pytest.mark.parametrize("unit", [each for each in UNITS if each is not KWH], ids=lambda unit: unit.name)
def test_forms_in_every_unit_are_right_indeed(unit: Unit, right: float, nearest: float) -> None:
    found = outcomes(made(unit, nearest, lambda: right), repr(right))
    assert {line: outcome for line, (outcome, _) in found.items() if outcome != "right"} == {}
    formula = outcomes(made(unit, nearest, lambda a: right * a, inputs={"a": 1.0}), f"{right!r} * a")
    wrong = {line: each for line, each in formula.items() if each[0] != ("typed in" if each[1] else "right")}
    # A number next to nothing cannot be told from one that does not change.
    assert wrong == {} or abs(right) < nearest * 10


def test_forms_of_lists_are_right_indeed() -> None:
    values = [1_250.0, 990.5, 0.0]
    found = outcomes(made(GBP, 1, lambda: list(values)), repr(values))
    assert {outcome for outcome, _ in found.values()} == {"right"}
    assert len(found) > 12
    formula = outcomes(
        made(GBP, 1, lambda a: [a * each for each in values], inputs={"a": 1.0}), f"[a * e for e in {values}]"
    )
    assert all(outcome == ("typed in" if typed_in else "right") for outcome, typed_in in formula.values())
    assert sum(typed_in for _, typed_in in formula.values()) == 2


def test_forms_of_choices_are_right_indeed() -> None:
    known = made(TIMES, 1, lambda: "two machines", choices=("one machine", "two machines"))
    found = outcomes(known, "'two machines'")
    assert {outcome for outcome, _ in found.values()} == {"right"}
    assert "TWO MACHINES" in {eval(line) for line in found}


def test_texts_carry_the_sign_and_the_unit() -> None:
    def texts(unit: Unit, nearest: float, value: float) -> set[str]:
        return {pattern.format(value) for _, pattern in right_forms.number_texts(unit, nearest)}

    assert {"£35,280", " £ 35,280  ", "35280", "35,280 pounds"} <= texts(GBP, 10, 35_280)
    assert {"25.9%", " 25.9 per cent".strip(), "  25.9 % "} <= texts(PERCENT, 0.1, 25.94)
    assert "2.79 years" in texts(YEARS, 0.01, 2.788)


def test_a_form_keeps_every_digit_of_its_figures() -> None:
    form = Form("w99-own", "Own", 2, (Field("rate", "a rate", PERCENT, 1, 60), Field("name", "a name", None)), ())
    tries = list(right_forms.form_tries(form, "dict(rate=7.125, name='Press')", {"rate": 7.125, "name": "Press"}))
    assert any("'7.125%'" in each.line for each in tries)
    for each in tries:
        assert check(form, eval(each.line)).outcome == "right", each
