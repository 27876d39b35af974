"""Tenants: list and find them, open one, add, change and rename them, and move them from stage to stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from crm.db.models import StageRecord, Tenant, TenantName
from crm.db.queries import tenants as rows
from crm.db.queries.history import last_change_of_column
from crm.domain.errors import NotFoundError, RuleError, StaleError
from crm.domain.fields import FieldKind
from crm.domain.lifecycle import MOVES, Need, Stage, missing_needs, needs_of_move, require_move
from crm.domain.text import name_key
from crm.services.operation import operation

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from crm.db.queries.tenants import (
        DatedEntry,
        LeaseEntry,
        NameEntry,
        ObservedFigure,
        StageEntry,
        TenantLine,
        TenantSums,
    )
    from crm.domain.changes import Changes
    from crm.services.library import Library
    from crm.services.operation import Operation, Workplace

FieldValue = str | int | bool | date | None
"""A field's value: text or code, smallest units, yes or no, a day; None where nothing is known."""

NOT_COLUMNS = frozenset({"former_names", "stage", "moved_in_on", "left_on"})
"""Fields of a register that are kept as names and stages, not as columns of the tenant."""
EMPTY_TEXT_KINDS = frozenset({FieldKind.TEXT, FieldKind.PHONE, FieldKind.EMAIL})
"""Kinds of fields whose blank is an empty text in the database; the others are unknown (NULL)."""


@dataclass(frozen=True, slots=True)
class TenantQuery:
    """What a list shows: text to find, stages and fields to keep, and the order.

    ``among`` narrows it to the tenants that a figure counts, and ``label`` says in words which they are.
    """

    text: str = ""
    stages: frozenset[Stage] = frozenset()
    technology_fields: frozenset[str] = frozenset()
    moved_in_from: date | None = None
    moved_in_to: date | None = None
    industries: frozenset[str] = frozenset()
    has_figures: bool | None = None
    sort: str = "name"
    descending: bool = False
    among: frozenset[int] | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class TenantPage:
    """How many tenants there are in a list, and the lines of the first of them, in order."""

    count: int
    lines: tuple[TenantLine, ...]


