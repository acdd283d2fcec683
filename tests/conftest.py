from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import settings

# Helpers that tests of several rooms share are imported by their bare names.
sys.path.insert(0, str(Path(__file__).resolve().parent / "fixtures"))

# How long an example takes depends on who else uses the machine: it decides nothing.
settings.register_profile("course", deadline=None)
settings.load_profile("course")
