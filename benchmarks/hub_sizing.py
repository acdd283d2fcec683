"""How much machine a class needs: what one participant, one tutor and the hub hold, measured, and a table from that."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

import hub_load as load
import hub_memory as memory
from hub_person import Person

from course.hub.roles import Role
from course.hub.running import Hub

CLASSES = (10, 25, 40, 80)
MACHINES_GIB = (4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 256)
SETTLE_SECONDS = 2.0


@dataclass(frozen=True)
class Assumed:
    """What the table takes for granted, besides what is measured.

    Args:
        system_megabytes: for Linux itself and its cache of files.
        tutors: how many work at the same time.
        validating: the share of participants at whose servers Validate runs the notebook once more, in a kernel of
            its own.
        headroom: how much more memory than all that.
        arrival_seconds: within which the whole class comes, and gets as far as handing in.
        busy: the share of the processors' time that may be used meanwhile.
        least_processors: however small the class.
    """

    system_megabytes: float = 1000
    tutors: int = 2
    validating: float = 0.25
    headroom: float = 1.25
    arrival_seconds: float = 300
    busy: float = 0.7
    least_processors: int = 2


@dataclass(frozen=True)
class Held:
    """What was measured, in MB of PSS; and seconds of processor time.

    Args:
        hub: the hub, with its culler and the first process.
        proxy: the proxy in front of it.
        server: a participant's server after JupyterLab has opened.
        bare_kernel: the kernel that JupyterLab starts for start-here, in which nothing has run.
        kernels: workshop -> a kernel in which all of its cells have run.
        tutor: a tutor's server after Formgrader has opened.
        engine: the processes that mark, at most.
        participant_seconds: from signing in to handing in: server, kernels, and a share of hub and proxy.
    """

    hub: float
    proxy: float
    server: float
    bare_kernel: float
    kernels: Mapping[str, float]
    tutor: float
    engine: float
    participant_seconds: float

    @property
    def lightest(self) -> str:
        """The workshop whose kernel holds least."""
        return min(self.kernels, key=lambda name: self.kernels[name])

    @property
    def heaviest(self) -> str:
        """The workshop whose kernel holds most."""
        return max(self.kernels, key=lambda name: self.kernels[name])

    def participant(self, workshop: str) -> float:
        """What one participant holds in a workshop, with start-here still open, in MB."""
        return self.server + self.bare_kernel + self.kernels[workshop]


@dataclass(frozen=True)
class Machine:
    """What a class needs.

    Args:
        participants: how many.
        needs_megabytes: all that its processes and the system hold, with headroom.
        gibibytes: the memory to order.
        processors: how many.
    """

    participants: int
    needs_megabytes: float
    gibibytes: int
    processors: int


def machine_for(participants: int, held: Held, assumed: Assumed | None = None) -> Machine:
    """The smallest usual machine for a class in the heaviest workshop.

    Args:
        participants: who all work at the same time.
        held: what was measured.
        assumed: what is taken for granted.

    Raises:
        ValueError: when no usual machine is big enough.
    """
    assumed = assumed or Assumed()
    heaviest = held.kernels[held.heaviest]
    everybody = participants * (held.participant(held.heaviest) + assumed.validating * heaviest)
    always = assumed.system_megabytes + held.hub + held.proxy + assumed.tutors * (held.tutor + held.engine)
    needs = assumed.headroom * (always + everybody)
    fitting = [size for size in MACHINES_GIB if size * 2**30 >= needs * 1e6]
    if not fitting:
        raise ValueError(f"{participants} participants need {needs:.0f} MB, more than one usual machine has.")
    wanted = participants * held.participant_seconds / (assumed.arrival_seconds * assumed.busy)
    processors = max(assumed.least_processors, math.ceil(wanted))
    return Machine(participants, needs, fitting[0], processors)


def seconds_a_person(used: Mapping[str, float], people: int) -> float:
    """Processor seconds that one participant costs, from what a load run used; not those of the visitors' own program.

    Args:
        used: group of processes -> seconds.
        people: how many came.
    """
    return sum(used[kind] for kind in ("server", "kernel", "hub", "proxy")) / people


def as_table(held: Held, assumed: Assumed | None = None) -> list[str]:
    """The table for operators, as lines of Markdown."""
    lines = ["| participants at once | memory needed | order | processors |", "| ---: | ---: | ---: | ---: |"]
    for each in (machine_for(count, held, assumed) for count in CLASSES):
        needs = f"{each.needs_megabytes / 1000:.1f} GB"
        lines.append(f"| {each.participants} | {needs} | {each.gibibytes} GB | {each.processors} |")
    return lines


def measure(hub: Hub, workshops: list[str], participant_seconds: float) -> Held:
    """Weigh one participant in every workshop, then a tutor who marks what was handed in.

    Args:
        hub: a quiet one, with all workshops given out.
        workshops: their names; the last one is handed in and marked.
        participant_seconds: from the load run.
    """
    names = {person.uid: person.name for person in hub.people.values()}
    one, other = (
        next(each.name for each in hub.people.values() if each.role is role) for role in (Role.PARTICIPANT, Role.TUTOR)
    )

    def now(who: str, *kinds: memory.Kind) -> float:
        time.sleep(SETTLE_SECONDS)
        groups = memory.grouped(memory.processes(hub.pid), names)
        return sum(memory.megabytes(groups.get((who, kind), [])) for kind in kinds)

    person = Person(hub, one)
    person.enter()
    person.start_server()
    person.open_lab()
    bare, server = now(one, "kernel"), now(one, "server")
    kernels = {}
    for workshop in workshops:
        person.fetch(workshop)
        notebook = load.opened(person, workshop)
        kernel = load.work(person, notebook, load.model_answers(workshop), None)
        kernels[workshop] = now(one, "kernel") - bare
        person.save(notebook["path"], notebook["content"])
        kernel.shut_down()
    person.hand_in(load.WORKSHOP)
    person.close()

    tutor = Person(hub, other)
    tutor.enter()
    tutor.start_server()
    tutor.open_formgrader()
    servers = now(other, "server")
    load.collect(hub, tutor)

    def engine() -> float:
        groups = memory.grouped(memory.processes(hub.pid), names)
        return memory.megabytes(groups.get((other, "engine"), []))

    with most(engine) as found:
        path = f"formgrader/api/submission/{load.WORKSHOP}/{one}/autograde"
        for _ in range(2):  # the first starts the engine, the second finds it warm
            done = tutor.post(path, json={}).raise_for_status().json()
            if not done["success"]:
                raise RuntimeError(f"The tutor could not mark: {done}")
    # The server itself has grown by what marking has imported.
    servers = max(servers, now(other, "server"))
    tutor.close()
    return Held(
        hub=now(memory.THE_HUB, "hub", "culler", "view"),
        proxy=now(memory.THE_HUB, "proxy"),
        server=server,
        bare_kernel=bare,
        kernels=kernels,
        tutor=servers,
        engine=found[0],
        participant_seconds=participant_seconds,
    )


@contextmanager
def most(figure: Callable[[], float], pause: float = 0.05) -> Iterator[list[float]]:
    """Take a figure again and again while the `with` lasts; the greatest is in the list afterwards."""
    found, stop = [figure()], threading.Event()

    def watch() -> None:
        while not stop.wait(pause):
            found[0] = max(found[0], figure())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield found
    finally:
        stop.set()
        watcher.join()


def as_figures(held: Held, assumed: Assumed | None = None) -> dict[str, Any]:
    """Everything of the sizing, for the results' file."""
    assumed = assumed or Assumed()
    return {
        "megabytes": {
            "hub": round(held.hub, 1),
            "proxy": round(held.proxy, 1),
            "server": round(held.server, 1),
            "bare_kernel": round(held.bare_kernel, 1),
            "kernel_after": {name: round(value, 1) for name, value in held.kernels.items()},
            "tutor_with_formgrader": round(held.tutor, 1),
            "engine_while_marking": round(held.engine, 1),
        },
        "lightest": {held.lightest: round(held.participant(held.lightest), 1)},
        "heaviest": {held.heaviest: round(held.participant(held.heaviest), 1)},
        "participant_processor_seconds": round(held.participant_seconds, 2),
        "assumed": asdict(assumed),
        "machines": [
            {name: round(value) for name, value in asdict(machine_for(count, held, assumed)).items()}
            for count in CLASSES
        ],
    }
