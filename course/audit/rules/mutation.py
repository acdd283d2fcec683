"""The checks notice mistakes: a model answer with one thing changed in it has to lose points in marking.

A mutant is told from the right answer by what it works out to, in tolerances of its exercise:

* more than five away on the visible case, on a hidden case, or on other figures like theirs: a wrong answer. It is
  marked by the course's own engine; with full marks it has survived, else it is killed. One that raises is wrong too.
* within one on all of them: equivalent, the same formula written differently.
* between the two: too close to call. It is counted with the equivalent ones, and apart as `equivalent_by_tolerance`.

The other figures are the cases' own, moved. Without them, a term that is idle in the visible or in the hidden case (it
is nought, or the same in both) would make a wrong formula look like the right one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from course.audit.findings import Finding, Result
from course.audit.mutants import Mutant, mutants
from course.audit.probing import NEAR, Prober
from course.audit.tools import Tools
from course.audit.workshop import Workshop
from course.checks.exercise import Value

NAME = "mutation"

LEAST_KILLED = 0.98
"""The share of a workshop's wrong mutants that marking has to notice."""

LEAST_WRONG = 0.5
"""The share of an exercise's mutants that must be wrong answers (those of one constant aside, which are small by
design); with fewer, its tolerance takes nearly anything."""

WRONG = 5.0
"""Tolerances; an answer further off than this is wrong beyond doubt."""

_COUNTED = ("mutants", "killed", "equivalent", "equivalent_by_tolerance", "visible_survivors", "mutants_raised")


@dataclass(frozen=True)
class _Trial:
    """A mutant, whether it has no answer on any case, and how far off it is, in tolerances, by case."""

    mutant: Mutant
    raised: bool
    distances: Mapping[str, float]

    @property
    def furthest(self) -> float:
        return max(self.distances.values())


class _Subject:
    """An exercise with the mutants of its model answer, and what the wrong ones earned."""

    def __init__(self, prober: Prober) -> None:
        self.exercise = prober.exercise
        self.prober = prober
        self.trials = _distinct(prober)
        self.wrong = [trial for trial in self.trials if trial.furthest > WRONG]
        self.points: list[float] = []  # of the wrong ones, in their order

    def earning(self, least: float) -> list[_Trial]:
        """The wrong mutants that earned so many points or more."""
        return [trial for trial, points in zip(self.wrong, self.points, strict=True) if points >= least - 1e-9]

    @property
    def survivors(self) -> list[_Trial]:
        return self.earning(self.exercise.points)

    @property
    def counts(self) -> dict[str, int]:
        survivors = len(self.survivors)
        return {
            "mutants": len(self.trials),
            "killed": len(self.wrong) - survivors,
            "equivalent": len(self.trials) - len(self.wrong),
            "equivalent_by_tolerance": sum(NEAR < trial.furthest <= WRONG for trial in self.trials),
            "survivors": survivors,
            "visible_survivors": len(self.earning(self.exercise.visible_points)),
            "mutants_raised": sum(trial.raised for trial in self.trials),
        }

    def told(self, trial: _Trial) -> dict[str, str]:
        """A survivor as the report has it."""
        case = next(name for name, distance in trial.distances.items() if distance > WRONG)
        figures = ", ".join(f"{name}={value!r}" for name, value in self.prober.cases[case].items())
        return {
            "exercise": self.exercise.id,
            "line": trial.mutant.line,
            "diff": f"-answer = {self.prober.model}\n+answer = {trial.mutant.line}",
            "what": trial.mutant.what,
            "operator": trial.mutant.operator,
            "case": f"{case} ({figures})" if figures else case,
        }


def look(workshop: Workshop, tools: Tools) -> Result:
    """Mutate the workshop's model answers, mark the mutants, and report those that nobody noticed."""
    names = workshop.names()
    subjects: list[_Subject] = []
    findings: list[Finding] = []
    for exercise in workshop.exercises:
        try:
            prober = Prober(exercise, workshop.model(exercise.id), workshop.hidden_cases(exercise.id), names)
        except (KeyError, ValueError) as problem:  # no such cell, or more than one line in it
            findings.append(Finding(exercise.id, str(problem.args[0])))
            continue
        problems = _unfit(prober)
        if not problems:
            subjects.append(_Subject(prober))
        findings += problems
    tools.progress(f"{workshop.name}: {sum(len(subject.wrong) for subject in subjects)} wrong answers to mark")
    findings += _mark(workshop, subjects, tools)
    counts = {subject.exercise.id: subject.counts for subject in subjects}
    survivors = [subject.told(trial) for subject in subjects for trial in subject.survivors]
    totals = {name: sum(count[name] for count in counts.values()) for name in _COUNTED}
    findings += [problem for subject in subjects for problem in _too_wide(subject)]
    findings += _too_few_killed(totals["killed"], survivors)
    return Result({**totals, "survivors": survivors, "by_exercise": counts}, tuple(findings))


