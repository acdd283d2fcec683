"""A browser for the tests, got where that can be done unasked."""

from __future__ import annotations

from pathlib import Path

from course.audit.chromium import HOW_TO_GET_IT, find_browser
from course.cli import apt
from course.errors import CourseError


def get_browser() -> Path:
    """A browser, installed first if need be and if this is a Debian that lets us.

    Raises:
        CourseError: when there is none and it cannot be installed from here, with what to do.
    """
    found = find_browser()
    if found is None and apt.may_install():
        apt.install("chromium")
        found = find_browser()
    if found is None:
        raise CourseError(f"The tests need a browser of the Chromium family and found none: {HOW_TO_GET_IT}.")
    return found
