from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import tiny
from bs4 import BeautifulSoup
from nbgrader.api import Gradebook

from course.cohort.folder import Cohort, Participant, new_cohort
from course.cohort.report import Mark, Report, as_csv, as_html, build_report, how_late, write_report


@pytest.fixture
def report(marked: tiny.Marked) -> Report:
    return build_report(marked.cohort)


@pytest.fixture
def planted(marked: tiny.Marked) -> dict[str, Any]:
    plan = json.loads((marked.cohort.path / "simulated.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = plan["assignments"][tiny.WORKSHOP]["planted"]
    return found


def test_slips_are_counted_as_planted(report: Report, planted: dict[str, Any]) -> None:
    wanted: Counter[tuple[str, str]] = Counter()
    who: dict[tuple[str, str], list[str]] = {}
    for person, plan in planted.items():
        for stem, answer in plan["answers"].items():
            if answer["outcome"] == "slip":
                wanted[stem, answer["slip"]] += 1
                who.setdefault((stem, answer["slip"]), []).append(person)
    assert {(each["exercise"], each["slip"]): each["count"] for each in report.slips} == dict(wanted)
    assert {(each["exercise"], each["slip"]): each["participants"] for each in report.slips} == who
    assert len(wanted) == 3
    counts = [each["count"] for each in report.slips]
    assert counts == sorted(counts, reverse=True)
    assert {each["of"] for each in report.slips} == {tiny.PEOPLE - 1}


def test_outcomes_are_counted_as_planted(report: Report, planted: dict[str, Any]) -> None:
    wanted: dict[str, Counter[str]] = {}
    for plan in planted.values():
        for stem, answer in plan["answers"].items():
            wanted.setdefault(stem, Counter())[answer["outcome"]] += 1
    assert {each["exercise"]: each["outcomes"] for each in report.exercises} == {
        stem: dict(counts) for stem, counts in wanted.items()
    }
    assert [each["title"] for each in report.exercises] == [
        "Payback of the press",
        "Gain in a year",
        "Your own project",
    ]


def test_missing_and_late_people_are_those_planted(report: Report, planted: dict[str, Any]) -> None:
    assert {each["participant"] for each in report.missing} == {
        who for who, plan in planted.items() if plan["kind"] == "missing"
    }
    assert {each["participant"] for each in report.late} == {who for who, plan in planted.items() if plan["late"]}
    assert [each["seconds_late"] for each in report.late] == [27 * 3600 + 17 * 60]
    assert len(report.missing) == 1


def test_memos_that_somebody_wrote_wait_for_a_tutor(report: Report, planted: dict[str, Any]) -> None:
    assert {each["participant"] for each in report.pending_manual} == {
        who for who, plan in planted.items() if plan["memo"]
    }
    assert {each["grade_id"] for each in report.pending_manual} == {"w98-memo"}
    waiting = {mark.participant for mark in report.marks if mark.needs_marking}
    assert waiting == {each["participant"] for each in report.pending_manual}


def test_marks_are_what_the_planted_answers_earn(report: Report, planted: dict[str, Any]) -> None:
    definitions = {each.id: each for each in tiny.definitions().DEFINITIONS}
    for mark in report.marks:
        plan = planted[mark.participant]
        if plan["kind"] == "missing":
            assert (mark.status, mark.total, mark.auto) == ("missing", None, None)
            continue
        earned = 0.0
        for stem, answer in plan["answers"].items():
            known = definitions[stem]
            if answer["outcome"] == "right":
                earned += known.points
            elif answer["outcome"] == "slip":
                earned += next(slip.points for slip in known.slips if slip.name == answer["slip"])
        assert (mark.status, mark.auto, mark.total) == ("marked", earned, earned), mark
        assert mark.max == 10
    assert len(report.marks) == tiny.PEOPLE


def test_three_files_are_written_with_the_same_numbers(marked: tiny.Marked, report: Report) -> None:
    written = write_report(marked.cohort, report)
    assert written.page == marked.cohort.path / "report" / "index.html"
    data = json.loads(written.data.read_text(encoding="utf-8"))
    assert {"participants", "assignments", "marks", "slips", "pending_manual"} <= set(data)
    assert len(data["participants"]) == tiny.PEOPLE
    assert data["assignments"] == [
        {"name": tiny.WORKSHOP, "max": 10.0, "due": "2027-02-21T23:59:00Z", "submitted": 7, "marked": 7}
    ]
    assert written.table.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(written.table.read_text(encoding="utf-8-sig"))))
    assert [(row["participant"], row["total"]) for row in rows] == [
        (mark["participant"], "" if mark["total"] is None else f"{mark['total']:g}") for mark in data["marks"]
    ]


def test_two_reports_are_the_same_bytes(marked: tiny.Marked) -> None:
    first = {path: path.read_bytes() for path in vars(write_report(marked.cohort)).values()}
    assert {path: path.read_bytes() for path in vars(write_report(marked.cohort)).values()} == first


def test_nobodys_own_figures_are_in_a_report(marked: tiny.Marked) -> None:
    for path in vars(write_report(marked.cohort)).values():
        text = path.read_text(encoding="utf-8-sig")
        for own in ("31_313", "31313", "31,313", "7_171", "7171", "7,171"):
            assert own not in text
    notebook = next((marked.cohort.path / "submitted").rglob("*.ipynb"))
    assert "31_313" in "".join(path.read_text(encoding="utf-8") for path in notebook.parents[2].rglob("*.ipynb"))


