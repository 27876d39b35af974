"""Form templates in the window: a blank bound and filed with, next year's aligned, forms handed on and put away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.styles import Alignment
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from crm.domain.errors import RuleError
from crm.domain.wording import Words
from crm.services.form_check_trying import OwnCheck, Tried
from crm.services.library import Library
from crm.ui.ask import LeaveDialog
from crm.ui.drafts import Drafts
from crm.ui.pages.forms.book import Sign
from crm.ui.pages.forms.check_sheet import CheckSheet
from crm.ui.pages.forms.lists import ALL, CHANGED, CHECKS, FAULTS, OPEN
from crm.ui.pages.forms.matrix_sheet import MatrixSheet
from crm.ui.pages.forms.name_sheet import NameSheet
from crm.ui.pages.forms.page import FormsPage
from crm.ui.pages.forms.what_sheet import WhatSheet
from crm.ui.tasks import Failure
from crm.ui.widgets.picker import FieldPicker
from crm.ui.widgets.text import ElidedLabel
from tests.ui.every_page import SMALL, set_out

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crm.ui.pages.forms.binder import Binder
    from crm.ui.theme.theme import Theme
    from tests.ui.stage import Stage

ZONE, INCOME = "zone-quarterly", "综合情况!E19"
UNCLEAR = "综合情况!F25"
NEAR = "在孵企业明细!U6"


@dataclass(frozen=True)
class Scene:
    """The page on its stage, over a library whose own folder may be written."""

    stage: Stage
    page: FormsPage

    @property
    def binder(self) -> Binder:
        return self.page.binder

    @property
    def blank(self) -> Path:
        return self.stage.context.library.form_folder(ZONE).folder / "template.xlsx"

    def open_blank(self) -> Binder:
        self.page.deeds.open_blank(self.blank)
        self.stage.settle()
        assert self.page.is_binding
        return self.binder

    def sign(self, place: str) -> Sign:
        book = self.binder.book
        assert book is not None
        one = book.find(place)
        assert one is not None
        return book.sign(one)

    def pick(self, typed: str) -> None:
        """Take the first offer for what is typed."""
        (picker,) = [
            one for one in QApplication.topLevelWidgets() if isinstance(one, FieldPicker) and one.isVisible()
        ]
        QTest.keyClicks(picker.entry, typed)
        self.stage.press(picker.entry, Qt.Key.Key_Return)

    def keep(self, **said: str) -> None:
        """Keep what is open, named as said."""
        self.stage.trigger("template.save")
        sheet = self.stage.dialog.sheet
        assert isinstance(sheet, NameSheet)
        for name, text in said.items():
            entry: QLineEdit = getattr(sheet, name)
            entry.setText(text)
        self.stage.click(self.stage.dialog.verb)

    def choose(self, code: str, year: int) -> None:
        """Put the cursor on a form of the list."""
        row = [(one.form.code, one.form.year) for one in self.page.list.forms].index((code, year))
        self.page.list.table.setCurrentIndex(self.page.list.model.index(row, 0))

    def drop(self, path: Path) -> bool:
        """Drop a file on the page; whether it is taken."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        action, button, keys = (
            Qt.DropAction.CopyAction,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        enter = QDragEnterEvent(QPoint(9, 9), action, data, button, keys)
        enter.ignore()
        self.page.dragEnterEvent(enter)
        if enter.isAccepted():
            self.page.dropEvent(QDropEvent(QPointF(9, 9), action, data, button, keys, QEvent.Type.Drop))
            self.stage.settle()
        return enter.isAccepted()


@pytest.fixture
def scene(stage: Callable[..., Stage], tmp_path: Path) -> Callable[..., Scene]:
    def set_up(*, demo: bool = False) -> Scene:
        made = stage(demo=demo)
        made.context.take_library(Library.load(user_folder=tmp_path / "mine"))
        made.filings.setFocus()
        made.trigger("go.forms")
        page = made.shell.page
        assert isinstance(page, FormsPage)
        return Scene(made, page)

    return set_up


