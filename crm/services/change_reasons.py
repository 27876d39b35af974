"""Why figures of filings changed, as somebody wrote it: drafts that are frozen with the filing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.db.models import ChangeNote
from crm.db.queries.change_notes import WrittenReason, drafted_reasons, frozen_reasons
from crm.domain.errors import StaleError
from crm.services.operation import operation

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from crm.domain.changes import Changes
    from crm.domain.period import Period
    from crm.services.operation import Operation, Workplace

__all__ = ["WrittenReason"]


def write_reason(
    workplace: Workplace, subject: str, text: str, *, form: str, period: Period, seen: str = ""
) -> Changes:
    """Keep why a figure changed with the form and period until it is frozen; an empty *text* takes it away.

    *seen* is what was written before, as the user saw it; StaleError ``change-note-stale`` where that is another now.
    What was frozen with a filing stays as it is.
    """
    text = text.strip()
    kind = "change-note-saved" if text else "change-note-removed"
    details = {"form": form, "period": period.code, "indicator": subject.partition(".")[0]}
    with operation(workplace, kind, **details) as running:
        recorder = running.recorder
        held = drafted_reasons(recorder.connection, form, period).get(subject)
        if (held.text if held else "") != seen:
            raise StaleError("change-note-stale", by=held.written_by if held else "")
        if held is not None and not text:
            recorder.remove(ChangeNote, [(held.id,)])
        elif held is not None and held.text != text:
            recorder.change_one(ChangeNote, held.id, text=text, written_by=workplace.user)
        elif held is None and text:
            recorder.add(
                ChangeNote,
                form=form,
                period=period.key,
                subject=subject,
                filing_id=None,
                text=text,
                written_by=workplace.user,
            )
    return running.changes


def keep_reasons(running: Operation, *, form: str, period: Period, filing_id: int) -> None:
    """Freeze what was written about changes with the filing that is being frozen: copies, so that it never changes."""
    recorder = running.recorder
    for held in drafted_reasons(recorder.connection, form, period).values():
        recorder.add(
            ChangeNote,
            form=form,
            period=period.key,
            subject=held.subject,
            filing_id=filing_id,
            text=held.text,
            written_by=held.written_by,
        )


def reasons_differ(connection: Connection, *, form: str, period: Period, filing_id: int) -> bool:
    """Whether what is written now is something else than what was frozen with a filing."""
    filed = {one.subject: one.text for one in frozen_reasons(connection, filing_id)}
    return filed != {one.subject: one.text for one in drafted_reasons(connection, form, period).values()}


def reasons_filed(workplace: Workplace, filing_id: int) -> tuple[WrittenReason, ...]:
    """What was written about changes when a filing was frozen."""
    with workplace.database.reading() as connection:
        return frozen_reasons(connection, filing_id)
