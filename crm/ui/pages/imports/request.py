"""What an import is asked to do: the sheet, and what the user said of its header and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.period import Period
from crm.services.imports import ImportRequest, SheetKind
from crm.ui.pages.imports.header_step import AUTO, HeaderStep

if TYPE_CHECKING:
    from crm.services.import_sheets import LoadedSheet
    from crm.ui.pages.imports.columns_step import ColumnsStep


def request_of(loaded: LoadedSheet, header: HeaderStep, columns: ColumnsStep) -> ImportRequest:
    """What the two steps say of a sheet."""
    kind, period, key = (
        None if box.key in {AUTO, ""} else box.key for box in (header.kind, header.period, columns.key)
    )
    return ImportRequest(
        loaded.path,
        sheet=loaded.name,
        kind=SheetKind(kind) if kind else None,
        period=Period.parse(period) if period else None,
        key=key,
        maps=dict(columns.maps),
        units=dict(columns.units),
        header=header.header,
        by_letters=True,
    )
