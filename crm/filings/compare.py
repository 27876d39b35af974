"""Compares two filings of one form: which values differ, which rows came or went, which records did it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from crm.domain.wording import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crm.domain.measures import Contribution, MeasureRequest
    from crm.domain.quantity import Unit
    from crm.filings.built import Built, BuiltBlock, BuiltCell, BuiltColumn, Filed


class DifferenceKind(Enum):
    """What is different about a cell or row."""

    VALUE = "value"  # another value would be filed
    RECORDS = "records"  # the same value would be filed, on other records
    ROUNDING = "rounding"  # the same figure, rounded otherwise because others beside it have changed
    ROW_ADDED = "row_added"
    ROW_REMOVED = "row_removed"


@dataclass(frozen=True, slots=True)
class RecordDifference:
    """A record's share then and now, in smallest units; None where it was or is no part of the figure."""

    kind: str
    id: int
    label: str
    filed: int | None
    now: int | None
    tenant_id: int | None = None


@dataclass(frozen=True, slots=True)
class CellDifference:
    """A cell that differs; for a row that came or went, its first cell, with the tenant's name as value.

    ``address`` is the cell's place in the newer filing, or in the older one where a row went. ``requests`` are the
    figures it stands on, ``tenant_id`` is whose row it is, ``record`` the kind and id of the record that is its row,
    ``unit`` that of its values (None of texts and growths).
    """

    kind: DifferenceKind
    sheet: str
    address: str
    label: Words
    filed: Filed
    now: Filed
    records: tuple[RecordDifference, ...] = ()
    requests: tuple[MeasureRequest, ...] = ()
    tenant_id: int | None = None
    unit: Unit | None = None
    record: tuple[str, int] | None = None
    asked_anew: bool = False


def compare(filed: Built, now: Built) -> tuple[CellDifference, ...]:
    """What differs between a filing as *filed* and as it would be *now*: single cells, then block by block.

    Single cells are matched by their place in the template, rows by tenant, columns by what they show.
    Running numbers and text lines are not compared, as they follow from the rest.
    """
    differences = list(_single_differences(filed, now))
    olds = {block.id: block for block in filed.blocks}
    for new in now.blocks:
        if new.id in olds:
            differences += _block_differences(_BlockPair(filed, olds[new.id], now, new))
    redefined = _redefined(filed, now)
    return tuple(
        replace(one, asked_anew=True)
        if any(request.indicator in redefined for request in one.requests)
        else one
        for one in differences
    )


def _redefined(filed: Built, now: Built) -> frozenset[str]:
    """The indicators that mean something else in both filings."""
    return frozenset(
        code
        for code, new in now.definitions.items()
        if (old := filed.definitions.get(code))
        and (old.definition.zh, old.unit, old.counted) != (new.definition.zh, new.unit, new.counted)
    )


_Shares: TypeAlias = dict[tuple[int, str, int], tuple[str, int, int | None]]
"""The records behind a cell by part of the figure, kind and id: label, amount and whose it is."""


def _shares(contributions: Iterable[Contribution], *, part: int = 0) -> _Shares:
    """The records of a figure, those of one record (a year's quarters of one tenant) added up."""
    shares: _Shares = {}
    for share in contributions:
        key = (part, share.kind, share.id)
        before = shares[key][1] if key in shares else 0
        shares[key] = (share.label, share.amount + before, share.tenant_id)
    return shares


def _shares_of(built: Built, cell: BuiltCell | None) -> _Shares:
    shares: _Shares = {}
    for part, request in enumerate(cell.requests if cell else ()):
        shares |= _shares(built.figures[request].contributions, part=part)
    return shares


def _record_differences(old: _Shares, new: _Shares) -> tuple[RecordDifference, ...]:
    differences = []
    for key in dict.fromkeys((*new, *old)):
        label, now, owner = new.get(key, (None, None, None))
        old_label, filed, old_owner = old.get(key, (None, None, None))
        if filed != now:
            tenant = old_owner if owner is None else owner
            differences.append(RecordDifference(key[1], key[2], label or old_label or "", filed, now, tenant))
    return tuple(differences)


