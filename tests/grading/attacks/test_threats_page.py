"""docs/grading-threats.md says what the engine does."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

from attack_workshop import KINDS, corpus

from course.grading.execution.limits import Limits

PAGE = Path(__file__).resolve().parents[3] / "docs" / "grading-threats.md"


def test_the_table_of_caps_has_the_defaults() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \|", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert {name: float(value) for name, value in rows} == asdict(Limits())


def test_the_corpus_has_attacks_of_every_kind() -> None:
    kinds = {attack.path.parent.name for attack in corpus()}
    assert kinds == set(KINDS)
    assert len({attack.name for attack in corpus()}) == len(corpus())


def test_what_is_seen_but_not_defended_is_written_down() -> None:
    leaks = {attack.says["leaks"] for attack in corpus() if "leaks" in attack.says}
    assert leaks == {"hidden inputs"}
    assert "Hidden figures can be seen" in PAGE.read_text(encoding="utf-8")
