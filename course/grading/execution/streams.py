"""sys.stdout and sys.stderr of a cell, and the file descriptors below them, to which subprocesses write."""

from __future__ import annotations

import codecs
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ipykernel import iostream

from course.grading.execution.outputs import Recorder

NUMBERS = {"stdout": 1, "stderr": 2}


class Descriptors:
    """Gathers what is written to descriptors 1 and 2: by subprocesses, by os.system, by compiled code."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._files: dict[str, Any] = {}
        self._decoders: dict[str, codecs.IncrementalDecoder] = {}
        self._nowhere = -1
        self._lock = threading.Lock()

    def capture(self) -> None:
        """Point both descriptors at files without a name. Where they pointed before is out of reach from then on."""
        make = codecs.getincrementaldecoder("utf-8")
        for name, number in NUMBERS.items():
            # Appending, so that any number of processes may write, and the file may be emptied below them.
            self._files[name] = tempfile.TemporaryFile("a+b", buffering=0)  # noqa: SIM115
            self._decoders[name] = make(errors="replace")
            os.dup2(self._files[name].fileno(), number)
        self._nowhere = os.open(os.devnull, os.O_WRONLY)

    @contextmanager
    def for_a_while(self) -> Iterator[None]:
        """Capture, and put the descriptors back afterwards."""
        before = {number: os.dup(number) for number in NUMBERS.values()}
        self.capture()
        try:
            yield
        finally:
            for number, kept in before.items():
                os.dup2(kept, number)
                os.close(kept)
            for file in self._files.values():
                file.close()
            os.close(self._nowhere)
            self._files, self._nowhere = {}, -1

    def gather(self) -> None:
        """Hand what was written since the last time to the recorder."""
        for name, file in self._files.items():
            number = file.fileno()
            if not os.lseek(number, 0, os.SEEK_END):
                continue
            with self._lock:
                data = os.pread(number, 2 * self._recorder.limit, 0)
                os.ftruncate(number, 0)
                text = self._decoders[name].decode(data)
            self._recorder.write(name, text)

    def number(self, name: str) -> int | None:
        """What fileno() says: in a kernel it is the terminal of the server, which nobody who marks looks at."""
        return None if self._nowhere < 0 else self._nowhere


class OutStream(iostream.OutStream):
    """As ipykernel's (libraries ask for it by its type), without thread and socket."""

    def __init__(self, name: str, recorder: Recorder, descriptors: Descriptors) -> None:
        self.name = name
        self.pub_thread: Any = recorder  # None says that the stream has been closed
        self.echo = None
        self._isatty = False
        self._recorder = recorder
        self._descriptors = descriptors
        self._owner = os.getpid()

    def write(self, string: str) -> int:
        """Take text; a process that the cell has forked hands it over by its file descriptor."""
        if not isinstance(string, str):
            raise TypeError(f"write() argument must be str, not {type(string)}")
        if self.pub_thread is None:
            raise ValueError("I/O operation on closed file")
        if os.getpid() != self._owner:
            os.write(NUMBERS[self.name], string.encode("utf-8", errors="replace"))
            return len(string)
        self._descriptors.gather()
        self._recorder.write(self.name, string)
        return len(string)

    def flush(self) -> None:
        """Show the text that is held back."""
        if self.pub_thread is not None and os.getpid() == self._owner:
            self._descriptors.gather()
            self._recorder.flush(self.name)

    def fileno(self) -> int:
        """A descriptor that leads nowhere."""
        number = self._descriptors.number(self.name)
        return super().fileno() if number is None else number

    def close(self) -> None:
        """Take no more text."""
        self.pub_thread = None

    def adopt(self) -> None:
        """Belong to this process, which has been forked from the one that made the stream."""
        self._owner = os.getpid()

    def set_parent(self, parent: Any) -> None:
        """Which message caused the output is known without messages."""

    def set_thread_parent(self, parent: Any) -> None:
        """As set_parent."""

    def reset_thread_parent(self, token: Any) -> None:
        """As set_parent."""


OutStream.__module__, OutStream.__qualname__ = iostream.__name__, "OutStream"
