"""Databases to measure on: an empty one, and one with T tenants and their figures, made once a run."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import date
from typing import TYPE_CHECKING

from bench.register import make_register, observations
from crm.db.overview import rebuild_overview
from crm.services.imports import ImportRequest, apply_import, prepare_import
from crm.services.library import Library
from crm.services.upkeep import open_workplace

if TYPE_CHECKING:
    from pathlib import Path

    from crm.services.operation import Workplace

TODAY = date(2026, 1, 15)


def make_workbook(folder: Path, size: int) -> Path:
    """The register of *size* tenants as a workbook."""
    path = folder / f"register_{size}.xlsx"
    if not path.exists():
        make_register(size).write(path)
    return path


def make_empty(folder: Path) -> Path:
    """A database with its tables and nothing in them."""
    path = folder / "empty.db"
    if not path.exists():
        open_workplace(path, today=TODAY, user="bench").database.close()
    return path


def open_copy(source: Path, target: Path) -> Workplace:
    """A copy of a closed database, opened."""
    for path in (target, target.with_name(target.name + "-wal"), target.with_name(target.name + "-shm")):
        path.unlink(missing_ok=True)
    shutil.copyfile(source, target)
    return open_workplace(target, today=TODAY, user="bench", backup=False)


def open_filled(folder: Path, size: int) -> Workplace:
    """The filled database, opened."""
    return open_workplace(make_filled(folder, size), today=TODAY, user="bench", backup=False)


def make_filled(folder: Path, size: int) -> Path:
    """A database with *size* tenants, imported by the program itself, and eight quarters of ten figures each."""
    path = folder / f"filled_{size}.db"
    if path.exists():
        return path
    library = Library.load(user_folder=folder / "nobody")
    workplace = open_copy(make_empty(folder), path)
    request = ImportRequest(path=make_workbook(folder, size))
    apply_import(workplace, library, prepare_import(workplace, library, request))
    workplace.database.close()
    with sqlite3.connect(path) as raw:
        raw.executemany(
            "INSERT INTO observations (period, indicator, tenant_id, value, operation_id) VALUES (?, ?, ?, ?, 1)",
            observations(size),
        )
    raw.close()
    workplace = open_workplace(path, today=TODAY, user="bench", backup=False)
    with workplace.database.writing() as connection:
        rebuild_overview(connection)
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    workplace.database.close()
    return path
