"""What people read in a notebook: its markdown as blocks of text, with code, links and folded parts told apart.

Markdown is parsed (by markdown-it-py, as jupytext and Jupyter's own tools do) rather than searched, so a number sign in
a code span is no heading and the target of a link is no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final, Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from nbformat import NotebookNode

Kind = Literal["heading", "text", "item", "header", "row", "summary", "code"]

_PARSER: Final = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(dollarmath_plugin, allow_digits=False)
_WORD: Final = re.compile(r"\w")
_END: Final = re.compile(r"[.!?…][”\"')]*$")


@dataclass(frozen=True, eq=False)
class Link:
    """A link or a picture: where it leads, its title, and whether it is a picture."""

    href: str
    title: str = ""
    picture: bool = False


@dataclass(frozen=True)
class Span:
    """A run of text that looks alike: in bold or not, in code (or a formula) or not, inside a link or not."""

    text: str
    strong: bool = False
    code: bool = False
    link: Link | None = None


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, an item of a list, a row of a table, the label of a folded part, or a block of code.

    Args:
        kind: which of these.
        spans: its text, in order; the cells of a row follow each other with a line break between.
        cell: the number of its cell in the notebook, from 0.
        level: 1 to 6 for a heading, else 0.
        folded: how many folded parts it lies in.
    """

    kind: Kind
    spans: tuple[Span, ...]
    cell: int = 0
    level: int = 0
    folded: int = 0

    @property
    def text(self) -> str:
        """All that a person sees, code spans included."""
        return "".join(span.text for span in self.spans)

    @property
    def prose(self) -> str:
        """The words without code; where code stood, there is an ellipsis."""
        return "".join("…" if span.code else span.text for span in self.spans)

    @property
    def code(self) -> str:
        """What stands in code, a line each."""
        return "\n".join(span.text for span in self.spans if span.code)

    @property
    def words(self) -> int:
        """How many words a person reads here."""
        return words(self.text)

    @property
    def links(self) -> list[tuple[Link, str]]:
        """The links and pictures, each with its text."""
        found: dict[int, tuple[Link, str]] = {}
        for span in self.spans:
            if span.link is not None:
                found[id(span.link)] = (span.link, found.get(id(span.link), (span.link, ""))[1] + span.text)
        return list(found.values())

    @property
    def leads_with(self) -> str:
        """The text in bold with which it begins, if it does."""
        first = next((span for span in self.spans if span.text.strip()), None)
        return first.text.strip() if first is not None and first.strong else ""


def words(text: str) -> int:
    """How many words a text has: what stands between blanks and holds a letter or a figure."""
    return sum(bool(_WORD.search(part)) for part in text.split())


def blocks(markdown: str, cell: int = 0) -> list[Block]:
    """The blocks of a markdown text, in order; comments are left out."""
    return list(_blocks(_PARSER.parse(markdown), cell))


def blocks_of(notebook: NotebookNode) -> list[Block]:
    """The blocks of all text cells of a notebook, in order."""
    return [
        block
        for number, cell in enumerate(notebook.cells)
        if cell.cell_type == "markdown"
        for block in blocks(cell.source, number)
    ]


def place(notebook: NotebookNode, number: int) -> str:
    """A cell as an author would look for it: its grade_id, or else its number and the heading above it."""
    name = notebook.cells[number].metadata.get("nbgrader", {}).get("grade_id")
    if name:
        return str(name)
    above = [block for block in blocks_of(notebook) if block.kind == "heading" and block.cell <= number]
    return f"cell {number + 1}" + (f" (“{above[-1].text}”)" if above else "")


def sentences_of(read: Iterable[Block]) -> str:
    """Paragraphs and items as running text for a measure of readability, each ended by a full stop.

    Headings, tables, labels and code are left out. Decimals are cut off numbers, since their point would be taken for
    the end of a sentence.
    """
    lines = []
    for block in read:
        if block.kind in ("text", "item"):
            line = " ".join(re.sub(r"(?<=\d)[.,](?=\d)\d*", "", block.prose.replace("…", " ")).split()).rstrip(" :;,")
            if line:
                lines.append(line if _END.search(line) else f"{line}.")
    return "\n".join(lines)


