"""A person at a hub without the pictures: the requests that a browser with JupyterLab sends, and what comes back."""

from __future__ import annotations

import json
import re
import time
import uuid
from contextlib import ExitStack
from typing import Any

import httpx
import websocket
from nbformat import NotebookNode
from nbformat.v4 import output_from_msg

from course.delivery.jupyter import START
from course.hub.roles import COURSE_ID
from course.hub.running import Hub
from tests.hub.visiting import Visitor

PATIENCE_SECONDS = 300
# What JupyterLab 4.6 asks a participant's server for when it opens for the first time, as Chromium recorded it.
LAB_ASKS = (
    "api/me",
    "lab/api/settings",
    "api/kernels",
    "api/sessions",
    "lab/api/workspaces",
    "api/kernelspecs",
    "lab/api/translations/default",
    "lab/api/translations",
    "api/contents?content=1&hash=0",
    "lab/api/themes/@jupyterlab/theme-light-extension/index.css",
    "lab/api/workspaces/default",
    "courses",
    "nbgrader_version?version=0",
    f"assignments?course_id={COURSE_ID}",
    "lab/api/build",
    "api/nbconvert",
    f"api/contents/{START}?type=notebook&content=1&hash=1",
    f"api/contents/{START}/checkpoints",
)
FORMGRADER_ASKS = ("lab", "formgrader", "formgrader/api/assignments", "formgrader/manage_students")


class NotStartedError(RuntimeError):
    """The hub says that a server did not start."""


