"""Blocks of cells in a list: chosen by mouse and keys, painted, copied, added up, and rows again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm.ui.table.list_view import ListView
from tests.ui.numbers import Numbers, NumberSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QImage

    from crm.ui.widgets.table import Table
    from tests.ui.stage import Stage

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NAME, NUMBER, AMOUNT, DAY, PHONE, NOTE = range(6)


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Stage:
    return stage()


@pytest.fixture
def view(scene: Stage) -> ListView:
    made = ListView(scene.context, NumberSource())
    scene.shell.stack.addWidget(made)
    scene.shell.stack.setCurrentWidget(made)
    made.ask(Numbers())
    scene.settle()
    made.focus_list()
    return made


def middle(view: ListView, row: int, column: int) -> QPoint:
    return view.table.visualRect(view.model.index(row, column)).center()


def click(view: ListView, row: int, column: int, held: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(view.table.viewport(), LEFT, held, middle(view, row, column))


def draw(table: Table, *places: QPoint) -> None:
    """Press at the first place, go over the others, and let go at the last."""
    port = table.viewport()
    QTest.mousePress(port, LEFT, NONE, places[0])
    for place in places[1:]:
        at = QPointF(place)
        event = QMouseEvent(
            QEvent.Type.MouseMove, at, port.mapToGlobal(at), Qt.MouseButton.NoButton, LEFT, NONE
        )
        QApplication.sendEvent(port, event)
    QTest.mouseRelease(port, LEFT, NONE, places[-1])


def copied(scene: Stage, view: ListView, *, titles: bool = False) -> list[str]:
    scene.press(view.table, Qt.Key.Key_C, CTRL | SHIFT if titles else CTRL)
    return QGuiApplication.clipboard().text().split("\r\n")


def keys(view: ListView, *pressed: Qt.Key, held: Qt.KeyboardModifier = SHIFT) -> None:
    for key in pressed:
        QTest.keyClick(view.table, key, held)


# ----------------------------------------------------------------------------------------------- choosing


def test_the_mouse_drawn_across_columns_selects_a_block_of_cells(scene: Stage, view: ListView) -> None:
    draw(view.table, middle(view, 2, NUMBER), middle(view, 3, NUMBER), middle(view, 4, AMOUNT))
    assert view.table.block_columns() == [NUMBER, AMOUNT]
    assert view.chosen_ids() == [3, 4, 5]
    assert copied(scene, view) == ["3\t0.75", "4\t1", "5\t1.25"]
    assert scene.notice == "Copied a block of 3 × 2."
    assert copied(scene, view, titles=True)[0] == "Number\tAmount (10k yuan)"


def test_drawn_upwards_and_to_the_left_it_is_the_same_block(scene: Stage, view: ListView) -> None:
    draw(view.table, middle(view, 4, AMOUNT), middle(view, 2, NUMBER))
    assert copied(scene, view) == ["3\t0.75", "4\t1", "5\t1.25"]


def test_drawn_back_into_its_first_column_it_is_that_column_alone(scene: Stage, view: ListView) -> None:
    draw(view.table, middle(view, 2, DAY), middle(view, 3, AMOUNT), middle(view, 4, DAY))
    assert copied(scene, view) == ["2020-01-04", "2020-01-05", "2020-01-06"]


def test_drawn_down_a_column_the_mouse_selects_rows_as_ever(view: ListView) -> None:
    draw(view.table, middle(view, 2, NUMBER), middle(view, 3, NUMBER), middle(view, 5, NUMBER))
    assert view.table.block_columns() == []
    assert view.chosen_ids() == [3, 4, 5, 6]


def test_shift_and_an_arrow_across_begin_a_block_that_all_arrows_with_shift_change(
    scene: Stage, view: ListView
) -> None:
    click(view, 1, NUMBER)
    keys(view, Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert copied(scene, view) == ["2\t0.5", "3\t0.75"]
    keys(view, Qt.Key.Key_Left)
    assert copied(scene, view) == ["2", "3"]
    keys(view, Qt.Key.Key_Left, Qt.Key.Key_Up)
    assert copied(scene, view) == ["n2\t2"]
    keys(view, Qt.Key.Key_End)
    assert view.table.block_columns() == [NUMBER, AMOUNT, DAY, PHONE]  # the note is hidden


def test_shift_and_a_click_in_another_column_select_the_block_between(scene: Stage, view: ListView) -> None:
    click(view, 1, NUMBER)
    click(view, 3, AMOUNT, SHIFT)
    assert copied(scene, view) == ["2\t0.5", "3\t0.75", "4\t1"]
    click(view, 2, NAME, SHIFT)
    assert copied(scene, view) == ["n2\t2", "n3\t3"]
    click(view, 5, NUMBER)
    click(view, 6, NUMBER, SHIFT)
    assert view.table.block_columns() == []
    assert view.chosen_ids() == [6, 7]


def test_after_shift_and_a_click_the_mouse_may_be_drawn_on(view: ListView) -> None:
    click(view, 1, NUMBER)
    port, at = view.table.viewport(), QPointF(middle(view, 4, DAY))
    QTest.mousePress(port, LEFT, SHIFT, middle(view, 3, AMOUNT))
    event = QMouseEvent(QEvent.Type.MouseMove, at, port.mapToGlobal(at), Qt.MouseButton.NoButton, LEFT, SHIFT)
    QApplication.sendEvent(port, event)
    QTest.mouseRelease(port, LEFT, SHIFT, at.toPoint())
    assert view.table.block_columns() == [NUMBER, AMOUNT, DAY]
    assert view.chosen_ids() == [2, 3, 4, 5]


@pytest.mark.parametrize(
    ("key", "held", "chosen"),
    [
        (Qt.Key.Key_Escape, NONE, [2, 3]),
        (Qt.Key.Key_Space, SHIFT, [2, 3]),
        (Qt.Key.Key_Down, NONE, [4]),
        (Qt.Key.Key_Left, NONE, [3]),
        (Qt.Key.Key_Home, CTRL, [2, 3]),
    ],
)
def test_a_key_goes_back_to_rows(
    view: ListView, key: Qt.Key, held: Qt.KeyboardModifier, chosen: list[int]
) -> None:
    left: list[bool] = []
    view.left.connect(lambda: left.append(True))
    click(view, 1, NUMBER)
    keys(view, Qt.Key.Key_Right, Qt.Key.Key_Down)
    keys(view, key, held=held)
    assert view.table.block_columns() == []
    assert view.chosen_ids() == chosen
    assert left == []


def test_a_click_ctrl_and_a_click_and_ctrl_a_select_rows(view: ListView) -> None:
    ways: tuple[Callable[[], None], ...] = (
        lambda: click(view, 7, DAY),
        lambda: click(view, 7, DAY, CTRL),
        lambda: keys(view, Qt.Key.Key_A, held=CTRL),
        lambda: view.choose_row(7),
    )
    for leave in ways:
        click(view, 1, NUMBER)
        keys(view, Qt.Key.Key_Right)
        assert view.table.block_columns()
        leave()
        assert view.table.block_columns() == []
    click(view, 1, NUMBER)
    keys(view, Qt.Key.Key_End, held=CTRL | SHIFT)
    assert view.table.block_columns() == []


def test_a_key_that_moves_nothing_leaves_the_block(view: ListView) -> None:
    click(view, 1, NUMBER)
    keys(view, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert view.table.block_columns() == [NAME, NUMBER]
    QTest.keyClick(view.table, Qt.Key.Key_F9)
    assert view.table.block_columns() == [NAME, NUMBER]


def test_a_block_has_the_columns_that_are_shown_in_their_order(scene: Stage, view: ListView) -> None:
    view.show_columns(["name", "day", "amount"])
    click(view, 1, NAME)
    keys(view, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert copied(scene, view, titles=True) == ["Name\tDay\tAmount (10k yuan)", "n2\t2020-01-03\t0.5"]


def test_personal_data_are_masked_in_a_block_too(scene: Stage, view: ListView) -> None:
    click(view, 1, DAY)
    keys(view, Qt.Key.Key_Right)
    assert copied(scene, view) == ["2020-01-03\t138****5678"]


def test_another_query_shows_rows_and_the_same_one_keeps_the_block(scene: Stage, view: ListView) -> None:
    click(view, 1, NUMBER)
    keys(view, Qt.Key.Key_Right, Qt.Key.Key_Down)
    view.ask_again()
    scene.settle()
    assert copied(scene, view) == ["2\t0.5", "3\t0.75"]
    view.ask(Numbers(step=2))
    scene.settle()
    assert view.table.block_columns() == []


def test_the_menu_of_a_block_is_about_the_block(scene: Stage, view: ListView) -> None:
    port = view.table.viewport()
    draw(view.table, middle(view, 2, NUMBER), middle(view, 4, AMOUNT))
    QTest.mousePress(port, RIGHT, NONE, middle(view, 3, AMOUNT))
    assert view.table.block_columns() == [NUMBER, AMOUNT]
    assert view.chosen_ids() == [3, 4, 5]
    QTest.mousePress(port, RIGHT, NONE, middle(view, 3, DAY))
    assert view.table.block_columns() == []
    assert view.chosen_ids() == [3, 4, 5]
    assert view.ids_to_take() == [3, 4, 5]
    QTest.mousePress(port, LEFT, NONE, QPoint(5, port.height() - 1))
    assert scene.failures == []


# ------------------------------------------------------------------------------------------ the name column


def scrolled(scene: Stage, view: ListView) -> ListView:
    view.resize(420, 300)
    scene.settle()
    view.table.horizontalScrollBar().setValue(view.table.horizontalScrollBar().maximum())
    assert view.frozen.isVisible()
    return view


def seen_column(view: ListView) -> int:
    """A column that is seen beside the frozen one."""
    return view.table.columnAt(view.frozen.width() + 40)


def test_a_block_begins_in_the_name_that_stands_still(scene: Stage, view: ListView) -> None:
    scrolled(scene, view)
    column = seen_column(view)
    name = view.frozen.visualRect(view.model.index(1, NAME)).center()
    beside = QPoint(view.frozen.width() + 40, middle(view, 3, column).y())
    draw(view.frozen, name, name, beside)
    assert view.table.block_columns() == list(range(column + 1))
    assert view.chosen_ids() == [2, 3, 4]
    QTest.mouseClick(view.frozen.viewport(), LEFT, NONE, name)
    assert view.table.block_columns() == []
    assert view.chosen_ids() == [2]


def test_a_block_ends_in_the_name_that_stands_still(scene: Stage, view: ListView) -> None:
    scrolled(scene, view)
    column = seen_column(view)
    beside = QPoint(view.frozen.width() + 40, middle(view, 3, column).y())
    draw(view.table, beside, QPoint(20, beside.y()))
    assert view.table.block_columns() == list(range(column + 1))

    scrolled(scene, view)
    QTest.mouseClick(view.table.viewport(), LEFT, NONE, beside)
    name = view.frozen.visualRect(view.model.index(1, NAME)).center()
    QTest.mouseClick(view.frozen.viewport(), LEFT, SHIFT, name)
    assert view.table.block_columns()[0] == NAME
    assert view.chosen_ids() == [2, 3, 4]


def test_the_frozen_name_takes_rows_ctrl_and_the_menu_as_ever(scene: Stage, view: ListView) -> None:
    scrolled(scene, view)
    port = view.frozen.viewport()
    places = [view.frozen.visualRect(view.model.index(row, NAME)).center() for row in range(6)]
    QTest.mouseClick(port, LEFT, NONE, places[1])
    QTest.mouseClick(port, LEFT, CTRL, places[3])
    assert view.chosen_ids() == [2, 4]
    draw(view.frozen, places[1], places[2], places[3])
    assert view.table.block_columns() == []
    assert view.chosen_ids() == [2, 3, 4]
    draw(view.frozen, places[1], QPoint(view.frozen.width() + 40, places[2].y()), QPoint(5, -40))
    assert view.chosen_ids() == [2, 3]
    QTest.mousePress(port, RIGHT, NONE, places[1])
    assert view.table.block_columns()
    QTest.mousePress(port, RIGHT, NONE, places[5])
    assert view.table.block_columns() == []
    QTest.mouseMove(port, places[2])
    view.model.begin(NumberSource().begin(Numbers(most=0), 1))
    QTest.mousePress(port, LEFT, SHIFT, places[2])
    assert view.chosen_ids() == []


# ------------------------------------------------------------------------------------------------- telling


def told(scene: Stage, view: ListView, act: Callable[[], None]) -> str:
    said: list[str] = []
    view.selection_told.connect(said.append)
    act()
    scene.settle()
    return said[-1]


def test_the_numbers_of_the_block_are_counted_and_added_up_and_no_others(
    scene: Stage, view: ListView
) -> None:
    def act() -> None:
        draw(view.table, middle(view, 5, NUMBER), middle(view, 7, DAY))

    assert told(scene, view, act) == "Selected: 3 × 3   5 values, sum 24.50, average 4.90"


def test_one_column_of_numbers_is_told_by_its_title(scene: Stage, view: ListView) -> None:
    def act() -> None:
        draw(view.table, middle(view, 5, DAY), middle(view, 7, AMOUNT))

    assert told(scene, view, act) == ("Selected: 3 × 2   Amount (10k yuan): 2 values, sum 3.50, average 1.75")


def test_a_single_row_of_a_block_is_told_and_a_single_cell_is_not(scene: Stage, view: ListView) -> None:
    click(view, 6, DAY)
    assert told(scene, view, lambda: keys(view, Qt.Key.Key_Right)) == "Selected: 1 × 2"
    assert told(scene, view, lambda: keys(view, Qt.Key.Key_Left)) == ""


def test_blanks_have_no_sum(scene: Stage, view: ListView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view._source, "sum_lines", lambda _ids: {})
    click(view, 6, NUMBER)
    assert told(scene, view, lambda: keys(view, Qt.Key.Key_Right)) == "Selected: 1 × 2"


def test_a_block_of_all_rows_is_two_columns_and_one_range(view: ListView) -> None:
    click(view, 0, NUMBER)
    keys(view, Qt.Key.Key_Right)
    keys(view, Qt.Key.Key_Down, held=CTRL | SHIFT)
    assert view.table.selected_rows() == [range(1_000)]
    assert view.table.block_columns() == [NUMBER, AMOUNT]
    assert view.current_id == 1_000
    assert view.table.visualRect(view.table.currentIndex()).bottom() < view.table.viewport().height()
    keys(view, Qt.Key.Key_Up, held=CTRL | SHIFT)
    assert view.table.selected_rows() == [range(1)]


# ------------------------------------------------------------------------------------------------ painting


def picture(table: Table, row: int, column: int) -> QImage:
    place = table.visualRect(table.model().index(row, column))
    return table.viewport().grab(place).toImage()


def ground(table: Table, row: int, column: int) -> str:
    image = picture(table, row, column)
    return image.pixelColor(image.width() // 2, 5).name()


def test_only_the_cells_of_the_block_are_marked_and_framed(scene: Stage, view: ListView) -> None:
    tokens = scene.context.theme.tokens
    draw(view.table, middle(view, 2, NUMBER), middle(view, 4, AMOUNT))
    scene.settle()
    view.table.hover(-1)
    shown = [
        ground(view.table, 3, column) == tokens.row_sel.lower() for column in (NAME, NUMBER, AMOUNT, DAY)
    ]
    assert shown == [False, True, True, False]
    first = picture(view.table, 2, NUMBER)
    assert first.pixelColor(0, 10).name() == first.pixelColor(20, 0).name() == tokens.accent.lower()
    assert picture(view.table, 3, AMOUNT).pixelColor(20, 0).name() == tokens.row_sel.lower()
    keys(view, Qt.Key.Key_Down)
    scene.settle()
    last = picture(view.table, 4, AMOUNT)  # it was the last row before
    assert last.pixelColor(20, last.height() - 2).name() == tokens.row_sel.lower()


def test_the_frozen_name_shows_its_part_of_the_block(scene: Stage, view: ListView) -> None:
    tokens = scene.context.theme.tokens
    scrolled(scene, view)
    column = seen_column(view)
    beside = QPoint(view.frozen.width() + 40, middle(view, 1, column).y())
    QTest.mouseClick(view.table.viewport(), LEFT, NONE, beside)
    before = ground(view.frozen, 1, NAME)
    assert before == tokens.row_sel.lower()
    keys(view, Qt.Key.Key_Left)
    scrolled(scene, view)
    view.table.hover(0)
    assert ground(view.frozen, 1, NAME) == tokens.surface.lower()
    assert ground(view.frozen, 0, NAME) == tokens.row_hover.lower()
    QTest.mouseClick(
        view.frozen.viewport(), LEFT, SHIFT, view.frozen.visualRect(view.model.index(2, NAME)).center()
    )
    scrolled(scene, view)
    scene.settle()
    assert ground(view.frozen, 2, NAME) == tokens.row_sel.lower()
    framed = picture(view.frozen, 1, NAME)
    assert framed.pixelColor(0, 10).name() == tokens.accent.lower()
    view.model.begin(NumberSource().begin(Numbers(most=2), 2))
    scene.settle()
    assert view.frozen.isVisible()


def test_a_frame_far_longer_than_the_window_is_drawn_as_far_as_it_is_seen(
    scene: Stage, view: ListView
) -> None:
    tokens = scene.context.theme.tokens
    click(view, 0, NUMBER)
    keys(view, Qt.Key.Key_Right)
    keys(view, Qt.Key.Key_Down, held=CTRL | SHIFT)
    view.table.verticalScrollBar().setValue(500)
    scene.settle()
    assert picture(view.table, 505, NUMBER).pixelColor(0, 10).name() == tokens.accent.lower()
    assert view.table.block_columns() == [NUMBER, AMOUNT]
