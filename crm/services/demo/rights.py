"""The tenants' intellectual property: what is applied for, granted and lapsed, at the pace of each line of business."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crm.db.models import IntellectualProperty
from crm.services.demo.lives import last_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.services.demo.dice import Dice
    from crm.services.demo.ledger import Ledger
    from crm.services.demo.lives import Life
    from crm.services.demo.script import Script

_QUARTERS_OF_TEN_YEARS = 40
_DAYS_OF_A_QUARTER = 91
_DAYS_TO_GRANT = {
    "software": (55, 100),
    "utility_model": (190, 300),
    "design": (150, 220),
    "invention": (460, 820),
}


@dataclass(frozen=True, slots=True)
class Right:
    """A right of intellectual property with its dates."""

    kind: str
    title: str
    number: str
    applied_on: date
    granted_on: date | None
    lapsed_on: date | None = None


def build_rights(ledger: Ledger, script: Script, life: Life) -> list[Right]:
    """The rights of one tenant: those that the story names, or those that its line of business brings."""
    cast = life.cast
    named = [
        Right(plan.kind, plan.title, plan.number, plan.applied_on, plan.granted_on)
        for plan in script.rights
        if plan.tenant in {cast.role, cast.short}
    ]
    rights = named or list(_rights(life, script))
    for right in rights:
        ledger.add(
            IntellectualProperty,
            tenant_id=life.tenant_id,
            kind=right.kind,
            title=right.title,
            number=right.number,
            applied_on=right.applied_on,
            granted_on=right.granted_on,
            lapsed_on=right.lapsed_on,
        )
    return rights


def _rights(life: Life, script: Script) -> Iterator[Right]:
    """Rights applied for quarter by quarter, as often as the line of business does."""
    dice, business, last = life.dice("rights"), life.cast.business, last_day(life, script)
    entered = life.entered_on or script.as_of
    day = (life.founded_on or entered) + timedelta(days=40)
    copyrights = patents = 0
    while day <= last:
        for is_software, in_ten_years in ((True, business.soft), (False, business.patent)):
            applied = day + timedelta(days=dice.below(_DAYS_OF_A_QUARTER - 10))
            if dice.chance(in_ten_years * 1_150 // _QUARTERS_OF_TEN_YEARS) and applied <= last:
                yield _right(
                    dice,
                    life,
                    script,
                    applied,
                    copyrights if is_software else patents,
                    is_software=is_software,
                )
                copyrights, patents = copyrights + is_software, patents + (not is_software)
        day += timedelta(days=_DAYS_OF_A_QUARTER)


def _right(dice: Dice, life: Life, script: Script, applied: date, count: int, *, is_software: bool) -> Right:
    """The right that follows *count* others of its sort."""
    kind = (
        "software"
        if is_software
        else dice.pick(("invention", "utility_model", "utility_model", "invention", "design"))
    )
    if kind == "design" and life.cast.business.space in {"office", "lab"}:
        kind = "invention"
    products = life.cast.business.products
    title = script.phrases.one("ip", kind).format(
        short=life.cast.short[:2],
        product=products[count % len(products)],
        version=1 + count // len(products),
        manner=dice.pick(script.phrases.some("ip", "manners")),
    )
    granted: date | None = applied + timedelta(days=dice.between(*_DAYS_TO_GRANT[kind]))
    if kind == "invention" and dice.chance(180):
        granted = None
    lapsed = None
    if granted is not None and kind != "software" and dice.chance(50):
        lapsed = granted + timedelta(days=dice.between(700, 1_100))
    if granted is not None and granted > script.as_of:
        granted = None
    return Right(
        kind,
        title,
        _number(kind, applied, life.number * 100 + count + 1, is_granted=granted is not None),
        applied,
        granted,
        lapsed if lapsed is not None and lapsed <= script.as_of else None,
    )


def _number(kind: str, applied: date, serial: int, *, is_granted: bool) -> str:
    """A number in the office's manner, from a range that no office has handed out; none for a pending copyright."""
    if kind == "software":
        return f"{applied.year}SR99{serial:05d}" if is_granted else ""
    form = {"invention": 1, "utility_model": 2, "design": 3}[kind]
    return f"{'ZL' if is_granted else ''}{applied.year}{form}99{serial:05d}.{serial % 10}"
