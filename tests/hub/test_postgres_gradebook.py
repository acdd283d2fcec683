"""A cohort whose gradebook is on PostgreSQL says what one in a file says."""

from __future__ import annotations

import csv
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import psycopg
import pytest
import tiny
from nbgrader.api import Gradebook

from course.cli import run
from course.cohort import database
from course.cohort.folder import Cohort, move_gradebook, new_cohort
from course.cohort.report import build_report
from course.cohort.simulate import simulate
from course.errors import CourseError
from course.grading.executors import Local
from course.grading.marking import grade_cohort
from tests.hub.gradebook_rows import rows
from tests.hub.postgres import Server, free_port, server

pytestmark = pytest.mark.slow  # each test has a real server

START = date(2027, 1, 11)
PEOPLE = 6


@pytest.fixture(scope="module")
def postgres() -> Iterator[Server]:
    with server() as running:
        yield running


@pytest.fixture
def anna(postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The server, to somebody who has put anna's password into a file of her own."""
    monkeypatch.setenv("PGUSER", "anna")
    monkeypatch.setenv("PGPASSFILE", str(postgres.password_file(tmp_path / "pgpass", "anna")))
    return postgres


@pytest.fixture(scope="module")
def marked() -> tiny.Marked:
    return tiny.marked()


@pytest.fixture
def tiny_course() -> Iterator[Path]:
    with tiny.in_course(tiny.course()):
        yield tiny.course()


def _say(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(list(arguments))
    said = capsys.readouterr()
    return code, said.out, said.err


def _graded(cohort: Cohort) -> Cohort:
    filled = simulate(cohort, PEOPLE, tiny.SEED)
    with Local(1) as executor:
        result = grade_cohort(filled, tiny.WORKSHOP, executor=executor)
    assert result.count("marked") == PEOPLE - 1  # one of them has handed nothing in
    return filled


def test_the_courses_seed_is_taken_as_it_is(anna: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = anna.new_database("seeded").replace("+psycopg", "")
    code, _, err = _say(capsys, "cohort", "new", "x", "--at", str(tmp_path / "c"), "--gradebook", given)
    assert (code, err) == (0, "")
    cohort = Cohort.open(tmp_path / "c")
    assert not (cohort.path / "gradebook.db").exists()
    seed = rows(f"sqlite:///{tiny.REPOSITORY / 'gradebook.db'}", without="duedate")
    assert sum(map(len, seed.values())) > 100
    assert rows(cohort.gradebook_url, without="duedate") == seed
    with Gradebook(cohort.gradebook_url) as book:
        dues = [each.duedate.date() for each in book.assignments]
    assert min(dues) >= cohort.start


def test_marks_and_report_are_those_of_a_gradebook_in_a_file(
    anna: Server, tiny_course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for each in ("file", "server"):
        (tmp_path / each).mkdir()
    with_file = _graded(new_cohort("tiny", tmp_path / "file" / "c", START))
    with_server = _graded(new_cohort("tiny", tmp_path / "server" / "c", START, gradebook=anna.new_database("marks")))
    in_file, on_server = rows(with_file.gradebook_url), rows(with_server.gradebook_url)
    assert len(on_server["grade"]) == 4 * (PEOPLE - 1)
    assert on_server == in_file
    assert asdict(build_report(with_server)) == asdict(build_report(with_file))
    # What is unchanged is known again, and the other verbs work.
    for verb in ("grade", "feedback", "report"):
        code, out, err = _say(capsys, verb, str(with_server.path))
        assert (code, err) == (0, ""), (verb, out)
    assert len(list((with_server.path / "feedback").rglob("*.html"))) == PEOPLE - 1
    assert rows(with_server.gradebook_url) == in_file
    _, out, _ = _say(capsys, "cohort", "gradebook", str(with_server.path))
    assert f"{PEOPLE} participants, {PEOPLE - 1} submissions" in out


@pytest.mark.slow
def test_nbgraders_own_commands_work(anna: Server, tiny_course: Path, tmp_path: Path) -> None:
    cohort = _graded(new_cohort("tiny", tmp_path / "c", START, gradebook=anna.new_database("commands")))
    before = rows(cohort.gradebook_url)
    who = sorted(path.name for path in (cohort.path / "autograded").iterdir())[0]

    def nbgrader(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *words],
            cwd=cohort.path, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout + done.stderr

    assert who in nbgrader("db", "student", "list")
    nbgrader("autograde", tiny.WORKSHOP, "--student", who, "--force")
    nbgrader("export", "--to", "all.csv")
    assert rows(cohort.gradebook_url) == before
    with (cohort.path / "all.csv").open(encoding="utf-8", newline="") as file:
        exported = {line["student_id"]: float(line["score"] or 0) for line in csv.DictReader(file)}
    marks = {mark.participant: mark.total or 0.0 for mark in build_report(cohort).marks}
    assert exported == marks


def test_a_gradebook_moves_there_and_back_with_all_it_holds(
    anna: Server, marked: tiny.Marked, tiny_course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(marked.cohort.path, tmp_path / "c")
    cohort = Cohort.open(tmp_path / "c")
    at_first = database.everything(cohort.gradebook_url)
    code, out, err = _say(capsys, "cohort", "gradebook", str(cohort.path), "--move-to", anna.new_database("moving"))
    assert (code, err) == (0, "")
    there = Cohort.open(cohort.path)
    assert database.everything(there.gradebook_url) == at_first
    assert "/moving from now on" in out
    assert not (cohort.path / "gradebook.db").exists()
    (aside,) = cohort.path.glob("gradebook-until-*.db")
    assert database.everything(database.sqlite_url(aside)) == at_first

    with Gradebook(there.gradebook_url) as book:  # a tutor marks in it
        book.students[0].first_name = "Changed"
        book.db.commit()
        with pytest.raises(CourseError, match="another program has it open"):
            move_gradebook(there, None)
    now = database.everything(there.gradebook_url)
    assert now != at_first
    code, out, err = _say(capsys, "cohort", "gradebook", str(cohort.path), "--move-to", "file")
    assert (code, err) == (0, "")
    back = Cohort.open(cohort.path)
    assert back.gradebook is None
    assert database.everything(back.gradebook_url) == now
    with pytest.raises(CourseError, match="holds a gradebook already"):
        move_gradebook(back, there.gradebook)
    assert Cohort.open(cohort.path) == back
    assert database.everything(back.gradebook_url) == now


def test_a_backup_is_one_moment_while_a_tutor_is_marking(
    anna: Server, marked: tiny.Marked, tiny_course: Path, tmp_path: Path
) -> None:
    shutil.copytree(marked.cohort.path, tmp_path / "c")
    cohort, _ = move_gradebook(Cohort.open(tmp_path / "c"), anna.new_database("backed"))
    before = database.everything(cohort.gradebook_url)
    with Gradebook(cohort.gradebook_url) as book:
        book.students[0].first_name = "Half done"
        book.db.flush()
        database.back_up(cohort.gradebook_url, tmp_path / "copy.db")
        book.db.commit()
    assert database.everything(database.sqlite_url(tmp_path / "copy.db")) == before
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    with pytest.raises(CourseError, match="will be overwritten"):
        database.back_up(cohort.gradebook_url, tmp_path / "copy.db")


def test_a_server_that_goes_away_in_the_middle_costs_no_submission(
    anna: Server, tiny_course: Path, tmp_path: Path
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    expected = rows(_graded(new_cohort("tiny", tmp_path / "a" / "c", START)).gradebook_url)
    cohort = simulate(
        new_cohort("tiny", tmp_path / "b" / "c", START, gradebook=anna.new_database("away")), PEOPLE, tiny.SEED
    )
    done: list[str] = []

    def stop_after_two(step: object) -> None:
        done.append(str(step))
        if len(done) == 2:
            anna.stop()

    with Local(1) as executor:
        try:
            with pytest.raises(CourseError) as told:
                grade_cohort(cohort, tiny.WORKSHOP, stop_after_two, executor=executor)
        finally:
            anna.start()
        says = str(told.value)
        assert "has gone away" in says
        assert "\n" not in says
        assert len(done) == 2
        again = grade_cohort(cohort, tiny.WORKSHOP, executor=executor)
    assert (again.count("unchanged"), again.count("marked"), again.problems) == (2, PEOPLE - 3, [])
    assert rows(cohort.gradebook_url) == expected


# --- what can be wrong -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("port", ["refused", "check that the server is running"]),
        ("password", ["password authentication failed", "~/.pgpass"]),
        ("no password", ["no password supplied", "~/.pgpass"]),
        ("open password file", ["no password supplied", "chmod 600"]),
        ("user", ["password", "~/.pgpass"]),
        ("database", ["does not exist", "check the name"]),
        ("rights", ["permission denied", "docs/several-tutors.md"]),
        ("option", ["invalid connection option"]),
    ],
)
def test_what_is_wrong_is_one_sentence_without_a_password(
    wrong: str,
    words: list[str],
    anna: Server,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = f"postgresql+psycopg://127.0.0.1:{anna.port}/postgres"
    if wrong == "port":
        url = url.replace(str(anna.port), str(free_port()))
    elif wrong == "password":
        monkeypatch.setenv("PGPASSWORD", "not-hers")
    elif wrong == "no password":
        monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    elif wrong == "open password file":
        (tmp_path / "pgpass").chmod(0o644)
    elif wrong == "user":
        monkeypatch.setenv("PGUSER", "nobody_here")
        monkeypatch.setenv("PGPASSWORD", "hunter2")
    elif wrong == "database":
        url = url.replace("/postgres", "/" + "nowhere")
    elif wrong == "rights":
        with anna.admin() as admin:
            admin.execute("CREATE DATABASE closed_to_tutors")
        url = url.replace("/postgres", "/" + "closed_to_tutors")
    elif wrong == "option":
        url += "?sslmod=require"
    folder = _kept_in(url, tmp_path / "c")
    for verb in (
        ["grade", str(folder)],
        ["cohort", "gradebook", str(folder)],
        ["cohort", "new", "y", "--at", str(tmp_path / "new"), "--gradebook", url],
    ):
        code, out, err = _say(capsys, *verb)
        assert (code, out) == (1, ""), verb
        assert all(word in err for word in words), err
        assert err.strip().count("\n") == 0, err
        assert not any(secret in err for secret in (*anna.passwords.values(), "not-hers", "hunter2"))
    assert sorted(path.name for path in tmp_path.iterdir() if path.name not in ("pgpass", "none")) == ["c"]


def _kept_in(url: str, folder: Path) -> Path:
    """A cohort's folder that says its gradebook is there."""
    cohort = new_cohort("x", folder, START)
    replace(cohort, gradebook=url).save()
    return cohort.path


def test_a_database_without_a_gradebook_is_not_backed_up(anna: Server, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="holds no gradebook"):
        database.back_up(anna.new_database("empty"), tmp_path / "copy.db")
    assert [path.name for path in tmp_path.iterdir()] == ["pgpass"]


def test_a_missing_driver_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _kept_in("postgresql+psycopg://127.0.0.1/x", tmp_path / "c")
    monkeypatch.setitem(sys.modules, "psycopg", None)  # type: ignore[arg-type]
    for verb in (["grade", str(folder)], ["cohort", "new", "y", "--at", str(tmp_path / "d"), "--gradebook",
                                          "postgresql://127.0.0.1/x"]):  # fmt: skip
        code, out, err = _say(capsys, *verb)
        assert (code, out) == (1, "")
        assert "needs Python's driver psycopg" in err
        assert "pip install" in err
        assert err.strip().count("\n") == 0, err


@pytest.mark.parametrize("address", ["postgresql://ben:hunter2@127.0.0.1/x", "postgresql:///x?password=hunter2"])
def test_a_password_in_an_address_is_refused_wherever_it_stands(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = new_cohort("x", tmp_path / "c", START).path
    code, _, err = _say(capsys, "cohort", "gradebook", str(folder), "--move-to", address)
    assert code == 1
    assert "Leave the password out" in err
    with (folder / "cohort.yaml").open("a", encoding="utf-8") as file:
        file.write(f"gradebook: {address}\n")
    code, _, also = _say(capsys, "grade", str(folder))
    assert code == 1
    assert "cohort.yaml" in also
    assert "hunter2" not in err + also


def test_a_server_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGCONNECT_TIMEOUT", raising=False)
    url = database.reachable("postgresql+psycopg://db.example.org/marks")
    assert psycopg.conninfo.conninfo_to_dict("postgresql://" + url.partition("://")[2])["connect_timeout"] == "10"
    own = "postgresql+psycopg://db.example.org/marks?connect_timeout=3"
    assert database.reachable(own) == own
