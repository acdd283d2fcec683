"""What is right, what each known slip is, and what to say: one definition serves cards, marks, reports and tests."""

from course.checks.check import check
from course.checks.exercise import Exercise, Slip
from course.checks.form import Field, Form, Rule
from course.checks.mark import Mark
from course.checks.weeks import definition, exercises

__all__ = ["Exercise", "Field", "Form", "Mark", "Rule", "Slip", "check", "definition", "exercises"]
