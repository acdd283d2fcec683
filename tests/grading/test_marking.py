from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tiny
from bs4 import BeautifulSoup
from folders import everything_in
from nbgrader.api import Gradebook

from course.cohort.folder import Cohort, Participant, new_cohort
from course.errors import CourseError
from course.grading.engine import Job, Outcome
from course.grading.execution.attempt import LostError
from course.grading.executors import Local
from course.grading.feedback import write_feedback
from course.grading.intake.files import fingerprint
from course.grading.marking import GradeResult, grade_cohort, submitted_assignments
from course.grading.record import Problem, Record, alone, kept_aside
from course.grading.run_page import page_file

Notebook = dict[str, Any]


def _release() -> Notebook:
    file = tiny.course() / "release" / tiny.WORKSHOP / f"{tiny.WORKSHOP}.ipynb"
    notebook: Notebook = json.loads(file.read_text(encoding="utf-8"))
    return notebook


def _set(notebook: Notebook, grade_id: str, source: str) -> None:
    (cell,) = [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id]
    cell["source"] = source


def _submit(cohort: Path, who: str, notebook: Notebook | str, name: str = f"{tiny.WORKSHOP}.ipynb") -> Path:
    folder = cohort / "submitted" / who / tiny.WORKSHOP
    folder.mkdir(parents=True, exist_ok=True)
    text = notebook if isinstance(notebook, str) else json.dumps(notebook)
    (folder / name).write_text(text, encoding="utf-8", newline="\n")
    helper = "try_exercises.py"
    (folder / helper).write_bytes((tiny.course() / "release" / tiny.WORKSHOP / helper).read_bytes())
    return folder


def _spying() -> Notebook:
    """A participant who tries everything: notes down hidden figures, plants scripts, stops with an error."""
    notebook = _release()
    _set(
        notebook,
        "w98-predict-answer",
        "from IPython.display import HTML, display\n"
        'display(HTML("<b>bold</b><img src=x onerror=alert(1)><script>alert(2)</script>"\n'
        '"<a href=javascript:alert(3)>x</a>"))\n'
        'seen = []\nprint("/srv/" + "secret/folder/x.csv")\nguess = 3',
    )
    _set(
        notebook,
        "w98-payback-answer",
        "def payback_years(cost, grant, saving):\n"
        "    seen.append((cost, grant, saving))\n"
        "    print(cost)\n"
        "    return (cost - grant) / saving",
    )
    _set(
        notebook,
        "w98-gain-answer",
        "print(seen)\n"
        'display(HTML("<img src=x onerror=alert(1)><script>alert(2)</script><a href=javascript:alert(3)>x</a>"))\n'
        "gain = 5_500",
    )
    _set(notebook, "w98-firm-answer", "firm = not_there")
    _set(notebook, "w98-memo", "<script>alert(4)</script><iframe src='https://example.org'></iframe>We buy it.")
    return notebook


def _fatal() -> Notebook:
    notebook = _release()
    _set(notebook, "w98-predict-answer", "import os\nos._exit(3)")
    return notebook


def _without_check() -> Notebook:
    notebook = _release()
    notebook["cells"] = [
        cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") != "w98-gain-check"
    ]
    return notebook


@dataclass(frozen=True)
class Troubled:
    cohort: Cohort
    result: GradeResult
    before: dict[str, bytes | str]

    def says(self, who: str) -> str:
        (problem,) = [each for each in self.result.problems if each.participant == who]
        return problem.says


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Troubled]:
    """A cohort in which nearly everything that can be wrong with a submission is wrong with one."""
    with tiny.in_course(tiny.course()):
        cohort = new_cohort("troubled", tmp_path_factory.mktemp("marking") / "cohort with space", date(2027, 1, 11))
        path = cohort.path
        _submit(path, "a-cut-off", json.dumps(_release())[:500])
        (path / "submitted" / "b-empty" / tiny.WORKSHOP).mkdir(parents=True)
        _submit(path, "c-renamed", _release(), "my homework (1).ipynb")
        _submit(path, "d-spying", _spying())
        _submit(path, "e-fatal", _fatal())
        _submit(path, "f-deleted", _without_check())
        stamped = _submit(path, "g-stamp", _release())
        (stamped / "timestamp.txt").write_text("yesterday-ish", encoding="utf-8")
        _submit(path, "h-list", "[1, 2]")
        (path / "submitted" / "i-folder" / "week98-tri").mkdir(parents=True)
        before = everything_in(path / "submitted")
        yield Troubled(cohort, grade_cohort(cohort, tiny.WORKSHOP), before)


