"""The journal's images: exact in every type, and still right when the program has moved on."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from crm.db.images import default_of, pack, unpack
from crm.db.journal import read_images
from crm.db.models import Filing, Observation, Tenant
from crm.db.queries.history import (
    JournalStamp,
    journal_stamp,
    last_change_of_column,
    operation_images,
    operation_lines,
    stamp_of,
)
from crm.db.rows import table_of
from crm.domain.errors import UndoRefusedError
from crm.services.operation import operation, undo
from tests.db.world import add_tenants, at, dump_of, put_figures

if TYPE_CHECKING:
    from crm.db.engine import Database

TENANTS = table_of(Tenant)


def test_images_come_back_as_they_went_in() -> None:
    columns = ["id", "name", "founded_on", "registered_capital", "high_tech", "extra", "note"]
    rows = [
        (1, "青禾\n“科技”", date(2024, 2, 29), 2**62, True, {"备注": "甲"}, "同"),
        (2, "𠮷\\é", None, None, None, None, "同"),
    ]
    before, after = list(zip(*rows, strict=True)), list(zip(*rows[::-1], strict=True))
    batch = unpack("tenants", pack(TENANTS, columns, before=before, after=after))
    assert batch.columns == tuple(columns)
    assert batch.before == rows
    assert batch.after == rows[::-1]
    assert batch.keys == [(2,), (1,)]
    workbooks = [(1, 2), (b"PK\x03\x04\x00\xff", None)]
    batch = unpack("filings", pack(table_of(Filing), ["id", "workbook"], before=workbooks, after=None))
    assert batch.before == [(1, b"PK\x03\x04\x00\xff"), (2, None)]
    assert batch.after is None
    assert [image.key for image in batch.images()] == [(1,), (2,)]


@pytest.mark.parametrize("names", [("甲", "乙", ""), ("", "", "x"), ("a\x7fb", "c", "d"), ("\x7f", "", "")])
def test_texts_come_back_apart_whatever_they_hold(names: tuple[str, str, str]) -> None:
    columns = ["id", "name"]
    batch = unpack("tenants", pack(TENANTS, columns, before=[(1, 2, 3), names], after=[(1, 2, 3), names]))
    assert batch.before == batch.after == list(zip((1, 2, 3), names, strict=True))


def test_a_journal_that_keeps_texts_one_by_one_is_read_too() -> None:
    written = {"columns": ["id", "name", "founded_on"], "rows": 2, "before": None}
    written["after"] = [[1, 2], ["甲", "乙"], {"all": "2024-02-29"}]
    batch = unpack("tenants", zlib.compress(json.dumps(written).encode()))
    assert [(image.key, image.after and image.after["name"]) for image in batch.images()] == [
        ((1,), "甲"),
        ((2,), "乙"),
    ]


def test_what_an_insert_did_not_name_is_filled_in() -> None:
    batch = unpack("tenants", pack(TENANTS, ["id", "name"], before=None, after=[(1,), ("青禾",)]))
    (image,) = batch.images()
    assert image.before is None
    assert image.after is not None
    assert image.after.keys() == set(TENANTS.c.keys())
    assert (image.after["note"], image.after["founded_on"]) == ("", None)
    assert default_of(table_of(Observation), "value") is None


def test_a_time_is_not_taken_for_a_day() -> None:
    with pytest.raises(TypeError):
        pack(TENANTS, ["id", "founded_on"], before=None, after=[[1], [datetime(2025, 1, 1, 8, tzinfo=UTC)]])


def test_alike_values_are_kept_once() -> None:
    columns = [range(1_000), ["同一段文字" * 20] * 1_000]
    assert len(pack(TENANTS, ["id", "note"], before=None, after=[list(values) for values in columns])) < 5_000


def repack(database: Database, operation_id: int, old: str, new: str) -> None:
    """Make the journal look as if an earlier version of the program had called a column otherwise."""
    with database.writing() as connection:
        query = text("SELECT images FROM journal_batches WHERE operation_id = :id")
        packed = connection.scalar(query, {"id": operation_id})
        content = json.loads(zlib.decompress(packed))
        content["columns"] = [new if name == old else name for name in content["columns"]]
        connection.execute(
            text("UPDATE journal_batches SET images = :images WHERE operation_id = :id"),
            {"images": zlib.compress(json.dumps(content).encode()), "id": operation_id},
        )
        connection.commit()


def test_what_a_column_was_called_before_can_be_read_but_not_undone(database: Database) -> None:
    add_tenants(database, "青禾科技", phone="139")
    repack(database, 1, "phone", "telephone")
    with database.reading() as connection:
        (image,) = read_images(connection, 1)
    assert image.after is not None
    assert image.after["telephone"] == "139"
    with pytest.raises(UndoRefusedError) as refused:
        undo(at(database), 1)
    assert refused.value.code == "undo-schema-changed"
    assert refused.value.values == {"operation": 1, "table": "tenants"}


def test_a_row_made_removed_and_made_again_is_undone(database: Database) -> None:
    (tenant,) = add_tenants(database, "青禾科技")
    before = dump_of(database)
    key = (202500, "employees", tenant)
    row = dict(zip(("period", "indicator", "tenant_id"), key, strict=True))
    with operation(at(database), "mixed") as running:
        running.recorder.insert(Observation, [{**row, "value": 1, "operation_id": running.id}])
        running.recorder.remove(Observation, [key])
        running.recorder.insert(Observation, [{**row, "value": 2, "operation_id": running.id}])
    undo(at(database))
    assert dump_of(database) == before


def test_what_was_changed_past_the_journal_is_not_overwritten(database: Database) -> None:
    (tenant,) = add_tenants(database, "青禾科技")
    with database.writing() as connection:
        connection.execute(text("UPDATE tenants SET note = 'x'"))
        connection.commit()
    with pytest.raises(UndoRefusedError, match=f"undo-later-change.*record={tenant}, later=0"):
        undo(at(database))


def test_the_journal_tells_who_changed_what(database: Database) -> None:
    one, two = add_tenants(database, "青禾科技", "云杉智能")
    with operation(at(database), "tenant-changed") as running:
        running.recorder.change_one(Tenant, one, note="甲")
    put_figures(database, (two, "employees", "2025", 3))
    undo(at(database), running.id)
    with database.reading() as connection:
        lines = operation_lines(connection)
        assert [(line.kind, line.rows, line.undoes, line.undone_by) for line in lines] == [
            ("undo", 1, 2, None),
            ("figures-put", 1, None, None),
            ("tenant-changed", 1, None, 4),
            ("tenants-added", 2, None, None),
        ]
        assert [line.id for line in operation_lines(connection, limit=2)] == [4, 3]
        assert [line.id for line in operation_lines(connection, limit=None)] == [4, 3, 2, 1]
        (image,) = operation_images(connection, 2)
        assert (image.table, image.key) == ("tenants", (one,))
        assert (image.before, image.after) == ({"id": one, "note": ""}, {"id": one, "note": "甲"})
        assert len(operation_images(connection, 1, limit=1)) == 1
        assert last_change_of_column(connection, "tenants", (one,), "note") == ("林晓", lines[0].at)
        assert last_change_of_column(connection, "tenants", (two,), "note") == ("林晓", lines[3].at)
        assert last_change_of_column(connection, "tenants", (9,), "note") == ("", "")
        assert journal_stamp(connection) == JournalStamp(4, lines[0].at)
        assert stamp_of(connection, 3) == JournalStamp(3, lines[1].at)
        assert stamp_of(connection, 9) == JournalStamp(0, "")


def test_an_empty_journal_has_a_stamp_too(database: Database) -> None:
    with database.reading() as connection:
        assert journal_stamp(connection) == JournalStamp(0, "")


def test_rows_are_given_column_by_column_too(database: Database) -> None:
    with operation(at(database), "import-tenants") as running:
        ids = running.recorder.new_ids(Tenant, 3)
        assert running.recorder.new_ids(Tenant, 0) == range(4, 4)
        names = [str(one) for one in ids]
        running.recorder.insert_columns(Tenant, {"id": list(ids), "name": names, "name_key": names})
        running.recorder.insert_columns(Tenant, {"id": []})
    assert [row[1] for row in dump_of(database)["tenants"]] == ["1", "2", "3"]
    undo(at(database))
    assert dump_of(database)["tenants"] == []
