"""One tenant's page: read at a glance, worked in by keyboard alone, every deed undone, nothing typed lost."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollBar, QWidget

from crm.domain.errors import RuleError
from crm.domain.lifecycle import Stage as Step
from crm.domain.period import Period
from crm.domain.wording import Language
from crm.services.figures import Figure, put_figures
from crm.services.notes import NoteText, add_note, list_notes
from crm.services.operation import Workplace
from crm.services.records import add_record, list_records
from crm.services.tenant_file import get_tenant_file
from crm.services.tenants import add_tenant, change_tenant, get_tenant
from crm.ui.ask import LeaveDialog
from crm.ui.deeds.stage_sheet import StageSheet
from crm.ui.drafts import Draft, offer_drafts
from crm.ui.forms.choice import ChoiceEntry
from crm.ui.forms.references import ReferenceSheet
from crm.ui.pages.tenants import detail as module
from crm.ui.pages.tenants.detail_figures import FigureSheet
from crm.ui.pages.tenants.key_figures import Standing, change_text, standing_of
from crm.ui.pages.tenants.profile_paper import profile_document
from crm.ui.printing.documents import FactsSection
from crm.ui.widgets.text import ElidedLabel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crm.ui.forms.form import Form
    from tests.ui.stage import Stage

OVERVIEW, RECORD, FIGURES, _CONTRACTS, RIGHTS, NOTES, JOURNAL = range(7)
SIZES = ((1093, 614), (1366, 728), (1920, 1040))


@pytest.fixture(autouse=True)
def _own_drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.paths.user_data", lambda: tmp_path / "user")


class Scene:
    """A window with a tenant's page in it."""

    def __init__(self, stage: Stage, tenant_id: int) -> None:
        self.stage = stage
        self.tenant_id = tenant_id
        stage.tenants.open_detail(tenant_id)
        self.detail = stage.tenants.detail
        stage.settle()

    @property
    def form(self) -> Form:
        form = self.detail.editor.form
        assert form is not None
        return form

    @property
    def fields(self) -> dict[str, object]:
        return dict(get_tenant(self.stage.workplace, self.stage.context.library, self.tenant_id).fields)

    def records(self, kind: str) -> list[dict[str, object]]:
        found = list_records(self.stage.workplace, self.stage.context.library, self.tenant_id, [kind])
        return [dict(line.values) for line in found[kind]]

    def is_editing(self) -> bool:
        return self.detail.is_editing

    def focused(self) -> QWidget:
        widget = self.stage.window.focusWidget()
        assert widget is not None
        return widget

    def type(self, text: str) -> None:
        QTest.keyClicks(self.focused(), text)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.stage.press(self.focused(), key, modifiers)

    def undo(self) -> None:
        self.stage.trigger("undo")


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Scene:
    """A tenant of the demo with records of most kinds."""
    return Scene(stage(demo=True), 26)


@pytest.fixture
def small(stage: Callable[..., Stage]) -> Scene:
    """A tenant without anything."""
    set_up = stage()
    changes = add_tenant(
        set_up.workplace, set_up.context.library, {"name": "云图软件有限公司"}, stage=Step.RESIDENT
    )
    return Scene(set_up, next(iter(changes.tenants)))


def test_the_head_tells_name_stage_and_four_figures(scene: Scene) -> None:
    detail = scene.detail
    profile = get_tenant(scene.stage.workplace, scene.stage.context.library, scene.tenant_id)
    assert detail.head.name.text() == profile.line.name
    assert detail.head.tag.text == scene.stage.context.labels.stage(profile.line.stage)
    captions = [part.text() for part in detail.head.figures.findChildren(ElidedLabel)]
    assert {"Total income (10k yuan)", "Employees (persons)", "Area (m²)", "Valid IP rights"} <= set(captions)
    changes = [part.text() for part in detail.head.figures.findChildren(QLabel) if part.text()[:1] in "▲▼"]
    assert changes
    assert detail.tabs.count() == 8