def test_one_bad_submission_does_not_stop_the_others(troubled: Troubled) -> None:
    states = {each.participant: each.state for each in troubled.result.submissions}
    assert states == {
        "a-cut-off": "problem",
        "b-empty": "problem",
        "c-renamed": "marked",
        "d-spying": "marked",
        "e-fatal": "marked",
        "f-deleted": "marked",
        "g-stamp": "problem",
        "h-list": "problem",
    }


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("a-cut-off", ["a-cut-off", "not JSON"]),
        ("b-empty", ["submitted/b-empty/week98-try is empty"]),
        ("c-renamed", ["my homework (1).ipynb", "marked as week98-try.ipynb"]),
        ("e-fatal", ["e-fatal", "stopped Python", "cells after it were not run"]),
        ("f-deleted", ["f-deleted had deleted the check of “Gain”", "put back"]),
        ("g-stamp", ["timestamp.txt", "yesterday-ish"]),
        ("h-list", ["h-list", "JSON, but not a notebook"]),
        ("i-folder", ["submitted/i-folder/week98-tri", "did you mean week98-try?"]),
    ],
)
def test_each_problem_is_one_sentence_that_says_what_is_wrong(troubled: Troubled, who: str, words: list[str]) -> None:
    says = troubled.says(who)
    assert all(word in says for word in words), says
    assert "\n" not in says
    assert "Traceback" not in says


def test_submitted_is_never_altered(troubled: Troubled) -> None:
    assert everything_in(troubled.cohort.path / "submitted") == troubled.before


def test_what_nbgrader_said_is_in_the_log_and_nowhere_else(
    troubled: Troubled, capfd: pytest.CaptureFixture[str]
) -> None:
    with tiny.in_course(tiny.course()):
        write_feedback(troubled.cohort, tiny.WORKSHOP)
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")
    assert f"Recorded {tiny.WORKSHOP} of" in (troubled.cohort.path / "logs" / f"grade-{tiny.WORKSHOP}.log").read_text(
        encoding="utf-8"
    )


def test_problems_are_remembered_and_nothing_is_marked_twice(troubled: Troubled) -> None:
    again = grade_cohort(troubled.cohort, tiny.WORKSHOP)
    assert [each.participant for each in again.submissions if each.state == "marked"] == []
    assert {each.participant for each in again.problems} == {each.participant for each in troubled.result.problems}


