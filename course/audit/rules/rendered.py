"""Rule 11: no page that the course makes has a barrier that axe-core finds in a real Chromium.

Of each workshop: the notebook as a page (untouched, with every model answer, with a slip in each exercise), all its
cards, a feedback page, and the report of a cohort that did it. Notebooks are looked at as the pages that readers are
offered (`course.grading.notebook_page`); JupyterLab itself is not ours to mend (docs/accessibility.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from html import escape
from pathlib import Path
from typing import Final

import nbformat

from course.audit.browser import REFLOW, WIDTHS, Browser, Seen
from course.audit.findings import Finding, Result
from course.audit.tools import Tools
from course.audit.workshop import Workshop, in_checkout
from course.checks import Exercise
from course.checks.card import as_html as card_as_html
from course.cohort.folder import new_cohort
from course.cohort.report import write_report
from course.cohort.simulate import PLAN, simulate
from course.grading.feedback import write_feedback
from course.grading.marking import grade_cohort
from course.grading.notebook_page import as_html

NAME = "rendered"

_PEOPLE: Final = 4
_PLANTED: Final = "slips"  # whose feedback page is opened: every kind of block is on it
_START: Final = date(2027, 1, 11)
_CARDS: Final = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Cards</title></head><body><main><h1>Cards</h1>
{}
</main></body></html>
"""


def look(workshop: Workshop, tools: Tools) -> Result:
    """Make the pages of a workshop and open them."""
    folder = tools.scratch / f"rendered-{workshop.name}"
    folder.mkdir()
    with in_checkout(workshop.root):
        pages = {**_notebooks(workshop, tools, folder), **_cohort(workshop, tools, folder)}
    tools.progress(f"{len(pages)} pages in the browser")
    return look_at(pages, tools.browser)


def look_at_course(tools: Tools) -> Result:
    """Open the notebooks that belong to no week, as pages."""
    pages = {}
    for path in sorted((tools.root / "notebooks").rglob("*.ipynb")):
        if ".ipynb_checkpoints" not in path.parts:
            pages[path.stem] = tools.scratch / f"rendered-{path.stem}.html"
            _write(pages[path.stem], as_html(nbformat.read(path, as_version=4)))
    return look_at(pages, tools.browser)


def look_at(pages: Mapping[str, Path], browser: Browser) -> Result:
    """Open pages at each width.

    Args:
        pages: what the page is called in a finding -> the file.
        browser: one for all of them.
    """
    findings: dict[Finding, None] = {}
    violations = unsure = 0
    for name, page in pages.items():
        looked = browser.look(page, *WIDTHS)
        # The same element is one barrier, however many widths it is seen at.
        violations += len({told for seen in looked for told in seen.violations})
        unsure += len({told for seen in looked for told in seen.unsure})
        for says in (*(each for seen in looked for each in _wrong(seen, page)), *_too_wide(REFLOW, looked[0].reflow)):
            findings[Finding(name, says)] = None
    measures = {"axe_violations": violations, "axe_unsure": unsure, "pages": len(pages)}
    return Result(measures, tuple(findings))


def _wrong(seen: Seen, page: Path) -> Iterator[str]:
    for told in dict.fromkeys(seen.violations):
        yield f"At {seen.width} pixels axe-core finds {told}"
    elsewhere = [url for url in seen.requests if url != page.resolve().as_uri()]
    for url in dict.fromkeys(elsewhere):
        yield f"The page asks for {url[:120]}; it must hold all that it shows."
    if not seen.passes:
        yield "axe-core found nothing to look at; is the page empty?"
    yield from _too_wide(seen.width, seen.overflow)


def _too_wide(width: int, overflow: int) -> Iterator[str]:
    if overflow > 0:
        yield f"At {width} pixels the page is {overflow} pixels too wide; let its widest part wrap or scroll."


def _notebooks(workshop: Workshop, tools: Tools, folder: Path) -> dict[str, Path]:
    """The notebook as released, with model answers, and with a slip in each exercise; and every card there is."""
    model = {stem: workshop.model(stem) for stem in workshop.definitions}
    slips = {each.id: each.slips[0].formula for each in workshop.exercises if each.slips}
    runs: dict[str, dict[str, str]] = {"untouched": {}, "with model answers": model, "with slips": model | slips}
    outcomes = tools.run(workshop.job(lines) for lines in runs.values())
    pages = {}
    for (name, _), outcome in zip(runs.items(), outcomes, strict=True):
        pages[f"notebook {name}"] = folder / f"{name.replace(' ', '-')}.html"
        _write(pages[f"notebook {name}"], as_html(nbformat.reads(outcome.notebook, as_version=4)))
    pages["cards"] = folder / "cards.html"
    _write(pages["cards"], _CARDS.format("\n".join(_cards(workshop))))
    return pages


def _cards(workshop: Workshop) -> Iterator[str]:
    """Every card: right, each slip, something else, and not answered; each a part of its own."""
    for stem, known in workshop.definitions.items():
        lines = [workshop.model(stem), "..."]
        if isinstance(known, Exercise):
            lines += [slip.formula for slip in known.slips]
            lines += ['"twelve"', "-1", "0.123"]
        yield f"<h2>{escape(known.title)}</h2>"
        for line in lines:
            yield card_as_html(workshop.mark_here(stem, line, hidden=False).card)


def _cohort(workshop: Workshop, tools: Tools, folder: Path) -> dict[str, Path]:
    """The report of a small made-up cohort, and the feedback of one of its people."""
    cohort = simulate(new_cohort("audit", folder / "cohort", _START), _PEOPLE, assignment=workshop.name)
    grade_cohort(cohort, workshop.name, executor=tools.executor)
    write_feedback(cohort, workshop.name)
    pages = {"cohort report": write_report(cohort).page}
    plan = json.loads((cohort.path / PLAN).read_text(encoding="utf-8"))["assignments"][workshop.name]["planted"]
    for who, planted in plan.items():
        written = sorted((cohort.path / "feedback" / who / workshop.name).glob("*.html"))
        if planted["kind"] == _PLANTED and written:
            pages["feedback page"] = written[0]
    return pages


def _write(path: Path, html: str) -> None:
    path.write_text(html, encoding="utf-8", newline="\n")