def _differences_behind(
    filed: Built, old: BuiltCell | None, now: Built, new: BuiltCell | None
) -> tuple[RecordDifference, ...]:
    """The records behind a cell whose share is another; where none is, those that came to lack one or no longer do."""
    if old and new and old.requests == new.requests and _same_figures(filed, now, new.requests):
        return ()
    records = _record_differences(_shares_of(filed, old), _shares_of(now, new))
    if records or (old and new and old.value == new.value):
        return records
    before, after = _lacking(filed, old), _lacking(now, new)
    return tuple(
        RecordDifference(kind, number, label, None, None, owner)
        for (kind, number), (label, owner) in {**before, **after}.items()
        if (kind, number) not in before or (kind, number) not in after
    )


def _same_figures(filed: Built, now: Built, requests: Iterable[MeasureRequest]) -> bool:
    """Whether all *requests* are answered by the same records, which spares looking at them one by one."""
    pairs = ((filed.figures[request], now.figures[request]) for request in requests)
    return all(old.contributions == new.contributions and old.missing == new.missing for old, new in pairs)


def _lacking(built: Built, cell: BuiltCell | None) -> dict[tuple[str, int], tuple[str, int | None]]:
    """The records of which a cell lacks the amount: label and whose they are, by kind and id."""
    return {
        (one.kind, one.id): (one.label, one.tenant_id)
        for request in (cell.requests if cell else ())
        for one in built.figures[request].missing
    }


def _single_differences(filed: Built, now: Built) -> Iterator[CellDifference]:
    olds = {(cell.sheet, cell.anchor): cell for cell in filed.singles}
    news = {(cell.sheet, cell.anchor): cell for cell in now.singles}
    for place in dict.fromkeys((*news, *olds)):
        old, new = olds.get(place), news.get(place)
        yield from _difference(old, new, _differences_behind(filed, old, now, new))


def _difference(
    old: BuiltCell | None, new: BuiltCell | None, records: tuple[RecordDifference, ...]
) -> Iterator[CellDifference]:
    shown = new or old
    before, after = old.value if old else None, new.value if new else None
    if shown is None or (before == after and not records):
        return
    yield CellDifference(
        _kind(old, new, has_records=bool(records)),
        shown.sheet,
        shown.address,
        shown.label,
        before,
        after,
        records,
        shown.requests,
        shown.tenant_id,
        shown.unit if len(shown.requests) == 1 else None,
        _record_of(shown),
        asked_anew=old is not None and new is not None and _asked(old) != _asked(new),
    )


def _asked(cell: BuiltCell) -> tuple[object, ...]:
    """What a cell asks for in any period: its figures or the population of its row, and its unit."""
    return (*map(_question, cell.requests), cell.population, cell.unit)


def _question(request: MeasureRequest | None) -> tuple[object, ...]:
    """What a figure asks for, whatever period it is asked of."""
    return (request.indicator, request.to_date, request.population, request.within) if request else ()


def _record_of(cell: BuiltCell) -> tuple[str, int] | None:
    """The record that is the row of *cell*; None where its row is a tenant's, or it has none."""
    return (cell.record_kind, cell.record_id) if cell.record_kind and cell.record_id is not None else None


def _kind(old: BuiltCell | None, new: BuiltCell | None, *, has_records: bool) -> DifferenceKind:
    if old is None or new is None:
        return DifferenceKind.VALUE
    if old.value == new.value:
        return DifferenceKind.RECORDS
    is_same = old.amount is not None and old.amount == new.amount and old.unit == new.unit
    return DifferenceKind.ROUNDING if is_same and not has_records else DifferenceKind.VALUE


