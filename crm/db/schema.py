"""Which schema a database has: known without Alembic, which takes a second to import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from crm.db.engine import DatabaseError

if TYPE_CHECKING:
    from sqlalchemy import Connection

HEAD = "0007"
"""The schema this program works with."""
KNOWN = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""All schemas it can bring up to date, the oldest first."""
_OURS = frozenset({"tenants", "operations", "journal_batches", "id_counters"})
"""Tables that every database of ours has had from the first schema on."""
VERSION_TABLE = "alembic_version"


@dataclass(frozen=True, slots=True)
class Schema:
    """What a database holds: our tables in a version, or nothing at all (None)."""

    version: str | None

    @property
    def is_current(self) -> bool:
        """Whether nothing has to be done."""
        return self.version == HEAD


def read_schema(connection: Connection, *, database: str) -> Schema:
    """The schema behind *connection*.

    Raises DatabaseError ``database-not-ours`` where there are tables of somebody else, ``database-newer`` where a later
    version of the program made the schema.
    """
    tables = table_names(connection)
    if not tables:
        return Schema(None)
    if VERSION_TABLE not in tables or not tables >= _OURS:
        raise DatabaseError("database-not-ours", database=database)
    version = connection.scalar(text("SELECT max(version_num) FROM alembic_version"))
    return Schema(known_version(str(version), database=database))


def known_version(version: str, *, database: str) -> str:
    """*version* if this program knows it; DatabaseError ``database-newer`` otherwise."""
    if version not in KNOWN:
        raise DatabaseError("database-newer", database=database, version=version, known=HEAD)
    return version


def table_names(connection: Connection) -> set[str]:
    """The names of all tables in the database."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    else:
        query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    return set(connection.scalars(text(query)))
