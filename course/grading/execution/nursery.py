"""The warmed process: it has the libraries and a notebook's unchanged first cells, and forks one child a submission.

A nursery serves three requests on its control socket, each of which brings a socket for what it starts:

* `grow`: fork a nursery that runs some more (trusted) cells; the answer is what they showed.
* `birth`: fork a child that puts itself behind its wall, and stand by it while it serves: `run`, `export` and
  `call` for one submission, or, for a judge, `judge` and `clear` for many.
* `end of file`: end.

Nursery and child never run a line of a participant's before the child is behind its wall.
"""

from __future__ import annotations

import gc
import io
import json
import os
import random
import signal
import socket
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

import numpy

from course.grading.execution import sandbox
from course.grading.execution.channel import BrokenChannelError, Channel, receive_with_sockets
from course.grading.execution.namespaces import Slots
from course.grading.execution.shell import CellRunner
from course.grading.execution.values import TooLargeError, decode, encode
from course.grading.execution.wards import Wards


def main() -> None:
    """Serve on the file descriptor that the first argument names; the second says whether children get walls."""
    control = Channel(socket.socket(fileno=int(sys.argv[1])))
    walled = sys.argv[2] == "walled"
    _find_modules_beside_the_notebook()
    if walled:
        sandbox.own_processes()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the tutor's own process, which then ends this one
    _warm()
    filter_ = sandbox.seccomp_filter() if walled else None
    serve(control, CellRunner(), filter_)


def serve(control: Channel, runner: CellRunner, filter_: Any) -> None:
    """Answer requests until the other side goes."""
    gc.collect()
    gc.freeze()  # the collector leaves these objects alone in the children, so that their memory stays shared
    wards = Wards()
    slots = Slots() if filter_ is not None else None
    while True:
        wards.look_after_until(control.socket)
        try:
            request, passed = receive_with_sockets(control)
        except (BrokenChannelError, OSError):
            os._exit(0)
        is_birth = request["do"] == "birth"
        try:
            child = slots.fork(request["slot"], _fork) if slots and is_birth else _fork()
        except OSError:  # the system refuses; the other side hears that nobody is there
            traceback.print_exc(file=sys.__stderr__)
            child = -1
        own, *controls = passed
        if not child:
            _live(own, (control, wards, slots, *controls), runner, filter_, request)
        own.close()
        if child > 0 and is_birth:
            wards.take(child, controls[0], request["limits"]["memory_mb"] if slots else None)
        elif is_birth:
            controls[0].close()


def _live(
    own: socket.socket, inherited: tuple[Any, ...], runner: CellRunner, filter_: Any, request: dict[str, Any]
) -> NoReturn:
    """What a process does that has just been forked, to its end."""
    try:
        for one in inherited:
            if isinstance(one, Slots) and request["do"] == "birth":
                one.enter(request["slot"])
            if one is not None:
                one.close()
        _START[request["do"]](Channel(own), runner, filter_, request)
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(1)


def grow(own: Channel, runner: CellRunner, filter_: Any, request: dict[str, Any]) -> None:
    """Run trusted cells, say what they showed, and go on as a nursery that has run them."""
    asked = own.receive()
    if asked.get("folder"):
        os.chdir(asked["folder"])
    random.seed()
    numpy.random.seed()  # as in a kernel that has just been started; children go on from where the cells leave it
    shown = []
    with runner.descriptors.for_a_while():
        for source in asked["cells"]:
            outputs, fine = runner.run(source)
            shown.append({"outputs": outputs, "fine": fine, "count": runner.last_count})
    runner.forget_loop()
    own.send({"shown": shown, "count": runner.shell.execution_count})
    serve(own, runner, filter_)


def birth(own: Channel, runner: CellRunner, filter_: Any, request: dict[str, Any]) -> None:
    """Go behind the wall and serve one submission there (or, as a judge, many)."""
    limits = request["limits"]
    os.setsid()  # an interrupt reaches what a cell has started as well, as it does from a kernel
    if filter_ is not None:
        sandbox.furnish(request["job"], limits["disk_mb"], limits["files"])
        sandbox.surrender(sandbox.FIRST_UID + request["slot"], limits, filter_)
        os.chdir(sandbox.HOME)
    elif request.get("folder"):
        os.chdir(request["folder"])
    sandbox.close_all_but(own.socket.fileno())
    runner.recorder.limit = limits["output_characters"]
    child = Child(own, runner)
    child.channel.send({"ready": True})
    child.serve()


