"""Bytes to a notebook: whatever program saved it, in whatever encoding and format, as far as it can be read at all."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from course.grading.intake.saying import megabytes

Notebook = dict[str, Any]
Cell = dict[str, Any]

MOST_OUTPUT = 10_000_000
"""Larger outputs are dropped before nbgrader reads them; marking makes its own in any case."""

MAJOR, MINOR = 4, 5
_KINDS = ("code", "markdown", "raw")
_OUTPUTS = {"stream": "text", "display_data": "data", "execute_result": "data", "error": "traceback"}
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")
_BEGINNINGS = {b"PK\x03\x04": "a zip archive", b"%PDF": "a PDF", b"<": "a web page"}


class UnreadableError(Exception):
    """A file is not a notebook that can be read; the text says why, to follow the file's name in a sentence."""


@dataclass(frozen=True)
class Read:
    """A notebook that could be read.

    Args:
        notebook: its cells in the form of nbformat 4.5, sources as text.
        says: what had to be got over, each to follow the file's name in a sentence.
        as_is: whether the file may be handed on as it stands.
    """

    notebook: Notebook
    says: tuple[str, ...] = ()
    as_is: bool = True


def parse(data: bytes) -> Read:
    """Read a notebook.

    Raises:
        UnreadableError: when it is not one, or is damaged beyond reading.
    """
    says: list[str] = []
    raw = _data(data, says)
    as_is = not says and raw.get("nbformat") == MAJOR and raw.get("nbformat_minor") == MINOR
    shape = _Shape(_upgraded(raw, says), says, big=len(data) > MOST_OUTPUT)
    return Read(shape.notebook(), tuple(shape.says), as_is and not shape.changed)


