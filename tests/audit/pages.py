"""Pages and notebooks with one fault each, and good ones, for the rules that look at them."""

from __future__ import annotations

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook


def page(body: str, head: str = "") -> str:
    """A page without barriers, but for what is put into it."""
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>A page</title>{head}</head><body><main><h1>A page</h1><p>Words.</p>{body}</main></body></html>"
    )


def notebook(*cells: str) -> NotebookNode:
    """A notebook of these cells; those that begin with a # and a space, or with an exclamation mark, are Markdown."""
    return new_notebook(
        cells=[new_markdown_cell(cell) if cell.startswith(("# ", "!", "<")) else new_code_cell(cell) for cell in cells]
    )
