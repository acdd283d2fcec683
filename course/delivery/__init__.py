"""A participant's own copy of the course: brought up to date, and never at the cost of something they did.

The rules, case by case, are in docs/delivery.md; each case is a test in tests/delivery/.
"""

from course.delivery.files import NOT_FOR_PARTICIPANTS, NOT_HANDED_IN
from course.delivery.outcome import Outcome, What
from course.delivery.restoring import restore
from course.delivery.telling import tell
from course.delivery.updating import update

__all__ = ["NOT_FOR_PARTICIPANTS", "NOT_HANDED_IN", "Outcome", "What", "restore", "tell", "update"]
