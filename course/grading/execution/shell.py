"""Runs a notebook's cells in this very process, and keeps the outputs that a kernel would have sent.

No messages and no threads: what a kernel publishes on a socket is written straight into the cell's list of outputs, by
the rules by which nbclient would have written it there (clear_output, update_display and all). The shell is ipykernel's
own, so that magics, tracebacks and top-level await behave as participants know them.
"""

from __future__ import annotations

import asyncio
import builtins
import getpass
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ipykernel.jsonutil import encode_images, json_clean
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from traitlets import Any as AnyTrait
from traitlets.config import Config

Output = dict[str, Any]

TOO_MUCH = "\n[… the rest was left out: a cell may show at most {limit:,} characters]\n"


class Recorder:
    """The outputs of the cell that runs now, and those of earlier cells that it may still update."""

    def __init__(self, limit: int = 2_000_000) -> None:
        self.limit = limit
        self.outputs: list[Output] = []
        self._by_id: dict[str, list[Output]] = {}
        self._clear_first = False
        self._size = 0
        self._full = False

    def begin(self) -> list[Output]:
        """Start a new cell and give the list that its outputs go into."""
        self.outputs = []
        self._clear_first = self._full = False
        self._size = 0
        return self.outputs

    def stream(self, name: str, text: str) -> None:
        """Text that the cell wrote; runs of the same stream are one output."""
        if not text:
            return
        text = self._room_for(text)
        if not text:
            return
        self._maybe_clear()
        last = self.outputs[-1] if self.outputs else None
        if last is not None and last["output_type"] == "stream" and last["name"] == name:
            last["text"] += text
        else:
            self.outputs.append({"output_type": "stream", "name": name, "text": text})

    def display(self, data: Any, metadata: Any, transient: Any = None, update: bool = False) -> None:
        """What the cell displayed, or a change of what was displayed before."""
        display_id: str | None = (transient or {}).get("display_id")
        if update:
            for output in self._by_id.get(display_id or "", []):
                output["data"], output["metadata"] = data, metadata
            return
        self._add({"output_type": "display_data", "data": data, "metadata": metadata}, display_id)

    def result(self, data: Any, metadata: Any, count: int) -> None:
        """The value of the cell's last line."""
        self._add({"output_type": "execute_result", "data": data, "metadata": metadata, "execution_count": count})

    def error(self, ename: str, evalue: str, traceback: list[str]) -> None:
        """The error that ended the cell."""
        self._add({"output_type": "error", "ename": ename, "evalue": evalue, "traceback": traceback})

    def clear(self, wait: bool) -> None:
        """Forget the cell's outputs, now or when the next one comes."""
        if wait:
            self._clear_first = True
        else:
            self.outputs.clear()

    def _add(self, output: Output, display_id: str | None = None) -> None:
        size = len(str(output))
        if self._full or self._size + size > self.limit:
            self._room_for(" " * (self.limit + 1))
            return
        self._size += size
        self._maybe_clear()
        self.outputs.append(output)
        if display_id:
            self._by_id.setdefault(display_id, []).append(output)

    def _room_for(self, text: str) -> str:
        if self._full:
            return ""
        if self._size + len(text) > self.limit:
            self._full = True
            kept = text[: max(0, self.limit - self._size)] if text.strip() else ""
            self.outputs.append(
                {"output_type": "stream", "name": "stdout", "text": kept + TOO_MUCH.format(limit=self.limit)}
            )
            return ""
        self._size += len(text)
        return text

    def _maybe_clear(self) -> None:
        if self._clear_first:
            self.outputs.clear()
            self._clear_first = False


class _Stream(io.TextIOBase):
    """sys.stdout or sys.stderr of a cell."""

    encoding = "UTF-8"
    errors = "replace"

    def __init__(self, name: str, recorder: Recorder) -> None:
        self.name = name
        self._recorder = recorder

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._recorder.stream(self.name, text)
        return len(text)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return 1 if self.name == "stdout" else 2


