"""`ldt audit`: every rule on every workshop; whatever goes wrong is said, counted and ends in exit code 1."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from course.audit import run as audit_run
from course.audit import shares, telling
from course.audit.findings import Finding, Result
from course.audit.run import WHOLE_COURSE, Audit, Held, Row, audit, chosen_rules, chosen_workshops, hold
from course.audit.shares import audit_in_shares
from course.audit.tools import Tools
from course.audit.workshop import Workshop
from course.cli import audit as verb
from course.cli import run
from course.errors import CourseError

NAMES = [
    "fresh",
    "golden",
    "mutation",
    "right",
    "collisions",
    "leaks",
    "metadata",
    "content",
    "facts",
    "pictures",
    "rendered",
    "clean",
]
FINE = Result({"leaks": 0})
WRONG = Result({"leaks": 2}, (Finding("w05-x", "One is wrong."), Finding("w05-y", "So is [bold]another[/].")))


def rule(name: str, answer: Result | BaseException | Any = FINE, **more: Any) -> Any:
    def look(workshop: Workshop, tools: Tools) -> Any:
        if isinstance(answer, BaseException):
            raise answer
        return answer

    return SimpleNamespace(NAME=name, look=look, **more)


def course_rule(name: str, answer: Result) -> Any:
    return SimpleNamespace(NAME=name, look_at_course=lambda tools: answer)


@pytest.fixture
def tools(tmp_path: Path) -> Tools:
    return Tools(tmp_path)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that passes for a checkout with three workshops."""
    for name in ("week01-maturity", "week05-appraisal", "week11-energy"):
        (tmp_path / "source" / name).mkdir(parents=True)
    (tmp_path / "source" / "not-a-week").mkdir()
    (tmp_path / "release").mkdir()
    (tmp_path / "nbgrader_config.py").touch()
    monkeypatch.setenv("LDT_ROOT", str(tmp_path))
    return tmp_path


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts other rules in the place of the course's own."""

    def put(*made: Any) -> None:
        monkeypatch.setattr(audit_run, "RULES", made)

    return put


def five(root: Path) -> list[Workshop]:
    return [Workshop(root, "week05-appraisal")]


class TestTheRules:
    def test_are_all_there_in_order_and_are_rules(self) -> None:
        assert [each.NAME for each in audit_run.RULES] == NAMES
        for each in audit_run.RULES:
            assert callable(getattr(each, "look", None)) or callable(getattr(each, "look_at_course", None))

    def test_each_has_a_line_in_the_authors_page(self) -> None:
        page = (Path(__file__).resolve().parents[2] / "docs" / "audit.md").read_text(encoding="utf-8")
        assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == NAMES
        assert [name for name in telling.MEASURES if f"`{name}`" not in page] == []

    def test_each_is_held_against_each_workshop_and_some_against_the_course(self, tools: Tools) -> None:
        seen = []

        def look(workshop: Workshop, tools: Tools) -> Result:
            seen.append(workshop.name)
            return FINE

        both = SimpleNamespace(NAME="both", look=look, look_at_course=lambda tools: FINE)
        found = audit(tools, [Workshop(tools.root, "week01-a"), Workshop(tools.root, "week02-b")], [both, rule("one")])
        assert seen == ["week01-a", "week02-b"]
        assert [(row.name, list(row.held)) for row in found.rows] == [
            ("week01-a", ["both", "one"]),
            ("week02-b", ["both", "one"]),
            (WHOLE_COURSE, ["both"]),
        ]
        assert found.ok

    def test_progress_is_told(self, tools: Tools) -> None:
        told: list[tuple[int, int, str]] = []
        audit(tools, five(tools.root), [rule("a"), rule("b")], lambda *step: told.append(step))
        assert told == [(0, 2, "week05-appraisal, a"), (1, 2, "week05-appraisal, b")]


class TestARuleThatFails:
    @pytest.mark.parametrize(
        ("raised", "says"),
        [
            (ValueError("odd figures\nin two lines"), "came to grief: ValueError: odd figures in two lines"),
            (AssertionError(), "came to grief: AssertionError"),
            (SystemExit(0), "came to grief: SystemExit: 0"),
            (CourseError("There is no bubblewrap; install it."), "could not be held: There is no bubblewrap"),
            (None, "answered with NoneType"),
            (True, "answered with bool"),
        ],
        ids=repr,
    )
    def test_is_a_failure_and_no_crash_and_no_pass(self, raised: Any, says: str, tools: Tools) -> None:
        found = audit(tools, five(tools.root), [rule("first", raised), rule("second")])
        (row,) = found.rows
        (finding,) = row.held["first"].result.findings
        assert "“first”" in finding.says
        assert says in finding.says
        assert "\n" not in finding.says
        assert row.held["second"].result.ok
        assert not found.ok

    def test_a_workshop_that_was_never_built_is_said(self, tools: Tools) -> None:
        missing = SimpleNamespace(
            NAME="golden", look=lambda workshop, tools: Result({"n": len(workshop.release.cells)})
        )
        (finding,) = hold(missing, five(tools.root)[0], tools).result.findings
        assert "needs release/week05-appraisal/week05-appraisal.ipynb" in finding.says
        assert "run `ldt build`" in finding.says

    def test_an_interruption_ends_it_all(self, tools: Tools) -> None:
        with pytest.raises(KeyboardInterrupt):
            hold(rule("first", KeyboardInterrupt()), five(tools.root)[0], tools)

    def test_an_audit_that_looked_at_nothing_is_not_ok(self, tools: Tools) -> None:
        assert not audit(tools, [], [rule("first")]).ok
        assert not audit(tools, five(tools.root), []).ok


