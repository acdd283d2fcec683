"""`course/facts.yaml`: figures of the real world, each once, with date, source and how sure the course is of it.

A notebook cites a fact by its key, with a markdown link on the figure itself:
``[£12.71 an hour](SOURCE "fact: national-living-wage, April 2026")``. `problems_of` holds such a citation against the
book; `course.audit.rules.facts` calls it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self, TypeVar
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from course.audit.figures import Figure, figures
from course.errors import CourseError

CITES: Final = re.compile(r"fact: (?P<key>[a-z0-9-]+), (?P<date>.+)")
"""The title of a link that cites a fact."""

_KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HEDGES: Final = re.compile(
    r"\b(about|around|roughly|some|estimate[ds]?|typical(ly)?|suggests?|claim(s|ed)?|forecast)\b", re.IGNORECASE
)


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else (value,)


class Fact(BaseModel):
    """A figure of the real world.

    Attributes:
        says: what it is, in one plain sentence.
        value: the figure in `unit`, or several that belong together, such as the two ends of a range; written out in
            full (7600000, not 7.6 million).
        unit: begins with the sign that stands at the printed figure: "£ an hour", "%", "p/kWh"; or words ("firms").
        date: when it holds or was published, in words with a year: "April 2026".
        source: the page where it was read; None for an assumption, which then cannot be cited.
        how_sure: verified (read on the page named), estimate (the page itself estimates, or it was worked out from
            what is there), assumption (chosen for the course).
        rounds_to: a notebook may print it rounded to this, in `unit`; None for as it stands.
        note: what else an author should know before using it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    says: str = Field(min_length=10, pattern=r"^\S.*\.$")
    value: Annotated[tuple[float, ...], BeforeValidator(_as_tuple), Field(min_length=1)]
    unit: str = Field(min_length=1)
    date: str = Field(pattern=r"\b(19|20)\d\d\b")
    source: str | None = None
    how_sure: Literal["verified", "estimate", "assumption"]
    rounds_to: float | None = Field(default=None, gt=0)
    note: str = ""

    @property
    def sign(self) -> str:
        """The sign that a printed figure of this unit carries: "£", "%", "p" or none."""
        return next((sign for sign in ("£", "%", "p/") if self.unit.startswith(sign)), "").rstrip("/")

    @model_validator(mode="after")
    def _has_a_source(self) -> Self:
        if self.source is None and self.how_sure != "assumption":
            raise ValueError("has no source; give the address of the page, or call it an assumption")
        if self.source is not None:
            parts = urlsplit(self.source)
            if parts.scheme not in ("http", "https") or "." not in parts.netloc or re.search(r"\s", self.source):
                raise ValueError(f"has the source “{self.source}”, which is no address of a page")
        return self

    def equals(self, number: float, printed: float) -> bool:
        """Whether a printed figure is this value of the fact, rounded no further than the fact says."""
        return abs(number - printed) <= (self.rounds_to or 0.0) / 2 + 1e-9 * max(1.0, abs(number))


def load(path: Path) -> dict[str, Fact]:
    """Read the facts, by key.

    Raises:
        CourseError: when the file is missing, repeats a key, or a fact is not complete; the sentence names the fact.
    """
    return read_entries(path, Fact, _KEY)


def problems_of(title: str, href: str, text: str, around: str, facts: Mapping[str, Fact]) -> list[str]:
    """What is wrong with a citation, a sentence each; none when it holds.

    Args:
        title: the link's title, beginning "fact:".
        href: where the link leads.
        text: the text of the link, with the figure in it.
        around: the paragraph that it stands in.
        facts: the book.
    """
    cited = CITES.fullmatch(title)
    if cited is None:
        return [f"“{title}” is not of the form “fact: KEY, DATE”."]
    fact = facts.get(cited["key"])
    if fact is None:
        return [f"There is no fact “{cited['key']}” in course/facts.yaml."]
    found = []
    if href != fact.source:
        found.append(f"The link leads to {href}, but the source of “{cited['key']}” is {fact.source}.")
    if cited["date"] != fact.date:
        found.append(f"The date is “{cited['date']}”, but that of “{cited['key']}” is “{fact.date}”.")
    printed = [figure for figure in figures(text) if not figure.is_year]
    if not _same(fact, printed):
        value = " and ".join(f"{each:,.10g}" for each in fact.value)
        found.append(f"The link says “{text}”, but “{cited['key']}” is {value} {fact.unit}.")
    if fact.how_sure == "estimate" and not _HEDGES.search(around):
        found.append(f"“{cited['key']}” is an estimate: say so beside it, with “about”, “estimated” or “claimed”.")
    return found


def _same(fact: Fact, printed: list[Figure]) -> bool:
    return len(printed) == len(fact.value) and all(
        fact.equals(value, figure.value) and figure.sign == fact.sign
        for value, figure in zip(fact.value, printed, strict=True)
    )


# ---- reading a book of entries


Entry = TypeVar("Entry", bound=BaseModel)


def read_entries(path: Path, kind: type[Entry], key: re.Pattern[str]) -> dict[str, Entry]:
    """Read a YAML file that maps names to entries of one kind.

    Args:
        path: the file.
        kind: what an entry has to be.
        key: what a name has to look like.

    Raises:
        CourseError: when the file is missing or no such mapping, repeats a name, or an entry is wrong.
    """
    try:
        loader = yaml.SafeLoader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        data = loader.construct_document(node) if node is not None else None
    except OSError:
        raise CourseError(f"{path} cannot be read; put the file back.") from None
    except (yaml.YAMLError, ValueError) as problem:
        raise CourseError(f"{path} is not YAML: {' '.join(str(problem).split())}. Mend that line.") from None
    if not isinstance(data, dict) or not isinstance(node, yaml.MappingNode):
        raise CourseError(f"{path} holds no entries; write them as NAME: and, indented below it, what belongs to it.")
    names = [str(name.value) for name, _ in node.value]
    for name in names:
        if names.count(name) > 1:
            raise CourseError(f"{path}: “{name}” is there twice; keep one of the two.")
        if not key.fullmatch(name):
            raise CourseError(f"{path}: the name “{name}” is not allowed; use small letters.")
    entries: dict[str, Entry] = {}
    for name, given in data.items():
        try:
            entries[name] = kind.model_validate(given)
        except ValidationError as refused:
            first = refused.errors()[0]
            where = ".".join(str(part) for part in first["loc"] if part != "function-before")
            at = f", {where}" if where else ""
            raise CourseError(f"{path}: “{name}”{at}: {first['msg'].removeprefix('Value error, ')}.") from None
    return entries
