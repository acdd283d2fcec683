"""Week 5 as nbgrader itself makes, marks and shows it, with no `ldt` involved; and what its release holds."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from building_site import CHECKOUT, WEEK05, copy
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from course.authoring.pairs import as_json, canonical, read_notebook
from course.checks import Exercise, definition, exercises

PROGRAMS = Path(sys.executable).parent
RELEASE = Path("release", WEEK05, f"{WEEK05}.ipynb")
SOURCE = Path("source", WEEK05, f"{WEEK05}.ipynb")
MEMO = "w05-memo"
_REGION = re.compile(r"[ ]*### BEGIN SOLUTION\n(.*?)[ ]*### END SOLUTION\n?", re.DOTALL)


def environment() -> dict[str, str]:
    """As in a shell where the course's environment is active; `course` is that of the tests' own checkout."""
    paths = [str(PROGRAMS), os.environ.get("PATH", "")]
    return {**os.environ, "PATH": os.pathsep.join(paths), "PYTHONPATH": str(CHECKOUT)}


def nbgrader(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nbgrader", *arguments]
    return subprocess.run(
        command, cwd=root, env=environment(), capture_output=True, text=True, timeout=300, check=False
    )


def cells(notebook: NotebookNode) -> dict[str, NotebookNode]:
    marked = (cell for cell in notebook.cells if "nbgrader" in cell.metadata)
    return {cell.metadata.nbgrader.grade_id: cell for cell in marked}


# ---- what the release holds


@pytest.fixture(scope="session")
def released(built: Path) -> NotebookNode:
    return read_notebook(built / RELEASE)


@pytest.fixture(scope="session")
def source(built: Path) -> NotebookNode:
    return read_notebook(built / SOURCE)


def test_the_release_holds_one_notebook_and_no_other_file(built: Path) -> None:
    assert [path.name for path in (built / "release" / WEEK05).rglob("*")] == [f"{WEEK05}.ipynb"]


def test_no_solution_and_no_hidden_test_is_released(released: NotebookNode, source: NotebookNode) -> None:
    text = "\n".join(cell.source for cell in released.cells)
    assert not re.search(r"BEGIN|END (SOLUTION|HIDDEN)|also=", text)
    answers = [
        line.strip() for cell in source.cells for region in _REGION.findall(cell.source) for line in region.split("\n")
    ]
    values = [
        re.split(r"\s*=\s*", line.split("  #")[0], maxsplit=1)[1] for line in answers if "=" in line.split("#")[0]
    ]
    assert len(values) >= 12
    code = "\n".join(cell.source.split("#")[0] for cell in released.cells if cell.cell_type == "code")
    # A number by itself ("2") stands elsewhere with another meaning; what is more than that must be gone.
    for value in values:
        if not re.fullmatch(r"[\d_.]+,?|dict\(", value):
            assert value.rstrip(",") not in code
    hidden = [
        region for cell in source.cells for region in re.findall(r"### BEGIN HIDDEN TESTS\n(.*?)###", cell.source, re.S)
    ]
    assert len(hidden) >= 7
    assert not any(region.strip() in text for region in hidden)
    memo = cells(source)[MEMO].source
    assert memo[:60] not in text


def test_every_answer_has_its_blank_and_its_label(released: NotebookNode) -> None:
    answers = {name: cell for name, cell in cells(released).items() if name.endswith("-answer")}
    assert len(answers) >= 10
    for name, cell in answers.items():
        blanks = [line for line in cell.source.split("\n") if "..." in line]
        assert blanks, name
        assert all(re.search(r"=\s?\.\.\.,?  # \S", line) for line in blanks), name


def test_only_answers_can_be_changed_and_every_other_marked_cell_is_locked(released: NotebookNode) -> None:
    for name, cell in cells(released).items():
        assert cell.metadata.nbgrader.locked is not cell.metadata.nbgrader.solution, name
        assert cell.metadata.nbgrader.solution == (name.endswith("-answer") or name == MEMO), name


def test_points_on_the_cells_are_the_definitions_points(released: NotebookNode) -> None:
    graded = {
        name: cell.metadata.nbgrader.points for name, cell in cells(released).items() if cell.metadata.nbgrader.grade
    }
    defined = {f"{stem}-check": each.points for stem, each in exercises("w05").items()}
    assert graded == {**defined, MEMO: graded[MEMO]}
    for stem, each in exercises("w05").items():
        task = cells(released)[f"{stem}-task"].source
        assert f"**Task ({each.points:g} points)" in task
    assert f"({graded[MEMO]:g} points" in cells(released)["w05-memo-task"].source


# ---- house style (sizes and headings: tests/audit/test_audit_content.py)


def test_nobody_has_to_program(released: NotebookNode) -> None:
    for name, cell in cells(released).items():
        if name.endswith("-answer"):
            assert not re.search(r"^\s*(import|from|for|while|class|lambda|plt)\b", cell.source, re.M), name


# ---- stock nbgrader: generate and autograde


def answered(root: Path, lines: dict[str, str], memo: str | None = None) -> str:
    """The release as a participant hands it in: answer cells by grade_id, with the line after `answer = ` filled in."""
    notebook = read_notebook(root / RELEASE)
    by_id = cells(notebook)
    for name, line in lines.items():
        cell = by_id[name]
        assert cell.source.count("answer = ...") == 1
        cell.source = cell.source.replace("answer = ...", f"answer = {line}")
    if memo is not None:
        by_id[MEMO].source = memo
    return as_json(notebook)


def slip_rounds() -> list[dict[str, Exercise]]:
    known = [each for each in exercises("w05").values() if isinstance(each, Exercise)]
    rounds = max(len(each.slips) for each in known)
    return [{each.id: each for each in known if len(each.slips) > number} for number in range(rounds)]


def hand_in(root: Path, who: str, content: str) -> None:
    folder = root / "submitted" / who / WEEK05
    folder.mkdir(parents=True)
    (folder / f"{WEEK05}.ipynb").write_text(content, encoding="utf-8")


@pytest.fixture(scope="session")
def marked(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout where stock nbgrader has marked model answers, the untouched release and every slip."""
    root = copy(built, tmp_path_factory.mktemp("marked") / "checkout")
    model = cells(read_notebook(root / SOURCE))
    notebook = read_notebook(root / RELEASE)
    for name, cell in cells(notebook).items():
        if name.endswith("-answer") or name == MEMO:
            cell.source = re.sub(r"[ ]*### (BEGIN|END) SOLUTION\n?", "", model[name].source)
    hand_in(root, "model", as_json(notebook))
    hand_in(root, "untouched", (root / RELEASE).read_text(encoding="utf-8"))
    for number, round_ in enumerate(slip_rounds()):
        hand_in(
            root,
            f"slips{number}",
            answered(root, {f"{stem}-answer": each.slips[number].formula for stem, each in round_.items()}),
        )
    done = nbgrader(root, "autograde", WEEK05)
    assert done.returncode == 0, done.stderr[-3000:]
    return root


