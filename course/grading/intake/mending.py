"""The release's cells back in their places, with the participant's text in the answers.

Locked cells, and everything that nbgrader has written into a cell, come from the release; an answer's text comes from
the participant. Cells of the participant's own stay where they were between their neighbours.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from course.grading.intake.findings import Findings
from course.grading.intake.matching import Places, is_written, matched, same_text
from course.grading.intake.reading import Cell, Notebook, about, grade_id, kernel
from course.grading.intake.release import Release
from course.grading.intake.saying import plain

_PYTHON = "Python 3"


@dataclass(frozen=True)
class Mended:
    """A notebook whose labelled cells are the release's, in order.

    Args:
        notebook: the notebook.
        says: what was done, a sentence each.
    """

    notebook: Notebook
    says: tuple[str, ...]


def is_intact(notebook: Notebook, release: Release) -> bool:
    """Whether a notebook needs no mending: only its answers and the participant's own cells differ from release."""
    place = -1
    labelled = [cell for cell in release.cells if grade_id(cell)]
    for cell in notebook["cells"]:
        if "nbgrader" not in cell["metadata"]:
            continue
        place += 1
        if place == len(labelled):
            return False
        original = labelled[place]
        if about(cell) != about(original) or cell["cell_type"] != original["cell_type"]:
            return False
        if not about(original).get("solution") and cell["source"] != original["source"]:
            return False
    return place == len(labelled) - 1 and kernel(notebook["metadata"]) == kernel(release.metadata)


def mend(notebook: Notebook, release: Release, who: str) -> Mended:
    """Put the release's cells back.

    Args:
        notebook: as `reading.parse` gives it.
        release: the workshop's.
        who: the participant, for the sentences.
    """
    work = _Mending(notebook["cells"], release)
    cells = work.cells()
    metadata = dict(notebook["metadata"])
    says = work.findings.sentences(who)
    theirs = kernel(metadata)
    if theirs != kernel(release.metadata):
        if theirs is not None:
            says.append(f"{who} had set the notebook to run with “{plain(theirs)}”; it was marked with {_PYTHON}.")
        metadata |= {
            part: release.metadata[part] for part in ("kernelspec", "language_info") if part in release.metadata
        }
    return Mended({**notebook, "cells": cells, "metadata": metadata}, tuple(says))


