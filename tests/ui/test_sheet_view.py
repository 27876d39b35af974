"""The sheet's view: cursor, selection, panes, zoom and tool-tips as in a spreadsheet program."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest

from crm.excel.appearance import SheetLook, read_appearance
from crm.ui.models.sheet import Mark, SheetFacts
from crm.ui.sheets.view import SheetView
from crm.ui.theme.paper import ink_of, rule_of
from crm.ui.theme.tokens import DARK, Look

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from crm.ui.theme.theme import Theme

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def sheet() -> SheetLook:
    """Two rows and a column frozen, a merged heading, a hidden row, a run of numbers with a gap."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page = book.add_worksheet("Form")
    page.merge_range("B1:D1", "Heading over three")
    page.write_row("A2", ["Name", "One", "Two", "Three"])
    for row in range(2, 300):
        page.write_row(row, 0, [f"Firm {row}", row, row * 2, row * 3])
    page.write_blank("B10", None)
    page.write("F3", "far")
    page.write(
        "A5", "A long note that runs on over the blank cells beside it, as far as there is room for it"
    )
    page.set_row(6, None, None, {"hidden": True})
    page.freeze_panes(2, 1)
    book.close()
    return read_appearance(file.getvalue()).sheets[0]


class Figures(SheetFacts):
    """Figures in columns B to D."""

    def is_figure(self, row: int, column: int) -> bool:
        return row > 1 and 1 <= column <= 3

    def describe(self, row: int, column: int) -> str:
        return f"place {row} {column}"


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> SheetView:
    made = SheetView(theme, name="Sheet")
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    made.show_sheet(sheet(), Figures(marks={(3, 2): Mark("danger", "Wrong. Mend it.")}))
    return made


