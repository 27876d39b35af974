"""The panel of changes beside the sheet: who moved a figure, what is written about it, exported with the filing."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from crm.domain.period import Period
from crm.services.filings import build_filing
from crm.services.freezing import freeze_filing
from crm.services.frozen_filings import list_filings
from crm.ui.drafts import Drafts
from tests.ui.test_filings_page import build, choose_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crm.ui.pages.filings.changes import ChangesPanel
    from crm.ui.pages.filings.page import FilingsPage
    from tests.ui.stage import Stage


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Stage:
    return stage(demo=True)


def opened(scene: Stage, *, period: str = "2026Q3") -> tuple[FilingsPage, ChangesPanel]:
    page = build(scene, period=period)
    page.pane.side.chosen.emit("changes")
    scene.settle()
    return page, page.pane.changes


def states(panel: ChangesPanel) -> list[str]:
    return [panel.model.cell(row, 2).text for row in range(panel.model.rowCount())]


def test_who_moved_a_figure_stands_beside_the_sheet_and_leads_to_cell_and_tenant(scene: Stage) -> None:
    page, panel = opened(scene)
    assert panel.box.toPlainText().startswith("Net profit in 2026Q3: ")
    amounts = [
        Decimal(panel.movers.cell(row, 2).text.replace(",", "")) for row in range(panel.movers.rowCount())
    ]
    assert abs(sum(amounts) - Decimal(panel.sum.text())) < Decimal("0.01") * len(amounts)
    panel.table.opened.emit(0)
    assert page.desk.address == "E20"
    name = panel.movers.cell(0, 0).text
    panel.movers_table.opened.emit(0)
    scene.settle()
    assert scene.tenants.pane.name.text() == name


def test_an_explanation_is_edited_saved_undone_and_exported_with_the_filing(
    scene: Stage, tmp_path: Path
) -> None:
    place, library = scene.workplace, scene.context.library
    last = build_filing(place, library, "zone-quarterly", Period.parse("2025Q3"))
    freeze_filing(place, library, last, reason="已核对")
    page, panel = opened(scene)
    assert "Last year's figures are as filed, version 1." in panel.about.text()
    assert set(states(panel)) == {"To be written"}
    assert page.pane.counts["changes"] == len(states(panel))
    panel.box.setPlainText("高企税收优惠到位")
    panel.table.selectRow(1)
    assert panel.box.toPlainText().startswith("Net profit in 2026Q3, year to date: ")
    panel.table.selectRow(0)
    assert panel.box.toPlainText() == "高企税收优惠到位"  # what was begun is not lost
    page.leave()
    (draft,) = Drafts(str(scene.workplace.database.url)).list()
    assert list(draft.texts.values()) == ["高企税收优惠到位"]  # nor by another start of the program
    scene.click(panel.save)
    page.leave()
    assert Drafts(str(scene.workplace.database.url)).list() == []
    page.enter()
    assert states(panel)[0] == "Written"
    assert not panel.save.isEnabled()
    assert "have changed" not in page.told.text()
    target = tmp_path / "report.xlsx"
    scene.trigger("filing.export")
    choose_file(scene, target)
    assert (tmp_path / "report_Explanation of year-on-year changes.docx").exists()
    assert "beside it" in scene.notice
    page.deeds.freeze(page._drawn.filing, reason="已核对", explanations={})  # type: ignore[union-attr]
    scene.settle()
    frozen = list_filings(scene.workplace)[0]
    page.deeds.ask_where_again(frozen, form="x")
    choose_file(scene, tmp_path / "again.xlsx")
    assert (tmp_path / "again_Explanation of year-on-year changes.docx").exists()
    scene.context.undo_last()
    scene.settle()
    scene.context.undo_last()
    scene.settle()
    assert states(panel)[0] == "To be written"
    scene.click(panel.redraft)
    assert panel.box.toPlainText().startswith("Net profit in 2026Q3: ")


def test_the_limit_is_chosen_and_kept_for_the_form(scene: Stage, tmp_path: Path) -> None:
    _, panel = opened(scene)
    few = panel.model.rowCount()
    assert panel.limit.currentText() == "30%  by the form"
    assert "(to be checked)" in panel.about.text()
    panel.limit.choose("10")
    panel.limit.picked.emit("10")
    scene.settle()
    assert panel.model.rowCount() > few
    _, panel = opened(scene)
    assert panel.limit.key == "10"
    panel.limit.picked.emit("100")
    scene.settle()
    assert panel.about.text().endswith("No figure changed by more than the limit.")
    assert not panel.detail.isVisibleTo(panel)
    assert panel.model.rowCount() == 0
    panel._draft_again()
    panel._save()
    panel._open_mover(0)
    panel._go_to_cell(0)
    panel.box.setPlainText("不属于任何一项")
    assert not panel._begun
    panel.limit.picked.emit("own")
    scene.settle()
    assert panel.model.rowCount() == few
    scene.click(panel.export)
    choose_file(scene, tmp_path / "all.txt")
    assert (tmp_path / "all.txt").read_text("utf-8-sig").startswith("Explanation of year-on-year changes")


def test_a_filing_with_nothing_to_compare_says_so(scene: Stage) -> None:
    _, panel = opened(scene, period="2026Q2")
    scene.press(panel.table, Qt.Key.Key_Down)
    assert "No filing was frozen for last year" in panel.about.text()
    panel._ask_where()
    panel.show_nothing()
    assert panel.stack.currentIndex() == 0
    for nothing in (panel.read, panel._ask_where, panel._save):
        nothing()
