"""Reports of a tenant for a period against its reports for the parts of it."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from crm.db.queries.unequal import unequal_reports
from crm.domain.indicators import catalogue_from_tables
from crm.domain.period import Period
from crm.domain.reports import differ
from crm.paths import resources
from tests.db.world import add_tenants, put_figures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.db.engine import Database

INDICATORS = catalogue_from_tables(tomllib.loads((resources() / "indicators.toml").read_text("utf-8")))
MONTHS = ("2025-01", "2025-02", "2025-03")


def found(database: Database, period: str, *codes: str) -> list[tuple[int, str, str, int, int]]:
    asked = [INDICATORS[code] for code in codes or ("total_income",)]
    with database.reading() as connection:
        return [
            (one.tenant_id, one.whole.code, one.parts[-1].code, one.value, one.total)
            for one in unequal_reports(connection, asked, Period.parse(period))
        ]


def reported(
    database: Database, figures: Mapping[str, tuple[int | None, ...]], indicator: str = "total_income"
) -> None:
    """Figures of tenants 1, 2 … by period."""
    put_figures(
        database,
        *(
            (number, indicator, period, value)
            for period, values in figures.items()
            for number, value in enumerate(values, start=1)
            if value is not None
        ),
    )


def test_a_quarter_that_is_not_the_sum_of_its_months_is_told_in_both(database: Database) -> None:
    add_tenants(database, "甲", "乙", "丙", "丁")
    thousand = (100_000_00,) * 4
    reported(
        database, {"2025-01": thousand, "2025-02": thousand, "2025-03": (100_000_00, 100_000_00, None, 0)}
    )
    # The second is off by rounding; the third lacks a month; of the fourth the month without is a nought.
    reported(database, {"2025Q1": (400_000_00, 300_000_50, 500_000_00, 300_000_00)})
    both = [
        (1, "2025Q1", "2025-03", 400_000_00, 300_000_00),
        (4, "2025Q1", "2025-03", 300_000_00, 200_000_00),
    ]
    for period in ("2025Q1", *MONTHS):
        assert found(database, period) == both, period
    assert found(database, "2025Q2") == found(database, "2025-04") == found(database, "2025") == []


def test_a_year_is_held_against_the_longest_parts_that_say_otherwise(database: Database) -> None:
    add_tenants(database, "甲", "乙")
    reported(database, {f"2025-{month:02}": (10_000, 10_000) for month in range(1, 13)})
    reported(database, {f"2025Q{quarter}": (30_000, 40_000) for quarter in range(1, 5)})
    reported(database, {"2025H1": (60_000, 60_000), "2025": (130_000, 160_000)})
    assert found(database, "2025") == [
        (1, "2025", "2025Q4", 130_000, 120_000),
        (2, "2025", "2025-12", 160_000, 120_000),
    ]
    assert found(database, "2025H1") == [(2, "2025H1", "2025Q2", 60_000, 80_000)]


def test_of_a_stock_the_end_alone_is_compared(database: Database) -> None:
    add_tenants(database, "甲", "乙")
    months = {"2025-01": (1, 1), "2025-02": (2, 2), "2025-03": (12, 20)}
    reported(database, {**months, "2025Q1": (12, 21)}, "employees")
    difference = [(2, "2025Q1", "2025-03", 21, 20)]
    assert found(database, "2025Q1", "employees", "total_income") == difference
    assert found(database, "2025-03", "employees") == difference
    assert found(database, "2025-02", "employees") == []
    assert found(database, "2025Q1", "incubating_tenants") == []


def test_small_amounts_are_not_called_rounded() -> None:
    assert not differ(300_000_00, 300_100_00, parts=3, is_money=True)
    assert differ(10_00, 20_00, parts=3, is_money=True)
    assert differ(10, 11, parts=3, is_money=False)