def marks(root: Path, who: str) -> dict[str, float]:
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "ldt") as book:
        (notebook,) = book.find_submission(WEEK05, who).notebooks
        return {grade.name: grade.score for grade in notebook.grades}


def waiting(root: Path, who: str) -> list[str]:
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "ldt") as book:
        (notebook,) = book.find_submission(WEEK05, who).notebooks
        return [grade.name for grade in notebook.grades if grade.needs_manual_grade]


@pytest.mark.slow
def test_stock_nbgrader_makes_the_same_release(own: Path, built: Path) -> None:
    shutil.rmtree(own / "release" / WEEK05)
    done = nbgrader(own, "generate_assignment", WEEK05)
    assert done.returncode == 0, done.stderr[-3000:]
    made = own / "release" / WEEK05
    assert [path.name for path in made.iterdir()] == [f"{WEEK05}.ipynb"]
    assert canonical(read_notebook(made / f"{WEEK05}.ipynb")) == canonical(read_notebook(built / RELEASE))


@pytest.mark.slow
def test_model_answers_earn_every_automatic_point_and_the_memo_waits(marked: Path) -> None:
    found = marks(marked, "model")
    assert found.pop(MEMO) == 0
    assert found == {f"{stem}-check": each.points for stem, each in exercises("w05").items()}
    assert sum(found.values()) == 34
    assert waiting(marked, "model") == [MEMO]


