"""A made-up cohort: submissions with right answers, every known slip, and everything else that tutors meet.

The same seed gives the same bytes. What was planted for whom is written to simulated.json, against which the report
can be proved.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Literal

from course import checkout
from course.checks import Exercise, Form, exercises
from course.cohort.folder import Cohort, Participant, Simulation
from course.cohort.names import FIRST_NAMES, LAST_NAMES
from course.errors import CourseError
from course.grading.gradebook import gradebook_of
from course.grading.intake.files import fingerprint
from course.grading.place import nearest
from course.quantities import decimals

PLAN = "simulated.json"
Kind = Literal["all right", "slips", "unanswered", "half finished", "late", "messy", "error", "missing"]
Notebook = dict[str, Any]

# In this order, as far as the number of people goes; everybody after them makes slips too.
_FIRST: Final[tuple[Kind, ...]] = (
    "all right", "slips", "missing", "unanswered", "late", "half finished", "messy", "error",
)  # fmt: skip
_BLANK: Final = re.compile(r"^(?P<indent>[ \t]*)answer = \.\.\.(?P<label>[ \t]*#.*)?$", re.MULTILINE)
_MARKERS: Final = re.compile(r"^[ \t]*### (?:BEGIN|END) SOLUTION[^\n]*\n?", re.MULTILINE)
_MEMOS: Final = (
    "We would go ahead, in two steps: first the part that pays for itself soonest, then the rest once the figures of "
    "the first half-year are in. What worries us most is the time our own people need to learn it.",
    "Our advice to the board: wait three months. The sum comes out well, but it rests on an estimate of the savings "
    "that nobody has checked on the shop floor.",
    "Yes. The money comes back well within the life of the machine, and it still does if the benefit is a fifth lower. "
    "We will review it after one year against the figures above.",
    "Not in this form. A smaller trial would answer the open question (how many hours are really saved) for a tenth of "
    "the price.",
)


@dataclass
class _Planted:
    """What somebody's submission of one workshop holds."""

    kind: Kind
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    memo: bool = False
    late: bool = False


def simulate(cohort: Cohort, participants: int = 12, seed: int = 7, assignment: str | None = None) -> Cohort:
    """Fill a cohort with made-up people and their submissions.

    Args:
        cohort: new, or filled by an earlier run of this function.
        participants: how many people, 1 to 999.
        seed: the same seed gives the same submissions, byte for byte.
        assignment: one workshop; every workshop that has been released unless given.

    Returns:
        The cohort with its people in it.

    Raises:
        CourseError: when the cohort holds people or submissions that are not simulated, or the workshop is unknown.
    """
    if not 1 <= participants <= 999:
        raise CourseError(f"A simulated cohort has 1 to 999 participants, not {participants}.")
    names = _released(assignment)
    _refuse_real_people(cohort)
    made = _Make(cohort, participants, seed)
    submissions = {name: made.workshop(name) for name in names}
    _remove_own(cohort)
    filled = cohort.with_people(made.people, Simulation(seed=seed, participants=participants))
    filled.save()
    filled.enrol()
    plan: dict[str, Any] = {"seed": seed, "participants": participants, "assignments": {}, "folders": {}}
    for name, (planted, files, not_planted) in submissions.items():
        for who, contents in files.items():
            folder = cohort.path / "submitted" / who / name
            for path, data in contents.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(data)
            plan["folders"][f"{who}/{name}"] = fingerprint(folder)
        plan["assignments"][name] = {
            "planted": {who: vars(each) for who, each in planted.items()},
            "not_planted": not_planted,
        }
    _write_json(cohort.path / PLAN, plan)
    return filled


def _released(assignment: str | None) -> list[str]:
    release = checkout.root() / "release"
    names = sorted(folder.name for folder in release.iterdir() if (folder / f"{folder.name}.ipynb").is_file())
    if assignment is None:
        if not names:
            raise CourseError(f"{release} holds no workshop yet, so there is nothing to submit; run `ldt build` first.")
        return names
    if assignment not in names:
        raise CourseError(f"There is no workshop “{assignment}” in {release}: {nearest(assignment, names)}")
    return [assignment]


