"""Submissions as `nbgrader autograde` and Formgrader's button read them: through intake, as `ldt grade` does.

nbgrader takes a submitted notebook as it lies there. A check cell that was deleted then has no mark and nobody is told,
and a damaged file ends in a traceback. `nbgrader_config.py` names `Received` as the exporter of Autograde, which is
what reads the notebook, so intake looks at it first. submitted/ is read, never written.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import IO, Any

from nbconvert.exporters import NotebookExporter
from nbgrader.coursedir import CourseDirectory

from course.errors import CourseError
from course.grading.intake.reception import receive
from course.grading.notebooks import from_text


class Received(NotebookExporter):
    """Reads a submitted notebook mended; any other, such as one in autograded/, as it is."""

    def from_file(self, file_stream: IO[str], resources: Any = None, **kw: Any) -> tuple[str, dict[str, Any]]:
        """Read a notebook and run nbgrader's steps on it.

        Args:
            file_stream: the open file.
            resources: nbgrader's, with the assignment, the notebook's name and whose it is.
            **kw: passed on.

        Raises:
            CourseError: when the submission cannot be marked; the sentence says why.
        """
        folder = Path(file_stream.name).parent
        about = (resources or {}).get("nbgrader")
        directory: CourseDirectory | None = getattr(self.parent, "coursedir", None)
        if not about or directory is None or folder != _submitted(directory, about):
            read: tuple[str, dict[str, Any]] = super().from_file(file_stream, resources=resources, **kw)
            return read
        with tempfile.TemporaryDirectory(prefix="ldt-intake-") as own:
            copy = Path(own, "copy")
            door = receive(folder, copy, [about["notebook"]])
            if door.refused:
                self.log.error(door.refused)
                raise CourseError(door.refused)
            for sentence in door.says:
                self.log.warning(sentence)
            notebook = from_text((copy / f"{about['notebook']}.ipynb").read_text(encoding="utf-8"))
        made: tuple[str, dict[str, Any]] = self.from_notebook_node(notebook, resources=resources, **kw)
        return made


def _submitted(directory: CourseDirectory, about: dict[str, str]) -> Path:
    """Where nbgrader looks for a submission."""
    return Path(directory.format_path(directory.submitted_directory, about["student"], about["assignment"]))
