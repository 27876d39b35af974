"""The second step: which sheet, what its rows are, for which period, and where the header stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm.domain.period import Period, PeriodKind
from crm.domain.wording import counted
from crm.services.imports import HeaderChoice, SheetKind
from crm.ui.pages.imports.raw_grid import RawGrid
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.form import ChoiceBox
from crm.ui.widgets.table import Table, inset
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from crm.services.import_sheets import LoadedSheet
    from crm.services.imports import Outline
    from crm.ui.context import Context

AUTO = "auto"
_QUARTERS = 12
_ROW = 28
_MEASURED = 24
"""Rows from the header on that say how wide the columns are."""
_TALLEST = 4


def captioned(caption: str, entry: QWidget) -> QWidget:
    """An entry under its caption."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(label(caption, size="caption", tone="text2"))
    column.addWidget(entry)
    return whole


class HeaderStep(QFrame):
    """The sheet as the file has it, with the header marked."""

    changed = Signal()
    """The user chose something: outline the sheet again."""
    sheet_changed = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._context = context
        theme = context.theme
        self.header: HeaderChoice | None = None
        self.sheet = ChoiceBox(theme, name=self.tr("Sheet"))
        self.kind = ChoiceBox(theme, name=self.tr("Content"))
        self.period = ChoiceBox(theme, name=self.tr("Period"))
        self.tallness = ChoiceBox(theme, name=self.tr("Header rows"))
        self.grid = RawGrid(theme)
        self.table = Table(theme, name=self.tr("The sheet as in the file"), row_height=_ROW, by_rows=False)
        self.table.setModel(self.grid)
        self._drawn: dict[int, int] = {}
        self.table.opened.connect(self.take_header)
        self.table.clicked.connect(self._click)
        self.told = label(size="small", tone="text2", wrap=True)
        self._lay_out()
        self.sheet.picked.connect(self.sheet_changed)
        self.kind.picked.connect(lambda _key: self.changed.emit())
        self.period.picked.connect(lambda _key: self.changed.emit())
        self.tallness.picked.connect(self._take_height)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(sizes.MARGIN, 12, sizes.MARGIN, 0)
        row.setSpacing(sizes.MARGIN)
        self.period_part = captioned(self.tr("Period"), self.period)
        for part, stretch in (
            (captioned(self.tr("Sheet"), self.sheet), 3),
            (captioned(self.tr("Content"), self.kind), 2),
            (self.period_part, 2),
            (captioned(self.tr("Header rows"), self.tallness), 2),
        ):
            row.addWidget(part, stretch)
        told = QHBoxLayout()
        told.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        told.addWidget(self.told)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addSpacing(sizes.GAP)
        column.addLayout(told)
        column.addSpacing(12)
        column.addWidget(inset(self.table), 1)

    def start(self, loaded: LoadedSheet) -> None:
        """Another sheet: nothing has been chosen for it yet."""
        self.header = None
        self.table.head.take_drawn()
        self._drawn.clear()
        self.sheet.show_choices(
            [
                (
                    one.name,
                    counted(
                        self.tr("{sheet}: {rows} {rows|row|rows}, {columns} {columns|column|columns}"),
                        sheet=one.name,
                        rows=f"{one.rows:,}",
                        columns=f"{one.columns:,}",
                    ),
                )
                for one in loaded.sheets
            ]
        )
        self.sheet.choose(loaded.name)
        self.kind.show_choices(
            [
                (AUTO, self.tr("Detect automatically")),
                (SheetKind.TENANTS.value, self.tr("Register of tenants")),
                (SheetKind.FIGURES.value, self.tr("Figures for a period")),
            ]
        )
        self.kind.choose(AUTO)
        self._show_periods()
        self.period.choose(AUTO)
        heights = [
            (str(rows), counted(self.tr("{count} {count|row|rows}"), count=rows))
            for rows in range(2, _TALLEST + 1)
        ]
        self.tallness.show_choices(
            [(AUTO, self.tr("Detect automatically")), ("1", self.tr("1 row")), *heights]
        )
        self.tallness.choose(AUTO)

    def _show_periods(self, also: Period | None = None) -> None:
        periods = [Period.containing(self._context.workplace.today, PeriodKind.QUARTER)]
        while len(periods) < _QUARTERS:
            periods.append(periods[-1].previous())
        halves = dict.fromkeys(Period.containing(one.end, PeriodKind.HALF) for one in periods)
        years = dict.fromkeys(one.year_period for one in periods)
        months = [Period.containing(self._context.workplace.today, PeriodKind.MONTH)]
        while len(months) < _QUARTERS:
            months.append(months[-1].previous())
        every = dict.fromkeys([*([also] if also else []), *periods, *halves, *years, *months])
        named = [(one.code, self._context.labels.period(one)) for one in every]
        self.period.show_choices([(AUTO, self.tr("As stated in the file")), *named])

    def show_outline(self, loaded: LoadedSheet, outline: Outline | None) -> None:
        """Mark what was found; None where no header was."""
        header = outline.header.header_rows if outline else range(0)
        self.grid.show(loaded.grid, header)
        if outline is None:
            self.told.setText(self.tr("No header row was found. Click the row with the column names."))
            self.period_part.setVisible(self.kind.key == SheetKind.FIGURES.value)
        else:
            self._tell(loaded, outline)
        self._size_columns()

    def _tell(self, loaded: LoadedSheet, outline: Outline) -> None:
        rows = outline.header.header_rows
        first, last = loaded.grid.row_number(rows.start), loaded.grid.row_number(rows.stop - 1)
        figures = outline.kind is SheetKind.FIGURES
        if self.kind.key == AUTO:
            self.kind.setItemText(
                0,
                self.tr("Detected: figures for a period")
                if figures
                else self.tr("Detected: register of tenants"),
            )
        self.period_part.setVisible(figures)
        if self.period.key == AUTO:
            found = outline.period
            self.period.setItemText(
                0,
                self.tr("Detected: {period}").format(period=self._context.labels.period(found))
                if found
                else self.tr("As stated in each row"),
            )
        place = (
            self.tr("Header: row {first}").format(first=first)
            if first == last
            else self.tr("Header: rows {first} to {last}").format(first=first, last=last)
        )
        how = (
            self.tr("set by you")
            if self.header
            else self.tr("detected, confidence {sure}").format(sure=f"{outline.header.confidence:.0%}")
        )
        below = counted(
            self.tr("{count} {count|row|rows} below it"), count=f"{len(loaded.grid.rows) - rows.stop:,}"
        )
        hint = self.tr("Click another row, or press Enter on it, to make it the header.")
        told = self.tr("{place} ({how}) · {below}. {hint}")
        self.told.setText(told.format(place=place, how=how, below=below, hint=hint))
        if self.header is None:
            self.table.setCurrentIndex(self.grid.index(rows.start, min(1, self.grid.columnCount() - 1)))
            self.table.scrollTo(self.grid.index(max(0, rows.start - 2), 0))

    def _size_columns(self) -> None:
        """As wide as what they hold; those that were drawn stay, whatever row is made the header."""
        for column in self.table.head.take_drawn():
            self._drawn[column] = self.table.columnWidth(column)
        self.table.setColumnWidth(0, 56)
        metrics = self.table.fontMetrics()
        first = self.grid.header.start
        rows = range(first, min(first + _MEASURED, self.grid.rowCount()))
        for column in range(1, min(self.grid.columnCount(), 60)):
            texts = (str(self.grid.data(self.grid.index(row, column)) or "") for row in rows)
            width = max(map(metrics.horizontalAdvance, texts), default=0) + 32
            self.table.setColumnWidth(column, self._drawn.get(column, min(max(width, 64), 220)))

    def _click(self, index: QModelIndex) -> None:
        self.take_header(index.row())

    def take_header(self, row: int) -> None:
        """The header begins at *row*."""
        height = None if self.tallness.key == AUTO else int(self.tallness.key)
        wanted = HeaderChoice(row, height)
        found = self.header is None and bool(self.grid.header) and row == self.grid.header.start
        if wanted != self.header and not found:
            self.header = wanted
            self.changed.emit()

    def _take_height(self, key: str) -> None:
        top = self.grid.header.start if self.header is None else self.header.top
        self.header = HeaderChoice(top, None if key == AUTO else int(key))
        self.changed.emit()

    def focus_content(self) -> None:
        """Put the cursor into the sheet."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
