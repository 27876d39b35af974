"""The workbook of figures: numbers that are numbers, charts that can be changed, blanks that stay blank."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from lxml import etree
from openpyxl import load_workbook

from crm.excel.figures_book import (
    BookChart,
    BookLine,
    BookSeries,
    BookShape,
    FiguresBook,
    write_figures_book,
)

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
QUARTERS = ("2026Q1", "2026Q2")


def book(*charts: BookChart, lines: tuple[BookLine, ...] = ()) -> FiguresBook:
    return FiguresBook(
        title="2026年三季度主要指标",
        subtitle="截至 2026-09-30",
        sheet="工作台",
        data_sheet="图表数据",
        headings=("指标", "数值", "上年同期", "单位", "增减", "口径"),
        lines=lines,
        charts=charts,
        created=datetime(2026, 11, 20, tzinfo=UTC),
    )


def chart(shape: BookShape, *series: BookSeries) -> BookChart:
    given = series or (BookSeries("在孵企业 (家)", (3, 4)),)
    return BookChart("标题", shape, "报告期", QUARTERS, given)


def parts(content: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/charts/")]
        return {name: etree.fromstring(archive.read(name)) for name in sorted(names)}


def test_the_figures_behind_a_chart_stand_in_columns_as_wide_as_they_are() -> None:
    long = BookChart(
        "标题", BookShape.ROWS, "Technology field", ("Biomedicine and medical devices",) * 2,
        (BookSeries("Incubating tenants (tenants)", (3, 4)),),
    )  # fmt: skip
    sheet = load_workbook(io.BytesIO(write_figures_book(book(chart(BookShape.COLUMNS), long))))["图表数据"]
    assert sheet.column_dimensions["A"].width >= 35
    assert sheet.column_dimensions["B"].width >= 32


def test_key_figures_are_numbers_with_their_decimals_and_a_blank_stays_blank() -> None:
    content = write_figures_book(
        book(
            lines=(
                BookLine("收入", Decimal("23526.90"), None, "万元", "▲ 6.8%", "未报 3 家" * 12, places=2),
                BookLine("=在孵", 64, 61, "家", "▲ +3", ""),
            )
        )
    )
    sheet = load_workbook(io.BytesIO(content))["工作台"]
    assert sheet["A1"].value == "2026年三季度主要指标"
    assert (sheet["B5"].value, sheet["B5"].number_format) == (23526.9, "#,##0.00")
    assert sheet["C5"].value is None
    assert (sheet["B6"].value, sheet["B6"].number_format) == (64, "#,##0")
    assert (sheet["A6"].value, sheet["A6"].data_type) == ("=在孵", "s"), "a name is never a formula"
    assert sheet.row_dimensions[5].height > sheet.row_dimensions[6].height


def test_the_chart_reads_the_figures_of_its_sheet() -> None:
    income = BookSeries("收入 (万元)", (Decimal("1.50"), None), 2)
    staff = BookSeries("人数 (人)", (803, 862))
    content = write_figures_book(book(chart(BookShape.LINES_OVER_COLUMNS, income, staff)))
    data = load_workbook(io.BytesIO(content))["图表数据"]
    assert [[cell.value for cell in row] for row in data.iter_rows()] == [
        ["报告期", "收入 (万元)", "人数 (人)"],
        ["2026Q1", 1.5, 803],
        ["2026Q2", None, 862],
    ]
    (drawn,) = parts(content).values()
    assert drawn.find(f".//{CHART}barChart") is not None
    assert drawn.find(f".//{CHART}lineChart") is not None
    assert len(drawn.findall(f".//{CHART}valAx")) == 2, "the line has an axis of its own"
    assert [one.text for one in drawn.iter(f"{CHART}f")][:3] == [
        "图表数据!$B$1",
        "图表数据!$A$2:$A$3",
        "图表数据!$B$2:$B$3",
    ]
    blanks = drawn.find(f".//{CHART}dispBlanksAs")
    assert blanks is None or blanks.get("val") == "gap"


@pytest.mark.parametrize(
    ("shape", "element"),
    [
        (BookShape.COLUMNS, "barChart"),
        (BookShape.ROWS, "barChart"),
        (BookShape.RING, "doughnutChart"),
    ],
)
def test_each_shape_is_a_chart_of_the_workbooks_own(shape: BookShape, element: str) -> None:
    (drawn,) = parts(write_figures_book(book(chart(shape)))).values()
    found = drawn.find(f".//{CHART}{element}")
    assert found is not None
    if shape is BookShape.ROWS:
        assert [one.get("val") for one in found.iter(f"{CHART}barDir")] == ["bar"]


def test_several_charts_stand_beside_and_below_each_other() -> None:
    shapes = (BookShape.COLUMNS, BookShape.RING, BookShape.ROWS)
    content = write_figures_book(book(*(chart(shape) for shape in shapes)))
    assert len(parts(content)) == 3
    data = load_workbook(io.BytesIO(content))["图表数据"]
    assert [data.cell(row, 1).value for row in (1, 6, 11)] == ["报告期"] * 3


def test_the_same_figures_make_the_same_bytes() -> None:
    one = book(chart(BookShape.RING))
    assert write_figures_book(one) == write_figures_book(one)
