"""Reads anything that an office calls a table: .xlsx .xlsm .xls .et .xlsb .ods, web pages named .xls, .csv and .txt.

What a file is, its content says, not its name. Cells come raw, with their addresses; headers, types and meanings are
found elsewhere (``crm.intake``).
"""

from __future__ import annotations

import zipfile
from abc import ABC, abstractmethod
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from crm.bulk import collection_paused
from crm.excel.address import Range
from crm.excel.binary_looks import looks_of_compound
from crm.excel.compound import compound_counts_from_1904
from crm.excel.delimited import QuotationOpen, TextUnreadable, decode_text, read_records
from crm.excel.markup import read_html, read_spreadsheet_ml
from crm.excel.open_looks import looks_of_open_document
from crm.excel.package import PackageBroken, find_workbook, normal_name, parse_xml, worksheet_parts
from crm.excel.safety import (
    ARCHIVE_FAILURES,
    MOST_CELLS,
    Kind,
    ReadRefused,
    recognise,
    refusal,
    refusal_of_opening,
)
from crm.excel.sheet import CellValue, Sheet, SheetInfo, UnreadableCell
from crm.excel.sheet_looks import Looks, Styles, looks_of_worksheet, styles_of_cells
from crm.excel.workbookxml import counts_from_1904
from crm.excel.worksheet_scan import (
    look_closely,
    reach_of_values,
    scan_binary_worksheet,
    scan_worksheet,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from python_calamine import CalamineSheet

_SUFFIXES = {
    Kind.OPENXML: (".xlsx", ".xlsm", ".xlam", ".xlsb"),
    Kind.BINARY: (".xls", ".xla"),
    Kind.OPENDOCUMENT: (".ods",),
}
# Digits beyond the fifteenth are gone from a workbook; such a number must not look exact.
_EXACT = 1e15

_T = TypeVar("_T")


class Workbook(ABC):
    """An opened workbook. Close it, or use it in a ``with``: on Windows a file that is open cannot be replaced."""

    def __init__(self, path: Path, names: Sequence[str]) -> None:
        self.path = path
        self.names = tuple(names)

    @property
    @abstractmethod
    def sheets(self) -> tuple[SheetInfo, ...]:
        """Name, visibility and size of each sheet. Looks through all of them, which ``names`` does not."""

    @abstractmethod
    def _load(self, index: int) -> Sheet: ...

    def read(self, sheet: str | int = 0) -> Sheet:
        """The sheet of that name, or of that position counted from 0.

        Raises ReadRefused ``workbook-no-such-sheet``, ``workbook-too-large`` or ``workbook-damaged``.
        """
        if isinstance(sheet, int) and 0 <= sheet < len(self.names):
            return self._load(sheet)
        if isinstance(sheet, str) and sheet in self.names:
            return self._load(self.names.index(sheet))
        raise refusal("workbook-no-such-sheet", self.path, sheet=str(sheet), sheets="、".join(self.names))

    def close(self) -> None:  # noqa: B027 - nothing is held open unless a subclass says so
        """Let go of the file; sheets that were read stay."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _ReadWorkbook(Workbook):
    """A workbook that is read already: text and markup."""

    def __init__(self, path: Path, sheets: Sequence[Sheet]) -> None:
        super().__init__(path, [sheet.name for sheet in sheets])
        self._sheets = tuple(sheets)

    @property
    def sheets(self) -> tuple[SheetInfo, ...]:
        return tuple(SheetInfo(sheet.name, visible=True, **_size(sheet)) for sheet in self._sheets)

    def _load(self, index: int) -> Sheet:
        return self._sheets[index]


def _size(sheet: Sheet) -> dict[str, int]:
    width = len(sheet.rows[0]) if sheet.rows else 0
    return {
        "rows": sheet.first_row - 1 + len(sheet.rows) if sheet.rows else 0,
        "columns": sheet.first_column - 1 + width if width else 0,
    }


class _Look(NamedTuple):
    """What a look at a sheet before its reading found; ``part`` is where it lies in an .xlsx."""

    unreadable: tuple[UnreadableCell, ...] = ()
    part: str = ""
    hides: bool = False


class _CalamineBook(Workbook):
    """A workbook that calamine reads, sheet by sheet, each after a look at its size."""

    def __init__(self, path: Path, book: CalamineWorkbook, kind: Kind) -> None:
        listed = list(enumerate(book.sheets_metadata))
        metadata = [sheet for _, sheet in listed if sheet.typ == SheetTypeEnum.WorkSheet]
        super().__init__(path, [sheet.name for sheet in metadata])
        self._places = [place for place, sheet in listed if sheet.typ == SheetTypeEnum.WorkSheet]
        self._visible = [sheet.visible == SheetVisibleEnum.Visible for sheet in metadata]
        self._book = book
        self._kind = kind
        self._binary_is_safe = False
        self._epoch_1904: bool | None = None
        # A sheet costs its parsing; it is kept between a look at ``sheets`` and its reading.
        self._opened: dict[int, tuple[CalamineSheet, _Look]] = {}
        self._styles: Styles | None = None
        self._binary_looks: list[Looks] | None = None
        self._open_looks: dict[str, Looks] | None = None

    @property
    def sheets(self) -> tuple[SheetInfo, ...]:
        found = []
        for index, name in enumerate(self.names):
            end = self._open(index)[0].end
            rows, columns = (end[0] + 1, end[1] + 1) if end else (0, 0)
            found.append(SheetInfo(name, self._visible[index], rows, columns))
        return tuple(found)

    def _open(self, index: int) -> tuple[CalamineSheet, _Look]:
        if index not in self._opened:
            look = self._look_before(self.names[index])
            self._opened[index] = (
                _guarded(lambda: self._book.get_sheet_by_name(self.names[index]), self.path),
                look,
            )
        return self._opened[index]

    def _load(self, index: int) -> Sheet:
        sheet, look = self._open(index)
        del self._opened[index]
        start = sheet.start
        merges = tuple(
            Range(first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1)
            for first, last in _guarded(lambda: sheet.merged_cell_ranges, self.path) or ()
        )
        if start is None:
            return Sheet(self.names[index], 1, 1, [], merges, look.unreadable)
        if self._epoch_1904 is None:
            self._epoch_1904 = _numbers_days_from_1904(self.path, self._kind)
        with collection_paused():
            rows = _guarded(lambda: _plain_rows(sheet, start[0]), self.path)
        first_row, first_column = start[0] + 1, start[1] + 1
        looks = self._look_after(index, look)
        return Sheet(
            self.names[index],
            first_row,
            first_column,
            rows,
            merges or looks.merges,
            look.unreadable or looks.unreadable,
            epoch_1904=self._epoch_1904,
            hidden_rows=looks.hidden_rows,
            hidden_columns=looks.hidden_columns,
            scaled=looks.scaled,
            struck=looks.struck,
        )

    def _look_after(self, index: int, look: _Look) -> Looks:
        """What is not shown, and what shows another number than it holds."""
        if self._kind is Kind.BINARY:
            if self._binary_looks is None:
                self._binary_looks = looks_of_compound(self.path.read_bytes())
            place = self._places[index]
            return self._binary_looks[place] if place < len(self._binary_looks) else Looks()
        try:
            with zipfile.ZipFile(self.path) as archive:
                if self._kind is Kind.OPENDOCUMENT:
                    if self._open_looks is None:
                        self._open_looks = looks_of_open_document(archive)
                    return self._open_looks.get(self.names[index], Looks())
                return self._look_into_worksheet(archive, look)
        except (PackageBroken, etree.XMLSyntaxError, KeyError, *ARCHIVE_FAILURES) as error:
            raise refusal("workbook-damaged", self.path) from error
        except OSError as error:
            raise refusal_of_opening(error, self.path) from error

    def _look_into_worksheet(self, archive: zipfile.ZipFile, look: _Look) -> Looks:
        if not look.part:
            return Looks()
        if self._styles is None:
            self._styles = styles_of_cells(archive)
        return looks_of_worksheet(archive, look.part, self._styles, hides=look.hides)

    def _look_before(self, name: str) -> _Look:
        """Refuse a sheet that is too large; the cells that calamine will show as blank although they are not."""
        if self._kind is not Kind.OPENXML:
            return _Look()
        try:
            with zipfile.ZipFile(self.path) as archive:
                part = worksheet_parts(archive).get(name)
                if part is not None:
                    return _look_into(archive, part, name=name, path=self.path)
                if not self._binary_is_safe:
                    _refuse_vast_binary(archive, name=name, path=self.path)
                    self._binary_is_safe = True
                return _Look()
        except (PackageBroken, etree.XMLSyntaxError, KeyError, *ARCHIVE_FAILURES) as error:
            raise refusal("workbook-damaged", self.path) from error
        except OSError as error:
            raise refusal_of_opening(error, self.path) from error

    def close(self) -> None:
        self._opened.clear()
        self._book.close()


def _numbers_days_from_1904(path: Path, kind: Kind) -> bool:
    """Whether a number that stands for a day counts from 1904; the reader converts only cells in a date's format."""
    try:
        if kind is Kind.BINARY:
            return compound_counts_from_1904(path.read_bytes())
        if kind is not Kind.OPENXML:
            return False
        with zipfile.ZipFile(path) as archive:
            names = {normal_name(name): name for name in archive.namelist()}
            workbook = find_workbook(lambda part: archive.read(names[part]) if part in names else None)
            if workbook not in names or workbook.endswith(".bin"):
                return False
            return counts_from_1904(parse_xml(archive.read(names[workbook]), workbook))
    except (PackageBroken, etree.XMLSyntaxError, KeyError, *ARCHIVE_FAILURES) as error:
        raise refusal("workbook-damaged", path) from error
    except OSError as error:
        raise refusal_of_opening(error, path) from error


def _plain_rows(sheet: CalamineSheet, skipped: int) -> list[list[CellValue]]:
    """The rows of *sheet* from the first used one: '' is None, whole numbers are int. Most of what reading costs."""
    return [
        [
            (value or None)
            if (kind := type(value)) is str
            else (int(value) if kind is float and value.is_integer() and -_EXACT < value < _EXACT else value)  # type: ignore[arg-type,operator,union-attr]
            for value in row
        ]
        for row in islice(sheet.iter_rows(), skipped, None)
    ]


def _refuse_vast_binary(archive: zipfile.ZipFile, *, name: str, path: Path) -> None:
    """Refuse an .xlsb of which any sheet is too large: in which part a sheet lies, only calamine knows."""
    parts = [
        part for part in archive.namelist() if part.lower().endswith(".bin") and "/worksheets/sheet" in part
    ]
    if any(scan_binary_worksheet(archive, part).cells > MOST_CELLS for part in parts):
        raise refusal("workbook-too-large", path, where=name)


def _look_into(archive: zipfile.ZipFile, part: str, *, name: str, path: Path) -> _Look:
    reach = scan_worksheet(archive, part)
    if not reach.suspicious:
        filled = reach if reach.cells <= MOST_CELLS else reach_of_values(archive, part)
        if filled is not None and filled.cells <= MOST_CELLS:
            return _Look((), part, hides=reach.hides)
    look = look_closely(archive, part)
    if look.reach.cells > MOST_CELLS:
        raise refusal("workbook-too-large", path, where=name)
    return _Look(look.unreadable, part, hides=reach.hides)


def open_workbook(path: Path) -> Workbook:
    """Open the workbook at *path*, whatever format its content has.

    Raises ReadRefused: ``workbook-missing``, ``-forbidden``, ``-locked-by-other``, ``-unreachable``, ``-empty``,
    ``-encrypted``, ``-damaged``, ``-too-large``, ``-too-old``, ``-not-a-workbook``, ``-encoding``.
    """
    kind = recognise(path)
    if kind in _SUFFIXES:
        return _open_with_calamine(path, kind)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise refusal_of_opening(error, path) from error
    if kind is Kind.HTML:
        try:
            return _ReadWorkbook(path, read_html(data, path=path))
        except TextUnreadable as error:
            raise refusal("workbook-encoding", path) from error
    if kind is Kind.SPREADSHEET_ML:
        return _ReadWorkbook(path, read_spreadsheet_ml(data, path=path))
    return _ReadWorkbook(path, [_read_text(data, path=path)])


def _read_text(data: bytes, *, path: Path) -> Sheet:
    try:
        text = decode_text(data)
        records = read_records(text)
    except QuotationOpen as error:
        raise refusal("workbook-quotation-open", path, line=error.line) from error
    except TextUnreadable as error:
        code = "workbook-not-a-workbook" if str(error) == "binary" else "workbook-encoding"
        raise refusal(code, path) from error
    width = max(map(len, records), default=0)
    if len(records) * width > MOST_CELLS:
        raise refusal("workbook-too-large", path, where=path.stem)
    rows: list[list[CellValue]] = [
        [value or None for value in chain(record, repeat("", width - len(record)))] for record in records
    ]
    return Sheet(path.stem, 1, 1, rows if width else [])


def _open_with_calamine(path: Path, kind: Kind) -> Workbook:
    if path.suffix.lower() in _SUFFIXES[kind]:
        # By name calamine says what is wrong; by content only that nothing fits.
        book = _guarded(lambda: CalamineWorkbook.from_path(path), path)
    else:
        try:
            with path.open("rb") as file:
                book = _guarded(lambda: CalamineWorkbook.from_filelike(file), path)
        except OSError as error:
            raise refusal_of_opening(error, path) from error
    found = _CalamineBook(path, book, kind)
    if not found.names:
        found.close()
        raise refusal("workbook-damaged", path)
    return found


def _guarded(call: Callable[[], _T], path: Path) -> _T:
    """What *call* into calamine gives; whatever it cannot read, even where it panics, is a refusal."""
    try:
        return call()
    except PasswordError as error:
        raise refusal("workbook-encrypted", path) from error
    except CalamineError as error:
        raise _refusal_of_calamine(error, path) from error
    except OverflowError as error:
        # A number in a format for dates or hours that no date or duration can be.
        raise refusal("workbook-damaged", path) from error
    except OSError as error:
        # An error without a number is not the system's but calamine's: broken packed data.
        if error.errno is None:
            raise refusal("workbook-damaged", path) from error
        raise refusal_of_opening(error, path) from error
    except BaseException as error:
        # A panic in Rust is a BaseException of a class that cannot be imported.
        if type(error).__name__ == "PanicException":
            raise refusal("workbook-damaged", path) from error
        raise


def _refusal_of_calamine(error: CalamineError, path: Path) -> ReadRefused:
    if "limit exceeded" in str(error):
        return refusal("workbook-too-large", path, where="")
    return refusal("workbook-damaged", path)