def test_the_overview_is_scrolled_as_one(scene: Scene) -> None:
    scene.stage.window.resize(1093, 614)
    scene.stage.settle()
    bars = [one for one in scene.detail.overview.findChildren(QScrollBar) if one.isVisible()]
    assert len(bars) == 1
    assert bars[0].mapTo(scene.detail, bars[0].rect().topRight()).x() > scene.detail.width() - 12


def test_a_change_is_told_with_an_arrow_and_against_the_same_period_last_year() -> None:
    this, last = Period.parse("2026Q1"), Period.parse("2025Q1")
    assert change_text(Standing(112, this, 100, last)) == ("▲ 12.0%", "ok")
    assert change_text(Standing(50, this, 100, last)) == ("▼ 50.0%", "danger")
    assert change_text(Standing(-50, this, -100, last)) == ("▲ 50.0%", "ok")
    assert change_text(Standing(100, this, 100, last))[1] == "text3"
    assert change_text(Standing(1, this, None, None))[0] == change_text(Standing(1, this, 0, last))[0] == ""


def test_the_standing_falls_back_on_the_period_before(small: Scene) -> None:
    workplace, library = small.stage.workplace, small.stage.context.library
    profile = get_tenant(workplace, library, small.tenant_id)
    assert standing_of(profile, "employees") is None
    for code, value in (("2026Q2", 5), ("2026Q1", 4), ("2025", 3)):
        put_figures(workplace, library, [Figure(small.tenant_id, "employees", Period.parse(code), value)])
    profile = get_tenant(workplace, library, small.tenant_id)
    assert standing_of(profile, "employees") == Standing(5, Period.parse("2026Q2"), 4, Period.parse("2026Q1"))


def test_a_note_is_added_by_enter_stands_in_the_timeline_and_is_undone(scene: Scene) -> None:
    scene.stage.trigger("tenant.note")
    scene.type("saw the new line")
    scene.press(Qt.Key.Key_Return)
    (note,) = list_notes(scene.stage.workplace, scene.tenant_id)
    assert (note.kind, note.text, note.on) == ("visit", "saw the new line", date(2026, 11, 20))
    assert "saw the new line" in scene.detail.overview.timeline.accessibleDescription()
    assert scene.detail.overview.quick.text.text() == ""
    assert scene.stage.notice == "Added a note."
    scene.undo()
    assert list_notes(scene.stage.workplace, scene.tenant_id) == ()
    assert "saw the new line" not in scene.detail.overview.timeline.accessibleDescription()


def test_a_note_without_text_or_with_a_day_gone_by_is_not_added(scene: Scene) -> None:
    quick = scene.detail.overview.quick
    quick.add_now()
    assert quick.fault.isVisible()
    quick.text.setText("x")
    quick.due.line.setText("2020-1-1")
    quick.add_now()
    assert quick.fault.isVisible()
    quick.due.line.setText("soon")
    quick.add_now()
    assert list_notes(scene.stage.workplace, scene.tenant_id) == ()
    scene.stage.press(quick.text, Qt.Key.Key_Escape)
    assert quick.text.text() == ""


def test_a_note_that_was_begun_stays_with_its_tenant(scene: Scene) -> None:
    quick = scene.detail.overview.quick
    quick.text.setText("half a note")
    other = next(one for one in (1, 2) if one != scene.tenant_id)
    scene.detail.open_tenant(other)
    scene.stage.settle()
    assert quick.text.text() == ""
    scene.detail.open_tenant(scene.tenant_id)
    scene.stage.settle()
    assert quick.text.text() == "half a note"
    scene.detail.leave()
    drafts = scene.detail.drafts.list()
    assert [one.texts for one in drafts] == [{"text": "half a note"}]  # and would survive a crash
    quick.add_now()
    scene.stage.settle()
    scene.detail.leave()
    assert scene.detail.drafts.list() == []


