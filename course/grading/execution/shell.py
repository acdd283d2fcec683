"""Runs a notebook's cells in this very process, and keeps the outputs that a kernel would have sent.

No messages and no threads: what a kernel publishes on a socket is handed straight to the `Recorder`. The shell is
ipykernel's own, so that magics, tracebacks and top-level await behave as participants know them.
"""

from __future__ import annotations

import asyncio
import builtins
import getpass
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import copy_context
from functools import lru_cache
from typing import Any

from ipykernel import zmqshell
from ipykernel.compiler import XCachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from traitlets import Any as AnyTrait
from traitlets.config import Config

from course.grading.execution.outputs import Item, Recorder, of_cell
from course.grading.execution.streams import Descriptors, OutStream
from course.grading.execution.widgets import Widgets


class _Publisher(DisplayPublisher):
    """As ipykernel's, with what is displayed handed to the recorder."""

    def publish(
        self, data: Any, metadata: Any = None, *, transient: Any = None, update: bool = False, **_: Any
    ) -> None:
        _flush()
        self._validate_data(data, metadata)
        self.shell.recorder.display(data, metadata or {}, (transient or {}).get("display_id"), update)

    def clear_output(self, wait: bool = False) -> None:
        _flush()
        self.shell.recorder.clear(wait)

    def set_parent(self, parent: Any) -> None:
        """Which message caused the output is known without messages."""


class _Result(DisplayHook):
    """As ipykernel's, with the result handed to the recorder."""

    def start_displayhook(self) -> None:
        self._pending: dict[str, Any] = {}

    def write_output_prompt(self) -> None:
        self._pending["count"] = self.prompt_count

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self._pending["data"], self._pending["metadata"] = format_dict, md_dict or {}

    def finish_displayhook(self) -> None:
        _flush()
        pending, self._pending = self._pending, {}
        if pending.get("data"):
            self.shell.recorder.result(pending["data"], pending["metadata"], pending["count"])

    def set_parent(self, parent: Any) -> None:
        """Which message caused the output is known without messages."""


class _Kernel:
    """The little of a kernel that libraries ask of the shell's."""

    eventloop = None

    def __init__(self, shell: CellShell) -> None:
        self.shell = shell

    def get_parent(self) -> dict[str, Any]:
        return self.shell.get_parent()


class CellShell(zmqshell.ZMQInteractiveShell):
    """ipykernel's shell, without a kernel behind it."""

    displayhook_class = _Result
    display_pub_class = _Publisher
    compiler_class = XCachingCompiler  # its names of cells are part of what warnings and errors say
    recorder = AnyTrait()

    def __init__(self, recorder: Recorder, **kwargs: Any) -> None:
        self.recorder = recorder
        super().__init__(**kwargs)
        self.kernel = _Kernel(self)

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        _flush()
        self.recorder.error(str(etype.__name__), str(evalue), list(stb))
        self._last_traceback = stb

    def get_parent(self) -> dict[str, Any]:
        """What stands for the message that asked for the cell; Output widgets want to know it."""
        return {"header": {"msg_id": f"cell-{self.recorder.cell}"}}

    def enable_gui(self, gui: Any = None) -> None:
        """As in a kernel: there is no window system, and the inline pictures need none."""
        if gui not in (None, "inline", "asyncio"):
            super().enable_gui(gui)
        self.active_eventloop = gui


# Libraries and people ask for the name of the shell's class, to find out whether they are in a notebook.
CellShell.__name__ = CellShell.__qualname__ = "ZMQInteractiveShell"
CellShell.__module__ = zmqshell.__name__


