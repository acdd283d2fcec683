"""Running one submission: the participant's cells behind the wall, the checks with the judge."""

from __future__ import annotations

import json
import math
import os
import re
import signal
import time
from dataclasses import dataclass, field
from typing import Any

import nbformat
from nbformat import NotebookNode

from course.grading.execution.channel import BrokenChannelError, Channel, NonsenseError, TimeUpError
from course.grading.execution.limits import Limits
from course.grading.execution.nurseries import GRACE_SECONDS, Born
from course.grading.execution.plan import Plan, grade_id
from course.grading.execution.sandbox import TOO_MUCH_MEMORY

JUDGE_SECONDS = 60
_FIELDS: dict[str, dict[str, Any]] = {
    "stream": {"name": str, "text": str},
    "display_data": {"data": dict, "metadata": dict},
    "execute_result": {"data": dict, "metadata": dict, "execution_count": (int, type(None))},
    "error": {"ename": str, "evalue": str, "traceback": list},
}
"""The kinds of outputs, with what each must have and nothing else."""
_LONGEST_ERROR = 100_000
"""Characters of an error that is kept although the cell has shown too much."""
_JSON = re.compile(r"application/(.*\+)?json")


class LostError(Exception):
    """A process was ended from outside the sandbox, for want of memory perhaps; the submission can be run again."""


@dataclass
class Attempt:
    """What became of a submission's cells.

    Args:
        notebook: the notebook, with the outputs.
        seconds: wall time by cell id.
        ahead: the ids of cells whose outputs were there already.
        says: what the tutor should know, a sentence each.
    """

    notebook: NotebookNode
    seconds: dict[str, float] = field(default_factory=dict)
    ahead: set[str] = field(default_factory=set)
    says: list[str] = field(default_factory=list)


def run(
    notebook: NotebookNode,
    plan: Plan,
    shown: dict[int, dict[str, Any]],
    participant: Born,
    judge: Born,
    limits: Limits,
) -> Attempt:
    """Run the cells of a sanitised notebook in order, and judge its check cells.

    Args:
        notebook: locked cells as in source, hidden tests in the check cells; changed in place.
        plan: see `Plan`.
        shown: place among the code cells -> what it showed, for those that have been run ahead.
        participant: the process that has run them.
        judge: the process that has the judge's own names, ready.
        limits: the time that cells may take.

    Raises:
        NoSandboxError: when the participant's process did not get as far as being ready for the first cell.
        LostError: when a process was ended by neither the notebook nor its limits.
    """
    participant.wait_until_ready()
    result = Attempt(notebook)
    state = _Running(plan, participant, judge, limits, result)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for place, cell in enumerate(code):
        cell.execution_count, cell.outputs = None, []
        began = time.monotonic()
        if not cell.source.strip() and not plan.is_check(cell):
            continue  # a kernel is not asked to run it
        state.in_order = place > max(shown, default=-1)
        if place in shown:
            state.show(cell, shown[place])
            result.ahead.add(cell.get("id", str(place)))
        elif plan.is_check(cell):
            state.judge_cell(cell)
        else:
            state.run_cell(cell)
        result.seconds[cell.get("id", str(place))] = time.monotonic() - began
    return result