def test_what_is_due_is_shown_and_checked_off(small: Scene) -> None:
    workplace = small.stage.workplace
    add_note(workplace, small.tenant_id, NoteText("call", date(2026, 11, 1), "call back", date(2026, 11, 5)))
    small.stage.trigger("refresh")
    small.detail.refresh()
    small.stage.settle()
    due = small.detail.overview.due
    assert due.isVisible()
    button = due.findChildren(type(small.detail.head.back))[0]
    assert button.accessibleName() == "Done: call back"
    small.stage.click(button)
    assert not due.isVisible()
    (note,) = list_notes(workplace, small.tenant_id)
    assert note.done_on == date(2026, 11, 20)
    small.detail.tabs.setCurrentIndex(NOTES)
    tab = small.detail.notes
    tab.table.selectRow(0)
    assert tab.done.text() == "Reopen"
    small.stage.click(tab.done)
    assert list_notes(workplace, small.tenant_id)[0].done_on is None


def test_a_note_is_edited_and_removed_from_its_list(small: Scene) -> None:
    workplace = small.stage.workplace
    add_note(workplace, small.tenant_id, NoteText("call", date(2026, 11, 1), "old"))
    small.detail.refresh()
    small.stage.settle()
    small.detail.tabs.setCurrentIndex(NOTES)
    tab = small.detail.notes
    tab.table.setFocus()
    tab.table.selectRow(0)
    assert [action.text() for action in tab.table.row_menu().actions()][:3] == ["Done", "Edit", "Remove"]
    small.stage.press(tab.table, Qt.Key.Key_Return)
    assert small.is_editing()
    small.form.rows["text"].entry.put_text("new")
    small.stage.trigger("form.save")
    assert list_notes(workplace, small.tenant_id)[0].text == "new"
    assert not small.is_editing()
    tab.table.selectRow(0)
    small.stage.press(tab.table, Qt.Key.Key_Delete)
    assert list_notes(workplace, small.tenant_id) == ()
    small.undo()
    assert list_notes(workplace, small.tenant_id)[0].text == "new"


def test_the_record_is_edited_and_saved_by_keyboard_and_undone(scene: Scene) -> None:
    before = scene.fields["short_name"]
    scene.stage.trigger("tenant.edit")
    assert scene.focused() is scene.form.rows["name"].entry.inner()
    scene.press(Qt.Key.Key_Tab)
    scene.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    scene.type("Newshort")
    assert scene.detail.editor.state.text() == "● Not saved: 1"
    scene.stage.trigger("form.save")
    assert scene.fields["short_name"] == "Newshort"
    assert not scene.is_editing()
    assert "Saved" in scene.stage.notice
    scene.undo()
    assert scene.fields["short_name"] == before


def test_saving_what_is_faulty_goes_to_the_first_fault_and_writes_nothing(scene: Scene) -> None:
    scene.stage.trigger("tenant.edit")
    form = scene.form
    form.rows["name"].entry.put_text("")
    form.rows["founded_on"].entry.put_text("soon")
    scene.stage.trigger("form.save")
    assert scene.is_editing()
    assert scene.focused() is form.rows["name"].entry.inner()
    assert scene.detail.editor.state.text() == "Fields to correct: 2"
    assert scene.fields["name"]


def test_nothing_changed_is_simply_left(scene: Scene) -> None:
    scene.stage.trigger("tenant.edit")
    scene.stage.trigger("form.save")
    assert not scene.is_editing()
    scene.stage.trigger("tenant.edit")
    scene.press(Qt.Key.Key_Escape)
    assert not scene.is_editing()


def test_what_is_entered_is_undone_by_its_name_and_leaves_no_draft(scene: Scene) -> None:
    scene.stage.trigger("tenant.edit")
    row, head, record = scene.form.rows["short_name"], scene.stage.shell.head, f"tenant:{scene.tenant_id}"
    before = row.entry.text()
    row.entry.put_text("Other")
    row.entry.edited.emit()
    row.entry.left.emit()
    assert head.undo.accessibleName() == f"Undo: {row.spec.caption}"
    scene.detail.editor.flush()
    assert scene.detail.drafts.find(record) is not None
    scene.stage.trigger("undo")
    assert (row.entry.text(), scene.detail.editor.is_dirty) == (before, False)
    assert head.redo.accessibleName() == f"Redo: {row.spec.caption}"
    scene.stage.trigger("redo")
    assert row.entry.text() == "Other"
    scene.stage.trigger("undo")
    scene.detail.editor.flush()
    assert scene.detail.drafts.find(record) is None
    scene.press(Qt.Key.Key_Escape)
    assert not scene.is_editing()
    assert row.spec.caption not in head.redo.accessibleName()


