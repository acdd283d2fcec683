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
import socket
from collections import deque
from typing import Any

FIRST_PORT, LAST_PORT = 20_000, 29_999
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
        self._next = FIRST_PORT

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
        """The next port that nobody listens at; 0, which means any, when all are taken."""
        for _ in range(FIRST_PORT, LAST_PORT + 1):
            port, self._next = self._next, self._next + 1 if self._next < LAST_PORT else FIRST_PORT
            with socket.socket() as probe:
                try:
                    probe.bind(("127.0.0.1", port))
                except OSError:
                    continue
                return port
        return 0

    def _running(self) -> int:
        self._begun = {spawner for spawner in self._begun if spawner.pending == "spawn"}
        return len(self._begun)
