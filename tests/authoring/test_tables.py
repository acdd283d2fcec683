"""The programme's table: what it says, and that a stale copy is noticed and replaced without touching anything else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.authoring.tables import BEGIN, END, notebook_links, programme_markdown, replace_block, stale
from course.errors import CourseError
from course.syllabus import Session, Syllabus, Workshop, load

PROGRAMME = load()
DOCUMENT = f"# Course\n\nBefore.\n\n{BEGIN}\n{END}\n\nAfter.\n"


def rows(markdown: str) -> list[list[str]]:
    """The cells of every row of every table, headers and rules left out."""
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return [each for each in cells if each[0].isdigit()]


def written(syllabus: Syllabus) -> str:
    return replace_block(DOCUMENT, BEGIN, END, programme_markdown(syllabus))


def changed(index: int, **fields: object) -> Syllabus:
    """The programme with one workshop changed."""
    workshops = list(PROGRAMME.workshops)
    workshops[index] = workshops[index].model_copy(update=fields)
    return PROGRAMME.model_copy(update={"workshops": tuple(workshops)})


# ---- what the tables say


def test_every_workshop_and_session_has_its_row() -> None:
    items: list[Workshop | Session] = [*PROGRAMME.workshops, *PROGRAMME.sessions]
    text = programme_markdown(PROGRAMME)
    found = rows(text)
    assert len(found) == len(items) == 18
    for item in items:
        (row,) = [row for row in found if f"**{item.title}**" in row[1]]
        assert row[0] == str(item.week)
        assert item.outcomes[0] in row[1]
        assert row[2] == str(item.minutes)
        if isinstance(item, Workshop):
            assert row[3] == f"week {item.due // 7 + 1}"
        else:
            assert row[1].lower().startswith(f"{item.kind}: ")
            assert item.place in row[1]
            assert row[3] == "not marked"


def test_rows_are_in_the_order_of_the_weeks_below_their_month() -> None:
    text = programme_markdown(PROGRAMME)
    sections = re.split(r"^### ", text, flags=re.MULTILINE)[1:]
    assert [section.splitlines()[0] for section in sections] == [
        "Month 1: Digital strategy",
        "Month 2: Return on automation",
        "Month 3: Use of data",
    ]
    for number, (month, section) in enumerate(zip(PROGRAMME.months, sections, strict=True)):
        weeks = [int(row[0]) for row in rows(section)]
        assert weeks == sorted(weeks)
        assert set(weeks) == set(range(4 * number + 1, 4 * number + 5))
        assert month.aim in section


def test_each_table_has_a_header_and_every_row_as_many_cells() -> None:
    text = programme_markdown(PROGRAMME)
    tables = re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE)
    assert len(tables) == 3
    for table in tables:
        header, rule, *body = table.splitlines()
        assert re.fullmatch(r"(\| :?-+:? )+\|", rule)
        assert {line.count("|") for line in (header, rule, *body)} == {5}


def test_says_that_nobody_endorsed_it() -> None:
    assert programme_markdown(PROGRAMME).endswith(f"{PROGRAMME.note}\n")


def test_headings_go_as_deep_as_asked() -> None:
    assert "\n## Month 2" in programme_markdown(PROGRAMME, heading=2)


def test_signs_that_markdown_would_read_are_escaped() -> None:
    text = programme_markdown(changed(0, title="Is A|B *really* <b>[so](x)</b>?"))
    (row,) = [row for row in rows(text) if "really" in row[1]]
    assert len(row) == 4
    assert r"**Is A\|B \*really\* \<b\>\[so\](x)\</b\>?**" in row[1]


def test_links_only_what_it_is_given() -> None:
    assert "](" not in programme_markdown(PROGRAMME)
    text = programme_markdown(PROGRAMME, links={"week05-appraisal": "release/w5.ipynb"})
    assert text.count("](") == 1
    assert "**[Is it worth it?](release/w5.ipynb)**" in text


def test_links_are_the_notebooks_that_exist(tmp_path: Path) -> None:
    assert notebook_links(PROGRAMME, tmp_path) == {}
    for path in (
        "release/week05-appraisal/week05-appraisal.ipynb",
        "notebooks/site-visits/visit1-robot-cell/visit1-robot-cell.ipynb",
        "source/week06-funding/week06-funding.ipynb",  # with answers, not for participants
        "release/week07-risk/notes.ipynb",
    ):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text("{}", encoding="utf-8")
    assert notebook_links(PROGRAMME, tmp_path, "../") == {
        "week05-appraisal": "../release/week05-appraisal/week05-appraisal.ipynb",
        "visit1-robot-cell": "../notebooks/site-visits/visit1-robot-cell/visit1-robot-cell.ipynb",
    }


# ---- replacing a block


def test_replaces_what_is_between_and_nothing_else() -> None:
    assert replace_block(f"a\n{BEGIN}\nold\n{END}\nz", BEGIN, END, "new\n") == f"a\n{BEGIN}\n\nnew\n\n{END}\nz"


def test_windows_line_ends_stay() -> None:
    text = replace_block(DOCUMENT.replace("\n", "\r\n"), BEGIN, END, programme_markdown(PROGRAMME))
    assert "\n" not in text.replace("\r\n", "")
    assert text.replace("\r\n", "\n") == written(PROGRAMME)


def test_a_marker_in_a_sentence_is_no_marker() -> None:
    text = f"It stands between `{BEGIN}` and `{END}`.\n\n{DOCUMENT}"
    assert replace_block(text, BEGIN, END, "new").startswith(f"It stands between `{BEGIN}` and `{END}`.\n\n# Course")


def test_new_text_with_backslashes_is_taken_as_it_is() -> None:
    assert r"\1 \g<0> \|" in replace_block(DOCUMENT, BEGIN, END, r"\1 \g<0> \|")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nothing", f"README.md has no line “{BEGIN}”; add it"),
        (f"{END}\n", f"has no line “{BEGIN}”"),
        (f"{BEGIN}\n", f"has no line “{END}”"),
        (f"{BEGIN} {END}\n", f"has no line “{BEGIN}”"),
        (f"{END}\n{BEGIN}\n", "put them the other way round"),
        (f"{BEGIN}\n\n{BEGIN}\n{END}\n", f"has the line “{BEGIN}” more than once (lines 1 and 3); keep one."),
        (f"{BEGIN}\n{END}\n{END}\n", f"has the line “{END}” more than once (lines 2 and 3)"),
    ],
)
def test_markers_that_cannot_be_followed(text: str, says: str) -> None:
    with pytest.raises(CourseError) as caught:
        replace_block(text, BEGIN, END, "new", where="README.md")
    assert says in str(caught.value)
    with pytest.raises(CourseError):
        stale(text, PROGRAMME)


_LINES = st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"]), max_size=40)


@given(before=_LINES, old=_LINES, after=_LINES, new=_LINES)
def test_replacing_twice_changes_nothing_more(before: str, old: str, after: str, new: str) -> None:
    text = f"{before}\n{BEGIN}\n{old}\n{END}\n{after}"
    once = replace_block(text, BEGIN, END, new)
    assert replace_block(once, BEGIN, END, new) == once
    assert once.startswith(f"{before}\n{BEGIN}\n")
    assert once.endswith(f"\n{END}\n{after}")
    assert new.strip() in once


# ---- noticing a stale copy


def test_fresh_copy_is_not_stale() -> None:
    assert stale(DOCUMENT, PROGRAMME)
    assert not stale(written(PROGRAMME), PROGRAMME)
    assert not stale(written(PROGRAMME).replace("\n", "\r\n"), PROGRAMME)


def test_an_edit_by_hand_is_stale() -> None:
    text = written(PROGRAMME)
    assert stale(text.replace("Where are we?", "Where were we?"), PROGRAMME)
    assert not stale(text.replace("After.", "Long after."), PROGRAMME)


def test_a_notebook_that_appears_makes_the_copy_stale() -> None:
    assert stale(
        written(PROGRAMME), PROGRAMME, links={"week01-maturity": "release/week01-maturity/week01-maturity.ipynb"}
    )


@given(
    index=st.integers(0, 11),
    fields=st.sampled_from(
        [{"title": "Is this new?"}, {"minutes": 31}, {"due": 777}, {"outcomes": ("Decide something new", "Find out")}]
    ),
)
def test_any_change_that_shows_makes_the_copy_stale(index: int, fields: dict[str, object]) -> None:
    assert stale(written(PROGRAMME), changed(index, **fields))


@pytest.mark.parametrize("field", ["title", "aim"])
def test_a_changed_month_makes_the_copy_stale(field: str) -> None:
    months = (PROGRAMME.months[0].model_copy(update={field: "Something new"}), *PROGRAMME.months[1:])
    assert stale(written(PROGRAMME), PROGRAMME.model_copy(update={"months": months}))
