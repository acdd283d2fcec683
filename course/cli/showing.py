"""How the verbs show progress and tables: richly on a terminal, as plain lines anywhere else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from course.grading.place import OnProgress, Step

_MOST_SAID = 60


@contextmanager
def progress(what: str) -> Iterator[OnProgress]:
    """A bar on standard error while work is done; nothing at all when that is not a terminal."""
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[worst]}", markup=False),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None, rate="", worst="")
        worst = Worst()

        def step(now: Step) -> None:
            speed = bar.tasks[0].finished_speed or bar.tasks[0].speed
            bar.update(
                task,
                completed=now.done,
                total=now.total,
                description=f"{what}: {now.participant}",
                rate=f"{60 * speed:,.0f} a minute" if speed else "",
                worst=worst.after(now),
            )

        yield step


class Worst:
    """The worst thing that has happened so far: what could not be marked comes before what was only remarked on."""

    def __init__(self) -> None:
        self._problems = 0
        self._says: tuple[int, str] = (0, "")

    def after(self, now: Step) -> str:
        """A few words for the end of the bar; empty while all is well."""
        self._problems += now.state == "problem"
        rank = 2 if now.state == "problem" else 1 if now.says else 0
        if rank > self._says[0]:
            self._says = (rank, now.says if len(now.says) <= _MOST_SAID else f"{now.says[:_MOST_SAID]}…")
        count = f"{self._problems} not marked: " if self._problems > 1 else ""
        return count + self._says[1]


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on standard output. Columns whose every entry is a number or empty stand right-aligned."""
    numeric = [all(_is_number(row[at]) for row in rows) for at in range(len(columns))]
    console = Console()
    if console.is_terminal:
        shown = Table(title=title, title_justify="left")
        for name, right in zip(columns, numeric, strict=True):
            shown.add_column(name, justify="right" if right else "left")
        for row in rows:
            shown.add_row(*row)
        console.print(shown, markup=False)
        return
    widths = [max(len(line[at]) for line in [columns, *rows]) for at in range(len(columns))]
    click.echo(title)
    for line in [columns, *rows]:
        cells = [
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(line, widths, numeric, strict=True)
        ]
        click.echo("  " + "  ".join(cells).rstrip())


def _is_number(text: str) -> bool:
    return text in ("", "–") or text.replace(".", "", 1).lstrip("-").isdigit()


def points(value: float | None) -> str:
    """Points as people write them; a dash where there are none."""
    return "–" if value is None else f"{value:g}"


def path(file: Path) -> str:
    """A path as short as it can be said from here."""
    try:
        return file.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(file)


def several(count: int, one: str, many: str = "") -> str:
    """A count with its noun: "1 submission", "12 submissions"."""
    return f"{count} {one if count == 1 else many or one + 's'}"
