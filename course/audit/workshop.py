"""A workshop as the rules see it: source, release, definitions, model answers, and what participants might hand in."""

from __future__ import annotations

import ast
import copy
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch

import nbformat
from nbformat import NotebookNode

from course import mime, syllabus
from course.checks import Exercise, Form, Mark, exercises
from course.grading.engine import Job
from course.grading.execute import job_of

_SOLUTION = re.compile(r"^(?P<indent>[ \t]*)### BEGIN SOLUTION\n(?P<body>.*?)^[ \t]*### END SOLUTION\n?", re.M | re.S)
_HIDDEN = re.compile(r"^### BEGIN HIDDEN TESTS\n(?P<body>.*?)^### END HIDDEN TESTS\n?", re.M | re.S)


@dataclass(frozen=True)
class Workshop:
    """One workshop of a checkout.

    Args:
        root: the checkout.
        name: the folder's name in source/ and release/, such as week05-appraisal.
    """

    root: Path
    name: str

    @property
    def week(self) -> str:
        """Its grade_ids begin with this, such as w05."""
        return f"w{self.name[4:6]}"

    @cached_property
    def session(self) -> syllabus.Workshop:
        """What the syllabus says of it."""
        return syllabus.load(self.root / "course/syllabus.yaml").workshop(self.name)

    @cached_property
    def source(self) -> NotebookNode:
        """The notebook as authored, with model answers and hidden tests."""
        return nbformat.read(self.root / "source" / self.name / f"{self.name}.ipynb", as_version=4)

    @cached_property
    def text(self) -> str:
        """The paired text of the source notebook."""
        return (self.root / "source" / self.name / f"{self.name}.py").read_text(encoding="utf-8")

    @cached_property
    def release(self) -> NotebookNode:
        """The notebook as participants get it."""
        return nbformat.read(self.release_folder / f"{self.name}.ipynb", as_version=4)

    @property
    def release_folder(self) -> Path:
        """Everything that participants get."""
        return self.root / "release" / self.name

    @cached_property
    def definitions(self) -> Mapping[str, Exercise | Form]:
        """The exercises and forms by id, in order."""
        return exercises(self.week)

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        """The exercises, without the forms."""
        return tuple(known for known in self.definitions.values() if isinstance(known, Exercise))

    def cell(self, grade_id: str, notebook: NotebookNode | None = None) -> NotebookNode:
        """A cell of the source (or of another notebook of this workshop) by its grade_id.

        Raises:
            KeyError: when there is none.
        """
        for cell in (self.source if notebook is None else notebook).cells:
            if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id:
                return cell
        raise KeyError(f"{self.name} has no cell {grade_id}")

    def model(self, stem: str) -> str:
        """The model answer of an exercise or form: what stands after `answer = `, on one line.

        Raises:
            ValueError: when the solution is not one `answer = ...`.
        """
        found = _SOLUTION.search(self.cell(f"{stem}-answer").source)
        lines = "\n".join(line.strip() for line in found["body"].splitlines()) if found else ""
        statements = ast.parse(lines).body
        if len(statements) != 1 or not isinstance(statements[0], ast.Assign):
            raise ValueError(f"{self.name}: the solution of {stem}-answer is not one line `answer = ...`")
        return ast.unparse(statements[0].value)

    def answer_cell(self, stem: str, line: str) -> str:
        """The source of an answer cell with `line` typed after `answer = `."""
        text: str = self.cell(f"{stem}-answer").source
        return _SOLUTION.sub(lambda found: f"{found['indent']}answer = {line}\n", text)

    def visible_check(self, stem: str) -> str:
        """The check cell of an exercise as the participant has it."""
        return _HIDDEN.sub("", self.cell(f"{stem}-check").source).strip()

    def hidden_check(self, stem: str) -> str | None:
        """What the check cell does besides, in marking; None when it has no hidden part."""
        found = _HIDDEN.search(self.cell(f"{stem}-check").source)
        return found["body"].strip() if found else None

    def hidden_cases(self, stem: str) -> tuple[Mapping[str, Any], ...]:
        """The hidden cases of an exercise, read off the `also=` of its hidden check."""
        check = self.hidden_check(stem)
        if check is None:
            return ()
        names = self.names()
        for node in ast.walk(ast.parse(check)):
            if isinstance(node, ast.keyword) and node.arg == "also":
                value = eval(compile(ast.Expression(node.value), f"<{stem}-check>", "eval"), names)
                return (value,) if isinstance(value, Mapping) else tuple(value)
        return ()

    def names(self) -> dict[str, Any]:
        """What a participant's notebook knows after its setup cell, in a namespace of its own.

        The cell runs in the participants' folder, as in a notebook: it finds its data and its modules there.
        """
        found: dict[str, Any] = {}
        with chdir(self.release_folder), patch("sys.path", [str(self.release_folder), *sys.path]):
            exec(compile(self.cell(f"{self.week}-setup").source, f"<{self.week}-setup>", "exec"), found)
        return found

    def mark_here(self, stem: str, line: str, *, hidden: bool = True) -> Mark:
        """The mark of somebody who types `line`, worked out in this process; for the author's own lines only.

        Args:
            stem: the exercise or form.
            line: what is typed after `answer = `.
            hidden: as in marking, with the hidden cases; False as the participant sees it.
        """
        with _as_in_marking():
            names = self.names()
            exec(compile(self.answer_cell(stem, line), f"<{stem}-answer>", "exec"), names)
            check = (self.hidden_check(stem) if hidden else None) or self.visible_check(stem)
            mark = eval(compile(check, f"<{stem}-check>", "eval"), names)
        assert isinstance(mark, Mark)
        return mark

    def submission(self, lines: Mapping[str, str]) -> NotebookNode:
        """The release notebook with something typed into some of its blanks.

        Args:
            lines: stem of an exercise or form -> what is typed after `answer = `; the other blanks stay.
        """
        notebook = copy.deepcopy(self.release)
        for stem, line in lines.items():
            self.cell(f"{stem}-answer", notebook).source = self.answer_cell(stem, line)
        return notebook

    def job(self, lines: Mapping[str, str]) -> Job:
        """A submission as it is marked: hidden tests in their places, ready for the engine."""
        notebook = self.submission(lines)
        for cell in notebook.cells:
            about = cell.metadata.get("nbgrader", {})
            if cell.cell_type == "code" and about.get("locked"):
                cell.source = self.cell(about["grade_id"]).source
        with in_checkout(self.root):
            return job_of(notebook, self.release_folder, self.name, self.name)

    @staticmethod
    def marks(ran: str) -> dict[str, dict[str, Any]]:
        """The marks in a notebook that has been run, by exercise id, as `Mark` puts them into its outputs."""
        found: dict[str, dict[str, Any]] = {}
        for cell in nbformat.reads(ran, as_version=4).cells:
            for output in cell.get("outputs", ()):
                mark = output.get("data", {}).get(mime.MARK)
                if isinstance(mark, dict):
                    found[mark["exercise"]] = mark
        return found


def workshops(root: Path) -> list[Workshop]:
    """The workshops that exist, in order of weeks."""
    return [Workshop(root, path.name) for path in sorted((root / "source").glob("week*")) if path.is_dir()]


@contextmanager
def in_checkout(root: Path) -> Iterator[None]:
    """While this lasts, the course's own folders are those of `root`, whatever the current folder is."""
    with patch.dict("os.environ", {"LDT_ROOT": str(root)}):
        yield


@contextmanager
def _as_in_marking() -> Iterator[None]:
    """Nothing is written to a workbook."""
    with patch.dict("os.environ", {"NBGRADER_EXECUTION": "autograde"}):
        yield
