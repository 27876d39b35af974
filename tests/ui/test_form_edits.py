"""Ctrl+Z across the fields of a form: typing first, then the other fields; done again; clean when all is undone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm.ui.forms.choice import ChoiceEntry
from crm.ui.forms.entry import LineEntry
from crm.ui.forms.form import Form, Section
from crm.ui.forms.prose import ProseEntry, YesNoEntry
from crm.ui.forms.quantity import AmountEntry
from crm.ui.forms.spec import tenant_specs

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from crm.services.tenants import FieldValue
    from tests.ui.stage import Stage

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CODES = ["name", "founded_on", "registered_capital", "technology_field", "high_tech", "note"]
SAVED: dict[str, FieldValue] = {
    "name": "甲",
    "founded_on": date(2020, 1, 1),
    "registered_capital": 100_000_000,
    "technology_field": "new_materials",
    "high_tech": False,
    "note": "一",
}
ENTERED: dict[str, FieldValue] = {
    "name": "甲B",
    "founded_on": date(2021, 2, 3),
    "registered_capital": 123_450_000,
    "technology_field": "aerospace",
    "high_tech": True,
    "note": "一x",
}


@pytest.fixture
def form(stage: Callable[..., Stage], qtbot: QtBot) -> Form:
    """A form with a field of every kind, shown and active."""
    context = stage().context
    made = Form(context, (Section("", tenant_specs(context.library, context.labels, CODES)),))
    qtbot.addWidget(made)
    made.show_values(SAVED)
    made.resize(760, 400)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def inner(form: Form, code: str) -> QWidget:
    """What has the cursor in a field, once it is there."""
    form.rows[code].entry.setFocus()
    return form.rows[code].entry.inner()


def undo(form: Form) -> None:
    part = form.focusWidget()
    assert part is not None
    QTest.keyClick(part, Qt.Key.Key_Z, CTRL)


def redo(form: Form, key: Qt.Key = Qt.Key.Key_Y, more: Qt.KeyboardModifier = CTRL) -> None:
    part = form.focusWidget()
    assert part is not None
    QTest.keyClick(part, key, more)


def enter_all(form: Form) -> None:
    """Change each field as a person does, from the first to the last."""
    rows = form.rows
    line = inner(form, "name")
    QTest.keyClick(line, Qt.Key.Key_End)
    QTest.keyClicks(line, "B")
    day = rows["founded_on"].entry
    assert isinstance(day, LineEntry)
    inner(form, "founded_on")
    day.line.selectAll()
    QTest.keyClicks(day.line, "20210203")
    money = rows["registered_capital"].entry
    assert isinstance(money, AmountEntry)
    inner(form, "registered_capital")
    money.switch_unit()
    money.line.selectAll()
    QTest.keyClicks(money.line, "1234500")
    field = rows["technology_field"].entry
    assert isinstance(field, ChoiceEntry)
    inner(form, "technology_field")
    field.line.selectAll()
    QTest.keyClicks(field.line, "hkht")
    QTest.keyClick(field.popup, Qt.Key.Key_Return)
    switch = rows["high_tech"].entry
    assert isinstance(switch, YesNoEntry)
    inner(form, "high_tech")
    switch.buttons[None].click()
    switch.buttons[True].click()
    note = rows["note"].entry
    assert isinstance(note, ProseEntry)
    box = inner(form, "note")
    QTest.keyClick(box, Qt.Key.Key_End, CTRL)
    QTest.keyClicks(box, "x")


def test_every_field_goes_back_in_the_order_of_its_change_until_the_form_is_clean(form: Form) -> None:
    enter_all(form)
    assert form.values() == ENTERED
    seen = []
    while form.unsaved:
        undo(form)
        seen.append((next(code for code, row in form.rows.items() if row.entry.is_entered()), form.unsaved))
    assert [code for code, _ in seen] == [
        "note",
        "high_tech",
        "high_tech",
        "technology_field",
        "registered_capital",
        "registered_capital",
        "founded_on",
        "name",
    ][: len(seen)]
    assert form.values() == SAVED
    assert form.texts() == {}
    assert form.edits.next_steps()[0] == ""
    redo(form)
    redo(form, Qt.Key.Key_Z, CTRL | SHIFT)
    for _ in range(8):
        redo(form)
    assert form.values() == ENTERED


def test_typing_goes_back_in_its_field_before_another_field_does(form: Form) -> None:
    line = inner(form, "name")
    QTest.keyClicks(line, "q")
    assert form.edits.next_steps() == (form.rows["name"].spec.caption, "")
    inner(form, "note")
    box = inner(form, "note")
    QTest.keyClicks(box, "x")
    undo(form)
    assert (form.values()["note"], form.rows["note"].entry.is_entered()) == ("一", True)
    redo(form)
    assert form.values()["note"] == "x一"
    undo(form)
    undo(form)
    assert form.rows["name"].entry.is_entered()
    assert form.unsaved == 0
    QTest.keyClicks(inner(form, "name"), "z")
    redo(form)  # something new was entered: what was undone is gone
    assert form.values()["name"] == "甲z" or form.values()["name"] == "z甲"
    assert form.edits.next_steps()[1] == ""


def test_a_unit_is_switched_back_where_nothing_is_entered(form: Form) -> None:
    form.show_values({})
    money = form.rows["registered_capital"].entry
    assert isinstance(money, AmountEntry)
    before = money.unit
    inner(form, "registered_capital")
    money.switch_unit()
    assert (form.unsaved, money.unit == before) == (0, False)
    undo(form)
    assert money.unit == before


def test_a_draft_that_was_restored_is_one_step_and_a_saved_form_has_none(form: Form) -> None:
    form.put_texts({"name": "丙", "high_tech": "yes", "registered_capital": "7\tyuan"})
    assert form.edits.next_steps()[0] == "Unsaved changes"
    form.focus_first()
    undo(form)
    assert form.values() == SAVED
    redo(form)
    assert form.values()["name"] == "丙"
    form.rebase(form.values())
    form.put_texts({})
    assert form.edits.next_steps() == ("", "")
    undo(form)
    assert form.values()["name"] == "丙"


def test_what_cannot_be_read_goes_back_too(form: Form) -> None:
    line = inner(form, "founded_on")
    assert isinstance(form.rows["founded_on"].entry, LineEntry)
    form.rows["founded_on"].entry.line.selectAll()
    QTest.keyClicks(line, "whenever")
    inner(form, "name")
    assert form.rows["founded_on"].note.isVisible()
    undo(form)
    assert form.unsaved == 0
    assert not form.rows["founded_on"].note.isVisible()
