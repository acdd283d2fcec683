"""A real JupyterLab on a participant's own copy, and a real Chromium in front of it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from course import checkout
from course.cli.browser import find_browser

ARTEFACTS = Path(__file__).parent.parent / "artefacts"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address, its token, and the folder that it shows."""

    address: str
    token: str
    folder: Path

    def notebook(self, path: str) -> str:
        """The address that opens one notebook by itself, with a fresh layout."""
        return f"{self.address}/doc/tree/{path}?token={self.token}&reset"


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """What `make lab` starts, on a folder of its own."""
    folder = tmp_path_factory.mktemp("lab") / "my-course"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder.parent / "lab.log"
    home = folder.parent / "home"
    home.mkdir()
    # The person's own Jupyter settings must not decide how the course looks.
    variables = {
        **os.environ,
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "jupyter"),
        "LDT_ROOT": str(checkout.root()),
    }
    command = [sys.executable, "-m", "course.cli", "lab", "--at", str(folder), "--no-browser", "--port", str(port)]
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=variables)
    try:
        deadline = time.monotonic() + 90
        while (found := re.search(r"token=([0-9a-f]+)", log.read_text(errors="replace"))) is None:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.2)
        yield Lab(f"http://127.0.0.1:{port}", found[1], folder)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


# Not for the whole session: while Playwright is open, no other test of this worker can open it.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser; a missing one fails the test, since `ldt test` provides it."""
    program = find_browser()
    assert program is not None, "no browser of the Chromium family; `ldt test` installs one, `ldt doctor` says how"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=FLAGS)
        yield browser
        browser.close()
