"""A notebook as one HTML page without barriers: for people who read better outside JupyterLab, and for printing.

nbconvert's own pages load three scripts from the network, set prompts in a grey below the contrast of WCAG, and show
sliders that cannot move. This page needs no network and no script. It is an exporter of nbconvert, so that

    jupyter nbconvert --to course.grading.notebook_page.NotebookPage week05-appraisal.ipynb

writes it, with the outputs that the notebook has; `--execute` runs the notebook first.
"""

from __future__ import annotations

import copy
import re
from typing import Any, Final

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import default

from course.grading.page import Page, page_of
from course.grading.templating import template

_FENCED: Final = re.compile(r"(^```.*?^```[ \t]*$)", re.MULTILINE | re.DOTALL)
_TITLE: Final = re.compile(r"\A\s*# +[^\n]*\n?")
_DEEPER: Final = re.compile(r"^#(#+ )", re.MULTILINE)


class NotebookPage(Exporter):
    """Writes a notebook, with whatever outputs it has, as one HTML file."""

    output_mimetype = "text/html"

    @default("file_extension")  # type: ignore[untyped-decorator]
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Run the preprocessors that were asked for, then lay out the page."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return as_html(nb), resources


def as_html(notebook: NotebookNode) -> str:
    """The page of a notebook; the notebook stays as it is."""
    return template("notebook").render(page=_page(notebook))


def _page(notebook: NotebookNode) -> Page:
    title = page_of(notebook, "", {}, {}).title
    if not title:
        return page_of(notebook, "", {}, {})
    # The notebook's title becomes the page's own, so its other headings move up: the page sets them one below its own.
    shown = copy.deepcopy(notebook)
    texts = [cell for cell in shown.cells if cell.cell_type == "markdown"]
    for number, cell in enumerate(texts):
        source = _TITLE.sub("", cell.source) if number == 0 else cell.source
        parts = _FENCED.split(source)
        cell.source = "".join(part if part.startswith("```") else _DEEPER.sub(r"\1", part) for part in parts)
    page = page_of(shown, "", {}, {})
    page.title = title
    return page
