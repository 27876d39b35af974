"""The cursor of the keyboard: in what a page shows as soon as the page is opened, and never nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from crm.ui.main_window import PAGES
from crm.ui.pages.filings.freeze_sheet import FreezeSheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.ui.pages.filings.page import FilingsPage
    from tests.ui.stage import Stage

pytestmark = pytest.mark.uncounted  # walks every page, whose own tests count its lines


def focused() -> QWidget:
    """The widget that hears the keys."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def activate(scene: Stage) -> Stage:
    scene.window.activateWindow()
    scene.until(scene.window.isActiveWindow)
    return scene


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Stage:
    return activate(stage(demo=True, first="tenants"))


def is_in_content(scene: Stage) -> bool:
    page = scene.shell.page
    assert page is not None
    return page.isAncestorOf(focused()) and focused() is not page and focused().isVisible()


def test_a_page_opened_by_a_click_on_the_rail_has_the_cursor_in_its_content(scene: Stage) -> None:
    for page in PAGES:
        scene.click(scene.shell.rail.button(page))
        assert scene.shell.open_name == page
        assert is_in_content(scene), page
        scene.shell.rail.help.setFocus()
        scene.click(scene.shell.rail.button(page))  # open already: the cursor comes back all the same
        assert is_in_content(scene), page


def test_so_has_one_opened_by_space_on_the_rail(scene: Stage) -> None:
    for page in PAGES:
        button = scene.shell.rail.button(page)
        button.setFocus(Qt.FocusReason.TabFocusReason)
        scene.press(button, Qt.Key.Key_Space)
        assert scene.shell.open_name == page
        assert is_in_content(scene), page


def test_the_arrow_keys_move_in_the_list_at_once(scene: Stage) -> None:
    scene.shell.go("history")
    scene.settle()
    scene.click(scene.shell.rail.button("tenants"))
    before = scene.tenants.table.currentIndex().row()
    scene.press(focused(), Qt.Key.Key_Down)
    assert scene.tenants.table.currentIndex().row() == before + 1
    scene.click(scene.shell.rail.button("board"))
    scene.press(focused(), Qt.Key.Key_Down)
    assert is_in_content(scene)


def test_the_first_page_has_it_without_a_key_being_pressed(scene: Stage) -> None:
    assert focused() is scene.tenants.table
    assert scene.tenants.list.current_id is not None


def test_who_walks_along_the_rail_with_the_arrow_keys_stays_on_the_rail(scene: Stage) -> None:
    rail = scene.shell.rail
    rail.button("tenants").setFocus(Qt.FocusReason.TabFocusReason)
    scene.press(focused(), Qt.Key.Key_Down)
    assert scene.shell.open_name == "board"
    assert focused() is rail.button("board")
    scene.press(focused(), Qt.Key.Key_Down)
    assert focused() is rail.button("figures")


def test_while_a_page_is_read_it_holds_the_cursor_itself_and_passes_it_on(scene: Stage) -> None:
    scene.shell.go("board")
    page = scene.shell.page
    assert focused() is page
    scene.settle()
    assert focused() is not page
    assert is_in_content(scene)


def test_who_has_gone_elsewhere_meanwhile_is_left_there(scene: Stage) -> None:
    scene.shell.go("board")
    scene.shell.head.search.setFocus()
    scene.settle()
    assert focused() is scene.shell.head.search


def test_a_page_with_nothing_in_it_has_the_cursor_on_what_can_be_done(stage: Callable[..., Stage]) -> None:
    scene = activate(stage())
    for page in ("workbench", "board", "filings"):
        scene.click(scene.shell.rail.button(page))
        assert is_in_content(scene), page
        assert focused().accessibleName(), page
    scene.click(scene.shell.rail.button("figures"))
    assert focused() is scene.shell.page  # there is nothing to press


def test_in_a_tenant_the_cursor_is_where_something_can_be_done_on_any_tab(scene: Stage) -> None:
    page = scene.tenants
    page.open_detail(page.model.ids[0])
    scene.shell.go("tenants")
    assert focused() is page.detail  # still being read
    scene.settle()
    scene.shell.go("tenants")
    assert focused() is page.detail.overview.quick.text
    page.detail.tabs.setCurrentIndex(3)
    assert is_in_content(scene)
    page.setFocus()
    scene.shell.go("tenants")
    assert focused() is page.detail.tabs


def test_after_a_dialog_the_cursor_is_where_it_was(scene: Stage) -> None:
    table = scene.tenants.table
    scene.press(table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = scene.dialog
    scene.until(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    activate(scene)
    scene.settle()
    assert focused() is table


def freeze(scene: Stage) -> None:
    scene.trigger("filing.freeze")
    dialog = scene.dialog
    assert isinstance(dialog.sheet, FreezeSheet)
    dialog.sheet.box.setPlainText("checked")
    QDialog.accept(dialog)
    activate(scene)
    scene.settle()


def built(scene: Stage) -> FilingsPage:
    page = scene.filings
    page.form.choose("zone-quarterly")
    page.form.picked.emit("zone-quarterly")
    page.period.choose("2026Q3")
    scene.trigger("filing.build")
    scene.settle()
    return page


def test_after_freezing_it_is_in_the_sheet_again(scene: Stage) -> None:
    page = built(scene)
    assert focused() is page.sheet
    freeze(scene)
    assert page.pane.panels.currentWidget() is page.pane.frozen
    assert focused() is page.sheet


def test_what_was_looked_at_before_freezing_is_hidden_then_and_the_cursor_goes_to_the_sheet(
    scene: Stage,
) -> None:
    page = built(scene)
    page.desk.go_to("E19")
    scene.press(page.sheet, Qt.Key.Key_Return)
    assert page.pane.panels.isAncestorOf(focused())
    freeze(scene)
    assert focused() is page.sheet


def test_a_cursor_whose_place_is_switched_off_or_hidden_comes_back_to_the_content(scene: Stage) -> None:
    scene.tenants.table.clearFocus()
    assert QApplication.focusWidget() is None
    scene.settle()
    assert focused() is scene.tenants.table


def test_a_window_that_comes_to_the_front_has_it_in_the_content_and_not_on_the_rail(scene: Stage) -> None:
    other = QWidget()
    other.show()
    other.activateWindow()
    scene.until(other.isActiveWindow)
    scene.tenants.table.clearFocus()
    assert scene.window.focusWidget() is None
    activate(scene)
    assert focused() is scene.tenants.table
    other.deleteLater()


def test_a_window_without_a_page_waits_for_one(scene: Stage) -> None:
    scene.shell._pages.clear()
    focused().clearFocus()
    scene.settle()
    assert QApplication.focusWidget() is None
