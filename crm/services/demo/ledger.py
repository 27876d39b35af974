"""The rows of the demo, collected table by table and written in the order that foreign keys need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Table, func, select

from crm.db.models import IdCounter, JournalBatch, Observation, OperationRecord, TenantOverview
from crm.domain.errors import CrmError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from crm.db.base import Base
    from crm.db.images import Row
    from crm.db.journal import Recorder

_BOOKKEEPING = frozenset(
    str(model.__tablename__) for model in (OperationRecord, JournalBatch, IdCounter, TenantOverview)
)


class Ledger:
    """Collects rows and hands out the ids they will have, so that rows can refer to each other before they exist."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._rows: dict[type[Base], list[Row]] = {}
        self._first_ids: dict[type[Base], int] = {}

    @property
    def operation_id(self) -> int:
        """The operation that writes the rows."""
        return self._recorder.operation_id

    @property
    def rows(self) -> int:
        """How many rows have been collected."""
        return sum(len(rows) for rows in self._rows.values())

    def ids_ahead(self, model: type[Base], count: int) -> range:
        """The ids that the next *count* rows of *model* will have."""
        if model not in self._first_ids:
            self._first_ids[model] = self._recorder.new_ids(model, 0).start
        first = self._first_ids[model] + len(self._rows.get(model, ()))
        return range(first, first + count)

    def add(self, model: type[Base], **values: Any) -> int:  # noqa: ANN401 - a column's value
        """Put down a row; its id. Rows of one model must name the same columns."""
        (new_id,) = self.ids_ahead(model, 1)
        self._rows.setdefault(model, []).append({"id": new_id, **values})
        return new_id

    def observe(self, observations: Sequence[Row]) -> None:
        """Put down figures, which have no ids of their own."""
        self.put_down(Observation, observations)

    def put_down(self, model: type[Base], rows: Sequence[Row]) -> None:
        """Put down rows of a model without ids of its own."""
        self._rows.setdefault(model, []).extend(rows)

    def write(self) -> None:
        """Write everything, referred rows before those that refer to them."""
        order = {table: place for place, table in enumerate(Observation.metadata.sorted_tables)}
        for model in sorted(self._rows, key=lambda model: order[cast("Table", model.__table__)]):
            rows = self._rows[model]
            if model in self._first_ids:
                self._recorder.new_ids(model, len(rows))
            self._recorder.insert(model, rows)


def require_empty(connection: Connection) -> None:
    """Raise CrmError ``demo-not-empty`` where any table but the journal holds a row."""
    for table in Observation.metadata.sorted_tables:
        if table.name in _BOOKKEEPING:
            continue
        rows = connection.scalar(select(func.count()).select_from(table))
        if rows:
            raise CrmError("demo-not-empty", table=table.name, rows=rows)
