"""Backups and restores: whole or not at all, checked, and never over what cannot be brought back."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from crm import paths
from crm.db import backup, dump, schema
from crm.db.backup import back_up, back_up_beside, restore
from crm.db.engine import DatabaseError, open_database
from crm.services.operation import undo
from tests.conftest import BACKENDS
from tests.db.world import add_tenants, at, dump_of, opened, require_right_overview

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.db.engine import Database


@pytest.fixture
def filled(database: Database) -> Database:
    """A database with two tenants."""
    add_tenants(database, "青禾科技", "云杉智能", note="x" * 5_000)
    return database


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Database]:
    """A SQLite database with two tenants."""
    (tmp_path / "office").mkdir()
    with opened(str(tmp_path / "office" / "register.db")) as one:
        add_tenants(one, "青禾科技", "云杉智能")
        yield one


def names(database: Database) -> list[str]:
    return [row[1] for row in dump_of(database)["tenants"]]


def left_in(folder: Path) -> list[str]:
    """The files in a folder that are not of the open database."""
    return sorted(file.name for file in folder.iterdir() if not file.name.endswith(("-wal", "-shm")))


def refusal(database: Database, target: Path) -> str:
    with pytest.raises(DatabaseError) as refused:
        back_up(database, target, replace=True)
    return refused.value.code


def test_a_backup_brings_everything_back(filled: Database, tmp_path: Path) -> None:
    before = dump_of(filled)
    result = back_up(filled, tmp_path / "备份 1.bak")
    assert result.path == tmp_path / "备份 1.bak"
    assert result.size == result.path.stat().st_size > 1_000
    assert result.version == schema.HEAD
    add_tenants(filled, "北辰生物")
    undo(at(filled), 1)
    restored = restore(filled, result.path)
    assert restored.version == schema.HEAD
    assert dump_of(filled) == before
    require_right_overview(filled)
    assert add_tenants(filled, "海棠软件") == [3]
    assert restored.kept is not None
    restore(filled, restored.kept)
    assert names(filled) == ["北辰生物"]


def test_a_backup_replaces_another_file_only_where_that_was_agreed_to(
    filled: Database, tmp_path: Path
) -> None:
    target = tmp_path / "a.bak"
    target.write_bytes(b"old")
    with pytest.raises(DatabaseError) as refused:
        back_up(filled, target)
    assert refused.value.code == "backup-exists"
    assert target.read_bytes() == b"old"
    back_up(filled, target, replace=True)
    add_tenants(filled, "北辰生物")
    restore(filled, target)
    assert names(filled) == ["青禾科技", "云杉智能"]


def test_a_backup_is_one_file_that_its_owner_alone_can_read(small: Database, tmp_path: Path) -> None:
    result = back_up(small, tmp_path / "a.bak")
    assert [file for file in left_in(tmp_path) if file != "office"] == ["a.bak"]
    assert stat.S_IMODE(result.path.stat().st_mode) == 0o600
    with closing(sqlite3.connect(f"file:{result.path}?mode=ro&immutable=1", uri=True)) as raw:
        assert raw.execute("SELECT count(*) FROM tenants").fetchone() == (2,)
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_what_is_being_written_is_not_in_the_backup(small: Database, tmp_path: Path) -> None:
    with small.writing() as connection:
        connection.execute(text("DELETE FROM tenants WHERE id = 2"))
        back_up(small, tmp_path / "a.bak")
    with opened(str(tmp_path / "a.bak")) as copy:
        assert names(copy) == ["青禾科技", "云杉智能"]


def test_a_backup_that_cannot_be_written_leaves_no_trace(
    filled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refusal(filled, tmp_path / "nowhere" / "a.bak") == "backup-folder-missing"
    (tmp_path / "file").touch()
    assert refusal(filled, tmp_path / "file" / "a.bak") == "backup-folder-missing"
    (tmp_path / "folder.bak").mkdir()
    assert refusal(filled, tmp_path / "folder.bak") == "backup-not-allowed"
    before = left_in(tmp_path)
    for number, code in ((errno.ENOSPC, "backup-disk-full"), (errno.EACCES, "backup-not-allowed")):

        def refuse(_: int, number: int = number) -> None:
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(os, "fsync", refuse)
        assert refusal(filled, tmp_path / "a.bak") == code
    assert left_in(tmp_path) == before


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (sqlite3.SQLITE_FULL, "backup-disk-full"),
        (sqlite3.SQLITE_READONLY, "backup-not-allowed"),
        (sqlite3.SQLITE_CANTOPEN, "backup-not-allowed"),
    ],
)
def test_what_sqlite_refuses_is_told(
    small: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    class Refusing(sqlite3.Connection):
        def backup(self, *_: object, **__: object) -> None:
            error = sqlite3.OperationalError("no")
            error.sqlite_errorcode = number
            raise error

    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda path, **options: connect(path, **{"factory": Refusing, **options})
    )
    assert refusal(small, tmp_path / "a.bak") == code
    assert left_in(tmp_path) == ["office"]


def test_a_database_is_not_backed_up_onto_itself(small: Database) -> None:
    assert refusal(small, Path(str(small.path))) == "backup-onto-itself"
    with pytest.raises(DatabaseError, match="restore-onto-itself"):
        restore(small, Path(str(small.path)))


def test_a_database_without_our_tables_is_not_backed_up(database_url: str, tmp_path: Path) -> None:
    database = open_database(database_url)
    assert refusal(database, tmp_path / "a.bak") == "database-not-ours"
    database.close()


def test_a_damaged_database_does_not_replace_a_good_backup(small: Database, tmp_path: Path) -> None:
    target = tmp_path / "a.bak"
    back_up(small, target)
    good = target.read_bytes()
    damage(small)
    assert refusal(small, target) == "backup-damaged"
    assert target.read_bytes() == good


def damage(database: Database) -> None:
    """Spoil an index of the database's file: it opens, and is not sound."""
    path = Path(str(database.path))
    with database.reading() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        page = connection.scalar(
            text("SELECT rootpage FROM sqlite_master WHERE name = 'ix_tenants_name_key'")
        )
    database.close()
    content = bytearray(path.read_bytes())
    start = 4096 * (int(page) - 1)
    content[start + 100 : start + 4096] = bytes(3996)
    path.write_bytes(content)