class Person(Visitor):
    """Somebody who works at a hub; every step waits for its answer, and raises when it is not the right one.

    Args:
        hub: which hub.
        name: the login name.
    """

    def __init__(self, hub: Hub, name: str) -> None:
        super().__init__(hub, name)
        self.web.timeout = httpx.Timeout(PATIENCE_SECONDS)
        self.turned_away = 0  # how often the hub was starting too many servers already
        self.started_again = 0  # how often a start failed
        self._open = ExitStack()

    def close(self) -> None:
        """Leave: close all connections. What runs on the hub goes on."""
        self._open.close()
        self.web.close()

    def enter(self) -> None:
        """Sign in through the login page's form."""
        answer = self.sign_in().raise_for_status()
        if answer.url.path != "/hub/home":
            raise RuntimeError(f"{self.name} could not sign in: {answer.url.path}")

    def start_server(self) -> None:
        """Press Start, follow the progress bar as a browser does, and come to the server's own page.

        Who is turned away comes again when the hub says so; who is shown that the start failed presses Start once more.
        """
        try:
            self._start()
        except NotStartedError:
            self.started_again += 1
            self._start()
        answer = self.get("lab").raise_for_status()
        if not answer.url.path.startswith(f"/user/{self.name}/lab"):
            raise RuntimeError(f"{self.name}'s server did not come up: {answer.url.path}")

    def _start(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (answer := self.web.get("hub/spawn")).status_code == 429:
            if time.monotonic() > deadline:
                raise RuntimeError(f"{self.name}'s server was not even begun")
            self.turned_away += 1
            time.sleep(float(answer.headers.get("Retry-After", 10)))
        answer.raise_for_status()
        if "/spawn-pending/" in answer.url.path:
            self._follow(f"hub/api/users/{self.name}/server/progress")

    def _follow(self, path: str) -> None:
        """Read the events of a starting server until it is ready."""
        with self.web.stream("GET", path, params={"_xsrf": self._token("/hub/")}) as events:
            events.raise_for_status()
            for line in events.iter_lines():
                if not line.startswith("data:"):
                    continue
                event = json.loads(line.removeprefix("data:"))
                if event.get("failed"):
                    raise NotStartedError(f"{self.name}'s server did not start: {event.get('message')}")
                if event.get("ready"):
                    return
        raise RuntimeError(f"{self.name}'s server did not say that it is ready")

    def open_lab(self) -> None:
        """What JupyterLab loads and asks when it opens on start-here, the kernel that it starts for it included."""
        page = self.get(f"lab/tree/{START}").raise_for_status().text
        for script in dict.fromkeys(re.findall(rf'src="/user/{self.name}/([^"]+\.js[^"]*)"', page)):
            self.get(script).raise_for_status()
        for asked in LAB_ASKS:
            self.get(asked).raise_for_status()
        self.start_kernel(START)

    def open_formgrader(self) -> None:
        """What a tutor's JupyterLab loads and asks when it opens on Formgrader."""
        for asked in FORMGRADER_ASKS:
            self.get(asked).raise_for_status()

    def fetch(self, workshop: str) -> None:
        """Press Fetch in the Assignment List."""
        self._assignments("fetch", workshop)

    def hand_in(self, workshop: str) -> None:
        """Press Submit in the Assignment List."""
        self._assignments("submit", workshop)

    def _assignments(self, action: str, workshop: str) -> None:
        course = {"course_id": COURSE_ID, "assignment_id": workshop}
        done = self.post(f"assignments/{action}", json=course).raise_for_status().json()
        if not done["success"]:
            raise RuntimeError(f"{self.name} could not {action} {workshop}: {done['value']}")

    def read(self, path: str) -> Any:
        """A file or a folder, as the file browser reads it: the content of its model."""
        return self.get(f"api/contents/{path}", params={"content": 1}).raise_for_status().json()["content"]

    def save(self, path: str, notebook: dict[str, Any]) -> None:
        """Save a notebook."""
        body = {"type": "notebook", "format": "json", "content": notebook}
        place = f"user/{self.name}/api/contents/{path}"
        self.web.put(place, json=body, headers=self.guard()).raise_for_status()

    def guard(self) -> dict[str, str]:
        """The header with the token that what changes something must bear."""
        return {"X-XSRFToken": self._token(f"/user/{self.name}/")}

    def start_kernel(self, path: str) -> Kernel:
        """Open a notebook: start its kernel, connect, and wait until it answers."""
        body = {"path": path, "name": path.rpartition("/")[2], "type": "notebook", "kernel": {"name": "python3"}}
        session = self.post("api/sessions", json=body).raise_for_status().json()
        kernel = Kernel(self, session["id"], session["kernel"]["id"])
        self._open.callback(kernel.disconnect)
        kernel.ask("kernel_info_request", {})
        return kernel


class Kernel:
    """A kernel at the end of its websocket.

    Args:
        person: whose.
        session: the id of its session.
        kernel: its own id.
    """

    def __init__(self, person: Person, session: str, kernel: str) -> None:
        self._person, self._session, self._id = person, session, uuid.uuid4().hex
        self._place = f"user/{person.name}/api/sessions/{session}"
        path = f"user/{person.name}/api/kernels/{kernel}/channels?session_id={self._id}"
        cookies = person.web.build_request("GET", path).headers["cookie"]
        self._socket = websocket.create_connection(
            person.hub.url.replace("http", "ws", 1) + path,
            cookie=cookies,
            origin=person.hub.url.rstrip("/"),
            timeout=PATIENCE_SECONDS,
        )

    def run(self, source: str) -> list[NotebookNode]:
        """Run a cell; its outputs, as JupyterLab would keep them.

        Raises:
            RuntimeError: when the cell stops with an error.
        """
        asked = {"code": source, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        shown = [
            output_from_msg(message)
            for message in self.ask("execute_request", {**asked, "stop_on_error": True})
            if message["msg_type"] in ("stream", "display_data", "execute_result", "error")
        ]
        for output in shown:
            if output.output_type == "error":
                raise RuntimeError(f"A cell of {self._person.name} failed: {output.ename}: {output.evalue}")
        return shown

    def ask(self, kind: str, content: dict[str, Any]) -> list[dict[str, Any]]:
        """Send a message on the shell channel; what is published until it is answered and the kernel is idle."""
        number = uuid.uuid4().hex
        header = {"msg_id": number, "msg_type": kind, "session": self._id, "username": "", "version": "5.3", "date": ""}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        self._socket.send(json.dumps({**message, "buffers": []}))
        published: list[dict[str, Any]] = []
        answered = idle = False
        while not (answered and idle):
            raw = self._socket.recv()
            # A picture's buffers come as bytes; nothing that is wanted here does.
            got = json.loads(raw) if isinstance(raw, str) and raw else {}
            if not raw:
                raise RuntimeError(f"{self._person.name}'s kernel hung up")
            if got.get("parent_header", {}).get("msg_id") != number:
                continue
            if got["channel"] == "shell":
                answered = True
            elif got["msg_type"] == "status":
                idle = got["content"]["execution_state"] == "idle"
            else:
                published.append(got)
        return published

    def disconnect(self) -> None:
        """Close the connection; the kernel goes on."""
        self._socket.close()

    def shut_down(self) -> None:
        """Shut the kernel down, as the list of running kernels does."""
        self.disconnect()
        self._person.web.delete(self._place, headers=self._person.guard()).raise_for_status()
