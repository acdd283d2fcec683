from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "fixtures"))

import tiny


@pytest.fixture(autouse=True)
def tiny_course() -> Iterator[Path]:
    """Every test here works on the tiny course of tests/fixtures."""
    course = tiny.course()
    with tiny.in_course(course):
        yield course


@pytest.fixture(scope="session")
def marked() -> tiny.Marked:
    return tiny.marked()
