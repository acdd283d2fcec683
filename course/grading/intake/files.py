"""What lies in a submitted folder, and what of it may be carried on.

Nothing here follows a link, waits on a pipe or reads a device, and nothing raises an error for what it finds.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

MOST_BYTES = 50_000_000
"""A larger file is left out, and a larger notebook is not read."""
MOST_BYTES_IN_ALL = 200_000_000
MOST_FILES = 2_000
DEEPEST = 20

_IGNORED_FOLDERS = {".ipynb_checkpoints", "__MACOSX", "__pycache__", ".git", ".virtual_documents"}
_IGNORED_FILES = {".DS_Store", "Thumbs.db", "desktop.ini"}


@dataclass(frozen=True)
class File:
    """An ordinary file of a submission.

    Args:
        name: its path in the folder, with slashes.
        path: where it is.
        size: in bytes.
        changed: when it was last written, in seconds as `os.stat` counts them.
    """

    name: str
    path: Path
    size: int
    changed: float


@dataclass
class Listing:
    """What lies in a submitted folder.

    Args:
        files: the ordinary files, in order of their names.
        odd: what is none, and may not be carried on: name -> what it is, as the end of "it is ...".
        too_many: whether the folder holds more than `MOST_FILES`; the listing then stops short.
    """

    files: list[File] = field(default_factory=list)
    odd: dict[str, str] = field(default_factory=dict)
    too_many: bool = False


def listing(folder: Path) -> Listing:
    """Look at everything in a submitted folder; what file managers and Jupyter leave behind is passed over."""
    found = Listing()
    links: dict[str, tuple[int, int, int]] = {}
    waiting: list[tuple[Path, tuple[str, ...]]] = [(folder, ())]
    while waiting and not found.too_many:
        here, parts = waiting.pop()
        try:
            with os.scandir(here) as entries:
                for entry in entries:
                    if len(found.files) + len(found.odd) + len(waiting) >= MOST_FILES:
                        found.too_many = True
                        break
                    _look(entry, (*parts, entry.name), found, links, waiting)
        except OSError:
            found.odd["/".join(parts) or "."] = "a folder that cannot be opened"
    found.files.sort(key=lambda file: PurePosixPath(file.name).parts)
    _set_aside_hard_links(found, links)
    return found


def _look(
    entry: os.DirEntry[str],
    parts: tuple[str, ...],
    found: Listing,
    links: dict[str, tuple[int, int, int]],
    folders: list[tuple[Path, tuple[str, ...]]],
) -> None:
    name = "/".join(parts)
    path = Path(entry.path)
    try:
        about = path.lstat()  # a directory entry's own `stat` counts no hard links on Windows
    except OSError:
        found.odd[name] = "a file that cannot be opened"
        return
    if stat.S_ISDIR(about.st_mode) and entry.name in _IGNORED_FOLDERS:
        return
    if stat.S_ISREG(about.st_mode) and (entry.name in _IGNORED_FILES or entry.name.startswith("._")):
        return
    if not _is_text(name):
        found.odd[name] = "a file whose name other machines cannot hold"
    elif stat.S_ISLNK(about.st_mode) or _is_junction(path):
        found.odd[name] = "a link to another place"
    elif stat.S_ISDIR(about.st_mode):
        if len(parts) > DEEPEST:
            found.odd[name] = f"a folder more than {DEEPEST} folders deep"
        else:
            folders.append((path, parts))
    elif stat.S_ISREG(about.st_mode):
        found.files.append(File(name, path, about.st_size, about.st_mtime))
        if about.st_nlink > 1:
            links[name] = (about.st_dev, about.st_ino, about.st_nlink)
    else:
        found.odd[name] = "no ordinary file (a pipe, a socket or a device)"


def _set_aside_hard_links(found: Listing, links: dict[str, tuple[int, int, int]]) -> None:
    """Two names in the submission for one file are harmless; a name of a file that lies elsewhere is not."""
    here = Counter((device, number) for device, number, _ in links.values())
    for name, (device, number, names) in links.items():
        if here[device, number] < names:
            found.odd[name] = "a second name (a hard link) of a file elsewhere"
    found.files = [file for file in found.files if file.name not in found.odd]


def outside(folder: Path) -> bool:
    """Whether submitted/PARTICIPANT/ASSIGNMENT, or its PARTICIPANT, is a link: what it holds lies somewhere else."""
    return any(each.is_symlink() or _is_junction(each) for each in (folder, folder.parent))


def read(file: File) -> bytes:
    """The bytes of a file that `listing` has found.

    Raises:
        OSError: when it cannot be read, or is no ordinary file any more.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(file.path, flags)
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(f"{file.path} is no ordinary file")
        return stream.read(MOST_BYTES + 1)


def fingerprint(folder: Path) -> str:
    """A hash of a submitted folder, names and bytes, by which a changed one is known; of a huge file only its size.

    The same whatever the machine and the time, and never an error. What file managers and Jupyter leave behind changes
    nothing; what may not be carried on counts by its name and kind. "" for a folder that is a link or is not there.
    """
    whole = hashlib.sha256()
    if outside(folder) or not folder.is_dir():
        return ""
    found = listing(folder)
    for file in found.files:
        name = file.name.encode()
        whole.update(f"{len(name)}:".encode() + name)
        try:
            content = read(file) if file.size <= MOST_BYTES else f"{file.size} bytes".encode()
        except OSError:
            content = b"unreadable"
        whole.update(hashlib.sha256(content).digest())
    for odd in sorted(found.odd):
        whole.update(f"{found.odd[odd]}: ".encode() + odd.encode(errors="surrogateescape"))
    return whole.hexdigest()


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return "\\" not in name and not any(ord(letter) < 32 or ord(letter) == 127 for letter in name)


def _is_junction(path: Path) -> bool:
    test = getattr(os.path, "isjunction", None)  # Python 3.12
    return bool(test and test(path))
