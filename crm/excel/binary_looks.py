"""What the sheets of an old .xls show otherwise than they hold, and their cells that are errors. Layout: [MS-XLS]."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm.excel.address import address_of
from crm.excel.compound import first_record, records_from, records_of_part
from crm.excel.number_format import BUILT_IN, scales
from crm.excel.sheet import Unreadable, UnreadableCell
from crm.excel.sheet_looks import Looks

if TYPE_CHECKING:
    from collections.abc import Callable

_END, _SHEET, _FORMAT, _STYLE, _FONT = 0x0A, 0x85, 0x41E, 0xE0, 0x31
_ROW, _COLUMNS, _FORMULA, _NUMBER, _SMALL, _SMALLS, _ERROR = 0x208, 0x7D, 0x06, 0x203, 0x27E, 0xBD, 0x205
_TEXT, _SHARED_TEXT = 0x204, 0xFD
_STRUCK, _NO_FONT = 0x08, 4
"""The flag of a font that strikes through; and the number that no font has: those from there on count one more."""
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01
_NO_NUMBER, _RESULT_IS_ERROR = b"\xff\xff", 2
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_WIDEST = 256


def looks_of_compound(data: bytes) -> list[Looks]:
    """What each sheet of the workbook in a compound file shows, in order; empty where no workbook is found."""
    stream, begin = first_record(data)
    if begin is None:
        return []
    formats = dict(BUILT_IN)
    styles: list[tuple[int, int]] = []
    fonts: list[bool] = []
    places: list[int] = []
    for record, start, length in records_from(stream, begin):
        if record == _END or start + length > len(stream):
            break
        if record == _SHEET and length >= 4:
            places.append(struct.unpack_from("<I", stream, start)[0])
        elif record == _FORMAT and length >= 5:
            number, code = _format(stream[start : start + length])
            formats[number] = code
        elif record == _STYLE and length >= 4:
            styles.append(struct.unpack_from("<2H", stream, start))
        elif record == _FONT and length >= 4:
            fonts.append(bool(stream[start + 2] & _STRUCK))
    wrong = {number: code for number, code in formats.items() if scales(code)}
    scaling = {place: wrong[number] for place, (_, number) in enumerate(styles) if number in wrong}
    struck = {number + (number >= _NO_FONT) for number, is_struck in enumerate(fonts) if is_struck}
    striking = {place for place, (font, _) in enumerate(styles) if font in struck}
    return [_Part(stream, scaling, striking).read(begin + place) for place in places]


def _format(data: bytes) -> tuple[int, str]:
    """The number and text of a format: of Excel 97 with wide or narrow letters, before it in bytes."""
    (number, letters) = struct.unpack_from("<2H", data)
    if letters == len(data) - 5 and data[4] == 0:
        return number, data[5:].decode("latin-1")
    if letters * 2 == len(data) - 5 and data[4] == 1:
        return number, data[5:].decode("utf-16-le", "replace")
    return number, data[3:].decode("latin-1")


@dataclass
class _Part:
    """A sheet's part of the stream; ``scaling`` are the styles that show another number, with their format.

    ``striking`` are those that strike a value through.
    """

    stream: bytes
    scaling: dict[int, str]
    striking: set[int]
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    scaled: dict[tuple[int, int], str] = field(default_factory=dict)
    struck: set[tuple[int, int]] = field(default_factory=set)
    errors: list[UnreadableCell] = field(default_factory=list)

    def read(self, position: int) -> Looks:
        """What the part from *position* on shows."""
        kinds: dict[int, tuple[int, Callable[[int, int], None]]] = {
            _ROW: (16, self.row),
            _COLUMNS: (10, self.columns),
            _FORMULA: (14, self.formula),
            _ERROR: (8, self.error),
        }
        if self.striking:
            kinds |= {_TEXT: (8, self.value), _SHARED_TEXT: (8, self.value)}
        if self.scaling or self.striking:
            kinds |= {_NUMBER: (14, self.number), _SMALL: (10, self.number), _SMALLS: (12, self.numbers)}
        for record, start, length in records_of_part(self.stream, position):
            shortest, read = kinds.get(record, (0, None))
            if read is not None and shortest <= length <= len(self.stream) - start:
                read(start, length)
        return Looks(
            frozenset(self.hidden_rows),
            frozenset(self.hidden_columns),
            self.scaled,
            frozenset(self.struck),
            tuple(self.errors),
        )

    def row(self, start: int, _: int) -> None:
        """A row: whether it is hidden."""
        (number,) = struct.unpack_from("<H", self.stream, start)
        if self.stream[start + 12] & _ROW_HIDDEN:
            self.hidden_rows.add(number + 1)

    def columns(self, start: int, _: int) -> None:
        """Columns of one look: whether they are hidden."""
        first, last, _width, _style, flags = struct.unpack_from("<5H", self.stream, start)
        if flags & _COLUMN_HIDDEN:
            self.hidden_columns.update(range(first + 1, min(last + 1, _WIDEST) + 1))

    def formula(self, start: int, length: int) -> None:
        """A formula with its result."""
        if self.stream[start + 12 : start + 14] != _NO_NUMBER:
            self.number(start, length)
            return
        self.value(start, length)
        if self.stream[start + 6] == _RESULT_IS_ERROR:
            self.note_error(start, self.stream[start + 8])

    def error(self, start: int, _: int) -> None:
        """A truth or an error."""
        if self.stream[start + 7]:
            self.note_error(start, self.stream[start + 6])

    def note_error(self, start: int, code: int) -> None:
        """Remember a cell that is an error."""
        row, column = struct.unpack_from("<2H", self.stream, start)
        shown = _ERRORS.get(code, "")
        self.errors.append(UnreadableCell(address_of(row + 1, column + 1), Unreadable.ERROR, shown))

    def value(self, start: int, _: int) -> None:
        """A value in a cell, of whatever kind."""
        row, column, style = struct.unpack_from("<3H", self.stream, start)
        if style in self.striking:
            self.struck.add((row + 1, column + 1))

    def number(self, start: int, length: int) -> None:
        """A number in a cell."""
        row, column, style = struct.unpack_from("<3H", self.stream, start)
        if style in self.scaling:
            self.scaled[row + 1, column + 1] = self.scaling[style]
        self.value(start, length)

    def numbers(self, start: int, length: int) -> None:
        """Numbers in cells side by side."""
        row, first = struct.unpack_from("<2H", self.stream, start)
        for place in range((length - 6) // 6):
            (style,) = struct.unpack_from("<H", self.stream, start + 4 + 6 * place)
            if style in self.scaling:
                self.scaled[row + 1, first + place + 1] = self.scaling[style]
            if style in self.striking:
                self.struck.add((row + 1, first + place + 1))
