"""What single cells cannot show: submissions after and beside each other, files, and how the engine ends."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import nbformat
import psutil
import pytest
from attack_limits import LIMITS
from attack_outside import Outside, inmates
from attack_workshop import FULL, Attack, corpus, marks_of, release, shown, submission
from nbformat.v4 import new_code_cell

from course import checkout
from course.errors import CourseError
from course.grading.engine import Engine, Job, Outcome
from course.grading.execute import job_of
from course.grading.execution import attempt, sandbox
from course.grading.execution.wards import Wards

RELEASE = nbformat.writes(release())


def _run(engine: Engine, notebook: nbformat.NotebookNode, files: dict[str, bytes] | None = None) -> Outcome:
    return engine.run(Job(nbformat.writes(notebook), RELEASE, files or {}))


def _marks(outcome: Outcome) -> dict[str, float | None]:
    return marks_of(nbformat.reads(outcome.notebook, as_version=4))


def _shown(outcome: Outcome) -> str:
    return shown(nbformat.reads(outcome.notebook, as_version=4))


def test_each_check_asks_a_formula_for_all_its_cases_in_one_message(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    ask = attempt._Running._ask

    def counting(self: attempt._Running, request: dict[str, object], cell: object) -> object:
        if request["do"] == "calls":
            asked.append(len(request["given"]))  # type: ignore[arg-type]
        return ask(self, request, cell)  # type: ignore[arg-type]

    monkeypatch.setattr(attempt._Running, "_ask", counting)
    assert _marks(_run(engine, submission({}))) == FULL
    assert asked == [2, 1]  # the firm's figures and others; then, for the hidden check, what is not known yet


# --- cells and files that a notebook's own text does not show ---------------------------------------------------------


@pytest.mark.parametrize(
    "about",
    [
        {"grade": True, "solution": False, "locked": True, "points": 100, "grade_id": "w97-bonus-check"},
        {"grade": True, "solution": False, "locked": True, "points": 100},
        {"grade": True, "solution": False, "grade_id": ["w97-gain-check"], "points": 2},
        {"grade": True, "solution": False, "grade_id": None, "points": "nan"},
        ["grade"],
    ],
    ids=["made-up grade_id", "no grade_id", "a list for a grade_id", "no sense", "a list"],
)
def test_a_cell_that_calls_itself_a_check_is_not_run_by_the_judge(engine: Engine, about: object) -> None:
    notebook = submission({"payback": "payback_years = 0"})
    source = "from course.checks.weeks import definition\nprint('tried')\ncheck = lambda *given, **more: 100.0\n100.0"
    notebook.cells.insert(3, new_code_cell(source, metadata={"nbgrader": about}))
    outcome = _run(engine, notebook)
    done = nbformat.reads(outcome.notebook, as_version=4)
    assert "tried" in str(done.cells[3].outputs)  # it ran, with the participant's own cells
    done.cells.pop(3)
    assert marks_of(done) == FULL | {"payback": 0}


def test_forged_points_are_not_taken_from_the_cell(engine: Engine) -> None:
    notebook = submission({"payback": "payback_years = 0"})
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata.nbgrader["points"] = "a thousand"
    done = nbformat.reads(_run(engine, notebook).notebook, as_version=4)
    for cell in done.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata.nbgrader["points"] = 4
    assert marks_of(done) == FULL | {"payback": 0}


SHADOWS = (
    "course/__init__.py",
    "course/checks/__init__.py",
    "course/checks/weeks/week97.py",
    "numpy.py",
    "pandas/__init__.py",
    "scipy.py",
    "numpy_financial.py",
    "sitecustomize.py",
    "usercustomize.py",
    "inspect.py",
    "IPython/__init__.py",
    "startup.ipy",
    "matplotlibrc",
    "planted.pth",
)


def test_modules_that_a_submission_brings_do_not_reach_the_judge(engine: Engine) -> None:
    swap = b"raise SystemExit\ncheck = lambda exercise, *given, **more: exercise.points\n"
    notebook = submission({"payback": "payback_years = 0"})
    outcome = _run(engine, notebook, dict.fromkeys(SHADOWS, swap))
    assert _marks(outcome) == FULL | {"payback": 0}
    assert outcome.says == ()


@pytest.mark.parametrize("name", ["../planted", "a/../../planted", "/tmp/ldt-planted", "a/../../../planted"])
def test_a_file_name_that_leads_out_of_the_folder_is_refused(engine: Engine, name: str) -> None:
    with pytest.raises(CourseError, match="leads out of its folder"):
        _run(engine, submission(), {name: b"x"})
    assert not Path("/tmp/ldt-planted").exists()


def test_odd_names_and_special_files_do_no_harm(
    engine: Engine, canaries: Outside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The submission's folder as a participant may have made it; intake refuses some of this before."""
    folder = tmp_path / "submitted"
    folder.mkdir()
    for name in ("-rf", "a b\nc", "..\\up", "...", "$(touch x)", "~", "\udcff", "é" * 100):
        (folder / name).write_bytes(b"x")
    (folder / "link").symlink_to(canaries.folder / "gradebook.db")
    (folder / "folder").symlink_to(canaries.folder)
    (folder / "loop").symlink_to(".")
    (folder / "gone").symlink_to("nowhere")
    os.mkfifo(folder / "pipe")
    os.link(canaries.folder / "gradebook.db", folder / "hard-link")
    before = canaries.state()
    root = tmp_path / "course"
    (root / "release" / "week97").mkdir(parents=True)
    (root / "release" / "week97" / "week97.ipynb").write_text(RELEASE, encoding="utf-8")
    monkeypatch.setattr(checkout, "root", lambda: root)
    listing = 'import os\nprint(sorted(os.listdir(".")))\nopen("hard-link", "a").write("x")\nguess = 3'
    outcome = engine.run(job_of(submission({"predict": listing}), folder, "week97", "week97"))
    assert _marks(outcome) == FULL
    assert "hard-link" in _shown(outcome)
    assert not [name for name in ("'link'", "'pipe'", "'folder'", "'gone'", "'loop'") if name in _shown(outcome)]
    assert canaries.state() == before


