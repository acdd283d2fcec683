"""Somebody who visits a hub, over HTTP as a browser does, or with their own rights on the machine."""

from __future__ import annotations

import subprocess
import time
from typing import Any

import httpx
import psutil

from course.hub.people import Person
from course.hub.running import Hub

SPAWN_SECONDS = 120


class Visitor:
    """Somebody's browser without the pictures: cookies, and the token that guards forms.

    Args:
        hub: which hub.
        name: the login name.
        password: theirs unless given.
    """

    def __init__(self, hub: Hub, name: str, password: str | None = None) -> None:
        self.hub, self.name = hub, name
        self.password = hub.people[name].password if password is None else password
        self.web = httpx.Client(base_url=hub.url, follow_redirects=True, timeout=60)

    def sign_in(self) -> httpx.Response:
        """Fill the form of the login page in and send it."""
        self.web.get("hub/login")
        form = {"username": self.name, "password": self.password, "_xsrf": self._token("/hub/")}
        return self.web.post("hub/login", params={"next": "/hub/home"}, data=form)

    def start_server(self) -> None:
        """Start the person's server, and wait until it answers."""
        self.web.get("hub/spawn")
        deadline = time.monotonic() + SPAWN_SECONDS
        while time.monotonic() < deadline:
            answer = self.web.get(f"user/{self.name}/lab")  # a page: only pages give the server's own cookies
            if answer.status_code == 200 and answer.url.path.startswith(f"/user/{self.name}/lab"):
                return
            time.sleep(0.3)
        raise AssertionError(f"{self.name}'s server did not come up:\n{self.hub.log.read_text()[-3000:]}")

    def get(self, path: str, **about: Any) -> httpx.Response:
        """Ask the person's server for something."""
        return self.web.get(f"user/{self.name}/{path}", **about)

    def post(self, path: str, **about: Any) -> httpx.Response:
        """Send the person's server something."""
        headers = {"X-XSRFToken": self._token(f"/user/{self.name}/")}
        return self.web.post(f"user/{self.name}/{path}", headers=headers, **about)

    def _token(self, path: str) -> str:
        kept = [cookie.value for cookie in self.web.cookies.jar if cookie.name == "_xsrf" and cookie.path == path]
        assert kept, f"no token for {path}: {[(c.name, c.path) for c in self.web.cookies.jar]}"
        return str(kept[-1])


def as_person(hub: Hub, person: Person, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command with a person's rights, seeing what their server sees."""
    first = psutil.Process(hub.pid).children()[0].pid
    enter = ["nsenter", "--target", str(first), "--mount", "--pid"]
    become = ["setpriv", f"--reuid={person.uid}", f"--regid={person.uid}", "--init-groups"]
    return subprocess.run([*enter, *become, *words], capture_output=True, text=True, check=False, cwd="/")
