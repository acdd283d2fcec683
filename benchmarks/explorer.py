"""How long a person waits between letting go of a slider of a workshop's explorer and the kernel's answer.

Half a hundred moves for each workshop, in a fresh process of its own, each through the slider itself, as JupyterLab
does it. Beside the median stands the time of drawing one plain chart in the same process, so that the ratio can be
compared between machines.
"""

from __future__ import annotations

import ast
import io
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks/results/explorer.json"
MOVES = 50
LIMIT_MILLISECONDS = 150


def milliseconds(act: Callable[[int], object]) -> list[float]:
    """The time of each of `MOVES` calls."""
    times = []
    for number in range(MOVES):
        began = time.perf_counter()
        act(number)
        times.append((time.perf_counter() - began) * 1000)
    return times


def descendants(widget: Any) -> Iterator[Any]:
    """A widget and everything in it."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from descendants(child)


def explorer_of(workshop: str) -> Any:
    """The explorer that a participant meets: what the explore cell shows after the cells before it have run."""
    import nbformat

    os.chdir(ROOT / "release" / workshop)
    names: dict[str, Any] = {}
    for cell in nbformat.read(f"{workshop}.ipynb", as_version=4).cells:
        if cell.cell_type != "code":
            continue
        code = ast.parse(cell.source)
        if cell.metadata.nbgrader["grade_id"].endswith("-explore"):
            last = code.body.pop()
            assert isinstance(last, ast.Expr)
            exec(compile(code, workshop, "exec"), names)
            return eval(compile(ast.Expression(last.value), workshop, "eval"), names)
        exec(compile(code, workshop, "exec"), names)
    raise SystemExit(f"{workshop} has no explore cell")


def measure(workshop: str) -> dict[str, float]:
    """Move the sliders of one workshop's explorer."""
    import matplotlib as mpl

    mpl.use("agg")
    from ipywidgets import FloatSlider, IntSlider
    from matplotlib.figure import Figure

    explorer = explorer_of(workshop)
    sliders = [part for part in descendants(explorer.widget) if isinstance(part, FloatSlider | IntSlider)]

    def move(number: int) -> None:
        slider = sliders[number % len(sliders)]
        steps = round((slider.max - slider.min) / slider.step)
        slider.value = slider.min + slider.step * ((number * 7) % 10 * steps // 10)

    def plain_chart(number: int) -> None:
        figure = Figure()
        figure.subplots().plot([0, number])
        figure.savefig(io.BytesIO(), format="png")

    move(MOVES)
    plain_chart(MOVES)
    moved, plain = statistics.median(milliseconds(move)), statistics.median(milliseconds(plain_chart))
    return {"move_milliseconds": round(moved, 1), "times_a_plain_chart": round(moved / plain, 2)}


def main() -> int:
    """Measure, print, write the results."""
    found: dict[str, Any] = {"moves": MOVES}
    print(f"A move of a slider, median of {MOVES} (limit {LIMIT_MILLISECONDS} ms):")
    for folder in sorted((ROOT / "release").glob("week*")):
        done = subprocess.run([sys.executable, __file__, folder.name], capture_output=True, text=True, check=True)
        found[folder.name] = figures = json.loads(done.stdout.splitlines()[-1])
        took, ratio = figures["move_milliseconds"], figures["times_a_plain_chart"]
        print(f"  {folder.name:<24} {took:.0f} ms (x{ratio:.2f} of a plain chart)")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8", newline="\n")
    slow = [name for name, each in found.items() if name != "moves" and each["move_milliseconds"] > LIMIT_MILLISECONDS]
    return 1 if slow else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1])))
        sys.exit(0)
    sys.exit(main())
