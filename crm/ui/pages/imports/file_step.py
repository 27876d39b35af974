"""The first step: a file by dialog or drop, a table from the clipboard, a recent file, or a blank one to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.mark import Mark
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.ui.theme.theme import Theme

_WIDTH = 640
RECENT = 5


class DropZone(QFrame):
    """Where a file may be dropped: a dashed frame, brighter while a file hovers over the page."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.is_hot = False
        theme.changed.connect(self.update)

    def set_hot(self, hot: bool) -> None:
        """Whether a file hovers over the page."""
        self.is_hot = hot
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(tokens.accent if self.is_hot else tokens.border_strong), 2 if self.is_hot else 1)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(tokens.accent_soft if self.is_hot else tokens.surface2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)


class FileStep(QFrame):
    """What to import."""

    choose_asked = Signal()
    paste_asked = Signal()
    recent_asked = Signal(str)
    blank_asked = Signal(str)
    """The kind of blank register: tenants or figures."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._theme = theme
        self.zone = DropZone(theme)
        self.choose = Button(theme, self.tr("Choose file"), icon="folder", kind=Kind.PRIMARY)
        self.choose.clicked.connect(self.choose_asked)
        self.paste = Button(theme, self.tr("Paste a table"), icon="copy")
        self.paste.clicked.connect(self.paste_asked)
        self.trouble = label(tone="danger", wrap=True)
        self.remedy = label(size="small", tone="text2", wrap=True)
        self.recent: list[Button] = []
        self._recent_column = QVBoxLayout()
        self._recent_column.setSpacing(0)
        self.recent_caption = label(self.tr("Recent files"), size="caption", tone="text2")
        whole = QWidget()
        whole.setMaximumWidth(_WIDTH)
        whole.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self.trouble)
        column.addWidget(self.remedy)
        column.addWidget(self.zone)
        column.addWidget(self.recent_caption)
        column.addLayout(self._recent_column)
        column.addLayout(self._blanks())
        column.addStretch(2)
        self._fill_zone()
        across = QHBoxLayout(self)
        across.setContentsMargins(24, 12, 24, 12)
        across.addStretch(1)
        across.addWidget(whole, 100)
        across.addStretch(1)
        self.tell_trouble("", "")

    def _fill_zone(self) -> None:
        middle = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self.zone)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(sizes.GAP)
        column.addWidget(Mark(self._theme, "import", tone="text3", size=40), 0, middle)
        column.addWidget(label(self.tr("Drop a workbook here"), size="section"), 0, middle)
        hint = label(
            self.tr(
                "A register of tenants or their figures: .xlsx, .xls, .et, .csv, .ods. Nothing is written yet."
            ),
            size="small",
            tone="text2",
            wrap=True,
        )
        hint.setAlignment(middle)
        column.addWidget(hint)
        row = QHBoxLayout()
        row.setSpacing(sizes.GAP)
        row.addStretch(1)
        row.addWidget(self.choose)
        row.addWidget(self.paste)
        row.addStretch(1)
        column.addSpacing(4)
        column.addLayout(row)

    def _blanks(self) -> QHBoxLayout:
        self.blank_tenants = Button(self._theme, self.tr("Register template"), icon="import", kind=Kind.QUIET)
        self.blank_figures = Button(self._theme, self.tr("Figures template"), icon="import", kind=Kind.QUIET)
        row = QHBoxLayout()
        row.setSpacing(sizes.GAP)
        row.addWidget(label(self.tr("Download a template:"), size="small", tone="text2"))
        for button, kind in ((self.blank_tenants, "tenants"), (self.blank_figures, "figures")):
            button.clicked.connect(lambda _checked=False, kind=kind: self.blank_asked.emit(kind))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def tell_trouble(self, text: str, remedy: str) -> None:
        """Say why the last file could not be read; nothing where *text* is empty."""
        self.trouble.setText(text)
        self.remedy.setText(remedy)
        self.trouble.setVisible(bool(text))
        self.remedy.setVisible(bool(text and remedy))

    def show_recent(self, files: Sequence[str]) -> None:
        """Show the files imported last."""
        for button in self.recent:
            self._recent_column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.recent = []
        for file in files[:RECENT]:
            name = Path(file).name
            button = Button(
                self._theme, name if len(name) < 60 else f"{name[:57]}…", icon="file", kind=Kind.QUIET
            )
            button.setToolTip(file)
            button.clicked.connect(lambda _checked=False, file=file: self.recent_asked.emit(file))
            self.recent.append(button)
            self._recent_column.addWidget(button)
        self.recent_caption.setVisible(bool(self.recent))
