"""Number formats: a cell shows what Excel shows."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crm.excel.number_format import show_value


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (None, "0", ""),
        (True, "0", "TRUE"),
        (False, "General", "FALSE"),
        ("text", "0.00", "text"),
        (7, "General", "7"),
        (Decimal("7.50"), "General", "7.5"),
        (Decimal("0.1234567890123"), "General", "0.123456789"),
        (Decimal(12345678901234), "General", "1.23457E+13"),
        (Decimal("1234.5"), "#,##0.00", "1,234.50"),
        (Decimal("1234.5"), "#,##0_ ", "1,235 "),
        (Decimal("-0.5"), "0", "-1"),
        (Decimal("-0.4"), "0", "0"),
        (Decimal("0.125"), "0.0%", "12.5%"),
        (Decimal("0.125"), "0%", "13%"),
        (Decimal("12.5"), '0.0"%"', "12.5%"),
        (5, "000", "005"),
        (Decimal("1.50"), "0.0#", "1.5"),
        (Decimal("1.5"), "#", "2"),
        (0, "#", ""),
        (0, "#,##0", "0"),
        (Decimal(1234567), "0,", "1235"),
        (Decimal(1234567), '0.0,,"M"', "1.2M"),
        (4, '0" 家"', "4 家"),
        (4, '"共"0', "共4"),
        (-4, "0;(0)", "(4)"),
        (-4, '0;[Red]"-"0', "-4"),
        (0, '0;-0;"—"', "—"),
        (0, ";;;", ""),
        (7, ";;;", ""),
        ("text", ";;;", ""),
        ("text", '0;-0;0;"<"@">"', "<text>"),
        ("text", "@", "text"),
        (12, "@", "12"),
        (45000, "yyyy-mm-dd", "2023-03-15"),
        (Decimal("45000.75"), "yyyy/m/d hh:mm", "2023/3/15 18:00"),
        (45000, 'yyyy"年"m"月"d"日"', "2023年3月15日"),
        (-1, "yyyy-mm-dd", "########"),
        (5, r"\Q0", "Q5"),
        (5, "[$¥-804]0.00", "¥5.00"),
        (5, "0*-", "5"),
    ],
)
def test_a_value_is_shown_as_its_format_says(
    value: str | Decimal | int | None, code: str, shown: str
) -> None:
    assert show_value(value, code) == shown


def test_days_are_counted_from_1904_where_the_workbook_does() -> None:
    assert show_value(0, "yyyy-mm-dd", epoch_1904=True) == "1904-01-01"
