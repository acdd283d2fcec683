"""Messages between processes: JSON with its length in front, within limits of size and time."""

from __future__ import annotations

import array
import json
import re
import socket
import struct
import time
from typing import Any

HEAD = struct.Struct("!I")
LARGEST = 64 * 1024 * 1024
MOST_PARTS = 3_000_000
"""Commas and brackets in a message: an empty list takes its reader fifty times the room that it takes as text."""

Message = dict[str, Any]

_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")


class BrokenChannelError(Exception):
    """The other side is gone, or speaks nonsense."""


class NonsenseError(BrokenChannelError):
    """The other side is there, but what it says is no answer."""


class TimeUpError(Exception):
    """The other side did not answer in time."""


class Channel:
    """One end of a stream socket. The other end may be hostile: nothing that arrives is more than JSON."""

    def __init__(self, own: socket.socket, largest: int = LARGEST) -> None:
        self.socket = own
        self._largest = largest

    def send(self, message: Message, seconds: float | None = None) -> None:
        """Send one message, within so many seconds (for ever when None): the other side may have stopped reading.

        Raises:
            TimeUpError: when it was not taken in time; a part of it may have been.
            BrokenChannelError: when the other side is gone.
        """
        body = json.dumps(message, ensure_ascii=False, allow_nan=False).encode("utf-8", errors="replace")
        self.socket.settimeout(seconds)
        try:
            self.socket.sendall(HEAD.pack(len(body)) + body)
        except TimeoutError:
            raise TimeUpError from None
        except OSError as problem:
            raise BrokenChannelError(str(problem)) from None

    def receive(self, seconds: float | None = None) -> Message:
        """Wait for one message, `seconds` at most (for ever when None).

        Raises:
            TimeUpError: when no whole message came in time.
            NonsenseError: when the message is too large, or no JSON object.
            BrokenChannelError: when the other side is gone.
        """
        deadline = None if seconds is None else time.monotonic() + seconds
        (length,) = HEAD.unpack(self.exactly(HEAD.size, deadline))
        if length > self._largest:
            raise NonsenseError(f"a message of {length:,} bytes; at most {self._largest:,} are taken")
        try:
            body = self.exactly(length, deadline)
            if sum(body.count(sign) for sign in (b",", b"[", b"{")) > MOST_PARTS:
                raise NonsenseError("a message of very many parts")
            message = _read(body)
        except (ValueError, RecursionError) as problem:
            raise NonsenseError(f"a message that is not JSON ({type(problem).__name__})") from None
        if not isinstance(message, dict):
            raise NonsenseError("a message that is not an object")
        return message

    def close(self) -> None:
        """Close this end; the other side sees that it is alone."""
        self.socket.close()

    def exactly(self, size: int, deadline: float | None) -> bytes:
        """Read so many bytes, before the deadline (of time.monotonic) if there is one."""
        parts = bytearray()
        while len(parts) < size:
            if deadline is not None:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimeUpError
                self.socket.settimeout(left)
            else:
                self.socket.settimeout(None)
            try:
                got = self.socket.recv(min(size - len(parts), 1 << 20))
            except TimeoutError:
                raise TimeUpError from None
            except OSError as problem:
                raise BrokenChannelError(str(problem)) from None
            if not got:
                raise BrokenChannelError("the other side ended")
            parts += got
        return bytes(parts)


def _read(body: bytes) -> Any:
    """JSON that can be written again: no NaN, and no half of a character (which UTF-8 cannot write)."""
    text = body.decode("utf-8", errors="replace")
    message = json.loads(text, parse_constant=_refuse)
    if _HALF_CHARACTER.search(text):
        message = json.loads(json.dumps(message, ensure_ascii=False).encode("utf-8", errors="replace"))
    return message


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def send_with_sockets(channel: Channel, message: Message, passed: list[socket.socket]) -> None:
    """Send a short message and hand over sockets with it (to a trusted process on this machine).

    Raises:
        BrokenChannelError: when the other side is gone.
    """
    body = json.dumps(message).encode()
    rights = array.array("i", [one.fileno() for one in passed])
    channel.socket.settimeout(None)
    try:
        channel.socket.sendmsg([HEAD.pack(len(body))], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
        channel.socket.sendall(body)
    except OSError as problem:
        raise BrokenChannelError(str(problem)) from None


def receive_with_sockets(channel: Channel, most: int = 4) -> tuple[Message, list[socket.socket]]:
    """Receive a short message and the sockets that came with it.

    Raises:
        BrokenChannelError: when the other side is gone.
    """
    size = array.array("i").itemsize
    channel.socket.settimeout(None)
    head, ancillary, _, _ = channel.socket.recvmsg(HEAD.size, socket.CMSG_SPACE(size * most))
    if len(head) < HEAD.size:
        raise BrokenChannelError("the other side ended")
    descriptors = array.array("i")
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors.frombytes(data[: len(data) - len(data) % size])
    (length,) = HEAD.unpack(head)
    message = json.loads(channel.exactly(length, None))
    return message, [socket.socket(fileno=descriptor) for descriptor in descriptors]