def test_the_forms_are_a_page_of_the_filings(scene: Callable[..., Scene]) -> None:
    here = scene()
    forms = {one.form.code: one for one in here.page.list.forms}
    assert len(forms) == len({form.code for form in here.stage.context.library.forms})
    assert not forms[ZONE].is_own
    row = [one.form.code for one in here.page.list.forms].index(ZONE)
    cells = [here.page.list.model.cell(row, column).text for column in range(6)]
    assert cells == [
        "Zone quarterly report",
        "Development zone authority",
        "2025",
        "Quarterly",
        "Built-in",
        "Unverified",
    ]
    assert here.stage.shell.foot.count.text() == "Forms: 14   Your own: 0"
    assert not here.stage.shell.actions_table["template.remove"].isEnabled()
    menu = here.page.list.table.row_menu()
    assert [one.text() for one in menu.actions() if one.text()][:5] == [
        "Change bindings", "Align new edition", "Share form", "Archive form", "Copy"
    ]  # fmt: skip
    menu.deleteLater()
    here.stage.trigger("refresh")
    here.stage.trigger("go.back")
    assert here.stage.shell.open_name == "filings"


def test_a_blank_is_bound_kept_and_filed_with(scene: Callable[..., Scene]) -> None:
    here = scene(demo=True)
    binder = here.open_blank()
    assert (here.sign(INCOME), here.sign(UNCLEAR)) == (Sign.SURE, Sign.UNCLEAR)
    assert binder.panel.place == binder.lists[OPEN].places[0]
    here.stage.trigger("template.next")
    assert binder.panel.place == UNCLEAR
    here.stage.click(binder.panel.accept)
    assert here.sign(UNCLEAR) is Sign.TOLD
    binder.sheet.go_to(INCOME)
    here.stage.press(binder.sheet.view, Qt.Key.Key_Return)
    here.pick("jlr")
    book = binder.book
    assert book is not None
    assert dict(book.told)[INCOME] == "net_profit"
    assert here.sign("综合情况!E20") is Sign.UNCLEAR  # the same figure twice
    here.stage.trigger("undo")
    assert (here.sign(INCOME), here.sign("综合情况!E20")) == (Sign.SURE, Sign.SURE)
    here.stage.trigger("redo")
    assert here.sign(INCOME) is Sign.TOLD
    here.stage.trigger("undo")
    here.keep(name="自有季报", code="Own form")
    sheet = here.stage.dialog.sheet
    assert isinstance(sheet, NameSheet)
    assert sheet.code_field.error.text()
    sheet.code.setText("own-form")
    here.stage.click(here.stage.dialog.verb)
    assert [one.report for one in here.stage.failures] == []
    assert not here.stage.dialogs()
    assert not here.page.is_binding
    assert here.stage.notice == "自有季报, edition 2026, has been saved to your forms."
    chosen = here.page.list.chosen
    assert chosen is not None
    assert (chosen.form.code, chosen.is_own) == ("own-form", True)
    filings = here.stage.filings
    filings.form.choose("own-form")
    filings._show_periods("2026Q3")
    here.stage.trigger("filing.build")
    built = filings._drawn
    assert built is not None
    assert built.filing.built.cell_at("综合情况", "E19").value is not None


def test_the_signs_are_told_in_full_in_large_type_on_a_small_screen(
    stage: Callable[..., Stage], theme: Theme
) -> None:
    theme.set_font_percent(125)
    scene = stage(demo=True, size=SMALL)
    set_out(scene, "forms")
    page = scene.shell.page
    assert isinstance(page, FormsPage)
    told = [part for part in page.binder.sheet.findChildren(ElidedLabel) if part.isVisible()]
    assert [part.shown() for part in told[:5]] == [
        "Bound",
        "Set by you",
        "To confirm",
        "Unknown",
        "Left empty",
    ]
    theme.set_font_percent(100)


