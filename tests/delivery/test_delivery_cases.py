"""Every case of docs/delivery.md, by its name there."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_course import ANSWERED, DATA, FRESH, FRESH_2, NOTEBOOK, Course, notebook

import course.delivery.files as files
import course.delivery.updating as updating
from course.delivery import Outcome, What, tell, update
from course.delivery.files import HIDDEN
from course.errors import CourseError


def test_new_file(course: Course) -> None:
    outcomes = course.update()
    assert {outcome.what for outcome in outcomes.values()} == {What.NEW}
    assert set(course.seen()) == {NOTEBOOK, DATA, "start-here/start-here.ipynb"}
    assert course.mine(NOTEBOOK) == (course.release / NOTEBOOK).read_text(encoding="utf-8")


def test_new_file_in_a_later_version(delivered: Course) -> None:
    delivered.publish(delivered.release, "week06-funding/week06-funding.ipynb", notebook("answer = ..."))
    outcomes = delivered.update()
    assert outcomes["week06-funding/week06-funding.ipynb"].what is What.NEW
    assert outcomes[NOTEBOOK].what is What.UNCHANGED


def test_unchanged(delivered: Course) -> None:
    before = {file: file.stat().st_mtime_ns for file in delivered.copy.rglob("*") if file.is_file()}
    outcomes = delivered.update()
    assert {outcome.what for outcome in outcomes.values()} == {What.UNCHANGED}
    assert {file: file.stat().st_mtime_ns for file in delivered.copy.rglob("*") if file.is_file()} == before


def test_changed_by_the_person_only(delivered: Course) -> None:
    text = delivered.type_into(NOTEBOOK, ANSWERED)
    outcome = delivered.update()[NOTEBOOK]
    assert (outcome.what, outcome.beside) == (What.KEPT, None)
    assert delivered.mine(NOTEBOOK) == text
    assert FRESH not in delivered.seen()


def test_changed_upstream_only(delivered: Course) -> None:
    new = delivered.version(2)
    assert delivered.update()[NOTEBOOK].what is What.UPDATED
    assert delivered.mine(NOTEBOOK) == new
    assert FRESH not in delivered.seen()


def test_changed_by_both(delivered: Course) -> None:
    mine, new = delivered.type_into(NOTEBOOK, ANSWERED), delivered.version(2)
    outcome = delivered.update()[NOTEBOOK]
    assert (outcome.what, outcome.beside) == (What.FRESH, FRESH)
    assert delivered.mine(NOTEBOOK) == mine
    assert delivered.mine(FRESH) == new


def test_changed_by_both_a_data_file(delivered: Course) -> None:
    mine = delivered.type_into(DATA, "offer,pounds\nA,999\n")
    delivered.publish(delivered.release, DATA, "offer,pounds\nA,2\n")
    outcome = delivered.update()[DATA]
    assert outcome.beside == "week05-appraisal/data/offers (fresh copy).csv"
    assert delivered.mine(DATA) == mine
    assert delivered.mine(outcome.beside) == "offer,pounds\nA,2\n"


def test_changed_by_both_to_the_same(delivered: Course) -> None:
    delivered.type_into(NOTEBOOK, delivered.version(2))
    assert delivered.update()[NOTEBOOK].what is What.UNCHANGED
    new = delivered.version(3)  # from here on it is the course's file again
    assert delivered.update()[NOTEBOOK].what is What.UPDATED
    assert delivered.mine(NOTEBOOK) == new


def test_opened_and_saved_only(delivered: Course) -> None:
    saved = json.loads(delivered.mine(NOTEBOOK))
    saved["metadata"] = {"kernelspec": {"name": "python3"}, "language_info": {"version": "3.13.1"}}
    for cell in saved["cells"]:
        cell.update(execution_count=3, id="another", source=[cell["source"]])
    text = delivered.type_into(NOTEBOOK, json.dumps(saved))
    assert delivered.update()[NOTEBOOK].what is What.UNCHANGED
    assert delivered.mine(NOTEBOOK) == text  # nothing newer to put there: not even rewritten
    new = delivered.version(2)
    assert delivered.update()[NOTEBOOK].what is What.UPDATED
    assert delivered.mine(NOTEBOOK) == new


def output(cell: dict[str, Any]) -> None:
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "payback 2.65 years\n"}]


def attachment(cell: dict[str, Any]) -> None:
    cell["attachments"] = {"sketch.png": {"image/png": "aGVsbG8="}}


def question(cell: dict[str, Any]) -> None:
    cell["source"] += " # ask my accountant"


def kind(cell: dict[str, Any]) -> None:
    cell["cell_type"] = "markdown"


@pytest.mark.parametrize("change", [output, attachment, question, kind])
def test_run_with_results_or_typed_into(delivered: Course, change: Callable[[dict[str, Any]], None]) -> None:
    saved = json.loads(delivered.mine(NOTEBOOK))
    change(saved["cells"][0])
    text = delivered.type_into(NOTEBOOK, json.dumps(saved))
    delivered.version(2)
    assert delivered.update()[NOTEBOOK].what is What.FRESH
    assert delivered.mine(NOTEBOOK) == text


@pytest.mark.parametrize("cells", [0, 1, 3])
def test_cells_added_or_removed(delivered: Course, cells: int) -> None:
    saved = json.loads(delivered.mine(NOTEBOOK))
    saved["cells"] = (saved["cells"] * 2)[:cells]
    text = delivered.type_into(NOTEBOOK, json.dumps(saved))
    delivered.version(2)
    assert delivered.update()[NOTEBOOK].what is What.FRESH
    assert delivered.mine(NOTEBOOK) == text


@pytest.mark.parametrize("text", ["not json at all", "[]", '{"cells": 3}', '{"cells": [{"source": 1}]}', ""])
def test_a_notebook_that_is_no_longer_one(delivered: Course, text: str) -> None:
    delivered.type_into(NOTEBOOK, text)
    delivered.version(2)
    assert delivered.update()[NOTEBOOK].what is What.FRESH
    assert delivered.mine(NOTEBOOK) == text


def test_only_metadata_changed_upstream(delivered: Course) -> None:
    new = notebook("answer = ...", "version = 1", metadata={"points": 5})
    delivered.publish(delivered.release, NOTEBOOK, new)
    assert delivered.update()[NOTEBOOK].what is What.UPDATED
    assert delivered.mine(NOTEBOOK) == new


def test_deleted_by_the_person(delivered: Course) -> None:
    (delivered.copy / NOTEBOOK).unlink()
    delivered.version(2)
    outcomes = delivered.update()
    assert outcomes[NOTEBOOK].what is What.DELETED
    assert NOTEBOOK not in delivered.seen()
    assert f"You deleted {NOTEBOOK}; `ldt lab --restore {NOTEBOOK}` brings it back." in tell(list(outcomes.values()))


def test_deleted_by_the_person_and_brought_back(delivered: Course) -> None:
    (delivered.copy / NOTEBOOK).unlink()
    new = delivered.version(2)
    assert delivered.restore(NOTEBOOK)[NOTEBOOK].what is What.NEW
    assert delivered.mine(NOTEBOOK) == new
    assert delivered.update()[NOTEBOOK].what is What.UNCHANGED


def test_deleted_a_whole_workshop_and_brought_back(delivered: Course) -> None:
    before = delivered.seen()
    for path in (NOTEBOOK, DATA):
        (delivered.copy / path).unlink()
    (delivered.copy / "week05-appraisal/data").rmdir()
    (delivered.copy / "week05-appraisal").rmdir()
    outcomes = delivered.update()
    assert not (delivered.copy / "week05-appraisal").exists()
    assert "`ldt lab --restore week05-appraisal` brings it back" in " ".join(tell(list(outcomes.values())))
    delivered.restore("week05-appraisal")
    assert delivered.seen() == before


def test_renamed_by_the_person(delivered: Course) -> None:
    """What start-here tells people to do for a clean copy."""
    text = delivered.type_into(NOTEBOOK, notebook("answer = 2.65", "version = 1", "1 + 1"))
    (delivered.copy / NOTEBOOK).rename(delivered.copy / "week05-appraisal/mine.ipynb")
    new = delivered.version(2)
    assert delivered.update()[NOTEBOOK].what is What.NEW
    assert delivered.mine("week05-appraisal/mine.ipynb") == text
    assert delivered.mine(NOTEBOOK) == new


def test_deleted_by_the_person_beside_other_notebooks(delivered: Course) -> None:
    """Neither a notebook of their own, nor a fresh copy, nor an earlier version is the missing one renamed."""
    delivered.type_into("week05-appraisal/scratch.ipynb", '{"cells": [{"id": "x"}]}')
    delivered.type_into("week05-appraisal/broken.ipynb", "{")
    delivered.type_into(NOTEBOOK, ANSWERED)
    delivered.version(2)
    assert delivered.update()[NOTEBOOK].beside == FRESH
    delivered.restore(NOTEBOOK)
    (delivered.copy / NOTEBOOK).unlink()
    assert delivered.update()[NOTEBOOK].what is What.DELETED


def test_deleted_upstream(delivered: Course) -> None:
    (delivered.release / DATA).unlink()
    assert delivered.update()[DATA].what is What.WITHDRAWN
    assert delivered.mine(DATA) == "offer,pounds\nA,1\n"
    assert DATA not in delivered.update()  # said once
    delivered.publish(delivered.release, DATA, "offer,pounds\nA,3\n")  # and it may come back
    assert delivered.update()[DATA].what is What.UPDATED
    assert delivered.mine(DATA) == "offer,pounds\nA,3\n"


def test_person_made_a_file_with_the_name_of_a_new_one(delivered: Course) -> None:
    path = "week06-funding/notes.md"
    mine = delivered.type_into(path, "my own notes")
    delivered.publish(delivered.release, path, "the course's notes")
    assert delivered.update()[path].beside == "week06-funding/notes (fresh copy).md"
    assert delivered.mine(path) == mine
    assert delivered.mine("week06-funding/notes (fresh copy).md") == "the course's notes"
    before = delivered.seen()
    assert delivered.update()[path].what is What.KEPT
    assert delivered.seen() == before


def test_person_took_the_name_of_a_fresh_copy(delivered: Course) -> None:
    delivered.type_into(NOTEBOOK, ANSWERED)
    own = delivered.type_into(FRESH, "something of mine")
    new = delivered.version(2)
    assert delivered.update()[NOTEBOOK].beside == FRESH_2
    assert (delivered.mine(FRESH), delivered.mine(FRESH_2)) == (own, new)


def test_file_turned_folder_by_the_person(delivered: Course) -> None:
    (delivered.copy / DATA).unlink()
    delivered.type_into(f"{DATA}/inside.txt", "mine")
    assert delivered.update()[DATA].what is What.KEPT
    delivered.publish(delivered.release, DATA, "offer,pounds\nA,2\n")
    outcome = delivered.update()[DATA]
    assert outcome.what is What.FRESH
    assert outcome.beside is not None
    assert delivered.mine(outcome.beside) == "offer,pounds\nA,2\n"
    assert delivered.mine(f"{DATA}/inside.txt") == "mine"


def test_file_turned_folder_upstream(delivered: Course) -> None:
    (delivered.release / DATA).unlink()
    delivered.publish(delivered.release, f"{DATA}/january.csv", "offer\n")
    before = delivered.seen()
    outcome = delivered.update()[f"{DATA}/january.csv"]
    assert outcome.what is What.LEFT
    assert "offers.csv stands where the course has a folder; rename it" in outcome.why
    assert delivered.seen() == before
    (delivered.copy / DATA).rename(delivered.copy / "old.csv")
    assert delivered.update()[f"{DATA}/january.csv"].what is What.NEW


def test_read_only_file(delivered: Course) -> None:
    (delivered.copy / NOTEBOOK).chmod(0o444)
    assert delivered.update()[NOTEBOOK].what is What.UNCHANGED
    before, new = delivered.mine(NOTEBOOK), delivered.version(2)
    outcome = delivered.update()[NOTEBOOK]
    assert (outcome.what, outcome.beside, outcome.why) == (What.FRESH, FRESH, "is set read-only")
    assert (delivered.mine(NOTEBOOK), delivered.mine(FRESH)) == (before, new)


def test_read_only_course_folder(course: Course) -> None:
    (course.release / NOTEBOOK).chmod(0o444)
    course.update()
    course.type_into(NOTEBOOK, ANSWERED)  # a copy can be written to, whatever the course's own file was
    assert course.mine(NOTEBOOK) == ANSWERED


def test_file_in_use(delivered: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to replace a file that another program holds open."""
    before, new = delivered.seen(), delivered.version(2)
    delivered.publish(delivered.release, DATA, "offer,pounds\nA,2\n")

    def refuse(target: Path, raw: bytes, hidden: Path) -> None:
        if target.name == "offers.csv":
            raise PermissionError(errno.EACCES, "in use", str(target))
        files.write(target, raw, hidden)

    with monkeypatch.context() as patched:
        patched.setattr(updating, "write", refuse)
        outcomes = delivered.update()
    assert (outcomes[DATA].what, outcomes[NOTEBOOK].what) == (What.LEFT, What.UPDATED)
    assert delivered.seen() == {**before, NOTEBOOK: new}
    assert delivered.update()[DATA].what is What.UPDATED


