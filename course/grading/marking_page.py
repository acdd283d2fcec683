"""How Formgrader's page of a submission looks: tables with lines, and pictures without frames.

nbgrader's own page gives tables no lines, and the rubric that a written answer is marked by is a table.
"""

from __future__ import annotations

from typing import Any, Final

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbformat import NotebookNode

_STYLE: Final = """
.rendered_html table { border-collapse: collapse; margin: .8em 0 1.2em; }
.rendered_html th, .rendered_html td {
  border: 1px solid #767676; padding: .35em .6em; text-align: left; vertical-align: top;
}
.rendered_html thead th { background: #f0f0f0; }
.rendered_html img { border: none; }
"""


class MarkingPage(CSSHTMLHeaderPreprocessor):
    """Gives the page nbconvert's style and the course's.

    nbconvert's own runs last and forgets the styles of others, so this one stands in its place: `nbgrader_config.py`
    switches that one off, and names this one among the preprocessors of HTMLExporter.
    """

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Put both styles among those that the page is written with; the notebook stays as it is."""
        nb, resources = super().preprocess(nb, resources)
        resources["inlining"]["css"].append(_STYLE)
        return nb, resources
