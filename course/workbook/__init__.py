"""The participant's own firm: the figures they entered and the decisions they took, in one file that stays theirs."""

from course.workbook.book import decide, remember
from course.workbook.progress import progress

__all__ = ["decide", "progress", "remember"]