def test_the_rows_of_a_register_are_made_records_of_another_kind(scene: Callable[..., Scene]) -> None:
    here = scene()
    here.page.deeds.open_blank(here.stage.context.library.form_folder("zone-rights").folder / "template.xlsx")
    here.stage.settle()
    binder, panel = here.binder, here.binder.panel
    book = binder.book
    assert book is not None
    binder.sheet.go_to("本期申请!F5")
    assert (panel.kind.key, panel.which.key, panel.whose.key) == ("ip_rights", "applied", "anybody")
    panel.pick()
    here.pick("Granted on")
    assert book.told == {"本期申请!F5": "granted_on"}
    for box, key, told in (
        (panel.which, "valid", "records=ip_rights.valid;population=resident"),
        (panel.whose, "anybody", "records=ip_rights.valid"),
        (panel.which, "granted", "records=ip_rights.granted"),
        (panel.whose, "incubating", "records=ip_rights.granted;population=incubating"),
        (panel.which, "valid", "records=ip_rights.valid;population=incubating"),
        (panel.kind, "projects", "records=projects"),
        (panel.kind, "", "population=anybody"),
        (panel.whose, "resident", "population=resident"),
    ):
        box.choose(key)
        box.picked.emit(key)
        assert book.told["本期申请!5"] == told
    assert "本期申请!F5" not in book.told
    here.stage.trigger("undo")
    assert book.told["本期申请!5"] == "population=anybody"


def test_the_panel_decides_basis_unit_population_text_and_rows(scene: Callable[..., Scene]) -> None:
    here = scene()
    binder = here.open_blank()
    book, panel = binder.book, binder.panel
    assert book is not None
    binder.sheet.go_to(INCOME)
    for box, key in ((panel.basis, "last_year"), (panel.unit, "yuan"), (panel.whose, "resident")):
        box.choose(key)
        box.picked.emit(key)
    assert book.told[INCOME] == "total_income.last_year;unit=yuan;population=resident"
    binder.sheet.go_to("在孵企业明细!B5")
    assert panel.place == "在孵企业明细!B6"
    panel.whose.choose("graduated")
    panel.whose.picked.emit("graduated")
    assert book.told["在孵企业明细!6"] == "population=graduated"
    assert panel.whose.key == "graduated"
    here.stage.trigger("undo")
    assert "在孵企业明细!6" not in book.told
    binder.sheet.go_to("综合情况!K7")
    panel.pick()
    here.pick("Prepared by")
    assert book.told["综合情况!K7"] == "text={preparer}"
    assert panel.own.text() == "{preparer}"
    panel.own.setText("{nobody}")
    here.stage.press(panel.own, Qt.Key.Key_Return)
    assert "{nobody}" in here.stage.notice
    panel.own.setText("")
    here.stage.press(panel.own, Qt.Key.Key_Return)
    assert book.told["综合情况!K7"] == ""
    panel._take("own-text")
    assert panel.own.isVisible()
    here.stage.click(panel.leave)
    binder.sheet.go_to("综合情况!A1")
    assert panel.state.text() == "Text on the form"
    binder.sheet.view.set_zoom(1.2)
    assert binder.sheet.foot.zoom.text() == "120%"


def test_the_lists_lead_to_places_and_take_many_at_once(scene: Callable[..., Scene]) -> None:
    here = scene()
    binder = here.open_blank()
    waiting = binder.lists[OPEN]
    at = list(waiting.places).index(NEAR)
    waiting.table.setCurrentIndex(waiting.model.index(at, 0))
    assert binder.sheet.place == NEAR
    waiting.table.opened.emit(at)
    here.pick("ip_valid_invention")
    assert here.sign(NEAR) is Sign.TOLD
    here.stage.trigger("template.accept")  # all that have a proposal
    assert here.sign(UNCLEAR) is Sign.TOLD
    here.stage.trigger("template.accept")
    assert here.stage.notice.startswith("None of these places")
    binder.side.chosen.emit(ALL)
    assert binder.stack.currentWidget() is binder.lists[ALL]
    here.stage.trigger("undo")
    here.stage.trigger("undo")
    binder.lists[OPEN].table.selectAll()
    here.stage.trigger("template.accept")
    assert here.sign(NEAR) is Sign.TOLD
    assert binder.book is not None
    binder._change("all", {one.place: "" for one in binder.book.open})
    assert not here.stage.shell.actions_table["template.next"].isEnabled()
    binder.next_open()


