"""Figures printed about a real programme, as its articles print them, and a made-up brochure to practise on.

The real ones are facts of course/facts.yaml, which has the page that each was read on; a test holds the two together.
They stand here so that the cards of webinar 1 can reckon with them. Nothing is added: what an article calls a forecast
is one, and no firm or award in it is judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from course.cases import ribble

# ---- printed: Lancashire, all technology projects
LANCASHIRE_INVESTMENT: Final = 7_600_000
LANCASHIRE_JOBS: Final = 520
LANCASHIRE_UPLIFT: Final = 80_000_000

# ---- printed: Lancashire, projects with robots and automation
ROBOTICS_FIRMS: Final = 12
ROBOTICS_INVESTMENT: Final = 471_000
ROBOTICS_GRANTS: Final = 198_000
ROBOTICS_PRIVATE: Final = 273_000
ROBOTICS_JOBS: Final = 47
ROBOTICS_VALUE_ADDED: Final = 42_700_000

# ---- printed: the whole North West
NORTH_WEST_FIRMS: Final = 2_500
NORTH_WEST_PROJECTS: Final = 334
NORTH_WEST_JOBS: Final = 1_550
NORTH_WEST_VALUE_ADDED: Final = 242_000_000

# ---- printed: a maker's claim for its robot arms
PAYBACK_DAYS: Final = 195

FACTS: Final[dict[str, float]] = {
    "ldt-lancashire-investment": LANCASHIRE_INVESTMENT,
    "ldt-lancashire-jobs": LANCASHIRE_JOBS,
    "ldt-lancashire-uplift": LANCASHIRE_UPLIFT,
    "lancashire-robotics-projects": ROBOTICS_FIRMS,
    "lancashire-robotics-investment": ROBOTICS_INVESTMENT,
    "lancashire-robotics-grants": ROBOTICS_GRANTS,
    "lancashire-robotics-private": ROBOTICS_PRIVATE,
    "lancashire-robotics-jobs": ROBOTICS_JOBS,
    "lancashire-robotics-gva": ROBOTICS_VALUE_ADDED,
    "made-smarter-manufacturers": NORTH_WEST_FIRMS,
    "made-smarter-projects": NORTH_WEST_PROJECTS,
    "made-smarter-jobs": NORTH_WEST_JOBS,
    "made-smarter-gva": NORTH_WEST_VALUE_ADDED,
    "cobot-payback-claim": PAYBACK_DAYS,
}
"""Key in course/facts.yaml -> the figure that stands here."""


@dataclass(frozen=True)
class Brochure:
    """A claim that somebody has made up, with what a careful reader found out about it.

    Args:
        claimed: pounds a year that customers are said to have gained.
        put_in: pounds that they paid for it.
        anyway: share of the claim that would have come anyway.
        displaced: share of the rest that other firms nearby lost.
        due: share of what is then left that is due to the product.
    """

    claimed: float
    put_in: float
    anyway: float
    displaced: float
    due: float


EXPLORED: Final = Brochure(claimed=1_000_000, put_in=250_000, anyway=0.30, displaced=0.10, due=0.50)
"""Where the explorer starts [made up]."""

BROCHURE: Final = Brochure(claimed=600_000, put_in=120_000, anyway=0.35, displaced=0.20, due=0.60)
"""The claim of the exercise [made up]."""

CELL: Final = ribble.ONE_MACHINE
"""The robot cell that the payback claim is held against (simulated)."""

ARM_SHARE: Final = 0.40
"""The robot arm's share of the cell's price [assumed; a supplier reports 30% to 50%]."""

SHIFTS: Final = 2
"""Shifts, in each of which the cell would save as much [assumed; at Ribble the cell works one]."""

WORKING_DAYS: Final = 250
"""Working days in a year [assumed]."""
