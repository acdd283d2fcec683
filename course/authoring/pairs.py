"""A notebook as a pair: `name.py`, which people review, and `name.ipynb`, which nbgrader and JupyterLab open.

The text is jupytext's py:percent with markdown cells as triple-quoted strings. Both directions lose nothing that
belongs in source: cell kinds, text and metadata survive; outputs, execution counts and chance cell ids do not belong
there. Cell ids are derived (from the grade_id, else from the position), so the same source gives the same bytes.
"""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from course.errors import CourseError

_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
_LANGUAGE = {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"}
_HEADER = "# A notebook as text; `ldt build` keeps it and the notebook beside it the same.\n\n"
_FORMAT = "py:percent"


def to_notebook(text: str) -> NotebookNode:
    """The notebook that a py:percent text describes, without outputs, with derived cell ids.

    Raises:
        CourseError: when the text cannot be read as cells.
    """
    try:
        notebook = jupytext.reads(text.removeprefix(_HEADER), fmt=_FORMAT)
    except Exception as problem:
        raise CourseError(f"the text cannot be read as notebook cells: {problem}") from problem
    for cell in notebook.cells:
        cell.source = _unescape(cell.source, cell.cell_type)
    return canonical(notebook)


def to_text(notebook: NotebookNode) -> str:
    """The py:percent text of a notebook; `to_notebook` of it gives the canonical notebook back.

    Raises:
        CourseError: when a cell holds something that the text form cannot carry; it names the cell.
    """
    wanted = canonical(notebook)
    draft = copy.deepcopy(wanted)
    for cell in draft.cells:
        cell.source = _escape(cell.source, cell.cell_type)
    draft.metadata = NotebookNode({"jupytext": {"cell_markers": '"""', "notebook_metadata_filter": "-all"}})
    try:
        text = _HEADER + _without_header(jupytext.writes(draft, fmt=_FORMAT))
        found = to_notebook(text)
    except (IndexError, ValueError) as problem:
        raise CourseError(f"the notebook cannot be written as text: {problem}") from problem
    _prove(wanted, found)
    return text


def canonical(notebook: NotebookNode) -> NotebookNode:
    """The notebook with what belongs in source and nothing else."""
    result = nbformat.v4.new_notebook(metadata={"kernelspec": dict(_KERNEL), "language_info": dict(_LANGUAGE)})
    seen: set[str] = set()
    for position, cell in enumerate(notebook.cells, start=1):
        source = re.sub(r"\A(?:[ \t]*\n)+|(?:\n[ \t]*)+\Z", "", cell.source)  # blank lines at a cell's ends say nothing
        kept = NotebookNode(cell_type=cell.cell_type, source=source, metadata=_meaningful(cell.metadata))
        grade_id = kept.metadata.get("nbgrader", {}).get("grade_id")
        wanted = re.sub(r"[^A-Za-z0-9_-]", "-", grade_id or f"cell-{position:02d}")[:60]
        kept.id = wanted if wanted not in seen else f"{wanted[:56]}-{position:02d}"
        seen.add(kept.id)
        if cell.cell_type == "code":
            kept.outputs = []
            kept.execution_count = None
        result.cells.append(kept)
    result.nbformat, result.nbformat_minor = 4, 5
    return result


def as_json(notebook: NotebookNode) -> str:
    """The notebook file's text: sorted keys, one-space indent as Jupyter writes it, a newline at the end."""
    return json.dumps(_split(notebook), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_notebook(path: Path) -> NotebookNode:
    """Read an .ipynb file.

    Raises:
        CourseError: when the file is missing, is not JSON or is not a notebook.
    """
    try:
        raw = path.read_text(encoding="utf-8-sig")
        return nbformat.reads(raw, as_version=4)
    except FileNotFoundError:
        raise CourseError(f"{path} is missing; make it with `ldt build`.") from None
    except (UnicodeDecodeError, nbformat.reader.NotJSONError, json.JSONDecodeError):
        raise CourseError(
            f"{path} is not a notebook: its text is not JSON. Restore it, or delete it and run `ldt build` to remake "
            "it from the .py beside it."
        ) from None
    except Exception as problem:
        first = str(problem).strip().splitlines()[0] if str(problem).strip() else type(problem).__name__
        raise CourseError(f"{path} is not a valid notebook: {first}") from None


def _meaningful(metadata: NotebookNode) -> NotebookNode:
    """Cell metadata without what editors leave behind."""
    noise = {"execution", "ExecuteTime", "collapsed", "scrolled", "lines_to_next_cell", "cell_marker", "trusted"}
    return NotebookNode({key: copy.deepcopy(value) for key, value in metadata.items() if key not in noise})


def _without_header(text: str) -> str:
    return re.sub(r"\A# ---\n(?:#.*\n)*?# ---\n+", "", text)


def _escape(source: str, kind: str) -> str:
    """Mark what py:percent would misread: a cell divider in any cell, three quotation marks in a text cell."""
    source = re.sub(r"^(\s*#\s*)(\\*)(%%)", r"\1\\\2\3", source, flags=re.MULTILINE)
    if kind == "code":
        return source

    def quote(match: re.Match[str]) -> str:
        slashes, quotes = match[1], match[2]
        if slashes:  # the slashes belong to the first mark; each gains one, so that reading can take one away
            head, rest = f'{slashes}\\"', quotes[1:]
        else:
            head, rest = "", quotes
        return head + (rest.replace('"', '\\"') if len(rest) >= 3 else rest)

    return re.sub(r'(\\*)("+)', quote, source)


def _unescape(source: str, kind: str) -> str:
    source = re.sub(r"^(\s*#\s*)\\(\\*%%)", r"\1\2", source, flags=re.MULTILINE)
    return source if kind == "code" else re.sub(r'\\(\\*")', r"\1", source)


def _prove(wanted: NotebookNode, found: NotebookNode) -> None:
    if len(wanted.cells) != len(found.cells):
        raise CourseError(
            f"the notebook's {len(wanted.cells)} cells would come back as {len(found.cells)}; look for a line in a "
            "cell that begins like a cell divider (# %%)."
        )
    for position, (one, other) in enumerate(zip(wanted.cells, found.cells, strict=True), start=1):
        if one != other:
            raise CourseError(
                f"cell {position} ({one.id}) cannot be written as text without loss; it begins “{one.source[:40]}”. "
                "Change how it begins or ends (blank lines, quotation marks, a magic command)."
            )


def _split(notebook: NotebookNode) -> dict[str, object]:
    """The notebook as plain data with text in lists of lines, as Jupyter stores it."""
    result: dict[str, object] = nbformat.v4.rwbase.split_lines(copy.deepcopy(notebook))
    return result
