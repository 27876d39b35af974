"""A list as it is shown, as a workbook: real numbers and days, a frozen header, a filter; personal data masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING

from crm.domain.identifiers import mask_phone
from crm.excel.register import ColumnKind, RegisterColumn, RegisterSheet, write_register
from crm.excel.saving import save_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from crm.services.operation import Workplace

    ListValue = str | int | Decimal | date | None


class ListKind(Enum):
    """What a column of a list holds."""

    TEXT = "text"
    WHOLE = "whole"
    AMOUNT = "amount"
    EITHER = "either"
    """Amounts, and counts (int) among them."""
    DATE = "date"


_KINDS = {
    ListKind.TEXT: ColumnKind.TEXT,
    ListKind.WHOLE: ColumnKind.WHOLE,
    ListKind.AMOUNT: ColumnKind.AMOUNT,
    ListKind.EITHER: ColumnKind.EITHER,
    ListKind.DATE: ColumnKind.DATE,
}


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: its title with its unit, and what it holds; personal data are masked."""

    title: str
    kind: ListKind = ListKind.TEXT
    is_personal: bool = False


@dataclass(frozen=True, slots=True)
class ListSheet:
    """One of several lists in a workbook: its title, what stands above it, its columns and rows."""

    title: str
    columns: Sequence[ListColumn]
    rows: Iterable[Sequence[ListValue]]
    heading: str = ""


def export_list(
    workplace: Workplace,
    path: Path,
    *,
    title: str,
    columns: Sequence[ListColumn],
    rows: Iterable[Sequence[ListValue]],
    heading: str = "",
) -> None:
    """Write *rows* under *columns* to *path*, which is replaced as a whole; *heading* stands above them.

    SaveRefused (``save-…``) where it cannot be written, RegisterRefused where a text fits in no cell.
    """
    export_lists(workplace, path, title=title, lists=[ListSheet(title, columns, rows, heading)])


def export_lists(workplace: Workplace, path: Path, *, title: str, lists: Sequence[ListSheet]) -> None:
    """Write several lists to *path*, each on a sheet of its own. It is refused as that of `export_list` is."""
    sheets = [
        RegisterSheet(
            one.title,
            tuple(RegisterColumn(column.title, _KINDS[column.kind]) for column in one.columns),
            _masked(one.columns, one.rows),
            heading=one.heading,
        )
        for one in lists
    ]
    made = datetime(workplace.today.year, workplace.today.month, workplace.today.day, tzinfo=UTC)
    content = write_register(sheets, created=made, title=title, creator=workplace.user)
    save_atomically(path, content, ending=".xlsx")


def mask_values(columns: Sequence[bool], row: Sequence[ListValue]) -> list[ListValue]:
    """*row* with the texts of the columns masked that are personal (True)."""
    return [
        mask_phone(value) if personal and isinstance(value, str) else value
        for personal, value in zip(columns, row, strict=True)
    ]


def _masked(
    columns: Sequence[ListColumn], rows: Iterable[Sequence[ListValue]]
) -> Iterator[Sequence[ListValue]]:
    personal = [column.is_personal for column in columns]
    for row in rows:
        yield mask_values(personal, row) if any(personal) else row
