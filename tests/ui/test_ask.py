"""Dialogs: Enter presses the button that has the focus, never another one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from crm.ui.ask import SHEET_WIDTH, Ask, AskDialog, LeaveDialog, Question, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from crm.ui.theme.theme import Theme
    from crm.ui.widgets.button import Button

QUESTION = Question("Freeze", "", "Freeze")


class OneEntry(Sheet):
    """A sheet with one entry, which has the cursor at first."""

    def __init__(self) -> None:
        super().__init__()
        self.entry = QLineEdit()
        QVBoxLayout(self).addWidget(self.entry)

    def first_entry(self) -> QWidget:
        return self.entry


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.deleteLater()


@pytest.fixture
def ask(theme: Theme, window: QWidget) -> Ask:
    return Ask(theme, window)


def press_enter(qtbot: QtBot, widget: QWidget) -> None:
    widget.activateWindow()
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)
    QTest.keyClick(widget, Qt.Key.Key_Return)


def test_enter_in_an_entry_is_the_verb(qtbot: QtBot, ask: Ask, window: QWidget) -> None:
    taken: list[str] = []
    sheet = OneEntry()
    ask.facts(QUESTION, sheet, taken=lambda: taken.append("taken"))
    press_enter(qtbot, sheet.entry)
    assert taken == ["taken"]
    assert not [one for one in window.findChildren(AskDialog) if one.isVisible()]


def test_enter_on_the_way_out_is_not_the_verb(qtbot: QtBot, ask: Ask, window: QWidget) -> None:
    taken: list[str] = []
    ask.facts(QUESTION, OneEntry(), taken=lambda: taken.append("taken"))
    (dialog,) = window.findChildren(AskDialog)
    press_enter(qtbot, dialog.out)
    assert not dialog.isVisible()
    assert taken == []


@pytest.mark.parametrize(
    ("name", "expected"), [("save", ["saved"]), ("discard", ["discarded"]), ("stay", [])]
)
def test_enter_on_leaving_does_what_the_button_says(
    qtbot: QtBot, ask: Ask, window: QWidget, name: str, expected: list[str]
) -> None:
    done: list[str] = []
    ask.leave("Unsaved", save=lambda: done.append("saved"), discard=lambda: done.append("discarded"))
    (dialog,) = window.findChildren(LeaveDialog)
    button: Button = getattr(dialog, name)
    press_enter(qtbot, button)
    assert not dialog.isVisible()
    assert done == expected


def test_another_kind_of_file_takes_another_ending(ask: Ask, window: QWidget) -> None:
    kinds = ("Excel workbook (*.xlsx)", "Excel 97-2003 workbook (*.xls)")
    ask.save_file(title="x", filters=";;".join(kinds), proposed="a.xlsx", chosen=print)
    (dialog,) = window.findChildren(QFileDialog)
    for chosen, name in ((kinds[1], "a.xls"), ("All files (*)", "a.xls"), (kinds[0], "a.xlsx")):
        dialog.filterSelected.emit(chosen)
        assert [Path(one).name for one in dialog.selectedFiles()] == [name]
        assert dialog.defaultSuffix() == Path(name).suffix.removeprefix(".")
    dialog.reject()


def test_a_long_name_makes_no_dialog_high_or_wide(ask: Ask, window: QWidget) -> None:
    name = "汾谷" * 78 + "分公司"
    text = f"{name} · now in incubation"
    ask.facts(Question(name, text, "Change stage", names=(name,)), OneEntry(), taken=lambda: None)
    (dialog,) = window.findChildren(AskDialog)
    (told,) = [one for one in dialog.findChildren(QLabel) if one.text().endswith("now in incubation")]
    assert told.toolTip() == text
    assert told.text().endswith("分公司 · now in incubation")
    assert told.heightForWidth(SHEET_WIDTH) <= 2 * told.fontMetrics().lineSpacing() + 2
    assert dialog.sizeHint().width() <= SHEET_WIDTH + 48, "a title that is a name is shortened too"
    dialog.close()
    ask.leave(text, save=lambda: None, discard=lambda: None, names=(name,))
    (asked,) = window.findChildren(LeaveDialog)
    assert name not in [one.text() for one in asked.findChildren(QLabel)]
    asked.close()
