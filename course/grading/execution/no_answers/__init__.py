"""Stands where `course.checks.weeks` is, in the processes that run participants' cells.

The definitions of the exercises hold the right answers. Checks are run by the judge, in a process of its own; the one
that runs participants' cells has no need of them.
"""

from __future__ import annotations

from typing import NoReturn


def exercises(week: str) -> NoReturn:
    """As in `course.checks.weeks`, where there are no exercises.

    Raises:
        KeyError: always.
    """
    raise KeyError("While a notebook is marked, its checks are run apart from its other cells, and nowhere else")


def definition(exercise_id: str) -> NoReturn:
    """As in `course.checks.weeks`, where there are no exercises.

    Raises:
        KeyError: always.
    """
    exercises(exercise_id)
