"""Gives a line with a day the calendar that the days of a form have: by F4, Alt+Down or its button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from crm.ui.forms.day import CalendarPopup
from crm.ui.forms.entry import opens

if TYPE_CHECKING:
    from datetime import date

    from crm.domain.wording import Language
    from crm.ui.theme.theme import Theme
    from crm.ui.widgets.form import DateBox


class DayPicker(QObject):
    """The calendar of one line."""

    def __init__(self, box: DateBox, theme: Theme, *, today: date, language: Language) -> None:
        super().__init__(box)
        self._box = box
        self._theme = theme
        self._today = today
        self._language = language
        self.popup: CalendarPopup | None = None
        text = QCoreApplication.translate("DayPicker", "Choose a date (F4)")
        action = QAction(theme.icons.get("calendar", tone="text2"), text, box)
        action.triggered.connect(self.open)
        box.addAction(action, QLineEdit.ActionPosition.TrailingPosition)
        box.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's own
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and opens(event):
            self.open()
            return True
        return super().eventFilter(watched, event)

    def open(self) -> None:
        """Open the calendar at the day that is entered, or at today."""
        box = self._box
        if self.popup is None:
            self.popup = CalendarPopup(box, box.accessibleName(), language=self._language)
            self.popup.chosen.connect(self._take)
        self.popup.calendar.setSelectedDate(box.day or self._today)  # type: ignore[arg-type]  # PySide takes a date
        self.popup.dress(self._theme)
        self.popup.adjustSize()
        height = self.popup.sizeHint().height()
        place = box.mapToGlobal(QPoint(0, box.height() + 2))
        if place.y() + height > box.screen().availableGeometry().bottom():
            place = box.mapToGlobal(QPoint(0, -height - 2))
        self.popup.move(place)
        self.popup.show()
        self.popup.calendar.setFocus()

    def _take(self, day: date) -> None:
        self._box.setText(day.isoformat())
        self._box.setFocus()
