"""nbgrader's own commands on the engine: what `nbgrader autograde` and Formgrader's button run instead of a kernel."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Dict, Unicode

from course import checkout
from course.errors import CourseError
from course.grading.cluster import Dask
from course.grading.engine import Engine, Job, Outcome
from course.grading.execution.limits import Limits
from course.grading.notebooks import as_text, from_text


class EngineExecute(NbGraderPreprocessor):
    """Runs a sanitised notebook in the sandbox and has its checks judged; the same marks as `ldt grade` gives.

    In nbgrader_config.py: `c.EngineExecute.limits = {"cell_seconds": 60}` and so on; see `Limits` for the names.
    Where this machine can have no sandbox, `c.EngineExecute.scheduler = "tcp://HOST:8786"` has them run on a cluster.
    """

    limits = Dict(key_trait=Unicode(), help="caps on a submission, by name").tag(config=True)
    scheduler = Unicode(help="where to run notebooks: tcp://HOST:PORT of a dask.distributed cluster; else here").tag(
        config=True
    )
    sandboxed = Bool(True, help="False runs participants' code with your own rights").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Run the notebook and give its cells their outputs."""
        about = resources["nbgrader"]
        folder = Path(resources["metadata"]["path"])
        job = job_of(nb, folder, about["assignment"], about["notebook"])
        outcome = _engine(Limits(**self.limits), self.sandboxed, self.scheduler)(job)
        for sentence in outcome.says:
            self.log.warning("%s of %s: %s", about["notebook"], about["student"], sentence)
        return put_outputs(nb, outcome.notebook), resources


def job_of(notebook: NotebookNode, folder: Path, assignment: str, name: str) -> Job:
    """The job of running a sanitised notebook that lies in a folder with the submission's other files.

    Raises:
        CourseError: when the workshop's release is not in the checkout.
    """
    setting = checkout.root() / "release" / assignment
    release = setting / f"{name}.ipynb"
    if not release.is_file():
        raise CourseError(f"{release} is missing; marking compares with it. Make it with `ldt build`.")
    text = release.read_text(encoding="utf-8")
    return Job(as_text(notebook), text, _other_files(folder), _other_files(setting))


def _other_files(folder: Path) -> dict[str, bytes]:
    """What lies in a folder beside its notebooks: path -> content. Links are left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.suffix != ".ipynb"
    }


def put_outputs(notebook: NotebookNode, ran: str) -> NotebookNode:
    """Give a notebook's cells the outputs of its run; their text stays as it is."""
    run = from_text(ran)
    for cell, done in zip(notebook.cells, run.cells, strict=True):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = done.outputs, done.execution_count
    return notebook


@cache
def _engine(limits: Limits, walled: bool, scheduler: str) -> Callable[[Job], Outcome]:
    """What runs a job; made once, since it warms up."""
    if scheduler:
        cluster = Dask(scheduler, limits, walled=walled)
        return lambda job: cluster.submit(job).result()
    return Engine(limits, walled=walled).run
