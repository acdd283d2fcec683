"""What a submission may use; each can be set in nbgrader_config.py, in `c.EngineExecute.limits`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from course.errors import CourseError


@dataclass(frozen=True)
class Limits:
    """The caps on one submission.

    Args:
        cell_seconds: wall time of one cell.
        notebook_seconds: wall time of all its cells together.
        cpu_seconds: processor time of each of its processes.
        memory_mb: memory beyond what the warmed process has: the address space of each of its processes, and what they
            all use together.
        processes: processes and threads at one time.
        file_mb: the largest file that it may write.
        disk_mb: all that it may write, in its own folder, /tmp and /dev/shm together, beside what it brings.
        files: how many files it may make there.
        output_characters: what one cell may show.
        notebook_characters: what all its cells may show together.
    """

    cell_seconds: float = 30
    notebook_seconds: float = 180
    cpu_seconds: int = 120
    memory_mb: int = 1024
    processes: int = 64
    file_mb: int = 50
    disk_mb: int = 100
    files: int = 2000
    output_characters: int = 1_000_000
    notebook_characters: int = 20_000_000

    @classmethod
    def configured(cls, config: Mapping[str, Any]) -> Limits:
        """The limits of `c.EngineExecute.limits` in an nbgrader configuration; the defaults where it says nothing.

        Raises:
            CourseError: for a name that is no limit.
        """
        named = dict(config.get("EngineExecute", {}).get("limits", {}))
        unknown = set(named) - {field.name for field in fields(cls)}
        if unknown:
            known = ", ".join(field.name for field in fields(cls))
            raise CourseError(f"nbgrader_config.py limits {sorted(unknown)[0]}, which is no limit; there are {known}.")
        return cls(**named)

    def as_message(self) -> dict[str, Any]:
        """The limits as plain values."""
        return asdict(self)