def test_next_year_s_blank_is_aligned_and_kept(scene: Callable[..., Scene], tmp_path: Path) -> None:
    here = scene()
    workbook = openpyxl.load_workbook(here.blank)
    sheet = workbook["综合情况"]
    sheet["B19"], sheet["C19"], sheet["B25"] = "营业总收入", "千元", "拟上市后备数"
    workbook.save(tmp_path / "next.xlsx")
    here.choose(ZONE, 2025)
    assert here.drop(tmp_path / "next.xlsx")
    what = here.stage.dialog.sheet
    assert isinstance(what, WhatSheet)
    what.box.choose(f"form:{ZONE}")
    here.stage.click(here.stage.dialog.verb)
    binder = here.binder
    told = [[binder.lists[CHANGED].model.cell(row, column).text for column in range(3)] for row in range(3)]
    assert told == [
        ["E19:J19", "总收入 10k yuan → 营业总收入 thousand yuan", "Renamed, Unit changed"],
        ["E25:J25", "拟上市后备数", "New"],
        ["E25:J25", "知识产权申请数", "No longer required"],
    ]
    assert set(binder.lists[OPEN].places) == {f"综合情况!{letter}25" for letter in "EFGHIJ"}
    binder.panel._take("employees")
    assert binder.book is not None
    assert binder.book.open == ()
    here.keep()
    kept = {(one.form.code, one.form.year): one for one in here.page.list.forms}
    assert kept[ZONE, 2026].is_own
    assert not kept[ZONE, 2025].is_own
    here.choose(ZONE, 2026)
    here.stage.trigger("template.edit")
    assert "E25" in "".join(binder.lists[ALL].places)
    binder._change("x", {INCOME: ""})
    here.keep(year="2025")
    assert "Replace" in here.stage.dialog.verb.text()
    here.stage.click(here.stage.dialog.verb)
    assert {(one.form.code, one.form.year) for one in here.page.list.forms if one.is_own} == {
        (ZONE, 2026),
        (ZONE, 2025),
    }


def test_what_is_not_kept_survives_and_is_asked_about(scene: Callable[..., Scene]) -> None:
    here = scene()
    binder = here.open_blank()
    binder._change("x", {INCOME: "net_profit"})
    here.stage.shell.go("filings")
    (draft,) = Drafts(str(here.stage.workplace.database.url)).list()
    here.stage.shell.go("forms")
    here.stage.trigger("template.back")
    (asked,) = [one for one in here.stage.shell.findChildren(LeaveDialog) if one.isVisible()]
    here.stage.click(asked.discard)
    assert not here.page.is_binding
    assert Drafts(str(here.stage.workplace.database.url)).list() == []
    here.stage.shell.show_query("forms", draft)
    here.stage.settle()
    assert (here.sign(INCOME), binder.book is not None and binder.book.kept) == (Sign.TOLD, False)
    folder = here.stage.context.library.form_folder(ZONE).folder
    here.page._give_up()
    here.open_blank()
    here.stage.trigger("template.back")
    assert not here.page.is_binding
    assert folder.is_dir()


