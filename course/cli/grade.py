"""`ldt grade`: mark what a cohort has submitted."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from course.cli.showing import path, progress, several
from course.cohort.folder import Cohort
from course.grading import nbgrader_run
from course.grading.cluster import Dask
from course.grading.execution.limits import Limits
from course.grading.executors import Local
from course.grading.marking import GradeResult, grade_cohort, misplaced, submitted_assignments

UNSANDBOXED = (
    "Marked without a sandbox: the participants' code ran with your rights, so it could read and change your files."
)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("assignment", required=False)
@click.option("--force", is_flag=True, help="Mark what is unchanged since the last time too.")
@click.option("--workers", type=click.IntRange(1, 64), help="How many of this machine's cores to use; all of them.")
@click.option("--scheduler", metavar="ADDRESS", help="Run them on a dask.distributed cluster, such as tcp://host:8786.")
@click.option("--unsandboxed", is_flag=True, help="Run participants' code with your own rights. Think first.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(
    folder: Path,
    assignment: str | None,
    force: bool,
    workers: int | None,
    scheduler: str | None,
    unsandboxed: bool,
    as_json: bool,
) -> int:
    """Mark what is new or changed in a cohort's FOLDER; every workshop, or only ASSIGNMENT.

    Ends with exit code 1 when a submission could not be marked; the others are marked all the same.
    """
    if scheduler and workers:
        raise click.UsageError("--workers is for this machine; a cluster has as many as its workers. Leave one out.")
    cohort = Cohort.open(folder)
    cohort.enrol()
    names = [assignment] if assignment else submitted_assignments(cohort)
    results: list[GradeResult] = []
    if names:
        limits = Limits.configured(nbgrader_run.configuration(cohort.path))
        with executor_for(limits, workers, scheduler, walled=not unsandboxed) as executor:
            for name in names:
                with progress(f"Marking {name}") as step:
                    results.append(grade_cohort(cohort, name, step, executor=executor, force=force))
    if as_json:
        click.echo(json.dumps({"sandboxed": not unsandboxed, "results": [asdict(each) for each in results]}, indent=1))
    else:
        tell(cohort, results, unsandboxed=unsandboxed)
    return 1 if any(not problem.marked for each in results for problem in each.problems) else 0


def executor_for(limits: Limits, workers: int | None, scheduler: str | None, *, walled: bool) -> Local | Dask:
    """Where notebooks are run: this machine, or the cluster whose scheduler is named."""
    return Dask(scheduler, limits, walled=walled) if scheduler else Local(workers, limits, walled=walled)


def tell(cohort: Cohort, results: list[GradeResult], *, unsandboxed: bool) -> None:
    """Say what was marked and what a tutor has to know."""
    if unsandboxed:
        click.echo(UNSANDBOXED, err=True)
    said: set[str] = set()
    for result in results:
        marked, same, failed = (result.count(state) for state in ("marked", "unchanged", "problem"))
        click.echo(
            f"{result.assignment}: {several(marked, 'submission')} marked, {same} unchanged since the last time, "
            f"{failed} could not be marked."
        )
        for problem in result.problems:
            if problem.says not in said:
                click.echo(f"  {problem.says}")
            said.add(problem.says)
    if not results:
        click.echo(f"Nothing has been submitted in {path(cohort.path)} yet.")
        for problem in misplaced(cohort):
            click.echo(f"  {problem.says}")
