"""The engine behind every list: rows read when they are looked at, sorted, arranged, selected and copied."""

from __future__ import annotations

import threading
from array import array
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QModelRoleData,
    QModelRoleDataSpan,
    QPoint,
    Qt,
)
from PySide6.QtGui import QContextMenuEvent, QCursor, QGuiApplication, QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMenu

from crm.domain.errors import RuleError
from crm.ui.table import list_view as lists
from crm.ui.table import model as module
from crm.ui.table.chooser import ColumnSheet
from crm.ui.table.list_view import ListView
from crm.ui.table.model import PAGE, RecordModel
from crm.ui.table.record_table import RecordTable
from crm.ui.widgets.table import TagDelegate
from tests.ui.numbers import Numbers, NumberSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter

    from crm.ui.table.painted import Strip
    from crm.ui.table.source import Beginning
    from tests.ui.stage import Stage

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Stage:
    return stage()


@pytest.fixture
def source() -> NumberSource:
    return NumberSource()


@pytest.fixture
def view(scene: Stage, source: NumberSource) -> ListView:
    made = ListView(scene.context, source, row_actions=("tenant.export",))
    made.setParent(scene.shell)
    made.resize(640, 480)
    made.raise_()
    made.show()
    made.ask(Numbers())
    scene.settle()
    return made


def shown(view: ListView, row: int) -> list[str]:
    return [str(view.model.data(view.model.index(row, column))) for column in range(view.model.columnCount())]


def select(view: ListView, *rows: int) -> None:
    flags = QItemSelectionModel.SelectionFlag
    view.choose_row(rows[0])
    for row in rows[1:]:
        view.table.selectionModel().select(view.model.index(row, 0), flags.Select | flags.Rows)


# ------------------------------------------------------------------------------------------------ the model


def test_the_model_keeps_the_rules_of_models(scene: Stage, source: NumberSource) -> None:
    model = RecordModel(scene.context, source)
    QAbstractItemModelTester(model, FATAL, scene.shell)
    edition = model.begin(source.begin(Numbers(), PAGE))
    assert model.rowCount() == 1_000
    assert not model.is_complete
    assert model.complete(edition, source.list_ids(Numbers()))
    model.data(model.index(900, 0))
    scene.settle()
    assert model.data(model.index(900, 0)) == "n901"
    model.begin(source.begin(Numbers(most=0), PAGE))
    assert model.rowCount() == 0


def test_the_first_page_is_there_before_the_ids_are(scene: Stage, source: NumberSource) -> None:
    model = RecordModel(scene.context, source)
    model.begin(source.begin(Numbers(), PAGE))
    assert model.data(model.index(PAGE - 1, 0)) == f"n{PAGE}"
    assert model.data(model.index(PAGE, 0)) == ""
    source.asked.clear()
    scene.settle()
    assert source.asked == []


def test_a_page_that_comes_too_late_is_dropped(scene: Stage, view: ListView, source: NumberSource) -> None:
    model = view.model
    model.data(model.index(500, 0))
    edition = model.begin(source.begin(Numbers(most=3), PAGE))
    assert model.complete(edition - 1, array("q", [9]))  # of an older query: nobody minds
    scene.settle()
    assert model.rowCount() == 3
    assert list(model.ids) == [1, 2, 3]


def test_ids_that_do_not_go_on_as_it_began_are_refused(scene: Stage, source: NumberSource) -> None:
    model = RecordModel(scene.context, source)
    edition = model.begin(source.begin(Numbers(), PAGE))
    assert not model.complete(edition, source.list_ids(Numbers(most=999)))
    assert not model.complete(edition, source.list_ids(Numbers(descending=True)))


