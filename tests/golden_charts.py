"""Every kind of chart by itself, over the same few figures, a blank, a zero and a negative one among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.quantity import UNITS
from crm.ui.charts.data import ChartData, Series, Shape
from crm.ui.charts.donut import DonutChart
from crm.ui.charts.plot import PlotChart
from crm.ui.charts.rows import RowsChart
from crm.ui.charts.spark import Sparkline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

    from crm.app import Program
    from crm.ui.charts.chart import Chart

_SIZE = (480, 260)
_MONEY, _PERSON, _PERCENT = UNITS["ten_thousand_yuan"], UNITS["person"], UNITS["percent"]
_QUARTERS = tuple(f"{2025 + place // 4}年{place % 4 + 1}季度" for place in range(6))
_INCOME = Series("营业收入", (967_035_645, 724_378_953, None, 859_649_759, 0, 902_111_399), _MONEY, "万元")
_PROFIT = Series("净利润", (96_703_564, -72_437_895, 31_000_000, None, 0, 90_211_139), _MONEY, "万元")
_PEOPLE = (803, 862, 868, None, 866, 881)
_STAFF = Series("从业人员", _PEOPLE, _PERSON, "人", shape=Shape.LINE, on_right=True)
_ALONE = Series("从业人员", _PEOPLE, _PERSON, "人", shape=Shape.LINE)
_FIELDS = ("电子信息", "先进制造", "新材料", "生物与新医药", "其他")
_COUNTS = Series("企业", (18, 12, 7, 4, 1), _PERSON, "家")
_RATES = Series("出租率", (9_150, 10_000, 0), _PERCENT, "%")
CHARTS: dict[str, tuple[type[Chart], ChartData]] = {
    "bars-and-line": (PlotChart, ChartData("收入与人数", _QUARTERS, (_INCOME, _PROFIT, _STAFF))),
    "stacked": (PlotChart, ChartData("收入与利润", _QUARTERS, (_INCOME, _PROFIT), stacked=True)),
    "line": (PlotChart, ChartData("从业人员", _QUARTERS, (_ALONE,))),
    "rows": (RowsChart, ChartData("技术领域", _FIELDS, (_COUNTS,))),
    "rates": (RowsChart, ChartData("出租率", ("一号楼", "二号楼", "中试车间"), (_RATES,))),
    "donut": (DonutChart, ChartData("技术领域", _FIELDS, (_COUNTS,))),
}


def chart_scenes(program: Program) -> Iterator[tuple[str, QWidget]]:
    """The charts one after the other."""
    context = program.context
    assert context is not None
    for name, (kind, data) in CHARTS.items():
        chart = kind(context.theme, name=data.title)
        chart.resize(*_SIZE)
        chart.show_data(data)
        yield f"chart-{name}", chart
    spark = Sparkline(context.theme)
    spark.show_values(_PEOPLE)
    spark.resize(spark.sizeHint())
    yield "chart-spark", spark
