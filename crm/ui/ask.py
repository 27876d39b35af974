"""The only place with dialogs: files, facts that a step needs, and reports of faults. Nothing here blocks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.text import label, shorten_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtPrintSupport import QPrinter

    from crm.ui.tasks import Failure
    from crm.ui.theme.theme import Theme

SHEET_WIDTH = 440


class Sheet(QWidget):
    """What a dialog shows: `check` says whether its answer can be taken, and marks what is wrong."""

    width_wanted = SHEET_WIDTH

    def check(self) -> bool:
        """Whether the answer can be taken."""
        return True

    def first_entry(self) -> QWidget | None:
        """Where the cursor goes at first."""
        return None


class Question(NamedTuple):
    """A dialog's frame: its title, what it is about, and the verb on its button.

    What is grave cannot be taken back: Enter then leaves everything as it is. ``names`` are the names that the text
    tells of: a long one is shortened there.
    """

    title: str
    text: str
    verb: str
    is_grave: bool = False
    names: tuple[str, ...] = ()


class AskDialog(QDialog):
    """A question over the window: a sheet, and below it the verb and the way out."""

    def __init__(self, theme: Theme, parent: QWidget, question: Question, sheet: Sheet) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(question.title)
        self.sheet = sheet
        sheet.setFixedWidth(sheet.width_wanted)
        self.verb = Button(theme, question.verb, kind=Kind.PRIMARY)
        self.verb.setAutoDefault(True)
        self.verb.setDefault(True)
        self.verb.clicked.connect(self._take)
        self.out = Button(theme, self.tr("Cancel"))
        self.out.setAutoDefault(True)  # Enter on it must not press the verb
        self.out.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(sizes.MARGIN)
        column.setSizeConstraint(
            QVBoxLayout.SizeConstraint.SetFixedSize
        )  # it grows with what the sheet shows
        title = label(question.title, size="section", wrap=True)
        column.addWidget(_within(sheet.width_wanted, title))
        if question.text:
            column.addWidget(_within(sheet.width_wanted, _told(question.text, question.names)))
        column.addWidget(sheet)
        row = QHBoxLayout()
        row.setSpacing(sizes.GAP)
        row.addStretch(1)
        row.addWidget(self.out)
        row.addWidget(self.verb)
        column.addLayout(row)
        first = sheet.first_entry()
        if first is not None:
            first.setFocus()
        if question.is_grave:
            self.verb.setAutoDefault(False)
            self.out.setAutoDefault(True)
            self.out.setDefault(True)
            self.out.setFocus()

    def _take(self) -> None:
        if self.sheet.check():
            self.accept()


def _within(width: int, text: QLabel) -> QLabel:
    """*text*, *width* wide and as high as its lines: a hint alone forgets that it wraps."""
    text.ensurePolished()  # its type may be larger than that of other labels
    text.setFixedWidth(width)
    text.setMinimumHeight(text.heightForWidth(width))
    return text


def _told(text: str, names: Iterable[str]) -> QLabel:
    """A text of a dialog, long *names* in it shortened; the whole of it is its tool-tip then."""
    made = label(shorten_names(text, names), tone="text2", wrap=True)
    made.setToolTip("" if made.text() == text else text)
    return made


class LeaveDialog(QDialog):
    """Something has not been saved: save it, give it up, or stay."""

    def __init__(self, theme: Theme, parent: QWidget, text: str, names: Iterable[str] = ()) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Unsaved changes"))
        self.save = Button(theme, self.tr("Save"), kind=Kind.PRIMARY)
        self.save.setAutoDefault(True)
        self.save.setDefault(True)
        self.discard = Button(theme, self.tr("Don't save"))
        self.stay = Button(theme, self.tr("Cancel"))
        self.stay.clicked.connect(self.reject)
        for other in (self.discard, self.stay):
            other.setAutoDefault(True)  # Enter on it must not save
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(sizes.MARGIN)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        column.addWidget(label(self.tr("Unsaved changes"), size="section"))
        words = _told(text, names)
        words.setFixedWidth(SHEET_WIDTH)
        column.addWidget(words)
        row = QHBoxLayout()
        row.setSpacing(sizes.GAP)
        row.addStretch(1)
        for button in (self.stay, self.discard, self.save):
            row.addWidget(button)
        column.addLayout(row)
        self.save.setFocus()


class PanelDialog(QDialog):
    """A panel in a window of its own, as large as the window below it allows; Esc closes it."""

    def __init__(self, parent: QWidget, *, title: str, panel: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.panel = panel
        room = parent.window().size()
        self.resize(min(1180, room.width() - 24), min(900, room.height() - 24))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(panel)


class ReportDialog(QDialog):
    """A fault of the program: what happened, and a report to copy."""

    def __init__(self, theme: Theme, parent: QWidget, failure: Failure) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Something went wrong"))
        self.resize(640, 400)
        self.report = QPlainTextEdit(failure.report)
        self.report.setReadOnly(True)
        self.report.setAccessibleName(self.tr("Report"))
        copy = Button(theme, self.tr("Copy report"), icon="copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report.toPlainText()))
        self.out = Button(theme, self.tr("Close"), kind=Kind.PRIMARY)
        self.out.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Something went wrong"), size="section"))
        text = self.tr("No data was changed. Please send this report to whoever maintains the program.")
        column.addWidget(label(text, tone="text2", wrap=True))
        column.addWidget(self.report, 1)
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(self.out)
        column.addLayout(row)


class Ask(QObject):
    """Asks the user. Answers come through the function given, and not at all where the user declines."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window

    def open_file(self, *, title: str, filters: str, folder: str, chosen: Callable[[Path], None]) -> None:
        """Which file to read."""
        dialog = QFileDialog(self._window, title, folder, filters)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._run_files(dialog, chosen)

    def save_file(self, *, title: str, filters: str, proposed: str, chosen: Callable[[Path], None]) -> None:
        """Where to write a file; the dialog itself asks before another file is replaced."""
        dialog = QFileDialog(QApplication.activeModalWidget() or self._window, title, "", filters)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(Path(proposed).suffix.removeprefix("."))
        dialog.selectFile(proposed)
        dialog.filterSelected.connect(lambda chosen_filter: _follow_filter(dialog, chosen_filter))
        self._run_files(dialog, chosen)

    def facts(self, question: Question, sheet: Sheet, *, taken: Callable[[], None]) -> None:
        """Facts that a step needs; *taken* once the sheet holds them."""
        dialog = AskDialog(self._theme, self._window, question, sheet)
        dialog.accepted.connect(taken)
        dialog.open()

    def panel(self, panel: QWidget, *, title: str) -> QWidget:
        """Show a panel in a window of its own over the window, which is the answer."""
        dialog = PanelDialog(self._window, title=title, panel=panel)
        dialog.open()
        return dialog

    def printer(self, *, pages: int, over: QWidget, chosen: Callable[[QPrinter], None]) -> None:
        """Which printer, and which of the *pages*."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, over)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setMinMax(1, pages)
        dialog.accepted.connect(lambda: chosen(printer))
        QDialog.open(dialog)

    def leave(
        self, text: str, *, save: Callable[[], None], discard: Callable[[], None], names: Iterable[str] = ()
    ) -> None:
        """Whether to save what *text* names before it is left; nothing happens where the user stays."""
        dialog = LeaveDialog(self._theme, self._window, text, names)
        for button, act in ((dialog.save, save), (dialog.discard, discard)):
            button.clicked.connect(dialog.accept)
            button.clicked.connect(act)
        QDialog.open(dialog)

    def tell_fault(self, failure: Failure) -> None:
        """A fault of the program, with a report to copy."""
        ReportDialog(self._theme, self._window, failure).open()

    def _run_files(self, dialog: QFileDialog, chosen: Callable[[Path], None]) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: chosen(Path(name)))
        dialog.open()


def _follow_filter(dialog: QFileDialog, chosen: str) -> None:
    """Another kind of file was chosen: its ending takes the place of the one before."""
    ending = re.search(r"\*(\.\w+)", chosen)
    if ending is None:
        return
    dialog.setDefaultSuffix(ending[1].removeprefix("."))
    for name in dialog.selectedFiles():
        dialog.selectFile(Path(name).with_suffix(ending[1]).name)