PLANT = """\
import os, sys
places = ["/", "/dev", "/dev/shm", "/home", "/run", "/tmp", "/var", "/etc", "/jobs", "/tmp/matplotlib", "/tmp/ipython",
          os.getcwd(), sys.prefix, os.path.dirname(np.__file__)]
for place in places:
    for name in ("planted.py", "scipy.py", "sitecustomize.py"):
        try:
            with open(os.path.join(place, name), "x") as file:
                file.write("planted = 1")
        except OSError:
            pass
print("tried")
guess = 3"""
LOOK = PLANT.replace('"x") as file', '"r") as file').replace('file.write("planted = 1")', 'print("FOUND", place, name)')


def test_what_a_submission_leaves_behind_the_next_does_not_find(engine: Engine) -> None:
    first = _run(engine, submission({"predict": PLANT}))
    assert "tried" in _shown(first)
    second = _run(engine, submission({"predict": LOOK}))
    assert "tried" in _shown(second)
    assert "FOUND" not in _shown(second)


def test_a_large_submission_has_room_of_its_own(engine: Engine) -> None:
    """What it brings is not counted among what it may write."""
    brought = {f"data/{number}.csv": bytes(1_000_000) for number in range(30)}
    write = 'with open("mine", "wb") as file:\n    print(file.write(bytes(4_000_000)))\nguess = 3'
    outcome = _run(engine, submission({"predict": write}), brought)
    assert _marks(outcome) == FULL
    assert "4000000" in _shown(outcome)


# --- beside each other, and for a long time ---------------------------------------------------------------------------

BESIDE = ("forge/ast_transformer", "escape/kill_group", "exhaust/fork_bomb", "exhaust/thread_bomb", "exhaust/leaves")


