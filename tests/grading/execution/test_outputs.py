from __future__ import annotations

import threading
from contextvars import copy_context
from typing import Any

import pytest

from course.grading.execution import outputs as outputs_module
from course.grading.execution.outputs import Recorder, Sheet, of_cell


@pytest.fixture
def recorder() -> Recorder:
    made = Recorder(limit=1000)
    made.begin()
    return made


def texts(items: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(item["name"], item["text"]) for item in items]


def test_text_of_a_quick_cell_is_kept_by_stream_as_a_kernel_sends_it(recorder: Recorder) -> None:
    recorder.write("stdout", "a")
    recorder.write("stderr", "b")
    recorder.write("stdout", "c")
    assert texts(recorder.finish()) == [("stdout", "ac"), ("stderr", "b")]


def test_text_that_has_waited_long_enough_comes_first(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(outputs_module.time, "monotonic", lambda: now[0])
    recorder.write("stderr", "a")
    now[0] += 0.3
    recorder.write("stdout", "b")
    now[0] += 0.3
    recorder.write("stderr", "c")
    assert texts(recorder.finish()) == [("stderr", "a"), ("stdout", "b"), ("stderr", "c")]


def test_too_much_text_is_cut_with_a_sentence_and_the_rest_takes_no_memory(recorder: Recorder) -> None:
    for _ in range(100):
        recorder.write("stdout", "x" * 90)
    [output] = recorder.finish()
    assert output["text"].startswith("x" * 1000 + "\n[")
    assert "a cell may show at most 1,000 characters" in output["text"]
    assert len(output["text"]) < 1100


def test_displays_count_towards_the_limit_and_an_error_is_still_told(recorder: Recorder) -> None:
    for _ in range(50):
        recorder.display({"text/plain": "y" * 300}, {})
    recorder.error("ValueError", "z" * 50_000, ["z" * 50_000] * 20)
    items = recorder.finish()
    assert [item["output_type"] for item in items] == ["display_data"] * 3 + ["stream", "error"]
    assert "at most 1,000 characters" in items[3]["text"]
    assert len(str(items[4])) < 15_000


def test_changes_of_a_display_count_towards_the_limit_too(recorder: Recorder) -> None:
    recorder.display({"text/plain": "small"}, {}, "id")
    for _ in range(50):
        recorder.display({"text/plain": "y" * 400}, {}, "id", update=True)
    assert sum(len(str(item)) for item in recorder.finish()) < 1500


def test_clearing_gives_the_room_back(recorder: Recorder) -> None:
    for _ in range(50):
        recorder.clear(wait=False)
        recorder.write("stdout", "x" * 500)
        recorder.flush("stdout")
    assert texts(recorder.finish()) == [("stdout", "x" * 500)]


def test_clearing_can_wait_for_the_next_output(recorder: Recorder) -> None:
    recorder.display({"text/plain": "old"}, {})
    recorder.clear(wait=True)
    assert len(recorder.finish()) == 1
    recorder.begin()
    recorder.display({"text/plain": "old"}, {})
    recorder.clear(wait=True)
    recorder.display({"text/plain": "new"}, {})
    assert [item["data"]["text/plain"] for item in recorder.finish()] == ["new"]


def test_a_later_cell_changes_an_earlier_output_and_says_so(recorder: Recorder) -> None:
    recorder.display({"text/plain": "one"}, {}, "id")
    first = recorder.finish()
    recorder.begin()
    recorder.display({"text/plain": "two"}, {}, "id", update=True)
    assert recorder.finish() == []
    assert recorder.changed == {"id": {"data": {"text/plain": "two"}, "metadata": {}}}
    assert first[0]["data"] == {"text/plain": "two"}
    recorder.begin()
    assert recorder.changed == {}


def test_what_was_cleared_is_not_changed_any_more(recorder: Recorder) -> None:
    recorder.display({"text/plain": "one"}, {}, "id")
    recorder.clear(wait=False)
    recorder.finish()
    recorder.begin()
    recorder.display({"text/plain": "two"}, {}, "id", update=True)
    assert recorder.changed == {}


def test_what_comes_after_the_end_of_a_cell_is_dropped(recorder: Recorder) -> None:
    items = recorder.finish()
    recorder.write("stdout", "late")
    recorder.flush("stdout")
    recorder.display({"text/plain": "late"}, {})
    assert items == []
    recorder.begin()
    assert recorder.finish() == []


def test_a_task_of_an_earlier_cell_shows_nothing_and_a_thread_shows_it_here(recorder: Recorder) -> None:
    task = copy_context()
    task.run(of_cell.set, recorder.cell)
    recorder.finish()
    recorder.begin()
    task.run(recorder.write, "stdout", "from the task")
    thread = threading.Thread(target=recorder.write, args=("stdout", "from the thread"))
    thread.start()
    thread.join()
    assert texts(recorder.finish()) == [("stdout", "from the thread")]


def test_outputs_go_where_they_are_diverted_to(recorder: Recorder) -> None:
    outer, inner = Sheet(), Sheet()
    recorder.divert(outer)
    recorder.write("stdout", "outer")
    recorder.flush("stdout")
    recorder.divert(inner)
    recorder.display({"text/plain": "inner"}, {})
    recorder.restore(inner)
    recorder.clear(wait=False)
    recorder.restore(outer)
    recorder.write("stdout", "cell")
    assert texts(recorder.finish()) == [("stdout", "cell")]
    assert outer.items == []
    assert len(inner.items) == 1


def test_what_no_kernel_could_send_is_refused_with_its_error(recorder: Recorder) -> None:
    with pytest.raises((TypeError, ValueError)):
        recorder.display({"application/json": {"a": object()}}, {})
    assert recorder.finish() == []


def test_what_is_shown_is_a_copy(recorder: Recorder) -> None:
    shown = {"application/json": {"a": [1]}}
    recorder.display(shown, {})
    shown["application/json"]["a"].append(2)
    assert recorder.finish()[0]["data"] == {"application/json": {"a": [1]}}
