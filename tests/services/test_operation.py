"""Operations: all or nothing, with a journal that can take every one of them back."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, func, select

from crm.db import engine
from crm.db.engine import DatabaseError, open_database
from crm.db.journal import read_images
from crm.db.models import Observation, Organisation, Project, StageRecord, Tenant, TenantName
from crm.db.queries.history import operation_lines
from crm.domain.errors import NotFoundError, UndoRefusedError
from crm.domain.lifecycle import Stage
from crm.services import operation as operation_module
from crm.services.operation import Workplace, operation, undo
from tests.db.world import (
    add_tenant,
    add_tenants,
    add_way,
    at,
    dump_of,
    opened,
    put_figures,
    require_right_overview,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.db.engine import Database
    from crm.db.journal import Recorder
    from tests.db.world import Dump


@pytest.fixture
def database(ready_url: str) -> Iterator[Database]:
    with opened(ready_url) as database:
        yield database


def require_back_and_forth(database: Database, before: Dump, operation_id: int) -> None:
    """Undoing restores *before*, undoing the undo what came after, and once more."""
    after = dump_of(database)
    assert after != before
    undone = undo(at(database), operation_id)
    assert dump_of(database) == before
    require_right_overview(database)
    redone = undo(at(database), undone.operation)
    assert dump_of(database) == after
    require_right_overview(database)
    undo(at(database), redone.operation)
    assert dump_of(database) == before
    require_right_overview(database)


def test_an_insert_is_undone_and_done_again(database: Database) -> None:
    before = dump_of(database)
    with operation(at(database), "tenant-added", name="青禾") as running:
        tenant = add_tenant(
            running.recorder,
            "青禾科技",
            founded_on=date(2024, 2, 29),
            high_tech=True,
            extra={"备注": "甲"},
            registered_capital=9_007_199_254_740_993,
        )
        add_way(running.recorder, tenant, (Stage.LEAD, date(2025, 1, 1)), (Stage.REVIEW, date(2025, 2, 1)))
    require_back_and_forth(database, before, running.id)


def test_an_operation_carries_the_moment_that_the_workplaces_clock_tells(database: Database) -> None:
    moment = datetime(2026, 1, 1, 7, 5, tzinfo=timezone(timedelta(hours=8)))
    workplace = Workplace.of(database, user="林晓", clock=lambda: moment)
    assert workplace.today == moment.astimezone().date()
    with operation(workplace, "tenant-added", name="青禾") as running:
        add_tenant(running.recorder, "青禾科技")
    with database.reading() as connection:
        assert [line.at for line in operation_lines(connection)] == ["2025-12-31T23:05:00.000Z"]


def test_a_change_is_undone_and_done_again(database: Database) -> None:
    one, two = add_tenants(database, "青禾科技", "云杉智能")
    before = dump_of(database)
    with operation(at(database), "tenant-changed") as running:
        running.recorder.change(
            Tenant,
            {
                (one,): {"name": "青禾新材", "founded_on": date(2020, 1, 1)},
                (two,): {"note": "乙", "extra": {"a": "b"}},
            },
        )
    require_back_and_forth(database, before, running.id)


def test_a_removal_is_undone_and_done_again(database: Database) -> None:
    with operation(at(database), "tenant-added") as running:
        tenant = add_tenant(running.recorder, "青禾科技", has_mentor=False)
        running.recorder.add(
            TenantName, tenant_id=tenant, name="旧名", name_key="旧名", until_on=date(2025, 5, 1)
        )
    before = dump_of(database)
    with operation(at(database), "tenant-removed") as running:
        running.recorder.remove(TenantName, [(1,)])
        running.recorder.remove(Tenant, [(tenant,)])
    require_back_and_forth(database, before, running.id)


def test_figures_put_over_others_are_undone_and_done_again(database: Database) -> None:
    one, two = add_tenants(database, "青禾科技", "云杉智能")
    put_figures(database, (one, "total_income", "2025Q1", 100), (two, "total_income", "2025Q1", -5))
    before = dump_of(database)
    changes = put_figures(
        database,
        (one, "total_income", "2025Q1", 200),
        (one, "employees", "2025Q1", 7),
        (two, "exports", "2025", 0),
    )
    require_back_and_forth(database, before, changes.operation)


def test_several_steps_on_one_row_are_undone_as_one(database: Database) -> None:
    (kept,) = add_tenants(database, "云杉智能")
    before = dump_of(database)
    with operation(at(database), "mixed") as running:
        recorder = running.recorder
        new = add_tenant(recorder, "青禾科技")
        recorder.change_one(Tenant, new, note="一")
        recorder.change_one(Tenant, new, note="二", phone="1")
        recorder.change_one(Tenant, kept, note="三", phone="2")
        recorder.change_one(Tenant, kept, note="四", email="x@example.cn")
        passing = add_tenant(recorder, "昙花")
        recorder.change_one(Tenant, passing, note="五")
        recorder.remove(Tenant, [(passing,)])
    require_back_and_forth(database, before, running.id)


def test_a_row_changed_then_removed_comes_back_as_it_was(database: Database) -> None:
    (tenant,) = add_tenants(database, "云杉智能", note="原")
    before = dump_of(database)
    with operation(at(database), "mixed") as running:
        running.recorder.change_one(Tenant, tenant, note="改")
        running.recorder.remove(Tenant, [(tenant,)])
    require_back_and_forth(database, before, running.id)


def test_a_row_removed_then_made_again_comes_back_as_it_was(database: Database) -> None:
    (tenant,) = add_tenants(database, "云杉智能", note="原", phone="1")
    put_figures(database, (tenant, "employees", "2025", 3))
    before = dump_of(database)
    with operation(at(database), "mixed") as running:
        key = (202500, "employees", tenant)
        running.recorder.remove(Observation, [key])
        running.recorder.insert(
            Observation,
            [
                {
                    "period": key[0],
                    "indicator": key[1],
                    "tenant_id": tenant,
                    "value": 9,
                    "operation_id": running.id,
                }
            ],
        )
    require_back_and_forth(database, before, running.id)


def test_records_that_refer_to_each_other_go_and_come_in_order(database: Database) -> None:
    (tenant,) = add_tenants(database, "云杉智能")
    with operation(at(database), "base") as running:
        old = running.recorder.add(Organisation, name="甲大学", kind="university")
        project = running.recorder.add(
            Project,
            title="项目",
            kind="matched",
            stage="new",
            organisation_id=old,
            brought_in_on=date(2025, 1, 1),
        )
    before = dump_of(database)
    with operation(at(database), "mixed") as running:
        recorder = running.recorder
        new = recorder.add(Organisation, name="乙大学", kind="university")
        recorder.change_one(Project, project, organisation_id=new, tenant_id=tenant)
        recorder.remove(Organisation, [(old,)])
    require_back_and_forth(database, before, running.id)


def test_an_undo_is_refused_where_a_later_operation_wrote_the_row(database: Database) -> None:
    with operation(at(database), "tenant-added") as added:
        tenant = add_tenant(added.recorder, "青禾科技")
    with operation(at(database), "tenant-changed") as changed:
        changed.recorder.change_one(Tenant, tenant, note="后来")
    with pytest.raises(UndoRefusedError) as refused:
        undo(at(database), added.id)
    assert refused.value.code == "undo-later-change"
    assert refused.value.values == {
        "operation": added.id,
        "table": "tenants",
        "record": str(tenant),
        "later": changed.id,
    }
    undo(at(database), changed.id)
    undo(at(database), added.id)
    assert dump_of(database)["tenants"] == []


def test_an_undo_is_refused_where_a_later_operation_removed_the_row(database: Database) -> None:
    (tenant,) = add_tenants(database, "青禾科技")
    with operation(at(database), "tenant-changed") as changed:
        changed.recorder.change_one(Tenant, tenant, note="甲")
    with operation(at(database), "tenant-removed") as removed:
        removed.recorder.remove(Tenant, [(tenant,)])
    with pytest.raises(UndoRefusedError, match=f"undo-later-change.*later={removed.id}"):
        undo(at(database), changed.id)


def test_an_undo_is_refused_where_a_removed_figure_was_put_in_again(database: Database) -> None:
    (tenant,) = add_tenants(database, "青禾科技")
    put_figures(database, (tenant, "employees", "2025", 3))
    with operation(at(database), "figures-put") as removed:
        removed.recorder.remove(Observation, [(202500, "employees", tenant)])
    later = put_figures(database, (tenant, "employees", "2025", 4))
    with pytest.raises(UndoRefusedError, match=f"record=202500/employees/{tenant}, later={later.operation}"):
        undo(at(database), removed.id)


def test_an_undo_is_not_hindered_by_later_work_on_other_values_of_the_row(database: Database) -> None:
    (tenant,) = add_tenants(database, "青禾科技")
    with operation(at(database), "tenant-changed") as first:
        first.recorder.change_one(Tenant, tenant, note="甲")
    with operation(at(database), "tenant-changed") as second:
        second.recorder.change_one(Tenant, tenant, phone="139")
    undo(at(database), first.id)
    row = dict(zip(Tenant.__table__.c.keys(), dump_of(database)["tenants"][0], strict=True))
    assert (row["note"], row["phone"]) == ("", "139")
    undo(at(database), second.id)


def test_an_undo_is_refused_where_later_records_depend_on_the_row(database: Database) -> None:
    (tenant,) = add_tenants(database, "青禾科技")
    with operation(at(database), "stage-changed"):
        pass
    with operation(at(database), "stage-changed") as later:
        add_way(later.recorder, tenant, (Stage.LEAD, date(2025, 1, 1)), (Stage.REVIEW, date(2025, 2, 1)))
    with pytest.raises(UndoRefusedError) as refused:
        undo(at(database), 1)
    assert refused.value.code == "undo-depended-on"
    assert refused.value.values == {
        "operation": 1,
        "table": "tenants",
        "record": str(tenant),
        "by": "stage_records",
        "count": 2,
    }


def test_an_undo_is_refused_where_what_a_row_refers_to_is_gone(database: Database) -> None:
    (tenant,) = add_tenants(database, "青禾科技")
    with operation(at(database), "name-added") as running:
        name = running.recorder.add(
            TenantName, tenant_id=tenant, name="旧", name_key="旧", until_on=date(2025, 5, 1)
        )
    with operation(at(database), "name-removed") as removed:
        removed.recorder.remove(TenantName, [(name,)])
    with operation(at(database), "tenant-removed") as gone:
        gone.recorder.remove(Tenant, [(tenant,)])
    with pytest.raises(UndoRefusedError) as refused:
        undo(at(database), removed.id)
    assert refused.value.code == "undo-parent-gone"
    assert refused.value.values["later"] == gone.id


def test_a_refused_undo_changes_nothing(database: Database) -> None:
    with operation(at(database), "tenant-added") as added:
        one, two = add_tenant(added.recorder, "青禾科技"), add_tenant(added.recorder, "云杉智能")
    with operation(at(database), "tenant-changed") as changed:
        changed.recorder.change_one(Tenant, two, note="后来")
    before = dump_of(database)
    with pytest.raises(UndoRefusedError):
        undo(at(database), added.id)
    assert dump_of(database) == before
    assert one < two


def test_the_last_operation_that_stands_is_undone_where_none_is_named(database: Database) -> None:
    with pytest.raises(NotFoundError, match="undo-nothing"):
        undo(at(database))
    add_tenants(database, "青禾科技")
    add_tenants(database, "云杉智能")
    undo(at(database))
    assert [row[1] for row in dump_of(database)["tenants"]] == ["青禾科技"]
    undo(at(database))
    assert dump_of(database)["tenants"] == []
    with pytest.raises(NotFoundError, match="undo-nothing"):
        undo(at(database))


def test_an_operation_is_undone_once(database: Database) -> None:
    add_tenants(database, "青禾科技")
    undone = undo(at(database), 1)
    with pytest.raises(UndoRefusedError, match=f"undo-already-undone.*by={undone.operation}"):
        undo(at(database), 1)
    with pytest.raises(NotFoundError, match="operation-unknown"):
        undo(at(database), 99)


def test_undoing_back_and_forth_keeps_track_of_what_stands(database: Database) -> None:
    add_tenants(database, "青禾科技")
    last = 1
    for turn in range(5):
        last = undo(at(database), last).operation
        stands = turn % 2 == 1
        assert bool(dump_of(database)["tenants"]) is stands
        if stands:
            continue
        with pytest.raises(UndoRefusedError, match="undo-already-undone"):
            undo(at(database), 1)
    undo(at(database), last)
    undo(at(database))
    assert dump_of(database)["tenants"] == []


def test_ids_are_never_handed_out_twice(database: Database) -> None:
    first = add_tenants(database, "青禾科技", "云杉智能")
    undo(at(database))
    second = add_tenants(database, "北辰生物")
    assert (first, second) == ([1, 2], [3])


def test_an_operation_that_fails_leaves_no_trace(database: Database) -> None:
    def fail(recorder: Recorder) -> None:
        add_tenant(recorder, "青禾科技")
        raise LookupError

    with pytest.raises(LookupError), operation(at(database), "tenant-added") as running:
        fail(running.recorder)
    assert dump_of(database)["tenants"] == []
    with database.reading() as connection:
        assert operation_lines(connection) == ()
    assert add_tenants(database, "云杉智能") == [1]


def test_an_operation_that_writes_nothing_leaves_no_trace(database: Database) -> None:
    (tenant,) = add_tenants(database, "青禾科技", note="甲")
    with operation(at(database), "tenant-changed") as running:
        running.recorder.change_one(Tenant, tenant, note="甲")
        running.recorder.insert(Tenant, [])
        running.recorder.put(Observation, [])
        running.recorder.remove(Tenant, [])
        running.recorder.change(Tenant, {(tenant,): {}})
    with database.reading() as connection:
        assert [line.id for line in operation_lines(connection)] == [1]
    assert running.changes.tables == frozenset()


def test_changes_name_the_tables_and_tenants_that_were_touched(database: Database) -> None:
    one, two, three = add_tenants(database, "青禾科技", "云杉智能", "北辰生物")
    with operation(at(database), "mixed") as running:
        name = running.recorder.add(
            TenantName, tenant_id=one, name="旧", name_key="旧", until_on=date(2025, 5, 1)
        )
    assert running.changes.tables == {"tenant_names"}
    assert running.changes.tenants == {one}
    with operation(at(database), "mixed") as running:
        running.recorder.change_one(TenantName, name, tenant_id=two)
    assert running.changes.tenants == {one, two}
    with operation(at(database), "mixed") as running:
        running.recorder.change_one(TenantName, name, name="更旧")
    assert running.changes.tenants == {two}
    changes = put_figures(database, (three, "employees", "2025", 4))
    assert changes.tables == {"observations"}
    assert changes.tenants == {three}
    assert changes.kind == "figures-put"
    with operation(at(database), "mixed") as running:
        running.recorder.add(Organisation, name="甲大学", kind="university")
    assert running.changes.tenants == frozenset()


def test_where_the_system_knows_no_user_the_journal_names_none(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown() -> str:
        raise KeyError

    monkeypatch.setattr(operation_module, "getuser", unknown)
    assert Workplace.of(database).user == ""
    monkeypatch.setattr(operation_module, "getuser", lambda: "林晓")
    assert Workplace.of(database).user == "林晓"


def test_details_added_on_the_way_are_kept(database: Database) -> None:
    with operation(at(database), "tenant-added", file="名录.xlsx") as running:
        running.describe(name="青禾科技", new=1)
        add_tenant(running.recorder, "青禾科技")
    with database.reading() as connection:
        (line,) = operation_lines(connection)
    assert line.details == {"file": "名录.xlsx", "name": "青禾科技", "new": 1}
    assert (line.kind, line.by, line.rows) == ("tenant-added", "林晓", 1)
    assert line.at.endswith("Z")


def test_what_is_not_there_cannot_be_changed_or_removed(database: Database) -> None:
    with pytest.raises(KeyError), operation(at(database), "mixed") as running:
        running.recorder.change_one(Tenant, 7, note="甲")
    with pytest.raises(KeyError), operation(at(database), "mixed") as running:
        running.recorder.remove(Tenant, [(7,)])


def test_one_figure_is_not_put_twice_in_one_go(database: Database) -> None:
    (tenant,) = add_tenants(database, "青禾科技")
    with pytest.raises(ValueError, match="observations"):
        put_figures(database, (tenant, "employees", "2025", 4), (tenant, "employees", "2025", 5))


def test_a_statement_that_the_database_refuses_is_told_and_undone(database: Database) -> None:
    def fail(recorder: Recorder) -> None:
        add_tenant(recorder, "青禾科技")
        recorder.add(StageRecord, tenant_id=99, position=1, stage="lead", on_date=date(2025, 1, 1))

    with pytest.raises(DatabaseError) as refused, operation(at(database), "mixed") as running:
        fail(running.recorder)
    assert refused.value.code == "database-write-failed"
    assert dump_of(database)["tenants"] == []


def test_many_rows_take_few_statements(database: Database) -> None:
    seen: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        seen.append(statement)

    with operation(at(database), "import-tenants") as running:
        recorder = running.recorder
        event.listen(database.engine, "before_cursor_execute", note)
        ids = recorder.new_ids(Tenant, 2_000)
        recorder.insert(Tenant, [{"id": new, "name": f"企业{new}", "name_key": f"企业{new}"} for new in ids])
        recorder.change(Tenant, {(new,): {"note": str(new)} for new in ids})
        recorder.put(
            Observation,
            [
                {
                    "period": 202500,
                    "indicator": "employees",
                    "tenant_id": new,
                    "value": new,
                    "operation_id": 1,
                }
                for new in ids
            ],
        )
        event.remove(database.engine, "before_cursor_execute", note)
    assert len(seen) <= 12, seen
    assert len(dump_of(database)["observations"]) == 2_000
    require_right_overview(database)
    undo(at(database))
    assert dump_of(database)["tenants"] == []


def test_a_reader_sees_one_state_whatever_is_written_meanwhile(database: Database) -> None:
    add_tenants(database, "青禾科技")
    with database.reading() as connection:
        count = select(func.count()).select_from(Tenant)
        assert connection.scalar(count) == 1
        add_tenants(database, "云杉智能")
        assert connection.scalar(count) == 1
    with database.reading() as connection:
        assert connection.scalar(count) == 2


def test_writers_in_many_threads_take_turns(database: Database) -> None:
    def write(number: int) -> list[int]:
        return add_tenants(database, f"企业{number}甲", f"企业{number}乙")

    with ThreadPoolExecutor(6) as pool:
        ids = [one for some in pool.map(write, range(24)) for one in some]
    assert sorted(ids) == list(range(1, 49))
    with database.reading() as connection:
        assert [line.rows for line in operation_lines(connection)] == [2] * 24
    require_right_overview(database)


def test_a_writer_that_does_not_get_its_turn_says_so(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_PATIENCE", 1)
    if database.is_sqlite:
        monkeypatch.setattr(engine, "_LONG_PATIENCE", 1)
    impatient = open_database(database.url.render_as_string(hide_password=False))
    with operation(at(database), "tenant-added") as running:
        add_tenant(running.recorder, "青禾科技")
        with pytest.raises(DatabaseError, match="database-busy"):
            add_tenants(impatient, "云杉智能")
    impatient.close()
    assert len(dump_of(database)["tenants"]) == 1


def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path / 'small.db'}") as database:
        add_tenants(database, "青禾科技")
        with database.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 10}")
        before = dump_of(database)
        with pytest.raises(DatabaseError) as refused:
            add_tenants(database, *(f"企业{number}" for number in range(3_000)))
        assert refused.value.code == "database-disk-full"
        assert dump_of(database) == before
        with database.reading() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count=1000000")
        add_tenants(database, "云杉智能")
        assert [row[1] for row in dump_of(database)["tenants"]] == ["青禾科技", "云杉智能"]


KILLED = """
import sys, time
from tests.db.world import add_tenants, at
from crm.db.engine import open_database
database = open_database(sys.argv[1])
number = 0
while True:
    number += 1
    add_tenants(database, *(f"{sys.argv[2]}第{number}批{place}" for place in range(200)))
    print(number, flush=True)
    time.sleep(0.02)  # people pause; who never does keeps the others out
