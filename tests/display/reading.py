"""Reads a piece of HTML as a browser would, far enough to ask what is in it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

_VOID: Final = {"img", "br", "hr", "meta", "input"}


class Reading(HTMLParser):
    """Every element with its attributes and the text inside it.

    Attributes:
        elements: (tag, attributes, text) in the order in which they open.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self._open: list[int] = []
        self.feed(html)
        self.close()
        assert not self._open, f"{[self.elements[place][0] for place in self._open]} left open"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}, []))
        if tag not in _VOID:
            self._open.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        opened = self.elements[self._open.pop()][0]
        assert opened == tag, f"</{tag}> closes <{opened}>"

    def handle_data(self, data: str) -> None:
        for place in self._open:
            self.elements[place][2].append(data)

    def all(self, tag: str) -> list[tuple[dict[str, str], str]]:
        return [(attributes, "".join(text)) for name, attributes, text in self.elements if name == tag]

    def styles(self, tag: str) -> list[dict[str, str]]:
        return [
            dict(part.split(":", 1) for part in attributes.get("style", "").split(";") if part)
            for attributes, _ in self.all(tag)
        ]
