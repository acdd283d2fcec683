"""Handing in and collecting through nbgrader's exchange, without a hub around it: refusals, receipts, and tricks."""

from __future__ import annotations

import hashlib
import json
import os
import pwd
import re
import shutil
import traceback
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from traitlets.config import Config, PyFileConfigLoader

from course import checkout
from course.cohort.folder import new_cohort
from course.hub.assignment_list import sentence_in
from course.hub.roles import Role
from course.hub.submitting import NotHandedInError, Submit

WORKSHOP = "week05-appraisal"
NOTEBOOK = f"{WORKSHOP}.ipynb"
ME = pwd.getpwuid(os.getuid()).pw_name


@dataclass(frozen=True)
class Exchange:
    """An exchange with one workshop given out, and a participant who has fetched it."""

    root: Path
    home: Path
    cohort: Path

    @property
    def work(self) -> Path:
        return self.home / WORKSHOP

    @property
    def inbound(self) -> Path:
        return self.root / "ldt" / "inbound"

    def _about(self, role: Role) -> tuple[CourseDirectory, Config]:
        """What nbgrader is told on the hub, for this folder."""
        folder = checkout.root() / "deploy" / "one-machine" / role
        config: Config = PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()
        config.CourseDirectory.course_id = "ldt"
        config.CourseDirectory.assignment_id = WORKSHOP
        config.CourseDirectory.root = str(self.cohort)
        config.CourseDirectory.db_url = f"sqlite:///{self.cohort / 'gradebook.db'}"
        config.Exchange.cache = str(self.home / "cache")
        config.Exchange.assignment_dir = str(self.home)
        return CourseDirectory(config=config), config

    def submit(self) -> None:
        directory, config = self._about(Role.PARTICIPANT)
        plugins = ExchangeFactory(config=config)
        plugins.Submit(coursedir=directory, authenticator=Authenticator(), config=config).start()

    def collect(self) -> None:
        directory, config = self._about(Role.TUTOR)
        plugins = ExchangeFactory(config=config)
        collect = plugins.Collect(coursedir=directory, authenticator=Authenticator(), config=config)
        collect.update = True
        collect.start()

    def handed_in(self) -> list[Path]:
        return sorted(self.inbound.iterdir())

    def receipts(self) -> list[Path]:
        return sorted((self.home / "receipts" / WORKSHOP).glob("*"))

    def forge(self, name: str) -> Path:
        """What somebody puts into the exchange by hand."""
        place = self.inbound / name
        shutil.copytree(self.work, place)
        (place / "timestamp.txt").write_text("2031-01-01 00:00:00 UTC")
        return place


@pytest.fixture
def exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    root, home = tmp_path / "exchange", tmp_path / "home"
    monkeypatch.setenv("LDT_EXCHANGE", str(root))
    for name in ("outbound", "inbound"):
        (root / "ldt" / name).mkdir(parents=True)
    release = checkout.root() / "release" / WORKSHOP
    shutil.copytree(release, root / "ldt" / "outbound" / WORKSHOP)
    shutil.copytree(release, home / WORKSHOP)
    new_cohort("test", tmp_path / "cohort")
    return Exchange(root, home, tmp_path / "cohort")


def test_what_is_handed_in_is_shut_and_has_a_receipt(exchange: Exchange) -> None:
    exchange.submit()
    (place,) = exchange.handed_in()
    assert place.stat().st_mode & 0o777 == 0o770
    assert (place / NOTEBOOK).read_bytes() == (exchange.work / NOTEBOOK).read_bytes()
    (receipt,) = exchange.receipts()
    page = receipt.read_text(encoding="utf-8")
    assert hashlib.sha256((place / NOTEBOOK).read_bytes()).hexdigest() in page
    assert (place / "timestamp.txt").read_text() in page
    assert "None of its 12 answers is filled in yet" in page
    assert re.search(r"\d\d:\d\d:\d\d (GMT|BST) \(Europe/London time\)", page)
    assert "<html lang=" in page
    assert "http" not in page


