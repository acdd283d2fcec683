from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import tiny

from course.checks import Exercise
from course.cohort.folder import Cohort, Participant, new_cohort
from course.cohort.simulate import simulate
from course.errors import CourseError

START = date(2027, 1, 11)
ANSWERS = {"w98-payback": "w98-payback-answer", "w98-gain": "w98-gain-answer", "w98-firm": "w98-firm-answer"}


def _new(at: Path, participants: int = 12, seed: int = 7) -> Cohort:
    return simulate(new_cohort("made-up", at, START), participants, seed)


def _files(cohort: Cohort) -> dict[str, bytes]:
    names = [*(cohort.path / "submitted").rglob("*"), cohort.path / "simulated.json", cohort.path / "cohort.yaml"]
    return {path.relative_to(cohort.path).as_posix(): path.read_bytes() for path in sorted(names) if path.is_file()}


def _plan(cohort: Cohort) -> dict[str, Any]:
    plan: dict[str, Any] = json.loads((cohort.path / "simulated.json").read_text(encoding="utf-8"))
    return plan


def _planted(cohort: Cohort) -> dict[str, Any]:
    planted: dict[str, Any] = _plan(cohort)["assignments"][tiny.WORKSHOP]["planted"]
    return planted


def _cells(cohort: Cohort, who: str) -> dict[str, str]:
    file = cohort.path / "submitted" / who / tiny.WORKSHOP / f"{tiny.WORKSHOP}.ipynb"
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
        for cell in cells
        if "nbgrader" in cell["metadata"]
    }


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = _new(tmp_path / "a"), _new(tmp_path / "b")
    assert _files(one) == _files(other)


def test_another_seed_gives_another_cohort(tmp_path: Path) -> None:
    one, other = _new(tmp_path / "a"), _new(tmp_path / "b", seed=8)
    assert one.participants != other.participants
    assert _planted(one) != _planted(other)


def test_twelve_people_show_everything_that_tutors_meet(tmp_path: Path) -> None:
    cohort = _new(tmp_path / "a")
    kinds = [each["kind"] for each in _planted(cohort).values()]
    assert set(kinds) == {
        "all right", "slips", "missing", "unanswered", "late", "half finished", "messy", "error",
    }  # fmt: skip
    assert len(kinds) == 12
    memos = [each["memo"] for each in _planted(cohort).values() if each["kind"] == "slips"]
    assert True in memos
    assert False in memos


def test_every_slip_of_every_exercise_is_planted(tmp_path: Path) -> None:
    cohort = _new(tmp_path / "a")
    planted = {
        (stem, answer["slip"])
        for plan in _planted(cohort).values()
        for stem, answer in plan["answers"].items()
        if answer["outcome"] == "slip"
    }
    wanted = {
        (each.id, slip.name)
        for each in tiny.definitions().DEFINITIONS
        if isinstance(each, Exercise)
        for slip in each.slips
    }
    assert planted == wanted
    assert _plan(cohort)["assignments"][tiny.WORKSHOP]["not_planted"] == []


def test_slips_for_which_there_are_too_few_people_are_listed(tmp_path: Path) -> None:
    cohort = _new(tmp_path / "a", participants=1)
    listed = _plan(cohort)["assignments"][tiny.WORKSHOP]["not_planted"]
    assert len(listed) == 3
    assert "w98-gain: running cost forgotten" in listed


@pytest.mark.parametrize("count", [1, 2, 3, 5, 40])
def test_any_number_of_people_can_be_made(tmp_path: Path, count: int) -> None:
    cohort = _new(tmp_path / "a", participants=count)
    ids = [each.id for each in cohort.participants]
    assert len(set(ids)) == count
    assert ids == sorted(ids)
    assert all(each.first_name and each.last_name for each in cohort.participants)


