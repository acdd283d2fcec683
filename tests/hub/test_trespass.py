"""A participant tries to get at what is others': with their own rights on the machine, and through their own Lab."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

from course import checkout
from course.hub.arriving import runtime_folder
from course.hub.roles import COURSE_ID
from course.hub.running import Hub
from tests.hub.visiting import Visitor, as_person

pytestmark = pytest.mark.slow

WORKSHOP = "week03-losses"
THIS = {"course_id": COURSE_ID, "assignment_id": WORKSHOP}
PATIENCE = 120


def processes(hub: Hub) -> list[psutil.Process]:
    """All that runs in the hub's view of the machine."""
    found: list[psutil.Process] = psutil.Process(hub.pid).children(recursive=True)
    return found


def server_of(hub: Hub, name: str) -> psutil.Process:
    """Somebody's own server."""
    (found,) = [
        each
        for each in processes(hub)
        if each.uids().real == hub.people[name].uid and "jupyterhub.singleuser" in each.cmdline()
    ]
    return found


def port_of(process: psutil.Process) -> int:
    """The port that a server listens on."""
    (port,) = {each.laddr.port for each in process.net_connections("tcp") if each.status == psutil.CONN_LISTEN}
    return int(port)


@dataclass(frozen=True)
class Intruder:
    """Somebody who can run what they like, as any participant can in a notebook.

    Args:
        hub: where.
        name: who.
        environment: what their own server, and so their notebooks, were given.
    """

    hub: Hub
    name: str
    environment: dict[str, str]

    @property
    def home(self) -> Path:
        return self.hub.people[self.name].home

    @property
    def token(self) -> str:
        return self.environment["JUPYTERHUB_API_TOKEN"]

    def runs(self, code: str) -> subprocess.CompletedProcess[str]:
        """Run Python."""
        begin = "import json, os, shutil, signal, sys, urllib.error, urllib.request\nfrom pathlib import Path\n"
        words = [f"{name}={value}" for name, value in self.environment.items()]
        return as_person(self.hub, self.hub.people[self.name], "env", "-i", *words, sys.executable, "-c", begin + code)

    def is_refused(self, code: str) -> bool:
        """Whether the operating system forbids it; anything else than that is an error of this test."""
        done = self.runs(code)
        assert done.returncode == 0 or "Error" in done.stderr, done.stderr
        if done.returncode == 0:
            return False
        last = done.stderr.strip().splitlines()[-1]
        assert last.startswith(("PermissionError", "shutil.Error")), done.stderr
        return True


@pytest.fixture(scope="module")
def anna(hub: Hub, visitors: dict[str, Visitor]) -> Intruder:
    return Intruder(hub, "anna", server_of(hub, "anna").environ())


@pytest.fixture(scope="module")
def handed_in(hub: Hub, visitors: dict[str, Visitor]) -> Path:
    """What ben has handed in: its place, which anna is supposed to have guessed."""
    ben = visitors["ben"]
    assert ben.post("assignments/fetch", json=THIS).json()["success"]
    assert ben.post("assignments/submit", json=THIS).json()["success"]
    (place,) = hub.site.inbound.glob(f"ben+{WORKSHOP}+*")
    return place


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_intruder_can_do_what_is_their_own(anna: Intruder) -> None:
    """So that what is refused below is not refused for a reason of this test's own."""
    done = anna.runs("Path.home().joinpath('own').write_text('x'); os.unlink(Path.home() / 'own'); print(os.getuid())")
    assert done.stdout.strip() == str(anna.hub.people["anna"].uid), done.stderr


# --- what others handed in, and what they get back --------------------------------------------------------------------


