"""Importing what notebooks import brings in nothing heavy."""

from __future__ import annotations

import subprocess
import sys

MODULES = "course.methods.appraisal, course.display.appraisal, course.display.tables"
HEAVY = {"scipy", "statsmodels", "nbconvert", "nbgrader", "pandas", "matplotlib.pyplot", "pydantic", "simpy", "docx"}


def test_nothing_heavy_comes_along() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", f"import sys, {MODULES}; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    loaded = set(ran.stdout.split())
    assert "course.display.explorer" in loaded
    assert not HEAVY & loaded
