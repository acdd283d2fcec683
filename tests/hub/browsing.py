"""A real Chromium at the hub: what a participant and a tutor do there, in words of the course.

Waiting is always for something that is shown. Pictures of the steps are left in tests/artefacts/hub/, and how long the
steps took is printed at the end of the tests and kept there in timings.json.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Frame,
    FrameLocator,
    Locator,
    Page,
    Response,
    expect,
)
from playwright.sync_api import TimeoutError as NotInTimeError

from course.hub.running import Hub

ARTEFACTS = Path(__file__).parent.parent / "artefacts" / "hub"
PATIENCE = 120_000
"""Milliseconds; a busy machine starts servers and kernels slowly."""

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]}}

TIMING = "hub seconds: "
"""How a step's seconds are called among the properties of a test, which pytest-xdist brings to the main process."""


# --- pictures and times -----------------------------------------------------------------------------------------------


@dataclass
class Album:
    """Pictures of the steps of one story, numbered in order; a new run takes the old ones away.

    Args:
        story: the beginning of the files' names.
    """

    story: str
    taken: int = 0

    def __post_init__(self) -> None:
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        for old in ARTEFACTS.glob(f"{self.story}-*.png"):
            old.unlink()

    def take(self, seen: Page | Locator, name: str, **how: Any) -> Path:
        """Picture a page, or a part of one."""
        self.taken += 1
        file = ARTEFACTS / f"{self.story}-{self.taken:02d}-{name}.png"
        seen.screenshot(path=file, **how)
        return file


@contextmanager
def timed(record_property: Callable[[str, object], None], step: str) -> Iterator[None]:
    """Note how long a step took, for the table at the end; no test depends on it."""
    began = time.monotonic()
    yield
    record_property(TIMING + step, round(time.monotonic() - began, 1))


def timings_of(reports: list[Any]) -> dict[str, float]:
    """The steps' seconds that tests noted, in order."""
    noted = [each for report in reports for each in getattr(report, "user_properties", ())]
    return {name.removeprefix(TIMING): float(seconds) for name, seconds in noted if name.startswith(TIMING)}


def write_timings(timings: dict[str, float]) -> Path:
    """Keep the steps' seconds beside the pictures."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    file = ARTEFACTS / "timings.json"
    file.write_text(json.dumps(timings, indent=2) + "\n", encoding="utf-8", newline="\n")
    return file


def see(at: Locator) -> Locator:
    """Wait until something is shown."""
    expect(at).to_be_visible(timeout=PATIENCE)
    return at


def barriers(page: Page | Frame, within: str | None = None, widths: tuple[int, ...] = (1280, 400)) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA, and where the page is wider than the window.

    Args:
        page: opened in a browser that lets axe-core's script run, whatever the page forbids (`inspect`).
        within: a selector of the part to look at; all of the page unless given.
        widths: of the window; a frame keeps its own.
    """
    found = []
    for width in widths if isinstance(page, Page) else (0,):
        if isinstance(page, Page) and within is None:
            page.set_viewport_size({"width": width, "height": 1000})
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                found.append(f"{width}: wider than the window")
        told = Axe().run(page, context=within, options=WCAG).response
        assert told["passes"], "axe-core found nothing that it could look at"
        found += [
            f"{width}: {each['id']}: {node['html'][:200]}" for each in told["violations"] for node in each["nodes"]
        ]
    return found


def inspect(chromium: Browser, address: str, like: BrowserContext | None = None) -> Page:
    """Open a page by itself so that axe-core can be run in it; with the cookies of another browser, if wanted."""
    cookies = like.storage_state() if like else None
    context = chromium.new_context(viewport={"width": 1280, "height": 1000}, bypass_csp=True, storage_state=cookies)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(address)
    return page


# --- coming in --------------------------------------------------------------------------------------------------------


def visit(chromium: Browser, hub: Hub, width: int = 1280, height: int = 1000) -> BrowserContext:
    """A browser of one person: no cookies, nothing kept, and no way to any other address than the hub's."""
    context = chromium.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    only_the_hub(context, hub)
    return context


def only_the_hub(context: BrowserContext, hub: Hub) -> list[str]:
    """Cut a browser off from everything but the hub.

    Returns:
        The addresses that pages asked for all the same, as they do.
    """
    asked: list[str] = []

    def elsewhere(address: str) -> bool:
        return address.startswith(("http:", "https:", "ws:", "wss:")) and not address.startswith(
            (hub.url, hub.url.replace("http", "ws", 1))
        )

    def refuse(route: Any) -> None:
        asked.append(route.request.url)
        route.abort()

    context.route(elsewhere, refuse)
    return asked


