"""`ldt grade` on a cohort in which something has happened to every submission."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import pytest
import tiny
from click.testing import CliRunner
from folders import everything_in
from intake_cases import ANSWERS, NAME, blank, copied, find, own, place, solved, submit, text, without
from nbgrader.api import Gradebook

from course.cli.grade import command
from course.cohort.folder import Cohort, new_cohort
from course.grading.marking import grade_cohort

# A whole cohort is marked; what is made of each submission, tests of intake ask one by one.
pytestmark = pytest.mark.slow
CHECKS = ("w98-payback-check", "w98-gain-check", "w98-firm-check")
RIGHT = (4.0, 2.0, 2.0)
GAIN_WRONG = (4.0, 0.0, 2.0)


@dataclass(frozen=True)
class Graded:
    cohort: Cohort
    result: dict[str, Any]
    exit_code: int
    before: dict[str, bytes | str]

    def marks(self, who: str) -> tuple[float, ...]:
        with Gradebook(self.cohort.gradebook_url) as book:
            return tuple(book.find_grade(check, tiny.WORKSHOP, tiny.WORKSHOP, who).auto_score for check in CHECKS)

    def problem(self, who: str) -> dict[str, Any] | None:
        found = [each for each in self.result["problems"] if each["participant"] == who]
        assert len(found) <= 1
        return found[0] if found else None

    def notebook(self, who: str) -> dict[str, Any]:
        file = self.cohort.path / "autograded" / who / tiny.WORKSHOP / NAME
        notebook: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return notebook


def _retyped() -> dict[str, Any]:
    notebook = solved()
    cell = find(notebook, "w98-gain-answer")
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]
    return notebook


def _split() -> dict[str, Any]:
    notebook = solved()
    at = place(notebook, "w98-gain-answer")
    notebook["cells"][at]["source"] = "gain = answer"
    notebook["cells"].insert(at, copied(notebook["cells"][at], "answer = 1_500", None))
    return notebook


def _forged() -> dict[str, Any]:
    notebook = solved()
    find(notebook, "w98-gain-answer")["source"] = "gain = 1"
    check = find(notebook, "w98-gain-check")
    check["source"] = "2.0"
    check["metadata"]["nbgrader"] |= {"points": 200, "checksum": "0" * 32, "locked": False}
    return notebook


def _moved() -> dict[str, Any]:
    notebook = solved()
    notebook["cells"].insert(1, notebook["cells"].pop(place(notebook, "w98-gain-check")))
    notebook["cells"].insert(1, copied(find(notebook, "w98-firm-check"), count=77))
    notebook["cells"].append(own("print('mine')"))
    return notebook


def _another_kernel() -> dict[str, Any]:
    notebook = solved()
    notebook["metadata"]["kernelspec"] = {"name": "julia-1.11", "display_name": "Julia", "language": "julia"}
    return notebook


def _noisy() -> dict[str, Any]:
    notebook = solved()
    output = {"output_type": "stream", "name": "stdout", "text": "x" * 11_000_000}
    find(notebook, "w98-predict-answer")["outputs"] = [output]
    return notebook


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graded]:
    with tiny.in_course(tiny.course()):
        cohort = new_cohort("accidents", tmp_path_factory.mktemp("intake") / "cohort", date(2027, 1, 11))
        to = cohort.path / "submitted"
        old = nbformat.convert(nbformat.reads(json.dumps(solved()), as_version=4), 3)
        (submit(to, "untouched", solved()) / "timestamp.txt").write_bytes(b"2027-02-12 17:30:00 UTC\n")
        submit(to, "no-check", without(solved(), "w98-gain-check"))
        submit(to, "no-answer", without(solved(), "w98-gain-answer"))
        submit(to, "no-cells", {**blank(), "cells": [find(solved(), "w98-payback-answer")]})
        submit(to, "retyped", _retyped())
        submit(to, "split", _split())
        submit(to, "forged", _forged())
        submit(to, "moved", _moved())
        submit(to, "another-kernel", _another_kernel())
        submit(to, "noisy", _noisy())
        submit(to, "utf16", json.dumps(solved(), ensure_ascii=False).encode("utf-16"))
        submit(to, "mark", b"\xef\xbb\xbf" + json.dumps(solved()).encode())
        submit(to, "old", json.dumps(old).encode())
        submit(to, "newer", {**solved(), "nbformat": 5, "nbformat_minor": 1})
        submit(to, "renamed", solved(), "try (1).ipynb")
        submit(to, "two", solved())
        submit(to, "two", _forged(), "week98-try-Copy1.ipynb")
        submit(to, "cut-off", json.dumps(solved())[:900].encode())
        submit(to, "other", {**blank(), "cells": [own("1")]})
        submit(to, "file", None).rmdir()
        (to / "file" / tiny.WORKSHOP).write_bytes(b"")
        if sys.platform != "win32":
            others = cohort.path / "others.ipynb"
            others.write_text(json.dumps(solved()), encoding="utf-8")
            submit(to, "linked", None).joinpath(NAME).symlink_to(others)
            pipe = submit(to, "pipe", solved())
            os.mkfifo(pipe / "pipe")
            (pipe / "others.txt").symlink_to(others)
        before = everything_in(to)
        ran = CliRunner().invoke(command, [str(cohort.path), tiny.WORKSHOP, "--json"], standalone_mode=False)
        assert ran.exception is None, ran.exc_info
        (result,) = json.loads(ran.stdout)["results"]
        yield Graded(cohort, result, ran.return_value, before)


@pytest.mark.parametrize(
    ("who", "marks", "says"),
    [
        ("untouched", RIGHT, None),
        ("no-check", RIGHT, "no-check had deleted the check of “Gain”; it was put back."),
        ("no-answer", GAIN_WRONG, "no-answer had deleted the answer to “Gain”; it was put back, blank."),
        ("no-cells", (4.0, 0.0, 0.0), "no-cells had deleted "),
        ("retyped", RIGHT, "retyped had turned the answer to “Gain” into another type of cell"),
        ("split", RIGHT, "split had split or copied the answer to “Gain”"),
        ("forged", GAIN_WRONG, "forged had edited the check of “Gain”, which is locked"),
        ("forged", GAIN_WRONG, "forged had changed the points of the check of “Gain”"),
        ("moved", RIGHT, "moved had moved the check of “Gain”"),
        ("moved", RIGHT, "moved had more than one copy of the check of “Your firm”"),
        ("another-kernel", RIGHT, "to run with “julia-1.11”; it was marked with Python 3."),
        ("noisy", RIGHT, "week98-try.ipynb from noisy had 11 MB of outputs; they were dropped"),
        ("utf16", RIGHT, "week98-try.ipynb from utf16 was saved as UTF-16 text"),
        ("mark", RIGHT, "week98-try.ipynb from mark began with a byte order mark"),
        ("old", RIGHT, "week98-try.ipynb from old was saved by an old Jupyter (format 3)"),
        ("newer", RIGHT, "week98-try.ipynb from newer was saved by a newer Jupyter (format 5.1)"),
        ("renamed", RIGHT, "renamed had named the notebook “try (1).ipynb”; it was marked as week98-try.ipynb."),
        ("two", RIGHT, "two had submitted other notebooks with answers too (“week98-try-Copy1.ipynb”)"),
        pytest.param(
            "pipe",
            RIGHT,
            "“others.txt” from pipe was left out: a link to another place.",
            marks=pytest.mark.skipif(sys.platform == "win32", reason="no links or pipes"),
        ),
    ],
)
def test_what_can_be_mended_is_marked_and_said(
    graded: Graded, who: str, marks: tuple[float, ...], says: str | None
) -> None:
    assert graded.marks(who) == marks
    problem = graded.problem(who)
    if says is None:
        assert problem is None
    else:
        assert problem is not None
        assert problem["marked"]
        assert says in problem["says"]


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ("cut-off", "was cut off on its way"),
        ("other", "is another notebook: it holds none of the workshop's cells"),
        ("file", "is a file, not a folder"),
        pytest.param(
            "linked",
            "week98-try.ipynb from linked is a link to another place",
            marks=pytest.mark.skipif(sys.platform == "win32", reason="no links"),
        ),
    ],
)
def test_what_cannot_be_marked_is_refused(graded: Graded, who: str, says: str) -> None:
    problem = graded.problem(who)
    assert problem is not None
    assert not problem["marked"]
    assert says in problem["says"]
    assert not (graded.cohort.path / "autograded" / who).exists()
    assert graded.exit_code == 1


def test_the_submissions_are_as_they_were_and_no_copy_stays(graded: Graded) -> None:
    assert everything_in(graded.cohort.path / "submitted") == graded.before
    assert [path for path in (graded.cohort.path / ".ldt" / "intake").rglob("*") if path.is_file()] == []


def test_the_participants_text_is_in_what_was_marked(graded: Graded) -> None:
    for who in ("moved", "old", "utf16", "renamed"):
        notebook = graded.notebook(who)
        assert {name: text(find(notebook, name)) for name in ANSWERS} == ANSWERS
    assert text(graded.notebook("moved")["cells"][-1]) == "print('mine')"
    assert text(find(graded.notebook("no-cells"), "w98-payback-answer")) == ANSWERS["w98-payback-answer"]


def test_the_time_of_submission_goes_along(graded: Graded) -> None:
    stamp = graded.cohort.path / "autograded" / "untouched" / tiny.WORKSHOP / "timestamp.txt"
    assert stamp.read_bytes() == b"2027-02-12 17:30:00 UTC\n"
    with Gradebook(graded.cohort.gradebook_url) as book:
        assert f"{book.find_submission(tiny.WORKSHOP, 'untouched').timestamp}" == "2027-02-12 17:30:00"


def test_nbgrader_misses_no_notebook_and_nothing_went_wrong_on_the_way(graded: Graded) -> None:
    """For a notebook that is not in submitted_directory under its name nbgrader enters 0 at once."""
    log = (graded.cohort.path / "logs" / f"grade-{tiny.WORKSHOP}.log").read_text(encoding="utf-8")
    assert "No submitted file" not in log
    assert "Traceback" not in log


@pytest.mark.skipif(sys.platform == "win32", reason="names are always text there")
def test_a_persons_name_that_is_no_text_is_refused_like_any_other(tmp_path: Path) -> None:
    cohort = new_cohort("odd", tmp_path / "cohort", date(2027, 1, 11))
    submitted = cohort.path / "submitted"
    submit(submitted, "p 02", solved())
    try:
        submit(submitted, os.fsdecode(b"m\xfcller"), solved())
    except OSError:
        pytest.skip("this file system takes only text for names")
    for _ in range(2):  # the second time from the record
        result = grade_cohort(cohort, tiny.WORKSHOP)
        assert [each.participant for each in result.problems] == ["m?ller", "p 02"]
        assert all("is no name for a participant's folder" in each.says for each in result.problems)
