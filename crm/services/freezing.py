"""Freezing: keep a filing for good, with its cells, its workbook and its findings, and refuse what may not be kept."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from crm.db.models import Filing, FilingCell, FilingFinding
from crm.db.queries import filings as rows
from crm.domain.errors import RuleError, StaleError
from crm.domain.finding import Finding, Severity
from crm.excel.saving import SaveRefused, save_atomically
from crm.filings.compare import CellDifference, compare
from crm.filings.record import read_record, record_hash, write_record
from crm.services.change_reasons import keep_reasons, reasons_differ
from crm.services.filings import BuiltFiling, Exported, as_named, measure_form, others_filed
from crm.services.frozen_records import read_filed
from crm.services.operation import operation, undo
from crm.services.standing import close_steps, explanations_of, read_standing, require_approved

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import BinaryIO

    from sqlalchemy import Connection

    from crm.domain.changes import Changes
    from crm.filings.built import Built
    from crm.services.library import Library
    from crm.services.operation import Operation, Workplace

_NO_EXPLANATIONS: Mapping[str, str] = {}


def export_and_freeze(
    workplace: Workplace, library: Library, filing: BuiltFiling, path: Path, *, reason: str = ""
) -> tuple[Exported, Changes]:
    """Write the workbook and freeze the filing, both or neither: the file takes its place once the filing is frozen.

    Where it cannot (another program holds what stands there), the freezing is undone. Raises what `export_filing` and
    `freeze_filing` raise.
    """
    frozen: list[Changes] = []
    data, ending = as_named(filing.workbook.data, path)

    def write(file: BinaryIO) -> None:
        file.write(data)
        file.flush()
        frozen.append(freeze_filing(workplace, library, filing, reason=reason))

    try:
        save_atomically(path, write, ending=ending)
    except SaveRefused:
        if frozen:
            undo(workplace, frozen[0].operation)
        raise
    return Exported(path, hashlib.sha256(data).hexdigest(), filing.built.cell_count), frozen[0]


def freeze_filing(
    workplace: Workplace,
    library: Library,
    filing: BuiltFiling,
    *,
    reason: str = "",
    explanations: Mapping[str, str] = _NO_EXPLANATIONS,
) -> Changes:
    """Keep a filing for good: its cells with their traces, its workbook and its findings with their explanations.

    Everything is computed again first, and refused where the records have moved since *filing* was built
    (StaleError ``filing-outdated``). RuleError ``filing-has-errors`` without a *reason* for errors,
    ``filing-warnings-unexplained`` for warnings without an explanation, ``filing-not-approved`` before it is approved
    (a reason covers all), ``filing-amendment-reason`` for a further version without one, and ``filing-unchanged`` where
    the last version filed exactly the same. *explanations* stand under a finding's own `finding_key`, or under its code
    alone for all findings of that code; those written when it was handed over hold where none is given here.
    """
    built = filing.built
    with operation(workplace, "filing-frozen", form=filing.form.code, period=built.period.code) as running:
        connection = running.recorder.connection
        standing = read_standing(connection, built)
        # What was written about other figures explains nothing of these.
        written = {} if standing.fell_from else explanations_of(connection, standing)
        explained = {**written, **explanations}
        require_explained(filing, reason=reason, explanations=explained)
        require_current(connection, library, filing)
        require_different(connection, filing)
        require_approved(standing, reason=reason)
        filing_id = _keep(running, workplace, filing, reason=reason, explanations=explained)
        close_steps(running.recorder, standing, filing_id)
    return running.changes


def require_current(connection: Connection, library: Library, filing: BuiltFiling) -> None:
    """StaleError ``filing-outdated`` where the records have moved since *filing* was built."""
    built, form = filing.built, filing.form
    again = measure_form(
        connection,
        library,
        form=form,
        period=built.period,
        particulars=built.particulars,
        others=others_filed(connection, form, built.period),
    )
    if again != built:
        raise StaleError("filing-outdated", form=form.code, period=built.period.code)


def finding_key(finding: Finding) -> str:
    """What an explanation of *finding* alone stands under: its code and its place, and which of a form's own it is."""
    return f"{finding.code} {finding.where} {finding.values.get('check', '')}".rstrip()


