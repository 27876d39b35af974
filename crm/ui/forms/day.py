"""A day: typed in any of the usual forms, or chosen from a calendar whose weeks begin on Monday."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QTableView, QToolButton, QVBoxLayout, QWidget

from crm.domain.errors import ParseError
from crm.domain.parsing import parse_date
from crm.domain.wording import Language
from crm.ui.forms.entry import ButtonLine, KeyLine, LineEntry, Reading
from crm.ui.theme.style import TableStyle
from crm.ui.widgets.button import Button, Kind

if TYPE_CHECKING:
    from crm.services.tenants import FieldValue
    from crm.ui.forms.spec import EntrySpec
    from crm.ui.theme.theme import Theme

_LOCALES = {
    Language.ZH: QLocale(QLocale.Language.Chinese, QLocale.Country.China),
    Language.EN: QLocale(QLocale.Language.English),
}
_LEAST = QSize(308, 264)


class CalendarPopup(QWidget):
    """A month to choose a day from; weeks begin on Monday, Esc closes it."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, name: str, *, language: Language) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.calendar = QCalendarWidget()
        self.calendar.setLocale(_LOCALES[language])
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setGridVisible(False)
        self.calendar.setAccessibleName(name)
        self.calendar.activated.connect(self._take)
        self.calendar.clicked.connect(self._take)
        self.calendar.setMinimumSize(_LEAST)
        self._days_style = TableStyle(margin=4)
        for days in self.calendar.findChildren(QTableView):
            days.setStyle(self._days_style)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.calendar)

    def dress(self, theme: Theme) -> None:
        """Weekends quieter than working days, in a colour that can be read in both looks."""
        quiet = QTextCharFormat()
        quiet.setForeground(QColor(theme.tokens.text2))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, quiet)
        for name, icon in (("qt_calendar_prevmonth", "left"), ("qt_calendar_nextmonth", "right")):
            for button in self.calendar.findChildren(QToolButton, name):
                button.setIcon(theme.icons.get(icon))

    def _take(self) -> None:
        day = self.calendar.selectedDate()
        self.hide()
        self.chosen.emit(date(day.year(), day.month(), day.day()))


class DateEntry(LineEntry):
    """A day, typed in any of the usual forms or chosen from a calendar, shown as year-month-day."""

    def __init__(self, spec: EntrySpec, theme: Theme, *, today: date, language: Language) -> None:
        super().__init__(spec)
        self._theme = theme
        self._today = today
        self._language = language
        self.line.setPlaceholderText(self.tr("year-month-day"))
        self.button = Button(theme, icon="calendar", kind=Kind.QUIET, name=self.tr("Choose a date (F4)"))
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self.open_calendar)
        if isinstance(self.line, ButtonLine):
            self.line.put_inside(self.button)
        self.popup: CalendarPopup | None = None
        self.left.connect(self._tidy)

    def make_line(self) -> QLineEdit:
        """A line that knows F4."""
        line = KeyLine()
        line.asked.connect(self.open_calendar)
        return line

    def show_value(self, value: FieldValue) -> None:
        """As year-month-day."""
        self.line.setText(value.isoformat() if isinstance(value, date) else "")

    def read(self) -> Reading:
        """The day."""
        text = self.line.text().strip()
        if not text:
            return Reading(None)
        try:
            return Reading(parse_date(text))
        except ParseError as error:
            return Reading(None, self._fault(error.code))

    def _fault(self, code: str) -> str:
        if code == "date-impossible":
            return self.tr("There is no such date.")
        if code == "date-ambiguous":
            return self.tr("Ambiguous: day or month first? Write year-month-day.")
        return self.tr("This is not a date. Write it as 2026-11-04.")

    def _tidy(self) -> None:
        day = self.read().value
        if isinstance(day, date):
            self.line.setText(day.isoformat())

    def open_calendar(self) -> None:
        """Open the calendar at the day that is entered, or at today."""
        if self.popup is None:
            self.popup = CalendarPopup(self, self.spec.caption, language=self._language)
            self.popup.chosen.connect(self._take)
        day = self.read().value
        shown = day if isinstance(day, date) else self._today
        self.popup.calendar.setSelectedDate(shown)  # type: ignore[arg-type]  # PySide takes a date for a QDate
        self.popup.dress(self._theme)
        self.popup.adjustSize()
        self.popup.move(self.popup_place())
        self.popup.show()
        self.popup.calendar.setFocus()

    def popup_place(self) -> QPoint:
        """Below the line, or above it where the screen ends."""
        place = self.mapToGlobal(QPoint(0, self.height() + 2))
        height = 0 if self.popup is None else self.popup.sizeHint().height()
        if place.y() + height > self.screen().availableGeometry().bottom():
            place = self.mapToGlobal(QPoint(0, -height - 2))
        return place

    def _take(self, day: date) -> None:
        self.line.setText(day.isoformat())
        self.line.setFocus()
        self.edited.emit()
