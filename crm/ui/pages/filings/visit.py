"""A frozen filing shown in the sheet as it was filed: to look at the other place that a finding names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.services.appearance import look_of_frozen
from crm.services.frozen_filings import open_frozen
from crm.ui.pages.filings.desk import Drawn

if TYPE_CHECKING:
    from crm.ui.context import Context


def draw_frozen(context: Context, filing_id: int) -> Drawn:
    """A frozen filing, ready to be shown. For a reader."""
    filing = open_frozen(context.workplace, context.library, filing_id)
    told = tuple(map(context.word_finding, filing.findings))
    return Drawn(filing, look_of_frozen(context.workplace, filing_id), None, told)
