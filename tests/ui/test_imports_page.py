"""Import: what would happen is seen before anything is written, and one step back undoes all of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from crm.domain.errors import RuleError
from crm.domain.lifecycle import Stage as Stages
from crm.domain.measures import MeasureRequest
from crm.domain.period import Period
from crm.domain.wording import Language
from crm.services.figures import Figure, answer, put_figures
from crm.services.filings import build_filing
from crm.services.freezing import freeze_filing
from crm.services.import_preview import Outcome
from crm.services.imports import carry_out_import, prepare_import
from crm.services.tenants import TenantQuery, add_tenant, get_tenant, list_tenant_ids
from crm.ui.pages.imports import outcome_copying
from crm.ui.pages.imports import page as module
from crm.ui.pages.imports.columns_step import FIELD, UNIT
from crm.ui.pages.imports.step_list import Step
from crm.ui.unlocking import ReasonSheet
from crm.ui.widgets.picker import FieldPicker
from tests.ui.every_page import is_cut, is_met

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from crm.ui.pages.imports.page import ImportsPage
    from tests.ui.stage import Stage

HEAD = ("序号", "企业编号", "企业名称", "孵化状态", "入驻日期", "面积（㎡）", "备注说明")
ROWS = (
    (1, "B-01", "晋汾一叶数据有限公司", "在孵", "2025-03-01", "88.50", "甲"),
    (2, "B-02", "晋汾双木测控有限公司", "意向", "", "", "乙"),
    (3, "", "", "", "", "12", ""),
)


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Stage:
    return stage()


def workbook(path: Path, rows: Sequence[Sequence[object]] = ROWS, head: Sequence[str] = HEAD) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "台账"
    sheet.append(["企业台账"])
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    sheet.append(["合计", *[""] * (len(head) - 1)])
    book.save(path)
    return path


def open_it(scene: Stage, path: Path, *, to: Step = Step.CHECK) -> ImportsPage:
    """Open a file, and go on to a step."""
    page = scene.imports
    page.open_file(path)
    scene.settle()
    for step in range(Step.COLUMNS, to + 1):
        page.go_to(Step(step))
        scene.settle()
    return page


def step_of(page: ImportsPage) -> Step:
    return page.step


def taken_as(page: ImportsPage) -> list[str]:
    model = page.columns_step.model
    return [model.cell(row, FIELD).text for row in range(model.rowCount())]


def shown_rows(page: ImportsPage, key: str) -> list[int]:
    page.check_step.chips.choose(key)
    page.check_step.show_rows(key)
    model = page.check_step.model
    lines = [model.line_at(row) for row in range(model.rowCount())]
    return [line.row for line in lines if line is not None]


def colours(page: ImportsPage, row: int, column: int) -> set[str]:
    """The colours of a cell of the preview on the screen."""
    table = page.check_step.table
    table.scrollTo(page.check_step.model.index(row, column))
    picture = table.viewport().grab(table.visualRect(page.check_step.model.index(row, column))).toImage()
    return {
        picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height() - 2)
    }


def file_dialog(scene: Stage) -> QFileDialog:
    (dialog,) = [one for one in scene.shell.findChildren(QFileDialog) if one.isVisible()]
    return dialog


def choose_in_dialog(scene: Stage, path: Path) -> None:
    dialog = file_dialog(scene)
    dialog.fileSelected.emit(str(path))
    dialog.done(0)
    scene.settle()


def test_at_first_a_file_is_asked_for(scene: Stage, tmp_path: Path) -> None:
    page = scene.imports
    assert page.head().actions == ()
    scene.click(page.file_step.choose)
    choose_in_dialog(scene, workbook(tmp_path / "register.xlsx"))
    assert step_of(page) is Step.HEADER
    assert page.steps.file.text() == "register.xlsx"
    assert page.head().actions == ("import.open",)


def test_the_header_that_was_found_is_marked_and_another_row_can_be_chosen(
    scene: Stage, tmp_path: Path
) -> None:
    page = open_it(scene, workbook(tmp_path / "register.xlsx"), to=Step.HEADER)
    step = page.header_step
    assert step.grid.header == range(1, 2)
    assert step.told.text().startswith("Header: row 2 (detected")
    assert step.sheet.currentText() == "台账: 6 rows, 7 columns"
    step.table.setCurrentIndex(step.grid.index(2, 1))
    scene.press(step.table, Qt.Key.Key_Return)
    assert step.grid.header == range(2, 3)
    assert "set by you" in step.told.text()
    step.table.head._drawn.add(3)
    step.table.setColumnWidth(3, 77)
    step.tallness.choose("2")
    step.tallness.picked.emit("2")
    scene.settle()
    assert step.grid.header == range(2, 4)
    assert step.table.columnWidth(3) == 77, "a width that was drawn stays"
    step.table.clicked.emit(step.grid.index(1, 1))
    step.tallness.choose("auto")
    step.tallness.picked.emit("auto")
    scene.settle()
    assert step.grid.header == range(1, 2)


def test_the_columns_show_samples_and_how_sure_they_are(scene: Stage, tmp_path: Path) -> None:
    page = open_it(scene, workbook(tmp_path / "register.xlsx"), to=Step.COLUMNS)
    assert taken_as(page) == [
        "Not imported",
        "Number",
        "Name",
        "Stage",
        "Moved in on",
        "Occupied area",
        "Keep as additional text",
    ]
    model = page.columns_step.model
    assert model.cell(1, 2).text == "B-01 · B-02"
    assert model.cell(1, 5).text == "High"
    assert model.cell(5, UNIT).text == "m²"


def test_a_field_is_found_by_pinyin_initials_and_moves_from_its_column(scene: Stage, tmp_path: Path) -> None:
    page = open_it(scene, workbook(tmp_path / "register.xlsx"), to=Step.COLUMNS)
    step = page.columns_step
    step.table.setCurrentIndex(step.model.index(6, FIELD))
    picker = step.open_picker(6, typed="qymc")
    assert picker is not None
    assert [picker.list.item(row).text() for row in range(picker.list.count())] == ["Name   ← C"]
    QTest.keyClick(picker.entry, Qt.Key.Key_Return)
    scene.settle()
    assert taken_as(page)[6] == "Name"
    assert taken_as(page)[2] == "Not imported"
    assert step.model.cell(6, 5).text == "Set by you"


def test_typing_on_a_line_opens_the_list_of_fields_and_the_arrows_go_through_it(
    scene: Stage, tmp_path: Path
) -> None:
    page = open_it(scene, workbook(tmp_path / "register.xlsx"), to=Step.COLUMNS)
    step = page.columns_step
    step.table.setCurrentIndex(step.model.index(6, FIELD))
    step.table.typed.emit("p")
    scene.settle()
    (picker,) = step.findChildren(FieldPicker)
    assert picker.entry.text() == "p"
    assert step.open_picker(99) is None
    picker.close()


def test_without_a_column_that_names_tenants_the_way_on_is_closed(scene: Stage, tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", [("甲", "乙", 3)], ("联系人", "电话", "面积"))
    page = open_it(scene, path, to=Step.COLUMNS)
    assert "Missing" in page.columns_step.told.text()
    assert not page.next.isEnabled()
    page.go_to(Step.CHECK)
    assert step_of(page) is Step.COLUMNS
    page.columns_step.choose_field(0, "name")
    scene.settle()
    assert page.next.isEnabled()


def test_a_unit_can_be_chosen(scene: Stage, tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", [("晋汾一叶数据有限公司", 12)], ("企业名称", "注册资本"))
    page = open_it(scene, path, to=Step.COLUMNS)
    step = page.columns_step
    menu = step.open_units(1)
    texts = [action.text() for action in menu.actions()]
    assert "thousand yuan" in texts
    menu.actions()[texts.index("thousand yuan")].trigger()
    menu.close()
    scene.settle()
    assert step.model.cell(1, UNIT).text == "thousand yuan"
    page.go_to(Step.CHECK)
    scene.settle()
    scene.trigger("import.apply")
    scene.settle()
    (tenant,) = list_tenant_ids(scene.workplace, TenantQuery())
    profile = get_tenant(scene.workplace, scene.context.library, tenant)
    assert profile.fields["registered_capital"] == 1_200_000


def test_a_column_whose_rows_name_their_unit_says_which_column_does(scene: Stage, tmp_path: Path) -> None:
    lines = [("晋汾一叶数据有限公司", 12, "万元"), ("晋汾二叶数据有限公司", 12, "元")]
    path = workbook(tmp_path / "x.xlsx", lines, ("企业名称", "注册资本", "单位"))
    step = open_it(scene, path, to=Step.COLUMNS).columns_step
    assert step.model.cell(1, UNIT).text == "As in column C"


def test_the_check_counts_rows_that_add_up_and_shows_each_kind(scene: Stage, tmp_path: Path) -> None:
    page = open_it(scene, workbook(tmp_path / "register.xlsx"))
    assert page.preview is not None
    counts = page.preview.prepared.counts
    assert (counts.rows, counts.new, counts.refused, counts.skipped) == (4, 2, 1, 1)
    assert counts.adds_up
    assert shown_rows(page, "all") == [3, 4, 5, 6]
    assert shown_rows(page, "new") == [3, 4]
    assert shown_rows(page, "refused") == [5]
    assert "no name" in page.check_step.detail.text()
    assert shown_rows(page, "skipped") == [6]
    assert shown_rows(page, "doubtful") == [5]
    assert shown_rows(page, "same") == []
    assert page.check_step.lists.currentWidget() is page.check_step.none.widget
    assert scene.shell.foot.count.text() == "2 new, 0 updated, 1 rejected"
    assert list_tenant_ids(scene.workplace, TenantQuery()).tolist() == []


def test_rows_of_the_preview_are_copied_as_shown_and_columns_are_remembered(
    scene: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path / "x.xlsx", [("汾谷甲", "13800138000")], ("企业名称", "电话"))
    table = open_it(scene, path).check_step.table
    table.clearSelection()
    QGuiApplication.clipboard().setText("before")
    scene.press(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "before"
    table.selectAll()
    table.menu_asked.emit(0, QPoint(0, 0))
    (menu,) = [one for one in table.findChildren(QMenu) if one.isVisible()]
    menu.actions()[0].trigger()
    assert QGuiApplication.clipboard().text() == "3\tNew\t汾谷甲\t138****8000\r\n4\tSkipped\t合计\t"
    menu.actions()[1].trigger()
    assert QGuiApplication.clipboard().text().startswith("Row\tWhat happens\t企业名称\t电话\r\n3\t")
    menu.close()
    step = scene.imports.check_step
    table.head.menu_asked.emit(1, QPoint(0, 0))
    (menu,) = [one for one in table.findChildren(QMenu) if one.isVisible()]
    (hide,) = [one for one in menu.actions() if one.text() == "Hide this column"]
    hide.trigger()
    menu.close()
    step.columns.keeper.keep(replace(step.columns.keeper.now, widths={"电话": 190}))
    step.chips.choose("new")
    step.show_rows("new")
    scene.press(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    scene.press(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "3\t汾谷甲\t138****8000"
    other = workbook(tmp_path / "y.xlsx", [("13800138000", "汾谷乙", "")], ("电话", "企业名称", "备注"))
    table = open_it(scene, other).check_step.table
    titles = [column.title for column in step.columns.keeper.shown()]
    assert titles == ["Row", "企业名称", "电话", "备注"], "columns of the same titles stand as they were left"
    assert table.columnWidth(step.columns.keeper.places()["电话"]) == 190
    table.selectAll()
    monkeypatch.setattr(outcome_copying, "MOST_COPIED", 0)
    scene.press(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert scene.notice.startswith("2 rows are too many for the clipboard")


def test_notes_lead_to_their_rows(scene: Stage, tmp_path: Path) -> None:
    page = open_it(scene, workbook(tmp_path / "register.xlsx"))
    step = page.check_step
    step.chips.choose("notes")
    step.show_rows("notes")
    assert step.notes.cell(0, 0).text == "Rejected"
    assert "C5" in step.detail.text()
    step.notes_table.opened.emit(0)
    line = step.model.line_at(step.table.currentIndex().row())
    assert line is not None
    assert line.row == 5


def test_all_or_nothing_closes_the_way_while_rows_are_refused(scene: Stage, tmp_path: Path) -> None:
    page = open_it(scene, workbook(tmp_path / "register.xlsx"))
    assert page.next.isEnabled()
    page.check_step.policy.choose("whole")
    page.check_step.policy.picked.emit("whole")
    assert not page.may_apply
    assert "nothing would be written" in page.told.text()
    page.apply()
    scene.settle()
    assert step_of(page) is Step.CHECK


def test_applying_shows_what_was_done_and_is_undone_in_one_step(scene: Stage, tmp_path: Path) -> None:
    page = open_it(scene, workbook(tmp_path / "register.xlsx"))
    scene.trigger("import.apply")
    scene.settle()
    assert step_of(page) is Step.DONE
    assert page.done_step.title.text() == "Imported: register.xlsx"
    assert scene.notice == "Imported register.xlsx: 2 new, 0 updated."
    assert len(list_tenant_ids(scene.workplace, TenantQuery())) == 2
    scene.click(page.done_step.undo)
    assert list_tenant_ids(scene.workplace, TenantQuery()).tolist() == []
    assert page.done_step.title.text() == "The import was undone"
    assert page.done_step.undo.isHidden()
    scene.click(page.done_step.again)
    assert step_of(page) is Step.FILE


def test_the_new_tenants_are_shown_and_no_others(scene: Stage, tmp_path: Path) -> None:
    add_tenant(scene.workplace, scene.context.library, {"name": "晋汾旧友数据有限公司"})
    page = open_it(scene, workbook(tmp_path / "register.xlsx"))
    scene.trigger("import.apply")
    scene.settle()
    asked: list[tuple[str, object]] = []
    scene.context.show = lambda name, query: asked.append((name, query))
    scene.click(page.done_step.look)
    ((name, query),) = asked
    assert name == "tenants"
    assert isinstance(query, TenantQuery)
    assert query.among is not None
    assert len(list_tenant_ids(scene.workplace, query)) == 2
    assert "register.xlsx" in query.label


def test_changes_to_known_tenants_show_the_value_before(scene: Stage, tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    open_it(scene, workbook(path))
    scene.trigger("import.apply")
    scene.settle()
    workbook(path, [(1, "B-01", "晋汾一叶智能有限公司", "退出", "2025-03-01", "88.50", "丙"), ROWS[1]])
    page = open_it(scene, path)
    assert shown_rows(page, "updated") == [3]
    model = page.check_step.model
    page.check_step.table.clearSelection()
    assert scene.context.theme.tokens.accent_soft.lower() in colours(page, 0, 4)
    cells = [model.cell_at(0, column) for column in range(7)]
    assert [(cell.old, cell.text) for cell in cells if cell.old is not None] == [
        ("晋汾一叶数据有限公司", "晋汾一叶智能有限公司"),
        ("Incubating", "Exited"),
        ("", "丙"),
    ]
    assert page.check_step.detail.text().startswith("Row 3: Updated")
    page.check_step.table.grab()
    scene.trigger("import.apply")
    scene.settle()
    (tenant,) = list_tenant_ids(scene.workplace, TenantQuery(text="一叶智能"))
    assert get_tenant(scene.workplace, scene.context.library, tenant).names[0].name == "晋汾一叶数据有限公司"


def test_nothing_to_write_is_said_and_cannot_be_applied(scene: Stage, tmp_path: Path) -> None:
    path = workbook(tmp_path / "register.xlsx", ROWS[:2])
    open_it(scene, path)
    scene.trigger("import.apply")
    scene.settle()
    page = open_it(scene, path)
    assert scene.shell.foot.count.text() == "Nothing to write"
    assert not scene.shell.actions_table["import.apply"].isEnabled()
    assert page.told.text().startswith("There is nothing to write")


def test_figures_ask_for_their_period(scene: Stage, tmp_path: Path) -> None:
    add_tenant(scene.workplace, scene.context.library, {"name": "晋汾一叶数据有限公司"})
    head = ("企业名称", "营业收入（万元）", "从业人员（人）")
    path = workbook(tmp_path / "figures.xlsx", [("晋汾一叶数据有限公司", 12.5, 7)], head)
    page = open_it(scene, path, to=Step.COLUMNS)
    assert page.header_step.kind.currentText() == "Detected: figures for a period"
    page.go_to(Step.CHECK)
    scene.settle()
    assert step_of(page) is Step.HEADER
    assert scene.notice
    page.header_step.period.choose("2026Q3")
    page.header_step.period.picked.emit("2026Q3")
    scene.settle()
    page.go_to(Step.CHECK)
    scene.settle()
    assert page.preview is not None
    assert page.preview.prepared.counts.new == 1
    assert page.check_step.model.cell_at(0, 1).text == "12.50"
    scene.trigger("import.apply")
    scene.settle()
    (tenant,) = list_tenant_ids(scene.workplace, TenantQuery())
    figures = get_tenant(scene.workplace, scene.context.library, tenant).figures
    assert {(one.indicator, one.value) for one in figures} == {("total_income", 12_500_000), ("employees", 7)}


def test_an_import_of_filed_figures_asks_for_a_reason(scene: Stage, tmp_path: Path) -> None:
    workplace, library, quarter = scene.workplace, scene.context.library, Period.parse("2025Q3")
    made = add_tenant(
        workplace, library, {"name": "晋汾一叶数据有限公司"}, stage=Stages.INCUBATING, on=date(2024, 1, 1)
    )
    (tenant,) = made.tenants
    put_figures(workplace, library, [Figure(tenant, "employees", quarter, 5)])
    freeze_filing(
        workplace, library, build_filing(workplace, library, "zone-quarterly", quarter), reason="ok"
    )
    path = workbook(tmp_path / "2025Q3.xlsx", [("晋汾一叶数据有限公司", 7)], ("企业名称", "从业人员（人）"))
    page = open_it(scene, path, to=Step.COLUMNS)
    page.header_step.period.choose("2025Q3")
    page.header_step.period.picked.emit("2025Q3")
    scene.settle()
    page.go_to(Step.CHECK)
    scene.settle()
    notes = [page.check_step.notes.cell(row, 2).text for row in range(page.check_step.notes.rowCount())]
    assert any(
        text.startswith('1 of the figures to be changed are used in "Zone quarterly') for text in notes
    )
    scene.trigger("import.apply")
    assert step_of(page) is Step.CHECK
    sheet = scene.dialog.sheet
    assert isinstance(sheet, ReasonSheet)
    sheet.box.setPlainText("企业补报")
    scene.click(scene.dialog.verb)
    scene.settle()
    assert step_of(page) is Step.DONE
    assert answer(workplace, library, MeasureRequest("employees", quarter)).value == 7


def test_a_file_that_is_no_workbook_is_refused_with_a_sentence(scene: Stage, tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 not really")
    page = scene.imports
    page.open_file(path)
    scene.settle()
    assert step_of(page) is Step.FILE
    assert page.file_step.trouble.isVisible()
    assert page.file_step.trouble.text()
    assert not scene.shell.actions_table["import.apply"].isEnabled()
    assert scene.failures == []


def test_a_fault_while_reading_is_reported(
    scene: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object, **__: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(module, "load_sheet", fault)
    page = scene.imports
    page.open_file(workbook(tmp_path / "register.xlsx"))
    scene.settle()
    assert page.file_step.trouble.text() == "The file could not be read"
    assert "ValueError" in scene.failures[0].report


def test_a_fault_while_checking_is_reported_and_the_columns_stay(
    scene: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object, **__: object) -> None:
        raise ValueError("broken")

    page = open_it(scene, workbook(tmp_path / "register.xlsx"), to=Step.COLUMNS)
    monkeypatch.setattr(module, "prepare_import", fault)
    page.go_to(Step.CHECK)
    scene.settle()
    assert step_of(page) is Step.COLUMNS
    assert "ValueError" in scene.failures[0].report


def test_an_import_that_is_refused_stays_open(
    scene: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RuleError("tenant-name-missing")

    page = open_it(scene, workbook(tmp_path / "register.xlsx"))
    monkeypatch.setattr(module, "carry_out_import", refuse)
    scene.trigger("import.apply")
    assert step_of(page) is Step.CHECK
    assert scene.failures[0].refusal is not None
    assert scene.shell.actions_table["import.apply"].isEnabled()


def mime_of(path: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    return mime


def test_a_workbook_can_be_dropped_on_the_page_and_a_picture_cannot(scene: Stage, tmp_path: Path) -> None:
    page = scene.imports
    path = workbook(tmp_path / "register.xlsx")
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for name, taken in ((path, True), (tmp_path / "logo.png", False)):
        mime = mime_of(name)
        entering = QDragEnterEvent(page.rect().center(), Qt.DropAction.CopyAction, mime, buttons, keys)
        entering.ignore()
        page.dragEnterEvent(entering)
        assert entering.isAccepted() is taken
        page.dragLeaveEvent(QDragLeaveEvent())
        page.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, buttons, keys))
        scene.settle()
    assert page.steps.file.text() == "register.xlsx"


def test_a_workbook_dropped_on_the_window_opens_the_import(scene: Stage, tmp_path: Path) -> None:
    mime = mime_of(workbook(tmp_path / "register.xlsx"))
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(scene.shell.rect().center(), Qt.DropAction.CopyAction, mime, buttons, keys)
    scene.shell.dragEnterEvent(entering)
    assert entering.isAccepted()
    scene.shell.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, buttons, keys))
    scene.settle()
    assert scene.shell.page is scene.imports
    assert scene.imports.steps.file.text() == "register.xlsx"


def test_a_block_copied_in_excel_can_be_pasted(scene: Stage) -> None:
    page = scene.imports
    QGuiApplication.clipboard().setText('企业名称\t备注\r\n晋汾一叶数据有限公司\t"两\r\n行"\r\n')
    scene.trigger("import.paste")
    assert step_of(page) is Step.HEADER
    page.go_to(Step.CHECK)
    scene.settle()
    assert page.preview is not None
    assert page.preview.prepared.counts.new == 1
    assert page._memory.recent == []


@pytest.mark.parametrize("language", list(Language))
def test_rows_copied_from_the_list_with_their_titles_and_pasted_back_are_the_same(
    stage: Callable[..., Stage], language: Language
) -> None:
    scene = stage(demo=True, language=language)
    view = scene.tenants.list
    view.focus_list()
    scene.press(view.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    view.copy_selection(with_header=True)
    scene.settle()
    page = scene.imports
    scene.trigger("import.paste")
    page.go_to(Step.CHECK)
    scene.settle()
    assert page.preview is not None
    counts = page.preview.prepared.counts
    assert (counts.new, counts.updated, counts.same) == (0, 0, view.record_count)


def test_a_clipboard_without_a_table_is_said_to_have_none(scene: Stage) -> None:
    page = scene.imports
    QGuiApplication.clipboard().setText("just words")
    scene.click(page.file_step.paste)
    assert scene.notice == "There is no table on the clipboard."
    assert step_of(page) is Step.FILE


def test_the_files_of_last_time_are_offered_and_one_that_is_gone_no_longer(
    scene: Stage, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "register.xlsx")
    page = open_it(scene, path, to=Step.HEADER)
    page.start_again()
    scene.settle()
    assert [button.text() for button in page.file_step.recent] == ["register.xlsx"]
    path.unlink()
    scene.click(page.file_step.recent[0])
    assert step_of(page) is Step.FILE
    assert page.file_step.trouble.text()
    assert page.file_step.recent == []


def test_what_was_chosen_for_columns_is_remembered_for_the_same_headings(
    scene: Stage, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "register.xlsx")
    page = open_it(scene, path, to=Step.COLUMNS)
    page.columns_step.choose_field(6, "short_name")
    scene.settle()
    page.go_to(Step.CHECK)
    scene.settle()
    scene.trigger("import.apply")
    scene.settle()
    page = open_it(scene, workbook(tmp_path / "next.xlsx", ROWS[:1]), to=Step.COLUMNS)
    assert taken_as(page)[6] == "Short name"
    assert page.columns_step.remembered.isVisible()
    scene.click(page.columns_step.forget)
    assert taken_as(page)[6] == "Keep as additional text"
    page = open_it(scene, path, to=Step.COLUMNS)
    assert not page.columns_step.remembered.isVisible()


def test_a_blank_register_can_be_saved_and_read_again(scene: Stage, tmp_path: Path) -> None:
    page = scene.imports
    for button in (page.file_step.blank_tenants, page.file_step.blank_figures):
        scene.click(button)
        choose_in_dialog(scene, tmp_path / f"{button.text()}.xlsx")
        assert scene.notice == f"Saved as {button.text()}.xlsx"
        assert scene.shell.notice_bar.second.text() == "Open folder"
    page = open_it(scene, tmp_path / "Register template.xlsx", to=Step.COLUMNS)
    assert "recognised" in page.columns_step.told.text()
    assert "Keep as additional text" not in taken_as(page)


def test_rows_to_mend_are_exported_with_what_is_wrong(scene: Stage, tmp_path: Path) -> None:
    page = open_it(scene, workbook(tmp_path / "register.xlsx"))
    scene.click(page.check_step.export)
    choose_in_dialog(scene, tmp_path / "mend.xlsx")
    assert scene.notice == "1 row saved: mend.xlsx"
    assert scene.shell.notice_bar.action.text() == "Open file"
    sheet = load_workbook(tmp_path / "mend.xlsx").active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:3] == ["Row in the file", "Import problem", "How to fix it"]
    assert rows[1][0] == 5
    assert "no name" in str(rows[1][1])
    page = open_it(scene, tmp_path / "mend.xlsx", to=Step.COLUMNS)
    assert taken_as(page)[:3] == ["Not imported"] * 3


def test_reading_again_after_the_file_was_saved_anew(scene: Stage, tmp_path: Path) -> None:
    path = workbook(tmp_path / "register.xlsx")
    page = open_it(scene, path)
    workbook(path, ROWS[:1])
    scene.trigger("refresh")
    assert step_of(page) is Step.HEADER
    page.go_to(Step.CHECK)
    scene.settle()
    assert page.preview is not None
    assert page.preview.prepared.counts.new == 1


def test_another_sheet_can_be_chosen(scene: Stage, tmp_path: Path) -> None:
    path = workbook(tmp_path / "register.xlsx")
    book = load_workbook(path)
    book.create_sheet("二").append(["企业名称", "电话"])
    book["二"].append(["晋汾双木测控有限公司", "0354-5550100"])
    book.save(path)
    page = open_it(scene, path, to=Step.HEADER)
    page.header_step.sheet.choose("二")
    page.header_step.sheet.picked.emit("二")
    scene.settle()
    assert page.header_step.grid.rowCount() == 2
    page.go_to(Step.CHECK)
    scene.settle()
    assert page.preview is not None
    assert page.preview.prepared.sheet == "二"


def test_checking_can_be_cancelled_at_once(
    scene: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    held = threading.Event()
    page = open_it(scene, workbook(tmp_path / "register.xlsx"), to=Step.COLUMNS)
    real = prepare_import

    def slow(*given: object, **named: object) -> object:
        named["progress"](1_200, 5_000)  # type: ignore[operator]
        held.wait(20)
        return real(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "prepare_import", slow)
    page.go_to(Step.CHECK)
    scene.until(lambda: page.stack.currentWidget() is page.waiting)
    scene.until(lambda: "1,200 of 5,000" in page.waiting.hint.text())
    assert page.reachable == set()
    QTest.mouseClick(page.waiting.stop, Qt.MouseButton.LeftButton)
    assert step_of(page) is Step.COLUMNS
    assert page.stack.currentWidget() is page.columns_step
    held.set()
    scene.settle()
    assert page.preview is None
    assert list_tenant_ids(scene.workplace, TenantQuery()).tolist() == []


def test_cancelling_while_writing_takes_everything_back(
    scene: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    held, begun = threading.Event(), threading.Event()
    page = open_it(scene, workbook(tmp_path / "register.xlsx"))
    real = carry_out_import

    def slow(*given: object, **named: object) -> object:
        begun.set()
        held.wait(20)
        return real(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "carry_out_import", slow)
    scene.shell.actions_table["import.apply"].trigger()
    scene.until(begun.is_set)
    scene.until(lambda: page.stack.currentWidget() is page.waiting)
    QTest.mouseClick(page.waiting.stop, Qt.MouseButton.LeftButton)
    held.set()
    scene.settle()
    assert step_of(page) is Step.CHECK
    assert scene.failures[0].was_cancelled
    assert list_tenant_ids(scene.workplace, TenantQuery()).tolist() == []
    assert page.may_apply


@pytest.mark.parametrize("language", list(Language))
def test_the_whole_import_goes_by_keyboard(
    stage: Callable[..., Stage], tmp_path: Path, language: Language
) -> None:
    scene = stage(language=language)
    page = scene.imports
    assert scene.window.focusWidget() is page.file_step.choose
    scene.press(page.file_step.choose, Qt.Key.Key_Space)
    choose_in_dialog(scene, workbook(tmp_path / "register.xlsx"))
    assert scene.window.focusWidget() is page.header_step.table
    scene.trigger("import.next")
    assert step_of(page) is Step.COLUMNS
    assert scene.window.focusWidget() is page.columns_step.table
    scene.trigger("import.back")
    assert step_of(page) is Step.HEADER
    scene.trigger("import.next")
    scene.trigger("import.next")
    assert step_of(page) is Step.CHECK
    assert scene.window.focusWidget() is page.check_step.table
    scene.trigger("import.apply")
    scene.settle()
    assert step_of(page) is Step.DONE
    assert scene.window.focusWidget() is page.done_step.look


def test_a_skipped_row_says_why_and_a_refused_cell_is_marked(scene: Stage, tmp_path: Path) -> None:
    page = open_it(scene, workbook(tmp_path / "register.xlsx"))
    model = page.check_step.model
    assert shown_rows(page, "skipped") == [6]
    assert model.data(model.index(0, 1), Qt.ItemDataRole.UserRole) is Outcome.SKIPPED
    assert "Total row" in page.check_step.detail.text()
    assert shown_rows(page, "refused") == [5]
    tokens = scene.context.theme.tokens
    page.check_step.table.clearSelection()
    assert {tokens.danger_soft.lower(), tokens.danger.lower()} <= colours(page, 0, 4)
    page.check_step.table.selectRow(0)
    assert tokens.row_sel.lower() in colours(page, 0, 4) & colours(page, 0, 0)
    page.check_step.table.clearSelection()
    page.check_step.table.hover(0)
    assert tokens.row_hover.lower() in colours(page, 0, 3)
    assert "no name" in str(model.data(model.index(0, 4), Qt.ItemDataRole.AccessibleTextRole))


def test_without_a_file_there_is_nothing_to_read_again(scene: Stage) -> None:
    page = scene.imports
    scene.trigger("refresh")
    assert step_of(page) is Step.FILE


def test_a_sheet_without_a_header_asks_for_one(scene: Stage, tmp_path: Path) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text("1,2\n3,4\n", "utf-8")
    page = scene.imports
    page.open_file(path)
    scene.settle()
    assert page.header_step.told.text().startswith("No header row")
    assert not page.next.isEnabled()
    page.header_step.take_header(0)
    scene.settle()
    assert page.next.isEnabled()


def test_the_wheel_of_events_leaves_the_picker_alone(scene: Stage, tmp_path: Path) -> None:
    page = open_it(scene, workbook(tmp_path / "register.xlsx"), to=Step.COLUMNS)
    picker = page.columns_step.open_picker(2)
    assert picker is not None
    row = picker.list.currentRow()
    QTest.keyClick(picker.entry, Qt.Key.Key_Down)
    assert picker.list.currentRow() == row + 1
    assert not picker.eventFilter(picker, QEvent(QEvent.Type.None_))
    picker.close()


@pytest.mark.parametrize("size", [(1093, 614), (1366, 728)])
@pytest.mark.parametrize("language", list(Language))
def test_no_step_cuts_a_text_or_has_a_part_without_a_name(
    stage: Callable[..., Stage], tmp_path: Path, language: Language, size: tuple[int, int]
) -> None:
    scene = stage(language=language, size=size)
    path = workbook(tmp_path / "register.xlsx")
    page = scene.imports
    open_it(scene, path, to=Step.HEADER)
    for step in (Step.FILE, Step.HEADER, Step.COLUMNS, Step.CHECK, Step.DONE):
        if step is Step.DONE:
            scene.trigger("import.apply")
        else:
            page.go_to(step)
        scene.settle()
        assert step_of(page) is step
        for part in page.findChildren(QWidget):
            if not is_met(part):
                continue
            assert not is_cut(part), (step, type(part).__name__, getattr(part, "text", str)())
            if part.focusPolicy() != Qt.FocusPolicy.NoFocus:
                interface = QAccessible.queryAccessibleInterface(part)
                assert interface.text(QAccessible.Text.Name), (step, type(part).__name__)
