"""From a skills matrix to a training plan (webinar 2): who learns what from whom, and by when.

A skills matrix says how well each person can do each job: 0 not at all, 1 has begun, 2 with help, 3 alone, 4 well
enough to teach it. Somebody at 3 or above counts as able; a skill that only one person is able to do is a single point
of failure.

`plan` fills the gaps one lesson at a time, always for the skill that then has the fewest able people. It is greedy: it
takes the lesson that ends earliest, and among equals the learner who knows the most of that skill already, then who has
the fewest lessons so far, then who has the fewest skills. That is easy to explain on a shop floor; it is not proved to
be the shortest plan of all.

Source: coverage and gaps as in any skills (ILUO) matrix of lean manufacturing; the plan is this course's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from course.methods.people import ALONE, HIGHEST

ABLE: Final = ALONE
"""From this level on somebody does the job alone, as in week 4."""
TEACHES: Final = HIGHEST
"""At this level somebody can teach it."""

MONTHS: Final[Mapping[int, int]] = {0: 2, 1: 2, 2: 1}
"""Months from each level until somebody is able [assumed: one lesson a week, and practice between]."""


@dataclass(frozen=True)
class Matrix:
    """A skills matrix.

    Args:
        people: their names, each once.
        skills: the names of the skills, each once.
        levels: one row a skill, one whole number from 0 to 4 a person.
    """

    people: tuple[str, ...]
    skills: tuple[str, ...]
    levels: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        for what, names in (("person", self.people), ("skill", self.skills)):
            if not names or len(set(names)) != len(names) or not all(name.strip() for name in names):
                raise ValueError(f"Each {what} needs a name of its own; these are {', '.join(names) or 'none at all'}.")
        if len(self.levels) != len(self.skills):
            raise ValueError(f"There are {len(self.skills)} skills and {len(self.levels)} rows of levels.")
        for skill, row in zip(self.skills, self.levels, strict=True):
            if len(row) != len(self.people):
                raise ValueError(f"“{skill}” has {len(row)} levels for {len(self.people)} people; give one for each.")
            if any(level not in range(HIGHEST + 1) for level in row):
                raise ValueError(
                    f"“{skill}” has a level outside 0 to {HIGHEST}; use whole numbers from 0 to {HIGHEST}."
                )

    def able(self, skill: str) -> tuple[str, ...]:
        """Those who do it alone."""
        return self._from(skill, ABLE)

    def teachers(self, skill: str) -> tuple[str, ...]:
        """Those who can teach it."""
        return self._from(skill, TEACHES)

    def level(self, skill: str, person: str) -> int:
        """How well somebody does it."""
        return self.levels[self.skills.index(skill)][self.people.index(person)]

    def _from(self, skill: str, level: int) -> tuple[str, ...]:
        row = self.levels[self.skills.index(skill)]
        return tuple(person for person, has in zip(self.people, row, strict=True) if has >= level)


@dataclass(frozen=True)
class Lesson:
    """One person learns one skill from another; months count from 1, and both `start` and `end` belong to it."""

    skill: str
    learner: str
    teacher: str
    start: int
    end: int

    @property
    def months(self) -> int:
        """How many months it takes."""
        return self.end - self.start + 1


@dataclass(frozen=True)
class Unmet:
    """People still missing for a skill when the plan ends, and why."""

    skill: str
    missing: int
    why: str


@dataclass(frozen=True)
class Plan:
    """The lessons, in order of their start, and what they leave open."""

    lessons: tuple[Lesson, ...]
    unmet: tuple[Unmet, ...]

    @property
    def months(self) -> int:
        """The month in which the last lesson ends; 0 when there is none."""
        return max((lesson.end for lesson in self.lessons), default=0)


NO_TEACHER: Final = "nobody here can teach it: find a course, a supplier or a neighbour"
NO_LEARNER: Final = "nobody is left to learn it: hire, or share with another firm"
NO_TIME: Final = "not in the time given: allow more months, more lessons at once, or another teacher"


def gap(matrix: Matrix, skill: str, wanted: int) -> int:
    """How many more people have to become able, never below 0.

    Raises:
        ValueError: when fewer than 1 are wanted, or there is no such skill.
    """
    if wanted < 1:
        raise ValueError(f"{wanted} people are wanted for each skill; ask for 1 or more.")
    return max(0, wanted - len(matrix.able(skill)))


def single_points(matrix: Matrix) -> tuple[str, ...]:
    """The skills that rest on one person alone."""
    return tuple(skill for skill in matrix.skills if len(matrix.able(skill)) == 1)


def plan(
    matrix: Matrix, *, wanted: int = 2, learns_at_once: int = 1, teaches_at_once: int = 1, within: int = 12
) -> Plan:
    """A training plan after which, if it can be done, each skill has as many able people as are wanted.

    Args:
        matrix: who can do what today.
        wanted: able people for each skill, 1 or more.
        learns_at_once: new skills that one person learns in any one month, 1 or more.
        teaches_at_once: learners that one teacher has in any one month, 1 or more.
        within: the last month in which a lesson may end, 1 or more.

    Raises:
        ValueError: when a number is below 1.
    """
    for name, number in (
        ("learns_at_once", learns_at_once),
        ("teaches_at_once", teaches_at_once),
        ("within", within),
    ):
        if number < 1:
            raise ValueError(f"{name} is {number}; give 1 or more.")
    diary = _Diary(learns_at_once, teaches_at_once, within)
    unmet: list[Unmet] = []
    missing = {skill: gap(matrix, skill, wanted) for skill in matrix.skills}
    # Always the skill that misses the most people, lessons counted. This is the order in which lessons are booked, not
    # held: a later one may find a free month before an earlier one, and a third person may start before a second.
    while skill := max((each for each in missing if missing[each]), key=lambda each: missing[each], default=None):
        lesson = _next(matrix, skill, diary)
        if lesson is None:
            unmet.append(Unmet(skill, missing[skill], _why(matrix, skill, diary)))
            missing[skill] = 0
        else:
            diary.lessons.append(lesson)
            missing[skill] -= 1
    in_order = sorted(diary.lessons, key=lambda lesson: (lesson.start, lesson.end))
    return Plan(tuple(in_order), tuple(unmet))


@dataclass
class _Diary:
    """Who is busy when."""

    learns_at_once: int
    teaches_at_once: int
    within: int
    lessons: list[Lesson] = field(default_factory=list)

    def learning(self, person: str) -> list[Lesson]:
        return [lesson for lesson in self.lessons if lesson.learner == person]

    def first_start(self, learner: str, teacher: str, months: int) -> int | None:
        """The first month from which both are free for so long."""
        taught = [lesson for lesson in self.lessons if lesson.teacher == teacher]
        for start in range(1, self.within - months + 2):
            inside = range(start, start + months)
            if _fits(self.learning(learner), inside, self.learns_at_once) and _fits(
                taught, inside, self.teaches_at_once
            ):
                return start
        return None


def _fits(booked: Sequence[Lesson], months: range, at_once: int) -> bool:
    return all(sum(lesson.start <= month <= lesson.end for lesson in booked) < at_once for month in months)


def _next(matrix: Matrix, skill: str, diary: _Diary) -> Lesson | None:
    best: tuple[tuple[int, ...], Lesson] | None = None
    for learner in _learners(matrix, skill, diary):
        level = matrix.level(skill, learner)
        for teacher in matrix.teachers(skill):
            start = diary.first_start(learner, teacher, MONTHS[level])
            if start is None:
                continue
            end = start + MONTHS[level] - 1
            skills = sum(learner in matrix.able(each) for each in matrix.skills)
            taught = sum(lesson.teacher == teacher for lesson in diary.lessons)
            rank = (end, -level, len(diary.learning(learner)), skills, taught)
            if best is None or rank < best[0]:
                best = (rank, Lesson(skill, learner, teacher, start, end))
    return best[1] if best else None


def _learners(matrix: Matrix, skill: str, diary: _Diary) -> list[str]:
    able = matrix.able(skill)
    taken = {lesson.learner for lesson in diary.lessons if lesson.skill == skill}
    return [person for person in matrix.people if person not in able and person not in taken]


def _why(matrix: Matrix, skill: str, diary: _Diary) -> str:
    if not matrix.teachers(skill):
        return NO_TEACHER
    return NO_TIME if _learners(matrix, skill, diary) else NO_LEARNER


def cost(months: float, hours: float, rate: float) -> float:
    """What a plan costs in people's time: learner and teacher are both paid for every hour of it.

    Args:
        months: months of lessons, added up over all lessons.
        hours: hours of a lesson in each of its months.
        rate: pounds that an hour of either of them costs.

    Returns:
        Pounds.

    Raises:
        ValueError: when one of them is negative.
    """
    for name, number in (("months", months), ("hours", hours), ("rate", rate)):
        if number < 0:
            raise ValueError(f"{name} is {number:,.10g}; give it as 0 or a positive number.")
    return 2 * months * hours * rate


def read_matrix(text: str) -> Matrix:
    """Read a matrix that somebody has typed, or pasted from a spreadsheet.

    The first line names the people; each further line is a skill and one level for each of them. Between the columns
    stand commas or tabs. A first line that names people by numbers is a skill whose heading line has been left out.

    Args:
        text: such as "skill, Ann, Bob" and below it "run the lathe, 4, 2". Empty lines are left out.

    Raises:
        ValueError: with a sentence that says which line, and what to do.
    """
    lines = [re.split(r"\s*[,;\t]\s*", line.strip().strip(",;")) for line in text.splitlines() if line.strip(" ,;\t")]
    if len(lines) < 2:
        raise ValueError("The matrix needs a first line with the people's names, and below it a line for each skill.")
    people = lines[0][1:]
    numbers = [name for name in people if re.fullmatch(r"[-+]?[\d.]+", name)]
    if numbers:
        raise ValueError(
            f"The first line, “{', '.join(lines[0])}”, names people by numbers ({', '.join(numbers)}). Put a line "
            "above your skills that names the people, such as: skill, Ann, Bob."
        )
    skills, levels = [], []
    for skill, *given in lines[1:]:
        if len(given) != len(people):
            raise ValueError(
                f"The line “{skill}” has {len(given)} levels for {len(people)} people; put a comma between them, and "
                "one level for each person."
            )
        if not all(re.fullmatch(r"[0-4]", level) for level in given):
            raise ValueError(
                f"The line “{skill}” has something that is no level; use whole numbers from 0 to {HIGHEST}."
            )
        skills.append(skill)
        levels.append(tuple(int(level) for level in given))
    return Matrix(tuple(people), tuple(skills), tuple(levels))
