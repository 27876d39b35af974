"""Typed drafts: values, what is kept beside them, and what is noticed."""

from __future__ import annotations

from datetime import date

import pytest

from crm.domain.finding import Severity
from crm.intake.draft import used_extra
from crm.intake.grid import Grid
from crm.intake.lexicon import SheetKind
from tests.intake.samples import codes, read, sheet

FIGURES = SheetKind.FIGURES


def test_a_record_has_typed_values_and_keeps_what_has_no_field() -> None:
    drafts = read(
        sheet(
            "序号|企业名称|成立时间|注册资本（万元）|孵化状态|上市板||",
            "1|甲公司|2024.3.1|100|在孵|主板||x",
            "2|乙公司||||||",
        )
    ).drafts
    assert drafts.columns == {
        "name": ["甲公司", "乙公司"],
        "founded_on": [date(2024, 3, 1), None],
        "registered_capital": [100_000_000, None],
        "stage": ["incubating", None],
    }
    assert drafts.extra == {"上市板": ["主板", None], "H": ["x", None]}
    assert dict(used_extra(drafts, 0)) == {"上市板": "主板", "H": "x"}
    assert dict(used_extra(drafts, 1)) == {}
    assert drafts.address(1, "founded_on") == "C3"
    assert drafts.address(1, "contact") == "A3"
    assert drafts.column("contact") == [None, None]


def test_a_value_that_is_not_understood_is_named_once_and_its_text_kept() -> None:
    drafts = read(
        sheet("企业名称|成立时间|联系人", "甲公司|去年|张三", "乙公司|2024-02-30|", "丙公司|去年|")
    ).drafts
    assert drafts.columns["founded_on"] == [None, None, None]
    assert drafts.extra == {"成立时间": ["去年", "2024-02-30", "去年"]}
    assert [(finding.code, finding.where, dict(finding.values)) for finding in drafts.findings] == [
        ("date-unknown", "B2", {"value": "去年", "column": "成立时间", "count": 2, "cells": "B2, B4"}),
        ("date-impossible", "B3", {"value": "2024-02-30", "column": "成立时间", "count": 1, "cells": "B3"}),
    ]
    assert {finding.severity for finding in drafts.findings} == {Severity.WARNING}
    assert not drafts.refused


def test_two_columns_of_one_header_are_both_kept() -> None:
    drafts = read(sheet("企业名称|产品|产品", "甲公司|x|y")).drafts
    assert drafts.extra == {"产品": ["x"], "产品 (C)": ["y"]}


def test_codes_that_break_their_rules_are_kept_and_named() -> None:
    drafts = read(
        sheet(
            "企业名称|统一社会信用代码|联系电话|电子邮箱",
            "甲公司|91350100M000100Y41|12|x",
            "乙公司|91350100M000100Y43|13812345678|a@example.cn",
            "丙公司|91350100M000100Y41||",
        )
    ).drafts
    assert drafts.columns["uscc"][0] == "91350100M000100Y41"
    assert drafts.columns["phone"][0] == "12"
    assert [(finding.code, finding.where) for finding in drafts.findings] == [
        ("uscc-check", "B2"),
        ("phone-form", "C2"),
        ("email-form", "D2"),
    ]
    assert drafts.findings[0].values == {"value": "91350100M000100Y41", "count": 2, "cells": "B2, B4"}


def test_old_codes_in_the_column_of_usccs_go_where_they_belong() -> None:
    drafts = read(
        sheet(
            "企业名称|统一社会信用代码",
            "甲公司|370304600096508",
            "乙公司|12345678-9",
            "丙公司|91350100M000100Y43",
            "丁公司|1234",
        )
    ).drafts
    assert drafts.columns["uscc"] == [None, None, "91350100M000100Y43", "1234"]
    assert drafts.columns["registration_number"] == ["370304600096508", "123456789", None, None]
    assert codes(drafts.findings) == ["uscc-old-code", "uscc-length"]
    assert drafts.address(0, "registration_number") == "B2"


def test_an_old_code_beside_another_number_stays_and_is_named() -> None:
    drafts = read(sheet("企业名称|统一社会信用代码|注册号", "甲公司|370304600096508|140700100000001")).drafts
    assert drafts.columns["uscc"] == ["370304600096508"]
    assert codes(drafts.findings) == ["uscc-length"]


def test_a_code_that_was_stored_as_a_number_is_not_repaired() -> None:
    drafts = read(Grid([["企业名称", "统一社会信用代码"], ["甲公司", 9.1440300192185e17]])).drafts
    assert drafts.columns["uscc"] == [None]
    assert codes(drafts.findings) == ["code-damaged"]


