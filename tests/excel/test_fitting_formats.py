"""Cells whose format would show a day or a percentage as another value than it is."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from crm.excel.template import Block, Fill, fill_template
from tests.excel.templates import read_parts

DAYS = [(date(2024, 3, 1),), (date(2025, 12, 31),)]
STYLES = "xl/styles.xml"


def template(*, day: str = "General", percent: str = "General", again: str = "General") -> bytes:
    """A sheet with a column of days in B2 and D2 and a percentage in B5, in these formats."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表"
    for address, code in {"B2": day, "D2": again, "B5": percent}.items():
        sheet[address].number_format = code
        sheet[address].font = Font(bold=True)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def filled(data: bytes, *, growth: Decimal | None = Decimal("5.3")) -> tuple[bytes, Worksheet]:
    """The workbook with two rows of days and a percentage, and its sheet as openpyxl reads it."""
    days = Block(sheet="表", first_row=2, columns=("B", "D"), rows=[day * 2 for day in DAYS])
    fill = Fill(
        cells={("表", "B5"): growth},
        blocks=(days,),
        days=frozenset({("表", "B2"), ("表", "D2"), ("没有", "A1")}),
        percents=frozenset({("表", "B5")}),
    )
    done = fill_template(data, fill).data
    sheet = openpyxl.load_workbook(io.BytesIO(done))["表"]
    assert isinstance(sheet, Worksheet)
    return done, sheet


@pytest.mark.parametrize("code", ["General", "@", "0", "#,##0.00", "h:mm"])
def test_a_day_is_shown_as_a_day_whatever_the_format_of_the_blank(code: str) -> None:
    done, sheet = filled(template(day=code))
    cells = [sheet["B2"], sheet["B3"], sheet["D3"]]
    shown = [cell.value.date() for cell in cells if isinstance(cell.value, datetime)]
    assert shown == [date(2024, 3, 1), date(2025, 12, 31), date(2025, 12, 31)]
    assert {cell.number_format for cell in cells} == {"yyyy-mm-dd"}
    assert all(cell.font.b for cell in cells)
    styles = read_parts(done)[STYLES].decode()
    assert styles.count('formatCode="yyyy-mm-dd"') == 1
    xfs = re.search(r"<cellXfs[^>]*>(.*)</cellXfs>", styles, re.DOTALL)
    assert xfs is not None
    count = re.search(r'<cellXfs[^>]*count="(\d+)"', styles)
    assert count is not None
    assert int(count[1]) == len(re.findall("<xf ", xfs[1]))


@pytest.mark.parametrize("code", ["yyyy/m/d", 'yyyy"年"m"月"d"日"', "mm-dd-yy", "[$-804]e/m/d"])
def test_a_format_of_days_stays_as_the_authority_has_it(code: str) -> None:
    data = template(day=code, again=code)
    done, sheet = filled(data)
    assert sheet["B2"].number_format == code
    assert read_parts(done)[STYLES] == read_parts(data)[STYLES]


def test_a_style_of_days_that_is_there_already_is_taken() -> None:
    data = template(day="General", again="yyyy-mm-dd")
    first, _ = filled(data)
    again, sheet = filled(first)
    assert read_parts(again)[STYLES] == read_parts(first)[STYLES]
    assert sheet["B2"].number_format == "yyyy-mm-dd"


def test_a_workbook_without_styles_is_filled_all_the_same() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in read_parts(template()).items():
            if name != STYLES:
                archive.writestr(name, re.sub(rb'<Relationship [^>]*styles[^>]*/>| s="\d+"', b"", part))
    done, sheet = filled(file.getvalue())
    assert STYLES not in read_parts(done)
    assert sheet["B6"].value == 5.3


@pytest.mark.parametrize(
    ("code", "held"),
    [("0.0%", Decimal("0.053")), ("0.00%;-0.00%", Decimal("0.053")), ("0.0", Decimal("5.3"))],
)
def test_a_percentage_is_shown_as_it_is_filed(code: str, held: Decimal) -> None:
    _, sheet = filled(template(percent=code))
    assert Decimal(str(sheet["B6"].value)) == held
    assert filled(template(percent=code), growth=None)[1]["B6"].value is None
