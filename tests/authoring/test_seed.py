"""The seed gradebook: derived, the same each time, and without any person."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from building_site import CHECKOUT, WEEK05, WEEK06
from nbgrader.api import Gradebook

from course import syllabus
from course.authoring import seed
from course.authoring.build import build_course
from course.errors import CourseError

PLAN = syllabus.load()
DUE = PLAN.due_dates(PLAN.seed_start)


def query(gradebook: Path, sql: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(gradebook)) as database:
        return database.execute(sql).fetchall()


def test_two_builds_from_nothing_are_identical(built: Path, own: Path) -> None:
    shutil.rmtree(own / "release")
    (own / "release").mkdir()
    shutil.rmtree(own / ".cache")
    (own / "gradebook.db").unlink()
    assert build_course(own).rebuilt == [WEEK05]
    assert seed.rows(own / "gradebook.db") == seed.rows(built / "gradebook.db")
    assert (own / "gradebook.db").read_bytes() == (built / "gradebook.db").read_bytes()
    notebook = Path("release", WEEK05, f"{WEEK05}.ipynb")
    assert (own / notebook).read_bytes() == (built / notebook).read_bytes()


@pytest.mark.slow
def test_step_by_step_gives_what_a_build_from_nothing_gives(own_two: Path) -> None:
    step_by_step = seed.rows(own_two / "gradebook.db")
    (own_two / "gradebook.db").unlink()
    assert build_course(own_two).rebuilt == [WEEK05, WEEK06]
    assert seed.rows(own_two / "gradebook.db") == step_by_step


def test_due_dates_are_the_syllabuss(built: Path) -> None:
    found = query(built / "gradebook.db", "select name, duedate from assignment")
    assert len(found) == 12
    assert {name: datetime.fromisoformat(when) for name, when in found} == {
        name: when.replace(tzinfo=None) for name, when in DUE.items()
    }


def test_every_assignment_belongs_to_the_one_course(two_workshops: Path) -> None:
    book = two_workshops / "gradebook.db"
    assert query(book, "select distinct course_id from assignment") == [("ldt",)]


def test_cells_are_the_notebooks_cells(two_workshops: Path) -> None:
    sql = (
        "select assignment.name, base_cell.name, max_score from grade_cells "
        "join base_cell on base_cell.id = grade_cells.id join notebook on notebook.id = notebook_id "
        "join assignment on assignment.id = assignment_id"
    )
    found = query(two_workshops / "gradebook.db", sql)
    for workshop, stem in ((WEEK05, "w05-"), (WEEK06, "w06-")):
        cells = [(cell, points) for name, cell, points in found if name == workshop]
        assert sum(float(points) for _, points in cells) == PLAN.workshop(workshop).points
        assert all(cell.startswith(stem) for cell, _ in cells)


def test_no_person_is_in_it(built: Path) -> None:
    assert seed.people(built / "gradebook.db") == 0
    for table in ("student", "submitted_assignment", "submitted_notebook", "grade", "comment"):
        assert query(built / "gradebook.db", f"select * from {table}") == []


def test_a_removed_assignment_disappears(two_workshops: Path, tmp_path: Path) -> None:
    book = tmp_path / "gradebook.db"
    shutil.copyfile(two_workshops / "gradebook.db", book)
    fewer = {name: when for name, when in DUE.items() if name != WEEK06}
    seed.set_assignments(book, fewer, course_id="ldt")
    assert sorted(name for (name,) in query(book, "select name from assignment")) == sorted(fewer)
    assert query(book, "select * from base_cell where name like 'w06%'") == []
    assert query(book, "select * from source_cell where name like 'w06%'") == []
    assert query(book, "select * from base_cell where name like 'w05%'") != []


def test_a_gradebook_with_people_is_refused_and_kept(own: Path) -> None:
    book = own / "gradebook.db"
    with Gradebook(f"sqlite:///{book}", "ldt") as opened:
        opened.add_student("p01")
    content = book.read_bytes()
    with pytest.raises(CourseError, match=r"gradebook\.db holds 1 participants.*ldt cohort new"):
        build_course(own)
    with pytest.raises(CourseError, match="holds 1 participants"):
        seed.canonical(book, own / "other.db")
    assert book.read_bytes() == content
    assert not (own / "other.db").exists()


@pytest.mark.parametrize(
    "content", [b"", b"not a database at all, not even nearly", b"SQLite format 3\x00" + b"\x07" * 4096]
)
def test_a_damaged_gradebook_gives_a_sentence_and_is_kept(content: bytes, own: Path) -> None:
    book = own / "gradebook.db"
    book.write_bytes(content)
    with pytest.raises(CourseError, match=r"gradebook\.db is not a gradebook that can be read .*restore it"):
        build_course(own)
    assert book.read_bytes() == content


def test_a_gradebook_damaged_in_the_middle_gives_a_sentence(own: Path) -> None:
    book = own / "gradebook.db"
    content = bytearray(book.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 20_000] = b"\xff" * 20_000
    book.write_bytes(content)
    with pytest.raises(CourseError, match="is not a gradebook that can be read"):
        seed.rows(book)


def test_the_committed_seed_holds_nobody() -> None:
    assert seed.people(CHECKOUT / "gradebook.db") == 0
