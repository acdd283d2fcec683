"""The ids that have been released, which never change after: nbgrader finds marks and answers by them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml
from nbformat import NotebookNode

from course.audit.workshop import Workshop, workshops
from course.errors import CourseError

PATH = "course/audit/released_ids.yaml"
_HEADER = """\
# The grade_ids that participants and gradebooks have, with what kind of cell each is. None is ever renamed or removed
# once its workshop has been released; `ldt audit` fails when one is. `ldt audit --freeze WEEK` adds a workshop, or the
# cells that it has gained; nobody edits this by hand.
"""


def kind(cell: NotebookNode) -> str:
    """What kind of cell nbgrader takes one with a grade_id for, such as "code check" or "markdown manual"."""
    about = cell.metadata.nbgrader
    match bool(about.get("grade")), bool(about.get("solution")), bool(about.get("task")):
        case True, True, _:
            role = "manual"
        case True, False, _:
            role = "check"
        case False, True, _:
            role = "answer"
        case _, _, True:
            role = "task"
        case _:
            role = "read-only"
    return f"{cell.cell_type} {role}"


def ids(notebook: NotebookNode) -> dict[str, str]:
    """The grade_ids of a notebook, each with its kind, in the notebook's order."""
    return {
        str(cell.metadata.nbgrader["grade_id"]): kind(cell)
        for cell in notebook.cells
        if isinstance(cell.metadata.get("nbgrader"), dict) and "grade_id" in cell.metadata.nbgrader
    }


def frozen(root: Path) -> dict[str, dict[str, str]]:
    """The committed list: workshop -> grade_id -> kind; empty when there is none yet.

    Raises:
        CourseError: when the file cannot be read as such a list.
    """
    path = root / PATH
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else None
    except (yaml.YAMLError, UnicodeDecodeError):
        data = "not YAML"
    found = {} if data is None else data
    if not isinstance(found, dict) or not all(isinstance(each, dict) for each in found.values()):
        raise CourseError(f"{PATH} is not a list of grade_ids by workshop; restore it with `git checkout {PATH}`.")
    return {str(name): {str(key): str(value) for key, value in each.items()} for name, each in found.items()}


def changed(known: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """What a workshop has lost of its frozen ids: grade_id -> what became of it, as a sentence's end."""
    gone = {name: "is gone or was renamed" for name in known if name not in now}
    turned = {
        name: f"was a {before} cell and is a {now[name]} cell"
        for name, before in known.items()
        if name in now and now[name] != before
    }
    return gone | turned


def freeze(root: Path, workshop_name: str) -> int:
    """Enter a workshop's grade_ids into the committed list, or those that it has gained since.

    Args:
        root: the checkout.
        workshop_name: the folder's name in source/, such as week05-appraisal.

    Returns:
        How many ids were added; 0 when the list held them all, and the file is left alone then.

    Raises:
        CourseError: when there is no such workshop, or an id that was released has been renamed, removed or turned
            into another kind of cell. Nothing is written then.
    """
    if workshop_name not in {workshop.name for workshop in workshops(root)}:
        raise CourseError(
            f"There is no source/{workshop_name}; give a workshop's whole name, such as week05-appraisal."
        )
    listed = frozen(root)
    known = listed.get(workshop_name, {})
    now = ids(Workshop(root, workshop_name).source)
    for name, became in changed(known, now).items():
        raise CourseError(
            f"{name} of {workshop_name} {became}, and participants have it already; put it back as it was, and give a "
            "new cell a new id."
        )
    added = now.keys() - known.keys()
    if added:
        listed[workshop_name] = now
        text = yaml.safe_dump(dict(sorted(listed.items())), sort_keys=False, allow_unicode=True, width=1000)
        (root / PATH).write_text(_HEADER + text, encoding="utf-8", newline="\n")
    return len(added)
