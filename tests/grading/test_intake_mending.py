from __future__ import annotations

import copy
import json

import pytest
from intake_cases import (
    ANSWERS,
    Cell,
    Notebook,
    blank,
    copied,
    find,
    name_of,
    own,
    place,
    put_right,
    release,
    solved,
    text,
    without,
)
from nbformat import from_dict
from nbgrader.utils import compute_checksum

from course.grading.intake.mending import is_intact
from course.grading.intake.reading import parse
from course.grading.intake.release import Release


def _labelled(notebook: Notebook) -> list[Cell]:
    return [cell for cell in notebook["cells"] if name_of(cell)]


def _assert_whole(notebook: Notebook, answers: dict[str, str] = ANSWERS) -> None:
    """The labelled cells are the release's, in order, and the answers are the participant's."""
    ours = _labelled(blank())
    theirs = _labelled(notebook)
    assert [name_of(cell) for cell in theirs] == [name_of(cell) for cell in ours]
    for cell, original in zip(theirs, ours, strict=True):
        name = name_of(original) or ""
        assert cell["metadata"]["nbgrader"] == original["metadata"]["nbgrader"]
        assert cell["cell_type"] == original["cell_type"]
        assert cell["id"] == original["id"]
        assert text(cell) == (answers[name] if name in answers else text(original))


def test_an_answered_notebook_is_intact_and_mending_it_changes_nothing() -> None:
    read = parse(json.dumps(solved()).encode())
    assert read.as_is
    assert is_intact(read.notebook, release())
    mended = put_right(solved())
    assert mended.says == ()
    assert mended.notebook["cells"] == read.notebook["cells"]


def test_a_deleted_check_comes_back_in_its_place() -> None:
    notebook = solved()
    notebook["cells"].insert(place(notebook, "w98-gain-check"), own("gain = gain + 0"))
    mended = put_right(without(notebook, "w98-gain-check"))
    assert mended.says == ("p04 had deleted the check of “Gain”; it was put back.",)
    _assert_whole(mended.notebook)
    at = place(mended.notebook, "w98-gain-check")
    assert text(mended.notebook["cells"][at - 1]) == "gain = gain + 0"


def test_a_deleted_answer_comes_back_blank_above_what_stands_in_its_stead() -> None:
    notebook = solved()
    notebook["cells"].insert(place(notebook, "w98-gain-answer"), own("gain = 1_500"))
    mended = put_right(without(notebook, "w98-gain-answer"))
    assert mended.says == ("p04 had deleted the answer to “Gain”; it was put back, blank.",)
    _assert_whole(mended.notebook, {**ANSWERS, "w98-gain-answer": text(find(blank(), "w98-gain-answer"))})
    at = place(mended.notebook, "w98-gain-answer")
    assert text(mended.notebook["cells"][at + 1]) == "gain = 1_500"


def test_several_deleted_cells_are_one_sentence() -> None:
    mended = put_right(without(solved(), "w98-gain-check", "w98-payback-check"))
    assert mended.says == ("p04 had deleted the check of “Payback” and the check of “Gain”; they were put back.",)
    _assert_whole(mended.notebook)


def test_a_notebook_without_one_of_its_cells_is_put_together_again() -> None:
    notebook = without(solved(), *(name_of(cell) or "" for cell in _labelled(blank())[1:]))
    mended = put_right(notebook)
    _assert_whole(mended.notebook, {name: text(find(blank(), name)) for name in ANSWERS})
    gone = len(_labelled(blank())) - len(ANSWERS) - 1
    assert f"and {gone - 4} more cells; they were put back." in mended.says[0]
    assert mended.says[1].endswith("; they were put back, blank.")


def test_a_copied_answer_counts_as_it_was_run_last() -> None:
    notebook = solved()
    at = place(notebook, "w98-gain-answer")
    cell = notebook["cells"][at]
    notebook["cells"].insert(at, copied(cell, "answer = 5_500\ngain = answer", 90))
    notebook["cells"].insert(at, copied(cell, "answer = 1\ngain = answer", 80))
    mended = put_right(notebook)
    _assert_whole(mended.notebook, {**ANSWERS, "w98-gain-answer": "answer = 5_500\ngain = answer"})
    (said,) = mended.says
    assert said.startswith("p04 had split or copied the answer to “Gain”")
    at = place(mended.notebook, "w98-gain-answer")
    assert [text(each) for each in mended.notebook["cells"][at - 2 : at]] == [
        "answer = 1\ngain = answer",
        "answer = 1_500\ngain = answer",
    ]


