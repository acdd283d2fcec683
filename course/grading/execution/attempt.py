"""Running one submission: the participant's cells behind the wall, the checks with the judge."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import Any

import nbformat
from nbformat import NotebookNode

from course.grading.execution.channel import BrokenChannelError, Channel, TimeUpError
from course.grading.execution.limits import Limits
from course.grading.execution.nurseries import GRACE_SECONDS, Born
from course.grading.execution.plan import Plan, is_check

JUDGE_SECONDS = 60
_KINDS = {"stream", "display_data", "execute_result", "error"}


@dataclass
class Attempt:
    """What became of a submission's cells.

    Args:
        notebook: the notebook, with the outputs.
        seconds: wall time by cell id.
        says: what the tutor should know, a sentence each.
    """

    notebook: NotebookNode
    seconds: dict[str, float] = field(default_factory=dict)
    says: list[str] = field(default_factory=list)


def run(
    notebook: NotebookNode,
    plan: Plan,
    shown: list[dict[str, Any]],
    participant: Born,
    judge: Born,
    limits: Limits,
) -> Attempt:
    """Run the cells of a sanitised notebook in order, and judge its check cells.

    Args:
        notebook: locked cells as in source, hidden tests in the check cells; changed in place.
        plan: see `Plan`.
        shown: what the unchanged first cells showed; they have been run already.
        participant: the process that has run them.
        judge: the process that has the judge's own names.
        limits: the time that cells may take.
    """
    result = Attempt(notebook)
    state = _Running(plan, participant, judge, limits, result)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for place, cell in enumerate(code):
        cell.execution_count, cell.outputs = None, []
        began = time.monotonic()
        if place < len(shown):
            state.count += 1
            _fill(cell, shown[place]["outputs"], state.count)
        elif is_check(cell):
            state.judge_cell(cell)
        elif cell.source.strip():
            state.run_cell(cell)
        result.seconds[cell.get("id", str(place))] = time.monotonic() - began
    return result


class _Running:
    """The state of one run: how many cells have run, and whether the participant's process is still there."""

    def __init__(self, plan: Plan, participant: Born, judge: Born, limits: Limits, result: Attempt) -> None:
        self.plan, self.participant, self.judge, self.limits, self.result = plan, participant, judge, limits, result
        self.count = 0
        self.ended: str | None = None
        self.deadline = time.monotonic() + limits.notebook_seconds

    def run_cell(self, cell: NotebookNode) -> None:
        """Run a cell in the participant's process."""
        if self.ended is not None:
            return
        self.count += 1
        reply = self._ask({"do": "run", "source": cell.source}, cell)
        if reply is not None:
            _fill(cell, reply.get("outputs"), self.count)

    def judge_cell(self, cell: NotebookNode) -> None:
        """Have a check cell judged on the values that the participant's names have now."""
        self.count += 1
        values: dict[str, Any] = {name: {"is": "blank"} for name in self.plan.asked(cell.source)}
        if self.ended is None:
            self._ask({"do": "skip"}, cell)
        if self.ended is None and values:
            reply = self._ask({"do": "export", "names": sorted(values)}, cell)
            given = reply.get("values") if reply else None
            if isinstance(given, dict):
                values |= {name: value for name, value in given.items() if name in values}
        self._judge(cell, values)

    def _judge(self, cell: NotebookNode, values: dict[str, Any]) -> None:
        """The judge's answer, with calls of participants' functions passed on; it must end in a number."""
        channel = self.judge.channel
        grade_id = cell.metadata.nbgrader["grade_id"]
        try:
            channel.send({"do": "judge", "source": cell.source, "values": values, "count": self.count})
            while (reply := channel.receive(JUDGE_SECONDS + self.limits.cell_seconds)).get("do") == "call":
                channel.send(self._call(reply))
            _fill(cell, reply["outputs"], self.count)
        except (BrokenChannelError, TimeUpError, KeyError, TypeError, ValueError) as problem:
            self.result.says.append(
                f"The check {grade_id} could not be run ({type(problem).__name__}); it counts as 0."
            )
            cell.outputs = [_zero(self.count)]
        if not _ends_in_a_number(cell, float(cell.metadata.nbgrader["points"])):
            self.result.says.append(f"The check {grade_id} did not end in a number of points; it counts as 0.")
            cell.outputs = [_zero(self.count)]

    def _call(self, request: dict[str, Any]) -> dict[str, Any]:
        """Pass a call on to the participant's process; an end or a time-out there is an error of the formula."""
        if self.ended is not None:
            return {"raised": {"kind": "RuntimeError", "text": "the notebook had stopped before"}}
        asked = {key: request[key] for key in ("do", "handle", "args", "kwargs")}
        reply = self._ask(asked, None)
        return reply or {"raised": {"kind": "RuntimeError", "text": self.ended or "it took too long"}}

    def _ask(self, request: dict[str, Any], cell: NotebookNode | None) -> dict[str, Any] | None:
        """Ask the participant's process; None, with the reason kept, when no good answer comes."""
        channel: Channel = self.participant.channel
        seconds = min(self.limits.cell_seconds, self.deadline - time.monotonic())
        try:
            channel.send(request)
            try:
                return channel.receive(max(0.01, seconds))
            except TimeUpError:
                self.result.says.append(f"A cell ran longer than {seconds:.0f} s and was stopped.")
                self.participant.interrupt()
                reply = channel.receive(GRACE_SECONDS)
                if self.deadline <= time.monotonic():
                    self._end(f"the notebook ran longer than {self.limits.notebook_seconds:.0f} s")
                return reply
        except TimeUpError:
            self._end("a cell could not be stopped", cell)
        except BrokenChannelError:
            self._end("the notebook stopped Python itself", cell)
        return None

    def _end(self, why: str, cell: NotebookNode | None = None) -> None:
        self.ended = why
        self.participant.end()
        self.result.says.append(f"The run ended early: {why}. The cells after it were not run.")
        if cell is not None and not is_check(cell):
            cell.outputs = [nbformat.v4.new_output("error", ename="CellStopped", evalue=why, traceback=[why])]


def _fill(cell: NotebookNode, outputs: Any, count: int) -> None:
    """Put outputs into a cell; whatever is not of the form of an output is left out."""
    cell.execution_count = count
    cell.outputs = [made for item in outputs if (made := _output(item, count))] if isinstance(outputs, list) else []


def _output(item: Any, count: int) -> NotebookNode | None:
    if not isinstance(item, dict) or item.get("output_type") not in _KINDS:
        return None
    try:
        made = nbformat.from_dict(item)
        if made.output_type == "execute_result":
            made.execution_count = count
        nbformat.validate(made, ref=made.output_type, version=4)
    except Exception:
        return None
    return made


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
