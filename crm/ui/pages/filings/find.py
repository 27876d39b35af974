"""Looking for words, codes and figures on the sheets of a filing."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from crm.domain.text import name_key
from crm.ui.models.sheet import address_of, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.services.appearance import SheetLook
    from crm.ui.pages.filings.desk import SheetDesk
    from crm.ui.pages.filings.drawn import Drawn
    from crm.ui.tasks import Job, Tasks


class Finder(QObject):
    """What is looked for in the filing that is shown, and which of the places found is looked at."""

    told = Signal(str, str)
    """How many places there are, and the tone of that; empty where nothing is looked for."""

    def __init__(self, tasks: Tasks, desk: SheetDesk) -> None:
        super().__init__(desk)
        self._tasks = tasks
        self._desk = desk
        self._sheets: tuple[SheetLook, ...] = ()
        self._text = ""
        self._places: list[str] = []
        self._at = 0

    def take(self, drawn: Drawn | None) -> None:
        """Another filing is shown, or none: look for the same there."""
        self._sheets = () if drawn is None else drawn.look.sheets
        self.look_for(self._text)

    def look_for(self, text: str) -> None:
        """Find every cell with *text* in it and go to the first from the cursor on."""
        self._text = text.strip()
        if not self._text or not self._sheets:
            self._places = []
            self.told.emit("", "text2")
            return
        sheets, sought = self._sheets, self._text

        def work(job: Job) -> list[str]:
            return list(find_places(sheets, sought, job))

        self._tasks.read(work, done=self._show, key="filings.find")

    def step(self, by: int) -> None:
        """Go to the next place found, or with -1 to the one before; after the last comes the first."""
        if self._places:
            self._go((self._at + by) % len(self._places))

    def _show(self, places: list[str]) -> None:
        self._places = places
        if places:
            self._go(self._first())
        else:
            text = QCoreApplication.translate("Finder", '"{text}" is not in this filing')
            self.told.emit(text.format(text=self._text), "warn")

    def _first(self) -> int:
        """The first place from the cursor on, on the sheet that is shown; else the first of all."""
        here = self._desk.view.current
        for number, place in enumerate(self._places):
            sheet, _, address = place.rpartition("!")
            if sheet == self._desk.sheet and place_of(address) >= here:
                return number
        return 0

    def _go(self, number: int) -> None:
        self._at = number
        self._desk.go_to(self._places[number])
        text = QCoreApplication.translate("Finder", '"{text}": {number} of {count}')
        self.told.emit(
            text.format(text=self._text, number=f"{number + 1:,}", count=f"{len(self._places):,}"), "text2"
        )


def find_places(sheets: Sequence[SheetLook], text: str, job: Job) -> Iterator[str]:
    """The cells whose words or figure have *text* in them, sheet by sheet and row by row, as ``sheet!address``."""
    words, digits = name_key(text), text.replace(",", "")
    for sheet in sheets:
        for row in sorted(sheet.rows):
            job.check()
            for column, value in enumerate(sheet.rows[row].values):
                if isinstance(value, str):
                    found = words in name_key(value)
                else:
                    found = isinstance(value, (int, Decimal)) and digits in f"{value:f}"
                if found and sheet.heights[row] and sheet.widths[column]:
                    yield f"{sheet.name}!{address_of(row, column)}"
