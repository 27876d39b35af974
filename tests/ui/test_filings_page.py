"""Filings: built from the records, drawn as the form, every figure explained by its rows, frozen for good."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog, QLabel

from crm.domain.errors import RuleError
from crm.domain.finding import Finding, Severity
from crm.domain.lifecycle import Stage as Step
from crm.domain.period import Period
from crm.domain.quantity import round_half_up
from crm.services.figures import Figure, put_figures
from crm.services.frozen_filings import frozen_findings, list_filings
from crm.services.tenants import TenantQuery, change_stage, get_tenant, list_tenant_ids
from crm.ui import saved
from crm.ui.drafts import Drafts, offer_drafts
from crm.ui.models.sheet import column_letters, filed_text, place_of
from crm.ui.pages.filings import frozen
from crm.ui.pages.filings import page as module
from crm.ui.pages.filings.change_box import Difference
from crm.ui.pages.filings.freeze_sheet import FreezeSheet
from crm.ui.pages.filings.written import Written
from crm.ui.printing.preview import Preview
from crm.ui.theme.tokens import HEADER
from crm.ui.widgets.named_rows import ROW

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


def open_cell(scene: Stage, page: FilingsPage, address: str) -> None:
    """Double-click a cell."""
    page.desk.go_to(address)
    place = page.sheet.cell_rect(*page.sheet.current).center()
    port = page.sheet.viewport()
    QTest.mouseDClick(port, Qt.MouseButton.LeftButton, pos=place)
    scene.settle()


def texts(page: FilingsPage, column: int) -> list[str]:
    model = page.pane.trace.model
    return [model.cell(row, column).text for row in range(model.rowCount())]


def amounts(page: FilingsPage) -> list[str]:
    """The last column, as another program is given it: what each row has now, with all its digits."""
    rows, column = range(page.pane.trace.model.rowCount()), page.pane.trace.model.columnCount() - 1
    return [str(row[0]) for row in page.pane.trace.table.block(rows, [column])[1]]


def test_at_first_a_form_and_its_last_full_period_are_chosen(scene: Stage) -> None:
    page = scene.filings
    forms = [page.form.itemText(place) for place in range(page.form.count())]
    assert len(forms) == len({form.code for form in scene.context.library.forms})
    page.form.choose("zone-quarterly")
    page.form.picked.emit("zone-quarterly")
    assert page.period.currentText() == "2026Q3"
    assert page.state.text.text() == "Choose a period and build the filing"
    assert "A generic layout" in page.state.hint.text()
    assert not scene.shell.actions_table["filing.freeze"].isEnabled()


def test_the_sheet_is_drawn_as_the_form(scene: Stage) -> None:
    page = build(scene)
    assert page.tabs.key == SUMMARY
    look, drawn = page.sheet.look, page._drawn
    assert look is not None
    assert drawn is not None
    assert look.cell(0, 0).style.size == 18
    assert look.merges[0].last_column == look.column_count
    assert (look.frozen_rows, look.frozen_columns) == (6, 4)
    for cell in drawn.filing.built.singles:
        if cell.sheet == SUMMARY and cell.value is not None:
            row, column = place_of(cell.address)
            shown = look.cell(row, column).text.strip()
            assert Decimal(shown.replace(",", "")) == cell.value if cell.unit else shown
            assert page.sheet.facts.is_figure(row, column)
    assert not page.sheet.facts.is_figure(0, 0)


def test_the_bar_says_what_the_cursor_is_on(scene: Stage) -> None:
    page = build(scene)
    bar = page.desk.bar
    page.desk.go_to("E19")
    assert bar.name.text() == "E19"
    assert bar.what.text() == "Total income"
    assert bar.value.text().endswith("(10k yuan)")
    assert bar.behind.isEnabled()
    page.desk.go_to("B19")
    assert bar.what.text() == ""
    assert not bar.behind.isEnabled()
    bar.name.setText("f20")
    QTest.keyClick(bar.name, Qt.Key.Key_Return)
    assert page.desk.address == "F20"
    bar.name.setText("nonsense")
    QTest.keyClick(bar.name, Qt.Key.Key_Return)
    assert page.desk.address == "F20"
    QTest.keyClick(bar.name, Qt.Key.Key_Escape)
    assert bar.name.text() == "F20"


def test_the_foot_sums_the_numbers_selected(scene: Stage) -> None:
    page = build(scene)
    page.desk.go_to("E19")
    QTest.keyClick(page.sheet, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    look = page.sheet.look
    assert look is not None
    total = sum(Decimal(str(look.value(row, 4))) for row in (18, 19))
    assert scene.shell.foot.selection.text().startswith(f"Count: 2   Sum: {total:,}   Average: ")
    page.sheet.copy()
    assert QGuiApplication.clipboard().text().count("\n") == 1
    page.desk.go_to("B19")
    QTest.keyClick(page.sheet, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert scene.shell.foot.selection.text() == ""


def test_sheets_are_changed_by_tab_and_by_key(scene: Stage) -> None:
    page = build(scene)
    page.desk.go_to("G20")
    QTest.keyClick(page.sheet, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert page.tabs.key == DETAILS
    QTest.keyClick(page.sheet, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert page.tabs.key == SUMMARY
    assert page.desk.address == "G20"
    page.tabs.choose("新增与退出明细")
    assert page.sheet.look is not None
    assert page.sheet.look.name == "新增与退出明细"


def test_the_sum_of_the_records_is_the_figure(scene: Stage) -> None:
    page = build(scene)
    figures = 0
    for row in range(7, 31):
        open_cell(scene, page, f"E{row}")
        if page.pane.trace.sum_check.isVisibleTo(page.pane.trace):
            assert page.pane.trace.sum_check.text().startswith("Sum = cell")
            total = sum((Decimal(text.replace(",", "")) for text in amounts(page)), Decimal(0))
            shown = Decimal(page.pane.trace.value.text().replace(",", ""))
            assert total.quantize(Decimal(1).scaleb(int(shown.as_tuple().exponent))) == shown
            figures += 1
    assert figures >= 20
    assert page.pane.side.key == "trace"


def test_enter_on_a_figure_explains_it_and_a_record_leads_to_its_tenant(scene: Stage) -> None:
    page = build(scene)
    page.desk.go_to("E19")
    scene.press(page.sheet, Qt.Key.Key_Return)
    assert page.pane.trace.title.text() == "Total income"
    assert page.pane.trace.place.text() == f"{SUMMARY}!E19"
    name = texts(page, 0)[2]
    page.pane.trace.table.opened.emit(2)
    scene.settle()
    assert scene.shell.page is scene.tenants
    assert scene.tenants.pane.name.text() == name


def test_an_open_explanation_goes_with_the_cursor(scene: Stage) -> None:
    page = build(scene)
    page.desk.go_to("E18")
    scene.settle()
    assert page.pane.trace.stack.currentIndex() == 0  # nobody has asked yet
    scene.press(page.sheet, Qt.Key.Key_Return)
    page.sheet.setFocus()
    scene.press(page.sheet, Qt.Key.Key_Down)
    assert page.pane.trace.place.text() == f"{SUMMARY}!E19"
    assert scene.window.focusWidget() is page.sheet
    page.desk.go_to("B19")  # words are no figure: the last one stays explained
    scene.settle()
    assert page.pane.trace.place.text() == f"{SUMMARY}!E19"


def test_a_growth_has_two_figures_to_look_at(scene: Stage) -> None:
    page = build(scene)
    open_cell(scene, page, "G19")
    assert page.pane.trace.parts.isVisible()
    first = amounts(page)
    page.pane.trace.parts.chosen.emit("1")
    assert amounts(page) != first
    assert not page.pane.trace.sum_check.isVisibleTo(page.pane.trace)


def test_a_total_of_rows_rounded_each_for_itself_says_so(scene: Stage) -> None:
    page = build(scene)
    page.periods.picked.emit("torch-tenant", "2025")
    scene.settle()
    assert page._drawn is not None
    shown = page._drawn.filing.built.figures_shown()
    total = next(cell for cell in shown if cell.formula.code == "formula-total-rounded")
    page.desk.go_to(total.place)
    scene.press(page.sheet, Qt.Key.Key_Return)
    assert page.pane.trace.sum_check.text().startswith("Sum = cell: each row is rounded for itself")


def test_words_of_the_form_are_not_explained(scene: Stage) -> None:
    page = build(scene)
    page.desk.go_to("B7")
    scene.press(page.sheet, Qt.Key.Key_Return)
    assert page.pane.trace.stack.currentIndex() == 0
    scene.press(page.sheet, Qt.Key.Key_Down)
    assert page.sheet.current[0] == 7


def test_a_field_of_a_tenant_leads_to_its_record(scene: Stage) -> None:
    page = build(scene)
    page.desk.go_to(f"{DETAILS}!B6")
    scene.press(page.sheet, Qt.Key.Key_Return)
    assert page.pane.trace.model.rowCount() == 1
    assert page.pane.trace.total.isHidden()


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
    assert page.pane.trace.missing.isVisibleTo(page.pane.trace)
    blank = next(cell for cell in page._drawn.filing.built.cells() if cell.requests and cell.value is None)
    assert page.pane.trace.table.hasFocus()
    page.desk.go_to(blank.place)
    scene.settle()
    assert page.pane.trace.table.isHidden()
    assert page.sheet.hasFocus()  # there is no record to walk to
    scene.press(page.sheet, Qt.Key.Key_Return)
    assert page.sheet.hasFocus()
    assert page.pane.trace.missing.text().startswith("Not reported (")


def test_a_finding_leads_to_its_cell_which_is_marked(scene: Stage) -> None:
    page = build(scene)
    assert scene.shell.foot.count.text().startswith("Errors: 0   Warnings: ")
    warned = next(
        one for one in page.pane.checks._findings if one.severity is Severity.WARNING and "!" in one.where
    )
    page.pane.checks.go_to(warned)
    scene.settle()
    scene.click(page.pane.checks.jump)
    assert f"{page.desk.sheet}!{page.desk.address}" == warned.where
    mark = page.sheet.facts.marks[page.sheet.current]
    assert mark.tone == "warn"
    sentence = scene.context.word_finding(warned)
    assert sentence.text in mark.text
    assert sentence.remedy in page.sheet.facts.tip(*page.sheet.current)
    look = page.sheet.look
    page._go_to("Nowhere!A1")
    assert page.sheet.look is look
    said = {
        len(scene.context.word_finding(one).text): one
        for one in page.pane.checks._findings
        if one.severity is Severity.WARNING
    }
    for length, is_said_again in ((min(said), False), (max(said), True)):
        page.pane.checks.go_to(said[length])
        scene.settle()
        assert page.pane.checks.whole.isVisible() is is_said_again  # only where the list cuts it off
        row = page.pane.checks.table.visualRect(page.pane.checks.table.currentIndex())
        assert page.pane.checks.table.viewport().rect().contains(row.center())


def test_freezing_asks_for_explanations_or_a_reason(scene: Stage) -> None:
    page = build(scene)
    open_ones = len(page.pane.checks.unexplained)
    assert open_ones
    scene.trigger("filing.freeze")
    sheet = scene.dialog.sheet
    assert isinstance(sheet, FreezeSheet)
    scene.click(scene.dialog.verb)
    assert sheet.reason.error.text() == "Explain why it is frozen as it is."
    assert list_filings(scene.workplace) == ()
    scene.press(scene.dialog, Qt.Key.Key_Escape)
    codes = {one.code for one in page.pane.checks.unexplained}
    while page.pane.checks.unexplained:
        scene.trigger("filing.check")
        page.pane.checks.box.setPlainText(f"核实：{page.pane.checks._current().code}")  # type: ignore[union-attr]
        if page.pane.checks.for_all.isVisible():
            scene.click(page.pane.checks.for_all)
    assert len(page.pane.checks.explanations) == open_ones
    scene.trigger("filing.freeze")
    sheet = scene.dialog.sheet
    assert isinstance(sheet, FreezeSheet)
    sheet.box.setPlainText("负责人出差")  # nobody has approved it
    scene.click(scene.dialog.verb)
    (frozen,) = list_filings(scene.workplace)
    explained = {one.explanation for one in frozen_findings(scene.workplace, frozen.id)} - {""}
    assert explained == {"负责人出差"} | {f"核实：{code}" for code in codes}
    page.leave()
    assert Drafts(str(scene.workplace.database.url)).list() == []
    assert page.lock.text == "Frozen v1"
    assert "tester" in page.lock.toolTip()
    assert (frozen.form, frozen.period.code, frozen.version) == ("zone-quarterly", "2026Q3", 1)
    assert page.pane.side.key == "frozen"
    assert page.pane.frozen.changes.title.text().startswith("Nothing has changed since")
    scene.click(scene.shell.notice_bar.action)
    assert list_filings(scene.workplace) == ()
    assert page.pane.frozen.stack.currentIndex() == 0


def filed_tenant(scene: Stage, page: FilingsPage) -> int:
    """A tenant whose figures are in the filing, and that is in incubation still."""
    assert page._drawn is not None
    still = list_tenant_ids(scene.workplace, TenantQuery(stages=frozenset({Step.INCUBATING})))
    filed = page._drawn.filing.built.blocks[0].tenants
    return next(one for one in still if one in filed)


def test_what_has_changed_since_it_was_frozen_is_listed(scene: Stage) -> None:
    page = build(scene)
    assert page._drawn is not None
    page.deeds.freeze(page._drawn.filing, reason="已核对", explanations={})
    scene.settle()
    tenant = filed_tenant(scene, page)
    put_figures(
        scene.workplace,
        scene.context.library,
        [Figure(tenant, "total_income", Period.parse("2026Q3"), 123_456_789)],
        reason="企业来函",
    )
    changes = change_stage(scene.workplace, tenant, Step.EXITED, on=scene.workplace.today, reason="搬离")
    scene.hub.tell(changes)
    scene.settle()
    assert page.told.text() == "The records have changed; build again to update the filing."
    changed = [
        page.pane.frozen.changes.model.cell(row, 0).text
        for row in range(page.pane.frozen.changes.model.rowCount())
    ]
    same = sum(bool(one.note) for one in page.pane.frozen.changes._changes)
    assert page.pane.frozen.changes.title.text().startswith(f"Changed since: {len(changed) - same} cells")
    assert any("Total income" in text for text in changed)
    box = page.pane.frozen.changes
    one = Difference("综合情况!E19", "Total income", "123,456,789,012.34", "1,234.50")
    box.show_changes([one], before="Filed", after="Now", watched=True)
    assert box.table.columnWidth(1) >= box.table.sizeHintForColumn(1)  # a number is never shortened
    assert box.table.block([0], [0])[1] == [["Total income  综合情况!E19"]]
    plain = box.table.grab().toImage()
    box.show_changes([one._replace(short="rounding only")], before="Filed", after="Now", watched=True)
    noted = box.table.grab().toImage()
    end = plain.rect().adjusted(plain.width() // 2, HEADER + 2, -1, -ROW // 2 - 2)
    assert noted.copy(end) != plain.copy(end)  # the note stands at the end of the name's line
    box.table.selectRow(0)
    assert box.table.grab().toImage() != noted
    scene.trigger("refresh")
    assert page.told.text().startswith("Built for 2026Q3")


def test_a_small_correction_leaves_a_growth_as_it_was_filed(scene: Stage) -> None:
    page = build(scene)
    assert page._drawn is not None
    page.deeds.freeze(page._drawn.filing, reason="已核对", explanations={})
    scene.settle()
    workplace, library = scene.workplace, scene.context.library
    tenant = filed_tenant(scene, page)
    quarter = Period.parse("2026Q3")
    figures = get_tenant(workplace, library, tenant).figures
    (held,) = (one.value for one in figures if (one.indicator, one.period) == ("total_income", quarter))
    corrected = [Figure(tenant, "total_income", quarter, held + 1_000_00)]
    scene.hub.tell(put_figures(workplace, library, corrected, reason="企业来函"))
    scene.settle()
    box = page.pane.frozen.changes
    same = [
        row
        for row in range(box.model.rowCount())
        if box.model.cell(row, 1).text == box.model.cell(row, 2).text
    ]
    assert same
    assert box.title.text() == (
        f"Changed since: {box.model.rowCount() - len(same)} cells; {len(same)} more differ only in records or rounding"
    )
    box.table.selectRow(same[0])
    assert "The figure is the same, but the records behind it differ." in box.behind.text()


def test_a_version_is_compared_with_the_one_before(scene: Stage) -> None:
    page = build(scene)
    assert page._drawn is not None
    page.deeds.freeze(page._drawn.filing, reason="已核对", explanations={})
    scene.settle()
    assert page.pane.frozen.compare_button.isHidden()
    tenant = filed_tenant(scene, page)
    figure = Figure(tenant, "total_income", Period.parse("2026Q3"), 123_456_789)
    put_figures(scene.workplace, scene.context.library, [figure], reason="企业来函")
    scene.trigger("filing.build")
    page.deeds.freeze(page._drawn.filing, reason="更正", explanations={})
    scene.settle()
    assert page.pane.frozen.changes.table.isHidden()
    assert page.pane.frozen.compare_button.text() == "Compare with version 1"
    scene.click(page.pane.frozen.compare_button)
    count = page.pane.frozen.changes.model.rowCount()
    assert count
    assert page.pane.frozen.changes.title.text() == f"From version 1 to version 2: {count} cells"
    assert [head.title for head in page.pane.frozen.changes.model.heads] == [
        "Place",
        "Version 1",
        "Version 2",
    ]
    page.pane.frozen.table.selectRow(1)
    scene.settle()
    assert page.pane.frozen.compare_button.isHidden()
    page.pane.frozen._compare()
    scene.settle()
    assert [head.title for head in page.pane.frozen.changes.model.heads] == ["Place", "Filed", "Now"]


def test_a_frozen_filing_and_a_built_one_are_exported(
    scene: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(saved, "open_path", opened.append)
    page = build(scene)
    scene.trigger("filing.export")
    target = tmp_path / "report.xlsx"
    choose_file(scene, target)
    assert target.exists()
    assert scene.notice == "Saved as report.xlsx"
    scene.click(scene.shell.notice_bar.action)
    assert opened == [target]
    assert page._drawn is not None
    page.deeds.freeze(page._drawn.filing, reason="已核对", explanations={})
    scene.settle()
    scene.click(page.pane.frozen.export_button)
    again = tmp_path / "again.xlsx"
    choose_file(scene, again)
    assert again.read_bytes() == target.read_bytes()


def test_a_filing_with_errors_is_exported_once_that_is_confirmed(scene: Stage, tmp_path: Path) -> None:
    page = build(scene)
    drawn = page._drawn
    assert drawn is not None
    errors = tuple(Finding("check-made-up", Severity.ERROR, f"综合情况!D{row}") for row in (5, 6))
    page._drawn = drawn._replace(filing=replace(drawn.filing, findings=errors))
    scene.trigger("filing.export")
    assert any("found 2 errors" in one.text() for one in scene.dialog.findChildren(QLabel))
    assert scene.dialog.out.isDefault()
    scene.press(scene.dialog, Qt.Key.Key_Escape)
    assert not [one for one in scene.shell.findChildren(QFileDialog) if one.isVisible()]
    scene.trigger("filing.export")
    scene.click(scene.dialog.verb)
    choose_file(scene, tmp_path / "report.xlsx")
    assert (tmp_path / "report.xlsx").exists()


def test_the_widths_beside_the_sheet_are_there_again_after_a_restart(stage: Callable[..., Stage]) -> None:
    page = stage(demo=True, size=(1600, 900)).filings
    before = page.splitter.sizes()
    page.splitter.moveSplitter(before[0] + 90, 1)
    moved = page.splitter.sizes()
    assert moved != before
    again = stage(demo=True, size=(1600, 900)).filings
    assert again.splitter.sizes() == pytest.approx(moved, abs=2)


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


def test_frozen_filings_that_cannot_be_read_say_why_and_are_read_again(
    scene: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = scene.filings
    faults: tuple[Exception, ...] = (
        RuleError("filing-has-errors", count=1, places="A1"),
        ValueError("broken"),
    )
    for fault in faults:

        def fail(*_: object, fault: Exception = fault) -> None:
            raise fault

        monkeypatch.setattr(frozen, "list_chains", fail)
        page.pane.frozen.read()
        scene.settle()
        assert page.pane.frozen.stack.currentIndex() == 0
        assert page.pane.frozen.state.button.text() == "Try again"
    assert page.pane.frozen.state.text.text() == "The frozen filings could not be read"
    assert len(scene.failures) == 1
    monkeypatch.undo()
    page.pane.frozen.state.button.click()
    scene.settle()
    assert page.pane.frozen.state.text.text() == "Nothing frozen yet"


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
    assert "2026Q2" in page.told.text()
    page.form.choose("torch-tenant")
    page.form.picked.emit("torch-tenant")
    assert page.stack.currentIndex() == 0
    assert page.pane.checks.state.text.text() == "Nothing built yet"
    assert scene.settings.text("form") == "zone-quarterly"


def test_explanations_stay_with_the_filing_they_were_written_for(scene: Stage) -> None:
    page = build(scene)
    scene.trigger("filing.check")
    page.pane.checks.box.setPlainText("已与企业核对")
    written = dict(page.pane.checks.explanations)
    assert written
    scene.trigger("filing.earlier")
    assert "2026Q2" in page.told.text()
    assert page.pane.checks.explanations == {}
    scene.trigger("filing.later")
    assert page.pane.checks.explanations == written
    page.leave()
    anew = Written(scene.context, page)  # as another start of the program
    assert anew.turn_to("zone-quarterly 2026Q3") == written
    offer_drafts(scene.context)  # they stand there again by themselves
    assert "Unsaved changes" not in scene.notice


def test_a_filing_without_findings_says_that_all_checks_passed(scene: Stage) -> None:
    page = scene.filings
    page.pane.checks.show_findings([], [])
    assert page.pane.checks.state.text.text() == "All checks passed"
    finding = Finding("5a-doctors", Severity.ERROR, where="在孵企业明细")
    page.pane.checks.show_findings([finding], [scene.context.word_finding(finding)])
    page.pane.checks.table.selectRow(0)
    assert not page.pane.checks.detail.isVisibleTo(page.pane.checks)
    page.pane.checks.table.selectRow(1)
    assert page.pane.checks.reason_hint.isVisibleTo(page.pane.checks)
    assert not page.pane.checks.jump.isEnabled()
    assert len(page.pane.checks.errors) == 1
    page.pane.checks._jump()
    page.pane.checks._keep_explanation()
    assert page.pane.checks.explanations == {}


def test_letters_of_columns_go_on_after_z() -> None:
    assert [column_letters(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_what_is_filed_is_written_as_the_form_writes_it() -> None:
    assert filed_text(None) == ""
    assert filed_text(Decimal("1234.50")) == "1,234.50"
    assert filed_text("01") == "01"


def test_places_are_read_from_addresses() -> None:
    assert place_of("F7") == (6, 5)
    assert place_of("ab10") == (9, 27)
    for wrong in ("", "7", "F", "F7!", "甲7"):
        with pytest.raises(ValueError, match=wrong or ".*"):
            place_of(wrong)


def test_warnings_are_explained_one_by_one(scene: Stage) -> None:
    page = build(scene)
    first, second = page.pane.checks.unexplained[:2]
    page.pane.checks.go_to(first)
    page.pane.checks.box.setPlainText("已电话核实")
    assert first not in page.pane.checks.unexplained
    assert second in page.pane.checks.unexplained
    state = page._states.state_of("zone-quarterly", "2026Q3")
    assert state.text == f"To explain {len(page.pane.checks.unexplained)}"
    page.pane.checks.go_to(second)
    assert page.pane.checks.box.toPlainText() == ""
    page.pane.checks.go_to(first)
    assert page.pane.checks.box.toPlainText() == "已电话核实"


def test_periods_are_stepped_through_by_key_and_list(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True, size=(1920, 1040))
    page = build(scene)
    assert page.periods.isVisible()
    scene.trigger("filing.earlier")
    assert page.period.key == "2026Q2"
    assert page.periods._model.entry(page.periods.currentIndex().row()).period == "2026Q2"
    scene.trigger("filing.later")
    scene.trigger("filing.later")
    assert not scene.shell.actions_table["filing.later"].isEnabled()
    row = page.periods._model.row_of("torch-tenant", "2025")
    page.periods.setCurrentIndex(page.periods._model.index(row))
    scene.settle()
    assert (page.form.key, page.period.key) == ("torch-tenant", "2025")
    assert page.stack.currentIndex() == 2
    states = [entry.state.text for entry in page.periods.entries() if entry.state is not None]
    assert any(text != "Not built" for text in states)
    QAbstractItemModelTester(page.periods._model, QAbstractItemModelTester.FailureReportingMode.Fatal, page)
    scene.press(page.periods, Qt.Key.Key_Return)
    assert page._drawn is not None


def test_a_figure_is_compared_with_what_was_filed_last(scene: Stage) -> None:
    page = build(scene, period="2026Q2")
    assert page._drawn is not None
    page.deeds.freeze(page._drawn.filing, reason="已核对", explanations={})
    scene.settle()
    page = build(scene)
    assert page._drawn is not None
    assert page._drawn.previous is not None
    open_cell(scene, page, "E19")
    assert page.pane.trace.model.heads[1].title == "Last filed"
    assert "Last filed: 2026Q2: " in page.pane.trace.as_text()
    shown, _, exact = page.pane.trace.model.cell(0, 2)
    assert isinstance(exact, Decimal)
    assert shown == f"{round_half_up(exact, 2):,}" != str(exact)
    assert page.pane.trace.model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole) == f"{exact:,}"
    tenant = next(iter(page._drawn.filing.built.blocks)).tenants[0]
    open_cell(scene, page, f"{DETAILS}!L6")
    explanation = page.pane.trace._explanation
    assert explanation is not None
    assert explanation.trace.parts[0].rows[0].tenant_id == tenant
    assert explanation.before is not None
    total = page._drawn.filing.built.final_row(DETAILS, 7)
    open_cell(scene, page, f"{DETAILS}!L{total}")
    assert page.pane.trace._explanation is not None
    assert page.pane.trace._explanation.before is not None


def test_the_records_behind_a_figure_are_copied(scene: Stage) -> None:
    page = build(scene)
    open_cell(scene, page, "E19")
    scene.click(page.pane.trace.copy_rows)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("Record\t")
    assert len(lines) == page.pane.trace.model.rowCount() + 1
    assert "," not in lines[1]
    page.pane.trace.table.selectRow(0)
    QTest.keyClick(page.pane.trace.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == lines[1]
    scene.click(page.pane.trace.copy_text)
    text = QGuiApplication.clipboard().text()
    assert text.startswith(f"Cell: {SUMMARY}!E19\nStands for: Total income\n")
    assert "Sum\t" in text
    QTest.keyClick(page.pane.trace.table, Qt.Key.Key_Escape)
    assert page.sheet.hasFocus()


def test_the_records_behind_a_figure_become_a_sheet(scene: Stage, tmp_path: Path) -> None:
    page = build(scene)
    assert page.pane.trace.as_text() == ""
    open_cell(scene, page, "E19")
    scene.click(page.pane.trace.save_rows)
    choose_file(scene, tmp_path / "E19.xlsx")
    assert (tmp_path / "E19.xlsx").read_bytes().startswith(b"PK")


def test_the_filing_is_previewed_for_printing(scene: Stage) -> None:
    page = build(scene)
    scene.trigger("print")
    preview = scene.shell.findChild(Preview)
    assert preview is not None
    scene.until(lambda: preview.pages is not None)
    assert preview.pages is not None
    assert preview.pages.count >= 4
    preview.window().close()
    assert page._drawn is not None
    page.deeds.freeze(page._drawn.filing, reason="已核对", explanations={})
    scene.settle()
    scene.click(page.pane.frozen.print_button)
    scene.settle()
    again = [one for one in scene.shell.findChildren(Preview) if one is not preview]
    assert again[0].pages is not None
    again[0].window().close()


def test_the_wheel_zooms_with_ctrl_and_the_buttons_too(scene: Stage) -> None:
    page = build(scene)
    before = page.sheet.zoom
    scene.click(page.desk.foot.larger)
    assert page.sheet.zoom > before
    scene.click(page.desk.foot.zoom)
    assert page.sheet.zoom == 1.0
    page.sheet.set_zoom(9)
    assert not page.desk.foot.larger.isEnabled()
    assert page.desk.foot.zoom.text() == "200%"
    assert page.sheet.cell_at(QPoint(2, 2)) is None
