"""Filings: built from the records, drawn as the form, every figure explained by its rows, frozen for good."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog

from crm.domain.errors import RuleError
from crm.domain.finding import Finding, Severity
from crm.domain.lifecycle import Stage as Step
from crm.domain.period import Period
from crm.services.figures import Figure, put_figures
from crm.services.filings import list_filings
from crm.services.pictures import SheetPicture, draw_sheets
from crm.services.tenants import TenantQuery, change_stage, list_tenant_ids
from crm.ui.models.sheet import SheetTable, column_letters, filed_text
from crm.ui.pages.filings import deeds
from crm.ui.pages.filings import page as module
from crm.ui.pages.filings.checks import two_lines
from crm.ui.pages.filings.freeze_sheet import FreezeSheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crm.ui.pages.filings.page import FilingsPage
    from tests.ui.stage import Stage

SUMMARY, DETAILS = "综合情况", "在孵企业明细"


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Stage:
    return stage(demo=True)


def build(scene: Stage, *, form: str = "zone-quarterly", period: str = "2026Q3") -> FilingsPage:
    page = scene.filings
    page.form.choose(form)
    page.form.picked.emit(form)
    page.period.choose(period)
    scene.trigger("filing.build")
    return page


def click_cell(scene: Stage, page: FilingsPage, address: str) -> None:
    page.sheet.go_to(address)
    rect = page.sheet.visualRect(page.sheet.currentIndex())
    QTest.mouseClick(page.sheet.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    scene.settle()


def texts(page: FilingsPage, column: int) -> list[str]:
    model = page.trace.model
    return [model.cell(row, column).text for row in range(model.rowCount())]


def test_at_first_a_form_and_its_last_full_period_are_chosen(scene: Stage) -> None:
    page = scene.filings
    assert page.form.count() == 2
    page.form.choose("zone-quarterly")
    page.form.picked.emit("zone-quarterly")
    assert page.period.currentText() == "2026 Q3"
    assert page.state.text.text() == "Choose a period and build the filing"
    assert "our own" in page.state.hint.text()
    assert not scene.shell.actions_table["filing.freeze"].isEnabled()


def test_the_sheet_is_drawn_as_the_form(scene: Stage) -> None:
    page = build(scene)
    assert page.tabs.key == SUMMARY
    sheet = page.sheet.sheet()
    assert sheet is not None
    assert sheet.spot(0, 0).part == "title"
    assert page.sheet.columnSpan(0, 0) == sheet.columnCount()
    parts = {
        sheet.spot(row, column).part
        for row in range(sheet.rowCount())
        for column in range(sheet.columnCount())
    }
    assert {"title", "head", "note", "label", "figure", "dash"} <= parts
    built = scene.filings._drawn
    assert built is not None
    for cell in built.filing.built.singles:
        if cell.sheet == SUMMARY:
            assert sheet.data(sheet.index_of(cell.address)) == filed_text(cell.value)


def test_a_sheet_keeps_the_rules_of_models(scene: Stage) -> None:
    page = build(scene)
    for sheet in page._sheets.values():
        QAbstractItemModelTester(sheet, QAbstractItemModelTester.FailureReportingMode.Fatal, page)
        assert sheet.data(QModelIndex()) is None
        assert sheet.index_of("nowhere") == QModelIndex()
        assert sheet.address(sheet.index_of("C7")) == "C7"
        assert sheet.headerData(2, Qt.Orientation.Horizontal) == "C"
        assert sheet.headerData(2, Qt.Orientation.Vertical) == "3"
        assert sheet.headerData(2, Qt.Orientation.Vertical, Qt.ItemDataRole.DecorationRole) is None


def test_the_sum_of_the_records_is_the_figure(scene: Stage) -> None:
    page = build(scene)
    figures = 0
    for row in range(7, 31):
        click_cell(scene, page, f"E{row}")
        if page.trace.sum_check.isVisibleTo(page.trace):
            total = sum((Decimal(text.replace(",", "")) for text in texts(page, 1)), Decimal(0))
            shown = Decimal(page.trace.value.text().replace(",", ""))
            assert total.quantize(Decimal(1).scaleb(int(shown.as_tuple().exponent))) == shown
            figures += 1
    assert figures >= 20
    assert page.side.key == "trace"


def test_enter_on_a_figure_explains_it_and_a_record_leads_to_its_tenant(scene: Stage) -> None:
    page = build(scene)
    page.sheet.go_to("E19")
    scene.press(page.sheet, Qt.Key.Key_Return)
    assert page.trace.title.text() == "Total income"
    assert page.trace.place.text() == f"{SUMMARY}!E19"
    name = texts(page, 0)[2]
    page.trace.table.opened.emit(2)
    scene.settle()
    assert scene.shell.page is scene.tenants
    assert scene.tenants.pane.name.text() == name


def test_a_growth_has_two_figures_to_look_at(scene: Stage) -> None:
    page = build(scene)
    click_cell(scene, page, "G19")
    assert page.trace.parts.isVisible()
    first = texts(page, 1)
    page.trace.parts.chosen.emit("1")
    assert texts(page, 1) != first
    assert not page.trace.sum_check.isVisibleTo(page.trace)


def test_words_of_the_form_are_not_explained(scene: Stage) -> None:
    page = build(scene)
    page.sheet.go_to("B7")
    scene.press(page.sheet, Qt.Key.Key_Return)
    assert page.trace.stack.currentIndex() == 0
    scene.press(page.sheet, Qt.Key.Key_Down)
    assert page.sheet.currentIndex().row() == 7


def test_a_field_of_a_tenant_leads_to_its_record(scene: Stage) -> None:
    page = build(scene)
    page.tabs.chosen.emit(DETAILS)
    page.tabs.choose(DETAILS)
    page.sheet.go_to("B6")
    scene.press(page.sheet, Qt.Key.Key_Return)
    assert page.trace.model.rowCount() == 1
    assert page.trace.sum.text() == "—"


def test_who_has_not_reported_is_named(scene: Stage) -> None:
    page = build(scene)
    assert page._drawn is not None
    missing = [
        cell
        for cell in page._drawn.filing.built.singles
        if (figure := page._drawn.filing.built.figure_of(cell)) is not None
        and figure.missing
        and len(cell.requests) == 1
    ]
    assert missing
    page._go_to(missing[0].place)
    scene.press(page.sheet, Qt.Key.Key_Return)
    assert page.trace.missing.isVisibleTo(page.trace)
    assert page.trace.missing.text().startswith("Not reported (")


def test_a_finding_leads_to_its_cell_which_is_marked(scene: Stage) -> None:
    page = build(scene)
    assert scene.shell.foot.count.text().startswith("Errors: 0   Warnings: ")
    warned = next(
        one for one in page.checks._findings if one.severity is Severity.WARNING and "!" in one.where
    )
    page.checks.go_to_first(warned)
    scene.settle()
    scene.click(page.checks.jump)
    sheet = page.sheet.sheet()
    assert sheet is not None
    assert f"{sheet.picture.name}!{sheet.address(page.sheet.currentIndex())}" == warned.where
    assert page.sheet.currentIndex().data(Qt.ItemDataRole.UserRole) == "warn"
    page._go_to("Nowhere!A1")
    assert page.sheet.sheet() is sheet


def test_freezing_asks_for_explanations_or_a_reason(scene: Stage) -> None:
    page = build(scene)
    open_ones = len(page.checks.unexplained)
    assert open_ones
    scene.trigger("filing.freeze")
    sheet = scene.dialog.sheet
    assert isinstance(sheet, FreezeSheet)
    scene.click(scene.dialog.verb)
    assert sheet.reason.error.text() == "Say why it is frozen as it is."
    assert list_filings(scene.workplace) == ()
    scene.press(scene.dialog, Qt.Key.Key_Escape)
    codes = {one.code for one in page.checks.unexplained}
    for code in codes:
        page.checks.go_to_first(next(one for one in page.checks._findings if one.code == code))
        scene.settle()
        page.checks.box.setPlainText(f"核实：{code}")
    assert page.checks.unexplained == []
    assert set(page.checks.explanations) == codes
    scene.trigger("filing.freeze")
    scene.click(scene.dialog.verb)
    (frozen,) = list_filings(scene.workplace)
    assert (frozen.form, frozen.period.code, frozen.version) == ("zone-quarterly", "2026Q3", 1)
    assert page.side.key == "frozen"
    assert page.frozen.changes_title.text().startswith("Nothing has changed since")
    scene.click(scene.shell.notice_bar.action)
    assert list_filings(scene.workplace) == ()
    assert page.frozen.stack.currentIndex() == 0


def test_what_has_changed_since_it_was_frozen_is_listed(scene: Stage) -> None:
    page = build(scene)
    assert page._drawn is not None
    page.deeds.freeze(page._drawn.filing, reason="已核对", explanations={})
    scene.settle()
    incubating = frozenset({Step.INCUBATING})
    tenant = list_tenant_ids(scene.workplace, TenantQuery(stages=incubating))[0]
    put_figures(
        scene.workplace,
        scene.context.library,
        [Figure(tenant, "total_income", Period.parse("2026Q3"), 123_456_789)],
    )
    changes = change_stage(scene.workplace, tenant, Step.EXITED, on=scene.workplace.today, reason="搬离")
    scene.hub.tell(changes)
    scene.settle()
    assert page.told.text() == "The records have changed; build again to see it."
    changed = [page.frozen.changes.cell(row, 0).text for row in range(page.frozen.changes.rowCount())]
    assert page.frozen.changes_title.text() == f"Changed since: {len(changed)} cells"
    assert any("Total income" in text for text in changed)
    scene.trigger("refresh")
    assert page.told.text().startswith("Built for 2026 Q3")


def test_a_frozen_filing_and_a_built_one_are_exported(
    scene: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(deeds, "open_file", opened.append)
    page = build(scene)
    scene.trigger("filing.export")
    target = tmp_path / "report.xlsx"
    choose_file(scene, target)
    assert target.exists()
    assert scene.notice == "Exported to report.xlsx"
    scene.click(scene.shell.notice_bar.action)
    assert opened == [target]
    assert page._drawn is not None
    page.deeds.freeze(page._drawn.filing, reason="已核对", explanations={})
    scene.settle()
    scene.click(page.frozen.export_button)
    again = tmp_path / "again.xlsx"
    choose_file(scene, again)
    assert again.read_bytes() == target.read_bytes()


def choose_file(scene: Stage, path: Path) -> None:
    """Answer the file dialog that is open."""
    (dialog,) = [one for one in scene.shell.findChildren(QFileDialog) if one.isVisible()]
    dialog.selectFile(str(path))
    dialog.fileSelected.emit(str(path))
    dialog.done(0)
    scene.settle()


def test_a_filing_that_cannot_be_built_says_why(scene: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RuleError("filing-has-errors", count=1, places="A1")

    monkeypatch.setattr(module, "build_filing", refuse)
    page = build(scene)
    assert page.stack.currentIndex() == 0
    assert page.state.button.text() == "Try again"
    assert not scene.shell.actions_table["filing.export"].isEnabled()
    monkeypatch.undo()
    scene.click(page.state.button)
    assert page.stack.currentIndex() == 2


def test_a_fault_while_building_is_reported(scene: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object, **__: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(module, "build_filing", fault)
    page = build(scene)
    assert page.state.text.text() == "The filing could not be built"
    assert scene.failures[0].refusal is None


def test_picking_another_period_builds_at_once_and_another_form_forgets(scene: Stage) -> None:
    page = build(scene)
    page.period.choose("2026Q2")
    page.period.picked.emit("2026Q2")
    scene.settle()
    assert "2026 Q2" in page.told.text()
    page.form.choose("torch-tenant")
    page.form.picked.emit("torch-tenant")
    assert page.stack.currentIndex() == 0
    assert page.checks.state.text.text() == "Nothing built yet"
    assert scene.settings.text("form") == "zone-quarterly"


def test_a_filing_without_findings_says_that_all_checks_passed(scene: Stage) -> None:
    page = scene.filings
    page.checks.show_findings([])
    assert page.checks.state.text.text() == "All checks passed"
    page.checks.show_findings([Finding("5a-doctors", Severity.ERROR, where="在孵企业明细")])
    page.checks.table.selectRow(0)
    assert page.checks.reason_hint.isVisibleTo(page.checks)
    assert not page.checks.jump.isEnabled()
    assert len(page.checks.errors) == 1
    page.checks._jump()
    page.checks._keep_explanation()
    assert page.checks.explanations == {}


def test_pictures_show_every_sheet_with_its_merges(scene: Stage) -> None:
    page = build(scene)
    assert page._drawn is not None
    pictures = draw_sheets(page._drawn.filing)
    assert [picture.name for picture in pictures] == [SUMMARY, DETAILS, "新增与退出明细", "填表说明"]
    for picture in pictures:
        assert {len(row) for row in picture.rows} == {picture.width}
        assert picture.merges
    assert SheetPicture("none", (), ()).width == 0


def test_letters_of_columns_go_on_after_z() -> None:
    assert [column_letters(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_what_is_filed_is_written_as_the_form_writes_it() -> None:
    assert filed_text(None) == ""
    assert filed_text(Decimal("1234.50")) == "1,234.50"
    assert filed_text("01") == "01"


def test_a_sentence_is_broken_into_two_lines(scene: Stage) -> None:
    metrics = scene.shell.fontMetrics()
    assert two_lines("short", metrics, 500) == "short"
    first, second = two_lines("one two three four five six seven eight nine ten " * 3, metrics, 200).split(
        "\n"
    )
    assert not first.endswith(" ")
    assert second.endswith("…")
    assert metrics.horizontalAdvance(first) <= 200
    assert "\n" in two_lines("没有空格的一个很长很长的句子没有空格的一个很长很长的句子", metrics, 120)


def test_a_table_made_for_a_filing_is_not_mixed_up_with_another(scene: Stage) -> None:
    page = build(scene)
    assert all(isinstance(sheet, SheetTable) for sheet in page._sheets.values())
    assert not page._sheets[SUMMARY].is_filed(QModelIndex())