def test_manifest_lost(delivered: Course) -> None:
    mine = delivered.type_into(NOTEBOOK, ANSWERED)
    (delivered.copy / HIDDEN / "delivered.json").unlink()
    outcomes = delivered.update()
    assert outcomes[DATA].what is What.UNCHANGED
    assert outcomes[NOTEBOOK].what is What.FRESH  # nobody can know what it was, so it is the person's
    assert delivered.mine(NOTEBOOK) == mine
    delivered.publish(delivered.release, DATA, "offer,pounds\nA,2\n")
    assert delivered.update()[DATA].what is What.UPDATED  # what was recognised is known again


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", '{"format": 2, "files": {}}', '{"format": 1, "files": {"a": 3}}', "\x00"]
)
def test_manifest_damaged(delivered: Course, damage: str) -> None:
    mine = delivered.type_into(NOTEBOOK, ANSWERED)
    manifest = delivered.copy / HIDDEN / "delivered.json"
    manifest.write_text(damage, encoding="utf-8", newline="\n")
    assert delivered.update()[NOTEBOOK].what is What.FRESH
    assert delivered.mine(NOTEBOOK) == mine
    assert manifest.with_name("delivered.json.damaged").read_text(encoding="utf-8") == damage
    assert json.loads(manifest.read_text(encoding="utf-8"))["files"]


