"""What tenants reported for a period against what they reported for its parts, told where a filing shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.finding import Finding, Severity
from crm.domain.parsing import unit_words
from crm.domain.quantity import from_smallest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from crm.domain.reports import UnequalReports
    from crm.filings.stated import Stated


def report_findings(
    stated: Sequence[Stated],
    names: Mapping[int, str],
    unequal: Iterable[UnequalReports],
    *,
    told: Collection[tuple[str, int]],
) -> Iterator[Finding]:
    """One finding for each tenant, figure and period whose reports disagree, where the filing counts the tenant.

    *told* are the figures of tenants, by indicator and tenant, that differ from what is frozen: that says it already.
    """
    by_indicator: dict[str, list[Stated]] = {}
    for one in stated:
        by_indicator.setdefault(one.indicator, []).append(one)
    counted = {code: [(one, one.amounts.keys()) for one in figures] for code, figures in by_indicator.items()}
    for reports in unequal:
        if (reports.indicator, reports.tenant_id) in told:
            continue
        showing = [one for one, tenants in counted.get(reports.indicator, ()) if reports.tenant_id in tenants]
        if showing:
            yield _finding(showing[0], names, reports)


def _finding(stated: Stated, names: Mapping[int, str], reports: UnequalReports) -> Finding:
    value, total = (from_smallest(amount, stated.unit) for amount in (reports.value, reports.total))
    unit = unit_words(stated.unit)
    return Finding(
        "consistency-reports-end" if stated.is_stock else "consistency-reports",
        Severity.WARNING,
        where=stated.rows.get(reports.tenant_id, stated.place),
        values={
            "label": stated.label.zh,
            "label_en": stated.label.en,
            "tenant": names.get(reports.tenant_id, ""),
            "whole": reports.whole.code,
            "first": reports.parts[0].code,
            "last": reports.parts[-1].code,
            "value": f"{value.normalize() + 0:f}",
            "sum": f"{total.normalize() + 0:f}",
            "difference": f"{(value - total).normalize() + 0:+f}",
            "unit": unit.zh,
            "unit_en": unit.en,
        },
    )
