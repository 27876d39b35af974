"""A filing ready to be shown: as it is built now, or as it was frozen, with its look and its findings in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crm.services.appearance import look_of, look_of_frozen
from crm.services.frozen_filings import open_frozen, previous_filing

if TYPE_CHECKING:
    from crm.services.appearance import WorkbookLook
    from crm.services.filings import Built, BuiltFiling
    from crm.services.messages import Sentence
    from crm.ui.context import Context


class Drawn(NamedTuple):
    """A filing as built, how its workbook looks, what was filed before it, and what each of its findings says."""

    filing: BuiltFiling
    look: WorkbookLook
    previous: Built | None
    told: tuple[Sentence, ...]


def draw(context: Context, filing: BuiltFiling) -> Drawn:
    """A built filing. For a reader: there may be thousands of findings to be put into words."""
    return _drawn(context, filing, look_of(filing), previous_filing(context.workplace, filing))


def draw_frozen(context: Context, filing_id: int) -> Drawn:
    """A frozen filing as it was filed, to look at a place that a finding of another one names. For a reader."""
    filing = open_frozen(context.workplace, context.library, filing_id)
    return _drawn(context, filing, look_of_frozen(context.workplace, filing_id), None)


def _drawn(context: Context, filing: BuiltFiling, look: WorkbookLook, previous: Built | None) -> Drawn:
    return Drawn(filing, look, previous, tuple(map(context.word_finding, filing.findings)))