def test_a_receipt_counts_what_is_blank_and_names_what_is_gone(exchange: Exchange) -> None:
    notebook = json.loads((exchange.work / NOTEBOOK).read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "w05-irr-answer":
            cell["source"] = "def irr_percent(cost, grant, first_year, full_year):\n    answer = 4\n    return answer"
    notebook["cells"] = [
        cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") != "w05-npv-check"
    ]
    (exchange.work / NOTEBOOK).write_text(json.dumps(notebook), encoding="utf-8")
    exchange.submit()
    page = exchange.receipts()[0].read_text(encoding="utf-8")
    assert "1 of its 12 answers is filled in; 11 are blank." in page
    assert "1 of its cells is not there any more (w05-npv-check)" in page


def test_handing_in_twice_leaves_both(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter(("2027-02-22 23:59:59.000001 UTC", "2027-07-01 12:00:00.000001 UTC"))
    monkeypatch.setattr(Submit, "set_timestamp", lambda self: setattr(self, "timestamp", next(moments)))
    exchange.submit()
    exchange.submit()
    assert len(exchange.handed_in()) == 2
    # London is an hour ahead in summer.
    assert [path.name for path in exchange.receipts()] == ["2027-02-22 23.59.59.html", "2027-07-01 13.00.00.html"]


def test_handing_in_twice_in_a_second_leaves_both_receipts(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = [f"2027-02-22 23:59:59.00000{number} UTC" for number in (1, 2, 3)]
    coming = iter(moments)
    monkeypatch.setattr(Submit, "set_timestamp", lambda self: setattr(self, "timestamp", next(coming)))
    for _ in moments:
        exchange.submit()
    pages = [path.read_text(encoding="utf-8") for path in exchange.receipts()]
    assert sorted(moment for moment in moments for page in pages if moment in page) == moments
    assert len(pages) == 3


def test_the_firms_figures_are_not_handed_in(exchange: Exchange) -> None:
    for name in ("my-firm.json", "week05-appraisal (fresh copy).ipynb"):
        (exchange.work / name).write_text("{}", encoding="utf-8")
    exchange.submit()
    names = {path.name for path in exchange.handed_in()[0].iterdir()}
    assert names == {NOTEBOOK, "timestamp.txt", "submission_secret.txt"}


def _rename(work: Path) -> None:
    (work / NOTEBOOK).rename(work / "My week 5.ipynb")


def _rename_with_another(work: Path) -> None:
    _rename(work)
    (work / "notes.ipynb").write_text("{}")


def _delete(work: Path) -> None:
    (work / NOTEBOOK).unlink()


def _cut_off(work: Path) -> None:
    text = (work / NOTEBOOK).read_text(encoding="utf-8")
    (work / NOTEBOOK).write_text(text[: len(text) // 2], encoding="utf-8")


def _empty(work: Path) -> None:
    (work / NOTEBOOK).write_text("")


@pytest.mark.parametrize(
    ("accident", "says"),
    [
        (_rename, "Is “My week 5.ipynb” your work? Then rename it to week05-appraisal.ipynb"),
        (_rename_with_another, "Rename the notebook with your work to week05-appraisal.ipynb"),
        (_delete, "If you moved it, move it back."),
        (_cut_off, "because week05-appraisal.ipynb "),
        (_empty, "because week05-appraisal.ipynb is an empty file"),
    ],
)
def test_an_accident_is_refused_with_what_to_do(exchange: Exchange, accident: object, says: str) -> None:
    assert callable(accident)
    accident(exchange.work)
    with pytest.raises(NotHandedInError) as refused:
        exchange.submit()
    sentence = str(refused.value)
    assert sentence.startswith("Your work was not handed in")
    assert says in sentence
    assert exchange.handed_in() == []
    assert exchange.receipts() == []


def test_a_workshop_that_is_not_open_is_refused(exchange: Exchange) -> None:
    shutil.rmtree(exchange.root / "ldt" / "outbound" / WORKSHOP)
    with pytest.raises(NotHandedInError, match="week05-appraisal is not open at the moment"):
        exchange.submit()


def test_the_list_shows_the_sentence_and_no_traceback(exchange: Exchange) -> None:
    _rename(exchange.work)
    with pytest.raises(NotHandedInError) as refused:
        exchange.submit()
    shown = "".join(traceback.format_exception(refused.value))
    assert "Traceback" in shown
    assert sentence_in(shown) == str(refused.value)
    assert "tell your tutor “OSError: disk”" in sentence_in("Traceback\n  File …\nOSError: disk\n")


# --- collecting -------------------------------------------------------------------------------------------------------


def _collected(exchange: Exchange) -> set[str]:
    return {path.name for path in (exchange.cohort / "submitted").iterdir()}


def test_what_was_handed_in_is_collected_whole(exchange: Exchange) -> None:
    exchange.submit()
    exchange.collect()
    assert _collected(exchange) == {ME}
    got = exchange.cohort / "submitted" / ME / WORKSHOP / NOTEBOOK
    assert got.read_bytes() == (exchange.work / NOTEBOOK).read_bytes()


def test_nobody_hands_in_under_anothers_name(exchange: Exchange) -> None:
    exchange.forge(f"somebody-else+{WORKSHOP}+2031-01-01 00:00:00 UTC+abc")
    exchange.collect()
    assert _collected(exchange) == {ME}


def test_links_are_not_followed_with_the_tutors_rights(exchange: Exchange, tmp_path: Path) -> None:
    secret = tmp_path / "gradebook of others"
    secret.write_text("everybody's marks")
    folder = tmp_path / "folder of others"
    folder.mkdir()
    (folder / "work.ipynb").write_text("somebody else's work")
    place = exchange.forge(f"{ME}+{WORKSHOP}+2031-01-01 00:00:00 UTC+abc")
    (place / NOTEBOOK).unlink()
    (place / NOTEBOOK).symlink_to(secret)
    (place / "more").symlink_to(folder)
    exchange.collect()
    got = exchange.cohort / "submitted" / ME / WORKSHOP
    assert {path.name for path in got.rglob("*")} == {"timestamp.txt"}


@pytest.mark.parametrize("name", ["x+week05-appraisal+not a time+abc", "+week05-appraisal+2031-01-01 00:00:00 UTC+abc"])
def test_rubbish_does_not_keep_the_rest_back(exchange: Exchange, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    exchange.submit()
    (exchange.inbound / name).write_text("a file, not a folder")
    # The rubbish belongs to somebody whom the machine does not know any more.
    owners = {name: None}
    monkeypatch.setattr("course.hub.submitting.owner_of", lambda path: owners.get(path.name, ME))
    exchange.collect()
    assert ME in _collected(exchange)
    assert (exchange.cohort / "submitted" / ME / WORKSHOP / NOTEBOOK).is_file()


def test_one_that_cannot_be_copied_does_not_keep_the_rest_back(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange.submit()
    bad = exchange.forge(f"aaron+{WORKSHOP}+2031-01-01 00:00:00 UTC+abc")
    os.mkfifo(bad / "pipe")
    monkeypatch.setattr("course.hub.submitting.owner_of", lambda path: path.name.split("+")[0])
    exchange.collect()
    assert (exchange.cohort / "submitted" / ME / WORKSHOP / NOTEBOOK).is_file()


def _handed_in_by_force(exchange: Exchange, accident: object) -> None:
    assert callable(accident)
    place = exchange.forge(f"{ME}+{WORKSHOP}+2031-01-01 00:00:00 UTC+abc")
    accident(place)
    exchange.collect()


@pytest.mark.parametrize(
    ("accident", "says"),
    [
        (_cut_off, f"{NOTEBOOK} from {ME} was cut off on its way"),
        (_empty, f"{NOTEBOOK} from {ME} is an empty file"),
        (_rename, f"{ME} handed in no {NOTEBOOK} but a notebook of another name"),
        (_delete, f"submitted/{ME}/{WORKSHOP} is empty"),
    ],
)
def test_the_tutor_is_told_at_once_of_what_cannot_be_marked(
    exchange: Exchange, accident: object, says: str, caplog: pytest.LogCaptureFixture
) -> None:
    _handed_in_by_force(exchange, accident)
    (told,) = [each.getMessage() for each in caplog.records if each.levelname == "ERROR"]
    assert says in told


def test_nothing_is_said_of_what_can_be_marked(exchange: Exchange, caplog: pytest.LogCaptureFixture) -> None:
    exchange.submit()
    exchange.collect()
    assert [each.getMessage() for each in caplog.records if each.levelname == "ERROR"] == []
