"""Messages between processes: JSON with its length in front, within limits of size and time."""

from __future__ import annotations

import array
import json
import socket
import struct
import time
from typing import Any

HEAD = struct.Struct("!I")
LARGEST = 64 * 1024 * 1024

Message = dict[str, Any]


class BrokenChannelError(Exception):
    """The other side is gone, or speaks nonsense."""


class TimeUpError(Exception):
    """The other side did not answer in time."""


class Channel:
    """One end of a stream socket. The other end may be hostile: nothing that arrives is more than JSON."""

    def __init__(self, own: socket.socket, largest: int = LARGEST) -> None:
        self.socket = own
        self._largest = largest

    def send(self, message: Message) -> None:
        """Send one message.

        Raises:
            BrokenChannelError: when the other side is gone.
        """
        body = json.dumps(message, allow_nan=True).encode("utf-8", errors="replace")
        self.socket.settimeout(None)
        try:
            self.socket.sendall(HEAD.pack(len(body)) + body)
        except OSError as problem:
            raise BrokenChannelError(str(problem)) from None

    def receive(self, seconds: float | None = None) -> Message:
        """Wait for one message, `seconds` at most (for ever when None).

        Raises:
            TimeUpError: when no whole message came in time.
            BrokenChannelError: when the other side is gone, or the message is too large or no JSON object.
        """
        deadline = None if seconds is None else time.monotonic() + seconds
        (length,) = HEAD.unpack(self.exactly(HEAD.size, deadline))
        if length > self._largest:
            raise BrokenChannelError(f"a message of {length:,} bytes; at most {self._largest:,} are taken")
        try:
            message = json.loads(self.exactly(length, deadline))
        except (ValueError, RecursionError) as problem:
            raise BrokenChannelError(f"a message that is not JSON ({type(problem).__name__})") from None
        if not isinstance(message, dict):
            raise BrokenChannelError("a message that is not an object")
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