def test_a_split_answer_still_works() -> None:
    notebook = solved()
    at = place(notebook, "w98-gain-answer")
    notebook["cells"][at]["source"] = "gain = answer"
    notebook["cells"].insert(at, copied(notebook["cells"][at], "answer = 1_500", None))
    mended = put_right(notebook)
    _assert_whole(mended.notebook, {**ANSWERS, "w98-gain-answer": "gain = answer"})
    at = place(mended.notebook, "w98-gain-answer")
    assert text(mended.notebook["cells"][at - 1]) == "answer = 1_500"


@pytest.mark.parametrize("spare", ["", "as released", "as answered"])
def test_a_copy_that_says_nothing_new_is_left_out(spare: str) -> None:
    notebook = solved()
    at = place(notebook, "w98-gain-answer")
    known = {"as released": text(find(blank(), "w98-gain-answer")), "as answered": ANSWERS["w98-gain-answer"]}
    notebook["cells"].insert(at + 1, copied(notebook["cells"][at], known.get(spare, spare), 99))
    mended = put_right(notebook)
    assert mended.says == ("p04 had more than one copy of the answer to “Gain”; what was spare was left out.",)
    _assert_whole(mended.notebook)
    assert len(mended.notebook["cells"]) == len(solved()["cells"])


def test_a_copied_check_is_left_out_and_a_changed_copy_is_kept_as_own() -> None:
    notebook = solved()
    check = find(notebook, "w98-gain-check")
    notebook["cells"] += [copied(check, count=70), copied(check, "gain * 2", 71)]
    mended = put_right(notebook)
    _assert_whole(mended.notebook)
    assert len(mended.says) == 2
    last = mended.notebook["cells"][-1]
    assert (text(last), "nbgrader" in last["metadata"], last["metadata"].get("editable")) == ("gain * 2", False, None)


def test_moved_cells_go_back_and_own_cells_stay_between_their_neighbours() -> None:
    notebook = solved()
    notebook["cells"].insert(place(notebook, "w98-firm-answer"), own("# before firm"))
    check = notebook["cells"].pop(place(notebook, "w98-gain-check"))
    notebook["cells"].insert(2, check)
    notebook["cells"].insert(2, own("# near the top", name="top"))
    mended = put_right(notebook)
    assert mended.says == ("p04 had moved the check of “Gain”; it was put back in its place.",)
    _assert_whole(mended.notebook)
    texts = [text(cell) for cell in mended.notebook["cells"]]
    assert texts[texts.index("# before firm") + 1] == ANSWERS["w98-firm-answer"]
    assert texts.index("# near the top") == 2


@pytest.mark.parametrize(
    ("name", "kind"), [("w98-gain-answer", "markdown"), ("w98-firm-answer", "raw"), ("w98-memo", "code")]
)
def test_an_answer_of_another_type_keeps_its_text(name: str, kind: str) -> None:
    notebook = solved()
    cell = find(notebook, name)
    for part in ("outputs", "execution_count"):
        cell.pop(part, None)
    cell["cell_type"] = kind
    if kind == "code":
        cell |= {"outputs": [], "execution_count": 7}
    mended = put_right(notebook)
    assert len(mended.says) == 1
    assert "into another type of cell" in mended.says[0]
    _assert_whole(mended.notebook)
    assert ("outputs" in find(mended.notebook, name)) == (kind != "code")


