from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.grading.execution.channel import (
    HEAD,
    BrokenChannelError,
    Channel,
    TimeUpError,
    receive_with_sockets,
    send_with_sockets,
)


@pytest.fixture
def pair() -> Iterator[tuple[Channel, socket.socket]]:
    ours, theirs = socket.socketpair()
    yield Channel(ours, largest=10_000), theirs
    ours.close()
    theirs.close()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(), inside, max_size=4),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), JSON, max_size=5))
def test_what_is_sent_arrives(message: dict[str, object]) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        Channel(ours).send(message)
        assert Channel(theirs).receive(5) == message


def test_a_message_may_come_in_pieces(pair: tuple[Channel, socket.socket]) -> None:
    channel, far = pair
    whole = HEAD.pack(9) + b'{"a": 12}'

    def trickle() -> None:
        for byte in whole:
            far.sendall(bytes([byte]))

    sender = threading.Thread(target=trickle)
    sender.start()
    assert channel.receive(5) == {"a": 12}
    sender.join()


@pytest.mark.parametrize("piece", [b"", b"\0\0", HEAD.pack(9), HEAD.pack(9) + b'{"a"'])
def test_an_unfinished_message_is_waited_for_no_longer_than_allowed(
    piece: bytes, pair: tuple[Channel, socket.socket]
) -> None:
    channel, far = pair
    far.sendall(piece)
    began = time.monotonic()
    with pytest.raises(TimeUpError):
        channel.receive(0.05)
    assert time.monotonic() - began < 5


def test_pieces_that_keep_coming_do_not_prolong_the_wait(pair: tuple[Channel, socket.socket]) -> None:
    channel, far = pair
    far.sendall(HEAD.pack(9999))
    stop = threading.Event()

    def trickle() -> None:
        while not stop.wait(0.01):
            far.sendall(b"x")

    sender = threading.Thread(target=trickle)
    sender.start()
    with pytest.raises(TimeUpError):
        channel.receive(0.2)
    stop.set()
    sender.join()


@pytest.mark.parametrize("piece", [b"", b"\0\0", HEAD.pack(9) + b'{"a"'])
def test_an_end_in_the_middle_is_told(piece: bytes, pair: tuple[Channel, socket.socket]) -> None:
    channel, far = pair
    far.sendall(piece)
    far.close()
    with pytest.raises(BrokenChannelError):
        channel.receive(5)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"[1]",
        b"5",
        b'"text"',
        b"null",
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1',
        b"[" * 9000,
        b'{"a":' * 1500,
        b'{"a": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_no_json_object_is_refused(body: bytes, pair: tuple[Channel, socket.socket]) -> None:
    channel, far = pair
    far.sendall(HEAD.pack(len(body)) + body)
    with pytest.raises(BrokenChannelError):
        channel.receive(5)


def test_a_message_that_is_too_large_is_refused_before_it_is_read(pair: tuple[Channel, socket.socket]) -> None:
    channel, far = pair
    far.sendall(HEAD.pack(10_001))
    with pytest.raises(BrokenChannelError, match="10,001 bytes"):
        channel.receive(5)
    far.sendall(HEAD.pack(2**32 - 1))
    with pytest.raises(BrokenChannelError):
        channel.receive(5)


@pytest.mark.parametrize("body", [b'{"a": "\\ud83d"}', b'{"\\uDC00": 1}', b'{"a": "\xff\xed\xa0\xbd"}'])
def test_half_characters_arrive_as_something_that_can_be_written(
    body: bytes, pair: tuple[Channel, socket.socket]
) -> None:
    channel, far = pair
    far.sendall(HEAD.pack(len(body)) + body)
    message = channel.receive(5)
    json.dumps(message, ensure_ascii=False).encode("utf-8")


def test_half_characters_can_be_sent(pair: tuple[Channel, socket.socket]) -> None:
    channel, far = pair
    channel.send({"a": "\ud83d half", "b": "🎉"})
    assert Channel(far).receive(5) == {"a": "? half", "b": "🎉"}


def test_nobody_on_the_other_side_is_told_when_sending(pair: tuple[Channel, socket.socket]) -> None:
    channel, far = pair
    far.close()
    with pytest.raises(BrokenChannelError):
        channel.send({"a": "x" * 10_000_000})


def test_sockets_are_handed_over(pair: tuple[Channel, socket.socket]) -> None:
    channel, far = pair
    one, other = socket.socketpair()
    send_with_sockets(channel, {"do": "something"}, [other])
    other.close()
    message, [given_] = receive_with_sockets(Channel(far))
    assert message == {"do": "something"}
    with one, given_:
        given_.sendall(b"through")
        assert one.recv(7) == b"through"
        assert os.fstat(given_.fileno())
