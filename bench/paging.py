"""W3: a page of a list that is filtered and sorted, with its count; and the whole list in another order.

The limit is SQL written by hand over the same table and its index: fifty rows and a count.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from bench import report, store
from bench.plan import LARGE, SMALL
from bench.timing import Work, measure_in_turns
from crm.domain.lifecycle import Stage
from crm.services.tenants import TenantQuery, get_tenant_lines, list_tenant_ids

if TYPE_CHECKING:
    from bench.plan import Plan
    from bench.report import Result

_PAGE = 50
_FIELD = "biomedicine"
_FILTERED = TenantQuery(
    stages=frozenset({Stage.INCUBATING}),
    technology_fields=frozenset({_FIELD}),
    sort="revenue",
    descending=True,
)
_SORTED = TenantQuery(sort="revenue", descending=True)
_WHERE = "FROM tenant_overview WHERE stage = ? AND technology_field = ?"
_PAGE_SQL = f"SELECT * {_WHERE} ORDER BY revenue DESC, tenant_id LIMIT {_PAGE}"
_COUNT_SQL = f"SELECT count(*) {_WHERE}"
_SORT_SQL = "SELECT tenant_id FROM tenant_overview ORDER BY revenue DESC, tenant_id"


def run(plan: Plan) -> list[Result]:
    results = []
    for size in plan.sizes:
        path = store.make_filled(plan.folder, size)
        workplace = store.open_workplace(path, today=store.TODAY, backup=False)
        raw = sqlite3.connect(path)
        keys = (Stage.INCUBATING.value, _FIELD)

        def page(workplace: store.Workplace = workplace) -> int:
            ids = list_tenant_ids(workplace, _FILTERED)
            assert len(get_tenant_lines(workplace, ids[:_PAGE])) == min(_PAGE, len(ids))
            return len(ids)

        def plain_page(raw: sqlite3.Connection = raw, keys: tuple[str, str] = keys) -> int:
            assert raw.execute(_PAGE_SQL, keys).fetchall()
            return int(raw.execute(_COUNT_SQL, keys).fetchone()[0])

        assert page() == plain_page() > 0
        ours, limit = measure_in_turns((Work(page), Work(plain_page)), rounds=plan.rounds_for(size))
        results.append(
            report.timed(
                "W3",
                "filtered, sorted page and count",
                size,
                ours=ours,
                limit=limit,
                judged="ours",
                target=1e-3 if size == SMALL else 2e-3,
            )
        )
        ours, limit = measure_in_turns(
            (
                Work(lambda workplace=workplace: list_tenant_ids(workplace, _SORTED)),
                Work(lambda raw=raw: raw.execute(_SORT_SQL).fetchall()),
            ),
            rounds=plan.rounds_for(size),
        )
        target = 150e-3 if size == LARGE else None
        results.append(
            report.timed(
                "W3", "whole list sorted", size, ours=ours, limit=limit, judged="ours", target=target
            )
        )
        raw.close()
        workplace.database.close()
    return results
