"""Writes a plain register: a header, typed columns, ready to be filtered and printed. Same rows, same bytes."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

import xlsxwriter

from crm.domain.errors import CrmError
from crm.excel.cellxml import LONGEST_TEXT, clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from crm.excel.cellxml import Value

_NARROWEST, _WIDEST = 6, 50
_AIR = 2
_ROW = 18
"""Points: a line of Chinese with a little air."""
_A_LINE = _WIDEST - 4
"""What of a text that is broken into lines stands in one of them, in the widest column."""
_MOST_LINES = 12
_EDGE = "#C9CED6"
_PAPER_A4 = 9
_WIDE = frozenset("WF")
_FORBIDDEN_IN_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))
_LONGEST_NAME = 31


class RegisterRefused(CrmError):
    """Rows that do not make a sheet; the code says why (``register-…``)."""


class ColumnKind(Enum):
    """What a column holds, and so how it is shown and aligned."""

    TEXT = "@"
    WHOLE = "#,##0"
    AMOUNT = "#,##0.00"
    EITHER = "#,##0.00;-#,##0.00"
    """Amounts, and counts (int) among them."""
    NUMBER = "General"
    DATE = "yyyy-mm-dd"
    MOMENT = "yyyy-mm-dd hh:mm"


_SIDES: Mapping[ColumnKind, Mapping[str, object]] = {
    ColumnKind.TEXT: {"align": "left", "indent": 1},  # or it would stand close to a number before it
    ColumnKind.DATE: {"align": "center"},
    ColumnKind.MOMENT: {"align": "center"},
}


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """A column: its header and what it holds."""

    header: str
    kind: ColumnKind = ColumnKind.TEXT


@dataclass(frozen=True, slots=True)
class RegisterSheet:
    """A sheet: its columns and rows, which are looked through once; a heading above them where there is one."""

    name: str
    columns: tuple[RegisterColumn, ...]
    rows: Iterable[Sequence[Value]]
    heading: str = ""
    """Of several lines the first one is the title, and the others stand below it in plain type."""


@dataclass(frozen=True, slots=True)
class _Formats:
    heading: Format
    below: Format
    header: Format
    by_kind: dict[ColumnKind, Format]
    lines: Format
    """A text that is wider than the widest column."""


def write_register(
    sheets: Sequence[RegisterSheet], *, created: datetime, title: str = "", creator: str = ""
) -> bytes:
    """A workbook of *sheets*: bold frozen header, filter, widths by content, A4 landscape with the header on each page.

    Raises RegisterRefused: ``register-row-length`` for a row with more or fewer values than columns,
    ``register-text-too-long`` for a text that no cell can hold.
    """
    file = io.BytesIO()
    moment = created.astimezone(UTC).replace(tzinfo=None) if created.tzinfo else created
    options = {"constant_memory": True, "default_date_format": ColumnKind.DATE.value}
    with xlsxwriter.Workbook(file, options) as workbook:
        workbook.set_properties({"created": moment, "title": title, "author": creator})
        formats = _formats(workbook)
        taken: set[str] = set()
        for sheet in sheets:
            _write_sheet(workbook.add_worksheet(_sheet_name(sheet.name, taken)), sheet, formats)
    return file.getvalue()


def _formats(workbook: Workbook) -> _Formats:
    header = {
        "bold": True,
        "bg_color": "#DDEBF7",
        "border": 1,
        "border_color": _EDGE,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
    }
    plain = {"border": 1, "border_color": _EDGE, "valign": "vcenter"}
    by_kind = {
        kind: workbook.add_format({"num_format": kind.value, **plain, **_SIDES.get(kind, {})})
        for kind in ColumnKind
    }
    heading = workbook.add_format({"bold": True, "font_size": 12, "valign": "vcenter"})
    below = workbook.add_format({"font_color": "#566070", "valign": "vcenter"})
    text = {"num_format": ColumnKind.TEXT.value, **plain, **_SIDES[ColumnKind.TEXT], "text_wrap": True}
    return _Formats(heading, below, workbook.add_format(header), by_kind, workbook.add_format(text))


def _sheet_name(name: str, taken: set[str]) -> str:
    """*name* as Excel allows it, and not twice."""
    plain = clean_text(name).translate(_FORBIDDEN_IN_NAME).strip("'")[:_LONGEST_NAME] or "Sheet"
    found, number = plain, 1
    while found.casefold() in taken:
        number += 1
        ending = f" ({number})"
        found = plain[: _LONGEST_NAME - len(ending)] + ending
    taken.add(found.casefold())
    return found


def _write_sheet(worksheet: Worksheet, sheet: RegisterSheet, formats: _Formats) -> None:
    widths = [_NARROWEST] * len(sheet.columns)
    worksheet.set_default_row(_ROW)
    top = 0
    for top, line in enumerate(sheet.heading.split("\n") if sheet.heading else (), 1):
        worksheet.set_row(top - 1, 24 if top == 1 else _ROW)
        shape = formats.heading if top == 1 else formats.below
        worksheet.write_string(top - 1, 0, clean_text(line), shape)
    for column, spec in enumerate(sheet.columns):
        worksheet.write_string(top, column, clean_text(spec.header), formats.header)
        widths[column] = max(widths[column], display_width(spec.header) + 4)  # room for the filter's arrow
    cells = [formats.by_kind[spec.kind] for spec in sheet.columns]
    either = {column for column, spec in enumerate(sheet.columns) if spec.kind is ColumnKind.EITHER}
    whole = formats.by_kind[ColumnKind.WHOLE]
    last = top
    for last, row in enumerate(sheet.rows, top + 1):
        if len(row) != len(cells):
            raise RegisterRefused("register-row-length", sheet=sheet.name, row=last - top, values=len(row))
        lines = max(map(_lines_of, row), default=1)
        if lines > 1:
            worksheet.set_row(last, _ROW * lines)
        for column, value in enumerate(row):
            shape = whole if column in either and isinstance(value, int) else cells[column]
            if lines > 1 and _lines_of(value) > 1:
                shape = formats.lines
            shown = _write_cell(worksheet, last, column, value, shape)
            widths[column] = max(widths[column], shown)
    for column, width in enumerate(widths):
        worksheet.set_column(column, column, min(width + _AIR, _WIDEST))
    if sheet.columns:
        worksheet.autofilter(top, 0, last, len(sheet.columns) - 1)
    worksheet.freeze_panes(top + 1, 0)
    worksheet.repeat_rows(0, top)
    worksheet.set_landscape()
    worksheet.set_paper(_PAPER_A4)
    worksheet.fit_to_pages(1, 0)


def _lines_of(value: Value) -> int:
    """How many lines a value takes: more than one where it is wider than the widest column."""
    if not isinstance(value, str) or len(value) <= _A_LINE // 2:
        return 1
    parts = clean_text(value).split("\n")
    return min(sum(max(1, -(-display_width(part) // _A_LINE)) for part in parts), _MOST_LINES)


def _write_cell(worksheet: Worksheet, row: int, column: int, value: Value, shape: Format) -> int:
    """Write *value* by its own type, never by what its text looks like; the width it takes on the screen."""
    match value:
        case None | "":
            worksheet.write_blank(row, column, None, shape)
            return 0
        case bool():
            worksheet.write_boolean(row, column, value, shape)
            return 5
        case str():
            text = clean_text(value)
            if len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
                raise RegisterRefused("register-text-too-long", row=row + 1, begins=text[:20])
            worksheet.write_string(row, column, text, shape)
            return max(map(display_width, text[:200].split("\n")))
        case datetime():
            worksheet.write_datetime(row, column, value.replace(tzinfo=None), shape)
            return 16
        case date():
            worksheet.write_datetime(row, column, datetime.combine(value, time()), shape)
            return 10
        case int() | float() | Decimal():
            worksheet.write_number(row, column, float(value) if isinstance(value, Decimal) else value, shape)
            return len(f"{value:,}")


def display_width(text: str) -> int:
    """The columns that *text* takes on a screen: two for a Chinese character, one for a Latin one."""
    return len(text) + sum(unicodedata.east_asian_width(character) in _WIDE for character in text)
