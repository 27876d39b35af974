"""Frozen filings: list, open and export them, and see what the records say otherwise today."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from crm.bulk import collection_paused
from crm.db.queries import filings as rows
from crm.db.queries.filings import FiledFinding, FilingInfo
from crm.domain.errors import NotFoundError, RuleError
from crm.domain.finding import Finding, Severity
from crm.excel.saving import save_atomically
from crm.filings.compare import CellDifference, DifferenceKind, compare
from crm.filings.record import read_record
from crm.filings.trace import Trace, trace_of
from crm.services.filings import BuiltFiling, Exported, as_named, differences_since, form_in
from crm.services.frozen_records import read_filed

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from crm.domain.period import Period
    from crm.filings.built import Built
    from crm.services.library import Library
    from crm.services.operation import Workplace

__all__ = ["CellDifference", "DifferenceKind", "FiledFinding", "FilingInfo"]


def find_filing(workplace: Workplace, code: str, period: Period, *, version: int | None = None) -> FilingInfo:
    """A frozen filing by form, period and version, the latest where none is named. NotFoundError ``filing-none``."""
    for info in list_filings(workplace):
        if info.form == code and info.period == period and version in {None, info.version}:
            return info
    raise NotFoundError("filing-none", form=code, period=period.code, version=version or 1)


def list_filings(workplace: Workplace) -> tuple[FilingInfo, ...]:
    """All frozen filings, the latest first."""
    with workplace.database.reading() as connection:
        return rows.filing_infos(connection)


def export_frozen(workplace: Workplace, filing_id: int, path: Path) -> Exported:
    """Write a frozen filing's workbook again, byte for byte as it was filed. NotFoundError ``filing-unknown``.

    As .xls, where its name says so, it is that workbook converted.
    """
    with workplace.database.reading() as connection:
        _, lines, workbook = _frozen(connection, filing_id)
    data, ending = as_named(workbook, path)
    save_atomically(path, data, ending=ending)
    return Exported(path, hashlib.sha256(data).hexdigest(), read_record(lines).cell_count)


def frozen_workbook(workplace: Workplace, filing_id: int) -> bytes:
    """A frozen filing's workbook, byte for byte as it was filed. NotFoundError ``filing-unknown``."""
    with workplace.database.reading() as connection:
        return _frozen(connection, filing_id)[2]


def read_frozen(workplace: Workplace, filing_id: int) -> Built:
    """A frozen filing's cells and traces as they were filed. NotFoundError ``filing-unknown``."""
    with workplace.database.reading() as connection:
        _, lines, _ = _frozen(connection, filing_id)
    return read_record(lines)


def previous_filing(workplace: Workplace, filing: BuiltFiling) -> Built | None:
    """What was last frozen of the same form for an earlier period of the same kind; None where nothing was."""
    built = filing.built
    with workplace.database.reading() as connection:
        earlier = [
            info
            for info in rows.filing_infos(connection)
            if info.form == built.form
            and info.period.kind is built.period.kind
            and info.period.start < built.period.start
        ]
        if not earlier:
            return None
        last = max(earlier, key=lambda info: (info.period.start, info.version))
        return read_filed(connection, last)


def explain_previous(filing: BuiltFiling, previous: Built, *, sheet: str, address: str) -> Trace | None:
    """How the same cell came about in the *previous* filing; None where it had none such.

    Single cells are the same by their place in the template, those of a block by their tenant and column.
    """
    cell = filing.built.cell_at(sheet, address)
    for other in previous.singles if not cell.block else ():
        if (other.sheet, other.anchor) == (cell.sheet, cell.anchor):
            return trace_of(previous, other)
    for block in previous.blocks:
        column = next((one for one in block.columns if one.id == cell.column and one.letter), None)
        if block.id != cell.block or column is None:
            continue
        if cell.live:
            return trace_of(previous, previous.total_cell(block, column)) if column.has_total else None
        row = cell.record_id if cell.record_kind else cell.tenant_id
        if row in block.rows_of and block.kind == cell.record_kind:
            return trace_of(previous, previous.block_cell(block, column, block.rows_of.index(row)))
    return None


def open_frozen(workplace: Workplace, library: Library, filing_id: int) -> BuiltFiling:
    """A frozen filing as it was built, with what was found in it then. NotFoundError ``filing-unknown``.

    Its form and template are those of its year as they are now; its workbook as filed is `frozen_workbook`.
    """
    with workplace.database.reading() as connection:
        info, lines, _ = _frozen(connection, filing_id)
        kept = rows.filing_findings(connection, filing_id)
    folder = library.form_folder(info.form, info.form_year)
    findings = (
        Finding(one.code, Severity.from_code(one.severity), where=one.place, values=one.values)
        for one in kept
    )
    return BuiltFiling(form_in(folder, library), read_record(lines), tuple(findings), folder.template)


def frozen_findings(workplace: Workplace, filing_id: int) -> tuple[FiledFinding, ...]:
    """What was found in a filing when it was frozen, with the explanations. NotFoundError ``filing-unknown``."""
    with workplace.database.reading() as connection:
        _frozen(connection, filing_id)
        return rows.filing_findings(connection, filing_id)


@collection_paused()
def changes_since_frozen(
    workplace: Workplace, library: Library, filing_id: int
) -> tuple[CellDifference, ...]:
    """What a frozen filing would say otherwise today, cell by cell with the records behind each difference."""
    with workplace.database.reading() as connection:
        return differences_since(connection, library, _info(connection, filing_id))


def compare_frozen(
    workplace: Workplace, filing_id: int, other_id: int
) -> tuple[FilingInfo, FilingInfo, tuple[CellDifference, ...]]:
    """Two frozen filings, and what the other says otherwise, cell by cell with the records behind each difference.

    NotFoundError ``filing-unknown``; RuleError ``filings-of-two-forms`` where their forms differ.
    """
    with workplace.database.reading() as connection:
        old, old_lines, _ = _frozen(connection, filing_id)
        new, new_lines, _ = _frozen(connection, other_id)
    if old.form != new.form:
        raise RuleError("filings-of-two-forms", form=old.form, other=new.form)
    return old, new, compare(read_record(old_lines), read_record(new_lines))


def _info(connection: Connection, filing_id: int) -> FilingInfo:
    info = rows.filing_info(connection, filing_id)
    if info is None:
        raise NotFoundError("filing-unknown", filing=filing_id)
    return info


def _frozen(connection: Connection, filing_id: int) -> tuple[FilingInfo, tuple[str, ...], bytes]:
    info = _info(connection, filing_id)
    return info, rows.filing_lines(connection, filing_id), rows.filing_workbook(connection, filing_id)
