"""Say in plain words what an update did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from course.delivery.outcome import Outcome, What


def tell(outcomes: Sequence[Outcome], restored: bool = False) -> list[str]:
    """Sentences for the person: what came, what was kept, and what they might want to do.

    Args:
        outcomes: what `update` or `restore` gave.
        restored: the outcomes are those of `restore`.
    """
    by: dict[What, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by[outcome.what].append(outcome)
    lines = []
    if by[What.NEW]:
        lines.append(f"{'Put back' if restored else 'New'}: {_units(by[What.NEW])}.")
    if by[What.UPDATED]:
        lines.append(f"Brought up to date: {_units(by[What.UPDATED])}.")
    for outcome in by[What.FRESH]:
        if restored:
            lines.append(f"Put back: {outcome.path}. Your own version is beside it: {outcome.beside}.")
        else:
            lines.append(
                f"{outcome.path} {outcome.why or 'has your work in it'}, so it was not touched. "
                f"The course's new version is beside it: {outcome.beside}."
            )
    for outcome in by[What.KEPT]:
        if outcome.beside:
            lines.append(f"{outcome.path} is yours and was kept; the course's newer version is {outcome.beside}.")
    own = [outcome for outcome in by[What.KEPT] if not outcome.beside]
    if own:
        lines.append(f"Kept as you left it: {_units(own)}.")
    for unit, several in _by_unit(by[What.DELETED]).items():
        name = several[0].path if len(several) == 1 else unit
        what = several[0].path if len(several) == 1 else f"{len(several)} files of {unit}"
        lines.append(f"You deleted {what}; `ldt lab --restore {_quoted(name)}` brings it back.")
    if by[What.WITHDRAWN]:
        lines.append(f"No longer part of the course, and kept in your copy: {_units(by[What.WITHDRAWN])}.")
    lines += [f"Left alone: {outcome.path} ({outcome.why})." for outcome in by[What.LEFT]]
    return lines or ["Everything is up to date."]


def _by_unit(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    units: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        units[outcome.path.split("/")[0]].append(outcome)
    return units


def _units(outcomes: Sequence[Outcome]) -> str:
    """The workshops that files belong to, with how many files of each: "start-here, week05-appraisal (3 files)"."""
    return ", ".join(
        unit if len(several) == 1 else f"{unit} ({len(several)} files)" for unit, several in _by_unit(outcomes).items()
    )


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name
