"""Rule “content”: a workshop has its parts, in order, in sizes that can be read, in plain British English.

For a workshop, on the notebook that participants get: one H1 (the syllabus's question) and no level of heading left
out; 25 to 40 cells; text cells of at most 120 words beside their tables, code cells of at most 12 lines; the key parts
in order; a folded hint with a nudge and a method under each exercise; tables with headings; links that lead somewhere;
British spelling, in the cards' sentences too; a Flesch-Kincaid grade of at most 10; every term of the glossary
explained where it is first used; what is simulated labelled so; and minutes that fit the session:

    words to read / 200 + minutes of the exercises and forms + predict 1 + explore 5 + decision 3 + memo 12

For the other notebooks (notebooks/), those of these that apply to any page: see `course.audit.pages`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

from course.audit import glossary, spelling
from course.audit.findings import Finding, Result
from course.audit.pages import Page, common
from course.audit.prose import Block
from course.audit.simulated import unlabelled
from course.audit.tools import Tools
from course.audit.workshop import Workshop, workshops
from course.checks import Exercise, Form

NAME = "content"

WORDS_A_MINUTE: Final = 200
MINUTES: Final = {"Predict": 1.0, "Explore": 5.0, "Your decision": 3.0, "Memo": 12.0}
"""Minutes that a part takes besides its reading."""

CELLS: Final = (25, 40)
_BEFORE: Final = ("Predict", "The case", "Explore")
_AFTER: Final = ("Your firm", "Your decision", "Memo", "Key points", "Monday morning", "Hand in")
_NUMBERED: Final = re.compile(r"(\d+)\. ")
_FIRST_PAGE: Final = ("You will decide", "Have to hand")


def look(workshop: Workshop, tools: Tools) -> Result:
    """Hold the rule against one workshop."""
    page = page_of(workshop)
    minutes = minutes_of(workshop, page)
    found = [
        *common(page),
        *_cells(page),
        *_opening(workshop, page),
        *_parts(workshop, page),
        *_hints(workshop, page),
        *_cards(workshop),
        *_terms(workshop, page),
        *unlabelled(workshop, page),
    ]
    if minutes > workshop.session.minutes:
        says = f"It takes {minutes:.1f} minutes, and the session has {workshop.session.minutes}: cut text or exercises."
        found.append(Finding(workshop.name, says))
    measures = {
        "fk_grade": round(page.grade, 1),
        "minutes": round(minutes, 1),
        "words": page.words,
        "cells": len(page.notebook.cells),
    }
    return Result(measures, tuple(found))


def look_at_course(tools: Tools) -> Result:
    """Hold what applies to any page against the notebooks that are not graded."""
    pages = [Page.read(tools.root, path) for path in sorted((tools.root / "notebooks").rglob("*.ipynb"))]
    pages = [page for page in pages if ".ipynb_checkpoints" not in page.path.parts]
    glossary.load(tools.root / "course/glossary.yaml")
    measures = {
        "fk_grade": max((round(page.grade, 1) for page in pages), default=0.0),
        "words": sum(page.words for page in pages),
        "cells": sum(len(page.notebook.cells) for page in pages),
    }
    return Result(measures, tuple(finding for page in pages for finding in common(page)))


def page_of(workshop: Workshop) -> Page:
    """The notebook that participants get."""
    return Page(workshop.root, workshop.release_folder / f"{workshop.name}.ipynb", workshop.release)


def _source_of(workshop: Workshop) -> Path:
    return workshop.root / "source" / workshop.name / f"{workshop.name}.ipynb"


def minutes_of(workshop: Workshop, page: Page) -> float:
    """How long a workshop takes, in minutes: reading, exercises and forms, and the parts of MINUTES that it has."""
    titles = [block.text for block in page.blocks if block.kind == "heading" and block.level == 2]
    parts = sum(minutes for part, minutes in MINUTES.items() for title in titles if title.startswith(part))
    return page.words / WORDS_A_MINUTE + sum(known.minutes for known in workshop.definitions.values()) + parts


def _cells(page: Page) -> Iterator[Finding]:
    least, most = CELLS
    if not least <= len(page.notebook.cells) <= most:
        says = f"There are {len(page.notebook.cells)} cells; a workshop has {least} to {most}."
        yield Finding(page.path.stem, says)


def _opening(workshop: Workshop, page: Page) -> Iterator[Finding]:
    """The first cell: the syllabus's question, week, minutes and points; what is decided; what to have to hand."""
    first = [block for block in page.blocks if block.cell == 0]
    session = workshop.session
    title = next((block.text for block in first if block.level == 1), "")
    if title != session.title:
        yield Finding(page.at(0), f"The title is “{title}”; the syllabus says “{session.title}”.")
    text = " ".join(block.text for block in first)
    for said in (f"Week {session.week}", f"{session.minutes} minutes", f"{session.points} points"):
        if not re.search(rf"\b{said}\b", text):
            yield Finding(page.at(0), f"The first cell does not say “{said}”, as the syllabus does.")
    for part in _FIRST_PAGE:
        if not any(block.leads_with.startswith(part) for block in first):
            yield Finding(page.at(0), f"The first cell has no paragraph that begins “**{part}**”.")


