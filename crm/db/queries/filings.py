"""Frozen filings read back: what was filed, when and by whom, with its lines and its workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from crm.db.models import Filing, FilingCell, FilingFinding
from crm.domain.period import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Row


@dataclass(frozen=True, slots=True)
class FilingInfo:
    """A frozen filing: form and layout year, period and version, when (UTC) and by whom, and its fingerprints.

    ``changed_cells`` is how many cells it files otherwise than the version before.
    """

    id: int
    form: str
    form_year: int
    period: Period
    version: int
    frozen_at: str
    frozen_by: str
    reason: str
    sha256: str
    template_sha256: str
    record_sha256: str = ""
    changed_cells: int | None = None


@dataclass(frozen=True, slots=True)
class FiledFinding:
    """A finding of a frozen filing with the explanation given for it."""

    code: str
    severity: str
    place: str
    values: Mapping[str, str | int]
    explanation: str


_QUESTION = 600
"""No line has more characters before the records of its figure."""

_INFO = (
    Filing.id,
    Filing.form,
    Filing.form_year,
    Filing.period,
    Filing.version,
    Filing.frozen_at,
    Filing.frozen_by,
    Filing.reason,
    Filing.sha256,
    Filing.template_sha256,
    Filing.record_sha256,
    Filing.changed_cells,
)


def filing_infos(connection: Connection) -> tuple[FilingInfo, ...]:
    """All frozen filings, the latest first."""
    return tuple(_info(row) for row in connection.execute(select(*_INFO).order_by(Filing.id.desc())))


def latest_infos(connection: Connection) -> tuple[FilingInfo, ...]:
    """The latest version of every form and period that was filed, the last filed first."""
    latest: dict[tuple[str, int], FilingInfo] = {}
    for info in filing_infos(connection):
        key = (info.form, info.period.key)
        if key not in latest or info.version > latest[key].version:
            latest[key] = info
    return tuple(sorted(latest.values(), key=lambda info: info.id, reverse=True))


def filing_info(connection: Connection, filing_id: int) -> FilingInfo | None:
    """One frozen filing; None where there is none of that id."""
    row = connection.execute(select(*_INFO).where(Filing.id == filing_id)).first()
    return None if row is None else _info(row)


def last_version(connection: Connection, form: str, period: Period) -> FilingInfo | None:
    """The latest version filed of a form and period; None where none was."""
    query = select(*_INFO).where(Filing.form == form, Filing.period == period.key)
    row = connection.execute(query.order_by(Filing.version.desc()).limit(1)).first()
    return None if row is None else _info(row)


def lost_versions(connection: Connection) -> set[tuple[str, Period, int]]:
    """The versions that are not there although a later one is, by form and period: there should be none."""
    held: dict[tuple[str, int], set[int]] = {}
    for form, period, version in connection.execute(select(Filing.form, Filing.period, Filing.version)):
        held.setdefault((form, period), set()).add(version)
    return {
        (form, Period.from_key(period), version)
        for (form, period), versions in held.items()
        for version in set(range(1, max(versions))) - versions
    }


def filing_lines(connection: Connection, filing_id: int) -> tuple[str, ...]:
    """The record of a frozen filing, line by line."""
    query = select(FilingCell.content).where(FilingCell.filing_id == filing_id).order_by(FilingCell.position)
    return tuple(connection.scalars(query))


def figure_lines(connection: Connection, filing_id: int, *, beginning: str) -> tuple[str, ...]:
    """The lines of a frozen filing's record that have this *beginning*, each cut after what it asks for."""
    line = FilingCell.content
    query = select(func.substr(line, 1, _QUESTION)).where(
        FilingCell.filing_id == filing_id, line.startswith(beginning, autoescape=True)
    )
    return tuple(connection.scalars(query.order_by(FilingCell.position)))


def filing_workbook(connection: Connection, filing_id: int) -> bytes:
    """The workbook of a frozen filing. NoResultFound where there is none of that id."""
    return connection.execute(select(Filing.workbook).where(Filing.id == filing_id)).scalar_one()


def filing_findings(connection: Connection, filing_id: int) -> tuple[FiledFinding, ...]:
    """The findings a filing was frozen with."""
    finding = FilingFinding
    query = select(finding.code, finding.severity, finding.place, finding.content, finding.explanation)
    rows = connection.execute(query.where(finding.filing_id == filing_id).order_by(finding.position))
    return tuple(FiledFinding(*row) for row in rows)


def _info(row: Row[*tuple[Any, ...]]) -> FilingInfo:
    held = list(row)
    held[3] = Period.from_key(held[3])
    return FilingInfo(*held)
