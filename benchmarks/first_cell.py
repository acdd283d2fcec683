"""What week 5's first cell costs a kernel, beyond the libraries that every data notebook imports.

Fresh kernels take turns: one runs the imports that any such notebook starts with, the next runs the first cell of the
released workshop. Only the differences of their medians are of interest: the figures themselves are the machine's.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
from jupyter_client.manager import start_new_kernel

ROOT = Path(__file__).resolve().parent.parent
WORKSHOP = ROOT / "release/week05-appraisal/week05-appraisal.ipynb"
RESULTS = ROOT / "benchmarks/results/first_cell.json"

PLAIN = "import pandas\nimport matplotlib.pyplot\nimport ipywidgets"
PAIRS = 7
LIMIT_MEGABYTES = 15.0
LIMIT_SECONDS = 0.3
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Cost:
    """What a kernel held and how long its cell took."""

    megabytes: float
    seconds: float


def first_cell(notebook: Path) -> str:
    """The source of a notebook's first code cell."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return next("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def in_a_fresh_kernel(source: str, folder: Path) -> Cost:
    """Start a kernel in `folder`, run `source` in it, and take its resident memory and the time from asking to done."""
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    variables["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), variables.get("PYTHONPATH", "")]))
    manager, client = start_new_kernel(
        startup_timeout=PATIENCE_SECONDS, cwd=str(folder), env=variables, extra_arguments=["--log-level=ERROR"]
    )
    try:
        began = time.perf_counter()
        reply = client.execute_interactive(source, timeout=PATIENCE_SECONDS, output_hook=lambda message: None)
        seconds = time.perf_counter() - began
        if reply["content"]["status"] != "ok":
            sys.exit(f"The cell failed: {reply['content'].get('ename')}: {reply['content'].get('evalue')}")
        return Cost(psutil.Process(manager.provisioner.pid).memory_info().rss / 1e6, seconds)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def measure(pairs: int = PAIRS) -> dict[str, list[Cost]]:
    """Take turns: `pairs` kernels of each kind, after one unmeasured pair that compiles modules and warms the disk."""
    cells = {"plain": PLAIN, "first cell": first_cell(WORKSHOP)}
    costs: dict[str, list[Cost]] = {name: [] for name in cells}
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(pairs + 1):
            for name, source in cells.items():
                cost = in_a_fresh_kernel(source, Path(folder))
                if turn:
                    costs[name].append(cost)
    return costs


def summarise(costs: dict[str, list[Cost]]) -> dict[str, float]:
    """Medians, and what the first cell costs beyond the plain imports."""
    megabytes = {name: statistics.median(cost.megabytes for cost in several) for name, several in costs.items()}
    seconds = {name: statistics.median(cost.seconds for cost in several) for name, several in costs.items()}
    return {
        "pairs": len(costs["plain"]),
        "plain_megabytes": round(megabytes["plain"], 1),
        "plain_seconds": round(seconds["plain"], 3),
        "more_megabytes": round(megabytes["first cell"] - megabytes["plain"], 1),
        "more_seconds": round(seconds["first cell"] - seconds["plain"], 3),
        "times_megabytes": round(megabytes["first cell"] / megabytes["plain"], 3),
        "times_seconds": round(seconds["first cell"] / seconds["plain"], 3),
        "limit_megabytes": LIMIT_MEGABYTES,
        "limit_seconds": LIMIT_SECONDS,
    }


def main() -> int:
    """Measure, print, write the results; 1 if a limit is passed."""
    found = summarise(measure())
    print(f"Week 5's first cell against plain imports, medians of {found['pairs']} kernels each, taking turns:")
    print(f"  memory: {found['more_megabytes']:+.1f} MB (x{found['times_megabytes']}), limit {LIMIT_MEGABYTES:g} MB")
    print(f"  time:   {found['more_seconds']:+.3f} s (x{found['times_seconds']}), limit {LIMIT_SECONDS:g} s")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8", newline="\n")
    within = found["more_megabytes"] <= LIMIT_MEGABYTES and found["more_seconds"] <= LIMIT_SECONDS
    print("  within the limits" if within else "  PAST A LIMIT")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
