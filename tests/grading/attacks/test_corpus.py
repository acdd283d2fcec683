"""Each attack of the corpus: its marks, what the tutor is told, and that nothing outside the sandbox changed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from attack_limits import LIMITS
from attack_outside import TOKEN, Outside, inmates
from attack_workshop import HIDDEN, Attack, corpus, marks_of, release, shown, submission

from course.grading.engine import Engine, Job

CORPUS = corpus()
HASTY = {each.name for each in CORPUS if re.search(r"longer|could not be stopped|^\.$", each.says.get("told", ""))}
"""Attacks that are to run into a limit of time. Each takes that long, so a quick run waits for one of them only."""
LONG = "x" * 4_000_000


def _chosen(attack: Attack) -> object:
    waits = attack.name in HASTY - {"exhaust/endless_loop"}
    return pytest.param(attack, id=attack.name, marks=[pytest.mark.slow] if waits else [])


@pytest.mark.parametrize("attack", map(_chosen, CORPUS))
def test_an_attack_earns_nothing_and_breaks_nothing(
    attack: Attack, engine: Engine, canaries: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = canaries.state()
    notebook = attack.notebook(**canaries.names(), long=LONG)
    # Only those that are to run into a limit have little time; how fast the machine is must not decide for the others.
    patient = replace(LIMITS, cell_seconds=60, notebook_seconds=180)
    monkeypatch.setattr(engine, "limits", LIMITS if attack.name in HASTY else patient)
    outcome = engine.run(Job(nbformat.writes(notebook), nbformat.writes(release())))
    done = nbformat.reads(outcome.notebook, as_version=4)
    outcome.notebook.encode("utf-8")

    assert marks_of(done) == attack.marks(), outcome.says
    told = " ".join(outcome.says)
    if "told" in attack.says:
        assert re.search(attack.says["told"], told)
    else:
        assert not told
    text = shown(done)
    assert "GOT" not in text
    assert attack.says.get("shows", "") in text
    if "leaks" not in attack.says:
        assert not [word for word in (*HIDDEN, "73_313", TOKEN) if word in text]
    assert len(text) < 2_000_000
    assert canaries.state() == before
    assert inmates() == []


def test_honest_work_has_all_its_marks_after_every_attack(engine: Engine) -> None:
    outcome = engine.run(Job(nbformat.writes(submission()), nbformat.writes(release())))
    assert marks_of(nbformat.reads(outcome.notebook, as_version=4)) == {"payback": 4, "gain": 2, "firm": 2}
    assert outcome.says == ()


def test_the_same_attacks_do_earn_marks_where_one_process_runs_everything() -> None:
    """The corpus is real: without the judge, these get the marks that they are after."""
    attacks = [attack for attack in CORPUS if "one process" in attack.says]
    notebooks = {attack.name: attack.notebook() for attack in attacks}
    program = Path(__file__).with_name("one_process.py")
    done = subprocess.run(
        [sys.executable, str(program)],
        input=json.dumps(notebooks),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    ran = json.loads(done.stdout)
    got = {name: marks_of(nbformat.from_dict(notebook)) for name, notebook in ran.items()}
    assert got == {attack.name: attack.marks("one process") for attack in attacks}
    assert len(attacks) > 10
