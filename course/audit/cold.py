"""Running a notebook as a participant's machine first does: a cold kernel, an empty folder, and no network."""

from __future__ import annotations

import copy
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from course.audit import cold_kernel

_NAME = "cold"
_START_SECONDS = 120
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Ran:
    """What became of a notebook.

    Args:
        seconds: from the start of its kernel to its last cell.
        complaints: (cell, what was shown on red): errors and what was written to standard error, in order.
        network: what kept it from the network.
    """

    seconds: float
    complaints: tuple[tuple[str, str], ...]
    network: str


class _Specs(KernelSpecManager):
    """Knows one kernel, whatever is installed on this machine."""

    argv: tuple[str, ...] = ()

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return KernelSpec(argv=list(self.argv), display_name=_NAME, language="python")


def run(notebook: NotebookNode, *, patience: float, isolated: bool | None = None) -> Ran:
    """Run a notebook top to bottom.

    Args:
        notebook: any notebook; it is not changed.
        patience: seconds after which a single cell is taken to be stuck.
        isolated: True takes the network away from the process, False has its sockets guarded; None takes what can be
            had here.
    """
    walled = network_wall() if isolated is None else network_wall() if isolated else ()
    # Short, since the path of a unix socket has no room for a long one; and odd, since a participant's may be.
    home = Path(tempfile.mkdtemp(prefix="ldt-"))
    try:
        folder = home / "an empty folder, é"
        folder.mkdir()
        specs = _Specs()
        specs.argv = (*walled, sys.executable, "-m", "course.audit.cold_kernel", "-f", "{connection_file}")
        manager = AsyncKernelManager(
            kernel_name=_NAME, kernel_spec_manager=specs, connection_file=str(home / "kernel.json")
        )
        if walled:
            manager.transport = "ipc"  # a process without a network has no 127.0.0.1 either
        client = NotebookClient(
            copy.deepcopy(notebook),
            km=manager,
            timeout=patience,
            startup_timeout=_START_SECONDS,
            allow_errors=True,
            shutdown_kernel="immediate",
            resources={"metadata": {"path": str(folder)}},
        )
        began = time.monotonic()
        stuck = _execute(client, _environment(home, guarded=not walled))
        seconds = time.monotonic() - began
        told = [*_complaints(client.nb), *stuck]
        return Ran(seconds, tuple(told), " ".join(walled[:2]) if walled else "socket guard")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _execute(client: NotebookClient, environment: dict[str, str]) -> list[tuple[str, str]]:
    """Run it; what kept it from running to its end, if anything did."""
    try:
        client.execute(env=environment, cleanup_kc=True)
    except CellTimeoutError:
        return [("", f"a cell had not ended after {client.timeout:g} seconds")]
    except (DeadKernelError, RuntimeError) as problem:
        return [("", f"its kernel ended: {' '.join(str(problem).split())[:200]}")]
    return []


def _environment(home: Path, *, guarded: bool) -> dict[str, str]:
    environment = dict(os.environ)
    package = str(Path(cold_kernel.__file__).resolve().parents[2])
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [package, environment.get("PYTHONPATH")]))
    environment["IPYTHONDIR"] = str(home / "ipython")  # nobody's own start-up files
    for name in ("LDT_WORKBOOK", "NBGRADER_EXECUTION", "PYTHONWARNINGS", "PYTHONSTARTUP"):
        environment.pop(name, None)
    if guarded:
        environment[cold_kernel.GUARD] = "1"
    return environment


def _complaints(notebook: NotebookNode) -> list[tuple[str, str]]:
    found = []
    for place, cell in enumerate(notebook.cells, start=1):
        about = cell.metadata.get("nbgrader")
        name = str(about.get("grade_id", "")) if isinstance(about, dict) else ""
        for output in cell.get("outputs", ()):
            said = _red(output)
            if said:
                found.append((name or f"cell {place}", said))
    return found


def _red(output: Any) -> str:
    """What an output shows that nobody should see: an error's last line, or what came on standard error."""
    if output.output_type == "error":
        return " ".join(_COLOURS.sub("", f"{output.ename}: {output.evalue}").split())[:300]
    if output.output_type == "stream" and output.name == "stderr":
        return " ".join(_COLOURS.sub("", output.text).split())[:300]
    return ""


@cache
def network_wall() -> tuple[str, ...]:
    """The words before a command that take the network away from it; none where the system does not offer that."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return ()
    for words in (("unshare", "--net", "--"), ("unshare", "--net", "--map-root-user", "--")):
        tried = subprocess.run([*words, sys.executable, "-c", ""], capture_output=True, check=False)
        if tried.returncode == 0:
            return words
    return ()
