"""Writes a blank register to fill in: headings, examples, validations, and a sheet that explains each column."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import xlsxwriter

from crm.excel.register import ColumnKind, display_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_ROWS = 2_000
"""Rows that are ready to be filled in."""
_INLINE = 200
"""A list of choices longer than this cannot stand in a validation; it stands on a sheet of its own."""
_FIRST, _LAST = date(1950, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class BlankColumn:
    """A column to fill in: its header, what it holds, an example, how to fill it in, and what may be chosen."""

    header: str
    kind: ColumnKind
    example: str
    hint: str
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class BlankWords:
    """What the workbook says beside its columns, in one language."""

    sheet: str
    notes_sheet: str
    choices_sheet: str
    notes_heads: tuple[str, ...]
    """Heads of the explaining sheet: column, whether it must be filled in, how, an example."""
    required: str
    optional: str
    wrong: str
    """The title of the message about a value that does not fit."""


def write_blank_register(columns: Sequence[BlankColumn], words: BlankWords, *, created: datetime) -> bytes:
    """The workbook. The line of examples begins with a word that the import knows, and so is not imported."""
    file = io.BytesIO()
    moment = created.astimezone(UTC).replace(tzinfo=None) if created.tzinfo else created
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"created": moment, "title": words.sheet})
        sheet = book.add_worksheet(words.sheet)
        _write_notes(book, book.add_worksheet(words.notes_sheet), columns, words)
        long_lists = [column for column in columns if len(",".join(column.choices)) > _INLINE]
        lists = _write_lists(book.add_worksheet(words.choices_sheet), long_lists, words) if long_lists else {}
        _write_columns(book, sheet, columns, words=words, lists=lists)
    return file.getvalue()


def _write_columns(
    book: Workbook,
    sheet: Worksheet,
    columns: Sequence[BlankColumn],
    *,
    words: BlankWords,
    lists: dict[str, str],
) -> None:
    shape = {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
    optional = book.add_format({**shape, "bg_color": "#DDEBF7"})
    required = book.add_format({**shape, "bg_color": "#FCE4D6"})
    example = book.add_format({"italic": True, "font_color": "#7F7F7F", "border": 1, "text_wrap": True})
    for place, column in enumerate(columns):
        width = min(max(display_width(column.header), display_width(column.example), 10) + 2, 32)
        sheet.set_column(place, place, width, book.add_format({"num_format": column.kind.value}))
        sheet.write_string(0, place, column.header, required if column.required else optional)
        sheet.write_string(1, place, column.example, example)
        rule = _rule(column, words, lists)
        if rule is not None:
            sheet.data_validation(2, place, _ROWS + 1, place, rule)
    sheet.set_row(0, 32)
    sheet.freeze_panes(2, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _rule(column: BlankColumn, words: BlankWords, lists: dict[str, str]) -> dict[str, object] | None:
    told = {
        "error_title": words.wrong,
        "error_message": column.hint[:250],
        "input_message": column.hint[:250],
    }
    if column.choices:
        return {**told, "validate": "list", "source": lists.get(column.header) or list(column.choices)}
    if column.kind is ColumnKind.DATE:
        return {**told, "validate": "date", "criteria": "between", "minimum": _FIRST, "maximum": _LAST}
    if column.kind is ColumnKind.WHOLE:
        return {**told, "validate": "integer", "criteria": ">=", "value": 0}
    if column.kind is ColumnKind.AMOUNT:
        return {**told, "validate": "decimal", "criteria": "between", "minimum": -1e12, "maximum": 1e12}
    return None


def _write_notes(book: Workbook, sheet: Worksheet, columns: Sequence[BlankColumn], words: BlankWords) -> None:
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#DDEBF7"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    for place, (text, width) in enumerate(zip(words.notes_heads, (30, 10, 70, 34), strict=True)):
        sheet.write_string(0, place, text, head)
        sheet.set_column(place, place, width)
    for row, column in enumerate(columns, 1):
        must = words.required if column.required else words.optional
        for place, text in enumerate((column.header, must, column.hint, column.example)):
            sheet.write_string(row, place, text, cell)
    sheet.freeze_panes(1, 0)


def _write_lists(sheet: Worksheet, columns: Sequence[BlankColumn], words: BlankWords) -> dict[str, str]:
    """Put long lists of choices on a sheet; where each stands, by the column's header."""
    found = {}
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.header)
        sheet.set_column(place, place, 28)
        for row, choice in enumerate(column.choices, 1):
            sheet.write_string(row, place, choice)
        letters = chr(ord("A") + place)
        found[column.header] = f"='{words.choices_sheet}'!${letters}$2:${letters}${len(column.choices) + 1}"
    return found
