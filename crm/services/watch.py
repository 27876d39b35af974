"""The watch: which filed figures the records no longer bear out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.db.queries.filings import latest_infos
from crm.services.filings import changes_since_frozen

if TYPE_CHECKING:
    from crm.domain.period import Period
    from crm.filings.compare import CellDifference
    from crm.services.filings import FilingInfo
    from crm.services.library import Library
    from crm.services.operation import Workplace


@dataclass(frozen=True, slots=True)
class Watched:
    """The latest version of a filing, and what it would say otherwise today."""

    filing: FilingInfo
    differences: tuple[CellDifference, ...]


def latest_filings(workplace: Workplace) -> tuple[FilingInfo, ...]:
    """The latest version of every form and period that was filed, the last filed first."""
    with workplace.database.reading() as connection:
        return latest_infos(connection)


def watch_filings(
    workplace: Workplace, library: Library, period: Period | None = None
) -> tuple[Watched, ...]:
    """Every filing (of *period*) in its latest version with its differences; those that still hold have none."""
    return tuple(
        Watched(info, changes_since_frozen(workplace, library, info.id))
        for info in latest_filings(workplace)
        if period in {None, info.period}
    )
