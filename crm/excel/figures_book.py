"""Writes figures with charts of the workbook's own, which can be changed in Excel and WPS. Same figures, same bytes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.chart_doughnut import ChartDoughnut

from crm.excel.cellxml import clean_text
from crm.excel.register import display_width

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from xlsxwriter.chart import Chart
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    Number = Decimal | int | None

COLOURS = ("#0F62C9", "#C75A00", "#00857C", "#8E4FB8", "#8A6D00", "#5B6675")
_PAPER_A4 = 9
_CHART_WIDTH, _CHART_HEIGHT = 464, 288
_CHART_ROWS = 15


class BookShape(Enum):
    """How a chart of the workbook is drawn."""

    COLUMNS = "columns"
    LINES_OVER_COLUMNS = "lines_over_columns"
    RING = "ring"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class BookSeries:
    """One row of figures, exact and in the unit of its title; None is an empty cell."""

    title: str
    values: tuple[Number, ...]
    places: int = 0


@dataclass(frozen=True, slots=True)
class BookChart:
    """A chart with its figures; the last series of ``LINES_OVER_COLUMNS`` is the line on the second axis."""

    title: str
    shape: BookShape
    heading: str
    categories: tuple[str, ...]
    series: tuple[BookSeries, ...]


@dataclass(frozen=True, slots=True)
class BookLine:
    """A key figure: its name, the figure, the one a year before, the change and a remark, as they are read."""

    name: str
    value: Number
    last_year: Number
    unit: str
    change: str
    note: str
    places: int = 0


@dataclass(frozen=True, slots=True)
class FiguresBook:
    """A workbook of key figures and charts. ``headings`` are those of the six columns of the key figures."""

    title: str
    subtitle: str
    sheet: str
    data_sheet: str
    headings: tuple[str, str, str, str, str, str]
    lines: tuple[BookLine, ...]
    charts: tuple[BookChart, ...]
    created: datetime


@dataclass(frozen=True, slots=True)
class _Formats:
    title: Format
    subtitle: Format
    header: Format
    text: Format
    quiet: Format
    by_places: dict[int, Format]
    strong: dict[int, Format]


def write_figures_book(book: FiguresBook) -> bytes:
    """The workbook: a page with the key figures and the charts, and a sheet with the figures the charts draw."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": book.created.replace(tzinfo=None), "title": book.title})
        formats = _formats(workbook)
        front = workbook.add_worksheet(book.sheet)
        data = workbook.add_worksheet(book.data_sheet)
        top = _write_front(front, book, formats)
        row = 0
        for place, chart in enumerate(book.charts):
            _write_data(data, row, chart, formats)
            drawn = _draw(workbook, book.data_sheet, row, chart)
            at = top + (place // 2) * _CHART_ROWS
            front.insert_chart(at, 0, drawn, {"x_offset": (place % 2) * (_CHART_WIDTH + 12)})
            row += len(chart.categories) + 3
        _set_up_page(front)
        for column, width in enumerate(_data_widths(book)):
            data.set_column(column, column, width)
        data.set_paper(_PAPER_A4)
        data.fit_to_pages(1, 0)
    return file.getvalue()


def _formats(workbook: Workbook) -> _Formats:
    edge = {"border": 1, "border_color": "#C9CED6", "valign": "vcenter"}
    patterns = {places: "#,##0" + ("." + "0" * places if places else "") for places in range(5)}
    return _Formats(
        title=workbook.add_format({"bold": True, "font_size": 16}),
        subtitle=workbook.add_format({"font_color": "#566070"}),
        header=workbook.add_format(
            {**edge, "bold": True, "bg_color": "#DDEBF7", "align": "center", "text_wrap": True}
        ),
        text=workbook.add_format({**edge, "text_wrap": True, "indent": 1}),
        quiet=workbook.add_format({**edge, "font_color": "#566070", "text_wrap": True, "indent": 1}),
        by_places={n: workbook.add_format({**edge, "num_format": one}) for n, one in patterns.items()},
        strong={
            n: workbook.add_format({**edge, "num_format": one, "bold": True, "font_size": 13})
            for n, one in patterns.items()
        },
    )


def _set_up_page(front: Worksheet) -> None:
    for column, width in enumerate((22, 18, 18, 12, 16, 44)):
        front.set_column(column, column, width)
    front.hide_gridlines(2)
    front.set_landscape()
    front.set_paper(_PAPER_A4)
    front.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    front.fit_to_pages(1, 1)
    front.center_horizontally()


def _write_front(front: Worksheet, book: FiguresBook, formats: _Formats) -> int:
    """Title and key figures, if there are any; the row at which the charts begin."""
    front.set_row(0, 28)
    front.write_string(0, 0, clean_text(book.title), formats.title)
    front.write_string(1, 0, clean_text(book.subtitle), formats.subtitle)
    if not book.lines:
        return 3
    for column, heading in enumerate(book.headings):
        front.write_string(3, column, clean_text(heading), formats.header)
    for row, line in enumerate(book.lines, 4):
        front.set_row(row, 34 if display_width(line.note) > 42 else 22)
        front.write_string(row, 0, clean_text(line.name), formats.text)
        _write_number(front, row, 1, line.value, formats.strong[line.places])
        _write_number(front, row, 2, line.last_year, formats.by_places[line.places])
        front.write_string(row, 3, clean_text(line.unit), formats.text)
        front.write_string(row, 4, clean_text(line.change), formats.text)
        front.write_string(row, 5, clean_text(line.note), formats.quiet)
    return 4 + len(book.lines) + 1


def _write_number(sheet: Worksheet, row: int, column: int, value: Number, shape: Format) -> None:
    if value is None:
        sheet.write_blank(row, column, None, shape)
    else:
        sheet.write_number(row, column, float(value), shape)


def _data_widths(book: FiguresBook) -> list[int]:
    """As wide as what each column of the figures behind the charts holds: a row there is one line high."""
    texts: dict[int, list[str]] = {0: []}
    for chart in book.charts:
        texts[0] += (chart.heading, *chart.categories)
        for column, series in enumerate(chart.series, 1):
            texts.setdefault(column, []).append(series.title)
    return [max((display_width(text) + 4 for text in held), default=0) for held in texts.values()]


def _write_data(data: Worksheet, top: int, chart: BookChart, formats: _Formats) -> None:
    data.write_string(top, 0, clean_text(chart.heading), formats.header)
    for column, series in enumerate(chart.series, 1):
        data.write_string(top, column, clean_text(series.title), formats.header)
    for row, category in enumerate(chart.categories, top + 1):
        data.write_string(row, 0, clean_text(category), formats.text)
        for column, series in enumerate(chart.series, 1):
            value = series.values[row - top - 1]
            _write_number(data, row, column, value, formats.by_places[series.places])


def _draw(workbook: Workbook, sheet: str, top: int, chart: BookChart) -> Chart:
    kinds = {
        BookShape.COLUMNS: "column",
        BookShape.LINES_OVER_COLUMNS: "column",
        BookShape.RING: "doughnut",
        BookShape.ROWS: "bar",
    }
    drawn = _new_chart(workbook, {"type": kinds[chart.shape]})
    last = top + len(chart.categories)
    for place, series in enumerate(chart.series):
        over = chart.shape is BookShape.LINES_OVER_COLUMNS and place == len(chart.series) - 1
        spec: dict[str, object] = {
            "name": [sheet, top, place + 1],
            "categories": [sheet, top + 1, 0, last, 0],
            "values": [sheet, top + 1, place + 1, last, place + 1],
            "fill": {"color": COLOURS[place % len(COLOURS)]},
            "gap": 60,
        }
        if over:
            line = _new_chart(workbook, {"type": "line"})
            colour = COLOURS[place % len(COLOURS)]
            spec |= {
                "y2_axis": True,
                "line": {"color": colour, "width": 2},
                "marker": {
                    "type": "square",
                    "size": 6,
                    "border": {"color": colour},
                    "fill": {"color": "#FFFFFF"},
                },
            }
            del spec["fill"], spec["gap"]
            line.add_series(spec)
            line.set_y2_axis(
                {"name": series.title, "name_font": {"bold": False}, "num_format": "#,##0", "min": 0}
            )
            drawn.combine(line)
            continue
        if chart.shape is BookShape.RING:
            spec["points"] = [
                {"fill": {"color": COLOURS[point % len(COLOURS)]}} for point in range(len(chart.categories))
            ]
            spec["data_labels"] = {"value": True, "font": {"color": "#FFFFFF", "bold": True}}
            del spec["fill"], spec["gap"]
        if chart.shape is BookShape.ROWS:
            spec["data_labels"] = {"value": True}
        drawn.add_series(spec)
    _dress(drawn, chart)
    return drawn


def _new_chart(workbook: Workbook, options: dict[str, Any]) -> Chart:
    made = workbook.add_chart(options)
    if made is None:
        raise ValueError(options)
    return made


def _dress(drawn: Chart, chart: BookChart) -> None:
    drawn.set_title({"name": chart.title, "name_font": {"size": 12}, "overlay": False})
    drawn.set_size({"width": _CHART_WIDTH, "height": _CHART_HEIGHT})
    drawn.set_chartarea({"border": {"color": "#C9CED6"}})
    drawn.show_blanks_as("gap")
    if chart.shape is BookShape.RING:
        drawn.set_legend({"position": "right"})
        if isinstance(drawn, ChartDoughnut):
            drawn.set_hole_size(58)
        return
    quiet = {"visible": True, "line": {"color": "#E3E6EB"}}
    if chart.shape is BookShape.ROWS:
        drawn.set_legend({"none": True})
        drawn.set_y_axis(
            {"reverse": True, "interval_unit": 1, "num_font": {"size": 8}, "line": {"color": "#858C97"}}
        )
        bare: dict[str, object] = {"label_position": "none", "line": {"none": True}, "min": 0}
        name = {"name": chart.series[0].title, "name_font": {"bold": False}}
        drawn.set_x_axis({**bare, **name, "major_gridlines": {"visible": False}, "major_tick_mark": "none"})
        return
    drawn.set_legend({"position": "bottom"})
    drawn.set_y_axis(
        {
            "name": chart.series[0].title,
            "name_font": {"bold": False},
            "num_format": "#,##0",
            "major_gridlines": quiet,
        }
    )
