"""Going through the rules: every rule on every workshop, then on what belongs to none of them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course.audit.findings import Finding, Result
from course.audit.rules import (
    clean_run,
    collisions,
    content,
    facts,
    fresh,
    golden,
    leaks,
    metadata,
    mutation,
    pictures,
    rendered,
    right_forms,
)
from course.audit.tools import Tools
from course.audit.workshop import Workshop, workshops
from course.errors import CourseError
from course.grading.place import nearest

RULES: tuple[Any, ...] = (
    fresh,
    golden,
    mutation,
    right_forms,
    collisions,
    leaks,
    metadata,
    content,
    facts,
    pictures,
    rendered,
    clean_run,
)
"""Modules, each a `course.audit.findings.Rule`, in the order in which they are held and shown."""

WHOLE_COURSE = "whole course"


@dataclass(frozen=True)
class Held:
    """What came of holding one rule against one workshop.

    Args:
        result: what the rule answered, or a finding that it could not.
        seconds: how long it took.
    """

    result: Result
    seconds: float


@dataclass
class Row:
    """One workshop, or the whole course.

    Args:
        name: the workshop's folder, or WHOLE_COURSE.
        held: by the rules' names, in their order; a rule that has nothing to say of this row is not in it.
    """

    name: str
    held: dict[str, Held] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether every rule that was held against it holds."""
        return all(each.result.ok for each in self.held.values())

    @property
    def measures(self) -> dict[str, Any]:
        """The figures of all its rules."""
        return {name: value for each in self.held.values() for name, value in each.result.measures.items()}


@dataclass
class Audit:
    """What an audit came to.

    Args:
        columns: the names of the rules that were held, in order.
        every: whether that was all of them.
        rows: one for each workshop, and one for the whole course.
        seconds: how long it all took.
    """

    columns: tuple[str, ...]
    every: bool
    rows: list[Row] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether nothing was found. An audit that looked at nothing proves nothing."""
        return any(row.held for row in self.rows) and all(row.ok for row in self.rows)


OnStep = Callable[[int, int, str], None]
"""Called before each piece of work: how many are done, of how many, and what is next."""


def audit(
    tools: Tools,
    chosen: Sequence[Workshop],
    rules: Sequence[Any] | None = None,
    on_step: OnStep = lambda done, total, what: None,
    *,
    with_course: bool = True,
) -> Audit:
    """Hold rules against workshops, one after the other.

    Args:
        tools: for the checkout that is looked at.
        chosen: the workshops.
        rules: modules of `course.audit.rules`; all of them unless given.
        on_step: told of the progress.
        with_course: False leaves out what belongs to no workshop.
    """
    began = time.monotonic()
    held = RULES if rules is None else tuple(rules)
    found = Audit(tuple(rule.NAME for rule in held), len(held) == len(RULES))
    rows = _rows(chosen, with_course)
    work = [(row, rule, workshop) for workshop, row in rows for rule in held if _has(rule, workshop)]
    found.rows = list({id(row): row for row, _, _ in work}.values())
    for done, (row, rule, workshop) in enumerate(work):
        on_step(done, len(work), f"{row.name}, {rule.NAME}")
        row.held[rule.NAME] = hold(rule, workshop, tools)
    found.seconds = time.monotonic() - began
    return found


def _rows(chosen: Sequence[Workshop], with_course: bool) -> list[tuple[Workshop | None, Row]]:
    last: list[tuple[Workshop | None, Row]] = [(None, Row(WHOLE_COURSE))] if with_course else []
    return [*((workshop, Row(workshop.name)) for workshop in chosen), *last]


def _has(rule: Any, workshop: Workshop | None) -> bool:
    return hasattr(rule, "look" if workshop is not None else "look_at_course")


def hold(rule: Any, workshop: Workshop | None, tools: Tools) -> Held:
    """Hold one rule against a workshop, or against the whole course when that is None.

    A rule that comes to grief, or could not be held because something is missing on this machine, does not hold.
    """
    began = time.monotonic()
    where = workshop.name if workshop is not None else WHOLE_COURSE
    try:
        result = rule.look(workshop, tools) if workshop is not None else rule.look_at_course(tools)
        if not isinstance(result, Result):
            raise TypeError(f"it answered with {type(result).__name__}, not with a Result")
    except CourseError as problem:
        result = Result(findings=(Finding(where, f"The rule “{rule.NAME}” could not be held: {problem}"),))
    except FileNotFoundError as problem:
        says = f"The rule “{rule.NAME}” needs {_short(problem, tools.root)}, which is not there: run `ldt build`."
        result = Result(findings=(Finding(where, says),))
    except (Exception, SystemExit) as problem:  # whatever a rule does, the others are held all the same
        words = " ".join(str(problem).split())
        error = f"{type(problem).__name__}: {words}" if words else type(problem).__name__
        result = Result(findings=(Finding(where, f"The rule “{rule.NAME}” came to grief: {error[:300]}"),))
    return Held(result, time.monotonic() - began)


def _short(problem: FileNotFoundError, root: Path) -> str:
    """The missing file, from the checkout's root where it lies in it."""
    path = Path(str(problem.filename)) if problem.filename else None
    if path is None:
        return "a file"
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


# ---- what a person asks for


def chosen_workshops(root: Path, asked: Sequence[str]) -> list[Workshop]:
    """The workshops that somebody names, in order of weeks; all that exist when none is named.

    Args:
        root: the checkout.
        asked: such as "week05-appraisal", "week05", "w05" or "5".

    Raises:
        CourseError: when there is none of a name, or none at all.
    """
    there = {workshop.name: workshop for workshop in workshops(root)}
    if not there:
        raise CourseError(f"{root / 'source'} holds no workshop, so there is nothing to audit.")
    names = {_name(word, there) for word in asked} or set(there)
    return [workshop for name, workshop in there.items() if name in names]


def _name(word: str, there: Mapping[str, Workshop]) -> str:
    number = re.fullmatch(r"(?:week|w)?\s*0*(\d{1,2})", word.strip(), re.IGNORECASE)
    found = [name for name in there if name == word or (number and int(name[4:6]) == int(number[1]))]
    if len(found) != 1:
        raise CourseError(f"There is no workshop “{word}” in source/: {nearest(word, there)}.".replace("?.", "?"))
    return found[0]


def chosen_rules(asked: Sequence[str]) -> tuple[Any, ...]:
    """The rules that somebody names, in the order in which they are held; all of them when none is named.

    Raises:
        CourseError: when there is none of a name.
    """
    names = [rule.NAME for rule in RULES]
    for word in asked:
        if word not in names:
            raise CourseError(f"There is no rule “{word}”: {nearest(word, names)}.".replace("?.", "?"))
    return tuple(rule for rule in RULES if not asked or rule.NAME in asked)