def sign_in(page: Page, hub: Hub, name: str) -> None:
    """Fill the login page in; the person's server starts, and JupyterLab loads."""
    page.goto(hub.url)
    page.locator("#username_input").fill(name)
    page.locator("#password_input").fill(hub.people[name].password)
    page.locator("#login_submit").click()


def stop_server(page: Page, hub: Hub, name: str) -> None:
    """Sign in without starting a server, stop the one that runs, if any, and sign out."""
    page.goto(f"{hub.url}hub/login?next=/hub/home")
    page.locator("#username_input").fill(name)
    page.locator("#password_input").fill(hub.people[name].password)
    page.locator("#login_submit").click()
    see(page.locator("#start"))
    if page.locator("#stop").is_visible():
        page.locator("#stop").click()
        expect(page.locator("#stop")).to_be_hidden(timeout=PATIENCE)
    sign_out(page, hub)


def sign_out(page: Page, hub: Hub) -> None:
    """Log out as the menu does: the browser is known no more, the server runs on."""
    page.goto(f"{hub.url}hub/logout")


def wait_for_lab(page: Page) -> None:
    """Wait until JupyterLab can be used."""
    expect(page.locator("#jp-main-dock-panel")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#jupyterlab-splash")).to_have_count(0, timeout=PATIENCE)


def wait_for_notebook(page: Page) -> None:
    """Wait until the notebook in front can be used: its title is there, and its kernel has started and is ready."""
    front = notebook(page)
    expect(front.get_by_role("heading", level=1).first).to_be_visible(timeout=PATIENCE)
    # The indicator says "idle" before there is a kernel, too.
    expect(front.locator(".jp-Toolbar-kernelName")).to_contain_text("Python 3", timeout=PATIENCE)
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Python 3 (ipykernel) | Idle", timeout=PATIENCE)


# --- a participant at the desk ----------------------------------------------------------------------------------------


def tab(page: Page, name: str) -> Locator:
    """A tab of the desk, by its words."""
    return page.locator("#jp-main-dock-panel .lm-DockPanel-tabBar .lm-TabBar-tab").filter(has_text=name)


def go_to_assignments(page: Page) -> None:
    """Bring the Assignment List to the front, from its tab or from the menu, and wait for what it lists.

    When JupyterLab has just started, it brings start-here to the front a moment after all looks ready; so this is
    tried again, as a person would.
    """

    def go() -> None:
        if tab(page, "Assignments").count():
            tab(page, "Assignments").first.click()
        else:
            page.get_by_role("menuitem", name="Nbgrader", exact=True).click()
            page.locator('li[data-command="nbgrader:open-assignment-list"]').click()

    again_until(go, page.locator("#released_assignments_list"))
    expect(page.locator("#released_assignments_list_loading")).to_be_hidden(timeout=PATIENCE)


def again_until(do: Callable[[], None], shown: Locator) -> None:
    """Do something until something is shown, and once more when it does not stay."""
    deadline = time.monotonic() + PATIENCE / 1000
    while True:
        do()
        try:
            return expect(shown).to_be_visible(timeout=5_000)
        except AssertionError:
            if time.monotonic() > deadline:
                raise


def listed(page: Page, which: str, workshop: str) -> Locator:
    """The row of a workshop in a list of the Assignment List: released, fetched or submitted."""
    rows = page.locator(f"#{which}_assignments_list > .list_item")
    return rows.filter(has=page.locator(".item_name", has_text=workshop))


def click_in_list(page: Page, at: Locator) -> None:
    """Click something in the Assignment List, which is brought to the front as often as needed."""
    deadline = time.monotonic() + PATIENCE / 1000
    while True:
        go_to_assignments(page)
        try:
            return at.click(timeout=5_000)
        except NotInTimeError:
            if time.monotonic() > deadline:
                raise


def press(page: Page, which: str, workshop: str, button: str) -> None:
    """Press a workshop's button in the Assignment List: Fetch, Submit, Fetch Feedback."""
    status = listed(page, which, workshop).locator("> .col-md-12 > .item_status")
    click_in_list(page, status.get_by_role("button", name=button, exact=True))


def fetch(page: Page, workshop: str) -> None:
    """Fetch a workshop, and wait until it is listed as fetched."""
    press(page, "released", workshop, "Fetch")
    expect(listed(page, "fetched", workshop)).to_have_count(1, timeout=PATIENCE)


def expand(page: Page, workshop: str) -> Locator:
    """Unfold a fetched workshop; gives the row of its notebook."""
    row = listed(page, "fetched", workshop)
    inner = row.locator(".nested_list_item").first
    go_to_assignments(page)
    if not row.locator(".assignment-notebooks.in").count():
        click_in_list(page, row.locator(".assignment-notebooks-link"))
    return inner


def open_workshop(page: Page, workshop: str) -> None:
    """Open a fetched workshop's notebook from the Assignment List."""
    click_in_list(page, expand(page, workshop).locator(".item_name a"))
    expect(tab(page, f"{workshop}.ipynb")).to_be_visible(timeout=PATIENCE)
    again_until(tab(page, f"{workshop}.ipynb").click, notebook(page).get_by_role("heading", level=1).first)
    wait_for_notebook(page)


def press_validate(page: Page, workshop: str) -> None:
    """Press Validate in the Assignment List; what came of it is said in a box."""
    click_in_list(page, expand(page, workshop).get_by_role("button", name="Validate"))


def submit(page: Page, workshop: str) -> None:
    """Press Submit, and wait until one more submission is listed."""
    before = submissions(page, workshop).count()
    press(page, "fetched", workshop, "Submit")
    expect(submissions(page, workshop)).to_have_count(before + 1, timeout=PATIENCE)


def submissions(page: Page, workshop: str) -> Locator:
    """What was handed in of a workshop, a row each."""
    return listed(page, "submitted", workshop).locator(".nested_list_item")


def said(page: Page) -> Locator:
    """The dialog in front, such as a refusal."""
    return page.locator(".jp-Dialog .jp-Dialog-content").last


def close_dialog(page: Page) -> None:
    """Close the dialog in front by its last button."""
    page.locator(".jp-Dialog .jp-Dialog-footer button").last.click()
    expect(page.locator(".jp-Dialog")).to_have_count(0, timeout=PATIENCE)


def refresh_assignments(page: Page) -> None:
    """Press the Assignment List's button that asks again what there is."""
    go_to_assignments(page)
    page.locator("#refresh_assignments_list").click()
    go_to_assignments(page)


def in_folder(page: Page, name: str) -> Locator:
    """A file or folder in the file browser, by the words it shows."""
    return page.locator(".jp-DirListing-item").filter(has_text=name)


def open_in_folder(page: Page, *path: str) -> None:
    """Double-click folders in the file browser, one in the other, and then a file.

    A folder is open when it is no longer listed: until then the next name may be found where the first one is.
    """
    *folders, file = path
    for name in folders:
        see(in_folder(page, name).first)
        deadline = time.monotonic() + PATIENCE / 1000
        while in_folder(page, name).count() and time.monotonic() < deadline:
            in_folder(page, name).first.dblclick()
            with suppress(AssertionError):
                expect(in_folder(page, name)).to_have_count(0, timeout=5_000)
    again_until(in_folder(page, file).first.dblclick, tab(page, file))


def shown_page(page: Page, name: str) -> FrameLocator:
    """The HTML page of this name, which JupyterLab shows in a frame, in a tab in front."""
    return page.get_by_role("tabpanel", name=name, exact=True).frame_locator("iframe")


# --- a notebook -------------------------------------------------------------------------------------------------------


def notebook(page: Page) -> Locator:
    """The notebook in front."""
    return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")


def cell(page: Page, text: str) -> Locator:
    """The cell of the notebook in front whose text, as it is edited, or as it is shown, holds this."""
    found = notebook(page).locator(".jp-Cell").filter(has_text=text).first
    found.scroll_into_view_if_needed(timeout=PATIENCE)
    return found


def code(page: Page, text: str) -> Locator:
    """The code cell of the notebook in front whose code holds this."""
    holding = page.locator(".jp-InputArea-editor", has_text=text)
    found = notebook(page).locator(".jp-CodeCell").filter(has=holding).first
    found.scroll_into_view_if_needed(timeout=PATIENCE)
    return found


def run_cell(page: Page, at: Locator) -> None:
    """Click into a code cell, press Shift+Enter, and wait until it has a new number."""
    prompt = at.locator(".jp-InputPrompt")
    before = prompt.inner_text()
    at.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    expect(prompt).not_to_have_text(before, timeout=PATIENCE)
    expect(prompt).to_have_text(re.compile(r"\[\d+\]:"), timeout=PATIENCE)


def answer(page: Page, at: Locator, formula: str, name: str = "answer = ") -> None:
    """Replace what stands after `answer =` by keyboard, as a person does, and run the cell."""
    at.locator(".cm-line", has_text=name).first.click()
    page.keyboard.press("End")
    page.keyboard.press("Shift+Home")
    page.keyboard.type(f"{name}{formula}")
    run_cell(page, at)


def write_text(page: Page, at: Locator, text: str) -> None:
    """Write over the text of a text cell, and show it."""
    number = at.get_attribute("data-windowed-list-index")
    at = notebook(page).locator(f".jp-Cell[data-windowed-list-index='{number}']")  # whatever text is in it
    at.dblclick()
    editor = at.locator(".cm-content")
    expect(editor).to_be_visible()
    editor.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)
    page.keyboard.press("Shift+Enter")
    expect(at.locator(".jp-MarkdownOutput")).to_be_visible()


