"""`ldt test`: what it runs, what it says, and how it finds a browser."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from course.cli import apt, browser, run
from course.cli import test as verb
from course.cli.test import Step
from course.errors import CourseError


def test_steps_end_with_pytest() -> None:
    for quick in (True, False):
        names = [step.name for step in verb.steps(quick)]
        assert names[-1] == "pytest"
        assert len(names) == 6 + (not quick)


def test_the_audit_is_part_of_the_whole_and_of_nothing_less() -> None:
    audit = "audit of every workshop"
    assert audit in [step.name for step in verb.steps(False)]
    assert audit not in [step.name for step in verb.steps(True)]
    assert audit not in [step.name for step in verb.steps(False, ("tests/cli",))]


def test_quick_leaves_out_browser_and_slow() -> None:
    assert verb.steps(True)[-1].command[-2:] == ("-m", "not (browser or slow)")
    assert "-m" not in verb.steps(False)[-1].command[3:]


def test_arguments_go_to_pytest() -> None:
    for step in verb.steps(False, ("-k", "payback")):
        assert (step.command[-2:] == ("-k", "payback")) == (step.name == "pytest")


def one(words: str, code: int) -> Step:
    return Step("a step", (sys.executable, "-c", f"print({words!r}); raise SystemExit({code})"))


def test_one_line_for_a_step_that_passes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert verb.run(one("chatter", 0), tmp_path, {}) is True
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("a step: passed in ")


def test_all_its_words_for_a_step_that_fails(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert verb.run(one("this is wrong", 3), tmp_path, {}) is False
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "this is wrong"
    assert lines[-1].startswith("a step: FAILED in ")


@pytest.mark.parametrize(
    ("codes", "exit_code"), [((0, 0), 0), ((1, 0), 1), ((0, 1), 1), ((1, 1), 1)], ids=["none", "lint", "tests", "both"]
)
def test_any_failure_fails_and_pytest_has_the_last_word(
    codes: tuple[int, int], exit_code: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    last = Step("pytest", (sys.executable, "-c", f"print('1 passed'); raise SystemExit({codes[1]})"), quiet=False)
    monkeypatch.setattr(verb, "steps", lambda quick, words: [one("lint", codes[0]), last])
    monkeypatch.setattr(verb, "get_browser", lambda: pytest.fail("--quick needs no browser"))
    monkeypatch.setattr(verb, "get_postgresql", lambda: pytest.fail("--quick needs no database"))
    monkeypatch.setattr(verb, "get_proxy", lambda: pytest.fail("--quick needs no proxy"))
    monkeypatch.setattr(verb, "get_sandbox", lambda: None)
    assert run(["test", "--quick"]) == exit_code
    out, err = capfd.readouterr()
    assert out.splitlines()[-1] == "1 passed"
    assert err == ""
    assert ("Failed before the tests: a step." in out) == bool(codes[0])


def test_the_browser_reaches_the_tests(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    show = "import os; print(os.environ['LDT_BROWSER'], 'PYTHONDONTWRITEBYTECODE' in os.environ)"
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(verb, "steps", lambda quick, words: [Step("pytest", (sys.executable, "-c", show), quiet=False)])
    monkeypatch.setattr(verb, "get_browser", lambda: Path("a-browser"))
    monkeypatch.setattr(verb, "get_postgresql", lambda: Path("a-database"))
    monkeypatch.setattr(verb, "get_proxy", lambda: "a-proxy")
    monkeypatch.setattr(verb, "get_sandbox", lambda: None)
    assert run(["test"]) == 0
    assert capfd.readouterr().out.splitlines()[-1] == "a-browser False"


def test_a_browser_that_was_named(tmp_path: Path) -> None:
    program = tmp_path / "my browser"
    program.touch()
    assert browser.find_browser({"LDT_BROWSER": str(program)}, lambda name: "/usr/bin/chromium") == program
    with pytest.raises(CourseError, match="LDT_BROWSER names"):
        browser.find_browser({"LDT_BROWSER": str(tmp_path / "none")})


def test_a_browser_on_the_path() -> None:
    found = {"google-chrome": "/opt/google-chrome", "msedge": "/opt/msedge"}
    assert browser.find_browser({}, found.get) == Path("/opt/google-chrome")


def test_a_browser_of_windows_or_macos(tmp_path: Path) -> None:
    edge = tmp_path / "x86/Microsoft/Edge/Application/msedge.exe"
    chrome = tmp_path / "home/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    for program in (edge, chrome):
        program.parent.mkdir(parents=True)
        program.touch()
    nothing = {}.get
    assert browser.find_browser({"PROGRAMFILES(X86)": str(tmp_path / "x86")}, nothing) == edge
    assert browser.find_browser({"HOME": str(tmp_path / "home")}, nothing) == chrome
    assert browser.find_browser({"HOME": str(tmp_path)}, nothing) is None


def test_no_browser_and_none_can_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "find_browser", lambda: None)
    monkeypatch.setattr(apt, "may_install", lambda: False)
    with pytest.raises(CourseError, match=r"found none: .*LDT_BROWSER"):
        browser.get_browser()


@pytest.mark.parametrize("works", [True, False])
def test_a_debian_browser_is_installed(works: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        return subprocess.CompletedProcess(command, 0 if works else 100, "", "E: no room\nE: Unable to fetch chromium")

    monkeypatch.setattr(apt, "may_install", lambda: True)
    monkeypatch.setattr(apt.subprocess, "run", run)
    installed = Path("/usr/bin/chromium")
    monkeypatch.setattr(browser, "find_browser", lambda: installed if len(asked) == 2 and works else None)
    if works:
        assert browser.get_browser() == installed
    else:
        with pytest.raises(CourseError, match="Unable to fetch chromium"):
            browser.get_browser()
    assert [command[-1] for command in asked] == ["update", "chromium"]
