"""The programme as `syllabus.yaml` states it: months, workshops, sessions and when the work is due.

`load` reads the file and refuses a mistake with one sentence that names the file, the line, the key and what to do.
The tables in the README and in notebooks/start-here (course.authoring.tables) and the due dates of the seed gradebook
are derived from what it returns.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, ClassVar, Final, Literal, Self, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from course.errors import CourseError

WEEKS: Final = 12
WEEKS_A_MONTH: Final = 4
WEBINARS: Final = 4
SITE_VISITS: Final = 2

# Openings that promise nothing a tutor could see a participant do.
_NOT_SEEN_DONE: Final = re.compile(
    "(a|an|and|appreciate|are|be|become|can|explore|gain|have|how|is|know|learn|participants|realise|the|think"
    "|understand|we|what|when|where|which|who|why|will|you)",
    re.IGNORECASE,
)
# The last moment of a day, in UTC: midnight in Britain in winter and 00:59 in summer, so nobody's Sunday is cut short,
# and no time-zone database is needed (Windows has none of its own).
_END_OF_DAY: Final = time(23, 59, tzinfo=UTC)


def _refusal(reason: str, do: str, at: tuple[str | int, ...] = ()) -> PydanticCustomError:
    """A mistake in the syllabus: what is wrong (said of the key), what to do, and the key (from here)."""
    return PydanticCustomError("refused", "{reason}; {do}", {"reason": reason, "do": do, "at": at})


def _words(value: str) -> str:
    if value != " ".join(value.split()) or not value:
        raise _refusal("has blank space at its ends, or line breaks, or no words", "write it as one line of text")
    return value


def _question(value: str) -> str:
    if not value.endswith("?") or not value[:1].isupper():
        raise _refusal(
            f"is “{value}”, which is not a question", "write the question that a manager asks, ending in “?”"
        )
    return value


def _outcome(value: str) -> str:
    first = value.split()[0]
    if not first.isalpha() or not first[0].isupper() or _NOT_SEEN_DONE.fullmatch(first):
        raise _refusal(
            f"starts with “{first}”, which is not something one can see done",
            "start with a verb such as “Decide”, “Work out” or “Compare”",
        )
    if value.endswith("."):
        raise _refusal("ends in a full stop", "leave it out: outcomes are set as a list")
    return value


def _file(value: str) -> str:
    path = PurePosixPath(value)
    if "\\" in value or ":" in value or path.is_absolute() or ".." in path.parts or value != str(path) or value == ".":
        raise _refusal(
            f"is “{value}”, which is not a plain path below the item's folder",
            "write it like “data/hh_2025.csv”, with forward slashes",
        )
    return value


def _monday(value: date) -> date:
    if value.weekday() != 0:
        raise _refusal(f"is {value:%A} {value.isoformat()}", "weeks run from Monday, so give the date of a Monday")
    return value


def _no_repeats(values: tuple[str, ...]) -> tuple[str, ...]:
    for index, value in enumerate(values):
        if value in values[:index]:
            raise _refusal(f"repeats “{value}”", "list it once", (index,))
    return values


_Text = Annotated[str, AfterValidator(_words)]
_Question = Annotated[_Text, AfterValidator(_question)]
# YAML gives lists; the models keep tuples, so that nothing can be changed after it has been checked.
_Outcomes = Annotated[
    tuple[Annotated[_Text, AfterValidator(_outcome)], ...],
    Field(strict=False, min_length=2, max_length=4),
    AfterValidator(_no_repeats),
]
_Names = Annotated[tuple[str, ...], Field(strict=False), AfterValidator(_no_repeats)]
_Files = Annotated[
    tuple[Annotated[str, AfterValidator(_file)], ...],
    Field(strict=False, min_length=1),
    AfterValidator(_no_repeats),
]


class _Part(BaseModel):
    """What every part of the syllabus has in common: no unknown keys, no guessing of types, no change afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    called: ClassVar[str] = "the syllabus"


