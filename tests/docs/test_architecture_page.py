"""docs/architecture.md shows the import arrows that import-linter holds, and every room there is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]


def test_the_layers_are_those_of_the_contract() -> None:
    (layers,) = [contract["layers"] for contract in CONTRACTS if contract["type"] == "layers"]
    blocks = [block.splitlines() for block in re.findall(r"```text\n(.*?)\n```", PAGE, re.DOTALL)]
    assert layers in blocks


def test_the_other_contracts_are_told() -> None:
    others = [contract["name"] for contract in CONTRACTS if contract["type"] != "layers"]
    told = re.sub(r"\s+", " ", PAGE.replace("**", "")).casefold()
    assert [name for name in others if name.casefold() not in told] == []


def test_every_room_has_a_row() -> None:
    rooms = {
        path.stem for path in (ROOT / "course").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    rows = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))
    assert rows == rooms - {"__init__"}
