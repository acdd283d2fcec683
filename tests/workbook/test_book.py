"""`my-firm.json`: saved whole or not at all, merged, and never lost."""

from __future__ import annotations

import errno
import json
import os
import sys
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.workbook import decide, remember
from course.workbook.book import NAME, load, place

FIGURES = {"project": "Palettieren – Linie 2 ✓ 漢字", "cost": 64_000, "rate": 12.5}


def on_disk(folder: Path) -> Any:
    """The file as any other program would read it: strict JSON."""

    def refuse(word: str) -> float:
        raise AssertionError(f"{word} is no JSON")

    return json.loads((folder / NAME).read_text(encoding="utf-8"), parse_constant=refuse)


def others(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != NAME)


class TestSaving:
    def test_figures_and_decisions_are_kept_by_week(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert remember("week05", FIGURES) is FIGURES
        assert decide("week05", "  We wait.  ") == "  We wait.  "
        remember("week07", {"risk": 3})
        assert on_disk(here) == {
            "version": 1,
            "weeks": {"week05": {"figures": FIGURES, "decision": "We wait."}, "week07": {"figures": {"risk": 3}}},
        }
        figures, decision = f"Saved in {NAME} as you typed it. If a check follows, run it.\n", f"Saved in {NAME}.\n"
        assert capsys.readouterr().out == figures + decision + figures
        assert others(here) == []

    def test_a_person_can_read_the_file(self, here: Path) -> None:
        remember("week05", FIGURES)
        raw = (here / NAME).read_bytes()
        assert "Palettieren – Linie 2 ✓ 漢字".encode() in raw
        assert b"\r" not in raw
        assert raw.endswith(b"}\n")

    def test_blanks_leave_what_was_there(self, here: Path) -> None:
        remember("week05", FIGURES)
        remember("week05", {"project": "", "cost": 70_000, "rate": ..., "life": None, "grant": "..."})
        assert on_disk(here)["weeks"]["week05"]["figures"] == {**FIGURES, "cost": 70_000}

    @pytest.mark.parametrize("blank", [..., None, {}, {"cost": ...}, 5, "text", [1]])
    def test_nothing_filled_in_writes_nothing_and_is_passed_on(self, here: Path, blank: Any) -> None:
        assert remember("week05", blank) is blank
        assert list(here.iterdir()) == []

    @pytest.mark.parametrize("blank", [..., None, "", "...", " … ", 5])
    def test_a_blank_decision_writes_nothing_and_keeps_the_last(self, here: Path, blank: Any) -> None:
        decide("week05", "Yes.")
        before = (here / NAME).read_bytes()
        assert decide("week05", blank) is blank
        assert (here / NAME).read_bytes() == before

    def test_what_another_version_wrote_beside_stays(self, here: Path) -> None:
        book = {"version": 2, "weeks": {"week05": {"figures": {"cost": 1}, "notes": ["a"]}}, "firm": {"name": "X"}}
        (here / NAME).write_text(json.dumps(book), encoding="utf-8")
        remember("week05", {"grant": 2})
        book["weeks"]["week05"]["figures"] = {"cost": 1, "grant": 2}  # type: ignore[index]
        assert on_disk(here) == book

    def test_a_byte_order_mark_from_an_editor_on_windows_is_no_damage(self, here: Path) -> None:
        (here / NAME).write_text('{"version": 1, "weeks": {"week05": {}}}', encoding="utf-8-sig")
        remember("week05", {"cost": 1})
        assert others(here) == []
        assert on_disk(here)["weeks"] == {"week05": {"figures": {"cost": 1}}}

    @pytest.mark.parametrize(
        ("value", "kept"),
        [
            (np.int64(5), 5),
            (np.float32(0.5), 0.5),
            (np.longdouble(2.5), "2.5"),
            (np.array(5), 5),
            (np.array([5.5]), 5.5),
            (np.array([1, 2]), [1, 2]),
            (pd.Series([7]), 7),
            (np.bool_(True), True),
            (np.str_("words"), "words"),
            (Decimal("12.50"), "12.50"),
            ([1, "a", np.int8(3)], [1, "a", 3]),
            ((1, ...), [1, "Ellipsis"]),
            ([None, True], [None, True]),
            ([[["deep"]]], [[["deep"]]]),
            (float("nan"), "nan"),
            (float("inf"), "inf"),
            (np.float64("nan"), "nan"),
            pytest.param(10**5000, "(int)", id="huge"),
            (b"x", "b'x'"),
        ],
    )
    def test_odd_values_become_plain_ones(self, here: Path, value: Any, kept: Any) -> None:
        remember("week05", {"cost": value, "life": 6})
        assert on_disk(here)["weeks"]["week05"]["figures"] == {"cost": kept, "life": 6}

    def test_nothing_that_is_entered_stops_the_notebook_or_spoils_the_file(self, here: Path) -> None:
        class Odd:
            def __str__(self) -> str:
                raise RuntimeError

        endless: list[Any] = []
        endless.append(endless)
        remember("week05", {"a": Odd(), "b": endless, "c": "\ud800 half", 5: "key", ("t",): "tuple"})
        figures = load(here / NAME)["weeks"]["week05"]["figures"]
        assert figures["a"] == "(Odd)"
        assert figures["c"] == "\ud800 half"
        assert figures["5"] == "key"
        remember("week06", {"d": 1})
        assert others(here) == []
        assert load(here / NAME)["weeks"]["week05"]["figures"] == figures


entries = st.dictionaries(
    st.sampled_from(["cost", "grant", "project"]),
    st.just(...)
    | st.integers(-1000, 1000)
    | st.text(st.characters(exclude_categories=["Cs"]), min_size=1).map("x".__add__),
)


@given(st.lists(st.tuples(st.sampled_from(["week05", "week06"]), entries), max_size=6))
def test_the_last_entry_for_each_blank_is_kept_and_no_other_is_touched(saved: list[tuple[str, dict[str, Any]]]) -> None:
    expected: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        named = {"LDT_WORKBOOK": str(Path(folder) / NAME)}
        with patch.dict(os.environ, named), patch("builtins.print"):
            os.environ.pop("NBGRADER_EXECUTION", None)
            for week, figures in saved:
                remember(week, figures)
                filled = {name: value for name, value in figures.items() if value is not ...}
                if filled:
                    expected.setdefault(week, {}).update(filled)
            assert {week: kept["figures"] for week, kept in load()["weeks"].items()} == expected


class TestNothingIsLost:
    @pytest.mark.parametrize(
        "damaged",
        [
            b"",
            b'{"version": 1, "weeks": {"week05"',
            b"[]",
            b"null",
            b"3",
            b'{"version": 1}',
            b'{"weeks": []}',
            b'{"weeks": {"week05": 3}}',
            b'{"weeks": {"week05": {"figures": "gone"}}}',
            b"\xff\xfe\x00bad",
            b"[" * 100_000,
        ],
    )
    def test_a_damaged_file_is_kept_aside_and_said(
        self, here: Path, damaged: bytes, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (here / NAME).write_bytes(damaged)
        remember("week05", {"cost": 1})
        assert on_disk(here)["weeks"] == {"week05": {"figures": {"cost": 1}}}
        assert others(here) == ["my-firm (damaged 1).json"]
        assert (here / "my-firm (damaged 1).json").read_bytes() == damaged
        assert "kept as my-firm (damaged 1).json" in capsys.readouterr().out

    def test_a_second_damaged_file_does_not_replace_the_first(self, here: Path) -> None:
        for damaged in ("one", "two"):
            (here / NAME).write_text(damaged, encoding="utf-8")
            remember("week05", {"cost": 1})
        kept = [(here / f"my-firm (damaged {number}).json").read_text(encoding="utf-8") for number in (1, 2)]
        assert kept == ["one", "two"]

    def test_reading_a_damaged_file_says_so(self, here: Path) -> None:
        (here / NAME).write_text("{", encoding="utf-8")
        with pytest.raises(ValueError, match=r"my-firm\.json is damaged"):
            load()
        assert (here / NAME).read_text(encoding="utf-8") == "{"

    @pytest.mark.parametrize("step", ["while it is written", "before it takes the old one's place"])
    def test_a_failure_halfway_leaves_the_old_file_whole(
        self, here: Path, step: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        remember("week05", FIGURES)
        before = (here / NAME).read_bytes()
        write = Path.write_bytes

        def half(self: Path, data: bytes) -> int:
            write(self, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")

        def refused(self: Path, target: Path) -> Path:
            raise PermissionError(errno.EACCES, "Permission denied")

        if step == "while it is written":
            monkeypatch.setattr(Path, "write_bytes", half)
        else:
            monkeypatch.setattr(Path, "replace", refused)
        capsys.readouterr()
        figures = {"cost": 1}
        assert remember("week05", figures) is figures
        monkeypatch.undo()
        monkeypatch.chdir(here)
        assert (here / NAME).read_bytes() == before
        assert others(here) == []
        said = capsys.readouterr().out
        assert said.count("\n") == 1
        assert "could not be saved in my-firm.json" in said
        assert "run this cell again" in said
        assert "Saved" not in said

    def test_a_damaged_file_that_cannot_be_put_aside_is_not_written_over(
        self, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (here / NAME).write_text("precious", encoding="utf-8")

        def refused(self: Path, target: Path) -> Path:
            raise PermissionError(errno.EACCES, "Permission denied")

        monkeypatch.setattr(Path, "replace", refused)
        remember("week05", {"cost": 1})
        assert (here / NAME).read_text(encoding="utf-8") == "precious"

    def test_a_place_that_cannot_be_written_to_gives_one_sentence(
        self, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (here / "file").write_text("", encoding="utf-8")
        (here / "folder").mkdir()
        for impossible in ("file/my-firm.json", "missing/my-firm.json", "folder"):
            monkeypatch.setenv("LDT_WORKBOOK", str(here / impossible))
            remember("week05", {"cost": 1})
            decide("week05", "Yes.")
            said = capsys.readouterr().out
            assert said.count("could not be saved") == 2
            assert said.count("\n") == 2
            assert "None" not in said
        assert others(here) == ["file", "folder"]

    @pytest.mark.skipif(
        sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0,
        reason="the superuser may write to a read-only folder, and Windows has no such folders",
    )
    def test_a_read_only_folder_gives_one_sentence(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        here.chmod(0o500)
        try:
            remember("week05", {"cost": 1})
        finally:
            here.chmod(0o700)
        assert "could not be saved" in capsys.readouterr().out
        assert list(here.iterdir()) == []

    def test_a_current_folder_that_is_gone_gives_one_sentence(
        self, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def gone() -> Path:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory")

        monkeypatch.setattr(Path, "cwd", gone)
        remember("week05", {"cost": 1})
        assert "could not be saved" in capsys.readouterr().out


class TestWhileNbgraderRuns:
    def test_nothing_is_written_read_or_said(
        self, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (here / NAME).write_text("damaged", encoding="utf-8")
        monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
        assert remember("week05", FIGURES) is FIGURES
        assert decide("week05", "Yes.") == "Yes."
        assert (here / NAME).read_text(encoding="utf-8") == "damaged"
        assert others(here) == []
        assert capsys.readouterr() == ("", "")


class TestThePlace:
    @pytest.mark.parametrize(
        "folder",
        [
            *("week05-appraisal", "week12-roadmap", "start-here", "webinars", "site-visits"),
            *("webinars/webinar2-people-and-change", "site-visits/visit1-robot-cell", "webinar2-people-and-change"),
        ],
    )
    def test_is_beside_the_week_folders_when_in_one(
        self, here: Path, folder: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (here / folder).mkdir(parents=True)
        monkeypatch.chdir(here / folder)
        assert place() == here / NAME
        remember("week05", {"cost": 1})
        assert on_disk(here)["weeks"]["week05"]["figures"] == {"cost": 1}
        assert list((here / folder).iterdir()) == []

    @pytest.mark.parametrize("folder", ["weekly", "week5-x", "my-week05-x", "start-here-too", "old webinars", "week05"])
    def test_is_the_current_folder_elsewhere(self, here: Path, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
        (here / folder).mkdir()
        monkeypatch.chdir(here / folder)
        assert place() == here / folder / NAME

    def test_is_where_the_environment_says_before_all(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (here / "week05-appraisal").mkdir()
        (here / "else").mkdir()
        monkeypatch.chdir(here / "week05-appraisal")
        monkeypatch.setenv("LDT_WORKBOOK", str(here / "else" / "firm.json"))
        remember("week05", {"cost": 1})
        assert json.loads((here / "else" / "firm.json").read_text(encoding="utf-8"))["weeks"]
        assert not (here / NAME).exists()

    def test_every_week_finds_what_another_saved(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for number, folder in enumerate(["week05-appraisal", "week06-funding"], start=5):
            (here / folder).mkdir()
            monkeypatch.chdir(here / folder)
            decide(f"week{number:02}", f"Decision {number}.")
        decisions = {week: kept["decision"] for week, kept in load()["weeks"].items()}
        assert decisions == {"week05": "Decision 5.", "week06": "Decision 6."}