def leave_dialog(scene: Scene) -> LeaveDialog:
    (dialog,) = [one for one in scene.stage.shell.findChildren(LeaveDialog) if one.isVisible()]
    return dialog


@pytest.mark.parametrize(
    ("answer", "saved", "editing"), [("save", True, False), ("discard", False, False), ("stay", False, True)]
)
def test_leaving_unsaved_work_is_asked_about_once(
    scene: Scene, answer: str, saved: bool, editing: bool
) -> None:
    scene.stage.trigger("tenant.edit")
    scene.form.rows["short_name"].entry.put_text("Other")
    scene.press(Qt.Key.Key_Escape)
    dialog = leave_dialog(scene)
    scene.stage.click(getattr(dialog, answer))
    assert (scene.fields["short_name"] == "Other") is saved
    assert scene.is_editing() is editing
    assert (scene.detail.drafts.find(f"tenant:{scene.tenant_id}") is None) or editing


def test_unsaved_work_is_offered_at_the_next_start_and_gone_on_with(scene: Scene) -> None:
    record = f"tenant:{scene.tenant_id}"
    scene.detail.drafts.keep(record, tenant=scene.tenant_id, title="Edit", texts={"short_name": "Kept"})
    scene.detail.go_back()
    offer_drafts(scene.stage.context)
    assert "Unsaved changes" in scene.stage.notice
    scene.stage.click(scene.stage.shell.notice_bar.action)
    again = scene.stage.tenants.detail
    assert again.isVisible()
    assert again.editor.banner.isVisible()
    scene.stage.click(again.editor.restore)
    assert again.editor.form is not None
    assert again.editor.form.changes() == {"short_name": "Kept"}
    scene.stage.click(again.editor.save)
    assert scene.fields["short_name"] == "Kept"
    assert again.drafts.list() == []
    scene.stage.shell.notice_bar.hide()
    offer_drafts(scene.stage.context)
    assert scene.stage.notice == ""


@pytest.mark.parametrize(
    "record", ["note:{note}", "note:99", "contact:new:{tenant}", "contact:{contact}", "contact:99"]
)
def test_what_was_not_saved_of_a_record_opens_its_editor_where_it_is_still_there(
    small: Scene, record: str
) -> None:
    workplace, library, tenant = small.stage.workplace, small.stage.context.library, small.tenant_id
    add_note(workplace, tenant, NoteText("call", date(2026, 11, 1), "x"))
    add_record(workplace, library, "contact", tenant, {"name": "Lin"})
    note = list_notes(workplace, tenant)[0].id
    contact = list_records(workplace, library, tenant, ["contact"])["contact"][0].id
    key = record.format(note=note, contact=contact, tenant=tenant)
    small.detail.go_on(Draft(key, tenant, "t", "", {}))
    small.stage.settle()
    assert small.is_editing() is ("99" not in record)


def test_leaving_the_page_keeps_what_is_typed_at_once(scene: Scene) -> None:
    scene.stage.trigger("tenant.edit")
    scene.form.rows["short_name"].entry.put_text("Kept")
    scene.detail.leave()  # as when the window is closed
    draft = scene.detail.drafts.find(f"tenant:{scene.tenant_id}")
    assert draft is not None
    assert draft.texts == {"short_name": "Kept"}


def test_an_old_draft_can_be_given_up(scene: Scene) -> None:
    record = f"tenant:{scene.tenant_id}"
    scene.detail.drafts.keep(record, tenant=scene.tenant_id, title="t", texts={"short_name": "Old"})
    scene.stage.trigger("tenant.edit")
    scene.stage.click(scene.detail.editor.forget)
    assert not scene.detail.editor.banner.isVisible()
    assert scene.detail.drafts.find(record) is None
    assert not scene.detail.editor.is_dirty


