"""The months that some of the demo's tenants report beside their quarters, as the zone asks the larger ones to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.period import PeriodKind
from crm.services.demo.dice import apportion_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crm.domain.period import Period
    from crm.services.demo.lives import Life

FIRST_YEAR = 2025
"""The year from which months are reported."""
_FLOWS = ("total_income", "net_profit", "exports", "rd_expenditure", "taxes_paid", "fresh_graduates")
_STOCKS = ("employees", "college")
_REPORTERS = 640
"""How many of a thousand tenants report by months."""


def months_of(life: Life, quarter: Period, figures: Mapping[str, int]) -> Iterator[tuple[int, str, int, int]]:
    """What *life* reports for the months of *quarter*: flows add up to the quarter's, stocks end with it.

    Each is a period's key, an indicator, the tenant and the value. A month before the entry or after the exit is not
    reported.
    """
    if quarter.year < FIRST_YEAR or life.cast.service or not life.dice("months").chance(_REPORTERS):
        return
    months = [month for month in quarter.parts(PeriodKind.MONTH) if _is_in(life, month)]
    if not months:
        return
    dice = life.dice(f"months/{quarter.code}")
    weights = [dice.between(280, 380) for _ in months]
    for indicator in _FLOWS:
        shares = apportion_whole(figures[indicator], weights)
        yield from (
            (month.key, indicator, life.tenant_id, share) for month, share in zip(months, shares, strict=True)
        )
    for indicator in _STOCKS:
        yield from ((month.key, indicator, life.tenant_id, figures[indicator]) for month in months)


def _is_in(life: Life, month: Period) -> bool:
    """Whether the company was in the house at the month's end."""
    entered, left = life.entered_on, life.left_on
    return entered is not None and entered <= month.end and (left is None or left > month.end)