@dataclass(frozen=True, slots=True)
class TenantProfile:
    """Everything the detail page shows of one tenant; ``fields`` by field code."""

    line: TenantLine
    fields: Mapping[str, FieldValue]
    extra: Mapping[str, str]
    names: tuple[NameEntry, ...]
    stages: tuple[StageEntry, ...]
    figures: tuple[ObservedFigure, ...]
    leases: tuple[LeaseEntry, ...]
    timeline: tuple[DatedEntry, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A move a tenant may make now, and what it needs that is not yet known."""

    target: Stage
    needs: tuple[Need, ...]


def list_tenant_ids(workplace: Workplace, query: TenantQuery) -> array[int]:
    """Ids of all tenants that fit *query*, in its order."""
    with workplace.database.reading() as connection:
        chosen = _chosen(workplace, connection, query)
        return rows.tenant_ids(connection, chosen, sort=query.sort, descending=query.descending)


def get_tenant_page(workplace: Workplace, query: TenantQuery, size: int) -> TenantPage:
    """How many tenants fit *query*, and the first *size* of them, without reading the others."""
    with workplace.database.reading() as connection:
        chosen = _chosen(workplace, connection, query)
        count, lines = rows.tenant_page(
            connection, chosen, sort=query.sort, descending=query.descending, size=size
        )
        return TenantPage(count, tuple(lines))


def sum_tenants(workplace: Workplace, ids: Sequence[int]) -> TenantSums:
    """What some tenants add up to; figures that nobody of them has stay None."""
    with workplace.database.reading() as connection:
        return rows.tenant_sums(connection, ids)


def _chosen(workplace: Workplace, connection: Connection, query: TenantQuery) -> rows.Chosen:
    found: Sequence[int] | None = None
    if query.text.strip():
        found = workplace.names.find(connection, query.text)
    if query.among is not None:
        found = sorted(query.among if found is None else query.among.intersection(found))
    return rows.Chosen(
        stages=query.stages,
        technology_fields=query.technology_fields,
        moved_in_from=query.moved_in_from,
        moved_in_to=query.moved_in_to,
        industries=query.industries,
        has_figures=query.has_figures,
        among=found,
        is_by_name=query.among is None and found is not None,
    )


def get_tenant_lines(workplace: Workplace, ids: Sequence[int]) -> dict[int, TenantLine]:
    """The lines of a page of ids."""
    with workplace.database.reading() as connection:
        return rows.tenant_lines(connection, ids)


def count_tenants_by_stage(workplace: Workplace) -> dict[Stage, int]:
    """How many tenants stand in each stage."""
    with workplace.database.reading() as connection:
        return rows.count_by_stage(connection)


def get_tenant(workplace: Workplace, library: Library, tenant_id: int) -> TenantProfile:
    """One tenant with its whole record. NotFoundError ``tenant-unknown``."""
    with workplace.database.reading() as connection:
        held = _held(connection, tenant_id)
        return TenantProfile(
            line=rows.tenant_lines(connection, [tenant_id])[tenant_id],
            fields={code: held[code] for code in library.fields if code not in NOT_COLUMNS},
            extra=held["extra"] or {},
            names=rows.name_entries(connection, tenant_id),
            stages=rows.stage_entries(connection, tenant_id),
            figures=rows.observed_figures(connection, tenant_id),
            leases=rows.lease_entries(connection, tenant_id),
            timeline=rows.dated_entries(connection, tenant_id),
        )


def add_tenant(
    workplace: Workplace,
    library: Library,
    values: Mapping[str, FieldValue],
    *,
    stage: Stage = Stage.LEAD,
    on: date | None = None,
) -> Changes:
    """Add a tenant standing in *stage* since *on* (today).

    RuleError where its name is missing or a field is unknown.
    """
    columns = tenant_columns(library, values)
    if not columns.get("name"):
        raise RuleError("tenant-name-missing")
    with operation(workplace, "tenant-added", name=columns["name"]) as running:
        tenant_id = running.recorder.add(Tenant, **columns)
        running.recorder.add(
            StageRecord,
            tenant_id=tenant_id,
            position=1,
            stage=stage.value,
            on_date=on or workplace.today,
            until_date=None,
        )
    return running.changes


def change_tenant(
    workplace: Workplace,
    library: Library,
    tenant_id: int,
    changes: Mapping[str, FieldValue],
    *,
    seen: Mapping[str, FieldValue],
) -> Changes:
    """Change fields of a tenant; *seen* are the values the user saw, so that nobody's work is overwritten unseen.

    A new name makes the old one a former name from today on. Raises StaleError ``stale-value``, RuleError,
    NotFoundError.
    """
    columns = tenant_columns(library, changes)
    if "name" in changes and not columns.get("name"):
        raise RuleError("tenant-name-missing")
    with operation(workplace, "tenant-changed", tenant=tenant_id) as running:
        held = _held(running.recorder.connection, tenant_id)
        running.describe(name=held["name"])
        _require_seen(running.recorder.connection, held, seen)
        different = {name: value for name, value in columns.items() if held[name] != value}
        if "name" in different:
            keep_former_name(running, held, until=workplace.today)
        if different:
            running.recorder.change_one(Tenant, tenant_id, **different)
    return running.changes


def allowed_moves(workplace: Workplace, tenant_id: int) -> tuple[Move, ...]:
    """Where a tenant may go from here, and what each move still needs."""
    with workplace.database.reading() as connection:
        held = _held(connection, tenant_id)
        stages = rows.stage_entries(connection, tenant_id)
    current = stages[-1].stage if stages else None
    targets = list(Stage) if current is None else [stage for stage in Stage if stage in MOVES[current]]
    known = _facts(held)
    return tuple(
        Move(target, tuple(need for need in needs_of_move(target) if need not in known)) for target in targets
    )


def change_stage(
    workplace: Workplace,
    tenant_id: int,
    target: Stage,
    *,
    on: date,
    reason: str = "",
    allowed_by: str = "",
    detail: str = "",
) -> Changes:
    """Move a tenant to *target* on a day.

    Raises RuleError ``stage-move-not-allowed``, ``stage-needs-missing`` or ``stage-date-too-early``.
    """
    with operation(workplace, "stage-changed", tenant=tenant_id, stage=target.value) as running:
        connection = running.recorder.connection
        held = _held(connection, tenant_id)
        running.describe(name=held["name"])
        stages = rows.stage_entries(connection, tenant_id)
        require_move(stages[-1].stage if stages else None, target)
        given = {Need.REASON: reason, Need.ALLOWED_BY: allowed_by, Need.DETAIL: detail}
        known = _facts(held) | {need for need, text in given.items() if text.strip()}
        missing = missing_needs(target, known)
        if missing:
            raise RuleError(
                "stage-needs-missing", target=target.value, needs=", ".join(need.value for need in missing)
            )
        if stages and on < stages[-1].on:
            raise RuleError("stage-date-too-early", on=on.isoformat(), last=stages[-1].on.isoformat())
        if stages:
            running.recorder.change_one(StageRecord, stages[-1].id, until_date=on)
        running.recorder.add(
            StageRecord,
            tenant_id=tenant_id,
            position=len(stages) + 1,
            stage=target.value,
            on_date=on,
            until_date=None,
            reason=reason.strip(),
            allowed_by=allowed_by.strip(),
            detail=detail.strip(),
        )
    return running.changes


def tenant_columns(library: Library, values: Mapping[str, FieldValue]) -> dict[str, Any]:
    """The columns of a tenant for field values: texts stripped, the name's key and the industry's letter added.

    RuleError ``field-unknown`` or ``field-value``.
    """
    columns: dict[str, Any] = {}
    for code, value in values.items():
        field = library.fields.get(code)
        if field is None or code in NOT_COLUMNS:
            raise RuleError("field-unknown", field=code)
        columns[code] = _column_value(code, field.kind, value)
    if isinstance(columns.get("name"), str):
        columns["name_key"] = name_key(columns["name"])
    if "industry" in columns:
        industry = columns["industry"]
        columns["industry_letter"] = (
            library.vocabulary["industry"].group(industry) or None if industry else None
        )
    return columns


def keep_former_name(running: Operation, held: Mapping[str, Any], *, until: date) -> None:
    """Keep a tenant's present name as a former one that ends on *until*."""
    recorder = running.recorder
    earlier = rows.name_entries(recorder.connection, held["id"])
    recorder.add(
        TenantName,
        tenant_id=held["id"],
        name=held["name"],
        name_key=held["name_key"],
        from_on=earlier[0].until_on if earlier else None,
        until_on=until,
    )


def _column_value(code: str, kind: FieldKind, value: FieldValue) -> FieldValue:
    wanted: dict[FieldKind, type | tuple[type, ...]] = {
        FieldKind.DATE: date,
        FieldKind.MONEY: int,
        FieldKind.AREA: int,
        FieldKind.COUNT: int,
        FieldKind.YES_NO: bool,
    }
    if value is None or value == "":
        return "" if kind in EMPTY_TEXT_KINDS else None
    if not isinstance(value, wanted.get(kind, str)):
        raise RuleError("field-value", field=code, value=str(value))
    return value.strip() if isinstance(value, str) else value


def _held(connection: Connection, tenant_id: int) -> dict[str, Any]:
    held = rows.tenant_fields(connection, tenant_id)
    if held is None:
        raise NotFoundError("tenant-unknown", tenant=tenant_id)
    return held


def _facts(held: Mapping[str, Any]) -> set[Need]:
    """The needs of a move that the tenant's own record already meets."""
    facts = set()
    if held["uscc"] or held["registration_number"]:
        facts.add(Need.REGISTRATION)
    if held["founded_on"]:
        facts.add(Need.FOUNDED_ON)
    return facts


def _require_seen(connection: Connection, held: Mapping[str, Any], seen: Mapping[str, FieldValue]) -> None:
    for code, value in seen.items():
        if held[code] != value and not (not held[code] and not value):
            by, at = last_change_of_column(connection, "tenants", (held["id"],), code)
            raise StaleError("stale-value", field=code, by=by, at=at, now=str(held[code]))
