"""The records of one tenant of a kind, whatever table they lie in, and what such records refer to."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from crm.db.base import Base
from crm.db.models import Building, Event, Floor, Organisation, Policy, Room, Site, Tenant
from crm.domain.text import name_order

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Select


@cache
def models() -> Mapping[str, type[Base]]:
    """Every model by the name of its table."""
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}


def model_of(table: str) -> type[Base]:
    """The model of a table; KeyError where there is none."""
    return models()[table]


def record_rows(
    connection: Connection,
    table: str,
    *,
    above: str = "",
    above_key: str = "",
    tenant_id: int | None = None,
    record_id: int | None = None,
) -> list[dict[str, Any]]:
    """Rows of *table*, with the columns of the row above that it does not have itself, ``tenant_id`` among them.

    Those of a tenant, the one with an id, or all. A room has the names of its ``building`` and ``floor``.
    """
    own = Base.metadata.tables[table]
    columns: list[Any] = list(own.c)
    owner = own
    query: Select[Any]
    if table == Room.__tablename__:
        columns += [Building.name.label("building"), Floor.name.label("floor")]
        query = select(*columns).join(Floor, Floor.id == own.c.floor_id)
        query = query.join(Building, Building.id == Floor.building_id)
    elif above:
        owner = Base.metadata.tables[above]
        columns += [column for column in owner.c if column.name not in own.c]
        query = select(*columns).join(owner, owner.c.id == own.c[above_key])
    else:
        query = select(*columns)
    if tenant_id is not None:
        query = query.where(owner.c.tenant_id == tenant_id)
    if record_id is not None:
        query = query.where(own.c.id == record_id)
    return [dict(row) for row in connection.execute(query.order_by(own.c.id)).mappings()]


def room_numbered(connection: Connection, building: str, number: str) -> int | None:
    """The room of a building with a number; None where there is none."""
    query = (
        select(Room.id)
        .join(Floor, Floor.id == Room.floor_id)
        .join(Building, Building.id == Floor.building_id)
        .where(Building.name == building, Room.number == number)
    )
    return connection.scalar(query.order_by(Room.id))


def building_of(connection: Connection, floor_id: int) -> int:
    """The building that a floor is in."""
    return int(connection.scalar(select(Floor.building_id).where(Floor.id == floor_id)) or 0)


def count_references(connection: Connection, table: str, record_id: int) -> int:
    """How many rows of other tables refer to a row."""
    return sum(
        int(connection.scalar(select(func.count()).select_from(other).where(column == record_id)) or 0)
        for other in Base.metadata.sorted_tables
        for column in other.c
        if any(key.column.table.name == table for key in column.foreign_keys)
    )


def reference_texts(
    connection: Connection, refers: str, ids: Sequence[int] | None = None
) -> list[tuple[int, str, str]]:
    """What may be referred to: id, name, and what tells it from its like (a day, a region, an area in 0.01 m²).

    All in the order of their names, events the latest first; or those with *ids*.
    """
    query, key = _REFERENCES[refers]
    if ids is not None:
        query = query.where(key.in_(ids))
    found = [
        (row[0], str(row[1]), "" if row[2] is None else str(row[2])) for row in connection.execute(query)
    ]
    return found if refers in _BY_DAY else sorted(found, key=lambda one: (name_order(one[1]), one[0]))


_REFERENCES: dict[str, tuple[Any, Any]] = {
    "organisation": (
        select(Organisation.id, Organisation.name, Organisation.region),
        Organisation.id,
    ),
    "event": (
        select(Event.id, Event.title, Event.held_on).order_by(Event.held_on.desc(), Event.id),
        Event.id,
    ),
    "policy": (select(Policy.id, Policy.title, Policy.issuer), Policy.id),
    "room": (
        select(Room.id, Building.name + " " + Room.number, Room.area)
        .join(Floor, Floor.id == Room.floor_id)
        .join(Building, Building.id == Floor.building_id),
        Room.id,
    ),
}
_BY_DAY = frozenset({"event"})
"""Those whose query puts the latest first."""


def tenant_name(connection: Connection, tenant_id: int | None) -> str:
    """The name of a tenant; empty where there is none."""
    return str(connection.scalar(select(Tenant.name).where(Tenant.id == tenant_id)) or "")


def find_floor(
    connection: Connection, building: str, floor: str
) -> tuple[int | None, int | None, int | None]:
    """Ids of our own site, of a building in it and of a floor of that; None where there is none."""
    site = connection.scalar(select(Site.id).where(Site.is_own).order_by(Site.id).limit(1))
    house = connection.scalar(select(Building.id).where(Building.site_id == site, Building.name == building))
    level = connection.scalar(select(Floor.id).where(Floor.building_id == house, Floor.name == floor))
    return site, house, level
