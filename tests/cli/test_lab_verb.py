"""`ldt lab`, up to the moment when JupyterLab runs, and how it is stopped."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from course.cli import lab, run


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one workshop, start-here and something of the tutor's."""
    top = tmp_path / "checkout"
    for path in (
        "release/week05-appraisal/week05-appraisal",
        "notebooks/start-here/start-here",
        "notebooks/tutor/notes",
    ):
        file = top / f"{path}.ipynb"
        file.parent.mkdir(parents=True)
        file.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', encoding="utf-8")
    (top / "source").mkdir()
    (top / "nbgrader_config.py").touch()
    monkeypatch.setenv("LDT_ROOT", str(top))
    return top


def test_update_only(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lab", "--update-only"]) == 0
    assert (checkout / "my-course/week05-appraisal/week05-appraisal.ipynb").is_file()
    assert not (checkout / "my-course/tutor").exists()
    assert "New: start-here, week05-appraisal." in capsys.readouterr().out
    assert run(["lab", "--update-only"]) == 0
    assert "Everything is up to date." in capsys.readouterr().out


def test_another_folder(checkout: Path, tmp_path: Path) -> None:
    assert run(["lab", "--update-only", "--at", str(tmp_path / "a folder")]) == 0
    assert (tmp_path / "a folder/start-here/start-here.ipynb").is_file()
    assert not (checkout / "my-course").exists()


def test_restore(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["lab", "--update-only"])
    notebook = checkout / "my-course/week05-appraisal/week05-appraisal.ipynb"
    notebook.unlink()
    assert run(["lab", "--restore", "week05-appraisal"]) == 0
    assert notebook.is_file()
    assert "Put back: week05-appraisal." in capsys.readouterr().out


@pytest.mark.parametrize("place", [".", "..", "release", "source/mine", "docs", ".venv/mine"])
def test_a_copy_among_the_courses_own_files_is_refused(
    checkout: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(checkout.rglob("*"))
    assert run(["lab", "--update-only", "--at", str(checkout / place)]) == 1
    assert "give another folder" in capsys.readouterr().err
    assert sorted(checkout.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--restore", "week99"], "The course has nothing called week99"),
        (["--port", "70000"], "70000"),
        (["--at", "{file}", "--update-only"], "is a file"),
    ],
)
def test_wrong_input_is_one_sentence(
    checkout: Path, tmp_path: Path, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert run(["lab", *(word.format(file=tmp_path / "file") for word in arguments)]) != 0
    error = capsys.readouterr().err
    assert says in error
    assert "Traceback" not in error


def test_a_port_in_use_is_said(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert run(["lab", "--no-browser", "--port", str(port)]) == 1
    assert f"Port {port} is in use" in capsys.readouterr().err


@pytest.fixture
def opened(checkout: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`ldt lab` in a process of its own, and the address it prints."""
    program = subprocess.Popen(
        [sys.executable, "-m", "course.cli", "lab", "--no-browser"],
        cwd=Path(lab.__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    assert program.stdout is not None
    try:
        for line in program.stdout:
            found = re.search(r"http://127\.0\.0\.1:\S+token=\w+", line)
            if found:
                yield program, found[0]
                break
        else:
            pytest.fail(f"no address was printed; exit code {program.wait()}")
    finally:
        program.kill()
        program.wait()


def ask(address: str) -> Any:
    """What the server answers; it prints its address a moment before it listens."""
    last: OSError | None = None
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.URLError as problem:
            last = problem
            time.sleep(0.1)
    raise AssertionError(f"{address} never answered: {last}")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="another process cannot be sent Ctrl-C on Windows")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_opens_start_here_and_stops_cleanly(
    opened: tuple[subprocess.Popen[str], str], checkout: Path, how: signal.Signals
) -> None:
    program, address = opened
    server, token = address.split("/lab")[0], address.split("token=")[1]
    assert "/lab/tree/start-here/start-here.ipynb?" in address
    listing = ask(f"{server}/api/contents?token={token}")
    assert sorted(entry["name"] for entry in listing["content"]) == ["start-here", "week05-appraisal"]
    program.send_signal(how)
    said, _ = program.communicate(timeout=60)
    assert program.returncode == 0
    assert f"Your work is in {checkout / 'my-course'}" in said
    assert "Traceback" not in said
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(server, timeout=5)
