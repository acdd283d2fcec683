"""What every mark must be, whatever was handed in."""

from __future__ import annotations

import json
import math
from html.parser import HTMLParser
from typing import get_args

from course.checks import Mark
from course.checks.card import as_html, as_text
from course.checks.mark import Outcome

LONGEST = 1200
"""Characters; a card is read by a busy person."""


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = 0
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if self.hidden or ("aria-hidden", "true") in attrs:
            self.hidden += 1

    def handle_endtag(self, tag: str) -> None:
        self.hidden = max(0, self.hidden - 1)

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words += data.split()


def html_words(html: str) -> list[str]:
    """The words that somebody hears who has the page read aloud (without the group's name)."""
    reader = _Words()
    reader.feed(html)
    return reader.words


def html_tags(html: str) -> set[str]:
    """The kinds of element in it."""
    reader = _Words()
    reader.feed(html)
    return set(reader.tags)


def assert_sane(mark: Mark) -> None:
    """A mark that a person can read and nbgrader can count."""
    assert math.isfinite(mark.points)
    assert 0 <= mark.points <= mark.max_points
    assert float(repr(mark)) == mark.points
    assert mark.outcome in get_args(Outcome)
    assert mark.points < mark.max_points or mark.outcome == "right"
    assert (mark.slip is not None) == (mark.outcome == "slip")
    json.dumps(mark.as_dict(), allow_nan=False)
    html, text = as_html(mark.card), as_text(mark.card)
    html.encode("utf-8")
    text.encode("utf-8")
    assert html_tags(html) <= {"div", "p", "span"}
    assert len(text) < LONGEST
    for sentence in mark.card.body:
        assert sentence.strip()[-1:] in ".?!”)…" or "computer's words" in sentence, sentence
        assert "Traceback" not in sentence
    assert mark.card.headline.strip()
    assert mark.card.body
