"""The judges: processes that check the answers of one submission after another, and never run a participant's line.

A fork from the nursery costs more than all the checks of a notebook, so a judge is used again. Between submissions it
puts its names back as they were; one that was late, failed, or has served long enough is ended and replaced.
"""

from __future__ import annotations

import select
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from course.grading.execution.channel import BrokenChannelError, TimeUpError
from course.grading.execution.nurseries import READY_SECONDS, Born

SUBMISSIONS = 200
"""How many submissions a judge serves before it is replaced; what little it keeps of them cannot add up."""


class Judges:
    """Judges that wait for the next submission, by the workshop that they know.

    Args:
        first_slot: the slots from here on are the judges'.
        most: how many may exist at a time.
    """

    def __init__(self, first_slot: int, most: int) -> None:
        self._lock = threading.Lock()
        self._slots = deque(range(first_slot, first_slot + most))
        self._waiting: dict[str, list[tuple[Born, int, int]]] = defaultdict(list)

    @contextmanager
    def one(self, setting: str, birth: Callable[[int], Born]) -> Iterator[Born]:
        """A judge for one submission; it is kept for the next unless something went wrong.

        Args:
            setting: the workshop's own files and cells, which the judge knows.
            birth: makes a judge in a slot.

        Raises:
            NoSandboxError: when a new judge does not get as far as being ready.
        """
        judge, slot, served = self._taken(setting) or (None, self._free_slot(), 0)
        fine = False
        try:
            if judge is None:
                judge = birth(slot)
                judge.wait_until_ready()
            yield judge
            fine = served + 1 < SUBMISSIONS and _cleared(judge)
        finally:
            if fine and judge is not None:
                with self._lock:
                    self._waiting[setting].append((judge, slot, served + 1))
            else:
                if judge is not None:
                    judge.end()
                with self._lock:
                    self._slots.append(slot)

    def close(self) -> None:
        """End all that wait."""
        with self._lock:
            waiting, self._waiting = self._waiting, defaultdict(list)
        for judge, slot, _ in [each for some in waiting.values() for each in some]:
            judge.end()
            self._slots.append(slot)

    def _taken(self, setting: str) -> tuple[Born, int, int] | None:
        with self._lock:
            while self._waiting[setting]:
                judge, slot, served = self._waiting[setting].pop()
                if _waits(judge):
                    return judge, slot, served
                judge.end()
                self._slots.append(slot)
        return None

    def _free_slot(self) -> int:
        with self._lock:
            if not self._slots:  # as many as may exist wait for workshops that are done with
                longest = next(some for some in self._waiting.values() if some)
                judge, slot, _ = longest.pop(0)
                judge.end()
                return slot
            return self._slots.popleft()


def _waits(judge: Born) -> bool:
    """Whether it is still there: one that waits says nothing, so all there can be to hear is its end."""
    return not select.select([judge.channel.socket], [], [], 0)[0]


def _cleared(judge: Born) -> bool:
    """Whether a judge has put its names back as they were before the submission."""
    if judge.control.fileno() < 0:
        return False  # it was ended on the way
    try:
        judge.channel.send({"do": "clear"})
        return judge.channel.receive(READY_SECONDS).get("cleared") is True
    except (BrokenChannelError, TimeUpError):
        return False
