"""What an import of figures would do: new, changed and unchanged observations of known tenants in a period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import ParseError
from crm.domain.finding import Finding, Severity
from crm.domain.quantity import Dimension
from crm.intake.counts import CountedRows
from crm.intake.draft import counted_places
from crm.intake.figure_change import FigureChange
from crm.intake.lexicon import IDENTITY
from crm.intake.part_periods import compare_parts
from crm.intake.progress import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crm.domain.indicators import Indicator
    from crm.domain.period import Period
    from crm.intake.draft import Drafts
    from crm.intake.figure_change import Figures
    from crm.intake.match import Matches
    from crm.intake.progress import Progress
    from crm.intake.rows import SkippedRow

_SLIPS = (10_000, 1_000)
"""How far a figure is off when its unit was taken for another: yuan for 万元 or 千元. Ten may be growth."""


@dataclass(frozen=True, slots=True)
class FiguresPlan(CountedRows):
    """What would happen. ``new``, ``updated`` and ``same`` are indexes of the drafts' records.

    A record is new where its tenant had none of its figures for the period, updated where one is added or differs.
    """

    drafts: Drafts
    new: tuple[int, ...]
    updated: tuple[int, ...]
    same: tuple[int, ...]
    refused: Mapping[int, Finding]
    skipped: Sequence[SkippedRow]
    changes: tuple[FigureChange, ...]
    findings: tuple[Finding, ...]


def periods_of(drafts: Drafts, period: Period | None, unclear: str = "") -> tuple[Period, ...]:
    """The periods that the records belong to, in order; *period* is that of records that say none.

    Raises ParseError where neither the sheet nor the user says it: ``period-unclear`` where a title says *unclear*,
    which is no period of ours, else ``period-missing``.
    """
    periods = [
        _period(drafts, index, period) for index in range(len(drafts.rows)) if index not in drafts.refused
    ]
    known = {found.key: found for found in periods if found is not None}
    if None in periods and unclear:
        raise ParseError("period-unclear", text=unclear, rows=periods.count(None))
    if None in periods:
        raise ParseError("period-missing", rows=periods.count(None))
    return tuple(known[key] for key in sorted(known))


def _period(drafts: Drafts, index: int, period: Period | None) -> Period | None:
    return (drafts.periods[index] if drafts.periods else None) or period


def make_figures_plan(
    drafts: Drafts,
    matches: Matches,
    *,
    indicators: Mapping[str, Indicator],
    period: Period | None,
    current: Figures,
    previous: Figures,
    progress: Progress = None,
) -> FiguresPlan:
    """Compare the figures of a sheet with those there are.

    *current* are the observations of the tenants in the periods of the sheet, *previous* those in the periods just
    before and a year before (see :meth:`Period.previous`, :meth:`Period.same_period_last_year`), and in longer periods
    and parts (see :mod:`crm.intake.part_periods`). A figure a thousand or ten thousand times as large or as small as
    before, or one that does not add up, is taken, and named. Blanks write nothing.
    """
    planner = _Planner(drafts, indicators, current, previous)
    refused = {**drafts.refused, **matches.refused}
    outcome: dict[str, list[int]] = {"new": [], "updated": [], "same": []}
    for index, tenant in zip(counted(len(drafts.rows), progress), matches.tenants, strict=True):
        if index in refused or tenant is None:
            continue
        found = _period(drafts, index, period)
        if found is None:
            raise ParseError("period-missing", rows=len(drafts.rows))
        outcome[planner.compare(index, tenant, found)].append(index)
    return FiguresPlan(
        drafts=drafts,
        new=tuple(outcome["new"]),
        updated=tuple(outcome["updated"]),
        same=tuple(outcome["same"]),
        refused=refused,
        skipped=drafts.skipped,
        changes=tuple(planner.changes),
        findings=(
            *drafts.findings,
            *matches.findings,
            *planner.findings,
            *planner.below_zero(),
            *compare_parts(planner.changes, indicators, {**previous, **current}),
            *refused.values(),
        ),
    )


class _Planner:
    """Compares records with observations."""

    def __init__(
        self, drafts: Drafts, indicators: Mapping[str, Indicator], current: Figures, previous: Figures
    ) -> None:
        self.drafts = drafts
        self.columns = [(code, column) for code, column in drafts.columns.items() if code not in IDENTITY]
        self.indicators = indicators
        self.current = current
        self.previous = previous
        self.changes: list[FigureChange] = []
        self.findings: list[Finding] = []
        self.negative: dict[str, list[str]] = {}

    def compare(self, index: int, tenant: int, period: Period) -> str:
        """Note what a record changes; whether it is new, updated or same."""
        known = changed = 0
        for code, column in self.columns:
            value = column[index]
            if not isinstance(value, int):
                continue
            old = self.current.get((tenant, code, period.key))
            known += old is not None
            if old != value:
                changed += 1
                address = self.drafts.address(index, code)
                self.changes.append(FigureChange(index, tenant, code, period, old, value, address))
                self.guard(self.changes[-1])
        if not changed:
            return "same"
        return "updated" if known else "new"

    def guard(self, change: FigureChange) -> None:
        """Name a figure that looks as if its unit had been mistaken, or its sign."""
        if change.new < 0 and not self.indicators[change.indicator].is_signed:
            self.negative.setdefault(change.indicator, []).append(change.address)
        if self.indicators[change.indicator].unit.dimension is not Dimension.MONEY or not change.new:
            return
        for other in (change.period.previous(), change.period.same_period_last_year()):
            before = self.previous.get((change.tenant_id, change.indicator, other.key))
            factor = _slip(change.new, before) if before else None
            if factor is not None:
                name = self.indicators[change.indicator].name
                values = {"zh": name.zh, "en": name.en, "factor": factor, "period": other.code}
                self.findings.append(Finding("figure-thousandfold", Severity.WARNING, change.address, values))
                return

    def below_zero(self) -> Iterator[Finding]:
        """One finding for each indicator that is not below zero as a rule and is here."""
        for code, places in self.negative.items():
            name = self.indicators[code].name
            values = {"zh": name.zh, "en": name.en} | counted_places(places)
            yield Finding("figure-negative", Severity.WARNING, places[0], values)


def _slip(new: int, before: int) -> str | None:
    """``×1000`` or the like where one figure is about that many times the other; None where it is not."""
    larger, smaller = max(abs(new), abs(before)), min(abs(new), abs(before))
    for factor in _SLIPS:
        if factor * smaller <= 3 * larger and larger <= 3 * factor * smaller:
            return f"{'×' if larger == abs(new) else '÷'}{factor}"
    return None
