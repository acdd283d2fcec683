"""The whole way in a browser: a participant does week 5 and hands it in, a tutor marks it, the participant reads it.

One story, told in the order of the tests of this file: each goes on where the one before ended.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from course.hub.people import Person
from course.hub.running import Hub
from tests.hub import browsing
from tests.hub.browsing import PATIENCE, Album, see, timed

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORKSHOP = "week05-appraisal"
MEMO = """We should build the two-machine cell. It is worth £44,100 in today's money, £8,800 more than the small one.

The estimate that matters most is the saving in a full year."""
COMMENT = "Clear advice, and the right two figures. **What would change your mind?** One sentence on that is missing."
BLANK = 7
"""Of twelve questions, those that are left as they were given out."""

WHERE = "print(*(__import__('os').readlink('/proc/self/ns/' + kind) for kind in ('pid', 'net')))"
"""Shows the namespaces that a cell runs in: its view of processes, and of the network."""

Noting = Callable[[str, object], None]


@dataclass
class Story:
    """What the tests of this file hand on to each other."""

    hub: Hub
    chromium: Browser
    participant: Page
    tutor: Page
    album: Album
    told: set[str] = field(default_factory=set)

    @property
    def dora(self) -> Person:
        return self.hub.people["dora"]

    def after(self, step: str, now: str) -> None:
        """Say which step this one needs, and that this one has begun; one failure is told once."""
        if step and step not in self.told:
            pytest.fail(f"the step before did not end well: {step}")
        self.now = now

    def done(self) -> None:
        self.told.add(self.now)


@pytest.fixture(scope="module")
def story(hub: Hub, chromium: Browser) -> Iterator[Story]:
    browsers: list[BrowserContext] = [browsing.visit(chromium, hub) for _ in range(2)]
    first, second = (each.new_page() for each in browsers)
    yield Story(hub, chromium, first, second, Album("whole-way"))
    for each in browsers:
        each.close()


# --- the participant --------------------------------------------------------------------------------------------------


def test_01_signs_in_and_lab_opens_on_start_here(story: Story, record_property: Noting) -> None:
    page, album = story.participant, story.album
    story.after("", "in")
    browsing.stop_server(page, story.hub, "dora")  # another test may have started it, and this is to be a cold start
    page.goto(story.hub.url)
    see(page.locator("#username_input"))
    album.take(page, "sign-in")
    with timed(record_property, "sign in to usable Lab, cold"):
        browsing.sign_in(page, story.hub, "dora")
        browsing.wait_for_lab(page)
        browsing.wait_for_notebook(page)
    expect(browsing.notebook(page).get_by_role("heading", name="Start here", level=1)).to_be_visible()
    for folder in ("start-here", "webinars"):  # "each week is a folder beside this one, on the left"
        see(browsing.in_folder(page, folder))
    # The week's workshop is one click away.
    expect(browsing.tab(page, "Assignments")).to_be_visible()
    expect(browsing.listed(page, "released", WORKSHOP)).to_have_count(1, timeout=PATIENCE)
    album.take(page, "start-here")
    story.done()


def test_02_tries_a_card_on_start_here(story: Story) -> None:
    page = story.participant
    story.after("in", "card of start-here")
    browsing.run_cell(page, browsing.code(page, "hello()"))
    browsing.answer(page, browsing.code(page, "hours = answer"), "15")
    check = browsing.code(page, "check(HOURS")
    browsing.run_cell(page, check)
    expect(check.locator("[role=group]")).to_contain_text("Not yet", timeout=PATIENCE)
    story.album.take(check, "start-here-card")
    assert browsing.barriers(page, "[role=group][aria-label^='Check: ']", (1280,)) == []
    story.done()


def test_03_fetches_week_5_and_opens_it(story: Story, record_property: Noting) -> None:
    page, album = story.participant, story.album
    story.after("in", "fetched")
    browsing.go_to_assignments(page)
    album.take(page, "assignments")
    with timed(record_property, "fetch"):
        browsing.fetch(page, WORKSHOP)
    album.take(page, "fetched")
    browsing.open_workshop(page, WORKSHOP)
    expect(browsing.notebook(page).get_by_role("heading", name="Is it worth it?", level=1)).to_be_visible()
    album.take(page, "week-5")
    story.done()


def test_04_answers_and_reads_the_cards(story: Story, record_property: Noting) -> None:
    page, album = story.participant, story.album
    story.after("fetched", "worked")
    browsing.run_cell(page, browsing.code(page, "from course.cases import ribble"))
    browsing.answer(page, browsing.code(page, "guess = answer"), "2")

    browsing.answer(page, browsing.code(page, "def payback_years("), "1 + (cost - grant - first_year) / full_year")
    check = browsing.code(page, 'check("w05-payback"')
    card = check.locator("[role=group]")
    with timed(record_property, "check"):
        browsing.run_cell(page, check)
        expect(card).to_contain_text("Right: 2.79 years", timeout=PATIENCE)
    expect(card).to_contain_text("you guessed 2.00 years")
    expect(card).to_contain_text("3 of 4 points")
    album.take(check, "card-right")

    # The grant forgotten: a slip that the course knows by name.
    forgotten = "npv(rate, [-cost, first_year, full_year, full_year, full_year, full_year])"
    browsing.answer(page, browsing.code(page, "def npv_pounds("), forgotten)
    check = browsing.code(page, 'check("w05-npv"')
    card = check.locator("[role=group]")
    browsing.run_cell(page, check)
    expect(card).to_contain_text("Not yet: grant left out", timeout=PATIENCE)
    expect(card).to_contain_text("1 of 4 points")
    expect(card).not_to_contain_text("35,2")  # what is right is not given away
    album.take(check, "card-slip")
    assert browsing.barriers(page, "[role=group][aria-label^='Check: ']", (1280,)) == []

    # Says where it runs: here among the hub's processes and on its network, in marking behind a wall.
    browsing.answer(page, browsing.code(page, "decide("), f"{WHERE} or 'Build it.'")
    outputs = browsing.code(page, "decide(").locator(".jp-OutputArea")
    for kind in ("pid", "net"):
        expect(outputs).to_contain_text(_space(story.hub, kind), timeout=PATIENCE)

    memo = browsing.notebook(page).locator(".jp-MarkdownCell", has_text="write your answer over this line")
    browsing.write_text(page, memo, MEMO)
    browsing.cell(page, "We should build the two-machine cell")
    album.take(page, "memo")
    browsing.save(page)
    story.done()


def test_05_validates(story: Story, record_property: Noting) -> None:
    page, album = story.participant, story.album
    story.after("worked", "validated")
    with timed(record_property, "Validate"):
        browsing.press_validate(page, WORKSHOP)
        see(browsing.said(page))
    album.take(page, "validated")
    words = browsing.said(page).inner_text()
    browsing.close_dialog(page)
    for part in ("2. What is it worth in today's money?", "Not yet: grant left out", "Nothing filled in yet"):
        assert part in words
    for part in ("Traceback", "check(", "1. How long is the money at risk", "Memo to Ribble"):  # no code; what is right
        assert part not in words
    story.done()


def test_06_hands_in(story: Story, record_property: Noting) -> None:
    page = story.participant
    story.after("validated", "handed in")
    browsing.go_to_assignments(page)
    with timed(record_property, "submit"):
        browsing.submit(page, WORKSHOP)
    story.album.take(page, "handed-in")
    (there,) = story.hub.site.inbound.glob(f"dora+{WORKSHOP}+*")
    own = (story.dora.folder / WORKSHOP / f"{WORKSHOP}.ipynb").read_bytes()
    assert (there / f"{WORKSHOP}.ipynb").read_bytes() == own
    assert "two-machine cell. It is worth £44,100" in own.decode("utf-8")
    story.done()


def test_07_opens_the_receipt_in_lab(story: Story) -> None:
    page, album = story.participant, story.album
    story.after("handed in", "receipt")
    (receipt,) = (story.dora.folder / "receipts" / WORKSHOP).glob("*.html")
    browsing.open_in_folder(page, "receipts", WORKSHOP, receipt.name)
    shown = browsing.shown_page(page, receipt.name)
    see(shown.get_by_role("heading", level=1))
    album.take(page, "receipt-in-lab")
    words = shown.locator("main").inner_text()
    assert "Is it worth it?" in words
    assert "Your work was handed in" in words
    (there,) = story.hub.site.inbound.glob(f"dora+{WORKSHOP}+*")
    assert hashlib.sha256((there / f"{WORKSHOP}.ipynb").read_bytes()).hexdigest() in words
    moment = (there / "timestamp.txt").read_text(encoding="utf-8").strip()
    assert moment in words
    assert re.search(r"\d{1,2} \w+ 20\d\d, \d\d:\d\d:\d\d (GMT|BST)", words)
    assert f"{BLANK} are blank" in words
    assert "3. When does Ribble break even" in words  # the blank ones are named as the notebook names them
    assert "1. How long is the money at risk" not in words
    story.done()


def test_08_the_receipt_has_no_barriers(story: Story) -> None:
    story.after("receipt", "receipt looked at")
    (receipt,) = (story.dora.folder / "receipts" / WORKSHOP).glob("*.html")
    _look_at_file(story, receipt, "receipt")
    story.done()


# --- the tutor --------------------------------------------------------------------------------------------------------


def test_09_the_tutor_signs_in_and_sees_formgrader(story: Story, record_property: Noting) -> None:
    page = story.tutor
    story.after("handed in", "tutor in")
    answers: dict[str, dict[str, str]] = {}

    def note(answer: Response) -> None:
        answers[answer.url] = answer.headers

    page.on("response", note)
    with timed(record_property, "tutor: sign in to Formgrader"):
        browsing.sign_in(page, story.hub, "tara")
        browsing.wait_for_lab(page)
        see(browsing.workshop_row(browsing.formgrader(page), WORKSHOP))
    story.album.take(page, "formgrader")
    framed = [
        headers
        for url, headers in answers.items()
        if "/formgrader" in url and "/static/" not in url and "/api/" not in url
    ]
    assert framed
    for headers in framed:  # the narrowest that lets the hub's own Lab show it
        assert _policy(headers["content-security-policy"])["frame-ancestors"] == "'self'"
        assert "x-frame-options" not in headers
    story.done()


def test_10_collects(story: Story) -> None:
    frame = browsing.formgrader(story.tutor)
    story.after("tutor in", "collected")
    says = browsing.collect(frame, WORKSHOP)
    assert "Successfully collected" in says
    assert f"Collecting submission: dora {WORKSHOP}" in says
    browsing.workshop_row(frame, WORKSHOP).locator(".num-submissions a").click()
    see(browsing.submission_row(frame, "dora"))
    story.album.take(story.tutor, "collected")
    story.done()


def test_11_autogrades_through_the_engine(story: Story, record_property: Noting) -> None:
    frame = browsing.formgrader(story.tutor)
    story.after("collected", "autograded")
    with timed(record_property, "autograde one"):
        says = browsing.autograde(frame, "dora")
    assert "Successfully autograded" in says
    assert "Applying preprocessor: EngineExecute" in says
    expect(browsing.submission_row(frame, "dora")).to_contain_text("needs manual grading", timeout=PATIENCE)
    story.album.take(story.tutor, "autograded")
    points = _points(story.hub.cohort / "gradebook.db", "dora")
    assert points.pop("w05-payback-check") == 4  # and with the other firm's figures, which only marking knows
    assert points.pop("w05-npv-check") == 1
    assert points.pop("w05-memo") is None
    assert set(points.values()) == {0}
    marked = story.hub.cohort / "autograded" / "dora" / WORKSHOP / f"{WORKSHOP}.ipynb"
    cells = json.loads(marked.read_text(encoding="utf-8"))["cells"]
    said = "".join(text for cell in cells for output in cell.get("outputs", []) for text in output.get("text", []))
    for kind in ("pid", "net"):
        assert re.search(rf"{kind}:\[\d+\]", said)
        assert _space(story.hub, kind) not in said
    story.done()


def test_12_marks_the_memo_with_the_rubric_above_it(story: Story) -> None:
    page, album = story.tutor, story.album
    story.after("autograded", "marked")
    frame = browsing.formgrader(page)
    frame.get_by_role("link", name="Manual Grading", exact=True).click()
    frame.locator(f"tbody a[href$='/gradebook/{WORKSHOP}']").click()
    frame.locator(f"tbody a[href$='/gradebook/{WORKSHOP}/{WORKSHOP}']").click()
    see(browsing.to_be_marked(frame, "Example, Dora")).click()
    score = frame.locator("input.score#w05-memo")
    score.scroll_into_view_if_needed()
    see(score)
    rubric = frame.locator("table", has_text="What counts")
    expect(rubric.locator("td").first).to_have_css("border-top-style", "solid")
    # The table by which it is marked, and the answer, on one screen.
    for shown in ("What counts", "names the estimate that matters most", "We should build the two-machine cell"):
        expect(frame.get_by_text(shown).first).to_be_in_viewport()
    album.take(page, "rubric-above-memo")
    browsing.mark(page, frame, "w05-memo", "4", COMMENT)
    album.take(page, "marked")
    assert _points(story.hub.cohort / "gradebook.db", "dora")["w05-memo"] == 4
    story.done()


def test_13_gives_feedback(story: Story, record_property: Noting) -> None:
    page = story.tutor
    story.after("marked", "feedback out")
    browsing.at_formgrader(page, story.hub, "tara", f"manage_submissions/{WORKSHOP}")
    row = browsing.submission_row(page, "dora")
    expect(row).to_contain_text("graded", timeout=PATIENCE)
    expect(row).to_contain_text("9 / 40")
    with timed(record_property, "generate feedback for one"):
        row.locator(".generate-feedback a").click()
        assert "Successfully generated feedback" in browsing.told(page)
    with timed(record_property, "release feedback for one"):
        row.locator(".release-feedback a").click()
        assert "Successfully released feedback" in browsing.told(page)
    story.album.take(page, "feedback-out")
    story.done()


def test_14_the_report_has_no_barriers(story: Story) -> None:
    story.after("feedback out", "report looked at")
    page = browsing.inspect(story.chromium, f"{story.hub.url}user/tara/ldt/report", story.tutor.context)
    expect(page.get_by_role("heading", name="Cohort trial")).to_be_visible()
    assert "grant left out" in page.locator("main").inner_text()
    assert browsing.barriers(page) == []
    page.set_viewport_size({"width": 1280, "height": 1000})
    story.album.take(page, "report", full_page=True)
    page.context.close()
    story.done()


# --- the participant again --------------------------------------------------------------------------------------------


def test_15_reads_the_feedback_in_lab_without_the_network(story: Story, record_property: Noting) -> None:
    page, album = story.participant, story.album
    story.after("feedback out", "feedback read")
    elsewhere = browsing.only_the_hub(page.context, story.hub)
    browsing.refresh_assignments(page)
    expect(browsing.submissions(page, WORKSHOP)).to_contain_text("feedback available to fetch", timeout=PATIENCE)
    album.take(page, "feedback-waits")
    with timed(record_property, "fetch feedback"):
        browsing.press(page, "submitted", WORKSHOP, "Fetch Feedback")
        expect(browsing.submissions(page, WORKSHOP)).to_contain_text("view feedback", timeout=PATIENCE)
    with timed(record_property, "open feedback"):
        browsing.click_in_list(page, browsing.submissions(page, WORKSHOP).get_by_text("view feedback"))
        browsing.open_in_folder(page, f"{WORKSHOP}.html")
        shown = browsing.shown_page(page, f"{WORKSHOP}.html")
        see(shown.get_by_role("heading", level=1))
    album.take(page, "feedback-in-lab")
    words = shown.locator("main").inner_text()
    assert "9 of 40 points" in words
    assert "4 of 6" in words
    assert "Clear advice, and the right two figures." in words
    comment = shown.locator(".comment", has_text="Clear advice")
    assert comment.locator("strong").inner_text() == "What would change your mind?"
    comment.scroll_into_view_if_needed()
    album.take(page, "comment-in-lab")
    assert elsewhere == []
    story.done()


def test_16_the_feedback_has_no_barriers(story: Story) -> None:
    story.after("feedback read", "feedback looked at")
    (feedback,) = (story.dora.folder / WORKSHOP / "feedback").glob("*/*.html")
    _look_at_file(story, feedback, "feedback")
    story.done()


# --- help -------------------------------------------------------------------------------------------------------------


def _look_at_file(story: Story, file: Path, name: str) -> None:
    """Look at a page of the course's by itself, at the widths of a desk and of a telephone."""
    page = browsing.inspect(story.chromium, file.as_uri())
    assert browsing.barriers(page) == []
    for width in (1280, 400):
        page.set_viewport_size({"width": width, "height": 1000})
        story.album.take(page, f"{name}-{width}", full_page=True)
    page.context.close()


