"""`ldt`: one verb for each thing a person wants. Each verb is a module beside this one, loaded only when used."""

from __future__ import annotations

import errno
import importlib
import sys
from typing import Any

import click
from rich.console import Console

from course import __version__
from course.errors import CourseError

# verb -> (module under course.cli, one line of help). The module holds a click command named `command`.
VERBS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "Show the whole loop on a simulated cohort of twelve."),
    "lab": ("lab", "Open the course in JupyterLab, on your own copy."),
    "build": ("build", "Make release/, the seed gradebook and the derived tables from source/."),
    "cohort": ("cohort", "Start a cohort's folder, or fill one with simulated participants."),
    "grade": ("grade", "Mark what a cohort has submitted."),
    "feedback": ("feedback", "Write each participant's feedback pages."),
    "report": ("report", "Write the cohort's report: marks, who is missing, commonest slips."),
    "hub": ("hub", "Start a JupyterHub on this machine, to try the course as a class meets it."),
    "audit": ("audit", "Prove that checks accept what is right and reject what is wrong, and more."),
    "doctor": ("doctor", "Say what is missing on this machine and how to get it."),
    "test": ("test", "Set up what the tests need, and run them."),
    "bench": ("bench", "Measure what the course promises, and print it."),
}


class Verbs(click.Group):
    """The group of verbs, imported one at a time: a participant's `ldt lab` needs none of the tutor's libraries."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order in which a newcomer meets them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import the verb's module and hand back its command.

        Raises:
            CourseError: when a library that the verb needs is not installed.
        """
        if name not in VERBS:
            return None
        module, _ = VERBS[name]
        try:
            command: click.Command = importlib.import_module(f"course.cli.{module}").command
        except ModuleNotFoundError as missing:
            if missing.name and missing.name.split(".")[0] == "course":
                raise
            raise CourseError(
                f"`ldt {name}` needs the library {missing.name}, which is not installed here. "
                f"Run `{sys.executable} -m pip install -c requirements.lock -e '.[tutor]'` in the course's folder "
                "(for tests: '.[dev]')."
            ) from missing
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs without importing them."""
        with formatter.section("What you can ask for"):
            formatter.write_dl([(verb, text) for verb, (_, text) in VERBS.items()])


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ldt")
def ldt() -> None:
    """Leading Digital Transformation: author, release, mark and run the course."""


def main(arguments: list[str] | None = None) -> None:
    """Run `ldt`; whatever goes wrong ends in one sentence on standard error and a non-zero exit."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run one verb and give its exit code: 0 done, 1 could not be done, 2 asked for wrongly, 130 interrupted."""
    say = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        result: Any = ldt.main(args=arguments, prog_name="ldt", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except CourseError as problem:
        say.print(f"ldt: {problem}", markup=False)
        return 1
    except click.ClickException as problem:
        say.print(f"ldt: {problem.format_message()}", markup=False)
        if isinstance(problem, click.UsageError):
            say.print("ldt: `ldt --help` lists the verbs; `ldt VERB --help` explains one.", markup=False)
        return 2
    except (click.Abort, KeyboardInterrupt):
        say.print("ldt: stopped. What was already written is kept; run the same command to go on.", markup=False)
        return 130
    except OSError as problem:
        say.print(f"ldt: {sentence_for(problem)}", markup=False)
        return 1


def sentence_for(problem: OSError) -> str:
    """Turn the operating system's error into a sentence that says what to do.

    Errors that name no file are the program's own fault and are raised again.
    """
    where = problem.filename
    if where is None:
        if problem.errno == errno.ENOSPC:  # a disk that fills while a file is written names no file
            return "the disk is full; free some space and run the command again. What was written before is kept."
        raise problem
    advice = {
        errno.EROFS: f"{where} is on a disk that cannot be written to; choose a folder on another disk.",
        errno.EACCES: f"you have no permission for {where}; choose a folder of your own, or ask its owner.",
        errno.EPERM: f"you have no permission for {where}; choose a folder of your own, or ask its owner.",
        errno.ENOSPC: f"the disk is full, so {where} could not be written; free some space and run the command again.",
        errno.ENOENT: f"{where} does not exist; check the spelling, or run the step that makes it.",
        errno.ENOTDIR: f"{where} is not a folder; give a folder.",
        errno.EISDIR: f"{where} is a folder; give a file.",
    }
    return advice.get(problem.errno or 0, f"{where} could not be read or written: {problem.strerror}.")
