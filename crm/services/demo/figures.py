"""The figures that the demo's tenants report, quarter by quarter, in smallest units; they follow from the records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.services.demo.months import months_of
from crm.services.demo.register import capital_of, head_of
from crm.services.demo.staff import college_in, doctors_in, employees_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.db.images import Row
    from crm.domain.period import Period
    from crm.services.demo.achievements import Deeds
    from crm.services.demo.hires import Hires
    from crm.services.demo.ledger import Ledger
    from crm.services.demo.lives import Life
    from crm.services.demo.premises import House
    from crm.services.demo.script import Script

_SEASON = (0, 820, 970, 1_000, 1_210)
"""A quarter's income in thousandths of a mean quarter's."""
_FULL_INCOME_AFTER = 10
"""Quarters from the entry until a head earns what the line of business earns."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What figures are taken from."""

    script: Script
    house: House
    deeds: Mapping[int, Deeds]
    hires: Hires


def build_figures(ledger: Ledger, lives: Sequence[Life], sources: Sources) -> None:
    """One row a quarter (or month), indicator and tenant, in the order in which the table is clustered."""
    reports: list[tuple[int, str, int, int]] = []
    for life in lives:
        for quarter in life.quarters:
            figures = report(life, quarter, sources)
            lines = [
                *((quarter.key, indicator, life.tenant_id, value) for indicator, value in figures.items()),
                *months_of(life, quarter, figures),
            ]
            reports += [line for line in lines if f"{quarter.code} {line[1]}" not in life.cast.blank]
    rows: list[Row] = [
        {
            "period": period,
            "indicator": indicator,
            "tenant_id": tenant_id,
            "value": value,
            "operation_id": ledger.operation_id,
            "source_row": None,
        }
        for period, indicator, tenant_id, value in sorted(reports)
    ]
    ledger.observe(rows)


def report(life: Life, quarter: Period, sources: Sources) -> dict[str, int]:
    """Everything *life* reports for *quarter*: indicator → smallest units."""
    return {
        **_money(life, quarter, sources),
        **_people(life, quarter, sources),
        **_rights(quarter, sources.deeds[life.tenant_id]),
        **_deeds(life, quarter, sources.deeds[life.tenant_id]),
        "occupied_area": sources.house.area_on(life.tenant_id, quarter.end),
        "registered_capital_at_founding": capital_of(life),
    }


def income_in(life: Life, quarter: Period) -> int:
    """Total income in fen: staff, what a head earns, the season, and a little luck."""
    told = life.cast.incomes.get(quarter.code)
    if told is not None:
        return told
    dice = life.dice(f"income/{quarter.code}")
    business = life.cast.business
    ripe = 800 + 200 * min(max(life.age_in(quarter), 0), _FULL_INCOME_AFTER) // _FULL_INCOME_AFTER
    trend = 1_000 + 18 * (quarter.year - 2020)
    able = 900 + life.dice("ability").between(0, 260)
    yearly = employees_in(life, quarter) * business.income * 100
    income = yearly * _SEASON[quarter.index] // 4_000
    for permille in (
        ripe,
        trend,
        able,
        dice.between(965, 1_035),
        life.cast.swing.get(quarter.code, 100) * 10,
    ):
        income = income * permille // 1_000
    return income + dice.below(10_000)


def _money(life: Life, quarter: Period, sources: Sources) -> dict[str, int]:
    dice = life.dice(f"money/{quarter.code}")
    business, income = life.cast.business, income_in(life, quarter)
    # Profit comes with age; a young company lives on its capital.
    margin = min(-110 + 24 * max(life.age_in(quarter), 0), 118) + dice.between(-25, 25)
    research = income * business.rd * dice.between(900, 1_100) // 100_000 + (
        dice.below(3_000) if business.rd else 0
    )
    margin -= max(0, business.rd - 30) * 8
    sells_abroad = business.export > 0 and life.dice("export").chance(620)
    deals = sources.deeds[life.tenant_id].financings
    return {
        "total_income": income,
        "net_profit": income * margin // 1_000 + dice.below(5_000),
        "exports": income * business.export * dice.between(850, 1_150) // 100_000 if sells_abroad else 0,
        "rd_expenditure": research,
        "taxes_paid": income * dice.between(24, 46) // 1_000 + dice.below(2_000),
        "venture_investment": sum(deal.amount for deal in deals if quarter.contains(deal.on)),
    }


def _people(life: Life, quarter: Period, sources: Sources) -> dict[str, int]:
    doctors = sum(day <= quarter.end for day in sources.deeds[life.tenant_id].doctors_since)
    returned = 1 if head_of(life, sources.script).kind == "returnee" else 0
    employees = employees_in(life, quarter)
    return {
        "employees": employees,
        "doctors": doctors_in(life, quarter, at_least=doctors),
        "college": college_in(life, quarter),
        "returnees": min(returned + (1 if life.dice("abroad").chance(140) else 0), employees),
        "thousand_talents": 0,
        "fresh_graduates": sources.hires.get((life.tenant_id, quarter.key), 0),
    }


def _rights(quarter: Period, deeds: Deeds) -> dict[str, int]:
    def granted(kind: str | None = None) -> int:
        return sum(
            right.granted_on is not None and quarter.contains(right.granted_on) and kind in {None, right.kind}
            for right in deeds.rights
        )

    def valid(kind: str | None = None) -> int:
        return sum(
            right.granted_on is not None
            and right.granted_on <= quarter.end
            and (right.lapsed_on is None or right.lapsed_on > quarter.end)
            and kind in {None, right.kind}
            for right in deeds.rights
        )

    return {
        "ip_applied": sum(quarter.contains(right.applied_on) for right in deeds.rights),
        "ip_granted": granted(),
        "ip_granted_invention": granted("invention"),
        "ip_valid": valid(),
        "ip_valid_invention": valid("invention"),
        "ip_valid_software": valid("software"),
        "ip_valid_plant": valid("plant"),
        "ip_valid_layout": valid("layout"),
        "foreign_patents_bought": 0,
    }


def _deeds(life: Life, quarter: Period, deeds: Deeds) -> dict[str, int]:
    dice = life.dice(f"deeds/{quarter.code}")
    signed = [deal.amount for deal in deeds.contracts if quarter.contains(deal.on)]
    research = life.cast.business.rd
    return {
        "tech_contracts": len(signed),
        "tech_contract_amount": sum(signed),
        "national_projects": int(research >= 16 and dice.chance(25)),
        "provincial_awards": int(quarter.index == 4 and research >= 8 and dice.chance(60)),
    }