def _space(hub: Hub, kind: str) -> str:
    """The namespace of the hub and of everybody's servers, as Linux names it: "pid:[4026532345]"."""
    return str(Path(f"/proc/{psutil.Process(hub.pid).children()[0].pid}/ns/{kind}").readlink())


def _points(gradebook: Path, name: str) -> dict[str, float | None]:
    """The points of each graded cell of somebody's week 5, as nbgrader's gradebook has them; None: not marked yet."""
    query = """
        SELECT base_cell.name, grade.manual_score, grade.auto_score
        FROM grade
        JOIN base_cell ON base_cell.id = grade.cell_id
        JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
        JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
        JOIN assignment ON assignment.id = submitted_assignment.assignment_id
        WHERE submitted_assignment.student_id = ? AND assignment.name = ?
    """
    database = sqlite3.connect(f"{gradebook.as_uri()}?mode=ro", uri=True)
    try:
        rows = database.execute(query, (name, WORKSHOP)).fetchall()
    finally:
        database.close()
    return {cell: auto if by_hand is None else by_hand for cell, by_hand, auto in rows}


def _policy(header: str) -> dict[str, str]:
    """The directives of a Content-Security-Policy."""
    parts = [part.strip().partition(" ") for part in header.split(";")]
    return {name: value for name, _, value in parts if name}