def _parts(workshop: Workshop, page: Page) -> Iterator[Finding]:
    """The key parts are there, each after the one before it, and the exercises are numbered from 1."""
    wanted = [*_BEFORE, *(f"{number}. " for number in range(1, len(workshop.exercises) + 1)), *_AFTER]
    first: dict[str, int] = {}
    for position, block in enumerate(page.blocks):
        title = block.text if block.kind == "heading" and block.level == 2 else block.leads_with
        for part in wanted:
            # A paragraph in bold stands in for a heading at the end alone, where the last two parts are short.
            if title.startswith(part) and (block.kind == "heading" or part in _AFTER[-2:]):
                first.setdefault(part, position)
        number = _NUMBERED.match(title)
        if number and block.kind == "heading" and int(number[1]) > len(workshop.exercises):
            yield Finding(page.at(block), f"“{title}” has a number, but there are {len(workshop.exercises)} exercises.")
    for part in wanted:
        if part not in first:
            what = f"exercise {part.strip(' .')}" if part[0].isdigit() else f"the part “{part}”"
            yield Finding(
                page.path.stem, f"{what[0].upper()}{what[1:]} is missing: no heading begins “{part.strip()}”."
            )
    there = [part for part in wanted if part in first]
    for before, after in pairwise(there):
        if first[after] < first[before]:
            says = f"“{after.strip()}” comes before “{before.strip()}”; put them the other way round."
            yield Finding(page.at(page.blocks[first[after]]), says)


def _hints(workshop: Workshop, page: Page) -> Iterator[Finding]:
    """Each exercise's task has one folded hint: a nudge first, then the method."""
    names = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in page.notebook.cells]
    for exercise in workshop.exercises:
        task = f"{exercise.id}-task"
        if task not in names:
            yield Finding(task, "There is no cell of this name; every exercise has its task.")
            continue
        number = names.index(task)
        source = page.notebook.cells[number].source
        folded = [block for block in page.blocks if block.cell == number and block.folded]
        labels = [block.text for block in folded if block.kind == "summary"]
        if labels != ["Hint"] or source.count("</details>") != 1 or re.search(r"<details[^>]*\bopen\b", source):
            yield Finding(task, "It has no folded hint: write <details><summary>Hint</summary> … </details>, once.")
        elif [part for part in (_hint_part(block) for block in folded) if part] != ["Nudge", "Method"]:
            yield Finding(task, "Its hint needs two paragraphs: “Nudge: …” first, then “Method: …”.")


def _hint_part(block: Block) -> str:
    found = re.match(r"(Nudge|Method): \S", block.text) if block.kind == "text" else None
    return found[1] if found else ""


def _cards(workshop: Workshop) -> Iterator[Finding]:
    """British spelling in the sentences of the cards."""
    for known in workshop.definitions.values():
        for word, better in spelling.wrong_words("\n".join(sentences_of_card(known))).items():
            yield Finding(known.id, f"“{word}” in a card is not British spelling; write “{better}”.")


def sentences_of_card(known: Exercise | Form) -> list[str]:
    """What the cards of an exercise or a form may say, as the author wrote it."""
    if isinstance(known, Form):
        return [known.title, *(field.asks for field in known.fields), *(rule.says for rule in known.rules)]
    slips = [text for slip in known.slips for text in (slip.name, slip.says)]
    return [known.title, known.means, known.asks, known.fill, *known.no_need.values(), *slips]


def _terms(workshop: Workshop, page: Page) -> Iterator[Finding]:
    """No first use of a term that neither this notebook nor an earlier week has explained."""
    terms = glossary.load(workshop.root / "course/glossary.yaml")
    earlier = [other for other in workshops(workshop.root) if other.name[:6] < workshop.name[:6]]
    # An earlier week that is only being written has no notebook yet; it explains nothing so far.
    read = (Page(other.root, file, other.source) for other in earlier if (file := _source_of(other)).is_file())
    known = {term for before in read for term in glossary.defined(before.blocks, terms)}
    for term, use in glossary.undefined(page.blocks, terms, known).items():
        missing = "is not in bold" if use.explained else "is not explained there"
        means = terms[term].means
        says = f"“{term}” is used for the first time and {missing}: write **{term}** and say what it is: {means}"
        yield Finding(page.at(use.block), says)
