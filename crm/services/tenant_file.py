"""A tenant's whole file for its page: profile, notes and records; its journal; and where its figures come from."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.db.models import Observation, OperationRecord
from crm.db.queries import tenant_records as rows
from crm.db.queries.history import last_change_of_column
from crm.db.queries.tenant_journal import tenant_images
from crm.domain.errors import RuleError, StaleError
from crm.services.history import word_images
from crm.services.notes import list_notes
from crm.services.operation import operation
from crm.services.records import list_records
from crm.services.tenants import get_tenant

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crm.domain.changes import Changes
    from crm.services.figures import Figure
    from crm.services.history import ChangedRecord
    from crm.services.library import Library
    from crm.services.notes import NoteLine
    from crm.services.operation import Workplace
    from crm.services.records import RecordLine
    from crm.services.tenants import TenantProfile

MOST_STEPS = 300
"""How many operations a tenant's journal shows …"""
MOST_RECORDS = 60
"""… and how many records of each."""


@dataclass(frozen=True, slots=True)
class TenantFile:
    """Everything the page of a tenant shows but its journal; records by kind."""

    profile: TenantProfile
    notes: tuple[NoteLine, ...]
    records: Mapping[str, tuple[RecordLine, ...]]


@dataclass(frozen=True, slots=True)
class JournalStep:
    """An operation, the first records it changed of a tenant, and how many it changed in all."""

    operation_id: int
    kind: str
    details: Mapping[str, str | int]
    at: str
    by: str
    undone_by: int | None
    records: tuple[ChangedRecord, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Origin:
    """The operation that brought a figure."""

    kind: str
    details: Mapping[str, str | int]
    at: str
    by: str


def get_tenant_file(workplace: Workplace, library: Library, tenant_id: int) -> TenantFile:
    """One tenant's whole file. NotFoundError ``tenant-unknown``."""
    kinds = [kind.code for kind in library.records.values() if kind.tab != "site"]
    return TenantFile(
        profile=get_tenant(workplace, library, tenant_id),
        notes=list_notes(workplace, tenant_id),
        records=list_records(workplace, library, tenant_id, kinds),
    )


def get_figure_origins(workplace: Workplace, operation_ids: Sequence[int]) -> dict[int, Origin]:
    """Which operations brought figures."""
    record = OperationRecord
    query = select(record.id, record.kind, record.details, record.at, record.by)
    with workplace.database.reading() as connection:
        found = connection.execute(query.where(record.id.in_(sorted(set(operation_ids)))))
        return {row[0]: Origin(*row[1:]) for row in found}


def change_figure(
    workplace: Workplace, library: Library, figure: Figure, *, seen: int | None, reason: str
) -> Changes:
    """Correct one figure by hand, and say why; *seen* is the value the user saw.

    RuleError ``figure-reason-missing``, StaleError ``stale-record-value``.
    """
    indicator = library.indicators[figure.indicator]
    if not reason.strip():
        raise RuleError("figure-reason-missing")
    key = (figure.period.key, indicator.code, figure.tenant_id)
    with operation(
        workplace,
        "figure-changed",
        tenant=figure.tenant_id,
        indicator=indicator.code,
        period=figure.period.code,
        reason=reason,
    ) as running:
        recorder = running.recorder
        own = Observation
        held = recorder.connection.scalar(
            select(own.value).where(own.period == key[0], own.indicator == key[1], own.tenant_id == key[2])
        )
        if held != seen:
            by, at = last_change_of_column(recorder.connection, own.__tablename__, key, "value")
            raise StaleError("stale-record-value", field=indicator.code, by=by, at=at, now=str(held))
        running.describe(name=rows.tenant_name(recorder.connection, figure.tenant_id))
        if figure.value is None and held is not None:
            recorder.remove(own, [key])
        elif figure.value is not None and figure.value != held:
            recorder.put(
                own,
                [
                    {
                        "period": key[0],
                        "indicator": key[1],
                        "tenant_id": key[2],
                        "value": figure.value,
                        "operation_id": running.id,
                        "source_row": None,
                    }
                ],
            )
    return running.changes


def list_tenant_journal(
    workplace: Workplace, library: Library, tenant_id: int, *, check: Callable[[], None] = lambda: None
) -> tuple[JournalStep, ...]:
    """The latest operations that changed something of a tenant, with what was there before and after."""
    steps: list[JournalStep] = []
    with workplace.database.reading() as connection:
        images = tenant_images(connection, tenant_id, check=check)
        for _, group in groupby(images, key=lambda one: one.operation_id):
            found = list(group)
            last = found[0]
            shown = word_images(connection, library, [one.image for one in found[:MOST_RECORDS]])
            steps.append(
                JournalStep(
                    last.operation_id,
                    last.kind,
                    last.details,
                    last.at,
                    last.by,
                    last.undone_by,
                    shown,
                    len(found),
                )
            )
            if len(steps) == MOST_STEPS:
                break
    return tuple(steps)
