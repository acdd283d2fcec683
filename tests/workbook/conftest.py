"""A participant's folder, empty, with the current folder in it and nothing set in the environment."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "my course – Müller"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.delenv("LDT_WORKBOOK", raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return folder
