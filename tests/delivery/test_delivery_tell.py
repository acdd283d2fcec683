"""The sentences after an update."""

from __future__ import annotations

from course.delivery import Outcome, What, tell


def test_nothing_new() -> None:
    assert tell([Outcome("a/a.ipynb", What.UNCHANGED)]) == ["Everything is up to date."]


def test_each_workshop_is_named_once() -> None:
    lines = tell([Outcome("a/1", What.NEW), Outcome("a/2", What.NEW), Outcome("b/1", What.NEW)])
    assert lines == ["New: a (2 files), b."]


def test_what_happened_is_said_for_every_outcome_but_unchanged() -> None:
    for what in set(What) - {What.UNCHANGED}:
        beside = "a/x (fresh copy).ipynb" if what is What.FRESH else None
        (line,) = tell([Outcome("a/x.ipynb", what, beside, why="")])
        assert "a" in line
        assert line != "Everything is up to date."


def test_a_fresh_copy_is_named_with_the_reason() -> None:
    outcome = Outcome("a/x.ipynb", What.FRESH, "a/x (fresh copy).ipynb", "is set read-only")
    (line,) = tell([outcome])
    assert line == (
        "a/x.ipynb is set read-only, so it was not touched. "
        "The course's new version is beside it: a/x (fresh copy).ipynb."
    )


def test_a_name_with_spaces_can_be_pasted() -> None:
    (line,) = tell([Outcome("a b/x.ipynb", What.DELETED)])
    assert '--restore "a b/x.ipynb"' in line
