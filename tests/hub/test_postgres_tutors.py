"""Several tutors at once on one gradebook: real Formgraders, each with the tutor's own login. Nothing may be lost."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tiny

from course.cohort.folder import Cohort, move_gradebook, new_cohort
from course.cohort.report import build_report
from course.cohort.simulate import simulate
from course.grading.executors import Local
from course.grading.marking import grade_cohort
from tests.hub.formgrader_client import Tutor, at_formgrader
from tests.hub.gradebook_rows import Row, rows
from tests.hub.postgres import TUTORS, Server, server

pytestmark = pytest.mark.slow

SUBMISSIONS = 40
MEMO = "w98-memo"


@dataclass
class Office:
    """A marked cohort on a server, and its two tutors, each at a Formgrader of their own."""

    server: Server
    cohort: Cohort
    anna: Tutor
    ben: Tutor

    def entries(self, table: str) -> dict[str, dict[str, Any]]:
        """Whose memo -> its row in the gradebook, as it is on the server."""
        found: list[Row] = rows(self.cohort.gradebook_url)[table]
        memos = [dict(row) for row in found if MEMO in dict(row)["cell_id"]]
        return {str(row["notebook_id"]).split(" / ")[1]: row for row in memos}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    place = tmp_path_factory.mktemp("office")
    patch = pytest.MonkeyPatch()
    with ExitStack() as stack:
        stack.enter_context(tiny.in_course(tiny.course()))
        stack.callback(patch.undo)
        running = stack.enter_context(server())
        cohort = simulate(new_cohort("tiny", place / "c", date(2027, 1, 11)), SUBMISSIONS + 1, tiny.SEED)
        with Local(2) as executor:
            assert grade_cohort(cohort, tiny.WORKSHOP, executor=executor).count("marked") == SUBMISSIONS
        files = {who: str(running.password_file(place / f"{who}.pgpass", who)) for who in TUTORS}
        patch.setenv("PGUSER", "anna")
        patch.setenv("PGPASSFILE", files["anna"])
        cohort, _ = move_gradebook(cohort, running.new_database("office"))
        anna, ben = (
            stack.enter_context(at_formgrader(cohort.path, who, place / who, PGPASSFILE=files[who])) for who in TUTORS
        )
        yield Office(running, cohort, anna, ben)


def _together(*tasks: Any) -> None:
    with ThreadPoolExecutor(len(tasks)) as pool:
        for done in [pool.submit(task) for task in tasks]:
            done.result()


def test_two_tutors_mark_the_same_assignment_and_nothing_is_lost(office: Office) -> None:
    submissions = office.anna.waiting(tiny.WORKSHOP)
    assert len(submissions) == SUBMISSIONS
    shared = submissions[::8]
    own = [each for each in submissions if each not in shared]
    before = rows(office.cohort.gradebook_url)
    start = threading.Barrier(2)

    def work(tutor: Tutor, mine: list[dict[str, Any]], points: float) -> None:
        start.wait(60)
        for number, each in enumerate([*shared, *mine]):
            if number % 5 == 0:
                tutor.waiting(tiny.WORKSHOP)
                tutor.ask("GET", "manage_submissions/" + tiny.WORKSHOP)
                tutor.api("GET", "submissions/" + tiny.WORKSHOP)
            tutor.marks(each["id"], MEMO, points, f"{tutor.name} says: £{number} – “good”")

    _together(lambda: work(office.anna, own[::2], 1.0), lambda: work(office.ben, own[1::2], 2.0))
    assert (office.anna.errors, office.ben.errors) == ([], [])

    points, comments = office.entries("grade"), office.entries("comment")
    expected = {each["student"]: ("anna", 1.0) for each in own[::2]} | {
        each["student"]: ("ben", 2.0) for each in own[1::2]
    }
    for who, (tutor, score) in expected.items():
        assert (points[who]["manual_score"], points[who]["needs_manual_grade"]) == (score, False)
        assert comments[who]["manual_comment"].startswith(f"{tutor} says: £")
    for number, each in enumerate(shared):  # one of the two stands, whole, and not a mixture or nothing
        who = each["student"]
        assert points[who]["manual_score"] in (1.0, 2.0)
        assert comments[who]["manual_comment"] in {f"{tutor} says: £{number} – “good”" for tutor in TUTORS}
    after = rows(office.cohort.gradebook_url)
    touched = {"grade", "comment"}
    assert {name: table for name, table in after.items() if name not in touched} == {
        name: table for name, table in before.items() if name not in touched
    }
    assert [row for row in after["grade"] if MEMO not in dict(row)["cell_id"]] == [
        row for row in before["grade"] if MEMO not in dict(row)["cell_id"]
    ]
    assert build_report(office.cohort).pending_manual == []


def test_of_two_marks_for_one_answer_the_last_one_stands_and_both_see_it(office: Office) -> None:
    submission = office.anna.waiting(tiny.WORKSHOP)[0]
    for tutor, other, points in [(office.anna, office.ben, 1.0), (office.ben, office.anna, 2.0)] * 2:
        before, said = other.opens(submission["id"], MEMO)  # the other has the page open
        tutor.marks(submission["id"], MEMO, points, f"{tutor.name}, last")
        for reader in (tutor, other):
            grade, comment = reader.opens(submission["id"], MEMO)
            assert (grade["manual_score"], comment["manual_comment"]) == (points, f"{tutor.name}, last")
        # What the other gives back is what was there before, and it stands: it came last.
        other.api("PUT", f"grade/{before['id']}", {**before, "manual_score": 0.5})
        other.api("PUT", f"comment/{said['id']}", {**said, "manual_comment": "as it was"})
        tutor.marks(submission["id"], MEMO, points, f"{tutor.name}, again")
        other.api("PUT", f"grade/{before['id']}", {**before, "manual_score": 0.5})
        other.api("PUT", f"comment/{said['id']}", {**said, "manual_comment": "as it was"})
        assert office.entries("grade")[submission["student"]]["manual_score"] == 0.5
        assert office.entries("comment")[submission["student"]]["manual_comment"] == "as it was"
    assert (office.anna.errors, office.ben.errors) == ([], [])


def test_one_grades_while_the_other_marks_by_hand(office: Office, tmp_path: Path) -> None:
    automatic = [row for row in _points(office) if row["auto_score"] is not None]
    assert len(automatic) >= 2 * SUBMISSIONS
    submissions = office.ben.waiting(tiny.WORKSHOP)
    given: dict[str, tuple[float, str]] = {}
    with (tmp_path / "grade.log").open("wb") as log:
        grading = subprocess.Popen(
            [sys.executable, "-m", "course.cli", "grade", str(office.cohort.path), "--force", "--workers", "1"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=dict(os.environ),
        )  # fmt: skip
    rounds = 0
    try:
        while grading.poll() is None or rounds == 0:
            rounds += 1
            for number, each in enumerate(submissions):
                given[each["student"]] = (number % 3 / 2, f"round {rounds}")
                office.ben.marks(each["id"], MEMO, *given[each["student"]])
    finally:
        if grading.poll() is None:
            grading.terminate()
        grading.wait(60)
    said = (tmp_path / "grade.log").read_text(encoding="utf-8")
    assert grading.returncode == 0, said
    assert f"{SUBMISSIONS} submissions marked" in said
    assert office.ben.errors == []
    points, comments = office.entries("grade"), office.entries("comment")
    assert {who: (row["manual_score"], comments[who]["manual_comment"]) for who, row in points.items()} == given
    assert [row for row in _points(office) if row["auto_score"] is not None] == automatic
    page = office.ben.opens(submissions[0]["id"], MEMO)
    assert page[0]["manual_score"] == given[submissions[0]["student"]][0]


def _points(office: Office) -> list[dict[str, Any]]:
    """The points for what checks have marked."""
    return [dict(row) for row in rows(office.cohort.gradebook_url)["grade"] if MEMO not in dict(row)["cell_id"]]


def test_a_server_that_was_away_is_an_error_until_the_tutor_starts_again_and_never_a_lost_mark(
    office: Office, tmp_path: Path
) -> None:
    submission = office.anna.waiting(tiny.WORKSHOP)[1]
    office.anna.marks(submission["id"], MEMO, 1.5, "before")
    grade, _ = office.anna.opens(submission["id"], MEMO)
    office.server.stop()
    try:
        office.anna.ask("PUT", f"api/grade/{grade['id']}", {**grade, "manual_score": 0.0})
    finally:
        office.server.start()
    assert [status for status, *_ in office.anna.errors] == [500]
    assert office.entries("grade")[submission["student"]]["manual_score"] == 1.5
    with at_formgrader(office.cohort.path, "anna", tmp_path / "again") as again:
        again.marks(submission["id"], MEMO, 0.5, "after")
        assert again.errors == []
    assert office.entries("grade")[submission["student"]]["manual_score"] == 0.5
