"""The one way to write: a transaction, a journal entry with before and after, an undo, and the changes it made."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from getpass import getuser
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, IntegrityError

from crm.db.engine import DatabaseError
from crm.db.journal import finish_operation, link_undo, start_operation
from crm.db.overview import SOURCES, refresh_overview
from crm.db.queries.filings import lost_versions
from crm.db.search import NameIndex
from crm.db.undo import operation_to_undo, undo_images
from crm.domain.changes import Changes
from crm.domain.errors import UndoRefusedError
from crm.services.locks import require_unlocked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crm.db.engine import Database
    from crm.db.journal import Recorder


def read_clock() -> datetime:
    """The moment it is, by the system's clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where a use case works: the database, the day that counts as today, and who acts."""

    database: Database
    today: date
    user: str
    names: NameIndex = field(default_factory=NameIndex, compare=False, repr=False)
    """The search by name over this database, built at the first search and kept fresh."""
    clock: Callable[[], datetime] = field(default=read_clock, compare=False, repr=False)
    """What tells the moment at which something is done."""

    @classmethod
    def of(
        cls,
        database: Database,
        *,
        today: date | None = None,
        user: str | None = None,
        clock: Callable[[], datetime] = read_clock,
    ) -> Workplace:
        """A workplace on *database*; the system's day and user where none are given."""
        day = today or clock().astimezone().date()
        return cls(database, day, user or _system_user(), clock=clock)

    def moment(self, timespec: str) -> str:
        """The moment it is as the database keeps it: in UTC, to the ``seconds`` or ``milliseconds``."""
        return self.clock().astimezone(UTC).isoformat(timespec=timespec).replace("+00:00", "Z")


class Operation:
    """A running operation: write through ``recorder``; ``changes`` is there once it has been committed."""

    def __init__(self, recorder: Recorder, kind: str) -> None:
        self.recorder = recorder
        self.kind = kind
        self.changes = Changes(recorder.operation_id, kind)
        self.unlocked: frozenset[int] = frozenset()
        """Frozen filings on whose figures it may write without a reason of its own."""

    def describe(self, **details: str | int) -> None:
        """Add named values to the operation's title, such as the name of the tenant that was found meanwhile."""
        self.recorder.details.update(details)

    @property
    def id(self) -> int:
        """The operation's number in the journal."""
        return self.recorder.operation_id


@contextmanager
def operation(
    workplace: Workplace, kind: str, *, reason: str = "", **details: str | int
) -> Iterator[Operation]:
    """Run the block as one operation: committed with its journal at the end, or not at all.

    *details* are named values for the operation's title in the catalogue, such as the tenant's name or the file.
    An operation that writes nothing leaves no trace. Raises DatabaseError ``database-write-failed``, and RuleError
    ``period-locked`` where it wrote figures that a frozen filing stands on without a *reason*.
    """
    database, reason = workplace.database, reason.strip()
    if reason:
        details["reason"] = reason
    try:
        with database.writing() as connection:
            at = workplace.moment("milliseconds")
            recorder = start_operation(connection, kind=kind, details=details, at=at, by=workplace.user)
            running = Operation(recorder, kind)
            yield running
            if not recorder.touched:
                return
            running.describe(
                **require_unlocked(connection, recorder.touched, reason=reason, unlocked=running.unlocked)
            )
            tenants = touched_tenants(recorder)
            if not SOURCES.isdisjoint(recorder.touched):
                refresh_overview(connection, tenants)
            finish_operation(recorder)
            connection.commit()
            running.changes = Changes(recorder.operation_id, kind, frozenset(recorder.touched), tenants)
    except DBAPIError as error:
        raise DatabaseError("database-write-failed", database=database.label, why=str(error.orig)) from error


def undo(workplace: Workplace, operation_id: int | None = None, *, reason: str = "") -> Changes:
    """Undo an operation, the last one where none is named; undoing an undo does the operation again.

    Figures that a filing stands on which was frozen since then need a *reason* (RuleError ``period-locked``); those
    of filings for which the operation itself had one do not. Raises UndoRefusedError where later work would be lost, a
    frozen version among it that a later one amends, and NotFoundError where there is nothing to undo.
    """
    with workplace.database.reading() as connection:
        undone = operation_to_undo(connection, operation_id)
    with operation(workplace, "undo", reason=reason, operation=undone.id, undone_kind=undone.kind) as running:
        running.unlocked = undone.unlocked
        connection = running.recorder.connection
        operation_to_undo(connection, undone.id)
        lost = lost_versions(connection)
        try:
            undo_images(running.recorder, undone.id)
        except IntegrityError as error:
            raise UndoRefusedError("undo-collides", operation=undone.id) from error
        for form, period, version in lost_versions(connection) - lost:
            raise UndoRefusedError(
                "undo-amended", operation=undone.id, form=form, period=period.code, version=version
            )
        link_undo(connection, undone=undone.id, by=running.id)
    return running.changes


def touched_tenants(recorder: Recorder) -> frozenset[int]:
    """The tenants whose own records an operation wrote."""
    tenants: set[int] = {key[0] for key in recorder.touched.get("tenants", ())}
    tenants.update(key[2] for key in recorder.touched.get("observations", ()))
    tenants.update(recorder.touched_tenants)
    return frozenset(tenants)


def _system_user() -> str:
    try:
        return getuser()
    except (KeyError, OSError):
        return ""
