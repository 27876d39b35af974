"""The grid of figures at its edges: menus, nothing selected, narrow columns, saving that takes its time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from crm.db.engine import DatabaseError
from crm.domain.entry import Fault
from crm.domain.pasting import Box
from crm.services.entry import EnteredFigure, save_figures
from crm.services.tenants import add_tenant
from crm.ui.pages.figures.bars import FOLLOWED
from crm.ui.pages.figures.painting import MARGIN
from crm.ui.pages.figures.telling import cell_text, conflict_text, draft_text, frozen_text
from crm.ui.theme.tokens import Density
from tests.ui.test_figures_page import (
    COLLEGE,
    CONTROL,
    INCOME,
    Q3,
    Q4,
    SHIFT,
    STAFF,
    column,
    here,
    keys,
    line,
    opened,
    paste,
    saved,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crm.ui.theme.theme import Theme
    from tests.ui.stage import Stage


@pytest.fixture(autouse=True)
def _own_drafts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("crm.paths.user_data", lambda: tmp_path / "own")


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Stage:
    made = stage(demo=True)
    made.window.activateWindow()
    made.until(made.window.isActiveWindow)
    return made


def menu(scene: Stage) -> QMenu:
    (found,) = [one for one in scene.shell.findChildren(QMenu) if one.isVisible()]
    return found


def choose(scene: Stage, text: str) -> None:
    opened_menu = menu(scene)
    (action,) = [one for one in opened_menu.actions() if one.text() == text]
    action.trigger()
    opened_menu.close()
    scene.settle()


def test_the_right_mouse_button_offers_what_the_keys_do(scene: Stage) -> None:
    page = opened(scene)
    place = column(page, STAFF)
    paste(scene, page, "5")
    spot = page.grid.visualRect(page.model.index(0, place)).center()

    def open_menu() -> None:
        event = QContextMenuEvent(
            QContextMenuEvent.Reason.Mouse, spot, page.grid.viewport().mapToGlobal(spot)
        )
        QApplication.sendEvent(page.grid.viewport(), event)

    for text, left in (
        ("Copy", "5"),
        ("Copy with headings", "5"),
        ("Cut", ""),
        ("Paste", "5"),
        ("Clear", ""),
    ):
        if text == "Paste":
            QGuiApplication.clipboard().setText("5")
        open_menu()
        choose(scene, text)
        assert page.model.text(0, place) == left
    page.grid.go_to(1, place)
    page.undo_own()
    page.grid.choose(Box(0, place, 1, place))
    open_menu()
    choose(scene, "Fill down")
    assert page.model.text(1, place) == "5"
    page.undo_own()
    page.undo_own()
    while page.own_steps()[0]:
        page.undo_own()
    tenant = page.model.rows[0].id
    open_menu()
    choose(scene, "Open the tenant")
    assert scene.shell.open_name == "tenants"
    assert scene.tenants.list.current_id == tenant


def test_the_titles_offer_the_choice_of_indicators(scene: Stage) -> None:
    page = opened(scene)
    page.grid.head.menu_asked.emit(1, QPoint(200, 200))
    texts = [one.text() for one in menu(scene).actions()]
    assert texts == ["Choose indicators", "Yuan / 10k yuan"]
    menu(scene).close()


def test_nothing_happens_where_nothing_is_selected_or_copied(scene: Stage) -> None:
    page = opened(scene)
    paste(scene, page, "")
    page.grid.go_to(0, 1)
    page.deeds.fill_down()
    page.grid.selectionModel().clear()
    nowhere = page.grid.box
    assert nowhere is None
    assert list(page.grid.cells()) == []
    QGuiApplication.clipboard().setText("7")
    for deed in (page.deeds.paste, page.deeds.clear, page.deeds.fill_down, page.deeds.cut):
        deed()
    assert page.book.unsaved == 0
    page.grid.go_to(0, 1)
    page.grid.clearSelection()
    assert page.grid.box == Box(0, 1, 0, 1)
    assert list(page.grid.cells()) == [(0, 1)]


def test_copied_cells_that_say_nothing_are_copied_as_typed(scene: Stage) -> None:
    page = opened(scene)
    paste(scene, page, "abc")
    scene.press(page.grid, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "abc"
    page.grid.choose(Box(0, 0, 0, 1))
    scene.press(page.grid, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == f"{page.model.rows[0].name}\t"
    assert scene.notice == "Copied 2 cells."
    scene.press(page.grid, Qt.Key.Key_F2)
    scene.press(page.grid, Qt.Key.Key_F2)
    page.grid.go_to(0, column(page, STAFF))
    scene.press(page.grid, Qt.Key.Key_F2)
    assert line(page).text() == "abc"


def test_the_edges_of_the_grid_hold_the_cursor(scene: Stage) -> None:
    page = opened(scene)
    page.grid.go_to(0, 1)
    page.grid.step(-1, 0)
    page.grid.step(0, -1)
    assert here(page) == (0, 1)
    last = page.model.rowCount() - 1, page.model.columnCount() - 1
    page.grid.go_to(*last)
    page.grid.step(0, 1)
    page.grid.step(1, 0)
    assert here(page) == last
    page.grid.choose(Box(0, 1, 9_999, 9_999))
    assert page.grid.box == Box(0, 1, *last)


def test_who_comes_by_tab_goes_on_by_tab(scene: Stage) -> None:
    page = opened(scene)
    page.grid.selectionModel().clear()
    page.bar.columns.setFocus()
    page.grid.setFocus(Qt.FocusReason.TabFocusReason)
    assert here(page) == (0, 1)
    QTest.keyClick(page.grid, Qt.Key.Key_Tab)
    assert not page.grid.hasFocus()
    page.grid.setFocus(Qt.FocusReason.TabFocusReason)
    scene.press(page.grid, Qt.Key.Key_Down)
    scene.press(page.grid, Qt.Key.Key_Tab)
    assert page.grid.hasFocus()
    assert here(page) == (1, 2)


def test_the_window_s_own_undo_takes_back_typing_first(scene: Stage) -> None:
    page = opened(scene)
    keys(scene, page, "42")
    scene.press(line(page), Qt.Key.Key_Z, CONTROL)
    assert line(page).text() == ""
    scene.press(line(page), Qt.Key.Key_Y, CONTROL)
    assert line(page).text() == "42"


def test_the_model_answers_for_cells_that_are_not_there(scene: Stage) -> None:
    page = opened(scene)
    model = page.model
    assert model.data(QModelIndex()) is None
    assert model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags
    assert model.headerData(99, Qt.Orientation.Horizontal) is None
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) is None
    assert not model.setData(model.index(0, 0), "x")
    assert not model.setData(model.index(0, 1), "x", Qt.ItemDataRole.UserRole)
    assert model.index(0, 0).data(Qt.ItemDataRole.EditRole) == model.rows[0].name
    assert model.index(0, 1).data(Qt.ItemDataRole.EditRole) == ""
    assert model.index(0, 1).data(Qt.ItemDataRole.UserRole) is None
    assert str(model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)).endswith("Not reported: 0 of 14")
    assert "blank" in str(model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole))
    assert cell_text(model, 0, 0) == ("", "text2")
    assert cell_text(model, 9_999, 1) == ("", "text2")


def test_a_figure_without_room_is_shortened_visibly(scene: Stage) -> None:
    page = opened(scene, Q3)
    place = column(page, INCOME)
    before = page.grid.viewport().grab().toImage()
    page.grid.setColumnWidth(place, 44)
    scene.settle()
    assert page.grid.viewport().grab().toImage() != before
    assert page.grid.painter_of_cells._fit("1,234,567.89", 24).endswith("…")


def test_the_look_and_the_height_of_rows_follow_the_settings(scene: Stage, theme: Theme) -> None:
    page = opened(scene, Q3)
    high = page.grid.rowHeight(0)
    theme.set_density(Density.ROOMY)
    assert page.grid.rowHeight(0) > high
    width = page.grid.columnWidth(1)
    theme.set_font_percent(125)
    scene.settle()
    assert page.grid.columnWidth(1) > width
    theme.set_font_percent(100)
    theme.set_density(Density.NORMAL)


def test_no_name_is_cut_and_drawn_names_keep_their_width(scene: Stage) -> None:
    page = opened(scene, Q3)
    page.model.rows[0] = replace(page.model.rows[0], name="晋汾青禾知识产权代理咨询有限公司")
    page.grid.lay_columns({})
    cell = page.grid.visualRect(page.model.index(0, 0))
    cut = page.grid.painter_of_cells._fit(page.model.rows[0].name, cell.width() - 2 * MARGIN - 24)
    assert cut == page.model.rows[0].name
    page.shown.keep_widths({"": 180})
    page.grid.lay_columns(page.shown.widths())
    assert page.grid.columnWidth(0) == 180
    scene.settings.keep_text("figures.widths", "[1]")
    assert page.shown.widths() == {}
    scene.settings.keep_text("figures.widths", "")


def test_leaving_waits_for_what_is_being_saved(scene: Stage) -> None:
    page = opened(scene)
    paste(scene, page, "40")
    gone: list[str] = []
    page.save()
    assert not page.may_leave(lambda: gone.append("gone"))
    page.saving.save()
    scene.settle()
    assert gone == ["gone"]
    assert saved(scene)[STAFF] == {page.model.rows[0].id: 40}


def test_a_saving_that_fails_loses_nothing(scene: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(scene)
    paste(scene, page, "40")

    def full(*_: object) -> None:
        raise DatabaseError("database-write-failed", database="x", why="full")

    monkeypatch.setattr("crm.ui.pages.figures.saving.save_figures", full)
    page.save()
    scene.settle()
    assert len(scene.failures) == 1
    assert page.book.unsaved == 1
    monkeypatch.setattr("crm.ui.pages.figures.saving.save_figures", save_figures)
    page.save()
    scene.settle()
    assert page.book.unsaved == 0


def test_a_figure_taken_away_meanwhile_is_a_conflict_too(scene: Stage) -> None:
    page = opened(scene, Q3)
    tenant, place = page.model.rows[0], column(page, STAFF)
    paste(scene, page, "99")
    held = saved(scene, Q3)[STAFF][tenant.id]
    save_figures(scene.workplace, scene.context.library, Q3, [EnteredFigure(tenant.id, STAFF, None, held)])
    scene.trigger("refresh")
    assert "changed this cell to blank" in page.model.describe(0, place)
    page.book._conflicts.clear()
    assert conflict_text(page.book) == ""


def test_other_changes_of_the_house_are_read_again(scene: Stage) -> None:
    page = opened(scene)
    before = page.model.rowCount()
    from datetime import date

    from crm.domain.lifecycle import Stage as Step

    fields: dict[str, str | int | bool | date | None] = {"name": "晋汾测试新企业有限公司"}
    changes = add_tenant(
        scene.workplace, scene.context.library, fields, stage=Step.INCUBATING, on=date(2026, 10, 8)
    )
    scene.hub.tell(changes)
    scene.settle()
    assert page.model.rowCount() == before + 1
    scene.shell.go("tenants")
    scene.settle()
    scene.hub.tell(changes)
    scene.shell.go("figures")
    scene.settle()
    assert page.model.rowCount() == before + 1


def test_an_indicator_with_unsaved_figures_stays(scene: Stage) -> None:
    page = opened(scene)
    paste(scene, page, "40")
    page.shown.choose_codes(Q4.kind, [COLLEGE])
    assert page.shown.codes(Q4.kind) == (STAFF, COLLEGE)
    page.undo_own()
    assert page.shown.codes(Q4.kind) == (COLLEGE,)
    scene.settings.keep_text("figures.codes.quarter", "")


def test_an_old_draft_opens_an_old_period(scene: Stage) -> None:
    page = opened(scene)
    from crm.domain.period import Period

    page._go_to_period(Period.parse("2012Q1"))
    scene.settle()
    assert page.bar.period.currentText() == "2012Q1"
    assert draft_text(None) == ""
    assert frozen_text(scene.context, None) == ""
    page.saving.restore()
    page.show_query("something else")
    assert page.bar.period.currentText() == "2012Q1"


def test_a_search_counts_for_the_period_that_is_read_later(scene: Stage) -> None:
    page = opened(scene)
    page.search("zzzz")
    page._go_to_period(Q3)
    scene.settle()
    assert page.stack.currentIndex() == 1
    page.bar.tenants.choose(FOLLOWED)
    page.search("")
    assert page.model.rowCount() > 73


def test_a_shift_arrow_selects_and_one_cell_keeps_its_own_ground(scene: Stage) -> None:
    page = opened(scene)
    paste(scene, page, "x")
    place = page.grid.visualRect(page.model.index(0, column(page, STAFF)))
    spot = QPoint(place.left() + 14, place.bottom() - 8)
    one = page.grid.viewport().grab().toImage().pixelColor(spot)
    scene.press(page.grid, Qt.Key.Key_Down, SHIFT)
    assert page.grid.viewport().grab().toImage().pixelColor(spot) != one


def test_a_fault_with_an_unknown_figure_beside_it_is_still_worded(scene: Stage) -> None:
    page = opened(scene)
    indicator = page.book.indicators[STAFF]
    said = page.words.fault(page.book, Fault("figure-conflict", by="x"), indicator=indicator, typed="")
    assert "blank" in said.text
