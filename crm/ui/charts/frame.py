"""A chart with its title, its figures as a table behind it, and what can be copied or saved of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from crm.ui.labels import NOTHING
from crm.ui.made import is_made
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.notice import Notice
from crm.ui.saved import dated_name, tell_saved
from crm.ui.table.small import Fit, SmallTable
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.text import ElidedLabel

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent

    from crm.ui.charts.chart import Chart
    from crm.ui.charts.data import ChartData
    from crm.ui.context import Context

_TABLE_ROW = 28
_RATIO = 2.0
"""Pixels a logical pixel of a copied picture: sharp in print."""


class ChartFrame(QWidget):
    """Shows a chart or the table of the same figures; the menu key or a right click copies and saves."""

    picked = Signal(int, int)
    """A figure was opened: its category and its series."""

    def __init__(
        self,
        context: Context,
        chart: Chart,
        *,
        key: str,
        first_heading: str = "",
        reverse: bool = False,
        opens_figures: bool = False,
    ) -> None:
        super().__init__()
        self._context = context
        self._key = key
        self._first_heading = first_heading
        self._reverse = reverse
        self.chart = chart
        self.chart.opens_figures = opens_figures
        self.chart.picked.connect(self.picked)
        self.title = ElidedLabel(size="strong")
        self.model = RecordTable(context.theme, (Head(""),))
        self.toggle = Button(context.theme, icon="table", kind=Kind.QUIET, name=self.tr("Show as table"))
        self.toggle.setCheckable(True)
        self.toggle.toggled.connect(self._show_table)
        self.more = Button(context.theme, icon="more", kind=Kind.QUIET, name=self.tr("Copy or save"))
        self.more.clicked.connect(self._open_menu)
        self._stack = _Faces()
        self._stack.addWidget(self.chart)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self.menu().popup(self.mapToGlobal(at)))
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.setSpacing(0)
        head.addWidget(self.toggle)
        head.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    @cached_property
    def table(self) -> SmallTable:
        """The same figures as a table; made when it is first looked at, for most charts never."""
        name = self.data.title or " "
        table = SmallTable(
            self._context, self.model, key=f"chart.{self._key}", name=name, row_height=_TABLE_ROW
        )
        table.opened.connect(self._open_row)
        table.deeds = self.add_deeds
        self._stack.addWidget(table)
        self._stack.fit()
        self._fill(table)
        return table

    @property
    def data(self) -> ChartData:
        """The figures that are shown."""
        return self.chart.data

    def show_data(self, data: ChartData) -> None:
        """Show other figures, in the chart and in the table."""
        self.title.setText(data.title)
        self.chart.show_data(data)
        if is_made(self, "table"):
            self._fill(self.table)

    def _fill(self, table: SmallTable) -> None:
        data = self.data
        table.setAccessibleName(data.title)
        heads = (Head(self._first_heading), *(Head(one.title, is_number=True) for one in data.series))
        rows = [
            (
                Cell(category, "text2"),
                *(
                    Cell(one.text(place), "text3" if one.text(place) == NOTHING else "text")
                    for one in data.series
                ),
            )
            for place, category in enumerate(data.categories)
        ]
        self.model.show(rows[::-1] if self._reverse else rows, heads)
        widest = max(data.categories, key=len, default="")
        table.fit_columns(Fit(room=80, samples={0: widest}))

    def _show_table(self, wanted: bool) -> None:
        self._stack.setCurrentWidget(self.table if wanted else self.chart)
        self.toggle.set_drawing("chart" if wanted else "table")
        name = self.tr("Show as chart") if wanted else self.tr("Show as table")
        self.toggle.setToolTip(name)
        self.toggle.setAccessibleName(name)

    def _open_row(self, row: int) -> None:
        last = len(self.data.categories) - 1
        self.picked.emit(last - row if self._reverse else row, 0)

    # ---- copying

    def menu(self) -> QMenu:
        """What can be done with the chart."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.add_deeds(menu)
        return menu

    def add_deeds(self, menu: QMenu) -> None:
        """Add to *menu* what can be done with the chart."""
        shown = self.tr("Show as chart") if self.toggle.isChecked() else self.tr("Show as table")
        menu.addAction(shown, self.toggle.toggle)
        menu.addSeparator()
        menu.addAction(self.tr("Copy figures"), self.copy_figures)
        menu.addAction(self.tr("Copy picture"), self.copy_picture)
        menu.addAction(self.tr("Save picture…"), self.ask_where_to_save)
        whole = menu.addAction(self.tr("Save as workbook…"), self.ask_where_to_export)
        whole.setEnabled(not self.data.is_blank)

    def _open_menu(self) -> None:
        menu = self.menu()
        at = QPoint(self.more.width() - menu.sizeHint().width(), self.more.height() + 2)
        menu.popup(self.more.mapToGlobal(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_figures()
        else:
            super().keyPressEvent(event)

    def copy_figures(self) -> None:
        """The figures to the clipboard, as a workbook takes them."""
        data = QMimeData()
        data.setText(self.data.as_tsv())
        QGuiApplication.clipboard().setMimeData(data)
        self._context.say(Notice(self.tr("The figures are copied.")))

    def copy_picture(self) -> None:
        """The chart to the clipboard, as a picture."""
        QGuiApplication.clipboard().setImage(self.chart.picture(ratio=_RATIO))
        self._context.say(Notice(self.tr("The picture is copied.")))

    def ask_where_to_save(self) -> None:
        """Ask for a file, and save the picture there."""
        self._context.ask.save_file(
            title=self.tr("Save picture"),
            filters=self.tr("Pictures (*.png)"),
            proposed=dated_name(self._context, self.data.title, ".png"),
            chosen=self.save_picture,
        )

    def save_picture(self, path: Path) -> None:
        """Write the chart to *path* as PNG, whole or not at all."""
        from crm.services.files import save_file

        content = png_of(self.chart.picture(ratio=_RATIO))
        self._context.tasks.read(
            lambda _job: save_file(path, content),
            done=lambda _written: tell_saved(self._context, path),
            title=self.tr("Saving the picture"),
        )

    def ask_where_to_export(self) -> None:
        """Ask for a file, and write the figures with a chart of the workbook's own there."""
        self._context.ask.save_file(
            title=self.tr("Save as workbook"),
            filters=self.tr("Workbooks (*.xlsx)"),
            proposed=dated_name(self._context, self.data.title, ".xlsx"),
            chosen=self.export,
        )

    def export(self, path: Path) -> None:
        """Write the figures to *path* as a workbook with a chart of its own."""
        from crm.services.workbench import export_workbench
        from crm.ui.charts.book import chart_book

        book = chart_book(self._context, self.chart, heading=self._first_heading)
        self._context.tasks.read(
            lambda _job: export_workbench(path, book),
            done=lambda _written: tell_saved(self._context, path),
            title=self.tr("Exporting the figures"),
        )


def png_of(image: QImage) -> bytes:
    """A picture as the bytes of a PNG file."""
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QImageWriter

    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    buffer.close()
    return bytes(content.data())


class _Faces(QStackedWidget):
    """The chart and its table, which ends with a whole row."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Make the table as high as its rows allow."""
        table = self.widget(1)
        if isinstance(table, SmallTable):
            row = table.verticalHeader().defaultSectionSize()
            rows = max((self.height() - sizes.HEADER) // row, 1)
            table.setMaximumHeight(sizes.HEADER + rows * row)