def save(page: Page) -> None:
    """Press Ctrl+S, and wait until the notebook in front is saved."""
    with page.expect_response(_put("/api/contents/"), timeout=PATIENCE) as done:
        page.keyboard.press("ControlOrMeta+s")
    assert done.value.ok


# --- a tutor at Formgrader --------------------------------------------------------------------------------------------


def formgrader(page: Page) -> FrameLocator:
    """Formgrader, in its frame."""
    return page.frame_locator("iframe")


def at_formgrader(page: Page, hub: Hub, name: str, path: str = "") -> None:
    """Go to a page of Formgrader by itself, without JupyterLab around it."""
    page.goto(f"{hub.url}user/{name}/formgrader/{path}")


def workshop_row(within: FrameLocator | Page, workshop: str) -> Locator:
    """A workshop's row of Formgrader's list of assignments."""
    return within.locator("tbody#main-table tr").filter(has_text=workshop)


def told(within: FrameLocator | Page) -> str:
    """What Formgrader's box says about what was just done; closes it."""
    box = within.locator(".modal-dialog").last
    expect(box).to_be_visible(timeout=PATIENCE)
    words = box.inner_text()
    box.locator(".modal-footer button").last.click()
    expect(within.locator(".modal-backdrop")).to_have_count(0, timeout=PATIENCE)
    return words


