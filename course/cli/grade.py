"""`ldt grade`: mark what a cohort has submitted."""

from __future__ import annotations

from pathlib import Path

import click

from course.cli.showing import path, progress, several
from course.cohort.folder import Cohort
from course.grading.marking import grade_cohort, misplaced, submitted_assignments


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("assignment", required=False)
@click.option("--force", is_flag=True, help="Mark what is unchanged since the last time too.")
def command(folder: Path, assignment: str | None, force: bool) -> int:
    """Mark what is new or changed in a cohort's FOLDER; every workshop, or only ASSIGNMENT.

    Ends with exit code 1 when a submission could not be marked; the others are marked all the same.
    """
    cohort = Cohort.open(folder)
    cohort.enrol()
    names = [assignment] if assignment else submitted_assignments(cohort)
    if not names:
        click.echo(f"Nothing has been submitted in {path(cohort.path)} yet.")
        for problem in misplaced(cohort):
            click.echo(f"  {problem.says}")
        return 0
    said: set[str] = set()
    unmarked = False
    for name in names:
        with progress(f"Marking {name}") as step:
            result = grade_cohort(cohort, name, step, force=force)
        marked, same, failed = (result.count(state) for state in ("marked", "unchanged", "problem"))
        click.echo(
            f"{name}: {several(marked, 'submission')} marked, {same} unchanged since the last time, "
            f"{failed} could not be marked."
        )
        for problem in result.problems:
            if problem.says not in said:
                click.echo(f"  {problem.says}")
            said.add(problem.says)
            unmarked = unmarked or not problem.marked
    return 1 if unmarked else 0
