"""The rule “fresh”: what is stale, made by hand or different each time is found; a built checkout is left in peace."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from small_checkout import WEEK05, copied, edit

from course.audit.findings import Result
from course.audit.rules import fresh
from course.audit.tools import Tools
from course.audit.workshop import Workshop
from course.authoring.build import build_course
from course.cases import files

NOTEBOOK = f"release/{WEEK05}/{WEEK05}.ipynb"
DATA = f"source/{WEEK05}/data/quotes.csv"


def looked(root: Path) -> tuple[Result, Result]:
    """What the rule says of week 5 and of the course."""
    with Tools(root) as tools:
        return fresh.look(Workshop(root, WEEK05), tools), fresh.look_at_course(tools)


def wheres(result: Result) -> set[str]:
    return {finding.where for finding in result.findings}


@pytest.mark.slow
def test_a_built_checkout_is_fresh_and_nothing_is_written_into_it(tmp_path: Path) -> None:
    root = copied(tmp_path / "checkout")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    workshop, course = looked(root)
    assert workshop.ok, workshop.findings
    assert course.ok, course.findings
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


@pytest.mark.slow
def test_everything_stale_is_found_where_it_lies(tmp_path: Path) -> None:
    root = copied(tmp_path / "checkout")
    edit(root / NOTEBOOK, "# Is it worth it?", "# Does it pay?")
    (root / f"release/{WEEK05}/answers.txt").write_text("37,060", encoding="utf-8")
    edit(root / "README.md", "Where does time go?", "Where did time go?")
    with closing(sqlite3.connect(root / "gradebook.db")) as database:
        database.execute("update grade_cells set max_score = 5 where max_score = 6")
        database.commit()
    for ending in ("py", "ipynb"):
        edit(root / f"notebooks/start-here/start-here.{ending}", "Where does time go?", "Where did time go?")
    workshop, course = looked(root)
    assert wheres(workshop) == {NOTEBOOK, f"release/{WEEK05}/answers.txt"}
    assert wheres(course) == {
        "README.md",
        "gradebook.db",
        "notebooks/start-here/start-here.ipynb",
        "notebooks/start-here/start-here.py",
    }
    assert all("ldt build" in finding.says for finding in (*workshop.findings, *course.findings))


@pytest.mark.slow
def test_a_pair_whose_halves_differ_is_found(tmp_path: Path) -> None:
    root = copied(tmp_path / "checkout")
    edit(root / f"source/{WEEK05}/{WEEK05}.py", "# Is it worth it?", "# Does it pay?")
    workshop, course = looked(root)
    assert wheres(workshop) == {f"source/{WEEK05}/{WEEK05}.ipynb", NOTEBOOK}
    assert course.ok, course.findings


@pytest.mark.slow
def test_a_seed_that_is_missing_or_holds_people_is_not_fresh(tmp_path: Path) -> None:
    root = copied(tmp_path / "checkout")
    with closing(sqlite3.connect(root / "gradebook.db")) as database:
        database.execute("insert into student (id, first_name) values ('ann', 'Ann')")
        database.commit()
    shutil.rmtree(root / f"release/{WEEK05}")
    workshop, course = looked(root)
    assert (wheres(workshop), wheres(course)) == ({NOTEBOOK}, {"gradebook.db"})
    assert len(workshop.findings) == 1
    (root / "gradebook.db").unlink()
    assert wheres(looked(root)[1]) == {"gradebook.db"}


@pytest.mark.slow
def test_a_course_that_cannot_be_built_is_no_fresh_course(tmp_path: Path) -> None:
    root = copied(tmp_path / "checkout")
    edit(root / f"source/{WEEK05}/{WEEK05}.py", '"points": 6,', '"points": 7,')
    workshop, course = looked(root)
    assert wheres(course) == {"ldt build"}
    assert "gives 41 points and course/syllabus.yaml says 40" in course.findings[0].says
    assert "gives 41 points" in workshop.findings[0].says


@pytest.mark.slow
@pytest.mark.parametrize(
    "stub",
    ['__import__("uuid").uuid4().hex', '" ".join({"ash", "beech", "cherry", "elm", "fir", "larch", "oak", "pine"})'],
    ids=["chance", "the order of a set"],
)
def test_a_build_that_differs_each_time_is_found(stub: str, tmp_path: Path) -> None:
    root = copied(tmp_path / "checkout")
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as settings:
        settings.write(f"c.ClearSolutions.text_stub = {stub}\n")
    workshop, _ = looked(root)
    (found,) = (finding for finding in workshop.findings if finding.where == NOTEBOOK)
    assert "different bytes" in found.says


@pytest.mark.slow
def test_a_file_that_the_syllabus_promises_and_nobody_made_is_found(tmp_path: Path) -> None:
    root = copied(tmp_path / "checkout")
    promised = f"files: [{WEEK05}.ipynb, data/quotes.csv]"
    edit(root / "course/syllabus.yaml", f"files: [{WEEK05}.ipynb]", promised)
    workshop, _ = looked(root)
    assert wheres(workshop) == {f"release/{WEEK05}/data/quotes.csv"}


# ---- data files, without a build


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """Week 5 with a data file, its generator and its dictionary; nothing else is stale."""
    root = tmp_path / "checkout"
    for name in (f"source/{WEEK05}", f"release/{WEEK05}", "course"):
        (root / name).mkdir(parents=True)
    repository = Path(fresh.__file__).resolve().parents[3]
    shutil.copyfile(repository / "course/syllabus.yaml", root / "course/syllabus.yaml")
    (root / NOTEBOOK).write_text("{}", encoding="utf-8")
    (root / DATA).parent.mkdir()
    (root / DATA).write_bytes(b"firm,pounds\nA,88000\n")
    (root / DATA).with_suffix(".md").write_text("`firm`: who offers\n\n`pounds`: how much, in £\n", encoding="utf-8")
    made = {f"{WEEK05}/data/quotes.csv": lambda: b"firm,pounds\nA,88000\n"}
    monkeypatch.setattr(files, "generators", lambda: made)
    monkeypatch.setattr(fresh, "_build_twice", lambda tools: fresh._Built())
    return Workshop(root, WEEK05)


def said(workshop: Workshop) -> dict[str, str]:
    result = looked(workshop.root)[0]
    assert len({finding.where for finding in result.findings}) == len(result.findings)
    return {finding.where: finding.says for finding in result.findings}


def test_a_data_file_with_generator_and_dictionary_is_fresh(workshop: Workshop) -> None:
    assert said(workshop) == {}
    assert looked(workshop.root)[0].measures["data_files"] == 1


def test_a_data_file_that_was_changed_is_found(workshop: Workshop) -> None:
    (workshop.root / DATA).write_bytes(b"firm,pounds\nA,88001\n")
    assert "byte for byte" in said(workshop)[DATA]


def test_a_data_file_that_is_missing_is_found(workshop: Workshop) -> None:
    (workshop.root / DATA).unlink()
    assert "missing" in said(workshop)[DATA]


def test_a_data_file_that_nobody_makes_is_found(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "generators", dict)
    assert "No generator makes this file" in said(workshop)[DATA]


def test_a_data_file_that_nothing_explains_is_found(workshop: Workshop) -> None:
    (workshop.root / DATA).with_suffix(".md").unlink()
    assert "write quotes.md" in said(workshop)[DATA]


def test_a_column_that_the_dictionary_leaves_out_is_found(workshop: Workshop) -> None:
    (workshop.root / DATA).with_suffix(".md").write_text("`firm`: who offers, and pounds\n", encoding="utf-8")
    assert said(workshop)[DATA].count("`") == 2
    assert "`pounds`" in said(workshop)[DATA]


def test_a_generator_without_a_seed_is_found(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    made = {f"{WEEK05}/data/quotes.csv": lambda: f"firm,pounds\nA,{random.random()}\n".encode()}
    monkeypatch.setattr(files, "generators", lambda: made)
    assert "other bytes each time" in said(workshop)[DATA]


def test_a_generator_for_a_workshop_that_does_not_exist_is_found(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {**files.generators(), "week06-fundign/data/offers.csv": lambda: b""}
    monkeypatch.setattr(files, "generators", lambda: made)
    assert said(workshop) == {}
    assert wheres(looked(workshop.root)[1]) == {"source/week06-fundign/data/offers.csv"}


@pytest.mark.slow
def test_windows_line_ends_that_git_made_are_fresh(tmp_path: Path) -> None:
    root = copied(tmp_path / "checkout")
    for path in (root / NOTEBOOK, root / "README.md"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert [result.findings for result in looked(root)] == [(), ()]
    assert build_course(root, check=True).written == []
