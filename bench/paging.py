"""W3: a page of a list that is filtered and sorted, with its count; and the whole list in another order.

The limit is SQL written by hand over the same table and its index: fifty rows and a count.
"""

from __future__ import annotations

import sqlite3
from functools import partial
from typing import TYPE_CHECKING

from bench import report, store
from bench.plan import LARGE, SMALL
from bench.timing import Work, measure_in_turns
from crm.domain.lifecycle import Stage
from crm.services.tenants import TenantQuery, get_tenant_page, list_tenant_ids

if TYPE_CHECKING:
    from bench.plan import Plan
    from bench.report import Result
    from crm.services.operation import Workplace

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


def page(workplace: Workplace) -> int:
    """Ours: the first page; how many there are in all."""
    found = get_tenant_page(workplace, _FILTERED, _PAGE)
    assert len(found.lines) == min(_PAGE, found.count)
    return found.count


def plain_page(raw: sqlite3.Connection) -> int:
    """The limit."""
    keys = (Stage.INCUBATING.value, _FIELD)
    assert raw.execute(_PAGE_SQL, keys).fetchall()
    return int(raw.execute(_COUNT_SQL, keys).fetchone()[0])


def plain_order(raw: sqlite3.Connection) -> int:
    """The limit of the whole list."""
    return len(raw.execute(_SORT_SQL).fetchall())


def run(plan: Plan) -> list[Result]:
    results = []
    for size in plan.sizes:
        raw = sqlite3.connect(store.make_filled(plan.folder, size))
        workplace = store.open_filled(plan.folder, size)
        assert page(workplace) == plain_page(raw) > 0
        assert len(list_tenant_ids(workplace, _SORTED)) == plain_order(raw) == size
        results += _measure(workplace, raw, size, rounds=plan.rounds_for(size))
        raw.close()
        workplace.database.close()
    return results


def _measure(workplace: Workplace, raw: sqlite3.Connection, size: int, *, rounds: int) -> list[Result]:
    ours, limit = measure_in_turns(
        (Work(partial(page, workplace)), Work(partial(plain_page, raw))), rounds=rounds
    )
    target = 1e-3 if size == SMALL else 2e-3
    what = "filtered, sorted page and count"
    one = report.timed("W3", what, size, ours=ours, limit=limit, judged="ours", target=target)
    ours, limit = measure_in_turns(
        (Work(partial(list_tenant_ids, workplace, _SORTED)), Work(partial(plain_order, raw))), rounds=rounds
    )
    most = 150e-3 if size == LARGE else None
    other = report.timed("W3", "whole list sorted", size, ours=ours, limit=limit, judged="ours", target=most)
    return [one, other]
