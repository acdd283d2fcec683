"""`ldt lab`: open the course in JupyterLab, on the participant's own copy."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import FrameType

import click

from course import checkout
from course.delivery import NOT_FOR_PARTICIPANTS, tell, update
from course.delivery import restore as put_back
from course.delivery.jupyter import command as jupyter_command
from course.delivery.jupyter import configure, environment
from course.errors import CourseError

PATIENCE_SECONDS = 15


@click.command("lab")
@click.option("--at", type=click.Path(path_type=Path), help="Your folder, if not my-course in the course's own.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option("--port", type=click.IntRange(1, 65535), help="Use this port, and no other.")
@click.option("--update-only", is_flag=True, help="Bring your copy up to date and stop there.")
@click.option("--restore", metavar="NAME", help="Put back the course's version of a workshop or file; yours is kept.")
def command(at: Path | None, no_browser: bool, port: int | None, update_only: bool, restore: str | None) -> int:
    """Bring your own copy of the course up to date, and open it in JupyterLab.

    Nothing that you changed is ever overwritten. Stop JupyterLab with Ctrl-C in this window.
    """
    top = checkout.root()
    copy = (at if at is not None else top / "my-course").resolve()
    refuse_the_courses_own(copy, top)
    roots = [top / "release", top / "notebooks"]
    if restore is not None:
        for line in tell(put_back(roots, copy, restore, leave_out=NOT_FOR_PARTICIPANTS), restored=True):
            click.echo(line)
        return 0
    click.echo(f"Your copy of the course is {copy}.")
    for line in tell(update(roots, copy, leave_out=NOT_FOR_PARTICIPANTS)):
        click.echo(line)
    return 0 if update_only else open_lab(copy, browser=not no_browser, port=port)


def refuse_the_courses_own(copy: Path, top: Path) -> None:
    """A person's work never goes among the course's own files.

    Raises:
        CourseError: when the copy would be the checkout itself, or lie in one of its folders.
    """
    if copy == top or copy in top.parents:
        raise CourseError(f"{copy} holds the course itself; give another folder, such as {top / 'my-course'}.")
    if top in copy.parents:
        first = copy.relative_to(top).parts[0]
        own = {"benchmarks", "course", "deploy", "docs", "notebooks", "release", "source", "tests"}
        if first in own or first.startswith("."):
            raise CourseError(f"{top / first} belongs to the course; give another folder, such as {top / 'my-course'}.")


def open_lab(copy: Path, *, browser: bool, port: int | None) -> int:
    """Run JupyterLab until it is stopped, and give its exit code (0 when it was stopped with Ctrl-C).

    Raises:
        CourseError: when the port that was asked for is taken.
    """
    if port is not None and taken(port):
        raise CourseError(f"Port {port} is in use by another program; give another with --port, or leave --port out.")
    configure(copy)
    click.echo("Opening JupyterLab. To stop it, press Ctrl-C in this window; your work is saved in your copy.")
    sys.stdout.flush()
    variables = environment(copy, os.environ)
    lab = subprocess.Popen(jupyter_command(copy, browser=browser, port=port), cwd=copy, env=variables)
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        return lab.wait()
    except KeyboardInterrupt:
        stop(lab)
        click.echo(f"Stopped. Your work is in {copy}; `ldt lab` opens it again.")
        return 0
    finally:
        signal.signal(signal.SIGTERM, before)


def stop(lab: subprocess.Popen[bytes]) -> None:
    """Let JupyterLab shut its kernels down, and end it if it does not.

    Ctrl-C reaches JupyterLab by itself; a plain request to end this program does not, so it is passed on.
    """
    try:
        lab.wait(timeout=1)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        lab.terminate()
    try:
        lab.wait(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        lab.kill()
        lab.wait()


def taken(port: int) -> bool:
    """Whether another program listens on this machine's `port`."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
