"""The tests' tiny workshop as the audit sees it: good as it stands, or spoilt in a copy of its course."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
import tiny

from course.audit.findings import Result
from course.audit.workshop import Workshop
from course.checks import Exercise, Form, Slip

SOURCE = f"source/{tiny.WORKSHOP}/{tiny.WORKSHOP}.ipynb"
RELEASE = f"release/{tiny.WORKSHOP}/{tiny.WORKSHOP}.ipynb"


@dataclass(frozen=True)
class Altered(Workshop):
    """A workshop of which the author states other definitions than its notebook uses.

    Args:
        stated: the definitions; those of the tiny workshop unless given.
        cases: hidden cases by stem, instead of the notebook's.
    """

    stated: tuple[Exercise | Form, ...] = field(default=(), hash=False)
    cases: Mapping[str, tuple[Mapping[str, Any], ...]] | None = field(default=None, hash=False)

    @cached_property
    def definitions(self) -> Mapping[str, Exercise | Form]:
        """The exercises and forms by id, in order."""
        return {known.id: known for known in self.stated or tiny.definitions().DEFINITIONS}

    def hidden_cases(self, stem: str) -> tuple[Mapping[str, Any], ...]:
        """The hidden cases of an exercise."""
        return super().hidden_cases(stem) if self.cases is None else self.cases.get(stem, ())


def workshop(*changed: Exercise | Form, root: Path | None = None) -> Altered:
    """The tiny workshop, with some of its definitions replaced."""
    known = {each.id: each for each in tiny.definitions().DEFINITIONS}
    known |= {each.id: each for each in changed}
    return Altered(root or tiny.course(), tiny.WORKSHOP, tuple(known.values()))


def exercise(stem: str, **changes: Any) -> Exercise:
    """An exercise of the tiny workshop, with some parts replaced."""
    known = next(each for each in tiny.definitions().DEFINITIONS if each.id == stem)
    assert isinstance(known, Exercise)
    return replace(known, **changes)


def slip(stem: str, number: int, **changes: Any) -> Exercise:
    """An exercise of which one slip is stated otherwise."""
    slips: list[Slip] = list(exercise(stem).slips)
    slips[number] = replace(slips[number], **changes)
    return exercise(stem, slips=tuple(slips))


def spoilt(target: Path, *edits: tuple[str, str, str]) -> Path:
    """A copy of the tiny course with cells changed: (notebook, what one cell of it ends in, what it is to end in)."""
    shutil.copytree(tiny.course(), target)
    for name, old, new in edits:
        notebook = nbformat.read(target / name, as_version=4)
        cells = [cell for cell in notebook.cells if cell.source.endswith(old)]
        assert len(cells) == 1, f"{len(cells)} cells of {name} end in {old!r}"
        cells[0].source = cells[0].source.removesuffix(old) + new
        nbformat.write(notebook, target / name)
    return target


def said(result: Result, *words: str) -> list[str]:
    """The findings that hold all these words."""
    sentences = [f"{finding.where}: {finding.says}" for finding in result.findings]
    return [sentence for sentence in sentences if all(word in sentence for word in words)]
