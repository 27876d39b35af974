"""What a duty is: something that needs doing, what it is about, and how pressing it is for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from crm.domain.period import Period
    from crm.domain.wording import Words
    from crm.filings.approval import FilingState, Step
    from crm.services.tenants import TenantQuery


class DutyKind(Enum):
    """What a duty is about; it says which record or list it opens."""

    LEASE = "lease"
    STAY = "stay"
    NOTE = "note"
    FILING = "filing"
    UNREPORTED = "unreported"
    CHECKS = "checks"
    GRADUATION = "graduation"
    SIGNING = "signing"  # a filing on its way, waiting for the next who has to do with it
    AMENDMENT = "amendment"  # a frozen filing whose figures no longer hold


class Urgency(Enum):
    """How a duty's day lies to today; without a day it is a hint.

    A filing that waits for somebody stands apart: first what the user may do next, last what others have to.
    """

    YOURS = "yours"
    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    OTHERS = "others"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Where a filing stands on its way: its version, the steps taken, and whether this user may take the next.

    ``own`` says that it was this user who filled it in, ``fell`` that its figures have changed since. Of a frozen
    filing that no longer holds, ``filing_id`` says which, and ``cells`` how many of its cells are other today.
    """

    state: FilingState
    version: int
    is_yours: bool
    steps: tuple[Step, ...] = ()
    own: bool = False
    fell: bool = False
    filing_id: int | None = None
    cells: int = 0


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to do: about one tenant, a list of tenants, a filing or a note.

    ``limit`` is a stay's limit in months, ``errors`` and ``warnings`` what the checks of a filing found; ``grounds``
    says of a hint on graduation how many tenants meet which rule; ``waiting`` of a filing for whom it waits.
    """

    kind: DutyKind
    due: date | None = None
    tenant_id: int | None = None
    tenant: str = ""
    query: TenantQuery | None = None
    text: str = ""
    note_id: int | None = None
    form: str = ""
    form_name: Words | None = None
    period: Period | None = None
    limit: int = 0
    is_verified: bool = True
    errors: int = 0
    warnings: int = 0
    grounds: tuple[tuple[str, int], ...] = ()
    waiting: Waiting | None = None

    @property
    def count(self) -> int:
        """How many tenants the list behind it has."""
        return len(self.query.among or ()) if self.query is not None else 0

    def urgency(self, today: date) -> Urgency:
        """How its day lies to *today*; a week ends on Sunday. A filing that waits for somebody, by whom."""
        if self.waiting is not None:
            return Urgency.YOURS if self.waiting.is_yours else Urgency.OTHERS
        if self.due is None:
            return Urgency.HINT
        if self.due < today:
            return Urgency.OVERDUE
        if self.due == today:
            return Urgency.TODAY
        sunday = today + timedelta(days=6 - today.weekday())
        return Urgency.WEEK if self.due <= sunday else Urgency.LATER
