"""Opening databases: what is refused is refused with a code that a sentence can be found for."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from crm.db import engine
from crm.db.engine import DatabaseError, open_database, refusal_of
from tests.db.world import opened

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from crm.db.engine import Database

ROOT = Path(__file__).parents[2]


def test_a_path_may_hold_any_character(tmp_path: Path) -> None:
    path = tmp_path / "孵化 100% #1?.db"
    with opened(str(path)) as database:
        assert database.path == str(path)
        assert database.label == str(path)
    assert path.exists()


def test_a_path_object_is_an_address_too(tmp_path: Path) -> None:
    database = open_database(tmp_path / "a.db")
    assert database.is_sqlite
    database.close()


def test_the_label_of_a_server_hides_the_password() -> None:
    database = open_database("postgresql://crm:secret@db.example.cn/incubator")
    assert database.label == "postgresql://crm@db.example.cn/incubator"
    assert database.path is None
    assert not database.is_sqlite


@pytest.mark.parametrize(
    "address",
    ["mysql://crm:secret@host/x", "nonsense://crm:secret@x", "://", "postgresql://u:secret@h:port/x"],
)
def test_an_address_that_is_none_is_refused_without_telling_the_password(address: str) -> None:
    with pytest.raises(DatabaseError) as refused:
        open_database(address)
    assert refused.value.code == "database-address"
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("address", ["/mnt/share/a.db", "sqlite:////mnt/share/a.db"])
def test_a_file_on_a_network_share_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "is_on_network", lambda path: str(path).startswith("/mnt/share"))
    with pytest.raises(DatabaseError, match=r"database-on-network \(database=/mnt/share/a.db\)"):
        open_database(address)


def test_a_driver_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DatabaseError) as refused:
        open_database("postgresql://crm:secret@host/incubator")
    assert refused.value.code == "database-driver-missing"
    assert refused.value.values["driver"] == "psycopg"
    assert "secret" not in str(refused.value)


def test_a_server_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    database = open_database(f"postgresql://crm@/incubator?host={tmp_path}")
    with pytest.raises(DatabaseError, match="database-unreachable"), database.reading():
        pass


def test_a_database_that_the_server_does_not_have_is_unreachable(database: Database) -> None:
    if database.is_sqlite:
        other = open_database(Path(str(database.path)).parent / "nowhere" / "a.db")
    else:
        other = open_database(database.url.set(database="nowhere").render_as_string(hide_password=False))
    with pytest.raises(DatabaseError, match="database-unreachable"), other.reading():
        pass


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    path.write_bytes(b"PK\x03\x04" + bytes(5_000))
    with pytest.raises(DatabaseError, match="database-not-a-database"), open_database(path).reading():
        pass
    assert path.read_bytes()[:2] == b"PK"


def test_a_damaged_file_is_told_while_reading(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with opened(str(path)):
        pass
    content = bytearray(path.read_bytes())
    content[4096:] = b"\x55" * (len(content) - 4096)
    path.write_bytes(content)
    database = open_database(path)
    with pytest.raises(DatabaseError, match="database-damaged"), database.reading() as connection:
        connection.execute(text("SELECT * FROM tenants")).all()
    database.close()


def test_a_database_that_may_only_be_read_is_told(database: Database) -> None:
    if database.is_sqlite:
        with database.reading() as connection:
            connection.exec_driver_sql("PRAGMA query_only=ON")
    with pytest.raises(DatabaseError, match="database-read-only"), database.reading() as connection:
        connection.execute(text("UPDATE id_counters SET last_id = 1"))


def test_a_fault_of_our_own_statement_stays_what_it_is(database: Database) -> None:
    with pytest.raises(DBAPIError), database.reading() as connection:
        connection.execute(text("SELECT nonsense FROM nowhere"))


def test_a_writer_sees_to_it_that_nothing_is_left_open(database: Database) -> None:
    def fail(connection: Connection) -> None:
        connection.execute(text("INSERT INTO id_counters VALUES ('x', 1)"))
        raise LookupError

    with pytest.raises(LookupError), database.writing() as connection:
        fail(connection)
    with database.writing() as connection:
        assert connection.scalar(text("SELECT count(*) FROM id_counters")) == 0


def test_foreign_keys_are_on_again_after_a_migration(tmp_path: Path) -> None:
    with opened(str(tmp_path / "a.db")) as database:
        with database.migrating() as connection:
            assert connection.scalar(text("PRAGMA foreign_keys")) == 0
        with database.reading() as connection:
            assert connection.scalar(text("PRAGMA foreign_keys")) == 1
            assert connection.scalar(text("PRAGMA busy_timeout")) == 5_000
            assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
            assert connection.scalar(text("PRAGMA synchronous")) == 2


def test_a_connection_that_was_cut_is_unreachable() -> None:
    error = OperationalError(
        "", {}, Exception("server closed the connection\nunexpectedly"), connection_invalidated=True
    )
    refusal = refusal_of(error, database="x")
    assert refusal is not None
    assert (refusal.code, refusal.values["why"]) == ("database-unreachable", "server closed the connection")
    assert refusal_of(ProgrammingError("", {}, Exception("syntax")), database="x") is None


OPENING = """
import sys
from crm.db.engine import open_database
database = open_database(sys.argv[1])
with database.reading() as connection:
    connection.exec_driver_sql("SELECT 1")
"""


def test_many_programs_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", OPENING, str(tmp_path / "a.db")], cwd=ROOT, stderr=subprocess.PIPE
        )
        for _ in range(4)
    ]
    for program in programs:
        _, errors = program.communicate()
        assert program.returncode == 0, errors


class Stubborn:
    """A connection whose file is busy so many times."""

    def __init__(self, times: int, code: int) -> None:
        self.times = times
        self.code = code
        self.asked = 0

    def execute(self, _: str) -> None:
        self.asked += 1
        if self.asked <= self.times:
            error = sqlite3.OperationalError("locked")
            error.sqlite_errorcode = self.code
            raise error


def test_the_log_is_asked_for_until_the_file_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    patient = Stubborn(3, sqlite3.SQLITE_BUSY)
    engine._keep_write_ahead_log(patient)  # type: ignore[arg-type]
    assert patient.asked == 4
    with pytest.raises(sqlite3.OperationalError):
        engine._keep_write_ahead_log(Stubborn(1, sqlite3.SQLITE_READONLY))  # type: ignore[arg-type]
    monkeypatch.setattr(engine, "_PATIENCE", 0)
    with pytest.raises(sqlite3.OperationalError):
        engine._keep_write_ahead_log(Stubborn(10**9, sqlite3.SQLITE_BUSY))  # type: ignore[arg-type]
