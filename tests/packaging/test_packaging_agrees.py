"""pyproject.toml, requirements.lock, environment.yml and what is installed agree."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))

LINES = [*PROJECT["dependencies"], *(line for extra in PROJECT["optional-dependencies"].values() for line in extra)]
WANTED = [Requirement(line) for line in LINES if not line.startswith(PROJECT["name"])]
PINS = [Requirement(line) for line in LOCK.splitlines() if line and not line.startswith("#")]
# A machine of each kind that the course is for, as environment markers see it.
MACHINES = [
    {
        "sys_platform": system,
        "os_name": "nt" if system == "win32" else "posix",
        "platform_system": {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}[system],
        "platform_machine": "arm64" if system == "darwin" else "x86_64",
        "python_version": python,
        "python_full_version": f"{python}.7",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    for system in ("linux", "darwin", "win32")
    for python in ("3.11", "3.12", "3.13", "3.14")
]


def pins_for(machine: dict[str, str]) -> list[Requirement]:
    return [pin for pin in PINS if pin.marker is None or pin.marker.evaluate(dict(machine))]


each_machine = pytest.mark.parametrize(
    "machine", MACHINES, ids=[f"{machine['sys_platform']}-{machine['python_version']}" for machine in MACHINES]
)


@each_machine
def test_every_requirement_is_pinned_to_a_version_that_satisfies_it(machine: dict[str, str]) -> None:
    pins = {canonicalize_name(pin.name): pin for pin in pins_for(machine)}
    for wanted in WANTED:
        if wanted.marker is not None and not wanted.marker.evaluate(dict(machine)):
            continue
        pin = pins.get(canonicalize_name(wanted.name))
        assert pin is not None, f"{wanted} is not in requirements.lock"
        assert wanted.specifier.contains(version_of(pin), prereleases=True), f"{pin} does not satisfy {wanted}"


@each_machine
def test_one_version_of_each_library_on_each_machine(machine: dict[str, str]) -> None:
    names = [canonicalize_name(pin.name) for pin in pins_for(machine)]
    assert sorted(names) == sorted(set(names))


def test_every_line_of_the_lock_is_one_exact_version() -> None:
    assert len(PINS) > len(WANTED)
    for pin in PINS:
        assert pin.url is None
        assert [specifier.operator for specifier in pin.specifier] == ["=="], f"{pin} is not one version"


@pytest.mark.parametrize("name", ["requirements.lock", "environment.yml", "pyproject.toml", "Makefile"])
def test_no_file_names_an_address_or_a_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"--hash|sha256|index-url\s*[=h]|find-links\s*[=/]|file:|trusted-host", text)
    # Options of the command that made the lock may be named in its heading, never on a line that pip reads.
    assert not [line for line in text.splitlines() if line.startswith("-")] or name == "Makefile"


def test_the_environment_uses_the_lock_and_the_same_python() -> None:
    conda = [entry for entry in ENVIRONMENT["dependencies"] if isinstance(entry, str)]
    (pip,) = [entry["pip"] for entry in ENVIRONMENT["dependencies"] if isinstance(entry, dict)]
    (python,) = [entry for entry in conda if entry.startswith("python")]
    assert SpecifierSet(python.removeprefix("python")) == SpecifierSet(PROJECT["requires-python"])
    assert "pip" in conda
    assert pip[0] == "--constraint requirements.lock"
    (own,) = pip[1:]
    extra = re.fullmatch(r"--editable \.\[(\w+)\]", own)
    assert extra is not None
    assert extra[1] in PROJECT["optional-dependencies"]
    assert ENVIRONMENT["channels"] == ["conda-forge"]
    assert ENVIRONMENT["name"] == PROJECT["name"]


def test_the_lock_is_for_the_oldest_python_that_is_promised() -> None:
    assert SpecifierSet(PROJECT["requires-python"]) == SpecifierSet(">=3.11")
    assert "--python-version 3.11" in LOCK.splitlines()[1]
    for extra_flag in ("--universal", "--all-extras"):
        assert extra_flag in LOCK.splitlines()[1]


def test_what_is_installed_is_what_is_locked() -> None:
    """Only where the lock was used to install; `ldt test` and `make` do."""
    other = []
    for pin in PINS:
        if pin.marker is not None and not pin.marker.evaluate():
            continue
        try:
            have = metadata.version(pin.name)
        except metadata.PackageNotFoundError:
            continue  # of an extra that is not installed here
        if have != version_of(pin):
            other.append(f"{pin.name} {have}, locked {version_of(pin)}")
    assert not other


def test_the_makefile_asks_ldt_for_each_verb_and_installs_with_the_lock() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    asked = dict(re.findall(r"^(\w+): \$\(VENV\)/\.(\w+).*\n\t@\$\(LDT\) (?:\1|test --quick)\b", text, re.M))
    assert asked == {
        "demo": "tutor",
        "lab": "tutor",
        "build": "tutor",
        "test": "dev",
        "check": "dev",
        "audit": "dev",
        "bench": "dev",
        "hub": "hub",
    }
    assert "--constraint requirements.lock" in text
    assert "unexport PYTHONDONTWRITEBYTECODE" in text


def version_of(pin: Requirement) -> str:
    (specifier,) = pin.specifier
    return specifier.version
