"""A tutor at Formgrader: a real server in a cohort's folder, asked what the page's buttons and boxes ask it."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.hub.postgres import free_port


@dataclass
class Tutor:
    """Somebody with a Formgrader open.

    Args:
        name: the login name on the database server.
        address: of the person's own Jupyter server.
        token: its token.
        errors: every answer that was not a success: (status, method, path).
    """

    name: str
    address: str
    token: str
    errors: list[tuple[int, str, str]] = field(default_factory=list)

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> bytes:
        request = urllib.request.Request(
            f"{self.address}/formgrader/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {self.token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as refused:
            self.errors.append((refused.code, method, path))
            return refused.read()

    def api(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        return json.loads(self.ask(method, f"api/{path}", body))

    def waiting(self, workshop: str) -> list[dict[str, Any]]:
        """The list of a workshop's submissions, in order of participants."""
        found: list[dict[str, Any]] = self.api("GET", f"submitted_notebooks/{workshop}/{workshop}")
        return sorted(found, key=lambda each: str(each["student"]))

    def opens(self, submission: str, cell: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Open a submission's page: (the points, the comment) of one cell as the page gets them."""
        assert cell.encode() in self.ask("GET", f"submissions/{submission}/") or self.errors
        grades, comments = (self.api("GET", f"{each}?submission_id={submission}") for each in ("grades", "comments"))
        (grade,) = [each for each in grades if each["name"] == cell]
        (comment,) = [each for each in comments if each["name"] == cell]
        return grade, comment

    def marks(self, submission: str, cell: str, points: float, words: str) -> None:
        """Give points and a comment, as leaving the two boxes does."""
        grade, comment = self.opens(submission, cell)
        self.api("PUT", f"grade/{grade['id']}", {**grade, "manual_score": points})
        self.api("PUT", f"comment/{comment['id']}", {**comment, "manual_comment": words})


@contextmanager
def at_formgrader(cohort: Path, name: str, place: Path, **environment: str) -> Iterator[Tutor]:
    """A tutor's own server, started in the cohort's folder; gone afterwards."""
    place.mkdir(exist_ok=True)
    port, token = free_port(), secrets.token_urlsafe(12)
    own = {each: str(place) for each in ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")}
    extension = "{'nbgrader.server_extensions.formgrader': True}"
    with (place / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", "--allow-root", f"--port={port}", "--ServerApp.port_retries=0",
             "--no-browser", f"--ServerApp.jpserver_extensions={extension}"],
            cwd=cohort, env={**os.environ, **own, "JUPYTER_TOKEN": token, "PGUSER": name, **environment},
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
    tutor = Tutor(name, f"http://127.0.0.1:{port}", token)
    try:
        last = time.monotonic() + 120
        while True:
            try:
                tutor.ask("GET", "api/status")
                break
            except urllib.error.URLError:
                text = (place / "server.log").read_text(encoding="utf-8")
                assert server.poll() is None, text[-3000:]
                assert time.monotonic() < last, text[-3000:]
                time.sleep(0.2)
        yield tutor
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
