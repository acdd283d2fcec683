"""For comparison: how long otter-grader's own runner takes for an equivalent notebook, without containers.

The same cells as week 5's, with model answers; each check of ours becomes a question whose test asserts that all
points were earned. otter-grader is installed into an environment of its own, which goes afterwards. `ldt bench` does
not run this unless it is named, since it installs some hundred packages.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_raw_cell

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks/results/otter.json"
WORKSHOP = "week05-appraisal"
PASSES = 5
OTTER = ["otter-grader", "ipykernel", "setuptools<81"]  # it imports pkg_resources, which later ones do not have


def equivalent(workshop: str) -> NotebookNode:
    """A workshop in the form that `otter assign` takes, with the model answers in it."""
    source = nbformat.read(ROOT / "source" / workshop / f"{workshop}.ipynb", as_version=4)
    made = [new_raw_cell(f"# ASSIGNMENT CONFIG\nname: {workshop}\nexport_cell: false\ngenerate: true")]
    for cell in source.cells:
        about = cell.metadata.get("nbgrader", {})
        text = cell.source.replace("### BEGIN SOLUTION", "").replace("### END SOLUTION", "")
        if cell.cell_type != "code":
            continue
        if not about.get("grade"):
            made.append(new_code_cell(text))
            continue
        check = next(line for line in text.splitlines() if line.startswith("check("))
        name = about["grade_id"].replace("-", "_")
        made += [
            new_raw_cell(f"# BEGIN QUESTION\nname: {name}\npoints: {about['points']:g}"),
            new_raw_cell("# BEGIN SOLUTION"),
            new_code_cell("pass  # SOLUTION"),
            new_raw_cell("# END SOLUTION"),
            new_raw_cell("# BEGIN TESTS"),
            new_code_cell(f"assert {check}.outcome == 'right'"),
            new_raw_cell("# END TESTS"),
            new_raw_cell("# END QUESTION"),
        ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=made, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})


def main() -> int:
    """Install, measure, print, write."""
    with tempfile.TemporaryDirectory(prefix="ldt-otter-") as name:
        place = Path(name)
        venv.create(place / "env", with_pip=True)
        folder = place / "env" / ("Scripts" if os.name == "nt" else "bin")
        python, otter = str(folder / "python"), str(folder / "otter")
        print("Installing otter-grader and the course into an environment of their own …", flush=True)
        wanted = [*OTTER, "-c", str(ROOT / "requirements.lock"), "-e", str(ROOT)]
        for command in (wanted, [*OTTER, "-e", str(ROOT)]):
            done = subprocess.run([python, "-m", "pip", "install", "-q", *command], capture_output=True, check=False)
            if done.returncode == 0:
                break
        else:
            print(f"otter-grader cannot be installed here: {done.stderr.decode()[-300:]}")
            return 1
        nbformat.write(equivalent(WORKSHOP), place / f"{WORKSHOP}.ipynb")
        variables = {**os.environ, "PATH": os.pathsep.join([str(folder), os.environ.get("PATH", "")])}
        subprocess.run(
            [otter, "assign", f"{WORKSHOP}.ipynb", "made", "--no-run-tests", "--no-pdfs"],
            cwd=place,
            env=variables,
            check=True,
            capture_output=True,
        )
        (package,) = (place / "made" / "autograder").glob("*.zip")
        run = [otter, "run", str(place / "made" / "autograder" / f"{WORKSHOP}.ipynb"), "-a", str(package), "--no-logo"]
        took = []
        for number in range(PASSES + 1):
            began = time.perf_counter()
            subprocess.run([*run, "-o", str(place)], cwd=place, env=variables, check=True, capture_output=True)
            if number:  # the first compiles modules
                took.append(time.perf_counter() - began)
        scored = json.loads((place / "results.json").read_text(encoding="utf-8"))
        earned = sum(test.get("score", 0) for test in scored["tests"])
        version = subprocess.run([otter, "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
    figures = {
        "otter_grader": version,
        "workshop": WORKSHOP,
        "passes": PASSES,
        "points_earned": earned,
        "otter_seconds_a_submission": round(statistics.median(took), 3),
    }
    for key, value in figures.items():
        print(f"  {key:<40} {value}")
    RESULTS.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
