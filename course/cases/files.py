"""The data files in source/, each with the generator that makes it: gathered from the modules that say so.

A module of this room that makes files has `FILES: dict[str, Callable[[], bytes]]`: the path below source/, such as
"week03-losses/data/stops.csv", and a function without arguments that gives the file's bytes, the same each time.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

import course.cases
from course.errors import CourseError

Generator = Callable[[], bytes]


def generators() -> dict[str, Generator]:
    """Every data file that a module of this room makes: path below source/ -> its generator, by path.

    Raises:
        CourseError: when two modules make the same file, or a path is not one below a workshop's folder.
    """
    found: dict[str, Generator] = {}
    makers: dict[str, str] = {}
    for module in sorted(each.name for each in pkgutil.iter_modules(course.cases.__path__)):
        named = f"course/cases/{module}.py"
        files: Mapping[str, Generator] = getattr(importlib.import_module(f"course.cases.{module}"), "FILES", {})
        for path, make in files.items():
            _refuse_odd(path, named)
            if path in makers:
                raise CourseError(f"{makers[path]} and {named} both make source/{path}; leave it to one of them.")
            found[path], makers[path] = make, named
    return dict(sorted(found.items()))


def of_workshop(name: str) -> dict[str, Generator]:
    """The data files of one workshop: path in its folder -> generator.

    Raises:
        CourseError: as `generators`.
    """
    below = f"{name}/"
    return {path.removeprefix(below): make for path, make in generators().items() if path.startswith(below)}


def _refuse_odd(path: str, named: str) -> None:
    pure = PurePosixPath(path)
    plain = str(pure) == path and not pure.is_absolute() and ".." not in pure.parts and "\\" not in path
    if not plain or len(pure.parts) < 2 or pure.suffix in (".ipynb", ".py"):
        raise CourseError(
            f"{named} makes “{path}”, which is no data file in a workshop's folder; write its path below source/, like "
            "“week03-losses/data/stops.csv”."
        )
