from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import tiny
from folders import everything_in
from intake_cases import ANSWERS, NAME, Notebook, blank, find, received, release, solved, submit, text, without

from course.grading.intake import files
from course.grading.intake.files import fingerprint
from course.grading.intake.mending import is_intact
from course.grading.intake.reading import parse

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="Windows lets only administrators make links")
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system here")


def _gain(notebook: Notebook | None) -> str:
    assert notebook is not None
    return text(find(notebook, "w98-gain-answer"))


def _other(figure: str) -> Notebook:
    notebook = solved()
    find(notebook, "w98-gain-answer")["source"] = f"answer = {figure}\ngain = answer"
    return notebook


def test_an_untouched_submission_is_handed_on_byte_by_byte(tmp_path: Path) -> None:
    folder = submit(tmp_path, "p01", json.dumps(solved(), indent=3).encode())
    (folder / "timestamp.txt").write_bytes(b"2027-02-12 17:30:00 UTC\n")
    (folder / "data").mkdir()
    (folder / "data" / "scrap.csv").write_bytes(b"a,b\r\n1,2\r\n")
    result, _ = received(folder, tmp_path / "to")
    assert result.says == ()
    for name in (NAME, "timestamp.txt", "data/scrap.csv"):
        assert (tmp_path / "to" / name).read_bytes() == (folder / name).read_bytes()
    assert everything_in(tmp_path / "to") == everything_in(folder)