@pytest.mark.parametrize("mine", [True, False])
def test_both_values_of_a_conflict_are_shown_and_one_is_chosen(scene: Scene, mine: bool) -> None:
    scene.stage.trigger("tenant.edit")
    form = scene.form
    form.rows["contact"].entry.put_text("Mine")
    form.rows["email"].entry.put_text("a@b.cn")
    other = Workplace.of(scene.stage.workplace.database, today=scene.stage.workplace.today, user="苏禾")
    theirs = {"contact": "Theirs", "note": "also new"}
    change_tenant(other, scene.stage.context.library, scene.tenant_id, theirs, seen={})
    scene.stage.trigger("form.save")
    row = form.rows["contact"]
    assert "苏禾" in row.note.text()
    assert "Theirs" in row.note.text()
    assert scene.fields["contact"] == "Theirs"
    assert form.rows["note"].entry.read().value == "also new"
    scene.stage.trigger("form.save")
    assert scene.is_editing(), "a conflict is decided first"
    scene.stage.click(row.keep if mine else row.take)
    scene.stage.trigger("form.save")
    assert not scene.is_editing()
    fields = scene.fields
    assert (fields["contact"], fields["email"], fields["note"]) == (
        "Mine" if mine else "Theirs",
        "a@b.cn",
        "also new",
    )


def test_a_title_is_added_changed_and_removed_by_keyboard_alone(small: Scene) -> None:
    detail, stage = small.detail, small.stage
    detail.tabs.setFocus()
    for _ in range(RIGHTS):
        stage.press(detail.tabs, Qt.Key.Key_Right)
    part = detail.rights.lists["qualification"]
    part.add.setFocus()
    stage.press(part.add, Qt.Key.Key_Space)
    assert detail.is_editing
    small.type("gxjs")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    stage.press(popup, Qt.Key.Key_Return)
    small.press(Qt.Key.Key_Tab)
    small.type("Title")
    small.press(Qt.Key.Key_Tab)
    small.type("gj")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    stage.press(popup, Qt.Key.Key_Return)
    for _ in range(3):
        small.press(Qt.Key.Key_Tab)
    small.type("20251104")
    stage.trigger("form.save")
    (held,) = small.records("qualification")
    assert (held["kind"], held["title"], held["level"], held["granted_on"]) == (
        "high_tech",
        "Title",
        "national",
        date(2025, 11, 4),
    )
    part.table.setFocus()
    part.table.selectRow(0)
    stage.press(part.table, Qt.Key.Key_Return)
    small.form.rows["number"].entry.put_text("GR-1")
    stage.trigger("form.save")
    assert small.records("qualification")[0]["number"] == "GR-1"
    part.table.selectRow(0)
    stage.press(part.table, Qt.Key.Key_Delete)
    assert small.records("qualification") == []
    small.undo()
    assert small.records("qualification")[0]["number"] == "GR-1"


def test_a_lease_is_added_with_a_room_that_is_new(small: Scene) -> None:
    detail, stage = small.detail, small.stage
    detail.add_record("lease")
    stage.settle()
    entry = small.form.rows["room_id"].entry
    assert isinstance(entry, ChoiceEntry)
    assert entry.add is not None
    stage.click(entry.add)
    sheet = stage.dialog.sheet
    assert isinstance(sheet, ReferenceSheet)
    stage.click(stage.dialog.verb)
    assert stage.dialogs(), "what is required is asked for first"
    for code, text in (("building", "A"), ("floor", "3"), ("number", "301"), ("area", "120.5")):
        sheet.form.rows[code].entry.put_text(text)
    sheet.form.rows["use"].entry.show_value("tenant")
    stage.click(stage.dialog.verb)
    stage.settle()
    assert entry.line.text() == "A 301"
    for code, text in (
        ("number", "L-1"),
        ("area", "60"),
        ("start_on", "2026.1.1"),
        ("monthly_rent", "0.12万元"),
    ):
        small.form.rows[code].entry.put_text(text)
    stage.trigger("form.save")
    (held,) = small.records("lease")
    assert (held["number"], held["area"], held["monthly_rent"]) == ("L-1", 6_000, 120_000)
    assert detail.tabs.currentIndex() == OVERVIEW


