"""Ribble Precision Ltd (simulated): 48 staff, machined parts for aircraft makers. It does not exist.

Sizes are chosen inside the ranges that small firms report: a cobot cell of £60,000 to £110,000 of which the arm is a
third to a half, a grant of about £20,000, an operator at about £22 a productive hour. What is assumed and not
measured is said beside it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final


@dataclass(frozen=True)
class Cell:
    """An automation cell that the firm could buy.

    Args:
        name: as the managers call it.
        cost: £ to be paid in all, before any grant.
        grant: £ that a grant would pay.
        first_year: £ saved in year 1, while people learn and the cell is tuned.
        full_year: £ saved in each later year.
        life: years that the firm counts on it.
    """

    name: str
    cost: float
    grant: float
    first_year: float
    full_year: float
    life: int


@dataclass(frozen=True)
class Washer:
    """A parts washer, offered in two qualities: £ price, £ running cost a year, years it lasts."""

    name: str
    price: float
    running: float
    life: int


HOURS_FREED: Final = 1_500
"""Operator hours that the one-machine cell frees in a full year [assumed]."""
WAGE: Final = 22
"""£ that an operator's productive hour costs [assumed, in the range that small firms report]."""

# The first year brings a little over a quarter of a full one [assumed].
ONE_MACHINE: Final = Cell(
    "one-machine cell", cost=88_000, grant=20_000, first_year=9_000, full_year=HOURS_FREED * WAGE, life=5
)
TWO_MACHINES: Final = Cell("two-machine cell", cost=150_000, grant=20_000, first_year=14_000, full_year=56_000, life=5)

RATE: Final = 0.10
"""What the firm asks of an investment a year, before taking out inflation [assumed: small firms use 8% to 15%]."""

INFLATION: Final = 0.03
"""How fast prices are taken to rise a year [assumed]."""

STUDY: Final = 4_500
"""£ already paid for a feasibility study, whatever is decided now [assumed]."""

LONG_LIVED: Final = Washer("long-lived washer", price=40_000, running=2_400, life=8)
SHORT_LIVED: Final = Washer("short-lived washer", price=17_000, running=2_500, life=3)


def money(cell: Cell) -> dict[str, float]:
    """The cell's four sums of money, by the names that the exercises use."""
    figures = asdict(cell)
    return {name: figures[name] for name in ("cost", "grant", "first_year", "full_year")}
