"""Charts: exact figures, gaps for blanks, and everything for the eye also for the keyboard and the ear."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from crm.domain.quantity import UNITS
from crm.services.workbench import BookShape
from crm.ui.charts.book import shape_of
from crm.ui.charts.data import ChartData, Series, Shape, shares
from crm.ui.charts.donut import DonutChart
from crm.ui.charts.frame import ChartFrame, png_of
from crm.ui.charts.palette import DARK_SERIES, LIGHT_SERIES, PAPER_INK, draw_marker, line_pen
from crm.ui.charts.plot import PlotChart
from crm.ui.charts.rows import RowsChart
from crm.ui.charts.spark import Sparkline, paint_spark
from crm.ui.charts.ticks import axis_beside, axis_for, nice_step
from crm.ui.theme.tokens import DARK, LIGHT, Look, contrast

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from crm.ui.charts.chart import Chart
    from crm.ui.theme.theme import Theme
    from tests.ui.stage import Stage

MONEY, PERSON, PERCENT = UNITS["ten_thousand_yuan"], UNITS["person"], UNITS["percent"]
QUARTERS = tuple(f"202{5 + place // 4} Q{place % 4 + 1}" for place in range(8))
INCOME = (9_670_356_454, 7_243_789_532, None, 8_596_497_591, 10_518_384_954, 0, 8_822_304_030, 9_021_113_991)
STAFF = (803, 862, 868, None, 866, 881, 891, 871)


def combination(*, stacked: bool = False) -> ChartData:
    return ChartData(
        "收入与人数",
        QUARTERS,
        (
            Series("收入", INCOME, MONEY, "万元"),
            Series("人数", STAFF, PERSON, "人", shape=Shape.LINE, on_right=True),
        ),
        stacked=stacked,
    )


def one_series(*values: int | None, unit: str = "person", names: tuple[str, ...] = ()) -> ChartData:
    categories = names or tuple(f"第{place}项" for place in range(len(values)))
    return ChartData("分布", categories, (Series("企业", values, UNITS[unit], "家"),))


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> Callable[..., Chart]:
    """A chart that is shown: `shown(PlotChart, data)`."""

    def show(kind: type[Chart], data: ChartData, size: tuple[int, int] = (480, 260)) -> Chart:
        chart = kind(theme, name=data.title)
        qtbot.addWidget(chart)
        chart.resize(*size)
        chart.show_data(data)
        chart.show()
        chart.grab()
        return chart

    return show


def mark_of(chart: Chart, category: int, series: int = 0) -> QPointF:
    """The middle of a figure as it is drawn."""
    (mark,) = [one for one in chart.marks if (one.category, one.series) == (category, series)]
    return mark.outline.boundingRect().center()


# ---- figures


def test_a_series_must_have_a_value_for_each_category() -> None:
    with pytest.raises(ValueError, match="收入"):
        ChartData("t", ("a", "b"), (Series("收入", (1,), PERSON),))


def test_figures_are_written_exactly_and_a_blank_is_a_dash_not_zero() -> None:
    data = combination()
    assert data.series[0].text(0) == "9,670.36"
    assert data.series[0].plain(0) == "9670.356454"
    assert data.series[0].text(2) == "—"
    assert data.series[0].plain(2) == ""
    assert data.series[0].text(5) == "0.00"
    assert data.tell(0) == "2025 Q1: 收入 9,670.36 万元, 人数 803 人"
    assert data.tell(2, 0) == "2025 Q3: 收入 —"


def test_the_table_that_is_copied_has_plain_numbers_and_no_stray_tabs() -> None:
    data = ChartData("t", ("甲\t乙", "丙"), (Series("数", (1, None), PERSON, "人"),))
    assert data.as_tsv() == "\t数 (人)\n甲 乙\t1\n丙\t\n"


def test_shares_add_up_to_the_whole() -> None:
    assert shares((1, 1, 1)) == (334, 333, 333)
    assert shares((0, None, 5)) == (0, 0, 1000)
    assert shares((0, None)) == (0, 0)
    assert shares((-3, 3)) == (0, 1000)
    assert sum(shares((15, 5, 57, 7, 41, 3))) == 1000


# ---- axes


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 0, (0, 0.5, 1)),
        (0, 95, (0, 50, 100)),
        (0, 10_518, (0, 10_000, 20_000)),
        (-30, 70, (-50, 0, 50, 100)),
        (-8, 0, (-10, -5, 0)),
        (0, 0.04, (0, 0.02, 0.04)),
    ],
)
def test_an_axis_has_round_steps_and_holds_zero(low: float, high: float, ticks: tuple[float, ...]) -> None:
    axis = axis_for(low, high, steps=2)
    assert axis.ticks == ticks
    assert axis.share(axis.low) == 0
    assert axis.share(axis.high) == 1


def test_counts_have_whole_steps() -> None:
    assert axis_for(0, 2, steps=5, whole=True).ticks == (0, 1, 2)
    assert axis_for(0, 0, steps=5, whole=True).ticks == (0, 1)


def test_labels_have_separators_and_as_many_decimals_as_the_step() -> None:
    assert axis_for(0, 15_000, steps=3).label(10_000) == "10,000"
    assert axis_for(0, 0.5, steps=5).label(0.1) == "0.1"
    assert axis_for(0, 0.5, steps=5).label(0) == "0"
    assert [nice_step(rough) for rough in (0.9, 1, 1.1, 3, 70)] == [1, 1, 2, 5, 100]


def test_the_second_axis_shares_the_grid_of_the_first() -> None:
    first = axis_for(0, 15_000, steps=3)
    beside = axis_beside(first, 891, whole=True)
    assert list(beside.ticks) == [0, 300, 600, 900]
    assert list(axis_beside(first, 0, whole=True).ticks) == [0, 1, 2, 3]
    assert list(axis_beside(first, 4.2).ticks) == [0, 1.5, 3, 4.5]
    assert axis_beside(first, 4.2).label(1.5) == "1.5"
    with pytest.raises(ValueError, match="-1"):
        axis_beside(first, -1)


# ---- colours


def test_series_stand_out_from_the_surface_in_both_looks() -> None:
    for colours, tokens in ((LIGHT_SERIES, LIGHT), (DARK_SERIES, DARK)):
        assert len(set(colours)) == len(colours)
        assert all(contrast(colour, tokens.surface) >= 3 for colour in colours)


@pytest.mark.usefixtures("qtbot")
def test_colour_is_never_alone() -> None:
    assert len({line_pen(PAPER_INK, 0, nth=nth).style() for nth in range(4)}) == 4
    pictures = []
    for place in range(4):
        image = QImage(20, 20, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        draw_marker(painter, PAPER_INK, QPointF(10, 10), place)
        painter.end()
        pictures.append(
            frozenset(
                (x, y) for x in range(20) for y in range(20) if image.pixelColor(x, y).lightness() < 200
            )
        )
    assert len(set(pictures)) == 4, "each marker has a shape of its own"


# ---- bars and lines


def test_a_blank_is_a_gap_and_zero_is_not(shown: Callable[..., Chart]) -> None:
    chart = shown(PlotChart, combination())
    drawn = {(mark.category, mark.series) for mark in chart.marks}
    assert (2, 0) not in drawn
    assert (3, 1) not in drawn
    assert (5, 0) in drawn
    assert len(drawn) == 14


def test_bars_are_as_high_as_their_figures(shown: Callable[..., Chart]) -> None:
    chart = shown(PlotChart, one_series(100, 50, -50))
    heights = [mark.outline.boundingRect().height() for mark in chart.marks]
    assert heights[0] == pytest.approx(2 * heights[1], abs=0.5)
    assert heights[2] == pytest.approx(heights[1], abs=0.5)
    up, down = chart.marks[1].outline.boundingRect(), chart.marks[2].outline.boundingRect()
    assert down.top() == pytest.approx(up.bottom(), abs=0.5), "a negative figure hangs below zero"


def test_stacked_bars_stand_on_each_other(shown: Callable[..., Chart]) -> None:
    series = tuple(
        Series(name, values, PERSON, "人")
        for name, values in (("甲", (30, -5)), ("乙", (20, -5)), ("丙", (None, 8)))
    )
    chart = shown(PlotChart, ChartData("合计", ("一", "二"), series, stacked=True))
    first = [mark.outline.boundingRect() for mark in chart.marks if mark.category == 0]
    assert len(first) == 2
    assert first[1].bottom() <= first[0].top()
    assert first[0].left() == first[1].left()
    beside = shown(PlotChart, ChartData("分列", ("一", "二"), series))
    left, right = [mark.outline.boundingRect() for mark in beside.marks if mark.category == 0]
    assert right.left() > left.right()


@pytest.mark.parametrize("kind", [PlotChart, DonutChart, RowsChart])
def test_no_figures_are_said_and_nothing_breaks(shown: Callable[..., Chart], kind: type[Chart]) -> None:
    for data in (one_series(None, None), ChartData("leer")):
        chart = shown(kind, data)
        assert chart.marks == ()
        assert chart.mark_at(QPointF(50, 50)) is None
        QTest.keyClick(chart, Qt.Key.Key_Left)
        assert chart.hot is None


@pytest.mark.parametrize("kind", [PlotChart, DonutChart, RowsChart])
@pytest.mark.parametrize("size", [(180, 140), (240, 420), (900, 300)])
def test_a_single_figure_and_every_size_are_drawn_inside(
    shown: Callable[..., Chart], kind: type[Chart], size: tuple[int, int]
) -> None:
    chart = shown(kind, one_series(7), size)
    (mark,) = chart.marks
    assert QRectF(chart.rect()).adjusted(-1, -1, 1, 1).contains(mark.outline.boundingRect())


def test_long_names_are_slanted_and_many_are_thinned_out(shown: Callable[..., Chart]) -> None:
    long = tuple(f"生物医药与医疗器械第{place}分园" for place in range(6))
    slanted = shown(PlotChart, one_series(*range(6), names=long))
    many = shown(PlotChart, one_series(*range(40), names=tuple(f"2026-{place:02d}" for place in range(40))))
    assert isinstance(slanted, PlotChart)
    assert isinstance(many, PlotChart)
    assert slanted._names.is_slanted
    assert not many._names.is_slanted
    assert many._names.every > 1


def test_a_legend_without_room_is_shortened(shown: Callable[..., Chart]) -> None:
    names = ("在孵企业营业收入本年累计", "毕业企业营业收入本年累计", "入驻企业营业收入本年累计")
    series = tuple(Series(name, (1, 2), PERSON, "人", shape=Shape.LINE) for name in names)
    chart = shown(PlotChart, ChartData("三条线", ("一", "二"), series), (260, 200))
    assert len(chart.marks) == 6


# ---- donut and rows


def test_the_ring_and_its_legend_are_the_same_figures(shown: Callable[..., Chart]) -> None:
    chart = shown(DonutChart, one_series(15, 5, None, 57))
    assert [mark.category for mark in chart.marks] == [0, 1, 3]
    assert isinstance(chart, DonutChart)
    found = chart.mark_at(chart._row(3).center())
    assert found is not None
    assert found.category == 3
    assert chart.tell_mark(found) == "第3项: 企业 57 家 (74.0%)"
    ring = chart.mark_at(chart._ring.center() + QPointF(chart._ring.width() * 0.4, -2))
    assert ring is not None
    narrow = shown(DonutChart, one_series(1, 2), (250, 320))
    assert isinstance(narrow, DonutChart)
    assert narrow._legend.top() > narrow._ring.bottom()


def test_a_rate_runs_to_a_hundred_percent(shown: Callable[..., Chart]) -> None:
    data = ChartData("出租率", ("A座", "B座"), (Series("出租率", (5_000, 10_000), PERCENT, "%"),))
    chart = shown(RowsChart, data)
    half, whole = (mark.outline.boundingRect().width() for mark in chart.marks)
    assert half == pytest.approx(whole / 2, abs=1)
    lowest = shown(RowsChart, one_series(-4, 8))
    assert lowest.marks[0].outline.boundingRect().right() == pytest.approx(
        lowest.marks[1].outline.boundingRect().left(), abs=1
    )


def test_a_sparkline_breaks_at_a_blank(qtbot: QtBot, theme: Theme) -> None:
    spark = Sparkline(theme)
    qtbot.addWidget(spark)
    blank = spark.grab().toImage()
    for values in ((3, None, 5, 4), (7,), (2, 2)):
        spark.show_values(values)
        assert spark.grab().toImage() != blank
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    before = image.copy()
    painter = QPainter(image)
    paint_spark(painter, QRectF(0, 0, 40, 20), (None, None), QColor("black"))
    painter.end()
    assert image == before


# ---- mouse, keyboard, ear


def test_the_mouse_finds_the_figure_under_it(shown: Callable[..., Chart]) -> None:
    chart = shown(PlotChart, combination())
    chart.opens_figures = True

    QTest.mouseMove(chart, mark_of(chart, 4).toPoint())
    assert chart.hot is not None
    assert chart.hot[:2] == (4, 0)
    assert chart.cursor().shape() is Qt.CursorShape.PointingHandCursor
    assert chart.tell_mark(chart.hot) == "2026 Q1: 收入 10,518.38 万元\n人数 866 人"
    on_line = chart.mark_at(mark_of(chart, 7, 1))
    assert on_line is not None
    assert on_line[:2] == (7, 1)
    assert chart.mark_at(QPointF(2, 2)) is None
    beside = chart.mark_at(QPointF(mark_of(chart, 2, 1).x(), chart.height() / 2))
    assert beside is not None
    assert beside[:2] == (2, 1), "where there is no bar, the nearest figure of the category"


def test_a_click_tells_category_and_series(qtbot: QtBot, shown: Callable[..., Chart]) -> None:
    chart = shown(PlotChart, combination())
    with qtbot.waitSignal(chart.picked) as picked:
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=mark_of(chart, 4).toPoint())
    assert picked.args == [4, 0]
    with qtbot.assertNotEmitted(chart.picked):
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))


def test_the_arrow_keys_walk_over_all_figures_and_enter_opens_one(
    qtbot: QtBot, shown: Callable[..., Chart]
) -> None:
    chart = shown(PlotChart, combination())

    def at() -> tuple[int, int]:
        assert chart.hot is not None
        return chart.hot[:2]

    steps = (
        (Qt.Key.Key_Left, (7, 0)),
        (Qt.Key.Key_Left, (6, 0)),
        (Qt.Key.Key_Down, (6, 1)),
        (Qt.Key.Key_Right, (7, 1)),
        (Qt.Key.Key_Right, (7, 1)),
        (Qt.Key.Key_Up, (7, 0)),
        (Qt.Key.Key_Home, (0, 0)),
        (Qt.Key.Key_End, (7, 1)),
    )
    for key, place in steps:
        QTest.keyClick(chart, key)
        assert at() == place
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        with qtbot.waitSignal(chart.picked) as picked:
            QTest.keyClick(chart, key)
        assert picked.args == [7, 1]


@pytest.mark.parametrize("kind", [DonutChart, RowsChart])
def test_all_arrow_keys_go_along_a_single_series(shown: Callable[..., Chart], kind: type[Chart]) -> None:
    chart = shown(kind, one_series(4, 5, 6))
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Right):
        QTest.keyClick(chart, key)
    assert chart.hot is not None
    assert chart.hot.category == 2
    QTest.keyClick(chart, Qt.Key.Key_Up)
    assert chart.hot.category == 1


def test_focus_and_the_figure_at_hand_can_be_seen(shown: Callable[..., Chart]) -> None:
    for kind, data in (
        (PlotChart, combination()),
        (DonutChart, one_series(3, 4)),
        (RowsChart, one_series(3, 4)),
    ):
        chart = shown(kind, data)
        plain = chart.grab().toImage()
        QTest.keyClick(chart, Qt.Key.Key_Left)
        assert chart.grab().toImage() != plain
        chart.point_at(None)
        assert chart.grab().toImage() == plain


def test_the_figures_are_told_to_a_screen_reader(shown: Callable[..., Chart]) -> None:
    chart = shown(PlotChart, combination())
    interface = QAccessible.queryAccessibleInterface(chart)
    assert interface.text(QAccessible.Text.Name) == "收入与人数"
    told = interface.text(QAccessible.Text.Description)
    assert told.split("; ")[0] == "2025 Q1: 收入 9,670.36 万元, 人数 803 人"
    assert len(told.split("; ")) == 8


def test_the_dark_look_is_painted_dark(shown: Callable[..., Chart], theme: Theme) -> None:
    chart = shown(DonutChart, one_series(3, 4))
    light = chart.grab().toImage()
    theme.set_look(Look.DARK)
    try:
        assert chart.grab().toImage() != light
        paper = QImage(400, 300, QImage.Format.Format_RGB32)
        paper.fill(QColor("white"))
        painter = QPainter(paper)
        painter.scale(0.125, 0.125)
        chart.paint_on_paper(painter, QRectF(80, 80, 3000, 2200))
        painter.end()
        colours = {paper.pixelColor(x, y).name() for x in range(400) for y in range(300)}
        assert LIGHT_SERIES[0].lower() in colours, "paper has the light colours"
        assert DARK_SERIES[0].lower() not in colours
    finally:
        theme.set_look(Look.LIGHT)


def test_what_is_painted_is_kept_until_something_changes(shown: Callable[..., Chart]) -> None:
    chart = shown(PlotChart, combination())
    kept = chart._kept
    chart.point_at(chart.marks[0], tip=False)
    chart.grab()
    assert chart._kept is kept, "hovering costs a copy, not a drawing"
    chart.resize(500, 300)
    chart.grab()
    assert chart._kept is not kept


def test_on_a_screen_of_other_pixels_a_chart_is_drawn_anew(
    shown: Callable[..., Chart], monkeypatch: pytest.MonkeyPatch
) -> None:
    chart = shown(PlotChart, combination())
    chart.grab()
    assert chart._kept is not None
    monkeypatch.setattr(chart, "devicePixelRatioF", lambda: 2.0)
    chart.grab()
    assert chart._kept.devicePixelRatio() == 2.0
    assert chart._kept.width() == chart.width() * 2


# ---- the frame


@pytest.fixture
def frame(stage: Callable[..., Stage]) -> ChartFrame:
    scene = stage()
    made = ChartFrame(
        scene.context, PlotChart(scene.context.theme), key="test", first_heading="Period", reverse=True
    )
    scene.qtbot.addWidget(made)
    made.resize(480, 320)
    made.show_data(combination())
    made.show()
    return made


def test_the_table_shows_each_period_in_full_in_large_type(frame: ChartFrame, theme: Theme) -> None:
    theme.set_font_percent(125)
    frame.resize(280, 320)
    frame.toggle.setChecked(True)
    QApplication.processEvents()
    needed = frame.table.fontMetrics().horizontalAdvance("2026 Q4")
    assert frame.table.columnWidth(0) >= needed + 20
    theme.set_font_percent(100)


def test_the_table_shows_the_same_figures(frame: ChartFrame, qtbot: QtBot) -> None:
    assert frame.chart.isVisible()
    QTest.mouseClick(frame.toggle, Qt.MouseButton.LeftButton)
    assert frame.table.isVisible()
    assert frame.toggle.accessibleName() == "Show as chart"
    layout, row = frame.layout(), frame.table.verticalHeader().defaultSectionSize()
    assert layout is not None
    for height in (200, 215):
        frame.resize(480, height)
        layout.activate()
        assert (frame.table.height() - frame.table.horizontalHeader().height()) % row == 0, "rows are whole"
    assert [head.title for head in frame.model.heads] == ["Period", "收入 (万元)", "人数 (人)"]
    rows = [[frame.model.cell(row, column).text for column in range(3)] for row in range(8)]
    assert rows[0] == ["2026 Q4", "9,021.11", "871"], "the latest first"
    assert rows[5] == ["2025 Q3", "—", "868"]
    with qtbot.waitSignal(frame.picked) as picked:
        frame.table.opened.emit(0)
    assert picked.args == [7, 0]


def test_figures_and_picture_can_be_copied(frame: ChartFrame) -> None:
    frame.copy_figures()
    text = QGuiApplication.clipboard().text()
    assert text.splitlines()[0] == "\t收入 (万元)\t人数 (人)"
    assert text.splitlines()[3] == "2025 Q3\t\t868"
    frame.copy_picture()
    image = QGuiApplication.clipboard().image()
    assert image.width() == (frame.chart.width() + 32) * 2


def test_the_picture_is_saved_whole(frame: ChartFrame, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "图.png"
    frame.save_picture(path)
    qtbot.waitUntil(path.exists)
    assert QImage(str(path)).width() == (frame.chart.width() + 32) * 2
    assert png_of(QImage(2, 2, QImage.Format.Format_RGB32)).startswith(b"\x89PNG")


def test_the_menu_offers_the_table_copying_and_saving(
    frame: ChartFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(frame._context.ask, "save_file", lambda **given: asked.append(given["proposed"]))
    frame.customContextMenuRequested.emit(QPoint(40, 40))
    (opened,) = [one for one in frame.findChildren(QMenu) if one.isVisible()]
    opened.close()
    menu = frame.menu()
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts == ["Show as table", "Copy figures", "Copy picture", "Save picture…", "Save as workbook…"]
    menu.actions()[-2].trigger()
    menu.actions()[-1].trigger()
    assert asked == ["收入与人数_20261120.png", "收入与人数_20261120.xlsx"]
    menu.actions()[0].trigger()
    assert frame.toggle.isChecked()


def test_the_copy_key_takes_the_figures_of_the_chart_and_of_the_rows_selected(frame: ChartFrame) -> None:
    frame.chart.setFocus()
    QTest.keyClick(frame.chart, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == frame.data.as_tsv()
    QTest.keyClick(frame.chart, Qt.Key.Key_Tab)
    frame.toggle.setChecked(True)
    frame.table.selectRow(0)
    QTest.keyClick(frame.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "2026 Q4\t9021.11\t871"
    for row, menu_count in ((0, 1), (1, 2)):
        frame.table.menu_asked.emit(row, QPoint(0, 0))
        opened = [one for one in frame.findChildren(QMenu) if one.isVisible()]
        assert len(opened) >= 1, menu_count
        for one in opened:
            one.close()
    QTest.mouseClick(frame.more, Qt.MouseButton.LeftButton)
    (opened_by_button,) = [one for one in frame.findChildren(QMenu) if one.isVisible()]
    opened_by_button.close()


def test_a_chart_is_saved_as_a_chart_of_a_workbooks_own(
    frame: ChartFrame, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "图.xlsx"
    frame.export(path)
    qtbot.waitUntil(path.exists)
    book = load_workbook(path)
    assert book.sheetnames == ["Chart", "Figures"]
    assert "xl/charts/chart1.xml" in ZipFile(path).namelist()
    assert [cell.value for cell in book["Figures"][1]] == ["Period", "收入 (万元)", "人数 (人)"]
    rows = list(book["Figures"].iter_rows(min_row=2, values_only=True))
    assert rows[2] == ("2025 Q3", None, 868)
    assert rows[7] == ("2026 Q4", 9021.11, 871)


def test_a_workbook_draws_a_chart_as_it_is_drawn_here(theme: Theme) -> None:
    plot = PlotChart(theme)
    plot.show_data(combination())
    assert shape_of(plot) is BookShape.LINES_OVER_COLUMNS
    plot.show_data(ChartData("t", ("a",), (Series("s", (1,), UNITS["person"]),)))
    assert shape_of(plot) is BookShape.COLUMNS
    assert shape_of(DonutChart(theme)) is BookShape.RING
    assert shape_of(RowsChart(theme)) is BookShape.ROWS


def is_named(part: QWidget) -> bool:
    return bool(QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name))


def test_every_part_of_the_frame_has_a_name(frame: ChartFrame) -> None:
    assert all(is_named(part) for part in (frame.chart, frame.table, frame.toggle, frame.more))


def test_on_paper_the_last_name_stands_under_its_bar(shown: Callable[..., Chart]) -> None:
    chart = shown(PlotChart, combination(), (240, 200))
    image = QImage(900, 360, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.scale(0.15, 0.15)
    chart.paint_on_paper(painter, QRectF(0, 0, 6000, 2400))
    painter.end()
    below = {image.pixelColor(x, y).name() for x in range(770, 850) for y in range(343, 360)}
    assert below != {"#ffffff"}
