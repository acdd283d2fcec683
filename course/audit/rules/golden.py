"""Golden submissions: what is right, blank or a known slip is marked, explained and reported as the definitions say.

A cohort is made up of them and marked as any other: one participant with every model answer, one who filled in
nothing, one for each exercise who did that alone, and as many as it takes to make every known slip once.
"""

from __future__ import annotations

import copy
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from itertools import zip_longest
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from course.audit.findings import Finding, Result
from course.audit.tools import Tools
from course.audit.workshop import Workshop, in_checkout
from course.checks import Exercise, Slip
from course.cohort.folder import Cohort, Participant, Simulation, new_cohort
from course.cohort.report import Report, build_report
from course.grading.gradebook import gradebook_of
from course.grading.marking import GradeResult, grade_cohort
from course.grading.page import mark_in

NAME = "golden"

_MARKER = re.compile(r"^[ \t]*### (?:BEGIN|END) SOLUTION[^\n]*\n?", re.MULTILINE)
_START = date(2027, 1, 11)


@dataclass(frozen=True)
class Golden:
    """A submission of which it is known how it must be marked.

    Args:
        who: the made-up participant.
        what: what was handed in, as it is said in a finding.
        notebook: the submission.
        points: grade_id of a check -> points that it must give; every check of the workshop is in it.
        slips: stem -> the slip that was made there.
    """

    who: str
    what: str
    notebook: NotebookNode
    points: Mapping[str, float]
    slips: Mapping[str, Slip] = field(default_factory=dict)


@dataclass(frozen=True)
class Marked:
    """What marking made of the golden submissions.

    Args:
        result: what `grade_cohort` said.
        report: the cohort report's figures.
        scores: (participant, grade_id of a check) -> points in the gradebook.
        notebooks: participant -> the notebook as marked; none for a submission that could not be marked.
    """

    result: GradeResult
    report: Report
    scores: Mapping[tuple[str, str], float]
    notebooks: Mapping[str, NotebookNode]


def look(workshop: Workshop, tools: Tools) -> Result:
    """Make the golden submissions, mark them as a cohort, and compare."""
    goldens = list(golden_submissions(workshop))
    tools.progress(f"{len(goldens)} golden submissions")
    marked = mark(workshop, goldens, tools)
    done = [golden for golden in goldens if golden.who in marked.notebooks]
    findings = list(_not_marked(workshop, goldens, marked))
    findings += [finding for golden in done for finding in _wrong_with(workshop, golden, marked)]
    return Result({"golden": len(goldens)}, (*findings, *_wrong_in_report(done, marked.report)))


def golden_submissions(workshop: Workshop) -> Iterator[Golden]:
    """The submissions of which it is known how they must be marked."""
    checks = checks_of(workshop.release)
    nothing = dict.fromkeys(checks, 0.0)
    solved = {stem: _solved(workshop, stem) for stem in _answers(workshop.release)}
    yield Golden("model", "with every model answer", _typed(workshop, solved), checks)
    yield Golden("untouched", "as released", copy.deepcopy(workshop.release), nothing)
    for check, points in checks.items():
        stem = check.removesuffix("-check")
        if stem in solved:
            alone = _typed(workshop, {stem: solved[stem]})
            yield Golden(f"alone-{stem}", f"with {stem} alone", alone, {**nothing, check: points})
    columns = [[(known.id, slip) for slip in known.slips] for known in workshop.exercises]
    for number, made in enumerate(zip_longest(*columns), start=1):
        slips: dict[str, Slip] = dict(each for each in made if each is not None)
        lines = {stem: slip.formula for stem, slip in slips.items()}
        expected = {**nothing, **{f"{stem}-check": slip.points for stem, slip in slips.items()}}
        yield Golden(f"slips-{number:02d}", "with slips", workshop.submission(lines), expected, slips)


def checks_of(notebook: NotebookNode) -> dict[str, float]:
    """The autograded checks of a notebook: grade_id -> points as stated in the metadata."""
    return {
        about["grade_id"]: float(about["points"])
        for cell in notebook.cells
        if cell.cell_type == "code" and (about := _about(cell)).get("grade") and not about.get("solution")
    }


def mark(workshop: Workshop, goldens: list[Golden], tools: Tools) -> Marked:
    """Mark golden submissions as `ldt grade` marks a cohort's, in a folder of their own."""
    folder = Path(tempfile.mkdtemp(prefix="golden-", dir=tools.scratch))
    with in_checkout(workshop.root):
        made = new_cohort("golden", folder, _START)
        people = tuple(Participant(id=golden.who) for golden in goldens)
        cohort = made.with_people(people, Simulation(seed=0, participants=len(people)))
        cohort.save()
        cohort.enrol()
        for golden in goldens:
            place = folder / "submitted" / golden.who / workshop.name
            shutil.copytree(workshop.release_folder, place, ignore=shutil.ignore_patterns("__pycache__", ".*"))
            nbformat.write(golden.notebook, place / f"{workshop.name}.ipynb")
        result = grade_cohort(
            cohort, workshop.name, lambda step: tools.progress(f"marked {step.participant}"), executor=tools.executor
        )
        return Marked(result, build_report(cohort), _scores(cohort, workshop.name), _notebooks(cohort, workshop.name))


