"""Labels: wherever a made-up firm or its data are met, the word “simulated” or “made-up” stands."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from course import cases
from course.audit.findings import Finding
from course.audit.pages import Page
from course.audit.prose import Block
from course.audit.workshop import Workshop

LABEL: Final = re.compile(r"\b(simulated|made[- ]up|fictional|invented)\b", re.IGNORECASE)
_FIRM: Final = re.compile(r"(?P<name>[A-Z]\w+(?: [A-Z]\w+)*?)(?: Ltd)? \(simulated\)")
_TEXT_FILES: Final = (".md", ".txt", ".yaml", ".json")


@cache
def firms() -> dict[str, str]:
    """The made-up firms: the word by which texts call each -> its name.

    They are read off the first lines of the modules of `course.cases`: “Ribble Precision Ltd (simulated): …”.
    """
    found = {}
    for module in pkgutil.iter_modules(cases.__path__, "course.cases."):
        match = _FIRM.match(importlib.import_module(module.name).__doc__ or "")
        if match:
            found[match["name"].split()[0]] = match["name"]
    return found


def unlabelled(workshop: Workshop, page: Page) -> Iterator[Finding]:
    """What is simulated and does not say so: a firm, a caption, a picture, a data file."""
    yield from _firms(page)
    yield from _captions(page)
    yield from _files(workshop.release_folder)


def _firms(page: Page) -> Iterator[Finding]:
    case = _case_part(page.blocks)
    named = [word for word in firms() if any(_names(word, block.text) for block in page.blocks)]
    for word in named:
        if not any(_names(word, block.text) and LABEL.search(block.text) for block in page.blocks):
            says = f"{firms()[word]} does not exist: say so, as “{word} is a made-up firm; its figures are simulated”."
            yield Finding(page.path.stem, says)
    if named and not any(LABEL.search(block.text) for block in case):
        says = "The part “The case” does not say that the firm is made up and its figures simulated."
        yield Finding(page.path.stem, says)
    for block in page.blocks:
        pictures = [text for link, text in block.links if link.picture]
        if pictures and any(_names(word, block.text) for word in named) and not LABEL.search(block.text):
            says = f"The picture “{pictures[0][:60]}” shows a made-up firm: add the word “simulated”."
            yield Finding(page.at(block), says)


def _case_part(blocks: list[Block]) -> list[Block]:
    inside: list[Block] = []
    within = False
    for block in blocks:
        if block.kind == "heading" and block.level <= 2:
            within = block.text.startswith("The case")
        if within:
            inside.append(block)
    return inside


def _names(word: str, text: str) -> bool:
    return re.search(rf"\b{word}\b", text) is not None


def _captions(page: Page) -> Iterator[Finding]:
    """A `caption=` in a code cell holds the word."""
    for number, cell in enumerate(page.notebook.cells):
        if cell.cell_type != "code" or "caption" not in cell.source:
            continue
        try:
            tree = ast.parse(cell.source)
        except SyntaxError:
            continue  # the rule that runs notebooks says so
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "caption":
                text = " ".join(part.value for part in ast.walk(node.value) if _is_text(part))  # type: ignore[attr-defined]
                if not LABEL.search(text):
                    yield Finding(page.at(number), f"The caption “{text}” does not say “simulated”.")


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _files(folder: Path) -> Iterator[Finding]:
    """A data file says so in its name or at its beginning, or a text beside it that names it does."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.suffix in (".ipynb", ".py") or _labelled(path):
            continue
        beside = [other for other in sorted(path.parent.iterdir()) if other.suffix in _TEXT_FILES and other != path]
        if not any(path.name in (text := other.read_text(encoding="utf-8")) and LABEL.search(text) for other in beside):
            name = path.relative_to(folder).as_posix()
            yield Finding(
                name, "The file does not say that its data are simulated; say so in it or in a text beside it."
            )


def _labelled(path: Path) -> bool:
    with path.open("rb") as file:
        beginning = file.read(4000).decode("utf-8", errors="replace")
    return LABEL.search(path.name.replace("_", " ")) is not None or LABEL.search(beginning) is not None
