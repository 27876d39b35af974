"""History tells in the words of the trade what each operation did to which record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from crm.db.base import Base
from crm.domain.errors import DataFormatError, NotFoundError
from crm.domain.fields import FieldKind
from crm.domain.lifecycle import Stage
from crm.domain.period import Period, PeriodKind
from crm.domain.wording import Language
from crm.services import history
from crm.services.figures import Figure, put_figures
from crm.services.history import (
    ChangedRecord,
    Deed,
    HistoryQuery,
    get_operation_changes,
    get_operation_lines,
    list_operation_ids,
    list_operations,
    list_people,
    title_of,
)
from crm.services.journal_words import table_words
from crm.services.operation import Workplace, undo
from crm.services.records import add_record, add_reference, change_record, list_records, remove_record
from crm.services.tenants import add_tenant, change_stage, change_tenant

if TYPE_CHECKING:
    from crm.services.library import Library
    from crm.services.tenants import FieldValue

NAME = "汾川云图软件有限公司"


@pytest.fixture
def tenant(workplace: Workplace, library: Library) -> int:
    """An enterprise in review, the first operation of its database."""
    return min(add_tenant(workplace, library, {"name": NAME, "area": 120_00}, stage=Stage.REVIEW).tenants)


def last(workplace: Workplace, library: Library) -> tuple[ChangedRecord, ...]:
    return get_operation_changes(workplace, library, list_operations(workplace)[0].id).records


def told(record: ChangedRecord) -> dict[str, tuple[FieldValue, FieldValue]]:
    return {value.field.label.en: (value.before, value.after) for value in record.values}


def test_every_table_of_the_journal_has_words(library: Library) -> None:
    books = {"id_counters", "journal_batches", "operations", "tenant_overview"}
    assert set(library.tables) - {"rooms"} <= set(Base.metadata.tables)
    for name in set(Base.metadata.tables) - books:
        words = library.tables[name]
        for column in Base.metadata.tables[name].columns:
            assert column.name in words.hidden or column.name in words.columns, f"{name}.{column.name}"


def test_a_new_tenant_is_told_with_all_that_was_given(
    workplace: Workplace, library: Library, tenant: int
) -> None:
    records = last(workplace, library)
    (company,) = (one for one in records if one.label.en == "Tenant")
    assert (company.deed, company.title, company.tenant_id, company.of) == (Deed.ADDED, NAME, tenant, "")
    assert told(company) == {"Name": (None, NAME), "Occupied area": (None, 120_00)}
    (stage,) = (one for one in records if one.label.en == "Stage")
    assert stage.of == NAME
    assert told(stage) == {"Stage": (None, "review"), "From": (None, workplace.today)}


def test_a_change_is_told_value_by_value(workplace: Workplace, library: Library, tenant: int) -> None:
    change_tenant(workplace, library, tenant, {"area": 200_00, "phone": "0354-5550107"}, seen={})
    (record,) = last(workplace, library)
    assert (record.deed, record.title) == (Deed.CHANGED, NAME)
    assert told(record) == {"Occupied area": (120_00, 200_00), "Phone": (None, "0354-5550107")}


def test_the_stage_that_ends_is_told_with_whose_it_is(
    workplace: Workplace, library: Library, tenant: int
) -> None:
    change_stage(workplace, tenant, Stage.RESIDENT, on=workplace.today, allowed_by="评审委员会")
    ended, began = sorted(last(workplace, library), key=lambda one: one.deed is Deed.ADDED)
    assert (ended.of, told(ended)) == (NAME, {"Until": (None, workplace.today)})
    assert told(began)["Approved by"] == (None, "评审委员会")


def test_a_figure_is_told_by_its_indicator_its_period_and_in_its_unit(
    workplace: Workplace, library: Library, tenant: int
) -> None:
    period = Period(PeriodKind.QUARTER, 2026, 1)
    for amount in (1_234_500, 1_200_000):
        put_figures(workplace, library, [Figure(tenant, "total_income", period, amount)])
    (record,) = last(workplace, library)
    indicator = library.indicators.by_code["total_income"]
    assert (record.label, record.title, record.of) == (indicator.name, "2026Q1", NAME)
    value = record.values[0]
    assert (value.before, value.after) == (1_234_500, 1_200_000)
    assert (value.field.kind, value.field.unit) == (FieldKind.MONEY, indicator.unit)


def test_what_a_record_refers_to_is_named(workplace: Workplace, library: Library, tenant: int) -> None:
    add_reference(workplace, library, "organisation", {"name": "汾川大学", "kind": "university"})
    organisation = list_reference_id(workplace)
    values: dict[str, FieldValue] = {
        "hired_on": date(2026, 3, 1),
        "persons": 3,
        "organisation_id": organisation,
    }
    add_record(workplace, library, "graduate_hire", tenant, values)
    (record,) = last(workplace, library)
    assert told(record)["University"] == (None, "汾川大学")
    (line,) = list_records(workplace, library, tenant, ["graduate_hire"])["graduate_hire"]
    change_record(workplace, library, "graduate_hire", line.id, {"persons": 4}, seen={})
    (changed,) = last(workplace, library)
    assert (changed.of, told(changed)) == (NAME, {"Persons": (3, 4)})
    remove_record(workplace, library, "graduate_hire", line.id)
    (removed,) = last(workplace, library)
    assert (removed.deed, told(removed)["Persons"]) == (Deed.REMOVED, (4, None))


def list_reference_id(workplace: Workplace) -> int:
    from crm.services.records import list_references

    return list_references(workplace, "organisation")[0].id


def test_what_is_gone_since_is_told_by_its_number(
    workplace: Workplace, library: Library, tenant: int
) -> None:
    add_reference(workplace, library, "organisation", {"name": "汾川大学", "kind": "university"})
    organisation = list_reference_id(workplace)
    added = list_operations(workplace)[0].id
    values: dict[str, FieldValue] = {
        "hired_on": date(2026, 3, 1),
        "persons": 3,
        "organisation_id": organisation,
    }
    hired = add_record(workplace, library, "graduate_hire", tenant, values).operation
    undo(workplace, hired)
    undo(workplace, added)
    (record,) = get_operation_changes(workplace, library, hired).records
    assert told(record)["University"] == (None, f"#{organisation}")


def test_only_the_first_records_of_a_large_operation_are_told(demo: Workplace, library: Library) -> None:
    changes = get_operation_changes(demo, library, 1, limit=5)
    assert len(changes.records) <= 5
    assert changes.line.rows > 10_000
    with pytest.raises(NotFoundError) as refused:
        get_operation_changes(demo, library, 99)
    assert refused.value.code == "operation-unknown"


def test_operations_are_found_by_words_person_and_day(
    workplace: Workplace, library: Library, tenant: int
) -> None:
    other = Workplace(workplace.database, workplace.today, "林晓")
    change_tenant(other, library, tenant, {"area": 200_00}, seen={})
    newest = list_operations(workplace)[0]
    assert list_people(workplace) == ("tester", "林晓")

    def found(query: HistoryQuery) -> list[int]:
        return list(list_operation_ids(workplace, library, query, Language.ZH))

    assert found(HistoryQuery()) == [newest.id, newest.id - 1]
    assert found(HistoryQuery(by="林晓")) == [newest.id]
    assert found(HistoryQuery(text="新增企业")) == [newest.id - 1]
    assert found(HistoryQuery(text="汾川")) == [newest.id, newest.id - 1]
    assert found(HistoryQuery(since=newest.day, until=newest.day)) == [newest.id, newest.id - 1]
    assert found(HistoryQuery(since=newest.day + timedelta(days=1))) == []
    assert found(HistoryQuery(until=newest.day - timedelta(days=1))) == []
    assert get_operation_lines(workplace, [newest.id]) == {newest.id: newest}
    assert title_of(library, newest, Language.EN) == f'Changed the record of "{NAME}"'


def test_columns_that_a_file_brought_beyond_ours_are_told(
    library: Library,
) -> None:
    shown = history._shown({"荣誉称号": "瞪羚", "园区": "一期"}, "", None)  # type: ignore[arg-type]
    assert shown == "荣誉称号：瞪羚；园区：一期"
    row = {"indicator": "gone", "period": Period(PeriodKind.QUARTER, 2026, 1).key}
    label, title, _ = history._figure_words(library, row, {})
    assert (label.zh, title) == ("gone", "2026Q1")


def test_a_data_file_that_is_wrong_is_refused(library: Library) -> None:
    with pytest.raises(DataFormatError):
        table_words({"tenants": "x"}, fields=library.fields, records=library.records)


def test_a_stage_in_a_title_is_named_as_the_code_list_has_it(
    workplace: Workplace, library: Library, tenant: int
) -> None:
    change_stage(workplace, tenant, Stage.RESIDENT, on=workplace.today, allowed_by="评审委员会")
    line = list_operations(workplace)[0]
    assert title_of(library, line, Language.ZH) == f"“{NAME}”转为“入驻”"
    assert title_of(library, line, Language.EN) == f'Moved "{NAME}" to "Resident"'
