"""nbgrader's Autograde in two halves, with room between them for running the notebook elsewhere.

The first half sanitises: it restores locked cells and hidden tests from the gradebook. The second records what came
out. Both are nbgrader's own code and its own lists of preprocessors; only its running of the notebook is left out.
"""

from __future__ import annotations

from pathlib import Path

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from traitlets import Dict, Unicode
from traitlets.config import Config

from course.grading.execute import EngineExecute, put_outputs

WAITING = ".ldt/sanitised"
"""Where sanitised submissions wait for their run, in the cohort's folder."""


class Sanitise(Autograde):
    """The first half: submitted/ is read; the sanitised notebook, without outputs, goes to WAITING."""

    @property
    def _output_directory(self) -> str:
        return WAITING

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Sanitise one notebook."""
        self._sanitizing = True
        self._init_preprocessors()
        super(Autograde, self).convert_single_notebook(notebook_filename)

    def set_permissions(self, assignment_id: str, student_id: str) -> None:
        """Not yet: the second half still has to write."""


class TakeOutcome(NbGraderPreprocessor):
    """Stands where the notebook would be run: the outputs come from a run that is over."""

    outcomes = Dict(key_trait=Unicode(), help="notebook name -> the notebook that ran, as JSON text").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Give the cells the outputs of the run."""
        return put_outputs(nb, self.outcomes[resources["nbgrader"]["notebook"]]), resources


class Record(Autograde):
    """The second half: the sanitised notebook has been moved to autograded/; now the outputs and the marks go in."""

    _sanitizing = False

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        """The destination is there already."""
        return True

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """The first half entered the submission and brought the files."""

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Record one notebook."""
        self._init_preprocessors()
        super(Autograde, self).convert_single_notebook(notebook_filename)


def recording(config: Config, outcomes: dict[str, str]) -> Config:
    """The configuration for `Record`: nbgrader's list of steps, with the outcomes in place of the run.

    Args:
        config: the course's.
        outcomes: notebook name -> the notebook that ran, as JSON text.
    """
    named = config.Autograde.get("autograde_preprocessors")
    steps = named or Autograde.class_traits()["autograde_preprocessors"].default()
    runs = (Execute, EngineExecute)
    own = Config()
    own.merge(config)
    own.Autograde.autograde_preprocessors = [
        TakeOutcome if isinstance(step, type) and issubclass(step, runs) else step for step in steps
    ]
    own.TakeOutcome.outcomes = outcomes
    return own


def waiting(folder: Path, participant: str, assignment: str) -> Path:
    """Where a participant's sanitised submission waits."""
    return folder / WAITING / participant / assignment
