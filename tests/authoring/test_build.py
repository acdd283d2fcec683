"""`ldt build` in a copy of the checkout: what it makes, what it leaves alone, and what it refuses."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import nbformat
import pytest
from building_site import CHECKOUT, WEEK05, WEEK06

from course import cli
from course.authoring import changes, release, seed
from course.authoring.build import build_course
from course.authoring.pairs import as_json, canonical, read_notebook
from course.cases import files
from course.errors import CourseError

Snapshot = Callable[[Path], dict[str, tuple[bytes, int]]]
NOTEBOOK = Path("release", WEEK05, f"{WEEK05}.ipynb")
SOURCE = Path("source", WEEK05, f"{WEEK05}.py")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def written(found: list[Path]) -> list[str]:
    return [path.as_posix() for path in found]


def contents(found: dict[str, tuple[bytes, int]]) -> dict[str, bytes]:
    return {name: content for name, (content, _) in found.items() if not name.startswith(".cache")}


# ---- what is fresh is left alone


def test_an_unchanged_build_touches_no_file(own_two: Path, snapshot: Snapshot) -> None:
    before = snapshot(own_two)
    found = build_course(own_two)
    assert (found.written, found.rebuilt) == ([], [])
    assert snapshot(own_two) == before


@pytest.mark.slow
def test_a_build_that_remembers_nothing_touches_no_file_but_its_memory(own: Path, snapshot: Snapshot) -> None:
    shutil.rmtree(own / ".cache")
    before = snapshot(own)
    assert build_course(own).written == []
    after = snapshot(own)
    assert {name for name in after if after[name] != before.get(name)} == {".cache/build.json"}


def test_lines_that_git_ended_for_windows_are_fresh(own: Path, snapshot: Snapshot) -> None:
    for path in (own / SOURCE, own / SOURCE.with_suffix(".ipynb"), own / NOTEBOOK, own / "README.md"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = snapshot(own)
    assert build_course(own).written == []
    assert snapshot(own) == before


# ---- what changed is made again, and nothing else


def test_one_changed_workshop_rebuilds_only_itself(own_two: Path, snapshot: Snapshot) -> None:
    edit(own_two / SOURCE, "# Is it worth it?", "# Does it pay?")
    before = snapshot(own_two)
    found = build_course(own_two)
    assert found.rebuilt == [WEEK05]
    after = snapshot(own_two)
    changed = {name for name in after if after[name] != before.get(name)} - {".cache/build.json"}
    # A text cell that is not graded is not in the gradebook.
    assert changed == {SOURCE.with_suffix(".ipynb").as_posix(), NOTEBOOK.as_posix()}
    assert sorted(written(found.written)) == sorted(changed)
    assert "# Does it pay?" in (own_two / NOTEBOOK).read_text(encoding="utf-8")


def test_a_changed_notebook_is_written_back_as_text(own: Path) -> None:
    path = own / SOURCE.with_suffix(".ipynb")
    notebook = read_notebook(path)
    notebook.cells[0].source = notebook.cells[0].source.replace("# Is it worth it?", "# Does it pay?")
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert build_course(own).rebuilt == [WEEK05]
    assert "# Does it pay?" in (own / SOURCE).read_text(encoding="utf-8")
    assert build_course(own).written == []


def test_a_removed_workshop_disappears_everywhere(own_two: Path, built: Path) -> None:
    shutil.rmtree(own_two / "source" / WEEK06)
    found = build_course(own_two)
    assert found.rebuilt == []
    assert not (own_two / "release" / WEEK06).exists()
    assert seed.rows(own_two / "gradebook.db") == seed.rows(built / "gradebook.db")
    assert WEEK06 not in (own_two / "README.md").read_text(encoding="utf-8")
    assert build_course(own_two).written == []


def test_the_readme_links_to_the_notebooks_that_a_build_makes(two_workshops: Path) -> None:
    text = (two_workshops / "README.md").read_text(encoding="utf-8")
    for name in (WEEK05, WEEK06):
        assert f"](release/{name}/{name}.ipynb)" in text
    assert text.count("](release/") == 2


def test_start_here_keeps_an_edit_in_its_notebook_when_the_programme_changes_too(own: Path) -> None:
    path = own / "notebooks" / "start-here" / "start-here.ipynb"
    notebook = read_notebook(path)
    notebook.cells.append(nbformat.v4.new_markdown_cell("One more cell."))
    path.write_text(as_json(notebook), encoding="utf-8")
    edit(own / "course" / "syllabus.yaml", "title: Where are we?", "title: Where do we stand?")
    build_course(own)
    for text in (path.read_text(encoding="utf-8"), path.with_suffix(".py").read_text(encoding="utf-8")):
        assert "One more cell." in text
        assert "Where do we stand?" in text
    assert build_course(own).written == []


def test_new_due_dates_reach_the_seed_without_a_rebuild(own: Path) -> None:
    edit(own / "course" / "syllabus.yaml", "seed_start: 2027-01-11", "seed_start: 2028-01-10")
    found = build_course(own)
    assert (found.rebuilt, written(found.written)) == ([], ["gradebook.db"])
    with closing(sqlite3.connect(own / "gradebook.db")) as database:
        ((due,),) = database.execute(f"select duedate from assignment where name = '{WEEK05}'").fetchall()
    assert due.startswith("2028-02-20 23:59")


def test_keep_only_decides_where_nobody_knows(own: Path) -> None:
    start_here = own / "notebooks" / "start-here" / "start-here.ipynb"
    edit(start_here, "Start here", "Begin here")  # only this half changed
    edit(own / SOURCE, "# Is it worth it?", "# From the text?")
    edit(own / SOURCE.with_suffix(".ipynb"), "# Is it worth it?", "# From the notebook?")
    with pytest.raises(CourseError, match="both changed"):
        build_course(own)
    build_course(own, master="py")
    assert "# From the text?" in (own / NOTEBOOK).read_text(encoding="utf-8")
    assert "Begin here" in start_here.read_text(encoding="utf-8")


# ---- data files

DATA = Path("source", WEEK05, "data", "quotes.csv")


@pytest.fixture
def quotes(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """A case module that makes one data file for week 5 (and one for a week that is not written yet)."""
    made = {"csv": b"firm,pounds\nA,88000\n"}
    generators = {f"{WEEK05}/data/quotes.csv": lambda: made["csv"], f"{WEEK06}/data/offers.csv": lambda: b"x\n"}
    monkeypatch.setattr(files, "generators", lambda: generators)
    return made


def test_a_data_file_is_made_and_released_and_then_left_alone(
    own: Path, quotes: dict[str, bytes], snapshot: Snapshot
) -> None:
    found = build_course(own)
    released = Path("release", *DATA.parts[1:])
    assert written(found.written) == [released.as_posix(), DATA.as_posix()]
    assert (own / DATA).read_bytes() == (own / released).read_bytes() == quotes["csv"]
    assert not (own / "source" / WEEK06).exists()
    before = snapshot(own)
    assert (build_course(own).written, build_course(own).rebuilt) == ([], [])
    assert snapshot(own) == before


@pytest.mark.parametrize("change", ["by hand", pytest.param("in the generator", marks=pytest.mark.slow)])
def test_a_data_file_that_differs_from_its_generator_is_stale_and_made_again(
    own: Path, quotes: dict[str, bytes], change: str
) -> None:
    build_course(own)
    if change == "by hand":
        (own / DATA).write_bytes(b"firm,pounds\nA,99000\n")
        stale = [DATA.as_posix()]
    else:
        quotes["csv"] = b"firm,pounds\nA,77000\n"
        stale = [Path("release", *DATA.parts[1:]).as_posix(), DATA.as_posix()]
    before = (own / DATA).read_bytes()
    assert written(build_course(own, check=True).written) == stale
    assert (own / DATA).read_bytes() == before
    build_course(own)
    assert (own / DATA).read_bytes() == (own / "release" / WEEK05 / "data" / "quotes.csv").read_bytes() == quotes["csv"]


# ---- --check


def drift_pair(root: Path) -> None:
    edit(root / SOURCE, "# Is it worth it?", "# Does it pay?")


def drift_release(root: Path) -> None:
    edit(root / NOTEBOOK, "# Is it worth it?", "# Does it pay?")


def drift_release_extra(root: Path) -> None:
    (root / NOTEBOOK).with_name("answers.txt").write_text("37,060", encoding="utf-8")


def drift_release_missing(root: Path) -> None:
    (root / NOTEBOOK).unlink()


def drift_readme(root: Path) -> None:
    edit(root / "README.md", "Where does time go?", "Where did time go?")


def drift_start_here(root: Path) -> None:
    for ending in (".py", ".ipynb"):
        edit(root / "notebooks" / "start-here" / f"start-here{ending}", "Where does time go?", "Where did time go?")


def drift_seed(root: Path) -> None:
    with closing(sqlite3.connect(root / "gradebook.db")) as database:
        database.execute("update grade_cells set max_score = 5 where max_score = 6")
        database.commit()


DRIFTS = {
    drift_pair: [SOURCE.with_suffix(".ipynb").as_posix(), NOTEBOOK.as_posix()],
    drift_release: [NOTEBOOK.as_posix()],
    drift_release_extra: [NOTEBOOK.with_name("answers.txt").as_posix()],
    drift_release_missing: [NOTEBOOK.as_posix()],
    drift_readme: ["README.md"],
    drift_start_here: ["notebooks/start-here/start-here.ipynb", "notebooks/start-here/start-here.py"],
    drift_seed: ["gradebook.db"],
}


@pytest.mark.parametrize("drift", DRIFTS, ids=lambda drift: drift.__name__)
def test_check_finds_drift_and_writes_nothing(drift: Callable[[Path], None], own: Path, snapshot: Snapshot) -> None:
    drift(own)
    before = snapshot(own)
    assert sorted(written(build_course(own, check=True).written)) == sorted(DRIFTS[drift])
    assert snapshot(own) == before


MENDED_LIKEWISE = [drift_release_extra, drift_release_missing, drift_seed]


@pytest.mark.parametrize(
    "drift",
    [drift_release, *(pytest.param(each, marks=pytest.mark.slow) for each in MENDED_LIKEWISE)],
)
def test_a_build_mends_what_was_changed_by_hand(
    drift: Callable[[Path], None], own: Path, built: Path, snapshot: Snapshot
) -> None:
    drift(own)
    build_course(own)
    assert contents(snapshot(own)) == contents(snapshot(built))


def test_the_verb_says_it_in_a_sentence(
    own: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LDT_ROOT", str(own))
    assert cli.run(["build", "--check"]) == 0
    drift_readme(own)
    assert cli.run(["build", "--check"]) == 1
    assert "1 derived file is stale: README.md. Run `ldt build`" in capsys.readouterr().err
    assert cli.run(["build"]) == 0
    heard = capsys.readouterr()
    assert (heard.out, heard.err) == ("wrote README.md\n", "")


# ---- what is refused, with nothing written


def points_disagree(root: Path) -> None:
    edit(root / "course" / "syllabus.yaml", "points: 40", "points: 41")  # week 1 has no folder: no complaint of it
    text = (root / "course" / "syllabus.yaml").read_text(encoding="utf-8")
    head, tail = text.split("- name: week05-appraisal")
    (root / "course" / "syllabus.yaml").write_text(
        head + "- name: week05-appraisal" + tail.replace("points: 40", "points: 41", 1), encoding="utf-8"
    )


def points_as_words(root: Path) -> None:
    edit(root / SOURCE, '"points": 6,', '"points": "six",')


def stranger(root: Path) -> None:
    shutil.copytree(root / "source" / WEEK05, root / "source" / "week05-apraisal")


def typo(root: Path) -> None:
    edit(root / "course" / "syllabus.yaml", "minutes: 75", "minuts: 75")


def bad_blank(root: Path) -> None:
    edit(root / SOURCE, "    answer = 1 + (cost - grant - first_year) / full_year", "    return 1")


def repeated_id(root: Path) -> None:
    edit(root / SOURCE, '"grade_id": "w05-npv-answer"', '"grade_id": "w05-payback-answer"')


def misspelt_mark(root: Path) -> None:
    edit(root / SOURCE, "### BEGIN HIDDEN TESTS", "### BEGIN HIDEN TESTS")


def damaged_notebook(root: Path) -> None:
    (root / SOURCE.with_suffix(".ipynb")).write_text("{", encoding="utf-8")


def both_changed(root: Path) -> None:
    edit(root / SOURCE, "# Is it worth it?", "# One?")
    edit(root / SOURCE.with_suffix(".ipynb"), "# Is it worth it?", "# Two?")


def no_marker(root: Path) -> None:
    edit(root / "README.md", "<!-- programme:begin -->", "")


def no_start_here(root: Path) -> None:
    shutil.rmtree(root / "notebooks" / "start-here")


REFUSED = {
    points_disagree: r"source/week05-appraisal gives 40 points and course/syllabus\.yaml says 41",
    points_as_words: r"source/week05-appraisal gives 34 points and course/syllabus\.yaml says 40",
    stranger: r"source/week05-apraisal is not in course/syllabus\.yaml",
    typo: r"syllabus\.yaml.*minut",
    bad_blank: "source/week05-appraisal cannot be released: .*cannot be blanked: 'return 1.*w05-payback-answer",
    repeated_id: "source/week05-appraisal cannot be released: .*w05-payback-answer",
    misspelt_mark: "w05-payback-check would show participants the line “### BEGIN HIDEN TESTS”",
    damaged_notebook: r"week05-appraisal\.ipynb is not a notebook",
    both_changed: "source/week05-appraisal/week05-appraisal: .*both changed",
    no_marker: r"README\.md has no line",
    no_start_here: r"start-here\.py is missing",
}


@pytest.mark.parametrize("mistake", REFUSED, ids=lambda mistake: mistake.__name__)
def test_a_mistake_is_one_sentence_and_nothing_is_written(
    mistake: Callable[[Path], None], own: Path, snapshot: Snapshot
) -> None:
    drift_start_here(own)  # something that a build would write
    mistake(own)
    before = snapshot(own)
    with pytest.raises(CourseError, match=REFUSED[mistake]) as refused:
        build_course(own)
    assert "\n" not in str(refused.value)
    assert snapshot(own) == before


def test_folders_that_editors_leave_are_no_workshops(own: Path) -> None:
    for name in (".ipynb_checkpoints", "__pycache__"):
        (own / "source" / name).mkdir()
        (own / "source" / WEEK05 / name).mkdir()
        (own / "source" / WEEK05 / name / "week05-appraisal-checkpoint.ipynb").write_text("{", encoding="utf-8")
    assert build_course(own).written == []


# ---- interruptions


@pytest.fixture
def generated_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the same nbgrader makes the same, so within a test it is run once for each different source."""
    really = release.generate

    def generate(root: Path, workshop: str, workplace: Path, newest: dict[str, bytes]) -> Path:
        book = workplace / "gradebook.db"
        ready = tmp_path / "ready" / changes.digest(f"{workshop} {newest} {changes.fingerprint(book)}")
        if not ready.exists():
            really(root, workshop, workplace, newest)
            shutil.copytree(workplace, ready)
        shutil.copytree(ready, workplace, dirs_exist_ok=True)
        return workplace / "release" / workshop

    monkeypatch.setattr(release, "generate", generate)


