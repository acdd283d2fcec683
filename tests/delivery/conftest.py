"""Fixtures: a course that nobody has a copy of yet, and one that was delivered."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_course import Course


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return Course(tmp_path)


@pytest.fixture
def delivered(course: Course) -> Course:
    course.update()
    return course