# ---- from markdown-it's tokens to blocks


class _Html(HTMLParser):
    """Reads a piece of raw HTML: its text, tags that open or close, links and pictures."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[tuple[str, str, Mapping[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(("open", tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(("close", tag, {}))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.parts.append(("text", " ".join(data.split()), {}))


def _html(source: str) -> list[tuple[str, str, Mapping[str, str]]]:
    reader = _Html()
    reader.feed(source)
    reader.close()
    return reader.parts


def _blocks(tokens: list[Token], cell: int) -> Iterator[Block]:
    folded = items = level = 0
    row: list[Span] | None = None
    begun = False
    kind: Kind = "text"
    for token in tokens:
        if token.type == "heading_open":
            kind, level = "heading", int(token.tag[1:])
        elif token.type == "heading_close":
            level = 0
        elif token.type in ("list_item_open", "list_item_close"):
            items += token.nesting
        elif token.type in ("thead_open", "tbody_open"):
            kind = "header" if token.type == "thead_open" else "row"
        elif token.type == "tr_open":
            row, begun = [], False
        elif token.type in ("th_open", "td_open") and row is not None:
            row += [Span("\n")] if begun else []
            begun = True
        elif token.type == "tr_close":
            yield Block(kind, tuple(row or ()), cell, folded=folded)
            row = None
        elif token.type == "inline":
            spans = _spans(token.children or [])
            if row is not None:
                row += spans
            else:
                kind = "heading" if level else "item" if items else "text"
                yield Block(kind, tuple(spans), cell, level, folded)
        elif token.type in ("fence", "code_block", "math_block"):
            yield Block("code", (Span(token.content, code=True),), cell, folded=folded)
        elif token.type == "html_block":
            inside = "text"
            for what, text, about in _html(token.content):
                if what == "text":
                    kind = "summary" if inside == "summary" else "header" if inside == "th" else "text"
                    yield Block(kind, (Span(text),), cell, folded=folded)
                else:
                    inside = text if what == "open" else "text"
                    folded += (1 if what == "open" else -1) if text == "details" else 0
                    if link := _raw_link(text, about):
                        yield Block("text", (Span(about.get("alt", ""), link=link),), cell, folded=folded)


def _raw_link(tag: str, about: Mapping[str, str]) -> Link | None:
    href = about.get("href") if tag == "a" else about.get("src") if tag == "img" else None
    return None if href is None else Link(href, about.get("title", ""), picture=tag == "img")


def _spans(tokens: list[Token]) -> list[Span]:
    found: list[Span] = []
    strong = 0
    link: Link | None = None
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            strong += token.nesting
        elif token.type == "link_open":
            link = Link(str(token.attrs.get("href", "")), str(token.attrs.get("title", "")))
            found.append(Span("", link=link))  # a link without words is a link
        elif token.type == "link_close":
            link = None
        elif token.type == "image":
            picture = Link(str(token.attrs.get("src", "")), str(token.attrs.get("title", "")), picture=True)
            found.append(Span(token.content, strong > 0, link=picture))
        elif token.type == "html_inline":
            for what, text, about in _html(token.content):
                if text == "br" or what == "text":
                    found.append(Span(" " if text == "br" else text))
                elif text == "a":
                    link = _raw_link(text, about) if what == "open" else None
                    found.append(Span("", link=link))
                elif raw := _raw_link(text, about):
                    found.append(Span(about.get("alt", ""), link=raw))
        elif token.type in ("softbreak", "hardbreak"):
            found.append(Span(" ", strong > 0, link=link))
        else:
            in_code = token.type in ("code_inline", "math_inline", "math_inline_double")
            found.append(Span(token.content, strong > 0, in_code, link))
    return [span for span in found if span.text or span.link]