def test_the_page_is_one_file_with_headings_tables_and_described_pictures(report: Report) -> None:
    html = as_html(report)
    soup = BeautifulSoup(html, "html.parser")
    assert html.startswith("<!DOCTYPE html>")
    assert soup.html["lang"] == "en-GB"
    assert len(soup.find_all("main")) == len(soup.find_all("h1")) == 1
    levels = [int(tag.name[1]) for tag in soup.find_all(re.compile(r"^h[1-6]$"))]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(soup.find_all("table")) == 3
    assert all(
        table.caption and all(th.get("scope") for th in table.find_all("th")) for table in soup.find_all("table")
    )
    assert len(soup.find_all("svg")) == 2
    for svg in soup.find_all("svg"):
        ids = svg["aria-labelledby"].split()
        assert [soup.find(id=each).name for each in ids] == ["title", "desc"]
        assert svg.title.text
        assert svg.desc.text
    assert soup.find_all(["script", "link", "img", "iframe"]) == []
    assert "http" not in html.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")


def test_hostile_names_are_words_on_the_page_and_no_formulas_in_a_spreadsheet() -> None:
    evil = "<script>alert(1)</script>\"'&"
    report = Report(
        "demo",
        False,
        [{"id": "p1", "name": evil}],
        [{"name": "w", "max": 4.0, "due": None, "submitted": 1, "marked": 1}],
    )
    report.marks = [
        Mark("p1", name, "w", "marked", 1, None, 0, 1, 4)
        for name in (evil, "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1", "  =1", "a\r\nb", "Ann")
    ]
    report.slips = [
        {"assignment": "w", "exercise": "x", "title": evil, "slip": evil, "count": 1, "of": 1, "participants": [evil]}
    ]
    report.problems = [{"participant": evil, "assignment": evil, "says": evil, "marked": False}]
    soup = BeautifulSoup(as_html(report), "html.parser")
    assert soup.find_all("script") == []
    assert soup.find("th", string=evil)
    cells = [row["name"] for row in csv.DictReader(io.StringIO(as_csv(report), newline=""))]
    assert [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@")] == []
    assert cells[-1] == "Ann"
    assert len(cells) == 9


def test_marks_that_no_check_can_have_said_are_not_reported(marked: tiny.Marked, tmp_path: Path) -> None:
    cohort = _copy(marked.cohort, tmp_path / "copy")
    file = cohort.path / "autograded" / "p03" / tiny.WORKSHOP / f"{tiny.WORKSHOP}.ipynb"
    notebook = json.loads(file.read_text(encoding="utf-8"))
    changed = 0
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            mark = output.get("data", {}).get("application/vnd.ldt.mark+json")
            if mark:
                mark |= {"outcome": "slip", "slip": "my turnover is 4 million"}
                changed += 1
    assert changed == 3
    file.chmod(0o644)
    file.write_text(json.dumps(notebook), encoding="utf-8", newline="\n")
    assert "turnover" not in json.dumps(build_report(cohort).slips)


def test_a_tutors_marks_count(marked: tiny.Marked, tmp_path: Path) -> None:
    cohort = _copy(marked.cohort, tmp_path / "copy")
    with Gradebook(cohort.gradebook_url) as book:
        grade = book.find_grade("w98-memo", tiny.WORKSHOP, tiny.WORKSHOP, "p03")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 1.5, 0.5, False
        book.db.commit()
    before, after = (
        next(mark for mark in build_report(each).marks if mark.participant == "p03") for each in (marked.cohort, cohort)
    )
    assert before.manual is None
    assert (after.manual, after.total) == (2.0, (before.total or 0) + 2.0)


def test_problems_and_unmarked_work_are_in_the_report(marked: tiny.Marked, tmp_path: Path) -> None:
    from course.grading.marking import grade_cohort

    cohort = _copy(marked.cohort, tmp_path / "copy")
    (cohort.path / "submitted" / "zoe" / tiny.WORKSHOP).mkdir(parents=True)
    (cohort.path / "submitted" / "p03" / "week89-try").mkdir(parents=True)
    status = {mark.participant: mark.status for mark in build_report(cohort).marks}
    assert status["zoe"] == "not marked yet"
    grade_cohort(cohort, tiny.WORKSHOP)
    report = build_report(cohort)
    assert {mark.participant: mark.status for mark in report.marks}["zoe"] == "problem"
    assert [(each["participant"], each["assignment"]) for each in report.problems] == [
        ("zoe", tiny.WORKSHOP),
        ("p03", "week89-try"),
    ]
    assert "is empty" in as_html(report)


def test_a_cohort_without_submissions_has_an_empty_report(tmp_path: Path) -> None:
    cohort = new_cohort("x", tmp_path / "c").with_people((Participant(id="ann"),), None)
    cohort.save()
    report = build_report(cohort)
    assert [each["id"] for each in report.participants] == ["ann"]
    assert report.marks == report.slips == report.pending_manual == []
    assert "Nothing has been submitted yet" in as_html(report)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (5, "less than a minute"),
        (61, "1 minute"),
        (3600, "1 hour"),
        (98220, "1 day 3 hours"),
        (2 * 86400 + 60, "2 days 1 minute"),
    ],
)
def test_lateness_is_said_in_words(seconds: int, words: str) -> None:
    assert how_late(seconds) == words


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 400])
def test_the_report_has_no_barrier(marked: tiny.Marked, width: int) -> None:
    import axe

    page = write_report(marked.cohort).page
    seen = axe.look(page, width)
    assert seen.violations == []
    assert seen.passes > 10
    assert seen.overflow <= 0
    assert seen.requests == [page.as_uri()]
    assert seen.messages == []


def _copy(cohort: Cohort, to: Path) -> Cohort:
    shutil.copytree(cohort.path, to)
    return Cohort.open(to)
