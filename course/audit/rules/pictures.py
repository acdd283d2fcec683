"""Rule 10: every picture is also there in words, and can be read by people who see colours or small print badly.

The notebook is run once more for this, in a process of its own, because its figures are wanted and not only their
images.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from bs4 import BeautifulSoup
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

from course.audit.findings import Finding, Result
from course.audit.seeing import faults, words
from course.audit.tools import Tools
from course.audit.workshop import Workshop
from course.errors import CourseError

NAME = "pictures"


def look(workshop: Workshop, tools: Tools) -> Result:
    """The pictures of the text, and those that the model answers' notebook draws."""
    folder = tools.scratch / f"pictures-{workshop.name}"
    shutil.copytree(workshop.release_folder, folder)
    return look_at(workshop.source, folder)


def look_at_course(tools: Tools) -> Result:
    """The pictures of the notebooks that belong to no week."""
    found = [
        look_at(nbformat.read(path, as_version=4), tools.scratch / f"pictures-{path.stem}", where=path.stem)
        for path in sorted((tools.root / "notebooks").rglob("*.ipynb"))
        if ".ipynb_checkpoints" not in path.parts
    ]
    measures = {"pictures": sum(each.measures["pictures"] for each in found)}
    return Result(measures, tuple(finding for each in found for finding in each.findings))


def look_at(notebook: NotebookNode, folder: Path, where: str = "") -> Result:
    """Hold the rule against a notebook.

    Args:
        notebook: with model answers, so that every picture is drawn.
        folder: where it is run, with the files that it needs; made if it is not there.
        where: what findings begin with, besides the cell.
    """
    told = [Finding(_at(where, cell), says) for cell, says in in_text(notebook)]
    shown = facts(notebook, folder)
    pictures = shown["shown"]
    for each in shown["errors"]:
        told.append(Finding(_at(where, each["cell"]), f"It stops, so its pictures are not seen: {each['says']}."))
    for each in pictures:
        told += [Finding(_at(where, each["cell"]), says) for says in faults(each)]
    return Result({"pictures": sum("at" not in each for each in pictures)}, tuple(dict.fromkeys(told)))


def facts(notebook: NotebookNode, folder: Path) -> dict[str, Any]:
    """Run a notebook in a process of its own, and what `course.audit.drawn` wrote down of it."""
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / "picture-facts.json"
    nbformat.write(notebook, folder / "looked-at.ipynb")
    done = subprocess.run(
        [sys.executable, "-m", "course.audit.drawn", "looked-at.ipynb", written.name],
        cwd=folder,
        env={**os.environ, "MPLBACKEND": "agg", "IPYTHONDIR": str(folder / ".ipython")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=300,
        check=False,
    )
    if done.returncode or not written.is_file():
        last = done.stderr.strip().splitlines()[-1:] or ["it said nothing"]
        raise CourseError(f"The notebook could not be run to look at its pictures: {last[0]}")
    found: dict[str, Any] = json.loads(written.read_text(encoding="utf-8"))
    return found


# ---- pictures in the text


def in_text(notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """(cell, what is wrong) for each picture of the Markdown cells that is not told in words."""
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "markdown":
            continue
        where = cell.metadata.get("nbgrader", {}).get("grade_id") or f"cell {number}"
        renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
        # A picture pasted into the cell is taken for a file of that name: only its words matter here.
        html = MarkdownWithMath(renderer=renderer).render(cell.source.replace("attachment:", ""))
        for picture in BeautifulSoup(html, "html.parser").find_all(["img", "svg"]):
            alt = str(picture.get("alt") or picture.get("aria-label") or "")
            yield from ((where, says) for says in words(alt))


def _at(where: str, cell: str) -> str:
    return f"{where}, {cell}" if where else cell
