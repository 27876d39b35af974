"""What the window knows of a sheet's cells beside how they look: which carry figures, and what checks say."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from crm.domain.errors import NotFoundError
from crm.ui.labels import number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from crm.domain.wording import Language
    from crm.services.filings import BuiltCell, BuiltFiling


class Mark(NamedTuple):
    """What checks found at a cell: the tone of the gravest, and the sentences with their remedies."""

    tone: str
    text: str


class Note(NamedTuple):
    """What is laid over a cell of an empty form: a drawing, a few words, the tones of both, and what it is about."""

    drawing: str
    text: str
    tone: str
    ground: str
    about: str = ""


@dataclass(frozen=True)
class SheetFacts:
    """The cells of one sheet that are filed; each is looked up when it is seen, and remembered."""

    find: Callable[[str], BuiltCell | None] = lambda _address: None
    language: Language | None = None
    marks: Mapping[tuple[int, int], Mark] = field(default_factory=dict)
    notes: Mapping[tuple[int, int], Note] = field(default_factory=dict)
    first: tuple[int, int] | None = None
    """The first cell with a figure."""
    _found: dict[tuple[int, int], BuiltCell | None] = field(default_factory=dict, compare=False, repr=False)

    def cell(self, row: int, column: int) -> BuiltCell | None:
        """The filed cell there; None for the words of the form."""
        key = (row, column)
        if key not in self._found:
            self._found[key] = self.find(address_of(row, column))
        return self._found[key]

    def is_figure(self, row: int, column: int) -> bool:
        """Whether a figure stands there that can be looked behind."""
        cell = self.cell(row, column)
        return cell is not None and bool(cell.requests)

    def describe(self, row: int, column: int) -> str:
        """What is filed there, in words; empty for the words of the form."""
        note = self.notes.get((row, column))
        if note is not None:
            return note.about
        cell = self.cell(row, column)
        return "" if cell is None or self.language is None else cell.label.in_language(self.language)

    def tip(self, row: int, column: int) -> str:
        """What the mouse is told: the indicator, and what checks found."""
        mark = self.marks.get((row, column))
        parts = [self.describe(row, column), mark.text if mark else ""]
        return "\n".join(part for part in parts if part)


def facts_of(
    filing: BuiltFiling, sheet: str, *, language: Language, marks: Mapping[tuple[int, int], Mark]
) -> SheetFacts:
    """What is known of a sheet of *filing*."""
    built = filing.built

    def find(address: str) -> BuiltCell | None:
        try:
            return built.cell_at(sheet, address)
        except NotFoundError:
            return None

    firsts = [place_of(cell.address) for cell in built.singles if cell.sheet == sheet and cell.requests]
    return SheetFacts(find, language, marks, first=min(firsts, default=None))


def place_of(address: str) -> tuple[int, int]:
    """Row and column, counted from 0, of an address such as ``F7``; ValueError where it is none."""
    letters = address.rstrip("0123456789")
    row = address[len(letters) :]
    if not row or not letters.isalpha() or not letters.isascii():
        raise ValueError(address)
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return int(row) - 1, column - 1


def address_of(row: int, column: int) -> str:
    """The address of a row and a column counted from 0."""
    return f"{column_letters(column)}{row + 1}"


def filed_text(value: Decimal | int | str | date | None) -> str:
    """What a cell holds, as a person reads it; nothing where nothing is filed."""
    if value is None:
        return ""
    if isinstance(value, (bool, str)):
        return str(value)
    if isinstance(value, (Decimal, int)):
        return number(value)
    return value.isoformat()


def column_letters(column: int) -> str:
    """The letters of a column counted from 0: A, B, … Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
