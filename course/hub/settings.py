"""What an operator decides about a hub, read from environment variables whose names begin with LDT_HUB_.

`SETTINGS` is the list; docs/operator.md shows the same one, which a test compares.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from course.errors import CourseError

PREFIX = "LDT_HUB_"

SignIn = Literal["pam", "shared", "lti", "file"]
Admits = Literal["cohort", "everybody"]


@dataclass(frozen=True)
class Settings:
    """What an operator has decided; the meaning of each is in `SETTINGS`."""

    folder: Path
    cohort: Path
    url: str
    tls_key: Path | None
    tls_certificate: Path | None
    sign_in: SignIn
    admits: Admits
    tutors_group: str
    shared_password: str
    tutors_password: str
    passwords: Path | None
    lti_platform: str
    lti_client: str
    lti_authorize: str
    lti_keys: str
    lti_login: str
    idle_minutes: int
    memory_mb: int
    cpus: float
    timezone: str
    proxy: str
    hub_port: int
    proxy_port: int


@dataclass(frozen=True)
class Setting:
    """One thing to decide.

    Args:
        name: the field of `Settings`; the variable is PREFIX and this in capitals.
        default: what holds when the variable is not set; None when it must be.
        says: what it decides.
        reads: makes the value from the text, and raises ValueError with what is wrong.
    """

    name: str
    default: str | None
    says: str
    reads: Callable[[str], Any]

    @property
    def variable(self) -> str:
        """The environment variable."""
        return PREFIX + self.name.upper()


def _folder(text: str) -> Path:
    if not Path(text).is_absolute():
        raise ValueError("give the whole path, from / on")
    return Path(text)


def _file(text: str) -> Path | None:
    if not text:
        return None
    if not _folder(text).is_file():
        raise ValueError("there is no such file")
    return Path(text)


def _one_of(*known: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in known:
            raise ValueError(f"choose from {', '.join(known)}")
        return text

    return read


def _number(least: float, kind: type[int] | type[float] = int) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            value = kind(text)
        except ValueError:
            raise ValueError(f"give a {'whole number' if kind is int else 'number'}") from None
        if not least <= value < 1_000_000:
            raise ValueError(f"give {least:g} or more")
        return value

    return read


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port is None:
        raise ValueError("write it like http://127.0.0.1:8000")
    if parts.path not in ("", "/"):  # buttons in a tutor's JupyterLab lead to /hub/user-redirect/
        raise ValueError("leave out what follows the port")
    return text


def _web(text: str) -> str:
    if text and urlsplit(text).scheme != "https":
        raise ValueError("write the whole address, beginning with https://")
    return text


def _password(text: str) -> str:
    if text and len(text) < 12:
        raise ValueError("give 12 characters or more")
    return text


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError("write it like Europe/London") from None
    return text


def _name(text: str) -> str:
    if not text or not text.replace("-", "a").replace("_", "a").isalnum():
        raise ValueError("use letters, digits, hyphens and underscores")
    return text


SETTINGS: tuple[Setting, ...] = (
    Setting("cohort", None, "The folder of the cohort that is taught now, made with `ldt cohort new`.", _folder),
    Setting("folder", "/srv/ldt", "Where the hub keeps the exchange and its own database.", _folder),
    Setting("url", "http://127.0.0.1:8000", "Where browsers find the hub: address and port to listen on.", _address),
    Setting("tls_key", "", "The key's file for https without another web server in front.", _file),
    Setting("tls_certificate", "", "The certificate's file, with the chain.", _file),
    Setting(
        "sign_in",
        "pam",
        "How people sign in: `pam` (accounts of this machine), `lti` (from Moodle or Blackboard), `shared` (one "
        "password for a class without accounts), `file` (what `ldt hub` uses).",
        _one_of("pam", "lti", "shared", "file"),
    ),
    Setting(
        "admits",
        "cohort",
        "Who may sign in: `cohort` (who is in cohort.yaml, and tutors) or `everybody` who can sign in.",
        _one_of("cohort", "everybody"),
    ),
    Setting("tutors_group", "ldt-tutors", "The unix group of the tutors; who is in it is a tutor.", _name),
    Setting("shared_password", "", "The class's password with `shared`. Whoever knows it can be anyone.", _password),
    Setting("tutors_password", "", "The tutors' password with `shared`.", _password),
    Setting("passwords", "", "The file of `file`.", _file),
    Setting("lti_platform", "", "With `lti`: the platform's issuer, such as https://moodle.example.org.", _web),
    Setting("lti_client", "", "With `lti`: the client id that the platform gave.", str),
    Setting("lti_authorize", "", "With `lti`: the platform's authentication request address.", _web),
    Setting("lti_keys", "", "With `lti`: the address of the platform's public keys.", _web),
    Setting(
        "lti_login",
        "custom_login",
        "With `lti`: what to take for the login name. The default is a custom parameter "
        "`login=$User.username` of the platform's tool.",
        _name,
    ),
    Setting("idle_minutes", "60", "Stop a server after so many minutes without use; 0 never stops one.", _number(0)),
    Setting(
        "memory_mb",
        "0",
        "Memory for each person, in MB; 0 sets no limit. Limits need systemd and systemdspawner.",
        _number(0),
    ),
    Setting("cpus", "0", "Processors for each person, such as 0.5; 0 sets no limit.", _number(0, float)),
    Setting("timezone", "Europe/London", "The time zone of receipts.", _zone),
    Setting("proxy", "configurable-http-proxy", "The program of configurable-http-proxy.", str),
    Setting("hub_port", "8081", "A port of this machine that the hub uses inside.", _number(1)),
    Setting("proxy_port", "8001", "A port of this machine that the proxy uses inside.", _number(1)),
)

_WITH = {
    "shared": ("shared_password", "tutors_password"),
    "file": ("passwords",),
    "lti": ("lti_platform", "lti_client", "lti_authorize", "lti_keys"),
}


def read(variables: Mapping[str, str] = os.environ) -> Settings:
    """The settings of a hub.

    Args:
        variables: the environment.

    Raises:
        CourseError: for the first variable that is unknown, missing or wrong.
    """
    known = {each.variable: each for each in SETTINGS}
    for name in sorted(variables):
        if name.startswith(PREFIX) and name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {close[0]}?" if close else "docs/operator.md lists those that there are."
            raise CourseError(f"The variable {name} is not a setting of the hub; {hint}")
    values = {each.name: _value(each, variables.get(each.variable, "").strip()) for each in SETTINGS}
    for name in _WITH.get(values["sign_in"], ()):
        if not values[name]:
            raise CourseError(
                f"{PREFIX}SIGN_IN is {values['sign_in']}, which needs {PREFIX}{name.upper()}; docs/operator.md says "
                "what for."
            )
    if (values["tls_key"] is None) != (values["tls_certificate"] is None):
        raise CourseError(f"{PREFIX}TLS_KEY and {PREFIX}TLS_CERTIFICATE belong together; set both, or neither.")
    if values["url"].startswith("https") and values["tls_key"] is None:
        raise CourseError(
            f"{PREFIX}URL begins with https, which needs {PREFIX}TLS_KEY and {PREFIX}TLS_CERTIFICATE; set both, or "
            "use http behind a web server that does TLS."
        )
    return Settings(**values)


def _value(setting: Setting, text: str) -> Any:
    if not text and setting.default is None:
        raise CourseError(f"The variable {setting.variable} is not set. {setting.says}")
    try:
        return setting.reads(text or setting.default or "")
    except ValueError as wrong:
        # A password is not repeated in a log.
        shown = "" if "password" in setting.name else f" “{text}”"
        raise CourseError(f"The variable {setting.variable} cannot be{shown or ' what it is'}: {wrong}.") from None
