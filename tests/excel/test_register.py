"""A plain register: typed cells, a head that stays, widths that fit, equal bytes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from crm.excel.register import (
    ColumnKind,
    RegisterColumn,
    RegisterRefused,
    RegisterSheet,
    display_width,
    write_register,
)
from tests.excel.templates import opened, read_parts

CREATED = datetime(2026, 4, 5, 8, 30, tzinfo=timezone(timedelta(hours=8)))
COLUMNS = (
    RegisterColumn("企业名称"),
    RegisterColumn("收入（万元）", ColumnKind.AMOUNT),
    RegisterColumn("人数", ColumnKind.WHOLE),
    RegisterColumn("入驻日期", ColumnKind.DATE),
    RegisterColumn("登记", ColumnKind.MOMENT),
    RegisterColumn("在孵", ColumnKind.NUMBER),
)
ROWS = [
    (
        "试验科技有限公司",
        Decimal("1234.50"),
        12,
        date(2026, 3, 1),
        datetime(2026, 3, 1, 8, 30, tzinfo=UTC),
        True,
    ),
    ("=1+1", 0.1, -3, None, None, False),
    ("https://example.invalid", None, None, None, None, ""),
    ("一行\n二行\x01\r\n三行", 0, 0, None, None, None),
]


def book(rows: list[tuple[object, ...]] | None = None) -> bytes:
    sheet = RegisterSheet("名录", COLUMNS, ROWS if rows is None else rows)  # type: ignore[arg-type]
    return write_register([sheet], created=CREATED, title="企业名录", creator="试验孵化器")


def test_each_value_is_written_by_its_own_type() -> None:
    sheet = opened(book())["名录"]
    assert [cell.value for cell in sheet[1]] == [column.header for column in COLUMNS]
    first = [cell.value for cell in sheet[2]]
    moment = datetime(2026, 3, 1, 8, 30)  # noqa: DTZ001 - a workbook has no zones
    assert first == ["试验科技有限公司", 1234.5, 12, datetime(2026, 3, 1), moment, True]  # noqa: DTZ001 - the same
    assert [cell.number_format for cell in sheet[2]] == [column.kind.value for column in COLUMNS]
    assert [cell.value for cell in sheet[3]] == ["=1+1", 0.1, -3, None, None, False]
    assert [sheet[f"A{row}"].data_type for row in range(2, 6)] == ["s"] * 4
    assert sheet["A4"].hyperlink is None
    assert sheet["A5"].value == "一行\n二行\n三行"
    assert sheet["B4"].value is None
    assert sheet["B4"].border.left.style == "thin"


def test_the_sheet_is_ready_to_be_filtered_and_printed() -> None:
    sheet = opened(book())["名录"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F5"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet["A1"].font.bold


def test_columns_are_as_wide_as_what_is_in_them() -> None:
    sheet = opened(book([("宽" * 10, 1, 1, None, None, None), ("长" * 99, 1, 1, None, None, None)]))["名录"]
    assert 50 <= sheet.column_dimensions["A"].width <= 51
    narrow = opened(book([("宽" * 10, 1, 1, None, None, None)]))["名录"]
    assert 22 <= narrow.column_dimensions["A"].width <= 23
    assert 17 <= narrow.column_dimensions["B"].width <= 19  # its head is the longest


def test_a_text_wider_than_the_widest_column_is_broken_into_lines() -> None:
    rows: list[tuple[object, ...]] = [
        ("长" * 60, 1, 1, None, None, None),
        ("短", 1, 1, None, None, None),
        (f"{'一' * 20}\n{'二' * 30}", 1, 1, None, None, None),
        ("无" * 999, 1, 1, None, None, None),
    ]
    sheet = opened(book(rows))["名录"]
    assert [sheet.row_dimensions[row].height for row in (2, 4, 5)] == [54, 54, 216]
    assert sheet.row_dimensions[3].height in {None, 18}
    assert sheet["A2"].alignment.wrapText
    assert not sheet["A3"].alignment.wrapText
    assert not sheet["B2"].alignment.wrapText


def test_a_heading_of_several_lines_is_a_title_and_what_stands_below_it() -> None:
    columns = (RegisterColumn("企业"), RegisterColumn("数", ColumnKind.WHOLE))
    sheet = RegisterSheet("名录", columns, [("甲", 1)], heading="标题\n第二行\n第三行")
    made = opened(write_register([sheet], created=CREATED))["名录"]
    assert [made.cell(row, 1).value for row in range(1, 6)] == ["标题", "第二行", "第三行", "企业", "甲"]
    assert made["A1"].font.bold
    assert not made["A2"].font.bold
    assert made.freeze_panes == "A5"
    assert made.print_title_rows == "$1:$4"
    assert made.auto_filter.ref == "A4:B5"


def test_texts_and_days_keep_their_distance_from_numbers() -> None:
    sheet = opened(book())["名录"]
    assert (sheet["A2"].alignment.horizontal, sheet["A2"].alignment.indent) == ("left", 1)
    assert sheet["D2"].alignment.horizontal == sheet["E2"].alignment.horizontal == "center"


def test_counts_among_amounts_have_no_decimals() -> None:
    columns = (RegisterColumn("数值", ColumnKind.EITHER),)
    data = write_register([RegisterSheet("数据", columns, [(Decimal("3.00"),), (16,)])], created=CREATED)
    sheet = opened(data)["数据"]
    assert sheet["A2"].number_format.startswith("#,##0.00")
    assert sheet["A3"].number_format == "#,##0"


def test_chinese_characters_take_two_columns() -> None:
    assert display_width("试验 Ａ a1") == 10


def test_same_rows_same_bytes() -> None:
    assert book() == book()
    assert b"2026-04-05T00:30:00Z" in read_parts(book())["docProps/core.xml"]
    naive = write_register([], created=datetime(2026, 4, 5))  # noqa: DTZ001 - taken as it stands
    assert b"2026-04-05T00:00:00Z" in read_parts(naive)["docProps/core.xml"]


def test_names_of_sheets_are_made_such_as_excel_allows() -> None:
    names = ["一/二:[三]?*\\", "一/二:[三]?*\\", "长" * 40, "长" * 40, "'引'", "", "A", "a"]
    data = write_register([RegisterSheet(name, (), []) for name in names], created=CREATED)
    assert opened(data).sheetnames == [
        "一_二__三____",
        "一_二__三____ (2)",
        "长" * 31,
        "长" * 27 + " (2)",
        "引",
        "Sheet",
        "A",
        "a (2)",
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("甲", 1), "register-row-length"),
        (("长" * 32_768, 1, 1, None, None, None), "register-text-too-long"),
    ],
)
def test_rows_that_do_not_fit_are_refused_and_not_cut(row: tuple[object, ...], code: str) -> None:
    with pytest.raises(RegisterRefused) as refused:
        book([row])
    assert refused.value.code == code
