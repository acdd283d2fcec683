"""The one kind of error that a person is meant to read."""


class CourseError(Exception):
    """Something the person can put right: one sentence saying what is wrong, where, and what to do.

    The command line prints the sentence and exits non-zero; it never shows a traceback for one of these.
    """
