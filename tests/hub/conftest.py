"""A real hub with a tutor and four participants, and weeks 3 and 5 given out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from course.hub import needs
from course.hub.running import Hub, running
from course.hub.trying import PARTICIPANTS, RELEASED, trial_site
from tests.browser.conftest import chromium as chromium  # the same browser, one for a file of tests
from tests.hub.visiting import Visitor


@pytest.fixture(scope="session")
def hub() -> Iterator[Hub]:
    """One hub for all tests of a worker; nothing of it is left afterwards."""
    lacks = needs.missing_to_try()
    if lacks:
        pytest.skip(lacks[0])
    with (
        trial_site([*PARTICIPANTS, "carol", "dora"], released=[*RELEASED, "week03-losses"]) as trial,
        running(trial) as started,
    ):
        yield started


@pytest.fixture(scope="session")
def visitors(hub: Hub) -> dict[str, Visitor]:
    """Everybody, signed in, with their servers running."""
    everybody = {name: Visitor(hub, name) for name in hub.people}
    for visitor in everybody.values():
        assert visitor.sign_in().status_code == 200
        visitor.start_server()
    return everybody
