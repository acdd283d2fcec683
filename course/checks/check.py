"""`check(...)`: the last line of every check cell."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from typing import Any

from course.checks.answer import is_blank
from course.checks.card import Card, Tone
from course.checks.diagnosis import Diagnosis, diagnose
from course.checks.exercise import Exercise, Value
from course.checks.form import Form
from course.checks.formula import ask_ahead
from course.checks.mark import Mark, Outcome
from course.checks.notebook import line_not_taken
from course.checks.other_figures import first_other, is_at_risk
from course.checks.weeks import definition
from course.quantities import NotANumberError, read, show

NEAR_MISS_SHARE = 0.25
"""The right number in the wrong unit, or with its sign turned round, earns this share of an exercise's points."""

_MOST_SHOWN = 20
"""Entries of a list that a card shows."""

_AGAIN = "Change the line, run it, then run this check again: you can try as often as you like."
_TONES: dict[Outcome, Tone] = {"right": "right", "transfer": "close", "slip": "close", "wrong unit": "close"}
_TONES |= {"typed in": "close", "wrong sign": "close"}


def check(
    exercise: str | Exercise | Form,
    given: Any = ...,
    *,
    also: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    guess: Any = None,
) -> Mark:
    """Check an answer and say what was found.

    Args:
        exercise: the stem of the exercise's grade_ids ("w05-payback"), or the definition itself.
        given: the participant's answer: a value, a function of the named inputs, or a filled-in form.
        also: hidden cases on other figures, in grading only: the transfer points are earned when the formula holds on
            all of them.
        guess: what the participant guessed before any number was shown; said beside the result.

    Returns:
        A Mark: points as its plain text, a card as its HTML. It never raises for anything a participant can do.

    Raises:
        KeyError: when no exercise has that id (an author's mistake, found by the build).
    """
    known = definition(exercise) if isinstance(exercise, str) else exercise
    if line_not_taken(known.id):
        return _not_taken(known)
    if isinstance(known, Form):
        return _mark_form(known, given)
    cases = [] if also is None else [also] if isinstance(also, Mapping) else list(also)
    if _marking() and known.inputs:
        ask_ahead(given, [known.inputs, *first_other(known), *cases])
    found = diagnose(known, given)
    if found.outcome != "right":
        return _not_yet(known, found)
    if also is None:
        return _right(
            known,
            known.visible_points,
            guess,
            at_risk=not _marking() and known.transfer_points > 0 and is_at_risk(known, given),
        )
    if all(diagnose(known, given, case).outcome == "right" for case in cases):
        return _right(known, known.points, guess)
    return _right_here_only(known, found)


def _marking() -> bool:
    """Whether a tutor's machine runs this: the hidden case then decides what a warning would only guess."""
    return os.environ.get("NBGRADER_EXECUTION") == "autograde"


def _not_taken(known: Exercise | Form) -> Mark:
    where = (
        f"The answer cell of “{known.title}” stopped with a red message, so the computer did not take what you wrote. "
        "Mend it and run it again."
    )
    signs = (
        'Look for a missing bracket or quotation mark, curly quotation marks “ ” (write " "), a £ or % sign, a comma '
        "inside a number (write 65000), x or × for times (write *), ÷ (write /), or a long dash − (write -)."
    )
    if isinstance(known, Form):
        signs += " Is a comma at the end of a line lost? Each line of the form needs one."
    card = Card(
        known.title,
        "ask",
        "Not yet: your last line was not taken",
        (where, signs),
        _points_line(0, known.points, _AGAIN),
    )
    return Mark(known.id, 0.0, known.points, "error", card)


def _points_line(points: float, out_of: float, more: str = "") -> str:
    unit = "point" if out_of == 1 else "points"
    return f"{points:g} of {out_of:g} {unit}. {more}".rstrip()


