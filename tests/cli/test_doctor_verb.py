"""`ldt doctor`: each check on its own, with a machine that is made up."""

from __future__ import annotations

import errno
import json
import sqlite3
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from course.cli import doctor, run
from course.cli.doctor import Finding, State
from course.errors import CourseError


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in ("source", "release"):
        (tmp_path / folder).mkdir()
    (tmp_path / "nbgrader_config.py").touch()
    monkeypatch.setenv("LDT_ROOT", str(tmp_path))
    return tmp_path


def only(findings: Any) -> Finding:
    (finding,) = findings
    return finding


@pytest.mark.parametrize(
    ("version", "state"), [((3, 10, 14), State.MISSING), ((3, 11, 0), State.OK), ((3, 14, 1), State.OK)]
)
def test_python(version: tuple[int, int, int], state: State) -> None:
    finding = only(doctor.python(version))
    assert finding.state is state
    assert bool(finding.do) == (state is State.MISSING)


NEEDS = ["click>=8", "absent-one", "absent-two; sys_platform == 'nowhere'", "pytest; extra == 'dev'"]


def test_a_participants_library_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    findings = {finding.what: finding for finding in doctor.libraries([*NEEDS, "absent-three; extra == 'tutor'"])}
    taking = findings["libraries for taking the course"]
    assert (taking.state, taking.found) == (State.MISSING, "not installed: absent-one")
    assert "pip install -c requirements.lock -e" in taking.do
    marking = findings["libraries for marking and writing workshops"]
    assert (marking.state, marking.found) == (State.WANTED, "not installed: absent-three")
    assert "[tutor]" in marking.do
    assert findings["libraries for the tests"].state is State.OK


def test_the_course_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> list[str]:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "requires", absent)
    assert only(doctor.libraries()).state is State.MISSING


def test_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    have = {"one": "1.0", "two": "2.1"}
    monkeypatch.setattr(doctor, "_installed", have.get)
    lock = "# made by a tool\none==1.0\ntwo==2.0\nthree==3.0\none==9 ; sys_platform == 'nowhere'\n"
    finding = only(doctor.versions(lock))
    assert (finding.state, finding.found) == (State.NOTE, "two 2.1 (tried with 2.0)")
    have["two"] = "2.0"
    assert only(doctor.versions(lock)).state is State.OK


def test_no_lock(checkout: Path) -> None:
    assert only(doctor.versions()).state is State.NOTE


class Kernels:
    """Stand-in for Jupyter's list of kernels."""

    argv: tuple[str, ...] = ()

    def get_kernel_spec(self, name: str) -> Any:
        from jupyter_client.kernelspec import KernelSpec, NoSuchKernel

        if not self.argv:
            raise NoSuchKernel(name)
        return KernelSpec(argv=list(self.argv), resource_dir="/somewhere/kernels/python3")


