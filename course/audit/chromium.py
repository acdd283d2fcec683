"""Finding a browser of the Chromium family on this machine, for the audit and for the tests."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from course.errors import CourseError

# Names on the path, best first: a distribution's own build needs no download.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
VARIABLE = "LDT_BROWSER"

HOW_TO_GET_IT = {
    "win32": "Microsoft Edge comes with Windows; else install Google Chrome, or set LDT_BROWSER to the program",
    "darwin": "brew install --cask chromium, or install Google Chrome, or set LDT_BROWSER to the program",
}.get(sys.platform, "on Debian: sudo apt-get install chromium; elsewhere set LDT_BROWSER to a Chromium or Chrome")


def find_browser(
    variables: Mapping[str, str] | None = None, which: Callable[[str], str | None] = shutil.which
) -> Path | None:
    """The program of a browser on this machine: `LDT_BROWSER` if set, else the first of the known ones.

    Args:
        variables: the environment; the process's own if not given.
        which: how a name is looked up on the path.

    Raises:
        CourseError: when `LDT_BROWSER` names no file.
    """
    variables = os.environ if variables is None else variables
    named = variables.get(VARIABLE)
    if named:
        if Path(named).is_file():
            return Path(named)
        raise CourseError(f"{VARIABLE} names {named}, which is not there; mend it or unset it.")
    for name in NAMES:
        found = which(name)
        if found:
            return Path(found)
    return next((place for place in _usual_places(variables) if place.is_file()), None)


def _usual_places(variables: Mapping[str, str]) -> list[Path]:
    """Where Windows and macOS keep browsers, which are not on the path there."""
    programs = [variables[key] for key in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA") if key in variables]
    windows = (
        "Chromium/Application/chrome.exe",
        "Google/Chrome/Application/chrome.exe",
        "Microsoft/Edge/Application/msedge.exe",
    )
    mac = ("Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome")
    applications = [Path("/Applications"), Path(variables.get("HOME", "/")) / "Applications"]
    return [Path(folder) / name for name in windows for folder in programs] + [
        folder / name for name in mac for folder in applications
    ]
