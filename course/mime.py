"""The names of what the course puts into notebooks' outputs, beside text and HTML."""

from __future__ import annotations

MARK = "application/vnd.ldt.mark+json"
"""A mark as figures (see `course.checks.mark.Mark.as_dict`): read by progress, feedback, report and audit."""