def _refuse_real_people(cohort: Cohort) -> None:
    if cohort.participants and cohort.simulated is None:
        raise CourseError(
            f"{cohort.path} has real participants in cohort.yaml; simulate in a cohort of its own (`ldt cohort new`)."
        )
    own = _own_folders(cohort)
    for folder in sorted((cohort.path / "submitted").glob("*/*")):
        key = folder.relative_to(cohort.path / "submitted").as_posix()
        if not folder.is_dir() or own.get(key) != fingerprint(folder):
            raise CourseError(
                f"submitted/{key} in {cohort.path} was not made by `ldt cohort simulate`, or was changed since, and "
                "will not be overwritten; simulate in a cohort of its own (`ldt cohort new`)."
            )


def _own_folders(cohort: Cohort) -> dict[str, str]:
    file = cohort.path / PLAN
    if not file.is_file():
        return {}
    try:
        folders: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))["folders"]
    except (ValueError, KeyError, TypeError):
        raise CourseError(
            f"{file} is damaged, so it is not known which submissions are simulated; simulate in a cohort of its own."
        ) from None
    return folders


def _remove_own(cohort: Cohort) -> None:
    for key in _own_folders(cohort):
        folder = cohort.path / "submitted" / key
        if folder.is_dir():
            shutil.rmtree(folder)
        if folder.parent.is_dir() and not any(folder.parent.iterdir()):
            folder.parent.rmdir()