def test_what_was_there_before_is_gone(tmp_path: Path) -> None:
    (tmp_path / "to" / "old").mkdir(parents=True)
    received(submit(tmp_path, "p01", solved()), tmp_path / "to")
    assert [path.name for path in (tmp_path / "to").iterdir()] == [NAME]
    result, notebook = received(submit(tmp_path, "p01", b"{"), tmp_path / "to")
    assert result.refused
    assert notebook is None
    assert not (tmp_path / "to").exists()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        (NAME, b"{", "cut off"),
        (NAME, b"[1]", "JSON, but not a notebook"),
        (NAME, b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "none of the workshop's cells"),
        ("other.ipynb", b"{}", "which holds “other.ipynb” instead"),
        ("notes.txt", b"hello", "holds no notebook: week98-try.ipynb is missing. It holds “notes.txt”"),
        ("timestamp.txt", b"2027-02-12 17:30:00 UTC", "is empty"),
        (".ipynb_checkpoints/" + NAME, b"{}", "is empty"),
    ],
)
def test_what_cannot_be_marked_is_refused_with_one_sentence(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    result, notebook = received(submit(tmp_path, "p01", data, name), tmp_path / "to")
    assert says in (result.refused or "")
    assert "\n" not in (result.refused or "")
    assert notebook is None


def test_a_file_in_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p01").mkdir()
    (tmp_path / "p01" / tiny.WORKSHOP).write_bytes(b"{}")
    result, _ = received(tmp_path / "p01" / tiny.WORKSHOP, tmp_path / "to")
    assert "is a file, not a folder" in (result.refused or "")


def test_a_file_that_is_too_long_is_left_out_and_such_a_notebook_is_refused(tmp_path: Path) -> None:
    folder = submit(tmp_path, "p01", solved())
    with (folder / "film.mp4").open("wb") as stream:
        stream.truncate(files.MOST_BYTES + 1)
    result, _ = received(folder, tmp_path / "to")
    assert result.says == ("“film.mp4” from p01 was left out: a file of 50 MB, more than 50 MB.",)
    assert not (tmp_path / "to" / "film.mp4").exists()
    with (folder / NAME).open("ab") as stream:
        stream.truncate(files.MOST_BYTES + 1)
    assert "is 50 MB long" in (received(folder, tmp_path / "to")[0].refused or "")


def test_files_beyond_what_a_submission_may_hold_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_BYTES_IN_ALL", 10)
    folder = submit(tmp_path, "p01", solved())
    for name in ("a.bin", "b.bin", "c.bin"):
        (folder / name).write_bytes(b"12345")
    result, _ = received(folder, tmp_path / "to")
    assert "“c.bin” from p01 was left out" in result.says[0]
    assert sorted(path.name for path in (tmp_path / "to").iterdir()) == ["a.bin", "b.bin", NAME]


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_FILES", 5)
    folder = submit(tmp_path, "p01", solved())
    for number in range(10):
        (folder / f"{number}.bin").touch()
    assert "more than 5 files" in (received(folder, tmp_path / "to")[0].refused or "")


def test_a_pit_of_folders_ends_somewhere(tmp_path: Path) -> None:
    folder = submit(tmp_path, "p01", solved())
    folder.joinpath(*["d"] * (files.DEEPEST + 5)).mkdir(parents=True)
    result, notebook = received(folder, tmp_path / "to")
    assert _gain(notebook) == ANSWERS["w98-gain-answer"]
    assert "more than 20 folders deep" in result.says[0]


def _link(path: Path, target: Path) -> None:
    path.symlink_to(target)


def _hard_link(path: Path, target: Path) -> None:
    os.link(target, path)


@needs_links
@pytest.mark.parametrize(("make", "says"), [(_link, "a link to another place"), (_hard_link, "a hard link")])
def test_links_are_not_followed(tmp_path: Path, make: Callable[[Path, Path], None], says: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the tutor's own", encoding="utf-8")
    folder = submit(tmp_path / "submitted", "p01", solved())
    make(folder / "mine.txt", secret)
    result, _ = received(folder, tmp_path / "to")
    assert "“mine.txt” from p01 was left out" in result.says[0]
    assert says in result.says[0]
    assert [path.name for path in (tmp_path / "to").iterdir()] == [NAME]

    others = submit(tmp_path / "elsewhere", "p09", solved())
    (folder / NAME).unlink()
    make(folder / NAME, others / NAME)
    result, notebook = received(folder, tmp_path / "to")
    assert says in (result.refused or "")
    assert notebook is None


@needs_links
def test_a_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    submit(tmp_path / "elsewhere", "p09", solved())
    (tmp_path / "submitted" / "p01").mkdir(parents=True)
    (tmp_path / "submitted" / "p01" / tiny.WORKSHOP).symlink_to(tmp_path / "elsewhere" / "p09" / tiny.WORKSHOP)
    (tmp_path / "submitted" / "p02").symlink_to(tmp_path / "elsewhere" / "p09")
    for who in ("p01", "p02"):
        folder = tmp_path / "submitted" / who / tiny.WORKSHOP
        assert "is a link to another place" in (received(folder, tmp_path / "to")[0].refused or "")
        assert fingerprint(folder) == ""


@needs_links
def test_two_names_for_one_file_of_the_submission_are_harmless(tmp_path: Path) -> None:
    folder = submit(tmp_path, "p01", solved())
    (folder / "a.csv").write_bytes(b"1")
    os.link(folder / "a.csv", folder / "b.csv")
    result, _ = received(folder, tmp_path / "to")
    assert result.says == ()
    assert (tmp_path / "to" / "b.csv").read_bytes() == b"1"


@needs_pipes
def test_pipes_and_endless_files_are_neither_opened_nor_hashed(tmp_path: Path) -> None:
    folder = submit(tmp_path, "p01", solved())
    os.mkfifo(folder / "pipe.txt")
    (folder / "zero.csv").symlink_to("/dev/zero")
    result, _ = received(folder, tmp_path / "to")
    assert "no ordinary file" in " ".join(result.says)
    before = fingerprint(folder)
    (folder / "pipe.txt").unlink()
    assert fingerprint(folder) != before


@needs_pipes
def test_a_name_that_is_no_text_is_left_out(tmp_path: Path) -> None:
    folder = submit(tmp_path, "p01", solved())
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/m\xfcller.csv")).write_bytes(b"1")
    except OSError:
        pytest.skip("this file system takes only text for names")
    (folder / "two\nlines.csv").write_bytes(b"1")
    result, _ = received(folder, tmp_path / "to")
    (said,) = result.says
    said.encode()
    assert "\n" not in said
    assert "“m?ller.csv” and “two?lines.csv” from p01 were left out" in said
    assert fingerprint(folder)


def test_what_file_managers_leave_behind_is_passed_over(tmp_path: Path) -> None:
    folder = submit(tmp_path, "p01", solved())
    submit(tmp_path, "p01", _other("1"), f".ipynb_checkpoints/{NAME}")
    submit(tmp_path, "p01", b"\x00\x05\x16\x07", f"__MACOSX/._{NAME}")
    submit(tmp_path, "p01", b"\x00\x05\x16\x07", f"._{NAME}")
    submit(tmp_path, "p01", b"x", ".DS_Store")
    result, notebook = received(folder, tmp_path / "to")
    assert result.says == ()
    assert [path.name for path in (tmp_path / "to").iterdir()] == [NAME]
    assert _gain(notebook) == ANSWERS["w98-gain-answer"]


@pytest.mark.parametrize(
    "name", ["my homework (1).ipynb", "WEEK98-TRY.ipynb", "week98-try.ipynb.txt", "week98-try.json", f"try/{NAME}"]
)
def test_a_renamed_notebook_is_known_by_its_cells(tmp_path: Path, name: str) -> None:
    result, notebook = received(submit(tmp_path, "p01", solved(), name), tmp_path / "to")
    assert result.says == (f"p01 had named the notebook “{name}”; it was marked as {NAME}.",)
    assert _gain(notebook) == ANSWERS["w98-gain-answer"]


def test_the_exact_name_wins_and_the_others_are_named(tmp_path: Path) -> None:
    folder = submit(tmp_path, "p01", without(_other("7"), "w98-memo"))
    submit(tmp_path, "p01", solved(), "week98-try-Copy1.ipynb")
    submit(tmp_path, "p01", blank(), "week98-try (fresh copy).ipynb")
    result, notebook = received(folder, tmp_path / "to")
    assert _gain(notebook) == "answer = 7\ngain = answer"
    assert result.says[0] == (
        "p01 had submitted other notebooks with answers too (“week98-try-Copy1.ipynb”); “week98-try.ipynb” was marked, "
        "in which 4 answers are written."
    )


def test_a_blank_copy_beside_the_notebook_is_nothing_to_speak_of(tmp_path: Path) -> None:
    folder = submit(tmp_path, "p01", solved())
    submit(tmp_path, "p01", blank(), "week98-try (fresh copy).ipynb")
    submit(tmp_path, "p01", solved(), "week98-try-Copy1.ipynb")
    submit(tmp_path, "p01", b"{", "scrap.ipynb")
    assert received(folder, tmp_path / "to")[0].says == ()


def test_without_the_name_the_fullest_wins_then_the_most_answered_then_the_newest(tmp_path: Path) -> None:
    folder = submit(tmp_path, "p01", without(_other("1"), "w98-firm-check"), "newest-but-short.ipynb")
    submit(tmp_path, "p01", blank(), "blank.ipynb")
    for number, name in enumerate(("c", "b", "a"), start=2):
        submit(tmp_path, "p01", _other(str(number)), f"{name}.ipynb")
    for age, name in enumerate(("newest-but-short", "blank", "b", "c", "a")):
        os.utime(folder / f"{name}.ipynb", (1_800_000_000 - age, 1_800_000_000 - age))
    result, notebook = received(folder, tmp_path / "to")
    assert _gain(notebook) == "answer = 3\ngain = answer"
    assert "p01 had named the notebook “b.ipynb”" in result.says[0]
    assert "“newest-but-short.ipynb”" in result.says[1]
    assert "blank" not in " ".join(result.says)


def test_a_whole_copy_is_marked_in_place_of_a_broken_one(tmp_path: Path) -> None:
    folder = submit(tmp_path, "p01", b'{"cells": [')
    submit(tmp_path, "p01", _other("9"), "week98-try (1).ipynb")
    result, notebook = received(folder, tmp_path / "to")
    assert _gain(notebook) == "answer = 9\ngain = answer"
    assert "cut off" in result.says[0]
    assert "“week98-try (1).ipynb” was marked in its place" in result.says[0]


def test_what_is_handed_on_after_mending_needs_none_again(tmp_path: Path) -> None:
    folder = submit(tmp_path, "p01", without(solved(), "w98-gain-check", "w98-memo"))
    result, _ = received(folder, tmp_path / "to")
    assert len(result.says) == 2
    again = parse((tmp_path / "to" / NAME).read_bytes())
    assert again.as_is
    assert is_intact(again.notebook, release())


@pytest.mark.parametrize("name", [NAME, "timestamp.txt"])
def test_a_folder_with_the_name_of_a_file_does_no_harm(tmp_path: Path, name: str) -> None:
    folder = submit(tmp_path, "p01", solved(), "try.ipynb")
    submit(tmp_path, "p01", b"1", f"{name}/a.csv")
    result, notebook = received(folder, tmp_path / "to")
    assert _gain(notebook) == ANSWERS["w98-gain-answer"]
    assert f"“{name}/a.csv” from p01 was left out" in result.says[1]
    assert [path.name for path in (tmp_path / "to").iterdir()] == [NAME]


def test_a_byte_order_mark_before_the_time_is_taken_off(tmp_path: Path) -> None:
    folder = submit(tmp_path, "p01", solved())
    (folder / "timestamp.txt").write_text("2027-02-12 17:30:00 UTC", encoding="utf-8-sig")
    result, _ = received(folder, tmp_path / "to")
    assert result.refused is None
    assert (tmp_path / "to" / "timestamp.txt").read_bytes() == b"2027-02-12 17:30:00 UTC"


def test_the_fingerprint_is_that_of_a_copy_and_changes_with_every_byte_and_name(tmp_path: Path) -> None:
    folder = submit(tmp_path, "p01", solved())
    submit(tmp_path, "p01", b"1", "a/z.csv")
    submit(tmp_path, "p01", b"2", "a.csv")
    before = fingerprint(folder)
    shutil.copytree(folder, tmp_path / "copy")
    assert fingerprint(tmp_path / "copy") == before
    (folder / "a.csv").write_bytes(b"3")
    assert fingerprint(folder) != before
    (folder / "a.csv").write_bytes(b"2")
    assert fingerprint(folder) == before
    (folder / "a" / "z.csv").rename(folder / "z.csv")
    assert fingerprint(folder) != before
    assert fingerprint(tmp_path / "nobody" / tiny.WORKSHOP) == ""
