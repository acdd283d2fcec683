"""The rule “clean_run”: what goes red, needs the network or its own folder, or was committed with outputs is found."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat import NotebookNode
from small_checkout import WEEK05, built

from course.audit import cold
from course.audit.cold import Ran
from course.audit.rules import clean_run
from course.audit.tools import Tools
from course.audit.workshop import Workshop

WAYS = [
    pytest.param(True, marks=pytest.mark.skipif(not cold.network_wall(), reason="no network namespaces here")),
    False,
]


def notebook(*cells: str) -> NotebookNode:
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(each) for each in cells])
    for place, cell in enumerate(made.cells, start=1):
        cell.metadata["nbgrader"] = {"grade_id": f"w98-cell{place}"}
    return made


def complaints(*cells: str, patience: float = 60, isolated: bool | None = None) -> tuple[tuple[str, str], ...]:
    return cold.run(notebook(*cells), patience=patience, isolated=isolated).complaints


def as_module(name: str, statement: str) -> str:
    """A cell in which a module of this name does something."""
    return f"exec(compile({statement!r}, 'module.py', 'exec'), {{'__name__': {name!r}}})"


DEPRECATED = "import warnings; warnings.warn('old', DeprecationWarning)"


@pytest.mark.parametrize("isolated", WAYS)
def test_a_quiet_notebook_is_clean_with_the_network_off_either_way(isolated: bool) -> None:
    ran = cold.run(
        notebook("import course.methods.appraisal as a", "print(a.npv(0.1, [-100, 60, 60]))"),
        patience=60,
        isolated=isolated,
    )
    assert ran.complaints == ()
    assert ran.seconds > 0
    assert ran.network == ("unshare --net" if isolated else "socket guard")


@pytest.mark.parametrize("isolated", WAYS)
@pytest.mark.parametrize("patience", [60.0, 2.0])
def test_a_cell_that_never_ends_is_ended_and_no_kernel_is_left_running(isolated: bool, patience: float) -> None:
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    cells = ("1 + 1",) if patience > 2 else ("while True: pass", "print('never')")
    told = [said for _, said in complaints(*cells, patience=patience, isolated=isolated)]
    assert told == ([] if patience > 2 else ["a cell had not ended after 2 seconds"])
    left = [child for child in psutil.Process().children(recursive=True) if child.pid not in before]
    assert [child for child in left if "cold_kernel" in " ".join(child.cmdline())] == []


def test_nothing_of_the_notebook_is_changed() -> None:
    given = notebook("1 + 1")
    before = nbformat.writes(given)
    cold.run(given, patience=60)
    assert nbformat.writes(given) == before


RED: dict[str, tuple[str, str]] = {
    "an error": ("1 / 0", "ZeroDivisionError: division by zero"),
    "a file of its own folder": ("open('data/stops.csv')", "FileNotFoundError"),
    "a word on standard error": ("import sys; print('careful', file=sys.stderr)", "careful"),
    "an old way in the course's code": (as_module("course.cases.pendle", DEPRECATED), "DeprecationWarning: old"),
    "a warning of the package itself": (
        as_module("course", "import warnings; warnings.warn('odd')"),
        "UserWarning: odd",
    ),
    "a warning in a cell": ("import numpy as np\nnp.log(np.zeros(2))", "RuntimeWarning: divide by zero"),
    "an old way in a cell": (DEPRECATED, "DeprecationWarning: old"),
}


def test_what_goes_red_is_found() -> None:
    told = complaints("x = 1", *(cell for cell, _ in RED.values()))
    assert [cell for cell, _ in told] == [f"w98-cell{place}" for place in range(2, len(RED) + 2)]
    for (_, said), (what, (_, words)) in zip(told, RED.items(), strict=True):
        assert words in said, what


def test_a_kernel_that_ends_is_found() -> None:
    ((where, said),) = complaints("import os; os._exit(3)", "x = 1")
    assert (where, "its kernel ended" in said) == ("", True)


def test_an_old_way_inside_a_library_is_the_librarys_matter() -> None:
    assert complaints(as_module("coursework.core", DEPRECATED), as_module("pandas.core.frame", DEPRECATED)) == ()


def test_it_runs_in_an_empty_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "helper.py").write_text("x = 1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert complaints("import pathlib; assert not list(pathlib.Path.cwd().iterdir())") == ()
    ((_, said),) = complaints("import helper")
    assert "ModuleNotFoundError" in said


def test_it_runs_as_a_participants_and_not_as_in_marking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setenv("PYTHONWARNINGS", "ignore")
    monkeypatch.setenv("LDT_WORKBOOK", "/nowhere/else.json")
    cell = "import os; assert not {'NBGRADER_EXECUTION', 'PYTHONWARNINGS', 'LDT_WORKBOOK'} & set(os.environ)"
    assert complaints(cell) == ()


# ---- no network


@pytest.fixture
def server() -> Iterator[int]:
    """Something on this machine that anyone with a network reaches; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        stop = threading.Event()

        def accept() -> None:
            while not stop.is_set():
                try:
                    listening.accept()[0].close()
                except TimeoutError:
                    continue

        thread = threading.Thread(target=accept)
        thread.start()
        yield listening.getsockname()[1]
        stop.set()
        thread.join()


