"""Copies of the checkout to build in: made once a session, then copied for each test that changes one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from building_site import CHECKOUT, WEEK05, WEEK06, copy

from course.authoring.build import build_course

_NEEDED = ("source/" + WEEK05, "notebooks", "release", "gradebook.db", "nbgrader_config.py", "README.md")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a build needs of the checkout, built from nothing. Tests only read it."""
    root = tmp_path_factory.mktemp("built") / "checkout"
    (root / "course").mkdir(parents=True)
    shutil.copyfile(CHECKOUT / "course" / "syllabus.yaml", root / "course" / "syllabus.yaml")
    for name in _NEEDED:
        target = root / name
        if (CHECKOUT / name).is_dir():
            shutil.copytree(CHECKOUT / name, target, ignore=shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__"))
        else:
            shutil.copyfile(CHECKOUT / name, target)
    shutil.rmtree(root / "release")
    (root / "release").mkdir()
    (root / "gradebook.db").unlink()
    build_course(root, master="py")
    return root


@pytest.fixture(scope="session")
def two_workshops(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built checkout with a second workshop. Tests only read it."""
    root = copy(built, tmp_path_factory.mktemp("two") / "checkout")
    text = (root / "source" / WEEK05 / f"{WEEK05}.py").read_text(encoding="utf-8")
    folder = root / "source" / WEEK06
    folder.mkdir()
    (folder / f"{WEEK06}.py").write_text(text.replace("w05-", "w06-"), encoding="utf-8", newline="\n")
    assert build_course(root).rebuilt == [WEEK06]
    return root


@pytest.fixture
def own(built: Path, tmp_path: Path) -> Path:
    """A built checkout of the test's own."""
    return copy(built, tmp_path / "checkout")


@pytest.fixture
def own_two(two_workshops: Path, tmp_path: Path) -> Path:
    """A built checkout with two workshops, of the test's own."""
    return copy(two_workshops, tmp_path / "checkout")


@pytest.fixture
def snapshot() -> Callable[[Path], dict[str, tuple[bytes, int]]]:
    """What every file of a folder holds, and when it was last written."""

    def take(root: Path) -> dict[str, tuple[bytes, int]]:
        found = (path for path in root.rglob("*") if path.is_file())
        return {path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in found}

    return take
