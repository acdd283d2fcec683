"""The card that a person reads after a check: the same words as HTML and as plain text."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal, NamedTuple

Tone = Literal["right", "close", "ask"]


class _Look(NamedTuple):
    """The sign and colours of a tone; the sign and the first words say the same as the colour does."""

    sign: str
    edge: str
    ground: str


# Edge on ground at least 3:1, text #1a1a1a on ground above 14:1; set outright so that dark themes read well too.
_LOOKS: dict[Tone, _Look] = {
    "right": _Look("✓", "#1b6e3c", "#f1f8f3"),
    "close": _Look("➜", "#8a5a00", "#fdf6e7"),
    "ask": _Look("?", "#1f4e8c", "#f0f5fb"),
}


@dataclass(frozen=True)
class Card:
    """What is said: a first line, some sentences, and the points.

    Args:
        label: which exercise, for people who hear the page ("Payback").
        tone: right, close (a known slip) or ask (anything else).
        headline: the first line.
        body: paragraphs of plain text.
        points: the last line.
    """

    label: str
    tone: Tone
    headline: str
    body: tuple[str, ...]
    points: str

    def words(self) -> tuple[str, ...]:
        """All that is said, line by line: first line, body, points.

        What a participant typed may be in it, so whatever does not print (half a surrogate pair, which no file can
        hold, a sign that turns the direction of writing) becomes a space.
        """
        lines = (self.headline, *self.body, self.points)
        return tuple("".join(sign if sign.isprintable() else " " for sign in line) for line in lines)


def as_html(card: Card) -> str:
    """The card as one HTML element that stands in light and dark pages and at any width."""
    look = _LOOKS[card.tone]
    headline, *body, points = map(escape, card.words())
    paragraphs = "".join(f'<p style="margin:.4em 0 0;color:#1a1a1a">{text}</p>' for text in body)
    return (
        f'<div role="group" aria-label="{escape(f"Check: {card.label}", quote=True)}" '
        f'style="border:1px solid {look.edge};border-left:6px solid {look.edge};background:{look.ground};'
        f'color:#1a1a1a;padding:.7em 1em;margin:.3em 0;max-width:44em;font-size:14px;line-height:1.5">'
        f'<p style="margin:0;font-weight:bold;color:#1a1a1a"><span aria-hidden="true">{look.sign} </span>'
        f"{headline}</p>{paragraphs}"
        f'<p style="margin:.4em 0 0;color:#444444">{points}</p></div>'
    )


def as_text(card: Card) -> str:
    """The card as plain text, for a terminal or a screen reader."""
    headline, *rest = card.words()
    return "\n".join([f"{card.label}. {headline}", *rest])
