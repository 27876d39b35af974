"""Backups: a consistent, checked copy of a database in one file, and a database brought back from one."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from crm import paths
from crm.db import dump
from crm.db.engine import DatabaseError
from crm.db.schema import read_schema, table_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.db.engine import Database

_HEADER = b"SQLite format 3\0"
_PATIENCE = 5.0
"""Seconds to wait for a program that writes."""
_SYSTEM_REASONS = {
    errno.ENOSPC: "backup-disk-full",
    errno.EDQUOT: "backup-disk-full",
    errno.ENOENT: "backup-folder-missing",
    errno.ENOTDIR: "backup-folder-missing",
}
_SQLITE_REASONS = {
    sqlite3.SQLITE_BUSY: "database-busy",
    sqlite3.SQLITE_FULL: "backup-disk-full",
    sqlite3.SQLITE_CORRUPT: "backup-damaged",
    sqlite3.SQLITE_NOTADB: "database-not-a-database",
}


@dataclass(frozen=True, slots=True)
class BackupResult:
    """A finished backup: where it is, how many bytes it has, and the schema's version."""

    path: Path
    size: int
    version: str


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """A finished restore: the version of the schema that came back, and where the database's earlier state was kept.

    ``kept`` is None where there was nothing before.
    """

    version: str
    kept: Path | None


def back_up(database: Database, target: Path, *, replace: bool = False) -> BackupResult:
    """Copy *database* into the file *target* as it stands now, checked, whole or not at all; writers are not held up.

    A file that is there already is replaced only where *replace* says that somebody has agreed to it. Raises
    DatabaseError ``backup-exists``, ``backup-folder-missing``, ``backup-not-allowed``, ``backup-disk-full``,
    ``backup-onto-itself``, ``backup-damaged``, and on PostgreSQL ``backup-tool-missing`` or ``backup-tool-failed``.
    """
    with database.reading() as connection:
        version = read_schema(connection, database=database.label).version
    if version is None:
        raise DatabaseError("database-not-ours", database=database.label)
    if database.path is not None and _is_same_file(Path(database.path), target):
        raise DatabaseError("backup-onto-itself", path=str(target))
    if target.is_file() and not replace:
        raise DatabaseError("backup-exists", path=str(target))
    if database.path is None:
        with _finished_file(target) as unfinished:
            dump.write_dump(database.url, unfinished)
        return BackupResult(target, target.stat().st_size, version)
    path = Path(database.path)
    with _finished_file(target) as unfinished, _locally(unfinished, beside=path) as local:
        _copy_sqlite(path, local, told=target)
        _require_sound(local, told=target)
    return BackupResult(target, target.stat().st_size, version)


def back_up_beside(database: Database, *, version: str) -> Path | None:
    """A backup beside the database (a server's: in the user's data folder), named by day and schema version.

    None where the database is a server and its ``pg_dump`` is not installed here. It may be called while a writer holds
    the database: it copies what was committed last.
    """
    if database.path is not None:
        path = Path(database.path)
        target = _free_name(path, version=version)
        with _finished_file(target) as unfinished:
            _copy_sqlite(path, unfinished, told=target)
        return target
    if dump.find_tool("pg_dump") is None:
        return None
    folder = paths.user_data() / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    target = _free_name(folder / f"{database.url.database}.dump", version=version)
    with _finished_file(target) as unfinished:
        dump.write_dump(database.url, unfinished)
    return target


def restore(database: Database, source: Path) -> RestoreResult:
    """Make *database* what the backup *source* holds, whole or not at all; what it was is kept in a backup beside it.

    Whoever has it open sees the restored state from the next transaction on. An older schema comes back as it is.
    Raises DatabaseError ``restore-missing``, ``restore-onto-itself``, ``backup-damaged``, ``database-not-a-database``,
    ``database-not-ours``, ``database-newer``, ``database-busy``, and on PostgreSQL ``backup-tool-missing`` or
    ``backup-tool-failed``.
    """
    if not source.is_file():
        raise DatabaseError("restore-missing", path=str(source))
    return _restore_dump(database, source) if database.path is None else _restore_file(database, source)


def _restore_dump(database: Database, source: Path) -> RestoreResult:
    version = dump.read_version(source)
    with database.reading() as connection:
        present = read_schema(connection, database=database.label).version
        tables = table_names(connection)
    kept = None if present is None else back_up_beside(database, version=present)
    dump.restore_dump(database.url, source, replacing=tables)
    return RestoreResult(version, kept)


def _restore_file(database: Database, source: Path) -> RestoreResult:
    path = Path(str(database.path))
    if _is_same_file(path, source):
        raise DatabaseError("restore-onto-itself", path=str(source))
    # Looked at in a copy: a database that is opened is written to, and a backup must stay as it is.
    with _scratch_file(path) as staged:
        _copy_sqlite(source, staged, told=source)
        version = _require_sound(staged, told=source)
        kept = _keep(database, path)
        database.close()
        if path.exists():
            _copy_sqlite(staged, path, told=path, is_new=False)
        else:
            staged.replace(path)
    return RestoreResult(version, kept)


