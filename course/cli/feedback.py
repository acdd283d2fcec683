"""`ldt feedback`: write each participant's feedback pages."""

from __future__ import annotations

from pathlib import Path

import click

from course.cli.showing import path, progress, several
from course.cohort.folder import Cohort
from course.grading.feedback import write_feedback
from course.grading.marking import submitted_assignments


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("assignment", required=False)
def command(folder: Path, assignment: str | None) -> int:
    """Write the feedback pages of a cohort's FOLDER; every workshop, or only ASSIGNMENT."""
    cohort = Cohort.open(folder)
    failed = False
    for name in [assignment] if assignment else submitted_assignments(cohort):
        with progress(f"Feedback on {name}") as step:
            result = write_feedback(cohort, name, step)
        if result.pages or result.problems:
            click.echo(f"{name}: {several(len(result.pages), 'page')} in {path(cohort.path / 'feedback')}.")
        else:
            click.echo(f"{name}: nothing has been marked yet; run `ldt grade {path(cohort.path)}` first.")
        for problem in result.problems:
            click.echo(f"  {problem.says}")
            failed = True
    return 1 if failed else 0