@pytest.mark.parametrize(
    "deed",
    [
        "os.listdir(PLACE.parent)",
        "os.listdir(PLACE)",
        "NOTEBOOK.read_bytes()",
        "NOTEBOOK.stat()",
        "(PLACE / 'submission_secret.txt').read_text()",
        "NOTEBOOK.write_text('mine')",
        "(PLACE / 'more.ipynb').write_text('mine')",
        "NOTEBOOK.unlink()",
        "shutil.rmtree(PLACE)",
        "os.rename(PLACE, PLACE.with_name('anna+week03-losses+2031-01-01 00:00:00 UTC+x'))",
        "os.rename(PLACE, Path.home() / 'taken')",
        "os.chmod(PLACE, 0o777)",
        "os.chown(PLACE, os.getuid(), os.getgid())",
        "os.link(NOTEBOOK, Path.home() / 'taken')",
        "shutil.copytree(PLACE, Path.home() / 'taken')",
        "os.utime(PLACE, (0, 0))",
    ],
)
def test_what_another_handed_in_is_out_of_reach(anna: Intruder, handed_in: Path, deed: str) -> None:
    before = content(handed_in)
    assert before
    names = f"PLACE = Path({str(handed_in)!r}); NOTEBOOK = PLACE / '{WORKSHOP}.ipynb'\n"
    assert anna.is_refused(names + deed)
    assert content(handed_in) == before
    assert not (anna.home / "taken").exists()


def test_what_is_put_in_under_anothers_name_is_ones_own(
    anna: Intruder, handed_in: Path, hub: Hub, visitors: dict[str, Visitor]
) -> None:
    forged = f"ben+{WORKSHOP}+2031-01-01 00:00:00 UTC+abc"
    done = anna.runs(
        f"place = Path({str(hub.site.inbound / forged)!r}); place.mkdir(mode=0o777); place.chmod(0o777)\n"
        f"(place / '{WORKSHOP}.ipynb').write_text('forged'); (place / '{WORKSHOP}.ipynb').chmod(0o666)\n"
        "(place / 'timestamp.txt').write_text('2031-01-01 00:00:00 UTC'); (place / 'timestamp.txt').chmod(0o666)\n"
    )
    assert done.returncode == 0, done.stderr
    try:
        told = visitors["tara"].post(f"formgrader/api/assignment/{WORKSHOP}/collect").json()
        assert told["success"], told
        assert f"{forged} was put there by anna, and counts as theirs" in told["log"]
        got = hub.cohort / "submitted"
        assert content(got / "ben" / WORKSHOP) == content(handed_in)
        assert (got / "anna" / WORKSHOP / f"{WORKSHOP}.ipynb").read_text() == "forged"
    finally:
        as_person(hub, hub.people["tara"], "rm", "-rf", str(hub.cohort / "submitted" / "anna" / WORKSHOP))
        as_person(hub, hub.people["anna"], "rm", "-rf", str(hub.site.inbound / forged))


@pytest.mark.parametrize(
    "deed",
    [
        "(COURSE / 'outbound' / 'week03-losses' / 'week03-losses.ipynb').write_text('mine')",
        "(COURSE / 'outbound' / 'week03-losses' / 'more').write_text('mine')",
        "shutil.rmtree(COURSE / 'outbound' / 'week03-losses')",
        "os.rename(COURSE / 'outbound' / 'week03-losses', COURSE / 'outbound' / 'week09')",
        "(COURSE / 'outbound' / 'week01-maturity').mkdir()",
        "os.listdir(COURSE / 'feedback')",
        "(COURSE / 'feedback' / 'mine').write_text('mine')",
        "os.chmod(COURSE / 'inbound', 0o777)",
        "os.rename(COURSE / 'inbound', COURSE / 'gone')",
        "(COURSE.parent / 'another-course').mkdir()",
    ],
)
def test_the_exchange_cannot_be_changed(anna: Intruder, hub: Hub, deed: str) -> None:
    assert anna.is_refused(f"COURSE = Path({str(hub.site.exchange / COURSE_ID)!r})\n{deed}")


