"""Accounts of the machine and https, as a hub for a class has them: a second hub, which is gone afterwards."""

from __future__ import annotations

import ctypes
import datetime
import ipaddress
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from course.hub import needs
from course.hub.running import Hub, free_ports, running
from course.hub.trying import TrialSite, trial_site
from tests.hub.visiting import Visitor

pytestmark = pytest.mark.slow

PASSWORD = "of-the-machine"


def give_account(trial: TrialSite, name: str, password: str) -> None:
    """Give somebody a password of the machine, in the list of users that this hub's processes see."""
    crypt = ctypes.CDLL("libcrypt.so.1").crypt
    crypt.restype = ctypes.c_char_p
    made = crypt(password.encode(), b"$6$saltofthetests$").decode()
    file = trial.site.state / "passwd"
    lines = file.read_text(encoding="utf-8")
    assert f"\n{name}:x:" in lines
    file.write_text(lines.replace(f"\n{name}:x:", f"\n{name}:{made}:"), encoding="utf-8")


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A key and a certificate for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a hub of the tests")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    files = folder / "hub.key", folder / "hub.pem"
    secret = serialization.NoEncryption()
    files[0].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, secret)
    )
    files[1].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return files


@pytest.fixture(scope="module")
def secure() -> Iterator[tuple[Hub, ssl.SSLContext]]:
    """A hub with accounts of the machine, over https; and what trusts its certificate."""
    lacks = needs.missing_to_try()
    if lacks:
        pytest.skip(lacks[0])
    with trial_site(["anna"], ["tara"], []) as trial:
        give_account(trial, "anna", PASSWORD)
        key, certificate = make_certificate(trial.site.state)
        variables = {
            "LDT_HUB_SIGN_IN": "pam",
            "LDT_HUB_URL": f"https://127.0.0.1:{free_ports(1)[0]}",
            "LDT_HUB_TLS_KEY": str(key),
            "LDT_HUB_TLS_CERTIFICATE": str(certificate),
        }
        with running(trial, variables) as hub:
            yield hub, ssl.create_default_context(cafile=str(certificate))


def visitor(secure: tuple[Hub, ssl.SSLContext], name: str, password: str) -> Visitor:
    made = Visitor(secure[0], name, password)
    made.web = httpx.Client(base_url=secure[0].url, follow_redirects=True, timeout=60, verify=secure[1])
    return made


def test_an_account_of_the_machine_comes_in_over_https(secure: tuple[Hub, ssl.SSLContext]) -> None:
    anna = visitor(secure, "anna", PASSWORD)
    answer = anna.sign_in()
    assert (answer.status_code, answer.url.scheme, answer.url.path) == (200, "https", "/hub/home")
    anna.start_server()
    assert anna.get("lab").status_code == 200


@pytest.mark.parametrize(("name", "password"), [("anna", "wrong"), ("tara", PASSWORD), ("root", "")])
def test_nobody_else_does(secure: tuple[Hub, ssl.SSLContext], name: str, password: str) -> None:
    answer = visitor(secure, name, password).sign_in()
    assert answer.status_code == 403
    assert answer.url.path == "/hub/login"


def test_who_speaks_plainly_is_not_answered(secure: tuple[Hub, ssl.SSLContext]) -> None:
    with pytest.raises(httpx.HTTPError):
        httpx.get(secure[0].url.replace("https://", "http://"), timeout=10)
