"""`ldt hub`: a JupyterHub on this machine, to try the course as a class meets it."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from types import FrameType

import click

from course import checkout
from course.errors import CourseError
from course.hub import needs
from course.hub.people import TUTORS_GROUP
from course.hub.roles import Role


@click.command("hub")
@click.option("--check", is_flag=True, help="Only say what is missing on this machine.")
@click.option(
    "--prepare",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Start nothing, but make the folders of a hub for a class, or put their permissions right.",
)
@click.option("--tutors", default=TUTORS_GROUP, show_default=True, help="The unix group of the tutors, for --prepare.")
def command(check: bool, prepare: Path | None, tutors: str) -> int:
    """Start a JupyterHub on this machine with a tutor and two participants, and leave nothing behind.

    It can be reached from this machine only. Stop it with Ctrl-C in this window.
    """
    if prepare is not None:
        return _prepare(prepare.absolute(), tutors)
    lacks = needs.missing_to_try()
    if lacks:
        raise CourseError("A hub cannot be started here yet.\n" + "\n".join(f"* {sentence}" for sentence in lacks))
    if check:
        click.echo("A hub can be started here: `ldt hub`.")
        return 0
    from course.hub.running import running
    from course.hub.trying import RELEASED, trial_site

    if needs.find_proxy() is None:
        click.echo(f"Getting the hub's proxy with npm, once, into {needs.proxy_folder()} …")
        needs.get_proxy()
    click.echo("Starting the hub …")
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        with trial_site() as trial, running(trial) as hub:
            click.echo(f"\nThe hub is at {hub.url} and can be reached from this machine only.\n")
            width = max(len(name) for name in hub.people)
            for person in hub.people.values():
                role = "a tutor" if person.role is Role.TUTOR else "a participant"
                click.echo(f"  {person.name:<{width}}  password {person.password}  ({role})")
            click.echo(f"\n{' and '.join(RELEASED)} is given out. Nothing here is kept: all of it goes when you stop.")
            click.echo("To stop, press Ctrl-C in this window.")
            sys.stdout.flush()
            _until_stopped()
    finally:
        signal.signal(signal.SIGTERM, before)
    click.echo("Stopped. Nothing is left of it.")
    return 0


def _prepare(folder: Path, tutors: str) -> int:
    from course.hub.site import prepare

    for line in prepare(folder, checkout.root(), tutors):
        click.echo(line)
    return 0


def _until_stopped() -> None:
    try:
        while True:
            signal.pause()
    except KeyboardInterrupt:
        click.echo("\nStopping …")


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
