"""Marking what a cohort has submitted, and writing each participant's feedback, on top of nbgrader.

`marking.grade_cohort` marks; `feedback.write_feedback` writes the pages. Nothing is imported here, so that a process
that needs one part of the room loads no other.
"""