class _Make:
    """Makes people and their submissions; every choice comes from the seed, never from the clock."""

    def __init__(self, cohort: Cohort, count: int, seed: int) -> None:
        self.cohort = cohort
        self.seed = seed
        dice = random.Random(f"people {seed}")
        width = max(2, len(str(count)))
        first = dice.sample(FIRST_NAMES * (count // len(FIRST_NAMES) + 1), count)
        last = dice.sample(LAST_NAMES * (count // len(LAST_NAMES) + 1), count)
        self.people = tuple(
            Participant(id=f"p{number:0{width}d}", first_name=first[number - 1], last_name=last[number - 1])
            for number in range(1, count + 1)
        )

    def workshop(self, name: str) -> tuple[dict[str, _Planted], dict[str, dict[str, bytes]], list[str]]:
        """What is planted for whom, the files of each submission, and the slips for which there were too few people."""
        dice = random.Random(f"{name} {self.seed}")
        course = checkout.root()
        blank = _load(course / "release" / name / f"{name}.ipynb")
        model = {_grade_id(cell): cell for cell in _load(course / "source" / name / f"{name}.ipynb")["cells"]}
        known = _exercises(name)
        order = [each for each in (_stem(cell) for cell in blank["cells"] if _is_answer(cell)) if each in known]
        planted = self._plan(order, known, dice)
        due = self._due(name)
        others = _other_files(course / "release" / name)
        files = {}
        for who, plan in planted.items():
            if plan.kind != "missing":
                notebook = _fill(blank, model, known, plan, dice)
                stamp = _timestamp(due, late=plan.late, dice=dice)
                files[who] = {**others, f"{name}.ipynb": _dump(notebook), **stamp}
                plan.late = plan.late and due is not None
        seen = {(each, answer.get("slip")) for plan in planted.values() for each, answer in plan.answers.items()}
        not_planted = [
            f"{each}: {slip.name}" for each in order for slip in _slips(known[each]) if (each, slip.name) not in seen
        ]
        return planted, files, not_planted

    def _plan(
        self, order: Sequence[str], known: dict[str, Exercise | Form], dice: random.Random
    ) -> dict[str, _Planted]:
        count = len(self.people)
        kinds: list[Kind] = [*_FIRST[:count], *["slips" for _ in range(count - len(_FIRST))]]  # type: ignore[list-item]
        dice.shuffle(kinds)
        planted = {person.id: _Planted(kind) for person, kind in zip(self.people, kinds, strict=True)}
        # Who can carry a slip, those who make nothing else first.
        carriers = [
            who for kind in ("slips", "late", "error", "half finished") for who in planted if planted[who].kind == kind
        ]
        stuck = dice.choice([each for each in order if isinstance(known[each], Exercise)] or [""])
        half = len(order) // 2
        for number, each in enumerate(order):
            exercise = known[each]
            for plan in planted.values():
                plan.answers[each] = _answer(
                    plan.kind, number < half, messy=isinstance(exercise, Exercise), stuck=each == stuck
                )
            able = [who for who in carriers if planted[who].answers[each]["outcome"] == "right"]
            self._spread(_slips(exercise), each, able, planted, dice)
        empty = next((who for who in carriers), None)
        for who, plan in planted.items():
            plan.memo = plan.kind not in ("missing", "unanswered", "half finished") and (who != empty or count < 4)
            plan.late = plan.kind == "late"
            if plan.kind == "missing":
                plan.answers = {}
        return planted

    def _spread(
        self, slips: Sequence[Any], each: str, able: list[str], planted: dict[str, _Planted], dice: random.Random
    ) -> None:
        """Every slip once while people last; then the first ones again among those who only make slips."""
        if not slips:
            return
        pure = [who for who in able if planted[who].kind == "slips"]
        order = list(slips)
        dice.shuffle(order)
        dice.shuffle(pure)
        helpers = [who for who in able if who not in pure]
        for number, who in enumerate(pure):
            planted[who].answers[each] = {"outcome": "slip", "slip": order[number % len(order)].name}
        for slip, who in zip(order[len(pure) :], helpers, strict=False):
            planted[who].answers[each] = {"outcome": "slip", "slip": slip.name}

    def _due(self, name: str) -> datetime | None:
        with gradebook_of(self.cohort) as gradebook:
            for assignment in gradebook.assignments:
                if assignment.name == name:
                    due: datetime | None = assignment.duedate
                    return due
        raise CourseError(
            f"The gradebook of {self.cohort.path} does not know {name}: the cohort was made before that workshop "
            "was built."
        )


def _answer(kind: Kind, in_first_half: bool, *, messy: bool, stuck: bool) -> dict[str, Any]:
    """What somebody of this kind does with an exercise, before slips are handed out."""
    if kind == "unanswered" or (kind == "half finished" and not in_first_half):
        return {"outcome": "unanswered"}
    if kind == "error" and stuck:
        return {"outcome": "error"}
    if kind == "messy" and messy:
        return {"outcome": "right", "messy": True}
    return {"outcome": "right"}


def _fill(
    blank: Notebook, model: dict[str, Any], known: dict[str, Exercise | Form], plan: _Planted, dice: random.Random
) -> Notebook:
    notebook: Notebook = json.loads(json.dumps(blank))
    done: Iterable[str] = [each for each, answer in plan.answers.items() if answer["outcome"] != "unanswered"]
    for cell in notebook["cells"]:
        if _is_memo(cell):
            if plan.memo and cell["cell_type"] == "markdown":
                cell["source"] = dice.choice(_MEMOS)
            elif plan.memo:
                cell["source"] = _solved(model[_grade_id(cell)])
        elif _is_answer(cell):
            stem = _stem(cell)
            answer = plan.answers.get(stem)
            if answer is None:  # a guess or a decision, which has no right answer: filled in by whoever got anywhere
                if done:
                    cell["source"] = _solved(model[_grade_id(cell)])
            elif answer["outcome"] != "unanswered":
                cell["source"] = _typed(cell, model[_grade_id(cell)], known[stem], answer, dice)
    return notebook


def _typed(cell: Any, model: Any, exercise: Exercise | Form, answer: dict[str, Any], dice: random.Random) -> str:
    source = _source(cell)
    if isinstance(exercise, Exercise):
        if answer["outcome"] == "slip":
            formula = next(slip.formula for slip in exercise.slips if slip.name == answer["slip"])
            return _replace_blank(source, f"answer = {formula}")
        if answer["outcome"] == "error":
            name = next(iter(exercise.inputs), None)
            return _replace_blank(source, f"answer = {name} / ({name} - {name})" if name else "answer = 1 / 0")
        if answer.get("messy"):
            return _messy(_solved(model), exercise, dice)
    return _solved(model)


def _replace_blank(source: str, line: str) -> str:
    if not _BLANK.search(source):
        raise CourseError(
            "A released answer cell has no line `answer = ...` to fill in, so answers cannot be simulated; run "
            "`ldt build`."
        )
    return _BLANK.sub(lambda found: found["indent"] + line + (found["label"] or ""), source, count=1)


def _messy(solved: str, exercise: Exercise, dice: random.Random) -> str:
    """The right answer written as people write it: with its sign, with commas, rounded to what is asked."""
    lines = solved.split("\n")
    last = max((at for at, line in enumerate(lines) if re.match(r"[ \t]*answer = ", line)), default=None)
    if last is None or isinstance(exercise.right_value(), str | list):
        return solved
    end = next(end for end in range(last + 1, len(lines) + 1) if _is_whole("\n".join(lines[last:end])))
    indent = lines[last][: len(lines[last]) - len(lines[last].lstrip())]
    places = decimals(exercise.nearest)
    before, after = exercise.unit.before, exercise.unit.after
    signed = f" {{answer:,.{places}f}} % " if after == "%" else f"{before}{{answer:,.{places}f}}{after}"
    ways = [f'answer = f"{signed}"', f"answer = round(answer, {places})", f'answer = f" {{answer:.{places}f}} "']
    return "\n".join([*lines[:end], indent + dice.choice(ways), *lines[end:]])


def _is_whole(lines: str) -> bool:
    """Whether these lines are complete statements: an answer may stand on several lines, in brackets."""
    try:
        compile(textwrap.dedent(lines), "answer", "exec")
    except SyntaxError:
        return False
    return True


def _timestamp(due: datetime | None, *, late: bool, dice: random.Random) -> dict[str, bytes]:
    if due is None:
        return {}
    early = timedelta(hours=dice.randint(3, 96), minutes=dice.randint(0, 59), seconds=dice.randint(0, 59))
    when = due + timedelta(days=1, hours=3, minutes=17) if late else due - early
    return {"timestamp.txt": f"{when:%Y-%m-%d %H:%M:%S} UTC\n".encode()}


# ---- notebooks


def _exercises(assignment: str) -> dict[str, Exercise | Form]:
    week = re.match(r"week(\d\d)\b", assignment)
    try:
        return exercises(f"w{week[1]}") if week else {}
    except KeyError:
        return {}


def _slips(exercise: Exercise | Form) -> Sequence[Any]:
    return exercise.slips if isinstance(exercise, Exercise) else ()


def _load(file: Path) -> Notebook:
    try:
        notebook: Notebook = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CourseError(f"{file} is missing; run `ldt build`.") from None
    except ValueError:
        raise CourseError(f"{file} is not a notebook (it is not JSON); run `ldt build`.") from None
    return notebook


def _dump(notebook: Notebook) -> bytes:
    return (json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _write_json(file: Path, data: Any) -> None:
    file.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def _other_files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.name != f"{folder.name}.ipynb"
        and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts)
    }


def _about(cell: Any) -> dict[str, Any]:
    about: dict[str, Any] = cell.get("metadata", {}).get("nbgrader", {})
    return about


def _grade_id(cell: Any) -> str:
    return str(_about(cell).get("grade_id", ""))


def _stem(cell: Any) -> str:
    return _grade_id(cell).removesuffix("-answer")


def _is_answer(cell: Any) -> bool:
    return bool(_about(cell).get("solution")) and not _about(cell).get("grade") and cell["cell_type"] == "code"


def _is_memo(cell: Any) -> bool:
    return bool(_about(cell).get("solution") and _about(cell).get("grade"))


def _source(cell: Any) -> str:
    source = cell["source"]
    return "".join(source) if isinstance(source, list) else str(source)


def _solved(model: Any) -> str:
    return _MARKERS.sub("", _source(model)).rstrip("\n")