def test_a_form_is_handed_on_taken_in_and_put_away(scene: Callable[..., Scene], tmp_path: Path) -> None:
    here = scene()
    here.choose(ZONE, 2025)
    here.stage.trigger("template.pack")
    (dialog,) = [one for one in here.stage.shell.findChildren(QFileDialog) if one.isVisible()]
    packed = tmp_path / "zone.crmform"
    dialog.fileSelected.emit(str(packed))
    dialog.reject()
    here.stage.settle()
    assert packed.is_file()
    assert here.drop(packed)
    assert "Replace" in here.stage.dialog.verb.text()
    here.stage.click(here.stage.dialog.verb)
    chosen = here.page.list.chosen
    assert chosen is not None
    assert chosen.is_own
    here.stage.trigger("template.remove")
    assert "has been archived" in here.stage.notice
    assert not any(one.is_own for one in here.page.list.forms)
    here.stage.click(here.stage.shell.notice_bar.action)
    assert any(one.is_own for one in here.page.list.forms)
    packed.write_bytes(b"PK no form")
    here.page.deeds.take_in(packed)
    here.stage.settle()
    assert here.stage.failures[-1].refusal is not None
    assert here.stage.failures[-1].refusal.code == "form-pack-damaged"
    assert not here.drop(tmp_path / "a.docx")


def test_dialogs_ask_for_the_files(scene: Callable[..., Scene], monkeypatch: pytest.MonkeyPatch) -> None:
    here = scene()
    asked: list[str] = []

    def answer(*, title: str, filters: str, folder: str, chosen: Callable[[Path], None]) -> None:
        del filters, folder
        asked.append(title)
        chosen(here.blank)

    monkeypatch.setattr(here.stage.context.ask, "open_file", answer)
    here.stage.trigger("template.new")
    assert here.page.is_binding
    here.page._give_up()
    here.choose(ZONE, 2025)
    here.stage.trigger("template.align")
    assert here.page.is_binding
    here.page._give_up()
    here.stage.trigger("template.take")
    assert asked == ["Open an authority's blank form", "Open the new blank form", "Add a shared form"]
    assert here.stage.failures
    here.page.deeds.take_file(here.blank, here.page.list.forms, None)
    here.stage.click(here.stage.dialog.verb)
    assert here.page.is_binding


def test_forms_that_cannot_be_read_are_told(scene: Callable[..., Scene], tmp_path: Path) -> None:
    here = scene()
    here.choose(ZONE, 2025)
    here.page.deeds.take_in(here.blank.parent, replace=True)
    here.stage.settle()
    (own,) = [one for one in here.page.list.forms if one.is_own]
    (own.folder / "template.xlsx").write_bytes(b"nothing")
    here.stage.trigger("refresh")
    here.choose(ZONE, 2025)
    assert "cannot be opened" in here.page.list.detail.text()
    (own.folder / "form.toml").write_text("code = ", "utf-8")
    here.stage.trigger("refresh")
    assert here.page.list.stack.currentIndex() == 2
    assert tmp_path.is_dir()


def test_rows_that_no_words_tell_are_named_by_a_click(scene: Callable[..., Scene], tmp_path: Path) -> None:
    here = scene()
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (
        ["园区季报"],
        ["指标", "本季"],
        ["总收入（万元）"],
        ["净利润（万元）"],
        ["从业人员"],
        ["清单"],
        ["单位", "产值"],
    ):
        sheet.append(row)
    sheet["A8"].alignment = sheet["B8"].alignment = Alignment(wrap_text=True)
    workbook.save(tmp_path / "own.xlsx")
    here.page.deeds.open_blank(tmp_path / "own.xlsx")
    here.stage.settle()
    binder = here.binder
    binder.sheet.go_to("Sheet!A8")
    here.stage.click(binder.panel.rows)
    assert binder.book is not None
    assert {one.place for one in binder.book.open} == {"Sheet!A8", "Sheet!B8"}
    binder.panel.decided.emit("Sheet!A8", "name")
    assert here.sign("Sheet!A8") is Sign.TOLD
    here.stage.trigger("undo")
    here.stage.trigger("undo")
    assert binder.book.find("Sheet!A8") is None
    binder.sheet.go_to("Sheet!B2")
    binder.panel.rows_named.emit("Sheet!B2")
    assert "fewer than two" in here.stage.notice