def _keep(database: Database, path: Path) -> Path | None:
    """Keep what *path* holds before it is replaced; a file that cannot be read as a database is moved aside."""
    if not path.exists() or not path.stat().st_size:
        return None
    with path.open("rb") as file:
        readable = file.read(len(_HEADER)) == _HEADER
    try:
        # SQLite drops the log of a file that it cannot read, so it gets to see only what it can.
        if readable:
            with database.reading() as connection:
                version = read_schema(connection, database=database.label).version
            return None if version is None else back_up_beside(database, version=version)
    except DatabaseError as error:
        if error.code not in {"database-damaged", "backup-damaged"}:
            raise
    database.close()
    aside = _free_name(path, version="damaged")
    for ending in ("", "-wal", "-shm"):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.replace(aside.with_name(aside.name + ending))
    return aside


def _copy_sqlite(source: Path, target: Path, *, told: Path, is_new: bool = True) -> None:
    """Copy with SQLite's own backup: consistent while others write; at a *target* in use it is one transaction."""
    until = time.monotonic() + _PATIENCE

    def give_up(status: int, _: int, __: int) -> None:
        if status == sqlite3.SQLITE_BUSY and time.monotonic() > until:
            raise DatabaseError("database-busy", database=str(told), why="")

    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as reading,
            closing(sqlite3.connect(target, timeout=_PATIENCE)) as writing,
        ):
            reading.backup(writing, progress=give_up)
            if is_new:
                # One file, complete in itself, that can be read where nothing may be written.
                writing.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise _sqlite_refusal(error, told=told) from error


def _require_sound(copy: Path, *, told: Path) -> str:
    """The schema's version in a copied database; *told* is the file that the user knows.

    Raises DatabaseError ``backup-damaged``, ``database-not-a-database``, ``database-not-ours``, ``database-newer``.
    """
    engine = create_engine(URL.create("sqlite", database=str(copy)), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
            if found != "ok":
                raise DatabaseError("backup-damaged", database=str(told), why=str(found))
            version = read_schema(connection, database=str(told)).version
    except DBAPIError as error:
        raise _sqlite_refusal(error.orig, told=told) from error
    if version is None:
        raise DatabaseError("database-not-ours", database=str(told))
    return version


def _sqlite_refusal(error: BaseException | None, *, told: Path) -> DatabaseError:
    number = getattr(error, "sqlite_errorcode", 0) & 0xFF
    code = _SQLITE_REASONS.get(number, "backup-not-allowed")
    return DatabaseError(code, database=str(told), path=str(told), why=str(error))


def _is_same_file(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _free_name(path: Path, *, version: str) -> Path:
    """A name beside *path* that is not taken: ``incubator-2026-04-15-v0001.db``."""
    day = datetime.now().astimezone().date().isoformat()
    taken = 1
    while True:
        number = "" if taken == 1 else f"-{taken}"
        name = path.with_name(f"{path.stem}-{day}-v{version}{number}{path.suffix}")
        if not name.exists():
            return name
        taken += 1


@contextmanager
def _finished_file(target: Path) -> Iterator[Path]:
    """A new file that takes the name *target* once it is complete and on the disk; otherwise it leaves no trace."""
    with _scratch_file(target) as unfinished:
        yield unfinished
        try:
            _reach_disk(unfinished)
            unfinished.replace(target)
            _reach_disk(target.parent)
        except OSError as error:
            raise _system_refusal(error, target) from error


@contextmanager
def _scratch_file(beside: Path) -> Iterator[Path]:
    """An empty file in the same folder as *beside*, readable by its owner alone, that is gone afterwards."""
    try:
        handle, name = tempfile.mkstemp(dir=beside.parent, prefix=f".{beside.stem}-", suffix=".part")
        os.close(handle)
    except OSError as error:
        raise _system_refusal(error, beside) from error
    try:
        yield Path(name)
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            Path(name + ending).unlink(missing_ok=True)


@contextmanager
def _locally(unfinished: Path, *, beside: Path) -> Iterator[Path]:
    """Where to write the copy: SQLite's locks do not work on every network share, so it gets a finished file there."""
    if not paths.is_on_network(unfinished):
        yield unfinished
        return
    with _scratch_file(beside) as local:
        yield local
        try:
            shutil.copyfile(local, unfinished)
        except OSError as error:
            raise _system_refusal(error, unfinished) from error


def _reach_disk(path: Path) -> None:
    """Have the system write *path* down; a folder can be synced on POSIX only."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _system_refusal(error: OSError, target: Path) -> DatabaseError:
    code = _SYSTEM_REASONS.get(error.errno or 0, "backup-not-allowed")
    return DatabaseError(code, path=str(target), why=error.strerror or "")
