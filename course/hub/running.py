"""Start a hub on this machine, and stop it without a trace."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from course import checkout
from course.errors import CourseError
from course.hub import needs, settings, view
from course.hub.people import Person
from course.hub.serving import CONFIG
from course.hub.settings import PREFIX
from course.hub.site import Site
from course.hub.trying import TrialSite

START_SECONDS, STOP_SECONDS = 90, 30
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Hub:
    """A running hub.

    Args:
        url: its address, with a slash at the end.
        people: who can sign in, by name.
        site: its folders.
        cohort: the cohort's folder.
        log: what the hub and everybody's servers say.
        pid: the process that all of its processes descend from.
    """

    url: str
    people: Mapping[str, Person]
    site: Site
    cohort: Path
    log: Path
    pid: int


@contextmanager
def running(trial: TrialSite, variables: Mapping[str, str] | None = None) -> Iterator[Hub]:
    """Run JupyterHub on free ports of 127.0.0.1 for as long as the `with` lasts.

    All of its processes live in a view of the machine of their own (`course.hub.view`), and end with its first one.

    Args:
        trial: the site.
        variables: settings of the hub other than those of the trial, by the names of their variables.

    Raises:
        CourseError: when something is missing here, or the hub does not start.
    """
    lacks = needs.missing_to_try()
    if lacks:
        raise CourseError(lacks[0])
    proxy = needs.find_proxy() or needs.get_proxy()
    port, inner, proxy_inner = free_ports(3)
    own = {
        **trial.variables(),
        PREFIX + "URL": f"http://127.0.0.1:{port}",
        PREFIX + "HUB_PORT": str(inner),
        PREFIX + "PROXY_PORT": str(proxy_inner),
        PREFIX + "PROXY": str(proxy),
        **(variables or {}),
    }
    url = settings.read(own).url.rstrip("/") + "/"
    state = trial.site.state
    program = [sys.executable, "-m", "jupyterhub", "-f", str(checkout.root() / CONFIG / "jupyterhub_config.py")]
    words = view.command(state / "view.json", view.needed_view(dict(trial.shown)), program)
    log = state / "hub.log"
    with ExitStack() as last, log.open("wb") as out:
        process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=state,
            env=_environment(own, state),
            start_new_session=True,  # Ctrl-C is for whoever started this, who then stops the hub in order
            preexec_fn=_end_with_parent,
        )
        last.callback(stop, process)
        _wait(url, process, log)
        yield Hub(url, trial.people.everybody, trial.site, trial.cohort, log, process.pid)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the hub to stop, and see to it that it does."""
    assert process.stdin is not None
    process.stdin.close()  # which the first process of the view is waiting for
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()  # and the kernel ends all the others
        process.wait()


def free_ports(count: int) -> list[int]:
    """Ports of 127.0.0.1 that nobody listens on."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def _environment(own: Mapping[str, str], state: Path) -> dict[str, str]:
    """The hub's environment: little of ours, since all servers would inherit it."""
    kept = {name: os.environ[name] for name in ("LANG", "LC_ALL", "TZ") if name in os.environ}
    folders = [str(Path(sys.executable).parent), *os.environ.get("PATH", os.defpath).split(os.pathsep)]
    return {
        "LANG": "C.UTF-8",
        **kept,
        **own,
        "PATH": os.pathsep.join(dict.fromkeys(folders)),
        "HOME": str(state),
        "LDT_ROOT": str(checkout.root()),
    }


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    trusting = ssl.create_default_context()  # a certificate made for a trial is known to nobody
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}hub/api/", timeout=2, context=trusting):
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.2)
    lines = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    told = "\n".join(lines[-15:]) or "It said nothing."
    raise CourseError(f"The hub did not start. What it said last:\n{told}")


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
