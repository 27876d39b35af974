"""Upkeep: open a database and bring it up to date, back it up, restore it, and look whether all is sound."""

from __future__ import annotations

import logging
import tempfile
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from crm import paths
from crm.db import backup as copies
from crm.db import soundness
from crm.db.engine import Database, DatabaseError, open_database
from crm.db.migrate import ensure_schema
from crm.db.models import Filing, Tenant
from crm.db.queries.filings import filing_infos
from crm.db.soundness import UnsoundError
from crm.domain.errors import CrmError
from crm.domain.finding import Finding, Severity
from crm.services.library import Library
from crm.services.operation import Workplace, operation, read_clock, undo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from sqlalchemy import Connection

    from crm.db.backup import BackupResult
    from crm.db.queries.filings import FilingInfo

__all__ = ["CheckResult", "Restored", "back_up", "open_workplace", "restore", "self_test"]

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One thing that was looked at: ``code`` words what is right, ``{code}-failed`` what is wrong, with values."""

    code: str
    passed: bool
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def finding(self) -> Finding:
        """The same as a finding: information where it passed, an error where it did not."""
        if self.passed:
            return Finding(self.code, Severity.INFO, values=self.values)
        return Finding(f"{self.code}-failed", Severity.ERROR, values=self.values)


def open_workplace(
    address: str | Path | None,
    *,
    today: date | None = None,
    user: str | None = None,
    clock: Callable[[], datetime] = read_clock,
    backup: bool = True,
) -> Workplace:
    """A workplace on the database at *address*, the user's own where None; made or brought up to date, backed up first.

    Raises DatabaseError where it cannot be opened, is not ours, or is newer than this program.
    """
    if address is None:
        address = paths.default_database()
        _make_folder(address.parent)
    database = open_database(address)
    try:
        change = ensure_schema(database, backup=backup)
    except CrmError:
        database.close()
        raise
    if change.backup_missing:
        _LOG.warning("%s: schema %s -> %s without a backup", database.label, change.before, change.after)
    return Workplace.of(database, today=today, user=user, clock=clock)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseError("database-unreachable", database=str(folder), why=error.strerror or "") from error


def back_up(workplace: Workplace, target: Path, *, replace: bool = False) -> BackupResult:
    """Copy the database into the file *target*, checked, whole or not at all. DatabaseError says what is in the way.

    A file that is there already is replaced only with *replace*.
    """
    return copies.back_up(workplace.database, target, replace=replace)


@dataclass(frozen=True, slots=True)
class Restored:
    """A finished restore: the schema that came back, and where what was there is kept (None: there was nothing).

    ``lost`` are the frozen filings that were there and are not in the backup: what is kept has them still.
    """

    version: str
    kept: Path | None
    lost: tuple[FilingInfo, ...] = ()


def restore(where: Workplace | str | Path | None, source: Path) -> Restored:
    """Bring the backup *source* back into a workplace's database, or into the one at an address (the user's own: None).

    What was there is kept in a backup beside it. An older schema is brought up to date. DatabaseError says what was in
    the way; then nothing has changed.
    """
    if isinstance(where, Workplace):
        return _restore_into(where.database, source)
    if where is None:
        where = paths.default_database()
        _make_folder(where.parent)
    database = open_database(where)
    try:
        return _restore_into(database, source)
    finally:
        database.close()


def _restore_into(database: Database, source: Path) -> Restored:
    before = _filed(database)
    result = copies.restore(database, source)
    ensure_schema(database, backup=False)
    after = _filed(database)
    lost = tuple(info for key, info in before.items() if key not in after)
    return Restored(result.version, result.kept, lost)


def _filed(database: Database) -> dict[tuple[str, int, int, str], FilingInfo]:
    """The frozen filings; none where there is no database yet, or one that cannot be read."""
    if database.path is not None and not Path(database.path).exists():
        return {}
    try:
        with database.reading() as connection:
            infos = filing_infos(connection)
    except (DatabaseError, DBAPIError):
        return {}
    return {(info.form, info.period.key, info.version, info.sha256): info for info in infos}


def self_test(workplace: Workplace, library: Library) -> tuple[CheckResult, ...]:
    """Look whether the database is sound, the program's files can be read, and an operation can be done and undone."""
    results = [
        _checked(code, partial(_look, workplace.database, look)) for code, look in soundness.CHECKS.items()
    ]
    results.append(_checked("self-test-library", partial(_read_library, library)))
    results.append(_checked("self-test-forms", partial(_look_at_forms, library)))
    results.append(_checked("self-test-filings", partial(_look, workplace.database, _look_at_filings)))
    results.append(_checked("self-test-write", _write_and_undo))
    return tuple(results)


def _checked(code: str, look: Callable[[], Mapping[str, str | int]]) -> CheckResult:
    """The result of a check that raises CrmError where something is wrong; a table that is gone may cut it short."""
    try:
        return CheckResult(code, passed=True, values=look())
    except CrmError as error:
        return CheckResult(code, passed=False, values=error.values)
    except DBAPIError as error:
        return CheckResult(code, passed=False, values={"why": str(error.orig).partition("\n")[0]})


def _look(
    database: Database, look: Callable[[Connection], Mapping[str, str | int]]
) -> Mapping[str, str | int]:
    with database.reading() as connection:
        return look(connection)


def _read_library(library: Library) -> dict[str, str | int]:
    """Read all rules and words anew, each form's template too."""
    try:
        fresh = Library.load()
        for form in fresh.forms:
            len(form.template)
    except CrmError as error:
        raise UnsoundError(why=str(error)) from error
    return {
        "indicators": len(fresh.indicators.by_code),
        "forms": len(fresh.forms),
        "messages": len(library.messages.by_code),
    }


def _look_at_forms(library: Library) -> dict[str, str | int]:
    """Hold every form against its template, as somebody may have edited it."""
    from crm.services.form_diagnosis import broken_forms  # workbooks: not when the window opens

    broken = broken_forms(library)
    if broken:
        raise UnsoundError(why=broken[0])
    return {"forms": len(library.forms)}


def _look_at_filings(connection: Connection) -> dict[str, str | int]:
    """Compare what was frozen with its fingerprints."""
    from crm.services.filing_soundness import altered_filings

    altered = next(altered_filings(connection), None)
    if altered is not None:
        raise UnsoundError(why=altered)
    return {"filings": soundness.count_rows(connection, Filing)}


def _write_and_undo() -> dict[str, str | int]:
    """Do an operation in a database of its own, and undo it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        scratch = open_workplace(Path(folder) / "self-test.db")
        try:
            with operation(scratch, "self-test") as running:
                running.recorder.add(Tenant, name="self-test", name_key="self-test")
            undo(scratch)
            with scratch.database.reading() as connection:
                left = soundness.count_rows(connection, Tenant)
        finally:
            scratch.database.close()
    if left:
        raise UnsoundError(why=str(left))
    return {}