def test_without_a_blank_there_is_nothing_to_decide(scene: Callable[..., Scene]) -> None:
    here = scene()
    binder = here.binder
    for act in (
        binder.undo,
        binder.redo,
        binder.refresh,
        binder.next_open,
        binder.sheet.refresh,
        here.page._save,
    ):
        act()
    binder._change("x", {INCOME: ""})
    binder._accept((INCOME,))
    binder._show_place(INCOME)
    binder._open("")
    binder.sheet._show_sheet("x")
    binder.panel.pick()
    binder.panel._say()
    assert (binder.book, binder.sheet.words, here.page.is_binding) == (None, "", False)
    here.stage.shell.show_query("forms", here.blank)
    here.choose(ZONE, 2025)
    here.stage.dialog.reject()
    here.page._fail(Failure("", ValueError("x"), "report"))
    assert here.stage.failures[-1].report == "report"


def test_what_goes_with_a_gone_row_is_listed(scene: Callable[..., Scene], tmp_path: Path) -> None:
    here = scene()
    workbook = openpyxl.load_workbook(here.blank)
    sheet = workbook["综合情况"]
    sheet["B12"], sheet["D20"] = "其他说明", "99"
    workbook["新增与退出明细"]["A4"], workbook["新增与退出明细"]["A2"] = None, None
    workbook.save(tmp_path / "next.xlsx")
    (kept,) = [one for one in here.page.list.forms if one.form.code == ZONE]
    here.page.deeds.align(kept, tmp_path / "next.xlsx")
    here.stage.settle()
    model = here.binder.lists[CHANGED].model
    told = {model.cell(row, 2).text for row in range(model.rowCount())}
    assert {"Code changed", "New", "No longer required", "Check omitted", "Text without a place"} <= told
    here.binder.lists[CHANGED].table.setCurrentIndex(model.index(model.rowCount() - 1, 0))
    here.binder.sheet.tabs.chosen.emit("综合情况")
    here.binder.sheet.tabs.chosen.emit("在孵企业明细")
    here.binder.sheet.tabs.chosen.emit("综合情况")
    assert here.binder.sheet.view.look is not None


def open_groups(here: Scene, path: Path) -> Binder:
    """A blank whose rows no words tell, its cells of figures selected."""
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "分类"
    for row in (
        ["在孵企业分类情况季报（单位：万元）"],
        ["类别", "总收入", "从业人员", "净利润"],
        ["信息类"],
        ["医药类"],
        ["电子信息"],
    ):
        sheet.append(row)
    workbook.save(path)
    here.page.deeds.open_blank(path)
    here.stage.settle()
    binder = here.binder
    binder.sheet.go_to("分类!A1")
    here.stage.trigger("template.matrix")
    assert here.stage.notice.startswith("Select only the cells")
    binder.sheet.go_to("分类!B3")
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(binder.sheet.view, key, Qt.KeyboardModifier.ShiftModifier)
    assert binder.sheet.area == "分类!B3:D5"
    return binder


def ask_matrix(here: Scene) -> MatrixSheet:
    here.stage.trigger("template.matrix")
    asked = here.stage.dialog.sheet
    assert isinstance(asked, MatrixSheet)
    return asked


def test_a_matrix_is_told_by_its_corners(scene: Callable[..., Scene], tmp_path: Path) -> None:
    here = scene()
    open_groups(here, tmp_path / "blank.xlsx")
    asked = ask_matrix(here)
    asked.rows.choose("quarter")
    asked.rows.picked.emit("quarter")
    here.stage.click(here.stage.dialog.verb)
    assert asked.told.text().startswith('"分类!B3:D5" cannot be a matrix')
    asked.rows.choose("technology_field")
    asked.rows.picked.emit("technology_field")
    assert asked.told.text() == "Cells to be filled: 9\nKnown: 电子信息\nTo be assigned: 信息类, 医药类"
    here.stage.click(asked.indicator)
    here.pick("zsr")
    assert asked.answer() == "rows=technology_field;indicator=total_income"
    asked._take("")
    here.stage.click(here.stage.dialog.verb)
    assert here.sign("分类!B5") is Sign.SURE
    here.binder.sheet.go_to("分类!D5")
    again = ask_matrix(here)
    assert (again.rows.key, again.columns.key) == ("technology_field", "")
    here.stage.dialog.reject()
    here.stage.trigger("undo")
    assert here.binder.book is not None
    assert dict(here.binder.book.told) == {}


