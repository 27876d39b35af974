"""The blank drawn as the form it is, with what fills each place laid over it; below it the sheets, signs and zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm.ui.models.sheet import SheetFacts, address_of, column_letters, place_of
from crm.ui.pages.forms.book import Sign
from crm.ui.pages.forms.words import LOOKS
from crm.ui.sheets.foot import SheetFoot
from crm.ui.sheets.view import SheetView
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.mark import Mark
from crm.ui.widgets.text import ElidedLabel, ground, line

if TYPE_CHECKING:
    from crm.services.appearance import SheetLook, WorkbookLook
    from crm.ui.context import Context
    from crm.ui.models.sheet import Note
    from crm.ui.pages.forms.book import Book
    from crm.ui.pages.forms.words import FormTexts


class FormSheet(QWidget):
    """Shows the sheets of a blank one at a time."""

    place_chosen = Signal(str)
    """The cursor is on ``sheet!address``, or on the column of a register that stands for it."""
    asked = Signal(str, QPoint)
    """What stands there is to be chosen, at a place of the screen."""

    def __init__(self, context: Context, texts: FormTexts) -> None:
        super().__init__()
        self._context = context
        self._texts = texts
        self._book: Book | None = None
        self._sheets: dict[str, SheetLook] = {}
        self._positions: dict[str, tuple[tuple[int, int], int, int]] = {}
        self._quiet = False
        theme = context.theme
        self.view = SheetView(theme, name=self.tr("Sheet of the form"))
        self.foot = SheetFoot(theme, self.view)
        self.tabs = self.foot.tabs
        self.tabs.chosen.connect(self._show_sheet)
        self.view.current_changed.connect(lambda *_: self._tell_place())
        self.view.asked.connect(self._ask)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._legend())
        column.addWidget(line())
        column.addWidget(self.view, 1)
        column.addWidget(self.foot)

    def _legend(self) -> QWidget:
        """What the signs say."""
        legend = ground("surface")
        legend.setFixedHeight(32)
        # What has no room of it is left out: it must not keep the window from becoming narrow.
        legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(legend)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.GAP, 0)
        row.setSpacing(4)
        for sign in Sign:
            drawing, tone, _ = LOOKS[sign]
            row.addWidget(Mark(self._context.theme, drawing, tone=tone, size=16))
            name = ElidedLabel(self._texts.signs[sign], size="caption", tone="text2")
            name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
            row.addWidget(name)
            row.addSpacing(sizes.GAP)
        row.addStretch(1)
        return legend

    # -------------------------------------------------------------------------------------- what is shown

    def show_book(self, book: Book, look: WorkbookLook) -> None:
        """Show another blank, from its first open place on."""
        self._book = book
        self._sheets = {sheet.name: sheet for sheet in look.sheets}
        self._positions = {}
        self.tabs.show_sheets(list(self._sheets))
        first = next((one.place for one in (*book.open, *book.places) if one.slot.sheet in self._sheets), "")
        if first:
            self.tabs.choose(first.rpartition("!")[0])
        self._show_sheet(self.tabs.key)
        if first:
            self.go_to(first)

    def refresh(self) -> None:
        """Lay over the sheet what is decided now; the cursor stays."""
        look = self._sheets.get(self.tabs.key)
        if look is not None:
            self._quiet = True
            self.view.show_sheet(look, self._facts(look.name))
            self._quiet = False

    def _facts(self, sheet: str) -> SheetFacts:
        book = self._book
        if book is None:
            return SheetFacts()
        notes: dict[tuple[int, int], Note] = {}
        for place, text in book.lines.items():
            name, _, address = place.rpartition("!")
            if name == sheet:
                notes[place_of(address)] = self._texts.line_note(text)
        for one in book.places:
            if one.slot.sheet == sheet:
                notes[place_of(one.slot.address)] = self._texts.note(one, book.sign(one))
        return SheetFacts(notes=notes)

    def _show_sheet(self, name: str) -> None:
        look = self._sheets.get(name)
        if look is None:
            return
        before = self.view.look
        if before is not None and before.name != name:
            self._positions[before.name] = self.view.position
        self.view.show_sheet(look, self._facts(name))
        if name in self._positions:
            self.view.restore(self._positions[name])

    def go_to(self, place: str) -> None:
        """Put the cursor on ``sheet!address``, of a rectangle on its first cell."""
        sheet, _, address = place.partition(":")[0].rpartition("!")
        if sheet in self._sheets:
            self.tabs.choose(sheet)
            self.view.go_to(*place_of(address))

    @property
    def place(self) -> str:
        """Where the cursor is: a place of the blank, the column of a register under the cursor, or the bare cell."""
        book, (row, column) = self._book, self.view.current
        place = f"{self.tabs.key}!{address_of(row, column)}"
        if book is None or book.find(place) is not None or place in book.lines:
            return place
        slot = book.slot_over(self.tabs.key, row + 1, column_letters(column))
        return place if slot is None else f"{slot.sheet}!{slot.address}"

    @property
    def area(self) -> str:
        """The corners of what is selected, ``sheet!B3:E9``; nothing where it is one cell."""
        rows, columns = self.view.selected()
        if len(rows) < 1 or len(rows) * len(columns) < 2:
            return ""
        first, last = address_of(rows.start, columns.start), address_of(rows.stop - 1, columns.stop - 1)
        return f"{self.tabs.key}!{first}:{last}"

    @property
    def words(self) -> str:
        """What the form itself says in the cell under the cursor."""
        look = self.view.look
        return "" if look is None else look.cell(*self.view.current).text.strip()

    def _tell_place(self) -> None:
        if not self._quiet:
            self.place_chosen.emit(self.place)

    def _ask(self, row: int, column: int) -> None:
        rect = self.view.cell_rect(row, column)
        self.asked.emit(self.place, self.view.viewport().mapToGlobal(rect.bottomLeft() + QPoint(0, 2)))
