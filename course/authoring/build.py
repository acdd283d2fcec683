"""`ldt build`: everything that is derived from source/ and the syllabus, made again where it is stale.

Pairs, the programme's tables, release/ and the seed gradebook. What is fresh is not touched, not even its date.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from course import syllabus
from course.authoring import blanks, pairs, release, seed, tables
from course.errors import CourseError

Master = Literal["py", "ipynb"]


@dataclass
class Build:
    """What a build found: `written` are the files that differed, `rebuilt` the workshops that were made again."""

    written: list[Path] = field(default_factory=list)
    rebuilt: list[str] = field(default_factory=list)


def build_course(
    root: Path,
    on_progress: Callable[[str], None] | None = None,
    *,
    check: bool = False,
    master: Master | None = None,
) -> Build:
    """Bring everything derived up to date.

    Args:
        root: the checkout.
        on_progress: told what is being done, a few words at a time.
        check: write nothing into the checkout; only find what a build would write.
        master: which half of a pair wins when both changed or nobody knows which changed.

    Raises:
        CourseError: for a pair that cannot be settled, a workshop that nbgrader refuses, a syllabus that does not fit.
    """
    say = on_progress or (lambda words: None)
    plan = syllabus.load(root / "course" / "syllabus.yaml")
    known = [workshop.name for workshop in plan.workshops]
    present = sorted(path.name for path in (root / "source").iterdir() if path.is_dir())
    strangers = [name for name in present if name not in known]
    if strangers:
        raise CourseError(
            f"source/{strangers[0]} is not in course/syllabus.yaml; add it there, or rename the "
            "folder to a workshop's name."
        )
    memory = _Memory(root)
    found = Build()
    keep = _Keeper(root, found, write=not check)

    say("pairs")
    for stem in _pairs(root / "source"):
        _settle(stem, memory, keep, master)

    with tempfile.TemporaryDirectory(prefix="ldt-build-") as name:
        workplace = Path(name)
        book = workplace / "gradebook.db"
        committed = root / "gradebook.db"
        if committed.exists() and seed.people(committed):
            seed.canonical(committed, workplace / "refused.db")  # raises, with the sentence
        if committed.exists() and _file_hash(committed) == memory.seed:
            shutil.copyfile(committed, book)
        else:
            memory.workshops = {}
        for workshop in present:
            inputs = _inputs(root, workshop)
            if memory.workshops.get(workshop) == [inputs, _tree_hash(root / "release" / workshop)]:
                continue
            say(workshop)
            made = release.generate(root, workshop, workplace)
            _check_points(made, plan.workshop(workshop).points, workshop)
            keep.folder(root / "release" / workshop, made)
            found.rebuilt.append(workshop)
            memory.workshops[workshop] = [inputs, _tree_hash(made)]
        for gone in sorted(path for path in (root / "release").iterdir() if path.is_dir() and path.name not in present):
            keep.folder(gone, None)
        seed.set_assignments(book, plan.due_dates(plan.seed_start))
        fresh = workplace / "seed.db"
        seed.canonical(book, fresh)
        if not committed.exists() or seed.rows(committed) != seed.rows(fresh):
            keep.bytes(committed, fresh.read_bytes())
    say("programme tables")
    _renew_programme(root, plan, keep)
    for stem in _pairs(root / "notebooks"):
        _settle(stem, memory, keep, master)
    if not check:
        memory.seed = _file_hash(committed)
        memory.save()
    return found


class _Keeper:
    """Writes what differs, and remembers it; whole files only, so that no interruption leaves one half written."""

    def __init__(self, root: Path, found: Build, write: bool) -> None:
        self.root, self.found, self.write = root, found, write

    def text(self, path: Path, text: str) -> None:
        self.bytes(path, text.encode("utf-8"))

    def bytes(self, path: Path, content: bytes) -> None:
        if path.exists() and path.read_bytes() == content:
            return
        self.found.written.append(path.relative_to(self.root))
        if not self.write:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(content)
        part.replace(path)

    def folder(self, target: Path, made: Path | None) -> None:
        """Make `target` hold what `made` holds and nothing else (nothing at all when there is no `made`)."""
        wanted = {path.relative_to(made): path for path in sorted(made.rglob("*")) if path.is_file()} if made else {}
        for name, path in wanted.items():
            self.bytes(target / name, path.read_bytes())
        for path in sorted(target.rglob("*")) if target.exists() else []:
            if path.is_file() and path.relative_to(target) not in wanted and ".ipynb_checkpoints" not in path.parts:
                self.found.written.append(path.relative_to(self.root))
                if self.write:
                    path.unlink()
        if self.write and not made:
            shutil.rmtree(target)


class _Memory:
    """What the last build saw, kept outside git's view; without it a build only takes longer."""

    def __init__(self, root: Path) -> None:
        self.path = root / ".cache" / "build.json"
        try:
            data: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            data = {}
        self.pairs: dict[str, list[str]] = data.get("pairs", {})
        self.workshops: dict[str, list[str]] = data.get("workshops", {})
        self.seed: str = data.get("seed", "")

    def save(self) -> None:
        content = json.dumps(
            {"pairs": self.pairs, "workshops": self.workshops, "seed": self.seed}, indent=1, sort_keys=True
        )
        if self.path.exists() and self.path.read_text(encoding="utf-8") == content:
            return
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_text(content, encoding="utf-8", newline="\n")