# --- the cohort, the course, the hub itself ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place",
    [
        "HOMES / 'ben'",
        "HOMES / 'ben' / 'my-course' / 'start-here' / 'start-here.ipynb'",
        "HOMES / 'tara' / '.jupyter'",
        "COHORT / 'cohort.yaml'",
        "COHORT / 'gradebook.db'",
        "COHORT / 'submitted' / 'ben'",
        "STATE / 'cookie_secret'",
        "STATE / 'jupyterhub.sqlite'",
        "STATE / 'passwords.json'",
        "STATE / 'hub.log'",
        "TOP / 'source'",
        "TOP / 'release' / 'week01-maturity'",
        "TOP / 'gradebook.db'",
        "TOP / 'nbgrader_config.py'",
    ],
)
def test_what_is_shut_is_neither_read_nor_written(anna: Intruder, hub: Hub, place: str) -> None:
    names = {
        "HOMES": hub.people["ben"].home.parent, "COHORT": hub.cohort, "STATE": hub.site.state, "TOP": checkout.root(),
    }  # fmt: skip
    begin = "".join(f"{name} = Path({str(path)!r})\n" for name, path in names.items()) + f"place = {place}\n"
    for deed in (
        "print(os.listdir(place)) if place.is_dir() else print(place.read_bytes())",
        "(place / 'mine').write_text('x') if place.is_dir() else place.write_text('x')",
        "os.rename(place, place.with_name('gone'))",
    ):
        assert anna.is_refused(begin + deed), deed


@pytest.mark.parametrize("name", ["course/__init__.py", "course/hub/arriving.py", "deploy/one-machine/participant"])
def test_what_all_read_nobody_changes(anna: Intruder, name: str) -> None:
    """A participant's server and a tutor's run the same files."""
    place = f"place = Path({str(checkout.root() / name)!r})\n"
    assert not anna.is_refused(place + "print(os.listdir(place)) if place.is_dir() else print(place.read_bytes())")
    for deed in ("os.rename(place, place.with_suffix('.old'))", "(place.parent / 'mine.py').write_text('x')"):
        assert anna.is_refused(place + deed), deed


def test_the_environments_libraries_cannot_be_changed(anna: Intruder) -> None:
    import nbgrader

    place = f"place = Path({str(Path(nbgrader.__file__).parent)!r})\n"
    assert anna.is_refused(place + "(place / 'mine.py').write_text('x')")
    assert anna.is_refused(place + "(place.parent / 'mine.pth').write_text('import os')")


# --- other people's processes -----------------------------------------------------------------------------------------


def test_other_processes_tell_nothing_and_obey_nothing(anna: Intruder) -> None:
    """Not what they were given, not what they hold open, not their memory; only the command line can be seen."""
    done = anna.runs(
        "got = {'asked': 0, 'told': [], 'lines': []}\n"
        "for each in Path('/proc').glob('[0-9]*'):\n"
        "    if each.stat().st_uid == os.getuid(): continue\n"
        "    got['asked'] += 1\n"
        "    got['lines'].append((each / 'cmdline').read_text())\n"
        "    for name, ask in (('environ', Path.read_bytes), ('mem', Path.read_bytes), ('fd', os.listdir),\n"
        "                      ('cwd', os.readlink), ('root', os.readlink), ('kill', None)):\n"
        "        try:\n"
        "            os.kill(int(each.name), signal.SIGTERM) if ask is None else ask(each / name)\n"
        "        except PermissionError: continue\n"
        "        got['told'].append([each.name, name])\n"
        "print(json.dumps(got))\n"
    )
    got = json.loads(done.stdout or f'{{"told": {json.dumps(done.stderr)}}}')
    assert got["told"] == []
    assert got["asked"] >= 5  # the view's first process, the hub, the proxy, and servers
    said = "\n".join(got["lines"])
    hub = anna.hub
    secrets = [person.password for person in hub.people.values()]
    for name in ("ben", "tara"):
        secrets += [value for key, value in server_of(hub, name).environ().items() if "TOKEN" in key]
    proxy = next(each for each in processes(hub) if any("configurable-http-proxy" in word for word in each.cmdline()))
    secrets.append(proxy.environ()["CONFIGPROXY_AUTH_TOKEN"])
    assert len(secrets) >= 8
    assert [each for each in secrets if each in said] == []


def test_ones_own_server_was_given_no_secret_of_the_hub(anna: Intruder) -> None:
    assert not [name for name in anna.environment if name.startswith("LDT_HUB_") or "PROXY" in name]
    assert "LDT_COHORT" not in anna.environment
    kept = "\n".join(f"{name}={value}" for name, value in anna.environment.items())
    for place in (anna.hub.site.state / "cookie_secret", anna.hub.site.state / "passwords.json"):
        assert place.read_text().strip() not in kept


