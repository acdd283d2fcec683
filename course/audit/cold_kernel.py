"""The kernel in which `course.audit.cold` runs a notebook: as a participant's, but strict about the course's own code.

Run as `python -m course.audit.cold_kernel -f CONNECTION_FILE`.
"""

from __future__ import annotations

import os
import socket
import sys
import warnings
from ipaddress import ip_address
from typing import Any

GUARD = "LDT_SOCKET_GUARD"
"""Set in the environment where the system cannot take the network away: sockets then refuse to leave this machine."""

OWN_CODE = r"(course(\..*)?|__main__)$"
"""The modules whose warnings are errors: the course's, and the notebook's own cells."""


def be_strict() -> None:
    """Turn warnings of the course's own code into errors; those of libraries about themselves stay warnings."""
    warnings.filterwarnings("error", module=OWN_CODE)


def guard_sockets() -> None:
    """Let no socket of this process reach another machine, nor ask for its address."""
    resolve = socket.getaddrinfo

    class Guarded(socket.socket):
        def connect(self, address: Any) -> None:
            _refuse_outside(address)
            super().connect(address)

        def connect_ex(self, address: Any) -> int:
            _refuse_outside(address)
            return super().connect_ex(address)

        def sendto(self, data: Any, *rest: Any) -> int:
            _refuse_outside(rest[-1])
            return super().sendto(data, *rest)

    def getaddrinfo(host: Any, *rest: Any, **more: Any) -> Any:
        if host is not None:
            _refuse_outside((host,))
        return resolve(host, *rest, **more)

    socket.socket = Guarded  # type: ignore[misc]
    socket.getaddrinfo = getaddrinfo


def _refuse_outside(address: Any) -> None:
    """Refuse what is not this machine; the kernel's own parts speak to each other here on some systems."""
    if not isinstance(address, tuple):  # a unix socket
        return
    host = address[0].decode() if isinstance(address[0], bytes) else str(address[0])
    try:
        here = ip_address(host).is_loopback
    except ValueError:
        here = host in ("", "localhost")
    if not here:
        raise OSError(f"the network is off, and this notebook asks for {host}")


def main() -> None:
    """Start the kernel; it ends when it is told to."""
    from ipykernel.kernelapp import IPKernelApp

    if os.environ.get(GUARD):
        guard_sockets()
    app = IPKernelApp.instance()
    app.initialize(sys.argv[1:])
    be_strict()  # after IPython has set its own filters
    app.start()


if __name__ == "__main__":
    main()
