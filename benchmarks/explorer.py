"""How long a person waits between letting go of a slider of week 5's explorer and the kernel's answer.

Half a hundred moves in one fresh process, each through the slider itself, as JupyterLab does it. Beside the median
stands the time of drawing one plain chart on the same machine, so that the ratio can be compared between machines.
"""

from __future__ import annotations

import io
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks/results/explorer.json"
MOVES = 50


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


def main() -> int:
    """Measure, print, write the results."""
    sys.path.insert(0, str(ROOT))
    import matplotlib as mpl

    mpl.use("agg")
    from ipywidgets import FloatSlider, IntSlider
    from matplotlib.figure import Figure

    from course.cases import ribble
    from course.display.appraisal import appraisal_explorer

    machine = ribble.ONE_MACHINE
    explorer = appraisal_explorer(**ribble.money(machine), rate=ribble.RATE, life=machine.life)
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
    found = {
        "moves": MOVES,
        "move_milliseconds": round(moved, 1),
        "times_a_plain_chart": round(moved / plain, 2),
    }
    print(f"A move of a slider of week 5's explorer, median of {MOVES} in one process:")
    print(f"  {moved:.0f} ms (x{moved / plain:.2f} of a plain chart)")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
