"""The two roles on a hub, and the little that depends on them."""

from __future__ import annotations

import grp
import os
import pwd
from enum import StrEnum

COURSE_ID = "ldt"
"""The course's name in nbgrader's exchange."""

FOLDER = "my-course"
"""Where a participant's copy of the course lies in their home; `ldt lab` calls it the same."""


class Role(StrEnum):
    """What somebody is on a hub."""

    PARTICIPANT = "participant"
    TUTOR = "tutor"


def role_of(name: str, tutors_group: str) -> Role:
    """The role of a user: a tutor is who is in the tutors' unix group, since that is also what opens the folders.

    Args:
        name: the login name.
        tutors_group: the group's name.
    """
    try:
        group = grp.getgrnam(tutors_group)
        own = pwd.getpwnam(name)
    except KeyError:
        return Role.PARTICIPANT
    return Role.TUTOR if group.gr_gid in os.getgrouplist(own.pw_name, own.pw_gid) else Role.PARTICIPANT
