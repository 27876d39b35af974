"""Steps, scans and carried differences of filings read back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.db.models import FilingCarry, FilingScan, FilingStep
from crm.domain.period import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Row


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step as it is kept; ``filing_id`` once its filing is frozen."""

    id: int
    form: str
    period: Period
    version: int
    kind: str
    name: str
    by: str
    at: str
    on_paper: bool
    note: str
    fingerprint: str
    filing_id: int | None


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan without its content; ``size`` in bytes, ``at`` in UTC."""

    id: int
    filing_id: int
    name: str
    kind: str
    size: int
    sha256: str
    at: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Carry:
    """A cell's difference that was carried on: what was filed, what it was when it was carried, to which period."""

    id: int
    filing_id: int
    cell: str
    label: str
    label_en: str
    filed: str
    now: str
    to_period: Period
    at: str
    by: str
    reason: str


_STEP = FilingStep
_STEP_COLUMNS = (
    _STEP.id,
    _STEP.form,
    _STEP.period,
    _STEP.version,
    _STEP.kind,
    _STEP.name,
    _STEP.by,
    _STEP.at,
    _STEP.on_paper,
    _STEP.note,
    _STEP.record_sha256,
    _STEP.filing_id,
)
_SCAN_COLUMNS = (
    FilingScan.id,
    FilingScan.filing_id,
    FilingScan.name,
    FilingScan.kind,
    FilingScan.size,
    FilingScan.sha256,
    FilingScan.at,
    FilingScan.by,
    FilingScan.reason,
)
_CARRY_COLUMNS = (
    FilingCarry.id,
    FilingCarry.filing_id,
    FilingCarry.cell,
    FilingCarry.label,
    FilingCarry.label_en,
    FilingCarry.filed,
    FilingCarry.now,
    FilingCarry.to_period,
    FilingCarry.at,
    FilingCarry.by,
    FilingCarry.reason,
)


def step_rows(connection: Connection, form: str | None = None) -> tuple[StepRow, ...]:
    """All steps (of *form*), the oldest first."""
    query = select(*_STEP_COLUMNS).order_by(_STEP.id)
    if form is not None:
        query = query.where(_STEP.form == form)
    return tuple(StepRow(*_with_period(row, 2)) for row in connection.execute(query))


def submitted_record(connection: Connection, step_id: int) -> bytes | None:
    """What was handed over with a step, compressed."""
    return connection.scalar(select(_STEP.record).where(_STEP.id == step_id))


def submitted_explanations(connection: Connection, step_id: int) -> Mapping[str, str]:
    """What was written about the findings when the filing was handed over."""
    return connection.scalar(select(_STEP.explanations).where(_STEP.id == step_id)) or {}


def scan_rows(connection: Connection, filing_id: int | None = None) -> tuple[Scan, ...]:
    """The scans (of a filing), the latest first."""
    query = select(*_SCAN_COLUMNS).order_by(FilingScan.id.desc())
    if filing_id is not None:
        query = query.where(FilingScan.filing_id == filing_id)
    return tuple(Scan(*row) for row in connection.execute(query))


def scan_content(connection: Connection, scan_id: int) -> bytes:
    """The bytes of a scan. NoResultFound where there is none of that id."""
    return connection.execute(select(FilingScan.content).where(FilingScan.id == scan_id)).scalar_one()


def carry_rows(connection: Connection, filing_id: int | None = None) -> tuple[Carry, ...]:
    """The carried differences (of a filing), the oldest first."""
    query = select(*_CARRY_COLUMNS).order_by(FilingCarry.id)
    if filing_id is not None:
        query = query.where(FilingCarry.filing_id == filing_id)
    return tuple(Carry(*_with_period(row, 7)) for row in connection.execute(query))


def _with_period(row: Row[*tuple[Any, ...]], place: int) -> list[Any]:
    """A row whose value at *place* is the key of a period."""
    held = list(row)
    held[place] = Period.from_key(held[place])
    return held
