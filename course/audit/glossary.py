"""`course/glossary.yaml`: the course's terms, one plain sentence each; and where a notebook first uses them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from course.audit.factbook import read_entries
from course.audit.prose import Block

_TERM: Final = re.compile(r"[A-Za-z][A-Za-z0-9'’ /-]*")
_PLAIN: Final = re.compile(r"[a-z]{4,}")
_STEM: Final = 5
# Words that say nothing of what a term is about.
_EMPTY: Final = frozenset(
    [
        "about",
        "after",
        "again",
        "also",
        "another",
        "been",
        "before",
        "being",
        "between",
        "both",
        "come",
        "comes",
        "could",
        "does",
        "done",
        "each",
        "every",
        "from",
        "have",
        "here",
        "into",
        "itself",
        "just",
        "kind",
        "like",
        "made",
        "make",
        "makes",
        "many",
        "more",
        "most",
        "much",
        "must",
        "need",
        "needs",
        "only",
        "other",
        "over",
        "same",
        "some",
        "such",
        "take",
        "takes",
        "than",
        "that",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "thing",
        "things",
        "this",
        "those",
        "through",
        "until",
        "upon",
        "used",
        "using",
        "very",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "will",
        "with",
        "within",
        "without",
        "would",
        "your",
    ]
)


class Term(BaseModel):
    """A term of the course.

    Attributes:
        means: one plain sentence.
        also: other names for it, such as its abbreviation.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    means: str = Field(min_length=15, max_length=220, pattern=r"^[A-Z£].*\.$")
    also: Annotated[tuple[str, ...], BeforeValidator(lambda given: tuple(given))] = ()

    def explained_in(self, text: str, term: str) -> bool:
        """Whether a text says what the term is: it has at least a third of the telling words of `means`, and two.

        Words are compared by their first five letters, so that "saves" and "saving" are one; the term's own words do
        not count.
        """
        telling = _stems(self.means) - _stems(" ".join((term, *self.also)))
        shared = telling & _stems(text)
        return len(shared) >= min(len(telling), max(2, len(telling) / 3))


@dataclass(frozen=True)
class Use:
    """The first use of a term.

    Args:
        block: where.
        bold: whether it is in bold there.
        explained: whether the same block says what it is.
    """

    block: Block
    bold: bool
    explained: bool

    @property
    def defines(self) -> bool:
        """Whether a reader who meets the term here can know what it is."""
        return self.bold and self.explained


def load(path: Path) -> dict[str, Term]:
    """Read the glossary: term -> what it means.

    Raises:
        CourseError: when the file is missing, repeats a term, or a term has no plain sentence.
    """
    return read_entries(path, Term, _TERM)


def first_uses(read: Iterable[Block], glossary: Mapping[str, Term]) -> dict[str, Use]:
    """Where each term is first used in prose: paragraphs, items and rows of tables.

    A heading cannot explain a term and is passed over; what follows it can. The longest term that fits counts:
    "discounted payback" is no use of "payback".
    """
    found: dict[str, Use] = {}
    names = _names(glossary)
    if not names:
        return found
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w-])(?:{longest_first})(?=s?(?![\w-]))", re.IGNORECASE)
    for block in read:
        if block.kind not in ("text", "item", "row", "header"):
            continue
        uses: dict[str, bool] = {}
        bold = list(_bold(block))
        text = block.prose.replace("’", "'").replace("\n", " ")
        for match in pattern.finditer(text):
            term = names[match[0].lower()]
            strong = any(start < match.end() and match.start() < end for start, end in bold)
            uses[term] = uses.get(term, False) or strong
        for term, strong in uses.items():
            found.setdefault(term, Use(block, strong, glossary[term].explained_in(text, term)))
    return found


def undefined(read: Sequence[Block], glossary: Mapping[str, Term], known: Iterable[str] = ()) -> dict[str, Use]:
    """Terms whose first use neither defines them nor follows a definition in an earlier week (`known`)."""
    before = set(known)
    uses = first_uses(read, glossary)
    return {term: use for term, use in uses.items() if not use.defines and term not in before}


def defined(read: Iterable[Block], glossary: Mapping[str, Term]) -> set[str]:
    """Terms that are defined where they are first used."""
    return {term for term, use in first_uses(read, glossary).items() if use.defines}


def _names(glossary: Mapping[str, Term]) -> dict[str, str]:
    return {name.replace("’", "'").lower(): term for term, entry in glossary.items() for name in (term, *entry.also)}


def _bold(block: Block) -> Iterator[tuple[int, int]]:
    at = 0
    for span in block.spans:
        end = at + (1 if span.code else len(span.text))
        if span.strong:
            yield at, end
        at = end


def _stems(text: str) -> set[str]:
    words: list[Any] = _PLAIN.findall(text.lower())
    return {word[:_STEM] for word in words if word not in _EMPTY}
