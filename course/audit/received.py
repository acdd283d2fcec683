"""What participants receive, and what stands in it: every cell, every file, as text."""

from __future__ import annotations

import ast
import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.authoring import changes
from course.delivery.files import NOT_FOR_PARTICIPANTS, offered


@dataclass(frozen=True)
class Shown:
    """A piece of what a participant receives.

    Args:
        where: the cell's grade_id, or the file and the cell's place, for a finding.
        texts: what stands in it; code also as Python itself would write it.
        lines: whether it is a file of lines rather than a cell.
    """

    where: str
    texts: tuple[str, ...]
    lines: bool = False


def received(root: Path) -> dict[str, Path]:
    """The files that participants get: path in their copy -> file.

    They come by `ldt lab`, or by nbgrader's exchange, which hands out all that lies in a release folder.

    Raises:
        CourseError: when release/ or notebooks/ is missing.
    """
    release = root / "release"
    every = {path.relative_to(release).as_posix(): path for path in changes.files(release)}
    return dict(sorted({**every, **offered([release, root / "notebooks"], NOT_FOR_PARTICIPANTS)}.items()))


def shown(path: str, file: Path) -> Iterator[Shown]:
    """The pieces of one file; none of one that is not text."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return
    notebook = as_notebook(file)
    if notebook is None:
        yield Shown(path, (text,), lines=True)
        return
    yield Shown(f"{path}, its metadata", (_flat(notebook.metadata),))
    for place, cell in enumerate(notebook.cells, start=1):
        texts = [cell.source, _flat(cell.metadata)]
        if cell.cell_type == "code":
            texts += [_flat(output) for output in cell.get("outputs", ())]
            with contextlib.suppress(SyntaxError, ValueError):
                texts.append(ast.unparse(ast.parse(cell.source)))
        yield Shown(name_of(path, place, cell), tuple(texts))


def as_notebook(file: Path) -> NotebookNode | None:
    """A file as a notebook; None when it is none."""
    if file.suffix != ".ipynb":
        return None
    try:
        return nbformat.reads(file.read_text(encoding="utf-8-sig"), as_version=4)
    except Exception:  # nbformat's errors are of many kinds; a notebook that cannot be opened is other rules' matter
        return None


def name_of(path: str, place: int, cell: NotebookNode) -> str:
    """What a finding calls a cell."""
    about = cell.metadata.get("nbgrader")
    name = about.get("grade_id") if isinstance(about, dict) else None
    return str(name) if name else f"{path}, cell {place}"


def _flat(data: object) -> str:
    """All text in a piece of JSON."""
    if isinstance(data, str):
        return data
    if isinstance(data, Mapping):
        return "\n".join(f"{key}: {_flat(value)}" for key, value in data.items())
    if isinstance(data, list | tuple):
        return "\n".join(map(_flat, data))
    return json.dumps(data)
