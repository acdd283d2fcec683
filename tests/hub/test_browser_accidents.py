"""Accidents in a browser: what people see is a sentence, and nobody's work is lost.

The tests of this file share a participant, carol, at her desk, and a tutor, tara; each leaves the desk as it found it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from course.hub.people import Person
from course.hub.running import Hub
from tests.hub import browsing
from tests.hub.browsing import PATIENCE, Album, see
from tests.hub.visiting import as_person

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORKSHOP = "week03-losses"
NAME = f"{WORKSHOP}.ipynb"
CHECK = "w03-availability-check"
Notebook = dict[str, Any]


@dataclass
class Desk:
    """Carol at JupyterLab with week 3 fetched, and tara at Formgrader."""

    hub: Hub
    page: Page
    tutor: Page
    album: Album

    @property
    def carol(self) -> Person:
        return self.hub.people["carol"]

    @property
    def folder(self) -> Path:
        return self.carol.folder / WORKSHOP

    @property
    def file(self) -> Path:
        return self.folder / NAME

    def handed_in(self) -> list[Path]:
        """What carol has handed in, oldest first."""
        return sorted(self.hub.site.inbound.glob(f"carol+{WORKSHOP}+*"))

    def receipts(self) -> list[Path]:
        return sorted((self.carol.folder / "receipts" / WORKSHOP).glob("*.html"))

    def collected(self) -> Path:
        return self.hub.cohort / "submitted" / "carol" / WORKSHOP / NAME

    def writes(self, change: Callable[[Notebook], None]) -> bytes:
        """Carol's notebook after something has happened to it in another program."""
        notebook = json.loads(self.file.read_text(encoding="utf-8"))
        change(notebook)
        self.file.write_text(json.dumps(notebook, indent=1), encoding="utf-8")
        return self.file.read_bytes()

    def is_refused(self) -> str:
        """Press Submit, and read why nothing was handed in."""
        browsing.press(self.page, "fetched", WORKSHOP, "Submit")
        see(browsing.said(self.page))
        words = browsing.said(self.page).inner_text()
        assert "Traceback" not in words
        assert ".py" not in words
        box = browsing.said(self.page).locator("pre")
        assert box.evaluate("box => box.scrollWidth <= box.clientWidth"), "the sentence is cut off"
        return " ".join(words.split())

    def collects(self) -> str:
        """The tutor presses Collect; what the box says."""
        browsing.at_formgrader(self.tutor, self.hub, "tara")
        see(browsing.workshop_row(self.tutor, WORKSHOP))
        return browsing.collect(self.tutor, WORKSHOP)

    def autogrades(self) -> str:
        """The tutor presses Autograde; what the box says."""
        browsing.at_formgrader(self.tutor, self.hub, "tara", f"manage_submissions/{WORKSHOP}")
        see(browsing.submission_row(self.tutor, "carol"))
        return browsing.autograde(self.tutor, "carol")


@pytest.fixture(scope="module")
def desk(hub: Hub, chromium: Browser) -> Iterator[Desk]:
    browsers = [browsing.visit(chromium, hub) for _ in range(2)]
    page, tutor = (each.new_page() for each in browsers)
    browsing.sign_in(page, hub, "carol")
    browsing.wait_for_lab(page)
    browsing.go_to_assignments(page)
    browsing.fetch(page, WORKSHOP)
    browsing.sign_in(tutor, hub, "tara")
    browsing.wait_for_lab(tutor)
    yield Desk(hub, page, tutor, Album("accidents"))
    for each in browsers:
        each.close()


@pytest.fixture
def whole(desk: Desk) -> Iterator[None]:
    """Carol's notebook is as it was given out, before and after."""
    fresh = desk.hub.site.exchange / "ldt" / "outbound" / WORKSHOP / NAME

    def give_back() -> None:
        desk.file.write_bytes(fresh.read_bytes())
        shutil.chown(desk.file, desk.carol.uid, desk.carol.uid)

    give_back()
    yield
    give_back()


