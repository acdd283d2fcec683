"""What py:percent would misread, marked so that it comes back as it was: in a cell's text and in its metadata."""

from __future__ import annotations

import re

from nbformat import NotebookNode

# jupytext begins a cell at each of these; one more backslash keeps it from doing so.
_DIVIDER = re.compile(r"^([^\S\n]*#[^\S\n]*)(\\*)(%%|<codecell>|In\[)", flags=re.MULTILINE)

# Names that jupytext gives a meaning of its own, and the name under which they are kept from it.
_JUPYTEXTS_OWN = (
    *("active", "cell_depth", "cell_type", "incorrectly_encoded_metadata"),
    *("language", "magic_args", "region_name", "title"),
)
_PACK = "other_metadata"


def escape(source: str, kind: str) -> str:
    """Mark what py:percent would misread: a cell divider in any cell, three quotation marks in a text cell."""
    source = _DIVIDER.sub(r"\1\\\2\3", source)
    if kind == "code":
        return source

    def quote(match: re.Match[str]) -> str:
        slashes, quotes = match[1], match[2]
        if slashes:  # the slashes belong to the first mark; each gains one, so that reading can take one away
            head, rest = f'{slashes}\\"', quotes[1:]
        else:
            head, rest = "", quotes
        return head + (rest.replace('"', '\\"') if len(quotes) >= 3 else rest)

    source = re.sub(r"\A(\\*%%)", r"\\\1", source)
    return re.sub(r'(\\*)("+)', quote, source)


def unescape(source: str, kind: str) -> str:
    """A cell's text as it was before `escape`."""
    source = re.sub(_DIVIDER.pattern.replace(r"(\\*)", r"\\(\\*)"), r"\1\2\3", source, flags=re.MULTILINE)
    if kind == "code":
        return source
    return re.sub(r"\A\\(\\*%%)", r"\1", re.sub(r'\\(\\*")', r"\1", source))


def packed(metadata: NotebookNode) -> NotebookNode:
    """Metadata whose names jupytext would misread, or use itself, put under one name."""
    plain, other = NotebookNode(), NotebookNode()
    for key, value in metadata.items():
        readable = value is not None and re.fullmatch(r"[A-Za-z_][\w-]*", key, re.ASCII)
        active = key == "tags" and any(str(tag).startswith("active-") for tag in value)
        (plain if readable and not active and key not in (*_JUPYTEXTS_OWN, _PACK) else other)[key] = value
    return NotebookNode({**plain, _PACK: other}) if other else plain


def unpacked(metadata: NotebookNode) -> NotebookNode:
    """Metadata as it was before `packed`."""
    other = metadata.get(_PACK, {})
    return NotebookNode({**{key: value for key, value in metadata.items() if key != _PACK}, **other})