def press(
    view: SheetView, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(view, key, modifiers)


def test_arrows_pass_hidden_rows_and_merged_cells(view: SheetView) -> None:
    view.go_to(5, 1)
    press(view, Qt.Key.Key_Down)
    assert view.current == (7, 1)
    view.go_to(1, 2)
    press(view, Qt.Key.Key_Up)
    assert view.current == (0, 1)
    press(view, Qt.Key.Key_Right)
    assert view.current == (0, 4)
    press(view, Qt.Key.Key_Left)
    assert view.current == (0, 1)
    press(view, Qt.Key.Key_Up)
    assert view.current == (0, 1)


def test_ctrl_arrows_go_to_the_edge_of_what_is_filled(view: SheetView) -> None:
    view.go_to(2, 0)
    press(view, Qt.Key.Key_Down, CTRL)
    assert view.current == (299, 0)
    press(view, Qt.Key.Key_Down, CTRL)
    assert view.current == (299, 0)
    view.go_to(2, 3)
    press(view, Qt.Key.Key_Right, CTRL)
    assert view.current == (2, 5)
    view.go_to(4, 3)
    press(view, Qt.Key.Key_Right, CTRL)
    assert view.current == (4, 5)


def test_home_end_and_pages(view: SheetView) -> None:
    view.go_to(4, 3)
    press(view, Qt.Key.Key_Home)
    assert view.current == (4, 0)
    press(view, Qt.Key.Key_End)
    assert view.current == (4, 5)
    press(view, Qt.Key.Key_End, CTRL)
    assert view.current == (299, 5)
    assert view.verticalScrollBar().value() > 0
    press(view, Qt.Key.Key_Home, CTRL)
    assert view.current == (2, 1)
    press(view, Qt.Key.Key_PageDown)
    below = view.current[0]
    assert below > 10
    press(view, Qt.Key.Key_PageUp)
    assert view.current[0] < below


def test_frozen_cells_do_not_scroll(view: SheetView) -> None:
    head, body = view.cell_rect(1, 0), view.cell_rect(20, 1)
    view.verticalScrollBar().setValue(100)
    assert view.cell_rect(1, 0) == head
    assert view.cell_rect(20, 1).top() == body.top() - 100
    assert view.cell_at(head.center()) == (1, 0)
    assert view.cell_at(view.cell_rect(20, 1).center()) == (20, 1)
    assert view.cell_at(QPoint(590, 5)) is None
    view.resize(240, 320)
    view.set_zoom(2)
    assert view.geometry_now is not None
    assert view.geometry_now.frozen == (2, 0)


def test_what_is_on_the_screen_after_scrolling_is_what_is_painted_anew(view: SheetView, qtbot: QtBot) -> None:
    view.resize(300, 240)
    for over, down in ((0, 0), (33, 0), (60, 140), (21, 57), (0, 0)):
        view.horizontalScrollBar().setValue(over)
        view.verticalScrollBar().setValue(down)

        def is_same() -> bool:
            shown = view.screen().grabWindow(view.winId()).toImage()
            return shown == view.grab().toImage().convertToFormat(shown.format())

        qtbot.waitUntil(is_same)


def test_a_cell_stays_in_sight_when_the_room_becomes_less(view: SheetView) -> None:
    view.go_to(12, 3)
    view.resize(300, 240)
    port = view.viewport().rect()
    assert port.contains(view.cell_rect(12, 3))
    view.resize(600, 400)
    view.verticalScrollBar().setValue(1000)
    view.resize(300, 240)
    assert view.verticalScrollBar().value() == 1000  # who has scrolled on by hand stays there


def test_a_jump_ends_at_whole_rows_and_columns_and_shows_what_follows(view: SheetView) -> None:
    view.resize(300, 240)
    view.go_to(150, 3)
    now = view.geometry_now
    assert now is not None
    corner = now.corner
    row, column = view.cell_at(corner + QPoint(2, 2)) or (0, 0)
    assert view.cell_rect(row, column).topLeft() in {corner, corner - QPoint(1, 0), corner - QPoint(0, 1)}
    assert now.size.height() - view.cell_rect(150, 3).bottom() > 2 * view.cell_rect(150, 3).height()
    press(view, Qt.Key.Key_Home, CTRL)
    assert view.verticalScrollBar().value() == 0


def test_the_line_beside_frozen_columns_leaves_a_whole_heading_alone(view: SheetView) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page = book.add_worksheet("Titled")
    page.merge_range("A1:F1", "", None)
    page.write_row("A2", ["Name", "One", "Two", "Three", "Four", "Five"])
    page.freeze_panes(2, 1)
    book.close()
    view.show_sheet(read_appearance(file.getvalue()).sheets[0], SheetFacts())
    view.resize(300, 240)
    title, head = view.cell_rect(0, 0), view.cell_rect(1, 1)

    def inks() -> tuple[str, str]:
        image = view.viewport().grab().toImage()
        return (
            image.pixelColor(head.left(), title.center().y()).name(),
            image.pixelColor(head.left(), head.center().y()).name(),
        )

    line = view._theme.tokens.border_strong.lower()
    assert inks()[1] == line
    assert inks()[0] != line
    view.horizontalScrollBar().setValue(30)
    assert inks()[0] == line


def test_a_centred_word_that_is_too_long_is_cut_at_its_end(qtbot: QtBot, theme: Theme) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page = book.add_worksheet("Codes")
    for row, (side, text) in enumerate([("center", "MMMM" + "l" * 40), ("left", "MMMM" + "l" * 40)]):
        look = book.add_format({"align": side, "font_name": "Noto Sans CJK SC"})
        page.write_row(row, 0, ["left", None, "right"])
        page.write(row, 1, text, look)
    book.close()
    view = SheetView(theme, name="Codes")
    qtbot.addWidget(view)
    view.resize(500, 200)
    view.show()
    view.show_sheet(read_appearance(file.getvalue()).sheets[0], SheetFacts())
    image = view.viewport().grab().toImage()
    inner = QPoint(3, 3)
    one, other = (
        image.copy(QRect(view.cell_rect(row, 1).topLeft() + inner, view.cell_rect(row, 1).size() / 2))
        for row in (0, 1)
    )
    assert one == other


def test_a_block_is_selected_and_copied(view: SheetView) -> None:
    view.go_to(2, 1)
    press(view, Qt.Key.Key_Right, SHIFT)
    press(view, Qt.Key.Key_Down, SHIFT)
    assert view.selected() == (range(2, 4), range(1, 3))
    press(view, Qt.Key.Key_C, CTRL)
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == "2\t4\n3\t6"
    assert clipboard.mimeData().html().count("<td>") == 4
    clipboard.clear()  # what it holds must not outlive the interpreter
    press(view, Qt.Key.Key_A, CTRL)
    assert view.selected() == (range(300), range(6))


def test_the_mouse_chooses_drags_and_asks(view: SheetView, qtbot: QtBot) -> None:
    port = view.viewport()
    first, second = view.cell_rect(3, 1).center(), view.cell_rect(5, 2).center()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=first)
    assert view.current == (3, 1)
    QTest.mouseMove(port, second)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=second)
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, SHIFT, pos=second)
    assert view.selected() == (range(3, 6), range(1, 3))
    with qtbot.waitSignal(view.asked) as asked:
        QTest.mouseDClick(port, Qt.MouseButton.LeftButton, pos=first)
    assert asked.args == [3, 1]
    with qtbot.waitSignal(view.asked):
        press(view, Qt.Key.Key_Return)


