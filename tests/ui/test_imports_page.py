"""Import: what would happen is seen before anything is written, and one step back undoes all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog

from crm.domain.errors import RuleError
from crm.services.tenants import TenantQuery, add_tenant, get_tenant, list_tenant_ids
from crm.ui.pages.imports import page as module

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


def open_it(scene: Stage, path: Path) -> ImportsPage:
    page = scene.imports
    page.open_file(path)
    scene.settle()
    return page


def column(page: ImportsPage, key: str, place: int) -> list[str]:
    model = page.preview.models[key]
    return [model.cell(row, place).text for row in range(model.rowCount())]


def test_at_first_a_file_is_asked_for(scene: Stage, tmp_path: Path) -> None:
    page = scene.imports
    assert page.head().actions == ()
    scene.click(page.state.button)
    (dialog,) = [one for one in scene.shell.findChildren(QFileDialog) if one.isVisible()]
    dialog.fileSelected.emit(str(workbook(tmp_path / "register.xlsx")))
    dialog.done(0)
    scene.settle()
    assert page.file.text() == "register.xlsx"
    assert page.head().primary == "import.apply"


def test_the_preview_counts_rows_and_says_how_columns_are_taken(scene: Stage, tmp_path: Path) -> None:
    page = open_it(scene, workbook(tmp_path / "register.xlsx"))
    prepared = page._prepared
    assert prepared is not None
    counts = prepared.counts
    assert (counts.new, counts.refused, counts.skipped) == (2, 1, 1)
    assert counts.adds_up
    assert column(page, "columns", 2) == [
        "only numbers the rows",
        "Number",
        "Name",
        "Stage",
        "Moved in on",
        "Occupied area (m²)",
        "kept beside the fields",
    ]
    assert page.preview.tabs.key == "findings"
    assert column(page, "findings", 0)[0] == "Refused"
    assert len(column(page, "skipped", 0)) == 1
    assert scene.shell.foot.count.text() == "2 new, 0 updated, 1 refused"
    assert list_tenant_ids(scene.workplace, TenantQuery()).tolist() == []


def test_applying_writes_shows_the_list_and_is_undone_in_one_step(scene: Stage, tmp_path: Path) -> None:
    open_it(scene, workbook(tmp_path / "register.xlsx"))
    scene.trigger("import.apply")
    scene.settle()
    assert scene.shell.page is scene.tenants
    assert scene.tenants.model.rowCount() == 2
    assert scene.notice == "Imported register.xlsx: 2 new, 0 updated."
    scene.click(scene.shell.notice_bar.action)
    assert scene.tenants.model.rowCount() == 0
    assert scene.imports.state.text.text() == "Choose a workbook to import"


def test_changes_to_known_tenants_are_shown_with_the_values_before(scene: Stage, tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    open_it(scene, workbook(path))
    scene.trigger("import.apply")
    scene.settle()
    workbook(path, [(1, "B-01", "晋汾一叶智能有限公司", "退出", "2025-03-01", "88.50", "甲"), ROWS[1]])
    page = open_it(scene, path)
    prepared = page._prepared
    assert prepared is not None
    assert (prepared.counts.updated, prepared.counts.same) == (1, 1)
    assert column(page, "changes", 2) == ["Name", "Stage"]
    assert column(page, "changes", 3) == ["晋汾一叶数据有限公司", "Incubating"]
    assert column(page, "changes", 4)[0] == "晋汾一叶智能有限公司"
    assert column(page, "changes", 4)[1].startswith("Exited")
    scene.trigger("import.apply")
    scene.settle()
    ids = list_tenant_ids(scene.workplace, TenantQuery(text="一叶智能"))
    assert get_tenant(scene.workplace, scene.context.library, ids[0]).names[0].name == "晋汾一叶数据有限公司"


def test_nothing_to_write_is_said_and_cannot_be_applied(scene: Stage, tmp_path: Path) -> None:
    path = workbook(tmp_path / "register.xlsx", ROWS[:2])
    open_it(scene, path)
    scene.trigger("import.apply")
    scene.settle()
    open_it(scene, path)
    assert scene.shell.foot.count.text() == "Nothing to write"
    assert not scene.shell.actions_table["import.apply"].isEnabled()
    scene.imports._apply()
    scene.settle()
    assert scene.shell.page is scene.imports


def test_figures_ask_for_their_period(scene: Stage, tmp_path: Path) -> None:
    add_tenant(scene.workplace, scene.context.library, {"name": "晋汾一叶数据有限公司"})
    head = ("企业名称", "营业收入（万元）", "从业人员（人）")
    path = workbook(tmp_path / "figures.xlsx", [("晋汾一叶数据有限公司", 12.5, 7)], head)
    page = open_it(scene, path)
    page.kind.choose("figures")
    page.kind.picked.emit("figures")
    scene.settle()
    assert page.stack.currentWidget() is page.state.widget
    assert page.state.text.text()
    page.period.choose("2026Q3")
    page.period.picked.emit("2026Q3")
    scene.settle()
    prepared = page._prepared
    assert prepared is not None
    assert prepared.kind.value == "figures"
    assert page.period.isVisible()
    assert prepared.counts.new == 1
    scene.trigger("import.apply")
    scene.settle()
    line = scene.tenants.model.line_at(0)
    assert line is not None
    assert line.revenue == 12_500_000
    assert line.employees == 7


def test_a_file_that_is_no_workbook_is_refused_with_a_sentence(scene: Stage, tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 not really")
    page = open_it(scene, path)
    assert page.stack.currentWidget() is page.state.widget
    assert page.state.button.text() == "Choose another file"
    assert not scene.shell.actions_table["import.apply"].isEnabled()
    assert scene.failures == []


def test_a_fault_while_reading_is_reported(
    scene: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(module, "prepare_import", fault)
    page = open_it(scene, workbook(tmp_path / "register.xlsx"))
    assert page.state.text.text() == "The file could not be read"
    assert "ValueError" in scene.failures[0].report


def test_an_import_that_is_refused_stays_open(
    scene: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise RuleError("tenant-name-missing")

    open_it(scene, workbook(tmp_path / "register.xlsx"))
    monkeypatch.setattr(module, "apply_import", refuse)
    scene.trigger("import.apply")
    assert scene.shell.page is scene.imports
    assert scene.failures[0].refusal is not None
    assert scene.shell.actions_table["import.apply"].isEnabled()


def test_a_workbook_can_be_dropped_and_a_picture_cannot(scene: Stage, tmp_path: Path) -> None:
    page = scene.imports
    path = workbook(tmp_path / "register.xlsx")
    for name, taken in ((path, True), (tmp_path / "logo.png", False)):
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(name))])
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        entering = QDragEnterEvent(page.rect().center(), Qt.DropAction.CopyAction, mime, buttons, keys)
        entering.ignore()
        page.dragEnterEvent(entering)
        assert entering.isAccepted() is taken
        page.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, buttons, keys))
        scene.settle()
    assert page.file.text() == "register.xlsx"


def test_reading_again_after_the_file_was_saved_anew(scene: Stage, tmp_path: Path) -> None:
    path = workbook(tmp_path / "register.xlsx")
    page = open_it(scene, path)
    workbook(path, ROWS[:1])
    scene.trigger("refresh")
    prepared = page._prepared
    assert prepared is not None
    assert prepared.counts.new == 1
    scene.press(scene.shell.rail, Qt.Key.Key_Tab)
    page.focus_content()
    assert scene.window.focusWidget() is page.preview.tables[page.preview.tabs.key]
    page.preview.tabs.chosen.emit("columns")
    assert page.preview.lists.currentIndex() == 0


def test_without_a_file_there_is_nothing_to_read_again(scene: Stage) -> None:
    page = scene.imports
    scene.trigger("refresh")
    assert page.state.text.text() == "Choose a workbook to import"