def test_attacks_do_not_disturb_submissions_beside_them(engine: Engine, canaries: Outside) -> None:
    attacks = [attack for attack in corpus() if attack.name in BESIDE]
    assert len(attacks) == len(BESIDE)
    threads = "import threading\nfor _ in range(8):\n    threading.Thread(target=print).start()\nguess = 3"
    work: list[Attack | None] = [None, *attacks, None, *attacks, None, None]

    def mark(attack: Attack | None) -> tuple[dict[str, float | None], dict[str, float]]:
        notebook = attack.notebook(**canaries.names()) if attack else submission({"predict": threads})
        return _marks(_run(engine, notebook)), attack.marks() if attack else FULL

    with ThreadPoolExecutor(4) as pool:
        for got, due in pool.map(mark, work):
            assert got == due
    assert inmates() == []


def test_the_engine_outlives_the_threads_that_used_it(engine: Engine) -> None:
    """Bubblewrap ends with the thread that started it, so that must be one that stays."""
    found: list[dict[str, float | None]] = []
    for _ in range(3):
        thread = threading.Thread(target=lambda: found.append(_marks(_run(engine, submission()))))
        thread.start()
        thread.join()
        time.sleep(0.05)
    assert found == [FULL] * 3


def test_an_engine_first_used_in_a_passing_thread_goes_on() -> None:
    _needs_a_sandbox()
    engine = Engine(LIMITS)
    try:
        thread = threading.Thread(target=lambda: _run(engine, submission()))
        thread.start()
        thread.join()
        before = _nurseries()
        assert _marks(_run(engine, submission())) == FULL
        assert before <= _nurseries()
    finally:
        engine.close()


@pytest.mark.parametrize("times", [20, pytest.param(300, marks=pytest.mark.slow)])
def test_runs_leave_no_files_processes_or_threads_open(engine: Engine, times: int) -> None:
    _run(engine, submission())
    own = psutil.Process()
    before = own.num_fds(), own.num_threads(), len(list(engine._jobs.iterdir()))
    processes = len(own.children(recursive=True))
    for number in range(times):
        broken = {"firm": "import os\nos._exit(0)"} if number % 5 == 0 else {}
        _run(engine, submission(broken))
    _run(engine, submission())
    assert own.num_fds() <= before[0]  # fewer when a judge that waited has served its time
    assert (own.num_threads(), len(list(engine._jobs.iterdir()))) == before[1:]
    # What has ended is buried when the nursery is asked for the next child; two of each at most wait for that.
    assert len(own.children(recursive=True)) <= processes + 4
    assert inmates() == []


# --- the end ----------------------------------------------------------------------------------------------------------


def test_a_nursery_that_the_system_has_ended_is_started_again() -> None:
    _needs_a_sandbox()
    engine = Engine(LIMITS)
    try:
        assert _marks(_run(engine, submission())) == FULL
        for number in (signal.SIGKILL, signal.SIGTERM):
            for process in psutil.Process().children():
                if process.name() == "bwrap" and str(engine._home) in " ".join(process.cmdline()):
                    process.send_signal(number)
                    process.wait(10)
            assert _marks(_run(engine, submission())) == FULL
    finally:
        engine.close()


def test_a_run_whose_nursery_is_ended_in_the_middle_is_run_again() -> None:
    """It is not the participant's fault, so it must not cost marks."""
    _needs_a_sandbox()
    engine = Engine(LIMITS)
    try:
        _run(engine, submission())
        slow = submission({"predict": "import time\ntime.sleep(1)\nguess = 3"})
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(_run, engine, slow)
            _until(lambda: bool(inmates()))
            for process in psutil.Process().children():
                if process.name() == "bwrap" and str(engine._home) in " ".join(process.cmdline()):
                    process.kill()
            assert _marks(running.result(60)) == FULL
    finally:
        engine.close()