_START = {"grow": grow, "birth": birth}


class Child:
    """Serves cells. A participant's code shares the process, so nothing that it says is trusted."""

    def __init__(self, channel: Channel, runner: CellRunner) -> None:
        self.channel = channel
        self.runner = runner
        self.kept: list[Any] = []
        self.process = os.getpid()
        self._names = dict(runner.shell.user_ns)
        self._judges = False
        runner.move_in()

    def serve(self) -> None:
        """Answer requests until the other side goes; never returns."""
        answer = {
            "run": self.run, "export": self.export, "calls": self.calls, "judge": self.judge, "clear": self.clear,
        }  # fmt: skip
        while True:
            try:
                request = self.channel.receive()
            except BrokenChannelError:
                os._exit(0)
            try:
                with _interruptible():
                    reply = answer[request["do"]](request)
            except KeyboardInterrupt:  # it came before the cell had begun, or after its end
                reply = {"raised": {"kind": "RuntimeError", "text": "it took too long"}}
            if os.getpid() != self.process:
                os._exit(0)  # a process that a cell has forked, and that came out of the cell: one of us is enough
            try:
                self.channel.send(reply | {"number": request.get("number")})
            except BrokenChannelError:
                os._exit(0)

    def run(self, request: dict[str, Any]) -> dict[str, Any]:
        """Run one cell."""
        outputs, fine = self.runner.run(request["source"])
        changed = self.runner.recorder.changed
        return {"outputs": outputs, "changed": changed, "fine": fine, "count": self.runner.last_count}

    def export(self, request: dict[str, Any]) -> dict[str, Any]:
        """The values of some names, as they stand now, for a cell that the judge runs.

        The cell is counted, so that later ones have the numbers that a kernel would give them.
        """
        values = {}
        for name in request["names"]:
            if name in self.runner.shell.user_ns:
                try:
                    values[name] = encode(self.runner.shell.user_ns[name], self.keep)
                except TooLargeError as problem:
                    values[name] = {"is": "other", "of": str(problem)}
                except BaseException as problem:  # a value whose own code refuses to be looked at
                    values[name] = {"is": "other", "of": f"value that raises {type(problem).__name__}"}
        return {"values": values, "count": self.runner.skip()}

    def keep(self, function: Any) -> int:
        """Keep a function so that it can be called through the wall; its handle."""
        self.kept.append(function)
        return len(self.kept) - 1

    def calls(self, request: dict[str, Any]) -> dict[str, Any]:
        """Call a kept function with plain values, as often as is asked for; a call that was stopped is the last."""
        replies: list[dict[str, Any]] = []
        with self.runner.silent():
            for given in request["given"]:
                try:
                    replies.append({"value": self._called(self.kept[request["handle"]], given)})
                except BaseException as problem:  # whatever a participant's formula raises is told in its own words
                    replies.append({"raised": _told(problem)})
                    if isinstance(problem, KeyboardInterrupt):
                        break
        return {"replies": replies}

    def _called(self, function: Any, given: dict[str, Any]) -> Any:
        args = [decode(item, _no_function) for item in given["args"]]
        kwargs = {name: decode(item, _no_function) for name, item in given["kwargs"].items()}
        return encode(function(*args, **kwargs), self.keep)

    def judge(self, request: dict[str, Any]) -> dict[str, Any]:
        """Run a locked check cell on values that came through the wall (in the judge's process only)."""
        shell = self.runner.shell
        if not self._judges:
            self._judges = True
            self.runner.expect_repeats()
        for name, value in request["values"].items():
            shell.user_ns[name] = decode(value, self._through_the_wall)
        shell.execution_count = request["count"]
        outputs, fine = self.runner.run(request["source"])
        return {"outputs": outputs, "fine": fine}

    def clear(self, request: dict[str, Any]) -> dict[str, Any]:
        """Know no more of the submission that has been judged: its names, its results, its inputs."""
        shell = self.runner.shell
        shell.reset(new_session=False)
        shell.user_ns.clear()
        shell.user_ns.update(self._names)
        return {"cleared": True}

    def _through_the_wall(self, handle: int, name: str) -> RemoteFunction:
        return RemoteFunction(self, handle, name)


