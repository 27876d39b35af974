"""W1: a register of T × 20 into the database: read, mapped, checked, matched, planned, written, journaled.

The limit reads the same cells with calamine and puts them into one plain table with three keys: no check, no journal.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from python_calamine import CalamineWorkbook

from bench import memory, report, store
from bench.plan import SMALL
from bench.register import HEADERS
from bench.timing import Work, measure_in_turns
from crm.services.imports import ImportRequest, apply_import, prepare_import
from crm.services.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.plan import Plan
    from bench.report import Result
    from crm.services.operation import Workplace


class Importer:
    """Ours: a fresh copy of the empty database before each sample, the import within it."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder = folder
        self.size = size
        self.workbook = store.make_workbook(folder, size)
        self.library = Library.load(user_folder=folder / "nobody")
        self.workplace: Workplace | None = None

    def prepare(self) -> None:
        self.close()
        self.workplace = store.open_copy(store.make_empty(self.folder), self.folder / "w1_ours.db")

    def run(self) -> None:
        assert self.workplace is not None
        prepared = prepare_import(self.workplace, self.library, ImportRequest(path=self.workbook))
        apply_import(self.workplace, self.library, prepared)
        assert prepared.counts.new == self.size, prepared.counts

    def close(self) -> None:
        if self.workplace is not None:
            self.workplace.database.close()


def import_plainly(workbook: Path, target: Path) -> None:
    """The limit."""
    for path in (target, target.with_name(target.name + "-wal"), target.with_name(target.name + "-shm")):
        path.unlink(missing_ok=True)
    database = sqlite3.connect(target)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    columns = ", ".join(f"c{number}" for number in range(len(HEADERS)))
    database.execute(f"CREATE TABLE tenant (id INTEGER PRIMARY KEY, {columns})")
    places = ", ".join("?" * len(HEADERS))
    database.executemany(f"INSERT INTO tenant ({columns}) VALUES ({places})", _cells(workbook))
    for column in (0, 1, 2):
        database.execute(f"CREATE UNIQUE INDEX key{column} ON tenant (c{column})")
    database.commit()
    database.close()


def _cells(workbook: Path) -> Iterator[list[object]]:
    rows = CalamineWorkbook.from_path(workbook).get_sheet_by_index(0).iter_rows()
    next(rows)
    for row in rows:
        yield [cell.isoformat() if isinstance(cell, date) else cell for cell in row]


def run(plan: Plan) -> list[Result]:
    results = []
    for size in plan.sizes:
        importer = Importer(plan.folder, size)
        limit_path = plan.folder / "w1_limit.db"
        ours, limit = measure_in_turns(
            (
                Work(importer.run, importer.prepare, once=True),
                Work(partial(import_plainly, importer.workbook, limit_path), once=True),
            ),
            rounds=plan.rounds_for(size),
        )
        importer.close()
        results.append(
            report.timed("W1", f"import of x {len(HEADERS)} .xlsx", size, ours=ours, limit=limit, target=4)
        )
        peak, limit_peak = (
            memory.peak_of(["W1", who, str(size), str(plan.folder)]) for who in ("ours", "limit")
        )
        most = 200 if size == SMALL else 1_000
        results.append(report.memory("W1", "peak memory", size, ours=peak, limit=limit_peak, target=most))
    return results


def child(who: str, size: int, folder: Path) -> None:
    """One import in a process of its own, for its peak memory."""
    if who == "ours":
        importer = Importer(folder, size)
        importer.prepare()
        importer.run()
        importer.close()
    else:
        import_plainly(store.make_workbook(folder, size), folder / "w1_limit.db")