def test_what_the_services_refuse_is_said_in_the_editor(small: Scene) -> None:
    small.detail.add_record("graduate_hire")
    small.form.rows["hired_on"].entry.put_text("2026-1-1")
    small.form.rows["persons"].entry.put_text("3")
    with small.stage.workplace.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM stage_records")
        connection.exec_driver_sql("DELETE FROM tenants")
        connection.commit()
    small.stage.trigger("form.save")
    assert small.is_editing()
    assert small.detail.editor.state.text()


def test_figures_stand_by_period_tell_their_origin_and_are_corrected_with_a_reason(scene: Scene) -> None:
    detail, stage = scene.detail, scene.stage
    detail.tabs.setCurrentIndex(FIGURES)
    tab = detail.figures
    titles = [head.title for head in tab.model.heads]
    assert titles[:3] == ["Indicator", "2022Q4", "2022Q3"]
    rows = {tab.model.cell(row, 0).text: row for row in range(tab.model.rowCount())}
    cell = tab.model.index(rows["Total income (10k yuan)"], 1)
    tab.table.setCurrentIndex(cell)
    place = tab.chosen
    assert place is not None
    assert "Built the demo data" in tab.origin.text()
    assert "Built the demo data" in str(tab.model.data(cell, Qt.ItemDataRole.ToolTipRole))
    stage.press(tab.table, Qt.Key.Key_Return)
    sheet = stage.dialog.sheet
    assert isinstance(sheet, FigureSheet)
    sheet.form.rows["value"].entry.put_text("100\tten_thousand_yuan")
    stage.click(stage.dialog.verb)
    assert stage.dialogs(), "without a reason nothing is corrected"
    sheet.form.rows["reason"].entry.put_text("letter of 3 November")
    stage.click(stage.dialog.verb)
    stage.settle()
    assert tab.model.cell(cell.row(), 1).text == "100.00"
    assert "letter of 3 November" in tab.origin.text()
    scene.undo()
    assert tab.model.cell(cell.row(), 1).text != "100.00"
    assert place.value is not None


def test_a_tenant_that_never_reported_is_told_so(small: Scene) -> None:
    small.detail.tabs.setCurrentIndex(FIGURES)
    assert small.detail.figures.state.widget.isVisible()
    assert not small.detail.figures.table.isVisible()
    assert not small.detail.overview.chart_card.isVisible()


def test_the_journal_shows_before_and_after_and_undoes_one_operation(scene: Scene) -> None:
    workplace, library = scene.stage.workplace, scene.stage.context.library
    old = scene.fields["contact"]
    change_tenant(workplace, library, scene.tenant_id, {"contact": "Lin", "website": "lin.example"}, seen={})
    scene.detail.tabs.setCurrentIndex(JOURNAL)
    scene.stage.settle()
    journal = scene.detail.journal
    assert [bool(journal.changes.cell(row, 0).text) for row in range(2)] == [True, False]
    assert "Changed the record" in journal.model.cell(0, 1).text
    row = [journal.changes.cell(0, column).text for column in range(4)]
    assert row[1:] == ["Contact", old, "Lin"]
    scene.stage.click(journal.undo)
    assert scene.fields["contact"] == old
    scene.stage.settle()
    titles = [journal.model.cell(row, 1).text for row in range(journal.model.rowCount())]
    assert any(title.endswith("(undone)") for title in titles)


def test_the_stage_is_changed_from_the_page_with_what_the_move_needs(small: Scene) -> None:
    small.stage.click(small.detail.head.stage)
    sheet = small.stage.dialog.sheet
    assert isinstance(sheet, StageSheet)
    small.stage.click(sheet.targets[Step.RELOCATED])
    small.stage.click(small.stage.dialog.verb)
    assert small.stage.dialogs(), "what the move needs is asked for"


def test_back_goes_from_the_editor_to_the_page_and_from_there_to_the_list(scene: Scene) -> None:
    left: list[bool] = []
    scene.detail.closed.connect(lambda: left.append(True))
    scene.stage.trigger("tenant.edit")
    scene.stage.trigger("tenant.back")
    assert not scene.is_editing()
    assert left == []
    scene.stage.trigger("tenant.back")
    assert left == [True]


