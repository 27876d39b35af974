"""A workbook as it looks: sizes, styles, texts, merged cells, frozen panes and page setup of its visible sheets.

Read once, off the window's thread; nothing here refers back to the file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from crm.excel.address import LAST_COLUMN, LAST_ROW, Range, parse_address
from crm.excel.conditions import Conditions, read_conditions
from crm.excel.digit import digit_of, stated_widths
from crm.excel.number_format import show_value
from crm.excel.package import Package, PackageBroken, parse_xml
from crm.excel.page_setup import PageSetup, read_setup
from crm.excel.row_fitting import read_book
from crm.excel.row_height import height_needed
from crm.excel.scalar import CellError, parse_number
from crm.excel.workbookxml import counts_from_1904
from crm.excel.worksheet import text_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml import etree

    from crm.excel.cell_style import CellStyle, StyleBook
    from crm.excel.conditions import Condition
    from crm.excel.scalar import Scalar


class CellLook(NamedTuple):
    """A cell: what it shows, how, and whether its value is a number."""

    text: str
    style: CellStyle
    is_number: bool = False


class RowCells(NamedTuple):
    """The cells of a row from column 1 on: the number of the style and the value of each."""

    styles: tuple[int, ...]
    values: tuple[Scalar, ...]


_NO_CELLS = RowCells((), ())


@dataclass(frozen=True)
class SheetLook:
    """A sheet from A1 on. Rows and columns count from 0 here; sizes are in points; hidden ones have none.

    ``merges`` are ranges, counted from 1 as in the file. ``paper_widths`` are those of the columns when printed.
    """

    name: str
    widths: tuple[float, ...]
    paper_widths: tuple[float, ...]
    heights: tuple[float, ...]
    merges: tuple[Range, ...]
    frozen_rows: int
    frozen_columns: int
    setup: PageSetup
    shows_grid: bool
    rows: Mapping[int, RowCells]
    column_styles: tuple[int, ...]
    book: StyleBook
    conditions: Conditions | None
    epoch_1904: bool = False
    _seen: dict[tuple[int, int], CellLook] = field(default_factory=dict, compare=False, repr=False)

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self.heights)

    @property
    def column_count(self) -> int:
        """How many columns there are."""
        return len(self.widths)

    def value(self, row: int, column: int) -> Scalar:
        """The value of a cell; None where it is blank."""
        values = self.rows.get(row, _NO_CELLS).values
        return values[column] if column < len(values) else None

    def cell(self, row: int, column: int) -> CellLook:
        """How a cell looks; asked when it is seen, and remembered."""
        found = self._seen.get((row, column))
        if found is None:
            found = self._seen[row, column] = self._look(row, column)
        return found

    def _look(self, row: int, column: int) -> CellLook:
        cells = self.rows.get(row, _NO_CELLS)
        number = cells.styles[column] if column < len(cells.styles) else -1
        if number < 0:
            number = self.column_styles[column] if column < len(self.column_styles) else 0
        style = self.book.style(number)
        if self.conditions is not None:
            for change in self.conditions.changes_at(row + 1, column + 1):
                style = change.apply(style)
        value = self.value(row, column)
        if isinstance(value, CellError):
            return CellLook(value.code, style)
        text = show_value(value, style.number_format, epoch_1904=self.epoch_1904)
        return CellLook(text, style, isinstance(value, (int, Decimal)) and not isinstance(value, bool))


@dataclass(frozen=True, slots=True)
class WorkbookLook:
    """The visible sheets of a workbook in order."""

    sheets: tuple[SheetLook, ...]


def read_appearance(data: bytes) -> WorkbookLook:
    """How the workbook in *data* looks. Raises PackageBroken where it is none."""
    package = Package.read(data)
    workbook = package.xml(package.workbook)
    book = read_book(package)
    shared = _shared_strings(package)
    hidden = {
        element.get("name", "")
        for element in workbook.iter("{*}sheet")
        if element.get("state", "visible") != "visible"
    }
    sheets = []
    for place, sheet in enumerate(package.sheets):
        if sheet.kind == "worksheet" and sheet.name not in hidden and sheet.part in package.parts:
            root = parse_xml(package.parts[sheet.part], sheet.part)
            reader = _SheetReader(sheet.name, root, shared=shared, book=book)
            sheets.append(reader.read(_names_of(workbook, place), epoch_1904=counts_from_1904(workbook)))
    return WorkbookLook(tuple(sheets))


def _names_of(workbook: etree._Element, place: int) -> dict[str, str]:
    return {
        element.get("name", ""): element.text or ""
        for element in workbook.iterfind("{*}definedNames/{*}definedName")
        if element.get("localSheetId") == str(place)
    }


def _shared_strings(package: Package) -> list[str]:
    for part in package.related(package.workbook, "sharedStrings"):
        return [text_in(item) for item in parse_xml(package.parts[part], part).iterchildren("{*}si")]
    return []


class _SheetReader:
    """One worksheet on its way into a look."""

    def __init__(self, name: str, root: etree._Element, *, shared: Sequence[str], book: StyleBook) -> None:
        self._name = name
        self._root = root
        self._shared = shared
        self._book = book
        self._digit = digit_of(book.normal)
        self._known: dict[tuple[int, ...], tuple[int, ...]] = {}
        form = root.find("{*}sheetFormatPr")
        given = {} if form is None else {str(name): str(value) for name, value in form.attrib.items()}
        hides = given.get("zeroHeight") in {"1", "true"}
        self._height = 0.0 if hides else float(given.get("defaultRowHeight", "15"))

    def read(self, names: dict[str, str], *, epoch_1904: bool) -> SheetLook:
        """The sheet's look."""
        merges, book = self._merges(), self._book
        rows: dict[int, RowCells] = {}
        heights: dict[int, float | None] = {}
        for number, row in self._rows():
            rows[number] = self._cells(row)
            hidden, own = row.get("hidden") in {"1", "true"}, row.get("ht")
            heights[number] = 0.0 if hidden else float(own) if own else None
        setup = read_setup(self._root, names)
        width = max(
            [len(cells.styles) for cells in rows.values()]
            + [merge.last_column for merge in (*merges, *setup.areas) if merge.last_column < LAST_COLUMN]
            + [1]
        )
        height = max(
            [number + 1 for number in rows]
            + [merge.last_row for merge in (*merges, *setup.areas) if merge.last_row < LAST_ROW]
            + [1]
        )
        stated, styles = self._columns(width)
        pane = self._root.find("{*}sheetViews/{*}sheetView/{*}pane")
        view = self._root.find("{*}sheetViews/{*}sheetView")
        conditions = read_conditions(self._root, book.changes)
        return SheetLook(
            name=self._name,
            widths=tuple(map(self._digit.on_screen, stated)),
            paper_widths=tuple(map(self._digit.on_paper, stated)),
            heights=tuple(self._heights(height, heights, rows, stated, merges)),
            merges=merges,
            frozen_rows=_split(pane, "ySplit"),
            frozen_columns=_split(pane, "xSplit"),
            setup=setup,
            shows_grid=view is None or view.get("showGridLines", "1") not in {"0", "false"},
            rows=rows,
            column_styles=styles,
            book=book,
            conditions=self._conditions(conditions, rows) if conditions else None,
            epoch_1904=epoch_1904,
        )

    def _heights(
        self,
        count: int,
        stated: Mapping[int, float | None],
        rows: Mapping[int, RowCells],
        widths: Sequence[float],
        merges: Sequence[Range],
    ) -> Iterator[float]:
        """The heights of *count* rows: what is stated, else what their cells need."""
        merged = {
            (row - 1, column - 1)
            for merge in merges
            for row in range(merge.first_row, merge.last_row + 1)
            if stated.get(row - 1, self._height) is None
            for column in range(merge.first_column, merge.last_column + 1)
        }
        rooms = [self._digit.on_screen(width) for width in widths]
        for number in range(count):
            height = stated.get(number, self._height)
            if height is None:
                cells = rows[number]
                styles = [self._book.style(one) if one >= 0 else self._book.normal for one in cells.styles]
                own = [0.0 if (number, column) in merged else room for column, room in enumerate(rooms)]
                height = height_needed(
                    zip(styles, cells.values, own, strict=False),
                    usual=self._height,
                    size=self._book.normal.size,
                )
            yield height

    def _conditions(self, conditions: Sequence[Condition], rows: Mapping[int, RowCells]) -> Conditions:
        values = {
            (row + 1, column + 1): value
            for row, cells in rows.items()
            for column, value in enumerate(cells.values)
            if value is not None
        }
        return Conditions(conditions, sheet=self._name, values=values)

    def _merges(self) -> tuple[Range, ...]:
        try:
            return tuple(
                Range.parse(element.get("ref", ""))
                for element in self._root.iterfind("{*}mergeCells/{*}mergeCell")
            )
        except ValueError as error:
            raise PackageBroken(self._name) from error

    def _rows(self) -> Iterator[tuple[int, etree._Element]]:
        number = 0
        for row in self._root.iterfind("{*}sheetData/{*}row"):
            stated = row.get("r", "")
            number = int(stated) if stated.isdecimal() else number + 1
            yield number - 1, row

    def _cells(self, row: etree._Element) -> RowCells:
        styles: list[int] = []
        values: list[Scalar] = []
        column = 0
        for cell in row.iterchildren("{*}c"):
            stated = cell.get("r")
            try:
                column = parse_address(stated)[1] if stated else column + 1
            except ValueError as error:
                raise PackageBroken(self._name) from error
            gap = column - 1 - len(styles)
            if gap > 0:
                styles += [-1] * gap
                values += [None] * gap
            styles.append(int(cell.get("s", "0")))
            values.append(self._value(cell))
        kept = tuple(styles)
        return RowCells(self._known.setdefault(kept, kept), tuple(values))

    def _value(self, cell: etree._Element) -> Scalar:
        if not len(cell):
            return None
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return text_in(cell) or None
        text = cell.findtext("{*}v")
        return _typed(kind, text, self._shared) if text else None

    def _columns(self, count: int) -> tuple[tuple[float, ...], tuple[int, ...]]:
        """The widths as they are stated, 0 where hidden, and the styles of *count* columns."""
        styles = [0] * count
        for element in self._root.iterfind("{*}cols/{*}col"):
            first, last = int(element.get("min", "1")), int(element.get("max", "1"))
            for column in range(first - 1, min(last, count)):
                styles[column] = int(element.get("style", "0"))
        return tuple(stated_widths(self._root, self._digit, count)), tuple(styles)


def _typed(kind: str, text: str, shared: Sequence[str]) -> Scalar:
    if kind == "s":
        return (shared[int(text)] or None) if int(text) < len(shared) else None
    if kind == "b":
        return text == "1"
    if kind == "e":
        return CellError(text)
    try:
        return text if kind in {"str", "d"} else parse_number(text)
    except ValueError:
        return text


def _split(pane: etree._Element | None, name: str) -> int:
    if pane is None or not pane.get("state", "").startswith("frozen"):
        return 0
    return int(float(pane.get(name, "0")))


def offsets(sizes: Sequence[float]) -> list[float]:
    """Where each of *sizes* begins, and after them where the last one ends."""
    return [0.0, *accumulate(sizes)]
