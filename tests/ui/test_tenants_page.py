"""Tenants: found by typing, filtered by stage, opened in the pane, moved from stage to stage and back again."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit

from crm.domain.errors import RuleError
from crm.domain.identifiers import mask_phone
from crm.domain.lifecycle import Need
from crm.domain.lifecycle import Stage as Step
from crm.domain.text import name_order
from crm.services.board import TenantLine
from crm.services.tenants import TenantQuery, add_tenant, get_tenant, get_tenant_page, list_tenant_ids
from crm.ui.deeds import tenants as deeds
from crm.ui.deeds.new_sheet import NewTenantSheet
from crm.ui.deeds.stage_sheet import StageSheet
from crm.ui.pages.tenants import source as module
from crm.ui.pages.tenants.filter_sheet import FilterSheet, NameSheet
from crm.ui.pages.tenants.pane import last_periods
from crm.ui.pages.tenants.views import load_filter, load_views

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crm.services.operation import Workplace
    from crm.services.tenants import TenantPage, TenantProfile
    from crm.ui.theme.theme import Theme
    from crm.ui.widgets.form import FormField
    from tests.ui.stage import Stage


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Stage:
    return stage(demo=True, first="tenants")


def names(scene: Stage) -> list[str]:
    model = scene.tenants.model
    return [str(model.data(model.index(row, 0))) for row in range(min(model.rowCount(), 100))]


def choose(scene: Stage, row: int) -> TenantProfile:
    """Select a row; the tenant's record as it is in the database."""
    scene.tenants.table.selectRow(row)
    scene.settle()
    return get_tenant(scene.workplace, scene.context.library, scene.tenants.model.ids[row])


def is_in_detail(scene: Stage) -> bool:
    return scene.tenants.is_in_detail


def pane_is_open(scene: Stage) -> bool:
    return scene.tenants.drawer.is_open


def filter_by(scene: Stage, stage: Step) -> None:
    page = scene.tenants
    page.chips.choose(stage.value)
    page.chips.chosen.emit(stage.value)
    scene.settle()


def test_the_list_shows_every_tenant_and_says_how_many(scene: Stage) -> None:
    assert scene.tenants.model.rowCount() == 176
    assert scene.shell.foot.count.text() == "Tenants: 176"
    assert scene.tenants.chips.key == "all"


def test_typing_searches_and_clearing_shows_all_again(scene: Stage) -> None:
    page, box = scene.tenants, scene.shell.head.search
    sought = names(scene)[3]
    scene.trigger("search")
    assert scene.window.focusWidget() is box
    box.insert(sought[2:5])
    scene.qtbot.wait(200)
    scene.settle()
    assert sought in names(scene)
    assert page.model.rowCount() < 176
    scene.press(box, Qt.Key.Key_Escape)
    scene.qtbot.wait(200)
    scene.settle()
    assert page.model.rowCount() == 176