class CellRunner:
    """Cells of one notebook, run one after another in this process."""

    def __init__(self) -> None:
        config = Config()
        config.HistoryManager.enabled = False  # no file and no thread; %history works all the same
        self.recorder = Recorder()
        self.descriptors = Descriptors(self.recorder)
        self.shell: CellShell = CellShell.instance(config=config, recorder=self.recorder)
        self.last_count = 0
        self._widgets = Widgets(self.recorder)
        self._widgets.connect()
        self._streams = [OutStream(name, self.recorder, self.descriptors) for name in ("stdout", "stderr")]
        self._cells_own: list[Any] = list(self._streams)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._context = copy_context()  # what a cell sets in it is there for the next

    def run(self, source: str) -> tuple[list[Item], bool]:
        """Run one cell.

        Returns:
            Its outputs, in the form in which a notebook keeps them (with their display ids), and whether it ended
            without an error.
        """
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            asyncio.set_event_loop(self._loop)
            for stream in self._streams:
                stream.adopt()
        self.last_count = self.shell.execution_count
        with self._as_in_a_kernel():
            self.recorder.begin()
            fine = False
            with suppress(KeyboardInterrupt):
                fine = self._loop.run_until_complete(self._loop.create_task(self._run(source), context=self._context))
            outputs = self.recorder.finish()
            self.shell.payload_manager.clear_payload()
            self._widgets.answer()
        return outputs, fine

    def move_in(self) -> None:
        """Keep to this process for good: it has been forked to run cells, and does nothing else any more."""
        for stream in self._streams:
            stream.adopt()
        self.descriptors.capture()

    def expect_repeats(self) -> None:
        """Remember what IPython makes of a cell before it is compiled: a judge runs the same cells over and over."""
        self.shell.transform_cell = lru_cache(maxsize=100)(self.shell.transform_cell)

    def skip(self) -> int:
        """Count a cell that is run elsewhere; its number."""
        count: int = self.shell.execution_count
        self.shell.history_manager.store_inputs(count, "", "")
        self.shell.execution_count = count + 1
        return count

    def forget_loop(self) -> None:
        """Drop the event loop before forking: a child must not share its parent's."""
        if self._loop is not None:
            self._loop.close()
            asyncio.set_event_loop(None)
            self._loop = None

    @contextmanager
    def silent(self) -> Iterator[None]:
        """What is shown in here belongs to no cell."""
        with self._as_in_a_kernel():
            yield
            self.descriptors.gather()

    @contextmanager
    def _as_in_a_kernel(self) -> Iterator[None]:
        """Nobody can be asked, and the streams are those that the cells before have left."""
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = self._cells_own
        asked = builtins.input, getpass.getpass
        builtins.input, getpass.getpass = _no_input, _no_password
        try:
            yield
        finally:
            builtins.input, getpass.getpass = asked
            self._cells_own = [sys.stdout, sys.stderr]
            sys.stdout, sys.stderr = before

    async def _run(self, source: str) -> bool:
        """Run a cell, and tell the recorder when it is over, before tasks that the cell has left go on."""
        if len(asyncio.all_tasks()) > 1:
            of_cell.set(0)
            for _ in range(3):  # what earlier cells have left to be done; in a kernel it is done between the cells
                await asyncio.sleep(0)
        of_cell.set(self.recorder.cell)
        try:
            return await self._execute(source)
        except KeyboardInterrupt:  # at a moment when the shell was not looking
            self.recorder.error("KeyboardInterrupt", "", ["KeyboardInterrupt: "])
        except BaseException as problem:  # for example an error that cannot say what it is
            kind = type(problem).__name__
            self.recorder.error(kind, "", [f"{kind}: the error could not be shown"])
        finally:
            with suppress(Exception):  # sys.stdout is what the cell has put there
                _flush()
            self.descriptors.gather()
            self.recorder.finish()
        return False

    async def _execute(self, source: str) -> bool:
        """As ipykernel's do_execute: a cell with `await` at the top runs in the loop, any other is called."""
        shell = self.shell
        told = None
        try:
            transformed = shell.transform_cell(source)
        except Exception:
            transformed, told = source, sys.exc_info()
        if not shell.should_run_async(source, transformed_cell=transformed, preprocessing_exc_tuple=told):
            return bool(shell.run_cell(source, store_history=True).success)
        cell = shell.run_cell_async(
            source, store_history=True, transformed_cell=transformed, preprocessing_exc_tuple=told
        )
        result = None
        try:
            with _cancelled_by_interrupt(asyncio.ensure_future(cell)) as running:
                result = await running
        finally:
            shell.events.trigger("post_execute")
            shell.events.trigger("post_run_cell", result)
        return bool(result.success)


@contextmanager
def _cancelled_by_interrupt(task: asyncio.Future[Any]) -> Iterator[asyncio.Future[Any]]:
    """An interrupt ends the task, and not the loop that it runs in."""
    if threading.current_thread() is not threading.main_thread():
        yield task
        return
    loop = asyncio.get_running_loop()
    before = signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(task.cancel))
    try:
        yield task
    finally:
        signal.signal(signal.SIGINT, before)


def _no_input(prompt: object = "") -> str:
    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")


def _no_password(prompt: str = "", stream: Any = None, *, echo_char: str | None = None) -> str:
    raise StdinNotImplementedError("getpass was called, but this frontend does not support input requests.")


def _flush() -> None:
    sys.stdout.flush()
    sys.stderr.flush()
