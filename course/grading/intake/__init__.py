"""Intake: every submitted folder is looked at, and mended where it can be, before nbgrader sees it.

The path of a submission through here, which `reception.receive` walks: `files` (what lies in the folder, and what of
it may be carried on), `choosing` (which file is the notebook, found by its cells and not only by its name), `reading`
(bytes to a notebook, whatever program saved them), `matching` (which cell is which cell of the release), `mending` (the
release's cells back in their places, with the participant's text), `findings` (how they differed, in sentences that
a tutor can pass on). Everything is done on a copy; submitted/ is read and never written.
"""
