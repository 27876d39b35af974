"""The small tables: arranged, sorted, copied, added up and exported as every list, and remembered by their keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from crm.services.history import list_operations
from crm.services.tenants import add_tenant
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.pages.history.page import HistoryPage
from crm.ui.pages.settings.page import SettingsPage
from crm.ui.table.small import Fit, SmallTable
from crm.ui.table.small_values import mask_where, order_rows
from crm.ui.widgets.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.ui.stage import Stage

CTRL = Qt.KeyboardModifier.ControlModifier
HEADS = (Head("Name"), Head("Heads", is_number=True), Head("Money", is_number=True), Head("Phone"))
ROWS = (
    (Cell("汾谷一号"), Cell("1,204"), Cell("12.50"), Cell("13800138000")),
    (Cell("—"), Cell("—"), Cell("−3"), Cell("")),
    (Cell("汾谷三号"), Cell("7"), Cell("40%"), Cell("0351-7770001")),
)


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Stage:
    return stage(demo=True)


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def small(scene: Stage, *, by_rows: bool = True, can_sort: bool = True) -> SmallTable:
    model = RecordTable(scene.context.theme, HEADS)
    table = SmallTable(
        scene.context,
        model,
        key="test",
        name="small",
        by_rows=by_rows,
        can_sort=can_sort,
        leaves=mask_where(lambda _row, column: column == 3),
    )
    model.show(ROWS)
    table.fit_columns(Fit(least=60, most=120, yields=(3,)))
    table.resize(600, 200)
    scene.qtbot.addWidget(table)
    table.show()
    return table


def menu_of(table: SmallTable) -> QMenu:
    (menu,) = [one for one in table.findChildren(QMenu) if one.isVisible()]
    return menu


def act(menu: QMenu, text: str) -> None:
    """Do what *text* says in a menu or in one below it."""
    actions = [*menu.actions(), *(below for one in menu.findChildren(QMenu) for below in one.actions())]
    next(action for action in actions if action.text() == text).trigger()
    menu.close()


def order_of(table: SmallTable) -> list[str]:
    rows = table.verticalHeader()
    return [str(table.model().index(rows.logicalIndex(seen), 0).data()) for seen in range(rows.count())]


def test_numbers_are_copied_as_numbers_blanks_as_blanks_and_personal_data_masked(scene: Stage) -> None:
    table = small(scene)
    table.selectAll()
    scene.press(table, Qt.Key.Key_C, CTRL)
    lines = clipboard().splitlines()
    assert lines[0] == "汾谷一号\t1204\t12.50\t138****8000"
    assert lines[1] == "\t\t-3\t"
    assert lines[2].startswith("汾谷三号\t7\t40%\t035")
    assert "7770001" not in lines[2]
    assert scene.notice == "Copied 3 rows."
    scene.press(table, Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert clipboard().splitlines()[0] == "Name\tHeads\tMoney\tPhone"


def test_only_cells_that_are_selected_and_shown_are_copied(scene: Stage) -> None:
    table = small(scene, by_rows=False)
    QGuiApplication.clipboard().setText("before")
    scene.press(table, Qt.Key.Key_C, CTRL)
    assert clipboard() == "before"
    assert table.selection_text() == ""
    table.selectAll()
    table.keeper.hide("Heads")
    table.head.moveSection(table.head.visualIndex(2), 1)
    scene.press(table, Qt.Key.Key_C, CTRL)
    assert clipboard().splitlines()[0] == "汾谷一号\t12.50\t138****8000"
    assert table.selection_text() == "Selected: 3 × 3   Money: 2 values, sum 9.50, average 4.75"
    table.keeper.reset()
    table.selectAll()
    assert table.selection_text() == "Selected: 3 × 4   4 values, sum 1,220.50, average 305.13"


def test_the_menu_of_a_row_copies_and_reaches_the_columns_without_a_mouse(scene: Stage) -> None:
    table = small(scene)
    table.deeds = lambda menu: (menu.addAction("Own deed"), None)[1]
    table.selectRow(2)
    scene.press(table, Qt.Key.Key_Menu)
    table.menu_asked.emit(2, QPoint(0, 0))
    menu = menu_of(table)
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == [
        "Own deed",
        "Copy",
        "Copy with headings",
        "Copy cell",
        "Export the 3 rows shown",
        "Column",
    ]
    menu.actions()[2].trigger()
    assert clipboard().startswith("汾谷三号")
    act(menu, "Copy cell")
    assert clipboard() == "汾谷三号"
    act(menu, "Sort descending")
    assert order_of(table) == ["汾谷一号", "汾谷三号", "—"]


def test_rows_are_sorted_by_value_and_keep_their_numbers(scene: Stage) -> None:
    table = small(scene)
    table.selectRow(2)
    table.head.sort_by(1, descending=False)
    assert order_of(table) == ["汾谷三号", "汾谷一号", "—"]
    assert table.currentIndex().row() == 2
    scene.press(table, Qt.Key.Key_Down)
    assert table.currentIndex().row() == 0, "the row below in the order that is seen"
    table.head.sort_by(1, descending=True)
    assert order_of(table) == ["汾谷一号", "汾谷三号", "—"], "blanks last either way"
    table.selectAll()
    scene.press(table, Qt.Key.Key_C, CTRL)
    assert [line.partition("\t")[0] for line in clipboard().splitlines()] == ["汾谷一号", "汾谷三号", ""]
    again = small(scene)
    assert order_of(again) == ["汾谷一号", "汾谷三号", "—"], "remembered"
    again.head.sort_by(-1, descending=False)
    assert order_of(again) == ["汾谷一号", "—", "汾谷三号"]
    fixed = small(scene, can_sort=False)
    fixed.head.sectionClicked.emit(1)
    assert fixed.head.sorted_by == -1


@pytest.mark.parametrize(
    ("texts", "ordered"),
    [
        (["第10期", "第2期", "—"], ["第2期", "第10期", "—"]),
        (["王", "安", "b"], ["b", "安", "王"]),
        (["2026-02-01", "2025-12-31"], ["2025-12-31", "2026-02-01"]),
    ],
)
def test_texts_go_by_pinyin_and_numbers_in_them_by_value(
    scene: Stage, texts: list[str], ordered: list[str]
) -> None:
    model = RecordTable(scene.context.theme, (Head("Text"),))
    model.show([(Cell(text),) for text in texts])
    assert [texts[row] for row in order_rows(model, 0, descending=False)] == ordered


def test_numbers_with_a_unit_go_by_their_number_and_words_among_them_last(scene: Stage) -> None:
    model = RecordTable(scene.context.theme, (Head("Number", is_number=True),))
    texts = ["10 个月", "−2", "9 个月", "无", "1,000"]
    model.show([(Cell(text),) for text in texts])
    assert [texts[row] for row in order_rows(model, 0, descending=False)] == [
        "−2",
        "9 个月",
        "10 个月",
        "1,000",
        "无",
    ]
    assert texts[order_rows(model, 0, descending=True)[-1]] == "无"


def test_columns_are_remembered_by_their_keys_for_the_size_of_type(scene: Stage) -> None:
    table = small(scene)
    width = table.columnWidth(1)
    table.keeper.keep(replace(table.keeper.now, widths={"Heads": 100, "gone": 70}, is_own=True))
    table.keeper.hide("Money")
    assert table.columnWidth(1) == 100
    again = small(scene)
    assert (again.columnWidth(1), again.isColumnHidden(2)) == (100, True)
    scene.context.theme.set_font_percent(125)
    scene.settle()
    assert again.columnWidth(1) == 125, "a width belongs to a size of type"
    scene.context.theme.set_font_percent(100)
    scene.settle()
    again.keeper.reset()
    assert (again.columnWidth(1), again.isColumnHidden(2)) == (width, False)
    again.remember_as("other")
    again.keeper.take("small/other", again.keeper.columns)
    assert not again.keeper.now.is_own


def test_rows_of_more_than_a_line_grow_with_the_type(scene: Stage) -> None:
    model = RecordTable(scene.context.theme, (Head("Name"),))
    one, two = (
        SmallTable(scene.context, model, key="rows", name="Rows", row_height=height) for height in (30, 48)
    )
    scene.context.theme.set_font_percent(125)
    heights = [table.verticalHeader().defaultSectionSize() for table in (one, two)]
    scene.context.theme.set_font_percent(100)
    assert heights == [30, 62]
    assert two.verticalHeader().defaultSectionSize() == 48


def test_where_nobody_has_arranged_them_the_last_columns_give_way(scene: Stage) -> None:
    table = small(scene)
    table.resize(330, 200)
    assert table.isColumnHidden(3)
    table.head.menu_asked.emit(2, QPoint(0, 0))
    act(menu_of(table), "Hide this column")
    assert table.keeper.now.hidden == {"Money", "Phone"}, "what is seen is what is kept"
    table.keeper.show(["Name", "Heads", "Money", "Phone"])
    assert not table.isColumnHidden(3)
    table.keeper.keep(replace(table.keeper.now, widths={"Name": 90}))
    table.keeper.changed.emit()
    assert table.columnWidth(0) == 90, "a name that was drawn fills no room"
    table.resize(900, 200)
    assert table.columnWidth(0) == 90


def test_what_the_filler_does_not_hold_is_shared_with_the_others(scene: Stage) -> None:
    table = small(scene)
    widths = [table.columnWidth(column) for column in range(1, 4)]
    table.fit_columns(Fit(least=60, most=120, yields=(3,), shares=True))
    table.resize(1000, 200)
    shares = [table.columnWidth(column) - width for column, width in enumerate(widths, start=1)]
    assert min(shares) > 80
    assert len(set(shares)) == 1
    assert table.viewport().width() == sum(table.columnWidth(column) for column in range(4))
    table.resize(200, 200)
    assert [table.columnWidth(column) for column in range(1, 4)] == [*widths[:2], 0]
    table.resize(1000, 200)
    table.leave_filling((1,))
    table.setColumnWidth(1, 90)
    table.resize(1010, 200)
    assert table.columnWidth(1) == 90, "a width that was drawn shares nothing"


def test_what_is_shown_is_exported_with_real_numbers_and_days(
    scene: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = small(scene)
    heads = (*HEADS[:2], Head("Day"), HEADS[3])
    days = ("2026-03-01", "2026-04-30", "—")
    model = table.model()
    assert isinstance(model, RecordTable)
    model.show([(row[0], row[1], Cell(day), row[3]) for row, day in zip(ROWS, days, strict=True)], heads)
    table.head.sort_by(2, descending=True)
    path = tmp_path / "out.xlsx"
    monkeypatch.setattr(scene.context.ask, "save_file", lambda **given: given["chosen"](path))
    table.export()
    scene.settle()
    sheet = load_workbook(path).active
    assert sheet is not None
    rows = [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert rows[0] == ["Name", "Heads", "Day", "Phone"]
    assert rows[1][:3] == [None, None, datetime(2026, 4, 30)]  # noqa: DTZ001 - a cell knows no zone
    assert rows[2] == ["汾谷一号", 1204, datetime(2026, 3, 1), "138****8000"]  # noqa: DTZ001 - the same


def test_the_foot_tells_what_a_selection_comes_to(scene: Stage) -> None:
    table = small(scene)
    table.setParent(scene.tenants)
    table.setCurrentIndex(table.model().index(0, 1))
    table.selectAll()
    scene.settle()
    foot = scene.shell.foot
    assert foot.selection.text() == "Selected: 3   Heads: 2 values, sum 1,211, average 605.50"
    scene.shell.go("history")
    table.selectRow(1)
    scene.settle()
    table.selectAll()
    scene.settle()
    assert foot.selection.text() == "", "another page is open"


def test_values_before_and_after_are_copied_with_personal_data_masked(scene: Stage) -> None:
    values = {"name": "汾谷复印有限公司", "phone": "13800138000"}
    changes = add_tenant(scene.workplace, scene.context.library, values)
    assert list_operations(scene.workplace, limit=1)
    scene.hub.tell(changes)
    scene.shell.go("history")
    scene.settle()
    page = scene.shell.page
    assert isinstance(page, HistoryPage)
    page.list.choose_row(0)
    scene.settle()
    page.pane.table.selectAll()
    scene.press(page.pane.table, Qt.Key.Key_C, CTRL)
    assert "汾谷复印有限公司" in clipboard()
    assert "138****8000" in clipboard()
    assert "13800138000" not in clipboard()
    assert changes.tenants
    detail = scene.tenants.detail
    scene.tenants.open_detail(next(iter(changes.tenants)))
    detail.tabs.setCurrentIndex(6)
    scene.settle()
    detail.journal.detail.selectAll()
    scene.press(detail.journal.detail, Qt.Key.Key_C, CTRL)
    assert "138****8000" in clipboard()
    assert "13800138000" not in clipboard()


def test_rules_are_copied_with_their_sources(scene: Stage) -> None:
    scene.shell.show_query("settings", "rules")
    scene.settle()
    page = scene.shell.page
    assert isinstance(page, SettingsPage)
    (table,) = [one for one in page.findChildren(Table) if one.isVisible()]
    table.selectRow(0)
    scene.press(table, Qt.Key.Key_C, CTRL)
    assert clipboard().count("\t") >= 3
