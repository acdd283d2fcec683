from __future__ import annotations

import sys
from pathlib import Path

# Helpers that tests of several rooms share are imported by their bare names.
sys.path.insert(0, str(Path(__file__).resolve().parent / "fixtures"))
