"""When and where servers start: a few at a time, each at a port that nothing else takes meanwhile.

A class comes all at once. If all servers start together, each is slow, and on a small machine none is up before the
hub gives up (`http_timeout`). JupyterHub's own limit (`concurrent_spawn_limit`) shows everybody beyond it an error
page; here they wait at the progress bar, and come in turn.

JupyterHub takes the port of a server from those that Linux gives to outgoing connections (32768 and up), seconds
before the server listens there. With hundreds of connections about, one in fifty or so is taken meanwhile, and that
person sees an error after two minutes. The ports here are below.
"""

from __future__ import annotations

import asyncio
import os
import random
import socket
from collections import deque
from typing import Any

FIRST_PORT, LAST_PORT = 20_000, 29_999
REMEMBERED_PORTS = 1_000
LOOK_SECONDS = 0.25
STARTS_A_CORE = 4
"""Twenty starting on two cores took 77 seconds each, and a hub gives up after 120; with eight nobody waits longer."""


class Starting:
    """The servers that are being started.

    Args:
        at_once: how many at most; a few for each core of the machine unless given.
    """

    def __init__(self, at_once: int | None = None) -> None:
        self._at_once = at_once or STARTS_A_CORE * (os.cpu_count() or 1)
        self._waiting: deque[Any] = deque()
        self._begun: set[Any] = set()
        self._given: deque[int] = deque(maxlen=REMEMBERED_PORTS)

    async def turn(self, spawner: Any) -> None:
        """Wait until this server may start, and choose its port; JupyterHub awaits this before each start."""
        self._waiting.append(spawner)
        try:
            while self._waiting[0] is not spawner or self._running() >= self._at_once:
                await asyncio.sleep(LOOK_SECONDS)
            self._begun.add(spawner)
        finally:
            self._waiting.remove(spawner)
        spawner.port = self.free_port()

    def free_port(self) -> int:
        """A port that nobody listens at, and that none of the last servers was given; 0, for any, when all are taken.

        Nobody can tell which it will be: neither another hub on the machine, which would give it out at the same time,
        nor a participant who would like to listen there first.
        """
        for port in random.SystemRandom().sample(range(FIRST_PORT, LAST_PORT + 1), LAST_PORT + 1 - FIRST_PORT):
            with socket.socket() as probe:
                try:
                    probe.bind(("127.0.0.1", port))
                except OSError:
                    continue
            if port not in self._given:
                self._given.append(port)
                return port
        return 0

    def _running(self) -> int:
        self._begun = {spawner for spawner in self._begun if spawner.pending == "spawn"}
        return len(self._begun)
