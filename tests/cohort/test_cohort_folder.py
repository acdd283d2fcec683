from __future__ import annotations

import errno
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import tiny
import yaml
from nbgrader.api import Gradebook

from course import syllabus
from course.cohort import folder as room
from course.cohort.folder import Cohort, Participant, new_cohort
from course.cohort.report import build_report
from course.errors import CourseError

START = date(2027, 1, 11)


def _git(at: Path, ignore: str = "") -> Path:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    at.mkdir(exist_ok=True)
    subprocess.run(["git", "init", "--quiet", str(at)], check=True, timeout=60)
    (at / ".gitignore").write_text(ignore, encoding="utf-8")
    return at


def test_a_new_cohort_holds_empty_folders_a_gradebook_and_its_own_configuration(tmp_path: Path) -> None:
    cohort = new_cohort("salford-2027-01", tmp_path / "c", START)
    assert sorted(path.name for path in cohort.path.iterdir()) == [
        "autograded", "cohort.yaml", "feedback", "gradebook.db", "nbgrader_config.py", "submitted",
    ]  # fmt: skip
    assert [list((cohort.path / each).iterdir()) for each in ("submitted", "autograded", "feedback")] == [[], [], []]
    assert Cohort.open(cohort.path) == cohort
    assert [path.name for path in tmp_path.iterdir()] == ["c"]  # nothing half made is left beside it


def test_due_dates_move_to_the_cohorts_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Plan:
        def due_dates(self, start: date) -> dict[str, datetime]:
            return {
                tiny.WORKSHOP: datetime(start.year, start.month, start.day, 23, 59, tzinfo=UTC) + timedelta(days=13)
            }

    monkeypatch.setattr(syllabus, "load", Plan)
    cohort = new_cohort("later", tmp_path / "c", date(2028, 3, 6))
    with Gradebook(cohort.gradebook_url) as book:
        assert book.find_assignment(tiny.WORKSHOP).duedate == datetime(2028, 3, 19, 23, 59)
    with Gradebook(f"sqlite:///{(tiny.course() / 'gradebook.db').as_posix()}") as seed:
        assert seed.find_assignment(tiny.WORKSHOP).duedate == datetime(2027, 2, 21, 23, 59)


def test_a_start_that_is_not_given_is_a_monday_within_the_week(tmp_path: Path) -> None:
    start = new_cohort("soon", tmp_path / "c").start
    today = datetime.now(tz=UTC).date()
    assert start.weekday() == 0
    assert timedelta(days=-1) <= start - today <= timedelta(days=7)


@pytest.mark.parametrize("name", ["", "two words", "a/b", "../up", "Łódź", "-x", "a" * 61, "x\n"])
def test_odd_names_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CourseError, match="cannot be a cohort's name"):
        new_cohort(name, tmp_path / "c", START)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_parent_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="does not exist, so c cannot be made"):
        new_cohort("x", tmp_path / "nowhere" / "c", START)


