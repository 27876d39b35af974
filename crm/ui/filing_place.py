"""Where among the filings something is to be looked at: what another page asks the filings to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from crm.domain.period import Period


class FilingPlace(NamedTuple):
    """A form over a period, the panel beside it (``checks``, ``approval``, ``frozen``), and of that which version."""

    form: str
    period: Period
    side: str = ""
    filing_id: int | None = None