def test_a_record_without_name_and_key_is_refused_with_its_place() -> None:
    drafts = read(
        sheet("企业编号|企业名称|联系人|联系电话", "||张三|13812345678", "1||李四|13812345678")
    ).drafts
    assert drafts.rows == (2, 3)
    assert list(drafts.refused) == [0]
    finding = drafts.refused[0]
    assert (finding.code, finding.severity, finding.where) == ("row-without-name", Severity.ERROR, "B2")


def test_a_cell_merged_over_several_records_belongs_to_each() -> None:
    grid = sheet(
        "企业名称|注册地址|联系人",
        "甲公司|太原|张三",
        "乙公司||李四",
        "合计||",
        "丙公司||王五",
        merges=((2, 2, 9, 2), (1, 1, 1, 1)),
    )
    assert read(grid).drafts.columns["address"] == ["太原", "太原", "太原"]


def test_an_amount_merged_over_several_tenants_is_nobody_s_until_it_is_parted() -> None:
    grid = sheet(
        "企业名称|总收入（万元）|从业人员",
        "甲公司|100|3",
        "乙公司||3",
        "丙公司|30|3",
        "丁公司|7|3",
        "||3",
        merges=((2, 2, 3, 2), (5, 1, 6, 1), (5, 2, 6, 2)),
    )
    drafts = read(grid, FIGURES).drafts
    assert drafts.columns["total_income"] == [None, None, 30_000_000, 7_000_000, 7_000_000]
    assert [(finding.code, finding.where) for finding in drafts.findings] == [("amount-merged", "B2:B3")]
    register = sheet("企业名称|占用面积", "甲公司|120", "乙公司|", merges=((2, 2, 3, 2),))
    kept = read(register).drafts
    assert kept.columns["area"] == [None, None]
    assert kept.extra == {"占用面积": ["120", "120"]}


def test_true_and_false_are_words_for_yes_and_no() -> None:
    drafts = read(
        Grid([["企业名称", "是否高企", "备注"], ["甲公司", True, True], ["乙公司", False, 1]])
    ).drafts
    assert drafts.columns["high_tech"] == [True, False]
    assert drafts.columns["note"] == ["TRUE", "1"]


def test_figures_are_read_in_smallest_units_and_nothing_else_is_kept() -> None:
    reading = read(
        sheet(
            "2025年第一季度||单位：千元|",
            "企业名称|总收入|研发投入（万元）|从业人员",
            "甲公司|1,234.5|2|12人",
            "乙公司|暂无||0",
        ),
        FIGURES,
    )
    drafts = reading.drafts
    assert drafts.columns["total_income"] == [123_450_000, None]
    assert drafts.columns["rd_expenditure"] == [2_000_000, None]
    assert drafts.columns["employees"] == [12, 0]
    assert drafts.extra == {}
    assert codes(drafts.findings) == ["amount-unknown"]
    assert reading.period is not None
    assert reading.period.code == "2025Q1"


def test_a_column_may_say_the_period_of_each_row() -> None:
    drafts = read(
        sheet(
            "企业名称|报告期|从业人员",
            "甲公司|2025Q1|1",
            "甲公司|2025年第二季度|2",
            "乙公司|某季|3",
            "丙公司||4",
            "丁公司|某季|5",
        ),
        FIGURES,
    ).drafts
    assert [period and period.code for period in drafts.periods] == ["2025Q1", "2025Q2", None, None, None]
    assert {index: (finding.code, finding.where) for index, finding in drafts.refused.items()} == {
        2: ("period-unknown", "B4"),
        4: ("period-unknown", "B6"),
    }


@pytest.mark.parametrize("kind", list(SheetKind))
def test_a_sheet_without_records_has_empty_drafts(kind: SheetKind) -> None:
    drafts = read(sheet("企业名称|从业人员|统一社会信用代码|联系电话"), kind).drafts
    assert drafts.rows == ()
    assert drafts.total == 0
    assert not drafts.refused


def test_marks_at_the_ends_of_a_name_are_no_part_of_it() -> None:
    names = ("*甲公司", "乙公司★", "丙公司①", "*ST丁股份", "戊*公司", "★")
    found = read(sheet("企业名称|联系人", *(f"{name}|张三" for name in names))).drafts
    assert list(found.column("name")) == ["甲公司", "乙公司", "丙公司", "*ST丁股份", "戊*公司", "★"]
    (told,) = [one for one in found.findings if one.code == "name-marked"]
    assert told.values == {"name": "*甲公司", "count": 3, "cells": "A2, A3, A4"}


def test_a_remark_in_brackets_behind_a_name_is_told() -> None:
    names = ("甲公司（已注销）", "乙公司(原名：丙公司)", "丁（山西）公司", "戊（有限合伙）", "己公司（原平）")
    found = read(sheet("企业名称|联系人", *(f"{name}|张三" for name in names))).drafts
    assert list(found.column("name")) == list(names)
    (told,) = [one for one in found.findings if one.code == "name-with-remark"]
    assert told.values["cells"] == "A2, A3"