def test_an_edited_locked_cell_is_as_released_again() -> None:
    notebook = solved()
    find(notebook, "w98-gain-check")["source"] = "2.0"
    mended = put_right(notebook)
    assert mended.says == ("p04 had edited the check of “Gain”, which is locked; the workshop's text was put back.",)
    _assert_whole(mended.notebook)
    assert find(mended.notebook, "w98-gain-check")["outputs"] == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"points": 99}, "changed the points of the check of “Gain”"),
        ({"points": "lots"}, "changed the points of the check of “Gain”"),
        ({"checksum": "0" * 32}, "changed the hidden description of the check of “Gain”"),
        ({"locked": False}, "changed the hidden description of the check of “Gain”"),
        ({"grade_id": "w98-gain"}, "changed the hidden name (grade_id) of the check of “Gain”"),
        ({"schema_version": 1}, "changed the hidden description of the check of “Gain”"),
    ],
)
def test_changed_descriptions_are_put_back(change: dict[str, object], says: str) -> None:
    notebook = solved()
    find(notebook, "w98-gain-check")["metadata"]["nbgrader"] |= change
    mended = put_right(notebook)
    _assert_whole(mended.notebook)
    assert len(mended.says) == 1
    assert says in mended.says[0]


@pytest.mark.parametrize("lost", ["nbgrader", "everything"])
def test_a_cell_without_its_description_is_known_by_its_cell_id(lost: str) -> None:
    notebook = solved()
    for name in ("w98-gain-answer", "w98-gain-check"):
        find(notebook, name)["metadata"] = {} if lost == "everything" else {"nbgrader": {}}
    mended = put_right(notebook)
    _assert_whole(mended.notebook)
    assert len(mended.says) == 1


def test_a_notebook_whose_descriptions_and_cell_ids_a_program_has_stripped_is_known_by_text_and_place() -> None:
    notebook = solved()
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        del cell["id"]
    mended = put_right(notebook)
    _assert_whole(mended.notebook)
    assert mended.says == ("The notebook from p04 had lost the hidden descriptions of its cells; they were put back.",)


def test_a_cell_of_another_workshop_counts_as_own() -> None:
    notebook = solved()
    stranger = copied(find(notebook, "w98-gain-check"))
    stranger["metadata"]["nbgrader"]["grade_id"] = "w97-other"
    notebook["cells"].insert(3, stranger)
    mended = put_right(notebook)
    _assert_whole(mended.notebook)
    assert "“w97-other”" in mended.says[0]
    assert "nbgrader" not in mended.notebook["cells"][3]["metadata"]


def test_an_earlier_version_of_the_workshop_is_no_accusation() -> None:
    notebook = without(solved(), "w98-firm-check")
    cell = find(notebook, "w98-gain-task")
    cell["source"] = "### Gain\n\nAn older text."
    cell["metadata"]["nbgrader"]["checksum"] = compute_checksum(from_dict(cell))
    mended = put_right(notebook)
    _assert_whole(mended.notebook)
    assert mended.says == (
        "The notebook from p04 comes from an earlier version of the workshop; the task of “Gain” was brought up to "
        "date.",
        "The notebook from p04 lacked the check of “Your firm”; it was put in.",
    )


def test_another_kernel_is_set_back_and_said() -> None:
    notebook = solved()
    notebook["metadata"]["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}
    mended = put_right(notebook)
    assert mended.notebook["metadata"]["kernelspec"] == blank()["metadata"]["kernelspec"]
    assert mended.says == ("p04 had set the notebook to run with “ir”; it was marked with Python 3.",)


def test_cell_ids_are_distinct_whatever_was_copied() -> None:
    notebook = solved()
    notebook["cells"] += copy.deepcopy(notebook["cells"])
    ids = [cell["id"] for cell in put_right(notebook).notebook["cells"]]
    assert len(set(ids)) == len(ids)


def test_exercises_are_called_by_their_numbers_where_they_have_them() -> None:
    cells = [
        own("## 3. When is it even?", "markdown", "a")
        | {"metadata": {"nbgrader": {"grade_id": "x-task", "locked": True}}},
        own("answer = ...", name="b") | {"metadata": {"nbgrader": {"grade_id": "x-answer", "solution": True}}},
        own("check()", name="c") | {"metadata": {"nbgrader": {"grade_id": "x-check", "grade": True}}},
        own("check(2)", name="d") | {"metadata": {"nbgrader": {"grade_id": "y-check", "grade": True}}},
    ]
    assert Release.of({"cells": cells, "metadata": {}}).labels == {
        "x-task": "the task of exercise 3",
        "x-answer": "the answer to exercise 3",
        "x-check": "the check of exercise 3 (x-check)",
        "y-check": "the check of exercise 3 (y-check)",
    }
