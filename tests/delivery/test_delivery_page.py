"""docs/delivery.md describes every case that is tested, and its examples are the names the code gives."""

from __future__ import annotations

from pathlib import Path

from course.delivery.files import HIDDEN, OWN_FIRM, named_beside
from course.delivery.manifest import NAME
from course.delivery.updating import EARLIER, FRESH

PAGE = (Path(__file__).parents[2] / "docs/delivery.md").read_text(encoding="utf-8")


def test_the_names_on_the_page_are_the_codes() -> None:
    assert f"`{Path(named_beside('week05-appraisal.ipynb', FRESH, 1)).name}`" in PAGE
    assert f"({FRESH} 2).ipynb" in PAGE
    assert f"({EARLIER}).ipynb" in PAGE
    assert f"`{HIDDEN}/{NAME}.damaged`" in PAGE
    assert f"**{OWN_FIRM}.**" in PAGE


def test_a_fresh_copy_sorts_beside_its_file() -> None:
    names = [
        "week05-appraisal.ipynb",
        "week05-appraisal (fresh copy).ipynb",
        "week06-funding.ipynb",
        "data",
        "my-notes.md",
    ]
    for key in (str.casefold, str):
        ordered = sorted(names, key=key)
        assert abs(ordered.index(names[0]) - ordered.index(names[1])) == 1