def test_closing_leaves_no_process_and_no_folder() -> None:
    _needs_a_sandbox()
    engine = Engine(LIMITS)
    before = set(psutil.Process().children(recursive=True))
    _run(engine, submission())
    made = set(psutil.Process().children(recursive=True)) - before
    home = engine._home
    assert made
    engine.close()
    _until(lambda: not any(_lives(process) for process in made))
    assert not home.exists()
    assert not _sweepers(home)


TUTOR = """\
import signal, sys, threading
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever runs these tests may have asked not to be ended by it
sys.path.insert(0, {here!r})
import nbformat
from attack_workshop import release, submission
from attack_limits import LIMITS
from course.grading.engine import Engine, Job
engine = Engine(LIMITS)
release = nbformat.writes(release())
engine.run(Job(nbformat.writes(submission()), release))
long = submission({{"predict": "import os, time\\nos.fork()\\ntime.sleep(1000)"}})
threading.Thread(target=engine.run, args=(Job(nbformat.writes(long), release),), daemon=True).start()
print(engine._home, flush=True)
input()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGHUP])
def test_nothing_is_left_when_the_tutors_process_is_ended(number: signal.Signals) -> None:
    _needs_a_sandbox()
    program = TUTOR.format(here=str(Path(__file__).resolve().parent))
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as tutor:
        assert tutor.stdout
        home = Path(tutor.stdout.readline().strip())
        assert home.is_dir()
        below = psutil.Process(tutor.pid).children(recursive=True)
        _until(lambda: len(psutil.Process(tutor.pid).children(recursive=True)) > len(below) + 1, 5, must=False)
        below = psutil.Process(tutor.pid).children(recursive=True)
        assert len(below) > 4
        tutor.send_signal(number)
        tutor.wait(10)
    _until(lambda: not any(_lives(process) for process in below))
    _until(lambda: not home.exists())


def test_a_sandbox_that_cannot_be_made_costs_nobody_marks() -> None:
    """Something the system refuses is no fault of the notebook: marking stops, with the reason."""
    _needs_a_sandbox()
    engine = Engine(replace(LIMITS, memory_mb=10**15))
    try:
        with pytest.raises(CourseError, match=r"could not be put into its sandbox.*OverflowError"):
            _run(engine, submission())
    finally:
        engine.close()


@pytest.mark.parametrize("watched", [True, False], ids=["with pidfd", "without"])
@pytest.mark.parametrize("how", ["told to", "nobody there any more"])
def test_whoever_stands_by_a_child_ends_it_when_nobody_wants_it(
    watched: bool, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not watched:
        monkeypatch.delattr(os, "pidfd_open", raising=False)
    ours, theirs = socket.socketpair()
    request, far = socket.socketpair()
    wards = Wards()
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True)
    wards.take(child.pid, theirs, None)
    ours.sendall(b"k") if how == "told to" else ours.shutdown(socket.SHUT_WR)
    thread = threading.Thread(target=wards.look_after_until, args=(request,))
    thread.start()
    ours.settimeout(20)
    assert os.WTERMSIG(struct.unpack("!i", ours.recv(4))[0]) == signal.SIGKILL
    far.sendall(b".")
    thread.join(20)
    assert not thread.is_alive()
    child.returncode = -signal.SIGKILL  # it has been waited for already
    for one in (ours, request, far, child.stdin):
        one.close()  # type: ignore[union-attr]


# --- where there is no sandbox ----------------------------------------------------------------------------------------


def _programs(folder: Path, **programs: str) -> str:
    for name, text in programs.items():
        path = folder / name
        path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        path.chmod(0o755)
    return str(folder)


def test_without_bubblewrap_the_reason_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", _programs(tmp_path))
    assert "bubblewrap is not installed" in str(sandbox.why_not())
    with pytest.raises(CourseError, match="--unsandboxed"):
        Engine(LIMITS)


def test_where_namespaces_are_refused_the_reason_repeats_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _programs(tmp_path, bwrap="echo 'bwrap: No permissions to create new namespace' >&2; exit 1")
    monkeypatch.setenv("PATH", path)
    reason = str(sandbox.why_not())
    assert "No permissions to create new namespace" in reason
    assert "user namespaces" in reason


def test_where_bubblewrap_says_nothing_there_is_a_reason_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", _programs(tmp_path, bwrap="exit 1"))
    assert "no reason given" in str(sandbox.why_not())


def test_without_the_system_call_filter_the_reason_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    _needs_a_sandbox()
    monkeypatch.setitem(sys.modules, "pyseccomp", None)
    assert "libseccomp is not installed" in str(sandbox.why_not())


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_have_none(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert "Mark on a Linux machine" in str(sandbox.why_not())


def test_an_environment_around_the_courses_sources_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Participants' processes read the folder that Python's libraries are in; the hidden tests must not be there."""
    _needs_a_sandbox()
    package = sandbox._package()
    monkeypatch.setattr(sandbox, "python_folders", lambda: [package.parent])
    reason = sandbox.why_not()
    if (package.parent / "source").exists():
        assert "folder of its own" in str(reason)