class _Publisher(DisplayPublisher):
    recorder: Recorder

    def publish(
        self, data: Any, metadata: Any = None, *, transient: Any = None, update: bool = False, **_: Any
    ) -> None:
        _flush()
        self.shell.recorder.display(json_clean(encode_images(data)), json_clean(metadata or {}), transient, update)

    def clear_output(self, wait: bool = False) -> None:
        _flush()
        self.shell.recorder.clear(wait)


class _Result(DisplayHook):
    """As ZMQShellDisplayHook, with the result written down instead of sent."""

    def start_displayhook(self) -> None:
        self._pending: dict[str, Any] = {}

    def write_output_prompt(self) -> None:
        self._pending["count"] = self.prompt_count

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        if format_dict:
            self._pending["data"] = json_clean(encode_images(format_dict))
            self._pending["metadata"] = json_clean(md_dict or {})

    def finish_displayhook(self) -> None:
        _flush()
        if self._pending.get("data"):
            self.shell.recorder.result(self._pending["data"], self._pending["metadata"], self._pending["count"])
        self._pending = {}


class CellShell(ZMQInteractiveShell):
    """ipykernel's shell, without a kernel behind it."""

    displayhook_class = _Result
    display_pub_class = _Publisher
    recorder = AnyTrait()

    def __init__(self, **kwargs: Any) -> None:
        self.recorder = Recorder()
        super().__init__(**kwargs)

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        _flush()
        self.recorder.error(str(etype.__name__), str(evalue), list(stb))
        self._last_traceback = stb

    def set_next_input(self, text: str, replace: bool = False) -> None:
        """There is no page to put text into."""


class CellRunner:
    """Cells of one notebook, run one after another in this process."""

    def __init__(self) -> None:
        config = Config()
        config.HistoryManager.enabled = False
        self.shell: CellShell = CellShell.instance(config=config)
        self.last_count = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        builtins.input = _no_input  # as a kernel answers where nobody can type
        getpass.getpass = _no_input

    def run(self, source: str) -> tuple[list[Output], bool]:
        """Run one cell.

        Returns:
            Its outputs, in the form in which a notebook keeps them, and whether it ended without an error.
        """
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            asyncio.set_event_loop(self._loop)
        self.last_count = self.shell.execution_count
        recorder = self.shell.recorder
        outputs = recorder.begin()
        with self._streams():
            fine = self._loop.run_until_complete(self._run(source))
        return outputs, fine

    def forget_loop(self) -> None:
        """Drop the event loop before forking: a child must not share its parent's."""
        if self._loop is not None:
            self._loop.close()
            asyncio.set_event_loop(None)
            self._loop = None

    @contextmanager
    def silent(self) -> Iterator[None]:
        """What is shown in here belongs to no cell."""
        recorder = self.shell.recorder
        kept = recorder.outputs
        recorder.outputs = []
        try:
            with self._streams():
                yield
        finally:
            recorder.outputs = kept

    @contextmanager
    def _streams(self) -> Iterator[None]:
        """Cells write to the recorder. Their subprocesses write to a file, which is read when the cell is over."""
        recorder = self.shell.recorder
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = _Stream("stdout", recorder), _Stream("stderr", recorder)
        try:
            yield
            _flush()
        finally:
            sys.stdout, sys.stderr = before

    async def _run(self, source: str) -> bool:
        """As ipykernel's do_execute: a cell with `await` at the top runs in the loop, any other is called."""
        shell = self.shell
        told = None
        try:
            transformed = shell.transform_cell(source)
        except Exception:
            transformed, told = source, sys.exc_info()
        if shell.should_run_async(source, transformed_cell=transformed, preprocessing_exc_tuple=told):
            result = await shell.run_cell_async(
                source, store_history=True, transformed_cell=transformed, preprocessing_exc_tuple=told
            )
            shell.events.trigger("post_execute")
            shell.events.trigger("post_run_cell", result)
        else:
            result = shell.run_cell(source, store_history=True)
        return bool(result.success)


def _no_input(prompt: object = "", *_: object, **__: object) -> str:
    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")


def _flush() -> None:
    sys.stdout.flush()
    sys.stderr.flush()