def _say(exercise: Exercise, value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    step = 1 if exercise.whole else exercise.nearest
    if isinstance(value, list):
        shown = [show(item, exercise.unit, step) for item in value[:_MOST_SHOWN]]
        return ", ".join([*shown, f"… ({len(value):,} in all)"] if len(value) > _MOST_SHOWN else shown)
    return show(value, exercise.unit, step)


def _right(exercise: Exercise, points: float, guess: Any, *, at_risk: bool = False) -> Mark:
    answer = _say(exercise, exercise.right_value())
    facts = dict(exercise.facts(**exercise.inputs)) if exercise.facts else {}
    body = [exercise.means.format(answer=answer, **facts)]
    guessed = _guess_sentence(exercise, guess)
    if guessed:
        body.append(guessed)
    if at_risk:
        last = "point is" if exercise.transfer_points == 1 else "points are"
        body.append(
            f"You typed a figure in, or left a name out: the last {last} at risk. Another firm has other figures, so "
            "write the name wherever a figure of the task has one."
        )
    waiting = exercise.points - points
    more = (
        f"{waiting:g} more is kept for marking: the formula must also work with another firm's figures, so use the "
        "names, not typed-in numbers."
        if waiting
        else ""
    )
    card = Card(exercise.title, "right", f"Right: {answer}", tuple(body), _points_line(points, exercise.points, more))
    return Mark(exercise.id, points, exercise.points, "right", card)


def _guess_sentence(exercise: Exercise, guess: Any) -> str:
    if is_blank(guess):
        return ""
    try:
        guessed = read(guess).value
    except NotANumberError:
        return ""
    return f"At the start you guessed {show(guessed, exercise.unit, exercise.nearest)}."


def _right_here_only(exercise: Exercise, found: Diagnosis) -> Mark:
    card = Card(
        exercise.title,
        "close",
        "Right for this firm, but not for another one",
        (
            "With another firm's figures the formula does not give the right result. Is a number typed in where a name "
            "belongs, or does it fit this firm only by chance?",
        ),
        _points_line(exercise.visible_points, exercise.points),
    )
    return Mark(exercise.id, exercise.visible_points, exercise.points, "transfer", card)


def _not_yet(exercise: Exercise, found: Diagnosis) -> Mark:
    share = exercise.points * NEAR_MISS_SHARE
    answer = _say(exercise, found.value)
    what: dict[Outcome, tuple[str, str, float]] = {
        "slip": (
            f"Not yet: {found.slip.name}" if found.slip else "",
            found.says,
            min(found.slip.points, share if found.typed else exercise.points) if found.slip else 0,
        ),
        "typed in": ("The right number, but no formula yet", found.says, share),
        "wrong unit": ("Not yet: the unit does not fit", found.says, share),
        "wrong sign": ("Not yet: right size, wrong sign", found.says, share),
        "wrong type": ("Not yet: this could not be read as an answer", found.says, 0),
        "error": ("Not yet: the formula could not be worked out", found.says, 0),
        "unanswered": (
            "Nothing filled in yet",
            f"{exercise.fill} If you have done so, run that cell (Shift+Enter) and look for a red message under it.",
            0,
        ),
        "other": (f"Not yet: {answer}", found.says or exercise.asks, 0),
    }
    headline, says, points = what[found.outcome]
    tone = _TONES.get(found.outcome, "ask")
    card = Card(exercise.title, tone, headline, (says,), _points_line(points, exercise.points, _AGAIN))
    return Mark(exercise.id, points, exercise.points, found.outcome, card, found.slip.name if found.slip else None)


def _mark_form(form: Form, given: Any) -> Mark:
    if is_blank(given):
        card = Card(
            form.title,
            "ask",
            "Nothing filled in yet",
            ("Replace each set of three dots with your own figure, then run that cell. A careful estimate will do.",),
            _points_line(0, form.points),
        )
        return Mark(form.id, 0.0, form.points, "unanswered", card)
    values, problems = form.read(given)
    if not problems:
        body = (
            *form.means(values),
            "These figures are yours: nobody marks whether they are good, only that they fit together.",
        )
        card = Card(
            form.title, "right", "Complete, and the figures fit together", body, _points_line(form.points, form.points)
        )
        return Mark(form.id, form.points, form.points, "right", card)
    if not values:
        outcome: Outcome = "unanswered"
        points = 0.0
    else:
        outcome = "partly"
        wanted = len(form.fields) + len(form.rules)
        met = wanted - len(problems) if len(values) == len(form.fields) else len(values)
        points = math.floor(form.points * met / wanted * 4) / 4  # in quarters, never rounded up to full
    card = Card(
        form.title,
        "ask",
        "Not complete yet" if len(values) < len(form.fields) else "Not yet: please look at this again",
        tuple(problems),
        _points_line(points, form.points, _AGAIN),
    )
    return Mark(form.id, points, form.points, outcome, card)