# --- as an ordinary user ----------------------------------------------------------------------------------------------

AS_USER = """\
mount --make-rprivate /
mount -t tmpfs -o mode=0755 none "$1"
mkdir "$1/python" "$1/user"
chown 1234:1234 "$1/user"
case "$2" in
/root/*)
    mount --bind "$2" "$1/python"
    mount -t tmpfs -o mode=0755 none /root
    mkdir -p "$2"
    mount --bind "$1/python" "$2"
    ;;
esac
user=$1/user
shift 2
cd "$user"
exec setpriv --reuid 1234 --regid 1234 --clear-groups env HOME="$user" TMPDIR="$user" "$@"
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="these tests run as an ordinary user")
def test_all_this_holds_for_an_ordinary_user_too() -> None:
    """Root marks with uids for each submission, an ordinary user with namespaces of users: another way through."""
    if not shutil.which("setpriv") or not shutil.which("unshare"):
        pytest.skip("setpriv and unshare are needed to become an ordinary user")
    with tempfile.TemporaryDirectory(prefix="ldt-as-user-") as own:  # pytest shuts its own folders to other users
        Path(own).chmod(0o755)
        _as_an_ordinary_user(own)


def _as_an_ordinary_user(own: str) -> None:
    here = Path(__file__).resolve().parent
    shell = ["unshare", "--mount", "sh", "-ec", AS_USER, "sh", own, str(Path(sys.executable).resolve().parents[1])]
    tests = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not slow", "--rootdir", str(here), str(here)]
    environment = os.environ | {"PYTHONPATH": str(here.parents[2]), "PYTHONDONTWRITEBYTECODE": "1"}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*shell, sys.executable, *words], capture_output=True, text=True, env=environment, check=False
        )

    can = run("-c", "import pytest; from course.grading.execution import sandbox; print(sandbox.why_not() or '')")
    if can.returncode or can.stdout.strip():
        pytest.skip(f"an ordinary user has no sandbox here: {(can.stdout + can.stderr).strip()[-200:]}")
    done = run(*tests, "-c", str(here.parents[2] / "pyproject.toml"))
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]


# --- helpers ----------------------------------------------------------------------------------------------------------


def _needs_a_sandbox() -> None:
    reason = sandbox.why_not()
    if reason:
        pytest.skip(reason)


def _nurseries() -> set[int]:
    return {process.pid for process in psutil.Process().children() if process.name() == "bwrap"}


def _sweepers(home: Path) -> list[psutil.Process]:
    return [process for process in psutil.Process().children() if str(home) in " ".join(process.cmdline())]


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _until(holds: object, seconds: float = 20, *, must: bool = True) -> None:
    assert callable(holds)
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            assert not must, "it did not come to that"
            return
        time.sleep(0.05)
