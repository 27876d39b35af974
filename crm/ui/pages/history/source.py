"""Operations as a list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.services.history import get_operation_lines, list_operation_ids, title_of
from crm.services.moment import local_time
from crm.ui.table.source import Beginning, Cells, Column, Kind, Nothing

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from crm.services.history import HistoryQuery, OperationLine
    from crm.ui.context import Context


class OperationSource:
    """What was done, the latest first."""

    name = "history"

    def __init__(self, context: Context) -> None:
        self._context = context
        translate = QCoreApplication.translate
        self.title = translate("OperationSource", "Operations")
        self._undone = translate("OperationSource", "Undone")
        self._columns = (
            Column("title", translate("OperationSource", "Action"), most=560),
            Column("at", translate("OperationSource", "When"), is_quiet=True, most=150),
            Column("by", translate("OperationSource", "By"), most=120),
            Column("rows", translate("OperationSource", "Rows written"), kind=Kind.WHOLE),
            Column("state", translate("OperationSource", "State"), is_quiet=True, most=90),
            Column("id", translate("OperationSource", "No."), kind=Kind.WHOLE, is_quiet=True),
        )

    @property
    def columns(self) -> Sequence[Column]:
        """What was done, when and by whom."""
        return self._columns

    def begin(self, query: HistoryQuery, size: int) -> Beginning:
        """The latest operations."""
        ids = self.list_ids(query)
        lines = self.get_lines(ids[:size])
        return Beginning(len(ids), [(one, lines[one]) for one in ids[:size]])

    def list_ids(self, query: HistoryQuery) -> array[int]:
        """All operations that fit."""
        context = self._context
        return list_operation_ids(context.workplace, context.library, query, context.language)

    def get_lines(self, ids: Sequence[int]) -> Mapping[int, Cells]:
        """Some operations as lines."""
        lines = get_operation_lines(self._context.workplace, ids)
        return {one: self._cells(line) for one, line in lines.items()}

    def sort_query(self, query: HistoryQuery, sort: str, *, descending: bool) -> HistoryQuery:
        """The latest always come first: an order of its own would tell another story."""
        del sort, descending
        return replace(query)

    def sum_lines(self, ids: Sequence[int]) -> Mapping[str, tuple[int, Decimal]]:
        """Rows and numbers of operations are not added up."""
        del ids
        return {}

    def nothing(self, query: HistoryQuery) -> Nothing:
        """Nobody has written yet, or nothing is found."""
        translate = QCoreApplication.translate
        if query == type(query)():
            return Nothing(
                translate("OperationSource", "No operations yet"),
                translate(
                    "OperationSource", "Every import, change and filing is listed here, with what it changed."
                ),
                drawing="history",
            )
        return Nothing(
            translate("OperationSource", "No matching operations"),
            translate("OperationSource", "Try other words, or clear the filter."),
            drawing="search",
            action="history.clear",
        )

    def _cells(self, line: OperationLine) -> Cells:
        title = title_of(self._context.library, line, self._context.language)
        state = self._undone if line.undone_by is not None else ""
        when = local_time(line.at)
        return Cells(
            texts=(title, when, line.by, f"{line.rows:,}", state, str(line.id)),
            values=(title, when, line.by, line.rows, state, line.id),
            record=line,
        )