class TestWhatIsAskedFor:
    @pytest.mark.parametrize("word", ["week05-appraisal", "week05", "w05", "5", "05", "W05", "Week 5"])
    def test_a_week_by_any_of_its_names(self, word: str, checkout: Path) -> None:
        assert [each.name for each in chosen_workshops(checkout, [word])] == ["week05-appraisal"]

    def test_all_of_them_in_order_when_none_is_named(self, checkout: Path) -> None:
        names = ["week01-maturity", "week05-appraisal", "week11-energy"]
        assert [each.name for each in chosen_workshops(checkout, [])] == names
        assert [each.name for each in chosen_workshops(checkout, ["11", "w01", "1", "5"])] == names

    @pytest.mark.parametrize(
        "word", ["6", "week06", "w5x", "", "appraisal", "week05-apraisal", "115", "-5", "not-a-week"]
    )
    def test_an_unknown_one_is_one_sentence(self, word: str, checkout: Path) -> None:
        with pytest.raises(CourseError, match=f"There is no workshop “{word}” in source/: ") as refused:
            chosen_workshops(checkout, [word])
        assert str(refused.value)[-1] in ".?"
        assert not str(refused.value).endswith(("?.", ".."))

    def test_a_course_without_workshops(self, tmp_path: Path) -> None:
        with pytest.raises(CourseError, match="holds no workshop"):
            chosen_workshops(tmp_path, [])

    def test_rules_by_name_in_their_own_order(self, rules: Callable[..., None]) -> None:
        rules(rule("right"), rule("leaks"), rule("clean"))
        assert [each.NAME for each in chosen_rules(["clean", "right"])] == ["right", "clean"]
        assert len(chosen_rules([])) == 3
        with pytest.raises(CourseError, match="no rule “leeks”: did you mean leaks"):
            chosen_rules(["leeks"])


