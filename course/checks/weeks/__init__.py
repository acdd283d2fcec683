"""The exercises of each week: module `weekNN` holds `DEFINITIONS`, loaded when the week is asked for."""

from __future__ import annotations

import importlib
import re
from functools import cache

from course.checks.exercise import Exercise
from course.checks.form import Form


@cache
def exercises(week: str) -> dict[str, Exercise | Form]:
    """The exercises and forms of a week, by id, in the order in which they are met.

    Args:
        week: "w05" (or any grade_id that begins so).

    Raises:
        KeyError: when the week has none.
    """
    found = re.match(r"w(\d\d)(?!\d)", week)
    if found is None:
        raise KeyError(f"“{week}” does not begin with a week such as w05")
    try:
        module = importlib.import_module(f"course.checks.weeks.week{found[1]}")
    except ModuleNotFoundError:
        raise KeyError(f"week {int(found[1])} has no exercises yet") from None
    return {known.id: known for known in module.DEFINITIONS}


def definition(exercise_id: str) -> Exercise | Form:
    """The exercise or form with this id.

    Raises:
        KeyError: when there is none, with the ids of its week.
    """
    known = exercises(exercise_id[:3])
    if exercise_id not in known:
        raise KeyError(f"no exercise is called “{exercise_id}”; this week has {', '.join(known)}")
    return known[exercise_id]
