"""Real registers, read to the last row: what they hold must come out to the number."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from crm.domain.lifecycle import Stage
from crm.intake.match import KnownTenants, match_tenants
from crm.intake.plan import Plan, TenantState, make_plan
from tests.intake.samples import codes, csv_grid, read, shared, workbook_grid

FIRST_DAY, SECOND_DAY = date(2023, 2, 27), date(2024, 5, 11)


def into_nothing(plan_of: Plan) -> tuple[KnownTenants, dict[int, TenantState]]:
    """The tenants there would be after a first import, each with its index plus one as its id."""
    states = {
        index + 1: TenantState(
            plan_of.values_of_new(index),
            plan_of.extra_of_new(index),
            stage=plan_of.stages[index][-1].stage,
            stage_since=plan_of.stages[index][-1].on,
        )
        for index in plan_of.new
    }
    rows = [
        (tenant, str(state.values["name"]), str(state.values["external_id"]), None, None)
        for tenant, state in states.items()
    ]
    return KnownTenants.from_rows(rows), states


def first_import() -> Plan:
    drafts = read(csv_grid(shared("registers", "yc_directory", "2023-02-27-yc-companies.csv"))).drafts
    return make_plan(drafts, match_tenants(drafts, KnownTenants.from_rows([])), {}, on=FIRST_DAY)


def test_an_accelerators_directory_is_4128_new_tenants() -> None:
    plan = first_import()
    assert (plan.counts.rows, plan.counts.new) == (4128, 4128)
    assert plan.counts.adds_up
    # the list says what became of each, not when
    assert [(finding.code, finding.values["count"]) for finding in plan.findings] == [
        ("name-with-remark", 11),  # Prembly (formerly Identitypass) …
        ("stage-day-missing", 4128),
        ("moved-in-missing", 1125),
    ]
    names = Counter(plan.values_of_new(index)["name"] for index in plan.new)
    assert sum(1 for times in names.values() if times > 1) == 42  # not merged: their numbers differ


@pytest.mark.parametrize("key", [None, "external_id"])
def test_its_later_edition_is_matched_renamed_and_moved_through_the_stages(key: str | None) -> None:
    known, states = into_nothing(first_import())
    drafts = read(csv_grid(shared("registers", "yc_directory", "2024-05-11-yc-companies.csv"))).drafts
    plan = make_plan(drafts, match_tenants(drafts, known, key), states, on=SECOND_DAY)
    counts = plan.counts
    assert counts.adds_up
    assert (counts.new, counts.updated + counts.same, counts.refused, counts.skipped) == (553, 4110, 0, 0)
    assert plan.renames == 267
    moves = Counter((move.old, move.stage) for row in plan.updated.values() for move in row.stages)
    assert moves == {
        (Stage.INCUBATING.value, Stage.EXITED.value): 149,
        (Stage.INCUBATING.value, Stage.ACQUIRED.value): 81,
        (Stage.EXITED.value, Stage.ACQUIRED.value): 4,
        (Stage.INCUBATING.value, Stage.LISTED.value): 3,
    }
    assert plan.stage_changes == 237
    assert {move.on for row in plan.updated.values() for move in row.stages} == {SECOND_DAY}
    assert all(change.new is not None for row in plan.updated.values() for change in row.fields)


def test_the_same_edition_twice_changes_nothing() -> None:
    plan = first_import()
    known, states = into_nothing(plan)
    again = make_plan(plan.drafts, match_tenants(plan.drafts, known), states, on=SECOND_DAY)
    assert len(again.same) == 4128
    assert not again.updated


def test_a_listed_companies_register_keeps_its_footer_out() -> None:
    path = shared("registers", "shenzhen_listed", "深圳辖区上市公司名录（2026年3月）.xls")
    drafts = read(workbook_grid(path)).drafts
    assert len(drafts.rows) == 426
    assert [(row.row, row.reason, row.text) for row in drafts.skipped] == [
        (428, "row-footer", "数据来源: Wind")
    ]
    assert drafts.findings == ()  # every code is valid, every phone is one
    assert all(value is not None for value in drafts.columns["uscc"])
    assert drafts.columns["short_name"][2] == "*ST国华"
    assert drafts.extra["上市日期"][0] == "1991-04-03"


def test_the_university_list_of_2017_has_31_headings_among_2631_records() -> None:
    path = shared("messy", "moe_universities", "moe2017_全国普通高等学校名单.xls")
    reading = read(workbook_grid(path))
    drafts = reading.drafts
    assert (len(drafts.rows), len(drafts.skipped), drafts.total) == (2631, 31, 2662)
    assert Counter(row.reason for row in drafts.skipped) == {"row-group": 31}
    assert drafts.skipped[0].text == "北京市（92所）"
    assert reading.header.header_rows == range(2, 3)
    assert drafts.columns["external_id"][0] == "4111010001"
    assert not drafts.refused


def test_the_statistics_of_2016_are_read_without_any_number_of_the_schools() -> None:
    path = shared("messy", "moe_universities", "全国普通高等学校数据统计（2016年版）.xls")
    drafts = read(workbook_grid(path)).drafts
    assert (len(drafts.rows), len(drafts.skipped)) == (2595, 31)
    assert drafts.extra["类型一"][0] == "985"


def test_headers_of_two_and_three_rows_are_put_together() -> None:
    path = shared("messy", "easypoi-test", "import", "checkTwo.xls")
    reading = read(workbook_grid(path), maps={"课程名称": "name"})
    assert [column.header for column in reading.columns] == [
        "课程名称",
        "老师姓名",
        "学生_学生姓名",
        "学生_学生性别",
        "学生_出生日期",
        "学生_进校日期",
    ]
    path = shared("messy", "easypoi-test", "import", "OneToManyHaseNameTest.demandEntityTest.xlsx")
    reading = read(workbook_grid(path), maps={"部门": "name"})
    assert reading.header.header_rows == range(1, 4)
    assert reading.columns[9].header == "需求材料表_需求数据项_包含的数据项（每个数据项需单行填写）"
    assert len(reading.drafts.rows) == 9  # rows under one merged name are records, not headings
    assert reading.drafts.columns["name"] == ["省建设厅"] * 9


def test_a_payroll_with_a_total_and_a_title_is_read() -> None:
    path = shared("messy", "easypoi-test", "html", "exportTemp_image.xls")
    drafts = read(workbook_grid(path), maps={"A": "name"}).drafts
    assert codes(list(drafts.refused.values())) == []
    assert [row.reason for row in drafts.skipped] == ["row-total"]


def test_fifty_thousand_rows_are_all_there() -> None:
    path = shared("messy", "easypoi-test", "import", "BigDataExport50000.xlsx")
    drafts = read(workbook_grid(path), maps={"姓名": "name"}).drafts
    assert (len(drafts.rows), drafts.total) == (50_000, 50_000)
