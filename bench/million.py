"""W9: the list of a million tenants: until it can be read and worked in, scrolling, sorting, searching, all selected.

The tenants are those of the small database again and again, each with a name and a number of its own; they are put into
the overview alone, which is all that the list reads. The limit of opening and sorting is the same in SQL by hand.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from bench import memory, report, store
from bench.listing import make_list
from bench.plan import SMALL
from bench.stand import A_MOMENT, clock, get_application, opened, times_of
from crm.services.tenants import TenantQuery
from crm.services.upkeep import open_workplace

if TYPE_CHECKING:
    from pathlib import Path

    from bench.listing import ListStand
    from bench.plan import Plan
    from bench.report import Result
    from bench.timing import Times

HUGE = 1_000_000
_PAGE = 64
_FIRST = "SELECT * FROM tenant_overview ORDER BY"
_COUNT = "SELECT count(*) FROM tenant_overview"
_IDS = "SELECT tenant_id FROM tenant_overview ORDER BY"
_TEXTS = ("name", "name_order", "external_id")
"""Columns that every copy of a row has in a form of its own."""
_WORDS = ("科", "岚景", "zn", "QY000123", "不存在的")


def make_huge(folder: Path, size: int = HUGE) -> Path:
    """The small database with the rows of its overview multiplied."""
    path = folder / f"huge_{size}.db"
    if path.exists():
        return path
    shutil.copyfile(store.make_filled(folder, SMALL), path)
    with sqlite3.connect(path) as raw:
        columns = [row[1] for row in raw.execute("PRAGMA table_info(tenant_overview)")]
        own = {"tenant_id": "tenant_id + ?", **{name: f"{name} || ?" for name in _TEXTS}}
        taken = ", ".join(own.get(name, name) for name in columns)
        texts = [f"-{turn}" for turn in range(size // SMALL)]
        indices = raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'tenant_overview' AND sql > ''"
        ).fetchall()
        for name, _ in indices:
            raw.execute(f"DROP INDEX {name}")
        raw.execute("CREATE TEMP TABLE seed AS SELECT * FROM tenant_overview")
        for turn in range(1, size // SMALL):
            given = {"tenant_id": turn * SMALL, **dict.fromkeys(_TEXTS, texts[turn])}
            values = [given[name] for name in columns if name in given]
            raw.execute(f"INSERT INTO tenant_overview SELECT {taken} FROM seed", values)
        for _, sql in indices:
            raw.execute(sql)
        raw.execute("ANALYZE")
    raw.close()
    return path


def run(plan: Plan) -> list[Result]:
    path = make_huge(plan.folder)
    workplace = open_workplace(path, today=store.TODAY, user="bench", backup=False)
    application = get_application()
    raw = sqlite3.connect(path)
    with opened(application, workplace) as context:
        stand = make_list(application, context)
        results = _opening(stand, raw, rounds=max(3, plan.rounds // 2))
        results += stand.lines("W9", HUGE)
        results.append(
            report.memory("W9", "peak memory until then", HUGE, ours=memory.own_peak(), target=500)
        )
        results += _searching(stand)
        results += _selecting(stand)
        results.append(
            report.memory("W9", "peak memory with search", HUGE, ours=memory.own_peak(), target=1_500)
        )
    raw.close()
    workplace.database.close()
    return results


def _opening(stand: ListStand, raw: sqlite3.Connection, *, rounds: int) -> list[Result]:
    """The first rows painted, then all ids known; by name and by income."""
    lines = []
    for what, sort in (("opened", "name"), ("sorted by income", "revenue")):
        query = TenantQuery(sort=sort, descending=sort == "revenue")
        order = "name_order, tenant_id" if sort == "name" else "revenue DESC, tenant_id DESC"
        first, rest = _taken(stand, query, rounds)
        plain_first = _plain(raw, (f"{_FIRST} {order} LIMIT {_PAGE}", _COUNT), rounds)
        plain_ids = _plain(raw, (f"{_IDS} {order}",), rounds)
        assert stand.view.model.is_complete
        assert stand.view.record_count == HUGE
        lines += [
            report.timed(
                "W9", f"{what}: first rows", HUGE, ours=first, limit=plain_first, judged="ours", target=150e-3
            ),
            report.timed("W9", f"{what}: every row", HUGE, ours=rest, limit=plain_ids, target=2.0),
        ]
    return lines


def _taken(stand: ListStand, query: TenantQuery, rounds: int) -> tuple[Times, Times]:
    """From the question until the first rows are painted, and on until every row is known."""
    first, rest = [], []
    for _ in range(rounds):
        first.append(stand.until_shown(partial(stand.view.ask, query)))
        rest.append(clock(stand.settle))
    return times_of(first), times_of(rest)


def _plain(raw: sqlite3.Connection, statements: tuple[str, ...], rounds: int) -> Times:
    def ask() -> None:
        for statement in statements:
            raw.execute(statement).fetchall()

    return times_of([clock(ask) for _ in range(rounds)])


def _searching(stand: ListStand) -> list[Result]:
    """The first search reads all texts; the others are the worst of some, each asked three times."""
    first = times_of([stand.until_shown(partial(stand.view.ask, TenantQuery(text=_WORDS[0])))])
    worst = max((times_of(_asked_for(stand, word)) for word in _WORDS), key=lambda times: median(times.cpu))
    stand.until_shown(partial(stand.view.ask, TenantQuery()))
    stand.settle()
    return [
        report.timed("W9", "first search", HUGE, ours=first, limit=None, judged="ours", target=10),
        report.timed("W9", "search, worst query", HUGE, ours=worst, limit=None, judged="ours", target=1),
    ]


def _asked_for(stand: ListStand, word: str) -> list[tuple[float, float]]:
    samples = []
    for _ in range(3):
        samples.append(stand.until_shown(partial(stand.view.ask, TenantQuery(text=word))))
        stand.settle()
    return samples


def _selecting(stand: ListStand) -> list[Result]:
    """All rows: chosen, their figures added up; copying so many is refused, at once."""
    view = stand.view
    told: list[str] = []
    view.selection_told.connect(told.append)

    def select() -> None:
        view.table.selectAll()
        while not (told and "   " in told[-1]):  # the count first, then the sums behind it
            time.sleep(A_MOMENT)
            stand.application.processEvents()

    added = times_of([clock(select)])
    stand.settle()
    refused = times_of([clock(partial(view.copy_selection, with_header=False))])
    assert stand.is_idle, "copying a million rows has begun"
    return [
        report.timed(
            "W9", "all selected and added up", HUGE, ours=added, limit=None, judged="ours", target=2
        ),
        report.timed(
            "W9", "copying all refused", HUGE, ours=refused, limit=None, judged="ours", target=50e-3
        ),
    ]
