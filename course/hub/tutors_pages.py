"""Pages for tutors in the browser: the cohort's report, made when it is asked for, and what goes with it.

A server extension of Jupyter, switched on for tutors' servers only (deploy/one-machine/tutor). It reads the cohort's
folder and writes nothing. What participants wrote may be on these pages, so no page may run a script: a browser is
told so by a Content-Security-Policy, whatever is in the page.

    ldt/start                       the tutor's page: what there is, and what to do each week
    ldt/report, ldt/report.csv      the report of now, to read and for a spreadsheet
    ldt/marking/WORKSHOP/PERSON     how a submission was marked
    ldt/docs/NAME                   the course's pages for tutors
"""

from __future__ import annotations

import asyncio
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError, authenticated

from course import checkout
from course.cohort.folder import Cohort
from course.cohort.report import as_csv, as_html, build_report
from course.errors import CourseError
from course.grading.run_page import FOLDER as MARKING
from course.grading.templating import pages_of
from course.hub.arriving import COHORT
from course.hub.docs_page import as_page

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
"""What a browser may do on every page here: show text in its style, and follow links."""

SHUT = f"{POLICY}; sandbox"
"""The same where a page shows what participants' work came to: in a place of its own, without the tutor's rights."""


class TutorsPage(JupyterHandler):
    """One kind of page; `make` gives its text."""

    policy = POLICY
    kind = "text/html; charset=utf-8"

    @property
    def content_security_policy(self) -> str:
        """In place of the one of Jupyter's own pages."""
        return self.policy

    @authenticated  # type: ignore[untyped-decorator]
    async def get(self, *names: str) -> None:
        """Make the page afresh and send it. Reading a cohort takes a moment, and Formgrader goes on meanwhile."""
        try:
            text = await asyncio.to_thread(self.make, *names)
        except CourseError as problem:
            self.set_status(500)
            self.kind = TutorsPage.kind
            text = pages_of("course.hub").get_template("problem.html.j2").render(says=str(problem))
        self.set_header("Content-Type", self.kind)
        self.set_header("Cache-Control", "no-store")
        await self.finish(text)

    def make(self, *names: str) -> str:
        """The page; runs in a thread of its own."""
        raise NotImplementedError


class StartPage(TutorsPage):
    """The tutor's page."""

    def make(self, *names: str) -> str:
        """What there is of this cohort, with links."""
        cohort = open_cohort()
        shown = {each.id: each.name for each in cohort.participants}
        page = pages_of("course.hub").get_template("tutor.html.j2")
        return page.render(cohort=cohort, names=shown, marking=marking_pages(cohort.path), docs=docs())


class ReportPage(TutorsPage):
    """The report, to read."""

    policy = SHUT

    def make(self, *names: str) -> str:
        """The same page as `ldt report` writes."""
        return as_html(build_report(open_cohort()))


class ReportTable(TutorsPage):
    """The report's marks for a spreadsheet."""

    policy = SHUT
    kind = "text/csv; charset=utf-8"

    def make(self, *names: str) -> str:
        """The same table as `ldt report` writes."""
        cohort = open_cohort()
        self.set_header("Content-Disposition", f'attachment; filename="{cohort.name}-{datetime.now():%Y-%m-%d}.csv"')
        return "\N{BYTE ORDER MARK}" + as_csv(build_report(cohort))


class MarkingPage(TutorsPage):
    """How one submission was marked."""

    policy = SHUT

    def make(self, *names: str) -> str:
        """The page that `ldt grade` wrote about it."""
        workshop, person = names
        file = marking_pages(open_cohort().path).get(workshop, {}).get(person)
        if file is None:
            raise HTTPError(404, f"There is no page about {workshop} of {person}.")
        return file.read_text(encoding="utf-8")


class DocsPage(TutorsPage):
    """One of the course's own pages."""

    def make(self, *names: str) -> str:
        """The page as HTML."""
        file = docs().get(names[0])
        if file is None:
            raise HTTPError(404, f"There is no page {names[0]}.")
        return as_page(file.read_text(encoding="utf-8"), set(docs()))


def open_cohort() -> Cohort:
    """The cohort that this tutor's server is for.

    Raises:
        CourseError: when the operator has named no cohort, or it cannot be opened.
    """
    folder = os.environ.get(COHORT)
    if not folder:
        raise CourseError("This server was started without a cohort; the hub's operator sets LDT_HUB_COHORT.")
    return Cohort.open(Path(folder))


def marking_pages(cohort: Path) -> dict[str, dict[str, Path]]:
    """Workshop -> participant -> the page about the marking of their submission."""
    found: dict[str, dict[str, Path]] = {}
    for file in sorted((cohort / MARKING).glob("*/*.html")):
        found.setdefault(file.parent.name, {})[file.stem] = file
    return found


def docs() -> dict[str, Path]:
    """The course's pages by name; none where only what a server needs was installed."""
    return {file.stem: file for file in sorted((checkout.root() / "docs").glob("*.md"))}


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "course.hub.tutors_pages"}]


def _load_jupyter_server_extension(server: Any) -> None:
    base = server.web_app.settings["base_url"].rstrip("/") + "/ldt"
    server.web_app.add_handlers(
        ".*$",
        [
            (f"{base}/start", StartPage),
            (f"{base}/report", ReportPage),
            (rf"{base}/report\.csv", ReportTable),
            (f"{base}/marking/([^/]+)/([^/]+)", MarkingPage),
            (f"{base}/docs/([^/]+)", DocsPage),
        ],
    )
