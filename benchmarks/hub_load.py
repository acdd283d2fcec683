"""A class at a hub all at once: everybody signs in, fetches a workshop, runs its first cells and hands in.

Real servers, kernels and handlers over HTTP, without a browser. Afterwards a tutor collects, and each receipt is
compared with what was collected under that name.
"""

from __future__ import annotations

import math
import os
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import hub_memory as memory
import nbformat
import psutil
from hub_person import Person

from course import checkout
from course.hub.receipts import fingerprint
from course.hub.roles import Role
from course.hub.running import Hub

WORKSHOP = "week05-appraisal"
LAST_CELL = "w05-payback-check"
GUESS = "w05-predict-answer"
STEPS = ("login", "server_start", "lab_opens", "fetch", "first_cells", "submit")
STOP_SECONDS = 900


@dataclass
class Visit:
    """What somebody did and got.

    Args:
        name: who.
        guess: an answer that nobody else gives.
        took: step -> seconds.
        turned_away: how often the hub asked to come back later.
        started_again: how often the server did not start, and was started again.
        fingerprint: of the notebook, as the receipt has it.
        timestamp: of the submission, as the receipt has it.
        trouble: why it did not come to its end.
    """

    name: str
    guess: str
    took: dict[str, float] = field(default_factory=dict)
    turned_away: int = 0
    started_again: int = 0
    fingerprint: str = ""
    timestamp: str = ""
    trouble: str = ""


@dataclass(frozen=True)
class Collected:
    """What the tutor has of somebody.

    Args:
        fingerprint: of the notebook.
        timestamp: of the submission.
        text: the notebook.
    """

    fingerprint: str
    timestamp: str
    text: str


def model_answers(workshop: str) -> dict[str, str]:
    """grade_id -> what a model answer has in the cell where a participant answers."""
    source = nbformat.read(checkout.root() / "source" / workshop / f"{workshop}.ipynb", as_version=4)
    known = [(cell.metadata.get("nbgrader", {}), cell.source) for cell in source.cells]
    return {about["grade_id"]: text for about, text in known if about.get("solution")}


def work(person: Person, notebook: dict[str, Any], answers: Mapping[str, str], last: str | None) -> Any:
    """Fill a notebook's cells in and run them, up to one; the outputs go into it. Gives the kernel."""
    kernel = person.start_kernel(notebook["path"])
    for count, cell in enumerate((each for each in notebook["content"]["cells"] if each["cell_type"] == "code"), 1):
        name = cell["metadata"]["nbgrader"]["grade_id"]
        cell["source"] = answers.get(name, cell["source"])
        cell["outputs"], cell["execution_count"] = kernel.run(cell["source"]), count
        if name == last:
            break
    return kernel


def opened(person: Person, workshop: str) -> dict[str, Any]:
    """A fetched workshop's notebook: its path and its content."""
    path = f"{workshop}/{workshop}.ipynb"
    return {"path": path, "content": person.read(path)}


