"""How far a filing is on its way to be frozen, as the steps kept in the database and its figures of now have it."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from crm.db.models import FilingStep
from crm.db.queries.approval import step_rows, submitted_explanations, submitted_record
from crm.db.queries.filings import last_version
from crm.domain.errors import RuleError
from crm.filings.approval import FilingState, Standing, Step, StepKind, standing_of
from crm.filings.record import fingerprint, read_record, write_record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from crm.db.journal import Recorder
    from crm.db.queries.approval import StepRow
    from crm.domain.period import Period
    from crm.filings.built import Built


def step_of(row: StepRow) -> Step:
    """A step as it is kept, as the rules of approval take it."""
    return Step(
        id=row.id,
        kind=StepKind(row.kind),
        name=row.name,
        by=row.by,
        at=row.at,
        on_paper=row.on_paper,
        note=row.note,
        fingerprint=row.fingerprint,
    )


def next_version(connection: Connection, form: str, period: Period) -> int:
    """The version that the next filing of a form and period will be."""
    last = last_version(connection, form, period)
    return 1 if last is None else last.version + 1


def open_steps(connection: Connection, form: str, period: Period) -> tuple[Step, ...]:
    """The steps of the version in work, the oldest first."""
    version = next_version(connection, form, period)
    rows = step_rows(connection, form)
    return tuple(step_of(row) for row in rows if (row.period, row.version) == (period, version))


def read_standing(connection: Connection, built: Built) -> Standing:
    """How far the version in work of *built* is."""
    steps = open_steps(connection, built.form, built.period)
    return standing_of(steps, fingerprint(built) if steps else "")


def explanations_of(connection: Connection, standing: Standing) -> Mapping[str, str]:
    """What was written about the findings when the filing was handed over; nothing where it was not."""
    step = standing.step(StepKind.SUBMITTED)
    return {} if step is None else submitted_explanations(connection, step.id)


def handed_over(connection: Connection, standing: Standing) -> Built | None:
    """The filing as it was handed over; None where it was not."""
    step = standing.step(StepKind.SUBMITTED)
    packed = None if step is None else submitted_record(connection, step.id)
    return None if packed is None else read_record(zlib.decompress(packed).decode().split("\n"))


def packed_record(built: Built) -> bytes:
    """A record as a step keeps it."""
    return zlib.compress("\n".join(write_record(built)).encode())


def require_approved(standing: Standing, *, reason: str) -> None:
    """RuleError ``filing-not-approved`` unless it is approved, or a *reason* says why it is frozen all the same."""
    if standing.state is not FilingState.APPROVED and not reason.strip():
        raise RuleError("filing-not-approved", state=standing.state.value)


def close_steps(recorder: Recorder, standing: Standing, filing_id: int) -> None:
    """Tie the steps of the version to its filing: from now on none can be undone before the freezing is."""
    recorder.change(FilingStep, {(step.id,): {"filing_id": filing_id} for step in standing.steps})
