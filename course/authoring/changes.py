"""What a build wants the checkout to hold: gathered first, written at the end, so a refused build writes nothing."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from course.errors import CourseError

_TEXT = frozenset({".ipynb", ".md", ".py"})
_PART = ".{}.part"
PARTS = ".*.part"
"""Files that an interrupted build leaves behind: never source, never released."""


class Changes:
    """Files to be written or removed, each whole, so that no interruption leaves one half written."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._wanted: dict[Path, bytes | None] = {}
        self._folders: list[Path] = []

    def text(self, path: Path, text: str) -> None:
        """Want a file to hold this text."""
        self.content(path, text.encode("utf-8"))

    def content(self, path: Path, content: bytes) -> None:
        """Want a file to hold these bytes."""
        if path.is_file() and same(path, path.read_bytes(), content):
            self._wanted.pop(path, None)
        else:
            self._wanted[path] = content

    def folder(self, target: Path, made: Path | None) -> None:
        """Want `target` to hold what `made` holds and nothing else (to be gone when there is no `made`)."""
        wanted = {path.relative_to(made): path for path in files(made)} if made else {}
        for name, path in wanted.items():
            self.content(target / name, path.read_bytes())
        for path in files(target):
            if path.relative_to(target) not in wanted:
                self._wanted[path] = None
        if not made:
            self._folders.append(target)

    def listed(self) -> list[Path]:
        """The files that differ from what is wanted, from the root."""
        return sorted(path.relative_to(self.root) for path in self._wanted)

    def write(self) -> None:
        """Make the checkout hold what is wanted."""
        for room in ("source", "notebooks", "release"):
            for leftover in (self.root / room).rglob(PARTS):
                leftover.unlink()
        for path, content in self._wanted.items():
            if content is None:
                path.unlink(missing_ok=True)
            else:
                write_whole(path, content)
        for folder in self._folders:
            shutil.rmtree(folder)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is at every moment either as before or complete.

    Raises:
        OSError: when it cannot be written; it names the file.
    """
    part = path.with_name(_PART.format(path.name))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError as problem:
        part.unlink(missing_ok=True)
        raise OSError(problem.errno, problem.strerror, str(path)) from problem


def read_text(path: Path) -> str:
    """A text file's content, with its line ends as they are.

    Raises:
        CourseError: when it is not UTF-8.
        OSError: when it cannot be read; it names the file.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CourseError(f"{path} is not UTF-8 text; save it as UTF-8, or restore it.") from None


def files(folder: Path) -> list[Path]:
    """All files below a folder but what editors and interrupted builds leave there; none when there is no folder."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not path.match(PARTS)
        and not {".ipynb_checkpoints", "__pycache__"} & set(path.relative_to(folder).parts)
    )


def same(path: Path, one: bytes, other: bytes) -> bool:
    """Whether two contents say the same; in a text file a git on Windows may have changed how lines end."""
    return one == other or (path.suffix in _TEXT and one.replace(b"\r\n", b"\n") == other.replace(b"\r\n", b"\n"))


def fingerprint(path: Path) -> str:
    """A hash of a file's content, or of a folder's names and contents; "" when there is none."""
    if path.is_dir():
        return digest("\n".join(f"{each.relative_to(path).as_posix()} {fingerprint(each)}" for each in files(path)))
    if not path.exists():
        return ""
    content = path.read_bytes()
    return hashlib.sha256(content.replace(b"\r\n", b"\n") if path.suffix in _TEXT else content).hexdigest()


def digest(text: str) -> str:
    """A hash of a text."""
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()
