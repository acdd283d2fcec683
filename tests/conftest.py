from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import settings

# Helpers that tests of several rooms share are imported by their bare names.
sys.path.insert(0, str(Path(__file__).resolve().parent / "fixtures"))

# How long an example takes depends on who else uses the machine: it decides nothing.
settings.register_profile("course", deadline=None)
settings.load_profile("course")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Deal tests out by file, and all that need the hub to one worker, which begins with them: starting one is slow."""
    items.sort(key=lambda item: "hub" not in getattr(item, "fixturenames", ()))
    for item in items:
        group = "hub" if "hub" in getattr(item, "fixturenames", ()) else item.path.as_posix()
        item.add_marker(pytest.mark.xdist_group(group))
