"""Notes on tenants: what was said and seen, and what is still to be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.db.models import Note, Tenant
from crm.db.queries.history import last_change_of_column
from crm.domain.errors import NotFoundError, RuleError, StaleError
from crm.services.operation import operation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy import Connection, Select

    from crm.domain.changes import Changes
    from crm.services.operation import Operation, Workplace

NOTE_KINDS = ("visit", "call", "meeting", "memo")
"""In the order in which they are offered; their words are the code list ``note_kind``."""


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note with the name of its tenant; with ``due_on`` and no ``done_on`` it is to be followed up."""

    id: int
    tenant_id: int
    tenant: str
    kind: str
    on: date
    text: str
    by: str
    due_on: date | None
    done_on: date | None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.due_on is not None and self.done_on is None


@dataclass(frozen=True, slots=True)
class NoteText:
    """What a user writes of a note."""

    kind: str
    on: date
    text: str
    due_on: date | None = None


def list_notes(workplace: Workplace, tenant_id: int) -> tuple[NoteLine, ...]:
    """The notes on a tenant, the latest first."""
    query = _lines().where(Note.tenant_id == tenant_id).order_by(Note.on_date.desc(), Note.id.desc())
    with workplace.database.reading() as connection:
        return _read(connection, query)


def list_due_notes(workplace: Workplace, *, until: date) -> tuple[NoteLine, ...]:
    """What is to be followed up by *until*, that day included, what is overdue too; the earliest first."""
    query = _lines().where(Note.due_on <= until, Note.done_on.is_(None)).order_by(Note.due_on, Note.id)
    with workplace.database.reading() as connection:
        return _read(connection, query)


def add_note(workplace: Workplace, tenant_id: int, note: NoteText) -> Changes:
    """Note something on a tenant, signed by the user.

    RuleError ``note-text-missing``, ``note-kind-unknown``, ``note-due-too-early``; NotFoundError ``tenant-unknown``.
    """
    text = _checked(note)
    with operation(workplace, "note-added", tenant=tenant_id, note=note.kind) as running:
        running.describe(name=_tenant_name(running.recorder.connection, tenant_id))
        running.recorder.add(
            Note,
            tenant_id=tenant_id,
            kind=note.kind,
            on_date=note.on,
            text=text,
            by=workplace.user,
            due_on=note.due_on,
            done_on=None,
        )
    return running.changes


def change_note(workplace: Workplace, note_id: int, note: NoteText, *, seen: NoteText) -> Changes:
    """Change a note; *seen* is what the user saw of it. Like `add_note`, and StaleError ``stale-record-value``."""
    text = _checked(note)
    with operation(workplace, "note-changed") as running:
        held = _held(running, note_id)
        for column, was in (
            ("kind", seen.kind),
            ("text", seen.text),
            ("due_on", seen.due_on),
            ("on_date", seen.on),
        ):
            if held[column] != was:
                by, at = last_change_of_column(running.recorder.connection, "notes", (note_id,), column)
                raise StaleError(
                    "stale-record-value", field=column, by=by, at=at, now=str(held[column] or "")
                )
        running.recorder.change_one(
            Note, note_id, kind=note.kind, on_date=note.on, text=text, due_on=note.due_on
        )
    return running.changes


def finish_note(workplace: Workplace, note_id: int, *, on: date | None) -> Changes:
    """Say that what was to be done about a note was done on a day; None opens it again. NotFoundError."""
    with operation(workplace, "note-finished") as running:
        _held(running, note_id)
        running.recorder.change_one(Note, note_id, done_on=on)
    return running.changes


def remove_note(workplace: Workplace, note_id: int) -> Changes:
    """Remove a note; the journal keeps it. NotFoundError ``note-unknown``."""
    with operation(workplace, "note-removed") as running:
        _held(running, note_id)
        running.recorder.remove(Note, [(note_id,)])
    return running.changes


def _checked(note: NoteText) -> str:
    """The text of a note that may be kept."""
    text = note.text.strip()
    if not text:
        raise RuleError("note-text-missing")
    if note.kind not in NOTE_KINDS:
        raise RuleError("note-kind-unknown", kind=note.kind)
    if note.due_on is not None and note.due_on < note.on:
        raise RuleError("note-due-too-early", due=note.due_on.isoformat(), on=note.on.isoformat())
    return text


def _held(running: Operation, note_id: int) -> Mapping[str, Any]:
    """The row of a note; the operation's title gets its tenant's name."""
    connection = running.recorder.connection
    row = connection.execute(select(Note.__table__).where(Note.id == note_id)).mappings().first()
    if row is None:
        raise NotFoundError("note-unknown", note=note_id)
    running.describe(name=_tenant_name(connection, row["tenant_id"]), tenant=row["tenant_id"])
    return dict(row)


def _tenant_name(connection: Connection, tenant_id: int) -> str:
    name = connection.scalar(select(Tenant.name).where(Tenant.id == tenant_id))
    if name is None:
        raise NotFoundError("tenant-unknown", tenant=tenant_id)
    return str(name)


def _lines() -> Select[Any]:
    note = Note
    columns: tuple[Any, ...] = (
        note.id,
        note.tenant_id,
        Tenant.name,
        note.kind,
        note.on_date,
        note.text,
        note.by,
        note.due_on,
        note.done_on,
    )
    return select(*columns).join(Tenant, Tenant.id == note.tenant_id)


def _read(connection: Connection, query: Select[Any]) -> tuple[NoteLine, ...]:
    return tuple(NoteLine(*row) for row in connection.execute(query))
