"""The rule on golden submissions: it passes a sound workshop, and catches each way in which marking can be wrong."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import tiny
from tiny_workshop import RELEASE, SOURCE, Altered, said, slip, spoilt, workshop

from course.audit.rules import golden
from course.audit.tools import Tools
from course.audit.workshop import Workshop
from course.checks import Exercise
from course.cohort.report import Report
from course.grading.engine import Job, Outcome


@pytest.fixture(scope="module", autouse=True)
def tools() -> Iterator[Tools]:
    with tiny.in_course(tiny.course()), Tools(tiny.course()) as made:
        yield made


class TestASoundWorkshop:
    def test_has_nothing_wrong(self, tools: Tools) -> None:
        result = golden.look(workshop(), tools)
        assert result.findings == ()
        # With every answer, untouched, three exercises each alone, and two columns of slips.
        assert result.measures == {"golden": 7}

    @pytest.mark.slow
    def test_week_5_neither(self) -> None:
        repository = Path(__file__).resolve().parents[2]
        with Tools(repository) as tools:
            assert golden.look(Workshop(repository, "week05-appraisal"), tools).findings == ()


class TestWhatIsPlanted:
    def test_every_slip_once_and_every_exercise_alone(self) -> None:
        made = list(golden.golden_submissions(workshop()))
        known = [each for each in tiny.definitions().DEFINITIONS if isinstance(each, Exercise)]
        planted = [(stem, one.name) for each in made for stem, one in each.slips.items()]
        assert sorted(planted) == sorted((each.id, one.name) for each in known for one in each.slips)
        alone = [each for each in made if each.who.startswith("alone-")]
        assert [sum(each.points.values()) for each in alone] == [4, 2, 2]
        assert [sum(1 for points in each.points.values() if points) for each in alone] == [1, 1, 1]

    def test_what_is_expected_is_stated_in_the_metadata(self) -> None:
        made = {each.who: each for each in golden.golden_submissions(workshop())}
        assert made["model"].points == {"w98-payback-check": 4, "w98-gain-check": 2, "w98-firm-check": 2}
        assert set(made["untouched"].points.values()) == {0}

    def test_hidden_tests_are_not_handed_in(self) -> None:
        for each in golden.golden_submissions(workshop()):
            assert not any("71_300" in cell.source for cell in each.notebook.cells)


class TestMarksThatAreNotAsStated:
    def test_an_answer_left_in_the_release(self, tmp_path: Path, tools: Tools) -> None:
        root = spoilt(tmp_path / "course", (RELEASE, "\ngain = answer", "\nanswer = 1_500\ngain = answer"))
        result = golden.look(workshop(root=root), tools)
        assert said(result, "w98-gain-check", "as released earns 2, but must earn 0")

    def test_a_model_answer_that_is_wrong(self, tmp_path: Path, tools: Tools) -> None:
        right = "answer = 1_500\n### END SOLUTION\ngain = answer"
        root = spoilt(tmp_path / "course", (SOURCE, right, right.replace("1_500", "1_700")))
        result = golden.look(workshop(root=root), tools)
        assert said(result, "w98-gain-check", "with every model answer earns 0, but must earn 2")

    def test_a_slip_with_another_partial_mark(self, tools: Tools) -> None:
        result = golden.look(workshop(slip("w98-payback", 1, points=1.5)), tools)
        assert said(result, "w98-payback-check", "“grant counted twice”", "earns 2, but must earn 1.5")
        assert len(result.findings) == 1

    def test_an_exercise_that_needs_another_one(self, tmp_path: Path, tools: Tools) -> None:
        needy = "\ngain = answer if payback_years(3, 1, 1) == 2 else 0"
        edits = [(name, "\ngain = answer", needy) for name in (SOURCE, RELEASE)]
        root = spoilt(tmp_path / "course", *edits)
        result = golden.look(workshop(root=root), tools)
        assert said(result, "w98-gain-check", "with w98-gain alone earns 0, but must earn 2")
        assert not said(result, "with every model answer")


class TestSlipsThatAreNotNamed:
    def test_a_slip_taken_for_another(self, tools: Tools) -> None:
        result = golden.look(workshop(slip("w98-payback", 1, formula="cost / saving", points=1.0)), tools)
        assert said(result, "“grant counted twice”", "taken for the slip “grant left out”")
        assert said(result, "report counts the slip “grant counted twice” 0 times")
        assert said(result, "report counts the slip “grant left out” 2 times")

    def test_a_slip_that_no_check_knows(self, tools: Tools) -> None:
        result = golden.look(workshop(slip("w98-gain", 0, formula="9_999", points=0.0)), tools)
        assert said(result, "“running cost forgotten”", "taken for “other”")

    def test_a_card_without_the_sentence(self, tools: Tools) -> None:
        result = golden.look(workshop(slip("w98-gain", 0, says="Something else is said.")), tools)
        assert said(result, "w98-gain-check", "does not say its sentence")

    def test_a_card_with_the_sentence_of_another_too(self, tools: Tools) -> None:
        result = golden.look(workshop(slip("w98-payback", 0, says="The grant")), tools)
        assert said(result, "The card for “grant counted twice” says the sentence of “grant left out” too")

    def test_a_report_that_loses_one_and_makes_one_up(self, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
        true = golden.build_report

        def lossy(cohort: Any) -> Report:
            report = true(cohort)
            report.slips[0]["slip"] = "nobody does this"
            return report

        monkeypatch.setattr(golden, "build_report", lossy)
        result = golden.look(workshop(), tools)
        assert len(said(result, "0 times, but one person made it")) == 1
        assert said(result, "“nobody does this”, which nobody made")


class TestTracebacks:
    def test_a_cell_that_does_not_bear_a_blank(self, tmp_path: Path, tools: Tools) -> None:
        edits = [(name, "\ngain = answer", "\ngain = answer + 0") for name in (SOURCE, RELEASE)]
        result = golden.look(workshop(root=spoilt(tmp_path / "course", *edits)), tools)
        found = said(result, "w98-gain-answer", "stops with TypeError")
        # Untouched, the two other exercises alone, and the slips of payback that leave gain blank.
        assert len(found) == 4
        assert not said(result, "with every model answer")

    def test_a_submission_that_cannot_be_marked(self, tools: Tools) -> None:
        class Broken:
            at_once = 2

            def submit(self, job: Job) -> Future[Outcome]:
                failed: Future[Outcome] = Future()
                failed.set_exception(RuntimeError("the lights went out"))
                return failed

        class Dark(Tools):
            executor = Broken()  # type: ignore[assignment]

        with Dark(tools.root) as dark:
            result = golden.look(workshop(), dark)
        (finding,) = result.findings
        assert "7 of 7 submissions could not be marked" in finding.says
        assert "the lights went out" in finding.says


def test_the_checkout_that_is_looked_at_is_the_workshops_own(tmp_path: Path, tools: Tools) -> None:
    """A rule that marked against another checkout's release would prove nothing about this one."""
    root = spoilt(tmp_path / "course")
    (root / RELEASE).unlink()
    with pytest.raises(FileNotFoundError):
        golden.look(replace(workshop(), root=root), tools)
    assert isinstance(workshop(), Altered)