@dataclass
class _Mending:
    """One notebook being mended.

    Args:
        given: the submission's cells.
        release: the workshop's.
        ids: the cell ids that are taken.
    """

    given: Sequence[Cell]
    release: Release
    ids: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.findings = Findings(self.release)

    def cells(self) -> list[Cell]:
        """The cells, mended."""
        places = matched(self.given, self.release)
        labelled = [place for place, cell in enumerate(self.release.cells) if grade_id(cell)]
        chosen = self._chosen(places)
        frame = _longest_rising([(j, place) for place, j in sorted(chosen.items(), key=lambda item: item[1])])
        self.ids = {self.release.cells[place]["id"] for place in labelled if "id" in self.release.cells[place]}
        own, above = self._own(places, chosen, frame)
        self.findings.compare({place: self.given[j] for place, j in chosen.items()}, frame)

        done: list[Cell] = []
        waiting = own[-1]  # the participant's own cells that follow what was put down last
        for place, original in enumerate(self.release.cells):
            if place not in chosen:
                if not grade_id(original):
                    continue  # an ordinary cell of the release may be deleted
                # A blank answer goes above cells that the participant put in its stead, a check goes below them.
                if self.release.is_check(place):
                    done, waiting = done + waiting, []
                done.append(self._original(place))
            elif place in frame or grade_id(original):
                done += waiting
                done += above[place]
                done.append(self._restored(place, self.given[chosen[place]]))
                waiting = own[place]
        return done + waiting

    def _chosen(self, places: Places) -> dict[int, int]:
        """For each of the release's cells that is there, which of the submission's it is: place -> number."""
        copies: defaultdict[int, list[int]] = defaultdict(list)
        for j, place in enumerate(places):
            if place is not None:
                copies[place].append(j)
        return {place: self._best(place, numbers) for place, numbers in copies.items()}

    def _best(self, place: int, copies: list[int]) -> int:
        original = self.release.cells[place]
        if self.release.is_answer(place):
            # Run last is edited last, as far as a notebook can tell; of cells that were not run, the lowest.
            return max(
                copies,
                key=lambda j: (is_written(self.given[j], original), self.given[j].get("execution_count") or 0, j),
            )
        alike = [j for j in copies if same_text(self.given[j], original)]
        return alike[0] if alike else copies[-1]

    def _own(
        self, places: Places, chosen: dict[int, int], frame: set[int]
    ) -> tuple[defaultdict[int, list[Cell]], defaultdict[int, list[Cell]]]:
        """Cells that are kept though they are not the release's, by the place that they follow or precede."""
        below: defaultdict[int, list[Cell]] = defaultdict(list)
        above: defaultdict[int, list[Cell]] = defaultdict(list)
        last = -1
        for j, place in enumerate(places):
            if place is None or (place not in frame and not grade_id(self.release.cells[place])):
                below[last].append(self.given[j])
                self.findings.note_stranger(self.given[j])
            elif j == chosen[place]:
                last = place if place in frame else last
            elif self._is_spare(place, j, chosen[place], above[place]):
                self.findings.cells["copied"].add(place)
            elif self.release.is_answer(place):
                above[place].append(self.given[j])
                self.findings.cells["split"].add(place)
            else:
                below[last].append(self.given[j])
                self.findings.cells["own copy"].add(place)
        for group in (below, above):
            for following, cells in group.items():
                group[following] = [self._as_own(cell) for cell in cells]
        return below, above

    def _is_spare(self, place: int, j: int, chosen: int, kept: list[Cell]) -> bool:
        """Whether a copy says nothing that is not said elsewhere."""
        cell, original = self.given[j], self.release.cells[place]
        if not cell["source"].strip() or same_text(cell, original):
            return True
        return any(same_text(cell, other) for other in (self.given[chosen], *kept))

    def _original(self, place: int) -> Cell:
        """A cell of the release, as it is there."""
        original = self.release.cells[place]
        cell: Cell = {**original, "metadata": dict(original["metadata"])}
        cell.setdefault("id", self._unused(grade_id(original) or f"cell-{place + 1}"))
        return cell

    def _restored(self, place: int, theirs: Cell) -> Cell:
        """A cell of the release, with the participant's text where it is for them to write."""
        original = self.release.cells[place]
        if not grade_id(original):
            return self._as_own(theirs)
        cell = self._original(place)
        if self.release.is_answer(place):
            cell["source"] = theirs["source"]
            cell["metadata"] = {**theirs["metadata"], **cell["metadata"]}
            if "attachments" in theirs and cell["cell_type"] != "code":
                cell["attachments"] = theirs["attachments"]
        if cell["cell_type"] == theirs["cell_type"] == "code" and cell["source"] == theirs["source"]:
            cell["outputs"], cell["execution_count"] = theirs["outputs"], theirs["execution_count"]
        return cell

    def _as_own(self, theirs: Cell) -> Cell:
        """A cell of the participant's own: without anything that nbgrader would take it for."""
        metadata = {name: value for name, value in theirs["metadata"].items() if name != "nbgrader"}
        # Keeping a cell whose copy was locked: nothing of the lock stays either.
        if "nbgrader" in theirs["metadata"]:
            metadata = {name: value for name, value in metadata.items() if name not in ("deletable", "editable")}
        cell: Cell = {**theirs, "metadata": metadata}
        cell["id"] = self._unused(theirs.get("id") or "own-1")
        return cell

    def _unused(self, wanted: str) -> str:
        """A cell id that is not taken; the wanted one if it can be."""
        stem, number, name = re.sub(r"-?\d*$", "", wanted)[:50] or "own", 0, wanted[:64]
        while name in self.ids:
            number += 1
            name = f"{stem}-{number}"
        self.ids.add(name)
        return name


def _longest_rising(pairs: list[tuple[int, int]]) -> set[int]:
    """Of places in the order in which they stand in a submission, the most that stand in the release's order.

    Args:
        pairs: (number in the submission, place in the release), by the first.
    """
    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for _, place in pairs:
        at = bisect_left(tails, place)
        before[place] = ends[at - 1] if at else None
        if at == len(tails):
            tails.append(place)
            ends.append(place)
        else:
            tails[at] = ends[at] = place
    rising: set[int] = set()
    step = ends[-1] if ends else None
    while step is not None:
        rising.add(step)
        step = before[step]
    return rising
