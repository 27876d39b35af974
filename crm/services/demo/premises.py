"""The demo's space: sites, buildings, floors and rooms, and the leases of the tenants, never over-let."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crm.db.models import Building, Floor, Lease, LeaseLine, Room, Site

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.services.demo.ledger import Ledger
    from crm.services.demo.lives import Life
    from crm.services.demo.script import BuildingPlan, Script

_AREA_A_HEAD = {"office": 1_100, "lab": 1_700, "studio": 1_900, "workshop": 2_900}
"""0.01 m² for each of the grown staff."""
_RENT = {"office": 2_600, "lab": 2_600, "studio": 2_300, "workshop": 1_500}
"""Fen a square metre and month; half of it in the first year of incubation."""
_STAYS_AFTER_GRADUATION = 250
"""Graduates (in thousandths) that keep their rooms for a year."""


@dataclass(slots=True)
class HousedRoom:
    """A room with the day from which it is free."""

    id: int
    number: str
    area: int
    free_from: date


@dataclass(frozen=True, slots=True)
class Housing:
    """Where a tenant sits: its rooms and the days of its stay (``until`` exclusive, None while it stays)."""

    rooms: tuple[HousedRoom, ...]
    since: date
    until: date | None

    @property
    def area(self) -> int:
        """All rooms together, in 0.01 m²."""
        return sum(room.area for room in self.rooms)

    def area_on(self, day: date) -> int:
        """What is let on *day*."""
        return self.area if self.since <= day and (self.until is None or self.until > day) else 0


@dataclass(slots=True)
class House:
    """Our own site, the lettable floors of each building, and who sits where."""

    site_id: int = 0
    floors: dict[str, list[list[HousedRoom]]] = field(default_factory=dict)
    housings: dict[int, Housing] = field(default_factory=dict)
    """By tenant id."""

    def area_on(self, tenant_id: int, day: date) -> int:
        """What the tenant occupies on *day*, in 0.01 m²."""
        housing = self.housings.get(tenant_id)
        return housing.area_on(day) if housing else 0


def build_premises(ledger: Ledger, script: Script, lives: Sequence[Life]) -> House:
    """The sites with their rooms, and leases for every tenant that moved in."""
    house = House()
    own = script.own
    site_id = ledger.add(
        Site,
        name=own.name,
        is_own=True,
        operator=own.operator,
        authority=own.authority,
        address=own.address,
        opened_on=own.opened_on,
        note=own.note,
    )
    house.site_id = site_id
    for sister in script.sisters:
        ledger.add(
            Site,
            name=sister.name,
            is_own=False,
            operator=sister.operator,
            authority="",
            address=sister.address,
            opened_on=sister.opened_on,
            note="",
        )
    for plan in script.buildings:
        _build(ledger, house, plan, site_id, own.opened_on)
    for life in lives:
        if life.entered_on is not None:
            house.housings[life.tenant_id] = _house(house, script, life, life.entered_on)
    _let(ledger, script, lives, house)
    return house


def _build(ledger: Ledger, house: House, plan: BuildingPlan, site_id: int, opened_on: date) -> None:
    building_id = ledger.add(Building, site_id=site_id, name=plan.name)
    for floor_plan in plan.floors:
        for level in floor_plan.levels:
            floor_id = ledger.add(Floor, building_id=building_id, name=f"{level}F")
            rooms = []
            for place, area in enumerate(floor_plan.rooms, start=1):
                number = f"{plan.letter}-{level}{place:02d}"
                room_id = ledger.add(Room, floor_id=floor_id, number=number, use=floor_plan.use, area=area)
                rooms.append(HousedRoom(room_id, number, area, opened_on))
            if floor_plan.use == "tenant":
                for space in plan.spaces:
                    house.floors.setdefault(space, []).append(rooms)


def _house(house: House, script: Script, life: Life, entered: date) -> Housing:
    """The first run of free neighbouring rooms that is large enough, from a floor of the tenant's own liking on."""
    dice = life.dice("housing")
    business = life.cast.business
    wanted = life.cast.area or 2_000 + _AREA_A_HEAD[business.space] * life.cast.staff[1]
    floors = house.floors[business.space]
    start = dice.below(len(floors))
    for floor in floors[start:] + floors[:start]:
        rooms = _free_run(floor, wanted, entered)
        if rooms:
            until = _end_of_stay(script, life)
            for room in rooms:
                room.free_from = until or date.max
            return Housing(rooms, entered, until)
    raise LookupError(life.cast.name)


def _free_run(floor: Sequence[HousedRoom], wanted: int, day: date) -> tuple[HousedRoom, ...]:
    """The smallest run of free neighbours on *floor* that has *wanted*; nothing where there is none."""
    runs = []
    for first in range(len(floor)):
        area = 0
        for last in range(first, len(floor)):
            if floor[last].free_from > day:
                break
            area += floor[last].area
            if area >= wanted:
                runs.append((area, first, last))
                break
    if not runs:
        return ()
    _, first, last = min(runs)
    return tuple(floor[first : last + 1])


def _end_of_stay(script: Script, life: Life) -> date | None:
    left = life.left_on
    if left is None:
        return None
    if life.graduated_on == left and life.dice("stay").chance(_STAYS_AFTER_GRADUATION):
        end = left + timedelta(days=365)
        return end if end <= script.as_of else None
    return left


def _let(ledger: Ledger, script: Script, lives: Sequence[Life], house: House) -> None:
    """A lease a year and tenant, in the order in which they were signed; one line a room."""
    terms = sorted(
        (start, life.number, end, life)
        for life in lives
        if life.tenant_id in house.housings
        for start, end in _terms(house.housings[life.tenant_id], script.as_of)
    )
    for serial, (start, _, end, life) in enumerate(terms, start=1):
        lease_id = ledger.add(
            Lease, tenant_id=life.tenant_id, number=f"ZL-{start.year}-{serial:04d}", signed_on=start
        )
        rate = _RENT[life.cast.business.space]
        if start == life.entered_on and not life.cast.service:
            rate //= 2
        for room in house.housings[life.tenant_id].rooms:
            ledger.add(
                LeaseLine,
                lease_id=lease_id,
                room_id=room.id,
                area=room.area,
                start_on=start,
                until_on=end - timedelta(days=1),
                monthly_rent=room.area * rate // 100,
            )


def _terms(housing: Housing, as_of: date) -> Iterator[tuple[date, date]]:
    start = housing.since
    while start <= as_of and (housing.until is None or start < housing.until):
        end = date(start.year + 1, start.month, min(start.day, 28))
        yield start, min(end, housing.until or end)
        start = end
