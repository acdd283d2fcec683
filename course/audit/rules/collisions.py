"""No collisions: no two answers that mean different things can be taken for one another, and slips are known.

On the visible case and on every hidden one, the right answer and the slips lie pairwise at least five tolerances
apart, and the slips as far from the right answer in another unit or with its sign turned, which a card of its own
explains.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from course.audit.findings import Finding, Result
from course.audit.tools import Tools
from course.audit.workshop import Workshop
from course.checks import Exercise
from course.checks.diagnosis import diagnose

NAME = "collisions"

APART = 5.0
"""Tolerances."""

FEWEST_SLIPS = 3

FACTORS = (-1.0, 1000.0, 0.001, 100.0, 0.01, 60.0, 1 / 60, 12.0, 1 / 12, 2.0, 0.5)
"""What turns an answer's sign, or turns it into another unit. Those that mean nothing in an exercise's own unit are
passed over."""


def look(workshop: Workshop, tools: Tools) -> Result:
    """Measure the distances of every exercise, and count its slips."""
    findings: list[Finding] = []
    close = 0
    for known in workshop.exercises:
        hidden = workshop.hidden_cases(known.id)
        found = [finding for name, case in _cases(hidden) for finding in collisions(known, name, case)]
        found += [*same_answer(known, hidden), *same_figures(known, hidden)]
        close += len(found)
        findings += [*found, *too_few_slips(known)]
    numeric = [known for known in workshop.exercises if not known.choices] or workshop.exercises
    fewest = min((len(known.slips) for known in numeric), default=0)
    return Result({"collisions": close, "slips_per_exercise_min": fewest}, tuple(findings))


def _cases(hidden: tuple[Mapping[str, Any], ...]) -> Iterator[tuple[str, Mapping[str, Any] | None]]:
    yield "the visible case", None
    for number, case in enumerate(hidden, start=1):
        yield "the hidden case" if len(hidden) == 1 else f"hidden case {number}", case


def collisions(known: Exercise, name: str, case: Mapping[str, Any] | None = None) -> Iterator[Finding]:
    """Pairs of answers that lie too close together on one case.

    Args:
        known: the exercise.
        name: what the case is called in a finding.
        case: named inputs; the visible case unless another is given.
    """
    for one, other, distance in known.collisions(case, APART):
        first, second = (each if each == "right" else f"“{each}”" for each in (one, other))
        yield Finding(
            known.id,
            f"On {name}, {first} and {second} lie {distance:.2g} tolerances apart, but need {APART:g}: change the "
            "case's figures or the slip.",
        )
    yield from _like_another_unit(known, name, case)


def _like_another_unit(known: Exercise, name: str, case: Mapping[str, Any] | None) -> Iterator[Finding]:
    """Slips whose value is also the right answer in another unit or with its sign turned."""
    right = known.right_value(case)
    if isinstance(right, (str, list)):
        return
    alone = replace(known, slips=())
    for factor in FACTORS:
        turned = right * factor
        outcome = diagnose(alone, turned, case).outcome
        if outcome not in ("wrong unit", "wrong sign"):
            continue
        for slip in known.slips:
            distance = known.distance(known.slip_value(slip, case), turned)
            if distance < APART:
                what = "with its sign turned" if outcome == "wrong sign" else f"times {factor:.3g}, another unit"
                yield Finding(
                    known.id,
                    f"On {name}, “{slip.name}” lies {distance:.2g} tolerances from the right answer {what}, which has "
                    "a card already: change the figures, or drop the slip.",
                )


def same_answer(known: Exercise, hidden: tuple[Mapping[str, Any], ...]) -> Iterator[Finding]:
    """Hidden cases that a number typed in for the visible case would pass."""
    if not known.inputs:
        return
    here = known.right_value()
    for case in hidden:
        distance = known.distance(known.right_value(case), here)
        if distance < APART:
            yield Finding(
                known.id,
                f"The right answer on a hidden case lies {distance:.2g} tolerances from that on the visible one, so a "
                "typed-in number would pass it: change the hidden figures.",
            )


def same_figures(known: Exercise, hidden: tuple[Mapping[str, Any], ...]) -> Iterator[Finding]:
    """Inputs that no hidden case changes, so that a figure typed in for the name would pass."""
    for name, figure in known.inputs.items() if hidden else ():
        if all(case.get(name) == figure for case in hidden):
            yield Finding(
                known.id,
                f"`{name}` is the same on the visible case and on every hidden one, so a figure typed in for it would "
                "pass: change it on a hidden case.",
            )


def too_few_slips(known: Exercise) -> Iterator[Finding]:
    """An exercise that names too few of the wrong answers that people give."""
    if not known.choices:
        if len(known.slips) < FEWEST_SLIPS:
            yield Finding(
                known.id,
                f"It has {len(known.slips)} of at least {FEWEST_SLIPS} slips: which wrong ways do people use?",
            )
        return
    named = {known.slip_value(slip) for slip in known.slips}
    for choice in known.choices:
        if choice not in named and choice != known.right_value():
            yield Finding(
                known.id, f"The wrong choice “{choice}” has no slip of its own: what would you say to who chose it?"
            )