def test_what_was_searched_is_selected_when_the_cursor_goes_into_the_list(scene: Stage) -> None:
    page, box = scene.tenants, scene.shell.head.search
    sought = names(scene)[3]
    scene.trigger("search")
    box.insert(sought)
    scene.until(lambda: page.model.rowCount() == 1)
    scene.settle()
    scene.press(box, Qt.Key.Key_Return)
    assert page.table.hasFocus()
    scene.press(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    scene.settle()
    assert QGuiApplication.clipboard().text().startswith(f"{sought}\t")


def test_escape_in_an_empty_search_box_goes_back_to_the_list(scene: Stage) -> None:
    scene.trigger("search")
    scene.press(scene.shell.head.search, Qt.Key.Key_Escape)
    assert scene.window.focusWidget() is scene.tenants.table
    assert scene.tenants.table.currentIndex().row() == 0


def test_enter_searches_at_once_and_goes_to_the_list(scene: Stage) -> None:
    box = scene.shell.head.search
    box.setFocus()
    QTest.keyClicks(box, "zzzz")
    scene.press(box, Qt.Key.Key_Return)
    assert scene.tenants.list.currentWidget() is scene.tenants.state.widget


def test_only_the_last_of_quick_searches_is_shown(scene: Stage) -> None:
    answered: list[int] = []
    page = scene.tenants
    page.model.modelReset.connect(lambda: answered.append(page.model.rowCount()))
    for text in ("s", "sx", "sxy", "sxyj"):
        page.search(text)
    scene.settle()
    expected = len(list_tenant_ids(scene.workplace, TenantQuery(text="sxyj")))
    assert answered[-1] == expected
    assert len(answered) <= 2


def test_a_search_without_hits_says_so_and_offers_to_clear_it(scene: Stage) -> None:
    page = scene.tenants
    scene.shell.head.search.setText("zzzzzz")
    scene.qtbot.wait(200)
    scene.settle()
    assert page.state.text.text() == "No matching tenants"
    scene.click(page.state.button)
    assert page.model.rowCount() == 176
    assert scene.shell.head.search.text() == ""


def test_an_empty_database_offers_to_import(stage: Callable[..., Stage]) -> None:
    scene = stage()
    page = scene.tenants
    assert page.state.text.text() == "No tenants yet"
    scene.click(page.state.button)
    assert scene.shell.page is scene.imports


def test_what_cannot_be_read_is_told_and_can_be_tried_again(
    scene: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_workplace: Workplace, _query: TenantQuery, _size: int) -> TenantPage:
        raise RuleError("tenant-name-missing")

    page = scene.tenants
    monkeypatch.setattr(module, "get_tenant_page", refuse)
    scene.trigger("refresh")
    assert page.list.currentWidget() is page.state.widget
    assert page.state.text.text()
    monkeypatch.setattr(module, "get_tenant_page", get_tenant_page)
    scene.click(page.state.button)
    assert page.list.currentWidget() is page.table


def test_a_chip_keeps_one_stage_and_counts_it(scene: Stage) -> None:
    page = scene.tenants
    filter_by(scene, Step.INCUBATING)
    model = page.model
    assert {model.data(model.index(row, 2)) for row in range(model.rowCount())} == {"Incubating"}
    assert scene.shell.foot.count.text() == f"Tenants: {model.rowCount()}"


def test_chips_without_room_are_in_the_menu(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True, size=(1093, 614))
    page = scene.tenants
    hidden = page.chips.hidden_keys
    assert "relocated" in hidden
    menu = page.chips.menu()
    assert len(menu.actions()) == len(hidden)
    menu.actions()[-1].trigger()
    scene.settle()
    assert page.chips.key == hidden[-1]
    assert hidden[-1] not in page.chips.hidden_keys
    assert page.model.rowCount() < 20


def test_a_click_on_a_title_sorts_up_then_down_then_not_at_all(scene: Stage) -> None:
    page = scene.tenants
    column = [one.key for one in page.model.columns].index("employees")
    head = page.table.head
    at = QPoint(head.sectionViewportPosition(column) + 20, head.height() // 2)

    def staff() -> list[int]:
        return [heads for row in range(60) if (heads := line_at(scene, row).employees) is not None]

    for descending in (False, True):
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
        scene.settle()
        assert staff() == sorted(staff(), reverse=descending)
        assert (head.sorted_by, head.descending) == (column, descending)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    scene.settle()
    assert head.sorted_by == -1
    assert names(scene)[:60] == sorted(names(scene)[:60], key=name_order)


def test_enter_opens_the_tenant_and_alt_left_comes_back_to_the_same_place(scene: Stage) -> None:
    page = scene.tenants
    page.list.choose_row(90)
    page.list.focus_list()
    page.table.verticalScrollBar().setValue(80)
    scene.press(page.table, Qt.Key.Key_Return)
    assert is_in_detail(scene)
    assert page.detail.tenant_id == page.model.ids[90]
    assert not scene.shell.actions_table["tenant.export"].isEnabled()
    scene.trigger("tenant.back")
    assert not is_in_detail(scene)
    assert page.table.verticalScrollBar().value() == 80
    assert page.list.chosen_ids() == [page.model.ids[90]]
    assert scene.window.focusWidget() is page.table


def test_a_double_click_opens_the_tenant_and_a_search_leaves_it(scene: Stage) -> None:
    page = scene.tenants
    at = page.table.visualRect(page.model.index(4, 0)).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    scene.settle()
    assert page.detail.tenant_id == page.model.ids[4]
    page.search("sxyj")
    scene.settle()
    assert not is_in_detail(scene)


def test_what_was_changed_in_the_tenants_page_stands_in_the_list_afterwards(scene: Stage) -> None:
    page = scene.tenants
    page.open_detail(page.model.ids[0])
    scene.settle()
    scene.hub.tell(add_tenant(scene.workplace, scene.context.library, {"name": "汾谷归来有限公司"}))
    scene.settle()
    assert page.model.rowCount() == 176
    scene.trigger("tenant.back")
    assert page.model.rowCount() == 177


def test_the_pane_is_opened_and_closed_with_the_keyboard_and_leads_to_the_tenant(scene: Stage) -> None:
    page = scene.tenants
    profile = choose(scene, 2)
    assert not page.drawer.is_open
    scene.trigger("tenant.pane")
    assert page.pane.isVisible()
    assert not page.drawer.is_roomy
    assert (
        page.list.width() + page.pane.width() <= page.drawer.width()
    )  # its last column is reached beside it
    assert page.pane.name.text() == profile.line.name
    page.list.focus_list()
    scene.press(page.table, Qt.Key.Key_Escape)
    assert not page.drawer.is_open
    scene.trigger("tenant.pane")
    scene.click(page.pane.open_button)
    assert page.detail.tenant_id == profile.line.id


def test_in_a_wide_window_the_pane_stands_beside_the_list_until_it_is_closed(
    stage: Callable[..., Stage],
) -> None:
    scene = stage(demo=True, size=(1600, 900))
    page = scene.tenants
    assert page.drawer.is_open
    assert page.drawer.is_roomy
    assert page.list.width() + page.pane.width() < page.drawer.width()
    assert page.pane.name.text() == names(scene)[0]
    scene.trigger("tenant.pane")
    assert not pane_is_open(scene)
    again = stage(demo=True, size=(1600, 900))
    assert not again.tenants.drawer.is_open


def test_the_pane_shows_figures_as_chart_and_as_table(scene: Stage) -> None:
    page = scene.tenants
    filter_by(scene, Step.ACCELERATING)
    profile = choose(scene, 0)
    page.drawer.set_open(True)
    history = page.pane.history
    periods = last_periods(profile)
    assert len(periods) == 8
    assert len(history.chart.accessibleDescription().split("; ")) == 8
    page.pane.area.ensureWidgetVisible(history)
    scene.click(history.toggle)
    assert history.table.isVisible()
    assert history.model.rowCount() == 8
    assert history.model.cell(0, 0).text == scene.context.labels.period(periods[-1])
    assert history.toggle.accessibleName() == "Show as chart"
    scene.click(history.toggle)
    assert history.chart.isVisible()


def test_the_chart_can_be_walked_with_the_keyboard_and_read_with_the_mouse(scene: Stage) -> None:
    page = scene.tenants
    filter_by(scene, Step.ACCELERATING)
    choose(scene, 0)
    page.drawer.set_open(True)
    chart = page.pane.history.chart
    chart.setFocus()
    scene.press(chart, Qt.Key.Key_Left)
    assert chart.hot is not None
    assert chart.hot[:2] == (7, 0)
    scene.press(chart, Qt.Key.Key_Left)
    assert chart.hot[:2] == (6, 0)
    scene.press(chart, Qt.Key.Key_Down)
    assert chart.hot[:2] == (6, 1)
    assert "Total income" in chart.tell_mark(chart.hot)
    move = QMouseEvent(
        QMouseEvent.Type.MouseMove,
        QPointF(chart.width() / 2, 100),
        QPointF(900, 400),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    chart.mouseMoveEvent(move)
    assert chart.hot is not None
    assert chart.hot.category in {3, 4}
    QTest.mouseMove(chart, QPoint(2, 2))
    scene.qtbot.waitUntil(lambda: chart.hot is None)


def line_at(scene: Stage, row: int) -> TenantLine:
    cells = scene.tenants.model.cells_at(row)
    assert cells is not None
    assert isinstance(cells.record, TenantLine)
    return cells.record


def test_several_rows_selected_are_counted_and_summed(scene: Stage) -> None:
    page = scene.tenants
    page.list.choose_row(0)
    page.list.focus_list()
    for _ in range(3):
        scene.press(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    staff = [heads for row in range(4) if (heads := line_at(scene, row).employees) is not None]
    text = scene.shell.foot.selection.text()
    assert text.startswith("Selected: 4")
    assert f"Employees: {len(staff)} values, sum {sum(staff):,}" in text
    scene.press(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert "Selected: 176" in scene.shell.foot.selection.text()


def test_what_is_typed_into_the_list_goes_into_the_search_box(scene: Stage) -> None:
    scene.tenants.list.focus_list()
    QTest.keyClicks(scene.tenants.table, "s")
    box = scene.shell.head.search
    assert scene.window.focusWidget() is box
    QTest.keyClicks(box, "xyj")
    assert box.text() == "sxyj"


# ------------------------------------------------------------------------------------- filters and views


def filter_sheet(scene: Stage) -> FilterSheet:
    scene.trigger("tenant.filter")
    sheet = scene.dialog.sheet
    assert isinstance(sheet, FilterSheet)
    return sheet


def set_day(field: FormField, text: str) -> None:
    assert isinstance(field.entry, QLineEdit)
    field.entry.setText(text)


def test_a_filter_is_said_kept_and_cleared(scene: Stage) -> None:
    page = scene.tenants
    sheet = filter_sheet(scene)
    scene.click(sheet.fields["new_energy"])
    set_day(sheet.moved_in_from, "2020.1.1")
    sheet.figures.choose("reported")
    scene.click(scene.dialog.verb)
    lines = [line_at(scene, row) for row in range(page.model.rowCount())]
    assert lines
    assert {line.technology_field for line in lines} == {"new_energy"}
    assert all(line.moved_in_on is not None and line.moved_in_on.year >= 2020 for line in lines)
    assert all(line.figures_period is not None for line in lines)
    said = page.bar.told.text()
    assert said.startswith("New energy and energy saving · moved in from 2020-01-01 · has reported")
    assert load_filter(scene.settings) == page.list.query
    scene.click(page.bar.clear_button)
    assert page.model.rowCount() == 176
    assert page.bar.line.isHidden()


def test_an_industry_is_filtered_by_its_letter(scene: Stage) -> None:
    page = scene.tenants
    sheet = filter_sheet(scene)
    sheet.industry.choose("C")
    scene.click(scene.dialog.verb)
    found = {line_at(scene, row).industry for row in range(min(page.model.rowCount(), 60))}
    industries = scene.context.library.vocabulary["industry"]
    assert {industries.group(code) for code in found} == {"C"}
    assert "Manufacturing" in page.bar.told.text()
    assert filter_sheet(scene).industry.key == "C"


def test_days_that_cannot_be_are_refused_under_their_fields(scene: Stage) -> None:
    sheet = filter_sheet(scene)
    set_day(sheet.moved_in_from, "whenever")
    scene.click(scene.dialog.verb)
    assert sheet.moved_in_from.error.text() == "This is not a date."
    set_day(sheet.moved_in_from, "2025-01-01")
    set_day(sheet.moved_in_to, "2024-01-01")
    scene.click(scene.dialog.verb)
    assert sheet.moved_in_to.error.text() == "The end date is before the start date."


def test_no_hits_name_the_filter_that_leaves_none(scene: Stage) -> None:
    page = scene.tenants
    sheet = filter_sheet(scene)
    scene.click(sheet.fields["nuclear"])
    set_day(sheet.moved_in_to, "1990-01-01")
    scene.click(scene.dialog.verb)
    assert page.state.text.text() == "No matching tenants"
    assert "Nuclear applications · moved in until 1990-01-01" in page.state.hint.text()
    scene.click(page.state.button)
    assert page.model.rowCount() == 176


def test_a_figure_elsewhere_opens_exactly_the_list_it_counts(scene: Stage) -> None:
    page = scene.tenants
    filter_by(scene, Step.LEAD)
    among = frozenset(list_tenant_ids(scene.workplace, TenantQuery())[:7])
    scene.context.show("tenants", TenantQuery(among=among, label="Seven tenants"))
    scene.settle()
    assert frozenset(page.model.ids) == among
    assert page.bar.told.text() == "Seven tenants"
    page.table.head.sort_changed.emit(1, True)
    scene.settle()
    assert frozenset(page.model.ids) == among
    stages = frozenset({Step.GRADUATED, Step.INCUBATING})
    scene.context.show("tenants", TenantQuery(stages=stages))
    scene.settle()
    assert page.chips.key == "several"


def save_view(scene: Stage, name: str) -> None:
    scene.tenants.bar.menu().actions()[0].trigger()
    sheet = scene.dialog.sheet
    assert isinstance(sheet, NameSheet)
    assert isinstance(sheet.name.entry, QLineEdit)
    sheet.name.entry.setText(name)
    scene.click(scene.dialog.verb)


def test_a_view_keeps_filter_order_and_columns_and_is_there_after_a_restart(
    scene: Stage, stage: Callable[..., Stage]
) -> None:
    page = scene.tenants
    filter_by(scene, Step.INCUBATING)
    page.table.head.sort_changed.emit([one.key for one in page.model.columns].index("revenue"), True)
    page.list.show_columns(["name", "revenue", "room"])
    scene.settle()
    save_view(scene, "Best earners")
    kept = page.list.query
    assert page.chips.key == "view:Best earners"
    page.list.reset_columns()
    filter_by_key(scene, "all")
    assert page.list.query.stages == frozenset()
    filter_by_key(scene, "view:Best earners")
    assert page.list.query == kept
    assert [column.key for column in page.list.shown_columns()] == ["name", "revenue", "room"]
    again = stage(demo=True)
    assert again.tenants.list.query == kept
    assert again.tenants.chips.key == "view:Best earners"


def filter_by_key(scene: Stage, key: str) -> None:
    scene.tenants.chips.choose(key)
    scene.tenants.chips.chosen.emit(key)
    scene.settle()


def test_a_view_is_renamed_removed_and_brought_back(scene: Stage) -> None:
    page = scene.tenants
    filter_by(scene, Step.LEAD)
    save_view(scene, "")
    assert scene.dialogs()
    sheet = scene.dialog.sheet
    assert isinstance(sheet, NameSheet)
    assert sheet.name.error.text() == "Enter a name for the view."
    assert isinstance(sheet.name.entry, QLineEdit)
    sheet.name.entry.setText("Leads")
    scene.click(scene.dialog.verb)
    page.bar.menu().actions()[1].trigger()
    sheet = scene.dialog.sheet
    assert isinstance(sheet, NameSheet)
    assert isinstance(sheet.name.entry, QLineEdit)
    assert sheet.name.entry.text() == "Leads"
    sheet.name.entry.setText("First contacts")
    scene.click(scene.dialog.verb)
    assert [view.name for view in load_views(scene.settings)] == ["First contacts"]
    page.bar.menu().actions()[2].trigger()
    assert load_views(scene.settings) == []
    scene.click(scene.shell.notice_bar.action)
    assert [view.name for view in load_views(scene.settings)] == ["First contacts"]


def test_a_view_that_is_replaced_can_be_brought_back(scene: Stage) -> None:
    filter_by(scene, Step.LEAD)
    save_view(scene, "Mine")
    filter_by(scene, Step.INCUBATING)
    save_view(scene, "Mine")
    assert scene.notice == 'The view "Mine" has been replaced.'
    assert load_views(scene.settings)[0].query.stages == {Step.INCUBATING}
    scene.click(scene.shell.notice_bar.action)
    assert load_views(scene.settings)[0].query.stages == {Step.LEAD}


# ---------------------------------------------------------------------------------- out of the list


def test_what_is_shown_is_exported_as_shown_and_the_dialog_says_how_much(
    scene: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, asked = scene.tenants, []
    filter_by(scene, Step.INCUBATING)
    page.list.show_columns(["name", "revenue", "moved_in_on"])

    def save(*, title: str, filters: str, proposed: str, chosen: Callable[[Path], None]) -> None:
        asked.append((title, filters, proposed))
        chosen(tmp_path / proposed)

    monkeypatch.setattr(scene.context.ask, "save_file", save)
    scene.trigger("tenant.export")
    count = page.model.rowCount()
    title, _, proposed = asked[0]
    assert title == f"Export the {count} rows shown"
    assert proposed == "Tenant list_20261120.xlsx"
    sheet = load_workbook(tmp_path / proposed).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "Tenant list  ·  Incubating  ·  as of 2026-11-20"
    assert rows[1] == ("Name", "Income (10k yuan)", "Moved in on")
    assert len(rows) == count + 2
    assert {type(row[1]) for row in rows[2:]} <= {float, int, type(None)}
    assert {type(row[2]) for row in rows[2:]} <= {datetime, type(None)}
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A3", f"A2:C{count + 2}")
    assert scene.notice.startswith("Saved as")
    page.list.choose_row(0)
    page.list.focus_list()
    scene.press(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    scene.trigger("tenant.export")
    assert asked[1][0] == "Export the 2 rows selected"
    again = load_workbook(tmp_path / proposed).active
    assert again is not None
    assert again.max_row == 4


def test_a_contact_in_the_list_is_masked_where_it_leaves_the_program(scene: Stage) -> None:
    page = scene.tenants
    page.list.show_columns(["name", "contact"])
    page.list.choose_row(0)
    page.list.focus_list()
    scene.press(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    name, _, contact = QGuiApplication.clipboard().text().partition("\t")
    assert name == line_at(scene, 0).name
    assert contact == mask_phone(line_at(scene, 0).contact)


def fill(sheet: StageSheet, need: Need, text: str) -> None:
    entry = sheet.fields[need].entry
    assert isinstance(entry, QLineEdit | QPlainTextEdit)
    if isinstance(entry, QPlainTextEdit):
        entry.setPlainText(text)
    else:
        entry.setText(text)


def stage_sheet(scene: Stage) -> StageSheet:
    sheet = scene.dialog.sheet
    assert isinstance(sheet, StageSheet)
    return sheet


def test_only_allowed_moves_are_offered_and_each_asks_for_what_it_needs(scene: Stage) -> None:
    filter_by(scene, Step.INCUBATING)
    choose(scene, 0)
    scene.trigger("tenant.stage")
    sheet = stage_sheet(scene)
    assert Step.GRADUATED in sheet.targets
    assert Step.LEAD not in sheet.targets
    scene.click(sheet.targets[Step.RELOCATED])
    assert sheet.fields[Need.DETAIL].caption.text() == "Relocated to *"
    assert sheet.fields[Need.REASON].isVisible()
    assert not sheet.fields[Need.ALLOWED_BY].isVisible()
    scene.click(scene.dialog.verb)
    assert sheet.fields[Need.DETAIL].error.text() == "Required for this change."
    assert sheet.fields[Need.DETAIL].entry.accessibleDescription() == "Required for this change."
    assert scene.window.isVisible()
    scene.press(scene.dialog, Qt.Key.Key_Escape)
    assert scene.dialogs() == []


@pytest.mark.parametrize(
    ("day", "fault"),
    [("tomorrow or so", "This is not a date."), ("1999-01-01", "The previous stage began on")],
)
def test_a_day_that_cannot_be_is_refused_under_its_field(scene: Stage, day: str, fault: str) -> None:
    filter_by(scene, Step.INCUBATING)
    choose(scene, 0)
    scene.trigger("tenant.stage")
    sheet = stage_sheet(scene)
    entry = sheet.on.entry
    assert isinstance(entry, QLineEdit)
    entry.setText(day)
    scene.click(scene.dialog.verb)
    assert sheet.on.error.text().startswith(fault)


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier),
    ],
)
def test_the_days_of_questions_have_a_calendar_too(
    scene: Stage, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    choose(scene, 2)
    scene.trigger("tenant.stage")
    sheet = scene.dialog.sheet
    assert isinstance(sheet, StageSheet)
    box, picker = sheet.on.entry, sheet.pickers[0]
    assert isinstance(box, QLineEdit)
    box.setText("2026/3/4")
    QTest.keyClick(box, key, modifier)
    assert picker.popup is not None
    assert picker.popup.isVisible()
    assert picker.popup.calendar.selectedDate().toPython() == date(2026, 3, 4)
    assert picker.popup.calendar.firstDayOfWeek() is Qt.DayOfWeek.Monday
    picker.popup.calendar.setSelectedDate(date(2026, 3, 5))  # type: ignore[arg-type]
    picker.popup.calendar.activated.emit(picker.popup.calendar.selectedDate())
    assert not picker.popup.isVisible()
    assert box.text() == "2026-03-05"
    box.setText("")
    picker.open()
    assert picker.popup.calendar.selectedDate().toPython() == scene.workplace.today
    picker.popup.hide()
    scene.dialog.reject()
    scene.settle()
    scene.trigger("tenant.filter")
    filters = scene.dialog.sheet
    assert isinstance(filters, FilterSheet)
    assert len(filters.pickers) == 2


def test_a_calendar_without_room_below_opens_above(scene: Stage) -> None:
    scene.window.move(0, scene.window.screen().availableGeometry().bottom() - 200)
    choose(scene, 2)
    scene.trigger("tenant.stage")
    sheet = scene.dialog.sheet
    assert isinstance(sheet, StageSheet)
    scene.dialog.move(0, scene.window.screen().availableGeometry().bottom() - 60)
    (picker, *_) = sheet.pickers
    picker.open()
    assert picker.popup is not None
    assert picker.popup.pos().y() < sheet.on.entry.mapToGlobal(QPoint(0, 0)).y()
    picker.popup.hide()


def test_an_answer_that_was_not_checked_is_no_answer(scene: Stage) -> None:
    filter_by(scene, Step.INCUBATING)
    choose(scene, 0)
    scene.trigger("tenant.stage")
    sheet = stage_sheet(scene)
    entry = sheet.on.entry
    assert isinstance(entry, QLineEdit)
    entry.setText("")
    with pytest.raises(ValueError, match="not checked"):
        sheet.answer()


def test_the_stage_can_be_changed_as_soon_as_a_tenant_is_chosen(scene: Stage) -> None:
    page, change = scene.tenants, scene.shell.actions_table["tenant.stage"]
    page.list.choose_row(2)
    assert change.isEnabled()  # a fast hand need not wait for the details
    scene.trigger("tenant.stage")
    name = str(page.model.data(page.model.index(2, 0)))
    assert any(name in one.text() for one in scene.dialog.findChildren(QLabel))


def test_enter_before_the_answer_is_there_goes_to_the_first_that_is_found(scene: Stage) -> None:
    page, box = scene.tenants, scene.shell.head.search
    box.setFocus()
    QTest.keyClicks(box, "lyqn")
    scene.press(box, Qt.Key.Key_Return)
    assert (page.list.record_count, page.table.currentIndex().row()) == (1, 0)
    assert scene.shell.actions_table["tenant.stage"].isEnabled()


def test_a_stage_is_changed_shown_everywhere_and_undone(scene: Stage) -> None:
    page = scene.tenants
    filter_by(scene, Step.INCUBATING)
    before = choose(scene, 0)
    count = page.model.rowCount()
    scene.trigger("tenant.stage")
    sheet = stage_sheet(scene)
    scene.click(sheet.targets[Step.GRADUATED])
    fill(sheet, Need.ALLOWED_BY, "评审委员会")
    fill(sheet, Need.REASON, "达到毕业条件")
    entry = sheet.on.entry
    assert isinstance(entry, QLineEdit)
    entry.setText("2026年11月18日")
    scene.click(scene.dialog.verb)
    tenant = before.line.id
    after = get_tenant(scene.workplace, scene.context.library, tenant)
    assert after.line.stage is Step.GRADUATED
    assert after.stages[-1].on.isoformat() == "2026-11-18"
    assert after.stages[-1].allowed_by == "评审委员会"
    assert page.model.rowCount() == count - 1
    assert scene.notice == f'"{before.line.name}" is now Graduated.'
    scene.click(scene.shell.notice_bar.action)
    assert get_tenant(scene.workplace, scene.context.library, tenant) == before
    assert page.model.rowCount() == count
    assert scene.notice.startswith("Undone")
    scene.click(scene.shell.notice_bar.action)
    again = get_tenant(scene.workplace, scene.context.library, tenant)
    assert again.line.stage is Step.GRADUATED


def test_facts_that_the_record_lacks_are_asked_for_and_undone_together(stage: Callable[..., Stage]) -> None:
    scene = stage()
    workplace, library = scene.workplace, scene.context.library
    add_tenant(workplace, library, {"name": "山西青禾数据有限公司"}, stage=Step.RESIDENT)
    scene.trigger("refresh")
    before = choose(scene, 0)
    scene.trigger("tenant.stage")
    sheet = stage_sheet(scene)
    scene.click(sheet.targets[Step.INCUBATING])
    fill(sheet, Need.ALLOWED_BY, "总经理")
    fill(sheet, Need.REGISTRATION, "91140799MA0000000X")
    fill(sheet, Need.FOUNDED_ON, "long ago")
    scene.click(scene.dialog.verb)
    assert sheet.fields[Need.REGISTRATION].error.text() == "This is not a valid 18-character code."
    assert sheet.fields[Need.FOUNDED_ON].error.text() == "This is not a date."
    fill(sheet, Need.REGISTRATION, "9114 0799 MAXX 0061 3A")
    fill(sheet, Need.FOUNDED_ON, "2025.3.1")
    scene.click(scene.dialog.verb)
    after = get_tenant(workplace, library, before.line.id)
    assert after.line.stage is Step.INCUBATING
    assert after.fields["uscc"] == "91140799MAXX00613A"
    assert str(after.fields["founded_on"]) == "2025-03-01"
    scene.click(scene.shell.notice_bar.action)
    assert get_tenant(workplace, library, before.line.id) == before


def test_a_move_that_is_refused_meanwhile_is_told(scene: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    filter_by(scene, Step.LEAD)
    choose(scene, 0)
    scene.trigger("tenant.stage")
    sheet = stage_sheet(scene)
    scene.click(sheet.targets[Step.PROSPECT])

    def refuse(*_: object, **__: object) -> None:
        raise RuleError("stage-move-not-allowed", current="lead", target="prospect")

    monkeypatch.setattr(deeds, "change_stage", refuse)
    scene.click(scene.dialog.verb)
    assert scene.failures[0].refusal is not None
    tenant = get_tenant(scene.workplace, scene.context.library, scene.tenants.model.ids[0])
    assert tenant.line.stage is Step.LEAD


def test_where_no_move_leads_on_that_is_said(scene: Stage) -> None:
    filter_by(scene, Step.DEREGISTERED)
    choose(scene, 0)
    scene.trigger("tenant.stage")
    assert scene.dialogs() == []
    assert scene.notice.endswith("no further stage change is possible.")


def test_a_new_tenant_needs_a_name_and_is_shown_once_it_is_there(scene: Stage) -> None:
    page = scene.tenants
    scene.trigger("tenant.add")
    sheet = scene.dialog.sheet
    assert isinstance(sheet, NewTenantSheet)
    for entry, text in ((sheet.name.entry, ""), (sheet.code.entry, "123")):
        assert isinstance(entry, QLineEdit)
        entry.setText(text)
    scene.click(scene.dialog.verb)
    assert sheet.name.error.text() == "Enter the name of the tenant."
    assert sheet.code.error.text() == "This is not a valid 18-character code."
    for entry, text in ((sheet.name.entry, "晋汾新叶科技有限公司"), (sheet.code.entry, "")):
        assert isinstance(entry, QLineEdit)
        entry.setText(text)
    scene.click(sheet.stages[Step.PROSPECT])
    scene.click(scene.dialog.verb)
    scene.settle()
    assert scene.notice == 'Added "晋汾新叶科技有限公司".'
    assert page.drawer.is_open
    assert page.pane.name.text() == "晋汾新叶科技有限公司"
    assert page.pane.tag.text == "Prospect"
    assert page.model.rowCount() == 177
    scene.trigger("undo")
    assert page.model.rowCount() == 176


def test_a_record_asked_for_from_elsewhere_is_found_whatever_is_filtered(scene: Stage) -> None:
    page = scene.tenants
    wanted = page.model.ids[40]
    filter_by(scene, Step.LEAD)
    scene.context.go("tenants", wanted)
    scene.settle()
    assert page.drawer.is_open
    assert page.model.ids[page.table.currentIndex().row()] == wanted
    scene.context.go("tenants", page.model.ids[3])
    scene.settle()
    assert page.table.currentIndex().row() == 3


def test_changes_made_while_another_page_is_open_are_seen_on_return(scene: Stage) -> None:
    assert scene.filings.isVisible()
    changes = add_tenant(scene.workplace, scene.context.library, {"name": "汾谷归来有限公司"})
    scene.hub.tell(changes)
    assert scene.tenants.model.rowCount() == 177
    assert scene.filings.isVisible()
    assert scene.shell.foot.count.text() != "Tenants: 177"
    assert scene.tenants.isVisible()
    assert scene.shell.foot.count.text() == "Tenants: 177"


@pytest.mark.parametrize("percent", [100, 125])
def test_every_column_fits_its_text(scene: Stage, theme: Theme, percent: int) -> None:
    table = scene.tenants.table
    theme.set_font_percent(percent)
    scene.settle()
    for column in range(1, table.model().columnCount()):
        if not table.isColumnHidden(column):
            assert table.columnWidth(column) >= table.head.width_for(column) - 1
    theme.set_font_percent(100)
