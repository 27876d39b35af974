"""Tenants: listing, finding, adding, changing and moving them from stage to stage."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.db.queries.tenants import SORTS
from crm.domain.errors import NotFoundError, RuleError, StaleError
from crm.domain.lifecycle import Need, Stage
from crm.domain.period import Period
from crm.services.figures import Figure, put_figures
from crm.services.history import get_operation, list_operations
from crm.services.operation import undo
from crm.services.tenants import (
    TenantQuery,
    add_tenant,
    allowed_moves,
    change_stage,
    change_tenant,
    count_tenants_by_stage,
    get_tenant,
    get_tenant_lines,
    get_tenant_page,
    list_tenant_ids,
)

if TYPE_CHECKING:
    from crm.services.library import Library
    from crm.services.operation import Workplace

ON = date(2025, 1, 10)


def added(workplace: Workplace, library: Library, name: str = "云图软件有限公司", **values: object) -> int:
    stage = values.pop("stage", Stage.LEAD)
    changes = add_tenant(workplace, library, {"name": name, **values}, stage=stage, on=ON)  # type: ignore[arg-type, dict-item]
    (tenant_id,) = changes.tenants
    return tenant_id


def test_a_new_tenant_starts_as_a_lead_and_is_found_at_once(workplace: Workplace, library: Library) -> None:
    tenant_id = added(workplace, library, industry="6513", contact=" 王小二 ", phone=None)
    line = get_tenant_lines(workplace, [tenant_id])[tenant_id]
    assert (line.stage, line.stage_since, line.contact) == (Stage.LEAD, ON, "王小二")
    assert count_tenants_by_stage(workplace) == {Stage.LEAD: 1}
    for text in ("云图", "ytrj", "YT", "王小二"):
        assert list_tenant_ids(workplace, TenantQuery(text=text)).tolist() == [tenant_id]
    assert list_tenant_ids(workplace, TenantQuery(text="不存在")).tolist() == []
    with workplace.database.reading() as connection:
        letter = connection.exec_driver_sql("SELECT industry_letter FROM tenants").scalar_one()
    assert letter == "I"


def test_without_a_day_a_tenant_is_added_today(workplace: Workplace, library: Library) -> None:
    add_tenant(workplace, library, {"name": "一"})
    (tenant_id,) = list_tenant_ids(workplace, TenantQuery())
    assert get_tenant(workplace, library, tenant_id).line.stage_since == workplace.today


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": ""}, "tenant-name-missing"),
        ({"name": "一", "nonsense": "x"}, "field-unknown"),
        ({"name": "一", "stage": "lead"}, "field-unknown"),
        ({"name": "一", "founded_on": "2024"}, "field-value"),
        ({"name": "一", "registered_capital": "100"}, "field-value"),
    ],
)
def test_a_tenant_with_faulty_values_is_not_added(
    workplace: Workplace, library: Library, values: dict[str, str], code: str
) -> None:
    with pytest.raises(RuleError, match=code):
        add_tenant(workplace, library, values)
    assert list_operations(workplace) == ()


def test_lists_are_filtered_and_sorted_with_blanks_last(workplace: Workplace, library: Library) -> None:
    one = added(workplace, library, "甲", technology_field="new_materials", area=3_000)
    two = added(workplace, library, "乙", technology_field="electronic_information", stage=Stage.PROSPECT)
    three = added(workplace, library, "丙", technology_field="new_materials", area=9_000)
    put_figures(workplace, library, [Figure(two, "total_income", Period.parse("2025Q1"), 500)])

    def ids(**query: object) -> list[int]:
        return list_tenant_ids(workplace, TenantQuery(**query)).tolist()  # type: ignore[arg-type]

    assert ids(sort="area") == [one, three, two]
    assert ids(sort="area", descending=True) == [three, one, two]
    assert ids(sort="revenue", descending=True)[0] == two
    assert ids(stages=frozenset({Stage.PROSPECT})) == [two]
    assert ids(technology_fields=frozenset({"new_materials"}), sort="area") == [one, three]
    assert ids(text="乙", sort="area") == [two]
    for sort in SORTS:
        assert sorted(ids(sort=sort)) == [one, two, three]
    with pytest.raises(KeyError):
        ids(sort="nonsense")


def test_what_is_found_stands_in_the_order_of_the_whole_list(workplace: Workplace, library: Library) -> None:
    """By name the search has the order itself; with a filter or another order the database gives it."""
    names = ("重山云图", "云图", "阿云", "云图", "ABC云", "丁", "长云")
    many = [added(workplace, library, name, area=place % 3 or None) for place, name in enumerate(names)]
    change_tenant(workplace, library, many[2], {"name": "白云"}, seen={"name": names[2]})
    change_tenant(workplace, library, many[5], {"name": "云"}, seen={"name": names[5]})
    assert len(list_tenant_ids(workplace, TenantQuery(text="云"))) == 7
    undo(workplace)
    for sort in ("name", "area"):
        for descending in (False, True):
            every = list_tenant_ids(workplace, TenantQuery(sort=sort, descending=descending)).tolist()
            for stages in (frozenset[Stage](), frozenset({Stage.LEAD})):
                query = TenantQuery(text="云", sort=sort, descending=descending, stages=stages)
                wanted = [one for one in every if one != many[5]]
                assert list_tenant_ids(workplace, query).tolist() == wanted
                page = get_tenant_page(workplace, query, 3)
                assert (page.count, [line.id for line in page.lines]) == (6, wanted[:3])
    some = frozenset(many[:3])
    by_name = [one for one in list_tenant_ids(workplace, TenantQuery()) if one in some]
    assert list_tenant_ids(workplace, TenantQuery(text="云", among=some)).tolist() == by_name


def test_a_change_keeps_the_old_name_and_can_be_undone(workplace: Workplace, library: Library) -> None:
    tenant_id = added(workplace, library)
    change_tenant(workplace, library, tenant_id, {"name": "云图科技有限公司", "note": "x"}, seen={"note": ""})
    profile = get_tenant(workplace, library, tenant_id)
    assert profile.line.name == "云图科技有限公司"
    assert [entry.name for entry in profile.names] == ["云图软件有限公司"]
    change_tenant(workplace, library, tenant_id, {"name": "云图集团有限公司"}, seen={})
    names = get_tenant(workplace, library, tenant_id).names
    assert {entry.from_on for entry in names} == {None, workplace.today}
    undo(workplace)
    undo(workplace)
    profile = get_tenant(workplace, library, tenant_id)
    assert (profile.line.name, profile.names, profile.fields["note"]) == ("云图软件有限公司", (), "")


def test_a_value_that_somebody_else_changed_is_not_overwritten(
    workplace: Workplace, library: Library
) -> None:
    tenant_id = added(workplace, library)
    change_tenant(workplace, library, tenant_id, {"note": "theirs"}, seen={"note": ""})
    with pytest.raises(StaleError) as caught:
        change_tenant(workplace, library, tenant_id, {"note": "mine"}, seen={"note": ""})
    assert caught.value.values["by"] == "tester"
    assert caught.value.values["now"] == "theirs"
    assert get_tenant(workplace, library, tenant_id).fields["note"] == "theirs"


def test_a_change_to_the_same_value_writes_nothing(workplace: Workplace, library: Library) -> None:
    tenant_id = added(workplace, library, note="x")
    changes = change_tenant(workplace, library, tenant_id, {"note": "x"}, seen={"note": "x"})
    assert not changes.tables
    assert len(list_operations(workplace)) == 1
    with pytest.raises(RuleError, match="tenant-name-missing"):
        change_tenant(workplace, library, tenant_id, {"name": " "}, seen={})


def test_a_move_needs_what_its_stage_needs(workplace: Workplace, library: Library) -> None:
    tenant_id = added(workplace, library, stage=Stage.RESIDENT)
    with pytest.raises(RuleError, match="stage-needs-missing") as caught:
        change_stage(workplace, tenant_id, Stage.INCUBATING, on=date(2025, 2, 1), allowed_by="主任")
    assert caught.value.values["needs"] == "registration, founded_on"
    moves = {move.target: move.needs for move in allowed_moves(workplace, tenant_id)}
    assert moves[Stage.INCUBATING] == (Need.ALLOWED_BY, Need.REGISTRATION, Need.FOUNDED_ON)
    assert Stage.LEAD not in moves
    values: dict[str, str | date] = {"uscc": "91350100M000100Y43", "founded_on": date(2024, 5, 1)}
    change_tenant(workplace, library, tenant_id, values, seen={"uscc": None})
    change_stage(workplace, tenant_id, Stage.INCUBATING, on=date(2025, 2, 1), allowed_by=" 主任 ")
    entries = get_tenant(workplace, library, tenant_id).stages
    assert [(entry.stage, entry.on, entry.until, entry.allowed_by) for entry in entries] == [
        (Stage.RESIDENT, ON, date(2025, 2, 1), ""),
        (Stage.INCUBATING, date(2025, 2, 1), None, "主任"),
    ]


def test_a_move_that_is_not_allowed_or_too_early_is_refused(workplace: Workplace, library: Library) -> None:
    tenant_id = added(workplace, library)
    with pytest.raises(RuleError, match="stage-move-not-allowed"):
        change_stage(workplace, tenant_id, Stage.GRADUATED, on=ON, reason="x", allowed_by="y")
    with pytest.raises(RuleError, match="stage-date-too-early"):
        change_stage(workplace, tenant_id, Stage.PROSPECT, on=date(2024, 1, 1))
    with pytest.raises(NotFoundError, match="tenant-unknown"):
        change_stage(workplace, 999, Stage.PROSPECT, on=ON)


def test_a_tenant_without_a_stage_may_go_anywhere(workplace: Workplace, library: Library) -> None:
    tenant_id = added(workplace, library)
    undo_stage = "DELETE FROM stage_records"
    with workplace.database.writing() as connection:
        connection.exec_driver_sql(undo_stage)
        connection.exec_driver_sql("UPDATE tenant_overview SET stage = ''")
        connection.commit()
    assert len(allowed_moves(workplace, tenant_id)) == len(Stage)
    change_stage(workplace, tenant_id, Stage.PROSPECT, on=ON)
    assert get_tenant(workplace, library, tenant_id).line.stage is Stage.PROSPECT


def test_history_tells_what_each_operation_changed(workplace: Workplace, library: Library) -> None:
    tenant_id = added(workplace, library)
    change_tenant(workplace, library, tenant_id, {"note": "x"}, seen={})
    changed, created = list_operations(workplace)
    assert (changed.kind, changed.details["name"], changed.by) == (
        "tenant-changed",
        "云图软件有限公司",
        "tester",
    )
    assert created.rows == 2
    (image,) = get_operation(workplace, changed.id)
    assert image.before is not None
    assert image.after is not None
    assert (image.before["note"], image.after["note"]) == ("", "x")
    assert len(list_operations(workplace, limit=1)) == 1
    assert len(list_operations(workplace, limit=None)) == 2