def _distinct(prober: Prober) -> list[_Trial]:
    """Mutants that differ from each other in what they work out to, the first of each kind.

    Those that never work out, and those that are no different from the model answer, are all kept.
    """
    seen: set[tuple[str, ...]] = set()
    same_as_model = _key(prober.answers(prober.model))
    trials = []
    for mutant in mutants(prober.model, prober.exercise.inputs, prober.exercise.choices):
        answers = prober.answers(mutant.line)
        key = _key(answers)
        if key not in seen or key == same_as_model or not any(key):
            trials.append(_Trial(mutant, not any(key), prober.distances(answers)))
        seen.add(key)
    return trials


def _key(answers: Mapping[str, Value | None]) -> tuple[str, ...]:
    """Answers without the last digits of their floats, by which a + b and b + a may differ."""

    def short(value: Value | None) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        return " ".join(f"{one:.12g}" for one in (value if isinstance(value, list) else [value])) or "[]"

    return tuple(short(value) for value in answers.values())


def _unfit(prober: Prober) -> list[Finding]:
    """Why nothing can be told of an exercise's mutants."""
    exercise = prober.exercise
    if exercise.inputs and not prober.hidden:
        says = "It takes named figures and has no hidden case, so one typed in passes: add a hidden test with `also=`."
        return [Finding(exercise.id, says)]
    far = [name for name, distance in prober.distances(prober.answers(prober.model)).items() if not distance <= NEAR]
    return [
        Finding(exercise.id, f"The model answer is not right on the {name}; mend `right`, the line, or the figures.")
        for name in far
    ]


def _mark(workshop: Workshop, subjects: Sequence[_Subject], tools: Tools) -> list[Finding]:
    """Have the wrong answers marked, one of each exercise in every submission, and the model answers with them."""
    if not subjects:
        return []
    rows = list(
        zip_longest(*[[subject.prober.model, *(trial.mutant.line for trial in subject.wrong)] for subject in subjects])
    )
    ids = [subject.exercise.id for subject in subjects]
    jobs = [workshop.job({id_: line for id_, line in zip(ids, row, strict=True) if line is not None}) for row in rows]
    marks = [workshop.marks(outcome.notebook) for outcome in tools.run(jobs)]
    findings = []
    for subject in subjects:
        full = subject.exercise.points
        # No mark at all counts as full marks: nbgrader gives them to a check cell without a result.
        points = [mark.get(subject.exercise.id, {"points": full})["points"] for mark in marks]
        subject.points = points[1 : 1 + len(subject.wrong)]
        if subject.exercise.id not in marks[0] or points[0] < full:
            says = f"The model answer does not earn its {full:g} points in marking, so nothing is told by a lost point."
            findings.append(Finding(subject.exercise.id, says))
    return findings


def _too_wide(subject: _Subject) -> list[Finding]:
    large = [trial for trial in subject.trials if trial.mutant.operator != "CRP" or subject.exercise.choices]
    wrong = sum(trial.furthest > WRONG for trial in large)
    if subject.trials and wrong >= LEAST_WRONG * len(large):
        return []
    says = (
        f"Only {wrong} of {len(large)} changes to the model answer put it more than five tolerances off: is the "
        f"tolerance (nearest={subject.exercise.nearest:g}) too wide, or are the figures too small?"
    )
    return [Finding(subject.exercise.id, says)]


def _too_few_killed(killed: int, survivors: Sequence[Mapping[str, Any]]) -> list[Finding]:
    wrong = killed + len(survivors)
    if killed >= LEAST_KILLED * wrong:
        return []
    return [
        Finding(
            survivor["exercise"],
            f"A wrong answer earns full marks ({survivor['what']}; it is wrong on the {survivor['case']}):\n"
            f"{survivor['diff']}\nChoose hidden figures that tell the two apart.",
        )
        for survivor in survivors
    ]
