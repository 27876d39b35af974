"""Evidence in the window: attached and dropped on a tenant's page, and bound beside a filing."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from crm.services.evidence import list_evidence
from crm.ui.deeds import evidence as module
from crm.ui.deeds.evidence import EvidenceSheet
from crm.ui.pages.filings import evidence as panel_module
from tests.ui.test_filings_page import build, choose_file, open_cell

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crm.ui.pages.tenants.detail_evidence import EvidenceTab
    from tests.ui.stage import Stage


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Stage:
    return stage(demo=True)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "证书.pdf"
    path.write_bytes(b"%PDF-1.4")
    return path


@pytest.fixture
def opened_files(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    found: list[Path] = []
    monkeypatch.setattr(module, "open_path", found.append)
    return found


def tenant_tab(scene: Stage) -> EvidenceTab:
    page = scene.tenants
    page.open_detail(78)
    scene.settle()
    page.detail.tabs.setCurrentIndex(7)
    scene.settle()
    return page.detail.evidence


def drop(tab: EvidenceTab, *paths: Path) -> bool:
    """Drag files onto the tab and let go; whether it takes them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.CopyAction
    entering = QDragEnterEvent(QPointF(9, 9).toPoint(), action, data, buttons, none)
    entering.ignore()
    QApplication.sendEvent(tab, entering)
    QApplication.sendEvent(tab, QDropEvent(QPointF(9, 9), action, data, buttons, none))
    return entering.isAccepted()


def sheet_of(scene: Stage) -> EvidenceSheet:
    sheet = scene.dialog.sheet
    assert isinstance(sheet, EvidenceSheet)
    return sheet


def test_a_file_is_dropped_on_a_tenants_page_opened_removed_and_undone(
    scene: Stage, scan: Path, opened_files: list[Path], tmp_path: Path
) -> None:
    tab = tenant_tab(scene)
    assert tab.nothing.isVisible()
    missing = tab.missing_model.rowCount()
    assert not drop(tab, scan, scan)
    assert not drop(tab, tmp_path)
    assert drop(tab, scan)
    sheet = sheet_of(scene)
    place = next(
        row for row in range(sheet.record.count()) if sheet.record.itemText(row).startswith("Qualification")
    )
    sheet.record.choose(str(place))
    sheet.record.picked.emit(str(place))
    scene.click(scene.dialog.verb)
    assert tab.model.cell(0, 2).text == "证书.pdf"
    assert tab.missing_model.rowCount() == missing - 1
    assert scene.tenants.detail.tabs.tabText(7) == "Evidence"
    scene.press(tab.table, Qt.Key.Key_Return)
    (path,) = opened_files
    assert path.read_bytes() == scan.read_bytes()
    scene.click(tab.open)
    assert len(opened_files) == 2
    scene.press(tab.table, Qt.Key.Key_Delete)
    assert tab.missing_model.rowCount() == missing
    scene.context.undo_last()
    scene.settle()
    assert tab.missing_model.rowCount() == missing - 1


def test_what_belongs_to_a_period_asks_for_it(scene: Stage, scan: Path) -> None:
    tab = tenant_tab(scene)
    scene.click(tab.add)
    choose_file(scene, scan)
    sheet = sheet_of(scene)
    assert not sheet.period.isVisible()
    sheet.proof.choose("financial_statement")
    sheet.proof.picked.emit("financial_statement")
    period = sheet.period.entry
    assert isinstance(period, QLineEdit)
    for typed in ("", "soon"):
        period.setText(typed)
        scene.click(scene.dialog.verb)
        assert scene.dialogs()
    period.setText("2026Q3")
    scene.click(scene.dialog.verb)
    assert tab.model.cell(0, 3).text == "2026Q3"
    scene.click(tab.add_missing)
    assert [one for one in scene.shell.findChildren(QFileDialog) if one.isVisible()]
    tab._add_missing(-1)
    tab._open(-1)
    tab.table.selectionModel().clear()
    tab._remove()
    assert len(list_evidence(scene.workplace)) == 1


def test_missing_proofs_stand_beside_the_filing_and_are_bound_with_it(
    scene: Stage, scan: Path, opened_files: list[Path], tmp_path: Path
) -> None:
    page = build(scene)
    panel = page.pane.evidence
    page.pane.side.chosen.emit("evidence")
    scene.settle()
    missing = page.pane.counts["evidence"]
    assert panel.model.rowCount() == missing > 100
    row = next(place for place, need in enumerate(panel._shown) if need.kind == "event")
    panel.table.selectRow(row)
    scene.click(panel.jump)
    assert page.desk.address == panel._shown[row].cell.address
    panel.table.opened.emit(row)
    choose_file(scene, scan)
    scene.click(scene.dialog.verb)
    assert page.pane.counts["evidence"] == missing - 1
    assert "have changed" not in page.told.text()
    panel.chips.choose("held")
    panel.chips.chosen.emit("held")
    assert panel.model.rowCount() == 1
    panel.table.opened.emit(0)
    scene.settle()
    assert opened_files[0].name == "证书.pdf"
    scene.click(panel.bind)
    choose_file(scene, tmp_path / "binder.zip")
    assert f"1 file, {missing - 1} documents missing" in scene.notice
    with zipfile.ZipFile(tmp_path / "binder.zip") as archive:
        assert len(archive.namelist()) == 2


def test_the_evidence_of_one_cell_is_looked_at_by_itself_and_a_forged_file_left_out(
    scene: Stage, scan: Path, tmp_path: Path
) -> None:
    page = build(scene)
    panel = page.pane.evidence
    open_cell(scene, page, "E19")
    page.pane.side.chosen.emit("evidence")
    panel.chips.choose("cell")
    panel.chips.chosen.emit("cell")
    assert {need.proof.code for need in panel._shown} == {"financial_statement"}
    scene.click(panel.add)
    choose_file(scene, scan)
    assert sheet_of(scene).period.isVisible()  # the filing's period stands in it
    scene.click(scene.dialog.verb)
    assert panel.open.isVisibleTo(panel)
    with scene.workplace.database.writing() as connection:
        connection.exec_driver_sql("UPDATE evidence_files SET content = X'00'")
        connection.commit()
    scene.click(panel.bind)
    choose_file(scene, tmp_path / "again.zip")
    assert "left out: 证书.pdf" in scene.notice


def test_the_evidence_of_a_large_filing_is_read_when_it_is_looked_at(
    scene: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panel_module, "_READ_AT_ONCE", 10)
    page = build(scene)
    assert not page.pane.counts["evidence"]
    page.pane.side.chosen.emit("evidence")
    scene.settle()
    assert page.pane.counts["evidence"] > 100


def test_without_a_filing_or_files_it_says_so(scene: Stage) -> None:
    page = scene.filings
    panel = page.pane.evidence
    assert panel.stack.currentIndex() == 0
    for nothing in (panel.read, panel._add, panel._open, panel._jump, panel._ask_where, panel._fill):
        nothing()
    panel.show_cell(sheet="综合情况", address="E19")
    build(scene)
    panel.chips.choose("held")
    panel.chips.chosen.emit("held")
    assert panel.nothing.text() == "No record in this filing has a file yet."
    assert not list_evidence(scene.workplace)
