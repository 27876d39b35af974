"""The last step: what the import has done, how long it took, a way back, and the way on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.chips import FlowLayout
from crm.ui.widgets.facts import KeyFigure, KeyFigures
from crm.ui.widgets.mark import Mark
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from crm.ui.theme.theme import Theme

_WIDTH = 640


class Summary(NamedTuple):
    """What has been done."""

    file: str
    figures: tuple[KeyFigure, ...]
    lines: tuple[str, ...]
    has_new: bool
    has_doubtful: bool
    is_undone: bool = False


class DoneStep(QFrame):
    """The outcome."""

    undo_asked = Signal()
    show_asked = Signal()
    again_asked = Signal()
    export_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._mark = Mark(theme, "passed", tone="ok", size=48)
        self.title = label(size="title")
        self.lines = label(tone="text2", wrap=True)
        self.figures = KeyFigures()
        self.look = Button(theme, self.tr("Show the new tenants"), kind=Kind.PRIMARY, icon="tenants")
        self.look.clicked.connect(self.show_asked)
        self.again = Button(theme, self.tr("Import another file"), icon="import")
        self.again.clicked.connect(self.again_asked)
        self.export = Button(theme, self.tr("Export rows to fix"), icon="export")
        self.export.clicked.connect(self.export_asked)
        self.undo = Button(theme, self.tr("Undo this import"), icon="undo")
        self.undo.clicked.connect(self.undo_asked)
        whole = QWidget()
        whole.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.MARGIN)
        column.addStretch(2)
        column.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.title)
        column.addWidget(self.figures)
        column.addWidget(self.lines)
        row = QWidget()
        flow = FlowLayout()
        row.setLayout(flow)
        for button in (self.look, self.again, self.export, self.undo):
            flow.addWidget(button)
        column.addWidget(row)
        column.addStretch(3)
        across = QHBoxLayout(self)
        across.setContentsMargins(24, 12, 24, 12)
        across.addStretch(1)
        across.addWidget(whole, 100)
        across.addStretch(1)

    def focus_content(self) -> None:
        """Put the cursor on the way on, never on the way back."""
        (self.again if self.look.isHidden() else self.look).setFocus()

    def show_summary(self, summary: Summary) -> None:
        """Show what has been done."""
        self._mark.show_drawing(
            "undo" if summary.is_undone else "passed", tone="text3" if summary.is_undone else "ok"
        )
        words = self.tr("The import was undone") if summary.is_undone else self.tr("Imported: {file}")
        self.title.setText(words.format(file=summary.file))
        self.figures.show_figures(summary.figures)
        self.figures.setVisible(not summary.is_undone)
        self.lines.setText("\n".join(summary.lines))
        self.look.setVisible(summary.has_new and not summary.is_undone)
        self.export.setVisible(summary.has_doubtful)
        self.undo.setVisible(not summary.is_undone)
