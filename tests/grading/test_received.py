"""Submissions on nbgrader's own way, `nbgrader autograde` and Formgrader's button: mended, or refused in a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import pytest
import tiny
from folders import everything_in
from intake_cases import ANSWERS, NAME, blank, copied, find, solved, without
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from course.cohort.folder import Cohort, new_cohort
from course.grading import nbgrader_run

Notebook = dict[str, Any]
WHO = "mabel"


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    return new_cohort("tiny", tmp_path / "cohort", date(2027, 1, 11))


def autograde(cohort: Cohort, content: str, name: str = NAME) -> dict[str, Any]:
    """Hand something in and press Formgrader's button; the running of cells, which others test, is left out."""
    folder = cohort.path / "submitted" / WHO / tiny.WORKSHOP
    folder.mkdir(parents=True)
    (folder / name).write_text(content, encoding="utf-8")
    before = everything_in(cohort.path / "submitted")
    config = nbgrader_run.configuration(cohort.path)
    config.merge(Config({"Autograde": {"exporter_class": "course.grading.received.Received"}}))
    config.Autograde.autograde_preprocessors = []
    directory = CourseDirectory(config=config)
    result: dict[str, Any] = NbGraderAPI(directory, config=config).autograde(tiny.WORKSHOP, WHO)
    assert everything_in(cohort.path / "submitted") == before
    return result


def kept(cohort: Cohort) -> Notebook:
    file = cohort.path / "autograded" / WHO / tiny.WORKSHOP / NAME
    return dict(nbformat.read(file, as_version=4))


def ids(notebook: Notebook) -> list[str]:
    return [cell["metadata"]["nbgrader"]["grade_id"] for cell in notebook["cells"] if "nbgrader" in cell["metadata"]]


def deleted(notebook: Notebook) -> Notebook:
    return without(notebook, "w98-payback-check")


def twice(notebook: Notebook) -> Notebook:
    cell = find(notebook, "w98-payback-check")
    notebook["cells"].insert(0, copied(cell))
    return notebook


def whole(notebook: Notebook) -> Notebook:
    return notebook


@pytest.mark.parametrize(
    ("accident", "says"),
    [(deleted, "mabel had deleted the check of “Payback”; it was put back."), (twice, ""), (whole, "")],
)
def test_all_cells_are_there_and_so_are_the_answers(
    cohort: Cohort, accident: Callable[[Notebook], Notebook], says: str
) -> None:
    result = autograde(cohort, json.dumps(accident(solved())))
    assert result["success"], result
    assert says in result["log"]
    assert ("deleted" in result["log"]) == bool(says)
    found = kept(cohort)
    assert ids(found) == ids(blank())
    for name, text in ANSWERS.items():
        assert find(found, name)["source"] == text
    # The hidden tests, which nbgrader has put in, are not taken out again on the way.
    assert "HIDDEN TESTS" in find(found, "w98-payback-check")["source"]


def test_a_damaged_file_is_told_in_a_sentence(cohort: Cohort) -> None:
    text = json.dumps(solved(), indent=1)
    result = autograde(cohort, text[: len(text) // 2])
    assert not result["success"]
    assert f"[ERROR] {NAME} from {WHO} was cut off on its way" in result["log"]
    assert f"ask {WHO} to submit it again" in result["log"]
    assert not (cohort.path / "autograded" / WHO / tiny.WORKSHOP / NAME).exists()


def test_the_courses_own_configuration_reads_submissions_so() -> None:
    config = nbgrader_run.configuration(tiny.REPOSITORY)
    assert config.Autograde.exporter_class == "course.grading.received.Received"
