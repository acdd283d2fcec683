"""When servers start and at which ports: the queue by itself, without a hub."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass

import pytest

from course.hub import starting
from course.hub.starting import FIRST_PORT, LAST_PORT, Starting


@dataclass(eq=False)
class Server:
    """What the queue looks at of one of JupyterHub's spawners."""

    pending: str | None = "spawn"
    port: int = 0


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "LOOK_SECONDS", 0)


async def settle() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


def test_no_more_start_than_may_and_they_come_in_turn() -> None:
    async def story() -> None:
        queue, servers = Starting(2), [Server() for _ in range(5)]
        turns = [asyncio.create_task(queue.turn(each)) for each in servers]
        await settle()
        assert [turn.done() for turn in turns] == [True, True, False, False, False]
        servers[1].pending = None  # it is up
        await settle()
        assert [turn.done() for turn in turns] == [True, True, True, False, False]
        servers[0].pending = servers[2].pending = "stop"  # they failed
        await settle()
        assert all(turn.done() for turn in turns)

    asyncio.run(story())


def test_who_goes_away_keeps_nobody_waiting() -> None:
    async def story() -> None:
        queue, servers = Starting(1), [Server() for _ in range(3)]
        turns = [asyncio.create_task(queue.turn(each)) for each in servers]
        await settle()
        turns[1].cancel()
        servers[0].pending = None
        await settle()
        assert turns[2].done()
        assert not turns[2].cancelled()

    asyncio.run(story())


def test_ports_are_free_and_given_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setattr(starting, "FIRST_PORT", taken.getsockname()[1])
        monkeypatch.setattr(starting, "LAST_PORT", taken.getsockname()[1])
        assert Starting(3).free_port() == 0
    queue = Starting(3)
    assert queue.free_port() == starting.FIRST_PORT
    assert queue.free_port() == 0  # whoever has it does not listen yet


def test_ports_are_none_that_linux_gives_to_outgoing_connections_and_two_hubs_give_different_ones() -> None:
    first, second = ([queue.free_port() for _ in range(5)] for queue in (Starting(3), Starting(3)))
    assert all(FIRST_PORT <= port <= LAST_PORT < 32_768 for port in (*first, *second))
    assert first != second


def test_a_small_machine_starts_fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting.os, "cpu_count", lambda: 1)

    async def story() -> int:
        queue = Starting()
        turns = [asyncio.create_task(queue.turn(Server())) for _ in range(9)]
        await settle()
        started = sum(turn.done() for turn in turns)
        for turn in turns:
            turn.cancel()
        return started

    assert asyncio.run(story()) == starting.STARTS_A_CORE
