"""`ldt demo`: the whole loop on a simulated cohort of twelve."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from nbgrader.utils import rmtree

from course import checkout
from course.authoring.build import build_course
from course.cli import report as reporting
from course.cli.showing import path, progress, several
from course.cohort.folder import FILE, maker_of, new_cohort
from course.cohort.report import build_report, write_report
from course.cohort.simulate import simulate
from course.errors import CourseError
from course.grading.execution.sandbox import why_not
from course.grading.executors import Local
from course.grading.feedback import write_feedback
from course.grading.marking import grade_cohort, submitted_assignments
from course.grading.place import Step

PEOPLE = 12
SEED = 7
START = date(2027, 1, 11)


@click.command()
@click.option(
    "--at",
    type=click.Path(path_type=Path),
    help="Where to put the cohort; demo-cohort in the course's folder unless given.",
)
def command(at: Path | None) -> None:
    """Build the course, make up a cohort of twelve, mark it, write feedback and the report, and say where to look."""
    root = checkout.root()
    folder = (at or root / "demo-cohort").expanduser().absolute()
    clear_earlier(folder)
    with progress("Building the course") as step:
        built = build_course(root, lambda words: step(Step(0, 1, words)))
    made = ", ".join(built.rebuilt) or "nothing, all of it is fresh"
    click.echo(f"Built: {made}.")
    cohort = simulate(new_cohort("demo", folder, START, made_by="ldt demo"), PEOPLE, SEED)
    reason = why_not()
    if reason:
        click.echo(f"{reason} The demo's participants are made up, so it marks them without a sandbox.")
    for name in submitted_assignments(cohort):
        with progress(f"Marking {name}") as step, Local(walled=reason is None) as executor:
            result = grade_cohort(cohort, name, step, executor=executor)
        with progress(f"Feedback on {name}") as step:
            pages = write_feedback(cohort, name, step).pages
        click.echo(
            f"{name}: {several(result.count('marked'), 'submission')} marked, "
            f"{several(len(pages), 'feedback page')} written."
        )
    report = build_report(cohort)
    reporting.show(report, write_report(cohort, report))
    first = next(iter(sorted((cohort.path / "feedback").glob("*/*/*.html"))), None)
    if first:
        click.echo(f"Feedback: one page for each participant, such as {path(first)}")
    click.echo("Everybody in this cohort is made up. Run `ldt cohort new` to start a real one.")


def clear_earlier(folder: Path) -> None:
    """Remove the cohort of an earlier demo; anything else that is there stays.

    Raises:
        CourseError: when the folder holds something that the demo did not make.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not (folder / FILE).is_file() or maker_of(folder) != "ldt demo":
        raise CourseError(
            f"{folder} was not made by `ldt demo`, so it will not be replaced; move it away, or give another folder "
            "with --at."
        )
    # What says that the folder is a demo's goes last, so that an interrupted removal can be taken up again.
    for each in sorted(folder.iterdir(), key=lambda path: path.name == FILE):
        if each.is_dir() and not each.is_symlink():
            rmtree(str(each))
        else:
            each.unlink()
    folder.rmdir()
