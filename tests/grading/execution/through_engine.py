"""Notebooks written in the tests, and the way to have them run."""

from __future__ import annotations

from collections.abc import Callable

import nbformat
from nbformat import NotebookNode

Cell = str | tuple[str, str]


def notebook_of(*cells: Cell) -> NotebookNode:
    """A notebook of these cells: a source, or (type, source)."""
    made = nbformat.v4.new_notebook()
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    for place, cell in enumerate(cells):
        kind, source = ("code", cell) if isinstance(cell, str) else cell
        made.cells.append(getattr(nbformat.v4, f"new_{kind}_cell")(source, id=f"cell-{place}"))
    return made


Through = Callable[..., NotebookNode]
