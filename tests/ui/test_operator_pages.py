"""孵化器数据, 人员与导师: figures of the incubator itself as a form, its people as lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt

from crm.domain.period import Period
from crm.services.filings import build_filing
from crm.services.freezing import freeze_filing
from crm.services.operator import Statement, list_stated, state_figures
from crm.services.own_people import PeopleKind, change_person, list_people
from crm.ui.ask import LeaveDialog
from crm.ui.drafts import Drafts, page_of
from crm.ui.forms.quantity import AmountEntry
from crm.ui.forms.sheet import FormSheet
from crm.ui.pages.operator.page import OperatorPage
from crm.ui.pages.people.page import PeoplePage
from crm.ui.unlocking import ReasonSheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from tests.ui.stage import Stage

YEAR = Period.parse("2025")


def figures(scene: Stage) -> OperatorPage:
    scene.shell.go("operator")
    scene.settle()
    page = scene.shell.page
    assert isinstance(page, OperatorPage)
    return page


def people(scene: Stage) -> PeoplePage:
    scene.shell.go("people")
    scene.settle()
    page = scene.shell.page
    assert isinstance(page, PeoplePage)
    return page


def stated(scene: Stage, code: str) -> int | None:
    lines = list_stated(scene.workplace, scene.context.library, YEAR)
    return next(one.own for one in lines if one.indicator.code == code)


def enter(page: OperatorPage, code: str, text: str) -> None:
    page.form.rows[code].entry.put_text(text)
    page.form.rows[code].entry.edited.emit()


def names(page: PeoplePage) -> list[str]:
    model = page.list.model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_a_figure_is_entered_beside_that_of_a_year_ago_and_undone(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True)
    page = figures(scene)
    row = page.form.rows["service_income"]
    assert row.aside.text() == "last year 1,370,806.24", "in the unit of the field"
    assert isinstance(row.entry, AmountEntry)
    row.entry.switch_unit()
    assert row.aside.text() == "last year 137.08"
    row.entry.switch_unit()
    before = stated(scene, "service_income")
    enter(page, "service_income", "1500000")
    assert scene.shell.foot.selection.text() == "● 1 not saved"
    scene.trigger("operator.save")
    assert scene.notice == "Saved 1 figure for 2025"
    assert stated(scene, "service_income") == 150_000_000
    scene.trigger("undo")
    assert stated(scene, "service_income") == before
    assert page.form.unsaved == 0
    enter(page, "service_income", "viel")
    page.save()
    assert page.form.rows["service_income"].note.text() == "This is not a number."


def test_what_cannot_be_read_and_what_is_typed_while_saving_stay_as_typed(
    stage: Callable[..., Stage],
) -> None:
    scene = stage(demo=True)
    page = figures(scene)
    before = stated(scene, "desks")
    enter(page, "desks", "12x")
    scene.trigger("refresh")
    assert page.form.rows["desks"].entry.text().startswith("12x")
    scene.trigger("operator.save")
    assert stated(scene, "desks") == before
    enter(page, "desks", "81")
    page.save()
    page.save()  # it is under way: nothing is written twice
    enter(page, "desks", "82")
    scene.settle()
    assert stated(scene, "desks") == 81
    assert page.form.rows["desks"].entry.read().value == 82
    assert page.form.unsaved == 1


def test_what_was_not_saved_is_entered_again_after_a_crash(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True)
    page = figures(scene)
    scene.trigger("operator.earlier")
    enter(page, "service_income", "1500001")
    enter(page, "desks", "viel")
    page._unsaved.flush()
    (draft,) = Drafts(str(scene.workplace.database.url)).list()
    page._unsaved.end()
    scene.trigger("operator.later")
    scene.click(next(one for one in scene.shell.findChildren(LeaveDialog) if one.isVisible()).discard)
    assert page.period.key == "2025"
    assert draft.title == "Own figures for 2024"
    assert page_of(draft) == "operator"
    scene.shell.show_query("operator", draft)
    scene.settle()
    assert page.period.key == "2024"
    assert page.form.rows["desks"].entry.text().startswith("viel")
    assert page.form.rows["service_income"].entry.read().value == 150_000_100
    assert page.form.unsaved == 2
    assert "2 unsaved figures" in scene.notice
    enter(page, "desks", "7")
    scene.trigger("operator.save")
    assert Drafts(str(scene.workplace.database.url)).list() == []


def test_what_is_not_saved_is_asked_about_before_another_period_or_page(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True)
    page = figures(scene)
    enter(page, "desks", "77")
    scene.trigger("operator.earlier")
    (dialog,) = scene.shell.findChildren(LeaveDialog)
    assert page.period.key == "2025"
    scene.click(dialog.save)
    assert stated(scene, "desks") == 77
    assert page.period.key == "2024"
    scene.trigger("operator.later")
    assert page.form.rows["desks"].entry.read().value == 77
    enter(page, "desks", "78")
    scene.shell.go("people")
    scene.click(next(one for one in scene.shell.findChildren(LeaveDialog) if one.isVisible()).discard)
    assert scene.shell.open_name == "people"
    page = figures(scene)
    assert page.form.unsaved == 0
    page.period.choose("2025Q3")
    page.period.picked.emit("2025Q3")
    scene.settle()
    assert page.form.rows["desks"].entry.read().value is None


def test_figures_are_taken_from_a_workbook_looked_at_and_saved(
    stage: Callable[..., Stage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = stage(demo=True)
    page = figures(scene)
    before = stated(scene, "service_income") or 0
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("项目", "单位", "2025年", "2024年"),
        ("孵化器总收入", "万元", 326.5, 300),
        ("综合服务收入", "元", before / 100, 1),
        ("孵化基金总额", "万元", "约五百", 1),
    ):
        sheet.append(row)
    path = tmp_path / "自身数据.xlsx"
    book.save(path)
    monkeypatch.setattr(scene.context.ask, "open_file", lambda **given: given["chosen"](path))
    scene.trigger("operator.import")
    assert scene.notice.startswith('Read 2 figures from "Sheet" in 自身数据.xlsx: 1 differs from before')
    assert page.form.unsaved == 1
    assert page.form.rows["incubator_income"].entry.read().value == 326_500_000
    assert page.form.rows["incubation_fund"].note.text().startswith('The figure of "')
    scene.trigger("operator.save")
    assert stated(scene, "incubator_income") == 326_500_000
    page.taking.take_file(path, Period.parse("2023"))
    scene.settle()
    assert "which is not 2023" in scene.notice


def test_figures_that_were_filed_ask_for_the_reason_and_stale_ones_are_told(
    stage: Callable[..., Stage],
) -> None:
    scene = stage(demo=True)
    library = scene.context.library
    page = figures(scene)
    filing = build_filing(scene.workplace, library, "torch-summary", YEAR)
    freeze_filing(scene.workplace, library, filing, reason="x")
    enter(page, "incubator_income", "9")
    scene.trigger("operator.save")
    sheet = scene.dialog.sheet
    assert isinstance(sheet, ReasonSheet)
    sheet.box.setPlainText("audited")
    scene.click(scene.dialog.verb)
    assert stated(scene, "incubator_income") == 900
    enter(page, "desks", "5")
    state_figures(scene.workplace, library, [Statement("desks", YEAR, 4)], reason="x")
    scene.trigger("operator.save")
    assert "changed this record" in page.form.rows["desks"].note.text()
    assert stated(scene, "desks") == 4


def test_the_figures_go_out_as_a_workbook_and_on_paper(
    stage: Callable[..., Stage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = stage(demo=True)
    page = figures(scene)
    path = tmp_path / "own.xlsx"
    monkeypatch.setattr(scene.context.ask, "save_file", lambda **given: given["chosen"](path))
    scene.trigger("operator.export")
    told = load_workbook(path).active
    assert told is not None
    formats = {row[1].value: row[2].number_format for row in told.iter_rows(min_row=3) if row[2].value}
    assert formats["10k yuan"].startswith("#,##0.00")
    assert {text for unit, text in formats.items() if unit != "10k yuan"} == {"#,##0"}, "counts are whole"
    page.print_page()
    scene.settle()
    scene.trigger("refresh")
    assert page.form.rows["desks"].spec.code == "desks"


def test_without_an_incubator_there_is_nothing_to_state(stage: Callable[..., Stage]) -> None:
    scene = stage()
    page = figures(scene)
    assert page.state.text.text() == "The incubator has not been set up yet"
    assert page.state.button.hasFocus()
    page.print_page()
    scene.click(page.state.button)
    assert scene.shell.open_name == "settings"


def test_people_are_added_changed_and_removed_each_with_its_undo(stage: Callable[..., Stage]) -> None:
    scene = stage()
    page = people(scene)
    page.kinds._choose("staff")
    scene.settle()
    assert page.list.state.text.text() == "No staff entered yet"
    scene.trigger("people.add")
    sheet = scene.dialog.sheet
    assert isinstance(sheet, FormSheet)
    scene.click(scene.dialog.verb)
    assert sheet.form.rows["name"].note.text() == "This is required."
    sheet.form.rows["name"].entry.put_text("安沐禾")
    scene.click(scene.dialog.verb)
    assert names(page) == ["安沐禾"]
    assert page._count_text() == "1 person, 1 at present"
    page.list.choose_row(0)
    scene.press(page.list.table, Qt.Key.Key_Return)
    sheet = scene.dialog.sheet
    assert isinstance(sheet, FormSheet)
    sheet.form.rows["position"].entry.put_text("主任")
    scene.click(scene.dialog.verb)
    assert scene.notice == "Changed 安沐禾"
    page.list.choose_row(0)
    scene.trigger("people.remove")
    assert names(page) == []
    scene.trigger("undo")
    assert names(page) == ["安沐禾"]
    (person,) = list_people(scene.workplace, scene.context.library, PeopleKind.STAFF)
    assert person.values["position"] == "主任"
    page.list.choose_row(0)
    page._edit()
    scene.settle()
    sheet = scene.dialog.sheet
    assert isinstance(sheet, FormSheet)
    sheet.form.rows["position"].entry.put_text("副主任")
    other = {"position": "总监"}
    staff, library = PeopleKind.STAFF, scene.context.library
    change_person(scene.workplace, library, staff, person.id, other, seen=person.values)
    scene.click(scene.dialog.verb)
    assert len(scene.failures) == 1


def test_mentors_are_taken_from_a_workbook_searched_sorted_and_taken_away(
    stage: Callable[..., Stage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = stage()
    page = people(scene)
    page.kinds._choose("mentors")
    scene.settle()
    page._edit()  # nobody is chosen
    page._remove()
    assert page.list.state.text.text() == "No mentors entered yet"
    path = tmp_path / "导师.xlsx"
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["姓名", "工作单位", "聘任日期"],
        ["柏景澄", "汾谷创投", "2024-01-01"],
        ["安澜", "", "2024-02-01"],
    ):
        sheet.append(row)
    book.save(path)
    monkeypatch.setattr(scene.context.ask, "open_file", lambda **given: given["chosen"](path))
    scene.trigger("people.import")
    assert names(page) == ["安澜", "柏景澄"]
    assert page.kinds.key == "mentors"
    page.list.table.head.sort_changed.emit(0, True)
    scene.settle()
    assert sorted(names(page)) == ["安澜", "柏景澄"]
    page.search("汾谷")
    scene.settle()
    assert names(page) == ["柏景澄"]
    page.search("nobody")
    scene.settle()
    assert page.list.state.text.text() == "No matches"
    page.search("")
    scene.trigger("refresh")
    out = tmp_path / "out.xlsx"
    monkeypatch.setattr(scene.context.ask, "save_file", lambda **given: given["chosen"](out))
    scene.trigger("people.export")
    assert out.exists()
    page.print_page()
    page.list.table.selectAll()
    scene.settle()
    scene.trigger("people.remove")
    assert scene.notice == "Removed 2 people"
