"""What the notebook around a check can tell: whether the line that the check is about was taken at all.

A cell that stops with a red message leaves its name as it was, and a check would praise or blame an earlier answer. So
each cell is looked at before and after it runs; nothing depends on where it stands. In marking, every cell has run
once, in order, and the judge has not seen them: there only what a name stands for counts.
"""

from __future__ import annotations

import ast
import os
import re
import sys
import warnings
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

_ABSENT: Any = object()
"""What a name stands for that stands for nothing."""

_MADE = re.compile(r"^[ \t]*def[ \t]+(\w+)", re.MULTILINE)
_GIVEN = re.compile(r"^(\w+)[ \t]*=(?!=)", re.MULTILINE)
_ANSWER = re.compile(r"\banswer\b")


class _Watch:
    """The names whose last line stopped, in one shell, with what they stood for before it.

    Args:
        shell: the IPython shell whose cells are looked at.
    """

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.stopped: dict[str, Any] = {}
        self._before: dict[str, Any] = {}
        with suppress(Exception):  # a cell that stopped before anybody looked
            self.after(shell.last_execution_result)
        shell.events.register("pre_run_cell", self.before)
        shell.events.register("post_run_cell", self.after)

    def before(self, info: Any) -> None:
        """A cell is about to run: what stands in the names that it is to fill?"""
        with suppress(Exception):  # the notebook goes on, whatever happens here
            self._before = self._values(_bound(info.raw_cell))

    def after(self, result: Any) -> None:
        """A cell has run: were its lines taken?"""
        with suppress(Exception):
            names = _bound(result.info.raw_cell)
            if result.success:
                for name in names:
                    self.stopped.pop(name, None)
            else:
                self.stopped |= self._values(names) | {name: self._before[name] for name in names & set(self._before)}
            self._before = {}

    def not_taken(self, name: str) -> bool:
        """Whether the last line for a name stopped, and the name still stands for what it did before."""
        return name in self.stopped and self.stopped[name] is self._values({name})[name]

    def _values(self, names: set[str]) -> dict[str, Any]:
        held: Mapping[str, Any] = self.shell.user_ns
        return {name: held.get(name, _ABSENT) for name in names}


_watch: _Watch | None = None


def watch() -> _Watch | None:
    """Look at the cells from now on; nothing happens outside a notebook, in marking, or a second time."""
    global _watch
    try:
        shell = _shell()
        if shell is None or os.environ.get("NBGRADER_EXECUTION"):
            return None
        if _watch is None or _watch.shell is not shell:
            _watch = _Watch(shell)
    except Exception:  # a notebook that cannot be looked at tells nothing
        return None
    return _watch


def line_not_taken(exercise_id: str) -> bool:
    """Whether what is handed to the check that is running comes from a line that stopped with an error.

    Args:
        exercise_id: the exercise or form that is checked. Outside a notebook the answer is no.
    """
    looking = watch()
    if looking is None:
        return False
    try:
        return any(looking.not_taken(name) for name in _asked(str(looking.shell.user_ns["In"][-1]), exercise_id))
    except Exception:  # as above
        return False


def _bound(cell: str) -> set[str]:
    """The names that a cell fills, or would fill if it were not broken."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python gives them itself when it runs the cell; once is enough
            nodes = list(ast.walk(ast.parse(cell)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # broken, or not plain Python
        return set(_MADE.findall(cell)) | set(_GIVEN.findall(cell) if _ANSWER.search(cell) else ())
    made = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    return made | {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def _asked(cell: str, exercise_id: str) -> set[str]:
    """The names whose values a check cell hands to `check` as the answer to an exercise."""
    calls = [node for node in ast.walk(ast.parse(cell)) if isinstance(node, ast.Call)]
    answers = [
        call.args[1]
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id == "check"
        and len(call.args) > 1
        and (not isinstance(call.args[0], ast.Constant) or call.args[0].value == exercise_id)
    ]
    return {answer.id for answer in answers if isinstance(answer, ast.Name)}


def _shell() -> Any:
    """The running IPython shell; None where there is none, without importing IPython for it."""
    if "IPython" not in sys.modules:
        return None
    from IPython import get_ipython

    return get_ipython()


watch()