@pytest.mark.parametrize(
    ("argv", "state"),
    [
        ((), State.MISSING),
        (("python", "-m", "ipykernel_launcher"), State.OK),
        ((sys.executable, "-m", "ipykernel_launcher"), State.OK),
        (("/another/python", "-m", "ipykernel_launcher"), State.NOTE),
    ],
)
def test_kernel(argv: tuple[str, ...], state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jupyter_client.kernelspec.KernelSpecManager", type("Fake", (Kernels,), {"argv": argv}))
    finding = only(doctor.kernel())
    assert finding.state is state
    assert bool(finding.do) == (state is not State.OK)


def test_course_folder(checkout: Path) -> None:
    finding = only(doctor.course_folder())
    assert (finding.state, finding.do) == (State.MISSING, "run `ldt build`")
    (checkout / "release/week05-appraisal").mkdir()
    finding = only(doctor.course_folder())
    assert finding.state is State.OK
    assert "1 workshop(s)" in finding.found


def test_no_course_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost() -> Path:
        raise CourseError("The course's folder was not found from here.")

    monkeypatch.setattr(doctor.checkout, "root", lost)
    assert only(doctor.course_folder()).state is State.MISSING


def test_own_folder(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert only(doctor.own_folder()).state is State.OK
    assert sorted(path.name for path in checkout.iterdir()) == ["nbgrader_config.py", "release", "source"]

    def refused(**where: Any) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refused)
    finding = only(doctor.own_folder())
    assert finding.state is State.MISSING
    assert "ldt lab --at" in finding.do


def test_disk() -> None:
    assert only(doctor.disk(5_000_000_000)).state is State.OK
    assert only(doctor.disk(5_000_000)).state is State.NOTE


@pytest.mark.skipif(sys.platform != "linux", reason="a hub runs on Linux")
@pytest.mark.parametrize("there", [True, False])
def test_a_hub_is_spoken_of_where_its_libraries_are(there: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_installed", {"jupyterhub": "6.1"}.get)
    monkeypatch.setattr(doctor.needs, "find_proxy", lambda: Path("/usr/bin/proxy") if there else None)
    monkeypatch.setattr(doctor.needs, "missing_to_try", lambda: [] if there else ["Run it with sudo.", "And more."])
    proxy, trying = doctor.hub()
    assert proxy.what.startswith("for a hub: ")
    assert {proxy.state, trying.state} == {State.OK if there else State.WANTED}
    if there:
        assert not proxy.do
        assert not trying.do
    else:
        assert "npm install -g configurable-http-proxy@" in proxy.do
        assert trying.do == "Run it with sudo."
    monkeypatch.setattr(doctor, "_installed", {}.get)
    assert list(doctor.hub()) == []


def test_the_driver_of_a_gradebook_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_installed", {}.get)
    assert list(doctor.gradebook_server()) == []
    monkeypatch.setattr(doctor, "_installed", {"psycopg": "3.2"}.get)
    monkeypatch.setattr(doctor, "import_module", lambda name: None)
    assert only(doctor.gradebook_server()).state is State.OK

    def without_libpq(name: str) -> None:
        raise ImportError("no pq wrapper available.\nAttempts made: three")

    monkeypatch.setattr(doctor, "import_module", without_libpq)
    finding = only(doctor.gradebook_server())
    assert (finding.state, finding.found) == (State.WANTED, "psycopg 3.2 does not start (no pq wrapper available.)")
    assert "psycopg[binary]" in finding.do


@pytest.mark.parametrize(("people", "state"), [(0, State.OK), (3, State.WANTED)])
def test_gradebook(tmp_path: Path, people: int, state: State) -> None:
    file = tmp_path / "a gradebook.db"
    with sqlite3.connect(file) as writing:
        writing.execute("create table student (id text)")
        writing.executemany("insert into student values (?)", [(str(number),) for number in range(people)])
    writing.close()
    before = file.read_bytes()
    finding = only(doctor.gradebook(file))
    assert finding.state is state
    assert ("3 people" in finding.found) == (people == 3)
    assert file.read_bytes() == before


def test_gradebook_missing_or_damaged(tmp_path: Path) -> None:
    assert only(doctor.gradebook(tmp_path / "none.db")).state is State.WANTED
    (tmp_path / "bad.db").write_text("this is not a database", encoding="utf-8")
    finding = only(doctor.gradebook(tmp_path / "bad.db"))
    assert (finding.state, "damaged" in finding.found) == (State.WANTED, True)


def test_browser_and_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "find_browser", lambda: None)
    monkeypatch.setattr(doctor.shutil, "which", lambda name: None)
    assert (only(doctor.browser()).state, only(doctor.git()).state) == (State.WANTED, State.WANTED)
    monkeypatch.setattr(doctor, "find_browser", lambda: Path("/a/chromium"))
    monkeypatch.setattr(doctor.shutil, "which", lambda name: f"/bin/{name}")
    assert (only(doctor.browser()).found, only(doctor.git()).found) == (str(Path("/a/chromium")), "/bin/git")


def test_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert only(doctor.bytecode()).state is State.NOTE
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE")
    assert only(doctor.bytecode()).state is State.OK


def test_a_check_that_fails_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Any:
        raise ZeroDivisionError("unforeseen")

    broken.__name__ = "disk"
    monkeypatch.setattr(doctor, "disk", broken)
    (finding,) = [finding for finding in doctor.examine() if finding.what == "disk"]
    assert finding.state is State.NOTE
    assert "unforeseen" in finding.found


@pytest.mark.parametrize(
    ("states", "code"), [([State.OK, State.WANTED, State.NOTE], 0), ([State.OK, State.MISSING], 1), ([], 0)]
)
def test_the_verb(
    states: list[State], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    findings = [Finding(f"thing {number}", state, "[found]", "do this") for number, state in enumerate(states)]
    monkeypatch.setattr(doctor, "examine", lambda: findings)
    assert run(["doctor"]) == code
    shown = capsys.readouterr().out
    assert ("cannot work here yet" in shown) == bool(code)
    assert shown.count("[found]") == len(states)  # square brackets are not taken for colours
    assert run(["doctor", "--json"]) == code
    told = json.loads(capsys.readouterr().out)
    assert told["participant_can_work"] is not bool(code)
    assert [finding["state"] for finding in told["findings"]] == [state.value for state in states]


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_advice_fits_the_system(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    words = {"linux": "apt-get", "darwin": "brew", "win32": "winget"}
    advice = doctor._packages("git", "Git")
    assert [name for name, word in words.items() if word in advice] == [platform]
    assert ('".[tutor]"' in doctor._install("tutor")) == (platform == "win32")
