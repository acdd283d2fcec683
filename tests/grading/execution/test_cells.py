"""What the engine does with cells, beyond looking as nbclient does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from nbformat import NotebookNode
from through_engine import Through, notebook_of

from course.grading.engine import Engine
from course.grading.execution import sandbox
from course.grading.execution.limits import Limits


@pytest.fixture(scope="module")
def small() -> Iterator[Engine]:
    """An engine with little patience."""
    made = Engine(Limits(cell_seconds=1.5, output_characters=10_000), walled=sandbox.why_not() is None)
    yield made
    made.close()


def text(cell: NotebookNode) -> str:
    return "".join(
        output.get("text", "") or output.get("data", {}).get("text/plain", "") or output.get("evalue", "")
        for output in cell.outputs
    )


def test_a_cell_that_prints_for_ever_is_cut_and_takes_no_memory(through: Through, small: Engine) -> None:
    before, flood, after = through(
        "import resource\nbefore = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss",
        "while True:\n    print('x' * 1000)",
        "(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024",
        by=small,
    ).cells
    assert before.outputs == []
    assert "a cell may show at most 10,000 characters" in flood.outputs[0].text
    assert len(flood.outputs[0].text) < 10_200
    assert flood.outputs[-1].ename == "KeyboardInterrupt"
    assert float(text(after)) < 30


@pytest.mark.parametrize(
    "flood",
    [
        "while True:\n    display('x' * 1000)",
        "handle = display('a', display_id=True)\nwhile True:\n    handle.update('x' * 5000)",
        "import os\nwhile True:\n    n = os.write(1, b'x' * 10_000)",
        "import os\nos.system('yes')",
        "import threading, sys\n"
        "for _ in range(4): threading.Thread(target=lambda: [print('x') for _ in range(10**5)], daemon=True).start()\n"
        "while True: pass",
        "raise ValueError('x' * 10**7)",
        "'x' * 10**7",
        "print('x' * 10**7)",
        "from IPython.display import clear_output\nwhile True:\n    print('x' * 5000)\n    clear_output(wait=True)",
    ],
)
def test_a_flood_of_any_kind_is_cut_and_the_next_cell_runs(flood: str, through: Through, small: Engine) -> None:
    # An error is shown even where threads that go on have filled the next cell as well (these end by themselves, so
    # that a slow machine has time for the next cell).
    flooded, after = through(flood, "raise RuntimeError('goes on')", by=small).cells
    assert sum(len(str(output)) for output in flooded.outputs) < 30_000
    assert "goes on" in [output.get("evalue") for output in after.outputs]


def test_an_interrupt_reaches_what_a_cell_has_started(through: Through, small: Engine) -> None:
    slow, after = through("import os\nos.system('sleep 60')", "'goes on'", by=small).cells
    assert slow.execution_count == 1
    assert text(after) == "'goes on'"


def test_an_error_that_cannot_say_what_it_is_stops_its_cell_alone(through: Through) -> None:
    bad, after = through(
        "class Odd(Exception):\n    def __str__(self):\n        raise RuntimeError('no')\nraise Odd", "'goes on'"
    ).cells
    assert bad.outputs[-1].output_type == "error"
    assert text(after) == "'goes on'"


@pytest.mark.parametrize("leave", ["exit()", "quit()", "exit", "get_ipython().ask_exit()"])
def test_exit_ends_the_notebook_as_little_as_the_cell(leave: str, through: Through) -> None:
    # In a kernel, cells that come within a tenth of a second run, and then it is dead: what follows hangs on timing.
    left, after = through(leave, "'goes on'").cells
    assert left.outputs == []
    assert text(after) == "'goes on'"


def test_half_characters_can_be_written_to_a_file_afterwards(through: Through) -> None:
    whole = through("print('\\ud83d half')", "'\\udc00'", "raise ValueError('\\ud83d')")
    assert "half" in text(whole.cells[0])
    for cell in whole.cells:
        str(cell.outputs).encode("utf-8")


def test_what_is_no_output_is_left_out(through: Through) -> None:
    forged, kept = through(
        "recorder = get_ipython().recorder\n"
        "for item in (5, None, {}, {'output_type': 'nonsense'}, {'output_type': 'stream', 'name': 5, 'text': 'x'},\n"
        "             {'output_type': 'execute_result', 'data': {}, 'metadata': {}, 'execution_count': 'x'}):\n"
        "    recorder._sheet.items.append(item)",
        "'kept'",
    ).cells
    assert forged.outputs == []
    assert text(kept) == "'kept'"


def test_nothing_of_the_engine_is_seen_in_the_names(through: Through) -> None:
    [names] = through("sorted(name for name in globals() if not name.startswith('_'))").cells
    assert text(names) == "['In', 'Out', 'exit', 'get_ipython', 'open', 'quit']"


def test_an_output_widget_can_be_cleared_from_inside(through: Through) -> None:
    # nbclient keeps the same, and then, about one time in six, waits in vain for the kernel: so it is asked only here.
    cells = through(
        "import ipywidgets as w\nfrom IPython.display import clear_output\nout = w.Output()",
        "with out:\n    print('gone')\n    clear_output(wait=True)\n    print('stays')",
        "out.outputs",
    ).cells
    assert cells[1].outputs == []
    assert text(cells[2]) == "({'output_type': 'stream', 'name': 'stdout', 'text': 'stays\\n'},)"


AHEAD = (
    "import random, sys, time\nimport numpy as np\nimport matplotlib.pyplot as plt",
    "random.seed(5)\nnp.random.seed(5)\nhandle = display('first', display_id='of the workshop')",
    "figure, axes = plt.subplots(figsize=(2, 2))\naxes.plot([1, 2]);",
    "import contextvars, asyncio\nvar = contextvars.ContextVar('var', default='unset')\nvar.set('set')\n1 + 1",
    "await asyncio.sleep(0)\nprint('out'); print('err', file=sys.stderr)",
    "import os\nos.system('echo from a process')\ntime.sleep(0.1)",
)
OWN = (
    "random.random(), np.random.rand()",
    "handle.update('changed')",
    "axes.set_title('mine')\nfigure",
    "var.get(), _3, Out[4], len(In)",
    "plt.plot([3, 1]);",
    "await asyncio.sleep(0)\nprint('out'); print('err', file=sys.stderr)",
)


def test_cells_that_ran_ahead_look_as_if_they_had_run_now(through: Through) -> None:
    def everything(first: int) -> list[Any]:
        cells = through(notebook_of(*AHEAD, *OWN), first=first).cells
        return [(cell.execution_count, cell.outputs) for cell in cells]

    now = everything(0)
    assert everything(len(AHEAD)) == now
    assert everything(len(AHEAD)) == now  # what ran ahead is shown to the next submission unchanged
    assert now[1][1][0].data["text/plain"] == "'changed'"


def test_children_share_nothing_but_where_they_began(through: Through) -> None:
    def last(source: str) -> str:
        return text(through(notebook_of("kept = [1]", "import sys", source, "kept"), first=2).cells[-1])

    assert last("kept.append(2)") == "[1, 2]"
    assert last("kept.append(3)") == "[1, 3]"
