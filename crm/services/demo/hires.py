"""University students hired into their first job: a quarter's total, shared out over those who can take them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from crm.db.models import GraduateHire
from crm.domain.period import Period
from crm.services.demo.dice import Dice
from crm.services.demo.staff import college_in, employees_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.services.demo.ledger import Ledger
    from crm.services.demo.lives import Life
    from crm.services.demo.script import Script

Hires = dict[tuple[int, int], int]
"""(tenant id, key of the quarter) → persons."""

_SHARE_OF_STAFF = 4
"""No more than a quarter of the staff in one quarter."""
_HIRED_WITHIN = 58
"""Days from the start of the quarter."""
_IN_BY = 44
"""Days from the start of the quarter on which a tenant must be in the house to hire in it."""


def build_hires(
    ledger: Ledger, script: Script, lives: Sequence[Life], organisations: Mapping[str, int]
) -> Hires:
    """A record a tenant and quarter; never more than the tenant ever employed."""
    hires: Hires = {}
    before: dict[int, int] = {}
    peaks = {life.tenant_id: max((employees_in(life, q) for q in life.quarters), default=0) for life in lives}
    for code, persons in script.hires.items():
        quarter = Period.parse(code)
        dice = Dice(f"hires/{code}")
        rooms = {
            life.tenant_id: min(
                max(1, employees_in(life, quarter) // _SHARE_OF_STAFF),
                college_in(life, quarter) // 2,
                peaks[life.tenant_id] - before.get(life.tenant_id, 0),
            )
            for life in lives
            if _can_hire(life, quarter)
        }
        for tenant_id in _share(persons, rooms, dice):
            hires[tenant_id, quarter.key] = hires.get((tenant_id, quarter.key), 0) + 1
            before[tenant_id] = before.get(tenant_id, 0) + 1
    _write(ledger, script, lives, hires, organisations)
    return hires


def _can_hire(life: Life, quarter: Period) -> bool:
    """In the house before the quarter's days of hiring are over, until its end, and reporting."""
    entered, left = life.entered_on, life.left_on
    return (
        entered is not None
        and entered <= quarter.start + timedelta(days=_IN_BY)
        and quarter in life.quarters
        and (left is None or left > quarter.end)
    )


def _share(persons: int, rooms: Mapping[int, int], dice: Dice) -> list[int]:
    """One tenant id a person."""
    places = [tenant_id for tenant_id, room in rooms.items() for _ in range(room)]
    if persons > len(places):
        raise LookupError(persons)
    return [places.pop(dice.below(len(places))) for _ in range(persons)]


def _write(
    ledger: Ledger,
    script: Script,
    lives: Sequence[Life],
    hires: Hires,
    organisations: Mapping[str, int],
) -> None:
    schools = [university for university in script.universities if university.region != "省外"]
    known = {life.tenant_id: life for life in lives}
    for (tenant_id, key), persons in hires.items():
        dice = known[tenant_id].dice(f"hire/{key}")
        start = Period.from_key(key).start
        first = max(start, known[tenant_id].entered_on or start) + timedelta(days=4)
        hired_on = first + timedelta(days=dice.between(0, (start - first).days + _HIRED_WITHIN))
        served = [school for school in schools if school.served_on <= hired_on] or schools[:1]
        ledger.add(
            GraduateHire,
            tenant_id=tenant_id,
            organisation_id=organisations[dice.pick(served).name],
            hired_on=hired_on,
            persons=persons,
        )