def test_a_backup_on_a_network_share_is_copied_there_finished(
    small: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = tmp_path / "share"
    share.mkdir()
    monkeypatch.setattr(paths, "is_on_network", lambda path: share in Path(path).parents)
    back_up(small, share / "a.bak")
    assert left_in(share) == ["a.bak"]
    assert left_in(tmp_path / "office") == ["register.db"]
    with opened(str(share / "a.bak")) as copy:
        assert names(copy) == ["青禾科技", "云杉智能"]
    monkeypatch.setattr(shutil, "copyfile", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
    assert refusal(small, share / "b.bak") == "backup-disk-full"
    assert left_in(share) == ["a.bak"]


def test_backups_beside_the_database_do_not_replace_each_other(filled: Database) -> None:
    one = back_up_beside(filled, version="0001")
    two = back_up_beside(filled, version="0001")
    assert one is not None
    assert two is not None
    assert one != two
    assert one.exists()
    assert two.exists()
    folder = Path(str(filled.path)).parent if filled.is_sqlite else paths.user_data() / "backups"
    assert one.parent == folder


def test_what_is_no_backup_is_refused_and_nothing_changes(filled: Database, tmp_path: Path) -> None:
    before = dump_of(filled)
    source = tmp_path / "x.bak"
    for code, content in (("restore-missing", None), ("database-not-a-database", b"PK" + bytes(5_000))):
        if content is not None:
            source.write_bytes(content)
        with pytest.raises(DatabaseError, match=code):
            restore(filled, source)
    assert dump_of(filled) == before


def test_an_empty_file_is_no_backup(filled: Database, tmp_path: Path) -> None:
    source = tmp_path / "x.bak"
    source.touch()
    with pytest.raises(DatabaseError, match=r"database-not-(ours|a-database)"):
        restore(filled, source)


def test_a_database_without_tables_is_no_backup(small: Database, tmp_path: Path) -> None:
    source = tmp_path / "bare.db"
    with closing(sqlite3.connect(source)) as raw:
        raw.execute("PRAGMA user_version = 1")
    with pytest.raises(DatabaseError, match="database-not-ours"):
        restore(small, source)
    assert names(small) == ["青禾科技", "云杉智能"]


def spoiled_copy(database: Database, target: Path, statement: str) -> Path:
    back_up(database, target)
    with closing(sqlite3.connect(target)) as raw:
        raw.execute(statement)
        raw.commit()
    return target


def test_a_backup_of_another_program_or_a_newer_one_is_refused(small: Database, tmp_path: Path) -> None:
    others = spoiled_copy(small, tmp_path / "a.bak", "DROP TABLE operations")
    newer = spoiled_copy(small, tmp_path / "b.bak", "UPDATE alembic_version SET version_num = '0999'")
    for source, code in ((others, "database-not-ours"), (newer, "database-newer")):
        content = source.read_bytes()
        with pytest.raises(DatabaseError, match=code):
            restore(small, source)
        assert source.read_bytes() == content
    assert names(small) == ["青禾科技", "云杉智能"]
    assert left_in(tmp_path / "office") == ["register.db"]


def test_a_damaged_backup_is_refused(small: Database, tmp_path: Path) -> None:
    with opened(str(tmp_path / "other.db")) as other:
        add_tenants(other, "北辰生物")
        damage(other)
    with pytest.raises(DatabaseError, match="backup-damaged"):
        restore(small, tmp_path / "other.db")
    shortened = tmp_path / "short.bak"
    back_up(small, shortened)
    shortened.write_bytes(shortened.read_bytes()[:20_000])
    with pytest.raises(DatabaseError, match="backup-damaged"):
        restore(small, shortened)
    assert names(small) == ["青禾科技", "云杉智能"]


def test_a_restore_is_seen_by_whoever_has_the_database_open(small: Database, tmp_path: Path) -> None:
    source = back_up(small, tmp_path / "a.bak").path
    add_tenants(small, "北辰生物")
    other = open_database(str(small.path))
    assert len(names(other)) == 3
    restore(small, source)
    assert names(other) == ["青禾科技", "云杉智能"]
    add_tenants(other, "海棠软件")
    assert names(small) == ["青禾科技", "云杉智能", "海棠软件"]
    other.close()


def test_a_restore_waits_for_a_writer_and_gives_up_in_time(
    small: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = back_up(small, tmp_path / "a.bak").path
    monkeypatch.setattr(backup, "_PATIENCE", 0.2)
    other = open_database(str(small.path))
    with other.writing() as connection:
        connection.execute(text("DELETE FROM tenants WHERE id = 2"))
        with pytest.raises(DatabaseError, match="database-busy"):
            restore(small, source)
        connection.commit()
    other.close()
    assert names(small) == ["青禾科技"]


def test_a_database_is_restored_where_there_was_none(small: Database, tmp_path: Path) -> None:
    source = back_up(small, tmp_path / "a.bak").path
    target = open_database(tmp_path / "new.db")
    result = restore(target, source)
    assert result.kept is None
    assert names(target) == ["青禾科技", "云杉智能"]
    target.close()


def test_an_empty_database_is_restored_without_keeping_anything(database_url: str, tmp_path: Path) -> None:
    with opened(database_url) as database:
        add_tenants(database, "青禾科技")
        source = back_up(database, tmp_path / "a.bak").path
        with database.migrating() as connection:
            for table in schema.table_names(connection):
                ending = "" if database.is_sqlite else " CASCADE"
                connection.execute(text(f"DROP TABLE {table}{ending}"))
            connection.commit()
        assert restore(database, source).kept is None
        assert names(database) == ["青禾科技"]


def test_a_file_that_cannot_be_read_is_kept_aside(small: Database, tmp_path: Path) -> None:
    source = back_up(small, tmp_path / "a.bak").path
    path = Path(str(small.path))
    small.close()
    rubbish = b"rubbish" * 1_000
    path.write_bytes(rubbish)
    path.with_name("register.db-wal").write_bytes(b"log")
    result = restore(small, source)
    assert result.kept is not None
    assert result.kept.read_bytes() == rubbish
    assert result.kept.with_name(result.kept.name + "-wal").read_bytes() == b"log"
    assert names(small) == ["青禾科技", "云杉智能"]


def test_a_database_whose_first_page_is_spoiled_is_kept_aside(small: Database, tmp_path: Path) -> None:
    source = back_up(small, tmp_path / "a.bak").path
    path = Path(str(small.path))
    small.close()
    spoiled = bytearray(path.read_bytes())
    spoiled[100:4096] = b"\x55" * 3996
    path.write_bytes(spoiled)
    result = restore(small, source)
    assert result.kept is not None
    assert "damaged" in result.kept.name
    assert result.kept.read_bytes() == spoiled
    assert names(small) == ["青禾科技", "云杉智能"]


def test_a_folder_is_synced_where_the_system_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    backup._reach_disk(tmp_path)
    assert len(synced) == 1
    monkeypatch.setattr(os, "name", "nt")
    backup._reach_disk(tmp_path)
    monkeypatch.undo()
    assert len(synced) == 1


def test_a_database_of_somebody_else_is_not_overwritten(small: Database, tmp_path: Path) -> None:
    source = back_up(small, tmp_path / "a.bak").path
    path = tmp_path / "theirs.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE customers (id INTEGER)")
    theirs = open_database(path)
    with pytest.raises(DatabaseError, match="database-not-ours"):
        restore(theirs, source)
    theirs.close()


@pytest.fixture(params=[name for name in BACKENDS if name == "postgresql"])
def served(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A filled database on a server."""
    server = request.getfixturevalue("postgres_server")
    name = server.create_database()
    with opened(server.url(name)) as database:
        add_tenants(database, "青禾科技", "云杉智能")
        yield database
    server.drop_database(name)


def test_a_server_needs_its_tools(served: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = back_up(served, tmp_path / "a.bak").path
    monkeypatch.setattr(dump, "find_tool", lambda _: None)
    assert refusal(served, tmp_path / "b.bak") == "backup-tool-missing"
    assert back_up_beside(served, version="0001") is None
    with pytest.raises(DatabaseError, match=r"backup-tool-missing.*pg_restore"):
        restore(served, source)
    assert left_in(tmp_path) == ["a.bak"]


def test_what_a_tool_says_is_told(served: Database, tmp_path: Path) -> None:
    gone = open_database(
        served.url.set(database="nowhere", password="geheim").render_as_string(hide_password=False)
    )
    with pytest.raises(DatabaseError) as refused:
        dump.write_dump(gone.url, tmp_path / "a.bak")
    assert refused.value.code == "backup-tool-failed"
    assert "nowhere" in str(refused.value.values["why"])
    assert "geheim" not in str(refused.value)


def test_a_dump_of_another_program_or_a_newer_one_is_refused(served: Database, tmp_path: Path) -> None:
    source = tmp_path / "a.bak"
    for statement, code in (
        ("UPDATE alembic_version SET version_num = '0999'", "database-newer"),
        ("DELETE FROM alembic_version", "database-not-ours"),
        ("DROP TABLE alembic_version", "database-not-ours"),
    ):
        with served.writing() as connection:
            connection.execute(text(statement))
            connection.commit()
        dump.write_dump(served.url, source)
        with pytest.raises(DatabaseError, match=code):
            restore(served, source)


def test_a_restore_that_fails_on_the_server_changes_nothing(
    served: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = back_up(served, tmp_path / "a.bak").path
    add_tenants(served, "北辰生物")
    before = dump_of(served)
    monkeypatch.setattr(
        backup, "table_names", lambda connection: schema.table_names(connection) | {"nowhere"}
    )
    with pytest.raises(DatabaseError, match="backup-tool-failed"):
        restore(served, source)
    assert dump_of(served) == before