@pytest.mark.skipif(not cold.network_wall(), reason="no network namespaces here")
def test_behind_the_wall_nothing_is_reached_and_without_it_this_would_be(server: int) -> None:
    cell = f"import socket; socket.create_connection(('127.0.0.1', {server}), timeout=30).close()"
    assert complaints(cell, isolated=False) == ()
    ((_, said),) = complaints(cell, isolated=True)
    assert "Error" in said


ASKS = [
    "socket.create_connection(('192.0.2.1', 80), timeout=1)",
    "socket.create_connection(('example.org', 80), timeout=1)",
    "socket.gethostbyname('example.org') if False else socket.getaddrinfo('example.org', 80)",
    "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
    "socket.socket().connect_ex(('192.0.2.1', 80))",
    "__import__('urllib.request').request.urlopen('http://192.0.2.1/', timeout=1)",
]


def test_where_there_is_no_wall_sockets_refuse() -> None:
    told = complaints(*(f"import socket\n{ask}" for ask in ASKS), isolated=False)
    assert [cell for cell, _ in told] == [f"w98-cell{place}" for place in range(1, len(ASKS) + 1)]
    assert all("the network is off, and this notebook asks for" in said for _, said in told)


# ---- the rule


def test_more_than_the_limit_is_found_and_less_is_not() -> None:
    slow = Ran(seconds=20.5, complaints=(), network="")
    (told,) = clean_run.judged("notebook", slow, limit=20)
    assert "limit is 20" in told.says
    assert list(clean_run.judged("notebook", slow, limit=20.5)) == []


def test_of_several_complaints_the_first_is_told_and_the_others_counted() -> None:
    ran = Ran(1, (("w98-a", "NameError: x"), ("w98-b", "NameError: y"), ("w98-c", "NameError: z")), "")
    (told,) = clean_run.judged("notebook", ran, limit=20)
    assert (told.where, "NameError: x (2 more" in told.says) == ("notebook, w98-a", True)


@pytest.fixture
def no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """How busy this machine is does not matter to these tests."""
    monkeypatch.setattr(clean_run, "LIMIT_SECONDS", float("inf"))
    monkeypatch.setattr(clean_run, "_PATIENCE_SECONDS", 300.0)


@pytest.mark.slow
def test_week_5_and_start_here_are_clean(no_hurry: None) -> None:
    with Tools(built()) as tools:
        result = clean_run.look(Workshop(built(), WEEK05), tools)
        course = clean_run.look_at_course(tools)
    assert (result.findings, course.findings) == ((), ())
    assert result.measures["seconds_to_run"] > 0
    assert result.measures["network_off_by"] in ("unshare --net", "socket guard")


def test_notebooks_that_go_red_or_hold_outputs_are_found(tmp_path: Path, no_hurry: None) -> None:
    root = tmp_path
    for name, folder in (("source", WEEK05), ("release", WEEK05), ("notebooks", "start-here")):
        (root / name / folder).mkdir(parents=True)
    nbformat.write(notebook("x = 1", "x = y"), root / "source" / WEEK05 / f"{WEEK05}.ipynb")
    ran = notebook("x = 1", "x")
    ran.cells[1].outputs.append(nbformat.v4.new_output("stream", text="1"))
    nbformat.write(ran, root / "release" / WEEK05 / f"{WEEK05}.ipynb")
    counted = notebook("2")
    counted.cells[0].execution_count = 7
    nbformat.write(counted, root / "notebooks" / "start-here" / "start-here.ipynb")
    with Tools(root) as tools:
        result = clean_run.look(Workshop(root, WEEK05), tools)
        course = clean_run.look_at_course(tools)
    assert [finding.where for finding in result.findings] == [
        f"release/{WEEK05}/{WEEK05}.ipynb, cell 2",
        f"source/{WEEK05}/{WEEK05}.ipynb, w98-cell2",
    ]
    assert "NameError" in result.findings[1].says
    assert [finding.where for finding in course.findings] == ["notebooks/start-here/start-here.ipynb, cell 1"]


def test_a_workshop_without_a_notebook_is_not_clean(tmp_path: Path) -> None:
    for name in ("source", "release"):
        (tmp_path / name / WEEK05).mkdir(parents=True)
    nbformat.write(notebook("x = 1"), tmp_path / "release" / WEEK05 / f"{WEEK05}.ipynb")
    with Tools(tmp_path) as tools:
        (told,) = clean_run.look(Workshop(tmp_path, WEEK05), tools).findings
    assert told.where == f"source/{WEEK05}"