def _scores(cohort: Cohort, assignment: str) -> dict[tuple[str, str], float]:
    with gradebook_of(cohort) as gradebook:
        return {
            (submission.student.id, grade.name): float(grade.auto_score)
            for submission in gradebook.assignment_submissions(assignment)
            for notebook in submission.notebooks
            for grade in notebook.grades
            if grade.auto_score is not None
        }


def _notebooks(cohort: Cohort, assignment: str) -> dict[str, NotebookNode]:
    found = (cohort.path / "autograded").glob(f"*/{assignment}/{assignment}.ipynb")
    return {path.parent.parent.name: nbformat.read(path, as_version=4) for path in found}


# ---- comparing


def _not_marked(workshop: Workshop, goldens: list[Golden], marked: Marked) -> Iterator[Finding]:
    """One finding for each reason why submissions could not be marked, whatever their number."""
    said = {problem.participant: problem.says for problem in marked.result.problems}
    left: dict[str, list[str]] = {}
    for golden in goldens:
        if golden.who not in marked.notebooks:
            why = said.get(golden.who, "no reason was given").replace(golden.who, "a participant")
            left.setdefault(why, []).append(golden.who)
    for why, who in left.items():
        yield Finding(workshop.name, f"{len(who)} of {len(goldens)} submissions could not be marked: {why}")


def _wrong_with(workshop: Workshop, golden: Golden, marked: Marked) -> Iterator[Finding]:
    """What is wrong with the marks, the cells and the cards of one submission."""
    notebook = marked.notebooks[golden.who]
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "error":
                name = _about(cell).get("grade_id") or cell.get("id", "a cell")
                yield Finding(
                    f"{golden.what}: {name}",
                    f"The cell stops with {output.ename} ({_short(output.evalue)}); a participant must never meet a "
                    "traceback, so make it bear blanks and slips.",
                )
    cards = {_about(cell).get("grade_id"): cell for cell in notebook.cells}
    for check, points in golden.points.items():
        stem = check.removesuffix("-check")
        slip = golden.slips.get(stem)
        given = marked.scores.get((golden.who, check))
        if given is None or abs(given - points) > 1e-9:
            did = f"The slip “{slip.name}” (`answer = {slip.formula}`)" if slip else f"A submission {golden.what}"
            got = "no mark" if given is None else f"{given:g}"
            yield Finding(check, f"{did} earns {got}, but must earn {points:g}.")
        if slip is not None and check in cards:
            yield from _wrong_with_card(workshop, stem, slip, cards[check])


def _wrong_with_card(workshop: Workshop, stem: str, slip: Slip, cell: NotebookNode) -> Iterator[Finding]:
    known = workshop.definitions[stem]
    assert isinstance(known, Exercise)
    mark = mark_in(cell) or {}
    if mark.get("slip") != slip.name:
        found = f"the slip “{mark['slip']}”" if mark.get("slip") else f"“{mark.get('outcome', 'no card at all')}”"
        yield Finding(
            f"{stem}-check",
            f"The slip “{slip.name}” (`answer = {slip.formula}`) is taken for {found}; move their values apart, or "
            "mend the formula of one of them.",
        )
        return
    said = _card_words(cell)
    if _words(slip.says) not in said:
        yield Finding(f"{stem}-check", f"The card for the slip “{slip.name}” does not say its sentence.")
    for other in known.slips:
        if other.says != slip.says and _words(other.says) in said:
            yield Finding(f"{stem}-check", f"The card for “{slip.name}” says the sentence of “{other.name}” too.")


def _wrong_in_report(goldens: list[Golden], report: Report) -> Iterator[Finding]:
    """Whether the cohort report counts exactly the slips that were made, and names who made them."""
    made = {(stem, slip.name): [golden.who] for golden in goldens for stem, slip in golden.slips.items()}
    counted: dict[tuple[str, str], list[str]] = {
        (each["exercise"], each["slip"]): list(each["participants"]) for each in report.slips
    }
    for (stem, name), who in made.items():
        if counted.get((stem, name)) != who:
            of = len(counted.get((stem, name), ()))
            yield Finding(
                stem, f"The cohort report counts the slip “{name}” {of} times, but one person made it, and once."
            )
    for stem, name in counted.keys() - made.keys():
        yield Finding(stem, f"The cohort report counts the slip “{name}”, which nobody made.")


# ---- notebooks


def _about(cell: NotebookNode) -> dict[str, Any]:
    return dict(cell.metadata.get("nbgrader", {}))


def _answers(notebook: NotebookNode) -> list[str]:
    """The stems of the answer cells: exercises, forms, guess and decision."""
    return [
        str(about["grade_id"]).removesuffix("-answer")
        for cell in notebook.cells
        if cell.cell_type == "code" and (about := _about(cell)).get("solution") and not about.get("grade")
    ]


def _solved(workshop: Workshop, stem: str) -> str:
    """An answer cell as the author filled it in."""
    return _MARKER.sub("", workshop.cell(f"{stem}-answer").source).rstrip("\n")


def _typed(workshop: Workshop, sources: Mapping[str, str]) -> NotebookNode:
    """The release notebook with these answer cells, by stem."""
    notebook = copy.deepcopy(workshop.release)
    for stem, source in sources.items():
        workshop.cell(f"{stem}-answer", notebook).source = source
    return notebook


def _card_words(cell: NotebookNode) -> str:
    html = " ".join(str(output.get("data", {}).get("text/html", "")) for output in cell.get("outputs", ()))
    return _words(unescape(re.sub(r"<[^>]+>", " ", html)))


def _words(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:80]}…"
