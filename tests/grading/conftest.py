from __future__ import annotations

from tiny_tests import marked, tiny_course

__all__ = ["marked", "tiny_course"]
