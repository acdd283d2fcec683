from __future__ import annotations

import codecs
import json
from typing import Any

import nbformat
import pytest
from intake_cases import ANSWERS, find, release, solved, text

from course.grading.intake.matching import known
from course.grading.intake.reading import MOST_OUTPUT, Read, UnreadableError, parse


def _bytes(notebook: Any, **changes: Any) -> bytes:
    return json.dumps({**notebook, **changes}, ensure_ascii=False).encode()


def _has_the_answers(read: Read) -> bool:
    found = {name: text(find(read.notebook, name)) for name in ANSWERS}
    return found == ANSWERS and known(read.notebook["cells"], release()) == len(
        [cell for cell in release().cells if "nbgrader" in cell["metadata"]]
    )


@pytest.mark.parametrize(
    ("encoding", "mark", "says"),
    [
        ("utf-8", codecs.BOM_UTF8, "byte order mark"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "UTF-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "UTF-16"),
        ("utf-16-le", b"", "UTF-16"),
        ("utf-32-le", b"", "UTF-32"),
        ("cp1252", b"", "Windows-1252"),
    ],
)
def test_other_encodings_are_read_all_the_same(encoding: str, mark: bytes, says: str) -> None:
    read = parse(mark + _bytes(solved()).decode().encode(encoding, errors="xmlcharrefreplace"))
    assert _has_the_answers(read)
    assert not read.as_is
    assert len(read.says) == 1
    assert says in read.says[0]


def test_line_ends_of_windows_in_the_file_mean_nothing_and_in_the_cells_are_put_right() -> None:
    plain = json.dumps(solved(), indent=1)
    read = parse(plain.replace("\n", "\r\n").encode())
    assert (read.as_is, read.says) == (True, ())
    read = parse(plain.replace("\\n", "\\r\\n").encode())
    assert _has_the_answers(read)
    assert not read.as_is
    assert "line ends of Windows" in read.says[0]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty file"),
        (b"\0" * 4096, "empty file"),
        (b"PK\x03\x04\x14\x00\x06\x00", "a zip archive"),
        (b"%PDF-1.7 \xe2\xe3", "a PDF"),
        (b"<!DOCTYPE html><html></html>", "a web page"),
        (b"print('hello')", "not JSON"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not JSON"),
        (b'{"a": 1,, }', "line 1"),
        (b"[1, 2]", "JSON, but not a notebook"),
        (b'{"nbformat": 4}', "JSON, but not a notebook"),
        (b'{"nbformat": 3, "worksheets": 7}', "format 3, and damaged"),
        (b"[" * 100_000 + b"]" * 100_000, "not JSON"),
    ],
)
def test_what_is_no_notebook_is_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        parse(data)


@pytest.mark.parametrize("part", [0.2, 0.5, 0.999])
def test_a_file_that_was_cut_off_is_refused_and_says_where(part: float) -> None:
    whole = json.dumps(solved(), indent=1, ensure_ascii=False).encode()
    cut = whole[: int(len(whole) * part)].rstrip(b"}] \n")
    lines = len(cut.splitlines())
    with pytest.raises(UnreadableError, match=f"cut off on its way.*line {lines},"):
        parse(cut)


def test_a_notebook_of_format_3_is_brought_up_to_date() -> None:
    old = nbformat.convert(nbformat.reads(json.dumps(solved()), as_version=4), 3)
    read = parse(json.dumps(old).encode())
    assert _has_the_answers(read)
    assert read.says == ("was saved by an old Jupyter (format 3); it was brought up to date",)


@pytest.mark.parametrize(
    ("major", "minor", "says"),
    [(4, 9, "newer Jupyter (format 4.9)"), (5, 0, "newer Jupyter (format 5.0)"), ("4", 5, "did not say which format")],
)
def test_a_newer_or_unknown_format_is_read_when_its_cells_are_familiar(major: object, minor: int, says: str) -> None:
    read = parse(_bytes(solved(), nbformat=major, nbformat_minor=minor))
    assert _has_the_answers(read)
    assert says in read.says[0]
    assert (read.notebook["nbformat"], read.notebook["nbformat_minor"]) == (4, 5)


def test_an_older_minor_format_is_nothing_to_speak_of() -> None:
    notebook = solved()
    for cell in notebook["cells"]:
        del cell["id"]
    read = parse(_bytes(notebook, nbformat_minor=2))
    assert _has_the_answers(read)
    assert (read.as_is, read.says) == (False, ())


def test_large_outputs_are_dropped() -> None:
    notebook = solved()
    cell = find(notebook, "w98-gain-answer")
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * (MOST_OUTPUT + 1)}]
    read = parse(_bytes(notebook))
    assert _has_the_answers(read)
    assert "10 MB of outputs; they were dropped" in read.says[0]
    assert all(not cell["outputs"] for cell in read.notebook["cells"] if cell["cell_type"] == "code")


@pytest.mark.parametrize(
    "damage",
    [
        {"cell_type": "heading"},
        {"metadata": None},
        {"source": None},
        {"source": ["a", 1]},
        {"outputs": [1]},
        {"outputs": [{"output_type": "display_data", "data": []}]},
        {"outputs": None},
        {"execution_count": "three"},
        {"id": "no id!"},
        {"id": "cell-1"},
    ],
)
def test_damaged_parts_of_a_cell_do_not_cost_the_rest(damage: dict[str, Any]) -> None:
    notebook = solved()
    broken: dict[str, Any] = {"cell_type": "code", "id": "mine", "metadata": {}, "source": "1", "outputs": []}
    notebook["cells"][0]["id"] = "cell-1"
    notebook["cells"].append({**broken, "execution_count": None, **damage})
    read = parse(_bytes(notebook))
    assert _has_the_answers(read)
    assert not read.as_is
    nbformat.validate({**read.notebook, "cells": [{"id": f"n{n}"} | c for n, c in enumerate(read.notebook["cells"])]})


def test_what_is_no_cell_is_left_out_and_said() -> None:
    notebook = solved()
    notebook["cells"].insert(4, "a cell?")
    read = parse(_bytes(notebook))
    assert _has_the_answers(read)
    assert "damaged cells" in read.says[0]


def test_halves_of_characters_become_question_marks() -> None:
    notebook = solved()
    find(notebook, "w98-memo")["source"] = "Good \\ud83d"
    read = parse(json.dumps(notebook).replace("\\\\ud83d", "\\ud83d").encode())
    assert text(find(read.notebook, "w98-memo")) == "Good ?"
    assert "halves of characters" in read.says[0]
    whole = parse(json.dumps({**solved(), "metadata": {"title": "\U0001f600"}}).encode())
    assert (whole.as_is, whole.says) == (True, ())
