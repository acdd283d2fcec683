"""`ldt audit`: proof that the course is right, as a table, sentences and JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from course import checkout
from course.audit import frozen, telling
from course.audit.run import Audit, audit, chosen_rules, chosen_workshops
from course.audit.shares import audit_in_shares
from course.audit.tools import Tools
from course.cli.showing import path, table
from course.cli.showing import several as several_of

# What a table's column takes besides its widest entry, and what its edge takes.
_BETWEEN, _EDGE = 3, 1


@click.command()
@click.argument("weeks", metavar="[WEEK]...", nargs=-1)
@click.option("--json", "file", type=click.Path(path_type=Path), help="Write what was found to this file too.")
@click.option("--only", metavar="RULE", multiple=True, help="Hold this rule alone; may be given several times.")
@click.option("--workers", type=click.IntRange(1, 64), help="How many workshops at a time; one for each core.")
@click.option("--unsandboxed", is_flag=True, help="Run the course's notebooks with your own rights.")
@click.option("--freeze", is_flag=True, help="Only enter each WEEK's grade_ids into the list of those that stay.")
def command(
    weeks: tuple[str, ...],
    file: Path | None,
    only: tuple[str, ...],
    workers: int | None,
    unsandboxed: bool,
    freeze: bool,
) -> int:
    """Hold the course to its rules: every workshop, or each WEEK (such as 5, week05 or week05-appraisal).

    Ends with exit code 1 when anything is wrong. docs/audit.md says what each rule proves and how to mend what it
    finds.
    """
    root = checkout.root()
    if freeze:
        return _freeze(root, weeks)
    chosen, rules = chosen_workshops(root, weeks), chosen_rules(only)
    several = min(workers or os.cpu_count() or 1, len(chosen))
    with _progress() as now:
        if several > 1:
            found = audit_in_shares(root, chosen, rules, several, walled=not unsandboxed, on_step=now.step)
        else:
            with Tools(root, now.within, walled=not unsandboxed) as tools:
                found = audit(tools, chosen, rules, now.step)
    if file is not None:
        text = json.dumps(telling.as_json(found), indent=1, ensure_ascii=False, default=_plain)
        file.write_text(text + "\n", encoding="utf-8", newline="\n")
    tell(found)
    if file is not None:
        click.echo(f"All of it is in {path(file)}.")
    return 0 if found.ok else 1


def _freeze(root: Path, weeks: Sequence[str]) -> int:
    if not weeks:
        raise click.UsageError("--freeze wants the weeks whose grade_ids are to stay as they are, such as week05.")
    for workshop in chosen_workshops(root, weeks):
        added = frozen.freeze(root, workshop.name)
        click.echo(f"{workshop.name}: {several_of(added, 'grade_id')} entered in {frozen.PATH}.")
    return 0


class _Now:
    """Shows how far the audit has come, and what the rule that is being held says of itself."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("Looking at the course", total=None)
        self._what = ""

    def step(self, done: int, total: int, what: str) -> None:
        """The next rule."""
        self._what = what
        self._bar.update(self._task, completed=done, total=total, description=escape(what))

    def within(self, words: str) -> None:
        """A few words of the rule that is being held."""
        self._bar.update(self._task, description=escape(f"{self._what}: {words}"))


@contextmanager
def _progress() -> Iterator[_Now]:
    """A bar on standard error; nothing at all when that is not a terminal."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield _Now(bar)


def tell(found: Audit) -> None:
    """Print the table, what is wrong, and how it came out."""
    heads, rows = telling.columns(found), telling.rows(found)
    for group in _groups(heads, rows):
        places = [0, *group]
        table("What was found", [heads[at] for at in places], [[row[at] for at in places] for row in rows])
    for name, lines in telling.sentences(found):
        click.echo(f"\n{name}")
        for line in lines:
            click.echo(f"  {line}")
    click.echo(f"\n{telling.summary(found)}")


def _groups(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[int]]:
    """The rules' columns in groups that fit side by side beside the names; all together where it is no terminal."""
    console = Console()
    widths = [max(len(line[at]) for line in [heads, *rows]) + _BETWEEN for at in range(len(heads))]
    room = console.width - _EDGE - widths[0] if console.is_terminal else float("inf")
    groups: list[list[int]] = [[]]
    for at in range(1, len(heads)):
        if groups[-1] and sum(widths[each] for each in [*groups[-1], at]) > room:
            groups.append([])
        groups[-1].append(at)
    return groups


def _plain(value: Any) -> Any:
    """Numbers of numpy's, which JSON does not know."""
    return value.item() if hasattr(value, "item") else str(value)
