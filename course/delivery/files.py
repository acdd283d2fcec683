"""The file system as delivery sees it: what the course offers, what stands in the copy, and how a file is written."""

from __future__ import annotations

import contextlib
import os
import stat
import time
import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from course.errors import CourseError

# Everything that delivery keeps for itself inside a copy; JupyterLab does not show names that begin with a dot.
HIDDEN = ".ldt"
# The participant's own firm: never delivered, never read, never touched, wherever it lies.
OWN_FIRM = "my-firm.json"

NOT_HANDED_IN = (
    ".ipynb_checkpoints",
    "*.pyc",
    ".*.part",
    "__pycache__",
    "feedback",
    OWN_FIRM,
    "* (fresh copy*.ipynb",
)
"""What a workshop's folder may hold that nbgrader is to leave alone; the figures of the person's own firm above all."""

_NOT_OFFERED = ("__pycache__", OWN_FIRM)
_MOUNT_POINT = 0xA0000003  # a Windows junction; other reparse points (OneDrive's placeholders) are ordinary files
_STALE_SECONDS = 3600


NOT_FOR_PARTICIPANTS = frozenset({"tutor"})
"""What lies among the course's folders for others than participants."""


def offered(roots: Sequence[Path], leave_out: Collection[str]) -> dict[str, Path]:
    """The files that the course offers: path in the copy -> the file itself.

    Args:
        roots: folders whose contents appear side by side in the copy, such as release/ and notebooks/.
        leave_out: names at the top of a root that are not for participants.

    Raises:
        CourseError: when a root is missing, nothing is offered, or two files would land on the same name.
    """
    found: dict[str, Path] = {}
    spelled: dict[str, Path] = {}
    for root in roots:
        if not root.is_dir():
            raise CourseError(f"The course's folder {root} is missing; get the course again, or run `ldt build`.")
        for file in _walk(root):
            path = file.relative_to(root).as_posix()
            if PurePosixPath(path).parts[0] in leave_out:
                continue
            twin = spelled.setdefault(path.casefold(), file)
            if twin is not file:
                raise CourseError(
                    f"{twin} and {file} would be the same file on Windows and macOS; an author must rename one of them."
                )
            found[path] = file
    if not found:
        places = " and ".join(str(root) for root in roots)
        raise CourseError(f"There is nothing to open in {places}; run `ldt build` first.")
    return dict(sorted(found.items()))


def _walk(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(".") or entry.name.casefold() in _NOT_OFFERED or is_link(entry):
            continue
        if entry.is_dir():
            yield from _walk(entry)
        elif not (entry.suffix == ".py" and entry.with_suffix(".ipynb").exists()):  # the authors' half of a pair
            yield entry


@dataclass(frozen=True)
class Standing:
    """What stands at one path of the copy.

    Args:
        kind: "missing", "file", "obstacle" (something at the path that is not a plain readable file) or "blocked"
            (something above the path, so that nothing can be put there or beside it).
        raw: the bytes of a file.
        locked: the file is set read-only.
        why: half a sentence on an obstacle or a block.
    """

    kind: Literal["missing", "file", "obstacle", "blocked"]
    raw: bytes = b""
    locked: bool = False
    why: str = ""


def standing(copy: Path, path: str) -> Standing:
    """Look at `path` in the copy without following a link anywhere on the way."""
    *above, _ = PurePosixPath(path).parts
    folder = copy
    for name in above:
        folder = folder / name
        if is_link(folder):
            return Standing("blocked", why=f"{name} is a link to another place")
        if folder.exists() and not folder.is_dir():
            return Standing("blocked", why=f"a file named {name} stands where the course has a folder; rename it")
    target = copy / path
    if is_link(target):
        return Standing("obstacle", why="is a link to another place")
    try:
        mode = target.lstat().st_mode
        if stat.S_ISDIR(mode):
            return Standing("obstacle", why="is a folder now")
        if not stat.S_ISREG(mode):
            return Standing("obstacle", why="is not an ordinary file")
        return Standing("file", target.read_bytes(), locked=not mode & stat.S_IWUSR)
    except FileNotFoundError:
        return Standing("missing")
    except PermissionError:
        return Standing("obstacle", why="cannot be read")


def is_link(path: Path) -> bool:
    """Whether a path is a symbolic link, or on Windows a junction."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) == _MOUNT_POINT


def folds_case(copy: Path) -> bool:
    """Whether the copy's disk takes "Data" and "data" for one name (usual on Windows and macOS)."""
    return (copy / HIDDEN).exists() and (copy / HIDDEN.upper()).exists()


def write(target: Path, raw: bytes, hidden: Path) -> None:
    """Write a whole file or nothing: beside its destination's disk, flushed, then moved into place in one step.

    Args:
        target: where the file shall be; its folder is made.
        raw: what it shall hold.
        hidden: the copy's hidden folder, where the half-written file lies meanwhile, out of the person's sight.
    """
    incoming = hidden / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    half = incoming / uuid.uuid4().hex
    try:
        with half.open("xb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        target.parent.mkdir(parents=True, exist_ok=True)
        half.replace(target)
    except OSError as problem:
        if problem.filename is None or Path(problem.filename) == half:
            problem.filename = str(target)  # a full disk is told of the file that the person knows
        raise
    finally:
        half.unlink(missing_ok=True)


def sweep(copy: Path) -> None:
    """Remove what a killed update left half-written; younger pieces may belong to one that is running."""
    for half in (copy / HIDDEN / "incoming").glob("*"):
        with contextlib.suppress(OSError):
            if time.time() - half.stat().st_mtime > _STALE_SECONDS:
                half.unlink()


def named_beside(path: str, label: str, number: int) -> str:
    """A name that sorts beside `path`: ("w/x.ipynb", "fresh copy", 2) -> "w/x (fresh copy 2).ipynb"."""
    own = PurePosixPath(path)
    numbered = label if number == 1 else f"{label} {number}"
    return own.with_name(f"{own.stem} ({numbered}){own.suffix}").as_posix()
