from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import tiny

from course.authoring.build import Build
from course.cli import demo, run
from course.cohort.folder import Cohort, new_cohort


def _say(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(list(arguments))
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def copy(marked: tiny.Marked, tmp_path: Path) -> Path:
    shutil.copytree(marked.cohort.path, tmp_path / "copy")
    return tmp_path / "copy"


def test_a_cohort_is_made_and_filled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = tmp_path / "c"
    code, out, err = _say(capsys, "cohort", "new", "salford", "--at", str(at), "--start", "2027-01-11")
    assert (code, err) == (0, "")
    assert "Monday 2027-01-11" in out
    code, out, err = _say(capsys, "cohort", "simulate", str(at), "--participants", "5", "--seed", "2")
    assert (code, err) == (0, "")
    assert "5 simulated participants" in out
    assert len(Cohort.open(at).participants) == 5


def test_marking_again_marks_nothing_and_says_so(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = _say(capsys, "grade", str(copy))
    assert (code, err) == (0, "")
    assert "0 submissions marked, 7 unchanged" in out


def test_a_problem_is_shown_and_the_exit_code_is_not_zero(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "submitted" / "zoe" / tiny.WORKSHOP).mkdir(parents=True)
    code, out, err = _say(capsys, "grade", str(copy), tiny.WORKSHOP)
    assert (code, err) == (1, "")
    assert "1 could not be marked" in out
    assert out.count("submitted/zoe/week98-try is empty") == 1


def test_feedback_and_report_say_where_to_look(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = _say(capsys, "feedback", str(copy))
    assert (code, err) == (0, "")
    assert "7 pages" in out
    code, out, err = _say(capsys, "report", str(copy))
    assert (code, err) == (0, "")
    assert "marks out of 10" in out
    assert "Commonest slips" in out
    assert "nothing submitted" in out
    assert "\x1b" not in out
    data = json.loads((copy / "report.json").read_text(encoding="utf-8"))
    assert data["slips"][0]["slip"] in out


def test_an_empty_cohort_is_no_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = new_cohort("x", tmp_path / "c").path
    assert _say(capsys, "grade", str(at))[0] == 0
    assert _say(capsys, "feedback", str(at))[0] == 0
    assert _say(capsys, "report", str(at))[0] == 0


@pytest.mark.parametrize("verb", [["grade"], ["feedback"], ["report"], ["cohort", "simulate"]])
def test_a_wrong_folder_is_one_sentence(verb: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "no-cohort").mkdir()
    typo = new_cohort("x", tmp_path / "typo").path
    (typo / "cohort.yaml").write_text("name: x\nstrat: 2027-01-11\n", encoding="utf-8")
    checkout = new_cohort("x", tmp_path / "checkout").path
    (checkout / ".git").mkdir()
    for name, words in [
        ("nowhere", "does not exist"),
        ("no-cohort", "has no cohort.yaml"),
        ("typo", "start"),
        ("checkout", "is a git checkout"),
    ]:
        code, out, err = _say(capsys, *verb, str(tmp_path / name))
        assert code == 1
        assert out == ""
        assert err.startswith("ldt: ")
        assert words in err
        assert "Traceback" not in err


@pytest.mark.parametrize("verb", ["grade", "feedback"])
def test_an_unknown_workshop_is_answered_with_the_nearest(
    verb: str, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = _say(capsys, verb, str(copy), "week98-ty")
    assert code == 1
    assert "did you mean week98-try?" in err


def test_a_demo_never_replaces_what_it_did_not_make(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    real = new_cohort("real", tmp_path / "real").path
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.txt").write_text("mine", encoding="utf-8")
    for folder in (real, other):
        before = sorted(path.name for path in folder.iterdir())
        code, _, err = _say(capsys, "demo", "--at", str(folder))
        assert code == 1
        assert "was not made by `ldt demo`" in err
        assert sorted(path.name for path in folder.iterdir()) == before


@pytest.mark.slow
def test_the_demo_shows_the_whole_loop_and_replaces_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "build_course", lambda *_, **__: Build())  # the tiny course is built by its fixture
    monkeypatch.setattr(demo, "PEOPLE", 3)
    folder = tmp_path / "demo-cohort"
    new_cohort("earlier", folder, made_by="ldt demo")
    (folder / "feedback" / "left-over.html").write_text("", encoding="utf-8")
    (folder / "gradebook.db").unlink()  # as after an interruption
    code, out, err = _say(capsys, "demo", "--at", str(folder))
    assert (code, err) == (0, "")
    assert not (folder / "feedback" / "left-over.html").exists()
    data = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert {"participants", "assignments", "marks", "slips", "pending_manual"} <= set(data)
    assert len(data["participants"]) == 3
    assert "report/index.html" in out
    assert (folder / "report" / "index.html").is_file()
    assert len(list((folder / "feedback").rglob("*.html"))) == 2


def test_the_demos_folder_is_ignored_by_git_in_a_checkout(tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True, timeout=60)
    shutil.copyfile(tiny.REPOSITORY / ".gitignore", tmp_path / ".gitignore")
    assert new_cohort("x", tmp_path / "demo-cohort").path.is_dir()
