"""Rule “facts”: a figure in prose is the workshop's own, the case's, worked out, or a fact of the world that is cited.

Figures of the real world live once, in `course/facts.yaml`, and are cited by a link on the figure itself:
``[£12.71 an hour](SOURCE "fact: national-living-wage, April 2026")``. The key exists, the link leads to the fact's
source, figure, sign and date are the fact's (rounded only as the fact allows), and an estimate is called one.

Any other figure in the text cells or in the cards' sentences is reported, unless it is

a) of the workshop's own making: its minutes, its points, the length asked of a text ("120 to 200 words"), a calendar
   year, a date or a time of day; the 100 that a fraction is multiplied by; £1 to reckon with; or a bare whole number
   up to twelve, in digits or words, without £, % or a unit of measurement ("5 years", "exercise 2", "two cells");
b) the case's: a constant or a field of a dataclass in a module of `course.cases` that the notebook or its definitions
   import (0.10 may be printed as 10%, £0.24 as 24p; 5 is 5% only if its name says “percent”), a figure in the first
   line of that module's docstring; an input of an exercise; a right answer, a slip's answer or one of the facts of an
   exercise, with its own sign;
c) worked out: in FIGURES of `course/checks/weeks/weekNN.py` (text as printed -> number, which has to round to the text;
   what no text uses is reported too), or printed by a locked cell when the model answers are run;
d) in a code span, or the same number as in a code span of the same paragraph.

Fractions in words ("half of", "seven eighths") cannot be told from figures of speech and are not looked at. Source is
read, so the model memo counts. Notebooks that are not graded are held to the same; what the build derives from the
syllabus is left out.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Final

import nbformat
from nbformat import NotebookNode

from course import syllabus
from course.audit import factbook, known
from course.audit.factbook import Fact
from course.audit.figures import Figure, figures
from course.audit.findings import Finding, Result
from course.audit.known import Known
from course.audit.pages import Page
from course.audit.prose import Block
from course.audit.rules.content import sentences_of_card
from course.audit.tools import Tools
from course.audit.workshop import Workshop
from course.checks.weeks import exercises
from course.grading.engine import Job

NAME = "facts"

_TAGS: Final = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)
# The hundred that makes a fraction a percentage: “multiply by 100”, “100 * irr([...])”.
_BY: Final = re.compile(r"\b(?:multipl\w+|divided?|out|times)(?: \w+)?(?: by| of)?\s$|[*×]\s?$", re.IGNORECASE)
_OWN: Final = re.compile(r"(?:[-\s](?:to|and|or)\s[\d,]+)?[-\s](?P<of>words?|points?|minutes?)\b")


def look(workshop: Workshop, tools: Tools) -> Result:
    """Hold the rule against one workshop."""
    page = Page(workshop.root, workshop.root / "source" / workshop.name / f"{workshop.name}.ipynb", workshop.source)
    facts = factbook.load(workshop.root / "course/facts.yaml")
    numbers = known.of_notebook(workshop.source, _definitions(workshop))
    own = _own(workshop)
    cited, wrong = _citations(page, facts)
    left = [*_unexplained(page, numbers, own), *_in_cards(workshop, numbers, own)]
    if left:
        job = workshop.job({stem: workshop.model(stem) for stem in workshop.definitions})
        left = _without_printed(left, tools, job, locked=True)
    found = [*wrong, *(_report(where, figure, facts) for where, figure in left), *_stale(workshop, page, numbers)]
    return Result({"facts_cited": cited, "figures_unexplained": len(left)}, tuple(found))


def look_at_course(tools: Tools) -> Result:
    """Hold the rule against the book of facts and against the notebooks that are not graded."""
    facts = factbook.load(tools.root / "course/facts.yaml")
    sessions = {each.name: each for each in syllabus.load(tools.root / "course/syllabus.yaml").sessions}
    found: list[Finding] = []
    cited = 0
    for path in sorted((tools.root / "notebooks").rglob("*.ipynb")):
        if ".ipynb_checkpoints" in path.parts:
            continue
        page = Page.read(tools.root, path)
        numbers = known.of_notebook(page.notebook)
        session = sessions.get(path.stem)
        # start-here is in no syllabus: it says its minutes itself.
        own = {"minutes": {float(session.minutes)} if session else _minutes(page)}
        here, wrong = _citations(page, facts)
        left = list(_unexplained(page, numbers, own))
        if left:
            text = nbformat.writes(page.notebook)
            left = _without_printed(left, tools, Job(text, text), locked=False)
        cited += here
        found += [*wrong, *(_report(where, figure, facts) for where, figure in left)]
    return Result({"facts": len(facts), "facts_cited": cited}, tuple(found))


# ---- what a text says


def plain(block: Block) -> str:
    """The words of a block, with an ellipsis for code and for what is cited."""
    hidden = [span.code or (span.link is not None and _cites(span.link.title)) for span in block.spans]
    shown = ("…" if hide else span.text for span, hide in zip(block.spans, hidden, strict=True) if span.text)
    return "".join(shown)


def _cites(title: str) -> bool:
    return title.lstrip().lower().startswith("fact")


def _citations(page: Page, facts: Mapping[str, Fact]) -> tuple[int, list[Finding]]:
    links = [(block, link, text) for block in page.blocks for link, text in block.links if _cites(link.title)]
    problems = [
        Finding(page.at(block), says)
        for block, link, text in links
        for says in factbook.problems_of(link.title, link.href, text, plain(block), facts)
    ]
    return len(links), problems


def _unexplained(page: Page, numbers: Known, own: Mapping[str, set[float]]) -> Iterator[tuple[str, Figure]]:
    for block in page.own_blocks:
        if block.kind == "code":
            continue
        shown = {figure.value for figure in figures(block.code.replace("_", ""))}
        for figure in _foreign(plain(block), numbers, own):
            if figure.value not in shown and not (figure.sign == "%" and figure.value / 100 in shown):
                yield page.at(block), figure


def _in_cards(workshop: Workshop, numbers: Known, own: Mapping[str, set[float]]) -> Iterator[tuple[str, Figure]]:
    for known_id, definition in workshop.definitions.items():
        for sentence in sentences_of_card(definition):
            for figure in _foreign(re.sub(r"\{\w+\}", "…", sentence), numbers, own):
                yield f"{known_id}, its cards", figure


def _foreign(text: str, numbers: Known, own: Mapping[str, set[float]]) -> Iterator[Figure]:
    """The figures of a text that are neither the workshop's own nor known."""
    for figure in figures(text):
        if figure.is_year or figure.is_date or figure.is_small_count or numbers.explains(figure):
            continue
        if figure.sign == "£" and figure.value == 1:
            continue
        match = _OWN.match(text, figure.start + len(figure.text))
        if match and not figure.sign:
            of = f"{match['of'].rstrip('s')}s"
            if of == "words" or figure.value in own.get(of, set()):
                continue
        after = text[figure.start + len(figure.text) :].lstrip()
        if figure.text == "100" and (_BY.search(text[: figure.start]) or after.startswith(("*", "×"))):
            continue
        yield figure


