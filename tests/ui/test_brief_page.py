"""成效简报: its rows with their sentences and records, typical tenants, and the ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm.domain.changes import Changes
from crm.domain.wording import Language
from crm.services.tenants import TenantQuery, get_tenant_lines, list_tenant_ids
from crm.ui.forms.sheet import FormSheet
from crm.ui.pages.brief import page as brief_page
from crm.ui.pages.brief.page import BriefPage
from crm.ui.printing.preview import Preview

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from tests.ui.stage import Stage


def brief(scene: Stage) -> BriefPage:
    scene.shell.go("brief")
    scene.settle()
    page = scene.shell.page
    assert isinstance(page, BriefPage)
    return page


def test_each_row_is_told_with_its_sentence_and_the_records_that_add_up_to_it(
    stage: Callable[..., Stage],
) -> None:
    scene = stage(demo=True)
    page = brief(scene)
    assert page.model.rowCount() == 25
    page.table.selectRow(4)
    assert page.records.value.text() == f"{page.records.model.rowCount()} tenants"
    assert page.records.sum.text() == page.model.cell(4, 5).text
    assert page.records.sentence.text().startswith("截至2026年9月30日，累计引入企业")
    page.table.selectRow(0)
    rooms = page.records.model
    shown = [rooms.cell(row, 1).text for row in range(rooms.rowCount())]
    assert {len(text.partition(".")[2]) for text in (*shown, page.records.sum.text())} == {2}, "as the figure"
    page.table.selectRow(6)
    assert page.records.missing.text().startswith("Not reported (")
    page.table.selectRow(3)
    assert not page.records.sum.isVisible()
    scene.press(page.table, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.records.table
    scene.press(page.records.table, Qt.Key.Key_Escape)
    page.table.selectRow(0)
    page.records.table.opened.emit(0)  # a room leads nowhere
    assert scene.shell.open_name == "brief"
    page.table.selectRow(4)
    page.records.table.opened.emit(0)
    scene.settle()
    assert scene.shell.open_name == "tenants"
    scene.context.hub.tell(Changes(1, "x", frozenset({"events"})))
    page = brief(scene)
    scene.context.hub.tell(Changes(1, "x", frozenset({"events"})))
    scene.trigger("refresh")
    assert page.table.hasFocus()


def test_a_period_and_typical_tenants_are_chosen_and_remembered(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True, language=Language.ZH)
    page = brief(scene)
    page.period.choose("2025")
    page.period.picked.emit("2025")
    scene.settle()
    assert "2025-12-31" in page.about.text()
    assert page.model.cell(14, 2).text == "—"
    assert page.model.cell(4, 3).text == "家"
    lines = get_tenant_lines(scene.workplace, list_tenant_ids(scene.workplace, TenantQuery()))
    name = next(one.name for one in lines.values() if "传媒" in one.name)
    scene.click(page.cases)
    sheet = scene.dialog.sheet
    assert isinstance(sheet, FormSheet)
    sheet.form.rows["space"].entry.show_value(name)
    scene.click(scene.dialog.verb)
    assert page.model.cell(14, 2).text != "—"
    assert name in page.model.cell(14, 7).text
    scene.settings.keep_text("brief/case/space", "gone")
    page.refresh()
    scene.settle()
    assert page.model.cell(14, 2).text == "—"


def test_the_brief_goes_out_as_word_as_a_workbook_and_on_paper(
    stage: Callable[..., Stage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = stage(demo=True)
    page = brief(scene)
    for action, name in (("brief.word", "简报.docx"), ("brief.sheet", "简报.xlsx")):
        path = tmp_path / name
        monkeypatch.setattr(scene.context.ask, "save_file", lambda path=path, **given: given["chosen"](path))
        scene.trigger(action)
        assert path.stat().st_size > 3000
        assert scene.notice == f"Saved as {name}"
    page.print_page()
    scene.settle()
    (preview,) = scene.shell.findChildren(Preview)
    assert preview.pages is not None
    assert preview.pages.count == 2, "the text of the last row stands above, and does not tear the table"


def test_a_brief_that_fails_says_so_and_can_be_tried_again(
    stage: Callable[..., Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = stage(demo=True)

    def fail(*_args: object, **_given: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(brief_page, "build_brief", fail)
        page = brief(scene)
        assert page.state.text.text() == "The brief could not be created"
        assert len(scene.failures) == 1
        page.print_page()
        page._ask_where(".docx")
    scene.click(page.state.button)
    assert page.model.rowCount() == 25
