"""How JupyterLab is started: on this machine only, asking nothing of the internet, showing only the person's copy."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from course.delivery import jupyter
from course.delivery.files import HIDDEN


def start(copy: Path) -> None:
    (copy / "start-here").mkdir(parents=True)
    (copy / jupyter.START).write_text("{}", encoding="utf-8")


def test_it_runs_with_this_python_on_this_machine_only(tmp_path: Path) -> None:
    start(tmp_path)
    words = jupyter.command(tmp_path)
    assert words[:3] == [sys.executable, "-m", "jupyterlab"]
    assert "--ServerApp.ip=127.0.0.1" in words
    assert f"--ServerApp.root_dir={tmp_path}" in words
    assert "--ServerApp.open_browser=True" in words
    assert "--LabApp.default_url=/lab/tree/start-here/start-here.ipynb" in words
    assert not any("token" in word or "password" in word for word in words)


def test_without_start_here_it_opens_the_folder(tmp_path: Path) -> None:
    assert "--LabApp.default_url=/lab" in jupyter.command(tmp_path, browser=False)


def test_a_port_that_was_asked_for_is_the_only_one(tmp_path: Path) -> None:
    assert {"--ServerApp.port=8123", "--ServerApp.port_retries=0"} <= set(jupyter.command(tmp_path, port=8123))
    assert not any(word.startswith("--ServerApp.port") for word in jupyter.command(tmp_path))


def test_every_option_is_one_that_jupyterlab_knows(tmp_path: Path) -> None:
    """A misspelled option is only a warning to Jupyter, and would go unseen."""
    from jupyter_server.serverapp import ServerApp
    from jupyterlab.labapp import LabApp

    start(tmp_path)
    known = {"ServerApp": ServerApp.class_traits(config=True), "LabApp": LabApp.class_traits(config=True)}
    options = [word.removeprefix("--").split("=")[0] for word in jupyter.command(tmp_path, port=8123) if "." in word]
    named = [option.split(".") for option in options if option.split(".")[0] in known]
    assert len(named) >= 8
    for application, option in named:
        assert option in known[application], option


def test_kernels_keep_compiled_modules_and_come_from_this_environment(tmp_path: Path) -> None:
    variables = jupyter.environment(
        tmp_path, {"PYTHONDONTWRITEBYTECODE": "1", "JUPYTER_CONFIG_PATH": "/mine", "A": "b"}
    )
    assert "PYTHONDONTWRITEBYTECODE" not in variables
    assert variables["JUPYTER_PREFER_ENV_PATH"] == "1"
    assert variables["A"] == "b"
    first, second = variables["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    assert (Path(first), second) == (tmp_path / HIDDEN / "jupyter", "/mine")


def test_the_tutors_tools_and_the_news_are_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read back through JupyterLab's own code."""
    from jupyterlab_server.config import get_page_config

    jupyter.configure(tmp_path)
    monkeypatch.setattr("jupyterlab_server.config.SYSTEM_CONFIG_PATH", [])
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", jupyter.environment(tmp_path, {})["JUPYTER_CONFIG_PATH"])
    off = get_page_config([], None)["disabledExtensions"]
    assert {"@jupyter/nbgrader", "@jupyterlab/apputils-extension:announcements"} <= set(off)


def test_settings_are_written_once(tmp_path: Path) -> None:
    jupyter.configure(tmp_path)
    files = list((tmp_path / HIDDEN / "jupyter").rglob("*.json"))
    before = {file: file.stat().st_mtime_ns for file in files}
    jupyter.configure(tmp_path)
    assert before == {file: file.stat().st_mtime_ns for file in files}
    assert all(json.loads(file.read_text(encoding="utf-8")) for file in files)
