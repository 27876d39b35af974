"""The page of figures, by real keys: typing, pasting, going back, saving, and what is said about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from crm.domain.period import Period
from crm.services.entry import EnteredFigure, read_entry_sheet, save_figures
from crm.services.figures import Figure, put_figures
from crm.services.filings import build_filing
from crm.services.freezing import freeze_filing
from crm.services.history import list_operations
from crm.ui.ask import LeaveDialog
from crm.ui.drafts import Drafts, offer_drafts
from crm.ui.pages.figures.bars import FOLLOWED, HOUSE, MISSING
from crm.ui.pages.figures.page import FiguresPage
from crm.ui.unlocking import ReasonSheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crm.domain.entry import Figures
    from tests.ui.stage import Stage

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Q3, Q4 = Period.parse("2026Q3"), Period.parse("2026Q4")
STAFF, COLLEGE, INCOME = "employees", "college", "total_income"


@pytest.fixture(autouse=True)
def _own_drafts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("crm.paths.user_data", lambda: tmp_path / "own")


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Stage:
    made = stage(demo=True)
    made.window.activateWindow()
    made.until(made.window.isActiveWindow)
    return made


def opened(scene: Stage, period: Period = Q4) -> FiguresPage:
    """The page on a period, the cursor on the first figure."""
    scene.shell.go("figures")
    scene.settle()
    page = scene.shell.page
    assert isinstance(page, FiguresPage)
    page._go_to_period(period)
    scene.settle()
    page.focus_content()
    page.grid.go_to(0, column(page, STAFF))
    return page


def column(page: FiguresPage, code: str) -> int:
    return page.model.codes.index(code) + 1


def keys(scene: Stage, page: FiguresPage, text: str) -> None:
    """Type on the grid, and in the line that opens by it."""
    for letter in text:
        QTest.keyClicks(QApplication.focusWidget() or page.grid, letter)
    del scene


def paste(scene: Stage, page: FiguresPage, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    scene.press(page.grid, Qt.Key.Key_V, CONTROL)


def here(page: FiguresPage) -> tuple[int, int]:
    return page.grid.currentIndex().row(), page.grid.currentIndex().column()


def saved(scene: Stage, period: Period = Q4) -> Figures:
    return read_entry_sheet(scene.workplace, scene.context.library, period).values


def line(page: FiguresPage) -> QLineEdit:
    found = page.grid.editor.line
    assert found is not None
    return found


def leave_dialog(scene: Stage) -> LeaveDialog:
    (dialog,) = [one for one in scene.shell.findChildren(LeaveDialog) if one.isVisible()]
    return dialog


# ------------------------------------------------------------------------------------------------- what is shown


def test_the_page_opens_on_the_last_full_quarter_with_what_its_form_asks_for(scene: Stage) -> None:
    scene.shell.go("figures")
    scene.settle()
    page = scene.shell.page
    assert isinstance(page, FiguresPage)
    assert page.bar.period.currentText() == "2026Q3"
    assert len(page.model.columns) == 14
    assert "registered_capital_at_founding" not in page.model.codes
    head = page.model.headerData(column(page, INCOME), Qt.Orientation.Horizontal)
    assert head == "Total income\n10k yuan"
    scene.until(lambda: scene.shell.foot.count.text() == "Filled 951 of 1,022 cells")
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_no_title_and_no_figure_is_cut(scene: Stage) -> None:
    page = opened(scene, Q3)
    for place in range(1, page.model.columnCount()):
        assert page.grid.columnWidth(place) >= page.grid.head.width_for(place)
        widest = max(
            page.grid.fontMetrics().horizontalAdvance(page.model.text(row, place)) for row in range(73)
        )
        assert page.grid.columnWidth(place) >= widest + 20


def test_a_blank_is_blank_and_zero_is_zero(scene: Stage) -> None:
    page = opened(scene)
    place = column(page, STAFF)
    page.grid.go_to(1, place)
    assert page.model.text(1, place) == ""
    keys(scene, page, "0")
    scene.press(line(page), Qt.Key.Key_Return)
    assert page.model.text(1, place) == "0"
    assert "last period 13 persons" in page.model.describe(1, place)


def test_chips_and_search_narrow_the_rows(scene: Stage) -> None:
    page = opened(scene, Q3)
    everybody = page.model.rowCount()
    scene.click(page.bar.tenants._chips[FOLLOWED])
    assert page.model.rowCount() > everybody
    scene.click(page.bar.tenants._chips[MISSING])
    missing = page.model.rowCount()
    assert 0 < missing < everybody
    scene.click(page.bar.tenants._chips[HOUSE])
    scene.press(page.grid, Qt.Key.Key_F, CONTROL)
    assert scene.shell.head.search.hasFocus()
    QTest.keyClicks(scene.shell.head.search, "lckh")
    scene.until(lambda: page.model.rowCount() == 1)
    scene.settle()
    QTest.keyClicks(scene.shell.head.search, "zzzz")
    scene.until(lambda: page.stack.currentIndex() == 1)
    assert "lckhzzzz" in page.state.text.text()
    scene.click(page.state.button)
    assert page.model.rowCount() == everybody


def test_periods_go_back_and_forth_by_key(scene: Stage) -> None:
    page = opened(scene, Q3)
    scene.press(page.grid, Qt.Key.Key_PageUp, Qt.KeyboardModifier.AltModifier)
    assert page.bar.period.currentText() == "2026Q2"
    scene.press(page.grid, Qt.Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    assert page.bar.period.currentText() == "2026Q3"
    page.bar.kind.choose("year")
    page.bar.kind.picked.emit("year")
    scene.settle()
    assert page.bar.period.currentText() == "2025"
    assert "registered_capital_at_founding" in page.model.codes
    assert scene.settings.text("figures.kind") == "year"


# ------------------------------------------------------------------------------------------------- typing


def test_typing_edits_enter_goes_down_and_shift_enter_up(scene: Stage) -> None:
    page = opened(scene)
    place = column(page, STAFF)
    keys(scene, page, "42")
    scene.press(line(page), Qt.Key.Key_Return)
    assert here(page) == (1, place)
    assert page.model.text(0, place) == "42"
    assert page.grid.hasFocus()
    keys(scene, page, "7")
    scene.press(line(page), Qt.Key.Key_Enter, SHIFT)
    assert here(page) == (0, place)
    assert page.model.text(1, place) == "7"
    scene.press(page.grid, Qt.Key.Key_Return)
    assert here(page) == (1, place)


def test_tab_goes_right_shift_tab_left_and_past_the_end_to_the_next_row(scene: Stage) -> None:
    page = opened(scene)
    place = column(page, STAFF)
    keys(scene, page, "4")
    scene.press(line(page), Qt.Key.Key_Tab)
    assert here(page) == (0, place + 1)
    scene.press(page.grid, Qt.Key.Key_Backtab, SHIFT)
    assert here(page) == (0, place)
    page.grid.go_to(0, page.model.columnCount() - 1)
    scene.press(page.grid, Qt.Key.Key_Tab)
    assert here(page) == (1, 1)
    scene.press(page.grid, Qt.Key.Key_Backtab, SHIFT)
    assert here(page) == (0, page.model.columnCount() - 1)
    scene.press(page.grid, Qt.Key.Key_Escape)
    QTest.keyClick(page.grid, Qt.Key.Key_Tab)
    assert not page.grid.hasFocus()


def test_f2_edits_what_is_there_exactly_and_esc_gives_up(scene: Stage) -> None:
    page = opened(scene)
    place = column(page, INCOME)
    tenant = page.model.rows[0].id
    put_figures(scene.workplace, scene.context.library, [Figure(tenant, INCOME, Q4, 123_456_789)])
    page.refresh()
    scene.settle()
    page.grid.go_to(0, place)
    assert page.model.text(0, place) == "123.46"
    scene.press(page.grid, Qt.Key.Key_F2)
    assert line(page).text() == "123.456789"
    QTest.keyClicks(line(page), "9")
    scene.press(line(page), Qt.Key.Key_Escape)
    assert page.book.unsaved == 0
    scene.press(page.grid, Qt.Key.Key_F2)
    scene.press(line(page), Qt.Key.Key_Return)
    assert page.book.value(tenant, INCOME) == 123_456_789
    assert page.book.unsaved == 0


def test_a_double_click_edits_and_down_ends_it(scene: Stage) -> None:
    page = opened(scene)
    place = column(page, STAFF)
    spot = page.grid.visualRect(page.model.index(2, place)).center()
    QTest.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseDClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.keyClicks(line(page), "3")
    scene.press(line(page), Qt.Key.Key_Down)
    assert page.model.text(2, place) == "3"
    assert here(page) == (3, place)


def test_names_are_not_edited(scene: Stage) -> None:
    page = opened(scene)
    page.grid.go_to(0, 0)
    scene.press(page.grid, Qt.Key.Key_F2)
    assert page.grid.editor.line is None
    scene.press(page.grid, Qt.Key.Key_Delete)
    assert page.book.unsaved == 0


def test_the_unit_changes_and_no_digit_is_lost(scene: Stage) -> None:
    page = opened(scene)
    page.grid.go_to(0, column(page, INCOME))
    keys(scene, page, "1.234567")
    scene.press(line(page), Qt.Key.Key_Return)
    scene.press(page.grid, Qt.Key.Key_F4)
    assert page.bar.unit.text() == "yuan"
    assert page.model.text(0, column(page, INCOME)) == "12,345.67"
    scene.press(page.grid, Qt.Key.Key_F4)
    assert page.model.edit_text(0, column(page, INCOME)) == "1.234567"
    assert scene.settings.text("figures.unit") == "ten_thousand_yuan"


# ------------------------------------------------------------------------------------------------- blocks


def test_a_pasted_block_is_one_step_and_a_bad_cell_keeps_what_was_typed(scene: Stage) -> None:
    page = opened(scene)
    place = column(page, STAFF)
    changes: list[object] = []
    page.model.dataChanged.connect(lambda *args: changes.append(args))
    paste(scene, page, "1,200\t30\r\n８８\tabc\r\n")
    assert len(changes) == 1
    assert [page.model.text(row, place + at) for row in (0, 1) for at in (0, 1)] == [
        "1,200",
        "30",
        "88",
        "abc",
    ]
    fault = page.book.fault(page.model.rows[1].id, COLLEGE)
    assert fault is not None
    index = page.model.index(1, place + 1)
    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
        assert "not a recognisable amount" in str(index.data(role))
        assert "0 for none" in str(index.data(role))
    assert page.foot.faults.text() == "Errors: 1"
    assert page.foot.unsaved.text() == "● Not saved: 4"
    scene.press(page.grid, Qt.Key.Key_Z, CONTROL)
    assert page.book.unsaved == 0
    scene.press(page.grid, Qt.Key.Key_Y, CONTROL)
    assert page.book.unsaved == 4
    scene.press(page.grid, Qt.Key.Key_Z, CONTROL)
    scene.press(page.grid, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert page.book.unsaved == 4


def test_what_has_no_place_is_told_by_number(scene: Stage) -> None:
    page = opened(scene)
    last = page.model.columnCount() - 1
    page.grid.go_to(page.model.rowCount() - 1, last)
    paste(scene, page, "1\t2\t3\n4\t5\t6\n")
    assert scene.notice == "Pasted 1 cell, left out 5."
    assert "outside the table: 5" in scene.shell.notice_bar.remedy.text()
    page.grid.go_to(0, 0)
    paste(scene, page, "x\n")
    assert "on names, which cannot be overwritten: 1" in scene.shell.notice_bar.remedy.text()


def test_rows_pasted_with_their_names_go_where_the_names_are(scene: Stage) -> None:
    page = opened(scene)
    names = [one.name for one in page.model.rows]
    page.grid.go_to(0, 0)
    paste(scene, page, f"{names[3]}\t1\n某某\t2\n{names[1]}\t3\n")
    assert (page.model.text(3, 1), page.model.text(1, 1), page.model.text(0, 1)) == ("1.00", "3.00", "")
    assert "of tenants not shown here: 1" in scene.shell.notice_bar.remedy.text()


def test_one_value_fills_the_selection_and_a_large_block_is_read_elsewhere(scene: Stage) -> None:
    page = opened(scene)
    page.grid.selectAll()
    paste(scene, page, "1")
    cells = page.model.rowCount() * (page.model.columnCount() - 1)
    assert page.book.unsaved == cells
    page.undo_own()
    from crm.ui.pages.figures import deeds

    limit, deeds._AT_ONCE = deeds._AT_ONCE, 10
    paste(scene, page, "2")
    deeds._AT_ONCE = limit
    assert page.book.unsaved == cells
    assert page.book.value(page.model.rows[5].id, STAFF) == 2


def test_copying_and_pasting_back_changes_nothing(scene: Stage) -> None:
    page = opened(scene, Q3)
    page.grid.selectAll()
    scene.press(page.grid, Qt.Key.Key_C, CONTROL)
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.hasHtml()
    assert mime.text().count("\r\n") == page.model.rowCount() - 1
    scene.press(page.grid, Qt.Key.Key_V, CONTROL)
    assert page.book.unsaved == 0
    assert "left out" not in scene.notice
    page.grid.selectAll()
    scene.press(page.grid, Qt.Key.Key_C, CONTROL | SHIFT)
    assert QGuiApplication.clipboard().text().startswith("Tenant\tAngel")


def test_cut_delete_and_backspace_blank_in_one_step(scene: Stage) -> None:
    page = opened(scene, Q3)
    place = column(page, STAFF)
    page.grid.go_to(0, place)
    scene.press(page.grid, Qt.Key.Key_Down, SHIFT)
    scene.press(page.grid, Qt.Key.Key_X, CONTROL)
    assert QGuiApplication.clipboard().text() == "13\r\n22"
    assert [page.model.text(row, place) for row in (0, 1)] == ["", ""]
    page.undo_own()
    assert page.model.text(0, place) == "13"
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
        page.grid.go_to(0, place)
        scene.press(page.grid, key)
        assert page.model.text(0, place) == ""
        page.undo_own()


def test_ctrl_d_fills_down_the_first_row_or_from_above(scene: Stage) -> None:
    page = opened(scene)
    place = column(page, STAFF)
    keys(scene, page, "5")
    scene.press(line(page), Qt.Key.Key_Return)
    scene.press(page.grid, Qt.Key.Key_D, CONTROL)
    assert page.model.text(1, place) == "5"
    page.grid.go_to(0, place)
    scene.press(page.grid, Qt.Key.Key_D, CONTROL)
    for _ in range(3):
        scene.press(page.grid, Qt.Key.Key_Down, SHIFT)
    scene.press(page.grid, Qt.Key.Key_D, CONTROL)
    assert [page.model.text(row, place) for row in range(5)] == ["5", "5", "5", "5", ""]


def test_blanks_are_filled_from_the_last_period_as_unsaved_cells(scene: Stage) -> None:
    page = opened(scene)
    keys(scene, page, "1")
    scene.press(line(page), Qt.Key.Key_Return)
    scene.trigger("figures.fill")
    assert page.book.value(page.model.rows[0].id, STAFF) == 1
    assert page.book.unsaved > 900
    assert saved(scene)[STAFF] == {}
    scene.trigger("figures.fill")
    assert scene.notice == "No blank cell here has a figure from the last period."
    page.undo_own()
    place = column(page, STAFF)
    page.grid.go_to(1, place)
    scene.press(page.grid, Qt.Key.Key_Down, SHIFT)
    scene.trigger("figures.fill")
    assert page.book.unsaved == 3


def test_who_has_not_reported_is_copied_with_what_is_missing(scene: Stage) -> None:
    page = opened(scene, Q3)
    scene.trigger("figures.missing")
    lines = QGuiApplication.clipboard().text().split("\r\n")
    assert lines[0] == "Tenant\tNot reported"
    assert lines[1].endswith("\teverything")
    assert scene.notice.startswith("Copied")
    page.model.show(list(page.model.rows[:1]), page.model.columns)
    scene.trigger("figures.missing")
    assert scene.notice == "All tenants shown here have reported everything."


# ------------------------------------------------------------------------------------------------- errors


def test_f8_goes_from_error_to_error_and_then_to_what_is_remarkable(scene: Stage) -> None:
    page = opened(scene)
    place = column(page, STAFF)
    assert not scene.shell.actions_table["figures.next"].isEnabled()
    paste(scene, page, "9\n100\nx\ny\n")
    scene.press(page.grid, Qt.Key.Key_F8)
    assert here(page) == (2, place)
    assert "not a recognisable amount" in page.foot.cell.text()
    scene.press(page.grid, Qt.Key.Key_F8)
    assert here(page) == (3, place)
    scene.press(page.grid, Qt.Key.Key_F8)
    assert here(page) == (2, place)
    scene.press(page.grid, Qt.Key.Key_Down, SHIFT)
    scene.press(page.grid, Qt.Key.Key_Delete)
    scene.press(page.grid, Qt.Key.Key_F8)
    assert here(page) == (1, place)
    assert page.foot.warnings.text() == "To check: 1"
    assert "against the last period (13 persons)" in page.foot.cell.text()


def test_f8_finds_an_error_in_a_row_that_is_not_shown(scene: Stage) -> None:
    page = opened(scene)
    keys(scene, page, "x")
    scene.press(line(page), Qt.Key.Key_Return)
    tenant = page.model.rows[0].id
    page.search("lckh")
    scene.until(lambda: page.model.rowCount() < 20)
    scene.settle()
    assert tenant not in {one.id for one in page.model.rows}
    scene.trigger("figures.next")
    row, place = here(page)
    assert page.model.key(row, place) == (tenant, STAFF)


def test_a_part_above_its_whole_is_marked_in_words(scene: Stage) -> None:
    page = opened(scene)
    paste(scene, page, "4\t5\n")
    index = page.model.index(0, column(page, COLLEGE))
    assert "is more than Employees (4 persons)" in str(index.data(Qt.ItemDataRole.AccessibleDescriptionRole))
    assert "blank" not in str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    assert "With errors: 2 of 14" in str(page.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
    page.grid.go_to(0, column(page, COLLEGE))
    scene.press(page.grid, Qt.Key.Key_Delete)
    paste(scene, page, "4")
    assert page.book.fault_count == 0


# ------------------------------------------------------------------------------------------------- saving


def test_good_cells_are_saved_as_one_operation_and_bad_ones_are_named(scene: Stage) -> None:
    page = opened(scene)
    paste(scene, page, "40\t30\n20\tabc\n")
    before = len(list_operations(scene.workplace, limit=None))
    scene.press(page.grid, Qt.Key.Key_S, CONTROL)
    first, second = page.model.rows[0], page.model.rows[1]
    assert saved(scene)[STAFF] == {first.id: 40, second.id: 20}
    assert saved(scene)[COLLEGE] == {first.id: 30}
    assert len(list_operations(scene.workplace, limit=None)) == before + 1
    assert scene.notice.startswith("Saved 3 cells. Not saved because of errors: 1 (")
    assert second.name in scene.notice
    assert page.book.unsaved == 1
    scene.press(page.grid, Qt.Key.Key_S, CONTROL)
    assert scene.notice == "Nothing saved: 1 unsaved cell has errors."


def test_what_is_being_typed_is_saved_too(scene: Stage) -> None:
    page = opened(scene)
    keys(scene, page, "33")
    scene.press(line(page), Qt.Key.Key_S, CONTROL)
    assert saved(scene)[STAFF] == {page.model.rows[0].id: 33}
    scene.trigger("figures.save")
    assert scene.notice == "There is nothing to save."


def test_undo_takes_unsaved_steps_first_and_then_what_was_saved(scene: Stage) -> None:
    page = opened(scene)
    paste(scene, page, "40\n")
    scene.press(page.grid, Qt.Key.Key_S, CONTROL)
    paste(scene, page, "41\n")
    assert scene.shell.head.undo.toolTip().startswith("Undo: Paste 1 cell")
    scene.press(page.grid, Qt.Key.Key_Z, CONTROL)
    assert page.model.text(0, column(page, STAFF)) == "40"
    assert scene.shell.head.undo.toolTip().startswith("Undo: Entered 1 figure of 2026Q4")
    scene.press(page.grid, Qt.Key.Key_Z, CONTROL)
    assert saved(scene)[STAFF] == {}
    assert page.model.text(0, column(page, STAFF)) == ""
    scene.press(page.grid, Qt.Key.Key_Y, CONTROL)
    assert saved(scene)[STAFF] == {page.model.rows[0].id: 40}


def test_what_somebody_else_changed_is_not_overwritten_but_chosen(scene: Stage) -> None:
    page = opened(scene)
    tenant, other = page.model.rows[0], replace(scene.workplace, user="colleague")
    for keep in (False, True):
        seen = saved(scene)[STAFF].get(tenant.id)
        paste(scene, page, "40\n" if not keep else "43\n")
        theirs = 41 if not keep else 42
        save_figures(other, scene.context.library, Q4, [EnteredFigure(tenant.id, STAFF, theirs, seen)])
        scene.press(page.grid, Qt.Key.Key_S, CONTROL)
        assert saved(scene)[STAFF][tenant.id] == theirs
        assert "changed by colleague" in page.strips.conflict.text.text()
        assert page.strips.conflict.isVisible()
        assert "changed this cell to" in page.model.describe(0, column(page, STAFF))
        scene.click(page.strips.conflict.second if keep else page.strips.conflict.first)
        assert not page.strips.conflict.isVisible()
        scene.press(page.grid, Qt.Key.Key_S, CONTROL)
        assert saved(scene)[STAFF][tenant.id] == (43 if keep else 41)
    assert scene.failures == []


def test_leaving_the_page_asks_and_cancel_stays(scene: Stage) -> None:
    page = opened(scene)
    paste(scene, page, "40\n")
    scene.shell.go("tenants")
    dialog = leave_dialog(scene)
    scene.click(dialog.stay)
    assert scene.shell.open_name == "figures"
    assert scene.shell.rail.button("figures").isChecked()
    assert page.book.unsaved == 1
    scene.shell.show_query("settings", "look")
    scene.click(leave_dialog(scene).discard)
    assert scene.shell.open_name == "settings"
    assert page.book.unsaved == 0
    assert saved(scene)[STAFF] == {}


def test_saving_on_the_way_out_saves_and_goes_on(scene: Stage) -> None:
    page = opened(scene)
    tenant = page.model.rows[0].id
    paste(scene, page, "40\n")
    page.bar.earlier.click()
    scene.click(leave_dialog(scene).save)
    assert saved(scene)[STAFF] == {tenant: 40}
    assert page.bar.period.currentText() == "2026Q3"
    assert page.book.unsaved == 0


def test_what_cannot_be_saved_keeps_the_page(scene: Stage) -> None:
    page = opened(scene)
    paste(scene, page, "x\n")
    scene.shell.go("tenants")
    scene.click(leave_dialog(scene).save)
    assert scene.shell.open_name == "figures"
    assert page.book.unsaved == 1
    page.bar.period.setCurrentIndex(3)
    page.bar.period.picked.emit(page.bar.period.key)
    scene.click(leave_dialog(scene).stay)
    assert page.bar.period.currentText() == "2026Q4"


def test_closing_the_window_asks_too(scene: Stage) -> None:
    page = opened(scene)
    paste(scene, page, "40\n")
    assert not scene.shell.may_close()
    scene.click(leave_dialog(scene).discard)
    assert page.book.unsaved == 0
    assert not scene.window.isVisible()


# ------------------------------------------------------------------------------------------------- drafts, filings


def test_what_was_not_saved_is_offered_again_after_a_crash(scene: Stage) -> None:
    page = opened(scene)
    paste(scene, page, "40\tabc\n")
    page.saving.flush()  # as two seconds after the change
    texts = page.book.texts()
    page.book.show(page._sheet)  # type: ignore[arg-type]  # the program is gone
    fresh = FiguresPage(scene.context)
    fresh._go_to_period(Q4)
    scene.settle()
    assert "2 cells" in fresh.strips.draft.text.text()
    fresh.strips._restore()
    assert fresh.book.texts() == texts
    assert fresh.strips.draft.isHidden()
    fresh.deleteLater()


def test_the_notice_at_the_start_leads_to_the_draft(scene: Stage) -> None:
    tenant = opened(scene, Q3).model.rows[0].id
    drafts = Drafts(str(scene.workplace.database.url))
    drafts.keep(
        "figures:2026Q4",
        tenant=0,
        title="Figures for 2026Q4",
        texts={f"{tenant}/{STAFF}": "40\tperson", "9/x": "1"},
    )
    scene.shell.go("tenants")
    offer_drafts(scene.context)
    assert "Figures for 2026Q4" in scene.notice
    scene.click(scene.shell.notice_bar.action)
    page = scene.shell.page
    assert isinstance(page, FiguresPage)
    assert page.bar.period.currentText() == "2026Q4"
    assert page.book.value(tenant, STAFF) == 40
    assert "1 cell of the draft" in scene.notice
    page.saving.flush()
    page.undo_own()
    page.saving.flush()
    assert drafts.list() == []


def test_a_draft_can_be_given_up(scene: Stage) -> None:
    drafts = Drafts(str(scene.workplace.database.url))
    drafts.keep("figures:2026Q4", tenant=0, title="t", texts={"1/employees": "40\tperson"})
    page = opened(scene)
    assert page.strips.draft.isVisible()
    scene.click(page.strips.draft.second)
    assert not page.strips.draft.isVisible()
    assert drafts.list() == []


def freeze(scene: Stage) -> None:
    library = scene.context.library
    filing = build_filing(scene.workplace, library, "zone-quarterly", Q3)
    freeze_filing(scene.workplace, library, filing, reason="ok")


def test_a_frozen_period_says_so(scene: Stage) -> None:
    freeze(scene)
    page = opened(scene, Q3)
    assert page.strips.frozen.isVisible()
    assert "is frozen (version 1" in page.strips.frozen.text.text()
    keys(scene, page, "99")
    scene.press(line(page), Qt.Key.Key_Return)
    assert page.book.unsaved == 1
    page.undo_own()
    scene.click(page.strips.frozen.first)
    assert scene.shell.open_name == "filings"


def test_filed_figures_are_saved_with_a_reason_which_is_asked_for_once(scene: Stage) -> None:
    freeze(scene)
    page = opened(scene, Q3)
    tenants = [one.id for one in page.model.rows[:2]]
    before = saved(scene, Q3)[STAFF].copy()
    paste(scene, page, "4001\n4002\n")
    scene.trigger("figures.save")
    sheet = scene.dialog.sheet
    assert isinstance(sheet, ReasonSheet)
    scene.click(scene.dialog.verb)
    assert sheet.reason.error.text().startswith("Explain why")
    scene.press(scene.dialog, Qt.Key.Key_Escape)
    assert page.book.unsaved == 2
    assert saved(scene, Q3)[STAFF] == before
    scene.trigger("figures.save")
    sheet = scene.dialog.sheet
    assert isinstance(sheet, ReasonSheet)
    assert sheet.first_entry() is sheet.box
    sheet.box.setPlainText("企业来函更正")
    scene.click(scene.dialog.verb)
    assert page.book.unsaved == 0
    assert [saved(scene, Q3)[STAFF][one] for one in tenants] == [4001, 4002]
    assert "企业来函更正" in scene.context.steps.next_undo.title  # type: ignore[union-attr]
    scene.context.undo_last()
    scene.settle()
    assert scene.dialogs() == []
    assert saved(scene, Q3)[STAFF] == before


def test_undoing_what_was_filed_since_asks_for_a_reason(scene: Stage) -> None:
    page = opened(scene, Q3)
    tenant = page.model.rows[0].id
    before = saved(scene, Q3)[STAFF].get(tenant)
    paste(scene, page, "4001\n")
    scene.trigger("figures.save")
    freeze(scene)
    scene.context.undo_last()
    scene.settle()
    assert saved(scene, Q3)[STAFF][tenant] == 4001
    sheet = scene.dialog.sheet
    assert isinstance(sheet, ReasonSheet)
    sheet.box.setPlainText("录错企业")
    scene.click(scene.dialog.verb)
    assert saved(scene, Q3)[STAFF].get(tenant) == before


# ------------------------------------------------------------------------------------------------- columns and sums


def test_indicators_are_chosen_and_remembered(scene: Stage) -> None:
    page = opened(scene)
    scene.trigger("figures.columns")
    sheet = scene.dialog.sheet
    sheet.tick(())  # type: ignore[attr-defined]
    scene.click(scene.dialog.verb)
    assert scene.dialog.isVisible()
    scene.click(sheet.all)  # type: ignore[attr-defined]
    scene.click(sheet.asked)  # type: ignore[attr-defined]
    sheet.tick({STAFF, COLLEGE})  # type: ignore[attr-defined]
    assert sheet.first_entry() is not None
    scene.click(scene.dialog.verb)
    assert page.model.codes == [STAFF, COLLEGE]
    assert scene.settings.text("figures.codes.quarter") == "employees,college"
    assert FiguresPage(scene.context).shown.codes(Q4.kind) == (STAFF, COLLEGE)
    scene.settings.keep_text("figures.codes.quarter", "")


def test_selected_figures_are_added_up_as_in_a_spreadsheet(scene: Stage) -> None:
    page = opened(scene)
    paste(scene, page, "4\t1\n5\t1\n")
    page.grid.go_to(0, column(page, STAFF))
    scene.press(page.grid, Qt.Key.Key_Down, SHIFT)
    scene.until(lambda: "Count" in scene.shell.foot.selection.text())
    assert scene.shell.foot.selection.text() == "Count 2   Sum 9   Average 4.50"  # typed, not saved yet
    page.grid.go_to(0, column(page, INCOME))
    paste(scene, page, "1.234567\n0.5\n")
    page.grid.selectAll()
    scene.until(lambda: scene.shell.foot.selection.text() == "Count 6")


def test_drawn_widths_are_kept(scene: Stage) -> None:
    page = opened(scene)
    head = page.grid.head
    edge = head.sectionViewportPosition(1) + head.sectionSize(1) - 1
    spot = head.viewport().rect().center()
    spot.setX(edge)
    before = head.sectionSize(1)
    QTest.mousePress(head.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    spot.setX(edge + 40)
    QTest.mouseMove(head.viewport(), spot)
    QTest.mouseRelease(head.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    if head.sectionSize(1) == before:  # where the platform does not move the mouse
        head._drawn.add(1)
        head.resizeSection(1, before + 40)
    page._arrange()  # at once: what is shown next may have other columns there
    assert page.grid.columnWidth(1) == before + 40
    head._drawn.add(1)
    head.resizeSection(1, before + 60)
    scene.until(lambda: page.shown.widths()[page.model.codes[0]] == before + 60)
    scene.settings.keep_text("figures.widths", "nonsense")
    page._arrange()
    assert page.grid.columnWidth(1) == before
    scene.settings.keep_text("figures.widths", "")


def test_names_stand_still_while_figures_are_scrolled(scene: Stage) -> None:
    page = opened(scene, Q3)
    page.grid.go_to(3, page.model.columnCount() - 1)
    scene.settle()
    assert page.grid.frozen.isVisible()
    page.grid.frozen.grab()
    page.grid.go_to(3, 1)
    left = page.grid.columnViewportPosition(1)
    assert left >= page.grid.columnWidth(0)


def test_a_failed_reading_is_told_and_tried_again(scene: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from crm.domain.errors import RuleError

    page = opened(scene)
    for error, said in (
        (RuleError("filing-unchanged", version=1, at="x", by="y"), ""),
        (ValueError("x"), "could not be read"),
    ):

        def broken(*_: object, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr("crm.ui.pages.figures.page.read_entry_sheet", broken)
        page.refresh()
        scene.settle()
        assert page.stack.currentIndex() == 1
        assert said in page.state.text.text()
    assert len(scene.failures) == 1
    monkeypatch.setattr("crm.ui.pages.figures.page.read_entry_sheet", read_entry_sheet)
    scene.click(page.state.button)
    assert page.stack.currentIndex() == 0


def test_a_period_without_tenants_says_so(stage: Callable[..., Stage]) -> None:
    scene = stage()
    scene.shell.go("figures")
    scene.settle()
    page = scene.shell.page
    assert isinstance(page, FiguresPage)
    assert page.state.text.text() == "No current tenants in 2026Q3"
    page._choose_tenants(MISSING)
    assert page.state.text.text() == "All current tenants have reported something"
    page.focus_content()