# --- ports of this machine --------------------------------------------------------------------------------------------


def ask(anna: Intruder, method: str, address: str, token: str | None, body: str = "{}") -> int:
    """What a request of anna's own making is answered with, without following where it sends one."""
    done = anna.runs(
        "class Stay(urllib.request.HTTPRedirectHandler):\n"
        "    def redirect_request(self, *_): return None\n"
        f"headers = {{'Authorization': 'token {token}'}} if {token is not None} else {{}}\n"
        f"body = {body.encode()!r} if {method!r} not in ('GET', 'DELETE') else None\n"
        f"request = urllib.request.Request({address!r}, body, headers, method={method!r})\n"
        "try: print(urllib.request.build_opener(Stay).open(request, timeout=60).status)\n"
        "except urllib.error.HTTPError as refused: print(refused.code)\n"
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.parametrize("owner", ["ben", "tara"])
@pytest.mark.parametrize("path", ["api/contents/", "api/kernels", "api/sessions", "lab", "files/", "nbconvert/html/x"])
def test_anothers_server_answers_its_owner_only(anna: Intruder, hub: Hub, owner: str, path: str) -> None:
    address = f"http://127.0.0.1:{port_of(server_of(hub, owner))}/user/{owner}/{path}"
    for token in (None, anna.token, "made-up"):
        assert ask(anna, "GET", address, token) in (302, 403), token


def test_and_its_owner_it_does_answer(anna: Intruder, hub: Hub) -> None:
    address = f"http://127.0.0.1:{port_of(server_of(hub, 'anna'))}/user/anna/api/status"
    assert ask(anna, "GET", address, anna.token) == 200


def test_a_kernel_cannot_be_listened_to(anna: Intruder, hub: Hub, visitors: dict[str, Visitor]) -> None:
    """On ports, whoever connects would get everything that a notebook shows, signed but not secret."""
    ben = visitors["ben"]
    kernel = ben.post("api/kernels", json={"name": "python3"}).json()["id"]
    try:
        deadline = time.monotonic() + PATIENCE
        files: list[Path] = []
        while not files and time.monotonic() < deadline:
            files = [path for path in hub.people["ben"].home.rglob(f"kernel-{kernel}-ipc-*") if path.is_socket()]
            time.sleep(0.1)
        assert files, "the kernel has no sockets in ben's home"
        (about,) = hub.people["ben"].home.rglob(f"kernel-{kernel}.json")
        assert json.loads(about.read_text())["transport"] == "ipc"
        for file in files:
            deed = f"import socket; socket.socket(socket.AF_UNIX).connect({str(file)!r})"
            assert anna.is_refused(deed)
        assert anna.is_refused(f"os.listdir({str(about.parent)!r})")
    finally:
        assert ben.web.delete(
            f"user/ben/api/kernels/{kernel}", headers={"X-XSRFToken": ben._token("/user/ben/")}
        ).is_success


MINE = '{"target": "http://127.0.0.1:1"}'


@pytest.mark.parametrize("length", [10, 47, 48, 49, 200])
def test_sockets_have_room_for_their_names(length: int) -> None:
    """Linux allows 107 bytes; a home with a longer name gets another folder, and kernels that work all the same."""
    base = Path(tempfile.mkdtemp(prefix="h", dir="/tmp"))
    home = base / ("x" * max(1, length - len(str(base)) - 1))
    home.mkdir()
    made = runtime_folder(home)
    try:
        assert made.stat().st_mode & 0o777 == 0o700
        with socket.socket(socket.AF_UNIX) as kernel:
            kernel.bind(str(made / f"kernel-{uuid.uuid4()}-ipc-12"))
    finally:
        shutil.rmtree(made)
        shutil.rmtree(base)


def test_the_proxy_obeys_nobody_else(anna: Intruder, hub: Hub) -> None:
    ports = {
        each.laddr.port
        for process in processes(hub)
        if any("configurable-http-proxy" in word for word in process.cmdline())
        for each in process.net_connections("tcp")
        if each.status == psutil.CONN_LISTEN
    } - {httpx.URL(hub.url).port}
    (port,) = ports
    for token in (None, anna.token, ""):
        for method, path in (("GET", ""), ("POST", "/user/tara"), ("DELETE", "/user/ben")):
            assert ask(anna, method, f"http://127.0.0.1:{port}/api/routes{path}", token, MINE) == 403


# --- the hub ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "users"),
        ("GET", "users/ben"),
        ("GET", "users/ben/tokens"),
        ("POST", "users/ben/tokens"),
        ("POST", "users/ben/server"),
        ("DELETE", "users/ben/server"),
        ("POST", "users/mallory"),
        ("PATCH", "users/anna"),
        ("DELETE", "users/ben"),
        ("GET", "groups"),
        ("POST", "groups/ldt-tutors/users"),
        ("GET", "services"),
        ("GET", "proxy"),
        ("GET", "info"),
        ("POST", "shutdown"),
    ],
)
def test_the_hub_does_nothing_for_a_participants_token(anna: Intruder, method: str, path: str) -> None:
    address = f"{anna.environment['JUPYTERHUB_API_URL']}/{path}"
    assert ask(anna, method, address, anna.token) in (403, 404)
    assert ask(anna, method, address, None) == 403
    assert ask(anna, "GET", f"{anna.environment['JUPYTERHUB_API_URL']}/users/anna", anna.token) == 200


