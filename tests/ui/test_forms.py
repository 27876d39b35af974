"""Forms: every kind of field is typed as people type, checked when it is left, and kept exactly."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from crm.domain.quantity import UNITS
from crm.domain.wording import Language
from crm.ui.forms.choice import ChoiceEntry
from crm.ui.forms.day import DateEntry
from crm.ui.forms.entry import Entry, LineEntry
from crm.ui.forms.form import Form, Section
from crm.ui.forms.prose import ProseEntry, YesNoEntry
from crm.ui.forms.quantity import AmountEntry
from crm.ui.forms.spec import EntryKind, EntrySpec, Option, record_specs, search_of, tenant_specs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from crm.services.tenants import FieldValue
    from crm.ui.context import Context
    from tests.ui.stage import Stage

USCC = "91350100M000100Y43"


@pytest.fixture(params=list(Language))
def context(request: pytest.FixtureRequest, stage: Callable[..., Stage]) -> Iterator[Context]:
    yield stage(language=request.param).context
    for one in QApplication.topLevelWidgets():  # left alone, every later theme would dress them too
        if isinstance(one, Form):
            one.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def form_of(qtbot: QtBot, context: Context) -> Callable[..., Form]:
    """Show a form of some fields over the window: `form_of(spec, spec)`."""

    def show(*specs: EntrySpec) -> Form:
        form = Form(context, (Section("", specs),))
        qtbot.addWidget(form)
        form.resize(760, 400)
        form.show()
        return form

    return show


def spec(kind: EntryKind, **more: object) -> EntrySpec:
    return EntrySpec("x", "X", kind, **more)  # type: ignore[arg-type]


def entry_of(form: Form) -> Entry:
    return form.rows["x"].entry


def type_into(form: Form, text: str) -> None:
    """Type into the only field and leave it."""
    entry = entry_of(form)
    assert isinstance(entry, LineEntry)
    entry.line.clear()
    if text.isascii():
        QTest.keyClicks(entry.line, text)
    else:  # as an input method brings it
        entry.line.insert(text)
        entry.line.textEdited.emit(text)
    entry.left.emit()


CASES: list[tuple[EntrySpec, str, FieldValue, str]] = [
    (spec(EntryKind.TEXT), "  两江  ", "两江", "  两江  "),
    *(
        (spec(EntryKind.DATE), typed, date(2026, 11, 4), "2026-11-04")
        for typed in ("20261104", "2026/11/4", "2026.11.4", "2026年11月4日", "2026-11-04")
    ),
    (spec(EntryKind.MONEY, unit=UNITS["ten_thousand_yuan"]), "1,234.5", 1_234_500_000, "1,234.50"),
    (spec(EntryKind.MONEY, unit=UNITS["yuan"]), "120万元", 120_000_000, "1,200,000.00"),
    (spec(EntryKind.MONEY, unit=UNITS["ten_thousand_yuan"]), "0.000001", 1, "0.000001"),
    (spec(EntryKind.AREA, unit=UNITS["square_metre"]), "88.5㎡", 8_850, "88.50"),
    (spec(EntryKind.COUNT), "1,200人", 1_200, "1,200"),
    (spec(EntryKind.USCC), "9135 0100-m000100y43", USCC, "9135 0100-m000100y43"),
    (spec(EntryKind.PHONE), "0354-5550107", "0354-5550107", "0354-5550107"),
    (spec(EntryKind.EMAIL), "a@b.cn", "a@b.cn", "a@b.cn"),
    (spec(EntryKind.ID_NUMBER), "11010519491231002x", "11010519491231002X", "11010519491231002x"),
]


@pytest.mark.parametrize(("one", "typed", "value", "shown"), CASES)
def test_what_is_typed_is_understood_and_tidied(
    form_of: Callable[..., Form], one: EntrySpec, typed: str, value: FieldValue, shown: str
) -> None:
    form = form_of(one)
    type_into(form, typed)
    assert entry_of(form).read().value == value
    assert entry_of(form).text().partition("\t")[0] == shown
    assert not form.rows["x"].note.isVisible()
    assert form.changes() == {"x": value}
    assert form.check()


@pytest.mark.parametrize(
    ("one", "typed"),
    [
        (spec(EntryKind.DATE), "2026-02-30"),
        (spec(EntryKind.DATE), "03/04/2024"),
        (spec(EntryKind.DATE), "soon"),
        (spec(EntryKind.MONEY, unit=UNITS["yuan"]), "1.234"),
        (spec(EntryKind.MONEY, unit=UNITS["yuan"]), "$5"),
        (spec(EntryKind.MONEY, unit=UNITS["yuan"]), "many"),
        (spec(EntryKind.AREA, unit=UNITS["square_metre"]), "-3"),
        (spec(EntryKind.COUNT), "1.5"),
        (spec(EntryKind.COUNT), "-1"),
        (spec(EntryKind.CHOICE, options=(Option("a", "甲"), Option("b", "乙"))), "丙"),
    ],
)
def test_what_cannot_be_understood_is_refused_below_the_field_and_keeps_what_was_typed(
    form_of: Callable[..., Form], one: EntrySpec, typed: str
) -> None:
    form = form_of(one)
    type_into(form, typed)
    row = form.rows["x"]
    assert row.note.isVisible()
    assert row.note.text()
    assert row.note.property("tone") == "danger"
    assert typed in row.entry.text()
    assert form.unsaved == 1
    assert not form.check()
    type_into(form, "")
    assert not row.note.isVisible()
    assert form.unsaved == 0


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (EntryKind.USCC, "123"),
        (EntryKind.USCC, "91350100M000100Y44"),
        (EntryKind.USCC, "91350100M000100I4S"),
        (EntryKind.PHONE, "call me"),
        (EntryKind.EMAIL, "nobody"),
        (EntryKind.ID_NUMBER, "110105194912310021"),
        (EntryKind.ID_NUMBER, "1101"),
        (EntryKind.ID_NUMBER, "1101051949123100AA"),
        (EntryKind.ID_NUMBER, "110105194902310021"),
    ],
)
def test_an_odd_code_is_warned_of_and_can_be_saved(
    form_of: Callable[..., Form], kind: EntryKind, typed: str
) -> None:
    form = form_of(spec(kind))
    type_into(form, typed)
    assert form.rows["x"].note.property("tone") == "warn"
    assert form.check()
    assert form.changes()["x"] == typed


def test_money_is_switched_between_units_and_stays_exact(
    form_of: Callable[..., Form], context: Context
) -> None:
    form = form_of(spec(EntryKind.MONEY, unit=UNITS["ten_thousand_yuan"]))
    entry = entry_of(form)
    assert isinstance(entry, AmountEntry)
    type_into(form, "12.345678")
    assert entry.read().value == 12_345_678
    QTest.keyClick(entry.line, Qt.Key.Key_F4)
    assert entry.line.text() == "123,456.78"
    assert entry.read().value == 12_345_678
    assert entry.switch is not None
    assert entry.switch.text() == context.labels.unit(UNITS["yuan"])
    entry.switch.click()
    assert entry.line.text() == "12.345678"
    kept = entry.text()
    entry.switch.click()
    entry.put_text(kept)
    assert entry.read().value == 12_345_678
    entry.show_value(300_000_000)
    assert entry.line.text() == "300.00", "with the decimals of every list"


def test_the_calendar_opens_by_keyboard_begins_on_monday_and_gives_a_day(
    form_of: Callable[..., Form],
) -> None:
    form = form_of(spec(EntryKind.DATE))
    entry = entry_of(form)
    assert isinstance(entry, DateEntry)
    for key, modifier in (
        (Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier),
    ):
        QTest.keyClick(entry.line, key, modifier)
        assert entry.popup is not None
        assert entry.popup.isVisible()
        assert entry.popup.calendar.firstDayOfWeek() is Qt.DayOfWeek.Monday
        entry.popup.hide()
    entry.open_calendar()
    assert entry.popup is not None
    entry.popup.calendar.setSelectedDate(date(2026, 3, 5))  # type: ignore[arg-type]
    view = entry.popup.calendar.findChild(QWidget, "qt_calendar_calendarview")
    assert view is not None
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert not entry.popup.isVisible()
    assert entry.read().value == date(2026, 3, 5)


def test_yes_no_and_unknown_are_three_things(form_of: Callable[..., Form]) -> None:
    form = form_of(spec(EntryKind.YES_NO))
    entry = entry_of(form)
    assert isinstance(entry, YesNoEntry)
    assert entry.read().value is None
    entry.buttons[False].click()
    assert form.changes() == {"x": False}
    kept = entry.text()
    entry.buttons[True].click()
    assert form.changes() == {"x": True}
    entry.put_text(kept)
    assert form.changes() == {"x": False}
    assert entry.inner() is entry.buttons[False]
    entry.show_value(None)
    assert form.changes() == {}


def test_a_choice_is_found_by_its_initials_and_taken_by_keyboard(
    form_of: Callable[..., Form], context: Context
) -> None:
    (one,) = tenant_specs(context.library, context.labels, ["technology_field"])
    form = form_of(one)
    entry = form.rows[one.code].entry
    assert isinstance(entry, ChoiceEntry)
    entry.line.setFocus()
    QTest.keyClicks(entry.line, "xcl")
    assert [option.key for option in entry.found] == ["new_materials"]
    popup = entry.popup
    assert popup.isVisible()
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert entry.read().value == "new_materials"
    assert form.changes() == {"technology_field": "new_materials"}
    QTest.keyClick(entry.line, Qt.Key.Key_F4)
    assert len(entry.found) == len(entry.options)
    popup.hide()
    entry.put_text("zzz")
    QTest.keyClicks(entry.line, "z")
    assert not popup.isVisible()
    entry.put_text("核应")
    entry.left.emit()
    assert entry.read().value == "nuclear"


@pytest.mark.parametrize(
    ("typed", "code"), [("6513", "6513"), ("I65", "65"), ("65", "65"), ("软件业", "65"), ("C", "C")]
)
def test_an_industry_is_given_by_letter_code_or_name(
    form_of: Callable[..., Form], context: Context, typed: str, code: str
) -> None:
    (one,) = tenant_specs(context.library, context.labels, ["industry"])
    form = form_of(one)
    entry = form.rows["industry"].entry
    assert isinstance(entry, ChoiceEntry)
    entry.put_text(typed)
    entry.left.emit()
    assert entry.read().value == code
    assert entry.line.text().startswith(code)


def test_several_lines_are_kept_and_tab_goes_on(form_of: Callable[..., Form]) -> None:
    form = form_of(spec(EntryKind.PROSE), EntrySpec("y", "Y", EntryKind.TEXT))
    entry = entry_of(form)
    assert isinstance(entry, ProseEntry)
    entry.show_value("一\n二")
    form.remember()
    entry.box.setFocus()
    QTest.keyClick(entry.box, Qt.Key.Key_Tab)
    assert entry.text() == "一\n二"
    QTest.keyClicks(entry.box, "x")
    assert form.unsaved == 1
    entry.put_text("三")
    assert form.changes() == {"x": "三"}


def test_saving_says_what_is_missing_and_goes_to_the_first_fault(form_of: Callable[..., Form]) -> None:
    form = form_of(
        spec(EntryKind.TEXT),
        EntrySpec("from", "From", EntryKind.DATE, required=True),
        EntrySpec("to", "To", EntryKind.DATE, after="from"),
    )
    assert form.rows["from"].caption.text().startswith("From *")
    assert not form.check()
    assert form.rows["from"].note.isVisible()
    assert form.rows["from"].entry.inner() is form.focusWidget()
    form.rows["from"].entry.show_value(date(2026, 3, 5))
    form.rows["to"].entry.show_value(date(2026, 3, 5))
    assert not form.check()
    assert "2026-03-05" in form.rows["to"].note.text()
    form.rows["to"].entry.show_value(date(2026, 3, 6))
    assert form.check()


def test_an_amber_dot_marks_what_is_not_saved_and_a_draft_puts_it_back(context: Context) -> None:
    codes = ["name", "founded_on", "registered_capital", "industry", "high_tech", "note", "uscc"]
    specs = tenant_specs(context.library, context.labels, codes)
    form = Form(context, (Section("", specs),))
    values: dict[str, FieldValue] = {"name": "甲", "founded_on": date(2020, 1, 1), "high_tech": None}
    form.show_values(values)
    assert form.unsaved == 0
    form.rows["name"].entry.put_text("乙")
    form.rows["registered_capital"].entry.put_text("12\tten_thousand_yuan")
    form.rows["high_tech"].entry.put_text("yes")
    form.rows["founded_on"].entry.put_text("2020年")
    form.rows["note"].entry.put_text("x")
    assert form.unsaved == 4
    texts = form.texts()
    other = Form(context, (Section("", specs),))
    other.show_values(values)
    other.put_texts({**texts, "gone": "x"})
    assert other.changes() == form.changes()
    assert "●" in other.rows["name"].caption.text()
    assert "●" not in other.rows["uscc"].caption.text()
    other.remember()
    assert other.unsaved == 0


def test_every_field_of_tenants_and_records_has_an_entry_that_gives_back_what_it_shows(
    context: Context,
) -> None:
    library, labels = context.library, context.labels
    sets = [tenant_specs(library, labels, [code for code in library.fields if code != "stage"])]
    sets += [record_specs(library, labels, kind) for kind in library.records.values()]
    kinds = set()
    for specs in sets:
        form = Form(context, (Section("", specs),))
        samples = {one.code: sample_of(one) for one in specs}
        form.show_values(samples)
        kinds |= {one.kind for one in specs}
        assert form.values() == samples
    assert kinds == set(EntryKind)


def sample_of(one: EntrySpec) -> FieldValue:
    samples: dict[EntryKind, FieldValue] = {
        EntryKind.DATE: date(2024, 2, 29),
        EntryKind.MONEY: 123_456_789,
        EntryKind.AREA: 8_805,
        EntryKind.COUNT: 12,
        EntryKind.YES_NO: False,
        EntryKind.USCC: USCC,
        EntryKind.PHONE: "13900000000",
        EntryKind.EMAIL: "a@b.cn",
        EntryKind.ID_NUMBER: "11010519491231002X",
    }
    if one.kind is EntryKind.CHOICE:
        return one.options[-1].key if one.options else 7
    return samples.get(one.kind, "某某")


def test_what_an_option_is_found_by() -> None:
    assert search_of("新材料", "New", "nm") == "新材料\nxcl\nnew\nnm"
