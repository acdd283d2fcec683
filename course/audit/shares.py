"""An audit in several processes: each takes its share of the workshops, and their parts make one audit.

Most rules use one core, some a browser; a process of its own for each share also keeps what a rule does to its
surroundings (environment, current folder) away from the others.
"""

from __future__ import annotations

import multiprocessing
import queue
import time
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from course.audit.run import WHOLE_COURSE, Audit, OnStep, audit, chosen_rules
from course.audit.tools import Tools
from course.audit.workshop import Workshop
from course.errors import CourseError

_POLL_SECONDS = 0.2


def audit_in_shares(
    root: Path,
    chosen: Sequence[Workshop],
    rules: Sequence[Any],
    workers: int,
    *,
    walled: bool = True,
    on_step: OnStep = lambda done, total, what: None,
) -> Audit:
    """Hold the course's own rules against workshops, several at a time.

    Args:
        root: the checkout.
        chosen: the workshops.
        rules: some or all of `RULES`.
        workers: how many processes; no more are started than there are workshops.
        walled: as for `Tools`.
        on_step: told of the progress.

    Raises:
        CourseError: when the system ends one of the processes.
    """
    began = time.monotonic()
    several = max(1, min(workers, len(chosen)))
    names = [[workshop.name for workshop in chosen[first::several]] for first in range(several)]
    context = multiprocessing.get_context("spawn")  # the same everywhere, and no thread of this process is copied
    with context.Manager() as manager, ProcessPoolExecutor(several, context) as pool:
        told = manager.Queue()
        parts = [
            # The last share is never the largest, so it takes the whole course too.
            pool.submit(_part, root, share, [rule.NAME for rule in rules], walled, number, told, number == several - 1)
            for number, share in enumerate(names)
        ]
        _pass_on(parts, told, on_step)
        try:
            audits = [part.result() for part in parts]
        except BrokenProcessPool:
            raise CourseError(
                "The system ended a process of the audit, for want of memory perhaps; try it with --workers 1."
            ) from None
    rows = {row.name: row for each in audits for row in each.rows}
    order = [name for name in [*(workshop.name for workshop in chosen), WHOLE_COURSE] if name in rows]
    whole = audits[0]
    return Audit(whole.columns, whole.every, [rows[name] for name in order], time.monotonic() - began)


def _part(
    root: Path, names: list[str], rules: list[str], walled: bool, number: int, told: Any, with_course: bool
) -> Audit:
    """One share, in a process of its own."""

    def step(done: int, total: int, what: str) -> None:
        told.put((number, done, total, what))

    workshops = [Workshop(root, name) for name in names]
    with Tools(root, walled=walled) as tools:
        return audit(tools, workshops, chosen_rules(rules), step, with_course=with_course)


def _pass_on(parts: Sequence[Future[Audit]], told: Any, on_step: OnStep) -> None:
    """Tell of the progress of all shares together until they are done."""
    at: dict[int, tuple[int, int]] = {}
    while not all(part.done() for part in parts):
        try:
            number, done, total, what = told.get(timeout=_POLL_SECONDS)
        except queue.Empty:
            continue
        except (EOFError, OSError):  # the queue's process was ended; the results will tell
            return
        at[number] = (done, total)
        on_step(sum(each[0] for each in at.values()), sum(each[1] for each in at.values()), what)
