"""Wording that the steps of intake share."""

from __future__ import annotations

from collections.abc import Sequence

_NAMED = 4
_LONGEST = 80


def printable(name: str) -> str:
    """A name as it can be printed anywhere: on one line, in characters that every file can hold."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def plain(name: str) -> str:
    """A name as the part of a sentence: printable, and cut where it is too long."""
    shown = printable(name)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


def listed(names: Sequence[str], more: str = "cells") -> str:
    """Names as the middle of a sentence: "a, b and c"; after a few only their number: "a, b, c, d and 3 more cells"."""
    shown = list(names)
    if len(shown) > _NAMED + 1:
        shown = [*shown[:_NAMED], f"{len(shown) - _NAMED} more {more}"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def megabytes(size: int) -> str:
    """A size for people: 63000000 -> "63 MB"."""
    return f"{max(1, round(size / 1e6)):,} MB"