def test_submissions_hold_what_the_plan_says(tmp_path: Path) -> None:
    cohort = _new(tmp_path / "a")
    slips = {
        (each.id, slip.name): slip.formula
        for each in tiny.definitions().DEFINITIONS
        if isinstance(each, Exercise)
        for slip in each.slips
    }
    looked_at = 0
    for who, plan in _planted(cohort).items():
        folder = cohort.path / "submitted" / who
        assert folder.exists() == (plan["kind"] != "missing")
        if not folder.exists():
            continue
        cells = _cells(cohort, who)
        for stem, answer in plan["answers"].items():
            source = cells[ANSWERS[stem]]
            looked_at += 1
            assert "SOLUTION" not in source
            assert ("answer = ..." in source) == (answer["outcome"] == "unanswered")
            if answer["outcome"] == "slip":
                assert f"answer = {slips[stem, answer['slip']]}" in source
            if answer.get("messy"):
                assert source.count("answer = ") == 2
        assert (cells["w98-memo"] == "*Write your answer here.*") == (not plan["memo"])
        due = datetime(2027, 2, 21, 23, 59)
        stamp = (folder / tiny.WORKSHOP / "timestamp.txt").read_text(encoding="utf-8").strip().removesuffix(" UTC")
        assert (datetime.fromisoformat(stamp) > due) == plan["late"]
    assert looked_at == 33


def test_nothing_locked_is_changed(tmp_path: Path) -> None:
    cohort = _new(tmp_path / "a")
    file = tiny.course() / "release" / tiny.WORKSHOP / f"{tiny.WORKSHOP}.ipynb"
    release = json.loads(file.read_text(encoding="utf-8"))["cells"]
    locked = {
        cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
        for cell in release
        if cell["metadata"].get("nbgrader", {}).get("locked")
    }
    assert len(locked) >= 8
    for who, plan in _planted(cohort).items():
        if plan["kind"] != "missing":
            cells = _cells(cohort, who)
            assert {each: cells[each] for each in locked} == locked
            assert "HIDDEN" not in json.dumps(cells)


def test_the_cohort_is_labelled_simulated(tmp_path: Path) -> None:
    cohort = _new(tmp_path / "a")
    assert "Simulated" in (cohort.path / "cohort.yaml").read_text(encoding="utf-8")
    opened = Cohort.open(cohort.path)
    assert opened.simulated is not None
    assert (opened.simulated.seed, opened.simulated.participants) == (7, 12)


def test_a_second_run_replaces_the_first(tmp_path: Path) -> None:
    cohort = _new(tmp_path / "a")
    again = simulate(Cohort.open(cohort.path), 5, 1)
    fresh = _new(tmp_path / "b", 5, 1)
    assert _files(again) == _files(fresh)


def test_real_participants_are_not_overwritten(tmp_path: Path) -> None:
    cohort = new_cohort("real", tmp_path / "a", START).with_people((Participant(id="ann"),), None)
    cohort.save()
    with pytest.raises(CourseError, match="real participants"):
        simulate(cohort, 3)
    assert Cohort.open(cohort.path).participant_ids == ("ann",)


def test_a_real_submission_is_not_overwritten(tmp_path: Path) -> None:
    cohort = new_cohort("real", tmp_path / "a", START)
    mine = cohort.path / "submitted" / "p01" / tiny.WORKSHOP / "mine.ipynb"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(CourseError, match=f"submitted/p01/{tiny.WORKSHOP}"):
        simulate(cohort, 3)
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_simulated_submission_that_somebody_changed_is_not_overwritten(tmp_path: Path) -> None:
    cohort = _new(tmp_path / "a")
    who = next(each for each, plan in _planted(cohort).items() if plan["kind"] == "late")
    file = cohort.path / "submitted" / who / tiny.WORKSHOP / f"{tiny.WORKSHOP}.ipynb"
    file.write_text("changed", encoding="utf-8")
    before = _files(cohort)
    with pytest.raises(CourseError, match="changed since"):
        simulate(Cohort.open(cohort.path), 3)
    assert _files(cohort) == before


def test_wrong_numbers_and_names_are_refused(tmp_path: Path) -> None:
    cohort = new_cohort("x", tmp_path / "a", START)
    with pytest.raises(CourseError, match="1 to 999"):
        simulate(cohort, 0)
    with pytest.raises(CourseError, match="did you mean week98-try"):
        simulate(cohort, 3, assignment="week98-ty")
    assert list((cohort.path / "submitted").iterdir()) == []