def cell_of(notebook: Notebook, name: str) -> dict[str, Any]:
    (found,) = [each for each in notebook["cells"] if each["metadata"].get("nbgrader", {}).get("grade_id") == name]
    return dict(found)


def formula(text: str) -> Callable[[Notebook], None]:
    """Fill the first exercise's answer in."""

    def change(notebook: Notebook) -> None:
        for cell in notebook["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == "w03-availability-answer":
                cell["source"] = "".join(cell["source"]).replace("answer = ...", f"answer = {text}")

    return change


# --- handing in -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("whole")
def test_a_renamed_notebook(desk: Desk) -> None:
    work = desk.writes(formula("1"))
    before = desk.handed_in(), desk.receipts()
    other = desk.file.rename(desk.folder / "My week 3.ipynb")
    try:
        words = desk.is_refused()
        desk.album.take(desk.page, "renamed")
        assert f"Is “My week 3.ipynb” your work? Then rename it to {NAME}" in words
        assert "Nothing is lost." in words
        browsing.close_dialog(desk.page)
        assert other.read_bytes() == work
        assert (desk.handed_in(), desk.receipts()) == before
    finally:
        other.rename(desk.file)
    # What the sentence says is enough.
    browsing.submit(desk.page, WORKSHOP)
    (new,) = set(desk.handed_in()) - set(before[0])
    assert (new / NAME).read_bytes() == work
    assert len(desk.receipts()) == len(before[1]) + 1


@pytest.mark.usefixtures("whole")
def test_a_deleted_check_and_a_copied_cell(desk: Desk) -> None:
    def damage(notebook: Notebook) -> None:
        formula("100 * (shift - breaks - long_stops) / (shift - breaks)")(notebook)
        twin = {**cell_of(notebook, "w03-oee-check"), "id": "copied"}
        notebook["cells"] = [*(each for each in notebook["cells"] if each != cell_of(notebook, CHECK)), twin]

    work = desk.writes(damage)
    known = desk.receipts()
    browsing.submit(desk.page, WORKSHOP)
    (receipt,) = set(desk.receipts()) - set(known)
    assert "1 of its cells is not there any more" in receipt.read_text(encoding="utf-8")
    assert desk.file.read_bytes() == work

    assert f"submission: carol {WORKSHOP}" in desk.collects()
    assert desk.collected().read_bytes() == work
    told = desk.autogrades()
    desk.album.take(desk.tutor, "deleted-check")
    assert "Successfully autograded" in told
    assert "carol had deleted the check of exercise 1; it was put back." in told
    assert desk.collected().read_bytes() == work  # what was handed in stays as it is
    expect(browsing.submission_row(desk.tutor, "carol")).to_contain_text("4 / 40", timeout=PATIENCE)


SCRIPT = "<script>window.acted = 1</script><img src=x onerror='window.acted = 1'>"


@pytest.mark.usefixtures("whole")
def test_what_participants_write_does_not_act_at_formgrader(desk: Desk) -> None:
    """A page of Formgrader has the tutor's rights."""

    def write(notebook: Notebook) -> None:
        memo = next(
            each for each in notebook["cells"] if each["metadata"].get("nbgrader", {}).get("grade_id") == "w03-memo"
        )
        memo["source"] = f"Our **memo**. {SCRIPT}"
        show = f"from IPython.display import HTML, display\ndisplay(HTML({'<p>Our picture.</p>' + SCRIPT!r}))"
        notebook["cells"].append(
            {"cell_type": "code", "id": "own", "metadata": {}, "outputs": [], "execution_count": None, "source": show}
        )

    desk.writes(write)
    browsing.submit(desk.page, WORKSHOP)
    desk.collects()
    assert "Successfully autograded" in desk.autogrades()
    browsing.at_formgrader(desk.tutor, desk.hub, "tara", f"gradebook/{WORKSHOP}/{WORKSHOP}")
    ours = desk.tutor.context.request.get(
        f"{desk.hub.url}user/tara/formgrader/api/submitted_notebooks/{WORKSHOP}/{WORKSHOP}"
    ).json()
    (carols,) = [each["id"] for each in ours if each["student"] == "carol"]
    browsing.at_formgrader(desk.tutor, desk.hub, "tara", f"submissions/{carols}/")
    see(desk.tutor.get_by_text("Our memo."))
    see(desk.tutor.locator("p", has_text="Our picture."))
    desk.tutor.wait_for_load_state("load")
    desk.album.take(desk.tutor, "formgrader")
    assert desk.tutor.evaluate("window.acted") is None


@pytest.mark.usefixtures("whole")
def test_handing_in_twice(desk: Desk) -> None:
    rows, places, receipts = browsing.submissions(desk.page, WORKSHOP).count(), desk.handed_in(), desk.receipts()
    first = desk.writes(formula("1"))
    browsing.submit(desk.page, WORKSHOP)
    second = desk.writes(lambda notebook: notebook["metadata"].update(second=True))
    browsing.submit(desk.page, WORKSHOP)
    desk.album.take(desk.page, "twice")
    assert browsing.submissions(desk.page, WORKSHOP).count() == rows + 2
    new = [each for each in desk.handed_in() if each not in places]
    assert [(each / NAME).read_bytes() for each in new] == [first, second]
    pages = [each.read_text(encoding="utf-8") for each in desk.receipts() if each not in receipts]
    assert len(pages) == 2
    for each in new:
        assert sum((each / "timestamp.txt").read_text(encoding="utf-8") in page for page in pages) == 1
    assert f"submission: carol {WORKSHOP}" in desk.collects()
    assert desk.collected().read_bytes() == second


@pytest.mark.usefixtures("whole")
def test_a_damaged_notebook(desk: Desk) -> None:
    desk.writes(formula("1"))
    desk.file.write_bytes(desk.file.read_bytes()[:5000])
    broken = desk.file.read_bytes()
    before = desk.handed_in(), desk.receipts()
    words = desk.is_refused()
    desk.album.take(desk.page, "damaged")
    assert f"Your work was not handed in, because {NAME} was cut off on its way" in words
    assert "fetch the week again" in words
    browsing.close_dialog(desk.page)
    assert desk.file.read_bytes() == broken
    assert (desk.handed_in(), desk.receipts()) == before

    # Put into the exchange by force, past the refusal, it is the tutor who is told.
    place = desk.hub.site.inbound / f"carol+{WORKSHOP}+2031-01-01 00:00:00 UTC+abc"
    done = as_person(desk.hub, desk.carol, "cp", "-r", str(desk.folder), str(place))
    assert done.returncode == 0, done.stderr
    as_person(desk.hub, desk.carol, "sh", "-c", f"echo 2031-01-01 00:00:00 UTC > '{place}/timestamp.txt'")
    assert as_person(desk.hub, desk.carol, "chmod", "-R", "0770", str(place)).returncode == 0
    try:
        sentence = f"{NAME} from carol was cut off on its way"
        told = desk.collects()
        desk.album.take(desk.tutor, "damaged-collected")
        assert sentence in told
        told = desk.autogrades()
        assert "There was an error autograding" in told
        assert sentence in told
        assert "ask carol to submit it again" in told
    finally:
        as_person(desk.hub, desk.carol, "rm", "-rf", str(place))
        as_person(desk.hub, desk.hub.people["tara"], "rm", "-rf", str(desk.collected().parent))


# --- in the middle of work --------------------------------------------------------------------------------------------


def types(page: Page, text: str) -> None:
    """Type into the first exercise's answer, and do not save."""
    cell = browsing.code(page, "def availability_percent(")
    cell.locator(".cm-line", has_text="answer = ").first.click()
    page.keyboard.press("End")
    page.keyboard.press("Shift+Home")
    page.keyboard.type(f"answer = {text}")
    expect(cell).to_contain_text(f"answer = {text}")


def is_kept(desk: Desk, text: str) -> None:
    """Wait until a text is in the file, which JupyterLab saves by itself every ten seconds."""
    for _ in range(PATIENCE // 500):
        if f"answer = {text}" in desk.file.read_text(encoding="utf-8"):
            return
        desk.page.wait_for_timeout(500)
    raise AssertionError(f"{text} was not saved")


def opens(desk: Desk) -> None:
    """Open week 3's notebook from its file, whatever the page has open."""
    desk.page.goto(f"{desk.hub.url}user/carol/lab/tree/{WORKSHOP}/{NAME}?reset")
    browsing.wait_for_lab(desk.page)
    browsing.wait_for_notebook(desk.page)


@pytest.mark.usefixtures("whole")
def test_logging_out_in_the_middle(desk: Desk) -> None:
    page = desk.page
    opens(desk)
    types(page, "1111")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    # Whoever leaves at once is asked by the browser, and can stay.
    page.once("dialog", stay)
    page.evaluate(f"setTimeout(() => location.assign('{desk.hub.url}hub/logout'))")
    for _ in range(PATIENCE // 100):
        if asked:
            break
        page.wait_for_timeout(100)
    assert asked == ["beforeunload"]
    expect(browsing.code(page, "def availability_percent(")).to_contain_text("answer = 1111")
    # Whoever goes on working need not save.
    is_kept(desk, "1111")

    browsing.sign_out(page, desk.hub)
    browsing.sign_in(page, desk.hub, "carol")
    browsing.wait_for_lab(page)
    opens(desk)
    expect(browsing.code(page, "def availability_percent(")).to_contain_text("answer = 1111")
    desk.album.take(page, "logged-out-and-in")


def cull(hub: Hub, name: str) -> None:
    """Stop somebody's server as the culler does: through the hub's API, with the culler's own token."""
    (culler,) = [
        each for each in psutil.Process(hub.pid).children(recursive=True) if "jupyterhub_idle_culler" in each.cmdline()
    ]
    given = culler.environ()
    answer = httpx.delete(
        f"{given['JUPYTERHUB_API_URL']}/users/{name}/server",
        headers={"Authorization": f"token {given['JUPYTERHUB_API_TOKEN']}"},
        timeout=60,
    )
    assert answer.is_success, answer.text


@pytest.mark.usefixtures("whole")
def test_a_server_that_is_stopped_in_the_middle(desk: Desk) -> None:
    page = desk.page
    opens(desk)
    types(page, "2222")
    is_kept(desk, "2222")
    types(page, "3333")  # which is in the page, and perhaps in the file
    cull(desk.hub, "carol")
    said = browsing.said(page)
    see(said)
    if "File Save Error" in said.inner_text():  # what is said first depends on what JupyterLab tries first
        expect(said).to_contain_text("JupyterHub server no longer running")
        expect(said).to_contain_text("Restart the server at")
        page.locator(".jp-Dialog .jp-Dialog-footer button").last.click()  # another dialog may follow at once
    expect(said).to_contain_text("Your server at /user/carol/ is not running.", timeout=PATIENCE)
    expect(said).to_contain_text("Would you like to restart it?")
    desk.album.take(page, "stopped")
    kept = desk.file.read_text(encoding="utf-8")
    assert "answer = 2222" in kept or "answer = 3333" in kept

    with page.context.expect_page() as opened:
        page.locator(".jp-Dialog .jp-mod-accept").click()
    again = opened.value
    browsing.wait_for_lab(again)
    again.close()
    # What was typed last is saved too, as soon as there is a server again.
    expect(browsing.code(page, "def availability_percent(")).to_contain_text("answer = 3333")
    is_kept(desk, "3333")
    desk.album.take(page, "started-again")
