"""One of the course's pages in Markdown as a page of HTML, with links between them that work."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from course.grading.templating import pages_of


def as_page(text: str, known: Collection[str]) -> str:
    """The page.

    Args:
        text: in Markdown, as in docs/.
        known: the names of the pages beside it. A link to anything else in the course's folder becomes plain text,
            since a browser cannot go there.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    title = ""
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            words = "".join(each.content for each in tokens[at + 1].children or [])
            token.attrSet("id", _anchor(words))
            title = title or words
        if token.children:
            token.children = _mended(token.children, known)
    body = parser.renderer.render(tokens, parser.options, {})
    # The body is the course's own text, and Markdown's HTML was switched off.
    return pages_of("course.hub").get_template("docs.html.j2").render(title=title, body=body)


def _mended(parts: list[Token], known: Collection[str]) -> list[Token]:
    kept: list[Token] = []
    dropped = False
    for part in parts:
        if part.type == "link_open":
            goal = _goal(str(part.attrs["href"]), known)
            dropped = goal is None
            if goal is not None:
                part.attrSet("href", goal)
        if part.type not in ("link_open", "link_close") or not dropped:
            kept.append(part)
    return kept


def _goal(link: str, known: Collection[str]) -> str | None:
    parts = urlsplit(link)
    if parts.scheme or not parts.path:
        return link
    name = parts.path.removesuffix(".md")
    if name not in known or name == parts.path:
        return None
    return f"{name}#{parts.fragment}" if parts.fragment else name


def _anchor(heading: str) -> str:
    """As GitHub makes it, so that links to it agree in both places."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