# ---- what a workshop knows


def _definitions(workshop: Workshop) -> list[ModuleType]:
    exercises(workshop.week)  # loads them
    return [importlib.import_module(f"course.checks.weeks.week{workshop.week[1:]}")]


def _own(workshop: Workshop) -> dict[str, set[float]]:
    graded = [cell.metadata.get("nbgrader", {}).get("points") for cell in workshop.source.cells]
    points = {float(each) for each in graded if each is not None} | {float(workshop.session.points)}
    return {"minutes": {float(workshop.session.minutes)}, "points": points}


def _minutes(page: Page) -> set[float]:
    return {figure.value for block in page.own_blocks if block.cell == 0 for figure in figures(block.text)}


def _without_printed(
    left: list[tuple[str, Figure]], tools: Tools, job: Job, *, locked: bool
) -> list[tuple[str, Figure]]:
    """What is left once the notebook has been run and its cells have printed their figures."""
    tools.progress("runs the notebook for the figures that it prints")
    ran = nbformat.reads(tools.run([job])[0].notebook, as_version=4)
    values = [value for text in _outputs(ran, locked=locked) for value in known.printed(text)]
    return [(where, figure) for where, figure in left if not any(value.is_printed_as(figure) for value in values)]


def _outputs(notebook: NotebookNode, *, locked: bool) -> Iterator[str]:
    for cell in notebook.cells:
        if cell.cell_type == "code" and (not locked or cell.metadata.get("nbgrader", {}).get("locked")):
            for output in cell.outputs:
                data = output.get("data", {})
                yield str(output.get("text", ""))
                yield str(data.get("text/plain", ""))
                yield _TAGS.sub(" ", str(data.get("text/html", "")))


# ---- what is said of it


def _report(where: str, figure: Figure, facts: Mapping[str, Fact]) -> Finding:
    says = f"“{figure.text}” is neither the case's, nor worked out, nor a cited fact."
    for key, fact in facts.items():
        if fact.source and figure.sign == fact.sign and any(fact.equals(value, figure.value) for value in fact.value):
            cite = f'[{figure.text}]({fact.source} "fact: {key}, {fact.date}")'
            return Finding(where, f"{says} If it is this fact, cite it: {cite}")
    return Finding(where, f"{says} Cite it from course/facts.yaml, or state it in FIGURES of the week's definitions.")


def _stale(workshop: Workshop, page: Page, numbers: Known) -> Iterator[Finding]:
    where = f"FIGURES of week{workshop.week[1:]}"
    used = {numbers.states(figure) for block in page.own_blocks for figure in figures(plain(block))}
    used |= {
        numbers.states(figure)
        for definition in workshop.definitions.values()
        for sentence in sentences_of_card(definition)
        for figure in figures(sentence)
    }
    for text, problem in numbers.misstated():
        yield Finding(where, f"“{text}” {problem}.")
    for text in numbers.stated:
        if text not in used:
            yield Finding(where, f"“{text}” stands nowhere in the notebook; take it out.")