class _BlockPair:
    """One block in both filings, its rows found by tenant or record."""

    def __init__(self, filed: Built, old: BuiltBlock, now: Built, new: BuiltBlock) -> None:
        self.filed, self.old, self.now, self.new = filed, old, now, new
        self.old_rows = {row: index for index, row in enumerate(old.rows_of)}
        self.new_rows = {row: index for index, row in enumerate(new.rows_of)}
        self.columns = [
            (column, old.column(column.id))
            for column in new.columns
            if column.letter
            and column.formula != "formula-ordinal"
            and column.id in {one.id for one in old.columns}
        ]

    @cached_property
    def is_moved_alone(self) -> bool:
        """Whether the same rows stand in another order: of equal remainders another one may have been rounded up."""
        old, new = self.old.rows_of, self.new.rows_of
        return old != new and len(old) == len(new) and set(old) == set(new)

    @cached_property
    def kept(self) -> list[tuple[int | None, int, int]]:
        """The tenants or records in both, in the newer order: which, its row then, its row now."""
        return [
            (row, self.old_rows[row], index)
            for index, row in enumerate(self.new.rows_of)
            if row in self.old_rows
        ]

    @cached_property
    def is_asked_anew(self) -> bool:
        """Whether the rows are chosen otherwise: by another population, or as those that other figures count."""
        return self.old.population != self.new.population or any(
            _question(new.request) != _question(old.request) for new, old in self.columns
        )


def _block_differences(pair: _BlockPair) -> Iterator[CellDifference]:
    yield from _row_differences(pair)
    for new, old in pair.columns:
        yield from _column_differences(pair, new, old)
        if new.has_total and old.has_total:
            old_total = pair.filed.total_cell(pair.old, old)
            new_total = pair.now.total_cell(pair.new, new)
            records = _differences_behind(pair.filed, old_total, pair.now, new_total)
            yield from _difference(old_total, new_total, records)


def _row_differences(pair: _BlockPair) -> Iterator[CellDifference]:
    for index, row in enumerate(pair.new.rows_of):
        if row not in pair.old_rows:
            yield _row_difference(pair, DifferenceKind.ROW_ADDED, index)
    for index, row in enumerate(pair.old.rows_of):
        if row not in pair.new_rows:
            yield _row_difference(pair, DifferenceKind.ROW_REMOVED, index)


def _row_difference(pair: _BlockPair, kind: DifferenceKind, index: int) -> CellDifference:
    came = kind is DifferenceKind.ROW_ADDED
    built, block = (pair.now, pair.new) if came else (pair.filed, pair.old)
    cell, name = built.row_cell(block, index), block.names[index]
    filed, now = (None, name) if came else (name, None)
    return CellDifference(
        kind,
        cell.sheet,
        cell.address,
        Words(name, name),
        filed,
        now,
        tenant_id=cell.tenant_id,
        record=_record_of(cell),
        asked_anew=pair.is_asked_anew,
    )


def _column_differences(pair: _BlockPair, new: BuiltColumn, old: BuiltColumn) -> Iterator[CellDifference]:
    kind = pair.new.kind
    asked = (new.request,) if new.request else ()
    is_same = old.request == new.request and _same_figures(pair.filed, pair.now, asked)
    if is_same and pair.old.rows_of == pair.new.rows_of and old.values == new.values:
        return
    before, after = _column_shares(pair.filed, old, kind=kind), _column_shares(pair.now, new, kind=kind)
    moved_alone = pair.is_moved_alone and before == after and _plain(pair.old, old) == _plain(pair.new, new)
    for row, old_index, new_index in pair.kept:
        filed, now = before.get(row, {}), after.get(row, {})
        if filed == now and (moved_alone or old.values[old_index] == new.values[new_index]):
            continue
        yield from _difference(
            pair.filed.block_cell(pair.old, old, old_index),
            pair.now.block_cell(pair.new, new, new_index),
            _record_differences(filed, now),
        )


def _plain(block: BuiltBlock, column: BuiltColumn) -> dict[int | None, Filed]:
    """The values of a column row by row, without what balancing added to them."""
    values = dict(enumerate(column.values))
    for index, nudge in column.nudges.items():
        value = values[index]
        values[index] = value - nudge if isinstance(value, Decimal) else value
    return {row: values[index] for index, row in enumerate(block.rows_of)}


def _column_shares(built: Built, column: BuiltColumn, *, kind: str) -> dict[int | None, _Shares]:
    """The records behind a column, row by row: of tenants, or of the records of *kind* themselves."""
    by_row: dict[int | None, list[Contribution]] = {}
    if column.request:
        for share in built.figures[column.request].contributions:
            by_row.setdefault(share.id if kind else share.tenant_id, []).append(share)
    return {row: _shares(shares) for row, shares in by_row.items()}
