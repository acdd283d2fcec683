"""A notebook as a pair: `name.py`, which people review, and `name.ipynb`, which nbgrader and JupyterLab open.

The text is jupytext's py:percent with markdown cells as triple-quoted strings. Both directions lose nothing that
belongs in source: cell kinds, text and metadata survive; outputs, execution counts and chance cell ids do not belong
there. Cell ids are derived (from the grade_id, else from the position), so the same source gives the same bytes.
"""

from __future__ import annotations

import copy
import json
import re
from itertools import chain, count, zip_longest
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from course.authoring import escapes
from course.errors import CourseError

_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
_LANGUAGE = {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"}
_HEADER = "# A notebook as text; `ldt build` keeps it and the notebook beside it the same.\n\n"
_FORMAT = "py:percent"
_EMPTY_CELL = '# %% [markdown]\n"""\n\n"""\n'
_ODD_LINE_BREAK = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")

# What editors leave in a cell's metadata: never part of the source, or only when it differs from what is usual.
_NOISE = (
    *("autoscroll", "cell_marker", "collapsed", "execution", "ExecuteTime", "jp-MarkdownHeadingCollapsed"),
    *("lines_to_end_of_cell_marker", "lines_to_next_cell", "noskipline", "scrolled", "skipline", "trusted", "vscode"),
)
_EDITORS_DEFAULTS: dict[str, tuple[object, ...]] = {
    "deletable": (True,),
    "editable": (True,),
    "jupyter": ({},),
    "slideshow": ({}, {"slide_type": ""}),
    "tags": ([],),
}


def to_notebook(text: str) -> NotebookNode:
    """The notebook that a py:percent text describes, without outputs, with derived cell ids.

    Raises:
        CourseError: when the text cannot be read as cells.
    """
    try:
        notebook = jupytext.reads(_plain_lines(text).removeprefix(_HEADER), fmt=_FORMAT)
        for cell in notebook.cells:
            cell.source = escapes.unescape(cell.source, cell.cell_type)
            cell.metadata = escapes.unpacked(cell.metadata)
        return canonical(notebook)
    except Exception as problem:
        raise CourseError(f"the text cannot be read as notebook cells: {problem}") from problem


def to_text(notebook: NotebookNode) -> str:
    """The py:percent text of a notebook; `to_notebook` of it gives the canonical notebook back.

    Raises:
        CourseError: when a cell holds something that the text form cannot carry; it names the cell.
    """
    wanted = canonical(notebook)
    for position, cell in enumerate(wanted.cells, start=1):
        _refuse(position, cell)
    try:
        text = _HEADER + _written(wanted)
        found = to_notebook(text)
    except Exception as problem:  # jupytext has no error of its own for what it cannot write
        for position, cell in enumerate(wanted.cells, start=1):
            if not _survives(cell):
                raise CourseError(_loss(position, cell)) from problem
        raise CourseError(f"the notebook cannot be written as text: {problem}") from problem
    for position, (one, other) in enumerate(zip_longest(wanted.cells, found.cells), start=1):
        if one != other:
            raise CourseError(_loss(position, one or wanted.cells[-1]))
    return text


def canonical(notebook: NotebookNode) -> NotebookNode:
    """The notebook with what belongs in source and nothing else."""
    result = nbformat.v4.new_notebook(metadata={"kernelspec": dict(_KERNEL), "language_info": dict(_LANGUAGE)})
    seen: set[str] = set()
    for position, cell in enumerate(notebook.cells, start=1):
        # Blank lines at a cell's ends say nothing.
        source = _plain_lines(cell.source)
        source = re.sub(r"\A(?:[ \t]*\n)+|(?:\n[ \t]*)+\Z", "", source) if source.strip(" \t\n") else ""
        kept = NotebookNode(cell_type=cell.cell_type, source=source, metadata=_meaningful(cell.metadata))
        kept.id = _cell_id(kept, position, seen)
        seen.add(kept.id)
        if cell.get("attachments"):
            kept.attachments = copy.deepcopy(cell.attachments)
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
    mend = "Restore it, or delete it and run `ldt build` to remake it from the .py beside it."
    try:
        raw = path.read_text(encoding="utf-8-sig")
        data = json.loads(raw)
    except FileNotFoundError:
        raise CourseError(f"{path} is missing; make it with `ldt build`.") from None
    except (ValueError, RecursionError):  # not UTF-8, or not JSON
        raise CourseError(f"{path} is not a notebook: its text is not JSON. {mend}") from None
    try:
        # nbformat.reads reports what is wrong on standard error and goes on, so only older formats go through it.
        notebook = nbformat.from_dict(data) if data.get("nbformat") == 4 else nbformat.reads(raw, as_version=4)
        notebook = nbformat.v4.rwbase.rejoin_lines(notebook)
        nbformat.validate(canonical(notebook))
        return notebook
    except nbformat.ValidationError as problem:
        raise CourseError(f"{path} is not a valid notebook ({problem.message[:200]}). {mend}") from None
    except Exception:
        raise CourseError(f"{path} is JSON, but not a notebook that Jupyter could open. {mend}") from None


def _cell_id(cell: NotebookNode, position: int, taken: set[str]) -> str:
    """The grade_id, or else the position, as nbformat allows an id (64 characters), and no other cell's."""
    marks = cell.metadata.get("nbgrader")
    grade_id = marks.get("grade_id") if isinstance(marks, dict) else None
    stem = re.sub(r"[^A-Za-z0-9_-]", "-", str(grade_id or f"cell-{position:02d}"))[:56]
    names = chain([stem], (f"{stem}-{number:02d}" for number in count(position)))
    return next(name for name in names if name not in taken)


def _meaningful(metadata: NotebookNode) -> NotebookNode:
    """Cell metadata without what editors leave behind."""
    kept = {key: copy.deepcopy(value) for key, value in metadata.items() if key not in _NOISE}
    if isinstance(kept.get("jupyter"), dict):
        kept["jupyter"].pop("outputs_hidden", None)
    return NotebookNode({key: value for key, value in kept.items() if value not in _EDITORS_DEFAULTS.get(key, ())})


def _written(notebook: NotebookNode) -> str:
    """What jupytext writes for a canonical notebook, with all that it would misread escaped."""
    draft = copy.deepcopy(notebook)
    for cell in draft.cells:
        cell.source = escapes.escape(cell.source, cell.cell_type)
        cell.metadata = escapes.packed(cell.metadata)
    # The empty cell keeps a first raw cell from being taken for the notebook's header.
    draft.cells.insert(0, nbformat.v4.new_markdown_cell(""))
    draft.metadata = NotebookNode({"jupytext": {"cell_markers": '"""', "notebook_metadata_filter": "-all"}})
    text: str = jupytext.writes(draft, fmt=_FORMAT)
    return text[text.index(_EMPTY_CELL) + len(_EMPTY_CELL) :].lstrip("\n")


def _survives(cell: NotebookNode) -> bool:
    alone = nbformat.v4.new_notebook(cells=[cell])
    try:
        return bool(to_notebook(_HEADER + _written(canonical(alone))) == canonical(alone))
    except Exception:
        return False


def _plain_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refuse(position: int, cell: NotebookNode) -> None:
    """Refuse what cannot be written at all, with the reason."""
    if cell.get("attachments"):
        raise CourseError(
            f"cell {position} ({cell.id}) holds a picture pasted into it, which text cannot carry. Save the picture as "
            "a file beside the notebook and show that."
        )
    odd = _ODD_LINE_BREAK.search(cell.source)
    if odd:
        raise CourseError(
            f"cell {position} ({cell.id}) holds an unusual line break (U+{ord(odd[0]):04X}, often pasted from a word "
            f"processor) after “{cell.source[: odd.start()][-40:]}”. Delete it there and press Enter."
        )
    try:
        json.dumps(cell, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise CourseError(
            f"cell {position} ({cell.id}) holds half a character (a lone surrogate). Delete it."
        ) from None


def _loss(position: int, cell: NotebookNode) -> str:
    return (
        f"cell {position} ({cell.id}) cannot be written as text without loss; it begins “{cell.source[:40]}”. "
        "Look for quotation marks that are opened and not closed, or a magic command (%%) by itself."
    )


def _split(notebook: NotebookNode) -> dict[str, object]:
    """The notebook as plain data with text in lists of lines, as Jupyter stores it."""
    result: dict[str, object] = nbformat.v4.rwbase.split_lines(copy.deepcopy(notebook))
    return result
