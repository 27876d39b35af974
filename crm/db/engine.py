"""Opening a database: SQLite by default, PostgreSQL by a URL; one writer at a time on both."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from crm.domain.errors import CrmError
from crm.paths import is_on_network

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

_WRITER_LOCK = 0x6372_6D31
"""The PostgreSQL advisory lock that every write takes: like SQLite, one writer at a time."""

_PRAGMAS = (
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    # temp_store stays as it is: sorting in memory alone takes SQLite a quarter longer.
    "PRAGMA cache_size=-65536",
)
_PATIENCE = 5
"""Seconds to wait for another program that writes."""
_LONG_PATIENCE = 60
"""Seconds to wait for another program that may be bringing the schema up to date."""

_SQLITE_CODES = {
    5: "database-busy",  # SQLITE_BUSY
    8: "database-read-only",  # SQLITE_READONLY
    10: "database-disk-error",  # SQLITE_IOERR
    11: "database-damaged",  # SQLITE_CORRUPT
    13: "database-disk-full",  # SQLITE_FULL
    14: "database-unreachable",  # SQLITE_CANTOPEN
    26: "database-not-a-database",  # SQLITE_NOTADB
}
_POSTGRESQL_STATES = {
    "25006": "database-read-only",
    "53100": "database-disk-full",
    "55P03": "database-busy",
    "40P01": "database-busy",
    "58030": "database-disk-error",
    "XX001": "database-damaged",
    "XX002": "database-damaged",
}
_POSTGRESQL_CLASSES = {
    "08": "database-unreachable",  # connection exceptions
    "28": "database-unreachable",  # password or role refused
    "3D": "database-unreachable",  # no database of that name
    "57": "database-unreachable",  # shut down, starting up
}


class DatabaseError(CrmError):
    """The database cannot be opened, reached or written."""


def refusal_of(error: DBAPIError, *, database: str) -> DatabaseError | None:
    """What a driver's error means to the user; None where it is a fault of a statement, not of the database."""
    reason = error.orig
    number = getattr(reason, "sqlite_errorcode", None)
    state = getattr(reason, "sqlstate", None)
    if number is not None:
        code = _SQLITE_CODES.get(number & 0xFF)
    elif state is not None:
        code = _POSTGRESQL_STATES.get(state) or _POSTGRESQL_CLASSES.get(state[:2])
    else:
        code = "database-unreachable" if error.connection_invalidated else None
    return None if code is None else DatabaseError(code, database=database, why=_first_line(reason))