def _pairs(folder: Path) -> list[Path]:
    """Paths without ending of every notebook under a folder; each is kept as a pair."""
    stems = {
        path.with_suffix("")
        for ending in ("*.py", "*.ipynb")
        for path in folder.rglob(ending)
        if ".ipynb_checkpoints" not in path.parts
    }
    return sorted(stems)


def _settle(stem: Path, memory: _Memory, keep: _Keeper, master: Master | None) -> None:
    """Make the two halves of a pair say the same: the one that changed since the last build wins."""
    text_path, notebook_path = stem.with_suffix(".py"), stem.with_suffix(".ipynb")
    name = stem.relative_to(keep.root).as_posix()
    text = text_path.read_text(encoding="utf-8") if text_path.exists() else None
    notebook = pairs.canonical(pairs.read_notebook(notebook_path)) if notebook_path.exists() else None
    try:
        from_text = None if text is None else pairs.to_notebook(text)
        if from_text is None:
            winner: Master = "ipynb"
        elif notebook is None or from_text == notebook:
            winner = "py"
        else:
            winner = master or _changed(name, _hash(text or ""), _hash(pairs.as_json(notebook)), memory)
        if winner == "ipynb" and notebook is not None:
            text = pairs.to_text(notebook)
            keep.text(text_path, text)
        elif from_text is not None:
            pairs.to_text(from_text)  # proves that the other direction would lose nothing either
            notebook = from_text
        assert notebook is not None
        keep.text(notebook_path, pairs.as_json(notebook))
    except CourseError as problem:
        raise CourseError(f"{name}: {problem}") from None
    memory.pairs[name] = [_hash(text or ""), _hash(pairs.as_json(notebook))]


def _changed(name: str, text_hash: str, notebook_hash: str, memory: _Memory) -> Master:
    before = memory.pairs.get(name)
    if before is not None and before[1] == notebook_hash:
        return "py"
    if before is not None and before[0] == text_hash:
        return "ipynb"
    raise CourseError(
        "the .py and the .ipynb differ, and both changed since the last build (or there was none). Keep one with "
        "`ldt build --keep py` or `ldt build --keep ipynb`; nothing was written."
    )


def _renew_programme(root: Path, plan: syllabus.Syllabus, keep: _Keeper) -> None:
    """Write the programme between its markers in the README and in start-here."""
    readme, start_here = root / "README.md", root / "notebooks" / "start-here" / "start-here.py"
    # A participant's copy lies elsewhere than the checkout, so start-here names the notebooks without linking them.
    for document, links in ((readme, tables.notebook_links(plan, root)), (start_here, None)):
        text = document.read_text(encoding="utf-8")
        block = tables.programme_markdown(plan, links=links)
        where = document.relative_to(root).as_posix()
        keep.text(document, tables.replace_block(text, tables.BEGIN, tables.END, block, where=where))


def _check_points(made: Path, points: float, workshop: str) -> None:
    total = sum(
        cell.metadata.get("nbgrader", {}).get("points", 0)
        for path in made.glob("*.ipynb")
        for cell in pairs.read_notebook(path).cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    )
    if total != points:
        raise CourseError(
            f"source/{workshop} gives {total:g} points and course/syllabus.yaml says {points:g}; make them agree."
        )


def _inputs(root: Path, workshop: str) -> str:
    """A hash over all that a workshop's release depends on."""
    code = [Path(module.__file__ or "") for module in (blanks, pairs, release, seed)]
    parts = [_tree_hash(root / "source" / workshop), _file_hash(root / "nbgrader_config.py")]
    parts += [_file_hash(path) for path in code]
    parts.append(importlib.metadata.version("nbgrader"))
    return _hash(" ".join(parts))


def _tree_hash(folder: Path) -> str:
    if not folder.exists():
        return ""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and ".ipynb_checkpoints" not in path.parts)
    return _hash("\n".join(f"{path.relative_to(folder).as_posix()} {_file_hash(path)}" for path in files))


def _file_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()
