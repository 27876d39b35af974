"""A PostgreSQL server of the tests' own: from the installed binaries, on a Unix socket, thrown away after."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterator

INSTALL_LINE = "apt-get install -y --no-install-recommends postgresql"
WITHOUT = "CRM_TESTS_WITHOUT_POSTGRES"
_USER = "incubator"
# The account that Debian's package makes; the server refuses to run as root.
_SERVER_ACCOUNT = "postgres"
_SETTINGS = {
    "listen_addresses": "",
    "timezone": "UTC",
    "max_connections": "40",
    # Nothing here outlives the run, so nothing has to reach the disk.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class PostgresAbsentError(Exception):
    """The binaries are not on this machine; the message says how to get them."""

    def __init__(self) -> None:
        super().__init__(
            f"PostgreSQL is not installed. Run: {INSTALL_LINE} (or set {WITHOUT}=1 to leave it out)"
        )


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; its socket lies in `folder`."""

    folder: Path
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def url(self, database: str) -> str:
        """The address of one database as SQLAlchemy writes it."""
        return f"postgresql+psycopg://{_USER}@/{database}?host={self.folder}"

    def create_database(self, *, template: str = "template0") -> str:
        """Make a database, empty or a copy of `template`, and return its name."""
        name = f"test_{next(self._numbers)}"
        # FILE_COPY writes no log of the copied pages: the faster way where nothing is synced.
        self._run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(
            host=str(self.folder), user=_USER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)


def find_binaries() -> Path:
    """Return the newest installed server's `bin` folder.

    Raises PostgresAbsentError where there is none.
    """
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if versions:
        return versions[-1].parent
    on_path = shutil.which("initdb")
    if on_path is None:
        raise PostgresAbsentError
    return Path(on_path).parent


@contextmanager
def running_server() -> Iterator[Server]:
    """Make a cluster in a temporary folder, start it, and remove all of it at the end."""
    binaries = find_binaries()
    # A Unix socket's path may have 107 characters, so not below pytest's own long folders.
    folder = Path(tempfile.mkdtemp(prefix="crm-pg-"))
    try:
        if _is_root():
            shutil.chown(folder, _SERVER_ACCOUNT, _SERVER_ACCOUNT)
        data = folder / "data"
        _call(
            binaries / "initdb",
            *("--no-sync", "--auth=trust", f"--username={_USER}", "--encoding=UTF8", "--locale=C.UTF-8"),
            *("--pgdata", str(data)),
        )
        settings = "\n".join(f"{name} = '{value}'" for name, value in _SETTINGS.items())
        with (data / "postgresql.conf").open("a", encoding="utf-8") as configuration:
            configuration.write(f"\n{settings}\nunix_socket_directories = '{folder}'\n")
        _call(binaries / "pg_ctl", "start", "--wait", "--pgdata", str(data), "--log", str(folder / "log"))
        try:
            yield Server(folder)
        finally:
            _call(binaries / "pg_ctl", "stop", "--mode=immediate", "--pgdata", str(data))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_root() -> bool:
    return os.geteuid() == 0


def _call(program: Path, *arguments: str) -> None:
    """Run one of the server's programs; what it said is in the error where it fails."""
    account = _SERVER_ACCOUNT if _is_root() else None
    done = subprocess.run(
        [str(program), *arguments],
        check=False,
        # The server inherits these; a pipe would stay open as long as it runs.
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        user=account,
        group=account,
        extra_groups=None if account is None else [],
        timeout=60,
    )
    if done.returncode:
        message = f"{program.name} {' '.join(arguments)} ended with {done.returncode}"
        raise RuntimeError(message)
