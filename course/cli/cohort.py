"""`ldt cohort`: start a cohort's folder, fill one with simulated participants, or move its gradebook."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from course.cli.showing import path, several
from course.cohort.database import back_up
from course.cohort.folder import Cohort, move_gradebook, new_cohort
from course.cohort.simulate import PLAN
from course.cohort.simulate import simulate as fill
from course.grading.gradebook import gradebook_of, shown


@click.group()
def command() -> None:
    """Start a cohort's folder, fill one with simulated participants, or move its gradebook."""


@command.command()
@click.argument("name")
@click.option("--at", required=True, type=click.Path(path_type=Path), help="The folder to make, outside git's view.")
@click.option(
    "--start",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The first day, such as 2027-01-11; the next Monday unless given.",
)
@click.option("--gradebook", metavar="URL", help="A database for the marks, when several tutors mark at once.")
def new(name: str, at: Path, start: datetime | None, gradebook: str | None) -> None:
    """Make the folder of the cohort NAME, with an empty gradebook whose due dates count from its first day."""
    first: date | None = start.date() if start else None
    cohort = new_cohort(name, at, first, gradebook)
    click.echo(
        f"Cohort {cohort.name}, which starts on {cohort.start:%A} {cohort.start.isoformat()}, "
        f"is in {path(cohort.path)}."
    )
    click.echo(
        f"List the people under participants in {path(cohort.path)}/cohort.yaml; then somebody missing is noticed."
    )
    click.echo(
        f"Put submissions in {path(cohort.path)}/submitted/PERSON/WORKSHOP/, then: ldt grade {path(cohort.path)}"
    )


@command.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--participants", default=12, show_default=True, help="How many people to make up.")
@click.option("--seed", default=7, show_default=True, help="The same seed gives the same submissions.")
@click.option("--assignment", help="One workshop; every released one unless given.")
def simulate(folder: Path, participants: int, seed: int, assignment: str | None) -> None:
    """Fill a cohort's FOLDER with made-up people and submissions, to try marking and reports on."""
    cohort = fill(Cohort.open(folder), participants, seed, assignment)
    click.echo(
        f"{several(len(cohort.participants), 'simulated participant')} in {path(cohort.path)}; "
        f"what was planted for whom is in {path(cohort.path / PLAN)}."
    )


@command.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--move-to", metavar="ADDRESS", help="An empty database to move it to, or the word “file” to move it back."
)
@click.option("--copy-to", metavar="FILE", type=click.Path(path_type=Path), help="A new file to back it up into.")
def gradebook(folder: Path, move_to: str | None, copy_to: Path | None) -> None:
    """Say where the marks of a cohort's FOLDER are kept; move them, or back them up."""
    if move_to and copy_to:
        raise click.UsageError("Move it or copy it, one at a time.")
    cohort = Cohort.open(folder)
    if copy_to is not None:
        rows = back_up(cohort.gradebook_url, copy_to.expanduser().absolute())
        click.echo(f"The gradebook of {path(cohort.path)}, {several(rows, 'row')}, is copied to {path(copy_to)}.")
    elif move_to is not None:
        before = shown(cohort.gradebook_url)
        cohort, aside = move_gradebook(cohort, None if move_to == "file" else move_to)
        click.echo(f"The gradebook of {path(cohort.path)} is in {shown(cohort.gradebook_url)} from now on.")
        click.echo(f"The old one is kept as {path(aside)}." if aside else f"{before} still holds the old one.")
    else:
        with gradebook_of(cohort) as book:
            people, work = len(book.students), sum(len(each.submissions) for each in book.assignments)
        click.echo(
            f"The gradebook of {path(cohort.path)} is in {shown(cohort.gradebook_url)}: "
            f"{several(people, 'participant')}, {several(work, 'submission')}."
        )
