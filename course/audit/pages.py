"""What holds for every notebook, graded or not: headings, sizes, spelling, readability, tables and links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import nbformat
from nbformat import NotebookNode

from course.audit import spelling
from course.audit.findings import Finding
from course.audit.prose import Block, Link, blocks, blocks_of, place, sentences_of
from course.authoring.tables import BEGIN, END
from course.errors import CourseError

TEXT_WORDS: Final = 120
CODE_LINES: Final = 12
GRADE: Final = 10.0
"""The highest Flesch-Kincaid grade: a text of grade 10 is read with ease by a person of fifteen."""

_TABLES: Final = ("header", "row")
_DERIVED: Final = re.compile(rf"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
_HALF_A_LINK: Final = re.compile(r"\]\s?\(|\]\[|(?:^|\s)(?:https?://|www\.)", re.IGNORECASE)
_OWN_MACHINE: Final = re.compile(r"(localhost|127\..*|10\..*|192\.168\..*|\[?::1\]?)(:\d+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """A notebook of the checkout.

    Args:
        root: the checkout.
        path: the notebook.
        notebook: what it holds.
    """

    root: Path
    path: Path
    notebook: NotebookNode

    @classmethod
    def read(cls, root: Path, path: Path) -> Page:
        """Read a notebook file."""
        return cls(root, path, nbformat.read(path, as_version=4))

    @cached_property
    def blocks(self) -> list[Block]:
        """All that its text cells say, in order."""
        return blocks_of(self.notebook)

    @cached_property
    def own_blocks(self) -> list[Block]:
        """The same without what the build derives from the syllabus."""
        return [
            block
            for number, cell in enumerate(self.notebook.cells)
            if cell.cell_type == "markdown"
            for block in blocks(_DERIVED.sub("", cell.source), number)
        ]

    @cached_property
    def words(self) -> int:
        """How many words there are to read, tables included."""
        return sum(block.words for block in self.blocks)

    @cached_property
    def grade(self) -> float:
        """The Flesch-Kincaid grade of its sentences; tables, headings, code and formulas are left out.

        Raises:
            CourseError: when textstat is not installed.
        """
        try:
            textstat = import_module("textstat")
        except ModuleNotFoundError:
            raise CourseError(
                "Readability is measured with textstat, which is not here: run `pip install textstat`."
            ) from None
        return float(textstat.flesch_kincaid_grade(sentences_of(self.blocks)))

    def at(self, where: int | Block) -> str:
        """How findings name a cell of this notebook."""
        cell = where.cell if isinstance(where, Block) else where
        return f"{self.path.stem}, {place(self.notebook, cell)}"


def common(page: Page) -> Iterator[Finding]:
    """What is wrong with a notebook, by the rules that hold for every one."""
    yield from headings(page)
    yield from sizes(page)
    yield from misspelt(page)
    yield from tables(page)
    yield from links(page)
    if page.grade > GRADE:
        says = f"The text is of grade {page.grade:.1f}; shorten sentences and words until it is at most {GRADE:g}."
        yield Finding(page.path.stem, says)


def headings(page: Page) -> Iterator[Finding]:
    """One H1, first of all headings, and no level left out on the way down."""
    found = [block for block in page.blocks if block.kind == "heading"]
    firsts = sum(block.level == 1 for block in found)
    if firsts != 1:
        yield Finding(page.path.stem, f"There are {firsts} headings of the first level (#); keep exactly one.")
    if found and found[0].level != 1:
        yield Finding(page.at(found[0]), "The first heading is not the title; begin with one “#”.")
    for before, after in pairwise(found):
        if after.level > before.level + 1:
            says = f"“{after.text}” leaves out a level: after {'#' * before.level} comes {'#' * (before.level + 1)}."
            yield Finding(page.at(after), says)
    for block in found:
        if not block.text.strip():
            yield Finding(page.at(block), "A heading is empty; give it words, or take it out.")


def sizes(page: Page) -> Iterator[Finding]:
    """Text cells of at most 120 words, a table's words counted apart; code cells of at most 12 lines."""
    # What the build derives from the syllabus is a table with headings, and no author's to shorten.
    there: Counter[int] = Counter()
    for block in page.own_blocks:
        there[block.cell] += block.words if block.kind not in _TABLES else 0
    for number, cell in enumerate(page.notebook.cells):
        lines = len(cell.source.rstrip("\n").split("\n")) if cell.cell_type == "code" else 0
        if there[number] > TEXT_WORDS:
            says = f"The cell has {there[number]} words; a text cell has at most {TEXT_WORDS}: cut it, or split it."
            yield Finding(page.at(number), says)
        if lines > CODE_LINES:
            yield Finding(page.at(number), f"The cell has {lines} lines; a code cell has at most {CODE_LINES}.")