@pytest.mark.parametrize("path", ["hub/admin", "hub/api/users", "hub/spawn/ben", "hub/api/users/tara/tokens"])
def test_nor_does_it_for_a_participants_browser(visitors: dict[str, Visitor], path: str) -> None:
    answer = visitors["anna"].web.get(path)
    assert answer.status_code in (403, 404)


@pytest.mark.parametrize(
    "path", ["formgrader", "formgrader/api/assignments", "lab", "ldt/report", "api/contents/", "ldt/start"]
)
def test_formgrader_and_what_is_beside_it_are_for_tutors(visitors: dict[str, Visitor], path: str) -> None:
    answer = visitors["anna"].web.get(f"user/tara/{path}")
    assert answer.status_code in (403, 404)
    for word in ("gradebook", "nbgrader", "cohort.yaml"):
        assert word not in answer.text


# --- one's own Lab as a way out ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "../../ben", "..%2F..%2Fben", "%2e%2e/%2e%2e/ben/my-course", "..\\..\\ben", "out",
        "out/start-here/start-here.ipynb", "gradebook.db", "%2Fetc%2Fshadow",
    ],
)  # fmt: skip
def test_the_lab_leads_nowhere_else(anna: Intruder, hub: Hub, visitors: dict[str, Visitor], path: str) -> None:
    links = {"out": hub.people["ben"].folder, "gradebook.db": hub.cohort / "gradebook.db"}
    folder = anna.hub.people["anna"].folder
    for name, target in links.items():
        assert anna.runs(f"os.symlink({str(target)!r}, {str(folder / name)!r})").returncode == 0
    try:
        for way in ("api/contents", "files", "nbconvert/html", "view"):
            answer = visitors["anna"].get(f"{way}/{path}")
            assert answer.status_code >= 400, (way, answer.text[:300])
    finally:
        for name in links:
            (folder / name).unlink()


def test_there_are_no_terminals(visitors: dict[str, Visitor]) -> None:
    assert visitors["anna"].post("api/terminals").status_code == 404


SETTINGS = {
    "ServerApp": {"jpserver_extensions": {"nbgrader.server_extensions.formgrader": True}, "terminals_enabled": True}
}


def restarted(hub: Hub, visitor: Visitor) -> None:
    """Stop somebody's server through the hub, as they may themselves, and start it again."""
    old = server_of(hub, visitor.name)
    path = f"hub/api/users/{visitor.name}/server"
    visitor.web.get("hub/home")
    stopped = visitor.web.delete(path, headers={"X-XSRFToken": visitor._token("/hub/")})
    assert stopped.is_success, stopped.text
    old.wait(PATIENCE)
    deadline = time.monotonic() + PATIENCE
    while visitor.web.get(f"hub/api/users/{visitor.name}").json().get("server") and time.monotonic() < deadline:
        time.sleep(0.2)
    visitor.start_server()


