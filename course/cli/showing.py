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


@contextmanager
def progress(what: str) -> Iterator[OnProgress]:
    """A bar on standard error while work is done; nothing at all when that is not a terminal."""
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)

        def step(now: Step) -> None:
            bar.update(task, completed=now.done, total=now.total, description=f"{what}: {now.participant}")

        yield step


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