def misspelt(page: Page) -> Iterator[Finding]:
    """British spelling, in text cells and in the comments and texts of code cells."""
    for number, cell in enumerate(page.notebook.cells):
        if cell.cell_type == "markdown":
            text = "\n".join(block.prose for block in blocks(cell.source))
        else:
            text = spelling.words_in_code(cell.source)
        for word, better in spelling.wrong_words(text).items():
            yield Finding(page.at(number), f"“{word}” is not British spelling; write “{better}”.")


def tables(page: Page) -> Iterator[Finding]:
    """Every column of a table has a heading."""
    for number, cell in enumerate(page.notebook.cells):
        if cell.cell_type != "markdown":
            continue
        rows = blocks(cell.source, number)
        for block in rows:
            if block.kind == "header" and not all(name.strip() for name in block.text.split("\n")):
                yield Finding(page.at(number), "A column of a table has no heading; name what stands in it.")
        if re.search(r"<table\b", cell.source) and not re.search(r"<th\b", cell.source):
            yield Finding(page.at(number), "A table in HTML has no headings (<th>); write it in markdown instead.")


def links(page: Page) -> Iterator[Finding]:
    """Links are whole, have a text, and those that stay inside the course lead to something that is there."""
    anchors = _anchors(page)
    for block in page.blocks:
        for link, text in block.links:
            if wrong := _wrong_with(page, block, link, text, anchors):
                yield Finding(page.at(block), wrong)
        plain = "".join(span.text for span in block.spans if not span.code and span.link is None)
        if _HALF_A_LINK.search(plain):
            yield Finding(page.at(block), "Something here looks like a link and is none; write it as [words](address).")


def _wrong_with(page: Page, block: Block, link: Link, text: str, anchors: set[str]) -> str | None:
    what = "picture" if link.picture else "link"
    if not text.strip() and not link.picture:
        return f"The link to {link.href} has no words; say where it leads."
    target = urlsplit(link.href)
    if not link.href or re.search(r"\s", unquote(target.path) if target.scheme else ""):
        return f"The {what} “{text}” has no whole address: “{link.href}”."
    if target.scheme == "attachment":
        held = page.notebook.cells[block.cell].get("attachments", {})
        return None if unquote(target.path) in held else f"The cell holds no attachment “{unquote(target.path)}”."
    if target.scheme == "mailto":
        return None if "@" in target.path else f"“{link.href}” is no address to write to."
    if target.scheme or target.netloc:
        if target.scheme not in ("https", "http") or "." not in target.netloc or _OWN_MACHINE.fullmatch(target.netloc):
            return f"The {what} “{text}” leads to {link.href}, which nobody else can open."
        return None
    if not target.path:
        return None if unquote(target.fragment) in anchors else f"No heading here has the anchor #{target.fragment}."
    file = (page.path.parent / unquote(target.path)).resolve()
    if not file.is_relative_to(page.root.resolve()):
        return f"The {what} “{text}” leads out of the course: {link.href}."
    return None if file.exists() else f"The {what} “{text}” leads to {link.href}, and there is no such file."


def _anchors(page: Page) -> set[str]:
    """The anchors of headings: as JupyterLab makes them (blanks become hyphens) and as web pages do."""
    names = Counter(block.text.strip() for block in page.blocks if block.kind == "heading")
    made = {name.replace(" ", "-") for name in names}
    return made | {re.sub(r"[^\w\- ]", "", name.lower()).replace(" ", "-") for name in names}
