"""What an audit found, as a table, as sentences and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course.audit.run import WHOLE_COURSE, Audit, Held, Row

MEASURES = (
    "mutants", "killed", "equivalent", "survivors", "right_forms", "right_rejected", "slips_per_exercise_min",
    "collisions", "leaks", "axe_violations", "fk_grade", "minutes", "seconds_to_run",
)  # fmt: skip
"""What the JSON gives for every workshop, under the names that the rules give; null where a rule was not held."""


def columns(audit: Audit) -> list[str]:
    """The headings of the table."""
    return ["workshop", *audit.columns]


def rows(audit: Audit) -> list[list[str]]:
    """The lines of the table: "ok", how many things are wrong, or a dash where a rule has nothing to say."""
    return [[row.name, *(_said(row.held.get(name)) for name in audit.columns)] for row in audit.rows]


def _said(held: Held | None) -> str:
    if held is None:
        return "–"
    return "ok" if held.result.ok else f"{len(held.result.findings)} wrong"


def sentences(audit: Audit) -> list[tuple[str, list[str]]]:
    """What is wrong: the name of each row where something is, and a line for each finding."""
    return [
        (
            row.name,
            [
                f"{name}: {finding.where}: {finding.says}"
                for name, held in row.held.items()
                for finding in held.result.findings
            ],
        )
        for row in audit.rows
        if not row.ok
    ]


def summary(audit: Audit) -> str:
    """One line: what was looked at, what came of it, and how long it took."""
    wrong = sum(len(held.result.findings) for row in audit.rows for held in row.held.values())
    held = sum(len(row.held) for row in audit.rows)
    rules = "every rule" if audit.every else "the rules " + ", ".join(audit.columns)
    came = "nothing is wrong" if audit.ok else "nothing was looked at" if not held else f"{wrong} wrong"
    return f"Held {rules} in {audit.seconds:.0f} s: {came}."


def as_json(audit: Audit) -> dict[str, Any]:
    """The audit as JSON holds it."""
    about = {row.name: _row(row, audit.columns) for row in audit.rows}
    course = about.pop(WHOLE_COURSE, None)
    return {
        "ok": audit.ok,
        "every_rule": audit.every,
        "seconds": round(audit.seconds, 2),
        "workshops": {name: {**dict.fromkeys(MEASURES), **row} for name, row in about.items()},
        "course": course,
    }


def _row(row: Row, names: tuple[str, ...]) -> dict[str, Any]:
    rules = {name: _rule(row.held[name]) for name in names if name in row.held}
    return {**row.measures, "ok": row.ok, "rules": rules}


def _rule(held: Held) -> Mapping[str, Any]:
    return {
        "ok": held.result.ok,
        "findings": [{"where": finding.where, "says": finding.says} for finding in held.result.findings],
        "measures": dict(held.result.measures),
        "seconds": round(held.seconds, 2),
    }
