from __future__ import annotations

import pytest


@pytest.fixture
def as_when_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that an own-firm cell saves is written."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