def _data(data: bytes, says: list[str]) -> Notebook:
    """The JSON object in a file."""
    if not data.strip(b"\x00\t\r\n "):
        raise UnreadableError("is an empty file")
    encoding: str = json.detect_encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        encoding, text = "cp1252", data.decode("cp1252", errors="replace")
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise UnreadableError(_why_not_json(data, text, problem)) from None
    if encoding == "utf-8-sig":
        says.append("began with a byte order mark; it was read all the same")
    elif encoding != "utf-8":
        name = "Windows-1252" if encoding == "cp1252" else encoding[:6].upper()
        says.append(f"was saved as {name} text instead of UTF-8; it was read all the same")
    if not isinstance(raw, dict):
        raise UnreadableError("is JSON, but not a notebook")
    if _HALF_CHARACTER.search(text):
        try:
            json.dumps(raw, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raw = json.loads(json.dumps(raw, ensure_ascii=False).encode(errors="replace"))
            says.append("held halves of characters; each became a question mark")
    return raw


def _why_not_json(data: bytes, text: str, problem: Exception) -> str:
    for beginning, what in _BEGINNINGS.items():
        if data.lstrip().startswith(beginning):
            return f"is {what}, not a notebook"
    if "\x00" in text[:200] or not text.lstrip().startswith(("{", "[")):
        return "is not a notebook (it is not JSON)"
    if not text.rstrip().endswith(("}", "]")):
        lines = text.count("\n") + 1
        return f"was cut off on its way (it is not JSON: it ends at line {lines}, in the middle of something)"
    return f"is a damaged notebook (it is not JSON: line {getattr(problem, 'lineno', 1)})"


def _upgraded(raw: Notebook, says: list[str]) -> Notebook:
    """A notebook of another format as one of format 4."""
    major, minor = raw.get("nbformat"), raw.get("nbformat_minor")
    if type(major) is int and 1 <= major < MAJOR and not isinstance(raw.get("cells"), list):
        try:
            whole: Notebook = json.loads(nbformat.writes(nbformat.reads(json.dumps(raw), as_version=MAJOR)))
        except Exception:  # nbformat raises whatever the damage leads to
            raise UnreadableError(f"is a notebook of format {major}, and damaged") from None
        for cell in whole["cells"]:
            cell.pop("id", None)  # made up at random
        says.append(f"was saved by an old Jupyter (format {major}); it was brought up to date")
        return whole
    if not isinstance(raw.get("cells"), list):
        raise UnreadableError("is JSON, but not a notebook")
    if type(major) is not int or major < MAJOR:
        says.append("did not say which format it has; it was read as today's")
    elif major > MAJOR or (type(minor) is int and minor > MINOR):
        says.append(f"was saved by a newer Jupyter (format {major}.{minor}); it was read as {MAJOR}.{MINOR}")
    return raw


@dataclass
class _Shape:
    """Gives every part of a notebook the shape that nbformat's and nbgrader's code takes for granted.

    Args:
        raw: what was in the file; its cells are a list.
        says: taken over, and added to.
        big: whether the file is so large that the size of its outputs is worth a look.
        changed: whether anything had to be altered.
    """

    raw: Notebook
    says: list[str]
    big: bool
    changed: bool = False
    ids: set[str] = field(default_factory=set)

    def notebook(self) -> Notebook:
        """The notebook, in shape."""
        metadata = self.raw.get("metadata")
        self._must(isinstance(metadata, dict))
        metadata = dict(metadata) if isinstance(metadata, dict) else {}
        given = [cell for cell in self.raw["cells"] if isinstance(cell, dict)]
        if len(given) < len(self.raw["cells"]):
            self._must(False)
            self.says.append("held damaged cells that could not be read; they were left out")
        cells = [self._cell(cell) for cell in given]
        if self.big:
            self._drop_big_outputs(cells, metadata)
        return {"cells": cells, "metadata": metadata, "nbformat": MAJOR, "nbformat_minor": MINOR}

    def _cell(self, raw: Cell) -> Cell:
        kind = raw.get("cell_type")
        metadata = raw.get("metadata")
        self._must(kind in _KINDS and isinstance(metadata, dict))
        cell: Cell = {
            "cell_type": kind if kind in _KINDS else "raw",
            "metadata": dict(metadata) if isinstance(metadata, dict) else {},
            "source": self._text(raw.get("source")),
        }
        name = raw.get("id")
        if isinstance(name, str) and _ID.fullmatch(name) and name not in self.ids:
            cell["id"] = name
            self.ids.add(name)
        self._must("id" in cell)
        if kind == "code":
            self._outputs(raw, cell)
        elif isinstance(raw.get("attachments"), dict):
            cell["attachments"] = raw["attachments"]
        else:
            self._must("attachments" not in raw)
        return cell

    def _text(self, source: Any) -> str:
        lines = source if isinstance(source, list) else [source]
        sound = all(isinstance(line, str) for line in lines)
        self._must(sound)
        text = "".join(line for line in lines if isinstance(line, str))
        if "\r" not in text:
            return text
        self._must(False)
        remark = "had line ends of Windows in its cells; it was read all the same"
        if remark not in self.says:
            self.says.append(remark)
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _outputs(self, raw: Cell, cell: Cell) -> None:
        outputs, count = raw.get("outputs"), raw.get("execution_count")
        whole = isinstance(outputs, list) and all(_is_output(each) for each in outputs)
        counted = count is None or type(count) is int
        self._must(whole and counted and "execution_count" in raw)
        cell["outputs"] = outputs if whole else []
        cell["execution_count"] = count if counted else None

    def _drop_big_outputs(self, cells: list[Cell], metadata: dict[str, Any]) -> None:
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        size = sum(len(json.dumps(cell["outputs"])) for cell in code) + len(json.dumps(metadata.get("widgets")))
        if size <= MOST_OUTPUT:
            return
        self._must(False)
        for cell in code:
            cell["outputs"] = []
        metadata.pop("widgets", None)
        self.says.append(f"had {megabytes(size)} of outputs; they were dropped, since marking makes its own")

    def _must(self, sound: bool) -> None:
        self.changed |= not sound


def _is_output(output: Any) -> bool:
    if not isinstance(output, dict) or output.get("output_type") not in _OUTPUTS:
        return False
    part = _OUTPUTS[output["output_type"]]
    if part == "data":
        return isinstance(output.get("data"), dict) and isinstance(output.get("metadata", {}), dict)
    if part == "text":
        text = output.get("text")
        return isinstance(text, str) or (isinstance(text, list) and all(isinstance(line, str) for line in text))
    return isinstance(output.get("traceback"), list)


def about(cell: Cell) -> dict[str, Any]:
    """What nbgrader has written into a cell; empty when it has written nothing, or that is damaged."""
    described = cell["metadata"].get("nbgrader")
    return described if isinstance(described, dict) else {}


def grade_id(cell: Cell) -> str | None:
    """The name that nbgrader has given a cell."""
    name = about(cell).get("grade_id")
    return name if isinstance(name, str) and name else None


def grade_ids(file: Path) -> set[str]:
    """The grade_ids in a notebook; none when it cannot be read."""
    try:
        cells = parse(file.read_bytes()).notebook["cells"]
    except (OSError, UnreadableError):
        return set()
    return {name for cell in cells if (name := grade_id(cell))}


def kernel(metadata: dict[str, Any]) -> str | None:
    """The name of the kernel that a notebook asks for."""
    described = metadata.get("kernelspec")
    name = described.get("name") if isinstance(described, dict) else None
    return name if isinstance(name, str) else None