class Month(_Part):
    """One of the three months, each with a theme.

    Attributes:
        number: 1, 2 or 3.
        title: the theme.
        aim: one sentence: what the month is for.
    """

    called: ClassVar[str] = "a month"

    number: int = Field(ge=1, le=WEEKS // WEEKS_A_MONTH)
    title: _Text
    aim: _Text


class _Item(_Part):
    """What a workshop and a session have in common."""

    name: str
    title: _Question
    outcomes: _Outcomes
    minutes: int = Field(gt=0, le=90)
    month: int = Field(ge=1, le=WEEKS // WEEKS_A_MONTH)
    week: int = Field(ge=1, le=WEEKS)
    prerequisites: _Names
    files: _Files

    @property
    def decision(self) -> str:
        """What the participant decides: the first outcome, which the programme tables show."""
        return self.outcomes[0]

    def _check(self, pattern: str, example: str) -> None:
        if not re.fullmatch(pattern, self.name):
            raise _refusal(f"is “{self.name}”", f"name it like “{example}”, in small letters", ("name",))
        if self.month != (expected := (self.week - 1) // WEEKS_A_MONTH + 1):
            raise _refusal(
                f"is {self.month}, but week {self.week} is in month {expected}", "change one of the two", ("month",)
            )
        if self.files[0] != (notebook := f"{self.name}.ipynb"):
            raise _refusal(f"starts with “{self.files[0]}”", f"list the notebook, “{notebook}”, first", ("files",))


class Workshop(_Item):
    """A graded week: one notebook, made by nbgrader from source/.

    Attributes:
        name: the folder, and nbgrader's name of the assignment ("week05-appraisal").
        title: a manager's question.
        outcomes: what the participant can decide or do afterwards; the first is the decision.
        minutes: time it takes.
        month: 1-3.
        week: 1-12.
        points: the most that can be earned.
        prerequisites: names of workshops or sessions that come before it.
        files: paths in the participant's folder, the notebook first.
        due: days from a cohort's first day to the day at whose end the work is due.
    """

    called: ClassVar[str] = "a workshop"

    points: int = Field(gt=0)
    due: int = Field(ge=0)

    @property
    def notebook(self) -> PurePosixPath:
        """Where the participants' notebook is once it has been built, from the checkout's root."""
        return PurePosixPath("release", self.name, f"{self.name}.ipynb")

    @property
    def due_week(self) -> int:
        """The week of the programme (1 is the first) in which the work is due."""
        return self.due // 7 + 1

    @model_validator(mode="after")
    def _stands_on_its_own(self) -> Self:
        self._check(rf"week{self.week:02d}(-[a-z]+)+", f"week{self.week:02d}-word")
        if self.due_week < self.week:
            raise _refusal(
                f"is {self.due}, which is before week {self.week} begins",
                f"give at least {7 * (self.week - 1)}",
                ("due",),
            )
        return self


class Session(_Item):
    """A webinar or a site visit: not graded.

    Attributes:
        name: the folder below notebooks/webinars or notebooks/site-visits ("visit1-robot-cell").
        kind: "webinar" or "site visit".
        title: a manager's question.
        outcomes: what the participant can decide or do afterwards; the first is the decision.
        minutes: time it takes, travel not counted.
        month: 1-3.
        week: 1-12; it comes after the workshop of that week.
        place: where it is held.
        prerequisites: names of workshops or sessions that come before it.
        files: paths in the session's folder, the notebook first.
    """

    called: ClassVar[str] = "a session"

    kind: Literal["webinar", "site visit"]
    place: _Text

    @property
    def notebook(self) -> PurePosixPath:
        """Where the session's notebook is once somebody has written it, from the checkout's root."""
        return PurePosixPath("notebooks", f"{self.kind.replace(' ', '-')}s", self.name, f"{self.name}.ipynb")

    @model_validator(mode="after")
    def _stands_on_its_own(self) -> Self:
        stem = "webinar" if self.kind == "webinar" else "visit"
        self._check(rf"{stem}[1-9](-[a-z]+)+", f"{stem}1-word")
        return self


class Syllabus(_Part):
    """The whole programme, checked: twelve workshops, four webinars, two site visits, in three months.

    Attributes:
        title: the course's name.
        seed_start: the Monday from which the seed gradebook's due dates count.
        note: what the programme tables say below them (where the plan comes from; who has not endorsed it).
        months: in order.
        workshops: in order of their weeks.
        sessions: webinars and site visits, in order of their weeks.
    """

    title: _Text
    seed_start: Annotated[date, AfterValidator(_monday)]
    note: _Text
    months: Annotated[tuple[Month, ...], Field(strict=False)]
    workshops: Annotated[tuple[Workshop, ...], Field(strict=False)]
    sessions: Annotated[tuple[Session, ...], Field(strict=False)]

    def workshop(self, name: str) -> Workshop:
        """The workshop of that name.

        Raises:
            CourseError: when there is none; the sentence gives the nearest names.
        """
        return _named(name, self.workshops, "workshop")

    def session(self, name: str) -> Session:
        """The webinar or site visit of that name.

        Raises:
            CourseError: when there is none; the sentence gives the nearest names.
        """
        return _named(name, self.sessions, "session")

    def of_month(self, number: int) -> tuple[Workshop | Session, ...]:
        """What takes place in a month, in order: each week's workshop before its sessions."""
        items: list[Workshop | Session] = [*self.workshops, *self.sessions]
        return tuple(sorted((item for item in items if item.month == number), key=_week))  # keeps workshops first

    def due_dates(self, start: date) -> dict[str, datetime]:
        """When each workshop is due for a cohort that begins on `start`.

        Args:
            start: the cohort's first day, as a rule a Monday.

        Returns:
            For each workshop's name, 23:59 UTC of the day it is due (aware). In British summer time that is 00:59 on
            the next day: the deadline is never earlier than the end of the day on a British clock.
        """
        return {each.name: datetime.combine(start + timedelta(days=each.due), _END_OF_DAY) for each in self.workshops}

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        _check_months(self.months)
        _check_weeks(self.workshops)
        _check_due(self.workshops)
        _check_sessions(self.sessions)
        _check_names_and_prerequisites(self.workshops, self.sessions)
        return self


def load(path: Path | None = None) -> Syllabus:
    """Read and check the syllabus.

    Args:
        path: another file than the course's own `course/syllabus.yaml`.

    Raises:
        CourseError: when the file is missing, empty, not YAML, or says something that cannot be right. The sentence
            gives the file, the line, the key, the reason and what to do.
    """
    file = Path(__file__).with_name("syllabus.yaml") if path is None else path
    root, data = _read(file)
    try:
        return Syllabus.model_validate(data)
    except ValidationError as refused:
        raise CourseError(_explain(file, root, data, refused)) from None


# ---- checks of the programme as a whole


def _week(item: _Item) -> int:
    return item.week


def _check_months(months: tuple[Month, ...]) -> None:
    found = [month.number for month in months]
    wanted = list(range(1, WEEKS // WEEKS_A_MONTH + 1))
    if found != wanted:
        raise _refusal(f"has the numbers {found}", f"list the months {wanted}, each once and in order", ("months",))


def _check_weeks(workshops: tuple[Workshop, ...]) -> None:
    seen: dict[int, str] = {}
    for index, each in enumerate(workshops):
        if each.week in seen:
            raise _refusal(
                f"is {each.week}, which {seen[each.week]} has already",
                "give each workshop its own week",
                _at(index, "week"),
            )
        if seen and each.week < max(seen):
            raise _refusal(f"is {each.week}, after week {max(seen)}", "list the workshops in order", _at(index, "week"))
        seen[each.week] = each.name
    missing = [week for week in range(1, WEEKS + 1) if week not in seen]
    if missing:
        raise _refusal(
            f"has nothing for week {', '.join(map(str, missing))}",
            f"add a workshop for each of the weeks 1 to {WEEKS}",
            ("workshops",),
        )


def _check_due(workshops: tuple[Workshop, ...]) -> None:
    for index, (before, each) in enumerate(pairwise(workshops), start=1):
        if each.due <= before.due:
            raise _refusal(
                f"is {each.due}, but {before.name}, which comes before it, is due on day {before.due}",
                f"give more than {before.due}",
                _at(index, "due"),
            )


def _check_sessions(sessions: tuple[Session, ...]) -> None:
    for kind, wanted in (("webinar", WEBINARS), ("site visit", SITE_VISITS)):
        found = sum(each.kind == kind for each in sessions)
        if found != wanted:
            raise _refusal(f"has {found} of the kind “{kind}”", f"list {wanted} of them", ("sessions",))
    for index, (before, each) in enumerate(pairwise(sessions), start=1):
        if each.week < before.week:
            at = ("sessions", index, "week")
            raise _refusal(f"is {each.week}, after week {before.week}", "list the sessions in order", at)


def _check_names_and_prerequisites(workshops: tuple[Workshop, ...], sessions: tuple[Session, ...]) -> None:
    items: dict[str, Workshop | Session] = {}
    for room, each, index in _places(workshops, sessions):
        if each.name in items:
            raise _refusal(f"is “{each.name}”, which is taken", "give it a name of its own", (room, index, "name"))
        items[each.name] = each
    turn = {name: place for place, name in enumerate(sorted(items, key=lambda name: _week(items[name])))}
    for room, each, index in _places(workshops, sessions):
        for nth, name in enumerate(each.prerequisites):
            at = (room, index, "prerequisites", nth)
            if name not in items:
                raise _refusal(f"is “{name}”, which is not in the programme", _did_you_mean(name, items), at)
            needed = items[name]
            if name == each.name:
                raise _refusal(f"is {name} itself", "a workshop cannot come before itself: take it out", at)
            if turn[name] < turn[each.name]:
                continue
            if each.name in _all_needed(name, items):
                do = f"{name} also needs {each.name}, so neither could ever begin: take one of the two out"
                raise _refusal(f"is {name}, which makes a loop", do, at)
            reason = f"is {name}, which comes in week {needed.week}, not before {each.name} in week {each.week}"
            raise _refusal(reason, "take it out, or change the order", at)


def _all_needed(name: str, items: dict[str, Workshop | Session]) -> set[str]:
    """Everything that must come before `name`, directly or not (names that do not exist are passed over)."""
    needed: set[str] = set()
    ahead = [name]
    while ahead:
        for each in items[ahead.pop()].prerequisites:
            if each in items and each not in needed:
                needed.add(each)
                ahead.append(each)
    return needed


def _places(
    workshops: tuple[Workshop, ...], sessions: tuple[Session, ...]
) -> Iterable[tuple[str, Workshop | Session, int]]:
    yield from (("workshops", each, index) for index, each in enumerate(workshops))
    yield from (("sessions", each, index) for index, each in enumerate(sessions))


def _at(index: int, key: str) -> tuple[str | int, ...]:
    return ("workshops", index, key)


# ---- finding a name

_T = TypeVar("_T", Workshop, Session)


def _named(name: str, items: tuple[_T, ...], what: str) -> _T:
    for each in items:
        if each.name == name:
            return each
    help_ = _did_you_mean(name, [each.name for each in items])
    raise CourseError(_sentence(f"There is no {what} “{name}” in the programme: {help_}"))


def _did_you_mean(name: str, names: Iterable[str]) -> str:
    known = list(names)
    asked = name.strip().lower()
    near = [each for each in known if asked and asked in each]
    if not near:  # "week5" is nearer to "week05" than to "week05-appraisal"
        parts = {part: each for each in known for part in (each, *each.split("-", 1))}
        near = list(dict.fromkeys(parts[part] for part in difflib.get_close_matches(asked, parts, n=3, cutoff=0.75)))
    return f"did you mean {_either(near[:3])}?" if near else f"choose from {', '.join(known)}"


def _either(names: list[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _sentence(text: str) -> str:
    return text if text.endswith("?") else f"{text}."


# ---- reading the file, and saying what is wrong with it


class _Loader(yaml.SafeLoader):
    """Plain YAML, but a key given twice or a date that does not exist is a mistake with a line number."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key “{key.value}” is given twice here", key.start_mark
                )
            seen.add(str(key.value))
        return super().construct_mapping(node, deep=deep)

    def construct_scalar(self, node: yaml.ScalarNode | yaml.MappingNode) -> Any:
        value = super().construct_scalar(node)
        if not str(value).isprintable() and any("\ud800" <= sign <= "\udfff" for sign in str(value)):
            raise yaml.constructor.ConstructorError(None, None, "half a character is written here", node.start_mark)
        return value

    def construct_number_or_date(self, node: yaml.ScalarNode) -> Any:
        kind = node.tag.rpartition(":")[2]
        try:
            return self.construct_yaml_int(node) if kind == "int" else self.construct_yaml_timestamp(node)
        except ValueError:
            what = "number" if kind == "int" else "date"
            raise yaml.constructor.ConstructorError(
                None, None, f"there is no such {what} as {node.value}", node.start_mark
            ) from None


for _kind in ("int", "timestamp"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_kind}", _Loader.construct_number_or_date)


def _read(file: Path) -> tuple[yaml.Node, Any]:
    """The file's YAML as nodes, which know their lines, and as plain values."""
    try:
        text = file.read_text(encoding="utf-8")  # YAML itself passes over a byte-order mark
    except FileNotFoundError:
        raise CourseError(f"The syllabus {file} does not exist; check the path, or get the file back.") from None
    except UnicodeDecodeError as problem:
        raise CourseError(
            f"The syllabus {file} is not UTF-8 text (byte {problem.start + 1}); save it again as UTF-8."
        ) from None
    except OSError as problem:
        raise CourseError(f"The syllabus {file} could not be read ({problem.strerror}); it must be a file.") from None
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        if root is None:
            raise CourseError(f"The syllabus {file} is empty; it must hold {', '.join(Syllabus.model_fields)}.")
        return root, loader.construct_document(root)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = f", line {mark.line + 1}" if mark else ""
        what = problem.problem or problem.context or "it cannot be read"
    except RecursionError:
        raise CourseError(f"{file}: there are too many brackets or levels within each other; take them out.") from None
    except yaml.reader.ReaderError as problem:
        line = f", line {text.count(chr(10), 0, problem.position) + 1}"
        what = f"it holds the character U+{int(problem.character):04X}, which YAML does not allow"
    raise CourseError(f"{file}{line}: this is not YAML that can be read: {what}; mend that line or the one above it.")


def _explain(file: Path, root: yaml.Node, data: Any, refused: ValidationError) -> str:
    """One sentence for the first mistake, unknown keys first, and how many there are besides."""
    problems = sorted(refused.errors(include_url=False), key=lambda each: each["type"] != "extra_forbidden")
    # A misspelt key is also a missing one: that is one mistake, not two.
    meant = {(*each["loc"][:-1], _meant(each)) for each in problems if each["type"] == "extra_forbidden"}
    problems = [each for each in problems if not (each["type"] == "missing" and each["loc"] in meant)]
    first = problems[0]
    at = (*first["loc"], *first.get("ctx", {}).get("at", ()))
    who = next((f" ({name})" for name in [_name(data, at)] if name), "")
    more = f" Mistakes besides this one: {len(problems) - 1}." if len(problems) > 1 else ""
    return _sentence(f"{file}, line {_line(root, at)}: {_key_path(at)}{who} {_reason(first)}") + more


def _reason(problem: ErrorDetails) -> str:
    """What is wrong, said of the key, and what to do about it."""
    kind, found, limits = problem["type"], problem["input"], problem.get("ctx", {})
    given = "nothing" if found is None else f"“{found}”" if isinstance(found, str | int | float | date) else "a list"
    given = "a group of keys" if isinstance(found, dict) else given
    wanted = {
        "string_type": "text (in quotes if it looks like a number, a date, yes or no)",
        "int_type": "a whole number without quotes",
        "tuple_type": "a list",
        "date_type": "a date such as 2027-01-11, without quotes",
        "model_type": "a group of keys",
    }
    if kind == "refused":
        return problem["msg"]
    if kind == "extra_forbidden":
        near = _meant(problem)
        return f"is not a key of {_part(problem).called}; " + (
            f"did you mean “{near}”?" if near else f"its keys are {', '.join(_part(problem).model_fields)}"
        )
    if kind == "invalid_key":
        return f"is not a key of {_part(problem).called}; its keys are {', '.join(_part(problem).model_fields)}"
    if kind == "missing":
        return "is missing; add it"
    if kind in wanted:
        return f"is {given}; it must be {wanted[kind]}"
    if kind in ("greater_than", "greater_than_equal", "less_than_equal"):
        words = {"gt": "more than", "ge": "at least", "le": "at most"}
        limit = next(f"{words[key]} {limits[key]}" for key in words if key in limits)
        return f"is {found}; it must be {limit}"
    if kind == "too_short":
        return f"lists {limits['actual_length']}; list at least {limits['min_length']}"
    if kind == "too_long":
        return f"lists too many; list at most {limits['max_length']}"
    if kind == "literal_error":
        return f"is {given}; it must be {limits['expected']}"
    return f"is {given}, which cannot be right ({problem['msg']}); compare it with its neighbours"


def _part(problem: ErrorDetails) -> type[_Part]:
    """The kind of part that holds the key a problem is about."""
    rooms: dict[str | int, type[_Part]] = {"months": Month, "workshops": Workshop, "sessions": Session}
    loc = problem["loc"]
    return rooms[loc[0]] if len(loc) > 1 else Syllabus


def _meant(problem: ErrorDetails) -> str | None:
    """The key that somebody probably meant by an unknown one."""
    near = difflib.get_close_matches(str(problem["loc"][-1]).lower(), _part(problem).model_fields, n=1, cutoff=0.6)
    return near[0] if near else None


def _key_path(at: tuple[str | int, ...]) -> str:
    """`("workshops", 4, "points")` as people write it: `workshops[4].points`."""
    path = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in at)
    return path.lstrip(".") or "the whole file"


def _name(data: Any, at: tuple[str | int, ...]) -> str:
    """The name of the workshop or session that a key belongs to, if any: nobody finds it by counting from 0."""
    try:
        name = data[at[0]][at[1]]["name"]
    except (LookupError, TypeError):
        return ""
    return name if isinstance(name, str) else ""


def _line(node: yaml.Node, at: tuple[str | int, ...]) -> int:
    """The line of a key, or of the nearest thing around it that exists."""
    line = node.start_mark.line
    for key in at:
        if isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                if name.value == str(key):
                    line, node = name.start_mark.line, value
                    break
            else:
                break
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
            line = node.start_mark.line
        else:
            break
    return int(line) + 1
