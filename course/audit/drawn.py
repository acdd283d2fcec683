"""Runs a notebook and writes down what its pictures are drawn of; a program of its own, started by the audit.

    python -m course.audit.drawn NOTEBOOK.ipynb FACTS.json

A picture is what `course.display.pictures.Picture` is made of, what an explorer shows at its start and at both ends of
each slider, and any figure of matplotlib that a cell shows by itself. Other outputs are searched for images.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import nbformat
from bs4 import BeautifulSoup
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from matplotlib.figure import Figure
from traitlets.config import Config

from course.audit.artists import Facts, facts_of
from course.display.explorer import Explorer
from course.display.pictures import Picture


class Recorder:
    """Everything that was shown, in order, each with the cell that showed it."""

    def __init__(self) -> None:
        self.cell = ""
        self.shown: list[Facts] = []
        self.errors: list[Facts] = []
        self._explorers: list[tuple[Explorer, int]] = []
        self._seen: set[int] = set()

    def run(self, notebook: Any) -> None:
        """Run the code cells, as Jupyter would."""
        with _each_time(Picture, self._picture), _each_time(Explorer, self._explorer):
            config = Config()
            config.HistoryManager.enabled = False
            shell = InteractiveShell.instance(config=config)
            shell.display_formatter.formatters["image/png"].for_type(Figure, self._bare)
            for number, cell in enumerate(notebook.cells, start=1):
                if cell.cell_type == "code":
                    self.cell = cell.metadata.get("nbgrader", {}).get("grade_id") or f"cell {number}"
                    self._cell(shell, cell.source)

    def _cell(self, shell: InteractiveShell, source: str) -> None:
        with capture_output() as caught:
            result = shell.run_cell(source, store_history=False)
        problem = result.error_before_exec or result.error_in_exec
        if problem is not None:
            self.errors.append({"cell": self.cell, "says": f"{type(problem).__name__}: {problem}"})
        for output in caught.outputs:
            self._images(output.data)
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is not None:  # Jupyter shows what is still open at the end of the cell
            for number in pyplot.get_fignums():
                self._bare(pyplot.figure(number))
            pyplot.close("all")
        while self._explorers:
            self._move(*self._explorers.pop())

    def _picture(self, picture: Picture, figure: Figure, *_: Any, **__: Any) -> None:
        self._seen.add(id(figure))
        self.shown.append({"cell": self.cell, "alt": picture.alternative, **facts_of(figure)})

    def _bare(self, figure: Figure) -> None:
        if id(figure) not in self._seen:
            self._seen.add(id(figure))
            self.shown.append({"cell": self.cell, "alt": "", **facts_of(figure)})

    def _explorer(self, explorer: Explorer) -> None:
        self._explorers.append((explorer, len(self.shown) - 1))

    def _move(self, explorer: Explorer, start: int) -> None:
        """The explorer at its start and at both ends of each slider."""
        self.shown[start] |= _tables(explorer)
        for slider in explorer._sliders:
            for end in (slider.low, slider.high):
                before = len(self.shown)
                explorer.set(**{slider.name: end})
                if len(self.shown) > before:  # nothing new is drawn where the setting makes no sense
                    self.shown[-1] |= {**_tables(explorer), "at": f"{slider.description} at {end:g}"}
                explorer.reset()
                del self.shown[before + 1 :]

    def _images(self, data: dict[str, Any]) -> None:
        """Images that are no `Picture`: in the HTML of a table, say."""
        if "text/html" in data:
            soup = BeautifulSoup(data["text/html"], "html.parser")
            for image in soup.find_all(["img", "svg"]):
                words = image.get("alt") or image.get("aria-label") or ""
                if not (words and any(words == each["alt"] for each in self.shown)):  # else it is a `Picture`
                    self.shown.append({"cell": self.cell, "alt": words})
        elif {"image/png", "image/jpeg", "image/svg+xml"} & set(data) and "image/png" not in data:
            self.shown.append({"cell": self.cell, "alt": ""})


class _each_time:  # noqa: N801 - it reads as words
    """While it lasts, something is done with each new object of a class, with the arguments that it was made of."""

    def __init__(self, kind: type, then: Callable[..., None]) -> None:
        self.kind, self.made, self.then = kind, kind.__init__, then  # type: ignore[misc]

    def __enter__(self) -> None:
        made, then = self.made, self.then

        def init(self: Any, *args: Any, **kwargs: Any) -> None:
            made(self, *args, **kwargs)
            then(self, *args, **kwargs) if isinstance(self, Picture) else then(self)

        self.kind.__init__ = init  # type: ignore[misc]

    def __exit__(self, *_: Any) -> None:
        self.kind.__init__ = self.made  # type: ignore[misc]


def _tables(explorer: Explorer) -> Facts:
    view = explorer.view
    return {"tables": [repr(each) for each in view.tables], "sentence": view.sentence}


def main(notebook: Path, facts: Path) -> None:
    """Run a notebook in the folder one is in, and write down what it showed."""
    mpl.use("agg")
    recorder = Recorder()
    recorder.run(nbformat.read(notebook, as_version=4))
    found = {"shown": recorder.shown, "errors": recorder.errors}
    facts.write_text(json.dumps(found, indent=1), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
