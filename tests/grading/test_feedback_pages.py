from __future__ import annotations

import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
import tiny
from bs4 import BeautifulSoup


@pytest.fixture(scope="module")
def pages(marked: tiny.Marked) -> dict[str, str]:
    return {page.parent.parent.name: page.read_text(encoding="utf-8") for page in marked.feedback.pages}


def test_everybody_who_submitted_has_a_page(marked: tiny.Marked, pages: dict[str, str]) -> None:
    submitted = {folder.name for folder in (marked.cohort.path / "submitted").iterdir()}
    assert set(pages) == submitted
    assert len(pages) == tiny.PEOPLE - 1
    assert marked.feedback.problems == []


def test_each_page_has_a_language_one_main_one_h1_and_ordered_headings(pages: dict[str, str]) -> None:
    for html in pages.values():
        soup = BeautifulSoup(html, "html.parser")
        assert soup.html["lang"] == "en-GB"
        assert len(soup.find_all("main")) == 1
        levels = [int(tag.name[1]) for tag in soup.find_all(re.compile(r"^h[1-6]$"))]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert all(image.get("alt") for image in soup.find_all("img"))


def test_no_page_runs_or_loads_anything(pages: dict[str, str]) -> None:
    for html in pages.values():
        soup = BeautifulSoup(html, "html.parser")
        assert soup.find_all(["script", "link", "iframe", "object"]) == []
        assert [image["src"] for image in soup.find_all("img") if not str(image["src"]).startswith("data:")] == []
        assert "url(" not in html
        assert "@import" not in html
        assert {str(link["href"]) for link in soup.find_all("a") if not str(link["href"]).startswith("#")} == {
            "https://example.org/press"
        }


def test_links_lead_to_places_on_the_page(pages: dict[str, str]) -> None:
    for html in pages.values():
        soup = BeautifulSoup(html, "html.parser")
        ids = [tag["id"] for tag in soup.find_all(id=True)]
        assert len(ids) == len(set(ids))
        inside = [str(link["href"])[1:] for link in soup.find_all("a") if str(link["href"]).startswith("#")]
        assert len(inside) >= 4
        assert set(inside) <= set(ids)


def test_no_page_shows_hidden_tests_or_the_tutors_folders(marked: tiny.Marked, pages: dict[str, str]) -> None:
    for html in pages.values():
        for secret in ("HIDDEN", "71_300", "71300", "13_700", "9_640", str(marked.cohort.path), str(Path.home()) + "/"):
            assert secret not in html


def test_cards_pictures_and_tables_are_on_the_page(pages: dict[str, str]) -> None:
    soup = BeautifulSoup(next(iter(pages.values())), "html.parser")
    assert [card["aria-label"] for card in soup.find_all("div", role="group") if "style" in card.attrs] == [
        "Check: Payback of the press",
        "Check: Gain in a year",
        "Check: Your own project",
    ]
    assert [image["alt"] for image in soup.find_all("img")] == [
        "Picture drawn by the notebook under “The case”.",
        "Savings in each of five years",
    ]
    assert "Sliders stood here" in soup.main.text


def test_marks_on_the_page_are_those_of_the_gradebook(marked: tiny.Marked, pages: dict[str, str]) -> None:
    from nbgrader.api import Gradebook

    with Gradebook(marked.cohort.gradebook_url) as book:
        wanted = {each.student.id: each.score for each in book.find_assignment(tiny.WORKSHOP).submissions}
    for who, html in pages.items():
        total = BeautifulSoup(html, "html.parser").tfoot.find_all("td")[0].text
        assert total == f"{wanted[who]:g} of 10"


# nbgrader's own program, told only where the tiny week's exercises are; a real week's are in the package.
_STOCK = """
import sys
sys.path.insert(0, sys.argv.pop(1))
import tiny
sys.modules[tiny.WEEK] = tiny.definitions()
from nbgrader.apps.nbgraderapp import main
main()
"""


@pytest.mark.slow
def test_stock_nbgrader_marks_and_writes_the_same_page(marked: tiny.Marked, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(marked.cohort.path, folder)
    page = folder / "feedback" / "p01" / tiny.WORKSHOP / f"{tiny.WORKSHOP}.html"
    ours = page.read_bytes()
    for verb in ("autograde", "generate_feedback"):
        done = subprocess.run(
            [sys.executable, "-c", _STOCK, str(tiny.HERE), verb, tiny.WORKSHOP, "--student", "p01", "--force"],
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert page.read_bytes() == ours
