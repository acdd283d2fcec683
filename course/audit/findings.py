"""What a rule answers: measured figures, and a sentence for each thing that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from course.audit.tools import Tools
from course.audit.workshop import Workshop


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong.

    Args:
        where: the workshop, cell or file, as an author would look for it ("w05-npv-task", "docs/tutor.md").
        says: one sentence: what is wrong and what to do.
    """

    where: str
    says: str


@dataclass(frozen=True)
class Result:
    """What a rule found in one workshop, or in the course as a whole.

    Args:
        measures: figures by name, as `ldt audit --json` prints them (numbers, texts, or lists of them).
        findings: what is wrong; none when the rule holds.
    """

    measures: Mapping[str, Any] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the rule holds."""
        return not self.findings


class Rule(Protocol):
    """A module of `course.audit.rules` is a rule: it has a NAME, and one or both of these functions."""

    NAME: str

    def look(self, workshop: Workshop, tools: Tools) -> Result:
        """Hold the rule against one workshop."""

    def look_at_course(self, tools: Tools) -> Result:
        """Hold the rule against what belongs to no single workshop (optional)."""
