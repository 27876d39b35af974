"""W4: a year's figures by technology field with the year before: 12 groups × (count, 10 sums) × 2 years and growth.

The limit is the same aggregate as SQL by hand over the same tables. Ours afresh, then read again while nothing has
changed; and with every contribution, which is the trace of each figure.
"""

from __future__ import annotations

import sqlite3
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from bench import report, store
from bench.plan import SMALL
from bench.register import INDICATORS, STOCKS, YEARS
from bench.timing import Work, measure_in_turns
from crm.domain.measures import MeasureRequest
from crm.domain.period import Period, PeriodKind
from crm.services.figures import FigureCache, answer
from crm.services.library import Library

if TYPE_CHECKING:
    from bench.plan import Plan
    from bench.report import Result
    from crm.services.operation import Workplace

Sums: TypeAlias = dict[tuple[str, int, str | None], int]
"""By indicator, year and group."""
Growths: TypeAlias = dict[tuple[str, str | None], float]
"""By indicator and group."""

_REQUESTS = tuple(
    MeasureRequest(indicator, Period(PeriodKind.YEAR, year)) for indicator in INDICATORS for year in YEARS
)
_SQL = """
SELECT t.technology_field, sum(o.value), count(*)
FROM observations o JOIN tenants t ON t.id = o.tenant_id
WHERE o.period IN ({}) AND o.indicator = ? GROUP BY t.technology_field
"""


def figures(cache: FigureCache) -> Sums:
    """Sums by indicator, year and group."""
    found = cache.groups(_REQUESTS, by="technology_field")
    return {
        (request.indicator, request.period.year, group.key): group.value or 0
        for request, groups in found.items()
        for group in groups
    }


def plain_figures(raw: sqlite3.Connection) -> Sums:
    """The limit."""
    sums: Sums = {}
    for request in _REQUESTS:
        quarters = request.period.parts(PeriodKind.QUARTER)
        keys = [part.key for part in (quarters[-1:] if request.indicator in STOCKS else quarters)]
        query = _SQL.format(", ".join("?" * len(keys)))
        for field, total, _ in raw.execute(query, (*keys, request.indicator)):
            sums[request.indicator, request.period.year, field] = total
    return sums


def growths(sums: Sums) -> Growths:
    """This year against the last, by indicator and group."""
    before, now = YEARS
    return {
        (indicator, field): sums[indicator, now, field] / sums[indicator, before, field] - 1
        for indicator, year, field in sums
        if year == now
    }


def fresh_figures(workplace: Workplace, library: Library) -> Growths:
    return growths(figures(FigureCache(workplace, library)))


def kept_figures(cache: FigureCache) -> Growths:
    return growths(figures(cache))


def limit_figures(raw: sqlite3.Connection) -> Growths:
    return growths(plain_figures(raw))


def traces(workplace: Workplace, library: Library) -> int:
    """Every figure of the year with all its contributions; how many there are."""
    return sum(len(answer(workplace, library, request).contributions) for request in _REQUESTS)


def run(plan: Plan) -> list[Result]:
    results = []
    library = Library.load(user_folder=plan.folder / "nobody")
    for size in plan.sizes:
        path = store.make_filled(plan.folder, size)
        workplace = store.open_filled(plan.folder, size)
        raw = sqlite3.connect(path)
        raw.execute("PRAGMA cache_size = -65536")
        kept = FigureCache(workplace, library)
        assert figures(kept) == plain_figures(raw)
        fresh, again, traced, limit = measure_in_turns(
            (
                Work(partial(fresh_figures, workplace, library)),
                Work(partial(kept_figures, kept)),
                Work(partial(traces, workplace, library)),
                Work(partial(limit_figures, raw)),
            ),
            rounds=plan.rounds_for(size),
        )
        target = 2 if size == SMALL else None
        results += [
            report.timed(
                "W4", "figures by group, two years, afresh", size, ours=fresh, limit=limit, target=target
            ),
            report.timed(
                "W4", "the same read again", size, ours=again, limit=limit, judged="ours", target=1e-3
            ),
            report.timed("W4", "all contributions of all figures", size, ours=traced, limit=limit),
        ]
        raw.close()
        workplace.database.close()
    return results
