from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from attack_limits import LIMITS
from attack_outside import TOKEN, Outside, outside

from course.grading.engine import Engine
from course.grading.execution import sandbox


@pytest.fixture(autouse=True)
def tiny_course() -> None:
    """The attacks have a workshop of their own and need no course folder."""


@pytest.fixture(scope="session")
def canaries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    os.environ["LDT_TEST_SECRET"] = TOKEN
    with outside(tmp_path_factory.mktemp("outside")) as found:
        yield found
    del os.environ["LDT_TEST_SECRET"]


@pytest.fixture(scope="session")
def engine(canaries: Outside) -> Iterator[Engine]:
    """One engine for all attacks: what one of them leaves behind, the next would find."""
    reason = sandbox.why_not()
    if reason:
        pytest.skip(reason)
    made = Engine(LIMITS)
    yield made
    made.close()
