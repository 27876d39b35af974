"""Upkeep: databases opened, brought up to date, backed up, restored, and looked over."""

from __future__ import annotations

import logging
import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from crm import paths
from crm.db import migrate, schema
from crm.db.engine import DatabaseError, open_database
from crm.db.migrate import SchemaChange
from crm.domain.finding import Severity
from crm.domain.lifecycle import Stage
from crm.domain.wording import Language
from crm.services import upkeep
from crm.services.library import load_messages
from crm.services.operation import operation, undo
from crm.services.upkeep import back_up, open_workplace, restore, self_test
from tests.db.world import TODAY, add_tenant, add_tenants, add_way, at, dump_of, opened, put_figures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.db.engine import Database
    from crm.services.library import Library
    from crm.services.upkeep import CheckResult

CODES = re.compile(r"\"((?:database|backup|restore|self-test|undo)-[a-z-]+)\"")


@pytest.fixture
def database(ready_url: str) -> Iterator[Database]:
    with opened(ready_url) as database:
        yield database


def outcome(database: Database, library: Library) -> dict[str, CheckResult]:
    """The results by code."""
    return {result.code: result for result in self_test(at(database), library)}


def failures(database: Database, library: Library) -> dict[str, str]:
    """What is wrong, by code."""
    return {
        code: str(result.values.get("why"))
        for code, result in outcome(database, library).items()
        if not result.passed
    }


def spoil(database: Database, *statements: str) -> None:
    """Write past the program, as a fault would."""
    with database.migrating() as connection:
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()


def fill(database: Database) -> None:
    with operation(at(database), "tenant-added") as running:
        for name in ("青禾科技", "云杉智能"):
            tenant = add_tenant(running.recorder, name)
            steps = ((Stage.LEAD, date(2025, 1, 1)), (Stage.REVIEW, date(2025, 2, 1)))
            add_way(running.recorder, tenant, *steps)
    put_figures(database, (1, "total_income", "2025", 100))
    add_tenants(database, "北辰生物")
    undo(at(database))


def test_a_workplace_is_opened_on_the_users_own_database_where_none_is_named() -> None:
    workplace = open_workplace(None)
    assert workplace.database.path == str(paths.default_database())
    assert Path(workplace.database.path).exists()
    assert workplace.today == date.today()  # noqa: DTZ011 - the day on the user's calendar
    assert add_tenants(workplace.database, "青禾科技") == [1]
    workplace.database.close()
    again = open_workplace(None, today=TODAY, user="林晓")
    assert (again.today, again.user) == (TODAY, "林晓")
    assert len(dump_of(again.database)["tenants"]) == 1
    again.database.close()


def test_a_folder_that_cannot_be_made_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "data").touch()
    monkeypatch.setattr(paths, "default_database", lambda: home / "data" / "crm" / "incubator.db")
    with pytest.raises(DatabaseError, match="database-unreachable"):
        open_workplace(None)


def test_an_older_database_is_brought_up_to_date_when_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked = []

    def ensure(_: Database, *, backup: bool) -> SchemaChange:
        asked.append(backup)
        return SchemaChange("0001", "0002", None, backup_missing=backup)

    monkeypatch.setattr(upkeep, "ensure_schema", ensure)
    with caplog.at_level(logging.WARNING):
        open_workplace(tmp_path / "a.db").database.close()
        assert "0001 -> 0002 without a backup" in caplog.text
        caplog.clear()
        open_workplace(tmp_path / "a.db", backup=False).database.close()
    assert asked == [True, False]
    assert caplog.text == ""


def test_what_is_refused_is_closed_again(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "theirs.db")) as raw:
        raw.execute("CREATE TABLE customers (id INTEGER)")
    with pytest.raises(DatabaseError, match="database-not-ours"):
        open_workplace(tmp_path / "theirs.db")


def test_a_backup_is_restored_into_a_workplace_or_an_address(database: Database, tmp_path: Path) -> None:
    fill(database)
    before = dump_of(database)
    saved = back_up(at(database), tmp_path / "a.bak")
    add_tenants(database, "海棠软件")
    assert restore(at(database), saved.path).version == schema.HEAD
    assert dump_of(database) == before
    if not database.is_sqlite:
        return
    fresh = restore(tmp_path / "new.db", saved.path)
    assert (fresh.kept, fresh.lost) == (None, ())
    (tmp_path / "broken.db").write_bytes(b"no database at all" * 99)
    assert restore(tmp_path / "broken.db", saved.path).lost == ()
    restore(None, saved.path)
    for address in (tmp_path / "new.db", paths.default_database()):
        other = open_database(address)
        assert dump_of(other) == before
        other.close()


