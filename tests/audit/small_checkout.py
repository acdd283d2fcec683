"""A built checkout with one workshop, week 5, for rules that look at folders; and a few ways of spoiling a copy."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import yaml

from course.audit.frozen import PATH
from course.authoring.build import build_course

REPOSITORY = Path(__file__).resolve().parents[2]
WEEK05 = "week05-appraisal"
_TREES = (f"source/{WEEK05}", "notebooks")
_FILES = ("nbgrader_config.py", "README.md", "course/syllabus.yaml", PATH)
_IGNORED = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")


@cache
def built() -> Path:
    """What a rule needs of the checkout, built from nothing, once a test run. Read only."""
    root = Path(tempfile.mkdtemp(prefix="ldt-audit-tests-")).resolve()
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    for name in _TREES:
        shutil.copytree(REPOSITORY / name, root / name, ignore=_IGNORED)
    for name in _FILES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(REPOSITORY / name, root / name)
    listed = root / PATH  # of the others there is nothing here
    kept = {WEEK05: yaml.safe_load(listed.read_text(encoding="utf-8"))[WEEK05]}
    listed.write_text(yaml.safe_dump(kept, sort_keys=False), encoding="utf-8", newline="\n")
    (root / "release").mkdir()
    build_course(root, master="py")
    return root


def copied(target: Path) -> Path:
    """A copy of `built` that a test may spoil."""
    shutil.copytree(built(), target, ignore=shutil.ignore_patterns(".cache"))
    return target


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that must be there, once."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
