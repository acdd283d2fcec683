"""Pendle Pantry Ltd (simulated): 85 staff, sauces in jars. It does not exist.

Its filling line runs a day and a twilight shift on five days, and holds up everything else: what the filler does not
fill, Pendle does not sell. The week's figures are those of the simulated stops log (`course.cases.stops`).
Prices and quantities are assumed; pay and the employer's rates are public figures, named where the workshop uses them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from course.methods.losses import Shifts
from course.methods.oee import SIX_BIG_LOSSES, six_big_losses

SHIFTS: Final[Shifts] = {"day": ("09:00", "17:00"), "twilight": ("17:00", "01:00")}
REASONS: Final = {
    "filler breakdown": "breakdowns",
    "capper breakdown": "breakdowns",
    "labeller breakdown": "breakdowns",
    "flavour change": "change-overs",
    "jar jam": "short stops",
    "no jars": "short stops",
}
"""Reason in the log -> which of the six big losses it is."""

RATE: Final = 20
"""Jars a minute at full speed [assumed]."""

TRAY: Final = 12
"""Jars in a tray, as good jars are counted [assumed]."""


@dataclass(frozen=True)
class FillerWeek:
    """One week of the filler: minutes, and jars.

    Args:
        shift: minutes of shifts.
        breaks: minutes of planned breaks in them.
        breakdowns: minutes down, after the log was mended.
        change_overs: minutes of change-overs.
        short_stops: minutes of stops under five minutes.
        jars: all jars filled.
        start_up: jars spoilt after a change-over.
        rejects: jars spoilt while running.
        times: how often each kind of stop came.
    """

    shift: int
    breaks: int
    breakdowns: int
    change_overs: int
    short_stops: int
    jars: int
    start_up: int
    rejects: int
    times: dict[str, int]

    @property
    def planned(self) -> int:
        """Minutes planned."""
        return self.shift - self.breaks

    @property
    def long_stops(self) -> int:
        """Minutes of breakdowns and change-overs."""
        return self.breakdowns + self.change_overs

    @property
    def run(self) -> int:
        """Minutes of run time."""
        return self.planned - self.long_stops

    @property
    def good(self) -> int:
        """Jars right the first time."""
        return self.jars - self.start_up - self.rejects

    @property
    def lost_hours(self) -> float:
        """Hours that did not become good jars at full speed."""
        return round((self.planned - self.good / RATE) / 60, 2)


WEEK: Final = FillerWeek(
    shift=4_800,
    breaks=300,
    breakdowns=485,
    change_overs=318,
    short_stops=309,
    jars=59_751,
    start_up=665,
    rejects=1_582,
    times={"breakdowns": 17, "change-overs": 20, "short stops": 133},
)

LOGGED: Final = 1_182
"""Minutes of stops in the log of that week as it was kept, overlaps and all."""

PRICE: Final = 1.45
"""£ that a shop pays for a jar [assumed]."""

MATERIALS: Final = 1.05
"""£ of sauce, jar, lid and label in a jar [assumed]."""

FLUSHED: Final = 90
"""£ of sauce that is washed out of the pipes at each change-over [assumed]."""

CREW: Final = 5
"""People who look after the filler [assumed]."""

WEEKS: Final = 50
"""Working weeks a year [assumed]."""

PAID_HOURS: Final = 39 * 52
"""Hours paid in a year, holidays included [assumed]."""

PRODUCTIVE_HOURS: Final = 1_700
"""Hours of them at work on the line [assumed]."""

PENSION: Final = 0.03
"""What Pendle pays into a pension, as a share of pay [assumed: the least that the law asks, here on all pay]."""

WAGE: Final = 15.95
"""£ an hour: the middle pay of plant and machine operatives in Britain, 2025 [public figure]."""

NIC_RATE: Final = 0.15
"""Employer's national insurance, on pay above the threshold, from April 2025 [public figure]."""

NIC_THRESHOLD: Final = 5_000
"""£ of a person's yearly pay on which it is not due, from April 2025 [public figure]."""

SALES_AN_HOUR: Final = round(60 * RATE * PRICE, 2)
MATERIALS_AN_HOUR: Final = round(60 * RATE * MATERIALS, 2)
"""£ that an hour at full speed brings in, and the £ of materials in it."""


def hours_by_loss() -> dict[str, float]:
    """Hours of the week that each of the six big losses took."""
    minutes = six_big_losses(
        WEEK.planned,
        breakdowns=WEEK.breakdowns,
        change_overs=WEEK.change_overs,
        short_stops=WEEK.short_stops,
        pieces=WEEK.jars,
        start_up=WEEK.start_up,
        rejects=WEEK.rejects,
        ideal_rate=RATE,
    )
    return {name: each / 60 for name, each in minutes.items()}


def thrown_away_by_loss() -> dict[str, float]:
    """£ of materials a week that each of the six big losses threw away."""
    spoilt = {"start-up": WEEK.start_up * MATERIALS, "rejects": WEEK.rejects * MATERIALS}
    return dict.fromkeys(SIX_BIG_LOSSES, 0.0) | {"change-overs": float(FLUSHED * WEEK.times["change-overs"])} | spoilt


def cost_by_loss() -> dict[str, float]:
    """£ a week that each of the six big losses costs: its hours at an hour's contribution, and what it threw away."""
    thrown_away = thrown_away_by_loss()
    contribution = SALES_AN_HOUR - MATERIALS_AN_HOUR
    return {name: hours * contribution + thrown_away[name] for name, hours in hours_by_loss().items()}
