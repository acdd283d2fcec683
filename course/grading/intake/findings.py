"""How a submission's cells differ from the release's, and what is said of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from typing import Any

import nbformat
from nbgrader.utils import compute_checksum

from course.grading.intake.matching import same_text
from course.grading.intake.reading import Cell, about, grade_id
from course.grading.intake.release import Release
from course.grading.intake.saying import listed, plain

# What is said of cells, in this order. {who}: the participant; {cells}: what people call them; {was}, {its}, {is_}:
# for one cell or several.
_SENTENCES = {
    "stripped": "The notebook from {who} had lost the hidden descriptions of its cells; they were put back.",
    "older": "The notebook from {who} comes from an earlier version of the workshop; {cells} {was} brought up to date.",
    "lacking": "The notebook from {who} lacked {cells}; {it} {was} put in.",
    "deleted": "{who} had deleted {cells}; {it} {was} put back.",
    "deleted answer": "{who} had deleted {cells}; {it} {was} put back, blank.",
    "edited": "{who} had edited {cells}, which {is_} locked; the workshop's text was put back.",
    "points": "{who} had changed the points of {cells}; the workshop's were put back.",
    "name": "{who} had changed the hidden name (grade_id) of {cells}; it was put back.",
    "description": "{who} had changed the hidden description of {cells}; it was put back.",
    "type": "{who} had turned {cells} into another type of cell; {it} {was} turned back, with the text.",
    "moved": "{who} had moved {cells}; {it} {was} put back in {its} place.",
    "split": (
        "{who} had split or copied {cells}: the part that was edited last counts as the answer, and the other text "
        "was kept above it."
    ),
    "copied": "{who} had more than one copy of {cells}; what was spare was left out.",
    "own copy": "{who} had changed a copy of {cells}; the changed copy counts as a cell of their own.",
}


class Findings:
    """What was found in one notebook.

    Args:
        release: the workshop's notebook.

    Attributes:
        cells: kind of finding, as in `_SENTENCES` -> places in the release of the cells concerned.
        strangers: grade_ids that the workshop does not have.
    """

    def __init__(self, release: Release) -> None:
        self.release = release
        self.cells: defaultdict[str, set[int]] = defaultdict(set)
        self.strangers: list[str] = []

    def sentences(self, who: str) -> list[str]:
        """What to tell the tutor, a sentence for each kind of finding."""
        says = [
            _SENTENCES[kind].format(
                who=who,
                cells=listed([self.release.label(place) for place in sorted(places)]),
                it="it" if len(places) == 1 else "they",
                was="was" if len(places) == 1 else "were",
                its="its" if len(places) == 1 else "their",
                is_="is" if len(places) == 1 else "are",
            )
            for kind in _SENTENCES
            if (places := self.cells[kind])
        ]
        if self.strangers:
            names = listed([f"“{plain(name)}”" for name in self.strangers], "names")
            says.append(
                f"{who} had cells with hidden names that the workshop does not have ({names}); they count as cells of "
                "their own."
            )
        return says

    def compare(self, chosen: Mapping[int, Cell], frame: Set[int]) -> None:
        """Note how the cells that stand for the release's differ from them.

        Args:
            chosen: place in the release -> the submission's cell.
            frame: the places of those that stand in order; the others were moved.
        """
        labelled = {place: cell for place, cell in chosen.items() if grade_id(self.release.cells[place])}
        self.cells["moved"] = set(labelled) - frame
        older = self.cells["older"] = {place for place, cell in labelled.items() if self._is_older(place, cell)}
        stripped = bool(labelled) and not any("nbgrader" in cell["metadata"] for cell in labelled.values())
        self.cells["stripped"] = set(labelled) if stripped else set()
        self._note_missing(chosen)
        for place, cell in labelled.items():
            original = self.release.cells[place]
            if cell["cell_type"] != original["cell_type"]:
                self.cells["type"].add(place)
            if place in older:
                continue
            if not self.release.is_answer(place) and not same_text(cell, original):
                self.cells["edited"].add(place)
            if not stripped:
                self._compare_descriptions(place, about(cell), about(original))

    def note_stranger(self, cell: Cell) -> None:
        """Note an own cell that bears a name as if it were a workshop's."""
        name = grade_id(cell)
        if name and name not in self.strangers:
            self.strangers.append(name)

    def _compare_descriptions(self, place: int, theirs: dict[str, Any], ours: dict[str, Any]) -> None:
        if not theirs:
            self.cells["description"].add(place)
            return
        differing = {name for name in {*theirs, *ours} if theirs.get(name) != ours.get(name)}
        if self.cells["older"] and self.release.is_answer(place):
            differing.discard("checksum")
        for name in ("points", "grade_id"):
            if name in differing:
                self.cells["name" if name == "grade_id" else name].add(place)
        if differing - {"points", "grade_id"}:
            self.cells["description"].add(place)

    def _is_older(self, place: int, cell: Cell) -> bool:
        """Whether a locked cell is as some other release had it: its text and points fit its own checksum."""
        theirs = about(cell)
        if self.release.is_answer(place) or theirs.get("grade_id") != grade_id(self.release.cells[place]):
            return False
        if theirs.get("checksum") in (None, about(self.release.cells[place]).get("checksum")):
            return False
        try:
            return bool(compute_checksum(nbformat.from_dict(cell)) == theirs["checksum"])
        except (KeyError, TypeError, ValueError, AttributeError):
            return False

    def _note_missing(self, chosen: Mapping[int, Cell]) -> None:
        for place, original in enumerate(self.release.cells):
            if grade_id(original) and place not in chosen:
                deleted = "deleted answer" if self.release.is_answer(place) else "deleted"
                self.cells["lacking" if self.cells["older"] else deleted].add(place)
