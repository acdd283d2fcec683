"""How a cohort is doing: marks, who is missing, the commonest slips, what waits for a tutor.

Everything comes from the gradebook, from `ldt grade`'s record of problems, and from the marks that check cells left in
the autograded notebooks. No other output of a notebook is looked at, so nobody's own figures can get into a report.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import nbformat

from course.checks import Exercise, Form, exercises
from course.checks.mark import OUTCOMES
from course.cohort.folder import Cohort
from course.grading.feedback import marked_folders
from course.grading.gradebook import gradebook_of
from course.grading.marking import misplaced, submitted_assignments
from course.grading.page import mark_in
from course.grading.record import Record
from course.grading.templating import pages_of


@dataclass(frozen=True)
class Mark:
    """One participant's mark for one workshop.

    Args:
        participant: the id.
        name: for people to read.
        assignment: the workshop.
        status: "marked", "missing" (nothing submitted), "problem" (could not be marked) or "not marked yet".
        auto: points given by checks.
        manual: points given by a tutor, extra credit included; None when no tutor has marked anything of it yet.
        penalty: points taken off for lateness.
        total: what counts.
        max: the most that can be earned.
        late: whether it came after the due date.
        seconds_late: by how much.
        needs_marking: whether something of it waits for a tutor.
    """

    participant: str
    name: str
    assignment: str
    status: str
    auto: float | None = None
    manual: float | None = None
    penalty: float = 0.0
    total: float | None = None
    max: float = 0.0
    late: bool = False
    seconds_late: int = 0
    needs_marking: bool = False


@dataclass
class Report:
    """What `report.json` holds, under the same names."""

    cohort: str
    simulated: bool
    participants: list[dict[str, str]] = field(default_factory=list)
    assignments: list[dict[str, Any]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    missing: list[dict[str, str]] = field(default_factory=list)
    late: list[dict[str, Any]] = field(default_factory=list)
    exercises: list[dict[str, Any]] = field(default_factory=list)
    slips: list[dict[str, Any]] = field(default_factory=list)
    pending_manual: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    generated_from: dict[str, Any] = field(default_factory=dict)

    def commonest_slips(self, most: int = 3) -> list[dict[str, Any]]:
        """The slips that most people made, of all exercises."""
        return self.slips[:most]


@dataclass(frozen=True)
class Written:
    """Where a report was written."""

    page: Path
    data: Path
    table: Path


def build_report(cohort: Cohort) -> Report:
    """Gather the report of a cohort; nothing is written.

    Raises:
        CourseError: when the record of what was marked is damaged, or submitted/ is gone.
    """
    report = Report(cohort.name, cohort.simulated is not None)
    record = Record.load(cohort.path)
    names = submitted_assignments(cohort)
    people = _people(cohort)
    report.participants = [{"id": who, "name": name} for who, name in people.items()]
    with gradebook_of(cohort) as gradebook:
        for name in names:
            _workshop(report, gradebook.find_assignment(name), cohort, record, people)
    for name in names:
        _slips(report, cohort, name)
    report.slips.sort(key=lambda each: -each["count"])  # stable: equal counts stay in the order of the workshop
    report.problems = [
        {"participant": each.participant, "assignment": each.assignment, "says": each.says, "marked": each.marked}
        for each in (
            *(
                problem
                for name in names
                for problem in sorted(record.problems.get(name, {}).values(), key=lambda p: p.participant)
            ),
            *misplaced(cohort),
        )
    ]
    report.generated_from = {
        "folder": cohort.path.name,
        "start": cohort.start.isoformat(),
        "marked": sum(mark.status == "marked" for mark in report.marks),
        "submitted": sum(mark.status != "missing" for mark in report.marks),
    }
    return report


def write_report(cohort: Cohort, report: Report | None = None) -> Written:
    """Write report/index.html, report.json and report.csv into the cohort's folder.

    Raises:
        CourseError: as `build_report`.
    """
    found = report or build_report(cohort)
    written = Written(cohort.path / "report" / "index.html", cohort.path / "report.json", cohort.path / "report.csv")
    written.page.parent.mkdir(exist_ok=True)
    written.data.write_text(
        json.dumps(asdict(found), indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n"
    )
    written.table.write_text(as_csv(found), encoding="utf-8-sig", newline="")
    written.page.write_text(as_html(found), encoding="utf-8", newline="\n")
    return written


# ---- gathering


def _people(cohort: Cohort) -> dict[str, str]:
    """Everybody enrolled, and whoever submitted without being enrolled, by id."""
    people = {each.id: each.name for each in cohort.participants}
    with gradebook_of(cohort) as gradebook:
        for student in gradebook.students:
            name = f"{student.first_name or ''} {student.last_name or ''}".strip()
            people.setdefault(student.id, name or student.id)
    for folder in (cohort.path / "submitted").iterdir():
        if folder.is_dir() and not folder.name.startswith("."):
            people.setdefault(folder.name, folder.name)
    return dict(sorted(people.items()))


def _workshop(report: Report, assignment: Any, cohort: Cohort, record: Record, people: Mapping[str, str]) -> None:
    name = assignment.name
    submitted = {each.student.id: each for each in assignment.submissions}
    most = float(assignment.max_score or 0)
    due = assignment.duedate
    report.assignments.append(
        {"name": name, "max": most, "due": f"{due:%Y-%m-%dT%H:%M:%SZ}" if due else None, "submitted": 0, "marked": 0}
    )
    marked = {folder.parent.name for folder in marked_folders(cohort.path, name)}
    for who, shown in people.items():
        if not (cohort.path / "submitted" / who / name).exists():
            report.marks.append(Mark(who, shown, name, "missing", max=most))
            report.missing.append({"participant": who, "name": shown, "assignment": name})
            continue
        report.assignments[-1]["submitted"] += 1
        if who not in marked or who not in submitted:
            problem = record.problems.get(name, {}).get(who)
            report.marks.append(Mark(who, shown, name, "problem" if problem else "not marked yet", max=most))
            continue
        report.assignments[-1]["marked"] += 1
        report.marks.append(_mark(submitted[who], shown, most))
        if report.marks[-1].late:
            report.late.append(
                {"participant": who, "name": shown, "assignment": name, "seconds_late": report.marks[-1].seconds_late}
            )
        for notebook in submitted[who].notebooks:
            for grade in notebook.grades:
                if grade.needs_manual_grade:
                    report.pending_manual.append(
                        {
                            "participant": who,
                            "name": shown,
                            "assignment": name,
                            "grade_id": grade.name,
                            "points": float(grade.max_score),
                        }
                    )
    report.pending_manual.sort(key=lambda each: (each["assignment"], each["participant"], each["grade_id"]))


def _mark(submission: Any, shown: str, most: float) -> Mark:
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    auto = sum(
        float(grade.auto_score) for grade in grades if grade.auto_score is not None and grade.manual_score is None
    )
    by_hand = [grade for grade in grades if grade.manual_score is not None]
    manual = sum(float(grade.manual_score) for grade in by_hand) + sum(float(g.extra_credit or 0) for g in grades)
    touched = bool(by_hand) or manual > 0
    penalty = sum(float(notebook.late_submission_penalty or 0) for notebook in submission.notebooks)
    late = int(submission.total_seconds_late)
    return Mark(
        submission.student.id,
        shown,
        submission.assignment.name,
        "marked",
        auto=round(auto, 4),
        manual=round(manual, 4) if touched else None,
        penalty=round(penalty, 4),
        total=round(auto + manual - penalty, 4),
        max=most,
        late=late > 0,
        seconds_late=late,
        needs_marking=any(grade.needs_manual_grade for grade in grades),
    )


def _slips(report: Report, cohort: Cohort, assignment: str) -> None:
    known = _known(assignment)
    outcomes: dict[str, dict[str, str]] = defaultdict(dict)
    made: dict[tuple[str, str], list[str]] = defaultdict(list)
    for folder in marked_folders(cohort.path, assignment):
        who = folder.parent.name
        for exercise, outcome, slip in _marks_in(folder, known):
            outcomes[exercise][who] = outcome
            if slip:
                made[exercise, slip].append(who)
    order = [*known, *sorted(set(outcomes) - set(known))]
    for exercise in (each for each in order if each in outcomes):
        counted = Counter(outcomes[exercise].values())
        title = known[exercise].title if exercise in known else exercise
        report.exercises.append(
            {
                "assignment": assignment,
                "exercise": exercise,
                "title": title,
                "of": len(outcomes[exercise]),
                "outcomes": {each: counted[each] for each in OUTCOMES if counted[each]},
            }
        )
        slips = [slip for each, slip in made if each == exercise]
        for slip in sorted(slips, key=lambda each, of=exercise: (-len(made[of, each]), each)):  # type: ignore[misc]
            report.slips.append(
                {
                    "assignment": assignment,
                    "exercise": exercise,
                    "title": title,
                    "slip": slip,
                    "count": len(made[exercise, slip]),
                    "of": len(outcomes[exercise]),
                    "participants": sorted(made[exercise, slip]),
                }
            )


def _marks_in(folder: Path, known: Mapping[str, Exercise | Form]) -> list[tuple[str, str, str | None]]:
    """(exercise, outcome, slip) for each check cell; words that no check of the course can have said are dropped."""
    found: list[tuple[str, str, str | None]] = []
    for file in sorted(folder.glob("*.ipynb")):
        for cell in nbformat.read(file, as_version=4).cells:
            about = cell.metadata.get("nbgrader", {})
            if cell.cell_type != "code" or not about.get("grade") or about.get("solution"):
                continue
            exercise = str(about.get("grade_id", "")).removesuffix("-check")
            mark = mark_in(cell)
            if mark is None:
                outcome = "error" if any(output.output_type == "error" for output in cell.outputs) else ""
            else:
                outcome = str(mark.get("outcome", ""))
            if outcome not in OUTCOMES:
                continue
            slip = str(mark.get("slip")) if mark and outcome == "slip" else None
            definition = known.get(exercise)
            if definition is not None and slip not in {each.name for each in getattr(definition, "slips", ())}:
                slip = None
            found.append((exercise, outcome, slip[:80] if slip else None))
    return found


def _known(assignment: str) -> Mapping[str, Exercise | Form]:
    week = re.match(r"week(\d\d)\b", assignment)
    try:
        return exercises(f"w{week[1]}") if week else {}
    except KeyError:
        return {}


# ---- writing

_COLUMNS: Final = (
    "participant", "name", "assignment", "status", "auto", "manual", "penalty", "total", "max", "late", "needs_marking",
)  # fmt: skip


def as_csv(report: Report) -> str:
    """The marks as a table that a spreadsheet opens; no cell can be taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for mark in report.marks:
        values = asdict(mark)
        writer.writerow([_cell(values[column]) for column in _COLUMNS])
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    text = re.sub(r"[\x00-\x1f]", " ", str(value))
    return f"'{text}" if text.lstrip()[:1] in ("=", "+", "-", "@") else text


def as_html(report: Report) -> str:
    """The report as one HTML file that needs no network."""
    environment = pages_of("course.cohort")
    environment.filters["points"] = lambda value: "–" if value is None else f"{value:g}"
    environment.filters["ago"] = how_late
    return environment.get_template("report.html.j2").render(
        report=report,
        words=OUTCOMES,
        outcomes=[each for each in OUTCOMES if any(each in e["outcomes"] for e in report.exercises)],
    )


def how_late(seconds: int) -> str:
    """A lateness in words."""
    days, hours, minutes = seconds // 86400, seconds % 86400 // 3600, seconds % 3600 // 60
    parts = [(days, "day"), (hours, "hour"), (minutes, "minute")]
    said = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count][:2]
    return " ".join(said) or "less than a minute"