def test_a_folder_that_is_not_empty_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CourseError, match="is not empty"):
        new_cohort("x", tmp_path / "c", START)
    assert (tmp_path / "c" / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert [path.name for path in (tmp_path / "c").iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    assert new_cohort("x", tmp_path / "c", START).path == tmp_path / "c"


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c").write_text("", encoding="utf-8")
    with pytest.raises(CourseError, match="is a file"):
        new_cohort("x", tmp_path / "c", START)


def test_a_path_that_nbgrader_would_take_for_a_pattern_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="nbgrader cannot handle"):
        new_cohort("x", tmp_path / "cohort [1]", START)


def test_a_folder_in_gits_view_is_refused(tmp_path: Path) -> None:
    checkout = _git(tmp_path / "repo", "demo-cohort/\n")
    with pytest.raises(CourseError, match="does not ignore it"):
        new_cohort("x", checkout / "c", START)
    assert not (checkout / "c").exists()


def test_a_folder_beside_a_checkout_is_allowed_however_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(_git(tmp_path / "repo"))
    assert new_cohort("beside", Path("../beside"), START).path.exists()
    assert (tmp_path / "beside" / "cohort.yaml").exists()


def test_a_folder_that_git_ignores_is_allowed(tmp_path: Path) -> None:
    checkout = _git(tmp_path / "repo", "demo-cohort/\n")
    cohort = new_cohort("x", checkout / "demo-cohort", START)
    assert Cohort.open(checkout / "demo-cohort") == cohort


def test_a_checkout_itself_is_refused_for_every_use(tmp_path: Path) -> None:
    checkout = _git(tmp_path / "repo")
    (checkout / ".gitignore").unlink()
    with pytest.raises(CourseError, match="is a git checkout"):
        new_cohort("x", checkout, START)
    cohort = new_cohort("x", tmp_path / "c", START)
    _git(cohort.path)
    with pytest.raises(CourseError, match="is a git checkout"):
        Cohort.open(cohort.path)


def test_without_git_a_folder_in_a_checkout_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(CourseError, match="git is not installed"):
        new_cohort("x", tmp_path / "repo" / "demo-cohort", START)


def test_a_disk_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "c"))

    monkeypatch.setattr(room.shutil, "copyfile", full)
    with pytest.raises(OSError, match="No space left"):
        new_cohort("x", tmp_path / "c", START)
    assert list(tmp_path.iterdir()) == []


def test_without_a_seed_gradebook_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = tmp_path / "course"
    for name in ("source", "release"):
        (course / name).mkdir(parents=True)
    (course / "nbgrader_config.py").write_text("", encoding="utf-8")
    monkeypatch.setenv("LDT_ROOT", str(course))
    with pytest.raises(CourseError, match="run `ldt build` first"):
        new_cohort("x", tmp_path / "c", START)
    assert not (tmp_path / "c").exists()


@pytest.mark.slow
def test_the_gradebook_can_be_a_database_of_its_own(tmp_path: Path) -> None:
    url = f"sqlite:///{(tmp_path / 'elsewhere.db').as_posix()}"
    cohort = new_cohort("x", tmp_path / "c", START, gradebook=url)
    assert not (cohort.path / "gradebook.db").exists()
    assert Cohort.open(cohort.path).gradebook_url == url
    seed_url = f"sqlite:///{(tiny.course() / 'gradebook.db').as_posix()}"
    with Gradebook(url) as copied, Gradebook(seed_url) as seed:
        ours, theirs = (book.find_notebook(tiny.WORKSHOP, tiny.WORKSHOP) for book in (copied, seed))
        assert {cell.name: cell.checksum for cell in ours.source_cells} == {
            c.name: c.checksum for c in theirs.source_cells
        }
        assert {cell.name: cell.max_score for cell in ours.grade_cells} == {
            c.name: c.max_score for c in theirs.grade_cells
        }


@pytest.mark.slow
def test_a_database_that_holds_a_cohort_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{(tmp_path / 'elsewhere.db').as_posix()}"
    new_cohort("x", tmp_path / "c", START, gradebook=url)
    with pytest.raises(CourseError, match="holds a gradebook already"):
        new_cohort("y", tmp_path / "d", START, gradebook=url)
    assert not (tmp_path / "d").exists()


@pytest.mark.parametrize("url", ["not an address", "nosuchdatabase://host/x"])
def test_an_address_that_is_no_database_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(CourseError, match="database"):
        new_cohort("x", tmp_path / "c", START, gradebook=url)
    assert list(tmp_path.iterdir()) == []