def test_the_spying_participants_page_is_harmless_and_tells_nothing(troubled: Troubled) -> None:
    result = write_feedback(troubled.cohort, tiny.WORKSHOP)
    (file,) = [page for page in result.pages if page.parent.parent.name == "d-spying"]
    html = file.read_text(encoding="utf-8")
    for secret in ("71300", "71_300", "71,300", "HIDDEN", "/srv/secret", str(troubled.cohort.path)):
        assert secret not in html, secret
    soup = BeautifulSoup(html, "html.parser")
    assert soup.find_all(["script", "iframe", "object"]) == []
    assert [name for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")] == []
    assert [link["href"] for link in soup.find_all("a", href=True) if "javascript" in link["href"]] == []
    assert soup.find("b", string="bold")
    assert "x.csv" in soup.find("pre", string=re.compile("x.csv")).text
    assert "kept for marking" in html
    assert "stopped with an error (NameError)" in html
    assert "We buy it." in html


def test_a_bad_second_submission_leaves_the_first_mark_standing(troubled: Troubled) -> None:
    marked = troubled.cohort.path / "autograded" / "d-spying" / tiny.WORKSHOP / f"{tiny.WORKSHOP}.ipynb"
    before = marked.read_bytes()
    file = troubled.cohort.path / "submitted" / "d-spying" / tiny.WORKSHOP / f"{tiny.WORKSHOP}.ipynb"
    kept = file.read_text(encoding="utf-8")
    try:
        file.write_text("{", encoding="utf-8")
        result = grade_cohort(troubled.cohort, tiny.WORKSHOP)
        (problem,) = [each for each in result.problems if each.participant == "d-spying"]
        assert "mark of an earlier submission stands" in problem.says
        assert marked.read_bytes() == before
    finally:
        file.write_text(kept, encoding="utf-8", newline="\n")
        Record.load(troubled.cohort.path).note(tiny.WORKSHOP, "d-spying", fingerprint(file.parent), None)


def test_a_tutors_mark_and_comment_reach_the_page_and_survive_marking_again(
    marked: tiny.Marked, tmp_path: Path
) -> None:
    cohort = _copy(marked.cohort, tmp_path / "copy")
    who = next(each for each in cohort.participant_ids if _kind(cohort, each) == "all right")
    with Gradebook(cohort.gradebook_url) as book:
        grade = book.find_grade("w98-memo", tiny.WORKSHOP, tiny.WORKSHOP, who)
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        book.find_comment("w98-memo", tiny.WORKSHOP, tiny.WORKSHOP, who).manual_comment = "Good *reasons*."
        book.db.commit()
    write_feedback(cohort, tiny.WORKSHOP)
    page = (cohort.path / "feedback" / who / tiny.WORKSHOP / f"{tiny.WORKSHOP}.html").read_text(encoding="utf-8")
    assert "9.5 of 10 points" in page
    assert "Good <em>reasons</em>." in page
    assert "1.5 of 2" in page


def test_only_what_changed_is_marked_again(marked: tiny.Marked, tmp_path: Path) -> None:
    cohort = _copy(marked.cohort, tmp_path / "copy")
    file = cohort.path / "submitted" / "p03" / tiny.WORKSHOP / f"{tiny.WORKSHOP}.ipynb"
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8", newline="\n")
    steps = []
    result = grade_cohort(cohort, tiny.WORKSHOP, steps.append)
    assert [each.participant for each in result.submissions if each.state == "marked"] == ["p03"]
    assert result.count("unchanged") == 6
    assert [(step.done, step.total) for step in steps] == [(number, 7) for number in range(1, 8)]


def test_what_formgrader_has_marked_is_not_marked_again(marked: tiny.Marked, tmp_path: Path) -> None:
    cohort = _copy(marked.cohort, tmp_path / "copy")
    Record.file(cohort.path).unlink()
    result = grade_cohort(cohort, tiny.WORKSHOP)
    assert result.count("unchanged") == 7


def test_each_submission_has_a_page_about_its_marking(marked: tiny.Marked, troubled: Troubled) -> None:
    page = BeautifulSoup(page_file(marked.cohort.path, "p01", tiny.WORKSHOP).read_text(encoding="utf-8"), "html.parser")
    rows = {row.th.text: row.find_all("td") for row in page.select("tbody tr") if row.th}
    assert rows["w98-setup"][0].text == "once for everybody"
    assert rows["w98-payback-answer"][0].text == "the sandbox"
    assert rows["w98-payback-check"][0].text == "the judge"
    assert all(re.fullmatch(r"\d+\.\d{3}", cells[1].text) for cells in rows.values())
    assert "Nothing: the submission was in order." in page.text
    told = page_file(troubled.cohort.path, "c-renamed", tiny.WORKSHOP).read_text(encoding="utf-8")
    assert "homework" in told
    fatal = page_file(troubled.cohort.path, "e-fatal", tiny.WORKSHOP).read_text(encoding="utf-8")
    assert "ended early" in fatal


def test_what_is_noted_is_there_after_an_interruption(tmp_path: Path) -> None:
    record = Record(tmp_path)
    record.note("week98-try", "p01", "aaa", None)
    record.note("week98-try", "p02", "bbb", Problem("p02", "week98-try", "It is empty."))
    with Record.journal(tmp_path).open("a", encoding="utf-8") as journal:
        journal.write('["week98-try", "p03", {"ha')
    again = Record.load(tmp_path)
    assert (again.hashes, again.problems) == (record.hashes, record.problems)
    again.save()
    assert not Record.journal(tmp_path).exists()
    assert Record.load(tmp_path) == again
    again.note("week98-try", "p02", "ccc", None)
    assert Record.load(tmp_path).problems["week98-try"] == {}


def test_what_failed_for_the_machines_own_reasons_is_tried_again(marked: tiny.Marked, tmp_path: Path) -> None:
    cohort = _copy(marked.cohort, tmp_path / "copy")
    file = cohort.path / "submitted" / "p03" / tiny.WORKSHOP / f"{tiny.WORKSHOP}.ipynb"
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8", newline="\n")
    first = grade_cohort(cohort, tiny.WORKSHOP, executor=_Broken())
    assert [each.participant for each in first.submissions if each.state == "problem"] == ["p03"]
    assert "The mark of an earlier submission stands" in first.problems[-1].says
    second = grade_cohort(cohort, tiny.WORKSHOP)
    assert [each.participant for each in second.submissions if each.state == "marked"] == ["p03"]


class _Broken:
    """An executor whose machine has no memory left."""

    at_once = 1

    def submit(self, job: Job) -> Future[Outcome]:
        ended: Future[Outcome] = Future()
        ended.set_exception(LostError("its processes were ended by the system, perhaps because memory ran out"))
        return ended


def test_an_unknown_workshop_is_answered_with_the_nearest(marked: tiny.Marked) -> None:
    for act in _acts():
        with pytest.raises(CourseError, match="did you mean week98-try"):
            act(marked.cohort, "week98-tyr")


def _acts() -> list[Callable[[Cohort, str], Any]]:
    return [grade_cohort, write_feedback]


def test_two_runs_at_once_are_one_too_many(marked: tiny.Marked, tmp_path: Path) -> None:
    cohort = _copy(marked.cohort, tmp_path / "copy")
    before = (cohort.path / ".ldt/marking.json").read_bytes()
    with alone(cohort.path), pytest.raises(CourseError, match="right now, so nothing was done"):
        grade_cohort(cohort, tiny.WORKSHOP, force=True)
    assert (cohort.path / ".ldt/marking.json").read_bytes() == before


def test_a_damaged_record_is_named(marked: tiny.Marked, tmp_path: Path) -> None:
    cohort = _copy(marked.cohort, tmp_path / "copy")
    Record.file(cohort.path).write_text("{", encoding="utf-8")
    with pytest.raises(CourseError, match=r"marking\.json is damaged"):
        grade_cohort(cohort, tiny.WORKSHOP)


def test_a_cohort_without_submissions_has_no_workshop_to_mark(tmp_path: Path) -> None:
    cohort = new_cohort("empty", tmp_path / "empty", date(2027, 1, 11))
    assert submitted_assignments(cohort) == []
    assert grade_cohort(cohort, tiny.WORKSHOP).submissions == []


def test_an_interrupted_replacement_brings_the_finished_result_back(tmp_path: Path) -> None:
    folder = tmp_path / "autograded" / "p01" / "w"
    folder.mkdir(parents=True)
    (folder / "a.ipynb").write_text("finished", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        _replace_and_be_interrupted(folder, tmp_path)
    assert (folder / "a.ipynb").read_text(encoding="utf-8") == "finished"
    with kept_aside(folder, tmp_path):
        folder.mkdir()
        (folder / "a.ipynb").write_text("newer", encoding="utf-8")
    assert (folder / "a.ipynb").read_text(encoding="utf-8") == "newer"


def _replace_and_be_interrupted(folder: Path, cohort: Path) -> None:
    with kept_aside(folder, cohort):
        assert not folder.exists()
        raise KeyboardInterrupt


def test_participants_of_the_cohort_are_plain_ids() -> None:
    with pytest.raises(ValueError, match="id"):
        Participant(id="../p01")


def _kind(cohort: Cohort, who: str) -> str:
    plan = json.loads((cohort.path / "simulated.json").read_text(encoding="utf-8"))
    kind: str = plan["assignments"][tiny.WORKSHOP]["planted"][who]["kind"]
    return kind


def _copy(cohort: Cohort, to: Path) -> Cohort:
    shutil.copytree(cohort.path, to)
    return Cohort.open(to)


@pytest.mark.slow
def test_a_second_run_does_nothing_and_a_changed_check_marks_again(tmp_path: Path) -> None:
    course = tmp_path / "course"
    shutil.copytree(tiny.course(), course)
    with tiny.in_course(course), Local(1) as executor:
        cohort = new_cohort("again", tmp_path / "cohort", date(2027, 1, 11))
        _submit(cohort.path, "a", _release())
        _submit(cohort.path, "b", _release())

        def states() -> list[str]:
            return [each.state for each in grade_cohort(cohort, tiny.WORKSHOP, executor=executor).submissions]

        assert states() == ["marked", "marked"]
        assert states() == ["unchanged", "unchanged"]
        changed = cohort.path / "submitted" / "b" / tiny.WORKSHOP / "note.txt"
        changed.write_text("new", encoding="utf-8")
        assert states() == ["unchanged", "marked"]
        with Gradebook(cohort.gradebook_url) as book:
            cell = book.find_source_cell("w98-gain-check", tiny.WORKSHOP, tiny.WORKSHOP)
            cell.source += "\n# a hidden test was mended"
            book.db.commit()
        assert states() == ["marked", "marked"]