def test_an_older_backup_is_brought_up_to_date(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(database)
    saved = back_up(at(database), tmp_path / "a.bak")
    asked: list[bool] = []
    monkeypatch.setattr(upkeep, "ensure_schema", lambda _, *, backup: asked.append(backup))
    restore(at(database), saved.path)
    assert asked == [False]


def test_the_search_notices_that_another_state_was_restored(database: Database, tmp_path: Path) -> None:
    workplace = at(database)
    fill(database)
    saved = back_up(workplace, tmp_path / "a.bak")

    def find(words: str) -> list[int]:
        with database.reading() as connection:
            return list(workplace.names.find(connection, words))

    add_tenants(database, "海棠软件")
    assert len(find("海棠")) == 1
    restore(workplace, saved.path)
    add_tenants(database, "松石材料")
    assert find("海棠") == []
    assert len(find("松石")) == 1


def test_a_sound_database_passes_every_check(database: Database, library: Library) -> None:
    assert failures(database, library) == {}
    fill(database)
    results = outcome(database, library)
    assert all(result.passed for result in results.values())
    assert results["self-test-schema"].values["version"] == schema.HEAD
    assert results["self-test-overview"].values == {"tenants": 2}
    assert results["self-test-stages"].values == {"tenants": 2}
    assert results["self-test-journal"].values == {"operations": 4}
    assert int(results["self-test-integrity"].values["rows"]) > 10
    assert int(results["self-test-references"].values["references"]) > 20
    assert int(results["self-test-library"].values["indicators"]) >= 27
    assert all(result.finding.severity is Severity.INFO for result in results.values())


@pytest.mark.parametrize(
    ("code", "why", "statements"),
    [
        ("overview", "青禾科技", ["UPDATE tenant_overview SET revenue = 5 WHERE tenant_id = 1"]),
        ("overview", "云杉智能", ["DELETE FROM tenant_overview WHERE tenant_id = 2"]),
        ("journal", "tenants 2", ["UPDATE id_counters SET last_id = 1 WHERE \"table\" = 'tenants'"]),
        ("stages", "2025-02-01", ["UPDATE stage_records SET until_date = '2025-01-15' WHERE id = 1"]),
        ("stages", "2026-01-01", ["UPDATE stage_records SET until_date = '2026-01-01' WHERE id = 2"]),
        ("stages", "2026-01-01", ["UPDATE stage_records SET until_date = '2026-01-01' WHERE id = 4"]),
        ("schema", "talents", ["DROP TABLE talents"]),
        ("schema", "tenants.origin", ["ALTER TABLE tenants DROP COLUMN origin"]),
    ],
)
def test_what_is_wrong_is_found(
    database: Database, library: Library, code: str, why: str, statements: list[str]
) -> None:
    fill(database)
    spoil(database, *statements)
    result = outcome(database, library)[f"self-test-{code}"]
    assert not result.passed
    assert result.values["why"] == why
    assert result.finding.code == f"self-test-{code}-failed"
    assert result.finding.severity is Severity.ERROR


def test_a_tenant_too_many_in_the_overview_is_found(database: Database, library: Library) -> None:
    fill(database)
    spoil(
        database,
        "INSERT INTO tenant_overview (tenant_id, name, stage, technology_field, search_text) "
        "VALUES (9, '昙花', '', '', '')",
    )
    assert failures(database, library) == {"self-test-overview": "昙花"}


def test_a_journal_that_cannot_be_read_is_found(database: Database, library: Library) -> None:
    fill(database)
    with database.migrating() as connection:
        connection.execute(
            text("UPDATE journal_batches SET images = :spoiled WHERE operation_id = 2"),
            {"spoiled": b"rubbish"},
        )
        connection.commit()
    found = outcome(database, library)["self-test-journal"]
    assert not found.passed
    assert found.values["operation"] == 2


def test_damage_and_lost_references_are_found(tmp_path: Path, library: Library) -> None:
    with opened(str(tmp_path / "a.db")) as database:
        fill(database)
        spoil(database, "UPDATE stage_records SET tenant_id = 99 WHERE id = 4")
        assert failures(database, library)["self-test-references"] == "stage_records.tenant_id: 1"
        with database.reading() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            page = connection.scalar(
                text("SELECT rootpage FROM sqlite_master WHERE name = 'ix_tenants_name_key'")
            )
        database.close()
        content = bytearray((tmp_path / "a.db").read_bytes())
        content[4096 * (page - 1) + 100 : 4096 * page] = bytes(3996)
        (tmp_path / "a.db").write_bytes(content)
        assert f"page {page}" in failures(database, library)["self-test-integrity"]


def test_a_data_file_that_cannot_be_read_is_found(database: Database, library: Library) -> None:
    folder = paths.user_resources()
    folder.mkdir(parents=True)
    (folder / "indicators.toml").write_text("[broken", encoding="utf-8")
    assert "indicators.toml" in failures(database, library)["self-test-library"]


def test_a_program_that_cannot_write_is_found(
    database: Database, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "undo", lambda _: None)
    assert failures(database, library) == {"self-test-write": "1"}
    monkeypatch.setattr(
        upkeep,
        "open_workplace",
        lambda *_: (_ for _ in ()).throw(DatabaseError("database-disk-full", database="x", why="full")),
    )
    assert failures(database, library) == {"self-test-write": "full"}


def test_every_refusal_and_every_result_has_a_sentence_in_both_languages(
    database: Database, library: Library
) -> None:
    catalogue = load_messages()
    codes = {
        code
        for file in (Path(migrate.__file__).parent, Path(upkeep.__file__).parent)
        for source in file.glob("*.py")
        for code in CODES.findall(source.read_text(encoding="utf-8"))
    }
    assert len(codes) > 25
    codes |= {f"{code}-failed" for code in outcome(database, library)}
    for code in sorted(codes):
        if code == "database-unsound":
            continue
        for language in Language:
            assert code not in catalogue.word(code, {}, language).text, code
