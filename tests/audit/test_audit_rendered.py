"""Rule 11: what axe-core must find in a page, what it must not, and that a keyboard gets through our own pages."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from pages import notebook, page

from course.audit import browser as browsers
from course.audit.browser import Browser
from course.audit.chromium import HOW_TO_GET_IT
from course.audit.rules import rendered
from course.audit.tools import Tools
from course.audit.workshop import workshops
from course.errors import CourseError
from course.grading.notebook_page import as_html

ROOT = Path(__file__).parents[2]
BUILT = [each for each in workshops(ROOT) if each.release_folder.is_dir()]
PHOTO = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
FOCUS = """(() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  const all = [...document.querySelectorAll('a[href], summary, [tabindex="0"]')].filter(each => each.checkVisibility());
  return {at: all.indexOf(at), of: all.length, ring: parseFloat(style.outlineWidth), style: style.outlineStyle,
          seen: box.bottom > 0 && box.top < innerHeight};
})()"""
ORDER = """(() => {
  const all = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6, p, li, pre, summary, figure, table')];
  const tops = all.filter(each => each.checkVisibility()).map(each => each.getBoundingClientRect().top + scrollY);
  return [tops.length, tops.filter((top, place) => place && top < tops[place - 1] - 2).length];
})()"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as opened:
        yield opened


def look(browser: Browser, folder: Path, html: str) -> list[str]:
    path = folder / "page.html"
    path.write_text(html, encoding="utf-8")
    return [finding.says for finding in rendered.look_at({"page": path}, browser).findings]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<p style="color:#999999">Pale words on white.</p>', "color-contrast"),
        ('<p>Your name <input type="text"></p>', "label"),
        (f'<img src="{PHOTO}" width="40" height="40">', "image-alt"),
        ('<p><a href="#x"><span aria-hidden="true">→</span></a></p>', "link-name"),
        ('<button style="width:9px;height:9px;padding:0">a</button>' * 2, "target-size"),
        ('<p style="width:700px">Too wide for a telephone.</p>', "pixels too wide"),
        ('<img src="https://example.org/logo.png" alt="A logo">', "asks for https://example.org/logo.png"),
    ],
)
def test_a_barrier_is_found(browser: Browser, tmp_path: Path, body: str, found: str) -> None:
    said = look(browser, tmp_path, page(body))
    assert [each for each in said if found in each], said


@pytest.mark.browser
def test_a_page_without_language_or_title_is_found(browser: Browser, tmp_path: Path) -> None:
    said = " ".join(look(browser, tmp_path, "<!DOCTYPE html><html><body><main><p>Words.</p></main></body></html>"))
    assert "html-has-lang" in said
    assert "document-title" in said


@pytest.mark.browser
def test_what_is_folded_away_is_looked_at_too(browser: Browser, tmp_path: Path) -> None:
    folded = '<details><summary>More</summary><p style="color:#999999">Pale words.</p></details>'
    assert any("color-contrast" in each for each in look(browser, tmp_path, page(folded)))


@pytest.mark.browser
def test_a_good_page_has_no_finding(browser: Browser, tmp_path: Path) -> None:
    good = f'<label>Name <input type="text"></label><img src="{PHOTO}" width="40" height="40" alt="A bar of 3.">'
    assert look(browser, tmp_path, page(good)) == []


@pytest.mark.browser
def test_each_element_is_counted_once_however_many_widths(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(page('<p style="color:#999">One.</p><p style="color:#aaa">Two.</p>'), encoding="utf-8")
    assert rendered.look_at({"page": path}, browser).measures["axe_violations"] == 2


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("workshop", BUILT, ids=lambda each: each.name)
def test_a_workshop_has_no_barrier(workshop: object) -> None:
    with Tools(ROOT) as tools:
        result = rendered.look(workshop, tools)  # type: ignore[arg-type]
    assert result.findings == ()
    assert result.measures["axe_violations"] == 0
    assert result.measures["pages"] == 6


@pytest.mark.browser
def test_a_keyboard_gets_through_a_notebook_page_in_order(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "start.html"
    source = nbformat.read(ROOT / "release/week05-appraisal/week05-appraisal.ipynb", as_version=4)
    path.write_text(as_html(source), encoding="utf-8")
    stops = browser.ask(path, 400, FOCUS, ["Tab"] * 12)[1:]
    assert [stop["at"] for stop in stops] == list(range(12))
    for stop in stops:
        assert stop["ring"] >= 2, stop
        assert stop["style"] == "solid", stop
        assert stop["seen"], stop


@pytest.mark.browser
def test_enter_unfolds_a_hint(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    hint = "# Title\n\n<details><summary>Hint</summary>\n\nNudge: what is left?\n</details>"
    path.write_text(as_html(notebook(hint)), encoding="utf-8")
    shut, reached, unfolded = browser.ask(path, 400, "document.querySelector('details').open", ["Tab", "Enter"])
    assert (shut, reached, unfolded) == (False, False, True)


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 320])
def test_a_notebook_page_is_read_in_the_order_in_which_it_is_seen(browser: Browser, tmp_path: Path, width: int) -> None:
    path = tmp_path / "page.html"
    source = nbformat.read(ROOT / "release/week05-appraisal/week05-appraisal.ipynb", as_version=4)
    path.write_text(as_html(source), encoding="utf-8")
    ((count, jumps),) = browser.ask(path, width, ORDER)
    assert count > 50
    assert jumps == 0
    path.write_text(
        page('<div style="display:flex;flex-direction:column-reverse"><p>One.</p><p>Two.</p></div>'), encoding="utf-8"
    )
    assert browser.ask(path, width, ORDER)[0][1] == 1


def test_a_notebook_page_has_one_title_and_no_level_is_skipped() -> None:
    source = nbformat.read(ROOT / "release/week05-appraisal/week05-appraisal.ipynb", as_version=4)
    before = nbformat.writes(source)
    soup = BeautifulSoup(as_html(source), "html.parser")
    levels = [int(each.name[1]) for each in soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]
    assert [each.get_text() for each in soup.find_all("h1")] == ["Is it worth it?"]
    assert levels.count(1) == 1
    assert levels.count(2) >= 8
    assert all(after <= level + 1 for level, after in itertools.pairwise(levels))
    assert nbformat.writes(source) == before, "the notebook was changed"


def test_a_comment_in_code_of_the_text_is_no_heading() -> None:
    shown = as_html(notebook("# Title\n\n## Part\n\n```\n## not a heading\n```\n"))
    assert "## not a heading" in shown
    assert "<h2" in shown


def test_a_notebook_without_a_title_becomes_a_page_too() -> None:
    soup = BeautifulSoup(as_html(notebook("x = 1")), "html.parser")
    assert soup.find("h1")
    assert soup.find("html", lang="en-GB")


def test_jupyter_nbconvert_writes_the_page(tmp_path: Path) -> None:
    nbformat.write(notebook("# Title", "x = 1"), tmp_path / "a.ipynb")
    command = [sys.executable, "-m", "nbconvert", "--to", "course.grading.notebook_page.NotebookPage", "a.ipynb"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert "<h1>Title</h1>" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(browsers, "find_spec", lambda name: None)
    with pytest.raises(CourseError, match="pip install"):
        Browser()
    with monkeypatch.context() as without:
        without.setattr(browsers, "find_browser", lambda: None)
        with pytest.raises(CourseError, match=HOW_TO_GET_IT.split(":")[0]):
            browsers.the_browser()
    monkeypatch.setenv("LDT_BROWSER", str(tmp_path / "none"))
    with pytest.raises(CourseError, match="not there"):
        browsers.the_browser()
