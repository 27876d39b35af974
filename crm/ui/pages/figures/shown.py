"""What of a period the grid shows: which indicators, which tenants, how wide; remembered from one day to the next."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from crm.ui.pages.figures.bars import FOLLOWED, HOUSE, MISSING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from crm.domain.indicators import Indicator
    from crm.domain.period import Period, PeriodKind
    from crm.services.entry import EntrySheet, EntryTenant
    from crm.ui.context import Context
    from crm.ui.pages.figures.book import Book

_WIDTHS = "figures.widths"


class Shown:
    """The choice of rows and columns of one grid."""

    def __init__(self, context: Context, book: Book) -> None:
        self._reported: tuple[Indicator, ...] = context.library.indicators.reported
        self._settings = context.settings
        self._book = book
        self._missing: frozenset[int] = frozenset()
        self.sheet: EntrySheet | None = None
        self.asked: Mapping[PeriodKind, tuple[str, ...]] = {}
        """What the forms of each kind of period ask for; empty until that has been read."""
        self.text = ""
        """What the user looks for …"""
        self.found: frozenset[int] | None = None
        """… and who fits it; None where nothing is looked for."""

    # ---------------------------------------------------------------- columns

    def codes(self, kind: PeriodKind) -> tuple[str, ...]:
        """The indicators shown: those chosen for this kind of period, else those its forms ask for.

        One with unsaved figures is always among them.
        """
        kept = self._settings.text(f"figures.codes.{kind.value}").split(",")
        known = {one.code for one in self._reported}
        chosen = known.intersection(kept) or set(self.asked_codes(kind))
        chosen |= {code for _, code in self._book.edited()}
        return tuple(one.code for one in self._reported if one.code in chosen)

    def columns(self, kind: PeriodKind) -> list[Indicator]:
        """The same as indicators."""
        codes = self.codes(kind)
        return [one for one in self._reported if one.code in codes]

    def asked_codes(self, kind: PeriodKind) -> tuple[str, ...]:
        """What the forms of a kind of period ask for; where there are none, what any form does."""
        every = (code for codes in self.asked.values() for code in codes)
        return self.asked.get(kind) or tuple(dict.fromkeys(every))

    def choose_codes(self, kind: PeriodKind, codes: Collection[str]) -> None:
        """Show other indicators for this kind of period from now on."""
        self._settings.keep_text(f"figures.codes.{kind.value}", ",".join(codes))

    # ---------------------------------------------------------------- rows

    def find_missing(self, codes: Sequence[str]) -> None:
        """Find who of the house has not reported anything; once, so that nobody vanishes under the typing hand."""
        self._missing = frozenset(
            one.id
            for one in self._tenants
            if one.in_house and all(self._book.value(one.id, code) is None for code in codes)
        )

    @property
    def _tenants(self) -> tuple[EntryTenant, ...]:
        return () if self.sheet is None else self.sheet.tenants

    def rows(self, choice: str) -> list[EntryTenant]:
        """Who is shown by a choice, of those that fit what is looked for."""
        found = self.found
        return [one for one in self._chosen(choice) if found is None or one.id in found]

    def _chosen(self, choice: str) -> list[EntryTenant]:
        if choice == MISSING:
            return [one for one in self._tenants if one.id in self._missing]
        return [one for one in self._tenants if one.in_house or choice == FOLLOWED]

    def counts(self) -> dict[str, int]:
        """How many there are of each choice."""
        return {one: len(self._chosen(one)) for one in (HOUSE, FOLLOWED, MISSING)}

    # ---------------------------------------------------------------- widths

    def widths(self) -> dict[str, int]:
        """The widths that the user has drawn, by indicator; that of the names under an empty code."""
        try:
            kept = json.loads(self._settings.text(_WIDTHS) or "{}")
        except ValueError:
            return {}
        return {str(code): int(width) for code, width in kept.items()} if isinstance(kept, dict) else {}

    def keep_widths(self, drawn: Mapping[str, int]) -> None:
        """Keep widths that were drawn."""
        self._settings.keep_text(_WIDTHS, json.dumps(self.widths() | dict(drawn)))


def offered_periods(today: Period, *, count: int, wanted: Period | None) -> list[Period]:
    """The periods to choose from, the latest first; *wanted* is among them, however old it is."""
    periods = [today]
    while len(periods) < count:
        periods.append(periods[-1].previous())
    if wanted is not None and wanted not in periods:
        periods.append(wanted)
    return periods
