"""W2: search as you type, by names and pinyin initials; the worst query counts, because that is the one that is felt.

The limit is `str.find` over all names in one string, the first fifty by name.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from bench import report, store
from bench.plan import SMALL
from bench.register import INITIALS, QUERIES
from bench.timing import Work, measure_in_turns
from crm.services.tenants import TenantQuery, get_tenant_lines, list_tenant_ids

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.plan import Plan
    from bench.report import Result
    from bench.timing import Times
    from crm.services.operation import Workplace

_PAGE = 50


class Asked(NamedTuple):
    """One query: what was typed, and how long each way took."""

    text: str
    top: Times
    every: Times
    page: Times
    limit: Times


class NameBuffer:
    """The limit: the names in order in one string."""

    def __init__(self, workplace: Workplace) -> None:
        with workplace.database.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT tenant_id, name FROM tenant_overview ORDER BY name_order"
            ).all()
        self.ids = [row[0] for row in rows]
        self.text = "\n".join(row[1] for row in rows)
        self.ends: list[int] = []
        end = 0
        for row in rows:
            end += len(row[1]) + 1
            self.ends.append(end)

    def find(self, text: str) -> list[int]:
        found: list[int] = []
        at = 0
        while len(found) < _PAGE:
            at = self.text.find(text, at)
            if at < 0:
                break
            line = bisect_right(self.ends, at)
            found.append(self.ids[line])
            at = self.ends[line]
        return found


def search(workplace: Workplace, text: str, limit: int | None = None) -> int:
    """How many were found: the first *limit* by name, or all."""
    with workplace.database.reading() as connection:
        return len(workplace.names.find(connection, text, limit=limit))


def search_page(workplace: Workplace, text: str) -> int:
    """All that fit in the order of the list, and the lines of the first page."""
    ids = list_tenant_ids(workplace, TenantQuery(text=text))
    return len(get_tenant_lines(workplace, ids[:_PAGE]))


def ask(workplace: Workplace, buffer: NameBuffer, text: str, *, rounds: int) -> Asked:
    if text in QUERIES:
        assert search(workplace, text, _PAGE) >= len(buffer.find(text)), text
    times = measure_in_turns(
        (
            Work(partial(search, workplace, text, _PAGE)),
            Work(partial(search, workplace, text)),
            Work(partial(search_page, workplace, text)),
            Work(partial(buffer.find, text)),
        ),
        rounds=rounds,
    )
    return Asked(text, *times)


def run(plan: Plan) -> list[Result]:
    results = []
    for size in plan.sizes:
        workplace = store.open_filled(plan.folder, size)
        buffer = NameBuffer(workplace)
        rounds = plan.rounds_for(size)
        asked = [ask(workplace, buffer, text, rounds=rounds) for text in (*QUERIES, *INITIALS)]
        results += _worst(asked, size)
        workplace.database.close()
    return results


def _worst(asked: list[Asked], size: int) -> list[Result]:
    target = 1e-3 if size == SMALL else 10e-3
    return [
        _line(asked, "first 50 by name, worst query", size, lambda one: one.top, target=target),
        _line(asked, "all that fit, worst query", size, lambda one: one.every),
        _line(asked, "all in order and a page of lines, worst query", size, lambda one: one.page),
    ]


def _line(
    asked: list[Asked],
    what: str,
    size: int,
    times_of: Callable[[Asked], Times],
    *,
    target: float | None = None,
) -> Result:
    worst = max(asked, key=lambda one: times_of(one).typical_cpu)
    note = f"the worst of {len(asked)} queries is {worst.text}"
    return report.timed(
        "W2", what, size, ours=times_of(worst), limit=worst.limit, judged="ours", target=target, note=note
    )
