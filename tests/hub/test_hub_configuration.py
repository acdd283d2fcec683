"""The hub's configuration file, loaded with each way of signing in, as JupyterHub would load it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from jupyterhub.app import JupyterHub
from traitlets.config import Config, PyFileConfigLoader

from course import checkout
from course.cohort.folder import Participant, new_cohort
from course.hub.people import make_up, right_password, write_passwords
from course.hub.roles import Role

LTI = {
    "LDT_HUB_LTI_PLATFORM": "https://moodle.example.org",
    "LDT_HUB_LTI_CLIENT": "client-7",
    "LDT_HUB_LTI_AUTHORIZE": "https://moodle.example.org/mod/lti/auth.php",
    "LDT_HUB_LTI_KEYS": "https://moodle.example.org/mod/lti/certs.php",
}
SHARED = {"LDT_HUB_SHARED_PASSWORD": "twelve-characters", "LDT_HUB_TUTORS_PASSWORD": "quite-another-one"}


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    made = new_cohort("test", tmp_path / "cohort")
    made.with_people((Participant(id="anna"),), None).save()
    return made.path


def load(monkeypatch: pytest.MonkeyPatch, cohort: Path, **variables: str) -> JupyterHub:
    """JupyterHub as the file configures it, not started."""
    monkeypatch.setenv("LDT_HUB_COHORT", str(cohort))
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    folder = checkout.root() / "deploy" / "one-machine"
    config: Config = PyFileConfigLoader("jupyterhub_config.py", path=str(folder)).load_config()
    return JupyterHub(config=config)


def sign_in(app: JupyterHub, name: str, password: str) -> object:
    """What the authenticator makes of a name and a password."""
    authenticator = app.authenticator_class(config=app.config)
    return asyncio.run(authenticator.get_authenticated_user(None, {"username": name, "password": password}))


@pytest.mark.parametrize(
    ("way", "variables", "named"),
    [("pam", {}, "PamSignIn"), ("lti", LTI, "LtiSignIn"), ("shared", SHARED, "SharedSignIn")],
)
def test_each_way_of_signing_in_is_configured(
    monkeypatch: pytest.MonkeyPatch, cohort: Path, way: str, variables: dict[str, str], named: str
) -> None:
    app = load(monkeypatch, cohort, LDT_HUB_SIGN_IN=way, **variables)
    authenticator = app.authenticator_class(config=app.config)
    assert type(authenticator).__name__ == named
    assert authenticator.allowed_users == {"anna"}
    assert authenticator.check_allowed("anna", None)
    assert not authenticator.check_allowed("somebody", None)
    assert authenticator.check_blocked_users("anna", None)
    assert not authenticator.check_blocked_users("root", None)
    # As jovyan, one could hand in under any name: nbgrader then takes it from a variable of the server.
    assert not authenticator.check_blocked_users("jovyan", None)
    if way == "lti":
        assert authenticator.issuer == "https://moodle.example.org"
        assert authenticator.client_id == {"client-7"}
        assert authenticator.username_key == "custom_login"


def test_a_shared_password_lets_the_class_in_and_nobody_of_the_system(
    monkeypatch: pytest.MonkeyPatch, cohort: Path
) -> None:
    app = load(monkeypatch, cohort, LDT_HUB_SIGN_IN="shared", LDT_HUB_ADMITS="everybody", **SHARED)
    assert sign_in(app, "anna", SHARED["LDT_HUB_SHARED_PASSWORD"])
    assert not sign_in(app, "anna", "wrong")
    assert not sign_in(app, "root", SHARED["LDT_HUB_SHARED_PASSWORD"])
    assert not sign_in(app, "daemon", SHARED["LDT_HUB_SHARED_PASSWORD"])
    assert not sign_in(app, "Jovyan", SHARED["LDT_HUB_SHARED_PASSWORD"])  # the hub takes names in small letters


def test_with_a_shared_password_tutors_have_their_own(monkeypatch: pytest.MonkeyPatch, cohort: Path) -> None:
    monkeypatch.setattr(
        "course.hub.signing_in.role_of", lambda name, _: Role.TUTOR if name == "tara" else Role.PARTICIPANT
    )
    app = load(monkeypatch, cohort, LDT_HUB_SIGN_IN="shared", **SHARED)
    assert sign_in(app, "tara", SHARED["LDT_HUB_TUTORS_PASSWORD"])
    assert not sign_in(app, "tara", SHARED["LDT_HUB_SHARED_PASSWORD"])
    assert not sign_in(app, "anna", SHARED["LDT_HUB_TUTORS_PASSWORD"])


def test_made_passwords_are_per_person_and_not_in_the_file(tmp_path: Path) -> None:
    people = make_up(tmp_path, ["anna", "ben"], ["tara"]).everybody
    file = tmp_path / "passwords.json"
    write_passwords(make_up(tmp_path, [], []), file)
    again = make_up(tmp_path, ["anna", "ben"], ["tara"])
    write_passwords(again, file)
    assert len({each.password for each in (*people.values(), *again.everybody.values())}) == 6
    assert right_password(file, "anna", again.everybody["anna"].password)
    assert not right_password(file, "anna", again.everybody["ben"].password)
    assert not right_password(file, "somebody", "")
    assert again.everybody["anna"].password not in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o077 == 0


def test_idle_servers_are_stopped_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch, cohort: Path) -> None:
    app = load(monkeypatch, cohort, LDT_HUB_IDLE_MINUTES="30")
    assert "--timeout=1800" in app.services[0]["command"]
    assert load(monkeypatch, cohort, LDT_HUB_IDLE_MINUTES="0").services == []


def test_limits_are_given_to_systemd(monkeypatch: pytest.MonkeyPatch, cohort: Path) -> None:
    app = load(monkeypatch, cohort, LDT_HUB_MEMORY_MB="1024", LDT_HUB_CPUS="0.5")
    assert app.spawner_class.__name__ == "SystemdSpawner"
    assert app.config.Spawner.mem_limit == 1024**3
    assert app.config.Spawner.cpu_limit == 0.5
