"""A PostgreSQL of the tests' own: started from Debian's package, gone without trace, asked for passwords."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from course.cli.postgresql import HOW_TO_GET_IT, get_postgresql

ADMIN = "postgres"
TUTORS = ("anna", "ben")


@dataclass
class Server:
    """A running server.

    Args:
        programs: the folder of its programs.
        place: a folder of its own, with its data and its log.
        port: on 127.0.0.1.
        passwords: everybody's, made for this run.
        user: whom it runs as when the tests are root's, since PostgreSQL refuses root.
    """

    programs: Path
    place: Path
    port: int
    passwords: dict[str, str]
    user: str | None
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "fsync": "off",  # nobody pulls the plug here
            "shared_buffers": "16MB",
        }
        words = [str(self.programs / "postgres"), "-D", str(self.place / "data"), "-p", str(self.port)]
        with (self.place / "log").open("ab") as log:
            self.process = self._run([*words, *(f"-c{name}={value}" for name, value in settings.items())], log)
        last = time.monotonic() + 60
        while True:
            try:
                self.admin().close()
                return
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > last:
                    raise AssertionError((self.place / "log").read_text(encoding="utf-8")[-3000:]) from None
                time.sleep(0.1)

    def stop(self) -> None:
        """Stop it, as the machine's shutdown would; whoever is connected is cut off."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(30)

    def admin(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user=ADMIN, password=self.passwords[ADMIN], dbname=database,
            autocommit=True, connect_timeout=10,
        )  # fmt: skip

    def new_database(self, name: str) -> str:
        """A database of a cohort, for all tutors, made as docs/several-tutors.md says; its address without a user."""
        with self.admin() as admin:
            admin.execute(f"CREATE ROLE {name}_tutors NOLOGIN")
            admin.execute(f"CREATE DATABASE {name} OWNER {name}_tutors")
            admin.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
            for tutor in TUTORS:
                admin.execute(f"GRANT {name}_tutors TO {tutor}")
                admin.execute(f"ALTER ROLE {tutor} IN DATABASE {name} SET role = {name}_tutors")
        return f"postgresql+psycopg://127.0.0.1:{self.port}/{name}"

    def password_file(self, at: Path, *tutors: str) -> Path:
        """A file such as ~/.pgpass."""
        lines = [f"127.0.0.1:{self.port}:*:{each}:{self.passwords[each]}\n" for each in tutors]
        at.write_text("".join(lines), encoding="utf-8", newline="\n")
        at.chmod(0o600)
        return at

    def _run(self, words: list[str], log: object) -> subprocess.Popen[bytes]:
        other = {"user": self.user, "group": self.user, "extra_groups": []} if self.user else {}
        return subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.place, env=_environment(), **other
        )  # type: ignore[call-overload,no-any-return]

    def initialise(self) -> None:
        secret = self.place / "secret"
        secret.write_text(self.passwords[ADMIN], encoding="utf-8")
        if self.user:
            for path in (self.place, secret):
                shutil.chown(path, self.user, self.user)
        words = [str(self.programs / "initdb"), "-D", str(self.place / "data"), "-U", ADMIN, "--pwfile", str(secret)]
        with (self.place / "log").open("ab") as log:
            made = self._run([*words, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"], log)
            assert made.wait(120) == 0, (self.place / "log").read_text(encoding="utf-8")
        secret.unlink()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}


@contextmanager
def server() -> Iterator[Server]:
    """A server for as long as the tests need it, with the tutors anna and ben."""
    programs = get_postgresql()
    if programs is None:
        pytest.skip(f"PostgreSQL is not installed: {HOW_TO_GET_IT}")
    user = "postgres" if os.name == "posix" and os.geteuid() == 0 else None
    place = Path(tempfile.mkdtemp(prefix="ldt-postgres-"))
    passwords = {each: secrets.token_urlsafe(12) for each in (ADMIN, *TUTORS)}
    running = Server(programs, place, free_port(), passwords, user)
    try:
        running.initialise()
        running.start()
        with running.admin() as admin:
            for tutor in TUTORS:
                admin.execute(f"CREATE ROLE {tutor} LOGIN PASSWORD '{passwords[tutor]}'")
        yield running
    finally:
        running.stop()
        shutil.rmtree(place, ignore_errors=True)