class RemoteFunction:
    """A participant's function, as the judge sees it: calling it sends plain values through the wall.

    A check asks for the same values more than once, and can say beforehand which it will ask for; each way through the
    wall is made once.
    """

    def __init__(self, child: Child, handle: int, name: str) -> None:
        self._child = child
        self._handle = handle
        self._replies: dict[str, dict[str, Any]] = {}
        self.__name__ = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What the participant's function gives for these values; what it raises is raised here."""
        given = _given(args, kwargs)
        key = json.dumps(given, sort_keys=True)
        if key not in self._replies:
            self._ask({key: given})
        reply = self._replies.get(key, _NO_ANSWER)
        if "raised" in reply:
            raise _raised(reply["raised"])
        return decode(reply.get("value"), self._child._through_the_wall)

    def ask_ahead(self, cases: Sequence[Mapping[str, Any]]) -> None:
        """Fetch what the function gives for several sets of named values, in one go."""
        given = {json.dumps(each, sort_keys=True): each for each in (_given((), case) for case in cases)}
        unknown = {key: each for key, each in given.items() if key not in self._replies}
        if unknown:
            self._ask(unknown)

    def _ask(self, given: dict[str, dict[str, Any]]) -> None:
        """Fetch answers. The other side need not give them all: those that are missing can be asked for again."""
        self._child.channel.send({"do": "calls", "handle": self._handle, "given": list(given.values())})
        replies = self._child.channel.receive().get("replies")
        if isinstance(replies, list):
            good = [reply if isinstance(reply, dict) else _NO_ANSWER for reply in replies]
            self._replies |= dict(zip(given, good, strict=False))


_NO_ANSWER = {"raised": {"kind": "RuntimeError", "text": "the formula gave no answer that could be read"}}


def _given(args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "args": [encode(item, _no_handle) for item in args],
        "kwargs": {name: encode(item, _no_handle) for name, item in kwargs.items()},
    }


_RAISABLE = {
    kind.__name__: kind
    for kind in (
        ArithmeticError, AssertionError, AttributeError, IndexError, KeyError, NameError, NotImplementedError,
        OverflowError, RecursionError, RuntimeError, TypeError, UnboundLocalError, ValueError, ZeroDivisionError,
    )
}  # fmt: skip


def _told(problem: BaseException) -> dict[str, str]:
    try:
        text, name = str(problem)[:500], str(getattr(problem, "name", "") or "")[:80]
    except BaseException:  # an error of a participant's own making may not even have words
        text, name = "", ""
    kinds = [kind.__name__ for kind in type(problem).__mro__ if kind.__name__ in _RAISABLE]
    return {"kind": kinds[0] if kinds else "RuntimeError", "text": text, "name": name}


def _raised(told: Any) -> Exception:
    if not isinstance(told, dict):
        return RuntimeError("the formula stopped")
    kind = _RAISABLE.get(str(told.get("kind")), RuntimeError)
    problem = kind(str(told.get("text", "")))
    if isinstance(problem, NameError):
        problem.name = str(told.get("name", ""))
    return problem


def _no_function(handle: int, name: str) -> Any:
    return None


def _no_handle(function: Any) -> int:
    raise TypeError("a function cannot be handed to a participant's function")


@contextmanager
def _interruptible() -> Iterator[None]:
    """An interrupt stops what is done in here; at any other time it comes too late."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _fork() -> int:
    """Fork; a seed that the workshop's first cells have set holds in the child too (Python would draw a new one)."""
    state = random.getstate()
    child = os.fork()
    if not child:
        random.setstate(state)
    return child


def _find_modules_beside_the_notebook() -> None:
    """As in a kernel: before installed libraries, and after Python's own, wherever the process then is."""
    del sys.path[0]
    places = (place for place, path in enumerate(sys.path) if path.endswith(("site-packages", "dist-packages")))
    sys.path.insert(next(places, 0), "")


def _warm() -> None:
    """Import what notebooks use, and build the font cache, once."""
    import ipywidgets  # noqa: F401
    import matplotlib.pyplot as plt
    import pandas  # noqa: F401
    from matplotlib.figure import Figure

    Figure().savefig(io.BytesIO())
    plt.close("all")


if __name__ == "__main__":
    main()
