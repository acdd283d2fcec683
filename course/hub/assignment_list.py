"""nbgrader's Assignment List, which says in a sentence why something was not handed in.

nbgrader's own shows the whole traceback. This server extension stands in its place and is otherwise the same.
"""

from __future__ import annotations

import textwrap
from typing import Any

from nbgrader.server_extensions.assignment_list import handlers

from course.hub.submitting import NotHandedInError

WIDTH = 72
"""Characters of a line: the dialog shows text as it is broken, and cuts longer lines off."""

_MARK = f"{NotHandedInError.__module__}.{NotHandedInError.__qualname__}: "


class Assignments(handlers.AssignmentList):
    """What the Assignment List asks on the server's side."""

    def submit_assignment(self, course_id: str, assignment_id: str) -> dict[str, Any]:
        """Hand an assignment in; when that fails, `value` is a sentence for the person."""
        result: dict[str, Any] = super().submit_assignment(course_id, assignment_id)
        if not result["success"]:
            result["value"] = textwrap.fill(sentence_in(result["value"]), WIDTH)
        return result


def sentence_in(traceback: str) -> str:
    """The sentence that a traceback ends in, without the rest."""
    _, mark, sentence = traceback.rpartition(_MARK)
    if mark:
        return sentence.strip()
    last = traceback.strip().splitlines()[-1]
    return f"It was not handed in, and the reason is not yours: tell your tutor “{last}”. Your work is kept as it is."


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "course.hub.assignment_list"}]


def _load_jupyter_server_extension(server: Any) -> None:
    handlers.load_jupyter_server_extension(server)
    manager = Assignments(parent=server)
    manager.root_dir = server.root_dir
    server.web_app.settings["assignment_list_manager"] = manager
