"""What rules share, made when the first of them asks: the marking engine, a browser and a scratch folder."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from course.audit.browser import Browser
from course.grading.engine import Job, Outcome
from course.grading.executors import Local

Progress = Callable[[str], None]
"""Called with a few words whenever something long goes on."""


class Tools:
    """Things that take long to make; used as a context, which takes them away again.

    Args:
        root: the checkout that is looked at.
        progress: called with a few words whenever something long goes on.
        walled: False runs notebooks with one's own rights, where no sandbox can be had.
    """

    def __init__(self, root: Path, progress: Progress = lambda words: None, *, walled: bool = True) -> None:
        self.root = root
        self.progress = progress
        self._walled = walled
        self._ends = ExitStack()

    @cached_property
    def executor(self) -> Local:
        """The course's marking engine, one worker for each core."""
        return self._ends.enter_context(Local(walled=self._walled))

    @cached_property
    def browser(self) -> Browser:
        """A real Chromium with axe-core."""
        return self._ends.enter_context(Browser())

    @cached_property
    def scratch(self) -> Path:
        """A folder that is removed at the end."""
        return Path(self._ends.enter_context(tempfile.TemporaryDirectory(prefix="ldt-audit-")))

    def run(self, jobs: Iterable[Job]) -> list[Outcome]:
        """Run notebooks through the engine, several at a time; the outcomes in the order of the jobs."""
        under_way: list[Future[Outcome]] = [self.executor.submit(job) for job in jobs]
        return [each.result() for each in under_way]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ends.close()
