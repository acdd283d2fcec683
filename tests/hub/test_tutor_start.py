"""What a tutor has one click away: the report of this moment, how each submission was marked, the pages for tutors."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

from course import checkout
from course.audit.chromium import find_browser
from course.cohort.folder import Cohort
from course.hub.docs_page import as_page
from course.hub.running import Hub
from tests.hub.visiting import Visitor

WORKSHOP = "week05-appraisal"
SCRIPT = "<img src=x onerror=alert(1)>"
ANOTHER_SCRIPT = "<script>document.querySelector('h1').textContent = 'RAN'</script>"
TOP_BAR = "lab/api/settings/@jupyterlab/application-extension:top-bar"

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FLAGS += ["--disable-sync", "--no-first-run"]
WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
}

slow = pytest.mark.slow


def policy(answer: httpx.Response) -> dict[str, str]:
    """What a browser may do on a page: directive -> value."""
    parts = [part.strip().partition(" ") for part in answer.headers["content-security-policy"].split(";")]
    return {name: value for name, _, value in parts}


def runs_no_script(answer: httpx.Response) -> bool:
    told = policy(answer)
    return told["default-src"] == "'none'" and "script-src" not in told and "script-src-elem" not in told


@pytest.fixture
def somebody(hub: Hub) -> Iterator[str]:
    """Somebody in the cohort's folder whose name is a script, for as long as the test lasts."""
    folder = hub.cohort / "submitted" / SCRIPT
    (folder / WORKSHOP).mkdir(parents=True)
    yield SCRIPT
    shutil.rmtree(folder)


@pytest.fixture
def marked(hub: Hub) -> Iterator[str]:
    """A page about the marking of anna's submission, as `ldt grade` would leave one; this one has a script in it."""
    folder = hub.cohort / "marking"
    assert not folder.exists()
    (folder / WORKSHOP).mkdir(parents=True)
    (folder / WORKSHOP / "anna.html").write_text(f"<h1>How</h1>{ANOTHER_SCRIPT}", encoding="utf-8")
    yield "anna"
    shutil.rmtree(folder)


@slow
def test_lab_shows_a_tutor_buttons_that_lead_to_report_and_page(visitors: dict[str, Visitor]) -> None:
    tara = visitors["tara"]
    schema = tara.get(TOP_BAR).json()["schema"]
    buttons = {each["label"]: each for each in schema["properties"]["toolbar"]["default"] if "label" in each}
    found = {label: tara.web.get(each["args"]["url"]) for label, each in buttons.items()}
    assert found["Cohort's report"].url.path == "/user/tara/ldt/report"
    assert found["Tutor's page"].url.path == "/user/tara/ldt/start"
    for answer in found.values():
        assert answer.status_code == 200
        assert "<h1>Cohort trial</h1>" in answer.text
    for each in buttons.values():
        assert each["command"] == "help:open"  # which opens a tab of the browser
        assert each["args"]["newBrowserTab"] is True


@slow
def test_participants_have_neither_buttons_nor_pages(visitors: dict[str, Visitor]) -> None:
    anna = visitors["anna"]
    assert "user-redirect" not in anna.get(TOP_BAR).text
    for path in ("start", "report", "report.csv", f"marking/{WORKSHOP}/anna", "docs/tutor"):
        assert anna.get(f"ldt/{path}").status_code == 404
        theirs = anna.web.get(f"user/tara/ldt/{path}")
        assert theirs.status_code in (403, 404)
        assert "trial" not in theirs.text


@slow
def test_who_has_not_signed_in_is_asked_to(hub: Hub, visitors: dict[str, Visitor]) -> None:
    answer = httpx.get(f"{hub.url}user/tara/ldt/report", follow_redirects=True)
    assert answer.url.path == "/hub/login"
    assert "trial" not in answer.text


@slow
def test_the_report_is_of_this_moment_and_nothing_is_written(
    hub: Hub, visitors: dict[str, Visitor], request: pytest.FixtureRequest
) -> None:
    tara = visitors["tara"]
    before = tara.get("ldt/report").text
    there = sorted(hub.cohort.iterdir())
    name = request.getfixturevalue("somebody")
    after = tara.get("ldt/report")
    assert after.headers["cache-control"] == "no-store"
    assert "onerror" not in before
    assert "&lt;img src=x onerror=alert(1)&gt;" in after.text
    rows = list(csv.DictReader(io.StringIO(tara.get("ldt/report.csv").content.decode("utf-8-sig"))))
    assert {row["participant"] for row in rows if row["assignment"] == WORKSHOP} >= {"anna", "ben", name}
    assert sorted(hub.cohort.iterdir()) == there


@slow
@pytest.mark.usefixtures("somebody", "marked")
def test_no_page_runs_a_script_whatever_participants_wrote(visitors: dict[str, Visitor]) -> None:
    tara = visitors["tara"]
    for path in ("start", "report", "report.csv", f"marking/{WORKSHOP}/anna", "docs/tutor"):
        answer = tara.get(f"ldt/{path}")
        assert answer.status_code == 200, path
        assert runs_no_script(answer), path
        assert SCRIPT not in answer.text or path == "report.csv"
        assert answer.headers["x-content-type-options"] == "nosniff"
        if path.startswith(("report", "marking")):
            assert policy(answer)["sandbox"] == ""
    assert tara.get("ldt/report.csv").headers["content-disposition"].startswith("attachment")


