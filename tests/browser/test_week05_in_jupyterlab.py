"""Week 5 as a participant meets it: JupyterLab on their own copy, a slider, a wrong answer, the right one, cards."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import ARTEFACTS, Lab

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOTEBOOK = "week05-appraisal/week05-appraisal.ipynb"
PATIENCE = 60_000  # milliseconds; a busy machine starts a kernel slowly


@pytest.fixture(scope="module")
def page(chromium: Browser, lab: Lab) -> Page:
    page = chromium.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(lab.notebook(NOTEBOOK))
    expect(page.locator(".jp-NotebookPanel .jp-Cell").first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Python 3").first).to_be_visible(timeout=PATIENCE)
    return page


def cell(page: Page, text: str) -> Locator:
    """The code cell whose input holds this text."""
    found = page.locator(".jp-CodeCell").filter(has=page.locator(".jp-InputArea-editor", has_text=text))
    found.first.scroll_into_view_if_needed(timeout=PATIENCE)
    return found.first


def run_all(page: Page) -> None:
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    # The last code cell has its number when all have run.
    last = cell(page, "decision = decide(")
    expect(last.locator(".jp-InputPrompt")).to_have_text("[23]:", timeout=PATIENCE)


def run_cell(page: Page, at: Locator) -> None:
    """Click into a cell, press Shift+Enter, and wait until it has a new number."""
    before = at.locator(".jp-InputPrompt").inner_text()
    at.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    expect(at.locator(".jp-InputPrompt")).not_to_have_text(before, timeout=PATIENCE)
    expect(at.locator(".jp-InputPrompt")).not_to_have_text("[*]:", timeout=PATIENCE)


def answer(page: Page, at: Locator, formula: str) -> None:
    """Replace what stands after `answer =` by keyboard, as a person does, and run the cell."""
    line = at.locator(".cm-line", has_text="answer = ")
    line.click()
    page.keyboard.press("End")
    page.keyboard.press("Shift+Home")
    page.keyboard.type(f"answer = {formula}")
    run_cell(page, at)


def test_runs_from_top_to_bottom_without_a_red_message(page: Page) -> None:
    run_all(page)
    assert page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    cards = page.locator("[role=group][aria-label^='Check: ']")
    assert cards.count() == 9
    cards.first.scroll_into_view_if_needed()
    expect(cards.first).to_contain_text("Nothing filled in yet")
    page.screenshot(path=ARTEFACTS / "week05-first-run.png")


def test_a_slider_moved_by_keyboard_changes_the_picture_and_the_table(page: Page) -> None:
    explorer = cell(page, "appraisal_explorer(")
    picture = explorer.locator("img").first
    expect(picture).to_be_visible(timeout=PATIENCE)
    before = picture.get_attribute("src")
    expect(explorer).to_contain_text("£35,278")
    slider = explorer.get_by_role("slider").first
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(explorer).not_to_contain_text("£35,278", timeout=PATIENCE)
    expect(picture).not_to_have_attribute("src", before or "", timeout=PATIENCE)
    explorer.screenshot(path=ARTEFACTS / "week05-explorer-moved.png")


def test_a_wrong_answer_is_named_and_the_right_one_is_praised(page: Page) -> None:
    question, check = cell(page, "def payback_years("), cell(page, 'check("w05-payback"')
    answer(page, cell(page, "guess = answer"), "2")
    answer(page, question, "1 + (cost - first_year) / full_year")
    run_cell(page, check)
    card = check.locator("[role=group]")
    expect(card).to_contain_text("Not yet: grant left out", timeout=PATIENCE)
    expect(card).to_contain_text("1 of 4 points")
    expect(card).not_to_contain_text("2.79")
    card.screenshot(path=ARTEFACTS / "week05-card-slip.png")

    answer(page, question, "1 + (cost - grant - first_year) / full_year")
    run_cell(page, check)
    expect(card).to_contain_text("Right: 2.79 years", timeout=PATIENCE)
    expect(card).to_contain_text("you guessed 2.00 years")
    expect(card).to_contain_text("3 of 4 points")
    card.screenshot(path=ARTEFACTS / "week05-card-right.png")


def test_a_mistyped_line_gives_a_card_and_no_traceback_in_the_check(page: Page) -> None:
    question, check = cell(page, "def irr_percent("), cell(page, 'check("w05-irr"')
    answer(page, question, "100 * irr([grant - cost, first_year")
    run_cell(page, check)
    card = check.locator("[role=group]")
    expect(card).to_contain_text("your last line was not taken", timeout=PATIENCE)
    answer(page, question, "100 * irr([grant - price, first_year])")
    run_cell(page, check)
    expect(card).to_contain_text("“price”, which is not known here", timeout=PATIENCE)


def test_locked_cells_cannot_be_changed_and_the_work_is_saved(page: Page, lab: Lab) -> None:
    check = cell(page, 'check("w05-payback"')
    check.locator(".cm-content").click()
    page.keyboard.type("0 #")
    expect(check.locator(".cm-content")).to_have_text('check("w05-payback", payback_years, guess=guess)')
    page.keyboard.press("Control+s")
    path = lab.folder / NOTEBOOK

    def saved() -> bool:
        return any(
            "cost - grant - first_year" in "".join(one["source"]) for one in json.loads(path.read_text())["cells"]
        )

    for _ in range(100):
        if saved():
            break
        page.wait_for_timeout(100)
    assert saved()


def test_start_here_fits_a_phone(chromium: Browser, lab: Lab) -> None:
    page = chromium.new_page(viewport={"width": 400, "height": 900})
    page.goto(lab.notebook("start-here/start-here.ipynb"))
    heading = page.get_by_role("heading", name="Start here").first
    expect(heading).to_be_visible(timeout=PATIENCE)
    box = heading.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 400
    page.screenshot(path=ARTEFACTS / "start-here-phone.png")
    page.close()
