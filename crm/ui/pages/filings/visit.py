"""A frozen filing shown in the sheet as it was filed: to look at the other place that a finding names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.services.appearance import look_of_frozen
from crm.services.filings import open_frozen
from crm.ui.pages.filings.desk import Drawn

if TYPE_CHECKING:
    from crm.services.library import Library
    from crm.services.operation import Workplace


def draw_frozen(workplace: Workplace, library: Library, filing_id: int) -> Drawn:
    """A frozen filing, ready to be shown. For a reader."""
    filing = open_frozen(workplace, library, filing_id)
    return Drawn(filing, look_of_frozen(workplace, filing_id), None)
