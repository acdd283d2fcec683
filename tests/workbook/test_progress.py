"""How far a participant has come, read from what is saved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from course.mime import MARK as MIME
from course.workbook import decide, progress
from course.workbook.book import NAME
from course.workbook.progress import Week, weeks


def markdown(text: str, **about: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {"nbgrader": about} if about else {}, "source": text.splitlines(True)}


def check_cell(points: float | None = None, **about: Any) -> dict[str, Any]:
    """A check cell; with points when it was run and saved."""
    outputs = []
    if points is not None:
        mark = {"exercise": "w05-x", "points": points, "max_points": 4, "outcome": "other", "slip": None}
        outputs = [
            {"output_type": "stream", "name": "stdout", "text": ["hello"]},
            {"output_type": "execute_result", "data": {"text/plain": f"{points:g}", MIME: mark}, "metadata": {}},
        ]
    record = {"grade": True, "solution": False, "grade_id": "w05-x-check", **about}
    return {"cell_type": "code", "metadata": {"nbgrader": record}, "source": "check(...)", "outputs": outputs}


def save(folder: Path, name: str, cells: Any) -> None:
    (folder / name).mkdir(parents=True, exist_ok=True)
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / name / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


CELLS = [
    markdown("intro\n"),
    markdown("\n# Is it <worth> it?\n\nWords\n"),
    check_cell(2.5),
    check_cell(0),
    check_cell(),
    check_cell(9, solution=True),
    {"cell_type": "code", "metadata": {}, "source": [], "outputs": check_cell(9)["outputs"]},
    markdown("memo", grade=True, solution=True),
]


def test_counts_saved_checks_and_their_points(here: Path) -> None:
    save(here, "week05-appraisal", CELLS)
    save(here, "week02-flow", [markdown("# Flow\n"), check_cell(1)])
    decide("week05", "Yes.")
    assert weeks(here) == [
        Week("week02-flow", "Flow", 1, 1, 1.0, False),
        Week("week05-appraisal", "Is it <worth> it?", 2, 3, 2.5, True),
    ]


def test_the_table_is_the_same_in_sight_and_sound_and_safe(here: Path) -> None:
    save(here, "week05-appraisal", CELLS)
    decide("week05", "Yes.")
    shown = progress(here)
    assert "05. Is it <worth> it?" in repr(shown)
    for word in ("2 of 3", "2.5", "yes"):
        assert word in repr(shown)
        assert word in shown._repr_html_()
    assert "<worth>" not in shown._repr_html_()


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "not json",
        "[]",
        "3",
        "null",
        "{}",
        '{"cells": 3}',
        '{"cells": ["x"]}',
        '{"cells": [{"source": "x", "metadata": []}]}',
        '{"cells": [{"source": 3}]}',
        json.dumps({"cells": [{**check_cell(), "outputs": [{"data": {MIME: {"points": "many"}}}]}]}),
        json.dumps({"cells": [{**check_cell(), "outputs": [{"data": {MIME: 3}}]}]}),
        json.dumps({"cells": [{**check_cell(), "outputs": ["x"]}]}),
        "[" * 100_000,
    ],
)
def test_a_damaged_notebook_is_left_out_and_the_others_are_shown(here: Path, damaged: str) -> None:
    save(here, "week05-appraisal", CELLS)
    (here / "week06-funding").mkdir()
    (here / "week06-funding" / "week06-funding.ipynb").write_text(damaged, encoding="utf-8")
    assert [week.name for week in weeks(here)] == ["week05-appraisal"]


def test_folders_without_their_notebook_and_files_are_left_out(here: Path) -> None:
    save(here, "week05-appraisal", CELLS)
    (here / "week06-funding").mkdir()
    (here / "week07-risk").write_text("a file", encoding="utf-8")
    (here / "weekend").mkdir()
    (here / "week08-capacity").mkdir()
    (here / "week08-capacity" / "week08-capacity.ipynb").write_bytes(b"\xff\xfe\x00")
    assert [week.name for week in weeks(here)] == ["week05-appraisal"]


def test_a_notebook_without_a_heading_goes_by_its_folder(here: Path) -> None:
    save(here, "week05-appraisal", [check_cell()])
    assert [week.title for week in weeks(here)] == ["week05-appraisal"]


@pytest.mark.parametrize("book", ["damaged", '{"weeks": {"week05": 3}}', "[]"])
def test_a_damaged_workbook_hides_no_progress_and_stays_as_it_is(here: Path, book: str) -> None:
    save(here, "week05-appraisal", CELLS)
    (here / NAME).write_text(book, encoding="utf-8")
    assert [(week.points, week.decided) for week in weeks(here)] == [(2.5, False)]
    assert (here / NAME).read_text(encoding="utf-8") == book


def test_a_workbook_that_cannot_be_read_hides_no_progress(here: Path) -> None:
    save(here, "week05-appraisal", CELLS)
    (here / NAME).mkdir()
    assert [week.decided for week in weeks(here)] == [False]


def test_looks_beside_the_folder_that_it_is_called_from(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(here, "week05-appraisal", CELLS)
    (here / "start-here").mkdir()
    for folder in (here, here / "start-here", here / "week05-appraisal"):
        monkeypatch.chdir(folder)
        assert "2 of 3" in repr(progress())


def test_a_workbook_kept_elsewhere_moves_the_decisions_and_not_the_weeks(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(here, "week05-appraisal", CELLS)
    (here / "else").mkdir()
    monkeypatch.setenv("LDT_WORKBOOK", str(here / "else" / "firm.json"))
    decide("week05", "Yes.")
    assert [week.decided for week in weeks(here)] == [True]
    assert "2 of 3" in repr(progress())


def test_says_so_when_there_is_nothing_yet(here: Path) -> None:
    assert "No workshop is here yet" in repr(progress())
    assert "No workshop is here yet" in repr(progress(str(here / "nowhere")))