def test_a_password_is_refused_and_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="Leave the password out") as refused:
        new_cohort("x", tmp_path / "c", START, gradebook="postgresql://tutor:hunter2@db/marks")
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name: x\nstart: 2027-01-11\nparticpants: []\n", ["particpants", "did you mean “participants”?"]),
        ("name: x\nstart: 2027-13-11\n", ["month"]),
        ("name: x\nstart: tomorrow\n", ["start", "tomorrow"]),
        ("start: 2027-01-11\n", ["“name” is missing"]),
        ("name: x\nstart: 2027-01-11\nparticipants:\n  - id: p 1\n", ["participants.1.id"]),
        ("name: x\nstart: 2027-01-11\nparticipants:\n  - id: p1\n  - id: p1\n", ["p1 twice"]),
        ("name: x\nstart: 2027-01-11\nparticipants:\n  - id: p1\n    firstname: A\n", ["did you mean “first_name”?"]),
        ("name: [x\n", ["line"]),
        ("just words\n", ["should hold lines"]),
        ("", ["should hold lines"]),
    ],
)
def test_a_mistake_in_cohort_yaml_is_one_sentence(tmp_path: Path, text: str, words: list[str]) -> None:
    cohort = new_cohort("x", tmp_path / "c", START)
    (cohort.path / "cohort.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CourseError) as refused:
        Cohort.open(cohort.path)
    says = str(refused.value)
    assert "cohort.yaml" in says
    assert "\n" not in says
    assert all(word in says for word in words), says


def test_what_is_no_cohort_is_said(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="does not exist"):
        Cohort.open(tmp_path / "nowhere")
    with pytest.raises(CourseError, match=r"it has no cohort\.yaml"):
        Cohort.open(tmp_path)
    cohort = new_cohort("x", tmp_path / "c", START)
    (cohort.path / "gradebook.db").unlink()
    with pytest.raises(CourseError, match=r"gradebook\.db is missing"):
        Cohort.open(cohort.path)


def test_people_are_enrolled_in_the_gradebook(tmp_path: Path) -> None:
    cohort = new_cohort("x", tmp_path / "c", START)
    with_people = cohort.with_people((Participant(id="ann", first_name="Ann", last_name="O'Hara"),), None)
    with_people.save()
    with_people.enrol()
    assert Cohort.open(cohort.path) == with_people
    with Gradebook(cohort.gradebook_url) as book:
        assert [(each.id, each.last_name) for each in book.students] == [("ann", "O'Hara")]


def test_a_cohort_keeps_working_when_its_folder_moves(tmp_path: Path) -> None:
    cohort = new_cohort("x", tmp_path / "c", START)
    shutil.move(cohort.path, tmp_path / "moved")
    moved = Cohort.open(tmp_path / "moved")
    assert moved.gradebook_url.endswith("/moved/gradebook.db")
    assert str(tmp_path) not in (moved.path / "cohort.yaml").read_text(encoding="utf-8")
    assert str(tmp_path) not in (moved.path / "nbgrader_config.py").read_text(encoding="utf-8")
    assert yaml.safe_load((moved.path / "cohort.yaml").read_text(encoding="utf-8"))["name"] == "x"


def test_a_gradebook_that_cannot_be_written_is_one_sentence(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    cohort = new_cohort("x", tmp_path / "c", START)
    people = cohort.with_people((Participant(id="ann"),), None)
    read_only = f"sqlite:///file:{(cohort.path / 'gradebook.db').as_posix()}?mode=ro&uri=true"
    with pytest.raises(CourseError, match="readonly database"):
        replace(people, gradebook=read_only).enrol()
    assert caplog.records == []  # no traceback on the terminal either


def test_a_damaged_gradebook_is_one_sentence(tmp_path: Path) -> None:
    cohort = new_cohort("x", tmp_path / "c", START)
    (cohort.path / "gradebook.db").write_bytes(b"not a database, by any means" * 100)
    with pytest.raises(CourseError, match="cannot be used"):
        build_report(Cohort.open(cohort.path))
    with pytest.raises(CourseError, match="cannot be used"):
        cohort.with_people((Participant(id="ann"),), None).enrol()
