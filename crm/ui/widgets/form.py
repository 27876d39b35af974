"""Fields of a form: a caption, an input, and below it what is wrong with what was typed."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from crm.domain.errors import ParseError
from crm.domain.parsing import parse_date
from crm.ui.theme import tokens as sizes
from crm.ui.theme.style import ListStyle, draw_focus_ring
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crm.ui.theme.theme import Theme

_ARROW = 16
_BEFORE, _AFTER = 10, _ARROW + 14
"""What stands free on both sides of a choice."""


class ChoiceBox(QComboBox):
    """A combo box in the window's look, which the wheel does not change in passing."""

    picked = Signal(str)
    """The key of what the user picked."""

    def __init__(self, theme: Theme, *, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._whole = ""
        """What is picked, as a tip, where it does not stand there in full."""
        self.setAccessibleName(name)
        self.setFixedHeight(sizes.CONTROL)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(16)
        self._list_style = ListStyle(lambda: theme.tokens, margin=10)
        self.view().setStyle(self._list_style)
        self.setItemDelegate(QStyledItemDelegate(self))  # Qt's own paints a list like a menu, with a bevel
        self.activated.connect(lambda _row: self.picked.emit(self.key))
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        self.updateGeometry()  # type may be larger or smaller now
        self.update()

    def show_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Show *choices*, pairs of a key and a text; what was picked stays where it is still there."""
        key = self.key
        self.clear()
        for choice, text in choices:
            self.addItem(text, choice)
            self.setItemData(self.count() - 1, QSize(0, sizes.CONTROL - 2), Qt.ItemDataRole.SizeHintRole)
        self.choose(key)

    @property
    def key(self) -> str:
        """The key of what is picked; empty where nothing is."""
        return str(self.currentData() or "")

    def choose(self, key: str) -> None:
        """Pick *key*, the first choice where it is not there."""
        self.setCurrentIndex(max(self.findData(key), 0) if self.count() else -1)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        hint = super().sizeHint()
        if self.sizeAdjustPolicy() is QComboBox.SizeAdjustPolicy.AdjustToContents:
            widths = (self.width_for(self.itemText(row)) for row in range(self.count()))
            hint.setWidth(max(hint.width(), *widths, 0))
        return hint

    def width_for(self, text: str) -> int:
        """How wide the box must be to show *text* in full."""
        return ceil(QFontMetricsF(self.font()).horizontalAdvance(text)) + _BEFORE + _AFTER

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        if self.sizeAdjustPolicy() is QComboBox.SizeAdjustPolicy.AdjustToContents:
            return self.sizeHint()
        return super().minimumSizeHint()

    @property
    def is_shortened(self) -> bool:
        """Whether what is picked does not stand there in full."""
        return self.width() < self.width_for(self.currentText())

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: D102 - Qt's own
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        tokens = self._theme.tokens
        if self.toolTip() in {"", self._whole}:  # no tip of its own
            self._whole = self.currentText() if self.is_shortened else ""
            self.setToolTip(self._whole)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.border_strong if self.isEnabled() else tokens.border), 1))
        painter.setBrush(QColor(tokens.surface if self.isEnabled() else tokens.bg))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(QColor(tokens.text if self.isEnabled() else tokens.text3))
        room = self.rect().adjusted(_BEFORE, 0, -_AFTER, 0)
        text = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        place = QRect(self.width() - _ARROW - 8, (self.height() - _ARROW) // 2, _ARROW, _ARROW)
        self._theme.icons.get("down", tone="text2" if self.isEnabled() else "text3").paint(painter, place)
        if self.hasFocus():
            draw_focus_ring(painter, QRectF(self.rect()), tokens.accent)


class DateBox(QLineEdit):
    """A day, typed in any of the usual forms and shown as year-month-day."""

    def __init__(self, day: date | None = None) -> None:
        super().__init__()
        self.setPlaceholderText(self.tr("year-month-day"))
        if day is not None:
            self.setText(day.isoformat())
        self.editingFinished.connect(self._tidy)

    @property
    def day(self) -> date | None:
        """The day; None where the text is none."""
        try:
            return parse_date(self.text())
        except ParseError:
            return None

    def _tidy(self) -> None:
        day = self.day
        if day is not None:
            self.setText(day.isoformat())


class FormField(QWidget):
    """A caption over an input and an error under it."""

    def __init__(
        self, caption: str, entry: QLineEdit | QPlainTextEdit | QComboBox, *, required: bool = False
    ) -> None:
        super().__init__()
        self.entry = entry
        self.caption = label(f"{caption} *" if required else caption, size="small", tone="text2")
        self.caption.setBuddy(entry)
        self.error = label(size="caption", tone="danger", wrap=True)
        self.error.setMinimumHeight(16)
        self.error.hide()
        entry.setAccessibleName(caption)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.caption, entry, self.error):
            column.addWidget(part)

    def set_caption(self, caption: str, *, required: bool = True) -> None:
        """Ask for something else."""
        self.caption.setText(f"{caption} *" if required else caption)
        self.entry.setAccessibleName(caption)

    def refuse(self, why: str) -> None:
        """Say what is wrong; an empty text says that nothing is."""
        self.error.setText(why)
        self.error.setVisible(bool(why))
        self.entry.setAccessibleDescription(why)
        self.entry.setProperty("wrong", bool(why))
        self.entry.style().unpolish(self.entry)
        self.entry.style().polish(self.entry)
