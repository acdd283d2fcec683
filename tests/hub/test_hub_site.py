"""`ldt hub --prepare`: the permissions of a hub for a class, on folders that stand for the real ones."""

from __future__ import annotations

import grp
import os
import stat
from pathlib import Path

import pytest

from course import checkout
from course.cohort.folder import new_cohort
from course.errors import CourseError
from course.hub import site

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give folders to others")

GROUP = "daemon"  # every Linux has it


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    to = tmp_path / "course"
    site.copy_course(checkout.root(), to)
    (to / ".git").mkdir()
    return to


@pytest.fixture
def readable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "unreadable", lambda paths: None)


@pytest.mark.usefixtures("readable")
def test_answers_are_shut_and_servers_read_what_they_need(tmp_path: Path, course: Path) -> None:
    site.prepare(tmp_path / "hub", course, GROUP)
    for name in ("source", "release", "gradebook.db", ".git"):
        assert mode(course / name) & 0o007 == 0, name
        assert (course / name).stat().st_gid == grp.getgrnam(GROUP).gr_gid
    for name in site.OPEN:
        assert mode(course / name) & 0o005 == 0o005, name


@pytest.mark.usefixtures("readable")
def test_a_cohort_is_the_tutors_and_running_it_again_mends_it(tmp_path: Path, course: Path) -> None:
    hub = tmp_path / "hub"
    assert "ldt cohort new" in site.prepare(hub, course, GROUP)[-1]
    cohort = new_cohort("one", hub / "cohorts" / "one").path
    (cohort / "gradebook.db").chmod(0o644)
    work = (cohort / "gradebook.db").read_bytes()
    assert "The cohort one is open to daemon" in site.prepare(hub, course, GROUP)[-1]
    assert mode(cohort) == 0o2770
    assert mode(cohort / "gradebook.db") == 0o660
    assert mode(hub / "state") == 0o700
    assert (cohort / "gradebook.db").read_bytes() == work


@pytest.mark.usefixtures("readable")
def test_an_exchange_that_was_put_away_with_its_cohort_begins_anew_and_stays_shut(tmp_path: Path, course: Path) -> None:
    """As docs/operator.md says under “The next cohort”."""
    hub = tmp_path / "hub"
    site.prepare(hub, course, GROUP)
    exchange, kept = hub / "exchange" / "ldt", new_cohort("one", hub / "cohorts" / "one").path / "exchange"
    (exchange / "inbound" / "maria+week05-appraisal").mkdir()
    before = {path.name: (mode(path), path.stat().st_gid) for path in exchange.iterdir()}
    kept.mkdir()
    for path in exchange.iterdir():
        path.rename(kept / path.name)
    site.prepare(hub, course, GROUP)
    assert {path.name: (mode(path), path.stat().st_gid) for path in exchange.iterdir()} == before
    assert not any((exchange / "inbound").iterdir())
    assert mode(kept / "inbound" / "maria+week05-appraisal") & 0o007 == 0


def test_a_missing_group_is_said(tmp_path: Path, course: Path) -> None:
    with pytest.raises(CourseError, match="groupadd no-such-group"):
        site.prepare(tmp_path / "hub", course, "no-such-group")
    assert not (tmp_path / "hub").exists()


def test_what_participants_could_not_read_is_said(tmp_path: Path, course: Path) -> None:
    (course / "course").chmod(0o700)
    with pytest.raises(CourseError, match="Participants cannot read"):
        site.prepare(tmp_path / "hub", course, GROUP)
