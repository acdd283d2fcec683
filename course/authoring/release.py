"""From source/ to release/: nbgrader's own GenerateAssignment, run in a folder of its own."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from course import checkout
from course.authoring import changes
from course.authoring.pairs import as_json, canonical, read_notebook
from course.errors import CourseError


class _LastErrors(logging.Handler):
    """Keeps what nbgrader logs, so that the one line that matters can be shown."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    def reason(self) -> str:
        """The first exception's own line out of the tracebacks that nbgrader logs; later ones only wrap it."""
        text = "\n".join(self.lines)
        raised = re.search(r"^[\w.]+(?:Error|Exception): (.+)$", text, flags=re.MULTILINE)
        told = [line for line in text.splitlines() if line and not line.startswith((" ", "Traceback", "There was an"))]
        return raised[1] if raised else " ".join(told) or "nbgrader gave no reason"


def nbgrader_settings(root: Path) -> Config:
    """The course's nbgrader configuration, from the one place where it stands."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()


def generate(root: Path, workshop: str, workplace: Path, newest: Mapping[str, bytes] | None = None) -> Path:
    """Make a workshop's release folder in `workplace`, and enter its cells into `workplace/gradebook.db`.

    Args:
        root: the checkout.
        workshop: the folder's name in source/.
        workplace: an empty or half-built folder for this build; the checkout itself is only read.
        newest: path in the workshop's folder -> content, for files that are newer than what lies in the checkout.

    Returns:
        The folder that holds what participants get, with normalised notebooks.

    Raises:
        CourseError: when nbgrader refuses the workshop, with its reason.
    """
    folder = workplace / "source" / workshop
    # A build that was interrupted leaves parts of files, and nbgrader would hand them out, answers included.
    shutil.copytree(
        root / "source" / workshop, folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints", changes.PARTS)
    )
    for name, content in (newest or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    checkout.put_own_programs_on_path()
    config = nbgrader_settings(root)
    config.CourseDirectory.root = str(workplace)
    config.CourseDirectory.assignment_id = workshop
    config.CourseDirectory.db_url = f"sqlite:///{workplace / 'gradebook.db'}"
    log = logging.getLogger("traitlets")
    heard, before, propagate = _LastErrors(), log.level, log.propagate
    log.addHandler(heard)
    log.setLevel(logging.ERROR)
    log.propagate = False
    others = [handler for handler in log.handlers if handler is not heard]
    for handler in others:
        log.removeHandler(handler)
    try:
        converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
        converter.log = log
        converter.start()
    except NbGraderException:
        raise CourseError(f"source/{workshop} cannot be released: {heard.reason()}") from None
    finally:
        log.removeHandler(heard)
        for handler in others:
            log.addHandler(handler)
        log.setLevel(before)
        log.propagate = propagate
    made = workplace / "release" / workshop
    for path in made.glob("*.ipynb"):
        notebook = canonical(read_notebook(path))
        for cell in notebook.cells:
            _refuse_marks(cell, workshop)
        path.write_text(as_json(notebook), encoding="utf-8", newline="\n")
    return made


def _refuse_marks(cell: NotebookNode, workshop: str) -> None:
    """A mark that nbgrader did not take out was spelt wrongly, and what it should have hidden stands there still."""
    left = re.search(
        r"^.*#\s*(?:BEGIN|END) (?:\w+ )?(?:SOL|HID|MARK|TEST).*$", cell.source, re.MULTILINE | re.IGNORECASE
    )
    if left:
        raise CourseError(
            f"source/{workshop} cannot be released: the cell {cell.id} would show participants the line "
            f"“{left[0].strip()}” and what it was to hide; spell the marks as in ### BEGIN HIDDEN TESTS."
        )