def require_explained(filing: BuiltFiling, *, reason: str, explanations: Mapping[str, str]) -> None:
    """RuleError ``filing-has-errors``, ``filing-warnings-unexplained`` without an explanation or a *reason*."""
    errors = filing.of_severity(Severity.ERROR)
    if errors and not reason.strip():
        raise RuleError("filing-has-errors", count=len(errors), places=_places(errors))
    silent = [
        finding
        for finding in filing.of_severity(Severity.WARNING)
        if not (_explanation(finding, explanations) or reason.strip())
    ]
    if silent:
        raise RuleError("filing-warnings-unexplained", count=len(silent), places=_places(silent))


def _explanation(finding: Finding, explanations: Mapping[str, str]) -> str:
    """What was written about *finding* itself, else about all of its code."""
    own = explanations.get(finding_key(finding), "").strip()
    return own or explanations.get(finding.code, "").strip()


def _places(findings: tuple[Finding, ...] | list[Finding], *, most: int = 5) -> str:
    places = list(dict.fromkeys(finding.where for finding in findings))
    return ", ".join(places[:most]) + (" …" if len(places) > most else "")


def require_different(connection: Connection, filing: BuiltFiling) -> None:
    """Refuse what the last version says already, whatever day stands on it: cells, records and template alike."""
    last = rows.last_version(connection, filing.form.code, filing.built.period)
    if last is None or last.template_sha256 != _template_sha256(filing):
        return
    filed, built = read_filed(connection, last), filing.built
    same_words = filed.particulars == replace(built.particulars, filled_on=filed.particulars.filled_on)
    if reasons_differ(connection, form=filing.form.code, period=built.period, filing_id=last.id):
        return
    if same_words and not compare(filed, built):
        raise RuleError("filing-unchanged", version=last.version, at=last.frozen_at, by=last.frozen_by)


def _template_sha256(filing: BuiltFiling) -> str:
    return hashlib.sha256(filing.template).hexdigest()


def _keep(
    running: Operation,
    workplace: Workplace,
    filing: BuiltFiling,
    *,
    reason: str,
    explanations: Mapping[str, str],
) -> int:
    recorder, built = running.recorder, filing.built
    last = rows.last_version(recorder.connection, filing.form.code, built.period)
    if last is not None and not reason.strip():
        raise RuleError("filing-amendment-reason", version=last.version)
    version = 1 if last is None else last.version + 1
    running.describe(version=version)
    lines = write_record(built)
    filing_id = recorder.add(
        Filing,
        form=filing.form.code,
        form_year=filing.form.year,
        period=built.period.key,
        version=version,
        frozen_at=workplace.moment("seconds"),
        frozen_by=workplace.user,
        reason=reason.strip(),
        sha256=filing.sha256,
        template_sha256=_template_sha256(filing),
        workbook=filing.workbook.data,
        record_sha256=record_hash(lines),
        changed_cells=None if last is None else len(_changed_since(recorder.connection, last.id, built)),
    )
    recorder.insert(
        FilingCell,
        [
            {"filing_id": filing_id, "position": position, "content": line}
            for position, line in enumerate(lines, start=1)
        ],
    )
    recorder.insert(
        FilingFinding,
        [
            {
                "filing_id": filing_id,
                "position": position,
                "code": finding.code,
                "severity": finding.severity.code,
                "place": finding.where,
                "content": dict(finding.values),
                "explanation": _explanation(finding, explanations) or reason.strip(),
            }
            for position, finding in enumerate(filing.findings, start=1)
        ],
    )
    keep_reasons(running, form=filing.form.code, period=built.period, filing_id=filing_id)
    return filing_id


def _changed_since(connection: Connection, filing_id: int, built: Built) -> tuple[CellDifference, ...]:
    """What *built* says otherwise than a frozen filing."""
    return compare(read_record(rows.filing_lines(connection, filing_id)), built)
