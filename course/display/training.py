"""The pictures and tables of webinar 2: a skills matrix, the training plan that follows from it, and a pulse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from course.display.explorer import Explorer, View
from course.display.pictures import Picture, new_figure
from course.display.slider import Slider
from course.display.style import LOOKS, TEXT, house_style
from course.display.tables import Cell, Column, Table, table
from course.methods import pulse, training
from course.methods.training import Matrix, Plan
from course.quantities import GBP, NUMBER, Unit, show

_PEOPLE: Final = Unit("people", nearest=1)
_MONTHS: Final = Unit("months", nearest=1)
_SCORE: Final = 0.1  # averages of a pulse are shown to one decimal


def matrix_table(matrix: Matrix, caption: str) -> Table:
    """A skills matrix: a row a skill, a column a person, and how many are able."""
    rows: list[tuple[Cell, ...]] = [
        (skill, *levels, len(matrix.able(skill))) for skill, levels in zip(matrix.skills, matrix.levels, strict=True)
    ]
    names = [*matrix.people, "Able (3 or 4)"]
    return table(rows, ["Skill", *(Column(name, nearest=1) for name in names)], caption)


def plan_table(plan: Plan, caption: str = "Who learns what, from whom, and by when") -> Table:
    """The lessons of a plan, and below them what it leaves open."""
    rows: list[tuple[Cell, ...]] = [
        (each.skill, each.learner, each.teacher, _span(each.start, each.end), each.months) for each in plan.lessons
    ]
    rows += [(each.skill, f"{_people(each.missing)} still missing", each.why, "open", None) for each in plan.unmet]
    if not rows:
        rows = [("Nothing is missing", None, None, None, None)]
    columns = ("Skill", "Who learns", "From whom", "Month", Column("Takes (months)", nearest=1))
    return table(rows, columns, caption)


def own_plan(typed: object, *, wanted: int = 2, hours: float = 12, rate: float = 22) -> Table:
    """The plan for a matrix that a participant has typed; a table that says what to do when it cannot be read.

    Args:
        typed: the text of the answer cell, or the three dots.
        wanted: able people for each skill.
        hours: hours of a lesson in each of its months.
        rate: pounds that an hour of learner or teacher costs.
    """
    if not isinstance(typed, str) or not typed.strip(" .…\n\t"):
        return _to_do("Fill in your own people and skills in the cell above, and run it. Then run this one again.")
    try:
        plan = training.plan(training.read_matrix(typed), wanted=wanted)
    except ValueError as problem:
        return _to_do(str(problem))
    return plan_table(plan, _own_caption(plan, wanted, hours, rate))


def _own_caption(plan: Plan, wanted: int, hours: float, rate: float) -> str:
    asked = f"Your training plan, so that {wanted} people can do each skill alone."
    if not plan.lessons:
        return asked
    months = sum(lesson.months for lesson in plan.lessons)
    return (
        f"{asked} Its lessons take {months} month{'' if months == 1 else 's'}, added up. If, as at Ribble, that is "
        f"{hours:g} hours in each month and an hour costs {show(rate, GBP)}, learners' and teachers' time comes to "
        f"{show(training.cost(months, hours, rate), GBP)}."
    )


def _to_do(says: str) -> Table:
    return table([("Not yet", says)], ("Your plan", "What to do"), "Your training plan")


def training_explorer(matrix: Matrix, *, wanted: int = 3, within: int = 12) -> Explorer:
    """An explorer of the training plan that follows from a skills matrix.

    Args:
        matrix: who can do what today.
        wanted: able people for each skill, where the slider starts: 2 to 4.
        within: months that the plan may take, where the slider starts: 1 to 12.

    Raises:
        ValueError: when an argument is outside its range.
    """
    sliders = (
        Slider("wanted", "Able people wanted for each skill", _PEOPLE, 2, 4, 1, wanted, whole=True),
        Slider("learns", "New skills that one person learns at once", NUMBER, 1, 3, 1, 1, whole=True),
        Slider("teaches", "Learners that one teacher has at once", NUMBER, 1, 3, 1, 1, whole=True),
        Slider("within", "Months that the plan may take", _MONTHS, 1, 12, 1, within, whole=True),
    )
    drawing = _drawing()

    def look(wanted: float, learns: float, teaches: float, within: float) -> View:
        found = training.plan(
            matrix,
            wanted=int(wanted),
            learns_at_once=int(learns),
            teaches_at_once=int(teaches),
            within=int(within),
        )
        drawing.move(found, matrix)
        return View(Picture(drawing.figure, _in_words(found), scale=1.0), (plan_table(found),), _in_a_sentence(found))

    return Explorer("Who learns what, from whom, and by when?", sliders, look)


@cache
def _drawing() -> _Drawing:
    """The one drawing of a kernel: a cell that is run again does not hold a second figure in memory."""
    return _Drawing()


class _Drawing:
    """The lessons as bars over the months, under the name of their skill."""

    def __init__(self) -> None:
        self.figure, (self._axes,) = new_figure(4.9, fitted=False)
        self.figure.subplots_adjust(left=0.14, right=0.97, top=0.925, bottom=0.115)

    def move(self, plan: Plan, matrix: Matrix) -> None:
        """Show another plan."""
        axes, look = self._axes, LOOKS[0]
        axes.clear()
        with house_style():
            axes.set_title("Lessons, month by month", loc="left")
            axes.set_xlabel("Month")
            axes.grid(visible=False)
            last = max(3, plan.months)
            axes.set_xlim(0.5, 0.5 + 1.5 * last)
            row, places, names = 0.0, [], []
            for skill in matrix.skills:
                lessons = [lesson for lesson in plan.lessons if lesson.skill == skill]
                if not lessons:
                    continue
                axes.text(0.55, row, skill, fontsize=10, fontweight="bold", va="center", color=TEXT)
                for lesson in lessons:
                    row += 1
                    axes.barh(row, lesson.months, left=lesson.start - 0.5, height=0.62, color=look.colour)
                    axes.text(lesson.end + 0.58, row, f"from {lesson.teacher}", fontsize=10, va="center", color=TEXT)
                    places.append(row)
                    names.append(lesson.learner)
                row += 1
            axes.set_ylim(max(row, 6.0) - 0.4, -0.7)
            axes.set_yticks(places, names)
            axes.set_xticks([month for month in range(1, last + 1) if last <= 8 or month % 2])
            axes.set_xticks([month + 0.5 for month in range(1, last + 1)], minor=True)
            axes.tick_params(axis="x", which="minor", size=0)
            axes.grid(visible=True, which="minor", axis="x")
            if not places:
                axes.text(0.55, 1, "No lesson is needed or possible.", fontsize=11, va="center", color=TEXT)


def pulse_picture(pulses: Mapping[int, Sequence[pulse.Answer]], caption: str = "") -> Picture:
    """The averages of up to five pulses, element by element, with the line below which people are held back.

    Args:
        pulses: day of the change -> the answers, as `course.methods.pulse` takes them.
        caption: the line below the picture.

    Raises:
        ValueError: when a pulse has no answers, or an answer is not five scores from 1 to 5.
    """
    averages = {day: pulse.means(answers) for day, answers in pulses.items()}
    figure, (axes,) = new_figure(4.3)
    with house_style():
        for (day, scores), look in zip(averages.items(), LOOKS, strict=False):
            axes.plot(
                scores,
                range(len(scores)),
                color=look.colour,
                marker=look.marker,
                linestyle=look.line,
                linewidth=1.4,
                markersize=8,
                label=f"day {day}",
            )
        axes.axvline(pulse.LOW, color=TEXT, linewidth=1.4, linestyle="--")
        axes.text(pulse.LOW - 0.06, -0.62, "held back", fontsize=10, ha="right", va="center", color=TEXT)
        axes.set_title("Average answers", pad=28)
        axes.set_xlabel("Average score (1 not at all, 5 fully)")
        axes.set_xlim(1, 5)
        axes.set_ylim(len(pulse.ELEMENTS) - 0.6, -0.9)
        axes.set_yticks(range(len(pulse.ELEMENTS)), list(pulse.ELEMENTS))
        axes.grid(visible=True, axis="y")
        axes.legend(loc="lower left", bbox_to_anchor=(-0.4, 1.0), ncols=3, columnspacing=1.4)
    told = "; ".join(
        f"day {day}: "
        + ", ".join(f"{name} {_score(score)}" for name, score in zip(pulse.ELEMENTS, scores, strict=True))
        for day, scores in averages.items()
    )
    words = f"Line chart of average scores from 1 to 5, element by element, with a line at {pulse.LOW}: {told}."
    return Picture(figure, words, caption)


def pulse_table(pulses: Mapping[int, Sequence[pulse.Answer]], caption: str) -> Table:
    """The same averages as a table, with how many answered.

    Args:
        pulses: day of the change -> the answers.
        caption: what the table shows.

    Raises:
        ValueError: as `pulse_picture`.
    """
    averages = {day: pulse.means(answers) for day, answers in pulses.items()}
    rows: list[tuple[str, ...]] = [
        (name, *(_score(scores[place]) for scores in averages.values())) for place, name in enumerate(pulse.ELEMENTS)
    ]
    counts = {day: len(pulse.answered(answers)) for day, answers in pulses.items()}
    rows.append(("people who answered", *(f"{counts[day]} of {len(answers)}" for day, answers in pulses.items())))
    return table(rows, ("Average score", *(f"Day {day}" for day in pulses)), caption)


def barriers_table(pulses: Mapping[int, Sequence[pulse.Answer]], caption: str) -> Table:
    """How many people are stuck at each element.

    Args:
        pulses: day of the change -> the answers.
        caption: what the table shows.

    Raises:
        ValueError: when an answer is not five scores from 1 to 5.
    """
    counts = {day: pulse.barriers(answers) for day, answers in pulses.items()}
    rows = [(name or "stuck nowhere", *(found[name] for found in counts.values())) for name in (*pulse.ELEMENTS, None)]
    return table(rows, ("People stuck at", *(Column(f"Day {day}", nearest=1) for day in pulses)), caption)


def _span(start: int, end: int) -> str:
    return f"{start}" if start == end else f"{start} to {end}"


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _score(value: float) -> str:
    return show(value, NUMBER, _SCORE)


def _in_a_sentence(plan: Plan) -> str:
    count = len(plan.lessons)
    ends = f", the last of which ends in month {plan.months}" if count else ""
    lessons = f"{count} lesson{'' if count == 1 else 's'}{ends}."
    if not plan.unmet:
        return f"{lessons} After that, each skill has as many able people as you asked for."
    # Each reason once, and no long list: the table beside it has every skill.
    open_for: dict[str, list[training.Unmet]] = {}
    for each in plan.unmet:
        open_for.setdefault(each.why, []).append(each)
    left = " ".join(f"Still open: {_skills(those)}. Why: {why}." for why, those in open_for.items())
    return f"{lessons} {left}"


def _skills(those: Sequence[training.Unmet]) -> str:
    people = _people(sum(each.missing for each in those))
    return f"{those[0].skill}, {people}" if len(those) == 1 else f"{len(those)} skills, {people}; see the table"


def _in_words(plan: Plan) -> str:
    told = "; ".join(
        f"{each.learner} learns “{each.skill}” from {each.teacher}, month {_span(each.start, each.end)}, "
        f"{each.months} in all"
        for each in plan.lessons
    )
    return f"Bars over months 1 to {max(3, plan.months)}, one for each lesson. {told or 'There are 0 lessons'}."