@pytest.mark.slow
def test_the_untouched_release_earns_nothing_and_waits_for_nobody(marked: Path) -> None:
    assert set(marks(marked, "untouched").values()) == {0}
    assert waiting(marked, "untouched") == []


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(slip_rounds())))
def test_each_slip_earns_its_partial_mark(number: int, marked: Path) -> None:
    found = marks(marked, f"slips{number}")
    stated = {f"{stem}-check": each.slips[number].points for stem, each in slip_rounds()[number].items()}
    assert {name: found[name] for name in stated} == stated
    assert all(score == 0 for name, score in found.items() if name not in stated)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(slip_rounds())))
def test_each_slip_shows_its_own_sentence(number: int, marked: Path) -> None:
    graded = read_notebook(marked / "autograded" / f"slips{number}" / WEEK05 / f"{WEEK05}.ipynb")
    for stem, each in slip_rounds()[number].items():
        cell = cells(graded)[f"{stem}-check"]
        shown = [output.data for output in cell.outputs if "data" in output]
        found = [data["application/vnd.ldt.mark+json"] for data in shown]
        assert found, stem
        assert {mark["slip"] for mark in found} == {each.slips[number].name}
        assert not any(output.output_type == "error" for output in cell.outputs)


def test_there_is_a_definition_for_every_check(released: NotebookNode) -> None:
    for name in cells(released):
        if name.endswith("-check"):
            assert definition(name.removesuffix("-check")).id == name.removesuffix("-check")


# ---- Formgrader


@pytest.fixture
def formgrader(own: Path, tmp_path: Path) -> Iterator[str]:
    """A Jupyter server in the repo's root, as a tutor starts it; gives its address up to the path."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = tmp_path / "home"
    home.mkdir()
    settings = {"HOME": str(home), "JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_DATA_DIR": str(home / "data")}
    settings |= {"JUPYTER_RUNTIME_DIR": str(home / "runtime"), "JUPYTER_TOKEN": "a-token-for-this-test"}
    log = tmp_path / "server.log"
    command = [sys.executable, "-m", "jupyter", "server", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"]
    command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    command += ["--ServerApp.jpserver_extensions={'nbgrader.server_extensions.formgrader': True}"]
    with log.open("w", encoding="utf-8") as heard:
        server = subprocess.Popen(command, cwd=own, env={**environment(), **settings}, stdout=heard, stderr=heard)
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and server.poll() is None:
            try:
                get(f"{address}/api/status")
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.2)
        else:
            pytest.fail(f"the server did not answer:\n{log.read_text(encoding='utf-8')[-3000:]}")
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def get(address: str) -> tuple[int, str]:
    request = urllib.request.Request(address, headers={"Authorization": "token a-token-for-this-test"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.status, answer.read().decode("utf-8")


@pytest.mark.slow
def test_formgrader_opens_from_the_root_and_lists_the_workshop(formgrader: str) -> None:
    status, page = get(f"{formgrader}/formgrader")
    assert status == 200
    assert "formgrader" in page.lower()
    status, listed = get(f"{formgrader}/formgrader/api/assignments")
    assert status == 200
    found = {each["name"]: each for each in json.loads(listed)}
    assert set(found) == {WEEK05}  # those with a folder in source/
    assert found[WEEK05]["status"] == "draft"
    assert found[WEEK05]["max_score"] == 40
    assert found[WEEK05]["duedate"].startswith("2027-02-21")