def test_disk_full_in_the_middle(delivered: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk takes the plan and one file, and is full in the middle of the second."""
    before = delivered.seen()
    new = delivered.version(2)
    delivered.publish(delivered.release, DATA, "offer,pounds\nA,2\n")
    flushed: list[int] = []

    def full(number: int) -> None:
        flushed.append(number)
        if len(flushed) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left") as problem:
            delivered.update()
    assert problem.value.filename == str(delivered.copy / NOTEBOOK)
    assert delivered.seen() == {**before, DATA: "offer,pounds\nA,2\n"}  # whole files only
    assert list((delivered.copy / HIDDEN / "incoming").iterdir()) == []
    outcomes = delivered.update()
    assert (outcomes[DATA].what, outcomes[NOTEBOOK].what) == (What.UNCHANGED, What.UPDATED)
    assert delivered.mine(NOTEBOOK) == new


@pytest.mark.parametrize("files_written", [0, 1, 2, 3])
def test_interrupted_between_files(course: Course, monkeypatch: pytest.MonkeyPatch, files_written: int) -> None:
    """The power fails after some files of the first delivery: the next update carries on; nothing counts as deleted."""
    interrupt(course, monkeypatch, files_written)
    assert len(course.seen()) == files_written
    outcomes = course.update()
    assert sorted(outcome.what for outcome in outcomes.values()) == sorted(
        [What.UNCHANGED] * files_written + [What.NEW] * (3 - files_written)
    )
    assert len(course.seen()) == 3


@pytest.mark.parametrize("files_written", [0, 1, 2])
def test_interrupted_and_then_another_version(
    delivered: Course, monkeypatch: pytest.MonkeyPatch, files_written: int
) -> None:
    delivered.version(2)
    delivered.publish(delivered.release, DATA, "offer,pounds\nA,2\n")
    interrupt(delivered, monkeypatch, files_written)
    new = delivered.version(3)
    assert delivered.update()[NOTEBOOK].what is What.UPDATED
    assert delivered.mine(NOTEBOOK) == new
    assert not any("fresh copy" in path for path in delivered.seen())


def test_interrupted_and_then_changed_by_the_person(delivered: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    new = delivered.version(2)
    interrupt(delivered, monkeypatch, 0)
    mine = delivered.type_into(NOTEBOOK, ANSWERED)
    assert delivered.update()[NOTEBOOK].what is What.FRESH
    assert (delivered.mine(NOTEBOOK), delivered.mine(FRESH)) == (mine, new)


def interrupt(course: Course, monkeypatch: pytest.MonkeyPatch, files_written: int) -> None:
    written: list[Path] = []

    def fail(target: Path, raw: bytes, hidden: Path) -> None:
        if len(written) == files_written:
            raise KeyboardInterrupt
        written.append(target)
        files.write(target, raw, hidden)

    with monkeypatch.context() as patched:
        patched.setattr(updating, "write", fail)
        patched.setattr(updating.Manifest, "save", save_once(updating.Manifest.save))
        with pytest.raises(KeyboardInterrupt):
            course.update()


def save_once(save: Callable[[Any], None]) -> Callable[[Any], None]:
    """Stand-in for `Manifest.save`: the plan is remembered, and the power fails before the end is."""
    calls: list[None] = []

    def saving(self: Any) -> None:
        if calls:
            raise KeyboardInterrupt
        calls.append(None)
        save(self)

    return saving


@pytest.mark.skipif(sys.platform == "win32", reason="making a symbolic link needs the administrator on Windows")
class TestLinks:
    def test_a_file_that_is_a_link(self, delivered: Course, tmp_path: Path) -> None:
        elsewhere = tmp_path / "elsewhere.ipynb"
        (delivered.copy / NOTEBOOK).rename(elsewhere)
        (delivered.copy / NOTEBOOK).symlink_to(elsewhere)
        text, new = elsewhere.read_text(encoding="utf-8"), delivered.version(2)
        outcome = delivered.update()[NOTEBOOK]
        assert (outcome.what, outcome.beside, outcome.why) == (What.FRESH, FRESH, "is a link to another place")
        assert elsewhere.read_text(encoding="utf-8") == text
        assert (delivered.copy / NOTEBOOK).is_symlink()
        assert delivered.mine(FRESH) == new

    def test_a_folder_that_is_a_link(self, delivered: Course, tmp_path: Path) -> None:
        elsewhere = tmp_path / "elsewhere"
        (delivered.copy / "week05-appraisal").rename(elsewhere)
        (delivered.copy / "week05-appraisal").symlink_to(elsewhere, target_is_directory=True)
        before = {file: file.read_bytes() for file in elsewhere.rglob("*") if file.is_file()}
        delivered.version(2)
        assert delivered.update()[NOTEBOOK].what is What.LEFT
        assert {file: file.read_bytes() for file in elsewhere.rglob("*") if file.is_file()} == before

    def test_a_link_that_leads_nowhere(self, delivered: Course) -> None:
        (delivered.copy / DATA).unlink()
        (delivered.copy / DATA).symlink_to(delivered.copy / "nowhere")
        delivered.publish(delivered.release, DATA, "offer,pounds\nA,2\n")
        assert delivered.update()[DATA].what is What.FRESH
        assert not (delivered.copy / "nowhere").exists()

    def test_the_copy_itself_is_a_link(self, course: Course, tmp_path: Path) -> None:
        (tmp_path / "other-disk").mkdir()
        course.copy.symlink_to(tmp_path / "other-disk", target_is_directory=True)
        assert course.update()[NOTEBOOK].what is What.NEW
        assert (tmp_path / "other-disk" / NOTEBOOK).is_file()

    def test_a_link_in_the_course_is_not_delivered(self, course: Course, tmp_path: Path) -> None:
        (tmp_path / "secret.txt").write_text("answers", encoding="utf-8")
        (course.release / "week05-appraisal/secret.txt").symlink_to(tmp_path / "secret.txt")
        course.update()
        assert "week05-appraisal/secret.txt" not in course.seen()


def test_the_persons_extra_files(delivered: Course) -> None:
    own = {
        "my accounts.xlsx.txt": "1",
        "week05-appraisal/scratch.ipynb": notebook("1 + 1"),
        "week05-appraisal/data/ours.csv": "2",
        "a new folder/plan.md": "3",
    }
    for path, text in own.items():
        delivered.type_into(path, text)
    delivered.version(2)
    outcomes = delivered.update()
    assert not own.keys() & outcomes.keys()
    assert own.items() <= delivered.seen().items()


@pytest.mark.parametrize("path", ["my-firm.json", "week05-appraisal/my-firm.json", "start-here/My-Firm.json"])
def test_my_firm_is_never_touched(delivered: Course, path: str) -> None:
    mine = delivered.type_into(path, '{"turnover": 2400000}')
    delivered.publish(delivered.release, path, '{"turnover": 1}')  # an author's own, left there by mistake
    outcomes = delivered.update()
    assert path not in outcomes
    assert delivered.mine(path) == mine
    assert not any("fresh copy" in name for name in delivered.seen())
    assert "turnover" not in (delivered.copy / HIDDEN / "delivered.json").read_text(encoding="utf-8")
    with pytest.raises(CourseError, match="your own firm"):
        delivered.restore(path)
    assert delivered.mine(path) == mine


def test_case_insensitive_file_system_a_folder_respelled_upstream(
    delivered: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows and macOS, week05 and Week05 are one folder: the file is known by either spelling."""
    respelled = NOTEBOOK.replace("week05-appraisal/", "Week05-Appraisal/")
    mine = delivered.type_into(NOTEBOOK, ANSWERED)
    for path in (NOTEBOOK, DATA):
        text = (delivered.release / path).read_text(encoding="utf-8")
        (delivered.release / path).unlink()
        delivered.publish(delivered.release, path.replace("week05-appraisal/", "Week05-Appraisal/"), text)
    monkeypatch.setattr(updating, "folds_case", lambda copy: True)
    monkeypatch.setattr(
        updating, "standing", lambda copy, path: files.standing(copy, path.replace("Week05-A", "week05-a"))
    )
    outcomes = delivered.update()
    assert outcomes[respelled].what is What.KEPT
    assert not any(outcome.what is What.WITHDRAWN for outcome in outcomes.values())
    assert delivered.mine(NOTEBOOK) == mine


def test_case_insensitive_file_system_two_names_for_one_file(course: Course) -> None:
    course.publish(course.notebooks, NOTEBOOK.upper(), "another")
    with pytest.raises(CourseError, match="would be the same file on Windows and macOS"):
        course.update()
    assert not course.copy.exists()


def test_upstream_changes_twice_and_fresh_copies_do_not_pile_up(delivered: Course) -> None:
    mine = delivered.type_into(NOTEBOOK, ANSWERED)
    for number in (2, 3, 4):
        new = delivered.version(number)
        assert delivered.update()[NOTEBOOK] == Outcome(NOTEBOOK, What.FRESH, FRESH)
        before = delivered.seen()
        again = delivered.update()[NOTEBOOK]  # the same fresh copy is not written twice
        assert (again.what, again.beside) == (What.KEPT, FRESH)
        assert delivered.seen() == before
        assert delivered.mine(FRESH) == new
    assert delivered.mine(NOTEBOOK) == mine
    assert FRESH_2 not in delivered.seen()


def test_fresh_copy_that_the_person_worked_in(delivered: Course) -> None:
    mine = delivered.type_into(NOTEBOOK, ANSWERED)
    delivered.version(2)
    delivered.update()
    later = delivered.type_into(FRESH, notebook("answer = 2.7", "version = 2"))
    assert delivered.update()[NOTEBOOK].what is What.KEPT  # version 2 was given already
    assert FRESH_2 not in delivered.seen()
    new = delivered.version(3)
    assert delivered.update()[NOTEBOOK].beside == FRESH_2
    assert [delivered.mine(path) for path in (NOTEBOOK, FRESH, FRESH_2)] == [mine, later, new]


def test_fresh_copy_that_the_person_threw_away(delivered: Course) -> None:
    delivered.type_into(NOTEBOOK, ANSWERED)
    delivered.version(2)
    delivered.update()
    (delivered.copy / FRESH).unlink()
    assert delivered.update()[NOTEBOOK] == Outcome(NOTEBOOK, What.KEPT)
    assert FRESH not in delivered.seen()
    new = delivered.version(3)  # news again
    assert delivered.update()[NOTEBOOK].what is What.FRESH
    assert delivered.mine(FRESH) == new


def test_changed_back_by_the_person(delivered: Course) -> None:
    first = delivered.mine(NOTEBOOK)
    delivered.type_into(NOTEBOOK, ANSWERED)
    new = delivered.version(2)
    delivered.update()
    delivered.type_into(NOTEBOOK, first)
    assert delivered.update()[NOTEBOOK].what is What.UPDATED
    assert delivered.mine(NOTEBOOK) == new


def test_saved_while_the_update_runs(delivered: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    delivered.version(2)
    save = updating.Manifest.save

    def person_saves(self: Any) -> None:
        save(self)
        if delivered.mine(NOTEBOOK) != ANSWERED:
            delivered.type_into(NOTEBOOK, ANSWERED)

    with monkeypatch.context() as patched:
        patched.setattr(updating.Manifest, "save", person_saves)
        assert delivered.update()[NOTEBOOK].what is What.LEFT
    assert delivered.mine(NOTEBOOK) == ANSWERED
    assert delivered.update()[NOTEBOOK].what is What.FRESH


def test_authors_files_are_not_delivered(course: Course) -> None:
    course.publish(course.notebooks, "start-here/start-here.py", "# %% authors' half of the pair")
    course.publish(course.notebooks, "start-here/.ipynb_checkpoints/start-here.ipynb", "{}")
    course.publish(course.notebooks, "start-here/__pycache__/x.pyc", "")
    course.publish(course.notebooks, "start-here/tools.py", "def mean(): ...")
    course.publish(course.notebooks, "tutor/answers.ipynb", notebook("answer = 2.65"))
    update([course.release, course.notebooks], course.copy, leave_out={"tutor"})
    assert set(course.seen()) == {NOTEBOOK, DATA, "start-here/start-here.ipynb", "start-here/tools.py"}


def test_the_copy_within_the_course_is_refused(course: Course) -> None:
    for place in (course.release, course.release / "mine", course.release.parent):
        with pytest.raises(CourseError, match="cannot hold your copy"):
            update([course.release, course.notebooks], place)


def test_the_copy_is_a_file(course: Course) -> None:
    course.copy.write_text("", encoding="utf-8")
    with pytest.raises(CourseError, match="is a file"):
        course.update()


def test_nothing_to_deliver(tmp_path: Path) -> None:
    (tmp_path / "release").mkdir()
    with pytest.raises(CourseError, match="ldt build"):
        update([tmp_path / "release"], tmp_path / "my-course")
    with pytest.raises(CourseError, match="is missing"):
        update([tmp_path / "nowhere"], tmp_path / "my-course")


def test_what_a_killed_update_left_half_written_is_swept_up(delivered: Course) -> None:
    old, young = (delivered.copy / HIDDEN / "incoming" / name for name in ("old", "young"))
    for half in (old, young):
        half.write_text("half", encoding="utf-8")
    os.utime(old, (0, 0))
    delivered.update()
    assert (old.exists(), young.exists()) == (False, True)


def test_run_again_with_the_results_it_came_with(course: Course) -> None:
    """Only the counters differ: nothing of the person's is on the page."""
    shipped = json.loads(notebook("1 + 1"))
    result = {"output_type": "execute_result", "data": {"text/plain": "2"}, "metadata": {}, "execution_count": 1}
    shipped["cells"][0].update(outputs=[result], execution_count=1)
    course.publish(course.release, NOTEBOOK, json.dumps(shipped))
    course.update()
    shipped["cells"][0].update(outputs=[{**result, "execution_count": 7}], execution_count=7)
    course.type_into(NOTEBOOK, json.dumps(shipped))
    new = course.version(2)
    assert course.update()[NOTEBOOK].what is What.UPDATED
    assert course.mine(NOTEBOOK) == new
