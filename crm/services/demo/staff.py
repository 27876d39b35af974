"""How many people work at a tenant, quarter by quarter, and how well they are taught."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.lifecycle import LEFT

if TYPE_CHECKING:
    from crm.domain.period import Period
    from crm.services.demo.lives import Life

_QUARTERS_OF_GROWTH = 16
_COLLEGE_PERCENT = {"office": 88, "lab": 85, "studio": 80, "workshop": 66}
_DOCTORS_PERMILLE = {"office": 25, "lab": 85, "studio": 8, "workshop": 28}


def employees_in(life: Life, quarter: Period) -> int:
    """All staff at the end of *quarter*: a steep start that flattens, then a wobble; fewer before a closure."""
    first, grown = life.cast.staff
    age = life.age_in(quarter)
    if age <= 0:
        return first
    rest = max(0, _QUARTERS_OF_GROWTH - age)
    risen = 1_000 - 1_000 * rest * rest // (_QUARTERS_OF_GROWTH * _QUARTERS_OF_GROWTH)
    staff = first + ((grown - first) * risen + 500) // 1_000
    if rest == 0:
        staff += (age - _QUARTERS_OF_GROWTH) * grown // 60 - life.dice(f"wobble/{quarter.code}").below(2)
    return max(2, staff - staff * _shrinking(life, quarter) // 100)


def _shrinking(life: Life, quarter: Period) -> int:
    """How many percent are gone already in the last quarters before a company leaves without graduating."""
    left = life.left_on
    if left is None or life.stage not in LEFT:
        return 0
    quarters_to_go = (left.year - quarter.year) * 4 + (left.month - 1) // 3 + 1 - quarter.index
    return {0: 30, 1: 24, 2: 10}.get(quarters_to_go, 0)


def college_in(life: Life, quarter: Period) -> int:
    """Staff with a college degree."""
    employees = employees_in(life, quarter)
    percent = _COLLEGE_PERCENT[life.cast.business.space] + life.dice("college").between(-6, 9)
    return max(min(employees, 2), employees * percent // 100)


def doctors_in(life: Life, quarter: Period, *, at_least: int) -> int:
    """Staff with a doctor's degree; the doctors among the talents are among them."""
    permille = _DOCTORS_PERMILLE[life.cast.business.space]
    usual = employees_in(life, quarter) * permille // 1_000 + (
        1 if life.dice("doctor").chance(permille * 3) else 0
    )
    return min(max(usual, at_least), college_in(life, quarter))
