"""Opening a database: SQLite by default, PostgreSQL by a URL; one writer at a time on both."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool

from crm.domain.errors import CrmError
from crm.paths import is_on_network

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine import URL
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

_WRITER_LOCK = 0x6372_6D31
"""The PostgreSQL advisory lock that every write takes: like SQLite, one writer at a time."""

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
    "PRAGMA cache_size=-65536",
    "PRAGMA temp_store=MEMORY",
)


class DatabaseError(CrmError):
    """The database cannot be opened, reached or written."""


class Database:
    """An open database; hands out reading and writing connections. Thread-safe: each call takes its own connection."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self.engine = _make_engine(url, is_sqlite=self.is_sqlite)

    @property
    def path(self) -> str | None:
        """The file of a SQLite database; None for a server."""
        return self.url.database if self.is_sqlite else None

    @property
    def label(self) -> str:
        """How to name the database to a user: the path, or the URL without its password."""
        return self.path or self.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading one consistent state. DatabaseError ``database-unreachable`` where there is none."""
        with self._connected() as connection:
            yield connection
            connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a write transaction, the only one at a time; whoever writes commits or it is rolled back.

        DatabaseError ``database-busy`` where another writer does not finish within five seconds.
        """
        with self._connected() as connection:
            try:
                connection.execution_options(crm_writes=True)
                if not self.is_sqlite:
                    connection.execute(text("SET LOCAL lock_timeout = '5s'"))
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITER_LOCK})
                else:
                    connection.begin()
            except OperationalError as error:
                raise DatabaseError("database-busy", database=self.label) from error
            try:
                yield connection
            finally:
                connection.rollback()

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            connection = self.engine.connect()
        except DBAPIError as error:
            raise DatabaseError("database-unreachable", database=self.label, why=str(error.orig)) from error
        try:
            yield connection
        finally:
            connection.close()

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def open_database(address: str | Path) -> Database:
    """The database at *address*, a file path or a URL ``postgresql+psycopg://…``; its schema is not looked at.

    Raises DatabaseError ``database-address`` or ``database-on-network`` (WAL does not work on a network share).
    """
    written = str(address)
    if "://" not in written:
        if is_on_network(written):
            raise DatabaseError("database-on-network", database=written)
        written = f"sqlite:///{written}"
    try:
        url = make_url(written)
    except ArgumentError as error:
        raise DatabaseError("database-address", database=str(address)) from error
    if url.get_backend_name() == "postgresql" and url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise DatabaseError("database-address", database=str(address))
    return Database(url)


def _make_engine(url: URL, *, is_sqlite: bool) -> Engine:
    if not is_sqlite:
        return create_engine(url, poolclass=QueuePool, pool_pre_ping=True)
    in_memory = not url.database or url.database == ":memory:"
    engine = create_engine(url) if in_memory else create_engine(url, poolclass=QueuePool)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Take transactions into our own hands: the driver would begin too late and commit around DDL."""
    sqlite: sqlite3.Connection = connection  # type: ignore[assignment]
    sqlite.isolation_level = None
    for pragma in _PRAGMAS:
        sqlite.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    """Writers begin immediately: a deferred begin fails at once under a second writer, whatever the timeout."""
    writes = connection.get_execution_options().get("crm_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
