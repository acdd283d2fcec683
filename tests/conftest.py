from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# Helpers that tests of several rooms share are imported by their bare names.
sys.path.insert(0, str(Path(__file__).resolve().parent / "fixtures"))

# How long an example takes depends on who else uses the machine: it decides nothing.
settings.register_profile("course", deadline=None)
settings.load_profile("course")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Deal tests out by file, and all that share the hub to one worker: starting one takes long."""
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "tests/hub" if _shares_hub(nodeid) else str(super()._split_scope(nodeid))

    return ByFile(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with those that share the hub: they take longest."""
    items.sort(key=lambda item: not _shares_hub(item.nodeid))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print how long the steps in the browser took, and keep it beside their pictures.

    This stands here because the process that deals tests out to others does not read the hub's own conftest.
    """
    from tests.hub.browsing import timings_of, write_timings

    timings = timings_of([report for kept in terminalreporter.stats.values() for report in kept])
    if timings:
        terminalreporter.section("steps at the hub, in seconds")
        for step, seconds in timings.items():
            terminalreporter.write_line(f"{seconds:7.1f}  {step}")
        terminalreporter.write_line(f"kept with pictures of the steps: {write_timings(timings).parent}")


def _shares_hub(nodeid: str) -> bool:
    return "tests/hub/" in nodeid and "/test_postgres" not in nodeid
