"""British spelling: known misspellings (codespell's list) and American forms (its en-GB to en-US list, read backwards).

Code is not looked at. What these lists refuse and the course allows stands here, in ALLOWED, and nowhere else.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from importlib import import_module, resources
from typing import Final

from course.errors import CourseError

ALLOWED: Final = frozenset(
    {
        # One of two good British forms, or American only in another sense: a gas meter, a computer program, to license.
        *("biased", "dialog", "dialogs", "focused", "focuses", "focusing", "judgment", "judgments", "lambaste"),
        *("licensed", "licenses", "licensing", "license", "meter", "meters", "overwritable", "practice", "practices"),
        *("program", "programs", "refocused", "refocuses", "refocusing", "routing", "salable", "story", "stories"),
        *("writable",),
        # Words of the trade, and names.
        *("nd", "te", "ue", "fo", "hist"),
    }
)

_OURS: Final = {  # American forms that codespell's list leaves out
    "aging": "ageing",
    "caliber": "calibre",
    "fiber": "fibre",
    "fibers": "fibres",
    "fueled": "fuelled",
    "fueling": "fuelling",
    "gage": "gauge",
    "labeled": "labelled",
    "leveled": "levelled",
    "leveling": "levelling",
    "percent": "per cent",
    "plow": "plough",
    "theater": "theatre",
    "traveled": "travelled",
    "traveling": "travelling",
}
_WORD: Final = re.compile(r"(?<![\w@#./\\-])[A-Za-z]+(?:['’][a-z]+)?(?![\w@/\\]|\.\w)")
_IZE: Final = re.compile(r"(?P<stem>[a-z]{3,})iz(?P<end>e|ed|es|er|ers|ing|ation|ations|able)")


def wrong_words(text: str) -> dict[str, str]:
    """Words of a text that are misspelt or American, each with what to write instead.

    Raises:
        CourseError: when codespell is not installed.
    """
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        better = _better(word.lower().replace("’", "'"))
        if better is not None:
            found.setdefault(word, better)
    return found


def words_in_code(source: str) -> str:
    """What a person reads in a code cell: its comments and texts, without the code."""
    return "\n".join(_texts(source))


def _texts(source: str) -> Iterator[str]:
    code = "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in source.split("\n"))
    try:
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            if token.type in (tokenize.COMMENT, tokenize.STRING) or tokenize.tok_name[token.type] == "FSTRING_MIDDLE":
                yield re.sub(r"\{[^}]*\}", " ", token.string).strip("#'\" ")  # a name in an f-string is code
    except (tokenize.TokenError, IndentationError):  # not for this rule to say
        return


def _better(word: str) -> str | None:
    if word in ALLOWED:
        return None
    known = _lists().get(word)
    if known is not None:
        return known
    american = _IZE.fullmatch(word)
    if american and not american["stem"].endswith("s"):  # resize, capsize
        return f"{american['stem']}is{american['end']}"
    return None


@cache
def _lists() -> dict[str, str]:
    try:
        folder = resources.files(import_module("codespell_lib")) / "data"
    except ModuleNotFoundError:
        raise CourseError(
            "Spelling is checked with codespell, which is not here: run `pip install codespell`."
        ) from None
    wrong = dict(_pairs((folder / "dictionary.txt").read_text(encoding="utf-8")))
    american = {
        there.split(",")[0]: here
        for here, there in _pairs((folder / "dictionary_en-GB_to_en-US.txt").read_text(encoding="utf-8"))
    }
    return {**wrong, **american, **_OURS}


def _pairs(dictionary: str) -> Iterator[tuple[str, str]]:
    for line in dictionary.splitlines():
        left, arrow, right = line.partition("->")
        if arrow:
            yield left.strip().lower(), right.strip(" ,")