def test_settings_of_ones_own_bring_no_formgrader(hub: Hub, visitors: dict[str, Visitor]) -> None:
    """What the hub has decided about a server comes before what its owner writes into their own settings."""
    carol = visitors["carol"]
    intruder = Intruder(hub, "carol", server_of(hub, "carol").environ())
    mine = "Path.home() / '.jupyter' / 'jupyter_server_config.json'"
    assert intruder.runs(f"({mine}).write_text({json.dumps(SETTINGS)!r})").returncode == 0
    try:
        restarted(hub, carol)
        assert carol.get("api/status").status_code == 200
        assert carol.get("formgrader").status_code == 404
        assert carol.post("api/terminals").status_code == 404
    finally:
        assert intruder.runs(f"({mine}).unlink()").returncode == 0
        restarted(hub, carol)


FORMGRADER = """
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

os.chdir(Path.home())
config = Config()
config.CourseDirectory.course_id = "ldt"
config.CourseDirectory.root = ROOT
config.CourseDirectory.db_url = f"sqlite:///{ROOT}/gradebook.db"
config.Exchange.root = EXCHANGE
api = NbGraderAPI(CourseDirectory(config=config), config=config)
found = {}
for deed, about in {
    "get_students": (), "get_assignments": (), "get_submissions": (WORKSHOP,), "get_submitted_students": (WORKSHOP,),
    "get_notebook_submissions": (WORKSHOP, WORKSHOP), "get_autograded_students": (WORKSHOP,),
    "collect": (WORKSHOP,), "release_assignment": (WORKSHOP,), "autograde": (WORKSHOP, "ben"),
    "generate_feedback": (WORKSHOP,), "release_feedback": (WORKSHOP,), "unrelease": (WORKSHOP,),
}.items():
    try:
        found[deed] = getattr(api, deed)(*about)
    except Exception as problem:
        found[deed] = {"success": False, "raised": type(problem).__name__}
print(json.dumps(found, default=str))
"""
DEEDS = ("collect", "release_assignment", "autograde", "generate_feedback", "release_feedback", "unrelease")


@pytest.mark.parametrize("course", ["the cohort", "their own"])
def test_a_formgrader_of_ones_own_shows_nothing_of_others(
    hub: Hub, visitors: dict[str, Visitor], handed_in: Path, course: str
) -> None:
    """Somebody who starts one from a notebook, on the cohort's folder or their own, has their own rights in it."""
    told = visitors["tara"].post(f"formgrader/api/assignment/{WORKSHOP}/collect").json()
    assert told["success"], told
    given_out = hub.site.exchange / COURSE_ID / "outbound" / WORKSHOP
    before = content(given_out), content(handed_in), content(hub.cohort / "submitted")
    carol = Intruder(hub, "carol", server_of(hub, "carol").environ())
    root = hub.cohort if course == "the cohort" else carol.home / "forged"
    names = {"ROOT": str(root), "EXCHANGE": str(hub.site.exchange), "WORKSHOP": WORKSHOP}
    begin = "".join(f"{name} = {value!r}\n" for name, value in names.items())
    if course == "their own":
        begin += "for each in ('source', 'submitted', 'release', 'autograded', 'feedback'):\n"
        begin += "    (Path(ROOT) / each / WORKSHOP).mkdir(parents=True, exist_ok=True)\n"
    done = carol.runs(begin + FORMGRADER)
    try:
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        for deed in DEEDS:
            assert not found[deed]["success"], (deed, found[deed])
        shown = {deed: said for deed, said in found.items() if deed not in DEEDS}
        assert "ben" not in json.dumps(shown), shown
        assert not list(carol.home.rglob("submitted/ben"))
    finally:
        assert carol.runs("shutil.rmtree(Path.home() / 'forged', ignore_errors=True)").returncode == 0
    assert (content(given_out), content(handed_in), content(hub.cohort / "submitted")) == before
