"""The data files that case modules say they make: gathered from all of them, and a mistake is one sentence."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import course.cases
from course.cases import files
from course.errors import CourseError

Modules = Callable[..., None]


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Modules:
    """Makes case modules in a folder that the package is read from as well: name -> text."""

    def make(**texts: str) -> None:
        for name, text in texts.items():
            (tmp_path / f"{name}.py").write_text(text, encoding="utf-8", newline="\n")
            monkeypatch.delitem(sys.modules, f"course.cases.{name}", raising=False)
        monkeypatch.setattr(course.cases, "__path__", [*course.cases.__path__, str(tmp_path)])

    return make


def test_files_of_every_module_that_makes_some_are_gathered(modules: Modules) -> None:
    modules(
        zeta='FILES = {"week03-losses/data/stops.csv": lambda: b"stop\\n"}',
        eta='FILES = {"week09-trusted-data/data/hh.csv": lambda: b"hh\\n", "week03-losses/data/a.csv": lambda: b"a"}',
        theta="NOTHING = 1",
    )
    found = files.generators()
    ours = [path for path in found if path.endswith(("stops.csv", "hh.csv", "/a.csv"))]
    assert {"week03-losses/data/stops.csv", "week03-losses/data/a.csv", "week09-trusted-data/data/hh.csv"} <= set(ours)
    assert list(found) == sorted(found)
    assert found["week09-trusted-data/data/hh.csv"]() == b"hh\n"
    assert files.of_workshop("week09-trusted-data").keys() >= {"data/hh.csv"}
    assert "data/hh.csv" not in files.of_workshop("week03-losses")


def test_a_file_that_two_modules_make_is_refused(modules: Modules) -> None:
    same = 'FILES = {"week09-trusted-data/data/twice.csv": lambda: b""}'
    modules(zeta=same, eta=same)
    with pytest.raises(CourseError, match=r"eta\.py and course/cases/zeta\.py both make source/week09.*twice\.csv"):
        files.generators()


@pytest.mark.parametrize(
    "path",
    [
        "stops.csv",
        "/etc/stops.csv",
        "week03-losses/../stops.csv",
        "week03-losses/week03-losses.py",
        "w\\\\stops.csv",
        "",
    ],
)
def test_a_path_that_is_no_data_file_of_a_workshop_is_refused(path: str, modules: Modules) -> None:
    modules(zeta=f'FILES = {{"{path}": lambda: b""}}')
    with pytest.raises(CourseError, match=r"course/cases/zeta\.py makes “.*”, which is no data file"):
        files.generators()
