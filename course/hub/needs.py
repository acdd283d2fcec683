"""What a hub needs of a machine, and what to type when something is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib import util
from pathlib import Path

from course.errors import CourseError
from course.hub import view

PROXY = "configurable-http-proxy@4.6.3"
"""The proxy in front of the hub, as npm calls it. This version runs on every node since 10."""

_FOLDER = Path("share", "ldt-hub")


def proxy_folder() -> Path:
    """Where the proxy is put: in the Python environment, so that it goes when that goes."""
    return Path(sys.prefix) / _FOLDER


def find_proxy() -> Path | None:
    """The program of the proxy: the machine's own, or the one that `get_proxy` has put into the environment."""
    found = shutil.which("configurable-http-proxy")
    own = proxy_folder() / "node_modules" / ".bin" / "configurable-http-proxy"
    return Path(found) if found else own if own.exists() and shutil.which("node") else None


def get_proxy() -> Path:
    """Install the proxy with npm into the Python environment.

    Raises:
        CourseError: when npm is missing or cannot get it.
    """
    by_hand = f"install it yourself with `npm install -g {PROXY}`"
    if not shutil.which("npm"):
        raise CourseError(
            "The hub needs the program configurable-http-proxy, and npm, which could get it, is not installed here. "
            "On Debian or Ubuntu: sudo apt-get install npm. Then run the same command again."
        )
    proxy_folder().mkdir(parents=True, exist_ok=True)
    words = ["npm", "install", "--prefix", str(proxy_folder()), "--no-audit", "--no-fund", "--loglevel=error", PROXY]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    found = find_proxy()
    if done.returncode or found is None:
        # npm's last words are where its log is; what went wrong is said before, after "npm error code E…".
        told = [line.removeprefix("npm error ") for line in done.stderr.splitlines() if line.startswith("npm error ")]
        reason = next((line for line in told if not line.startswith(("code ", "A complete log"))), "it gave no reason")
        raise CourseError(f"configurable-http-proxy could not be installed with npm ({reason}); {by_hand}.")
    return found


def missing_to_try() -> list[str]:
    """What `ldt hub` and the tests of the hub lack on this machine, a sentence each; empty when nothing is missing."""
    found = []
    if sys.platform != "linux":
        return [f"A hub runs on Linux, and this is {sys.platform}; use a Linux machine, or `ldt lab` for yourself."]
    if os.geteuid() != 0:
        found.append("A hub starts servers for several users, which only root can; run it with sudo.")
    elif reason := view.why_not():
        found.append(reason)
    if util.find_spec("jupyterhub") is None:
        found.append(
            f"JupyterHub is not installed here; in the course's folder: {sys.executable} -m pip install "
            "-c requirements.lock -e '.[tutor,hub]'."
        )
    if find_proxy() is None and not shutil.which("npm"):
        found.append(
            "The proxy configurable-http-proxy is not installed, nor is npm, which could get it; on Debian or Ubuntu: "
            "sudo apt-get install npm."
        )
    return found


def unreadable(paths: list[Path]) -> Path | None:
    """The first folder that keeps ordinary users from one of these paths; None when they can read all of them."""
    for path in paths:
        for each in [*reversed(path.parents), path]:
            if each.exists() and not each.stat().st_mode & (0o001 if each.is_dir() else 0o004):
                return each
    return None