class TestTheVerb:
    def json(self, checkout: Path, *words: str) -> Any:
        file = checkout / "audit.json"
        run(["audit", "--json", str(file), *words])
        return json.loads(file.read_text(encoding="utf-8"))

    def test_all_is_well(self, checkout: Path, rules: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
        rules(rule("right"), rule("leaks"), course_rule("fresh", FINE))
        assert run(["audit", "5", "w11", "--workers", "1"]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        lines = [line.split() for line in out.splitlines() if line]
        assert ["workshop", "right", "leaks", "fresh"] in lines
        assert ["week05-appraisal", "ok", "ok", "–"] in lines
        assert ["whole", "course", "–", "–", "ok"] in lines
        assert "nothing is wrong" in out
        assert "week01" not in out

    def test_what_is_wrong_is_counted_and_said_under_its_workshop(
        self, checkout: Path, rules: Callable[..., None], capsys: pytest.CaptureFixture[str]
    ) -> None:
        rules(rule("right"), rule("leaks", WRONG))
        assert run(["audit", "5"]) == 1
        out = capsys.readouterr().out
        assert any(line.split() == ["week05-appraisal", "ok", "2", "wrong"] for line in out.splitlines())
        after = out.split("\nweek05-appraisal\n")[1].splitlines()
        assert after[0].split(": ") == ["  leaks", "w05-x", "One is wrong."]
        assert "So is [bold]another[/]." in after[1]
        assert "2 wrong" in out.splitlines()[-1]

    def test_something_wrong_with_the_course_fails_too(self, checkout: Path, rules: Callable[..., None]) -> None:
        rules(rule("right"), course_rule("fresh", WRONG))
        assert run(["audit", "5"]) == 1
        assert run(["audit", "5", "--only", "right"]) == 0

    @pytest.mark.parametrize("words", [["audit", "6"], ["audit", "--only", "beauty"]])
    def test_what_is_unknown_is_one_line(
        self, words: list[str], checkout: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(words) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("ldt: There is no ")
        assert len(err.splitlines()) == 1

    def test_the_json_holds_every_measure_and_every_rule(self, checkout: Path, rules: Callable[..., None]) -> None:
        counted = Result({"mutants": np.int64(120), "killed": 118, "survivors": ["a + b"]})
        rules(rule("mutation", counted), rule("leaks", WRONG), course_rule("fresh", FINE))
        found = self.json(checkout, "5")
        week = found["workshops"]["week05-appraisal"]
        assert list(found["workshops"]) == ["week05-appraisal"]
        assert (week["mutants"], week["killed"], week["survivors"], week["leaks"]) == (120, 118, ["a + b"], 2)
        assert set(telling.MEASURES) <= set(week)
        assert week["axe_violations"] is None
        assert (week["ok"], found["ok"], found["course"]["ok"], found["every_rule"]) == (False, False, True, True)
        assert list(week["rules"]) == ["mutation", "leaks"]
        assert week["rules"]["leaks"]["findings"][0] == {"where": "w05-x", "says": "One is wrong."}
        assert week["rules"]["mutation"]["ok"] is True
        assert week["rules"]["mutation"]["seconds"] >= 0
        assert week["rules"]["mutation"]["measures"]["killed"] == 118

    def test_the_json_says_when_only_some_rules_were_held(self, checkout: Path, rules: Callable[..., None]) -> None:
        rules(rule("mutation"), rule("leaks"))
        found = self.json(checkout, "5", "--only", "leaks")
        assert (found["ok"], found["every_rule"]) == (True, False)
        assert found["course"] is None
        assert list(found["workshops"]["week05-appraisal"]["rules"]) == ["leaks"]

    def test_the_sandbox_is_left_out_only_when_asked(
        self, checkout: Path, rules: Callable[..., None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[bool] = []
        made = verb.Tools

        def note(*arguments: Any, walled: bool) -> Tools:
            asked.append(walled)
            return made(*arguments, walled=walled)

        monkeypatch.setattr(verb, "Tools", note)
        rules(rule("leaks"))
        run(["audit", "5"])
        run(["audit", "5", "--unsandboxed"])
        assert asked == [True, False]


@pytest.mark.slow
class TestInShares:
    """In processes of their own, so only with the course's own rules."""

    @pytest.fixture
    def two(self, tmp_path: Path) -> Path:
        repository = Path(__file__).resolve().parents[2]
        for name in ("source", "release"):
            shutil.copytree(repository / name / "week05-appraisal", tmp_path / name / "week05-appraisal")
        (tmp_path / "source" / "week97-none").mkdir()
        return tmp_path

    def test_the_parts_make_one_audit(self, two: Path) -> None:
        rules = chosen_rules(["collisions", "metadata"])
        told: list[tuple[int, int, str]] = []
        found = audit_in_shares(two, chosen_workshops(two, []), rules, 2, on_step=lambda *step: told.append(step))
        assert [each.name for each in found.rows][:2] == ["week05-appraisal", "week97-none"]
        five, none = found.rows[:2]
        assert five.held["collisions"].result.ok
        assert five.measures["slips_per_exercise_min"] >= 3
        (finding,) = none.held["collisions"].result.findings
        assert "“collisions” came to grief: KeyError" in finding.says
        assert found.columns == ("collisions", "metadata")
        assert not found.every
        assert not found.ok
        assert {what.split(", ")[0] for _, _, what in told} <= {"week05-appraisal", "week97-none", WHOLE_COURSE}

    def test_a_process_that_is_ended_is_said(self, two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(shares, "_part", _end)
        with pytest.raises(CourseError, match="ended a process of the audit"):
            audit_in_shares(two, chosen_workshops(two, []), chosen_rules(["collisions"]), 2)


def _end(*arguments: Any) -> None:
    os._exit(9)


def row(name: str) -> Row:
    return Row(name, {each: Held(WRONG if each == "leaks" else FINE, 1.0) for each in NAMES})


class TestOnATerminal:
    def show(self, width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
        def console(**more: Any) -> Console:
            return Console(file=sys.stdout, width=width, force_terminal=True, **more)

        monkeypatch.setattr(verb, "Console", console)
        monkeypatch.setattr("course.cli.showing.Console", console)
        verb.tell(Audit(tuple(NAMES), True, [row("week05-appraisal"), row(WHOLE_COURSE)]))
        return capsys.readouterr().out

    @pytest.mark.parametrize("width", [60, 80, 120, 200])
    def test_every_word_can_be_read_at_any_width(
        self, width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        out = self.show(width, monkeypatch, capsys)
        for word in [*NAMES, "2 wrong"]:
            assert word in out, word
        assert out.count(" ok ") == 2 * (len(NAMES) - 1)
        assert "[bold]another[/]" in out

    def test_one_table_where_there_is_room(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert self.show(200, monkeypatch, capsys).count("workshop") == 1
        assert self.show(80, monkeypatch, capsys).count("workshop") > 1
