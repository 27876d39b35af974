"""A list as a workbook: real numbers and days, a heading that says what it is, personal data masked."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from crm.services.lists import ListColumn, ListKind, export_list, mask_values

if TYPE_CHECKING:
    from pathlib import Path

    from crm.services.operation import Workplace

COLUMNS = (
    ListColumn("企业名称"),
    ListColumn("从业人员", ListKind.WHOLE),
    ListColumn("收入（万元）", ListKind.AMOUNT),
    ListColumn("入驻时间", ListKind.DATE),
    ListColumn("电话", is_personal=True),
)
ROWS = (
    ("=晋汾青禾", 12, Decimal("1200.505"), date(2026, 3, 1), "13812345678"),
    ("晋汾新叶", None, None, None, None),
)


def test_a_list_is_written_with_real_numbers_and_days_under_its_heading(
    workplace: Workplace, tmp_path: Path
) -> None:
    path = tmp_path / "企业列表_20261120.xlsx"
    export_list(workplace, path, title="企业列表", heading="企业列表 · 在孵", columns=COLUMNS, rows=ROWS)
    sheet = load_workbook(path)["企业列表"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "企业列表 · 在孵"
    assert rows[1] == ("企业名称", "从业人员", "收入（万元）", "入驻时间", "电话")
    assert rows[2] == ("=晋汾青禾", 12, 1200.505, datetime(2026, 3, 1), "138****5678")  # noqa: DTZ001 - as Excel keeps it
    assert sheet["A3"].data_type == "s"
    assert sheet["C3"].number_format == "#,##0.00"
    assert rows[3] == ("晋汾新叶", None, None, None, None)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A3", "A2:E4")
    assert sheet.print_title_rows == "$1:$2"


def test_without_a_heading_the_titles_stand_first(workplace: Workplace, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    export_list(workplace, path, title="List", columns=COLUMNS[:2], rows=[("a", 1)])
    sheet = load_workbook(path)["List"]
    assert sheet["A1"].value == "企业名称"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B2")


@pytest.mark.parametrize(("text", "masked"), [("13812345678", "138****5678"), ("林静 13812345678", None)])
def test_only_what_is_personal_is_masked(text: str, masked: str | None) -> None:
    plain, hidden = mask_values([False, True], [text, text])
    assert plain == text
    assert hidden != text
    assert isinstance(hidden, str)
    assert "12345" not in hidden
    if masked is not None:
        assert hidden == masked
    assert mask_values([True, True], [None, 5]) == [None, 5]
