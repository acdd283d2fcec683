"""The programme as a Markdown table, and putting it between its markers in the README and in notebooks/start-here.

Everything but `notebook_links` works on text alone: the caller reads and writes the files. A document says where its
copy of the programme goes with two lines, `<!-- programme:begin -->` and `<!-- programme:end -->`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from course.errors import CourseError
from course.syllabus import Month, Session, Syllabus, Workshop

BEGIN: Final = "<!-- programme:begin -->"
END: Final = "<!-- programme:end -->"

# Four columns: a phone shows no more without scrolling sideways. The month is the heading above them.
_HEADER: Final = ("Week", "Question, and what you decide", "Minutes", "Due at the end of")
_ALIGNMENT: Final = ("---:", ":---", "---:", ":---")


def programme_markdown(syllabus: Syllabus, *, links: Mapping[str, str] | None = None, heading: int = 3) -> str:
    """The whole programme as Markdown: for each month a heading, its aim and one table.

    Args:
        syllabus: the programme.
        links: for the name of a workshop or session, the address of its notebook. What is not in it is not linked, so
            nobody is sent to a notebook that does not exist (see `notebook_links`).
        heading: the level of the months' headings (3 below an H2).

    Returns:
        Markdown without the markers, ending in one line break.
    """
    months = "\n\n".join(_month(month, syllabus, links or {}, heading) for month in syllabus.months)
    return f"{months}\n\n{_plain(syllabus.note)}\n"


def replace_block(text: str, begin: str, end: str, new: str, *, where: str = "The text") -> str:
    """Replace what stands between two marker lines; the markers and everything outside them stay as they are.

    A marker counts only when it has a line to itself, so a document may mention it in a sentence. Line ends follow the
    document's own (all CRLF if it has any CRLF).

    Args:
        text: the document.
        begin: the line above the block.
        end: the line below it.
        new: what the block is to hold; one empty line is kept above and below it.
        where: the document's name, for the error.

    Raises:
        CourseError: when a marker is missing, stands there more than once, or the end comes before the beginning.
    """
    opening, closing = _only_line(text, begin, where), _only_line(text, end, where)
    if closing.start() < opening.start():
        raise CourseError(f"{where} has the line “{end}” above the line “{begin}”; put them the other way round.")
    block = f"\n\n{new.strip()}\n\n"
    if "\r\n" in text:
        block = block.replace("\r\n", "\n").replace("\n", "\r\n")
    return text[: opening.end()] + block + text[closing.start() :]


def stale(
    text: str,
    syllabus: Syllabus,
    *,
    links: Mapping[str, str] | None = None,
    heading: int = 3,
    where: str = "The text",
) -> bool:
    """Whether a document's copy of the programme differs from the syllabus.

    Args:
        text: the document, with its markers.
        syllabus: the programme.
        links: as for `programme_markdown`; give the same as when the block was written.
        heading: likewise.
        where: the document's name, for the error.

    Raises:
        CourseError: as `replace_block`.
    """
    fresh = programme_markdown(syllabus, links=links, heading=heading)
    return replace_block(text, BEGIN, END, fresh, where=where) != text


def notebook_links(syllabus: Syllabus, checkout: Path, prefix: str = "") -> dict[str, str]:
    """The notebooks that exist now, as links: which are finished is read off the folders and stated nowhere.

    Args:
        syllabus: the programme.
        checkout: the course's folder.
        prefix: what leads from the document to that folder ("" for the README, "../../" two folders down).

    Returns:
        For each workshop or session whose notebook exists, its address.
    """
    items: tuple[Workshop | Session, ...] = (*syllabus.workshops, *syllabus.sessions)
    return {item.name: f"{prefix}{item.notebook}" for item in items if (checkout / item.notebook).is_file()}


def _month(month: Month, syllabus: Syllabus, links: Mapping[str, str], heading: int) -> str:
    rows = [_row(item, links.get(item.name)) for item in syllabus.of_month(month.number)]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in (_HEADER, _ALIGNMENT, *rows))
    return f"{'#' * heading} Month {month.number}: {_plain(month.title)}\n\n{_plain(month.aim)}\n\n{table}"


def _row(item: Workshop | Session, link: str | None) -> tuple[str, ...]:
    question = f"[{_plain(item.title)}]({link})" if link else _plain(item.title)
    said = f"**{question}**<br>{_plain(item.decision)}."
    if isinstance(item, Workshop):
        return (str(item.week), said, str(item.minutes), f"week {item.due_week}")
    said = f"{item.kind.capitalize()}: {said} {_plain(item.place)}."
    return (str(item.week), said, str(item.minutes), "not marked")


def _plain(text: str) -> str:
    """Text that means itself in a Markdown table: what would make columns, links, emphasis or tags is escaped."""
    return re.sub(r"([\\|`*_<>\[\]])", r"\\\1", " ".join(text.split()))


def _only_line(text: str, marker: str, where: str) -> re.Match[str]:
    found = list(re.finditer(rf"^[ \t]*{re.escape(marker)}(?=[ \t]*\r?$)", text, flags=re.MULTILINE))
    if not found:
        raise CourseError(f"{where} has no line “{marker}”; add it where the programme goes, on a line of its own.")
    if len(found) > 1:
        lines = " and ".join(str(text.count("\n", 0, match.start()) + 1) for match in found)
        raise CourseError(f"{where} has the line “{marker}” more than once (lines {lines}); keep one.")
    return found[0]
