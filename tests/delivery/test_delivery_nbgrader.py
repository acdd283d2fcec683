"""What the choice of a fresh copy's name rests on: nbgrader never marks it in place of the assignment's notebook."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from course.delivery.files import named_beside
from course.delivery.updating import FRESH


def graded_notebook(answer: str) -> str:
    """One answer and its check, with nbgrader's metadata."""

    def cell(source: str, **nbgrader: object) -> dict[str, object]:
        roles = {"grade": False, "locked": False, "solution": False, "task": False, "schema_version": 3, **nbgrader}
        return {
            "cell_type": "code",
            "id": str(nbgrader["grade_id"]),
            "execution_count": None,
            "metadata": {"nbgrader": roles},
            "outputs": [],
            "source": source,
        }

    cells = [
        cell(answer, grade_id="answer", solution=True),
        cell("assert answer == 2", grade_id="check", grade=True, locked=True, points=3),
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5})


@pytest.mark.slow
def test_nbgrader_marks_the_persons_notebook_and_leaves_the_fresh_copy_aside(tmp_path: Path) -> None:
    api = pytest.importorskip("nbgrader.api")
    (tmp_path / "nbgrader_config.py").write_text("get_config().CourseDirectory.course_id = 'small'\n", encoding="utf-8")
    source, submitted = tmp_path / "source/week05/week05.ipynb", tmp_path / "submitted/ann/week05/week05.ipynb"
    for file in (source, submitted):
        file.parent.mkdir(parents=True)
    source.write_text(graded_notebook("### BEGIN SOLUTION\nanswer = 2\n### END SOLUTION"), encoding="utf-8")
    nbgrader(tmp_path, "generate_assignment")
    released = (tmp_path / "release/week05/week05.ipynb").read_text(encoding="utf-8")
    submitted.write_text(graded_notebook("answer = 2"), encoding="utf-8")
    fresh = submitted.parent / named_beside(submitted.name, FRESH, 1)
    fresh.write_text(released, encoding="utf-8")
    said = nbgrader(tmp_path, "autograde")
    assert f"Skipping unknown notebook: {fresh}" in said
    with api.Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as book:
        assert book.find_submission("week05", "ann").score == 3
        assert [notebook.name for notebook in book.find_submission("week05", "ann").notebooks] == ["week05"]


def nbgrader(folder: Path, verb: str) -> str:
    # nbgrader starts its database's tool by name, so that tool must be on the path.
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", verb, "week05"],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr
