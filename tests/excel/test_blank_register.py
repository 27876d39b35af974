"""A blank register: headings, an example under each, validations, and a sheet that explains every column."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from openpyxl import load_workbook

from crm.excel.blank_register import BlankColumn, BlankWords, write_blank_register
from crm.excel.register import ColumnKind

WORDS = BlankWords("册", "说明", "选项", ("列", "必填", "怎么填", "例子"), "必填", "选填", "不对")
MADE = datetime(2026, 11, 20, tzinfo=UTC)


def test_a_long_list_of_choices_stands_on_a_sheet_of_its_own_and_a_short_one_in_its_rule() -> None:
    many = tuple(f"第{number}种类型的企业" for number in range(60))
    columns = [
        BlankColumn("名称", ColumnKind.TEXT, "例：甲", "全称", required=True),
        BlankColumn("类型", ColumnKind.TEXT, "例：乙", "选", many),
        BlankColumn("是否", ColumnKind.TEXT, "例：是", "选", ("是", "否")),
    ]
    book = load_workbook(io.BytesIO(write_blank_register(columns, WORDS, created=MADE)))
    assert book.sheetnames == ["册", "说明", "选项"]
    assert [cell.value for cell in book["选项"]["A"]] == ["类型", *many]
    rules = {str(rule.sqref): rule.formula1 for rule in book["册"].data_validations.dataValidation}
    assert rules == {"B3:B2002": "'选项'!$A$2:$A$61", "C3:C2002": '"是,否"'}
    assert [cell.value for cell in book["说明"][2]] == ["名称", "必填", "全称", "例：甲"]


def test_the_same_columns_give_the_same_bytes() -> None:
    columns = [BlankColumn("成立", ColumnKind.DATE, "例：2025-03-01", "日期")]
    assert write_blank_register(columns, WORDS, created=MADE) == write_blank_register(
        columns, WORDS, created=MADE.replace(tzinfo=None)
    )
