"""nbgrader's Validate, which says in the words of the course's cards what is not right yet.

nbgrader's own shows a check's code and "partial credit" for every answer that does not have all its points, and no
answer has before it is marked: a point is kept for another firm's figures. This server extension stands in its place.
"""

from __future__ import annotations

import textwrap
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from jupyter_server.utils import url_path_join
from nbformat.notebooknode import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.server_extensions.validate_assignment import handlers
from nbgrader.validator import Validator
from tornado.web import HTTPError
from traitlets import List

from course import mime
from course.hub.submitting import headings

_WIDTH = 64
_BLOCKS = {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "br"}
_FAILED = (
    "This notebook could not be run from top to bottom here, and the reason is not yours. Your work is kept as it is, "
    "and you can submit it; the cards in the notebook say the same as this would."
)


class InTheCardsWords(NbGraderPreprocessor):
    """After a run: an answer whose card says right passes; for any other, its card is what is shown.

    Above it stands the question's heading in place of code, or of the text that a blank memo comes with.
    """

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Put headings in place of what is graded, and cards in place of points."""
        over = headings(nb)
        for cell in nb.cells:
            if utils.is_grade(cell):
                unchanged = cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)
                if cell.cell_type == "code":
                    _tell(cell)
                if unchanged:  # a check that was changed is told as such, by its code; a memo that was, is an answer
                    cell.source = over.get(cell.metadata.nbgrader.grade_id) or cell.source
                    cell.metadata.nbgrader.checksum = utils.compute_checksum(cell)
        return nb, resources


class OwnValidator(Validator):
    """nbgrader's, and the cards' words at its end."""

    preprocessors = List([*Validator.preprocessors.default(), InTheCardsWords])


class Validate(handlers.ValidateAssignmentHandler):
    """What the button Validate asks on the server's side."""

    def validate_notebook(self, path: str) -> dict[str, Any]:
        """Run a notebook and say which of its answers are not right yet.

        Args:
            path: of the notebook, in the folder that JupyterLab shows.
        """
        top = Path(self.root_dir).resolve()
        file = (top / path).resolve()
        if not file.is_relative_to(top):
            raise HTTPError(403, "That notebook is not in your folder.")
        try:
            return {"success": True, "value": OwnValidator(config=self.load_config()).validate(str(file))}
        except Exception as problem:
            self.log.exception("Validate of %s failed", path)
            return {"success": False, "value": f"{_wrapped(_FAILED)}\n\n({type(problem).__name__})"}


def _tell(cell: NotebookNode) -> None:
    """Make of a check's outputs what nbgrader takes for passed, or shows as the reason why not."""
    for output in cell.outputs:
        found = output.get("data", {}).get(mime.MARK)
        if isinstance(found, dict):
            if found.get("outcome") == "right":
                output.data["text/plain"] = str(cell.metadata.nbgrader.points)
            else:
                cell.outputs = [_reason(words_of(output.data.get("text/html", "")))]
            return
    for output in cell.outputs:
        if output.output_type == "error":
            said = f"The check stopped with an error: {output.ename}. Run the cells above it from the top first."
            cell.outputs = [_reason(said)]
            return


def _reason(words: str) -> NotebookNode:
    said = "\n\n".join(_wrapped(line) for line in words.splitlines() if line.strip())
    return NotebookNode(output_type="error", ename="", evalue="", traceback=[said])


def _wrapped(line: str) -> str:
    return textwrap.fill(line, _WIDTH)


def words_of(html: str) -> str:
    """The words of a card, a line for each of its paragraphs."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return "\n".join(" ".join(line.split()) for line in "".join(reader.words).splitlines() if line.strip())


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        self.words.append(data.replace("\n", " "))


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "course.hub.validating"}]


def _load_jupyter_server_extension(server: Any) -> None:
    app = server.web_app
    app.settings["root_dir"] = server.root_dir
    ours = {handlers.ValidateAssignmentHandler: Validate}
    routes = [
        (url_path_join(app.settings["base_url"], path), ours.get(handler, handler))
        for path, handler in handlers.default_handlers
    ]
    app.add_handlers(".*$", routes)
