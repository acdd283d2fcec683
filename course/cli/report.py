"""`ldt report`: write a cohort's report."""

from __future__ import annotations

from pathlib import Path

import click

from course.cli.showing import path, points, several, table
from course.cohort.folder import Cohort
from course.cohort.report import Mark, Report, Written, build_report, how_late, write_report


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Write the report of a cohort's FOLDER: marks, who is missing, commonest slips, what waits for a tutor."""
    cohort = Cohort.open(folder)
    report = build_report(cohort)
    show(report, write_report(cohort, report))


def show(report: Report, written: Written) -> None:
    """Print the marks, the commonest slips, what waits and where the report is."""
    for assignment in report.assignments:
        rows = [
            [mark.name, points(mark.auto), points(mark.manual), points(mark.total), _remarks(mark)]
            for mark in report.marks
            if mark.assignment == assignment["name"]
        ]
        title = f"{assignment['name']}: marks out of {assignment['max']:g}"
        table(title, ["participant", "checks", "tutor", "together", "remarks"], rows)
    slips = report.commonest_slips()
    if slips:
        rows = [[f"{each['count']} of {each['of']}", each["title"], each["slip"]] for each in slips]
        table("Commonest slips", ["how many", "exercise", "slip"], rows)
    if report.pending_manual:
        click.echo(f"{several(len(report.pending_manual), 'answer')} to be marked by a tutor.")
    for problem in report.problems:
        click.echo(f"{problem['says']}")
    click.echo(f"Report: {path(written.page)} (also {path(written.data)} and {path(written.table)})")


def _remarks(mark: Mark) -> str:
    said = {"missing": "nothing submitted", "problem": "could not be marked", "marked": ""}.get(
        mark.status, mark.status
    )
    parts = [
        said,
        f"{how_late(mark.seconds_late)} late" if mark.late else "",
        "waits for a tutor" if mark.needs_marking else "",
    ]
    return ", ".join(part for part in parts if part)