class _Running:
    """The state of one run: how many cells have run, and whether the participant's process is still there."""

    def __init__(self, plan: Plan, participant: Born, judge: Born, limits: Limits, result: Attempt) -> None:
        self.plan, self.participant, self.judge, self.limits, self.result = plan, participant, judge, limits, result
        self.count = 0
        self.in_order = True
        self.by_display_id: dict[str, list[NotebookNode]] = {}
        self.ended: str | None = None
        self.asked = 0
        self.what = ""
        self.room = limits.notebook_characters
        self.deadline = time.monotonic() + limits.notebook_seconds

    def run_cell(self, cell: NotebookNode) -> None:
        """Run a cell in the participant's process."""
        if self.ended is not None:
            return
        named = grade_id(cell)
        self.what = f"The cell {named}" if named else "A cell"
        reply = self._ask({"do": "run", "source": cell.source}, cell)
        if reply is not None:
            self.show(cell, reply)

    def show(self, cell: NotebookNode, reply: dict[str, Any]) -> None:
        """Put what a cell of the participant's has shown into the notebook, and what it changed of earlier outputs."""
        self._counted(reply)
        # The shell keeps to the limit too, but it is in the participant's hands; here counts what JSON adds as well.
        room = min(self.room, 2 * self.limits.output_characters)
        for made, display_id in _fill(cell, reply.get("outputs"), self.count, room, renumber=not self.in_order):
            self.by_display_id.setdefault(display_id, []).append(made)
        changed = reply.get("changed")
        for display_id, new in changed.items() if isinstance(changed, dict) else ():
            made = _output(new | {"output_type": "display_data"}) if isinstance(new, dict) else None
            if made is None:
                continue
            for output in self.by_display_id.get(display_id, ()):
                self.room -= _size(made)
                if self.room > 0:
                    output.data, output.metadata = made.data, made.metadata
        self.room -= sum(map(_size, cell.outputs))

    def _counted(self, reply: dict[str, Any] | None) -> None:
        """The next execution count: the participant's shell knows (%reset starts anew); nothing hangs on it."""
        # While there are cells that ran ahead, the shell counts in another order than the page.
        told = reply.get("count") if reply and self.in_order else None
        self.count = told if isinstance(told, int) and 0 < told < 1_000_000 else self.count + 1

    def judge_cell(self, cell: NotebookNode) -> None:
        """Have a check cell judged on the values that the participant's names have now."""
        self.what = f"A formula that the check {grade_id(cell)} calls"
        values: dict[str, Any] = {name: {"is": "blank"} for name in self.plan.asked(cell.source)}
        reply = self._ask({"do": "export", "names": sorted(values)}, cell) if self.ended is None else None
        self._counted(reply)
        given = reply.get("values") if reply else None
        if isinstance(given, dict):
            values |= {name: value for name, value in given.items() if name in values}
        self._judge(cell, values)

    def _judge(self, cell: NotebookNode, values: dict[str, Any]) -> None:
        """The judge's answer, with calls of participants' functions passed on; it must end in a number."""
        channel = self.judge.channel
        name = str(grade_id(cell))
        try:
            channel.send({"do": "judge", "source": cell.source, "values": values, "count": self.count})
            while (reply := channel.receive(JUDGE_SECONDS + self.limits.cell_seconds)).get("do") == "calls":
                channel.send(self._calls(reply))
            _fill(cell, reply["outputs"], self.count, 2 * self.limits.output_characters)
        except TimeUpError:
            raise LostError("the judge did not answer in time") from None
        except (BrokenChannelError, KeyError, TypeError, ValueError) as problem:
            if isinstance(problem, BrokenChannelError) and self.judge.end() in (None, signal.SIGKILL):
                raise LostError("the judge was ended by the system, perhaps because memory ran out") from None
            self.result.says.append(f"The check {name} could not be run ({type(problem).__name__}); it counts as 0.")
            cell.outputs = [_zero(self.count)]
        if not _ends_in_a_number(cell, self.plan.checks[name]):
            self.result.says.append(f"The check {name} did not end in a number of points; it counts as 0.")
            cell.outputs = [_zero(self.count)]

    def _calls(self, request: dict[str, Any]) -> dict[str, Any]:
        """Pass calls on to the participant's process; an end or a time-out there is an error of the formula."""
        reply, why = None, "the notebook had stopped before"
        if self.ended is None:
            reply = self._ask({key: request[key] for key in ("do", "handle", "given")}, None)
            why = self.ended or "it took too long"
        return reply or {"replies": [{"raised": {"kind": "RuntimeError", "text": why}}] * len(request["given"])}

    def _ask(self, request: dict[str, Any], cell: NotebookNode | None) -> dict[str, Any] | None:
        """Ask the participant's process; None, with the reason kept, when no good answer comes."""
        channel: Channel = self.participant.channel
        seconds = max(0.01, min(self.limits.cell_seconds, self.deadline - time.monotonic()))
        self.asked += 1  # an answer bears the number of its question: none is taken for that of another
        try:
            channel.send(request | {"number": self.asked}, seconds)
            try:
                reply = channel.receive(seconds)
            except TimeUpError:
                self.participant.interrupt()
                reply = channel.receive(GRACE_SECONDS)
                if self.deadline <= time.monotonic():
                    self._end(f"the notebook ran longer than {self.limits.notebook_seconds:g} s")
                else:
                    self.result.says.append(f"{self.what} ran longer than {seconds:g} s and was stopped.")
            if reply.get("number") != self.asked:
                raise NonsenseError("an answer to another question")
            return reply
        except TimeUpError:
            self._end(f"{self.what[:1].lower()}{self.what[1:]} ran too long and could not be stopped", cell)
        except NonsenseError as problem:
            self._end(f"what its process answered could not be read ({problem})", cell)
        except BrokenChannelError:
            self._end("", cell)
        return None

    def _end(self, why: str, cell: NotebookNode | None = None) -> None:
        status = self.participant.end()
        if status is None:
            raise LostError("its processes were ended by the system, perhaps because memory ran out")
        self.ended = why or _how(status, self.limits)
        self.result.says.append(f"The run ended early: {self.ended}. The cells after it were not run.")
        if cell is not None and not self.plan.is_check(cell):
            error = nbformat.v4.new_output("error", ename="CellStopped", evalue=self.ended, traceback=[self.ended])
            cell.outputs = [error]


