"""What the bar of a long run says of how it goes."""

from __future__ import annotations

from course.cli.showing import Worst
from course.grading.place import Step


def test_the_bar_names_the_worst_that_has_happened_so_far() -> None:
    worst = Worst()
    assert worst.after(Step(1, 9, "p01", "marked")) == ""
    assert worst.after(Step(2, 9, "p02", "marked", "A cell was deleted.")) == "A cell was deleted."
    assert worst.after(Step(3, 9, "p03", "problem", "It is empty.")) == "It is empty."
    assert worst.after(Step(4, 9, "p04", "marked", "A cell was copied.")) == "It is empty."
    assert worst.after(Step(5, 9, "p05", "problem", "x" * 200)) == "2 not marked: It is empty."


def test_a_long_sentence_is_cut() -> None:
    said = Worst().after(Step(1, 1, "p01", "problem", "word " * 100))
    assert len(said) < 80
    assert said.endswith("…")
