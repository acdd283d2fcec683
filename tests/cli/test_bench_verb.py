"""`ldt bench` and the arithmetic of its benchmarks."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from course.cli import bench, run

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def first_cell() -> ModuleType:
    spec = importlib.util.spec_from_file_location("first_cell", BENCHMARKS / "first_cell.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["first_cell"] = module  # dataclasses look their module up by name
    spec.loader.exec_module(module)
    return module


def test_every_benchmark_is_there() -> None:
    programs = {file.stem for file in BENCHMARKS.glob("*.py") if "__main__" in file.read_text(encoding="utf-8")}
    assert programs == {*bench.MEASURED, *bench.COMPARED}


@pytest.mark.parametrize("code", [0, 1])
def test_a_passed_limit_fails(code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("source", "release", "benchmarks"):
        (tmp_path / folder).mkdir()
    (tmp_path / "nbgrader_config.py").touch()
    for name in bench.MEASURED:
        (tmp_path / f"benchmarks/{name}.py").write_text("", encoding="utf-8")
    show = f"import os, sys\nsys.exit({code} or 'PYTHONDONTWRITEBYTECODE' in os.environ)\n"
    (tmp_path / f"benchmarks/{bench.MEASURED[0]}.py").write_text(show, encoding="utf-8")
    monkeypatch.setenv("LDT_ROOT", str(tmp_path))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert run(["bench"]) == code
    assert run(["bench", bench.MEASURED[1]]) == 0


def test_an_unknown_benchmark(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "nothing"]) == 2
    assert "nothing" in capsys.readouterr().err


def test_the_first_code_cell_is_read(first_cell: ModuleType, tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": "# Is it worth it?"},
        {"cell_type": "code", "source": ["import a\n", "import b"]},
        {"cell_type": "code", "source": "1 + 1"},
    ]
    (tmp_path / "w.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    assert first_cell.first_cell(tmp_path / "w.ipynb") == "import a\nimport b"


def test_medians_are_compared(first_cell: ModuleType) -> None:
    cost = first_cell.Cost
    found = first_cell.summarise(
        {
            "plain": [cost(100, 1.0), cost(102, 5.0), cost(101, 1.1)],
            "first cell": [cost(110, 1.3), cost(111, 1.2), cost(900, 9.0)],
        }
    )
    assert (found["more_megabytes"], found["more_seconds"]) == (10.0, 0.2)
    assert found["times_megabytes"] == pytest.approx(111 / 101, abs=1e-3)


@pytest.mark.slow
def test_a_fresh_kernel_is_weighed(first_cell: ModuleType, tmp_path: Path) -> None:
    small = first_cell.in_a_fresh_kernel("pass", tmp_path)
    big = first_cell.in_a_fresh_kernel("kept = bytearray(b'x' * 200_000_000)", tmp_path)
    assert 150 < big.megabytes - small.megabytes < 300
    assert small.seconds > 0
    with pytest.raises(SystemExit, match="ZeroDivisionError"):
        first_cell.in_a_fresh_kernel("1 / 0", tmp_path)
