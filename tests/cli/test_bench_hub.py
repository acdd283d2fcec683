"""The arithmetic of `ldt bench hub`, and a small class at a real hub."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))

import hub as bench_hub
import hub_load as load
import hub_memory as memory
import hub_sizing as sizing

from course.hub import needs
from course.hub.receipts import Receipt, as_page

# --- which process is what --------------------------------------------------------------------------------------------

NAMES = {501: "anna", 502: "tara"}


def _process(pid: int, parent: int, uid: int, *words: str) -> memory.Process:
    return memory.Process(pid, parent, uid, words, 10.0 * pid, float(pid))


HUB_PROCESSES = [
    _process(1, 0, 0, "python", "-m", "course.hub.view", "view.json", "--", "python", "-m", "jupyterhub"),
    _process(2, 1, 0, "python", "-m", "jupyterhub", "-f", "jupyterhub_config.py"),
    _process(3, 2, 0, "node", "node_modules/.bin/configurable-http-proxy", "--ip", "127.0.0.1"),
    _process(4, 2, 0, "python", "-m", "jupyterhub_idle_culler", "--timeout=3600"),
    _process(5, 2, 501, "python", "-m", "jupyterhub.singleuser"),
    _process(6, 5, 501, "python", "-m", "ipykernel_launcher", "-f", "kernel-1.json"),
    _process(7, 5, 501, "python", "-m", "ipykernel_launcher", "-f", "kernel-2.json"),
    _process(8, 2, 502, "python", "-m", "course.hub.arriving"),
    _process(9, 8, 502, "python", "-P", "-m", "course.grading.engine_process", "9"),
    _process(10, 9, 502, "python", "-P", "-m", "course.grading.engine_process", "9"),
]


def test_processes_are_told_apart() -> None:
    groups = memory.grouped(HUB_PROCESSES, NAMES)
    assert {key: [process.pid for process in group] for key, group in groups.items()} == {
        (memory.THE_HUB, "view"): [1],
        (memory.THE_HUB, "hub"): [2],
        (memory.THE_HUB, "proxy"): [3],
        (memory.THE_HUB, "culler"): [4],
        ("anna", "server"): [5],
        ("anna", "kernel"): [6, 7],
        ("tara", "server"): [8],
        ("tara", "engine"): [9, 10],
    }
    assert memory.megabytes(groups["anna", "kernel"]) == 130
    assert memory.seconds(groups["tara", "engine"]) == 19


@pytest.mark.skipif(sys.platform != "linux", reason="PSS is Linux's")
def test_what_a_process_holds_is_weighed() -> None:
    program = "import sys; kept = bytearray(b'x' * {}); print(len(kept), flush=True); sys.stdin.read()"

    def held(size: int) -> float:
        words = [sys.executable, "-c", program.format(size)]
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            return memory.pss(process.pid)

    assert 80 < held(100_000_000) - held(1) < 120


def test_the_greatest_of_many_figures_is_kept() -> None:
    seen = threading.Event()
    values = iter([1.0, 5.0, 2.0])

    def figure() -> float:
        value = next(values, None)
        if value is None:
            seen.set()
            return 0.0
        return value

    with sizing.most(figure, pause=0.001) as found:
        assert seen.wait(60)
    assert found == [5.0]


# --- nothing lost -----------------------------------------------------------------------------------------------------

PRINTS = {"anna": "a" * 64, "ben": "b" * 64}


def _visit(name: str, **other: Any) -> load.Visit:
    guess = {"anna": "2.01", "ben": "2.02"}[name]
    return load.Visit(name, guess, fingerprint=PRINTS[name], timestamp=f"{name}'s moment", **other)


def _collected(name: str, **other: str) -> load.Collected:
    own = {"fingerprint": PRINTS[name], "timestamp": f"{name}'s moment", "text": f'"answer = {_visit(name).guess}\\n"'}
    return load.Collected(**{**own, **other})


VISITS = [_visit("anna"), _visit("ben")]


@pytest.mark.parametrize(
    ("collected", "told"),
    [
        ({"anna": _collected("anna"), "ben": _collected("ben")}, []),
        ({"anna": _collected("anna")}, ["ben has a receipt, and nothing was collected."]),
        (
            {"anna": _collected("anna"), "ben": _collected("ben", fingerprint="c" * 64)},
            ["ben's notebook is not the one on the receipt."],
        ),
        (
            {"anna": _collected("anna"), "ben": _collected("ben", timestamp="then")},
            ["ben's submission is of then, the receipt of ben's moment."],
        ),
        (
            {"anna": _collected("anna"), "ben": _collected("ben", text='"answer = 2.01\\n"')},
            ["ben's notebook does not hold their own answer."],
        ),
        (
            {"anna": _collected("anna"), "ben": _collected("ben"), "cora": _collected("anna")},
            ["cora was collected, and has no receipt."],
        ),
    ],
)
def test_what_is_lost_is_told(collected: dict[str, load.Collected], told: list[str]) -> None:
    assert load.lost(VISITS, collected) == told


def test_who_has_no_receipt_has_lost_nothing_but_their_time() -> None:
    failed = load.Visit("cora", "2.03", trouble="no server")
    everything = {"anna": _collected("anna"), "ben": _collected("ben")}
    assert load.lost([*VISITS, failed], everything) == []
    assert load.lost([*VISITS, failed], {**everything, "cora": _collected("anna")}) == [
        "cora was collected, and has no receipt."
    ]


def test_a_receipt_is_read() -> None:
    receipt = Receipt(
        workshop=load.WORKSHOP,
        title="Is it worth it?",
        timestamp="2027-01-11 09:00:00.123456 UTC",
        fingerprints={"w.ipynb": "0f" * 32},
        questions=3,
        blank=("Payback",),
        gone=(),
    )
    assert load.read_receipt(as_page(receipt)) == ("0f" * 32, "2027-01-11 09:00:00.123456 UTC")


def test_a_page_that_is_no_receipt_is_refused() -> None:
    with pytest.raises(ValueError, match="unpack"):
        load.read_receipt("<h1>Receipt</h1>")


def test_the_first_check_and_the_guess_are_in_the_workshop() -> None:
    """The load run would otherwise run all cells, or give everybody the same answer."""
    assert load.GUESS in load.model_answers(load.WORKSHOP)
    released = Path(__file__).parents[2] / "release" / load.WORKSHOP / f"{load.WORKSHOP}.ipynb"
    assert f'"{load.LAST_CELL}"' in released.read_text(encoding="utf-8")


# --- percentiles ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("share", "expected"), [(0.5, 5), (0.9, 9), (0.91, 10), (1.0, 10), (0.0, 1)])
def test_percentiles_of_one_to_ten(share: float, expected: float) -> None:
    assert load.percentile([3, 1, 2, 10, 9, 8, 7, 6, 5, 4], share) == expected


@given(st.lists(st.floats(0, 1000), min_size=1), st.floats(0.01, 1))
def test_a_percentile_is_the_smallest_that_covers_its_share(values: Sequence[float], share: float) -> None:
    found = load.percentile(values, share)
    assert sum(value <= found for value in values) >= share * len(values)
    assert found in values
    assert sum(value < found for value in values) < share * len(values) + 1e-9


def test_steps_are_summed_up_over_those_who_took_them() -> None:
    through = load.Visit("anna", "2", took={"login": 1.0, "server_start": 10.0, "all": 30.0})
    stopped = load.Visit("ben", "3", took={"login": 2.0}, trouble="no server")
    found = load.summary([through, stopped])
    assert found["login"] == {"half": 1.0, "nine_tenths": 2.0, "slowest": 2.0}
    assert found["all"]["slowest"] == 30.0


# --- how large a machine ----------------------------------------------------------------------------------------------

HELD = sizing.Held(
    hub=150, proxy=50, server=150, bare_kernel=40, kernels={"light": 60, "heavy": 80}, tutor=200, engine=300,
    participant_seconds=7,
)  # fmt: skip
ASSUMED = sizing.Assumed(
    system_megabytes=1000, tutors=2, validating=0.25, headroom=1.25, arrival_seconds=300, busy=0.7, least_processors=2
)


def test_lightest_and_heaviest() -> None:
    assert (HELD.lightest, HELD.heaviest) == ("light", "heavy")
    assert HELD.participant("light") == 250


def test_a_machine_for_forty() -> None:
    # 1000 + 150 + 50 + 2 x 500 for what is always there; 40 x (150 + 40 + 80 + 20) for participants; a quarter more.
    found = sizing.machine_for(40, HELD, ASSUMED)
    assert found.needs_megabytes == pytest.approx(1.25 * (2200 + 40 * 290))
    assert found.gibibytes == 24
    assert found.processors == 2  # 280 s of work; two processors give 420 of 600 s


def test_a_hundred_need_more_processors() -> None:
    assert sizing.machine_for(100, HELD, ASSUMED).processors == 4  # 700 s of work; three give 630 s


@given(st.integers(1, 200), st.integers(1, 200))
def test_more_people_never_need_less(few: int, more: int) -> None:
    small, large = (sizing.machine_for(count, HELD, ASSUMED) for count in sorted((few, more)))
    assert small.gibibytes <= large.gibibytes
    assert small.processors <= large.processors
    assert large.needs_megabytes <= large.gibibytes * 1073.741824


def test_too_many_for_one_machine() -> None:
    with pytest.raises(ValueError, match="5000 participants need"):
        sizing.machine_for(5000, HELD, ASSUMED)


def test_the_table_has_a_row_for_each_class() -> None:
    rows = sizing.as_table(HELD, ASSUMED)
    assert [row.split("|")[1].strip() for row in rows[2:]] == [str(count) for count in sizing.CLASSES]
    assert "| 17.2 GB | 24 GB | 2 |" in rows[4]


def test_the_visitors_own_work_is_not_the_hubs() -> None:
    used = {"server": 100.0, "kernel": 40.0, "hub": 8.0, "proxy": 2.0, "visitors": 99.0, "others_on_this_machine": 99.0}
    assert sizing.seconds_a_person(used, 10) == 15.0


@pytest.mark.parametrize(("free", "expected"), [(100, 0), (2500 + 320 * 7 + 1, 7), (1_000_000, 40)])
def test_a_class_fits_into_what_memory_is_free(free: float, expected: int) -> None:
    assert bench_hub.class_size(free) == expected


# --- whether a run met its limits -------------------------------------------------------------------------------------

GOOD: dict[str, Any] = {
    "people": 40, "servers_at_once": 40, "handed_in": 40, "collected": 40, "lost": [], "troubles": [],
    "turned_away": 3, "started_again": 0, "seconds": 200.0, "megabytes_of_all": 10_000, "processor_seconds": {},
    "steps": {"login": {"half": 1.0, "nine_tenths": 2.0, "slowest": 3.0}},
}  # fmt: skip


@pytest.mark.parametrize(
    ("differs", "met"),
    [
        ({}, True),
        ({"turned_away": 100}, True),
        ({"seconds": 300.5}, False),
        ({"handed_in": 39, "collected": 39, "troubles": ["p01: no server"]}, False),
        ({"collected": 39, "lost": ["p01 has a receipt, and nothing was collected."]}, False),
        ({"servers_at_once": 19}, False),
        ({"people": 3, "servers_at_once": 3, "handed_in": 3, "collected": 3}, True),
    ],
)
def test_limits_of_the_load_run(differs: dict[str, Any], met: bool, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench_hub.told({**GOOD, **differs}) is met
    assert ("NOT MET" in capsys.readouterr().out) is not met


@pytest.mark.slow
def test_a_small_class_at_a_real_hub_loses_nothing() -> None:
    lacks = needs.missing_to_try()
    if lacks:
        pytest.skip(lacks[0])
    found = bench_hub.load_run(2)
    assert found["troubles"] == []
    assert found["lost"] == []
    assert (found["handed_in"], found["collected"], found["servers_at_once"]) == (2, 2, 2)
    assert found["steps"]["all"]["slowest"] <= found["seconds"]
    assert found["processor_seconds"]["kernel"] > 0