def test_pages_far_away_are_let_go_of(
    scene: Stage, source: NumberSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PAGES_KEPT", 3)
    model = RecordModel(scene.context, source)
    model.complete(model.begin(source.begin(Numbers(), PAGE)), source.list_ids(Numbers()))
    for row in range(0, 1_000, PAGE):
        model.data(model.index(row, 0))
        scene.settle()
    assert model.cells_at(0) is None
    assert model.data(model.index(0, 0)) == ""
    scene.settle()
    assert model.data(model.index(0, 0)) == "n1"


def test_nothing_is_read_twice(scene: Stage, view: ListView, source: NumberSource) -> None:
    source.asked.clear()
    for _ in range(3):
        view.model.data(view.model.index(500, 0))
    scene.settle()
    view.model.data(view.model.index(500, 1))
    scene.settle()
    starts = [ids[0] for ids in source.asked]
    assert len(starts) == len(set(starts))


def test_all_roles_of_a_cell_are_answered_at_once_as_one_by_one(view: ListView) -> None:
    roles = (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.ForegroundRole,
        Qt.ItemDataRole.DecorationRole,
    )
    for column in range(view.model.columnCount()):
        place = view.model.index(2, column)
        for role in roles:
            answer = QModelRoleData(role)
            view.model.multiData(place, QModelRoleDataSpan(answer))
            assert answer.data() == view.model.data(place, role)


def test_a_reader_hears_the_column_with_the_value(view: ListView) -> None:
    spoken = view.model.data(view.model.index(3, 2), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Amount (10k yuan) 1.00"
    assert view.model.data(view.model.index(3, 0), Qt.ItemDataRole.UserRole) == 4
    assert view.model.data(QModelIndex()) is None


def test_numbers_stand_at_the_right_with_their_titles(view: ListView) -> None:
    role, across = Qt.ItemDataRole.TextAlignmentRole, Qt.Orientation.Horizontal
    assert view.model.headerData(1, across, role) == view.model.data(view.model.index(0, 1), role) == 0x82
    assert view.model.headerData(0, across, role) == 0x81
    assert view.model.headerData(0, Qt.Orientation.Vertical) is None
    assert view.model.headerData(0, across, Qt.ItemDataRole.DecorationRole) is None


# ------------------------------------------------------------------------------------------- asking, states


def test_where_no_record_is_that_is_said(scene: Stage, view: ListView) -> None:
    view.ask(Numbers(most=0))
    scene.settle()
    assert view.currentWidget() is view.state.widget
    assert view.state.text.text() == "No numbers yet"
    assert view.state.button.isHidden()
    view.ask(Numbers(most=3, step=9))
    scene.settle()
    assert view.state.button.text() == "Clear filter"
    view.ask(Numbers())
    scene.settle()
    assert view.currentWidget() is view.table


def test_a_list_that_cannot_be_read_can_be_tried_again(
    scene: Stage, view: ListView, source: NumberSource
) -> None:
    source.fault = RuleError("tenant-name-missing")
    view.ask_again()
    scene.settle()
    assert view.state.button.text() == "Try again"
    assert scene.failures == []
    source.fault = KeyError("sort")
    scene.click(view.state.button)
    assert view.state.text.text() == "The list could not be read"
    assert "KeyError" in scene.failures[0].report
    source.fault = None
    scene.click(view.state.button)
    assert view.currentWidget() is view.table


def test_what_was_chosen_and_looked_at_is_so_again_after_a_change(
    scene: Stage, view: ListView, source: NumberSource
) -> None:
    select(view, 300, 301, 305)
    view.table.verticalScrollBar().setValue(295)
    source.gone.add(10)
    view.ask_again()
    scene.settle()
    assert view.record_count == 999
    assert view.chosen_ids() == [301, 302, 306]
    assert view.current_id == 301
    assert view.table.verticalScrollBar().value() == 295


def test_a_record_that_is_wanted_is_chosen_and_scrolled_to(scene: Stage, view: ListView) -> None:
    view.ask(Numbers(step=2), wanted=800)
    scene.settle()
    assert view.current_id == 800
    row = view.model.row_of(800)
    assert view.table.viewport().rect().contains(view.table.visualRect(view.model.index(row, 0)))
    assert view.current is not None
    assert view.current.record == 800


def test_a_list_that_changes_while_its_ids_are_read_begins_again(
    scene: Stage, view: ListView, source: NumberSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = source.list_ids
    told: list[int] = []

    def change_once(query: Numbers) -> array[int]:
        ids = whole(query)
        if len(told) == 1:
            ids.pop()
        told.append(len(ids))
        return ids

    monkeypatch.setattr(source, "list_ids", change_once)
    view.ask(Numbers(most=500))
    scene.settle()
    assert view.model.is_complete
    assert view.record_count == 500
    assert len(told) == 4


# ------------------------------------------------------------------------------------------------- sorting


def head_click(scene: Stage, view: ListView, column: int) -> None:
    head = view.table.head
    at = QPoint(head.sectionViewportPosition(column) + 20, head.height() // 2)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    scene.settle()


def test_a_click_on_a_title_sorts_up_then_down_then_not_at_all(scene: Stage, view: ListView) -> None:
    head_click(scene, view, 1)
    assert (view.query.sort, view.query.descending, shown(view, 0)[0]) == ("number", False, "n1")
    head_click(scene, view, 1)
    assert (view.table.head.sorted_by, shown(view, 0)[0]) == (1, "n1000")
    head_click(scene, view, 1)
    assert (view.table.head.sorted_by, view.layout_now.sort, shown(view, 0)[0]) == (-1, "", "n1")
    before = view.query
    head_click(scene, view, 4)
    assert view.query == before


def test_a_new_order_is_looked_at_from_its_beginning_and_keeps_what_was_chosen(
    scene: Stage, view: ListView
) -> None:
    view.choose_row(500)
    scene.settle()
    view.table.head.sort_changed.emit(1, True)
    scene.settle()
    assert view.table.verticalScrollBar().value() == 0
    assert view.current_id == 501


# ------------------------------------------------------------------------------------------------- columns


def test_the_menu_of_a_title_sorts_and_hides(scene: Stage, view: ListView) -> None:
    view.table.head.menu_asked.emit(2, QPoint(10, 10))
    (menu,) = [one for one in view.findChildren(QMenu) if one.isVisible()]
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts[:4] == ["Sort ascending", "Sort descending", "Clear sorting", "Hide this column"]
    menu.actions()[1].trigger()
    scene.settle()
    assert view.query.descending
    next(action for action in menu.actions() if action.text() == "Hide this column").trigger()
    menu.close()
    assert view.table.isColumnHidden(2)
    assert "amount" not in [column.key for column in view.shown_columns()]
    view.reset_columns()
    assert not view.table.isColumnHidden(2)
    assert scene.notice == "The columns have been reset."
    scene.click(scene.shell.notice_bar.action)
    assert view.table.isColumnHidden(2)


def test_the_menu_of_a_title_filters_where_the_page_does(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True)
    page = scene.tenants
    page.table.head.menu_asked.emit(2, QPoint(10, 10))
    (menu,) = [one for one in page.list.findChildren(QMenu) if one.isVisible()]
    assert [action.text() for action in menu.actions()][-2:] == ["Filter list", "Clear filter"]
    menu.actions()[-2].trigger()
    assert scene.dialogs()
    menu.close()


def test_where_an_answer_takes_a_moment_a_line_says_so_and_the_rows_stay(
    scene: Stage, view: ListView, source: NumberSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold, begin = threading.Event(), source.begin

    def slow(query: Numbers, size: int) -> Beginning:
        hold.wait(20)
        return begin(query, size)

    monkeypatch.setattr(source, "begin", slow)
    view.ask(Numbers(descending=True))
    view.ask(Numbers(most=7))
    scene.until(view.waiting.line.isVisible)
    assert shown(view, 0)[0] == "n1"
    assert view.currentWidget() is view.table
    hold.set()
    scene.settle()
    assert not view.waiting.line.isVisible()
    assert view.record_count == 7


def test_the_name_cannot_be_hidden(view: ListView) -> None:
    view.table.head.menu_asked.emit(0, QPoint(10, 10))
    (menu,) = [one for one in view.findChildren(QMenu) if one.isVisible()]
    assert "Hide this column" not in [action.text() for action in menu.actions()]
    menu.close()


def test_columns_are_chosen_and_moved_with_the_keyboard(scene: Stage, view: ListView) -> None:
    view.choose_columns()
    sheet = scene.dialog.sheet
    assert isinstance(sheet, ColumnSheet)
    assert scene.window.isVisible()
    scene.press(sheet.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    scene.press(sheet.list, Qt.Key.Key_Space)  # hides what has just been moved
    sheet.list.setCurrentRow(sheet.list.count() - 1)
    scene.press(sheet.list, Qt.Key.Key_Space)
    scene.click(sheet.up)
    scene.click(scene.dialog.verb)
    keys = [column.key for column in view.shown_columns()]
    assert keys == ["name", "amount", "day", "note", "phone"]


def draw(view: ListView, column: int, by: int) -> int:
    """Draw a column wider; the width it has then."""
    head = view.table.head
    edge = QPoint(head.sectionViewportPosition(column) + head.sectionSize(column) - 1, head.height() // 2)
    QTest.mousePress(head.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(head.viewport(), edge + QPoint(by // 2, 0))
    QTest.mouseMove(head.viewport(), edge + QPoint(by, 0))
    QTest.mouseRelease(head.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(by, 0))
    return head.sectionSize(column)


def test_order_width_sort_and_choice_are_there_again_after_a_restart(
    scene: Stage, view: ListView, source: NumberSource
) -> None:
    head = view.table.head
    head.moveSection(head.visualIndex(3), 1)
    width = draw(view, 1, 40)
    scene.qtbot.wait(350)
    view.show_columns(["name", "day", "number", "note"])
    head_click(scene, view, 1)
    head_click(scene, view, 1)
    again = ListView(scene.context, source)
    again.ask(Numbers())
    scene.settle()
    assert [column.key for column in again.shown_columns()] == ["name", "day", "number", "note"]
    assert again.table.columnWidth(1) == width == view.table.columnWidth(1)
    assert (again.query.sort, again.query.descending) == ("number", True)
    assert (again.table.head.sorted_by, again.table.head.descending) == (1, True)


@pytest.mark.parametrize("then", ["choose", "hide", "resize"])
def test_a_width_drawn_a_moment_ago_outlives_what_is_done_next(view: ListView, then: str) -> None:
    before = view.table.columnWidth(1)
    width = draw(view, 1, 44)
    if then == "choose":
        view.show_columns(["name", "number", "note"])
    elif then == "hide":
        view.keeper.hide("phone")
    else:
        view.resize(900, 480)
    assert before < width == view.table.columnWidth(1) == view.layout_now.widths["number"]


def test_a_reset_right_after_drawing_forgets_the_drawn_width_too(scene: Stage, view: ListView) -> None:
    draw(view, 1, 44)
    view.reset_columns()
    scene.qtbot.wait(350)
    assert not view.layout_now.widths


def test_the_first_column_stands_still_when_the_others_move(scene: Stage, view: ListView) -> None:
    view.resize(360, 300)
    scene.settle()
    assert view.frozen.isHidden()
    view.table.horizontalScrollBar().setValue(view.table.horizontalScrollBar().maximum())
    assert view.frozen.isVisible()
    assert view.frozen.width() == view.table.columnWidth(0) + 1
    view.table.verticalScrollBar().setValue(50)
    assert view.frozen.verticalScrollBar().value() == 50
    at = view.frozen.visualRect(view.model.index(52, 0)).center()
    QTest.mouseClick(view.frozen.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert view.current_id == 53
    view.table.horizontalScrollBar().setValue(0)
    assert view.frozen.isHidden()
    assert view.table.covered == 0


@pytest.mark.parametrize("step", [3, -2, 60])
def test_beside_a_column_that_stands_still_rows_are_moved_and_only_new_ones_painted(
    scene: Stage, view: ListView, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.resize(360, 300)
    view.table.horizontalScrollBar().setValue(view.table.horizontalScrollBar().maximum())
    view.table.verticalScrollBar().setValue(50)
    QCursor.setPos(0, 0)  # the row under the mouse is painted too, wherever another test has left it
    for part in (view.table, view.frozen):
        QApplication.sendEvent(part.viewport(), QEvent(QEvent.Type.Leave))
    scene.settle()
    painted: list[range] = []
    paint = RecordTable.paint_cells

    def note(table: RecordTable, painter: QPainter, rows: range, strips: list[Strip]) -> None:
        painted.append(rows)
        paint(table, painter, rows, strips)

    monkeypatch.setattr(RecordTable, "paint_cells", note)
    seen = view.table.rowAt(view.table.viewport().height() - 1) - view.table.rowAt(0) + 1
    bar = view.table.verticalScrollBar()
    most = []
    for _ in range(4):  # something else may have asked for a painting at the same time: the least counts
        painted.clear()
        bar.setValue(bar.value() + step)
        scene.settle()
        most.append(max(map(len, painted)))
        bar.setValue(50)
        scene.settle()
    assert min(most) <= min(abs(step) + 1, seen)
    bar.setValue(50 + step)
    scene.settle()
    screen = view.screen()
    assert screen is not None
    moved = screen.grabWindow(view.window().winId()).toImage()
    for part in (view.table, view.frozen):
        part.viewport().update()
    scene.settle()
    assert screen.grabWindow(view.window().winId()).toImage() == moved


# ------------------------------------------------------------------------------------------ keys and choice


def test_the_keys_are_those_of_explorer(scene: Stage, view: ListView) -> None:
    opened: list[int] = []
    view.opened.connect(opened.append)
    view.focus_list()
    table = view.table
    assert view.current_id == 1
    scene.press(table, Qt.Key.Key_Down)
    scene.press(table, Qt.Key.Key_Down, SHIFT)
    assert view.chosen_ids() == [2, 3]
    scene.press(table, Qt.Key.Key_End, CTRL)
    assert view.current_id == 1_000
    scene.press(table, Qt.Key.Key_Home, CTRL)
    assert view.current_id == 1
    scene.press(table, Qt.Key.Key_PageDown)
    assert 5 < (view.current_id or 0) < 30
    scene.press(table, Qt.Key.Key_A, CTRL)
    assert view.chosen_count == 1_000
    scene.press(table, Qt.Key.Key_Return)
    assert opened == [view.current_id]


def test_what_is_typed_into_the_list_is_looked_for(view: ListView) -> None:
    typed: list[str] = []
    view.typed.connect(typed.append)
    view.focus_list()
    QTest.keyClicks(view.table, "ab")
    assert "".join(typed)[:1] == "a"


def test_escape_is_told(view: ListView) -> None:
    left: list[bool] = []
    view.left.connect(lambda: left.append(True))
    QTest.keyClick(view.table, Qt.Key.Key_Escape)
    assert left == [True]


def test_the_menu_of_a_row_chooses_it_first_and_offers_what_the_toolbar_does(
    view: ListView,
) -> None:
    at = view.table.visualRect(view.model.index(4, 1)).center()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse,
        at,
        view.table.viewport().mapToGlobal(at),
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view.table.viewport(), event)
    (menu,) = [one for one in view.findChildren(QMenu) if one.isVisible()]
    assert view.current_id == 5
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == [
        "Open",
        "Export the 1,000 rows shown",
        "Copy",
        "Copy with headings",
        "Copy cell",
        "Column",
    ]
    next(action for action in menu.actions() if action.text() == "Copy cell").trigger()
    menu.close()
    assert QGuiApplication.clipboard().text() == "5"


def test_the_menu_key_opens_it_at_the_current_row(view: ListView) -> None:
    view.choose_row(3)
    asked: list[int] = []
    view.table.menu_asked.connect(lambda row, _at: asked.append(row))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1))
    QApplication.sendEvent(view.table.viewport(), event)
    assert asked == [3]
    for menu in view.findChildren(QMenu):
        menu.close()


def test_the_mouse_tints_the_row_it_is_over(view: ListView) -> None:
    rows: list[int] = []
    view.table.hovered.connect(rows.append)
    QTest.mouseMove(view.table.viewport(), view.table.visualRect(view.model.index(6, 1)).center())
    view.table.hover(6)
    view.table.hover(-1)
    assert rows[-2:] == [6, -1]


# --------------------------------------------------------------------------------------- copying, adding up


def test_the_selected_rows_are_copied_as_shown_with_personal_data_masked(
    scene: Stage, view: ListView
) -> None:
    select(view, 4, 6)
    view.show_columns(["name", "phone", "amount"])
    scene.press(view.table, Qt.Key.Key_C, CTRL)
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.text() == "n5\t138****5678\t1.25\r\nn7\t138****5678\t"
    assert "mso-number-format" in mime.html()
    assert scene.notice == "Copied 2 rows."
    scene.press(view.table, Qt.Key.Key_C, CTRL | SHIFT)
    assert QGuiApplication.clipboard().text().split("\r\n")[0] == "Name\tPhone\tAmount (10k yuan)"


def test_too_many_rows_for_the_clipboard_are_refused_and_can_be_exported_instead(
    scene: Stage, view: ListView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "MOST_COPIED", 3)
    QGuiApplication.clipboard().setText("before")
    select(view, 1, 2, 3, 4)
    QTest.keyClick(view.table, Qt.Key.Key_C, CTRL)
    scene.settle()
    assert QGuiApplication.clipboard().text() == "before"
    assert scene.notice == "4 rows are too many for the clipboard; nothing was copied."
    assert scene.shell.notice_bar.action.text() == "Export the 4 rows selected"
    select(view, 1, 2, 3)
    QTest.keyClick(view.table, Qt.Key.Key_C, CTRL)
    scene.settle()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 3


def test_count_sum_and_average_of_the_selection_are_told(scene: Stage, view: ListView) -> None:
    told: list[str] = []
    view.selection_told.connect(told.append)
    select(view, 5, 6, 7)
    view.table.selectionModel().setCurrentIndex(
        view.model.index(5, 2), QItemSelectionModel.SelectionFlag.NoUpdate
    )
    scene.settle()
    assert told[-1] == "Selected: 3   Amount (10k yuan): 2 values, sum 3.50, average 1.75"
    view.choose_row(0)
    scene.settle()
    assert told[-1] == ""


def test_all_rows_are_added_up_without_being_read(scene: Stage, view: ListView, source: NumberSource) -> None:
    told: list[str] = []
    view.selection_told.connect(told.append)
    source.asked.clear()
    view.focus_list()
    scene.press(view.table, Qt.Key.Key_A, CTRL)
    assert told[-1].startswith("Selected: 1,000   Number: 1,000 values, sum 500,500")
    assert sum(map(len, source.asked)) <= 2 * PAGE


def test_what_leaves_the_list_is_the_selection_only_where_there_is_one(view: ListView) -> None:
    view.choose_row(3)
    assert view.ids_to_take() is None
    select(view, 3, 4)
    assert view.ids_to_take() == [4, 5]
    assert view.export_text() == "Export the 2 rows selected"


def test_a_key_of_another_kind_is_left_to_qt(view: ListView) -> None:
    event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier)
    view.table.keyPressEvent(event)
    assert not event.isAccepted()


# ------------------------------------------------------------------------------------------------ painting


def colours(view: ListView, row: int, column: int) -> set[str]:
    """The colours of a cell on the screen."""
    picture = view.table.viewport().grab(view.table.visualRect(view.model.index(row, column))).toImage()
    return {
        picture.pixelColor(x, y).name()
        for x in range(0, picture.width(), 2)
        for y in range(1, picture.height() - 2)
    }


def test_cells_are_painted_in_the_colours_of_their_row(scene: Stage, view: ListView) -> None:
    tokens = scene.context.theme.tokens
    view.choose_row(3)
    scene.settle()
    assert tokens.row_sel.lower() in colours(view, 3, 1)
    view.table.hover(5)
    assert tokens.row_hover.lower() in colours(view, 5, 1)
    assert colours(view, 7, 1) & {tokens.surface.lower()}
    assert len(colours(view, 7, 1)) > 2  # there is a text in it


def test_a_text_without_room_is_shortened_and_grows_again_with_its_column(view: ListView) -> None:
    view.table.setColumnWidth(3, 50)
    narrow = colours(view, 2, 3)
    view.table.setColumnWidth(3, 160)
    wide = view.table.viewport().grab(view.table.visualRect(view.model.index(2, 3))).toImage()
    right = {wide.pixelColor(x, y).name() for x in range(60, 110) for y in range(wide.height() - 2)}
    assert len(narrow) > 2
    assert len(right) > 2  # the end of the day, which was cut off before


def test_a_row_that_is_still_being_read_is_blank_and_then_painted(scene: Stage, view: ListView) -> None:
    view.table.verticalScrollBar().setValue(700)
    assert len(colours(view, 705, 0)) == 1
    scene.settle()
    assert len(colours(view, 705, 0)) > 2


def test_a_column_with_a_delegate_is_painted_by_it(scene: Stage, view: ListView) -> None:
    tokens = scene.context.theme.tokens
    view.set_delegate(
        "number", lambda table: TagDelegate(scene.context.theme, lambda _record: ("ok", "ok_soft"), table)
    )
    view.choose_row(2)
    scene.settle()
    assert tokens.ok_soft.lower() in colours(view, 4, 1)
    assert {tokens.ok_soft.lower(), tokens.row_sel.lower()} <= colours(view, 2, 1)
