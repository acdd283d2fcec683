"""Notebooks as JSON text and back, inside the marking: intake has validated them, so nobody does it again."""

from __future__ import annotations

import json

import nbformat
from nbformat import NotebookNode, v4
from nbformat.v4.rwbase import rejoin_lines


def as_text(notebook: NotebookNode) -> str:
    """A notebook as compact JSON text, on its way from one process to another."""
    return json.dumps(notebook, ensure_ascii=False)


def from_text(text: str) -> NotebookNode:
    """The notebook that `as_text` has written, or a file of nbformat 4 holds."""
    return rejoin_lines(nbformat.from_dict(json.loads(text)))


def as_file(notebook: NotebookNode) -> str:
    """A notebook as nbgrader writes it to a file, but for the line breaks: with them it takes five times as long."""
    text: str = v4.writes_json(notebook, indent=None)
    return text if text.endswith("\n") else text + "\n"
