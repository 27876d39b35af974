"""W2: search as you type, by names and pinyin initials; the worst query counts, because that is the one that is felt.

The limit is `str.find` over all names in one string, the first fifty by name.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from bench import report, store
from bench.plan import SMALL
from bench.register import INITIALS, QUERIES
from bench.timing import Work, measure_in_turns
from crm.services.tenants import TenantQuery, get_tenant_lines, list_tenant_ids

if TYPE_CHECKING:
    from bench.plan import Plan
    from bench.report import Result
    from bench.timing import Times
    from crm.services.operation import Workplace

_PAGE = 50


class Asked(NamedTuple):
    """One query: what was typed, and how long each way took."""

    text: str
    search: Times
    page: Times
    limit: Times


class NameBuffer:
    """The limit: the names in order in one string."""

    def __init__(self, workplace: Workplace) -> None:
        with workplace.database.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT tenant_id, name FROM tenant_overview ORDER BY name"
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


def search(workplace: Workplace, text: str) -> int:
    """How many fit."""
    with workplace.database.reading() as connection:
        return len(workplace.names.find(connection, text))


def search_page(workplace: Workplace, text: str) -> int:
    """All that fit in the order of the list, and the lines of the first page."""
    ids = list_tenant_ids(workplace, TenantQuery(text=text))
    return len(get_tenant_lines(workplace, ids[:_PAGE]))


def ask(workplace: Workplace, buffer: NameBuffer, text: str, *, rounds: int) -> Asked:
    if text in QUERIES:
        assert (search(workplace, text) > 0) == bool(buffer.find(text)), text
    times = measure_in_turns(
        (
            Work(lambda: search(workplace, text)),
            Work(lambda: search_page(workplace, text)),
            Work(lambda: buffer.find(text)),
        ),
        rounds=rounds,
    )
    return Asked(text, *times)


def run(plan: Plan) -> list[Result]:
    results = []
    for size in plan.sizes:
        path = store.make_filled(plan.folder, size)
        workplace = store.open_workplace(path, today=store.TODAY, backup=False)
        buffer = NameBuffer(workplace)
        rounds = plan.rounds_for(size)
        asked = [ask(workplace, buffer, text, rounds=rounds) for text in (*QUERIES, *INITIALS)]
        results += _worst(asked, size)
        workplace.database.close()
    return results


def _worst(asked: list[Asked], size: int) -> list[Result]:
    worst = max(asked, key=lambda one: one.search.typical_cpu)
    worst_page = max(asked, key=lambda one: one.page.typical_cpu)
    return [
        report.timed(
            "W2",
            "search, worst query",
            size,
            ours=worst.search,
            limit=worst.limit,
            judged="ours",
            target=1e-3 if size == SMALL else 10e-3,
            note=f"the worst of {len(asked)} queries is {worst.text}",
        ),
        report.timed(
            "W2",
            "search, order, first page, worst query",
            size,
            ours=worst_page.page,
            limit=worst_page.limit,
            note=f"the worst of {len(asked)} queries is {worst_page.text}",
        ),
    ]
