"""nbgrader's own steps on one notebook, before and after it is run: sanitise, and record.

The lists of preprocessors are nbgrader's, as `c.Autograde` has them. Two steps are left out. Its running of the
notebook, since the engine does that. And its check of cell metadata, which takes more time than all the others:
intake has just given every cell the metadata of the release.

Each of nbgrader's steps opens the gradebook for itself and commits after each cell. Here those of them that are
nbgrader's own share one open gradebook (`course.grading.ledger`), and a submission's marks are one transaction.
"""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import traitlets.log
from nbformat import NotebookNode
from nbgrader.converters import Autograde
from nbgrader.preprocessors import CheckCellMetadata, Execute
from nbgrader.utils import parse_utc
from traitlets.config import Config

from course.grading.execute import EngineExecute
from course.grading.ledger import Ledger
from course.grading.notebooks import as_file, from_text

TIMESTAMP = "timestamp.txt"
_LEFT_OUT = (Execute, EngineExecute, CheckCellMetadata)

Step = Callable[[NotebookNode, dict[str, Any]], tuple[NotebookNode, dict[str, Any]]]


class Steps:
    """nbgrader's steps for one assignment of one gradebook.

    Args:
        config: the course's nbgrader configuration.
        gradebook_url: where the gradebook is.
        assignment: the workshop.
    """

    def __init__(self, config: Config, gradebook_url: str, assignment: str) -> None:
        self.gradebook_url = gradebook_url
        self.assignment = assignment
        self.ledger = Ledger(gradebook_url)
        self._before = _steps(config, "sanitize_preprocessors", self.ledger)
        self._after = _steps(config, "autograde_preprocessors", self.ledger)

    def enter(self, participant: str, timestamp: str | None) -> None:
        """Enter a submission into the gradebook, with the time at which it was handed in if that is known."""
        when: dict[str, datetime] = {"timestamp": parse_utc(timestamp.strip())} if timestamp else {}
        with self.ledger.open() as book:
            book.update_or_create_student(participant)
            book.update_or_create_submission(self.assignment, participant, **when)

    def sanitise(self, notebook: NotebookNode, name: str, participant: str) -> NotebookNode:
        """The notebook without outputs, with locked cells and hidden tests as the gradebook has them."""
        return self._through(self._before, notebook, name, participant)

    def record(self, ran: str, name: str, participant: str) -> NotebookNode:
        """Enter the marks of a notebook that has run into the gradebook; the notebook as it is to be kept.

        Args:
            ran: the notebook with its outputs, as JSON text.
            name: the notebook's name, without .ipynb.
            participant: whose it is.
        """
        return self._through(self._after, from_text(ran), name, participant)

    def _through(self, steps: list[Step], notebook: NotebookNode, name: str, participant: str) -> NotebookNode:
        about = {
            "notebook": name,
            "assignment": self.assignment,
            "student": participant,
            "db_url": self.gradebook_url,
        }
        resources: dict[str, Any] = {"nbgrader": about, "unique_key": name, "metadata": {"name": name}}
        with self.ledger.open():
            for step in steps:
                notebook, resources = step(notebook, resources)
        return notebook


def keep(folder: Path, notebooks: Mapping[str, NotebookNode], files: Mapping[str, bytes]) -> None:
    """Write a marked submission as nbgrader keeps it: its files, its notebooks, all of them read-only.

    Args:
        folder: a new folder, to be moved into autograded/ when it is complete.
        notebooks: by name, without .ipynb.
        files: the other files: path -> content.
    """
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    folder.mkdir(parents=True, exist_ok=True)
    for name, notebook in notebooks.items():
        (folder / f"{name}.ipynb").write_text(as_file(notebook), encoding="utf-8", newline="\n")
    for path in folder.rglob("*"):
        if path.is_file():
            os.chmod(path, stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)  # noqa: PTH101 - one call, on every system


def _steps(config: Config, name: str, ledger: Ledger) -> list[Step]:
    listed = config.Autograde.get(name) or Autograde.class_traits()[name].default()
    quiet = logging.getLogger(traitlets.log.get_logger().name)
    made: list[Step] = []
    for kind in listed:
        if not (isinstance(kind, type) and issubclass(kind, _LEFT_OUT)):
            made.append(ledger.sharing(kind)(config=config, log=quiet) if isinstance(kind, type) else kind)
    return made
