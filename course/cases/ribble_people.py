"""Ribble Precision Ltd (simulated, 48 staff): its skills matrix, what holds its teams back, and five projects.

Everything here is made up. Data dictionary, and how each figure was chosen:

* `LEVELS`, 0 to 4: what each of the seven people of the machining cell can do. Set so that programming, which one
  person can do alone, has a higher average than measuring, which three can [assumed].
* `NEEDED`, people: how many the cell needs for each skill, with holidays and the robot cell in mind [assumed].
* `TRAINING`, £: to bring one person to level 3 in one skill, course and time away included [assumed].
* `TEAMS`, 1 to 5: what five teams answered about the robot cell, in the order of ADKAR. Set so that the first low
  element is seldom the lowest one, and one score is exactly 3 [assumed].
* `PROJECTS`: points from 0 to 10 as the managers gave them; cost in £. The robot cell is week 5's. The camera lies in
  the range of £8,000 to £35,000 that small vision systems cost, sensors with their gateway below it; the planning
  system is dearer than what small firms pay for a lean one (£15,000 to £60,000) [assumed].
* `WEIGHTS`, 100 in all, and the shift leaders' own, which add up to 110 [assumed].
"""

from __future__ import annotations

from typing import Final

from course.cases import ribble
from course.methods.shortlist import CRITERIA, Project, points_table

SKILLS: Final = ("turning", "programming", "measuring", "robots")

HEADINGS: Final = ("Turn", "Program", "Measure", "Robots")
"""The same, short enough for a telephone."""

LEVELS: Final[dict[str, tuple[int, ...]]] = {
    "Asha": (4, 4, 1, 2),
    "Ben": (3, 2, 0, 1),
    "Carol": (3, 2, 3, 0),
    "Dev": (4, 2, 3, 1),
    "Ewa": (2, 2, 4, 0),
    "Finn": (3, 2, 1, 2),
    "Gita": (1, 2, 1, 0),
}
"""Person -> level in each of SKILLS."""

NEEDED: Final = (4, 3, 4, 3)
"""People who should be able to work alone, for each of SKILLS."""

TRAINING: Final = 2_400

TEAMS: Final[dict[str, tuple[int, ...]]] = {
    "Turners": (4, 2, 3, 1, 2),
    "Millers": (5, 4, 3, 2, 3),
    "Inspectors": (2, 4, 1, 3, 3),
    "Setters": (4, 5, 4, 4, 5),
    "Planners": (4, 4, 4, 3, 1),
}
"""Team -> its ADKAR scores for the robot cell."""

ROBOT: Final = Project("robot cell", saving=10, customers=6, effort=6, cost=ribble.ONE_MACHINE.cost)
TRACKING: Final = Project("job tracking", saving=6, customers=7, effort=7, cost=46_000)
CAMERA: Final = Project("camera check", saving=4, customers=7, effort=4, cost=32_000)
SENSORS: Final = Project("machine sensors", saving=3, customers=2, effort=2, cost=16_000)
PLANNING: Final = Project("planning system", saving=7, customers=7, effort=8, cost=96_000)

PROJECTS: Final = (ROBOT, TRACKING, CAMERA, SENSORS, PLANNING)

ABOUT: Final[dict[str, str]] = {
    ROBOT.name: "a robot loads a lathe",
    TRACKING.name: "a screen at each machine in place of paper cards",
    CAMERA.name: "a camera finds faulty parts",
    SENSORS.name: "sensors count stops and running hours",
    PLANNING.name: "one program for orders, stock and jobs",
}
"""What each project is."""

CHEAPEST: Final = min(project.cost for project in PROJECTS)
DEAREST: Final = max(project.cost for project in PROJECTS)

POINTS: Final = dict(zip((project.name for project in PROJECTS), points_table(PROJECTS), strict=True))
"""Project -> points on each of CRITERIA with 10 as best, effort and cost turned round."""

WEIGHTS: Final[dict[str, int]] = dict(zip(CRITERIA, (40, 20, 20, 20), strict=True))
"""How much each criterion counts for the managers."""

LEADERS_WEIGHTS: Final = (45, 25, 30, 10)
"""What the shift leaders wrote down; nobody had added it up."""
