"""A cell's outputs, kept by the rules by which nbclient keeps what a kernel sends.

The rules: text is held back until something else is shown, or a fifth of a second has gone by; `clear_output` clears
now or before the next output; what is shown under a display id can be changed later, from another cell too; while an
`ipywidgets.Output` is open, outputs go into it and not under the cell.
"""

from __future__ import annotations

import json
import threading
import time
from contextvars import ContextVar
from typing import Any

from jupyter_client.session import json_packer

Item = dict[str, Any]

TOO_MUCH = "\n[… the rest was left out: a cell may show at most {limit:,} characters]\n"
HELD_SECONDS = 0.2
"""How long a kernel holds text back, so as not to send each word on its own."""

of_cell: ContextVar[int] = ContextVar("of_cell")
"""Which cell started the code that runs now. Threads have none: what they show is shown under the cell that runs."""


class Sheet:
    """A list of outputs, as a page keeps it: under a cell, or in an `ipywidgets.Output`."""

    def __init__(self, items: list[Item] | None = None) -> None:
        self.items = items or []
        self._clear_first = False

    def add(self, item: Item) -> None:
        """Put an output at the end; text joins text of the same stream."""
        if self._clear_first:
            self.clear(wait=False)
        last = self.items[-1] if self.items else None
        if last and item["output_type"] == "stream" == last["output_type"] and item["name"] == last["name"]:
            last["text"] += item["text"]
        else:
            self.items.append(item)

    def clear(self, wait: bool) -> None:
        """Take all outputs away, now or when the next one comes."""
        self._clear_first = wait
        if not wait:
            self.items = []


class Recorder:
    """The outputs of the cell that runs now, and those of earlier cells that it may still change."""

    def __init__(self, limit: int = 1_000_000) -> None:
        self.limit = limit
        self.cell = 0
        self.changed: dict[str, Item] = {}
        self._sheet = Sheet()
        self._open = False
        self._diverted: list[Sheet] = []
        self._by_id: dict[str, list[tuple[int, Item]]] = {}
        self._held: dict[str, list[str]] = {"stdout": [], "stderr": []}
        self._due: dict[str, float] = {}
        self._size = 0
        self._full = False
        self._lock = threading.RLock()  # a cell's threads may print too

    # --- a cell begins and ends

    def begin(self) -> None:
        """Start a new cell."""
        self.cell += 1
        self.changed = {}
        self._sheet = Sheet()
        self._diverted = []
        self._size, self._full = 0, False
        self._held = {"stdout": [], "stderr": []}
        self._due = {}
        self._open = True

    def finish(self) -> list[Item]:
        """End the cell; its outputs. What comes later, from a thread that goes on, is dropped as nbclient drops it."""
        self.flush("stdout")
        self.flush("stderr")
        self._open = False
        return self._sheet.items

    def listening(self) -> bool:
        """Whether what is shown now is shown anywhere."""
        return self._open and of_cell.get(self.cell) == self.cell

    # --- what the cell shows

    def write(self, name: str, text: str) -> None:
        """Text that the cell wrote to stdout or stderr."""
        if self._full or not text or not self.listening():
            return
        with self._lock:
            now = time.monotonic()
            if self._due and min(self._due.values()) <= now:
                for late in sorted(self._due, key=self._due.__getitem__):
                    if self._due[late] <= now:
                        self.flush(late)
            if not self._held[name]:
                self._due[name] = now + HELD_SECONDS
            if not self._fits(len(text)):
                text = text[: max(0, self.limit - self._size)] + TOO_MUCH.format(limit=self.limit)
            self._size += len(text)
            self._held[name].append(text)

    def flush(self, name: str) -> None:
        """Put the text that is held back on the page."""
        with self._lock:
            parts, self._held[name] = self._held[name], []
            self._due.pop(name, None)
            if parts:
                self._target().add({"output_type": "stream", "name": name, "text": "".join(parts)})

    def display(self, data: Any, metadata: Any, display_id: str | None = None, update: bool = False) -> None:
        """What the cell displayed, or a change of what was displayed before."""
        item = {"output_type": "display_data", "metadata": plain(metadata), "data": plain(data)}
        if not self.listening() or not self._room_for(item):
            return
        if display_id:
            self._change(display_id, item)  # nbclient does so for a second display under the same id as well
        if not update:
            self._add(item, display_id)

    def result(self, data: Any, metadata: Any, count: int) -> None:
        """The value of the cell's last line."""
        item = {"output_type": "execute_result", "metadata": plain(metadata), "data": plain(data)}
        if self.listening() and self._room_for(item):
            self._add(item | {"execution_count": count})

    def error(self, ename: str, evalue: str, traceback: list[str]) -> None:
        """An error. It is kept when the cell has shown too much as well: it says why the cell stopped."""
        if not self.listening():
            return
        most = 20_000 if self._full else self.limit
        if len(evalue) + sum(map(len, traceback)) > most:
            evalue = evalue[:1000]
            traceback = [line[:1000] for line in (*traceback[:5], *traceback[-5:])]
        self._add({"output_type": "error", "ename": ename[:1000], "evalue": evalue, "traceback": traceback})

    def clear(self, wait: bool) -> None:
        """Forget what is shown, now or when the next output comes."""
        if not self.listening():
            return
        target = self._target()
        target.clear(wait)
        if target is self._sheet:
            self._size, self._full = 0, False
            if not wait:
                self._forget_ids()

    # --- widgets

    def divert(self, sheet: Sheet) -> None:
        """Put outputs into this sheet from now on, until `restore` or the end of the cell."""
        self._diverted.append(sheet)

    def restore(self, sheet: Sheet) -> None:
        """Put outputs where they went before."""
        if sheet in self._diverted:
            self._diverted.remove(sheet)

    # --- within

    def _target(self) -> Sheet:
        return self._diverted[-1] if self._diverted else self._sheet

    def _add(self, item: Item, display_id: str | None = None) -> None:
        target = self._target()
        target.add(item)
        if display_id and target is self._sheet:
            item["display_id"] = display_id  # whoever keeps the notebook needs it, to change the output later
            self._by_id.setdefault(display_id, []).append((self.cell, item))

    def _change(self, display_id: str, new: Item) -> None:
        for cell, item in self._by_id.get(display_id, ()):
            item["data"], item["metadata"] = new["data"], new["metadata"]
            if cell != self.cell:
                self.changed[display_id] = {"data": new["data"], "metadata": new["metadata"]}

    def _forget_ids(self) -> None:
        for shown in self._by_id.values():
            shown[:] = [(cell, item) for cell, item in shown if cell != self.cell]

    def _room_for(self, item: Item) -> bool:
        if self._full:
            return False
        size = _size(item["data"]) + _size(item["metadata"])
        if self._fits(size):
            self._size += size
            return True
        self._target().add({"output_type": "stream", "name": "stdout", "text": TOO_MUCH.format(limit=self.limit)})
        return False

    def _fits(self, size: int) -> bool:
        self._full = self._full or self._size + size > self.limit
        return not self._full


def plain(bundle: Any) -> Any:
    """A copy as JSON would carry it: what a kernel cannot send, this refuses with the same error."""
    if all(type(key) is str and type(value) is str for key, value in bundle.items()):
        return dict(bundle)
    return json.loads(json_packer(bundle))


def _size(bundle: Any) -> int:
    return sum(len(value) if isinstance(value, str) else len(json.dumps(value)) for value in bundle.values())
