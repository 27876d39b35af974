"""The written reasons for changes of filings: drafts of a form and period, and what was frozen with a filing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.db.models import ChangeNote

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

    from crm.domain.period import Period


@dataclass(frozen=True, slots=True)
class WrittenReason:
    """Why a figure changed, as somebody wrote it; ``subject`` names the figure."""

    id: int
    subject: str
    text: str
    written_by: str


def drafted_reasons(connection: Connection, form: str, period: Period) -> dict[str, WrittenReason]:
    """The drafts for a form and period, by subject."""
    note = ChangeNote
    query = _notes().where(note.form == form, note.period == period.key, note.filing_id.is_(None))
    return {row[1]: WrittenReason(*row) for row in connection.execute(query)}


def frozen_reasons(connection: Connection, filing_id: int) -> tuple[WrittenReason, ...]:
    """What was frozen with a filing, in the order of its figures."""
    query = _notes().where(ChangeNote.filing_id == filing_id)
    return tuple(WrittenReason(*row) for row in connection.execute(query))


def _notes() -> Select[Any]:
    note = ChangeNote
    columns: tuple[Any, ...] = (note.id, note.subject, note.text, note.written_by)
    return select(*columns).order_by(note.id)
