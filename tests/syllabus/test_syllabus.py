"""The programme as it stands, and every way in which a wrong one is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from course import syllabus as module
from course.errors import CourseError
from course.syllabus import Syllabus, Workshop, load

REAL = Path(module.__file__).with_name("syllabus.yaml")
TEXT = REAL.read_text(encoding="utf-8")
# The names that the whole project uses (curriculum, "Names used throughout").
NAMES = [
    "week01-maturity",
    "week02-flow",
    "week03-losses",
    "week04-people",
    "week05-appraisal",
    "week06-funding",
    "week07-risk",
    "week08-capacity",
    "week09-trusted-data",
    "week10-signal-noise",
    "week11-expected-actual",
    "week12-roadmap",
]

Edit = Callable[[Any], object]


@pytest.fixture(scope="module")
def programme() -> Syllabus:
    return load()


@pytest.fixture
def refused(tmp_path: Path) -> Callable[[str], str]:
    """Write this text as a syllabus, have it refused, and give the sentence (which always names the file)."""

    def say(text: str) -> str:
        file = tmp_path / "syllabus.yaml"
        file.write_text(text, encoding="utf-8", newline="\n")
        with pytest.raises(CourseError) as caught:
            load(file)
        sentence = str(caught.value)
        assert str(file) in sentence
        assert "\n" not in sentence
        return sentence.replace(str(file), "FILE")

    return say


def edited(edit: Edit) -> str:
    """The real syllabus with one thing changed, as YAML text."""
    data = yaml.safe_load(TEXT)
    edit(data)
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))


def line_of(text: str, start: str, nth: int = 1) -> int:
    """The line (from 1) on which the nth line beginning with `start`, indentation aside, stands."""
    return [n for n, line in enumerate(text.splitlines(), 1) if line.strip().removeprefix("- ").startswith(start)][
        nth - 1
    ]


# ---- the programme itself


def test_has_twelve_workshops_by_their_agreed_names_four_a_month(programme: Syllabus) -> None:
    assert [each.name for each in programme.workshops] == NAMES
    assert [each.week for each in programme.workshops] == list(range(1, 13))
    assert [each.month for each in programme.workshops] == [1] * 4 + [2] * 4 + [3] * 4
    assert len(programme.months) == 3


def test_has_four_webinars_and_two_visits_that_are_not_marked(programme: Syllabus) -> None:
    kinds = [each.kind for each in programme.sessions]
    assert kinds.count("webinar") == 4
    assert kinds.count("site visit") == 2
    assert not any(hasattr(each, "points") or hasattr(each, "due") for each in programme.sessions)


def test_week05_is_worth_what_its_exercises_add_up_to(programme: Syllabus) -> None:
    eight_exercises, own_firm, memo = 30, 4, 6
    assert programme.workshop("week05-appraisal").points == eight_exercises + own_firm + memo


def test_a_workshop_comes_before_the_sessions_of_its_week(programme: Syllabus) -> None:
    names = [each.name for number in (1, 2, 3) for each in programme.of_month(number)]
    assert len(names) == len(set(names)) == 18
    assert names.index("week06-funding") + 1 == names.index("webinar3-funding")
    assert names[:3] == NAMES[:3]


def test_claims_no_endorsement(programme: Syllabus) -> None:
    assert "no organisation has endorsed" in programme.note
    assert all("planned" in each.place for each in programme.sessions if each.kind == "site visit")


def test_notebooks_are_where_the_layout_says(programme: Syllabus) -> None:
    assert str(programme.workshop("week02-flow").notebook) == "release/week02-flow/week02-flow.ipynb"
    notebook = programme.session("webinar1-reading-claims").notebook
    assert str(notebook) == "notebooks/webinars/webinar1-reading-claims/webinar1-reading-claims.ipynb"
    visit = programme.session("visit2-additive").notebook
    assert str(visit) == "notebooks/site-visits/visit2-additive/visit2-additive.ipynb"


def test_cannot_be_changed_after_it_was_checked(programme: Syllabus) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        programme.workshops[0].points = 400


def test_is_checked_however_it_is_made() -> None:
    data = yaml.safe_load(TEXT)
    data["workshops"][1]["due"] = data["workshops"][0]["due"]
    with pytest.raises(ValidationError, match="is due on day 13"):
        Syllabus.model_validate(data)


# ---- due dates


def test_due_at_the_end_of_the_sunday_after_the_week(programme: Syllabus) -> None:
    due = programme.due_dates(date(2027, 1, 11))
    assert list(due) == NAMES
    assert due["week01-maturity"] == datetime(2027, 1, 24, 23, 59, tzinfo=UTC)
    assert due["week12-roadmap"] == datetime(2027, 4, 11, 23, 59, tzinfo=UTC)
    assert {each.strftime("%A") for each in due.values()} == {"Sunday"}
    assert [each.due_week for each in programme.workshops] == list(range(2, 14))


def test_seed_starts_on_a_monday(programme: Syllabus) -> None:
    assert f"{programme.seed_start:%A %Y-%m-%d}" == "Monday 2027-01-11"


@given(start=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_due_dates_move_with_the_start_and_stay_in_order(start: date) -> None:
    programme = _PROGRAMME
    due = list(programme.due_dates(start).values())
    later = list(programme.due_dates(start + timedelta(days=1)).values())
    assert due == sorted(set(due))
    assert all(after - before == timedelta(days=1) for before, after in zip(due, later, strict=True))
    assert all(each.utcoffset() == timedelta(0) for each in due)


_PROGRAMME = load()


# ---- finding a workshop


@pytest.mark.parametrize(
    ("asked", "suggested"),
    [
        ("week5", "week05-appraisal"),
        ("week05", "week05-appraisal"),
        ("Appraisal", "week05-appraisal"),
        ("week05-apraisal", "week05-appraisal"),
        ("week9-trusted-data", "week09-trusted-data"),
    ],
)
def test_unknown_name_gets_the_nearest(programme: Syllabus, asked: str, suggested: str) -> None:
    with pytest.raises(CourseError, match=f"no workshop “{asked}” in the programme: did you mean {suggested}\\?$"):
        programme.workshop(asked)


@pytest.mark.parametrize("asked", ["", "zzz"])
def test_name_like_no_other_gets_the_whole_list(programme: Syllabus, asked: str) -> None:
    with pytest.raises(CourseError) as caught:
        programme.workshop(asked)
    assert all(name in str(caught.value) for name in NAMES)


def test_a_session_is_not_a_workshop(programme: Syllabus) -> None:
    with pytest.raises(CourseError, match="no workshop"):
        programme.workshop("webinar1-reading")
    with pytest.raises(CourseError, match="no session “webinar5”"):
        programme.session("webinar5")


# ---- files that cannot be read


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"elsewhere\.yaml does not exist; check the path"):
        load(tmp_path / "elsewhere.yaml")


def test_folder_instead_of_file(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="could not be read"):
        load(tmp_path)


def test_not_utf8(tmp_path: Path) -> None:
    file = tmp_path / "syllabus.yaml"
    file.write_bytes("title: caf\xe9".encode("latin-1"))
    with pytest.raises(CourseError, match=r"not UTF-8 text.*save it again as UTF-8"):
        load(file)


def test_byte_order_mark_and_windows_line_ends_are_welcome(tmp_path: Path) -> None:
    file = tmp_path / "syllabus.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode("utf-8"))
    assert load(file) == _PROGRAMME


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n"])
def test_empty_file(refused: Callable[[str], str], text: str) -> None:
    assert "is empty; it must hold title, seed_start" in refused(text)


@pytest.mark.parametrize("text", ["just words\n", "- a\n- list\n", "42\n", "---\n"])
def test_yaml_that_is_no_syllabus(refused: Callable[[str], str], text: str) -> None:
    sentence = refused(text)
    assert "the whole file" in sentence
    assert "it must be a group of keys" in sentence


@pytest.mark.parametrize(
    ("old", "new", "line_start"),
    [
        ("    minutes: 75\n", "    minutes: [75\n", "month: 1"),  # the bracket is missed on the line after
        ("    title: Where are we?\n", "    title: Where: are we?\n", "title: Where: are we?"),
        ("    title: Where are we?\n", "\ttitle: Where are we?\n", "title: Where are we?"),
        ("    week: 1\n", "    week: 1\n    week: 2\n", "week: 2"),
        ("    due: 13\n", "    due: 13\n    due: 13\n", "due: 13"),
        ("seed_start: 2027-01-11", "seed_start: 2027-02-30", "seed_start: 2027-02-30"),
        ("    minutes: 75\n", "    minutes: 0b_\n", "minutes: 0b_"),
        ("    title: Who pays?\n", '    title: "\\ud800?"\n', 'title: "\\ud800'),
        ("    place: Online\n", "    place: !!python/name:os.system\n", "place: !!python"),
        ("    title: Who pays?\n", "    title: Who\x07pays?\n", "title: Who\x07pays?"),
    ],
)
def test_bad_yaml_names_the_line(refused: Callable[[str], str], old: str, new: str, line_start: str) -> None:
    broken = TEXT.replace(old, new, 1)
    assert broken != TEXT
    nth = 2 if line_start == "due: 13" else 1  # given twice: the second is the mistake
    sentence = refused(broken)
    assert sentence.startswith(f"FILE, line {line_of(broken, line_start, nth)}: this is not YAML that can be read")


def test_a_key_given_twice_says_which(refused: Callable[[str], str]) -> None:
    assert "the key “points” is given twice" in refused(
        TEXT.replace("    points: 40\n", "    points: 40\n    points: 4\n", 1)
    )


def test_brackets_without_end(refused: Callable[[str], str]) -> None:
    assert "too many brackets" in refused("[" * 5000)


def test_two_documents_in_one_file(refused: Callable[[str], str]) -> None:
    assert "not YAML that can be read" in refused(TEXT + "\n---\n" + TEXT)


# ---- keys that are wrong


def test_misspelt_key_gets_its_name_line_and_a_suggestion(refused: Callable[[str], str]) -> None:
    fifth = 5
    pieces = TEXT.split("    points: 40\n")
    broken = "    points: 40\n".join(pieces[:fifth]) + "    piont: 40\n" + "    points: 40\n".join(pieces[fifth:])
    line = line_of(broken, "piont")
    assert refused(broken) == (
        f"FILE, line {line}: workshops[4].piont (week05-appraisal) is not a key of a workshop; did you mean “points”?"
    )


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda s: s.update(titel=s.pop("title")), "titel is not a key of the syllabus; did you mean “title”?"),
        (lambda s: s["months"][1].update(aims="x"), "months[1].aims is not a key of a month; did you mean “aim”?"),
        (
            lambda s: s["sessions"][0].update(points=5),
            "sessions[0].points (webinar1-reading-claims) is not a key of a session",
        ),
        (lambda s: s["workshops"][0].update({"Week ": 1}), "did you mean “week”?"),
        (lambda s: s["workshops"][0].update(xyzzy=1), "is not a key of a workshop; its keys are name, title, outcomes"),
        (lambda s: s["workshops"][0].update({7: 1}), "is not a key of a workshop"),
        (lambda s: s.pop("seed_start"), "seed_start is missing; add it."),
        (lambda s: s["workshops"][4].pop("points"), "workshops[4].points (week05-appraisal) is missing; add it."),
        (lambda s: s["workshops"][4].pop("name"), "workshops[4].name is missing; add it."),
        (lambda s: s["sessions"][1].pop("place"), "sessions[1].place (webinar2-people-and-change) is missing; add it."),
        (lambda s: s["months"][0].pop("aim"), "months[0].aim is missing; add it."),
    ],
)
def test_unknown_and_missing_keys(refused: Callable[[str], str], edit: Edit, says: str) -> None:
    assert says in refused(edited(edit))


def put(where: str, index: int, key: str, value: object) -> Edit:
    def edit(data: Any) -> None:
        data[where][index][key] = value

    return edit


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("points", "40", "is “40”; it must be a whole number without quotes."),
        ("points", 40.5, "is “40.5”; it must be a whole number"),
        ("points", True, "is “True”; it must be a whole number"),
        ("points", None, "is nothing; it must be a whole number"),
        ("points", 0, "is 0; it must be more than 0."),
        ("points", -4, "is -4; it must be more than 0."),
        ("minutes", 120, "is 120; it must be at most 90."),
        ("minutes", 0, "is 0; it must be more than 0."),
        ("week", 13, "is 13; it must be at most 12."),
        ("month", 0, "is 0; it must be at least 1."),
        ("month", 3, "is 3, but week 5 is in month 2; change one of the two."),
        ("due", -1, "is -1; it must be at least 0."),
        ("due", 27, "is 27, which is before week 5 begins; give at least 28."),
        ("title", 5, "is “5”; it must be text"),
        ("title", False, "is “False”; it must be text"),
        ("title", "Appraisal", "is “Appraisal”, which is not a question; write the question"),
        ("title", "is it worth it?", "which is not a question"),
        ("title", "", "has blank space at its ends, or line breaks, or no words"),
        ("title", "Is it\nworth it?", "line breaks"),
        ("outcomes", "Decide", "is “Decide”; it must be a list."),
        ("outcomes", {"a": 1}, "is a group of keys; it must be a list."),
        ("outcomes", ["Decide now"], "lists 1; list at least 2."),
        ("outcomes", ["Decide a", "Work out b", "Find c", "Set d", "Rank e"], "lists too many; list at most 4."),
        ("prerequisites", ["week04-people"] * 2, "prerequisites[1] (week05-appraisal) repeats “week04-people”"),
        ("files", [], "lists 0; list at least 1."),
        ("files", ["data/x.csv"], "starts with “data/x.csv”; list the notebook, “week05-appraisal.ipynb”, first."),
        ("name", "week5-appraisal", "is “week5-appraisal”; name it like “week05-word”"),
        ("name", "week06-appraisal", "name it like “week05-word”"),
        ("name", "week05-Appraisal", "name it like “week05-word”"),
        ("name", "week05-appraisal ", "name it like “week05-word”"),
        ("name", "../week05", "name it like “week05-word”"),
    ],
)
def test_values_of_the_wrong_kind_or_size(refused: Callable[[str], str], key: str, value: object, says: str) -> None:
    sentence = refused(edited(put("workshops", 4, key, value)))
    assert f"workshops[4].{key}" in sentence
    assert says in sentence


@pytest.mark.parametrize(
    ("outcome", "says"),
    [
        ("Understand net present value", "starts with “Understand”, which is not something one can see done"),
        ("The meaning of payback", "starts with “The”"),
        ("decide now", "starts with “decide”"),
        ("3 ways to pay", "starts with “3”"),
        ("Decide now.", "ends in a full stop"),
        (7, "is “7”; it must be text"),
    ],
)
def test_outcomes_start_with_something_one_can_do(refused: Callable[[str], str], outcome: object, says: str) -> None:
    sentence = refused(edited(put("workshops", 4, "outcomes", ["Decide now", outcome])))
    assert "workshops[4].outcomes[1] (week05-appraisal)" in sentence
    assert says in sentence


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../x.csv", "data\\x.csv", "C:/x.csv", "data//x.csv", "./x.csv", "", "."]
)
def test_files_stay_in_their_folder(refused: Callable[[str], str], name: str) -> None:
    sentence = refused(edited(put("workshops", 4, "files", ["week05-appraisal.ipynb", name])))
    assert "workshops[4].files[1]" in sentence
    assert "not a plain path below" in sentence


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (date(2027, 1, 12), "is Tuesday 2027-01-12; weeks run from Monday"),
        ("2027-01-11", "it must be a date such as 2027-01-11, without quotes"),
        (datetime(2027, 1, 11, 9, 0), "it must be a date such as 2027-01-11"),
        (20270111, "it must be a date such as 2027-01-11"),
    ],
)
def test_seed_start_is_a_plain_monday(refused: Callable[[str], str], value: object, says: str) -> None:
    sentence = refused(edited(lambda s: s.update(seed_start=value)))
    assert sentence.startswith("FILE, line 2: seed_start ")
    assert says in sentence


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("kind", "seminar", "is “seminar”; it must be 'webinar' or 'site visit'."),
        ("name", "visit1-people", "is “visit1-people”; name it like “webinar1-word”"),
        ("place", "", "has blank space at its ends, or line breaks, or no words"),
        ("due", 14, "is not a key of a session"),
    ],
)
def test_sessions_of_the_wrong_kind(refused: Callable[[str], str], key: str, value: object, says: str) -> None:
    sentence = refused(edited(put("sessions", 0, key, value)))
    assert f"sessions[0].{key}" in sentence
    assert says in sentence


def test_tells_how_many_mistakes_there_are_besides(refused: Callable[[str], str]) -> None:
    def edit(data: Any) -> None:
        data["workshops"][0]["points"] = "40"
        data["workshops"][1]["points"] = "40"
        data["workshops"][2]["minutes"] = 400

    sentence = refused(edited(edit))
    assert "workshops[0].points" in sentence
    assert sentence.endswith(". Mistakes besides this one: 2.")


def test_a_misspelt_key_is_told_before_what_it_may_have_caused(refused: Callable[[str], str]) -> None:
    def edit(data: Any) -> None:
        data["workshops"][0]["points"] = "40"
        data["workshops"][1]["mintues"] = data["workshops"][1].pop("minutes")

    sentence = refused(edited(edit))
    assert "workshops[1].mintues (week02-flow) is not a key of a workshop; did you mean “minutes”?" in sentence
    assert sentence.endswith(" Mistakes besides this one: 1.")


# ---- a programme that does not fit together


def same_week(data: Any) -> None:
    data["workshops"][5].update(week=5, name="week05-funding", month=2, files=["week05-funding.ipynb"])


def swapped(data: Any) -> None:
    workshops = data["workshops"]
    workshops[2], workshops[3] = workshops[3], workshops[2]


def taken_name(data: Any) -> None:
    data["sessions"][1].update(name="webinar1-reading-claims", files=["webinar1-reading-claims.ipynb"])


def loop(data: Any) -> None:
    data["workshops"][1]["prerequisites"] = ["week04-people"]  # which needs week03-losses, which needs week02-flow


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (same_week, "workshops[5].week (week05-funding) is 5, which week05-appraisal has already"),
        (swapped, "workshops[3].week (week03-losses) is 3, after week 4; list the workshops in order."),
        (lambda s: s["workshops"].pop(), "workshops has nothing for week 12; add a workshop"),
        (lambda s: s.update(workshops=[]), "workshops has nothing for week 1, 2, 3"),
        (lambda s: s["months"].pop(), "months has the numbers [1, 2]; list the months [1, 2, 3]"),
        (lambda s: s["months"].reverse(), "months has the numbers [3, 2, 1]"),
        (lambda s: s["sessions"].pop(0), "sessions has 3 of the kind “webinar”; list 4 of them."),
        (lambda s: s["sessions"].pop(3), "sessions has 1 of the kind “site visit”; list 2 of them."),
        (lambda s: s["sessions"].reverse(), "sessions[1].week (webinar4-trust) is 9, after week 10"),
        (taken_name, "sessions[1].name (webinar1-reading-claims) is “webinar1-reading-claims”, which is taken"),
        (put("workshops", 4, "due", 34), "workshops[4].due (week05-appraisal) is 34, but week04-people"),
        (
            put("workshops", 4, "prerequisites", ["week03-loses"]),
            "workshops[4].prerequisites[0] (week05-appraisal) is “week03-loses”, which is not in the programme; "
            "did you mean week03-losses?",
        ),
        (
            put("workshops", 4, "prerequisites", ["week09-trusted-data"]),
            "is week09-trusted-data, which comes in week 9, not before week05-appraisal in week 5",
        ),
        (put("workshops", 4, "prerequisites", ["week05-appraisal"]), "is week05-appraisal itself"),
        (put("workshops", 5, "prerequisites", ["webinar3-funding"]), "which makes a loop; webinar3-funding also needs"),
        (
            loop,
            "workshops[1].prerequisites[0] (week02-flow) is week04-people, which makes a loop; "
            "week04-people also needs week02-flow, so neither could ever begin",
        ),
    ],
)
def test_programmes_that_do_not_fit_together(refused: Callable[[str], str], edit: Edit, says: str) -> None:
    assert says in refused(edited(edit))


def test_a_session_may_come_before_a_later_workshop(tmp_path: Path) -> None:
    file = tmp_path / "syllabus.yaml"
    text = edited(put("workshops", 7, "prerequisites", ["visit1-robot-cell"]))
    file.write_text(text, encoding="utf-8", newline="\n")
    assert load(file).workshop("week08-capacity").prerequisites == ("visit1-robot-cell",)


def test_the_line_is_that_of_the_key(refused: Callable[[str], str]) -> None:
    broken = TEXT.replace("    due: 41\n", "    due: 20\n", 1)
    assert refused(broken).startswith(f"FILE, line {line_of(broken, 'due: 20', 2)}: workshops[4].due")


def test_the_line_of_a_list_entry(refused: Callable[[str], str]) -> None:
    broken = TEXT.replace(
        "prerequisites: [week09-trusted-data, week10-signal-noise]",
        "prerequisites:\n    - week09-trusted-data\n    - week10-noise",
    )
    assert f"line {line_of(broken, 'week10-noise')}: workshops[10].prerequisites[1]" in refused(broken)


_KEYS = [key for key in Workshop.model_fields if key not in ("name",)]


@settings(max_examples=30)
@given(
    week=st.integers(0, 11),
    key=st.sampled_from(_KEYS),
    value=st.one_of(
        st.none(),
        st.booleans(),
        st.floats(),
        st.text(max_size=5),
        st.integers(max_value=-1),
        st.lists(st.integers(), max_size=3),
    ),
)
def test_junk_never_passes_and_is_always_explained(
    tmp_path_factory: pytest.TempPathFactory, week: int, key: str, value: object
) -> None:
    if key == "prerequisites" and value == []:  # the one kind of junk that is right
        return
    if isinstance(value, str) and key == "title" and value.endswith("?"):
        return
    file = tmp_path_factory.getbasetemp() / "junk.yaml"
    file.write_text(edited(put("workshops", week, key, value)), encoding="utf-8", newline="\n")
    with pytest.raises(CourseError) as caught:
        load(file)
    assert f"workshops[{week}].{key}" in str(caught.value)
