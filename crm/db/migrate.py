"""Bringing a database's schema up to date: all of it or nothing, one program at a time, with a backup first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from crm.db import schema as schemas
from crm.db.backup import back_up_beside
from crm.db.engine import DatabaseError
from crm.db.overview import rebuild_overview
from crm.db.schema import read_schema

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

    from crm.db.engine import Database

REVISIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """What was done: the versions before (None: empty) and after, and the backup made first.

    ``backup`` is None where there was nothing to lose, none was wanted, or on PostgreSQL its ``pg_dump`` is not
    installed here; ``backup_missing`` says so.
    """

    before: str | None
    after: str
    backup: Path | None = None
    backup_missing: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether the schema was right already."""
        return self.before == self.after


def ensure_schema(database: Database, *, backup: bool = True, revisions: Path = REVISIONS) -> SchemaChange:
    """Give *database* the schema of this program: make it where it is empty, bring it up to date where it is older.

    Raises DatabaseError ``database-not-ours``, ``database-newer``, ``database-migration-failed`` (nothing has changed
    then) and those of a backup.
    """
    with database.reading() as connection:
        schema = read_schema(connection, database=database.label)
    if schema.is_current:
        return SchemaChange(schemas.HEAD, schemas.HEAD)
    with database.migrating() as connection:
        schema = read_schema(connection, database=database.label)  # another program may have been faster
        if schema.is_current:
            return SchemaChange(schemas.HEAD, schemas.HEAD)
        if schema.version is None:
            _create(connection)
            connection.commit()
            return SchemaChange(None, schemas.HEAD)
        saved = back_up_beside(database, version=schema.version) if backup else None
        _migrate(connection, database=database, revisions=revisions)
        connection.commit()
    return SchemaChange(schema.version, schemas.HEAD, saved, backup_missing=backup and saved is None)


def _create(connection: Connection) -> None:
    """All tables at once, as the migrations would have left them."""
    from crm.db import models

    models.Tenant.metadata.create_all(connection)
    connection.execute(
        text(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
    )
    connection.execute(
        text("INSERT INTO alembic_version (version_num) VALUES (:version)"), {"version": schemas.HEAD}
    )


def _migrate(connection: Connection, *, database: Database, revisions: Path) -> None:
    """Run the revisions that are missing, then make the overview as this program sees it.

    On SQLite foreign keys are looked at once all is done.
    """
    from alembic.util import CommandError

    try:
        upgrade(connection, revisions=revisions)
        rebuild_overview(connection)
        broken = _broken_reference(connection) if database.is_sqlite else ""
    except (SQLAlchemyError, CommandError) as error:
        raise DatabaseError(
            "database-migration-failed", database=database.label, why=str(error).partition("\n")[0]
        ) from error
    if broken:
        raise DatabaseError("database-migration-failed", database=database.label, why=broken)


def upgrade(connection: Connection, *, revisions: Path = REVISIONS, target: str = "head") -> None:
    """Run all revisions up to *target* in the transaction of *connection*, which is not committed."""
    from alembic import command

    configuration = configured(revisions)
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, target)


def configured(revisions: Path) -> Config:
    """Alembic's configuration without its file."""
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(revisions).replace("%", "%%"))
    configuration.set_main_option("path_separator", "os")
    return configuration


def _broken_reference(connection: Connection) -> str:
    """The first row that refers to one that is not there; empty where all is well."""
    row = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    return "" if row is None else f"{row[0]} {row[1]} -> {row[2]}"
