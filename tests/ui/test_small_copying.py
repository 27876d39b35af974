"""Copying out of the small tables: numbers as numbers, blanks blank, personal data masked, by key and by menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from crm.services.history import list_operations
from crm.services.tenants import add_tenant
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.pages.history.page import HistoryPage
from crm.ui.pages.settings.page import SettingsPage
from crm.ui.table.small import offer_copies, selected_block
from crm.ui.widgets.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable

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


def small(scene: Stage, *, by_rows: bool = True) -> tuple[Table, RecordTable]:
    model = RecordTable(scene.context.theme, HEADS)
    model.show(ROWS)
    table = Table(scene.context.theme, name="small", by_rows=by_rows)
    table.setModel(model)
    scene.qtbot.addWidget(table)
    table.show()
    offer_copies(scene.context, table, model, is_personal=lambda _row, column: column == 3)
    return table, model


def test_numbers_are_copied_as_numbers_blanks_as_blanks_and_personal_data_masked(scene: Stage) -> None:
    table, _ = small(scene)
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
    table, model = small(scene, by_rows=False)
    assert selected_block(table, model, with_header=False) is None
    QGuiApplication.clipboard().setText("before")
    scene.press(table, Qt.Key.Key_C, CTRL)
    assert clipboard() == "before"
    table.selectAll()
    table.setColumnHidden(1, True)
    table.head.moveSection(table.head.visualIndex(2), 0)
    scene.press(table, Qt.Key.Key_C, CTRL)
    assert clipboard().splitlines()[0] == "12.50\t汾谷一号\t138****8000"


def test_the_menu_of_a_small_table_copies(scene: Stage) -> None:
    table, _ = small(scene)
    table.selectRow(2)
    assert table.selected_rows() == [range(2, 3)]
    table.menu_asked.emit(2, QPoint(0, 0))
    (menu,) = [one for one in table.findChildren(QMenu) if one.isVisible()]
    assert [action.text() for action in menu.actions()] == ["Copy", "Copy with titles"]
    menu.actions()[0].trigger()
    assert clipboard().startswith("汾谷三号")
    menu.actions()[1].trigger()
    assert clipboard().startswith("Name")
    menu.close()


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