def test_of_a_row_the_group_is_chosen_once(scene: Callable[..., Scene], tmp_path: Path) -> None:
    here = scene()
    binder = open_groups(here, tmp_path / "blank.xlsx")
    binder._change("x", {"分类!B3:D5": "rows=technology_field"})
    panel = binder.panel
    binder.sheet.go_to("分类!B3")
    assert panel.groups[0].currentText() == "Technology field: choose …"
    panel.unit.picked.emit(panel.unit.key)
    assert here.sign("分类!B3") is Sign.UNKNOWN
    panel.groups[0].choose("aerospace")
    panel.groups[0].picked.emit("aerospace")
    assert [here.sign(f"分类!{letter}3") for letter in "BCD"] == [Sign.TOLD] * 3
    assert panel.target.toolTip().startswith("Total income · Aerospace")


def test_a_check_is_written_tried_changed_and_switched(scene: Callable[..., Scene]) -> None:
    here = scene(demo=True)
    binder = here.open_blank()
    book = binder.book
    assert book is not None
    binder._show_side("checks")
    here.stage.click(binder.checks.new)
    sheet = here.stage.dialog.sheet
    assert isinstance(sheet, CheckSheet)
    assert sheet.first_entry() is sheet.code
    assert not sheet.check()
    sheet.code.setText("profit")
    sheet.expression.setText("employees <= total_incom")
    assert '"total_incom" at character 14' in sheet.told.text()
    sheet.expression.setText("employees <=")
    here.stage.click(sheet.insert)
    here.pick("Total income")
    assert sheet.expression.text() == "employees <= total_income"
    sheet.says.setText("人数不大于收入")
    sheet.period.choose("2026Q3")
    assert sheet.told.text() == "Employees ≤ Total income"
    here.stage.click(sheet.run)
    here.stage.settle()
    assert sheet.result.text() == "Passes."
    sheet.expression.setText("employees > total_income")
    here.stage.click(sheet.run)
    here.stage.settle()
    assert sheet.result.text().startswith("Fails: 人数不大于收入")
    here.stage.click(here.stage.dialog.verb)
    assert book.own_codes == ("profit",)
    key = "own:profit"
    assert next(one.is_on for one in book.checks if one.key == key)
    binder._switch(key, False)
    assert not next(one.is_on for one in book.checks if one.key == key)
    binder.checks._show(key)
    assert binder.checks.change.isVisible()


def test_a_written_check_is_changed(scene: Callable[..., Scene]) -> None:
    here = scene(demo=True)
    binder = here.open_blank()
    place, text = OwnCheck("profit", "employees > 0", Words("x", ""), Words("", "")).told
    binder._change("x", {place: text})
    binder.checks.wanted.emit("own:profit")
    sheet = here.stage.dialog.sheet
    assert isinstance(sheet, CheckSheet)
    assert sheet.first_entry() is sheet.expression
    sheet.scope.choose("row:rows_1")
    sheet.scope.picked.emit("row:rows_1")
    sheet.expression.setText("employees < 0")
    sheet._insert("total_income")
    assert not sheet.check()
    sheet.expression.setText("employees < 0")
    here.stage.click(sheet.run)
    here.stage.settle()
    assert "more)" in sheet.result.text()
    here.stage.dialog.close()