def writes_of(root: Path) -> int:
    """How many files the build of `interrupted_start` writes."""
    return len(build_course(root, check=True).written)


def interrupted_start(root: Path) -> None:
    edit(root / SOURCE, "# Is it worth it?", "# Does it pay?")
    edit(root / SOURCE, 'answer = "two machines"', 'answer = "neither"')
    drift_start_here(root)
    drift_readme(root)
    (root / "release" / WEEK06).mkdir()
    (root / "release" / WEEK06 / "old.txt").write_text("old", encoding="utf-8")


@pytest.mark.slow
def test_a_build_killed_between_any_two_files_is_put_right_by_the_next(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snapshot: Snapshot, generated_once: None
) -> None:
    interrupted_start(own)
    whole = tmp_path / "whole"
    shutil.copytree(own, whole)
    count = writes_of(own)
    assert count >= 5
    build_course(whole)
    wanted = contents(snapshot(whole))
    keep = changes.write_whole
    for survivors in range(count):
        root = tmp_path / f"killed{survivors}"
        shutil.copytree(own, root)
        left = survivors

        def write_or_die(path: Path, content: bytes) -> None:
            nonlocal left
            if left == 0:
                path.with_name(f".{path.name}.part").write_bytes(content[: len(content) // 2])
                raise KeyboardInterrupt
            left -= 1
            keep(path, content)

        monkeypatch.setattr(changes, "write_whole", write_or_die)
        with pytest.raises(KeyboardInterrupt):
            build_course(root)
        monkeypatch.setattr(changes, "write_whole", keep)
        build_course(root)
        assert contents(snapshot(root)) == wanted
        assert build_course(root, check=True).written == []
        shutil.rmtree(root)


def test_a_half_written_file_is_never_released(own: Path) -> None:
    part = own / "source" / WEEK05 / f".{WEEK05}.py.part"
    shutil.copyfile(own / SOURCE, part)
    edit(own / SOURCE, "# Is it worth it?", "# Does it pay?")
    build_course(own)
    assert [path.name for path in (own / "release" / WEEK05).iterdir()] == [f"{WEEK05}.ipynb"]
    assert not part.exists()


@pytest.mark.slow
def test_a_memory_that_was_damaged_only_costs_time(own: Path, generated_once: None) -> None:
    for content in ("", "{", "[]", '{"pairs": 3}', '{"pairs": {}, "workshops": [1], "seed": null}'):
        (own / ".cache" / "build.json").write_text(content, encoding="utf-8")
        assert build_course(own, check=True).written == []


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES, errno.ENOSPC])
def test_a_disk_that_cannot_be_written_gives_one_sentence(
    code: int, own: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], snapshot: Snapshot
) -> None:
    drift_release(own)
    before = snapshot(own)

    def refuse(self: Path, target: Path) -> Path:
        raise OSError(code, os.strerror(code), str(self), None, str(target))

    monkeypatch.setenv("LDT_ROOT", str(own))
    monkeypatch.setattr(Path, "replace", refuse)
    assert cli.run(["build"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"{WEEK05}.ipynb" in said
    assert ".part" not in said
    assert snapshot(own) == before


# ---- the real checkout


@pytest.mark.slow
def test_everything_derived_in_the_checkout_is_fresh() -> None:
    assert written(build_course(CHECKOUT, check=True).written) == []


def test_source_notebooks_are_canonical() -> None:
    for path in (CHECKOUT / "source").glob("*/*.ipynb"):
        assert path.read_text(encoding="utf-8") == as_json(canonical(read_notebook(path)))
