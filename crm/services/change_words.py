"""The words of changes against last year: figures, amounts, who moved them and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.quantity import Dimension
from crm.domain.wording import Language, with_unit
from crm.filings.shown import growth_of, shown
from crm.services.spoken import Spoken

if TYPE_CHECKING:
    from decimal import Decimal

    from crm.domain.quantity import Unit
    from crm.filings.movement import Change, Mover
    from crm.services.library import Library
    from crm.services.year_on_year import YearOnYear


class ChangeWords(Spoken):
    """The words of changes in one language."""

    def __init__(self, library: Library, found: YearOnYear, language: Language) -> None:
        super().__init__(library, language)
        self.found = found

    def name(self, change: Change) -> str:
        """What a figure is called: its indicator's name when the filing was built, of what, and whether to date."""
        return self.figure(self.found.built, change.request)

    def amount(self, amount: int | None, unit: Unit | None) -> str:
        """An amount with its unit, rounded as the filing rounds it."""
        if amount is None or unit is None:
            return self.word("explained-nothing")
        return self._told(f"{shown(amount, unit):,}", unit)

    def rate(self, change: Change) -> str:
        """The change in percent with its sign; nothing where there is no such rate."""
        rate = growth_of(change.after, change.before)
        return "" if rate is None else f"{rate:+}%"

    def signed(self, amount: int, unit: Unit | None) -> str:
        """An amount with its sign, rounded as the filing rounds it; without its unit."""
        return "" if unit is None else f"{shown(amount, unit):+,}"

    def moved(self, amount: int, unit: Unit | None) -> str:
        """Up or down, and by how much: percentages by points; unchanged where it is nothing."""
        if not amount or unit is None:
            return self.word("change-same")
        size = shown(abs(amount), unit)
        return self.moved_by(size if amount > 0 else -size, unit)

    def moved_by(self, difference: Decimal | int, unit: Unit) -> str:
        """The same for a difference of figures as they are shown."""
        way, size = ("more" if difference > 0 else "less"), f"{abs(difference):,}"
        if unit.dimension is Dimension.PERCENT:
            return self.word(f"change-points-{way}", amount=size)
        told = self._told(size, unit)
        return self.word(f"change-{way}", amount=told)

    def _told(self, size: str, unit: Unit) -> str:
        named = self.unit(unit)
        return f"{size}{named}" if self.language is Language.ZH else with_unit(size, named)

    def who(self, mover: Mover) -> str:
        """Who moved a figure; of records that are nobody's, what they are."""
        return self.found.names.get(mover.id, "") if mover.id else self.kind(mover.kind)

    def how(self, mover: Mover) -> str:
        """What a mover did."""
        return self.word(f"movement-{mover.movement.value}")