@slow
def test_the_tutors_page_leads_to_how_each_submission_was_marked(
    hub: Hub, visitors: dict[str, Visitor], request: pytest.FixtureRequest
) -> None:
    tara, place = visitors["tara"], f"marking/{WORKSHOP}"
    assert place not in tara.get("ldt/start").text
    who = request.getfixturevalue("marked")
    assert f'href="{place}/{who}"' in tara.get("ldt/start").text
    assert tara.get(f"ldt/{place}/{who}").text.startswith("<h1>How</h1>")
    for other in ("ben", "..%2F..%2Fcohort", "%2Fetc%2Fpasswd"):
        assert tara.get(f"ldt/{place}/{other}").status_code == 404


@slow
def test_the_pages_for_tutors_are_there_and_lead_to_each_other(visitors: dict[str, Visitor]) -> None:
    tara = visitors["tara"]
    assert 'href="docs/tutor"' in tara.get("ldt/start").text
    page = tara.get("ldt/docs/tutor").text
    assert '<a href="several-tutors">' in page
    assert "<h1" in tara.get("ldt/docs/several-tutors").text
    for other in ("nothing", "..%2FREADME", "decisions%2F0008-hub"):
        assert tara.get(f"ldt/docs/{other}").status_code == 404


@slow
def test_a_cohort_that_cannot_be_read_is_said_in_a_sentence(hub: Hub, visitors: dict[str, Visitor]) -> None:
    file = hub.cohort / "cohort.yaml"
    kept = file.read_bytes()
    try:
        file.write_text("name: [", encoding="utf-8")
        answer = visitors["tara"].get("ldt/report")
    finally:
        file.write_bytes(kept)
    assert answer.status_code == 500
    assert "cohort.yaml cannot be read in line 1" in answer.text
    assert "Traceback" not in answer.text
    assert runs_no_script(answer)
    assert visitors["tara"].get("ldt/report").status_code == 200
    assert Cohort.open(hub.cohort).name == "trial"


# --- Markdown to HTML, without a hub ----------------------------------------------------------------------------------


def test_links_between_pages_work_and_links_elsewhere_become_words() -> None:
    text = "# A page\n\n[one](other.md#part-two) [two](../README.md) [three](https://example.org) [four](#a-page)\n"
    page = as_page(text, {"other"})
    assert '<h1 id="a-page">A page</h1>' in page
    assert '<a href="other#part-two">one</a>' in page
    assert " two " in page
    assert "README" not in page
    assert '<a href="https://example.org">three</a>' in page
    assert '<a href="#a-page">four</a>' in page


def test_html_in_a_page_is_shown_and_not_taken() -> None:
    assert "<script>" not in as_page("# A page\n\n<script>alert(1)</script>\n", set())


def test_every_page_of_the_course_can_be_shown() -> None:
    files: list[Path] = sorted((checkout.root() / "docs").glob("*.md"))
    assert len(files) > 10
    for file in files:
        page = as_page(file.read_text(encoding="utf-8"), {each.stem for each in files})
        assert page.count("<h1") == 1, file.name


# --- in a browser -----------------------------------------------------------------------------------------------------


@slow
@pytest.mark.browser
@pytest.mark.usefixtures("visitors")
def test_the_buttons_open_tabs_without_barriers_where_no_script_runs(hub: Hub, marked: str) -> None:
    program = find_browser()
    if program is None:
        pytest.skip("no Chromium, Chrome or Edge; `ldt doctor` says how to get one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(120_000)
        lab = context.new_page()
        lab.goto(f"{hub.url}hub/login?next=/hub/user-redirect/lab%3Freset")
        lab.fill("#username_input", "tara")
        lab.fill("#password_input", hub.people["tara"].password)
        lab.click("#login_submit")
        with context.expect_page() as opened:
            lab.get_by_role("button", name="Cohort's report").click()
        expect(opened.value).to_have_url(f"{hub.url}user/tara/ldt/report")
        expect(opened.value.get_by_role("heading", name="Cohort trial")).to_be_visible()
        with context.expect_page() as opened:
            lab.get_by_role("button", name="Tutor's page").click()
        page = opened.value
        expect(page.get_by_role("link", name="Formgrader")).to_be_visible()
        assert barriers(page) == []
        with page.expect_download() as table:
            page.get_by_role("link", name="Marks for a spreadsheet").click()
        assert table.value.suggested_filename.startswith("trial-")
        page.get_by_role("link", name="For tutors").click()
        expect(page.get_by_role("heading", name="For tutors")).to_be_visible()
        assert barriers(page) == []
        page.go_back()
        page.get_by_role("link", name=marked).click()
        # The page of this fixture has a script in it that would write another heading.
        expect(page.get_by_role("heading")).to_have_text("How")
        browser.close()


def barriers(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA at two widths; and whether a small window is too narrow."""
    found = []
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width}: {each['id']}" for each in Axe().run(page, options=WCAG).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{width}: wider than the window")
    return found
