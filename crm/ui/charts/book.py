"""A chart as a chart of a workbook's own, with its figures beside it: to be changed in Excel or WPS."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.quantity import in_unit
from crm.services.workbench import BookChart, BookSeries, BookShape, FiguresBook
from crm.ui.charts.data import Shape
from crm.ui.charts.donut import DonutChart
from crm.ui.charts.rows import RowsChart

if TYPE_CHECKING:
    from crm.ui.charts.chart import Chart
    from crm.ui.charts.data import ChartData
    from crm.ui.context import Context


def chart_book(context: Context, chart: Chart, *, heading: str) -> FiguresBook:
    """The workbook of one chart; *heading* stands above its categories."""
    translate = QCoreApplication.translate
    today = context.workplace.today
    made = translate("ChartBook", "Exported on {day} by {user}")
    return FiguresBook(
        title=chart.data.title,
        subtitle=made.format(day=today.isoformat(), user=context.workplace.user),
        sheet=translate("ChartBook", "Chart"),
        data_sheet=translate("ChartBook", "Figures"),
        headings=("",) * 6,
        lines=(),
        charts=(book_chart(chart.data, shape_of(chart), heading),),
        created=datetime.combine(today, time()),
    )


def shape_of(chart: Chart) -> BookShape:
    """How a workbook draws what *chart* draws."""
    if isinstance(chart, DonutChart):
        return BookShape.RING
    if isinstance(chart, RowsChart):
        return BookShape.ROWS
    series = chart.data.series
    over = len(series) > 1 and series[-1].shape is Shape.LINE
    return BookShape.LINES_OVER_COLUMNS if over else BookShape.COLUMNS


def book_chart(data: ChartData, shape: BookShape, heading: str) -> BookChart:
    """The figures of a chart, exact and in their units."""
    return BookChart(
        title=data.title,
        shape=shape,
        heading=heading,
        categories=data.categories,
        series=tuple(
            BookSeries(
                one.title,
                tuple(None if value is None else in_unit(value, one.unit) for value in one.values),
                one.unit.places,
            )
            for one in data.series
        ),
    )