def _how(status: int, limits: Limits) -> str:
    """How a process ended that was not asked to, from its wait status."""
    if status == TOO_MUCH_MEMORY:
        return f"its processes together used more than {limits.memory_mb:,} MB of memory"
    if os.WIFEXITED(status):
        return "the notebook stopped Python itself"
    if os.WTERMSIG(status) == signal.SIGKILL:
        return (
            "the notebook stopped Python itself, or used more memory or processor time than there is for it "
            f"({limits.memory_mb:,} MB, {limits.cpu_seconds} s)"
        )
    return "the notebook stopped Python itself: it crashed"


def _fill(
    cell: NotebookNode, outputs: Any, count: int, most: int, *, renumber: bool = False
) -> list[tuple[NotebookNode, str]]:
    """Put outputs into a cell; whatever is not of the form of an output is left out.

    Args:
        cell: where they belong.
        outputs: what the process that ran the cell says they are; left as it is, since others may be shown it too.
        count: the cell's number.
        most: characters; what is over is left out, but for one error: it says why the cell stopped.
        renumber: whether results get this number, and not the one that they came with.

    Returns:
        Those that have a display id, with it: a later cell may change them.
    """
    cell.execution_count, cell.outputs, changeable = count, [], []
    cut = False
    for item in outputs if isinstance(outputs, list) else ():
        made = _output(item)
        if made is None:
            continue
        size = _size(made)
        if size > most and not cut:
            cell.outputs.append(nbformat.v4.new_output("stream", text="\n[… the rest was left out: it is too much]\n"))
            cut = True
        if cut:
            if made.output_type == "error" and size <= _LONGEST_ERROR:
                cell.outputs.append(made)
                break
            continue
        most -= size
        cell.outputs.append(made)
        if made.output_type == "execute_result":
            made.execution_count = count if renumber else made.execution_count
            cell.execution_count = made.execution_count
        elif isinstance(item.get("display_id"), str):
            changeable.append((made, item["display_id"]))
    return changeable


def _output(item: Any) -> NotebookNode | None:
    kind = item.get("output_type") if isinstance(item, dict) else None
    if not isinstance(kind, str) or kind not in _FIELDS:
        return None
    try:
        made = nbformat.from_dict({key: part for key, part in item.items() if key != "display_id"})
    except RecursionError:
        return None
    return made if _well_formed(made) else None


def _well_formed(output: NotebookNode) -> bool:
    """Whether an output is what nbformat 4 says it has to be (its own validation takes as long as running a cell)."""
    fields = _FIELDS[output.output_type]
    if set(output) != {"output_type", *fields} or not all(isinstance(output[name], fields[name]) for name in fields):
        return False
    if isinstance(output.get("execution_count"), bool):
        return False
    if output.output_type == "error":
        return all(isinstance(line, str) for line in output.traceback)
    return all(_good_data(kind, value) for kind, value in output.get("data", {}).items())


def _good_data(kind: str, value: Any) -> bool:
    """Text, or lines of text; under a JSON type anything, which came as JSON."""
    lines = value if isinstance(value, list) else [value]
    return bool(_JSON.fullmatch(kind)) or all(isinstance(line, str) for line in lines)


def _size(output: NotebookNode) -> int:
    """How many characters an output takes in the notebook's file."""
    return len(json.dumps(output, ensure_ascii=False))


def _ends_in_a_number(cell: NotebookNode, points: float) -> bool:
    """Whether nbgrader will read one number from 0 to `points` off this cell; anything else it takes for full marks."""
    results = [output for output in cell.outputs if output.output_type == "execute_result"]
    others = [
        output
        for output in cell.outputs
        if output.output_type == "error" or (output.output_type == "stream" and output.name == "stderr")
    ]
    if len(results) != 1 or others:
        return False
    try:
        value = float(results[0].data["text/plain"])
    except (KeyError, TypeError, ValueError):
        return False
    return math.isfinite(value) and 0 <= value <= points


def _zero(count: int) -> NotebookNode:
    words = "This check could not be run, so it counts as 0. Your tutor has been told."
    return nbformat.v4.new_output(
        "execute_result", data={"text/plain": "0", "text/html": f"<p>{words}</p>"}, metadata={}, execution_count=count
    )
