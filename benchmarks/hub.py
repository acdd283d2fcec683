"""How much machine a class needs on a hub, and whether a class that comes all at once loses anything.

First as many people as memory allows, up to 40, sign in at the same moment, fetch week 5, run its first cells and hand
in (`hub_load.py`); then one participant and one tutor are weighed in all workshops there are (`hub_sizing.py`). Real
servers on 127.0.0.1, made for this and gone afterwards.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks/results/hub.json"
MOST, LEAST = 40, 20
LIMIT_SECONDS = 300
# Before anything is measured: what a participant may hold, and what is left to the machine, in MB.
ROOM_MEGABYTES, SPARE_MEGABYTES = 320, 2500


def class_size(free_megabytes: float, most: int = MOST) -> int:
    """How many participants' servers this machine has memory for, at most `most`."""
    return max(0, min(most, int((free_megabytes - SPARE_MEGABYTES) // ROOM_MEGABYTES)))


@contextmanager
def hub(participants: Sequence[str], released: Sequence[str]) -> Iterator[Any]:
    """A hub as it is shipped, with these participants."""
    from course.hub.running import running
    from course.hub.trying import trial_site

    with trial_site(participants, released=released) as trial, running(trial) as started:
        yield started


def load_run(people: int) -> dict[str, Any]:
    """The load run with so many people."""
    import hub_load

    names = [f"p{number:02}" for number in range(1, people + 1)]
    with hub(names, [hub_load.WORKSHOP]) as started:
        return hub_load.run(started, names)


def told(found: dict[str, Any]) -> bool:
    """Print a load run; whether it met its limits."""
    met = {
        "everybody through": found["handed_in"] == found["people"] and not found["troubles"],
        "nothing lost": not found["lost"] and found["collected"] == found["handed_in"],
        f"within {LIMIT_SECONDS} s": found["seconds"] <= LIMIT_SECONDS,
        f"{LEAST} servers at once": found["servers_at_once"] >= min(LEAST, found["people"]),
    }
    print(f"  {'seconds':<14} {'half':>8} {'9 of 10':>8} {'slowest':>8}")
    for step, took in found["steps"].items():
        print(f"  {step:<14} {took['half']:8.1f} {took['nine_tenths']:8.1f} {took['slowest']:8.1f}")
    for key in (
        "handed_in",
        "collected",
        "turned_away",
        "started_again",
        "seconds",
        "megabytes_of_all",
        "processor_seconds",
    ):
        print(f"  {key}: {found[key]}")
    for line in [*found["lost"], *found["troubles"]]:
        print(f"  ! {line}")
    for what, good in met.items():
        print(f"  {what}: {'yes' if good else 'NOT MET'}", flush=True)
    return all(met.values())


def main() -> int:
    """Measure, print, write the results; 1 if a limit is passed. A number on the command line sets the class's size."""
    from course.hub import needs

    lacks = needs.missing_to_try()
    if lacks:
        print(f"The hub cannot be measured here. {lacks[0]}")
        return 1
    import hub_sizing

    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else MOST
    people = class_size(psutil.virtual_memory().available / 1e6, wanted)
    if people < min(wanted, LEAST):
        print(f"There is free memory for {people} participants' servers only; {LEAST} are needed to say anything.")
        return 1
    print(f"{people} participants at a hub at once, {os.cpu_count()} processors:", flush=True)
    load = load_run(people)
    within = told(load)
    a_person = hub_sizing.seconds_a_person(load["processor_seconds"], people)
    workshops = sorted(path.name for path in (ROOT / "release").glob("week*"))
    print("Memory, in MB of PSS:", flush=True)
    with hub(["anna"], workshops) as started:
        held = hub_sizing.measure(started, workshops, a_person)
    figures = hub_sizing.as_figures(held)
    print(json.dumps(figures["megabytes"], indent=1))
    print("\n".join(hub_sizing.as_table(held)))
    if people >= LEAST:
        RESULTS.parent.mkdir(exist_ok=True)
        text = json.dumps({"load_run": load, "sizing": figures}, indent=1)
        RESULTS.write_text(text + "\n", encoding="utf-8", newline="\n")
    else:
        print(f"Not kept: fewer than {LEAST} participants.")
    return 0 if within else 1


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
