"""Rooms with the floors and buildings they lie in: what is missing of these is made, what becomes empty is removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm.db.models import Building, Floor, Room, Site
from crm.db.queries import tenant_records as rows
from crm.domain.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from crm.services.operation import Operation


def floor_named(running: Operation, building: str, floor: str) -> int:
    """The floor of a building of our own site; what is missing is made."""
    recorder = running.recorder
    site, house, level = rows.find_floor(recorder.connection, building, floor)
    if site is None:
        site = recorder.add(Site, name="", is_own=True)
    if house is None:
        house = recorder.add(Building, site_id=site, name=building)
    return recorder.add(Floor, building_id=house, name=floor) if level is None else level


def require_new_number(
    connection: Connection, columns: Mapping[str, Any], room_id: int | None = None
) -> None:
    """RuleError ``room-twice`` where another room of the building has the number."""
    building, number = str(columns["building"]), str(columns["number"])
    if rows.room_numbered(connection, building, number) not in {None, room_id}:
        raise RuleError("room-twice", building=building, number=number)


def change_room(
    running: Operation, held: Mapping[str, Any], columns: Mapping[str, Any], changes: Mapping[str, Any]
) -> None:
    """Write the *changes* of a room that is now as *columns* say: it goes to another floor where they name one."""
    names = ("building", "floor", "number")
    if any(held[name] != columns[name] for name in names):
        require_new_number(running.recorder.connection, columns, held["id"])
    moved = (columns["building"], columns["floor"]) != (held["building"], held["floor"])
    to = {"floor_id": floor_named(running, columns["building"], columns["floor"])} if moved else {}
    running.recorder.change_one(Room, held["id"], **changes, **to)
    if moved:
        remove_empty(running, held["floor_id"])


def remove_empty(running: Operation, floor_id: int) -> None:
    """Remove a floor, and its building, that nothing is left in."""
    recorder = running.recorder
    connection = recorder.connection
    if rows.count_references(connection, Floor.__tablename__, floor_id):
        return
    building = rows.building_of(connection, floor_id)
    recorder.remove(Floor, [(floor_id,)])
    if not rows.count_references(connection, Building.__tablename__, building):
        recorder.remove(Building, [(building,)])
