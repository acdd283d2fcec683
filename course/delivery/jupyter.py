"""JupyterLab on a participant's copy: on this machine only, quiet, and asking nothing of the internet."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from course.delivery.files import HIDDEN, write

# What opens first, if the copy has it.
START = "start-here/start-here.ipynb"

# A participant needs neither the tutor's tools nor a text twin of each notebook; the news would ask the internet.
_NOT_SHOWN = ("@jupyter/nbgrader", "jupyterlab-jupytext", "@jupyterlab/apputils-extension:announcements")
_NOT_STARTED = (
    "jupytext",
    "nbgrader.server_extensions.assignment_list",
    "nbgrader.server_extensions.course_list",
    "nbgrader.server_extensions.formgrader",
    "nbgrader.server_extensions.validate_assignment",
)


def command(copy: Path, *, browser: bool = True, port: int | None = None) -> list[str]:
    """The command that starts JupyterLab on a copy, with the interpreter that runs now.

    Args:
        copy: the folder to show; nothing above it can be reached.
        browser: open the browser.
        port: the port to use and no other; without it, the first free one from 8888 on.
    """
    start = copy / START
    options = [
        f"--ServerApp.root_dir={copy}",
        "--ServerApp.ip=127.0.0.1",  # a token alone is not enough on a shared network
        f"--ServerApp.open_browser={browser}",
        f"--LabApp.default_url=/lab/tree/{START}" if start.is_file() else "--LabApp.default_url=/lab",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",  # the other kind lists the package index
        "--ServerApp.log_level=WARN",
        "--LabApp.log_level=WARN",
        "-y",  # Ctrl-C stops at once instead of asking
    ]
    if port is not None:
        options += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")  # containers; Jupyter refuses otherwise
    return [sys.executable, "-m", "jupyterlab", *options]


def environment(copy: Path, inherited: Mapping[str, str]) -> dict[str, str]:
    """The environment for JupyterLab and its kernels.

    Args:
        copy: the participant's folder, where `configure` wrote its settings.
        inherited: the environment to start from.
    """
    variables = dict(inherited)
    # Kernels that may not keep compiled modules compile the libraries again each time: seconds at every start.
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    known = variables.get("JUPYTER_CONFIG_PATH", "")
    variables["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [str(copy / HIDDEN / "jupyter"), known]))
    # A kernel called python3 in the person's own folder may belong to another Python, without the course in it.
    variables["JUPYTER_PREFER_ENV_PATH"] = "1"
    return variables


def configure(copy: Path) -> None:
    """Write the settings that JupyterLab takes only from files, into the copy's hidden folder."""
    settings = {
        "labconfig/page_config.json": {"disabledExtensions": dict.fromkeys(_NOT_SHOWN, True)},
        "jupyter_server_config.json": {"ServerApp": {"jpserver_extensions": dict.fromkeys(_NOT_STARTED, False)}},
    }
    for name, holds in settings.items():
        file = copy / HIDDEN / "jupyter" / name
        text = json.dumps(holds, indent=1)
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            write(file, text.encode(), copy / HIDDEN)
