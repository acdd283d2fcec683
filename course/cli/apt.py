"""Debian's packages that the tests need, installed unasked where that may be done: on a Debian, as root."""

from __future__ import annotations

import os
import shutil
import subprocess

from course.errors import CourseError


def may_install() -> bool:
    """Whether packages can be installed from here without asking anybody."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(*packages: str) -> None:
    """Install packages.

    Raises:
        CourseError: when apt-get could not, with its last word.
    """
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "--quiet", *arguments],
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if done.returncode and "install" in arguments:
            last = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
            raise CourseError(f"apt-get could not install {' and '.join(packages)}, which the tests need: {last[0]}")
