"""What the notebook around a check can tell: whether the line that it is about was taken at all."""

from __future__ import annotations

import ast
import sys
from typing import Any


def last_line_failed() -> bool:
    """Whether the cell that ran just before this check stopped with an error, and is the one that the check reads.

    Such a line was not taken: the name still stands for what an earlier line gave it, and the check would praise or
    blame that. Outside a notebook the answer is no.
    """
    shell = _shell()
    if shell is None:
        return False
    try:
        before = shell.last_execution_result
        check = str(shell.user_ns["In"][-1])
        if before is None or before.success or before.info is None:
            return False
        failed = str(before.info.raw_cell)
        asked = {node.id for node in ast.walk(ast.parse(check)) if isinstance(node, ast.Name)} - {"check"}
    except Exception:  # a notebook that cannot be looked at tells nothing
        return False
    return "answer" in failed and any(name in failed for name in asked)


def _shell() -> Any:
    """The running IPython shell; None where there is none, without importing IPython for it."""
    if "IPython" not in sys.modules:
        return None
    from IPython import get_ipython

    return get_ipython()
