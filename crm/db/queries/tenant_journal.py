"""What the journal tells of one tenant: the rows of its own record and of all that belongs to it, the latest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.db.base import Base
from crm.db.images import Image, unpack
from crm.db.models import JournalBatch, Lease, LeaseLine, Observation, OperationRecord, Tenant, TenantOverview

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sqlalchemy import Connection

    from crm.db.images import Batch

_TENANTS, _OBSERVATIONS = Tenant.__tablename__, Observation.__tablename__
_LEASES, _LINES = Lease.__tablename__, LeaseLine.__tablename__


@dataclass(frozen=True, slots=True)
class TenantImage:
    """What one operation did to one row that belongs to a tenant."""

    operation_id: int
    kind: str
    details: Mapping[str, str | int]
    at: str
    by: str
    undone_by: int | None
    image: Image


def tenant_images(
    connection: Connection, tenant_id: int, *, check: Callable[[], None]
) -> Iterator[TenantImage]:
    """The images of a tenant's rows, the latest operation first. *check* is called now and then; it may raise."""
    owned = _Owned(connection, tenant_id)
    batch, record = JournalBatch, OperationRecord
    places = connection.execute(
        select(
            batch.operation_id,
            batch.position,
            record.kind,
            record.details,
            record.at,
            record.by,
            record.undone_by,
        )
        .join(record, record.id == batch.operation_id)
        .where(batch.table.in_(sorted(owned.tables)))
        .order_by(batch.operation_id.desc(), batch.position.desc())
    ).all()
    for operation_id, position, kind, details, at, by, undone_by in places:
        check()
        packed = connection.execute(
            select(batch.table, batch.images).where(
                batch.operation_id == operation_id, batch.position == position
            )
        ).one()
        for image in owned.among(unpack(packed[0], packed[1])):
            yield TenantImage(operation_id, kind, details, at, by, undone_by, image)


class _Owned:
    """Which rows belong to a tenant: those that do now, and those that the journal says once did."""

    def __init__(self, connection: Connection, tenant_id: int) -> None:
        self._tenant = tenant_id
        self.tables: set[str] = {_TENANTS, _OBSERVATIONS, _LINES}
        self._ids: dict[str, set[Any]] = {}
        for table in Base.metadata.sorted_tables:
            if "tenant_id" in table.c and "id" in table.c and table.name != TenantOverview.__tablename__:
                self.tables.add(table.name)
                mine = select(table.c.id).where(table.c.tenant_id == tenant_id)
                self._ids[table.name] = set(connection.scalars(mine))
        lines = select(LeaseLine.id).where(LeaseLine.lease_id.in_(sorted(self._ids[_LEASES])))
        self._ids[_LINES] = set(connection.scalars(lines))

    def among(self, batch: Batch) -> Iterator[Image]:
        """The images of a batch that are this tenant's."""
        if batch.table in {_TENANTS, _OBSERVATIONS}:
            for place, key in enumerate(batch.keys):
                if key[-1 if batch.table == _OBSERVATIONS else 0] == self._tenant:
                    yield _image(batch, place)
            return
        ids = self._ids[batch.table]
        upper = "lease_id" if batch.table == _LINES else "tenant_id"
        owners = self._ids[_LEASES] if batch.table == _LINES else {self._tenant}
        column = batch.columns.index(upper) if upper in batch.columns else -1
        sides = [side for side in (batch.before, batch.after) if side is not None]
        for place, key in enumerate(batch.keys):
            if column >= 0 and any(side[place][column] in owners for side in sides):
                ids.add(key[0])
            if key[0] in ids:
                yield _image(batch, place)


def _image(batch: Batch, place: int) -> Image:
    """One row of a batch."""

    def row(side: Any) -> dict[str, Any] | None:  # noqa: ANN401 - rows of values
        return None if side is None else dict(zip(batch.columns, side[place], strict=True))

    return Image(batch.table, batch.keys[place], row(batch.before), row(batch.after))
