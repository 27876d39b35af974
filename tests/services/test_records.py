"""The records of a tenant of every kind: added, changed, removed and brought back, and nothing lost in between."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from crm.domain.errors import DataFormatError, NotFoundError, RuleError, StaleError
from crm.domain.fields import FieldKind
from crm.domain.lifecycle import Stage
from crm.domain.wording import Language
from crm.services.history import list_operations
from crm.services.operation import Workplace, undo
from crm.services.record_kinds import RecordKind, record_kinds_from_tables
from crm.services.records import (
    add_record,
    add_reference,
    change_record,
    get_record,
    list_records,
    list_references,
    list_site_records,
    remove_record,
)
from crm.services.tenants import add_tenant

if TYPE_CHECKING:
    from crm.services.library import Library
    from crm.services.records import RecordLine
    from crm.services.tenants import FieldValue

REFERENCES: dict[str, dict[str, FieldValue]] = {
    "organisation": {"name": "汾川理工大学", "kind": "university"},
    "event": {"title": "春季路演", "kind": "roadshow", "role": "host", "held_on": date(2025, 3, 1)},
    "policy": {"title": "房租补贴办法"},
    "room": {"building": "1号楼", "floor": "3", "number": "301", "use": "tenant", "area": 12_050},
}


@pytest.fixture
def tenant(workplace: Workplace, library: Library) -> int:
    changes = add_tenant(workplace, library, {"name": "云图软件有限公司"}, stage=Stage.RESIDENT)
    return next(iter(changes.tenants))


@pytest.fixture
def references(workplace: Workplace, library: Library) -> dict[str, int]:
    """One of each thing that records may refer to."""
    for kind, values in REFERENCES.items():
        add_reference(workplace, library, kind, values)
    return {kind: list_references(workplace, kind)[0].id for kind in REFERENCES}


def sample(
    library: Library, kind: RecordKind, references: dict[str, int], *, turn: int = 0
) -> dict[str, FieldValue]:
    """A value for every field of a kind, another one at every turn."""
    values: dict[str, FieldValue] = {}
    for number, (code, one) in enumerate(kind.fields.items()):
        if one.refers:
            values[code] = references[one.refers]
        elif one.field.kind is FieldKind.DATE:
            values[code] = date(2024 + turn, 1 + number, 5)
        elif one.field.kind in {FieldKind.MONEY, FieldKind.AREA, FieldKind.COUNT}:
            values[code] = 100 + number + turn
        elif one.field.kind is FieldKind.YES_NO:
            values[code] = turn % 2 == 0
        elif one.field.kind is FieldKind.CHOICE:
            values[code] = list(library.vocabulary[one.field.choices].terms)[turn]
        else:
            values[code] = f"{code} {turn}"
    return values


def only(workplace: Workplace, library: Library, tenant: int, kind: str) -> RecordLine:
    (line,) = list_records(workplace, library, tenant, [kind])[kind]
    return line


def test_a_record_of_every_kind_is_added_changed_removed_and_brought_back(
    workplace: Workplace, library: Library, tenant: int, references: dict[str, int]
) -> None:
    kinds = [kind for kind in library.records.values() if kind.tab != "site"]
    assert len(kinds) == 13
    for kind in kinds:
        first, second = (sample(library, kind, references, turn=turn) for turn in (0, 1))
        changes = add_record(workplace, library, kind.code, tenant, first)
        assert tenant in changes.tenants
        line = only(workplace, library, tenant, kind.code)
        assert line.values == first, kind.code
        assert get_record(workplace, library, kind.code, line.id) == line
        change_record(workplace, library, kind.code, line.id, second, seen=first)
        assert only(workplace, library, tenant, kind.code).values == second, kind.code
        undo(workplace)
        assert only(workplace, library, tenant, kind.code).values == first, kind.code
        removed = remove_record(workplace, library, kind.code, line.id)
        assert list_records(workplace, library, tenant, [kind.code])[kind.code] == ()
        undo(workplace, removed.operation)
        assert only(workplace, library, tenant, kind.code) == line, kind.code


def test_the_journal_says_what_was_done_in_words(
    workplace: Workplace, library: Library, tenant: int, references: dict[str, int]
) -> None:
    values = sample(library, library.records["attendance"], references)
    add_record(workplace, library, "attendance", tenant, values)
    last = list_operations(workplace)[0]
    said = library.messages.word(last.kind, last.details, Language.ZH).text
    assert said == "为“云图软件有限公司”新增参加活动“春季路演”"
    assert last.details["tenant"] == tenant


def test_a_record_that_says_the_same_again_leaves_no_trace(
    workplace: Workplace, library: Library, tenant: int, references: dict[str, int]
) -> None:
    values = sample(library, library.records["ip_right"], references)
    add_record(workplace, library, "ip_right", tenant, values)
    line = only(workplace, library, tenant, "ip_right")
    assert not change_record(workplace, library, "ip_right", line.id, values, seen=values).tables


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": ""}, "record-value-missing"),
        ({"kind": "nonsense"}, "record-value"),
        ({"granted_on": "2024"}, "record-value"),
        ({"nonsense": "x"}, "record-field-unknown"),
        ({"until_on": date(2024, 1, 1)}, "record-days-in-disorder"),
    ],
)
def test_faulty_values_are_refused_and_nothing_is_written(
    workplace: Workplace, library: Library, tenant: int, changes: dict[str, FieldValue], code: str
) -> None:
    good: dict[str, FieldValue] = {
        "kind": "high_tech",
        "title": "高企",
        "level": "national",
        "granted_on": date(2024, 1, 1),
    }
    before = list_operations(workplace)
    with pytest.raises(RuleError, match=code):
        add_record(workplace, library, "qualification", tenant, {**good, **changes})
    assert list_operations(workplace) == before


@pytest.mark.parametrize("value", [-1, True, "3", 1.5])
def test_a_count_is_a_whole_number_not_below_nothing(
    workplace: Workplace, library: Library, tenant: int, value: int
) -> None:
    hire: dict[str, FieldValue] = {"hired_on": date(2024, 7, 1), "persons": value}
    with pytest.raises(RuleError, match="record-value"):
        add_record(workplace, library, "graduate_hire", tenant, hire)


def test_what_is_referred_to_must_be_there(workplace: Workplace, library: Library, tenant: int) -> None:
    with pytest.raises(RuleError, match="record-value"):
        add_record(workplace, library, "attendance", tenant, {"event_id": 77, "persons": 3})


def test_what_is_not_there_is_named(workplace: Workplace, library: Library, tenant: int) -> None:
    with pytest.raises(NotFoundError, match="record-kind-unknown"):
        list_records(workplace, library, tenant, ["nonsense"])
    with pytest.raises(NotFoundError, match="record-unknown"):
        get_record(workplace, library, "ip_right", 9)
    with pytest.raises(NotFoundError, match="record-unknown"):
        remove_record(workplace, library, "ip_right", 9)
    with pytest.raises(NotFoundError, match="tenant-unknown"):
        add_record(workplace, library, "founder", 99, {"name": "林静"})


def test_a_value_that_somebody_else_changed_is_not_overwritten(
    workplace: Workplace, library: Library, tenant: int
) -> None:
    add_record(workplace, library, "contact", tenant, {"name": "林静", "role": "统计员"})
    line = only(workplace, library, tenant, "contact")
    other = Workplace.of(workplace.database, today=workplace.today, user="苏禾")
    change_record(other, library, "contact", line.id, {"role": "财务"}, seen={"role": "统计员"})
    with pytest.raises(StaleError) as refused:
        change_record(workplace, library, "contact", line.id, {"role": "主管"}, seen={"role": "统计员"})
    assert refused.value.values["by"] == "苏禾"
    assert refused.value.values["now"] == "财务"
    assert only(workplace, library, tenant, "contact").values["role"] == "财务"
    change_record(
        workplace, library, "contact", line.id, {"phone": "13900000001"}, seen={"phone": "", "email": None}
    )


def lease(references: dict[str, int], **values: FieldValue) -> dict[str, FieldValue]:
    return {
        "number": "ZL-1",
        "room_id": references["room"],
        "area": 5_000,
        "start_on": date(2024, 1, 1),
        **values,
    }


def test_rooms_of_one_lease_share_its_number_and_the_lease_goes_with_its_last_room(
    workplace: Workplace, library: Library, tenant: int, references: dict[str, int]
) -> None:
    add_record(workplace, library, "lease", tenant, lease(references, signed_on=date(2023, 12, 1)))
    add_record(workplace, library, "lease", tenant, lease(references, start_on=date(2025, 1, 1)))
    later, earlier = list_records(workplace, library, tenant, ["lease"])["lease"]
    assert later.values["signed_on"] == earlier.values["signed_on"] == date(2023, 12, 1)
    assert later.references["room_id"] == "1号楼 301"
    change_record(workplace, library, "lease", later.id, {"number": "ZL-2"}, seen={"number": "ZL-1"})
    assert {
        line.values["number"] for line in list_records(workplace, library, tenant, ["lease"])["lease"]
    } == {"ZL-2"}
    with pytest.raises(StaleError):
        change_record(workplace, library, "lease", later.id, {"number": "ZL-3"}, seen={"number": "ZL-1"})

    def leases() -> int:
        with workplace.database.reading() as connection:
            return int(connection.scalar(text("SELECT count(*) FROM leases")) or 0)

    remove_record(workplace, library, "lease", later.id)
    assert leases() == 1
    remove_record(workplace, library, "lease", earlier.id)
    assert leases() == 0
    undo(workplace)
    assert leases() == 1


def test_a_second_room_of_a_floor_needs_no_second_floor(
    workplace: Workplace, library: Library, references: dict[str, int]
) -> None:
    assert len(references) == 4
    add_reference(workplace, library, "room", {**REFERENCES["room"], "number": "302"})
    add_reference(workplace, library, "room", {**REFERENCES["room"], "floor": "4", "number": "401"})
    with workplace.database.reading() as connection:
        counted = [
            connection.scalar(text(f"SELECT count(*) FROM {name}"))
            for name in ("sites", "buildings", "floors")
        ]
    assert counted == [1, 1, 2]
    assert [one.name for one in list_references(workplace, "room")] == ["1号楼 301", "1号楼 302", "1号楼 401"]


def test_what_others_refer_to_is_not_removed(
    workplace: Workplace, library: Library, references: dict[str, int], tenant: int
) -> None:
    add_record(workplace, library, "attendance", tenant, {"event_id": references["event"], "persons": 3})
    with pytest.raises(RuleError, match="record-in-use"):
        remove_record(workplace, library, "event", references["event"])
    with pytest.raises(RuleError, match="room-let") as caught:
        remove_record(workplace, library, "room", lease_room(workplace, library, tenant, references))
    assert caught.value.values == {"title": "1号楼 301", "count": 1}


def test_a_room_is_corrected_moved_and_removed_with_what_becomes_empty(
    workplace: Workplace, library: Library, references: dict[str, int]
) -> None:
    def standing() -> list[tuple[str, str, str]]:
        query = (
            "SELECT buildings.name, floors.name, number FROM buildings JOIN floors ON building_id = buildings.id"
            " LEFT JOIN rooms ON floor_id = floors.id ORDER BY number"
        )
        with workplace.database.reading() as connection:
            return [(row[0], row[1], row[2]) for row in connection.execute(text(query))]

    add_reference(workplace, library, "room", {**REFERENCES["room"], "number": "302"})
    first, second = list_site_records(workplace, library, "room")
    numbered: dict[str, FieldValue] = {"area": 130_00, "number": "303"}
    made = change_record(workplace, library, "room", first.id, numbered, seen=first.values)
    assert made.tables == {"rooms"}
    with pytest.raises(RuleError, match="room-twice"):
        change_record(workplace, library, "room", second.id, {"number": "303"}, seen=second.values)
    with pytest.raises(RuleError, match="room-twice"):
        add_reference(workplace, library, "room", {**REFERENCES["room"], "number": "302"})
    with pytest.raises(StaleError):
        change_record(workplace, library, "room", first.id, {"area": 1}, seen=first.values)
    last = list_operations(workplace)[0]
    assert library.messages.word(last.kind, last.details, Language.ZH).text == "修改房间“1号楼 303”"
    moved = change_record(workplace, library, "room", second.id, {"floor": "5"}, seen=second.values)
    assert standing() == [("1号楼", "5", "302"), ("1号楼", "3", "303")]
    line = get_record(workplace, library, "room", second.id)
    change_record(workplace, library, "room", second.id, {"building": "2号楼"}, seen=line.values)
    assert standing() == [("2号楼", "5", "302"), ("1号楼", "3", "303")]
    removed = remove_record(workplace, library, "room", first.id)
    assert standing() == [("2号楼", "5", "302")]
    undo(workplace, removed.operation)
    undo(workplace)
    undo(workplace, moved.operation)
    assert standing() == [("1号楼", "3", "302"), ("1号楼", "3", "303")]
    assert references["room"] == first.id


def test_an_organisation_and_a_policy_are_changed_removed_and_told_without_a_tenant(
    workplace: Workplace, library: Library, references: dict[str, int]
) -> None:
    for kind, field in (("organisation", "name"), ("policy", "title")):
        line = get_record(workplace, library, kind, references[kind])
        change_record(workplace, library, kind, line.id, {field: "改过的名称"}, seen=line.values)
        last = list_operations(workplace)[0]
        said = library.messages.word(last.kind, last.details, Language.ZH).text
        assert said == f"修改{library.records[kind].label.zh}“改过的名称”"
        with pytest.raises(StaleError):
            change_record(workplace, library, kind, line.id, {field: "又一个"}, seen=line.values)
        removed = remove_record(workplace, library, kind, line.id)
        assert removed.kind == "reference-removed"
        undo(workplace, removed.operation)
        assert get_record(workplace, library, kind, line.id).values[field] == "改过的名称"


def lease_room(workplace: Workplace, library: Library, tenant: int, references: dict[str, int]) -> int:
    add_record(workplace, library, "lease", tenant, lease(references))
    return references["room"]


def test_every_code_of_the_demo_has_its_words(demo: Workplace, library: Library) -> None:
    missing = []
    with demo.database.reading() as connection:
        for kind in library.records.values():
            for code, one in kind.fields.items():
                if one.field.kind is not FieldKind.CHOICE:
                    continue
                held = connection.scalars(text(f'SELECT DISTINCT "{code}" FROM {kind.table}')).all()
                terms = library.vocabulary[one.field.choices].terms
                missing += [(kind.code, code, value) for value in held if value and value not in terms]
    assert missing == []


def test_the_demo_s_records_are_read_as_they_are_shown(demo: Workplace, library: Library) -> None:
    kinds = [kind.code for kind in library.records.values() if kind.tab != "site"]
    found = list_records(demo, library, 1, kinds)
    assert set(found) == set(kinds)
    rights = found["ip_right"]
    days = [line.values["applied_on"] for line in rights]
    assert days == sorted(days, key=str, reverse=True)


GOOD: dict[str, object] = {
    "zh": "甲",
    "en": "a",
    "table": "contacts",
    "tab": "people",
    "sort": "name",
    "title": "name",
    "columns": ["name"],
    "fields": {"name": {"zh": "名", "en": "Name", "kind": "text"}},
}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"fields": {}}, "data-not-a-table"),
        ({"tab": "nowhere"}, "data-value-unknown"),
        ({"sort": "nothing"}, "data-value-unknown"),
        (
            {"fields": {"name": {"zh": "名", "en": "N", "kind": "text", "refers": "moon"}}},
            "data-value-unknown",
        ),
        ({"fields": {"name": {"zh": "名", "en": "N", "kind": "choice"}}}, "data-text-missing"),
    ],
)
def test_a_faulty_kind_is_refused_by_its_place(changes: dict[str, object], code: str) -> None:
    assert record_kinds_from_tables({"x": GOOD})["x"].required == ()
    with pytest.raises(DataFormatError, match=code):
        record_kinds_from_tables({"x": {**GOOD, **changes}})
    with pytest.raises(DataFormatError, match="data-not-a-table"):
        record_kinds_from_tables({"x": 1})