def test_a_tenant_that_is_gone_is_told_and_can_be_tried_again(scene: Scene) -> None:
    scene.detail.open_tenant(99_999)
    scene.stage.settle()
    assert scene.detail.stack.currentWidget() is scene.detail.state.widget
    assert not scene.stage.context.actions["tenant.edit"].isEnabled()
    scene.detail.open_tenant(scene.tenant_id)
    scene.stage.settle()
    assert scene.detail.stack.currentWidget() is scene.detail.body


def test_a_journal_that_cannot_be_read_says_why_and_is_read_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults: tuple[Exception, ...] = (
        RuleError("filing-has-errors", count=1, places="A1"),
        ValueError("broken"),
    )
    for fault in faults:

        def fail(*_: object, fault: Exception = fault, **__: object) -> None:
            raise fault

        monkeypatch.setattr(module, "list_tenant_journal", fail)
        scene.detail._read_journal()
        scene.stage.settle()
        assert scene.detail.journal.state.button.text() == "Try again"
        assert scene.detail.journal.parts[0].isHidden()
    assert scene.detail.journal.state.text.text() == "The journal could not be read"
    assert len(scene.stage.failures) == 1
    monkeypatch.undo()
    scene.detail.tabs.setCurrentIndex(6)
    scene.stage.settle()
    assert not scene.detail.journal.parts[0].isHidden()


def test_another_tenant_is_not_opened_over_unsaved_work(scene: Scene) -> None:
    scene.stage.trigger("tenant.edit")
    scene.form.rows["short_name"].entry.put_text("Other")
    scene.detail.open_tenant(3)
    scene.stage.click(leave_dialog(scene).stay)
    assert scene.detail.tenant_id == scene.tenant_id
    scene.stage.click(scene.detail.editor.out)
    scene.stage.click(leave_dialog(scene).discard)
    scene.detail.open_tenant(3)
    scene.stage.settle()
    assert scene.detail.tenant_id == 3


def test_copies_and_paper_hide_the_middle_of_personal_data(small: Scene) -> None:
    context = small.stage.context
    change_tenant(context.workplace, context.library, small.tenant_id, {"phone": "13912345678"}, seen={})
    small.detail.add_record("contact")
    small.form.rows["name"].entry.put_text("Lin")
    small.form.rows["phone"].entry.put_text("13912345678")
    small.stage.trigger("form.save")
    part = small.detail.profile.lists["contact"]
    small.detail.tabs.setCurrentIndex(RECORD)
    part.table.selectRow(0)
    small.stage.press(part.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert "139****5678" in copied
    assert "13912345678" not in copied
    assert [action.text() for action in part.table.row_menu().actions()][:2] == ["Edit", "Remove"]
    file = get_tenant_file(context.workplace, context.library, small.tenant_id)
    sections = profile_document(context, file).sections
    facts = [fact for one in sections if isinstance(one, FactsSection) for fact in one.facts]
    assert [fact.value for fact in facts if fact.personal] == ["13912345678"]


def test_the_profile_is_previewed(scene: Scene) -> None:
    scene.detail.print_profile()
    scene.stage.settle()
    assert scene.stage.failures == []


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_or_sticks_out_on_any_tab(
    stage: Callable[..., Stage], size: tuple[int, int], language: Language
) -> None:
    scene = Scene(stage(demo=True, language=language, size=size), 26)
    for tab in range(8):
        if tab < 7:
            scene.detail.tabs.setCurrentIndex(tab)
        else:
            scene.detail.edit()
        scene.stage.settle()
        assert scene.stage.window.size().toTuple() == size
        for part in scene.detail.findChildren(QWidget):
            if not part.isVisible() or part.focusPolicy() is Qt.FocusPolicy.NoFocus:
                continue
            if not part.objectName().startswith("qt_"):
                name = QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name)
                assert name, type(part).__name__
        for words in scene.detail.findChildren(QLabel):
            if words.isVisible() and not words.wordWrap() and not isinstance(words, ElidedLabel):
                assert words.sizeHint().width() <= words.width() + 1, words.text()
        right = scene.detail.tabs.tabRect(6).right()
        assert right <= scene.detail.width()