def visit(hub: Hub, name: str, number: int, answers: Mapping[str, str]) -> Visit:
    """One participant, from the login page to the receipt."""
    seen = Visit(name, f"{2 + number / 100:.2f}")
    person = Person(hub, name)

    @contextmanager
    def step(what: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        seen.took[what] = time.perf_counter() - began

    began = time.perf_counter()
    try:
        with step("login"):
            person.enter()
        with step("server_start"):
            person.start_server()
        with step("lab_opens"):
            person.open_lab()
        with step("fetch"):
            person.fetch(WORKSHOP)
        with step("first_cells"):
            notebook = opened(person, WORKSHOP)
            own = {**answers, GUESS: f"answer = {seen.guess}\nguess = answer"}
            work(person, notebook, own, LAST_CELL)
            person.save(notebook["path"], notebook["content"])
        with step("submit"):
            person.hand_in(WORKSHOP)
        seen.took["all"] = time.perf_counter() - began
        (receipt,) = person.read(f"receipts/{WORKSHOP}")
        seen.fingerprint, seen.timestamp = read_receipt(person.read(receipt["path"]))
    except Exception as problem:  # one that fails is counted; the others go on
        seen.trouble = f"{type(problem).__name__}: {problem}"
    finally:
        seen.turned_away, seen.started_again = person.turned_away, person.started_again
        person.close()
    return seen


def read_receipt(page: str) -> tuple[str, str]:
    """What a receipt says: (fingerprint of the one notebook, the hub's own timestamp)."""
    (print_,) = re.findall(r"<code>([0-9a-f]{64})</code>", page)
    (stamp,) = re.findall(r"<dt>Noted by the hub as</dt>\s*<dd>([^<]+)</dd>", page)
    return print_, stamp


def collect(hub: Hub, tutor: Person) -> dict[str, Collected]:
    """Press Collect in Formgrader; what is in the cohort's folder then, by participant."""
    done = tutor.post(f"formgrader/api/assignment/{WORKSHOP}/collect", json={}).raise_for_status().json()
    if not done["success"]:
        raise RuntimeError(f"The tutor could not collect: {done}")
    found = {}
    for folder in sorted(hub.cohort.glob(f"submitted/*/{WORKSHOP}")):
        notebook = folder / f"{WORKSHOP}.ipynb"
        stamp = (folder / "timestamp.txt").read_text(encoding="utf-8").strip()
        found[folder.parent.name] = Collected(fingerprint(notebook), stamp, notebook.read_text(encoding="utf-8"))
    return found


def lost(visits: Iterable[Visit], collected: Mapping[str, Collected]) -> list[str]:
    """What was lost or mixed up between people's receipts and what the tutor has, a sentence each."""
    told = []
    handed_in = {seen.name: seen for seen in visits if seen.fingerprint}
    for name, seen in handed_in.items():
        got = collected.get(name)
        if got is None:
            told.append(f"{name} has a receipt, and nothing was collected.")
            continue
        if got.fingerprint != seen.fingerprint:
            told.append(f"{name}'s notebook is not the one on the receipt.")
        if got.timestamp != seen.timestamp:
            told.append(f"{name}'s submission is of {got.timestamp}, the receipt of {seen.timestamp}.")
        if f"answer = {seen.guess}\\n" not in got.text:
            told.append(f"{name}'s notebook does not hold their own answer.")
    told += [f"{name} was collected, and has no receipt." for name in collected if name not in handed_in]
    return told


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share (0 to 1) of all values does not exceed (nearest rank)."""
    if not values:
        return math.nan
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def summary(visits: Sequence[Visit]) -> dict[str, dict[str, float]]:
    """Step -> the half, nine tenths and the slowest of all who came through it, in seconds."""
    found = {}
    for step in (*STEPS, "all"):
        values = [seen.took[step] for seen in visits if step in seen.took]
        shares = {"half": 0.5, "nine_tenths": 0.9, "slowest": 1.0}
        found[step] = {name: round(percentile(values, share), 2) for name, share in shares.items()}
    return found


def run(hub: Hub, people: Sequence[str]) -> dict[str, Any]:
    """Everybody at once, then the tutor; all figures.

    Args:
        hub: with `WORKSHOP` given out.
        people: who visits it.
    """
    answers = model_answers(WORKSHOP)
    load_before = os.getloadavg()[0]
    clock = _Clock(hub)
    pool = ThreadPoolExecutor(len(people))
    began = time.perf_counter()
    try:
        visits = _wait([pool.submit(visit, hub, name, place, answers) for place, name in enumerate(people)], people)
        took = time.perf_counter() - began
        used = clock.stop()
        found = memory.processes(hub.pid)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    names = {person.uid: person.name for person in hub.people.values()}
    groups = memory.grouped(found, names)
    tutor = Person(hub, next(each.name for each in hub.people.values() if each.role is Role.TUTOR))
    tutor.enter()
    tutor.start_server()
    tutor.open_formgrader()
    began = time.perf_counter()
    collected = collect(hub, tutor)
    collecting = time.perf_counter() - began
    tutor.close()
    servers = {name for (name, kind) in groups if kind == "server"}
    return {
        "people": len(people),
        "servers_at_once": len(servers),
        "handed_in": sum(bool(seen.fingerprint) for seen in visits),
        "collected": len(collected),
        "lost": lost(visits, collected),
        "troubles": [f"{seen.name}: {seen.trouble}" for seen in visits if seen.trouble],
        "turned_away": sum(seen.turned_away for seen in visits),
        "started_again": sum(seen.started_again for seen in visits),
        "seconds": round(took, 1),
        "collect_seconds": round(collecting, 1),
        "steps": summary(visits),
        "megabytes_of_all": round(memory.megabytes(found)),
        "megabytes_a_person": round(
            sum(memory.megabytes(groups[key]) for key in groups if key[0] in servers) / len(servers)
        ),
        "megabytes_of_hub": round(memory.megabytes(groups[memory.THE_HUB, "hub"])),
        "processor_seconds": used,
        "processors": os.cpu_count(),
        "load_before": round(load_before, 2),
        "load_after": round(os.getloadavg()[0], 2),
    }


def _wait(futures: Sequence[Future[Visit]], people: Sequence[str]) -> list[Visit]:
    """All visits; who is not through after `STOP_SECONDS` counts as failed."""
    done, _ = wait(futures, timeout=STOP_SECONDS)
    late = f"not through after {STOP_SECONDS} seconds"
    return [
        future.result() if future in done else Visit(name, "", trouble=late)
        for future, name in zip(futures, people, strict=True)
    ]


class _Clock:
    """Who has used the processors since it was made."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._before, self._began = self._now(), time.perf_counter()

    def stop(self) -> dict[str, float]:
        """Seconds of processor time: of the hub's groups, of the visitors, and of everything else on the machine."""
        elapsed = time.perf_counter() - self._began
        used = {what: value - self._before.get(what, 0) for what, value in self._now().items()}
        others = used.pop("machine") - sum(used.values())
        found = {what: round(value, 1) for what, value in sorted(used.items())}
        idle = elapsed * (os.cpu_count() or 1) - sum(used.values()) - others
        return {**found, "others_on_this_machine": round(others, 1), "idle": round(idle, 1)}

    def _now(self) -> dict[str, float]:
        own = psutil.Process().cpu_times()
        machine = psutil.cpu_times()
        idle = machine.idle + getattr(machine, "iowait", 0) + getattr(machine, "steal", 0)
        found: dict[str, float] = {"visitors": own.user + own.system}
        names = {person.uid: person.name for person in self._hub.people.values()}
        for (_, kind), group in memory.grouped(memory.processes(self._hub.pid), names).items():
            found[kind] = found.get(kind, 0) + memory.seconds(group)
        # guest time is in user time already
        total = sum(machine) - getattr(machine, "guest", 0) - getattr(machine, "guest_nice", 0)
        return {**found, "machine": total - idle}
