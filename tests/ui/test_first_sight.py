"""What is seen at first sight: lists complete at once, edges that align, lines that end where they may."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QLabel, QTableView

from crm.services.notes import NoteText, add_note
from crm.services.tenants import add_tenant
from crm.ui.forms.day import CalendarPopup
from crm.ui.pages.board.page import BoardPage
from crm.ui.pages.history.page import HistoryPage
from crm.ui.sheets.cell_bar import CellBar
from crm.ui.table.chooser import ColumnSheet
from crm.ui.table.layout import first_layout
from crm.ui.table.source import Column
from crm.ui.theme.style import draw_tick
from crm.ui.widgets.form import ChoiceBox
from crm.ui.widgets.wrapping import seemly_end, wrap_flags

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot

    from crm.ui.theme.theme import Theme
    from tests.ui.stage import Stage

pytestmark = pytest.mark.uncounted  # walks every page, whose own tests count its lines


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Stage:
    return stage(demo=True)


def left_of(part: QWidget, within: QWidget) -> int:
    return part.mapTo(within, QPoint()).x()


def colours(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_duties_stand_at_their_full_height_the_moment_they_are_told(scene: Stage) -> None:
    panel = scene.workbench.duties
    duties = panel.duties
    panel.show_duties(duties[:1])
    panel.show_duties(duties)
    assert len(panel.list.rows) > 1
    assert all(row.isVisible() for row in panel.list.rows)
    assert all(row.height() == row.sizeHint().height() for row in panel.list.rows)


def test_checks_that_found_nothing_leave_the_list_of_duties_as_it_stands(scene: Stage) -> None:
    panel = scene.workbench.duties
    panel.show_duties(panel.duties)
    rows = panel.list.rows
    panel.add_checks(())
    assert panel.list.rows is rows


def test_the_title_of_the_head_is_as_wide_on_every_visit(scene: Stage) -> None:
    widths = []
    for _ in range(2):
        for page in ("workbench", "tenants"):
            scene.shell.go(page)
            scene.settle()
            widths.append(scene.shell.head.title.width())
    assert widths[:2] == widths[2:]


def test_columns_show_all_they_hold_where_the_window_is_wide(scene: Stage) -> None:
    page = scene.tenants
    place = next(at for at, column in enumerate(page.list.model.columns) if column.key == "room")
    column = page.list.model.columns[place]
    scene.window.resize(1000, 728)
    scene.settle()
    assert page.table.columnWidth(place) == column.most
    scene.window.resize(1900, 900)
    scene.settle()
    assert page.table.columnWidth(place) >= page.table.sizeHintForColumn(place) > column.most


def test_a_column_drawn_by_hand_keeps_its_width_in_a_wide_window(scene: Stage) -> None:
    page = scene.tenants
    place = next(at for at, column in enumerate(page.list.model.columns) if column.key == "room")
    page.list.keeper.now = replace(page.list.layout_now, widths={"room": 64})
    scene.window.resize(1900, 900)
    scene.settle()
    assert page.table.columnWidth(place) == 64


def test_cards_have_as_much_room_at_their_right_as_at_their_left(scene: Stage) -> None:
    scene.window.resize(1900, 1000)
    scene.shell.go("board")
    scene.settle()
    page = scene.shell.page
    assert isinstance(page, BoardPage)
    lane = page.lanes["review"]
    cards = lane.cards
    assert cards.verticalScrollBar().maximum() == 0
    assert left_of(cards, lane) == lane.width() - left_of(cards, lane) - cards.width()
    lane = page.lanes["incubating"]
    assert lane.cards.verticalScrollBar().maximum() > 0
    assert left_of(lane.cards, lane) > lane.width() - left_of(lane.cards, lane) - lane.cards.width()


def test_where_nothing_was_done_nothing_is_asked_to_be_chosen(stage: Callable[..., Stage]) -> None:
    scene = stage()
    scene.shell.go("history")
    scene.settle()
    page = scene.shell.page
    assert isinstance(page, HistoryPage)
    assert page.list.record_count == 0
    assert not page.pane.isVisible()


def test_the_value_of_a_cell_stands_right_after_its_name(qtbot: QtBot, theme: Theme) -> None:
    bar = CellBar(theme)
    qtbot.addWidget(bar.widget)
    bar.widget.resize(900, 44)
    bar.widget.show()
    bar.show_cell("E7", what="在孵企业数", value="64 家", has_records=True)
    bar.widget.adjustSize()
    bar.widget.resize(900, 44)
    bar.widget.grab()
    assert 0 < bar.value.x() - (bar.what.x() + bar.what.width()) <= 24
    bar.show_cell("E7", what="很长的名称" * 40, value="64 家", has_records=True)
    bar.widget.adjustSize()
    bar.widget.resize(900, 44)
    bar.widget.grab()
    assert bar.value.width() >= QFontMetrics(bar.value.font()).horizontalAdvance("64 家")


def test_a_line_ends_neither_after_an_opening_bracket_nor_before_a_comma() -> None:
    assert seemly_end("没有报送（研发费用）", 5) == 4
    assert seemly_end("认定办法》，请留意", 4) == 3
    assert seemly_end("没有报送研发费用", 4) == 4
    assert seemly_end("（（（（（（（（", 6) == 6
    assert seemly_end("甲，", 1) == 1
    assert seemly_end("变动超过 ±50%", 6) == 5


def test_words_are_broken_only_where_one_alone_is_too_wide(qapp: QApplication) -> None:
    metrics = QFontMetrics(qapp.font())
    plain = wrap_flags("one two three", metrics, 200)
    assert wrap_flags("x" * 200, metrics, 200) != plain
    assert wrap_flags("按企业条件匹配政策《中试基地建设运行补助办法》，提示申报", metrics, 200) == plain


def test_a_ticked_box_is_filled_and_an_empty_one_is_not(theme: Theme) -> None:
    for ticked in (True, False):
        image = QImage(16, 16, QImage.Format.Format_RGB32)
        image.fill(QColor(theme.tokens.surface))
        painter = QPainter(image)
        draw_tick(painter, QRectF(0, 0, 16, 16), theme.tokens, ticked=ticked)
        painter.end()
        assert (theme.tokens.accent.lower() in colours(image)) is ticked


def test_the_columns_to_choose_are_ticked_in_the_accent(qtbot: QtBot, theme: Theme) -> None:
    columns = (Column("name", "Name"), Column("a", "A"), Column("b", "B"))
    sheet = ColumnSheet(theme, first_layout(columns), {"name": "Name", "a": "A", "b": "B"})
    qtbot.addWidget(sheet)
    sheet.show()
    shown = sheet.list.grab().toImage()
    assert theme.tokens.accent.lower() in colours(shown.copy(0, 36, 40, 24))


def test_the_chosen_line_of_an_open_box_has_no_bevel(qtbot: QtBot, theme: Theme) -> None:
    box = ChoiceBox(theme, name="Form")
    qtbot.addWidget(box)
    box.show_choices([("a", "First"), ("b", "Second")])
    box.setFixedWidth(240)
    box.show()
    box.showPopup()
    line = box.view().visualRect(box.model().index(0, 0))
    grounds = colours(box.view().viewport().grab(line).toImage().copy(120, 0, 40, line.height()))
    box.hidePopup()
    assert grounds <= {theme.tokens.row_sel.lower(), theme.tokens.surface.lower()}


def test_the_calendar_is_dressed_like_the_window(qtbot: QtBot, theme: Theme, scene: Stage) -> None:
    popup = CalendarPopup(scene.window, "Day", language=scene.context.language)
    qtbot.addWidget(popup)
    popup.dress(theme)
    (days,) = popup.calendar.findChildren(QTableView)
    assert days.style() is not popup.calendar.style()


def test_a_tenant_without_notes_offers_nothing_to_do_to_one(scene: Stage) -> None:
    scene.tenants.open_detail(26)
    scene.settle()
    notes = scene.tenants.detail.notes
    tools = (notes.done, notes.edit, notes.remove)
    assert not any(tool.isVisibleTo(notes) for tool in tools)
    add_note(scene.workplace, 26, NoteText("visit", scene.workplace.today, "看过新产线"))
    scene.tenants.open_detail(26)
    scene.settle()
    scene.trigger("refresh")
    assert all(tool.isVisibleTo(notes) for tool in tools)


def test_headings_of_the_help_stand_apart_from_what_is_over_them(scene: Stage) -> None:
    scene.tenants.setFocus()
    scene.trigger("help")
    document = scene.shell.help.text.document()
    blocks = [document.findBlockByNumber(place) for place in range(document.blockCount())]
    headings = [block for block in blocks if block.blockFormat().headingLevel() and block.blockNumber()]
    assert headings
    assert all(block.blockFormat().topMargin() >= 16 for block in headings)


def test_a_tenant_without_particulars_has_no_heading_for_them(stage: Callable[..., Stage]) -> None:
    scene = stage()
    scene.hub.tell(add_tenant(scene.workplace, scene.context.library, {"name": "云图软件有限公司"}))
    page = scene.tenants
    page.drawer.set_open(True)
    page.list.choose_row(0)
    scene.settle()
    headings = [one for one in page.pane.findChildren(QLabel) if one.text() in {"Stages", "Profile"}]
    assert [one.text() for one in headings if one.isVisibleTo(page.pane)] == ["Stages"]
