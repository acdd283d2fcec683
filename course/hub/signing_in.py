"""Ways to sign in that are put together from JupyterHub's own."""

from __future__ import annotations

import hmac
import pwd
from pathlib import Path
from typing import Any

from jupyterhub.auth import Authenticator, LocalAuthenticator
from jupyterhub.authenticators.shared import SharedPasswordAuthenticator
from traitlets import Unicode

from course.hub.people import right_password
from course.hub.roles import Role, role_of

FIRST_PERSON = 1000
"""Lower numbers of users belong to the system."""

NOBODYS = "jovyan"
"""The user of Jupyter's own images. nbgrader asks such a user's server, and not the system, whose work it hands in."""


class OfTheCourse(Authenticator):
    """Admits tutors besides those who are listed: who is in their unix group. Nobody becomes root, or a service."""

    tutors_group = Unicode("ldt-tutors", help="The unix group of the tutors.").tag(config=True)

    def check_allowed(self, username: str, authentication: Any = None) -> Any:
        """Whether somebody who has signed in may come in."""
        return role_of(username, self.tutors_group) is Role.TUTOR or super().check_allowed(username, authentication)

    def check_blocked_users(self, username: str, authentication: Any = None) -> Any:
        """Whether a name may be used at all; those of the system's own accounts may not, however somebody signs in."""
        if username == NOBODYS:
            return False
        try:
            if pwd.getpwnam(username).pw_uid < FIRST_PERSON:
                return False
        except KeyError:
            pass
        return super().check_blocked_users(username, authentication)


class FileSignIn(OfTheCourse):
    """Passwords that were made for a hub which is only tried out; see `course.hub.people`."""

    passwords = Unicode(help="The file that `course.hub.people.write_passwords` wrote.").tag(config=True)

    async def authenticate(self, handler: Any, data: dict[str, str]) -> str | None:
        """The name of who has given the right password."""
        name = data["username"]
        return name if right_password(Path(self.passwords), name, data["password"]) else None


class SharedSignIn(OfTheCourse, LocalAuthenticator, SharedPasswordAuthenticator):
    """One password for a class and one for its tutors; an account of the machine is made for each name that is used."""

    tutors_password = Unicode(help="What tutors sign in with.").tag(config=True)

    async def authenticate(self, handler: Any, data: dict[str, str]) -> Any:
        """The name of who has given the password of their role."""
        name = self.normalize_username(data["username"])
        if role_of(name, self.tutors_group) is Role.TUTOR:
            right = hmac.compare_digest(data["password"].encode(), self.tutors_password.encode())
            return {"name": name, "admin": False, "groups": []} if right and self.tutors_password else None
        return await super().authenticate(handler, data)
