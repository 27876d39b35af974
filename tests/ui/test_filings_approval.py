"""A filing's way to its freezing in the window: submitted, signed, frozen; its scan; the watch; the other place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from crm.domain.period import Period
from crm.domain.wording import Language, Words
from crm.services.approval import (
    FilingState,
    StepKind,
    list_chains,
    read_progress,
    sign_filing,
    submit_filing,
)
from crm.services.change_reasons import write_reason
from crm.services.figures import Figure, put_figures
from crm.services.filings import build_filing
from crm.services.freezing import freeze_filing
from crm.services.frozen_filings import CellDifference, DifferenceKind, list_filings
from crm.services.operation import undo
from crm.services.scans import list_scans
from crm.services.site import change_site, get_site
from crm.services.watch import watch_filings
from crm.services.year_on_year import explain_changes
from crm.ui.pages.filings.change_box import difference_of
from crm.ui.pages.filings.signing_sheets import SignSheet, SubmitSheet
from crm.ui.pages.filings.version_box import ReasonSheet
from crm.ui.printing.documents import FactsSection, WorkbookDocument
from crm.ui.printing.preview import Preview
from tests.ui.test_filings_page import build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crm.services.filings import BuiltFiling
    from crm.ui.pages.filings.page import FilingsPage
    from tests.ui.stage import Stage

QUARTER = Period.parse("2026Q3")


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Stage:
    return stage(demo=True)


def filing_of(page: FilingsPage) -> BuiltFiling:
    assert page._drawn is not None
    return page._drawn.filing


def answer(scene: Stage, action: str) -> SubmitSheet | SignSheet:
    scene.trigger(action)
    sheet = scene.dialog.sheet
    assert isinstance(sheet, (SubmitSheet, SignSheet))
    return sheet


def correct_a_figure(scene: Stage, page: FilingsPage) -> int:
    """Another income of the first tenant of the sheet; who that is."""
    tenant = next(
        cell.tenant_id
        for cell in filing_of(page).built.cells()
        if cell.indicator == "total_income" and cell.tenant_id and cell.amount
    )
    assert tenant is not None
    figure = Figure(tenant, "total_income", QUARTER, 123_456_700)
    changes = put_figures(scene.workplace, scene.context.library, [figure], reason="企业来函")
    scene.hub.tell(changes)
    scene.settle()
    return tenant


def steps_enabled(scene: Stage) -> list[bool]:
    actions = scene.shell.actions_table
    return [actions[f"filing.{name}"].isEnabled() for name in ("submit", "approve")]


def test_who_has_not_reported_stands_beside_the_checks(scene: Stage) -> None:
    page = build(scene)
    panel = page.pane.approval
    assert page.pane.checks.completeness.text().endswith(" incomplete")
    scene.click(page.pane.checks.completeness)
    assert page.pane.side.key == "approval"
    assert panel.missing_title.text().startswith("Incomplete: ")
    names = [panel.missing.cell(row, 0).text for row in range(panel.missing.rowCount())]
    assert panel.progress is not None
    assert names == [one.name for one in panel.progress.readiness.lacking]
    scene.click(panel.by._chips["what"])
    assert panel.missing.rowCount() == len(panel.progress.missed)
    panel._open(0)
    assert f"{page.desk.sheet}!{page.desk.address}" == panel.progress.missed[0].place


def test_a_clerk_submits_and_enters_who_signed_the_print(scene: Stage) -> None:
    page = build(scene)
    panel = page.pane.approval
    assert steps_enabled(scene) == [True, False]
    sheet = answer(scene, "filing.submit")
    assert isinstance(sheet, SubmitSheet)
    sheet.name.setText(" ")
    scene.click(scene.dialog.verb)
    assert sheet.name_field.error.text() == "Enter the preparer."
    assert sheet.reason.error.text() == "Explain why it is submitted as it is."
    sheet.name.setText("柳填表")
    sheet.box.setPlainText("均已核实")
    scene.click(scene.dialog.verb)
    assert panel.tag.text == "Submitted"
    assert page.lock.text == "Submitted"
    assert page.pane.checks.unexplained == []
    assert steps_enabled(scene) == [False, True]
    sign = answer(scene, "filing.approve")
    assert isinstance(sign, SignSheet)
    assert not sign.hint.isHidden()
    assert sign.is_on_paper
    assert sign.kind is StepKind.APPROVED
    sign.name.setText("柳填表")
    scene.click(scene.dialog.verb)
    assert sign.name_field.error.text() == "The preparer cannot sign this as well."
    sign.name.setText("沈负责")
    scene.click(scene.dialog.verb)
    assert page.lock.text == "Approved"
    assert "沈负责 on paper" in panel.chain.accessibleDescription()
    scene.trigger("filing.freeze")
    scene.click(scene.dialog.verb)
    (chain,) = list_chains(scene.workplace)
    assert [step.name for step in chain.steps] == ["柳填表", "沈负责"]


def test_a_filing_is_returned_with_a_reason_and_a_change_makes_it_a_draft(scene: Stage) -> None:
    library = scene.context.library
    page = build(scene)
    clerk = replace(scene.workplace, user="clerk")
    scene.hub.tell(submit_filing(clerk, library, filing_of(page), name="柳填表", reason="均已核实"))
    scene.settle()
    sign = answer(scene, "filing.approve")
    assert isinstance(sign, SignSheet)
    assert sign.hint.isHidden()
    assert not sign.is_on_paper
    sign.step.choose("checked")
    sign.name.setText("")
    scene.click(scene.dialog.verb)
    assert sign.name_field.error.text() == "Enter the name of the signer."
    sign.name.setText("许审核")
    scene.click(scene.dialog.verb)
    assert page.pane.approval.tag.text == "Checked"
    correct_a_figure(scene, page)
    scene.trigger("filing.build")
    panel = page.pane.approval
    assert panel.tag.text == "Draft"
    assert panel.fell.text().startswith('It was "Checked" and is a draft again')
    assert panel.changed.rowCount() == len(panel.progress.changes if panel.progress else ())
    assert page.lock.isHidden()
    scene.hub.tell(undo(scene.workplace))
    scene.settle()
    scene.trigger("filing.build")
    sign = answer(scene, "filing.approve")
    assert isinstance(sign, SignSheet)
    sign.step.choose("returned")
    scene.click(scene.dialog.verb)
    assert sign.note.error.text() == "Explain what has to be changed."
    sign.box.setPlainText("人数有误")
    scene.click(scene.dialog.verb)
    state = read_progress(scene.workplace, filing_of(page)).standing.state
    assert state is FilingState.DRAFT
    assert "人数有误" in panel.chain.accessibleDescription()


def test_a_stamped_scan_is_attached_saved_and_replaced(scene: Stage, tmp_path: Path) -> None:
    page = build(scene)
    page.deeds.freeze(filing_of(page), reason="已核对", explanations={})
    scene.settle()
    box = page.pane.frozen.version

    def attach(name: str, content: bytes) -> None:
        path = tmp_path / name
        path.write_bytes(content)
        scene.click(box.attach)
        dialog = scene.shell.findChildren(QFileDialog)[-1]
        dialog.fileSelected.emit(str(path))
        dialog.reject()
        scene.settle()

    assert box.save.isHidden()
    attach("1.pdf", b"%PDF-1 scan")
    assert box.attach.text() == "Replace the scan"
    scene.click(box.save)
    dialog = scene.shell.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(tmp_path / "out.pdf"))
    dialog.reject()
    scene.settle()
    assert (tmp_path / "out.pdf").read_bytes() == b"%PDF-1 scan"
    attach("2.png", b"\x89PNG\r\n\x1a\n")
    sheet = scene.dialog.sheet
    assert isinstance(sheet, ReasonSheet)
    scene.click(scene.dialog.verb)
    assert sheet.reason.error.text() == "Explain why the scan is replaced."
    sheet.box.setPlainText("漏盖章")
    scene.click(scene.dialog.verb)
    assert [scan.name for scan in list_scans(scene.workplace)] == ["2.png", "1.pdf"]


def test_a_filing_whose_figures_are_the_same_says_what_else_has_changed(scene: Stage) -> None:
    page = build(scene)
    filing, library = filing_of(page), scene.context.library
    scene.hub.tell(submit_filing(scene.workplace, library, filing, name="柳填表", reason="均已核实"))
    site = get_site(scene.workplace)
    assert site is not None
    scene.hub.tell(change_site(scene.workplace, {"phone": "0350-0000000"}, seen={"phone": site.phone}))
    scene.settle()
    scene.trigger("filing.build")
    panel = page.pane.approval
    assert panel.tag.text == "Draft"
    assert panel.fell.text().endswith("Changed: the lines that say who files and signs.")
    assert not panel.changed_box.isVisibleTo(panel)


def test_a_difference_that_no_record_made_says_that_the_form_asks_otherwise() -> None:
    one = CellDifference(DifferenceKind.VALUE, "表", "A1", Words("件数", "Rights"), 3, 2, asked_anew=True)
    (cause,) = difference_of(one, Language.EN).causes
    assert cause.startswith("The form asks for this otherwise than it did")
    same = replace(one, asked_anew=False)
    assert difference_of(same, Language.EN).causes == ()
    (cause,) = difference_of(same, Language.EN, is_nobodys=True).causes
    assert cause.startswith("No record behind it has been written since")


def test_one_click_leads_to_the_correction_or_carries_the_difference_on(scene: Stage) -> None:
    page = build(scene)
    page.deeds.freeze(filing_of(page), reason="已核对", explanations={})
    scene.settle()
    correct_a_figure(scene, page)
    box = page.pane.frozen.changes
    count = box.model.rowCount()
    assert count
    box.table.selectRow(0)
    assert "企业来函" in box.behind.text() or "tester" in box.behind.text()
    page.period.choose("2026Q2")
    scene.click(box.amend)
    assert page.period.key == "2026Q3"
    assert page.pane.approval.progress is not None
    assert (page.pane.approval.progress.version, len(page.pane.approval.progress.amended)) == (2, count)
    page.pane.show_panel("frozen")
    box.table.clearSelection()
    scene.click(box.carry)
    sheet = scene.dialog.sheet
    assert isinstance(sheet, ReasonSheet)
    sheet.box.setPlainText("下季一并说明")
    scene.click(scene.dialog.verb)
    (watched,) = watch_filings(scene.workplace, scene.context.library)
    assert (len(watched.changes), len(watched.carried)) == (0, count)
    assert box.title.text() == "Nothing left to decide."
    assert str(count) in box.carried.text()


def test_a_finding_about_another_filing_leads_there_and_back(scene: Stage) -> None:
    library, workplace = scene.context.library, scene.workplace
    tenant = next(
        cell.tenant_id
        for cell in build_filing(workplace, library, "zone-quarterly", QUARTER).built.cells()
        if cell.tenant_id
    )
    assert tenant is not None
    months = [Period.parse(f"2026-{month:02}") for month in (7, 8, 9)]
    put_figures(
        workplace,
        library,
        [
            *(Figure(tenant, "total_income", month, 5_000_00) for month in months),
            Figure(tenant, "total_income", QUARTER, None),
        ],
    )
    for month in months:
        freeze_filing(
            workplace, library, build_filing(workplace, library, "zone-monthly", month), reason="上报"
        )
    put_figures(workplace, library, [Figure(tenant, "total_income", months[1], 9_000_00)], reason="更正")
    page = build(scene)
    finding = next(one for one in filing_of(page).findings if one.code == "consistency-parts")
    page.pane.checks.go_to(finding)
    scene.settle()
    scene.click(page.pane.checks.other)
    last = list_filings(workplace)[0]
    assert last.id == finding.values["other_filing"]
    assert f"{page.desk.sheet}!{page.desk.address}" == finding.values["other_place"]
    assert page.told.text().startswith("Zone monthly report, 2026-09, as filed")
    scene.press(page.sheet, Qt.Key.Key_Return)
    assert page.pane.trace.model.rowCount() == 1
    page.pane.show_panel("checks")
    scene.click(page.pane.checks.jump)
    assert f"{page.desk.sheet}!{page.desk.address}" == finding.where
    assert page.told.text().startswith("Built for")


def test_the_print_has_a_cover_with_version_and_fingerprint_of_its_own(scene: Stage) -> None:
    page = build(scene)
    scene.trigger("print")
    scene.settle()
    (preview,) = scene.shell.findChildren(Preview)
    document = preview._document
    assert isinstance(document, WorkbookDocument)
    assert document.cover is not None
    assert preview.pages is not None
    covered = preview.pages.count
    assert not preview.pages.paper_of(0).landscape
    preview.cover.setChecked(False)
    scene.settle()
    assert preview.pages.count == covered - 1
    (first, *_) = document.cover.sections
    assert isinstance(first, FactsSection)
    facts = {fact.label: fact.value for fact in first.facts}
    assert page.pane.approval.progress is not None
    assert facts["Record fingerprint"] == page.pane.approval.progress.fingerprint[:12]


def texts_of(box: QWidget) -> list[str]:
    """What stands in a part of the panel, from above."""
    return [one.text() for one in box.findChildren(QLabel) if one.isVisibleTo(box)]


def test_the_cover_of_a_frozen_version_names_who_signed_and_why_it_was_amended(scene: Stage) -> None:
    library, workplace = scene.context.library, scene.workplace
    page = build(scene)
    filing = filing_of(page)
    exports = explain_changes(workplace, library, filing).change_of("exports").subject
    write_reason(workplace, exports, "第一版说明", form=filing.form.code, period=QUARTER)
    freeze_filing(workplace, library, filing, reason="上报")
    correct_a_figure(scene, page)
    assert texts_of(page.pane.frozen.reasons) == [
        "Explanations of changes, as frozen: 1",
        "Exports, written by tester",
        "第一版说明",
    ]
    write_reason(workplace, exports, "第二版说明", form=filing.form.code, period=QUARTER, seen="第一版说明")
    scene.trigger("filing.build")
    assert "Amends" in [label.text() for label in page.pane.approval.facts.findChildren(QLabel)]
    filing = filing_of(page)
    submit_filing(replace(workplace, user="clerk"), library, filing, name="柳填表", reason="均已核实")
    sign_filing(workplace, library, filing, StepKind.CHECKED, name="许审核")
    sign_filing(workplace, library, filing, StepKind.APPROVED, name="沈负责", on_paper=True)
    scene.hub.tell(freeze_filing(workplace, library, filing, reason="企业更正收入"))
    scene.settle()
    shown = " ".join(label.text() for label in page.pane.frozen.version.facts.findChildren(QLabel))
    assert "version 1, " in shown
    assert "沈负责 (on paper)" in shown
    assert texts_of(page.pane.frozen.reasons)[2:] == ["第二版说明"]
    page.pane.frozen.table.selectRow(0)
    scene.settle()
    scene.click(page.pane.frozen.compare_button)
    assert texts_of(page.pane.frozen.reasons) == [
        "Explanations of changes worded differently: 1",
        "Exports",
        "Version 1: 第一版说明",
        "Version 2: 第二版说明",
    ]
    page.deeds.print_frozen(page.pane.frozen._filings[0], form="季报")
    scene.settle()
    (preview,) = scene.shell.findChildren(Preview)
    document = preview._document
    assert isinstance(document, WorkbookDocument)
    assert document.cover is not None
    facts = {
        fact.label: fact.value
        for part in document.cover.sections
        if isinstance(part, FactsSection)
        for fact in part.facts
    }
    assert facts["Reason"] == "企业更正收入"
    assert facts["Exports"] == "第二版说明", "the print carries what was frozen with it"
    assert facts["Checked by"].startswith("许审核  20")  # with the moment: signed in the program
    assert facts["Responsible person"] == "沈负责"  # above a line: signed on the print
    assert any(label.startswith("Incomplete reports") for label in facts)
