"""Whether filings agree: the quarter with its months, the year with the cumulative figures, authority with authority.

Compared is tenant by tenant and exactly, from the records behind the figures, so that neither rounding nor another
circle of enterprises gives a false alarm: over the tenants that all sides count, or over all where the sides count the
same population on the same day. Who has not reported on one of the sides is not compared: blank is not zero.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm.domain.finding import Finding
from crm.domain.measures import Population
from crm.domain.quantity import from_smallest
from crm.filings.form import Basis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from crm.domain.measures import Measured, MeasureRequest
    from crm.domain.quantity import Unit
    from crm.domain.wording import Words
    from crm.filings.built import Built, BuiltBlock, BuiltColumn
    from crm.filings.consistency_rules import ConsistencyRule

_SHOWN_NAMES = 5


@dataclass(frozen=True, slots=True)
class FrozenFiling:
    """A frozen filing to compare with: its number and version, and what was filed."""

    id: int
    version: int
    built: Built


def consistency_findings(
    rules: Iterable[ConsistencyRule],
    built: Built,
    frozen: Sequence[FrozenFiling],
    *,
    stocks: frozenset[str],
) -> list[Finding]:
    """Where *built* does not agree with what is *frozen*; *stocks* are the indicators that do not add up over time.

    ``where`` is the place here; the values name the place there (``other_place``) and its filing (``other_filing``).
    """
    if not frozen:
        return []
    shown = [_read(one, stocks) for one in frozen]
    findings: list[Finding] = []
    told: set[tuple[str, int]] = set()
    for stated in _stated(built, stocks):
        for rule in rules:
            if not rule.asks(stated.indicator):
                continue
            for sides in _sides(rule, built, stated, shown):
                key = (stated.key, sides[-1].filing.id)
                if key not in told:
                    told.add(key)
                    findings += _compare(rule, built, stated, sides)
    return findings


@dataclass(frozen=True, slots=True)
class _Stated:
    """A figure as a filing shows it, with the places where its tenants' shares stand."""

    indicator: str
    start: date
    end: date
    figure: Measured
    label: Words
    unit: Unit
    place: str
    is_stock: bool
    rows: Mapping[int, str] = field(default_factory=dict)
    """The places of its tenants, where it is a column of a block."""

    @property
    def key(self) -> str:
        """What tells it from the other figures of its filing."""
        request = self.figure.request
        return (
            f"{self.indicator} {self.start} {self.end} {request.population.value} {request.population_date}"
        )

    @property
    def amounts(self) -> dict[int, int | None]:
        """What each tenant's share is, 0 for what is nobody's; None where it was not reported in full."""
        found: dict[int, int | None] = {}
        for share in self.figure.contributions:
            owner = share.tenant_id or 0
            found[owner] = (found.get(owner) or 0) + share.amount
        for one in self.figure.missing:  # also those who reported a part of the period alone
            found[one.tenant_id or (one.id if one.kind == "tenant" else 0)] = None
        return found

    @property
    def names(self) -> dict[int, str]:
        """What each tenant is called."""
        return {share.tenant_id or 0: share.label for share in self.figure.contributions}


@dataclass(frozen=True, slots=True)
class _Side:
    """A figure of a frozen filing."""

    filing: FrozenFiling
    stated: _Stated


@dataclass(frozen=True, slots=True)
class _Shown:
    """A frozen filing with its figures by indicator and days."""

    filing: FrozenFiling
    figures: Mapping[tuple[str, date, date], tuple[_Stated, ...]]


def _read(frozen: FrozenFiling, stocks: frozenset[str]) -> _Shown:
    figures: dict[tuple[str, date, date], tuple[_Stated, ...]] = {}
    for one in _stated(frozen.built, stocks):
        key = (one.indicator, one.start, one.end)
        figures[key] = (*figures.get(key, ()), one)
    return _Shown(frozen, figures)


def _stated(built: Built, stocks: frozenset[str]) -> Iterator[_Stated]:
    """The figures of a filing for its own period or the year to its end, each once: columns first, then cells."""
    seen: set[MeasureRequest] = set()
    for block in built.blocks:
        for column in block.columns:
            if (
                column.letter
                and column.request
                and column.basis is Basis.PERIOD
                and column.request not in seen
            ):
                seen.add(column.request)
                rows = {} if block.kind else _rows(built, block, column)
                place = built.block_cell(block, column, 0).place if block.tenants else block.sheet
                yield _of(built, column.request, column.label, column.unit, place, stocks, rows)
    for cell in built.singles:
        own = cell.basis in {Basis.PERIOD, Basis.YEAR_TO_DATE} and len(cell.requests) == 1
        if own and cell.requests[0] not in seen:
            seen.add(cell.requests[0])
            yield _of(built, cell.requests[0], cell.label, cell.unit, cell.place, stocks, {})


def _rows(built: Built, block: BuiltBlock, column: BuiltColumn) -> dict[int, str]:
    first = built.final_row(block.sheet, block.row)
    return {
        tenant: f"{block.sheet}!{column.letter}{first + index}"
        for index, tenant in enumerate(block.tenants)
        if tenant is not None
    }


