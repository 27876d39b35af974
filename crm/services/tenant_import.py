"""Writing the plan of a register: new tenants with their stages, changed ones with former names and stage changes."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, TypeVar

from crm.db.models import StageRecord, Tenant, TenantName
from crm.db.queries import matching
from crm.domain.text import name_key
from crm.intake.draft import used_extra
from crm.services.tenants import EMPTY_TEXT_KINDS, NOT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from crm.db.images import Row, Values
    from crm.domain.fields import FieldKind
    from crm.intake.draft import Drafts
    from crm.intake.plan import Plan, RowChanges, StageMove
    from crm.intake.progress import Progress
    from crm.services.library import Library
    from crm.services.operation import Operation

_T = TypeVar("_T")
_PART = 5_000
"""Records written between two reports of progress: as many as a batch of the journal holds."""
_STAGE = ("tenant_id", "position", "stage", "on_date", "until_date")
_NAME = ("tenant_id", "name", "name_key", "from_on", "until_on")


def write_tenants(
    running: Operation,
    library: Library,
    drafts: Drafts,
    plan: Plan,
    *,
    on: date,
    progress: Progress = None,
) -> tuple[int, ...]:
    """Write what *plan* says of *drafts*; *on* is the day from which a new name or an undated stage holds.

    The ids of the new tenants are the answer, in the order of their rows.
    """
    ids: list[int] = []
    for part in parts_of(plan.new, progress):
        ids += _write_new(running, library, drafts, plan, part, on=on)
    if progress is not None:
        progress(len(plan.new), len(plan.new) + len(plan.updated))
    _write_changes(running, library, plan, on=on)
    return tuple(ids)


def parts_of(rows: Sequence[_T], progress: Progress) -> Iterator[Sequence[_T]]:
    """*rows* in parts, telling *progress* before each; in one piece where nobody wants to know."""
    if progress is None:
        yield rows
        return
    for start in range(0, len(rows), _PART):
        progress(start, len(rows))
        yield rows[start : start + _PART]


def _write_new(
    running: Operation, library: Library, drafts: Drafts, plan: Plan, part: Sequence[int], *, on: date
) -> Sequence[int]:
    if not part:
        return ()
    ids = running.recorder.new_ids(Tenant, len(part))
    columns = {
        code: _stored(library.fields[code].kind, values, part)
        for code, values in drafts.columns.items()
        if code not in NOT_COLUMNS
    }
    columns["id"] = list(ids)
    columns["name"] = _names(drafts, part)
    columns["name_key"] = [name_key(name) for name in columns["name"]]
    if "industry" in columns:
        columns["industry_letter"] = _letters(library, columns["industry"])
    columns["extra"] = _extras(drafts, part)
    running.recorder.insert_columns(Tenant, columns)
    stages: list[Values] = []
    former: list[Values] = []
    for tenant_id, index in zip(ids, part, strict=True):
        stages += _stage_rows(tenant_id, plan.stages[index])
    if "former_names" in drafts.columns:
        for tenant_id, index in zip(ids, part, strict=True):
            former += [_former_name(tenant_id, name, on) for name in plan.former_names_of_new(index)]
    _add_rows(running, StageRecord, _STAGE, stages)
    _add_rows(running, TenantName, _NAME, former)
    return ids


def _write_changes(running: Operation, library: Library, plan: Plan, *, on: date) -> None:
    if not plan.updated:
        return
    changed = {change.tenant_id: change for change in plan.updated.values()}
    held = matching.held_tenants(running.recorder.connection, list(changed), ["name"])
    updates: dict[tuple[int], Row] = {}
    ends: dict[tuple[int], Row] = {}
    former: list[Values] = []
    stages: list[Values] = []
    for tenant_id, change in changed.items():
        values = _changed_columns(library, change)
        if change.extra:
            values["extra"] = held[tenant_id].extra | dict(change.extra)
        if values:
            updates[tenant_id,] = values
        given_up = change.given_up_name
        names = change.former_names if given_up is None else (*change.former_names, given_up)
        former += [_former_name(tenant_id, name, on) for name in names]
        if change.stages:
            stages += _stage_rows(tenant_id, change.stages, after=held[tenant_id].stage_position)
            if (last := held[tenant_id].stage_id) is not None:
                ends[last,] = {"until_date": change.stages[0].on}
    running.recorder.change(Tenant, updates)
    _add_rows(running, TenantName, _NAME, former)
    running.recorder.change(StageRecord, ends)
    _add_rows(running, StageRecord, _STAGE, stages)


def _changed_columns(library: Library, change: RowChanges) -> Row:
    values: Row = {}
    for one in change.fields:
        values[one.field] = one.new
        if one.field == "name":
            values["name_key"] = name_key(str(one.new))
        if one.field == "industry":
            values["industry_letter"] = library.vocabulary["industry"].group(str(one.new)) or None
    return values


def _former_name(tenant_id: int, name: str, until: date) -> Values:
    return tenant_id, name, name_key(name), None, until


def _stage_rows(tenant_id: int, moves: Sequence[StageMove], *, after: int = 0) -> list[Values]:
    """The stage records of moves that follow each other, behind the one at position *after*."""
    ends = [move.on for move in moves[1:]]
    return [
        (tenant_id, position, move.stage, move.on, until)
        for position, (move, until) in enumerate(zip_longest(moves, ends), start=after + 1)
    ]


def _add_rows(running: Operation, model: type[Any], columns: Sequence[str], rows: Sequence[Values]) -> None:
    if rows:
        ids = running.recorder.new_ids(model, len(rows))
        values = dict(zip(columns, zip(*rows, strict=True), strict=True))
        running.recorder.insert_columns(model, {"id": list(ids), **values})


def _stored(kind: FieldKind, values: Sequence[Any], indexes: Sequence[int]) -> list[Any]:
    """The values of a column for the rows *indexes* as the database keeps them: a blank text is empty, not unknown."""
    if kind in EMPTY_TEXT_KINDS:
        return [values[index] or "" for index in indexes]
    return [values[index] for index in indexes]


def _names(drafts: Drafts, indexes: Sequence[int]) -> list[str]:
    """The names of new tenants; one without a name is called by its key until somebody knows better."""
    names = drafts.column("name")
    keys = [drafts.column(code) for code in ("external_id", "uscc", "registration_number")]
    return [str(names[index] or next(column[index] for column in keys if column[index])) for index in indexes]


def _letters(library: Library, industries: Sequence[Any]) -> list[str | None]:
    group = library.vocabulary["industry"].group
    letters = {code: group(code) or None for code in set(industries) if code}
    return [letters.get(code) for code in industries]


def _extras(drafts: Drafts, indexes: Sequence[int]) -> list[dict[str, str] | None]:
    """What the sheet says beyond our fields, by header."""
    return [dict(used_extra(drafts, index)) or None for index in indexes]
