"""Running nbgrader's converters in this process, configured exactly as its own commands would be."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import traitlets.log
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

from course.errors import CourseError

CONFIG = "nbgrader_config.py"


def configuration(folder: Path) -> Config:
    """What `nbgrader` run in this folder would be told.

    Raises:
        CourseError: when its configuration is missing or stops with an error.
    """
    try:
        return PyFileConfigLoader(CONFIG, path=str(folder)).load_config()
    except ConfigFileNotFound:
        raise CourseError(f"{folder / CONFIG} is missing; without it nbgrader does not know the course.") from None
    except CourseError:
        raise
    except Exception as problem:
        raise CourseError(
            f"{folder / CONFIG} stops with {type(problem).__name__} ({problem}); mend it, or make the cohort anew."
        ) from problem


def course_directory(folder: Path, config: Config, assignment: str, participant: str = "*") -> CourseDirectory:
    """The view that nbgrader has of the folder, for one assignment and one participant."""
    return CourseDirectory(config=config, root=str(folder), assignment_id=assignment, student_id=participant)


def run(converter: type[BaseConverter], directory: CourseDirectory, config: Config) -> str | None:
    """Run a converter, overwriting what is there.

    Returns:
        None when it went well, else the last line of the error that nbgrader logged.
    """
    heard = _LastError()
    logger = traitlets.log.get_logger()
    logger.addHandler(heard)
    try:
        # A kernel writes its own warnings straight to the terminal, past every log.
        quiet = Config({"Execute": {"extra_arguments": ["--log-level=ERROR"]}})
        quiet.merge(config)
        work: Any = converter(coursedir=directory, config=quiet)
        work.force = True
        work.start()
    except NbGraderException as problem:
        return heard.line or str(problem)
    except SystemExit:  # some of nbgrader's checks end the program
        return heard.line or "nbgrader gave up without saying why"
    finally:
        logger.removeHandler(heard)
    return None


class _LastError(logging.Handler):
    """Remembers the last line of the first traceback: that is the reason; what follows is about what followed."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.line = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Take the line out of a logged traceback."""
        text = record.getMessage()
        if "Traceback (most recent call last)" in text and not self.line:
            lines = [line.strip() for line in text.strip().splitlines() if line and not line.startswith((" ", "\t"))]
            self.line = lines[-1] if lines else ""


@contextmanager
def logged_to(file: Path) -> Iterator[None]:
    """Everything that nbgrader and the kernels' clients say goes to this file and nowhere else."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(file, mode="a", encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    own = traitlets.log.get_logger()
    loggers = [
        own,
        *(logging.getLogger(name) for name in ("nbgrader", "py.warnings", "tornado.application", "asyncio")),
    ]
    before = [(each, list(each.handlers), each.propagate, each.level) for each in loggers]
    for each in loggers:
        each.handlers = [handler]
        each.propagate = False
    own.setLevel(logging.INFO)
    logging.captureWarnings(True)
    # Python's debugger, loaded by every kernel, otherwise prints a warning about frozen modules to the terminal.
    quiet = os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    try:
        yield
    finally:
        logging.captureWarnings(False)
        for each, handlers, propagate, level in before:
            each.handlers, each.propagate = handlers, propagate
            each.setLevel(level)
        handler.close()
        os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = quiet