def _first_line(reason: BaseException | None) -> str:
    return str(reason).strip().partition("\n")[0]


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
        """How to name the database to a user: the path, or the address as one writes it, without its password."""
        if self.path:
            return self.path
        plain = URL.create(
            self.url.get_backend_name(),
            self.url.username,
            host=self.url.host,
            port=self.url.port,
            database=self.url.database,
        )
        return plain.render_as_string()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading one consistent state, whatever is written meanwhile.

        DatabaseError ``database-unreachable``, ``database-not-a-database``, ``database-damaged``.
        """
        with self._connected() as connection:
            if not self.is_sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            yield connection
            connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a write transaction, the only one at a time; whoever writes commits or it is rolled back.

        DatabaseError ``database-busy`` where another writer does not finish within five seconds, and
        ``database-disk-full``, ``database-read-only`` and the like where the database refuses.
        """
        with self._connected() as connection, self._alone(connection, patience=_PATIENCE):
            yield connection

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """Like :meth:`writing`, but patient, and SQLite looks at foreign keys only when it is asked to.

        SQLite rebuilds a table to change it; with foreign keys on, dropping the old one would take its children along.
        """
        with self._connected() as connection:
            # Past the toolkit, which would begin a transaction, and there these settings have no effect.
            sqlite: Any = connection.connection.driver_connection if self.is_sqlite else None
            if sqlite is not None:
                sqlite.execute("PRAGMA foreign_keys=OFF")
                sqlite.execute(f"PRAGMA busy_timeout={_LONG_PATIENCE * 1000}")
            try:
                with self._alone(connection, patience=_LONG_PATIENCE):
                    yield connection
            finally:
                if sqlite is not None:
                    sqlite.execute("PRAGMA foreign_keys=ON")
                    sqlite.execute(f"PRAGMA busy_timeout={_PATIENCE * 1000}")

    @contextmanager
    def _alone(self, connection: Connection, *, patience: int) -> Iterator[None]:
        """A transaction that is the only writing one."""
        try:
            connection.execution_options(crm_writes=True)
            if self.is_sqlite:
                connection.begin()
            else:
                connection.execute(text(f"SET LOCAL lock_timeout = '{patience}s'"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITER_LOCK})
            yield
        finally:
            connection.rollback()

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """A connection whose failures speak to the user; faults of our own statements stay what they are."""
        try:
            connection = self.engine.connect()
        except DBAPIError as error:
            refusal = refusal_of(error, database=self.label)
            raise refusal or DatabaseError(
                "database-unreachable", database=self.label, why=_first_line(error.orig)
            ) from error
        try:
            yield connection
        except DBAPIError as error:
            refusal = refusal_of(error, database=self.label)
            if refusal is None:
                raise
            raise refusal from error
        finally:
            connection.close()

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def open_database(address: str | Path) -> Database:
    """The database at *address*, a file path or a URL ``postgresql+psycopg://…``; its schema is not looked at.

    Raises DatabaseError ``database-address``, ``database-driver-missing`` or ``database-on-network`` (WAL does not work
    on a network share).
    """
    url = _read_address(str(address))
    if url.get_backend_name() == "sqlite" and url.database and is_on_network(url.database):
        raise DatabaseError("database-on-network", database=url.database)
    return Database(url)


def _read_address(address: str) -> URL:
    if "://" not in address:
        # Built, not parsed: a path may contain ? and #.
        return URL.create("sqlite", database=address)
    try:
        url = make_url(address)
        backend = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise DatabaseError("database-address", database=_without_password(address)) from error
    if backend not in {"sqlite", "postgresql"}:
        raise DatabaseError("database-address", database=url.render_as_string(hide_password=True))
    return url.set(drivername="postgresql+psycopg") if backend == "postgresql" else url


def _without_password(address: str) -> str:
    """An address that cannot be read, shown without what stands before the @."""
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"


def _make_engine(url: URL, *, is_sqlite: bool) -> Engine:
    if not is_sqlite:
        try:
            return create_engine(url, poolclass=QueuePool, pool_pre_ping=True)
        except ModuleNotFoundError as error:
            shown = url.render_as_string(hide_password=True)
            raise DatabaseError("database-driver-missing", database=shown, driver=error.name or "") from error
    in_memory = not url.database or url.database == ":memory:"
    engine = create_engine(url) if in_memory else create_engine(url, poolclass=QueuePool)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Take transactions into our own hands: the driver would begin too late and commit around DDL."""
    sqlite: sqlite3.Connection = connection  # type: ignore[assignment]
    sqlite.isolation_level = None
    sqlite.execute(f"PRAGMA busy_timeout={_PATIENCE * 1000}")
    _keep_write_ahead_log(sqlite)
    for pragma in _PRAGMAS:
        sqlite.execute(pragma)


def _keep_write_ahead_log(sqlite: sqlite3.Connection) -> None:
    """Switch to WAL; SQLite does not wait by itself when two programs open a new file at once."""
    import sqlite3

    until = time.monotonic() + _PATIENCE
    while True:
        try:
            sqlite.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    """Writers begin immediately: a deferred begin fails at once under a second writer, whatever the timeout."""
    if connection.get_execution_options().get("crm_writes", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        # Nothing can go wrong here yet, so it need not go through the toolkit, which would take as long as a query.
        sqlite: Any = connection.connection.driver_connection
        sqlite.execute("BEGIN")
