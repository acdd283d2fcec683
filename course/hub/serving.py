"""What the hub's configuration asks the course: who may sign in, and how a server of each role starts."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from course import checkout
from course.cohort.folder import Cohort
from course.delivery.jupyter import START
from course.hub.arriving import COHORT, ROLE
from course.hub.roles import Role, role_of
from course.hub.settings import Settings
from course.hub.starting import Starting

CONFIG = Path("deploy", "one-machine")

COMMAND = [sys.executable, "-m", "course.hub.arriving"]
"""What a server is started with."""

SHOWS = {Role.PARTICIPANT: f"/lab/tree/{START}?file-browser-path=/", Role.TUTOR: "/lab?formgrader=true"}
"""What opens first."""


def admitted(settings: Settings) -> set[str]:
    """The login names of those who may sign in, besides the tutors: the cohort's participants."""
    return set(Cohort.open(settings.cohort).participant_ids)


def environment(settings: Settings, role: Role) -> dict[str, str]:
    """The variables that a server of this role gets besides those that JupyterHub gives."""
    top = checkout.root()
    own = str(Path(sys.executable).parent)
    variables = {
        "LDT_ROOT": str(top),
        "LDT_EXCHANGE": str(settings.folder / "exchange"),
        "LDT_TIMEZONE": settings.timezone,
        ROLE: role,
        "JUPYTER_CONFIG_PATH": str(top / CONFIG / role),
        # A kernel called python3 in the person's own folder may belong to another Python, without the course in it.
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PATH": os.pathsep.join([own, *os.environ.get("PATH", os.defpath).split(os.pathsep)]),
    }
    if role is Role.TUTOR:
        variables[COHORT] = str(settings.cohort)
    return variables


async def before_starting(settings: Settings, starting: Starting, spawner: Any) -> None:
    """Fit a server to the role of its user, and wait for its turn; JupyterHub awaits this before each start."""
    role = role_of(spawner.user.name, settings.tutors_group)
    spawner.environment = {**spawner.environment, **environment(settings, role)}
    spawner.default_url = SHOWS[role]
    await starting.turn(spawner)