def collect(within: FrameLocator | Page, workshop: str) -> str:
    """Press the button that collects a workshop's submissions; gives what the box says."""
    workshop_row(within, workshop).locator(".collect a").click()
    return told(within)


def submission_row(within: FrameLocator | Page, name: str) -> Locator:
    """A participant's row of Formgrader's list of submissions."""
    return within.locator("tbody#main-table tr").filter(has=within.locator("td.student-id", has_text=name))


def autograde(within: FrameLocator | Page, name: str) -> str:
    """Press the button that marks a participant's submission; gives what the box says."""
    submission_row(within, name).locator(".autograde a").click()
    return told(within)


def to_be_marked(within: FrameLocator | Page, name: str) -> Locator:
    """The link to a participant's submission among those of a notebook, where Formgrader shows numbers for names."""
    row = within.locator("tbody#main-table tr").filter(has=within.locator(".name-shown", has_text=name))
    return row.locator("a.name-hidden")


def mark(page: Page, within: FrameLocator | Page, grade_id: str, points: str, comment: str = "") -> None:
    """Give points, and a comment, on the page of a submission, and wait until both are saved.

    Args:
        page: the tutor's page.
        within: Formgrader: a frame of it, or the page itself.
        grade_id: of the cell.
        points: to give.
        comment: in words; none unless given.
    """
    for box, what, words in (
        (within.locator(f"input.score#{grade_id}"), "grade", points),
        (within.locator(f"textarea#{grade_id}-comment"), "comment", comment),
    ):
        if words:
            with page.expect_response(_put(f"/formgrader/api/{what}/"), timeout=PATIENCE) as saved:
                box.fill(words)
                box.blur()
            assert saved.value.ok


def _put(path: str) -> Callable[[Response], bool]:
    return lambda response: response.request.method == "PUT" and path in response.url
