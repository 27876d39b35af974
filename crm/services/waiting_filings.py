"""Filings that wait for somebody: to be checked, approved, frozen or mended, and frozen ones that no longer hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from crm.db.queries.filings import latest_infos
from crm.db.queries.history import journal_stamp, stamp_of, tables_written_since
from crm.db.queries.since import written_since
from crm.domain.period import Period
from crm.filings.approval import FilingState, StepKind, is_same_user
from crm.services.approval import list_open
from crm.services.duty import Duty, DutyKind, Waiting
from crm.services.filings import build_form
from crm.services.locks import LOCKED_TABLES, asks_by_size, find_locks
from crm.services.standing import next_version, read_standing
from crm.services.watch import watch_filing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy import Connection

    from crm.db.queries.filings import FilingInfo
    from crm.db.queries.history import JournalStamp
    from crm.filings.approval import Step
    from crm.filings.form import Form
    from crm.services.library import Library
    from crm.services.operation import Workplace

WATCHED_DAYS = 730
"""How long after its period a frozen filing is watched by itself; one of before is watched where it is opened."""
CHANGE_NO_FIGURE = frozenset(
    {
        "notes",
        "evidence",
        "change_notes",
        "filing_steps",
        "filing_scans",
        "filings",
        "filing_cells",
        "filing_findings",
    }
)
"""Tables whose rows change no figure of a filing that was frozen before."""
_REACHED = {
    StepKind.SUBMITTED: FilingState.SUBMITTED,
    StepKind.CHECKED: FilingState.CHECKED,
    StepKind.APPROVED: FilingState.APPROVED,
    StepKind.RETURNED: FilingState.DRAFT,
}


def list_signing(workplace: Workplace, library: Library, forms: Mapping[str, Form]) -> tuple[Duty, ...]:
    """The filings on their way, by the steps taken: whether those still hold shows only when they are built."""
    found = []
    for (code, key), steps in list_open(workplace).items():
        period = Period.from_key(key)
        with workplace.database.reading() as connection:
            version = next_version(connection, code, period)
        found.append(_signing(workplace, library, forms.get(code), (code, period), version, steps))
    return tuple(found)


def list_fallen(workplace: Workplace, library: Library, forms: Mapping[str, Form]) -> tuple[Duty, ...]:
    """Those on their way whose figures have changed since they were submitted: a draft again. Built, so slower."""
    found = []
    for duty in list_signing(workplace, library, forms):
        form, waiting = forms.get(duty.form), duty.waiting
        if form is None or waiting is None or waiting.state is FilingState.DRAFT or duty.period is None:
            continue
        built = build_form(workplace, library, form, duty.period).built
        with workplace.database.reading() as connection:
            fell = read_standing(connection, built).fell_from is not None
        if fell:
            found.append(
                _signing(
                    workplace,
                    library,
                    form,
                    (duty.form, duty.period),
                    waiting.version,
                    waiting.steps,
                    fell=True,
                )
            )
    return tuple(found)


@dataclass(slots=True)
class AmendmentWatch:
    """Which frozen filings no longer hold, as far as their period ended within `WATCHED_DAYS`.

    Each is built anew only where something has been written since that could change it; what was found before an
    interruption is not lost.
    """

    _as_of: JournalStamp | None = None
    _cells: dict[int, int] = field(default_factory=dict)

    def list(self, workplace: Workplace, library: Library, forms: Mapping[str, Form]) -> tuple[Duty, ...]:
        """Those whose figures are other today, the last filed first, but not those whose correction is on its way."""
        on_the_way = list_open(workplace)
        first = workplace.today - timedelta(days=WATCHED_DAYS)
        with workplace.database.reading() as connection:
            now = journal_stamp(connection)
            self._forget(connection)
            infos = [one for one in latest_infos(connection) if one.period.end >= first]
        self._as_of = now  # what is known still holds as of now
        for info in infos:
            if info.id not in self._cells:
                self._cells[info.id] = len(watch_filing(workplace, library, info).changes)
        return tuple(
            _amendment(forms.get(info.form), info, cells=self._cells[info.id])
            for info in infos
            if self._cells[info.id] and (info.form, info.period.key) not in on_the_way
        )

    def _forget(self, connection: Connection) -> None:
        """Forget the filings that what was written since could have changed."""
        before = self._as_of
        if before is None or stamp_of(connection, before.operation) != before:
            self._cells.clear()
            return
        tables = tables_written_since(connection, before.operation) - CHANGE_NO_FIGURE
        if not tables <= {*LOCKED_TABLES, "filing_carries"}:
            self._cells.clear()
            return
        if "filing_carries" in tables:
            self._cells = {number: cells for number, cells in self._cells.items() if not cells}
        if tables & set(LOCKED_TABLES):
            written = written_since(connection, before.operation)
            figures = {key[:2] for table, key in written.rows if table in LOCKED_TABLES}
            moved = {lock.filing.id for lock in find_locks(connection, figures)}
            others = (one for one in latest_infos(connection) if one.id in self._cells.keys() - moved)
            moved.update([one.id for one in others if asks_by_size(connection, one)])
            self._cells = {number: cells for number, cells in self._cells.items() if number not in moved}


def _amendment(form: Form | None, info: FilingInfo, *, cells: int) -> Duty:
    return Duty(
        DutyKind.AMENDMENT,
        form=info.form,
        form_name=None if form is None else form.name,
        period=info.period,
        waiting=Waiting(FilingState.FROZEN, info.version, is_yours=True, filing_id=info.id, cells=cells),
    )


def due_day(library: Library, form: Form | None, period: Period) -> date | None:
    """By when a filing of *form* over *period* is due; None where the form is filed only on demand."""
    if form is None or not form.due:
        return None
    return period.end + timedelta(days=library.rules["filing_days"].limit)


def _signing(
    workplace: Workplace,
    library: Library,
    form: Form | None,
    of: tuple[str, Period],
    version: int,
    steps: tuple[Step, ...],
    *,
    fell: bool = False,
) -> Duty:
    """The duty of a filing on its way. Nobody approves their own; anybody freezes what is approved."""
    code, period = of
    state = FilingState.DRAFT if fell else _REACHED[steps[-1].kind]
    filled = next(one for one in reversed(steps) if one.kind is StepKind.SUBMITTED)
    own = is_same_user(filled.by, workplace.user)
    mine = {FilingState.DRAFT: own, FilingState.APPROVED: True}
    return Duty(
        DutyKind.SIGNING,
        due=due_day(library, form, period) if version == 1 else None,
        form=code,
        form_name=None if form is None else form.name,
        period=period,
        is_verified=library.rules["filing_days"].verified,
        waiting=Waiting(state, version, mine.get(state, not own), steps, own=own, fell=fell),
    )