def test_zoom_has_limits_and_keeps_the_cursor_in_sight(view: SheetView, qtbot: QtBot) -> None:
    view.go_to(150, 2)
    with qtbot.waitSignal(view.zoom_changed):
        press(view, Qt.Key.Key_Plus, CTRL)
    press(view, Qt.Key.Key_Equal, CTRL)
    view.set_zoom(5)
    assert view.zoom == 2.0
    assert view.viewport().rect().contains(view.cell_rect(150, 2).center())
    view.set_zoom(0.1)
    assert view.zoom == 0.5
    press(view, Qt.Key.Key_Minus, CTRL)
    assert view.zoom == 0.5
    press(view, Qt.Key.Key_0, CTRL)
    assert view.zoom == 1.0


def test_a_marked_cell_tells_what_is_wrong(view: SheetView) -> None:
    assert view.facts.tip(3, 2) == "place 3 2\nWrong. Mend it."
    place = view.cell_rect(3, 2).center()
    help_event = QHelpEvent(QEvent.Type.ToolTip, place, view.viewport().mapToGlobal(place))
    assert view.viewportEvent(help_event)
    beside = QHelpEvent(QEvent.Type.ToolTip, QPoint(595, 395), view.viewport().mapToGlobal(QPoint(595, 395)))
    assert view.viewportEvent(beside)
    image = view.viewport().grab().toImage()
    rect = view.cell_rect(3, 2)
    corner = image.pixelColor(rect.right() - 3, rect.top() + 2)
    assert corner.red() > 150 > corner.blue()


def test_the_cursor_is_told_to_readers(view: SheetView) -> None:
    view.go_to(4, 1)
    assert view.accessibleName() == "Sheet B5 place 4 1 4"


def test_another_look_turns_the_paper(view: SheetView, theme: Theme) -> None:
    light = view.viewport().grab().toImage()
    theme.set_look(Look.DARK)
    dark = view.viewport().grab().toImage()
    empty = view.cell_rect(5, 4).center()
    assert light.pixelColor(empty).lightness() > 200
    assert dark.pixelColor(empty).lightness() < 80
    theme.set_look(Look.LIGHT)


def test_dark_paper_keeps_hues_and_turns_lightness() -> None:
    turned = ink_of(True, paper=DARK.surface)
    assert turned("#FFFFFF") == DARK.surface
    assert turned("#000000") > "#e0e0e0"
    assert turned("#C00000")[1:3] > turned("#C00000")[3:5]
    assert ink_of(False, paper="#FFFFFF")("#123456") == "#123456"
    rule = rule_of(True, paper=DARK.surface)
    assert "#606060" < rule("#000000") < "#808080"
    assert rule("#FFFFFF") == DARK.surface.lower()
    assert rule_of(False, paper="#FFFFFF")("#000000") == "#000000"


def test_a_position_is_come_back_to(view: SheetView) -> None:
    view.go_to(180, 3)
    position = view.position
    view.go_to(2, 1)
    view.restore(position)
    assert view.position == position
    view.go_to(9999, 1)
    assert view.current == (180, 3)
