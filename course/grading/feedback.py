"""Feedback pages: nbgrader's GenerateFeedback with the course's own page in place of nbgrader's.

`nbgrader_config.py` names `FeedbackExporter`, so `nbgrader generate_feedback` and Formgrader write the same page as
`ldt feedback`. It does not build on nbconvert's templates: they load scripts from the network, and Formgrader sets
their options for a page of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateFeedback
from traitlets import default

from course.grading import nbgrader_run
from course.grading.gradebook import gradebook_of
from course.grading.page import page_of
from course.grading.place import Marked, OnProgress, Place, Step, nothing, refuse_unknown
from course.grading.record import kept_aside
from course.grading.templating import template


class FeedbackExporter(Exporter):
    """Writes a marked notebook as one HTML file that needs no network and runs no scripts."""

    output_mimetype = "text/html"

    @default("file_extension")  # type: ignore[untyped-decorator]
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Run nbgrader's preprocessors (they put in scores and comments), then lay out the page."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        about = resources["nbgrader"]
        notebook, assignment, student = about["notebook"], about["assignment"], about["student"]
        with Gradebook(about["db_url"]) as gradebook:
            submitted = gradebook.find_submission_notebook(notebook, assignment, student)
            waiting = {grade.name: bool(grade.needs_manual_grade) for grade in submitted.grades}
            points = {grade.name: float(grade.max_score) for grade in submitted.grades}
            person = submitted.student
            name = " ".join(part for part in (person.first_name, person.last_name) if part) or student
        present = {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in nb.cells}
        page = page_of(nb, name, waiting, {each: out_of for each, out_of in points.items() if each not in present})
        page.title = page.title or assignment
        page.score, page.out_of = float(about.get("score") or 0), float(about.get("max_score") or 0)
        page.penalty = float(about.get("late_penalty") or 0)
        return template("feedback").render(page=page), resources


@dataclass
class FeedbackResult:
    """What a run of writing feedback came to: the pages, and who could have none with the reason."""

    assignment: str
    pages: list[Path] = field(default_factory=list)
    problems: list[Marked] = field(default_factory=list)


def write_feedback(cohort: Place, assignment: str, on_progress: OnProgress = nothing) -> FeedbackResult:
    """Write the feedback pages of everybody whose work on a workshop has been marked.

    Pages are always written anew, for a tutor's marks and comments may have changed.

    Args:
        cohort: whose work.
        assignment: the workshop.
        on_progress: called after each participant.

    Raises:
        CourseError: when the gradebook does not know the workshop, or the folder's configuration cannot be used.
    """
    with gradebook_of(cohort) as gradebook:
        refuse_unknown(assignment, [each.name for each in gradebook.assignments], cohort.path)
    config = nbgrader_run.configuration(cohort.path)
    result = FeedbackResult(assignment)
    marked = marked_folders(cohort.path, assignment)
    with nbgrader_run.logged_to(cohort.path / "logs" / f"feedback-{assignment}.log"):
        for number, folder in enumerate(marked, start=1):
            who = folder.parent.name
            directory = nbgrader_run.course_directory(cohort.path, config, assignment, who)
            with kept_aside(cohort.path / "feedback" / who / assignment, cohort.path):
                reason = nbgrader_run.run(GenerateFeedback, directory, config)
            if reason is None:
                result.pages += sorted((cohort.path / "feedback" / who / assignment).glob("*.html"))
            else:
                says = f"No feedback for {who}: {reason.rstrip('.')}. Details are in logs/feedback-{assignment}.log."
                result.problems.append(Marked(who, "problem", says))
            on_progress(Step(number, len(marked), who))
    return result


def marked_folders(folder: Path, assignment: str) -> list[Path]:
    """autograded/PARTICIPANT/ASSIGNMENT of everybody who has one, in order."""
    return sorted(path for path in (folder / "autograded").glob(f"*/{assignment}") if path.is_dir())
