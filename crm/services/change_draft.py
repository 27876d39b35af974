"""The draft of an explanation: what a figure was and is, and who moved it, as an office of statistics writes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crm.domain.indicators import Counted, Nature
from crm.domain.quantity import Dimension
from crm.domain.wording import Language
from crm.filings.brief import period_words
from crm.filings.movement import Movement, groups_of
from crm.filings.shown import growth_of, shown
from crm.services.change_words import ChangeWords

if TYPE_CHECKING:
    from crm.domain.indicators import Indicator
    from crm.domain.period import Period
    from crm.domain.quantity import Unit
    from crm.filings.movement import Change, MovedGroup, Mover

_NAMED = 3
"""Of each group those are named that moved the figure most."""
_TENANTS = "enterprise"
_IN_A_SENTENCE = {"当年": "", "数中：": "", "：": ""}
"""What a Chinese name says for a cell and not in a sentence: 有效数中：发明专利 is 有效发明专利 in running text."""
_AS_MOVED = frozenset({Movement.GREW, Movement.SHRANK, Movement.CORRECTED})
"""What these did is a difference; of the others the whole amount came or went."""


class DraftWords(ChangeWords):
    """The words of changes in one language, and drafts of their explanations."""

    def draft(self, change: Change) -> str:
        """A draft of why a figure changed, to be edited; nothing where it cannot be compared."""
        if change.change is None or change.unit is None:
            return ""
        drafter = _Drafter(self, change, change.unit)
        return drafter.opening() + drafter.reasons()


class _Drafter:
    """Writes the draft of one change."""

    def __init__(self, words: ChangeWords, change: Change, unit: Unit) -> None:
        self._words, self._change, self._unit = words, change, unit
        self._indicator: Indicator = words.library.indicators[change.request.indicator]
        self._counts = unit.code == _TENANTS

    # ---------------------------------------------------------------- what it was and is

    def opening(self) -> str:
        """What the figure is, what it was, and by how much it changed: the difference of what is shown."""
        words, unit = self._words, self._unit
        before, after = self._change.before or 0, self._change.after or 0
        difference = shown(after, unit) - shown(before, unit)
        values = {
            "name": self._name(),
            "period": self._period(),
            "after": words.amount(after, unit),
            "before": words.amount(before, unit),
            "moved": words.moved_by(difference, unit),
        }
        if not difference:
            return words.word("change-opening-same" if after == before else "change-opening-alike", **values)
        return words.word(self._opening_code(before, after), **values, rate=self._rate(before, after))

    def _opening_code(self, before: int, after: int) -> str:
        """Which sentence tells it: a rate has no meaning from nothing, below nothing, or of percentages."""
        if self._unit.dimension is Dimension.PERCENT:
            return "change-opening-without-rate"
        if before > 0:
            return "change-opening" if after >= 0 else "change-opening-below-nothing"
        if not before:
            return "change-opening-from-nothing"
        return "change-opening-from-below" if after <= 0 else "change-opening-above-nothing"

    def _rate(self, before: int, after: int) -> str:
        rate = growth_of(after, before) or 0
        return self._words.word(
            "change-rate-more" if after > before else "change-rate-less", rate=f"{abs(rate)}"
        )

    def _name(self) -> str:
        """What the figure is called in a sentence: a part of another (其中) by its own name, the year said once."""
        name = self._words.of(self._words.found.built.definitions[self._change.request.indicator].name)
        own = name.removeprefix(self._words.word("change-part"))
        for said, instead in _IN_A_SENTENCE.items():
            own = own.replace(said, instead)
        return own[:1].upper() + own[1:]

    def _period(self) -> str:
        """The days of a figure: the months so far of a year to date, the end of a period for what stands at it."""
        words, request = self._words, self._change.request
        period = request.period
        if words.language is not Language.ZH:
            return words.word("change-to-date", period=period.code) if request.to_date else period.code
        last = period.end.month
        if request.to_date and last < 12:
            months = "change-months" if last > 1 else "change-month"
            return words.word(months, year=period.year, month=last)
        if self._indicator.nature is Nature.STOCK:
            return words.word("change-at-end", period=period_words(period))
        return self._as_filed(period)

    def _as_filed(self, period: Period) -> str:
        """A period as the form writes it, where it writes such ones."""
        form = self._words.found.form
        if period.kind is form.period_kind or period.kind in form.words.other_periods:
            return form.words.of_period(period)
        return period_words(period)

    # ---------------------------------------------------------------- who moved it

    def reasons(self) -> str:
        """Who moved it, the group that moved it most first; of what tenants did in a period, who did it when."""
        if self._counts and self._indicator.nature is Nature.FLOW:
            return self._then_and_now()
        groups = groups_of(self._as_counted())
        if not groups:
            return ""
        reasons = [self._reason(group) for group in groups]
        if len(reasons) > 1:
            ordinals = self._words.word("change-ordinals").split(",")
            reasons = [
                self._words.word("change-reason", ordinal=ordinal, reason=reason)
                for ordinal, reason in zip(ordinals, reasons, strict=False)
            ]
        return self._words.word("change-reasons", reasons=self._words.word("change-semicolon").join(reasons))

    def _then_and_now(self) -> str:
        """Last year's are others than this year's: both are named, and nobody grew or shrank."""
        told = []
        for code, more in (("change-counted-now", True), ("change-counted-then", False)):
            found = [one for one in self._change.movers if (one.amount > 0) is more]
            if found:
                count = sum(abs(one.amount) for one in found)
                names = self._listed([self._words.who(one) for one in found[:_NAMED]], of=len(found))
                told.append(self._words.word(code, count=count) + names)
        semicolon = self._words.word("change-semicolon")
        return self._words.word("change-made-of", parts=semicolon.join(told)) if told else ""

    def _as_counted(self) -> tuple[Mover, ...]:
        """The movers; whoever adds to a count since the beginning is counted for the first time, wherever it was."""
        movers = self._change.movers
        if not self._counts or self._indicator.source.counted is not Counted.UP_TO:
            return movers
        return tuple(
            replace(mover, movement=Movement.GREW if mover.amount > 0 else Movement.SHRANK)
            for mover in movers
        )

    def _reason(self, group: MovedGroup) -> str:
        """What a group did, and by how much; whoever only counts is not told one by one."""
        words, movers = self._words, group.movers
        if self._counts and abs(group.amount) == len(movers):
            code = {
                Movement.GREW: "change-counted-grew",
                Movement.SHRANK: "change-counted-shrank",
            }.get(group.movement, f"change-group-{group.movement.value}")
            what = words.word(code, count=len(movers))
            return what + self._listed([words.who(mover) for mover in movers[:_NAMED]], of=len(movers))
        if group.movement is Movement.OWN and self._indicator.is_stated:
            return words.word("change-own-stated")
        if group.movement is Movement.OWN:
            own = [
                words.word("change-own", kind=words.who(one), moved=words.moved(one.amount, self._unit))
                for one in movers
            ]
            return words.word("change-comma").join(own)
        what = words.word(f"change-group-{group.movement.value}", count=len(movers))
        named = movers[:_NAMED]
        names = [words.who(mover) for mover in named]
        if len(movers) > 1:
            names = [f"{name}{self._joint}{self._share(one)}" for name, one in zip(names, named, strict=True)]
        return what + words.word("change-comma") + self._sum(group) + self._listed(names, of=len(movers))

    def _sum(self, group: MovedGroup) -> str:
        """By how much a group moved the figure; where what came or went was below nothing, what it was."""
        words, moved = self._words, self._words.moved(group.amount, self._unit)
        if group.movement in _AS_MOVED:
            return moved
        whole = sum(self._whole(mover) for mover in group.movers)
        if whole >= 0:
            return words.word("change-moved", moved=moved)
        total = words.word("change-total" if len(group.movers) > 1 else "change-is")
        came = "came" if group.amount < 0 else "went"
        return words.word(
            f"change-below-{came}", total=total, whole=words.amount(whole, self._unit), moved=moved
        )

    def _share(self, mover: Mover) -> str:
        """What one of a group moved, or the whole that came or went with it."""
        if mover.movement in _AS_MOVED:
            return self._words.moved(mover.amount, self._unit)
        return self._words.amount(self._whole(mover), self._unit)

    def _whole(self, mover: Mover) -> int:
        """What came with a mover, or was there before it went."""
        return mover.after or mover.before

    @property
    def _joint(self) -> str:
        return "" if self._words.language is Language.ZH else " "

    def _listed(self, names: list[str], *, of: int) -> str:
        code = "change-names" if len(names) == of else "change-names-of-more"
        return self._words.word(code, names=self._words.word("change-list-comma").join(names))
