"""Limits that are small, so that whoever runs into them does so soon."""

from __future__ import annotations

from course.grading.execution.limits import Limits

LIMITS = Limits(
    cell_seconds=2,
    notebook_seconds=8,
    cpu_seconds=20,
    memory_mb=400,
    processes=24,
    file_mb=5,
    disk_mb=20,
    files=400,
    output_characters=200_000,
    notebook_characters=1_000_000,
)
