"""The outline of a sheet: header and columns as found or as told, before any row is read."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from crm.domain.errors import ParseError
from crm.domain.period import Period
from crm.intake.grid import Grid
from crm.intake.header import HeaderChoice, find_header
from crm.intake.lexicon import SheetKind
from crm.intake.mapping import ColumnChoice
from crm.intake.progress import EACH, counted
from crm.intake.reading import guess_kind, outline_sheet, read_sheet
from tests.intake.samples import lexicon, sheet

SHEET = sheet("名单|", "企业名称|电话", "甲公司|0354-5550100", "乙公司|0354-5550101")


def test_the_header_is_where_the_user_says_it_is() -> None:
    guess = find_header(SHEET, lexicon(), HeaderChoice(2))
    assert guess.header_rows == range(2, 3)
    assert guess.confidence == 1.0
    assert [head.text for head in guess.columns] == ["甲公司", "0354-5550100"]
    assert find_header(SHEET, lexicon(), HeaderChoice(2, 9)).header_rows == range(2, 4)
    assert find_header(SHEET, lexicon(), HeaderChoice(99)).header_rows == range(1, 2)


def test_a_header_that_is_told_reaches_as_far_as_its_merged_cells() -> None:
    grid = sheet("x|", "企业|人数|", "|总数|其中：博士", "甲公司|3|1", merges=[(2, 2, 2, 3), (2, 1, 3, 1)])
    assert find_header(grid, lexicon(), HeaderChoice(1)).header_rows == range(1, 3)


def test_an_outline_finds_the_kind_and_need_not_name_a_tenant() -> None:
    figures = sheet("企业名称|总收入（万元）|净利润（万元）", "甲公司|3|1")
    assert outline_sheet(figures, lexicon()).kind is SheetKind.FIGURES
    assert guess_kind(figures, lexicon(), HeaderChoice(0)) is SheetKind.FIGURES
    outline = outline_sheet(sheet("联系人|电话", "张三|0354-5550100"), lexicon())
    assert [column.field for column in outline.mapped.columns] == ["contact", "phone"]
    with pytest.raises(ParseError):
        outline_sheet(sheet("联系人|电话", "张三|0354-5550100"), lexicon(), whole=True)


def test_letters_are_letters_where_the_user_says_so() -> None:
    grid = sheet("B|A", "甲公司|乙")
    choice = ColumnChoice({"A": "name"}, by_letters=True)
    told = outline_sheet(grid, lexicon(), kind=SheetKind.TENANTS, choice=choice, at=HeaderChoice(0))
    assert [column.field for column in told.mapped.columns] == ["name", None]
    by_header = ColumnChoice({"A": "name"})
    told = outline_sheet(grid, lexicon(), kind=SheetKind.TENANTS, choice=by_header, at=HeaderChoice(0))
    assert [column.field for column in told.mapped.columns] == [None, "name"]


def test_a_line_of_examples_does_not_make_a_column_doubtful() -> None:
    grid = sheet("企业名称|成立时间", "例：某公司|例：2025-03-01", "甲公司|2024-01-01")
    outline = outline_sheet(grid, lexicon())
    assert [column.confidence for column in outline.mapped.columns] == [1.0, 1.0]


def test_a_heading_that_ends_like_a_unit_is_still_known() -> None:
    outline = outline_sheet(sheet("Name|High-tech enterprise", "甲公司|yes"), lexicon())
    assert [column.field for column in outline.mapped.columns] == ["name", "high_tech"]


def test_progress_is_told_every_now_and_then_and_at_the_end() -> None:
    told: list[tuple[int, int]] = []
    assert list(counted(EACH + 1, lambda done, total: told.append((done, total)))) == list(range(EACH + 1))
    assert told == [(0, EACH + 1), (EACH, EACH + 1), (EACH + 1, EACH + 1)]
    assert list(counted(3, None)) == [0, 1, 2]


def test_a_zero_in_the_format_of_a_date_is_no_date_and_named_as_such() -> None:
    rows: list[list[object]] = [["企业名称", "成立时间"], ["甲公司", time(0, 0)], ["乙公司", timedelta(0)]]
    reading = read_sheet(Grid(rows), lexicon(), kind=SheetKind.TENANTS)
    assert list(reading.drafts.columns["founded_on"]) == [None, None]
    assert {finding.code for finding in reading.drafts.findings} == {"date-none"}


def test_a_row_of_units_may_name_a_foreign_currency() -> None:
    grid = sheet("企业名称|总收入|出口总额|净利润", "|（万元）|（万美元）|（元）", "甲公司|1|2|3")
    read = read_sheet(grid, lexicon(), kind=SheetKind.FIGURES, period=Period.parse("2025"))
    assert {code: list(found) for code, found in read.drafts.columns.items()} == {
        "name": ["甲公司"],
        "total_income": [1_000_000],
        "net_profit": [300],
    }
    assert [one.code for one in read.drafts.findings] == ["column-unit-unknown"]
