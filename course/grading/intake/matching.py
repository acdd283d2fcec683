"""Which cell of a submission is which cell of the release."""

from __future__ import annotations

from collections.abc import Sequence

from course.grading.intake.reading import Cell, grade_id
from course.grading.intake.release import Release

Places = list[int | None]
"""For each cell of a submission, the place in the release of the cell that it is; None for the participant's own."""


def matched(cells: Sequence[Cell], release: Release) -> Places:
    """Find the release's cells in a submission.

    A cell is known by its grade_id; where that was changed or lost, by its cell id, then (if locked) by its text, and
    then by standing alone between the right neighbours. Several cells may be the same one: copies, or halves.
    """
    labelled = {name: place for place, cell in enumerate(release.cells) if (name := grade_id(cell))}
    found: Places = [labelled.get(grade_id(cell) or "") for cell in cells]
    stripped = not any(grade_id(cell) for cell in cells)
    # A cell without any description is the participant's own, unless a program has stripped them all.
    nameless = [j for j, cell in enumerate(cells) if found[j] is None and (stripped or "nbgrader" in cell["metadata"])]
    _by_cell_id(cells, release, found, set(labelled.values()))
    _by_text(cells, release, found, [j for j in nameless if found[j] is None])
    _by_neighbours(
        cells, release, found, [j for j in nameless if found[j] is None and (stripped or "id" not in cells[j])]
    )
    _unlabelled(cells, release, found)
    return found


def known(cells: Sequence[Cell], release: Release) -> int:
    """How many of the release's labelled cells a notebook holds."""
    return len({place for place in matched(cells, release) if place is not None and grade_id(release.cells[place])})


def answered(cells: Sequence[Cell], release: Release) -> dict[int, str]:
    """The answers that are not as released any more: place -> text."""
    return {
        place: cells[j]["source"]
        for j, place in enumerate(matched(cells, release))
        if place is not None and release.is_answer(place) and is_written(cells[j], release.cells[place])
    }


def same_text(one: Cell, other: Cell) -> bool:
    """Whether two cells have the same text; blank lines at the end do not count."""
    return bool(one["source"].strip() == other["source"].strip())


def is_written(cell: Cell, blank: Cell) -> bool:
    """Whether somebody has written something in an answer cell."""
    return bool(cell["source"].strip()) and not same_text(cell, blank)


def _by_cell_id(cells: Sequence[Cell], release: Release, found: Places, labelled: set[int]) -> None:
    missing = {release.cells[place]["id"]: place for place in labelled - set(found) if "id" in release.cells[place]}
    for j, cell in enumerate(cells):
        if found[j] is None:
            found[j] = missing.pop(cell.get("id"), None)


def _by_text(cells: Sequence[Cell], release: Release, found: Places, nameless: list[int]) -> None:
    for place, original in enumerate(release.cells):
        if place in found or not grade_id(original) or release.is_answer(place):
            continue
        alike = [j for j in nameless if found[j] is None and same_text(cells[j], original)]
        if alike:
            found[alike[0]] = place


def _by_neighbours(cells: Sequence[Cell], release: Release, found: Places, nameless: list[int]) -> None:
    for place, original in enumerate(release.cells):
        if place in found or not grade_id(original) or not release.is_answer(place):
            continue
        before = [j for j, other in enumerate(found) if other is not None and other < place]
        after = [j for j, other in enumerate(found) if other is not None and other > place]
        if not before and not after:
            return  # nothing to stand between
        low, high = max(before, default=-1), min(after, default=len(cells))
        between = [j for j in nameless if low < j < high and found[j] is None]
        alike = [j for j in between if cells[j]["cell_type"] == original["cell_type"]]
        if len(alike) == 1:
            found[alike[0]] = place


def _unlabelled(cells: Sequence[Cell], release: Release, found: Places) -> None:
    """The release's ordinary cells, by cell id or text: they help to tell where the participant's own ones stood."""
    for place, original in enumerate(release.cells):
        if grade_id(original):
            continue
        own = [j for j, cell in enumerate(cells) if found[j] is None and "nbgrader" not in cell["metadata"]]
        alike = [j for j in own if "id" in original and cells[j].get("id") == original["id"]]
        alike = alike or [j for j in own if same_text(cells[j], original)]
        if alike:
            found[alike[0]] = place
