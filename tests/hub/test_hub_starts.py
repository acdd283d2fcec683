"""A hub starts, lets the right people in, gives each role what it should, keeps people apart, and leaves nothing."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import psutil
import pytest

from course import checkout
from course.errors import CourseError
from course.hub import needs
from course.hub.people import TUTORS_GROUP
from course.hub.roles import COURSE_ID, Role
from course.hub.running import Hub, running
from course.hub.trying import trial_site
from tests.hub.visiting import Visitor, as_person

pytestmark = pytest.mark.slow

WORKSHOP = "week05-appraisal"


# --- who comes in -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "password"), [("anna", "wrong"), ("anna", ""), ("nobody", "wrong"), ("root", ""), ("anna", None)]
)
def test_only_the_right_password_comes_in(hub: Hub, name: str, password: str | None) -> None:
    if name == "anna" and password is None:
        assert Visitor(hub, "anna").sign_in().url.path == "/hub/home"
        return
    answer = Visitor(hub, name, password).sign_in()
    assert answer.status_code in (401, 403)
    assert answer.url.path == "/hub/login"


def test_one_persons_password_is_not_anothers(hub: Hub) -> None:
    assert Visitor(hub, "ben", hub.people["anna"].password).sign_in().status_code == 403


def test_it_listens_on_this_machine_only(hub: Hub) -> None:
    port = httpx.URL(hub.url).port
    listening = [c.laddr for c in psutil.net_connections("tcp") if c.status == "LISTEN" and c.laddr.port == port]
    assert {address.ip for address in listening} == {"127.0.0.1"}


def test_nobody_reaches_anothers_server(visitors: dict[str, Visitor]) -> None:
    answer = visitors["anna"].web.get("user/ben/api/contents/")
    assert answer.status_code in (403, 404)
    assert "start-here" not in answer.text


# --- what each role gets ----------------------------------------------------------------------------------------------


def test_servers_run_as_their_people(hub: Hub, visitors: dict[str, Visitor]) -> None:
    group = hub.site.cohorts.stat().st_gid
    servers = {
        process.uids().real: process
        for process in psutil.Process(hub.pid).children(recursive=True)
        if "jupyterhub.singleuser" in process.cmdline()
    }
    assert set(servers) == {person.uid for person in hub.people.values()}
    for person in hub.people.values():
        status = Path(f"/proc/{servers[person.uid].pid}/status").read_text()
        groups = next(line for line in status.splitlines() if line.startswith("Groups:")).split()[1:]
        assert (str(group) in groups) == (person.role is Role.TUTOR)


def test_a_participant_has_the_list_and_validate_and_no_more(visitors: dict[str, Visitor]) -> None:
    anna = visitors["anna"]
    assert anna.get("assignments", params={"course_id": COURSE_ID}).status_code == 200
    assert anna.get("nbgrader_version", params={"version": "0"}).status_code == 200
    for path in ("formgrader", "formgrader/api/assignments", "formgraders"):
        assert anna.get(path).status_code == 404
    page = anna.get("lab").text
    for extension in ("formgrader", "course-list", "create-assignment"):
        assert f'"@jupyter/nbgrader:{extension}"' in page
    for extension in ("assignment-list", "validate-assignment"):
        assert f'"@jupyter/nbgrader:{extension}"' not in page


def test_a_tutor_has_formgrader_with_the_cohorts_workshops(visitors: dict[str, Visitor]) -> None:
    tara = visitors["tara"]
    found = {each["name"]: each for each in tara.get("formgrader/api/assignments").json()}
    assert found[WORKSHOP]["status"] == "released"
    assert found["week01-maturity"]["status"] == "draft"
    assert tara.get("assignments", params={"course_id": COURSE_ID}).status_code == 404


def test_only_a_tutors_pages_may_stand_in_a_frame(visitors: dict[str, Visitor]) -> None:
    def policy(answer: httpx.Response) -> str:
        return next(
            part.strip()
            for part in answer.headers["content-security-policy"].split(";")
            if part.strip().startswith("frame-ancestors")
        )

    assert policy(visitors["tara"].get("formgrader")) == "frame-ancestors 'self'"
    assert policy(visitors["anna"].get("lab")) == "frame-ancestors 'none'"
    assert policy(visitors["anna"].web.get("hub/home")) == "frame-ancestors 'none'"


def test_the_notebooks_are_there_and_lab_opens_on_the_first(hub: Hub, visitors: dict[str, Visitor]) -> None:
    anna = visitors["anna"]
    names = {each["name"] for each in anna.get("api/contents/").json()["content"]}
    assert names >= {"start-here", "webinars"}
    assert "tutor" not in names
    assert anna.web.get("user/anna/").url.path == "/user/anna/lab/tree/start-here/start-here.ipynb"
    desk = anna.get("lab/api/workspaces/default").json()["data"]["layout-restorer:data"]["main"]["dock"]["widgets"]
    assert desk == [
        "notebook:start-here/start-here.ipynb",
        "nbgrader-assignment-list:nbgrader-assignment-list",
    ]


# --- what participants cannot reach -----------------------------------------------------------------------------------


def _secrets(hub: Hub) -> dict[str, Path]:
    top = checkout.root()
    return {
        "another's home": hub.people["ben"].home,
        "a tutor's home": hub.people["tara"].home,
        "the submissions of others": hub.site.inbound,
        "the cohorts": hub.site.cohorts,
        "the cohort": hub.cohort,
        "its gradebook": hub.cohort / "gradebook.db",
        "the feedback of others": hub.site.exchange / COURSE_ID / "feedback",
        "what the hub keeps": hub.site.state,
        "the passwords": hub.site.state / "passwords.json",
        "the answers": top / "source",
        "an answer": top / "source" / WORKSHOP / f"{WORKSHOP}.py",
        "the seed gradebook, with its hidden tests": top / "gradebook.db",
        "what authors and tutors read": top / "docs",
        "what is not given out yet": top / "release" / "week01-maturity",
    }


@pytest.mark.parametrize(
    "what",
    [
        "another's home",
        "a tutor's home",
        "the submissions of others",
        "the cohorts",
        "the cohort",
        "its gradebook",
        "the feedback of others",
        "what the hub keeps",
        "the passwords",
        "the answers",
        "an answer",
        "the seed gradebook, with its hidden tests",
        "what authors and tutors read",
        "what is not given out yet",
    ],
)
def test_a_participant_cannot_read(hub: Hub, what: str) -> None:
    path = _secrets(hub)[what]
    assert path.exists()
    for words in (["ls", str(path)], ["cat", str(path)], ["cp", "-r", str(path), "/dev/shm/taken"]):
        if words[0] == "ls" and path.is_file():
            words = ["head", "-c", "1", str(path)]
        done = as_person(hub, hub.people["anna"], *words)
        assert done.returncode != 0, words
        assert "Permission denied" in done.stderr or "Is a directory" in done.stderr, done.stderr


def test_the_tutor_can_read_what_marking_needs(hub: Hub) -> None:
    for what in ("the submissions of others", "the cohort", "the answers"):
        assert as_person(hub, hub.people["tara"], "ls", str(_secrets(hub)[what])).returncode == 0, what
    for what in ("another's home", "what the hub keeps", "the passwords"):
        assert as_person(hub, hub.people["tara"], "ls", str(_secrets(hub)[what])).returncode != 0, what


def test_the_checkout_itself_is_out_of_sight(hub: Hub) -> None:
    """Its history and its tests hold answers too."""
    done = as_person(hub, hub.people["anna"], "ls", "-A", str(checkout.root()))
    names = set(done.stdout.split())
    assert names >= {"course", "notebooks"}
    assert names.isdisjoint({".git", "tests", "benchmarks"})


@pytest.mark.parametrize("place", ["exchange", f"exchange/{COURSE_ID}", f"exchange/{COURSE_ID}/outbound", "."])
def test_a_participant_can_change_nothing_of_the_exchange(hub: Hub, place: str) -> None:
    done = as_person(hub, hub.people["anna"], "touch", str(hub.site.folder / place / "mine"))
    assert done.returncode != 0
    assert "Permission denied" in done.stderr


def test_what_is_handed_in_cannot_be_read_or_removed_by_others(hub: Hub, visitors: dict[str, Visitor]) -> None:
    ben, course = visitors["ben"], {"course_id": COURSE_ID, "assignment_id": WORKSHOP}
    assert ben.post("assignments/fetch", json=course).json()["success"]
    assert ben.post("assignments/submit", json=course).json()["success"]
    (handed_in,) = hub.site.inbound.glob(f"ben+{WORKSHOP}+*")
    notebook = handed_in / f"{WORKSHOP}.ipynb"
    # Even somebody who could guess the name.
    for words in (["cat", str(notebook)], ["rm", "-rf", str(handed_in)], ["mv", str(handed_in), "/dev/shm/"]):
        assert as_person(hub, hub.people["anna"], *words).returncode != 0, words
    assert as_person(hub, hub.people["tara"], "cat", str(notebook)).stdout == notebook.read_text(encoding="utf-8")


# --- how it ends ------------------------------------------------------------------------------------------------------


def _needs_a_hub() -> None:
    lacks = needs.missing_to_try()
    if lacks:
        pytest.skip(lacks[0])


def _gone(uids: set[int], folder: Path) -> None:
    left = [process for process in psutil.process_iter(["uids"]) if process.info["uids"].real in uids]
    assert left == []
    assert not folder.exists()
    assert uids.isdisjoint(each.pw_uid for each in pwd.getpwall())
    assert TUTORS_GROUP not in Path("/etc/group").read_text(encoding="utf-8")


def test_nothing_is_left_after_a_failure_in_the_middle() -> None:
    _needs_a_hub()
    before = Path("/etc/passwd").read_bytes(), Path("/etc/group").read_bytes()
    family: list[psutil.Process] = []

    def fail_in_the_middle(hub: Hub) -> None:
        visitor = Visitor(hub, "anna")
        visitor.sign_in()
        visitor.start_server()
        family.extend(psutil.Process(hub.pid).children(recursive=True))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), trial_site(["anna"], ["tara"], []) as trial, running(trial) as hub:
        fail_in_the_middle(hub)
    assert len(family) >= 5  # the view's first process, the hub, the proxy, the culler, anna's server
    _gone({person.uid for person in trial.people.everybody.values()}, trial.site.folder)
    assert [each for each in family if each.is_running() and each.status() != psutil.STATUS_ZOMBIE] == []
    assert (Path("/etc/passwd").read_bytes(), Path("/etc/group").read_bytes()) == before


def test_a_hub_that_cannot_start_says_why_and_leaves_nothing() -> None:
    _needs_a_hub()
    with trial_site(participants=["anna"], released=[]) as trial:
        odd = {"LDT_HUB_TIMEZONE": "Mars/Base"}
        with pytest.raises(CourseError, match="LDT_HUB_TIMEZONE cannot be “Mars/Base”"), running(trial, odd):
            pass
        (trial.site.folder / "course" / "deploy" / "one-machine" / "jupyterhub_config.py").write_text("1 / 0\n")
        with pytest.raises(CourseError, match=r"(?s)did not start.*ZeroDivisionError"), running(trial):
            pass
    _gone({person.uid for person in trial.people.everybody.values()}, trial.site.folder)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_the_verb_says_how_to_come_in_and_leaves_nothing(how: signal.Signals, tmp_path: Path) -> None:
    _needs_a_hub()
    own = tmp_path / "temporary"
    own.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "course.cli", "hub"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "LDT_ROOT": str(checkout.root()), "PYTHONUNBUFFERED": "1", "TMPDIR": str(own)},
        start_new_session=True,
    )
    assert process.stdout is not None
    told = ""
    try:
        for line in process.stdout:
            told += line
            if "press Ctrl-C" in line:
                break
        assert "http://127.0.0.1:" in told
        family = psutil.Process(process.pid).children(recursive=True)
        assert any("jupyterhub" in each.cmdline() for each in family)
        time.sleep(0.5)
        process.send_signal(how)
        told += process.communicate(timeout=60)[0]
    finally:
        process.kill()
    assert process.returncode == 0, told
    assert "Nothing is left of it" in told
    assert list(own.iterdir()) == []
    assert [each for each in family if each.is_running() and each.status() != psutil.STATUS_ZOMBIE] == []