"""


@pytest.mark.uncounted  # a program that is killed leaves no counts
def test_a_program_killed_while_writing_loses_nothing_that_it_has_acknowledged(database: Database) -> None:
    address = database.url.render_as_string(hide_password=False)
    for life in range(3):
        program = subprocess.Popen(
            [sys.executable, "-c", KILLED, address, f"命{life}"],
            stdout=subprocess.PIPE,
            encoding="utf-8",
            cwd=Path(__file__).parents[2],
        )
        assert program.stdout is not None
        acknowledged = [int(program.stdout.readline()) for _ in range(3 + life)]
        program.send_signal(signal.SIGKILL)
        acknowledged += [int(line) for line in program.stdout]
        program.wait()
        program.stdout.close()
        names = [row[1] for row in dump_of(database)["tenants"] if row[1].startswith(f"命{life}")]
        batches = Counter(name.partition("批")[0] for name in names)
        assert {f"命{life}第{number}" for number in acknowledged} <= batches.keys()
        assert set(batches.values()) == {200}
    require_right_overview(database)
    with database.reading() as connection:
        for line in operation_lines(connection):
            assert len(list(read_images(connection, line.id))) == line.rows == 200


@pytest.mark.uncounted  # a program that is killed leaves no counts
def test_programs_that_write_at_once_take_turns(database: Database) -> None:
    address = database.url.render_as_string(hide_password=False)
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", KILLED, address, name],
            stdout=subprocess.PIPE,
            encoding="utf-8",
            cwd=Path(__file__).parents[2],
        )
        for name in ("东", "西")
    ]
    for program in programs:
        assert program.stdout is not None
        for _ in range(4):
            assert program.stdout.readline()
    for program in programs:
        program.kill()
        program.communicate()
    tenants = dump_of(database)["tenants"]
    assert [row[0] for row in tenants] == list(range(1, len(tenants) + 1))
    assert {row[1][0] for row in tenants} == {"东", "西"}
    require_right_overview(database)
