"""`ldt build`: make everything that is derived from source/ and the syllabus."""

from __future__ import annotations

from typing import Literal

import click
from rich.console import Console

from course import checkout
from course.authoring.build import build_course
from course.errors import CourseError


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; fail if a build would change anything.")
@click.option("--keep", type=click.Choice(["py", "ipynb"]), help="Which half of a pair wins when both changed.")
def command(check: bool, keep: Literal["py", "ipynb"] | None) -> None:
    """Make release/, the seed gradebook, the pairs and the programme's tables from source/ and the syllabus."""
    root = checkout.root()
    console = Console(stderr=True)
    with console.status("building") as status:  # quiet when not on a terminal
        found = build_course(root, lambda words: status.update(f"building: {words}"), check=check, master=keep)
    if check and found.written:
        listed = ", ".join(path.as_posix() for path in found.written[:5])
        how_many = "1 derived file is" if len(found.written) == 1 else f"{len(found.written)} derived files are"
        more = " and more" if len(found.written) > 5 else ""
        raise CourseError(f"{how_many} stale: {listed}{more}. Run `ldt build` and commit the result.")
    if not found.written:
        click.echo("Everything derived from source/ and the syllabus is fresh.")
    for path in found.written:
        click.echo(f"wrote {path.as_posix()}")
