"""Which half of a pair is the newer one: the one that changed since the last build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from nbformat import NotebookNode

from course.authoring import pairs
from course.authoring.changes import digest, files, read_text
from course.errors import CourseError

Master = Literal["py", "ipynb"]


@dataclass(frozen=True)
class Pair:
    """A settled pair: the two files' content, which say the same.

    Attributes:
        stem: the files' path without ending.
        text: what the .py is to hold.
        notebook: the file's content for the .ipynb.
        cells: the notebook itself.
    """

    stem: Path
    text: str
    notebook: str
    cells: NotebookNode

    @property
    def mark(self) -> str:
        """What the next build remembers of it."""
        return digest(self.notebook)

    def with_text(self, text: str) -> Pair:
        """The pair after a change of its text."""
        return _pair(self.stem, text, pairs.to_notebook(text))


def stems(folder: Path) -> list[Path]:
    """Paths without ending of every notebook under a folder; each is kept as a pair."""
    return sorted({path.with_suffix("") for path in files(folder) if path.suffix in (".py", ".ipynb")})


def settle(stem: Path, name: str, memory: Mapping[str, str], master: Master | None) -> Pair:
    """Find what both halves of a pair are to say. Nothing is written.

    Args:
        stem: the pair's path without ending.
        name: what the pair is called in `memory` and in messages.
        memory: name -> `Pair.mark` of the last build.
        master: the half that wins when both changed, or when nobody knows which changed.

    Raises:
        CourseError: when that cannot be told, or a half cannot be read, or would lose something as the other.
    """
    text_path, notebook_path = stem.with_suffix(".py"), stem.with_suffix(".ipynb")
    text = read_text(text_path).replace("\r\n", "\n") if text_path.exists() else None
    notebook = pairs.canonical(pairs.read_notebook(notebook_path)) if notebook_path.exists() else None
    try:
        from_text = None if text is None else pairs.to_notebook(text)
        if text is not None and from_text is not None:
            agree = notebook is None or from_text == notebook
            if agree or _newer(from_text, notebook, memory.get(name), master) == "py":
                pairs.to_text(from_text)  # proves that the other direction would lose nothing either
                return _pair(stem, text, from_text)
        assert notebook is not None
        return _pair(stem, pairs.to_text(notebook), notebook)
    except CourseError as problem:
        raise CourseError(f"{name}: {problem}") from None


def _newer(from_text: NotebookNode, notebook: NotebookNode, before: str | None, master: Master | None) -> Master:
    if before is not None and before == digest(pairs.as_json(notebook)):
        return "py"
    if before is not None and before == digest(pairs.as_json(from_text)):
        return "ipynb"
    if master:
        return master
    raise CourseError(
        "the .py and the .ipynb differ, and both changed since the last build (or there was none). Keep one with "
        "`ldt build --keep py` or `ldt build --keep ipynb`; nothing was written."
    )


def _pair(stem: Path, text: str, notebook: NotebookNode) -> Pair:
    return Pair(stem, text, pairs.as_json(notebook), notebook)
