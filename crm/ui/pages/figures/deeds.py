"""What is done to many cells at once: paste, copy, cut, clear, fill down, fill from the last period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from crm.domain.entry import entry_of
from crm.domain.pasting import Box, Shape, lay_block, split_block
from crm.domain.quantity import Dimension, from_smallest
from crm.domain.wording import counted
from crm.ui.labels import measured
from crm.ui.notice import Notice
from crm.ui.table.copying import copy_block, mime_of
from crm.ui.table.source import Column, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.domain.entry import Entry, FigureKey
    from crm.domain.pasting import Laid
    from crm.ui.context import Context
    from crm.ui.pages.figures.grid import EntryGrid
    from crm.ui.pages.figures.model import CellText
    from crm.ui.table.source import Raw
    from crm.ui.tasks import Job

_AT_ONCE = 4_000
"""Cells that are understood on the window's thread; more go to a reader."""


class GridDeeds(QObject):
    """The deeds of one grid. Each is one step that is undone at once."""

    def __init__(self, context: Context, grid: EntryGrid) -> None:
        super().__init__(grid)
        self._context = context
        self._grid = grid
        self._model = grid.entries
        grid.paste_asked.connect(self.paste)
        grid.cut_asked.connect(self.cut)
        grid.clear_asked.connect(self.clear)
        grid.fill_asked.connect(self.fill_down)
        grid.copy_asked.connect(self.copy)

    # ---------------------------------------------------------------- pasting

    def paste(self) -> None:
        """Enter what is on the clipboard, from the first selected cell on."""
        box, model = self._grid.box, self._model
        block = split_block(QGuiApplication.clipboard().text())
        if box is None or not block:
            return
        shape = Shape(model.rowCount(), model.columnCount(), locked=1)
        laid = lay_block(block, box, shape, find_row=model.find_row)
        if len(laid.cells) <= _AT_ONCE:
            self._enter_laid(laid, model.read(laid.cells))
            return

        def work(job: Job) -> list[tuple[FigureKey, Entry]]:
            job.check()
            return model.read(laid.cells)

        self._context.tasks.read(
            work,
            done=lambda entries: self._enter_laid(laid, entries),
            key="figures.paste",
            title=self.tr("Pasting"),
        )

    def _enter_laid(self, laid: Laid, entries: list[tuple[FigureKey, Entry]]) -> None:
        title = counted(self.tr("Paste {count} {count|cell|cells}"), count=f"{len(laid.cells):,}")
        if laid.cells:
            self._model.enter(title, entries)
            rows, columns = [cell[0] for cell in laid.cells], [cell[1] for cell in laid.cells]
            self._grid.choose(Box(min(rows), min(columns), max(rows), max(columns)))
        if laid.skipped:
            self._tell_skipped(laid)

    def _tell_skipped(self, laid: Laid) -> None:
        """By number, why cells of a block have no place."""
        reasons = (
            (laid.outside, self.tr("outside the table: {count}")),
            (laid.locked, self.tr("on names, which cannot be overwritten: {count}")),
            (laid.unknown, self.tr("of tenants not shown here: {count}")),
        )
        told = "; ".join(text.format(count=f"{count:,}") for count, text in reasons if count)
        text = counted(
            self.tr("Pasted {count} {count|cell|cells}, left out {skipped}."),
            count=f"{len(laid.cells):,}",
            skipped=f"{laid.skipped:,}",
        )
        self._context.say(Notice(text, told, tone="info"))

    # ---------------------------------------------------------------- copying

    def copy(self, with_header: bool) -> None:
        """Copy the block around what is selected: as text with tabs, and as a table with exact numbers."""
        box = self._grid.box
        if box is None:
            return
        columns = [self._column(column) for column in range(box.left, box.right + 1)]
        rows = [
            [self._raw(row, column) for column in range(box.left, box.right + 1)]
            for row in range(box.top, box.bottom + 1)
        ]
        QGuiApplication.clipboard().setMimeData(mime_of(copy_block(columns, rows, with_header=with_header)))
        count = len(rows) * len(columns)
        if count > 1:
            self._context.say(
                Notice(counted(self.tr("Copied {count} {count|cell|cells}."), count=f"{count:,}"))
            )

    def _column(self, column: int) -> Column:
        title = str(self._model.headerData(column, self._grid.head.orientation()) or "")
        if column == 0:
            return Column("name", title)
        indicator = self._model.columns[column - 1]
        is_count = indicator.unit.dimension is Dimension.COUNT
        name, _, unit = title.partition("\n")
        return Column(indicator.code, measured(name, unit), kind=Kind.WHOLE if is_count else Kind.AMOUNT)

    def _raw(self, row: int, column: int) -> Raw:
        """A figure exactly; what says nothing as it was typed."""
        if column == 0:
            return self._model.text(row, 0)
        tenant, code = self._model.key(row, column)
        entry = self._model.book.entry(tenant, code)
        if entry is not None and entry.fault:
            return entry.text
        value = self._model.book.value(tenant, code)
        return (
            None
            if value is None
            else from_smallest(value, self._model.words.unit(self._model.columns[column - 1]))
        )

    def cut(self) -> None:
        """Copy, then blank."""
        self.copy(False)
        self.clear()

    # ---------------------------------------------------------------- entering the same or nothing

    def clear(self) -> None:
        """Blank the selected cells: not reported, which is not zero."""
        cells = [(row, column, "") for row, column in self._grid.cells()]
        self._enter(self.tr("Clear {count} {count|cell|cells}"), cells)

    def fill_down(self) -> None:
        """Enter the first selected row's figures into the rows below; of one row alone, those of the row above it."""
        box = self._grid.box
        if box is None:
            return
        source = box.top if box.bottom > box.top else box.top - 1
        if source < 0:
            return
        texts = {column: self._text(source, column) for column in range(max(box.left, 1), box.right + 1)}
        cells = [
            (row, column, text) for row in range(source + 1, box.bottom + 1) for column, text in texts.items()
        ]
        self._enter(self.tr("Fill {count} {count|cell|cells} down"), cells)

    def _text(self, row: int, column: int) -> str:
        return self._model.edit_text(row, column)

    def _enter(self, title: str, cells: list[CellText]) -> None:
        if cells:
            self._model.enter(counted(title, count=f"{len(cells):,}"), self._model.read(cells))

    def fill_blanks(self) -> None:
        """Enter last period's figures where nothing is: in the selected cells, or in all where one is selected."""
        chosen = list(self._grid.cells())
        is_all = len(chosen) < 2
        cells = self._all_cells() if is_all else chosen
        book, unit_of = self._model.book, self._model.words.unit
        found: list[tuple[FigureKey, Entry]] = []
        for row, column in cells:
            key = self._model.key(row, column)
            before = book.before(*key)
            if before is not None and book.entry(*key) is None and book.value(*key) is None:
                found.append((key, entry_of(before, unit_of(self._model.columns[column - 1]))))
        if not found:
            text = self.tr("No blank cell here has a figure from the last period.")
            self._context.say(Notice(text, tone="info"))
            return
        title = counted(
            self.tr("Fill {count} {count|cell|cells} from the last period"), count=f"{len(found):,}"
        )
        self._model.enter(title, found)
        text = self.tr(
            "Filled {count} blank {count|cell|cells} from the last period. Not saved yet; check them first."
        )
        self._context.say(Notice(counted(text, count=f"{len(found):,}"), tone="info"))

    def _all_cells(self) -> Iterable[tuple[int, int]]:
        for row in range(self._model.rowCount()):
            for column in range(1, self._model.columnCount()):
                yield row, column

    # ---------------------------------------------------------------- who is missing

    def copy_missing(self) -> None:
        """Copy who of those shown has not reported, each with what is missing."""
        book, columns = self._model.book, self._model.columns
        lines = []
        for tenant in self._model.rows:
            missing = [one for one in columns if book.value(tenant.id, one.code) is None]
            if not missing:
                continue
            names = self.tr(", ").join(self._model.words.name(one) for one in missing)
            lines.append((tenant.name, self.tr("everything") if len(missing) == len(columns) else names))
        if not lines:
            self._context.say(Notice(self.tr("All tenants shown here have reported everything."), tone="ok"))
            return
        heads = (Column("name", self.tr("Tenant")), Column("missing", self.tr("Not reported")))
        QGuiApplication.clipboard().setMimeData(mime_of(copy_block(heads, lines, with_header=True)))
        text = counted(
            self.tr("Copied {count} {count|tenant|tenants} with missing figures."),
            count=f"{len(lines):,}",
        )
        self._context.say(Notice(text))