def _of(
    built: Built,
    request: MeasureRequest,
    label: Words,
    unit: Unit | None,
    place: str,
    stocks: frozenset[str],
    rows: Mapping[int, str],
) -> _Stated:
    is_stock = request.indicator in stocks
    first = request.period.year_period if request.to_date else request.period
    return _Stated(
        indicator=request.indicator,
        start=request.period.end if is_stock else first.start,
        end=request.period.end,
        figure=built.figures[request],
        label=label,
        unit=unit or built.definitions[request.indicator].unit,
        place=place,
        is_stock=is_stock,
        rows=rows,
    )


def _sides(
    rule: ConsistencyRule, built: Built, stated: _Stated, shown: Sequence[_Shown]
) -> Iterator[tuple[_Side, ...]]:
    """The figures of frozen filings that *stated* must agree with: one, or one of each part of its period."""
    if rule.relation == "same":
        for other in shown:
            if rule.joins(built.form, other.filing.built.form):
                found = _alike(stated, other.figures.get((stated.indicator, stated.start, stated.end), ()))
                if found is not None:
                    yield (_Side(other.filing, found),)
        return
    parts = rule.parts_of(built.form, built.period)
    if stated.is_stock or stated.figure.request.to_date or not parts:
        return
    for form in dict.fromkeys(one.filing.built.form for one in shown):
        sides = [
            _Side(one.filing, found)
            for part in parts
            for one in shown
            if (one.filing.built.form, one.filing.built.period) == (form, part) and rule.adds(form)
            for found in [_alike(stated, one.figures.get((stated.indicator, part.start, part.end), ()))]
            if found is not None
        ]
        if len(sides) == len(parts):
            yield tuple(sides)


def _alike(stated: _Stated, others: Sequence[_Stated]) -> _Stated | None:
    """Of the figures over the same days that of the same population, else the first."""
    population = stated.figure.request.population
    same = [one for one in others if one.figure.request.population is population]
    return next(iter([*same, *others]), None)


def _is_same_circle(stated: _Stated, sides: Sequence[_Side]) -> bool:
    """Whether all sides count the same population on the same day, or whoever there is."""
    requests = [stated.figure.request, *(side.stated.figure.request for side in sides)]
    if len({request.population for request in requests}) > 1:
        return False
    if requests[0].population is Population.ANYBODY:
        return True
    return len({request.population_date for request in requests}) == 1


def _compare(
    rule: ConsistencyRule, built: Built, stated: _Stated, sides: Sequence[_Side]
) -> Iterator[Finding]:
    now = stated.amounts
    filed = [side.stated.amounts for side in sides]
    tenants = set(now)
    if _is_same_circle(stated, sides):
        tenants.update(*filed)
    else:
        tenants.intersection_update(*filed)
    differing: dict[int, tuple[int, int]] = {}
    for tenant in sorted(tenants):
        # Who is not among those counted has 0 there; who is, and has reported nothing, has said nothing.
        shares = [amounts.get(tenant, 0) for amounts in (now, *filed)]
        known = [share for share in shares if share is not None]
        here, there = sum(known[:1]), sum(known[1:])
        if len(known) == len(shares) and here != there:
            differing[tenant] = (here, there)
    if not differing:
        return
    rows = {tenant: both for tenant, both in differing.items() if tenant in stated.rows}
    for tenant, both in rows.items():
        yield _finding(rule, built, stated, sides, (tenant,), both)
    rest = {tenant: both for tenant, both in differing.items() if tenant not in rows}
    if rest:
        both = (sum(one[0] for one in rest.values()), sum(one[1] for one in rest.values()))
        yield _finding(rule, built, stated, sides, tuple(rest), both)


def _finding(
    rule: ConsistencyRule,
    built: Built,
    stated: _Stated,
    sides: Sequence[_Side],
    tenants: tuple[int, ...],
    both: tuple[int, int],
) -> Finding:
    """One finding: of a tenant's row, or of a cell with the names of those who differ."""
    last = sides[-1]
    here, there = (from_smallest(amount, stated.unit) for amount in both)
    names = {**last.stated.names, **stated.names}
    told = [names[tenant] for tenant in tenants if tenant in names]
    where = stated.rows.get(tenants[0], stated.place)
    return Finding(
        rule.code,
        rule.severity,
        where=where,
        values={
            "label": stated.label.zh,
            "label_en": stated.label.en,
            "who": f"（{_named(told, '、', ' 等')}）" if told else "",
            "who_en": f"({_named(told, ', ', ' …')}) " if told else "",
            "value": f"{here.normalize() + 0:f}",
            "filed": f"{there.normalize() + 0:f}",
            "difference": f"{(here - there).normalize() + 0:+f}",
            "own_period": built.period.code,
            "form": last.filing.built.form,
            "period": last.filing.built.period.code,
            "version": last.filing.version,
            "others": "、".join(side.filing.built.period.code for side in sides),
            "others_en": ", ".join(side.filing.built.period.code for side in sides),
            "other_filing": last.filing.id,
            "other_place": last.stated.rows.get(tenants[0], last.stated.place),
        },
    )


def _named(names: Sequence[str], comma: str, more: str) -> str:
    return comma.join(names[:_SHOWN_NAMES]) + (more if len(names) > _SHOWN_NAMES else "")
