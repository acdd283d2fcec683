"""The engine leaves the outputs that nbclient leaves, with a cold kernel, configured as nbgrader's Execute is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from jupyter_client.manager import AsyncKernelManager
from nbconvert.preprocessors import ExecutePreprocessor
from nbformat import NotebookNode
from odd_notebooks import NOTEBOOKS
from same import MOST_APART, pictures, shown
from through_engine import Through, notebook_of

from course.grading.engine import Engine, Job
from course.grading.execution import sandbox
from course.grading.execution.limits import Limits

ROOT = Path(__file__).resolve().parents[3]
WORKSHOPS = tuple(
    f"{place}/{folder.name}/{folder.name}.ipynb"
    for folder in sorted((ROOT / "release").glob("week*"))
    for place in ("source", "release")
)
NOT_MARKED = tuple(
    path.relative_to(ROOT).as_posix()
    for path in sorted((ROOT / "notebooks").rglob("*.ipynb"))
    if ".ipynb_checkpoints" not in path.parts
)


@pytest.mark.slow
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_odd_notebooks_look_the_same(name: str, through: Through, tmp_path: Path, monkeypatch: Any) -> None:
    odd = NOTEBOOKS[name]
    expected = through_nbclient(notebook_of(*odd.cells), tmp_path, monkeypatch)
    compare(expected, through(notebook_of(*odd.cells)), odd.blur)


@pytest.mark.slow
@pytest.mark.parametrize("name", WORKSHOPS + NOT_MARKED)
def test_workshops_look_the_same(name: str, engine: Engine, tmp_path: Path, monkeypatch: Any) -> None:
    path = ROOT / name
    release = ROOT / "release" / path.parent.name / path.name
    text = (release if release.is_file() else path).read_text(encoding="utf-8")
    notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    beside = release.parent if release.is_file() else path.parent
    files = {
        file.relative_to(beside).as_posix(): file.read_bytes()
        for file in beside.rglob("*")
        if file.is_file() and file.suffix not in (".ipynb", ".py")
    }
    for file, content in files.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_bytes(content)
    done = engine.run(Job(nbformat.writes(notebook), text, files, files))
    assert done.says == ()
    compare(through_nbclient(notebook, tmp_path, monkeypatch), nbformat.reads(done.notebook, as_version=4))


@pytest.mark.slow
def test_a_cell_that_never_ends_looks_the_same(through: Through, tmp_path: Path, monkeypatch: Any) -> None:
    cells = notebook_of("print('begun')\nwhile True:\n    pass", "import time\ntime.sleep(60)", "'goes on'")
    engine = Engine(Limits(cell_seconds=1), walled=sandbox.why_not() is None)
    try:
        done = through(cells, by=engine)
    finally:
        engine.close()
    compare(through_nbclient(cells, tmp_path, monkeypatch, timeout=1), done)


def through_nbclient(notebook: NotebookNode, folder: Path, monkeypatch: Any, timeout: int = 15) -> NotebookNode:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # a kernel that sees it does not watch its file descriptors
    notebook = nbformat.from_dict(notebook)
    runner = ExecutePreprocessor(
        timeout=timeout,
        interrupt_on_timeout=True,
        allow_errors=True,
        raise_on_iopub_timeout=True,
        error_on_timeout={"ename": "CellTimeoutError", "evalue": "", "traceback": []},
        kernel_manager_class=AsyncKernelManager,
        extra_arguments=["--log-level=ERROR"],
        kernel_name="python3",
    )
    return runner.preprocess(notebook, {"metadata": {"path": str(folder)}})[0]


def compare(expected: NotebookNode, found: NotebookNode, blur: tuple[str, ...] = ()) -> None:
    assert [cell.cell_type for cell in found.cells] == [cell.cell_type for cell in expected.cells]
    for ours, theirs in zip(found.cells, expected.cells, strict=True):
        assert ours.source == theirs.source
        if theirs.cell_type != "code":
            continue
        assert shown(ours, blur) == shown(theirs, blur), theirs.source
        for one, other in zip(pictures(ours), pictures(theirs), strict=True):
            assert one.shape == other.shape, theirs.source
            assert np.abs(one - other).mean() <= MOST_APART, theirs.source