def test_a_check_that_cannot_be_tried_says_why(scene: Callable[..., Scene]) -> None:
    here = scene()
    binder = here.binder
    binder.ask_check("")
    binder._switch("x", True)
    here.open_blank()
    book = binder.book
    assert book is not None
    own = OwnCheck("a", "total_income > 0", Words("x", ""), Words("", ""))
    sheet = CheckSheet(here.stage.context, book.work, taken=("a",))
    for entry, text in ((sheet.code, "a"), (sheet.expression, "total_income > 0"), (sheet.says, "x")):
        entry.setText(text)
    assert not sheet.check()
    assert sheet.code_field.error.text() == "A check with this code already exists."
    assert sheet.answer() == own
    sheet._run()
    here.stage.settle()
    assert sheet.result.text().startswith("Fails: x; now")
    sheet._show_tried(Tried(None, ()))
    assert sheet.result.text() == "Values are missing: not checked."
    sheet._show_failed(Failure("x", RuleError("check-nothing-to-try"), ""))
    assert "cannot be tested" in sheet.result.text()
    told: list[object] = []
    here.stage.context.tasks.failed.connect(told.append)
    sheet._show_failed(Failure("x", OSError(), ""))
    assert told
    bare = CheckSheet(here.stage.context, replace(book.blank, proposals=()))
    assert bare.told.text() == "Bind the form's figures first."
    assert not bare.check()


def test_the_checks_of_a_blank_are_listed_and_switched(scene: Callable[..., Scene]) -> None:
    here = scene()
    binder = here.open_blank()
    assert binder.book is not None
    here.stage.trigger("template.next")
    binder.window().resize(1093, 582)
    here.stage.settle()
    leave = binder.panel.leave
    assert leave.visibleRegion().boundingRect() == leave.rect()  # in the lowest window too
    binder.side.chosen.emit(CHECKS)
    shown = binder.checks
    assert binder.stack.currentWidget() is shown
    assert not binder.panel.isVisible()
    assert not binder.panel.foot.isVisible()
    keys = [one.key for one in binder.book.checks]
    row = keys.index("part:college<employees")
    shown.list.table.setCurrentIndex(shown.list.model.index(row, 0))
    assert binder.sheet.place == "综合情况!E17"
    assert shown.kind.text() == "综合情况!E17 · A part and its whole"
    assert shown.says.text().endswith("≤ Employees")
    here.stage.click(shown.switch)
    assert binder.book.told == {"check:part:college<employees": "off"}
    assert (shown.switch.text(), shown.list.model.cell(row, 2).text) == ("Enable", "Off")
    shown.list.table.opened.emit(row)
    assert shown.list.model.cell(row, 2).text == "On"
    here.stage.trigger("undo")
    assert shown.list.model.cell(row, 2).text == "Off"
    shown.show_checks(())
    assert not shown.switch.isVisible()
    shown._switch("gone")
    binder.side.chosen.emit(OPEN)
    assert binder.panel.isVisible()


def test_what_is_wrong_with_a_template_is_listed_by_place(
    scene: Callable[..., Scene], tmp_path: Path
) -> None:
    here = scene()
    folder = tmp_path / "mine" / "forms" / "own" / "edited" / "2025"
    folder.mkdir(parents=True)
    text = (here.blank.parent / "form.toml").read_text("utf-8")
    (folder / "form.toml").write_text(text.replace(f'code = "{ZONE}"', 'code = "edited"', 1), "utf-8")
    workbook = openpyxl.load_workbook(here.blank)
    workbook["综合情况"]["E7"] = "见附件"
    workbook["综合情况"].protection.sheet = True
    workbook.save(folder / "template.xlsx")
    here.stage.context.take_library(Library.load(user_folder=tmp_path / "mine"))
    here.stage.trigger("refresh")
    here.choose("edited", 2025)
    here.stage.trigger("template.edit")
    here.stage.settle()
    binder = here.binder
    binder.side.chosen.emit(FAULTS)
    shown = binder.lists[FAULTS]
    assert [shown.model.cell(row, 0).text for row in range(2)] == ["E7", "综合情况"]
    assert shown.model.cell(0, 1).text == '综合情况!E7 should be blank but holds "见附件"'
    for row in (1, 0):
        shown.table.setCurrentIndex(shown.model.index(row, 0))
    assert binder.sheet.place == "综合情况!E7"
