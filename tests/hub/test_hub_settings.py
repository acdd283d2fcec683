"""An operator's settings: what is wrong is said in a sentence that names the variable."""

from __future__ import annotations

from pathlib import Path

import pytest

from course import checkout
from course.errors import CourseError
from course.hub.needs import PROXY
from course.hub.settings import PREFIX, SETTINGS, Settings, read

GOOD = {"LDT_HUB_COHORT": "/srv/ldt/cohorts/salford-2027-01"}


def test_one_setting_is_enough() -> None:
    found = read({**GOOD, "PATH": "/usr/bin"})
    assert found.cohort == Path("/srv/ldt/cohorts/salford-2027-01")
    assert (found.sign_in, found.admits, found.url) == ("pam", "cohort", "http://127.0.0.1:8000")


def test_every_setting_is_a_field_and_every_field_a_setting() -> None:
    assert {each.name for each in SETTINGS} == set(Settings.__dataclass_fields__)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"LDT_HUB_COHORT": ""}, r"LDT_HUB_COHORT is not set\. The folder of the cohort"),
        ({"LDT_HUB_COHORT": "cohorts/one"}, "LDT_HUB_COHORT cannot be “cohorts/one”: give the whole path"),
        ({"LDT_HUB_URL": "localhost:8000"}, "LDT_HUB_URL cannot be .*: write it like http"),
        ({"LDT_HUB_URL": "http://127.0.0.1:8000/course/"}, "leave out what follows the port"),
        ({"LDT_HUB_URL": "https://[broken"}, "LDT_HUB_URL cannot be"),
        ({"LDT_HUB_URL": "https://0.0.0.0:443"}, "begins with https, which needs LDT_HUB_TLS_KEY"),
        ({"LDT_HUB_TLS_KEY": __file__}, "belong together"),
        ({"LDT_HUB_TLS_KEY": "/nowhere/key.pem"}, "LDT_HUB_TLS_KEY cannot be .*: there is no such file"),
        ({"LDT_HUB_SIGN_IN": "ldap"}, "choose from pam, lti, shared, file"),
        ({"LDT_HUB_SIGN_IN": "shared"}, "needs LDT_HUB_SHARED_PASSWORD"),
        ({"LDT_HUB_SIGN_IN": "lti"}, "needs LDT_HUB_LTI_PLATFORM"),
        ({"LDT_HUB_LTI_KEYS": "http://moodle.example.org"}, "beginning with https://"),
        ({"LDT_HUB_IDLE_MINUTES": "an hour"}, "LDT_HUB_IDLE_MINUTES cannot be “an hour”: give a whole number"),
        ({"LDT_HUB_IDLE_MINUTES": "-1"}, "give 0 or more"),
        ({"LDT_HUB_CPUS": "nan"}, "LDT_HUB_CPUS cannot be “nan”: give 0 or more"),
        ({"LDT_HUB_TIMEZONE": "../etc/passwd"}, "write it like Europe/London"),
        ({"LDT_HUB_TUTORS_GROUP": "the tutors"}, "use letters, digits"),
        ({"LDT_HUB_IDLE_MINUTE": "5"}, r"LDT_HUB_IDLE_MINUTE is not a setting of the hub; did you mean LDT_HUB_IDLE_M"),
    ],
)
def test_a_wrong_value_is_named(changed: dict[str, str], says: str) -> None:
    with pytest.raises(CourseError, match=says):
        read({**GOOD, **changed})


def test_a_password_is_not_repeated() -> None:
    with pytest.raises(CourseError, match="LDT_HUB_SHARED_PASSWORD cannot be what it is: give 12") as refused:
        read({**GOOD, "LDT_HUB_SHARED_PASSWORD": "s3cret"})
    assert "s3cret" not in str(refused.value)


def test_the_operators_page_lists_every_setting() -> None:
    page = (checkout.root() / "docs" / "operator.md").read_text(encoding="utf-8")
    for each in SETTINGS:
        assert f"| `{each.variable}` | {_shown(each.default)} | {each.says} |" in page


def test_the_operators_page_installs_the_proxy_that_is_tested() -> None:
    page = (checkout.root() / "docs" / "operator.md").read_text(encoding="utf-8")
    assert f"npm install -g {PROXY}\n" in page


def _shown(default: str | None) -> str:
    return "must be set" if default is None else f"`{default}`" if default else "not set"


def test_no_other_variable_of_the_hub_is_read() -> None:
    top = checkout.root()
    known = {each.variable for each in SETTINGS}
    for file in (*(top / "course" / "hub").glob("*.py"), *(top / "deploy" / "one-machine").rglob("*.py")):
        words = {word.strip("\"'.,;:`()") for word in file.read_text(encoding="utf-8").split()}
        assert {word for word in words if word.startswith(PREFIX) and word.isupper()} <= known | {PREFIX}
