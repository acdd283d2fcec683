"""Ribble Precision Ltd (simulated): who can do what around its new robot cell, and how ten people answered a pulse.

All of it is made up. Data dictionary:

* `CELL_TEAM`: six people (not those of week 4's machining cell), six skills, levels 0 (not at all) to 4 (can teach it),
  as the shift leader might fill it in [assumed]. It is set so that one skill has no teacher at all, two rest on one
  person who can teach them, and one needs nobody.
* `PULSES`: day of the change -> ten people's answers to five statements, 1 (not at all) to 5 (fully), always in the
  same order of people; None is somebody who did not answer [assumed]. On day 30 the lowest average is not the barrier;
  on day 60 the four who had been least willing no longer answer.
* `QUICK_WINS`: four ideas for an early success [assumed].
"""

from __future__ import annotations

from typing import Final

from course.methods.training import Matrix

CELL_TEAM: Final = Matrix(
    people=("Hana", "Ivan", "Jess", "Kofi", "Lena", "Mark"),
    skills=(
        "Load and start the cell",
        "Teach the cell a new part",
        "Clear a stop safely",
        "Change the gripper",
        "Measure the first piece",
        "Set up the lathe",
    ),
    levels=(
        (4, 3, 3, 1, 0, 0),
        (4, 1, 0, 2, 0, 0),
        (4, 2, 3, 0, 0, 1),
        (3, 0, 0, 0, 1, 0),
        (0, 4, 0, 0, 3, 2),
        (0, 2, 1, 4, 0, 0),
    ),
)
"""The people around the robot cell, and how well each does what it needs."""

WANTED: Final = 3
"""Able people that Ribble wants for each skill: one at work, one on holiday, one ill [assumed]."""

LESSON_HOURS: Final = 12
"""Hours of a lesson in each of its months: three a week [assumed]."""

RATE: Final = 22
"""Pounds that an hour of an operator costs Ribble [assumed, as in week 5]."""

_Answers = tuple[tuple[int, int, int, int, int] | None, ...]

PULSES: Final[dict[int, _Answers]] = {
    30: (
        (5, 4, 3, 2, 3),
        (4, 4, 3, 2, 2),
        (5, 4, 2, 2, 3),
        (4, 3, 3, 2, 3),
        (5, 4, 3, 3, 3),
        (4, 3, 3, 2, 2),
        (3, 1, 2, 1, 2),
        (4, 2, 2, 1, 2),
        (4, 1, 2, 2, 2),
        (3, 2, 2, 1, 1),
    ),
    60: (
        (5, 5, 4, 3, 3),
        (5, 4, 3, 3, 2),
        (5, 4, 3, 2, 3),
        (4, 4, 3, 3, 3),
        (5, 4, 3, 3, 3),
        (4, 3, 2, 2, 2),
        None,
        None,
        None,
        None,
    ),
    90: (
        (5, 5, 4, 4, 3),
        (5, 4, 4, 4, 2),
        (5, 4, 4, 3, 3),
        (4, 4, 4, 4, 3),
        (5, 5, 4, 4, 3),
        (5, 4, 3, 3, 2),
        (4, 4, 4, 3, 2),
        (4, 4, 3, 3, 3),
        (4, 3, 3, 3, 2),
        None,
    ),
}
"""Answers of the same ten people 30, 60 and 90 days into the change."""

QUICK_WINS: Final[dict[str, str]] = {
    "screen": "A screen in the canteen shows, each morning, how many pieces the cell made overnight.",
    "fault": "By day 30 the alarm that stops the cell at every tea break is gone; the operators had asked for it.",
    "cell": "By day 90 a second robot cell is ordered.",
    "training": "By day 30 everybody has sat through a two-hour talk about robots.",
}
"""Ideas for an early success, by a word that stands for each."""
